"""The picture and the page draw the same: one rule of bends, the same tables of looks."""

import re
from xml.etree import ElementTree as ET

import pytest

from conftest import ROOT
from graph.curves import bends, curve
from graph.dates import ALWAYS, parse_date
from graph.drawing import draw
from graph.ends import SIZES
from graph.layout import labels
from graph.looks import BOXES, DARK, LIGHT, LINE_SHARE
from graph.picture import draw_svg, view

SVG = "{http://www.w3.org/2000/svg}"
WEB = ROOT / "graph" / "web"
LINES = """() => {
  const { network, drawn } = window.whowhom;
  const there = new Set(drawn());
  const lines = network.body.data.edges.get().filter((edge) => there.has(edge.id));
  return [network.body.data.nodes.getIds().sort(), Object.fromEntries(lines.map((edge) => {
    const { edgeType, options } = network.body.edges[edge.id];
    const via = edge.smooth ? edgeType.getViaNode() : null;
    const { to, from } = edge.arrows;
    return [edge.id, {
      via: via && [via.x, via.y], width: options.width, dashes: options.dashes || [],
      ends: [to.type, to.scaleFactor, from.enabled], share: edge.color.opacity,
      mark: edge.label ?? "",
    }];
  }))];
}"""
ENDS = {-1: "bar", 0: "circle", 1: "arrow"}


@pytest.fixture(scope="module")
def spots(bundled):
    return {actor.id: (n % 8 * 240, n // 8 * 110) for n, actor in enumerate(bundled.actors)}


@pytest.mark.parametrize("when", ["2001-09", "2021-08", "all"])
def test_the_picture_shows_what_the_page_shows_and_draws_it_alike(bundled, spots, open_text, when):
    date = ALWAYS if when == "all" else parse_date(when)
    page = open_text(draw(bundled, as_of=date, positions=spots))
    nodes, found = page.evaluate(LINES)
    shown = view(bundled, date)
    assert sorted(found) == sorted(shown.relations)
    assert nodes == sorted(shown.actors)
    root = ET.fromstring(draw_svg(bundled, as_of=date, positions=spots))
    svg = {g.get("data-key"): g for g in root.iter(f"{SVG}g") if g.get("data-key")}
    for key, bend in bends(shown.relations, spots).items():
        relation, line = shown.relations[key], found[key]
        kind = bundled.type[relation.type]
        assert line["ends"] == [ENDS[kind.sign], SIZES[kind.sign], kind.symmetric], key
        assert line["share"] == LINE_SHARE
        whole = curve(spots[relation.source], spots[relation.target], bend)
        assert (line["via"] is None) == (bend == 0), key
        assert line["via"] is None or line["via"] == pytest.approx(whole.via, abs=0.01), key
        path = svg[key].find(f"{SVG}path")
        assert float(path.get("stroke-width")) == line["width"], key
        assert (path.get("stroke-dasharray") or "").split() == [f"{d:g}" for d in line["dashes"]]
        assert ("?" in line["mark"]) == bool(relation.disputed_by), key


def test_the_colours_are_those_of_the_style_sheet():
    text = (WEB / "page.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root(?:\[data-theme=\"dark\"\])? \{(.*?)\}", text, re.DOTALL)[:2]
    for block, theme in ((light, LIGHT), (dark, DARK)):
        told = dict(re.findall(r"--([\w-]+): (#\w{6});", block))
        assert {name: told[name] for name in theme} == theme


def test_the_boxes_are_those_of_the_page(chromium):
    text = (WEB / "style.js").read_text(encoding="utf-8")
    literal = re.search(r"const BOXES = (\{.*?\n\});", text, re.DOTALL)[1]
    page = chromium.new_page()
    told = page.evaluate(f"() => ({literal})")
    page.close()
    plain = {
        kind: {
            "fill": f"--{look.fill}",
            "text": f"--{look.text}",
            "border": f"--{look.border}",
            "width": look.width,
            "radius": look.radius,
            **({"dashes": list(look.dashes)} if look.dashes else {}),
        }
        for kind, look in BOXES.items()
    }
    assert told == plain


def test_no_name_leaves_its_box_when_a_browser_draws_the_picture(
    bundled, spots, chromium, tmp_path
):
    file = tmp_path / "map.svg"
    file.write_text(draw_svg(bundled, as_of=ALWAYS, positions=spots, unfold=True), encoding="utf-8")
    page = chromium.new_page()
    asked = []
    page.on("request", lambda it: asked.append(it.url))
    page.goto(file.as_uri())
    wide = page.evaluate("""() => [...document.querySelectorAll("[data-id]")].flatMap((group) => {
      const box = group.querySelector("rect").getBBox();
      return [...group.querySelectorAll("text, path")].map((one) => {
        const { left, right } = one.getBoundingClientRect();
        const outer = group.querySelector("rect").getBoundingClientRect();
        return [group.dataset.id, Math.max(outer.left - left, right - outer.right)];
      });
    })""")
    page.close()
    assert len(wide) >= 2 * len(labels(bundled))
    assert [(id_, over) for id_, over in wide if over > 0] == []
    assert asked == [file.as_uri()]
