"""Tables of what there is: actors, relations, types, sources -> `Report`."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from graph.model import Actor, ActorGraph, Source
from graph.query import Answer, Filters
from graph.records import to_record
from graph.report import Report, evidence, hidden_notes, plural, relation_json, rule


def actors(graph: ActorGraph, filters: Filters, kept: Iterable[Actor]) -> Report:
    """Report actors, by id, with the number of their relations at all times."""
    degree: dict[str, int] = {}
    for relation in graph.relations:
        for end in (relation.source, relation.target):
            degree[end] = degree.get(end, 0) + 1
    chosen = tuple(kept)
    rows = [
        (actor.id, actor.name, actor.kind, ", ".join(actor.aliases), str(degree.get(actor.id, 0)))
        for actor in chosen
    ]
    results = [to_record(actor) | {"relations": degree.get(actor.id, 0)} for actor in chosen]
    columns = ("id", "name", "kind", "aliases", "relations")
    return _listed("actor", Table(columns, rows), results, filters)


def relations(graph: ActorGraph, filters: Filters, answer: Answer) -> Report:
    """Report relations in the order of the graph."""
    held = {one.key: one for stance in answer.stances for one in stance.relations}
    ordered = [held[key] for key in graph.keys if key in held]
    rows = [
        (
            one.relation.source,
            one.relation.type,
            one.relation.target,
            str(one.days),
            evidence(one),
            one.key,
        )
        for one in ordered
    ]
    results = [relation_json(graph, one) for one in ordered]
    columns = ("source", "type", "target", "when", "evidence", "key")
    report = _listed("relation", Table(columns, rows), results, filters, answer.reason)
    notes = hidden_notes(answer.hidden, filters)
    lines = (f"counted: {rule(filters)}", *([f"not shown: {'; '.join(notes)}"] if notes else []))
    return report._replace(foot=(*report.foot, *lines))


def types(graph: ActorGraph, filters: Filters) -> Report:
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
    return _listed("type", Table(columns, rows), results, filters)


def sources(graph: ActorGraph, filters: Filters) -> Report:
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
    table = Table(columns, list(map(row, graph.sources)))
    return _listed("source", table, results, filters)


class Table(NamedTuple):
    """Heads and rows of text."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def _listed(
    noun: str,
    table: Table,
    results: Sequence[Any],
    filters: Filters,
    reason: str = "none-recorded",
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
