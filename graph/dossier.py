"""All that is known of an actor, or between two -> `Report`."""

from typing import Any

from graph.model import Actor, ActorGraph, Citation, Source
from graph.query import Answer, Filters, Held, Verb, oldest_first
from graph.records import to_record
from graph.report import (
    COLUMNS,
    Report,
    about,
    citation_json,
    evidence,
    foot,
    relation_json,
    rows,
    sentence,
    sheet,
    signs,
)


def dossier(
    graph: ActorGraph, actor: Actor, other: Actor | None, answer: Answer, filters: Filters
) -> Report:
    """Report all that is known of an actor, or between two."""
    held = [one for stance in answer.stances for one in stance.relations]
    between = f" and {other.name}" if other else ""

    def results() -> list[dict[str, Any]]:
        ends = {"actor": actor, **({"other": other} if other else {})}
        plain: dict[str, Any] = {name: actor_json(graph, end) for name, end in ends.items()}
        return [plain | {"relations": [relation_json(graph, one) for one in held]}]

    reason = "" if held or not other else answer.reason
    message = f"nothing recorded between {actor.name}{between}" if reason else ""
    if reason and reason != "none-recorded":
        message = f"nothing left by the date or a filter: {actor.name}{between}"
    every = Verb("", "", ())
    return Report(
        "show",
        filters.at.text if filters.at else "",
        list if reason else results,
        COLUMNS,
        rows(graph, answer.stances),
        lambda: sheet(graph, answer.stances),
        about(answer, every, filters),
        title=f"{actor.name}{between}",
        lead=() if other else tuple(_life_lines(actor)),
        blocks=[_block(graph, one) for one in oldest_first(held)],
        foot=foot(answer, every, filters),
        reason=reason,
        message=message,
        signs=signs(graph, oldest_first(held)),
    )


def _block(graph: ActorGraph, held: Held) -> tuple[str, tuple[str, ...]]:
    """Give one relation as head and lines: what is said, by whom, and who denies it."""
    relation = held.relation
    head = f"{held.days}: {sentence(graph, relation)} ({evidence(relation)})"
    lines = [relation.summary] if relation.summary else []
    for mark, cited in (("- ", relation.sources), ("- disputed by ", relation.disputed_by)):
        for citation in cited:
            lines.append(mark + citation_text(graph, citation))
            document = graph.document.get(citation.source)
            if document and document.url:
                lines.append(f"  <{document.url}>")
    return head, tuple(lines)


def citation_text(graph: ActorGraph, citation: Citation) -> str:
    """Give one line: title, publisher, date, locator, reliability, what it says."""
    document = graph.document.get(citation.source)
    if document is None:
        return citation.source
    published = document.published.text if document.published else "undated"
    grade = f"reliability {document.reliability}" if document.reliability else ""
    parts = [document.title, published_by(document), published, citation.locator, grade]
    said = f": {citation.summary}" if citation.summary else ""
    return ", ".join(filter(None, parts)) + said


def published_by(document: Source) -> str:
    """Give the publisher, and whose text it is where not its own."""
    origin = document.origin and f"text of {document.origin}"
    return ", ".join(filter(None, [document.publisher, origin]))


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
        ("identifiers", [str(identifier) for identifier in actor.ids]),
    ):
        if names:
            lines.append(f"{head}: {', '.join(names)}")
    return [*lines, actor.summary] if actor.summary else lines
