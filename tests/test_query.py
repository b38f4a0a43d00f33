"""Who does what to whom, and why an answer is empty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checked import problems_of
from graph.dates import parse_date
from graph.model import ActorGraph, RelationType
from graph.query import (
    EVERYTHING,
    Filters,
    Hidden,
    Verb,
    about,
    ask,
    find_verb,
    opponents,
    opposition,
    support,
    sure_enough,
    verbs,
)
from graph.timing import state, tenure
from strategies import ACTOR_IDS, DATES, GRAPHS, TYPES

LOADED = problems_of(
    """\
    actors:
      - {id: ana, name: Front, from: 1996, to: 2001}
      - {id: pk, name: Pakistan}
      - {id: tal, name: Taliban, aliases: [IEA]}
      - {id: zed, name: Zed}
    relations:
      - {source: ana, type: fights, target: tal, from: 1996, to: 2001, confidence: high}
      - {source: pk, type: helps, target: tal, from: 1994, to: 2001-09, confidence: medium}
      - {source: pk, type: helps, target: tal, from: 2004, confidence: low}
      - {source: pk, type: struck, target: tal, from: 2024-12-24}
      - {source: tal, type: hosts, target: pk, sources: []}
      - {source: tal, type: fights, target: zed, from: 2030}
      - {source: zed, type: fights, target: ana, from: 2010}
    relation_types:
      - {name: fights, label: fights, inverse: fights, sign: -1, symmetric: true, family: conflict}
      - {name: helps, label: gives help to, inverse: is helped by, sign: 1, family: cooperation}
      - {name: hosts, label: hosts, inverse: is hosted by, sign: 1, family: cooperation}
      - {name: struck, label: struck, inverse: was struck by, sign: -1, lasting: false,
         family: conflict}
      - {name: opposes, label: opposes, inverse: is opposed by, sign: -1, family: conflict}
    """
)
#: Without the bundled vocabulary.
GRAPH = LOADED.graph._replace(
    types=tuple(kind for kind in LOADED.graph.types if kind.place.file == "a.yaml")
)


def said(word, actor=None, other=None, at="", **filters):
    """Ask, and give pairs of ids with the keys of their relations, and the reason."""
    verb = find_verb(GRAPH, word)
    bounds = Filters(at=parse_date(at) if at else None, **filters)
    answer = ask(GRAPH, verb, actor=actor, other=other, filters=bounds)
    pairs = {
        (stance.actor.id, stance.other.id): [held.key for held in stance.relations]
        for stance in answer.stances
    }
    return pairs, answer.reason


FIGHT, OLD, NEW = "ana:fights:tal", "pk:helps:tal", "pk:helps:tal:2"


def test_who_and_whom_ask_from_the_two_ends():
    assert said("hosts", other="pk") == ({("tal", "pk"): ["tal:hosts:pk"]}, "")
    assert said("hosts", actor="tal") == ({("tal", "pk"): ["tal:hosts:pk"]}, "")
    assert said("hosts", actor="pk") == ({}, "none-recorded")
    assert said("hosts", other="tal") == ({}, "none-recorded")


def test_a_symmetric_relation_speaks_for_both_ends():
    assert said("fights", other="tal", at="1999") == ({("ana", "tal"): [FIGHT]}, "")
    assert said("fights", other="ana", at="1999") == ({("tal", "ana"): [FIGHT]}, "")
    assert said("fights", actor="tal", other="ana") == ({("tal", "ana"): [FIGHT]}, "")


def test_every_pair_is_told_once_when_nobody_is_asked_for():
    assert said("fights", at="1999") == ({("ana", "tal"): [FIGHT]}, "")


def test_several_relations_of_a_pair_come_oldest_first():
    assert said("helps", other="tal") == ({("pk", "tal"): [OLD, NEW]}, "")


def test_an_event_holds_on_its_day_and_not_afterwards():
    day = {("pk", "tal"): ["pk:struck:tal"]}
    assert said("struck", other="tal", at="2024-12-24") == (day, "")
    assert said("struck", other="tal", at="2024") == (day, "")
    assert said("struck", other="tal", at="2025") == ({}, "none-at-date")


def test_opposition_is_every_type_of_sign_minus_one_and_support_of_plus_one():
    assert opposition(GRAPH) == Verb("opposes", "opposes", ("fights", "opposes", "struck"))
    assert support(GRAPH) == Verb("sides_with", "sides with", ("helps", "hosts"))
    assert said("opposes", other="tal", at="2024-12-24")[0] == {("pk", "tal"): ["pk:struck:tal"]}


WORDS = {
    "opposes": Verb("opposes", "opposes", ("fights", "opposes", "struck")),
    "Sides With": Verb("sides_with", "sides with", ("helps", "hosts")),
    "type:opposes": Verb("type:opposes", "opposes", ("opposes",)),
    "type:conflict": None,
    "fights": Verb("fights", "fights", ("fights",)),
    "gives help to": Verb("helps", "gives help to", ("helps",)),
    "gives-help-to": Verb("helps", "gives help to", ("helps",)),
    "conflict": Verb("conflict", "is tied by conflict to", ("fights", "opposes", "struck")),
    "Cooperation": Verb("Cooperation", "is tied by cooperation to", ("helps", "hosts")),
    "is helped by": Verb("is helped by", "is helped by", ("helps",), backwards=True),
    "is_hosted_by": Verb("is_hosted_by", "is hosted by", ("hosts",), backwards=True),
    "likes": None,
    "": None,
}


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_a_polarity_a_type_a_label_a_family_or_an_inverse(word):
    assert find_verb(GRAPH, word) == WORDS[word]


def test_the_name_of_a_type_comes_before_the_label_of_another():
    kinds = (RelationType("aids", "hosts", "x", 1), RelationType("hosts", "y", "z", 1))
    assert find_verb(ActorGraph.of(types=kinds), "hosts") == Verb("hosts", "y", ("hosts",))


def test_an_inverse_asks_the_other_way_round():
    assert said("is hosted by", actor="pk") == ({("pk", "tal"): ["tal:hosts:pk"]}, "")
    assert said("is hosted by", other="pk") == ({}, "none-recorded")


def test_the_words_are_listed_for_suggestions():
    assert verbs(GRAPH) == [
        "conflict",
        "cooperation",
        "fights",
        "helps",
        "hosts",
        "opposes",
        "sides_with",
        "struck",
    ]
    assert all(find_verb(GRAPH, word) for word in verbs(GRAPH))


def test_confidence_has_an_order_and_what_nobody_assessed_is_below_all():
    assert said("helps", min_confidence="medium")[0] == {("pk", "tal"): [OLD]}
    assert said("helps", min_confidence="low")[0] == {("pk", "tal"): [OLD, NEW]}
    assert said("hosts", min_confidence="low") == ({}, "hidden-by-filter")
    struck = next(one for one in GRAPH.relations if one.type == "struck")
    assert (sure_enough(struck, ""), sure_enough(struck, "low")) == (True, False)


def test_undated_relations_come_when_asked_for():
    assert said("hosts", at="2020") == ({}, "hidden-by-filter")
    assert said("hosts", at="2020", undated=True)[0] == {("tal", "pk"): ["tal:hosts:pk"]}
    assert said("hosts")[0] == {("tal", "pk"): ["tal:hosts:pk"]}


SILENCES = [
    ("opposes", {"other": "pk", "at": "2020"}, "none-recorded", Hidden()),
    ("fights", {"other": "tal", "at": "1990"}, "none-at-date", Hidden(future=2)),
    ("fights", {"other": "tal", "at": "2010"}, "none-at-date", Hidden(past=1, future=1)),
    ("fights", {"other": "zed", "at": "2012", "actor": "ana"}, "none-at-date", Hidden(never=1)),
    ("hosts", {"at": "2020"}, "hidden-by-filter", Hidden(undated=1)),
    (
        "helps",
        {"at": "2020", "min_confidence": "high"},
        "hidden-by-filter",
        Hidden(past=1, unsure=1),
    ),
]


@pytest.mark.parametrize(("word", "asked", "reason", "hidden"), SILENCES)
def test_silence_is_explained_and_counted(word, asked, reason, hidden):
    given_ = dict(asked)
    ends = {name: given_.pop(name, None) for name in ("actor", "other")}
    filters = Filters(at=parse_date(given_.pop("at")), **given_)
    answer = ask(GRAPH, find_verb(GRAPH, word), **ends, filters=filters)
    assert (answer.stances, answer.reason, answer.hidden) == ((), reason, hidden)


def test_an_answer_counts_what_it_leaves_out_beside_what_it_gives():
    filters = Filters(at=parse_date("1999"))
    answer = ask(GRAPH, opposition(GRAPH), other="tal", filters=filters)
    assert (len(answer.stances), answer.reason) == (1, "")
    assert answer.hidden == Hidden(future=2)


def test_stances_come_by_name():
    answer = ask(GRAPH, Verb("", "", tuple(GRAPH.type)), other="tal")
    assert [stance.actor.name for stance in answer.stances] == ["Front", "Pakistan", "Zed"]


def test_about_an_actor_there_is_one_stance_a_neighbour():
    found = about(GRAPH, "tal")
    assert {
        stance.other.id: [held.key for held in stance.relations] for stance in found.stances
    } == {
        "ana": [FIGHT],
        "pk": [OLD, NEW, "pk:struck:tal", "tal:hosts:pk"],
        "zed": ["tal:fights:zed"],
    }
    assert {stance.actor.id for stance in found.stances} == {"tal"}
    assert (found.hidden, found.reason) == (Hidden(), "")


def test_between_two_all_is_told_in_both_directions():
    there, back = about(GRAPH, "tal", "pk"), about(GRAPH, "pk", "tal")
    assert [held.key for held in there.stances[0].relations] == [
        held.key for held in back.stances[0].relations
    ]
    nothing = about(GRAPH, "pk", "zed")
    assert (nothing.stances, nothing.reason) == ((), "none-recorded")
    early = about(GRAPH, "tal", "zed", Filters(at=parse_date("2020")))
    assert (early.stances, early.reason, early.hidden) == ((), "none-at-date", Hidden(future=1))


def test_opponents_are_found_by_any_name_and_at_any_date():
    then = opponents(GRAPH, "IEA", parse_date("1999"))
    assert [stance.actor.id for stance in then] == ["ana"]
    assert opponents(GRAPH, "taliban") == ()  # today, 2026-11-22


def test_the_opponents_of_an_unknown_name_are_an_error_with_candidates():
    with pytest.raises(KeyError, match=r"\"Talban\" is no one actor; candidates: tal"):
        opponents(GRAPH, "Talban")
    with pytest.raises(KeyError, match="candidates: none"):
        opponents(GRAPH, "xyz")


ENDS = st.none() | st.sampled_from(ACTOR_IDS)
FLAGS = (st.booleans(),) * 4
FILTERS = st.builds(Filters, st.none() | DATES, st.sampled_from(["", "low", "high"]), *FLAGS)


@given(GRAPHS, st.sampled_from(TYPES), ENDS, ENDS, FILTERS)
def test_an_answer_and_its_counts_together_are_all_that_fits(graph, kind, actor, other, filters):
    verb = Verb(kind.name, kind.label, (kind.name,))
    answer = ask(graph, verb, actor=actor, other=other, filters=filters)
    shown = {held.key for stance in answer.stances for held in stance.relations}
    all_ = ask(graph, verb, actor=actor, other=other, filters=EVERYTHING)
    fitting = {held.key for stance in all_.stances for held in stance.relations}
    assert shown <= fitting
    assert len(shown) + sum(answer.hidden) == len(fitting)
    assert bool(answer.stances) == (answer.reason == "")
    for stance in answer.stances:
        for held in stance.relations:
            assert {stance.actor.id, stance.other.id} == {
                held.relation.source,
                held.relation.target,
            }
            assert sure_enough(held.relation, filters.min_confidence)
            days = tenure(graph, held.relation)
            assert held.days == days
            if filters.at:
                flags = ("undated", "past", "future")
                allowed = {"holds", *(flag for flag in flags if getattr(filters, flag))}
                assert state(days, filters.at) in allowed
            assert not (filters.direct and graph.type[held.relation.type].symmetric)


@given(GRAPHS, st.sampled_from(ACTOR_IDS), FILTERS)
def test_about_an_actor_is_what_it_does_and_what_is_done_to_it(graph, actor, filters):
    every = Verb("", "", tuple(kind.name for kind in graph.types))
    done = [
        ask(graph, every, actor=actor, filters=filters),
        ask(graph, every, other=actor, filters=filters),
    ]
    keys = {held.key for one in done for stance in one.stances for held in stance.relations}
    found = about(graph, actor, filters=filters)
    assert {held.key for stance in found.stances for held in stance.relations} == keys
