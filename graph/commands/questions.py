"""``who`` and ``whom``, and what ``show`` and ``list`` have in common with them."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from graph import asking
from graph.commands.common import find_actor, find_relation_verb, opened
from graph.commands.options import answer_options, completer, usual_day
from graph.commands.output import emit, say
from graph.dates import ALWAYS, Date
from graph.model import Actor, ActorGraph
from graph.names import resolve
from graph.query import Answer, Filters, Held, Verb
from graph.report import Report

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
@click.argument(
    "words", nargs=-1, required=True, metavar="VERB ACTOR...", shell_complete=completer("questions")
)
@question_options
def who(words: tuple[str, ...], **options: Any) -> None:
    """Who does VERB to ACTOR: who opposes taliban.

    VERB is a relation type, a family, "opposes" (every hostile type) or "sides_with" (every
    friendly one); type:opposes is the type of that name alone. Of several actors: who does it
    to all of them. With "whom" as ACTOR every pair is listed. Without --as-of: today, and at all
    times where VERB is an event.

    \b
    whowhom who opposes taliban
    whowhom who opposes taliban isis-k
    whowhom who hosts al-qaeda --as-of 1999
    whowhom who killed whom --as-of all
    whowhom who sanctions haqqani-network --inherit
    """
    check(options, options["as_of"])
    graph, filters, form = opened_at("who", options, default=usual_day())
    verb, names = asking.verb_first(graph, words) or (
        find_relation_verb(graph, words[0], "who", form),
        words[1:],
    )
    if not names:
        said = " ".join(words)
        raise click.UsageError(f"{said} whom? Name an actor, or ask `whowhom who {said} whom`")
    _answer("who", verb, () if names == ("whom",) else names, (graph, filters, form), options)


@click.command()
@click.argument(
    "words", nargs=-1, required=True, metavar="ACTOR... VERB", shell_complete=completer("questions")
)
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
    check(options, options["as_of"])
    graph, filters, form = opened_at("whom", options, default=usual_day())
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
    if not _asked_when(given) and not any(graph.type[name].lasting for name in verb.types):
        filters = filters._replace(at=None)  # nobody means only what was done today
    ends = _distinct(names, [find_actor(graph, name, command, form) for name in names])
    if given["inherit"] and not ends:
        raise click.UsageError("--inherit is about an actor; name one in place of whom")
    question = asking.Question(
        command, verb, ends, filters, any_of=given["any_of"], inherit=given["inherit"]
    )
    answer = asking.answer(graph, question)
    from graph.who_report import who as report  # noqa: PLC0415 - `show` does without

    told = report(graph, question, answer)
    emit_explained(told, given, lambda: explanation(graph, filters, verb, answer))


def _asked_when(given: dict[str, Any]) -> bool:
    return bool(given["as_of"] or given["past"] or given["future"])


def _distinct(names: tuple[str, ...], actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Give the actors, or fail where two names mean the same one."""
    seen: dict[str, str] = {}
    found = tuple(actors)
    for name, actor in zip(names, found, strict=True):
        if (before := seen.setdefault(actor.id, name)) != name or names.count(name) > 1:
            raise click.UsageError(f"{before} and {name} are the same actor; name each once")
    return found


def check(given: dict[str, Any], as_of: Date | None) -> None:
    """Refuse flags that contradict each other."""
    if (given["past"] or given["future"]) and as_of == ALWAYS:
        raise click.UsageError("--as-of all has past and future in it; leave --past, --future out")
    if given.get("inherit") and given.get("direct_only"):
        raise click.UsageError(
            "--inherit adds what concerns others, --direct-only wants the actor's own; choose one"
        )


def opened_at(
    command: str, given: dict[str, Any], default: Date | None
) -> tuple[ActorGraph, Filters, str]:
    """Load as `opened` does, with the filters of `time_options` and `question_options`."""
    graph, filters, form = opened(command, given, default)
    more = filters._replace(
        past=given["past"], future=given["future"], direct=given.get("direct_only", False)
    )
    return graph, more, form


def emit_explained(
    report: Report, given: dict[str, Any], explain: Callable[[], tuple[str, ...]]
) -> None:
    """Print an answer; with --explain what it rests on: below, or on stderr beside a bare table."""
    lines, form = explain() if given["explain"] else (), given["form"]
    if form in ("csv", "tsv"):
        emit(report, form)
        for line in lines:
            say(line)
    else:
        emit(report._replace(foot=(*report.foot, *lines)), form)


def explanation(
    graph: ActorGraph, filters: Filters, verb: Verb, answer: Answer, held: Iterable[Held] = ()
) -> tuple[str, ...]:
    """Explain an answer, by the order of its stances where no other is given."""
    from graph.explaining import explain  # noqa: PLC0415 - only when asked for

    behind = held or (one for stance in answer.stances for one in stance.relations)
    return explain(graph, filters, verb.types, answer.hidden, behind)
