"""``log`` and ``blame``: the history of the graph in git, by meaning."""

from typing import TYPE_CHECKING, Any, NoReturn

import click

from graph.commands.common import find_versions
from graph.commands.exits import UNKNOWN, fail
from graph.commands.options import completer, data_options
from graph.commands.output import emit, format_option
from graph.names import resolve
from graph.report import failure
from graph.suggesting import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.commands.common import Asked
    from graph.model import Actor, ActorGraph
    from graph.versioning.git import VersionError
    from graph.versioning.history import History

_range = click.option(
    "--range",
    "range_",
    default="HEAD",
    metavar="REV|A..B",
    shell_complete=completer("versions"),
    help="Where the history begins; with A..B, what B has and A has not.  [default: HEAD]",
)


@click.command()
@click.argument("actor", required=False, shell_complete=completer("actors"))
@click.option(
    "--max",
    "most",
    type=click.IntRange(0),
    metavar="N",
    default=30,
    show_default=True,
    help="Show at most so many commits; 0: all.",
)
@_range
@format_option()
@data_options
def log(actor: str | None, most: int, range_: str, form: str, **given: Any) -> None:
    """The history of the graph: what each commit changed in it, or about ACTOR.

    \b
    whowhom log
    whowhom log isis-k --max 10
    whowhom log --range v1.0..main
    whowhom log --format json

    Counts are by meaning: relations +2 -1 ~1 are two added, one removed, one changed. Commits that
    change the form of the files alone are counted and left out; one that cannot be read is named
    with its first mistake, and the next is compared with the one before it; with --lenient, what is
    good of it counts. Merges count as what
    they brought in. Nothing is checked out.
    """
    # The help of a command must not wait for what the command needs.
    from graph.versioning import history_report, revisions  # noqa: PLC0415
    from graph.versioning.git import VersionError  # noqa: PLC0415
    from graph.versioning.history import History, gather  # noqa: PLC0415

    asked = find_versions(given["data"])
    try:
        repository = revisions.repository_of(asked.folder)
        start, hidden = revisions.find_range(repository, range_)
        with History(repository, lenient=given["lenient"]) as history:
            history.newest(start)
            asked.tell()  # now it is known to have a history
            about = _actor(history, start, actor, form) if actor else None
            found = gather(history.steps(start, hidden), most, [about.id] if about else [])
        report = history_report.log(found, about, shallow=revisions.is_shallow(repository.folder))
    except VersionError as error:
        _fail("log", error, form, asked)
    emit(report, form)


def _actor(history: "History", start: str, name: str, form: str) -> "Actor":
    """Find an actor in the newest version, else in the newest that has it."""
    from graph.commands.common import find_actor  # noqa: PLC0415

    newest = history.graph(history.newest(start))
    found = resolve(newest, name)
    if not found.actor and not found.candidates:
        for step in history.steps(start):
            told = step.told
            if told and name in told.actors:
                for snapshot in (step.snapshot, step.before):
                    if actor := history.graph(snapshot).actor.get(name):
                        return actor
    return found.actor or find_actor(newest, name, "log", form)


@click.command()
@click.argument("relation", nargs=-1, required=True, shell_complete=completer("keys"))
@_range
@format_option()
@data_options
def blame(relation: tuple[str, ...], range_: str, form: str, **given: Any) -> None:
    """Which commit said a RELATION first, and which one each of its fields last.

    \b
    whowhom blame taliban:hosts:al-qaeda
    whowhom blame tajikistan hosts nrf
    whowhom blame nrf "is hosted by" tajikistan --format json
    whowhom blame nrf taliban --range v1.0

    RELATION is a key, as list relations and --explain give it; or ACTOR VERB ACTOR; or two actors
    with one relation between them. It is followed through changes and new names, and one that was
    taken back is found where it last stood.
    """
    from graph.versioning import blaming, history_report, revisions  # noqa: PLC0415
    from graph.versioning.git import VersionError  # noqa: PLC0415
    from graph.versioning.history import History  # noqa: PLC0415

    if len(relation) > 3:  # noqa: PLR2004 - actor, verb, actor
        raise click.UsageError("name a key, two actors, or actor, verb and actor")
    asked = find_versions(given["data"])
    try:
        repository = revisions.repository_of(asked.folder)
        start, hidden = revisions.find_range(repository, range_)
        with History(repository, lenient=given["lenient"]) as history:
            graph = history.graph(history.newest(start))
            asked.tell()
            keys = blaming.selected(graph, relation)
            if len(keys) > 1:
                _fail_ambiguous(graph, keys, form)
            found = blaming.blame(
                history, start, lambda one: blaming.selected(one, relation), hidden
            )
    except VersionError as error:
        _fail("blame", error, form, asked)
    if found is None:
        _fail_unknown(graph, relation, form)
    emit(history_report.blame(found), form)


def _fail(command: str, error: "VersionError", form: str, asked: "Asked") -> NoReturn:
    fail(failure(command, error.code, asked.failure(error)), form, error.exit_code)


def _fail_ambiguous(graph: "ActorGraph", keys: "Sequence[str]", form: str) -> NoReturn:
    from graph.timing import tenure  # noqa: PLC0415 - only a failure needs it

    told = [f"{key} ({tenure(graph, graph.keyed[key])})" for key in keys[:8]]
    more = [f"{len(keys) - 8} more"] if len(keys) > 8 else []  # noqa: PLR2004 - as above
    message = f"there are {len(keys)} such relations: {', '.join(told + more)}; name one by its key"
    fail(failure("blame", "ambiguous-relation", message, keys), form, UNKNOWN)


def _fail_unknown(graph: "ActorGraph", words: "Sequence[str]", form: str) -> NoReturn:
    said = " ".join(words)
    near = nearest(words[0], graph.keys) if len(words) == 1 else []
    hint = f"; did you mean {' or '.join(near)}?" if near else "; see `whowhom list relations`"
    message = f'no relation "{said}" in any commit of this history{hint}'
    fail(failure("blame", "unknown-relation", message, near), form, UNKNOWN)
