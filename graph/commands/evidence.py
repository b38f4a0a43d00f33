"""``timeline`` and ``sources``."""

from typing import Any

import click

from graph.commands.common import (
    confidence_option,
    current_day,
    data_options,
    date_option,
    emit,
    find_actor,
    format_option,
    open_graph,
)
from graph.dates import FIRST_DAY, LAST_DAY, Date, Span


@click.command()
@click.argument("actors", nargs=-1, metavar="[ACTOR]...")
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
    chosen = [find_actor(graph, name, "timeline", form) for name in actors]
    chosen = list({actor.id: actor for actor in chosen}.values())
    if len(chosen) < len(actors):
        raise click.UsageError("two of these names mean the same actor; name different ones")
    from graph.timeline import timeline as ordered  # noqa: PLC0415

    sure = given["min_confidence"] or ""
    found = ordered(graph, tuple(actor.id for actor in chosen), window, sure)
    if form == "mermaid":
        from graph.gantt import gantt  # noqa: PLC0415 - one picture at a time

        click.echo(gantt(graph, chosen, found, window, today), nl=False)
    elif form == "svg":
        from graph.bars import bars  # noqa: PLC0415

        click.echo(bars(graph, chosen, found, window, today), nl=False)
    else:
        from graph.timeline_report import report  # noqa: PLC0415

        emit(report(graph, chosen, found, window, sure), form)
