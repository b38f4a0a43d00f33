"""Files as they are named -> what an engine reads: found, and told apart by their head.

Names may hold ``*``, ``?``, ``[...]``, and ``**/`` for folders in folders to any depth; of a folder
every data file directly inside is read. All files of a run have the same columns.
"""

import csv
import glob
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal, NamedTuple

from graph.events.acled import ACLED
from graph.events.gdelt import GDELT, PLACES
from graph.events.line_ends import evened
from graph.events.reader import Reader
from graph.events.ucdp import DYADIC, GED
from graph.events.unpacking import PARQUET, REMOTE, is_data, unpacked
from graph.events.values import EventsError

#: Those that are told by their columns; `graph.events.mapped` makes others.
READERS: dict[str, Reader] = {one.name: one for one in (GED, DYADIC, ACLED, GDELT)}
#: Bytes that are looked at for the head of a file.
_HEAD = 1 << 16
_DELIMITERS = ",;\t|"
#: ``**`` as a step of a path, with what parts it from the next.
_DEEP = re.compile(r"(?:(?<=[/\\])|^)\*\*(?:[/\\]+|$)")

Form = Literal["csv", "parquet"]


class Table(NamedTuple):
    """What an engine reads.

    Attributes:
        paths: Of files that lie open, in order of their names.
        form: All have it.
        columns: Alias -> its place, from 0, in CSV; its name in Parquet.
        width: Columns of CSV.
        head: Whether the first line of CSV names them.
        delimiter: Of CSV.
        quoted: Whether CSV may put cells in double quotes.
        size: Bytes of all files.
    """

    paths: tuple[str, ...]
    form: Form
    columns: Mapping[str, int | str]
    width: int = 0
    head: bool = True
    delimiter: str = ","
    quoted: bool = True
    size: int = 0


class Opened(NamedTuple):
    """Files with the reader that understands them."""

    reader: Reader
    table: Table


@contextmanager
def opened(
    names: Sequence[str],
    reader: Reader | str = "",
    *,
    temp_dir: str = "",
    names_of: Callable[[str], Sequence[str]] | None = None,
) -> Iterator[Opened]:
    """Find the files, unpack what is zipped for as long as it is used, and choose the reader.

    Args:
        names: Files, folders, patterns.
        reader: One, or the name of one of `READERS`; ``""``: told by the columns.
        temp_dir: Where zipped files are unpacked.
        names_of: Gives the columns of a Parquet file.

    Raises:
        EventsError: A file is missing, broken, of an unknown kind, or changed while it was read.
    """
    with _unchanged(find(names)) as found, unpacked(found, temp_dir) as origins:
        try:
            understood = _understood(list(origins), reader, names_of)
            with _evened(understood.table, origins, temp_dir) as table:
                yield understood._replace(table=table)
        except EventsError as error:
            raise EventsError(_as_named(str(error), origins), error.fault, error.near) from None


@contextmanager
def _unchanged(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give files that must be the same afterwards; that they are not is why an engine fails, too.

    Raises:
        EventsError: One cannot be read, or changed meanwhile.
    """
    before = {path: _state(path) for path in paths}
    try:
        yield paths
    except EventsError as error:
        if error.fault == "data":
            _check_unchanged(before)
        raise
    _check_unchanged(before)


def _check_unchanged(before: Mapping[str, tuple[int, int, int]]) -> None:
    for path, state in before.items():
        if _state(path) != state:
            raise EventsError(f"{path} changed while it was read; nothing was counted: run again")


@contextmanager
def _evened(table: Table, origins: dict[str, str], temp_dir: str) -> Iterator[Table]:
    """Put copies in the place of text files whose lines end in several ways; `origins` grows."""
    paths = table.paths if table.form == "csv" else ()
    with evened(paths, quoted=table.quoted, temp_dir=temp_dir) as copies:
        origins |= {copy: origins[path] for path, copy in copies.items()}
        yield table._replace(paths=tuple(copies.get(path, path) for path in table.paths))


def find(names: Sequence[str]) -> list[str]:
    """Give the files that names, folders and patterns mean, each once, in order of their names."""
    found: dict[str, str] = {}
    for path in (path for name in names for path in _meant(name)):
        # By another way to it, a file is the same, and its events would count twice.
        found.setdefault(path if REMOTE in path else os.path.realpath(path), path)
    return list(found.values())


def _meant(name: str) -> list[str]:
    if REMOTE in name:
        return [name]
    if os.path.isdir(name):
        try:
            inside = sorted(os.path.join(name, one) for one in os.listdir(name))
        except OSError as error:
            raise EventsError(f"{name}: {(error.strerror or str(error)).lower()}") from None
        files = [path for path in inside if os.path.isfile(path) and is_data(path)]
        if not files:
            raise EventsError(f"{name}: no data file (.csv, .tsv, .txt, .gz, .zip, .parquet) here")
        return files
    if os.path.exists(name):
        if not os.path.isfile(name):
            raise EventsError(f"{name} is no regular file; nothing was read from it")
        return [name]
    matched = sorted({path for path in _fitting(name) if os.path.isfile(path)})
    if not matched:
        said = "no file fits this pattern" if glob.has_magic(name) else "there is no such file"
        raise EventsError(f"{name}: {said}")
    return matched


def _fitting(pattern: str) -> Iterator[str]:
    """Give what fits a pattern, some of it more than once."""
    head, *deeper = _DEEP.split(pattern, maxsplit=1)
    if not deeper:
        yield from glob.glob(pattern)
        return
    for top in glob.glob(head) if head else ("",):
        for folder in _folders(top):
            yield from _fitting(os.path.join(glob.escape(folder), deeper[0] or "*"))


def _folders(top: str) -> Iterator[str]:
    """Give a folder, ``""`` being this one, and those in it, each once whatever links lead there.

    Not by `glob`, which goes round in circles where links do, and passes over what it may not read.
    Hidden folders are left out, as `glob` does.

    Raises:
        EventsError: One cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise EventsError(f"{error.filename}: {(error.strerror or str(error)).lower()}")

    seen: set[str] = set()
    for folder, inner, _ in os.walk(top or os.curdir, onerror=refuse, followlinks=True):
        real = os.path.realpath(folder)
        inner[:] = sorted(one for one in inner if one[0] != "." and real not in seen)
        if real not in seen:
            yield folder if top else folder[len(os.path.join(os.curdir, "")) :]
        seen.add(real)


def _state(path: str) -> tuple[int, int, int]:
    if REMOTE in path:
        return (0, 0, 0)
    try:
        status = os.stat(path)
    except OSError as error:
        raise EventsError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _as_named(message: str, origins: Mapping[str, str]) -> str:
    for path, name in origins.items():
        message = message.replace(path, name)
    return message


def _understood(
    paths: Sequence[str], reader: Reader | str, names_of: Callable[[str], Sequence[str]] | None
) -> Opened:
    forms = {path: _form(path) for path in paths}
    for path, form in forms.items():
        if form == "csv" and REMOTE in path:
            raise EventsError(
                f"{path}: from elsewhere only Parquet is read (.parquet); copy text files here, or "
                "to a folder that all workers see"
            )
    if len(set(forms.values())) > 1:
        raise EventsError("some files are Parquet and some are text; ask for one kind at a time")
    size = sum(os.path.getsize(path) for path in paths if REMOTE not in path)
    if forms[paths[0]] == "parquet":
        return _parquet(paths, reader, names_of, size)
    return _text(paths, reader, size)


def _form(path: str) -> Form:
    return "parquet" if path.lower().endswith(PARQUET) else "csv"


def _parquet(
    paths: Sequence[str],
    reader: Reader | str,
    names_of: Callable[[str], Sequence[str]] | None,
    size: int,
) -> Opened:
    head = list(names_of(paths[0])) if names_of else []
    chosen = _chosen(paths[0], reader, head)
    places = _places(paths[0], chosen, head)
    columns: dict[str, int | str] = {alias: head[place] for alias, place in places.items()}
    return Opened(chosen, Table(tuple(paths), "parquet", columns, size=size))


def _text(paths: Sequence[str], reader: Reader | str, size: int) -> Opened:
    first = _first_line(paths[0])
    width = first.count("\t") + 1
    if reader == GDELT.name or (not reader and _is_gdelt(first)):
        return _gdelt(paths, width, size)
    if isinstance(reader, str) and reader == "":
        _spare_headless(paths[0], first)
    delimiter = max(_DELIMITERS, key=first.count)
    head = _cells(first, delimiter)
    chosen = _chosen(paths[0], reader, head)
    for path in paths[1:]:
        if _cells(_first_line(path), delimiter) != head:
            raise EventsError(
                f"{path}: the columns differ from those of {paths[0]}; ask one by one"
            )
    columns: dict[str, int | str] = dict(_places(paths[0], chosen, head))
    table = Table(tuple(paths), "csv", columns, len(head), delimiter=delimiter, size=size)
    return Opened(chosen, table)


def _spare_headless(path: str, first: str) -> None:
    if "\t" in first and first.split("\t", maxsplit=1)[0].isdecimal():
        raise EventsError(
            f"{path}: no head, and {first.count(chr(9)) + 1} columns; GDELT 1.0 has 57 or 58, "
            "2.0 has 61 (exports of mentions and of the knowledge graph are other tables)"
        )


def _is_gdelt(first: str) -> bool:
    cells = first.split("\t")
    return len(cells) in PLACES and cells[0].isdecimal() and len(cells[1]) == 8  # noqa: PLR2004 - 20240131


def _gdelt(paths: Sequence[str], width: int, size: int) -> Opened:
    if width not in PLACES:
        known = ", ".join(map(str, PLACES))
        raise EventsError(f"{paths[0]}: {width} columns; GDELT files have {known}, parted by tabs")
    for path in paths[1:]:
        other = _first_line(path).count("\t") + 1
        if other != width:
            raise EventsError(
                f"{path}: {other} columns, {paths[0]} has {width}; ask for GDELT 1.0 and 2.0 apart"
            )
    columns: dict[str, int | str] = dict(PLACES[width])
    table = Table(tuple(paths), "csv", columns, width, head=False, delimiter="\t", quoted=False)
    return Opened(GDELT, table._replace(size=size))


def _chosen(path: str, reader: Reader | str, head: Sequence[str]) -> Reader:
    if isinstance(reader, Reader):
        return reader
    if reader:
        return READERS[reader]
    for one in READERS.values():
        if one is not GDELT and one.find(head) is not None:
            return one
    nearest = min(
        (one for one in READERS.values() if one is not GDELT),
        key=lambda one: len(one.missing(head)),
    )
    lacks = nearest.missing(head)
    hint = ""
    if len(lacks) < len([column for column in nearest.columns if column.needed]) - 1:
        hint = f" (for {nearest.about} it lacks {', '.join(lacks)})"
    raise EventsError(
        f"{path}: no kind of event data that is known{hint}; name its columns with --columns "
        f"source=...,target=...,date=... (it has {_listed(head)})"
    )


def _places(path: str, reader: Reader, head: Sequence[str]) -> dict[str, int]:
    found = reader.find(head)
    if found is None:
        lacks = ", ".join(reader.missing(head))
        raise EventsError(f"{path}: no column {lacks}; it has {_listed(head)}")
    names = [name.strip().lower() for name in head]
    for place in found.values():
        if names.count(names[place]) > 1:
            raise EventsError(
                f'{path}: several columns are called "{head[place].strip()}"; rename all but one'
            )
    return found


def _listed(head: Sequence[str], most: int = 12) -> str:
    more = f" and {len(head) - most} more" if len(head) > most else ""
    return ", ".join(name.strip() or '""' for name in head[:most]) + more


def _first_line(path: str) -> str:
    """Give the first line of a text file, without a byte order mark."""
    start = _start(path)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in start:
        raise EventsError(f"{path}: not UTF-8 text (UTF-16, or no text at all); save it as UTF-8")
    if not start.strip():
        raise EventsError(
            f"{path}: the file is empty (ACLED gives such a file for a refused request)"
        )
    line = start.splitlines()[0]
    if len(line) == _HEAD:
        raise EventsError(f"{path}:1: the first line is longer than {_HEAD:,} bytes")
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EventsError(f"{path}:1: not UTF-8 text; save it as UTF-8") from None


def _start(path: str) -> bytes:
    if REMOTE in path:
        raise EventsError(
            f"{path}: text is read from this machine alone; name a Parquet file there"
        )
    try:
        with open(path, "rb") as plain:
            return plain.read(_HEAD)
    except OSError as error:
        raise EventsError(f"{path}: {(error.strerror or str(error)).lower()}") from None


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
