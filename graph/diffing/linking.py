"""How a network hangs together: its parts, and the actors without which a part falls apart.

One walk in depth, linear in actors and ties (Hopcroft and Tarjan, Algorithm 447, CACM 16, 1973).
What `graph.hubs` asks networkx for; here a diff asks it twice, and also what each actor holds
together.
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping
from typing import NamedTuple

Near = Mapping[str, Collection[str]]


class Links(NamedTuple):
    """What hangs together with what.

    Attributes:
        part: For each actor that has a tie, the actor at which the walk of its part began.
        members: The actors of each part, by that actor, in the order of the walk.
        hangs: For each cut actor the places, in that order, of what hangs on it alone: first and
            last of each piece, sorted. The others of its part are one piece more, unless the walk
            began at the actor.
        place: Where an actor stands in the order of the walk of its part.
    """

    part: dict[str, str]
    members: dict[str, list[str]]
    hangs: dict[str, list[tuple[int, int]]]
    place: dict[str, int]

    def piece(self, cut: str, other: str) -> int | None:
        """Say in which piece another actor is when one is taken out.

        0 is the one that the walk came from; None: in another part, or untied.
        """
        if other == cut or other not in self.part or self.part[other] != self.part.get(cut):
            return None
        hangs, place = self.hangs.get(cut, []), self.place[other]
        number = bisect_right(hangs, (place, len(self.place)))
        return number if number and place <= hangs[number - 1][1] else 0

    def sizes(self, cut: str) -> list[int]:
        """Give how many actors are in each of the pieces, in no order; of no cut actor one."""
        hangs = [last - first + 1 for first, last in self.hangs.get(cut, ())]
        rest = len(self.members[self.part[cut]]) - 1 - sum(hangs)
        return [*hangs, rest] if rest else hangs

    def pieces(self, cut: str) -> list[list[str]]:
        """Give the pieces that a part falls into without a cut actor, the largest first."""
        found: dict[int, list[str]] = {}
        for other in self.members[self.part[cut]]:
            piece = self.piece(cut, other)
            if piece is not None:
                found.setdefault(piece, []).append(other)
        return sorted(
            (sorted(some) for some in found.values()), key=lambda some: (-len(some), some)
        )


def links(near: Near) -> Links:
    """Walk through a network.

    Args:
        near: For each actor that has a tie those at the other ends; mutual.

    >>> found = links({"a": "b", "b": "ac", "c": "b", "d": "e", "e": "d"})
    >>> sorted(found.members), found.pieces("b")
    (['a', 'd'], [['a'], ['c']])
    """
    found = Links({}, {}, {}, {})
    for start in sorted(near):
        if start not in found.part:
            _walk(near, start, found)
    return found


def _walk(near: Near, start: str, found: Links) -> None:
    """Walk one part; `low` is the earliest place that a branch reaches around its stem."""
    order, place, low = [start], found.place, {start: 0}
    place[start] = 0
    hangs: dict[str, list[tuple[int, int]]] = {}
    stems = [(start, iter(near[start]))]
    while stems:
        here, others = stems[-1]
        there = next(others, None)
        if there is None:
            stems.pop()
            if not stems:
                break
            stem = stems[-1][0]
            low[stem] = min(low[stem], low[here])
            if low[here] >= place[stem]:
                hangs.setdefault(stem, []).append((place[here], len(order) - 1))
        elif there in place:
            low[here] = min(low[here], place[there])
        else:
            place[there] = low[there] = len(order)
            order.append(there)
            stems.append((there, iter(near[there])))
    found.members[start] = order
    found.part.update(dict.fromkeys(order, start))
    # All branches hang on the one where the walk began; it cuts when there are two of them.
    if len(hangs.get(start, ())) < 2:  # noqa: PLR2004
        hangs.pop(start, None)
    found.hangs.update(hangs)
