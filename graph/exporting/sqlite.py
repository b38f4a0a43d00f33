"""A graph -> an SQLite file: what ``whowhom sql`` asks, for Datasette and the sqlite3 shell."""

from collections.abc import Mapping

from graph.database import build
from graph.model import ActorGraph


def export(graph: ActorGraph, about: Mapping[str, str]) -> bytes:
    """Give the file; the same bytes for the same data, day and version of SQLite.

    The story and the comments of the data files are left out. The functions of a query,
    ``holds_at`` and the others, belong to the program and not to the file.
    """
    database = build(graph, about)
    try:
        return database.serialize()
    finally:
        database.close()
