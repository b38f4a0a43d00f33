"""One consequence of a diff."""

from typing import Any, NamedTuple

from graph.diffing.changes import Change


class Consequence(NamedTuple):
    """One sentence about what the changes come to.

    Attributes:
        kind: A stable name: ``opponent-gained``, ``triad-unbalanced`` ...
        actors: Ids of those that it is about in the newer graph, the one it is told of first; one
            that is gone and whose id another bears now is ``id (as it was)``.
        sentence: For people, with names; ends in a full stop.
        causes: The changes without which it would not be so; never empty.
        before, after: What was counted or said on either side: ``2`` and ``3``.
        confidence: That of the surest relation among the causes, one of
            `graph.model.CONFIDENCES`; ``""`` when nobody assessed any, or none is a relation.
        more: How many further ones of its kind it counts, which are not told one by one; 0 for
            one that is told.
    """

    kind: str
    actors: tuple[str, ...]
    sentence: str
    causes: tuple[Change[Any], ...]
    before: str = ""
    after: str = ""
    confidence: str = ""
    more: int = 0
