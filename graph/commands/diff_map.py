"""The map of a diff: ``whowhom diff ... --map FILE``."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from graph import bundled
from graph.commands.common import spare_data, tell_errors, write
from graph.commands.laying import progress
from graph.commands.output import say
from graph.escaping import one_line
from graph.keeping import Kept, kept_file, read_kept
from graph.loading import holds_yaml
from graph.report import plural

if TYPE_CHECKING:
    from graph.diffing.reviewing import Review
    from graph.diffing.uniting import Union

_PAGE = (".html", ".htm", "")


def page_name(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Take the name of the page, before anything is read.

    Raises:
        click.BadParameter: It names no page.
    """
    if value is None:
        return None
    if value == "-":
        raise click.BadParameter("the answer is on stdout already; name a file for the map")
    suffix = os.path.splitext(value)[1].lower()
    if suffix in (".svg", ".png"):
        raise click.BadParameter(
            f"{value}: the map of a diff is a page; name it *.html, and save it as "
            f"{suffix[1:].upper()} from its Share menu"
        )
    if suffix not in _PAGE or value.endswith(os.sep) or not value:
        raise click.BadParameter(f"{value}: the map of a diff is a page; name it *.html")
    return value


def datasets(words: Sequence[str], data: str | None) -> list[str]:
    """Give the datasets whose files of positions are asked: the sides that are paths, newest first.

    Then the one that revisions are versions of.
    """
    known = [word for word in reversed(words) if os.path.exists(word)]
    if len(known) > 1:
        return known
    here = "data" if os.path.isdir("data") and holds_yaml("data") else bundled.data_folder()
    return [*known, data or here]


def draw_review(
    review: "Review",
    path: str,
    data: Sequence[str],
    *,
    lenient: bool,
    notes: Sequence[str] = (),
) -> None:
    """Write the map of both versions, and say on stderr where it is.

    Args:
        review: What is drawn.
        path: Where it goes; none of the datasets is written over.
        data: Folders or files of datasets, the newest first: where their files of positions put
            an actor, there it stands.
        lenient: Go on without the lines of these files that are no positions.
        notes: Further lines of the page's foot.
    """
    from graph.diffing.uniting import unite  # noqa: PLC0415 - the help of a command needs it not
    from graph.drawing import draw_union  # noqa: PLC0415 - brings numpy and networkx
    from graph.placing import placed  # noqa: PLC0415 - as above

    for place in data:
        spare_data(path, place)
    union = unite(review)
    kept = _kept(union, data, lenient=lenient)
    with progress(f"laying out {plural(len(union.members), 'actor')}") as tell:
        spots = placed(union.roomy, kept, tell)
    write(path, draw_union(union, positions=spots, notes=notes), "name another file with --map")
    say(f"the map of both is {one_line(os.path.abspath(path))}")


def _kept(union: "Union", data: Sequence[str], *, lenient: bool) -> Kept:
    """Gather the known places; the newer file is right, and a new id takes the place of the old."""
    spots: dict[str, tuple[int, int]] = {}
    pinned: set[str] = set()
    for place in dict.fromkeys(data):
        kept, problems = read_kept(kept_file(place))
        tell_errors(problems, "diff", "text", lenient=lenient)
        for id_, spot in kept.spots.items():
            now = id_ if id_ in union.member else union.ids.get(id_, id_)
            if now in union.member and now not in spots:
                spots[now] = spot
                pinned |= {now} if id_ in kept.pinned else set()
    return Kept(spots, frozenset(pinned))
