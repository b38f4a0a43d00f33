"""Strong pairs of event data without a relation in the dataset, and those of one known end."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from graph.dates import LAST_DAY, Date, Span, day_text, parse_date
from graph.escaping import one_line
from graph.events.crosswalk import Crosswalk
from graph.events.graphing import Spell, count, is_of, spells, summary
from graph.events.matching import Tie, ends, explained
from graph.events.reader import Reader
from graph.events.supporting import helped
from graph.events.values import Dyad, Dyads, Period, Voices
from graph.model import ActorGraph, Citation, Listed, Relation, Source
from graph.report import plural
from graph.timing import tenure

#: Letters of a date by the period of which it is the first or the last; else it is a day.
_LETTERS: dict[Period, int] = {"month": 7, "quarter": 7, "year": 4, "decade": 4}
#: Pairs of the data that a proposal names.
_NAMED = 3


class Proposal(NamedTuple):
    """A relation that the events suggest and the dataset lacks.

    Attributes:
        relation: With the event data as its source, and nobody's confidence.
        events: How many it rests on.
        supporters: Whether one of the two was a supporter in all of them: they never met as the
            main parties of two sides, or of one.
        either: Whether it may also be the other way round: its type has a direction, and events
            are counted by pair.
    """

    relation: Relation
    events: int
    supporters: bool = False
    either: bool = False


class Outside(NamedTuple):
    """A strong pair of an actor, and of somebody whom no entry of the crosswalk explains then.

    Attributes:
        actor: Id; ``""`` where the known key may mean several.
        names: How the data calls both, the known one first.
        key: Of the other.
        events: Of that sign.
        sign: -1 or 1.
        supporting: Of those, in how many surely one of the two was a supporter.
    """

    actor: str
    names: tuple[str, str]
    key: str
    events: int
    sign: int
    supporting: int = 0


class Strong(NamedTuple):
    """What makes a pair a strong one.

    Attributes:
        least: Events of one sign.
        lone: Whether they may all be of one publisher.
    """

    least: int
    lone: bool

    def holds(self, dyads: Sequence[Dyad], sign: int) -> bool:
        """Tell whether the events of a sign in these dyads make one."""
        events = sum(count(dyad, sign) for dyad in dyads)
        return events >= self.least and (self.lone or not one_voice(dyads, sign))


def one_voice(dyads: Sequence[Dyad], *signs: int) -> bool | None:
    """Tell whether all events of some signs are of one publisher; None: none is named."""
    found = [voices for dyad in dyads for sign in signs if (voices := _voices(dyad, sign))]
    names = {name for voices in found for name in (voices.first, voices.last) if name}
    if not names:
        return None
    events = sum(count(dyad, sign) for dyad in dyads for sign in signs)
    return len(names) == 1 and sum(voices.events for voices in found) == events


def _voices(dyad: Dyad, sign: int) -> Voices | None:
    return dyad.hostile_voices if sign < 0 else dyad.cooperative_voices


def pair_of(relation: Relation) -> tuple[str, str]:
    """Give the ids of the ends, sorted."""
    one, two = sorted((relation.source, relation.target))
    return one, two


def source_of(graph: ActorGraph, reader: Reader) -> tuple[Source, bool]:
    """Give the source to cite: the dataset's own where it has the data, else a new one."""
    cited = reader.citation
    for source in graph.sources:
        if cited.publisher == source.publisher and source.title.startswith(cited.title):
            return source, True
    return Source(cited.id, cited.title, publisher=cited.publisher, url=cited.url), False


def outside(dyads: Dyads, crosswalk: Crosswalk, strong: Strong) -> tuple[Outside, ...]:
    """Give the strong pairs of one known end, the strongest first."""
    met: dict[tuple[str, str, str], list[Dyad]] = {}
    for dyad in dyads.dyads:
        known = explained(dyad, crosswalk)
        if sum(known) == 1:
            place = known.index(True)
            meant = ends(dyad, crosswalk)[place]
            actor = meant[0] if len(meant) == 1 else ""
            met.setdefault((actor, dyad.pair[place], dyad.pair[1 - place]), []).append(dyad)
    found = [
        _unknown(actor, key, there, sign)
        for (actor, _, key), there in met.items()
        for sign in (-1, 1)
        if strong.holds(there, sign)
    ]
    return tuple(
        sorted(found, key=lambda one: (_helpers(one), -one.events, one.names, one.key, one.sign))
    )


def _helpers(one: Outside) -> bool:
    return one.supporting == one.events


def _unknown(actor: str, key: str, dyads: Sequence[Dyad], sign: int) -> Outside:
    last = dyads[-1]
    names = last.names if last.target == key else last.names[::-1]
    events = sum(count(dyad, sign) for dyad in dyads)
    return Outside(actor, names, key, events, sign, helped(dyads, sign))


def proposals(
    graph: ActorGraph,
    dyads: Dyads,
    by_pair: dict[tuple[str, str], list[Tie]],
    strong: Strong,
    source: str,
) -> tuple[Proposal, ...]:
    """Give the strong spells of what meets no relation of its pair and sign."""
    held = _held(graph)
    made = []
    for pair, found in by_pair.items():
        for sign in (-1, 1):
            known = held.get((*pair, sign), ())
            there = [
                tie.dyad
                for tie in found
                if tie.sure
                and count(tie.dyad, sign)
                and not any(span.meets(tie.dyad.first, tie.dyad.last) for span in known)
            ]
            for spell in spells(there, sign, _gaps(dyads.period)):
                if strong.holds(spell.dyads, sign):
                    one = _proposal(pair, spell, dyads, source)
                    kind = graph.type.get(one.relation.type)
                    made.append(one._replace(either=kind is not None and not kind.symmetric))
    return tuple(sorted(made, key=_rank))


def _gaps(period: Period) -> Period:
    """Give the time without events that ends a spell: a tie of some months of each year is one."""
    return "decade" if period == "decade" else "year"


def _rank(one: Proposal) -> tuple[bool, int, str, str]:
    return one.supporters, -one.events, one.relation.source, one.relation.target


def _held(graph: ActorGraph) -> dict[tuple[str, str, int], list[Span]]:
    """Give the days on which each pair has a lasting tie of each sign."""
    held: dict[tuple[str, str, int], list[Span]] = {}
    for relation in graph.relations:
        kind = graph.type[relation.type]
        span = tenure(graph, relation).span
        if span and kind.lasting:
            held.setdefault((*pair_of(relation), kind.sign), []).append(span)
    return held


def _proposal(pair: tuple[str, str], spell: Spell, dyads: Dyads, source: str) -> Proposal:
    begin, end = _dates(spell, dyads)
    days = dyads.tally.span
    goes_on = days is not None and days.last <= end.last < LAST_DAY
    supporters = helped(spell.dyads, spell.sign) == spell.events
    # Who supports an enemy of somebody need not have met him.
    hostile = "fights" if dyads.reader.armed and not supporters else "opposes"
    relation = Relation(
        pair[0],
        hostile if spell.sign < 0 else "cooperates_with",
        pair[1],
        begin=begin,
        # The data ends there, and the tie perhaps not.
        end=None if goes_on else end,
        summary=summary(spell, dyads),
        sources=Listed([Citation(source, _keys(spell))]),
    )
    return Proposal(relation, spell.events, supporters)


def _dates(spell: Spell, dyads: Dyads) -> tuple[Date, Date]:
    """Give the first and the last day asked for, as exact as their dyads and no more."""
    first = min(spell.dyads, key=lambda dyad: dyad.first)
    last = max(spell.dyads, key=lambda dyad: dyad.last)
    until = last.last if dyads.query.end is None else min(last.last, dyads.query.end)
    return (
        parse_date(day_text(first.first)[: _exact(first, dyads.period)]),
        parse_date(day_text(until)[: _exact(last, dyads.period)]),
    )


def _exact(dyad: Dyad, period: Period) -> int:
    """Give the letters of a date that a dyad tells; one that is dated more coarsely, of a year."""
    return _LETTERS.get(period, 10) if is_of(dyad.period, period) else _LETTERS["year"]


def _keys(spell: Spell) -> str:
    """Name the pairs of the data that a spell is of, those with the most events first."""
    events: Counter[tuple[str, str]] = Counter()
    for dyad in spell.dyads:
        events[dyad.pair] += count(dyad, spell.sign)
    called = {dyad.pair: dyad.names for dyad in spell.dyads}
    told = [
        " and ".join(
            one_line(f"{name} ({key})" if name != key else name)
            for key, name in zip(pair, called[pair], strict=True)
        )
        for pair, _ in events.most_common(_NAMED)
    ]
    more = len(events) - len(told)
    return "; ".join(told) + (f"; and {plural(more, 'more pair')}" if more else "")
