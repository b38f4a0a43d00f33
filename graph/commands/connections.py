"""``path``, ``common``, ``hubs`` and ``isolated``."""

from typing import Any

import click

from graph.commands.common import find_actors, find_relation_verb, opened
from graph.commands.options import answer_options, completer, usual_day
from graph.commands.output import emit
from graph.hubs import MEASURES
from graph.model import ActorGraph
from graph.query import Filters
from graph.ties import Ties, chosen_types, find_ties

_through = click.option(
    "--through",
    multiple=True,
    metavar="WORD",
    shell_complete=completer("verbs"),
    help="Count only this relation type or family, whatever its sign; may be given several times.",
)
_neutral = click.option("--neutral", is_flag=True, help="Count ties of sign 0 too.")


@click.command()
@click.argument("actor", shell_complete=completer("actors"))
@click.argument("other", shell_complete=completer("actors"))
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
    graph, filters, form = opened("path", options, default=usual_day())
    one, two = find_actors(graph, (actor, other), "path", form)
    ties = _ties(graph, filters, "path", options)
    from graph.path_report import paths  # noqa: PLC0415 - the others do without
    from graph.paths import Route, Silence, find_paths, why_none  # noqa: PLC0415

    route = Route(one.id, two.id, ties.types, filters, most)
    found = find_paths(ties, route, limit)
    silence = Silence("") if found.number else why_none(graph, route)
    emit(paths(graph, route, ties, found, silence), form)


def _ties(graph: ActorGraph, filters: Filters, command: str, given: dict[str, Any]) -> Ties:
    verbs = [find_relation_verb(graph, word, command, given["form"]) for word in given["through"]]
    return find_ties(graph, chosen_types(graph, verbs, neutral=given["neutral"]), filters)


@click.command()
@click.argument(
    "actors",
    nargs=-1,
    required=True,
    metavar="ACTOR OTHER [ACTOR]...",
    shell_complete=completer("actors"),
)
@_through
@_neutral
@answer_options
def common(actors: tuple[str, ...], **options: Any) -> None:
    """Friends and enemies that several actors share, and who is friend of one, enemy of another.

    \b
    whowhom common taliban al-qaeda
    whowhom common taliban isis-k al-qaeda --as-of 2021-09
    whowhom common iran pakistan --min-confidence medium --format csv

    Friends and enemies count when they are tied to each of the actors; who is both at once to one
    of them stands apart. Without --as-of: today.
    """
    graph, filters, form = opened("common", options, default=usual_day())
    if len(actors) < 2:  # noqa: PLR2004 - two have something in common
        raise click.UsageError(f"name two actors or more; {actors[0]} is one")
    asked = find_actors(graph, actors, "common", form)
    ids = tuple(actor.id for actor in asked)
    ties = _ties(graph, filters, "common", options)
    from graph import sharing, tie_report  # noqa: PLC0415 - the others do without

    found = sharing.shared(ties, ids)
    types = tuple(sorted({*ties.types, *chosen_types(graph)}))
    reason = (
        ""
        if found
        else sharing.why_none(
            lambda bounds: sharing.shared(find_ties(graph, types, bounds), ids), filters
        )
    )
    emit(tie_report.common(graph, asked, ties, found, reason), form)


@click.command()
@click.option(
    "--by",
    type=click.Choice(MEASURES),
    default="degree",
    show_default=True,
    help="What to sort by.",
)
@click.option(
    "--top",
    type=click.IntRange(1),
    metavar="N",
    default=10,
    show_default=True,
    help="Show so many.",
)
@_through
@_neutral
@answer_options
def hubs(by: str, top: int, **options: Any) -> None:
    """The actors with the most ties, and those that hold the network together.

    \b
    whowhom hubs
    whowhom hubs --by betweenness --as-of 2001
    whowhom hubs --by hostile --through conflict --top 5

    A cut actor is one without which the network falls apart, a bridge a tie that is the only way
    to the other end. docs/answers.md names each measure's source. Without --as-of: today.
    """
    graph, filters, form = opened("hubs", options, default=usual_day())
    ties = _ties(graph, filters, "hubs", options)
    from graph import tie_report  # noqa: PLC0415 - the others do without
    from graph.hubs import hubs as measured  # noqa: PLC0415

    emit(tie_report.hubs(graph, ties, measured(ties, by), top, by), form)


@click.command()
@click.option(
    "--through",
    multiple=True,
    metavar="WORD",
    shell_complete=completer("verbs"),
    help="Count only this relation type or family; may be given several times.",
)
@answer_options
def isolated(**options: Any) -> None:
    """Actors that live at a date and have no tie then, of any sign.

    \b
    whowhom isolated
    whowhom isolated --as-of 2001
    whowhom isolated --as-of all

    Says how many relations each has that do not count then, and the last of them. Without --as-of:
    today.
    """
    graph, filters, form = opened("isolated", options, default=usual_day())
    ties = _ties(graph, filters, "isolated", options | {"neutral": True})
    from graph import tie_report  # noqa: PLC0415 - the others do without
    from graph.hubs import isolated as untied  # noqa: PLC0415

    emit(tie_report.isolated(graph, ties, untied(graph, ties)), form)
