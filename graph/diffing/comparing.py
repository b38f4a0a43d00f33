"""What differs between two graphs in meaning.

Order in the files, comments, layout, places and the story are no part of a graph's meaning, so
they never show up here.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence

from graph.diffing.changes import Change, Changes, GraphDiff, T, differing, name_of
from graph.diffing.matching import SAME_ID, paired, symmetric
from graph.diffing.recognising import Twin, recognise
from graph.diffing.renaming import Carrier
from graph.model import ActorGraph, Relation
from graph.records import record_of


def diff(old: ActorGraph, new: ActorGraph) -> GraphDiff:
    """Find what differs in meaning between two graphs, in near linear time.

    Actors, sources and types are the same when their id or name is, or when they were renamed
    (`recognising`). Relations are matched by the rules of `matching.paired`; those
    that differ only by ids that were renamed do not differ. What finds no counterpart was added
    or removed.

    >>> from graph.model import Actor
    >>> one = ActorGraph.of([Actor("a", "A", "state"), Actor("b", "B", "state")])
    >>> two = ActorGraph.of([Actor("a", "Alpha", "state")], [Relation("a", "hosts", "b")])
    >>> [(change.kind, change.key, change.fields) for change in diff(one, two).actors]
    [('changed', 'a', ('name',)), ('removed', 'b', ())]
    >>> diff(one, two).relations[0].key
    'a:hosts:b'
    """
    found = recognise(old, new)
    carry = Carrier.of(found.renames, _pairs(old.types, new.types, found.types or {}))
    # Equal actors differ all the same where the sources that they cite are others now.
    actors = (found.actors or {}) if found.sources else found.actors
    return GraphDiff(
        _entries(old.actors, new.actors, actors, carry.actor),
        _relations(old, new, carry),
        _entries(old.sources, new.sources, found.sources, carry.source),
        _entries(old.types, new.types, found.types, carry.type),
    )


def _pairs(
    old: Sequence[T], new: Sequence[T], twins: Mapping[str, Twin]
) -> Iterator[tuple[T, T | None]]:
    """Give every old entry with what it is in the newer graph: its twin, else who has its id."""
    taken = {twin.id for twin in twins.values()}
    waiting: defaultdict[str, deque[T]] = defaultdict(deque)
    for value in new:
        waiting[name_of(value)].append(value)
    for value in old:
        name = name_of(value)
        key = twins[name].id if name in twins else "" if name in taken else name
        queue = waiting.get(key)
        yield value, queue.popleft() if queue else None


def _entries(
    old: Sequence[T], new: Sequence[T], twins: Mapping[str, Twin] | None, carry: Callable[[T], T]
) -> Changes[T]:
    if twins is None:
        return Changes()
    changes, kept = [], set()
    for before, after in _pairs(old, new, twins):
        name = name_of(before)
        if after is None:
            changes.append(Change(before, None, old_key=name))
            continue
        kept.add(id(after))
        carried = carry(before)
        if carried != after or name in twins:
            how = twins[name].how if name in twins else SAME_ID
            changes.append(_change(before, carried, after, (name, name_of(after), how)))
    changes += [Change(None, one, new_key=name_of(one)) for one in new if id(one) not in kept]
    return Changes.of(changes)


def _relations(old: ActorGraph, new: ActorGraph, carry: Carrier) -> Changes[Relation]:
    left = paired(old, new, carry)
    sorted_ends = symmetric(old), symmetric(new)
    changes = []
    for one, two, how in left.pairs:
        turns = one.value.type in sorted_ends[0] or two.value.type in sorted_ends[1]
        carried = _turned(one.carried, two.value) if turns else one.carried
        changes.append(_change(one.value, carried, two.value, (one.key, two.key, how)))
    removed = [Change(item.value, None, old_key=item.key) for item in left.old]
    added = [Change(None, item.value, new_key=item.key) for item in left.new]
    return Changes.of([*changes, *removed, *added])


def _turned(carried: Relation, after: Relation) -> Relation:
    """Write the same two ends in the order of the other, which says nothing or is in the type.

    Of two that are not the same, which end became which is not known: none follows anything.
    """
    same = {carried.source, carried.target} == {after.source, after.target}
    source, target = (after.source, after.target) if same else ("", "")
    return carried._replace(source=source, target=target)


def _change(before: T, carried: T, after: T, told: tuple[str, str, str]) -> Change[T]:
    """Tell apart what differs and what only follows from how the newer graph names things."""
    differ = differing(before, after)
    said = {*differing(carried, after), record_of(before).identity}
    return Change(before, after, *told, tuple(name for name in differ if name not in said))
