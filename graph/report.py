"""Results -> `Report`: one value that every output format is made from. Nothing is printed.

The JSON of every answer has ``schema``, ``command``, ``as_of`` and ``results``; when the list is
empty or the question failed also ``reason`` (a stable code) and ``message``.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from graph.model import Actor, ActorGraph, Citation
from graph.query import Answer, Filters, Held, Hidden, Stance, Verb
from graph.timing import RULE

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
        title: Sentence above the table, for people.
        lead: Lines between title and table, for people.
        blocks: Heads with lines under them, for people; shown instead of the table.
        foot: Lines below it, for people: the rule, and what was left out.
        reason: Why there are no results: a code; ``""`` when it is not.
        message: The same for people.
        suggestions: Ids or words to try instead.
    """

    command: str
    as_of: str = ""
    results: Callable[[], Sequence[Any]] = tuple
    columns: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()
    title: str = ""
    lead: tuple[str, ...] = ()
    blocks: Sequence[tuple[str, tuple[str, ...]]] = ()
    foot: tuple[str, ...] = ()
    reason: str = ""
    message: str = ""
    suggestions: tuple[str, ...] = ()


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


COLUMNS = ("who", "relation", "whom", "when", "evidence", "summary", "key")


class Question(NamedTuple):
    """What was asked: ``who`` or ``whom``, the verb, the two ends (None: anybody), the filters."""

    command: str
    verb: Verb
    actor: Actor | None
    other: Actor | None
    filters: Filters

    def __str__(self) -> str:
        """Give it in words: ``who opposes Taliban``."""
        said = self.verb.said.removeprefix("type:").replace("_", " ")
        one = self.actor.name if self.actor else "who"
        return f"{one} {said} {self.other.name if self.other else 'whom'}"


def who(graph: ActorGraph, question: Question, answer: Answer) -> Report:
    """Report who does what to whom; `answer` is from `graph.query.ask`."""
    swap = question.command == "whom"
    asked, filters = str(question), question.filters
    as_of = filters.at.text if filters.at else ""
    message = {
        "": "",
        "none-recorded": f"none recorded: the dataset has no such relation ({asked})",
        "none-at-date": f"none at {as_of}: {asked}",
        "hidden-by-filter": f"all hidden by a filter: {asked}",
    }[answer.reason]
    return Report(
        question.command,
        as_of,
        lambda: [_stance_json(graph, stance, swap=swap) for stance in answer.stances],
        COLUMNS,
        rows(graph, answer.stances),
        title=f"{asked[0].upper()}{asked[1:]}",
        foot=foot(answer, question.verb, filters),
        reason=answer.reason,
        message=message,
    )


def _stance_json(graph: ActorGraph, stance: Stance, *, swap: bool) -> dict[str, Any]:
    """Put the one who was asked for under ``actor``, the given end under ``other``."""
    asked, given = (stance.other, stance.actor) if swap else (stance.actor, stance.other)
    return {
        "actor": {"id": asked.id, "name": asked.name, "kind": asked.kind},
        "other": {"id": given.id, "name": given.name, "kind": given.kind},
        "relations": [relation_json(graph, held) for held in stance.relations],
    }


def rows(graph: ActorGraph, stances: Iterable[Stance]) -> list[tuple[str, ...]]:
    """Give one row of `COLUMNS` for each relation of each stance."""
    found: list[tuple[str, ...]] = []
    for stance in stances:
        for held in stance.relations:
            kind = graph.type[held.relation.type]
            turned = not kind.symmetric and held.relation.source != stance.actor.id
            verb = kind.inverse if turned else kind.label
            found.append(
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
    return found


def foot(answer: Answer, verb: Verb, filters: Filters) -> tuple[str, ...]:
    """Give the last lines of an answer: counts, rule, what counted, what was left out."""
    relations = {held.key for stance in answer.stances for held in stance.relations}
    names = {stance.actor.id for stance in answer.stances}
    others = {stance.other.id for stance in answer.stances}
    met = plural(len(answer.stances), "actor" if len(names) == 1 or len(others) == 1 else "pair")
    counts = f"{met}, {plural(len(relations), 'relation')}"
    lines = [f"{counts}; counted: {rule(filters)}"]
    if verb.types:
        lines.append(f'"{verb.said}" counts: {", ".join(verb.types)}')
    notes = hidden_notes(answer.hidden, filters)
    return (*lines, *([f"not shown: {'; '.join(notes)}"] if notes else []))
