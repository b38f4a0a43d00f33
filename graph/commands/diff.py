"""``whowhom diff``: what changed between two versions of a dataset."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from graph.commands.common import (
    FINDINGS,
    completer,
    data_options,
    emit,
    fail,
    find_versions,
    format_option,
    say,
    tell_errors,
)
from graph.report import failure

if TYPE_CHECKING:
    from graph.versions import Version


@click.command()
@click.argument("versions", nargs=-1, metavar="[OLD] [NEW]", shell_complete=completer("versions"))
@click.option("--staged", is_flag=True, help="The index in the place of the data as it is.")
@click.option("--exit-code", is_flag=True, help="End with 1 when there is any difference.")
@format_option()
@data_options
def diff(
    versions: tuple[str, ...],
    data: str | None,
    form: str,
    *,
    lenient: bool,
    **given: bool,
) -> None:
    """Say what changed between two versions of the data.

    A version is a folder, a YAML, JSON, zip or tar file, a git revision, @DATE (what holds then) or
    REV@DATE; A..B are two revisions, A...B is what B did since they went apart. Alone: HEAD against
    the data as it is; with OLD: OLD against that. More: whowhom help versions.

    \b
    whowhom diff                    since the last commit
    whowhom diff --staged           what the next commit will say
    whowhom diff HEAD~3             since three commits ago
    whowhom diff main..topic        what a branch changes
    whowhom diff @2021-08 @2021-09  what a month changed in the world
    whowhom diff old/ new/          two folders
    """
    # The help of a command must not wait for what the command needs.
    from graph import diff_report  # noqa: PLC0415
    from graph.comparing import diff as compare  # noqa: PLC0415

    old, new = _read(versions, data, form, staged=given["staged"])
    broken = [side for side in (old, new) if side.loaded.errors]
    errors = dict.fromkeys(error for side in broken for error in side.loaded.errors)
    where = " and in ".join(dict.fromkeys(side.title for side in broken))
    tell_errors(tuple(errors), "diff", form, lenient=lenient, where=where)
    found = compare(old.loaded.graph, new.loaded.graph)
    sides = diff_report.Sides(old.loaded.graph, new.loaded.graph, old.title, new.title)
    emit(diff_report.report(found, sides), form)
    if found and given["exit_code"]:
        sys.exit(FINDINGS)


def _read(
    words: Sequence[str], data: str | None, form: str, *, staged: bool
) -> tuple["Version", "Version"]:
    from graph.versions import VersionError, notes, parse_sides, read_side  # noqa: PLC0415

    try:
        sides = parse_sides(words, staged=staged)
        # Two folders need no dataset; looking for one would only make noise.
        if not all(os.path.exists(side.text) for side in sides):
            data = find_versions(data)
        old, new = (read_side(side, data or ".") for side in sides)
    except VersionError as error:
        fail(failure("diff", error.code, str(error)), form, error.exit_code)
    for note in notes(old, new):
        say(note)
    return old, new
