"""Which days event data covers: where it has next to nothing, its silence says nothing."""

from collections import Counter
from typing import NamedTuple

from graph.dates import Span
from graph.events.values import Dyads

#: Of all events, those that lie within the days that the data covers.
_BULK = 0.95
#: Below this part of all days they are a slice; what lies outside is left over.
_SLICE = 0.1
#: Days of a relation that reports must cover so that their silence says something.
ENOUGH = 28


class Covered(NamedTuple):
    """The days that data covers.

    Attributes:
        span: None: none.
        share: Of the events, those within it; 1 unless a few stand far apart from the rest.
    """

    span: Span | None
    share: float = 1.0


def covered(dyads: Dyads) -> Covered:
    """Give the days that data covers.

    A register of armed conflict is silent where there was none: it covers all days from its first
    event to its last. Of reports, where 95% of the events lie within less than a tenth of those
    days, only the shortest such run of days counts.
    """
    whole = dyads.span
    # Of what was asked for alone, days without it may be full of the rest.
    narrowed = dyads.query.areas or dyads.query.min_events > 1
    if dyads.reader.armed or whole is None or not dyads.dyads or narrowed:
        return Covered(whole)
    days: Counter[int] = Counter()
    for dyad in dyads.dyads:
        # Halves, in whole numbers: a dyad has its events from its first day to its last.
        days[dyad.first] += dyad.events
        days[dyad.last] += dyad.events
    run = _shortest(days)
    if run.last - run.first + 1 >= _SLICE * (whole.last - whole.first + 1):
        return Covered(whole)
    inside = sum(count for day, count in days.items() if run.first <= day <= run.last)
    return Covered(run, inside / days.total())


def _shortest(days: Counter[int]) -> Span:
    """Give the shortest run of days that holds the bulk of the events."""
    order = sorted(days)
    needed, held, begin = _BULK * days.total(), 0, 0
    best = Span(order[0], order[-1])
    for day in order:
        held += days[day]
        while held - days[order[begin]] >= needed:
            held -= days[order[begin]]
            begin += 1
        if held >= needed and day - order[begin] < best.last - best.first:
            best = Span(order[begin], day)
    return best


def slight(days: Span, within: Span) -> bool:
    """Tell whether data covers too few of some days for its silence to say something."""
    both = min(days.last, within.last) - max(days.first, within.first) + 1
    return both < min(ENOUGH, days.last - days.first + 1)
