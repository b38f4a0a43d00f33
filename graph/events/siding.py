"""Dyads of two periods -> the two graphs that a diff compares.

A tie is a pair and a sign. Either graph has the ties of which its period has events, with what it
counts of them. What did not grow or shrink says the same in both: its first and last events, and
the counts of both periods; so the diff finds no difference in it.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from graph.dates import Date, day_text, parse_date
from graph.diffing.clocks import Counting, Level, Reported, Snapshot
from graph.diffing.periods import days_of, growth
from graph.events.graphing import (
    HELPING,
    Spell,
    assembled,
    by_pair,
    count,
    counted,
    type_of,
    words,
)
from graph.events.naming import Naming
from graph.events.reader import Reader
from graph.events.values import Dyad, DyadQuery
from graph.model import Citation, Listed, Relation, tie

#: The dyads of the earlier period and those of the later one, or something else of the two.
Both = tuple[list[Dyad], list[Dyad]]


class Tie(NamedTuple):
    """A pair and a sign.

    Attributes:
        pair: Ids of actors; sorted unless asked for as ordered.
        sides: What either period has of it; one of them may have nothing.
    """

    pair: tuple[str, str]
    sides: tuple[Spell, Spell]


def ties(dyads: Both, naming: Naming, query: DyadQuery) -> Iterator[Tie]:
    """Give the ties that have `min_events` in one of the periods, by pair, hostile ones first."""
    before, after = (by_pair(side, naming, ordered=query.ordered) for side in dyads)
    for pair in sorted(before.keys() | after.keys()):
        for sign in (-1, 0, 1):
            old, new = (
                Spell(tuple(one for one in side.get(pair, ()) if count(one, sign)), sign)
                for side in (before, after)
            )
            if max(old.events, new.events) >= query.min_events:
                yield Tie(pair, (old, new))


def sides(
    found: Iterable[Tie], given: tuple[Date, Date], naming: Naming, query: DyadQuery
) -> tuple[Snapshot, Snapshot]:
    """Make a snapshot of either period; both have all actors: nobody says that one came or went.

    Args:
        found: The ties.
        given: The two periods.
        naming: Has named the ends of the ties.
        query: What was asked for.
    """
    reader = naming.reader
    types = words(reader, ordered=query.ordered)
    counting = Counting(
        query.min_events,
        query.areas,
        reader.turns,
        levels=bool(reader.levels),
        supporters=query.supporters,
        helping=frozenset(HELPING),
    )
    relations: tuple[list[Relation], list[Relation]] = ([], [])
    events: tuple[dict[str, Reported], dict[str, Reported]] = ({}, {})
    for one in found:
        for place, said in enumerate(_said(one, given, reader)):
            if one.sides[place].events:
                type_ = type_of(types, one.sides)
                relation = _relation(one, type_, said, given, reader)
                relations[place].append(relation)
                events[place][tie(relation)] = _reported(one.sides[place], reader)
    used = {end for side in relations for one in side for end in (one.source, one.target)}
    people, title = naming.actors(used), reader.citation.title
    named = {one.type for side in relations for one in side}
    old, new = (
        Snapshot(
            assembled(relations[place], people, reader, types, also=named),
            f"{title}{counting.where}, {given[place].text.replace('/', ' to ')}",
            given[place],
            events=events[place],
            counting=counting,
        )
        for place in (0, 1)
    )
    return old, new


def _reported(spell: Spell, reader: Reader) -> Reported:
    known = [dyad.supporting for dyad in spell.dyads if dyad.supporting is not None]
    helping = sum(known) if known else None
    level = _level(spell.deaths, spell.events - (helping or 0), reader)
    return Reported(spell.events, spell.deaths, helping, level)


def _level(deaths: int | None, years: int, reader: Reader) -> Level | None:
    """Give the highest level of some years, of which the least deaths are added up."""
    if deaths is None or not reader.levels:
        return None
    lowest = reader.levels[0]
    return Level(2, reader.levels[-1]) if deaths > years * lowest else Level(1, lowest)


def _said(one: Tie, given: tuple[Date, Date], reader: Reader) -> tuple[str, str]:
    """Say what either period has of a tie; of one that is about as it was, the same."""
    said = [counted(side, reader) for side in one.sides]
    before, after = (_reported(side, reader) for side in one.sides)
    if before.events and after.events and not growth(before, after, days_of(*given)):
        both = "; ".join(f"{date.text}: {words_}" for date, words_ in zip(given, said, strict=True))
        return both, both
    return said[0], said[1]


def _relation(
    one: Tie, type_: str, said: str, given: tuple[Date, Date], reader: Reader
) -> Relation:
    """Make the relation of a tie, from its first event in either period to its last."""
    dated = [
        (dyad, date) for side, date in zip(one.sides, given, strict=True) for dyad in side.dyads
    ]
    first = min(dyad.first for dyad, _ in dated)
    # An event belongs to the period in which it begins.
    last = max(min(dyad.last, date.last) for dyad, date in dated)
    return Relation(
        *(one.pair[0], type_, one.pair[1]),
        begin=_day(first, "-01-01", reader),
        end=_day(last, "-12-31", reader),
        summary=said,
        sources=Listed([Citation(reader.citation.id)]),
    )


def _day(day: int, edge: str, reader: Reader) -> Date:
    """Give a day; the edge of a year by the year, where the data may have meant no more."""
    text = day_text(day)
    return parse_date(text.removesuffix(edge) if reader.period == "year" else text)


def keys(dyads: Both, naming: Naming) -> dict[str, frozenset[str]]:
    """Give the ids of the actors that each key and name in the data came to."""
    found: dict[str, set[str]] = {}
    for dyad in (*dyads[0], *dyads[1]):
        for key, name, id_ in zip(dyad.pair, dyad.names, naming.pair(dyad), strict=True):
            found.setdefault(key, set()).add(id_)
            found.setdefault(name, set()).add(id_)
    return {key: frozenset(ids) for key, ids in found.items()}
