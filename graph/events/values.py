"""The values of event data: a dyad, what is asked for, and what could not be counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from graph.dates import Span

if TYPE_CHECKING:
    from graph.events.reader import Reader

Period = Literal["day", "week", "month", "quarter", "year", "decade"]
#: Each with the most days that it may have.
PERIODS: dict[Period, int] = {
    "day": 1,
    "week": 7,
    "month": 31,
    "quarter": 92,
    "year": 366,
    "decade": 3653,
}
#: What kind of failure it is, by which the command line chooses its exit code.
Fault = Literal["usage", "data", "unknown", "ambiguous"]


class EventsError(Exception):
    """Event data that cannot be answered from: one line that says what, where and what to do.

    Attributes:
        fault: ``usage`` (an option, or something that is not installed), ``data``,
            ``unknown`` (an actor whom nobody knows) or ``ambiguous`` (one of several).
        near: What to ask for instead of an unknown or ambiguous one.
    """

    def __init__(self, message: str, fault: Fault = "data", near: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.fault: Fault = fault
        self.near = near


class Reason(NamedTuple):
    """Why a row is in no dyad.

    Attributes:
        said: For people, after a count.
        bad: Whether the row is at fault; else a rule of the reader sets it aside.
        unit: What is counted: rows, or events, of which a row with coalitions makes several.
    """

    said: str
    bad: bool
    unit: str = "row"


#: By the code that the SQL gives.
REASONS: dict[str, Reason] = {
    "wrong-width": Reason("with too few or too many columns", bad=True),
    "bad-text": Reason("with bytes that are no UTF-8", bad=True),
    "open-quote": Reason(
        "at most that stand between a quote that does not close and the next", bad=True, unit="line"
    ),
    "head": Reason("with the head once more (of files put together)", bad=False),
    "bad-date": Reason("without a date that can be read", bad=True),
    "inverted-dates": Reason("with an end before the begin", bad=True),
    "bad-number": Reason("with deaths or a scale that is no number", bad=True),
    "negative-deaths": Reason("with a negative number of deaths", bad=True),
    "bad-sign": Reason("with a sign that is no number and none of the known words", bad=True),
    "no-actor": Reason("with fewer than two actors", bad=False),
    "same-actor": Reason("between an actor and itself", bad=False),
    "crowded": Reason("with more members of a side than are told apart", bad=False),
    "civilians": Reason("against civilians (--roles counts them)", bad=False),
    "role": Reason(
        "with a role (civilians, a judge, somebody unidentified) in the place of a group "
        "(--roles counts them)",
        bad=False,
    ),
    "supporter": Reason(
        "of supporters of a side (--no-supporters leaves them out)", bad=False, unit="event"
    ),
    "coarse": Reason(
        "dated more coarsely than the period (ask for a longer --period)", bad=False, unit="event"
    ),
}


class Tally(NamedTuple):
    """What became of the rows that were read.

    Attributes:
        rows: Of all files, without heads; those that are no table among them.
        reasons: Rows in no dyad by the code of `REASONS`, in its order, none that is 0.
        files: How many were read.
        outside: Events that a filter or the time asked for leaves out.
        span: The days from the first event to the last, these among them. None: there is none.
        examples: Values that were refused, by the code of the reason, where a reader names some.
        absent: Areas asked for in which no event is, each with names of areas that are like it.
    """

    rows: int
    reasons: Mapping[str, int] = MappingProxyType({})
    files: int = 1
    outside: int = 0
    span: Span | None = None
    examples: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    absent: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    @property
    def bad(self) -> int:
        """Rows that are at fault themselves."""
        return sum(count for code, count in self.reasons.items() if REASONS[code].bad)


class Meant(NamedTuple):
    """A key that means somebody in a time and a place.

    Attributes:
        key: In the data.
        begin, end: Days on which it does, inclusive; None: unbounded.
        areas: Where it does; none: everywhere.
        unless: Where and when it means somebody else.
    """

    key: str
    begin: int | None = None
    end: int | None = None
    areas: tuple[str, ...] = ()
    unless: tuple["Meant", ...] = ()


@dataclass(frozen=True, slots=True)
class DyadQuery:
    """What is asked for.

    Attributes:
        period: Length of the time that one dyad stands for; None: what suits the data.
        ordered: Keep who acted on whom apart, where the data says so.
        min_events: Dyads with fewer are left out.
        actors: Keys or names in the data; both ends, or with `either` one end, must be among them.
            None: all.
        meant: Further keys, each where and when it means whom was asked for.
        areas: Names or codes as the data has them, case aside. None: everywhere.
        begin, end: Days, inclusive; an event counts that begins between them. None: unbounded.
        cap: The most dyads, the strongest kept. None: all.
        sources: Count distinct publishers, where the data names them; it takes time and memory.
        voices: Instead, only tell whether there are several.
        coarse: What is dated more coarsely than the period, and no more than to the year, counts in
            its year; else it is set aside.
        roles: Count civilians and other roles as if they were groups.
        by_area: Keep areas apart.
        eras: Days from which on a key may mean somebody else, sorted: no dyad lies across one
            unless one of its events does, and `min_events` counts a pair's events of a period in
            all eras and areas. None: nobody asks.
        supporters: Count events in which one end only supports a main party, where the data
            tells these apart.
    """

    period: Period | None = "year"
    ordered: bool = False
    min_events: int = 1
    actors: tuple[str, ...] = ()
    meant: tuple[Meant, ...] = ()
    either: bool = False
    areas: tuple[str, ...] = ()
    begin: int | None = None
    end: int | None = None
    cap: int | None = None
    sources: bool = True
    voices: bool = False
    coarse: bool = False
    roles: bool = False
    by_area: bool = False
    eras: tuple[int, ...] | None = None
    supporters: bool = True


class Voices(NamedTuple):
    """Who tells of the events of a sign.

    Attributes:
        first, last: Publishers, by name; the same where there is one, None where none is named.
        events: Those that name one.
    """

    first: str | None = None
    last: str | None = None
    events: int = 0


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two actors in a period.

    Attributes:
        source, target: Keys in the data: its ids where it has them, else names. In sorted order
            unless they were asked for as ordered.
        period: ``2015``, ``2015-01``, ``2015-Q1``, ``2015-01-26`` (a day, or a week's Monday),
            ``2010s``.
        events: How many; `hostile` and `cooperative` of them have that sign, the rest neither.
        first, last: Days: the first begin and the last end.
        low, best, high: Deaths; None where the data has no such number for any of the events.
            Where sides are coalitions, each pair counts all deaths of the event.
        goldstein: Mean on Goldstein's scale, -10 to 10; None where the data has none.
        supporting: Events in which one of the two supports or accompanies another, and those of
            them that are hostile and cooperative; None where the data does not tell them apart.
        sources: Distinct publishers; None where they were not counted.
        hostile_voices, cooperative_voices: Who tells of these; None where nobody asked.
        source_name, target_name: How the data calls them, where the keys are ids.
        area: Where, if areas were kept apart.
    """

    source: str
    target: str
    period: str
    events: int
    hostile: int
    cooperative: int
    first: int
    last: int
    low: int | None = None
    best: int | None = None
    high: int | None = None
    goldstein: float | None = None
    supporting: int | None = None
    supporting_hostile: int | None = None
    supporting_cooperative: int | None = None
    sources: int | None = None
    hostile_voices: Voices | None = None
    cooperative_voices: Voices | None = None
    source_name: str = ""
    target_name: str = ""
    area: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """The two keys."""
        return self.source, self.target

    @property
    def names(self) -> tuple[str, str]:
        """The two names, keys where there are none."""
        return self.source_name or self.source, self.target_name or self.target


class Units(NamedTuple):
    """What the data counts as an event, by sign: one, and several.

    Attributes:
        about: What that is, where it is not plain.
    """

    hostile: tuple[str, str]
    cooperative: tuple[str, str]
    neither: tuple[str, str]
    about: str = ""

    def told(self, count: int, sign: int) -> str:
        """Write a count: ``2 hostile events``."""
        one, many = (self.neither, self.cooperative, self.hostile)[sign]
        return f"{count:,} {one if count == 1 else many}"


EVENTS = Units(
    ("hostile event", "hostile events"),
    ("cooperative event", "cooperative events"),
    ("event", "events"),
)


@dataclass(frozen=True)
class Dyads:
    """What files of events came to.

    Attributes:
        dyads: The strongest first: by events, then by keys and period.
        tally: What became of the rows.
        query: What was asked.
        reader: What read them.
        count: How many there are, those over the cap among them.
        span: The days that the data covers: from the first event to the last, of all dyads, over
            the cap too, and of all events that a filter or a rule sets aside; within `begin` and
            `end` of the query. None: nothing is dated.
        measures: Which of ``deaths``, ``goldstein``, ``supporting``, ``sources`` the data has.
    """

    dyads: tuple[Dyad, ...]
    tally: Tally
    query: DyadQuery
    reader: "Reader"
    count: int = 0
    span: Span | None = None
    measures: tuple[str, ...] = ()

    @property
    def period(self) -> Period:
        """Length of the time that one dyad stands for."""
        return self.query.period or self.reader.period

    @property
    def left_out(self) -> int:
        """Dyads over the cap."""
        return max(self.count - self.query.cap, 0) if self.query.cap is not None else 0


class Progress(NamedTuple):
    """How far a run is.

    Attributes:
        done: Rows, of `rows`; both 0 where nobody has counted them.
        seconds: Since the query began.
        share: From 0 to 1, of what there is to read.
    """

    done: int
    rows: int
    seconds: float
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What an engine may use; ``""`` and None leave the choice to it.

    Attributes:
        memory: ``2GB``.
        threads: 1 or more.
        temp_dir: A folder for what does not fit into memory, and for unpacked files.
        master: Of Spark: ``spark://HOST:7077``.
    """

    memory: str = ""
    threads: int | None = None
    temp_dir: str = ""
    master: str = field(default="", kw_only=True)
