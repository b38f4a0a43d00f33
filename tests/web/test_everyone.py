"""The page for everyone: keyboard, screen reader, zoom, right-to-left, phone, contrast."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from graph.dates import parse_date
from graph.model import Actor, ActorGraph, Listed, Relation
from inpage import drawn_actors, visible

PHONE = (390, 844)
VIEWS = {
    "closed": "",
    "actor": "#actor=emirate",
    "relation": "#relation=emirate%3Afights%3Afront",
    "pair": "#actor=army&other=front",
    "source": "#source=s2",
    "table": "#table=1&asof=2003..2021",
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_finds_no_violation(open_page, sample, look, view):
    size = PHONE if look == "phone" else (1400, 900)
    scheme = "dark" if look == "dark" else "light"
    page = open_page(sample, VIEWS[view], size=size, color_scheme=scheme, policy=False, story=STORY)
    assert findings(page) == []


def test_axe_finds_no_violation_in_menus_dialogs_and_the_story(open_page, sample):
    page = open_page(sample, "#story=1", policy=False, story=STORY)
    page.get_by_role("button", name="Share").click()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("e")
    expect(page.get_by_role("option").first).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert findings(page) == []


STORY = [{"text": "It began.", "focus": ["omar"], "date": "1994"}]


def findings(page):
    """Axe runs as a script in the page, which the page's policy rightly refuses."""
    result = Axe().run(page).response
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in result["violations"]]


def test_axe_is_able_to_find_something(open_page, sample):
    page = open_page(sample, policy=False)
    page.evaluate("document.getElementById('query').removeAttribute('aria-label')")
    page.evaluate("document.getElementById('query').removeAttribute('placeholder')")
    assert [name for name, _ in findings(page)] == ["label"]


def test_the_whole_way_by_keyboard(open_page, sample):
    page = open_page(sample)
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#say")).to_have_text("Émirat, armed group, 4 relations shown")
    page.keyboard.press("ArrowRight")
    said = page.locator("#say").inner_text()
    assert not said.startswith("Émirat")
    page.keyboard.press("Enter")
    name = said.split(",")[0]
    expect(page.locator("#panel h2")).to_have_text(name)
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#say")).not_to_have_text(said)


def test_the_focus_moves_with_the_reader(open_page, sample):
    page = open_page(sample)
    page.keyboard.press("/")
    page.keyboard.type("omar")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    page.locator("#panel .relation").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#canvas")).to_be_focused()
    page.evaluate("whowhom.select({ actor: 'emirate' })")
    page.locator("#steps-2").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#steps-2")).to_be_focused()
    expect(page.locator("#steps-2")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("id_", ["fit", "query", "play", "canvas", "month"])
def test_the_focus_can_be_seen(open_page, sample, id_):
    page = open_page(sample)
    page.keyboard.press("Tab")
    page.locator(f"#{id_}").focus()
    style = page.locator(f"#{id_}").evaluate(
        "it => [getComputedStyle(it).outlineStyle, parseFloat(getComputedStyle(it).outlineWidth)]"
    )
    assert style[0] == "solid"
    assert style[1] >= 2


def test_every_control_can_be_reached_with_tab(open_page, sample):
    page = open_page(sample, "#actor=emirate")
    reached = set()
    for _ in range(160):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.className"))
    wanted = {"query", "fit", "tabular", "share", "theme", "keys", "canvas", "steps-1", "way-in"}
    wanted |= {"alone", "second", "relation", "play", "month", "date", "undated"}
    assert wanted <= reached


def test_the_list_of_keys_opens_with_a_question_mark_and_letters_can_be_turned_off(
    open_page, sample
):
    page = open_page(sample)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("relations as a table")
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("t")
    expect(page.locator("#table")).to_be_hidden()
    page.keyboard.press("?")
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("t")
    expect(page.locator("#table")).to_be_visible()


def test_the_table_has_a_row_for_each_relation_shown_and_follows_the_filters(open_page, sample):
    page = open_page(sample)
    page.keyboard.press("t")
    rows = page.locator("#table tbody tr")
    keys = rows.evaluate_all("rows => rows.map((row) => row.dataset.key)")
    assert sorted(keys) == visible(page)
    page.locator('[data-facet="sign"][data-value="-1"]').click()
    expect(rows).to_have_count(1)
    page.get_by_role("columnheader", name="Time").get_by_role("button").click()
    expect(page.get_by_role("columnheader", name="Time")).to_have_attribute(
        "aria-sort", "ascending"
    )
    page.get_by_role("button", name="Table").click()
    expect(page.locator("#table")).to_be_hidden()


def test_a_row_selects_on_the_map_and_the_map_marks_rows(open_page, sample):
    page = open_page(sample, "#table=1")
    row = page.locator('tr[data-key="army:fights:emirate"]')
    row.locator("td").nth(3).click()
    expect(page.locator("#panel h2")).to_have_accessible_name("National Army fights Émirat")
    expect(row).to_have_attribute("aria-current", "true")
    alphas = page.evaluate(
        "Object.fromEntries(Object.values(whowhom.network.body.edges)"
        ".map((it) => [it.id, it.options.color.opacity]))"
    )
    assert [key for key, share in alphas.items() if share == 1] == ["army:fights:emirate"]
    page.evaluate("whowhom.select({ actor: 'army' })")
    expect(page.locator("tr.lit")).to_have_count(1)
    expect(page.locator("tr.lit")).to_contain_text("National Army")


def test_a_live_region_says_how_many_are_shown(open_page, sample):
    page = open_page(sample)
    status = page.get_by_role("status")
    expect(status).to_have_attribute("aria-live", "polite")
    expect(status).to_contain_text("4 relations · relations that hold on at least one day of")
    page.locator('[data-facet="sign"][data-value="-1"]').click()
    expect(status).to_contain_text("1 relation ·")
    page.get_by_role("button", name="Play").click()
    expect(status).to_have_attribute("aria-live", "off")


def test_at_twice_the_size_everything_is_reached_without_scrolling_sideways(open_bundled):
    page = open_bundled("#actor=taliban", size=(700, 450))
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    for id_ in ("query", "filters", "tabular", "share", "month", "date", "status", "canvas"):
        box = page.locator(f"#{id_}").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 700, id_
        assert box["y"] + box["height"] <= 451, id_
    page.get_by_role("button", name="Filters").click()
    expect(page.locator("#legend")).to_be_in_viewport()
    page.locator('[data-facet="kind"][data-value="place"]').scroll_into_view_if_needed()
    expect(page.locator('[data-facet="kind"][data-value="place"]')).to_be_in_viewport()


def test_right_to_left_names_keep_their_direction(open_page):
    name = "جنبش طالبان (۱۹۹۴)"
    actors = [Actor("a", name, "armed_group", Listed(["طالبان"])), Actor("b", "B", "state")]
    graph = ActorGraph.of(actors, [Relation("a", "x", "b", begin=parse_date("2020"))])
    page = open_page(graph, "#actor=a&table=1")
    for place in ("#panel h2 bdi", "#table td bdi >> nth=0"):
        expect(page.locator(place)).to_have_text(name)
        assert page.locator(place).evaluate("it => getComputedStyle(it).direction") == "rtl"
    expect(page.locator("#panel .names li")).to_have_attribute("dir", "auto")


def test_nothing_moves_where_motion_is_unwelcome(open_page, sample):
    page = open_page(sample)
    page.evaluate("whowhom.network.moveTo({ scale: 0.2, animation: false })")
    page.get_by_role("button", name="Fit").click()
    assert page.evaluate("whowhom.network.getScale()") > 0.5  # at once, not after frames


def test_forced_colours_reach_the_canvas(open_page, sample):
    page = open_page(sample)
    fill = "whowhom.network.body.nodes.front.options.color"
    before = page.evaluate(f"({fill}).border")
    page.emulate_media(forced_colors="active")
    page.keyboard.press("d")
    page.keyboard.press("d")
    after = page.evaluate(f"({fill}).border")
    assert after == "#000000" != before


def test_on_a_phone_the_whole_foot_is_in_sight(open_bundled):
    page = open_bundled(size=PHONE)
    foot = page.locator("#foot")
    assert foot.evaluate("it => it.scrollHeight <= it.clientHeight + 1")
    box = foot.bounding_box()
    assert box["y"] + box["height"] <= 844
    assert page.locator("#head").bounding_box()["height"] < 130
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_phone_opens_on_an_ego_view_that_can_be_read_with_a_sheet_below(open_bundled):
    page = open_bundled(size=PHONE)
    ids = drawn_actors(page)
    assert "taliban" in ids
    assert 5 < len(ids) <= 11
    assert page.evaluate("whowhom.network.getScale()") > 0.7
    expect(page.locator("#status")).to_contain_text("around Taliban only")
    expect(page.locator("#status")).to_contain_text("neighbours not drawn")
    sheet = page.locator("#panel")
    expect(sheet.locator("h2")).to_have_text("Taliban")
    small = sheet.bounding_box()["height"]
    page.get_by_role("button", name="More or less of the details").click()
    assert sheet.bounding_box()["height"] > small + 200
    page.get_by_role("button", name="whole map", exact=True).click()
    assert len(drawn_actors(page)) > 40


def test_on_a_phone_the_legend_is_a_drawer_and_the_panel_a_sheet(open_page, sample):
    page = open_page(sample, size=PHONE)
    legend = page.locator("#legend")
    expect(legend).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    expect(legend).to_be_visible()
    page.keyboard.press("Escape")
    expect(legend).to_be_hidden()
    page.evaluate("whowhom.select({ actor: 'emirate' })")
    box = page.locator("#panel").bounding_box()
    assert box["width"] == 390
    assert box["y"] > 300
    assert page.evaluate("document.documentElement.scrollWidth") == 390
