"""A picture in pixels, or one line that says what is missing."""

import struct
import sys

import pytest

from graph.raster import SCALE, NoRendererError, renderer

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20">'
    '<rect width="30" height="20" fill="#d55e00"/><text y="9">a</text></svg>'
)


def test_a_png_has_two_pixels_for_each_unit():
    pytest.importorskip("resvg_py")
    image = renderer()(SVG)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", image[16:24]) == (30 * SCALE, 20 * SCALE) == (60, 40)
    assert renderer()(SVG) == image


def test_a_large_picture_has_fewer_pixels_for_each_unit():
    pytest.importorskip("resvg_py")
    image = renderer()(SVG.replace('width="30"', 'width="16000"', 1))
    assert struct.unpack(">II", image[16:24]) == (8000, 10)


def test_what_is_no_svg_is_a_value_error():
    pytest.importorskip("resvg_py")
    with pytest.raises(ValueError, match="never closed"):
        renderer()("<p>no")


def test_without_the_renderer_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(
        NoRendererError, match=r"^a PNG needs resvg-py: pip install 'whowhom\[png\]'"
    ):
        renderer()
