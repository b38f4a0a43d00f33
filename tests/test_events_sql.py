"""The SQL: what users write is bound or renamed, and the engine's answers are those of a loop."""

import string
import time
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventful import COLUMNS, DYADIC, folded, table
from graph.dates import Span, day_text, parse_date
from graph.events import sql
from graph.events.engine import connect
from graph.events.engine_duckdb import identifier, quoted
from graph.events.files import READERS
from graph.events.folding import reading
from graph.events.mapped import mapped, parse_columns
from graph.events.reader import Given
from graph.events.sql import Query
from graph.events.values import DyadQuery, EventsError

NASTY = ("'; DROP TABLE raw; --", '"', "?", "\\", "%", "a\nb", "{x}", "é", "')", "/*")


@given(st.lists(st.text(min_size=1), min_size=1, max_size=3), st.booleans())
@settings(max_examples=60)
def test_what_a_user_names_is_in_no_text(names, either):
    plain = DyadQuery(actors=("x",) * len(names), areas=("x",) * len(names), either=either)
    asked = DyadQuery(actors=tuple(names), areas=tuple(names), either=either)
    source = sql.Source("SELECT", spans=True, area=True, weak=True)
    one = sql.aggregate(source, plain, ["deaths"])
    other = sql.aggregate(source, asked, ["deaths"])
    assert one.text == other.text
    assert other.values == (*names, *names, *names)
    assert other.text.count("?") == len(other.values)


@given(st.text(alphabet=string.printable + "é'\"\\", max_size=20).filter(lambda t: "\0" not in t))
@settings(max_examples=60)
def test_a_quoted_text_is_that_text_again(text):
    with connect() as engine:
        assert engine.rows(Query(f"SELECT {quoted(text)}")) == [(text,)]


@pytest.mark.parametrize("name", NASTY)
def test_a_quoted_name_is_that_name_again(name):
    with connect() as engine:
        engine.keep(name, Query("SELECT 1 AS one"))
        assert engine.rows(Query(f"SELECT * FROM {identifier(name)}")) == [(1,)]


def test_a_nul_is_no_name():
    for write in (quoted, identifier):
        with pytest.raises(EventsError, match="NUL"):
            write("a\0b")


@pytest.mark.parametrize("name", [name for name in NASTY if "\n" not in name])
def test_a_column_may_have_any_name(tmp_path, name):
    import duckdb

    path = str(tmp_path / "t.parquet")
    column = identifier(name)
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT 'x' AS {column}, 'y' AS b, DATE '2015-01-02' AS d) TO '{path}'")
    quoted_ = name.replace('"', '""')
    reader = mapped(parse_columns([f'"source={quoted_}",target=b,date=d']))
    assert folded(path, reader=reader).dyads[0].pair == ("x", "y")


@pytest.mark.parametrize("name", NASTY)
def test_values_are_taken_as_they_are(tmp_path, name):
    cell = '"' + name.replace('"', '""') + '"'
    path = table(tmp_path / "t.csv", f"{cell},y,2015", "x,y,2015")
    found = folded(path, reader=COLUMNS, actors=(name,), either=True)
    assert [set(dyad.pair) for dyad in found.dyads] == [{name, "y"}]


def test_typed_columns_are_read_as_their_types(tmp_path):
    import duckdb

    path = str(tmp_path / "t.parquet")
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT 'x' AS a, 'y' AS b, DATE '2015-01-02' AS d, 20150103 AS n, "
            "TIMESTAMP '2015-01-04 05:06:07' AS t, -1.5 AS sign, 7 AS dead, "
            f"DATE '20015-01-02' AS far) TO '{path}'"
        )
    days = {}
    for date in ("d", "n", "t"):
        reader = mapped(parse_columns([f"source=a,target=b,date={date},sign=sign,deaths=dead"]))
        dyad = folded(path, reader=reader, period="day").dyads[0]
        assert (dyad.hostile, dyad.best) == (1, 7)
        days[date] = dyad.period
    assert days == {"d": "2015-01-02", "n": "2015-01-03", "t": "2015-01-04"}
    reader = mapped(parse_columns(["source=a,target=b,date=far"]))
    with pytest.raises(EventsError, match="not one of 1 rows"):
        folded(path, reader=reader)


def test_a_folder_that_is_called_like_a_column_is_none(tmp_path):
    import duckdb

    (tmp_path / "a=Z").mkdir()
    path = tmp_path / "a=Z" / "x.parquet"
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT 'x' AS a, 'y' AS b, '2015' AS day) TO '{path}'")
    assert folded(path, reader=COLUMNS).dyads[0].pair == ("x", "y")


EVENTS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from("abc"),
        st.integers(parse_date("2015").first, parse_date("2017").last),
        st.sampled_from([-3.5, -1.0, 0.0, 2.0]),
    ),
    min_size=1,
    max_size=25,
)


@given(EVENTS, st.booleans(), st.integers(1, 3))
@settings(max_examples=15)
def test_the_engine_counts_as_a_plain_loop_counts(tmp_path_factory, events, ordered, least):
    path = tmp_path_factory.mktemp("law") / "t.csv"
    rows = (f"{a},{b},{day_text(day)},{scale}" for a, b, day, scale in events)
    table(path, *rows, head="a,b,day,scale")
    reader = mapped(parse_columns(["source=a,target=b,date=day,goldstein=scale"]))
    groups = defaultdict(list)
    for one, two, day, scale in events:
        if one != two:
            pair = (one, two) if ordered else tuple(sorted((one, two)))
            groups[*pair, day_text(day)[:4]].append((day, scale))
    expected = {
        key: (
            len(found),
            sum(scale < 0 for _, scale in found),
            sum(scale > 0 for _, scale in found),
            min(day for day, _ in found),
            max(day for day, _ in found),
            pytest.approx(sum(scale for _, scale in found) / len(found), abs=1e-9),
        )
        for key, found in groups.items()
        if len(found) >= least
    }
    found = folded(path, reader=reader, ordered=ordered, min_events=least)
    assert {
        (*d.pair, d.period): (d.events, d.hostile, d.cooperative, d.first, d.last, d.goldstein)
        for d in found.dyads
    } == expected
    assert found.tally.rows == len(events)
    order = [(-d.events, *d.pair, d.period) for d in found.dyads]
    assert order == sorted(order)


@pytest.mark.parametrize("name", READERS)
def test_a_reader_writes_nothing_but_its_own_names(name):
    reader = READERS[name]
    kinds = {column.alias: "text" for column in reader.columns}
    given_ = Given(kinds)
    texts = [step.sql for step in reader.steps(given_)] + [reader.events(given_)]
    assert not any(mark in text for text in texts for mark in ("?", "--", "/*"))


PARTS = [("2015", "2015-06"), ("2016-02", "2017-01-01")]


@given(EVENTS, st.integers(1, 3), st.sampled_from([(), ("a",), ("a", "b")]), st.booleans())
@settings(max_examples=15)
def test_what_is_counted_is_every_row_once(tmp_path_factory, events, least, actors, typed):
    import duckdb

    path = str(tmp_path_factory.mktemp("law") / ("t.parquet" if typed else "t.csv"))
    rows = [f"('{a}', '{b}', DATE '{day_text(day)}')" for a, b, day, _ in events]
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT * FROM (VALUES {', '.join(rows)}) AS t(a, b, day)) TO '{path}'")
    query = DyadQuery(min_events=least, actors=actors, either=True)
    with connect() as engine, reading([path], engine, COLUMNS) as read:
        source = read.source(query)
        assert source.weak == (least > 1)
        first, second = (Span(parse_date(one).first, parse_date(two).last) for one, two in PARTS)
        for asked, count in (
            (sql.aggregate(source, query, ()), "events"),
            (sql.compare(source, query, (first, second), ()), "events_1 + events_2"),
        ):
            engine.keep("kept", asked)
            counted = engine.rows(Query(f"SELECT target, {count} FROM kept"))
            assert sum(many for _, many in counted) == len(events)


def test_a_file_is_read_once(tmp_path, monkeypatch):
    from graph.events.engine_duckdb import DuckDB

    said = []
    run = DuckDB._run
    monkeypatch.setattr(
        DuckDB, "_run", lambda self, text, *rest: said.append(text) or run(self, text, *rest)
    )
    path = table(tmp_path / "t.csv", "a,b,2015", "a,a,2015", "a,c,never", "a,b,2015")
    found = folded(path, reader=COLUMNS, min_events=2)
    assert (found.tally.rows, found.tally.reasons) == (4, {"bad-date": 1, "same-actor": 1})
    assert sum("FROM raw" in text for text in said) == 1


def test_the_days_of_the_data_are_not_those_of_what_was_asked(tmp_path):
    path = table(
        tmp_path / "t.csv", "a,b,2015-03-04", "a,c,2013", "c,c,2018-05-06", "a,c,20", "b,,2019"
    )
    whole = Span(parse_date("2013-01-01").first, parse_date("2019-12-31").last)
    for query in ({}, {"actors": ("a", "b")}, {"actors": ("nobody",)}, {"period": "day"}):
        assert folded(path, reader=COLUMNS, **query).span == whole
    begin, end = parse_date("2014").first, parse_date("2016").last
    assert folded(path, reader=COLUMNS, begin=begin, end=end).span == Span(begin, end)
    assert folded(path, reader=COLUMNS, begin=parse_date("2030").first).span is None


def test_numbers_of_rows_that_are_set_aside_do_no_harm(tmp_path):
    path = table(tmp_path / "t.csv", "a,b,2015,7", *["a,a,2015,1e308"] * 3, head="a,b,day,dead")
    reader = mapped(parse_columns(["source=a,target=b,date=day,deaths=dead"]))
    found = folded(path, reader=reader)
    assert [(dyad.pair, dyad.best) for dyad in found.dyads] == [(("a", "b"), 7)]
    assert found.tally.reasons == {"bad-number": 3}


@pytest.mark.parametrize(
    ("cell", "good"),
    [
        *((f"2020-01-05{rest}", True) for rest in ("", "T10:00", " 10:00:59.25", "T23:59:59Z")),
        *((f"2020-01-05{rest}", True) for rest in ("T10:00:00-05:00", " 00:00:00+00")),
        *((f"2020-01-05{rest}", False) for rest in ("/2020-03-01", "6", "garbage", "T", " 99:00")),
        *((f"2020-01-05{rest}", False) for rest in (" to 2021-06-01", "T10:00/2021-06-01T10:00")),
    ],
)
def test_behind_a_day_stands_a_time_of_day_or_nothing(tmp_path, cell, good):
    found = folded(table(tmp_path / "t.csv", "a,b,2015", f"a,b,{cell}"), reader=COLUMNS)
    assert found.tally.reasons == ({} if good else {"bad-date": 1})
    assert [dyad.period for dyad in found.dyads] == ["2015", "2020"][: 1 + good]


def test_a_cap_keeps_the_strongest_and_counts_the_rest(tmp_path):
    path = table(tmp_path / "t.csv", "a,b,2015", "a,b,2015", "a,c,2015", "b,c,2015")
    found = folded(path, reader=COLUMNS, cap=2)
    assert [dyad.pair for dyad in found.dyads] == [("a", "b"), ("a", "c")]
    assert (found.count, found.left_out) == (3, 1)


def test_areas_may_be_kept_apart_and_are_found_in_lists(tmp_path):
    path = table(
        tmp_path / "t.csv",
        'a,b,2015,"India, Pakistan"',
        "a,b,2015,Pakistan",
        "a,b,2015,Indiana",
        head="a,b,day,where",
    )
    reader = mapped(parse_columns(["source=a,target=b,date=day,area=where"]))
    apart = folded(path, reader=reader, by_area=True)
    assert {dyad.area: dyad.events for dyad in apart.dyads} == {
        "India, Pakistan": 1,
        "Indiana": 1,
        "Pakistan": 1,
    }
    assert folded(path, reader=reader, areas=("india",)).dyads[0].events == 1
    assert folded(path, reader=reader, areas=("pakistan",)).dyads[0].events == 2
    with pytest.raises(EventsError, match="says nothing of where"):
        folded(path, reader=COLUMNS, areas=("x",))


def test_an_era_parts_days_and_no_event_is_lost_or_counted_twice(tmp_path):
    """What is apart for a crosswalk alone is one tie to --min-events."""
    days = ["2021-08-13", "2021-08-14", "2021-08-15", "2021-08-16", "2021"]
    path = table(
        tmp_path / "t.csv",
        *(f"a,b,{day},{place}" for day in days for place in ("x", "y")),
        head="a,b,day,where",
    )
    reader = mapped(parse_columns(["source=a,target=b,date=day,area=where"]))
    taken = parse_date("2021-08-15").first
    asked = {"reader": reader, "by_area": True, "period": "year"}
    found = folded(path, eras=(taken,), **asked).dyads
    parts = {(one.area, one.first < taken, one.last < taken): one.events for one in found}
    sides = {(True, True): 2, (True, False): 1, (False, False): 2}
    assert parts == {(area, *side): n for area in ("x", "y") for side, n in sides.items()}
    assert {dyad.period for dyad in found} == {"2021"}
    for least, number in ((10, 6), (11, 0)):
        assert len(folded(path, eras=(taken,), min_events=least, **asked).dyads) == number
    assert len(folded(path, eras=(), min_events=10, **asked).dyads) == 2
    # Asked for by people, areas are pairs of their own.
    assert folded(path, min_events=6, **asked).dyads == ()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_days_of_the_data_are_those_of_what_is_too_weak_too(tmp_path, form):
    path = table(tmp_path / "t.csv", "a,b,2015", "a,b,2015", "a,c,2017")
    if form == "parquet":
        path = parquet(tmp_path / "t.parquet", f"SELECT * FROM '{path}'")
    assert folded(path, reader=COLUMNS).span == folded(path, reader=COLUMNS, min_events=2).span


def parquet(path, select):
    """Write a Parquet file of what DuckDB selects."""
    import duckdb

    with duckdb.connect() as con:
        con.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return str(path)


@pytest.mark.parametrize(
    ("cell", "meaning", "reason"),
    [
        ("DATE '20015-01-02'", "end", "bad-date"),
        ("2015.5", "end", "bad-date"),
        ("DATE '2015-01-02'", "deaths", "bad-number"),
        ("TIMESTAMP '2015-01-02 00:00:00'", "goldstein", "bad-number"),
        ("10.5", "goldstein", "bad-number"),
        ("CAST('-inf' AS DOUBLE)", "goldstein", "bad-number"),
        ("CAST('nan' AS DOUBLE)", "goldstein", "bad-number"),
        ("CAST('nan' AS DOUBLE)", "deaths", "bad-number"),
    ],
)
def test_typed_cells_that_are_none_of_their_kind_are_counted(tmp_path, cell, meaning, reason):
    good = {"end": cell.replace("20015", "2016").replace("2015.5", "2016.0")}.get(meaning, "NULL")
    day = "DATE '2015-01-02'"
    rows = (f"SELECT 'x' AS a, 'y' AS b, {day} AS d, {one} AS c" for one in (cell, good))
    path = parquet(tmp_path / "t.parquet", " UNION ALL ".join(rows))
    reader = mapped(parse_columns([f"source=a,target=b,date=d,{meaning}=c"]))
    found = folded(path, reader=reader, period="decade")
    assert (found.tally.rows, found.tally.reasons) == (2, {reason: 1})


@pytest.mark.parametrize("cell", ["['x']", "{'x': 1}", "'x'::BLOB", "true", "TIME '00:00:00'"])
def test_columns_of_other_types_are_refused_by_name(tmp_path, cell):
    path = parquet(tmp_path / "t.parquet", f"SELECT {cell} AS \"Who\", 'y' AS b, '2015' AS d")
    with pytest.raises(EventsError, match='the column "Who" holds'):
        folded(path, reader=mapped(parse_columns(["source=Who,target=b,date=d"])))


@pytest.mark.parametrize("cell", ["[TIMESTAMP '2015-01-02 00:00:00']", "INTERVAL 1 DAY", "UUID()"])
def test_a_column_of_another_meaning_is_refused_by_name_too(tmp_path, cell):
    path = parquet(tmp_path / "t.parquet", f"SELECT 'x' AS a, 'y' AS b, '2015' AS d, {cell} AS n")
    for meaning in ("sign", "end", "deaths", "publisher"):
        with pytest.raises(EventsError, match='the column "n" holds'):
            folded(path, reader=mapped(parse_columns([f"source=a,target=b,date=d,{meaning}=n"])))


@pytest.mark.parametrize("cell", ["DATE '2015-01-02'", "TIMESTAMPTZ '2015-01-02 00:00:00+00'"])
def test_a_day_is_no_sign(tmp_path, cell):
    path = parquet(tmp_path / "t.parquet", f"SELECT 'x' AS a, 'y' AS b, '2015' AS d, {cell} AS n")
    with pytest.raises(EventsError, match=r'the column "n" holds (date|timestamp)s; a sign is'):
        folded(path, reader=mapped(parse_columns(["source=a,target=b,date=d,sign=n"])))


def test_a_column_of_nothing_says_nothing(tmp_path):
    path = parquet(tmp_path / "t.parquet", "SELECT 'x' AS a, 'y' AS b, '2015' AS d, NULL AS n")
    found = folded(path, reader=mapped(parse_columns(["source=a,target=b,date=d,deaths=n"])))
    assert [(dyad.events, dyad.best) for dyad in found.dyads] == [(1, None)]


TYPED = mapped(parse_columns(["source=a,target=b,date=day,sign=s,deaths=n"]))
#: Cells of files that go together.
ALIKE = (
    "DATE '2015-01-27' AS day, CAST(-1 AS TINYINT) AS s, 3 AS n",
    "TIMESTAMP '2015-01-27 10:00:00' AS day, CAST(-0.4 AS DOUBLE) AS S, CAST(2.5 AS DOUBLE) AS n",
    "NULL AS day, CAST(-0.4 AS FLOAT) AS s, CAST(3000 AS SMALLINT) AS n",
    "CAST(1.25 AS DECIMAL(8, 2)) AS n, 0 AS more, -1 AS s, DATE '2015-01-27' AS day",
)


def parts(folder, *cells):
    """Write a Parquet file of each; their names look like patterns."""
    return [
        parquet(folder / f"p[{n}]*.parquet", f"SELECT 'x' AS a, 'y' AS b, {one}")
        for n, one in enumerate(cells)
    ]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (1, 0, 3, 2), (2, 3, 0, 1), (3, 2, 1, 0)])
def test_the_order_of_files_of_different_types_changes_nothing(tmp_path, order):
    found = folded(*parts(tmp_path, *(ALIKE[n] for n in order)), reader=TYPED, period="day")
    assert [(one.period, one.hostile, one.best) for one in found.dyads] == [("2015-01-27", 3, 7)]
    assert (found.tally.rows, found.tally.reasons) == (4, {"bad-date": 1})


def test_whole_days_stay_whole_beside_numbers_with_a_point(tmp_path):
    cells = ("20150127 AS day, -1 AS s, 1 AS n", "CAST(2015 AS FLOAT) AS day, 1 AS s, 1 AS n")
    found = folded(*parts(tmp_path, *cells), reader=TYPED, period="year")
    assert found.dyads[0].events == 2
    begin = parse_date("2015-01-27").first
    assert folded(*parts(tmp_path, *cells), reader=TYPED, begin=begin).dyads[0].first == begin


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (
            "DATE '2015-01-27' AS day, 1 AS s, 1 AS n",
            "20150127 AS day, 1 AS s, 1 AS n",
            '{1}: the column "day" holds integer, in {0} date; write it alike, or ask one by one',
        ),
        (
            "DATE '2015-01-27' AS day, 1 AS s, 1 AS n",
            "'2015' AS day, 1 AS s, 1 AS n",
            '{1}: the column "day" holds varchar, in {0} date; write it alike, or ask one by one',
        ),
        ("2015 AS day, 1 AS s, 1 AS n", "2015 AS day, 1 AS s", '{1}: no column "n", which {0} has'),
        ("2015 AS day, 1 AS s, 1 AS n", "2015 AS day, 1 AS s, true AS n", 'column "n" holds bool'),
    ],
)
def test_files_that_do_not_go_together_are_told_by_the_column(tmp_path, one, other, said):
    paths = parts(tmp_path, one, other)
    with pytest.raises(EventsError) as caught:
        folded(*paths, reader=TYPED)
    assert said.format(*paths) in str(caught.value)


def test_a_moment_is_on_the_same_day_everywhere(tmp_path, monkeypatch):
    path = parquet(
        tmp_path / "t.parquet",
        "SELECT 'x' AS a, 'y' AS b, TIMESTAMPTZ '2015-01-01 00:30:00+00' AS day",
    )
    for zone in ("Asia/Tokyo", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert folded(path, reader=COLUMNS, period="day").dyads[0].period == "2015-01-01"
    monkeypatch.undo()
    time.tzset()


def test_whole_numbers_may_have_a_point(tmp_path):
    path = parquet(
        tmp_path / "t.parquet",
        "SELECT * FROM (VALUES (118.0, 'y', 20150126.0), (118.0, 'y', 2015.0)) AS t(a, b, day)",
    )
    found = folded(path, reader=COLUMNS, period="year").dyads
    assert [(dyad.pair, dyad.events, dyad.first) for dyad in found] == [
        (("118", "y"), 2, parse_date("2015").first)
    ]


def test_ucdp_by_way_of_another_program_says_the_same(tmp_path):
    numbers = ("dyad_id", "side_a_id", "year", "intensity_level", "start_prec")
    doubles = ", ".join(f"TRY_CAST({name} AS DOUBLE) AS {name}" for name in numbers)
    path = parquet(
        tmp_path / "t.parquet",
        f"SELECT * REPLACE ({doubles}) FROM read_csv('{DYADIC}', all_varchar = true)",
    )
    assert folded(path).dyads == folded(DYADIC).dyads


def test_an_empty_publisher_is_none_in_any_kind_of_file(tmp_path):
    reader = mapped(parse_columns(["source=a,target=b,date=day,publisher=p,area=w"]))
    rows = (
        "(VALUES ('x', 'y', '2015', '', ''), ('x', 'y', '2015', NULL, NULL)) AS t(a, b, day, p, w)"
    )
    found = folded(
        parquet(tmp_path / "t.parquet", f"SELECT * FROM {rows}"), reader=reader, by_area=True
    )
    assert [(dyad.events, dyad.sources, dyad.area) for dyad in found.dyads] == [(2, 0, "")]
