"""Characters that a terminal would obey, or that hide or turn text: shown escaped, never raw."""

import re
from collections.abc import Callable

from graph.decoding import FORBIDDEN

#: What no file of data may hold, and what some terminals take for the end of a line. The sign that
#: stands for a broken character is seen by everybody.
_OBEYED = f"(?!\ufffd)(?:{FORBIDDEN}|[\x85\u061c\u200e\u200f\u2028\u2029])"
_IN_A_LINE = f"{_OBEYED}|[\t\r\n]"


def _escape(found: "re.Match[str]") -> str:
    number = ord(found[0])
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004


def shown(text: str) -> str:
    r"""Escape what a terminal would obey; tabs and line ends stay.

    >>> print(shown("a\x1b[31mb\u202e"))
    a\u001b[31mb\u202e
    """
    return text if text.isascii() and text.isprintable() else re.sub(_OBEYED, _escape, text)


def one_line(text: str) -> str:
    r"""Escape tabs and line ends too.

    >>> print(one_line("a\nb"))
    a\u000ab
    """
    return text if text.isprintable() and text.isascii() else re.sub(_IN_A_LINE, _escape, text)


#: Characters of a message that are shown: what somebody gave may be a whole file.
_LONG = 800


def shortened(text: str) -> str:
    """Leave out the middle of a text that is too long to be read, and say how much.

    >>> shortened("a" * 1000) == "a" * 400 + " [... 200 characters ...] " + "a" * 400
    True
    """
    if len(text) <= _LONG:
        return text
    half = _LONG // 2
    return f"{text[:half]} [... {len(text) - _LONG:,} characters ...] {text[-half:]}"


def json_escaped(text: str) -> str:
    r"""Escape the same in a text that is JSON, where such characters stand in strings alone.

    >>> print(json_escaped('["\u202e \U000e0041"]'))
    ["\u202e \udb40\udc41"]
    """
    return re.sub(_OBEYED, lambda found: "".join(map(_unit, _units(found[0]))), text)


def _units(char: str) -> list[int]:
    """Give the UTF-16 code units of a character, half of a pair included."""
    data = char.encode("utf-16-be", errors="surrogatepass")
    return [int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2)]


_unit: Callable[[int], str] = "\\u{:04x}".format
