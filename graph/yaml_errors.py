"""PyYAML's syntax errors -> problems in words that say what to do."""

from typing import Any

from graph.decoding import describe, place_of
from graph.problems import Place, Problem

#: Pieces of PyYAML's messages (libyaml's and the pure parser's), and what to say instead.
#: ``opening`` = point to where the construct began rather than to where the parser gave up.
_SENTENCES: tuple[tuple[str, bool, str], ...] = (
    (
        "scanning a quoted scalar found unexpected end",
        True,
        "this quote is never closed; close it, or double a quote that is meant",
    ),
    (
        "mapping values are not allowed",
        False,
        'a ": " inside an unquoted text, or wrong indentation; quote the text',
    ),
    (
        "sequence entries are not allowed",
        False,
        'a list may not begin here; put the "-" on a line of its own, or quote the text',
    ),
    (
        "could not find expected ':'",
        False,
        'a line without ": "; write "field: value", with a space after the colon',
    ),
    (
        "cannot start any token",
        False,
        "this character cannot begin a text; quote the text",
    ),
    (
        "while scanning an anchor",
        False,
        "a text that begins with & is read as an anchor; quote the text",
    ),
    (
        "while scanning an alias",
        False,
        "a text that begins with * is read as an alias; quote the text",
    ),
    (
        "while scanning a directive",
        True,
        "a line that begins with % is read as a directive; quote the text",
    ),
    (
        "while scanning a block scalar",
        False,
        "after | or > the text begins on the next line; quote a text that begins with | or >",
    ),
    (
        "incompatible YAML document",
        True,
        "this YAML version is not known; delete the %YAML line",
    ),
    (
        "invalid Unicode character",
        False,
        "this escape stands for no character; write the character itself",
    ),
    (
        "hexdecimal",
        False,
        "an escape that is cut short; write the character itself, or \\\\ for a backslash",
    ),
    (
        "escape",
        False,
        "no such escape; write the character itself, or \\\\ for a backslash",
    ),
    (
        "unexpected ':'",
        False,
        'a ":" where none can stand; quote the text',
    ),
    (
        "mapping keys are not allowed",
        False,
        'a "? " is read as a key; quote the text',
    ),
    (
        "document start",
        False,
        'text after the end of the document ("..."); delete the "..." or the text',
    ),
    (
        "parsing a flow",
        False,
        "a , or a closing bracket is missing in this list or mapping",
    ),
    (
        "parsing a block",
        False,
        "wrong indentation, or text after a closing quote; align the fields of an entry",
    ),
)


def explain(error: Any, text: str, file: str) -> Problem:
    """Turn a `yaml.YAMLError` into a problem.

    A ``ReaderError`` has no mark, only an offset into the text: its place is counted here.
    """
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        place = place_of(text, getattr(error, "position", 0), file)
        character = getattr(error, "character", "\0")
        said = describe(character if isinstance(character, str) else chr(character))
        return Problem(place, "error", "control-character", said)
    whole = f"{error.context or ''} {error.problem or ''}"
    opening, sentence = _sentence(whole)
    if opening and error.context_mark is not None:
        mark = error.context_mark
    line = _line(text, mark.line)
    if line[: mark.column + 1].rstrip(" ").endswith("\t") or line.lstrip(" ").startswith("\t"):
        sentence = "a tab; YAML is indented with spaces only"
    elif "\uff1a" in _line(text, mark.line - 1) + line:
        sentence = "a full-width colon (\uff1a); write the plain : with a space after it"
    place = Place(file, mark.line + 1, mark.column + 1)
    return Problem(place, "error", "yaml-syntax", sentence)


def _sentence(whole: str) -> tuple[bool, str]:
    for piece, opening, sentence in _SENTENCES:
        if piece in whole:
            return opening, sentence
    return False, " ".join(whole.split())


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number] if 0 <= number < len(lines) else ""
