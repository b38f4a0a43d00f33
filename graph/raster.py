"""An SVG as a PNG, through resvg (the extra ``png``), which takes the fonts of the system."""

import re
from collections.abc import Callable

#: Pixels for one unit of the picture, and the most of them on a side: beyond it the renderer works
#: in tiles, for minutes.
SCALE, MOST = 2.0, 8000.0
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')


class NoRendererError(RuntimeError):
    """resvg is not installed; the message says how to get it."""


def renderer() -> Callable[[str], bytes]:
    """Give what turns an SVG into a PNG, `SCALE` pixels for each of its units, less if it is large.

    It raises ValueError for a text that is no SVG.

    Raises:
        NoRendererError: resvg-py is not installed.
    """
    try:
        import resvg_py  # noqa: PLC0415 - an extra
    except ImportError:
        said = "a PNG needs resvg-py: pip install 'whowhom[png]'; or write an .svg"
        raise NoRendererError(said) from None

    def png(svg: str) -> bytes:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale(svg)))

    return png


def scale(svg: str) -> float:
    """Give the pixels for one unit of an SVG, which says its width and height first.

    >>> scale('<svg width="2000" height="900">'), scale('<svg width="900" height="16000">')
    (2.0, 0.5)
    """
    size = _SIZE.search(svg)
    return min(SCALE, *(MOST / float(side) for side in size.groups())) if size else SCALE
