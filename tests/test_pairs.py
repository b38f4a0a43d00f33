"""Which pairs of actors relations speak of, and what is worked out once for a graph."""

from hypothesis import given
from hypothesis import strategies as st

from graph.model import ActorGraph, once
from graph.pairs import ends, spoken
from strategies import ACTOR_IDS, GRAPHS

SOME = st.none() | st.lists(st.sampled_from(ACTOR_IDS), unique=True).map(tuple)


@given(GRAPHS, SOME, SOME, st.booleans())
def test_the_pairs_are_those_that_a_look_at_every_relation_finds(graph, ones, twos, backwards):
    found = list(spoken(graph, ones, twos, backwards=backwards))
    every = [
        (pair, place)
        for place, relation in enumerate(graph.relations)
        for pair in ends(graph, relation, backwards=backwards)
        if (ones is None or pair[0] in ones) and (twos is None or pair[1] in twos)
    ]
    if ones is twos is None:
        places = [place for _, place in found]
        assert places == list(range(len(graph.relations)))
        assert set(found) <= set(every)
    else:
        assert sorted(found) == sorted(every)
        assert [place for _, place in found] == sorted(place for _, place in every)


def test_what_is_worked_out_once_is_kept_for_its_graph_and_for_no_equal_one():
    asked = []

    @once
    def number(graph):
        """Count."""
        asked.append(graph)
        return len(asked)

    graph = ActorGraph()
    assert (number(graph), number(graph), number(ActorGraph())) == (1, 1, 2)
    assert number.__doc__ == "Count."
