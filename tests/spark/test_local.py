"""Spark on this machine gives what DuckDB gives, of every kind of file, and fails in one line."""

import pytest

import eventful
from graph.dates import Span, parse_date
from graph.events.comparing import compare
from graph.events.engine import connect
from graph.events.folding import fold
from graph.events.mapped import mapped, parse_columns
from graph.events.values import DyadQuery, Limits
from spark.jobs import QUERY, READER, same


@pytest.fixture(scope="module")
def local():
    with connect("spark", Limits("2GB", master="local[2]")) as engine:
        yield engine


def both(local, *paths, reader="", **query):
    """Fold files by both engines; what they give must be the same."""
    names = [str(path) for path in paths]
    here = eventful.folded(*paths, reader=reader, **query)
    same(here, fold(names, DyadQuery(**query), engine=local, reader=reader))
    return here


def test_the_job_gives_the_same_on_spark_here(local, rows, by_duckdb):
    same(by_duckdb, fold([rows], QUERY, engine=local, reader=READER))


def test_two_periods_compare_the_same(local, rows):
    spans = [Span(parse_date(a).first, parse_date(b).last)
             for a, b in (("2015", "2017"), ("2018", "2020"))]  # fmt: skip
    with connect("duckdb") as engine:
        here = compare([rows], *spans, QUERY, engine=engine, reader=READER)
    assert here.changes
    assert here == compare([rows], *spans, QUERY, engine=local, reader=READER)


@pytest.mark.parametrize("period", ["year", "week"])
@pytest.mark.parametrize("path", [eventful.DYADIC, eventful.GED, eventful.GDELT])
def test_every_kind_of_file_is_read_the_same(local, path, period):
    assert both(local, path, period=period).tally.rows


def test_filters_and_values_that_look_like_sql_are_taken_the_same(local, tmp_path):
    rows = ['it\'s,"b",2015-01-26', '"back\\slash","b\nc",2016', "`x`,'; DROP TABLE raw; --,2015"]
    path = eventful.table(tmp_path / "sp ace [1] {a} #%20.csv", *rows)
    reader = mapped(parse_columns(["source=a,target=b,date=day"]))
    assert len(both(local, path, reader=reader).dyads) == 3
    for actor in ("it's", "`x`", "back\\slash"):
        assert len(both(local, path, reader=reader, actors=(actor,), either=True).dyads) == 1


NASTY = [
    "a,b,2015,1,x", "a,b", "a,b,2015,1,x,y", "a,b,,1,x", "a,b,n/a,1,x", "a,b,2015-02-30,1,x",
    "a,b,20150131,1,x", "a,b,2015-13,1,x", "a,b,0000,1,x", "a,b,2015-1-5,1,x", "a,a,2015,1,x",
    ",b,2015,1,x", "a,b,2015,-1,x", "a,b,2015,many,x", "a,b,2015,2.5,x", "a,b,2015,0.7,x",
    "a,b,2015,1e3,x", "a,b,2015,1d,x", "a,b,2015,1F,x", "a,b,2015,0x10,x", "a,b,2015,1_000,x",
    "a,b,2015, 7 ,x", "a,b,2015,nan,x", "a,b,2015,inf,x", "a,b,2015,+3,x", 'a,"",2015,1,x',
    '"a ","b, c",2015,1,"say ""so"""', "Ä,ß,2015,1,ş", "a,b,2015-01-26T23:59:59Z,1,x",
    "a,b,9999-12-31,1,x", "a,b,10000,1,x", "a,b,0001-01-01,1,x", '"a","b","2015","1",""',
]  # fmt: skip


@pytest.mark.parametrize("row", ["all", *NASTY])
def test_rows_of_every_kind_are_judged_the_same(local, tmp_path, row):
    rows = ["p,q,2014,1,x", *(NASTY if row == "all" else [row])]
    path = eventful.table(tmp_path / "x.csv", *rows, head="a,b,day,dead,by")
    reader = mapped(parse_columns(["source=a,target=b,date=day,deaths=dead,publisher=by"]))
    both(local, path, reader=reader, period="decade")
