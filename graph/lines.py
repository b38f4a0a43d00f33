"""Lines for people whose parts look different, and what may stand at their right."""

from typing import Literal, NamedTuple

#: What a part is, for its look: colour is polarity alone, all else is bold or faint.
Role = Literal["", "strong", "faint", "hostile", "friendly"]
_POLAR: dict[int, Role] = {-1: "hostile", 0: "", 1: "friendly"}


class Part(NamedTuple):
    """A piece of a line that has one look."""

    text: str
    role: Role = ""


class Line(NamedTuple):
    """A line of a text, not yet wrapped.

    Attributes:
        parts: What it says, in order.
        right: What stands at its right, faint; below where it does not fit.
        hang: Blanks before what is wrapped; None: two more than the line begins with.
        tail: Its end, which goes below in one piece where all does not fit beside the right.
    """

    parts: tuple[Part, ...] = ()
    right: str = ""
    hang: int | None = None
    tail: str = ""

    def __str__(self) -> str:
        """Give what it says without what stands at its right."""
        return "".join(part.text for part in self.parts) + self.tail


def line(*parts: str | Part, right: str = "", hang: int | None = None, tail: str = "") -> Line:
    """Make a line of texts and parts.

    >>> str(line("  ", Part("+", "strong"), " A fights B"))
    '  + A fights B'
    """
    made = (Part(part) if isinstance(part, str) else part for part in parts)
    return Line(tuple(made), right, hang, tail)


def polar(text: str, sign: int) -> Part:
    """Give a part with the colour of a polarity; a neutral one has none."""
    return Part(text, _POLAR[sign])
