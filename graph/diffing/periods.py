"""Two periods of event data: which ties appeared, vanished, turned, grew or shrank.

A side is the graph of what one period of the data has, and says how many events each of its
relations stands for. That a tie has no events in a period is no claim that it ended.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from graph.dates import ALWAYS, Date
from graph.diffing.changes import Change, Changes, GraphDiff
from graph.diffing.clocks import Class, Reported, Snapshot, Told
from graph.model import Relation
from graph.pairs import Pair

#: The classes of changes between two periods, in the order in which they are told.
PERIODS: tuple[Class, ...] = ("appeared", "vanished", "turned", "grew", "shrank")
#: How many times as many events or deaths a day make a tie grow; one in so many makes it shrink.
FACTOR = 2
#: How many more there must be than the other period's rate comes to: one event and then two are
#: twice as many, and mean nothing.
EVENTS = 5
DEATHS = 25
RULE = (
    "appeared, vanished: events in one of the two periods alone; turned: mostly hostile, then"
    f" mostly cooperative, or back, by {EVENTS} such events at least in each period (dyad-years:"
    f" 1); grew, shrank: {FACTOR} times the events a day or more, or 1 in"
    f" {FACTOR} or less, and {EVENTS} events at least that the rate of the other period does not"
    f" explain; where events tell nothing, the same of deaths, and {DEATHS} of them, or another"
    " level of deaths where the data has levels alone"
)


def of_periods(old: Snapshot, new: Snapshot) -> bool:
    """Tell whether the sides are two periods of event data."""
    return old.events is not None and new.events is not None


def growth(before: Reported, after: Reported, days: tuple[int, int]) -> Class | None:
    """Say whether a tie grew or shrank; None: it is about as it was.

    By its events, and where these tell nothing by its deaths, if the data has any for both; where
    it says no more of these than their level, by that.
    Exchanging the periods exchanges the answers.

    Args:
        before: What the earlier period has of it.
        after: What the later one has.
        days: The length of either.

    >>> growth(Reported(10), Reported(40), (365, 365)), growth(Reported(1), Reported(2), (1, 1))
    ('grew', None)
    >>> growth(Reported(40), Reported(40), (365, 30)), growth(Reported(2), Reported(2), (1, 9))
    ('grew', None)
    """
    if found := _growth(before.events, after.events, days, EVENTS):
        return found
    if before.level and after.level:
        one, two = before.level.number, after.level.number
        return None if one == two else "grew" if two > one else "shrank"
    if before.deaths is not None and after.deaths is not None:
        return _growth(before.deaths, after.deaths, days, DEATHS)
    return None


def _growth(before: int, after: int, days: tuple[int, int], least: int) -> Class | None:
    # Whole numbers: what is twice as many must not hang on how a quotient is rounded.
    then, now = before * days[1], after * days[0]
    if now >= then * FACTOR and now - then >= least * days[0]:
        return "grew"
    return "shrank" if then >= now * FACTOR and then - now >= least * days[1] else None


def told(diff: GraphDiff, old: Snapshot, new: Snapshot) -> tuple[Told, ...]:
    """Give every change between two periods with its class, in the order of `PERIODS`.

    Within a class those come first whose deaths differ most, and then their events. All that
    changed of a pair whose events were mostly hostile and are mostly cooperative now, or the other
    way round, has *turned*, if there are events enough of either (`Counting.turns`).
    """
    turned = _turned(old, new)
    parts: tuple[Changes[Any], ...] = (diff.relations, diff.actors, diff.sources, diff.types)
    found = [_told(change, old, new, turned) for part in parts for change in part]
    return tuple(sorted(found, key=lambda one: _order(one, old, new)))


def _told(change: Change[Any], old: Snapshot, new: Snapshot, turned: frozenset[Pair]) -> Told:
    value = change.value
    if isinstance(value, Relation) and (value.source, value.target) in turned:
        return Told(change, "turned")
    if change.kind != "changed":
        return Told(change, "appeared" if change.before is None else "vanished")
    before, after = counted(change, old, new)
    return Told(change, growth(before, after, days(old, new)) or "grew", ratio(change, old, new))


def counted(change: Change[Any], old: Snapshot, new: Snapshot) -> tuple[Reported, Reported]:
    """Give what either period has of a relation."""
    none = Reported(0, None)
    return (
        (old.events or {}).get(change.old_key, none),
        (new.events or {}).get(change.new_key, none),
    )


def days_of(before: Date, after: Date) -> tuple[int, int]:
    """Give the length of both periods."""
    one, two = (date.last - date.first + 1 for date in (before, after))
    return one, two


def days(old: Snapshot, new: Snapshot) -> tuple[int, int]:
    """Give the length of the periods of both sides; a side without one counts all its days."""
    return days_of(old.date or ALWAYS, new.date or ALWAYS)


def ratio(change: Change[Any], old: Snapshot, new: Snapshot) -> str:
    """Say how a tie that both periods have grew or shrank: ``4.2 times the events a day``."""
    before, after = counted(change, old, new)
    if _growth(before.events, after.events, days(old, new), EVENTS):
        return _times(before.events, after.events, days(old, new), "events")
    if before.level and after.level:
        one, two = before.level, after.level
        deaths = f"at least {one.least:,} -> at least {two.least:,}"
        return f"level {one.number} -> {two.number} (deaths a year: {deaths})"
    return _times(before.deaths or 0, after.deaths or 0, days(old, new), "deaths")


def _times(before: int, after: int, length: tuple[int, int], what: str) -> str:
    then, now = before * length[1], after * length[0]
    if not then or not now:
        return f"{what} where there were none" if now else f"no {what} any more"
    if now >= then:
        return f"{_number(now / then)} times the {what} a day"
    return f"1 in {_number(then / now)} of the {what} a day"


def _number(times: float) -> str:
    return f"{times:,.1f}".removesuffix(".0")


def _turned(old: Snapshot, new: Snapshot) -> frozenset[Pair]:
    """Give the pairs whose events are mostly of the other sign."""
    then, now = dict(_signs(old)), dict(_signs(new))
    return frozenset(ends for ends, sign in then.items() if sign * now.get(ends, 0) < 0)


def _signs(side: Snapshot) -> Iterator[tuple[Pair, int]]:
    """Give which sign most events of a pair have, 0 where these are few or balanced."""
    sums: dict[Pair, Counter[int]] = {}
    for key, relation in side.graph.keyed.items():
        kind = side.graph.type.get(relation.type)
        events = (side.events or {}).get(key)
        if kind and events:
            ends = relation.source, relation.target
            sums.setdefault(ends, Counter())[kind.sign] += events.events
    for ends, counts in sums.items():
        sign = (counts[1] > counts[-1]) - (counts[1] < counts[-1])
        yield ends, sign if counts[sign] >= side.counting.turns else 0


def _order(one: Told, old: Snapshot, new: Snapshot) -> tuple[int, int, int, str]:
    before, after = counted(one.change, old, new)
    deaths = abs((after.deaths or 0) - (before.deaths or 0))
    more = abs(after.events - before.events)
    return PERIODS.index(one.kind), -deaths, -more, one.change.key
