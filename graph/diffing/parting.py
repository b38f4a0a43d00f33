"""Parts of the network that joined or fell apart, and who became or ceased to be their only link.

Of ties of any sign. A *part* is two actors or more that are connected. A *broker* is an actor
without which two groups of two or more each would not be connected (an articulation point that
parts more than single actors); who only has a single actor hanging on it is none.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from graph.diffing.effects import Consequence
from graph.diffing.linking import Links, links
from graph.diffing.projecting import Causes, Views, World, mutual
from graph.diffing.turning import MOST_NAMES, rests
from graph.diffing.weighing import grade
from graph.model import Relation
from graph.pairs import Pair
from graph.wording import in_a_row

#: Actors of a part that are all named.
_FEW = 4


def partings(views: Views) -> Iterator[Consequence]:
    """Give what joined and what fell apart, then brokers gained and lost."""
    changed = [
        ends for ends in views.shifts if (ends in views.old.ties) != (ends in views.new.ties)
    ]
    if not changed:
        return
    old, new = _Linked(views.old), _Linked(views.new)
    yield from _joins(views, old, new, changed, joined=True)
    yield from _joins(views, new, old, changed, joined=False)
    yield from _brokers(views, old, new, changed, gained=True)
    yield from _brokers(views, new, old, changed, gained=False)


class _Linked:
    """A side and how it hangs together."""

    def __init__(self, world: World) -> None:
        self.world: World = world
        self.links: Links = links(world.near)

    def described(self, views: Views, actors: list[str]) -> str:
        """Name a part: by all its actors, or by the one with the most ties and how many more."""
        if len(actors) <= _FEW:
            return in_a_row(sorted(views.name(one) for one in actors))
        return f"{views.name(self.hub(actors))} and {len(actors) - 1:,} others"

    def hub(self, actors: Iterable[str]) -> str:
        """Give the actor with the most ties; of several, the first by id."""
        return min(actors, key=lambda one: (-len(self.world.near[one]), one))


def _joins(
    views: Views, apart: _Linked, whole: _Linked, changed: list[Pair], *, joined: bool
) -> Iterator[Consequence]:
    """Give the parts that are one on one side and several on the other."""
    for members in whole.links.members.values():
        groups: dict[str, list[str]] = {}
        for one in members:
            if one in apart.links.part:
                groups.setdefault(apart.links.part[one], []).append(one)
        groups = {part: some for part, some in groups.items() if len(some) > 1}
        if len(groups) < 2:  # noqa: PLR2004 - parts that join
            continue
        inside = set(members)
        ends = [p for p in changed if p in whole.world.ties and inside.issuperset(p)]
        causes = views.causes(between(ends, apart.links.part, set(groups)))
        if causes:
            parts = sorted(groups.values(), key=lambda some: (-len(some), min(some)))
            yield _join(views, apart, parts, causes, joined=joined)


def between(ends: list[Pair], label: Mapping[str, str], groups: set[str]) -> list[Pair]:
    """Give the ties that connect groups; those that lead nowhere else fall away.

    Args:
        ends: Ties.
        label: The group of an actor; one that has none stands for itself.
        groups: The labels to connect.
    """

    def called(one: str) -> str:
        return label.get(one, f"alone {one}")

    labels = {pair: (called(pair[0]), called(pair[1])) for pair in ends}
    near = mutual(two for two in labels.values() if two[0] != two[1])
    part = links({one: others - groups for one, others in near.items() if one not in groups}).part
    reached: dict[str, set[str]] = {}
    for one, own in part.items():
        reached.setdefault(own, set()).update(near[one] & groups)
    dropped = {one for one, own in part.items() if len(reached[own]) < 2}  # noqa: PLR2004
    loose = [one for one in near if one not in groups]
    while loose:
        one = loose.pop()
        left = near[one] - dropped
        if one not in dropped and len(left) == 1:
            dropped.add(one)
            loose += left - groups
    return [pair for pair, (one, two) in labels.items() if one != two and not {one, two} & dropped]


def _join(
    views: Views, apart: _Linked, parts: list[list[str]], causes: Causes, *, joined: bool
) -> Consequence:
    said = "; ".join(apart.described(views, some) for some in parts)
    network = "recorded network" if views.recorded(causes) else "network"
    if joined:
        counts, sentence = (len(parts), 1), f"{len(parts)} parts of the {network} join: {said}."
    else:
        counts, sentence = (
            (1, len(parts)),
            f"A part of the {network} falls into {len(parts)}: {said}.",
        )
    hubs = [apart.hub(some) for some in parts]
    others = sorted({one for some in parts[1:] for one in some} - set(hubs))
    return Consequence(
        "parts-joined" if joined else "parts-split",
        (*hubs, *others),
        sentence + _note(causes),
        causes,
        str(counts[0]),
        str(counts[1]),
    )


def _note(causes: Causes) -> str:
    """Say what rests on weak claims; where all were taken back, what did."""
    claims = [change for change in causes if isinstance(change.value, Relation)]
    note = grade(change.value for change in claims).note
    return rests(note, now=any(change.after is not None for change in claims))


def _brokers(
    views: Views, without: _Linked, with_: _Linked, changed: list[Pair], *, gained: bool
) -> Iterator[Consequence]:
    """Give the actors that are brokers on one side alone, of those that have ties on both."""
    for actor in sorted(with_.links.hangs):
        if actor not in without.links.part:
            continue
        if not _is_broker(with_.links, actor) or _is_broker(without.links, actor):
            continue
        pieces = [piece for piece in with_.links.pieces(actor) if len(piece) > 1]
        ends = _parted(without, with_, changed, actor, pieces)
        if causes := views.causes(ends):
            yield _broker(views, actor, pieces[1:], causes, gained=gained)


def _is_broker(found: Links, actor: str) -> bool:
    """Tell whether only this actor connects two groups of two or more."""
    return sum(size > 1 for size in found.sizes(actor)) > 1


def _parted(
    without: _Linked, with_: _Linked, changed: list[Pair], actor: str, pieces: list[list[str]]
) -> list[Pair]:
    """Give the ties that make an actor a broker on one side and none on the other.

    Of a group that does not hang on the actor as one of two or more, were it for the ties inside
    it: those that hold it together there and are not here. And all that lead from group to group
    around the actor here and not there.
    """
    found = []
    for piece in pieces:
        label = _fragments(without.world.near, actor, set(piece))
        sizes = Counter(label.values())
        if any(sizes[label[one]] > 1 for one in without.world.near[actor] if one in label):
            continue
        inside = {*piece, actor}
        found += [
            ends
            for ends in changed
            if ends in with_.world.ties
            and inside.issuperset(ends)
            and (actor in ends or label[ends[0]] != label[ends[1]])
        ]
    group = {one: piece[0] for piece in pieces for one in piece}
    loose = [ends for ends in changed if ends in without.world.ties and actor not in ends]
    return [*found, *between(loose, group, set(group.values()))]


def _fragments(near: Mapping[str, Collection[str]], actor: str, piece: set[str]) -> dict[str, str]:
    """Give for each of a group the first by id of those to whom ties inside it connect it."""
    inside = {one: piece.intersection(near.get(one, ())) - {actor} for one in piece}
    return {**{one: one for one in piece}, **links(inside).part}


def _broker(
    views: Views, actor: str, pieces: list[list[str]], causes: Causes, *, gained: bool
) -> Consequence:
    cut = sorted({one for piece in pieces for one in piece})
    names = in_a_row(sorted(views.name(one) for one in cut), MOST_NAMES)
    said = "becomes" if gained else "is no longer"
    return Consequence(
        "broker-gained" if gained else "broker-lost",
        (actor, *cut),
        f"{views.name(actor)} {said} the only recorded link of {names} to the others."
        f"{_note(causes)}",
        causes,
        "" if gained else str(len(cut)),
        str(len(cut)) if gained else "",
    )
