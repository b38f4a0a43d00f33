"""Two graphs that grew out of one become one; what contradicts is kept in both forms."""

import pytest
from hypothesis import given, settings

from graph.dates import parse_date
from graph.diffing.changes import apply
from graph.diffing.comparing import diff
from graph.model import Actor, ActorGraph, Citation, Identifier, Listed, Relation, Source
from graph.patching.merging import merge
from strategies import GRAPH_PAIRS, GRAPHS, TYPES

A, B, C = (Actor(one, one.upper(), sources=Listed([Citation("s")])) for one in "abc")
HOSTS = Relation("a", "hosts", "b", confidence="low", sources=Listed([Citation("s")]))
SOURCES = [Source("s", "S"), Source("t", "T")]


def graph(actors=(A, B, C), relations=(HOSTS,), sources=SOURCES):
    return ActorGraph.of(actors, relations, sources, TYPES)


BASE = graph()


def once(given):
    return ActorGraph.of(given.actors, dict.fromkeys(given.relations), given.sources, given.types)


def told(merged):
    return [(c.record.one, c.key, c.field, c.ours, c.theirs) for c in merged.conflicts]


@settings(max_examples=60)
@given(GRAPH_PAIRS)
def test_one_side_alone_or_both_alike_are_taken_as_they_are(pair):
    base, new = map(once, pair)
    assert apply(diff(base, new), base) == new
    for made in (merge(base, new, base), merge(base, base, new), merge(base, new, new)):
        assert made.graph == made.other == new
        assert made.conflicts == ()


@settings(max_examples=60)
@given(GRAPH_PAIRS, GRAPHS)
def test_the_order_of_the_sides_matters_only_where_they_contradict_each_other(pair, third):
    base, ours, theirs = map(once, (*pair, third))
    one, two = merge(base, ours, theirs), merge(base, theirs, ours)
    assert bool(one.conflicts) == bool(two.conflicts)
    if not one.conflicts:
        assert one.graph == one.other == two.graph


def test_different_claims_never_conflict():
    one = Relation("b", "fights", "c")
    two = Relation("a", "fights", "c")
    made = merge(BASE, graph(relations=[HOSTS, one]), graph(relations=[HOSTS, two]))
    assert made.graph == graph(relations=[HOSTS, one, two])
    assert made.conflicts == ()


def test_the_same_new_claim_stands_once_with_the_sources_of_both():
    one = Relation("b", "fights", "c", begin=parse_date("2015"), sources=Listed([Citation("s")]))
    two = one._replace(confidence="high", sources=Listed([Citation("t")]))
    made = merge(BASE, graph(relations=[HOSTS, one]), graph(relations=[HOSTS, two]))
    both = two._replace(sources=Listed([Citation("s"), Citation("t")]))
    assert made.graph == graph(relations=[HOSTS, both])
    assert made.conflicts == ()


def test_whether_a_new_claim_ended_is_a_contradiction_though_one_side_says_nothing():
    one = Relation("b", "fights", "c", begin=parse_date("2015"))
    two = one._replace(end=parse_date("2017"))
    made = merge(BASE, graph(relations=[HOSTS, one]), graph(relations=[HOSTS, two]))
    assert told(made) == [("relation", "b:fights:c", "to", None, "2017")]


def test_fields_are_merged_one_by_one_and_lists_as_sets():
    base = HOSTS._replace(sources=Listed([Citation("s"), Citation("t")]))
    ours = base._replace(confidence="high", sources=Listed([Citation("s"), Citation("u")]))
    theirs = base._replace(
        summary="x", sources=Listed([Citation("v"), Citation("s"), Citation("t")])
    )
    made = merge(*(graph(relations=[one]) for one in (base, ours, theirs)))
    cited = Listed([Citation("s"), Citation("u"), Citation("v")])
    assert made.graph.relations == (base._replace(confidence="high", summary="x", sources=cited),)
    assert made.conflicts == ()


def test_a_field_that_both_changed_is_kept_in_both_forms():
    ours, theirs = (HOSTS._replace(confidence=one) for one in ("high", "medium"))
    made = merge(BASE, graph(relations=[ours]), graph(relations=[theirs]))
    assert told(made) == [("relation", "a:hosts:b", "confidence", "high", "medium")]
    assert made.graph.relations == (ours,)
    assert made.other.relations == (theirs,)


def test_what_one_side_took_out_and_the_other_changed_is_a_conflict():
    theirs = HOSTS._replace(confidence="high")
    made = merge(BASE, graph(relations=[]), graph(relations=[theirs]))
    assert [(c.field, c.ours, c.theirs["confidence"]) for c in made.conflicts] == [
        ("", None, "high")
    ]
    assert made.graph.relations == ()
    assert made.other.relations == (theirs,)
    assert merge(BASE, graph(relations=[]), graph(relations=[])).conflicts == ()


def test_identifiers_are_merged_by_their_scheme():
    def with_ids(*ids):
        return graph([A._replace(ids=Listed(Identifier(*one) for one in ids)), B, C])

    base = with_ids(("un", "1"))
    made = merge(base, with_ids(("un", "1"), ("eu", "2")), with_ids(("un", "3")))
    assert made.graph == with_ids(("un", "3"), ("eu", "2"))
    clash = merge(base, with_ids(("un", "2")), with_ids(("un", "3")))
    assert told(clash) == [("actor", "a", "ids", {"un": "2"}, {"un": "3"})]


NAMED = A._replace(name="Alpha Front", kind="state", aliases=Listed(["Alpha"]))


def renamed(actors, *relations):
    return ActorGraph.of(actors, relations, SOURCES, TYPES)


def test_a_rename_is_followed_by_what_the_other_side_adds():
    base = renamed([NAMED, B, C], HOSTS)
    ours = renamed([NAMED._replace(id="z"), B, C], HOSTS._replace(source="z"))
    new = Relation("c", "opposes", "a")
    made = merge(base, ours, renamed([NAMED, B, C], HOSTS, new))
    assert made.conflicts == ()
    assert made.graph == renamed(
        [NAMED._replace(id="z"), B, C], HOSTS._replace(source="z"), new._replace(target="z")
    )
    assert merge(base, renamed([NAMED, B, C], HOSTS, new), ours).graph == made.graph


def test_two_new_names_for_one_actor_are_a_conflict():
    base = renamed([NAMED, B, C], HOSTS)
    sides = (
        renamed([NAMED._replace(id=id_), B, C], HOSTS._replace(source=id_)) for id_ in ("x", "y")
    )
    made = merge(base, *sides)
    assert told(made) == [("actor", "a", "id", "x", "y")]


def test_one_new_name_for_two_actors_is_a_conflict_and_mixes_no_relations():
    other = Actor("b", "Beta the Second", "state", sources=Listed([Citation("t")]))
    hosts, ends = Relation("a", "hosts", "c"), Relation("b", "opposes", "c")
    base = renamed([NAMED, other, C], hosts, ends)
    ours = renamed([NAMED._replace(id="z"), other, C], hosts._replace(source="z"), ends)
    theirs = renamed([NAMED, other._replace(id="z"), C], hosts, ends._replace(source="z"))
    made = merge(base, ours, theirs)
    assert told(made) == [("actor", "b", "id", "b", "z")]
    assert made.graph == ours
    turned = merge(base, theirs, ours)
    assert told(turned) == [("actor", "a", "id", "a", "z")]
    assert turned.graph == theirs


def test_a_new_actor_under_the_name_that_another_got_is_a_conflict():
    base = renamed([NAMED, B, C], HOSTS)
    ours = renamed([NAMED._replace(id="z"), B, C], HOSTS._replace(source="z"))
    theirs = renamed([NAMED, B, C, Actor("z", "Zed")], HOSTS)
    for made in (merge(base, ours, theirs), merge(base, theirs, ours)):
        assert {(c.key, c.field) for c in made.conflicts} >= {("z", "name")}


def test_an_actor_that_one_side_took_out_and_the_other_names_is_a_conflict():
    new = Relation("a", "hosts", "c")
    made = merge(BASE, graph([A, B]), graph(relations=[HOSTS, new]))
    assert [(c.key, c.field, c.ours) for c in made.conflicts] == [("c", "", None)]
    assert made.other == graph(relations=[HOSTS, new])
    assert merge(BASE, graph([A, B]), BASE).conflicts == ()


@pytest.mark.parametrize("swap", [False, True])
def test_a_type_that_is_symmetric_on_one_side_only_still_merges(swap):
    types = [
        one._replace(symmetric=True, inverse=one.label) if one.name == "hosts" else one
        for one in TYPES
    ]
    ours = ActorGraph.of((A, B, C), [HOSTS], SOURCES, types)
    theirs = graph(relations=[HOSTS, Relation("c", "hosts", "b")])
    made = merge(BASE, *((theirs, ours) if swap else (ours, theirs)))
    assert made.conflicts == ()
    assert {(one.source, one.target) for one in made.graph.relations} == {("a", "b"), ("b", "c")}
