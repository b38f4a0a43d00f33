"""How much a difference changes, by actor and by kind of entry: ``git diff --stat`` of a graph."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from graph.diffing import markdown as diff_markdown
from graph.diffing.clocks import Told
from graph.diffing.markdown import row, table
from graph.diffing.plain import about, what
from graph.diffing.shown import Shown, legend, symbol, title
from graph.diffing.text import name_of, silence, text, text_foot
from graph.github import coded, told
from graph.model import Actor, Relation
from graph.report import Report

#: Signs of the longest bar.
WIDEST = 24
_SIGNS = "+-~*"
_WORDS = ("added", "removed", "changed", "happened")


class Count(NamedTuple):
    """How many changes something has part in.

    Attributes:
        of: ``actor`` or ``entry``.
        id: Of the actor, or the kind of entry.
        name: For people.
        by: The numbers of ``+``, ``-``, ``~`` and ``*``.
    """

    of: str
    id: str
    name: str
    by: tuple[int, int, int, int]


def counted(shown: Shown) -> list[Count]:
    """Count the changes: by actor, most first, then by kind of entry.

    A relation counts for both of its actors, an actor's own entry for itself.
    """
    actors: Counter[tuple[str, str]] = Counter()
    entries: Counter[tuple[str, str]] = Counter()
    for one in shown.left.changes:
        sign = symbol(one)
        entries[what(one.change), sign] += 1
        actors.update((id_, sign) for id_ in _actors(one))
    ids = sorted({id_ for id_, _ in actors}, key=lambda id_: (-_sum(actors, id_), id_))
    kinds = sorted({kind for kind, _ in entries}, key=lambda kind: (-_sum(entries, kind), kind))
    return [
        *(Count("actor", id_, name_of(shown, id_), _by(actors, id_)) for id_ in ids),
        *(Count("entry", kind, f"all {_many(kind)}", _by(entries, kind)) for kind in kinds),
    ]


def _actors(one: Told) -> set[str]:
    match one.change.value:
        case Relation() as tie:
            return {tie.source, tie.target}
        case Actor() as actor:
            return {actor.id}
    return set()


def _by(counter: Counter[tuple[str, str]], key: str) -> tuple[int, int, int, int]:
    added, removed, changed, happened = (counter[key, sign] for sign in _SIGNS)
    return added, removed, changed, happened


def _sum(counter: Counter[tuple[str, str]], key: str) -> int:
    return sum(_by(counter, key))


def _many(kind: str) -> str:
    return f"{kind.replace('_', ' ')}s"


def report(shown: Shown) -> Report:
    """Report the counts: a table with bars for people, one row and one JSON item a line of it."""
    found = counted(shown)
    used = [
        place
        for place, sign in enumerate(_SIGNS)
        if any(count.by[place] for count in found) or (sign in "+-~" and not shown.dated)
    ]
    quiet = silence(shown)
    return Report(
        shown.asked,
        results=lambda: [_item(count) for count in found],
        columns=("", *(_SIGNS[place] for place in used), "changes"),
        rows=list(_rows(found, used)),
        sheet=lambda: [("of", "id", *_WORDS), *((c.of, c.id, *map(str, c.by)) for c in found)],
        about=about(shown),
        title=title(shown),
        lead=(*shown.lead, legend(shown)),
        foot=tuple(text_foot(shown)) if found else (),
        reason="" if found else reason(shown),
        message="" if found else "; ".join(quiet),
        document=lambda _: _document(shown, found, used),
        text=None if found else lambda: text(shown),
    )


def reason(shown: Shown) -> str:
    """Give the code of an empty answer."""
    return (
        "filtered" if any(shown.left.hidden) or shown.left.hidden_consequences else "no-difference"
    )


def _item(count: Count) -> dict[str, Any]:
    by = dict(zip(_WORDS, count.by, strict=True))
    return {"stat": count.of, "id": count.id, "name": count.name} | by


def _document(shown: Shown, found: Sequence[Count], used: Sequence[int]) -> str:
    """Write the counts in GitHub's Markdown."""
    if not found:
        return diff_markdown.document(shown)
    heads = ("", *(coded(_SIGNS[place]) for place in used))
    rows = (row((told(c.name), *(str(c.by[place] or "") for place in used))) for c in found)
    head, last = diff_markdown.heading(shown), diff_markdown.foot(shown)
    return "\n".join([*head, *table(heads), *rows, "", *last]) + "\n"


def _rows(found: list[Count], used: list[int]) -> Iterator[tuple[str, ...]]:
    most = {count.of: 0 for count in found}
    for count in found:
        most[count.of] = max(most[count.of], sum(count.by))
    for count in found:
        numbers = (str(count.by[place] or "") for place in used)
        yield (count.name, *numbers, bar(count.by, most[count.of]))


def bar(by: tuple[int, ...], most: int) -> str:
    """Draw counts as signs; what is there has one at least, and `most` has `WIDEST`.

    >>> bar((3, 1, 0, 0), 4), bar((400, 1, 0, 0), 401)
    ('+++-', '+++++++++++++++++++++++-')
    """
    if most <= WIDEST:
        return "".join(sign * number for sign, number in zip(_SIGNS, by, strict=True))
    room = max(round(sum(by) * WIDEST / most), sum(map(bool, by)))
    drawn = [max(number * room // sum(by), bool(number)) for number in by]
    widest = max(range(len(drawn)), key=drawn.__getitem__)
    drawn[widest] += room - sum(drawn)
    return "".join(sign * number for sign, number in zip(_SIGNS, drawn, strict=True))
