"""How an actor is written on the map: the lines of its box, their size, and the room they need.

Sizes are in canvas units, one of which is a CSS pixel at zoom 1. The page writes labels in Arial
or a font of the same widths (Liberation Sans, Helvetica), so that a box known here fits there.
"""

import unicodedata
from math import sqrt
from typing import NamedTuple

from graph.model import Actor

#: A mark for each kind of actor, told apart without colour.
GLYPHS = {
    "armed_group": "▲",
    "faction": "△",
    "alliance": "◈",
    "state": "■",
    "government": "▣",
    "agency": "◧",
    "armed_force": "▼",
    "intergovernmental": "◆",
    "person": "●",
    "population": "○",
    "movement": "◐",
    "place": "◎",
}
_MARKS = frozenset(GLYPHS.values())
#: Space between text and border, and the border itself: left and right, above and below.
PADDING = (8, 5)

_MOST_LINES = 3
_LONG_LINE = 20
#: Advance widths of Arial, in thousandths of the font size.
_ARIAL = {
    character: width / 1000
    for width, characters in (
        (191, "'"),
        (222, "ijl"),
        (278, "ftI.,:;/!| "),
        (333, "r-()"),
        (500, "sckvxyzJ"),
        (556, "abdeghnopquL0123456789?"),
        (611, "FTZ"),
        (667, "ABEKPSVXY&"),
        (722, "wCDHNRU"),
        (778, "GOQ"),
        (833, "mM"),
        (944, "W"),
    )
    for character in characters
}


class Label(NamedTuple):
    """A box: its text, the size of its font, and its outer width and height."""

    lines: tuple[str, ...]
    size: float
    width: int
    height: int


def label(actor: Actor, neighbours: int) -> Label:
    """Write an actor; the more neighbours it has, the larger.

    >>> label(Actor("ttp", "Tehrik-i-Taliban Pakistan", "armed_group"), 9).lines
    ('▲ Tehrik-i-Taliban', 'Pakistan')
    """
    glyph = GLYPHS.get(actor.kind, "◇")
    lines = _wrapped(f"{glyph} {' '.join(actor.name.split()) or actor.id}")
    least = 12.0 if actor.kind == "person" else 12.5
    size = least + round(min(6.0, 1.05 * sqrt(max(0, neighbours - 1))), 1)
    widest = max(text_width(line) for line in lines) * size
    across, along = PADDING
    return Label(lines, size, round(widest) + 2 * across, round(len(lines) * size) + 2 * along)


def text_width(text: str) -> float:
    """Estimate the width of a text, in multiples of its font size."""
    return sum(_advance(character) for character in text)


def _advance(character: str) -> float:
    base = unicodedata.normalize("NFD", character)[0]
    if unicodedata.combining(base):
        return 0.0
    if base in _ARIAL:
        return _ARIAL[base]
    wide = unicodedata.east_asian_width(base) in "WF"
    return 1.0 if wide else 0.9 if base in _MARKS else 0.65


def _wrapped(text: str) -> tuple[str, ...]:
    """Break a text at its spaces into as few even lines as fit; cut what does not fit."""
    words = text.split(" ")
    wanted = min(_MOST_LINES, -(-len(text) // _LONG_LINE))
    limit = max(_LONG_LINE * 3 // 4, -(-len(text) // max(1, wanted)))
    while len(lines := _filled(words, limit)) > wanted and limit < len(text):
        limit += 1
    return tuple(_cut(line) for line in lines)


def _filled(words: list[str], limit: int) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= limit or len(lines[-1]) == 1:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _cut(line: str) -> str:
    most = 2 * _LONG_LINE
    return line if len(line) <= most else line[: most - 1] + "…"
