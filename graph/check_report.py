"""Problems -> `Report`, or GitHub's annotations."""

from graph.escaping import shortened
from graph.model import Loaded
from graph.problems import Problem
from graph.report import Report, plural

COLUMNS = ("file", "line", "column", "severity", "code", "message")


def report(loaded: Loaded) -> Report:
    """Report every problem by its place; ``reason`` is ``clean`` where there is none."""
    clean = not loaded.problems
    return Report(
        "check",
        results=lambda: [_plain(problem) for problem in loaded.problems],
        columns=COLUMNS,
        rows=[_row(problem) for problem in loaded.problems],
        foot=(_counts(loaded),),
        reason="clean" if clean else "",
        message="no problem found" if clean else "",
        text=lambda: [
            *(shortened(str(problem)) for problem in loaded.problems),
            _counts(loaded),
        ],
    )


def _counts(loaded: Loaded) -> str:
    errors = len(loaded.errors)
    warnings = len(loaded.problems) - errors
    graph = loaded.graph
    size = f"{plural(len(graph.actors), 'actor')}, {plural(len(graph.relations), 'relation')}, "
    size += f"{plural(len(graph.sources), 'source')}, {plural(len(graph.types), 'type')}"
    found = f"{plural(errors, 'error')}, {plural(warnings, 'warning')}"
    return f"{size}: {found if loaded.problems else 'clean'}"


def _row(problem: Problem) -> tuple[str, ...]:
    place = problem.place
    return (
        place.file,
        str(place.line or ""),
        str(place.column or ""),
        problem.severity,
        problem.code,
        problem.message,
    )


def _plain(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
    }


def to_github(loaded: Loaded) -> str:
    """Give workflow commands that GitHub shows beside the lines."""
    return "".join(_annotation(problem) for problem in loaded.problems)


def _annotation(problem: Problem) -> str:
    place = problem.place
    where = f"file={_property(place.file)}"
    if place.line:
        where += f",line={place.line},col={place.column}"
    title = _property(problem.code)
    return f"::{problem.severity} {where},title={title}::{_escaped(problem.message)}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
