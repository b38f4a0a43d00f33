"""What a report of a difference is made of: the review, the filters, and how much there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graph.diffing.changes import Change
from graph.diffing.clocks import Class, Snapshot, Told, of_dates
from graph.diffing.narrowing import Narrowed, Wanted
from graph.diffing.periods import PERIODS, of_periods
from graph.diffing.respelling import Respelling, respelled
from graph.diffing.reviewing import Review
from graph.escaping import one_line
from graph.model import Relation
from graph.records import ACTOR, RELATION, RELATION_TYPE, SOURCE, record_of
from graph.report import plural

NOTHING = "no difference in meaning"
SYMBOLS = {"added": "+", "removed": "-", "changed": "~"}
#: What time did between two dates of one dataset.
_DATED: dict[Class, str] = {"began": "began", "ended": "ended", "happened": "happened between"}
#: What the signs stand for between two periods of event data.
_REPORTED = {"+": "appeared", "-": "vanished", "~": "grew or shrank"}
HEADS: dict[Class, str] = {
    "world": "The world changed",
    "recorded": "Newly recorded, happened earlier",
    "corrected": "Corrected or re-assessed",
    "began": "Began",
    "ended": "Ended",
    "happened": "Happened between",
    "appeared": "Appeared",
    "vanished": "Vanished",
    "turned": "Turned",
    "grew": "Grew",
    "shrank": "Shrank",
}
_VERSIONS: tuple[Class, ...] = ("world", "recorded", "corrected")
#: The kinds of entry in the order in which they are told.
RECORDS = (RELATION, ACTOR, SOURCE, RELATION_TYPE)


_ALL = Wanted()


@dataclass(frozen=True, eq=False)
class Shown:
    """What a report is made of.

    Attributes:
        review: All of it.
        left: What the filters leave of it.
        wanted: The filters.
        command: What was typed, to be repeated with other options.
        commits: Full names of the commits of either side, ``""`` where it is none.
        form_only: Files that differ in form alone; None: nobody looked, or
            the sides have no file in common.
        explain: Say by what each pair was matched, too.
        asked: The command that was given.
        foot: Lines below the difference: what it was read from.
        facts: What its JSON says besides.
        lead: Lines above the difference: what to mind in reading it.
    """

    review: Review
    left: Narrowed
    wanted: Wanted = _ALL
    command: str = "whowhom diff"
    commits: tuple[str, str] = ("", "")
    form_only: tuple[str, ...] | None = None
    explain: bool = False
    asked: str = "diff"
    foot: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    lead: tuple[str, ...] = ()

    @cached_property
    def dated(self) -> bool:
        """Tell whether two dates of one dataset are compared."""
        return of_dates(self.review.old, self.review.new)

    @cached_property
    def reported(self) -> bool:
        """Tell whether two periods of event data are compared."""
        return of_periods(self.review.old, self.review.new)

    @cached_property
    def went_on(self) -> int:
        """How many relations both sides have alike; of event data those of the actors asked for."""
        actors = self.wanted.actors
        if not self.reported or actors is None:
            return self.review.went_on
        changed = {change.new_key for change in self.review.diff.relations}
        return sum(
            key not in changed and not actors.isdisjoint((one.source, one.target))
            for key, one in self.review.new.graph.keyed.items()
        )

    @cached_property
    def classes(self) -> tuple[Class, ...]:
        """The classes that can be told here and are wanted, in the order in which they are."""
        used = {told.kind for told in self.review.changes}
        here = PERIODS if self.reported else tuple(_DATED) if self.dated else _VERSIONS
        told = (kind for kind in HEADS if kind in used or kind in here)
        return tuple(kind for kind in told if kind in self.wanted.of(HEADS))

    @cached_property
    def between(self) -> frozenset[int]:
        """The `id` of each change that happened between two dates."""
        return frozenset(id(t.change) for t in self.review.changes if t.kind == "happened")

    @cached_property
    def respelled(self) -> list[tuple[Respelling, list[Change[Any]]]]:
        """The split and merged spells of which more than one change is left, with those."""
        found = respelled(self.review.diff, self.review.old.graph.types)
        old = {key: number for number, told in enumerate(found) for key in told.old}
        new = {key: number for number, told in enumerate(found) for key in told.new}
        members: list[list[Change[Any]]] = [[] for _ in found]
        for told in self.left.changes if found else ():
            change = told.change
            number = old.get(change.old_key, new.get(change.new_key))
            if number is not None and isinstance(change.value, Relation):
                members[number].append(change)
        pairs = zip(found, members, strict=True)
        return [(told, changes) for told, changes in pairs if len(changes) > 1]

    @cached_property
    def spells(self) -> dict[int, str]:
        """What became of each split or merged spell, by the `id` of its changes.

        It is told at the first of them; the others have ``""``.
        """
        notes: dict[int, str] = {}
        for told, members in self.respelled:
            notes |= dict.fromkeys(map(id, members), "")
            split = f"one spell is now {len(told.new)}"
            merged = f"{len(told.old)} spells are now one"
            notes[id(members[0])] = split if told.kind == "split" else merged
        return notes

    @property
    def said(self) -> frozenset[str]:
        """The fields that the sentence of a relation says, besides those that it always does."""
        return frozenset({"summary"} if self.reported else ())

    def sign(self, cause: Change[Any]) -> str:
        """Give the sign of a change that causes something."""
        return "*" if id(cause) in self.between else SYMBOLS[cause.kind]


def by_class(shown: Shown) -> dict[Class, list[Told]]:
    """Give the changes that are left, by class; those of one split or merged spell together."""
    found: dict[Class, list[Told]] = {kind: [] for kind in shown.classes}
    leads = {id(one): id(some[0]) for _, some in shown.respelled for one in some}
    together: dict[int, list[Told]] = {}
    for told in shown.left.changes:
        this = id(told.change)
        together.setdefault(leads.get(this, this), []).append(told)
    for some in together.values():
        found.setdefault(some[0].kind, []).extend(some)
    return found


def legend(shown: Shown) -> str:
    """Give what the symbols stand for; of two dates it is what time did."""
    if shown.reported:
        return "  ".join(f"{sign} {said}" for sign, said in _REPORTED.items())
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
    """Count changes: ``+1 actor, +2 relations, ~1 relation, 0 removed``.

    Between two periods of event data by class: ``2 appeared, 1 pair turned, 1 grew``.
    """
    if any(told.kind in PERIODS for told in changes):
        by = {kind: [one for one in changes if one.kind == kind] for kind in PERIODS}
        return ", ".join(
            f"{number_of(kind, some)} {HEADS[kind].lower()}" for kind, some in by.items() if some
        )
    counts: dict[tuple[str, str], int] = {}
    for told in changes:
        key = symbol(told), record_of(told.change.value).one
        counts[key] = counts.get(key, 0) + 1
    said = [
        f"{sign}{plural(counts[sign, record.one], record.one)}"
        for sign in "+~-*"
        for record in (ACTOR, RELATION, SOURCE, RELATION_TYPE)
        if (sign, record.one) in counts
    ]
    if not any(sign == "-" for sign, _ in counts):
        used = {told.kind for told in changes}
        said.append("0 ended" if used.intersection(_DATED) else "0 removed")
    return ", ".join(said)


def number_of(kind: Class, changes: Sequence[Told]) -> str:
    """Count the changes of a class; what turned are pairs, of which several relations change."""
    if kind != "turned":
        return str(len(changes))
    pairs = {frozenset((one.change.value.source, one.change.value.target)) for one in changes}
    return plural(len(pairs), "pair") if pairs else "0"


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
        said.append(plural(shown.left.hidden_consequences, "consequence"))
    return said


def title(shown: Shown) -> str:
    """Give ``HEAD~1 (a1b2c3d, 2026-11-20) -> data``."""
    return one_line(" -> ".join(sides(shown.review)))


def sides(review: Review) -> tuple[str, str]:
    """Give what to call the two; of event data the second by its period alone."""
    old, new = review.old, review.new
    return old.title, interval(new) if of_periods(old, new) else new.title


def interval(side: Snapshot) -> str:
    """Give the days that a side is of as people write them: ``2016 to 2018``."""
    return side.date.text.replace("/", " to ") if side.date else ""
