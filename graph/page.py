"""What the map's page is told: plain records of actors, relations, types and sources.

The page decides nothing about time. It gets the days of each relation as this program's time rule
gives them and tests whether two intervals share a day. docs/map.md describes every field.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from graph import __version__
from graph.dates import FIRST_DAY, LAST_DAY, Date
from graph.grading import voices
from graph.labels import GLYPHS, Label
from graph.model import Actor, ActorGraph, Citation, Listed, Relation, RelationType
from graph.records import SOURCE, to_record
from graph.timing import RULE, Tenure, life, tenure
from graph.wording import COUNTED

Plain = dict[str, Any]
Spots = Mapping[str, tuple[int, int]]
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


class Content(NamedTuple):
    """All that the page is given as data, apart from what vis-network is told."""

    nodes: list[Plain]
    edges: list[Plain]
    types: list[Plain]
    sources: Plain
    facts: Plain


def content(graph: ActorGraph, spots: Spots, boxes: Mapping[str, Label], as_of: Date) -> Content:
    """Give what the page of a graph is told.

    Args:
        graph: Is not changed.
        spots: The centre of every actor's box, by id.
        boxes: What is written in them.
        as_of: The date at which the page opens.
    """
    number = numbers((*graph.actors, *graph.relations))
    return Content(
        [node(actor, spots[actor.id], boxes[actor.id], number) for actor in graph.actors],
        edges(graph),
        types(graph),
        sources(graph, number),
        facts(graph, as_of),
    )


def node(
    actor: Actor, spot: tuple[int, int], box: Label, number: Mapping[str, int], id_: str = ""
) -> Plain:
    """Give the record of an actor: where and how it is drawn, and what is known.

    Args:
        actor: Its record.
        spot: The centre of its box.
        box: The box.
        number: The place of each source in the table.
        id_: Its id on the page where that is not its own.
    """
    settled = _settled(actor)
    known = _cited(_without(to_record(settled), "id"), settled, number)
    return {
        "id": id_ or actor.id,
        "x": spot[0],
        "y": spot[1],
        "label": "\n".join(box.lines),
        "font": box.size,
        "width": box.width,
        "height": box.height,
        **_life(actor),
        "actor": {"kind": UNSPECIFIED} | known,
    }


def _life(actor: Actor) -> Plain:
    """Its days; nothing where both ends are open, as for most actors."""
    days = life(actor)
    return {} if days == (FIRST_DAY, LAST_DAY) else {"life": _days(*days)}


def edges(graph: ActorGraph) -> list[Plain]:
    """Give one record for each relation, parallel ones included, in the order of the graph."""
    number = numbers((*graph.actors, *graph.relations))
    return [edge(key, relation, graph, number) for key, relation in graph.keyed.items()]


def edge(  # noqa: PLR0913 - a relation, and what it is called on the page
    key: str,
    relation: Relation,
    graph: ActorGraph,
    number: Mapping[str, int],
    *,
    ends: tuple[str, str] | None = None,
    kind: str = "",
) -> Plain:
    """Give the record of a relation.

    A key that is ``source:type:target`` is left out: the page can say it itself.

    Args:
        key: What names it on the page.
        relation: What it says.
        graph: Its own: decides on its days and weighs its sources.
        number: The place of each source in the table.
        ends: Ids of its actors on the page where these are not their own.
        kind: Its type in the page's table of types where that is not its own.
    """
    source, target = ends or (relation.source, relation.target)
    kind = kind or relation.type
    given = {} if key == f"{source}:{kind}:{target}" else {"id": key}
    claim = _claim(graph, _settled(relation), tenure(graph, relation), number)
    claim[0] = kind
    return {**given, "from": source, "to": target, "relation": claim}


def _claim(
    graph: ActorGraph, relation: Relation, days: Tenure, number: Mapping[str, int]
) -> list[Any]:
    record = _cited(to_record(relation), relation, number)
    span = _days(*days.span) if days.span else []
    record |= {"time": str(days), "span": span, "undated": not days.dated}
    record["independent"] = voices(graph, relation)
    return _row(record, CLAIM)


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


def sources(graph: ActorGraph, number: Mapping[str, int]) -> Plain:
    """Give the numbered sources in their order, as a table without empty cells at its ends.

    A source that the graph lacks has its id for a title.
    """
    names = tuple(spec.name for spec in SOURCE.fields if spec.name != "accessed")
    cited = ((id_, graph.document.get(id_)) for id_ in number)
    records = (to_record(source) if source else {"id": id_, "title": id_} for id_, source in cited)
    return {"fields": names, "rows": [_row(record, names) for record in records]}


def _row(record: Plain, names: tuple[str, ...]) -> list[Any]:
    """The values of some fields, ``""`` for what is absent, none of these at the end."""
    cells = [record.get(name) or "" for name in names]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def numbers(citing: Iterable[Actor | Relation]) -> dict[str, int]:
    """Number the sources that these cite in the order of their ids, from 0."""
    used: set[str] = set()
    for value in citing:
        used.update(citation.source for citation in value.sources)
        if isinstance(value, Relation):
            used.update(citation.source for citation in value.disputed_by)
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
        "counts": counts(graph),
        "counted": COUNTED if _of_events(graph) else "",
    }


def _of_events(graph: ActorGraph) -> bool:
    """Tell whether every relation stands for events: the summary counts them, nobody assessed it.

    Their counts are then the evidence, and the page is told how the summaries begin.
    """
    return bool(graph.relations) and all(
        relation.summary.startswith(COUNTED) and not relation.confidence
        for relation in graph.relations
    )


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


def counts(graph: ActorGraph) -> dict[str, int]:
    """Count what there is, whatever the date: actors, relations, and how they are borne out."""
    terms = [tenure(graph, relation) for relation in graph.relations]
    return {
        "actors": len(graph.actors),
        "relations": len(graph.relations),
        "sources": len(numbers((*graph.actors, *graph.relations))),
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
