"""The manual page, ``whowhom.1``, from the commands' help and the topics."""

import re
from collections.abc import Iterator

import click

from graph import __version__
from graph.commands import COMMANDS, main
from graph.commands.topics import TOPICS


def manual_page() -> str:
    """Give the page in the man macros of roff, the same for the same program."""
    context = click.Context(main, info_name="whowhom", **main.context_settings)
    parts = [
        f'.TH WHOWHOM 1 "" "whowhom {__version__}" "User Commands"',
        ".SH NAME",
        r"whowhom \- who stands against whom, since when, and who says so",
        ".SH SYNOPSIS",
        ".B whowhom",
        r"[\-\-no\-pager] \fICOMMAND\fR [\fIOPTIONS\fR] [\fIARGS\fR]",
        ".SH DESCRIPTION",
        *_filled(
            "whowhom explores the relations between the actors of a conflict: dated, sourced "
            "claims in YAML files. It answers questions, draws a map, and tells two versions of "
            "the data apart in meaning."
        ),
        ".SH COMMANDS",
    ]
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        parts += _command(command, name, context)
        for below, one in command.commands.items() if isinstance(command, click.Group) else ():
            parts += _command(one, f"{name} {below}", context)
    for name, topic in TOPICS.items():
        head = "EXIT STATUS" if name == "exit-codes" else name.upper()
        parts += [f".SH {_plain(head)}", *_verbatim(topic.make())]
    return "\n".join(parts) + "\n"


def _command(command: click.Command, name: str, above: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=above)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f".SS {_plain(f'whowhom {name} {usage}')}"
    for part in (command.help or "").split("\n\n"):
        if part.startswith("\b\n"):
            yield from _verbatim(part.removeprefix("\b\n"))
        else:
            yield from _filled(part)
    for parameter in command.params:
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record:
            yield ".TP"
            yield rf"\fB{_plain(record[0])}\fR"
            yield _plain(" ".join(record[1].split()))


def _filled(text: str) -> list[str]:
    return [".PP", _plain(" ".join(text.split()))]


def _verbatim(text: str) -> list[str]:
    lines = [_plain(line) for line in text.rstrip("\n").split("\n")]
    return [".PP", ".nf", ".RS 4", *lines, ".RE", ".fi"]


def _plain(text: str) -> str:
    r"""Write text that roff takes as it is: no escapes, no requests, hyphens that can be copied."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq")
    text = text.replace("`", r"\(ga").replace("^", r"\(ha").replace("~", r"\(ti")
    return re.sub(r"^\.", r"\\&.", text)
