"""The examples of the documents: console blocks whose outputs are renewed by running them.

A block begins with ``$ whowhom``; the command goes on over more lines while a quote is open. All
of the rest is what it prints, messages too.
"""

import re
import shlex

from terminal import seen

_BLOCK = re.compile(r"(?<=```console\n)\$ whowhom .*?(?=```)", re.DOTALL)


def parted(block: str) -> tuple[str, str]:
    """Part a block into the command, without its prompt, and the output."""
    lines = block.removeprefix("$ ").splitlines(keepends=True)
    for count in range(1, len(lines) + 1):
        command = "".join(lines[:count])
        try:
            shlex.split(command)
        except ValueError:
            continue  # a quote is open
        return command.rstrip("\n"), "".join(lines[count:])
    raise ValueError(f"a quote is never closed: {block[:60]}")


def examples(text: str) -> list[tuple[str, str]]:
    """Give every command of a document with the output that it shows."""
    return [parted(block) for block in _BLOCK.findall(text)]


def printed(command: str) -> str:
    """Run a command on the bundled data, on the day of the documents.

    Gives what a person sees who sits before a terminal of 100 columns, without colour.
    """
    return seen(command, columns=100, NO_COLOR="1", SOURCE_DATE_EPOCH="1795305600")[0]


def renewed(text: str) -> str:
    """Give a document with the outputs of its examples as they are now."""

    def again(found: re.Match[str]) -> str:
        command, _ = parted(found[0])
        return f"$ {command}\n{printed(command)}"

    return _BLOCK.sub(again, text)
