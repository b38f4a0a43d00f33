"""What git says, and nothing that changes it. Only this module runs a program.

Git is only ever asked to name and print objects: no checkout, no lock, nothing is written.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Literal, NamedTuple, TypeAlias

from graph.dates import Date, parse_date
from graph.decoding import printable
from graph.loading import is_data_file
from graph.suggesting import did_you_mean

Code = Literal[
    "unknown-revision",
    "not-a-repository",
    "git-missing",
    "git-failed",
    "no-data-at-revision",
    "ambiguous-side",
    "bad-date",
]
_Done: TypeAlias = "subprocess.CompletedProcess[bytes]"
#: Seconds that one call of git may take.
TIMEOUT = 60
_EXITS = {"unknown-revision": 4, "ambiguous-side": 2, "bad-date": 2}
#: A git hook exports these; they would lead every call to the hook's own repository and index.
_ELSEWHERE = {
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"),
    *("GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
    *("GIT_GRAFT_FILE", "GIT_SHALLOW_FILE"),
}
_SETTINGS = {
    # A partial clone would fetch what it lacks, by commands that its own settings name.
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class VersionError(Exception):
    """A side that cannot be had; `str()` is one line: what, where, what to do.

    Attributes:
        code: A stable name of the kind of failure.
        exit_code: What the command line ends with: 2 usage, 3 no data, 4 unknown revision.
    """

    def __init__(self, message: str, code: Code) -> None:
        super().__init__(message)
        self.code = code
        self.exit_code = _EXITS.get(code, 3)


class Repository(NamedTuple):
    """A folder in which git is asked, and the dataset's path from the top of the repository."""

    folder: str
    path: str


def repository_of(data: str) -> Repository:
    """Find the repository that holds a dataset's folder or file, which need not exist now.

    Raises:
        VersionError: There is none, or no git.
    """
    folder, rest = os.path.abspath(data), ""
    # The dataset may be a file, or may have been here only in the older version.
    while not os.path.isdir(folder):
        folder, last = os.path.split(folder)
        rest = f"{last}/{rest}"
    prefix = _line(_git(folder, "rev-parse", "--show-prefix"))
    return Repository(folder, (prefix + rest).strip("/"))


def named(repository: Repository, name: str, *how: str) -> str:
    """Give what git calls a revision, ``""`` where there is no such."""
    asked = ("rev-parse", "--verify", "--quiet", *how, "--end-of-options", name)
    return _line(_run(repository.folder, *asked).stdout)


def unknown(repository: Repository, name: str, *, revision: bool) -> str:
    """Say that a word names nothing here, and what to do; `revision`: it can be no path."""
    folder = repository.folder
    kinds = "git revision" if revision else "folder or file, and no git revision"
    said = f'"{name}" is no {kinds} in {folder}'
    if not named(repository, "HEAD"):
        return f"{said}; commit first, it has no commit yet"
    if _line(_git(folder, "rev-parse", "--is-shallow-repository")) == "true":
        return f"{said}; the clone is shallow, run git fetch --unshallow"
    near = did_you_mean(name, ["HEAD", *references(folder)])
    return said + (near or "; git log lists the revisions")


def references(folder: str) -> list[str]:
    """List branches and tags by their short names.

    Raises:
        VersionError: There is no repository, or no git.
    """
    return os.fsdecode(_git(folder, "for-each-ref", "--format=%(refname:short)")).splitlines()


def tree(folder: str, name: str) -> dict[str, str] | None:
    """Give the files of a tree: name and object; None when there is no such tree.

    Raises:
        VersionError: A data file is a symbolic link: what it points to is not in the tree.
    """
    done = _run(folder, "ls-tree", "-z", "--full-tree", "--end-of-options", name)
    if b"Not a valid object name" in done.stderr or b"not a tree object" in done.stderr:
        return None
    entries = (entry.partition(b"\t") for entry in _checked(folder, done).split(b"\0") if entry)
    files = {}
    for about, _, file in entries:
        shown = os.fsdecode(file)
        if about.startswith(b"120000 ") and is_data_file(shown):
            said = f"{printable(shown)} in {name} is a symbolic link; commit the file itself"
            raise VersionError(said, "no-data-at-revision")
        if about.startswith((b"100644 ", b"100755 ")):
            files[shown] = about.split()[2].decode()
    return files


def objects(folder: str, names: Sequence[str]) -> list[bytes]:
    """Give the contents of objects, in the order asked for, from one process."""
    printed = _git(folder, "cat-file", "--batch", asked="".join(f"{n}\n" for n in names).encode())
    contents, start = [], 0
    for name in names:
        end = printed.index(b"\n", start)
        *_, size = printed[start:end].split()
        if not size.isdigit():
            raise VersionError(f"git has no object {name} in {folder}; run git fsck", "git-failed")
        start = end + 1 + int(size) + 1
        contents.append(printed[end + 1 : start - 1])
    return contents


def merged_lines(base: bytes, ours: bytes, theirs: bytes, *how: str) -> bytes:
    """Merge three texts line by line.

    Args:
        base: What the others grew out of.
        ours: The first one.
        theirs: The second one.
        how: Options of ``git merge-file``: ``--ours`` takes ours where both changed the same
            lines, ``-L NAME`` names a side; without any, markers are written.

    Raises:
        VersionError: There is no git, or it cannot merge them (a file that is no text).
    """
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - only a merge needs it

    with TemporaryDirectory() as folder:
        for name, content in (("ours", ours), ("base", base), ("theirs", theirs)):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        done = _run(folder, "merge-file", "-p", *how, "ours", "base", "theirs")
    if done.returncode > 127 or done.returncode < 0:  # noqa: PLR2004 - else the number of conflicts
        _checked(folder, done)
    return done.stdout


def recorded(commit: bytes) -> Date | None:
    """Give the committer's day; None when the commit claims a time that no calendar has."""
    lines = [line for line in commit.split(b"\n") if line.startswith(b"committer ")]
    try:
        *_, seconds, zone = lines[0].split(b" ")
        ahead = timedelta(hours=int(zone[:3]), minutes=int(zone[:1] + zone[3:]))
        when = datetime.fromtimestamp(int(seconds), timezone(ahead))
    except (IndexError, ValueError, OverflowError, OSError):
        return None
    return parse_date(when.date().isoformat())


def _line(output: bytes) -> str:
    return os.fsdecode(output.removesuffix(b"\n"))


def _git(folder: str, *words: str, asked: bytes = b"") -> bytes:
    return _checked(folder, _run(folder, *words, asked=asked))


def _checked(folder: str, done: _Done) -> bytes:
    if not done.returncode:
        return done.stdout
    if b"not a git repository" in done.stderr:
        said = f"{folder} is in no git repository; run git init there or compare two folders"
        raise VersionError(said, "not-a-repository")
    said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
    raise VersionError(f"git failed in {folder}: {said or done.returncode}", "git-failed")


def _run(folder: str, *words: str, asked: bytes = b"") -> _Done:
    # Given an empty PATH, the system would run a file called git in the current folder.
    program = shutil.which("git")
    if not program:
        raise VersionError("git is not installed; install it or compare two folders", "git-missing")
    kept = {key: text for key, text in os.environ.items() if key not in _ELSEWHERE}
    try:
        return subprocess.run(  # noqa: S603 - no shell, and nothing of the user's is an option
            [program, "-C", folder, *words],
            input=asked,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
            env=kept | _SETTINGS,
        )
    except OSError as error:
        said = f"git could not be started: {error.strerror or error}; try it by hand"
        raise VersionError(said, "git-failed") from None
    except subprocess.TimeoutExpired:
        said = f"git {words[0]} took over {TIMEOUT} seconds in {folder}; try it by hand"
        raise VersionError(said, "git-failed") from None
