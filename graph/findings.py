"""What a check looks at and what it gives: findings, which are problems and what they cost."""

from typing import NamedTuple

from graph.model import ActorGraph
from graph.parsing import Draft, Entry
from graph.problems import Problem
from graph.timing import Tenure, tenure


class Finding(NamedTuple):
    """A problem, and the entry that it costs (None for a warning)."""

    problem: Problem
    culprit: Entry | None = None


class Context(NamedTuple):
    """What a check may look at: the draft, and the graph that it makes if all is well."""

    draft: Draft
    graph: ActorGraph

    def tenure(self, entry: Entry) -> Tenure:
        """Give the days of a relation entry; asked for where needed, for it takes its time."""
        return tenure(self.graph, entry.value)

    def entries(self, key: str) -> list[Entry]:
        """Give the entries under one top-level key, in the order of the files."""
        return self.draft.entries[key]


def error(entry: Entry, field: str, code: str, message: str) -> Finding:
    """Find a mistake in a field, which costs its entry."""
    return Finding(Problem(entry.place(field), "error", code, message), entry)


def warning(entry: Entry, field: str, code: str, message: str) -> Finding:
    """Find something doubtful in a field; the entry stays."""
    return Finding(Problem(entry.place(field), "warning", code, message))
