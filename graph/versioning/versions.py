"""The two sides of a diff: folders, files, archives, git revisions, the index, dates."""

import os
import re
from collections.abc import Sequence
from typing import NamedTuple

from graph import bundled
from graph.archives import is_archive
from graph.dates import Date, parse_date, today
from graph.loading import is_data_file, is_json, load_with_files
from graph.timing import at
from graph.versioning import revisions
from graph.versioning.git import VersionError
from graph.versioning.revisions import Repository
from graph.versioning.snapshots import Version, at_commit, at_stage

__all__ = ["Side", "Version", "VersionError", "notes", "parse_sides", "read_side"]

_DATED = re.compile(r"(.*)@(\d[\d-]*~?)", re.DOTALL)
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}~?")
_STAGE = re.compile(r":([0-3])?")


class Side(NamedTuple):
    """One side of a diff as it was asked for.

    Attributes:
        text: A path, a git revision, or a stage of the index; ``@DATE`` at its end asks for what
            holds at that date. Nothing before that: the dataset as it lies in its folder.
        revision: It stood in ``A..B``, so it is no path.
        fork: Where it is not ``""``, the commit is meant in which `text` and this went apart.
    """

    text: str
    revision: bool = False
    fork: str = ""


def parse_sides(words: Sequence[str], *, staged: bool = False) -> tuple[Side, Side]:
    """Tell the older side from the newer one.

    No word: ``HEAD`` and the dataset. One word: that version and the dataset; for ``@DATE`` that
    date and today; for ``REV@DATE`` that and the dataset at the same date. ``A..B``: two
    revisions, of which an empty one is ``HEAD``. ``A...B``: the commit in which the two went apart,
    and B.

    Args:
        words: What was typed, two at most.
        staged: The index takes the place of the dataset; as with ``git diff --staged``, one word
            at most goes with it.

    Raises:
        VersionError: ``ambiguous-side``: more than two words or dots; ``bad-date``: today is not
            known.

    >>> parse_sides(["main..topic"])
    (Side(text='main', revision=True, fork=''), Side(text='topic', revision=True, fork=''))
    """
    if len(words) > 2:  # noqa: PLR2004 - old and new
        raise VersionError("a diff has two sides; name at most two versions", "ambiguous-side")
    word = words[0] if words else "HEAD"
    older = Side(word, revision=not words)  # a file may be called HEAD too
    range_ = None if len(words) > 1 or _is_path(word) else revisions.parted(word)
    if staged and (len(words) > 1 or range_):
        said = "--staged is one side; name at most one version beside it"
        raise VersionError(said, "ambiguous-side")
    if len(words) > 1:
        return Side(word), Side(words[1])
    if staged:
        return older, Side(_counterpart(word, ":0"))
    if not range_:
        return older, Side(_counterpart(word, ""))
    one, dots, two = range_[0] or "HEAD", range_[1], range_[2] or "HEAD"
    if revisions.parted(two):
        said = f'"{word}" has dots in two places; write A..B with two revisions'
        raise VersionError(said, "ambiguous-side")
    if dots == "..":
        return Side(one, revision=True), Side(two, revision=True)
    rev, date = _undated(two)
    return Side(f"{_undated(one)[0]}{date}", revision=True, fork=rev), Side(two, revision=True)


def read_side(side: Side, data: str | None) -> Version:
    """Load one side.

    Args:
        side: What was asked for.
        data: The dataset's folder or file, None for the bundled one. Revisions are those of the
            repository that holds it, and are read at the same path, or where it lay then.

    Raises:
        VersionError: It cannot be had. Mistakes in the data are in `Version.loaded` instead.
    """
    name, dated = _undated(side.text)
    if dated and name and _means_something(side.text, data):
        _refuse_both(side.text, name, dated, data)
        name, dated = side.text, ""
    date = _date(dated[1:]) if dated else None
    if name.startswith("-") or "\0" in name:
        raise VersionError(f'"{name}" is no version; write ./{name} for a path', "ambiguous-side")
    version = _read(side._replace(text=name), data) if name else _as_it_lies(data)
    if not date:
        return version
    sliced = version.loaded._replace(graph=at(version.loaded.graph, date))
    return version._replace(title=f"{version.title} at {date.text}", loaded=sliced, date=date)


def notes(old: Version, new: Version) -> list[str]:
    """Say what a reader of a diff should know of its sides: that they seem to be unrelated."""
    one, two = ({actor.id for actor in side.whole.graph.actors} for side in (old, new))
    if one and two and not one & two:
        return [f"{old.title} and {new.title} share no actor; are they the same dataset?"]
    return []


def _is_path(word: str) -> bool:
    return _is_plain_path(word) or os.path.exists(word)


def _is_no_data(path: str) -> bool:
    """Tell a file that is no dataset by its name: a bare repository has one called HEAD."""
    known = is_data_file(path) or is_json(path) or is_archive(path)
    return os.path.isfile(path) and not known


def _is_plain_path(word: str) -> bool:
    return word in {".", ".."} or os.path.isabs(word) or word.startswith(("./", "../"))


def _undated(text: str) -> tuple[str, str]:
    """Part a version from the date at its end: ``("HEAD", "@2021")``."""
    dated = _DATED.fullmatch(text)
    return (dated[1], f"@{dated[2]}") if dated else (text, "")


def _means_something(text: str, data: str | None) -> bool:
    """Tell whether a text that ends like a date is the name of something as a whole."""
    if os.path.exists(text):
        return True
    try:
        repository = revisions.repository_of(data or bundled.data_folder())
        return bool(revisions.object_named(repository, text))
    except VersionError:
        return False


def _refuse_both(text: str, name: str, dated: str, data: str | None) -> None:
    """Refuse a name that ends like a date where what stands before that is a name too."""
    if not _means_something(name, data):
        return
    if os.path.exists(name) or os.path.exists(text):
        ways = f"./{text}/ for the path or ./{name}/{dated} for the date"
    else:
        ways = f"{text}^0 for the revision or {name}^0{dated} for the date"
    said = f'"{text}" may be a version, or "{name}" at a date; write {ways}'
    raise VersionError(said, "ambiguous-side")


def _counterpart(word: str, dataset: str) -> str:
    name, dated = _undated(word)
    if name or not dated:
        return f"{dataset}{dated}"
    try:
        return f"{dataset}@{today().text}"
    except ValueError as error:
        raise VersionError(f"{error}; unset it", "bad-date") from None


def _date(text: str) -> Date:
    try:
        return parse_date(text)
    except ValueError as error:
        raise VersionError(f'"@{text}": {error}', "bad-date") from None


def _is_date(text: str) -> bool:
    """Tell whether a word without its ``@`` looks like a date."""
    try:
        return bool(_DATE.fullmatch(text) and parse_date(text))
    except ValueError:
        return False


def _as_it_lies(data: str | None) -> Version:
    if data and not os.path.exists(data) and _in_bare_repository(data):
        said = f"{data} is in a bare repository, without files; name two revisions, as HEAD~1..HEAD"
        raise VersionError(said, "no-data-at-revision")
    loaded, files = load_with_files(data)
    return Version(data or "the bundled dataset", loaded, loaded, files=tuple(files))


def _in_bare_repository(data: str) -> bool:
    try:
        repository = revisions.repository_of(data)
        return not revisions.has_work_tree(repository.folder)
    except VersionError:
        return False


def _read(side: Side, data: str | None) -> Version:
    name = side.text
    is_path = not side.revision and _is_path(name)
    try:
        repository = revisions.repository_of(data or bundled.data_folder())
    except VersionError as error:
        _refuse_ambiguous(side, "", "", is_path=is_path)
        if is_path:
            return _as_it_lies(name)
        raise VersionError(f'"{name}": {error}', error.code) from None
    if stage := _STAGE.fullmatch(name):
        return at_stage(repository, stage[1] or "0")
    commit = "" if _is_plain_path(name) else _commit(repository, side)
    is_path = is_path and not (commit and _is_no_data(name))
    full = (
        revisions.named(repository, name, "--symbolic-full-name")
        if commit and not side.revision
        else ""
    )
    _refuse_ambiguous(side, commit, full, is_path=is_path)
    if is_path:
        return _as_it_lies(name)
    if commit:
        return at_commit(repository, f"{name}...{side.fork}" if side.fork else name, commit)
    revision, path = _parted(name)
    if path is not None and (commit := _commit(repository, Side(revision))):
        # As git has it: from the top, or with a dot from the current folder.
        there = revisions.repository_of(path).path if path.startswith(".") else path.strip("/")
        version = at_commit(repository._replace(path=there), revision, commit)
        return version._replace(title=name + version.title.removeprefix(revision))
    said = revisions.unknown(repository, name, revision=side.revision)
    raise VersionError(said, "unknown-revision")


def _commit(repository: Repository, side: Side) -> str:
    found = revisions.commit_named(repository, side.text)
    if not (found and side.fork):
        return found
    other = _commit(repository, Side(side.fork))
    if not other:
        said = revisions.unknown(repository, side.fork, revision=True)
        raise VersionError(said, "unknown-revision")
    return revisions.merge_base(repository, found, other)


def _parted(name: str) -> tuple[str, str | None]:
    """Part ``REV:PATH`` at the first colon that stands in no braces."""
    found = re.fullmatch(r"((?:[^{:]|\{[^}]*\})+):(.*)", name, re.DOTALL)
    return (found[1], found[2]) if found else (name, None)


def _refuse_ambiguous(side: Side, commit: str, full: str, *, is_path: bool) -> None:
    """Refuse a word that may mean several things, and say how to write each of them.

    Args:
        side: What was asked for.
        commit: That it may mean, or ``""``.
        full: The full name of the branch or tag, or ``""``.
        is_path: It may be a path.
    """
    name = side.text
    ways = {
        "date": f"@{name}" if _is_date(name) and not side.revision else "",
        "path": f"./{name}" if is_path else "",
        "revision": (full or commit[:12]) if commit and not side.revision else "",
    }
    meant = {kind: way for kind, way in ways.items() if way}
    if len(meant) > 1 or "date" in meant:
        what = f"a {' and a '.join(meant)}" if len(meant) > 1 else "no path and no revision here"
        told = " or ".join(f"{way} for the {kind}" for kind, way in meant.items())
        raise VersionError(f'"{name}" is {what}; write {told}', "ambiguous-side")
