"""What differs between two graphs in meaning: a patch that can be told, applied and inverted.

Laws, for all graphs made by `ActorGraph.of` whose ids are unique: ``diff(g, g)`` is empty,
``apply(diff(a, b), a) == b``, ``diff(b, a) == inverse(diff(a, b))``. Order in the files, comments,
layout, places and the story are no part of a graph's meaning, so they never show up here.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from graph.dates import FIRST_DAY, LAST_DAY, Span
from graph.model import Actor, ActorGraph, Relation, RelationType, Source, relation_order
from graph.records import Value, record_of

T = TypeVar("T", bound=Value)
Kind = Literal["added", "removed", "changed"]
By = Callable[[T], Hashable]


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """One entry that the two graphs do not share.

    Attributes:
        before: The entry in the older graph; None when it was added.
        after: The entry in the newer graph; None when it was removed.
        old_key, new_key: What names it on either side: an id, a type's name, or one of
            `ActorGraph.keys`; ``""`` on the side that lacks it.

    >>> Change(Source("s1", "Old"), Source("s1", "New"), "s1", "s1").fields
    ('title',)
    """

    before: T | None
    after: T | None
    old_key: str = ""
    new_key: str = ""

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
        """YAML names of the fields that differ, in the record's order; ``()`` unless changed."""
        if self.before is None or self.after is None:
            return ()
        return tuple(
            field.name
            for field in record_of(self.before).fields
            if getattr(self.before, field.attribute) != getattr(self.after, field.attribute)
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


def diff(old: ActorGraph, new: ActorGraph) -> GraphDiff:
    """Find what differs in meaning between two graphs, in near linear time.

    Actors and sources are the same when their id is, types when their name is. Of the relations,
    equal ones cancel out, one for one. The others are the same when their own id is; else when
    they join the same actors in the same way and begin at the same time; else, joining the same
    actors in the same way and not bearing two different ids, one by one in the order of time,
    when their stated times share a day.
    What finds no counterpart was added or removed.

    >>> one = ActorGraph.of([Actor("a", "A", "state"), Actor("b", "B", "state")])
    >>> two = ActorGraph.of([Actor("a", "Alpha", "state")], [Relation("a", "hosts", "b")])
    >>> [(change.kind, change.key, change.fields) for change in diff(one, two).actors]
    [('changed', 'a', ('name',)), ('removed', 'b', ())]
    >>> diff(one, two).relations[0].key
    'a:hosts:b'
    """
    return GraphDiff(
        _named(old.actors, new.actors),
        _relations(old, new),
        _named(old.sources, new.sources),
        _named(old.types, new.types),
    )


def apply(diff: GraphDiff, graph: ActorGraph) -> ActorGraph:
    """Give the graph with the changes made; the one that was passed is not touched.

    Raises:
        ValueError: Something that the diff removes or changes is not in the graph as it was, or
            the id of something that it adds is taken. The message names the first such entry.

    >>> patch = diff(ActorGraph(), ActorGraph.of([Actor("a", "A", "state")]))
    >>> graph = apply(patch, ActorGraph())
    >>> graph.actors[0].name
    'A'
    >>> apply(patch, graph)
    Traceback (most recent call last):
        ...
    ValueError: the diff does not fit: actor "a" is already there
    """
    return ActorGraph.of(
        _patched(diff.actors, graph.actors),
        _patched(diff.relations, graph.relations),
        _patched(diff.sources, graph.sources),
        _patched(diff.types, graph.types),
        graph.story,
    )


def inverse(diff: GraphDiff) -> GraphDiff:
    """Give the diff that takes everything back.

    >>> there = diff(ActorGraph(), ActorGraph.of([Actor("a", "A", "state")]))
    >>> inverse(there).actors.removed == there.actors.added
    True
    """
    return GraphDiff(
        _inverse(diff.actors),
        _inverse(diff.relations),
        _inverse(diff.sources),
        _inverse(diff.types),
    )


class _Keyed(NamedTuple, Generic[T]):
    """An entry with the key that its graph gives it."""

    key: str
    value: T


class _Left(NamedTuple, Generic[T]):
    """What was matched so far, and what still looks for a counterpart."""

    pairs: list[tuple[_Keyed[T], _Keyed[T]]]
    old: list[_Keyed[T]]
    new: list[_Keyed[T]]


def _named(old: Sequence[T], new: Sequence[T]) -> Changes[T]:
    sides = ([_Keyed(_name(value), value) for value in side] for side in (old, new))
    return _changes(_match(_Left([], *sides), _name, _name))


def _name(value: Value) -> str:
    """Give what names an entry by itself: an id or a type's name, ``""`` where there is none."""
    return value.name if isinstance(value, RelationType) else value.id


def _relations(old: ActorGraph, new: ActorGraph) -> Changes[Relation]:
    # Comparing under the same key clears nearly everything, and costs less than a hash.
    shared = {key for key, relation in old.keyed.items() if new.keyed.get(key) == relation}
    sides = (
        [_Keyed(*item) for item in g.keyed.items() if item[0] not in shared] for g in (old, new)
    )
    left = _match(_Left([], *sides), _itself, _itself)._replace(pairs=[])
    left = _match(_match(left, _own_id, _own_id), _spell, _spell)
    left = _match_in_time(left, _tie_without_id, _tie_without_id)
    # Last, one that bears an id and one that bears none.
    return _changes(_match_in_time(left, _tie_and_id, _tie_and_no_id))


def _itself(relation: Relation) -> Hashable:
    return relation


def _own_id(relation: Relation) -> Hashable:
    return relation.id or None


def _tie(relation: Relation) -> Hashable:
    return relation.source, relation.type, relation.target


def _spell(relation: Relation) -> Hashable:
    return _tie(relation), relation.begin


def _tie_without_id(relation: Relation) -> Hashable:
    return None if relation.id else _tie(relation)


def _tie_and_id(relation: Relation) -> Hashable:
    return _tie(relation), bool(relation.id)


def _tie_and_no_id(relation: Relation) -> Hashable:
    return _tie(relation), not relation.id


def _match(left: _Left[T], old_by: By[T], new_by: By[T]) -> _Left[T]:
    """Pair those that agree, in order, as often as both sides have them; None never agrees."""
    waiting: defaultdict[Hashable, deque[_Keyed[T]]] = defaultdict(deque)
    for item in left.new:
        waiting[new_by(item.value)].append(item)
    waiting.pop(None, None)
    pairs, rest, taken = list(left.pairs), [], set()
    for item in left.old:
        if queue := waiting.get(old_by(item.value)):
            found = queue.popleft()
            pairs.append((item, found))
            taken.add(id(found))
        else:
            rest.append(item)
    return _Left(pairs, rest, [item for item in left.new if id(item) not in taken])


def _match_in_time(
    left: _Left[Relation], old_by: By[Relation], new_by: By[Relation]
) -> _Left[Relation]:
    """Pair those that agree and whose stated times share a day; both are in order of time.

    Two spells that are years apart are two relations: the first ended, the second began.
    """
    waiting: defaultdict[Hashable, deque[_Keyed[Relation]]] = defaultdict(deque)
    for item in left.new:
        waiting[new_by(item.value)].append(item)
    waiting.pop(None, None)
    pairs, taken = list(left.pairs), set()
    for item in left.old:
        queue = waiting.get(old_by(item.value), deque())
        days = _stated(item.value)
        while queue and _stated(queue[0].value).last < days.first:
            queue.popleft()
        if queue and days.meets(*_stated(queue[0].value)):
            found = queue.popleft()
            pairs.append((item, found))
            taken |= {id(item), id(found)}
    rest = ([item for item in side if id(item) not in taken] for side in (left.old, left.new))
    return _Left(pairs, *rest)


def _stated(relation: Relation) -> Span:
    begin, end = relation.begin, relation.end
    return Span(begin.first if begin else FIRST_DAY, end.last if end else LAST_DAY)


def _changes(left: _Left[T]) -> Changes[T]:
    changed = [
        Change(one.value, two.value, one.key, two.key)
        for one, two in left.pairs
        if one.value != two.value
    ]
    removed = [Change(item.value, None, old_key=item.key) for item in left.old]
    added = [Change(None, item.value, new_key=item.key) for item in left.new]
    return Changes.of([*changed, *removed, *added])


def _place_in_order(change: Change[T]) -> tuple[object, ...]:
    keys = (change.key, change.old_key, change.new_key)
    if not isinstance(change.value, Relation):
        return keys
    other = change.after if change.before is None else change.before
    other_order = relation_order(other) if isinstance(other, Relation) else ()
    return relation_order(change.value), other_order, keys


def _inverse(changes: Changes[T]) -> Changes[T]:
    return Changes.of(Change(c.after, c.before, c.new_key, c.old_key) for c in changes)


def _patched(changes: Changes[T], values: Sequence[T]) -> list[T]:
    if not changes:
        return list(values)
    left = Counter(values)
    for change in changes:
        if change.before is not None:
            if not left[change.before]:
                raise _conflict(change, "is not there as it was before")
            left[change.before] -= 1
    patched = list(left.elements())
    names = {_name(value) for value in patched}
    for change in changes:
        if change.after is not None:
            name = _name(change.after)
            if name and name in names:
                raise _conflict(change, "is already there")
            names.add(name)
            patched.append(change.after)
    return patched


def _conflict(change: Change[T], what: str) -> ValueError:
    one = record_of(change.value).one
    return ValueError(f'the diff does not fit: {one} "{change.old_key or change.key}" {what}')
