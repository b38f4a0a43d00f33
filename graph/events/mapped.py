"""Reader of any table whose columns are named: ``source=From,target=To,date=Day,sign=Kind``."""

import csv
from collections.abc import Mapping, Sequence

from graph.events.cells import any_of, first_day, last_day, number, plain
from graph.events.reader import Citation, Column, Given, Kinds, Reader
from graph.events.values import EventsError
from graph.suggesting import did_you_mean

#: What a column may be mapped to, with what it means.
MEANINGS = {
    "source": "who acts",
    "target": "on whom",
    "date": "a day, a month or a year",
    "end": "the last day, where an event lasts",
    "sign": "below 0, or a word such as hostile: against; above 0, or cooperative: with",
    "low": "deaths at least",
    "deaths": "deaths",
    "high": "deaths at most",
    "goldstein": "a scale from -10 to 10; its sign is the event's where there is no sign",
    "publisher": "who reports it",
    "area": "where",
}
_NEEDED = ("source", "target", "date")
_DEATHS = {"low": "low", "deaths": "best", "high": "high"}
_HOSTILE = ("hostile", "conflict", "against", "negative", "neg")
_COOPERATIVE = ("cooperative", "cooperation", "with", "positive", "pos")
_NEITHER = ("neutral", "neither")


def parse_columns(given: Sequence[str]) -> dict[str, str]:
    """Read ``source=From,target=To`` into meaning -> column; a comma inside goes in quotes.

    Raises:
        EventsError: A meaning that there is not, one twice, or a needed one missing.
    """
    found: dict[str, str] = {}
    for part in (part for text in given for part in next(csv.reader([text]), [])):
        meaning, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or not column:
            raise EventsError(f'"{part}" is not MEANING=COLUMN, as source=From', "usage")
        if meaning not in MEANINGS:
            hint = did_you_mean(meaning, MEANINGS) or f"; there are {', '.join(MEANINGS)}"
            raise EventsError(f'no meaning "{meaning}" for a column{hint}', "usage")
        if meaning in found:
            raise EventsError(f'"{meaning}" is given twice', "usage")
        found[meaning] = column
    missing = [meaning for meaning in _NEEDED if meaning not in found]
    if missing:
        raise EventsError(
            f"--columns does not say which column is the {' and the '.join(missing)}", "usage"
        )
    return found


def mapped(columns: Mapping[str, str]) -> Reader:
    """Give the reader of tables with these columns, meaning -> name in the file.

    Its ``events`` raise `EventsError` where the column of the sign holds days.
    """

    def events(given: Given) -> str:
        if given.kinds.get("c_sign") in ("date", "timestamp"):
            raise EventsError(
                f'the column "{columns["sign"]}" holds {given.kinds["c_sign"]}s; a sign is a '
                "number or a word"
            )
        return _events(given)

    return Reader(
        "columns",
        "a table, CSV or Parquet, whose columns --columns names",
        "names",
        tuple(Column(f"c_{meaning}", (name.lower(),)) for meaning, name in columns.items()),
        events,
        Citation("event-data", "Event data", "", "", ""),
        measures=_measures,
        directed=True,
        area="c_area",
        refused=_refused,
        spans=_lasts,
        shows="whatever the table records",
        armed=False,
    )


def _measures(kinds: Kinds) -> tuple[str, ...]:
    there = {
        "deaths": any(f"c_{name}" in kinds for name in _DEATHS),
        "goldstein": "c_goldstein" in kinds,
        "sources": "c_publisher" in kinds,
    }
    return tuple(name for name, found in there.items() if found)


def _events(given: Given) -> str:
    kinds = given.kinds
    numbers = {}
    if any(f"c_{name}" in kinds for name in _DEATHS):
        numbers = {column: f"c_{name}" for name, column in _DEATHS.items()}
    if "c_goldstein" in kinds:
        numbers["goldstein"] = "c_goldstein"
    cells = [
        f"{number(alias, kinds[alias]) if alias in kinds else 'CAST(NULL AS DOUBLE)'} AS {column}"
        for column, alias in numbers.items()
    ]
    end = "c_end" if "c_end" in kinds else "c_date"
    date = first_day("c_date", kinds["c_date"])
    cells += [
        f"{_name('c_source', kinds)} AS source",
        f"{_name('c_target', kinds)} AS target",
        f"{date} AS first_day",
        f"{_sign(kinds)} AS sign",
    ]
    if _lasts(kinds):
        cells.append(f"{last_day(end, kinds[end])} AS last_day")
    cells += [
        f"NULLIF(TRIM({plain(alias, kinds[alias])}), '') AS {column}"
        for column, alias in (("area", "c_area"), ("publisher", "c_publisher"))
        if alias in kinds
    ]
    wrong = [
        f"({_filled(alias, kinds[alias])} AND {column} IS NULL)"
        for column, alias in numbers.items()
        if kinds.get(alias, "number") != "number"
    ]
    cells += [f"({' OR '.join(wrong)}) AS wrong"] if wrong else []
    last = "last_day" if _lasts(kinds) else "first_day AS last_day"
    named = [*numbers, *(name for name in ("area", "publisher") if f"c_{name}" in kinds)]
    return f"""\
  SELECT source, target, first_day, {last}, sign{"".join(f", {name}" for name in named)},
    {_judged(kinds, list(numbers), wrong=bool(wrong))} AS reject
  FROM (SELECT {", ".join(cells)} FROM raw) AS given"""


def _filled(column: str, kind: str) -> str:
    """Tell whether a cell holds anything."""
    return (
        f"({column} IS NOT NULL AND {column} <> '')" if kind == "text" else f"{column} IS NOT NULL"
    )


def _lasts(kinds: Kinds) -> bool:
    """Tell whether an event can have more than one day."""
    return "c_end" in kinds or kinds["c_date"] in ("text", "number")


def _name(alias: str, kinds: Kinds) -> str:
    # As it stands: trimming a hundred million names takes its time.
    return f"NULLIF({alias}, '')" if kinds[alias] == "text" else plain(alias, kinds[alias])


def _sign(kinds: Kinds) -> str:
    kind = kinds.get("c_sign")
    if kind == "number":
        return "c_sign"
    if kind is None:
        if "c_goldstein" not in kinds:
            return "0"
        return number("c_goldstein", kinds["c_goldstein"])
    given = "LOWER(TRIM(c_sign))"
    words = [
        f"WHEN {given} IN ({', '.join(repr(word) for word in known)}) THEN {sign}"
        for known, sign in ((_HOSTILE, -1), (_COOPERATIVE, 1), (_NEITHER, 0))
    ]
    return f"CASE {' '.join(words)} ELSE TRY_CAST(c_sign AS DOUBLE) END"


def _refused(kinds: Kinds) -> dict[str, str]:
    """Give the signs that are none, for people to see what they wrote."""
    if "c_sign" not in kinds:
        return {}
    return {
        "bad-sign": f"""\
SELECT CAST(c_sign AS STRING) AS given FROM (SELECT c_sign, {_sign(kinds)} AS sign FROM raw) AS read
WHERE sign IS NULL OR ISNAN(sign) GROUP BY c_sign ORDER BY COUNT(*) DESC, 1 LIMIT 3"""
    }


def _judged(kinds: Kinds, numbers: Sequence[str], *, wrong: bool) -> str:
    lasts = _lasts(kinds)
    deaths = [name for name in numbers if name != "goldstein"]
    over = [f"{name} > 1e9" for name in deaths]
    over += ["goldstein < -10 OR goldstein > 10"] if "goldstein" in numbers else []
    # Engines know days that no calendar of ours has.
    days = [
        f"{day} < DATE '0001-01-01' OR {day} > DATE '9999-12-31'"
        for day, alias in (("first_day", "c_date"), ("last_day", "c_end"))
        if kinds.get(alias) in ("date", "timestamp")
    ]
    undated = ["first_day IS NULL", *(["last_day IS NULL"] if lasts else []), *days]
    cases = [
        ("bad-date", " OR ".join(undated)),
        ("inverted-dates", "last_day < first_day" if "c_end" in kinds else ""),
        ("bad-number", " OR ".join([*(["wrong"] if wrong else []), *over])),
        ("negative-deaths", " OR ".join(f"{name} < 0" for name in deaths)),
        # What is no number at all is above all numbers.
        ("bad-sign", "sign IS NULL OR ISNAN(sign)" if "c_sign" in kinds else ""),
        ("no-actor", "source IS NULL OR target IS NULL"),
        ("same-actor", "source = target"),
    ]
    return any_of((code, test) for code, test in cases if test)
