"""The command line: arguments -> one call -> text -> exit code. The only importer of click."""

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from inspect import cleandoc
from typing import Any

import click

from graph import __version__
from graph.commands.exits import CUT_OFF, EXIT_CODES, INTERRUPTED, USAGE
from graph.commands.output import say
from graph.commands.streams import make_whole
from graph.suggesting import did_you_mean

#: Where each command lives, in the order of the help. Loaded when asked for: an answer must not
#: wait for what draws maps or talks to git.
COMMANDS = {
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
    "map": "graph.commands.map:map_",
    "diff": "graph.commands.diff:diff",
    "log": "graph.commands.history:log",
    "blame": "graph.commands.history:blame",
    "apply": "graph.commands.apply:apply",
    "merge": "graph.commands.merge:merge",
    "textconv": "graph.commands.textconv:textconv",
    "export": "graph.commands.export:export",
    "events": "graph.commands.events:events",
    "check": "graph.commands.data:check",
    "fmt": "graph.commands.data:fmt",
    "schema": "graph.commands.data:schema",
    "help": "graph.commands.help:help_",
    "completion": "graph.commands.completion:completion",
}
#: How the help groups them; a command that is named nowhere stands under the last head.
SECTIONS = {
    "Ask": ("who", "whom", "show", "path", "common", "timeline", "sources", "list", "sql"),
    "Measure": ("hubs", "isolated"),
    "Draw": ("map", "export"),
    "Compare": ("diff", "log", "blame", "apply", "merge", "textconv"),
    "Weigh": ("events",),
    "Look after": ("check", "fmt"),
    "Know more": ("help", "schema", "completion"),
}


class Commands(click.Group):
    """A group that imports a command when it is used, and ends in one place however it ends."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - as click declares it
        **extra: Any,
    ) -> Any:
        """Run and exit; every failure is one line on stderr and a documented code."""
        del standalone_mode  # it always exits
        words = list(sys.argv[1:] if args is None else args)
        make_whole()
        try:
            code = self._run(words, prog_name=prog_name, complete_var=complete_var, **extra)
            if sys.stdout:
                sys.stdout.flush()
        except (KeyboardInterrupt, click.Abort):
            code = INTERRUPTED
        except BrokenPipeError:
            code = _give_up(CUT_OFF)
        except OSError as error:
            say(f"the answer could not be written: {(error.strerror or str(error)).lower()}")
            code = _give_up(USAGE)
        sys.exit(code)

    def _run(self, words: list[str], **extra: Any) -> int:
        if "_WHOWHOM_COMPLETE" in os.environ:
            from graph.commands.completion import register  # noqa: PLC0415

            register()
        try:
            # A copy: what is left of the words when parsing fails says nothing.
            code = super().main(list(words), standalone_mode=False, **extra)
        except click.ClickException as error:
            from graph.commands.failing import told  # noqa: PLC0415 - most answers need none

            return told(error, words)
        return code if isinstance(code, int) else 0

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; click itself would end a broken pipe with the code for findings."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            ctx.exit(_give_up(CUT_OFF))

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
        command.help = examples_first(cleandoc(command.help or ""))
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or fail with the nearest one."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f'no command "{args[0]}"{did_you_mean(args[0], COMMANDS)}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write them under the heads of `SECTIONS`."""
        known = {name for names in SECTIONS.values() for name in names}
        for head, names in SECTIONS.items():
            last = [name for name in COMMANDS if name not in known] if head == "Know more" else []
            here = [name for name in (*names, *last) if name in COMMANDS]
            rows = [(name, self._about(ctx, name, formatter.width)) for name in here]
            if rows:
                with formatter.section(head):
                    formatter.write_dl(rows)

    def _about(self, ctx: click.Context, name: str, width: int) -> str:
        command = self.get_command(ctx, name)
        return command.get_short_help_str(max(width - 14, 20)) if command else ""


def examples_first(text: str) -> str:
    """Put the examples of a command's help, its block of ``whowhom`` lines, behind the summary.

    >>> examples_first("Sum.\\n\\nMore.\\n\\n\\b\\nwhowhom x")
    'Sum.\\n\\n\\x08\\nwhowhom x\\n\\nMore.'
    """
    parts = text.split("\n\n")
    examples = [part for part in parts if part.startswith("\b\nwhowhom ")]
    rest = [part for part in parts if part not in examples]
    return "\n\n".join([*rest[:1], *examples, *rest[1:]])


def _give_up(code: int) -> int:
    """Drop what is left to write: it would be tried again at the very end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return code


_EPILOG = "\b\nExit codes:\n" + "\n".join(f"{code}  {text}" for code, text in EXIT_CODES.items())


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.version_option(__version__, prog_name="whowhom")
@click.option("--no-pager", is_flag=True, help="Print long text at once.")
@click.pass_context
def main(ctx: click.Context, *, no_pager: bool) -> None:
    """Who stands against whom, since when, and who says so.

    \b
    whowhom who opposes taliban      ask who stands against whom
    whowhom show taliban al-qaeda    all that is known between two
    whowhom sql "select ..."         ask anything else, read-only
    whowhom map                      draw the map of the dataset
    whowhom diff HEAD~1              what changed, in meaning
    whowhom check                    find every mistake in the data
    whowhom help                     topics: dates, output, exit codes ...
    """
    # Data is UTF-8 whatever the terminal says; what even that cannot hold (half a file name) is
    # shown by its bytes rather than ending the program.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    ctx.meta["graph.no_pager"] = no_pager
    if ctx.invoked_subcommand is None:
        from graph.commands.topics import GUIDE  # noqa: PLC0415

        click.echo(GUIDE, nl=False)


__all__ = ["COMMANDS", "main"]
