"""The values that everything else passes around: immutable, equal when they say the same.

A place rides beside each value and takes no part in ``==`` or ``hash``, so that
``set(new.relations) - set(old.relations)`` is a difference in meaning. Absence of a text is
``""``, of many ``()``, of a date ``None``.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import groupby
from typing import Any, Literal, NamedTuple, TypeVar

from graph.dates import Date
from graph.problems import NOWHERE, Place, Problem

T = TypeVar("T")

ACTOR_KINDS = (
    "armed_group",
    "faction",
    "alliance",
    "state",
    "government",
    "agency",
    "armed_force",
    "intergovernmental",
    "person",
    "population",
    "movement",
    "place",
)
CONFIDENCES = ("low", "medium", "high")
#: How an identifier matches where not exactly (SKOS): probably the same; the identifier covers
#: more than the actor; it covers less.
MATCHES = ("close", "broad", "narrow")
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
Sign = Literal[-1, 0, 1]


class Listed(tuple[T, ...]):
    """A tuple whose order is the writer's and no part of its meaning.

    >>> Listed("ab") == Listed("ba"), hash(Listed("ab")) == hash(Listed("ba"))
    (True, True)
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        # Nearly always the order is the same too, and comparing is cheaper than sorting.
        return isinstance(other, Listed) and (
            tuple.__eq__(self, other) or _sorted(self) == _sorted(other)
        )

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(tuple(_sorted(self)))


def _sorted(items: Iterable[Any]) -> list[Any]:
    return sorted(items)


#: No items: an immutable value, safe to share as a default.
NONE: Listed[Any] = Listed()


def _placed(kind: type[T]) -> type[T]:
    """Leave the last item of a named tuple, its place, out of ``==``, ``hash`` and ``repr``.

    A frozen dataclass would say as much, and takes twelve times as long to be made: every start
    waited for it.
    """
    for name, method in _PLACED.items():
        setattr(kind, name, method)
    return kind


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one[:-1] == other[:-1]


def _said(one: Any) -> str:
    told = (f"{name}={cell!r}" for name, cell in zip(one._fields[:-1], one, strict=False))
    return f"{type(one).__name__}({', '.join(told)})"


_PLACED: dict[str, Callable[..., Any]] = {
    "__eq__": _same,
    "__ne__": lambda one, other: not _same(one, other),
    "__hash__": lambda one: hash(one[:-1]),
    "__repr__": _said,
}


class Identifier(NamedTuple):
    """What an actor is called in a register of others.

    Attributes:
        scheme: The register: ``un``, ``ucdp``, ``wikidata``, ``iso``, ``eu`` or another.
        id: The identifier there.
        match: ``""`` where it means the same actor, else one of `MATCHES`.
    """

    scheme: str
    id: str
    match: str = ""

    def __str__(self) -> str:
        """Give ``ucdp 303``, and how it matches where not exactly."""
        match = f" ({self.match} match)" if self.match else ""
        return f"{self.scheme} {self.id}{match}"


class Citation(NamedTuple):
    """Who says so: a source, the place in it, and what it says where that differs."""

    source: str
    locator: str = ""
    summary: str = ""


@_placed
class Actor(NamedTuple):
    """Somebody or something that relations are about.

    Attributes:
        id: Kebab-case, stable for ever.
        kind: One of `ACTOR_KINDS`, or ``""`` where nobody said.
        aliases: Other names that mean this actor and no other.
        ambiguous_aliases: Names that it shares with other actors.
        begin, end: Its life, inclusive; None where the data does not say. ``end`` may be
            `graph.dates.UNKNOWN`: it ended, nobody knows when.
        ids: Identifiers elsewhere.
    """

    id: str
    name: str
    kind: str = ""
    aliases: Listed[str] = NONE
    ambiguous_aliases: Listed[str] = NONE
    begin: Date | None = None
    end: Date | None = None
    areas: Listed[str] = NONE
    summary: str = ""
    ids: Listed[Identifier] = NONE
    sources: Listed[Citation] = NONE
    place: Place = NOWHERE


@_placed
class RelationType(NamedTuple):
    """A word of the vocabulary.

    Attributes:
        label, inverse: How it reads from source to target and back.
        sign: -1 against, 0 neither, +1 with.
        symmetric: Both ends play the same part; the ends of such a relation are sorted.
        lasting: False for an event, which holds on its own dates only.
    """

    name: str
    label: str
    inverse: str
    sign: Sign
    symmetric: bool = False
    lasting: bool = True
    family: str = ""
    description: str = ""
    place: Place = NOWHERE


@_placed
class Source(NamedTuple):
    """A document that somebody published.

    Attributes:
        origin: Whose text it is, where another publishes it (an agency, a mirrored body).
        reliability: Admiralty code A to F, of the source; ``""`` where nobody graded it.
    """

    id: str
    title: str
    author: str = ""
    publisher: str = ""
    origin: str = ""
    published: Date | None = None
    url: str = ""
    archive_url: str = ""
    accessed: Date | None = None
    reliability: str = ""
    place: Place = NOWHERE


@_placed
class Relation(NamedTuple):
    """A claim about two actors, with its time and those who make it.

    Attributes:
        source, target: Actor ids; in sorted order when the type is symmetric.
        type: Name of a `RelationType`.
        id: The writer's own id, or ``""``; `ActorGraph.keys` has a key for every relation.
        begin, end: As written, inclusive. ``end`` None: holds as far as the data knows;
            `graph.dates.UNKNOWN`: ended, nobody knows when. What days these come to is
            `graph.timing.tenure`'s to say.
        confidence: One of `CONFIDENCES` or ``""`` (nobody assessed it).
        ambivalent: The sources report both signs between the two at the same time.
        sources: Who asserts it.
        disputed_by: Who denies it.
    """

    source: str
    type: str
    target: str
    id: str = ""
    begin: Date | None = None
    end: Date | None = None
    confidence: str = ""
    ambivalent: bool = False
    summary: str = ""
    sources: Listed[Citation] = NONE
    disputed_by: Listed[Citation] = NONE
    place: Place = NOWHERE


@_placed
class Step(NamedTuple):
    """One step of the dataset's story: a sentence, and the part of the map that it is about.

    Attributes:
        date: The date at which the map is shown.
        focus: Actor ids.
        relations: Keys of `ActorGraph.keys`: the relations that bear the sentence out.
    """

    text: str
    date: Date
    focus: Listed[str]
    relations: Listed[str] = NONE
    place: Place = NOWHERE


def tie(relation: Relation) -> str:
    """Give ``source:type:target``: who is related to whom, and how."""
    return f"{relation.source}:{relation.type}:{relation.target}"


def relation_order(relation: Relation) -> tuple[object, ...]:
    """Give a total order of meanings: by source, target, begin (undated first), then the rest."""
    begin, end = relation.begin, relation.end
    return (
        relation.source,
        relation.target,
        (begin.first, begin.last, begin.text) if begin else (0, 0, ""),
        relation.type,
        (end.last, end.first, end.text) if end else (0, 0, ""),
        relation.id,
        relation.confidence,
        relation.ambivalent,
        relation.summary,
        sorted(relation.sources),
        sorted(relation.disputed_by),
    )


def _in_order(relations: Iterable[Relation]) -> Iterator[Relation]:
    """Sort by `relation_order`, which is asked for only where its beginning decides nothing."""
    for _, group in groupby(sorted(relations, key=_begin_order), key=_begin_order):
        first, *more = group
        yield from sorted([first, *more], key=relation_order) if more else (first,)


def _begin_order(relation: Relation) -> tuple[str, str, int]:
    begin = relation.begin
    return relation.source, relation.target, begin.first if begin else 0


class _Parts(NamedTuple):
    actors: tuple[Actor, ...] = ()
    relations: tuple[Relation, ...] = ()
    sources: tuple[Source, ...] = ()
    types: tuple[RelationType, ...] = ()
    story: tuple[Step, ...] = ()
    kept_keys: tuple[str, ...] = ()


class ActorGraph(_Parts):
    """A whole dataset. Build it with `ActorGraph.of`, which puts all in its order.

    Attributes:
        actors: By id.
        relations: By `relation_order`.
        sources: By id.
        types: By name.
        story: In the order in which it is told; it presents the claims and is none, so it is no
            part of the graph's meaning.
        kept_keys: The keys that the relations bear in the whole graph, when this is a part of
            one (`graph.timing.at`); no part of its meaning.

    >>> ActorGraph.of([Actor("b", "B"), Actor("a", "A")]).actors[0].id
    'a'
    """

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ActorGraph) and self[:4] == other[:4]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:4])

    @classmethod
    def of(
        cls,
        actors: Iterable[Actor] = (),
        relations: Iterable[Relation] = (),
        sources: Iterable[Source] = (),
        types: Iterable[RelationType] = (),
        story: Iterable[Step] = (),
    ) -> "ActorGraph":
        """Build a graph from values in any order but that of the story; nothing is checked."""
        return cls(
            tuple(sorted(actors, key=lambda actor: actor.id)),
            tuple(_in_order(relations)),
            tuple(sorted(sources, key=lambda source: source.id)),
            tuple(sorted(types, key=lambda kind: kind.name)),
            tuple(story),
        )

    @cached_property
    def actor(self) -> dict[str, Actor]:
        """Actors by id."""
        return {actor.id: actor for actor in self.actors}

    @cached_property
    def type(self) -> dict[str, RelationType]:
        """Relation types by name."""
        return {kind.name: kind for kind in self.types}

    @cached_property
    def document(self) -> dict[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.sources}

    @cached_property
    def touching(self) -> dict[str, list[int]]:
        """Where in `relations` an actor is named, by its id, in their order."""
        places: dict[str, list[int]] = {}
        for place, relation in enumerate(self.relations):
            places.setdefault(relation.source, []).append(place)
            places.setdefault(relation.target, []).append(place)
        return places

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """One unique key for each of `relations`, in their order.

        A relation's own id, else ``source:type:target``; the second spell of the same tie, in
        order of time, ends in ``:2``, and so on.
        """
        if self.kept_keys:
            return self.kept_keys
        seen: dict[str, int] = {}
        keys = []
        for relation in self.relations:
            # What `tie` gives; calling it for every relation takes a third of the time.
            key = relation.id or f"{relation.source}:{relation.type}:{relation.target}"
            seen[key] = count = seen.get(key, 0) + 1
            keys.append(key if count == 1 else f"{key}:{count}")
        return tuple(keys)

    @cached_property
    def keyed(self) -> dict[str, Relation]:
        """Relations by key, in the order of `relations`."""
        return dict(zip(self.keys, self.relations, strict=True))

    @cached_property
    def made(self) -> dict[Callable[["ActorGraph"], Any], Any]:
        """What functions made by `once` have worked out of it, by the function."""
        return {}

    def _repr_html_(self) -> str:
        """Show the map in a notebook; what draws it is asked for by its public name, when shown."""
        import graph  # noqa: PLC0415 - values know nothing that stands above them

        return graph.iframe(self)


def once(work: Callable[[ActorGraph], T]) -> Callable[[ActorGraph], T]:
    """Make a function of a graph do its work once for each, and keep beside it what it gave."""

    def kept(graph: ActorGraph) -> T:
        made = graph.made
        if work not in made:
            made[work] = work(graph)
        found: T = made[work]
        return found

    kept.__doc__ = work.__doc__
    return kept


class Loaded(NamedTuple):
    """What a dataset gave: the graph of all good entries, and every problem by place.

    >>> Loaded(ActorGraph()).errors
    ()
    """

    graph: ActorGraph
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that cost an entry."""
        return tuple(problem for problem in self.problems if problem.severity == "error")
