"""A browser, a page opened from a graph, and a small graph that has one of everything."""

import os
import re
import shutil
from functools import lru_cache, partial

import pytest

from graph.dates import UNKNOWN, parse_date
from graph.drawing import draw, embedded
from graph.loading import load
from graph.model import Actor, ActorGraph, Citation, Listed, Relation, RelationType, Source

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AS_OF = parse_date("2021-08-15")

drawn = lru_cache(maxsize=8)(draw)


@pytest.fixture(scope="session")
def chromium():
    """A browser for the session; without one the tests are skipped, but fail where CI is set."""
    exe = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not os.path.exists(exe):
        reason = f"no Chromium at {exe}; set CHROMIUM"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=exe, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def open_text(chromium, tmp_path):
    """Open a page, offline; every request, dialog or message fails the test."""
    contexts, bad = [], []
    path = tmp_path / "map.html"

    def watch(page):
        mine = (path.as_uri(), "data:", "blob:")  # never a network
        page.on("request", lambda it: it.url.startswith(mine) or bad.append(it.url))
        page.on("console", lambda it: bad.append(it.text))  # breaches of the policy come here too
        page.on("pageerror", lambda it: bad.append(str(it)))
        page.on("dialog", lambda it: (bad.append("dialog"), it.dismiss()))

    def opened(text, hash_="", *, size=(1400, 900), **context):
        path.write_text(text, encoding="utf-8", newline="\n")
        viewport = {"width": size[0], "height": size[1]}
        contexts.append(
            chromium.new_context(
                offline=True, viewport=viewport, **{"reduced_motion": "reduce", **context}
            )
        )
        contexts[-1].bad = bad  # for a test that provokes a message
        page = contexts[-1].new_page()
        watch(page)
        page.goto(path.as_uri() + hash_)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert bad == []


@pytest.fixture
def open_page(open_text):
    """Open the page of a graph; `story` is put into its facts."""

    def opened(graph, hash_="", *, title="A map", policy=True, story=None, **more):
        text = drawn(graph, title=title, as_of=AS_OF)
        if story:
            told = str(embedded(story))
            text = text.replace('id="facts">{', 'id="facts">{"story":' + told + ",")
        if not policy:
            text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
        return open_text(text, hash_, **more)

    return opened


@pytest.fixture(scope="session")
def bundled():
    """The dataset that comes with the program."""
    return load().graph


@pytest.fixture(scope="session")
def bundled_text(bundled):
    """Its page, laid out on a grid to save time."""
    spots = {actor.id: (n % 8 * 240, n // 8 * 110) for n, actor in enumerate(bundled.actors)}
    return draw(bundled, as_of=AS_OF, positions=spots)


@pytest.fixture
def open_bundled(open_text, bundled_text):
    """Open the page of the bundled dataset."""
    return partial(open_text, bundled_text)


def relation(claim, begin="", end="", **more):
    """A relation, written ``source type target``, with its dates as text and its sources as ids."""
    source, type_, target = claim.split()
    cited = {name: Listed(map(Citation, more.pop(name, ()))) for name in ("sources", "disputed_by")}
    return Relation(
        source,
        type_,
        target,
        begin=parse_date(begin) if begin else None,
        end=parse_date(end) if end else None,
        **cited,
        **more,
    )


def word(name, sign, family, inverse="", **more):
    """A relation type whose wording follows from its name."""
    label = name.replace("_", " ")
    flags = {"symmetric": False, "lasting": True, **more}
    return RelationType(name, label, inverse or label, sign, family=family, **flags)


TYPES = (
    word("fights", -1, "conflict", symmetric=True),
    word("killed", -1, "conflict", inverse="was killed by", lasting=False),
    word("hosts", 1, "cooperation", inverse="is hosted by"),
    word("leads", 1, "hierarchy", inverse="is led by"),
    word("negotiates_with", 0, "talks", symmetric=True),
)


@pytest.fixture(scope="session")
def sample():
    """Six actors of different kinds; relations of each sign, parallel, dated and not, disputed."""
    actors = [
        Actor("army", "National Army", "armed_force", end=parse_date("2021-08-15")),
        Actor("emirate", "Émirat", "armed_group", Listed(["طالبان", "IEA"]), summary="A movement."),
        Actor("front", "Front of Resistance", "faction", begin=parse_date("2021-08")),
        Actor("omar", "Omar the Elder", "person", end=parse_date("2013-04-23")),
        Actor("republic", "Republic", "state", Listed(["Kabul government"])),
        Actor("valley", "The Valley", "place"),
    ]
    relations = [
        relation("army fights emirate", "2002", "2021-08", sources=["s1", "s2", "s3"]),
        relation("emirate fights republic", "2002", "2021-08", sources=["s1"]),
        relation("emirate negotiates_with republic", "2020-09", UNKNOWN.text, sources=["s2"]),
        relation("emirate fights front", "2021-08", sources=["s2"], disputed_by=["s3"]),
        relation("omar leads emirate", "1994", confidence="high", sources=["s1", "s2"]),
        relation("valley hosts front", confidence="low", ambivalent=True),
        relation("front killed omar", "2012-02-03"),
    ]
    sources = [
        Source(
            "s1",
            "First report",
            "A. Author",
            "A Press",
            published=parse_date("2012"),
            url="https://e.org/1",
        ),
        Source(
            "s2",
            "Second report",
            published=parse_date("2021-08-20"),
            url="https://e.org/2",
            archive_url="https://archive.org/e.org/2",
            reliability="B",
        ),
        Source("s3", "A denial", publisher="A Ministry"),
    ]
    return ActorGraph.of(actors, relations, sources, TYPES)
