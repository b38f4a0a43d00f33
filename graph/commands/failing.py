"""How a run ends that gave no answer: one line for people, one object for readers of JSON."""

import os
from collections.abc import Sequence

import click

from graph.commands.exits import Failure
from graph.commands.output import say
from graph.escaping import json_escaped, shortened
from graph.report import Report, failure


def told(error: click.ClickException, words: Sequence[str]) -> int:
    """Tell a failure, and give its exit code.

    Args:
        error: What click or a command raised.
        words: The command line as it was given.
    """
    whole = error.format_message() if isinstance(error, Failure) else _with_advice(error)
    message = shortened(whole)
    if wants_json(words):
        from graph.formats import to_json  # noqa: PLC0415

        report = error.report if isinstance(error, Failure) else None
        answer = (report or _report(error, whole))._replace(message=message)
        click.echo(json_escaped(to_json(answer)), nl=False)
    say(message)
    return error.exit_code


def wants_json(words: Sequence[str]) -> bool:
    """Tell whether a command line asks for JSON, though the rest of it may be wrong.

    >>> wants_json(["who", "--format", "json"]), wants_json(["who", "--format=json"])
    (True, True)
    >>> wants_json(["who", "--", "--format=json"])
    False
    """
    options = list(words[: words.index("--")] if "--" in words else words)
    form = os.environ.get("WHOWHOM_FORMAT", "")
    for word, after in zip(options, [*options[1:], ""], strict=True):
        if word == "--format":
            form = after
        elif word.startswith("--format="):
            form = word.removeprefix("--format=")
    return form == "json"


def _report(error: click.ClickException, message: str) -> Report:
    context = getattr(error, "ctx", None)
    name = context.command_path.partition(" ")[2] if context and context.parent else "whowhom"
    return failure(name or "whowhom", "wrong-use", message)


def _with_advice(error: click.ClickException) -> str:
    """Give click's message in one line, with the command that helps on."""
    message = " ".join(error.format_message().split()).removesuffix(".")
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "whowhom"
    joined = " " if message.endswith("?") else "; "
    return f"{message}{joined}see `{path} --help`"
