"""What the map's page is told: plain records of actors, relations, types and sources.

The page decides nothing about time. It gets the days of each relation as this program's time rule
gives them and tests whether two intervals share a day. docs/map.md describes every field.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, TypeVar

from graph import __version__
from graph.dates import FIRST_DAY, LAST_DAY, Date
from graph.grading import independent
from graph.labels import GLYPHS, Label
from graph.model import Actor, ActorGraph, Citation, Listed, Relation, RelationType, Source, tie
from graph.records import SOURCE, to_record
from graph.timing import RULE, Tenure, life, tenure

Plain = dict[str, Any]
Given = TypeVar("Given", Actor, Relation)


#: The kind, on the page, of an actor whose data says none.
UNSPECIFIED = "unspecified"
#: What the page knows of a relation besides its ends, in the order of its cells.
CLAIM = (
    "type",
    "time",
    "span",
    "confidence",
    "summary",
    "independent",
    "sources",
    "disputed_by",
    "ambivalent",
    "undated",
)


def nodes(
    graph: ActorGraph, spots: Mapping[str, tuple[int, int]], boxes: Mapping[str, Label]
) -> list[Plain]:
    """Give one record for each actor, by id: where and how it is drawn, and what is known."""
    number = _numbers(graph)
    return [
        {
            "id": actor.id,
            "x": spots[actor.id][0],
            "y": spots[actor.id][1],
            "label": "\n".join(boxes[actor.id].lines),
            "font": boxes[actor.id].size,
            "width": boxes[actor.id].width,
            "height": boxes[actor.id].height,
            **_life(actor),
            "actor": {"kind": UNSPECIFIED}
            | _cited(_without(to_record(actor), "id"), actor, number),
        }
        for actor in map(_settled, graph.actors)
    ]


def _life(actor: Actor) -> Plain:
    """Its days; nothing where both ends are open, as for most actors."""
    days = life(actor)
    return {} if days == (FIRST_DAY, LAST_DAY) else {"life": _days(*days)}


def edges(graph: ActorGraph) -> list[Plain]:
    """Give one record for each relation, parallel ones included, in the order of the graph.

    A key that is ``source:type:target`` is left out: the page can say it itself.
    """
    number = _numbers(graph)
    records = []
    for key, relation in graph.keyed.items():
        ends = {"from": relation.source, "to": relation.target}
        given = {} if key == tie(relation) else {"id": key}
        claim = _claim(graph, _settled(relation), tenure(graph, relation), number)
        records.append({**given, **ends, "relation": claim})
    return records


def _claim(
    graph: ActorGraph, relation: Relation, days: Tenure, number: Mapping[str, int]
) -> list[Any]:
    record = _cited(to_record(relation), relation, number)
    span = _days(*days.span) if days.span else []
    record |= {"time": str(days), "span": span, "undated": not days.dated}
    record["independent"] = len(independent(_known(graph, relation.sources)))
    return _row(record, CLAIM)


def _known(graph: ActorGraph, cited: Iterable[Citation]) -> list[Source]:
    """The sources, each once; one that the graph lacks stands for itself."""
    ids = sorted({citation.source for citation in cited})
    return [graph.document.get(id_) or Source(id_, id_) for id_ in ids]


def _days(first: int, last: int) -> list[int]:
    """An interval, its last day left out where that is open."""
    return [first] if last == LAST_DAY else [first, last]


def _settled(value: Given) -> Given:
    """The same value with its lists in one order: a page must not tell apart what is equal."""
    lists = {name: many for name, many in value._asdict().items() if isinstance(many, Listed)}
    ordered: Plain = {name: Listed(sorted(many)) for name, many in lists.items()}
    return value._replace(**ordered)


def _cited(record: Plain, value: Actor | Relation, number: Mapping[str, int]) -> Plain:
    """The record with its sources by their number in the table, which is a third of the page."""
    for name in ("sources", "disputed_by"):
        if name in record:
            record[name] = [_citation(citation, number) for citation in getattr(value, name)]
    return record


def _citation(citation: Citation, number: Mapping[str, int]) -> int | list[Any]:
    place = number[citation.source]
    if citation.summary:
        return [place, citation.locator, citation.summary]
    return [place, citation.locator] if citation.locator else place


def types(graph: ActorGraph) -> list[Plain]:
    """Give the relation types that are in use, by name; one the graph lacks speaks for itself."""
    used = sorted({relation.type for relation in graph.relations})
    known = (graph.type.get(name) or _unknown(name) for name in used)
    return [_type(kind) for kind in known]


def _unknown(name: str) -> RelationType:
    label = name.replace("_", " ")
    return RelationType(name, label, label, 0, symmetric=False, lasting=True, family="other")


def _type(kind: RelationType) -> Plain:
    return _without(to_record(kind), "lasting")


def sources(graph: ActorGraph) -> Plain:
    """Give the sources that somebody cites, by id, as a table without empty cells at its ends.

    A source that the graph lacks has its id for a title.
    """
    names = tuple(spec.name for spec in SOURCE.fields if spec.name != "accessed")
    cited = ((id_, graph.document.get(id_)) for id_ in _numbers(graph))
    records = (to_record(source) if source else {"id": id_, "title": id_} for id_, source in cited)
    return {"fields": names, "rows": [_row(record, names) for record in records]}


def _row(record: Plain, names: tuple[str, ...]) -> list[Any]:
    """The values of some fields, ``""`` for what is absent, none of these at the end."""
    cells = [record.get(name) or "" for name in names]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _numbers(graph: ActorGraph) -> dict[str, int]:
    """Number the cited sources in the order of their ids, from 0."""
    lists = chain(
        (actor.sources for actor in graph.actors),
        (relation.sources for relation in graph.relations),
        (relation.disputed_by for relation in graph.relations),
    )
    used = {citation.source for citation in chain.from_iterable(lists)}
    return {id_: number for number, id_ in enumerate(sorted(used))}


def facts(graph: ActorGraph, as_of: Date) -> Plain:
    """Give what the page says about itself: its date and rule, and counts of the whole data."""
    return {
        "as_of": as_of,
        "range": _range(graph, as_of),
        "rule": RULE,
        "version": __version__,
        "kinds": GLYPHS | ({} if all(actor.kind for actor in graph.actors) else {UNSPECIFIED: "◇"}),
        "claim": CLAIM,
        "story": _story(graph),
        "counts": _counts(graph),
    }


def _story(graph: ActorGraph) -> list[Plain]:
    """The steps in their order; what the graph lacks is left out of them."""
    return [
        {
            "text": step.text,
            "focus": [id_ for id_ in step.focus if id_ in graph.actor],
            "date": step.date.text,
            "relations": [key for key in step.relations if key in graph.keyed],
        }
        for step in graph.story
    ]


def _counts(graph: ActorGraph) -> dict[str, int]:
    terms = [tenure(graph, relation) for relation in graph.relations]
    return {
        "actors": len(graph.actors),
        "relations": len(graph.relations),
        "sources": len(_numbers(graph)),
        "undated": sum(not term.dated for term in terms),
        "never": sum(term.dated and term.span is None for term in terms),
        "unsourced": sum(not relation.sources for relation in graph.relations),
        "disputed": sum(bool(relation.disputed_by) for relation in graph.relations),
    }


def _range(graph: ActorGraph, as_of: Date) -> list[int]:
    """The first and last day that the slider reaches: all bounds of relations, and the date."""
    spans = (tenure(graph, relation).span for relation in graph.relations)
    bounds = _bounded(chain.from_iterable(span for span in spans if span))
    days = [*bounds, *_bounded((as_of.first, as_of.last))]
    return [min(days), max(days)] if days else [as_of.first, as_of.first]


def _bounded(days: Iterable[int]) -> list[int]:
    return [day for day in days if FIRST_DAY < day < LAST_DAY]


def _without(record: Plain, *names: str) -> Plain:
    return {name: value for name, value in record.items() if name not in names}
