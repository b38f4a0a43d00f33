"""Readers of the Uppsala Conflict Data Program: georeferenced events, and dyads by year.

Sides are coalitions as often as not: their members stand apart in one cell, joined by commas.
Members of different sides fight each other, members of one side fight beside each other. A name
may change, and the id stays; the id is the key wherever the file gives one.
"""

from graph.events.reader import Citation, Column, Given, Kinds, Reader, Step
from graph.events.sql import any_of, counting, first_day, last_day, number, text
from graph.events.values import Units

#: The most members of one side.
_MOST = 80
#: Commas that part nothing, of the UCDP Actor Dataset 22.1.
_WHOLE = (
    "Military Junta for the Consolidation of Democracy, Peace and Justice",
    "SAO Eastern Slavonia, Baranja and Western Symria",
)
_LICENCE = "CC BY 4.0"
_PUBLISHER = "Uppsala Conflict Data Program"
_URL = "https://ucdp.uu.se/downloads/"
_NAMED = ", ".join(f"'{name}'" for name in _WHOLE)


def _parted(column: str) -> str:
    """Tell whether a cell lists several: its commas part names, and stand in no bracket."""
    bracket = f"{column} LIKE '%(%, %)%' AND {column} NOT LIKE '%), %'"
    return f"({column} LIKE '%, %' AND {column} NOT IN ({_NAMED}) AND NOT ({bracket}))"


def _count(column: str) -> str:
    """Count the members of a side."""
    commas = f"(LENGTH({column}) - LENGTH(REPLACE({column}, ', ', ''))) / 2"
    return f"CASE WHEN {_parted(column)} THEN 1 + CAST({commas} AS INTEGER) ELSE 1 END"


def _members(columns: str, side: str, ids: str, names: str, *, main: int) -> str:
    """Give a row for each member of a side, with its id where there are as many ids as names."""
    part = f"SPLIT_PART({names}, ', ', counting.i)"
    return f"""\
SELECT {columns}, '{side}' AS side, {main} AS main,
  CASE WHEN {names}_count > 1 THEN {part} ELSE {names} END AS name,
  CASE WHEN {names}_count = 1 THEN {ids}
       WHEN {ids} LIKE '%, %' THEN NULLIF(SPLIT_PART({ids}, ', ', counting.i), '') END AS id
FROM event JOIN {counting(_MOST)} ON counting.i <= {names}_count
WHERE reject IS NULL AND {names} IS NOT NULL"""


def _keyed(columns: str) -> str:
    """Give each member its key: its id, also where only another row tells it, else its name."""
    return (
        "SELECT " + columns + ", side, main, name, COALESCE(id, known, name) AS key\n"
        "FROM member LEFT JOIN (SELECT name AS named, MIN(id) AS known FROM member "
        "WHERE id IS NOT NULL GROUP BY name) AS ids ON member.name = ids.named"
    )


def _pairs(shared: str, deaths: str) -> str:
    """Give the pairs of all rows: hostile across the sides, cooperative within one.

    A supporter has to do with the main parties alone: that two states support one side is no tie
    between them.
    """
    both = "one.row_id = two.row_id"
    main = "(one.main = 1 OR two.main = 1)"
    across = f"{both} AND one.side = 'a' AND two.side = 'b' AND {main}"
    within = f"{both} AND one.side = two.side AND one.key < two.key AND {main}"
    return f"""\
  SELECT one.key AS source, two.key AS target, -1 AS sign, {deaths}, {shared}
  FROM party AS one JOIN party AS two ON {across}
  UNION ALL
  SELECT one.key AS source, two.key AS target, 1 AS sign, {_NO_DEATHS}, {shared}
  FROM party AS one JOIN party AS two ON {within}"""


_NO_DEATHS = (
    "CAST(NULL AS DOUBLE) AS low, CAST(NULL AS DOUBLE) AS best, CAST(NULL AS DOUBLE) AS high"
)
_LABELS = "SELECT key AS label_key, MAX(name) AS label FROM party WHERE key <> name GROUP BY key"

# -- events --------------------------------------------------------------------------------------

_GED = (
    Column("side_a", ("side_a",)),
    Column("side_b", ("side_b",)),
    Column("id_a", ("side_a_new_id", "side_a_dset_id", "side_a_id"), needed=False),
    Column("id_b", ("side_b_new_id", "side_b_dset_id", "side_b_id"), needed=False),
    Column("date_start", ("date_start",)),
    Column("date_end", ("date_end",)),
    Column("low", ("low", "deaths_low", "low_est")),
    Column("best", ("best", "deaths_best", "best_est")),
    Column("high", ("high", "deaths_high", "high_est")),
    Column("violence", ("type_of_violence",)),
    Column("country", ("country",), needed=False),
    Column("office", ("source_office",), needed=False),
)
_GED_SHARED = "row_id, first_day, last_day, area, publisher, low, best, high"


def _ged_steps(given: Given) -> list[Step]:
    kinds = given.kinds
    deaths = [(name, number(name, kinds[name])) for name in ("low", "best", "high")]
    ids = [
        text(f"CAST({one} AS STRING)") if one in kinds else "CAST(NULL AS STRING)"
        for one in ("id_a", "id_b")
    ]
    area = text("country") if "country" in kinds else "CAST(NULL AS STRING)"
    office = (
        f"NULLIF(TRIM(SPLIT_PART({text('office')}, ';', 1)), '')"
        if "office" in kinds
        else "CAST(NULL AS STRING)"
    )
    read = ", ".join(f"{sql} AS {name}" for name, sql in deaths)
    wrong = " OR ".join(
        f"({text(name)} IS NOT NULL AND {sql} IS NULL) OR {sql} > 1e9"
        if kinds[name] == "text"
        else f"{sql} > 1e9"
        for name, sql in deaths
    )
    judged = any_of(
        [
            ("head", "first_day IS NULL AND LOWER(side_a) = 'side_a'"),
            ("bad-date", "first_day IS NULL OR last_day IS NULL"),
            ("inverted-dates", "last_day < first_day"),
            ("bad-number", "wrong"),
            ("negative-deaths", "low < 0 OR best < 0 OR high < 0"),
            ("no-actor", "side_a IS NULL OR side_b IS NULL"),
            *([] if given.roles else [("civilians", "violence = '3' OR side_b = 'Civilians'")]),
            ("same-actor", "side_a = side_b"),
        ]
    )
    counts = ", ".join(f"{_count(name)} AS {name}_count" for name in ("side_a", "side_b"))
    # By all columns: what is worked out anew, after a worker died, gets the same numbers.
    rows = f"""\
SELECT *, {counts}, {judged} AS reject
FROM (
  SELECT ROW_NUMBER() OVER (ORDER BY {", ".join(kinds)}) AS row_id,
    {text("side_a")} AS side_a, {text("side_b")} AS side_b, {ids[0]} AS id_a, {ids[1]} AS id_b,
    {first_day("date_start", kinds["date_start"])} AS first_day,
    {last_day("date_end", kinds["date_end"])} AS last_day,
    {read}, ({wrong}) AS wrong, CAST(violence AS STRING) AS violence,
    {area} AS area, {office} AS publisher
  FROM raw
) AS given"""
    member = "\nUNION ALL\n".join(
        _members(_GED_SHARED, side, f"id_{side}", f"side_{side}", main=1) for side in ("a", "b")
    )
    return [Step("event", rows), Step("member", member), Step("party", _keyed(_GED_SHARED))]


def _ged_events(_given: Given) -> str:
    shared = "one.first_day, one.last_day, one.area, one.publisher, CAST(NULL AS STRING) AS reject"
    return (
        _pairs(shared, "one.low, one.best, one.high")
        + f"""
  UNION ALL
  SELECT NULL, NULL, 0, {_NO_DEATHS}, first_day, last_day, area, publisher, reject
  FROM event WHERE reject IS NOT NULL"""
    )


def _ged_measures(kinds: Kinds) -> tuple[str, ...]:
    return ("deaths", "sources") if "office" in kinds else ("deaths",)


GED = Reader(
    "ucdp-ged",
    "UCDP Georeferenced Event Dataset (CSV)",
    "ucdp",
    _GED,
    _ged_events,
    Citation("ucdp-ged", "UCDP Georeferenced Event Dataset", _PUBLISHER, _URL, _LICENCE),
    _ged_steps,
    _ged_measures,
    lambda kinds: _LABELS,  # noqa: ARG005
    area="country",
    shows="fighting with at least one death",
)

# -- dyads by year -------------------------------------------------------------------------------

_DYADIC = (
    Column("dyad_id", ("dyad_id",)),
    Column("side_a", ("side_a",)),
    Column("id_a", ("side_a_id",)),
    Column("second_a", ("side_a_2nd",)),
    Column("side_b", ("side_b",)),
    Column("id_b", ("side_b_id",)),
    Column("second_b", ("side_b_2nd",)),
    Column("year", ("year",)),
    Column("intensity", ("intensity_level",)),
    Column("start_date", ("start_date",)),
    Column("start_prec", ("start_prec",)),
    Column("location", ("location",), needed=False),
)
_DYADIC_SHARED = "row_id, first_day, last_day, area, low, high"
#: The first death of the dyad, where it fell into the row's year and how well it is dated: to the
#: day (1), to the month (2, 3: the day was estimated or set), else to the year at best. The code
#: stands beside a full date, which is false precision from 2 on.
_BEGUN = """\
CASE WHEN EXTRACT(YEAR FROM started) = EXTRACT(YEAR FROM new_year) AND prec = '1' THEN started
      WHEN EXTRACT(YEAR FROM started) = EXTRACT(YEAR FROM new_year) AND prec IN ('2', '3')
      THEN CAST(DATE_TRUNC('month', started) AS DATE) ELSE new_year END"""


def _dyadic_steps(given: Given) -> list[Step]:
    kinds = given.kinds
    judged = any_of(
        [
            ("head", "new_year IS NULL AND LOWER(side_a) = 'side_a'"),
            ("bad-date", "new_year IS NULL"),
            ("bad-number", "intensity IS NULL OR intensity NOT IN ('1', '2')"),
            ("no-actor", "side_a IS NULL OR side_b IS NULL"),
        ]
    )
    area = text("location") if "location" in kinds else "CAST(NULL AS STRING)"
    sided = ("side_a", "side_b", "second_a", "second_b")
    counts = ", ".join(f"{_count(name)} AS {name}_count" for name in sided)
    cells = ", ".join(
        f"{text(f'CAST({name} AS STRING)')} AS {name}"
        for name in ("side_a", "id_a", "second_a", "side_b", "id_b", "second_b", "intensity")
    )
    rows = f"""\
SELECT *, {counts}, {_BEGUN} AS first_day,
  CASE WHEN intensity = '1' THEN 25.0 WHEN intensity = '2' THEN 1000.0 END AS low,
  CASE WHEN intensity = '1' THEN 999.0 END AS high, {judged} AS reject
FROM (
  SELECT ROW_NUMBER() OVER (ORDER BY dyad_id, year) AS row_id, {cells}, {area} AS area,
    {first_day("year", kinds["year"])} AS new_year, {last_day("year", kinds["year"])} AS last_day,
    {first_day("start_date", kinds["start_date"])} AS started, CAST(start_prec AS STRING) AS prec
  FROM raw
) AS given"""
    sides = (
        ("a", "id_a", "side_a", 1),
        ("b", "id_b", "side_b", 1),
        ("a", "CAST(NULL AS STRING)", "second_a", 0),
        ("b", "CAST(NULL AS STRING)", "second_b", 0),
    )
    member = "\nUNION ALL\n".join(
        _members(_DYADIC_SHARED, side, ids, names, main=main) for side, ids, names, main in sides
    )
    return [Step("event", rows), Step("member", member), Step("party", _keyed(_DYADIC_SHARED))]


def _dyadic_events(_given: Given) -> str:
    helps = "CASE WHEN one.main = 1 AND two.main = 1 THEN 0 ELSE 1 END AS supporting"
    shared = f"one.first_day, one.last_day, one.area, {helps}, CAST(NULL AS STRING) AS reject"
    mains = "CASE WHEN one.main = 1 AND two.main = 1 THEN one.{0} END AS {0}"
    deaths = ", ".join([mains.format("low"), "CAST(NULL AS DOUBLE) AS best", mains.format("high")])
    return (
        _pairs(shared, deaths)
        + f"""
  UNION ALL
  SELECT NULL, NULL, 0, {_NO_DEATHS}, first_day, last_day, area, 0, reject
  FROM event WHERE reject IS NOT NULL"""
    )


DYADIC = Reader(
    "ucdp-dyadic",
    "UCDP Dyadic Dataset (CSV)",
    "ucdp",
    _DYADIC,
    _dyadic_events,
    Citation("ucdp-dyadic", "UCDP Dyadic Dataset", _PUBLISHER, _URL, _LICENCE),
    _dyadic_steps,
    lambda kinds: ("deaths", "supporting"),  # noqa: ARG005
    lambda kinds: _LABELS,  # noqa: ARG005
    area="location",
    units=Units(
        ("dyad-year of fighting", "dyad-years of fighting"),
        ("dyad-year on one side", "dyad-years on one side"),
        ("dyad-year", "dyad-years"),
        "a dyad-year: a conflict between two sides in a year; supporters meet the other side's "
        "main party, and are counted as supporting",
    ),
    shows="fighting in which a government takes part, with at least 25 deaths in a year",
    of_states=True,
    period="year",
    strong=3,
)
