"""``check`` and ``schema``: what is wrong with a dataset, and what may stand in it."""

import sys

import click

from graph.commands.common import (
    BAD_DATA,
    FINDINGS,
    data_options,
    find_data,
    format_option,
    readable,
)
from graph.loading import load


@click.command()
@click.argument("path", required=False)
@click.option("--strict", is_flag=True, help="Warnings count as findings too.")
@format_option("text", "json", "github")
@data_options
def check(path: str | None, form: str, data: str | None, *, strict: bool, lenient: bool) -> None:
    """Check a dataset: every mistake, with file:line:column.

    PATH is the dataset's folder, or the one file that is all of it; without it, what --data says.
    Exit code 1 when there are errors (with --strict: or warnings), 3 when there is no dataset to
    check.

    \b
    whowhom check
    whowhom check my/data --strict --format github
    """
    from graph.check_report import RENDER  # noqa: PLC0415

    del lenient  # accepted everywhere; a check hides nothing
    loaded = load(path or find_data(data))
    click.echo(RENDER[form](loaded), nl=False)
    if not readable(loaded.errors):
        sys.exit(BAD_DATA)
    if loaded.errors or (strict and loaded.problems):
        sys.exit(FINDINGS)


@click.command()
def schema() -> None:
    """Print the JSON Schema of the data files, for editors.

    Editors complete and check as you type when a file begins with

    \b
    # yaml-language-server: $schema=schema.json
    """
    from graph.schema import schema_text  # noqa: PLC0415

    click.echo(schema_text(), nl=False)
