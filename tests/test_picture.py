"""The map as an SVG: what holds at the date, with its marks, its words and its sources."""

import os
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from conftest import ROOT
from graph.captions import wrapped
from graph.dates import ALWAYS, UNKNOWN, parse_date
from graph.labels import GLYPHS, text_width
from graph.looks import BOXES, DARK, LIGHT
from graph.markup import number, rightward, words
from graph.model import (
    ACTOR_KINDS,
    Actor,
    ActorGraph,
    Citation,
    Listed,
    Relation,
    RelationType,
    Source,
)
from graph.page import facts
from graph.picture import draw_svg, view
from graph.symbols import symbol
from graph.timing import holds_at
from strategies import GRAPHS

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "</title><script>alert(1)</script>]]>&\"'\x07\ud800\ufffe"
TYPES = (
    RelationType("fights", "fights", "fights", -1, symmetric=True, family="conflict"),
    RelationType("hosts", "hosts", "is hosted by", 1, family="cooperation"),
    RelationType("killed", "killed", "was killed by", -1, lasting=False, family="conflict"),
)
#: The places of three boxes, far enough apart for lines and heads to be whole.
SPOTS = {"a": (0, 0), "b": (500, 0), "c": (250, 300)}


def tie(source, type_, target, begin="2001", **more):
    cited = {name: Listed(map(Citation, more.pop(name, ()))) for name in ("sources", "disputed_by")}
    date = parse_date(begin) if begin else None
    return Relation(source, type_, target, begin=date, **cited, **more)


def graph_of(*relations, **names):
    named = {"a": "Alpha", "b": "Beta", "c": "Gamma", **names}
    kinds = {"a": "armed_group", "b": "state", "c": "person"}
    actors = [Actor(id_, name, kinds.get(id_, "")) for id_, name in named.items()]
    sources = [Source("s1", "A report", publisher="A press"), Source("s2", "A book")]
    return ActorGraph.of(actors, relations, sources, TYPES)


def drawn(graph, as_of="2005", **more):
    date = as_of if as_of == ALWAYS else parse_date(as_of)
    return ET.fromstring(draw_svg(graph, as_of=date, positions=SPOTS, **more))


def lines(root):
    return {g.get("data-key"): g for g in root.iter(f"{SVG}g") if g.get("data-key")}


def boxes(root):
    return {g.get("data-id"): g for g in root.iter(f"{SVG}g") if g.get("data-id")}


def texts(root):
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def path_of(line):
    return line.find(f".//{SVG}path")


def test_only_what_holds_at_the_date_is_drawn():
    graph = graph_of(
        tie("a", "hosts", "b", end=parse_date("2003")),
        tie("a", "killed", "c", "2004-05"),
        tie("b", "fights", "c", "2010"),
        tie("a", "fights", "b", None),
    )
    assert set(lines(drawn(graph, "2002"))) == {"a:hosts:b"}
    assert set(lines(drawn(graph, "2004"))) == {"a:killed:c"}
    assert set(lines(drawn(graph, ALWAYS))) == {"a:hosts:b", "a:killed:c", "b:fights:c"}
    told = " ".join(texts(drawn(graph, "2002")))
    assert "Relations that hold on at least one day of 2002." in told
    assert "Not drawn: 2 relations of other dates, 1 undated." in told
    assert "Relations of all dates." in " ".join(texts(drawn(graph, ALWAYS)))


@settings(max_examples=40)
@given(GRAPHS)
def test_what_is_drawn_is_what_the_time_rule_says(graph):
    date = parse_date("2000")
    shown = view(graph, date)
    assert list(shown.relations) == [
        key for key, relation in graph.keyed.items() if holds_at(graph, relation, date)
    ]


def test_who_does_not_live_at_the_date_is_not_drawn_and_who_has_no_relation_is_pale():
    graph = ActorGraph.of(
        [
            Actor("a", "A", "state", end=parse_date("2003")),
            Actor("b", "B", "state"),
            Actor("c", "C", "state"),
        ],
        [tie("a", "hosts", "b")],
        (),
        TYPES,
    )
    before, after = drawn(graph, "2002"), drawn(graph, "2004")
    assert (set(boxes(before)), set(boxes(after))) == ({"a", "b", "c"}, {"b", "c"})
    fills = {id_: box.find(f"{SVG}rect").get("fill") for id_, box in boxes(before).items()}
    assert fills["a"] == fills["b"] == LIGHT["ink"]
    assert fills["c"] != LIGHT["ink"]
    assert "pale: no relation at this date" in texts(before)


def test_a_line_says_what_it_is_and_who_says_so():
    claim = tie("a", "hosts", "b", sources=["s1", "zz"], disputed_by=["s2"], confidence="high")
    root = drawn(graph_of(claim))
    title = lines(root)["a:hosts:b"].find(f"{SVG}title").text
    assert title == (
        "Alpha hosts Beta\nsince 2001; high, 2 sources, disputed\n"
        "- A report, A press\n- zz\n- disputed by A book"
    )
    assert boxes(root)["a"].find(f"{SVG}title").text == "Alpha\narmed group"
    assert "?" in texts(root)


def test_hue_dash_width_and_arrow_follow_the_legend():
    root = drawn(
        graph_of(
            tie("a", "fights", "b", sources=["s1", "s2"]),
            tie("a", "hosts", "c", sources=["s1"], confidence="low"),
            tie("b", "hosts", "c"),
        )
    )
    found = lines(root)
    marks = ("stroke", "stroke-width", "stroke-dasharray")
    looks = {
        key: (*map(path_of(line).get, marks), len(list(line.iter(f"{SVG}polygon"))))
        for key, line in found.items()
    }
    assert looks == {
        "a:fights:b": (LIGHT["hostile"], "1.9", None, 0),
        "a:hosts:c": (LIGHT["friendly"], "1.1", "7 5", 1),
        "b:hosts:c": (LIGHT["friendly"], "1.1", "1.5 4", 1),
    }
    rows = texts(root)
    for row in ("hostile", "cooperative", "one acts on the other", "mutual", "thin: one source"):
        assert row in rows
    assert {"dotted: no source", "dashed: low confidence"} <= set(rows)
    assert not {"neutral", "disputed", "both at once", "movement"} & set(rows)
    assert {"armed group", "state", "person"} <= set(rows)


def test_the_tip_of_an_arrow_stands_just_before_the_box():
    root = drawn(graph_of(tie("a", "hosts", "b", sources=["s1", "s2"])))
    head = lines(root)["a:hosts:b"].find(f".//{SVG}polygon").get("points").split()
    tip, *corners = (tuple(map(float, corner.split(","))) for corner in head)
    rect = boxes(root)["b"].find(f"{SVG}rect")
    border = float(rect.get("x")) - float(rect.get("stroke-width")) / 2
    assert 0 <= border - tip[0] <= 2
    assert tip[1] == 0
    assert all(x < tip[0] - 5 for x, _ in corners)


def test_marks_stand_off_the_boxes_and_off_each_other():
    disputed = {"sources": ["s1"], "disputed_by": ["s2"]}
    graph = graph_of(
        tie("a", "hosts", "b", **disputed), tie("a", "hosts", "c", **disputed), c="In the middle"
    )
    spots = {"a": (0, 0), "b": (500, 0), "c": (250, 0)}
    root = ET.fromstring(draw_svg(graph, as_of=parse_date("2005"), positions=spots))
    marks = [t for t in root.iter(f"{SVG}text") if t.text == "?" and t.get("y") == "4.3"]
    at = sorted(float(mark.get("x")) for mark in marks)
    (rect,) = boxes(root)["c"].iter(f"{SVG}rect")
    left, right = float(rect.get("x")), float(rect.get("x")) + float(rect.get("width"))
    assert len(at) == 2
    assert all(not left - 5 < x < right + 5 for x in at)
    assert abs(at[0] - at[1]) > 12


def test_hostile_texts_stay_text_and_the_xml_is_well_formed():
    claim = tie("a", "hosts", "b", sources=["s1"], summary=EVIL)
    graph = graph_of(claim, a=EVIL, b="B")
    graph = ActorGraph.of(graph.actors, graph.relations, [Source("s1", EVIL)], graph.types)
    text = draw_svg(graph, title=EVIL, as_of=parse_date("2005"), positions=SPOTS)
    assert "<script" not in text
    root = ET.fromstring(text)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "g", "title", "desc", "rect", "path", "polygon", "text")
    }
    lost = dict.fromkeys((0x7, 0xD800, 0xFFFE), "\ufffd")
    assert root.find(f"{SVG}title").text == EVIL.translate(lost)
    text.encode()


@settings(max_examples=15)
@given(GRAPHS)
def test_every_graph_gives_well_formed_xml_without_a_reference_to_elsewhere(graph):
    spots = {actor.id: (n * 300, n % 2 * 90) for n, actor in enumerate(graph.actors)}
    for date in (parse_date("2000"), ALWAYS):
        text = draw_svg(graph, as_of=date, positions=spots)
        ET.fromstring(text)
        assert "href" not in text
        assert "url(" not in text
        assert text.count("http") == 1  # its own name


def test_equal_graphs_give_the_same_bytes_in_every_process():
    program = (
        "from graph import draw_svg, load\nfrom graph.dates import parse_date\n"
        "g = load().graph\n"
        "spots = {a.id: (n % 8 * 240, n // 8 * 110) for n, a in enumerate(g.actors)}\n"
        "import hashlib\n"
        "text = draw_svg(g, as_of=parse_date('2021-08'), positions=spots)\n"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert len(digests) == 1


def test_names_that_run_to_the_left_say_so_and_have_their_glyph_on_the_right():
    root = drawn(graph_of(tie("a", "hosts", "b"), a="طالبان", b="Beta"), title="من يقف")
    (name,) = boxes(root)["a"].iter(f"{SVG}text")
    assert (name.text, name.get("direction"), name.get("text-anchor")) == (
        "طالبان",
        "rtl",
        "middle",
    )
    glyph = boxes(root)["a"].find(f"{SVG}path").get("transform")
    assert float(glyph.split("(")[1].split()[0]) > float(name.get("x"))
    (other,) = boxes(root)["b"].iter(f"{SVG}text")
    assert (other.get("direction"), other.get("font-family")) == (None, None)
    title = next(root.iter(f"{SVG}text"))
    assert (title.text, title.get("direction")) == ("من يقف", "rtl")


def test_the_dark_picture_differs_in_colours_alone():
    graph = graph_of(tie("a", "hosts", "b", sources=["s1"]))
    light, dark = drawn(graph), drawn(graph, dark=True)
    assert texts(light) == texts(dark)
    assert next(dark.iter(f"{SVG}rect")).get("fill") == DARK["paper"]
    assert path_of(lines(dark)["a:hosts:b"]).get("stroke") == DARK["friendly"]


def test_every_kind_has_a_shape_and_a_box():
    assert set(BOXES) == set(GLYPHS) == set(ACTOR_KINDS)
    shapes = [symbol(kind, 0, 0, 10, "#000") for kind in (*ACTOR_KINDS, "")]
    assert len(set(shapes)) == len(shapes)


def test_a_long_title_is_broken_and_a_small_graph_has_room_for_its_legend():
    root = drawn(graph_of(tie("a", "hosts", "b")), title="one two three " * 20)
    width = float(root.get("width"))
    heads = [t for t in root.iter(f"{SVG}text") if t.get("font-weight") == "bold"]
    assert len(heads) > 1
    assert all(text_width(head.text) * 28 < width for head in heads)
    assert list(wrapped("a" * 300 + " b", 10, 50)) == ["a" * 300, "b"]
    assert list(wrapped("", 10, 50)) == []


def test_a_graph_without_actors_and_relations_without_ends_are_drawn_as_such():
    empty = ET.fromstring(draw_svg(ActorGraph(), title="Nobody", as_of=parse_date("2005")))
    assert "Nobody" in texts(empty)
    lost = ActorGraph.of([], [tie("a", "hosts", "b")], (), TYPES)
    assert lines(ET.fromstring(draw_svg(lost, as_of=parse_date("2005")))) == {}
    strange = graph_of(tie("a", "knows", "b", end=UNKNOWN))
    assert path_of(lines(drawn(strange, "2001"))["a:knows:b"]).get("stroke") == LIGHT["neutral"]


def test_the_picture_says_how_much_it_shows_as_the_page_does():
    graph = graph_of(tie("a", "hosts", "b"), tie("a", "fights", "b", None))
    counts = facts(graph, parse_date("2005"))["counts"]
    told = drawn(graph).find(f"{SVG}desc").text
    assert counts["undated"] == 1
    assert told.startswith("Drawn: 3 actors, 1 of them without a relation, 1 relation. ")
    assert "1 undated" in told


def test_without_positions_they_are_computed_and_a_missing_one_is_an_error():
    graph = graph_of(tie("a", "hosts", "b"))
    assert len(boxes(ET.fromstring(draw_svg(graph, as_of=parse_date("2005"))))) == 3
    with pytest.raises(KeyError):
        draw_svg(graph, as_of=parse_date("2005"), positions={"a": (0, 0)})


@pytest.mark.parametrize(
    ("text", "right"), [("Taliban", True), ("١٢ طالبان", False), ("שלום", False), ("", True)]
)
def test_the_first_letter_with_a_direction_decides(text, right):
    assert rightward(text) is right


def test_numbers_are_short_and_texts_escaped():
    assert [number(x) for x in (1.0, -0.04, 1234.56, -3.14)] == ["1", "0", "1234.6", "-3.1"]
    assert words("\x00<&>\"'\n") == "\ufffd&lt;&amp;&gt;&quot;&#x27;\n"
