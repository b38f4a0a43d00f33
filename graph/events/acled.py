"""Reader of ACLED exports (Armed Conflict Location and Event Data).

ACLED does not say who acted on whom: actor 1 and actor 2 are a pair. Each may have associates,
parted by semicolons: allies in a battle, but labels of identity beside civilians. The files are
under ACLED's own terms, so none comes with the program.
"""

from graph.events.cells import any_of, counting, number, text
from graph.events.reader import Citation, Column, Given, Kinds, Reader, Step

_MOST = 40
_COLUMNS = (
    Column("event_date", ("event_date",)),
    Column("event_type", ("event_type",)),
    Column("actor1", ("actor1",)),
    Column("actor2", ("actor2",)),
    Column("fatalities", ("fatalities",)),
    Column("sub_event_type", ("sub_event_type",), needed=False),
    Column("assoc1", ("assoc_actor_1",), needed=False),
    Column("assoc2", ("assoc_actor_2",), needed=False),
    Column("time_precision", ("time_precision",), needed=False),
    Column("country", ("country",), needed=False),
    Column("source", ("source",), needed=False),
)
_SHARED = "row_id, first_day, last_day, area, publisher, best, sign"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
#: Who is no group: ACLED puts these where an organised actor is not known, or is none.
_ROLES = ("Civilians (%", "Protesters (%", "Rioters (%", "Unidentified %")
#: Hostile kinds of event; other kinds are neither, but for an agreement.
_HOSTILE = ("battles", "explosions/remote violence", "violence against civilians", "riots")
_BESIDE = ("battles", "explosions/remote violence")


def _day(column: str, kind: str) -> str:
    """Give a day written as ``2024-03-15`` or as ``15 March 2024``."""
    if kind == "date":
        return column
    if kind == "timestamp":
        return f"CAST({column} AS DATE)"
    months = " ".join(
        f"WHEN '{name.lower()}' THEN '{number:02}'" for number, name in enumerate(_MONTHS, 1)
    )
    year = f"SPLIT_PART({column}, ' ', 3)"
    month = f"CASE LOWER(SPLIT_PART({column}, ' ', 2)) {months} END"
    day = f"LPAD(SPLIT_PART({column}, ' ', 1), 2, '0')"
    return (
        f"CASE WHEN {column} LIKE '____-__-__%' AND {column} >= '0001' "
        f"THEN TRY_CAST(SUBSTR({column}, 1, 10) AS DATE) "
        f"WHEN {column} LIKE '% % ____' AND {year} >= '0001' "
        f"THEN TRY_CAST(CONCAT({year}, '-', {month}, '-', {day}) AS DATE) END"
    )


def _is_role(column: str) -> str:
    return "(" + " OR ".join(f"{column} LIKE '{form}'" for form in _ROLES) + ")"


def _among(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _cell(kinds: Kinds, name: str) -> str:
    """Give a column as a text, NULL where the file has none of the name."""
    return text(f"CAST({name} AS STRING)") if name in kinds else "CAST(NULL AS STRING)"


#: From the first day to the last, by the code of precision: the day, its week, its month.
_SINCE = (
    "CASE WHEN prec = '2' THEN CAST(DATE_TRUNC('week', day) AS DATE) "
    "WHEN prec = '3' THEN CAST(DATE_TRUNC('month', day) AS DATE) ELSE day END"
)
_UNTIL = (
    "CASE WHEN prec = '2' THEN CAST(DATE_TRUNC('week', day) + INTERVAL '6' DAY AS DATE) "
    "WHEN prec = '3' THEN LAST_DAY(day) ELSE day END"
)
_SIGN = (
    f"CASE WHEN {_among('kind', _HOSTILE)} OR detail = 'excessive force against protesters' "
    "THEN -1 WHEN detail = 'agreement' THEN 1 ELSE 0 END"
)
_JUDGED = (
    ("head", "day IS NULL AND LOWER(actor1) = 'actor1'"),
    ("bad-date", "day IS NULL"),
    ("bad-number", "wrong"),
    ("negative-deaths", "best < 0"),
    ("no-actor", "actor1 IS NULL OR actor2 IS NULL"),
    ("same-actor", "actor1 = actor2"),
    ("crowded", f"COALESCE(assoc1_count, 0) > {_MOST} OR COALESCE(assoc2_count, 0) > {_MOST}"),
)
_IS_ROLE = ("role", f"{_is_role('actor1')} OR {_is_role('actor2')}")


def _steps(given: Given) -> list[Step]:
    party = "\nUNION ALL\n".join(_members(side, roles=given.roles) for side in ("1", "2"))
    return [Step("event", _rows(given)), Step("party", party)]


def _rows(given: Given) -> str:
    """Give a row for each row of the file: dated, signed, judged."""
    kinds = given.kinds
    cell = {name: _cell(kinds, name) for name in (column.alias for column in _COLUMNS)}
    dead = number("fatalities", kinds["fatalities"])
    wrong = f"{dead} > 1e9"
    if kinds["fatalities"] == "text":
        wrong += f" OR ({text('fatalities')} IS NOT NULL AND {dead} IS NULL)"
    counts = ", ".join(
        f"1 + LENGTH({one}) - LENGTH(REPLACE({one}, ';', '')) AS {name}_count"
        for name, one in (("assoc1", cell["assoc1"]), ("assoc2", cell["assoc2"]))
    )
    return f"""\
SELECT row_id, assoc1_count, assoc2_count, actor1, actor2, kind, area, publisher, best,
  CASE WHEN {_is_role("actor1")} THEN NULL ELSE assoc1 END AS assoc1,
  CASE WHEN {_is_role("actor2")} THEN NULL ELSE assoc2 END AS assoc2,
  {_SINCE} AS first_day, {_UNTIL} AS last_day, {_SIGN} AS sign,
  {any_of(_JUDGED if given.roles else (*_JUDGED, _IS_ROLE))} AS reject
FROM (
  SELECT ROW_NUMBER() OVER (ORDER BY {", ".join(kinds)}) AS row_id, {cell["actor1"]} AS actor1,
    {cell["actor2"]} AS actor2, {cell["assoc1"]} AS assoc1, {cell["assoc2"]} AS assoc2,
    {counts}, LOWER({cell["event_type"]}) AS kind, LOWER({cell["sub_event_type"]}) AS detail,
    {_day("event_date", kinds["event_date"])} AS day, {cell["time_precision"]} AS prec,
    {dead} AS best, ({wrong}) AS wrong, {cell["country"]} AS area, {cell["source"]} AS publisher
  FROM raw
) AS given"""


def _members(side: str, *, roles: bool) -> str:
    """Give the actor of a side and its associates, a row each; an associated role is none."""
    shared = f"{_SHARED}, kind, '{side}' AS side"
    key = f"NULLIF(TRIM(SPLIT_PART(assoc{side}, ';', counting.i)), '')"
    known = "" if roles else f" AND NOT {_is_role(key)}"
    return f"""\
SELECT {shared}, 1 AS main, actor{side} AS key FROM event WHERE reject IS NULL
UNION ALL
SELECT DISTINCT {shared}, 0 AS main, {key} AS key
FROM event JOIN {counting(_MOST)} ON counting.i <= assoc{side}_count
WHERE reject IS NULL AND {key} <> actor{side}{known}"""


def _events(_given: Given) -> str:
    shared = "one.first_day, one.last_day, one.area, one.publisher, CAST(NULL AS STRING) AS reject"
    both = "one.row_id = two.row_id AND one.key <> two.key"
    across = f"{both} AND one.side = '1' AND two.side = '2' AND (one.main = 1 OR two.main = 1)"
    low, none = "CAST(NULL AS DOUBLE) AS low", "CAST(NULL AS DOUBLE) AS high"
    return f"""\
  SELECT one.key AS source, two.key AS target, one.sign, {low},
    CASE WHEN one.main = 1 AND two.main = 1 THEN one.best END AS best, {none},
    CASE WHEN one.main = 1 AND two.main = 1 THEN 0 ELSE 1 END AS supporting, {shared}
  FROM party AS one JOIN party AS two ON {across}
  UNION ALL
  SELECT one.key, two.key, 1, {low}, CAST(NULL AS DOUBLE), {none}, 1, {shared}
  FROM party AS one JOIN party AS two
    ON {both} AND one.side = two.side AND one.main = 1 AND two.main = 0
  WHERE {_among("one.kind", _BESIDE)}
  UNION ALL
  SELECT NULL, NULL, 0, {low}, best, {none}, 0, first_day, last_day, area, publisher, reject
  FROM event WHERE reject IS NOT NULL"""


ACLED = Reader(
    "acled",
    "ACLED export (CSV)",
    "acled",
    _COLUMNS,
    _events,
    Citation(
        "acled",
        "Armed Conflict Location and Event Data, export",
        "ACLED",
        "https://acleddata.com/",
        "ACLED's terms of use: not to be passed on",
    ),
    _steps,
    lambda kinds: ("deaths", "supporting", *(("sources",) if "source" in kinds else ())),
    area="country",
    coalitions=True,
    shows="reported political violence, and agreements",
)
