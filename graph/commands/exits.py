"""How a command ends without an answer: the exit codes, and the failure that carries one."""

from typing import NoReturn

import click

from graph.report import Report

FINDINGS, USAGE, BAD_DATA, UNKNOWN, INTERRUPTED, CUT_OFF = 1, 2, 3, 4, 130, 141
#: The exit codes, as ``whowhom --help`` and the documentation give them.
EXIT_CODES = {
    0: "answered, also with an empty answer",
    FINDINGS: "findings: by `check`, `diff --exit-code`, `merge`; `apply` does not fit",
    USAGE: "wrong use, or the output cannot be written",
    BAD_DATA: "the data cannot be loaded",
    UNKNOWN: "unknown or ambiguous actor or relation, unknown type, source or revision",
    INTERRUPTED: "interrupted by Ctrl-C",
    CUT_OFF: "the reader of the output went away, as `| head` does",
}


class Failure(click.ClickException):
    """A command that cannot go on: one line on stderr, and a documented exit code.

    Attributes:
        report: What JSON readers get on stdout; None where the failure has no more to say.
    """

    def __init__(self, message: str, code: int, report: Report | None = None) -> None:
        super().__init__(message)
        self.report = report
        # click declares it for the class and reads it from the instance.
        self.exit_code = code  # type: ignore[misc]


def fail(report: Report, form: str, code: int) -> NoReturn:
    """End without an answer: one line on stderr, and for JSON readers their object on stdout."""
    raise Failure(report.message, code, report if form == "json" else None)
