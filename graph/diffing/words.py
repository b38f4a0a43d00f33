"""Words for a difference: what each change says, and where it stands."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from graph.dates import Date
from graph.diffing.changes import Change
from graph.diffing.clocks import Snapshot
from graph.diffing.periods import of_periods
from graph.diffing.reviewing import Review
from graph.model import Actor, ActorGraph, Citation, Identifier, Relation, RelationType, Source
from graph.records import Field, record_of
from graph.report import evidence
from graph.timing import tenure


def side_of(review: Review, change: Change[Any]) -> Snapshot:
    """Give the side in whose words a change is told: the newer one, unless it was removed."""
    return review.old if change.after is None else review.new


class Phrase(NamedTuple):
    """A relation in words, its verb apart: it alone has a colour."""

    before: str
    verb: str
    after: str
    sign: int
    when: str
    evidence: str

    def __str__(self) -> str:
        """Give ``Taliban hosts al-Qaeda, 1996 - 2001-12 (high, 3 sources)``."""
        return f"{self.before}{self.verb}{self.after}, {self.when} ({self.evidence})"


def phrase(review: Review, change: Change[Relation]) -> Phrase:
    """Say a relation; one whose type or ends changed also says what they were."""
    graph = side_of(review, change).graph
    relation = change.value
    kind = graph.type.get(relation.type)
    verb = label(graph, relation.type)
    ends = [name(graph, id_) for id_ in (relation.source, relation.target)]
    return Phrase(
        f"{ends[0]} ",
        verb,
        f" {ends[1]}{_was(review, change)}",
        kind.sign if kind else 0,
        str(tenure(graph, relation)),
        told_evidence(review, change),
    )


def _was(review: Review, change: Change[Relation]) -> str:
    """Say what a relation was that joined others or in another way, ``""`` for most."""
    before, graph = change.before, review.old.graph
    if before is None or change.after is None:
        return ""
    if {"source", "target"} & set(change.fields):
        ends = [name(graph, id_) for id_ in (before.source, before.target)]
        return f" (was: {ends[0]} {label(graph, before.type)} {ends[1]})"
    return f" (was: {label(graph, before.type)})" if "type" in change.fields else ""


def label(graph: ActorGraph, type_: str) -> str:
    """Say how a type reads; one that the graph lacks goes by its name."""
    kind = graph.type.get(type_)
    return flat(kind.label) if kind else type_.replace("_", " ")


def name(graph: ActorGraph, id_: str) -> str:
    """Give an actor's name, or its id where the graph lacks it."""
    actor = graph.actor.get(id_)
    return flat(actor.name) if actor else id_


def told_evidence(review: Review, change: Change[Relation]) -> str:
    """Say how a relation is borne out; the only source goes by its id.

    One that is made of events is borne out by these: ``40 events -> 90 events``.
    """
    relation = change.value
    if of_periods(review.old, review.new):
        sides = (side.summary for side in (change.before, change.after) if side is not None)
        return flat(" -> ".join(sides))
    cited = {citation.source for citation in relation.sources}
    said = evidence(relation)
    return said.replace("1 source", f"only {min(cited)}", 1) if len(cited) == 1 else said


def headline(change: Change[Any]) -> str:
    """Say an actor, source or type: its id, what it is, and what it was called."""
    was = change.old_key if change.kind == "changed" and change.old_key != change.new_key else ""
    return f"{change.key}{f' (was: {was})' if was else ''}: {described(change.value)}"


def described(value: Actor | Source | RelationType) -> str:
    """Say what an entry is in a few words."""
    match value:
        case Actor():
            return _noted(value.name, value.kind.replace("_", " "))
        case Source():
            published = value.published.text if value.published else ""
            return _noted(value.title, value.author, value.publisher, published)
        case RelationType():
            sign = {-1: "against", 0: "neither", 1: "with"}[value.sign]
            return _noted(value.label, value.family, sign)


def _noted(text: str, *notes: str) -> str:
    told = ", ".join(filter(None, notes))
    return flat(f"{text} ({told})" if told else text)


class Edit(NamedTuple):
    """A changed field: its name, what it held and holds, or in `items` what came and went."""

    name: str
    before: str = ""
    after: str = ""
    items: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Give ``confidence: medium -> high``, ``sources: -s1, +s2``."""
        if self.items:
            return f"{self.name}: {', '.join(self.items)}"
        if self.before == self.after:
            return f"{self.name}: only the spacing changed"
        return f"{self.name}: {self.before} -> {self.after}"


#: Fields that the sentence of a relation, or the headline of another entry, says already.
_SAID: dict[str, frozenset[str]] = {
    "relations": frozenset({"source", "type", "target"}),
    "relation_types": frozenset({"name"}),
}


def edits(change: Change[Any], said: frozenset[str] = frozenset()) -> list[Edit]:
    """Give what changed in an entry and is not said yet, in the record's order; often nothing.

    Args:
        change: Any.
        said: Further fields that are said already.
    """
    record = record_of(change.value)
    said = _SAID.get(record.key, frozenset({"id"})) | said
    return [_edit(change, record.field[field]) for field in change.fields if field not in said]


def _edit(change: Change[Any], spec: Field) -> Edit:
    before, after = (getattr(side, spec.attribute) for side in (change.before, change.after))
    if spec.form in {"texts", "ids", "citations"}:
        return Edit(spec.name, items=tuple(_items(before, after)))
    return Edit(spec.name, _content(before, spec), _content(after, spec))


def _items(before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[str]:
    """Give what went and what came; a citation of the same source with other words is ``~``."""
    gone, come = _without(before, after), _without(after, before)
    for item in gone:
        again = next((one for one in come if _same_source(item, one)), None)
        if again is None:
            yield f"-{_item(item)}"
        else:
            come.remove(again)
            yield f"~{_reworded(item, again)}"
    yield from (f"+{_item(item)}" for item in come)


def _without(some: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    left, kept = list(others), []
    for item in sorted(some):
        if item in left:
            left.remove(item)
        else:
            kept.append(item)
    return kept


def _same_source(one: Any, other: Any) -> bool:
    return isinstance(one, Citation) and one.source == other.source


def _reworded(one: Citation, other: Citation) -> str:
    was, now = (": ".join(filter(None, map(flat, cited[1:]))) for cited in (one, other))
    return f"{one.source} ({was or 'nothing'} -> {now or 'nothing'})"


def _item(item: str | Identifier | Citation) -> str:
    if not isinstance(item, Citation):
        return flat(str(item))
    about = ": ".join(filter(None, item[1:]))
    return f"{item.source} ({flat(about)})" if about else item.source


def _content(content: Any, spec: Field) -> str:
    if spec.form == "flag":
        return "true" if content else "false"
    if isinstance(content, Date):
        return content.text
    return str(content) if spec.form == "sign" else flat(content or "(none)")


def flat(text: str) -> str:
    """Write a text in one line."""
    return " ".join(text.split())


def where(change: Change[Any]) -> str:
    """Give where an entry stands as ``file:line``, in the older version when it was removed.

    The file goes by its name, which is one in a dataset; what no file holds by its key.
    """
    place = change.value.place
    if not place.file or not place.line:
        return change.key
    return f"{file_name(place.file)}:{place.line}"


def file_name(path: str) -> str:
    """Give the name of a data file without its folders.

    What stands before a colon is a revision or an archive, which the title of its side names.

    >>> file_name("HEAD~1:data/actors.yaml")
    'actors.yaml'
    """
    return re.split(r"[/\\:]", path)[-1]


def only_in_form(
    old: Iterable[tuple[str, bytes]], new: Iterable[tuple[str, bytes]]
) -> tuple[str, ...] | None:
    """Give the names of the files that differ between two versions that say the same, sorted.

    None where they share no file's name, as a folder and an export: all of their form differs.

    >>> only_in_form([("a/x.yaml", b"a: 1"), ("a/y.yaml", b"")], [("b/x.yaml", b"{a: 1}")])
    ('x.yaml', 'y.yaml')
    """
    sides = [{(file_name(path), text) for path, text in files} for files in (old, new)]
    if not {name for name, _ in sides[0]} & {name for name, _ in sides[1]}:
        return None
    return tuple(sorted({name for name, _ in sides[0] ^ sides[1]}))
