"""What became of claims as claims: their sources, who disputes them, how sure we are.

Of every claim that both versions have, whatever its time. Sources are counted as ``check`` and
``sources --weak`` do, independent ones (`graph.grading.voices`): one agency in two papers is one.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from graph.diffing.changes import Change
from graph.diffing.clocks import renamed
from graph.diffing.effects import Consequence
from graph.diffing.projecting import Views, World
from graph.diffing.weighing import rank
from graph.grading import voices
from graph.model import CONFIDENCES, Relation, RelationType
from graph.query import sure_enough
from graph.timing import tenure
from graph.wording import plural, sentence

#: Claims of one kind that are told one by one.
MOST = 5
_REST = {
    "claim-disputed": "newly disputed",
    "claim-undisputed": "no longer disputed",
    "claim-unsourced": "left without a source",
    "claim-sourced": "no longer without a source",
    "claim-single-source": "left with one independent source",
    "claim-corroborated": "no longer resting on one independent source",
    "confidence-down": "told with less confidence",
    "confidence-up": "told with more confidence",
}


class _Doubt(NamedTuple):
    kind: str
    said: str
    before: str
    after: str


def doubts(views: Views) -> Iterator[Consequence]:
    """Give what became of claims: by kind, the first few one by one, and the rest counted."""
    found: dict[str, list[Consequence]] = {kind: [] for kind in _REST}
    types = renamed(told.change for told in views.changes if _is_type(told.change))
    for told in views.changes:
        for doubt in _doubts(views, told.change, types):
            found[doubt.kind].append(_told(views, told.change, doubt))
    for kind, some in found.items():
        some.sort(key=lambda one: (-rank(one.causes[0].value.confidence), one.sentence))
        most = MOST if len(some) > MOST + 1 else MOST + 1
        yield from some[:most]
        if some[most:]:
            yield _rest(kind, some[most:])


def _is_type(change: Change[Any]) -> bool:
    return isinstance(change.value, RelationType)


def _doubts(views: Views, change: Change[Any], types: Mapping[str, str]) -> Iterator[_Doubt]:
    before, after = change.before, change.after
    if not (isinstance(before, Relation) and isinstance(after, Relation)):
        return
    if _about(views.old, before, types) != _about(views.new, after, {}):
        return  # another claim stands under the same id
    if not any(sure_enough(one, views.new.min_confidence) for one in (before, after)):
        return
    yield from _dispute(before, after)
    was, now = voices(views.old.graph, before), voices(views.new.graph, after)
    yield from _support(was, now)
    yield from _confidence(before, after, now - was)


def _about(world: World, relation: Relation, types: Mapping[str, str]) -> tuple[str, ...]:
    kind = types.get(relation.type, relation.type)
    return (kind, *sorted(world.ends(relation)))


def _dispute(before: Relation, after: Relation) -> Iterator[_Doubt]:
    counts = [len({cited.source for cited in one.disputed_by}) for one in (before, after)]
    if bool(counts[0]) != bool(counts[1]):
        kind, said = (
            ("claim-disputed", "is now disputed by")
            if counts[1]
            else ("claim-undisputed", "is no longer disputed, as it was by")
        )
        yield _Doubt(kind, f"{said} {plural(max(counts), 'source')}", *map(str, counts))


def _support(was: int, now: int) -> Iterator[_Doubt]:
    counts = f"({was} -> {now})"
    if was == now or min(was, now) > 1:
        return
    kind, said = {
        (True, False): ("claim-unsourced", f"has no source any more {counts}"),
        (False, True): ("claim-sourced", f"now has a source {counts}"),
    }.get((bool(was), bool(now))) or (
        ("claim-single-source", f"now rests on one independent source {counts}")
        if now == 1
        else ("claim-corroborated", f"no longer rests on one independent source alone {counts}")
    )
    yield _Doubt(kind, said, str(was), str(now))


def _confidence(before: Relation, after: Relation, more: int) -> Iterator[_Doubt]:
    was, now = before.confidence, after.confidence
    if was == now or not {was, now} <= {"", *CONFIDENCES}:
        return
    up = rank(now) > rank(was)
    odd = ""
    if up != (more > 0) and more:
        verb = "lost" if up else "gained"
        odd = f", although it {verb} {plural(abs(more), 'independent source')}"
    was_said, now_said = (word or "not assessed" for word in (was, now))
    said = f"goes {'up' if up else 'down'} in confidence, {was_said} -> {now_said}{odd}"
    yield _Doubt(f"confidence-{'up' if up else 'down'}", said, was_said, now_said)


def _told(views: Views, change: Change[Relation], doubt: _Doubt) -> Consequence:
    relation, graph = change.value, views.new.graph
    claim = f"{sentence(graph, relation)}, {tenure(graph, relation)}"
    return Consequence(
        doubt.kind,
        (relation.source, relation.target),
        f'"{claim}" {doubt.said}.',
        (change,),
        doubt.before,
        doubt.after,
    )


def _rest(kind: str, some: list[Consequence]) -> Consequence:
    """Count the claims that are not told one by one."""
    ids = sorted({id_ for one in some for id_ in one.actors})
    causes = tuple(change for one in some for change in one.causes)
    sentence = f"{plural(len(some), 'more claim')} {_REST[kind]}."
    return Consequence(kind, tuple(ids), sentence, causes, more=len(some))
