"""The SQL text: two templates, and the pieces that they are filled with. Every engine runs it.

Plain ANSI, with the few functions that DuckDB and Spark share (``TRY_CAST``, ``SPLIT_PART``,
``LAST_DAY``, ``MAKE_DATE``, ``STRING`` for a text's type). Nothing that a user wrote stands in it:
values are bound to ``?``, and columns of files have names of our own before the text sees them.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from graph.dates import Span
from graph.events.values import PERIODS, DyadQuery, Meant, Period

#: One row of `events` is one event between two actors, or one row that is in no dyad (`reject`).
#: What is in none goes along, each reason as a group without a target: a pass of its own would read
#: every file twice.
_FOLDED = """\
WITH events AS (
{events}
),
judged AS (
  SELECT *, CASE WHEN reject IS NOT NULL THEN reject{aside} END AS reason
  FROM events
),
keyed AS (
  SELECT judged.*, COALESCE(reason, {source}) AS one,
    CASE WHEN reason IS NULL THEN {target} END AS other, {keys}
  FROM judged
),
folded AS (
  SELECT {groups},
    {columns}
  FROM keyed
  GROUP BY {groups}
)"""
AGGREGATE = """\
{folded},
weighed AS (
  SELECT *, {counted} AS counted
  FROM folded
)
SELECT one AS source, other AS target, {label} AS period{area}, {names}
FROM weighed
WHERE other IS NULL OR {enough}{rest}"""
#: A pair and sign in two periods at once; an event outside both is in none.
COMPARE = """\
{folded}
SELECT one AS source, other AS target, side{area}, {names}
FROM folded"""
#: The events of all that is too weak, in one row.
_REST = """
UNION ALL
SELECT '{weak}', {blanks}, COALESCE(CAST(SUM(events) AS BIGINT), 0), {rest}
FROM weighed
WHERE other IS NOT NULL AND NOT ({enough})"""
#: The codes of events that a filter leaves out, and of those of pairs that have too few.
OUTSIDE, WEAK = "outside", "weak"

_YEAR = "EXTRACT(YEAR FROM first_day)"
_DAY = "CAST(first_day AS STRING)"
_WEEK = "CAST(CAST(DATE_TRUNC('week', first_day) AS DATE) AS STRING)"
#: What a period is grouped by, and how its name is made of that once few rows are left.
_KEYS: dict[Period, tuple[str, str]] = {
    "day": (_DAY, "part"),
    "week": (_WEEK, "part"),
    "month": (f"SUBSTR({_DAY}, 1, 7)", "part"),
    "quarter": (
        f"CONCAT(SUBSTR({_DAY}, 1, 4), '-Q', CAST(EXTRACT(QUARTER FROM first_day) AS STRING))",
        "part",
    ),
    "year": (_YEAR, "LPAD(CAST(part AS STRING), 4, '0')"),
    "decade": (
        f"CAST({_YEAR} - MOD({_YEAR}, 10) AS INTEGER)",
        "CONCAT(LPAD(CAST(part AS STRING), 4, '0'), 's')",
    ),
}
#: Column -> what it sums up.
_COUNTS = {
    "events": "COUNT(*)",
    "hostile": "COUNT(CASE WHEN sign < 0 THEN 1 END)",
    "cooperative": "COUNT(CASE WHEN sign > 0 THEN 1 END)",
    "first_day": "MIN(first_day)",
    "last_day": "MAX(last_day)",
}
#: Measure -> the same of its columns; ``{of}``: of which events. A row that is in no dyad may hold
#: any number.
_MEASURES: dict[str, dict[str, str]] = {
    "deaths": {
        "low": "TRY_CAST(ROUND(SUM(low){of}) AS BIGINT)",
        "best": "TRY_CAST(ROUND(SUM(best){of}) AS BIGINT)",
        # Where one of them has no upper bound, the sum has none.
        "high": (
            "CASE WHEN COUNT(high){of} >= COUNT(low){of} "
            "THEN TRY_CAST(ROUND(SUM(high){of}) AS BIGINT) END"
        ),
    },
    "goldstein": {"goldstein": "AVG(goldstein){of}"},
    "supporting": {
        "supporting": "COUNT(CASE WHEN supporting = 1 THEN 1 END){of}",
        "supporting_hostile": "COUNT(CASE WHEN supporting = 1 AND sign < 0 THEN 1 END){of}",
        "supporting_cooperative": "COUNT(CASE WHEN supporting = 1 AND sign > 0 THEN 1 END){of}",
    },
    "sources": {"sources": "COUNT(DISTINCT publisher){of}"},
    "voices": {
        f"{name}_voice_{of}": f"{function}(CASE WHEN {test} THEN publisher END){{of}}"
        for name, test in (("hostile", "sign < 0"), ("cooperative", "sign > 0"))
        for of, function in (("first", "MIN"), ("last", "MAX"), ("events", "COUNT"))
    },
}
_TOGETHER = "SUM(events) OVER (PARTITION BY one, other, part)"
_SIDE = "CASE WHEN sign < 0 THEN -1 WHEN sign > 0 THEN 1 ELSE 0 END AS side"


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


class Source(NamedTuple):
    """What is folded.

    Attributes:
        events: The reader's SELECT.
        spans: Whether an event may last longer than a day.
        area: Whether it has an area.
        weak: Whether there may be events of what is too weak, which are to be told.
        main: Whether events in which one end only supports another are set aside.
    """

    events: str
    spans: bool
    area: bool
    weak: bool
    main: bool = False


def aggregate(source: Source, query: DyadQuery, measures: Sequence[str]) -> Query:
    """Fill the first template; what is in no dyad comes without a target, by reason.

    Args:
        source: What is folded.
        query: What is asked for.
        measures: Keys of the columns that the reader gives.
    """
    period = query.period or "year"
    part, label = _KEYS[period]
    tests, values = _tests(query, area=source.area)
    aside = _aside(source, tests)
    if source.spans:
        longer = _longer(PERIODS[period] - 1)
        if query.coarse and PERIODS[period] < PERIODS["year"]:
            part = f"CASE WHEN {longer} THEN SUBSTR({_DAY}, 1, 4) ELSE {part} END"
            longer = _longer(PERIODS["year"] - 1)
        aside += f"\n    WHEN {longer} THEN 'coarse'"
    area = ", area" if source.area and query.by_area else ""
    columns = _COUNTS | _sums(measures)
    eras = _eras(query)
    folded = _folded(
        *(source, query, columns),
        aside=aside,
        keys=f"\n    CASE WHEN reason IS NULL THEN {part} END AS part{eras.keys}",
        groups=f"one, other, part{area}{eras.groups}",
    )
    enough = f"counted >= {query.min_events}"
    text = AGGREGATE.format(
        folded=folded,
        label=label,
        area=", COALESCE(area, '') AS area" if area else "",
        names=", ".join(columns),
        # What is apart only so that a crosswalk can tell who is meant is one all the same.
        counted="events" if query.eras is None else _TOGETHER,
        enough=enough,
        rest=_rest(enough, 3 if area else 2, columns) if source.weak else "",
    )
    return Query(text, (*values, *eras.values))


def compare(
    source: Source,
    query: DyadQuery,
    parts: tuple[Span, Span],
    measures: Sequence[str],
) -> Query:
    """Fill the second template; its columns are `parted`.

    What is in no tie comes without a target, by reason; its counts of both periods are to be added.

    Args:
        source: What is folded.
        query: What is asked for; its period and `min_events` say nothing here.
        parts: The two periods, the earlier one first.
        measures: As for `aggregate`.
    """
    tests, values = _tests(query, area=source.area)
    within = "first_day BETWEEN CAST(? AS DATE) AND CAST(? AS DATE)"
    early = "first_day <= CAST(? AS DATE)"
    (begin, end), later = ((_iso(part.first), _iso(part.last)) for part in parts)
    values = (*values, begin, end, *later)
    aside = _aside(source, [*tests, f"({within} OR {within})"])
    if source.spans:
        sizes = (_longer(part.last - part.first) for part in parts)
        aside += "\n    WHEN CASE WHEN {} THEN {} ELSE {} END THEN 'coarse'".format(early, *sizes)
        values += (end,)
    area = ", area" if source.area and query.by_area else ""
    columns = _sums_of(measures, 1) | _sums_of(measures, 2)
    eras = _eras(query)
    folded = _folded(
        *(source, query, columns),
        aside=aside,
        keys=f"\n    CASE WHEN {early} THEN 1 ELSE 2 END AS part, {_SIDE}{eras.keys}",
        groups=f"one, other, side{area}{eras.groups}",
    )
    text = COMPARE.format(
        folded=folded,
        area=", COALESCE(area, '') AS area" if area else "",
        names=", ".join(columns),
    )
    return Query(text, (*values, end, *eras.values))


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
    counts = {name: _COUNTS[name] + of for name in ("events", "first_day", "last_day")}
    return {f"{name}_{part}": text for name, text in (counts | _sums(measures, of)).items()}


def _sums(measures: Sequence[str], of: str = "") -> dict[str, str]:
    """Give what measures sum up, by column; `of`: a clause that says of which events."""
    sums = {name: text for one in measures for name, text in _MEASURES[one].items()}
    return {name: text.format(of=of) for name, text in sums.items()}


def met(events: str, areas: Sequence[str]) -> Query:
    """Count the events of a reader in each of some areas."""
    counts = ", ".join(
        f"COUNT(CASE WHEN {_within((area,))} THEN 1 END) AS area_{number}"
        for number, area in enumerate(areas)
    )
    return Query(f"SELECT {counts} FROM (\n{events}\n) AS met WHERE reject IS NULL", tuple(areas))


def _folded(source: Source, query: DyadQuery, columns: Mapping[str, str], **pieces: str) -> str:
    summed = ",\n    ".join(f"{sql} AS {name}" for name, sql in columns.items())
    return _FOLDED.format(events=source.events, columns=summed, **_ends(query), **pieces)


def _rest(enough: str, keys: int, columns: Mapping[str, str]) -> str:
    # Its events stand in the first column, and of the rest only the days mean something.
    days = {"first_day": "MIN(first_day)", "last_day": "MAX(last_day)"}
    rest = ", ".join(f"{days.get(name, 'NULL')} AS {name}" for name in [*columns][1:])
    blanks = ", ".join(["NULL"] * keys)
    return _REST.format(weak=WEAK, blanks=blanks, rest=rest, enough=enough)


class _Eras(NamedTuple):
    """Pieces that tell apart on which side of some days an event begins and ends."""

    keys: str = ""
    groups: str = ""
    values: tuple[str, ...] = ()


def _eras(query: DyadQuery) -> _Eras:
    if not query.eras:
        return _Eras()
    keys = "".join(
        f",\n    CASE WHEN reason IS NULL THEN CASE {_era(day, len(query.eras))} END END AS {name}"
        for name, day in (("era_first", "first_day"), ("era_last", "last_day"))
    )
    return _Eras(keys, ", era_first, era_last", tuple(map(_iso, query.eras * 2)))


def _era(day: str, count: int) -> str:
    """Number a day's era, from 0."""
    cases = (f"WHEN {day} < CAST(? AS DATE) THEN {number}" for number in range(count))
    return f"{' '.join(cases)} ELSE {count}"


def _aside(source: Source, tests: Sequence[str]) -> str:
    """Give the cases of good events that are set aside."""
    asked = f"\n    WHEN ({' AND '.join(tests)}) IS NOT TRUE THEN '{OUTSIDE}'" if tests else ""
    return asked + ("\n    WHEN supporting = 1 THEN 'supporter'" if source.main else "")


def _ends(query: DyadQuery) -> dict[str, str]:
    if query.ordered:
        return {"source": "source", "target": "target"}
    return {"source": "LEAST(source, target)", "target": "GREATEST(source, target)"}


def _longer(days: int) -> str:
    """Tell what ends more than so many days after it begins."""
    return f"(first_day + INTERVAL '{days}' DAY < last_day)"


def _tests(query: DyadQuery, *, area: bool) -> tuple[list[str], tuple[str, ...]]:
    """Give what an event must fulfil to be asked for."""
    tests: list[str] = []
    values: list[str] = []
    if query.actors or query.meant:
        ends = [_among(end, query, area=area) for end in ("source", "target")]
        joint = " OR " if query.either else " AND "
        tests.append(f"({joint.join(text for text, _ in ends)})")
        values += [value for _, named in ends for value in named]
    if query.areas and area:
        tests.append(_within(query.areas))
        values += query.areas
    for sign, day in ((">=", query.begin), ("<=", query.end)):
        if day is not None:
            tests.append(f"first_day {sign} CAST(? AS DATE)")
            values.append(_iso(day))
    return tests, tuple(values)


def _within(areas: Sequence[str]) -> str:
    """Tell whether an event is in one of some areas; a cell may list several, parted by commas."""
    within = f"POSITION({_listed('?')} IN {_listed('area')}) > 0"
    return f"({' OR '.join(within for _ in areas)})"


def _listed(area: str) -> str:
    """Give areas as `graph.events.crosswalk.listed` does."""
    return f"CONCAT(',', REPLACE(LOWER(TRIM({area})), ', ', ','), ',')"


def _among(end: str, query: DyadQuery, *, area: bool) -> tuple[str, list[str]]:
    """Tell whether an end is one of those asked for, with the values."""
    tests = [f"{end} IN ({', '.join('?' for _ in query.actors)})"] if query.actors else []
    values = [*query.actors]
    for one in query.meant:
        text, named = _meaning(one, area=area)
        tests.append(f"({end} = ?{text})")
        values += [one.key, *named]
    return f"({' OR '.join(tests)})", values


def _meaning(one: Meant, *, area: bool) -> tuple[str, list[str]]:
    """Tell whether a key means somebody at the time and the place of an event."""
    text, values = "", []
    for test, day in (("last_day >=", one.begin), ("first_day <=", one.end)):
        if day is not None:
            text += f" AND {test} CAST(? AS DATE)"
            values.append(_iso(day))
    if one.areas and area:
        text += f" AND {_within(one.areas)}"
        values += one.areas
    for other in one.unless if area else ():
        test, named = _meaning(other, area=area)
        text += f" AND (TRUE{test}) IS NOT TRUE"
        values += named
    return text, values


def _iso(day: int) -> str:
    from graph.dates import day_text  # noqa: PLC0415 - a question without dates needs none

    return day_text(day)
