"""What the page of a review is told besides: how everything stands to both sides, and what changed.

docs/diff-map.md describes every field.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from graph import page
from graph.dates import Date
from graph.diffing.changes import Change
from graph.diffing.clocks import Snapshot, Told, of_dates
from graph.diffing.periods import of_periods
from graph.diffing.reviewing import Review, compared
from graph.diffing.shown import HEADS, sides
from graph.diffing.uniting import BEFORE, Line, Union
from graph.escaping import one_line
from graph.layout import labels
from graph.model import (
    Actor,
    ActorGraph,
    Citation,
    Identifier,
    Listed,
    Relation,
    RelationType,
    Source,
)
from graph.page import Content, Plain, Spots
from graph.records import record_of

#: The classes of changes, in the order of the list.
CLASSES = HEADS
#: What the records of actors and relations on the page do not hold, or not as it was written.
_UNTOLD = frozenset({"id", "from", "to"})
#: What the page knows of a change, in the order of its cells.
CHANGE = ("class", "state", "what", "key", "fields", "why", "title")
_SIGNS = {-1: "against", 0: "neither", 1: "with"}


def title(union: Union) -> str:
    """Name both sides: ``HEAD~1 (a1b2c3d, 2026-11-20) → data``."""
    old, new = sides(union.review)
    return one_line(f"{old or 'before'} → {new or 'after'}")


def content(union: Union, spots: Spots, as_of: Date, notes: Sequence[str] = ()) -> Content:
    """Give what the page of a review is told.

    Args:
        union: Both sides.
        spots: The centre of every actor's box, by its id on the map.
        as_of: The date that the page takes when it is asked for one; it opens without any.
        notes: Further lines of the page's foot.
    """
    people = chain.from_iterable((one.before, one.after, one.actor) for one in union.members)
    number = page.numbers(
        (*(one for one in people if one), *(line.relation for line in union.lines))
    )
    boxes = labels(union.graph)
    former = _former_types(union.review)
    return Content(
        [
            page.node(one.actor, spots[one.id], boxes[one.id], number, one.id)
            for one in union.members
        ],
        [_edge(line, number, former) for line in union.lines],
        _types(union, former),
        page.sources(union.graph, number),
        page.facts(union.graph, as_of)
        | {"diff": _facts(union, spots, number) | {"notes": list(notes)}},
    )


def _edge(line: Line, number: Mapping[str, int], former: Mapping[str, RelationType]) -> Plain:
    name = line.relation.type
    was = name in former and line.graph.type.get(name) == former[name]
    kind = name + BEFORE if was else ""
    return page.edge(line.key, line.relation, line.graph, number, ends=line.ends, kind=kind)


def _former_types(review: Review) -> dict[str, RelationType]:
    """Give the types that the newer side defines otherwise, as they were, by name."""
    new = review.new.graph.type
    return {kind.name: kind for kind in review.old.graph.types if new.get(kind.name, kind) != kind}


def _types(union: Union, former: Mapping[str, RelationType]) -> list[Plain]:
    """The types in use on either side; a former one bears a key of its own."""
    relations = tuple(line.relation for line in union.lines)
    now = page.types(ActorGraph(relations=relations, types=union.graph.types))
    then = page.types(ActorGraph(relations=relations, types=tuple(former.values())))
    told = [kind | {"key": kind["name"] + BEFORE} for kind in then if kind["name"] in former]
    return now + told


def _facts(union: Union, spots: Spots, number: Mapping[str, int]) -> Plain:
    review = union.review
    boxes = labels(union.before)
    changes = sorted(review.changes, key=lambda told: list(CLASSES).index(told.kind))
    return {
        "sides": [
            _side(review.old, _people(review.old, [one.before for one in union.members])),
            _side(review.new, _people(review.new, [one.after for one in union.members])),
        ],
        "dated": of_dates(review.old, review.new),
        "reported": of_periods(review.old, review.new),
        "turned": review.turned,
        "rule": review.rule,
        "timeless": union.timeless,
        "lines": _by_state((line.key, line.state) for line in union.lines if not line.now),
        "was": {line.key: line.now for line in union.lines if line.now},
        "actors": _by_state((one.id, one.state) for one in union.members),
        "nodes": [
            page.node(one.before, spots[one.id], boxes[one.id], number, one.id)
            for one in union.members
            if one.state == "changed" and one.before
        ],
        "classes": CLASSES,
        "change": CHANGE,
        "changes": [_change(told, union, number) for told in changes],
        "consequences": list(_consequences(union, [told.change for told in changes])),
    }


def _side(side: Snapshot, actors: int) -> Plain:
    date, recorded = (day.text if day else "" for day in (side.date, side.recorded))
    known = page.counts(compared(side)) | {"actors": actors}
    return {"title": one_line(side.title), "date": date, "recorded": recorded, "counts": known}


def _people(side: Snapshot, members: Iterable[Actor | None]) -> int:
    """Count the actors of a side; of a period those that have a tie in it: both have all."""
    if side.events is None:
        return sum(bool(one) for one in members)
    return len({end for one in side.graph.relations for end in (one.source, one.target)})


def _by_state(states: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Gather what is not just there on both sides."""
    found: dict[str, list[str]] = {}
    for key, state in states:
        if state != "kept":
            found.setdefault(state, []).append(key)
    return found


def _change(told: Told, union: Union, number: Mapping[str, int]) -> list[Any]:
    """A row; the title only of what has no record on the page."""
    change, value = told.change, told.change.value
    what, key = record_of(value).key.removesuffix("s"), _key(change, union)
    passed = isinstance(value, Relation) and union.states[key] == "passed"
    state = "passed" if passed else change.kind
    row = [told.kind, state, what, key, list(_fields(change, union)), told.why]
    if isinstance(value, RelationType):
        return [*row, value.label]
    return [*row, value.title] if isinstance(value, Source) and value.id not in number else row


def _key(change: Change[Any], union: Union) -> str:
    """What names the entry on the map."""
    if change.new_key or not isinstance(change.value, Actor | Relation):
        return change.key
    if isinstance(change.value, Actor):
        return union.ids[change.old_key]
    taken = change.old_key + BEFORE
    return taken if taken in union.states else change.old_key


def _fields(change: Change[Any], union: Union) -> Iterator[list[Any]]:
    """Give each field that differs: its name, what only the older side says, what the newer.

    Just the name where the page has both records and can tell: that is a tenth of the page.
    """
    fields = record_of(change.value).field
    for name in change.fields:
        if name not in _UNTOLD and _has_both(change, union):
            yield [name]
            continue
        content = [getattr(side, fields[name].attribute) for side in (change.before, change.after)]
        graphs = (union.review.old.graph, union.review.new.graph)
        then, now = (list(_texts(*pair)) for pair in zip(content, graphs, strict=True))
        if fields[name].form in ("texts", "ids", "citations"):
            then, now = _less(then, now), _less(now, then)
        yield [name, then, now]


def _has_both(change: Change[Any], union: Union) -> bool:
    if isinstance(change.value, Relation):
        return change.new_key in union.former
    return isinstance(change.value, Actor) and union.member[change.new_key].state == "changed"


def _texts(content: Any, graph: ActorGraph) -> Iterator[str]:
    """Write the content of a field: one text, or one for each of its items."""
    if isinstance(content, bool):
        yield "yes" if content else "no"
    elif isinstance(content, Listed):
        yield from (_item(item, graph) for item in sorted(content))
    elif isinstance(content, int):
        yield _SIGNS[content]
    elif content:
        yield content.text if isinstance(content, Date) else str(content)


def _item(item: str | Identifier | Citation, graph: ActorGraph) -> str:
    if not isinstance(item, Citation):
        return str(item)
    source = graph.document.get(item.source)
    return ": ".join(filter(None, (source.title if source else item.source, *item[1:])))


def _less(some: list[str], others: list[str]) -> list[str]:
    return list((Counter(some) - Counter(others)).elements())


def _consequences(union: Union, changes: list[Change[Any]]) -> Iterator[Plain]:
    place = {_named(change): number for number, change in enumerate(changes)}
    new = union.review.new.graph.actor
    for one in union.review.consequences:
        actors = (id_ if id_ in new else union.ids.get(id_, id_) for id_ in one.actors)
        causes = (place.get(_named(change)) for change in one.causes)
        yield {
            "kind": one.kind,
            "text": one.sentence,
            "actors": list(actors),
            "causes": [number for number in causes if number is not None],
        }


def _named(change: Change[Any]) -> tuple[type, str, str]:
    return type(change.value), change.old_key, change.new_key
