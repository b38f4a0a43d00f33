"""The data files of a commit, found through its trees: links followed, nothing checked out."""

import os
import posixpath
from typing import NamedTuple

from graph.decoding import printable
from graph.loading import is_data_file
from graph.versioning.git import Objects, VersionError

_TREE, _LINK, _MODULE, _PLAIN = "40000", "120000", "160000", "100"
#: Links followed for one file, as Linux does.
_MAX_LINKS = 40
#: Bytes of a link: longer ones lead nowhere on any system.
_MAX_TARGET = 4096
#: Trees kept: those that many commits share.
_KEPT = 200


class File(NamedTuple):
    """A data file of a commit.

    Attributes:
        path: From the top of the repository, as the dataset names it.
        object: The name of its contents.
        real: Where the contents stand: another path where a link leads there.
    """

    path: str
    object: str
    real: str


class _Entry(NamedTuple):
    mode: str
    object: str
    path: str


class Trees:
    """Finds data files in commits of one repository.

    Places in messages are ``name:path``, where the name is what the user called the commit, or the
    path alone where it has none.
    """

    def __init__(self, objects: Objects) -> None:
        """Take what gives the objects."""
        self._objects = objects
        self._trees: dict[str, dict[str, tuple[str, str]]] = {}

    def data_files(self, tree: str, path: str, name: str) -> list[File]:
        """List the data files of a dataset in order of their names; none where it is not there.

        Args:
            tree: The top tree of the commit.
            path: Of the dataset's folder or one file, from the top; ``""``: the top itself.
            name: What to call the commit.

        Raises:
            VersionError: A link leads out of the repository or in circles, or a submodule stands
                there: what it holds is not in this repository.
        """
        found = self._find(tree, path, name)
        if found is None:
            return []
        if found.mode != _TREE:
            return [File(path, found.object, found.path)]
        files = []
        for base in sorted(filter(is_data_file, self._tree(found.object))):
            here = f"{path}/{base}" if path else base
            entry = self._find(tree, f"{found.path}/{base}".lstrip("/"), name)
            if entry is None:
                raise self._refused(name, here, "is a link that leads nowhere; mend or delete it")
            if entry.mode.startswith(_PLAIN):
                files.append(File(here, entry.object, entry.path))
        return files

    def _find(self, tree: str, path: str, name: str) -> _Entry | None:
        """Follow a path from the top, links included; None where it leads to nothing."""
        asked = path
        for _ in range(_MAX_LINKS):
            entry = self._walk(tree, path, name)
            if entry is None or entry.mode != _LINK:
                return entry
            target = self._target(entry.object)
            rest = path[len(entry.path) :]
            path = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), target) + rest)
            if target.startswith("/") or path.split("/")[0] == ".." or not target:
                shown = printable(target)[:60]
                told = f"is a link to {shown}, outside the repository; commit the file itself"
                raise self._refused(name, asked, told)
            path = "" if path == "." else path
        raise self._refused(name, asked, "is a link that leads in circles; commit the file itself")

    def _walk(self, tree: str, path: str, name: str) -> _Entry | None:
        """Go down a path as far as to its end, or to the first link."""
        entry = _Entry(_TREE, tree, "")
        for part in path.split("/") if path else ():
            if entry.mode != _TREE:
                return None
            found = self._tree(entry.object).get(part)
            if found is None:
                return None
            entry = _Entry(*found, f"{entry.path}/{part}".lstrip("/"))
            if entry.mode == _LINK:
                return entry
            if entry.mode == _MODULE:
                told = "is a submodule; run git submodule update --init, and name its folder"
                raise self._refused(name, entry.path, f"{told} with --data")
        return entry

    def _target(self, link: str) -> str:
        (size,) = self._objects.sizes([link])
        return os.fsdecode(self._objects.read([link])[0]) if (size or 0) <= _MAX_TARGET else ""

    def _tree(self, name: str) -> dict[str, tuple[str, str]]:
        if name not in self._trees:
            if len(self._trees) >= _KEPT:
                self._trees.clear()
            self._trees[name] = _entries(self._objects.read([name])[0], len(name) // 2)
        return self._trees[name]

    def _refused(self, name: str, path: str, told: str) -> VersionError:
        where = printable(f"{name}:{path}" if name else path)
        return VersionError(f"{where} {told}", "no-data-at-revision")


def _entries(raw: bytes, width: int) -> dict[str, tuple[str, str]]:
    """Read a tree as git stores it: mode, name and object, by name.

    Args:
        raw: Mode, blank, name, zero byte, object, again and again.
        width: Bytes of an object's name: 20, or 32 in a repository of SHA-256.
    """
    entries, at = {}, 0
    while at < len(raw):
        end = raw.index(b"\0", at)
        mode, _, name = raw[at:end].partition(b" ")
        at = end + 1 + width
        entries[os.fsdecode(name)] = (mode.decode(), raw[end + 1 : at].hex())
    return entries
