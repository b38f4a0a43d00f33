"""Places on the map that stay: a small table beside the data, written only when asked for.

One line for each actor, so that a version control system shows who moved::

    actor,x,y,pinned
    al-qaeda,-312,88,
    taliban,120,-40,pinned

The centre of the box in whole canvas units, x to the right and y down. Who is pinned stays exactly
there; the others may make room.
"""

import os
import re
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from graph.decoding import decode, printable
from graph.loading import read_files
from graph.problems import Place, Problem
from graph.suggesting import Hints

NAME = "positions.csv"
HEADER = "actor,x,y,pinned"
PINNED = "pinned"
#: Canvas units from the middle: far more than a map needs, and exact in all arithmetic.
FARTHEST = 100_000
_NUMBER = re.compile(r"[+-]?[0-9]{1,6}")


class Kept(NamedTuple):
    """Places known from before, and which of them must not change."""

    spots: Mapping[str, tuple[int, int]]
    pinned: AbstractSet[str]


def kept_file(data: str) -> str:
    """Name the table of a dataset: inside its folder, or beside its one file.

    >>> kept_file("wars.yaml")
    'wars.positions.csv'
    """
    if os.path.isdir(data):
        return os.path.join(data, NAME)
    return f"{os.path.splitext(data)[0]}.{NAME}"


def read_kept(path: str, declared: Collection[str] | None = None) -> tuple[Kept, list[Problem]]:
    """Read the table; nothing is kept where there is none. A bad line is left out and told.

    Args:
        path: The file.
        declared: Ids of the dataset's actors: a line of anybody else is kept and told, as a
            warning. None: it is not told.
    """
    if not os.path.lexists(path):
        return Kept({}, frozenset()), []
    if os.path.isdir(path):
        said = "a folder stands where the file of positions belongs; move or delete it"
        return Kept({}, frozenset()), [Problem(Place(printable(path)), "error", "not-a-file", said)]
    texts, problems = read_files(path)
    if not texts:
        return Kept({}, frozenset()), problems
    (file, data) = texts[0]
    text = decode(data, file)
    if isinstance(text, Problem):
        return Kept({}, frozenset()), [text]
    return parse_kept(text, file, declared)


def parse_kept(
    text: str, file: str, declared: Collection[str] | None = None
) -> tuple[Kept, list[Problem]]:
    """Read the table from its text, as `read_kept` does."""
    hint = Hints(declared or ())
    spots: dict[str, tuple[int, int]] = {}
    pinned: set[str] = set()
    problems: list[Problem] = []
    lines = text.splitlines()
    if lines and _cells(lines[0]) != HEADER.split(","):
        problems.append(_problem(file, 1, f"the first line is not {HEADER}"))
        return Kept({}, frozenset()), problems
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        fault = _fault(_cells(line), spots)
        if fault:
            problems.append(_problem(file, number, fault))
            continue
        actor, x, y, mark = _cells(line)
        spots[actor] = (int(x), int(y))
        if mark:
            pinned.add(actor)
        if declared is not None and actor not in declared:
            said = hint(actor) or "; `whowhom map --keep-positions` drops the line"
            message = f'no actor "{actor}"{said}'
            problems.append(Problem(Place(file, number, 1), "warning", "unknown-actor", message))
    return Kept(spots, frozenset(pinned)), problems


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(",")]


def _fault(cells: list[str], seen: Mapping[str, object]) -> str:
    """Say what is wrong with a line; nothing when it is good."""
    if len(cells) != len(HEADER.split(",")):
        return f"{len(cells)} cells, not the four of {HEADER}"
    actor, x, y, mark = cells
    if not actor:
        return "no actor is named"
    if actor in seen:
        return f'"{actor}" stands here twice; keep one of the lines'
    for cell in (x, y):
        if not _NUMBER.fullmatch(cell) or abs(int(cell)) > FARTHEST:
            return f'"{cell}" is not a whole number from -{FARTHEST} to {FARTHEST}'
    if mark not in ("", PINNED):
        return f'"{mark}" is not "{PINNED}" or nothing'
    return ""


def _problem(file: str, line: int, message: str) -> Problem:
    return Problem(Place(file, line, 1), "error", "bad-position", message)


def table(kept: Kept) -> str:
    r"""Write the table, by actor.

    >>> table(Kept({"b": (1, -2), "a": (3, 4)}, {"b"}))
    'actor,x,y,pinned\na,3,4,\nb,1,-2,pinned\n'
    """
    rows = [
        f"{actor},{x},{y},{PINNED if actor in kept.pinned else ''}"
        for actor, (x, y) in sorted(kept.spots.items())
    ]
    return "\n".join([HEADER, *rows]) + "\n"
