"""What every benchmark needs: CPU seconds, ratios of two things in turn, rows beside a bound."""

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: Installed programs have their bytecode; a setting that keeps Python from writing it would time
#: the compiler instead.
ENV = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
PROGRAM = str(Path(sys.executable).with_name("whowhom"))
OVER: list[str] = []


def cpu_seconds(command: Sequence[str], **env: str) -> float:
    """Give user and system seconds of one run; its output is thrown away."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=ENV | env, cwd=ROOT, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def pairs(one: Callable[[], float], other: Callable[[], float], rounds: int) -> list[float]:
    """Measure two things in turn; give the ratios one / other."""
    one(), other()
    return [one() / other() for _ in range(rounds)]


def row(name: str, ratios: Sequence[float], bound: float | None = None) -> None:
    """Print a figure beside its bound, and remember the one that is over it."""
    middle = statistics.median(ratios)
    over = bound is not None and middle > bound
    if over:
        OVER.append(name)
    verdict = "" if bound is None else f"  <= {bound:<5.3g} {'OVER' if over else 'ok'}"
    print(f"{name:58} {middle:6.3g}  ({min(ratios):.3g}-{max(ratios):.3g}){verdict}", flush=True)


def note(text: str, figure: float, unit: str) -> None:
    """Print an absolute figure, which has no bound of its own."""
    print(f"  {text:56} {figure:6.2f}  {unit}", flush=True)
