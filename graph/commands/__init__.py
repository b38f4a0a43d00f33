"""The command line: arguments -> one call -> text -> exit code. The only importer of click."""

import click

from graph import __version__
from graph.commands.answers import list_, show, who, whom
from graph.commands.common import EXIT_CODES
from graph.commands.data import check, schema
from graph.commands.diff import diff
from graph.commands.map import map_

_EPILOG = "\b\nExit codes:\n" + "\n".join(f"{code}  {text}" for code, text in EXIT_CODES.items())


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.version_option(__version__, prog_name="whowhom")
def main() -> None:
    """Who stands against whom, since when, and who says so.

    \b
    whowhom map                      draw the map of the dataset
    whowhom who opposes taliban      ask who stands against whom
    whowhom show taliban al-qaeda    all that is known between two
    whowhom diff HEAD~1              what changed, in meaning
    whowhom check                    find every mistake in the data
    """


for command in (map_, who, whom, show, list_, diff, check, schema):
    main.add_command(command)

__all__ = ["main"]
