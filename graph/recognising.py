"""Who was renamed: entries that changed their id and stayed the same.

An id is stable for ever, so an entry is first of all the one that has its id. Looked at are only
those whose id is on one side alone, and those under one id on both sides that have nothing to be
recognised by in common (an id that was given to somebody else, two that were exchanged).
"""

from collections.abc import Mapping
from typing import NamedTuple

from graph.model import ActorGraph
from graph.renaming import Renames


class Twin(NamedTuple):
    """What an old entry is called now, and by what it was recognised."""

    id: str
    how: str


class Recognised(NamedTuple):
    """Twins of the entries that were renamed, by their old id."""

    actors: Mapping[str, Twin]
    sources: Mapping[str, Twin]
    types: Mapping[str, Twin]

    @property
    def renames(self) -> Renames:
        """Old ids and new ones."""
        return Renames(*({old: twin.id for old, twin in kind.items()} for kind in self))


def recognise(old: ActorGraph, new: ActorGraph) -> Recognised:
    """Find what was renamed."""
    return Recognised({}, {}, {})
