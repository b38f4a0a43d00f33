"""What ``diff`` and ``events compare`` share: what narrows a difference, and how it is told."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from graph.commands.diff_map import page_name
from graph.commands.exits import FINDINGS, UNKNOWN, fail
from graph.commands.options import completer
from graph.commands.output import emit
from graph.report import failure

if TYPE_CHECKING:
    from graph.diffing.reviewing import Review
    from graph.diffing.shown import Shown

Command = TypeVar("Command", bound=Callable[..., Any])


def _only(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> frozenset[str]:
    """Read the words of ``--only``, which may stand apart or with commas."""
    words = [word.strip() for value in values for word in value.split(",")]
    if not words:
        return frozenset()
    from graph.diffing.narrowing import unknown_word  # noqa: PLC0415 - only a filtered diff needs it

    if said := unknown_word(words):
        raise click.BadParameter(said)
    return frozenset(words)


def narrowing_options(
    classes: str, actor: str, drawn: str = "both versions, whole,"
) -> Callable[[Command], Command]:
    """Add ``--stat``, ``--actor``, ``--only`` and ``--map``.

    Args:
        classes: Those that there can be, for the help.
        actor: The help of ``--actor``.
        drawn: What is on the map.
    """
    options = (
        click.option(
            "--stat", is_flag=True, help="Counts alone: how much, by actor and by kind of entry."
        ),
        click.option(
            "--actor",
            "actors",
            multiple=True,
            metavar="ACTOR",
            shell_complete=completer("actors"),
            help=actor,
        ),
        click.option(
            "--only",
            multiple=True,
            metavar="WORD",
            callback=_only,
            shell_complete=completer("only"),
            help=f"A class ({classes}), a kind of change (added, removed, changed) or of entry "
            "(actors, relations, sources, types, consequences); repeat it, or part words by "
            "commas.",
        ),
        click.option(
            "--map",
            "chart",
            metavar="FILE",
            callback=page_name,
            shell_complete=completer("files"),
            help=f"Also write {drawn} as one map: a page, *.html.",
        ),
    )
    return lambda command: _with(command, options)


def telling_options(command: Command) -> Command:
    """Add ``--explain`` and ``--exit-code``."""
    options = (
        click.option(
            "--explain", is_flag=True, help="Also what was matched by what, and by which rules."
        ),
        click.option("--exit-code", is_flag=True, help="End with 1 when something is shown."),
    )
    return _with(command, options)


def _with(command: Command, options: Sequence[Callable[[Command], Command]]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


def meant(
    review: "Review",
    names: Sequence[str],
    command: str,
    form: str,
    keys: Mapping[str, frozenset[str]] | None = None,
) -> frozenset[str] | None:
    """Resolve the names of actors on either side, or fail with the candidates.

    Args:
        review: Of both sides.
        names: As typed; none: anybody.
        command: What failed.
        form: Of the output.
        keys: Further names, with whom they mean.
    """
    from graph.diffing.narrowing import found_actor  # noqa: PLC0415

    ids: set[str] = set()
    for name in names:
        found = (keys or {}).get(name) or found_actor(review, name)
        if isinstance(found, frozenset):
            ids |= found
            continue
        near = tuple(actor.id for actor in found.candidates)
        listed = ", ".join(f"{actor.id} ({actor.name})" for actor in found.candidates)
        if found.ambiguous:
            said, code = f'"{name}" may mean {listed}; ask with an id', "ambiguous-actor"
        else:
            where = "period" if review.old.events is not None else "version"
            hint = f"; did you mean {listed}?" if listed else ""
            if not listed and where == "version":
                hint = "; see `whowhom list actors`"
            said, code = f'no actor "{name}" in either {where}{hint}', "unknown-actor"
        fail(failure(command, code, said, near), form, UNKNOWN)
    return frozenset(ids) if names else None


def tell(shown: "Shown", form: str, *, stat: bool, exit_code: bool) -> None:
    """Print a difference, and end with 1 when something is shown and that was asked for."""
    from graph.diffing import report  # noqa: PLC0415 - the help of a command must not wait for it

    emit(report.report(shown, stat=stat), form)
    if exit_code and (shown.left.changes or shown.left.consequences):
        sys.exit(FINDINGS)
