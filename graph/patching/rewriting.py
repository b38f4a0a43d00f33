"""One entry's text -> the entry in the form of ``whowhom fmt``, saying something else.

For what `mending` cannot change in place. All comments are kept: with what they are about
where that is still there, else above the entry or the field that held it.
"""

from collections.abc import Mapping
from typing import Any

from graph.formatting import anchors_of, placed
from graph.patching.lines import split_lines
from graph.patching.mending import plain_of
from graph.reading import comments, read, spans
from graph.records import Record
from graph.writing import Notes, Path, entry_lines


def rewritten(text: str, record: Record, wanted: Mapping[str, Any], ends: str, edge: int) -> str:
    r"""Write an entry anew, with the comments that it had.

    Args:
        text: An item of a list in lines of its own, and comments above it.
        record: Its kind.
        wanted: Fields by their YAML name.
        ends: What a line ends in.
        edge: The column of its hyphen.

    >>> from graph.records import SOURCE
    >>> old = "- # why\n  {id: s, title: t}\n"
    >>> rewritten(old, SOURCE, {"id": "s", "title": "u"}, "\n", 0)
    '# why\n- id: s\n  title: u\n'
    """
    alone = "".join(f"{line.rstrip()}\n" for line in (f"{record.key}:", *split_lines(text)))
    root, said = read(alone, "").root, comments(alone)
    whole = spans(alone)
    if root is None or whole is None:
        raise ValueError("no entry")
    entry = whole.items[0].items[0]
    was = {key.value: plain_of(item) for key, item in zip(entry.keys, entry.items, strict=True)}
    kept = {name: _in_old_order(was.get(name), content) for name, content in wanted.items()}
    head, noted, tail = placed(said, list(anchors_of(root)))
    about: dict[Path, Notes] = {}
    for path, notes in noted.items():
        where = _where(path[2:], was, kept)
        if where != path[2:]:  # what it was about is gone
            notes = Notes((*notes.above, *notes.beside, *notes.below))  # noqa: PLW2901
        about[where] = _joined(about.get(where, Notes()), notes)
    about[()] = _joined(about.get((), Notes()), Notes(above=tuple(head), below=tuple(tail)))
    lines = entry_lines(record, kept, about)
    return "".join(shifted(f"{line}{ends}", edge - 2) for line in lines)


def shifted(line: str, by: int) -> str:
    """Move a line to the right, or to the left as far as it is blank."""
    if not line.strip():
        return line
    if by >= 0:
        return " " * by + line
    return line[min(-by, len(line) - len(line.lstrip(" "))) :]


def _joined(one: Notes, other: Notes) -> Notes:
    return Notes(one.above + other.above, one.beside + other.beside, one.below + other.below)


def _in_old_order(was: Any, content: Any) -> Any:
    """Put what a list keeps in the order that it had, before what is new."""
    if not isinstance(content, list) or not isinstance(was, list):
        return content
    left = list(content)
    kept = [one for one in was if one in left and not left.remove(one)]  # type: ignore[func-returns-value]
    return [*kept, *left]


def _where(path: Path, was: Mapping[str, Any], now: Mapping[str, Any]) -> Path:
    """Give where a comment goes: to what it was about, else to what holds that."""
    if not path or path[0] not in now:
        return ()
    old, new = was[str(path[0])], now[str(path[0])]
    if len(path) == 1:
        return path
    number = path[1]
    if isinstance(old, list) and isinstance(new, list) and isinstance(number, int):
        if old[number] not in new:
            return path[:1]
        return (path[0], new.index(old[number]), *path[2:])
    return path if old == new else path[:1]
