"""The time rule: on which days a relation holds. The only place that knows it.

A date stands for all its days, ends are inclusive. Where a date is missing, the sources bound
it: a relation without a begin counts from the earliest publication among its sources, one whose
end is unknown counts up to the latest. An event without a date is undated, whatever its sources.
No relation holds outside the life of its two actors.
"""

from typing import Literal, NamedTuple

from graph.dates import FIRST_DAY, LAST_DAY, UNKNOWN, Date, Span, as_date
from graph.model import Actor, ActorGraph, Relation, once

State = Literal["holds", "past", "future", "undated", "never"]

#: The rule in one line, for the foot of an answer; the page and the command line share it.
RULE = "relations that hold on at least one day of {date}"


class Tenure(NamedTuple):
    """The days of a relation, and how people write them.

    Attributes:
        span: The days on which it holds, inclusive. None when it is undated, or when the lives
            of its actors leave no day.
        dated: False when no date bounds it.
        begin: ``1996``, ``by 2011`` (counted from a publication), ``?``, or ``""`` (undated).
        end: ``2001-12``, ``?`` (ended, nobody knows when), or ``""`` (open, or an event's day).
            Where nobody dated it but an actor's life ended, that end.
    """

    span: Span | None
    dated: bool
    begin: str
    end: str

    def __str__(self) -> str:
        """Write it for people: ``1996 - 2001-12``, ``since 2021-08``, ``by 2011``, ``undated``."""
        if not self.dated:
            return "undated"
        if self.end:
            return self.begin if self.begin == self.end else f"{self.begin} - {self.end}"
        lasts = self.span is not None and self.span.last == LAST_DAY
        return f"since {self.begin}" if lasts and not self.begin.startswith("by ") else self.begin


UNDATED = Tenure(None, dated=False, begin="", end="")


def tenure(graph: ActorGraph, relation: Relation) -> Tenure:
    """Give the days on which a relation of this graph holds.

    A relation whose type or actors the graph lacks is treated as lasting and without a life.
    """
    kind = graph.type.get(relation.type)
    stated = _lasting(graph, relation) if kind is None or kind.lasting else _event(relation)
    if stated.span is None:
        return stated
    ends = [graph.actor.get(relation.source), graph.actor.get(relation.target)]
    first, last = stated.span
    for actor in ends:
        born, dead = life(actor)
        first, last = max(first, born), min(last, dead)
    if (first, last) == stated.span:
        return stated
    end = stated.end
    if stated.span.last == LAST_DAY > last:  # nobody dated its end, but one of the two ended
        end = min((actor.end for actor in ends if actor and actor.end), key=_last).text
    return stated._replace(span=Span(first, last) if first <= last else None, end=end)


def days_of(graph: ActorGraph, place: int) -> Tenure:
    """Give the `tenure` of the relation at this place of the graph's, worked out once."""
    known = _days(graph)
    return known.get(place) or known.setdefault(place, tenure(graph, graph.relations[place]))


@once
def _days(graph: ActorGraph) -> dict[int, Tenure]:
    del graph
    return {}


def _last(date: Date) -> int:
    return date.last


def life(actor: Actor | None) -> Span:
    """Give the days of an actor's life; what is not known bounds nothing."""
    begin = actor.begin if actor else None
    end = actor.end if actor else None
    return Span(begin.first if begin else FIRST_DAY, end.last if end else LAST_DAY)


def _event(relation: Relation) -> Tenure:
    begin, end = _known(relation.begin), _known(relation.end)
    start = begin or end
    if start is None:
        return UNDATED
    until = end.text if end and end != start else ""
    return Tenure(Span(start.first, (end or start).last), dated=True, begin=start.text, end=until)


def _lasting(graph: ActorGraph, relation: Relation) -> Tenure:
    begin, end = _known(relation.begin), _known(relation.end)
    bounded = begin and relation.end != UNKNOWN
    seen = [] if bounded else _publications(graph, relation)
    if begin:
        first, start = begin.first, begin.text
    elif seen and not (end and end.first < seen[0].first):
        first, start = seen[0].first, f"by {seen[0].text}"
    elif end:  # a book of 2023 that says "until 2012" bears out 2012 and no earlier day
        first, start = end.first, "?"
    else:
        return UNDATED
    if end:
        return Tenure(Span(first, end.last), dated=True, begin=start, end=end.text)
    if relation.end != UNKNOWN:
        return Tenure(Span(first, LAST_DAY), dated=True, begin=start, end="")
    last = max([first, *(date.last for date in seen), *([begin.last] if begin else [])])
    return Tenure(Span(first, last), dated=True, begin=start, end="?")


def _known(date: Date | None) -> Date | None:
    return None if date == UNKNOWN else date


def _publications(graph: ActorGraph, relation: Relation) -> list[Date]:
    """Publication dates of those who assert it, earliest first."""
    cited = (graph.document.get(citation.source) for citation in relation.sources)
    dates = [doc.published for doc in cited if doc and doc.published]
    return sorted((date for date in dates if date != UNKNOWN), key=lambda date: date.first)


def state(days: Tenure, at: Date) -> State:
    """Say how a relation stands to a date: it *holds* when they share at least one day."""
    if not days.dated:
        return "undated"
    if days.span is None:
        return "never"
    if days.span.meets(at.first, at.last):
        return "holds"
    return "past" if days.span.last < at.first else "future"


def shared(one: Tenure, other: Tenure) -> Tenure | None:
    """Give the days that two tenures share; None when there are none.

    Where one is undated, so are the days of both together.

    >>> str(shared(Tenure(Span(5, 9), True, "e", "i"), Tenure(Span(7, LAST_DAY), True, "g", "")))
    'g - i'
    """
    if not (one.dated and other.dated):
        return UNDATED
    if one.span is None or other.span is None or not one.span.meets(*other.span):
        return None
    later = one if one.span.first >= other.span.first else other
    sooner = one if one.span.last <= other.span.last else other
    span = Span(max(one.span.first, other.span.first), min(one.span.last, other.span.last))
    # An event is over on its days, and writes no end.
    over = sooner.begin if later is not sooner and span.last < LAST_DAY else ""
    return Tenure(span, dated=True, begin=later.begin, end=sooner.end or over)


def holds_at(graph: ActorGraph, relation: Relation, at: Date) -> bool:
    """Tell whether the relation and the date share at least one day; undated never holds."""
    return state(tenure(graph, relation), at) == "holds"


def at(graph: ActorGraph, date: Date | str, *, undated: bool = False) -> ActorGraph:
    """Give the graph of the relations that hold at a date; all but the relations stays.

    Relations keep the keys that they have in the whole graph.

    Args:
        graph: Is not changed.
        date: A year, month or day: ``"2021-08"``.
        undated: Keep the undated relations too.

    Raises:
        ValueError: The text is no date.

    >>> from graph import load
    >>> "taliban:hosts:al-qaeda" in at(load().graph, "1999").keyed
    True
    """
    wanted = {"holds", "undated"} if undated else {"holds"}
    day = as_date(date)
    places = range(len(graph.relations))
    kept = [place for place in places if state(days_of(graph, place), day) in wanted]
    return graph._replace(
        relations=tuple(graph.relations[place] for place in kept),
        kept_keys=tuple(graph.keys[place] for place in kept),
    )
