"""How a network hangs together, held against networkx."""

from itertools import pairwise

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from graph.diffing.linking import links
from graph.diffing.projecting import mutual

_PAIRS = st.lists(st.tuples(*[st.sampled_from("abcdefghi")] * 2).filter(lambda p: p[0] != p[1]))


def test_nothing_has_no_parts():
    assert links({}) == ({}, {}, {}, {})


def test_an_actor_between_two_groups_parts_them():
    found = links(mutual([*zip("abcd", "bcde", strict=True), ("a", "f")]))
    assert found.pieces("c") == [["a", "b", "f"], ["d", "e"]]
    assert sorted(found.sizes("c")) == [2, 3]
    assert sorted(found.hangs) == ["a", "b", "c", "d"]


def test_in_a_ring_nobody_parts_anybody():
    found = links(mutual(zip("abcd", "bcda", strict=True)))
    assert found.hangs == {}
    assert found.pieces("a") == [["b", "c", "d"]]
    assert found.sizes("a") == [3]


def test_a_long_chain_needs_no_deep_stack():
    names = [str(number) for number in range(5000)]
    found = links(mutual(pairwise(names)))
    assert len(found.hangs) == 4998


@given(_PAIRS)
def test_parts_cut_actors_and_pieces_are_those_of_networkx(pairs):
    found, net = links(mutual(pairs)), nx.Graph(pairs)
    assert {frozenset(some) for some in found.members.values()} == {
        frozenset(some) for some in nx.connected_components(net)
    }
    assert set(found.hangs) == set(nx.articulation_points(net))
    for actor in net:
        part = nx.node_connected_component(net, actor)
        rest = list(nx.connected_components(net.subgraph(part - {actor})))
        assert {frozenset(some) for some in found.pieces(actor)} == set(map(frozenset, rest))
        assert sorted(found.sizes(actor)) == sorted(map(len, rest))
        assert all(found.part[one] == found.part[actor] for one in part)
        assert all((found.piece(actor, one) is None) == (one not in part - {actor}) for one in net)
