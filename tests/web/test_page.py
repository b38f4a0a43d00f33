"""The first sight of the page: what is drawn, and how."""

import io
import struct
import zlib
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from graph.dates import parse_date
from graph.model import Actor, ActorGraph, Citation, Listed, Relation, Source
from graph.timing import tenure
from inpage import visible


def test_the_page_opens_fitted_at_its_date_with_its_counts(open_page, sample):
    page = open_page(sample)
    assert page.title() == "A map"
    expect(page.locator("#status")).to_have_text(
        "4 actors with relations, 1 without, 4 relations · "
        "relations that hold on at least one day of 2021-08-15; 1 undated shown: no"
    )
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


def test_a_line_under_the_pointer_says_its_claim(open_page, sample):
    page = open_page(sample)
    middle = page.evaluate("""() => {
        const { x, y } = whowhom.network.body.edges["emirate:fights:front"].edgeType.getPoint(0.5);
        return whowhom.network.canvasToDOM({ x, y });
    }""")
    box = page.locator("#canvas").bounding_box()
    page.mouse.move(box["x"] + middle["x"], box["y"] + middle["y"])
    expect(page.locator("#hint")).to_contain_text("Émirat fights Front of Resistance")
    expect(page.locator("#hint")).to_contain_text(
        "since 2021-08 · not assessed, 1 source, disputed"
    )


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


def test_ends_say_polarity_and_direction_and_dashes_doubt(open_page, sample):
    page = open_page(sample, "#asof=all&undated=1")
    edge = """key => {
        const { arrows, dashes } = whowhom.network.body.edges[key].options;
        const end = ({ enabled, type }) => (enabled ? type : null);
        return [end(arrows.from), end(arrows.to), Boolean(dashes)];
    }"""
    assert page.evaluate(edge, "omar:leads:emirate") == [None, "arrow", False]
    assert page.evaluate(edge, "army:fights:emirate") == ["bar", "bar", False]
    assert page.evaluate(edge, "emirate:negotiates_with:republic") == ["circle", "circle", False]
    assert page.evaluate(edge, "valley:hosts:front") == [None, "arrow", True]


def test_width_is_the_number_of_independent_sources(open_page):
    sources = [
        Source("a", "A", publisher="One"),
        Source("b", "B", publisher="one"),
        Source("c", "C", publisher="Two"),
        Source("d", "D", publisher="Two", origin="Three"),
    ]
    actors = [Actor(f"x{n}", f"X{n}", "state") for n in range(5)]
    cited = ["", "a", "ab", "ac", "abcd"]
    links = [
        Relation("x0", "t", f"x{n}", sources=Listed(map(Citation, ids)))
        for n, ids in enumerate(cited)
        if n
    ]
    page = open_page(ActorGraph.of(actors, links, sources), "#asof=all&undated=1")
    widths = [
        page.evaluate("key => whowhom.network.body.edges[key].options.width", f"x0:t:x{n}")
        for n in range(1, 5)
    ]
    assert widths[0] == widths[1] < widths[2] < widths[3]


def test_the_page_of_the_bundled_data_asks_for_nothing_and_stays_small(
    open_bundled, bundled, tmp_path
):
    page = open_bundled("#asof=all")
    page.get_by_label("Undated").check()
    never = {key for key, one in bundled.keyed.items() if is_never(bundled, one)}
    assert set(visible(page)) == set(bundled.keyed) - never
    page.evaluate("whowhom.select({ actor: 'taliban' })")
    page.keyboard.press("t")
    expect(page.locator("#table")).to_be_visible()
    assert page.evaluate("performance.getEntriesByType('resource')") == []
    assert (
        (tmp_path / "map.html").stat().st_size < 1_000_000
    )  # 111 actors, 435 relations, 486 sources; all of it stands in the file


def is_never(graph, relation):
    days = tenure(graph, relation)
    return days.dated and not days.span


def test_light_and_dark_follow_the_system_and_the_button(open_page, sample):
    page = open_page(sample, color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("d")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    expect(page.get_by_role("button", name="Dark")).to_be_visible()


def test_the_picture_is_not_blank(open_page, sample):
    page = open_page(sample)
    page.evaluate("new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)))")
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
