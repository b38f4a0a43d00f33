"""How many events of a sign a supporter took part in, and in words."""

from collections.abc import Iterable

from graph.events.values import Dyad

_WHOM = {-1: "one supports the other's enemy", 1: "one supports the other"}
_EITHER = "one is the supporter of a side"


def helped(dyads: Iterable[Dyad], *signs: int) -> int:
    """Count the supporting events of some signs; 0 where the data does not tell them apart."""
    return sum(_helped(dyad)[sign] for dyad in dyads for sign in signs)


def _helped(dyad: Dyad) -> dict[int, int]:
    """Give the supporting events of a dyad by sign."""
    hostile, cooperative = dyad.supporting_hostile or 0, dyad.supporting_cooperative or 0
    return {-1: hostile, 0: (dyad.supporting or 0) - hostile - cooperative, 1: cooperative}


def told(total: int, supporting: int, sign: int = 0) -> str:
    """Say whom one of the two supported, and in how many of the events; ``""``: in none.

    Args:
        total: The events of the sign.
        supporting: Of those.
        sign: -1, 1, or 0 where they are of both.

    >>> told(3, 3, -1)
    "in all of them one supports the other's enemy"
    >>> told(3, 1, 1)
    'in 1 of them one supports the other'
    """
    if not supporting:
        return ""
    whom = _WHOM.get(sign, _EITHER)
    if supporting == total:
        return f"{'in which' if total == 1 else 'in all of them'} {whom}"
    return f"in {supporting:,} of them {whom}"
