"""`Compared` -> what is told of the data beside the difference itself."""

from collections.abc import Iterator
from typing import Any

from graph.dates import day_text
from graph.diffing.clocks import Snapshot
from graph.diffing.periods import RULE, days_of
from graph.events.comparing import Compared
from graph.events.dyad_report import about_files, lost
from graph.events.reader import Reader
from graph.events.values import DyadQuery
from graph.report import plural

#: How many times as many events a day a period has as the other one where that is told.
_UNEQUAL = 5
#: What keeps the reader of coalitions from adding up.
_COALITIONS = (
    "a row with several actors makes an event of each pair of them, and its deaths may stand with "
    "several: events and deaths of several ties must not be added up"
)
#: The part of a period without any event at an end of the data, above which that is told.
_UNCOVERED = 0.05


def about(found: Compared) -> dict[str, Any]:
    """Say in JSON what was read, what was not counted, and why."""
    return {
        **about_files(found.reader, found.tally, found.tally.span),
        "outside": found.tally.outside,
        "before": _iso(found.old),
        "after": _iso(found.new),
        "events": dict(zip(("before", "after"), totals(found), strict=True)),
        "mind": list(lead(found)),
        "rule": RULE,
    }


def _iso(side: Snapshot) -> list[str]:
    return [day_text(side.date.first), day_text(side.date.last)] if side.date else []


def foot(found: Compared, query: DyadQuery) -> tuple[str, ...]:
    """Say what was read, what was not counted, and what an event is."""
    tally = found.tally
    files = f" of {plural(tally.files, 'file')}" if tally.files > 1 else ""
    least = query.min_events
    lines = [
        *lost(tally),
        *_unit(found.reader),
        f"{plural(tally.rows, 'row')}{files}, read as {found.reader.name}; "
        f"{plural(tally.outside, 'event')} outside both periods"
        + (f"; counted: ties with {least:,} events or more in one of the two" if least > 1 else ""),
        *_terms(found.reader),
    ]
    return tuple(lines)


def _unit(reader: Reader) -> Iterator[str]:
    """Say what an event is, where that is not plain."""
    if reader.units.about:
        yield f"an event here is {reader.units.about}"


def _terms(reader: Reader) -> Iterator[str]:
    """Say what must not be done with the counts, and whose the data is."""
    if reader.coalitions:
        yield _COALITIONS
    cited = reader.citation
    if cited.url:
        licence = f" ({cited.licence})" if cited.licence else ""
        yield f"source: {cited.title}, {cited.publisher}, {cited.url}{licence}"


def beside(found: Compared) -> tuple[str, ...]:
    """Say what must be known beside forms that have no place for it."""
    return (*lead(found), *lost(found.tally))


def notes(found: Compared) -> tuple[str, ...]:
    """Say in the foot of a map whose the data is, what an event is, and what to mind."""
    reader, among = found.reader, found.new.counting.ties
    return (
        *lead(found),
        *([f"counted: {among}"] if among else []),
        *_unit(reader),
        *_terms(reader),
    )


def totals(found: Compared) -> tuple[int, int]:
    """Count the events of all ties that are compared, of either period."""
    old, new = (
        sum(one.events for one in (side.events or {}).values()) for side in (found.old, found.new)
    )
    return old, new


def lead(found: Compared) -> tuple[str, ...]:
    """Say what makes the periods hard to compare: how much the data has of either."""
    return tuple(f"mind: {said}" for said in (*_unequal(found), *_uncovered(found)))


def _unequal(found: Compared) -> Iterator[str]:
    """Say where a day of one period has far more events than a day of the other."""
    old, new = found.old.date, found.new.date
    if old is None or new is None:
        return
    (before, after), days = totals(found), days_of(old, new)
    # Whole numbers, as `graph.diffing.periods.growth` has them.
    rates = before * days[1], after * days[0]
    if min(rates) * _UNEQUAL > max(rates):
        return
    longer = ", far more a day in one of the two" if days[0] != days[1] else ""
    yield (
        f"{plural(before, 'event')} of {old.text} and {after:,} of {new.text} are compared"
        f"{longer}; what differs may be how much the data covers, and not the world"
    )


def _uncovered(found: Compared) -> Iterator[str]:
    """Say where the data ends long before a period does, or begins long after it began."""
    span = found.tally.span
    for date in (found.old.date, found.new.date):
        if span is None or date is None:
            continue
        days = (date.last - date.first + 1) * _UNCOVERED
        if span.first - date.first > days:
            yield f"the data begins on {day_text(span.first)}, within {date.text}"
        if date.last - span.last > days:
            yield f"the data ends on {day_text(span.last)}, within {date.text}"
