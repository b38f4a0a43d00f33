"""Strong pairs of event data without a relation in the dataset, and those of one known end."""

from collections.abc import Sequence
from typing import NamedTuple

from graph.dates import LAST_DAY, Span
from graph.escaping import one_line
from graph.events.crosswalk import Crosswalk
from graph.events.graphing import Spell, count, dates, is_of, spells, summary
from graph.events.matching import Tie, ends
from graph.events.reader import Reader
from graph.events.supporting import helped
from graph.events.values import Dyad, Dyads, Voices
from graph.model import ActorGraph, Citation, Listed, Relation, Source
from graph.timing import tenure


class Proposal(NamedTuple):
    """A relation that the events suggest and the dataset lacks.

    Attributes:
        relation: With the event data as its source, and nobody's confidence.
        events: How many it rests on.
        supporters: Whether one of the two was a supporter in all of them: they never met as the
            main parties of two sides, or of one.
    """

    relation: Relation
    events: int
    supporters: bool = False


class Outside(NamedTuple):
    """A strong pair of an actor, and of somebody whom no entry of the crosswalk explains.

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
    """What makes a pair a strong one: events of one sign, and whether one publisher does."""

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
        known = [key for key in dyad.pair if crosswalk.of(key)]
        if len(known) == 1:
            meant = ends(dyad, crosswalk)[dyad.pair.index(known[0])]
            actor = meant[0] if len(meant) == 1 else ""
            met.setdefault((actor, *dyad.pair), []).append(dyad)
    found = [
        _unknown(actor, there, sign, crosswalk)
        for (actor, *_), there in met.items()
        for sign in (-1, 1)
        if strong.holds(there, sign)
    ]
    return tuple(
        sorted(found, key=lambda one: (_helpers(one), -one.events, one.names, one.key, one.sign))
    )


def _helpers(one: Outside) -> bool:
    return one.supporting == one.events


def _unknown(actor: str, dyads: Sequence[Dyad], sign: int, crosswalk: Crosswalk) -> Outside:
    last = dyads[-1]
    first = bool(crosswalk.of(last.source))
    names, keys = (last.names, last.pair) if first else (last.names[::-1], last.pair[::-1])
    events = sum(count(dyad, sign) for dyad in dyads)
    return Outside(actor, names, keys[1], events, sign, helped(dyads, sign))


def proposals(
    graph: ActorGraph,
    dyads: Dyads,
    by_pair: dict[tuple[str, str], list[Tie]],
    strong: Strong,
    source: str,
) -> tuple[Proposal, ...]:
    """Give the spells of strong pairs that meet no relation of their sign."""
    held = _held(graph)
    made = []
    for pair, found in by_pair.items():
        for sign in (-1, 1):
            there = [
                tie.dyad
                for tie in found
                if tie.sure and count(tie.dyad, sign) and is_of(tie.dyad.period, dyads.period)
            ]
            for spell in spells(there, sign, dyads.period):
                days = Span(min(d.first for d in spell.dyads), max(d.last for d in spell.dyads))
                new = strong.holds(spell.dyads, sign)
                if new and not any(span.meets(*days) for span in held.get((*pair, sign), ())):
                    made.append(_proposal(pair, spell, dyads, source))
    return tuple(sorted(made, key=_rank))


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
    begin, end = dates(spell.dyads, dyads.period)
    goes_on = dyads.span is not None and dyads.span.last <= max(end.last, 0) < LAST_DAY
    supporters = helped(spell.dyads, spell.sign) == spell.events
    # Who supports an enemy of somebody need not have met him.
    hostile = "fights" if dyads.reader.armed and not supporters else "opposes"
    keys = " and ".join(
        one_line(f"{name} ({key})" if name != key else name)
        for key, name in zip(spell.dyads[0].pair, spell.dyads[0].names, strict=True)
    )
    relation = Relation(
        pair[0],
        hostile if spell.sign < 0 else "cooperates_with",
        pair[1],
        begin=begin,
        # The data ends there, and the tie perhaps not.
        end=None if goes_on else end,
        summary=summary(spell, dyads),
        sources=Listed([Citation(source, keys)]),
    )
    return Proposal(relation, spell.events, supporters)
