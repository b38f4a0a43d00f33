"""What applying a patch came to -> `Report`."""

from collections.abc import Sequence
from typing import Any

from graph.diffing.changes import GraphDiff
from graph.diffing.clocks import Told
from graph.diffing.shown import total
from graph.patching.amending import Clash
from graph.report import Report, plural

COLUMNS = ("state", "file", "line", "column", "message")


def applied(diff: GraphDiff, files: Sequence[str], *, only_check: bool) -> Report:
    """Report what was changed, or would be; ``reason`` says so where no file is."""
    state = "would change" if only_check else "changed"
    parts = (diff.actors, diff.relations, diff.sources, diff.types)
    changes = [Told(change, "corrected") for part in parts for change in part]
    told = f"{total(changes)}; {plural(len(files), 'file')}"
    items = [_item(state, file, 0, 0, "") for file in files]
    return Report(
        "apply",
        results=lambda: items,
        columns=COLUMNS,
        rows=[_row(item) for item in items],
        foot=(told,) if files else (),
        reason="" if files else "no-difference",
        message="" if files else "the patch changes nothing",
        text=lambda: (
            [*(f"{state}: {file}" for file in files), told]
            if files
            else ["the patch changes nothing"]
        ),
    )


def already(*, reverse: bool = False) -> Report:
    """Report that the data is as the patch makes it, or as it was before the patch."""
    said = "already applied: the data is as the patch makes it"
    if reverse:
        said = "already taken back: the data is as it was before the patch"
    return Report("apply", reason="already-applied", message=said, text=lambda: [said])


def refused(clashes: Sequence[Clash]) -> Report:
    """Report where a patch does not fit; no file was changed."""
    items = [
        _item("conflict", c.place.file, c.place.line, c.place.column, c.message) for c in clashes
    ]
    told = f"{plural(len(clashes), 'conflict')}; nothing was changed"
    return Report(
        "apply",
        results=lambda: items,
        columns=COLUMNS,
        rows=[_row(item) for item in items],
        foot=(told,),
        text=lambda: [*map(str, clashes), told],
    )


def _item(state: str, file: str, line: int, column: int, message: str) -> dict[str, Any]:
    return {"state": state, "file": file, "line": line, "column": column, "message": message}


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    return tuple("" if value == 0 else str(value) for value in item.values())
