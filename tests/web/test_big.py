"""Many actors: persons inside their groups, ego views, and what rests while the map moves."""

from random import Random

import pytest
from playwright.sync_api import expect

from graph.dates import parse_date
from graph.drawing import draw
from graph.model import Actor, ActorGraph, Relation, RelationType
from inpage import drawn_actors, visible

FIGHTS = RelationType("fights", "fights", "fights", -1, symmetric=True, lasting=True, family="f")
LEADS = RelationType(
    "leads", "leads", "is led by", 1, symmetric=False, lasting=True, family="hierarchy"
)


def crowd(actors, relations):
    """A graph on a grid; actor 0 has ties to everybody."""
    random = Random(1)
    people = [Actor(f"a{n}", f"Actor {n}", "armed_group") for n in range(actors)]
    pairs = [(0, n) for n in range(1, actors)]
    while len(pairs) < relations:
        pairs.append(tuple(sorted(random.sample(range(actors), 2))))
    links = [
        Relation(f"a{one}", "fights", f"a{two}", id=f"r{n}", begin=parse_date("2000"))
        for n, (one, two) in enumerate(pairs)
    ]
    graph = ActorGraph.of(people, links, (), [FIGHTS])
    spots = {f"a{n}": (n % 30 * 140, n // 30 * 60) for n in range(actors)}
    return draw(graph, as_of=parse_date("2021"), positions=spots)


def groups():
    """Fifty groups in a ring, each with a leader until 2010; one leader fights another group."""
    armed = [Actor(f"g{n}", f"Group {n}", "armed_group") for n in range(50)]
    leaders = [Actor(f"p{n}", f"Person {n}", "person") for n in range(50)]
    ring = [
        Relation(f"g{n}", "fights", f"g{(n + 1) % 50}", begin=parse_date("1990")) for n in range(50)
    ]
    led = [
        Relation(f"p{n}", "leads", f"g{n}", begin=parse_date("2000"), end=parse_date("2010"))
        for n in range(50)
    ]
    extra = Relation("p1", "fights", "g7", begin=parse_date("2000"))
    return ActorGraph.of([*armed, *leaders], [*ring, *led, extra], (), [FIGHTS, LEADS])


@pytest.fixture(scope="module")
def grouped():
    graph = groups()
    spots = {actor.id: (n % 10 * 200, n // 10 * 90) for n, actor in enumerate(graph.actors)}
    return draw(graph, as_of=parse_date("2005"), positions=spots)


def test_persons_stand_inside_their_groups_where_there_are_many(open_text, grouped):
    page = open_text(grouped)
    assert drawn_actors(page) == sorted(f"g{n}" for n in range(50))
    assert len(visible(page)) == 101  # the table and every count know them
    expect(page.locator("#status")).to_contain_text("50 persons inside their groups")
    page.get_by_role("button", name="unfold").click()
    assert len(drawn_actors(page)) == 100
    page.get_by_label("Persons inside their groups").check()
    assert len(drawn_actors(page)) == 50


def test_one_click_on_the_count_unfolds_a_group(open_text, grouped):
    page = open_text(grouped)
    spot = page.evaluate("""() => {
        const { right, top } = whowhom.network.getBoundingBox("g3");
        return whowhom.network.canvasToDOM({ x: right + 3, y: top });
    }""")
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    expect(page.locator("#status")).to_contain_text("49 persons inside")
    assert "p3" in drawn_actors(page)
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    expect(page.locator("#status")).to_contain_text("50 persons inside")
    page.evaluate("whowhom.select({ actor: 'g4' })")
    page.get_by_role("button", name="Unfold 1 person").click()
    assert "p4" in drawn_actors(page)


def test_a_person_who_is_asked_for_is_drawn_with_its_neighbours(open_text, grouped):
    page = open_text(grouped, "#actor=p1")
    drawn = drawn_actors(page)
    assert {"p1", "g1", "g7"} <= set(drawn)
    assert "p2" not in drawn


def test_folding_follows_the_date(open_text, grouped):
    page = open_text(grouped, "#asof=2015")
    drawn = drawn_actors(page)  # nobody leads any more: who still fights stands alone
    assert "p1" in drawn
    assert len(drawn) == 51


def test_a_few_persons_are_not_folded(open_page, sample):
    assert "omar" in drawn_actors(open_page(sample, "#asof=2011"))


def test_above_five_thousand_the_page_opens_on_an_ego_view_and_says_what_is_missing(open_text):
    page = open_text(crowd(300, 5001))
    drawn = drawn_actors(page)
    assert "a0" in drawn
    assert len(drawn) == 33
    status = page.locator("#status")
    expect(status).to_contain_text("around Actor 0 only, 267 neighbours not drawn")
    lines = page.evaluate("whowhom.drawn().length")
    expect(status).to_contain_text(f"{5001 - lines} relations not drawn")
    assert len(visible(page)) == 5001
    spots = page.evaluate("Object.entries(whowhom.network.getPositions())")
    boxes = page.evaluate("""() => whowhom.network.body.nodeIndices.map((id) => {
        const { left, right, top, bottom } = whowhom.network.getBoundingBox(id);
        return [left, right, top, bottom];
    })""")
    assert len(spots) == 33
    for n, (left, right, top, bottom) in enumerate(boxes):
        for other in boxes[:n]:
            assert right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top
    page.evaluate("whowhom.select({ actor: 'a7' })")
    expect(status).to_contain_text("around Actor 7 only")
    page.get_by_role("button", name="Whole map", exact=True).click()
    assert page.evaluate("whowhom.drawn().length") == 5001
    assert "all=1" in page.url


def test_five_thousand_are_drawn_at_once_plainly(open_text):
    page = open_text(crowd(300, 5000))
    assert page.evaluate("whowhom.drawn().length") == 5000
    expect(page.locator("#status")).to_contain_text("ends and dashes on what is selected")
    edge = "key => whowhom.network.body.edges[key].options.arrows.to.enabled"
    assert page.evaluate(edge, "r7") is False
    page.evaluate("whowhom.select({ relation: 'r7' })")
    assert page.evaluate(edge, "r7") is True


@pytest.mark.parametrize(("relations", "rest"), [(400, False), (1001, True)])
def test_lines_rest_while_a_crowded_map_moves(open_text, relations, rest):
    page = open_text(crowd(60, relations))
    assert page.evaluate("whowhom.network.renderer.options.hideEdgesOnDrag") is rest
    if rest:
        page.evaluate("whowhom.open('asof=1990')")  # an empty map needs no such care
        assert page.evaluate("whowhom.network.renderer.options.hideEdgesOnDrag") is False


def test_the_table_of_very_many_is_cut_and_says_so(open_text):
    page = open_text(crowd(300, 5000), "#table=1")
    expect(page.locator("#table tbody tr")).to_have_count(1000)
    page.get_by_role("button", name="The first 1000; show all 5000").click()
    expect(page.locator("#table tbody tr")).to_have_count(5000)


def test_e_turns_to_the_actor_and_its_closest_neighbours(open_page, sample):
    page = open_page(sample, "#actor=army&asof=2003")
    page.keyboard.press("e")
    assert drawn_actors(page) == ["army", "emirate"]
    assert "ego=army" in page.url
    page.keyboard.press("e")
    assert len(drawn_actors(page)) > 2
