"""What was renamed, and a graph's entries in the new ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from graph.model import Actor, Citation, Listed, Relation, RelationType, Source

_EMPTY: Mapping[str, str] = {}
_T = TypeVar("_T", Actor, Relation)


class Renames(NamedTuple):
    """Old ids and the new ones, by kind; no id stands twice on either side.

    Attributes:
        types: By the names of relation types.
    """

    actors: Mapping[str, str] = _EMPTY
    sources: Mapping[str, str] = _EMPTY
    types: Mapping[str, str] = _EMPTY


def closed(renames: Mapping[str, str]) -> dict[str, str]:
    """Give the exchange of ids that renames come to: nothing is carried onto an id that stays.

    Whoever bore the new id, and was not renamed, gets the one that became free, so that two
    entries never become one and the exchange can be taken back.

    >>> closed({"a": "b", "b": "c"})
    {'a': 'b', 'b': 'c', 'c': 'a'}
    """
    back = {new: old for old, new in renames.items()}
    exchange = dict(renames)
    for end in renames.values():
        if end not in renames:
            start = end
            while start in back:
                start = back[start]
            exchange[end] = start
    return exchange


@dataclass(frozen=True, slots=True)
class Carrier:
    """Writes entries of the older graph in the ids of the newer one.

    What names nothing that was renamed is given back itself, not a copy. Make it with
    `Carrier.of`.

    Attributes:
        actors, sources, types: As `closed` gives them.
        symmetric: Old names of the types whose ends are sorted in both graphs.
    """

    actors: Mapping[str, str]
    sources: Mapping[str, str]
    types: Mapping[str, str]
    symmetric: frozenset[str]

    @classmethod
    def of(
        cls, renames: Renames, types: Iterable[tuple[RelationType, RelationType | None]]
    ) -> "Carrier":
        """Prepare renames.

        Args:
            renames: What to follow.
            types: Every type of the older graph, and what it is in the newer one.
        """
        both = frozenset(old.name for old, new in types if new and old.symmetric and new.symmetric)
        actors, sources, kinds = map(closed, renames)
        return cls(actors, sources, kinds, both)

    def __bool__(self) -> bool:
        """Tell whether anything was renamed."""
        return bool(self.actors or self.sources or self.types)

    def relation(self, relation: Relation) -> Relation:
        """Write a relation in the new ids, its ends sorted again where its type is symmetric."""
        source = self.actors.get(relation.source, relation.source)
        target = self.actors.get(relation.target, relation.target)
        kind = self.types.get(relation.type, relation.type)
        if (source, target) != (relation.source, relation.target) and (
            source > target and relation.type in self.symmetric
        ):
            source, target = target, source
        if (source, kind, target) != (relation.source, relation.type, relation.target):
            relation = relation._replace(source=source, type=kind, target=target)
        if self.sources:
            relation = self._cited(relation, ("sources", "disputed_by"))
        return relation

    def actor(self, actor: Actor) -> Actor:
        """Write an actor in the new ids."""
        if actor.id in self.actors:
            actor = actor._replace(id=self.actors[actor.id])
        return self._cited(actor, ("sources",)) if self.sources else actor

    def source(self, source: Source) -> Source:
        """Write a source in the new ids."""
        new = self.sources.get(source.id)
        return source if new is None else source._replace(id=new)

    def type(self, kind: RelationType) -> RelationType:
        """Write a relation type under its new name."""
        new = self.types.get(kind.name)
        return kind if new is None else kind._replace(name=new)

    def _cited(self, value: _T, names: tuple[str, ...]) -> _T:
        found: dict[str, Any] = {}
        for name in names:
            citations: Listed[Citation] = getattr(value, name)
            if any(citation.source in self.sources for citation in citations):
                found[name] = Listed(
                    one._replace(source=self.sources.get(one.source, one.source))
                    for one in citations
                )
        return value._replace(**found) if found else value
