"""A terminal of any size, for documents and tests: what a person sees, colours and all."""

import fcntl
import os
import pty
import select
import shlex
import struct
import sys
import termios
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]

PROGRAM = f"{shlex.quote(sys.executable)} -m graph"


def seen(
    command: str,
    columns: int = 80,
    rows: int = 1000,
    *,
    keys: str = "",
    cwd: Path = ROOT,
    **env: str | None,
) -> tuple[str, int]:
    """Run a shell command, ``whowhom`` being the program, in a terminal.

    Args:
        command: For ``sh``.
        columns: Of the terminal.
        rows: Of the terminal; the pager stays away from what fits.
        keys: What is typed once something has been written.
        cwd: The folder.
        env: Variables to set; None unsets one.

    Returns:
        What was written, stdout and stderr as they came, and the exit code.
    """
    pid, master = pty.fork()
    if not pid:  # pragma: no cover - the child
        _become(command, (rows, columns), cwd, env)
    text = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and select.select([master], [], [], 60)[0]:
        try:
            data = os.read(master, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not data:
            break
        text += data
        if keys:
            os.write(master, keys.encode())
            keys = ""
    os.close(master)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return text.decode().replace("\r\n", "\n"), code


def _become(command: str, size: tuple[int, int], cwd: Path, env: dict[str, str | None]) -> None:
    try:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        os.chdir(cwd)
        given = {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"} | env
        # A size in the environment, as parallel test runs have it, would count more than this one.
        own = ("WHOWHOM_FORMAT", "COLUMNS", "LINES")
        base = {k: v for k, v in os.environ.items() if k not in own}
        kept = {k: v for k, v in (base | given).items() if v is not None}
        words = ["sh", "-c", command.replace("whowhom", PROGRAM, 1)]
        os.execvpe("sh", words, kept)  # noqa: S606, S607 - as a reader would run it
    finally:
        os._exit(127)
