"""What began, ended and happened, in order of time.

The order follows the time rule: a date stands for all its days, so what begins or happens in 2015
stands at the head of that year and what ends in 2015 at its foot; so for a month. No relation
ends above its begin.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from graph.dates import FIRST_DAY, LAST_DAY, UNKNOWN, Date, Span, parse_date
from graph.model import Actor, ActorGraph
from graph.query import Held, Hidden, Verb, about, ask, oldest_first, sure_enough

Kind = Literal["begins", "known", "event", "ends", "undated"]
#: In what order things of one day stand.
_KINDS = ("begins", "known", "event", "ends", "undated")
#: All days that can be asked for.
ALWAYS = Span(FIRST_DAY, LAST_DAY)


class Entry(NamedTuple):
    """One line of a timeline: of a relation, or of an actor's own life.

    Attributes:
        kind: ``known`` when nobody says when it began and a source of that date tells of it;
            ``event`` for what has one date only: an event, or a tie that ended where it began.
        date: As written, ``""`` for what nothing dates.
        days: What the date stands for; of an event all its days. All days for what nothing dates.
        held: The relation; None for an actor's begin or end.
        actor: The actor; None for a relation.
    """

    kind: Kind
    date: str
    days: Span
    held: Held | None = None
    actor: Actor | None = None

    @property
    def day(self) -> int:
        """The day by which it is placed: of an end the last one, else the first."""
        return self.days.last if self.kind == "ends" else self.days.first


class Timeline(NamedTuple):
    """What happened in a window of time.

    Attributes:
        entries: In order of time.
        undated: Of the relations that nothing dates, by key.
        holding: The relations that hold in the window on at least one day, oldest first.
        hidden: Relations left out: those before and after the window, and the unsure ones.
    """

    entries: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    holding: tuple[Held, ...]
    hidden: Hidden

    @property
    def throughout(self) -> int:
        """How many hold in the window and neither begin, end nor happen in it."""
        told = {entry.held.key for entry in self.entries if entry.held}
        return sum(held.key not in told for held in self.holding)


def timeline(
    graph: ActorGraph,
    actors: tuple[str, ...] = (),
    window: Span = ALWAYS,
    min_confidence: str = "",
) -> Timeline:
    """Put in order what is known of everybody, of one actor, or between several.

    Args:
        graph: The dataset.
        actors: Ids. Of one, its life and all its relations; of two or more, the relations between
            any two of them; of none, all lives and relations.
        window: Only what shares a day with it.
        min_confidence: As in `graph.query.Filters`.
    """
    every = Verb("", "", tuple(kind.name for kind in graph.types))
    if len(actors) in (1, 2):
        near = about(graph, actors[0], actors[1] if len(actors) > 1 else None)
    else:
        near = ask(graph, every)
    fitting = [
        held
        for stance in near.stances
        if _concern(stance.actor.id, stance.other.id, actors)
        for held in stance.relations
    ]
    sure = [held for held in fitting if sure_enough(held.relation, min_confidence)]
    lives = [actor for actor in graph.actors if not actors or actors == (actor.id,)]
    found = [entry for held in sure for entry in _entries(graph, held)]
    found += [entry for actor in lives for entry in _life(actor)]
    days = [held.days.span for held in sure if held.days.span]
    return Timeline(
        tuple(sorted(filter(lambda one: one.date and window.meets(*one.days), found), key=_order)),
        tuple(sorted((one for one in found if not one.date), key=_order)),
        oldest_first(held for held in sure if held.days.span and window.meets(*held.days.span)),
        Hidden(
            past=sum(span.last < window.first for span in days),
            future=sum(span.first > window.last for span in days),
            unsure=len(fitting) - len(sure),
        ),
    )


def _concern(one: str, two: str, actors: tuple[str, ...]) -> bool:
    if len(actors) < 2:  # noqa: PLR2004 - between two
        return not actors or actors[0] in (one, two)
    return one in actors and two in actors


def _entries(graph: ActorGraph, held: Held) -> Iterator[Entry]:
    days = held.days
    if not days.dated:
        yield Entry("undated", "", ALWAYS, held)
        return
    begin = days.begin.removeprefix("by ")
    if not graph.type[held.relation.type].lasting or begin == days.end != "?":
        yield Entry("event", str(days), _covered(begin, days.end or begin), held)
        return
    if begin != "?":
        kind: Kind = "begins" if begin == days.begin else "known"
        yield Entry(kind, begin, _covered(begin, begin), held)
    if days.end not in ("", "?"):
        yield Entry("ends", days.end, _covered(days.end, days.end), held)


def _covered(begin: str, end: str) -> Span:
    return Span(parse_date(begin).first, parse_date(end).last)


def _life(actor: Actor) -> Iterator[Entry]:
    ends: tuple[tuple[Kind, Date | None], ...] = (("begins", actor.begin), ("ends", actor.end))
    for kind, date in ends:
        if date and date != UNKNOWN:
            yield Entry(kind, date.text, Span(date.first, date.last), actor=actor)


def _order(entry: Entry) -> tuple[int, int, int, str]:
    """By day, kind, then the vaguer ones at the outside, then by key."""
    wide = entry.days.last - entry.days.first
    name = entry.held.key if entry.held else entry.actor.id if entry.actor else ""
    return entry.day, _KINDS.index(entry.kind), wide if entry.kind == "ends" else -wide, name
