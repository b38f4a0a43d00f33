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
    find_data,
    format_option,
    tell_errors,
)
from graph.commands.diff_map import draw_review, page_name
from graph.report import failure

if TYPE_CHECKING:
    from graph.clocks import Snapshot
    from graph.versions import Version


@click.command()
@click.argument("versions", nargs=-1, metavar="[OLD] [NEW]", shell_complete=completer("versions"))
@click.option("--exit-code", is_flag=True, help="End with 1 when there is any difference.")
@click.option(
    "--map",
    "chart",
    metavar="FILE",
    callback=page_name,
    shell_complete=completer("files"),
    help="Also write both versions as one map, a page: *.html.",
)
@format_option()
@data_options
def diff(  # noqa: PLR0913 - one parameter an option
    versions: tuple[str, ...],
    data: str | None,
    form: str,
    chart: str | None,
    *,
    exit_code: bool,
    lenient: bool,
) -> None:
    """Say what changed between two versions of the data.

    A version is a folder, a file, a git revision, @DATE (what holds then) or REV@DATE; A..B are
    two revisions. Alone: HEAD against the data as it is; with OLD: OLD against that.

    \b
    whowhom diff                    since the last commit
    whowhom diff HEAD~3             since three commits ago
    whowhom diff main..topic        what a branch changes
    whowhom diff @2021-08 @2021-09  what a month changed in the world
    whowhom diff old/ new/          two folders
    whowhom diff HEAD~3 --map changes.html
    """
    # The help of a command must not wait for what the command needs.
    from graph import diff_report  # noqa: PLC0415
    from graph.comparing import diff as compare  # noqa: PLC0415
    from graph.reviewing import review  # noqa: PLC0415

    old, new = _read(versions, data, form)
    errors = dict.fromkeys((*old.loaded.errors, *new.loaded.errors))
    tell_errors(tuple(errors), "diff", form, lenient=lenient)
    found = compare(old.loaded.graph, new.loaded.graph)
    sides = diff_report.Sides(old.loaded.graph, new.loaded.graph, old.title, new.title)
    if chart:
        both = review(_snapshot(old), _snapshot(new))
        words = [word for word in reversed(versions) if os.path.exists(word)]
        draw_review(both, chart, [*words, data or "data"], lenient=lenient)
    emit(diff_report.report(found, sides), form)
    if found and exit_code:
        sys.exit(FINDINGS)


def _snapshot(version: "Version") -> "Snapshot":
    from graph.clocks import Snapshot  # noqa: PLC0415

    return Snapshot(version.loaded.graph, version.title, None, version.recorded)


def _read(words: Sequence[str], data: str | None, form: str) -> tuple["Version", "Version"]:
    from graph.versions import VersionError, parse_sides, read_side  # noqa: PLC0415

    try:
        sides = parse_sides(words)
        # Two folders need no dataset; looking for one would only make noise.
        if not all(os.path.exists(side.text) for side in sides):
            data = find_data(data)
        old, new = (read_side(side, data or ".") for side in sides)
    except VersionError as error:
        fail(failure("diff", error.code, str(error)), form, error.exit_code)
    return old, new
