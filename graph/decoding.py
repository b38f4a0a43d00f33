"""Bytes of a file -> text, or the one problem that makes it unreadable, with its place."""

import os
import re

from graph.problems import Place, Problem

#: Characters that no dataset may hold, raw or by escape: controls that terminals obey, halves of
#: surrogate pairs, and marks that reorder or hide text. Zero-width (non-)joiners stay: Persian
#: and Pashto are written with them. A text, as those below: few runs use one, and none waits for
#: it to be compiled.
FORBIDDEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f"
    "\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
#: What YAML counts as the end of a line.
BREAK = "\r\n|[\r\n\x85\u2028\u2029]"
_CONFLICT = r"(?m)^(?:<{7}|>{7}|\|{7}) |^={7}$"
_MARKS = ("<<<<<<<", ">>>>>>>", "|||||||", "=======")
#: Those of `FORBIDDEN` that are ASCII. Taking them out is seven times as fast as searching them.
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))
_POINTER = b"version https://git-lfs.github.com/spec/"
_BOM = b"\xef\xbb\xbf"


def decode(data: bytes, file: str) -> str | Problem:
    """Decode UTF-8, with or without a byte order mark.

    Returns:
        The text; or a Problem where the bytes are no UTF-8, a Git LFS pointer, or hold a forbidden
        character or an unresolved merge conflict.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4].count(0) > 1:
        return Problem(
            Place(file, 1, 1),
            "error",
            "not-utf-8",
            "the file is UTF-16 or UTF-32; save it as UTF-8",
        )
    data = data.removeprefix(_BOM)
    if data.startswith(_POINTER):
        message = "a pointer of Git LFS, not the file; run git lfs pull, or keep data out of LFS"
        return Problem(Place(file, 1, 1), "error", "lfs-pointer", message)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(data, error, file)
    # Plain ASCII needs no search for rarer signs, and most files are without any marker.
    plain = text.isascii() and len(data.translate(None, _CONTROLS)) == len(data)
    if not plain and (found := re.search(FORBIDDEN, text)):
        return Problem(
            place_of(text, found.start(), file), "error", "control-character", describe(found[0])
        )
    if any(mark in text for mark in _MARKS) and (found := re.search(_CONFLICT, text)):
        message = f'an unresolved merge conflict ("{found[0].strip()[:7]}"); choose a side'
        return Problem(place_of(text, found.start(), file), "error", "conflict-marker", message)
    return text


def place_of(text: str, offset: int, file: str) -> Place:
    r"""Give the place of a character by its offset, lines counted as YAML counts them.

    >>> place_of("one\r\ntwo", 5, "a.yaml")
    Place(file='a.yaml', line=2, column=1)
    """
    line, start = 1, 0
    for found in re.finditer(BREAK, text[:offset]):
        line, start = line + 1, found.end()
    return Place(file, line, offset - start + 1)


def printable(path: str) -> str:
    r"""Give a file's name as it may be shown, whatever bytes the file system holds.

    >>> printable("a\x1bb\n.yaml")
    'a\ufffdb\ufffd.yaml'
    """
    text = os.fsencode(path).decode(errors="replace")
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


def describe(character: str) -> str:
    """Say which invisible character stands there and what to do."""
    return f"invisible character U+{ord(character):04X}; delete it"


def _not_utf8(data: bytes, error: UnicodeDecodeError, file: str) -> Problem:
    before = data[: error.start].decode()
    byte = data[error.start]
    message = f"byte 0x{byte:02X} is not UTF-8 (an older encoding?); save the file as UTF-8"
    return Problem(place_of(before, len(before), file), "error", "not-utf-8", message)
