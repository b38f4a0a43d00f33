"""What a diff is: changes that can be told, applied and taken back.

Laws, for all graphs whose ids are unique and whose symmetric relations have their ends sorted (as
every dataset without errors): ``apply(diff(a, b), a) == b``, ``diff(b, a) == inverse(diff(a, b))``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from graph.diffing.renaming import Carrier, Renames
from graph.model import (
    Actor,
    ActorGraph,
    Listed,
    Relation,
    RelationType,
    Source,
    Step,
    relation_order,
)
from graph.records import Value, record_of

T = TypeVar("T", bound=Value)
Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """One entry that the two graphs do not share.

    Attributes:
        before: The entry in the older graph, in its ids; None when it was added.
        after: The entry in the newer graph, in its ids; None when it was removed.
        old_key, new_key: What names it on either side: an id, a type's name, or one of
            `ActorGraph.keys`; ``""`` on the side that lacks it. An actor, source or type that
            was renamed has two.
        how: By what the two were matched, in words: ``id``, ``same tie and begin``, ``overlapping
            in time``, ``retyped`` and others of `matching`, or ``renamed:`` and what they
            share; ``""`` unless changed.
        follows: YAML names of the fields that read differently and say the same: they follow a
            rename, or the ends stand in another order because only one of the two types is
            symmetric.

    >>> Change(Source("s1", "Old"), Source("s1", "New"), "s1", "s1").fields
    ('title',)
    """

    before: T | None
    after: T | None
    old_key: str = ""
    new_key: str = ""
    how: str = ""
    follows: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """``added``, ``removed`` or ``changed``."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def key(self) -> str:
        """The key in the newer graph, or in the older one when it was removed."""
        return self.new_key or self.old_key

    @property
    def value(self) -> T:
        """The entry as it is now, or as it was when it was removed."""
        value = self.before if self.after is None else self.after
        if value is None:
            raise ValueError("a change needs an entry before or after it")
        return value

    @property
    def fields(self) -> tuple[str, ...]:
        """YAML names of the fields that say something else, in the record's order.

        ``()`` unless changed. The id of a renamed entry is one of them; what only `follows` is
        not.
        """
        return tuple(name for name in self.differing if name not in self.follows)

    @property
    def differing(self) -> tuple[str, ...]:
        """YAML names of all fields that read differently: `fields` and `follows`."""
        if self.before is None or self.after is None:
            return ()
        return differing(self.before, self.after)


def differing(one: T, other: T) -> tuple[str, ...]:
    """Give the YAML names of the fields in which two entries differ, in the record's order."""
    return tuple(
        field.name
        for field in record_of(one).fields
        if getattr(one, field.attribute) != getattr(other, field.attribute)
    )


class Changes(tuple[Change[T], ...]):
    """All changes of one kind of entry; make it with `Changes.of`.

    Actors, sources and types are sorted by their key, relations by `relation_order`.
    """

    __slots__ = ()

    @classmethod
    def of(cls, changes: Iterable[Change[T]]) -> "Changes[T]":
        """Put changes in their order, which depends on nothing but their meaning."""
        return cls(sorted(changes, key=_place_in_order))

    @property
    def added(self) -> tuple[T, ...]:
        """Entries that only the newer graph has."""
        return tuple(c.after for c in self if c.before is None and c.after is not None)

    @property
    def removed(self) -> tuple[T, ...]:
        """Entries that only the older graph has."""
        return tuple(c.before for c in self if c.after is None and c.before is not None)

    @property
    def changed(self) -> "Changes[T]":
        """Entries that both have, with other contents."""
        return Changes(c for c in self if c.kind == "changed")


_NONE: Changes[Any] = Changes()


@dataclass(frozen=True, slots=True)
class GraphDiff:
    """What turns one graph into another, with nothing left out. Empty is falsy.

    >>> bool(GraphDiff())
    False
    """

    actors: Changes[Actor] = _NONE
    relations: Changes[Relation] = _NONE
    sources: Changes[Source] = _NONE
    types: Changes[RelationType] = _NONE

    def __bool__(self) -> bool:
        """Tell whether there is any change."""
        return any((self.actors, self.relations, self.sources, self.types))

    @property
    def renames(self) -> Renames:
        """The ids of actors, sources and types that changed, old -> new."""
        return Renames(_renamed(self.actors), _renamed(self.sources), _renamed(self.types))


def _renamed(changes: Changes[Any]) -> dict[str, str]:
    return {c.old_key: c.new_key for c in changes.changed if c.old_key != c.new_key}


def inverse(diff: GraphDiff) -> GraphDiff:
    """Give the diff that takes everything back.

    >>> there = GraphDiff(Changes.of([Change(None, Actor("a", "A"), "", "a")]))
    >>> inverse(there).actors.removed == there.actors.added
    True
    """
    return GraphDiff(
        _inverse(diff.actors),
        _inverse(diff.relations),
        _inverse(diff.sources),
        _inverse(diff.types),
    )


def apply(diff: GraphDiff, graph: ActorGraph) -> ActorGraph:
    """Give the graph with the changes made; the one that was passed is not touched.

    What was renamed is renamed first, everywhere, and then the rest is patched; the story
    follows.

    Raises:
        ValueError: Something that the diff removes or changes is not in the graph as it was, or
            the id of something that it adds is taken. The message names the first such entry.

    >>> patch = GraphDiff(Changes.of([Change(None, Actor("a", "A"), "", "a")]))
    >>> graph = apply(patch, ActorGraph())
    >>> graph.actors[0].name
    'A'
    >>> apply(patch, graph)
    Traceback (most recent call last):
        ...
    ValueError: the diff does not fit: actor "a" is already there
    """
    carry = carrier(diff, graph.types)
    _refuse_taken(diff, graph)
    patched = ActorGraph.of(
        _patched(diff.actors, graph.actors, carry.actor),
        _patched(diff.relations, graph.relations, carry.relation),
        _patched(diff.sources, graph.sources, carry.source),
        _patched(diff.types, graph.types, carry.type),
    )
    return patched._replace(story=_story(diff, graph, patched, carry)) if graph.story else patched


def carrier(diff: GraphDiff, types: Iterable[RelationType]) -> Carrier:
    """Give what writes the entries of the older graph in the ids of the newer one.

    Args:
        diff: Its renames are followed.
        types: The vocabulary of the older graph.
    """
    changed = {change.old_key: change.after for change in diff.types if change.before}
    pairs = [(kind, changed.get(kind.name, kind)) for kind in types]
    return Carrier.of(diff.renames, pairs)


def _place_in_order(change: Change[T]) -> tuple[object, ...]:
    keys = (change.key, change.old_key, change.new_key)
    if not isinstance(change.value, Relation):
        return keys
    other = change.after if change.before is None else change.before
    other_order = relation_order(other) if isinstance(other, Relation) else ()
    return relation_order(change.value), other_order, keys


def _inverse(changes: Changes[T]) -> Changes[T]:
    return Changes.of(
        Change(c.after, c.before, c.new_key, c.old_key, c.how, c.follows) for c in changes
    )


def name_of(value: Value) -> str:
    """Give what names an entry by itself: an id or a type's name, ``""`` where there is none."""
    return value.name if isinstance(value, RelationType) else value.id


def _patched(changes: Changes[T], values: Sequence[T], carry: Callable[[T], T]) -> list[T]:
    if not changes:
        return [carry(value) for value in values]
    left = Counter(carry(value) for value in values)
    for change in changes:
        if change.before is not None:
            before = carry(change.before)
            if not left[before]:
                raise _conflict(change, change.old_key, "is not there as it was before")
            left[before] -= 1
    patched = list(left.elements())
    names = {name_of(value) for value in patched}
    for change in changes:
        if change.after is not None:
            name = name_of(change.after)
            if name and name in names:
                raise _conflict(change, change.new_key, "is already there")
            names.add(name)
            patched.append(change.after)
    return patched


def _refuse_taken(diff: GraphDiff, graph: ActorGraph) -> None:
    """Refuse to rename something to an id that somebody bears and keeps."""
    kinds: tuple[tuple[Changes[Any], Mapping[str, Any]], ...] = (
        (diff.actors, graph.actor),
        (diff.sources, graph.document),
        (diff.types, graph.type),
    )
    for changes, there in kinds:
        freed = {change.old_key for change in changes}
        for change in changes.changed:
            if change.new_key in there and change.new_key not in freed:
                raise _conflict(change, change.new_key, "is already there")


def _story(diff: GraphDiff, old: ActorGraph, new: ActorGraph, carry: Carrier) -> tuple[Step, ...]:
    """Tell the story of the older graph in the ids and keys of the newer one.

    The key of a relation that is gone stays, so that the checks find it.
    """
    became = {change.before: change.after for change in diff.relations if change.before}
    keys = {relation: key for key, relation in reversed(new.keyed.items())}

    def key_of(key: str) -> str:
        if key not in old.keyed:
            return key
        relation = old.keyed[key]
        after = became[relation] if relation in became else carry.relation(relation)
        return keys.get(after, key) if after else key

    return tuple(
        step._replace(
            focus=Listed(carry.actors.get(id_, id_) for id_ in step.focus),
            relations=Listed(map(key_of, step.relations)),
        )
        for step in old.story
    )


def _conflict(change: Change[T], key: str, what: str) -> ValueError:
    one = record_of(change.value).one
    return ValueError(f'the diff does not fit: {one} "{key}" {what}')
