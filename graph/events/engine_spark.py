"""The engine for many machines: Spark. The only importer of pyspark beside `spark_session`.

It runs the text that DuckDB runs, on the workers' Java alone: no Python is needed there. Every
relation that is kept can be worked out again from the files, so that a worker that dies costs time
and nothing else.
"""

import functools
import itertools
import os
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Literal, Self, TypeVar

from graph.events.agreeing import Shape, casts, odd, together
from graph.events.files import Table
from graph.events.reader import Kind
from graph.events.spark_failures import first_line, known, reason_of
from graph.events.spark_jobs import ConnectJobs, jobs_of
from graph.events.spark_session import Started, leave, start
from graph.events.sql import Query
from graph.events.values import EventsError, Limits, Progress

Found = TypeVar("Found")
#: Seconds between two looks at how far a query is.
_BEAT = 0.2
_TELL = 0.5
#: Seconds that a stopped job has for its end.
_REST = 10.0
#: Rows that are written at once.
_PART = 100_000
#: Files whose columns are asked for at once.
_AT_ONCE = 8
#: Modules below PySpark whose errors come through it.
_BELOW = re.compile(r"py4j\b|grpc\b")
#: What Java makes of bytes that are no UTF-8.
_NO_TEXT = "\N{REPLACEMENT CHARACTER}"
#: Of the session that is worked in, which is never the user's own.
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
}


def connect(limits: Limits, tell: Any = None, session: Any = None) -> "Spark":
    """Start Spark, or work in a session that is there.

    Args:
        limits: What it may use; they say nothing where a session is given.
        tell: Is called while a query runs.
        session: A `pyspark.sql.SparkSession`, classic or of Spark Connect; it is not stopped.

    Raises:
        EventsError: As `graph.events.spark_session.start`, or the session cannot be used.
    """
    if session is not None:
        return Spark(_apart(session), tell)
    started = start(limits)
    return Spark(started.session if started.own else _apart(started.session), tell, started)


class Spark:
    """A `graph.events.engine.Engine`."""

    def __init__(self, session: Any, tell: Any = None, started: Started | None = None) -> None:
        self._started = started
        self._session = session
        self._jobs = jobs_of(session)
        self._tell = tell
        self._rows = 0
        self._judged: Any = None
        self._refused: dict[str, int] | None = None
        self._kept: set[str] = set()
        self._run(lambda: [session.conf.set(name, value) for name, value in _SETTINGS.items()])

    def names(self, path: str) -> Sequence[str]:
        """Give the columns of a Parquet file."""
        return list(self._run(lambda: self._session.read.parquet(_path(path)).columns))

    def read(self, table: Table) -> Mapping[str, Kind]:
        """Make the files the view ``raw``."""
        self._judged, self._refused, self._rows = None, None, 0
        if table.form == "csv":
            self._run(lambda: self._read_csv(table))
            return dict.fromkeys(table.columns, "text")
        return self._run(lambda: self._read_parquet(table))

    def _read_csv(self, table: Table) -> None:
        frame = _csv(self._session, table)
        cells = [f"NULLIF(c{place}, '') AS {alias}" for alias, place in table.columns.items()]
        used = ", ".join(sorted({f"c{place}" for place in table.columns.values()}))
        self._judged = frame.selectExpr(
            *cells,
            "CASE WHEN broken IS NOT NULL THEN 'wrong-width' "
            f"WHEN CONCAT_WS('', {used}) LIKE '%{_NO_TEXT}%' THEN 'bad-text' END AS refused",
        )
        good = self._judged.where("refused IS NULL").drop("refused")
        good.createOrReplaceTempView("raw")

    def _read_parquet(self, table: Table) -> dict[str, Kind]:
        names = {alias: str(name) for alias, name in table.columns.items()}
        shapes = together(_shapes(self._session, table.paths), names)
        types = casts(shapes, names, _kind)
        cells = [
            (f"CAST({identifier(name)} AS {types[alias]})" if alias in types else identifier(name))
            + f" AS {alias}"
            for alias, name in names.items()
        ]
        frames = [
            self._session.read.parquet(*map(_path, shape.paths)).selectExpr(*cells)
            for shape in shapes
        ]
        raw = functools.reduce(lambda one, other: one.unionAll(other), frames)
        raw.createOrReplaceTempView("raw")
        return {alias: _kind(type_, names[alias]) or "text" for alias, type_ in raw.dtypes}

    def count(self) -> int:
        """Count the rows of ``raw``: of Parquet at once, of CSV by reading it."""
        self._rows = int(self._run(lambda: self._session.table("raw").count()))
        return self._rows

    def keep(self, name: str, query: Query) -> None:
        """Work out a relation and keep it on the workers, or on their disks.

        One of that name is let go of; where nothing can be kept, it is worked out when asked.
        """

        def work() -> None:
            self._sql(query).createOrReplaceTempView(name)
            if _cached(self._session.catalog, name):
                self._session.table(name).count()

        self._kept.add(name)
        self._run(work)

    def rows(self, query: Query) -> list[tuple[Any, ...]]:
        """Give the rows of a query."""
        return self._run(lambda: [tuple(row) for row in self._sql(query).collect()])

    def write(self, query: Query, path: str, form: Literal["csv", "parquet"]) -> None:
        """Write the rows of a query to a file here, part by part."""
        write = _write_csv if form == "csv" else _write_parquet
        self._run(lambda: write(self._sql(query), path))

    def refused(self) -> Mapping[str, int]:
        """Count the rows that were no table, by a pass of its own over CSV."""
        if self._judged is None:
            return {}
        if self._refused is None:
            bad = self._judged.where("refused IS NOT NULL").groupBy("refused").count()
            self._refused = dict(self._run(lambda: [tuple(row) for row in bad.collect()]))
        return self._refused

    def _sql(self, query: Query) -> Any:
        return self._session.sql(query.text, args=list(query.values) or None)

    def _run(self, work: Callable[[], Found]) -> Found:
        """Do it in a thread, so that Ctrl-C is heard at once and progress can be told."""
        found: list[Found] = []
        failed: list[BaseException] = []
        done = threading.Event()
        watched = self._jobs.watched(work)

        def thread() -> None:
            try:
                found.append(watched())
            except BaseException as error:  # noqa: BLE001 - told in the thread that waits
                failed.append(error)
            finally:
                done.set()

        threading.Thread(target=thread, daemon=True).start()
        try:
            self._wait(done)
        except BaseException:
            with suppress(Exception):  # what is told is the interruption
                if self._jobs.stop():
                    done.wait(_REST)
            raise
        if failed:
            raise self._failure(failed[0]) from None
        return found[0]

    def _wait(self, done: threading.Event) -> None:
        begun = told = time.monotonic()
        while not done.wait(_BEAT):
            now = time.monotonic()
            if self._tell and now - told >= _TELL:
                share = self._jobs.share()
                self._tell(Progress(int(share * self._rows), self._rows, now - begun, share))
                told = now

    def _failure(self, error: BaseException) -> BaseException:
        """Give what is raised for what Spark raised."""
        from pyspark.errors import AnalysisException, PySparkException  # noqa: PLC0415 - an extra

        if isinstance(error, EventsError) or not isinstance(error, Exception):
            return error
        if isinstance(error, AnalysisException) and not known(str(error)):
            return EventsError(
                "Spark does not take a query of ours; please report it, with these words: "
                + first_line(str(error))
            )
        if isinstance(error, PySparkException) or _BELOW.match(type(error).__module__):
            said = self._started.said() if self._started else ""
            return EventsError(f"the data cannot be read: {reason_of(error, said)}")
        return error

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of what was kept, and stop Spark if it is ours."""
        if isinstance(self._jobs, ConnectJobs):
            leave(self._session)  # ours in any case: begun here, or apart from the user's
        elif self._started and self._started.own:
            self._session.stop()
        else:
            for name in (*self._kept, "raw"):  # a view that is kept is let go of with its name
                self._session.catalog.dropTempView(name)


def identifier(name: str) -> str:
    """Give a name as an SQL identifier.

    >>> identifier("a`b")
    '`a``b`'
    """
    return "`" + name.replace("`", "``") + "`"


def _apart(session: Any) -> Any:
    """Give a session with views and settings of its own, on the same cluster."""
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra

    # Spark Connect has the first from 4.3, and the second, with a copy of all views, from 4.1.
    for name in ("newSession", "cloneSession"):
        try:
            return getattr(session, name)()
        except (AttributeError, NotImplementedError, PySparkException):
            continue
    raise EventsError(
        "this session cannot give a second one for views of ours (Spark Connect before 4.1); "
        "name its server instead, --master sc://HOST:15002, or hand over a classic session",
        "usage",
    )


def _cached(catalog: Any, name: str) -> bool:
    """Have a view kept once it is worked out, and tell whether that can be."""
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra

    try:
        catalog.cacheTable(name)
    except PySparkException as error:
        if "NOT_SUPPORTED_WITH_SERVERLESS" not in str(error):  # Databricks keeps nothing there
            raise
        return False
    return True


def _path(path: str) -> str:
    """Give a file's path as Spark takes it: a place here is said to be one, and is no pattern."""
    if "://" in path:
        return path
    return "file://" + re.sub(r"([*?\[\]{}\\])", r"\\\1", os.path.abspath(path))


def _csv(session: Any, table: Table) -> Any:
    schema = ", ".join(f"c{place} STRING" for place in range(table.width))
    quote = '"' if table.quoted else ""
    # A row's width is looked at only where all of its columns are.
    return session.read.option("columnPruning", "false").csv(
        [_path(path) for path in table.paths],
        schema=f"{schema}, broken STRING",
        sep=table.delimiter,
        header=table.head,
        quote=quote,
        escape=quote,
        # A quoted cell may have several lines; only files without quotes are read in parts.
        multiLine=table.quoted,
        mode="PERMISSIVE",
        columnNameOfCorruptRecord="broken",
        encoding="UTF-8",
    )


def _shapes(session: Any, paths: Sequence[str]) -> list[Shape]:
    """Tell Parquet files apart by their columns.

    Of a classic session the driver's Java reads the last bytes of each file; Spark Connect has no
    way but a small job for each.
    """

    def described(path: str) -> str:
        return str(session.read.parquet(_path(path)).dtypes)

    def footer(path: str) -> str:
        java = session._jvm.org.apache  # noqa: SLF001 - Python has no other way to it
        conf = session._jsc.hadoopConfiguration()  # noqa: SLF001
        place = path if "://" in path else "file://" + os.path.abspath(path)
        file = java.parquet.hadoop.util.HadoopInputFile.fromPath(java.hadoop.fs.Path(place), conf)
        reader = java.parquet.hadoop.ParquetFileReader.open(file)
        try:
            return str(reader.getFooter().getFileMetaData().getSchema().toString())
        finally:
            reader.close()

    groups: dict[str, list[str]] = {"": [*paths]}
    if len(paths) > 1:
        look = described if isinstance(jobs_of(session), ConnectJobs) else footer
        groups.clear()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for path, found in zip(paths, pool.map(look, paths), strict=True):
                groups.setdefault(found, []).append(path)
    return [
        Shape(
            tuple(group),
            {name.lower(): type_ for name, type_ in session.read.parquet(_path(group[0])).dtypes},
        )
        for group in groups.values()
    ]


def _kind(type_: str, column: str) -> Kind | None:
    if type_ == "void":
        return None
    if type_ == "date":
        return "date"
    if type_.startswith("timestamp"):
        return "timestamp"
    if type_ == "string":
        return "text"
    if type_.startswith(("tinyint", "smallint", "int", "bigint", "float", "double", "decimal")):
        return "number"
    raise odd(type_, column)


def _write_csv(frame: Any, path: str) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(",".join(frame.columns) + "\n")
        file.writelines(",".join(map(_cell, row)) + "\n" for row in frame.toLocalIterator())


def _cell(value: Any) -> str:
    """Write a cell of CSV so that a text without a letter is told from none: Python's csv does not.

    >>> [_cell(one) for one in (None, "", "a,b", 0.5)]
    ['', '""', '"a,b"', '0.5']
    """
    if value is None:
        return ""
    text = str(value)
    if text and not re.search(r'[",\r\n]', text):
        return text
    return '"' + text.replace('"', '""') + '"'


def _write_parquet(frame: Any, path: str) -> None:
    try:
        import pyarrow  # noqa: PLC0415, ICN001 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ModuleNotFoundError:
        raise EventsError(
            "Parquet is written by PyArrow, which is not installed: pip install pyarrow; "
            "or write CSV",
            "usage",
        ) from None
    schema = pyarrow.schema([(name, _arrow(pyarrow, type_)) for name, type_ in frame.dtypes])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        rows = frame.toLocalIterator()
        while part := list(itertools.islice(rows, _PART)):
            columns = dict(zip(frame.columns, zip(*part, strict=True), strict=True))
            writer.write_table(pyarrow.table(columns, schema=schema))


def _arrow(pyarrow: Any, type_: str) -> Any:
    return {
        "string": pyarrow.string(),
        "int": pyarrow.int32(),
        "bigint": pyarrow.int64(),
        "double": pyarrow.float64(),
        "date": pyarrow.date32(),
    }[type_]
