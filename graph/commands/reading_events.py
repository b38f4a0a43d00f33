"""What the commands on event data share: their options, the run, its progress, its failures."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click
from click.core import ParameterSource

from graph.commands.exits import BAD_DATA, UNKNOWN, USAGE, Failure
from graph.commands.options import completer, date_option
from graph.commands.output import say
from graph.report import failure

if TYPE_CHECKING:
    from graph.events.engine import Engine
    from graph.events.reader import Reader
    from graph.events.values import DyadQuery, EventsError, Progress

Command = TypeVar("Command", bound=Callable[..., Any])
#: Seconds after which a run begins to say how far it is, and between two lines in a file.
_QUIET = 2.0
_LINES = 10.0
#: A number of events or of rows; one that is larger is a slip, and no engine need count so far.
COUNT = click.IntRange(1, 1_000_000_000)
#: Signals that end a program, beside Ctrl-C: a shutdown, and a closed terminal.
_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Asked(NamedTuple):
    """What the options of a command say: the files, how to read them, and with what."""

    files: tuple[str, ...]
    reader: "Reader | str"
    engine: "Engine"
    temp_dir: str


def _given(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Refuse an empty value, which an unset variable of the shell leaves: it would be no bound."""
    left_out = ctx.get_parameter_source(param.name or "") == ParameterSource.DEFAULT
    if not value and not left_out:
        raise click.BadParameter("it is empty; give a value, or leave the option out")
    return value


def reading_options(command: Command) -> Command:
    """Add the files, and how they are read."""
    for option in (
        click.option(
            "--master",
            metavar="URL",
            default="",
            callback=_given,
            help="Of Spark: local[4], spark://HOST:7077, yarn, k8s://..., sc://HOST:15002  "
            "[default: local[*]]",
        ),
        click.option(
            "--engine",
            type=click.Choice(("duckdb", "spark")),
            default="duckdb",
            show_default=True,
            help="What does the work: this machine, or a cluster (docs/clusters.md).",
        ),
        click.option(
            "--temp-dir",
            metavar="DIR",
            default="",
            callback=_given,
            shell_complete=completer("folders"),
            help="Folder for what does not fit into memory, and for unpacked or evened files.",
        ),
        click.option("--threads", type=click.IntRange(1), default=None, help="Threads to use."),
        click.option(
            "--memory-limit",
            metavar="SIZE",
            default="",
            callback=_given,
            help="Memory to use at most: 2GB.",
        ),
        click.option(
            "--roles",
            is_flag=True,
            help="Count civilians, protesters, judges and other roles as if they were groups.",
        ),
        click.option(
            "--no-supporters",
            "supporters",
            is_flag=True,
            flag_value=False,
            default=True,
            help="Leave out who only supports a side, where the data tells them apart.",
        ),
        click.option(
            "--columns",
            multiple=True,
            metavar="MEANING=COLUMN,...",
            help="What the columns of another table mean: source, target, date; end, sign, deaths, "
            "low, high, goldstein, publisher, area.",
        ),
        click.option(
            "--reader",
            type=click.Choice(("auto", "ucdp-ged", "ucdp-dyadic", "acled", "gdelt")),
            default="auto",
            help="Kind of the files.  [default: told by their columns]",
        ),
        click.argument(
            "files", nargs=-1, required=True, metavar="FILE...", shell_complete=completer("files")
        ),
    ):
        command = option(command)
    return command


def area_option(command: Command) -> Command:
    """Add ``--area``."""
    return click.option(
        "--area", "areas", multiple=True, help="Only there, as the data calls it; repeatable."
    )(command)


def least_option(told: str) -> Callable[[Command], Command]:
    """Add ``--min-events`` with this help."""
    return click.option("--min-events", type=COUNT, default=1, show_default=True, help=told)


#: Whom ``--actor`` takes.
IN_DATA = "Only pairs with this actor, by id or name in the data; repeatable."
IN_BOTH = "Only pairs with this actor, as the data or the dataset calls it; repeatable."
IN_DATASET = "Only relations of this actor, as the dataset or the crosswalk calls it; repeatable."


def query_options(actors: str = IN_DATA) -> Callable[[Command], Command]:
    """Add what narrows and parts the dyads; `actors`: what the help of ``--actor`` says."""

    def add(command: Command) -> Command:
        for option in (
            area_option,
            click.option("--actor", "actors", multiple=True, help=actors),
            date_option("--to", "end", "Only events that begin by then."),
            date_option("--from", "begin", "Only events that begin then or later."),
            least_option("Leave out pairs with fewer events in a period."),
        ):
            command = option(command)
        return command

    return add


def query_of(given: dict[str, Any], **more: Any) -> "DyadQuery":
    """Give the query that the options ask."""
    from graph.events.values import DyadQuery  # noqa: PLC0415 - only where event data is read

    refuse_no_text((*given.get("actors", ()), *given.get("areas", ())))
    begin, end = given.get("begin"), given.get("end")
    if begin and end and end.last < begin.first:
        raise Failure(f"--to {end.text} is before --from {begin.text}", USAGE)
    return DyadQuery(
        min_events=given.get("min_events", 1),
        actors=given.get("actors", ()),
        either=True,
        areas=given.get("areas", ()),
        begin=begin.first if begin else None,
        end=end.last if end else None,
        roles=given["roles"],
        supporters=given["supporters"],
        **more,
    )


def refuse_no_text(names: Iterable[str]) -> None:
    """Refuse names that cannot be in any data.

    Raises:
        Failure: One is no UTF-8.
    """
    for text in names:
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise Failure(
                f"{text}: this is no UTF-8; write it in the locale of the terminal", USAGE
            )


@contextmanager
def asked(command: str, given: dict[str, Any], form: str = "text") -> Iterator[Asked]:
    """Open what the options name, and turn every failure into one line and a documented code."""
    from graph.events.engine import connect  # noqa: PLC0415
    from graph.events.mapped import mapped, parse_columns  # noqa: PLC0415
    from graph.events.values import EventsError, Limits  # noqa: PLC0415

    show = Showing()
    if given["columns"] and given["reader"] != "auto":
        raise Failure("--columns and --reader do not go together; give one", USAGE)
    try:
        reader: Reader | str = "" if given["reader"] == "auto" else given["reader"]
        if given["columns"]:
            reader = mapped(parse_columns(given["columns"]))
        limits = Limits(
            given["memory_limit"], given["threads"], given["temp_dir"], master=given["master"]
        )
        with _terminable(), connect(given["engine"], limits, show) as engine:
            yield Asked(given["files"], reader, engine, given["temp_dir"])
    except EventsError as error:
        show.end()
        raise _failed(command, error, form) from None
    finally:
        show.end()


@contextmanager
def _terminable() -> Iterator[None]:
    """Let what ends a program end a run as Ctrl-C does: what it wrote is taken away.

    A signal that is ignored stays so, as that of a closed terminal is under nohup.
    """

    def end(number: int, _frame: Any) -> None:
        # A closed terminal may say so twice, and what is begun here must come to its end.
        for one in before:
            signal.signal(one, signal.SIG_IGN)
        raise SystemExit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.getsignal(one) for one in _ENDING}
    before = {one: was for one, was in before.items() if was not in (signal.SIG_IGN, None)}
    try:
        for one in before:
            signal.signal(one, end)
        yield
    finally:
        for one, was in before.items():
            signal.signal(one, was)


def _failed(command: str, error: "EventsError", form: str) -> Failure:
    if error.fault in ("unknown", "ambiguous"):
        told = failure(command, f"{error.fault}-actor", str(error), error.near)
        return Failure(str(error), UNKNOWN, told if form == "json" else None)
    usage = error.fault == "usage"
    reason = "wrong-use" if usage else "no-data"
    report = failure(command, reason, str(error)) if form == "json" else None
    return Failure(str(error), USAGE if usage else BAD_DATA, report)


class Showing:
    """Shows on stderr how far a run is: one line that changes on a terminal, else few lines."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._told = self._begun
        self._open = False

    def __call__(self, progress: "Progress") -> None:
        """Show it, unless it is early or was told just now."""
        now = time.monotonic()
        if now - self._begun < _QUIET or not sys.stderr:
            return
        line = f"{progress.done:,} of {progress.rows:,} rows, {now - self._begun:.0f} s"
        if not progress.rows:
            line = f"{progress.share:.0%} read, {now - self._begun:.0f} s"
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[Kwhowhom: {line}")
            sys.stderr.flush()
            self._open = True
        elif now - self._told >= _LINES:
            say(line)
            self._told = now

    def end(self) -> None:
        """Clear the line that changes."""
        if self._open:
            self._open = False
            # The terminal may be gone.
            with suppress(OSError):
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()


def spare_files(output: str, files: tuple[str, ...], flag: str = "-o") -> None:
    """Refuse to write a result over the data that it is made of, folders and patterns looked into.

    Args:
        output: Where the result goes.
        files: What is read.
        flag: What names the result.

    Raises:
        Failure: It would.
        EventsError: A name means no file.
    """
    from graph.events.files import find  # noqa: PLC0415 - only where event data is read

    target = os.path.realpath(output)
    if any(os.path.realpath(name) == target for name in find(files)):
        raise Failure(
            f"{output} is one of the files that are read; name another with {flag}", USAGE
        )
