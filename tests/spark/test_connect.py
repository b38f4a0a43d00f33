"""The same by Spark Connect: a server in a process of its own, and no Java in that of whowhom."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import eventful
from graph.events import spark_session
from graph.events.engine import connect
from graph.events.folding import fold, save
from graph.events.sql import Query
from graph.events.values import DyadQuery, EventsError, Limits
from spark.jobs import QUERY, READER, same
from spark.standalone import HOST, connect_server

pyspark = pytest.importorskip("pyspark")
for package in ("grpc", "grpc_status", "google.rpc", "pandas", "pyarrow"):
    pytest.importorskip(package)
if not list(Path(pyspark.__file__).parent.glob("jars/spark-connect_*.jar")):
    pytest.skip("the server is in the package from Spark 4.0", allow_module_level=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with connect_server(tmp_path_factory.mktemp("connect")) as url:
        yield url


@pytest.fixture(scope="module")
def shares():
    """What was told while queries ran."""
    return []


@pytest.fixture(scope="module")
def remote(server, shares):
    with connect("spark", Limits(master=server), lambda told: shares.append(told.share)) as engine:
        yield engine


def test_the_job_gives_the_same_by_spark_connect(remote, rows, by_duckdb):
    same(by_duckdb, fold([rows], QUERY, engine=remote, reader=READER))


@pytest.mark.parametrize("path", [eventful.GED, eventful.GDELT])
def test_text_is_read_the_same(remote, path):
    here = eventful.folded(path)
    assert here.dyads
    same(here, fold([str(path)], DyadQuery(), engine=remote))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_is_written_is_the_same(remote, tmp_path, form):
    paths = [str(tmp_path / f"{name}.{form}") for name in ("here", "there")]
    with connect("duckdb") as duck:
        for engine, path in zip((duck, remote), paths, strict=True):
            save([str(eventful.GED)], DyadQuery(), path, form, engine=engine)
        asked = "SELECT * FROM '{}' ORDER BY ALL"
        here, there = (duck.rows(Query(asked.format(path))) for path in paths)
    assert len(here) > 10
    assert here == there


def test_failures_are_told_in_a_line(remote, rows, tmp_path):
    whole = next(Path(rows).iterdir()).read_bytes()
    (tmp_path / "half.parquet").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EventsError, match="no whole Parquet file") as caught:
        fold([str(tmp_path / "half.parquet")], engine=remote, reader=READER)
    assert "\n" not in str(caught.value)
    with pytest.raises(EventsError, match="please report it") as caught:
        remote.rows(Query("SELECT nothing FROM nowhere"))
    assert "\n" not in str(caught.value)


def test_ctrl_c_stops_the_job_and_how_far_it_is_was_told(remote, shares):
    some = "SELECT SUM(HASH(id)) FROM RANGE(0, 100000000000, 1, 1000)"
    timer = threading.Timer(5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    shares.clear()
    with pytest.raises(KeyboardInterrupt):
        remote.rows(Query(some))
    assert max(shares) > 0
    assert remote.rows(Query("SELECT 1")) == [(1,)]


def test_a_session_that_is_handed_over_keeps_its_views_and_settings(server):
    from pyspark.sql.connect.session import SparkSession

    session = SparkSession.builder.remote(server).create()
    session.sql("SELECT 'mine' AS word").createOrReplaceTempView("raw")
    session.conf.set("spark.sql.session.timeZone", "Asia/Kabul")
    session.conf.set("spark.sql.ansi.enabled", "false")
    here = eventful.folded(eventful.GED)
    with connect("spark", session=session) as engine:
        same(here, fold([str(eventful.GED)], engine=engine))
    assert session.table("raw").collect()[0].word == "mine"
    assert session.conf.get("spark.sql.session.timeZone") == "Asia/Kabul"
    session.stop()


def test_a_port_that_is_no_spark_connect_is_told_soon(monkeypatch):
    monkeypatch.setattr(spark_session, "_ANSWER", 2.0)
    with socket.create_server((HOST, 0)) as other:
        url = f"sc://{HOST}:{other.getsockname()[1]}/;token=secret"
        with pytest.raises(EventsError, match="no answer in 2 seconds") as caught:
            connect("spark", Limits(master=url))
    assert "secret" not in str(caught.value)


def test_the_command_needs_no_java(server, tmp_path):
    command = [sys.executable, "-m", "graph", "events", "dyads", str(eventful.GDELT)]
    output = tmp_path / "dyads.csv"
    flags = ["--engine", "spark", "--master", server, "-o", str(output)]
    env = os.environ | {"JAVA_HOME": "/nope"}
    done = subprocess.run([*command, *flags], capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{output}\n"
    assert all(line.startswith("whowhom: ") for line in done.stderr.splitlines())
    assert len(output.read_text(encoding="utf-8").splitlines()) == 10
