"""Event data by the million: whowhom beside the bare SQL, polars, pandas, a loop and Spark."""

import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from events_rows import write
from measuring import ENV, ROOT, note, row

PEERS = str(Path(__file__).with_name("events_peers.py"))
MILLION = 1_000_000
#: KiB of 2.5 GB.
RESIDENT = 2_500_000_000 / 1024


class Run(NamedTuple):
    """What came out, and what it cost: CPU seconds, and KiB at the peak."""

    found: list[object]
    seconds: float
    memory: int


class AbsentError(RuntimeError):
    """A peer that is not installed, or that fails."""


def once(peer: str, folder: Path, **env: str) -> Run:
    """Let a peer do the job in a process of its own."""
    command = [sys.executable, PEERS, peer, str(folder)]
    env = ENV | {"PYTHONPATH": str(ROOT)} | env
    with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise AbsentError(f"{peer} is left out: it is not installed, or fails")
    told = json.loads(said.decode().splitlines()[-1])
    return Run(told["found"], used.ru_utime + used.ru_stime + told["java"], used.ru_maxrss)


def events(_cache: str) -> None:
    """Measure 1, 10 and 50 million rows, or as many as WHOWHOM_EVENT_ROWS says."""
    most = int(os.environ.get("WHOWHOM_EVENT_ROWS", 50 * MILLION))
    with tempfile.TemporaryDirectory() as folder:
        costs = {}
        for size in (MILLION, 10 * MILLION, 50 * MILLION):
            if size <= most:
                rows = Path(folder) / str(size)
                rows.mkdir()
                write(rows, size)
                costs[size] = _at(rows, size)
        sizes = list(costs)
        for small, large in itertools.pairwise(sizes):
            ratio = costs[large] / costs[small] / (large / small)
            row(f"events, CPU a row at {_m(large)} / at {_m(small)}", [ratio], 1.1)


def _m(rows: int) -> str:
    return f"{rows // MILLION}M"


def _at(rows: Path, size: int) -> float:
    """Measure the peers on so many rows; give whowhom's CPU seconds."""
    expected = once("note", rows).found
    rounds = 5 if size == MILLION else 3 if size == 10 * MILLION else 1

    def checked(peer: str, **env: str) -> Run:
        run = once(peer, rows, **env)
        if run.found != expected:
            raise RuntimeError(f"{peer}: {run.found}, not {expected}")
        return run

    ours: list[float] = []

    def against(peer: str, bound: float | None, times: int = rounds) -> None:
        ratios = []
        try:
            for _ in range(times):
                other, own = checked(peer).seconds, checked("whowhom").seconds
                ours.append(own)
                ratios.append(own / other)
        except AbsentError as error:
            print(f"  {error}")
            return
        row(f"events, {_m(size)} rows: whowhom / {peer} (CPU)", ratios, bound)

    against("replay", 1.1)
    against("duckdb", None)
    against("polars", 1.1)
    if size <= 10 * MILLION:
        against("pandas", None, 1)
        against("spark", None, 1)
    if size == MILLION:
        against("loop", None, 1)
    if size > 10 * MILLION:
        limited = checked("limited")
        row(f"events, {_m(size)} rows, 2 GB: resident / 2.5 GB", [limited.memory / RESIDENT], 1.0)
        note("the same, CPU", limited.seconds, "seconds")
    _alone(size, rounds, checked)
    start = statistics.median(once("start", rows).seconds for _ in range(3))
    seconds = statistics.median(ours)
    wanted = size / (2.5 * MILLION)
    row(f"events, {_m(size)} rows: CPU / that of 2.5M rows a second", [seconds / wanted], 1.0)
    row("the same without the start", [(seconds - start) / wanted], 1.0)
    note(f"whowhom, {_m(size)} rows (CPU)", seconds, "seconds")
    note("of that until the first row", start, "seconds")
    return seconds


def _alone(size: int, rounds: int, checked: Callable[..., Run]) -> None:
    """Measure with one thread, whose CPU seconds no other thread makes longer."""
    ours = [checked("alone").seconds for _ in range(rounds)]
    wanted = size / (2.5 * MILLION)
    row(f"events, {_m(size)} rows, one thread: CPU / that", [one / wanted for one in ours], 1.0)
    try:
        others = [checked("polars", POLARS_MAX_THREADS="1").seconds for _ in range(rounds)]
    except AbsentError as error:
        print(f"  {error}")
        return
    ratios = [own / other for own, other in zip(ours, others, strict=True)]
    row(f"events, {_m(size)} rows, one thread: whowhom / polars (CPU)", ratios, 1.1)
