"""Which relation of the older graph is which of the newer one, and by what: the pairing rules.

What was renamed counts as the same: relations are compared in the newer graph's ids. Rules come
one after the other, each for what those before it left over; see `paired`.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable
from typing import NamedTuple

from graph.dates import FIRST_DAY, LAST_DAY, Span
from graph.diffing.renaming import Carrier
from graph.model import ActorGraph, Relation

SAME_ID = "id"
SAME_SPELL = "same tie and begin"
OVERLAP = "overlapping in time"
REDATED = "the only one left of its tie, with a common source"
RETYPED = "retyped"


class Item(NamedTuple):
    """A relation that looks for a counterpart.

    Attributes:
        key: The one that its graph gives it.
        value: As its graph has it.
        carried: In the ids of the newer graph.
        days: From begin to end as they are written, unbounded where they are not; of an event
            its own days.
    """

    key: str
    value: Relation
    carried: Relation
    days: Span


class Left(NamedTuple):
    """What was matched so far and by what, and what is left, in the order of its graph."""

    pairs: list[tuple[Item, Item, str]]
    old: list[Item]
    new: list[Item]


By = Callable[[Relation], Hashable]


def paired(old: ActorGraph, new: ActorGraph, carry: Carrier) -> Left:
    """Match the relations of two graphs, in near linear time.

    Equal ones cancel out, one for one, and are not given. The others are the same

    1. when their own id is;
    2. when they join the same actors in the same way and begin at the same time;
    3. when they join the same actors in the same way, do not bear two different ids, and their
       stated times share a day, one by one in the order of time;
    4. when they are events, nothing else of their tie is left on either side, they have a source
       in common and not two different ids;
    5. when nothing else is left between two actors on either side: of different types, in times
       that share a day, with the same begin or a common source, and not two different ids.
    """
    left = _match(_unequal(old, new, carry), _itself, _itself, "")
    left = _match(left._replace(pairs=[]), _own_id, _own_id, SAME_ID)
    left = _match(left, _spell, _spell, SAME_SPELL)
    left = _match_in_time(left, _tie_without_id, _tie_without_id)
    # Then one that bears an id and one that bears none.
    left = _match_in_time(left, _tie_and_id, _tie_and_no_id)
    left = _match_redated(left, _events(old), _events(new))
    return _match_retyped(left, symmetric(old), symmetric(new))


def stated(relation: Relation, events: Collection[str] = ()) -> Span:
    """Give the days from begin to end as they are written, unbounded where they are not.

    Args:
        relation: Any.
        events: Names of the types that do not last: those hold on their own days.
    """
    begin, end = relation.begin, relation.end
    if relation.type in events:
        begin, end = begin or end, end or begin
    return Span(begin.first if begin else FIRST_DAY, end.last if end else LAST_DAY)


def _unequal(old: ActorGraph, new: ActorGraph, carry: Carrier) -> Left:
    """Leave out what both graphs have under the same key: nearly everything.

    Comparing costs less than a hash.
    """
    olds, news = old.keyed, new.keyed
    get = news.get
    if carry:
        carried = {key: carry.relation(one) for key, one in olds.items()}
        # What names something that was renamed is a copy, and its key may be another's now.
        rest = [key for key, one in olds.items() if get(key) != one or carried[key] is not one]
    else:
        carried = olds
        rest = [key for key, one in olds.items() if get(key) != one]
    if not rest and len(olds) == len(news):
        return Left([], [], [])
    events = _events(old), _events(new)
    open_ = set(rest)
    return Left(
        [],
        [Item(key, olds[key], carried[key], stated(olds[key], events[0])) for key in rest],
        [
            Item(key, one, one, stated(one, events[1]))
            for key, one in news.items()
            if key in open_ or key not in olds
        ],
    )


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


def _grouped(items: Iterable[Item], by: By) -> dict[Hashable, deque[Item]]:
    """Put items in groups that agree, in their order; None never agrees."""
    groups: defaultdict[Hashable, deque[Item]] = defaultdict(deque)
    for item in items:
        groups[by(item.carried)].append(item)
    groups.pop(None, None)
    return groups


def _match(left: Left, old_by: By, new_by: By, how: str) -> Left:
    """Pair those that agree, in order, as often as both sides have them."""
    if not (left.old and left.new):
        return left
    waiting = _grouped(left.new, new_by)
    return _without(
        left,
        [
            (item, queue.popleft(), how)
            for item in left.old
            if (queue := waiting.get(old_by(item.carried)))
        ],
    )


def _match_in_time(left: Left, old_by: By, new_by: By) -> Left:
    """Pair those that agree and whose stated times share a day; both are in order of time.

    Two spells that are years apart are two relations: the first ended, the second began.
    """
    if not (left.old and left.new):
        return left
    waiting = _grouped(left.new, new_by)
    found = []
    for item in left.old:
        queue = waiting.get(old_by(item.carried), deque())
        while queue and queue[0].days.last < item.days.first:
            queue.popleft()
        if queue and item.days.meets(*queue[0].days):
            found.append((item, queue.popleft(), OVERLAP))
    return _without(left, found)


def _without(left: Left, found: list[tuple[Item, Item, str]]) -> Left:
    """Put pairs to those that there are, and take them out of what is left."""
    taken = {id(item) for one, two, _ in found for item in (one, two)}
    rest = ([item for item in side if id(item) not in taken] for side in (left.old, left.new))
    return Left([*left.pairs, *found], *rest)


def _match_redated(left: Left, old_events: set[str], new_events: set[str]) -> Left:
    return _match_last(
        left,
        _tie,
        REDATED,
        lambda one, two: (
            one.value.type in old_events
            and two.value.type in new_events
            and not (one.value.id and two.value.id)
            and _same_source(one.carried, two.carried)
        ),
    )


def _match_retyped(left: Left, old_symmetric: set[str], new_symmetric: set[str]) -> Left:
    return _match_last(
        left,
        _ends,
        RETYPED,
        lambda one, two: (
            _same_but_type(one, two)
            and (
                one.carried.source == two.carried.source
                # The ends of one of them are sorted; which way they stand says nothing there.
                or one.value.type in old_symmetric
                or two.value.type in new_symmetric
            )
        ),
    )


def _match_last(left: Left, by: By, how: str, same: Callable[[Item, Item], bool]) -> Left:
    """Pair those that are the only ones left of their group on either side, and the same."""
    if not (left.old and left.new):
        return left
    waiting = _grouped(left.new, by)
    found = []
    for key, olds in _grouped(left.old, by).items():
        news = waiting.get(key, deque())
        if len(olds) == len(news) == 1 and same(olds[0], news[0]):
            found.append((olds[0], news[0], how))
    return _without(left, found)


def _ends(relation: Relation) -> Hashable:
    return min(relation.source, relation.target), max(relation.source, relation.target)


def _same_but_type(one: Item, two: Item) -> bool:
    old, new = one.carried, two.carried
    return (
        old.type != new.type
        and not (old.id and new.id)
        and one.days.meets(*two.days)
        and ((old.begin is not None and old.begin == new.begin) or _same_source(old, new))
    )


def _same_source(one: Relation, two: Relation) -> bool:
    cited = {citation.source for citation in one.sources}
    return any(citation.source in cited for citation in two.sources)


def _events(graph: ActorGraph) -> set[str]:
    return {kind.name for kind in graph.types if not kind.lasting}


def symmetric(graph: ActorGraph) -> set[str]:
    """Give the names of the types whose ends are sorted, so that their order says nothing."""
    return {kind.name for kind in graph.types if kind.symmetric}
