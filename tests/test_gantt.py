"""A timeline in Mermaid: names stay names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dates import Span, parse_date
from graph.gantt import escaped, gantt
from graph.model import ActorGraph, Citation, Listed
from graph.timeline import ALWAYS, timeline
from strategies import DATES, GRAPHS
from test_timeline import GRAPH

TODAY = parse_date("2018-05-06")
#: What the lexer of Mermaid 11 takes for anything but a task's name at the start of a line.
TAKEN = re.compile(
    r"%%|%|href\s+\"|call\s+|click\s+|gantt\b|dateFormat\s|inclusiveEndDates\b|topAxis\b|"
    r"axisFormat\s|tickInterval\s|includes\s|excludes\s|todayMarker\s|weekday\s|weekend\s|"
    r"\d\d\d\d-\d\d-\d\d\b|title\s|accDescription\s|accTitle\s*:|accDescr\s*[:{]|section\s|[:\"]",
    re.IGNORECASE,
)


def test_a_chart_has_a_bar_a_relation_and_a_section_a_neighbour():
    lines = gantt(GRAPH, [GRAPH.actor["a"]], timeline(GRAPH, ("a",)), ALWAYS, TODAY).splitlines()
    assert lines == [
        "gantt",
        "    title Timeline of A",
        "    dateFormat YYYY-MM-DD",
        "    axisFormat %Y-%m",
        "    inclusiveEndDates",
        "    %% crit = hostile, active = friendly, done = neither; no tag = both at once",
        "    %% relations of all times; open ends up to 2018-05-06; 0 undated left out",
        "    section B",
        "    A attacked B (2015, no source) :crit, r1, 2015-01-01, 2015-12-31",
        "    A fights B (2015-03 - 2015, no source) :crit, r2, 2015-03-01, 2015-12-31",
        "    section C",
        "    A negotiates with C (2016-02, no source) :done, r3, 2016-02-01, 2016-02-29",
        "    A supports C (2017 - 2022, no source) :active, r4, 2017-01-01, 2022-12-31",
    ]


def test_what_is_disputed_or_rests_on_little_is_said_in_the_name():
    one = GRAPH.relations[0]
    cited = one._replace(sources=Listed([Citation("x")]), disputed_by=Listed([Citation("y")]))
    found = ActorGraph.of(GRAPH.actors, [cited], GRAPH.sources, GRAPH.types)
    text = gantt(found, [], timeline(found), ALWAYS, TODAY)
    assert "one independent source, no source better than D, disputed) :" in text


def test_of_all_actors_there_is_a_section_a_pair():
    text = gantt(GRAPH, [], timeline(GRAPH), ALWAYS, TODAY)
    assert re.findall(r"section (.*)", text) == ["A and B", "B and C", "A and C"]


def test_bars_stay_in_the_window():
    window = Span(parse_date("2015-03-15").first, parse_date("2017-06").last)
    text = gantt(GRAPH, [], timeline(GRAPH, (), window), window, TODAY)
    days = re.findall(r"\d{4}-\d\d-\d\d(?=[,\n])", text)
    assert (min(days), max(days)) == ("2015-03-15", "2017-06-30")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("plain name, with (signs)", "plain name, with (signs)"),
        ('a: b; c# "d"', "a#58; b#59; c#35; #34;d#34;"),
        ("50% <b>&", "50#37; #60;b#62;#38;"),
        ("Section 9", "#83;ection 9"),
        ("title", "#116;itle"),
        ("Titled", "Titled"),
        ("call me", "#99;all me"),
        ("2015-01-02 attack", "#50;015-01-02 attack"),
        ("a\nb\x07\u202e", "a b"),
        ("\u202esection x", "#115;ection x"),
        ("طالبان", "طالبان"),
        ("", ""),
    ],
)
def test_signs_and_words_of_the_grammar_are_written_as_entities(name, written):
    assert escaped(name) == written


@given(
    st.text()
    | st.sampled_from(("section ", "click ", "accTitle:")).flatmap(
        lambda word: st.text().map(lambda rest: word + rest)
    )
)
def test_no_name_ends_early_or_begins_something_else(name):
    coded = escaped(name)
    assert not TAKEN.match(coded)
    assert not re.search(r'[:"\n%<>]', coded)
    assert re.sub(r"#\d+;", "", coded).count(";") == re.sub(r"#\d+;", "", coded).count("#") == 0


@given(GRAPHS, DATES)
def test_every_relation_that_holds_has_its_bar(graph, today):
    found = timeline(graph)
    text = gantt(graph, [], found, ALWAYS, today)
    day = r"(\d{4}-\d\d-\d\d)"
    bars = re.findall(rf" :(?:\w+, )*(r\d+), {day}, {day}$", text, re.MULTILINE)
    assert sorted(bar for bar, _, _ in bars) == sorted(
        f"r{number}" for number in range(1, len(found.holding) + 1)
    )
    assert all(first <= last for _, first, last in bars)
