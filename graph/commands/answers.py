"""``show`` and ``list``."""

from collections.abc import Callable, Iterable
from typing import Any

import click

from graph.commands.common import find_actor
from graph.commands.options import answer_options, completer
from graph.commands.questions import check, emit_explained, explanation, opened_at, time_options
from graph.dates import ALWAYS
from graph.model import Actor, ActorGraph, RelationType, Source
from graph.query import Filters, Verb, about, ask, oldest_first
from graph.report import Report
from graph.timing import life


@click.command()
@click.argument("actor", shell_complete=completer("actors"))
@click.argument("other", required=False, shell_complete=completer("actors"))
@time_options
@answer_options
def show(actor: str, other: str | None, **options: Any) -> None:
    """All that is known of ACTOR, or between ACTOR and OTHER, oldest first.

    Without --as-of: all times. Every relation comes with its sources; with --format markdown it
    is a document that can be sent.

    \b
    whowhom show isis-k
    whowhom show taliban al-qaeda
    whowhom show nrf --format markdown > nrf.md
    """
    check(options, options["as_of"] or ALWAYS)
    graph, filters, form = opened_at("show", options, default=None)
    one = find_actor(graph, actor, "show", form)
    two = None if other is None else find_actor(graph, other, "show", form)
    if one == two:
        raise click.UsageError(f"{actor} and {other} are the same actor; name two, or one")
    answer = about(graph, one.id, two.id if two else None, filters)
    from graph.dossier import dossier  # noqa: PLC0415 - `who` does without

    every = Verb("", "", tuple(kind.name for kind in graph.types))
    held = oldest_first(held for stance in answer.stances for held in stance.relations)
    told = dossier(graph, one, two, answer, filters)
    emit_explained(told, options, lambda: explanation(graph, filters, every, answer, held))


@click.command("list")
@click.argument("what", type=click.Choice(("actors", "relations", "types", "sources")))
@time_options
@answer_options
def list_(what: str, **options: Any) -> None:
    """List actors, relations, types or sources.

    --as-of keeps the actors alive and the relations that hold then; --past, --future,
    --min-confidence and --undated concern relations. Types and sources are listed whole.

    \b
    whowhom list actors
    whowhom list relations --as-of 2001-09 --format csv
    """
    check(options, options["as_of"] or ALWAYS)
    if what != "relations" and (options["past"] or options["future"]):
        raise click.UsageError(f"--past and --future are about relations, not {what}")
    if what != "relations" and (options["min_confidence"] or options["undated"]):
        raise click.UsageError(f"--min-confidence and --undated are about relations, not {what}")
    if what in ("types", "sources") and options["as_of"] not in (None, ALWAYS):
        raise click.UsageError(f"{what} have no time: leave --as-of out; they are listed whole")
    graph, filters, _ = opened_at("list", options, default=None)
    emit_explained(*_lists(what, graph, filters, options))


def _lists(
    what: str, graph: ActorGraph, filters: Filters, given: dict[str, Any]
) -> tuple[Report, dict[str, Any], Callable[[], tuple[str, ...]]]:
    """Give the report of a list, and how to explain it."""
    from graph import listing  # noqa: PLC0415 - `who` does without

    if what == "relations":
        every = Verb("", "", tuple(kind.name for kind in graph.types))
        answer = ask(graph, every, filters=filters)
        held = listing.in_order(graph, answer)
        report = listing.relations(graph, filters, answer)
        return report, given, lambda: explanation(graph, filters, every, answer, held)
    at = filters.at
    alive = [actor for actor in graph.actors if not at or life(actor).meets(at.first, at.last)]
    if what == "actors":
        return listing.actors(graph, filters, alive), given, lambda: _places(filters, alive)
    if what == "types":
        return listing.types(graph), given, lambda: _places(filters, graph.types)
    return listing.sources(graph), given, lambda: _places(filters, graph.sources)


def _places(filters: Filters, values: Iterable[Actor | RelationType | Source]) -> tuple[str, ...]:
    from graph.explaining import places  # noqa: PLC0415 - only when asked for

    return places(filters, values)
