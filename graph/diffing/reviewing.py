"""Two versions -> all that can be said of their difference, in one value."""

from typing import NamedTuple

from graph.diffing import periods
from graph.diffing.changes import GraphDiff
from graph.diffing.clocks import Snapshot, Told, of_dates, rule, told, turned
from graph.diffing.comparing import diff
from graph.diffing.consequences import Consequence, consequences
from graph.model import ActorGraph
from graph.timing import at


class Review(NamedTuple):
    """A difference, classed and weighed.

    Attributes:
        old, new: The sides, with their whole graphs.
        diff: What turns what was compared of the older side into that of the newer; a patch.
        changes: The same, each with its class. Of two dates of one dataset: what began, ended and
            happened, also what began and ended between them, which no patch between the two holds.
        consequences: What they mean, the weightiest first.
        went_on: How many relations both sides have alike.
        rule: The rule of the classes, in one line.
        turned: The side that was named first is the later one in time.
    """

    old: Snapshot
    new: Snapshot
    diff: GraphDiff
    changes: tuple[Told, ...]
    consequences: tuple[Consequence, ...]
    went_on: int = 0
    rule: str = ""
    turned: bool = False


def review(old: Snapshot, new: Snapshot, min_confidence: str = "") -> Review:
    """Compare two versions, two dates of one, or two periods of event data.

    Args:
        old: The side from which the changes lead.
        new: The side to which they lead.
        min_confidence: What the consequences count, as in `graph.query.Filters`.
    """
    one, two = compared(old), compared(new)
    found = diff(one, two)
    reported = periods.of_periods(old, new)
    changes = (periods.told if reported else told)(found, old, new)
    meant = consequences(changes, old, new, min_confidence)
    alike = _alike(found, one, two, dates=of_dates(old, new))
    by = periods.RULE if reported else rule(old, new)
    return Review(old, new, found, changes, meant, alike, by, turned(old, new))


def compared(side: Snapshot) -> ActorGraph:
    """Give what is compared of a side: what holds at its date, or all of it."""
    return at(side.graph, side.date) if side.date else side.graph


def _alike(found: GraphDiff, one: ActorGraph, two: ActorGraph, *, dates: bool) -> int:
    """Count the relations that did not change; of two dates those that hold at both."""
    if dates:
        return len(one.keyed.keys() & two.keyed.keys())
    changed = sum(change.after is not None for change in found.relations)
    return len(two.relations) - changed
