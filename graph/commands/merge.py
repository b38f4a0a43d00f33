"""``whowhom merge``: three versions of the data into one, also as git's merge driver."""

import os
import sys
from typing import TYPE_CHECKING

import click

from graph.commands.common import tell_problems
from graph.commands.exits import BAD_DATA, FINDINGS, USAGE, Failure
from graph.commands.options import completer
from graph.commands.output import emit, format_option, say
from graph.decoding import printable
from graph.loading import collector_resting, default_types, is_data_file, read_files
from graph.problems import Place, Problem

if TYPE_CHECKING:
    from graph.patching.weaving import Sides, Woven


@click.command()
@click.argument("base", shell_complete=completer("files"))
@click.argument("ours", shell_complete=completer("files"))
@click.argument("theirs", shell_complete=completer("files"))
@click.option(
    "-o",
    "--output",
    default=None,
    shell_complete=completer("files"),
    help="Where the result goes, a file or a folder, also OURS itself.  [default: stdout]",
)
@click.option("--path", default="", help="What messages call the file; git's %P.")
@click.option("--ours-name", default="ours", help="What conflicts call OURS; git's %X.")
@click.option("--theirs-name", default="theirs", help="What conflicts call THEIRS; git's %Y.")
@format_option()
def merge(base: str, ours: str, theirs: str, output: str | None, **given: str) -> None:
    """Merge two versions of the data that grew out of BASE, by what they say.

    The three are files, or whole folders (then -o names one too). Where two people wrote does not
    matter: different claims never conflict, the fields of one claim are merged one by one, lists
    as sets. What contradicts stands in the result between conflict markers, is listed by claim,
    and ends with exit code 1. Comments, order and form are those of OURS.

    \b
    whowhom merge base/ ours/ theirs/ -o merged/
    whowhom merge old.yaml mine.yaml yours.yaml -o mine.yaml
    git config merge.whowhom.driver "whowhom merge %O %A %B --output %A --path %P"

    The last line makes it git's merge driver for the files that .gitattributes names.
    """
    from graph.patching import merge_report  # noqa: PLC0415

    folders = [os.path.isdir(name) for name in (base, ours, theirs)]
    whole = any(folders)
    if whole and not all(folders):
        raise Failure("three files or three folders; these are some of both", USAGE)
    if whole and output is None:
        raise Failure("name the folder of the result with -o", USAGE)
    shown, names = given["path"] or ours, (given["ours_name"], given["theirs_name"])
    # They stand in the result and on the terminal, and a branch may be called anything.
    shown, names = printable(shown), (_label(names[0]), _label(names[1]))
    sides, woven = _woven((base, ours, theirs), names, shown, whole=whole)
    unclean = bool(woven.conflicts or woven.problems)
    if woven.problems:
        woven = _by_lines(sides, woven, shown)
    _write(output, sides, woven, whole=whole)
    for comment in woven.strays:
        say(f"{shown}: a comment of {names[1]} is about nothing there, and stands last: {comment}")
    if unclean and woven.problems:
        sys.exit(FINDINGS)
    report = merge_report.report(woven.conflicts, names, printable(given["path"]))
    if output is not None:
        emit(report, given["form"])
    elif report.text:
        for line in report.text():
            click.echo(line, err=True)
    if unclean:
        sys.exit(FINDINGS)


def _label(name: str) -> str:
    """Give a side's name as a data file may hold it."""
    return printable(name).replace("\ufffd", "?")


def _woven(
    paths: tuple[str, str, str], names: tuple[str, str], shown: str, *, whole: bool
) -> "tuple[Sides, Woven]":
    from graph.patching.weaving import Sides, Woven, weave  # noqa: PLC0415
    from graph.versioning.git import merged_lines  # noqa: PLC0415
    from graph.versioning.versions import VersionError  # noqa: PLC0415

    def lines(one: bytes, two: bytes, three: bytes) -> bytes:
        try:
            return merged_lines(one, two, three, "--ours")
        except VersionError:
            return two  # the ground is ours alone; what theirs says is put into it

    base, ours, theirs = (_files(path, shown, whole=whole) for path in paths)
    sides = Sides(base, ours, theirs, *names)
    every = sorted(pair for side in sides[:3] for pair in side.items())
    try:
        with collector_resting():
            return sides, weave(sides, lines, default_types(every) if whole else ())
    except ValueError as error:
        return sides, Woven(problems=(Problem(Place(shown), "error", "unreadable", str(error)),))


def _files(path: str, shown: str, *, whole: bool) -> dict[str, bytes]:
    """Read one side: the files of a folder by their names, or a file by what it is called."""
    if not whole:
        files, problems = read_files(path)
        if problems:
            raise Failure(f"cannot read {printable(path)}: {problems[0].message}", BAD_DATA)
        return {shown: files[0][1]}
    files, problems = read_files(path)
    bad = [problem for problem in problems if problem.code != "no-yaml"]
    if bad:
        raise Failure(f"cannot read {bad[0].place}: {bad[0].message}", BAD_DATA)
    return {os.path.basename(file): data for file, data in files}


def _by_lines(sides: "Sides", woven: "Woven", shown: str) -> "Woven":
    """Merge as git does what cannot be read as data; it needs somebody's eyes all the same."""
    from graph.versioning.git import merged_lines  # noqa: PLC0415
    from graph.versioning.versions import VersionError  # noqa: PLC0415

    tell_problems(dict.fromkeys(woven.problems))
    how = [word for name in (sides.one, "base", sides.two) for word in ("-L", name)]
    files = dict(sides.ours)
    told = "merged line by line, as git does; mend it, then run whowhom check"
    for file, theirs in sides.theirs.items():
        ours, base = files.get(file, b""), sides.base.get(file, b"")
        if theirs in (ours, base):
            continue
        try:
            files[file] = theirs if ours == base else merged_lines(base, ours, theirs, *how)
        except VersionError:
            told = f"left as {sides.one} has it; {sides.two} has to be put in by hand"
    say(f"{shown}: a version cannot be read as data; {told}")
    return woven._replace(files=files)


def _write(output: str | None, sides: "Sides", woven: "Woven", *, whole: bool) -> None:
    from graph.patching.storing import Store, StoreError, store_all  # noqa: PLC0415

    if output is None:
        click.echo(next(iter(woven.files.values()), b""), nl=False)
        return
    if whole:
        _make_folder(output)
        targets = {os.path.join(output, file): data for file, data in woven.files.items()}
        left = [name for name in os.listdir(output) if is_data_file(name)]
        gone = sorted(name for name in left if name not in woven.files)
        if strange := [name for name in gone if name not in sides.ours]:
            said = (
                f"{printable(output)} holds {printable(strange[0])}, which is no part of the merge"
            )
            raise Failure(f"{said}; name an empty folder, or that of OURS", USAGE)
    else:
        targets = {output: next(iter(woven.files.values()))}
        gone = []
    stores = [Store(target, _now(target), data) for target, data in targets.items()]
    try:
        store_all([store for store in stores if store.before != store.after])
        for name in gone:
            os.unlink(os.path.join(output, name))
    except StoreError as error:
        raise Failure(str(error), USAGE) from None


def _make_folder(path: str) -> None:
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        said = f"cannot make the folder {printable(path)}: {reason}"
        raise Failure(f"{said}; name another with -o", USAGE) from None


def _now(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        said = f"cannot write {printable(path)}: {reason}"
        raise Failure(f"{said}; name another place with -o", USAGE) from None
