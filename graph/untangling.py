"""A hill-climb that takes crossings, and lines behind the labels of others, out of a drawing.

Lines are taken as straight. A line behind a third actor's label counts as `_THROUGH` crossings, and
each `_LENGTH` units of length as one.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_THROUGH = 4.0
_LENGTH = 220
_SPOTS = 64
#: Tests of two lines: in the whole climb, and held in memory at once.
_WORK = 400_000_000
_AT_ONCE = 2_000_000


class Part(NamedTuple):
    """A connected part: who, the pairs of them (by index), how many lines each, half the boxes."""

    ids: tuple[str, ...]
    pairs: Ints
    lines: Floats
    half: Floats


def improved(at: Floats, part: Part) -> Floats:
    """Move one actor at a time to where it makes the picture less tangled.

    The work is bounded by a count, not by a clock, so that the result does not depend on the
    machine's speed; graphs of some thousand pairs are left as they are.
    """
    rounds = min(40, _WORK // max(1, 2 * len(part.pairs) ** 2 * _SPOTS))
    degree = np.bincount(part.pairs.ravel(), minlength=len(at))
    busiest = np.argsort(-degree, kind="stable").tolist()
    tries = np.clip(_AT_ONCE // np.maximum(1, degree * len(part.pairs)), 4, _SPOTS)
    at = at.copy()
    for turn in range(rounds):
        reach = 0.5 * 0.93**turn
        moved = False
        for node in busiest:
            spots = _spots(at, node, turn, reach, int(tries[node]))
            moved = _moved(at, part, node, spots) or moved
        if not moved and turn > rounds // 2:
            break
    return at


def _spots(at: Floats, node: int, turn: int, reach: float, count: int) -> Floats:
    """Where to try an actor next: here, then around here, farther out with each."""
    rank = np.arange(1, count)
    turns = rank * 2.399963 + turn + node  # golden angle: even in all directions
    radius = np.sqrt(rank / (count - 1)) * reach
    low, high = at.min(axis=0), at.max(axis=0)
    ring = np.stack([np.cos(turns), np.sin(turns)], axis=1) * radius[:, None] * (high - low)
    around = np.clip(at[node] + ring, low, high)
    return np.round(np.concatenate([at[node][None], around]))


def _moved(at: Floats, part: Part, node: int, spots: Floats) -> bool:
    """Put one actor, in place, where it costs least; tell whether that is elsewhere."""
    others = np.arange(len(at)) != node
    room = part.half[others] + part.half[node]
    clear = ~(np.abs(spots[:, None] - at[others][None]) < room[None]).all(axis=2).any(axis=1)
    clear[0] = True
    spots = spots[clear]
    costs = _costs(at, part, node, spots)
    best = int(costs.argmin())
    if costs[best] >= costs[0] - 0.05:
        return False
    at[node] = spots[best]
    return True


def _costs(at: Floats, part: Part, node: int, spots: Floats) -> Floats:
    """What the picture suffers from one actor at each of some spots."""
    mine = (part.pairs == node).any(axis=1)
    ends, rest = part.pairs[mine], part.pairs[~mine]
    other = np.where(ends[:, 0] == node, ends[:, 1], ends[:, 0])
    here, there = spots[:, None, :], at[other][None]
    free = ~(rest[None] == other[:, None, None]).any(axis=2)
    crossed = _cross(here[:, :, None], there[:, :, None], at[rest[:, 0]], at[rest[:, 1]]) & free
    foreign = (np.arange(len(at)) != node) & (np.arange(len(at)) != other[:, None])
    mine_through = _through(here[:, :, None], there[:, :, None], at, part.half) & foreign
    theirs = _through(at[rest[:, 0]], at[rest[:, 1]], here, part.half[node])
    length: Floats = np.sqrt(((here - there) ** 2).sum(axis=2)).sum(axis=1) / _LENGTH
    through = mine_through.sum(axis=2) @ part.lines[mine] + theirs @ part.lines[~mine]
    total: Floats = crossed.sum(axis=(1, 2)) + _THROUGH * through + length
    return total


def badness(at: Floats, part: Part) -> float:
    """Crossings, lines through labels, and length of the whole picture."""
    ones, twos = at[part.pairs[:, 0]], at[part.pairs[:, 1]]
    if len(part.pairs) > 2000:  # noqa: PLR2004 - there is one start only; nothing to compare
        return 0.0
    shared = (part.pairs[:, None, :, None] == part.pairs[None, :, None, :]).any(axis=(2, 3))
    crossings = (_cross(ones[:, None], twos[:, None], ones, twos) & ~shared).sum() / 2
    foreign = (np.arange(len(at))[None, :, None] != part.pairs[:, None, :]).all(axis=2)
    hit = _through(ones[:, None], twos[:, None], at, part.half) & foreign
    through = hit.sum(axis=1) @ part.lines
    length = np.sqrt(((ones - twos) ** 2).sum(axis=1)).sum() / _LENGTH
    return float(crossings + _THROUGH * through + length)


def _cross(a: Floats, b: Floats, c: Floats, d: Floats) -> NDArray[np.bool_]:
    """Tell whether the segments a-b and c-d cross."""
    one = _turn(a, b, c) * _turn(a, b, d)
    two = _turn(c, d, a) * _turn(c, d, b)
    met: NDArray[np.bool_] = (one < 0) & (two < 0)
    return met


def _turn(a: Floats, b: Floats, c: Floats) -> Floats:
    u, v = b - a, c - a
    twist: Floats = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    return twist


def _through(a: Floats, b: Floats, centre: Floats, half: Floats) -> NDArray[np.bool_]:
    """Tell whether the segment a-b meets a box (by separating axes)."""
    middle, reach = (a + b) / 2 - centre, np.abs(b - a) / 2
    near = np.asarray((np.abs(middle) <= half + reach).all(axis=-1))
    way = (b - a) / 2
    twist = np.abs(way[..., 0] * middle[..., 1] - way[..., 1] * middle[..., 0])
    hit: NDArray[np.bool_] = near & (
        twist <= half[..., 0] * reach[..., 1] + half[..., 1] * reach[..., 0]
    )
    return hit
