"""Event data in the place of a dataset: a graph of what the events say, and its files."""

import gc
import os
import shutil
import tempfile
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from graph import bundled
from graph.commands.common import open_graph, tell_errors
from graph.commands.exits import USAGE, Failure
from graph.commands.output import say
from graph.commands.reading_events import Asked, asked
from graph.dates import Date, day_text, parse_date
from graph.decoding import printable
from graph.loading import holds_yaml
from graph.model import ActorGraph
from graph.problems import Place

if TYPE_CHECKING:
    from graph.events.values import DyadQuery, Dyads

#: Relations that ``--events`` makes at most: what is more is no answer to look at.
MOST = 20_000
#: What to do about more, where there are no flags that narrow.
_ELSEWHERE = "make a dataset of fewer: whowhom events dataset FILE -o DIR --min-events 5"
#: The options of a run that ``--events`` has no flags for.
_PLAIN: dict[str, Any] = {
    "reader": "auto",
    "columns": (),
    "memory_limit": "",
    "threads": None,
    "temp_dir": "",
    "engine": "duckdb",
    "master": "",
    "roles": False,
    "supporters": True,
}


def build(  # noqa: PLR0913 - what is asked, of whom, and how to fail
    run: Asked,
    query: "DyadQuery",
    known: ActorGraph,
    where: str,
    *,
    lenient: bool,
    advice: str = "",
) -> "tuple[ActorGraph, Dyads]":
    """Fold the events and make a graph of them, with the actors that the crosswalk knows.

    Args:
        run: What to read, and with what.
        query: What is asked for.
        known: The dataset whose actors may be meant.
        where: Its folder, which may have a crosswalk.
        lenient: Go on without broken entries of the crosswalk.
        advice: What to do about too many relations, if the command has no flags that narrow.
    """
    from graph.events import crosswalks, graphing  # noqa: PLC0415 - only where event data is read
    from graph.events.folding import fold, for_crosswalks  # noqa: PLC0415
    from graph.events.wanted import by_name  # noqa: PLC0415

    read = crosswalks.of_dataset(where, known)
    tell_errors(read.errors, "events", "text", lenient=lenient)
    found = fold(
        run.files,
        query,
        engine=run.engine,
        reader=run.reader,
        temp_dir=run.temp_dir,
        fit=for_crosswalks(read.of, by_name(lambda scheme: (known, read.of(scheme)))),
        guard=lambda pairs: _refuse_many(pairs, advice or graphing.FEWER),
    )
    names = ", ".join(printable(os.path.basename(name.rstrip("/"))) for name in run.files)
    made = graphing.to_graph(
        found,
        crosswalk=read.of(found.reader.scheme),
        known=known,
        files=names,
        max_edges=MOST,
        advice=advice or graphing.FEWER,
    )
    return made, found


def _refuse_many(pairs: int, advice: str) -> None:
    """Fail before millions of dyads are looked at one by one.

    Twice as many, as the crosswalk may take several pairs for one.
    """
    from graph.events.values import EventsError  # noqa: PLC0415 - only where event data is read

    if pairs > 2 * MOST:
        raise EventsError(
            f"{pairs:,} pairs; a graph has at most {MOST:,} relations: {advice}", "usage"
        )


def save(graph: ActorGraph, folder: str, files: tuple[str, ...], cited: str) -> None:
    """Write a dataset into a new folder, whole or not at all.

    Args:
        graph: Of what the events say.
        folder: Must hold no dataset.
        files: What it was made of.
        cited: Whose data that is, and on what terms; ``""``: nobody said.
    """
    from graph.events.dataset import texts  # noqa: PLC0415

    if os.path.isdir(folder) and holds_yaml(folder):
        raise Failure(f"{folder} holds YAML files already; name another folder with -o", USAGE)
    names = ", ".join(printable(name) for name in files)
    about = f"Made by whowhom events dataset from {names}{cited and f': {cited}'}"
    above = os.path.dirname(os.path.abspath(folder))
    try:
        new = tempfile.mkdtemp(prefix=".whowhom-", dir=above)
        try:
            for name, text in texts(graph, about).items():
                with open(os.path.join(new, name), "w", encoding="utf-8", newline="\n") as file:
                    file.write(text)
            os.chmod(new, 0o777 & ~_umask())
            _place(new, folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(f"cannot write {folder}: {reason}; name another with -o", USAGE) from None


def _place(new: str, folder: str) -> None:
    """Move a folder into place, or its files into a folder that is there."""
    if not os.path.isdir(folder):
        os.rename(new, folder)
        return
    for name in os.listdir(new):
        os.replace(os.path.join(new, name), os.path.join(folder, name))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class Reported(NamedTuple):
    """A dataset made of event data.

    Attributes:
        folder: Where it lies while the command runs.
        files: The event data, as it was named.
        last: The last day that it covers; None where nothing is dated.
    """

    folder: str
    files: str
    last: Date | None

    def told(self, graph: ActorGraph) -> ActorGraph:
        """Give the graph of the folder with the event data as the place of what is in it."""
        place = Place(self.files)
        parts: tuple[Any, ...] = (graph.actors, graph.relations, graph.sources, graph.types)
        made = [
            tuple(
                one._replace(place=place) if one.place.file.startswith(self.folder) else one
                for one in values
            )
            for values in parts
        ]
        return ActorGraph(*made)


def as_dataset(files: tuple[str, ...], data: str | None) -> Reported:
    """Make a dataset of what event files say; its folder goes when the command ends."""
    where = data or bundled.data_folder()
    known = open_graph(where, "events", lenient=True)
    from graph.commands.reading_events import query_of  # noqa: PLC0415

    given = _PLAIN | {"files": files}
    with asked("events", given) as run:
        # A tie that is reported in some months of a year, and not in others, is one.
        query = query_of(given, period="year", sources=False)
        made, found = build(run, query, known, where, lenient=False, advice=_ELSEWHERE)
    folder = tempfile.mkdtemp(prefix="whowhom-events-")
    context = click.get_current_context()
    context.call_on_close(lambda: shutil.rmtree(folder, ignore_errors=True))
    # DuckDB complains at the end of a program that holds on to what it made.
    context.call_on_close(gc.unfreeze)
    save(made, folder, files, str(found.reader.citation))
    _tell(found)
    last = parse_date(day_text(found.span.last)) if found.span else None
    return Reported(folder, printable(", ".join(files)), last)


def _tell(found: "Dyads") -> None:
    """Say what was read, and of which days it is."""
    from graph.events.dyad_report import foot  # noqa: PLC0415

    for line in foot(found):
        say(line)
    if found.span:
        first, last = day_text(found.span.first), day_text(found.span.last)
        say(f"the data covers {first} to {last}; --as-of asks about a day of it")
