"""What a merge came to -> `Report`."""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.patching.merging import Conflict
from graph.report import Report, plural

COLUMNS = ("what", "id", "field", "base", "ours", "theirs")


def report(conflicts: Sequence[Conflict], names: tuple[str, str], file: str = "") -> Report:
    """Report the conflicts of a merge by claim; ``reason`` is ``clean`` where there is none.

    Args:
        conflicts: In their order.
        names: What to call the two sides.
        file: What was merged.
    """
    items = [_item(conflict, names) for conflict in conflicts]
    where = f"{file}: " if file else ""
    told = f"{plural(len(conflicts), 'conflict')}; both forms stand between conflict markers"
    return Report(
        "merge",
        results=lambda: items,
        columns=COLUMNS,
        rows=[tuple(map(_shown, (i[c] for c in COLUMNS))) for i in items],
        foot=(told,) if items else (),
        reason="" if items else "clean",
        message="" if items else "merged without conflict",
        text=lambda: (
            [*(f"{where}{item['message']}" for item in items), where + told] if items else []
        ),
    )


def _item(conflict: Conflict, names: tuple[str, str]) -> dict[str, Any]:
    return {
        "what": conflict.record.key.removesuffix("s"),
        "id": conflict.key,
        "field": conflict.field,
        "base": conflict.base,
        "ours": conflict.ours,
        "theirs": conflict.theirs,
        "message": _message(conflict, *names),
    }


def _message(conflict: Conflict, ours: str, theirs: str) -> str:
    entry = f'{conflict.record.one} "{conflict.key}"'
    if conflict.field:
        was = f", was {_shown(conflict.base)}" if conflict.base is not None else ""
        other = f'{ours} has another {conflict.record.one} "{conflict.theirs}"'
        taken = f"; {other}, so one of the two needs an id of its own" if conflict.taken else ""
        return (
            f"{entry}: {conflict.field} is {_shown(conflict.ours)} in {ours} and "
            f"{_shown(conflict.theirs)} in {theirs}{was}{taken}"
        )
    if conflict.ours is not None and conflict.theirs is not None:
        return f"{entry}: {ours} and {theirs} both have one, and mean something else"
    gone, kept = (ours, theirs) if conflict.ours is None else (theirs, ours)
    if conflict.base is None:
        return f"{entry}: only {kept} has it, where both changed the same place"
    there = conflict.theirs if conflict.ours is None else conflict.ours
    does = "goes on to name" if there == conflict.base else "changed"
    return f"{entry}: taken out in {gone}, and {kept} {does} it"


def _shown(content: Any) -> str:
    if content is None:
        return "not given"
    if isinstance(content, bool | int):
        return str(content).lower()
    if isinstance(content, Mapping):
        return "{" + ", ".join(f"{key}: {_shown(value)}" for key, value in content.items()) + "}"
    if isinstance(content, list):
        return f"[{', '.join(map(_shown, content))}]"
    return str(content)
