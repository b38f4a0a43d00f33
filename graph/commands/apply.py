"""``whowhom apply``: a patch made by ``diff --format json``, into the data files."""

import sys
from typing import Any

import click

from graph import bundled
from graph.commands.common import find_data, tell_left_behind, tell_problems
from graph.commands.exits import BAD_DATA, FINDINGS, USAGE, Failure
from graph.commands.options import completer, data_options
from graph.commands.output import emit, format_option, say
from graph.decoding import printable
from graph.diffing.changes import GraphDiff
from graph.report import plural

#: Bytes of a patch.
_MOST = 256 * 2**20
#: Faults of a patch that are told: a screen of them.
_TOLD = 20


@click.command()
@click.argument("patch", shell_complete=completer("files"))
@click.option("--reverse", "-R", is_flag=True, help="Take the patch back.")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; say whether it fits.")
@format_option()
@data_options
def apply(patch: str, data: str | None, *, reverse: bool, only_check: bool, **given: Any) -> None:
    """Change the data files as a patch says: only what it names, all of it or nothing.

    PATCH is what `whowhom diff --format json` wrote, a file or - for stdin. Comments, order,
    quotes and line ends of all else stay. Where the data is not as the patch expects, every
    conflict is told with its place, nothing is written, and the exit code is 1.

    \b
    whowhom diff main..topic --format json > topic.json
    whowhom apply topic.json --check
    whowhom apply topic.json
    whowhom apply topic.json --reverse
    """
    from graph.diffing.changes import inverse  # noqa: PLC0415
    from graph.patching import apply_report  # noqa: PLC0415
    from graph.patching.applying import prepare  # noqa: PLC0415
    from graph.patching.storing import StoreError, store_all  # noqa: PLC0415

    form = given["form"]  # --lenient is accepted everywhere; half a dataset cannot be changed
    diff = _read(patch)
    where = find_data(data)
    if where == bundled.data_folder() and not only_check:
        raise Failure("the bundled dataset is not yours to change; name a folder", USAGE)
    tell_left_behind(where)
    diff = inverse(diff) if reverse else diff
    found = prepare(where, diff)
    if found.problems:
        tell_problems(found.problems)
        count = plural(len(found.problems), "error")
        raise Failure(f"{count} in the data; nothing was changed, mend them first", BAD_DATA)
    if found.done:
        emit(apply_report.already(reverse=reverse), form)
        return
    if found.clashes:
        emit(apply_report.refused(found.clashes), form)
        sys.exit(FINDINGS)
    if not only_check:
        try:
            store_all(found.stores)
        except StoreError as error:
            raise Failure(str(error), USAGE) from None
    files = [printable(store.path) for store in found.stores]
    emit(apply_report.applied(diff, files, only_check=only_check), form)
    for note in found.notes:
        say(f"{note.place}: {note.message}; mend the story, the patch does not change it")
    _tell_crosswalks(where, diff)


def _tell_crosswalks(where: str, diff: GraphDiff) -> None:
    """Name the entries of crosswalks that mean an actor whose id the patch changes or takes out."""
    from graph.events.crosswalks import naming  # noqa: PLC0415 - once the patch fits

    gone = {actor.id: "" for actor in diff.actors.removed} | dict(diff.renames.actors)
    for place, actor in naming(where, gone):
        said = f'is "{gone[actor]}" now' if gone[actor] else "is there no more"
        say(f'{place}: "{actor}" {said}; mend the crosswalk, the patch does not change it')


def _read(path: str) -> GraphDiff:
    from graph.diffing.patches import read_patch  # noqa: PLC0415

    name = "the patch on stdin" if path == "-" else printable(path)
    try:
        if path == "-":
            content = sys.stdin.buffer.read(_MOST + 1)
        else:
            with open(path, "rb") as file:
                content = file.read(_MOST + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(f"cannot read {name}: {reason}", USAGE) from None
    if len(content) > _MOST:
        raise Failure(f"{name} is over {_MOST:,} bytes; apply it in parts", USAGE)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise Failure(
            f"{name} is not UTF-8 text; write it with diff --format json", USAGE
        ) from None
    unpacked = read_patch(text)
    for fault in unpacked.faults[:_TOLD]:
        click.echo(f"{name}: {fault}", err=True)
    if unpacked.faults:
        count = plural(len(unpacked.faults), "fault")
        count += f", the first {_TOLD} above," if len(unpacked.faults) > _TOLD else ""
        raise Failure(f"{count} in {name}; write it with whowhom diff --format json", USAGE)
    if unpacked.left_out:
        left = plural(unpacked.left_out, "change")
        say(f"{name} is a part of its diff: the filters that it was written with left out {left}")
    return unpacked.diff
