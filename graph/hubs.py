"""An actor's place among all: how many it is tied to, what it lies between, and who stands alone.

Measures are of the *simple projection*: one line for two actors that have a tie, whatever its sign
and its direction. Brandes' algorithm (J. Math. Sociology 25, 2001) counts betweenness (Freeman,
Sociometry 40, 1977); cut actors and bridges are those of Hopcroft and Tarjan (CACM 16, 1973). All
three are networkx's.
"""

from collections import Counter
from typing import NamedTuple

from graph.model import ActorGraph
from graph.query import Filters, Held
from graph.ties import Ties, find_ties, neighbours
from graph.timing import life

#: What `hubs` can be sorted by.
MEASURES = ("degree", "betweenness", "hostile", "friendly")
#: Actors times ties up to which betweenness is counted unasked: some seconds.
MOST_WORK = 2_000_000


class Hub(NamedTuple):
    """An actor that has a tie.

    Attributes:
        actor: Its id.
        degree: How many it is tied to: the sum of the four counts that follow.
        hostile, friendly, mixed, neutral: How many by ties of this polarity.
        relations: How many relations these ties are made of.
        betweenness: Share of the shortest paths between two others that lead through it, 0 to 1,
            averaged over all pairs of others that have a tie; 0 when there are fewer than two,
            None when it was not asked for and would take long.
        cut: Without it, some of those that are connected would not be.
        bridges: Ids of those that it alone connects to: its tie to each is the only way there.
    """

    actor: str
    degree: int
    hostile: int
    friendly: int
    mixed: int
    neutral: int
    relations: int
    betweenness: float | None
    cut: bool
    bridges: tuple[str, ...]


def hubs(ties: Ties, by: str = "degree") -> tuple[Hub, ...]:
    """Measure every actor that has a tie: the greatest first, then by degree, then by id.

    Args:
        ties: Which ones count.
        by: One of `MEASURES`.
    """
    import networkx as nx  # noqa: PLC0415 - 0.15 s that only these measures pay

    net: nx.Graph[str] = nx.Graph()
    net.add_edges_from(ties.tie)
    short = len(net) * len(ties.tie) <= MOST_WORK or by == "betweenness"
    between = nx.betweenness_centrality(net) if short else {}
    cut = set(nx.articulation_points(net))
    bridges = neighbours(nx.bridges(net))
    counts: dict[str, Counter[str]] = {name: Counter() for name in net}
    relations: Counter[str] = Counter()
    for ends, tie in ties.tie.items():
        for name in ends:
            counts[name][tie.polarity] += 1
            relations[name] += len(tie.relations)
    found = [
        Hub(
            name,
            counts[name].total(),
            counts[name]["hostile"],
            counts[name]["friendly"],
            counts[name]["mixed"],
            counts[name]["neutral"],
            relations[name],
            # Sums of the same fractions in another order differ in the last places.
            round(between[name], 9) if short else None,
            name in cut,
            tuple(bridges.get(name, ())),
        )
        for name in counts
    ]
    return tuple(sorted(found, key=lambda hub: (-getattr(hub, by), -hub.degree, hub.actor)))


class Untied(NamedTuple):
    """An actor without a tie, and its relations at other times, by their last day, latest first."""

    actor: str
    other_times: tuple[Held, ...]


def isolated(graph: ActorGraph, ties: Ties) -> tuple[Untied, ...]:
    """Find the actors that live at the date and have no tie, by id."""
    tied = {name for ends in ties.tie for name in ends}
    at = ties.filters.at
    alone = [
        actor.id
        for actor in graph.actors
        if actor.id not in tied and (at is None or life(actor).meets(at.first, at.last))
    ]
    ever = find_ties(graph, ties.types, Filters()).tie
    others: dict[str, list[Held]] = {name: [] for name in alone}
    for ends, tie in ever.items():
        for name in ends:
            if name in others:
                others[name].extend(tie.relations)
    return tuple(Untied(name, tuple(sorted(others[name], key=_latest))) for name in alone)


def _latest(held: Held) -> tuple[int, str]:
    return -held.days.span.last if held.days.span else 0, held.key
