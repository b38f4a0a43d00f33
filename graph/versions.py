"""The two sides of a diff: folders, files, git revisions, dates."""

import os
import re
from collections.abc import Sequence
from typing import NamedTuple

from graph import bundled, git
from graph.dates import Date, parse_date, today
from graph.decoding import printable
from graph.git import VersionError
from graph.loading import is_data_file, load, load_texts
from graph.model import Loaded
from graph.timing import at

__all__ = ["Side", "Version", "VersionError", "parse_sides", "read_side"]

_OBJECT = re.compile(r"[0-9a-f]{40,64}")
_DATED = re.compile(r"(.*)@(\d[\d-]*~?)", re.DOTALL)


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
        repository = git.repository_of(data or bundled.data_folder())
    except VersionError as error:
        if is_path:
            return _as_it_lies(name)
        raise VersionError(f'"{name}": {error}', error.code) from None
    commit = "" if _is_plain_path(name) else git.named(repository, f"{name}^{{commit}}")
    if not _OBJECT.fullmatch(commit):  # git takes "^main" and "main..main" for one revision too
        commit = ""
    if is_path and commit:
        full = git.named(repository, name, "--symbolic-full-name") or commit[:12]
        ways = f"./{name} for the path or {full} for the revision"
        raise VersionError(f'"{name}" is a path and a revision; write {ways}', "ambiguous-side")
    if is_path:
        return _as_it_lies(name)
    if not commit:
        said = git.unknown(repository, name, revision=side.revision)
        raise VersionError(said, "unknown-revision")
    return _at_commit(repository, name, commit)


def _at_commit(repository: git.Repository, name: str, commit: str) -> Version:
    files = _files(repository, commit)
    if not files:
        where = repository.path or "the top folder"
        said = f"{name} has no *.yaml file in {where}; choose another revision or another --data"
        raise VersionError(said, "no-data-at-revision")
    head, *texts = git.objects(repository.folder, [commit, *files.values()])
    recorded = git.recorded(head)
    told = f"{commit[:7]}, {recorded.text}" if recorded else commit[:7]
    shown = (printable(f"{name}:{file}") for file in files)
    loaded = load_texts(list(zip(shown, texts, strict=True)))
    return Version(f"{name} ({told})", loaded, commit, recorded)


def _files(repository: git.Repository, commit: str) -> dict[str, str]:
    """List a commit's data files in order of their names: path and object."""
    folder, path = repository
    inside = git.tree(folder, f"{commit}:{path}")
    if inside is None:  # the dataset is one file
        above, _, name = path.rpartition("/")
        beside = git.tree(folder, f"{commit}:{above}") or {}
        return {path: beside[name]} if name in beside else {}
    start = f"{path}/" if path else ""
    return {start + name: inside[name] for name in sorted(inside) if is_data_file(name)}
