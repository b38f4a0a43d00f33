"""What a report of a difference is made of: the review, the filters, and how much there is."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from graph.changes import Change
from graph.clocks import Class, Told, of_dates
from graph.model import Relation
from graph.narrowing import Narrowed, Wanted
from graph.records import ACTOR, RELATION, RELATION_TYPE, SOURCE, record_of
from graph.report import plural
from graph.respelling import Respelling, respelled
from graph.reviewing import Review

NOTHING = "no difference in meaning"
SYMBOLS = {"added": "+", "removed": "-", "changed": "~"}
#: What time did between two dates of one dataset.
_DATED: dict[Class, str] = {"began": "began", "ended": "ended", "happened": "happened between"}
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
        dated = of_dates(*sides)
        told = (kind for kind in HEADS if kind in used or (kind in _DATED) == dated)
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
    """Give what the symbols stand for; of two dates it is what time did."""
    words: dict[str, list[str]] = {sign: [] for sign in (*SYMBOLS.values(), "*")}
    for told in shown.left.changes:
        word = _DATED.get(told.kind, told.change.kind)
        if word not in words[symbol(told)]:
            words[symbol(told)].append(word)
    if not any(kind in _DATED for kind in shown.classes):
        words = {sign: [word] for word, sign in SYMBOLS.items()}
    return "  ".join(f"{sign} {' or '.join(said)}" for sign, said in words.items() if said)


def symbol(told: Told) -> str:
    """Give the sign before a change."""
    return "*" if told.kind == "happened" else SYMBOLS[told.change.kind]


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
    dated = any(told.kind in _DATED for told in changes)
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
