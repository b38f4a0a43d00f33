"""What rests on which source, and what rests on little."""

import pytest
from hypothesis import given

from graph.grading import independent
from graph.model import ActorGraph, Citation, Listed, Relation, Source
from graph.query import Verb, ask
from graph.resting import WEAKNESSES, asserting, resting, weak, weaknesses
from strategies import GRAPHS

SOURCES = [
    Source("fair", "Fair", publisher="X", reliability="C"),
    Source("poor", "Poor", publisher="Y", reliability="D"),
    Source("same", "Same", publisher="x", reliability="B"),
    Source("unknown", "Unknown", publisher="Z"),
]
GRAPH = ActorGraph.of(sources=SOURCES)


def relation(*sources, denied=()):
    cited = (Listed(Citation(name) for name in names) for names in (sources, denied))
    return Relation("a", "fights", "b", sources=next(cited), disputed_by=next(cited))


@pytest.mark.parametrize(
    ("sources", "denied", "why"),
    [
        ((), (), ("unsourced",)),
        (("fair",), (), ("one-voice",)),
        (("fair", "same"), (), ("one-voice",)),  # two documents of one publisher
        (("fair", "fair"), (), ("one-voice",)),
        (("fair", "poor"), (), ()),
        (("poor",), (), ("one-voice", "poor-grades")),
        (("poor", "unknown"), (), ("poor-grades",)),
        (("gone",), ("fair",), ("one-voice", "poor-grades", "disputed")),
        (("fair", "poor"), ("same",), ("disputed",)),
    ],
)
def test_little_is_one_voice_or_poor_grades_or_a_dispute(sources, denied, why):
    assert weaknesses(GRAPH, relation(*sources, denied=denied)) == why


def all_of(graph):
    every = Verb("", "", tuple(kind.name for kind in graph.types))
    return [held for stance in ask(graph, every).stances for held in stance.relations]


@given(GRAPHS)
def test_what_sources_carry_adds_up(graph):
    held = all_of(graph)
    found = resting(graph, held)
    known = set(graph.document)
    assert sorted(one.source.id for one in found) == sorted(known)
    assert [len(one.asserted) for one in found] == sorted(
        (len(one.asserted) for one in found), reverse=True
    )
    assert sum(len(one.asserted) for one in found) == sum(
        len(known & set(asserting(one.relation))) for one in held
    )
    assert sum(len(one.denied) for one in found) == sum(
        len(known & {cited.source for cited in one.relation.disputed_by}) for one in held
    )
    for one in found:
        assert {each.key for each in one.alone} == {
            each.key for each in held if set(asserting(each.relation)) == {one.source.id}
        }
        assert {actor.id for actor in one.actors} == {
            actor.id
            for actor in graph.actors
            if one.source.id in {cited.source for cited in actor.sources}
        }


@given(GRAPHS)
def test_the_weak_are_those_with_a_weakness_the_weakest_first(graph):
    held = all_of(graph)
    found = weak(graph, held)
    assert {one.key for one, _ in found} == {
        one.key for one in held if weaknesses(graph, one.relation)
    }
    ranks = [("unsourced" not in why, -len(why)) for _, why in found]
    assert ranks == sorted(ranks)
    for one, why in found:
        assert list(why) == [code for code in WEAKNESSES if code in why]
        assert ("unsourced" in why) == (not one.relation.sources)
        assert ("disputed" in why) == bool(one.relation.disputed_by)
        cited = [graph.document.get(name) or Source(name, name) for name in asserting(one.relation)]
        assert ("one-voice" in why) == (len(independent(cited)) == 1)
