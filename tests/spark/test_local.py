"""Spark on this machine gives what DuckDB gives, of every kind of file, and fails in one line."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import eventful
from benchmarks.events_rows import COLUMNS
from graph import load
from graph.dates import parse_date
from graph.events import crosswalks
from graph.events.comparing import compare, period
from graph.events.engine import connect
from graph.events.folding import fold, reading, save
from graph.events.mapped import mapped, parse_columns
from graph.events.sql import Query
from graph.events.values import DyadQuery, EventsError, Limits
from spark.jobs import QUERY, READER, same
from spark.standalone import children
from test_events_sql import TYPED, parts


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


def test_what_is_kept_apart_for_a_crosswalk_is_the_same(local):
    eras = tuple(parse_date(day).first for day in ("2016-06-15", "2021-08-15"))
    both(local, eventful.GED, period=None, by_area=True, eras=eras, min_events=2, coarse=True)


def test_who_tells_of_what_is_the_same(local, tmp_path):
    rows = [f"a,b,2015-01-0{at % 3 + 1},{at % 3 - 1},p{at % 2}" for at in range(12)]
    path = eventful.table(tmp_path / "t.csv", *rows, "a,b,2015,-1,", head="a,b,day,sign,who")
    reader = mapped(parse_columns(["source=a,target=b,date=day,sign=sign,publisher=who"]))
    here = both(local, path, reader=reader, period="month", sources=False, voices=True, coarse=True)
    assert [dyad.hostile_voices.events for dyad in here.dyads] == [4, 0]


def test_two_periods_compare_the_same(local, rows):
    spans = [period(parse_date(a), parse_date(b)) for a, b in (("2015", "2017"), ("2018", "2020"))]
    with connect("duckdb") as engine:
        here = compare([rows], *spans, QUERY, engine=engine, reader=READER, max_ties=10**7)
    assert here.new.graph.relations
    there = compare([rows], *spans, QUERY, engine=local, reader=READER, max_ties=10**7)
    assert here._replace(reader=there.reader) == there


@pytest.mark.parametrize(
    ("path", "dates"),
    [
        (eventful.DYADIC, ("2010", "2020")),
        (eventful.GED, ("2016", "2018")),
        (eventful.GDELT, ("2018-10-24", "2019")),
    ],
)
def test_two_periods_of_every_kind_of_file_compare_the_same(local, path, dates):
    folder = str(eventful.EXCERPTS.parents[2] / "data")
    known = load(folder).graph
    found = crosswalks.of_dataset(folder, known).of
    before, after = map(parse_date, dates)
    query = DyadQuery(min_events=1 if path == eventful.GDELT else 2)

    def compared(engine):
        return compare(
            [str(path)], before, after, query, engine=engine, crosswalks=found, known=known
        )

    with connect("duckdb") as engine:
        here = compared(engine)
    assert here.old.graph.relations
    assert here == compared(local)


@pytest.mark.parametrize("path", [eventful.DYADIC, eventful.GED, eventful.GDELT])
def test_every_kind_of_file_is_read_the_same(local, path):
    assert both(local, path, period="quarter" if path == eventful.GED else "year").dyads


def test_filters_and_values_that_look_like_sql_are_taken_the_same(local, tmp_path):
    rows = ['it\'s,"b",2015-01-26', '"back\\slash","b\nc",2016', "`x`,'; DROP TABLE raw; --,2015"]
    path = eventful.table(tmp_path / "sp ace [1] {a} #%20.csv", *rows)
    reader = mapped(parse_columns(["source=a,target=b,date=day"]))
    assert len(both(local, path, reader=reader).dyads) == 3
    for actor in ("it's", "`x`", "back\\slash"):
        assert len(both(local, path, reader=reader, actors=(actor,), either=True).dyads) == 1


#: Cells of a date, of deaths and of a publisher; each row has a pair of its own.
DATES = [
    "2015", "2015-07", "2015-01-26", "20150131", "2015-01-26T23:59:59Z", "", "n/a", " 2015 ",
    "2015-02-30", "2015-13", "0000", "2015-1-5", "9999-12-31", "10000", "0001-01-01", "26.1.2015",
]  # fmt: skip
DEATHS = [
    "1", "-1", "many", "2.5", "0.7", "1e3", "nan", "inf", "-inf", "+3", " 7 ", "1e9", "1e10", ".5",
    "5.", "", "1,5", "--1",
]  # fmt: skip
ROWS = [
    "a,b", "a,b,2015,1,x,y", "a,a,2015,1,x", ",b,2015,1,x", 'c,"",2015,1,x', '"d ",e,2015,1,x',
    '"f, g",h,2015,1,"say ""so"""', "Ä,ß,2015,1,ş", '"i","j","2015","1",""', '"k\nl",m,2015,1,x',
    "n\\,o,2015,1,x", "p q,r;s,2015,1,\t",
]  # fmt: skip


def test_rows_of_every_kind_are_judged_the_same(local, tmp_path):
    rows = [f'd{n},D{n},"{cell}",1,x' for n, cell in enumerate(DATES)]
    rows += [f'e{n},E{n},2015,"{cell}",x' for n, cell in enumerate(DEATHS)]
    path = eventful.table(tmp_path / "x.csv", *rows, *ROWS, head="a,b,day,dead,by")
    path.write_bytes(path.read_bytes() + b"t,\xff\xfe,2015,1,x\n\nu,v,2015,1,x")
    reader = mapped(parse_columns(["source=a,target=b,date=day,deaths=dead,publisher=by"]))
    found = both(local, path, reader=reader, period="decade")
    assert found.tally.reasons["wrong-width"] == 2
    assert found.tally.reasons["bad-text"] == 1
    assert len(found.dyads) > 20


def test_files_that_were_put_together_are_read_the_same(local, tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b'a,b,day\r\nx,y,2015\n"x","z","2016"\r\nx,w,2017\r')
    assert len(both(local, path, reader=eventful.COLUMNS).dyads) == 3
    dyadic = eventful.DYADIC.read_bytes()
    path.write_bytes(dyadic + b"\xef\xbb\xbf" + dyadic.replace(b"\n", b"\r\n"))
    assert both(local, path).tally.reasons["head"] == 1


# Writing.


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_is_written_is_the_same(local, tmp_path, form):
    paths = [str(tmp_path / f"{name}.{form}") for name in ("here", "there")]
    with connect("duckdb") as duck:
        for engine, path in zip((duck, local), paths, strict=True):
            save([str(eventful.GED)], DyadQuery(), path, form, engine=engine)
        if form == "csv":
            texts = [Path(path).read_text(encoding="utf-8") for path in paths]
            assert texts[0] == texts[1]
            assert texts[0].count("\n") > 10
            return
        asked = "SELECT * FROM read_parquet('{}') ORDER BY ALL"
        described = [duck.rows(Query(f"DESCRIBE {asked.format(path)}")) for path in paths]
        assert described[0] == described[1]
        written = [duck.rows(Query(asked.format(path))) for path in paths]
        assert written[0] == written[1]
        assert len(written[0]) > 10


# Failures.


def test_files_of_different_types_are_read_as_one(local, tmp_path):
    cells = (
        "DATE '2015-01-27' AS day, -1 AS s, 3 AS n",
        "TIMESTAMP '2015-01-27 10:00:00' AS day, -0.4::DOUBLE AS S, 2.5::DOUBLE AS n",
    )
    paths = parts(tmp_path, *cells)
    here = both(local, *paths, reader=TYPED, period="day")
    assert [(dyad.hostile, dyad.best) for dyad in here.dyads] == [(2, 6)]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("'2015' AS day, 1 AS s, 1 AS n", 'the column "day" holds string, in'),
        ("DATE '2015-01-27' AS day, 1 AS s", 'no column "n", which'),
        ("DATE '2015-01-27' AS day, 1 AS s, UUID() AS n", "of a type that Spark does not read"),
    ],
)
def test_files_that_do_not_go_together_are_told_by_the_column(local, tmp_path, cells, said):
    paths = parts(tmp_path, "DATE '2015-01-27' AS day, 1 AS s, 1 AS n", cells)
    with pytest.raises(EventsError, match=said) as caught:
        fold(paths, engine=local, reader=TYPED)
    assert "\n" not in str(caught.value)


def test_half_a_parquet_file_is_told_in_a_line(local, rows, tmp_path):
    whole = next(Path(rows).iterdir()).read_bytes()
    (tmp_path / "half.parquet").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EventsError, match="no whole Parquet file") as caught:
        fold([str(tmp_path / "half.parquet")], engine=local, reader=READER)
    assert "\n" not in str(caught.value)


def test_a_file_that_the_workers_do_not_see_is_told_in_a_line(local, rows, tmp_path):
    path = Path(shutil.copy(next(Path(rows).iterdir()), tmp_path))
    with contextlib.suppress(EventsError), reading([str(path)], local, READER):
        path.unlink()
        with pytest.raises(EventsError, match="a worker does not see a file") as caught:
            local.rows(Query("SELECT COUNT(c_source) FROM raw"))
    assert "\n" not in str(caught.value)


def test_a_query_of_ours_that_spark_does_not_take_is_to_be_reported(local):
    with pytest.raises(EventsError, match="please report it") as caught:
        local.rows(Query("SELECT nothing FROM nowhere"))
    assert "\n" not in str(caught.value)


def test_ctrl_c_stops_the_job(local):
    forever = "SELECT SUM(HASH(id)) FROM RANGE(1000000000000)"
    timer = threading.Timer(3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        local.rows(Query(forever))
    assert local.rows(Query("SELECT 1")) == [(1,)]


# A session that is handed over.


def test_a_session_that_is_handed_over_keeps_its_views_and_settings(local):
    session = local._session
    session.sql("SELECT 'mine' AS word").createOrReplaceTempView("raw")
    session.conf.set("spark.sql.session.timeZone", "Asia/Kabul")
    session.conf.set("spark.sql.ansi.enabled", "false")
    here = eventful.folded(eventful.GED)
    spark = session._jsc.sc()
    kept = spark.getPersistentRDDs().size()
    with connect("spark", session=session) as engine:
        same(here, fold([str(eventful.GED)], engine=engine))
        assert spark.getPersistentRDDs().size() > kept
    assert session.table("raw").collect()[0].word == "mine"
    assert session.conf.get("spark.sql.session.timeZone") == "Asia/Kabul"
    assert spark.getPersistentRDDs().size() <= kept


def test_a_second_session_of_ours_is_that_which_is_there(local):
    with connect("spark", Limits(master="local[2]")) as engine:
        assert engine.rows(Query("SELECT 1")) == [(1,)]
    assert local.rows(Query("SELECT 1")) == [(1,)]
    with pytest.raises(EventsError, match=r"already at work on local\[2\]"):
        connect("spark", Limits(master="local[1]"))


# The command.


def test_the_command_says_nothing_of_java(tmp_path):
    command = [sys.executable, "-m", "graph", "events", "dyads", str(eventful.GDELT)]
    output = tmp_path / "dyads.csv"
    flags = ["--engine", "spark", "--master", "local[1]", "-o", str(output)]
    done = subprocess.run([*command, *flags], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{output}\n"
    lines = [line for line in done.stderr.splitlines() if " read, " not in line]
    assert [line for line in lines if "WARN" in line or "java" in line.lower()] == []
    assert len(output.read_text(encoding="utf-8").splitlines()) == 10


@pytest.fixture
def tiny(tmp_path):
    """Give a folder that holds one megabyte."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield str(folder)
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_folder_for_temporary_files_is_told_in_a_line(rows, tiny, tmp_path):
    command = [sys.executable, "-m", "graph", "events", "dyads", rows, "--columns", COLUMNS]
    output = tmp_path / "dyads.csv"
    flags = ["--engine", "spark", "--master", "local[1]", "--temp-dir", tiny, "-o", str(output)]
    done = subprocess.run([*command, *flags], capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    *progress, last = done.stderr.splitlines()
    assert "the folder for temporary files is full" in last
    assert all(line.startswith("whowhom: ") and line.endswith(" s") for line in progress)
    assert not output.exists()


@pytest.mark.parametrize(
    ("env", "master", "word"),
    [
        ({"JAVA_HOME": "/nope"}, "local[1]", "JAVA_HOME is /nope"),
        ({}, "spark://127.0.0.1:1", "cannot be reached"),
        ({}, "mesos://h:5050", "is none that Spark knows"),
    ],
)
def test_the_command_fails_before_spark_starts(monkeypatch, env, master, word):
    from click.testing import CliRunner

    from graph.commands import main

    for name, value in env.items():
        monkeypatch.setenv(name, value)
    flags = ["--engine", "spark", "--master", master]
    done = CliRunner().invoke(main, ["events", "dyads", str(eventful.GDELT), *flags])
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert word in done.stderr


def _at_work(pid, thread):
    """Give what a process started, once a thread of that name is among it."""
    with contextlib.suppress(OSError):  # one may end meanwhile
        found = children(pid)
        tasks = [one for child in found for one in Path(f"/proc/{child}/task").glob("*/comm")]
        if any(one.read_text().startswith(thread) for one in tasks):
            return found
    return []


def _ended(pid):
    try:
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True


def _until(there, seconds=120):
    until = time.monotonic() + seconds
    while not (found := there()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return found


@pytest.mark.parametrize("thread", ["java", "Executor task"], ids=["starting", "working"])
def test_ctrl_c_ends_the_command_and_its_java_and_leaves_no_file(rows, tmp_path, thread):
    command = [sys.executable, "-m", "graph", "events", "dyads", rows, "--columns", COLUMNS]
    flags = ["--engine", "spark", "--master", "local[1]", "-o", str(tmp_path / "dyads.csv")]
    said, errors = tmp_path / "stdout", tmp_path / "stderr"
    with said.open("wb") as out, errors.open("wb") as err:  # no pipes: a Java would hold them open
        run = subprocess.Popen([*command, *flags], stdout=out, stderr=err, start_new_session=True)
    started = _until(lambda: run.poll() is not None or _at_work(run.pid, thread))
    assert run.poll() is None, errors.read_text()
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: the Java hears it too
    assert run.wait(timeout=60) == 130, errors.read_text()
    assert said.read_text() == ""
    told = [line.strip() for line in errors.read_text().splitlines()]
    assert [line for line in told if line.startswith(("Traceback", "at "))] == []
    assert sorted(tmp_path.iterdir()) == [errors, said]
    _until(lambda: all(map(_ended, started)))
