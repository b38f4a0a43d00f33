"""``events``: reports of events by the million, folded into who met whom."""

import os
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import click

from graph.commands.common import find_actor, find_data, open_graph, tell_errors, tell_path
from graph.commands.comparing_events import compare
from graph.commands.exits import USAGE, Failure
from graph.commands.options import completer, data_options
from graph.commands.output import emit, format_option, say
from graph.commands.reading_events import (
    COUNT,
    IN_BOTH,
    IN_DATASET,
    Asked,
    Command,
    asked,
    query_of,
    query_options,
    reading_options,
    refuse_no_text,
    spare_files,
)
from graph.suggesting import did_you_mean

if TYPE_CHECKING:
    from graph.events.crosswalk import Crosswalk
    from graph.events.folding import Fit
    from graph.events.values import DyadQuery, Dyads
    from graph.model import ActorGraph

_FILES: dict[str, Literal["csv", "parquet"]] = {".csv": "csv", ".parquet": "parquet"}


class Events(click.Group):
    """A group that fails with the nearest command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or fail with the nearest one."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            ctx.fail(f'no command "events {args[0]}"{did_you_mean(args[0], self.commands)}')
        return super().resolve_command(ctx, args)


@click.group("events", cls=Events, invoke_without_command=True)
@click.pass_context
def events(ctx: click.Context) -> None:
    """Fold event data (UCDP, ACLED, GDELT, any table) into ties, and check the dataset by it.

    \b
    whowhom events dyads ucdp-ged.csv
    whowhom events match ucdp-dyadic.csv
    whowhom events corroborate ucdp-dyadic.csv

    The work is done by DuckDB, which is not installed with whowhom itself:
    pip install 'whowhom[events]', in a clone pip install '.[events]'. See docs/events.md.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def period_option(default: str | None) -> Callable[[Command], Command]:
    """Add ``--period``; None: what suits the data."""
    return click.option(
        "--period",
        type=click.Choice(("day", "week", "month", "quarter", "year", "decade")),
        default=default,
        show_default=default or "what suits the data",
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
@click.option("--cap", type=COUNT, default=None, help="The strongest so many alone.")
@click.option(
    "--no-sources", "sources", is_flag=True, default=True, help="Do not count distinct publishers."
)
@click.option("--by-area", is_flag=True, help="Keep areas apart.")
@click.option("--ordered", is_flag=True, help="Keep who acted on whom apart.")
@period_option("year")
@query_options(IN_BOTH)
@format_option()
@reading_options
@data_options
def dyads(  # noqa: PLR0913 - one parameter an option
    output: str | None,
    cap: int | None,
    period: Any,
    form: str,
    data: str | None,
    *,
    lenient: bool,
    ordered: bool,
    by_area: bool,
    sources: bool,
    **given: Any,
) -> None:
    """Count who met whom, by period: events, deaths or Goldstein, sign, first and last day.

    \b
    whowhom events dyads ged241.csv --actor taliban --period month
    whowhom events dyads 2024*.export.CSV.zip --ordered --min-events 10 -o dyads.parquet
    whowhom events dyads log.parquet --columns source=From,target=To,date=Day,sign=Kind

    FILE is a file, a folder or a pattern; all files are of one kind. What cannot be counted is
    told, by reason. An event belongs to the period in which it begins; one that is dated more
    coarsely than the period is set aside. --actor takes ids and names of the data, else an actor of
    the dataset that --data names, whom the crosswalk explains.
    """
    query = query_of(
        given, period=period, ordered=ordered, cap=cap, by_area=by_area, sources=sources
    )
    from graph.events import dyad_report  # noqa: PLC0415 - only this command needs it

    kind = _kind(output)
    command = "events dyads"
    dataset = lambda: _dataset(data, command, form, lenient=lenient)  # noqa: E731
    fit = _by_name(dataset, command, form, lenient=lenient)
    with asked(command, given, form) as run:
        if output is None or kind is None:
            found = _folded(run, query, fit)
        else:
            spare_files(output, run.files)
            found = _saved(output, kind, query, run, fit)
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


def _by_name(
    dataset: "Callable[[], tuple[ActorGraph, str]]", command: str, form: str, *, lenient: bool
) -> "Fit":
    """Give what makes typed actors keys of the data; a dataset is read where that takes one."""
    from graph.events.wanted import by_name  # noqa: PLC0415

    @cache
    def known(scheme: str) -> "tuple[ActorGraph, Crosswalk]":
        graph, where = dataset()
        return graph, _crosswalks(where, graph, command, form, lenient=lenient)(scheme)

    return by_name(known)


def _saved(
    output: str, kind: Literal["csv", "parquet"], query: "DyadQuery", run: Asked, fit: "Fit"
) -> "Dyads":
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
            fit=fit,
        )
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(
            f"cannot write {output}: {reason}; name another file with -o", USAGE
        ) from None


@events.command("match")
@click.option("--most", type=COUNT, default=30, show_default=True, help="Names to show.")
@query_options(IN_BOTH)
@format_option("yaml")
@reading_options
@data_options
def match(most: int, form: str, data: str | None, *, lenient: bool, **given: Any) -> None:
    """Rank the names in the data that the crosswalk does not know, with suggestions.

    \b
    whowhom events match ged241.csv --area Afghanistan
    whowhom events match ged241.csv --format yaml > data/crosswalks/more.yaml

    A crosswalk says whose ids and names in the data mean which actor of the dataset: the files
    DIR/crosswalks/*.yaml of the dataset, or those that come with the program. Nothing is matched
    by likeness; --format yaml gives entries to complete by hand.
    """
    from graph.events import match_report, matching  # noqa: PLC0415 - only this command needs them
    from graph.events.folding import for_crosswalks  # noqa: PLC0415
    from graph.events.wanted import calling  # noqa: PLC0415

    graph, where = _dataset(data, "events match", form, lenient=lenient)
    fit = _by_name(lambda: (graph, where), "events match", form, lenient=lenient)
    of = _crosswalks(where, graph, "events match", form, lenient=lenient)
    called: dict[str, str] = {}
    query = query_of(given, period="decade", sources=False)
    with asked("events match", given, form) as run:
        found = _folded(run, query, for_crosswalks(of, calling(fit, called)))
    crosswalk = of(found.reader.scheme)
    matched = matching.match(found.dyads, crosswalk, graph, most, called)
    if form == "yaml":
        click.echo(match_report.yaml(matched, crosswalk.scheme, most), nl=False)
        return
    emit(match_report.report(matched, found, most), form)


@events.command("corroborate")
@click.option(
    "--strong",
    type=COUNT,
    default=None,
    help="Events of one sign from which on a pair is proposed.  [default: what suits the data]",
)
@click.option(
    "--enough",
    type=COUNT,
    default=None,
    help="Events of one sign from which on they decide.  [default: 10 of reports, else 1]",
)
@period_option(None)
@query_options(IN_DATASET)
@format_option("yaml")
@reading_options
@data_options
def corroborate(  # noqa: PLR0913 - one parameter an option
    strong: int | None,
    enough: int | None,
    period: Any,
    form: str,
    data: str | None,
    *,
    lenient: bool,
    **given: Any,
) -> None:
    """Hold the dataset against the data: borne out, contradicted, silent, missing.

    \b
    whowhom events corroborate ucdp-dyadic-241.csv
    whowhom events corroborate ged241.csv --format markdown > corroboration.md
    whowhom events corroborate ged241.csv --format yaml > to-judge.yaml

    A relation on which the data is silent is told apart by whether the data could have shown it.
    For each strong pair without a relation at that time an entry is proposed, with the data as its
    source: --format yaml gives those entries. Nothing is ever written into the dataset.
    """
    from graph.events import corroborating, corroboration_report  # noqa: PLC0415
    from graph.events.folding import for_crosswalks  # noqa: PLC0415

    graph, where = _dataset(data, "events corroborate", form, lenient=lenient)
    refuse_no_text(given["actors"])
    # Of all events, so that silence is that of the data and not of what is asked.
    query = query_of({**given, "actors": ()}, period=period, sources=False)
    of = _crosswalks(where, graph, "events corroborate", form, lenient=lenient)
    with asked("events corroborate", given, form) as run:
        found = _folded(run, query, for_crosswalks(of, corroborating.counting))
    crosswalk = of(found.reader.scheme)
    wanted = _wanted(graph, crosswalk, given["actors"], form)
    held = corroborating.of_actors(
        corroborating.corroborate(graph, found, crosswalk, strong, enough), wanted
    )
    if form == "yaml":
        click.echo(corroboration_report.yaml(held, found.reader), nl=False)
        return
    emit(corroboration_report.report(graph, held, found), form)


def _wanted(
    graph: "ActorGraph", crosswalk: "Crosswalk", names: Sequence[str], form: str
) -> frozenset[str]:
    """Resolve actors as the dataset, else as the crosswalk calls them; none: all."""
    from graph.names import resolve  # noqa: PLC0415

    ids: set[str] = set()
    for name in names:
        explained = crosswalk.of(name) if resolve(graph, name).actor is None else ()
        ids |= {entry.actor for entry in explained} or {
            find_actor(graph, name, "events corroborate", form).id
        }
    return frozenset(ids)


events.add_command(compare)


@events.command("dataset")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    shell_complete=completer("folders"),
    help="The folder to make; it must not hold a dataset yet.",
)
@click.option("--ordered", is_flag=True, help="Keep who acted on whom apart.")
@period_option("year")
@query_options()
@reading_options
@data_options
def dataset(
    output: str, period: Any, data: str | None, *, ordered: bool, lenient: bool, **given: Any
) -> None:
    """Make a dataset of what the events say, which every other command takes.

    \b
    whowhom events dataset ged241.csv --area Afghanistan --min-events 5 -o reported
    whowhom map --data reported
    whowhom diff reported-2023 reported-2024

    Each pair and sign becomes a relation from its first period to its last, and a new one after a
    gap; its source is the data. Actors whom the crosswalk knows keep the ids that they have in the
    dataset that --data names. For a look without files: `whowhom map --events FILE`.
    """
    from graph.commands.reported import build, save  # noqa: PLC0415

    graph, where = _dataset(data, "events dataset", "text", lenient=lenient)
    query = query_of(given, period=period, ordered=ordered, sources=False)
    with asked("events dataset", given) as run:
        made, found = build(run, query, graph, where, lenient=lenient)
    save(made, output, run.files, str(found.reader.citation))
    tell_path(output)
    from graph.events.dyad_report import foot, why_none  # noqa: PLC0415

    for line in (*([] if found.dyads else [why_none(found)]), *foot(found)):
        say(line)


def _dataset(
    data: str | None, command: str, form: str, *, lenient: bool
) -> "tuple[ActorGraph, str]":
    where = find_data(data)
    return open_graph(where, command, form, lenient=lenient), where


def _folded(run: Asked, query: "DyadQuery", fit: "Fit") -> "Dyads":
    from graph.events.folding import fold  # noqa: PLC0415

    return fold(
        run.files, query, engine=run.engine, reader=run.reader, temp_dir=run.temp_dir, fit=fit
    )


def _crosswalks(
    where: str, graph: "ActorGraph", command: str, form: str, *, lenient: bool
) -> "Callable[[str], Crosswalk]":
    """Read the crosswalks of a dataset; what is given has that of each scheme."""
    from graph.events import crosswalks  # noqa: PLC0415

    read = crosswalks.of_dataset(where, graph)
    tell_errors(read.errors, command, form, lenient=lenient)
    return read.of
