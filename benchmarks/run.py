"""All benchmarks: each figure is a ratio to a peer or floor measured in the same run.

The machine's speed drifts, so the two sides of a ratio take turns, and the median of the pairs'
ratios counts. ``python benchmarks/run.py [answers|load|sql|diff|map|page|events]``.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from answers import answers
from differing import diff
from events import events
from generate import dataset
from measuring import ENV, OVER, PROGRAM, ROOT, cpu_seconds, note, pairs, row
from page import FLAGS, page

_MEASURE = """
import resource, sys, time
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
{setup}
before, begun = peak(), time.process_time()
{work}
print(time.process_time() - begun, max(peak() - before, 1))
"""
_OURS = _MEASURE.format(
    setup="import graph.checking, graph.packing\nfrom graph.loading import load",
    work="assert len(load(sys.argv[1]).graph.relations) == 10_000",
)
_FORMATTED = _MEASURE.format(
    setup="from graph.formatting import format_text\ntext = open(sys.argv[1]).read()",
    work="format_text(text)",
)
_BUILT = _MEASURE.format(
    setup="from graph.database import build\nfrom graph.loading import load\n"
    "graph = load(sys.argv[1]).graph",
    work="build(graph, {}).close()",
)
_PEER = _MEASURE.format(
    setup="import yaml\ntext = open(sys.argv[1], 'rb').read()",
    work="yaml.load(text, yaml.CSafeLoader)",
)


def inside(script: str, file: str, **env: str) -> tuple[float, float]:
    """Give CPU seconds and growth of the peak memory (KiB) of one piece of work."""
    command = [sys.executable, "-c", script, file]
    done = subprocess.run(
        command, env=ENV | env, cwd=ROOT, capture_output=True, check=True, text=True
    )
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def load(cache: str) -> None:
    """Load, check and format 10,000 relations against PyYAML's fastest safe loader."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(dataset(10_000))
        file.flush()
        times, memory, cached, formatted = [], [], [], []
        inside(_OURS, file.name, WHOWHOM_CACHE=cache)
        for _ in range(5):
            peer = inside(_PEER, file.name)
            ours = inside(_OURS, file.name, WHOWHOM_CACHE="off")
            again = inside(_OURS, file.name, WHOWHOM_CACHE=cache)
            times.append(ours[0] / peer[0])
            memory.append(ours[1] / peer[1])
            cached.append(again[0] / peer[0])
            formatted.append(inside(_FORMATTED, file.name)[0] / peer[0])
    row("load and check 10,000 relations / CSafeLoader (CPU)", times, 0.4)
    row("load and check 10,000 relations / CSafeLoader (memory)", memory, 0.5)
    row("load 10,000 relations from the cache / CSafeLoader (CPU)", cached, 0.1)
    row("fmt of 10,000 relations / CSafeLoader (CPU)", formatted, 3.0)


def sql(cache: str) -> None:
    """Build the database of 10,000 relations against loading and checking them."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(dataset(10_000))
        file.flush()
        inside(_OURS, file.name, WHOWHOM_CACHE=cache)
        times = []
        for _ in range(5):
            loaded = inside(_OURS, file.name, WHOWHOM_CACHE="off")
            built = inside(_BUILT, file.name, WHOWHOM_CACHE=cache)
            times.append(built[0] / loaded[0])
    row("build the SQL tables of 10,000 relations / load them (CPU)", times, 0.7)


def draw(cache: str) -> None:
    """Build and open the map of the bundled data."""
    _layouts()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "map.html"
        # A floor, no peer: the bare import draws nothing.
        libraries = [sys.executable, "-c", "import networkx, pyvis.network"]
        build = [PROGRAM, "map", "--data", str(ROOT / "data"), "-o", str(page)]
        cold = lambda: cpu_seconds(build, WHOWHOM_CACHE="off")  # noqa: E731
        floor = lambda: cpu_seconds(libraries)  # noqa: E731
        row("map, first build / import networkx, pyvis (CPU)", pairs(cold, floor, 5), 4.0)
        note("map, first build (CPU)", cold(), "seconds")
        loose = Path(folder) / "data"  # nobody has a kept position
        shutil.copytree(ROOT / "data", loose, ignore=shutil.ignore_patterns("positions.csv"))
        anew = [PROGRAM, "map", "--data", str(loose), "-o", str(Path(folder) / "anew.html")]
        first = cpu_seconds(anew, WHOWHOM_CACHE="off")
        cpu_seconds(anew, WHOWHOM_CACHE=cache)
        again = statistics.median(cpu_seconds(anew, WHOWHOM_CACHE=cache) for _ in range(5))
        row("map laid out anew, second build / first (CPU)", [again / first], 0.5)
        note("map laid out anew, first build (CPU)", first, "seconds")
        # The bundled data grew to 111 actors, 435 relations and 486 sources, all in the one file.
        row("map, size / 1 MB", [page.stat().st_size / 1_000_000], 1.0)
        row("map, first drawing after opening / 0.5 s", _first_drawings(page), 1.0)


_LAYOUT = _MEASURE.format(
    setup="from graph.layout import positions\nfrom graph.loading import load\n"
    "graph = load(sys.argv[1]).graph",
    work="positions(graph)",
)
_SPRING = _MEASURE.format(
    setup="import networkx\nfrom graph.loading import load\nfrom graph.network import to_networkx\n"
    "graph = networkx.Graph(to_networkx(load(sys.argv[1]).graph))",
    work="networkx.forceatlas2_layout(graph, max_iter=ROUNDS, seed=1)",
)


def _layouts() -> None:
    """Lay out the bundled and a large graph against networkx's forces alone.

    Ours are eight shapes, or one for a large graph, and then room for the labels and fewer
    crossings, which networkx does not give.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(dataset(5_000))
        file.flush()
        many = "map, layout of 1,000 actors, 5,000 relations / ForceAtlas2"
        sizes = (
            ("map, layout of the bundled data / ForceAtlas2, 500 rounds", "data", 500, 5, 8.0),
            (many, file.name, 100, 3, 3.0),
        )
        for name, data, rounds, times, bound in sizes:
            spring = _SPRING.replace("ROUNDS", str(rounds))
            taken = [(inside(_LAYOUT, data)[0], inside(spring, data)[0]) for _ in range(times)]
            row(name, [ours / peer for ours, peer in taken], bound)
            note("ours (CPU)", statistics.median(ours for ours, _ in taken), "seconds")


def _first_drawings(page: Path) -> list[float]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only the map needs it

    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    script = "performance.getEntriesByName('first-drawing')[0].startTime"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        seconds = []
        for _ in range(5):
            tab = browser.new_page(viewport={"width": 1600, "height": 950})
            tab.goto(page.as_uri())
            tab.wait_for_selector("html[data-ready]", state="attached")
            time.sleep(0.5)
            seconds.append(tab.evaluate(script) / 1000 / 0.5)
            tab.close()
        browser.close()
    return seconds


def main() -> None:
    parts = {
        "answers": answers,
        "load": load,
        "sql": sql,
        "diff": diff,
        "map": draw,
        "page": page,
        "events": events,
    }
    print(f"{'figure':58} {'median':>6}  (range)        bound")
    with tempfile.TemporaryDirectory() as cache:
        for name in sys.argv[1:] or parts:
            parts[name](cache)
    sys.exit(1 if OVER else 0)


if __name__ == "__main__":
    main()
