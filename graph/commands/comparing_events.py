"""``events compare``: two periods of event data, told as ``diff`` tells two versions."""

import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from graph.commands.common import find_data, open_graph, tell_errors
from graph.commands.diff_map import draw_review
from graph.commands.options import data_options, date_option
from graph.commands.output import format_option, say
from graph.commands.reading_events import (
    area_option,
    asked,
    least_option,
    query_of,
    reading_options,
    spare_files,
)
from graph.commands.reviewed import meant, narrowing_options, tell, telling_options

if TYPE_CHECKING:
    from graph.dates import Date
    from graph.diffing.reviewing import Review
    from graph.diffing.shown import Shown
    from graph.events.comparing import Compared
    from graph.events.values import DyadQuery

#: What a command for the rest gives anew, or does without.
_SHOWING = frozenset({"stat", "only", "chart", "exit_code", "form"})


@click.command("compare")
@date_option("--before", "old", "The earlier period, or its first part up to --before-to.")
@date_option("--before-to", "old_to", "Where the earlier period ends.")
@date_option("--after", "new", "The later period, or its first part up to --after-to.")
@date_option("--after-to", "new_to", "Where the later period ends.")
@narrowing_options(
    "appeared, vanished, turned, grew, shrank",
    "What has to do with this actor, as the data or the dataset calls it; repeat it for more.",
    "both periods, with --actor what is around them,",
)
@telling_options
@click.option("--ordered", is_flag=True, help="Keep who acted on whom apart.")
@least_option("Leave out ties with fewer events in both periods.")
@area_option
@format_option()
@reading_options
@data_options
def compare(  # noqa: PLR0913 - one parameter an option
    *,
    old: "Date | None",
    old_to: "Date | None",
    new: "Date | None",
    new_to: "Date | None",
    form: str,
    chart: str | None,
    stat: bool,
    exit_code: bool,
    **given: Any,
) -> None:
    """Compare two periods: ties that appeared, vanished, turned, grew or shrank.

    \b
    whowhom events compare ged241.csv --before 2020 --after 2022
    whowhom events compare ged241.csv --before 2016 --before-to 2018 --after 2019 --after-to 2021
    whowhom events compare ged241.csv --before 2020 --after 2022 --actor taliban --only grew
    whowhom events compare ged241.csv --before 2020 --after 2022 --format csv > ties.csv
    whowhom events compare ged241.csv --before 2020 --after 2022 --map changes.html

    A date stands for all its days. The answer is that of whowhom diff: first what the changes come
    to, then every tie - a pair, and whether its events are hostile, cooperative or neither - that
    has events in one period alone, or twice as many a day in one as in the other. That a tie has
    no events does not say that it ended. Actors whom the crosswalk knows go by the names that they
    have in the dataset that --data names.
    """
    if old is None or new is None:
        raise click.UsageError("name both periods: --before 2020 --after 2022")
    for flag, first, last in (("--before-to", old, old_to), ("--after-to", new, new_to)):
        if last is not None and last.last < first.first:
            raise click.UsageError(f"{flag} {last.text} is before the period begins, {first.text}")
    if chart:
        spare_files(chart, given["files"], "--map")
    # What an actor has to do with hangs on ties of others, too: all are read, and few shown.
    query = query_of({**given, "actors": ()}, ordered=given["ordered"])
    found = _compared((old, old_to), (new, new_to), query, given, form)
    from graph.diffing.reviewing import review  # noqa: PLC0415 - the help need not wait for it

    shown = _shown(found, review(found.old, found.new), query, given, form)
    if chart:
        _draw(shown, found, chart, lenient=given["lenient"])
    if form in ("csv", "tsv", "ndjson"):
        from graph.events.comparison_report import beside  # noqa: PLC0415 - as above

        for line in beside(found):
            say(line)
    tell(shown, form, stat=stat, exit_code=exit_code)


def _draw(shown: "Shown", found: "Compared", chart: str, *, lenient: bool) -> None:
    """Draw what was asked for: all, or the actors named and what is around them."""
    from graph.diffing.narrowing import around  # noqa: PLC0415 - the help need not wait for it
    from graph.events.comparison_report import notes  # noqa: PLC0415 - as above

    actors = shown.wanted.actors
    drawn = shown.review if actors is None else around(shown.review, actors)
    draw_review(drawn, chart, [], lenient=lenient, notes=notes(found))


def _compared(
    before: "tuple[Date, Date | None]",
    after: "tuple[Date, Date | None]",
    query: "DyadQuery",
    given: Mapping[str, Any],
    form: str,
) -> "Compared":
    from graph.events import comparing, crosswalks  # noqa: PLC0415 - as above

    where, lenient = find_data(given["data"]), given["lenient"]
    known = open_graph(where, "events compare", form, lenient=lenient)
    read = crosswalks.of_dataset(where, known)
    tell_errors(read.errors, "events compare", form, lenient=lenient)
    with asked("events compare", dict(given), form) as run:
        return comparing.compare(
            run.files, comparing.period(*before), comparing.period(*after), query,
            engine=run.engine, reader=run.reader, temp_dir=run.temp_dir,
            crosswalks=read.of, known=known,
        )  # fmt: skip


def _shown(
    found: "Compared", reviewed: "Review", query: "DyadQuery", given: Mapping[str, Any], form: str
) -> "Shown":
    """Gather what is told, narrowed as it was asked for."""
    from graph.diffing.narrowing import Wanted, narrowed  # noqa: PLC0415
    from graph.diffing.shown import Shown  # noqa: PLC0415
    from graph.events import comparison_report  # noqa: PLC0415

    actors = meant(reviewed, given["actors"], "events compare", form, found.keys)
    wanted = Wanted(actors, given["only"])
    return Shown(
        reviewed,
        narrowed(reviewed, wanted),
        wanted,
        command=_typed(click.get_current_context()),
        explain=given["explain"],
        asked="events compare",
        foot=comparison_report.foot(found, query),
        facts=comparison_report.about(found),
        lead=comparison_report.lead(found),
    )


def _typed(context: click.Context) -> str:
    """Give the command without what narrows the output, to be typed again."""
    words = ["whowhom", "events", "compare"]
    for param in context.command.params:
        value = context.params.get(param.name or "")
        if param.name not in _SHOWING and value != param.get_default(context):
            words += _words(param, value)
    return shlex.join(words)


def _words(param: click.Parameter, value: Any) -> Iterator[str]:
    flag = [] if isinstance(param, click.Argument) else [param.opts[-1]]
    if value is True:
        yield from flag
    elif value:
        for one in value if isinstance(value, tuple) and not hasattr(value, "text") else (value,):
            yield from (*flag, getattr(one, "text", None) or str(one))
