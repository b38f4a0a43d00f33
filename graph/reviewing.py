"""Two versions -> all that can be said of their difference, in one value."""

from typing import NamedTuple

from graph.clocks import Snapshot, Told, told
from graph.comparing import GraphDiff, diff
from graph.consequences import Consequence, consequences
from graph.model import ActorGraph
from graph.timing import at


class Review(NamedTuple):
    """A difference, classed and weighed.

    Attributes:
        old, new: The sides, with their whole graphs.
        diff: What turns what was compared of the older side into that of the newer; a patch.
        changes: The same, each with its class. Of two dates of one dataset also what began and
            ended between them, which no patch between the two holds.
        consequences: What they mean, the weightiest first.
        went_on: How many relations both sides have alike.
    """

    old: Snapshot
    new: Snapshot
    diff: GraphDiff
    changes: tuple[Told, ...]
    consequences: tuple[Consequence, ...]
    went_on: int = 0


def review(old: Snapshot, new: Snapshot, min_confidence: str = "") -> Review:
    """Compare two versions, or two dates of one."""
    found = diff(compared(old), compared(new))
    changes = told(found, old, new)
    meant = consequences(changes, old, new, min_confidence)
    return Review(old, new, found, changes, meant)


def compared(side: Snapshot) -> ActorGraph:
    """Give what is compared of a side: what holds at its date, or all of it."""
    return at(side.graph, side.date) if side.date else side.graph
