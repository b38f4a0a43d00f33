"""What an answer rests on, line by line: the rule, the filters, what was left out, and where.

For ``--explain``. In JSON the same stands in fields of every answer: ``rule``, ``filters``,
``signs``, ``not_shown``, and the ``place`` of each relation.
"""

from collections.abc import Iterable, Iterator

from graph.model import Actor, ActorGraph, RelationType, Source
from graph.query import Filters, Held, Hidden
from graph.report import evidence, rule

#: What `rule` leaves unsaid.
DAYS = "a date stands for all its days, ends are inclusive, no relation outlives its actors"
#: Why a relation that fits is left out, and the flag that does it or undoes it.
WHY = {
    "past": "ended before the date (--past)",
    "future": "begin after the date (--future)",
    "undated": "have no date that bounds them (--undated)",
    "never": "are dated outside the life of an actor",
    "unsure": "are below --min-confidence, or were never assessed",
    "mutual": "are mutual by their type (--direct-only)",
    "some": "concern some of the actors and not all (--any)",
}
#: What event data does not say has not ended.
OF_EVENTS = {
    "past": "have events before the date alone (--past)",
    "future": "have events after the date alone (--future)",
}


def explain(
    graph: ActorGraph,
    filters: Filters,
    types: Iterable[str],
    hidden: Hidden,
    shown: Iterable[Held],
) -> tuple[str, ...]:
    """Explain an answer made of relations, its lines in the order of its rows.

    Args:
        graph: The dataset.
        filters: What the answer kept.
        types: Names of the relation types that counted; none: all.
        hidden: What was left out.
        shown: The relations behind the rows; one that stands behind two rows comes twice.
    """
    return (
        *basis(filters),
        f"types counted: {', '.join(_types(graph, types))}",
        f"left out: {'; '.join(_left_out(hidden, filters)) or 'nothing'}",
        *_behind(shown),
    )


def basis(filters: Filters) -> tuple[str, str]:
    """Give the rule and the filters, one line each."""
    keeps = [name for name in ("undated", "past", "future") if getattr(filters, name)]
    kept = (
        f"date {filters.at.text if filters.at else 'any'}",
        f"confidence {filters.min_confidence or 'any'}",
        *([f"also {', '.join(keeps)}"] if keeps else []),
        *(["directed types only"] if filters.direct else []),
    )
    return f"rule: {rule(filters)}; {DAYS}", f"filters: {', '.join(kept)}"


def _types(graph: ActorGraph, types: Iterable[str]) -> Iterator[str]:
    for name in types:
        kind = graph.type[name]
        sign = f"{kind.sign:+d}" if kind.sign else "0"
        way = "mutual" if kind.symmetric else "directed"
        yield f"{name} ({sign}, {way}{'' if kind.lasting else ', event'})"


def _left_out(hidden: Hidden, filters: Filters) -> Iterator[str]:
    said = WHY | OF_EVENTS if filters.covered else WHY
    return (f"{count} {said[why]}" for why, count in hidden._asdict().items() if count)


def _behind(shown: Iterable[Held]) -> Iterator[str]:
    for held in shown:
        said = evidence(held.relation)
        yield f"{held.relation.place}: {held.key}, {held.days}, {held.state}, {said}"
        for step in held.through:
            yield f"{step.relation.place}: {step.key}, {step.days}, through which that is inherited"


def places(filters: Filters, values: Iterable[Actor | RelationType | Source]) -> tuple[str, ...]:
    """Explain a list of other values than relations: the rule, the filters, where each stands."""
    names = (
        (value, value.name if isinstance(value, RelationType) else value.id) for value in values
    )
    return (*basis(filters), *(f"{value.place}: {name}" for value, name in names))
