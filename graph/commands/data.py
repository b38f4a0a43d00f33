"""``check``, ``fmt`` and ``schema``: a dataset's mistakes, its form, and what may stand in it."""

import sys
from collections.abc import Collection

import click

from graph import bundled
from graph.commands.common import find_data, readable, tell_left_behind, tell_problems, write
from graph.commands.exits import BAD_DATA, FINDINGS, USAGE, Failure
from graph.commands.options import completer, data_options
from graph.commands.output import emit, format_option
from graph.decoding import printable
from graph.keeping import kept_file, read_kept
from graph.loading import declared_actors, load_with_files
from graph.model import ActorGraph, Loaded
from graph.problems import Problem, told_problems
from graph.report import plural


@click.command()
@click.argument("path", required=False, shell_complete=completer("files"))
@click.option("--strict", is_flag=True, help="Warnings count as findings too.")
@format_option("github")
@data_options
def check(path: str | None, form: str, data: str | None, *, strict: bool, lenient: bool) -> None:
    """Check a dataset: every mistake, with file:line:column.

    PATH is the dataset's folder, or the one file that is all of it; without it, what --data says.
    What lies beside is checked too: the map's places, positions.csv, and the crosswalks of event
    data, crosswalks/*.yaml. Exit code 1 when there are errors (with --strict: or warnings), 3 when
    there is no dataset to check.

    \b
    whowhom check
    whowhom check my/data --strict --format github
    """
    from graph import check_report  # noqa: PLC0415

    del lenient  # accepted everywhere; a check hides nothing
    where = find_data(data, own=True) if path is None else path
    tell_left_behind(where)
    loaded, texts = load_with_files(where)
    if readable(loaded.errors, where):
        beside = _beside(where, loaded.graph, declared_actors(loaded, texts))
        loaded = Loaded(loaded.graph, tuple(sorted((*loaded.problems, *beside))))
    if form == "github":
        click.echo(check_report.to_github(loaded), nl=False)
    else:
        emit(check_report.report(loaded), form)
    if not readable(loaded.errors, where):
        sys.exit(BAD_DATA)
    if loaded.errors or (strict and loaded.problems):
        sys.exit(FINDINGS)


def _beside(where: str, graph: ActorGraph, declared: Collection[str] | None) -> tuple[Problem, ...]:
    """Give what is wrong with the files that name actors of a dataset and are no part of it."""
    from graph.events import crosswalks  # noqa: PLC0415 - only a check looks at both

    walks = crosswalks.load(crosswalks.own_folder(where), graph, declared)
    _, misplaced = read_kept(kept_file(where), declared)
    return (*misplaced, *walks.problems)


@click.command("fmt")
@click.argument("path", required=False, shell_complete=completer("files"))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; name what would change.")
@data_options
def fmt(path: str | None, data: str | None, *, only_check: bool, lenient: bool) -> None:
    """Write the data files in one form: order, short lines, one blank line between entries.

    What the files say does not change, and comments stay with what they stand above or beside.
    Actors go by kind and id, relations by source, target and begin, sources by id. Files with
    mistakes of form are left alone, all of them (exit code 3).

    \b
    whowhom fmt
    whowhom fmt my/data --check
    """
    from graph.formatting import format_files  # noqa: PLC0415

    del lenient  # half a file cannot be put in order
    where = find_data(data, own=True) if path is None else path
    if where == bundled.data_folder():
        raise Failure("the bundled dataset is not yours to change; name a folder", USAGE)
    formatted, problems = format_files(where)
    tell_problems(told_problems(problems))
    if problems:
        raise Failure(
            f"{plural(len(problems), 'error')} in the data; nothing was written", BAD_DATA
        )
    for file, before, text in formatted:
        if not only_check:
            _rewrite(file, before, text)
        click.echo(f"{'would change' if only_check else 'formatted'}: {printable(file)}")
    if only_check and formatted:
        sys.exit(FINDINGS)


def _rewrite(file: str, before: bytes, text: str) -> None:
    """Write a file again, unless somebody else did meanwhile or it is not to be written."""
    with open(file, "rb") as opened:
        now = opened.read()
    if now != before:
        raise Failure(f"{file} was changed meanwhile; nothing was written to it, try again", USAGE)
    write(file, text, "is it yours to change?")


@click.command()
@click.option("--answers", "of", flag_value="answers", help="The schema of --format json instead.")
@click.option("--crosswalk", "of", flag_value="crosswalk", help="That of crosswalks instead.")
def schema(of: str | None) -> None:
    """Print the JSON Schema of the data files, for editors.

    \b
    whowhom schema > schema.json
    whowhom schema --crosswalk > crosswalks/schema.json
    whowhom schema --answers

    Editors complete and check as you type when a file begins with

    \b
    # yaml-language-server: $schema=schema.json
    """
    if of == "answers":
        from graph.answer_schema import schema_text as text  # noqa: PLC0415
    elif of == "crosswalk":
        from graph.events.crosswalk_schema import schema_text as text  # noqa: PLC0415
    else:
        from graph.schema import schema_text as text  # noqa: PLC0415
    click.echo(text(), nl=False)
