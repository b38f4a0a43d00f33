"""The story: steps in their order, each borne out by relations that the map shows with it."""

import pytest
from hypothesis import given

from checked import problems_of, told
from graph.dates import parse_date
from graph.diffing.changes import apply
from graph.diffing.comparing import diff
from graph.formatting import format_text
from graph.model import ActorGraph, Listed, Step
from graph.page import facts
from graph.records import to_record
from graph.timing import at
from strategies import GRAPHS

#: Three actors and their relations; a story follows from line 10 on.
THREE = """\
actors:
  - {id: a, name: A, sources: [s]}
  - {id: b, name: B, sources: [s]}
  - {id: c, name: C, sources: [s]}
sources: [{id: s, title: T, published: 2020}]
relations:
  - {source: a, type: hosts, target: b, from: 2001, to: 2002, sources: [s]}
  - {source: a, type: hosts, target: b, from: 2005, sources: [s]}
  - {source: c, type: fights, target: b, from: 2003, id: war, sources: [s]}
story:
"""


def step(rest, date="2005", focus="[a, b]"):
    return f"  - {{text: T, date: {date}, focus: {focus}, {rest}}}\n"


def messages(*steps):
    return [str(problem) for problem in problems_of(THREE + "".join(steps)).problems]


def test_a_step_that_its_relations_bear_out_has_no_problem():
    assert (
        messages(step("relations: [a:hosts:b:2]"), step("relations: [war]", focus="[c, b]")) == []
    )


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (step("relations: [a:hosts:b]", focus="[a, b, cc]"), ("11:41", 'no actor "cc"')),
        (step("relations: [a:hosts:c]"), ("11:54", 'did you mean "a:hosts:b')),
        (step("relations: [b:hosts:a:2]"), ("11:54", 'did you mean "a:hosts:b:2"?')),
        (step("relations: [zz]"), ("11:54", 'unknown-relation: no relation "zz"')),
        (step("relations: []"), ("11:5", "unbacked: no relation bears it out")),
        (step("relations: [a:hosts:b]"), ("11:54", "does not hold at 2005 (2001 - 2002)")),
        (step("relations: [war]"), ("11:54", '"war" joins c, which is not in focus')),
    ],
)
def test_what_does_not_bear_a_step_out_is_told_with_its_place(given, problem):
    place, said = problem
    found = messages(given)[0]
    assert found.startswith(f"a.yaml:{place}: ")
    assert said in found


def test_a_step_with_a_mistake_is_left_out_and_a_doubtful_one_is_kept():
    bad = step("relations: [zz]").replace("T", "bad")
    doubtful = step("relations: [war]").replace("T", "doubtful")
    loaded = problems_of(THREE + bad + doubtful)
    assert [one.text for one in loaded.graph.story] == ["doubtful"]


def test_one_mistake_elsewhere_does_not_make_the_steps_wrong():
    text = THREE.replace("from: 2003", "form: 2003") + step("relations: [war]", focus="[c, b]")
    assert [code for _, _, code in told(text)] == ["unknown-field"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (step("relations: [war]", date="unknown"), "bad-date"),
        (step("relations: [war]", focus="[]"), "empty-value"),
        (step("relations: [war]", focus="a"), "wrong-shape"),
        (step("relations: ['a hosts b']"), "bad-id"),
        (step("relations: war"), "wrong-shape"),
        (step("actor: a"), "unknown-field"),
        ("  - {text: T, focus: [a, b]}\n", "missing-field"),
    ],
)
def test_a_mistake_of_form_is_told(given, code):
    assert code in [found for _, _, found in told(THREE + given)]


def test_the_steps_keep_the_order_in_which_they_are_written():
    later, earlier = step("relations: [war]", "2009", "[c, b]"), step("relations: [a:hosts:b:2]")
    loaded = problems_of(THREE + later + earlier, f"story:\n{later.replace('2009', '2004')}")
    assert [one.date.text for one in loaded.graph.story] == ["2009", "2005", "2004"]
    written = format_text(f"story:\n{later}{earlier}")
    assert written.index("2009") < written.index("2005")
    assert "    relations:\n      - a:hosts:b:2\n" in written
    assert format_text(written) == written


@given(GRAPHS, GRAPHS)
def test_the_story_is_no_part_of_what_a_graph_says(one, two):
    other = ActorGraph.of(one.actors, one.relations, one.sources, one.types, two.story)
    assert other == one
    assert not diff(one, other)
    told = apply(diff(one, two), one).story  # in the ids and keys of the other
    assert [(step.text, step.date) for step in told] == [(s.text, s.date) for s in one.story]
    assert at(one, "2001").story == one.story


def test_a_step_is_written_as_yaml_has_it():
    told = Step("T", parse_date("2001-02"), Listed(["a", "b"]), Listed(["a:hosts:b"]))
    assert to_record(told) == {
        "text": "T",
        "date": "2001-02",
        "focus": ["a", "b"],
        "relations": ["a:hosts:b"],
    }


def test_the_page_gets_the_steps_without_what_the_graph_lacks():
    graph = problems_of(THREE + step("relations: [a:hosts:b:2]")).graph
    shown = {"text": "T", "focus": ["a", "b"], "date": "2005", "relations": ["a:hosts:b:2"]}
    assert facts(graph, parse_date("2005"))["story"] == [shown]
    without = ActorGraph.of(graph.actors[1:], (), story=graph.story)
    assert facts(without, parse_date("2005"))["story"] == [
        shown | {"focus": ["b"], "relations": []}
    ]
