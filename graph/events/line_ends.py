r"""Text files whose lines end in several ways -> copies in which they end in one.

Exports that were put together, or touched by several programs, end some lines with ``\n`` and some
with ``\r\n``. No engine reads them as they are meant: DuckDB takes the first end for all of them,
and gives up or refuses rows at the other; its lenient mode would cut off surplus cells in silence.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from graph.events.unpacking import room
from graph.events.values import EventsError

#: Bytes that are looked at in one go: what fits a processor's cache goes six times as fast.
_PART = 1 << 18


@contextmanager
def evened(paths: Sequence[str], *, quoted: bool, temp_dir: str) -> Iterator[dict[str, str]]:
    """Give copies of the files whose lines end in several ways, by path, for as long as needed.

    Args:
        paths: Text files.
        quoted: As in `are_mixed`.
        temp_dir: Where the copies lie; ``""``: where the system has such things.

    Raises:
        EventsError: There is no room for a copy.
    """
    mixed = [path for path in paths if are_mixed(path, quoted=quoted)]
    if not mixed:
        yield {}
        return
    with room(temp_dir) as folder:
        copies = {path: os.path.join(folder, f"{n:06}.csv") for n, path in enumerate(mixed)}
        for path, copy in copies.items():
            even(path, copy)
        yield copies


def are_mixed(path: str, *, quoted: bool) -> bool:
    """Tell whether the lines of a file end in several ways.

    Args:
        path: A text file.
        quoted: Cells may stand in quotes; line ends in there are text, as they please.
    """
    with open(path, "rb") as file:
        if not any(b"\r" in part for part in _parts(file)):
            return False
        file.seek(0)
        if not any(map(_differ, _parts(file))):
            return False
        file.seek(0)
        return len(_ends(_unquoted(file) if quoted else _parts(file))) > 1


def _differ(part: bytes) -> bool:
    r"""Tell, fast, whether some line end of a part is not ``\r\n``."""
    import numpy as np  # noqa: PLC0415 - most files have no such line end

    chars = np.frombuffer(part, dtype=np.uint8)
    returns, news = chars == ord("\r"), chars == ord("\n")
    return bool(news[0] or returns[-1] or (returns[:-1] != news[1:]).any())


def _ends(parts: Iterator[bytes]) -> set[str]:
    """Give the kinds of line ends."""
    found: set[str] = set()
    for part in parts:
        both = part.count(b"\r\n")
        counts = {
            "both": both,
            "new": part.count(b"\n") - both,
            "return": part.count(b"\r") - both,
        }
        found |= {kind for kind, count in counts.items() if count}
    return found


def _unquoted(file: IO[bytes]) -> Iterator[bytes]:
    """Give what stands outside of quotes; all of it again where the last quote does not close."""
    inside = 0
    for part in _parts(file):
        pieces = part.split(b'"')
        yield b'"'.join(pieces[inside::2])
        inside = (inside + len(pieces) - 1) % 2
    if inside:
        file.seek(0)
        yield from _parts(file)


def lines(path: str) -> int:
    """Count the lines of a file whose lines end in one way; those inside quoted cells too."""
    news = returns = 0
    last = b""
    with open(path, "rb") as file:
        for part in _parts(file):
            news, returns, last = news + part.count(b"\n"), returns + part.count(b"\r"), part[-1:]
    return max(news, returns) + (last not in (b"", b"\n", b"\r"))


def even(path: str, target: str) -> None:
    r"""Copy a file with ``\n`` at the end of every line, inside quoted cells too.

    Raises:
        EventsError: There is no room, or it cannot be read.
    """
    need, free = os.path.getsize(path), shutil.disk_usage(os.path.dirname(target)).free
    if need > free:
        raise EventsError(
            f"{path}: its lines end in several ways (\\n, \\r\\n), and a copy takes {need:,} bytes "
            f"where {free:,} are free; name a larger folder with --temp-dir"
        )
    try:
        with open(path, "rb") as file, open(target, "wb") as copy:
            copy.writelines(map(_evened, _parts(file)))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EventsError(f"{path} cannot be copied: {reason}; see --temp-dir") from None


def _evened(part: bytes) -> bytes:
    return part.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    r"""Give a file in parts, none of which ends between ``\r`` and ``\n``."""
    while part := file.read(_PART):
        while part.endswith(b"\r") and (more := file.read(1)):
            part += more
        yield part
