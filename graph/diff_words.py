"""Words for a difference: what each change says, where it stands, and how much there is of what."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from graph.changes import Change
from graph.clocks import Class, Snapshot, Told
from graph.dates import Date
from graph.model import Actor, ActorGraph, Citation, Identifier, Relation, RelationType, Source
from graph.narrowing import Narrowed, Wanted
from graph.records import ACTOR, RELATION, RELATION_TYPE, SOURCE, Field, record_of
from graph.report import evidence, plural
from graph.respelling import Respelling, respelled
from graph.reviewing import Review
from graph.timing import tenure

NOTHING = "no difference in meaning"
SYMBOLS = {"added": "+", "removed": "-", "changed": "~"}
#: What two dates of one dataset show, by the class.
DATED: dict[Class, str] = {"began": "+", "ended": "-", "happened": "*"}
HEADS: dict[Class, str] = {
    "world": "The world changed",
    "recorded": "Newly recorded, happened earlier",
    "corrected": "Corrected or re-assessed",
    "began": "Began",
    "ended": "Ended",
    "happened": "Happened between",
}
#: The kinds of entry in the order in which they are told.
RECORDS = (RELATION, ACTOR, SOURCE, RELATION_TYPE)


class Shown(NamedTuple):
    """What a report is made of.

    Attributes:
        review: All of it.
        left: What the filters leave of it.
        wanted: The filters.
        command: What was typed, to be repeated with other options.
        commits: Full names of the commits of either side, ``""`` where it is none.
        form_only: Files that differ in form alone; None: nobody looked.
        explain: Say by what each pair was matched, too.
    """

    review: Review
    left: Narrowed
    wanted: Wanted = Wanted()
    command: str = "whowhom diff"
    commits: tuple[str, str] = ("", "")
    form_only: tuple[str, ...] | None = None
    explain: bool = False

    @property
    def classes(self) -> tuple[Class, ...]:
        """The classes that can be told here and are wanted, in the order in which they are."""
        sides = self.review.old, self.review.new
        used = {told.kind for told in self.review.changes}
        dated = sides[0].date != sides[1].date
        told = (kind for kind in HEADS if kind in used or (kind in DATED) == dated)
        return tuple(kind for kind in told if kind in self.wanted.of(HEADS))


def by_class(shown: Shown) -> dict[Class, list[Told]]:
    """Give the changes that are left, by class; those of one split or merged spell together."""
    found: dict[Class, list[Told]] = {kind: [] for kind in shown.classes}
    with_lead: dict[Change[Any], list[Told]] = {}
    leads = _leads(shown)
    for told in shown.left.changes:
        with_lead.setdefault(leads.get(told.change, told.change), []).append(told)
    for some in with_lead.values():
        found.setdefault(some[0].kind, []).extend(some)
    return found


def spell_notes(shown: Shown) -> dict[Change[Any], str]:
    """Give for the first change of each split or merged spell what became of it."""
    notes = {}
    for told, members in _respellings(shown):
        said = f"one spell is now {len(told.new)}"
        if told.kind == "merged":
            said = f"{len(told.old)} spells are now one"
        notes[members[0]] = said
    return notes


def _leads(shown: Shown) -> dict[Change[Any], Change[Any]]:
    """Give for every change of a split or merged spell the first of them."""
    return {one: members[0] for _, members in _respellings(shown) for one in members}


def _respellings(shown: Shown) -> list[tuple[Respelling, list[Change[Any]]]]:
    """Give the split and merged spells of which more than one change is left, with those."""
    review = shown.review
    found = respelled(review.diff, review.old.graph.types)
    if not found:
        return []
    old = {key: number for number, told in enumerate(found) for key in told.old}
    new = {key: number for number, told in enumerate(found) for key in told.new}
    members: list[list[Change[Any]]] = [[] for _ in found]
    for told in shown.left.changes:
        change = told.change
        number = old.get(change.old_key, new.get(change.new_key))
        if number is not None and isinstance(change.value, Relation):
            members[number].append(change)
    pairs = zip(found, members, strict=True)
    return [(told, changes) for told, changes in pairs if len(changes) > 1]


def legend(shown: Shown) -> str:
    """Give what the symbols stand for, those alone that are used."""
    used = {symbol(told) for told in shown.left.changes}
    kinds = {told.kind for told in shown.left.changes}
    dated, plain = kinds & set(DATED), kinds - set(DATED)
    words = {
        "+": " or ".join(["added"] * bool(plain) + ["began"] * bool(dated)),
        "-": " or ".join(["removed"] * bool(plain) + ["ended"] * bool(dated)),
        "~": "changed",
        "*": "happened between",
    }
    if not dated:
        used = set(SYMBOLS.values())
    return "  ".join(f"{sign} {word}" for sign, word in words.items() if sign in used)


def symbol(told: Told) -> str:
    """Give the sign before a change."""
    return DATED.get(told.kind) or SYMBOLS[told.change.kind]


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
        told_evidence(relation),
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


def told_evidence(relation: Relation) -> str:
    """Say how a relation is borne out; the only source goes by its id."""
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


def edits(change: Change[Any]) -> list[Edit]:
    """Give what changed in an entry and is not said yet, in the record's order; often nothing."""
    record = record_of(change.value)
    said = _SAID.get(record.key, {"id"})
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


def where(change: Change[Any], path: int = 0) -> str:
    """Give where an entry stands as ``file:line``, in the older version when it was removed.

    Args:
        change: What no file holds goes by its key.
        path: Letters that the path may have; a longer one, and that of a file in git, is cut
            down to the file's name, which is one in a dataset.
    """
    place = change.value.place
    if not place.file or not place.line:
        return change.key
    whole = place.file.replace("\\", "/")
    name = whole.rpartition("/")[2].rpartition(":")[2]
    # What stands before a colon is the revision, which the title names.
    short = len(place.file) > path or ":" in place.file
    return f"{name if short else place.file}:{place.line}"


def total(changes: Sequence[Told]) -> str:
    """Count changes: ``+1 actor, +2 relations, ~1 relation, 0 removed``."""
    counts: dict[tuple[str, str], int] = {}
    for told in changes:
        key = symbol(told), record_of(told.change.value).one
        counts[key] = counts.get(key, 0) + 1
    said = [
        f"{sign}{plural(counts[sign, record.one], record.one)}"
        for sign in "+*~-"
        for record in (ACTOR, RELATION, SOURCE, RELATION_TYPE)
        if (sign, record.one) in counts
    ]
    dated = any(told.kind in DATED for told in changes)
    if not any(sign == "-" for sign, _ in counts):
        said.append("0 ended" if dated else "0 removed")
    return ", ".join(said)


def hidden(shown: Shown) -> list[str]:
    """Say what each filter leaves out, the first that does counts."""
    by = shown.left.hidden
    said = [
        f"{plural(count, 'change')} by {flag}"
        for count, flag in (
            (by.actor, "--actor"),
            (by.only, "--only"),
            (by.unsure, f"--min-confidence {shown.wanted.min_confidence}"),
        )
        if count
    ]
    if shown.left.hidden_consequences:
        said.append(f"{plural(shown.left.hidden_consequences, 'consequence')} by the same")
    return said


def title(shown: Shown) -> str:
    """Give ``HEAD~1 (a1b2c3d, 2026-11-20) -> data``."""
    return f"{shown.review.old.title} -> {shown.review.new.title}"
