"""A difference for programs: one item a change, nothing left out, and what there is of it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from graph.diffing import periods
from graph.diffing.changes import Change
from graph.diffing.clocks import Snapshot, Told
from graph.diffing.consequences import Consequence
from graph.diffing.patches import plain
from graph.diffing.shown import Shown, symbol
from graph.diffing.words import edits, headline, name, phrase, side_of
from graph.model import Relation
from graph.records import RECORDS, record_of

COLUMNS = ("change", "class", "what", "id", "said", "edits", "place")
#: The names of the entries, as a diff calls them.
WHATS = tuple(record.key.removesuffix("s") for record in RECORDS if record.identity)
_COUNTED = {"+": "added", "-": "removed", "~": "changed", "*": "happened"}


def item(shown: Shown, told: Told) -> dict[str, Any]:
    """Give a change as it can be applied, with its class and what it was matched by.

    Between two periods of event data also what either has of it.
    """
    return plain(told.change) | {
        "class": told.kind,
        "why": told.why,
        "place": str(told.change.value.place),
        **_reported(shown, told.change),
    }


#: Heads of the rows for machines between two periods of event data.
SHEET = (
    *("class", "source", "source_name", "type", "target", "target_name", "sign"),
    *("events_before", "events_after", "deaths_before", "deaths_after"),
    *("supporting_before", "supporting_after", "from", "to"),
)


def _reported(shown: Shown, change: Change[Any]) -> dict[str, dict[str, Any]]:
    if not (shown.reported and isinstance(change.value, Relation)):
        return {}
    before, after = periods.counted(change, shown.review.old, shown.review.new)
    sides = {"before": before, "after": after}
    return {
        "reported": {
            name: one._asdict() | {"level": one.level.number if one.level else None}
            for name, one in sides.items()
        }
    }


def cells(shown: Shown, told: Told) -> tuple[str, ...]:
    """Give the row of `SHEET` for a relation of event data."""
    tie: Relation = told.change.value
    graph = side_of(shown.review, told.change).graph
    before, after = periods.counted(told.change, shown.review.old, shown.review.new)
    ends = ((id_, name(graph, id_)) for id_ in (tie.source, tie.target))
    (source, named), (target, other) = ends
    cells = (
        *(told.kind, source, named, tie.type, target, other, graph.type[tie.type].sign),
        *(before.events, after.events, before.deaths, after.deaths),
        *(before.supporting, after.supporting),
        *(date.text if date else None for date in (tie.begin, tie.end)),
    )
    return tuple("" if cell is None else str(cell) for cell in cells)


def _named(change: Change[Any]) -> dict[str, Any]:
    """Give what tells a change from every other of its diff."""
    return {"change": change.kind, "what": what(change), "id": change.key}


def what(change: Change[Any]) -> str:
    """Give the kind of entry: ``relation``, ``relation_type``."""
    return record_of(change.value).key.removesuffix("s")


def about(shown: Shown) -> dict[str, Any]:
    """Give what is said of the whole difference."""
    sides = zip((shown.review.old, shown.review.new), shown.commits, strict=True)
    old, new = (_side(*pair) for pair in sides)
    wanted, left = shown.wanted, shown.left
    return {
        "old": shown.review.old.title,
        "new": shown.review.new.title,
        "sides": {"old": old, "new": new},
        "total": counts(left.changes),
        "went_on": shown.went_on,
        "consequences": [_consequence(one) for one in left.consequences],
        "respelled": [told._asdict() for told, _ in shown.respelled],
        "shown": {
            "actors": sorted(wanted.actors) if wanted.actors is not None else None,
            "only": sorted(wanted.only),
            "min_confidence": wanted.min_confidence,
        },
        "hidden": left.hidden._asdict() | {"consequences": left.hidden_consequences},
        "only_in_form": list(shown.form_only) if shown.form_only is not None else None,
        **shown.facts,
    }


def _side(side: Snapshot, commit: str) -> dict[str, str | None]:
    return {
        "title": side.title,
        "commit": commit or None,
        "recorded": side.recorded.text if side.recorded else None,
        "date": side.date.text if side.date else None,
    }


def _consequence(one: Consequence) -> dict[str, Any]:
    causes = [_named(cause) | {"place": str(cause.value.place)} for cause in one.causes]
    return {
        "kind": one.kind,
        "actors": list(one.actors),
        "sentence": one.sentence,
        "before": one.before,
        "after": one.after,
        "confidence": one.confidence or None,
        "more": one.more,
        "causes": causes,
    }


def counts(changes: Sequence[Told]) -> dict[str, dict[str, int]]:
    """Count changes by kind of entry and by what was done; every kind is there."""
    found = Counter((what(told.change), _COUNTED[symbol(told)]) for told in changes)
    return {what_: {done: found[what_, done] for done in _COUNTED.values()} for what_ in WHATS}


def row(shown: Shown, told: Told) -> tuple[str, ...]:
    """Give the row of `COLUMNS` for a change."""
    change = told.change
    relation = isinstance(change.value, Relation)
    said = str(phrase(shown.review, change)) if relation else headline(change)
    edited = "; ".join(map(str, edits(change, shown.said)))
    place = str(change.value.place)
    return (change.kind, told.kind, what(change), change.key, said, edited, place)
