"""Checks of words: every id, name, type and source means one thing, and is there."""

from collections.abc import Iterable, Iterator

from graph.findings import Context, Finding, error, warning
from graph.model import Actor, ActorGraph, Citation, Relation, RelationType
from graph.names import fold, names_of
from graph.parsing import Entry
from graph.problems import Place, Problem
from graph.reading import Fields, Items
from graph.records import RECORDS
from graph.suggesting import Hints


def duplicate_ids(context: Context) -> Iterator[Finding]:
    """Two entries of a kind with one id: the second is left out."""
    for record in RECORDS:
        entries = context.entries(record.key) if record.identity else []
        names = list(filter(None, (getattr(entry.value, record.identity) for entry in entries)))
        if len(set(names)) == len(names):
            continue
        first: dict[str, Entry] = {}
        for entry in entries:
            name = getattr(entry.value, record.identity)
            if name and name in first:
                other = first[name].place(record.identity)
                message = f'{record.one} "{name}" stands already at {other}'
                yield error(entry, record.identity, "duplicate-id", message)
            first.setdefault(name, entry)


def known_ends(context: Context) -> Iterator[Finding]:
    """Relations name declared actors, and two different ones."""
    declared = context.draft.declared["actors"]
    stranger = Strangers(context.graph)
    for entry in context.entries("relations"):
        relation: Relation = entry.value
        for field, name in (("source", relation.source), ("target", relation.target)):
            if name not in declared and context.draft.whole:
                # A symmetric relation's ends are sorted: point to where the name was written.
                at = _written_at(entry, name, field)
                yield error(entry, at, "unknown-actor", stranger(name))
        if relation.source == relation.target:
            yield error(
                entry, "target", "self-relation", f'"{relation.source}" is related to itself'
            )


def _written_at(entry: Entry, name: str, field: str) -> str:
    for end in ("source", "target"):
        if getattr(entry.node.nodes.get(end), "value", None) == name:
            return end
    return field


class Strangers:
    """What is said of ids that no actor has: who bears the name, or whose id is near."""

    def __init__(self, graph: ActorGraph) -> None:
        """Take the actors that there are."""
        self._hint = Hints(graph.actor)
        self._bearer = {fold(name): actor for actor in graph.actors for name in names_of(actor)}

    def __call__(self, name: str) -> str:
        """Say that there is no such actor, and who may be meant."""
        bearer = self._bearer.get(fold(name))
        if bearer:
            return f'no actor "{name}"; did you mean "{bearer.id}" ({bearer.name})?'
        return f'no actor "{name}"{self._hint(name) or "; declare it, or mend the id"}'


def known_types(context: Context) -> Iterator[Finding]:
    """Relations have a type of the vocabulary."""
    known, declared = context.draft.types, context.draft.declared["relation_types"]
    hint = Hints(known)
    for entry in context.entries("relations"):
        name = entry.value.type
        if name not in known and name not in declared and context.draft.whole:
            message = f'no relation type "{name}"{hint(name)}'
            yield error(entry, "type", "unknown-type", message)


def known_sources(context: Context) -> Iterator[Finding]:
    """Citations name declared sources."""
    if not context.draft.whole:
        return
    declared = context.draft.declared["sources"]
    if all(_cited(context, key, field) <= declared.keys() for key, field in _CITING):
        return  # as nearly always, and much faster found out so than one by one
    hint = Hints(declared)
    for key in dict.fromkeys(key for key, _ in _CITING):
        for entry in context.entries(key):
            for field in (field for of, field in _CITING if of == key):
                for position, cited in enumerate(getattr(entry.value, field)):
                    if cited.source not in declared:
                        message = f'no source "{cited.source}"{hint(cited.source)}'
                        place = _citation_place(entry, field, position)
                        yield Finding(Problem(place, "error", "unknown-source", message), entry)


#: What cites sources: key of the entries, and field.
_CITING = (("actors", "sources"), ("relations", "sources"), ("relations", "disputed_by"))


def _cited(context: Context, key: str, field: str) -> set[str]:
    return {cited.source for entry in context.entries(key) for cited in getattr(entry.value, field)}


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
                yield error(
                    entry, _name_field(entry, key), "duplicate-name", _shared(key, entry, other)
                )
    for entry in context.entries("actors"):
        for name in entry.value.ambiguous_aliases:
            found = bearer.get(fold(name))
            if found and found.value.id != entry.value.id:
                message = f'"{name}" is declared ambiguous here but is {found.value.id}\'s own name'
                yield error(entry, "ambiguous_aliases", "duplicate-name", message)


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
            yield error(entry, "inverse", "vocabulary", wanted)
        for field, text in (("label", kind.label), ("inverse", kind.inverse)):
            other = spoken.setdefault(fold(text), kind)
            if other.name != kind.name:
                message = f'"{text}" is already how "{other.name}" reads'
                yield error(entry, field, "vocabulary", message)
        if kind.family in context.graph.type:
            message = f'"{kind.family}" is a family and a type; a query could not tell them apart'
            yield error(entry, "family", "vocabulary", message)


def duplicate_sources(context: Context) -> Iterator[Finding]:
    """One address, one source."""
    first: dict[str, Entry] = {}
    for entry in context.entries("sources"):
        url = entry.value.url
        if url and url in first:
            message = f'the same address as "{first[url].value.id}" at {first[url].place("url")}'
            yield warning(entry, "url", "duplicate-source", message)
        first.setdefault(url, entry)


def unused(context: Context) -> Iterator[Finding]:
    """Every actor has a relation, every source is cited; not asked while entries are left out."""
    if not context.draft.whole or context.draft.problems:
        return
    relations = [entry.value for entry in context.entries("relations")]
    related = {name for relation in relations for name in (relation.source, relation.target)}
    for entry in context.entries("actors"):
        if entry.value.id not in related:
            yield warning(entry, "id", "unused", f'no relation names actor "{entry.value.id}"')
    cited = {citation.source for citation in _all_citations(context)}
    for entry in context.entries("sources"):
        if entry.value.id not in cited:
            yield warning(entry, "id", "unused", f'nothing cites source "{entry.value.id}"')


def _all_citations(context: Context) -> Iterable[Citation]:
    for key in ("actors", "relations"):
        for entry in context.entries(key):
            yield from entry.value.sources
            yield from getattr(entry.value, "disputed_by", ())
