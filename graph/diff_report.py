"""What a diff says: lines for people, plain data for programs. Nothing is printed here."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from graph.changes import Change, Changes, GraphDiff, T
from graph.dates import Date
from graph.model import Actor, ActorGraph, Citation, Identifier, Relation, RelationType, Source
from graph.patches import plain
from graph.records import Field, record_of
from graph.report import Report, evidence, plural, sentence
from graph.timing import tenure

LEGEND = "+ added  - removed  ~ changed"
NOTHING = "no difference in meaning"
_SYMBOLS = {"added": "+", "removed": "-", "changed": "~"}
#: Columns up to which both texts of a changed field stand on one line.
_WIDTH = 80


class Sides(NamedTuple):
    """The two graphs that were compared, and how to call them."""

    old: ActorGraph
    new: ActorGraph
    old_title: str = "old"
    new_title: str = "new"


def text(diff: GraphDiff, sides: Sides) -> list[str]:
    """Tell a diff in lines without line ends, relations first, and a total at the end.

    Relations stand under the pair of actors that they join, pairs in the order of their ids. An
    empty diff is two lines.
    """
    title = f"{sides.old_title} -> {sides.new_title}"
    if not diff:
        return [title, NOTHING]
    lines = [title, LEGEND]
    for head, body in (
        ("Relations", _pairs(diff.relations, sides)),
        ("Actors", _entries(diff.actors)),
        ("Sources", _entries(diff.sources)),
        ("Relation types", _entries(diff.types)),
    ):
        found = [f"  {line}" for line in body]
        lines += ["", head, *found] if found else []
    return [*lines, "", total(diff)]


def total(diff: GraphDiff) -> str:
    """Count the changes in one line: ``2 relations added, 1 changed; 1 actor added``."""
    told = (_count(part) for part in (diff.relations, diff.actors, diff.sources, diff.types))
    return "; ".join(filter(None, told)) or NOTHING


COLUMNS = ("change", "what", "id", "said", "fields")


def report(diff: GraphDiff, sides: Sides) -> Report:
    """Report a diff: `text` for people, one row and one JSON item a change, losing nothing there.

    Changes come as actors, relations, sources, relation types. ``reason`` is there when there is
    none.
    """
    parts: tuple[Changes[Any], ...] = (diff.actors, diff.relations, diff.sources, diff.types)
    changes = [change for part in parts for change in part]
    return Report(
        "diff",
        results=lambda: [plain(change) for change in changes],
        columns=COLUMNS,
        rows=[_row(change, sides) for change in changes],
        about={"old": sides.old_title, "new": sides.new_title},
        title=f"{sides.old_title} -> {sides.new_title}",
        foot=(total(diff),) if changes else (),
        reason="" if changes else "no-difference",
        message="" if changes else NOTHING,
        text=lambda: text(diff, sides),
    )


def _row(change: Change[Any], sides: Sides) -> tuple[str, ...]:
    value = change.value
    graph = sides.old if change.after is None else sides.new
    said = _told(graph, value) if isinstance(value, Relation) else _described(value)
    what = record_of(value).key.removesuffix("s")
    return (change.kind, what, change.key, said, "; ".join(map(_flat, _fields(change))))


def _pairs(changes: Changes[Relation], sides: Sides) -> Iterator[str]:
    for pair, group in groupby(sorted(changes, key=_pair), key=_pair):
        yield " and ".join(_name(sides, id_) for id_ in pair)
        for change in group:
            graph = sides.old if change.after is None else sides.new
            yield f"  {_SYMBOLS[change.kind]} {_told(graph, change.value)}"
            yield from (f"      {line}" for line in _fields(change))


def _pair(change: Change[Relation]) -> tuple[str, str]:
    one, two = sorted((change.value.source, change.value.target))
    return one, two


def _name(sides: Sides, id_: str) -> str:
    actor = sides.new.actor.get(id_) or sides.old.actor.get(id_)
    return actor.name if actor else id_


def _told(graph: ActorGraph, relation: Relation) -> str:
    """Read a relation: ``Taliban hosts al-Qaeda, 1996 - 2001-12 (high, 3 sources)``."""
    return f"{sentence(graph, relation)}, {tenure(graph, relation)} ({evidence(relation)})"


def _entries(changes: Iterable[Change[Any]]) -> Iterator[str]:
    for change in changes:
        yield f"{_SYMBOLS[change.kind]} {change.key}: {_described(change.value)}"
        yield from (f"    {line}" for line in _fields(change))


def _described(value: Actor | Source | RelationType) -> str:
    match value:
        case Actor():
            return _noted(value.name, value.kind.replace("_", " "))
        case Source():
            return _noted(value.title, value.author, value.publisher)
        case RelationType():
            sign = {-1: "against", 0: "neither", 1: "with"}[value.sign]
            return _noted(value.label, value.family, sign)


def _noted(text: str, *notes: str) -> str:
    told = ", ".join(filter(None, notes))
    return _flat(f"{text} ({told})" if told else text)


def _fields(change: Change[T]) -> Iterator[str]:
    """Give the changed fields, one a line, a pair of long texts on three."""
    fields = record_of(change.value).field
    for name in change.fields:
        spec = fields[name]
        before, after = (getattr(side, spec.attribute) for side in (change.before, change.after))
        if spec.form in {"texts", "ids", "citations"}:
            yield f"{name}: {', '.join(_items(before, after))}"
            continue
        one, two = (_shown(side, spec) for side in (before, after))
        line = f"{name}: {one} -> {two}" if one != two else f"{name}: only the spacing changed"
        yield from [line] if len(line) <= _WIDTH else [f"{name}:", f"  - {one}", f"  + {two}"]


def _items(before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[str]:
    for sign, some, others in (("-", before, after), ("+", after, before)):
        left = list(others)
        for item in sorted(some):
            if item in left:
                left.remove(item)
            else:
                yield f"{sign}{_item(item)}"


def _item(item: str | Identifier | Citation) -> str:
    if not isinstance(item, Citation):
        return str(item)
    about = ": ".join(filter(None, item[1:]))
    return f"{item.source} ({_flat(about)})" if about else item.source


def _shown(content: Any, spec: Field) -> str:
    if spec.form == "flag":
        return "true" if content else "false"
    if isinstance(content, Date):
        return content.text
    return str(content) if spec.form == "sign" else _flat(content or "(none)")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _count(changes: Changes[Any]) -> str:
    if not changes:
        return ""
    kinds = [change.kind for change in changes]
    counts = [(kinds.count(kind), kind) for kind in _SYMBOLS if kind in kinds]
    (first, kind), *rest = counts
    one = record_of(changes[0].value).one
    head = f"{plural(first, one)} {kind}"
    return ", ".join([head, *(f"{count} {kind}" for count, kind in rest)])
