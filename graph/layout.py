"""Where the actors stand on the map: deterministic positions at which no two labels overlap.

Forces give the shape (`graph.forces`), a smooth curve spreads it over a wide frame, boxes push each
other apart (`graph.separating`), and a small hill-climb takes out crossings and lines that run
behind the box of a third actor (`graph.untangling`). Each connected part is laid out alone and the
parts are packed in rows, so that nothing can fly off.

Actors with a known place stay there: the others find theirs around them.

This module and those that it uses bring numpy; import them where they are used.
"""

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from types import MappingProxyType

import numpy as np

from graph.forces import shape
from graph.labels import Label, label
from graph.model import ActorGraph, Relation
from graph.separating import freed, overlapping, separated
from graph.untangling import Floats, Part, Search, badness, improved

#: The centre of each actor's box, by id: x to the right, y down.
Spots = Mapping[str, tuple[int, int]]

#: Width and height that a graph of up to some 70 actors is fitted to.
FRAME = (1400.0, 765.0)
#: Free space that each box keeps on both sides: across, along.
GAP = (8.0, 7.0)
#: Changes with the method, so that positions kept by a caller go stale with it.
METHOD = 2
#: How strongly related actors are drawn together: a faction to its parent, a leader to the group;
#: most others; enemies.
PULLS = (1.5, 1.0, 0.9)

_NOWHERE: Spots = MappingProxyType({})
_PARENTS = frozenset({"splinters_from"})
_LABELS_SHARE = 0.44
_MOST_LINES = 4
#: The hill-climb: rounds, spots in each, tests of a line with a line or box in all; and for actors
#: that join a map that is there.
_ROUNDS, _TRIES, _WORK = 22, 32, 720_000_000
_JOIN_ROUNDS, _JOIN_TRIES = 12, 64
#: Shapes to choose from, and distances computed for all of them.
_STARTS, _START_WORK = 8, 45_000_000


def positions(
    graph: ActorGraph,
    kept: Spots = _NOWHERE,
    pinned: AbstractSet[str] = frozenset(),
    tell: Callable[[float], None] = lambda _share: None,
) -> dict[str, tuple[int, int]]:
    """Give each actor the centre of its box, x to the right and y down.

    The same for equal arguments, whatever the process; relations whose ends the graph lacks count
    for nothing. Ordered by id; empty for a graph without actors. Without `kept`, the middle of all
    is (0, 0).

    Args:
        graph: The actors, and what pulls them together.
        kept: Places known from before; who has one stays there, unless another box overlaps it by
            now. Actors that the graph lacks are ignored.
        pinned: Who of them stays in any case, even on top of another pinned one.
        tell: Is told now and then which share of the work is done, 0 to 1.

    >>> from graph.model import Actor
    >>> positions(ActorGraph.of([Actor("a", "A", "state")]))
    {'a': (0, 0)}
    """
    known = {id_: kept[id_] for id_ in graph.actor if id_ in kept}
    build = _builder(graph)
    groups = _connected(graph)
    strangers = [build(ids) for ids in groups if not known.keys() & ids]
    fresh = [(part, _arranged(part, tell)) for part in strangers]
    if not known:
        spots = _centred(_packed(fresh))
    else:
        part = build(sorted({id_ for ids in groups if known.keys() & ids for id_ in ids}))
        at = _joined(part, known, pinned, tell)
        spots = _below(part, at, _packed(fresh))
    return {id_: spots[id_] for id_ in sorted(spots)}


def labels(graph: ActorGraph) -> dict[str, Label]:
    """Give the label of each actor, by id: its size follows the number of its neighbours."""
    degree = dict.fromkeys(graph.actor, 0)
    for one, two in _pairs(graph):
        degree[one] += 1
        degree[two] += 1
    return {actor.id: label(actor, degree[actor.id]) for actor in graph.actors}


def fingerprint(
    graph: ActorGraph, kept: Spots = _NOWHERE, pinned: AbstractSet[str] = frozenset()
) -> bytes:
    """Digest what the positions depend on: method, ids, label sizes, lines per pair, known places.

    Equal fingerprints mean equal positions; 16 bytes.
    """
    boxes = {id_: (box.width, box.height) for id_, box in labels(graph).items()}
    known = [(id_, *kept[id_], id_ in pinned) for id_ in sorted(graph.actor) if id_ in kept]
    content = [METHOD, sorted(boxes.items()), list(_pairs(graph).items()), known]
    return blake2b(json.dumps(content).encode(), digest_size=16).digest()


def overlaps(graph: ActorGraph, spots: Spots) -> list[tuple[str, str]]:
    """Give the pairs of actors, in order, whose boxes overlap."""
    boxes, ids = labels(graph), sorted(spots)
    if not ids:
        return []
    half = np.array([(boxes[id_].width / 2, boxes[id_].height / 2) for id_ in ids])
    one, two = overlapping(np.array([spots[id_] for id_ in ids], dtype=np.float64), half)
    pairs = zip(one.tolist(), two.tolist(), strict=True)
    return sorted((ids[min(pair)], ids[max(pair)]) for pair in pairs)


def _pairs(graph: ActorGraph) -> dict[tuple[str, str], tuple[int, float]]:
    """Give for each pair of different actors, in its order, its lines (at most four) and pull."""
    found: dict[tuple[str, str], tuple[int, float]] = {}
    for relation in graph.relations:
        one, two = sorted((relation.source, relation.target))
        if one != two and one in graph.actor and two in graph.actor:
            lines, pull = found.get((one, two), (0, 0.0))
            found[one, two] = min(lines + 1, _MOST_LINES), max(pull, _pull(graph, relation))
    return dict(sorted(found.items()))


def _pull(graph: ActorGraph, relation: Relation) -> float:
    close, usual, hostile = PULLS
    kind = graph.type.get(relation.type)
    if not kind:
        return usual
    if kind.family == "hierarchy" or kind.name in _PARENTS:
        return close
    return hostile if kind.sign < 0 else usual


def _connected(graph: ActorGraph) -> list[list[str]]:
    """Give the ids of each connected part in order, those with the most actors first."""
    home = {id_: [id_] for id_ in sorted(graph.actor)}
    for one, two in _pairs(graph):
        large, small = sorted((home[one], home[two]), key=len, reverse=True)
        if large is not small:
            large.extend(small)
            home.update(dict.fromkeys(small, large))
    parts = {id(part): sorted(part) for part in home.values()}
    return sorted(parts.values(), key=lambda ids: (-len(ids), ids[0]))


def _builder(graph: ActorGraph) -> Callable[[list[str]], Part]:
    """Give what makes a part of some actors, all of whose neighbours are among them."""
    pairs, boxes = _pairs(graph), labels(graph)

    def build(ids: list[str]) -> Part:
        index = {id_: number for number, id_ in enumerate(ids)}
        mine = [(index[one], index[two], *of) for (one, two), of in pairs.items() if one in index]
        rows = np.array(mine, dtype=np.float64).reshape(-1, 4)
        half = [(boxes[id_].width / 2 + GAP[0], boxes[id_].height / 2 + GAP[1]) for id_ in ids]
        return Part(
            tuple(ids), rows[:, :2].astype(np.int64), rows[:, 2], rows[:, 3], np.array(half)
        )

    return build


def _arranged(part: Part, tell: Callable[[float], None]) -> Floats:
    """Positions of one connected part, about a middle of (0, 0)."""
    many = len(part.ids)
    if many <= 2:  # noqa: PLR2004 - a line has no shape to find
        return np.array([(index * part.half[:, 0].sum(), 0.0) for index in range(many)])
    frame = _frame(part)
    starts = max(1, min(_STARTS, _START_WORK // (400 * many**2)))
    shapes = []
    for start in range(starts):
        begun = functools.partial(_told, tell, 0.3 * start / starts, 0.3 / starts)
        at = _spread(shape(part, start, begun)) * (frame / 2 - part.half)
        shapes.append(separated(at, part.half, frame))
    at = min(shapes, key=lambda at: badness(at, part)) if starts > 1 else shapes[0]
    field = (at.min(axis=0), at.max(axis=0))
    search = _search(part, _busiest(part), (_ROUNDS, _TRIES), field)
    return improved(at, part, search, functools.partial(_told, tell, 0.3, 0.7))


def _told(tell: Callable[[float], None], begin: float, whole: float, share: float) -> None:
    """Tell what a share of one step is of all the work."""
    tell(begin + whole * share)


def _busiest(part: Part) -> list[int]:
    """The actors, those with the most neighbours first."""
    degree = np.bincount(part.pairs.ravel(), minlength=len(part.ids))
    found: list[int] = np.argsort(-degree, kind="stable").tolist()
    return found


def _search(
    part: Part, nodes: list[int], most: tuple[int, int], field: tuple[Floats, Floats]
) -> Search:
    """Let actors look for better spots, so many rounds and spots at most, inside two corners.

    What is too much for a large graph is cut by a count, not by a clock.
    """
    (rounds, tries), (low, high) = most, field
    lines = int(np.isin(part.pairs, nodes).sum())
    tests = tries * lines * (len(part.ids) + len(part.pairs) // 4)
    return Search(nodes, min(rounds, _WORK // max(1, tests)), tries, _frame(part) / 2, low, high)


def _field(at: Floats, frame: Floats) -> tuple[Floats, Floats]:
    """Give the corners of what is used already, or of a frame about its middle if that is more."""
    low, high = at.min(axis=0), at.max(axis=0)
    middle = np.round((low + high) / 2)
    return np.minimum(low, middle - frame / 2), np.maximum(high, middle + frame / 2)


def _spread(at: Floats) -> Floats:
    """Even out what forces crowd in the middle, and bring the outermost to -1 and 1."""
    even = at / np.sqrt(1.5 + at**2)
    reach = np.abs(even).max(axis=0)
    spread: Floats = even / np.where(reach == 0, 1.0, reach)
    return spread


def _frame(part: Part) -> Floats:
    """The size to fill: that of the canvas, of the same form and larger for many labels."""
    crowding = min(1.0, (80 / len(part.ids)) ** 0.15)  # many are harder to pack than few
    needed = (4 * part.half[:, 0] * part.half[:, 1]).sum() / (_LABELS_SHARE * crowding)
    scale = float(np.sqrt(needed / (FRAME[0] * FRAME[1])))
    scale = max(scale, min(1.0, len(part.ids) / 40))
    size: Floats = np.maximum(np.array(FRAME) * scale, 2 * part.half.max(axis=0))
    return size


def _joined(
    part: Part, known: Spots, pinned: AbstractSet[str], tell: Callable[[float], None]
) -> Floats:
    """Positions of actors, some of whom stand somewhere already."""
    at = np.array([known.get(id_, (np.nan, np.nan)) for id_ in part.ids], dtype=np.float64)
    new = np.isnan(at[:, 0])
    busiest = _busiest(part)
    old = [node for node in busiest if not new[node]]
    # Labels grow with the number of neighbours: those who now overlap move, the smaller first.
    tight = part.half - GAP + 1.0
    loose = [place for place, node in enumerate(old) if part.ids[node] not in pinned]
    at[old] = freed(at[old], tight[old], loose[::-1])
    at[new] = _between(at, part)[new]
    joining = [node for node in busiest if new[node]]
    at = freed(at, part.half, joining)
    search = _search(part, joining, (_JOIN_ROUNDS, _JOIN_TRIES), _field(at, _frame(part)))
    return improved(at, part, search, tell)


def _between(at: Floats, part: Part) -> Floats:
    """Put those without a place amid their neighbours, beginning next to those who have one."""
    at = at.copy()
    ways = np.concatenate([part.pairs, part.pairs[:, ::-1]])
    pulls = np.tile(part.pulls, 2)
    while np.isnan(at).any():
        useful = np.isnan(at[ways[:, 0], 0]) & ~np.isnan(at[ways[:, 1], 0])
        who, other = ways[useful].T
        weight = np.bincount(who, pulls[useful], len(at))
        for axis in (0, 1):
            sums = np.bincount(who, pulls[useful] * at[other, axis], len(at))
            at[weight > 0, axis] = np.round(sums[weight > 0] / weight[weight > 0])
    return at


def _packed(placed: list[tuple[Part, Floats]]) -> dict[str, tuple[float, float]]:
    """Set the parts in rows from (0, 0) on, the first alone in its row."""
    spots: dict[str, tuple[float, float]] = {}
    width = max([FRAME[0], *(_extent(*one)[2] for one in placed)])
    x = y = height = 0.0
    for number, (part, at) in enumerate(placed):
        left, top, wide, high = _extent(part, at)
        if x and (number == 1 or x + wide > width):
            x, y, height = 0.0, y + height, 0.0
        for id_, (across, along) in zip(part.ids, at.tolist(), strict=True):
            spots[id_] = (across - left + x, along - top + y)
        x, height = x + wide, max(height, high)
    return spots


def _extent(part: Part, at: Floats) -> tuple[float, float, float, float]:
    """Left, top, width and height of a part's boxes, in whole units."""
    low, high = np.floor((at - part.half).min(axis=0)), np.ceil((at + part.half).max(axis=0))
    return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])


def _centred(spots: dict[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    if not spots:
        return {}
    x, y = (round((min(axis) + max(axis)) / 2) for axis in _axes(spots.values()))
    return {id_: (round(at[0]) - x, round(at[1]) - y) for id_, at in spots.items()}


def _axes(spots: Iterable[tuple[float, float]]) -> tuple[tuple[float, ...], ...]:
    return tuple(zip(*spots, strict=True))


def _below(
    part: Part, at: Floats, more: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[int, int]]:
    """Set what has no tie to the known places under them, from their left side on."""
    left, top, _, high = _extent(part, at)
    spots = {id_: (round(x), round(y)) for id_, (x, y) in zip(part.ids, at.tolist(), strict=True)}
    return spots | {id_: (round(x + left), round(y + top + high)) for id_, (x, y) in more.items()}
