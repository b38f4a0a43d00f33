"""The two sides of a diff: folders, files, git revisions, dates. Only this module runs a program.

Git is only ever asked to name and print objects: no checkout, no lock, nothing is written.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Literal, NamedTuple, TypeAlias

from graph import bundled
from graph.dates import Date, parse_date, today
from graph.loading import load, load_texts
from graph.model import Loaded
from graph.suggesting import did_you_mean
from graph.timing import at

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
_OBJECT = re.compile(r"[0-9a-f]{40,64}")
_DATED = re.compile(r"(.*)@(\d[\d-]*~?)", re.DOTALL)
#: A git hook exports these; they would lead every call to the hook's own repository and index.
_ELSEWHERE = {
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"),
    *("GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
    *("GIT_GRAFT_FILE", "GIT_SHALLOW_FILE"),
}
_SETTINGS = {
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


class Side(NamedTuple):
    """One side of a diff as it was asked for.

    Attributes:
        text: A path or a git revision; ``@DATE`` at its end asks for what holds at that date.
            Nothing before that: the dataset as it lies in its folder.
        revision: It stood in ``A..B``, so it is no path.
    """

    text: str
    revision: bool = False


class Version(NamedTuple):
    """A dataset as it is or was.

    Attributes:
        title: How to call it: ``HEAD~1 (a1b2c3d, 2026-11-20)``, ``data at 2021-08``.
        loaded: Its graph and problems; only what holds at the date where one was asked for.
        commit: The full name of the commit it was read from, ``""`` where it was none.
        recorded: The day of that commit, by its committer's clock.
    """

    title: str
    loaded: Loaded
    commit: str = ""
    recorded: Date | None = None


class _Repository(NamedTuple):
    """A folder in which git is asked, and the dataset's path from the top of the repository."""

    folder: str
    path: str


def parse_sides(words: Sequence[str]) -> tuple[Side, Side]:
    """Tell the older side from the newer one.

    No word: ``HEAD`` and the dataset. One word: that version and the dataset; for ``@DATE`` that
    date and today; for ``REV@DATE`` that and the dataset at the same date. ``A..B``: two
    revisions, of which an empty one is ``HEAD``.

    Raises:
        VersionError: ``ambiguous-side``: more than two words or dots; ``bad-date``: today is not
            known.

    >>> parse_sides(["main..topic"])
    (Side(text='main', revision=True), Side(text='topic', revision=True))
    """
    if len(words) > 2:  # noqa: PLR2004 - old and new
        raise VersionError("a diff has two sides; name at most two versions", "ambiguous-side")
    word = words[0] if words else "HEAD"
    if len(words) == 2:  # noqa: PLR2004
        return Side(word), Side(words[1])
    if ".." not in word or _is_plain_path(word) or os.path.exists(word):
        return Side(word), Side(_counterpart(word))
    if "..." in word:
        said = f'"{word}" has three dots; write A..B, with what git merge-base prints as A'
        raise VersionError(said, "ambiguous-side")
    old, _, new = word.partition("..")
    return Side(old or "HEAD", revision=True), Side(new or "HEAD", revision=True)


def read_side(side: Side, data: str | None) -> Version:
    """Load one side.

    Args:
        side: What was asked for.
        data: The dataset's folder or file, None for the bundled one. Revisions are those of the
            repository that holds it, and are read at the same path.

    Raises:
        VersionError: It cannot be had. Mistakes in the data are in `Version.loaded` instead.
    """
    dated = _DATED.fullmatch(side.text)
    base, date = (dated[1], _date(dated[2])) if dated else (side.text, None)
    if base.startswith("-") or "\0" in base:
        raise VersionError(f'"{base}" is no version; write ./{base} for a path', "ambiguous-side")
    version = _read(side._replace(text=base), data) if base else _as_it_lies(data)
    if not date:
        return version
    sliced = version.loaded._replace(graph=at(version.loaded.graph, date))
    return version._replace(title=f"{version.title} at {date.text}", loaded=sliced)


def _is_plain_path(word: str) -> bool:
    return word in {".", ".."} or os.path.isabs(word) or word.startswith(("./", "../"))


def _counterpart(word: str) -> str:
    dated = _DATED.fullmatch(word)
    if not dated or dated[1]:
        return f"@{dated[2]}" if dated else ""
    try:
        return f"@{today().text}"
    except ValueError as error:
        raise VersionError(f"{error}; unset it", "bad-date") from None


def _date(text: str) -> Date:
    try:
        return parse_date(text)
    except ValueError as error:
        raise VersionError(f'"@{text}": {error}', "bad-date") from None


def _as_it_lies(data: str | None) -> Version:
    return Version(data or "the bundled dataset", load(data))


def _read(side: Side, data: str | None) -> Version:
    name = side.text
    is_path = not side.revision and (_is_plain_path(name) or os.path.exists(name))
    try:
        repository = _repository(data or bundled.data_folder())
    except VersionError as error:
        if is_path:
            return _as_it_lies(name)
        raise VersionError(f'"{name}": {error}', error.code) from None
    commit = "" if _is_plain_path(name) else _named(repository, f"{name}^{{commit}}")
    if not _OBJECT.fullmatch(commit):  # git takes "^main" and "main..main" for one revision too
        commit = ""
    if is_path and commit:
        full = _named(repository, name, "--symbolic-full-name") or commit[:12]
        ways = f"./{name} for the path or {full} for the revision"
        raise VersionError(f'"{name}" is a path and a revision; write {ways}', "ambiguous-side")
    if is_path:
        return _as_it_lies(name)
    if not commit:
        raise VersionError(_unknown(repository, side), "unknown-revision")
    return _at_commit(repository, name, commit)


def _repository(data: str) -> _Repository:
    folder, rest = os.path.abspath(data), ""
    # The dataset may be a file, or may have been here only in the older version.
    while not os.path.isdir(folder):
        folder, last = os.path.split(folder)
        rest = f"{last}/{rest}"
    prefix = _line(_git(folder, "rev-parse", "--show-prefix"))
    return _Repository(folder, (prefix + rest).strip("/"))


def _named(repository: _Repository, name: str, *how: str) -> str:
    """Give what git calls a revision, ``""`` where there is no such."""
    asked = ("rev-parse", "--verify", "--quiet", *how, "--end-of-options", name)
    return _line(_run(repository.folder, *asked).stdout)


def _unknown(repository: _Repository, side: Side) -> str:
    folder = repository.folder
    kinds = "git revision" if side.revision else "folder or file, and no git revision"
    said = f'"{side.text}" is no {kinds} in {folder}'
    if not _named(repository, "HEAD"):
        return f"{said}; commit first, it has no commit yet"
    if _line(_git(folder, "rev-parse", "--is-shallow-repository")) == "true":
        return f"{said}; the clone is shallow, run git fetch --unshallow"
    refs = os.fsdecode(_git(folder, "for-each-ref", "--format=%(refname:short)")).splitlines()
    return said + (did_you_mean(side.text, ["HEAD", *refs]) or "; git log lists the revisions")


def _at_commit(repository: _Repository, name: str, commit: str) -> Version:
    files = _files(repository, commit)
    if not files:
        where = repository.path or "the top folder"
        said = f"{name} has no *.yaml file in {where}; choose another revision or another --data"
        raise VersionError(said, "no-data-at-revision")
    head, *texts = _objects(repository.folder, [commit, *files.values()])
    recorded = _recorded(head)
    told = f"{commit[:7]}, {recorded.text}" if recorded else commit[:7]
    shown = (os.fsencode(f"{name}:{file}").decode(errors="replace") for file in files)
    loaded = load_texts(list(zip(shown, texts, strict=True)))
    return Version(f"{name} ({told})", loaded, commit, recorded)


def _files(repository: _Repository, commit: str) -> dict[str, str]:
    """List a commit's data files in order of their names: path and object."""
    folder, path = repository
    inside = _tree(folder, f"{commit}:{path}")
    if inside is None:  # the dataset is one file
        above, _, name = path.rpartition("/")
        beside = _tree(folder, f"{commit}:{above}") or {}
        return {path: beside[name]} if name in beside else {}
    start = f"{path}/" if path else ""
    return {
        start + name: inside[name]
        for name in sorted(inside)
        if name.lower().endswith((".yaml", ".yml")) and not name.startswith(".")
    }


def _tree(folder: str, tree: str) -> dict[str, str] | None:
    """Give the regular files of a tree: name and object; None when there is no such tree."""
    done = _run(folder, "ls-tree", "-z", "--full-tree", "--end-of-options", tree)
    if b"Not a valid object name" in done.stderr or b"not a tree object" in done.stderr:
        return None
    entries = (entry.partition(b"\t") for entry in _checked(folder, done).split(b"\0") if entry)
    return {
        os.fsdecode(name): about.split()[2].decode()
        for about, _, name in entries
        if about.startswith((b"100644 ", b"100755 "))
    }


def _objects(folder: str, names: Sequence[str]) -> list[bytes]:
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


def _recorded(commit: bytes) -> Date | None:
    """Give the committer's day; None when the commit claims a time that no calendar has."""
    line = next(line for line in commit.split(b"\n") if line.startswith(b"committer "))
    *_, seconds, zone = line.split(b" ")
    try:
        ahead = timedelta(hours=int(zone[:3]), minutes=int(zone[:1] + zone[3:]))
        when = datetime.fromtimestamp(int(seconds), timezone(ahead))
    except (ValueError, OverflowError, OSError):
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
    except subprocess.TimeoutExpired:
        said = f"git {words[0]} took over {TIMEOUT} seconds in {folder}; try it by hand"
        raise VersionError(said, "git-failed") from None
