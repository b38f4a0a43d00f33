"""The rough shape of a map: relations pull, everybody pushes everybody away.

The forces are those of ForceAtlas2 (Jacomy et al. 2014, doi:10.1371/journal.pone.0098679): a pull
that grows with the distance, a push that falls with it and grows with the number of neighbours of
both. Instead of its adaptive speed, steps get smaller at a fixed rate, so that the number of rounds
is known. Sums and square roots alone are used, which all machines compute alike.
"""

from collections.abc import Callable
from hashlib import blake2b

import numpy as np

from graph.untangling import Floats, Part

_GRAVITY = 0.1
_RATE = 0.3
#: Distances held in memory at once.
_AT_ONCE = 1_000_000
#: Distances that are looked at for one shape; rounds, at most and at least.
_WORK, _MOST, _LEAST = 120_000_000, 400, 30


def shape(part: Part, start: int, tell: Callable[[float], None]) -> Floats:
    """Give everybody a place about a middle of (0, 0), the longest way across.

    Args:
        part: Connected, three actors or more.
        start: Another number may give another shape.
        tell: Is told the share that is done.

    Returns:
        x and y, a row each; the mean square of either is 1.
    """
    begin = np.array([_scattered(id_, start) for id_ in part.ids])
    mass = 1.0 + np.bincount(part.pairs.ravel(), minlength=len(begin)).astype(np.float64)
    calm = 1.0 + np.bincount(part.pairs.ravel(), np.repeat(part.pulls, 2), len(begin))
    size = float(np.sqrt(mass.sum()))
    at: Floats = begin * size
    rounds = max(_LEAST, min(_MOST, _WORK // len(at) ** 2))
    for turn in range(rounds):
        tell(turn / rounds)
        force = _pulled(at, part) + _pushed(at, mass) - _GRAVITY * mass[:, None] * at
        at = at + _RATE * _limited(force / calm[:, None], 0.5 * size * (1.0 - turn / rounds))
    return _level(at, begin)


def _scattered(id_: str, start: int) -> tuple[float, float]:
    """A starting point that depends on the actor alone."""
    digest = blake2b(f"{start} {id_}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    x, y = (int.from_bytes(half, "big") / 2**32 for half in (digest[:4], digest[4:]))
    return 2 * x - 1, 2 * y - 1


def _pulled(at: Floats, part: Part) -> Floats:
    one, two = part.pairs.T
    way = (at[two] - at[one]) * part.pulls[:, None]
    axes = (way[:, 0], way[:, 1])
    sums = [np.bincount(one, by, len(at)) - np.bincount(two, by, len(at)) for by in axes]
    return np.stack(sums, axis=1)


def _pushed(at: Floats, mass: Floats) -> Floats:
    x, y = np.ascontiguousarray(at.T)
    push = np.empty_like(at)
    rows = max(1, _AT_ONCE // len(at))
    for begin in range(0, len(at), rows):
        mine = slice(begin, begin + rows)
        across, along = x[mine, None] - x, y[mine, None] - y
        share = mass[mine, None] * mass / (across**2 + along**2 + 0.01)
        push[mine, 0] = (share * across).sum(axis=1)
        push[mine, 1] = (share * along).sum(axis=1)
    return push


def _limited(steps: Floats, limit: float) -> Floats:
    """Shorten the steps that are longer than a limit."""
    length = np.sqrt((steps**2).sum(axis=1, keepdims=True))
    shorter: Floats = steps * np.minimum(1.0, limit / np.maximum(length, 1e-9))
    return shorter


def _level(at: Floats, begin: Floats) -> Floats:
    """Turn the principal axis level; of its two ways round, take that nearer to the beginning."""
    x, y = (at - at.mean(axis=0)).T
    wide, high, both = (x * x).sum(), (y * y).sum(), (x * y).sum()
    # Half the angle of (wide - high, 2 * both), without a sine.
    root = np.sqrt((wide - high) ** 2 + 4 * both**2)
    cosine = np.sqrt(max(0.0, (1 + (wide - high) / root) / 2)) if root else 1.0
    sine = np.copysign(np.sqrt(max(0.0, 1 - cosine**2)), both)
    turned = np.stack([x * cosine + y * sine, y * cosine - x * sine], axis=1)
    spread = np.sqrt((turned**2).mean(axis=0))
    way = np.where((turned * begin).sum(axis=0) < 0, -1.0, 1.0)
    level: Floats = turned * way / np.where(spread == 0, 1.0, spread)
    return level
