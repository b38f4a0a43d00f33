"""How much confidence a set of sources can carry: the two-source rule, over Admiralty grades.

A claim rests on its *independent* sources: documents of different origins, or publishers where no
origin is given (those that name none stand for themselves). A to C are sources that are at least
fairly reliable on the Admiralty scale (NATO AJP-2.1, UK JDP 2-00), D those that usually are not, E
and F carry nothing.

==========  ======================================================================
confidence  at least
==========  ======================================================================
high        one source graded A, or two independent ones graded C or better
medium      one source graded C or better, or two independent ones graded D or better
low         anything
==========  ======================================================================

It is a ceiling, not a verdict: who writes the data may be less sure than the sources allow.
"""

from collections.abc import Iterable

from graph.model import ActorGraph, Relation, Source

_FAIR, _POOR = "ABC", "ABCD"


def independent(sources: Iterable[Source]) -> list[Source]:
    """Give one source for each origin, its best graded; ungraded ones count as F.

    >>> a, b = Source("a", "A", publisher="X", reliability="C"), Source("b", "B", publisher="x")
    >>> [source.id for source in independent([b, a])]
    ['a']
    """
    best: dict[str, Source] = {}
    for source in sources:
        key = voice(source)
        if key not in best or _grade(source) < _grade(best[key]):
            best[key] = source
    return list(best.values())


def voices(graph: ActorGraph, relation: Relation) -> int:
    """Count the independent sources that assert a relation; each that the graph lacks is one."""
    ids = {citation.source for citation in relation.sources}
    return len(independent(graph.document.get(id_) or Source(id_, id_) for id_ in sorted(ids)))


def voice(source: Source) -> str:
    """Give whose word a source is: sources of one voice are not independent of each other."""
    return (source.origin or source.publisher).casefold() or f"id:{source.id}"


def _grade(source: Source) -> str:
    return source.reliability or "F"


def ceiling(sources: Iterable[Source]) -> str:
    """Give the most confidence that the sources carry: ``high``, ``medium`` or ``low``.

    ``""`` where it cannot be told: there is no source, or one of them has no grade.

    >>> ceiling([Source("a", "A", publisher="X", reliability="C")])
    'medium'
    """
    cited = list(sources)
    if not cited or not all(source.reliability for source in cited):
        return ""
    grades = sorted(source.reliability for source in independent(cited))
    fair = sum(grade in _FAIR for grade in grades)
    usable = sum(grade in _POOR for grade in grades)
    if grades[0] == "A" or fair > 1:
        return "high"
    return "medium" if fair or usable > 1 else "low"
