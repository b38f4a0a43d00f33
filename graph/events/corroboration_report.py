"""A `Corroboration` -> `Report`, and the YAML of what it proposes."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from graph.dates import Span, day_text
from graph.escaping import one_line
from graph.events.corroborating import SILENCES, Corroboration, Evidence, Finding
from graph.events.covering import ENOUGH
from graph.events.dyad_report import about, foot, lost, narrowed
from graph.events.proposing import Outside, Proposal
from graph.events.reader import Reader
from graph.events.supporting import told as helping
from graph.events.values import EVENTS, PERIODS, Dyads
from graph.model import ActorGraph, Relation
from graph.records import RELATION, SOURCE, to_record
from graph.report import Report, plural, sentence
from graph.report import evidence as assessed
from graph.timing import UNDATED

_HEADS = {
    "borne-out": "Borne out by the events",
    "contradicted": "Contradicted by the events",
    "mixed": "Both borne out and contradicted",
}
#: Verdicts beside which stands what the dataset itself says of the claim.
_DOUBTED = ("contradicted", "mixed")
#: Silences that are told one by one.
_SILENT = {
    "both": "Events against what the dataset itself calls ambivalent",
    "thin": "Too few events, or of one publisher alone, to say so",
    "overlap": "Events that may all lie outside of its time",
    "perhaps": "Events that may be theirs or another's",
    "could": "Silent, though the data could have shown it",
}
#: Stands behind a proposal of which the events do not tell the direction.
_EITHER = " (or the other way round)"
_SHORTER = "By this period they cannot be told apart; a shorter --period may do so"
#: Pairs of which one end is known.
_SHOWN = 10
_COLUMNS = ("verdict", "relation", "when", "events", "first", "last", "key")


def report(graph: ActorGraph, found: Corroboration, dyads: Dyads) -> Report:
    """Report what the events say on each relation, and what the dataset lacks."""
    ordered = _ordered(found)
    reader = dyads.reader
    return Report(
        "events corroborate",
        results=lambda: [
            *(_finding_json(one) for one in ordered),
            *(_proposal_json(one) for one in found.proposals),
        ],
        columns=_COLUMNS,
        rows=[_row(graph, one, reader) for one in ordered],
        sheet=lambda: [SHEET, *(_cells(one) for one in ordered)],
        about=about(dyads) | _about(found),
        title=f"The dataset held against {reader.citation.title}",
        lead=_lead(found, dyads),
        blocks=_blocks(graph, found, dyads),
        foot=(*_part(graph, found, dyads), *foot(dyads)),
        beside=(
            *(*_part(graph, found, dyads), *_mind(found, dyads), *_not_rows(found)),
            *lost(dyads.tally),
        ),
    )


def _about(found: Corroboration) -> dict[str, Any]:
    """Say in JSON what the verdicts rest on, and of whom alone this is."""
    days, share = found.covered
    return {
        "counts": _counts(found),
        "only_actors": list(found.actors),
        "enough": found.enough,
        "covered": days
        and {"first_day": day_text(days.first), "last_day": day_text(days.last), "share": share},
        "one_known": [one._asdict() | {"names": list(one.names)} for one in found.outside],
    }


def _part(graph: ActorGraph, found: Corroboration, dyads: Dyads) -> tuple[str, ...]:
    """Say of whom alone this is, and that silence is that of a part, where one was asked for."""
    names = ", ".join(graph.actor[id_].name for id_ in found.actors if id_ in graph.actor)
    flags = narrowed(dyads.query)
    return (
        *([f"shown: relations of {names} alone (--actor); all events were read"] if names else []),
        *([f"silent: in the part of the data that fits {', '.join(flags)}"] if flags else []),
    )


def _not_rows(found: Corroboration) -> tuple[str, ...]:
    """Say what a table of relations has no rows for."""
    count = len(found.proposals)
    return (f"{plural(count, 'proposed relation')}: --format yaml or json",) if count else ()


def _counts(found: Corroboration) -> dict[str, int]:
    counted: Counter[str] = Counter(one.verdict for one in found.findings)
    return {name: counted[name] for name in (*_HEADS, "silent")} | {
        "proposed": len(found.proposals)
    }


def _ordered(found: Corroboration) -> list[Finding]:
    """Put contradictions first, silence last."""
    order = ("contradicted", "mixed", "borne-out", "silent")
    silent = list(SILENCES)
    return sorted(
        found.findings,
        key=lambda one: (
            order.index(one.verdict),
            -silent.index(one.silence) if one.silence else 0,
        ),
    )


def _lead(found: Corroboration, dyads: Dyads) -> tuple[str, ...]:
    reader = dyads.reader
    counts = _counts(found)
    days = f", {_days(found.span, reader)}" if found.span else ""
    told = "; ".join(f"{name.replace('-', ' ')}: {count}" for name, count in counts.items())
    return (f"The data records {reader.shows}{days}.", *_mind(found, dyads), f"{told}.")


def _mind(found: Corroboration, dyads: Dyads) -> tuple[str, ...]:
    """Say what such data cannot decide: what rests on few reports, and what lies outside of it."""
    lines, reader = [], dyads.reader
    if not found.explained:
        lines.append(
            "mind: the crosswalk knows no name of the data; `whowhom events match` helps to grow it"
        )
    if len(found.places) == 1 and found.places[0] and not dyads.query.areas:
        place = one_line(found.places[0])
        lines.append(
            f"mind: all events are of one place, {place}; of others the data's silence says nothing"
        )
    if found.enough > 1:
        alone = ", nor do those of one publisher" if "voices" in dyads.measures else ""
        reports = "" if reader.armed else "these are reports, and nobody looked into each: "
        lines.append(
            f"mind: {reports}fewer than {found.enough} of a sign decide nothing (--enough){alone}"
        )
    days, share = found.covered
    if days and share < 1:
        bulk = min(round(share * 100), 99)
        lines.append(
            f"mind: {bulk}% of the events are of {_days(days, reader)}; of other days the data "
            "has next to nothing, and its silence says nothing"
        )
    elif days and not reader.armed and days.last - days.first + 1 < ENOUGH:
        lines.append(
            f"mind: the data covers {plural(days.last - days.first + 1, 'day')}: on what lasts "
            f"longer, its silence says nothing (fewer than {ENOUGH} days)"
        )
    return tuple(lines)


def _days(span: Span, reader: Reader) -> str:
    """Write days as exactly as the data has them: ``2011 to 2016``; one day by itself."""
    first, last = _day(span.first, "-01-01", reader), _day(span.last, "-12-31", reader)
    return first if first == last else f"{first} to {last}"


def _day(day: int, edge: str, reader: Reader | None) -> str:
    """Give a day; the edge of a year by the year, where the data may have meant no more."""
    yearly = reader is not None and reader.period == "year"
    return day_text(day).removesuffix(edge) if yearly else day_text(day)


def _shorter(dyads: Dyads) -> bool:
    """Tell whether the data may be dated more exactly than the period asked for."""
    own = PERIODS["year"] if dyads.reader.period == "year" else PERIODS["day"]
    return PERIODS[dyads.period] > own


def _blocks(
    graph: ActorGraph, found: Corroboration, dyads: Dyads
) -> list[tuple[str, tuple[str, ...]]]:
    blocks, reader = [], dyads.reader
    for verdict in ("contradicted", "mixed", "borne-out"):
        lines = tuple(_line(graph, one, reader) for one in found.findings if one.verdict == verdict)
        if lines:
            blocks.append((f"{_HEADS[verdict]}: {len(lines)}", lines))
    silent = [one for one in found.findings if one.verdict == "silent"]
    for code, head in _SILENT.items():
        lines = tuple(_line(graph, one, reader) for one in silent if one.silence == code)
        if lines:
            advice = (_SHORTER,) if code == "overlap" and _shorter(dyads) else ()
            blocks.append((f"{head}: {len(lines)}", (*lines, *advice)))
    rest = Counter(one.silence for one in silent if one.silence not in _SILENT)
    if rest:
        lines = tuple(f"- {rest[code]}: {told}" for code, told in SILENCES.items() if rest[code])
        blocks.append((f"Silent, as the data must be: {sum(rest.values())}", lines))
    return [*blocks, *_proposed(graph, found, reader), *_unmatched(graph, found, reader)]


def _undecided(reader: Reader) -> str:
    """Say that the author decides who of two opposes the other."""
    if reader.directed:
        return (
            "events are counted by pair, so decide which of the two it is of; "
            "`whowhom events dyads --ordered` says who acted on whom"
        )
    return "the data does not say which of the two opposes the other; decide it"


def _proposed(
    graph: ActorGraph, found: Corroboration, reader: Reader
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Tell what is proposed; what rests on supporters alone by itself."""
    for supporters, head in (
        (False, "Strong in the data, and not in the dataset"),
        (True, "The same, where one of the two only ever supports a side"),
    ):
        lines = tuple(
            f"- {sentence(graph, one.relation)}{_EITHER if one.either else ''}, "
            f"{_when(one)}: {one.relation.summary}"
            for one in found.proposals
            if one.supporters == supporters
        )
        if lines:
            ends = ["As entries to judge: --format yaml"]
            if any(one.either for one in found.proposals if one.supporters == supporters):
                ends.insert(0, f"Or the other way round: {_undecided(reader)}")
            yield f"{head}: {len(lines)}", (*lines, *ends)


def _unmatched(
    graph: ActorGraph, found: Corroboration, reader: Reader
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Tell the strongest pairs of which one end is known."""
    if not found.outside:
        return
    lines = [_outside_line(graph, one, reader) for one in found.outside[:_SHOWN]]
    more = len(found.outside) - len(lines)
    lines += [f"- and {more:,} more: `whowhom events match` ranks the names"] if more else []
    head = "Strong pairs of one actor that the crosswalk knows, and another"
    yield f"{head}: {len(found.outside):,}", tuple(lines)


def _outside_line(graph: ActorGraph, one: Outside, reader: Reader) -> str:
    known = graph.actor[one.actor].name if one.actor in graph.actor else one.names[0]
    other = one_line(one.names[1] if one.names[1] == one.key else f"{one.names[1]} ({one.key})")
    whom = helping(one.events, one.supporting, one.sign)
    events = reader.units.told(one.events, one.sign)
    return f"- {one_line(known)} and {other}: {', '.join(filter(None, (events, whom)))}"


def _when(one: Proposal) -> str:
    begin, end = one.relation.begin, one.relation.end
    if not end or not begin:
        return f"since {begin.text}" if begin else ""
    return begin.text if begin == end else f"{begin.text} - {end.text}"


def _line(graph: ActorGraph, one: Finding, reader: Reader) -> str:
    told = evidence(one.evidence, reader)
    if one.verdict in _DOUBTED:
        told += f"; the dataset has it as {assessed(one.relation)}"
    return f"- {sentence(graph, one.relation)} ({one.days}) {one.key}{f': {told}' if told else ''}"


def evidence(found: Evidence, reader: Reader | None = None) -> str:
    """Say what the events are: ``12 hostile events, 2003-02-14 to 2021-12-31, 120 deaths``."""
    units, total = reader.units if reader else EVENTS, found.hostile + found.cooperative
    counts = ((found.hostile, -1), (found.cooperative, 1))
    parts = [units.told(count, sign) for count, sign in counts if count]
    if found.supporting:
        parts.append(_supporting(found))
    if found.first is not None and found.last is not None:
        first, last = _day(found.first, "-01-01", reader), _day(found.last, "-12-31", reader)
        parts.append(first if first == last else f"{first} to {last}")
    if found.one_publisher:
        parts.append("from one publisher" if total == 1 else "all from one publisher")
    if found.best is not None:
        parts.append(plural(found.best, "death"))
    elif found.low:
        parts.append(f"at least {plural(found.low, 'death')}")
    if found.inside < total:
        sure = f"{found.inside or 'none'} of them surely within that time"
        parts.append("perhaps not within that time" if total == 1 else sure)
    if found.perhaps:
        more = f"{found.perhaps:,} more" if parts else plural(found.perhaps, "event")
        parts.append(f"{more} may be theirs or another's")
    return ", ".join(parts)


def _supporting(found: Evidence) -> str:
    """Say whom one of the two supported: a supporter of the other's enemy is told from a foe."""
    sign = (found.cooperative > 0) - (found.hostile > 0)
    return helping(found.hostile + found.cooperative, found.supporting, sign)


def _row(graph: ActorGraph, one: Finding, reader: Reader) -> tuple[str, ...]:
    first, last = one.evidence.first, one.evidence.last
    said = one.verdict if not one.silence else f"silent: {one.silence}"
    return (
        said,
        sentence(graph, one.relation),
        str(one.days),
        evidence(one.evidence, reader),
        _day(first, "-01-01", reader) if first else "",
        _day(last, "-12-31", reader) if last else "",
        one.key,
    )


def _cells(one: Finding) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in _plain(one).values())


def _plain(one: Finding) -> dict[str, Any]:
    """Give a finding by the columns of the sheet."""
    found, relation = one.evidence, one.relation
    return {
        "verdict": one.verdict,
        "silence": one.silence,
        "relation_id": one.key,
        "source": relation.source,
        "type": relation.type,
        "target": relation.target,
        "when": str(one.days),
        "hostile": found.hostile,
        "cooperative": found.cooperative,
        "supporting": found.supporting,
        "deaths_low": found.low,
        "deaths_best": found.best,
        "first_day": day_text(found.first) if found.first else None,
        "last_day": day_text(found.last) if found.last else None,
        "inside": found.inside,
        "perhaps": found.perhaps,
        "one_publisher": found.one_publisher,
    }


#: The columns of the sheet.
SHEET = tuple(_plain(Finding("", Relation("", "", ""), UNDATED, "silent", Evidence())))


def _finding_json(one: Finding) -> dict[str, Any]:
    return _plain(one) | {"silence": one.silence or None, "unmatched": list(one.unmatched)}


def _proposal_json(one: Proposal) -> dict[str, Any]:
    return {
        "verdict": "proposed",
        "events": one.events,
        "supporters": one.supporters,
        "either": one.either,
        "entry": to_record(one.relation),
    }


def yaml(found: Corroboration, reader: Reader) -> str:
    """Give the proposals as YAML to read, judge and add by hand; a comment where there are none."""
    from graph.writing import entry_lines  # noqa: PLC0415 - only this form writes YAML

    lines = [f"# Proposed from {reader.citation.title}: judge each before you add it."]
    if not found.proposals:
        return "\n".join([lines[0], "# Nothing to propose.", ""])
    lines.append("relations:")
    for number, one in enumerate(found.proposals):
        lines += [""] * bool(number)
        if one.supporters and not (number and found.proposals[number - 1].supporters):
            lines.append("  # From here on, one of the two only ever supports a side.")
        if one.either:
            lines.append(f"  # Or the other way round: {_undecided(reader)}.")
        lines += entry_lines(RELATION, to_record(one.relation))
    if not found.known:
        lines += ["sources:", *entry_lines(SOURCE, to_record(found.source))]
    return "\n".join(lines) + "\n"
