"""Lines of a text by offset, ended as YAML ends them; their ends are never changed."""

import re
from bisect import bisect_right

from graph.decoding import BREAK

_BREAK = re.compile(BREAK)
#: Those that end a line beside the line feed.
_RARE = "\r\x85\u2028\u2029"


def line_start(text: str, at: int) -> int:
    """Give where the line begins that holds an offset."""
    begin = text.rfind("\n", 0, at) + 1
    # Only in this line: what is not in a long text is else looked for up to its begin.
    return max(begin, *(text.rfind(sign, begin, at) + 1 for sign in _RARE))


def line_end(text: str, at: int) -> int:
    r"""Give where the line ends that holds an offset, behind its end.

    >>> line_end("a\r\nb", 0), line_end("a\r\nb", 3)
    (3, 4)
    """
    found = _BREAK.search(text, at)
    return found.end() if found else len(text)


def column(text: str, at: int) -> int:
    """Count the characters before an offset on its line."""
    return at - line_start(text, at)


def line_ending(text: str) -> str:
    r"""Give how a text ends its first line, ``"\n"`` where it has but one."""
    found = _BREAK.search(text)
    return found[0] if found else "\n"


def split_lines(text: str) -> list[str]:
    r"""Split a text into its lines, each with its end.

    >>> split_lines("a\r\n\nb")
    ['a\r\n', '\n', 'b']
    """
    lines, begin = [], 0
    for found in _BREAK.finditer(text):
        lines.append(text[begin : found.end()])
        begin = found.end()
    return [*lines, text[begin:]] if begin < len(text) else lines


class Lines:
    """The lines of a long text, counted from 0, found fast."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def at(self, offset: int) -> int:
        """Give the line that holds an offset."""
        return bisect_right(self.starts, offset) - 1

    def column(self, offset: int) -> int:
        """Count the characters before an offset on its line."""
        return offset - self.starts[self.at(offset)]

    def start(self, line: int) -> int:
        """Give where a line begins; the end of the text behind the last one."""
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def said(self, line: int) -> str:
        """Give a line with its end, ``""`` behind the last one."""
        return self.text[self.start(line) : self.start(line + 1)]

    def comment(self, line: int) -> int:
        """Give the column of the comment that is all of a line, -1 where it is none."""
        said = self.said(line)
        bare = said.lstrip()
        return len(said) - len(bare) if bare.startswith("#") else -1

    def blank(self, line: int) -> bool:
        """Tell whether a line is there and empty."""
        return line < len(self.starts) and bool(self.said(line)) and not self.said(line).strip()
