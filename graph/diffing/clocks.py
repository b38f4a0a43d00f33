"""The two clocks of a diff: what changed in the world, what was recorded late, what was corrected.

A claim has its own time (``from``, ``to``) and the time at which it was recorded (the commit that
brought it). The *horizon* parts them: the last day that the older version can know of. What is
dated after it is news of the world; what is dated by then happened before and was learnt late; what
says the same claim otherwise, or takes it back, corrects the older version.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from graph.dates import UNKNOWN, Date, day_text, parse_date, today
from graph.diffing.changes import Change, Changes, GraphDiff
from graph.diffing.comparing import diff as compare
from graph.model import Actor, ActorGraph, Relation
from graph.timing import State, state, tenure

#: Why an entry differs. Of two versions: the world changed after the older one was recorded;
#: it was newly recorded, though it happened earlier; it was corrected or re-assessed. Of two dates
#: of one dataset: it began, ended, or is an event of the time between. Of two periods of event
#: data, as `graph.diffing.periods` tells.
Class = Literal[
    "world",
    "recorded",
    "corrected",
    "began",
    "ended",
    "happened",
    "appeared",
    "vanished",
    "turned",
    "grew",
    "shrank",
]


class Level(NamedTuple):
    """How deadly a year was, where the data says no more than that.

    Attributes:
        number: The higher, the deadlier.
        least: Deaths in a year from which on it is that.
    """

    number: int
    least: int


class Reported(NamedTuple):
    """What event data has of a relation in a period.

    Attributes:
        events: How many, of the sign of its type.
        deaths: At least so many; None where the data has none.
        supporting: Events in which one of the two supports another; None where the data does not
            tell those apart.
        level: The highest of its years, where deaths are levels.
    """

    events: int
    deaths: int | None = None
    supporting: int | None = None
    level: Level | None = None

    @property
    def helping(self) -> bool:
        """Whether one of the two supports another in all of them."""
        return bool(self.events) and self.supporting == self.events


class Counting(NamedTuple):
    """Which ties the graph of a period has, and what is asked of them.

    Attributes:
        least: Ties have so many events in one of the two periods.
        areas: Where events count; none: everywhere.
        turns: Events of a sign in a period from which on a pair can turn.
        levels: Deaths are levels.
        supporters: Ties count that supporters of a side alone make.
        helping: Types of ties that say themselves that one of the two only supports another.
    """

    least: int = 1
    areas: tuple[str, ...] = ()
    turns: int = 1
    levels: bool = False
    supporters: bool = True
    helping: frozenset[str] = frozenset()

    @property
    def where(self) -> str:
        """Say where: `` within area Mali``, ``""`` for everywhere."""
        return f" within area {' or '.join(self.areas)}" if self.areas else ""

    @property
    def ties(self) -> str:
        """Say which ties: ``ties with 3 or more events in a period``; ``""`` for all."""
        least = f" with {self.least:,} or more events in a period" if self.least > 1 else ""
        main = "" if self.supporters else " between main parties"
        said = " and".join(filter(None, (main + self.where, least)))
        return said and f"ties{said}"


class Snapshot(NamedTuple):
    """One side of a diff.

    Attributes:
        graph: The whole dataset, whatever the date.
        title: How to call it.
        date: What holds then is compared; None: all of it.
        recorded: The day on which this version was recorded, None where nothing says so.
        events: Where the graph was made of the events of a period, its `date`: what each relation
            stands for, by its key. None: it was not.
        counting: Which of the ties these are.
    """

    graph: ActorGraph
    title: str = ""
    date: Date | None = None
    recorded: Date | None = None
    events: Mapping[str, Reported] | None = None
    counting: Counting = Counting()


class Told(NamedTuple):
    """A change and why it is one.

    Attributes:
        why: What of it decided the class, in a few words: ``ends 2026-12``; ``""`` where the
            class says it all.
    """

    change: Change[Any]
    kind: Class
    why: str = ""


class Horizon(NamedTuple):
    """The last day that the older version of two can know of.

    Attributes:
        day: None when nothing says so: no date is after it then.
        how: ``recorded`` (the day of its commit), ``known`` (the latest date in its data that is
            not in the future) or ``none``.
        turned: The version that was named first is the newer one: both days of recording are
            known, and the first is later.
    """

    day: Date | None
    how: Literal["recorded", "known", "none"]
    turned: bool = False


#: The rules in one line, for the foot of the output.
RULE = (
    "the world changed: dated after {horizon}; newly recorded: dated by then, or undated;"
    " corrected: the same claim told otherwise, or taken back"
)
RULE_OF_DATES = (
    "began, ended: holds at one of {dates} and not yet, or no more, at the other;"
    " happened: events of one of them, and all that is over between the two"
)
_HOW = {
    "recorded": "{day}, when the older version was recorded",
    "known": "{day}, the last day that the older data knows",
    "none": "a day that nothing tells",
}


def rule(old: Snapshot, new: Snapshot) -> str:
    """State in one line the rule by which `told` gives the classes, with its dates."""
    if of_dates(old, new) and old.date and new.date:
        one, two = sorted((old.date, new.date), key=_in_time)
        return RULE_OF_DATES.format(dates=f"{one.text} and {two.text}")
    found = horizon(old, new)
    day = found.day.text if found.day else ""
    return RULE.format(horizon=_HOW[found.how].format(day=day))


def _in_time(date: Date) -> tuple[int, int]:
    return date.first, date.last


def of_dates(old: Snapshot, new: Snapshot) -> bool:
    """Tell whether the sides are two dates of one dataset: nothing but time parts them."""
    if old.events is not None or not (old.date and new.date):
        return False
    return old.graph is new.graph or old.graph == new.graph


def turned(old: Snapshot, new: Snapshot) -> bool:
    """Tell whether the side that was named first is the later one in time."""
    if old.date and new.date and of_dates(old, new):
        return _in_time(new.date) < _in_time(old.date)
    return bool(old.recorded and new.recorded) and _day(old.recorded) > _day(new.recorded)


def _day(date: Date | None) -> int:
    return date.last if date else 0


def horizon(old: Snapshot, new: Snapshot) -> Horizon:
    """Find the last day that the older version can know of: that of its commit, if it has one.

    Else the latest date that its data bears - a begin, an end, a publication or an access - and
    that is not after today. A year counts by its last day, one that is not over by its first.
    """
    back = turned(old, new)
    older = new if back else old
    if older.recorded:
        return Horizon(older.recorded, "recorded", back)
    now = today().last
    days = [date.last if date.last <= now else date.first for date in _dates(older.graph)]
    days = [day for day in days if day <= now]
    if not days:
        return Horizon(None, "none", back)
    return Horizon(parse_date(day_text(max(days))), "known", back)


def _dates(graph: ActorGraph) -> Iterator[Date]:
    written = [
        *((actor.begin, actor.end) for actor in graph.actors),
        *((relation.begin, relation.end) for relation in graph.relations),
        *((source.published, source.accessed) for source in graph.sources),
    ]
    for dates in written:
        yield from (date for date in dates if date and date != UNKNOWN)


def renames(diff: GraphDiff) -> dict[str, str]:
    """Give the actors that changed their id: what each was called, to what it is called now."""
    return renamed(change for change in diff.actors)


def renamed(changes: Iterable[Change[Any]]) -> dict[str, str]:
    """Give the keys that changed among changes of one kind of entry: old to new."""
    pairs = ((change.old_key, change.new_key) for change in changes)
    return {old: new for old, new in pairs if old and new and old != new}


def told(diff: GraphDiff, old: Snapshot, new: Snapshot) -> tuple[Told, ...]:
    """Give every change with its class, in the order of the diff: relations first.

    Of two versions, by the horizon of the older one. Which is the older one is told by the days on
    which they were recorded, so that a diff and its inverse have the same classes; where these
    are not known, by the order in which they were named.

    *world*: a relation, or an actor's life, that begins after the horizon and is new in the data;
    one that the data has and that now ends after the horizon; one that was rewritten into another
    (other ends or another type) that begins after it. *recorded*: what is new in the data and is
    dated by the horizon or not at all; an end by then, or at an unknown time, of what had none;
    new sources and relation types. *corrected*: all else that changed - dates, confidence,
    sources, wording, names - and all that was removed: the world does not unhappen.

    A date is after the horizon when all its days are: ``2026-11`` is not after 2026-11-20, for it
    may have been before. An approximate date counts as it is written. A change of several kinds
    bears the first that fits: world, recorded, corrected. A spell that was parted in two is an end
    and a begin, each told by its own date.

    Of two dates of one dataset, by `graph.timing.state` at both. What holds at one of them *began*
    when it does not hold yet at the other, *ended* when it does no more. What is over at one and
    not begun at the other *happened*, and so did an event that holds at one alone. Changes that
    both slices lack come with the side to which time leads. It does not matter which date was
    named first.

    Of two dates of two versions, what the older version itself would say to have changed from one
    date to the other is told by time, the rest by the horizon.
    """
    if of_dates(old, new):
        return tuple(_between(old, new))
    names = renames(diff) | renamed(diff.types)
    judge = _judge(horizon(old, new), names)
    found = _sliced(old, new, judge) if old.date or new.date else judge
    parts: tuple[Changes[Any], ...] = (diff.relations, diff.actors, diff.sources, diff.types)
    return tuple(found(change) for part in parts for change in part)


def _between(old: Snapshot, new: Snapshot) -> Iterator[Told]:
    """Give what time changed from one date to the other, in the order of the relations."""
    back = turned(old, new)
    for key, relation in new.graph.keyed.items():
        here, there = (_state(side, relation, side.date) for side in (old, new))
        kind = _passing(new.graph, relation, here, there)
        if kind and (here == "holds" or (there != "holds" and back)):
            yield Told(Change(relation, None, old_key=key), kind)
        elif kind:
            yield Told(Change(None, relation, new_key=key), kind)


def _state(side: Snapshot, relation: Relation, date: Date | None) -> State:
    """Say how a relation stands to a date in the data of one side; without a date all holds."""
    return state(tenure(side.graph, relation), date) if date else "holds"


def _passing(graph: ActorGraph, relation: Relation, here: State, there: State) -> Class | None:
    """Say what time does to a relation between two states; None: nothing."""
    states = {here, there}
    if states == {"past", "future"}:
        return "happened"
    if "holds" not in states:
        return None
    classes: dict[State, Class] = {"future": "began", "past": "ended"}
    kind = classes.get(next(iter(states - {"holds"}), "holds"))
    word = graph.type.get(relation.type)
    return "happened" if kind and word and not word.lasting else kind


_Judge: TypeAlias = Callable[[Change[Any]], Told]


def _sliced(old: Snapshot, new: Snapshot, judge: _Judge) -> _Judge:
    """Give what classes a change between slices of two versions, by the whole of both."""
    whole = compare(old.graph, new.graph).relations
    by_old = {change.old_key: change for change in whole if change.old_key}
    by_new = {change.new_key: change for change in whole if change.new_key}

    def judged(change: Change[Any]) -> Told:
        if not isinstance(change.value, Relation):
            return judge(change)
        known = by_new.get(change.new_key) or by_old.get(change.old_key)
        # What the older version itself says of the time between is no news.
        side, relation = (old, known.before) if known else (new, change.value)
        if relation and change.kind != "changed":
            here, there = (_state(side, relation, date) for date in (old.date, new.date))
            if kind := _passing(side.graph, relation, here, there):
                return Told(change, kind)
        if known:
            return judge(known)._replace(change=change)
        return judge(change) if change.kind == "changed" else Told(change, "corrected")

    return judged


def _judge(seen: Horizon, names: Mapping[str, str]) -> _Judge:
    """Give what classes a change of two versions."""

    def judged(change: Change[Any]) -> Told:
        before, after = change.before, change.after
        # A name of the new side may be another's old one, where names moved on.
        moved = bool(before and after) and _about(before, names) != _about(after, {})
        if seen.turned:
            before, after = after, before
        fresh = before is None or moved
        return Told(change, *_class(before, after, seen.day, fresh=fresh))

    return judged


def _about(entry: Any, names: Mapping[str, str]) -> tuple[str, ...]:
    """Give whom a relation joins and how, by the names that it has now; of others nothing."""
    if not isinstance(entry, Relation):
        return ()
    one, two, kind = (names.get(name, name) for name in (entry.source, entry.target, entry.type))
    return (kind, *sorted((one, two)))


def _class(before: Any, after: Any, day: Date | None, *, fresh: bool) -> tuple[Class, str]:
    """Class an entry by what it was in the older version and what it is in the newer one."""
    if after is None:
        return "corrected", "taken back"
    if not isinstance(after, Actor | Relation):
        return ("recorded", "") if before is None else ("corrected", "")
    if fresh and _after(after.begin, day):
        return "world", _begin(after)
    if before is None:
        return "recorded", _begin(after)
    if after.end and before.end is None:
        ends = "ended, nobody knows when" if after.end == UNKNOWN else f"ends {after.end.text}"
        return ("world", ends) if _after(after.end, day) else ("recorded", ends)
    return "corrected", ""


def _begin(entry: Actor | Relation) -> str:
    dated = entry.begin and entry.begin != UNKNOWN
    return f"from {entry.begin.text}" if entry.begin and dated else "no begin is known"


def _after(date: Date | None, day: Date | None) -> bool:
    """Tell whether all days of a date are after the horizon; an unknown one is never."""
    return bool(date and day and date != UNKNOWN and date.first > day.last)
