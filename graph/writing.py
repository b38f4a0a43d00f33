"""Values -> the one form in which YAML is written here: short lines, one thing on each.

What is written is plain data: an entry is a mapping of texts, lists and mappings, as
`graph.records.to_record` gives it or as it stood in a file.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from graph.records import Field, Record

#: Characters in a line.
WIDTH = 100

Path: TypeAlias = tuple[str | int, ...]


class Notes(NamedTuple):
    """The comments of one field or entry, each with its ``#``; ``""`` is a blank line.

    Attributes:
        below: At the end of an entry, in it.
    """

    above: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


Noted: TypeAlias = Mapping[Path, Notes]
_NO_NOTES = Notes()
_NOTHING: Noted = MappingProxyType({})

#: What begins a plain text must not look like YAML's own signs.
_PLAIN = re.compile(r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[\-?:](?=[^\s,\[\]{}]))\S*(?: \S+)*")
_SIGNS = re.compile(r": |:$| #|^---|^\.\.\.|^<<$")
_FLOW_SIGNS = re.compile(r"[,\[\]{}:?]")
#: Texts that other readers of YAML would take for a truth value or for nothing.
_WORDS = re.compile(r"~|null|true|false|yes|no|on|off|=", re.IGNORECASE)


def entry_lines(
    record: Record, entry: Mapping[str, Any], noted: Noted = _NOTHING, path: Path = ()
) -> list[str]:
    """Write an entry as an item of its list, indented by two.

    Args:
        record: Its kind; gives the order and the form of the fields.
        entry: Fields by their YAML name.
        noted: Comments by path.
        path: Where the entry is, for `noted`.
    """
    lines = []
    for field in record.fields:
        if field.name in entry:
            notes = noted.get((*path, field.name), _NO_NOTES)
            written = list(_field(field, entry[field.name], noted, (*path, field.name)))
            lines.extend(_with(notes, written))
    lines = [f"    {line}" if line else "" for line in lines]
    first = next(number for number, line in enumerate(lines) if line and line[4] != "#")
    # Comments on the first field stand above the entry: nothing can come before its hyphen.
    over = [line[2:] for line in lines[:first]]
    lines[first] = f"  - {lines[first][4:]}"
    notes = noted.get(path, _NO_NOTES)
    above = [f"  {line}" if line else "" for line in (*notes.above, *notes.beside)]
    below = [f"    {line}" for line in notes.below]
    return [*above, *over, *lines[first:], *below]


def field_lines(field: Field, content: Any) -> list[str]:
    """Write a field of an entry, not indented."""
    return list(_field(field, content, _NOTHING, ()))


def item_lines(content: Any) -> list[str]:
    """Write an item of a list inside an entry, with its hyphen, not indented."""
    return [line[2:] for line in _items([content], _NOTHING, ())]


def folded(text: str, room: int) -> list[str]:
    """Break a text into lines of at most so many characters; a longer word stands alone."""
    return textwrap.wrap(text, max(room, 20), break_long_words=False, break_on_hyphens=False)


def _with(notes: Notes, lines: list[str]) -> list[str]:
    """Put comments above a field, or beside it where it is one line and there is room."""
    beside = "  ".join(notes.beside)
    if beside and len(lines) == 1 and len(notes.beside) == 1:
        line = f"{lines[0]}  {beside}"
        if len(line) + 4 <= WIDTH:
            return [*notes.above, line]
    return [*notes.above, *notes.beside, *lines]


def _field(field: Field, content: Any, noted: Noted, path: Path) -> Iterator[str]:
    inner = any(where[: len(path)] == path and len(where) > len(path) for where in noted)
    if field.form in ("citations", "relations") and content:
        yield f"{field.name}:"
        yield from _items(content, noted, path)
    elif isinstance(content, Sequence) and not isinstance(content, str):
        line = f"{field.name}: {flow(content)}"
        if len(line) + 4 <= WIDTH and not inner:
            yield line
        else:
            yield f"{field.name}:"
            yield from _items(content, noted, path)
    elif isinstance(content, Mapping):
        yield from _mapping(field.name, content, noted, path, inner=inner)
    else:
        yield from _text(field.name, content, indent=4)


def _mapping(
    name: str, content: Mapping[str, Any], noted: Noted, path: Path, *, inner: bool
) -> Iterator[str]:
    line = f"{name}: {flow(content)}"
    if len(line) + 4 <= WIDTH and not inner:
        yield line
        return
    yield f"{name}:"
    for key, value in content.items():
        where = (*path, key)
        deeper = isinstance(value, Mapping) and any(
            note[: len(where)] == where and note != where for note in noted
        )
        lines = [f"{key}: {flow(value)}"]
        if deeper:
            lines = list(_mapping(key, value, noted, where, inner=True))
        yield from (f"  {part}" for part in _with(noted.get(where, _NO_NOTES), lines))


def _items(content: Sequence[Any], noted: Noted, path: Path) -> Iterator[str]:
    for number, item in enumerate(content):
        where = (*path, number)
        notes = noted.get(where, _NO_NOTES)
        inner = any(key[: len(where)] == where and len(key) > len(where) for key in noted)
        line = f"- {_inline(item, flowing=False)}"
        if len(line) + 6 <= WIDTH and not inner:
            yield from (f"  {part}" for part in _with(notes, [line]))
        elif isinstance(item, Mapping):
            yield from (f"  {part}" for part in (*notes.above, *notes.beside))
            yield from _long_item(item, noted, where)
        else:
            folded = list(_text("-", item, indent=6))
            yield from (f"  {part}" for part in _with(notes, folded))


def _long_item(item: Mapping[str, Any], noted: Noted, path: Path) -> Iterator[str]:
    lead = "- "
    for key, value in item.items():
        notes = noted.get((*path, key), _NO_NOTES)
        for line in _with(notes, list(_text(key, value, indent=8))):
            yield f"  {'  ' if line.startswith('#') else lead}{line}"
            lead = lead if line.startswith("#") else "  "


def _text(name: str, content: Any, indent: int) -> Iterator[str]:
    """Write a text beside its key, or folded below it where it is too long."""
    mark = name if name == "-" else f"{name}:"
    line = f"{mark} {_inline(content, flowing=False)}"
    if len(line) + indent <= WIDTH or " " not in str(content):
        yield line
        return
    yield f"{mark} >-"
    yield from textwrap.wrap(
        str(content),
        WIDTH - indent,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def flow(content: Any) -> str:
    """Write data on one line.

    >>> flow({"source": "a", "locator": "page 1, left"})
    "{source: a, locator: 'page 1, left'}"
    """
    return _inline(content, flowing=True)


def _inline(content: Any, *, flowing: bool) -> str:
    if isinstance(content, Mapping):
        return f"{{{', '.join(f'{key}: {flow(value)}' for key, value in content.items())}}}"
    if isinstance(content, str):
        return scalar(content, flowing=flowing)
    if isinstance(content, Sequence):
        return f"[{', '.join(map(flow, content))}]"
    return str(content).lower()  # a flag or a sign


def scalar(text: str, *, flowing: bool = False) -> str:
    """Write a text plain where it reads as that text everywhere, else in single quotes.

    >>> scalar("NO"), scalar("2015-01"), scalar("it: is"), scalar("a, b", flowing=True)
    ("'NO'", '2015-01', "'it: is'", "'a, b'")
    """
    plain = (
        _PLAIN.fullmatch(text)
        and not _SIGNS.search(text)
        and not _WORDS.fullmatch(text)
        and not (flowing and _FLOW_SIGNS.search(text))
    )
    return text if plain else "'" + text.replace("'", "''") + "'"
