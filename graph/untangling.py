"""What a drawing suffers from, and the search for a better spot for one actor at a time.

Lines are taken as straight. The price of a picture is the number of crossings, `THROUGH` for each
line behind the box of a third actor, and one for each `LENGTH` units of length, where a strong tie
counts more. Spots are whole numbers, so that all but the length is computed without rounding and
no machine decides otherwise.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

THROUGH = 4.0
LENGTH = 220.0
#: Numbers held in memory at once, for each of a few tables.
_AT_ONCE = 2_000_000
_ONES = np.array([number.bit_count() for number in range(256)], dtype=np.uint8)
#: A sequence that fills a square evenly however far it is followed (M. Roberts, "The unreasonable
#: effectiveness of quasirandom sequences", 2018): powers of the inverse of the plastic number.
_STEPS = np.array([0.7548776662466927, 0.5698402909980532])


class Part(NamedTuple):
    """Who is drawn together.

    Attributes:
        ids: The actors.
        pairs: Two indices a row, of actors that are related.
        lines: How many lines join each pair.
        pulls: How strongly each pair belongs together; 1 is usual.
        half: Half the width and height of each box, with the space around it.
    """

    ids: tuple[str, ...]
    pairs: Ints
    lines: Floats
    pulls: Floats
    half: Floats


class Links(NamedTuple):
    """One actor's lines and everybody else's.

    Attributes:
        node: The actor.
        mine: The other ends of its pairs.
        lines: How many lines go to each of them.
        pulls: How strongly.
        one: One end of each pair that is not the actor's.
        two: The other end.
        rest: How many lines join them.
        free: For each such pair, packed in bits: which of the actor's it shares no end with.
    """

    node: int
    mine: Ints
    lines: Floats
    pulls: Floats
    one: Ints
    two: Ints
    rest: Floats
    free: NDArray[np.uint8]


def links(part: Part, node: int) -> Links:
    """Sort the pairs of a part from where one actor stands."""
    touching = (part.pairs == node).any(axis=1)
    mine = part.pairs[touching].sum(axis=1) - node
    one, two = np.ascontiguousarray(part.pairs[~touching].T)
    free = np.packbits((one[:, None] != mine) & (two[:, None] != mine), axis=1)
    lines, pulls = part.lines[touching], part.pulls[touching]
    return Links(node, mine, lines, pulls, one, two, part.lines[~touching], free)


def prices(at: Floats, half: Floats, of: Links, spots: Floats) -> Floats:
    """Price what one actor has a hand in, for each of some spots.

    Args:
        at: Where everybody stands, a row each; the actor's own row does not count.
        half: Half of everybody's box.
        of: The actor.
        spots: One a row.
    """
    size = max(1, len(of.mine) * len(at) + len(of.one) * (1 + len(of.mine) // 8))
    step = max(1, _AT_ONCE // size)
    chunks = (spots[begin : begin + step] for begin in range(0, len(spots), step))
    return np.concatenate([_prices(at, half, of, chunk) for chunk in chunks])


def _prices(at: Floats, half: Floats, of: Links, spots: Floats) -> Floats:
    (x, y), (ax, ay) = np.ascontiguousarray(spots.T), np.ascontiguousarray(at.T)
    ex, ey = ax[of.mine], ay[of.mine]
    # Twice the area of three triangles says which side of a line a point is on, and how far from
    # it: line from a spot to an end, and an actor; line between others, and the spot; and the end.
    by_spot = ax[:, None] * y - ay[:, None] * x
    by_end = ax[:, None] * ey - ay[:, None] * ex
    area = by_spot[:, :, None] - by_end[:, None]
    area -= y[:, None] * ex - x[:, None] * ey
    chord = (ax[of.one] * ay[of.two] - ay[of.one] * ax[of.two])[:, None]
    at_spot = by_spot[of.two] - by_spot[of.one] + chord
    at_end = by_end[of.two] - by_end[of.one] + chord
    length = np.sqrt((ex - x[:, None]) ** 2 + (ey - y[:, None]) ** 2)
    through = _mine_behind(at, half, of, spots, area) + _others_behind(at, half, of, spots, at_spot)
    total: Floats = (length * of.pulls).sum(axis=1) / LENGTH + THROUGH * through
    return total + _crossings(of, area > 0, at_spot > 0, at_end > 0)


def _crossings(of: Links, left: Flags, at_spot: Flags, at_end: Flags) -> Ints:
    """Count for each spot the lines of others that lines of the actor cross.

    Two lines cross when each has the ends of the other on its two sides.
    """
    sides = np.packbits(left, axis=2)
    split = sides[of.one]
    split ^= sides[of.two]
    there = np.where(at_spot, np.uint8(255), np.uint8(0))
    split &= np.packbits(at_end, axis=1)[:, None] ^ there[:, :, None]
    split &= of.free[:, None]
    count: Ints = _ONES.take(split).sum(axis=(0, 2), dtype=np.int64)
    return count


def _mine_behind(at: Floats, half: Floats, of: Links, spots: Floats, area: Floats) -> Floats:
    """Count for each spot the boxes of others that hide a line of the actor."""
    reach = np.abs(at[of.mine] - spots[:, None])
    room = half[:, 0, None, None] * reach[:, :, 1]
    room += half[:, 1, None, None] * reach[:, :, 0]
    found = np.flatnonzero(np.abs(area) <= room)
    who, rest = np.divmod(found, area[0].size)
    spot, end = np.divmod(rest, len(of.mine))
    middle = np.abs(at[of.mine[end]] + spots[spot] - 2 * at[who])
    near = (middle <= 2 * half[who] + reach[spot, end]).all(axis=1)
    near &= (who != of.node) & (who != of.mine[end])
    return np.bincount(spot[near], of.lines[end[near]], len(spots)).astype(np.float64)


def _others_behind(at: Floats, half: Floats, of: Links, spots: Floats, area: Floats) -> Floats:
    """Count for each spot the lines of others that the actor's box hides."""
    mine = half[of.node]
    ones, twos = at[of.one], at[of.two]
    reach = np.abs(twos - ones)
    found = np.flatnonzero(np.abs(area) <= (reach @ mine[::-1])[:, None])
    line, spot = np.divmod(found, len(spots))
    middle = np.abs(ones[line] + twos[line] - 2 * spots[spot])
    near = (middle <= 2 * mine + reach[line]).all(axis=1)
    return np.bincount(spot[near], of.rest[line[near]], len(spots)).astype(np.float64)


def clear(at: Floats, half: Floats, node: int, spots: Floats) -> Flags:
    """Tell at which spots one actor's box meets no other."""
    room = half + half[node]
    room[node] = 0.0
    across = np.abs(spots[:, :1] - at[:, 0]) < room[:, 0]
    along = np.abs(spots[:, 1:] - at[:, 1]) < room[:, 1]
    free: Flags = ~(across & along).any(axis=1)
    return free


def scatter(begin: int, count: int) -> Floats:
    """Give points of a square from -1 to 1, evenly spread, more of them near its middle."""
    numbers = np.arange(begin + 1, begin + count + 1)[:, None]
    even = 2.0 * (numbers * _STEPS % 1.0) - 1.0
    near: Floats = even * np.abs(even)
    return near


class Search(NamedTuple):
    """Who looks for a better spot, and how hard.

    Attributes:
        nodes: Who, in the order of their turns.
        rounds: How often each has its turn.
        spots: How many spots are tried each time.
        reach: How far a step may go at first, across and along; less with each round.
        low: The corner of the field at the top left; nobody is put outside it.
        high: The corner at the bottom right.
    """

    nodes: list[int]
    rounds: int
    spots: int
    reach: Floats
    low: Floats
    high: Floats


def improved(at: Floats, part: Part, search: Search, tell: Callable[[float], None]) -> Floats:
    """Move one actor after the other, round by round, to where it makes the picture better.

    Args:
        at: Boxes on whole numbers of which no two overlap; so it is with what is returned.
        part: Everybody.
        search: Who may move, and how often.
        tell: Is told the share that is done.
    """
    at = at.copy()
    far = search.reach
    for turn in range(search.rounds):
        for place, node in enumerate(search.nodes):
            tell((turn + place / len(search.nodes)) / search.rounds)
            first = (turn * search.spots + 7 * node) % 100_000
            away = scatter(first, search.spots) * far
            there = np.round(np.clip(at[node] + away, search.low, search.high))
            _move(at, part.half, links(part, node), there)
        far = far * 0.9
    return at


def _move(at: Floats, half: Floats, of: Links, spots: Floats) -> None:
    """Put one actor, in place, on the best of the free spots if that is worth a move."""
    free = spots[clear(at, half, of.node, spots)]
    found = prices(at, half, of, np.concatenate([at[of.node][None], free]))
    best = int(found.argmin())
    if best and found[best] < found[0] - 0.05:
        at[of.node] = free[best - 1]


def badness(at: Floats, part: Part) -> float:
    """Price the whole picture, the length of all ties alike."""
    ones, twos = at[part.pairs[:, 0]], at[part.pairs[:, 1]]
    length = float(np.sqrt(((twos - ones) ** 2).sum(axis=1)).sum())
    step = max(1, _AT_ONCE // max(1, len(at) + len(ones)))
    price = length / LENGTH
    for begin in range(0, len(ones), step):
        some = slice(begin, begin + step)
        price += float(_crossed(at, part.pairs[some], part.pairs)) / 2
        price += THROUGH * float(_hidden(at, part, some))
    return price


def _crossed(at: Floats, some: Ints, pairs: Ints) -> int:
    """Count the crossings of some pairs with all pairs."""
    a, b, c, d = (at[ends][:, None] for ends in (*some.T, *pairs.T))
    c, d = c[:, 0], d[:, 0]
    met = (_turn(a, b, c) * _turn(a, b, d) < 0) & (_turn(c, d, a) * _turn(c, d, b) < 0)
    shared = (some[:, None, :, None] == pairs[None, :, None, :]).any(axis=(2, 3))
    return int((met & ~shared).sum())


def _hidden(at: Floats, part: Part, some: slice) -> float:
    """Count the lines of some pairs that are behind boxes of others."""
    ends = part.pairs[some]
    ones, twos = at[ends[:, :1]], at[ends[:, 1:]]
    reach = np.abs(twos - ones)
    room = part.half[:, 0] * reach[..., 1] + part.half[:, 1] * reach[..., 0]
    hit = np.abs(_turn(ones, twos, at)) <= room
    hit &= (np.abs(ones + twos - 2 * at) <= 2 * part.half + reach).all(axis=2)
    hit &= (ends[:, :1] != np.arange(len(at))) & (ends[:, 1:] != np.arange(len(at)))
    return float((hit.sum(axis=1) * part.lines[some]).sum())


def _turn(a: Floats, b: Floats, c: Floats) -> Floats:
    """Twice the area of triangles, positive when they turn one way."""
    u, v = b - a, c - a
    twist: Floats = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    return twist
