"""A graph -> an SQLite database: the tables and views of `graph.tables`, filled."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from os.path import basename
from typing import Any

from graph import __version__, tables
from graph.dates import LAST_DAY, Date, day_text, today
from graph.grading import ceiling, independent, voice
from graph.model import Actor, ActorGraph, Citation, Relation, Source
from graph.problems import Place
from graph.report import sentence
from graph.timing import RULE, life, state, tenure

Row = tuple[Any, ...]
#: Of the tables and their columns; goes up when a query that worked could fail.
LAYOUT = 1
#: What ``file`` and SQLite's own tools tell a file's program by: "whow".
APPLICATION = 0x77686F77
_COUNTS = """
INSERT INTO about
SELECT 'undated', count(*) FROM relations WHERE NOT dated
UNION ALL SELECT 'unsourced', count(*) FROM relations WHERE source_count = 0
UNION ALL SELECT 'disputed', count(*) FROM relations WHERE dispute_count > 0
"""


def build(graph: ActorGraph, about: Mapping[str, str]) -> sqlite3.Connection:
    """Give a database in memory with all of a graph; equal graphs give equal bytes.

    Args:
        graph: Is not changed. What its relations refer to and it lacks (answers from broken data)
            gets a row of its id alone.
        about: More rows for the table ``about``.
    """
    database = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
    # Of the file that an export makes: whose it is, and which layout.
    database.execute(f"PRAGMA application_id = {APPLICATION}")
    database.execute(f"PRAGMA user_version = {LAYOUT}")
    database.execute("BEGIN")
    for table in tables.TABLES:
        database.execute(tables.statement(table))
    for name, rows in _rows(graph, about):
        marks = ", ".join("?" * len(tables.READABLE[name].columns))
        # The name is one of ours; values are always bound.
        database.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608
    for statement in (made for table in tables.TABLES for made in tables.indexes(table)):
        database.execute(statement)
    for view in tables.VIEWS:
        database.execute(tables.statement(view))
    database.execute(_COUNTS)
    database.execute("COMMIT")
    return database


def _rows(graph: ActorGraph, about: Mapping[str, str]) -> Iterator[tuple[str, Iterable[Row]]]:
    """Give each table's name with its rows, in an order that keeps references whole."""
    yield "actors", [*map(_actor, graph.actors), *_missing(graph, "actors", tables.ACTORS)]
    yield "aliases", [row for actor in graph.actors for row in _aliases(actor)]
    yield "areas", [(actor.id, area) for actor in graph.actors for area in actor.areas]
    yield (
        "identifiers",
        [
            (actor.id, known.scheme, known.id, known.match or None)
            for actor in graph.actors
            for known in actor.ids
        ],
    )
    yield "types", [*_types(graph), *_missing(graph, "types", tables.TYPES)]
    yield "sources", [*map(_source, graph.sources), *_missing(graph, "sources", tables.SOURCES)]
    now = today()
    yield "relations", [_relation(graph, key, one, now) for key, one in _keyed(graph)]
    yield "citations", [row for key, one in _keyed(graph) for row in _cited(key, one.sources)]
    yield "disputes", [row for key, one in _keyed(graph) for row in _cited(key, one.disputed_by)]
    yield "actor_citations", [row for one in graph.actors for row in _cited(one.id, one.sources)]
    yield "about", list(_about(graph, now).items()) + list(about.items())


def _keyed(graph: ActorGraph) -> Iterator[tuple[str, Relation]]:
    return zip(graph.keys, graph.relations, strict=True)


def _actor(actor: Actor) -> Row:
    days = life(actor)
    return (
        actor.id,
        actor.name,
        actor.kind or None,
        _written(actor.begin),
        _written(actor.end),
        day_text(days.first),
        day_text(days.last),
        days.first,
        days.last,
        actor.summary or None,
        _file(actor.place),
        actor.place.line or None,
    )


def _aliases(actor: Actor) -> Iterator[Row]:
    yield from ((actor.id, alias, 0) for alias in actor.aliases)
    yield from ((actor.id, alias, 1) for alias in actor.ambiguous_aliases)


def _types(graph: ActorGraph) -> Iterator[Row]:
    for kind in graph.types:
        yield (
            kind.name,
            kind.label,
            kind.inverse,
            kind.sign,
            int(kind.symmetric),
            int(kind.lasting),
            kind.family or None,
            kind.description or None,
        )


def _source(source: Source) -> Row:
    published = source.published
    return (
        source.id,
        source.title,
        source.author or None,
        source.publisher or None,
        source.origin or None,
        voice(source),
        _written(published),
        day_text(published.first) if published else None,
        day_text(published.last) if published else None,
        source.url or None,
        source.archive_url or None,
        _written(source.accessed),
        source.reliability or None,
        _file(source.place),
        source.place.line or None,
    )


def _relation(graph: ActorGraph, key: str, relation: Relation, now: Date) -> Row:
    days, kind = tenure(graph, relation), graph.type.get(relation.type)
    span = days.span
    cited = {citation.source for citation in relation.sources}
    documents = [graph.document[name] for name in sorted(cited) if name in graph.document]
    whole = len(documents) == len(cited)
    return (
        key,
        relation.source,
        relation.type,
        relation.target,
        sentence(graph, relation),
        _written(relation.begin),
        _written(relation.end),
        str(days),
        day_text(span.first) if span else None,
        day_text(span.last) if span else None,
        span.first if span else None,
        span.last if span else None,
        int(days.dated),
        int(span is not None and span.last == LAST_DAY),
        state(days, now),
        relation.confidence or None,
        (ceiling(documents) if whole else "") or None,
        int(relation.ambivalent),
        len(cited),
        len(independent(documents)),
        len({citation.source for citation in relation.disputed_by}),
        kind.label if kind else relation.type.replace("_", " "),
        kind.inverse if kind else None,
        (kind.family or None) if kind else None,
        kind.sign if kind else None,
        int(kind.symmetric) if kind else 0,
        int(kind.lasting) if kind else 1,
        relation.summary or None,
        _file(relation.place),
        relation.place.line or None,
    )


def _cited(owner: str, citations: Iterable[Citation]) -> Iterator[Row]:
    for number, citation in enumerate(citations, start=1):
        yield (
            owner,
            number,
            citation.source,
            citation.locator or None,
            citation.summary or None,
        )


def _file(place: Place) -> str | None:
    """Give the file's name alone: an export must not tell of the folders of whoever made it."""
    return _name(place.file) or None


_name = lru_cache(basename)


def _written(date: Date | None) -> str | None:
    return date.text if date else None


def _missing(graph: ActorGraph, name: str, table: tables.Table) -> list[Row]:
    """Give rows for what is referred to and was left out, a mistake of the data, by id."""
    if name == "actors":
        used = {end for one in graph.relations for end in (one.source, one.target)}
        lacking, row = used - graph.actor.keys(), _actor(Actor("", ""))
    elif name == "types":
        lacking = {one.type for one in graph.relations} - graph.type.keys()
        row = (None,) * len(table.columns)
    else:
        cited = {c.source for actor in graph.actors for c in actor.sources}
        cited |= {c.source for one in graph.relations for c in (*one.sources, *one.disputed_by)}
        lacking, row = cited - graph.document.keys(), (None,) * len(table.columns)
    return [(id_, None, *row[2:]) for id_ in sorted(lacking)]


def _about(graph: ActorGraph, now: Date) -> dict[str, str]:
    return {
        "program": f"whowhom {__version__}",
        "layout": str(LAYOUT),
        "day": now.text,
        "rule": f"{RULE.format(date='a date')}: first_day <= its last day and its first day "
        "<= last_day; undated relations have no days",
        "actors": str(len(graph.actors)),
        "relations": str(len(graph.relations)),
        "sources": str(len(graph.sources)),
        "data": _digest(graph),
    }


def _digest(graph: ActorGraph) -> str:
    """Give a name for what the data says: the same for the same data, wherever it stands."""
    from hashlib import sha256  # noqa: PLC0415 - OpenSSL takes its time to load

    meant = (graph.actors, graph.relations, graph.sources, graph.types)
    return sha256(repr(meant).encode()).hexdigest()[:16]
