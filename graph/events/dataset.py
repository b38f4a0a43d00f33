"""A graph made of events -> the YAML files of a dataset, in the one form that files have."""

from typing import TYPE_CHECKING

from graph.formatting import order_of
from graph.model import ActorGraph
from graph.records import RECORDS, Record, Value, to_record
from graph.writing import entry_lines

if TYPE_CHECKING:
    from collections.abc import Sequence


def texts(graph: ActorGraph, about: str) -> dict[str, str]:
    """Give the files of a dataset by name: one for each kind of entry that there is.

    Args:
        graph: Of relation types only those that the bundled vocabulary lacks are written.
        about: Stands in the first line of each, as a comment.
    """
    from graph.loading import load_texts  # noqa: PLC0415 - reads the bundled vocabulary

    bundled = set(load_texts([]).graph.types)
    own = [kind for kind in graph.types if kind not in bundled]
    entries: dict[str, Sequence[Value]] = {
        "actors": graph.actors,
        "relations": graph.relations,
        "sources": graph.sources,
        "relation_types": own,
    }
    by_key: dict[str, Record] = {record.key: record for record in RECORDS}
    made = {}
    for key, values in entries.items():
        if values:
            lines = [f"# {about}", "", f"{key}:"]
            record = by_key[key]
            plain = sorted(map(to_record, values), key=lambda entry: order_of(record, entry))
            for number, entry in enumerate(plain):
                lines += [""] * bool(number)
                lines += entry_lines(record, entry)
            made[f"{key}.yaml"] = "\n".join(lines) + "\n"
    return made
