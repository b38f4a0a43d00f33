"""The marks of the kinds of actors as shapes, for pictures: no font has to have them.

They are those of `graph.labels.GLYPHS`, each in a square of 1 about its middle; what is drawn
twice is a hole.
"""

from graph.labels import GLYPHS
from graph.markup import number, tag

_SQUARE = "M-.4-.4H.4V.4H-.4z"
_INSIDE = "M-.3-.3V.3H.3V-.3z"
_DIAMOND = "M0-.5L.5 0 0 .5-.5 0z"
_HOLLOW = "M0-.36L-.36 0 0 .36 .36 0z"
_CIRCLE = "M-.42 0a.42.42 0 1 0 .84 0a.42.42 0 1 0-.84 0z"
_DISC = "M-.32 0a.32.32 0 1 0 .64 0a.32.32 0 1 0-.64 0z"
_DOT = "M-.2 0a.2.2 0 1 0 .4 0a.2.2 0 1 0-.4 0zM-.11 0a.11.11 0 1 0 .22 0a.11.11 0 1 0-.22 0z"
_SHAPES = {
    "▲": "M0-.45L.48.4H-.48z",
    "△": "M0-.45L.48.4H-.48zM0-.24L-.31.3H.31z",
    "◈": f"{_DIAMOND}{_HOLLOW}M0-.24L.24 0 0 .24-.24 0z",
    "■": _SQUARE,
    "▣": f"{_SQUARE}{_INSIDE}M-.2-.2H.2V.2H-.2z",
    "◧": f"{_SQUARE}M0-.3V.3H.3V-.3z",
    "▼": "M0 .45L.48-.4H-.48z",
    "◆": _DIAMOND,
    "●": _CIRCLE,
    "○": f"{_CIRCLE}{_DISC}",
    "◐": f"{_CIRCLE}M0-.32A.32.32 0 0 1 0 .32z",
    "◎": f"{_CIRCLE}{_DISC}{_DOT}",
    "◇": f"{_DIAMOND}{_HOLLOW}",
}


def symbol(kind: str, x: float, y: float, size: float, fill: str) -> str:
    """Draw the mark of a kind about a point.

    Args:
        kind: Of an actor; ``""`` where nobody said.
        x: Of the middle.
        y: Of the middle.
        size: Of the square that it stands in.
        fill: Colour.
    """
    return tag(
        "path",
        d=_SHAPES[GLYPHS.get(kind, "◇")],
        fill=fill,
        fill_rule="evenodd",
        transform=f"translate({number(x)} {number(y)}) scale({number(size)})",
    )
