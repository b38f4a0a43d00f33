"""What rests on which source, and what rests on little.

A relation *rests on* the documents that assert it. It rests on one *alone* when no other document
asserts it, and on one *voice* when all of them have one origin or publisher: see
`graph.grading.independent`.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from graph.grading import independent
from graph.model import Actor, ActorGraph, Relation, Source
from graph.query import Held

Weakness = Literal["unsourced", "one-voice", "poor-grades", "disputed"]
#: Codes of weakness with what they mean, the worst first.
WEAKNESSES: dict[Weakness, str] = {
    "unsourced": "no source",
    "one-voice": "one independent source",
    "poor-grades": "no source better than D",
    "disputed": "disputed",
}
_FAIR = "ABC"


class Resting(NamedTuple):
    """What one source carries.

    Attributes:
        source: The document.
        asserted: Relations that it asserts, in the order given.
        alone: Those of them that no other document asserts.
        denied: Relations that it disputes.
        actors: Actors whose entries cite it, by id.
    """

    source: Source
    asserted: tuple[Held, ...]
    alone: tuple[Held, ...]
    denied: tuple[Held, ...]
    actors: tuple[Actor, ...]


def asserting(relation: Relation) -> tuple[str, ...]:
    """Give the ids of the documents that assert a relation, each once, as it cites them."""
    return tuple(dict.fromkeys(citation.source for citation in relation.sources))


def resting(graph: ActorGraph, relations: Iterable[Held]) -> tuple[Resting, ...]:
    """Say for every source what rests on it: by relations asserted, then alone, then id.

    Args:
        graph: The dataset; a source that it lacks is left out.
        relations: Those that count.
    """
    asserted: dict[str, list[Held]] = {source.id: [] for source in graph.sources}
    denied: dict[str, list[Held]] = {source.id: [] for source in graph.sources}
    for held in relations:
        for name in asserting(held.relation):
            asserted.setdefault(name, []).append(held)
        for name in dict.fromkeys(cited.source for cited in held.relation.disputed_by):
            denied.setdefault(name, []).append(held)
    actors: dict[str, list[Actor]] = {source.id: [] for source in graph.sources}
    for actor in graph.actors:
        for name in dict.fromkeys(cited.source for cited in actor.sources):
            actors.setdefault(name, []).append(actor)
    found = [
        Resting(
            source,
            tuple(asserted[source.id]),
            tuple(held for held in asserted[source.id] if len(asserting(held.relation)) == 1),
            tuple(denied[source.id]),
            tuple(actors[source.id]),
        )
        for source in graph.sources
    ]
    return tuple(
        sorted(found, key=lambda one: (-len(one.asserted), -len(one.alone), one.source.id))
    )


def weaknesses(graph: ActorGraph, relation: Relation) -> tuple[Weakness, ...]:
    """Say why a relation rests on little, in the order of `WEAKNESSES`; ``()`` when it does not.

    A source without a grade, or that the graph lacks, counts as ungraded: F.
    """
    names = asserting(relation)
    documents = [graph.document.get(name) or Source(name, name) for name in names]
    found: list[Weakness] = []
    if not documents:
        found.append("unsourced")
    elif len(independent(documents)) == 1:
        found.append("one-voice")
    if documents and not any(one.reliability and one.reliability in _FAIR for one in documents):
        found.append("poor-grades")
    if relation.disputed_by:
        found.append("disputed")
    return tuple(found)


def weak(
    graph: ActorGraph, relations: Iterable[Held]
) -> tuple[tuple[Held, tuple[Weakness, ...]], ...]:
    """Give the relations that rest on little: the weakest first, then by key."""
    order = list(WEAKNESSES)
    found = [(held, weaknesses(graph, held.relation)) for held in relations]
    return tuple(
        sorted(
            ((held, why) for held, why in found if why),
            key=lambda one: (
                "unsourced" not in one[1],
                -len(one[1]),
                order.index(one[1][0]),
                one[0].key,
            ),
        )
    )
