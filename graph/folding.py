"""Persons inside the box of their group: a map of many actors is read by its groups first.

The rule is the page's (``web/fold.js``); ``tests/web/test_picture.py`` holds the two together.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from graph.dates import Date
from graph.model import Actor, ActorGraph
from graph.timing import life, tenure

#: Nobody is folded.
OPEN: Mapping[str, str] = MappingProxyType({})
_MANY, _SHARE = 60, 4


def folds(graph: ActorGraph) -> bool:
    """Tell whether a map of this graph begins folded: many actors, a quarter of them persons."""
    persons = sum(map(_person, graph.actors))
    return len(graph.actors) > _MANY and persons * _SHARE > len(graph.actors)


def folded(graph: ActorGraph, as_of: Date) -> dict[str, str]:
    """Give the persons that are not drawn at a date, by id, with their group.

    The group is the last one joined of those to which a person belongs at the date: led, commanded
    or a part of it, say. It is ``""`` for a person of no group who has no relation at the date.
    """
    persons = {actor.id for actor in graph.actors if _person(actor)}
    joined: dict[str, list[tuple[int, str, str]]] = defaultdict(list)  # since when, key, group
    for key, relation in graph.keyed.items():
        ends = relation.source, relation.target
        span = tenure(graph, relation).span
        if not (span and span.meets(as_of.first, as_of.last)):
            continue
        kind = graph.type.get(relation.type)
        close = bool(kind and kind.family == "hierarchy" and kind.sign > 0)
        for one, other in (ends, ends[::-1]):
            if one in persons:
                group = other if close and other in graph.actor and other not in persons else ""
                joined[one].append((span.first, key, group))
    groups = {id_: [group for *_, group in sorted(joined[id_]) if group] for id_ in sorted(persons)}
    return {
        id_: many[-1] if many else "" for id_, many in groups.items() if many or not joined[id_]
    }


def held_back(graph: ActorGraph, gone: Mapping[str, str], as_of: Date) -> Counter[str]:
    """Count the folded persons of each group who live at the date."""
    return Counter(
        group
        for id_, group in gone.items()
        if group and life(graph.actor[id_]).meets(as_of.first, as_of.last)
    )


def _person(actor: Actor) -> bool:
    return actor.kind == "person"
