"""Boxes that overlap push each other apart."""

from collections.abc import Iterable
from itertools import count

import numpy as np

from graph.untangling import Floats, Ints, clear, scatter

_PATIENCE = 60
_TRIED = 400


def separated(at: Floats, half: Floats, frame: Floats) -> Floats:
    """Push boxes apart inside a frame until none overlap; widen the frame where that stalls.

    Args:
        at: Centres, one a row.
        half: Half of each box, with a space around it of at least one unit.
        frame: Width and height, about a middle of (0, 0).

    Returns:
        Whole numbers, which uses up some of the space around the boxes.
    """
    frame = np.maximum(frame, 2 * (np.abs(at) + half).max(axis=0))
    for turn in count(1):
        one, two = overlapping(at, half)
        if not len(one):
            break
        at = np.clip(at + _push(at, half, one, two), half - frame / 2, frame / 2 - half)
        if turn % _PATIENCE == 0:
            at, frame = at * 1.02, frame * 1.02
    whole: Floats = np.round(at)
    return whole


def overlapping(at: Floats, half: Floats) -> tuple[Ints, Ints]:
    """Give the pairs of boxes that overlap, as two lists of indices.

    Only boxes near each other across are compared, in the order of their left sides.
    """
    left = at[:, 0] - half[:, 0]
    order = np.argsort(left, kind="stable")
    ends = np.searchsorted(left[order], (at[:, 0] + half[:, 0])[order])
    many = np.maximum(0, ends - np.arange(len(at)) - 1)
    first = np.repeat(np.arange(len(at)), many)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(many) - many, many)
    one, two = order[first], order[second]
    over = half[one] + half[two] - np.abs(at[one] - at[two])
    hit = (over > 1e-6).all(axis=1)  # noqa: PLR2004 - touching is no overlap
    return one[hit], two[hit]


def _push(at: Floats, half: Floats, one: Ints, two: Ints) -> Floats:
    """The way each box has to go: along the axis on which less is missing."""
    apart = at[one] - at[two]
    depth = half[one] + half[two] - np.abs(apart)
    axis = np.where(depth[:, 0] < depth[:, 1] * 1.6, 0, 1)
    row = np.arange(len(one))
    way = apart[row, axis]
    way = np.sign(np.where(way == 0, one - two, way))  # two in one spot have to part as well
    step = way * (depth[row, axis] * 0.5 + 0.05)
    push = np.zeros_like(at)
    np.add.at(push, (one, axis), step)
    np.add.at(push, (two, axis), -step)
    limit = half * 0.8
    clipped: Floats = np.clip(push, -limit, limit)
    return clipped


def freed(at: Floats, half: Floats, nodes: Iterable[int]) -> Floats:
    """Set each of some boxes, in this order, on the nearest free spot if it overlaps another."""
    at = at.copy()
    for node in nodes:
        if not clear(at, half, node, at[node][None])[0]:
            at[node] = nearest(at, half, node)
    return at


def nearest(at: Floats, half: Floats, node: int) -> Floats:
    """Find a spot near by where a box overlaps none: among 400 around it, farther out each time."""
    reach = half[node] * 2
    while True:
        spots = np.round(at[node] + scatter(0, _TRIED) * reach)
        spots = spots[clear(at, half, node, spots)]
        if len(spots):
            far = ((spots - at[node]) ** 2).sum(axis=1)
            best: Floats = spots[int(far.argmin())]
            return best
        reach = reach * 2
