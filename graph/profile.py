"""What a dossier says, before anybody decides how it looks: claims in parts, sources numbered."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from graph.model import Actor, ActorGraph, Citation, Relation
from graph.query import Held
from graph.report import sentence
from graph.sections import HEADS, Clash, clashes, sections


class Note(NamedTuple):
    """A citation by the number of its source, with the place in it and what it says."""

    number: int
    locator: str
    summary: str


class Claim(NamedTuple):
    """A relation as a dossier words it, with who asserts and who denies it."""

    held: Held
    words: str
    asserted: tuple[Note, ...]
    denied: tuple[Note, ...]


class Part(NamedTuple):
    """Claims under a head, oldest first; `name` is a key of `graph.sections.HEADS`, or ``""``."""

    name: str
    head: str
    claims: tuple[Claim, ...]


class Profile(NamedTuple):
    """An actor, or what is between two.

    Attributes:
        own: Who says what stands of the actor itself.
        parts: Those that have claims.
        clashes: Between two only.
        sources: Ids, in the order of their numbers, which count from 1.
    """

    own: tuple[Note, ...]
    parts: tuple[Part, ...]
    clashes: tuple[Clash, ...]
    sources: tuple[str, ...]


def profile(graph: ActorGraph, actor: Actor, other: Actor | None, held: Sequence[Held]) -> Profile:
    """Give all that is known of an actor, or between two, from relations that are oldest first."""
    numbers: dict[str, int] = {}

    def notes(citations: Iterable[Citation]) -> tuple[Note, ...]:
        return tuple(
            Note(numbers.setdefault(one.source, len(numbers) + 1), one.locator, one.summary)
            for one in citations
        )

    def claim(one: Held) -> Claim:
        words = sentence(graph, one.relation) if other else phrase(graph, actor, one.relation)
        return Claim(one, words, notes(one.relation.sources), notes(one.relation.disputed_by))

    own = () if other else notes(actor.sources)
    if other:
        parts = [Part("", "Relations", tuple(map(claim, held)))] if held else []
    else:
        parts = [
            Part(name, HEADS[name], tuple(map(claim, some)))
            for name, some in sections(graph, actor.id, held)
        ]
    return Profile(own, tuple(parts), clashes(graph, held) if other else (), tuple(numbers))


def phrase(graph: ActorGraph, actor: Actor, relation: Relation) -> str:
    """Say a relation from one of its ends: ``is hosted by Taliban``.

    An actor or a type that the graph lacks goes by its id or name.
    """
    kind = graph.type.get(relation.type)
    outward = relation.source == actor.id
    neighbour = relation.target if outward else relation.source
    known = graph.actor.get(neighbour)
    label = relation.type.replace("_", " ") if kind is None else kind.label
    if kind and not outward:
        label = kind.inverse
    return f"{label} {known.name if known else neighbour}"


def naming(actor: Actor) -> list[tuple[str, str]]:
    """Give what else is known of an actor by name: a head and a list for each, none empty."""
    identifiers = [str(identifier) for identifier in actor.ids]
    heads = (
        ("also known as", actor.aliases),
        ("shares the name", actor.ambiguous_aliases),
        ("areas", actor.areas),
        ("identifiers", identifiers),
    )
    return [(head, ", ".join(names)) for head, names in heads if names]
