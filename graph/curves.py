"""How the lines of the map run: bends that keep parallel ones apart, and where they meet a box.

The rule is the page's (``fan`` and ``bendStep`` in ``web/canvas.js``, and vis-network's
``curvedCW``); ``tests/web/test_picture.py`` holds the two together. Canvas units, y down.
"""

from collections.abc import Iterable, Mapping
from math import atan2, cos, hypot, pi, sin
from typing import NamedTuple

from graph.model import Relation

Point = tuple[float, float]

#: Free space between neighbours in a bundle, doubled by the way a bend is measured; the whole
#: bundle's room; and the length below which a line counts as so long.
_STEP, _ROOM, _SHORT = 44.0, 150.0, 60.0
#: How finely a curve is searched for the border of a box.
_SAMPLES, _HALVINGS = 64, 20


class Curve(NamedTuple):
    """A quadratic Bezier curve."""

    start: Point
    via: Point
    end: Point

    def at(self, share: float) -> Point:
        """Give the point at a share of 0 to 1."""
        rest = 1 - share
        return self._mixed(rest * rest, 2 * rest * share, share * share)

    def part(self, first: float, last: float) -> "Curve":
        """Give the piece between two shares."""
        both = first * (1 - last) + last * (1 - first)
        via = self._mixed((1 - last) * (1 - first), both, first * last)
        return Curve(self.at(first), via, self.at(last))

    def _mixed(self, one: float, two: float, three: float) -> Point:
        (x, y), (x2, y2), (x3, y3) = self
        return one * x + two * x2 + three * x3, one * y + two * y2 + three * y3


class Box(NamedTuple):
    """A rectangle with round corners about its centre."""

    x: float
    y: float
    width: float
    height: float
    radius: float

    def holds(self, point: Point) -> bool:
        """Tell whether a point is inside."""
        radius = min(self.radius, self.width / 2, self.height / 2)
        across = abs(point[0] - self.x) - self.width / 2 + radius
        along = abs(point[1] - self.y) - self.height / 2 + radius
        if across > 0 and along > 0:
            return hypot(across, along) <= radius
        return across <= radius and along <= radius


def bends(drawn: Mapping[str, Relation], spots: Mapping[str, Point]) -> dict[str, float]:
    """Give each relation's bend, by key, in the order given; 0 is a straight line.

    Args:
        drawn: The relations that are drawn, by key, those of one pair in their order.
        spots: The centre of each of their ends.
    """
    found: dict[str, float] = {}
    for pair, keys in _bundles(drawn.items()).items():
        one, two = (spots[id_] for id_ in pair)
        length = max(_SHORT, hypot(one[0] - two[0], one[1] - two[1]))
        step = min(_STEP, _ROOM / max(1, len(keys) - 1)) / length
        for number, key in enumerate(keys):
            way = 1 if drawn[key].source < drawn[key].target else -1
            found[key] = (number - (len(keys) - 1) / 2) * way * step
    return {key: found[key] for key in drawn}


def _bundles(drawn: Iterable[tuple[str, Relation]]) -> dict[tuple[str, str], list[str]]:
    pairs: dict[tuple[str, str], list[str]] = {}
    for key, relation in drawn:
        ends = sorted((relation.source, relation.target))
        pairs.setdefault((ends[0], ends[1]), []).append(key)
    return pairs


def curve(start: Point, end: Point, bend: float) -> Curve:
    """Give the line between two centres; a bend above 0 leaves its start clockwise.

    >>> curve((0, 0), (100, 0), 0).via
    (50.0, 0.0)
    """
    if not bend:
        return Curve(start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end)
    across, along = end[0] - start[0], start[1] - end[1]
    reach = (0.5 + abs(bend) / 2) * hypot(across, along)
    angle = atan2(along, across) + bend * pi / 2
    return Curve(start, (start[0] + reach * cos(angle), start[1] - reach * sin(angle)), end)


def between(line: Curve, source: Box, target: Box) -> Curve | None:
    """Give the part of a line that is in sight between two boxes; None where they touch."""
    first = _leaves(line, source)
    last = 1 - _leaves(Curve(*line[::-1]), target)
    return line.part(first, last) if first < last else None


def _leaves(line: Curve, box: Box) -> float:
    """The share at which a line that starts in a box is outside for the last time."""
    steps = 1 if line.at(0.5) == line.via else _SAMPLES  # a straight one leaves but once
    inside = (step for step in range(steps, -1, -1) if box.holds(line.at(step / steps)))
    low = next(inside, 0) / steps
    high = min(1.0, low + 1 / steps)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if box.holds(line.at(middle)) else (low, middle)
    return high


def headed(line: Curve, length: float) -> tuple[Curve, tuple[Point, Point, Point]]:
    """Split a line into its shaft and an arrowhead that points the way the line arrives.

    Args:
        line: What is in sight of it.
        length: Of the head; less where the line is short.

    Returns:
        The shaft, and the head as a triangle whose first corner is its tip.
    """
    whole = hypot(line.end[0] - line.start[0], line.end[1] - line.start[1])
    length = min(length, 0.7 * whole)
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        at = line.at(middle)
        near = hypot(line.end[0] - at[0], line.end[1] - at[1]) < length
        low, high = (low, middle) if near else (middle, high)
    base = line.at(low)
    across, along = line.end[0] - base[0], line.end[1] - base[1]
    half = 0.34
    one = (base[0] - half * along, base[1] + half * across)
    two = (base[0] + half * along, base[1] - half * across)
    return line.part(0, low), (line.end, one, two)
