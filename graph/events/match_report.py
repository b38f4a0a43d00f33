"""A `Matching` -> `Report`, and the YAML to grow a crosswalk with."""

from typing import Any

from graph.dates import day_text
from graph.events.dyad_report import about, foot, lost, why_none
from graph.events.matching import Matching, Unmatched
from graph.events.values import Dyads
from graph.report import Report, plural
from graph.writing import flow

_COLUMNS = ("key", "name", "with known", "events", "first", "last", "may be")


def report(found: Matching, dyads: Dyads, most: int) -> Report:
    """Report the names that no entry explains, those that matter most to the dataset first."""
    shown = found.unmatched[:most]
    both, total = found.events
    more = len(found.unmatched) - len(shown)
    lines = [f"not shown: {plural(more, 'name')} (--most shows them)"] if more else []
    reason, message = _why_none(dyads) if not shown else ("", "")
    return Report(
        "events match",
        results=lambda: [_plain(one) for one in shown],
        columns=_COLUMNS,
        rows=[_row(one) for one in shown],
        about=about(dyads) | {"explained": {"keys": found.keys, "events": both, "of": total}},
        title="Names in the data that the crosswalk does not know",
        foot=(
            *lines,
            "with known: events with an actor of the crosswalk; a likeness matches nothing",
            f"the crosswalk explains {plural(found.keys, 'name')}; both ends: {both:,} of "
            + plural(total, "event"),
            *foot(dyads),
        ),
        reason=reason,
        message=message,
        beside=lost(dyads.tally),
    )


def _why_none(dyads: Dyads) -> tuple[str, str]:
    if not dyads.dyads:
        return "none-found", why_none(dyads)
    return "all-matched", "the crosswalk knows every name in the data"


def _row(one: Unmatched) -> tuple[str, ...]:
    return (
        one.key,
        one.name,
        f"{one.met:,}",
        f"{one.events:,}",
        day_text(one.first),
        day_text(one.last),
        _meant(one),
    )


def _meant(one: Unmatched) -> str:
    if one.same:
        return f"{one.same.id} (the same name)"
    return ", ".join(actor.id for actor in one.near)


def _plain(one: Unmatched) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "met": one.met,
        "events": one.events,
        "first_day": day_text(one.first),
        "last_day": day_text(one.last),
        "same_name": one.same.id if one.same else None,
        "near": [actor.id for actor in one.near],
    }


def yaml(found: Matching, scheme: str, most: int) -> str:
    """Give entries to complete: every line is a comment until somebody decides."""
    lines = [
        "# Entries for a crosswalk: name the actor of each that you are sure of, and take away",
        "# the sign before it. Suggestions stand behind; leave out the rest.",
        f"scheme: {scheme}",
        "entries:",
    ]
    for one in found.unmatched[:most]:
        entry = {"id": one.key, "name": one.name} if one.name else {"name": one.key}
        entry = {field: _visible(text) for field, text in entry.items()}
        guess = one.same.id if one.same else "?"
        told = f"  # {plural(one.events, 'event')}" + (f"; near: {_meant(one)}" if one.near else "")
        lines.append(f"#  - {flow(entry | {'actor': guess})}{told}")
    return "\n".join(lines) + "\n"


def _visible(text: str) -> str:
    """Give a text that stays in its line; as a name it means the same, as only letters count."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
