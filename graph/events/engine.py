"""What runs the SQL: a tiny protocol, and the choice of one by name.

An engine has one relation of the user's, ``raw``, whose columns have the aliases of the reader, and
the relations that were worked out on the way. Texts are those of `graph.events.sql`, the same for
every engine; values are bound to their ``?``.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Literal, Protocol, Self

from graph.events.files import Table
from graph.events.reader import Kind
from graph.events.sql import Query
from graph.events.values import EventsError, Limits, Progress

Tell = Callable[[Progress], None]
#: By name: the module that has ``connect(limits, tell) -> Engine``.
ENGINES = {"duckdb": "graph.events.engine_duckdb", "spark": "graph.events.engine_spark"}

#: Threads of one machine that may be asked for: more wait for each other, and bring it to a stand.
MOST_THREADS = max(1024, 4 * (os.cpu_count() or 1))


class Engine(Protocol):
    """Reads files and runs SQL. Every method raises `EventsError` with a line for people."""

    def names(self, path: str) -> Sequence[str]:
        """Give the columns of a Parquet file in their order."""

    def read(self, table: Table) -> Mapping[str, Kind]:
        """Make the files the relation ``raw``; give its columns, by alias, with what they hold.

        Of CSV every column is text; a row of the wrong width, or that is no text, is left out and
        counted by `refused`.
        """

    def count(self) -> int:
        """Give the rows of ``raw``; those that are refused not among them."""

    def keep(self, name: str, query: Query) -> None:
        """Work out a relation once, under a name; one of that name is replaced."""

    def rows(self, query: Query) -> list[tuple[Any, ...]]:
        """Give the rows of a query. Days are `datetime.date`, whole numbers `int`."""

    def write(self, query: Query, path: str, form: Literal["csv", "parquet"]) -> None:
        """Write the rows of a query, without values, to one file, CSV with a head.

        Raises:
            OSError: It cannot be written.
        """

    def refused(self) -> Mapping[str, int]:
        """Give the rows of the files that are no table, by a code of `REASONS`, each once."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """End, and leave no file behind."""


def connect(
    name: str = "duckdb",
    limits: Limits = Limits(),  # noqa: B008 - immutable
    tell: Tell | None = None,
    session: Any = None,
) -> Engine:
    """Give an engine.

    Args:
        name: One of `ENGINES`.
        limits: What it may use.
        tell: Is called while a query runs, about twice a second.
        session: For ``spark``: a `pyspark.sql.SparkSession`, classic or of Spark Connect, on whose
            cluster to work. It keeps its settings and its views, and is not stopped; limits say
            nothing then.

    Raises:
        EventsError: There is no such engine, or it is not installed, or what it needs is missing,
            or it may not have so many threads.
    """
    if name not in ENGINES:
        raise EventsError(f'no engine "{name}"; there is {", ".join(ENGINES)}', "usage")
    if name != "spark" and (session is not None or limits.master):
        raise EventsError(
            f"a master is of Spark, and the engine is {name}: --engine spark", "usage"
        )
    here = name != "spark" or not limits.master or limits.master.startswith("local")
    if here and limits.threads and limits.threads > MOST_THREADS:
        raise EventsError(
            f"--threads {limits.threads}: one machine gets at most {MOST_THREADS:,}", "usage"
        )
    given = (limits, tell) if session is None else (limits, tell, session)
    engine: Engine = import_module(ENGINES[name]).connect(*given)
    return engine
