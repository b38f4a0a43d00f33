"""``python -m graph``, and what the installed ``whowhom`` starts."""

import signal


def start() -> None:
    """Run the program; a Ctrl-C while it is still being loaded ends it without a traceback."""
    usual = signal.getsignal(signal.SIGINT)
    if usual is signal.default_int_handler:  # whoever starts it may have said: ignore
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from graph.commands import main  # noqa: PLC0415 - loading it is what takes the time

    # From here on the program ends itself: half a file must not stay behind.
    signal.signal(signal.SIGINT, usual)
    main(prog_name="whowhom")


if __name__ == "__main__":
    start()
