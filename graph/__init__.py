"""whowhom: who stands against whom, since when, and who says so.

>>> import graph
>>> dataset = graph.load().graph
>>> bool(graph.diff(dataset, dataset))
False
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # `typing` itself would take a fifth of the time until Ctrl-C is heeded
if TYPE_CHECKING:
    from typing import Any

    from graph.diffing.comparing import diff
    from graph.drawing import draw
    from graph.loading import load
    from graph.model import ActorGraph, Loaded
    from graph.network import to_networkx
    from graph.notebook import iframe
    from graph.picture import draw_svg
    from graph.query import opponents
    from graph.timing import at

__all__ = [
    "ActorGraph",
    "Loaded",
    "at",
    "diff",
    "draw",
    "draw_svg",
    "iframe",
    "load",
    "opponents",
    "to_networkx",
]

#: Where each public name lives: importing the package must not import networkx or pyvis.
_HOMES = {
    "ActorGraph": "graph.model",
    "Loaded": "graph.model",
    "at": "graph.timing",
    "diff": "graph.diffing.comparing",
    "draw": "graph.drawing",
    "draw_svg": "graph.picture",
    "iframe": "graph.notebook",
    "load": "graph.loading",
    "opponents": "graph.query",
    "to_networkx": "graph.network",
}


def __getattr__(name: str) -> "Any":
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only the first use of a name needs it

    return getattr(import_module(_HOMES[name]), name)
