"""What an actor inherits from those above it: a faction from its parent, a leader from the group.

Only when asked for. The way up goes through `WAYS`; a relation at its top counts for the actor on
the days that it shares with every step of the way.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from graph.dates import today
from graph.model import ActorGraph
from graph.pairs import symmetric
from graph.query import Claim, Filters, Held, Verb, claims
from graph.timing import Tenure, shared, state, tenure

#: The types through which an actor inherits, from source to target: what it leads or belongs to.
WAYS = ("leads", "part_of")


class Climb(NamedTuple):
    """A way up: the actor at its top, the steps from below, and the days that they share."""

    top: str
    steps: tuple[Held, ...]
    days: Tenure


def climbs(graph: ActorGraph, actor: str, filters: Filters) -> tuple[Climb, ...]:
    """Give every way up from an actor, at all times, the shortest first, then by key.

    A longer way to the same top is kept only for days that no one way before it covers, and no
    way passes an actor twice: knots in the data come to an end.
    """
    above = _steps(graph, filters)
    found: list[Climb] = []
    edge = [Climb(step.relation.target, (step,), step.days) for step in above.get(actor, ())]
    while edge:
        fresh: list[Climb] = []
        for climb in edge:
            if climb.top != actor and not any(_covers(one, climb) for one in (*found, *fresh)):
                fresh.append(climb)
        found += fresh
        edge = [longer for climb in fresh for longer in _longer(climb, above.get(climb.top, ()))]
    return tuple(found)


def _steps(graph: ActorGraph, filters: Filters) -> dict[str, list[Held]]:
    """Give the steps up from each actor, in the order of the graph."""
    now = filters.at or today()
    above: dict[str, list[Held]] = {}
    for key, relation in zip(graph.keys, graph.relations, strict=True):
        if relation.type in WAYS and not symmetric(graph, relation):
            days = tenure(graph, relation)
            if days.span or not days.dated:
                step = Held(key, relation, days, state(days, now))
                above.setdefault(relation.source, []).append(step)
    return above


def _longer(climb: Climb, steps: Sequence[Held]) -> Iterator[Climb]:
    passed = {step.relation.source for step in climb.steps}
    for step in steps:
        days = shared(climb.days, step.days)
        if days and step.relation.target not in passed:
            yield Climb(step.relation.target, (*climb.steps, step), days)


def _covers(one: Climb, other: Climb) -> bool:
    if one.top != other.top:
        return False
    wide, narrow = one.days.span, other.days.span
    if wide is None or narrow is None:
        return wide is narrow
    return wide.first <= narrow.first and narrow.last <= wide.last


def inherited(
    graph: ActorGraph, verb: Verb, actor: str, filters: Filters, *, does: bool
) -> Iterator[Claim]:
    """Give what an actor inherits: every relation that fits the question for one above it.

    Args:
        graph: The dataset.
        verb: From `graph.query.find_verb`.
        actor: The id of the one who inherits.
        filters: Its date says how what is found stands to it; nothing is left out here.
        does: The actor is the one who does it; else the one it is done to.
    """
    now = filters.at or today()
    for climb in climbs(graph, actor, filters):
        one, two = (climb.top, None) if does else (None, climb.top)
        for pair, held in claims(graph, verb, one, two, filters):
            stranger = pair[1] if does else pair[0]
            days = shared(climb.days, held.days)
            if days and stranger != actor:
                pair = (actor, stranger) if does else (stranger, actor)  # noqa: PLW2901
                yield pair, Held(held.key, held.relation, days, state(days, now), climb.steps)
