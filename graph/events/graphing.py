"""Dyads -> an `ActorGraph`: what the events alone say, for the map, the answers and the diff."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from graph.dates import Date, Span, day_text, parse_date
from graph.events.calling import answering
from graph.events.crosswalk import Crosswalk
from graph.events.naming import Naming
from graph.events.reader import Reader
from graph.events.supporting import helped, told
from graph.events.values import Dyad, Dyads, EventsError, Period
from graph.model import Actor, ActorGraph, Listed, Relation, RelationType, Sign, Source
from graph.model import Citation as Cited
from graph.report import plural
from graph.wording import COUNTED

#: Relations above which no graph is made.
MAX_EDGES = 200_000
FEWER = "ask for fewer with --min-events, --actor, --area or a longer --period"


class Words(NamedTuple):
    """Names of the relation types that events of each sign become."""

    hostile: str
    cooperative: str
    neither: str

    def of(self, sign: int) -> str:
        """Give that of a sign."""
        return (self.neither, self.cooperative, self.hostile)[sign]


#: Data on armed conflict says what these types of the vocabulary mean.
_ARMED = Words("fights", "cooperates_with", "events_with")
#: Other data says that something was reported, and no more.
_MUTUAL = Words("hostile_events_with", "cooperative_events_with", "events_with")
_DIRECTED = Words("acts_against", "acts_with", "acts_on")
#: A supporter of one side may never have met the other.
HELPING = Words("stands_against", "stands_with", "events_with")


def _mutual(name: str, label: str, sign: Sign, family: str, told: str) -> RelationType:
    return RelationType(name, label, label, sign, symmetric=True, family=family, description=told)


_HOSTILE, _COOPERATIVE, _NEITHER = (
    "Reported events between the two are hostile.",
    "Reported events between the two are cooperative.",
    "Reported events between the two are neither hostile nor cooperative.",
)
_TYPES = {
    kind.name: kind
    for kind in (
        _mutual("hostile_events_with", "has hostile events with", -1, "conflict", _HOSTILE),
        _mutual(
            "cooperative_events_with", "has cooperative events with", 1, "cooperation", _COOPERATIVE
        ),
        _mutual("events_with", "has events with", 0, "diplomacy", _NEITHER),
        _mutual(
            "stands_against",
            "stands against",
            -1,
            "conflict",
            "One of the two supports a main party of a conflict, the other is its enemy.",
        ),
        _mutual(
            "stands_with",
            "stands with",
            1,
            "cooperation",
            "One of the two supports the other, a main party of a conflict.",
        ),
        RelationType(
            "acts_against",
            "acts against",
            "is acted against by",
            -1,
            family="conflict",
            description="Reported acts of the source on the target are hostile.",
        ),
        RelationType(
            "acts_with",
            "acts in favour of",
            "is favoured by",
            1,
            family="cooperation",
            description="Reported acts of the source on the target are cooperative.",
        ),
        RelationType(
            "acts_on",
            "acts on",
            "is acted on by",
            0,
            family="diplomacy",
            description="Reported acts of the source on the target are neither.",
        ),
    )
}


class Spell(NamedTuple):
    """Periods of one pair and sign that follow each other without a gap."""

    dyads: tuple[Dyad, ...]
    sign: int

    @property
    def events(self) -> int:
        """How many have that sign."""
        return sum(count(dyad, self.sign) for dyad in self.dyads)

    @property
    def deaths(self) -> int | None:
        """The best number, else the least; None where the data has none, or no hostile events."""
        if self.sign >= 0:
            return None
        best = [dyad.best for dyad in self.dyads if dyad.best is not None]
        low = [dyad.low for dyad in self.dyads if dyad.low is not None]
        return sum(best or low) if best or low else None


def count(dyad: Dyad, sign: int) -> int:
    """Count the events of a sign."""
    if sign:
        return dyad.hostile if sign < 0 else dyad.cooperative
    return dyad.events - dyad.hostile - dyad.cooperative


def to_graph(  # noqa: PLR0913 - what to make it of, whom it knows, and how far
    dyads: Dyads,
    *,
    crosswalk: Crosswalk | None = None,
    known: ActorGraph | None = None,
    files: str = "",
    max_edges: int = MAX_EDGES,
    advice: str = FEWER,
) -> ActorGraph:
    """Give the graph of what the events say.

    A relation stands for the periods of one pair and sign that follow each other; it is as exact
    as they are. Nobody has assessed it, so it has no confidence.

    Args:
        dyads: Folded, not saved.
        crosswalk: Where it says who an end is, that actor of `known` stands there; a dyad that
            may be several actors' keeps the data's own name.
        known: The dataset: its actors keep their ids and names.
        files: What the source's title says of the files.
        max_edges: Refuse to make more relations.
        advice: What to do then.

    Raises:
        EventsError: There would be more.
    """
    reader = dyads.reader
    made = Naming(reader, crosswalk or Crosswalk(reader.scheme), known or ActorGraph(), dyads.dyads)
    found = list(_spells(dyads, made))
    if len(found) > max_edges:
        raise EventsError(
            f"{len(found):,} relations; a graph has at most {max_edges:,}: {advice}", "usage"
        )
    types = words(reader, ordered=dyads.query.ordered)
    days = _days(found, dyads.period)
    relations = [
        _relation(pair, spell, types, dyads, ambivalent=_both(pair, spell, days, dyads))
        for pair, spell in found
    ]
    used = {end for relation in relations for end in (relation.source, relation.target)}
    people = answering(made.actors(used), made.heard)
    return assembled(relations, people, reader, types, files)


def assembled(  # noqa: PLR0913 - what it is made of, and what it is told to have
    relations: Iterable[Relation],
    actors: Iterable[Actor],
    reader: Reader,
    types: Words,
    files: str = "",
    *,
    also: Collection[str] = (),
) -> ActorGraph:
    """Give the graph of relations made of events, with their one source and their types.

    Args:
        relations: They cite the source of `reader`.
        actors: Their ends.
        reader: What read the data.
        types: From `words`.
        files: What the source's title says of the files.
        also: Names of further types, which no relation has here.
    """
    cited = reader.citation
    title = f"{cited.title}: {files}" if files else cited.title
    source = Source(cited.id, title, publisher=cited.publisher, url=cited.url)
    found = list(relations)
    used = {*types, *also, *(relation.type for relation in found)}
    own = [kind for name, kind in _TYPES.items() if name in used]
    return ActorGraph.of(actors, found, [source], [*own, *_vocabulary(types)])


def _span(spell: Spell, kind: Period) -> Span:
    first, last = bounds(spell.dyads[0].period, kind), bounds(spell.dyads[-1].period, kind)
    return Span(first.first, last.last)


def _days(
    found: Sequence[tuple[tuple[str, str], Spell]], kind: Period
) -> dict[tuple[str, str, int], list[Span]]:
    """Give the times of the spells by pair and sign."""
    days: dict[tuple[str, str, int], list[Span]] = {}
    for pair, spell in found:
        one, two = sorted(pair)
        days.setdefault((one, two, spell.sign), []).append(_span(spell, kind))
    return days


def _both(
    pair: tuple[str, str],
    spell: Spell,
    days: dict[tuple[str, str, int], list[Span]],
    dyads: Dyads,
) -> bool:
    """Tell whether the data has events of the other sign at the time."""
    here, (one, two) = _span(spell, dyads.period), sorted(pair)
    others = days.get((one, two, -spell.sign), ()) if spell.sign else ()
    return any(span.meets(*here) for span in others)


def _vocabulary(types: Words) -> list[RelationType]:
    from graph.loading import load_texts  # noqa: PLC0415 - reads the bundled vocabulary

    return [kind for kind in load_texts([]).graph.types if kind.name in types]


def words(reader: Reader, *, ordered: bool) -> Words:
    """Give the types that events become: what the data says, and no more."""
    if reader.scheme in ("ucdp", "acled"):
        return _ARMED
    return _DIRECTED if ordered else _MUTUAL


def type_of(types: Words, found: Sequence[Spell]) -> str:
    """Give the type of spells of one sign: a weaker one where all events are of supporters."""
    helping = all(helped(spell.dyads, spell.sign) == spell.events for spell in found)
    return (HELPING if helping else types).of(found[0].sign)


def by_pair(
    dyads: Iterable[Dyad], made: Naming, *, ordered: bool
) -> dict[tuple[str, str], list[Dyad]]:
    """Give the dyads by the ids of their ends; those of a pair that is not ordered are sorted.

    Two keys that mean one actor make no pair.
    """
    placed: dict[tuple[str, str], list[Dyad]] = {}
    for dyad in dyads:
        one, two = made.pair(dyad)
        if one != two:
            pair = (one, two) if ordered or one < two else (two, one)
            placed.setdefault(pair, []).append(dyad)
    return placed


def _spells(dyads: Dyads, made: Naming) -> Iterator[tuple[tuple[str, str], Spell]]:
    """Give the spells of all pairs."""
    placed = by_pair(dyads.dyads, made, ordered=dyads.query.ordered)
    for pair in sorted(placed):
        for sign in (-1, 0, 1):
            there = [dyad for dyad in placed[pair] if count(dyad, sign)]
            yield from ((pair, spell) for spell in spells(there, sign, dyads.period))


def spells(dyads: Sequence[Dyad], sign: int, kind: Period) -> list[Spell]:
    """Put the dyads of a pair together that follow each other without a gap, in order of time."""
    order = sorted(
        ((number(dyad.period, kind), dyad.pair, dyad) for dyad in dyads), key=lambda one: one[:2]
    )
    place = {period: at for at, period in enumerate(sorted({period for period, *_ in order}))}
    runs = groupby(order, key=lambda one: one[0] - place[one[0]])
    return [Spell(tuple(dyad for *_, dyad in group), sign) for _, group in runs]


def number(period: str, kind: Period) -> int:
    """Number the periods of a kind so that the next one has the next number.

    >>> number("2016-Q1", "quarter") - number("2015-Q4", "quarter")
    1
    """
    year = int(period[:4])
    return {
        "year": lambda: year,
        "decade": lambda: year // 10,
        "quarter": lambda: year * 4 + int(period[-1]),
        "month": lambda: year * 12 + int(period[5:7]),
        "week": lambda: parse_date(period).first // 7,
        "day": lambda: parse_date(period).first,
    }[kind]()


def is_of(period: str, kind: Period) -> bool:
    """Tell whether a period is of a kind, and not the year of what is dated more coarsely.

    >>> is_of("2016-05", "month"), is_of("2016", "month"), is_of("2016", "year")
    (True, False, True)
    """
    return kind == "year" or len(period) != len("2016")


def bounds(period: str, kind: Period) -> Span:
    """Give the first and the last day of a period."""
    if kind == "decade":
        return Span(parse_date(period[:-1]).first, parse_date(f"{period[:3]}9").last)
    if kind == "quarter":
        year, last = period[:4], int(period[-1]) * 3
        return Span(parse_date(f"{year}-{last - 2:02}").first, parse_date(f"{year}-{last:02}").last)
    days = parse_date(period)
    return Span(days.first, days.last + 6 if kind == "week" else days.last)


def _relation(
    pair: tuple[str, str], spell: Spell, types: Words, dyads: Dyads, *, ambivalent: bool
) -> Relation:
    begin, end = dates(spell.dyads, dyads.period)
    return Relation(
        *(pair[0], type_of(types, [spell]), pair[1]),
        begin=begin,
        end=end,
        ambivalent=ambivalent,
        summary=summary(spell, dyads),
        sources=Listed([Cited(dyads.reader.citation.id)]),
    )


def dates(dyads: Sequence[Dyad], kind: Period) -> tuple[Date, Date]:
    """Give the begin and the end of periods, as exact as these are and no more."""
    first, last = bounds(dyads[0].period, kind), bounds(dyads[-1].period, kind)
    size = {"year": 4, "decade": 4, "month": 7, "quarter": 7}.get(kind, 10)
    # A week's, or a longer period's, first and last events may say more than its ends.
    return parse_date(day_text(first.first)[:size]), parse_date(day_text(last.last)[:size])


def summary(spell: Spell, dyads: Dyads) -> str:
    """Say in a sentence what the events come to."""
    return f"{COUNTED}{counted(spell, dyads.reader)}."


def counted(spell: Spell, reader: Reader) -> str:
    """Say what the events come to: ``12 hostile events, 340 deaths``."""
    parts = [reader.units.told(spell.events, spell.sign)]
    if whom := told(spell.events, helped(spell.dyads, spell.sign), spell.sign):
        parts.append(whom)
    if spell.deaths is not None:
        least = "" if any(dyad.best is not None for dyad in spell.dyads) else "at least "
        parts.append(f"{least}{plural(spell.deaths, 'death')}")
    return ", ".join(parts)
