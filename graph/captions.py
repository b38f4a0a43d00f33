"""What stands around a picture of the map: title, date and rule above, legend and counts below."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from graph.curves import Curve, Point
from graph.ends import Ink, ended
from graph.labels import GLYPHS, text_width
from graph.looks import HUES, WIDTHS, box_look
from graph.markup import number, tag, written
from graph.model import Relation, Sign
from graph.symbols import symbol

Colours: TypeAlias = Mapping[str, str]
Sample: TypeAlias = Callable[[float, float], str]
#: Sizes of writing.
TITLE, TEXT, SMALL = 28.0, 14.0, 12.5
_LINE = 1.36
_SIGNS: tuple[tuple[Sign, str], ...] = ((-1, "hostile"), (1, "cooperative"), (0, "neutral"))
_SAMPLE = 34.0


class Part(NamedTuple):
    """A piece of the picture, drawn from (0, 0) to the right and down, and its height."""

    svg: str
    height: float


class Item(NamedTuple):
    """A row of the legend: what it says, and its sample about the middle of its left edge."""

    text: str
    sample: Sample


class Claim(NamedTuple):
    """A relation with what its look needs: its type's sign and symmetry, independent sources."""

    relation: Relation
    sign: Sign
    mutual: bool
    voices: int


def head(title: str, lines: Iterable[str], width: float, colours: Colours) -> Part:
    """Write title and lines below it, broken where they do not fit the width."""
    y, parts = 0.0, []
    for line in wrapped(title, TITLE * 1.08, width):
        y += TITLE * 1.15
        parts.append(written(line, 0, y, TITLE, colours["ink"], weight="bold"))
    y += 4
    part = notes(lines, width, colours["ink-3"], TEXT)
    parts.append(tag("g", part.svg, transform=f"translate(0 {y:.1f})"))
    return Part("".join(parts), y + part.height)


def notes(lines: Iterable[str], width: float, fill: str, size: float) -> Part:
    """Write lines of text, broken where they do not fit the width."""
    shown = [piece for line in lines for piece in wrapped(line, size, width)]
    texts = [written(line, 0, size * _LINE * (n + 1), size, fill) for n, line in enumerate(shown)]
    return Part("".join(texts), size * _LINE * len(shown) + size * 0.4)


def wrapped(text: str, size: float, width: float) -> Iterator[str]:
    """Break a text at its spaces into lines that fit; a word that does not fit stays whole."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and text_width(longer) * size > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def legend(items: Sequence[Item], width: float, colours: Colours) -> Part:
    """Set the items in rows, as many in each as fit the width."""
    x = y = 0.0
    row = 22.0
    parts = []
    for item in items:
        wide = _SAMPLE + 8 + text_width(item.text) * SMALL * 1.03
        if x and x + wide > width:
            x, y = 0.0, y + row
        middle = y + row / 2
        parts.append(item.sample(x, middle))
        text = written(item.text, x + _SAMPLE + 8, middle + 0.36 * SMALL, SMALL, colours["ink-2"])
        parts.append(text)
        x += wide + 22
    return Part("".join(parts), y + row if items else 0.0)


def line_items(claims: Sequence[Claim], colours: Colours, *, pale: bool, held: bool) -> list[Item]:
    """Explain the marks that are there: each is shown once, and none that is not drawn.

    Args:
        claims: The relations that are drawn.
        colours: Of the theme.
        pale: Whether there are actors without a relation.
        held: Whether there are groups with persons inside.
    """
    signs = {claim.sign for claim in claims}
    mutual = {claim.mutual for claim in claims}
    widest = max((claim.voices for claim in claims), default=0)
    unsure = any(claim.relation.confidence == "low" and claim.relation.sources for claim in claims)
    unsourced = not all(claim.relation.sources for claim in claims)
    disputed = any(claim.relation.disputed_by for claim in claims)
    ambivalent = any(claim.relation.ambivalent for claim in claims)
    grey, usual = colours["neutral"], WIDTHS[2]
    rows: list[tuple[bool, str, Sample]] = [
        (sign in signs, text, _line(colours[HUES[sign]], usual, ends=(sign, False)))
        for sign, text in _SIGNS
    ]
    rows += [
        (mutual == {True, False}, "both ends: mutual", _line(grey, usual, ends=(0, True))),
        (any(claim.voices == 1 for claim in claims), "one source", _line(grey, WIDTHS[1])),
        (widest > 1, "two independent sources", _line(grey, WIDTHS[2])),
        (widest >= len(WIDTHS) - 1, "three or more", _line(grey, WIDTHS[-1])),
        (unsourced, "no source", _line(grey, WIDTHS[0], "1.5 4")),
        (unsure, "low confidence", _line(grey, WIDTHS[1], "7 5")),
        (disputed, "disputed", _sign("?", colours)),
        (ambivalent, "both at once", _sign("±", colours)),
        (held, "persons inside a group", _badge(colours)),
        (pale, "no relation at this date", _pale(colours)),
    ]
    return [Item(text, sample) for there, text, sample in rows if there]


def kind_items(kinds: Iterable[str], colours: Colours) -> list[Item]:
    """Explain the kinds of actors that are there, in the order of the format."""
    there = set(kinds)
    known = [kind for kind in GLYPHS if kind in there]
    named = [Item(kind.replace("_", " "), _box(kind, colours)) for kind in known]
    unsaid = [Item("kind not said", _box("", colours))] if there - GLYPHS.keys() else []
    return [*named, *unsaid]


def _line(
    colour: str, width: float, dashes: str | None = None, ends: tuple[Sign, bool] | None = None
) -> Sample:
    def sample(x: float, y: float) -> str:
        line, drawn = Curve((x, y), (x + _SAMPLE / 2, y), (x + _SAMPLE, y)), ""
        if ends:
            sign, mutual = ends
            line, drawn = ended(line, sign, width, Ink(colour), mutual=mutual)
        path = f"M{number(line.start[0])} {number(y)}H{number(line.end[0])}"
        shaft = tag("path", d=path, stroke=colour, stroke_width=width, stroke_dasharray=dashes)
        return shaft + drawn

    return sample


def badge(text: str, left: Point, colours: Colours) -> str:
    """Say on a group how many persons stand inside it; `left` is the middle of its left end."""
    x, y = left
    size = 11.5
    room = text_width(text) * size * 1.05
    wide = room + 10 + 0.95 * size
    pill = tag(
        "rect",
        x=x,
        y=y - 8,
        width=wide,
        height=16,
        rx=8,
        fill=colours["paper"],
        stroke=colours["edge"],
    )
    told = written(text, x + 5, y + 0.36 * size, size, colours["ink-2"], weight="bold")
    dot = symbol("person", x + 5 + room + 0.5 * size, y, 0.85 * size, colours["ink-2"])
    return tag("g", pill, told, dot)


def _badge(colours: Colours) -> Sample:
    def sample(x: float, y: float) -> str:
        return badge("+2", (x, y), colours)

    return sample


def _sign(mark: str, colours: Colours) -> Sample:
    def sample(x: float, y: float) -> str:
        middle = x + _SAMPLE / 2
        return _line(colours["neutral"], WIDTHS[1])(x, y) + line_mark(
            mark, (middle, y), colours["neutral"], colours["paper"]
        )

    return sample


def line_mark(mark: str, at: tuple[float, float], colour: str, paper: str) -> str:
    """Write ``?`` or ``±`` over the middle of a line, on a patch of paper."""
    wide = text_width(mark) * 12 + 4
    x, y = at
    patch = tag("rect", x=x - wide / 2, y=y - 7, width=wide, height=14, rx=3, fill=paper)
    return patch + written(mark, x, y + 4.3, 12, colour, anchor="middle", weight="bold")


def _pale(colours: Colours) -> Sample:
    def sample(x: float, y: float) -> str:
        return tag(
            "rect",
            x=x,
            y=y - 8,
            width=_SAMPLE,
            height=16,
            rx=3,
            fill=colours["card"],
            stroke=colours["rule"],
        )

    return sample


def _box(kind: str, colours: Colours) -> Sample:
    look = box_look(kind)

    def sample(x: float, y: float) -> str:
        rect = tag(
            "rect",
            x=x,
            y=y - 8.5,
            width=_SAMPLE,
            height=17,
            rx=min(look.radius, 8.5),
            fill=colours[look.fill],
            stroke=colours[look.border],
            stroke_width=look.width,
            stroke_dasharray=" ".join(f"{dash:g}" for dash in look.dashes) or None,
        )
        return rect + symbol(kind, x + _SAMPLE / 2, y, 11, colours[look.text])

    return sample
