"""Values: equal when they say the same, in one order, with unique keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dates import parse_date
from graph.model import Actor, ActorGraph, Listed, Loaded, Relation, relation_order
from graph.problems import NOWHERE, Place, Problem
from graph.records import RECORDS, record_of, to_record
from strategies import GRAPHS


@given(st.lists(st.text(max_size=2), max_size=4), st.randoms())
def test_the_order_of_a_list_is_no_part_of_its_meaning(items, chance):
    mixed = list(items)
    chance.shuffle(mixed)
    assert Listed(items) == Listed(mixed)
    assert hash(Listed(items)) == hash(Listed(mixed))
    assert list(Listed(mixed)) == mixed


def test_a_list_differs_from_another_and_from_a_tuple():
    assert Listed("ab") != Listed("abb")
    assert Listed("ab") != ("a", "b")


def test_a_place_is_no_part_of_a_value():
    here, there = Actor("a", "A", place=Place("x", 1, 2)), Actor("a", "A")
    assert (here, hash(here)) == (there, hash(there))
    assert there.place is NOWHERE
    assert "place" not in repr(here)


def test_values_cannot_be_changed():
    with pytest.raises(AttributeError):
        Actor("a", "A").name = "B"


def test_a_graph_is_in_order_whatever_came_first():
    early = Relation("a", "hosts", "b", begin=parse_date("2010"))
    late = Relation("a", "hosts", "b", begin=parse_date("2011"))
    never = Relation("a", "hosts", "b")
    graph = ActorGraph.of([Actor("b", "B"), Actor("a", "A")], [late, early, never])
    assert [actor.id for actor in graph.actors] == ["a", "b"]
    assert graph.relations == (never, early, late)
    assert graph.keys == ("a:hosts:b", "a:hosts:b:2", "a:hosts:b:3")
    assert graph.keyed["a:hosts:b:2"] is early


def test_a_relations_own_id_is_its_key():
    graph = ActorGraph.of(relations=[Relation("a", "hosts", "b", "mine")])
    assert graph.keys == ("mine",)


@given(GRAPHS, st.randoms())
def test_a_graph_and_its_keys_do_not_depend_on_the_order_of_the_data(graph, chance):
    mixed = list(graph.relations)
    chance.shuffle(mixed)
    again = ActorGraph.of(graph.actors, mixed, graph.sources, graph.types)
    assert again == graph
    assert again.keys == graph.keys
    assert len(set(graph.keys)) == len(graph.keys) == len(graph.keyed)


@given(GRAPHS)
def test_the_order_of_relations_tells_different_ones_apart(graph):
    for one in graph.relations:
        for two in graph.relations:
            assert (relation_order(one) == relation_order(two)) == (one == two)


@given(GRAPHS)
def test_a_record_has_what_a_value_says_and_no_more(graph):
    for value in (*graph.actors, *graph.relations, *graph.sources, *graph.types, *graph.story):
        record = record_of(value)
        plain = to_record(value)
        assert record in RECORDS
        assert list(plain) == [field.name for field in record.fields if field.name in plain]
        for field in record.fields:
            content = getattr(value, field.attribute)
            default = value._field_defaults.get(field.attribute)
            assert (field.name in plain) == (content != default or field.required)


def test_errors_are_the_problems_that_cost_an_entry():
    error = Problem(Place("x", 1, 2), "error", "bad-id", "no")
    warning = Problem(Place("x"), "warning", "unused", "unused")
    loaded = Loaded(ActorGraph(), (error, warning))
    assert loaded.errors == (error,)
    assert [str(problem) for problem in loaded.problems] == [
        "x:1:2: bad-id: no",
        "x: warning: unused: unused",
    ]


def test_problems_sort_by_place():
    places = [Place("b"), Place("a", 2, 1), Place("a", 1, 9), Place("a", 1, 10)]
    problems = [Problem(place, "error", "tag", "x") for place in places]
    assert [str(one.place) for one in sorted(problems)] == ["a:1:9", "a:1:10", "a:2:1", "b"]


def test_indexes_are_by_id_and_name():
    graph = ActorGraph.of([Actor("a", "A")])
    changed = graph._replace(actors=(Actor("b", "B"),))
    assert (list(graph.actor), list(changed.actor)) == (["a"], ["b"])
    assert (graph.type, graph.document) == ({}, {})
