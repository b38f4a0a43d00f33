"""Which pairs of actors the relations of a graph speak of.

A directed relation speaks of its source and its target; a symmetric one of both ways round.
"""

from collections.abc import Collection, Iterable
from operator import itemgetter

from graph.model import ActorGraph, Relation, once

#: Two ids.
Pair = tuple[str, str]
#: A pair and the place in the graph of the relation that speaks of it.
Spoken = tuple[Pair, int]


def spoken(
    graph: ActorGraph,
    ones: Collection[str] | None,
    twos: Collection[str] | None,
    *,
    backwards: bool,
) -> Iterable[Spoken]:
    """Give the pairs that relations speak of, one of `ones` first and one of `twos` second.

    In the order of the graph; where neither is asked for, the first pair of every relation.
    """
    if ones is twos is None:
        return (
            (ends(graph, relation, backwards=backwards)[0], place)
            for place, relation in enumerate(graph.relations)
        )
    if backwards:
        turned = spoken(graph, twos, ones, backwards=False)
        return (((one, two), place) for (two, one), place in turned)
    if ones is None or (twos is not None and len(twos) < len(ones)):
        return _of(_arriving(graph), twos or (), ones, 0)
    return _of(_leaving(graph), ones, twos, 1)


def _of(
    index: dict[str, list[Spoken]], ids: Collection[str], others: Collection[str] | None, end: int
) -> list[Spoken]:
    if len(ids) == 1:
        (only,) = ids
        found = index.get(only, [])
    else:
        found = [spoken for id_ in dict.fromkeys(ids) for spoken in index.get(id_, ())]
        found.sort(key=itemgetter(1))
    return found if others is None else [one for one in found if one[0][end] in others]


@once
def _leaving(graph: ActorGraph) -> dict[str, list[Spoken]]:
    """Give the pairs in which an actor is the first, by its id."""
    return _by_end(graph, 0)


@once
def _arriving(graph: ActorGraph) -> dict[str, list[Spoken]]:
    """Give the pairs in which an actor is the second, by its id."""
    return _by_end(graph, 1)


def _by_end(graph: ActorGraph, end: int) -> dict[str, list[Spoken]]:
    found: dict[str, list[Spoken]] = {}
    for place, relation in enumerate(graph.relations):
        for pair in ends(graph, relation):
            found.setdefault(pair[end], []).append((pair, place))
    return found


def ends(graph: ActorGraph, relation: Relation, *, backwards: bool = False) -> list[Pair]:
    """Give the pairs that a relation speaks of: a symmetric one of both, as it is stored first."""
    one, two = relation.source, relation.target
    if symmetric(graph, relation):
        return [(one, two), (two, one)]
    return [(two, one)] if backwards else [(one, two)]


def symmetric(graph: ActorGraph, relation: Relation) -> bool:
    """Tell whether both ends of a relation play the same part; an unknown type is directed."""
    kind = graph.type.get(relation.type)
    return kind is not None and kind.symmetric
