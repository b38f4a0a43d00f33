"""``export``: the dataset as a file for another program."""

import sys

import click

from graph import bundled
from graph.commands.common import find_data, open_graph, spare_data, tell_path, write
from graph.commands.exits import BAD_DATA, USAGE, Failure
from graph.commands.options import completer, current_day, data_options
from graph.commands.output import say
from graph.decoding import printable
from graph.exporting import FORMATS, to_bytes
from graph.model import ActorGraph
from graph.report import plural


@click.command()
@click.argument("name", metavar="FORMAT", type=click.Choice(tuple(FORMATS)))
@click.option(
    "-o",
    "--output",
    default=None,
    shell_complete=completer("files"),
    help="The file to write; - for stdout.  [default: whowhom.*]",
)
@data_options
def export(name: str, output: str | None, data: str | None, *, lenient: bool) -> None:
    """Write the dataset in another FORMAT: sqlite, json.

    sqlite: the tables and views of `whowhom sql`, in a file for Datasette, the sqlite3 shell, R
    or pandas. The story and the comments of the data files are left out.

    json: the dataset as one file, with the names of the YAML files. It is a dataset itself: --data
    reads it, and diff compares it. The comments are left out.

    \b
    whowhom export sqlite
    whowhom export json -o 2026.json && whowhom diff 2026.json
    whowhom export sqlite -o actors.sqlite && datasette actors.sqlite
    """
    current_day()
    where = find_data(data)
    file = output or f"whowhom.{FORMATS[name].suffix}"
    if file == "-" and name != "json" and is_terminal():
        raise Failure("this is no text for a terminal; name a file with -o", USAGE)
    if file != "-":
        spare_data(file, where)
    graph = open_graph(where, "export", lenient=lenient)
    try:
        content = to_bytes(name, graph, {"licence": bundled.licence(where)})
    except ValueError as error:
        raise Failure(f"cannot be exported whole: {error}", BAD_DATA) from None
    if file == "-":
        click.echo(content, nl=False)
        return
    write(file, content, "name another file with -o")
    tell_path(file)
    say(f"{_counted(graph)}; {FORMATS[name].opens.format(file=printable(file))}")


def is_terminal() -> bool:
    """Tell whether somebody would see the bytes."""
    return bool(sys.stdout and sys.stdout.isatty())


def _counted(graph: ActorGraph) -> str:
    counts = {
        "actor": len(graph.actors),
        "relation": len(graph.relations),
        "source": len(graph.sources),
    }
    return ", ".join(plural(count, noun) for noun, count in counts.items())
