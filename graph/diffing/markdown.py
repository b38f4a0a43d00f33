"""A difference as Markdown for a pull request: short first, the rest folded, never too long."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from graph.diffing.changes import Change
from graph.diffing.clocks import Class, Told
from graph.diffing.shown import (
    RECORDS,
    Shown,
    by_class,
    legend,
    number_of,
    sides,
    symbol,
    total,
)
from graph.diffing.text import (
    IGNORED,
    MOST_MEANT,
    alike,
    by_actor,
    causes,
    class_head,
    notes,
    parted,
    silence,
)
from graph.diffing.words import Edit, edits, headline, phrase, side_of, where
from graph.github import LIMIT, coded, linked, size, told
from graph.model import ActorGraph, Relation, Source
from graph.records import record_of
from graph.report import plural

#: Changes up to which every class stands open.
OPEN = 15
#: Links to sources in one cell.
_MOST_LINKS = 6
#: Characters of one text from the data; what is longer is cut, with three dots.
_LONGEST = 1_000
_RELATIONS = ("", "relation", "when", "evidence", "where")
_ENTRIES = ("", "entry", "where")


class Part(NamedTuple):
    """Rows that may be cut, between lines that may not.

    Attributes:
        head: Lines before the rows.
        rows: Each a line.
        tail: Lines behind them.
        more: What gives all rows, said where some are cut.
    """

    head: tuple[str, ...]
    rows: tuple[str, ...]
    tail: tuple[str, ...] = ()
    more: str = ""


def document(shown: Shown, limit: int = LIMIT) -> str:
    """Write a difference in GitHub's Markdown.

    Args:
        shown: What is told.
        limit: Characters at most, as `github.size` counts; rows that do not fit are counted
            instead, with the command that shows them.
    """
    head = heading(shown)
    if not (shown.left.changes or shown.left.consequences):
        return "\n".join([*head, *map(told, silence(shown))]) + "\n"
    counted = (f"**{told(total(shown.left.changes))}**", "")
    return _fitted([Part((*head, *counted), ()), *_parts(shown), Part(foot(shown), ())], limit)


def heading(shown: Shown) -> tuple[str, ...]:
    """Give the title with both sides, what to mind, and a blank line."""
    old, new = map(told, sides(shown.review))
    lead = (line for one in shown.lead for line in (told(one), ""))
    return f"### {old} → {new}", "", *lead


def _parts(shown: Shown) -> Iterator[Part]:
    found = [_meant(shown, one) for one in shown.left.consequences]
    alone = f"{shown.command} --only consequences"
    if found:
        yield Part(("#### In short", ""), tuple(found[:MOST_MEANT]), ("",), alone)
    if rest := tuple(found[MOST_MEANT:]):
        yield Part(_folded(f"{len(rest)} more", opened=False), rest, _FOLDED, alone)
    if shown.wanted.only == {"consequences"}:
        return
    for kind, changes in by_class(shown).items():
        if changes:
            yield from _class(shown, kind, changes)


_FOLDED = ("", "</details>", "")


def _folded(summary: str, *, opened: bool) -> tuple[str, ...]:
    """Begin what can be folded; the summary is HTML, so nothing of the data stands in it."""
    return (f"<details{' open' * opened}><summary>{summary}</summary>", "")


def _class(shown: Shown, kind: Class, changes: Sequence[Told]) -> Iterator[Part]:
    opened = len(shown.left.changes) <= OPEN
    said = f"<b>{class_head(shown, kind)}: {number_of(kind, changes)}</b>"
    tables = [
        (record, [t for t in changes if record_of(t.change.value) is record]) for record in RECORDS
    ]
    filled = [(record, some) for record, some in tables if some]
    for place, (record, some) in enumerate(filled):
        first, last = not place, place == len(filled) - 1
        ties = record.make is Relation
        heads = (plural(len(some), record.one), "", *table(_RELATIONS if ties else _ENTRIES))
        grouped = [one for _, group in by_actor(shown, some) for one in group] if ties else some
        rows = tuple(_tie(shown, one) if ties else _entry(one) for one in grouped)
        begin = _folded(said, opened=opened) if first else ("",)
        yield Part(
            (*begin, *heads), rows, _FOLDED if last else (), f"{shown.command} --only {kind}"
        )


def table(heads: Iterable[str]) -> tuple[str, str]:
    """Give the first two lines of a table."""
    named = list(heads)
    return row(named), row(["---"] * len(named))


def row(cells: Iterable[str]) -> str:
    """Give a line of a table; its cells are escaped already."""
    return f"| {' | '.join(cells)} |"


def _tie(shown: Shown, one: Told) -> str:
    change = one.change
    said = phrase(shown.review, change)
    sentence = f"{told(said.before)} **{told(said.verb)}** {told(said.after)}"
    graph, note = side_of(shown.review, change).graph, shown.spells.get(id(change))
    changed = edits(change, shown.said)
    cells = (
        coded(symbol(one)),
        "<br>".join([sentence, *([f"_{note}_"] if note else []), *map(_edit, changed)]),
        told(said.when),
        told(said.evidence) if shown.reported else _evidence(graph, change),
        coded(where(change)),
    )
    return row(cells)


def _entry(one: Told) -> str:
    id_, _, said = headline(one.change).partition(": ")
    value = one.change.value
    name = linked(id_, value.url) if isinstance(value, Source) and value.url else coded(id_)
    text = "<br>".join([f"{name} {told(_short(said))}", *map(_edit, edits(one.change))])
    return row((coded(symbol(one)), text, coded(where(one.change))))


def _edit(edit: Edit) -> str:
    if edit.items:
        return f"_{edit.name}:_ {told(_short(', '.join(edit.items)))}"
    if edit.before == edit.after:
        return f"_{edit.name}:_ only the spacing changed"
    before, after = parted(edit.before, edit.after)
    return f"_{edit.name}:_ {told(_short(before))} → {told(_short(after))}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _evidence(graph: ActorGraph, change: Change[Relation]) -> str:
    """Say how sure it is, and link to those who say so."""
    relation = change.value
    names = dict.fromkeys(cited.source for cited in relation.sources)
    links = [_source(graph, name) for name in list(names)[:_MOST_LINKS]]
    if len(names) > _MOST_LINKS:
        links.append(f"and {len(names) - _MOST_LINKS} more")
    sure = relation.confidence or "not assessed"
    marks = [", disputed"] * bool(relation.disputed_by) + [", ambivalent"] * relation.ambivalent
    return f"{sure}{''.join(marks)}: {', '.join(links) or 'unsourced'}"


def _source(graph: ActorGraph, name: str) -> str:
    source = graph.document.get(name)
    return linked(name, source.url if source else "")


def _meant(shown: Shown, one: Any) -> str:
    return f"* {told(_short(one.sentence))} {coded(causes(shown, one))}"


def foot(shown: Shown) -> tuple[str, ...]:
    """Give the last lines: signs, what was left out, and how to see all of it."""
    signs = legend(shown).replace("  ", ", ")
    lines = [
        told("; ".join(filter(None, (signs, alike(shown), "" if shown.reported else IGNORED)))),
        *map(told, notes(shown)),
        f"all of it: {coded(shown.command)}",
    ]
    return ("\\\n".join(f"<sub>{line}</sub>" for line in lines),)


def _fitted(parts: Sequence[Part], limit: int) -> str:
    """Write the parts, without the last rows of each where all would be too long."""
    whole = [_written(part, len(part.rows)) for part in parts]
    if size("".join(whole)) <= limit:
        return "".join(whole)
    done = [_written(part, 0) for part in parts]
    room = limit - size("".join(done))
    # The small parts first: a few that turned must not give way to a hundred that appeared.
    for place in sorted(range(len(parts)), key=lambda place: size(whole[place])):
        bare = size(done[place])
        done[place] = _written(parts[place], _fitting(parts[place], room + bare))
        room += bare - size(done[place])
    return "".join(done)


def _fitting(part: Part, room: int) -> int:
    """Count the first rows of a part that fit, with its lines and the note on the others."""
    if size(_written(part, len(part.rows))) <= room:
        return len(part.rows)
    taken = size(_written(part, 1)) - size(f"{part.rows[0]}\n") if part.rows else 0
    for count, line in enumerate(part.rows):
        taken += size(f"{line}\n")
        if taken > room:
            return count
    return 0


def _written(part: Part, count: int) -> str:
    cut = len(part.rows) - count
    note = ["", f"_{cut:,} more do not fit here: {coded(part.more)}_"] if cut else []
    # A table of which no row fits is left out, head and all.
    head = [line for line in part.head if count or not cut or not line.startswith("|")]
    if cut and head and not head[-1]:
        head.pop()
    lines = [*head, *part.rows[:count], *note, *part.tail]
    return "".join(f"{line}\n" for line in lines)
