"""What an actor's relations are to it, in the parts of a dossier; and where claims clash."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graph.model import ActorGraph, Citation, Relation
from graph.query import Held, oldest_first
from graph.timing import Tenure, shared

#: The parts of a dossier, in their order, and the heads that people read.
HEADS = {
    "leaders": "Leaders",
    "leads": "Leads",
    "parents": "Part of",
    "factions": "Factions and members",
    "allies": "Allies and support",
    "opponents": "Opponents",
    "hosts": "Hosts",
    "hosted_by": "Hosted by",
    "others": "Other ties",
    "events": "Events",
}


class Section(NamedTuple):
    """A part of a dossier: its name, a key of `HEADS`, and its relations, oldest first."""

    name: str
    relations: tuple[Held, ...]


class Clash(NamedTuple):
    """Claims that cannot both be so, or are strange together.

    Attributes:
        days: When they clash.
        one: The claim that comes first: what is asserted, or the hostile relation.
        others: Friendly relations of the same days; ``()`` where `one` is denied.
        deniers: Who denies `one`; ``()`` where others stand against it.
    """

    days: Tenure
    one: Held
    others: tuple[Held, ...] = ()
    deniers: tuple[Citation, ...] = ()


def sections(graph: ActorGraph, actor: str, held: Iterable[Held]) -> tuple[Section, ...]:
    """Part an actor's relations; parts without any are left out."""
    parts: dict[str, list[Held]] = {name: [] for name in HEADS}
    for one in held:
        parts[_part(graph, one.relation, outward=one.relation.source == actor)].append(one)
    return tuple(Section(name, oldest_first(some)) for name, some in parts.items() if some)


def _part(graph: ActorGraph, relation: Relation, *, outward: bool) -> str:
    kind = graph.type.get(relation.type)
    if kind is None:
        return "others"
    if not kind.lasting:
        return "events"
    ends = {"leads": ("leads", "leaders"), "hosts": ("hosts", "hosted_by")}.get(kind.name)
    if ends is None and kind.family == "hierarchy" and not kind.symmetric:
        ends = ("parents", "factions")
    if ends:
        return ends[0] if outward else ends[1]
    return {1: "allies", -1: "opponents"}.get(kind.sign, "others")


def clashes(graph: ActorGraph, held: Sequence[Held]) -> tuple[Clash, ...]:
    """Find where claims about two actors clash, oldest first.

    One asserts what another denies; or two lasting relations have them friend and foe on the
    same day. What follows one another in time does not clash.
    """
    found = [Clash(one.days, one, deniers=_cited(one)) for one in held if _cited(one)]
    return tuple(sorted((*found, *_friends_and_foes(graph, held)), key=_first_day))


def _first_day(clash: Clash) -> int:
    return clash.days.span.first if clash.days.span else 0


def _cited(one: Held) -> tuple[Citation, ...]:
    return tuple(sorted(one.relation.disputed_by))


def _friends_and_foes(graph: ActorGraph, held: Sequence[Held]) -> Iterator[Clash]:
    lasting = {kind.name: kind.sign for kind in graph.types if kind.lasting}
    friends = [one for one in held if lasting.get(one.relation.type) == 1]
    for foe in held:
        if lasting.get(foe.relation.type) == -1:
            met = tuple(one for one in friends if _meet(one, foe))
            if met:
                yield Clash(foe.days, foe, met)


def _meet(one: Held, other: Held) -> bool:
    days = shared(one.days, other.days)
    return days is not None and days.span is not None
