"""What rests on sources, and claims that rest on little -> `Report`."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from graph.dossier import published_by
from graph.model import ActorGraph, Source
from graph.query import Answer, Filters, Held, Stance, Verb
from graph.records import to_record
from graph.report import (
    SHEET,
    Report,
    about,
    evidence,
    hidden_notes,
    plural,
    relation_json,
    rule,
    sentence,
    sheet,
)
from graph.resting import WEAKNESSES, Resting, Weakness, asserting

_EVERY = Verb("", "", ())
#: The Admiralty scale (NATO AJP-2.1).
GRADES = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}


def overview(found: Sequence[Resting], answer: Answer, filters: Filters) -> Report:
    """Report every source with what rests on it, in the order of `found`."""
    columns = (
        *("id", "relations", "alone", "disputes", "actors"),
        *("grade", "published", "publisher", "title"),
    )
    rows = [
        (
            one.source.id,
            *map(str, _counts(one).values()),
            one.source.reliability,
            one.source.published.text if one.source.published else "",
            published_by(one.source),
            one.source.title,
        )
        for one in found
    ]
    silent = sum(not one.asserted for one in found)
    alone = sum(len(one.alone) for one in found)
    return Report(
        "sources",
        _date(filters),
        lambda: [to_record(one.source) | _counts(one) for one in found],
        ("id", "rests", "alone", "denies", "actors", "grade", "title"),
        [(*cells[:6], _titled(*cells[6:])) for cells in rows],
        lambda: [columns, *rows],
        about(answer, _EVERY, filters),
        title="Sources, by what rests on them",
        foot=(
            (
                "rests: relations that it asserts; alone: and no other; denies: relations that it "
                "disputes; actors: entries that cite it"
            ),
            *_left_out(answer, filters),
            (
                f"{plural(len(found), 'source')}, {silent} of which assert no such relation; "
                f"on one alone: {plural(alone, 'relation')}; counted: {rule(filters)}"
            ),
        ),
        reason="" if found else "none-recorded",
        message="" if found else "no source to list",
    )


def _titled(published: str, publisher: str, title: str) -> str:
    where = ", ".join(filter(None, (publisher, published)))
    return f"{title} ({where})" if where else title


def _date(filters: Filters) -> str:
    return filters.at.text if filters.at else ""


def _counts(one: Resting) -> dict[str, int]:
    return {
        "relations": len(one.asserted),
        "alone": len(one.alone),
        "disputes": len(one.denied),
        "actors": len(one.actors),
    }


def _left_out(answer: Answer, filters: Filters) -> list[str]:
    notes = hidden_notes(answer.hidden, filters)
    return [f"not counted: {'; '.join(notes)}"] if notes else []


def record(graph: ActorGraph, one: Resting, answer: Answer, filters: Filters) -> Report:
    """Report a source: its record, and every relation that rests on it or that it disputes."""
    alone = {held.key for held in one.alone}
    shared = [held for held in one.asserted if held.key not in alone]
    groups = (
        ("Rests on it alone", one.alone),
        ("Rests on it and on others", shared),
        ("It disputes", one.denied),
    )
    blocks = _links(one.source)
    blocks += [
        (f"{head}: {len(held)}", tuple(_claim(graph, one.source, each) for each in held))
        for head, held in groups
        if held
    ]
    if one.actors:
        names = tuple(f"- {actor.name} ({actor.id})" for actor in one.actors)
        blocks.append((f"Entries of actors that cite it: {len(names)}", names))
    rows = [row for role, held in _roles(one) for row in _cells(graph, role, held)]
    return Report(
        "sources",
        _date(filters),
        lambda: [_resting_json(graph, one)],
        ("role", *SHEET),
        rows,
        lambda: [("role", *SHEET), *rows],
        about(answer, _EVERY, filters),
        title=one.source.title,
        lead=_lead(one.source),
        blocks=blocks,
        foot=(
            *_left_out(answer, filters),
            (
                f"{plural(len(one.asserted), 'relation')} on it, {len(one.alone)} on it alone; "
                f"disputed by it: {len(one.denied)}; counted: {rule(filters)}"
            ),
        ),
    )


def _lead(source: Source) -> tuple[str, ...]:
    published = source.published.text if source.published else "undated"
    grade = source.reliability
    lines = [
        f"{source.id} - {', '.join(filter(None, [published_by(source), published]))}",
        f"by {source.author}" if source.author else "",
        f"reliability {grade}: {GRADES[grade]} (Admiralty code)" if grade else "not graded",
        f"last seen {source.accessed.text}" if source.accessed else "",
    ]
    return tuple(line for line in lines if line)


def _links(source: Source) -> list[tuple[str, tuple[str, ...]]]:
    links = (("- the document", source.url), ("- a copy in an archive", source.archive_url))
    lines = [line for text, url in links if url for line in (text, f"  <{url}>")]
    return [("Where it is", tuple(lines))] if lines else []


def _claim(graph: ActorGraph, source: Source, held: Held) -> str:
    """Give a line for a relation: what is said, what bears it out, where the source says it."""
    relation = held.relation
    where = [
        ": ".join(filter(None, (cited.locator, cited.summary)))
        for cited in (*relation.sources, *relation.disputed_by)
        if cited.source == source.id
    ]
    places = "; ".join(filter(None, where))
    told = f"- {held.days}: {sentence(graph, relation)} ({evidence(relation)}) {held.key}"
    return f"{told} - {places}" if places else told


def _roles(one: Resting) -> list[tuple[str, Held]]:
    alone = {held.key for held in one.alone}
    return [
        *(("alone" if held.key in alone else "asserts", held) for held in one.asserted),
        *(("disputes", held) for held in one.denied),
    ]


def _cells(graph: ActorGraph, role: str, held: Held) -> list[tuple[str, ...]]:
    return [(role, *cells) for cells in sheet(graph, [_stance(graph, held)])[1:]]


def _stance(graph: ActorGraph, held: Held) -> Stance:
    ends = (graph.actor[held.relation.source], graph.actor[held.relation.target])
    return Stance(*ends, (held,))


def _resting_json(graph: ActorGraph, one: Resting) -> dict[str, Any]:
    return to_record(one.source) | {
        "relations": [{"role": role} | relation_json(graph, held) for role, held in _roles(one)],
        "actors": [{"id": actor.id, "name": actor.name} for actor in one.actors],
        "place": str(one.source.place),
    }


def weak(
    graph: ActorGraph,
    found: Sequence[tuple[Held, tuple[Weakness, ...]]],
    answer: Answer,
    filters: Filters,
    source: Source | None = None,
) -> Report:
    """Report the claims that rest on little; with a source those among what it asserts."""
    among = f", of those on {source.id}" if source else ""
    count = Counter(code for _, why in found for code in why)
    counts = "; ".join(f"{said}: {count[code]}" for code, said in WEAKNESSES.items())
    every = [held for stance in answer.stances for held in stance.relations]
    total = sum(not source or source.id in asserting(held.relation) for held in every)
    return Report(
        "sources",
        _date(filters),
        lambda: [{"weak": list(why)} | relation_json(graph, held) for held, why in found],
        ("relation", "when", "weak because", "rests on"),
        [
            (
                sentence(graph, held.relation),
                str(held.days),
                f"{evidence(held.relation)}: {', '.join(WEAKNESSES[code] for code in why)}",
                " ".join(asserting(held.relation)),
            )
            for held, why in found
        ],
        lambda: [
            ("weak", *SHEET),
            *(row for held, why in found for row in _cells(graph, " ".join(why), held)),
        ],
        about(answer, _EVERY, filters),
        title=f"Claims that rest on little{among}",
        foot=(
            "one independent source: all who assert it have one origin or publisher",
            *_left_out(answer, filters),
            counts,
            (f"{len(found)} of {plural(total, 'relation')}{among}; counted: {rule(filters)}"),
        ),
        reason="" if found else "none-weak",
        message="" if found else f"no claim rests on little{among}",
    )
