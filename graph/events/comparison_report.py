"""`Changes` -> `Report`."""

from collections import Counter
from itertools import groupby
from typing import Any

from graph.dates import Span, day_text
from graph.events.comparing import FACTOR, KINDS, Changes, DyadChange, Part
from graph.events.folding import told
from graph.report import Report, plural

_HEADS = {
    "appeared": "Appeared",
    "vanished": "Vanished",
    "turned": "Turned from foe to friend, or the other way round",
    "grew": f"Grew, {FACTOR:.0f} times or more",
    "shrank": f"Shrank, to 1 in {FACTOR:.0f} or less",
}
SHEET = (
    *("change", "source", "source_name", "target", "target_name", "events_before"),
    *("hostile_before", "cooperative_before", "events_after", "hostile_after"),
    "cooperative_after",
)


def report(found: Changes) -> Report:
    """Report what became of the pairs; those that stayed as they were are counted alone."""
    changed = [one for one in found.changes if one.kind != "steady"]
    counts = Counter(one.kind for one in found.changes)
    none = "" if changed else "no pair appeared, vanished, turned, grew or shrank"
    tally = found.tally
    return Report(
        "events compare",
        results=lambda: [_plain(one) for one in changed],
        columns=("change", "who", "whom", "before", "after"),
        rows=[(one.kind, *one.names, _part(one.before), _part(one.after)) for one in changed],
        sheet=lambda: [SHEET, *(_cells(one) for one in changed)],
        about={
            "before": _iso(found.before),
            "after": _iso(found.after),
            "rows": tally.rows,
            "not_counted": dict(tally.reasons),
            "counts": {kind: counts[kind] for kind in KINDS},
        },
        title=f"{_days(found.before)} -> {_days(found.after)}",
        blocks=_blocks(changed),
        foot=(
            *([f"not counted: {told(tally)}"] if tally.reasons else []),
            (
                f"{plural(len(changed), 'change')}, {plural(counts['steady'], 'pair')} as before; "
                f"{plural(tally.rows, 'row')}, read as {found.reader}"
            ),
        ),
        reason="no-difference" if none else "",
        message=none,
    )


def _blocks(changed: list[DyadChange]) -> list[tuple[str, tuple[str, ...]]]:
    blocks = []
    for kind, group in groupby(changed, key=lambda one: one.kind):
        lines = tuple(_line(one) for one in group)
        blocks.append((f"{_HEADS[kind]}: {len(lines)}", lines))
    return blocks


def _line(one: DyadChange) -> str:
    parts = {"appeared": _part(one.after), "vanished": _part(one.before)}
    told_ = parts.get(one.kind) or f"{_part(one.before)} -> {_part(one.after)}"
    return f"- {one.names[0]} and {one.names[1]}: {told_}"


def _part(part: Part) -> str:
    signs = [
        f"{count:,} {word}"
        for count, word in ((part.hostile, "hostile"), (part.cooperative, "cooperative"))
        if count
    ]
    return plural(part.events, "event") + (f" ({', '.join(signs)})" if signs else "")


def _days(span: Span) -> str:
    return f"{day_text(span.first)} to {day_text(span.last)}"


def _iso(span: Span) -> list[str]:
    return [day_text(span.first), day_text(span.last)]


def _plain(one: DyadChange) -> dict[str, Any]:
    values = (
        *(one.kind, one.source, one.source_name, one.target, one.target_name),
        *one.before,
        *one.after,
    )
    return dict(zip(SHEET, values, strict=True))


def _cells(one: DyadChange) -> tuple[str, ...]:
    return tuple(map(str, _plain(one).values()))
