"""A graph -> the bytes of a file for another program; one module a format, loaded when used."""

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

from graph.model import ActorGraph


class Format(NamedTuple):
    """A format.

    Attributes:
        suffix: Of its files, without the dot.
        module: Has ``export(graph, about) -> bytes``.
        opens: What to do with the file, as a sentence without its end; ``{file}`` is its name.
    """

    suffix: str
    module: str
    opens: str


FORMATS = {
    "json": Format(
        "json",
        "graph.exporting.dataset",
        "a dataset in one file: `whowhom diff {file}`",
    ),
    "sqlite": Format(
        "sqlite", "graph.exporting.sqlite", "open it with `datasette {file}` or `sqlite3 {file}`"
    ),
}


def to_bytes(name: str, graph: ActorGraph, about: Mapping[str, str]) -> bytes:
    """Give the bytes of the file.

    Args:
        name: One of `FORMATS`.
        graph: Is not changed.
        about: What the file says of itself beside program, day and rule: its licence.
    """
    content: bytes = import_module(FORMATS[name].module).export(graph, about)
    return content
