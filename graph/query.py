"""Questions to a graph: values in, values out, nothing printed."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Literal, NamedTuple

from graph.dates import Date, as_date, today
from graph.model import CONFIDENCES, Actor, ActorGraph, Relation, once
from graph.names import fold, resolve
from graph.pairs import Pair, spoken, symmetric
from graph.timing import State, Tenure, days_of, state

Reason = Literal["", "none-recorded", "none-at-date", "hidden-by-filter", "none-in-common"]
Direction = Literal["one-sided", "mutual", "returned"]


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
    """A relation in an answer: its key, itself, its days, and how it stands to the date.

    Attributes:
        days: Its own; where it is inherited, those that it shares with every step of the way.
        through: The relations through which it is inherited, from the actor asked about upwards;
            ``()`` where it names that actor itself.
    """

    key: str
    relation: Relation
    days: Tenure
    state: State
    through: tuple["Held", ...] = ()


class Stance(NamedTuple):
    """How one actor stands to another, with every relation that says so, oldest first.

    Attributes:
        back: By the same question the other stands so to the actor, too.
    """

    actor: Actor
    other: Actor
    relations: tuple[Held, ...]
    back: bool = False


class Hidden(NamedTuple):
    """Relations that the question fits and the answer leaves out, by the first reason.

    Attributes:
        mutual: Of a symmetric type, where only directed ones were asked for.
        some: Of an actor who stands so to some of those asked about, and not to all.
    """

    past: int = 0
    future: int = 0
    undated: int = 0
    never: int = 0
    unsure: int = 0
    mutual: int = 0
    some: int = 0


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
        past, future: Keep what ended before `at`, what begins after it.
        direct: Only directed relations, which say who stands so to whom; those of a symmetric
            type do not keep who began.
        covered: The last day of the event data that the relations stand for: what has no events at
            `at` has not ended by that. None: they are what somebody says.
    """

    at: Date | None = None
    min_confidence: str = ""
    undated: bool = False
    past: bool = False
    future: bool = False
    direct: bool = False
    covered: Date | None = None


#: Relations of all times and any confidence.
EVERYTHING = Filters()


@once
def opposition(graph: ActorGraph) -> Verb:
    """Give the verb ``opposes``: every type with sign -1."""
    return Verb("opposes", "opposes", tuple(kind.name for kind in graph.types if kind.sign < 0))


@once
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
    for given in ("name", "label"):
        for kind in graph.types:
            if fold(getattr(kind, given)) == key:
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


#: A pair of actors that a relation speaks of, in the order of the question, and the relation.
Claim = tuple[Pair, Held]
#: Ids of actors: one, any of several, or None for anybody.
Ends = str | Collection[str] | None


def ask(
    graph: ActorGraph,
    verb: Verb,
    *,
    actor: Ends = None,
    other: Ends = None,
    filters: Filters = EVERYTHING,
) -> Answer:
    """Answer "who `verb` whom".

    A relation of a symmetric type speaks for both its ends; where neither end is asked for, it
    is told once, in the order in which it is stored.

    Args:
        graph: The dataset.
        verb: From `find_verb`.
        actor: Id of the one who does it, or ids: any of them; None: anybody.
        other: Id of the one it is done to, or ids; None: anybody.
        filters: What to keep.
    """
    return answered(graph, verb, claims(graph, verb, actor, other, filters), filters)


def answered(graph: ActorGraph, verb: Verb, fitting: Iterable[Claim], filters: Filters) -> Answer:
    """Give the answer that claims come to, and say which stances are returned."""
    found = _gathered(graph, fitting, filters)
    return Answer(_with_back(graph, verb, found.stances, filters), found.hidden, found.reason)


def claims(
    graph: ActorGraph, verb: Verb, actor: Ends, other: Ends, filters: Filters
) -> Iterator[Claim]:
    """Give every relation that fits a question, whatever its days: see `ask`."""
    types = frozenset(verb.types)
    ones, twos = ((end,) if isinstance(end, str) else end for end in (actor, other))
    relations, held = graph.relations, _held(graph, filters.at or today())
    for pair, place in spoken(graph, ones, twos, backwards=verb.backwards):
        if relations[place].type in types:
            yield pair, held[place]


class _HeldAt(dict[int, Held]):
    """How the relations of a graph stand to a date, by their place, each worked out once."""

    def __init__(self, graph: ActorGraph, now: Date) -> None:
        super().__init__()
        self._graph, self._now = graph, now

    def __missing__(self, place: int) -> Held:
        graph, days = self._graph, days_of(self._graph, place)
        stands = state(days, self._now)
        self[place] = held = Held(graph.keys[place], graph.relations[place], days, stands)
        return held


@once
def _latest(graph: ActorGraph) -> dict[Date, _HeldAt]:
    del graph
    return {}


def _held(graph: ActorGraph, now: Date) -> _HeldAt:
    """Give how relations stand to a date; that of the date asked last is kept, and no other."""
    latest = _latest(graph)
    held = latest.get(now)
    if held is None:
        held = _HeldAt(graph, now)
        latest.clear()
        latest[now] = held
    return held


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
    held = _held(graph, filters.at or today())

    def fitting() -> Iterator[Claim]:
        for place in graph.touching.get(actor, ()):
            relation = graph.relations[place]
            neighbour = relation.target if relation.source == actor else relation.source
            if other in (None, neighbour):
                yield (actor, neighbour), held[place]

    return _gathered(graph, fitting(), filters)


def _gathered(graph: ActorGraph, fitting: Iterable[Claim], filters: Filters) -> Answer:
    """Gather the relations that fit a question, under the pairs of actors that they fit for.

    What is kept for one pair is not counted as left out for another.
    """
    pairs: dict[Pair, list[Held]] = {}
    left: dict[str, str] = {}
    for pair, held in fitting:
        if why := _left_out(graph, held, filters):
            left.setdefault(held.key, why)
        else:
            pairs.setdefault(pair, []).append(held)
    for held in chain.from_iterable(pairs.values()) if left else ():
        left.pop(held.key, None)
    hidden = _counted(left.values()) if left else Hidden()
    return Answer(_stances(graph, pairs), hidden, "" if pairs else reason(hidden))


def _counted(reasons: Iterable[str]) -> Hidden:
    counts: dict[str, int] = {}
    for why in reasons:
        counts[why] = counts.get(why, 0) + 1
    return Hidden(**counts)


def _with_back(
    graph: ActorGraph, verb: Verb, stances: tuple[Stance, ...], filters: Filters
) -> tuple[Stance, ...]:
    """Say of each stance whether the other stands so to the actor, too."""
    pairs = {(stance.other.id, stance.actor.id) for stance in stances if not _mutual(graph, stance)}
    sided = pairs - _kept_pairs(graph, verb, pairs, filters) if pairs else pairs
    return tuple(
        [
            Stance(one, other, held, (other.id, one.id) not in sided)
            for one, other, held, _ in stances
        ]
    )


def _mutual(graph: ActorGraph, stance: Stance) -> bool:
    """Tell whether one relation says it of both; what is inherited is said of another."""
    return any(symmetric(graph, held.relation) and not held.through for held in stance.relations)


def _kept_pairs(
    graph: ActorGraph, verb: Verb, pairs: Collection[Pair], filters: Filters
) -> set[Pair]:
    """Give those of some pairs of actors of whom a relation says so that the filters keep."""
    fitting = claims(graph, verb, {one for one, _ in pairs}, {two for _, two in pairs}, filters)
    return {pair for pair, held in fitting if pair in pairs and not _left_out(graph, held, filters)}


def direction(graph: ActorGraph, stance: Stance, held: Held) -> Direction:
    """Say whether a relation is mutual by its type, returned by another, or one-sided."""
    if symmetric(graph, held.relation):
        return "mutual"
    return "returned" if stance.back else "one-sided"


def _left_out(graph: ActorGraph, held: Held, filters: Filters) -> str:
    """Name the filter that leaves a relation out, or ``""``."""
    if filters.at and held.state != "holds":
        asked = held.state != "never" and getattr(filters, held.state)
        if not asked:
            return held.state
    if filters.min_confidence:
        way = (held, *held.through)
        if not all(sure_enough(one.relation, filters.min_confidence) for one in way):
            return "unsure"
    return "mutual" if filters.direct and symmetric(graph, held.relation) else ""


def sure_enough(relation: Relation, bound: str) -> bool:
    """Tell whether a relation's confidence reaches a bound; with ``""`` all do."""
    if not bound:
        return True
    return relation.confidence != "" and (
        CONFIDENCES.index(relation.confidence) >= CONFIDENCES.index(bound)
    )


def reason(hidden: Hidden) -> Reason:
    """Say why an answer is empty, from what it leaves out."""
    if hidden.some:
        return "none-in-common"
    if hidden.unsure or hidden.undated or hidden.mutual:
        return "hidden-by-filter"
    return "none-at-date" if any(hidden) else "none-recorded"


def _stances(graph: ActorGraph, pairs: dict[Pair, list[Held]]) -> tuple[Stance, ...]:
    stances = [
        Stance(graph.actor[one], graph.actor[two], oldest_first(held))
        for (one, two), held in pairs.items()
    ]
    stances.sort(key=lambda s: (fold(s.actor.name), fold(s.other.name), s.actor.id))
    return tuple(stances)


def oldest_first(held: Iterable[Held]) -> tuple[Held, ...]:
    """Put relations in order of their first day; what has none comes last."""
    return tuple(sorted(held, key=_age))


def _age(held: Held) -> tuple[bool, int, str]:
    span = held.days.span
    return (False, span.first, held.key) if span else (True, 0, held.key)


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
