"""Two periods of event data, in one pass over it -> what the one diff compares."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
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
from graph.report import plural

#: Ties above which nothing is compared: what is more is no answer to look at.
MOST = 20_000
#: Of what a reader measures, what a diff tells; more columns cost every group.
_MEASURES = ("deaths", "supporting")
#: The ties, in what a run keeps, and those of which a period has events enough.
_TIES = "(SELECT * FROM compared WHERE target IS NOT NULL)"
_STRONG = f"""\
SELECT * FROM (
  SELECT ties.*, GREATEST({{most}}) AS most FROM {_TIES} AS ties
) AS weighed
WHERE most >= {{least}}{{kept}}"""
#: How a row of it tells of both periods.
_TOGETHER = {
    "events": "events_1 + events_2",
    "first_day": "LEAST(first_day_1, first_day_2)",
    "last_day": "GREATEST(last_day_1, last_day_2)",
}
#: Why good events of a period are in no tie, and what helps, by the code of the reason.
_ASIDE = {
    "supporter": ("of supporters of a side", "ask without --no-supporters"),
    "coarse": ("dated more coarsely than that", "name longer periods"),
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
        EventsError: The periods share a day or stand in the wrong order, one has no event
            that counts, there are too many ties, or the files cannot be read or cannot tell what is
            asked.
    """
    _refuse_order(before, after)
    with reading(names, engine, reader, temp_dir) as read:
        crosswalk = crosswalks(read.reader.scheme)
        question = _question(read, query, (before, after), crosswalk)
        _fold(question)
        tally = read.tally(question.query, "compared", **_TOGETHER)
        for part, given in enumerate((before, after), start=1):
            _refuse_empty(question, part, given)
        dyads = _folded(question, crosswalk, query.min_events, max_ties)
    naming = Naming(read.reader, crosswalk, known or ActorGraph(), chain(*dyads))
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
        query: Without a least number of events: that is asked of ties, once it is known who is who.
        source: What is folded.
        labels: The names of keys.
        measures: What is measured of a tie.
    """

    read: Read
    query: DyadQuery
    parts: tuple[Span, Span]
    source: Source
    labels: Mapping[str, str]
    measures: tuple[str, ...]


def _question(
    read: Read, query: DyadQuery, given: tuple[Date, Date], crosswalk: Crosswalk
) -> _Question:
    """Put the question, or refuse what the data cannot tell."""
    by_area = any(entry.areas for entry in crosswalk.entries)
    query = replace(query, min_events=1, by_area=by_area, eras=crosswalk.changes)
    source = read.source(query)
    query, labels = keys_of(read, query)
    before, after = (Span(one.first, one.last) for one in given)
    measures = tuple(one for one in read.reader.measures(read.kinds) if one in _MEASURES)
    return _Question(read, query, (before, after), source, labels, measures)


def _fold(asked: _Question) -> None:
    """Fold the events of both periods, and leave the ties in the engine."""
    folded = sql.compare(asked.source, asked.query, asked.parts, asked.measures)
    asked.read.engine.keep("compared", folded)


def _folded(asked: _Question, crosswalk: Crosswalk, least: int, max_ties: int) -> siding.Both:
    """Give the ties that may have events enough; few rows leave the engine."""
    engine, ties = asked.read.engine, _TIES
    if least > 1:
        engine.keep("strong", _strong(least, _shared(engine, crosswalk)))
        ties = "strong"
    distinct = f"SELECT DISTINCT source, target, side FROM {ties} AS ties"
    number = int(engine.rows(Query(f"SELECT COUNT(*) FROM ({distinct}) AS counted"))[0][0])
    if number > max_ties:
        raise EventsError(
            f"{number:,} ties; at most {max_ties:,} are compared: ask for fewer with --min-events, "
            "--area or shorter periods",
            "usage",
        )
    heads = sql.parted(asked.measures, by_area=asked.source.area and asked.query.by_area)
    rows = engine.rows(Query(f"SELECT {', '.join(heads)} FROM {ties} AS ties"))
    cells = [dict(zip(heads, row, strict=True)) for row in rows]
    before, after = (
        [_dyad(row, part, asked.labels) for row in cells if row[f"events_{part}"]]
        for part in (1, 2)
    )
    return before, after


def _strong(least: int, kept: Sequence[str]) -> Query:
    """Ask for the ties that have events enough in a period; those of kept keys are left in."""
    # Areas are apart only so that the crosswalk can tell who is meant: a tie is one all the same.
    sums = (f"SUM(events_{part}) OVER (PARTITION BY source, target, side)" for part in (1, 2))
    marks = ", ".join("?" for _ in kept)
    named = f" OR source IN ({marks}) OR target IN ({marks})" if kept else ""
    return Query(_STRONG.format(most=", ".join(sums), least=least, kept=named), (*kept, *kept))


def _shared(engine: Engine, crosswalk: Crosswalk) -> tuple[str, ...]:
    """Give the keys by which an actor has several: only together do these tell how many events.

    They are those of the data: the crosswalk takes several spellings of a name for one.
    """
    if not crosswalk.entries:
        return ()
    ends = " UNION ".join(f"SELECT {end} FROM {_TIES} AS ties" for end in ("source", "target"))
    keys: dict[str, set[str]] = {}
    for (key,) in engine.rows(Query(ends)):
        for entry in crosswalk.of(key):
            keys.setdefault(entry.actor, set()).add(key)
    return tuple(sorted({key for some in keys.values() if len(some) > 1 for key in some}))


def _dyad(row: Mapping[str, Any], part: int, labels: Mapping[str, str]) -> Dyad:
    side, events = row["side"], row[f"events_{part}"]
    return Dyad(
        source=row["source"],
        target=row["target"],
        period="",
        events=events,
        hostile=events * (side < 0),
        cooperative=events * (side > 0),
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


def _refuse_empty(asked: _Question, part: int, given: Date) -> None:
    """Fail if no event of a period is in a tie; it may have some that are too few for one."""
    counted = Query(
        f"SELECT CASE WHEN target IS NULL THEN source END AS reason, SUM(events_{part}) AS events "
        "FROM compared GROUP BY 1"
    )
    counts = {reason: int(events) for reason, events in asked.read.engine.rows(counted)}
    if counts.get(None):
        return
    if aside := {code: counts[code] for code in _ASIDE if counts.get(code)}:
        raise EventsError(_none_counts(asked, given, aside), "usage")
    raise EventsError(_none_begins(asked, given), "usage")


def _none_counts(asked: _Question, given: Date, aside: Mapping[str, int]) -> str:
    """Say why none of the events of a period is in a tie, and what to ask instead."""
    fits = " that fits --area" if asked.query.areas else ""
    said = ", ".join(f"{plural(count, 'event')} {_ASIDE[code][0]}" for code, count in aside.items())
    helps = " and ".join(_ASIDE[code][1] for code in aside)
    return f"of what begins in {given.text} no event{fits} can be compared: {said}; {helps}"


def _none_begins(asked: _Question, given: Date) -> str:
    """Say that no event begins in a period, and when those begin that the question is about."""
    flags = ["--area"] * bool(asked.query.areas) + ["--no-supporters"] * asked.source.main
    fits = f" that fits {' and '.join(flags)}" if flags else ""
    # An event that lasts longer than a day begins on one all the same.
    source = asked.source._replace(spans=False)
    begun = sql.aggregate(source, replace(asked.query, period="day", by_area=False), ())
    engine = asked.read.engine
    engine.keep("begun", begun)
    days = Query("SELECT MIN(period), MAX(period) FROM begun WHERE target IS NOT NULL")
    first, last = engine.rows(days)[0]
    if first is None:
        return f"the data has no event{fits or ' between two actors'}"
    return (
        f"no event of the data{fits} begins in {given.text}; {'such' if fits else 'its'} events "
        f"begin from {first} to {last}"
    )
