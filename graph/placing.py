"""Positions of a map from the cache, or computed once."""

from collections.abc import Callable

from graph import cache
from graph.keeping import Kept
from graph.layout import fingerprint, positions
from graph.model import ActorGraph

_NOTHING = Kept({}, frozenset())


def placed(
    graph: ActorGraph,
    kept: Kept = _NOTHING,
    tell: Callable[[float], None] = lambda _share: None,
) -> dict[str, tuple[int, int]]:
    """Give each actor's place on the map, by id; see `graph.layout.positions`.

    The cache saves time and changes nothing: what it holds goes by all that places depend on.

    Args:
        graph: The dataset.
        kept: Places known from before.
        tell: Is told now and then which share of the work is done, 0 to 1.
    """
    key = cache.digest(["positions", fingerprint(graph, kept.spots, kept.pinned)])
    stored = cache.fetch(key)
    try:
        found = {str(name): (int(x), int(y)) for name, (x, y) in (stored or {}).items()}
    except (AttributeError, TypeError, ValueError, OverflowError):
        found = {}
    if found.keys() == graph.actor.keys():
        return found
    computed = positions(graph, kept.spots, kept.pinned, tell)
    cache.store(key, computed)
    return computed
