"""What the reader takes along: pictures, tables, records, paper."""

import csv
import io
import json
import struct
import xml.etree.ElementTree as ET

import pytest
from playwright.sync_api import expect

from graph.model import Actor, ActorGraph, Relation
from inpage import visible

SVG = "{http://www.w3.org/2000/svg}"


def saved(page, name):
    page.get_by_role("button", name="Share").click()
    with page.expect_download() as told:
        page.get_by_role("button", name=name).click()
    page.keyboard.press("Escape")
    with open(told.value.path(), "rb") as file:
        return told.value.suggested_filename, file.read()


def test_the_table_holds_exactly_what_is_shown(open_page, sample):
    page = open_page(sample, "#asof=all&signs=-1,1")
    name, data = saved(page, "CSV table")
    assert name == "a-map-all.csv"
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert sorted(row["key"] for row in rows) == visible(page)
    [row] = [row for row in rows if row["key"] == "army:fights:emirate"]
    assert (row["first_day"], row["last_day"]) == ("2002-01-01", "2021-08-15")
    assert row["target_name"] == "Émirat"
    assert row["sources"].count(" | ") == 2


def test_a_cell_that_a_spreadsheet_would_run_is_inert(open_page):
    actors = [Actor("a", "=1+1", "state"), Actor("b", 'say "x", @b', "state")]
    page = open_page(ActorGraph.of(actors, [Relation("a", "x", "b")]), "#asof=all&undated=1")
    rows = list(csv.DictReader(io.StringIO(saved(page, "CSV table")[1].decode("utf-8-sig"))))
    assert (rows[0]["source_name"], rows[0]["target_name"]) == ("'=1+1", 'say "x", @b')


def test_the_records_hold_what_is_shown_with_its_actors_sources_and_rule(open_page, sample):
    page = open_page(sample, "#asof=2003&kinds=!state")
    told = json.loads(saved(page, "JSON records")[1])
    assert sorted(one["key"] for one in told["relations"]) == visible(page)
    assert [actor["id"] for actor in told["actors"]] == ["army", "emirate", "omar"]
    assert [source["id"] for source in told["sources"]] == ["s3", "s1", "s2"]  # by title
    assert told["view"]["rule"].startswith("relations that hold on at least one day of 2003;")
    assert told["view"]["address"] == page.evaluate("location.hash")
    assert told["view"]["filters"] == "without state"


def test_the_drawing_is_of_texts_and_lines_with_title_date_and_legend(open_page, sample):
    page = open_page(sample)
    name, data = saved(page, "SVG drawing")
    assert name == "a-map-2021-08-15.svg"
    root = ET.fromstring(data)
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert "A map" in texts
    assert any(text.startswith("15 Aug 2021: relations that hold") for text in texts)
    for wanted in ("▲ Émirat", "▼ National Army", "hostile", "low confidence", "armed group"):
        assert wanted in texts
    assert texts.count("?") == 2  # the disputed line, and the legend
    assert not [one for one in root.iter() if "style" in one.attrib or one.tag.endswith("script")]


def test_the_picture_is_twice_as_large_as_the_drawing(open_page, sample):
    page = open_page(sample)
    root = ET.fromstring(saved(page, "SVG drawing")[1])
    png = saved(page, "PNG picture")[1]
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == tuple(
        2 * int(root.get(name)) for name in ("width", "height")
    )


def test_lines_of_the_drawing_end_at_the_border_of_their_boxes(open_page, sample):
    page = open_page(sample)
    root = ET.fromstring(saved(page, "SVG drawing")[1])
    move = next(one for one in root if one.get("transform", "").startswith("translate"))
    boxes = []
    for rect in move.iter(f"{SVG}rect"):
        x, y, width, height = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
        boxes.append((x, y, x + width, y + height))
    lines = [path.get("d") for path in move.iter(f"{SVG}path") if path.get("fill") == "none"]
    assert len(lines) == 4
    for line in lines:
        points = [tuple(map(float, point.split())) for point in line[1:].split("L")]
        for x, y in (points[0], points[-1]):
            away = min(
                max(left - x, x - right, top - y, y - bottom) for left, top, right, bottom in boxes
            )
            assert abs(away) < 2.5, (x, y)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_gets_the_map_its_legend_the_table_and_the_sources(open_page, sample, scheme):
    page = open_page(sample, "#actor=republic", color_scheme=scheme)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#paper svg")).to_be_visible()
    texts = page.locator("#paper text").evaluate_all("all => all.map((it) => it.textContent)")
    assert {"A map", "hostile", "low confidence", "▲ Émirat"} <= set(texts)
    assert any("relations that hold on at least one day of 2021-08-15" in text for text in texts)
    expect(page.locator("#table tbody tr")).to_have_count(4)
    expect(page.locator("#bibliography li")).to_have_count(3)
    row = page.locator('tr[data-key="emirate:fights:front"]')
    expect(row).to_contain_text("1 source, disputed [1, 3]")  # A denial, First, Second report
    expect(page.locator("#bibliography")).to_contain_text("https://e.org/2 (B)")
    expect(page.locator("#panel")).to_be_hidden()
    share = "all => all.map((it) => it.getAttribute('opacity'))"
    assert set(page.locator("#paper g[opacity]").evaluate_all(share)) == {"0.66"}  # nothing dimmed
    assert page.locator("#paper rect").first.get_attribute("fill") == "#f8f8f6"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("html")).to_have_attribute("data-theme", scheme)
    expect(page.locator("#table")).to_be_hidden()


def test_paper_of_the_bundled_data_is_a_document(open_bundled):
    pdf = open_bundled().pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") > 4
