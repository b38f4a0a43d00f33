"""Dyads -> `Report`."""

from typing import Any

from graph.dates import Span, day_text
from graph.escaping import one_line
from graph.events import sql
from graph.events.folding import uncounted
from graph.events.reader import Reader
from graph.events.values import Dyad, DyadQuery, Dyads, Tally
from graph.report import Report, plural

_FIXED = (
    *("source", "source_name", "target", "target_name", "period"),
    *("events", "hostile", "cooperative", "first_day", "last_day"),
)


def report(found: Dyads) -> Report:
    """Report dyads, the strongest first."""
    names = _names(found)
    none = "" if found.dyads else why_none(found)
    return Report(
        "events dyads",
        results=lambda: [_plain(found, dyad) for dyad in found.dyads],
        columns=_heads(found),
        rows=[_row(found, dyad) for dyad in found.dyads],
        sheet=lambda: [names, *(_cells(dyad, names) for dyad in found.dyads)],
        about=about(found),
        title=f"Who met whom, by {found.period}",
        foot=foot(found),
        reason="none-found" if none else "",
        message=none,
        signs=[_polarity(dyad) for dyad in found.dyads],
        beside=(*lost(found.tally), *_capped(found)),
    )


def about(found: Dyads) -> dict[str, Any]:
    """Say in JSON what was read, what was not counted, and why."""
    return {
        **about_files(found.reader, found.tally, found.span),
        "dyads_left_out": found.left_out,
    }


def about_files(reader: Reader, tally: Tally, span: Span | None) -> dict[str, Any]:
    """Say in JSON what was read, what was not counted, and which days it tells of."""
    return {
        "reader": reader.name,
        "cite": str(reader.citation) or None,
        "files": tally.files,
        "rows": tally.rows,
        "not_counted": dict(tally.reasons),
        "absent_areas": list(tally.absent),
        "first_day": day_text(span.first) if span else None,
        "last_day": day_text(span.last) if span else None,
    }


def lost(tally: Tally) -> tuple[str, ...]:
    """Say which rows are in no dyad, and which areas asked for have none."""
    return (*([uncounted(tally)] if tally.reasons else []), *map(_nowhere, tally.absent.items()))


def _nowhere(absent: tuple[str, tuple[str, ...]]) -> str:
    """Say that no event is in an area, and which may have been meant."""
    area, near = absent
    hint = f"; did you mean {' or '.join(map(one_line, near))}?" if near else ""
    return f'no event is in the area "{one_line(area)}"{hint}'


def foot(found: Dyads) -> tuple[str, ...]:
    """Say what was read, what was not counted, what was left out, and whose the data is."""
    tally = found.tally
    lines = [*lost(tally), *_capped(found)]
    files = f" of {plural(tally.files, 'file')}" if tally.files > 1 else ""
    least = found.query.min_events
    if found.reader.units.about:
        lines.append(f"an event here is {found.reader.units.about}")
    lines.append(
        f"{plural(found.count, 'dyad')} of {plural(tally.rows, 'row')}{files}, "
        f"read as {found.reader.name}"
        + (f"; counted: at least {plural(least, 'event')} in a {found.period}" if least > 1 else "")
    )
    if found.reader.citation.licence:
        lines.append(f"the data: {found.reader.citation}")
    return tuple(lines)


def _capped(found: Dyads) -> tuple[str, ...]:
    over = found.left_out
    return (f"left out: {plural(over, 'weaker dyad')} (over --cap)",) if over else ()


def narrowed(query: DyadQuery) -> tuple[str, ...]:
    """Name the options by which a query leaves out good rows."""
    given = {
        "--actor": query.actors or query.meant,
        "--area": query.areas,
        "--from or --to": query.begin or query.end,
        "--min-events": query.min_events > 1,
    }
    return tuple(flag for flag, value in given.items() if value)


def why_none(found: Dyads) -> str:
    """Say why there is no dyad."""
    flags = narrowed(found.query)
    if "supporter" in found.tally.reasons:
        flags = (*flags, "--no-supporters")
    if flags:
        return f"no dyad: nothing fits {', '.join(flags)}"
    if "coarse" in found.tally.reasons:
        return (
            f"no dyad: no event is dated as exactly as a {found.period}; ask for a longer --period"
        )
    return "no dyad: no row is an event between two actors"


def _heads(found: Dyads) -> tuple[str, ...]:
    extra = found.measures
    area = ("area",) if found.query.by_area else ()
    return (
        "who",
        "whom",
        "period",
        *area,
        "events",
        "hostile",
        "cooperative",
        *extra,
        "first",
        "last",
    )


def _row(found: Dyads, dyad: Dyad) -> tuple[str, ...]:
    shown = {
        "deaths": deaths(dyad),
        "goldstein": "" if dyad.goldstein is None else f"{dyad.goldstein:.1f}",
        "supporting": "" if dyad.supporting is None else f"{dyad.supporting:,}",
        "sources": "" if dyad.sources is None else f"{dyad.sources:,}",
    }
    area = (dyad.area,) if found.query.by_area else ()
    return (
        *dyad.names,
        dyad.period,
        *area,
        f"{dyad.events:,}",
        f"{dyad.hostile:,}",
        f"{dyad.cooperative:,}",
        *(shown[one] for one in found.measures),
        day_text(dyad.first),
        day_text(dyad.last),
    )


def deaths(dyad: Dyad) -> str:
    """Write the deaths of a dyad: ``120 (90-300)``, ``1,000+`` (at least), or ``""``."""
    if dyad.best is not None:
        low, high = dyad.low, dyad.high
        about = (
            f" ({low:,}-{high:,})" if low is not None and high is not None and low != high else ""
        )
        return f"{dyad.best:,}{about}"
    return f"{dyad.low:,}+" if dyad.low else ""


def _polarity(dyad: Dyad) -> int:
    if dyad.hostile and dyad.cooperative:
        return 0
    return -1 if dyad.hostile else int(dyad.cooperative > 0)


def _names(found: Dyads) -> tuple[str, ...]:
    area = ("area",) if found.query.by_area else ()
    return (*_FIXED, *area, *sql.measured(found.measures))


def _value(dyad: Dyad, name: str) -> Any:
    if name in ("first_day", "last_day"):
        return day_text(dyad.first if name == "first_day" else dyad.last)
    return getattr(dyad, name)


def _cells(dyad: Dyad, names: tuple[str, ...]) -> tuple[str, ...]:
    values = (_value(dyad, name) for name in names)
    return tuple("" if value is None else str(value) for value in values)


def _plain(found: Dyads, dyad: Dyad) -> dict[str, Any]:
    return {name: _value(dyad, name) for name in _names(found)}
