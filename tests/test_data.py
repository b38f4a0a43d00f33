"""The bundled dataset keeps its promises."""

import re
from collections import defaultdict
from itertools import combinations

import pytest

from conftest import ROOT
from graph.formatting import format_files
from graph.grading import ceiling
from graph.loading import load
from graph.model import Identifier, tie
from graph.names import resolve
from graph.timing import holds_at, tenure

LOADED = load(ROOT / "data")
GRAPH = LOADED.graph
ARTICLE = "baloch-2023"


def test_it_is_free_of_errors_and_warnings():
    assert [str(problem) for problem in LOADED.problems] == []


def test_it_is_as_large_as_promised():
    assert len(GRAPH.actors) >= 105
    assert len(GRAPH.relations) >= 420


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
        ("isis-k", "draws_members_from", "taliban"),
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


def test_it_is_in_order():
    assert format_files(str(ROOT / "data")) == ([], [])


def test_every_type_is_used():
    assert {kind.name for kind in GRAPH.types} - {one.type for one in GRAPH.relations} == set()
    assert len(GRAPH.types) <= 36


def test_no_relation_holds_outside_the_lives_of_its_actors():
    empty = [key for key, one in GRAPH.keyed.items() if tenure(GRAPH, one).span is None]
    assert empty == []


def test_events_have_a_date_of_their_own():
    events = [key for key, one in GRAPH.keyed.items() if not GRAPH.type[one.type].lasting]
    assert [key for key in events if not GRAPH.keyed[key].begin] == []


def test_friend_and_foe_at_one_time_is_explained():
    """Where a pair has both signs at one time, one of the ties says so or is disputed."""
    lasting = [one for one in GRAPH.relations if GRAPH.type[one.type].lasting]
    for one, two in combinations(lasting, 2):
        if {one.source, one.target} != {two.source, two.target}:
            continue
        if GRAPH.type[one.type].sign * GRAPH.type[two.type].sign == -1:
            spans = tenure(GRAPH, one).span, tenure(GRAPH, two).span
            explained = any(t.ambivalent or t.disputed_by for t in (one, two))
            assert explained or not spans[0].meets(*spans[1]), (one, two)


def test_what_is_claimed_is_at_most_what_the_sources_carry():
    order = ("low", "medium", "high")
    for key, one in GRAPH.keyed.items():
        most = ceiling(GRAPH.document[cited.source] for cited in one.sources)
        assert order.index(one.confidence) <= order.index(most), key


def test_the_contradictions_of_the_notes_are_kept():
    """Each as a relation that somebody disputes."""
    disputed = {tie(one) for one in GRAPH.relations if one.disputed_by}
    assert disputed >= {
        "taliban:hosts:al-qaeda",
        "taliban:hosts:ttp",
        "taliban:hosts:etim",
        "iran:hosts:saif-al-adl",
        "haqqani-network:part_of:taliban",
        "russia:supports:taliban",
        "isis-k:attacked:russia",
        "isis-k:attacked:uzbekistan",
        "nrf:part_of:taliban",
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Daesh", "islamic-state"), ("IS", "islamic-state"), ("ISIS", "islamic-state")],
)
def test_daesh_alone_never_becomes_isis_k(typed, meant):
    assert resolve(GRAPH, typed).actor.id == meant


def test_ambiguous_names_ask_back():
    assert {one.id for one in resolve(GRAPH, "Haqqani").candidates} >= {
        "sirajuddin-haqqani",
        "jalaluddin-haqqani",
    }


def test_identifiers_say_how_they_match():
    found = {identifier for actor in GRAPH.actors for identifier in actor.ids}
    assert len(found) > 60
    assert Identifier("ucdp", "234", "broad") in GRAPH.actor["isis-k"].ids
    exact = [(one.scheme, one.id) for one in found if not one.match]
    assert len(set(exact)) == len(exact)
    schemes = {
        "un": r"(QD[ei]|TA[ei]|QI)\.\S+",
        "ucdp": r"\d+",
        "wikidata": r"Q\d+",
        "iso": "[A-Z]{2,3}",
    }
    for scheme, form in schemes.items():
        assert [i for i in found if i.scheme == scheme and not re.fullmatch(form, i.id)] == []


def test_grades_follow_the_kind_of_publisher():
    """One publisher, one grade: A and B where a body speaks of its own acts and of others'."""
    grades = defaultdict(set)
    for source in GRAPH.sources:
        if source.publisher and not source.origin:
            grades[source.publisher.casefold()].add(source.reliability)
    assert {
        name: found for name, found in grades.items() if len(found) > 1 and found != {"A", "B"}
    } == {}


@pytest.mark.parametrize("page", ["docs/data-notes.md", "docs/datasheet.md"])
def test_the_pages_give_the_numbers_of_today(page):
    text = " ".join((ROOT / page).read_text(encoding="utf-8").split())
    people = sum(actor.kind == "person" for actor in GRAPH.actors)
    disputed = sum(bool(one.disputed_by) for one in GRAPH.relations)
    for number, what in (
        (len(GRAPH.actors), "actors"),
        (len(GRAPH.relations), "relations"),
        (len(GRAPH.types), "types"),
        (len(GRAPH.sources), "sources"),
    ):
        assert f"{number} {what}" in text
    assert f"{people} of them persons" in text or f"| persons | {people} |" in text
    assert f"{disputed} are disputed" in text or f"{disputed} relations are disputed" in text


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
