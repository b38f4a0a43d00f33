"""Standard output as answers need it: what is written arrives whole, or the run fails."""

import errno
import io
import os
import sys
from typing import Any


class _Closed(io.TextIOBase):
    """Stands in for an output that was closed before the program began."""

    def write(self, _text: Any) -> int:
        """Fail: without an output there is no answer."""
        raise OSError(errno.EBADF, "standard output is closed")


def make_whole() -> None:
    """Let no answer be cut or lost without a failure.

    Without a buffer, as PYTHONUNBUFFERED asks for, Python takes it for done when the system has
    written a part (a terminal takes all); and where there is no output, all of it.
    """
    if sys.stdout is None:
        # The next file to be opened must not become the standard output.
        os.open(os.devnull, os.O_WRONLY)
        sys.stdout = _Closed()
    elif isinstance(sys.stdout, io.TextIOWrapper):
        raw: Any = sys.stdout.buffer
        if isinstance(raw, io.FileIO) and not raw.isatty():
            sys.stdout.detach()
            sys.stdout = io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", "backslashreplace")
