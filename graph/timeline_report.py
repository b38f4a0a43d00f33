"""A timeline -> `Report`."""

import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from graph.dates import FIRST_DAY, LAST_DAY, Date, Span, day_text
from graph.model import Actor, ActorGraph
from graph.query import Filters, Held
from graph.report import Report, evidence, hidden_notes, plural, relation_json, sentence
from graph.ties import Polarity, polarity
from graph.timeline import Entry, Timeline

_COLUMNS = (
    *("date", "kind", "what", "evidence", "first_day", "last_day", "actor_id", "source", "type"),
    *("target", "confidence", "sources", "disputed_by", "summary", "relation_id"),
)
ORDER = (
    "what begins or happens in a year or month alone stands at its head, what ends then at its "
    'foot; "known": a source of that date tells of it, nobody says since when'
)


def report(
    graph: ActorGraph,
    actors: Sequence[Actor],
    found: Timeline,
    window: Span,
    min_confidence: str = "",
) -> Report:
    """Report a timeline, a block for each year and one for what nothing dates."""
    entries = [*found.entries, *found.undated]
    names = about(actors)
    recorded = any(found.hidden) or found.throughout
    message = f"nothing recorded: {names}"
    if recorded:
        message = f"nothing begins, ends or happens in that time: {names}"
    return Report(
        "timeline",
        "",
        lambda: [_entry_json(graph, entry) for entry in entries],
        ("date", "kind", "what", "evidence"),
        [_row(graph, entry) for entry in entries],
        lambda: [_COLUMNS, *(_cells(graph, entry) for entry in entries)],
        {
            "rule": counted(window),
            "counted_types": sorted(graph.type),
            "not_shown": found.hidden._asdict(),
            "undated": len(found.undated),
            "throughout": found.throughout,
        },
        title=f"Timeline: {names}",
        blocks=_blocks(graph, found),
        foot=_foot(found, window, min_confidence),
        reason="" if entries else "none-at-date" if recorded else "none-recorded",
        message="" if entries else message,
    )


def about(actors: Sequence[Actor]) -> str:
    """Say what a timeline is of: all, an actor, or what is between several."""
    if not actors:
        return "all actors"
    *most, last = (actor.name for actor in actors)
    return f"{', '.join(most)} and {last}" if most else last


def counted(window: Span) -> str:
    """Say which relations and lives count: the rule of a window of time."""
    first = "" if window.first == FIRST_DAY else f"from {day_text(window.first)} "
    last = "" if window.last == LAST_DAY else f"to {day_text(window.last)}"
    bounds = f"{first}{last}".strip()
    return f"what shares a day with the time {bounds}" if bounds else "relations of all times"


def _blocks(graph: ActorGraph, found: Timeline) -> list[tuple[str, tuple[str, ...]]]:
    years = groupby(found.entries, key=lambda entry: day_text(entry.day)[:4])
    blocks = [(year, tuple(_line(graph, one) for one in group)) for year, group in years]
    if found.undated:
        lines = tuple(_line(graph, one) for one in found.undated)
        blocks.append((f"undated: {plural(len(lines), 'relation')}", lines))
    return blocks


def _line(graph: ActorGraph, entry: Entry) -> str:
    date, kind, what, borne_out = _row(graph, entry)
    key = f" ({borne_out}) {entry.held.key}" if entry.held else ""
    when = f"{date:10}  {kind:6}  " if date else ""
    return f"- {when}{what}{key}"


def _row(graph: ActorGraph, entry: Entry) -> tuple[str, ...]:
    return entry.date, entry.kind, told(graph, entry), _borne_out(entry)


def told(graph: ActorGraph, entry: Entry) -> str:
    """Say what an entry is about: a relation in words, or an actor and its kind."""
    if entry.held:
        return sentence(graph, entry.held.relation)
    name, kind = (entry.actor.name, entry.actor.kind) if entry.actor else ("", "")
    return f"{name} ({kind.replace('_', ' ')})" if kind else name


def _borne_out(entry: Entry) -> str:
    if entry.held:
        return evidence(entry.held.relation)
    count = len({citation.source for citation in entry.actor.sources}) if entry.actor else 0
    return plural(count, "source") if count else "unsourced"


def _cells(graph: ActorGraph, entry: Entry) -> tuple[str, ...]:
    days = (day_text(entry.days.first), day_text(entry.days.last)) if entry.date else ("", "")
    relation = entry.held.relation if entry.held else None
    subject = relation or entry.actor
    cited = subject.sources if subject else ()
    denied = relation.disputed_by if relation else ()
    return (
        *_row(graph, entry),
        *days,
        entry.actor.id if entry.actor else "",
        *((relation.source, relation.type, relation.target) if relation else ("", "", "")),
        relation.confidence if relation else "",
        " ".join(dict.fromkeys(citation.source for citation in cited)),
        " ".join(dict.fromkeys(citation.source for citation in denied)),
        relation.summary if relation else "",
        entry.held.key if entry.held else "",
    )


def _entry_json(graph: ActorGraph, entry: Entry) -> dict[str, Any]:
    actor = entry.actor
    return {
        "date": entry.date or None,
        "kind": entry.kind,
        "first_day": day_text(entry.days.first) if entry.date else None,
        "last_day": day_text(entry.days.last) if entry.date else None,
        "actor": {"id": actor.id, "name": actor.name, "kind": actor.kind} if actor else None,
        "relation": relation_json(graph, entry.held) if entry.held else None,
    }


def _foot(found: Timeline, window: Span, min_confidence: str) -> tuple[str, ...]:
    lines = []
    if found.throughout:
        lines.append(
            f"{plural(found.throughout, 'relation')} held then and neither began nor ended"
        )
    notes = hidden_notes(found.hidden._replace(past=0, future=0), Filters(None, min_confidence))
    for count, where in ((found.hidden.past, "ended before"), (found.hidden.future, "began after")):
        if count:
            notes.append(f"{count} {where} that time")
    if notes:
        lines.append(f"not shown: {'; '.join(notes)}")
    lines_shown = f"{len(found.entries):,} dated, {len(found.undated):,} undated"
    return (*lines, ORDER, f"{lines_shown}; counted: {counted(window)}")


def bare(text: str) -> str:
    """Give a text in one line without what a picture cannot hold: controls, half characters.

    Marks that turn the direction of what follows go too; joiners within words stay.

    >>> bare("a\\n b\\x07\\u202ec")
    'a bc'
    """
    kept = (
        char
        for char in " ".join(text.split())
        if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn", "Co")
        or char in "\u200c\u200d"
    )
    return "".join(kept)


def bar_days(held: Held, window: Span, today: Date) -> Span:
    """Give the days that the bar of a relation that holds on some day of the window covers.

    An open end goes to today; nothing leaves the window.
    """
    span = held.days.span or window
    last = max(span.first, today.last) if span.last == LAST_DAY else span.last
    return Span(
        max(span.first, window.first), max(span.first, window.first, min(last, window.last))
    )


def polarity_of(graph: ActorGraph, held: Held) -> Polarity:
    """Give the polarity of one relation; an ambivalent one is mixed."""
    return polarity(graph, [held])
