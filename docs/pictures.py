"""Make the pictures of the map in ``docs/images/``: ``make pictures``.

Each is a real view of the bundled data's page, opened by its address in a browser, at a fixed date.
Where `pngquant` is installed, it makes them a third as large.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "images"
DATE = "1795305600"  # 2026-11-22; SOURCE_DATE_EPOCH sets another
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
WIDE, DESK, PHONE, PAPER = (1600, 1000), (1440, 900), (390, 844), (1039, 711)


class Picture(NamedTuple):
    """One picture.

    Attributes:
        name: Of the file, without its suffix.
        address: What the page shows, as in docs/map.md.
        size: Of the window, in pixels.
        look: What else the browser is told.
        paper: The map as it is printed; the size is that of A4 within its margins.
        diff: Of two dates on one map, as in docs/diff-map.md.
    """

    name: str
    address: str = ""
    size: tuple[int, int] = DESK
    look: dict[str, Any] = {}  # noqa: RUF012 - never changed
    paper: bool = False
    diff: bool = False


PICTURES = (
    Picture("wide-light", size=WIDE),
    Picture("wide-dark", size=WIDE, look={"color_scheme": "dark"}),
    Picture("actor", "#actor=taliban"),
    Picture("relation", "#relation=taliban:hosts:al-qaeda&asof=1999"),
    Picture("between", "#actor=taliban&other=al-qaeda&asof=2001-09"),
    Picture("hostile", "#signs=-1"),
    Picture("date", "#asof=2001-09"),
    Picture("story", "#story=3"),
    Picture("diff", diff=True),
    Picture("phone", size=PHONE, look={"device_scale_factor": 2, "is_mobile": True}),
    Picture("print", size=PAPER, look={"device_scale_factor": 1.25}, paper=True),
)


def take(browser: Browser, file: Path, picture: Picture) -> Path:
    """Open a view and take its picture."""
    (width, height), out = picture.size, FOLDER / f"{picture.name}.png"
    page = browser.new_page(
        viewport={"width": width, "height": height},
        offline=True,
        reduced_motion="reduce",
        **picture.look,
    )
    page.goto(file.as_uri() + picture.address)
    page.wait_for_selector("html[data-ready]", state="attached")
    if picture.paper:
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    settle(page)
    if picture.paper:
        page.locator("#paper svg").screenshot(path=out)
    else:
        page.screenshot(path=out)
    page.close()
    return out


def settle(page: Page) -> None:
    """Wait until the map has its size beside the panel, and is drawn."""
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)


def shrink(file: Path) -> None:
    """Give a picture a palette of 256 colours, if the tool is there."""
    if tool := shutil.which("pngquant"):
        run(tool, "--force", "--strip", "--ext", ".png", str(file))


def run(*command: str) -> None:
    """Run a program, which must succeed."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)  # noqa: S603 - ours


def main() -> None:
    """Make all pictures, or those that are named."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", DATE)
    FOLDER.mkdir(exist_ok=True)
    wanted = [one for one in PICTURES if one.name in (sys.argv[1:] or [one.name])]
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file, both = Path(folder) / "map.html", Path(folder) / "diff.html"
        program = (sys.executable, "-m", "graph")
        run(*program, "map", "--data", str(ROOT / "data"), "-o", str(file))
        run(*program, "diff", "--data", "data", "@2021-07", "@2021-09", "--map", str(both))
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        made = [take(browser, both if one.diff else file, one) for one in wanted]
        browser.close()
    for out in made:
        shrink(out)
        print(f"{out.stat().st_size:8} {out.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
