"""Whatever the data says, the page shows it as text, asks for nothing, and opens."""

import pytest
from playwright.sync_api import expect

from graph.dates import parse_date
from graph.model import Actor, ActorGraph, Citation, Listed, Relation, RelationType, Source

EVIL = "</script><img src=x onerror=alert(1)> href javascript:alert(1) \u2028 ${1}"


@pytest.mark.parametrize("policy", [True, False], ids=["policy", "no policy"])
def test_hostile_texts_stay_texts(open_page, policy):
    page = open_page(hostile(), "#asof=all", title=EVIL, policy=policy)
    page.get_by_label("Undated").check()
    page.evaluate("whowhom.select({ actor: 'a' })")
    expect(page.locator("#panel h2")).to_contain_text("onerror=alert(1)")
    page.locator("#panel .relation").first.click()
    expect(page.locator("#panel .source")).to_have_count(2)
    page.keyboard.press("t")
    expect(page.locator("#table tbody tr")).to_have_count(1)
    page.keyboard.press("t")
    page.keyboard.press("/")
    page.keyboard.insert_text("</script>")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    place = page.evaluate("whowhom.network.canvasToDOM(whowhom.network.getPosition('a'))")
    box = page.locator("#canvas").bounding_box()
    page.mouse.move(box["x"] + place["x"], box["y"] + place["y"])
    page.wait_for_timeout(400)
    assert page.locator("img").count() == 0
    assert page.locator("#panel a, #table a").count() == 0


def hostile():
    source = Source(
        "s", EVIL, EVIL, EVIL, None, "javascript:alert(1)", "data:text/html,x", None, EVIL
    )
    kind = RelationType(EVIL, EVIL, EVIL, -1, symmetric=False, lasting=True, family=EVIL)
    cited = Listed([Citation("s", EVIL, EVIL)])
    names = {"aliases": Listed([EVIL]), "areas": Listed([EVIL]), "summary": EVIL}
    actors = [
        Actor("a", EVIL, "state", **names, ids=Listed([(EVIL, EVIL)]), sources=cited),
        Actor(EVIL, EVIL, EVIL, **names),
    ]
    link = Relation(
        "a",
        EVIL,
        EVIL,
        id=EVIL,
        confidence=EVIL,
        ambivalent=True,
        summary=EVIL,
        sources=cited,
        disputed_by=cited,
    )
    return ActorGraph.of(actors, [link], [source], [kind])


def test_an_empty_graph_and_relations_to_nobody_open_without_error(open_page):
    page = open_page(ActorGraph())
    expect(page.locator("#status")).to_contain_text("0 actors, 0 relations")
    lost = Relation("a", "x", "ghost", begin=parse_date("2020"))
    page = open_page(ActorGraph.of([Actor("a", "A", "state")], [lost]))
    assert page.evaluate("whowhom.visible()") == ["a:x:ghost"]
    page.evaluate("whowhom.select({ relation: 'a:x:ghost' })")
    expect(page.locator("#panel h2")).to_have_accessible_name("A x ghost")
    page.keyboard.press("t")
    expect(page.locator("#table tbody tr")).to_have_count(1)
