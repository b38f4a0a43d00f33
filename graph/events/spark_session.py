"""A Spark session of our own: started here, or begun on a server; failures become a line."""

import atexit
import functools
import os
import re
import signal
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from graph.events.spark_failures import first_line, known, reason_of
from graph.events.spark_jobs import within
from graph.events.spark_needs import (
    DOORS,
    check_home,
    check_java,
    check_master,
    reach,
    without_token,
)
from graph.events.values import EventsError, Limits

#: Seconds to wait for the first answer of Spark Connect, and for the first executor of a standalone
#: cluster.
_ANSWER = 30.0
_FIRST = 120.0
#: Seconds that a server of Spark Connect has to let go of a session.
_FAREWELL = 5.0
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kmgt])i?b\s*", re.IGNORECASE)
_MEBIBYTES = {"k": 1 / 1024, "m": 1.0, "g": 1024.0, "t": 1024.0 * 1024.0}
#: Bytes of Spark's log that are looked through for the reason of a failure.
_LOOK = 1 << 20


class Started(NamedTuple):
    """A session that was asked for.

    Attributes:
        session: A `pyspark.sql.SparkSession`, classic or of Spark Connect.
        log: A file with what Spark says; None: it says it elsewhere.
        own: Whether it was started here; else it was at work in this process.
    """

    session: Any
    log: Any
    own: bool = True

    def said(self) -> str:
        """Give the end of Spark's log."""
        return _tail(self.log) if self.log else ""


def start(limits: Limits) -> Started:
    """Look for what Spark needs, then start it, or begin a session where it runs.

    Raises:
        EventsError: PySpark or Java is missing, the master cannot be reached or is none, a limit
            is none, or Spark does not start.
    """
    try:
        import pyspark  # noqa: PLC0415 - an extra of half a gigabyte
    except ModuleNotFoundError:
        raise EventsError(
            "--engine spark needs PySpark, which is not installed: "
            "pip install 'whowhom[spark]' (pipx inject whowhom pyspark)",
            "usage",
        ) from None
    master = limits.master or f"local[{limits.threads or '*'}]"
    settings = settings_of(limits, master)
    check_master(master)
    if master.startswith("sc://"):
        reach(master)
        return _connected(master)
    check_home(pyspark.__version__)
    check_java(int(pyspark.__version__.split(".")[0]))
    reach(master)
    return _launched(master, limits.master, settings, pyspark.__version__)


def _launched(master: str, asked: str, settings: Mapping[str, str], version: str) -> Started:
    """Start Spark's Java in this process, or take the session that is at work in it."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    running = SparkSession.getActiveSession()
    if running is not None:
        return _taken(running, asked)
    builder = SparkSession.builder.master(master).appName("whowhom")
    for name, value in settings.items():
        builder = builder.config(name, value)
    log = _log()
    try:
        with _stderr_into(log), _put_off():
            session = builder.getOrCreate()
    except Exception as error:  # noqa: BLE001 - of Java, of Python and of Spark, without a common base
        # What Spark raises is how it ended; why stands in its log.
        reason = known(_tail(log), version) or reason_of(error, "", version)
        raise EventsError(
            f"Spark {version} does not start on {master}: {reason}", "usage"
        ) from None
    started = Started(session, log)
    if master.startswith("spark://"):
        _await_executor(started, master, version)
    return started


def _connected(master: str) -> Started:
    """Begin a session on a server of Spark Connect: no Java is needed here."""
    try:
        # It has a word on the version of pandas, with which nothing is done here.
        with warnings.catch_warnings(action="ignore"):
            from pyspark.sql.connect.session import SparkSession  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise EventsError(
            f"--master {without_token(master)}: {first_line(str(error))}; "
            "pip install 'whowhom[spark-connect]'",
            "usage",
        ) from None
    try:
        session = SparkSession.builder.remote(master).create()
    except Exception:  # noqa: BLE001 - of gRPC and of Spark; what it says may hold a password
        raise EventsError(
            f"--master {without_token(master)}: its parameters cannot be read; write "
            ";name=value, and %3D for =",
            "usage",
        ) from None
    why = _silence(session)
    if why:
        session.client.close()  # else its farewell at this process's end would be waited for
        raise EventsError(f"--master {without_token(master)}: {why}; {DOORS['sc']}?", "usage")
    return Started(session, None)


def _silence(session: Any) -> str:
    """Give why a server does not say who it is, ``""`` where it does; PySpark asks for minutes."""
    answers: list[str] = []

    def ask() -> None:
        try:
            answers.append("" if session.version else "no version")
        except Exception as error:  # noqa: BLE001 - of gRPC and of Spark, without a common base
            answers.append(reason_of(error))

    within(_ANSWER, ask)
    return answers[0] if answers else f"no answer in {_ANSWER:.0f} seconds"


def _taken(session: Any, master: str) -> Started:
    """Take the session that is at work in this process: there cannot be a second."""
    at_work = session.sparkContext.master
    if master and master != at_work:
        raise EventsError(
            f"Spark is already at work on {at_work} in this process, and {master} was asked for; "
            "stop that session, or hand it over",
            "usage",
        )
    return Started(session, _log(), own=False)


def leave(session: Any) -> None:
    """Let go of a session of Spark Connect; a server that is gone is bidden no farewell."""
    if not within(_FAREWELL, session.stop):
        session.client.close()


def settings_of(limits: Limits, master: str) -> dict[str, str]:
    """Give Spark's settings for limits.

    >>> settings_of(Limits("2GB"), "local[2]")["spark.driver.memory"]
    '2048m'

    Raises:
        EventsError: A limit is none.
    """
    local = master.startswith("local")
    _spare_limits(limits, master)
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
    }
    if limits.memory:
        memory = f"{_mebibytes(limits.memory)}m"
        settings["spark.driver.memory" if local else "spark.executor.memory"] = memory
    if limits.threads and not local:
        settings["spark.cores.max"] = str(limits.threads)
    if limits.temp_dir:
        if not os.path.isdir(limits.temp_dir):
            raise EventsError(f"--temp-dir {limits.temp_dir}: there is no such folder", "usage")
        settings["spark.local.dir"] = os.path.abspath(limits.temp_dir)
    if local:
        # The default is meant for a cluster: on one machine each part costs more than it saves.
        cores = re.match(r"local\[(\d+)", master)
        parts = 4 * (int(cores[1]) if cores else os.cpu_count() or 1)
        settings["spark.sql.shuffle.partitions"] = str(parts)
    return settings


def _spare_limits(limits: Limits, master: str) -> None:
    """Refuse limits that Spark would not keep to."""
    if master.startswith("sc://") and (limits.memory or limits.threads):
        raise EventsError(
            "--memory-limit and --threads are the server's where it runs already (sc://); leave "
            "them out",
            "usage",
        )
    if limits.threads and master.startswith(("yarn", "k8s://")):
        raise EventsError(
            "--threads bounds the cores of this machine and of a standalone cluster; for others "
            "set spark.executor.instances and spark.executor.cores in spark-defaults.conf",
            "usage",
        )


def _mebibytes(size: str) -> int:
    given = _SIZE.fullmatch(size)
    if not given:
        raise EventsError(f'--memory-limit "{size}" is no size; write 2GB', "usage")
    # Spark asks for half a gigabyte at least, and says so itself.
    return max(int(float(given[1]) * _MEBIBYTES[given[2].lower()]), 1)


def _await_executor(started: Started, master: str, version: str) -> None:
    """Wait for a worker: without one, a job would wait for ever."""
    spark = started.session.sparkContext._jsc.sc()  # noqa: SLF001 - Python has no other way to it
    until = time.monotonic() + _FIRST
    while spark.getExecutorMemoryStatus().size() < 2:  # noqa: PLR2004 - the driver is one
        said = started.said()
        if "unresponsive! Giving up" in said or time.monotonic() > until:
            started.session.stop()
            why = known(said, version) or (
                f"no worker gave it room in {_FIRST:.0f} seconds; are workers running, with free "
                "cores and the memory that --memory-limit asks for?"
            )
            raise EventsError(f"--master {master}: {why}", "usage")
        time.sleep(0.2)


@functools.cache
def _log() -> Any:
    """Give the file for what Java says: one, as there is one Java as long as this process lives."""
    log = tempfile.TemporaryFile("a+b")  # noqa: SIM115 - Java keeps it
    atexit.register(log.close)
    return log


def _tail(log: Any) -> str:
    # By pread: the place in the file is shared with the process that writes.
    size = os.fstat(log.fileno()).st_size
    return os.pread(log.fileno(), _LOOK, max(size - _LOOK, 0)).decode(errors="replace")


@contextmanager
def _stderr_into(file: Any) -> Iterator[None]:
    """Let what is started meanwhile write its errors to a file: Java's log is not for people."""
    if sys.stderr:
        sys.stderr.flush()
    try:
        saved = os.dup(2)
    except OSError:  # there is none
        yield
        return
    os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


@contextmanager
def _put_off() -> Iterator[None]:
    """Put Ctrl-C off: a Java that PySpark was starting when it came would never end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt
