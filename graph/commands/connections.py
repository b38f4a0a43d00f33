"""``path``, ``common``, ``hubs`` and ``isolated``."""

from typing import Any

import click

from graph.commands.common import (
    answer_options,
    current_day,
    emit,
    find_actor,
    find_relation_verb,
    opened,
)
from graph.model import Actor, ActorGraph
from graph.query import Filters
from graph.ties import Ties, chosen_types, find_ties

_through = click.option(
    "--through",
    multiple=True,
    metavar="WORD",
    help="Count only this relation type or family, whatever its sign; may be given several times.",
)
_neutral = click.option("--neutral", is_flag=True, help="Count ties of sign 0 too.")


@click.command()
@click.argument("actor")
@click.argument("other")
@click.option(
    "--max", "most", type=click.IntRange(1), metavar="N", help="Paths of at most so many steps."
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    metavar="N",
    default=5,
    show_default=True,
    help="Show at most so many of the equally short paths.",
)
@_through
@_neutral
@answer_options
def path(actor: str, other: str, most: int | None, limit: int, **options: Any) -> None:
    """How ACTOR and OTHER are connected, and how that reads: the enemy of a friend.

    \b
    whowhom path nrf al-qaeda
    whowhom path nrf al-qaeda --as-of 2001 --max 3
    whowhom path china isis-k --through conflict --through hosts
    whowhom path iran taliban --format json

    Gives the shortest paths and the strongest one: the greatest product of the confidences of its
    ties. Signs multiply along a path, a mixed tie (both friend and enemy) makes it mixed. Without
    --as-of: today.
    """
    graph, filters, form = opened("path", options, default=current_day())
    one, two = (find_actor(graph, name, "path", form) for name in (actor, other))
    _refuse_the_same([actor, other], [one, two])
    ties = _ties(graph, filters, "path", options)
    from graph.path_report import paths  # noqa: PLC0415 - the others do without
    from graph.paths import Route, Silence, find_paths, why_none  # noqa: PLC0415

    route = Route(one.id, two.id, ties.types, filters, most)
    found = find_paths(ties, route, limit)
    silence = Silence("") if found.count else why_none(graph, route)
    emit(paths(graph, route, ties, found, silence), form)


def _ties(graph: ActorGraph, filters: Filters, command: str, given: dict[str, Any]) -> Ties:
    verbs = [
        find_relation_verb(graph, word, command, given["form"]) for word in given["through"]
    ]
    return find_ties(graph, chosen_types(graph, verbs, neutral=given["neutral"]), filters)


def _refuse_the_same(names: list[str], actors: list[Actor]) -> None:
    """Fail when two names mean one actor.

    Raises:
        click.UsageError: They do.
    """
    seen: dict[str, str] = {}
    for name, actor in zip(names, actors, strict=True):
        if actor.id in seen:
            raise click.UsageError(
                f"{seen[actor.id]} and {name} are the same actor ({actor.id}); name different ones"
            )
        seen[actor.id] = name
