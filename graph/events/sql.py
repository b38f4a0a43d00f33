"""The SQL text: four templates, and the pieces that they are filled with. Every engine runs it.

Plain ANSI, with the few functions that DuckDB and Spark share (``TRY_CAST``, ``SPLIT_PART``,
``LAST_DAY``, ``MAKE_DATE``, ``STRING`` for a text's type). Nothing that a user wrote stands in it:
values are bound to ``?``, and columns of files have names of our own before the text sees them.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from graph.dates import Span
from graph.events.values import PERIODS, DyadQuery, Period
from graph.formats import STARTERS

#: One row of `events` is one event between two actors, or one row that is in no dyad (`reject`).
#: The rows that are in none are counted by a pass of their own, `TALLY`: carried along, they would
#: cost the groups a third more.
AGGREGATE = """\
WITH events AS (
{events}
),
folded AS (
  SELECT {source} AS source, {target} AS target, {key} AS period{area},
    COUNT(*) AS events,
    COUNT(CASE WHEN sign < 0 THEN 1 END) AS hostile,
    COUNT(CASE WHEN sign > 0 THEN 1 END) AS cooperative,
    MIN(first_day) AS first_day,
    MAX(last_day) AS last_day{measures}
  FROM events
  WHERE reject IS NULL{where}
  GROUP BY {groups}
  HAVING COUNT(*) >= {least}
)
SELECT source, target, {label} AS period{area_name}, events, hostile, cooperative,
  first_day, last_day{measure_names}
FROM folded"""

#: A pair and sign in two periods at once; an event outside both counts in none.
COMPARE = """\
WITH events AS (
{events}
),
placed AS (
  SELECT *,
    CASE WHEN sign < 0 THEN -1 WHEN sign > 0 THEN 1 ELSE 0 END AS side,
    CASE{parts} ELSE 0 END AS part
  FROM events
  WHERE reject IS NULL{where}
),
folded AS (
  SELECT {source} AS source, {target} AS target, side{area}{counts}
  FROM placed
  WHERE part > 0
  GROUP BY {groups}
),
weighed AS (
  SELECT *, GREATEST({one}, {two}) AS most
  FROM folded
)
SELECT source, target, side{area_name}{names}
FROM weighed
WHERE most >= {least}{kept}"""

#: How many events are in a period, and in all.
COVERED = """\
WITH events AS (
{events}
)
SELECT COUNT(CASE WHEN {within} THEN 1 END) AS inside, COUNT(*) AS counted
FROM events
WHERE reject IS NULL{where}"""

#: What is in no dyad, by reason; NULL counts what is in one, and `OUTSIDE` what was not asked for.
TALLY = """\
WITH events AS (
{events}
),
judged AS (
  SELECT CASE WHEN reject IS NOT NULL THEN reject{outside}{coarse} END AS reason,
    CASE WHEN reject IS NULL THEN first_day END AS begins,
    CASE WHEN reject IS NULL THEN last_day END AS ends
  FROM events
)
SELECT reason, COUNT(*) AS counted, MIN(begins) AS earliest, MAX(ends) AS latest
FROM judged
GROUP BY reason"""
#: The code of events that a filter leaves out.
OUTSIDE = "outside"

_YEAR = "EXTRACT(YEAR FROM first_day)"
_DAY = "CAST(first_day AS STRING)"
_WEEK = "CAST(CAST(DATE_TRUNC('week', first_day) AS DATE) AS STRING)"
#: What a period is grouped by, and how its name is made of that once few rows are left.
_KEYS: dict[Period, tuple[str, str]] = {
    "day": (_DAY, "period"),
    "week": (_WEEK, "period"),
    "month": (f"SUBSTR({_DAY}, 1, 7)", "period"),
    "quarter": (
        f"CONCAT(SUBSTR({_DAY}, 1, 4), '-Q', CAST(EXTRACT(QUARTER FROM first_day) AS STRING))",
        "period",
    ),
    "year": (_YEAR, "LPAD(CAST(period AS STRING), 4, '0')"),
    "decade": (
        f"CAST({_YEAR} - MOD({_YEAR}, 10) AS INTEGER)",
        "CONCAT(LPAD(CAST(period AS STRING), 4, '0'), 's')",
    ),
}
#: Measure -> what each of its columns sums up; ``{of}``: which of the events.
_MEASURES: dict[str, dict[str, str]] = {
    "deaths": {
        "low": "CAST(ROUND(SUM(low){of}) AS BIGINT)",
        "best": "CAST(ROUND(SUM(best){of}) AS BIGINT)",
        "high": "CAST(ROUND(SUM(high){of}) AS BIGINT)",
    },
    "goldstein": {"goldstein": "AVG(goldstein){of}"},
    "supporting": {"supporting": "COUNT(CASE WHEN supporting = 1 THEN 1 END){of}"},
    "sources": {"sources": "COUNT(DISTINCT publisher){of}"},
}


class Query(NamedTuple):
    """A text and the values of its ``?``, in order."""

    text: str
    values: tuple[str, ...] = ()


def measured(measures: Sequence[str]) -> tuple[str, ...]:
    """Give the columns of measures.

    >>> measured(["deaths", "sources"])
    ('low', 'best', 'high', 'sources')
    """
    return tuple(name for one in measures for name in _MEASURES[one])


def aggregate(
    events: str, query: DyadQuery, measures: Sequence[str], *, spans: bool, area: bool
) -> Query:
    """Fill the first template.

    Args:
        events: The reader's SELECT.
        query: What is asked for.
        measures: Keys of the columns that the reader gives.
        spans: Whether an event may last longer than a day.
        area: Whether the reader gives an area.
    """
    period = query.period or "year"
    key, label = _KEYS[period]
    kept = area and query.by_area
    tests, values = _tests(query, area=area)
    if spans:
        tests.append(f"NOT {_coarse(period)}")
    counted = _sums(measures)
    text = AGGREGATE.format(
        events=events,
        where="".join(f"\n    AND {test}" for test in tests),
        **_ends(query),
        key=key,
        label=label,
        area=", COALESCE(area, '') AS area" if kept else "",
        area_name=", area" if kept else "",
        measures="".join(f",\n    {sql} AS {name}" for name, sql in counted.items()),
        measure_names="".join(f", {name}" for name in counted),
        groups="1, 2, 3, 4" if kept else "1, 2, 3",
        least=query.min_events,
    )
    return Query(text, values)


def compare(  # noqa: PLR0913 - what is read, what is asked for, and what is there
    events: str,
    query: DyadQuery,
    parts: Sequence[Span],
    measures: Sequence[str],
    *,
    spans: bool,
    area: bool,
    kept: Sequence[str] = (),
) -> Query:
    """Fill the second template; its columns are `parted`.

    Args:
        events: The reader's SELECT.
        query: What is asked for; its period says nothing here. A tie is left out that has fewer
            than `min_events` events in both periods.
        parts: The two periods.
        measures: As for `aggregate`, and so are `spans` and `area`.
        spans: Whether an event may last longer than a day.
        area: Whether the reader gives an area.
        kept: Keys whose pairs are never left out.
    """
    tests, values = _tests(query, area=area)
    by_area = area and query.by_area
    cases = [_within(part, spans=spans) for part in parts]
    sums = _sums_of(measures, 1) | _sums_of(measures, 2)
    # Areas are apart only so that the crosswalk can tell who is meant: a tie is one all the same.
    whole = "SUM({}) OVER (PARTITION BY source, target, side)" if by_area else "{}"
    marks = ", ".join("?" for _ in kept)
    text = COMPARE.format(
        events=events,
        parts="".join(f"\n    WHEN {test} THEN {part}" for part, test in enumerate(cases, 1)),
        where="".join(f"\n    AND {test}" for test in tests),
        **_ends(query),
        area=", COALESCE(area, '') AS area" if by_area else "",
        area_name=", area" if by_area else "",
        counts="".join(f",\n    {text} AS {name}" for name, text in sums.items()),
        groups="1, 2, 3, 4" if by_area else "1, 2, 3",
        one=whole.format("events_1"),
        two=whole.format("events_2"),
        names="".join(f", {name}" for name in sums),
        least=query.min_events,
        kept=f"\n  OR source IN ({marks}) OR target IN ({marks})" if kept else "",
    )
    days = (_iso(day) for part in parts for day in part)
    return Query(text, (*days, *values, *kept, *kept))


def parted(measures: Sequence[str], *, by_area: bool) -> tuple[str, ...]:
    """Give the names of the columns of `compare`: pair and sign, then what each period has.

    >>> parted([], by_area=False)[:5]
    ('source', 'target', 'side', 'events_1', 'first_day_1')
    """
    counts = ("events", "first_day", "last_day", *measured(measures))
    sums = (f"{name}_{part}" for part in (1, 2) for name in counts)
    return ("source", "target", "side", *(["area"] if by_area else []), *sums)


def _sums_of(measures: Sequence[str], part: int) -> dict[str, str]:
    """Give what is counted of a tie in one of the periods, by column."""
    of = f" FILTER (WHERE part = {part})"
    counts = {
        "events": f"COUNT(*){of}",
        "first_day": f"MIN(first_day){of}",
        "last_day": f"MAX(last_day){of}",
    }
    return {f"{name}_{part}": text for name, text in (counts | _sums(measures, of)).items()}


def _sums(measures: Sequence[str], of: str = "") -> dict[str, str]:
    """Give what measures sum up, by column; `of`: a clause that says of which events."""
    sums = {name: text for one in measures for name, text in _MEASURES[one].items()}
    return {name: text.format(of=of) for name, text in sums.items()}


def _within(part: Span, *, spans: bool) -> str:
    """Tell what begins in a period, and is not dated by more days than the period has."""
    test = "first_day BETWEEN CAST(? AS DATE) AND CAST(? AS DATE)"
    return f"{test} AND NOT {_longer(part.last - part.first)}" if spans else test


def covered(events: str, query: DyadQuery, part: Span, *, area: bool) -> Query:
    """Fill the template that says why a period has no tie; the arguments are those of `compare`."""
    tests, values = _tests(query, area=area)
    where = "".join(f"\n    AND {test}" for test in tests)
    text = COVERED.format(events=events, within=_within(part, spans=False), where=where)
    return Query(text, (*(_iso(day) for day in part), *values))


def tally(
    events: str, query: DyadQuery, *, spans: bool, area: bool, parts: Sequence[Span] = ()
) -> Query:
    """Fill the template that counts what is in no dyad.

    The arguments are those of `aggregate`; or those of `compare`, with its two periods.
    """
    tests, values = _tests(query, area=area)
    if parts:
        days = "first_day BETWEEN CAST(? AS DATE) AND CAST(? AS DATE)"
        tests.append(f"({' OR '.join(days for _ in parts)})")
        values = (*values, *(_iso(day) for part in parts for day in part))
    outside = f"\n    WHEN ({' AND '.join(tests)}) IS NOT TRUE THEN '{OUTSIDE}'" if tests else ""
    coarse = ""
    if spans and parts:
        # The days are those of the program, and no text of a user's.
        ends = [(f"CAST('{_iso(part.last)}' AS DATE)", part) for part in sorted(parts)]
        (last, one), (_, two) = ends
        sizes = _longer(one.last - one.first), _longer(two.last - two.first)
        coarse = f"\n    WHEN CASE WHEN first_day <= {last} THEN {sizes[0]} ELSE {sizes[1]} END"
        coarse += " THEN 'coarse'"
    elif spans and query.period:
        coarse = f"\n    WHEN {_coarse(query.period)} THEN 'coarse'"
    return Query(TALLY.format(events=events, outside=outside, coarse=coarse), values)


def _ends(query: DyadQuery) -> dict[str, str]:
    if query.ordered:
        return {"source": "source", "target": "target"}
    return {"source": "LEAST(source, target)", "target": "GREATEST(source, target)"}


def _coarse(period: Period) -> str:
    """Tell what is dated by more days than the period has."""
    return _longer(PERIODS[period] - 1)


def _longer(days: int) -> str:
    """Tell what ends more than so many days after it begins."""
    return f"(first_day + INTERVAL '{days}' DAY < last_day)"


def _tests(query: DyadQuery, *, area: bool) -> tuple[list[str], tuple[str, ...]]:
    """Give what an event must fulfil to be asked for."""
    tests: list[str] = []
    values: list[str] = []
    if query.actors:
        marks = ", ".join("?" for _ in query.actors)
        joint = "OR" if query.either else "AND"
        tests.append(f"(source IN ({marks}) {joint} target IN ({marks}))")
        values += [*query.actors, *query.actors]
    if query.areas and area:
        # A cell may list several countries, parted by commas.
        within = "POSITION(CONCAT(', ', LOWER(?), ', ') IN CONCAT(', ', LOWER(area), ', ')) > 0"
        tests.append(f"({' OR '.join(within for _ in query.areas)})")
        values += query.areas
    for sign, day in ((">=", query.begin), ("<=", query.end)):
        if day is not None:
            tests.append(f"first_day {sign} CAST(? AS DATE)")
            values.append(_iso(day))
    return tests, tuple(values)


def _iso(day: int) -> str:
    from graph.dates import day_text  # noqa: PLC0415 - a question without dates needs none

    return day_text(day)


def text(column: str) -> str:
    """Give a text column with blanks at its ends cut, NULL where it says nothing."""
    return f"NULLIF(NULLIF(TRIM({column}), ''), 'n/a')"


def number(column: str, kind: str) -> str:
    """Give a column as a number, NULL where it is none."""
    return f"CAST({column} AS DOUBLE)" if kind == "number" else f"TRY_CAST({column} AS DOUBLE)"


def inert(column: str) -> str:
    """Put a ``'`` before a text that a spreadsheet would run, as `graph.formats.inert` does."""
    signs = ", ".join(f"'{sign}'" for sign in STARTERS)
    quoted = f"CONCAT('''', {column})"
    return f"CASE WHEN SUBSTR({column}, 1, 1) IN ({signs}) THEN {quoted} ELSE {column} END"


def any_of(cases: Iterable[tuple[str, str]]) -> str:
    """Give the code of the first case that applies, else NULL."""
    whens = " ".join(f"WHEN {test} THEN '{code}'" for code, test in cases)
    return f"CASE {whens} END"


def first_day(column: str, kind: str) -> str:
    """Give the first day of a date as a file has it, NULL where that is none.

    Texts: ``2015``, ``2015-01``, ``2015-01-26``, all with anything behind the day, and
    ``20150126``. Numbers: 20150126, or a year.
    """
    if kind == "date":
        return column
    if kind == "timestamp":
        return f"CAST({column} AS DATE)"
    given = f"CAST({column} AS STRING)" if kind != "text" else column
    eight = f"CONCAT(SUBSTR({given}, 1, 4), '-', SUBSTR({given}, 5, 2), '-', SUBSTR({given}, 7, 2))"
    forms = (
        (f"{given} LIKE '____-__-__%'", f"SUBSTR({given}, 1, 10)"),
        (f"LENGTH({given}) = 8", eight),
        (f"LENGTH({given}) = 4", f"CONCAT({given}, '-01-01')"),
        (f"{given} LIKE '____-__'", f"CONCAT({given}, '-01')"),
    )
    whens = " ".join(f"WHEN {test} THEN {form}" for test, form in forms)
    # There is no year 0, and what engines make of one differs.
    return f"CASE WHEN {given} >= '0001' THEN TRY_CAST(CASE {whens} END AS DATE) END"


def last_day(column: str, kind: str) -> str:
    """Give the last day of the same: a year's or a month's end."""
    first = first_day(column, kind)
    if kind in ("date", "timestamp"):
        return first
    given = f"CAST({column} AS STRING)" if kind != "text" else column
    return (
        f"CASE WHEN LENGTH({given}) = 4 THEN MAKE_DATE(CAST(EXTRACT(YEAR FROM {first}) AS INTEGER),"
        f" 12, 31) WHEN {given} LIKE '____-__' THEN LAST_DAY({first}) ELSE {first} END"
    )


def counting(most: int) -> str:
    """Give the numbers from 1 to `most` as the relation ``counting(i)``."""
    rows = ", ".join(f"({i})" for i in range(1, most + 1))
    return f"(VALUES {rows}) AS counting(i)"
