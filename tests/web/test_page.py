"""The page as a reader meets it: in a browser, offline, with keyboard and pointer."""

import io
import struct
import unicodedata
import zlib
from itertools import pairwise
from random import Random

import pytest
from playwright.sync_api import expect

from graph.dates import parse_date
from graph.model import Actor, ActorGraph, Citation, Listed, Relation, Source
from graph.names import fold, resolve
from graph.timing import tenure


def visible(page, date=None):
    return page.evaluate("date => (date && whowhom.setDate(date), whowhom.visible())", date)


def click_actor(page, id_):
    place = page.evaluate("id => whowhom.network.canvasToDOM(whowhom.network.getPosition(id))", id_)
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])


def test_the_page_opens_fitted_at_its_date_with_its_counts(open_page, sample):
    page = open_page(sample)
    assert page.title() == "A map"
    expect(page.locator("#status")).to_have_text(
        "4 actors with relations, 1 without, 4 relations · 15 Aug 2021"
    )
    expect(page.locator("#foot")).to_contain_text("on at least one day of 2021-08-15")
    expect(page.locator("#foot")).to_contain_text("1 undated, 1 outside the lives of its actors")
    expect(page.locator("#foot")).to_contain_text("2 unsourced, 1 disputed")
    assert page.evaluate("performance.getEntriesByName('first-drawing').length") == 1
    inside = page.evaluate("""() => whowhom.network.body.nodeIndices.every((id) => {
        const { left, right, top, bottom } = whowhom.network.getBoundingBox(id);
        const low = whowhom.network.canvasToDOM({ x: left, y: top });
        const high = whowhom.network.canvasToDOM({ x: right, y: bottom });
        const box = document.getElementById("canvas");
        return low.x > 0 && low.y > 0 && high.x < box.clientWidth && high.y < box.clientHeight;
    })""")
    assert inside


def test_boxes_are_drawn_as_large_as_the_layout_believes_and_do_not_overlap(open_page):
    names = ("Tehrik-i-Taliban Pakistan", "Iran", "Islamic Movement of Uzbekistan", "WWWW mmm")
    actors = [Actor(f"a{n}", f"{names[n % 4]} {n}", "state") for n in range(30)]
    links = [Relation(f"a{n}", "x", f"a{n * 7 % 30}") for n in range(1, 30)]
    page = open_page(ActorGraph.of(actors, links))
    boxes = page.evaluate("""() => whowhom.network.body.nodeIndices.map((id) => {
        const { shape } = whowhom.network.body.nodes[id];
        const told = JSON.parse(document.getElementById("nodes").textContent);
        const { x, y, width, height } = told.find((node) => node.id === id);
        return [x, y, shape.width, shape.height, width, height];
    })""")
    assert len(boxes) == 30
    for _, _, width, height, expected_width, expected_height in boxes:
        assert abs(width - expected_width) <= 8
        assert abs(height - expected_height) <= 6
    for n, one in enumerate(boxes):
        for two in boxes[:n]:
            apart_x = abs(one[0] - two[0]) >= (one[2] + two[2]) / 2
            apart_y = abs(one[1] - two[1]) >= (one[3] + two[3]) / 2
            assert apart_x or apart_y


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("iea", "Émirat"),
        ("emirat", "Émirat"),
        ("طالبان", "Émirat"),
        ("طالبَان", "Émirat"),
        ("KABUL", "Republic"),
        ("elder", "Omar the Elder"),
    ],
)
def test_search_finds_by_name_alias_and_native_script_whatever_case_and_accents(
    open_page, sample, typed, name
):
    page = open_page(sample)
    page.keyboard.press("/")
    page.keyboard.insert_text(typed)
    expect(page.get_by_role("option").first).to_contain_text(name)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(name)


LATIN = (
    "Al-Qa'ida|al qaeda|ISIS-K|isisk|TTP|  |-|\u00c9mirat|E\u0301mirat|Straße|STRASSE|ali`|№ 5|no5"
)
ARABIC = "طالبان|طالبَان|طـالبان|القاعدة|القاعده|علي|علی|كرد|کرد|می\u200cخواهم|میخواهم|ٱلله|الله"  # noqa: RUF001
OTHERS = "ΟΔΟΣ|οδος|ᾳ|ΑΙ|İstanbul|ılgaz|Ilgaz|ﬁn|हिन्दी|हनद|தமிழ்|ʿAli|ʻali|ʼali|Đà Nẵng"  # noqa: RUF001
SIGNS = "\u33d7|Ⅳ|①|1|½|三|\u0345|ǅ|dž|Ω|ω|Ж|ж"


def test_names_are_folded_in_the_page_as_on_the_command_line(open_page, sample):
    random = Random(1)
    blocks = ((0x20, 0x7F), (0xA0, 0x700), (0x900, 0xE00), (0x1E00, 0x2200))
    signs = [chr(code) for block in blocks for code in range(*block)]
    letters = [sign for sign in signs if unicodedata.category(sign) != "Cn"]
    names = [name for part in (LATIN, ARABIC, OTHERS, SIGNS) for name in part.split("|")]
    names += [*letters, *("".join(random.sample(letters, 4)) for _ in range(500))]
    told = open_page(sample).evaluate("names => names.map((name) => whowhom.fold(name))", names)
    assert dict(zip(names, told, strict=True)) == {name: fold(name) for name in names}


@pytest.mark.parametrize("typed", ["alqaeda", "al qaida", "AL-QA'IDA", "isisk", "طالبان"])
def test_search_takes_what_the_command_line_takes(open_bundled, bundled, typed):
    page = open_bundled()
    page.keyboard.press("/")
    page.keyboard.insert_text(typed)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(resolve(bundled, typed).actor.name)


def test_search_moves_with_the_arrows_and_says_when_nothing_is_found(open_page, sample):
    page = open_page(sample)
    page.keyboard.press("/")
    page.keyboard.type("e")
    first, second = (page.get_by_role("option").nth(n) for n in (0, 1))
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(second).to_have_attribute("aria-selected", "true")
    name = second.locator(".name").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(name)
    page.get_by_role("combobox").fill("zzz")
    expect(page.locator("#found")).to_contain_text("No actor is called “zzz”")


def test_escape_steps_back_from_the_search_then_from_the_selection(open_page, sample):
    page = open_page(sample, "#actor=emirate")
    page.keyboard.press("/")
    page.keyboard.type("om")
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_have_value("")
    expect(page.locator("#panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()


def test_filters_hide_by_polarity_type_family_kind_and_confidence(open_page, sample):
    page = open_page(sample, "#asof=all")
    everything = visible(page)
    assert len(everything) == 5

    def without(facet, value):
        box = page.locator(f'[data-facet="{facet}"][data-value="{value}"]')
        box.evaluate("box => box.click()")
        left = visible(page)
        box.evaluate("box => box.click()")
        assert visible(page) == everything
        return set(everything) - set(left)

    fights = {key for key in everything if ":fights:" in key}
    assert without("sign", -1) == fights
    assert without("type", "fights") == fights
    assert without("kind", "armed_force") == {"army:fights:emirate"}
    assert without("confidence", "high") == {"omar:leads:emirate"}
    page.locator(".family", has_text="conflict").get_by_role("checkbox").click()
    assert visible(page) == sorted(set(everything) - fights)
    page.get_by_role("button", name="Show everything").click()
    assert visible(page) == everything


def test_a_click_on_an_actor_tells_all_about_it_in_order_of_time(open_page, sample):
    page = open_page(sample)
    click_actor(page, "emirate")
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Émirat")
    expect(panel).to_contain_text("armed group")
    expect(panel).to_contain_text("طالبان")
    expect(panel).to_contain_text("A movement.")
    keys = panel.locator(".relation").evaluate_all("rows => rows.map((row) => row.dataset.key)")
    assert keys == [
        "omar:leads:emirate",
        "army:fights:emirate",
        "emirate:fights:republic",
        "emirate:negotiates_with:republic",
        "emirate:fights:front",
    ]
    expect(panel.locator(".relation").first).to_contain_text("is led by Omar the Elder")
    assert page.url.endswith("#actor=emirate")


def test_a_relation_tells_its_time_confidence_and_every_source(open_page, sample):
    page = open_page(sample, "#actor=army")
    page.locator("#panel .relation").first.click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", level=2)).to_have_accessible_name(
        "National Army fights Émirat"
    )
    expect(panel.locator(".when")).to_contain_text("2002 - 2021-08")
    expect(panel.locator(".source")).to_have_count(3)
    expect(panel).to_contain_text("First report")
    expect(panel).to_contain_text("A. Author · A Press · 2012")
    expect(panel).to_contain_text("B usually reliable")
    links = panel.get_by_role("link").evaluate_all("all => all.map((a) => [a.href, a.rel])")
    assert links == [
        ["https://e.org/1", "noopener noreferrer"],
        ["https://e.org/2", "noopener noreferrer"],
        ["https://archive.org/e.org/2", "noopener noreferrer"],
    ]


def test_who_disputes_a_relation_and_what_has_no_source_is_said(open_page, sample):
    page = open_page(sample, "#relation=emirate%3Afights%3Afront")
    expect(page.locator("#panel")).to_contain_text("Disputed by (1)")
    expect(page.locator("#panel")).to_contain_text("A denial")
    page.evaluate("whowhom.select({ relation: 'valley:hosts:front' })")
    expect(page.locator("#panel")).to_contain_text("No source is recorded")
    expect(page.locator("#panel")).to_contain_text("undated")
    expect(page.locator("#panel")).to_contain_text("both friendship and hostility")
    page.evaluate("whowhom.select({ relation: 'front:killed:omar' })")
    expect(page.locator("#panel")).to_contain_text("outside the life of its actors")


def test_every_source_of_every_relation_is_in_its_panel(open_page, sample):
    page = open_page(sample)
    for key, relation in sample.keyed.items():
        page.evaluate("key => whowhom.select({ relation: key })", key)
        shown = page.locator("#panel .source .title").all_inner_texts()
        cited = [*relation.sources, *relation.disputed_by]
        assert shown == [sample.document[citation.source].title for citation in cited]


def test_neighbours_stand_out_and_the_rest_is_dimmed(open_page, sample):
    page = open_page(sample, "#actor=army&asof=2003")
    border = "id => whowhom.network.body.nodes[id].options.color.border"
    assert page.evaluate(border, "emirate") != page.evaluate(border, "republic")
    page.get_by_role("button", name="2", exact=True).click()
    color = "id => whowhom.network.body.nodes[id].options.font.color"
    assert page.evaluate(color, "republic") == "#ffffff"


def test_marks_on_dimmed_lines_are_dimmed_and_come_back(open_page, sample):
    page = open_page(sample)
    color = "() => whowhom.network.body.edges['emirate:fights:front'].labelModule.fontOptions.color"
    full = page.evaluate(color)
    page.evaluate("whowhom.select({ actor: 'republic' })")
    assert lightness(page.evaluate(color)) > lightness(full) + 200
    page.evaluate("whowhom.select({})")
    assert page.evaluate(color) == full


def lightness(color):
    return sum(int(color[at : at + 2], 16) for at in (1, 3, 5))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pressed_button_under_the_pointer_can_be_read(open_page, sample, scheme):
    page = open_page(sample, color_scheme=scheme)
    page.get_by_role("button", name="Table").click()
    page.locator("#tabular").hover()
    style = page.locator("#tabular").evaluate(
        "it => [getComputedStyle(it).color, getComputedStyle(it).backgroundColor]"
    )
    text, back = (sum(map(int, color[4:-1].split(","))) for color in style)
    assert abs(text - back) > 450


def test_the_reset_button_is_in_sight_as_soon_as_something_is_off(open_bundled):
    page = open_bundled(size=(1600, 950))
    page.locator('[data-facet="sign"][data-value="-1"]').click()
    reset = page.get_by_role("button", name="Show everything")
    box, legend = reset.bounding_box(), page.locator("#legend").bounding_box()
    assert box["y"] + box["height"] <= legend["y"] + legend["height"]
    assert page.locator("#legend").evaluate("it => it.scrollTop") == 0


def test_a_map_that_filters_empty_says_so_and_offers_a_way_back(open_page, sample):
    page = open_page(sample)
    for sign in (-1, 0, 1):
        page.locator(f'[data-facet="sign"][data-value="{sign}"]').click()
    expect(page.locator("#status")).to_contain_text("0 relations: all hidden by the filters")
    page.locator("#status").get_by_role("button", name="reset").click()
    expect(page.locator("#status")).to_contain_text("4 relations ·")


def test_actors_in_the_status_are_those_of_the_legend(open_page, sample):
    page = open_page(sample)
    counts = page.locator("label.row", has=page.locator('[data-facet="kind"]')).locator(".count")
    for date in ("1995", "2003", "2013-05", "2021-08-15"):
        visible(page, date)
        said = page.locator("#status").inner_text().split(" · ")[0].split()
        numbers = [int(word) for word in said if word.isdigit()][:-1]
        assert sum(numbers) == sum(map(int, counts.all_inner_texts())), date


def test_evidence_is_said_as_on_the_command_line_and_counts_distinct_sources(open_page):
    cited = Listed([Citation("s", "p. 1"), Citation("s", "p. 2")])
    one = Relation(
        *("a", "x", "b"), confidence="high", ambivalent=True, sources=cited, disputed_by=cited
    )
    two = Relation("b", "x", "a")
    actors = [Actor("a", "A", "state", sources=cited), Actor("b", "B", "state")]
    page = open_page(ActorGraph.of(actors, [one, two], [Source("s", "S")]), "#actor=a")
    said = page.locator("#panel .relation .evidence").all_inner_texts()
    assert [text.strip(" ?±") for text in said] == [
        "high, 1 source, disputed, ambivalent",
        "not assessed, unsourced",
    ]
    expect(page.locator("#panel summary")).to_have_text("Sources on this actor (1)")
    page.evaluate("whowhom.select({ relation: 'a:x:b' })")
    expect(page.locator("#panel")).to_contain_text("Asserted by (1)")
    expect(page.locator("#panel")).to_contain_text("Disputed by (1)")


def test_paper_gets_the_date_the_rule_the_legend_and_nothing_dimmed(open_page, sample):
    page = open_page(sample, "#actor=republic")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#shown")).to_be_visible()
    expect(page.locator("#shown")).to_contain_text("15 Aug 2021: relations that hold on at least")
    expect(page.locator("#legend")).to_contain_text("dashed: low confidence")
    expect(page.locator("#legend .reading")).to_be_visible()
    alphas = "() => Object.values(whowhom.network.body.edges).map((it) => it.options.color.opacity)"
    assert set(page.evaluate(alphas)) == {0.62}
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(set(page.evaluate(alphas))) == 2


def test_on_a_phone_the_whole_foot_is_in_sight_and_the_head_has_two_rows(open_bundled):
    page = open_bundled(size=(390, 844))
    foot = page.locator("#foot")
    assert foot.evaluate("it => it.scrollHeight <= it.clientHeight + 1")
    box = foot.bounding_box()
    assert box["y"] + box["height"] <= 844
    assert page.locator("#head").bounding_box()["height"] < 100
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_page_of_the_bundled_data_asks_for_nothing_and_stays_small(
    open_bundled, bundled, tmp_path
):
    page = open_bundled("#asof=all")
    page.get_by_label("Undated").check()
    never = {key for key, one in bundled.keyed.items() if is_never(bundled, one)}
    assert set(visible(page)) == set(bundled.keyed) - never
    page.evaluate("whowhom.select({ actor: 'taliban' })")
    page.keyboard.press("t")
    page.wait_for_timeout(200)
    assert page.evaluate("performance.getEntriesByType('resource')") == []
    assert (tmp_path / "map.html").stat().st_size < 700_000


def is_never(graph, relation):
    days = tenure(graph, relation)
    return days.dated and not days.span


def test_parallel_relations_are_drawn_apart(open_page):
    actors = [Actor("a", "A", "state"), Actor("b", "B", "state")]
    links = [Relation("a", "x", "b", begin=parse_date(f"{year}")) for year in (2001, 2002, 2003)]
    back = Relation("b", "y", "a", begin=parse_date("2004"))
    page = open_page(ActorGraph.of(actors, [*links, back]))
    middles = page.evaluate("""() => Object.values(whowhom.network.body.edges).map((edge) => {
        const { x, y } = edge.edgeType.getPoint(0.5);
        return [Math.round(x), Math.round(y)];
    })""")
    assert len(middles) == 4
    rows = sorted(y for _, y in middles)
    assert all(two - one >= 8 for one, two in pairwise(rows))


def test_arrows_are_for_directed_relations_only_and_dashes_for_doubt(open_page, sample):
    page = open_page(sample, "#asof=all")
    page.get_by_label("Undated").check()
    edge = """key => {
        const { arrows, dashes } = whowhom.network.body.edges[key].options;
        return [arrows.to.enabled, Boolean(dashes)];
    }"""
    assert page.evaluate(edge, "omar:leads:emirate") == [True, False]
    assert page.evaluate(edge, "army:fights:emirate") == [False, False]
    assert page.evaluate(edge, "valley:hosts:front") == [True, True]


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
    page.locator("#table .cell").nth(1).click()
    expect(page.locator("#panel")).to_be_visible()
    page.get_by_role("button", name="Table").click()
    expect(page.locator("#table")).to_be_hidden()


def test_an_address_opens_an_actor_a_relation_and_a_date(open_page, sample):
    page = open_page(sample, "#actor=omar&asof=2003-02")
    expect(page.locator("#panel h2")).to_have_text("Omar the Elder")
    expect(page.locator("#date")).to_have_value("2003-02")
    page.evaluate("location.hash = '#relation=omar%3Aleads%3Aemirate&asof=all'")
    expect(page.locator("#panel h2")).to_have_accessible_name("Omar the Elder leads Émirat")
    expect(page.get_by_label("All dates")).to_be_checked()
    page.evaluate("location.hash = '#actor=nobody&asof=yesterday'")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#date")).to_have_value("2021-08-15")


def test_the_browser_steps_back_through_selections(open_page, sample):
    page = open_page(sample)
    page.evaluate("whowhom.select({ actor: 'omar' })")
    page.evaluate("whowhom.select({ actor: 'army' })")
    visible(page, "2010")
    assert page.url.endswith("#actor=army&asof=2010")
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("Omar the Elder")
    page.go_back()
    expect(page.locator("#panel")).to_be_hidden()


def test_light_and_dark_follow_the_system_and_the_button(open_page, sample):
    page = open_page(sample, color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("d")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    expect(page.get_by_role("button", name="Dark")).to_be_visible()


def test_on_a_phone_the_legend_is_a_drawer_and_the_panel_a_sheet(open_page, sample):
    page = open_page(sample, size=(390, 844))
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


def test_the_picture_is_not_blank(open_page, sample):
    page = open_page(sample)
    page.wait_for_timeout(200)
    assert len(set(pixels(page.locator("#canvas").screenshot()))) > 20


def pixels(png):
    """Bytes of a PNG's filtered rows, four at a time: enough to tell blank from not."""
    data, stream = b"", io.BytesIO(png[8:])
    while head := stream.read(8):
        length, kind = struct.unpack(">I4s", head)
        data += stream.read(length) if kind == b"IDAT" else b"" * len(stream.read(length))
        stream.read(4)
    raw = zlib.decompress(data)
    return [raw[n : n + 4] for n in range(0, len(raw), 4)]


def test_an_actor_whose_kind_nobody_said_has_its_panel_and_its_row(open_page):
    page = open_page(ActorGraph.of([Actor("a", "Anon")]), "#actor=a")
    expect(page.locator("#panel h2")).to_have_text("Anon")
    expect(page.locator("#panel .kindline")).to_contain_text("unspecified")
    expect(page.locator("#legend")).to_contain_text("unspecified", ignore_case=True)
