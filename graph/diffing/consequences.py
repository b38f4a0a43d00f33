"""What a diff means: who gained or lost an opponent, who turned, what fell apart.

Kinds and rules are listed in docs/consequences.md.
"""

from graph.diffing.clocks import Snapshot, Told
from graph.diffing.doubting import doubts
from graph.diffing.effects import Consequence
from graph.diffing.parting import partings
from graph.diffing.projecting import Causes, views
from graph.diffing.triads import triads
from graph.diffing.turning import stances
from graph.diffing.weighing import rank
from graph.model import Relation

__all__ = ["KINDS", "Consequence", "consequences"]

#: All kinds, the weightiest first. Kinds in one row weigh the same.
KINDS: tuple[tuple[str, ...], ...] = (
    ("friend-to-foe", "foe-to-friend"),
    ("turned-mixed", "no-longer-mixed"),
    ("came", "went"),
    ("last-ally-lost", "first-ally"),
    ("opponent-gained", "opponent-lost"),
    ("ally-gained", "ally-lost"),
    ("isolated", "joined"),
    ("parts-split", "parts-joined"),
    ("triad-unbalanced", "triad-balanced"),
    ("broker-lost", "broker-gained"),
    ("claim-disputed", "claim-undisputed"),
    ("claim-unsourced", "claim-sourced"),
    ("claim-single-source", "claim-corroborated"),
    ("confidence-down", "confidence-up"),
)
_WEIGHT = {kind: place for place, kinds in enumerate(KINDS) for kind in kinds}
#: Others to whom an actor that came or went was tied, from which on that weighs as much as it does
#: in `KINDS`; else it weighs like one that stands alone.
MANY = 3


def consequences(
    changes: tuple[Told, ...], old: Snapshot, new: Snapshot, min_confidence: str = ""
) -> tuple[Consequence, ...]:
    """Give what the changes mean, the weightiest first.

    Both graphs are asked at the date of their side, and at today where it has none, so that time
    alone is no cause. Events make no tie: a clash is told as a change, and does not turn two into
    opponents who are opponents no more on the day after.

    The order is by kind as in `KINDS`, what is counted behind what is told; then by the surest
    relation among the causes, then by how many actors it is about, then by the sentence.

    Args:
        changes: From `clocks.told`. A consequence that none of them causes is not told.
        old: The side from which they lead.
        new: The side to which they lead.
        min_confidence: Only relations that are as sure count, as in `graph.query.Filters`; of
            claims those that are as sure on one side.
    """
    seen = views(changes, old, new, min_confidence)
    found = (*stances(seen), *partings(seen), *triads(seen), *doubts(seen))
    sure = (one._replace(confidence=_surest(one.causes)) for one in found)
    ordered = sorted(sure, key=_order)
    # What a threshold leaves out may be a tie all the same: no sentence may say more than it knows.
    among = new.counting.ties
    return tuple(
        one._replace(sentence=f"Of {among}: {one.sentence}") if among else one for one in ordered
    )


def _order(one: Consequence) -> tuple[int, bool, int, int, str]:
    few = one.kind in ("came", "went") and len(one.actors) <= MANY
    weight = _WEIGHT["isolated" if few else one.kind]
    return weight, one.more > 0, -rank(one.confidence), -len(one.actors), one.sentence


def _surest(causes: Causes) -> str:
    values = (change.value for change in causes)
    found = (value.confidence for value in values if isinstance(value, Relation))
    return max(found, key=rank, default="")
