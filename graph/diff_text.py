"""A difference for people: what it means, then every change under why it is one, then a total."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from graph.changes import Change
from graph.clocks import Class, Told, horizon
from graph.consequences import Consequence
from graph.diff_shown import (
    HEADS,
    NOTHING,
    RECORDS,
    Shown,
    by_class,
    hidden,
    legend,
    spell_notes,
    symbol,
    title,
    total,
)
from graph.diff_words import Edit, edits, headline, name, phrase, where
from graph.lines import Line, Part, line, polar
from graph.model import Relation
from graph.narrowing import ONLY
from graph.records import record_of
from graph.report import plural

#: Consequences that stand at the head; more of them bury what matters.
MOST_MEANT = 12
#: Causes that are named beside a consequence.
MOST_CAUSES = 4
#: Relations of one class from which on they stand under the actor whom most are about.
MANY = 8
#: What no difference is made of.
IGNORED = "order of entries, comments and layout ignored"
#: Letters of a path that a line has room for.
_PATH = 20
#: Words around a change that are shown of a long text.
_AROUND = 5
#: Columns up to which what changed stands in one line.
_SHORT = 70


def text(shown: Shown) -> list[str | Line]:
    """Tell a review in lines; one that says nothing says why."""
    head = Part(title(shown), "strong")
    told = bool(shown.left.changes or shown.left.consequences)
    lines: list[str | Line] = [line(head, right=legend(shown) if told else "")]
    if not told:
        lines += silence(shown)
    if shown.left.consequences:
        lines += ["", *_meant(shown)]
    if told and shown.wanted.only != {"consequences"}:
        lines += _classes(shown)
    if shown.explain:
        lines += ["", *explained(shown)]
    return [*lines, "", *text_foot(shown)] if told else lines


def silence(shown: Shown) -> list[str]:
    """Say why there is nothing to tell."""
    left_out = hidden(shown)
    if left_out:
        return [f"nothing is left; hidden: {'; '.join(left_out)}"]
    files = shown.form_only
    if files:
        said = f"{plural(len(files), 'file')} differ{'s' * (len(files) == 1)} only in form"
        return [NOTHING, f"{said} (order, comments, layout): {', '.join(files)}"]
    return [NOTHING] if files is None else [NOTHING, "every file is the same, byte for byte"]


def text_foot(shown: Shown) -> list[str]:
    """Give the total, what went on, and what was left out."""
    return [f"{total(shown.left.changes)}; {IGNORED}.", *notes(shown)]


def notes(shown: Shown) -> list[str]:
    """Say what went on and what was left out."""
    lines = []
    if shown.review.went_on:
        lines.append(f"{plural(shown.review.went_on, 'relation')} went on.")
    if left_out := hidden(shown):
        lines.append(f"hidden: {'; '.join(left_out)}")
    return lines


def _meant(shown: Shown) -> Iterator[str | Line]:
    """Tell the weightiest consequences, each with where what causes it stands."""
    found = shown.left.consequences
    alone = shown.wanted.only == {"consequences"}
    most = len(found) if alone or len(found) <= MOST_MEANT + 1 else MOST_MEANT
    yield line(Part("In short", "strong"))
    for one in found[:most]:
        yield line(f"  {one.sentence}", right=causes(shown, one), hang=4)
    if rest := len(found) - most:
        yield f"  and {rest} more: {shown.command} --only consequences"


def causes(shown: Shown, one: Consequence) -> str:
    """Name what causes a consequence: ``+relations.yaml:31, -relations.yaml:12 and 3 more``."""
    signs = {told.change: symbol(told) for told in shown.review.changes}
    named = [f"{signs.get(cause, '')}{where(cause)}" for cause in one.causes]
    rest = len(named) - MOST_CAUSES
    if rest > 1:
        named[MOST_CAUSES:] = []
        return f"{', '.join(named)} and {rest} more"
    return ", ".join(named)


def _classes(shown: Shown) -> Iterator[str | Line]:
    spells = spell_notes(shown)
    for kind, changes in by_class(shown).items():
        yield ""
        yield line(Part(f"{class_head(shown, kind)}: {len(changes)}", "strong"))
        yield from _class(shown, changes, spells)


def class_head(shown: Shown, kind: Class) -> str:
    """Give the head of a class, with the day or days that it is told by."""
    old, new = shown.review.old, shown.review.new
    if kind == "world" and (day := horizon(old, new).day):
        return f"{HEADS[kind]} (dated after {day.text})"
    return HEADS[kind]


def _class(
    shown: Shown, changes: Sequence[Told], spells: Mapping[Change[Any], str]
) -> Iterator[str | Line]:
    ties = [told for told in changes if isinstance(told.change.value, Relation)]
    for head, group in by_actor(shown, ties):
        if head:
            yield f"  {head}"
        indent = 4 if head else 2
        for told in group:
            if note := spells.get(told.change):
                yield f"{' ' * indent}~ {note}:"
            yield from _told(shown, told, indent)
    rest = [told for told in changes if not isinstance(told.change.value, Relation)]
    for record in RECORDS:
        some = [told for told in rest if record_of(told.change.value) is record]
        if some:
            yield f"  {plural(len(some), record.one)}"
        for told in some:
            yield from _told(shown, told, 4)


def by_actor(shown: Shown, ties: Sequence[Told]) -> list[tuple[str, list[Told]]]:
    """Group relations under the actor whom most of them are about, and so on with the rest.

    Returns:
        A head, ``""`` where there is none, and the changes under it, those of a pair together.
        A few changes are one group; what belongs to nobody with three or more is the last.
    """
    if len(ties) <= MANY:
        return [("", _by_pair(shown, ties))] if ties else []
    groups, left = [], list(ties)
    while left:
        counts = Counter(id_ for told in left for id_ in set(_ends(told.change)))
        most, id_ = min((-count, id_) for id_, count in counts.items())
        if most > -3:  # noqa: PLR2004 - two are no block
            groups.append(("others", left))
            break
        mine = [told for told in left if id_ in _ends(told.change)]
        left = [told for told in left if id_ not in _ends(told.change)]
        groups.append((name_of(shown, id_), mine))
    return [(f"{head}: {len(some)}", _by_pair(shown, some)) for head, some in groups]


def _by_pair(shown: Shown, ties: Iterable[Told]) -> list[Told]:
    def pair(told: Told) -> list[str]:
        return sorted(name_of(shown, id_).casefold() for id_ in _ends(told.change))

    return sorted(ties, key=pair)


def _ends(change: Change[Relation]) -> tuple[str, str]:
    return change.value.source, change.value.target


def name_of(shown: Shown, id_: str) -> str:
    """Give an actor's name in the newer version, or in the older one where that alone has it."""
    new, old = shown.review.new.graph, shown.review.old.graph
    return name(new if id_ in new.actor else old, id_)


def _told(shown: Shown, told: Told, indent: int) -> Iterator[str | Line]:
    change, blanks = told.change, " " * indent
    sign = Part(symbol(told), "strong")
    if isinstance(change.value, Relation):
        said = phrase(shown.review, change)
        words: list[str | Part] = [f" {said.before}", polar(said.verb, said.sign), f"{said.after},"]
        tail = f" {said.when} ({said.evidence})"
    else:
        words, tail = [f" {headline(change)}"], ""
    yield line(blanks, sign, *words, right=where(change, _PATH), hang=indent + 2, tail=tail)
    for one in _edited(edits(change)):
        yield f"{blanks}    {one}"
    if shown.explain:
        yield from (line(blanks, "    ", Part(why, "faint")) for why in _why(told))


def _why(told: Told) -> Iterator[str]:
    """Say by what a change was matched, and what gave it its class."""
    said = {"matched by": told.change.how, "classed by": told.why}
    if any(said.values()):
        yield "; ".join(f"{what}: {why}" for what, why in said.items() if why)


def _edited(changed: Sequence[Edit]) -> Iterator[str]:
    """Give the changed fields in one line where that is short, long texts below each other."""
    for short, group in groupby(changed, key=lambda edit: len(str(edit)) <= _SHORT):
        some = list(group)
        together = "; ".join(map(str, some))
        if short and len(together) <= _SHORT:
            yield together
            continue
        for edit in some:
            if short or edit.items:
                yield str(edit)
            else:
                one, two = parted(edit.before, edit.after)
                yield from (f"{edit.name}:", f"  - {one}", f"  + {two}")


def parted(before: str, after: str) -> tuple[str, str]:
    """Give two texts without the words that they share at both ends, but for a few.

    >>> parted("a b c d e f g h one x", "a b c d e f g h two x")
    ('... d e f g h one x', '... d e f g h two x')
    """
    old, new = before.split(), after.split()
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] != new[i]), most)
    tail = next((i for i in range(most - head) if old[-1 - i] != new[-1 - i]), most - head)
    # Three dots stand for two words at least.
    first = head - _AROUND if head > _AROUND + 1 else 0
    last = tail - _AROUND if tail > _AROUND + 1 else 0
    cut = [words[first : len(words) - last] for words in (old, new)]
    one, two = (" ".join(["..."] * bool(first) + words + ["..."] * bool(last)) for words in cut)
    return one, two


def explained(shown: Shown) -> Iterator[str | Line]:
    """Say by which rules the difference was found, classed and narrowed."""
    yield line(Part("How this was told", "strong"))
    pairs = Counter(told.change.how for told in shown.review.changes if told.change.how)
    counted = ", ".join(f"{count} by {how}" for how, count in sorted(pairs.items()))
    yield f"  matched: {counted or 'nothing that both sides have differs'}"
    yield f"  classes: {shown.review.rule}"
    yield f"  filters: {'; '.join(filters(shown)) or 'none'}"


def filters(shown: Shown) -> Iterator[str]:
    """Say what is shown, by the filters that were given."""
    wanted = shown.wanted
    if wanted.actors is not None:
        yield f"what has to do with {' or '.join(sorted(wanted.actors))}"
    if wanted.only:
        yield f"only {', '.join(word for word in ONLY if word in wanted.only)}"
    if wanted.min_confidence:
        yield f"relations of {wanted.min_confidence} confidence or more on either side"
