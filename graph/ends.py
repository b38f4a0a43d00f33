"""What stands at the end of a line: it says the polarity without colour, and who acts on whom.

A bar stands against, an arrow goes with, a dot takes no side; at both ends: mutual. The shapes and
sizes are the page's (``web/style.js``, ``web/picture.js``).
"""

from math import hypot
from typing import NamedTuple

from graph.curves import Curve, Point, shortened
from graph.markup import number, tag
from graph.model import Sign

#: How long an end is against vis-network's usual one, and which part of that the line stops before.
SIZES: dict[Sign, float] = {-1: 0.62, 0: 0.3, 1: 0.5}
_REACH: dict[Sign, float] = {-1: 0.17, 0: 0.8, 1: 0.92}
#: Corners as shares of the length: back from the tip, and aside.
_OUTLINES: dict[Sign, tuple[Point, ...]] = {
    -1: ((0, 0.5), (0, -0.5), (0.17, -0.5), (0.17, 0.5)),
    1: ((0, 0), (1, 0.3), (0.9, 0), (1, -0.3)),
}
#: Free space between a box and what stands before it.
AIR: dict[Sign, float] = {-1: 3.0, 0: 1.0, 1: 1.5}


class Ink(NamedTuple):
    """Colour, and how much of it is kept."""

    colour: str
    share: str | None = None


def length(sign: Sign, width: float) -> float:
    """Give the length of the end of a line of some width."""
    return 15 * SIZES[sign] + 3 * width


def end(sign: Sign, tip: Point, way: Point, long: float, ink: Ink) -> str:
    """Draw an end.

    Args:
        sign: Of the relation's type.
        tip: Where the line arrives.
        way: The direction in which it arrives, of length 1.
        long: Length.
        ink: Its colour.
    """
    (x, y), (across, along) = tip, way
    if sign == 0:
        middle = 0.4 * long
        return tag(
            "circle",
            cx=x - middle * across,
            cy=y - middle * along,
            r=middle,
            fill=ink.colour,
            fill_opacity=ink.share,
        )
    corners = (
        (x - long * (back * across + aside * along), y - long * (back * along - aside * across))
        for back, aside in _OUTLINES[sign]
    )
    points = " ".join(f"{number(one)},{number(two)}" for one, two in corners)
    return tag("polygon", points=points, fill=ink.colour, fill_opacity=ink.share)


def ended(line: Curve, sign: Sign, width: float, ink: Ink, *, mutual: bool) -> tuple[Curve, str]:
    """Give what is left of a line between its ends, and the ends: one, or two where it is mutual.

    Args:
        line: What is in sight of it. Where it is short, so are its ends.
        sign: Of the relation's type.
        width: Of the line.
        ink: Its colour.
        mutual: Whether both ends play the same part.
    """
    whole = hypot(line.end[0] - line.start[0], line.end[1] - line.start[1])
    long = min(length(sign, width), whole * (0.4 if mutual else 0.7))
    drawn = []
    for _ in range(2 if mutual else 1):
        shaft = shortened(line, _REACH[sign] * long)
        (x, y), (before_x, before_y) = line.end, shaft.end
        far = hypot(x - before_x, y - before_y) or 1.0
        drawn.append(end(sign, line.end, ((x - before_x) / far, (y - before_y) / far), long, ink))
        line = Curve(*shaft[::-1])
    return line if mutual else Curve(*line[::-1]), "".join(drawn)
