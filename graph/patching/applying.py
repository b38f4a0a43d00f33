"""A diff and a dataset on the disk -> what to write, or why not. Nothing is written here."""

import os
from typing import TYPE_CHECKING, NamedTuple

from graph.decoding import decode
from graph.diffing.changes import GraphDiff
from graph.loading import collector_resting, default_types, load_texts, read_files
from graph.patching.amending import Clash, amend
from graph.patching.revising import said_by
from graph.patching.storing import Store
from graph.problems import Place, Problem
from graph.reading import Items, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.parsing import Draft


class Prepared(NamedTuple):
    """What applying a diff comes to.

    Attributes:
        stores: The files to write, by name; none when there are problems or clashes.
        problems: Mistakes in the data as it is.
        clashes: Where the diff does not fit, or would leave the data broken.
        done: The data is already as the diff makes it.
        notes: What the diff leaves to do: steps of the story that it takes something from.
    """

    stores: tuple[Store, ...] = ()
    problems: tuple[Problem, ...] = ()
    clashes: tuple[Clash, ...] = ()
    done: bool = False
    notes: tuple[Problem, ...] = ()


@collector_resting()
def prepare(path: str, diff: GraphDiff) -> Prepared:
    """Find out what a diff makes of a dataset.

    Args:
        path: A folder or one file, as for `graph.loading.load`.
        diff: What changes.
    """
    files, problems = read_files(path)
    unnamed = [_unnamed(file) for file, _ in files if not os.path.isfile(file)]
    errors = [*problems, *unnamed, *load_texts(files).errors] if files else problems
    # What a patch took from the story, another may give back.
    lost = _story_places(dict(files)) if errors else set()
    if any(error.place not in lost for error in errors):
        return Prepared(problems=tuple(sorted(errors)))
    folder = path if os.path.isdir(path) else ""
    amended = amend(files, diff, default_types(files), folder)
    if amended.clashes:
        return Prepared(clashes=amended.clashes, done=amended.done)
    now = dict(files) | dict(amended.files)
    left = load_texts(sorted(now.items())).errors
    told = _story_places(now) if left else set()
    broken = [problem for problem in left if problem.place not in told]
    if broken:
        return Prepared(
            clashes=tuple(Clash(p.place, f"it would leave {p.message}") for p in broken)
        )
    before = dict(files)
    stores = [Store(file, before.get(file), data) for file, data in amended.files.items()]
    return Prepared(tuple(stores), notes=left)


def _unnamed(file: str) -> Problem:
    message = "its name is no UTF-8 text, so it cannot be written back; rename it"
    return Problem(Place(file), "error", "unreadable", message)


def _story_places(files: dict[str, bytes]) -> set[Place]:
    """Give the places of all that the steps of a story name."""
    texts = [(file, decode(data, file)) for file, data in files.items()]
    draft: Draft = said_by([(file, text) for file, text in texts if isinstance(text, str)], ())
    found = set()
    for entry in draft.entries["story"]:
        for name in ("focus", "relations"):
            items: Node | None = entry.node.nodes.get(name)
            nodes: Sequence[Node] = items.nodes if isinstance(items, Items) else ()
            found |= {Place(entry.file, node.line, node.column) for node in nodes}
    return found
