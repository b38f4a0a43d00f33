"""The dataset as a networkx graph: nothing lost, nothing doubled, nothing nested."""

import io

import networkx as nx
from hypothesis import given, settings

from graph import to_networkx
from graph.dates import parse_date
from graph.model import Actor, ActorGraph, Citation, Listed, Relation, RelationType
from graph.timing import holds_at, tenure
from strategies import DATES, GRAPHS

ALLIED = RelationType("allied", "is allied with", "is allied with", 1, symmetric=True, family="x")


def test_actors_are_nodes_and_relations_are_edges_with_all_their_attributes():
    actors = [
        Actor(
            "a",
            "Alpha",
            "state",
            aliases=Listed(["x", "y"]),
            begin=parse_date("2010~"),
            end=parse_date("unknown"),
            areas=Listed(["K", "L"]),
            summary="said",
            sources=Listed([Citation("s"), Citation("t")]),
        ),
        Actor("b", "Beta"),
    ]
    relation = Relation(
        "a",
        "allied",
        "b",
        begin=parse_date("2012"),
        end=parse_date("2013-02"),
        confidence="low",
        ambivalent=True,
        summary="why",
        sources=Listed([Citation("s", "p. 1"), Citation("t")]),
        disputed_by=Listed([Citation("u")]),
    )
    net = to_networkx(ActorGraph.of(actors, [relation], types=[ALLIED]))
    assert dict(net.nodes(data=True)) == {
        "a": {
            "name": "Alpha",
            "kind": "state",
            "aliases": "x; y",
            "begin": "2010~",
            "end": "unknown",
            "areas": "K; L",
            "summary": "said",
            "sources": "s t",
        },
        "b": {
            "name": "Beta",
            "kind": "",
            "aliases": "",
            "begin": "",
            "end": "",
            "areas": "",
            "summary": "",
            "sources": "",
        },
    }
    assert list(net.edges(keys=True, data=True)) == [
        (
            "a",
            "b",
            "a:allied:b",
            {
                "type": "allied",
                "label": "is allied with",
                "family": "x",
                "sign": 1,
                "symmetric": True,
                "lasting": True,
                "begin": "2012",
                "end": "2013-02",
                "first": parse_date("2012").first,
                "last": parse_date("2013-02").last,
                "dated": True,
                "confidence": "low",
                "ambivalent": True,
                "summary": "why",
                "sources": "s t",
                "disputed_by": "u",
            },
        )
    ]


def test_an_empty_dataset_is_an_empty_graph():
    net = to_networkx(ActorGraph())
    assert (type(net), len(net), net.size()) == (nx.MultiDiGraph, 0, 0)


@given(GRAPHS)
def test_no_relation_is_lost_or_doubled(graph):
    net = to_networkx(graph)
    assert sorted(net.nodes) == [actor.id for actor in graph.actors]
    edges = {key: (one, two, edge) for one, two, key, edge in net.edges(keys=True, data=True)}
    assert net.number_of_edges() == len(edges) == len(graph.relations)
    for key, relation in graph.keyed.items():
        one, two, edge = edges[key]
        assert (one, two, edge["type"]) == (relation.source, relation.target, relation.type)
        span = tenure(graph, relation).span
        assert (edge["first"], edge["last"]) == (span or (0, 0))


@given(GRAPHS, DATES)
def test_at_a_date_only_what_holds_is_an_edge_and_all_actors_stay(graph, date):
    net = to_networkx(graph, date)
    assert sorted(net.nodes) == [actor.id for actor in graph.actors]
    assert sorted(key for _, _, key in net.edges(keys=True)) == sorted(
        key for key, relation in graph.keyed.items() if holds_at(graph, relation, date)
    )


@settings(max_examples=30)
@given(GRAPHS)
def test_every_attribute_is_flat_and_the_writers_of_networkx_take_it(graph):
    net = to_networkx(graph)
    rows = [row for _, row in net.nodes(data=True)] + [row for _, _, row in net.edges(data=True)]
    assert {type(value) for row in rows for value in row.values()} <= {str, int, bool}
    for write in (nx.write_graphml, nx.write_gexf):
        # GEXF has attributes of its own for the life of a node: the writer takes them away.
        out = io.BytesIO()
        write(net.copy(), out)
        assert out.getvalue().count(b"<edge ") == len(graph.relations)
    back = nx.node_link_graph(nx.node_link_data(net, edges="edges"), edges="edges")
    assert nx.utils.graphs_equal(back, net)
