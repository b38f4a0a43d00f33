"""An SVG as a PNG, through resvg (the extra ``png``), which takes the fonts of the system."""

from collections.abc import Callable

#: Pixels for one unit of the picture.
SCALE = 2


class NoRendererError(RuntimeError):
    """resvg is not installed; the message says how to get it."""


def renderer() -> Callable[[str], bytes]:
    """Give what turns an SVG into a PNG, `SCALE` pixels for each of its units.

    It raises ValueError for a text that is no SVG or too large to be drawn.

    Raises:
        NoRendererError: resvg-py is not installed.
    """
    try:
        import resvg_py  # noqa: PLC0415 - an extra
    except ImportError:
        said = "a PNG needs resvg-py: pip install 'whowhom[png]'; or write an .svg"
        raise NoRendererError(said) from None

    def png(svg: str) -> bytes:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=SCALE))

    return png
