"""A timeline as a picture."""

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from graph.bars import bars
from graph.dates import UNKNOWN, Span, parse_date
from graph.model import NONE, Actor, ActorGraph, Citation, Listed, Relation, Source
from graph.timeline import ALWAYS, timeline
from strategies import DATES, GRAPHS
from test_timeline import GRAPH

TODAY = parse_date("2018-05-06")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(graph, actors=(), window=ALWAYS, today=TODAY):
    asked = [graph.actor[name] for name in actors]
    return bars(graph, asked, timeline(graph, tuple(actors), window), window, today)


def rows(text):
    return ET.fromstring(text).findall(f"{SVG}g")


def test_a_picture_has_title_rule_legend_and_a_bar_for_each_relation():
    picture = ET.fromstring(drawn(GRAPH, "a"))
    texts = [one.text for one in picture.iter(f"{SVG}text")]
    assert texts[:8] == [
        "Timeline of A",
        (
            "4 relations drawn, 0 undated left out; open ends up to 2018-05-06; "
            "counted: relations of all times"
        ),
        *("- against", "+ with", "± both at once", "0 neither"),
        *("lighter: begins or ends on one of these days", "arrow: still holds"),
    ]
    assert texts[8:12] == [
        "hollow: no source, one independent source, or none better than D",
        "cut through: disputed",
        *("?", "?: nobody says when it began or ended"),
    ]
    assert texts[-4:] == [
        "- A attacked B",
        "- A fights B",
        "0 A negotiates with C",
        "+ A supports C",
    ]
    assert picture.find(f"{SVG}title").text == "Timeline of A"
    assert [row.find(f"{SVG}title").text for row in rows(drawn(GRAPH, "a"))][1] == (
        "A fights B, 2015-03 - 2015; not assessed, unsourced; a:fights:b"
    )


def test_colour_is_polarity_and_what_is_vague_is_lighter():
    attacked, fights, met, supports = rows(drawn(GRAPH, "a"))
    fills = [
        {bar.get("fill") for bar in row.iter(f"{SVG}rect")} - {"#ffffff"}
        for row in (fights, met, supports)
    ]
    assert fills == [{"#d55e00"}, {"#7a828e"}, {"#0072b2"}]
    assert [
        bar.get("opacity") for bar in attacked.iter(f"{SVG}rect") if bar.get("fill") != "#ffffff"
    ] == ["0.35"]
    assert {bar.get("opacity") for bar in supports.iter(f"{SVG}rect")} == {"0.35", None}
    doubtful = [one._replace(ambivalent=True) for one in GRAPH.relations]
    graph = ActorGraph.of(GRAPH.actors, doubtful, GRAPH.sources, GRAPH.types)
    assert {bar.get("fill") for bar in rows(drawn(graph, "a"))[0].iter(f"{SVG}rect")} == {
        *("#0072b2", "#d55e00", "#ffffff"),
    }


def parts_of(**told):
    """Draw one long relation, well borne out but for what is told of it; give the row's parts."""
    day = parse_date("2003")
    good = [
        Source(name, name, publisher=name, published=day, reliability="B")
        for name in ("x", "y", "z")
    ]
    told = {"sources": Listed([Citation("x"), Citation("y")])} | told
    one = Relation("a", "fights", "b", begin=parse_date("2001"), end=parse_date("2009"))
    actors = [Actor("a", "A"), Actor("b", "B")]
    graph = ActorGraph.of(actors, [one._replace(**told)], good, GRAPH.types)
    (row,) = rows(drawn(graph, today=parse_date("2020")))
    hollow = any(bar.get("fill") == "#ffffff" for bar in row.iter(f"{SVG}rect"))
    marks = [one.text for one in row.iter(f"{SVG}text")].count("?")
    return hollow, len(row.findall(f"{SVG}path")), marks


def test_what_rests_on_little_is_hollow_what_is_disputed_cut_and_what_nobody_dates_marked():
    assert parts_of() == (False, 0, 0)
    assert parts_of(sources=Listed([Citation("x")])) == (True, 0, 0)
    assert parts_of(sources=NONE) == (True, 0, 0)
    assert parts_of(disputed_by=Listed([Citation("z")])) == (False, 1, 0)
    assert parts_of(end=UNKNOWN)[2] == 1
    assert parts_of(begin=None)[2] == 1


def test_a_name_of_a_hundred_thousand_letters_is_cut_at_once():
    long = ActorGraph.of(
        [one._replace(name="long name " * 10_000) for one in GRAPH.actors],
        GRAPH.relations[:1],
        types=GRAPH.types,
    )
    assert rows(drawn(long))[0].find(f"{SVG}text").text.endswith("…")


def test_what_still_holds_has_an_arrow_unless_the_window_ends_before():
    graph = ActorGraph.of(
        [one._replace(end=None) for one in GRAPH.actors], GRAPH.relations, types=GRAPH.types
    )
    arrows = [len(row.findall(f"{SVG}polygon")) for row in rows(drawn(graph, "a"))]
    assert arrows == [0, 0, 0, 1]
    window = Span(parse_date("2016").first, parse_date("2017").last)
    assert not any(row.findall(f"{SVG}polygon") for row in rows(drawn(graph, "a", window)))


def test_nothing_to_draw_is_said_in_a_picture_too():
    window = Span(parse_date("1900").first, parse_date("1901").last)
    assert "nothing to draw" in drawn(GRAPH, (), window)


def test_a_long_label_is_cut_and_whole_in_the_title():
    actors = [one._replace(name=one.name * 90) for one in GRAPH.actors]
    (row, *_) = rows(drawn(ActorGraph.of(actors, GRAPH.relations, types=GRAPH.types), "a"))
    label = row.find(f"{SVG}text").text
    assert label.endswith("…")
    assert len(label) < 90
    assert row.find(f"{SVG}title").text.startswith("A" * 90 + " attacked " + "B" * 90)


@given(GRAPHS, st.text(min_size=1), DATES, DATES)
def test_a_picture_is_well_formed_the_same_each_time_and_inside_its_frame(graph, name, day, today):
    actors = [one._replace(name=name) for one in graph.actors]
    named = ActorGraph.of(actors, graph.relations, graph.sources, graph.types)
    for window in (ALWAYS, Span(day.first, day.last)):
        text = drawn(named, ("taliban",), window, today)
        assert text == drawn(named, ("taliban",), window, today)
        picture = ET.fromstring(text)
        width = float(picture.get("width"))
        for bar in picture.iter(f"{SVG}rect"):
            left = float(bar.get("x") or 0)
            assert 0 <= left <= left + float(bar.get("width")) <= width
        held = timeline(named, ("taliban",), window).holding
        assert len(rows(text)) == len(held)


def test_nothing_is_loaded_and_nothing_runs():
    text = drawn(GRAPH)
    assert not re.search(r"<script|href|url\(|@import|<image|<foreignObject|\bon\w+=", text)
