"""Examples in the documents: every line that begins with ``$ whowhom`` is run, its output shown."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: 2026-11-22, the day that the examples are asked on.
TODAY = "1795305600"
BLOCK = re.compile(r"```console\n\$ (whowhom .*)\n([\s\S]*?)```")


def refreshed(text: str) -> str:
    """Give a page with the output of its examples renewed."""
    return BLOCK.sub(lambda found: f"```console\n$ {found[1]}\n{output(found[1])}```", text)


def output(line: str) -> str:
    """Run a line of a shell at the root of the project; give what a reader would see."""
    program = f"{shlex.quote(sys.executable)} -m graph"
    shown = subprocess.run(  # noqa: S602 - our own documents
        line.replace("whowhom", program, 1),
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"SOURCE_DATE_EPOCH": TODAY, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    return shown.stdout + shown.stderr
