"""Who is tied to whom: one tie for two actors, whichever way its relations point, with its sign.

A tie is *friendly* when its relations have the sign +1, *hostile* when they have -1, *mixed* when
they have both or when one is ambivalent - never the average - and *neutral* when all have 0.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from graph.model import CONFIDENCES, ActorGraph
from graph.pairs import Pair
from graph.query import Filters, Held, Hidden, Verb, ask

Polarity = Literal["friendly", "hostile", "mixed", "neutral"]
#: How people are shown a polarity.
SIGNS: dict[Polarity, str] = {"friendly": "+", "hostile": "-", "mixed": "±", "neutral": "0"}


class Tie(NamedTuple):
    """All relations between two actors that count: the most confident first, then the oldest."""

    polarity: Polarity
    relations: tuple[Held, ...]


class Ties(NamedTuple):
    """All ties of a question.

    Attributes:
        tie: By the two ids in sorted order, sorted.
        types: Names of the relation types that count.
        filters: Which of their relations count.
        hidden: Relations of these types that are left out, counted.
    """

    tie: Mapping[Pair, Tie]
    types: tuple[str, ...]
    filters: Filters
    hidden: Hidden

    def between(self, one: str, two: str) -> Tie:
        """Give the tie of two actors.

        Raises:
            KeyError: There is none.
        """
        return self.tie[pair(one, two)]


def pair(one: str, two: str) -> Pair:
    """Give two ids in sorted order."""
    return (one, two) if one < two else (two, one)


def chosen_types(
    graph: ActorGraph, through: Iterable[Verb] = (), *, neutral: bool = False
) -> tuple[str, ...]:
    """Name the types that count, sorted: those of the words, or else all that have a sign.

    Args:
        graph: The dataset.
        through: What the user chose, from `graph.query.find_verb`; its types count whatever their
            sign.
        neutral: Count the types of sign 0 beside those that have one.
    """
    chosen = {name for verb in through for name in verb.types}
    usual = {kind.name for kind in graph.types if kind.sign or neutral}
    return tuple(sorted(chosen or usual))


def find_ties(graph: ActorGraph, types: tuple[str, ...], filters: Filters) -> Ties:
    """Gather the relations of some types into ties."""
    answer = ask(graph, Verb("", "", types), filters=filters)
    pairs: dict[Pair, list[Held]] = {}
    for stance in answer.stances:
        pairs.setdefault(pair(stance.actor.id, stance.other.id), []).extend(stance.relations)
    ordered = {ends: tuple(sorted(pairs[ends], key=_surest)) for ends in sorted(pairs)}
    ties = {ends: Tie(polarity(graph, held), held) for ends, held in ordered.items()}
    return Ties(ties, types, filters, answer.hidden)


def _surest(held: Held) -> tuple[int, bool, int, str]:
    span = held.days.span
    return -_rank(held), span is None, span.first if span else 0, held.key


def _rank(held: Held) -> int:
    confidence = held.relation.confidence
    return CONFIDENCES.index(confidence) if confidence else -1


def polarity(graph: ActorGraph, relations: Iterable[Held]) -> Polarity:
    """Say what relations between two make of them; ``neutral`` when there are none."""
    signs = set()
    for held in relations:
        signs.add(graph.type[held.relation.type].sign)
        if held.relation.ambivalent:
            return "mixed"
    if {-1, 1} <= signs:
        return "mixed"
    if 1 in signs:
        return "friendly"
    return "hostile" if -1 in signs else "neutral"


def swayed(graph: ActorGraph, tie: Tie) -> tuple[Held, Polarity] | None:
    """Give the one relation that makes a tie mixed, and what it is without it.

    None for a tie that is not mixed, or that is mixed by more than one.
    """
    if tie.polarity != "mixed":
        return None
    for held in reversed(tie.relations):  # the least sure first
        rest = polarity(graph, [one for one in tie.relations if one is not held])
        if rest in ("friendly", "hostile"):
            return held, rest
    return None


def neighbours(ties: Iterable[Pair]) -> dict[str, list[str]]:
    """Give for each actor that has a tie those at its other ends, sorted."""
    found: dict[str, list[str]] = {}
    for one, two in ties:
        found.setdefault(one, []).append(two)
        found.setdefault(two, []).append(one)
    return {name: sorted(others) for name, others in found.items()}
