"""``who``, ``whom``, ``show`` and ``list``."""

from typing import Any

import click

from graph import report
from graph.commands.common import (
    answer_options,
    completer,
    current_day,
    emit,
    find_actor,
    find_relation_verb,
    opened,
)
from graph.model import ActorGraph
from graph.query import Filters, Verb, about, ask
from graph.timing import life


@click.command()
@click.argument("verb", shell_complete=completer("verbs"))
@click.argument("actor", shell_complete=completer("others"))
@answer_options
def who(verb: str, actor: str, **options: Any) -> None:
    """Who does VERB to ACTOR: who opposes taliban.

    VERB is a relation type, a family, "opposes" (every hostile type) or "sides_with" (every
    friendly one); type:opposes is the type of that name alone. With "whom" as ACTOR every pair is
    listed. Without --as-of: today.

    \b
    whowhom who opposes taliban
    whowhom who hosts al-qaeda --as-of 1999
    whowhom who killed whom --as-of all
    whowhom who opposes whom --format csv
    """
    _answer("who", verb, None, None if actor == "whom" else actor, options)


@click.command()
@click.argument("actor", shell_complete=completer("actors"))
@click.argument("verb", shell_complete=completer("verbs"))
@answer_options
def whom(actor: str, verb: str, **options: Any) -> None:
    """Whom does ACTOR VERB: whom taliban opposes.

    The same words as `who`, asked from the other end.

    \b
    whowhom whom taliban opposes --as-of 2021
    whowhom whom pakistan supports --min-confidence medium
    """
    _answer("whom", verb, actor, None, options)


def _answer(command: str, word: str, actor: str | None, other: str | None, given: Any) -> None:
    graph, filters, form = opened(command, given, default=current_day())
    verb = find_relation_verb(graph, word, command, form)
    one = None if actor is None else find_actor(graph, actor, command, form)
    two = None if other is None else find_actor(graph, other, command, form)
    answer = ask(
        graph, verb, actor=one.id if one else None, other=two.id if two else None, filters=filters
    )
    emit(report.who(graph, report.Question(command, verb, one, two, filters), answer), form)


@click.command()
@click.argument("actor", shell_complete=completer("actors"))
@click.argument("other", required=False, shell_complete=completer("actors"))
@answer_options
def show(actor: str, other: str | None, **options: Any) -> None:
    """All that is known of ACTOR, or between ACTOR and OTHER, oldest first.

    Without --as-of: all times. Every relation comes with its sources.

    \b
    whowhom show isis-k
    whowhom show taliban al-qaeda
    """
    graph, filters, form = opened("show", options, default=None)
    one = find_actor(graph, actor, "show", form)
    two = None if other is None else find_actor(graph, other, "show", form)
    if one == two:
        raise click.UsageError(f"{actor} and {other} are the same actor; name two, or one")
    answer = about(graph, one.id, two.id if two else None, filters)
    from graph.dossier import dossier  # noqa: PLC0415 - `who` does without

    emit(dossier(graph, one, two, answer, filters), form)


@click.command("list")
@click.argument("what", type=click.Choice(("actors", "relations", "types", "sources")))
@answer_options
def list_(what: str, **options: Any) -> None:
    """List actors, relations, types or sources.

    --as-of keeps the actors alive and the relations that hold then; --min-confidence and
    --undated concern relations. Types and sources are listed whole.

    \b
    whowhom list actors
    whowhom list relations --as-of 2001-09 --format csv
    """
    graph, filters, form = opened("list", options, default=None)
    emit(_lists(what, graph, filters), form)


def _lists(what: str, graph: ActorGraph, filters: Filters) -> report.Report:
    from graph import listing  # noqa: PLC0415 - `who` does without

    if what == "types":
        return listing.types(graph)
    if what == "sources":
        return listing.sources(graph)
    if what == "relations":
        every = Verb("", "", tuple(kind.name for kind in graph.types))
        return listing.relations(graph, filters, ask(graph, every, filters=filters))
    at = filters.at
    kept = [actor for actor in graph.actors if not at or life(actor).meets(at.first, at.last)]
    return listing.actors(graph, filters, kept)
