"""Both sides of a diff as who stands how to whom, and what of that which change moved.

The projection is that of `graph.ties`, at the date of each side: one tie for two actors, friendly,
hostile, mixed or neutral. Who *opposes* whom keeps its direction, as in `graph.query.opponents`.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from graph.dates import Date, today
from graph.diffing.changes import Change
from graph.diffing.clocks import Snapshot, Told, renamed
from graph.diffing.weighing import Grade, grade, weakest
from graph.model import Actor, ActorGraph, Listed, Relation, RelationType, Source
from graph.pairs import Pair
from graph.query import Held, sure_enough
from graph.ties import Polarity, pair, polarity
from graph.timing import life, state, tenure

Causes = tuple[Change[Any], ...]
#: What a relation says of two actors as far as it matters here: source, target, sign, whether it
#: is symmetric, whether it is ambivalent.
Weight = tuple[str, str, int, bool, bool]


class World:
    """One side at its date. Actors bear the ids of the newer graph.

    Attributes:
        graph: The whole dataset of the side, in its own ids.
        at: The date.
        min_confidence: As in `graph.query.Filters`.
        names: Ids of this side that the newer one has renamed.
        like: The other side and the relations by which this one differs from it, where nothing
            else can make a relation count on one side alone: most need not be asked twice.
    """

    def __init__(
        self,
        side: Snapshot,
        min_confidence: str = "",
        names: Mapping[str, str] | None = None,
        like: "tuple[World, list[Change[Any]]] | None" = None,
    ) -> None:
        self.graph: ActorGraph = side.graph
        self.at: Date = side.date or today()
        self.min_confidence = min_confidence
        self.names = names or {}
        self.like = like
        self.events = side.events or {}
        self.counting = side.counting

    def called(self, id_: str) -> str:
        """Give what the newer graph calls an actor of this side."""
        return self.names.get(id_, id_)

    def ends(self, relation: Relation) -> Pair:
        """Give source and target as the newer graph calls them."""
        return self.called(relation.source), self.called(relation.target)

    def counted(self, key: str, relation: Relation) -> Held | None:
        """Give a relation if it counts on this side: it lasts, holds and is sure enough."""
        kind = self.graph.type.get(relation.type)
        if kind is None or not kind.lasting or relation.source == relation.target:
            return None
        if not sure_enough(relation, self.min_confidence):
            return None
        days = tenure(self.graph, relation)
        return Held(key, relation, days, "holds") if state(days, self.at) == "holds" else None

    def weight(self, relation: Relation) -> Weight | None:
        """Say what a relation comes to on this side; None: nothing."""
        if not self.counted("", relation):
            return None
        kind = self.graph.type[relation.type]
        ends = pair(*self.ends(relation)) if kind.symmetric else self.ends(relation)
        return (*ends, kind.sign, kind.symmetric, relation.ambivalent)

    def sign(self, held: Held) -> int:
        """Give the sign of a relation's type."""
        return self.graph.type[held.relation.type].sign

    @cached_property
    def ties(self) -> dict[Pair, list[Held]]:
        """All relations that count, of any sign, by their two ends in sorted order."""
        found: dict[Pair, list[Held]] = {}
        relations = self.graph.keyed
        if self.like:
            other, changes = self.like
            gone = {change.old_key for change in changes}
            for ends, ties in other.ties.items():
                if left := [held for held in ties if held.key not in gone]:
                    found[ends] = left
            relations = {c.new_key: c.after for c in changes if c.after is not None}
        for key, relation in relations.items():
            if held := self.counted(key, relation):
                found.setdefault(pair(*self.ends(relation)), []).append(held)
        return found

    @cached_property
    def polarity(self) -> dict[Pair, Polarity]:
        """How two stand to each other, by their signed relations; those that have none are out."""
        signed = {
            ends: [held for held in ties if self.sign(held)] for ends, ties in self.ties.items()
        }
        return {ends: polarity(self.graph, some) for ends, some in signed.items() if some}

    @cached_property
    def near(self) -> dict[str, set[str]]:
        """Whom each actor is tied to, by ties of any sign."""
        return mutual(self.ties)

    @cached_property
    def allies(self) -> dict[str, set[str]]:
        """Whom each actor has a friendly tie to."""
        return mutual(ends for ends, sign in self.polarity.items() if sign == "friendly")

    @cached_property
    def opponents(self) -> dict[str, set[str]]:
        """Who opposes each actor: by a directed relation its source, by a symmetric one both."""
        found: dict[str, set[str]] = {}
        for ties in self.ties.values():
            for held in ties:
                for one, two in self._against(held):
                    found.setdefault(two, set()).add(one)
        return found

    def opposing(self, one: str, two: str) -> list[Held]:
        """Give the relations by which the first opposes the second."""
        ties = self.ties.get(pair(one, two), ())
        return [held for held in ties if (one, two) in self._against(held)]

    def signed(self, ends: Pair) -> list[Held]:
        """Give the relations between two that have a sign."""
        return [held for held in self.ties.get(ends, ()) if self.sign(held)]

    def firm(self, ends: Pair) -> bool:
        """Tell whether what stands between two rests on events enough, of either sign, to turn."""
        sums: dict[int, int] = {}
        for held in self.signed(ends):
            found = self.events.get(held.key)
            more = found.events if found else self.counting.turns
            sums[self.sign(held)] = sums.get(self.sign(held), 0) + more
        return all(count >= self.counting.turns for count in sums.values())

    def helping(self, held: Held) -> bool:
        """Tell whether one of the two only supports another, and the relation's type is silent."""
        found = self.events.get(held.key)
        told = held.relation.type in self.counting.helping
        return found is not None and found.helping and not told

    def grade(self, ties: Iterable[Held]) -> Grade:
        """Say how sure a tie is: of a mixed one, the weaker of its two sides."""
        signs: dict[int, list[Relation]] = {}
        for held in ties:
            signs.setdefault(self.sign(held), []).append(held.relation)
        found = weakest(grade(some) for some in signs.values())
        if found.note and len(signs) > 1:
            return found._replace(note=f"{found.note} on one side")
        return found

    def _against(self, held: Held) -> tuple[Pair, ...]:
        kind = self.graph.type[held.relation.type]
        if kind.sign >= 0:
            return ()
        ends = self.ends(held.relation)
        return (ends, ends[::-1]) if kind.symmetric else (ends,)

    @cached_property
    def actor(self) -> dict[str, Actor]:
        """Actors of this side by the ids of the newer graph."""
        return {self.called(actor.id): actor for actor in self.graph.actors}

    def lives(self, id_: str) -> bool:
        """Tell whether an actor is in the data and lives at the date."""
        actor = self.actor.get(id_)
        return actor is not None and life(actor).meets(self.at.first, self.at.last)


def mutual(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    """Give for each actor of some pairs those that it is paired with."""
    found: dict[str, set[str]] = {}
    for one, two in pairs:
        found.setdefault(one, set()).add(two)
        found.setdefault(two, set()).add(one)
    return found


class Shift(NamedTuple):
    """A relation that comes to something else on the two sides, and the changes that did it."""

    before: Weight | None
    after: Weight | None
    causes: Causes


class Views(NamedTuple):
    """Both sides, and what moved between them.

    Attributes:
        changes: All of them.
        recorded_only: The `id` of those that changed nothing in the world.
        shifts: By pair of actors, sorted; every relation that counts otherwise is there.
    """

    old: World
    new: World
    changes: tuple[Told, ...]
    recorded_only: frozenset[int]
    shifts: Mapping[Pair, tuple[Shift, ...]]

    def name(self, id_: str) -> str:
        """Give an actor's name in the newer graph, or else in the older."""
        actor = self.new.actor.get(id_) or self.old.actor.get(id_)
        return actor.name if actor else id_

    def causes(self, pairs: Iterable[Pair], *, signed: bool = False) -> Causes:
        """Give the changes that moved relations between some pairs, each once, in their order.

        Args:
            pairs: Actors, in any order.
            signed: Only of relations that have a sign on one side at least.
        """
        shifts = (shift for ends in pairs for shift in self.shifts.get(pair(*ends), ()))
        return together(
            shift.causes
            for shift in shifts
            if not signed or any(one and one[2] for one in (shift.before, shift.after))
        )

    def recorded(self, causes: Causes) -> bool:
        """Tell whether nothing changed in the world: all was recorded late, or corrected."""
        return all(id(change) in self.recorded_only for change in causes)

    def opposing(self, one: str, two: str) -> Causes:
        """Give the changes that moved relations by which the first opposes the second."""
        shifts = self.shifts.get(pair(one, two), ())
        return together(
            shift.causes
            for shift in shifts
            if _hostile(shift.before, one, two) != _hostile(shift.after, one, two)
        )


def _hostile(weight: Weight | None, one: str, two: str) -> bool:
    if weight is None or weight[2] >= 0:
        return False
    return weight[:2] == (one, two) or (weight[3] and weight[1::-1] == (one, two))


def together(many: Iterable[Causes]) -> Causes:
    """Put causes together, each once, in the order in which they come."""
    found = {id(change): change for causes in many for change in causes}
    return tuple(found.values())


def views(
    changes: tuple[Told, ...], old: Snapshot, new: Snapshot, min_confidence: str = ""
) -> Views:
    """Project both sides at their dates, and say which change moved which tie."""
    every = [one.change for one in changes]
    older = World(old, min_confidence, _names(every))
    relations = [change for change in every if isinstance(change.value, Relation)]
    same = _Around(every).nothing and (old.date == new.date)
    newer = World(new, min_confidence, like=(older, relations) if same else None)
    sides = older, newer
    found: dict[Pair, list[Shift]] = {}
    for shift in (*_own(*sides, every), *_around(*sides, every)):
        weights = filter(None, (shift.before, shift.after))
        for ends in {pair(weight[0], weight[1]) for weight in weights}:
            found.setdefault(ends, []).append(shift)
    shifts = {ends: tuple(found[ends]) for ends in sorted(found)}
    recorded = {id(one.change) for one in changes if _of_knowledge(one)}
    return Views(*sides, changes, frozenset(recorded), shifts)


def _of_knowledge(one: Told) -> bool:
    """Tell whether a change may be one of what is known, and none of the world.

    That a period has no such event does not say that a tie ended.
    """
    if one.kind in ("vanished", "turned"):
        return one.change.after is None
    return one.kind in ("recorded", "corrected")


def _names(changes: Iterable[Change[Any]]) -> dict[str, str]:
    """Give what ids of actors in the older graph are in the newer one, where they changed.

    One that is gone and whose id another bears now keeps apart from that.
    """
    actors = [change for change in changes if isinstance(change.value, Actor)]
    names = renamed(actors)
    taken = set(names.values())
    gone = {c.old_key for c in actors if c.after is None and c.old_key in taken}
    return names | {id_: f"{id_} (as it was)" for id_ in gone - names.keys()}


def _own(old: World, new: World, changes: Iterable[Change[Any]]) -> Iterator[Shift]:
    """Give what the relations that changed come to.

    What did it is tried out: where the changed relation comes to the same in the older data, it is
    not its own change that moved it, but that of an actor, a source or its type.
    """
    around = _Around(changes)
    for change in changes:
        if not isinstance(change.value, Relation):
            continue
        before = old.weight(change.before) if change.before else None
        after = new.weight(change.after) if change.after else None
        if before == after:
            continue
        if change.before is None or change.after is None:
            yield Shift(before, after, (change,))
            continue
        meanwhile = old.weight(around.back(change.after))
        own = (change,) if meanwhile != before else ()
        others = around.of(change.before, change.after) if meanwhile != after else ()
        if own or others:
            yield Shift(before, after, (*own, *others))


def _around(old: World, new: World, changes: Iterable[Change[Any]]) -> Iterator[Shift]:
    """Give relations that are as they were and come to something else for what they name."""
    around = _Around(changes)
    if not around.any:
        return
    own = {change.new_key for change in changes if isinstance(change.value, Relation)}
    for key, relation in new.graph.keyed.items():
        if key in own or not around.touches(relation):
            continue
        earlier = around.back(relation)
        before, after = old.weight(earlier), new.weight(relation)
        if before != after:
            yield Shift(before, after, around.of(earlier, relation))


class _Around:
    """Changes of what relations name that can make them hold or count otherwise.

    Attributes:
        any: There are such changes.
        nothing: There are none, and nothing that relations name was renamed.
    """

    def __init__(self, changes: Iterable[Change[Any]]) -> None:
        every = tuple(changes)
        self._old: dict[tuple[type, str], Change[Any]] = {}
        self._new: dict[tuple[type, str], Change[Any]] = {}
        for change in every:
            kind = type(change.value)
            if kind is not Relation and _bounds(change.before) != _bounds(change.after):
                self._old[kind, change.old_key] = change
                self._new[kind, change.new_key] = change
        self._names = {
            kind: {
                new: old
                for old, new in renamed(c for c in every if isinstance(c.value, kind)).items()
            }
            for kind in (Actor, RelationType, Source)
        }
        self.any = bool(self._old)
        self.nothing = not (self.any or any(self._names.values()))

    def touches(self, relation: Relation) -> bool:
        """Tell whether a relation names anything of it."""
        return any(name in self._new or name in self._old for name in _named(relation))

    def of(self, before: Relation, after: Relation) -> Causes:
        """Give the changes of what a relation names, as it was and as it is."""
        found = [self._old.get(name) for name in _named(before)]
        found += [self._new.get(name) for name in _named(after)]
        return together([tuple(change for change in found if change)])

    def back(self, relation: Relation) -> Relation:
        """Give a relation of the newer graph as the older one would write it."""
        actor, kind, source = (self._names[key] for key in (Actor, RelationType, Source))
        if not (actor or kind or source):
            return relation
        cited = (
            one._replace(source=source.get(one.source, one.source)) for one in relation.sources
        )
        return relation._replace(
            source=actor.get(relation.source, relation.source),
            target=actor.get(relation.target, relation.target),
            type=kind.get(relation.type, relation.type),
            sources=Listed(cited),
        )


def _named(relation: Relation) -> Iterator[tuple[type, str]]:
    yield Actor, relation.source
    yield Actor, relation.target
    yield RelationType, relation.type
    for cited in relation.sources:
        yield Source, cited.source


def _bounds(entry: Any) -> object:
    """Give what of an entry decides when the relations that name it hold, and what they mean."""
    match entry:
        case Actor():
            return entry.begin, entry.end
        case RelationType():
            return entry.sign, entry.symmetric, entry.lasting
        case Source():
            return entry.published
    return None if entry is None else ()
