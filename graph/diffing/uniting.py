"""Both versions of a review as one graph: who and what is in either, and how it stands to both.

The map of a review is drawn from this. Whoever is in both versions is one actor, a new id
notwithstanding. Each relation is there once, and a second time as it was where it reads otherwise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from graph.diffing.changes import carrier
from graph.diffing.clocks import Snapshot
from graph.diffing.reviewing import Review, compared
from graph.grading import voices
from graph.labels import label
from graph.model import Actor, ActorGraph, Relation, relation_order
from graph.timing import life, tenure

#: How a relation or an actor stands to the two sides; ``passed``: it came and went between them.
State = Literal["added", "removed", "changed", "kept", "passed"]
#: What the key or id of an older version ends in where the newer one means another by it.
BEFORE = "@before"


class Member(NamedTuple):
    """An actor of either side.

    Attributes:
        id: On the map: that of the newer side where it is there.
        before, after: As each side has it; None where it is not there.
        actor: As it is now, or as it was.
    """

    id: str
    before: Actor | None
    after: Actor | None
    actor: Actor

    @property
    def state(self) -> State:
        """How it stands to the two sides."""
        if self.before and self.after:
            return "kept" if self.before == self.after else "changed"
        return "added" if self.after else "removed" if self.before else "passed"


class Line(NamedTuple):
    """A relation as one of the sides has it.

    Attributes:
        key: On the map, unique: its key on its side, with `BEFORE` where that is taken.
        relation: As it stands there.
        graph: The whole dataset that it is from.
        ends: Ids of its actors on the map.
        state: How it stands to the two sides.
        now: The key of how it is now, where this is how it was before.
    """

    key: str
    relation: Relation
    graph: ActorGraph
    ends: tuple[str, str]
    state: State
    now: str = ""


@dataclass(frozen=True)
class Union:
    """Both sides as one; make it with `unite`.

    Attributes:
        review: What it is made from.
        members: By id.
        lines: By their ends, then in the order of time.
        ids: On the map, of the actors of the older side, by their id there.
    """

    review: Review
    members: tuple[Member, ...]
    lines: tuple[Line, ...]
    ids: Mapping[str, str]

    @property
    def timeless(self) -> bool:
        """Whether a side is what holds at a date, so that no other date can be asked for."""
        return bool(self.review.old.date or self.review.new.date)

    @cached_property
    def graph(self) -> ActorGraph:
        """Everything as it is now, and what was removed as it was; keys and ids of the map."""
        return self._with(lambda member: member.actor)

    @cached_property
    def before(self) -> ActorGraph:
        """The same with everybody as they were."""
        return self._with(lambda member: member.before or member.actor)

    @cached_property
    def roomy(self) -> ActorGraph:
        """The same with the longer of both names, for places that have room for either."""
        return self._with(
            lambda member: max(member.before or member.actor, member.actor, key=_width)
        )

    @cached_property
    def states(self) -> dict[str, State]:
        """How each line stands to the two sides, by key."""
        return {line.key: line.state for line in self.lines}

    @cached_property
    def former(self) -> frozenset[str]:
        """Keys of the lines that are there a second time, as they were."""
        return frozenset(line.now for line in self.lines if line.now)

    @cached_property
    def member(self) -> dict[str, Member]:
        """Members by id."""
        return {member.id: member for member in self.members}

    def _with(self, of: Callable[[Member], Actor]) -> ActorGraph:
        lines = [line for line in self.lines if not line.now]
        old, new = self.review.old.graph, self.review.new.graph
        sources, types = {**old.document, **new.document}, {**old.type, **new.type}
        return ActorGraph(
            tuple(of(member)._replace(id=member.id) for member in self.members),
            tuple(_between(line.relation, line.ends) for line in lines),
            tuple(sources[id_] for id_ in sorted(sources)),
            tuple(types[name] for name in sorted(types)),
            kept_keys=tuple(line.key for line in lines),
        )


def unite(review: Review) -> Union:
    """Put both sides together; a side with a date is what holds then, and who lives then.

    The diff of the review has to be that of its sides.

    >>> from graph.model import Actor
    >>> from graph.diffing.reviewing import review
    >>> old, new = (Snapshot(ActorGraph.of([Actor(id_, id_.upper())])) for id_ in "ab")
    >>> [(one.id, one.state) for one in unite(review(old, new)).members]
    [('a', 'removed'), ('b', 'added')]
    """
    ids = _ids_of_old(review)
    lines = tuple(sorted(_lines(review, ids), key=_order))
    return Union(review, tuple(_members(review, ids, lines)), lines, ids)


def _width(actor: Actor) -> int:
    return label(actor, 0).width


def _ids_of_old(review: Review) -> dict[str, str]:
    """Give each older actor's id on the map."""
    new = review.new.graph.actor
    renamed = {c.old_key: c.new_key for c in review.diff.actors if c.before and c.after}
    was = {now: then for then, now in renamed.items()}
    return {
        id_: renamed.get(id_)
        or (id_ if was.get(id_, id_) == id_ or id_ not in new else id_ + BEFORE)
        for id_ in review.old.graph.actor
    }


def _members(review: Review, ids: Mapping[str, str], lines: Iterable[Line]) -> Iterator[Member]:
    old, new = review.old, review.new
    before = {ids[actor.id]: actor for actor in old.graph.actors if _lives(actor, old)}
    after = {actor.id: actor for actor in new.graph.actors if _lives(actor, new)}
    ends = {id_ for line in lines for id_ in line.ends}
    passed = {id_: one for id_, one in new.graph.actor.items() if id_ in ends}
    for id_ in sorted({*before, *after, *passed}):
        then, now = before.get(id_), after.get(id_)
        yield Member(id_, then, now, now or then or passed[id_])


def _lives(actor: Actor, side: Snapshot) -> bool:
    return not side.date or life(actor).meets(side.date.first, side.date.last)


def _lines(review: Review, ids: Mapping[str, str]) -> Iterator[Line]:
    old, new = compared(review.old).keyed, compared(review.new).keyed
    otherwise = _reads_otherwise(review.old.graph, review.new.graph)
    for then, now, state in _paired(review, old, new):
        if now:
            relation = new[now]
            yield Line(now, relation, review.new.graph, (relation.source, relation.target), state)
        if then and (not now or state == "changed" or otherwise(old[then], new[now])):
            key = then if then not in new else then + BEFORE
            ends = _moved(old[then], ids)
            yield Line(key, old[then], review.old.graph, ends, state, now)
    yield from _passed(review, old, new)


def _paired(
    review: Review, old: Mapping[str, Relation], new: Mapping[str, Relation]
) -> Iterator[tuple[str, str, State]]:
    """Give every relation of either side once: its key on both, ``""`` where it is not there."""
    carry = carrier(review.diff, review.old.graph.types)
    gone = {change.old_key for change in review.diff.relations}
    fresh = {change.new_key for change in review.diff.relations}
    yield from ((one.old_key, one.new_key, one.kind) for one in review.diff.relations)
    waiting: dict[Relation, list[str]] = {}
    rest = {key: relation for key, relation in new.items() if key not in fresh}
    for key, relation in old.items():
        carried = carry.relation(relation)
        if key in rest and carried == rest[key] and key not in gone:
            del rest[key]
            yield key, key, "kept"
        elif key not in gone:
            waiting.setdefault(carried, []).append(key)
    yield from ((waiting[relation].pop(0), key, "kept") for key, relation in rest.items())


def _passed(
    review: Review, old: Mapping[str, Relation], new: Mapping[str, Relation]
) -> Iterator[Line]:
    """Give the relations that are told of though neither side has them."""
    for told in review.changes:
        relation, key = told.change.value, told.change.key
        if isinstance(relation, Relation) and key not in old and key not in new:
            ends = relation.source, relation.target
            yield Line(key, relation, review.new.graph, ends, "passed")


def _reads_otherwise(old: ActorGraph, new: ActorGraph) -> Callable[[Relation, Relation], bool]:
    """Give what tells whether one relation reads otherwise amid other actors, sources or types."""
    if (old.actors, old.sources, old.types) == (new.actors, new.sources, new.types):
        return lambda _then, _now: False

    def reading(graph: ActorGraph, relation: Relation) -> tuple[Any, ...]:
        kind = graph.type.get(relation.type)
        return tenure(graph, relation), voices(graph, relation), kind

    return lambda then, now: reading(old, then) != reading(new, now)


def _moved(relation: Relation, ids: Mapping[str, str]) -> tuple[str, str]:
    """Give the ends of an older relation on the map."""
    return ids.get(relation.source, relation.source), ids.get(relation.target, relation.target)


def _between(relation: Relation, ends: tuple[str, str]) -> Relation:
    if ends == (relation.source, relation.target):
        return relation
    return relation._replace(source=ends[0], target=ends[1])


def _order(line: Line) -> tuple[object, ...]:
    return line.ends, relation_order(line.relation), line.key
