"""Two periods of event data, in one pass over it -> what the one diff compares."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from graph.dates import Date, Span
from graph.diffing.clocks import Snapshot
from graph.events import siding, sql
from graph.events.crosswalk import Crosswalk
from graph.events.engine import Engine
from graph.events.folding import Read, keys_of, reading
from graph.events.naming import Naming
from graph.events.reader import Reader
from graph.events.sql import Query, Source
from graph.events.values import Dyad, DyadQuery, EventsError, Tally
from graph.model import ActorGraph

#: Ties above which nothing is compared: what is more is no answer to look at.
MOST = 20_000
#: Of what a reader measures, what a diff tells; more columns cost every group.
_MEASURES = ("deaths", "supporting")
#: The ties, in what a run keeps.
_TIES = "(SELECT * FROM compared WHERE target IS NOT NULL)"
#: How a row of it tells of both periods.
_TOGETHER = {
    "events": "events_1 + events_2",
    "first_day": "LEAST(first_day_1, first_day_2)",
    "last_day": "GREATEST(last_day_1, last_day_2)",
}


class Compared(NamedTuple):
    """Two periods, ready for `graph.diffing.reviewing.review`.

    Attributes:
        old, new: The sides; they have the same actors, those of all ties.
        tally: What became of the rows.
        reader: What read them.
        keys: The ids of the actors that a key or a name in the data came to.
    """

    old: Snapshot
    new: Snapshot
    tally: Tally
    reader: Reader
    keys: Mapping[str, frozenset[str]]


def period(first: Date, last: Date | None = None) -> Date:
    """Give the days from one date to another, in EDTF: ``2016/2018``.

    Raises:
        EventsError: The last is before the first.

    >>> from graph.dates import parse_date
    >>> period(parse_date("2016"), parse_date("2018-06")).text
    '2016/2018-06'
    """
    if last is None or last == first:
        return first
    if last.last < first.first:
        raise EventsError(f"a period from {first.text} to {last.text} has no day", "usage")
    return Date(f"{first.text}/{last.text}", first.first, last.last)


def compare(  # noqa: PLR0913 - where from, what, and with what
    names: Sequence[str],
    before: Date,
    after: Date,
    query: DyadQuery = DyadQuery(),  # noqa: B008 - immutable
    *,
    engine: Engine,
    reader: Reader | str = "",
    temp_dir: str = "",
    crosswalks: Callable[[str], Crosswalk] = Crosswalk,
    known: ActorGraph | None = None,
    max_ties: int = MOST,
) -> Compared:
    """Make graphs of two periods of event data, in one pass over it.

    Args:
        names: Files, folders and patterns; all of one kind.
        before: The earlier days.
        after: The later days; the two share none.
        query: What narrows. A tie, which is a pair and a sign, counts that has `min_events` in one
            of the two; period, cap and measures say nothing here.
        engine: From `graph.events.engine.connect`.
        reader: The kind of the files; ``""``: told by their columns.
        temp_dir: Where zipped files are unpacked.
        crosswalks: Give the crosswalk of a scheme.
        known: The dataset: its actors keep their ids and names.
        max_ties: Refuse to compare more.

    Raises:
        EventsError: The periods share a day or stand in the wrong order, one has no event, there
            are too many ties, or the files cannot be read or cannot tell what is asked.
    """
    _refuse_order(before, after)
    with reading(names, engine, reader, temp_dir) as read:
        crosswalk = crosswalks(read.reader.scheme)
        question = _question(read, query, (before, after), crosswalk)
        dyads = _folded(question, crosswalk, max_ties)
        tally = read.tally(question.query, "compared", **_TOGETHER)
        for side, given in zip(dyads, (before, after), strict=True):
            if not side:
                _refuse_empty(question, given, tally)
    naming = Naming(read.reader, crosswalk, known or ActorGraph())
    ties = list(siding.ties(dyads, naming, query))
    old, new = siding.sides(ties, (before, after), naming, query)
    return Compared(old, new, tally, read.reader, siding.keys(dyads, naming))


def _refuse_order(before: Date, after: Date) -> None:
    if after.last < before.first:
        raise EventsError(
            f"{after.text} is before {before.text}; --before names the earlier period", "usage"
        )
    if before.last >= after.first:
        raise EventsError(
            f"{before.text} and {after.text} share days: the first period must end before the "
            "second begins",
            "usage",
        )


class _Question(NamedTuple):
    """What is asked of files that an engine has before it.

    Attributes:
        source: What is folded.
        labels: The names of keys.
    """

    read: Read
    query: DyadQuery
    parts: tuple[Span, Span]
    source: Source
    labels: Mapping[str, str]


def _question(
    read: Read, query: DyadQuery, given: tuple[Date, Date], crosswalk: Crosswalk
) -> _Question:
    """Put the question, or refuse what the data cannot tell."""
    source = read.source(query)
    query, labels = keys_of(read, query)
    by_area = any(entry.areas for entry in crosswalk.entries)
    query = replace(query, by_area=by_area, eras=crosswalk.changes)
    before, after = (Span(one.first, one.last) for one in given)
    return _Question(read, query, (before, after), source, labels)


def _folded(asked: _Question, crosswalk: Crosswalk, max_ties: int) -> siding.Both:
    """Fold the events of both periods in the engine; few rows leave it."""
    read, query = asked.read, asked.query
    measures = tuple(one for one in read.reader.measures(read.kinds) if one in _MEASURES)
    compared = sql.compare(
        *(asked.source, query, asked.parts, measures),
        kept=_shared(crosswalk) if query.min_events > 1 else (),
    )
    read.engine.keep("compared", compared)
    distinct = f"SELECT DISTINCT source, target, side FROM {_TIES} AS compared"
    number = int(read.engine.rows(Query(f"SELECT COUNT(*) FROM ({distinct}) AS ties"))[0][0])
    if number > max_ties:
        raise EventsError(
            f"{number:,} ties; at most {max_ties:,} are compared: ask for fewer with --min-events, "
            "--area or shorter periods",
            "usage",
        )
    heads = sql.parted(measures, by_area=asked.source.area and query.by_area)
    rows = read.engine.rows(Query(f"SELECT {', '.join(heads)} FROM {_TIES} AS compared"))
    cells = [dict(zip(heads, row, strict=True)) for row in rows]
    before, after = (
        [_dyad(row, part, asked.labels) for row in cells if row[f"events_{part}"]]
        for part in (1, 2)
    )
    return before, after


def _shared(crosswalk: Crosswalk) -> tuple[str, ...]:
    """Give the keys of actors that have several: only together do these tell how many events."""
    several = {actor for actor in crosswalk.actors if len(crosswalk.keys_of(actor)) > 1}
    keys = (key for e in crosswalk.entries if e.actor in several for key in (e.id, e.name) if key)
    return tuple(sorted(set(keys)))


def _dyad(row: Mapping[str, Any], part: int, labels: Mapping[str, str]) -> Dyad:
    side, events = row["side"], row[f"events_{part}"]
    return Dyad(
        *(row["source"], row["target"], ""),
        *(events, events * (side < 0), events * (side > 0)),
        first=row[f"first_day_{part}"].toordinal(),
        last=row[f"last_day_{part}"].toordinal(),
        low=row.get(f"low_{part}"),
        best=row.get(f"best_{part}"),
        high=row.get(f"high_{part}"),
        supporting=row.get(f"supporting_{part}"),
        supporting_hostile=row.get(f"supporting_hostile_{part}"),
        supporting_cooperative=row.get(f"supporting_cooperative_{part}"),
        source_name=labels.get(row["source"], ""),
        target_name=labels.get(row["target"], ""),
        area=row.get("area", ""),
    )


def _refuse_empty(asked: _Question, given: Date, tally: Tally) -> None:
    """Fail if a period has no event at all; it may have some that are too few for a tie."""
    part = Span(given.first, given.last)
    covered = sql.covered(asked.source, asked.query, part)
    inside, counted = asked.read.engine.rows(covered)[0]
    if inside:
        return
    fits = " that fits --area" if asked.query.areas else ""
    if not counted or tally.span is None:
        raise EventsError(f"the data has no event{fits or ' between two actors'}", "usage")
    begun = Query(f"SELECT MIN(first_day), MAX(first_day) FROM ({asked.source.events}) AS events")
    first, last = asked.read.engine.rows(begun)[0]
    raise EventsError(
        f"the data has no event that begins in {given.text}{fits}; its events begin from "
        f"{first} to {last}",
        "usage",
    )
