"""Checks of crosswalks: functions from the entries of one scheme to findings, in a table.

What is a mistake in the dataset is the same mistake here, told by the same rule.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from graph.claims import inverted, outside
from graph.events.crosswalk import Entry
from graph.findings import Finding, error, warning
from graph.model import Actor, ActorGraph, Identifier
from graph.names import fold
from graph.parsing import Entry as Noded
from graph.problems import Problem
from graph.references import Strangers


class Context(NamedTuple):
    """What a check may look at.

    Attributes:
        scheme: Of the entries.
        entries: Of all files of the scheme, in the order of the files.
        graph: The dataset whose actors they mean.
        declared: Ids that count as actors, those of entries left out too; None: not known, for
            a file of the dataset could not be read.
    """

    scheme: str
    entries: Sequence[Noded]
    graph: ActorGraph
    declared: Collection[str] | None


Check = Callable[[Context], Iterator[Finding]]


def check(context: Context) -> list[Finding]:
    """Run all checks in their order; an entry with an error is not held against the others."""
    findings: list[Finding] = []
    for rule in CHECKS:
        found = list(rule(context))
        bad = {id(finding.culprit.value) for finding in found if finding.culprit}
        good = [entry for entry in context.entries if id(entry.value) not in bad]
        context = context._replace(entries=good)
        findings += found
    return findings


def known_actors(context: Context) -> Iterator[Finding]:
    """Entries name actors of the dataset."""
    if context.declared is None:
        return
    stranger = Strangers(context.graph)
    for entry in context.entries:
        if entry.value.actor not in context.declared:
            yield error(entry, "actor", "unknown-actor", stranger(entry.value.actor))


def inverted_dates(context: Context) -> Iterator[Finding]:
    """No meaning ends before it begins."""
    for entry in context.entries:
        yield from inverted(entry)


def one_meaning(context: Context) -> Iterator[Finding]:
    """An id, or a name without one, means one actor at one time in one place."""
    by_key: dict[tuple[bool, str], list[Noded]] = {}
    for entry in context.entries:
        one: Entry = entry.value
        earlier = by_key.setdefault((bool(one.id), one.key), [])
        other = next((other for other in earlier if _clash(one, other.value)), None)
        if other:
            code = "duplicate-id" if one.id else "duplicate-name"
            yield error(entry, "id" if one.id else "name", code, _twice(context, entry, other))
        earlier.append(entry)


def _clash(one: Entry, other: Entry) -> bool:
    """Tell whether two meanings share a place and time, but for the one day of a change."""
    place = set(one.areas) & set(other.areas) or not (one.areas or other.areas)
    first, second = sorted((one.span, other.span))
    follows = first.first < second.first == first.last < second.last
    return bool(place) and first.meets(*second) and not follows


def _twice(context: Context, entry: Noded, other: Noded) -> str:
    one: Entry = entry.value
    key = f'{context.scheme} "{one.id or one.name}"'
    if one.actor == other.value.actor:
        return f"{key} means {one.actor} already at {other.place()}; merge the two"
    return (
        f"{key} means {other.value.actor} at that time at {other.place()}; "
        "part the two by from, to or areas"
    )


def one_bearer(context: Context) -> Iterator[Finding]:
    """A name belongs to one id: data that has names alone could not tell two of them apart."""
    named: dict[str, list[Noded]] = {}
    for entry in context.entries:
        if entry.value.name:
            named.setdefault(fold(entry.value.name), []).append(entry)
    for entries in named.values():
        for other, entry in combinations(entries, 2):
            one, two = other.value, entry.value
            if one.id != two.id and one.actor != two.actor and _clash(one, two):
                message = (
                    f'"{two.name}" is the name of {context.scheme} "{one.id or one.name}" at '
                    f"{other.place()}, which means {one.actor}; is it the same?"
                )
                yield warning(entry, "name", "duplicate-name", message)
                break


def outside_life(context: Context) -> Iterator[Finding]:
    """What an entry dates lies in the life of its actor."""
    for entry in context.entries:
        actor = context.graph.actor.get(entry.value.actor)
        if actor:
            yield from outside(entry, actor)


def same_ids(context: Context) -> Iterator[Finding]:
    """Entries and the `ids` of their actors say the same."""
    by_actor: dict[str, list[Noded]] = {}
    for entry in context.entries:
        by_actor.setdefault(entry.value.actor, []).append(entry)
    for actor in context.graph.actors:
        for stated in actor.ids:
            if stated.scheme == context.scheme:
                yield from _against(actor, stated, by_actor.get(actor.id, ()))


def _against(actor: Actor, stated: Identifier, entries: Sequence[Noded]) -> Iterator[Finding]:
    """Tell where entries of an actor are not as it states its identifier."""
    said = f"{actor.id} states {stated}"
    where = f" at {actor.place}" if actor.place.file else ""
    for entry in entries:
        one: Entry = entry.value
        if one.id == stated.id and one.match != stated.match:
            message = f"{said}{where}, and here the match is {one.match or 'exact'}"
            yield warning(entry, "match", "contradictory-ids", message)
        elif one.id and one.id != stated.id and not (one.match or stated.match):
            message = f'{said}{where}; two ids cannot both be the same actor: give one a "match"'
            yield warning(entry, "id", "contradictory-ids", message)
    if all(entry.value.id != stated.id for entry in entries):
        message = f"{said}, which no entry of the crosswalk says; add one, or mend the id"
        yield Finding(Problem(actor.place, "warning", "contradictory-ids", message))


CHECKS: tuple[Check, ...] = (
    known_actors,
    inverted_dates,
    one_meaning,
    one_bearer,
    outside_life,
    same_ids,
)
