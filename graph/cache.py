"""Results worth keeping, as JSON under a digest of all that they depend on.

Never stale: the digest covers the bytes that went in and the program as it is. Never
trusted with code: JSON, not pickle. Safe to delete at any time, and a cache that cannot be read
or written is as good as none. ``WHOWHOM_CACHE`` names another folder; ``off`` turns it off.
"""

import contextlib
import json
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from zlib import crc32

from graph import __version__

#: What is deleted when there is too much: the folder may hold files of others.
_OURS = r"[0-9a-f]{40}\.json"
#: Results kept; the least used go first.
KEPT = 40


def folder() -> str:
    """Give the folder of the cache, or ``""`` when it is turned off.

    The places are those of the XDG base directory specification, and of Windows and macOS; the
    eight lines stand here because platformdirs, which knows them too, costs a quarter of a start.
    """
    chosen = os.environ.get("WHOWHOM_CACHE", "")
    if chosen:
        return "" if chosen == "off" else chosen
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "whowhom") if os.path.isabs(base) else ""


def digest(parts: Iterable[bytes | str]) -> str:
    """Give a key for what depends on these parts, in this order, and on the program itself."""
    try:
        # What hashlib.blake2b is; hashlib itself loads all of OpenSSL first.
        from _blake2 import blake2b  # noqa: PLC0415
    except ImportError:
        from hashlib import blake2b  # noqa: PLC0415

    state = blake2b(_program().encode(), digest_size=20)
    for part in parts:
        # A file's name may be any bytes; the surrogates stand for those that are no UTF-8.
        data = part.encode(errors="surrogateescape") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


def _program() -> str:
    """Name the program that runs: its version, and in a checkout when a file last changed."""
    return f"{__version__} {_changed()}"


@cache
def _changed() -> int:
    here = os.path.dirname(os.path.abspath(__file__))
    with os.scandir(here) as files:
        return max(file.stat().st_mtime_ns for file in files if file.name.endswith(".py"))


def fetch(key: str) -> Any | None:
    """Give what was stored under a key, or None."""
    where = folder()
    if not where:
        return None
    try:
        with open(os.path.join(where, f"{key}.json"), "rb") as file:
            os.utime(file.fileno())  # the least used go first
            check, _, text = file.read().partition(b"\n")
        return json.loads(text.decode("ascii")) if check == _check(text) else None
    except (OSError, ValueError, RecursionError):
        return None


def store(key: str, value: Any) -> None:
    """Keep a JSON-able value under a key; written beside and moved into place.

    A line with a checksum, then plain ASCII, which is read faster than other text.
    """
    where = folder()
    if not where:
        return
    path = os.path.join(where, f"{key}.json")
    text = json.dumps(value, separators=(",", ":")).encode()
    with contextlib.suppress(OSError):
        os.makedirs(where, mode=0o700, exist_ok=True)
        write_atomically(path, _check(text) + b"\n" + text, 0o600)
        _drop_oldest(where)


def _check(text: bytes) -> bytes:
    """Give what stands in a file's first line: one that was cut or changed is not believed."""
    return b"%08x" % crc32(text)


def write_atomically(path: str, content: str | bytes, mode: int | None = None) -> None:
    """Write a file so that readers see the old content or the new, never half.

    A file that is there keeps its permissions; a device or pipe is written to, not replaced.

    Args:
        path: Links are followed.
        content: Bytes, or a text that becomes UTF-8 with the line ends that it has.
        mode: Permissions of a new file; as the umask says if not given.

    Raises:
        OSError: It cannot be written; the old file is as it was.
    """
    data = content.encode() if isinstance(content, str) else content
    target = os.path.realpath(path)
    old = os.stat(target) if os.path.exists(target) else None
    if old and not (stat.S_ISREG(old.st_mode) or stat.S_ISDIR(old.st_mode)):
        with open(target, "wb") as file:
            file.write(data)
        return
    with replaced(path, mode) as new, open(new, "wb") as file:
        file.write(data)


@contextlib.contextmanager
def replaced(path: str, mode: int | None = None) -> Iterator[str]:
    """Give the name of an empty file beside, which takes the place of another when all went well.

    A file that is there keeps its permissions.

    Args:
        path: Links are followed.
        mode: Permissions of a new file; as the umask says if not given.

    Raises:
        OSError: It cannot be written; the old file is as it was.
    """
    from tempfile import mkstemp  # noqa: PLC0415 - reading needs none

    target = os.path.realpath(path)
    if os.path.isfile(target):
        mode = stat.S_IMODE(os.stat(target).st_mode)
    beside, name = os.path.split(target)
    number, new = mkstemp(dir=beside or ".", prefix=f".{name}.")
    os.close(number)
    try:
        yield new
        os.chmod(new, 0o666 & ~umask() if mode is None else mode)
        os.replace(new, target)
    except BaseException:
        os.unlink(new)
        raise


def umask() -> int:
    """Give the permissions that new files lack."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _drop_oldest(where: str) -> None:
    with os.scandir(where) as entries:
        files = [entry for entry in entries if re.fullmatch(_OURS, entry.name)]
    files.sort(key=lambda entry: entry.stat().st_mtime)
    for entry in files[:-KEPT]:
        os.unlink(entry.path)
