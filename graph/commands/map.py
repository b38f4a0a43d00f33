"""``map``: one offline HTML page."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import click

from graph import bundled
from graph.commands.common import (
    USAGE,
    Failure,
    as_of_option,
    completer,
    current_day,
    data_options,
    find_data,
    open_graph,
    say,
    tell_errors,
    write,
)
from graph.dates import Date
from graph.keeping import Kept, kept_file, read_kept, table
from graph.model import ActorGraph
from graph.report import plural

#: Seconds that a layout may take before it says how far it is.
_SILENT = 1.0


@click.command("map")
@click.option(
    "-o",
    "--output",
    default="map.html",
    shell_complete=completer("files"),
    show_default=True,
    help="The file to write; - for stdout.",
)
@as_of_option("The date that the page opens at: a year, a month, a day or today.")
@click.option("--title", default=None, help="Heading of the page.")
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--keep-positions",
    "keep",
    is_flag=True,
    help="Write where everybody stands to positions.csv beside the data, so that later maps "
    "hardly move.",
)
@data_options
def map_(  # noqa: PLR0913 - one parameter an option
    output: str,
    as_of: Date | None,
    title: str | None,
    data: str | None,
    *,
    show: bool,
    keep: bool,
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
    where = find_data(data)
    if keep and data is None and where == bundled.data_folder():
        raise Failure("the bundled dataset is not written to; name yours with --data", USAGE)
    graph = open_graph(where, "map", lenient=lenient)
    file = kept_file(where)
    kept, problems = read_kept(file)
    tell_errors(problems, "map", "text", lenient=lenient)
    # Opened late and laid out rarely: positions are cached under what they depend on.
    from graph.drawing import draw  # noqa: PLC0415

    spots = _placed(graph, kept, file)
    shown = title or "Who stands against whom"
    page = draw(graph, title=shown, as_of=as_of or current_day(), positions=spots)
    if keep:
        write(file, table(Kept(spots, kept.pinned)), "leave out --keep-positions")
        say(f"where {plural(len(spots), 'actor')} stand is kept in {file}")
    if output == "-":
        click.echo(page, nl=False)
        return
    write(output, page, "name another file with -o")
    click.echo(os.path.abspath(output))
    if show and click.launch(os.path.abspath(output)) != 0:
        say("no browser could be started; open the file by hand")


def _placed(graph: ActorGraph, kept: Kept, file: str) -> dict[str, tuple[int, int]]:
    """Lay out the graph around what is kept, and say what cannot be kept."""
    from graph.layout import overlaps  # noqa: PLC0415 - brings numpy
    from graph.placing import placed  # noqa: PLC0415

    gone = sorted(kept.spots.keys() - graph.actor.keys())
    if gone:
        say(f"{file}: not in the data, so ignored: {', '.join(gone)}; --keep-positions drops them")
    with progress(f"laying out {plural(len(graph.actors), 'actor')}") as tell:
        spots = placed(graph, kept, tell)
    if kept.pinned:
        for one, two in overlaps(graph, spots):
            say(f"{file}: {one} and {two} are pinned on top of each other")
    return spots


@contextmanager
def progress(what: str) -> Iterator[Callable[[float], None]]:
    """Show on a terminal how far a longer work is; nothing in its first second or into a pipe."""
    begun, lines = monotonic(), [""]
    terminal = bool(sys.stderr) and sys.stderr.isatty()

    def tell(share: float) -> None:
        line = f"whowhom: {what}: {share:.0%}"
        if terminal and line != lines[-1] and monotonic() - begun > _SILENT:
            lines.append(line)
            click.echo(f"\r{line}", err=True, nl=False)

    try:
        yield tell
    finally:
        if lines[-1]:
            click.echo(f"\r{' ' * max(map(len, lines))}\r", err=True, nl=False)
