"""What differs between two versions, ours against others; run as a program, one tool a process.

``python benchmarks/differing.py TOOL FOLDER`` prints one line of JSON. The folder holds both
versions as YAML (``old.yaml``, ``new.yaml``) and the relations of both, each with an ``id``, as
JSON.
"""

import importlib.metadata
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generate import dataset
from measuring import ENV, ROOT, note, row

SIZES = (1_000, 10_000, 100_000)
#: Where deepdiff has a bound.
MIDDLE = 10_000
#: CPU seconds after which a peer is stopped.
LIMIT = 60
#: What a process ends with when what it started was stopped.
STOPPED = 124
ROUNDS = 7
PEERS = {
    "deepdiff": "deepdiff, by place",
    "deepdiff_grouped": "deepdiff, group_by id",
    "jsonpatch": "jsonpatch",
    "networkx": "networkx.difference, both ways",
    "git": "git diff --no-index",
}
Plain = dict[str, Any]


def diff(cache: str) -> None:
    """Compare versions of which 1 % differs with a dict by id, and with what others offer."""
    over: set[str] = set()
    for size in SIZES:
        for order in ("same", "shuffled"):
            with tempfile.TemporaryDirectory() as folder:
                changes = _write(Path(folder), size, order)
                name = f"diff, {size:,} relations, {order} order"
                ours = _run("ours", folder, WHOWHOM_CACHE=cache)
                if not ours or ours["changes"] != changes:
                    sys.exit(f"{name}: {changes} changes were made, found was {ours}")
                row(f"{name} / a dict by id (CPU)", ours["ratios"], 4.0)
                note("ours (CPU)", 1000 * ours["seconds"], f"ms, {changes} changes: all")
                note("putting both in order, when loaded", 1000 * ours["sorting"], "ms")
                for tool, told in PEERS.items():
                    seconds = _peer(tool, told, folder, over)
                    if tool == "deepdiff_grouped" and seconds:
                        bound = 0.05 if size == MIDDLE else None
                        row(f"{name} / {told} (CPU)", [ours["seconds"] / seconds], bound)


def _peer(tool: str, told: str, folder: str, over: set[str]) -> float:
    """Measure a peer and print it; give its seconds, 0 where there are none."""
    package = tool.partition("_")[0]
    if package not in ("git", "networkx") and not _installed(package):
        print(f"  {told}: not installed; it is in an extra: pip install -e .[bench]")
        return 0
    if tool in over:
        print(f"  {told}: not tried, over {LIMIT} s before")
        return 0
    found = _run(tool, folder)
    if not found:
        over.add(tool)
        print(f"  {told}: stopped after {LIMIT} CPU seconds", flush=True)
        return 0
    note(f"{told} (CPU)", 1000 * found["seconds"], f"ms, {found['changes']:,} changes")
    return float(found["seconds"])


def _installed(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _run(tool: str, folder: str, **env: str) -> Plain | None:
    """Run one tool in a process of its own; None when it took over `LIMIT` seconds."""
    limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))  # noqa: E731
    done = subprocess.run(
        [sys.executable, __file__, tool, folder],
        env=ENV | env | {"PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=None if tool == "ours" else limit,
    )
    if done.returncode < 0 or done.returncode == STOPPED:
        return None
    assert done.returncode == 0, done.stderr
    found: Plain = json.loads(done.stdout)
    return found


def _write(folder: Path, size: int, order: str) -> int:
    """Write two versions in which one relation in a hundred differs; give how many do.

    Of ten changes four are another confidence, two another end, two another summary, one is a
    relation that is gone and one a new one, at the place of one that stays.
    """
    sys.path.insert(0, str(ROOT))
    from graph.loading import load  # noqa: PLC0415 - only the benchmark's own process needs it
    from graph.records import to_record  # noqa: PLC0415

    text = dataset(size)
    head, _, rest = text.partition("relations:\n")
    body, _, tail = rest.partition("sources:\n")
    old = [f"  - source{part}" for part in body.split("  - source")[1:]]
    chance = random.Random(size)
    new, spare = list(old), iter(range(size))
    places = chance.sample(range(size), size // 100)
    for number, place in enumerate(places):
        new[place] = _edited(old[place], number % 10, next(spare))
    if order == "shuffled":
        chance.shuffle(new)
    for name, entries in (("old", old), ("new", new)):
        file = folder / f"{name}.yaml"
        file.write_text(f"{head}relations:\n{''.join(entries)}sources:\n{tail}")
        graph = load(file).graph
        by_place = sorted(graph.keyed.items(), key=lambda item: item[1].place.line)
        records = [to_record(relation) | {"id": key} for key, relation in by_place]
        (folder / f"{name}.json").write_text(json.dumps(records))
    return len(places)


def _edited(entry: str, kind: int, number: int) -> str:
    lines = entry.splitlines(keepends=True)
    if kind == 8:
        return ""
    if kind == 9:
        begin = (
            f"  - source: actor-{number}\n    type: allied_with\n    target: actor-{number + 1}\n"
        )
        return f"{begin}    from: 1950\n    to: 1951\n    sources: [source-1]\n{entry}"
    if kind < 4:
        turned = {"low": "medium", "medium": "high", "high": "low"}
        return "".join(
            f"    confidence: {turned[line.split()[1]]}\n" if "confidence:" in line else line
            for line in lines
        )
    if kind < 6:
        kept = [line for line in lines if not line.startswith("    to:")]
        at = next(i for i, line in enumerate(kept) if line.startswith("    from:")) + 1
        return "".join([*kept[:at], "    to: 2031\n", *kept[at:]])
    return entry.replace("    summary: ", "    summary: again ")


def _seconds(work: Callable[[], Any], least: float = 0) -> tuple[float, Any]:
    """Give the CPU seconds of one run, the mean of many where one is shorter than `least`."""
    begun, runs, taken = time.process_time(), 0, 0.0
    while not runs or taken < least:
        found = work()
        runs += 1
        taken = time.process_time() - begun
    return taken / runs, found


def _ours(folder: Path) -> Plain:
    from dataclasses import replace  # noqa: PLC0415

    from graph.comparing import diff as compare  # noqa: PLC0415
    from graph.loading import load  # noqa: PLC0415
    from graph.model import ActorGraph  # noqa: PLC0415

    graphs = [load(folder / f"{name}.yaml").graph for name in ("old", "new")]
    ratios, taken = [], []
    for _ in range(ROUNDS + 1):
        # A copy has no keys yet: giving them is counted.
        fresh = [replace(graph) for graph in graphs]
        seconds, found = _seconds(lambda both=fresh: compare(*both))
        records = [json.loads((folder / f"{name}.json").read_text()) for name in ("old", "new")]
        floor, count = _seconds(lambda both=records: _by_id(*both))
        assert len(found.relations) == count
        ratios.append(seconds / floor)
        taken.append(seconds)
    # What loading did: the files' order is gone before a diff begins.
    orders = [sorted(graph.relations, key=lambda one: one.place.line) for graph in graphs]
    putting, _ = _seconds(lambda: [ActorGraph.of(relations=order) for order in orders])
    return {
        "ratios": ratios[1:],
        "sorting": putting,
        "seconds": statistics.median(taken[1:]),
        "changes": len(found.relations),
    }


def _by_id(old: list[Plain], new: list[Plain]) -> int:
    """Compare two dicts by id: the floor, which knows nothing but ids."""
    before = {one["id"]: one for one in old}
    after = {one["id"]: one for one in new}
    return sum(before.get(id_) != after.get(id_) for id_ in before.keys() | after.keys())


def _deepdiff(old: list[Plain], new: list[Plain], **options: str) -> Callable[[], int]:
    from deepdiff import DeepDiff  # noqa: PLC0415 - an extra

    return lambda: len(DeepDiff(old, new, **options).affected_root_keys)


def _jsonpatch(old: list[Plain], new: list[Plain]) -> Callable[[], int]:
    import jsonpatch  # noqa: PLC0415 - an extra

    return lambda: len(list(jsonpatch.make_patch(old, new)))


def _networkx(old: list[Plain], new: list[Plain]) -> Callable[[], int]:
    """Compare the edges, whose key is all that they say; networkx does not look at attributes."""
    import networkx as nx  # noqa: PLC0415

    graphs = []
    for records in (old, new):
        graph = nx.MultiDiGraph()
        graph.add_nodes_from(one[end] for one in (*old, *new) for end in ("source", "target"))
        graph.add_edges_from(
            (one["source"], one["target"], json.dumps(one, sort_keys=True)) for one in records
        )
        graphs.append(graph)

    def work() -> int:
        ways = (nx.difference(*graphs), nx.difference(*reversed(graphs)))
        return len({json.loads(key)["id"] for way in ways for *_, key in way.edges(keys=True)})

    return work


def _git(folder: Path) -> Plain:
    """Count the places at which the lines of the files differ."""
    command = ["git", "diff", "--no-index", "--unified=0", "old.yaml", "new.yaml"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode < 0:
        sys.exit(STOPPED)  # the limit holds for what a process starts, too
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": seconds, "changes": done.stdout.count(b"\n@@ ")}


def main() -> None:
    tool, folder = sys.argv[1], Path(sys.argv[2])
    if tool in ("ours", "git"):
        print(json.dumps(_ours(folder) if tool == "ours" else _git(folder)))
        return
    old, new = (json.loads((folder / f"{name}.json").read_text()) for name in ("old", "new"))
    work = {
        "deepdiff": lambda: _deepdiff(old, new),
        "deepdiff_grouped": lambda: _deepdiff(old, new, group_by="id"),
        "jsonpatch": lambda: _jsonpatch(old, new),
        "networkx": lambda: _networkx(old, new),
    }[tool]()
    seconds, changes = _seconds(work, 0.2)
    print(json.dumps({"seconds": seconds, "changes": changes}))


if __name__ == "__main__":
    main()
