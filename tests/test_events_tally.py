"""No row is lost: each is in a dyad or counted under one reason, whatever the file holds."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventful import DYADIC, acled, folded, ged, table
from graph.events.mapped import mapped, parse_columns

#: Few files of many rows: what costs is to open one.
LAW = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
#: Each with its first and its last day, None where it is no date.
DATES = {
    "2015-03-04": ("2015-03-04", "2015-03-04"),
    "2015-03": ("2015-03-01", "2015-03-31"),
    "2016": ("2016-01-01", "2016-12-31"),
    "2015-02-30": None,
    "soon": None,
    "": None,
}
NUMBERS = {"2": 2, "0": 0, "-1": -1, "": 0, "many": None, "nan": None, "inf": None}


def rows_of(**columns):
    """Give lists of rows, each column one of its values."""
    row = st.fixed_dictionaries({name: st.sampled_from(tuple(of)) for name, of in columns.items()})
    return st.lists(row, min_size=1, max_size=60)


def told(found, expected):
    """Hold a run against a reason, or the pairs with their events, for each row."""
    reasons = Counter(one for one in expected if isinstance(one, str))
    counted = Counter(pair for one in expected if not isinstance(one, str) for pair in one)
    assert found.tally.rows == len(expected)
    assert found.tally.reasons == reasons
    events = Counter()
    for dyad in found.dyads:
        events[tuple(sorted(dyad.names))] += dyad.events
    assert events == counted


def judge(*cases):
    """Give the first reason that applies."""
    return next((code for code, applies in cases if applies), None)


def dates_of(row, first, last):
    begin, end = DATES[row[first]], DATES[row[last]]
    return begin and begin[0], end and end[1]


def tied(one, two):
    """Give the pairs of members of two sides, and within each."""
    across = [tuple(sorted((a, b))) for a in one for b in two if a != b]
    within = [(a, b) for side in (one, two) for a in side for b in side if a < b]
    return [*across, *within]


SIDES = ("A", "B", "A, B", " C, A,  C", "n/a", "", "Civilians")
IDS = {"A": "1", "B": "2", "Civilians": "4"}


@given(
    rows_of(
        side_a=SIDES, side_b=SIDES, date_start=DATES, date_end=DATES, best=NUMBERS,
        type_of_violence=("1", "3"),
    )
)  # fmt: skip
@LAW
def test_every_row_of_ged_is_in_a_dyad_or_under_its_reason(tmp_path_factory, rows):
    good = {"side_a": "A", "side_b": "B", "date_start": "2016", "date_end": "2016", "best": "2"}
    rows = [good | {"type_of_violence": "1"}, *rows]
    ids = {"side_a": "side_a_new_id", "side_b": "side_b_new_id"}
    path = ged(
        tmp_path_factory.mktemp("law") / "x.csv",
        *(row | {ids[side]: IDS.get(row[side], "") for side in ids} for row in rows),
    )

    def expected(row):
        sides = [sorted({part.strip() for part in row[side].split(", ")}) for side in ids]
        first, last = dates_of(row, "date_start", "date_end")
        best = NUMBERS[row["best"]]
        return judge(
            ("bad-date", not first or not last),
            ("inverted-dates", first and last and last < first),
            ("bad-number", best is None),
            ("negative-deaths", best is not None and best < 0),
            ("no-actor", {"", "n/a"} & {row[side].strip() for side in ids}),
            ("civilians", row["type_of_violence"] == "3" or row["side_b"] == "Civilians"),
            ("same-actor", row["side_a"].strip() == row["side_b"].strip()),
            ("same-actor", sides[0] == sides[1] and len(sides[0]) == 1),
        ) or tied(*sides)

    told(folded(path, period="decade"), [expected(row) for row in rows])


YEARS = {"2015": True, "2016": True, "20x6": False, "": False}


@given(
    rows_of(
        side_a=("A", "A, B", ""), side_b=("C", "A", "C, A"), second_a=("", "D", "D, C", "A"),
        year=YEARS, level=("1", "2", "3", ""),
    )
)  # fmt: skip
@LAW
def test_every_row_of_the_dyadic_dataset_is_in_a_dyad_or_under_its_reason(tmp_path_factory, rows):
    head = DYADIC.read_text(encoding="utf-8").splitlines()[0]
    rows = [{"side_a": "A", "side_b": "C", "second_a": "", "year": "2015", "level": "1"}, *rows]
    lines = [
        f'1,1,X,"{row["side_a"]}",,"{row["second_a"]}","{row["side_b"]}",,,1,,{row["year"]},'
        f"{row['level']},3,2010-05-06,1,,,,,,,,3,24.1"
        for row in rows
    ]
    path = table(tmp_path_factory.mktemp("law") / "x.csv", *lines, head=head)

    def expected(row):
        one, two = row["side_a"].split(", "), row["side_b"].split(", ")
        helping = [name for name in row["second_a"].split(", ") if name and name not in one]
        return judge(
            ("bad-date", not YEARS[row["year"]]),
            ("bad-number", row["level"] not in ("1", "2")),
            ("no-actor", not row["side_a"]),
            ("same-actor", one == two),
        ) or [
            *tied(one, two),
            *(tuple(sorted((name, main))) for name in helping for main in one),
            *(tuple(sorted((name, main))) for name in helping for main in two if name != main),
        ]

    told(folded(path, period="decade"), [expected(row) for row in rows])


ACTORS = ("A", "B", " A", "", "Civilians (X)")


@given(
    rows_of(
        event_date=("2015-03-04", "4 March 2015", "31 April 2015", "2015", ""), actor1=ACTORS,
        actor2=ACTORS, assoc_actor_1=("", "C", "C;; B; C", "Rioters (X)"), fatalities=NUMBERS,
        time_precision=("1", "2", "3"),
    )
)  # fmt: skip
@LAW
def test_every_row_of_acled_is_in_a_dyad_or_under_its_reason(tmp_path_factory, rows):
    rows = [{"actor1": "A", "actor2": "B"}, *rows]
    plain = {"event_date": "2015-03-04", "assoc_actor_1": "", "fatalities": "0"}
    path = acled(tmp_path_factory.mktemp("law") / "a.csv", *(plain | row for row in rows))

    def expected(row):
        row = plain | row
        one, two = row["actor1"].strip(), row["actor2"].strip()
        dead = NUMBERS[row["fatalities"]]
        beside = {part.strip() for part in row["assoc_actor_1"].split(";")} & {"B", "C"} - {one}
        return judge(
            ("bad-date", row["event_date"] not in ("2015-03-04", "4 March 2015")),
            ("bad-number", dead is None),
            ("negative-deaths", dead is not None and dead < 0),
            ("no-actor", not one or not two),
            ("same-actor", one == two),
            ("role", "Civilians (X)" in (one, two)),
        ) or [
            tuple(sorted((one, two))),
            *(tuple(sorted((name, one))) for name in beside),
            *(tuple(sorted((name, two))) for name in beside if name != two),
        ]

    told(folded(path, period="decade"), [expected(row) for row in rows])


CODES = ("USA", "RUS", "", "JUD")


@given(
    rows_of(
        day=("20150304", "20150230", "2015", ""), one=CODES, two=CODES, quad=("1", "4", "5", ""),
        scale=("-2.0", "11", "x", ""),
    )
)  # fmt: skip
@LAW
def test_every_row_of_gdelt_is_in_a_dyad_or_under_its_reason(tmp_path_factory, rows):
    rows = [{"day": "20150304", "one": "USA", "two": "RUS", "quad": "1", "scale": "1"}, *rows]
    path = tmp_path_factory.mktemp("law") / "x.export.CSV"
    lines = []
    for row in rows:
        cells = [""] * 61
        cells[0], cells[1], cells[5], cells[15] = "1", row["day"], row["one"], row["two"]
        cells[7], cells[17] = (code if code != "JUD" else "" for code in (row["one"], row["two"]))
        cells[29], cells[30] = row["quad"], row["scale"]
        lines.append("\t".join(cells) + "\n")
    path.write_text("".join(lines))

    def expected(row):
        return judge(
            ("bad-date", row["day"] != "20150304"),
            ("bad-sign", row["quad"] not in ("1", "4")),
            ("bad-number", row["scale"] in ("11", "x")),
            ("no-actor", not row["one"] or not row["two"]),
            ("same-actor", row["one"] == row["two"]),
            ("role", "JUD" in (row["one"], row["two"])),
        ) or [tuple(sorted((row["one"], row["two"])))]

    told(folded(path), [expected(row) for row in rows])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("x", "y", "")),
            st.sampled_from(("x", "z", '"q, r"')),
            st.sampled_from(tuple(DATES)),
            st.sampled_from(tuple(DATES)),
            st.sampled_from(("hostile", "with", "foe", "-1", "")),
            st.sampled_from(tuple(NUMBERS)),
            st.sampled_from(("", ",more")),
        ),
        min_size=1,
        max_size=60,
    )
)
@LAW
def test_every_row_of_a_table_is_in_a_dyad_or_under_its_reason(tmp_path_factory, rows):
    rows = [("x", "z", "2016", "2016", "with", "2", ""), *rows]
    path = table(
        tmp_path_factory.mktemp("law") / "t.csv",
        *(",".join(row[:-1]) + row[-1] for row in rows),
        head="a,b,day,until,sign,dead",
    )
    given_ = ["source=a,target=b,date=day,end=until,sign=sign,deaths=dead"]

    def expected(row):
        one, two, _, _, sign, dead, more = row
        first, last = dates_of(row, 2, 3)
        best = NUMBERS[dead]
        return judge(
            ("wrong-width", more),
            ("bad-date", not first or not last),
            ("inverted-dates", first and last and last < first),
            ("bad-number", best is None),
            ("negative-deaths", best is not None and best < 0),
            ("bad-sign", sign in ("foe", "")),
            ("no-actor", not one or not two),
            ("same-actor", one == two),
        ) or [tuple(sorted((one, two.strip('"'))))]

    found = folded(path, reader=mapped(parse_columns(given_)), period="decade")
    told(found, [expected(row) for row in rows])


@pytest.mark.parametrize("query", [{"actors": ("A",), "either": True}, {"areas": ("Iraq",)}])
def test_what_was_not_asked_for_is_under_no_reason(tmp_path, query):
    rows = ({}, {"side_a": "C", "side_a_new_id": "3", "country": "Iraq"}, {"date_end": "2014"})
    found = folded(ged(tmp_path / "x.csv", *rows), **query)
    assert (found.tally.rows, found.tally.reasons) == (3, {"inverted-dates": 1})
    assert sum(dyad.events for dyad in found.dyads) == 1
