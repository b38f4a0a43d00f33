"""How many events of a sign a supporter took part in, as far as the data tells, and in words.

A dyad counts its supporting events over both signs: where it has both, those of one are known
within bounds alone.
"""

from collections.abc import Iterable
from typing import NamedTuple

from graph.events.values import Dyad

_WHOM = {-1: "one supports the other's enemy", 1: "one supports the other"}
_EITHER = "one is the supporter of a side"


class Helped(NamedTuple):
    """Supporting events: so many at least, and so many at most."""

    least: int = 0
    most: int = 0


def helped(dyads: Iterable[Dyad], sign: int | None) -> Helped:
    """Count the supporting events of a sign; None: of both signs."""
    found = [_helped(dyad, sign) for dyad in dyads]
    return Helped(sum(one.least for one in found), sum(one.most for one in found))


def _helped(dyad: Dyad, sign: int | None) -> Helped:
    neither = dyad.events - dyad.hostile - dyad.cooperative
    ours = {
        None: dyad.hostile + dyad.cooperative,
        -1: dyad.hostile,
        0: neither,
        1: dyad.cooperative,
    }[sign]
    supporting = dyad.supporting or 0
    return Helped(max(supporting - (dyad.events - ours), 0), min(supporting, ours))


def told(total: int, of: Helped, sign: int = 0) -> str:
    """Say whom one of the two supported, and in how many of the events; ``""``: in none.

    Args:
        total: The events of the sign.
        of: Of those.
        sign: -1, 1, or 0 where they are of both.

    >>> told(3, Helped(3, 3), -1)
    "in all of them one supports the other's enemy"
    >>> told(3, Helped(1, 3), 1)
    'in 1 of them or more one supports the other'
    """
    if not of.most:
        return ""
    whom = _WHOM.get(sign, _EITHER)
    if not of.least:
        return f"in some of them perhaps {whom}"
    if of.least == total:
        return f"{'in which' if total == 1 else 'in all of them'} {whom}"
    more = "" if of.least == of.most else " or more"
    return f"in {of.least:,} of them{more} {whom}"
