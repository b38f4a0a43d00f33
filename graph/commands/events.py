"""``events``: reports of events by the million, folded into who met whom."""

import os
from collections.abc import Callable
from typing import Any, Literal

import click

from graph.commands.common import (
    USAGE,
    Failure,
    completer,
    emit,
    format_option,
    say,
    tell_path,
)
from graph.commands.reading_events import (
    Command,
    asked,
    query_of,
    query_options,
    reading_options,
    spare_files,
)

_FILES: dict[str, Literal["csv", "parquet"]] = {".csv": "csv", ".parquet": "parquet"}


@click.group("events")
def events() -> None:
    """Fold event data (UCDP, ACLED, GDELT, any table) into ties, and check the dataset by it.

    \b
    whowhom events dyads ucdp-ged.csv
    whowhom events corroborate ucdp-dyadic.csv

    The work is done by DuckDB, which is not installed with whowhom itself:
    pip install 'whowhom[events]'. See docs/events.md.
    """


def period_option(default: str) -> Callable[[Command], Command]:
    """Add ``--period``."""
    return click.option(
        "--period",
        type=click.Choice(("day", "week", "month", "quarter", "year", "decade")),
        default=default,
        show_default=True,
        help="Time that one row stands for.",
    )


@events.command("dyads")
@click.option(
    "-o",
    "--output",
    default=None,
    shell_complete=completer("files"),
    help="A *.csv or *.parquet to write, however many rows it has.",
)
@click.option("--cap", type=click.IntRange(1), default=None, help="The strongest so many alone.")
@click.option(
    "--no-sources", "sources", is_flag=True, default=True, help="Do not count distinct publishers."
)
@click.option("--by-area", is_flag=True, help="Keep areas apart.")
@click.option("--ordered", is_flag=True, help="Keep who acted on whom apart.")
@period_option("year")
@query_options
@format_option()
@reading_options
def dyads(  # noqa: PLR0913 - one parameter an option
    output: str | None,
    cap: int | None,
    period: Any,
    form: str,
    *,
    ordered: bool,
    by_area: bool,
    sources: bool,
    **given: Any,
) -> None:
    """Count who met whom, by period: events, deaths or Goldstein, sign, first and last day.

    \b
    whowhom events dyads ged241.csv --actor Taleban --period month
    whowhom events dyads 2024*.export.CSV.zip --ordered --min-events 10 -o dyads.parquet
    whowhom events dyads log.parquet --columns source=From,target=To,date=Day,sign=Kind

    FILE is a file, a folder or a pattern; all files are of one kind. What cannot be counted is
    told, by reason. An event belongs to the period in which it begins; one that is dated more
    coarsely than the period is set aside.
    """
    query = query_of(
        given, period=period, ordered=ordered, cap=cap, by_area=by_area, sources=sources
    )
    from graph.events import dyad_report, folding  # noqa: PLC0415 - only this command needs them

    kind = _kind(output)
    with asked("events dyads", given, form) as run:
        if output is None or kind is None:
            found = folding.fold(
                run.files, query, engine=run.engine, reader=run.reader, temp_dir=run.temp_dir
            )
        else:
            spare_files(output, run.files)
            found = _saved(output, kind, query, run)
    if output is None:
        emit(dyad_report.report(found), form)
        return
    tell_path(output)
    for line in dyad_report.foot(found):
        say(line)


def _kind(output: str | None) -> Literal["csv", "parquet"] | None:
    if output is None:
        return None
    suffix = os.path.splitext(output)[1].lower()
    if suffix not in _FILES:
        raise Failure(
            f"{output}: -o writes *.csv or *.parquet; for the rest, --format and a redirect", USAGE
        )
    return _FILES[suffix]


def _saved(output: str, kind: Literal["csv", "parquet"], query: Any, run: Any) -> Any:
    from graph.events import folding  # noqa: PLC0415

    try:
        return folding.save(
            run.files,
            query,
            output,
            kind,
            engine=run.engine,
            reader=run.reader,
            temp_dir=run.temp_dir,
        )
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(
            f"cannot write {output}: {reason}; name another file with -o", USAGE
        ) from None
