"""``map``: one offline HTML page, the same as a picture, or a page that follows the data."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import click

from graph import bundled
from graph.commands.common import find_data, open_graph, spare_data, tell_path, write
from graph.commands.exits import USAGE, Failure
from graph.commands.laying import keep_places, laid_out
from graph.commands.options import (
    as_of_option,
    completer,
    data_options,
    events_option,
    from_events,
    last_reported,
    usual_day,
)
from graph.commands.output import say
from graph.dates import Date
from graph.escaping import one_line
from graph.model import ActorGraph

Artist: TypeAlias = Callable[..., str | bytes]
_PAGE = (".html", ".htm", "")
_PICTURE = (".svg", ".png")
_TITLE = "Who stands against whom"


@click.command("map")
@click.option(
    "-o",
    "--output",
    default="map.html",
    show_default=True,
    shell_complete=completer("files"),
    help="The file to write: *.html, *.svg or *.png; - for the page on stdout.",
)
@as_of_option(
    "The date of the map: a year, a month, a day, today or all. [default: today]", all_times=True
)
@click.option(
    "--title",
    default=None,
    help=f"Heading of the map. [default: {_TITLE}; of event data, its title]",
)
@click.option("--dark", is_flag=True, help="Light on dark, for an .svg or .png.")
@click.option(
    "--unfold", is_flag=True, help="Every person, not inside the group, in an .svg or .png."
)
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@click.option(
    "--keep-positions",
    "keep",
    is_flag=True,
    help="Write where everybody stands to positions.csv beside the data, so that later maps "
    "hardly move.",
)
@click.option("--watch", is_flag=True, help="Show the page, and again when the data changes.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=None,
    help="Of --watch, on this machine alone. [default: a free one]",
)
@data_options
@events_option
def map_(  # noqa: PLR0913 - one parameter an option
    output: str,
    as_of: Date | None,
    title: str | None,
    data: str | None,
    port: int | None,
    *,
    dark: bool,
    unfold: bool,
    show: bool,
    keep: bool,
    watch: bool,
    lenient: bool,
) -> None:
    """Draw the map: one HTML file that needs no network, or the same as a picture.

    \b
    whowhom map
    whowhom map -o 2001.html --as-of 2001-09
    whowhom map -o report.png --title "Kabul, August 2021" --as-of 2021-08
    whowhom map --watch --open
    """
    form = _form(output, {"dark": dark, "unfold": unfold}, watch=watch, port=port)
    artist = _artist(form, {"dark": dark, "unfold": unfold})
    where = find_data(data)
    spare_data(output, where)
    if from_events() and (keep or watch):
        flag = "--keep-positions" if keep else "--watch"
        raise Failure(f"{flag} is for a dataset; make one with `whowhom events dataset`", USAGE)
    if keep and watch:
        raise Failure("--keep-positions is for a map that is written once, not for --watch", USAGE)
    if keep and data is None and where == bundled.data_folder():
        raise Failure("the bundled dataset is not written to; name yours with --data", USAGE)

    spots: dict[str, tuple[int, int]] = {}

    def drawn(graph: ActorGraph) -> str | bytes:
        spots.update(laid_out(graph, where, keep=keep, lenient=lenient))
        date = as_of or usual_day()
        return artist(graph, title=one_line(title or _heading(graph)), as_of=date, positions=spots)

    if watch:
        from graph.commands.watch import follow  # noqa: PLC0415 - brings a server

        follow(where, drawn, output, port or 0, show=show, lenient=lenient)
        return
    content = drawn(open_graph(where, "map", lenient=lenient))
    if (last := last_reported()) and not as_of:
        say(f"the map opens at {last.text}, the last day of the data")
    if output == "-":
        click.echo(content, nl=False)
    else:
        write(output, content, "name another file with -o")
    if keep:
        keep_places(where, spots)
    if output == "-":
        return
    tell_path(output)
    if show and click.launch(os.path.abspath(output)) != 0:
        say("no browser could be started; open the file by hand")


def _heading(graph: ActorGraph) -> str:
    """Give the heading that nobody named; event data is the one source of its graph."""
    return graph.sources[0].title if from_events() and graph.sources else _TITLE


def _form(output: str, looks: dict[str, bool], *, watch: bool, port: int | None) -> str:
    """Give the suffix of what is written, or fail where the options do not fit together."""
    form = os.path.splitext(output)[1].lower()
    wrong = ""
    if form not in _PAGE + _PICTURE or output.endswith(os.sep):
        wrong = f"{output}: the map is a page or a picture; name it *.html, *.svg or *.png"
    elif form in _PAGE and any(looks.values()):
        wrong = f"--{next(filter(looks.get, looks))} is for an .svg or .png; the page has a switch"
    elif watch and (form in _PICTURE or output == "-"):
        wrong = f"--watch shows the page, so it cannot write to {output}; name it *.html"
    elif port is not None and not watch:
        wrong = "--port is for --watch"
    if wrong:
        raise Failure(wrong, USAGE)
    return form


def _artist(form: str, looks: dict[str, bool]) -> Artist:
    """Give what draws in this form, or fail where that is not installed, before the work begins."""
    if form in _PAGE:
        from graph.drawing import draw  # noqa: PLC0415 - a wrong option needs none of these

        return draw
    from graph.picture import draw_svg  # noqa: PLC0415

    svg = partial(draw_svg, dark=looks["dark"], unfold=looks["unfold"])
    if form == ".svg":
        return svg
    from graph.raster import NoRendererError, renderer  # noqa: PLC0415

    try:
        png = renderer()
    except NoRendererError as error:
        raise Failure(str(error), USAGE) from None

    def drawn(graph: ActorGraph, **given: Any) -> bytes:
        try:
            return png(svg(graph, **given))
        except ValueError as error:
            raise Failure(f"the picture cannot be drawn as a PNG: {error}", USAGE) from None

    return drawn
