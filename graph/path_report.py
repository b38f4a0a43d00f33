"""Paths between two actors -> `Report`."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from graph.model import Actor, ActorGraph
from graph.paths import Found, Path, Route, Silence, together
from graph.query import Filters, Held, Stance
from graph.report import (
    COLUMNS,
    SHEET,
    Report,
    evidence,
    hidden_notes,
    plural,
    reading,
    relation_json,
    rows,
    rule,
    sheet,
)
from graph.ties import SIGNS, Polarity, Tie, Ties, chosen_types, swayed

_NOUNS = {
    "friendly": "a friend",
    "hostile": "an enemy",
    "mixed": "a friend-and-enemy",
    "neutral": "a contact",
}
#: How many relations of a step people are shown; the rest is counted.
_MOST_RELATIONS = 3
_MEASURES = (
    "strongest: the greatest product of confidences, of each tie's surest relation (STIX 2.1: "
    "high .85, medium .5, low or not assessed .15)"
)


class Shown(NamedTuple):
    """A path with the names of what it is: ``shortest``, ``strongest``, or both."""

    path: Path
    kinds: tuple[str, ...]


def paths(graph: ActorGraph, route: Route, ties: Ties, found: Found, silence: Silence) -> Report:
    """Report how two actors are connected; `silence` says why not where `found` is empty."""
    start, goal = graph.actor[route.start], graph.actor[route.goal]
    at = route.filters.at
    shown = _shown(found)
    message = "" if shown else _why(start, goal, route, silence)
    return Report(
        "path",
        at.text if at else "",
        lambda: [_path_json(graph, one, route) for one in shown],
        COLUMNS,
        rows(
            graph, [stance for one in shown for stance in _stances(graph, one.path)], route.filters
        ),
        lambda: [("path", "kinds", "step", "tie", *SHEET), *_cells(graph, shown)],
        _about(route, ties, found),
        title=f"From {start.name} to {goal.name}",
        blocks=[_block(graph, one, route) for one in shown],
        foot=_foot(graph, route, ties, found),
        reason="" if shown else silence.reason,
        message=message,
        suggestions=silence.years if not shown else (),
    )


def _shown(found: Found) -> list[Shown]:
    best = found.strongest
    shown = [
        Shown(path, ("shortest", "strongest") if path == best else ("shortest",))
        for path in found.shortest
    ]
    return [*shown, *([Shown(best, ("strongest",))] if best and best not in found.shortest else [])]


def _why(start: Actor, goal: Actor, route: Route, silence: Silence) -> str:
    at = route.filters.at
    when = f" at {at.text}" if at else ""
    none = f"no path{when} from {start.name} to {goal.name}"
    if silence.reason == "none-recorded":
        return f"{none}: nothing recorded connects them"
    if silence.reason == "hidden-by-filter":
        none = f"{none} by these filters; there is one {', or '.join(silence.hints)}"
    if silence.years:
        return f"{none}; there was one at another date: try --as-of {' or '.join(silence.years)}"
    if silence.reason == "hidden-by-filter":
        return none
    return f"{none}, nor in any one year: only relations of different times connect them"


def said(graph: ActorGraph, path: Path) -> str:
    """Read a path backwards: ``C is an enemy of a friend of A``."""
    names = [graph.actor[id_].name for id_ in path.actors]
    nouns = [_NOUNS[tie.polarity] for tie in reversed(path.ties)]
    return f"{names[-1]} is {' of '.join(nouns)} of {names[0]}"


def _product(path: Path) -> str:
    """Write the rule of signs out: ``- x + = -``; a single tie needs none."""
    if len(path.ties) == 1:
        return SIGNS[path.polarity]
    return f"{' x '.join(SIGNS[tie.polarity] for tie in path.ties)} = {SIGNS[path.polarity]}"


def _block(graph: ActorGraph, shown: Shown, route: Route) -> tuple[str, tuple[str, ...]]:
    path = shown.path
    head = (
        f"{said(graph, path)} ({_product(path)}): {' and '.join(shown.kinds)}, "
        f"{plural(len(path.ties), 'step')}, strength {path.strength:.3g}"
    )
    steps = zip(_stances(graph, path), path.ties, strict=True)
    lines = [
        line
        for number, step in enumerate(steps, 1)
        for line in _step_lines(graph, number, *step, route.filters)
    ]
    if not together(path, route.filters):
        lines.append("- these ties never held on one and the same day")
    return head, tuple(lines)


def _stances(graph: ActorGraph, path: Path) -> list[Stance]:
    steps = zip(pairwise(path.actors), path.ties, strict=True)
    return [Stance(graph.actor[one], graph.actor[two], tie.relations) for (one, two), tie in steps]


def _step_lines(
    graph: ActorGraph, number: int, stance: Stance, tie: Tie, filters: Filters
) -> list[str]:
    one, two, mark = stance.actor, stance.other, SIGNS[tie.polarity]
    lines = [
        f"- {number} ({mark}) {one.name} {reading(graph, stance, held)} {two.name} "
        f"({held.days}; {evidence(held.relation, filters)}) {held.key}"
        for held in _telling(graph, tie)
    ]
    more = len(tie.relations) - len(lines)
    if one_alone := swayed(graph, tie):
        held, rest = one_alone
        lines.append(f"- {number} (±) by one relation alone, {told_alone(held, rest)}")
    if more:
        lines.append(
            f"- {number} ({mark}) {plural(more, 'relation')} more: whowhom show {one.id} {two.id}"
        )
    return lines


def told_alone(held: Held, rest: Polarity) -> str:
    """Say which relation makes a tie mixed, how it is borne out, and what the tie else were."""
    return f"{held.key} ({evidence(held.relation)}); without it {rest}"


def _telling(graph: ActorGraph, tie: Tie) -> Sequence[Held]:
    """Give the surest relations, one of each sign of a mixed tie among them."""
    first: dict[int, Held] = {}
    for held in tie.relations:
        first.setdefault(graph.type[held.relation.type].sign, held)
    chosen = dict.fromkeys([*first.values(), *tie.relations])
    kept = list(chosen)[: max(_MOST_RELATIONS, len(first))]
    return [held for held in tie.relations if held in kept]


def _path_json(graph: ActorGraph, shown: Shown, route: Route) -> dict[str, Any]:
    path = shown.path
    steps = zip(_stances(graph, path), path.ties, strict=True)
    return {
        "kinds": list(shown.kinds),
        "reading": said(graph, path),
        "polarity": path.polarity,
        "strength": round(path.strength, 6),
        "same_day": together(path, route.filters),
        "actors": list(path.actors),
        "ties": [tie_json(graph, stance, tie) for stance, tie in steps],
    }


def tie_json(graph: ActorGraph, stance: Stance, tie: Tie) -> dict[str, Any]:
    """Give a tie as it reads from the stance's actor, with its relations."""
    relations = [
        {"reading": reading(graph, stance, held)} | relation_json(graph, held)
        for held in tie.relations
    ]
    return {
        "actor": stance.actor.id,
        "other": stance.other.id,
        "polarity": tie.polarity,
        "by_one": _by_one(graph, tie),
        "relations": relations,
    }


def _by_one(graph: ActorGraph, tie: Tie) -> dict[str, str] | None:
    found = swayed(graph, tie)
    return {"relation": found[0].key, "without": found[1]} if found else None


def _cells(graph: ActorGraph, shown: Sequence[Shown]) -> list[tuple[str, ...]]:
    return [
        (str(place), " ".join(one.kinds), str(number), tie.polarity, *cells)
        for place, one in enumerate(shown, 1)
        for number, (stance, tie) in enumerate(
            zip(_stances(graph, one.path), one.path.ties, strict=True), 1
        )
        for cells in sheet(graph, [stance])[1:]
    ]


def _about(route: Route, ties: Ties, found: Found) -> dict[str, Any]:
    return {
        "rule": rule(route.filters),
        "counted_types": list(ties.types),
        "not_shown": ties.hidden._asdict(),
        "shortest_paths": found.number,
    }


def _foot(graph: ActorGraph, route: Route, ties: Ties, found: Found) -> tuple[str, ...]:
    lines = []
    if found.number > len(found.shortest):
        lines.append(
            f"{len(found.shortest)} of {found.number:,} equally short paths, the strongest first "
            "(--limit shows more)"
        )
    notes = hidden_notes(ties.hidden, route.filters)
    if notes:
        lines.append(f"not walked: {'; '.join(notes)}")
    if found.strongest:
        lines.append(_MEASURES)
    signs = "signs multiply (friend +, enemy -), direction does not count"
    return (*lines, f"{signs}; {walked(graph, ties)}; counted: {rule(route.filters)}")


def walked(graph: ActorGraph, ties: Ties) -> str:
    """Say which ties count: all with a sign, those of sign 0 too, or some types alone."""
    if ties.types == chosen_types(graph):
        return "ties of sign 0 left out (--neutral counts them)"
    if ties.types == chosen_types(graph, neutral=True):
        return "ties of any sign"
    return f"only through {', '.join(ties.types)}"
