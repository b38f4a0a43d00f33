"""A checked dataset -> rows of plain JSON and back, for the cache.

Rows follow the order of the dataclasses' fields; a change of `graph.model` comes with a change of
the program version, which is part of every cache key.
"""

from collections.abc import Iterable
from typing import Any

from graph.dates import Date, parse_date
from graph.model import Actor, ActorGraph, Citation, Listed, Loaded, Relation, RelationType, Source
from graph.problems import Place, Problem


def pack(loaded: Loaded) -> dict[str, Any]:
    """Give the JSON-able form of a loaded dataset."""
    graph = loaded.graph
    return {
        "actors": [_row(actor, Actor) for actor in graph.actors],
        "relations": [_row(relation, Relation) for relation in graph.relations],
        "sources": [_row(source, Source) for source in graph.sources],
        "types": [_row(kind, RelationType) for kind in graph.types],
        "problems": loaded.problems,
    }


def _row(value: Any, kind: Any) -> list[Any]:
    cells = (getattr(value, name) for name in kind.__slots__)
    return [cell.text if isinstance(cell, Date) else cell for cell in cells]


def unpack(packed: dict[str, Any]) -> Loaded:
    """Give the dataset back; its rows are in order already."""
    places: dict[str, str] = {}
    graph = ActorGraph(
        tuple([_actor(row, places) for row in packed["actors"]]),
        tuple([_relation(row, places) for row in packed["relations"]]),
        tuple([_source(row, places) for row in packed["sources"]]),
        tuple([RelationType(*row[:-1], place=Place(*row[-1])) for row in packed["types"]]),
    )
    problems = tuple(
        Problem(Place(*place), severity, code, message)
        for place, severity, code, message in packed["problems"]
    )
    return Loaded(graph, problems)


def _date(text: str | None) -> Date | None:
    return parse_date(text) if text else None


def _citations(rows: Iterable[list[str]]) -> Listed[Citation]:
    return Listed([Citation._make(row) for row in rows])


def _place(row: list[Any], files: dict[str, str]) -> Place:
    file, line, column = row
    return Place(files.setdefault(file, file), line, column)


def _actor(row: list[Any], files: dict[str, str]) -> Actor:
    id_, name, kind, aliases, shared, begin, end, areas, summary, ids, sources, place = row
    return Actor(
        id_,
        name,
        kind,
        Listed(aliases),
        Listed(shared),
        _date(begin),
        _date(end),
        Listed(areas),
        summary,
        Listed([(scheme, value) for scheme, value in ids]),
        _citations(sources),
        place=_place(place, files),
    )


def _relation(row: list[Any], files: dict[str, str]) -> Relation:
    source, kind, target, id_, begin, end, sure, ambivalent, summary, said, denied, place = row
    return Relation(
        source,
        kind,
        target,
        id_,
        _date(begin),
        _date(end),
        sure,
        ambivalent,
        summary,
        _citations(said),
        _citations(denied),
        place=_place(place, files),
    )


def _source(row: list[Any], files: dict[str, str]) -> Source:
    id_, title, author, publisher, published, url, archive, accessed, grade, place = row
    return Source(
        id_,
        title,
        author,
        publisher,
        _date(published),
        url,
        archive,
        _date(accessed),
        grade,
        place=_place(place, files),
    )
