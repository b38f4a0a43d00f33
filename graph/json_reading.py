"""JSON text -> the nodes of `graph.reading`, with their places: a dataset as one exported file.

The YAML reader would take most JSON too, but not its pairs of escapes for one character, its tabs
and its ``null``; and `json` of the standard library forgets where things stood.
"""

import json
import re
from collections.abc import Callable
from typing import NoReturn, TypeAlias

from graph.decoding import FORBIDDEN, describe
from graph.problems import Place, Problem
from graph.reading import MAX_DEPTH, MAX_TEXT, Broken, Fields, Items, Node, Read, Text

_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(
    r'(?P<sign>[\[\]{},:])|(?P<text>"(?:[^"\\\x00-\x1f]|\\.)*")'
    r"|(?P<plain>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?\b|true\b|false\b|null\b)",
    re.ASCII,
)
#: The fields of an answer's JSON, which is no dataset.
_ANSWER = {"schema", "command", "results"}
_Token: TypeAlias = tuple[str, str, int, int]


class _StopReadingError(Exception):
    """The text is no JSON from here on; its problem has been noted."""


def read_json(text: str, file: str, expected: frozenset[str] = frozenset()) -> Read:
    """Read one JSON document, as `graph.reading.read` reads YAML.

    Numbers and ``true`` become texts, typed by their fields as all others; a field that is
    ``null`` is one that is not there.

    Args:
        text: Decoded, free of forbidden characters (see `graph.decoding`).
        file: For the places.
        expected: Keys that need no place of their own.

    >>> read_json("[1]", "a.json").root
    Items(nodes=[Text(value='1', line=1, column=2, plain=True)], line=1, column=1)
    """
    reader = _Reader(text, file, expected)
    try:
        root = reader.document()
    except _StopReadingError:
        return Read(None, reader.problems, whole=False)
    if type(root) is Fields and root.nodes.keys() >= _ANSWER:
        said = "an answer of whowhom, not a dataset; whowhom export json writes one"
        return Read(None, [Problem(Place(file, 1, 1), "error", "wrong-shape", said)], whole=False)
    return Read(root, reader.problems, whole=True)


class _Reader:
    """Goes through the text once; a line ends with a line feed, as strings hold none."""

    def __init__(self, text: str, file: str, expected: frozenset[str]) -> None:
        self.text = text
        self.file = file
        self.expected = expected
        self.problems: list[Problem] = []
        self.same: dict[str, str] = {}
        self.at = 0
        self.line = 1
        self.begin = 0  # of the line
        self.depth = 0

    def document(self) -> Node | None:
        if not self.text.strip(" \t\r\n"):
            return None
        root = self.value(self.token())
        self.skip()
        if self.at < len(self.text):
            self.stop(self.line, self.at - self.begin + 1, "the text goes on after its end")
        return root

    def skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        end = found.end() if found else self.at
        breaks = self.text.count("\n", self.at, end)
        if breaks:
            self.line += breaks
            self.begin = self.text.rindex("\n", self.at, end) + 1
        self.at = end

    def token(self) -> _Token:
        """Give the next token: its kind, its text, its line and column."""
        self.skip()
        line, column = self.line, self.at - self.begin + 1
        found = _TOKEN.match(self.text, self.at)
        if not found:
            return self.stop(line, column, self.guess())
        self.at = found.end()
        return found.lastgroup or "", found[0], line, column

    def guess(self) -> str:
        rest = self.text[self.at : self.at + 20]
        if not rest:
            return "the file ends in the middle; was it cut off?"
        if rest[0] == '"':
            return 'a text that never ends; close it with ", and write a line end in it as \\n'
        if rest[0] == "'":
            return 'a text stands in "double quotes"'
        word = re.split(r"[\s,\[\]{}:]", rest)[0][:20] or rest[0]
        return f'"{word}" is no JSON; a text stands in "double quotes"'

    def stop(self, line: int, column: int, message: str) -> NoReturn:
        self.problem(line, column, "json-syntax", message)
        raise _StopReadingError

    def problem(self, line: int, column: int, code: str, message: str) -> None:
        one_line = " ".join(message.split())
        self.problems.append(Problem(Place(self.file, line, column), "error", code, one_line))

    def value(self, token: _Token) -> Node:
        kind, said, line, column = token
        if kind == "text":
            return self.string(said, line, column)
        if kind == "plain":
            return Text(said, line, column, plain=True)
        if said not in "[{":
            self.stop(line, column, f'"{said}" stands where a value belongs; a comma too many?')
        if self.depth == MAX_DEPTH:
            self.stop(line, column, f"nested more than {MAX_DEPTH} deep; check the brackets")
        self.depth += 1
        node = self.items(line, column) if said == "[" else self.fields(line, column)
        self.depth -= 1
        return node

    def string(self, said: str, line: int, column: int) -> Text | Broken:
        value = said[1:-1]
        if "\\" in value:
            try:
                value = json.loads(said)
            except ValueError:
                self.stop(line, column, "an escape in this text is none of JSON's")
            if found := re.search(FORBIDDEN, value):
                self.problem(line, column, "control-character", describe(found[0]))
                return Broken(line, column)
        if len(value) > MAX_TEXT:
            self.problem(line, column, "too-large", f"a text of over {MAX_TEXT:,} characters")
            return Broken(line, column)
        return Text(self.same.setdefault(value, value), line, column, plain=False)

    def items(self, line: int, column: int) -> Items:
        nodes: list[Node] = []
        self.until("]", lambda token: nodes.append(self.value(token)))
        return Items(nodes, line, column)

    def fields(self, line: int, column: int) -> Fields:
        node = Fields({}, line, column, {})
        self.until("}", lambda token: self.field(node, token))
        return node

    def until(self, end: str, take: Callable[[_Token], None]) -> None:
        """Take what stands between commas, up to the end."""
        token = self.token()
        if token[1] == end:
            return
        while True:
            take(token)
            kind, said, line, column = self.token()
            if kind == "sign" and said == end:
                return
            if said != "," or kind != "sign":
                self.stop(line, column, f'a comma or "{end}" is missing before this')
            token = self.token()

    def field(self, node: Fields, token: _Token) -> None:
        kind, said, line, column = token
        if kind != "text":
            self.stop(line, column, 'a field begins with its name in "double quotes"')
        key = self.string(said, line, column)
        _, colon, *at = self.token()
        if colon != ":":
            self.stop(at[0], at[1], "a colon is missing before this")
        value = self.value(self.token())
        if value == Text("null", value.line, value.column, plain=True) or type(key) is Broken:
            return
        name = key.value if type(key) is Text else ""
        if not name:
            self.problem(line, column, "bad-key", "a field without a name; name it or delete it")
        elif name in node.nodes:
            first = node.nodes[name].line
            message = f'"{name[:40]}" stands twice, its first value in line {first}; delete one'
            self.problem(line, column, "duplicate-key", message)
            node.nodes[name] = Broken(line, column)
        else:
            node.nodes[name] = value
            if name not in self.expected:
                node.odd[name] = (line, column)
