"""Our page beside the one that stock pyvis makes of the same graph, in the same browser.

Stock is what its readme teaches: ``add_node`` and ``add_edge`` in a loop, the default physics,
``cdn_resources="in_line"``, ``generate_html``. It is the same graph, without the evidence that our
page carries too. Both open from a file and without a network, so that stock waits for no CDN.
"""

import math
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generate import dataset
from measuring import note, row

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from graph.model import ActorGraph

LONGEST = 60  # seconds to wait until a page can be used
DRAGGED = 2  # seconds
WINDOW = (1600, 950)
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
#: How many relations, how often, and at most how much of stock's time until it can be used.
SIZES = ((150, 5, 1 / 2), (1_000, 5, 1 / 30), (5_000, 2, None))

#: Tells each mark of the page, and when the page was free to tell it: until then no click is
#: answered.
_TELL = """new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries())
    console.log(`${name} ${startTime} ${performance.now()}`);
}).observe({ type: "mark", buffered: true });"""
#: Stock blocks the drawing until its forces have settled, or a thousand rounds are over.
_MARKS = """<script>
network.once("afterDrawing", () => performance.mark("first-drawing"));
network.once("stabilizationIterationsDone", () => performance.mark("settled"));
</script></body>"""
#: A spot of the map without an actor, in the window's pixels.
_EMPTY = """() => {
  const net = window.network ?? whowhom.network;
  const { left, top, width, height } = net.canvas.frame.canvas.getBoundingClientRect();
  for (let y = height / 2; y > 40; y -= 20)
    for (let x = width / 2; x > 40; x -= 20)
      if (net.getNodeAt({ x, y }) === undefined) return [left + x, top + y];
}"""
_COUNT = """() => {
  const begun = performance.now();
  let frames = 0;
  const tick = () => { frames += 1; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  window.rate = () => frames / (performance.now() - begun) * 1000;
}"""
_LISTEN = """() => {
  (window.network ?? whowhom.network).once("click", () => console.log("clicked"));
}"""


class Opened(NamedTuple):
    """What one opening took: seconds, and frames a second while the map is dragged."""

    drawn: float
    usable: float
    frames: float


def page(_: str) -> None:
    """Open pages of three sizes, ours and stock pyvis' in turn."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only the map needs it

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for relations, rounds, bound in SIZES:
            _beside(browser, Path(folder), relations, rounds, bound)
        browser.close()


def _beside(
    browser: "Browser", folder: Path, relations: int, rounds: int, bound: float | None
) -> None:
    from graph.drawing import draw  # noqa: PLC0415 - a part that draws nothing does without
    from graph.loading import load  # noqa: PLC0415

    data, ours, theirs = (folder / name for name in ("data.yaml", "ours.html", "stock.html"))
    data.write_text(dataset(relations))
    graph = load(str(data)).graph
    builds = [_built(ours, lambda: draw(graph)), _built(theirs, lambda: _stock(graph))]
    turns = [
        (
            _opened(browser, f"{ours.as_uri()}#asof=all", {"first-drawing"}, relations),
            _opened(browser, theirs.as_uri(), {"first-drawing", "settled"}),
        )
        for _ in range(rounds)
    ]
    name = f"page of {relations:,} relations"
    row(f"{name}, size / stock pyvis", [ours.stat().st_size / theirs.stat().st_size])
    row(f"{name}, first drawing / stock", [one.drawn / two.drawn for one, two in turns])
    row(f"{name}, can be used / stock", [one.usable / two.usable for one, two in turns], bound)
    if relations == 5_000:
        row("  first drawing / 1.5 s", [one.drawn / 1.5 for one, _ in turns], 1.0)
        row("  30 frames a second / ours, dragged", [30 / one.frames for one, _ in turns], 1.0)
    sides = zip(("ours", "stock"), (ours, theirs), builds, zip(*turns, strict=True), strict=True)
    for side, file, built, taken in sides:
        drawn, usable, frames = (statistics.median(figure) for figure in zip(*taken, strict=True))
        longest = " or more" if usable == LONGEST else ""
        note(f"{side}: size", file.stat().st_size / 1000, "KB")
        note(f"{side}: first drawing", drawn, f"seconds{longest}")
        note(f"{side}: can be used", usable, f"seconds{longest}")
        if not math.isnan(frames):
            note(f"{side}: dragged", frames, "frames a second")
        note(f"{side}: building the page, layout included (CPU)", built, "seconds")


def _built(file: Path, build: Callable[[], str]) -> float:
    begun = time.process_time()
    file.write_text(build(), encoding="utf-8", newline="\n")
    return time.process_time() - begun


def _stock(graph: "ActorGraph") -> str:
    from pyvis.network import Network  # noqa: PLC0415 - as above

    net = Network(directed=True, cdn_resources="in_line")  # undirected drops parallel relations
    for actor in graph.actors:
        net.add_node(actor.id, label=actor.name, title=actor.kind)
    for one in graph.relations:
        net.add_edge(one.source, one.target, title=graph.type[one.type].label)
    text: str = net.generate_html()
    assert text.count("</body>") == 1
    return text.replace("</body>", _MARKS)


def _opened(browser: "Browser", address: str, marks: set[str], relations: int = 0) -> Opened:
    tab = browser.new_page(viewport={"width": WINDOW[0], "height": WINDOW[1]}, offline=True)
    told: dict[str, list[float]] = {}
    tab.on("console", lambda it: told.update(_mark(it.text)))
    tab.add_init_script(_TELL)
    tab.goto(address, wait_until="commit")
    if not _until(tab, lambda: marks <= told.keys(), LONGEST):
        tab.close()
        return Opened(LONGEST, LONGEST, math.nan)
    drawn, usable = told["first-drawing"][0], max(told[mark][1] for mark in marks)
    assert not relations or tab.evaluate("whowhom.drawn().length") == relations
    frames = _dragged(tab)
    tab.evaluate(_LISTEN)
    tab.mouse.click(*tab.evaluate(_EMPTY))
    assert _until(tab, lambda: "clicked" in told, 5)  # it can be used indeed
    tab.close()
    return Opened(drawn / 1000, usable / 1000, frames)


def _mark(text: str) -> dict[str, list[float]]:
    name, *times = text.split()
    return (
        {name: [float(one) for one in times]}
        if name in {"first-drawing", "settled", "clicked"}
        else {}
    )


def _until(tab: "Page", done: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        tab.wait_for_timeout(50)
    return done()


def _dragged(tab: "Page") -> float:
    """Drag the map about, as with a mouse that reports 100 times a second."""
    x, y = tab.evaluate(_EMPTY)
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.evaluate(_COUNT)
    begun = time.monotonic()
    while (passed := time.monotonic() - begun) < DRAGGED:
        tab.mouse.move(x + 150 * math.sin(4 * passed), y + 80 * math.sin(3 * passed))
        time.sleep(0.01)
    frames: float = tab.evaluate("rate()")
    tab.mouse.up()
    return frames
