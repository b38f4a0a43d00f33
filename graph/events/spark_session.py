"""A Spark session of our own: what must be there is looked for first, and failures become a line.

Spark says that a master cannot be reached after a hundred silent seconds, and that Java is missing
by a stack trace. Both are found out here before it is asked.
"""

import atexit
import functools
import os
import re
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from graph.events.spark_failures import INSTALL_JAVA, known, reason_of
from graph.events.values import EventsError, Limits

#: Seconds to wait for a master's port, and for the first executor of a standalone cluster.
_REACH = 5.0
_FIRST = 120.0
_LOCAL = re.compile(r"local(\[(\d+|\*)(,\s*\d+)?\])?|local-cluster\[[\d, ]+\]")
_HOST = r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]"
_HOSTS = re.compile(rf"(?:spark://|k8s://(?:https?://)?)((?:{_HOST}):\d+(?:,(?:{_HOST}):\d+)*)/?")
_FORMS = "write local[4], spark://HOST:7077, yarn or k8s://https://HOST:PORT"
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kmgt])i?b\s*", re.IGNORECASE)
_MEBIBYTES = {"k": 1 / 1024, "m": 1.0, "g": 1024.0, "t": 1024.0 * 1024.0}
#: Bytes of Spark's log that are looked through for the reason of a failure.
_LOOK = 1 << 20
#: The first Java that a major version of Spark runs on.
_JAVA = {3: 8, 4: 17}


class Started(NamedTuple):
    """A session that was asked for.

    Attributes:
        session: A `pyspark.sql.SparkSession`.
        log: A file with what Spark says.
        own: Whether it was started here; else it was at work in this process.
    """

    session: Any
    log: Any
    own: bool = True

    def said(self) -> str:
        """Give the end of Spark's log."""
        return _tail(self.log)


def start(limits: Limits) -> Started:
    """Look for what Spark needs, then start it.

    Raises:
        EventsError: PySpark or Java is missing, the master cannot be reached or is none, a limit
            is none, or Spark does not start.
    """
    try:
        import pyspark  # noqa: PLC0415 - an extra of half a gigabyte
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ModuleNotFoundError:
        raise EventsError(
            "--engine spark needs PySpark, which is not installed: "
            "pip install 'whowhom[spark]' (pipx inject whowhom pyspark)",
            "usage",
        ) from None
    master = limits.master or f"local[{limits.threads or '*'}]"
    settings = settings_of(limits, master)
    check_master(master)
    check_java(int(pyspark.__version__.split(".")[0]))
    reach(master)
    running = SparkSession.getActiveSession()
    if running is not None:
        return _taken(running, limits.master)
    builder = SparkSession.builder.master(master).appName("whowhom")
    for name, value in settings.items():
        builder = builder.config(name, value)
    log = _log()
    try:
        with _stderr_into(log):
            session = builder.getOrCreate()
    except Exception as error:  # noqa: BLE001 - of Java, of Python and of Spark, without a common base
        # What Spark raises is how it ended; why stands in its log.
        version = pyspark.__version__
        reason = known(_tail(log), version) or reason_of(error, "", version)
        raise EventsError(
            f"Spark {version} does not start on {master}: {reason}", "usage"
        ) from None
    started = Started(session, log)
    if master.startswith("spark://"):
        _await_executor(started, master, pyspark.__version__)
    return started


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


def end(started: Started) -> None:
    """Stop Spark where it was started here; its Java stays, and ends with this process."""
    if started.own:
        started.session.stop()


def settings_of(limits: Limits, master: str) -> dict[str, str]:
    """Give Spark's settings for limits.

    >>> settings_of(Limits("2GB"), "local[2]")["spark.driver.memory"]
    '2048m'

    Raises:
        EventsError: A limit is none.
    """
    local = master.startswith("local")
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


def _mebibytes(size: str) -> int:
    given = _SIZE.fullmatch(size)
    if not given:
        raise EventsError(f'--memory-limit "{size}" is no size; write 2GB', "usage")
    # Spark asks for half a gigabyte at least, and says so itself.
    return max(int(float(given[1]) * _MEBIBYTES[given[2].lower()]), 1)


def check_master(master: str) -> None:
    """Refuse what Spark would refuse later, by a stack trace.

    Raises:
        EventsError: It is no master.
    """
    if _LOCAL.fullmatch(master) or _HOSTS.fullmatch(master):
        return
    if master == "yarn":
        if not (os.environ.get("HADOOP_CONF_DIR") or os.environ.get("YARN_CONF_DIR")):
            raise EventsError(
                "--master yarn needs HADOOP_CONF_DIR, the folder with the cluster's settings",
                "usage",
            )
        return
    if master.startswith("sc://"):
        raise EventsError(
            f"--master {master}: a session of Spark Connect is handed to the Python API; "
            f"here {_FORMS}",
            "usage",
        )
    raise EventsError(f'--master "{master}" is none that Spark knows; {_FORMS}', "usage")


def check_java(spark: int) -> None:
    """Look for a Java that this major version of Spark runs on.

    Raises:
        EventsError: There is none, or it is too old.
    """
    home = os.environ.get("JAVA_HOME")
    if home:
        java = os.path.join(home, "bin", "java")
        if not os.access(java, os.X_OK) or not os.path.isfile(java):
            raise EventsError(
                f"JAVA_HOME is {home}, and there is no bin/java in it; set it right or unset it",
                "usage",
            )
    else:
        java = shutil.which("java") or ""
        if not java:
            raise EventsError(f"Spark needs Java, and there is none; {INSTALL_JAVA}", "usage")
    version, least = _java_version(java), _JAVA.get(spark, 17)
    if version is not None and version < least:
        raise EventsError(
            f"Spark {spark} needs Java {least} or newer, and {java} is Java {version}; "
            f"{INSTALL_JAVA}",
            "usage",
        )


def _java_version(java: str) -> int | None:
    """Read the major version from the file beside a Java, None where it does not tell."""
    beside = os.path.join(os.path.dirname(os.path.realpath(java)), "..", "release")
    try:
        with open(beside, encoding="utf-8", errors="replace") as file:
            told = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', file.read(1 << 14), re.MULTILINE)
    except OSError:
        return None
    return int(told[1]) if told else None


def reach(master: str) -> None:
    """Knock at the ports of a master; one that opens is enough.

    Raises:
        EventsError: None opens.
    """
    hosts = _HOSTS.fullmatch(master)
    if not hosts:
        return
    why = ""
    for place in hosts[1].split(","):
        host, _, port = place.rpartition(":")
        if not 0 < int(port) < 1 << 16:
            raise EventsError(f"--master {master}: {port} is no port", "usage")
        try:
            socket.create_connection((host.strip("[]"), int(port)), _REACH).close()
        except OSError as error:
            why = (error.strerror or str(error)).lower()
        else:
            return
    raise EventsError(
        f"--master {master} cannot be reached: {why}; is it running, and is the port that of the "
        "master (7077 by default), not of its page?",
        "usage",
    )


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
