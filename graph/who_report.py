"""Who does what to whom -> `Report`."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from graph.asking import Question
from graph.model import Actor, ActorGraph
from graph.query import Answer, Direction, Held, Stance, direction
from graph.report import (
    COLUMNS,
    SHEET,
    Report,
    about,
    cells,
    evidence,
    foot,
    plural,
    reading,
    relation_json,
    signs,
    when,
)

#: How a direction is drawn before the words of a relation, and what it means.
MARKS: dict[Direction, tuple[str, str]] = {
    "one-sided": ("->", "one-sided"),
    "returned": ("-><-", "one-sided, but the other stands so, too"),
    "mutual": ("<->", "mutual by its type"),
}


def who(graph: ActorGraph, question: Question, answer: Answer) -> Report:
    """Report who does what to whom; `answer` is from `graph.asking.answer`."""
    asked, filters = str(question), question.filters
    as_of = filters.at.text if filters.at else ""
    met = _met(question, answer)
    return Report(
        question.command,
        as_of,
        lambda: [_stance_json(graph, question, stance) for stance in answer.stances],
        (*COLUMNS, "through") if question.inherit else COLUMNS,
        [_row(graph, question, *told) for told in _told(answer)],
        lambda: _sheet(graph, answer),
        _about(graph, question, answer),
        title=f"{asked[0].upper()}{asked[1:]}",
        foot=(
            *_way_to_the_sources(answer),
            *_directions(graph, answer),
            *foot(answer, question.verb, filters, met, flags=True),
        ),
        reason=answer.reason,
        message=_message(answer, asked, as_of),
        signs=signs(graph, (held for _, held in _told(answer))),
    )


def _message(answer: Answer, asked: str, as_of: str) -> str:
    return {
        "": "",
        "none-recorded": f"none recorded: the dataset has no such relation ({asked})",
        "none-at-date": f"none at {as_of}: {asked}",
        "hidden-by-filter": f"nothing left by the filters: {asked}",
        "none-in-common": f"none in common: {asked}",
    }[answer.reason]


def _told(answer: Answer) -> Iterator[tuple[Stance, Held]]:
    return ((stance, held) for stance in answer.stances for held in stance.relations)


def _row(graph: ActorGraph, question: Question, stance: Stance, held: Held) -> tuple[str, ...]:
    mark, _ = MARKS[direction(graph, stance, held)]
    row = (
        stance.actor.name,
        f"{mark} {reading(graph, stance, held)}",
        stance.other.name,
        when(held, question.filters),
        evidence(held.relation, question.filters),
    )
    return (*row, _through(graph, held)) if question.inherit else row


def _through(graph: ActorGraph, held: Held) -> str:
    """Name the way of what is inherited, each step with its key and its evidence.

    Empty for what names the actor itself.
    """

    def said(step: Held) -> str:
        label = graph.type[step.relation.type].label
        top = graph.actor[step.relation.target].name
        return f"{label} {top} ({step.key}: {evidence(step.relation)})"

    return ", ".join(map(said, held.through))


def _sheet(graph: ActorGraph, answer: Answer) -> list[tuple[str, ...]]:
    rows = (
        (
            *cells(graph, stance, held),
            direction(graph, stance, held),
            " ".join(step.key for step in held.through),
        )
        for stance, held in _told(answer)
    )
    return [(*SHEET, "direction", "through"), *rows]


def _stance_json(graph: ActorGraph, question: Question, stance: Stance) -> dict[str, Any]:
    """Put the one who was asked for under ``actor``, the given end under ``other``."""
    ends = (stance.actor, stance.other)
    asked, given = ends[::-1] if question.command == "whom" else ends

    def relation(held: Held) -> dict[str, Any]:
        told = relation_json(graph, held) | {"direction": direction(graph, stance, held)}
        return told | {"through": [relation_json(graph, step) for step in held.through]}

    return {
        "actor": _end_json(asked),
        "other": _end_json(given),
        "relations": [relation(held) for held in stance.relations],
    }


def _end_json(actor: Actor) -> dict[str, str]:
    return {"id": actor.id, "name": actor.name, "kind": actor.kind}


def _about(graph: ActorGraph, question: Question, answer: Answer) -> dict[str, Any]:
    asked = {
        "verb": question.verb.said,
        "actors": [actor.id for actor in question.ends],
        "match": "any" if question.any_of else "all",
        "inherit": question.inherit,
    }
    signs = {name: graph.type[name].sign for name in question.verb.types}
    told = about(answer, question.verb, question.filters)
    return {"question": asked, **told, "signs": signs}


def _met(question: Question, answer: Answer) -> str:
    if not question.ends:
        return plural(len(answer.stances), "pair")
    whom = question.command == "whom"
    asked = {(stance.other if whom else stance.actor).id for stance in answer.stances}
    return plural(len(asked), "actor")


def _way_to_the_sources(answer: Answer) -> list[str]:
    for stance in answer.stances[:1]:
        relation = stance.relations[0].relation
        ends = {relation.source, relation.target}
        one, two = stance.actor.id, stance.other.id
        if ends != {one, two}:  # inherited: the sources are those of another pair
            one, two = relation.source, relation.target
        return [f"sources: whowhom show {one} {two}, and so on"]
    return []


def _directions(graph: ActorGraph, answer: Answer) -> list[str]:
    """Explain the marks that were used, each with the number of its rows."""
    used = Counter(direction(graph, stance, held) for stance, held in _told(answer))
    told = [
        f"{mark} {meaning} ({used[name]})" for name, (mark, meaning) in MARKS.items() if used[name]
    ]
    return [f"direction: {', '.join(told)}"] if told else []
