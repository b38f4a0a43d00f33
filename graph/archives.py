"""A packed dataset, zip or tar -> its data files, in memory. Nothing is unpacked onto a disk.

An archive is refused whole when it could be a trap: too much in it, names that lead elsewhere, a
link or a device where a data file belongs.
"""

import io
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from graph.decoding import printable
from graph.problems import Place, Problem

Texts: TypeAlias = list[tuple[str, bytes]]
#: Members of one archive.
MAX_MEMBERS = 10_000
#: Bytes of all that is in it.
MAX_TOTAL = 256 * 2**20
#: Bytes in it for each byte of the archive; text seldom reaches 20.
MAX_RATIO = 200
#: Under so many bytes the ratio says nothing.
_SMALL = 2**20
#: Of lzma's own tables; its strongest preset takes 65 MiB.
_LZMA_MEMORY = 128 * 2**20
_SUFFIX = re.compile(r"\.(?:zip|tar|t(?:ar\.)?gz|t(?:ar\.)?bz2?|t(?:ar\.)?xz)", re.IGNORECASE)
#: What a data file has and the YAML of other programs has not.
_KEY = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:actors|relations|sources|relation_types|story)\s*:", re.MULTILINE
)
_BLOCK = 512
#: Bytes that are decompressed at once.
_CHUNK = 2**14
_ENTRY = b"PK\x01\x02"
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """The archive cannot be read; its text says why and what to do."""


class _Member(NamedTuple):
    """What may be a data file, with its bytes; none where it is a link or a device."""

    path: str
    content: bytes | None


def is_archive(name: str) -> bool:
    """Tell by its name whether a file is an archive that can be read.

    >>> is_archive("old.tar.gz"), is_archive("old.TGZ"), is_archive("old.yaml")
    (True, True, False)
    """
    return any(_SUFFIX.fullmatch(name, at) for at in _dots(name))


def _dots(name: str) -> Iterator[int]:
    return (found.start() for found in re.finditer(r"\.", name))


def unpack(name: str, data: bytes, wanted: Callable[[str], bool]) -> tuple[Texts, list[Problem]]:
    """Give the data files of the one dataset in an archive, in the order of their names.

    The dataset is the folder that holds data files, however deep. Where several do, it is the one
    called ``data`` that is least deep; else the archive is refused.

    Args:
        name: Of the archive, for the places: ``old.zip/data/relations.yaml``.
        data: Its bytes.
        wanted: Tells a data file by its base name.

    Returns:
        The files; or none, and the one problem of the archive.
    """
    try:
        files = _dataset(_members(data, lambda path: wanted(path.rpartition("/")[2])))
    except _Refused as error:
        return [], [Problem(Place(name), "error", "bad-archive", str(error))]
    return [(f"{name}/{printable(path)}", content) for path, content in files.items()], []


def _members(data: bytes, wanted: Callable[[str], bool]) -> list[_Member]:
    import lzma  # noqa: PLC0415 - few datasets are packed
    import tarfile  # noqa: PLC0415
    import zipfile  # noqa: PLC0415
    import zlib  # noqa: PLC0415

    broken = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError)
    try:
        return list((_zipped if data.startswith(b"PK") else _tarred)(data, wanted))
    except (*broken, ValueError, NotImplementedError, RuntimeError, OverflowError) as error:
        said = printable(str(error))[:100] or type(error).__name__
        raise _Refused(f"cannot be unpacked: {said}; pack it again as a plain zip or tar") from None


def _zipped(data: bytes, wanted: Callable[[str], bool]) -> Iterator[_Member]:
    import zipfile  # noqa: PLC0415

    # Opening it would build the whole directory in memory first.
    _check_count(data.count(_ENTRY))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        _check_size(sum(entry.file_size for entry in entries), len(data))
        _check_names([entry.filename for entry in entries])
        for entry in entries:
            if entry.is_dir() or not wanted(entry.filename):
                continue
            if entry.flag_bits & 1:
                raise _Refused("is encrypted; pack it without a password")
            plain = stat.S_IFMT(entry.external_attr >> 16) in (0, stat.S_IFREG)
            yield _Member(entry.filename, _read(archive.open(entry)) if plain else None)


def _tarred(data: bytes, wanted: Callable[[str], bool]) -> Iterator[_Member]:
    import tarfile  # noqa: PLC0415

    plain = _decompressed(data)
    # It may end behind any member and still be read; what makes it whole is an empty block.
    if len(plain) < _BLOCK or plain[-_BLOCK:].strip(b"\0"):
        raise _Refused("ends too early, or is no archive; copy or download it again")
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as archive:
        entries = []
        for entry in archive:
            entries.append(entry)
            _check_count(len(entries))
        _check_names([entry.name for entry in entries])
        for entry in entries:
            if not entry.isdir() and wanted(entry.name):
                whole = entry.isreg() and not entry.issparse()
                content = _read(archive.extractfile(entry)) if whole else None
                yield _Member(entry.name.removeprefix("./"), content)


def _read(opened: Any) -> bytes:
    """Read a member; one that is longer than it says is as bad as one that is too long."""
    with opened:
        content: bytes = opened.read(MAX_TOTAL + 1)
    _check_size(len(content), len(content))
    return content


def _decompressed(data: bytes) -> bytes:
    """Undo gzip, bzip2 or xz, one stream after the other, up to the limits."""
    if not data.startswith(_COMPRESSED):
        return data
    parts: list[bytes] = []
    at = total = 0
    while data.startswith(_COMPRESSED, at):
        stream = _stream(data[at : at + _CHUNK])
        while not stream.eof:
            piece = data[at : at + _CHUNK]
            if not piece:
                raise _Refused("ends too early; copy or download it again")
            part = stream.decompress(piece, MAX_TOTAL + 1 - total)
            parts.append(part)
            total += len(part)
            _check_size(total, len(data))
            # What is left over is copied: of a piece it is little, however many streams follow.
            at += len(piece) - len(stream.unused_data)
    return b"".join(parts)


def _stream(data: bytes) -> Any:
    import bz2  # noqa: PLC0415
    import lzma  # noqa: PLC0415
    import zlib  # noqa: PLC0415

    if data.startswith(_COMPRESSED[0]):
        return zlib.decompressobj(wbits=31)
    if data.startswith(_COMPRESSED[1]):
        return bz2.BZ2Decompressor()
    return lzma.LZMADecompressor(memlimit=_LZMA_MEMORY)


def _check_count(count: int) -> None:
    if count > MAX_MEMBERS:
        raise _Refused(f"holds more than {MAX_MEMBERS:,} files; pack the dataset's folder alone")


def _check_size(total: int, packed: int) -> None:
    if total > MAX_TOTAL:
        raise _Refused(f"unpacks to more than {MAX_TOTAL:,} bytes; pack the dataset's folder alone")
    if total > max(_SMALL, packed * MAX_RATIO):
        said = f"unpacks to more than {MAX_RATIO} times its size, as no text does"
        raise _Refused(f"{said}; name the folder instead if you trust it")


def _check_names(names: Sequence[str]) -> None:
    seen = set()
    for name in names:
        parts = name.rstrip("/").split("/")
        odd = name.startswith("/") or ".." in parts or "\\" in name or ":" in parts[0]
        # Half a character is a name of another encoding, and harmless.
        if odd or any(not (sign.isprintable() or "\udc80" <= sign <= "\udcff") for sign in name):
            raise _Refused(f'holds the name "{printable(name)[:60]}", which leads out of it')
        if name in seen and not name.endswith("/") and parts != ["."]:
            raise _Refused(f'holds "{printable(name)[:60]}" twice; pack it again')
        seen.add(name)


def _dataset(members: Sequence[_Member]) -> dict[str, bytes]:
    read: dict[str, dict[str, bytes]] = {}
    for path, content in sorted(members, key=lambda member: member.path):
        if content is None:
            raise _Refused(f'"{printable(path)[:60]}" in it is no plain file; pack the file itself')
        read.setdefault(path.rpartition("/")[0], {})[path] = content
    if not read:
        raise _Refused("holds no *.yaml file; pack the dataset's folder")
    return read[_chosen(read)]


def _chosen(read: dict[str, dict[str, bytes]]) -> str:
    """Choose the folder of the dataset; the YAML of other programs lies in other folders."""
    ours = [name for name in read if any(map(_KEY.search, read[name].values()))] or list(read)
    if len(ours) == 1:
        return ours[0]
    depths = {name: name.count("/") for name in ours if name.rpartition("/")[2] == "data"}
    least = [name for name in depths if depths[name] == min(depths.values())]
    if len(least) != 1:
        listed = ", ".join(printable(name or "its top") for name in sorted(ours)[:4])
        raise _Refused(f"holds several datasets ({listed}); unpack it and name one folder")
    return least[0]
