"""Dyads of event data -> ties between actors of the dataset, by a crosswalk and nothing else."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from graph.dates import Span
from graph.events.crosswalk import Crosswalk
from graph.events.values import Dyad
from graph.model import Actor, ActorGraph
from graph.names import fold, names_of, resolve
from graph.suggesting import nearest

#: Letters up to which a name means too much to be worth a suggestion.
_SHORT = 3
_MOST = 3
#: Letters from which on a name may be like another.
_LONG = 6


class Tie(NamedTuple):
    """A dyad whose two ends are actors of the dataset.

    Attributes:
        one, two: Their ids; in the order of the dyad.
        sure: False where an end may also be somebody else.
    """

    one: str
    two: str
    dyad: Dyad
    sure: bool = True

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids, sorted."""
        return (self.one, self.two) if self.one <= self.two else (self.two, self.one)


def ties(dyads: Iterable[Dyad], crosswalk: Crosswalk) -> tuple[Tie, ...]:
    """Give the ties, in the order of the dyads; one that may be of several pairs gives each once.

    A dyad with an end that means no actor gives none.
    """
    return tuple(tie for dyad in dyads for tie in _ties(dyad, crosswalk))


def _ties(dyad: Dyad, crosswalk: Crosswalk) -> list[Tie]:
    ones, twos = ends(dyad, crosswalk)
    # Whichever of two keys means which of two actors, it is the one pair.
    pairs = {tuple(sorted((one, two))): (one, two) for one in ones for two in twos if one != two}
    named = [(one, two) for one, two in pairs.values() if one and two]
    return [Tie(one, two, dyad, len(pairs) == 1) for one, two in named]


def ends(dyad: Dyad, crosswalk: Crosswalk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give whom each end may mean; no actor meets itself, so a sure end is not the other."""
    days = Span(dyad.first, dyad.last)
    ones = crosswalk.meanings(dyad.source, days, dyad.area)
    twos = crosswalk.meanings(dyad.target, days, dyad.area)
    if len(ones) == 1 and len(twos) > 1:
        twos = tuple(two for two in twos if two != ones[0])
    elif len(twos) == 1 and len(ones) > 1:
        ones = tuple(one for one in ones if one != twos[0])
    return ones, twos


def explained(dyad: Dyad, crosswalk: Crosswalk) -> tuple[bool, bool]:
    """Tell of each end whether it means an actor, or may mean one, at its time and place."""
    one, two = (any(meant) for meant in ends(dyad, crosswalk))
    return one, two


class Unmatched(NamedTuple):
    """A key of the data in events for which no entry of the crosswalk explains it.

    Attributes:
        key, name: As the data has them; no name where the key is one.
        met: Of these events, those with an end that the crosswalk explains.
        events: How many they are.
        first, last: Days.
        same: The actor of the dataset that bears exactly this name, if it is long enough to mean
            something.
        near: Actors with a name like it, best first.
    """

    key: str
    name: str
    met: int
    events: int
    first: int
    last: int
    same: Actor | None
    near: tuple[Actor, ...]


class Matching(NamedTuple):
    """How much of the data the crosswalk explains.

    Attributes:
        unmatched: By events with those that are explained, the most first; then by events, by key.
        keys: How many keys are explained, at some time and place.
        events: How many events have both ends explained, and of how many.
    """

    unmatched: tuple[Unmatched, ...]
    keys: int
    events: tuple[int, int]


def match(
    dyads: Iterable[Dyad],
    crosswalk: Crosswalk,
    graph: ActorGraph,
    most: int = 20,
    called: Mapping[str, str] = MappingProxyType({}),
) -> Matching:
    """Rank the keys that no entry explains, with what they may mean: suggestions, never acted on.

    Args:
        dyads: Of the data, areas apart, so that the crosswalk can tell meanings apart by place.
        crosswalk: Of its scheme.
        graph: The dataset.
        most: Suggestions are looked for as many keys; it takes its time.
        called: What keys that are codes are called.
    """
    weight: dict[str, tuple[int, int, int, int]] = {}
    names: dict[str, str] = {}
    keys, both, total = set(), 0, 0
    for dyad in dyads:
        total += dyad.events
        known = explained(dyad, crosswalk)
        both += dyad.events if all(known) else 0
        for key, name, is_known in zip(
            dyad.pair, (dyad.source_name, dyad.target_name), known, strict=True
        ):
            if is_known:
                keys.add(key)
                continue
            met, count, first, last = weight.get(key, (0, 0, dyad.first, dyad.last))
            met += dyad.events * any(known)
            days = min(first, dyad.first), max(last, dyad.last)
            weight[key] = (met, count + dyad.events, *days)
            names[key] = names.get(key) or name
    ranked = sorted(weight, key=lambda key: (-weight[key][0], -weight[key][1], key))
    found = []
    for place, key in enumerate(ranked):
        same, like = (
            suggestions(graph, names[key] or called.get(key, key)) if place < most else (None, ())
        )
        found.append(Unmatched(key, names[key] or called.get(key, ""), *weight[key], same, like))
    return Matching(tuple(found), len(keys), (both, total))


def suggestions(graph: ActorGraph, name: str) -> tuple[Actor | None, tuple[Actor, ...]]:
    """Give the actor that bears a name, and others with a name like it."""
    bare = name.removeprefix("Government of ").strip()
    for text in dict.fromkeys((name, bare)):
        resolved = resolve(graph, text)
        if resolved.actor and len(text) > _SHORT:
            return resolved.actor, ()
        if resolved.ambiguous or resolved.actor:
            listed = resolved.candidates or ((resolved.actor,) if resolved.actor else ())
            return None, listed[:_MOST]
    # Pieces of a state's name are in many names: "Mali" is like "Wali", and Iraq's in that of IS.
    return None, _alike(graph, bare, pieces=bare == name)[:_MOST]


def _alike(graph: ActorGraph, name: str, *, pieces: bool) -> tuple[Actor, ...]:
    """Give the actors of which a whole name is like this one, or a word of one is it, best first.

    A short name is like too many to be like any.
    """
    folded = fold(name)
    if len(folded) < _LONG:
        return ()
    wholes: dict[str, list[str]] = {}
    holding = []
    for actor in graph.actors:
        for known in (*names_of(actor), *actor.ambiguous_aliases):
            wholes.setdefault(fold(known), []).append(actor.id)
            if pieces and folded in map(fold, re.split(r"[\s\-/()]+", known)):
                holding.append(actor.id)
    best = [id_ for one in nearest(folded, wholes, len(wholes)) for id_ in wholes[one]]
    return tuple(graph.actor[id_] for id_ in dict.fromkeys((*best, *holding)))
