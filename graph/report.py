"""Results -> `Report`: one value that every output format is made from. Nothing is printed.

The JSON of every answer has ``schema``, ``command``, ``as_of`` and ``results``; when the list is
empty or the question failed also ``reason`` (a stable code) and ``message``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.dates import Date
from graph.model import Actor, ActorGraph, Citation, Source
from graph.query import Answer, Filters, Held, Hidden, Stance, Verb, oldest_first
from graph.records import to_record
from graph.timing import RULE

SCHEMA = 1


@dataclass(frozen=True)
class Report:
    """An answer, ready for any format.

    Attributes:
        command: Its name.
        as_of: The date asked for, or ``""``.
        results: JSON-able, one an item of the answer.
        columns: Heads of `rows`.
        rows: One a line of the table; text only.
        title: Sentence above the table, for people.
        lead: Lines between title and table, for people.
        blocks: Heads with lines under them, for people; shown instead of the table.
        foot: Lines below it, for people: the rule, and what was left out.
        reason: Why `results` is empty: a code; ``""`` when it is not.
        message: The same for people.
        suggestions: Ids or words to try instead.
    """

    command: str
    as_of: str = ""
    results: Sequence[Any] = ()
    columns: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()
    title: str = ""
    lead: tuple[str, ...] = ()
    blocks: Sequence[tuple[str, tuple[str, ...]]] = ()
    foot: tuple[str, ...] = ()
    reason: str = ""
    message: str = ""
    suggestions: tuple[str, ...] = ()


# -- parts ---------------------------------------------------------------------------------------


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


def sentence(graph: ActorGraph, held: Held) -> str:
    """Say a relation in words: ``Taliban hosts al-Qaeda``."""
    relation = held.relation
    kind = graph.type[relation.type]
    one, two = graph.actor[relation.source].name, graph.actor[relation.target].name
    return f"{one} {kind.label} {two}"


def evidence(held: Held) -> str:
    """Say how a relation is borne out: ``high, 3 sources, disputed``."""
    relation = held.relation
    count = len({citation.source for citation in relation.sources})
    parts = [relation.confidence or "not assessed", plural(count, "source")]
    if not count:
        parts[1] = "unsourced"
    if relation.disputed_by:
        parts.append("disputed")
    return ", ".join(parts)


def plural(count: int, noun: str) -> str:
    """Give ``1 source``, ``2 sources``, ``3 dates``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def hidden_notes(hidden: Hidden, filters: Filters) -> list[str]:
    """Say what was left out, and which flag brings it back."""
    notes = []
    if hidden.past:
        notes.append(f"{hidden.past} ended earlier (ask with an earlier --as-of)")
    if hidden.future:
        notes.append(f"{hidden.future} began later (ask with a later --as-of)")
    if hidden.undated:
        notes.append(f"{hidden.undated} undated (--undated shows them)")
    if hidden.never:
        notes.append(f"{hidden.never} dated outside the life of an actor")
    if hidden.unsure:
        notes.append(f"{hidden.unsure} below --min-confidence {filters.min_confidence}")
    return notes


def rule(filters: Filters) -> str:
    """Say which relations count, in the words of the time rule."""
    return RULE.format(date=filters.at.text) if filters.at else "relations of all times"


def failure(command: str, reason: str, message: str, suggestions: Iterable[str] = ()) -> Report:
    """Give the report of a question that cannot be answered."""
    return Report(command, reason=reason, message=message, suggestions=tuple(suggestions))


# -- answers -------------------------------------------------------------------------------------

_COLUMNS = ("who", "relation", "whom", "when", "evidence", "summary", "key")


def who(
    graph: ActorGraph,
    command: str,
    verb: Verb,
    answer: Answer,
    filters: Filters,
    ends: tuple[Actor | None, Actor | None],
) -> Report:
    """Report who does what to whom.

    Args:
        graph: The dataset.
        command: ``who`` or ``whom``.
        verb: What was asked.
        answer: From `graph.query.ask`.
        filters: What was kept.
        ends: The actors given in the question, None for anybody.
    """
    swap = command == "whom"
    results = [_stance_json(graph, stance, swap=swap) for stance in answer.stances]
    asked = _question(verb, ends)
    as_of = filters.at.text if filters.at else ""
    empty = {
        "": "",
        "none-recorded": f"none recorded: the dataset has no such relation ({asked})",
        "none-at-date": f"none at {as_of}: {asked}",
        "hidden-by-filter": f"all hidden by a filter: {asked}",
    }[answer.reason]
    return Report(
        command,
        as_of,
        results,
        _COLUMNS,
        _rows(graph, answer.stances),
        title=f"{asked[0].upper()}{asked[1:]}",
        foot=_foot(answer, verb, filters),
        reason=answer.reason,
        message=empty,
    )


def _question(verb: Verb, ends: tuple[Actor | None, Actor | None]) -> str:
    one, two = ends
    said = verb.said.removeprefix("type:").replace("_", " ")
    return f"{one.name if one else 'who'} {said} {two.name if two else 'whom'}"


def _stance_json(graph: ActorGraph, stance: Stance, *, swap: bool) -> dict[str, Any]:
    """Put the one who was asked for under ``actor``, the given end under ``other``."""
    asked, given = (stance.other, stance.actor) if swap else (stance.actor, stance.other)
    return {
        "actor": {"id": asked.id, "name": asked.name, "kind": asked.kind},
        "other": {"id": given.id, "name": given.name, "kind": given.kind},
        "relations": [relation_json(graph, held) for held in stance.relations],
    }


def _rows(graph: ActorGraph, stances: Iterable[Stance]) -> list[tuple[str, ...]]:
    rows = []
    for stance in stances:
        for held in stance.relations:
            kind = graph.type[held.relation.type]
            turned = not kind.symmetric and held.relation.source != stance.actor.id
            verb = kind.inverse if turned else kind.label
            rows.append(
                (
                    stance.actor.name,
                    verb,
                    stance.other.name,
                    str(held.days),
                    evidence(held),
                    held.relation.summary,
                    held.key,
                )
            )
    return rows


def _foot(answer: Answer, verb: Verb, filters: Filters) -> tuple[str, ...]:
    relations = {held.key for stance in answer.stances for held in stance.relations}
    lines = [
        f"{plural(len(answer.stances), 'pair')}, {plural(len(relations), 'relation')}; "
        f"counted: {rule(filters)}"
    ]
    if verb.types:
        lines.append(f'"{verb.said}" counts: {", ".join(verb.types)}')
    notes = hidden_notes(answer.hidden, filters)
    return (*lines, *([f"not shown: {'; '.join(notes)}"] if notes else []))


def dossier(
    graph: ActorGraph, actor: Actor, other: Actor | None, answer: Answer, filters: Filters
) -> Report:
    """Report all that is known of an actor, or between two."""
    held = [one for stance in answer.stances for one in stance.relations]
    between = f" and {other.name}" if other else ""
    result = {"actor": actor_json(graph, actor), "relations": [relation_json(graph, h) for h in held]}
    if other:
        result["other"] = actor_json(graph, other)
    reason = "" if held or not other else answer.reason
    message = f"nothing recorded between {actor.name}{between}" if reason else ""
    if reason and reason != "none-recorded":
        message = f"nothing left by the date or a filter: {actor.name}{between}"
    return Report(
        "show",
        filters.at.text if filters.at else "",
        [] if reason else [result],
        _COLUMNS,
        _rows(graph, answer.stances),
        title=f"{actor.name}{between}",
        lead=() if other else tuple(_life_lines(actor)),
        blocks=[_block(graph, one) for one in oldest_first(held)],
        foot=_foot(answer, Verb("", ()), filters),
        reason=reason,
        message=message,
    )


def _block(graph: ActorGraph, held: Held) -> tuple[str, tuple[str, ...]]:
    """Give one relation as head and lines: what is said, by whom, and who denies it."""
    relation = held.relation
    head = f"{held.days}: {sentence(graph, held)} ({evidence(held)})"
    lines = [relation.summary] if relation.summary else []
    lines += [f"- {citation_text(graph, citation)}" for citation in relation.sources]
    lines += [f"- disputed by {citation_text(graph, cited)}" for cited in relation.disputed_by]
    return head, tuple(lines)


def citation_text(graph: ActorGraph, citation: Citation) -> str:
    """Give one line: title, publisher, date, locator, reliability, what it says, link."""
    document = graph.document.get(citation.source)
    if document is None:
        return citation.source
    published = document.published.text if document.published else "undated"
    grade = f"reliability {document.reliability}" if document.reliability else ""
    parts = [document.title, document.publisher, published, citation.locator, grade]
    said = f": {citation.summary}" if citation.summary else ""
    link = f" <{document.url}>" if document.url else ""
    return ", ".join(filter(None, parts)) + said + link


def actor_json(graph: ActorGraph, actor: Actor) -> dict[str, Any]:
    """Give an actor's record with its citations spelled out."""
    cited = [citation_json(graph, citation) for citation in actor.sources]
    return to_record(actor) | {"citations": cited, "place": str(actor.place)}


def _life_lines(actor: Actor) -> list[str]:
    begin = actor.begin.text if actor.begin else ""
    end = actor.end.text if actor.end else ""
    lines = [f"{actor.id} - {actor.kind.replace('_', ' ') or 'kind not said'}"]
    if begin or end:
        lines[0] += f", {begin or '?'} - {end or 'now'}"
    for head, names in (
        ("also known as", actor.aliases),
        ("shares the name", actor.ambiguous_aliases),
        ("areas", actor.areas),
        ("identifiers", [f"{scheme} {value}" for scheme, value in actor.ids]),
    ):
        if names:
            lines.append(f"{head}: {', '.join(names)}")
    return [*lines, actor.summary] if actor.summary else lines


# -- lists ---------------------------------------------------------------------------------------


def list_actors(graph: ActorGraph, filters: Filters, kept: Iterable[Actor]) -> Report:
    """Report actors, by id, with the number of their relations at all times."""
    degree: dict[str, int] = {}
    for relation in graph.relations:
        for end in (relation.source, relation.target):
            degree[end] = degree.get(end, 0) + 1
    actors = tuple(kept)
    rows = [
        (actor.id, actor.name, actor.kind, ", ".join(actor.aliases), str(degree.get(actor.id, 0)))
        for actor in actors
    ]
    results = [to_record(actor) | {"relations": degree.get(actor.id, 0)} for actor in actors]
    columns = ("id", "name", "kind", "aliases", "relations")
    return _listed("actor", columns, rows, results, filters)


def list_relations(graph: ActorGraph, filters: Filters, answer: Answer) -> Report:
    """Report relations in the order of the graph."""
    held = {one.key: one for stance in answer.stances for one in stance.relations}
    ordered = [held[key] for key in graph.keys if key in held]
    rows = [
        (one.relation.source, one.relation.type, one.relation.target, str(one.days), evidence(one), one.key)
        for one in ordered
    ]
    results = [relation_json(graph, one) for one in ordered]
    columns = ("source", "type", "target", "when", "evidence", "key")
    report = _listed("relation", columns, rows, results, filters, answer.reason)
    notes = hidden_notes(answer.hidden, filters)
    lines = (f"counted: {rule(filters)}", *([f"not shown: {'; '.join(notes)}"] if notes else []))
    return Report(**(vars(report) | {"foot": (*report.foot, *lines)}))


def list_types(graph: ActorGraph, filters: Filters) -> Report:
    """Report the vocabulary, by name, with how often each type is used."""
    used: dict[str, int] = {}
    for relation in graph.relations:
        used[relation.type] = used.get(relation.type, 0) + 1
    rows = [
        (
            kind.name,
            kind.label,
            kind.inverse,
            f"{kind.sign:+d}" if kind.sign else "0",
            "symmetric" if kind.symmetric else "directed",
            "lasting" if kind.lasting else "event",
            kind.family,
            str(used.get(kind.name, 0)),
        )
        for kind in graph.types
    ]
    results = [to_record(kind) | {"used": used.get(kind.name, 0)} for kind in graph.types]
    columns = ("name", "label", "inverse", "sign", "direction", "time", "family", "used")
    return _listed("type", columns, rows, results, filters)


def list_sources(graph: ActorGraph, filters: Filters) -> Report:
    """Report sources, by id, with the number of relations that cite each."""
    citing: dict[str, int] = {}
    for relation in graph.relations:
        for name in {citation.source for citation in (*relation.sources, *relation.disputed_by)}:
            citing[name] = citing.get(name, 0) + 1

    def row(source: Source) -> tuple[str, ...]:
        published = source.published.text if source.published else ""
        count = str(citing.get(source.id, 0))
        return (source.id, published, source.reliability, source.publisher, source.title, count)

    results = [to_record(one) | {"relations": citing.get(one.id, 0)} for one in graph.sources]
    columns = ("id", "published", "reliability", "publisher", "title", "relations")
    return _listed("source", columns, list(map(row, graph.sources)), results, filters)


def _listed(
    noun: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    results: Sequence[Any],
    filters: Filters,
    reason: str = "none-recorded",
) -> Report:
    return Report(
        "list",
        filters.at.text if filters.at else "",
        results,
        columns,
        rows,
        foot=(plural(len(rows), noun),),
        reason="" if rows else reason,
        message="" if rows else f"no {noun} to list",
    )
