"""Questions to a graph: values in, values out, nothing printed."""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from graph.dates import Date, as_date, today
from graph.model import CONFIDENCES, Actor, ActorGraph, Relation
from graph.names import fold, resolve
from graph.timing import State, Tenure, state, tenure

Reason = Literal["", "none-recorded", "none-at-date", "hidden-by-filter"]


class Verb(NamedTuple):
    """What a word of a question stands for.

    Attributes:
        said: The word, as the answer repeats it.
        phrase: How it reads between two names: ``hosts``, ``is tied by conflict to``.
        types: Names of the relation types that count, sorted.
        backwards: The word is an inverse ("is hosted by"): source and target change places.
    """

    said: str
    phrase: str
    types: tuple[str, ...]
    backwards: bool = False


class Held(NamedTuple):
    """A relation in an answer: its key, itself, its days, and how it stands to the date."""

    key: str
    relation: Relation
    days: Tenure
    state: State


class Stance(NamedTuple):
    """How one actor stands to another, with every relation that says so, oldest first."""

    actor: Actor
    other: Actor
    relations: tuple[Held, ...]


class Hidden(NamedTuple):
    """Relations that the question fits and the answer leaves out, by the first reason."""

    past: int = 0
    future: int = 0
    undated: int = 0
    never: int = 0
    unsure: int = 0


class Answer(NamedTuple):
    """What a question gave.

    Attributes:
        stances: By name of the actor, then of the other.
        hidden: What was left out, counted.
        reason: Why `stances` is empty; ``""`` when it is not.
    """

    stances: tuple[Stance, ...]
    hidden: Hidden
    reason: Reason


class Filters(NamedTuple):
    """What an answer keeps.

    Attributes:
        at: Only relations that hold then; None keeps all times.
        min_confidence: One of `graph.model.CONFIDENCES`, inclusive; ``""`` keeps all. A relation
            that nobody assessed is below every bound.
        undated: Keep relations that no date bounds.
    """

    at: Date | None = None
    min_confidence: str = ""
    undated: bool = False


#: Relations of all times and any confidence.
EVERYTHING = Filters()


def opposition(graph: ActorGraph) -> Verb:
    """Give the verb ``opposes``: every type with sign -1."""
    return Verb("opposes", "opposes", tuple(kind.name for kind in graph.types if kind.sign < 0))


def support(graph: ActorGraph) -> Verb:
    """Give the verb ``sides_with``: every type with sign +1."""
    return Verb(
        "sides_with", "sides with", tuple(kind.name for kind in graph.types if kind.sign > 0)
    )


def find_verb(graph: ActorGraph, word: str) -> Verb | None:
    """Find what a word stands for: a type, a family, a label or an inverse, or a polarity.

    ``opposes`` and ``sides_with`` mean a polarity even where a type has that name;
    ``type:opposes`` means the type alone.
    """
    if word.startswith("type:"):
        kind = graph.type.get(word.removeprefix("type:"))
        return Verb(word, kind.label, (kind.name,)) if kind else None
    key = fold(word)
    if key in ("opposes", "sideswith"):
        return opposition(graph) if key == "opposes" else support(graph)
    for spoken in ("name", "label"):
        for kind in graph.types:
            if fold(getattr(kind, spoken)) == key:
                return Verb(kind.name, kind.label, (kind.name,))
    family = [kind for kind in graph.types if fold(kind.family) == key]
    if family:
        names = tuple(kind.name for kind in family)
        return Verb(word, f"is tied by {family[0].family.replace('_', ' ')} to", names)
    for kind in graph.types:
        if fold(kind.inverse) == key:
            return Verb(word, kind.inverse, (kind.name,), backwards=True)
    return None


def verbs(graph: ActorGraph) -> list[str]:
    """List every word that `find_verb` knows, inverses left out, sorted."""
    words = {"opposes", "sides_with"} | {kind.name for kind in graph.types}
    return sorted(words | {kind.family for kind in graph.types})


def ask(
    graph: ActorGraph,
    verb: Verb,
    *,
    actor: str | None = None,
    other: str | None = None,
    filters: Filters = EVERYTHING,
) -> Answer:
    """Answer "who `verb` whom".

    A relation of a symmetric type speaks for both its ends; where neither end is asked for, it
    is told once, in the order in which it is stored.

    Args:
        graph: The dataset.
        verb: From `find_verb`.
        actor: Id of the one who does it; None: anybody.
        other: Id of the one it is done to; None: anybody.
        filters: What to keep.
    """
    types = frozenset(verb.types)

    def fitting(relation: Relation) -> list[tuple[str, str]]:
        if relation.type not in types:
            return []
        ends = _ends(graph, relation, backwards=verb.backwards)
        if actor is None and other is None:
            return [next(ends)]
        return [(one, two) for one, two in ends if actor in (None, one) and other in (None, two)]

    return _gathered(graph, fitting, filters)


def about(
    graph: ActorGraph, actor: str, other: str | None = None, filters: Filters = EVERYTHING
) -> Answer:
    """Give every relation of an actor, or between two, one stance a neighbour.

    Args:
        graph: The dataset.
        actor: An actor's id.
        other: Another's; None: everybody.
        filters: What to keep; by default all times.
    """

    def fitting(relation: Relation) -> list[tuple[str, str]]:
        if actor not in (relation.source, relation.target):
            return []
        neighbour = relation.target if relation.source == actor else relation.source
        return [(actor, neighbour)] if other in (None, neighbour) else []

    return _gathered(graph, fitting, filters)


def _gathered(
    graph: ActorGraph, fitting: Callable[[Relation], list[tuple[str, str]]], filters: Filters
) -> Answer:
    """Gather the relations that fit a question, under the pairs of actors that they fit for."""
    pairs: dict[tuple[str, str], list[Held]] = {}
    counts = dict.fromkeys(Hidden._fields, 0)
    now = filters.at or today()
    for key, relation in zip(graph.keys, graph.relations, strict=True):
        for number, pair in enumerate(fitting(relation)):
            days = tenure(graph, relation)
            held = Held(key, relation, days, state(days, now))
            why = _left_out(held, filters)
            if not why:
                pairs.setdefault(pair, []).append(held)
            elif number == 0:  # a mutual relation fits twice and counts once
                counts[why] += 1
    hidden = Hidden(**counts)
    return Answer(_stances(graph, pairs), hidden, "" if pairs else _reason(hidden))


def _ends(graph: ActorGraph, relation: Relation, *, backwards: bool) -> Iterator[tuple[str, str]]:
    ends = (relation.source, relation.target)
    kind = graph.type.get(relation.type)
    if kind and kind.symmetric:
        yield ends
        yield ends[::-1]
    else:
        yield ends[::-1] if backwards else ends


def _left_out(held: Held, filters: Filters) -> str:
    """Name the filter that leaves a relation out, or ``""``."""
    if filters.at and held.state == "undated" and not filters.undated:
        return "undated"
    if filters.at and held.state in ("past", "future", "never"):
        return held.state
    return "" if sure_enough(held.relation, filters.min_confidence) else "unsure"


def sure_enough(relation: Relation, bound: str) -> bool:
    """Tell whether a relation's confidence reaches a bound; with ``""`` all do."""
    if not bound:
        return True
    return relation.confidence != "" and (
        CONFIDENCES.index(relation.confidence) >= CONFIDENCES.index(bound)
    )


def _reason(hidden: Hidden) -> Reason:
    if hidden.unsure or hidden.undated:
        return "hidden-by-filter"
    return "none-at-date" if any(hidden) else "none-recorded"


def _stances(graph: ActorGraph, pairs: dict[tuple[str, str], list[Held]]) -> tuple[Stance, ...]:
    stances = [
        Stance(graph.actor[one], graph.actor[two], oldest_first(held))
        for (one, two), held in pairs.items()
    ]
    return tuple(
        sorted(stances, key=lambda s: (fold(s.actor.name), fold(s.other.name), s.actor.id))
    )


def oldest_first(held: Iterable[Held]) -> tuple[Held, ...]:
    """Put relations in order of their first day; what has none comes last."""

    def order(one: Held) -> tuple[bool, int, str]:
        return (one.days.span is None, one.days.span.first if one.days.span else 0, one.key)

    return tuple(sorted(held, key=order))


def opponents(graph: ActorGraph, actor: str, at: Date | str | None = None) -> tuple[Stance, ...]:
    """Give all who oppose an actor at a date, each with the relations that say so.

    Opposition is a relation whose type has sign -1. Directed, its source opposes its target;
    symmetric, both oppose each other.

    Args:
        graph: The dataset.
        actor: An id, a name or an alias.
        at: A year, month or day: ``"2021-08"``; today if not given.

    Raises:
        KeyError: No one actor bears the name; the message lists those who might.
        ValueError: `at` is no date.

    >>> from graph import load
    >>> stances = opponents(load().graph, "Taliban", "2022")
    >>> "nrf" in [stance.actor.id for stance in stances]
    True
    """
    found = resolve(graph, actor)
    if found.actor is None:
        names = ", ".join(candidate.id for candidate in found.candidates)
        raise KeyError(f'"{actor}" is no one actor; candidates: {names or "none"}')
    answer = ask(
        graph,
        opposition(graph),
        other=found.actor.id,
        filters=Filters(at=as_date(at) if at else today()),
    )
    return answer.stances
