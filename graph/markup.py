"""SVG as text: elements, numbers and writing, all escaped, well-formed and the same each time."""

import re
import unicodedata
from html import escape

from graph.labels import text_width

#: For letters beyond Latin, Greek and Cyrillic: a renderer without fallback takes the first font.
NATIVE = "'Noto Sans Arabic', 'Segoe UI', 'Geeza Pro', 'DejaVu Sans', 'Noto Sans', sans-serif"
_EUROPEAN = re.compile("[\0-\u058f\u1e00-\u214f\u2190-\u25ff]*")
#: What XML 1.0 cannot hold, even escaped.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tag(name: str, *inside: str, **attributes: str | float | None) -> str:
    """Write an element.

    Args:
        name: Of the element.
        inside: Elements or texts, escaped already.
        attributes: ``_`` in a name stands for ``-``, one at its end for nothing; what is None is
            left out.

    >>> tag("rect", x=1.26, stroke_width=2.0, fill=None)
    '<rect x="1.3" stroke-width="2"/>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = "".join(inside)
    return f"<{name}{given}>{body}</{name}>" if body else f"<{name}{given}/>"


def _value(value: str | float) -> str:
    return words(value) if isinstance(value, str) else number(value)


def number(value: float) -> str:
    """Write a number with at most one decimal.

    >>> number(3.0), number(-0.01), number(-2.25)
    ('3', '0', '-2.2')
    """
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")  # 0.0 takes the sign off nothing


def words(text: str) -> str:
    """Escape a text; characters that XML cannot hold become U+FFFD.

    >>> words('<a> & "b"')
    '&lt;a&gt; &amp; &quot;b&quot;'
    """
    return escape(_ILLEGAL.sub("\ufffd", text))


def rightward(text: str) -> bool:
    """Tell whether a text reads from left to right: its first letter with a direction does.

    >>> rightward("▲ Taliban"), rightward("▲ طالبان"), rightward("2021")
    (True, False, True)
    """
    ways = (unicodedata.bidirectional(character) for character in text)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") == "L"


def written(  # noqa: PLR0913 - what a text needs
    text: str,
    x: float,
    y: float,
    size: float,
    fill: str,
    *,
    anchor: str | None = None,
    weight: str | None = None,
) -> str:
    """Write a line of text.

    One that runs to the left is set about its middle: what is its start depends on the renderer.

    Args:
        text: One line.
        x: Its left end, or its middle where `anchor` is ``middle``.
        y: Its base line.
        size: Of the font.
        fill: Colour.
        anchor: ``middle`` or None.
        weight: ``bold`` or None.
    """
    turned = not rightward(text)
    if turned and anchor is None:
        # Such letters are wider than the estimate, more so in bold: better a gap than an overhang.
        x, anchor = x + text_width(text) * size * (0.65 if weight else 0.55), "middle"
    return tag(
        "text",
        words(text),
        x=x,
        y=y,
        font_size=size,
        font_weight=weight,
        font_family=None if _EUROPEAN.fullmatch(text) else NATIVE,
        fill=fill,
        text_anchor=anchor,
        direction="rtl" if turned else None,
    )
