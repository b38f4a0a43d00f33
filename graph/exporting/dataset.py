"""A graph -> one JSON file that is a dataset again, with the keys and fields of the YAML files."""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.loading import load_texts
from graph.model import ActorGraph
from graph.records import ACTOR, RELATION, RELATION_TYPE, SOURCE, STEP, to_record

#: What JSON may hold as it is, and some programs take for the end of a line.
_BREAKS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x7f\x85\u2028\u2029"}


def export(graph: ActorGraph, about: Mapping[str, str]) -> bytes:
    """Give the file; read again it is the same graph, its story included.

    The whole vocabulary is in it, so that it means the same beside other default types. Comments
    and the order of the data files are left out.

    Raises:
        ValueError: The graph says something that the format cannot hold, as one made by a
            program may; the message names the first such place.
    """
    del about  # a dataset has no field for it
    parts = {
        ACTOR.key: graph.actors,
        RELATION.key: graph.relations,
        SOURCE.key: graph.sources,
        RELATION_TYPE.key: graph.types,
        STEP.key: graph.story,
    }
    lists = [f'  "{key}": {_list(values)}' for key, values in parts.items() if values]
    content = ("{\n" + ",\n".join(lists) + "\n}\n").translate(_BREAKS).encode()
    _check(graph, content)
    return content


def _list(values: Sequence[Any]) -> str:
    """Write one entry a line: a diff of two exports is then one of entries."""
    import json  # noqa: PLC0415 - loaded when something is exported

    entries = (json.dumps(to_record(value), ensure_ascii=False) for value in values)
    return "[\n" + ",\n".join(f"    {entry}" for entry in entries) + "\n  ]"


def _check(graph: ActorGraph, content: bytes) -> None:
    loaded = load_texts([("the export.json", content)])
    if loaded.errors:
        raise ValueError(f"{loaded.errors[0]}; {len(loaded.errors)} such in all")
    if (loaded.graph, loaded.graph.story) != (graph, graph.story):
        raise ValueError("the format cannot hold all that the graph says: spaces or order differ")
