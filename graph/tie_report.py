"""Who is tied to whom in common, to most, or to nobody -> `Report`."""

from collections.abc import Iterable, Sequence
from typing import Any

from graph.hubs import Hub, Untied
from graph.model import Actor, ActorGraph
from graph.path_report import tie_json, told_alone, walked
from graph.query import Filters, Reason, Stance
from graph.report import (
    SHEET,
    Report,
    evidence,
    hidden_notes,
    plural,
    reading,
    relation_json,
    rule,
    sentence,
    sheet,
)
from graph.sharing import GROUPS, Shared
from graph.ties import Ties, swayed

#: How many of the relations that make a tie mixed are named.
_MOST_SWAYED = 3


def common(
    graph: ActorGraph,
    asked: Sequence[Actor],
    ties: Ties,
    found: Sequence[Shared],
    reason: Reason,
) -> Report:
    """Report who stands in common to the actors asked about; `reason` says why nobody does."""
    names = _listed(actor.name for actor in asked)
    every = "both" if len(asked) == 2 else "all"  # noqa: PLR2004
    heads = {
        "friendly": f"friend of {every}",
        "hostile": f"enemy of {every}",
        "split": "friend of one, enemy of another",
        "mixed": "friend and enemy at once",
    }
    counts = "; ".join(
        f"{heads[group]}: {sum(one.stands == group for one in found)}" for group in GROUPS
    )
    silences = {
        "none-recorded": f"none recorded: nobody stands in common to {names}",
        "none-at-date": f"none at {_date(ties)}: nobody stands in common to {names}",
        "hidden-by-filter": f"nothing left by the filters: nobody in common to {names}",
    }
    return Report(
        "common",
        _date(ties),
        lambda: [_shared_json(graph, one) for one in found],
        ("who", "is", "relation", "whom", "when", "evidence"),
        [row for one in found for row in _shared_rows(graph, one, heads[one.stands], ties.filters)],
        lambda: [("stands", *SHEET), *(row for one in found for row in _shared_cells(graph, one))],
        _about(ties),
        title=f"What {names} have in common",
        foot=(*_swayed(graph, found), *_left_out(ties), counts, _counted(graph, ties)),
        reason="" if found else reason,
        message="" if found else silences[reason],
    )


def _swayed(graph: ActorGraph, found: Sequence[Shared]) -> list[str]:
    """Name the relations that alone make a tie mixed, the first of them."""
    ties = [tie for one in found for tie in one.tie.values()]
    alone = [told_alone(*one) for tie in ties if (one := swayed(graph, tie))]
    more = [f"and {len(alone) - _MOST_SWAYED} more"] if len(alone) > _MOST_SWAYED else []
    lines = [*alone[:_MOST_SWAYED], *more]
    return [f"friend and enemy by one relation alone: {'; '.join(lines)}"] if lines else []


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}"


def _date(ties: Ties) -> str:
    return ties.filters.at.text if ties.filters.at else ""


def _about(ties: Ties) -> dict[str, Any]:
    return {
        "rule": rule(ties.filters),
        "counted_types": list(ties.types),
        "not_shown": ties.hidden._asdict(),
    }


def _left_out(ties: Ties) -> list[str]:
    notes = hidden_notes(ties.hidden, ties.filters)
    return [f"not counted: {'; '.join(notes)}"] if notes else []


def _counted(graph: ActorGraph, ties: Ties) -> str:
    return f"direction does not count; {walked(graph, ties)}; counted: {rule(ties.filters)}"


def _stances(graph: ActorGraph, one: Shared) -> list[Stance]:
    me = graph.actor[one.actor]
    return [Stance(me, graph.actor[id_], tie.relations) for id_, tie in one.tie.items()]


def _shared_rows(
    graph: ActorGraph, one: Shared, stands: str, filters: Filters
) -> list[tuple[str, ...]]:
    """Give a row a relation; what the rows share stands in the first alone."""
    cells = [
        (
            reading(graph, stance, held),
            stance.other.name,
            str(held.days),
            evidence(held.relation, filters),
        )
        for stance in _stances(graph, one)
        for held in stance.relations
    ]
    name = graph.actor[one.actor].name
    return [((name, stands) if not number else ("", "")) + row for number, row in enumerate(cells)]


def _shared_cells(graph: ActorGraph, one: Shared) -> list[tuple[str, ...]]:
    return [(one.stands, *cells) for cells in sheet(graph, _stances(graph, one))[1:]]


def _shared_json(graph: ActorGraph, one: Shared) -> dict[str, Any]:
    ties = zip(_stances(graph, one), one.tie.values(), strict=True)
    return {
        "actor": _actor_json(graph, one.actor),
        "stands": one.stands,
        "ties": [tie_json(graph, stance, tie) for stance, tie in ties],
    }


def _actor_json(graph: ActorGraph, id_: str) -> dict[str, str]:
    actor = graph.actor[id_]
    return {"id": actor.id, "name": actor.name, "kind": actor.kind}


#: For people; the signs are those of paths.
_HUB_HEADS = ("actor", "ties", "-", "+", "±", "0", "between", "cut", "bridges to")
_HUB_COLUMNS = (
    *("id", "actor", "degree", "hostile", "friendly", "mixed", "neutral", "relations"),
    *("betweenness", "cut", "bridges"),
)
_MEASURED = (
    (
        "ties: actors it is tied to, its degree (- hostile, + friendly, ± mixed, 0 neutral); "
        "between: its betweenness, the share of the shortest paths between two "
        "others that lead through it, 0 to 1 (Freeman 1977, by Brandes 2001)"
    ),
    (
        "cut: without it the network falls apart; bridges: a tie that is the only way to the other "
        "(Hopcroft and Tarjan 1973); all on the simple projection, one line for two tied actors"
    ),
)

_NOT_MEASURED = ("betweenness was not measured, it would take long: --by betweenness does",)


def hubs(graph: ActorGraph, ties: Ties, found: Sequence[Hub], top: int, by: str) -> Report:
    """Report the first `top` of the actors that have a tie, as `graph.hubs.hubs` sorts them."""
    shown = found[:top]
    rows = [_hub_cells(graph, hub) for hub in shown]
    foot = (
        f"{len(shown)} of {plural(len(found), 'actor')} with a tie, by {by}; "
        f"{plural(len(ties.tie), 'tie')}, {_bridges(found)}"
    )
    reason = "none-at-date" if any(ties.hidden) else "none-recorded"
    return Report(
        "hubs",
        _date(ties),
        lambda: [_hub_json(graph, hub) for hub in shown],
        _HUB_HEADS,
        [
            (*cells[1:7], *cells[8:-1], _short(hub.bridges))
            for cells, hub in zip(rows, shown, strict=True)
        ],
        lambda: [_HUB_COLUMNS, *rows],
        _about(ties) | {"actors": len(found), "ties": len(ties.tie)},
        title=f"The hubs, by {by}",
        foot=(
            *(_MEASURED if shown else ()),
            *(_NOT_MEASURED if shown and shown[0].betweenness is None else ()),
            *_left_out(ties),
            *([foot] if shown else []),
            _counted(graph, ties),
        ),
        reason="" if found else reason,
        message="" if found else "no actor has a tie that counts",
    )


def _bridges(found: Sequence[Hub]) -> str:
    ends = sum(len(hub.bridges) for hub in found)
    return f"{plural(ends // 2, 'bridge')}, {plural(sum(hub.cut for hub in found), 'cut actor')}"


def _hub_cells(graph: ActorGraph, hub: Hub) -> tuple[str, ...]:
    return (
        hub.actor,
        graph.actor[hub.actor].name,
        *map(str, (hub.degree, hub.hostile, hub.friendly, hub.mixed, hub.neutral, hub.relations)),
        "" if hub.betweenness is None else f"{hub.betweenness:.3f}",
        "cut" if hub.cut else "",
        " ".join(hub.bridges),
    )


def _short(names: Sequence[str], most: int = 3) -> str:
    more = len(names) - most
    return " ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _hub_json(graph: ActorGraph, hub: Hub) -> dict[str, Any]:
    measures = hub._asdict() | {"bridges": list(hub.bridges)}
    return measures | {"actor": _actor_json(graph, hub.actor)}


def isolated(graph: ActorGraph, ties: Ties, found: Sequence[Untied]) -> Report:
    """Report the actors that live at the date and have no tie."""
    at = _date(ties)
    when = f"at {at}" if at else "at any time"
    rows = [
        (
            one.actor,
            graph.actor[one.actor].name,
            graph.actor[one.actor].kind,
            str(len(one.other_times)),
            *(
                f"{sentence(graph, held.relation)} ({held.days})"
                for held in one.other_times[:1] or ()
            ),
            *(() if one.other_times else ("",)),
        )
        for one in found
    ]
    return Report(
        "isolated",
        at,
        lambda: [
            {"actor": _actor_json(graph, one.actor)}
            | {"relations_not_counted": [relation_json(graph, held) for held in one.other_times]}
            for one in found
        ],
        ("actor", "kind", "others", "the last of these"),
        [row[1:] for row in rows],
        lambda: [("id", "actor", "kind", "not counted", "the last of these"), *rows],
        about=_about(ties),
        title=f"Actors without a tie {when}",
        foot=(
            *(("others: its relations that do not count here",) if found else ()),
            *_left_out(ties),
            (f"{plural(len(found), 'actor')} of those that live then; {_counted(graph, ties)}"),
        ),
        reason="" if found else "none-isolated",
        message="" if found else f"every actor that lives then has a tie {when}",
    )
