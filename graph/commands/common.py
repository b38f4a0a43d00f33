"""What the commands share: options, the dataset, names, output, and how they fail."""

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

import click

from graph import bundled
from graph.asking import kindred, spoken
from graph.cache import write_atomically
from graph.commands.output import emit, format_option, say
from graph.dates import ALWAYS, Date, parse_date, today
from graph.decoding import printable
from graph.escaping import one_line, shortened
from graph.loading import holds_yaml, is_data_file, load
from graph.model import CONFIDENCES, Actor, ActorGraph
from graph.names import resolve
from graph.problems import Place, Problem, told_problems
from graph.query import Filters, Verb, verbs
from graph.report import Report, failure, plural
from graph.suggesting import nearest

if TYPE_CHECKING:
    from graph.commands.reported import Reported
    from graph.versioning.git import VersionError

FINDINGS, USAGE, BAD_DATA, UNKNOWN, INTERRUPTED, CUT_OFF = 1, 2, 3, 4, 130, 141
#: The exit codes, as ``whowhom --help`` and the documentation give them.
EXIT_CODES = {
    0: "answered, also with an empty answer",
    FINDINGS: "findings: by `check`, `diff --exit-code`, `merge`; `apply` does not fit",
    USAGE: "wrong use, or the output cannot be written",
    BAD_DATA: "the data cannot be loaded",
    UNKNOWN: "unknown or ambiguous actor or relation, unknown type, source or revision",
    INTERRUPTED: "interrupted by Ctrl-C",
    CUT_OFF: "the reader of the output went away, as `| head` does",
}

_NO_DATA = frozenset({"missing-data", "no-yaml", "nothing-read"})
#: What commands take from here though it is made elsewhere.
__all__ = ["emit", "format_option", "say"]

#: Set in the context's `meta`: the files of ``--events``, and the `Reported` made of them.
_EVENTS, _MADE = "graph.events", "graph.events.made"

Command = TypeVar("Command", bound=Callable[..., Any])


class Failure(click.ClickException):
    """A command that cannot go on: one line on stderr, and a documented exit code.

    Attributes:
        report: What JSON readers get on stdout; None where the failure has no more to say.
    """

    def __init__(self, message: str, code: int, report: Report | None = None) -> None:
        super().__init__(message)
        self.report = report
        # click declares it for the class and reads it from the instance.
        self.exit_code = code  # type: ignore[misc]


def as_of_option(told: str, *, all_times: bool = False) -> Callable[[Command], Command]:
    """Add ``--as-of DATE`` with this help; with `all_times` also ``--as-of all``."""
    return date_option("--as-of", "as_of", told, all_times=all_times)


def date_option(
    flag: str, name: str, told: str, *, all_times: bool = False
) -> Callable[[Command], Command]:
    """Add an option that takes a date, ``today``, or with `all_times` also ``all``."""

    def read(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Date | None:
        if value is None:
            return None
        if value == "today":
            return current_day()
        if value == "all" and all_times:
            return ALWAYS
        if value == "unknown":
            raise click.BadParameter('"unknown" is no date to ask for')
        try:
            return parse_date(value)
        except ValueError as error:
            raise click.BadParameter(f"{error}{_hint(value)}") from None

    return click.option(flag, name, callback=read, metavar="DATE", help=told)


def _hint(value: str) -> str:
    """Say what somebody may have meant who gave a word or a range for a date."""
    if value.lower() in ("now", "present", "current"):
        return "; for the current day write today"
    ends = [part.strip() for part in value.replace("..", "/").replace(" to ", "/").split("/")]
    if ends != [value] or value.count("-") == 1:
        one, _, two = value.partition("-") if ends == [value] else (ends[0], "", ends[-1])
        if all(len(end) >= len("2021") and end[:4].isdecimal() for end in (one, two)):
            return f"; a date is one year, month or day; `whowhom timeline --from {one} --to {two}`"
    return ""


def current_day() -> Date:
    """Give today; a bad SOURCE_DATE_EPOCH is a usage error."""
    try:
        return today()
    except ValueError as error:
        raise Failure(str(error), USAGE) from None


def completer(kind: str) -> Callable[[click.Context, click.Parameter, str], list[Any]]:
    """Complete an argument by one of the functions of `graph.commands.completing`."""

    def complete(ctx: click.Context, param: click.Parameter, start: str) -> list[Any]:
        from graph.commands import completing  # noqa: PLC0415 - an answer must not load it

        found: list[Any] = getattr(completing, kind)(ctx, param, start)
        return found

    return complete


def data_options(command: Command) -> Command:
    """Add ``--data`` and ``--lenient``."""
    command = click.option(
        "--lenient", is_flag=True, help="Answer from the good entries of broken data."
    )(command)
    return click.option(
        "-d",
        "--data",
        metavar="DIR",
        envvar="WHOWHOM_DATA",
        callback=_reported,
        shell_complete=completer("folders"),
        help="Dataset: a folder of YAML files, or one file (YAML, JSON, zip, tar). "
        "[default: $WHOWHOM_DATA, ./data, the bundled dataset]",
    )(command)


def events_option(command: Command) -> Command:
    """Add ``--events``: what event data says, in the place of a dataset."""
    return click.option(
        "--events",
        "reported",
        multiple=True,
        metavar="FILE",
        is_eager=True,
        expose_value=False,
        callback=_remember_events,
        shell_complete=completer("files"),
        help="Event data instead of a dataset, its last day instead of today: see whowhom events.",
    )(command)


def _remember_events(
    ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    ctx.meta[_EVENTS] = value
    return value


def from_events() -> bool:
    """Tell whether ``--events`` stands in for the dataset."""
    return bool(click.get_current_context().meta.get(_EVENTS))


def _reported(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Give the dataset, or one made of the event data that was named instead."""
    files = ctx.meta.get(_EVENTS)
    if not files:
        return value
    from graph.commands.reported import as_dataset  # noqa: PLC0415 - brings a database

    made = ctx.meta[_MADE] = as_dataset(files, value)
    return made.folder


def _made() -> "Reported | None":
    made: Reported | None = click.get_current_context().meta.get(_MADE)
    return made


def last_reported() -> Date | None:
    """Give the last day that the data of ``--events`` covers; None of a dataset."""
    made = _made()
    return made.last if made else None


def usual_day() -> Date:
    """Give the date of a question without one: today, or the last day that event data covers."""
    return last_reported() or current_day()


def confidence_option(command: Command) -> Command:
    """Add ``--min-confidence``."""
    return click.option(
        "--min-confidence",
        type=click.Choice(CONFIDENCES),
        default=None,
        help="Leave out what is less sure, or was never assessed.",
    )(command)


def answer_options(command: Command) -> Command:
    """Add what every answer takes: date, confidence, undated, format, data."""
    for option in (
        format_option(),
        click.option("--undated", is_flag=True, help="Count relations that nothing dates."),
        confidence_option,
        as_of_option(
            "What held on at least one day of 2021, 2021-08, 2021-08-15 or today; or all.",
            all_times=True,
        ),
    ):
        command = option(command)
    return events_option(data_options(command))


def find_data(data: str | None, *, own: bool = False) -> str:
    """Give the dataset's folder: as named, else ./data, else the bundled one (said on stderr).

    Args:
        data: What was named.
        own: It is the user's own that is looked after: ./data where there is one, though it be
            empty.
    """
    found = _own_data(data, own=own)
    if not found:
        _tell_bundled()
    return found or bundled.data_folder()


def _own_data(data: str | None, *, own: bool = False) -> str:
    here = "data"
    return data or (here if os.path.isdir(here) and (own or holds_yaml(here)) else "")


def _tell_bundled() -> None:
    say("no dataset in ./data; answering from the bundled one (name yours with --data)")


class Asked(NamedTuple):
    """The dataset whose versions are asked for.

    Attributes:
        folder: Where it lies.
        bundled: Nobody named it, and ./data is not there.
    """

    folder: str
    bundled: bool = False

    def tell(self) -> None:
        """Say on stderr that the bundled one answers, where it does."""
        if self.bundled:
            _tell_bundled()

    def failure(self, error: "VersionError") -> str:
        """Say in one line why its versions cannot be had."""
        if not self.bundled:
            return str(error)
        if error.code in ("not-a-repository", "no-data-at-revision"):
            return (
                "no dataset in ./data, and the bundled one has no history; name yours with --data"
            )
        return f"{error} (no dataset in ./data, so of the bundled one; name yours with --data)"


def find_versions(data: str | None) -> Asked:
    """Find the dataset as `find_data` does, or ./data where git alone has it; say nothing yet.

    The last is so in a bare repository, and where the folder is not checked out.
    """
    if found := _own_data(data):
        return Asked(found)
    if not os.path.isdir("data"):
        from graph.versioning import git, revisions  # noqa: PLC0415 - most commands ask no git

        with contextlib.suppress(git.VersionError):
            repository = revisions.repository_of("data")
            if revisions.object_named(repository, f"HEAD:{repository.path}"):
                return Asked("data")
    return Asked(bundled.data_folder(), bundled=True)


def tell_left_behind(where: str) -> None:
    """Name what a run that was killed while it wrote has left beside the data files."""
    from graph.patching.storing import left_behind  # noqa: PLC0415 - an answer writes nothing

    for path in left_behind(where):
        say(f"{path} is left of a run that was stopped while it wrote; if none runs now, delete it")


def open_graph(data: str | None, command: str, form: str = "text", *, lenient: bool) -> ActorGraph:
    """Load the dataset, or fail with all its errors."""
    where = find_data(data)
    loaded = load(where)
    # What has been loaded stays for the life of the program; the collector need not walk it, nor
    # what an answer is made of again and again: there are hardly any cycles in it.
    gc.freeze()
    gc.set_threshold(100_000)
    tell_errors(loaded.errors, command, form, lenient=lenient, path=where)
    made = _made()
    return made.told(loaded.graph) if made and where == made.folder else loaded.graph


def tell_errors(  # noqa: PLR0913 - what is asked, and what is asked of
    errors: Sequence[Problem],
    command: str,
    form: str,
    *,
    lenient: bool,
    where: str = "the data",
    path: str = "",
) -> None:
    """Print the errors of the data, and fail unless the good entries are asked for.

    Args:
        errors: All of them, in their order.
        command: What was asked.
        form: Of its output.
        lenient: The good entries are asked for.
        where: How people call the data.
        path: Where it lies, if it is one folder or file: an error there leaves no data at all.
    """
    tell_problems(told_problems(errors))
    found = f"{plural(len(errors), 'error')} in {where}"
    if not readable(errors, path):
        fail(failure(command, "no-data", found), form, BAD_DATA)
    if errors and not lenient:
        message = f"{found}; mend them, or answer from the good entries with --lenient"
        fail(failure(command, "broken-data", message), form, BAD_DATA)
    if errors:
        say(f"{found}; answering from the rest, as --lenient asks")


def tell_problems(problems: Iterable[object]) -> None:
    """Print problems to stderr, a line each; what somebody gave for a path may be of any length."""
    for problem in problems:
        click.echo(shortened(str(problem)), err=True)


def readable(errors: Sequence[Problem], path: str = "") -> bool:
    """Tell whether there is a dataset at all: nothing is wrong with its folder, or its one file."""
    there = Place(printable(path))
    return not any(problem.place == there or problem.code in _NO_DATA for problem in errors)


def find_actor(graph: ActorGraph, name: str, command: str, form: str) -> Actor:
    """Resolve a typed name, or fail with the candidates."""
    found = resolve(graph, name)
    if found.actor:
        return found.actor
    ids = tuple(actor.id for actor in found.candidates)
    listed = ", ".join(f"{actor.id} ({actor.name})" for actor in found.candidates)
    if found.ambiguous:
        message = f'"{name}" may mean {listed}; ask with an id'
        return fail(failure(command, "ambiguous-actor", message, ids), form, UNKNOWN)
    hint = f"; did you mean {listed}?" if listed else "; see `whowhom list actors`"
    message = f'no actor "{name}"{hint}'
    return fail(failure(command, "unknown-actor", message, ids), form, UNKNOWN)


def find_actors(graph: ActorGraph, names: Sequence[str], command: str, form: str) -> list[Actor]:
    """Resolve names of different actors, or fail.

    Raises:
        click.UsageError: Two of them mean the same actor.
    """
    found: dict[str, str] = {}
    for name in names:
        id_ = find_actor(graph, name, command, form).id
        if id_ in found:
            raise click.UsageError(
                f"{found[id_]} and {name} are the same actor ({id_}); name different ones"
            )
        found[id_] = name
    return [graph.actor[id_] for id_ in found]


def find_relation_verb(graph: ActorGraph, word: str, command: str, form: str) -> Verb:
    """Resolve a verb, or fail with the nearest ones."""
    verb = spoken(graph, word)
    if verb:
        return verb
    if actor := resolve(graph, word).actor:
        message = f'"{word}" is an actor, not a verb; ask `whowhom whom {actor.id} opposes`'
        return fail(failure(command, "unknown-type", message), form, UNKNOWN)
    near = tuple(dict.fromkeys([*kindred(graph, word), *nearest(word, verbs(graph))]))
    hint = f"; did you mean {' or '.join(near)}?" if near else "; see `whowhom list types`"
    message = f'no relation type or family "{word}"{hint}'
    return fail(failure(command, "unknown-type", message, near), form, UNKNOWN)


def fail(report: Report, form: str, code: int) -> NoReturn:
    """End without an answer: one line on stderr, and for JSON readers their object on stdout."""
    raise Failure(report.message, code, report if form == "json" else None)


def opened(
    command: str, given: dict[str, Any], default: Date | None
) -> tuple[ActorGraph, Filters, str]:
    """Load what an answer is asked of: the graph, the filters, and the form of the output.

    Args:
        command: Its name.
        given: What `answer_options` read.
        default: The date that is meant when none is given; None: all times.
    """
    current_day()  # every answer compares with today: fail now rather than halfway
    graph = open_graph(given["data"], command, given["form"], lenient=given["lenient"])
    as_of = given["as_of"] or default
    filters = filters_of(as_of, given["min_confidence"], undated=given["undated"])
    return graph, filters, given["form"]


def filters_of(as_of: Date | None, min_confidence: str | None, *, undated: bool) -> Filters:
    """Gather the filters of an answer."""
    at = None if as_of == ALWAYS else as_of
    return Filters(at, min_confidence or "", undated, covered=last_reported())


def spare_data(output: str, data: str) -> None:
    """Refuse to write a result over the dataset that it is made of.

    Args:
        output: Where the result shall go; links are followed.
        data: The dataset's folder or file.
    """
    target, where = os.path.realpath(output), os.path.realpath(data)
    name = os.path.basename(target)
    inside = os.path.dirname(target) == where and (is_data_file(name) or name.endswith(".csv"))
    if (target == where and os.path.isfile(where)) or inside:
        said = f"{output} is, or would be, a file of the dataset; name another file with -o"
        raise Failure(said, USAGE)


def tell_path(path: str) -> None:
    """Print where a result is: as it is into a pipe, harmless on a terminal."""
    full = os.path.abspath(path)
    seen = bool(sys.stdout and sys.stdout.isatty())
    click.echo(one_line(full) if seen else full, color=True)


def write(path: str, content: str | bytes, advice: str) -> None:
    """Write a result whole or not at all, or fail in one line that ends with some advice."""
    if os.path.isfile(path) and not os.access(path, os.W_OK):
        raise Failure(f"cannot write {path}: it is read-only; {advice}", USAGE)
    try:
        write_atomically(path, content)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(f"cannot write {path}: {reason}; {advice}", USAGE) from None
