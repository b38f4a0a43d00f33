"""Filters of a review: what is shown of it, and how much each filter hides."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, get_args

from graph.diffing.changes import Change, Changes, Kind
from graph.diffing.clocks import Class, Snapshot, Told
from graph.diffing.consequences import Consequence
from graph.diffing.reviewing import Review
from graph.model import CONFIDENCES, Actor, ActorGraph, Relation, RelationType, Source
from graph.names import Resolved, resolve
from graph.records import record_of
from graph.suggesting import nearest

#: What `--only` takes, in three sorts: of one sort any counts, of different sorts all do.
CLASSES: tuple[str, ...] = get_args(Class)
KINDS: tuple[str, ...] = get_args(Kind)
ENTRIES = ("actors", "relations", "sources", "types", "consequences")
ONLY = (*CLASSES, *KINDS, *ENTRIES)


class Wanted(NamedTuple):
    """What somebody wants to see of a review; the default is all of it.

    Attributes:
        actors: Ids; what has to do with none of them is hidden. None: anybody.
        only: Words of `ONLY`.
        min_confidence: One of `CONFIDENCES`; relations that are less sure on both sides are
            hidden. ``""``: any.
    """

    actors: frozenset[str] | None = None
    only: frozenset[str] = frozenset()
    min_confidence: str = ""

    def of(self, words: Iterable[str]) -> frozenset[str]:
        """Give which of some words of one sort are wanted: all of them where none is named."""
        sort = frozenset(words)
        return self.only & sort or sort


class Hidden(NamedTuple):
    """Changes that are left out, each counted once, under the first filter that hides it."""

    actor: int = 0
    only: int = 0
    unsure: int = 0


class Narrowed(NamedTuple):
    """What is left of a review.

    Attributes:
        changes: In the order of the review. Where consequences alone are wanted, these are what
            causes them.
        consequences: In the order of the review.
        hidden: Counts of the other changes.
        hidden_consequences: How many of those are left out.
    """

    changes: tuple[Told, ...]
    consequences: tuple[Consequence, ...]
    hidden: Hidden = Hidden()
    hidden_consequences: int = 0


def narrowed(review: Review, wanted: Wanted) -> Narrowed:
    """Keep what is wanted of a review.

    A consequence is kept when it is about one of the actors, where some are named, and class and
    kind of one of its causes are wanted. `review` has left out what is less sure.
    """
    if wanted == Wanted():
        return Narrowed(review.changes, review.consequences)
    about = _about(review, wanted.actors)
    why = [_hides(told, wanted, about) for told in review.changes]
    # What causes a consequence is one of the changes themselves; hashing them all takes its time.
    counted = {id(told.change) for told in review.changes if _counts(told, wanted)}
    shown = "consequences" in wanted.of(ENTRIES)
    meant = [one for one in review.consequences if shown and _kept(one, wanted, counted)]
    if wanted.only & set(ENTRIES) == {"consequences"}:
        used = {id(cause) for one in meant for cause in one.causes}
        why = ["" if id(told.change) in used else "only" for told in review.changes]
    kept = [told for told, by in zip(review.changes, why, strict=True) if not by]
    hidden = Hidden(*(why.count(reason) for reason in Hidden._fields))
    return Narrowed(tuple(kept), tuple(meant), hidden, len(review.consequences) - len(meant))


def _counts(told: Told, wanted: Wanted) -> bool:
    """Tell whether class and kind of a change are wanted."""
    return told.kind in wanted.of(CLASSES) and told.change.kind in wanted.of(KINDS)


def _kept(one: Consequence, wanted: Wanted, counted: set[int]) -> bool:
    mine = wanted.actors is None or not wanted.actors.isdisjoint(one.actors)
    return mine and any(id(cause) in counted for cause in one.causes)


def _hides(told: Told, wanted: Wanted, about: "_About | None") -> str:
    """Give the field of `Hidden` that counts a change, ``""`` for one that is shown."""
    if about and not any(about.concerns(value) for value in _values(told.change)):
        return "actor"
    what = record_of(told.change.value).key.removeprefix("relation_")
    if not _counts(told, wanted) or what not in wanted.of(ENTRIES):
        return "only"
    return "" if _sure(told.change, wanted.min_confidence) else "unsure"


def _values(change: Change[Any]) -> list[Any]:
    return [value for value in (change.before, change.after) if value is not None]


def _sure(change: Change[Any], least: str) -> bool:
    values = [value for value in _values(change) if isinstance(value, Relation)]
    if not least or not values:
        return True
    enough = CONFIDENCES[CONFIDENCES.index(least) :]
    return any(value.confidence in enough for value in values)


class _About(NamedTuple):
    """What some actors are and what is said of them rests on: ids, and names of types."""

    actors: frozenset[str]
    sources: frozenset[str]
    types: frozenset[str]

    def concerns(self, value: Actor | Relation | Source | RelationType) -> bool:
        match value:
            case Actor():
                return value.id in self.actors
            case Relation():
                return not self.actors.isdisjoint((value.source, value.target))
            case Source():
                return value.id in self.sources
            case RelationType():
                return value.name in self.types


def _about(review: Review, actors: frozenset[str] | None) -> _About | None:
    if actors is None:
        return None
    sources: set[str] = set()
    types: set[str] = set()
    for graph in (review.old.graph, review.new.graph):
        said: list[Actor | Relation] = [one for one in graph.actors if one.id in actors]
        ties = [one for one in graph.relations if actors & {one.source, one.target}]
        types.update(tie.type for tie in ties)
        said += ties
        sources.update(cited.source for one in said for cited in one.sources)
        sources.update(cited.source for tie in ties for cited in tie.disputed_by)
    return _About(actors, frozenset(sources), frozenset(types))


def around(review: Review, actors: frozenset[str]) -> Review:
    """Cut two periods of event data down to some actors: for a map of them.

    Left are these actors, whom they have a tie to in either period, all ties between any of them,
    and the consequences that are about one of the actors and that a tie that is left causes. The
    sentences of these still tell of all the data.
    """
    ends = [
        {one.source, one.target}
        for side in (review.old, review.new)
        for one in side.graph.relations
    ]
    near = actors.union(*(pair for pair in ends if not actors.isdisjoint(pair)))
    found = review.diff
    diff = replace(found, relations=Changes(one for one in found.relations if _in(one, near)))
    changes = tuple(told for told in review.changes if _in(told.change, near))
    old, new = (_cut(side, near) for side in (review.old, review.new))
    left = {id(told.change) for told in changes}
    meant = tuple(
        one._replace(
            actors=tuple(id_ for id_ in one.actors if id_ in near),
            causes=tuple(cause for cause in one.causes if id(cause) in left),
        )
        for one in review.consequences
        if not actors.isdisjoint(one.actors) and any(id(cause) in left for cause in one.causes)
    )
    alike = len(new.graph.relations) - sum(one.after is not None for one in diff.relations)
    return review._replace(
        old=old, new=new, diff=diff, changes=changes, consequences=meant, went_on=alike
    )


def _in(change: Change[Any], near: frozenset[str]) -> bool:
    tie = change.value
    return not isinstance(tie, Relation) or near.issuperset((tie.source, tie.target))


def _cut(side: Snapshot, near: frozenset[str]) -> Snapshot:
    graph = side.graph
    ties = (one for one in graph.relations if near.issuperset((one.source, one.target)))
    people = (one for one in graph.actors if one.id in near)
    return side._replace(graph=ActorGraph.of(people, ties, graph.sources, graph.types))


def unknown_word(words: Iterable[str]) -> str:
    """Say which word `--only` does not know and what was meant; ``""`` when it knows all."""
    for word in words:
        if word not in ONLY:
            near = nearest(word.lower(), ONLY)
            meant = f"did you mean {' or '.join(near)}?" if near else f"it is {_listed(ONLY)}"
            return f'"{word}" is nothing to show; {meant}'
    return ""


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def found_actor(review: Review, name: str) -> frozenset[str] | Resolved:
    """Find whom a typed name means on either side.

    Returns:
        The ids of one actor, two where it was renamed; or, where nobody or more than one bears
        the name, the candidates of both sides.
    """
    sides = [resolve(side.graph, name) for side in (review.new, review.old)]
    ids = {found.actor.id for found in sides if found.actor}
    for change in review.diff.actors.changed:
        if ids & {change.old_key, change.new_key}:
            ids |= {change.old_key, change.new_key}
    renamed = {frozenset((c.old_key, c.new_key)) for c in review.diff.actors.changed}
    if len(ids) == 1 or frozenset(ids) in renamed:
        return frozenset(ids)
    meant = {one.id: one for found in sides for one in (*found.candidates, found.actor) if one}
    several = bool(ids) or any(found.ambiguous for found in sides)
    return Resolved(None, tuple(meant[id_] for id_ in sorted(meant)), ambiguous=several)
