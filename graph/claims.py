"""Checks of claims: dates, lives, spells and signs fit together, and sources carry what is said."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from operator import attrgetter

from graph.findings import Context, Finding, error, warning
from graph.grading import ceiling
from graph.model import CONFIDENCES, Actor, Relation, Sign
from graph.parsing import Entry
from graph.timing import life


def inverted_dates(context: Context) -> Iterator[Finding]:
    """Nothing ends before it begins: its last day is not before its first."""
    for key in ("actors", "relations"):
        for entry in context.entries(key):
            yield from inverted(entry)


def inverted(entry: Entry) -> Iterator[Finding]:
    """Tell where an entry of anything with a begin and an end has them the wrong way round."""
    begin, end = entry.value.begin, entry.value.end
    if begin and end and end.last < begin.first:
        message = f"it ends {end.text}, before it begins {begin.text}"
        yield error(entry, "to", "inverted-dates", message)


def outside_life(context: Context) -> Iterator[Finding]:
    """What is dated of a relation shares a day with the life of both its actors.

    Approximate dates are given the benefit of the doubt.
    """
    for entry in context.entries("relations"):
        relation: Relation = entry.value
        for name in (relation.source, relation.target):
            actor = context.graph.actor.get(name)
            if actor:
                yield from outside(entry, actor)


def outside(entry: Entry, actor: Actor) -> Iterator[Finding]:
    """Tell where an entry of anything with a begin and an end lies outside an actor's life."""
    if (actor.begin or actor.end) and (said := _outside(entry, actor)):
        field, message = said
        yield warning(entry, field, "outside-life", message)


def _outside(entry: Entry, actor: Actor) -> tuple[str, str] | None:
    days = life(actor)
    for field, date in (("from", entry.value.begin), ("to", entry.value.end)):
        if date is None or date.approximate:
            continue
        if date.last < days.first and actor.begin and not actor.begin.approximate:
            return field, f"{date.text} is before {actor.id} begins ({actor.begin.text})"
        if date.first > days.last and actor.end and not actor.end.approximate:
            return field, f"{date.text} is after {actor.id} ends ({actor.end.text})"
    return None


def sourced_and_dated(context: Context) -> Iterator[Finding]:
    """Every relation and actor says who says so, and every relation can be dated."""
    for entry in context.entries("relations"):
        if not entry.value.sources:
            yield warning(entry, "", "unsourced", "no source; who says so?")
        if not entry.value.begin and not context.tenure(entry).dated:
            message = 'no "from", and no dated source to bound it; no date can be asked for it'
            yield warning(entry, "", "undated", message)
    for entry in context.entries("actors"):
        if not entry.value.sources:
            yield warning(entry, "", "unsourced", f'no source for actor "{entry.value.id}"')


def duplicate_relations(context: Context) -> Iterator[Finding]:
    """Two spells of one tie do not share a day; the same relation does not stand twice."""
    spells: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    of = attrgetter("source", "type", "target")
    for entry in context.entries("relations"):
        spells[of(entry.value)].append(entry)
    for same in spells.values():
        if len(same) > 1:
            yield from _twice(same)
            yield from _overlaps(context, same)


def _twice(same: list[Entry]) -> Iterator[Finding]:
    first: dict[Relation, Entry] = {}
    for entry in same:
        other = first.setdefault(entry.value, entry)
        if other is not entry:
            message = f"the same relation stands already at {other.place()}; merge their sources"
            yield error(entry, "", "duplicate-relation", message)


def _overlaps(context: Context, same: list[Entry]) -> Iterator[Finding]:
    kind = context.graph.type.get(same[0].value.type)
    if kind and not kind.lasting:
        return
    once = {entry.value: entry for entry in same}.values()
    spans = [(span, entry) for entry in once if (span := context.tenure(entry).span)]
    by_time = sorted(spans, key=lambda pair: (pair[0], pair[1].place()))
    longest = by_time[:1]
    for span, entry in by_time[1:]:
        before, other = longest[-1]
        # Spells that touch in one coarse date ("to: 2019", "from: 2019") follow one another.
        if span.first < before.last - _slack(other, entry):
            message = f'overlaps the spell at {other.place()}; give that its "to", or merge the two'
            yield warning(entry, "from", "duplicate-relation", message)
        if span.last > before.last:
            longest.append((span, entry))


def _slack(one: Entry, two: Entry) -> int:
    end, begin = one.value.end, two.value.begin
    return max((date.last - date.first for date in (end, begin) if date), default=0)


def contradictory_signs(context: Context) -> Iterator[Finding]:
    """No pair is lastingly for and against each other on one day, unless somebody says so.

    A relation that is disputed, or marked ambivalent, says so.
    """
    signs = {kind.name: kind.sign for kind in context.graph.types if kind.lasting and kind.sign}
    pairs: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in context.entries("relations"):
        relation: Relation = entry.value
        if relation.type in signs and not (relation.ambivalent or relation.disputed_by):
            one, two = relation.source, relation.target
            pairs[(one, two) if one < two else (two, one)].append(entry)
    for found in pairs.values():
        if len({signs[entry.value.type] for entry in found}) > 1:
            yield from _contradictions(context, signs, found)


def _contradictions(
    context: Context, signs: Mapping[str, Sign], found: list[Entry]
) -> Iterator[Finding]:
    spans = [(entry, span) for entry in found if (span := context.tenure(entry).span)]
    for (one, span), (two, other) in combinations(spans, 2):
        if signs[one.value.type] != signs[two.value.type] and span.meets(*other):
            message = (
                f'"{two.value.type}" contradicts "{one.value.type}" at {one.place()} at the same '
                'time; mend a date, say who disputes it, or mark one "ambivalent: true"'
            )
            yield warning(two, "type", "contradictory-signs", message)
            return


def overstated(context: Context) -> Iterator[Finding]:
    """No relation claims more confidence than its sources carry (see `graph.grading`)."""
    documents = context.graph.document
    for entry in context.entries("relations"):
        relation: Relation = entry.value
        cited = [documents.get(citation.source) for citation in relation.sources]
        graded = [source for source in cited if source]
        if not relation.confidence or len(graded) < len(cited):
            continue
        most = ceiling(graded)
        if most and CONFIDENCES.index(relation.confidence) > CONFIDENCES.index(most):
            grades = ", ".join(sorted(source.reliability for source in graded))
            message = (
                f'"{relation.confidence}" is more than its sources carry, graded {grades}: '
                f'write "{most}", or add an independent source'
            )
            yield warning(entry, "confidence", "overstated", message)
