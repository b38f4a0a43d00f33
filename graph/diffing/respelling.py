"""Spells that were split or merged, told as such; the patch stays as it is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from graph.dates import Span
from graph.diffing.changes import GraphDiff, carrier
from graph.diffing.matching import stated
from graph.model import Relation, RelationType


class Respelling(NamedTuple):
    """One old spell that is several now, or several that are one.

    Attributes:
        old, new: Keys on either side, in the order of time; one of the two has one.
    """

    kind: Literal["split", "merged"]
    old: tuple[str, ...]
    new: tuple[str, ...]


class _Spell(NamedTuple):
    """What a relation says of its time; `new` tells the side."""

    days: Span
    new: bool
    key: str


def respelled(diff: GraphDiff, types: Iterable[RelationType] = ()) -> tuple[Respelling, ...]:
    """Group the changes of a diff that split a spell or merged several, in the order of ties.

    An old spell was split when it covers every day of two or more new ones of the same tie, which
    share no day with each other, and no other spell that changed shares a day with any of them;
    merged is the same seen from the other side.

    Args:
        diff: Any.
        types: The vocabulary of the older graph: events have no spells, and where an actor was
            renamed, the ends of symmetric types are sorted again.
    """
    types = tuple(types)
    carry = carrier(diff, types)
    events = {carry.type(kind).name for kind in types if not kind.lasting}
    ties: defaultdict[tuple[str, str, str], list[_Spell]] = defaultdict(list)
    for change in diff.relations:
        sides = (
            (change.before and carry.relation(change.before), change.old_key),
            (change.after, change.new_key),
        )
        for new, (relation, key) in enumerate(sides):
            if relation and relation.type not in events:
                ties[_tie(relation)].append(_Spell(stated(relation), bool(new), key))
    told = (_respelling(group) for tie in sorted(ties) for group in _touching(ties[tie]))
    return tuple(filter(None, told))


def _tie(relation: Relation) -> tuple[str, str, str]:
    return relation.source, relation.type, relation.target


def _touching(spells: Sequence[_Spell]) -> Iterator[list[_Spell]]:
    """Give the groups of spells that share days, directly or through others."""
    group: list[_Spell] = []
    last = 0
    for spell in sorted(spells):
        if group and spell.days.first > last:
            yield group
            group = []
        group.append(spell)
        last = max(last, spell.days.last)
    if group:
        yield group


def _respelling(group: Sequence[_Spell]) -> Respelling | None:
    old, new = ([spell for spell in group if spell.new == side] for side in (False, True))
    keys = tuple(spell.key for spell in old), tuple(spell.key for spell in new)
    if len(old) == 1 and _parts(old[0], new):
        return Respelling("split", *keys)
    if len(new) == 1 and _parts(new[0], old):
        return Respelling("merged", *keys)
    return None


def _parts(whole: _Spell, parts: Sequence[_Spell]) -> bool:
    """Tell whether two or more spells, in order of time, are apart and covered by one."""
    return (
        len(parts) > 1
        and whole.days.first <= parts[0].days.first
        and parts[-1].days.last <= whole.days.last
        and all(one.days.last < two.days.first for one, two in pairwise(parts))
    )
