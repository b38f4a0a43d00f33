"""A real cluster on this machine: a standalone master and two workers, of the pip package alone."""

import os
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

HOST = "127.0.0.1"
#: Seconds that a process has until it says that it is ready; a busy machine needs them.
_READY = 240


class Cluster:
    """What runs: `master` is its URL; `workers` are processes that may be killed."""

    def __init__(self, master, workers):
        self.master = master
        self.workers = workers

    def kill_one(self):
        """Kill a worker and its executors as a dead machine would: without a word."""
        worker = self.workers[0]
        doomed = [worker.pid, *children(worker.pid)]
        for pid in doomed:
            os.kill(pid, signal.SIGKILL)
        worker.wait()
        return len(doomed)


def children(pid):
    """Give the processes that a process started, and those that they started."""
    direct = []
    tasks = []
    with suppress(OSError):  # it may end meanwhile
        tasks += Path(f"/proc/{pid}/task").glob("*/children")
    for task in tasks:
        with suppress(OSError):  # a thread may, too
            direct += map(int, task.read_text().split())
    return [one for child in direct for one in (child, *children(child))]


def _free_port():
    with socket.socket() as one:
        one.bind((HOST, 0))
        return one.getsockname()[1]


def _started(folder, name, *arguments):
    kind = name.split("-")[0]
    place = ("--host", HOST, "--webui-port", "0")
    main = f"org.apache.spark.deploy.{kind}.{kind.title()}"
    return _run(folder, name, "spark-class", main, *place, *arguments)


def _run(folder, name, program, *arguments):
    import pyspark

    home = Path(pyspark.__file__).parent
    env = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_DIRS": str(folder / "local"),
    }
    with (folder / f"{name}.log").open("wb") as log:
        command = [home / "bin" / program, *arguments]
        return subprocess.Popen(command, env=env, cwd=folder, stdout=log, stderr=log)


def _await(process, log, word):
    until = time.monotonic() + _READY
    while word not in (said := log.read_text(errors="replace")):
        assert process.poll() is None, said
        assert time.monotonic() < until, said
        time.sleep(0.2)


@contextmanager
def cluster(folder):
    """Start a master and two workers of one core and one gigabyte each, and end them."""
    master = f"spark://{HOST}:{_free_port()}"
    running = [_started(folder, "master", "--port", master.rpartition(":")[2])]
    try:
        _await(running[0], folder / "master.log", "I have been elected leader")
        size = ("--cores", "1", "--memory", "1g", "--work-dir", str(folder / "work"))
        names = ("worker-1", "worker-2")
        running += [_started(folder, name, *size, master) for name in names]
        for process, name in zip(running[1:], names, strict=True):
            _await(process, folder / f"{name}.log", "Successfully registered with master")
        yield Cluster(master, running[1:])
    finally:
        for process in reversed(running):
            left = children(process.pid) if process.poll() is None else []
            process.terminate()
            process.wait()
            for pid in left:
                _end(pid)


@contextmanager
def connect_server(folder):
    """Start a server of Spark Connect that works on two cores of this machine; give its URL."""
    port = _free_port()
    settings = {"spark.connect.grpc.binding.port": port, "spark.driver.memory": "2g",
                "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": 8}  # fmt: skip
    main = "org.apache.spark.sql.connect.service.SparkConnectServer"
    given = [word for one, value in settings.items() for word in ("--conf", f"{one}={value}")]
    arguments = ("--master", "local[2]", *given, "--class", main, "spark-internal")
    server = _run(folder, "connect", "spark-submit", *arguments)
    try:
        _await(server, folder / "connect.log", "Spark Connect server started")
        yield f"sc://{HOST}:{port}"
    finally:
        server.terminate()
        server.wait()


def _end(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
