"""``map``: one offline HTML page."""

import os

import click

from graph.commands.common import (
    USAGE,
    Failure,
    as_of_option,
    current_day,
    data_options,
    open_graph,
    say,
    write,
)
from graph.dates import Date
from graph.report import plural


@click.command("map")
@click.option(
    "-o", "--output", default="map.html", show_default=True, help="The file to write; - for stdout."
)
@as_of_option("The date that the page opens at: a year, a month, a day or today.")
@click.option("--title", default=None, help="Heading of the page.")
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@data_options
def map_(  # noqa: PLR0913 - one parameter an option
    output: str,
    as_of: Date | None,
    title: str | None,
    data: str | None,
    *,
    show: bool,
    lenient: bool,
) -> None:
    """Draw the map: one HTML file that needs no network.

    \b
    whowhom map
    whowhom map -o 2001.html --as-of 2001-09
    """
    suffix = os.path.splitext(output)[1].lower()
    if suffix not in ("", ".html", ".htm") or output.endswith(os.sep):
        raise Failure(f"{output}: the map is one HTML page; name it *.html", USAGE)
    graph = open_graph(data, "map", lenient=lenient)
    # Opened late and laid out rarely: positions are kept under what they depend on.
    from graph.drawing import draw  # noqa: PLC0415
    from graph.placing import placed  # noqa: PLC0415

    spots = placed(graph, lambda: say(f"laying out {plural(len(graph.actors), 'actor')} ..."))
    shown = title or "Who stands against whom"
    page = draw(graph, title=shown, as_of=as_of or current_day(), positions=spots)
    if output == "-":
        click.echo(page, nl=False)
        return
    write(output, page, "name another file with -o")
    click.echo(os.path.abspath(output))
    if show and click.launch(os.path.abspath(output)) != 0:
        say("no browser could be started; open the file by hand")
