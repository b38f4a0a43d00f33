"""Read-only SQL over a graph: a query that cannot write, reach a file, or run for ever.

Each guard stands alone: an authorizer that knows only reading, ``query_only``, no attached files,
no temporary files, SQLite's own limits, a deadline, a bound on memory and on the size of an answer.
"""

import re
import sqlite3
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from graph.database import build
from graph.model import ActorGraph
from graph.sql_functions import Functions, Mistake
from graph.suggesting import nearest
from graph.tables import READABLE

#: What a query may call. What is left out reads files, answers by chance, tells of the library, or
#: (``printf``) runs for as long as it is told to. Names that a build of SQLite lacks are unknown
#: there.
FUNCTIONS = frozenset(
    (
        *("->", "->>", "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "avg"),
        *("ceil", "ceiling", "char", "coalesce", "cos", "cosh", "count", "cume_dist"),
        *("current_date", "current_time", "current_timestamp", "date", "datetime", "degrees"),
        *("dense_rank", "exp", "first_value", "floor", "glob", "group_concat", "hex", "ifnull"),
        *("iif", "instr", "json", "json_array", "json_array_length", "json_extract"),
        *("json_group_array", "json_group_object", "json_insert", "json_object", "json_patch"),
        *("json_quote", "json_remove", "json_replace", "json_set", "json_type", "json_valid"),
        *("julianday", "lag", "last_value", "lead", "length", "like", "likelihood", "likely", "ln"),
        *("log", "log10", "log2", "lower", "ltrim", "max", "min", "mod", "nth_value", "ntile"),
        *("nullif", "octet_length", "percent_rank", "pi", "pow", "power", "quote", "radians"),
        *("rank", "replace", "round", "row_number", "rtrim", "sign", "sin", "sinh"),
        *("sqlite_version", "sqrt", "strftime", "string_agg", "substr", "substring", "sum", "tan"),
        *("tanh", "time", "timediff", "total", "trim", "trunc", "typeof", "unhex", "unicode"),
        *("unixepoch", "unlikely", "upper", "holds_at", "actor_id", "fold", "today"),
    )
)
_TABLES = {*READABLE, "json_each", "json_tree", "sqlite_master", "sqlite_schema"}
_REFUSED = {
    getattr(sqlite3, f"SQLITE_{name}"): name.replace("_", " ")
    for name in (
        *("CREATE_INDEX", "CREATE_TABLE", "CREATE_TEMP_INDEX", "CREATE_TEMP_TABLE"),
        *("CREATE_TEMP_TRIGGER", "CREATE_TEMP_VIEW", "CREATE_TRIGGER", "CREATE_VIEW", "DELETE"),
        *("DROP_INDEX", "DROP_TABLE", "DROP_TEMP_INDEX", "DROP_TEMP_TABLE", "DROP_TEMP_TRIGGER"),
        *("DROP_TEMP_VIEW", "DROP_TRIGGER", "DROP_VIEW", "INSERT", "PRAGMA", "TRANSACTION"),
        *("UPDATE", "ATTACH", "DETACH", "ALTER_TABLE", "REINDEX", "ANALYZE", "CREATE_VTABLE"),
        *("DROP_VTABLE", "SAVEPOINT"),
    )
}
#: Bytes of a text (one in a dataset has 80,000 at most), and characters of a query. SQLite looks
#: at the clock between its steps only, and one step over two long texts takes their product.
LONGEST_TEXT, LONGEST_QUERY = 200_000, 100_000
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_TEXT,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 4 * LONGEST_QUERY,  # bytes
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 100_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 100,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
#: Bytes that SQLite may take for a query beside the database, and characters of an answer.
WORKING_MEMORY, LONGEST_ANSWER = 256 * 2**20, 64 * 2**20
#: Steps of SQLite's machine between two looks at the clock: about a millisecond.
_STEPS = 10_000


class Limits(NamedTuple):
    """How much an answer may take: seconds, and rows given."""

    seconds: float = 5.0
    rows: int = 1000


class Rows(NamedTuple):
    """An answer.

    Attributes:
        columns: Their names, each once: a second ``id`` is ``id_2``.
        rows: As SQLite gives them: text, numbers, None, bytes.
        more: There are rows beyond the limit.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool


def ask(
    graph: ActorGraph,
    query: str,
    parameters: Mapping[str, str],
    limits: Limits,
    about: Mapping[str, str],
) -> Rows | Mistake:
    """Answer a query over the tables and views of a graph.

    The bound on SQLite's memory holds for the whole process from here on.

    Args:
        graph: Is not changed.
        query: One SELECT, VALUES, WITH or EXPLAIN.
        parameters: What ``:name`` stands for in it.
        limits: Seconds and rows; a query beyond the seconds has no answer, one beyond the rows
            its first ones.
        about: More rows of the table ``about``.
    """
    if wrong := _unfit(query):
        return wrong
    database = build(graph, about)
    functions = Functions(graph)
    functions.offer(database)
    guard = _Guard(limits.seconds)
    try:
        guard.stand(database)
        return _fetched(database.execute(query, parameters), limits)
    except (sqlite3.Error, sqlite3.Warning, MemoryError) as error:
        if functions.interrupted:
            raise KeyboardInterrupt from None
        return functions.mistake or guard.mistake() or _explained(query, error)
    finally:
        database.close()


def _unfit(query: str) -> Mistake | None:
    """Say what makes a text no query at all, whatever it asks."""
    if len(query) > LONGEST_QUERY:
        return Mistake("bad-sql", f"the query is longer than {LONGEST_QUERY:,} characters")
    if "\0" in query:
        return Mistake("bad-sql", "the query has a NUL character in it")
    if not query.isascii():
        try:
            query.encode()
        except UnicodeEncodeError:
            return Mistake("bad-sql", "the query is not UTF-8")
    return None


class _Guard:
    """What stands between a query and the database."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._refused: Mistake | None = None
        self._late = False

    def stand(self, database: sqlite3.Connection) -> None:
        """Close a database to all but reading; the clock begins."""
        database.text_factory = lambda data: data.decode(errors="replace")
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        for setting in (
            f"hard_heap_limit = {WORKING_MEMORY + 4096 * pages}",
            "temp_store = MEMORY",  # a big sort goes to no file
            "trusted_schema = OFF",
            "query_only = ON",
        ):
            database.execute(f"PRAGMA {setting}").close()
        # The first use of these makes them, which no query may do.
        database.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')").fetchall()
        for limit, most in _LIMITS.items():
            database.setlimit(limit, most)
        self._end = time.monotonic() + self._seconds
        database.set_progress_handler(self._progress, _STEPS)
        database.set_authorizer(self._authorize)

    def mistake(self) -> Mistake | None:
        """Give what the guard stopped a query for, or None."""
        if self._late:
            return Mistake(
                "too-slow",
                f"the query took longer than {self._seconds:g} s and was stopped; ask for less, "
                "or allow more with --limit-seconds",
            )
        return self._refused

    def _progress(self) -> int:
        self._late = self._late or time.monotonic() > self._end
        return int(self._late)

    def _authorize(
        self, action: int, one: str | None, two: str | None, _database: str | None, _by: str | None
    ) -> int:
        if self._progress():
            return sqlite3.SQLITE_DENY
        self._refused = self._refused or _refusal(action, one or "", two or "")
        return sqlite3.SQLITE_DENY if self._refused else sqlite3.SQLITE_OK


def _refusal(action: int, one: str, two: str) -> Mistake | None:
    """Say why a query may not do something, or give None where it may."""
    if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
        return None
    if action == sqlite3.SQLITE_FUNCTION:
        if two.lower() in FUNCTIONS:
            return None
        return Mistake("read-only", f"read-only: the function {two}() is not for queries here")
    if action == sqlite3.SQLITE_READ and (not two or one.lower() in _TABLES):
        return None  # without a column it may be the name of a common table expression
    # SQLite writes into tables of its own before the word that was typed comes up.
    name = "that" if one.startswith("sqlite_") else _REFUSED.get(action, "that")
    return Mistake(
        "read-only",
        f"read-only: {name} is refused; a query reads the tables and views of "
        "`whowhom sql .schema`, nothing else",
    )


def _fetched(cursor: sqlite3.Cursor, limits: Limits) -> Rows | Mistake:
    if cursor.description is None:
        return Mistake("bad-sql", "there is no query; ask for example: select * from actors")
    rows: list[tuple[Any, ...]] = []
    size = 0
    for row in cursor:
        if len(rows) == limits.rows:
            return Rows(_named(cursor), tuple(rows), more=True)
        size += sum(len(cell) for cell in row if isinstance(cell, str | bytes))
        if size > LONGEST_ANSWER:
            return Mistake("too-large", f"the answer is over {LONGEST_ANSWER:,} characters long")
        rows.append(row)
    return Rows(_named(cursor), tuple(rows), more=False)


def _named(cursor: sqlite3.Cursor) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for name, *_ in cursor.description:
        unique, number = name, 1
        while unique in names:
            number += 1
            unique = f"{name}_{number}"
        names[unique] = None
    return tuple(names)


_UNKNOWN = re.compile(r"no such (column|table|function): (.*)", re.DOTALL)
_NEAR = re.compile(r'(?:near|unrecognized token:) "(.*?)"', re.DOTALL)


def _explained(query: str, error: Exception) -> Mistake:
    """Say in one line what is wrong with a query, where, and what was perhaps meant.

    Raises:
        KeyboardInterrupt: Nothing is wrong with it: somebody pressed Ctrl-C, which SQLite
            passes on as a failure of its own.
    """
    said = str(error)
    if said in ("interrupted", "not authorized"):
        raise KeyboardInterrupt
    if said == "user-defined function raised exception":  # before it was called at all
        return Mistake("bad-sql", "a function was given a text that is no Unicode, as half a sign")
    if isinstance(error, MemoryError):
        return Mistake("too-large", "the query needs too much memory; ask for less")
    if "Expression tree" in said or "stack overflow" in said:
        told = "an expression is nested too deep or has too many terms; use IN, or split the query"
        return Mistake("too-large", told)
    if "too big" in said or "too large" in said:
        return Mistake("too-large", f"{said}: a text in it is over {LONGEST_TEXT:,} bytes")
    if "one statement" in said:
        return Mistake("bad-sql", "one query at a time: there is more after the first semicolon")
    if found := _UNKNOWN.fullmatch(said):
        return _unknown(query, *found.groups())
    if "inding" in said:  # "You did not supply a value for binding ..."
        return Mistake("bad-sql", "the query has a parameter without a value; give -p NAME VALUE")
    place = _place(query, found[1]) if (found := _NEAR.match(said)) else ""
    return Mistake("bad-sql", f"{place}{said}")


def _unknown(query: str, what: str, name: str) -> Mistake:
    bare = name.rsplit(".", maxsplit=1)[-1]
    columns = {column.name for table in READABLE.values() for column in table.columns}
    known = {"column": columns, "table": set(READABLE), "function": FUNCTIONS}[what]
    home = [table.name for table in READABLE.values() for c in table.columns if c.name == bare]
    if what == "column" and home:
        message = f'no column "{name}" here; {bare} is in {", ".join(home)}'
        return Mistake("bad-sql", _place(query, bare) + message, tuple(home))
    near = tuple(nearest(bare.lower(), sorted(known)))
    hint = f"did you mean {' or '.join(near)}?" if near else "see `whowhom sql .schema`"
    return Mistake("bad-sql", f'{_place(query, bare)}no {what} "{name}"; {hint}', near)


def _place(query: str, word: str) -> str:
    """Give ``line 1, column 8: ``, or ``""`` where the word stands more than once."""
    found = [match.start() for match in re.finditer(re.escape(word), query)]
    if len(found) != 1 or not word:
        return ""
    before = query[: found[0]].split("\n")
    return f"line {len(before)}, column {len(before[-1]) + 1}: "
