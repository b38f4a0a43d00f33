"""``who``, ``whom``, ``show`` and ``list``."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from graph import asking
from graph.commands.common import (
    ALL_TIMES,
    answer_options,
    current_day,
    emit,
    find_actor,
    find_relation_verb,
    opened,
    say,
)
from graph.dates import Date
from graph.model import Actor, ActorGraph, RelationType, Source
from graph.names import resolve
from graph.query import Answer, Filters, Held, Verb, about, ask, oldest_first
from graph.report import Report
from graph.timing import life

Command = TypeVar("Command", bound=Callable[..., Any])


def time_options(command: Command) -> Command:
    """Add ``--past``, ``--future`` and ``--explain``."""
    for option in (
        click.option("--explain", is_flag=True, help="Say what the answer rests on, with places."),
        click.option("--future", is_flag=True, help="Also what begins after the date."),
        click.option("--past", is_flag=True, help="Also what ended before the date."),
    ):
        command = option(command)
    return command


def question_options(command: Command) -> Command:
    """Add what ``who`` and ``whom`` take besides."""
    for option in (
        click.option(
            "--direct-only",
            is_flag=True,
            help="Leave out what is mutual by its type, and keeps no record of who began.",
        ),
        click.option(
            "--inherit",
            is_flag=True,
            help="Count for the actors also what concerns those they belong to or lead.",
        ),
        click.option("--any", "any_of", is_flag=True, help="Of several actors any, not all."),
    ):
        command = option(command)
    return answer_options(time_options(command))


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="VERB ACTOR...")
@question_options
def who(words: tuple[str, ...], **options: Any) -> None:
    """Who does VERB to ACTOR: who opposes taliban.

    VERB is a relation type, a family, "opposes" (every hostile type) or "sides_with" (every
    friendly one); type:opposes is the type of that name alone. Of several actors: who does it
    to all of them. With "whom" as ACTOR every pair is listed. Without --as-of: today.

    \b
    whowhom who opposes taliban
    whowhom who opposes taliban isis-k
    whowhom who hosts al-qaeda --as-of 1999
    whowhom who killed whom --as-of all
    whowhom who sanctions haqqani-network --inherit
    """
    _check(options, options["as_of"])
    graph, filters, form = _opened("who", options, default=current_day())
    verb, names = asking.verb_first(graph, words) or (
        find_relation_verb(graph, words[0], "who", form),
        words[1:],
    )
    if not names:
        said = " ".join(words)
        raise click.UsageError(f"{said} whom? Name an actor, or ask `whowhom who {said} whom`")
    _answer("who", verb, () if names == ("whom",) else names, (graph, filters, form), options)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="ACTOR... VERB")
@question_options
def whom(words: tuple[str, ...], **options: Any) -> None:
    """Whom does ACTOR VERB: whom taliban opposes.

    The same words as `who`, asked from the other end. The verb comes last, or first. Of several
    actors: to whom all of them do it.

    \b
    whowhom whom taliban opposes --as-of 2021
    whowhom whom taliban isis-k oppose
    whowhom whom pakistan supports --min-confidence medium
    """
    _check(options, options["as_of"])
    graph, filters, form = _opened("whom", options, default=current_day())
    parted = asking.verb_last(graph, words) or asking.verb_first(graph, words)
    if parted is None:
        actors = [resolve(graph, word).actor for word in words]
        if all(actors):
            ids = " ".join(actor.id for actor in actors if actor)
            raise click.UsageError(f"no verb; ask `whowhom whom {ids} opposes`, or another verb")
    verb, names = parted or (find_relation_verb(graph, words[-1], "whom", form), ())
    if not names:
        said = " ".join(words)
        raise click.UsageError(f"who {said}? Name an actor: `whowhom whom ACTOR {said}`")
    _answer("whom", verb, names, (graph, filters, form), options)


def _answer(
    command: str,
    verb: Verb,
    names: tuple[str, ...],
    loaded: tuple[ActorGraph, Filters, str],
    given: dict[str, Any],
) -> None:
    graph, filters, form = loaded
    ends = _distinct(names, [find_actor(graph, name, command, form) for name in names])
    if given["inherit"] and not ends:
        raise click.UsageError("--inherit is about an actor; name one in place of whom")
    question = asking.Question(
        command, verb, ends, filters, any_of=given["any_of"], inherit=given["inherit"]
    )
    answer = asking.answer(graph, question)
    from graph.who_report import who as report  # noqa: PLC0415 - `show` does without

    told = report(graph, question, answer)
    _emit(told, given, lambda: _explain(graph, filters, verb, answer))


def _distinct(names: tuple[str, ...], actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Give the actors, or fail where two names mean the same one."""
    seen: dict[str, str] = {}
    found = tuple(actors)
    for name, actor in zip(names, found, strict=True):
        if (before := seen.setdefault(actor.id, name)) != name or names.count(name) > 1:
            raise click.UsageError(f"{before} and {name} are the same actor; name each once")
    return found


def _check(given: dict[str, Any], as_of: Date | None) -> None:
    """Refuse flags that contradict each other."""
    if (given["past"] or given["future"]) and as_of == ALL_TIMES:
        raise click.UsageError("--as-of all has past and future in it; leave --past, --future out")
    if given.get("inherit") and given.get("direct_only"):
        raise click.UsageError(
            "--inherit adds what concerns others, --direct-only wants the actor's own; choose one"
        )


def _opened(
    command: str, given: dict[str, Any], default: Date | None
) -> tuple[ActorGraph, Filters, str]:
    graph, filters, form = opened(command, given, default)
    more = filters._replace(
        past=given["past"], future=given["future"], direct=given.get("direct_only", False)
    )
    return graph, more, form


def _emit(report: Report, given: dict[str, Any], explain: Callable[[], tuple[str, ...]]) -> None:
    """Print an answer; with --explain what it rests on: below, or on stderr beside a bare table."""
    lines, form = explain() if given["explain"] else (), given["form"]
    if form in ("csv", "tsv"):
        emit(report, form)
        for line in lines:
            say(line)
    else:
        emit(report._replace(foot=(*report.foot, *lines)), form)


def _explain(
    graph: ActorGraph, filters: Filters, verb: Verb, answer: Answer, held: Iterable[Held] = ()
) -> tuple[str, ...]:
    """Explain an answer, by the order of its stances where no other is given."""
    from graph.explaining import explain  # noqa: PLC0415 - only when asked for

    behind = held or (one for stance in answer.stances for one in stance.relations)
    return explain(graph, filters, verb.types, answer.hidden, behind)


@click.command()
@click.argument("actor")
@click.argument("other", required=False)
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
    _check(options, options["as_of"] or ALL_TIMES)
    graph, filters, form = _opened("show", options, default=None)
    one = find_actor(graph, actor, "show", form)
    two = None if other is None else find_actor(graph, other, "show", form)
    if one == two:
        raise click.UsageError(f"{actor} and {other} are the same actor; name two, or one")
    answer = about(graph, one.id, two.id if two else None, filters)
    from graph.dossier import dossier  # noqa: PLC0415 - `who` does without

    every = Verb("", "", tuple(kind.name for kind in graph.types))
    held = oldest_first(held for stance in answer.stances for held in stance.relations)
    told = dossier(graph, one, two, answer, filters)
    _emit(told, options, lambda: _explain(graph, filters, every, answer, held))


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
    _check(options, options["as_of"] or ALL_TIMES)
    if what != "relations" and (options["past"] or options["future"]):
        raise click.UsageError(f"--past and --future are about relations, not {what}")
    graph, filters, _ = _opened("list", options, default=None)
    _emit(*_lists(what, graph, filters, options))


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
        return report, given, lambda: _explain(graph, filters, every, answer, held)
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
