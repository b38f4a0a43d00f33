"""What the commands share: the dataset, the names and filters of a question, where results go."""

import contextlib
import gc
import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from graph import bundled
from graph.asking import kindred, spoken
from graph.cache import write_atomically
from graph.commands.exits import BAD_DATA, UNKNOWN, USAGE, Failure, fail
from graph.commands.options import current_day, last_reported, stand_in
from graph.commands.output import say
from graph.dates import ALWAYS, Date
from graph.decoding import printable
from graph.escaping import one_line, shortened
from graph.loading import holds_yaml, is_data_file, load
from graph.model import Actor, ActorGraph
from graph.names import resolve
from graph.problems import Place, Problem, told_problems
from graph.query import Filters, Verb, verbs
from graph.report import failure, plural
from graph.suggesting import nearest

if TYPE_CHECKING:
    from graph.versioning.git import VersionError


_NO_DATA = frozenset({"missing-data", "no-yaml", "nothing-read"})


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
    made = stand_in()
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
