"""``whowhom textconv``: a data file as lines that git can compare."""

import click

from graph.commands.exits import USAGE, Failure
from graph.commands.options import completer
from graph.decoding import printable


@click.command()
@click.argument("file", shell_complete=completer("files"))
def textconv(file: str) -> None:
    """Print what a data file says, a fact a line, for git diff.

    Order, comments, quotes and line breaks leave no trace, so that git shows only what changed
    in meaning. A file that cannot be read as data is printed as it is, behind a line that says why.

    \b
    whowhom textconv data/relations.yaml
    git config diff.whowhom.textconv "whowhom textconv"
    """
    from graph.patching.facts import facts  # noqa: PLC0415

    try:
        with open(file, "rb") as opened:
            data = opened.read()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(f"cannot read {printable(file)}: {reason}", USAGE) from None
    click.echo(facts(data, printable(file)), nl=False)
