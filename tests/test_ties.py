"""Ties: two actors, whichever way their relations point, and the sign of it."""

import pytest
from hypothesis import given

from graph.model import ActorGraph
from graph.query import Filters, Verb, ask, find_verb
from graph.ties import chosen_types, find_ties, neighbours, pair, polarity
from strategies import DATES, GRAPHS
from tied import CLAIMS, TYPES, graph_of, ties_of


@pytest.mark.parametrize(
    ("claims", "polarity_"),
    [
        (["a aids b"], "friendly"),
        (["a aids b", "b aids a"], "friendly"),
        (["a fights b", "a meets b"], "hostile"),
        (["a meets b"], "neutral"),
        (["a aids b high", "a fights b low"], "mixed"),
    ],
)
def test_both_signs_are_mixed_and_never_averaged(claims, polarity_):
    assert ties_of(*claims).between("b", "a").polarity == polarity_


def test_an_ambivalent_relation_is_mixed_whatever_its_sign():
    graph = graph_of("a aids b")
    doubtful = [graph.relations[0]._replace(ambivalent=True)]
    ties = find_ties(ActorGraph.of(graph.actors, doubtful, types=TYPES), ("aids",), Filters())
    assert ties.between("a", "b").polarity == "mixed"


def test_nothing_between_two_is_neutral():
    assert polarity(graph_of(), ()) == "neutral"


def test_the_surest_relation_comes_first():
    ties = ties_of("a aids b low", "b aids a", "a fights b high")
    assert [held.relation.confidence for held in ties.between("a", "b").relations] == [
        *("high", "low", ""),
    ]


def test_types_count_that_have_a_sign_or_that_were_chosen():
    graph = graph_of()
    assert chosen_types(graph) == ("aids", "fights")
    assert chosen_types(graph, neutral=True) == ("aids", "fights", "meets")
    words = [find_verb(graph, word) for word in ("diplomacy", "fights")]
    assert chosen_types(graph, words) == ("fights", "meets")
    assert chosen_types(graph, words[:1], neutral=True) == ("meets",)


def test_only_types_that_count_make_a_tie():
    assert dict(ties_of("a meets b", types=("aids",)).tie) == {}
    with pytest.raises(KeyError):
        ties_of().between("a", "b")


@given(CLAIMS)
def test_neighbours_are_mutual_and_sorted(claims):
    ties = ties_of(*claims)
    near = neighbours(ties.tie)
    assert sum(map(len, near.values())) == 2 * len(ties.tie)
    for one, others in near.items():
        assert others == sorted(set(others))
        assert all(one in near[other] for other in others)


@given(GRAPHS, DATES)
def test_ties_are_made_of_the_relations_that_who_gives(graph, date):
    types = tuple(kind.name for kind in graph.types)
    filters = Filters(at=date)
    answer = ask(graph, Verb("", "", types), filters=filters)
    ties = find_ties(graph, types, filters)
    given_ = {
        (pair(stance.actor.id, stance.other.id), held.key)
        for stance in answer.stances
        for held in stance.relations
    }
    assert {(ends, one.key) for ends, tie in ties.tie.items() for one in tie.relations} == given_
    assert ties.hidden == answer.hidden
