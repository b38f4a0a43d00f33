"""Results -> `Report`: one value that every output format is made from. Nothing is printed.

The JSON of every answer has ``schema``, ``command``, ``as_of`` and ``results``; when the list is
empty or the question failed also ``reason`` (a stable code) and ``message``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from graph.dates import today
from graph.lines import Line
from graph.model import ActorGraph, Citation, Relation
from graph.query import EVERYTHING, Answer, Filters, Held, Hidden, Stance, Verb
from graph.timing import RULE
from graph.wording import COUNTED
from graph.wording import plural as plural  # noqa: PLC0414 - reports speak these words
from graph.wording import sentence as sentence  # noqa: PLC0414

SCHEMA = 1


def to_record(value: Any) -> dict[str, Any]:
    """Give `graph.records.to_record`, whose tables a plain text answer does not load."""
    from graph.records import to_record as write  # noqa: PLC0415

    return write(value)


class Report(NamedTuple):
    """An answer, ready for any format.

    Attributes:
        command: Its name.
        as_of: The date asked for, or ``""``.
        results: Makes the JSON-able items of the answer, when somebody wants them.
        columns: Heads of `rows`.
        rows: One a line of the table; text only.
        sheet: Makes the rows for CSV and TSV, their head first, where machines want more than the
            table shows.
        about: What the JSON says of the whole answer: the rule, what counted, what was left out.
        title: Sentence above the table, for people.
        lead: Lines between title and table, for people.
        blocks: Heads with lines under them, for people; shown instead of the table.
        foot: Lines below it, for people: the rule, and what was left out.
        reason: Why there are no results: a code; ``""`` when it is not.
        message: The same for people.
        suggestions: Ids or words to try instead.
        document: Makes the Markdown, given the foot, where that is more than title and table.
        signs: Polarity of each block, or where there are none of each row, for its colour.
        beside: Lines that must be told beside forms that have no place for them; `foot` has them
            too.
        text: Makes the lines for people where they are neither blocks nor a table; plain ones,
            or lines of parts.
    """

    command: str
    as_of: str = ""
    results: Callable[[], Sequence[Any]] = tuple
    columns: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()
    sheet: Callable[[], Sequence[tuple[str, ...]]] | None = None
    about: Mapping[str, Any] = MappingProxyType({})
    title: str = ""
    lead: tuple[str, ...] = ()
    blocks: Sequence[tuple[str, tuple[str, ...]]] = ()
    foot: tuple[str, ...] = ()
    reason: str = ""
    message: str = ""
    suggestions: tuple[str, ...] = ()
    document: Callable[[Sequence[str]], str] | None = None
    signs: Sequence[int] = ()
    beside: tuple[str, ...] = ()
    text: Callable[[], Sequence[str | Line]] | None = None


def relation_json(graph: ActorGraph, held: Held) -> dict[str, Any]:
    """Give one relation with its evidence.

    ``sources`` and ``disputed_by`` are ids; ``citations`` and ``disputes`` have what is known of
    each: locator, title, publisher, date, link, reliability.
    """
    relation = held.relation
    return {
        "id": held.key,
        "source": relation.source,
        "type": relation.type,
        "target": relation.target,
        "from": relation.begin.text if relation.begin else None,
        "to": relation.end.text if relation.end else None,
        "when": str(held.days),
        "state": held.state,
        "confidence": relation.confidence or None,
        "ambivalent": relation.ambivalent,
        "summary": relation.summary,
        "sources": [citation.source for citation in relation.sources],
        "disputed_by": [citation.source for citation in relation.disputed_by],
        "citations": [citation_json(graph, citation) for citation in relation.sources],
        "disputes": [citation_json(graph, citation) for citation in relation.disputed_by],
        "place": str(relation.place),
    }


def citation_json(graph: ActorGraph, citation: Citation) -> dict[str, Any]:
    """Give a citation with the document it names."""
    given = {k: v for k, v in zip(Citation._fields, citation, strict=True) if v}
    document = graph.document.get(citation.source)
    if document is None:
        return given
    return given | {name: text for name, text in to_record(document).items() if name != "id"}


def evidence(relation: Relation, filters: Filters = EVERYTHING) -> str:
    """Say how a relation is borne out: ``high, 3 sources, disputed, ambivalent``.

    One that stands for events is borne out by these: ``12 hostile events, 340 deaths``.
    """
    count = len({citation.source for citation in relation.sources})
    parts = [relation.confidence or "not assessed", plural(count, "source")]
    if not count:
        parts[1] = "unsourced"
    if filters.covered:
        parts = [relation.summary.removeprefix(COUNTED).removesuffix(".")]
    if relation.disputed_by:
        parts.append("disputed")
    if relation.ambivalent:
        parts.append("ambivalent")
    return ", ".join(parts)


def hidden_notes(hidden: Hidden, filters: Filters, *, flags: bool = False) -> list[str]:
    """Say what was left out, and which flag brings it back; `flags`: --past and --future do."""
    notes = []
    ended, began = "ended earlier", "began, or were first reported, later"
    if filters.covered:
        ended, began = "with earlier events alone", "with later events alone"
    if hidden.past:
        way = "--past shows them" if flags else "an earlier --as-of shows them, or all"
        notes.append(f"{hidden.past} {ended} ({way})")
    if hidden.future:
        way = "--future shows them" if flags else "a later --as-of shows them, or all"
        notes.append(f"{hidden.future} {began} ({way})")
    if hidden.undated:
        notes.append(f"{hidden.undated} undated (--undated shows them)")
    if hidden.never:
        notes.append(f"{hidden.never} dated outside the life of an actor")
    if hidden.unsure:
        notes.append(f"{hidden.unsure} below --min-confidence {filters.min_confidence}")
    if hidden.mutual:
        notes.append(f"{hidden.mutual} mutual by type (left out by --direct-only)")
    if hidden.some:
        notes.append(f"{hidden.some} of actors who do so with some only (--any shows them)")
    return notes


def rule(filters: Filters) -> str:
    """Say which relations count, in the words of the time rule."""
    if not filters.at:
        return "relations of all times"
    more = ", the last day of the data" * (filters.at == filters.covered)
    ended, began = (
        ("had events earlier", "have them later")
        if filters.covered
        else ("ended earlier", "began later")
    )
    more += f", or {ended}" * filters.past + f", or {began}" * filters.future
    ahead = ", a time to come: what has no end is taken to go on" * (
        filters.at.first > today().last
    )
    return RULE.format(date=filters.at.text) + more + ahead


def failure(command: str, reason: str, message: str, suggestions: Iterable[str] = ()) -> Report:
    """Give the report of a question that cannot be answered."""
    return Report(command, reason=reason, message=message, suggestions=tuple(suggestions))


COLUMNS = ("who", "relation", "whom", "when", "evidence")
SHEET = (
    *("actor_id", "actor", "relation", "other_id", "other", "type", "from", "to", "when", "state"),
    *("confidence", "sources", "disputed_by", "ambivalent", "summary", "relation_id"),
)


def signs(graph: ActorGraph, held: Iterable[Held]) -> list[int]:
    """Give the polarity of each relation, for its colour."""
    return [graph.type[one.relation.type].sign for one in held]


def about(answer: Answer, verb: Verb, filters: Filters) -> dict[str, Any]:
    """Say in JSON which relations count, which types, and how many were left out, and why."""
    return {
        "rule": rule(filters),
        "filters": _filters_json(filters),
        "counted_types": list(verb.types),
        "not_shown": answer.hidden._asdict(),
    }


def _filters_json(filters: Filters) -> dict[str, Any]:
    given = filters._asdict() | {"at": filters.at.text if filters.at else None}
    given.pop("covered")
    return given


def rows(graph: ActorGraph, stances: Iterable[Stance], filters: Filters) -> list[tuple[str, ...]]:
    """Give one row of `COLUMNS` for each relation of each stance."""
    return [
        (
            one.actor.name,
            reading(graph, one, held),
            one.other.name,
            str(held.days),
            evidence(held.relation, filters),
        )
        for one in stances
        for held in one.relations
    ]


def reading(graph: ActorGraph, stance: Stance, held: Held) -> str:
    """Say how a relation reads from the stance's actor: ``hosts``, or ``is hosted by``."""
    kind = graph.type[held.relation.type]
    # Where it is inherited, one of its ends is another than the stance's.
    ends = held.relation.source == stance.actor.id or held.relation.target == stance.other.id
    turned = not kind.symmetric and not ends
    return kind.inverse if turned else kind.label


def when(held: Held, filters: Filters) -> str:
    """Write the days of a relation, and that they are over or to come where a date is asked for."""
    past_or_future = filters.at and held.state in ("past", "future")
    return f"{held.days}, {held.state}" if past_or_future else str(held.days)


def sheet(graph: ActorGraph, stances: Iterable[Stance]) -> list[tuple[str, ...]]:
    """Give `SHEET` and one row under it for each relation of each stance, sources by their ids."""
    return [SHEET, *(cells(graph, one, held) for one in stances for held in one.relations)]


def cells(graph: ActorGraph, stance: Stance, held: Held) -> tuple[str, ...]:
    """Give the row of `SHEET` for one relation."""
    relation = held.relation
    return (
        stance.actor.id,
        stance.actor.name,
        reading(graph, stance, held),
        stance.other.id,
        stance.other.name,
        relation.type,
        relation.begin.text if relation.begin else "",
        relation.end.text if relation.end else "",
        str(held.days),
        held.state,
        relation.confidence,
        " ".join(dict.fromkeys(citation.source for citation in relation.sources)),
        " ".join(dict.fromkeys(citation.source for citation in relation.disputed_by)),
        "true" if relation.ambivalent else "",
        relation.summary,
        held.key,
    )


def foot(
    answer: Answer, verb: Verb, filters: Filters, met: str = "", *, flags: bool = False
) -> tuple[str, ...]:
    """Give the last lines of an answer: counts, rule, what counted, what was left out."""
    relations = {held.key for stance in answer.stances for held in stance.relations}
    counts = ", ".join(filter(None, (met, plural(len(relations), "relation"))))
    notes = hidden_notes(answer.hidden, filters, flags=flags)
    lines = [f"not shown: {'; '.join(notes)}"] if notes else []
    if verb.types:
        lines.append(f'"{verb.said}" counts: {", ".join(verb.types)}')
    return (*lines, f"{counts}; counted: {rule(filters)}")
