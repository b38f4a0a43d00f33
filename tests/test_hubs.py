"""An actor's place among all."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import hubs as module
from graph.hubs import MEASURES, hubs, isolated
from graph.query import Filters
from graph.ties import find_ties
from graph.timing import life
from strategies import DATES, GRAPHS
from tied import CLAIMS, NAMES, ties_of


def measured(*claims, by="degree"):
    return {hub.actor: hub for hub in hubs(ties_of(*claims), by)}


def test_the_middle_of_a_star_is_between_all_and_cuts_it():
    star = measured("a aids b", "a fights c", "d meets a", "a aids e", "e fights a")
    assert star["a"][1:7] == (4, 1, 1, 1, 1, 5)
    assert (star["a"].betweenness, star["a"].cut) == (1.0, True)
    assert star["a"].bridges == ("b", "c", "d", "e")
    assert star["b"] == ("b", 1, 0, 1, 0, 0, 1, 0.0, False, ("a",))


def test_a_line_has_the_betweenness_of_the_books():
    line = measured("a aids b", "b aids c", "c aids d", "d aids e")
    between = [line[name].betweenness * 6 for name in "abcde"]  # pairs of others: 4 * 3 / 2
    assert between == pytest.approx([0, 3, 4, 3, 0])


def test_a_ring_has_no_bridge():
    ring = measured("a aids b", "b aids c", "c aids a")
    assert all((hub.cut, hub.bridges) == (False, ()) for hub in ring.values())


def test_the_order_is_by_the_measure_then_degree_then_id():
    claims = ("a fights b", "c aids d", "c aids e", "c aids f")
    assert list(measured(*claims, by="hostile"))[:3] == ["a", "b", "c"]
    assert next(iter(measured(*claims, by="friendly"))) == "c"
    assert hubs(ties_of()) == ()


def test_betweenness_that_would_take_long_is_measured_when_asked_for(monkeypatch):
    monkeypatch.setattr(module, "MOST_WORK", 1)
    claims = ("a aids b", "b aids c")
    assert {hub.betweenness for hub in measured(*claims).values()} == {None}
    assert measured(*claims, by="betweenness")["b"].betweenness == 1


@given(CLAIMS, st.sampled_from(MEASURES))
def test_measures_keep_their_definitions(claims, by):
    ties = ties_of(*claims)
    found = hubs(ties, by)
    net = nx.Graph(list(ties.tie))
    parts = nx.number_connected_components(net)
    assert sum(hub.degree for hub in found) == 2 * len(ties.tie)
    assert [getattr(hub, by) for hub in found] == sorted(
        (getattr(hub, by) for hub in found), reverse=True
    )
    for hub in found:
        assert hub.degree == hub.hostile + hub.friendly + hub.mixed + hub.neutral
        without = net.copy()
        without.remove_node(hub.actor)
        alone = net.degree(hub.actor) == 0
        assert hub.cut == (nx.number_connected_components(without) > parts - alone)
        for other in net[hub.actor]:
            less = net.copy()
            less.remove_edge(hub.actor, other)
            split = nx.number_connected_components(less) > parts
            assert (other in hub.bridges) == split
        assert hub.betweenness == pytest.approx(_between(net, hub.actor))


def _between(net, name):
    """Count by the definition: over pairs of others, the share of their shortest paths."""
    others = [node for node in net if node != name]
    pairs = list(combinations(others, 2))
    total = 0.0
    for one, two in pairs:
        if nx.has_path(net, one, two):
            ways = list(nx.all_shortest_paths(net, one, two))
            total += sum(name in way for way in ways) / len(ways)
    return total / len(pairs) if pairs else 0.0


@given(GRAPHS, DATES)
def test_whoever_lives_is_tied_or_isolated(graph, date):
    types = tuple(kind.name for kind in graph.types)
    ties = find_ties(graph, types, Filters(date))
    alone = {one.actor for one in isolated(graph, ties)}
    tied = {name for ends in ties.tie for name in ends}
    alive = {actor.id for actor in graph.actors if life(actor).meets(date.first, date.last)}
    assert alone == alive - tied
    for one in isolated(graph, ties):
        keys = {
            key
            for key, relation in graph.keyed.items()
            if one.actor in (relation.source, relation.target)
        }
        assert {held.key for held in one.other_times} == keys


def test_of_all_times_only_who_has_no_relation_is_isolated():
    ties = ties_of("a aids b", "c meets d", types=("aids",))
    from tied import graph_of

    found = isolated(graph_of("a aids b", "c meets d"), ties)
    assert [one.actor for one in found] == sorted(set(NAMES) - {"a", "b"})
