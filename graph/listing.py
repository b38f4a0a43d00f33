"""Tables of what there is: actors, relations, types, sources -> `Report`."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from graph.model import Actor, ActorGraph, Source
from graph.query import EVERYTHING, Answer, Filters, Held, Stance, Verb
from graph.records import Value, record_of, to_record
from graph.report import (
    Report,
    about,
    evidence,
    hidden_notes,
    plural,
    relation_json,
    rule,
    sheet,
    signs,
    when,
)


class Table(NamedTuple):
    """Heads and rows of text."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


Results = Callable[[], Sequence[Any]]


def actors(graph: ActorGraph, filters: Filters, kept: Iterable[Actor]) -> Report:
    """Report actors, by id, with the number of their relations at all times."""
    degree = Counter(end for rel in graph.relations for end in (rel.source, rel.target))
    chosen = tuple(kept)
    rows = [
        (actor.id, actor.name, actor.kind, str(degree[actor.id]), ", ".join(actor.aliases))
        for actor in chosen
    ]
    # Names in any script come last: a terminal that orders right-to-left text by lines would take
    # the number behind them with it.
    table = Table(("id", "name", "kind", "relations", "aliases"), rows)
    return _listed("actor", table, _counted(chosen, "relations", degree), filters)


def relations(graph: ActorGraph, filters: Filters, answer: Answer) -> Report:
    """Report relations in the order of the graph."""
    ordered = in_order(graph, answer)
    rows = [
        (
            one.relation.source,
            one.relation.type,
            one.relation.target,
            when(one, filters),
            evidence(one.relation, filters),
        )
        for one in ordered
    ]
    table = Table(("source", "type", "target", "when", "evidence"), rows)
    report = _listed(
        "relation",
        table,
        lambda: [relation_json(graph, one) for one in ordered],
        filters,
        answer.reason,
    )
    notes = hidden_notes(answer.hidden, filters, flags=True)
    lines = (*([f"not shown: {'; '.join(notes)}"] if notes else []), f"counted: {rule(filters)}")
    every = Verb("", "", ())
    return report._replace(
        foot=(*report.foot, *lines),
        sheet=lambda: sheet(graph, sorted(answer.stances, key=_as_stored)),
        about=about(answer, every, filters),
        signs=signs(graph, ordered),
    )


def in_order(graph: ActorGraph, answer: Answer) -> list[Held]:
    """Give the relations of an answer in the order of the graph, each once."""
    held = {one.key: one for stance in answer.stances for one in stance.relations}
    return [held[key] for key in graph.keys if key in held]


def _as_stored(stance: Stance) -> tuple[str, str]:
    return stance.actor.id, stance.other.id


def types(graph: ActorGraph) -> Report:
    """Report the vocabulary, by name, with how often each type is used."""
    used = Counter(relation.type for relation in graph.relations)
    rows = [
        (
            kind.name,
            kind.label,
            kind.inverse,
            f"{kind.sign:+d}" if kind.sign else "0",
            "symmetric" if kind.symmetric else "directed",
            "lasting" if kind.lasting else "event",
            kind.family,
            str(used[kind.name]),
        )
        for kind in graph.types
    ]
    columns = ("name", "label", "inverse", "sign", "direction", "time", "family", "used")
    shown = [
        (name, label if label == back else f"{label} / {back}", sign, f"{ways}, {time}", *rest)
        for name, label, back, sign, ways, time, *rest in rows
    ]
    table = Table(("name", "reads", "sign", "kind", "family", "used"), shown)
    report = _listed("type", table, _counted(graph.types, "used", used), EVERYTHING)
    return report._replace(
        sheet=lambda: [columns, *rows], signs=[kind.sign for kind in graph.types]
    )


def sources(graph: ActorGraph) -> Report:
    """Report sources, by id, with the number of relations that cite each."""
    citing = Counter(
        name
        for relation in graph.relations
        for name in {citation.source for citation in (*relation.sources, *relation.disputed_by)}
    )

    def row(source: Source) -> tuple[str, ...]:
        published = source.published.text if source.published else ""
        count = str(citing[source.id])
        return (source.id, published, source.reliability, source.publisher, source.title, count)

    columns = ("id", "published", "reliability", "publisher", "title", "relations")
    rows = list(map(row, graph.sources))
    shown = [
        (id_, published, grade, f"{title} ({publisher})" if publisher else title, count)
        for id_, published, grade, publisher, title, count in rows
    ]
    table = Table(("id", "published", "grade", "title", "used"), shown)
    report = _listed("source", table, _counted(graph.sources, "relations", citing), EVERYTHING)
    return report._replace(sheet=lambda: [columns, *rows])


def _counted(values: Iterable[Value], name: str, counts: Counter[str]) -> Results:
    """Give the records of values, each with its count under `name`."""

    def results() -> list[dict[str, Any]]:
        return [
            to_record(value) | {name: counts[getattr(value, record_of(value).identity)]}
            for value in values
        ]

    return results


def _listed(
    noun: str, table: Table, results: Results, filters: Filters, reason: str = "none-recorded"
) -> Report:
    return Report(
        "list",
        filters.at.text if filters.at else "",
        results,
        table.columns,
        table.rows,
        foot=(plural(len(table.rows), noun),),
        reason="" if table.rows else reason,
        message="" if table.rows else f"no {noun} to list",
    )
