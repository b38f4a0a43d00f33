"""All that is known of an actor, or between two -> `Report`."""

from collections.abc import Iterable, Iterator
from typing import Any

from graph.document import document
from graph.model import Actor, ActorGraph, Citation, Source
from graph.profile import Claim, Note, Profile, naming, profile
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
    when,
)
from graph.sections import Clash

Block = tuple[str, tuple[str, ...]]


def dossier(
    graph: ActorGraph, actor: Actor, other: Actor | None, answer: Answer, filters: Filters
) -> Report:
    """Report all that is known of an actor, in parts, or between two, oldest first."""
    held = oldest_first(one for stance in answer.stances for one in stance.relations)
    told = profile(graph, actor, other, held)
    between = f" and {other.name}" if other else ""
    reason = "" if held or not other else answer.reason
    message = f"nothing recorded between {actor.name}{between}" if reason else ""
    if reason and reason != "none-recorded":
        message = f"nothing left by the date or a filter: {actor.name}{between}"
    every = Verb("", "", ())
    return Report(
        "show",
        filters.at.text if filters.at else "",
        lambda: [] if reason else [_result(graph, actor, other, held, told)],
        COLUMNS,
        rows(graph, answer.stances, filters),
        lambda: sheet(graph, answer.stances),
        about(answer, every, filters),
        title=f"{actor.name}{between}",
        lead=() if other else tuple(_life_lines(actor, told)),
        blocks=list(_between(graph, told, filters) if other else _parts(graph, told, filters)),
        foot=foot(answer, every, filters, flags=True),
        reason=reason,
        message=message,
        document=lambda foot: document(graph, (actor, other), told, filters, foot),
    )


def _result(
    graph: ActorGraph, actor: Actor, other: Actor | None, held: Iterable[Held], told: Profile
) -> dict[str, Any]:
    ends = {"actor": actor, **({"other": other} if other else {})}
    plain: dict[str, Any] = {name: actor_json(graph, end) for name, end in ends.items()}
    plain["relations"] = [relation_json(graph, one) for one in held]
    if other:
        return plain | {"clashes": [_clash_json(graph, clash) for clash in told.clashes]}
    parts = {part.name: [claim.held.key for claim in part.claims] for part in told.parts}
    return plain | {"sections": parts}


def _clash_json(graph: ActorGraph, clash: Clash) -> dict[str, Any]:
    """Give the keys of the claims that clash, and who denies the first where it is denied."""
    return {
        "when": str(clash.days),
        "relation": clash.one.key,
        "against": [one.key for one in clash.others],
        "denied_by": [citation_json(graph, citation) for citation in clash.deniers],
    }


def _parts(graph: ActorGraph, told: Profile, filters: Filters) -> Iterator[Block]:
    """Give one block a part, and one for the sources that they cite by number."""
    for part in told.parts:
        yield part.head, tuple(line for one in part.claims for line in _claim_lines(one, filters))
    if told.sources:
        yield "Sources", tuple(_source_lines(graph, told.sources))


def _claim_lines(claim: Claim, filters: Filters) -> Iterator[str]:
    relation = claim.held.relation
    cited = f" {_numbers(claim.asserted)}" if claim.asserted else ""
    yield f"{when(claim.held, filters)}: {claim.words} ({evidence(relation)}){cited}"
    if relation.summary:
        yield f"  {relation.summary}"
    for note in claim.asserted:
        if note.summary:
            yield f"  {_numbers([note])} says: {note.summary}"
    for note in claim.denied:
        yield f"  disputed by {_numbers([note])}" + (f": {note.summary}" if note.summary else "")


def _numbers(notes: Iterable[Note]) -> str:
    said = (f"{note.number}{f' {note.locator}' if note.locator else ''}" for note in notes)
    return f"[{', '.join(said)}]"


def _source_lines(graph: ActorGraph, names: Iterable[str]) -> Iterator[str]:
    for number, name in enumerate(names, 1):
        yield f"[{number}] {citation_text(graph, Citation(name))}"
        document = graph.document.get(name)
        if document and document.url:
            yield f"  <{document.url}>"


def _between(graph: ActorGraph, told: Profile, filters: Filters) -> Iterator[Block]:
    for part in told.parts:
        for claim in part.claims:
            yield _block(graph, claim.held, filters)
    for clash in told.clashes:
        yield _clash_block(graph, clash)


def _block(graph: ActorGraph, held: Held, filters: Filters) -> Block:
    """Give one relation as head and lines: what is said, by whom, and who denies it."""
    relation = held.relation
    head = f"{when(held, filters)}: {sentence(graph, relation)} ({evidence(relation)})"
    lines = [relation.summary] if relation.summary else []
    for mark, cited in (("- ", relation.sources), ("- disputed by ", relation.disputed_by)):
        for citation in cited:
            lines.append(mark + citation_text(graph, citation))
            document = graph.document.get(citation.source)
            if document and document.url:
                lines.append(f"  <{document.url}>")
    return head, tuple(lines)


def _clash_block(graph: ActorGraph, clash: Clash) -> Block:
    """Put claims that clash side by side."""
    if clash.deniers:
        said = sentence(graph, clash.one.relation)
        cited = clash.one.relation.sources
        return f"Asserted and denied, {clash.days}: {said}", (
            *(f"- asserted by {citation_text(graph, citation)}" for citation in cited),
            *(f"- denied by {citation_text(graph, citation)}" for citation in clash.deniers),
        )
    lines = (
        f"- {mark}: {sentence(graph, one.relation)}, {one.days} ({evidence(one.relation)})"
        for mark, some in (("against", (clash.one,)), ("with", clash.others))
        for one in some
    )
    return f"Friend and foe at one time, {clash.days}", tuple(lines)


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


def _life_lines(actor: Actor, told: Profile) -> list[str]:
    lines = [f"{actor.id} - {actor.kind.replace('_', ' ') or 'kind not said'}"]
    begin = actor.begin.text if actor.begin else ""
    end = actor.end.text if actor.end else ""
    if begin or end:
        lines[0] += f", {begin or '?'} - {end or 'now'}"
    lines += [f"{head}: {names}" for head, names in naming(actor)]
    if actor.summary:
        lines.append(actor.summary)
    return [*lines, f"said by {_numbers(told.own)}"] if told.own else lines
