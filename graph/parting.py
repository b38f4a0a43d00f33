"""Parts of the network that joined or fell apart, and who became or ceased to be their only link.

Of ties of any sign. A *part* is two actors or more that are connected. A *broker* is an actor
without which two groups of two or more each would not be connected (an articulation point that
parts more than single actors); who only has a single actor hanging on it is none.
"""

from collections.abc import Iterable, Iterator

from graph.effects import Consequence
from graph.linking import Links, links
from graph.projecting import Causes, Views, World, grade
from graph.ties import Pair
from graph.turning import MOST_NAMES, rests
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
        causes = views.causes(_between(apart.links, ends, set(groups)))
        if causes:
            parts = sorted(groups.values(), key=lambda some: (-len(some), min(some)))
            yield _join(views, apart, parts, causes, joined=joined)


def _between(apart: Links, ends: list[Pair], groups: set[str]) -> list[Pair]:
    """Give the ties that connect groups; those that lead nowhere else fall away."""
    labels = {ends_: tuple(apart.part.get(one, one) for one in ends_) for ends_ in ends}
    kept = {ends_: two for ends_, two in labels.items() if two[0] != two[1]}
    while True:
        near: dict[str, set[str]] = {}
        for one, two in kept.values():
            near.setdefault(one, set()).add(two)
            near.setdefault(two, set()).add(one)
        loose = {one for one, others in near.items() if len(others) == 1 and one not in groups}
        if not loose:
            return list(kept)
        kept = {ends_: two for ends_, two in kept.items() if loose.isdisjoint(two)}


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
    note = _note(causes)
    return Consequence(
        "parts-joined" if joined else "parts-split",
        (*hubs, *others),
        sentence + rests(note, now=joined),
        causes,
        str(counts[0]),
        str(counts[1]),
    )


def _note(causes: Causes) -> str:
    return grade(change.value for change in causes if hasattr(change.value, "disputed_by")).note


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
        ends: list[Pair] = []
        for piece in [*pieces[1:], pieces[0]]:
            # What tied the largest piece counts only where nothing else made the difference.
            if piece is not pieces[0] or not ends:
                ends += _tying(without, with_, changed, actor, set(piece))
        if causes := views.causes(dict.fromkeys(ends)):
            yield _broker(views, actor, pieces[1:], causes, gained=gained)


def _is_broker(found: Links, actor: str) -> bool:
    """Tell whether only this actor connects two groups of two or more."""
    return sum(size > 1 for size in found.sizes(actor)) > 1


def _tying(
    without: _Linked, with_: _Linked, changed: list[Pair], actor: str, piece: set[str]
) -> Iterator[Pair]:
    """Give the ties by which a piece came to hang on an actor: those it gained, those it lost."""
    hung = not piece.isdisjoint(without.world.near[actor])
    for ends in changed:
        inside = piece.intersection(ends)
        if not inside:
            continue
        one, two = ends
        if actor in ends:
            if ends in with_.world.ties and not hung:
                yield ends
        elif ends in with_.world.ties:
            if _label(without.links, actor, one) != _label(without.links, actor, two):
                yield ends
        elif len(inside) == 1:
            other = two if one in inside else one
            if without.world.near[other] - piece - {actor}:
                yield ends


def _label(found: Links, actor: str, other: str) -> tuple[str, int | None]:
    return found.part.get(other, other), found.piece(actor, other)


def _broker(
    views: Views, actor: str, pieces: list[list[str]], causes: Causes, *, gained: bool
) -> Consequence:
    cut = sorted({one for piece in pieces for one in piece})
    names = in_a_row(sorted(views.name(one) for one in cut), MOST_NAMES)
    said = "becomes" if gained else "is no longer"
    link = "only recorded link" if views.recorded(causes) else "only link"
    return Consequence(
        "broker-gained" if gained else "broker-lost",
        (actor, *cut),
        f"{views.name(actor)} {said} the {link} of {names} to the others."
        f"{rests(_note(causes), now=gained)}",
        causes,
        "" if gained else str(len(cut)),
        str(len(cut)) if gained else "",
    )
