"""What stands around a picture of the map: title, date and rule above, legend and counts below."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.labels import GLYPHS, text_width
from graph.looks import HUES, box_look
from graph.markup import tag, written
from graph.model import Relation, Sign
from graph.symbols import symbol

Colours = Mapping[str, str]
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
    sample: Callable[[float, float], str]


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


def line_items(
    drawn: Iterable[tuple[Relation, Sign, bool]], colours: Colours, *, pale: bool
) -> list[Item]:
    """Explain the marks that are there: each is shown once, and none that is not drawn.

    Args:
        drawn: The relations, with the sign of their type and whether it is symmetric.
        colours: Of the theme.
        pale: Whether there are actors without a relation.
    """
    claims = list(drawn)
    signs = {sign for _, sign, _ in claims}
    mutual = {symmetric for _, _, symmetric in claims}
    counts = {len({cited.source for cited in claim.sources}) for claim, _, _ in claims}
    grey = colours["neutral"]
    rows: list[tuple[bool, str, Callable[[float, float], str]]] = [
        (sign in signs, text, _line(colours[HUES[sign]], width=2.2)) for sign, text in _SIGNS
    ]
    rows += [
        (False in mutual, "one acts on the other", _arrow(grey)),
        (True in mutual, "mutual", _line(grey)),
        (1 in counts, "thin: one source", _line(grey, width=1.1)),
        (0 in counts, "dotted: no source", _line(grey, width=1.1, dashes="1.5 4")),
        (
            any(claim.confidence == "low" and claim.sources for claim, _, _ in claims),
            "dashed: low confidence",
            _line(grey, width=1.1, dashes="7 5"),
        ),
        (any(claim.disputed_by for claim, _, _ in claims), "disputed", _sign("?", colours)),
        (any(claim.ambivalent for claim, _, _ in claims), "both at once", _sign("±", colours)),
        (pale, "pale: no relation at this date", _pale(colours)),
    ]
    return [Item(text, sample) for there, text, sample in rows if there]


def kind_items(kinds: Iterable[str], colours: Colours) -> list[Item]:
    """Explain the kinds of actors that are there, in the order of the format."""
    there = set(kinds)
    known = [kind for kind in GLYPHS if kind in there]
    named = [Item(kind.replace("_", " "), _box(kind, colours)) for kind in known]
    unsaid = [Item("kind not said", _box("", colours))] if there - GLYPHS.keys() else []
    return [*named, *unsaid]


def _line(colour: str, width: float = 1.9, dashes: str | None = None) -> Callable[..., str]:
    def sample(x: float, y: float) -> str:
        path = f"M{x:.1f} {y:.1f}h{_SAMPLE:.0f}"
        return tag("path", d=path, stroke=colour, stroke_width=width, stroke_dasharray=dashes)

    return sample


def _arrow(colour: str) -> Callable[..., str]:
    def sample(x: float, y: float) -> str:
        path = f"M{x:.1f} {y:.1f}h{_SAMPLE - 11:.0f}"
        shaft = tag("path", d=path, stroke=colour, stroke_width=1.9)
        tip = f"M{x + _SAMPLE:.1f} {y:.1f}l-12 -4v8z"
        return shaft + tag("path", d=tip, fill=colour)

    return sample


def _sign(mark: str, colours: Colours) -> Callable[..., str]:
    def sample(x: float, y: float) -> str:
        middle = x + _SAMPLE / 2
        return _line(colours["neutral"], 1.1)(x, y) + line_mark(
            mark, (middle, y), colours["neutral"], colours["paper"]
        )

    return sample


def line_mark(mark: str, at: tuple[float, float], colour: str, paper: str) -> str:
    """Write ``?`` or ``±`` over the middle of a line, on a patch of paper."""
    wide = text_width(mark) * 12 + 4
    x, y = at
    patch = tag("rect", x=x - wide / 2, y=y - 7, width=wide, height=14, rx=3, fill=paper)
    return patch + written(mark, x, y + 4.3, 12, colour, anchor="middle", weight="bold")


def _pale(colours: Colours) -> Callable[..., str]:
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


def _box(kind: str, colours: Colours) -> Callable[..., str]:
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
