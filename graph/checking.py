"""Checks of meaning: functions from a draft to findings, in a table.

Adding a rule is adding a function to `CHECKS`; none changes the draft.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from graph.model import Actor, ActorGraph, Citation, Relation, RelationType, Sign
from graph.names import fold, names_of
from graph.parsing import Draft, Entry
from graph.problems import Place, Problem, Severity
from graph.reading import Fields, Items
from graph.records import RECORDS
from graph.suggesting import Hints
from graph.timing import Tenure, life, tenure


class Finding(NamedTuple):
    """A problem, and the entry that it costs (None for a warning)."""

    problem: Problem
    culprit: Entry | None = None


class Context(NamedTuple):
    """What a check may look at: the draft, and the graph that it makes if all is well."""

    draft: Draft
    graph: ActorGraph

    def tenure(self, entry: Entry) -> Tenure:
        """Give the days of a relation entry; asked for where needed, for it takes its time."""
        return tenure(self.graph, entry.value)

    def entries(self, key: str) -> list[Entry]:
        """Give the entries under one top-level key, in the order of the files."""
        return self.draft.entries[key]


def check(draft: Draft) -> tuple[ActorGraph, list[Problem]]:
    """Run all checks.

    Returns:
        The graph of the entries that no error concerns, and the problems, unsorted. Relations
        whose actors were left out are left out with them.
    """
    whole = _graph(draft, set())
    context = Context(draft, whole)
    findings = [finding for rule in CHECKS for finding in rule(context)]
    bad = {id(found.culprit.value) for found in findings if found.culprit}
    problems = [found.problem for found in findings]
    good = whole if not bad and draft.whole and not draft.problems else _graph(draft, bad)
    return good, problems


def _graph(draft: Draft, bad: set[int]) -> ActorGraph:
    kept = {
        record.key: [e.value for e in draft.entries[record.key] if id(e.value) not in bad]
        for record in RECORDS
    }
    kinds = [kind for kind in draft.types.values() if id(kind) not in bad]
    graph = ActorGraph.of(kept["actors"], kept["relations"], kept["sources"], kinds)
    if not bad and not draft.problems and draft.whole:
        return graph
    actors, types = graph.actor, graph.type
    whole = [
        rel
        for rel in graph.relations
        if rel.source in actors and rel.target in actors and rel.type in types
    ]
    return ActorGraph.of(graph.actors, whole, graph.sources, graph.types)


def _error(entry: Entry, field: str, code: str, message: str) -> Finding:
    return Finding(Problem(entry.place(field), "error", code, message), entry)


def _warning(entry: Entry, field: str, code: str, message: str) -> Finding:
    return Finding(Problem(entry.place(field), "warning", code, message))


def duplicate_ids(context: Context) -> Iterator[Finding]:
    """Two entries of a kind with one id: the second is left out."""
    for record in RECORDS:
        first: dict[str, Entry] = {}
        for entry in context.entries(record.key):
            name = getattr(entry.value, record.identity)
            if name and name in first:
                other = first[name].place(record.identity)
                message = f'{record.one} "{name}" stands already at {other}'
                yield _error(entry, record.identity, "duplicate-id", message)
            first.setdefault(name, entry)


def known_ends(context: Context) -> Iterator[Finding]:
    """Relations name declared actors, and two different ones."""
    declared = context.draft.declared["actors"]
    hint = Hints(context.graph.actor)
    bearer = {fold(name): actor for actor in context.graph.actors for name in names_of(actor)}
    for entry in context.entries("relations"):
        relation: Relation = entry.value
        for field, name in (("source", relation.source), ("target", relation.target)):
            if name not in declared and context.draft.whole:
                # A symmetric relation's ends are sorted: point to where the name was written.
                at = _written_at(entry, name, field)
                message = f'no actor "{name}"{_meant(bearer.get(fold(name)), hint(name))}'
                yield _error(entry, at, "unknown-actor", message)
        if relation.source == relation.target:
            yield _error(
                entry, "target", "self-relation", f'"{relation.source}" is related to itself'
            )


def _written_at(entry: Entry, name: str, field: str) -> str:
    for end in ("source", "target"):
        if getattr(entry.node.nodes.get(end), "value", None) == name:
            return end
    return field


def _meant(bearer: Actor | None, hint: str) -> str:
    if bearer:
        return f'; did you mean "{bearer.id}" ({bearer.name})?'
    return hint or "; declare it, or mend the id"


def known_types(context: Context) -> Iterator[Finding]:
    """Relations have a type of the vocabulary."""
    known, declared = context.draft.types, context.draft.declared["relation_types"]
    hint = Hints(known)
    for entry in context.entries("relations"):
        name = entry.value.type
        if name not in known and name not in declared and context.draft.whole:
            message = f'no relation type "{name}"{hint(name)}'
            yield _error(entry, "type", "unknown-type", message)


def known_sources(context: Context) -> Iterator[Finding]:
    """Citations name declared sources."""
    if not context.draft.whole:
        return
    declared = context.draft.declared["sources"]
    hint = Hints(declared)
    for key in ("actors", "relations"):
        for entry in context.entries(key):
            for field in ("sources", "disputed_by"):
                for position, cited in enumerate(getattr(entry.value, field, ())):
                    if cited.source not in declared:
                        message = f'no source "{cited.source}"{hint(cited.source)}'
                        place = _citation_place(entry, field, position)
                        yield Finding(Problem(place, "error", "unknown-source", message), entry)


def _citation_place(entry: Entry, field: str, position: int) -> Place:
    items = entry.node.nodes[field]
    node = items.nodes[position] if isinstance(items, Items) else items
    if isinstance(node, Fields):
        node = node.nodes["source"]
    return Place(entry.file, node.line, node.column)


def duplicate_names(context: Context) -> Iterator[Finding]:
    """A name or alias means one actor; what several share is declared ambiguous by each."""
    bearer: dict[str, Entry] = {}
    for entry in context.entries("actors"):
        for key in {fold(name): name for name in names_of(entry.value)}:
            other = bearer.setdefault(key, entry)
            if other.value.id != entry.value.id:
                yield _error(
                    entry, _name_field(entry, key), "duplicate-name", _shared(key, entry, other)
                )
    for entry in context.entries("actors"):
        for name in entry.value.ambiguous_aliases:
            found = bearer.get(fold(name))
            if found and found.value.id != entry.value.id:
                message = f'"{name}" is declared ambiguous here but is {found.value.id}\'s own name'
                yield _error(entry, "ambiguous_aliases", "duplicate-name", message)


def _name_field(entry: Entry, key: str) -> str:
    actor: Actor = entry.value
    if key in map(fold, actor.aliases):
        return "aliases"
    return "name" if fold(actor.name) == key else "id"


def _shared(key: str, entry: Entry, other: Entry) -> str:
    name = next(name for name in names_of(entry.value) if fold(name) == key)
    return (
        f'"{name}" already means {other.value.id} ({other.place("id")}); '
        'list it under "ambiguous_aliases" of both, or drop it here'
    )


def inverted_dates(context: Context) -> Iterator[Finding]:
    """Nothing ends before it begins: its last day is not before its first."""
    for key in ("actors", "relations"):
        for entry in context.entries(key):
            begin, end = entry.value.begin, entry.value.end
            if begin and end and end.last < begin.first:
                message = f"it ends {end.text}, before it begins {begin.text}"
                yield _error(entry, "to", "inverted-dates", message)


def outside_life(context: Context) -> Iterator[Finding]:
    """What is dated of a relation shares a day with the life of both its actors.

    Approximate dates are given the benefit of the doubt.
    """
    for entry in context.entries("relations"):
        relation: Relation = entry.value
        for name in (relation.source, relation.target):
            actor = context.graph.actor.get(name)
            if actor and (actor.begin or actor.end) and (said := _outside(relation, actor)):
                field, message = said
                yield _warning(entry, field, "outside-life", message)


def _outside(relation: Relation, actor: Actor) -> tuple[str, str] | None:
    days = life(actor)
    for field, date in (("from", relation.begin), ("to", relation.end)):
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
            yield _warning(entry, "", "unsourced", "no source; who says so?")
        if not entry.value.begin and not context.tenure(entry).dated:
            message = 'no "from", and no dated source to bound it; no date can be asked for it'
            yield _warning(entry, "", "undated", message)
    for entry in context.entries("actors"):
        if not entry.value.sources:
            yield _warning(entry, "", "unsourced", f'no source for actor "{entry.value.id}"')


def duplicate_relations(context: Context) -> Iterator[Finding]:
    """Two spells of one tie do not share a day; the same relation does not stand twice."""
    spells: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in context.entries("relations"):
        relation: Relation = entry.value
        spells[relation.source, relation.type, relation.target].append(entry)
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
            yield _error(entry, "", "duplicate-relation", message)


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
            yield _warning(entry, "from", "duplicate-relation", message)
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
            yield _warning(two, "type", "contradictory-signs", message)
            return


def vocabulary(context: Context) -> Iterator[Finding]:
    """A word reads one way: no label or inverse twice, symmetric words read the same both ways."""
    own = {entry.value.name for entry in context.entries("relation_types")}
    spoken = {
        fold(text): kind
        for kind in context.graph.types
        if kind.name not in own
        for text in (kind.label, kind.inverse)
    }
    for entry in context.entries("relation_types"):
        kind: RelationType = entry.value
        if kind.symmetric != (kind.label == kind.inverse):
            wanted = "a symmetric type has one label for both ways"
            if not kind.symmetric:
                wanted = "label and inverse are the same: say how it reads from the other end"
            yield _error(entry, "inverse", "vocabulary", wanted)
        for field, text in (("label", kind.label), ("inverse", kind.inverse)):
            other = spoken.setdefault(fold(text), kind)
            if other.name != kind.name:
                message = f'"{text}" is already how "{other.name}" reads'
                yield _error(entry, field, "vocabulary", message)
        if kind.family in context.graph.type:
            message = f'"{kind.family}" is a family and a type; a query could not tell them apart'
            yield _error(entry, "family", "vocabulary", message)


def duplicate_sources(context: Context) -> Iterator[Finding]:
    """One address, one source."""
    first: dict[str, Entry] = {}
    for entry in context.entries("sources"):
        url = entry.value.url
        if url and url in first:
            message = f'the same address as "{first[url].value.id}" at {first[url].place("url")}'
            yield _warning(entry, "url", "duplicate-source", message)
        first.setdefault(url, entry)


def unused(context: Context) -> Iterator[Finding]:
    """Every actor has a relation, every source is cited; not asked while entries are left out."""
    if not context.draft.whole or context.draft.problems:
        return
    relations = [entry.value for entry in context.entries("relations")]
    related = {name for relation in relations for name in (relation.source, relation.target)}
    for entry in context.entries("actors"):
        if entry.value.id not in related:
            yield _warning(entry, "id", "unused", f'no relation names actor "{entry.value.id}"')
    cited = {citation.source for citation in _all_citations(context)}
    for entry in context.entries("sources"):
        if entry.value.id not in cited:
            yield _warning(entry, "id", "unused", f'nothing cites source "{entry.value.id}"')


def _all_citations(context: Context) -> Iterable[Citation]:
    for key in ("actors", "relations"):
        for entry in context.entries(key):
            yield from entry.value.sources
            yield from getattr(entry.value, "disputed_by", ())


Check = Callable[[Context], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    duplicate_ids,
    known_ends,
    known_types,
    known_sources,
    duplicate_names,
    inverted_dates,
    outside_life,
    sourced_and_dated,
    duplicate_relations,
    contradictory_signs,
    vocabulary,
    duplicate_sources,
    unused,
)

__all__ = ["CHECKS", "Context", "Finding", "Severity", "check"]
