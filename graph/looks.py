"""How boxes and lines look: the page's tables (``web/page.css``, ``web/style.js``), for a picture.

Hue says polarity and nothing else; the kind of an actor shows in the form of its box and its
glyph. ``tests/web/test_picture.py`` holds these tables to those of the page.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from graph.model import Relation, Sign

#: Colours by their name in the style sheet, of the light theme and of the dark one.
LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#1f2937",
        "ink-2": "#3d4a5e",
        "ink-3": "#5b687b",
        "soft": "#5f6a7b",
        "paper": "#ffffff",
        "card": "#ffffff",
        "mist": "#e4e8ee",
        "edge": "#98a2b3",
        "rule": "#e3e5e9",
        "hostile": "#d55e00",
        "friendly": "#0072b2",
        "neutral": "#7a828e",
    }
)
DARK: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#e6eaf0",
        "ink-2": "#c3cbd6",
        "ink-3": "#a3adbb",
        "soft": "#9fa9b7",
        "paper": "#161b22",
        "card": "#161b22",
        "mist": "#303947",
        "edge": "#6b7788",
        "rule": "#2a313b",
        "hostile": "#ff8a3d",
        "friendly": "#56b4e9",
        "neutral": "#9aa3ae",
    }
)
HUES: Mapping[Sign, str] = MappingProxyType({-1: "hostile", 0: "neutral", 1: "friendly"})
#: Of lines, by the number of independent sources: none, one, two, more.
WIDTHS = (1.0, 1.0, 1.7, 2.6)
#: How much of its colour a line keeps, and the box and text of an actor without a relation.
LINE_SHARE, IDLE_BOX, IDLE_TEXT = 0.66, 0.55, 0.5


class BoxLook(NamedTuple):
    """The box of one kind of actor: names of colours, width and dashes of its border."""

    fill: str
    text: str
    border: str
    width: float
    radius: float
    dashes: tuple[float, ...] = ()


BOXES: Mapping[str, BoxLook] = MappingProxyType(
    {
        "state": BoxLook("ink", "paper", "ink", 1, 3),
        "government": BoxLook("ink-2", "paper", "ink-2", 1, 3),
        "agency": BoxLook("ink-3", "paper", "ink-3", 1, 3),
        "armed_force": BoxLook("ink-3", "paper", "ink-3", 1, 3),
        "armed_group": BoxLook("card", "ink", "ink", 2, 3),
        "faction": BoxLook("card", "ink", "ink", 1.5, 3, (4, 2)),
        "alliance": BoxLook("card", "ink", "ink", 2, 10),
        "intergovernmental": BoxLook("mist", "ink", "edge", 1, 8),
        "person": BoxLook("card", "ink", "edge", 1, 99),
        "population": BoxLook("mist", "ink", "mist", 1, 99),
        "movement": BoxLook("mist", "ink", "ink-3", 1, 99, (2, 2)),
        "place": BoxLook("paper", "ink-2", "edge", 1, 0, (2, 2)),
    }
)


class LineLook(NamedTuple):
    """A line: name of its colour, its width and dashes, and the mark at its middle."""

    hue: str
    width: float
    dashes: tuple[float, ...] = ()
    mark: str = ""


def box_look(kind: str) -> BoxLook:
    """Give the look of a kind of actor; one that nobody said looks like a place."""
    return BOXES.get(kind, BOXES["place"])


def line_look(relation: Relation, sign: Sign, voices: int) -> LineLook:
    """Give the look of a relation.

    The more independent sources, the wider; dotted: none; dashed: low confidence; ``?``: disputed;
    ``±``: the sources report both signs at once.

    Args:
        relation: What is drawn.
        sign: Of its type.
        voices: How many independent sources assert it (`graph.grading.independent`).
    """
    dashes: tuple[float, ...] = ()
    if not relation.sources:
        dashes = (1.5, 4)
    elif relation.confidence == "low":
        dashes = (7, 5)
    mark = "?" * bool(relation.disputed_by) + "±" * relation.ambivalent
    return LineLook(HUES[sign], WIDTHS[min(voices, len(WIDTHS) - 1)], dashes, mark)


def faded(colour: str, share: float, paper: str) -> str:
    """Mix a colour with the paper: so much of it, the rest paper.

    >>> faded("#000000", 0.5, "#ffffff")
    '#808080'
    """
    pairs = ((int(colour[at : at + 2], 16), int(paper[at : at + 2], 16)) for at in (1, 3, 5))
    mixed = (int(front * share + back * (1 - share) + 0.5) for front, back in pairs)
    return "#" + "".join(f"{value:02x}" for value in mixed)
