"""How an answer leaves the program: its form, its colours, the pager, messages beside it."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import click

from graph.escaping import json_escaped, one_line, shown
from graph.lines import Line
from graph.report import Report
from graph.showing import BASIC, PLAIN, RICH, Look, to_text

#: The forms of every answer. ``auto``, the default, is text on a terminal and TSV in a pipe.
FORMS = ("text", "json", "ndjson", "csv", "tsv", "markdown")
#: Commands whose answer is a document, not rows: it stays text in a pipe, as ``git diff`` does.
DOCUMENTS = frozenset({"show", "path", "diff", "check", "apply", "merge"})
#: Set in the context's `meta` when ``auto`` chose TSV: its notes for people go to stderr.
_PIPED, _NO_PAGER = "graph.piped", "graph.no_pager"

Command = TypeVar("Command", bound=Callable[..., Any])


def say(message: str, file: Any = None) -> None:
    """Tell people something beside the answer, in one line on stderr."""
    click.echo(f"whowhom: {one_line(message)}", file=file, err=file is None)


def format_option(*more: str) -> Callable[[Command], Command]:
    """Add ``--format`` with `FORMS` and what else a command can write, and ``--no-pager``."""
    choices = tuple(dict.fromkeys((*FORMS, *more)))

    def read(ctx: click.Context, _param: click.Parameter, value: str) -> str:
        return _chosen(ctx, value, choices)

    def add(command: Command) -> Command:
        command = click.option(
            "--no-pager",
            is_flag=True,
            expose_value=False,
            callback=_remember_no_pager,
            help="Print long text at once.",
        )(command)
        return click.option(
            "--format",
            "form",
            type=click.Choice(("auto", *choices)),
            default="auto",
            callback=read,
            help="Form of the output.  [default: text on a terminal; see whowhom help output]",
        )(command)

    return add


def _remember_no_pager(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - as click calls it
    ctx.meta[_NO_PAGER] = value or ctx.meta.get(_NO_PAGER, False)


def _chosen(ctx: click.Context, value: str, choices: tuple[str, ...]) -> str:
    """Give the form that ``auto`` stands for: the environment's, else by where stdout goes."""
    if value != "auto":
        return value
    wanted = os.environ.get("WHOWHOM_FORMAT", "auto")
    if wanted not in ("auto", *FORMS):
        raise click.BadParameter(f'WHOWHOM_FORMAT is "{wanted}", not one of {", ".join(FORMS)}')
    if wanted in choices:
        return wanted
    if ctx.command.name in DOCUMENTS or on_terminal():
        return "text"
    ctx.meta[_PIPED] = True
    return "tsv"


def on_terminal() -> bool:
    """Tell whether a person looks at stdout."""
    return bool(sys.stdout) and sys.stdout.isatty()


def emit(report: Report, form: str) -> None:
    """Print an answer in a form; what is for people alone goes beside it where it has no place."""
    meta = click.get_current_context().meta
    if form == "text":
        _print_text(report, paged=not meta.get(_NO_PAGER))
        return
    from graph.formats import RENDER  # noqa: PLC0415 - text needs none of the others

    text = RENDER[form](report)
    click.echo((json_escaped if "json" in form else shown)(text), nl=False)
    told = list(report.foot) if meta.get(_PIPED) else []
    if form in ("csv", "tsv", "ndjson"):
        beside = [line for line in report.beside if line not in told]
        told = [line for line in (report.message, *beside) if line] + told
    for line in told:
        say(line)


def _print_text(report: Report, *, paged: bool) -> None:
    look = look_of(os.environ, terminal=on_terminal())
    if not on_terminal():
        click.echo(to_text(_shown(report), look=look), nl=False, color=look != PLAIN)
        return
    import shutil  # noqa: PLC0415

    columns, rows = shutil.get_terminal_size()
    text = to_text(_shown(report), columns, look)
    pager = _pager() if paged and text.count("\n") >= rows else ""
    if not (pager and _paged(text, pager)):
        click.echo(text, nl=False, color=look != PLAIN)


def _paged(text: str, pager: str) -> bool:
    """Show a text in a pager; False where that fails, for the text to be shown without."""
    pipe: Any = os.popen(pager, "w")  # noqa: S605 - it is the user's, as git runs it
    pipe.reconfigure(encoding="utf-8", errors="backslashreplace")
    with suppress(OSError):  # it was left before the end
        pipe.write(text)
    failed = _closed(pipe)
    if failed:
        say(f"the pager failed ({pager}); here is the text")
    return not failed


def _closed(pipe: Any) -> bool:
    """Wait for a pager to end, through every Ctrl-C, which is its own; tell whether it failed."""
    while True:
        try:
            return bool(pipe.close())
        except (KeyboardInterrupt, OSError):  # it was left early: closing once more waits for it
            continue


def look_of(env: "os._Environ[str] | dict[str, str]", *, terminal: bool) -> Look:
    """Say which colours to use.

    ``NO_COLOR`` with any text wins: not one escape sequence is written, bold and dim neither.
    ``FORCE_COLOR`` asks for colours in a pipe too, unless it is 0.
    """
    if env.get("NO_COLOR"):
        return PLAIN
    term = env.get("TERM", "")
    forced = env.get("FORCE_COLOR", "") not in ("", "0")
    if not forced and (not terminal or term == "dumb"):
        return PLAIN
    few = "256color" not in term and not env.get("COLORTERM") and os.name != "nt"
    return BASIC if few and not forced else RICH


def _pager() -> str:
    """Give the pager, prepared as git does: less leaves short text alone, keeps colours and screen.

    ``""`` where none is wanted, there is none, or nobody could press its keys.
    """
    import shutil  # noqa: PLC0415 - only a long answer on a terminal is paged

    chosen = os.environ.get("WHOWHOM_PAGER", os.environ.get("PAGER"))
    if chosen is None:
        chosen = next(filter(shutil.which, ("less", "more")), "")
    if chosen.strip() in ("", "cat"):
        return ""
    import shlex  # noqa: PLC0415 - as above

    try:
        shlex.split(chosen)
    except ValueError:
        say("the pager's name has a quote that is never closed; mend $PAGER")
        return ""
    os.environ.setdefault("LESS", "FRX")
    os.environ.setdefault("LV", "-c")
    return chosen if _listening() else ""


def _listening() -> bool:
    """Tell whether a person can press keys."""
    return bool(sys.stdin) and sys.stdin.isatty()


def _shown(report: Report) -> Report:
    """Escape what a terminal would obey, before anything is measured or coloured."""
    made = report.text
    return report._replace(
        title=shown(report.title),
        lead=tuple(map(shown, report.lead)),
        blocks=[(shown(head), tuple(map(shown, lines))) for head, lines in report.blocks],
        rows=[tuple(map(shown, row)) for row in report.rows],
        message=shown(report.message),
        foot=tuple(map(shown, report.foot)),
        text=(lambda: [_escaped(line) for line in made()]) if made else None,
    )


def _escaped(line: str | Line) -> str | Line:
    if isinstance(line, str):
        return shown(line)
    parts = tuple(part._replace(text=shown(part.text)) for part in line.parts)
    return line._replace(parts=parts, right=shown(line.right), tail=shown(line.tail))
