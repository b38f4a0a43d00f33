"""A diff as plain data and back, with nothing lost: what ``diff --format json`` writes."""

from typing import Any, NamedTuple

from graph.changes import Change, Changes, GraphDiff, T
from graph.records import record_of, to_record


def plain(change: Change[T]) -> dict[str, Any]:
    """Write one change as JSON would hold it.

    ``old_id`` and ``new_id`` are there where they differ, ``follows`` where something follows.

    >>> from graph.model import Source
    >>> plain(Change(None, Source("s1", "A title"), "", "s1"))["id"]
    's1'
    """
    item: dict[str, Any] = {
        "change": change.kind,
        "what": record_of(change.value).key.removesuffix("s"),
        "id": change.key,
    }
    if change.kind == "changed" and change.old_key != change.new_key:
        item |= {"old_id": change.old_key, "new_id": change.new_key}
    item |= {
        "before": to_record(change.before) if change.before is not None else None,
        "after": to_record(change.after) if change.after is not None else None,
        "fields": list(change.fields),
    }
    if change.how:
        item["how"] = change.how
    if change.follows:
        item["follows"] = list(change.follows)
    return item


def to_patch(diff: GraphDiff, old: str = "", new: str = "") -> dict[str, Any]:
    """Write a whole diff as JSON would hold it.

    Args:
        diff: Of two whole graphs, not of what held at a date.
        old: What to call the older graph.
        new: What to call the newer one.
    """
    parts: tuple[Changes[Any], ...] = (diff.actors, diff.relations, diff.sources, diff.types)
    results = [plain(change) for part in parts for change in part]
    return {
        "schema": 1,
        "command": "diff",
        "as_of": None,
        "old": old,
        "new": new,
        "results": results,
    }


class Fault(NamedTuple):
    """What is wrong with a patch, and where: ``results[3].after.from``, ``""`` for the whole."""

    path: str
    message: str

    def __str__(self) -> str:
        """Give one line: path and message."""
        return f"{self.path}: {self.message}" if self.path else self.message


class Unpacked(NamedTuple):
    """What a patch gave: its diff, empty when there are faults; the faults in their order."""

    diff: GraphDiff
    faults: tuple[Fault, ...] = ()


def from_patch(document: object) -> Unpacked:
    """Read what `to_patch` wrote, after a way through JSON."""
    del document
    return Unpacked(GraphDiff(), (Fault("", "not yet"),))
