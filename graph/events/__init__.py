"""Event data folded into dyads: who met whom, how often, in which sign, by period.

`fold` reads files of reported events (UCDP, ACLED, GDELT, or any table whose columns are named)
and gives `Dyads`; what can be done with those lies in the modules beside. The work is one SQL
text that an engine runs: DuckDB here, Spark where one machine is not enough.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.events.folding import fold
    from graph.events.graphing import to_graph
    from graph.events.values import Dyad, DyadQuery, Dyads, EventsError

__all__ = ["Dyad", "DyadQuery", "Dyads", "EventsError", "fold", "to_graph"]

_HOMES = {
    "Dyad": "graph.events.values",
    "DyadQuery": "graph.events.values",
    "Dyads": "graph.events.values",
    "EventsError": "graph.events.values",
    "fold": "graph.events.folding",
    "to_graph": "graph.events.graphing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only the first use of a name needs it

    return getattr(import_module(_HOMES[name]), name)
