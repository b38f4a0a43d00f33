"""What cells of a file say, as SQL: pieces that the readers' SELECTs are made of.

Every argument is a column or a piece of SQL of our own, never what a user wrote.
"""

from collections.abc import Iterable

from graph.formats import STARTERS


def text(column: str) -> str:
    """Give a text column with blanks at its ends cut, NULL where it says nothing."""
    return f"NULLIF(NULLIF(TRIM({column}), ''), 'n/a')"


def number(column: str, kind: str) -> str:
    """Give a column as a number, NULL where it is none."""
    if kind == "number":
        return f"CAST({column} AS DOUBLE)"
    # What is a day is no number; engines differ in how they say so.
    given = column if kind == "text" else f"CAST({column} AS STRING)"
    return f"TRY_CAST({given} AS DOUBLE)"


def plain(column: str, kind: str) -> str:
    """Give a column as text; a whole number without a point, which other programs put there."""
    if kind == "text":
        return column
    cell = f"CAST({column} AS STRING)"
    if kind != "number":
        return cell
    whole = f"CAST(TRY_CAST({column} AS BIGINT) AS STRING)"
    return f"CASE WHEN {column} = FLOOR({column}) THEN COALESCE({whole}, {cell}) ELSE {cell} END"


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

    Texts: ``2015``, ``2015-01``, ``2015-01-26``, that with a time of day behind it, and
    ``20150126``. Numbers: 20150126, or a year.
    """
    if kind == "date":
        return column
    if kind == "timestamp":
        return f"CAST({column} AS DATE)"
    given = plain(column, kind)
    eight = f"CONCAT(SUBSTR({given}, 1, 4), '-', SUBSTR({given}, 5, 2), '-', SUBSTR({given}, 7, 2))"
    forms = (
        # Of lengths first, which are told at once.
        (f"LENGTH({given}) = 10", f"CASE WHEN {given} LIKE '____-__-__' THEN {given} END"),
        (f"LENGTH({given}) = 8", eight),
        (f"LENGTH({given}) = 4", f"CONCAT({given}, '-01-01')"),
        (f"{given} LIKE '____-__'", f"CONCAT({given}, '-01')"),
        (f"{given} LIKE '____-__-__%' AND {_timed(given)}", f"SUBSTR({given}, 1, 10)"),
    )
    whens = " ".join(f"WHEN {test} THEN {form}" for test, form in forms)
    # There is no year 0, and what engines make of one differs.
    return f"CASE WHEN {given} >= '0001' THEN TRY_CAST(CASE {whens} END AS DATE) END"


def last_day(column: str, kind: str) -> str:
    """Give the last day of the same: a year's or a month's end."""
    first = first_day(column, kind)
    if kind in ("date", "timestamp"):
        return first
    given = plain(column, kind)
    return (
        f"CASE WHEN LENGTH({given}) = 4 THEN MAKE_DATE(CAST(EXTRACT(YEAR FROM {first}) AS INTEGER),"
        f" 12, 31) WHEN {given} LIKE '____-__' THEN LAST_DAY({first}) ELSE {first} END"
    )


def _timed(given: str) -> str:
    """Tell whether what is behind a day begins as a time of day does, and names no other day."""
    return (
        f"POSITION(SUBSTR({given}, 11, 1) IN 'T ') > 0 AND SUBSTR({given}, 12) LIKE '__:__%' "
        f"AND SUBSTR({given}, 12, 2) BETWEEN '00' AND '24' "
        f"AND SUBSTR({given}, 15, 2) BETWEEN '00' AND '59' AND SUBSTR({given}, 15) NOT LIKE '%-%-%'"
    )


def counting(most: int) -> str:
    """Give the numbers from 1 to `most` as the relation ``counting(i)``."""
    rows = ", ".join(f"({i})" for i in range(1, most + 1))
    return f"(VALUES {rows}) AS counting(i)"
