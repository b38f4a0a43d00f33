"""A difference for people: what it means, then every change under why it is one, then a total."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import groupby

from graph.diffing.changes import Change
from graph.diffing.clocks import Class, Told, horizon
from graph.diffing.consequences import Consequence
from graph.diffing.narrowing import ONLY
from graph.diffing.shown import (
    HEADS,
    NOTHING,
    RECORDS,
    Shown,
    by_class,
    hidden,
    interval,
    legend,
    number_of,
    symbol,
    title,
    total,
)
from graph.diffing.words import Edit, edits, flat, headline, name, phrase, where
from graph.escaping import one_line
from graph.lines import Line, Part, line, polar
from graph.model import Relation
from graph.records import record_of
from graph.report import plural

#: Consequences that stand at the head; more of them bury what matters.
MOST_MEANT = 10
#: Causes that are named beside a consequence.
MOST_CAUSES = 4
#: Changes of one class between two periods of event data that are told unasked.
MOST_TIES = 20
#: Relations of one class from which on they stand under the actor whom most are about.
MANY = 8
#: Relations of one actor that make a block.
_BLOCK = 3
#: What no difference is made of.
IGNORED = "order of entries, comments and layout ignored"
#: Words around a change that are shown of a long text.
_AROUND = 5
#: Columns up to which what changed stands in one line.
_SHORT = 70


#: What a head says of its class between two periods, of which the words alone could say too much.
_ABOUT: dict[Class, str] = {
    "appeared": " (no such event in {old})",
    "vanished": " (no such event in {new})",
    "turned": " (mostly hostile before, mostly cooperative now, or back{least})",
    "grew": " (twice the events a day or more; where these tell nothing, {deaths})",
    "shrank": " (half the events a day or fewer; where these tell nothing, {deaths})",
}


def text(shown: Shown) -> list[str | Line]:
    """Tell a review in lines; one that says nothing says why."""
    head = Part(title(shown), "strong")
    told = bool(shown.left.changes or shown.left.consequences)
    lines: list[str | Line] = [line(head, right=legend(shown) if told else ""), *shown.lead]
    if not told:
        lines += silence(shown)
    if shown.left.consequences:
        lines += ["", *_meant(shown)]
    if told and shown.wanted.only != {"consequences"}:
        lines += _classes(shown)
    if shown.explain:
        lines += ["", *explained(shown)]
    return [*lines, "", *text_foot(shown)] if told else [*lines, *shown.foot]


def silence(shown: Shown) -> list[str]:
    """Say why there is nothing to tell."""
    left_out = hidden(shown)
    if left_out:
        return [f"nothing is left; hidden: {'; '.join(left_out)}"]
    files = shown.form_only
    if shown.dated:
        return [f"nothing began, ended or happened between; {alike(shown)}"]
    if shown.reported:
        if not shown.review.went_on and shown.review.new.counting.least > 1:
            return ["no tie has events enough in either period; ask with fewer --min-events"]
        if not shown.review.went_on:
            return [
                "no tie in either period: the crosswalk takes both ends of all events for one actor"
            ]
        none = "no tie appeared, vanished, turned, grew or shrank"
        return ["; ".join(filter(None, (none, alike(shown))))]
    if files:
        said = f"{plural(len(files), 'file')} differ{'s' * (len(files) == 1)} only in form"
        return [NOTHING, f"{said} (order, comments, layout): {', '.join(files)}"]
    return [NOTHING] if files is None else [NOTHING, "every file is the same, byte for byte"]


def text_foot(shown: Shown) -> list[str]:
    """Give the total, what went on, and what was left out."""
    ignored = "" if shown.reported else IGNORED
    said = "; ".join(filter(None, (total(shown.left.changes), alike(shown), ignored)))
    return [*([f"{said}."] if said else []), *notes(shown)]


def alike(shown: Shown) -> str:
    """Say how many relations both sides have alike; ``""`` where only some changes were asked for.

    Of event data; a diff says it always.
    """
    said = plural(shown.went_on, "relation")
    if shown.reported:
        return "" if shown.wanted.only else f"{said} about as before"
    return f"{said} {'went on' if shown.dated else 'unchanged'}"


def notes(shown: Shown) -> list[str]:
    """Say what was left out, and what was read."""
    left_out = hidden(shown)
    return [*([f"hidden: {'; '.join(left_out)}"] if left_out else []), *shown.foot]


def _meant(shown: Shown) -> Iterator[str | Line]:
    """Tell the weightiest consequences, each with where what causes it stands."""
    found = shown.left.consequences
    alone = shown.wanted.only == {"consequences"}
    most = len(found) if alone or len(found) <= MOST_MEANT + 1 else MOST_MEANT
    yield line(Part("In short", "strong"))
    for one in found[:most]:
        # What is made of events stands in no file, and goes by the names that the sentence has.
        stands = "" if shown.reported else causes(shown, one)
        yield line(f"  {flat(one.sentence)}", right=stands, hang=4)
    if rest := len(found) - most:
        yield f"  and {rest} more: {one_line(shown.command)} --only consequences"


def causes(shown: Shown, one: Consequence) -> str:
    """Name what causes a consequence: ``+relations.yaml:31, -relations.yaml:12 and 3 more``."""
    rest = max(len(one.causes) - MOST_CAUSES, 0)
    rest = rest if rest > 1 else 0
    told = one.causes[: len(one.causes) - rest]
    named = ", ".join(f"{shown.sign(cause)}{where(cause)}" for cause in told)
    return f"{named} and {rest} more" if rest else named


def _classes(shown: Shown) -> Iterator[str | Line]:
    filled = True
    for kind, changes in by_class(shown).items():
        if filled or changes:
            yield ""
        filled = bool(changes)
        yield line(Part(f"{class_head(shown, kind)}: {number_of(kind, changes)}", "strong"))
        most = _most(shown, kind, len(changes))
        yield from _class(shown, changes[:most])
        if rest := len(changes) - most:
            yield f"  and {rest} more: {one_line(shown.command)} --only {kind}"


def _most(shown: Shown, kind: Class, count: int) -> int:
    """Give how many changes of a class are told: all, but of event data the weightiest.

    All of those, too, when they are asked for.
    """
    asked = kind in shown.wanted.only or shown.wanted.actors is not None
    return MOST_TIES if shown.reported and not asked and count > MOST_TIES + 1 else count


def class_head(shown: Shown, kind: Class) -> str:
    """Give the head of a class, with the day or days that it is told by."""
    old, new = shown.review.old, shown.review.new
    if kind == "world" and (day := horizon(old, new).day):
        return f"{HEADS[kind]} (dated after {day.text})"
    about, counting = _ABOUT.get(kind, ""), new.counting
    return HEADS[kind] + about.format(
        old=interval(old) + counting.where,
        new=interval(new) + counting.where,
        least=f": {counting.turns:,} such events at least in either" if counting.turns > 1 else "",
        deaths="the level of deaths" if counting.levels else "deaths",
    )


def _class(shown: Shown, changes: Sequence[Told]) -> Iterator[str | Line]:
    ties = [told for told in changes if isinstance(told.change.value, Relation)]
    for head, group in by_actor(shown, ties):
        if head:
            yield f"  {head}"
        indent = 4 if head else 2
        for told in group:
            note = shown.spells.get(id(told.change))
            if note:
                said = phrase(shown.review, told.change)
                yield f"{' ' * indent}~ {said.before}{said.verb}{said.after}: {note}"
            yield from _told(shown, told, indent if note is None else indent + 2)
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
        A few changes are one group, and so are those of event data, which are in the order of their
        weight; what belongs to nobody with three or more is the last.
    """
    if len(ties) <= MANY or shown.reported:
        return [("", _by_pair(shown, ties))] if ties else []
    groups, left = [], dict(enumerate(ties))
    mine: dict[str, set[int]] = {}
    for number, told in left.items():
        for id_ in _ends(told.change):
            mine.setdefault(id_, set()).add(number)
    waiting = [(-len(numbers), id_) for id_, numbers in mine.items()]
    heapify(waiting)
    while waiting:
        count, id_ = heappop(waiting)
        if -count != len(mine[id_]):  # some went to another actor meanwhile
            heappush(waiting, (-len(mine[id_]), id_))
        elif -count < _BLOCK:
            break
        else:
            taken = sorted(mine[id_])
            groups.append((name_of(shown, id_), [left.pop(number) for number in taken]))
            for number in taken:
                for end in _ends(ties[number].change):
                    mine[end].discard(number)
    if left:
        groups.append(("others", list(left.values())))
    return [(f"{head}: {len(some)}", _by_pair(shown, some)) for head, some in groups]


def _by_pair(shown: Shown, ties: Iterable[Told]) -> list[Told]:
    """Put those of a pair together; those of event data stay as they are, the weightiest first."""

    def pair(told: Told) -> list[str]:
        return sorted(name_of(shown, id_).casefold() for id_ in _ends(told.change))

    return list(ties) if shown.reported else sorted(ties, key=pair)


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
    stands = "" if shown.reported else where(change)
    yield line(blanks, sign, *words, right=stands, hang=indent + 2, tail=tail)
    for one in _edited(edits(change, shown.said)):
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
