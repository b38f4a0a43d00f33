"""The bundled dataset keeps its promises."""

import re

import pytest

from conftest import ROOT
from graph.loading import load
from graph.names import resolve
from graph.timing import holds_at

LOADED = load(ROOT / "data")
GRAPH = LOADED.graph
ARTICLE = "baloch-2023"


def test_it_is_free_of_errors_and_warnings():
    assert [str(problem) for problem in LOADED.problems] == []


def test_it_is_as_large_as_promised():
    assert len(GRAPH.actors) >= 40 + 8
    assert len(GRAPH.relations) >= 150


def test_every_relation_and_actor_names_a_source():
    assert [key for key, relation in GRAPH.keyed.items() if not relation.sources] == []
    assert [actor.id for actor in GRAPH.actors if not actor.sources] == []


def test_every_source_can_be_looked_up():
    assert [doc.id for doc in GRAPH.sources if not (doc.url or doc.publisher)] == []
    assert [doc.id for doc in GRAPH.sources if not doc.reliability] == []


def test_what_rests_on_the_article_names_its_paragraph():
    cited = [c for relation in GRAPH.relations for c in relation.sources if c.source == ARTICLE]
    assert len(cited) > 30
    assert [c for c in cited if not re.match(r"paragraph [1-7]\b", c.locator)] == []
    assert {c.locator[10] for c in cited} == set("1234567")


@pytest.mark.parametrize(
    ("source", "type_", "target"),
    [
        ("isis-k", "operates_in", "nangarhar"),
        ("isis-k", "operates_in", "kunar"),
        ("isis-k", "opposes", "taliban"),
        ("isis-k", "competes_with", "taliban"),
        ("taliban", "loses_members_to", "isis-k"),
        ("nrf", "opposes", "taliban"),
        ("taliban", "denies_presence_of", "al-qaeda"),
        ("united-states", "killed", "ayman-al-zawahiri"),
        ("ayman-al-zawahiri", "leads", "al-qaeda"),
    ],
)
def test_what_the_article_states_is_there_and_sourced_to_it(source, type_, target):
    found = [
        relation
        for relation in GRAPH.relations
        if (relation.source, relation.type, relation.target) == (source, type_, target)
    ]
    assert any(c.source == ARTICLE for relation in found for c in relation.sources)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Taleban", "taliban"),
        ("طالبان", "taliban"),
        ("ISKP", "isis-k"),
        ("IS-K", "isis-k"),
        ("is k", "isis-k"),
        ("TTP", "ttp"),
        ("Pakistani Taliban", "ttp"),
        ("AQ", "al-qaeda"),
        ("al qaida", "al-qaeda"),
    ],
)
def test_names_that_people_type_resolve(typed, meant):
    assert resolve(GRAPH, typed).actor.id == meant


def test_daesh_alone_is_never_isis_k():
    found = resolve(GRAPH, "Daesh")
    assert found.actor is None or found.actor.id == "islamic-state"


def test_every_step_of_the_story_shows_relations_that_hold_at_its_date_and_are_in_focus():
    assert 6 <= len(GRAPH.story) <= 10
    for step in GRAPH.story:
        assert step.relations, step.text
        for key in step.relations:
            relation = GRAPH.keyed[key]
            assert holds_at(GRAPH, relation, step.date), (step.text, key)
            assert {relation.source, relation.target} <= set(step.focus), (step.text, key)
            assert relation.sources


def test_the_story_goes_from_the_fall_of_kabul_onwards():
    days = [step.date.last for step in GRAPH.story]
    assert days == sorted(days)
    assert GRAPH.story[0].date.text.startswith("2021-08")
    shown = {name for step in GRAPH.story for name in step.focus}
    borne = {end for step in GRAPH.story for key in step.relations for end in _ends(key)}
    assert shown == borne


def _ends(key):
    return GRAPH.keyed[key].source, GRAPH.keyed[key].target
