"""A dataset as it was in a commit or is in the index. Nothing is checked out."""

from collections.abc import Sequence
from typing import NamedTuple

from graph.archives import is_archive, unpack
from graph.dates import Date
from graph.decoding import printable
from graph.loading import MAX_FILE, is_data_file, load_texts
from graph.model import Loaded
from graph.problems import Place, Problem
from graph.versioning import revisions
from graph.versioning.git import Objects, VersionError
from graph.versioning.revisions import STAGES, Repository
from graph.versioning.trees import File, Trees


class Version(NamedTuple):
    """A dataset as it is or was.

    Attributes:
        title: How to call it: ``HEAD~1 (a1b2c3d, 2026-11-20)``, ``data at 2021-08``.
        loaded: Its graph and problems; only what holds at the date where one was asked for.
        whole: The same before anything was left out for its date.
        commit: The full name of the commit it was read from, ``""`` where it was none.
        recorded: The day of that commit, by its committer's clock.
        date: The date that was asked for; None: all times.
        files: Those that it was read from: name and content.
    """

    title: str
    loaded: Loaded
    whole: Loaded
    commit: str = ""
    recorded: Date | None = None
    date: Date | None = None
    files: tuple[tuple[str, bytes], ...] = ()


def at_stage(repository: Repository, stage: str) -> Version:
    """Read the dataset from the index: stage 0, or in an unfinished merge 1, 2 or 3 of its files.

    Raises:
        VersionError: ``unmerged``: stage 0 is asked for, and a data file has none; or it cannot be
            had.
    """
    entries = revisions.staged(repository)
    if unmerged := [entry.path for entry in entries if entry.stage != "0"]:
        if stage == "0":
            said = f"{printable(unmerged[0])} is not merged in the index; git add it when it is"
            raise VersionError(f"{said}, or compare :2 (ours) with :3 (theirs)", "unmerged")
    elif stage != "0":
        said = f":{stage} is {STAGES[stage]} of a merge, and no data file is unmerged"
        raise VersionError(f"{said}; write :0 for the index", "unknown-revision")
    files = [
        File(entry.path, entry.object, entry.path)
        for entry in sorted(entries, key=lambda entry: entry.path)
        if entry.stage in ("0", stage) and _belongs(entry.path, repository.path)
    ]
    if links := [entry.path for entry in entries if entry.mode == "120000"]:
        said = f"{printable(links[0])} is a link in the index; compare with HEAD or the files"
        raise VersionError(said, "no-data-at-revision")
    if not files:
        raise VersionError(no_data("the index", repository.path), "no-data-at-revision")
    with Objects(repository.folder) as objects:
        loaded, texts = _load(objects, files, f":{stage}")
    title = STAGES[stage] if stage == "0" else f"{STAGES[stage]} (:{stage})"
    return Version(title, loaded, loaded, files=texts)


def _belongs(path: str, data: str) -> bool:
    folder, _, name = path.rpartition("/")
    return path == data or (folder == data and is_data_file(name))


def no_data(name: str, path: str) -> str:
    """Say that a version has no dataset at a path."""
    where = path or "the top folder"
    return f"{name} has no *.yaml file in {where}; choose another revision or another --data"


def at_commit(repository: Repository, name: str, commit: str) -> Version:
    """Read the dataset from a commit, at its path or where it lay then.

    Args:
        repository: Where it is.
        name: What the user calls the commit.
        commit: Its full name.

    Raises:
        VersionError: It has no such dataset, or one that cannot be read whole.
    """
    folder, path = repository
    with Objects(folder) as objects:
        (said,) = revisions.read_commits(objects, [commit])
        trees = Trees(objects)
        files = trees.data_files(said.tree, path, name)
        moved = None if files else revisions.moved_from(repository, commit)
        if moved is not None:
            files = trees.data_files(said.tree, moved, name)
        if not files:
            raise VersionError(no_data(name, path), "no-data-at-revision")
        loaded, texts = _load(objects, files, name)
    # A name that is the commit's own is not told twice.
    known = [] if commit.startswith(name) else [commit[:7]]
    told = ", ".join([*known, said.recorded.text] if said.recorded else known)
    if moved is not None:
        told = f"{told}; then in {printable(moved) or 'the top folder'}"
    return Version(
        f"{name} ({told})" if told else name, loaded, loaded, commit, said.recorded, files=texts
    )


def _load(
    objects: Objects, files: Sequence[File], name: str
) -> tuple[Loaded, tuple[tuple[str, bytes], ...]]:
    texts, problems = read_files(objects, files, name)
    loaded = load_texts(texts, whole=not problems)
    return Loaded(loaded.graph, tuple(sorted((*problems, *loaded.problems)))), tuple(texts)


def read_files(
    objects: Objects, files: Sequence[File], name: str
) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    """Read data files of a version; one that is too large is told and not read.

    Args:
        objects: Of their repository.
        files: Those of one dataset.
        name: What the version is called; places are ``name:path``, or the path alone where it
            has no name.

    Raises:
        VersionError: An object is lost.
    """
    problems, small = [], []
    for file, size in zip(files, objects.sizes([file.object for file in files]), strict=True):
        if size is not None and size > MAX_FILE:
            said = f"{size:,} bytes; at most {MAX_FILE:,} are read, so split the file"
            place = Place(_shown(name, file))
            problems.append(Problem(place, "error", "too-large", said))
        else:
            small.append(file)
    contents = objects.read([file.object for file in small])
    texts = [(_shown(name, file), content) for file, content in zip(small, contents, strict=True)]
    if len(texts) == 1 and is_archive(texts[0][0]):
        return unpack(*texts[0], is_data_file)
    return texts, problems


def _shown(name: str, file: File) -> str:
    return printable(f"{name}:{file.path}" if name else file.path)
