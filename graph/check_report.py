"""Problems -> text, JSON, or GitHub's annotations."""

from collections.abc import Callable

from graph.formats import json_text
from graph.model import Loaded
from graph.problems import Problem
from graph.report import SCHEMA, plural


def to_text(loaded: Loaded) -> str:
    """Give one line a problem, and the counts."""
    errors = len(loaded.errors)
    warnings = len(loaded.problems) - errors
    graph = loaded.graph
    size = f"{plural(len(graph.actors), 'actor')}, {plural(len(graph.relations), 'relation')}, "
    size += f"{plural(len(graph.sources), 'source')}, {plural(len(graph.types), 'type')}"
    found = (
        f"{plural(errors, 'error')}, {plural(warnings, 'warning')}" if loaded.problems else "clean"
    )
    return "".join(f"{problem}\n" for problem in loaded.problems) + f"{size}: {found}\n"


def to_json(loaded: Loaded) -> str:
    """Give one JSON object; ``reason`` is ``clean`` when nothing was found."""
    results = [_plain(problem) for problem in loaded.problems]
    plain = {"schema": SCHEMA, "command": "check", "as_of": None, "results": results}
    if not results:
        plain |= {"reason": "clean", "message": "no problem found"}
    return json_text(plain)


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


RENDER: dict[str, Callable[[Loaded], str]] = {
    "text": to_text,
    "json": to_json,
    "github": to_github,
}
