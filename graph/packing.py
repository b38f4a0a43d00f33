"""A checked dataset -> rows of plain JSON and back, for the cache.

Rows follow the order of the values' fields; a changed `graph.model` makes other cache keys (see
`graph.cache.digest`), so rows of another order are never read.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from graph.dates import Date
from graph.model import (
    NONE,
    Actor,
    ActorGraph,
    Citation,
    Identifier,
    Listed,
    Loaded,
    Relation,
    RelationType,
    Source,
    Step,
)
from graph.problems import Place, Problem

_Dates: TypeAlias = dict[str | None, Date | None]


def pack(loaded: Loaded) -> dict[str, Any]:
    """Give the JSON-able form of a loaded dataset."""
    graph = loaded.graph
    return {
        "actors": _rows(graph.actors),
        "relations": _rows(graph.relations),
        "sources": _rows(graph.sources),
        "types": _rows(graph.types),
        "story": _rows(graph.story),
        "problems": loaded.problems,
        "dates": _dates(graph),
    }


def _dates(graph: ActorGraph) -> list[Date]:
    """Give every date once: reading it back is cheaper than parsing it again."""
    lives = [date for actor in graph.actors for date in (actor.begin, actor.end)]
    times = [date for relation in graph.relations for date in (relation.begin, relation.end)]
    seen = [date for source in graph.sources for date in (source.published, source.accessed)]
    told = [step.date for step in graph.story]
    return sorted({date for date in (*lives, *times, *seen, *told) if date})


def _rows(values: Iterable[Iterable[Any]]) -> list[list[Any]]:
    return [[cell.text if isinstance(cell, Date) else cell for cell in value] for value in values]


def unpack(packed: dict[str, Any]) -> Loaded:
    """Give the dataset back; its rows are in order already."""
    dates: _Dates = {text: Date(text, first, last) for text, first, last in packed["dates"]}
    dates[None] = None
    graph = ActorGraph(
        tuple([_actor(row, dates) for row in packed["actors"]]),
        tuple([_relation(row, dates) for row in packed["relations"]]),
        tuple([_source(row, dates) for row in packed["sources"]]),
        tuple([_type(row) for row in packed["types"]]),
        tuple([_step(row, dates) for row in packed["story"]]),
    )
    problems = tuple(
        Problem(Place._make(place), severity, code, message)
        for place, severity, code, message in packed["problems"]
    )
    return Loaded(graph, problems)


def _listed(rows: list[Any], kind: Callable[[Any], Any] = str) -> Listed[Any]:
    return Listed(map(kind, rows)) if rows else NONE


def _actor(row: list[Any], dates: _Dates) -> Actor:
    id_, name, kind, aliases, shared, begin, end, areas, summary, ids, sources, place = row
    return Actor(
        id_,
        name,
        kind,
        _listed(aliases),
        _listed(shared),
        dates[begin],
        dates[end],
        _listed(areas),
        summary,
        _listed(ids, Identifier._make),
        _listed(sources, Citation._make),
        Place._make(place),
    )


def _relation(row: list[Any], dates: _Dates) -> Relation:
    source, kind, target, id_, begin, end, sure, ambivalent, summary, said, denied, place = row
    return Relation(
        source,
        kind,
        target,
        id_,
        dates[begin],
        dates[end],
        sure,
        ambivalent,
        summary,
        _listed(said, Citation._make),
        _listed(denied, Citation._make),
        Place._make(place),
    )


def _source(row: list[Any], dates: _Dates) -> Source:
    id_, title, author, publisher, origin, published, url, archive, accessed, grade, place = row
    return Source(
        id_,
        title,
        author,
        publisher,
        origin,
        dates[published],
        url,
        archive,
        dates[accessed],
        grade,
        Place._make(place),
    )


def _type(row: list[Any]) -> RelationType:
    *cells, place = row
    return RelationType._make((*cells, Place._make(place)))


def _step(row: list[Any], dates: _Dates) -> Step:
    text, date, focus, relations, place = row
    shown = dates[date]
    if shown is None:
        raise ValueError("a step without its date")
    return Step(text, shown, _listed(focus), _listed(relations), Place._make(place))
