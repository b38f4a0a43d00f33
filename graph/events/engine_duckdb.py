"""The engine for one machine: DuckDB, embedded, out of core. The only importer of duckdb.

Of its Python API only what versions 1.4 to 2 have in common is used: ``execute``, ``fetchall``,
``interrupt``, ``query_progress``.
"""

import os
import re
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal, Self

from graph.events.agreeing import Shape, casts, odd, together
from graph.events.files import Table
from graph.events.line_ends import lines
from graph.events.reader import Kind
from graph.events.sql import Query
from graph.events.unpacking import PARQUET
from graph.events.values import EventsError, Limits, Progress

#: Seconds between two looks at how far a query is.
_BEAT = 0.2
_TELL = 0.5
#: What DuckDB calls rows that are no table -> our codes.
_REFUSED = {
    "MISSING COLUMNS": "wrong-width",
    "TOO MANY COLUMNS": "wrong-width",
    "UNQUOTED VALUE": "open-quote",
    "LINE SIZE OVER MAXIMUM": "open-quote",
}
#: Files by what their last bytes say of all columns.
_SHAPES = """\
SELECT LIST(file_name) FROM (
  SELECT file_name, LIST_SORT(LIST(CAST((name, type, type_length, num_children, converted_type,
    scale, precision, logical_type) AS VARCHAR))) AS shape
  FROM parquet_schema({files}) GROUP BY file_name
) AS files GROUP BY shape"""
_SIZE = re.compile(r"\s*[0-9]+(\.[0-9]+)?\s*([kmgt]i?)?b\s*", re.IGNORECASE)


def connect(limits: Limits, tell: Any = None) -> "DuckDB":
    """Open a database in memory that may use so much.

    Raises:
        EventsError: duckdb is not installed, or a limit is none.
    """
    try:
        import duckdb  # noqa: PLC0415 - an extra, and a quarter of a second
    except ModuleNotFoundError:
        raise EventsError(
            "event data needs DuckDB, which is not installed: "
            "pip install 'whowhom[events]' (pipx inject whowhom duckdb)",
            "usage",
        ) from None
    return DuckDB(duckdb, limits, tell)


def quoted(text: str) -> str:
    """Give a text as an SQL literal.

    Raises:
        EventsError: It holds a NUL, which no file name and no value may.

    >>> quoted("it's")
    "'it''s'"
    """
    if "\0" in text:
        raise EventsError("a name holds a NUL character", "usage")
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Give a name as an SQL identifier.

    >>> identifier('a"b')
    '"a""b"'
    """
    if "\0" in name:
        raise EventsError("a column's name holds a NUL character", "usage")
    return '"' + name.replace('"', '""') + '"'


def _path(path: str) -> str:
    """Give a file's path as a literal that is no pattern."""
    return quoted(re.sub(r"([*?\[])", r"[\1]", _named(os.path.abspath(path))))


def _named(path: str) -> str:
    """Give a path as DuckDB takes it, whatever the locale.

    Raises:
        EventsError: It is no UTF-8.
    """
    try:
        return os.fsencode(path).decode()
    except UnicodeError:
        raise EventsError(
            f"{path}: DuckDB takes no file whose name is not UTF-8; rename it", "usage"
        ) from None


class DuckDB:
    """A `graph.events.engine.Engine`."""

    def __init__(self, duckdb: Any, limits: Limits, tell: Any) -> None:
        self._errors: type[Exception] = duckdb.Error
        # Those that no data can cause.
        self._ours = (duckdb.BinderException, duckdb.ParserException, duckdb.InternalException)
        self._version = duckdb.__version__
        self._tell = tell
        self._rows = 0
        self._table: Table | None = None
        self._files: Sequence[str] = ()
        self._con = duckdb.connect(":memory:")
        self._limit(limits)

    def _limit(self, limits: Limits) -> None:
        if limits.memory and not _SIZE.fullmatch(limits.memory):
            raise EventsError(f'--memory-limit "{limits.memory}" is no size; write 2GB', "usage")
        if limits.temp_dir and not os.path.isdir(limits.temp_dir):
            raise EventsError(f"--temp-dir {limits.temp_dir}: there is no such folder", "usage")
        self._set("enable_progress_bar", "true")
        self._set("enable_progress_bar_print", "false")
        # Rows come out sorted where their order counts; keeping that of the file costs memory.
        self._set("preserve_insertion_order", "false")
        # A day is the same everywhere.
        self._set("TimeZone", "'UTC'")
        # Nothing is fetched from anywhere behind the user's back.
        self._set("autoinstall_known_extensions", "false")
        if limits.memory:
            self._set("memory_limit", quoted(limits.memory))
        if limits.threads:
            self._set("threads", str(limits.threads))
        if limits.temp_dir:
            self._set("temp_directory", quoted(_named(limits.temp_dir)))

    def _set(self, name: str, value: str) -> None:
        try:
            self._con.execute(f"SET {name} = {value}")
        except self._errors as error:
            raise EventsError(
                f"DuckDB does not take {name} = {value}: {_said(error)}", "usage"
            ) from None

    def names(self, path: str) -> Sequence[str]:
        """Give the columns of a Parquet file."""
        if "://" in path:
            raise EventsError(
                f"{path}: DuckDB reads files of this machine; fetch it first", "usage"
            )
        self._files = [path]
        found = self._run(f"DESCRIBE SELECT * FROM {_parquet([path])}")
        return [row[0] for row in found]

    def read(self, table: Table) -> Mapping[str, Kind]:
        """Make the files the view ``raw``."""
        self._table, self._rows, self._files = table, 0, table.paths
        if table.form == "csv":
            cells = ", ".join(f"c{place} AS {alias}" for alias, place in table.columns.items())
            self._view(f"SELECT {cells} FROM {_csv(table)}")
            return dict.fromkeys(table.columns, "text")
        names = {alias: str(name) for alias, name in table.columns.items()}
        shapes = together(self._shapes(table.paths), names)
        types = casts(shapes, names, _kind)
        cells = ", ".join(
            (f"CAST({identifier(name)} AS {types[alias]})" if alias in types else identifier(name))
            + f" AS {alias}"
            for alias, name in names.items()
        )
        files = (_parquet(shape.paths) for shape in shapes)
        self._view(" UNION ALL ".join(f"SELECT {cells} FROM {source}" for source in files))
        found = self._run("DESCRIBE raw")
        return {alias: _kind(type_, names[alias]) or "text" for alias, type_, *_ in found}

    def _view(self, select: str) -> None:
        self._run(f"CREATE OR REPLACE TEMP VIEW raw AS {select}")

    def _shapes(self, paths: Sequence[str]) -> list[Shape]:
        """Tell Parquet files apart by their columns, at the price of their last bytes."""
        alike = [tuple(paths)]
        if len(paths) > 1:
            places = self._run(_SHAPES.format(files=_listed(paths)))
            by_path = {_named(os.path.abspath(path)): path for path in paths}
            rank = {path: number for number, path in enumerate(paths)}
            groups = ([by_path[path] for path in found] for (found,) in places)
            alike = sorted(
                (tuple(sorted(group, key=rank.__getitem__)) for group in groups),
                key=lambda group: rank[group[0]],
            )
        described = (self._run(f"DESCRIBE SELECT * FROM {_parquet(one[:1])}") for one in alike)
        return [
            Shape(group, {name.lower(): type_ for name, type_, *_ in columns})
            for group, columns in zip(alike, described, strict=True)
        ]

    def count(self) -> int:
        """Count the rows of ``raw``: of Parquet at once, of CSV by reading it."""
        self._rows = int(self._run("SELECT COUNT(*) FROM raw")[0][0])
        return self._rows

    def keep(self, name: str, query: Query) -> None:
        """Work out a relation as a temporary table."""
        self._run(f"CREATE OR REPLACE TEMP TABLE {identifier(name)} AS {query.text}", query.values)

    def rows(self, query: Query) -> list[tuple[Any, ...]]:
        """Give the rows of a query."""
        return self._run(query.text, query.values)

    def write(self, query: Query, path: str, form: Literal["csv", "parquet"]) -> None:
        """Write the rows of a query to a file."""
        how = "(FORMAT parquet, COMPRESSION zstd)" if form == "parquet" else "(FORMAT csv, HEADER)"
        self._run(f"COPY ({query.text}) TO {quoted(_named(path))} {how}", target=path)

    def refused(self) -> Mapping[str, int]:
        """Count the rows that were no table, each once however often the file was read."""
        if self._table is None or self._table.form != "csv":
            return {}
        found = self._run(
            "SELECT kind, COUNT(*) FROM (SELECT MIN(CAST(e.error_type AS VARCHAR)) AS kind "
            "FROM reject_errors e JOIN reject_scans s USING (scan_id, file_id) "
            "GROUP BY s.file_path, e.line) GROUP BY kind"
        )
        counted: dict[str, int] = {}
        for kind, count in found:
            code = _REFUSED.get(kind, "bad-text")
            counted[code] = counted.get(code, 0) + count
        if "open-quote" in counted:
            # DuckDB counts one row, however many lines it has swallowed.
            table = self._table
            there = sum(map(lines, table.paths)) - len(table.paths) * table.head
            swallowed = there - self.count() - sum(counted.values())
            counted["open-quote"] += max(swallowed, 0)
        return counted

    def _run(
        self, text: str, values: Sequence[str] = (), target: str = ""
    ) -> list[tuple[Any, ...]]:
        """Run a statement in a thread, so that Ctrl-C is heard at once and progress can be told.

        Args:
            text: The statement.
            values: Of its ``?``.
            target: The file that it writes.

        Raises:
            EventsError: It fails.
            OSError: The file cannot be written.
        """
        found: list[Any] = []
        failed: list[BaseException] = []
        # Not Thread.join: after a Ctrl-C it takes a running thread for one that has ended.
        done = threading.Event()

        def work() -> None:
            try:
                found.extend(self._con.execute(text, list(values)).fetchall())
            except BaseException as error:  # noqa: BLE001 - told in the thread that waits
                failed.append(error)
            finally:
                done.set()

        try:
            threading.Thread(target=work, daemon=True).start()
        except RuntimeError:
            raise EventsError(
                "this machine gives no thread more; ask for fewer with --threads", "usage"
            ) from None
        try:
            self._wait(done)
        except BaseException:
            self._con.interrupt()
            _ended(done)
            raise
        if failed:
            raise self._failure(failed[0], target) from None
        return found

    def _failure(self, error: BaseException, target: str) -> BaseException:
        """Give what is raised for an error."""
        if isinstance(error, self._ours):
            return EventsError(
                f"DuckDB {self._version} does not take a query of ours; please report it, with "
                f"these words: {_said(error)}"
            )
        if isinstance(error, self._errors):
            return _unwritten(error, target) or EventsError(_advice(error, self._files))
        return error

    def _wait(self, done: threading.Event) -> None:
        begun = told = time.monotonic()
        while not done.wait(_BEAT):
            now = time.monotonic()
            if self._tell and now - told >= _TELL:
                share = max(float(self._con.query_progress()), 0.0) / 100
                self._tell(Progress(int(share * self._rows), self._rows, now - begun, share))
                told = now

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the database; its temporary files go with it."""
        self._con.close()


def _ended(done: threading.Event) -> None:
    """Wait for what was interrupted, through every further Ctrl-C: a thread must not outlive us."""
    while not done.is_set():
        with suppress(KeyboardInterrupt):
            done.wait()


def _csv(table: Table) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(table.width))
    quote = "'\"'" if table.quoted else "''"
    return (
        f"read_csv([{', '.join(map(_path, table.paths))}], columns = {{{columns}}}, "
        f"auto_detect = false, header = {str(table.head).lower()}, "
        f"delim = {quoted(table.delimiter)}, quote = {quote}, escape = {quote}, "
        "store_rejects = true, rejects_limit = 0)"
    )


def _parquet(paths: Sequence[str]) -> str:
    # Else a folder called ``source=x`` takes the place of the file's own column.
    return f"read_parquet({_listed(paths)}, hive_partitioning = false)"


def _listed(paths: Sequence[str]) -> str:
    return f"[{', '.join(map(_path, paths))}]"


def _kind(type_: str, column: str) -> Kind | None:
    if type_ == '"NULL"':
        return None
    if type_ == "DATE":
        return "date"
    if type_.startswith("TIMESTAMP") and not type_.endswith("]"):
        return "timestamp"
    if type_ == "VARCHAR":
        return "text"
    numbers = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
    if type_.removeprefix("U").startswith(numbers) and not type_.endswith("]"):
        return "number"
    raise odd(type_, column)


def _said(error: BaseException) -> str:
    """Give the first line of what DuckDB says, without the kind of error before it."""
    first = str(error).strip().split("\n")[0]
    return re.sub(r"^[A-Z][A-Za-z ]+ (?:Error|Exception): ", "", first).rstrip(".")


def _unwritten(error: BaseException, target: str) -> OSError | None:
    """Give why a file could not be written; None where the fault is another's."""
    said = str(error).split("\n")[0]
    # DuckDB writes to a file beside it, whose name ends as this one's.
    _, named, rest = said.partition(os.path.basename(target)) if target else ("", "", "")
    if not named:
        return None
    number = re.search(r'"errno":"(\d+)"', rest)
    reason = re.search(r":\s*([^\"\\{}]+)", rest)
    told = reason[1].strip() if reason else _said(error)
    return OSError(int(number[1]) if number else 0, told)


def _advice(error: BaseException, files: Sequence[str]) -> str:
    said = _said(error)
    low = said.lower()
    if "out of memory" in low or "failed to allocate" in low or "could not allocate" in low:
        return f"the memory does not suffice: {said}; see --memory-limit and --temp-dir"
    if "no space left" in low or "max_temp_directory_size" in low or "temp directory" in low:
        return f"the folder for temporary files is full: {said}; name a larger one with --temp-dir"
    if files and files[0].lower().endswith(PARQUET):
        which = files[0] if len(files) == 1 else f"one of {len(files):,} files"
        return f"{which} is no whole Parquet file: {said}; fetch or write it again"
    return f"the data cannot be read: {said}"
