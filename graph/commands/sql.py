"""``sql``: read-only queries."""

import sys
from typing import NoReturn

import click

from graph import bundled
from graph.commands.common import find_data, open_graph
from graph.commands.exits import UNKNOWN, USAGE, Failure, fail
from graph.commands.options import current_day, data_options
from graph.commands.output import emit, format_option
from graph.report import failure


@click.command()
@click.argument("query")
@click.option(
    "-p",
    "--param",
    "given",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="What :NAME stands for in the query; may be repeated.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    default=1000,
    show_default=True,
    help="Rows to give at most.",
)
@click.option(
    "--limit-seconds",
    type=click.FloatRange(0, 3600, min_open=True),
    default=5.0,
    show_default=True,
    help="Stop a query that takes longer.",
)
@format_option("text", "json", "csv", "tsv", "markdown")
@data_options
def sql(  # noqa: PLR0913, PLR0917 - one parameter an option
    query: str,
    given: tuple[tuple[str, str], ...],
    limit: int,
    limit_seconds: float,
    form: str,
    data: str | None,
    *,
    lenient: bool,
) -> None:
    """Ask in SQL; - reads the query from stdin.

    One SELECT over the tables actors, aliases, relations, sources, citations, disputes ... and the
    views opposition, support, ties: SQLite's dialect, which can read here and nothing else.
    .tables and .schema [TABLE] show them with a line on every column. Dates are a relation's
    first_day and last_day, inclusive: holds_at(first_day, last_day, '2021-08') follows the rule of
    --as-of, for a year, a month, a day, or 'today'. actor_id('IS-K') finds an actor by any name.
    Texts stand in single quotes.

    \b
    whowhom sql .schema
    whowhom sql "select actor_name, when_text from opposition
      where other = 'taliban' and holds_at(first_day, last_day, '2021-08')"
    whowhom sql "select * from ties where actor = actor_id(:who)" -p who ISKP --format csv
    """
    from graph import sql_report  # noqa: PLC0415 - with SQLite, which --help does without
    from graph.sql import Limits, Rows, ask  # noqa: PLC0415

    day = current_day().text
    text = _stdin() if query == "-" else query
    if text.lstrip().startswith("."):
        _show(text.split(), form)
        return
    where = find_data(data)
    if limit_seconds != limit_seconds:  # noqa: PLR0124 - the one number that is not itself
        raise click.BadParameter("nan is no number of seconds", param_hint="--limit-seconds")
    if any("\udc80" <= sign <= "\udcff" for pair in given for text_ in pair for sign in text_):
        raise click.BadParameter("a value is not UTF-8", param_hint="-p")
    graph = open_graph(where, "sql", form, lenient=lenient)
    limits = Limits(limit_seconds, limit)
    answer = ask(graph, text, dict(given), limits, {"licence": bundled.licence(where)})
    if isinstance(answer, Rows):
        emit(sql_report.rows(answer, limits, day), form)
        return
    message = sql_report.shown(answer.message)
    unknown = answer.reason in ("unknown-actor", "ambiguous-actor")
    report = failure("sql", answer.reason, message, answer.suggestions)
    fail(report, form, UNKNOWN if unknown else USAGE)


def _stdin() -> str:
    if sys.stdin is None:
        raise Failure("there is no stdin to read the query from", USAGE)
    try:
        # One byte more than any query has is enough to see that it is too long.
        return sys.stdin.buffer.read(1_000_000).decode()
    except UnicodeDecodeError:
        raise Failure("the query on stdin is not UTF-8", USAGE) from None


def _show(words: list[str], form: str) -> None:
    """Answer .tables and .schema [TABLE]."""
    from graph import sql_report  # noqa: PLC0415

    if words == [".tables"]:
        emit(sql_report.tables(), form)
    elif words[0] == ".schema" and len(words) <= 2:  # noqa: PLR2004 - one table
        name = words[1] if len(words) > 1 else ""
        report = sql_report.schema(name)
        if report is None:
            _refuse(sql_report.unknown_table(name), form)
        emit(report, form)
    else:
        _refuse(
            f"no command {sql_report.shown(words[0])}; there are .tables and .schema [TABLE] "
            "(`whowhom export sqlite` makes a file for the sqlite3 shell)",
            form,
        )


def _refuse(message: str, form: str) -> NoReturn:
    fail(failure("sql", "bad-sql", message), form, USAGE)
