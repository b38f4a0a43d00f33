"""Files as they lie there -> files that lie open, for as long as they are used."""

import errno
import filecmp
import gzip
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from graph.events.values import EventsError

PARQUET = (".parquet", ".pq")
_TEXT = (".csv", ".tsv", ".txt", ".tab")
_PACKED = (".gz", ".zip")
#: Of places that only an engine can reach.
REMOTE = "://"


class _Open(NamedTuple):
    """A file that lies open.

    Attributes:
        path: Where.
        base: What it was called before it was packed, without a folder.
        shown: How the user knows it.
    """

    path: str
    base: str
    shown: str


def is_data(path: str) -> bool:
    """Tell whether a file's name is one of event data, packed or not."""
    low = os.path.basename(path).lower()
    return low.endswith((*PARQUET, *_TEXT, *_PACKED)) and not low.startswith(".")


@contextmanager
def unpacked(paths: Sequence[str], temp_dir: str) -> Iterator[dict[str, str]]:
    """Give open files, each with the name that the user knows.

    Raises:
        EventsError: A file cannot be unpacked, or lies there packed and open.
    """
    if not any(path.lower().endswith(_PACKED) for path in paths):
        yield {path: path for path in paths}
        return
    with room(temp_dir) as folder:
        found: list[_Open] = []
        for number, path in enumerate(paths):
            unpack = {".zip": _unzip, ".gz": _gunzip}.get(os.path.splitext(path)[1].lower(), _plain)
            found += unpack(path, folder, number)
        _check_twice(found)
        yield {one.path: one.shown for one in found}


@contextmanager
def room(temp_dir: str) -> Iterator[str]:
    """Give a folder for as long as it is used.

    Raises:
        EventsError: None can be made there.
    """
    try:
        folder = tempfile.mkdtemp(prefix="whowhom-events-", dir=temp_dir or None)
    except OSError as error:
        raise EventsError(
            f"--temp-dir {temp_dir}: {(error.strerror or '').lower()}", "usage"
        ) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _plain(path: str, _folder: str, _number: int) -> list[_Open]:
    return [_Open(path, os.path.basename(path), path)]


def _check_twice(found: Iterable[_Open]) -> None:
    """Refuse a file that lies there packed and open: its events would count twice."""
    seen: dict[tuple[str, int], _Open] = {}
    for one in found:
        if REMOTE in one.path:
            continue
        other = seen.setdefault((one.base.lower(), os.path.getsize(one.path)), one)
        if other is not one and filecmp.cmp(other.path, one.path, shallow=False):
            raise EventsError(
                f"{one.shown} holds the same as {other.shown} and would count twice; name one of "
                "them"
            )


def _unzip(path: str, folder: str, number: int) -> list[_Open]:
    """Unpack the text and Parquet files; a name says which one it is where there are several."""
    import lzma  # noqa: PLC0415 - few files are packed

    done = []
    # A name inside may be no text at all, which is a ValueError.
    broken = (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, ValueError)
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [one for one in archive.infolist() if _is_open(one.filename)]
            _check_room(path, folder, sum(one.file_size for one in inside))
            for place, one in enumerate(inside):
                suffix = os.path.splitext(one.filename)[1].lower()
                target = os.path.join(folder, f"{number:06}-{place:03}{suffix}")
                with archive.open(one) as packed, open(target, "wb") as file:
                    shutil.copyfileobj(packed, file, 1 << 20)
                shown = path if len(inside) == 1 else f"{path}/{one.filename}"
                done.append(_Open(target, os.path.basename(one.filename), shown))
    except (*broken, NotImplementedError):
        raise _half("zip", path) from None
    except RuntimeError:
        raise EventsError(f"{path}: the zip file has a password; unpack it by hand") from None
    except OSError as error:
        raise _not_unpacked("zip", path, error) from None
    if not done:
        raise EventsError(f"{path}: the zip file holds no data file (.csv, .tsv, .txt, .parquet)")
    return done


def _is_open(name: str) -> bool:
    return is_data(name) and not name.lower().endswith(_PACKED)


def _check_room(path: str, folder: str, need: int) -> None:
    free = shutil.disk_usage(folder).free
    if need > free:
        raise EventsError(
            f"{path} unpacks to {need:,} bytes, and {folder} has {free:,}; "
            "name a larger folder with --temp-dir"
        )


def _gunzip(path: str, folder: str, number: int) -> list[_Open]:
    """Unpack one file: engines read half a gzip file as if it were whole."""
    suffix = os.path.splitext(path.lower().removesuffix(".gz"))[1]
    target = os.path.join(folder, f"{number:06}{suffix}")
    try:
        with gzip.open(path) as packed, open(target, "wb") as file:
            shutil.copyfileobj(packed, file, 1 << 20)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise _half("gzip", path) from None
    except OSError as error:
        raise _not_unpacked("gzip", path, error) from None
    return [_Open(target, os.path.basename(path)[: -len(".gz")], path)]


def _half(kind: str, path: str) -> EventsError:
    return EventsError(f"{path}: no whole {kind} file (was the download cut off?); fetch it again")


def _not_unpacked(kind: str, path: str, error: OSError) -> EventsError:
    # Spoiled bytes, too: a place before the file's begin, a stream that is none.
    if error.errno in (None, errno.EINVAL):
        return _half(kind, path)
    reason = (error.strerror or str(error)).lower()
    return EventsError(f"{path} cannot be unpacked: {reason}; see --temp-dir")
