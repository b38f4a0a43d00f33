"""The picture and the page draw the same: one rule of bends, the same tables of looks."""

import re

import pytest

from conftest import ROOT
from graph.curves import bends, curve
from graph.dates import ALWAYS
from graph.drawing import draw
from graph.layout import labels
from graph.looks import BOXES, DARK, LIGHT, line_look
from graph.picture import draw_svg, view

WEB = ROOT / "graph" / "web"
LINES = """() => {
  const { network } = window.whowhom;
  return Object.fromEntries(network.body.data.edges.get().map((edge) => {
    const { edgeType, options } = network.body.edges[edge.id];
    const via = edgeType.getViaNode?.() ?? null;
    return [edge.id, {
      via: via && [via.x, via.y], width: options.width, dashes: options.dashes || [],
      arrow: Boolean(edge.arrows), mark: edge.label ?? "",
    }];
  }));
}"""


@pytest.fixture(scope="module")
def spots(bundled):
    return {actor.id: (n % 8 * 240, n // 8 * 110) for n, actor in enumerate(bundled.actors)}


def test_lines_bend_and_look_on_the_picture_as_on_the_page(bundled, spots, open_text):
    page = open_text(draw(bundled, as_of=ALWAYS, positions=spots))
    found = page.evaluate(LINES)
    shown = view(bundled, ALWAYS)
    assert set(found) <= set(shown.relations)
    assert len(found) > 300
    centres = {id_: spots[id_] for id_ in shown.actors}
    bent = bends({key: one for key, one in shown.relations.items() if key in found}, centres)
    curved = 0
    for key, bend in bent.items():
        relation, line = shown.relations[key], found[key]
        kind = bundled.type[relation.type]
        look = line_look(relation, kind.sign)
        assert (line["width"], tuple(line["dashes"])) == (look.width, look.dashes), key
        assert (line["mark"], line["arrow"]) == (look.mark, not kind.symmetric), key
        whole = curve(spots[relation.source], spots[relation.target], bend)
        assert (line["via"] is None) == (bend == 0), key
        if line["via"]:
            curved += 1
            assert line["via"] == pytest.approx(whole.via, abs=0.01), key
    assert curved > 100


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
    file.write_text(draw_svg(bundled, as_of=ALWAYS, positions=spots), encoding="utf-8")
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
