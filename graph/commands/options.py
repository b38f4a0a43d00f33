"""The options that commands share, and the day that is meant without one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from graph.commands.exits import USAGE, Failure
from graph.commands.output import format_option
from graph.dates import ALWAYS, Date, parse_date, today
from graph.model import CONFIDENCES

if TYPE_CHECKING:
    from graph.commands.reported import Reported

#: Set in the context's `meta`: the files of ``--events``, and the `Reported` made of them.
_EVENTS, _MADE = "graph.events", "graph.events.made"


Command = TypeVar("Command", bound=Callable[..., Any])


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


def stand_in() -> "Reported | None":
    """Give what ``--events`` made in the place of the dataset; None: there is a dataset."""
    made: Reported | None = click.get_current_context().meta.get(_MADE)
    return made


def last_reported() -> Date | None:
    """Give the last day that the data of ``--events`` covers; None of a dataset."""
    made = stand_in()
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
