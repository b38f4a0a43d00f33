"""A question about one actor or several: the words that ask it, and its answer."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

from graph.model import Actor, ActorGraph
from graph.names import fold
from graph.query import Answer, Filters, Verb, answered, claims, find_verb, reason, verbs


class Question(NamedTuple):
    """What was asked.

    Attributes:
        command: ``who`` (the ends are those it is done to) or ``whom`` (those who do it).
        verb: From `graph.query.find_verb`.
        ends: The actors asked about; ``()``: every pair.
        filters: What to keep.
        any_of: Who stands so to any of several `ends`, rather than to all of them.
        inherit: What `ends` inherit counts, too: see `graph.inheriting`.
    """

    command: str
    verb: Verb
    ends: tuple[Actor, ...]
    filters: Filters
    any_of: bool = False
    inherit: bool = False

    def __str__(self) -> str:
        """Give it in words: ``who opposes Taliban``, ``Taliban opposes whom``."""
        names = [actor.name for actor in self.ends]
        given = names[0] if names else "whom"
        if len(names) > 1:
            some = "any" if self.any_of else "each"
            given = f"{some} of {', '.join(names[:-1])} and {names[-1]}"
        if self.command == "whom":
            return f"{given} {self.verb.phrase} whom"
        return f"who {self.verb.phrase} {given}"


#: Words of the longest verb: "has its authority rejected by".
_LONGEST = 5
#: What the first word of a verb is to several actors; any other loses its -s.
_PLURALS = {"are": "is", "have": "has", "were": "was", "do": "does"}


def singular(word: str) -> str:
    """Give a verb as one actor takes it.

    >>> singular("oppose"), singular("are hosted by"), singular("side_with")
    ('opposes', 'is hosted by', 'sides with')
    """
    first, *rest = word.replace("_", " ").replace("-", " ").split() or [""]
    return " ".join([_PLURALS.get(first, f"{first}s"), *rest])


def spoken(graph: ActorGraph, word: str) -> Verb | None:
    """Find the verb that a word stands for, in the singular or the plural."""
    return find_verb(graph, word) or find_verb(graph, singular(word))


#: Ends of a verb's forms, the longest first.
_ENDINGS = ("ing", "ed", "es", "s", "d")
#: Letters that a stem has at least.
_STEM = 3


def kindred(graph: ActorGraph, word: str) -> list[str]:
    """Give the types and other words whose verb is another form of a word's first, sorted.

    ``attacks`` gives ``attacked``. A suggestion: who attacks today is not who attacked.
    """
    asked = _stem(word)
    words = ((name, name) for name in verbs(graph))
    labels = ((kind.name, kind.label) for kind in graph.types)
    return sorted({name for name, said in (*words, *labels) if _stem(said) == asked})


def _stem(words: str) -> str:
    """Give the first word in small letters without the end of its form.

    >>> _stem("Attacks"), _stem("hosted"), _stem("sides_with")
    ('attack', 'host', 'sid')
    """
    first, *_ = words.lower().replace("_", " ").replace("-", " ").split() or [""]
    for ending in _ENDINGS:
        if first.endswith(ending) and len(first) - len(ending) >= _STEM:
            return first.removesuffix(ending)
    return first


def verb_first(graph: ActorGraph, words: Sequence[str]) -> tuple[Verb, tuple[str, ...]] | None:
    """Part ``competes with taliban`` into its verb, the shortest there is, and the rest."""
    for size in range(1, min(len(words), _LONGEST) + 1):
        if verb := spoken(graph, " ".join(words[:size])):
            return verb, tuple(words[size:])
    return None


def verb_last(graph: ActorGraph, words: Sequence[str]) -> tuple[Verb, tuple[str, ...]] | None:
    """Part ``taliban competes with`` into its verb, the shortest there is, and the rest."""
    for size in range(1, min(len(words), _LONGEST) + 1):
        if verb := spoken(graph, " ".join(words[-size:])):
            return verb, tuple(words[:-size])
    return None


def answer(graph: ActorGraph, question: Question) -> Answer:
    """Answer a question; see `graph.query.ask`.

    Of several actors the answer has who stands so to all of them, with every relation that says
    so, unless the question is about any. What is said of some only counts as ``hidden.some``.
    """
    verb, filters, whom = question.verb, question.filters, question.command == "whom"
    ids = tuple(actor.id for actor in question.ends)
    ends = ids or None
    fitting = claims(graph, verb, ends if whom else None, None if whom else ends, filters)
    if question.inherit:
        from graph.inheriting import inherited  # noqa: PLC0415 - few questions need it

        more = (inherited(graph, verb, id_, filters, does=whom) for id_ in ids)
        fitting = chain(fitting, *more)
    found = answered(graph, verb, fitting, filters)
    if len(ids) > 1:
        return _of_several(found, ids, any_of=question.any_of, whom=whom)
    return found


def _of_several(found: Answer, ids: Collection[str], *, any_of: bool, whom: bool) -> Answer:
    """Keep who stands so to all of several; either way, put one actor's stances together."""
    given: dict[str, set[str]] = {}
    for stance in found.stances:
        asked, end = (stance.other, stance.actor) if whom else (stance.actor, stance.other)
        given.setdefault(asked.id, set()).add(end.id)
    kept = [
        stance
        for stance in found.stances
        if any_of or len(given[(stance.other if whom else stance.actor).id]) == len(ids)
    ]
    if whom:
        kept.sort(key=lambda stance: (fold(stance.other.name), stance.other.id))
    shown = {held.key for stance in kept for held in stance.relations}
    some = {held.key for stance in found.stances for held in stance.relations} - shown
    hidden = found.hidden._replace(some=len(some))
    return Answer(tuple(kept), hidden, "" if kept else reason(hidden))
