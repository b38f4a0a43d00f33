"""Execute a notebook that shows a small dataset; shared by the tests of its output.

In a process of its own: nbclient brings an event loop and sockets that are closed late.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CELLS = ("import graph\nloaded = graph.load('dataset')", "loaded.graph")
DATA = "actors: [{id: a, name: '<b>Alpha</b> \"&'}, {id: b, name: Beta}]\n"


def outputs(folder):
    """Give what the last of `CELLS` shows, executed by a kernel that runs in the folder."""
    pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    (folder / "dataset").mkdir()
    (folder / "dataset" / "data.yaml").write_text(DATA, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, __file__],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(folder / "ipython")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def _execute():
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpec
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell, new_notebook

    # A kernel of this very interpreter, whatever is installed elsewhere.
    manager = AsyncKernelManager()
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    manager._kernel_spec = KernelSpec(argv=argv, display_name="tests", language="python")
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    NotebookClient(notebook, timeout=120, km=manager).execute()
    return notebook.cells[-1].outputs


if __name__ == "__main__":
    print(json.dumps(_execute()))
