"""Who stands in common to several actors: friend of all, enemy of all, or friend of one alone."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from graph.query import Filters, Reason
from graph.ties import Tie, Ties


class Shared(NamedTuple):
    """How a third actor stands to those asked about.

    Attributes:
        actor: Its id.
        stands: ``friendly`` or ``hostile`` to all of them, ``split`` when it is a friend of one
            and an enemy of another, ``mixed`` when it is both at once to one of them.
        tie: Its ties, by id of the one asked about, in the order asked.
    """

    actor: str
    stands: Literal["friendly", "hostile", "split", "mixed"]
    tie: dict[str, Tie]


#: In what order `shared` gives its groups.
GROUPS = ("friendly", "hostile", "split", "mixed")


def shared(ties: Ties, asked: tuple[str, ...]) -> tuple[Shared, ...]:
    """Find who stands in common to several actors: by group as in `GROUPS`, then by id.

    Friends and enemies of all, and those with a mixed tie to one, must be tied to each that is
    asked about; for ``split`` it is enough to be a friend of one and an enemy of another. Neutral
    ties make nobody a friend or an enemy.
    """
    met: dict[str, dict[str, Tie]] = {}
    for one in asked:
        for ends, tie in ties.tie.items():
            other = ends[1] if ends[0] == one else ends[0]
            if one in ends and other not in asked and tie.polarity != "neutral":
                met.setdefault(other, {})[one] = tie
    found = (_stands(actor, tie, len(asked)) for actor, tie in met.items())
    kept = (one for one in found if one)
    return tuple(sorted(kept, key=lambda one: (GROUPS.index(one.stands), one.actor)))


def _stands(actor: str, tie: dict[str, Tie], count: int) -> Shared | None:
    signs = {one.polarity for one in tie.values()}
    if "mixed" in signs:
        return Shared(actor, "mixed", tie) if len(tie) == count else None
    if len(signs) == 2:  # noqa: PLR2004 - friendly and hostile
        return Shared(actor, "split", tie)
    if len(tie) < count:
        return None
    return Shared(actor, "friendly" if "friendly" in signs else "hostile", tie)


def why_none(found: Callable[[Filters], object], filters: Filters) -> Reason:
    """Say why a question gave nothing, by asking it again with looser filters.

    Args:
        found: Asks it, of all types that could matter; true when there is something.
        filters: What was asked.
    """
    if found(Filters(filters.at, undated=True)):
        return "hidden-by-filter"
    return "none-at-date" if found(Filters()) else "none-recorded"
