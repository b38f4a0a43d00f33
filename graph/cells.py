"""Texts in the cells of a terminal: how many columns they take, and how they wrap."""

import re
import unicodedata
from collections.abc import Iterator

#: A word and the blanks before it, which stay where it does not begin a line.
_WORD = "( *)([^ ]+)"
#: Inside a word that is too long for its line, it may break after these.
_BREAKS = "-_/,;:.&?="
_PIECE = f"[^{re.escape(_BREAKS)}]*[{re.escape(_BREAKS)}]|[^{re.escape(_BREAKS)}]+"


def width(text: str) -> int:
    """Give the columns that a text takes on a terminal.

    >>> width("aq"), width("中文"), width("e\u0301")
    (2, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return int(char == "\u00ad")  # a soft hyphen is shown
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def padded(text: str, columns: int) -> str:
    """Give the text with blanks up to so many columns; one that is wider stays as it is."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int, hang: int = 0, *, whole: bool = False) -> list[str]:
    """Break a text into lines of at most so many columns, at blanks where it can be.

    Args:
        text: Lines of its own stay apart, and keep the blanks that they begin with.
        columns: 1 or more; a character that is wider by itself stands alone.
        hang: Blanks before every line but the first, at most half of the columns.
        whole: Paths and links stay in one piece, be they wider: a broken one cannot be followed.

    Returns:
        At least one line.

    >>> wrapped("one two three", 9, hang=2)
    ['one two', '  three']
    """
    lines: list[str] = []
    for line in text.split("\n") if "\n" in text else [text]:
        lines += _filled(line, columns, _at_most(hang, columns), whole=whole)
    return lines


def _filled(text: str, columns: int, hang: int, *, whole: bool) -> list[str]:
    if width(text) <= columns:
        return [text]
    indent = _at_most(len(text) - len(text.lstrip(" ")), columns)
    lines, line, empty = [], " " * indent, True
    for gap, word in re.findall(_WORD, text):
        kept = whole and "/" in word
        room = columns - max(hang, indent)
        for number, part in enumerate([word] if kept else _parts(word, room)):
            glue = "" if empty or number else gap
            if not empty and width(line) + len(glue) + width(part) > columns:
                lines.append(line)
                line, glue = " " * max(hang, indent), ""
            line, empty = line + glue + part, False
    return [*lines, line]


def _at_most(blanks: int, columns: int) -> int:
    """Leave half of the columns, or a wide character's two, for the text."""
    return max(min(blanks, columns // 2, columns - 2), 0)


def _parts(word: str, columns: int) -> Iterator[str]:
    """Give a word whole where it fits a line, else in pieces that do."""
    while width(word) > columns:
        end = _fitting(word, columns)
        after = max(word.rfind(sign, 1, end) for sign in _BREAKS) + 1
        cut = after if after > end // 3 else end
        while cut < len(word) and not _columns(word[cut]):  # a mark stays with its letter
            cut += 1
        yield word[:cut]
        word = word[cut:]
    if word:
        yield word


def pieces(word: str) -> list[str]:
    """Part a word where it may break.

    >>> pieces("part_of:al-qaeda")
    ['part_', 'of:', 'al-', 'qaeda']
    """
    return re.findall(_PIECE, word)


def _fitting(word: str, columns: int) -> int:
    """Count the characters that fit, a base with its marks being one."""
    room = columns
    for place, char in enumerate(word):
        taken = _columns(char)
        room -= taken
        if room < 0 and place and taken:
            return place
    return len(word)
