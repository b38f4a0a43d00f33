"""A dossier as a Markdown document that can be sent: heads, lists, footnotes with links."""

from collections.abc import Iterable, Iterator, Sequence

from graph.dates import UNKNOWN, Date, today
from graph.github import marked
from graph.model import Actor, ActorGraph, Source
from graph.profile import Claim, Note, Part, Profile, naming
from graph.query import Filters, Held
from graph.report import evidence, sentence, when


def document(
    graph: ActorGraph,
    ends: tuple[Actor, Actor | None],
    told: Profile,
    filters: Filters,
    foot: Sequence[str],
) -> str:
    """Write the dossier of an actor, or of two, in GitHub's Markdown.

    Args:
        graph: The dataset.
        ends: The actor, and the other one where it is about two.
        told: What is said, from `graph.profile.profile`.
        filters: What was kept.
        foot: The last lines: counts, the rule, what was left out.
    """
    actor, other = ends
    title = f"{actor.name} and {other.name}" if other else actor.name
    blocks = [f"# {marked(title)}"]
    if other is None:
        blocks += _about(actor, told)
    blocks += [_part(part, filters) for part in told.parts]
    if told.clashes:
        blocks.append(_clashes(graph, told))
    last = (*foot, _data_day(graph, told))
    blocks += ["---", "\\\n".join(f"_{marked(line)}_" for line in last)]
    # Readers of Markdown put footnotes at the end, wherever they stand.
    blocks += [_footnote(graph, *numbered) for numbered in enumerate(told.sources, 1)]
    return "\n\n".join(blocks) + "\n"


def _about(actor: Actor, told: Profile) -> Iterator[str]:
    lived = [date.text if date else "" for date in (actor.begin, actor.end)]
    life = f", {lived[0] or '?'} - {lived[1] or 'now'}" if any(lived) else ""
    yield f"_{marked(actor.kind.replace('_', ' ') or 'kind not said')}{life}; `{actor.id}`_"
    if actor.summary or told.own:
        yield f"{marked(actor.summary)}{_marks(told.own)}"
    named = [f"- **{head.capitalize()}:** {marked(names)}" for head, names in naming(actor)]
    if named:
        yield "\n".join(named)


def _part(part: Part, filters: Filters) -> str:
    lines = [f"## {part.head}", ""]
    for claim in part.claims:
        lines += _claim(claim, filters)
    return "\n".join(lines)


def _claim(claim: Claim, filters: Filters) -> Iterator[str]:
    held = claim.held
    said = f"{marked(claim.words)} ({marked(evidence(held.relation))}){_marks(claim.asserted)}"
    yield f"- **{marked(when(held, filters))}:** {said}"
    if held.relation.summary:
        yield f"  {marked(held.relation.summary)}"
    for note in claim.asserted:
        if note.summary:
            yield f"  Said{_marks([note])}: {marked(note.summary)}"
    for note in claim.denied:
        yield f"  **Disputed**{_marks([note])}" + (
            f": {marked(note.summary)}" if note.summary else ""
        )


def _marks(notes: Iterable[Note]) -> str:
    """Give the marks of footnotes, each with the place in its source."""
    return "".join(
        f"[^{note.number}]{f' ({marked(note.locator)})' if note.locator else ''}" for note in notes
    )


def _clashes(graph: ActorGraph, told: Profile) -> str:
    numbers = {name: number for number, name in enumerate(told.sources, 1)}
    rows = ["## Side by side", "", "| when | one says | another says |", "|---|---|---|"]
    for clash in told.clashes:
        one = _side(graph, clash.one)
        others = [
            *(_side(graph, other) for other in clash.others),
            *(
                f"denied{_marks([Note(numbers[cited.source], cited.locator, '')])}"
                f"{': ' if cited.summary else ''}{marked(cited.summary)}"
                for cited in clash.deniers
            ),
        ]
        rows.append(f"| {marked(str(clash.days))} | {one} | {'; '.join(others)} |")
    return "\n".join(rows)


def _side(graph: ActorGraph, held: Held) -> str:
    said = f"{sentence(graph, held.relation)}, {held.days} ({evidence(held.relation)})"
    return marked(said)


def _footnote(graph: ActorGraph, number: int, name: str) -> str:
    source = graph.document.get(name)
    return f"[^{number}]: {_source(source) if source else marked(name)}"


def _source(source: Source) -> str:
    parts = (
        f"{source.author}." if source.author else "",
        f"{source.title}.",
        f"{source.publisher}," if source.publisher else "",
        f"text of {source.origin}," if source.origin else "",
        source.published.text if source.published else "undated",
        f"(reliability {source.reliability})" if source.reliability else "",
    )
    links = [marked(url) for url in (source.url, source.archive_url) if url]
    return " ".join([*(marked(part) for part in parts if part), *links])


def _data_day(graph: ActorGraph, told: Profile) -> str:
    """Say how fresh the data is, and when this was written."""
    cited = [source for name in told.sources if (source := graph.document.get(name))]
    newest = _latest(source.published for source in cited)
    looked = _latest(source.accessed for source in cited)
    said = (
        f"newest source of {newest.text}" if newest else "",
        f"sources last read on {looked.text}" if looked else "",
        f"written on {today().text} by whowhom",
    )
    return f"data: {', '.join(filter(None, said))}"


def _latest(dates: Iterable[Date | None]) -> Date | None:
    known = [date for date in dates if date and date != UNKNOWN]
    return max(known, key=lambda date: (date.last, date.first), default=None)
