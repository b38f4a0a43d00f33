"""What Spark needs is looked for before it is asked; its failures become a line. No Spark here."""

import os
import socket
import sys
import threading
import time
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from eventful import GDELT
from graph.commands import main
from graph.events import spark_jobs, spark_session
from graph.events.engine import connect
from graph.events.spark_failures import known, reason_of
from graph.events.spark_jobs import jobs_of
from graph.events.spark_needs import check_home, check_java, check_master, reach
from graph.events.spark_session import leave, settings_of, start
from graph.events.sql import Query
from graph.events.values import EventsError, Limits


def refused(work, *arguments):
    """Give the line and the fault of what a piece of work raises."""
    with pytest.raises(EventsError) as caught:
        work(*arguments)
    assert "\n" not in str(caught.value)
    return str(caught.value), caught.value.fault


@pytest.mark.parametrize(
    "master",
    ["local", "local[4]", "local[*]", "local[4, 2]", "local-cluster[2,1,1024]", "spark://h:7077",
     "spark://h1:7077,h2:7077", "spark://[::1]:7077", "k8s://https://h:6443", "k8s://h:443",
     "sc://h", "sc://h:15002", "sc://h/", "sc://h:443/;token=a b;x-cluster-id=1"],
)  # fmt: skip
def test_a_master_that_spark_knows_is_taken(master):
    check_master(master)


@pytest.mark.parametrize(
    "master",
    ["", "http://h:7077", "spark://h", "spark:/h:7077", "locals", "local[x]", "mesos://h:5050",
     "spark://h:7077,", "k8s://", "yarn-cluster", "sc://", "sc://h:", "sc://h1:1,h2:2", "sc://h/x",
     "sc://h;token=x", "sc://h/;token"],
)  # fmt: skip
def test_a_master_of_another_scheme_is_refused_with_those_that_there_are(master):
    line, fault = refused(check_master, master)
    assert fault == "usage"
    assert "spark://HOST:7077" in line


def test_yarn_needs_the_settings_of_the_cluster(monkeypatch):
    monkeypatch.delenv("HADOOP_CONF_DIR", raising=False)
    monkeypatch.delenv("YARN_CONF_DIR", raising=False)
    assert "HADOOP_CONF_DIR" in refused(check_master, "yarn")[0]
    monkeypatch.setenv("YARN_CONF_DIR", "/etc/hadoop/conf")
    check_master("yarn")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_a_master_that_nobody_answers_for_is_told_at_once():
    line, fault = refused(reach, f"spark://127.0.0.1:{free_port()}")
    assert fault == "usage"
    assert "connection refused" in line
    assert "7077 by default" in line


def test_a_server_of_spark_connect_that_is_not_there_is_told_without_its_token():
    line, fault = refused(reach, f"sc://127.0.0.1:{free_port()}/;token=secret")
    assert fault == "usage"
    assert "15002 by default" in line
    assert "secret" not in line
    assert "secret" not in refused(check_master, "sc://h:x/;token=secret")[0]


def test_a_host_that_nobody_knows_is_told():
    assert "cannot be reached" in refused(reach, "spark://no-such-host.invalid:7077")[0]


def test_a_port_that_is_none_is_told():
    assert "99999 is no port" in refused(reach, "spark://127.0.0.1:99999")[0]


def test_one_master_of_several_that_answers_is_enough():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        reach(f"spark://127.0.0.1:{free_port()},127.0.0.1:{port}")


@pytest.mark.parametrize("master", ["local[2]", "yarn"])
def test_a_master_without_a_port_is_not_knocked_at(master, monkeypatch):
    monkeypatch.delattr(socket, "create_connection")
    reach(master)


@pytest.fixture
def java(tmp_path, monkeypatch):
    """Give what installs a Java of a version and names it in JAVA_HOME."""

    def install(version):
        (tmp_path / "bin").mkdir()
        program = tmp_path / "bin" / "java"
        program.write_text("#!/bin/sh\n", encoding="utf-8")
        program.chmod(0o755)
        if version:
            release = f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n'
            (tmp_path / "release").write_text(release, encoding="utf-8")
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    return install


def test_no_java_says_how_to_get_one(monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    line, fault = refused(check_java, 4)
    assert fault == "usage"
    assert "apt-get install openjdk-17-jre-headless" in line


def test_a_wrong_java_home_is_named(monkeypatch):
    monkeypatch.setenv("JAVA_HOME", "/nope")
    assert refused(check_java, 4)[0].startswith("JAVA_HOME is /nope")


@pytest.mark.parametrize(("version", "spark"), [("11.0.2", 4), ("1.8.0_392", 4), ("1.7.0", 3)])
def test_a_java_that_is_too_old_is_refused(java, version, spark):
    java(version)
    assert "or newer" in refused(check_java, spark)[0]


@pytest.mark.parametrize(
    ("version", "spark"), [("17.0.15", 4), ("21", 4), ("1.8.0_392", 3), ("", 4)]
)
def test_a_java_that_is_new_enough_or_does_not_tell_is_taken(java, version, spark):
    java(version)
    check_java(spark)


@pytest.fixture
def spark_home(tmp_path, monkeypatch):
    """Give what names a folder with a Spark of a version in SPARK_HOME."""

    def install(*jars):
        (tmp_path / "jars").mkdir()
        for jar in jars:
            (tmp_path / "jars" / jar).touch()
        monkeypatch.setenv("SPARK_HOME", str(tmp_path))

    return install


def test_a_spark_home_of_another_version_is_refused_with_what_to_install(spark_home):
    spark_home("spark-core_2.12-3.5.6-amzn-2.jar", "spark-core_2.12-3.5.6-tests.jar")
    line, fault = refused(check_home, "4.3.0")
    assert fault == "usage"
    assert "pip install 'pyspark==3.5.6'" in line


def test_a_spark_home_of_the_same_version_or_none_is_taken(spark_home, monkeypatch):
    spark_home("spark-core_2.12-3.5.6-amzn-2.jar")
    check_home("3.5.9")
    monkeypatch.delenv("SPARK_HOME")
    check_home("4.3.0")


def test_a_spark_home_without_a_spark_is_named(spark_home):
    spark_home()
    assert "there is no Spark in it" in refused(check_home, "4.3.0")[0]


def test_limits_become_settings_of_the_machine_or_of_the_workers(tmp_path):
    limits = Limits("1.5GB", 3, str(tmp_path))
    here, there = settings_of(limits, "local[3]"), settings_of(limits, "spark://h:7077")
    assert here["spark.driver.memory"] == there["spark.executor.memory"] == "1536m"
    assert there["spark.cores.max"] == "3"
    assert here["spark.local.dir"] == str(tmp_path)
    assert "spark.sql.shuffle.partitions" not in there


@pytest.mark.parametrize(
    ("limits", "word"),
    [(Limits("much"), "is no size"), (Limits(temp_dir="/no/such"), "no such folder")],
)
def test_a_limit_that_is_none_is_refused(limits, word):
    assert word in refused(settings_of, limits, "local[2]")[0]


@pytest.mark.parametrize(
    ("limits", "master"),
    [(Limits("2GB"), "sc://h"), (Limits(threads=2), "sc://h"), (Limits(threads=2), "yarn"),
     (Limits(threads=2), "k8s://h:443")],
)  # fmt: skip
def test_a_limit_that_spark_would_not_keep_to_is_refused(limits, master):
    line, fault = refused(settings_of, limits, master)
    assert fault == "usage"
    assert "--threads" in line
    settings_of(Limits(temp_dir="."), master)


def test_pyspark_that_is_not_installed_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    line, fault = refused(start, Limits())
    assert fault == "usage"
    assert "pip install 'whowhom[spark]'" in line


LOGS = {
    "java.io.InvalidClassException: org.apache.spark.deploy.ApplicationDescription; local class "
    "incompatible: stream classdesc serialVersionUID = 1": "another version of Spark",
    "ERROR StandaloneSchedulerBackend: Application has been killed. Reason: All masters are "
    "unresponsive! Giving up.": "does not answer as Spark 4.3.0",
    "/usr/bin/spark-class: line 97: JAVA_HOME is not set": "there is no Java",
    "java.lang.UnsupportedOperationException: getSubject is not supported": "too new",
    "java.io.IOException: No space left on device": "--temp-dir",
    "ExecutorLostFailure (executor 1 exited) Reason: Command exited with code 52": "--memory-limit",
    "java.lang.OutOfMemoryError: Java heap space": "--memory-limit",
    "[INVALID_DRIVER_MEMORY] System memory 268435456 must be at least 471859200": "half a gigabyte",
    "[FAILED_READ_FILE.FILE_NOT_EXIST] Encountered error": "a worker does not see a file",
    "java.lang.RuntimeException: file:/x is not a Parquet file. Expected magic": "Parquet",
    "org.apache.hadoop.fs.UnsupportedFileSystemException: No FileSystem for scheme s3": "connector",
    "<_MultiThreadedRendezvous that terminated with:\n\tstatus = StatusCode.UNAVAILABLE": "ended",
    "[RETRIES_EXCEEDED] The maximum number of retries has been exceeded.": "ended while it worked",
    "Total size of serialized results is bigger than spark.driver.maxResultSize": "--cap",
}


@pytest.mark.parametrize("log", LOGS)
def test_what_spark_says_is_told_in_words_of_what_to_do(log):
    assert LOGS[log] in known(log, "4.3.0")
    assert LOGS[log] in reason_of(Exception("An error occurred"), log, "4.3.0")


def test_a_failure_that_nobody_knows_is_its_first_line_without_classes_and_codes():
    error = Exception(
        "An error occurred while calling o1.count.\n"
        ": org.apache.spark.SparkException: Job aborted due to stage failure: it is Monday.\n"
        "\tat org.apache.spark.Scheduler.run(Scheduler.scala:1)"
    )
    assert reason_of(error) == "Job aborted due to stage failure: it is Monday"
    assert reason_of(KeyError()) == "KeyError"


def test_a_master_is_refused_where_duckdb_does_the_work():
    assert "--engine spark" in refused(connect, "duckdb", Limits(master="local[2]"))[0]


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_fails_in_one_line(monkeypatch, form):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    flags = ["--engine", "spark", "--format", form]
    done = CliRunner().invoke(main, ["events", "dyads", str(GDELT), *flags])
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "whowhom[spark]" in done.stderr


def test_a_text_file_elsewhere_is_refused_with_what_is_read_there():
    with connect("duckdb") as engine:
        from graph.events.folding import fold

        line = refused(lambda: fold(["s3://bucket/x.csv"], engine=engine))[0]
    assert "Parquet" in line


def test_the_wait_for_a_worker_ends_with_a_reason(monkeypatch):
    class Session:
        stopped = False
        sparkContext = property(lambda self: self)  # noqa: N815 - as Spark calls it
        _jsc = property(lambda self: self)

        def sc(self):
            return self

        def getExecutorMemoryStatus(self):  # noqa: N802 - as Spark calls it
            return self

        def size(self):
            return 1

        def stop(self):
            self.stopped = True

    session = Session()
    monkeypatch.setattr(spark_session, "_FIRST", 0.0)
    with open(__file__, "rb") as log:
        started = spark_session.Started(session, log)
        line = refused(spark_session._await_executor, started, "spark://h:7077", "4.3.0")[0]
    assert session.stopped
    assert line.startswith("--master spark://h:7077: ")


def test_why_spark_does_not_start_is_read_from_what_java_says(monkeypatch, capfd):
    class Builder:
        def master(self, _url):
            return self

        appName = master  # noqa: N815 - as Spark calls it

        def config(self, _name, _value):
            return self

        def getOrCreate(self):  # noqa: N802 - as Spark calls it
            os.write(2, b"ERROR StandaloneSchedulerBackend: All masters are unresponsive!\n")
            raise RuntimeError("Cannot call methods on a stopped SparkContext.\nat x.y(z:1)")

    class Session:
        builder = Builder()
        getActiveSession = staticmethod(lambda: None)  # noqa: N815 - as Spark calls it

    parts = {"pyspark": {"__version__": "4.3.0"}, "pyspark.sql": {"SparkSession": Session}}
    for name, inside in parts.items():
        monkeypatch.setitem(sys.modules, name, SimpleNamespace(**inside))
    monkeypatch.setattr(spark_session, "check_java", lambda _spark: None)
    line, fault = refused(start, Limits(master="local[1]"))
    assert fault == "usage"
    assert line.startswith("Spark 4.3.0 does not start on local[1]: the master does not answer")
    assert capfd.readouterr().err == ""
    os.write(2, b"heard again")
    assert capfd.readouterr().err == "heard again"


# Spark Connect; what a real server does is tried by `make test-spark`.


@pytest.fixture
def closed():
    """What is told by a client that was closed."""
    return []


@pytest.fixture
def server(monkeypatch, closed):
    """Give what stands a Spark Connect of our own in the place of PySpark's."""

    def stand(version):
        closing = SimpleNamespace(close=lambda: closed.append(True))
        session = type("Session", (), {"version": property(version), "client": closing})()
        builder = SimpleNamespace(create=lambda: session)
        builder.remote = lambda _url: builder
        parts = {
            "pyspark": {"__version__": "4.3.0"},
            "pyspark.sql.connect.session": {"SparkSession": SimpleNamespace(builder=builder)},
        }
        for name, inside in parts.items():
            monkeypatch.setitem(sys.modules, name, SimpleNamespace(**inside))
        monkeypatch.setattr(spark_session, "reach", lambda _master: None)

    return stand


def test_a_server_that_answers_is_worked_with_without_a_java(server, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", "/nope")
    server(lambda _session: "4.3.0")
    started = start(Limits(master="sc://h"))
    assert started.own
    assert started.said() == ""


def test_a_port_that_is_no_spark_connect_is_told_soon_and_without_its_token(
    server, closed, monkeypatch
):
    monkeypatch.setattr(spark_session, "_ANSWER", 0.05)
    server(lambda _session: time.sleep(1))
    line, fault = refused(start, Limits(master="sc://h:80/;token=secret"))
    assert fault == "usage"
    assert "--master sc://h:80/: no answer in 0 seconds" in line
    assert "secret" not in line
    assert closed == [True]  # PySpark would bid it farewell for minutes


def test_a_server_that_refuses_is_told_with_its_reason(server):
    def refuse(_session):
        raise RuntimeError("Unauthenticated: no such user\nat x.y(z:1)")

    server(refuse)
    assert "Unauthenticated: no such user; " in refused(start, Limits(master="sc://h"))[0]


def test_parameters_that_spark_connect_does_not_take_are_not_shown(server):
    server(lambda _session: "4.3.0")

    def refuse(_url):
        raise ValueError("token=secret=")

    sys.modules["pyspark.sql.connect.session"].SparkSession.builder.remote = refuse
    line, fault = refused(start, Limits(master="sc://h/;token=secret="))
    assert fault == "usage"
    assert "%3D for =" in line
    assert "secret" not in line


def test_spark_connect_that_is_not_installed_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", SimpleNamespace(__version__="4.3.0"))
    monkeypatch.setitem(sys.modules, "pyspark.sql.connect.session", None)
    monkeypatch.setattr(spark_session, "reach", lambda _master: None)
    line, fault = refused(start, Limits(master="sc://h/;token=secret"))
    assert fault == "usage"
    assert "whowhom[spark-connect]" in line
    assert "secret" not in line


@pytest.fixture
def errors(monkeypatch):
    base = type("PySparkException", (Exception,), {})
    errors = SimpleNamespace(PySparkException=base, AnalysisException=KeyError)
    monkeypatch.setitem(sys.modules, "pyspark.errors", errors)
    return errors


def test_a_session_that_cannot_give_a_second_one_is_refused(errors):
    class Old:
        def newSession(self):  # noqa: N802 - as Spark calls it
            raise errors.PySparkException("[NOT_IMPLEMENTED] newSession() is not implemented.")

    line, fault = refused(connect, "spark", Limits(), None, Old())
    assert fault == "usage"
    assert "--master sc://" in line


class Serverless:
    """A session that keeps nothing, as Databricks has it."""

    conf = SimpleNamespace(set=lambda _name, _value: None)
    catalog = property(lambda self: self)
    said = "[NOT_SUPPORTED_WITH_SERVERLESS] PERSIST TABLE is not supported on serverless compute."

    def __init__(self, error):
        self.error = error
        self.views = []

    def newSession(self):  # noqa: N802 - as Spark calls it
        return self

    def sql(self, _text, args=None):
        return SimpleNamespace(createOrReplaceTempView=self.views.append, args=args)

    def cacheTable(self, _name):  # noqa: N802 - as Spark calls it
        raise self.error(self.said)

    def stop(self):
        self.views.clear()


def test_where_nothing_can_be_kept_a_relation_is_worked_out_when_asked(errors):
    session = Serverless(errors.PySparkException)
    session.views.append("raw")
    with connect("spark", session=session) as engine:
        engine.keep("dyads", Query("SELECT 1"))
        assert session.views == ["raw", "dyads"]
    assert session.views == []
    session.said = "[ANOTHER] no"
    with pytest.raises(EventsError, match="no"):
        connect("spark", session=session).keep("dyads", Query("SELECT 1"))


def test_spark_connect_tells_how_far_it_is_and_is_interrupted():
    told = []
    session = SimpleNamespace(
        registerProgressHandler=told.append, interruptAll=lambda: told.append("interrupted")
    )
    jobs = jobs_of(session)
    assert jobs.watched(len) is len
    stages = [SimpleNamespace(num_tasks=4, num_completed_tasks=done) for done in (4, 2)]
    told[0](stages=stages, inflight_tasks=1, operation_id="x", done=False)
    assert jobs.share() == 0.75
    told[0](stages=None, inflight_tasks=0, operation_id="x", done=False)
    assert jobs.share() == 0.0
    assert jobs.stop()
    assert told[-1] == "interrupted"


def test_a_server_of_spark_connect_that_is_gone_holds_up_no_end(monkeypatch):
    monkeypatch.setattr(spark_jobs, "_STOP", 0.05)
    monkeypatch.setattr(spark_session, "_FAREWELL", 0.05)
    gone, done = threading.Event(), []

    def silent():
        gone.wait(60)

    client = SimpleNamespace(close=lambda: done.append("closed"))
    session = SimpleNamespace(interruptAll=silent, stop=silent, client=client)
    begun = time.monotonic()
    assert not jobs_of(session).stop()
    leave(session)
    assert time.monotonic() - begun < 30
    assert done == ["closed"]
    gone.set()
    leave(session)
    assert done == ["closed"]


def test_spark_connect_before_4_does_not_tell_how_far_it_is():
    assert jobs_of(SimpleNamespace()).share() == 0.0
