"""The types that columns have in several Parquet files -> how all files are read as one table.

An engine that takes the types of one file for those of all makes 0 of -0.4, and of a column that a
file lacks a column of nothing. Numbers of several types are numbers, and days and moments are days;
anything else is refused, as it would mean one thing here and another there.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from graph.events.reader import Kind
from graph.events.values import EventsError

_WHOLE = re.compile(r"u?(tiny|small|big|huge|uhuge)?int(eger)?", re.IGNORECASE)


class Shape(NamedTuple):
    """Files in which the columns have the same types.

    Attributes:
        paths: One at least.
        types: By the name of a column, in small letters, as the engine calls them.
    """

    paths: tuple[str, ...]
    types: Mapping[str, str]


def odd(type_: str, column: str) -> EventsError:
    """Give what is raised for a column of a type that holds no cells of ours."""
    return EventsError(
        f'the column "{column}" holds {type_.lower()}; needed are texts, numbers or dates'
    )


def together(shapes: Sequence[Shape], columns: Mapping[str, str]) -> list[Shape]:
    """Give the same files, told apart by these columns alone; types are by alias.

    Args:
        shapes: In any order, of any columns.
        columns: Alias -> name.

    Raises:
        EventsError: A file lacks a column.
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for shape in shapes:
        for name in columns.values():
            if name.lower() not in shape.types:
                raise EventsError(_lacking(shape, name, shapes))
        types = tuple(shape.types[name.lower()] for name in columns.values())
        found.setdefault(types, []).extend(shape.paths)
    return [
        Shape(tuple(paths), dict(zip(columns, types, strict=True)))
        for types, paths in found.items()
    ]


def casts(
    shapes: Sequence[Shape],
    columns: Mapping[str, str],
    kind: Callable[[str, str], Kind | None],
) -> dict[str, str]:
    """Give the type to which a column must be cast, by alias; none for most.

    Args:
        shapes: As `together` gives them.
        columns: Alias -> name.
        kind: Gives what a type holds, of a type and the column's name; None: nothing at all.

    Raises:
        EventsError: A column has types that do not go together, or one that no column may have.
    """
    found = {}
    for alias, name in columns.items():
        kinds = {shape.types[alias]: kind(shape.types[alias], name) for shape in shapes}
        held = {type_: one for type_, one in kinds.items() if one}
        if len({_broad(one) for one in held.values()}) > 1:
            raise EventsError(_differing(shapes, alias, name, held))
        if not held:
            found[alias] = "STRING"
        elif len(held) > 1 and "number" in held.values():
            # Engines widen 20150127 and a FLOAT to FLOAT, which has no such number.
            found |= {} if all(map(_WHOLE.fullmatch, held)) else {alias: "DOUBLE"}
        elif len(held) > 1 and "text" not in held.values():
            found[alias] = "DATE"
    return found


def _broad(kind: Kind) -> str:
    return "date" if kind == "timestamp" else kind


def _lacking(shape: Shape, name: str, shapes: Sequence[Shape]) -> str:
    other = next((one.paths[0] for one in shapes if name.lower() in one.types), "")
    beside = f", which {other} has" if other else ""
    return f'{shape.paths[0]}: no column "{name}"{beside}; ask one by one'


def _differing(shapes: Sequence[Shape], alias: str, name: str, held: Mapping[str, Kind]) -> str:
    first, *rest = (shape for shape in shapes if shape.types[alias] in held)
    kind = _broad(held[first.types[alias]])
    other = next(one for one in rest if _broad(held[one.types[alias]]) != kind)
    return (
        f'{other.paths[0]}: the column "{name}" holds {other.types[alias].lower()}, in '
        f"{first.paths[0]} {first.types[alias].lower()}; write it alike, or ask one by one"
    )
