"""What an entry is recognised by where its id changed: marks, contradictions and company.

`recognising` weighs them; its docstring has the rules.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, NamedTuple

from graph.dates import FIRST_DAY, LAST_DAY, Date, Span
from graph.diffing.changes import T
from graph.model import Actor, ActorGraph, Relation, RelationType, Source
from graph.names import fold
from graph.suggesting import distance
from graph.timing import life

#: What somebody is recognised by: what kind of thing that is, and the thing.
Mark = tuple[str, Hashable]
#: Whom somebody is seen with: who, from when, until when.
Seen = tuple[Hashable, str, str]
#: Letters from which on a word may have a slip in it, one in so many.
_SLIP = 4


class Kind(NamedTuple, Generic[T]):
    """How entries of a kind are told apart.

    Attributes:
        name: What messages call `called`.
        listed: All of a graph.
        entries: The same by id.
        marks: What one is recognised by.
        fits: Whether nothing speaks against two being the same.
        called: The text in which a slip may be.
        company: Whom some are seen with, by their id, in the ids that a mapping gives.
        seen: What a member of the company is called, one and many.
    """

    name: str
    listed: Callable[[ActorGraph], tuple[T, ...]]
    entries: Callable[[ActorGraph], dict[str, T]]
    marks: Callable[[T], set[Mark]]
    fits: Callable[[T, T], bool]
    called: Callable[[T], str]
    company: Callable[[ActorGraph, Iterable[str], Mapping[str, str]], dict[str, set[Seen]]]
    seen: tuple[str, str]


def near(one: str, two: str) -> bool:
    """Tell whether two names differ by no more than a slip in some of their long words.

    A slip is a letter in four, in words of four letters or more; digits are never one.

    >>> near("Mohammad Omar", "Mohammed Omar"), near("Group A", "Group B")
    (True, False)
    """
    words = [text.casefold().split() for text in (one, two)]
    return len(words[0]) == len(words[1]) and all(
        a == b or _slipped(a, b) for a, b in zip(*words, strict=True)
    )


def _slipped(one: str, two: str) -> bool:
    short = min(len(one), len(two))
    digits = ([char for char in word if char.isdigit()] for word in (one, two))
    return (
        short >= _SLIP
        and next(digits) == next(digits)
        and (distance(one, two, short // _SLIP) <= short // _SLIP)
    )


def _actor_marks(actor: Actor) -> set[Mark]:
    names: set[Mark] = {("name", fold(name)) for name in (actor.name, *actor.aliases)}
    return names | {(one.scheme, one.id) for one in actor.ids if not one.match}


def _same_actor(one: Actor, two: Actor) -> bool:
    exact = ({i.scheme: i.id for i in actor.ids if not i.match} for actor in (one, two))
    first, second = exact
    return (
        all(second.get(scheme, id_) == id_ for scheme, id_ in first.items())
        and life(one).meets(*life(two))
        and ((one.kind == "person") == (two.kind == "person") or not (one.kind and two.kind))
    )


def _source_marks(source: Source) -> set[Mark]:
    addresses: set[Mark] = {("address", url) for url in (source.url, source.archive_url) if url}
    return addresses | {("title", fold(source.title))}


def _same_source(one: Source, two: Source) -> bool:
    """Tell whether nothing differs that both give, but for one of title and address."""
    said = zip(
        (one.author, one.publisher, one.origin),
        (two.author, two.publisher, two.origin),
        strict=True,
    )
    address = {one.url, one.archive_url} & {two.url, two.archive_url} - {""}
    return (
        all(a == b or not (a and b) for a, b in said)
        and _days(one.published).meets(*_days(two.published))
        and bool(address or not (one.url and two.url))
    )


def _days(date: Date | None) -> Span:
    return Span(date.first, date.last) if date else Span(FIRST_DAY, LAST_DAY)


def _type_marks(kind: RelationType) -> set[Mark]:
    texts = {"label": kind.label, "inverse": kind.inverse, "description": kind.description}
    return {(name, text) for name, text in texts.items() if text}


def _same_type(one: RelationType, two: RelationType) -> bool:
    return (one.sign, one.symmetric, one.lasting) == (two.sign, two.symmetric, two.lasting)


def _text(date: Date | None) -> str:
    return date.text if date else ""


def _when(relation: Relation) -> tuple[str, str]:
    return _text(relation.begin), _text(relation.end)


def _ends(relation: Relation, carry: Mapping[str, str]) -> Hashable:
    """Give the two actors, in an order that no rename turns."""
    one, two = (carry.get(id_, id_) for id_ in (relation.source, relation.target))
    return (one, two) if one < two else (two, one)


def _neighbours(
    graph: ActorGraph, ids: Iterable[str], carry: Mapping[str, str]
) -> dict[str, set[Seen]]:
    found: dict[str, set[Seen]] = {id_: set() for id_ in ids}
    for relation in graph.relations:
        for id_, other in (
            (relation.source, relation.target),
            (relation.target, relation.source),
        ):
            if id_ in found:
                found[id_].add((carry.get(other, other), *_when(relation)))
    return found


def _joined(
    graph: ActorGraph, names: Iterable[str], carry: Mapping[str, str]
) -> dict[str, set[Seen]]:
    found: dict[str, set[Seen]] = {name: set() for name in names}
    for relation in graph.relations:
        if relation.type in found:
            found[relation.type].add((_ends(relation, carry), *_when(relation)))
    return found


def _citing(
    graph: ActorGraph, ids: Iterable[str], carry: Mapping[str, str]
) -> dict[str, set[Seen]]:
    found: dict[str, set[Seen]] = {id_: set() for id_ in ids}
    for relation in graph.relations:
        for citation in (*relation.sources, *relation.disputed_by):
            if citation.source in found:
                found[citation.source].add((_ends(relation, carry), *_when(relation)))
    for actor in graph.actors:
        for citation in actor.sources:
            if citation.source in found:
                found[citation.source].add((carry.get(actor.id, actor.id), "", ""))
    return found


ACTORS = Kind(
    "name",
    lambda graph: graph.actors,
    lambda graph: graph.actor,
    _actor_marks,
    _same_actor,
    lambda actor: actor.name,
    _neighbours,
    ("neighbour", "neighbours"),
)
SOURCES = Kind(
    "title",
    lambda graph: graph.sources,
    lambda graph: graph.document,
    _source_marks,
    _same_source,
    lambda source: source.title,
    _citing,
    ("citing entry", "citing entries"),
)
TYPES = Kind(
    "label",
    lambda graph: graph.types,
    lambda graph: graph.type,
    _type_marks,
    _same_type,
    lambda kind: kind.label,
    _joined,
    ("pair", "pairs"),
)
