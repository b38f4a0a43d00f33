"""Renames on two sides -> what writes the entries of all versions in the ids of the result."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.diffing.changes import GraphDiff, carrier
from graph.diffing.renaming import Carrier, Renames, closed
from graph.model import Actor, ActorGraph, Relation, RelationType
from graph.records import ACTOR, RELATION, SOURCE, Value


def writer(key: str, carry: Carrier, types: Iterable[RelationType]) -> Callable[[Any], Any]:
    """Give what writes entries of a top-level key in other ids.

    Args:
        key: Of the entries.
        carry: Renames.
        types: The vocabulary that they are to be read with: it says which ends are sorted.
    """
    if key != RELATION.key:
        named = {ACTOR.key: carry.actor, SOURCE.key: carry.source}
        return named.get(key, carry.type)  # type: ignore[return-value]
    symmetric = {kind.name for kind in types if kind.symmetric}

    def write(relation: Relation) -> Relation:
        relation = carry.relation(relation)
        if relation.type in symmetric and relation.source > relation.target:
            return relation._replace(source=relation.target, target=relation.source)
        return relation

    return write


def carriers(base: ActorGraph, diffs: Sequence[GraphDiff]) -> list[Carrier]:
    """Give what writes the entries of base, ours and theirs in the ids of the result."""
    named = _known(base)
    maps: list[list[dict[str, str]]] = [[], [], []]
    for kind, known in enumerate(named):
        # An exchange of ids concerns what the base knew, not what a side names for the first time.
        ours, theirs = (
            {old: new for old, new in closed(d.renames[kind]).items() if old in known}
            for d in diffs
        )
        final = {**theirs, **_kept(ours, theirs), **ours}
        for side, own in zip(maps, ({}, ours, theirs), strict=True):
            moved = {own.get(old, old): new for old, new in final.items()}
            side.append({old: new for old, new in moved.items() if old != new})
    symmetric = carrier(GraphDiff(), base.types).symmetric
    return [Carrier(side[0], side[1], side[2], symmetric) for side in maps]


def _kept(ours: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """Give the names that stay, for the new ones of theirs would be those of other entries."""
    kept: dict[str, str] = {}
    taken = {new: old for old, new in ours.items()}
    while True:
        more = {
            old: old
            for old, new in theirs.items()
            if old not in ours and old not in kept and taken.get(new, old) != old
        }
        if not more:
            return kept
        kept |= more
        taken |= more


def _known(graph: ActorGraph) -> tuple[set[str], set[str], set[str]]:
    """Give the ids of actors, sources and types that a graph has or names."""
    found = {
        "actors": set(graph.actor),
        "sources": set(graph.document),
        "relation_types": set(graph.type),
    }
    entries: tuple[Relation | Actor, ...] = (*graph.relations, *graph.actors)
    for kind, name in (named for value in entries for named in names_in(value)):
        found[kind].add(name)
    return found["actors"], found["sources"], found["relation_types"]


def all_names(carries: Sequence[Carrier]) -> Carrier:
    """Give what writes entries of any side; a name that one side means otherwise stays."""
    last = carries[0]
    maps = [
        {old: new for carry in reversed(carries) for old, new in getattr(carry, kind).items()}
        for kind in Renames._fields
    ]
    return Carrier(maps[0], maps[1], maps[2], last.symmetric)


def names_in(value: Value) -> Iterator[tuple[str, str]]:
    """Give what an entry names: the top-level key and the id."""
    if isinstance(value, Relation):
        yield from (("actors", value.source), ("actors", value.target))
        yield "relation_types", value.type
        yield from (("sources", cited.source) for cited in value.disputed_by)
    if isinstance(value, Relation | Actor):
        yield from (("sources", cited.source) for cited in value.sources)
