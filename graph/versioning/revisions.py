"""The names that git knows, and what hangs together: commits, their ancestors, the index."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from graph.dates import Date, parse_date
from graph.loading import is_data_file
from graph.suggesting import did_you_mean
from graph.versioning.git import Objects, VersionError, checked, line, lines, output, run

_OBJECT = re.compile(r"[0-9a-f]{40,64}")
#: Two or three dots that stand in no braces: git searches for what does.
_RANGE = re.compile(r"((?:[^{.]|\{[^}]*\}|\.(?!\.))*)(\.{2,3})(?!\.)(.*)", re.DOTALL)
#: The stages of the index, and what git calls them while a merge is not finished.
STAGES = {"0": "the index", "1": "the merge base", "2": "ours", "3": "theirs"}
#: Data files in any folder, for git's own matching.
_DATA_FILES = ("--", ":(top,icase)*.yaml", ":(top,icase)*.yml")


class Repository(NamedTuple):
    """A folder in which git is asked, and the dataset's path from the top of the repository."""

    folder: str
    path: str


class Commit(NamedTuple):
    """A commit.

    Attributes:
        id: Its full name.
        tree: The name of its top folder.
        parents: Names of the commits before it; the first is that of its own branch.
        author: The author's name.
        recorded: The committer's day; None when it claims a time that no calendar has.
        subject: The first line of its message.
    """

    id: str
    tree: str
    parents: tuple[str, ...] = ()
    author: str = ""
    recorded: Date | None = None
    subject: str = ""


class Staged(NamedTuple):
    """An entry of the index: mode, object, stage and path from the top."""

    mode: str
    object: str
    stage: str
    path: str


def repository_of(data: str) -> Repository:
    """Find the repository that holds a dataset's folder or file, which need not exist now.

    In a bare repository the path is one from its top: ``repo.git/data``. Where the path is in
    no repository, ``$GIT_DIR`` is the one, and the path is one from ``$GIT_WORK_TREE``, or from the
    current folder.

    Raises:
        VersionError: There is none, or no git.
    """
    folder, rest = os.path.abspath(data), ""
    # The dataset may be a file, or may have been here only in the older version.
    while not os.path.isdir(folder):
        folder, last = os.path.split(folder)
        rest = f"{last}/{rest}"
    try:
        said = line(output(folder, "rev-parse", *_WHERE))
    except VersionError as error:
        known = _from_environment(data) if error.code == "not-a-repository" else None
        if known is None:
            raise
        return known
    inside_tree, inside_git, bare, prefix = said.split("\n", 3)
    if "true" not in (inside_tree, inside_git, bare):
        where = f"{folder} is outside the work tree of its repository"
        raise VersionError(f"{where}; see git config core.worktree", "git-failed")
    return Repository(folder, (prefix + rest).strip("/"))


_WHERE = (
    *("--is-inside-work-tree", "--is-inside-git-dir", "--is-bare-repository"),
    "--show-prefix",
)


def _from_environment(data: str) -> Repository | None:
    folder = os.environ.get("GIT_DIR", "")
    if not os.path.isdir(folder):
        return None
    top = os.environ.get("GIT_WORK_TREE") or "."
    path = os.path.relpath(data, top)
    if path.split(os.sep)[0] == os.pardir:
        return None
    return Repository(os.path.abspath(folder), "" if path == "." else path.replace(os.sep, "/"))


def parted(word: str) -> tuple[str, str, str] | None:
    """Part ``A..B`` or ``A...B`` into what stands around the dots, and those; None: no range.

    >>> parted("v1.0..HEAD"), parted("v1.0"), parted(":/see..this")
    (('v1.0', '..', 'HEAD'), None, None)
    """
    # A search of git's goes on to the end of the word.
    found = None if word.startswith(":/") else _RANGE.fullmatch(word)
    return (found[1], found[2], found[3]) if found else None


def find_range(repository: Repository, word: str) -> tuple[str, list[str]]:
    """Give the newest commit of ``B`` or ``A..B``, and those whose history is left out.

    Raises:
        VersionError: One of them is no commit, or there are three dots.
    """
    one, dots, two = parted(word) or ("", "", word)
    if dots == "...":
        said = f'"{word}" has three dots; a history is A..B, what B has and A has not'
        raise VersionError(said, "ambiguous-side")
    names = [two or "HEAD", *([one or "HEAD"] if dots else [])]
    found = []
    for name in names:
        commit = "" if name.startswith("-") or "\0" in name else commit_named(repository, name)
        if not commit:
            said = unknown(repository, name, revision=True)
            raise VersionError(said, "unknown-revision")
        found.append(commit)
    return found[0], found[1:]


def has_work_tree(folder: str) -> bool:
    """Tell whether files lie around here, or only git's own."""
    return line(output(folder, "rev-parse", "--is-inside-work-tree")) == "true"


def named(repository: Repository, name: str, *how: str) -> str:
    """Give what git calls a revision, ``""`` where there is no such."""
    asked = ("rev-parse", "--verify", "--quiet", *how, "--end-of-options", name)
    return line(run(repository.folder, *asked).stdout)


def object_named(repository: Repository, name: str) -> str:
    """Give the name of the object that a revision means, ``""`` where there is none."""
    found = named(repository, name)
    # git takes "^main" and "main..main" for one revision too.
    return found if _OBJECT.fullmatch(found) else ""


def commit_named(repository: Repository, name: str) -> str:
    """Give the full name of the commit that a revision means, ``""`` where it means none."""
    # What git searches for after ":/" goes on to the end; and it finds nothing but commits.
    kind = "" if name.startswith(":/") else "^{commit}"
    return object_named(repository, f"{name}{kind}")


def unknown(repository: Repository, name: str, *, revision: bool) -> str:
    """Say that a word names nothing here, and what to do; `revision`: it can be no path."""
    folder = repository.folder
    if found := object_named(repository, name):
        kind = line(run(folder, "cat-file", "-t", found).stdout)
        if not kind or kind in ("commit", "tag"):
            return f'"{name}" is {found[:12]}, which git cannot read in {folder}; run git fsck'
        return (
            f'"{name}" is a {"file" if kind == "blob" else "folder"} and no commit; name a commit'
        )
    kinds = "git revision" if revision else "folder or file, and no git revision"
    said = f'"{name}" is no {kinds} in {folder}'
    if not named(repository, "HEAD"):
        return f"{said}; commit first, it has no commit yet"
    if is_shallow(folder):
        return f"{said}; the clone is shallow, run git fetch --unshallow"
    near = did_you_mean(name, [known for known in ("HEAD", *references(folder)) if known != name])
    return said + (near or "; git log lists the revisions")


def is_shallow(folder: str) -> bool:
    """Tell whether the history was cut off when it was fetched."""
    return line(output(folder, "rev-parse", "--is-shallow-repository")) == "true"


def references(folder: str) -> list[str]:
    """List branches and tags by their short names.

    Raises:
        VersionError: There is no repository, or no git.
    """
    listed = output(folder, "for-each-ref", "--format=%(refname:short)")
    return os.fsdecode(listed).splitlines()


def merge_base(repository: Repository, one: str, two: str) -> str:
    """Give the commit from which two commits went apart.

    Raises:
        VersionError: There is none, or more than one.
    """
    folder = repository.folder
    done = run(folder, "merge-base", "--all", one, two)
    if done.returncode == 1 and not done.stderr:
        why = "the clone is shallow, run git fetch --unshallow" if is_shallow(folder) else _APART
        raise VersionError(f"the two have no commit in common; {why}", "no-common-ancestor")
    bases = os.fsdecode(checked(folder, done)).split()
    if len(bases) > 1:
        listed = " or ".join(base[:12] for base in bases)
        said = f"the two went apart in {len(bases)} commits; write A..B with one of them as A"
        raise VersionError(f"{said}: {listed}", "ambiguous-side")
    return bases[0]


_APART = "write A..B to compare them as they are"


def staged(repository: Repository) -> list[Staged]:
    """List the index at and below the dataset's path, unmerged entries included.

    A hook is told which index is meant by ``$GIT_INDEX_FILE``; where that is one of this
    repository, it is heeded.
    """
    folder = repository.folder
    below = f":(top,literal){repository.path}"
    asked = ("ls-files", "--stage", "-z", "--full-name", "--", below)
    listed = checked(folder, run(folder, *asked, index=_index_of_a_hook(folder)))
    entries = (entry.partition("\t") for entry in os.fsdecode(listed).split("\0") if entry)
    parts = ((about.split(" "), path) for about, _, path in entries)
    return [Staged(mode, name, stage, path) for (mode, name, stage), path in parts]


def _index_of_a_hook(folder: str) -> str:
    index = os.environ.get("GIT_INDEX_FILE", "")
    if not index:
        return ""
    ours = os.path.realpath(line(output(folder, "rev-parse", "--absolute-git-dir")))
    full = os.path.realpath(index)
    return full if os.path.dirname(full) == ours else ""


def moved_from(repository: Repository, commit: str, later: str = "") -> str | None:
    """Find where a dataset lay in a commit that has none at its path; None where nowhere.

    Git's own finding of renames tells it, between the commit and what has the dataset: a later
    commit that is given, else the one that is checked out, the index, or the one before the
    dataset went from the path.
    """
    folder, path = repository
    for asked in _comparisons(repository, commit, later):
        printed = run(folder, *asked, *_DATA_FILES).stdout
        old = Counter(
            before if after == path else _parted(before)[0]
            for before, after in _renames(printed)
            if after == path or (_parted(after)[0] == path and is_data_file(_parted(after)[1]))
        )
        if old:
            most = max(old.values())
            return min(name for name, count in old.items() if count == most)
    return None


_RENAMES = (
    *("-r", "-z", "-M", "-l2000", "--name-status", "--diff-filter=R"),
    *("--no-ext-diff", "--no-textconv", "--ignore-submodules=all"),
)


def _comparisons(repository: Repository, commit: str, later: str) -> Iterator[tuple[str, ...]]:
    if later:
        yield ("diff-tree", *_RENAMES, commit, later)
        return
    yield ("diff-tree", *_RENAMES, commit, "HEAD")
    yield ("diff-index", "--cached", *_RENAMES, commit)
    for start in ("HEAD", commit):
        last = ("rev-list", "-1", start, "--", f":(top,literal){repository.path}")
        if gone := line(run(repository.folder, *last).stdout):
            yield ("diff-tree", *_RENAMES, commit, f"{gone}~1")


def _renames(printed: bytes) -> Iterator[tuple[str, str]]:
    words = os.fsdecode(printed).split("\0")[:-1]
    return zip(words[1::3], words[2::3], strict=True)


def _parted(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def commits(repository: Repository, given: Sequence[str], paths: Sequence[str]) -> Iterator[str]:
    """Give the commits that changed something below the paths, newest first, by first parents.

    Args:
        repository: Its folder is asked.
        given: Object names of commits, those whose history is left out with ``^`` before them.
        paths: From the top of the repository; ``""`` is the top itself.
    """
    specs = (f":(top,literal){path}" for path in paths)
    return lines(repository.folder, "rev-list", "--first-parent", *given, "--", *specs)


def read_commits(objects: Objects, names: Sequence[str]) -> list[Commit]:
    """Give what commits say of themselves, in the order asked for."""
    return [_commit(name, raw) for name, raw in zip(names, objects.read(names), strict=True)]


def _commit(name: str, raw: bytes) -> Commit:
    head, _, message = raw.partition(b"\n\n")
    fields: dict[bytes, list[bytes]] = {}
    for one in head.split(b"\n"):
        key, _, value = one.partition(b" ")
        fields.setdefault(key, []).append(value)
    coding = fields.get(b"encoding", [b"utf-8"])[0].decode("ascii", "replace")
    author = fields.get(b"author", [b""])[0].partition(b" <")[0]
    subject = message.strip().partition(b"\n")[0]
    return Commit(
        name,
        fields.get(b"tree", [b""])[0].decode(),
        tuple(parent.decode() for parent in fields.get(b"parent", [])),
        _decoded(author, coding),
        _day(fields.get(b"committer", [b""])[0]),
        _decoded(subject, coding),
    )


def _decoded(text: bytes, coding: str) -> str:
    try:
        told = text.decode(coding, errors="replace")
    except (LookupError, ValueError):  # whoever made the commit chose the name of the coding
        told = text.decode(errors="replace")
    return " ".join(told.split())


def _day(committer: bytes) -> Date | None:
    try:
        *_, seconds, zone = committer.split(b" ")
        ahead = timedelta(hours=int(zone[:3]), minutes=int(zone[:1] + zone[3:]))
        when = datetime.fromtimestamp(int(seconds), timezone(ahead))
    except (IndexError, ValueError, OverflowError, OSError):
        return None
    return parse_date(when.date().isoformat())
