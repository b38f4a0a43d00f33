"""The page of ``map --watch`` loads itself anew when its data changes, where its reader was."""

from threading import Thread

import pytest

from graph.drawing import draw
from graph.model import Actor, ActorGraph
from graph.watching import Server, watched

GRAPH = ActorGraph.of([Actor("emirate", "Emirate", "state"), Actor("front", "Front")])


def page_of(title):
    spots = {"emirate": (0, 0), "front": (300, 100)}
    return watched(draw(GRAPH, title=title, positions=spots))


@pytest.fixture
def server():
    with Server(0, page_of("Before")) as made:
        Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield made
        made.shutdown()


def test_the_open_page_shows_the_new_data_and_keeps_its_address(server, chromium):
    page, bad, asked = chromium.new_page(), [], set()
    page.on("console", lambda it: bad.append(it.text))
    page.on("pageerror", lambda it: bad.append(str(it)))
    page.on("request", lambda it: asked.add(it.url.partition("#")[0]))
    page.goto(f"{server.url}#actor=emirate")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_timeout(1600)
    assert page.title() == "Before"

    server.page = page_of("After")
    page.wait_for_selector("h1:text-is('After')", timeout=20_000)
    page.wait_for_selector("html[data-ready]", state="attached")
    assert "actor=emirate" in page.url
    assert asked - {"data:,"} == {server.url, f"{server.url}version"}
    assert bad == []
    page.close()


def test_a_page_of_another_origin_gets_nothing(server, chromium):
    page = chromium.new_page()
    page.goto("data:text/html,<title>elsewhere</title>")
    read = """async (url) => {
      const told = async (mode) => fetch(url, { mode }).then((a) => a.type, () => "refused");
      return [await told("cors"), await told("no-cors")];
    }"""
    assert page.evaluate(read, f"{server.url}version") == ["refused", "refused"]
    page.set_content(f'<iframe src="{server.url}"></iframe>')
    page.wait_for_timeout(1000)
    assert len(page.frames) == 2
    assert page.frames[1].locator("h1:text-is('Before')").count() == 0
    page.close()
