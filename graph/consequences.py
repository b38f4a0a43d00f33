"""What a diff means: who gained or lost an opponent, who turned, what fell apart."""

from typing import Any, NamedTuple

from graph.clocks import Snapshot, Told
from graph.comparing import Change


class Consequence(NamedTuple):
    """One sentence about what the changes come to.

    Attributes:
        kind: A stable name: ``opponent-gained``, ``triad-unbalanced`` ...
        actors: Ids of those that it is about, the one it is told of first.
        sentence: For people, with names; ends in a full stop.
        causes: The changes without which it would not be so; never empty.
        before, after: What was counted or said on either side: ``2`` and ``3``.
    """

    kind: str
    actors: tuple[str, ...]
    sentence: str
    causes: tuple[Change[Any], ...]
    before: str = ""
    after: str = ""


def consequences(
    changes: tuple[Told, ...], old: Snapshot, new: Snapshot, min_confidence: str = ""
) -> tuple[Consequence, ...]:
    """Give what the changes mean, the weightiest first.

    Both graphs are asked at the date of their side, and at today where it has none.
    """
    del changes, old, new, min_confidence
    return ()
