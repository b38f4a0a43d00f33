"""``whowhom diff``: what changed between two versions of a dataset."""

import os
import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from graph.commands.common import Asked, find_versions, tell_errors
from graph.commands.diff_map import datasets, draw_review
from graph.commands.exits import fail
from graph.commands.options import completer, confidence_option, data_options
from graph.commands.output import format_option, say
from graph.commands.reviewed import meant, narrowing_options, tell, telling_options
from graph.report import failure

if TYPE_CHECKING:
    from graph.diffing.clocks import Snapshot
    from graph.versioning.versions import Version


@click.command()
@click.argument("versions", nargs=-1, metavar="[OLD] [NEW]", shell_complete=completer("versions"))
@click.option("--staged", is_flag=True, help="The index in the place of the data as it is.")
@narrowing_options(
    "world, recorded, corrected; began, ended, happened",
    "What has to do with this actor, of either version; repeat it for more.",
)
@confidence_option
@telling_options
@format_option()
@data_options
def diff(  # noqa: PLR0913 - its options are its arguments
    versions: tuple[str, ...],
    data: str | None,
    form: str,
    chart: str | None,
    *,
    actors: tuple[str, ...],
    only: frozenset[str],
    min_confidence: str | None,
    staged: bool,
    stat: bool,
    explain: bool,
    exit_code: bool,
    lenient: bool,
) -> None:
    """Say what changed between two versions of the data, and what it means.

    A version is a folder, a YAML, JSON, zip or tar file, a git revision, @DATE (what holds then) or
    REV@DATE; A..B are two revisions, A...B is what B did since they went apart. Alone: HEAD against
    the data as it is; with OLD: OLD against that. More: whowhom help versions.

    \b
    whowhom diff                              since the last commit
    whowhom diff --staged                     what the next commit will say
    whowhom diff HEAD~3 --stat                how much, by actor
    whowhom diff main..topic --actor nrf      what a branch changes about an actor
    whowhom diff @2021-08 @2021-09            what a month changed in the world
    whowhom diff old/ new/ --only removed     two folders
    whowhom diff --only consequences          what it comes to
    whowhom diff main --format markdown       for a pull request
    whowhom diff HEAD~3 --map changes.html    both versions on one map
    """
    # The help of a command must not wait for what the command needs.
    from graph.diffing.narrowing import Wanted, narrowed  # noqa: PLC0415
    from graph.diffing.reviewing import review  # noqa: PLC0415
    from graph.diffing.shown import Shown  # noqa: PLC0415
    from graph.diffing.words import only_in_form  # noqa: PLC0415

    old, new = _read(versions, data, form, staged=staged)
    broken = [side for side in (old, new) if side.loaded.errors]
    errors = dict.fromkeys(error for side in broken for error in side.loaded.errors)
    where = " and in ".join(dict.fromkeys(side.title for side in broken))
    tell_errors(tuple(errors), "diff", form, lenient=lenient, where=where)
    found = review(_snapshot(old), _snapshot(new), min_confidence or "")
    wanted = Wanted(meant(found, actors, "diff", form), only, min_confidence or "")
    if chart:
        draw_review(found, chart, datasets(versions, data), lenient=lenient)
    shown = Shown(
        found,
        narrowed(found, wanted),
        wanted,
        command=_typed(versions, data, staged=staged),
        commits=(old.commit, new.commit),
        form_only=None if found.changes else only_in_form(old.files, new.files),
        explain=explain,
    )
    tell(shown, form, stat=stat, exit_code=exit_code)


def _typed(versions: Sequence[str], data: str | None, *, staged: bool) -> str:
    """Give the command without what narrows it, to be typed again."""
    words = [*versions, *["--staged"] * staged, *(["-d", data] if data else [])]
    return shlex.join(["whowhom", "diff", *words])


def _snapshot(version: "Version") -> "Snapshot":
    from graph.diffing.clocks import Snapshot  # noqa: PLC0415

    return Snapshot(version.whole.graph, version.title, version.date, version.recorded)


def _read(
    words: Sequence[str], data: str | None, form: str, *, staged: bool
) -> tuple["Version", "Version"]:
    from graph.versioning.versions import VersionError, notes, parse_sides, read_side  # noqa: PLC0415

    asked = Asked(data or ".")
    try:
        sides = parse_sides(words, staged=staged)
        # Two folders need no dataset; looking for one would only make noise.
        if not all(os.path.exists(side.text) for side in sides):
            asked = find_versions(data)
        old, new = (read_side(side, asked.folder) for side in sides)
    except VersionError as error:
        fail(failure("diff", error.code, asked.failure(error)), form, error.exit_code)
    asked.tell()
    for note in notes(old, new):
        say(note)
    return old, new
