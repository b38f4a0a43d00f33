"""The dataset as a networkx graph."""

from typing import TYPE_CHECKING, Any

from graph.dates import Date
from graph.model import Actor, ActorGraph, Relation
from graph.timing import Tenure, at, tenure

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(graph: ActorGraph, date: Date | str | None = None) -> "nx.MultiDiGraph[str]":
    """Give a `networkx.MultiDiGraph` with one node per actor and one edge per relation.

    All attributes are text, numbers or booleans, so that every networkx writer takes them.
    Nodes have ``name, kind, aliases, begin, end, areas, summary, sources``. Edges are keyed by
    `ActorGraph.keys` and have ``type, label, family, sign`` (-1, 0, 1), ``symmetric, lasting,
    begin, end`` (as written, or ``""``), ``first, last`` (day ordinals as in
    `datetime.date.toordinal`, inclusive; 0 and 0 when it never holds or is undated), ``dated,
    confidence, ambivalent, summary, sources, disputed_by``. Lists are joined by ``"; "``, the
    ids of sources by a space. A symmetric relation is one edge, from the end whose id sorts
    first, with ``symmetric=True``: walk both ``out_edges`` and ``in_edges`` to see it.

    Args:
        graph: The dataset; an empty one gives an empty graph.
        date: Keep only relations that hold then; all actors stay.

    >>> from graph import load
    >>> net = to_networkx(load().graph)
    >>> net.number_of_edges() == len(load().graph.relations)
    True
    """
    import networkx as nx  # noqa: PLC0415 - 0.15 s that an answer does not pay

    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    net.add_nodes_from((actor.id, _node(actor)) for actor in graph.actors)
    part = graph if date is None else at(graph, date)
    for key, relation in part.keyed.items():
        edge = _edge(graph, relation, tenure(graph, relation))
        net.add_edge(relation.source, relation.target, key=key, **edge)
    return net


def _node(actor: Actor) -> dict[str, Any]:
    return {
        "name": actor.name,
        "kind": actor.kind,
        "aliases": "; ".join(actor.aliases),
        "begin": actor.begin.text if actor.begin else "",
        "end": actor.end.text if actor.end else "",
        "areas": "; ".join(actor.areas),
        "summary": actor.summary,
        "sources": " ".join(citation.source for citation in actor.sources),
    }


def _edge(graph: ActorGraph, relation: Relation, days: Tenure) -> dict[str, Any]:
    kind = graph.type[relation.type]
    return {
        "type": kind.name,
        "label": kind.label,
        "family": kind.family,
        "sign": kind.sign,
        "symmetric": kind.symmetric,
        "lasting": kind.lasting,
        "begin": relation.begin.text if relation.begin else "",
        "end": relation.end.text if relation.end else "",
        "first": days.span.first if days.span else 0,
        "last": days.span.last if days.span else 0,
        "dated": days.dated,
        "confidence": relation.confidence,
        "ambivalent": relation.ambivalent,
        "summary": relation.summary,
        "sources": " ".join(citation.source for citation in relation.sources),
        "disputed_by": " ".join(citation.source for citation in relation.disputed_by),
    }
