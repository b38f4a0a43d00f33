"""``timeline`` and ``sources``."""

from typing import TYPE_CHECKING, Any

import click

from graph.commands.common import find_actors, open_graph, opened
from graph.commands.exits import UNKNOWN, fail
from graph.commands.options import (
    answer_options,
    completer,
    confidence_option,
    current_day,
    data_options,
    date_option,
)
from graph.commands.output import emit, format_option, say
from graph.dates import FIRST_DAY, LAST_DAY, Date, Span
from graph.names import fold
from graph.query import Verb, ask
from graph.report import failure
from graph.suggesting import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.resting import Resting


@click.command()
@click.argument("actors", nargs=-1, metavar="[ACTOR]...", shell_complete=completer("actors"))
@date_option("--from", "begin", "Only what shares a day with this date or a later one.")
@date_option("--to", "end", "Only what shares a day with this date or an earlier one.")
@confidence_option
@format_option("text", "json", "csv", "tsv", "markdown", "mermaid", "svg")
@data_options
def timeline(
    actors: tuple[str, ...], begin: Date | None, end: Date | None, form: str, **given: Any
) -> None:
    """What began, ended and happened, in order: of all, of ACTOR, or between several.

    \b
    whowhom timeline isis-k
    whowhom timeline taliban al-qaeda
    whowhom timeline --from 2021-08 --to 2021-09
    whowhom timeline nrf --format svg > nrf.svg
    whowhom timeline nrf --format mermaid > nrf.mmd

    Of one actor, its life and all its relations; of two or more, what is between them. --from and
    --to are inclusive. What nothing dates is listed at the end. The pictures have a bar for every
    relation that holds in the window; their colours mean polarity only.
    """
    today = current_day()
    window = Span(begin.first if begin else FIRST_DAY, end.last if end else LAST_DAY)
    if begin and end and window.first > window.last:
        raise click.UsageError(f"--from {begin.text} is after --to {end.text}")
    graph = open_graph(given["data"], "timeline", form, lenient=given["lenient"])
    chosen = find_actors(graph, actors, "timeline", form)
    from graph.timeline import timeline as ordered  # noqa: PLC0415

    sure = given["min_confidence"] or ""
    found = ordered(graph, tuple(actor.id for actor in chosen), window, sure)
    if form == "mermaid":
        from graph import gantt  # noqa: PLC0415 - one picture at a time

        text = gantt.gantt(graph, chosen, found, window, today)
        click.echo(text, nl=False)
        if len(text) > gantt.MOST_CHARACTERS:
            say(
                f"the chart is longer than Mermaid draws unasked ({gantt.MOST_CHARACTERS:,} "
                "characters): raise its maxTextSize, or ask for less"
            )
    elif form == "svg":
        from graph.bars import bars  # noqa: PLC0415

        click.echo(bars(graph, chosen, found, window, today), nl=False)
    else:
        from graph.timeline_report import report  # noqa: PLC0415

        emit(report(graph, chosen, found, window, sure), form)


@click.command()
@click.argument("source", required=False, shell_complete=completer("sources"))
@click.option(
    "--weak", is_flag=True, help="Claims that rest on one voice or poor grades, or are disputed."
)
@answer_options
def sources(source: str | None, *, weak: bool, **options: Any) -> None:
    """What rests on each source, or on SOURCE, and on it alone.

    \b
    whowhom sources
    whowhom sources baloch-2023
    whowhom sources --weak --as-of today
    whowhom sources --weak --format csv > check-these.csv

    SOURCE is an id, or the address of the document. --weak lists the claims whose sources all have
    one origin or publisher, or are all graded D to F or not at all, or that somebody disputes.
    Without --as-of: all times.
    """
    graph, filters, form = opened("sources", options, default=None)
    from graph import resting, source_report  # noqa: PLC0415 - the timeline does without

    every = Verb("", "", tuple(kind.name for kind in graph.types))
    answer = ask(graph, every, filters=filters)
    kept = {held.key: held for stance in answer.stances for held in stance.relations}
    ordered = [kept[key] for key in graph.keys if key in kept]
    found = resting.resting(graph, ordered)
    one = _find_source(found, source, form) if source is not None else None
    if weak:
        claims = resting.weak(graph, one.asserted if one else ordered)
        emit(source_report.weak(graph, claims, answer, filters, one and one.source), form)
    elif one:
        emit(source_report.record(graph, one, answer, filters), form)
    else:
        emit(source_report.overview(found, answer, filters), form)


def _find_source(found: "Sequence[Resting]", name: str, form: str) -> "Resting":
    """Find a source by its id or its address, or fail with the nearest ids."""
    for one in found:
        known = (one.source.id, one.source.url or one.source.id)
        if name in known or fold(name) == fold(one.source.id):
            return one
    near = tuple(nearest(name, [one.source.id for one in found]))
    hint = f"; did you mean {', '.join(near)}?" if near else "; see `whowhom sources`"
    return fail(
        failure("sources", "unknown-source", f'no source "{name}"{hint}', near), form, UNKNOWN
    )
