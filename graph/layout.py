"""Where the actors stand on the map: deterministic positions at which no two labels overlap.

Forces give the shape (ForceAtlas2, Jacomy et al. 2014, doi:10.1371/journal.pone.0098679), the
principal axis turns it into a wide frame, boxes push each other apart, and a small hill-climb
takes out crossings and lines that run through the label of a third actor. Each connected part is
laid out alone and the parts are packed in rows, so that nothing can fly off.

This module and `graph.untangling` bring numpy and networkx; import them where they are used.
"""

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b
from itertools import count

import networkx as nx
import numpy as np

from graph.labels import Label, label
from graph.model import ActorGraph
from graph.untangling import Floats, Part, badness, improved

#: Width and height that a graph of up to some 70 actors is fitted to.
FRAME = (1400.0, 765.0)
#: Free space that each box keeps on both sides: across, along.
GAP = (8.0, 7.0)
#: Changes with the method, so that positions kept by a caller go stale with it.
METHOD = 1

_STARTS = 10
_KEPT = 2
_LABELS_SHARE = 0.44
_MOST_LINES = 4
_PATIENCE = 30


def positions(graph: ActorGraph) -> dict[str, tuple[int, int]]:
    """Give each actor the centre of its box, x to the right and y down, about a middle of (0, 0).

    The same for equal graphs, whatever the process; relations whose ends the graph lacks count
    for nothing. Ordered by id; empty for a graph without actors. Memory grows with the square of
    the number of actors: some 100 MB for a thousand.

    >>> from graph.model import Actor
    >>> positions(ActorGraph.of([Actor("a", "A", "state")]))
    {'a': (0, 0)}
    """
    placed = [(part, _arranged(part)) for part in _parts(graph)]
    spots = _packed(placed)
    return {id_: spots[id_] for id_ in sorted(spots)}


def labels(graph: ActorGraph) -> dict[str, Label]:
    """Give the label of each actor, by id: its size follows the number of its neighbours."""
    degree = dict.fromkeys(graph.actor, 0)
    for one, two in _pairs(graph):
        degree[one] += 1
        degree[two] += 1
    return {actor.id: label(actor, degree[actor.id]) for actor in graph.actors}


def fingerprint(graph: ActorGraph) -> bytes:
    """Digest what the positions depend on: the method, ids, label sizes and lines per pair.

    Equal fingerprints mean equal positions; 16 bytes.
    """
    boxes = {id_: (box.width, box.height) for id_, box in labels(graph).items()}
    content = json.dumps([METHOD, sorted(boxes.items()), list(_pairs(graph).items())])
    return blake2b(content.encode(), digest_size=16).digest()


def _pairs(graph: ActorGraph) -> dict[tuple[str, str], int]:
    """How many lines join each pair of different actors, at most four, by the pair in its order."""
    ends = ((relation.source, relation.target) for relation in graph.relations)
    known = (
        (min(one, two), max(one, two))
        for one, two in ends
        if one != two and one in graph.actor and two in graph.actor
    )
    return {pair: min(lines, _MOST_LINES) for pair, lines in sorted(Counter(known).items())}


def _parts(graph: ActorGraph) -> list[Part]:
    """The connected parts, those with the most actors first."""
    whole: nx.Graph[str] = nx.Graph()
    whole.add_nodes_from(sorted(graph.actor))
    pairs = _pairs(graph)
    whole.add_edges_from(pairs)
    boxes = labels(graph)
    members = sorted((sorted(part) for part in nx.connected_components(whole)), key=_by_size)
    return [_part(ids, pairs, boxes) for ids in members]


def _by_size(ids: list[str]) -> tuple[int, str]:
    return -len(ids), ids[0]


def _part(ids: list[str], pairs: dict[tuple[str, str], int], boxes: dict[str, Label]) -> Part:
    index = {id_: number for number, id_ in enumerate(ids)}
    mine = [(index[one], index[two], lines) for (one, two), lines in pairs.items() if one in index]
    ends = np.array(mine, dtype=np.int64).reshape(-1, 3)
    half = [(boxes[id_].width / 2 + GAP[0], boxes[id_].height / 2 + GAP[1]) for id_ in ids]
    return Part(tuple(ids), ends[:, :2], ends[:, 2].astype(np.float64), np.array(half))


def _arranged(part: Part) -> Floats:
    """Positions of one part, the best of a few starts."""
    few = len(part.ids) <= 150  # noqa: PLR2004 - where a start costs a tenth of a second
    starts = range(_STARTS if few else 1)
    frame = _frame(part)
    tries = [_separated(_forced(part, start, frame), part.half, frame) for start in starts]
    best = sorted(tries, key=lambda at: badness(at, part))[:_KEPT]
    better = [_separated(improved(at, part), part.half, frame) for at in best]
    return min(better, key=lambda at: badness(at, part))


def _forced(part: Part, start: int, frame: Floats) -> Floats:
    """Let forces act, then turn the longest axis level and stretch it into the frame."""
    many = len(part.ids)
    begin = np.array([_scattered(id_, start) for id_ in part.ids])
    if many <= 2:  # noqa: PLR2004 - a line has no shape to find
        return np.array([(index * part.half[:, 0].sum(), 0.0) for index in range(many)])
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(many))
    graph.add_edges_from(part.pairs.tolist())
    rounds = max(60, min(500, 60_000 // many))
    found = nx.forceatlas2_layout(graph, pos=dict(enumerate(begin)), max_iter=rounds, seed=1)
    at = _levelled(np.array([found[index] for index in range(many)]), begin)
    return at * (frame / 2 - part.half)


def _scattered(id_: str, start: int) -> tuple[float, float]:
    """A starting point that depends on the actor alone: others come and go without moving it."""
    digest = blake2b(f"{start} {id_}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    x, y = (int.from_bytes(half, "big") / 2**32 for half in (digest[:4], digest[4:]))
    return 2 * x - 1, 2 * y - 1


def _levelled(at: Floats, begin: Floats) -> Floats:
    """Turn the principal axis level and spread both axes evenly over -1 .. 1."""
    at = at - at.mean(axis=0)
    _, axes = np.linalg.eigh(at.T @ at)
    turned = at @ axes[:, ::-1]
    turned = turned * np.where((turned * begin).sum(axis=0) < 0, -1.0, 1.0)
    # Ranks even out what forces crowd in the middle; some distance is kept so that shape shows.
    order = turned.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    ranks: Floats = 2 * order / max(1, len(at) - 1) - 1.0
    reach = np.abs(turned).max(axis=0)
    scaled: Floats = turned / np.where(reach == 0, 1.0, reach)
    return 0.5 * ranks + 0.5 * scaled


def _frame(part: Part) -> Floats:
    """The size to fill: that of the canvas, of the same form and larger for many labels."""
    crowding = min(1.0, (80 / len(part.ids)) ** 0.15)  # many are harder to pack than few
    needed = (4 * part.half[:, 0] * part.half[:, 1]).sum() / (_LABELS_SHARE * crowding)
    scale = float(np.sqrt(needed / (FRAME[0] * FRAME[1])))
    scale = max(scale, min(1.0, len(part.ids) / 40))
    size: Floats = np.maximum(np.array(FRAME) * scale, 2 * part.half.max(axis=0))
    return size


def _separated(at: Floats, half: Floats, frame: Floats) -> Floats:
    """Push boxes apart inside the frame until none overlap; widen the frame where that stalls."""
    frame = np.maximum(frame, 2 * (np.abs(at) + half).max(axis=0))
    for turn in count(1):
        push = _push(at, half)
        if push is None:
            break
        at = np.clip(at + push, half - frame / 2, frame / 2 - half)
        if turn % _PATIENCE == 0:
            at, frame = at * 1.06, frame * 1.06
    whole: Floats = np.round(at)  # moves a box by less than the space that it keeps free
    return whole


def _push(at: Floats, half: Floats) -> Floats | None:
    """The way each box has to go; None when no two overlap."""
    apart = at[:, None] - at[None]
    over = half[:, None] + half[None] - np.abs(apart)
    hit = np.asarray((over > 1e-6).all(axis=2))  # noqa: PLR2004 - touching is no overlap
    np.fill_diagonal(hit, val=False)
    if not hit.any():
        return None
    one, two = np.nonzero(hit)
    depth = over[one, two]
    axis = np.where(depth[:, 0] < depth[:, 1] * 1.6, 0, 1)
    row = np.arange(len(one))
    way = apart[one, two][row, axis]
    way = np.sign(np.where(way == 0, one - two, way))  # two in one spot have to part as well
    step = way * (depth[row, axis] * 0.5 + 0.05)
    push = np.zeros_like(at)
    np.add.at(push, (one, axis), step)
    limit = half * 0.8
    clipped: Floats = np.clip(push, -limit, limit)
    return clipped


def _packed(placed: list[tuple[Part, Floats]]) -> dict[str, tuple[int, int]]:
    """Set the parts in rows, the first alone, and put the middle of all at (0, 0)."""
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
    return _centred(spots)


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
