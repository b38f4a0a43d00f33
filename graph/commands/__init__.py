"""The command line: arguments -> one call -> text -> exit code. The only importer of click."""

import io
import os
import sys
from importlib import import_module
from typing import Any

import click

from graph import __version__
from graph.commands.common import EXIT_CODES, USAGE, say

#: Where each command lives, in the order of the help. Loaded when asked for: an answer must not
#: wait for what draws maps or talks to git.
COMMANDS = {
    "map": "graph.commands.map:map_",
    "who": "graph.commands.questions:who",
    "whom": "graph.commands.questions:whom",
    "show": "graph.commands.answers:show",
    "path": "graph.commands.connections:path",
    "common": "graph.commands.connections:common",
    "hubs": "graph.commands.connections:hubs",
    "isolated": "graph.commands.connections:isolated",
    "timeline": "graph.commands.evidence:timeline",
    "sources": "graph.commands.evidence:sources",
    "list": "graph.commands.answers:list_",
    "sql": "graph.commands.sql:sql",
    "diff": "graph.commands.diff:diff",
    "export": "graph.commands.export:export",
    "check": "graph.commands.data:check",
    "fmt": "graph.commands.data:fmt",
    "schema": "graph.commands.data:schema",
}


class Commands(click.Group):
    """A group that imports a command when it is used."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run; an answer that cannot be written, to a full disk say, ends like other wrong use."""
        try:
            try:
                return super().main(*args, **extra)
            finally:
                if sys.stdout:
                    sys.stdout.flush()
        except OSError as error:
            say(f"the answer could not be written: {(error.strerror or str(error)).lower()}")
            # What is left in the buffer would be tried again at the very end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            sys.exit(USAGE)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List them in the order of the help."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one, or give None when there is no such command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


_EPILOG = "\b\nExit codes:\n" + "\n".join(f"{code}  {text}" for code, text in EXIT_CODES.items())


@click.group(
    cls=Commands,
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
    whowhom sql "select ..."         ask anything else, read-only
    whowhom diff HEAD~1              what changed, in meaning
    whowhom check                    find every mistake in the data
    whowhom fmt                      put the data files in order
    """
    # Data is UTF-8 whatever the terminal says; what even that cannot hold (half a file name) is
    # shown by its bytes rather than ending the program.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


__all__ = ["COMMANDS", "main"]
