"""A `Corroboration` -> `Report`, and the YAML of what it proposes."""

from collections import Counter
from typing import Any

from graph.dates import day_text
from graph.events.corroborating import SILENCES, Corroboration, Evidence, Finding, Proposal
from graph.events.dyad_report import about, foot, narrowed
from graph.events.reader import Reader
from graph.events.values import EVENTS, Dyads, Units
from graph.model import ActorGraph
from graph.records import RELATION, SOURCE, to_record
from graph.report import Report, plural, sentence
from graph.report import evidence as assessed

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
    "overlap": "Events that may all lie outside of its time",
    "could": "Silent, though the data could have shown it",
}
_COLUMNS = ("verdict", "relation", "when", "events", "first", "last", "key")
SHEET = (
    *("verdict", "silence", "relation_id", "source", "type", "target", "when", "hostile"),
    *(
        "cooperative",
        "supporting",
        "deaths_low",
        "deaths_best",
        "first_day",
        "last_day",
        "inside",
        "perhaps",
    ),
)


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
        rows=[_row(graph, one) for one in ordered],
        sheet=lambda: [SHEET, *(_cells(one) for one in ordered)],
        about=about(dyads) | {"counts": _counts(found)},
        title=f"The dataset held against {reader.citation.title}",
        lead=_lead(found, reader),
        blocks=_blocks(graph, found, reader.units),
        foot=(*_part(dyads), *foot(dyads)),
    )


def _part(dyads: Dyads) -> tuple[str, ...]:
    """Say that silence is that of a part of the data, where one was asked for."""
    flags = narrowed(dyads.query)
    return (f"silent: in the part of the data that fits {', '.join(flags)}",) if flags else ()


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


def _lead(found: Corroboration, reader: Reader) -> tuple[str, ...]:
    counts = _counts(found)
    span = found.span
    days = f", {day_text(span.first)} to {day_text(span.last)}" if span else ""
    told = "; ".join(f"{name.replace('-', ' ')}: {count}" for name, count in counts.items())
    return (f"The data records {reader.shows}{days}.", f"{told}.")


def _blocks(
    graph: ActorGraph, found: Corroboration, units: Units
) -> list[tuple[str, tuple[str, ...]]]:
    blocks = []
    for verdict in ("contradicted", "mixed", "borne-out"):
        lines = tuple(_line(graph, one, units) for one in found.findings if one.verdict == verdict)
        if lines:
            blocks.append((f"{_HEADS[verdict]}: {len(lines)}", lines))
    silent = [one for one in found.findings if one.verdict == "silent"]
    for code, head in _SILENT.items():
        lines = tuple(_line(graph, one, units) for one in silent if one.silence == code)
        if lines:
            blocks.append((f"{head}: {len(lines)}", lines))
    rest = Counter(one.silence for one in silent if one.silence not in _SILENT)
    if rest:
        lines = tuple(f"- {rest[code]}: {told}" for code, told in SILENCES.items() if rest[code])
        blocks.append((f"Silent, as the data must be: {sum(rest.values())}", lines))
    if found.proposals:
        lines = tuple(
            f"- {sentence(graph, one.relation)}, {_when(one)}: {one.relation.summary}"
            for one in found.proposals
        )
        head = f"Strong in the data, and not in the dataset: {len(found.proposals)}"
        blocks.append((head, (*lines, "As entries to judge: --format yaml")))
    if found.outside:
        said = f"- {plural(found.outside, 'pair')}: `whowhom events match` ranks the names"
        blocks.append(("Strong pairs of one actor that the crosswalk knows, and another", (said,)))
    return blocks


def _when(one: Proposal) -> str:
    begin, end = one.relation.begin, one.relation.end
    if not end or not begin:
        return f"since {begin.text}" if begin else ""
    return begin.text if begin == end else f"{begin.text} - {end.text}"


def _line(graph: ActorGraph, one: Finding, units: Units) -> str:
    told = evidence(one.evidence, units)
    if one.verdict in _DOUBTED:
        told += f"; the dataset has it as {assessed(one.relation)}"
    return f"- {sentence(graph, one.relation)} ({one.days}) {one.key}{f': {told}' if told else ''}"


def evidence(found: Evidence, units: Units = EVENTS) -> str:
    """Say what the events are: ``12 hostile events, 2003-02-14 to 2021-12-31, 120 deaths``."""
    counts = ((found.hostile, -1), (found.cooperative, 1))
    parts = [units.told(count, sign) for count, sign in counts if count]
    if found.supporting:
        parts.append(_supporting(found))
    if found.first is not None and found.last is not None:
        parts.append(f"{day_text(found.first)} to {day_text(found.last)}")
    if found.best is not None:
        parts.append(plural(found.best, "death"))
    elif found.low:
        parts.append(f"at least {plural(found.low, 'death')}")
    if (found.hostile or found.cooperative) and not found.inside:
        parts.append("none of them surely within that time")
    if found.perhaps:
        parts.append(f"{found.perhaps:,} more may be theirs or another's")
    return ", ".join(parts)


def _supporting(found: Evidence) -> str:
    """Say whom one of the two supported: a supporter of the other's enemy is told from a foe."""
    total = found.hostile + found.cooperative
    where = "in all of them" if found.supporting == total else f"in {found.supporting:,} of them"
    where = "in which" if total == 1 else where
    if found.hostile and found.cooperative:
        return f"{where} one is the supporter of a side"
    whom = "the other" if found.cooperative else "the other's enemy"
    return f"{where} one supports {whom}"


def _row(graph: ActorGraph, one: Finding) -> tuple[str, ...]:
    first, last = one.evidence.first, one.evidence.last
    said = one.verdict if not one.silence else f"silent: {one.silence}"
    return (
        said,
        sentence(graph, one.relation),
        str(one.days),
        evidence(one.evidence),
        day_text(first) if first else "",
        day_text(last) if last else "",
        one.key,
    )


def _cells(one: Finding) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in _plain(one).values())


def _plain(one: Finding) -> dict[str, Any]:
    found = one.evidence
    return dict(
        zip(
            SHEET,
            (
                *(one.verdict, one.silence, one.key, one.relation.source, one.relation.type),
                *(one.relation.target, str(one.days), found.hostile, found.cooperative),
                *(found.supporting, found.low, found.best),
                day_text(found.first) if found.first else None,
                day_text(found.last) if found.last else None,
                found.inside,
                found.perhaps,
            ),
            strict=True,
        )
    )


def _finding_json(one: Finding) -> dict[str, Any]:
    return _plain(one) | {"silence": one.silence or None, "unmatched": list(one.unmatched)}


def _proposal_json(one: Proposal) -> dict[str, Any]:
    return {"verdict": "proposed", "events": one.events, "entry": to_record(one.relation)}


def yaml(found: Corroboration, reader: Reader) -> str:
    """Give the proposals as YAML to read, judge and add by hand; a comment where there are none."""
    from graph.writing import entry_lines  # noqa: PLC0415 - only this form writes YAML

    lines = [f"# Proposed from {reader.citation.title}: judge each before you add it."]
    if not found.proposals:
        return "\n".join([lines[0], "# Nothing to propose.", ""])
    lines.append("relations:")
    for number, one in enumerate(found.proposals):
        lines += [""] * bool(number)
        lines += entry_lines(RELATION, to_record(one.relation))
    if not found.known:
        lines += ["sources:", *entry_lines(SOURCE, to_record(found.source))]
    return "\n".join(lines) + "\n"
