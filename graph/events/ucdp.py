"""Readers of the Uppsala Conflict Data Program: georeferenced events, and dyads by year.

Sides are coalitions as often as not: their members stand apart in one cell, joined by commas.
Members of different sides fight each other, members of one side fight beside each other. A name
may change, and the id stays; the id is the key wherever the file gives one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from graph.events.cells import any_of, counting, first_day, last_day, number, plain, text
from graph.events.reader import Citation, Column, Given, Kinds, Reader, Step
from graph.events.values import Units

#: The most members of one side.
_MOST = 80
#: Commas that part nothing, of the UCDP Actor Dataset 22.1; it has three more in brackets.
_WHOLE = (
    "Interahamwe, ex-FAR",
    "Military Junta for the Consolidation of Democracy, Peace and Justice",
    "SAO Eastern Slavonia, Baranja and Western Symria",
)
_LICENCE = "CC BY 4.0"
_PUBLISHER = "Uppsala Conflict Data Program"
_URL = "https://ucdp.uu.se/downloads/"
#: Stands for the comma inside a name while the members are told apart.
_COMMA = "CHR(31)"


def _side(column: str) -> str:
    """Give a cell of members whose commas part them: those inside a name are masked."""
    masked = cell = text(f"CAST({column} AS STRING)")
    for name in _WHOLE:
        masked = f"REPLACE({masked}, '{name}', REPLACE('{name}', ', ', {_COMMA}))"
    bracket = f"REGEXP_EXTRACT({masked}, '[(][^()]*, [^()]*[)]', 0)"
    masked = f"REPLACE({masked}, {bracket}, REPLACE({bracket}, ', ', {_COMMA}))"
    return f"CASE WHEN {cell} LIKE '%, %' THEN {masked} ELSE {cell} END"


def _count(column: str) -> str:
    """Count the members of a side, or their ids."""
    commas = f"LENGTH({column}) - LENGTH(REPLACE({column}, ', ', ''))"
    return f"1 + CAST(({commas}) / 2 AS INTEGER)"


def _crowded(columns: Iterable[str]) -> tuple[str, str]:
    """Give the case of a side with more members than are told apart."""
    return "crowded", " OR ".join(f"COALESCE({_count(one)}, 0) > {_MOST}" for one in columns)


class _Side(NamedTuple):
    """Cells with members of one side; `main`: whether they are its main parties."""

    side: str
    names: str
    ids: str
    main: int


def _members(columns: str, sides: Sequence[_Side]) -> str:
    """Give a row for each member of a side, with its id where there are as many ids as names.

    The sides are rows of one relation: a SELECT for each would work out the event as often, and
    Spark plans all that it is asked for, kept or not.
    """
    values = ", ".join(f"({n}, '{one.side}', {one.main})" for n, one in enumerate(sides))

    def cell(pick: Callable[[_Side], str]) -> str:
        whens = " ".join(f"WHEN {n} THEN {pick(one)}" for n, one in enumerate(sides))
        return f"CASE sides.n {whens} END"

    return f"""\
SELECT {columns}, side, main, name, id
FROM (
  SELECT {columns}, side, main,
    NULLIF(TRIM(REPLACE(SPLIT_PART(names, ', ', counting.i), {_COMMA}, ', ')), '') AS name,
    CASE WHEN {_count("ids")} = members
         THEN NULLIF(TRIM(SPLIT_PART(ids, ', ', counting.i)), '') END AS id
  FROM (
    SELECT {columns}, sides.side AS side, sides.main AS main,
      {cell(lambda one: one.names)} AS names, {cell(lambda one: one.ids)} AS ids,
      {cell(lambda one: f"{one.names}_count")} AS members
    FROM event CROSS JOIN (VALUES {values}) AS sides(n, side, main)
    WHERE reject IS NULL
  ) AS sided JOIN {counting(_MOST)} ON counting.i <= members
) AS parted
WHERE name IS NOT NULL"""


def _keyed(columns: str) -> str:
    """Give each member of a side once, with its key: its id, else its name.

    The id may stand in another row, where the member is alone; several actors may bear one name,
    and then no row can tell which of them it is.
    """
    return f"""\
SELECT {columns}, side, MAX(main) AS main, MAX(name) AS name, key
FROM (
  SELECT {columns}, side, main, name,
    COALESCE(id, CASE WHEN {_OF_NAME.format("MIN")} = {_OF_NAME.format("MAX")}
                      THEN {_OF_NAME.format("MIN")} END, name) AS key
  FROM member
) AS known
GROUP BY {columns}, side, key"""


def _pairs(shared: str, deaths: Mapping[str, str]) -> str:
    """Give the pairs of all rows: hostile across the sides, cooperative within one.

    A supporter has to do with the main parties alone: that two states support one side is no tie
    between them. Who stands on both sides does not fight itself.
    """
    killed = ", ".join(
        f"CASE WHEN one.side < two.side THEN {number} END AS {name}"
        for name, number in deaths.items()
    )
    return f"""\
  SELECT one.key AS source, two.key AS target,
    CASE WHEN one.side < two.side THEN -1 ELSE 1 END AS sign, {killed}, {shared}
  FROM party AS one JOIN party AS two
    ON one.row_id = two.row_id AND one.key <> two.key AND (one.main = 1 OR two.main = 1)
      AND (one.side < two.side OR (one.side = two.side AND one.key < two.key))"""


#: Over all rows that name somebody so.
_OF_NAME = "{}(id) OVER (PARTITION BY name)"
_NONE = "CAST(NULL AS STRING)"
_NO_DEATHS = (
    "CAST(NULL AS DOUBLE) AS low, CAST(NULL AS DOUBLE) AS best, CAST(NULL AS DOUBLE) AS high"
)
#: All members of a row are one.
_ALONE = "MIN(key) = MAX(key)"
#: The names of an id, each with the last day on which it had it.
_LABELS = (
    "SELECT key AS label_key, name AS label, MAX(last_day) AS latest "
    "FROM party WHERE key <> name GROUP BY key, name"
)

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
_DEATHS = ("low", "best", "high")
_GED_SHARED = "row_id, first_day, last_day, area, publisher, low, best, high"


def _ged_steps(given: Given) -> list[Step]:
    sides = [_Side(side, f"side_{side}", f"id_{side}", main=1) for side in ("a", "b")]
    return [
        Step("event", _ged_rows(given)),
        Step("member", _members(_GED_SHARED, sides)),
        Step("party", _keyed(_GED_SHARED)),
    ]


def _ged_rows(given: Given) -> str:
    """Give a row for each row of the file: dated, counted, judged."""
    kinds = given.kinds
    counts = ", ".join(f"{_count(name)} AS {name}_count" for name in ("side_a", "side_b"))
    deaths = ", ".join(f"{number(name, kinds[name])} AS {name}" for name in _DEATHS)
    wrong = " OR ".join(_wrong(name, kinds[name]) for name in _DEATHS)
    id_a, id_b = (
        text(plain(one, kinds[one])) if one in kinds else _NONE for one in ("id_a", "id_b")
    )
    office = f"NULLIF(TRIM(SPLIT_PART({text('office')}, ';', 1)), '')"
    # By all columns: what is worked out anew, after a worker died, gets the same numbers.
    return f"""\
SELECT *, {counts}, {any_of(_ged_judged(given))} AS reject
FROM (
  SELECT ROW_NUMBER() OVER (ORDER BY {", ".join(kinds)}) AS row_id,
    {_side("side_a")} AS side_a, {_side("side_b")} AS side_b, {id_a} AS id_a, {id_b} AS id_b,
    {first_day("date_start", kinds["date_start"])} AS first_day,
    {last_day("date_end", kinds["date_end"])} AS last_day,
    {deaths}, ({wrong}) AS wrong, {plain("violence", kinds["violence"])} AS violence,
    {text("country") if "country" in kinds else _NONE} AS area,
    {office if "office" in kinds else _NONE} AS publisher
  FROM raw
) AS given"""


def _wrong(name: str, kind: str) -> str:
    """Tell where deaths are no number, or one beyond all wars."""
    deaths = number(name, kind)
    over = f"{deaths} > 1e9"
    return f"({text(name)} IS NOT NULL AND {deaths} IS NULL) OR {over}" if kind == "text" else over


def _ged_judged(given: Given) -> list[tuple[str, str]]:
    civilians = [] if given.roles else [("civilians", "violence = '3' OR side_b = 'Civilians'")]
    return [
        ("head", "first_day IS NULL AND LOWER(side_a) = 'side_a'"),
        ("bad-date", "first_day IS NULL OR last_day IS NULL"),
        ("inverted-dates", "last_day < first_day"),
        ("bad-number", "wrong"),
        ("negative-deaths", "low < 0 OR best < 0 OR high < 0"),
        ("no-actor", "side_a IS NULL OR side_b IS NULL"),
        *civilians,
        _crowded(("side_a", "side_b")),
        ("same-actor", "side_a = side_b"),
    ]


def _ged_events(_given: Given) -> str:
    shared = "one.first_day, one.last_day, one.area, one.publisher, CAST(NULL AS STRING) AS reject"
    return (
        _pairs(shared, {name: f"one.{name}" for name in _DEATHS})
        + f"""
  UNION ALL
  SELECT NULL, NULL, 0, {_NO_DEATHS}, first_day, last_day, area, publisher, reject
  FROM event WHERE reject IS NOT NULL
  UNION ALL
  SELECT NULL, NULL, 0, {_NO_DEATHS}, first_day, last_day, area, publisher, 'same-actor'
  FROM party GROUP BY {_GED_SHARED} HAVING {_ALONE}"""
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
    coalitions=True,
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
_SIDED = ("side_a", "side_b", "second_a", "second_b")
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
            _crowded(_SIDED),
            ("same-actor", "side_a = side_b"),
        ]
    )
    area = text("location") if "location" in kinds else _NONE
    counts = ", ".join(f"{_count(name)} AS {name}_count" for name in _SIDED)
    cells = ", ".join(
        [f"{_side(name)} AS {name}" for name in _SIDED]
        + [f"{text(plain(one, kinds[one]))} AS {one}" for one in ("id_a", "id_b", "intensity")]
    )
    rows = f"""\
SELECT *, {counts}, {_BEGUN} AS first_day,
  CASE WHEN intensity = '1' THEN 25.0 WHEN intensity = '2' THEN 1000.0 END AS low,
  CASE WHEN intensity = '1' THEN 999.0 END AS high, {judged} AS reject
FROM (
  SELECT ROW_NUMBER() OVER (ORDER BY dyad_id, year) AS row_id, {cells}, {area} AS area,
    {first_day("year", kinds["year"])} AS new_year, {last_day("year", kinds["year"])} AS last_day,
    {first_day("start_date", kinds["start_date"])} AS started,
    {plain("start_prec", kinds["start_prec"])} AS prec
  FROM raw
) AS given"""
    sides = [_Side(side, f"side_{side}", f"id_{side}", main=1) for side in ("a", "b")]
    sides += [_Side(side, f"second_{side}", _NONE, main=0) for side in ("a", "b")]
    return [
        Step("event", rows),
        Step("member", _members(_DYADIC_SHARED, sides)),
        Step("party", _keyed(_DYADIC_SHARED)),
    ]


def _dyadic_events(_given: Given) -> str:
    helps = "CASE WHEN one.main = 1 AND two.main = 1 THEN 0 ELSE 1 END AS supporting"
    shared = f"one.first_day, one.last_day, one.area, {helps}, CAST(NULL AS STRING) AS reject"
    mains = "CASE WHEN one.main = 1 AND two.main = 1 THEN one.{} END"
    low, high = (mains.format(name) for name in ("low", "high"))
    deaths = {"low": low, "best": "CAST(NULL AS DOUBLE)", "high": high}
    return (
        _pairs(shared, deaths)
        + f"""
  UNION ALL
  SELECT NULL, NULL, 0, {_NO_DEATHS}, first_day, last_day, area, 0, reject
  FROM event WHERE reject IS NOT NULL
  UNION ALL
  SELECT NULL, NULL, 0, {_NO_DEATHS}, first_day, last_day, area, 0, 'same-actor'
  FROM party GROUP BY {_DYADIC_SHARED} HAVING {_ALONE}"""
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
    turns=1,
    levels=(25, 1000),
    coalitions=True,
)
