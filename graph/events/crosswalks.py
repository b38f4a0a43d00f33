"""The crosswalks of a dataset, read and checked: its own, else those that come with the program."""

import os
from collections.abc import Collection
from typing import NamedTuple

from graph import bundled
from graph.events.crosswalk import SCHEMES, Crosswalk, Entry
from graph.events.crosswalk_checking import Context, check
from graph.events.crosswalk_parsing import Parsed, parse
from graph.findings import Finding
from graph.loading import holds_yaml, read_files
from graph.model import ActorGraph
from graph.parsing import Entry as Noded
from graph.problems import Place, Problem

#: Beside the YAML files of a dataset; the dataset's own reader does not look into it.
FOLDER = "crosswalks"


class Crosswalked(NamedTuple):
    """What a folder of crosswalks gave: those of all good entries, by scheme, and all problems."""

    schemes: dict[str, Crosswalk]
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that cost an entry."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    def of(self, scheme: str) -> Crosswalk:
        """Give the crosswalk of a scheme, an empty one where there is none."""
        return self.schemes.get(scheme) or Crosswalk(scheme)


def own_folder(data: str) -> str:
    """Give where the crosswalks of a dataset belong: in its folder, or beside its one file."""
    return os.path.join(data if os.path.isdir(data) else os.path.dirname(data), FOLDER)


def of_dataset(data: str, graph: ActorGraph) -> Crosswalked:
    """Read the crosswalks of a dataset, or where it has no folder of them the program's.

    Args:
        data: Its folder or file.
        graph: What it says. Of the program's entries those of its actors are taken; that it lacks
            the others is no mistake.
    """
    own = own_folder(data)
    if os.path.isdir(own):
        return load(own, graph, graph.actor)
    return load(own_folder(bundled.data_folder()), graph, None)


def naming(data: str, actors: Collection[str]) -> list[tuple[Place, str]]:
    """Give where a dataset's own crosswalks name one of some actors, and whom, by place."""
    folder = own_folder(data)
    if not actors or not (os.path.isdir(folder) and holds_yaml(folder)):
        return []
    files = [parse(content, file) for file, content in read_files(folder)[0]]
    entries = [entry for file in files for entry in file.entries]
    return sorted((e.place("actor"), e.value.actor) for e in entries if e.value.actor in actors)


def load(folder: str, graph: ActorGraph, declared: Collection[str] | None) -> Crosswalked:
    """Read the crosswalks of a folder, ``*.yaml``, and check them against a dataset.

    Args:
        folder: One that is not there gives none.
        graph: Whose actors they may name; entries of others are left out.
        declared: Ids that count as actors though `graph` may lack them; None: an unknown actor
            is no mistake.
    """
    if not (os.path.isdir(folder) and holds_yaml(folder)):
        return Crosswalked({})
    texts, problems = read_files(folder)
    files = [parse(data, file) for file, data in texts]
    problems += [problem for file in files for problem in file.problems]
    schemes = {}
    for scheme, entries in _by_scheme(files).items():
        found = check(Context(scheme, entries, graph, declared))
        problems += [finding.problem for finding in found]
        schemes[scheme] = Crosswalk(scheme, _good(entries, found, graph))
    known = {scheme: walk for scheme, walk in schemes.items() if scheme in SCHEMES}
    return Crosswalked(known, tuple(sorted(problems)))


def _by_scheme(files: list[Parsed]) -> dict[str, list[Noded]]:
    """Give the entries of each scheme; a file without a known one stands for itself."""
    entries: dict[str, list[Noded]] = {}
    for file in files:
        entries.setdefault(file.scheme or file.file, []).extend(file.entries)
    return entries


def _good(entries: list[Noded], found: list[Finding], graph: ActorGraph) -> tuple[Entry, ...]:
    bad = {id(finding.culprit.value) for finding in found if finding.culprit}
    return tuple(
        one.value for one in entries if id(one.value) not in bad and one.value.actor in graph.actor
    )
