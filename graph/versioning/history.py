"""What each commit did to the graph, newest first: the changes of its history, not of its lines.

Commits are followed by first parents, and only those that touch the dataset are read. Two versions
are in memory at a time; what was found out of a pair of them is kept in the cache.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Literal, NamedTuple, Self

from graph import cache
from graph.diffing.changes import Change, GraphDiff
from graph.diffing.comparing import diff
from graph.loading import load_again, load_texts
from graph.model import Actor, ActorGraph, Loaded, Relation
from graph.records import record_of
from graph.versioning import revisions
from graph.versioning.git import Objects, VersionError
from graph.versioning.pieces import Pieces
from graph.versioning.revisions import Commit, Repository
from graph.versioning.snapshots import no_data, read_files
from graph.versioning.trees import File, Trees

#: Graphs kept: of the commit that is told, of the one before it, and one more.
_GRAPHS = 3
#: Pairs of versions that the cache remembers.
_REMEMBERED = 50_000


class Told(NamedTuple):
    """What a commit changed.

    Attributes:
        counts: Entries added, removed and changed, by what one of them is called: ``actor``,
            ``relation``, ``source``, ``relation type``. Empty: it changed the form alone.
        actors: Ids of the actors that it changed, or a relation of whom.
        renamed: Old and new id of actors that it renamed.
    """

    counts: dict[str, tuple[int, int, int]]
    actors: frozenset[str]
    renamed: tuple[tuple[str, str], ...] = ()


class Fault(NamedTuple):
    """Why a commit's data cannot be read: its first mistake, with its place, and how many."""

    first: str
    errors: int


class Snapshot(NamedTuple):
    """A commit with its data files.

    Attributes:
        key: The same for two commits when all their data files are.
        moved: Where the dataset lay then, where that is not its path now.
        refused: Why the files could not be listed.
    """

    commit: Commit
    files: tuple[File, ...]
    key: str
    moved: str = ""
    refused: str = ""


class Step(NamedTuple):
    """A commit and what it did.

    Attributes:
        snapshot: The commit, with its data files.
        before: The version that it is compared with, the nearest older one that can be read. None:
            there was no dataset yet, or it is not known (`told` is None then).
        told: What it changed; None when it cannot be read, or the history before it is not here.
        fault: Why it cannot be read.
    """

    snapshot: Snapshot
    before: Snapshot | None = None
    told: Told | None = None
    fault: Fault | None = None


class Log(NamedTuple):
    """Steps of a history, newest first, and what was left out of them.

    Attributes:
        form: Commits that changed the form of the files alone.
        others: Commits that changed nothing about the actors that were asked for.
        unread: Steps that cannot be read, of a log that is about actors.
        more: There are more than were asked for.
    """

    steps: tuple[Step, ...]
    form: int = 0
    others: int = 0
    unread: tuple[Step, ...] = ()
    more: bool = False


def gather(steps: Iterable[Step], most: int, actors: Collection[str] = ()) -> Log:
    """Choose the steps that tell something.

    Args:
        steps: Newest first.
        most: So many at most; 0: all.
        actors: Only what is about one of these ids, and about those that they bore before.
    """
    wanted = set(actors)
    chosen: list[Step] = []
    unread: list[Step] = []
    form = others = 0
    for step in steps:
        told = step.told
        if told and not told.counts:
            form += 1
        elif wanted and told and wanted.isdisjoint(told.actors):
            others += 1
        elif wanted and step.fault:
            unread.append(step)
        elif most and len(chosen) == most:
            return Log(tuple(chosen), form, others, tuple(unread), more=True)
        else:
            chosen.append(step)
            wanted |= {old for old, new in told.renamed if new in wanted} if told else set()
    return Log(tuple(chosen), form, others, tuple(unread))


class History:
    """The history of a dataset in its repository; a context manager."""

    def __init__(self, repository: Repository, *, lenient: bool = False) -> None:
        """Take where the dataset is; nothing is read yet.

        Args:
            repository: Where it is.
            lenient: What is good of a version with mistakes counts as that version.
        """
        self.repository = repository
        self._lenient = lenient
        self._objects = Objects(repository.folder)
        self._trees = Trees(self._objects)
        self._known = Pieces()
        self._graphs: dict[str, Loaded] = {}
        self._memory = _Memory(repository)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._objects.__exit__()
        self._memory.keep()

    def newest(self, start: str) -> Snapshot:
        """Give the data files of a commit.

        Args:
            start: Its full name.

        Raises:
            VersionError: It has no dataset.
        """
        (commit,) = revisions.read_commits(self._objects, [start])
        found = self._snapshot(commit, self.repository.path)
        if not found.files:
            moved = revisions.moved_from(self.repository, start)
            found = self._snapshot(commit, moved) if moved is not None else found
        if not found.files:
            said = found.refused or no_data(start[:12], self.repository.path)
            raise VersionError(said, "no-data-at-revision")
        return found

    def steps(self, start: str, hidden: Sequence[str] = ()) -> Iterator[Step]:
        """Give what each commit did, newest first; what changed no data file is passed over.

        A commit that cannot be read is a step of its own, and the next newer one is compared
        with the nearest older one that can be read.

        Args:
            start: Full name of the newest commit.
            hidden: Full names of commits whose history is left out.

        Raises:
            VersionError: The newest commit has no dataset, or git fails.
        """
        newer: Snapshot | None = None
        broken: list[Step] = []
        for snapshot, listed in self._snapshots(start, hidden):
            fault = self.fault(snapshot) if snapshot else None
            if snapshot is None or (fault and not listed):
                break
            if fault:
                broken.append(Step(snapshot, fault=fault))
                continue
            if newer and (broken or newer.key != snapshot.key):
                yield Step(newer, snapshot, self.told(snapshot, newer))
            yield from broken
            broken.clear()
            if not listed:
                return
            newer = snapshot
        else:
            if newer:
                yield Step(newer, None, self.told(None, newer))
            newer = None
        if newer:
            yield Step(newer)
        yield from broken

    def fault(self, snapshot: Snapshot) -> Fault | None:
        """Tell why a version cannot be read; None when it can."""
        if snapshot.refused:
            return Fault(snapshot.refused, 1)
        if self._lenient:
            there = self._objects.sizes([file.object for file in snapshot.files])
            lost = [
                file.path for file, size in zip(snapshot.files, there, strict=True) if size is None
            ]
            return Fault(f"git has no object for {lost[0]}; run git fsck", 1) if lost else None
        known = self._memory.fault(snapshot.key)
        if known is not None:
            return known or None
        try:
            errors = self._loaded(snapshot).errors
        except VersionError as error:
            if error.code != "lost-object":
                raise
            return Fault(str(error), 1)  # it may be found again
        fault = Fault(str(errors[0]), len(errors)) if errors else None
        self._memory.keep_fault(snapshot.key, fault)
        return fault

    def told(self, before: Snapshot | None, after: Snapshot) -> Told:
        """Tell what changed from one version to another, in what is good of both.

        Args:
            before: None: there was none, and all is new.
            after: The other.
        """
        key = f"{before.key if before else ''}:{after.key}"
        told = self._memory.told(key)
        if told is None:
            told = _told(diff(self.graph(before), self.graph(after)))
            self._memory.keep_told(key, told)
        return told

    def graph(self, snapshot: Snapshot | None) -> ActorGraph:
        """Give the graph of a version, without its bad entries; of none the empty one.

        Its places are not those in the files.
        """
        return (self._loaded(snapshot) if snapshot else load_texts([])).graph

    def _loaded(self, snapshot: Snapshot) -> Loaded:
        key = snapshot.key
        if key not in self._graphs:
            texts, problems = read_files(self._objects, snapshot.files, "")
            whole = load_texts(texts, whole=False) if problems else None
            loaded = whole or load_again(texts, self._known)
            both = tuple(sorted((*problems, *loaded.problems)))
            if len(self._graphs) == _GRAPHS:
                del self._graphs[next(iter(self._graphs))]
            self._graphs[key] = Loaded(loaded.graph, both)
        return self._graphs[key]

    def _snapshots(
        self, start: str, hidden: Sequence[str]
    ) -> Iterator[tuple[Snapshot | None, bool]]:
        """Give the versions, newest first, and whether the commit is one of those asked for.

        The last one may be the one before, to compare with; None stands for one that is not here.
        """
        newest = self.newest(start)
        path, moved = newest.moved or self.repository.path, newest.moved
        elsewhere = [file.real for file in newest.files if file.real != file.path]
        while True:
            given = [start, *(f"^{name}" for name in hidden)]
            last = None
            for name in revisions.commits(self.repository, given, [path, *elsewhere]):
                (last,) = revisions.read_commits(self._objects, [name])
                yield self._snapshot(last, path, moved), True
            if last is None:  # all of it is hidden
                (last,) = revisions.read_commits(self._objects, [start])
                yield self._snapshot(last, path, moved), False
                return
            if not last.parents:
                return
            (size,) = self._objects.sizes(last.parents[:1])
            if size is None:
                yield None, False
                return
            (parent,) = revisions.read_commits(self._objects, last.parents[:1])
            before = self._snapshot(parent, path, moved)
            if before.files or before.refused:
                yield before, False
                return
            found = revisions.moved_from(self.repository._replace(path=path), parent.id, last.id)
            if found is None:
                return
            start, path, moved = parent.id, found, found

    def _snapshot(self, commit: Commit, path: str, moved: str = "") -> Snapshot:
        try:
            files = self._trees.data_files(commit.tree, path, "")
        except VersionError as error:
            if error.code not in ("lost-object", "no-data-at-revision"):
                raise
            return Snapshot(commit, (), commit.id, moved, str(error))
        key = cache.digest(part for file in files for part in (file.path, file.object))
        return Snapshot(commit, tuple(files), key, moved)


def _told(changes: GraphDiff) -> Told:
    counts: dict[str, list[int]] = {}
    actors: set[str] = set()
    renamed = []
    every: Iterator[Change[Any]] = chain(
        changes.actors, changes.relations, changes.sources, changes.types
    )
    for change in every:
        count = counts.setdefault(record_of(change.value).one, [0, 0, 0])
        count[("added", "removed", "changed").index(change.kind)] += 1
        for value in (change.before, change.after):
            if isinstance(value, Relation):
                actors |= {value.source, value.target}
            elif isinstance(value, Actor):
                actors.add(value.id)
        old, new = change.before, change.after
        if isinstance(old, Actor) and isinstance(new, Actor) and old.id != new.id:
            renamed.append((old.id, new.id))
    return Told(
        {one: (count[0], count[1], count[2]) for one, count in counts.items()},
        frozenset(actors),
        tuple(renamed),
    )


class _Memory:
    """What was found out of pairs of versions, from one run to the next.

    Keys are digests of the contents of the data files, so nothing here is ever stale. What is not
    as it was written counts as not there.
    """

    def __init__(self, repository: Repository) -> None:
        parts = ("history", os.path.realpath(repository.folder), repository.path)
        self._name = cache.digest(parts)
        found = cache.fetch(self._name)
        self._kept: dict[str, Any] = found if isinstance(found, dict) else {}
        self._new = False

    def fault(self, key: str) -> Fault | Literal[False] | None:
        """Give what is known of a version; False: it can be read; None: nothing is known."""
        match self._kept.get(f"fault {key}"):
            case []:
                return False
            case [str(first), int(errors)]:
                return Fault(first, errors)
            case _:
                return None

    def keep_fault(self, key: str, fault: Fault | None) -> None:
        self._keep(f"fault {key}", list(fault or ()))

    def told(self, key: str) -> Told | None:
        try:
            counts, actors, renamed = self._kept[key]
            return Told(
                {one: (count[0], count[1], count[2]) for one, count in counts.items()},
                frozenset(actors),
                tuple((old, new) for old, new in renamed),
            )
        except (LookupError, TypeError, ValueError, AttributeError):
            return None

    def keep_told(self, key: str, told: Told) -> None:
        self._keep(key, [told.counts, sorted(told.actors), told.renamed])

    def _keep(self, key: str, value: Any) -> None:
        self._kept[key] = value
        self._new = True

    def keep(self) -> None:
        """Write it down, the newest if it is too much."""
        if self._new:
            some = dict(list(self._kept.items())[-_REMEMBERED:])
            cache.store(self._name, some)
