"""Where everybody stands: read from the file beside the data, computed for the rest, kept there."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import click

from graph.commands.common import tell_errors, write
from graph.commands.output import say
from graph.keeping import Kept, kept_file, read_kept, table
from graph.model import ActorGraph
from graph.report import plural

#: Seconds that a layout may take before it says how far it is.
_SILENT = 1.0


def laid_out(
    graph: ActorGraph, data: str, *, keep: bool = False, lenient: bool = False
) -> dict[str, tuple[int, int]]:
    """Give each actor's place, by id: around what the dataset's file of positions keeps.

    Args:
        graph: The dataset.
        data: Its folder or file.
        keep: The file is to be written again, so that none of its lines may be lost.
        lenient: Go on without the lines of the file that are no positions.
    """
    file = kept_file(data)
    kept, problems = read_kept(file)
    tell_errors(problems, "map", "text", lenient=lenient and not keep)
    return _placed(graph, kept, file)


def keep_places(data: str, spots: dict[str, tuple[int, int]]) -> None:
    """Write where everybody stands beside the data; those that are pinned stay so."""
    file = kept_file(data)
    kept, _ = read_kept(file)
    write(file, table(Kept(spots, kept.pinned)), "leave out --keep-positions")
    say(f"where {plural(len(spots), 'actor')} stand is kept in {file}")


def _placed(graph: ActorGraph, kept: Kept, file: str) -> dict[str, tuple[int, int]]:
    """Lay out the graph around what is kept, and say what cannot be kept."""
    from graph.layout import overlaps  # noqa: PLC0415 - brings numpy
    from graph.placing import placed  # noqa: PLC0415

    gone = sorted(kept.spots.keys() - graph.actor.keys())
    if gone:
        say(f"{file}: not in the data, so ignored: {', '.join(gone)}; --keep-positions drops them")
    with progress(f"laying out {plural(len(graph.actors), 'actor')}") as tell:
        spots = placed(graph, kept, tell)
    if kept.pinned:
        for one, two in overlaps(graph, spots):
            say(f"{file}: {one} and {two} are pinned on top of each other")
    return spots


@contextmanager
def progress(what: str) -> Iterator[Callable[[float], None]]:
    """Show on a terminal how far a longer work is; nothing in its first second or into a pipe."""
    begun, lines = monotonic(), [""]
    terminal = bool(sys.stderr) and sys.stderr.isatty()

    def tell(share: float) -> None:
        line = f"whowhom: {what}: {share:.0%}"
        if terminal and line != lines[-1] and monotonic() - begun > _SILENT:
            lines.append(line)
            click.echo(f"\r{line}", err=True, nl=False)

    try:
        yield tell
    finally:
        if lines[-1]:
            click.echo(f"\r{' ' * max(map(len, lines))}\r", err=True, nl=False)
