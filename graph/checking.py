"""Checks of meaning: functions from a draft to findings, in a table.

Adding a rule is adding a function to `CHECKS`; none changes the draft.
"""

from collections.abc import Callable, Iterator

from graph import claims, references, telling
from graph.findings import Context, Finding
from graph.model import ActorGraph
from graph.parsing import Draft
from graph.problems import Problem
from graph.records import RECORDS

Check = Callable[[Context], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    references.duplicate_ids,
    references.known_ends,
    references.known_types,
    references.known_sources,
    references.duplicate_names,
    claims.inverted_dates,
    claims.outside_life,
    claims.sourced_and_dated,
    claims.duplicate_relations,
    claims.contradictory_signs,
    claims.overstated,
    references.vocabulary,
    references.duplicate_sources,
    references.unused,
    telling.known_focus,
    telling.known_relations,
    telling.backed,
)
#: Those that only warn: what they find costs no entry.
DOUBTS = frozenset(
    {
        claims.outside_life,
        claims.sourced_and_dated,
        claims.contradictory_signs,
        claims.overstated,
        references.duplicate_sources,
        references.unused,
        telling.backed,
    }
)


def check(draft: Draft, *, doubts: bool = True) -> tuple[ActorGraph, list[Problem]]:
    """Run all checks.

    Args:
        draft: Is not changed.
        doubts: False leaves out the checks that only warn; they take most of the time.

    Returns:
        The graph of the entries that no error concerns, and the problems, unsorted. Relations
        whose actors were left out are left out with them.
    """
    whole = _graph(draft, set())
    context = Context(draft, whole)
    rules = [rule for rule in CHECKS if doubts or rule not in DOUBTS]
    findings = [finding for rule in rules for finding in rule(context)]
    bad = {id(found.culprit.value) for found in findings if found.culprit}
    problems = [found.problem for found in findings]
    good = whole if not bad and draft.whole and not draft.problems else _graph(draft, bad)
    return good, problems


def _graph(draft: Draft, bad: set[int]) -> ActorGraph:
    kept = {
        record.key: [e.value for e in draft.entries[record.key] if id(e.value) not in bad]
        for record in RECORDS
    }
    kinds = [kind for kind in draft.types.values() if id(kind) not in bad]
    story = kept["story"]
    graph = ActorGraph.of(kept["actors"], kept["relations"], kept["sources"], kinds, story)
    if not bad and not draft.problems and draft.whole:
        return graph
    actors, types = graph.actor, graph.type
    whole = [
        rel
        for rel in graph.relations
        if rel.source in actors and rel.target in actors and rel.type in types
    ]
    return ActorGraph.of(graph.actors, whole, graph.sources, graph.types, story)
