"""``python -m graph``, and what the installed ``whowhom`` starts."""

import os
import signal
import sys

_INTERRUPTED = 130
#: Seconds after which a Ctrl-C that Python dropped is tried again.
_SOON = 0.01


def start() -> None:
    """Run the program; a Ctrl-C while it is still being loaded ends it without a traceback."""
    usual = signal.getsignal(signal.SIGINT)
    if usual is signal.default_int_handler:  # whoever starts it may have said: ignore
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from graph.commands import main  # noqa: PLC0415 - loading it is what takes the time

    try:
        # From here on the program ends itself: half a file must not stay behind.
        signal.signal(signal.SIGINT, usual)
        sys.unraisablehook = again
        main(prog_name="whowhom")
    except SystemExit as end:
        _leave(end.code if isinstance(end.code, int) else 0)
    except KeyboardInterrupt:
        _leave(_INTERRUPTED)


def again(lost: "sys.UnraisableHookArgs") -> None:
    """Interrupt once more: a Ctrl-C within a callback of Python's own is told, and dropped."""
    if lost.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(lost)
        return
    from threading import Timer  # noqa: PLC0415 - hardly ever needed

    Timer(_SOON, os.kill, (os.getpid(), signal.SIGINT)).start()


def _leave(code: int) -> None:
    """End at once: to take every value apart one by one costs a tenth of a short answer."""
    for stream in (sys.stdout, sys.stderr):
        if stream and not stream.closed:
            try:
                stream.flush()
            except OSError:  # told already, if there was anybody to tell
                continue
    os._exit(code)


if __name__ == "__main__":
    start()
