"""YAML text -> nodes that know their place; the only importer of yaml.

It walks PyYAML's *event* stream. The usual loaders drop duplicate keys, read ``NO`` as False,
expand alias bombs and forget where things stood; here every scalar stays text, whatever looks
like YAML's own magic is refused, and every node keeps its line and column.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import yaml

from graph.decoding import FORBIDDEN, describe
from graph.problems import Place, Problem
from graph.yaml_errors import explain

#: libyaml where PyYAML has it; the pure-Python parser gives the same events, some 20 times slower.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 32
#: Characters in one text.
MAX_TEXT = 20_000


class Text(NamedTuple):
    """A scalar; `plain` means that it stands without quotes."""

    value: str
    line: int
    column: int
    plain: bool


class Items(NamedTuple):
    """A list of nodes."""

    nodes: list["Node"]
    line: int
    column: int


class Fields(NamedTuple):
    """A mapping; `odd` has the line and column of each key that the caller did not expect."""

    nodes: dict[str, "Node"]
    line: int
    column: int
    odd: dict[str, tuple[int, int]]


class Broken(NamedTuple):
    """A node whose problem has been told already."""

    line: int
    column: int


Node: TypeAlias = Text | Items | Fields | Broken


class Read(NamedTuple):
    """What one file gave: its root (None: empty, or not YAML), and its problems."""

    root: Node | None
    problems: list[Problem]
    whole: bool  # False: the text stopped being YAML, and the rest is not known


class Comment(NamedTuple):
    """A comment, with its ``#``; `alone` means that nothing stands before it on its line."""

    text: str
    line: int
    column: int
    alone: bool


def comments(text: str) -> list[Comment]:
    """Give the comments of a YAML text that `read` accepts, in their order.

    Between two tokens YAML has only blanks and comments; the header of a block text (``>-``) may
    end in one too.

    Args:
        text: With line feeds for line ends.
    """
    found, after, line = [], 0, 1
    for token in yaml.scan(text, Loader=LOADER):
        begin, end = token.start_mark, token.end_mark
        if begin.index > after:
            found.extend(_comments_in(text, after, begin.index, line))
        if type(token) is yaml.ScalarToken and token.style in ("|", ">"):
            header_end = text.index("\n", begin.index)
            found.extend(_comments_in(text, begin.index, header_end, begin.line + 1))
        after, line = end.index, end.line + 1
    return found


class Span(NamedTuple):
    """A node as it stands in its text, in offsets of characters.

    Attributes:
        style: Of a text `""` (plain), `'`, `"`, `|` or `>`; of a list `[` or `-`; of a mapping
            `{` or `:`.
        begin, end: Without what surrounds it: no blanks, no comments, no ``- ``, no line end.
        value: Of a text, as it reads.
        keys: Of a mapping, one for each of `items`.
        items: Of a list or mapping.
    """

    style: str
    begin: int
    end: int
    value: str = ""
    keys: tuple["Span", ...] = ()
    items: tuple["Span", ...] = ()

    def item(self, key: str) -> "Span | None":
        """Give what a mapping has under a key."""
        return next((i for k, i in zip(self.keys, self.items, strict=True) if k.value == key), None)


def spans(text: str) -> Span | None:
    """Give where everything stands in a YAML text; None when it is empty.

    Who changes a text asks for the same one several times: a file once for each of its forms, an
    entry at every step. The last few are remembered, those of entries apart from those of files.

    Args:
        text: One that `read` accepts, and no byte order mark.

    Raises:
        ValueError: It is no YAML.
    """
    return _spans_of_entry(text) if len(text) < _ENTRY else _spans_of_file(text)


#: Characters of a text that is likely an entry.
_ENTRY = 10_000


@lru_cache(maxsize=8)
def _spans_of_entry(text: str) -> Span | None:
    return _spans(text)


@lru_cache(maxsize=8)
def _spans_of_file(text: str) -> Span | None:
    return _spans(text)


def _spans(text: str) -> Span | None:
    open_: list[tuple[Any, list[Span]]] = []
    done: Span | None = None
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if isinstance(event, yaml.CollectionStartEvent):
                open_.append((event, []))
                continue
            if isinstance(event, yaml.ScalarEvent):
                done = _span_of_text(event, text)
            elif isinstance(event, yaml.CollectionEndEvent):
                done = _span_of_many(*open_.pop(), event)
            else:
                continue
            if open_:
                open_[-1][1].append(done)
    except yaml.YAMLError as error:
        raise ValueError(f"no YAML: {error}") from None
    return done


def _span_of_text(event: Any, text: str) -> Span:
    begin, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
    if style and style in "|>":  # it reaches to the next thing there is
        end = begin + len(text[begin:end].rstrip())
    return Span(style, begin, end, event.value)


def _span_of_many(start: Any, parts: list[Span], stop: Any) -> Span:
    begin, mapping = start.start_mark.index, isinstance(start, yaml.MappingStartEvent)
    end = stop.end_mark.index if start.flow_style else max((begin, *(part.end for part in parts)))
    style = ("{" if mapping else "[") if start.flow_style else ":" if mapping else "-"
    keys = parts[::2] if mapping else []
    return Span(style, begin, end, "", tuple(keys), tuple(parts[1::2] if mapping else parts))


def _comments_in(text: str, begin: int, end: int, line: int) -> list[Comment]:
    found: list[Comment] = []
    if text.find("#", begin, end) < 0:
        return found
    for match in re.finditer("#[^\n]*", text[begin:end]):
        at = begin + match.start()
        ahead = text[text.rfind("\n", 0, at) + 1 : at]
        row = line + text.count("\n", begin, at)
        found.append(Comment(match[0].rstrip(), row, len(ahead) + 1, alone=not ahead.strip()))
    return found


class _StopReadingError(Exception):
    """The file cannot be read any further; its problem has been noted."""


def read(text: str, file: str, expected: frozenset[str] = frozenset(), loader: Any = None) -> Read:
    """Read one YAML document; an empty one has no root.

    Args:
        text: Decoded, free of forbidden characters (see `graph.decoding`).
        file: For the places.
        expected: Keys that need no place of their own (a third of the memory is theirs).
        loader: A PyYAML loader class, `LOADER` if not given.
    """
    builder = _Builder(file, expected)
    try:
        for event in yaml.parse(text, Loader=loader or LOADER):
            handle = _HANDLERS.get(type(event))
            if handle:
                handle(builder, event)
    except yaml.YAMLError as error:
        builder.problems.append(explain(error, text, file))
    except _StopReadingError:
        pass
    except (ValueError, OverflowError):
        # The pure-Python parser's own: it checks no bounds, and does not say where it was.
        message = "an escape or a %YAML version out of all bounds; write the character itself"
        builder.problem(0, 0, "yaml-syntax", message)
    else:
        return Read(builder.root, builder.problems, whole=True)
    return Read(None, builder.problems, whole=False)


class _Open:
    """A list or mapping that has begun and not ended; `key` waits for its value."""

    __slots__ = ("key", "key_at", "mapping", "node")

    def __init__(self, node: Items | Fields) -> None:
        self.node: Any = node
        self.mapping = type(node) is Fields
        self.key: str | None = None
        self.key_at = (0, 0)


#: ``Text(...)`` without the call through Python: there is one for every value of every file.
_text: Any = tuple.__new__


class _Builder:
    """Turns events into nodes, one document deep."""

    def __init__(self, file: str, expected: frozenset[str]) -> None:
        self.file = file
        self.expected = expected
        # The parser makes a new string of every "taliban"; one is enough.
        self.same: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0

    def problem(self, line: int, column: int, code: str, message: str) -> None:
        one_line = " ".join(message.split())  # a quoted key may hold line ends
        self.problems.append(Problem(Place(self.file, line, column), "error", code, one_line))

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            mark = event.start_mark
            message = "a second document begins here; keep one a file and delete the ---"
            self.problem(mark.line + 1, mark.column + 1, "second-document", message)
            raise _StopReadingError

    def scalar(self, event: Any) -> None:
        mark, value, style = event.start_mark, event.value, event.style
        line, column = mark.line + 1, mark.column + 1
        if event.anchor or event.tag or style == '"' or len(value) > MAX_TEXT:
            self.unusual(event, line, column)
        elif (
            self.stack
            and (top := self.stack[-1]).mapping
            and top.key is None
            and value not in ("", "<<")
        ):
            top.key = self.same.setdefault(value, value)  # the common case: no node for a key
            if value not in self.expected or value in top.node.nodes:
                top.key_at = (line, column)
        else:
            self.add(_text(Text, (self.same.setdefault(value, value), line, column, not style)))

    def unusual(self, event: Any, line: int, column: int) -> None:
        if event.anchor or event.tag:
            self.tell_magic(event, line, column)
            self.add(Broken(line, column))
        elif len(event.value) > MAX_TEXT:
            self.problem(line, column, "too-large", f"a text of over {MAX_TEXT:,} characters")
            self.add(Broken(line, column))
        elif found := re.search(FORBIDDEN, event.value):
            # Quoted text can spell with an escape what the file itself may not hold.
            self.problem(line, column, "control-character", describe(found[0]))
            self.add(Broken(line, column))
        else:
            self.add(Text(event.value, line, column, plain=False))

    def alias(self, event: Any) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        message = (
            f'"*{event.anchor}" is a YAML alias; write it out, or quote a text that begins with *'
        )
        self.problem(line, column, "alias", message)
        self.add(Broken(line, column))

    def begin(self, event: Any) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if event.anchor or event.tag:
            self.tell_magic(event, line, column)
        if len(self.stack) == MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} deep; check the brackets and the indentation"
            self.problem(line, column, "too-deep", message)
            raise _StopReadingError
        mapping = type(event) is yaml.MappingStartEvent
        node = Fields({}, line, column, {}) if mapping else Items([], line, column)
        self.stack.append(_Open(node))

    def end(self, _event: Any) -> None:
        self.add(self.stack.pop().node)

    def tell_magic(self, event: Any, line: int, column: int) -> None:
        if event.anchor:
            text = (
                f'"&{event.anchor}" is a YAML anchor; delete it, or quote a text that begins with &'
            )
            self.problem(line, column, "anchor", text)
        if event.tag:
            name = event.tag.replace("tag:yaml.org,2002:", "!!")
            text = f'"{name[:40]}" is a YAML tag; delete it, or quote a text that begins with !'
            self.problem(line, column, "tag", text)

    def add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if not top.mapping:
            top.node.nodes.append(node)
        elif top.key is None:
            top.key, top.key_at = self.key_of(node), (node.line, node.column)
        elif top.key and top.key not in top.node.nodes:
            top.node.nodes[top.key] = node
            if top.key not in self.expected:
                top.node.odd[top.key] = top.key_at
            top.key = None
        else:
            self.set_again(top, node)

    def key_of(self, node: Node) -> str:
        if type(node) is Text:
            if node.value == "<<" and node.plain:
                message = 'merge keys ("<<") are not used; write the fields out'
                self.problem(node.line, node.column, "merge-key", message)
                return ""
            if not node.value:
                message = "a key without a name; write the field before the colon"
                self.problem(node.line, node.column, "bad-key", message)
            return node.value
        if type(node) is not Broken:
            message = "a list or mapping cannot be a key; quote a text that begins with [ or {"
            self.problem(node.line, node.column, "bad-key", message)
        return ""

    def set_again(self, top: _Open, node: Node) -> None:
        """Take the value of a key that stands twice, or of one whose problem has been told ("")."""
        key, top.key = top.key or "", None
        first = top.node.nodes.get(key, node)
        if key:
            # Keys have no place of their own here; a list begins in the line after its key.
            text = f'"{key[:40]}" stands twice, its first value in line {first.line}; '
            text += 'a forgotten "-" or a copy?'
            self.problem(*top.key_at, "duplicate-key", text)
        top.node.nodes[key] = Broken(first.line, first.column)


_HANDLERS: dict[type, Any] = {
    yaml.DocumentStartEvent: _Builder.document,
    yaml.ScalarEvent: _Builder.scalar,
    yaml.AliasEvent: _Builder.alias,
    yaml.MappingStartEvent: _Builder.begin,
    yaml.SequenceStartEvent: _Builder.begin,
    yaml.MappingEndEvent: _Builder.end,
    yaml.SequenceEndEvent: _Builder.end,
}
