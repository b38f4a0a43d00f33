"""Reader of GDELT event files, version 1.0 (57 or 58 columns) and 2.0 (61): tabs, no head.

An actor is its CAMEO code, which names a country, a group, a religion, and then roles. A code of
roles alone (a judge, a student, the media) is no group. Rows are what a program understood of the
news: look at the mean of many, never at one.
"""

from graph.events.cells import any_of, number
from graph.events.reader import Citation, Column, Given, Kinds, Reader

#: Where the columns are: alike up to AvgTone, then each of the three places has a column more in
#: version 2.0.
_ALIKE = {
    "sqldate": 1,
    "code1": 5,
    "name1": 6,
    "country1": 7,
    "group1": 8,
    "ethnic1": 9,
    "religion1": 10,
    "code2": 15,
    "name2": 16,
    "country2": 17,
    "group2": 18,
    "ethnic2": 19,
    "religion2": 20,
    "quad": 29,
    "goldstein": 30,
}
#: By the number of columns.
PLACES: dict[int, dict[str, int]] = {
    57: {**_ALIKE, "action_country": 51},
    58: {**_ALIKE, "action_country": 51, "url": 57},
    61: {**_ALIKE, "action_country": 53, "url": 60},
}
_COLUMNS = tuple(Column(name, (name,), needed=name != "url") for name in PLACES[61])


def _role(number_: int) -> str:
    told = ("country", "group", "ethnic", "religion")
    return " AND ".join(f"{name}{number_} IS NULL" for name in told)


def _events(given: Given) -> str:
    kinds = given.kinds
    day = (
        "CASE WHEN LENGTH(sqldate) = 8 AND sqldate >= '0001' THEN TRY_CAST(CONCAT(SUBSTR("
        "sqldate, 1, 4), '-', SUBSTR(sqldate, 5, 2), '-', SUBSTR(sqldate, 7, 2)) AS DATE) END"
    )
    judged = any_of(
        [
            ("bad-date", "first_day IS NULL"),
            ("bad-sign", "sign IS NULL"),
            (
                "bad-number",
                "given IS NOT NULL AND (goldstein IS NULL OR NOT goldstein BETWEEN -10 AND 10)",
            ),
            ("no-actor", "source IS NULL OR target IS NULL"),
            ("same-actor", "source = target"),
            *([] if given.roles else [("role", "role")]),
        ]
    )
    # Of a source that is no web page it is the name.
    host = (
        "CASE WHEN url LIKE '%//%' THEN SPLIT_PART(SPLIT_PART(url, '//', 2), '/', 1) ELSE url END"
    )
    host = host if "url" in kinds else "CAST(NULL AS STRING)"
    return f"""\
  SELECT source, target, first_day, first_day AS last_day, sign, goldstein, area, publisher,
    {judged} AS reject
  FROM (
    SELECT NULLIF(code1, '') AS source, NULLIF(code2, '') AS target, {day} AS first_day,
      CASE WHEN quad IN ('1', '2') THEN 1 WHEN quad IN ('3', '4') THEN -1 END AS sign,
      goldstein AS given, {number("goldstein", kinds["goldstein"])} AS goldstein,
      action_country AS area, {host} AS publisher,
      ({_role(1)}) OR ({_role(2)}) AS role
    FROM raw
  ) AS given"""


def _called(_kinds: Kinds) -> str:
    """Give each code with what most of its rows call it: a code has many names."""
    both = " UNION ALL ".join(
        f"SELECT code{end} AS code, NULLIF(TRIM(name{end}), '') AS name FROM raw" for end in (1, 2)
    )
    return f"""\
SELECT code AS label_key, SUBSTR(MAX(CONCAT(LPAD(CAST(counted AS STRING), 12, '0'), name)), 13)
  AS label
FROM (
  SELECT code, name, COUNT(*) AS counted FROM ({both}) AS named
  WHERE code <> '' AND name IS NOT NULL GROUP BY code, name
) AS counts GROUP BY code"""


GDELT = Reader(
    "gdelt",
    "GDELT 1.0 or 2.0 event file (tabs, no head; .CSV, .zip)",
    "gdelt",
    _COLUMNS,
    _events,
    Citation(
        "gdelt",
        "GDELT Event Database",
        "The GDELT Project",
        "https://www.gdeltproject.org/",
        "free for any use with citation and link",
    ),
    measures=lambda kinds: ("goldstein", "sources") if "url" in kinds else ("goldstein",),
    directed=True,
    armed=False,
    spans=lambda kinds: False,  # noqa: ARG005
    area="action_country",
    shows="anything that the news report",
    called=_called,
)
