"""The two clocks of a diff: what changed in the world, what was recorded late, what was corrected.

A claim has its own time (``from``, ``to``) and the time at which it was recorded (the commit that
brought it). Comparing both tells why an entry differs.
"""

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from graph.comparing import Change, GraphDiff
from graph.dates import Date
from graph.model import ActorGraph

#: Why an entry differs. Of two versions: the world changed after the older one was recorded;
#: it was newly recorded, though it happened earlier; it was corrected or re-assessed. Of two dates
#: of one dataset: it began, ended, or is an event of the time between.
Class = Literal["world", "recorded", "corrected", "began", "ended", "happened"]


class Snapshot(NamedTuple):
    """One side of a diff.

    Attributes:
        graph: The whole dataset, whatever the date.
        title: How to call it.
        date: What holds then is compared; None: all of it.
        recorded: The day on which this version was recorded, None where nothing says so.
    """

    graph: ActorGraph
    title: str = ""
    date: Date | None = None
    recorded: Date | None = None


class Told(NamedTuple):
    """A change and why it is one."""

    change: Change[Any]
    kind: Class


def told(diff: GraphDiff, old: Snapshot, new: Snapshot) -> tuple[Told, ...]:
    """Give every change with its class, in the order of the diff."""
    del old, new
    parts: Iterable[Iterable[Change[Any]]]
    parts = (diff.relations, diff.actors, diff.sources, diff.types)
    return tuple(Told(change, "corrected") for part in parts for change in part)
