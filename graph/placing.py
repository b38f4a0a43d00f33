"""Positions of a map from the cache, or computed once."""

from collections.abc import Callable

from graph import cache
from graph.layout import fingerprint, positions
from graph.model import ActorGraph


def placed(
    graph: ActorGraph, before: Callable[[], None] = lambda: None
) -> dict[str, tuple[int, int]]:
    """Give each actor's place on the map, by id; see `graph.layout.positions`.

    Args:
        graph: The dataset.
        before: Called first when the places are not known yet, which takes seconds.
    """
    key = cache.digest(["positions", fingerprint(graph)])
    kept = cache.fetch(key)
    try:
        found = {str(name): (int(x), int(y)) for name, (x, y) in (kept or {}).items()}
    except (AttributeError, TypeError, ValueError, OverflowError):
        found = {}
    if found.keys() == graph.actor.keys():
        return found
    before()
    computed = positions(graph)
    cache.store(key, computed)
    return computed
