"""One entry's text -> the same text saying something else, touched only where it must.

One edit is found at a time and the text is read again after each, so that no edit has to know
what another one moved. What is not done here in place raises `ValueError`: `rewriting` then
writes the entry anew.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from graph.patching.lines import column, line_end, line_start, split_lines
from graph.reading import Span, spans
from graph.records import FLAG_DEFAULTS, Field, Record
from graph.writing import WIDTH, field_lines, flow, folded, item_lines, scalar

#: What stands there from one offset to another is replaced by a text.
Edit: TypeAlias = tuple[int, int, str]
#: Edits of one entry; more than any person makes by hand is a fault.
_LIMIT = 2_000
_MANY = ("-", "[", ":", "{")
_FLOWING = ("[", "{")
#: What a small mapping comes to when it says nothing else.
_LONE = ("source", "id")


def mended(text: str, record: Record, wanted: Mapping[str, Any], ends: str = "\n") -> str:
    r"""Give an entry's text changed so that it says what is wanted.

    A field that is no longer wanted goes with the comment beside it and those directly above it;
    a new one stands where the record's order has it.

    Args:
        text: The lines of an item of a list (comments above it too), or a mapping in braces.
        record: Its kind.
        wanted: Fields by their YAML name, as `graph.records.to_record` gives them.
        ends: What a new line ends in.

    Raises:
        ValueError: It is written in a way that is not changed in place.

    >>> from graph.records import SOURCE
    >>> mended("- id: s # one\n  title: 'Old'\n", SOURCE, {"id": "s", "title": "It's new"})
    "- id: s # one\n  title: 'It''s new'\n"
    """
    for _ in range(_LIMIT):
        edit = next(_entry_edits(text, _entry(text), record, wanted), None)
        if edit is None:
            return text
        text = edited(text, [edit], ends)
    raise ValueError("the entry does not come to say what is wanted")


def renamed(text: str, record: Record, name: Callable[[str, str], str]) -> str:
    """Give an entry's text with the ids in it renamed.

    Args:
        text: As for `mended`.
        record: Its kind.
        name: From what an id names (``actors``, ``sources``, ``relation_types``, ``relations``)
            and the id, the new id.
    """
    node = _entry(text)
    edits = []
    for key, item in zip(node.keys, node.items, strict=True):
        if field := record.field.get(key.value):
            for span, kind in _named(record, field, item):
                new = name(kind, span.value)
                if new != span.value:
                    # Keys of relations have colons, which only look like YAML's own inside braces.
                    said = _styled(text, span, new, -1) if span.style else scalar(new)
                    edits.append((span.begin, span.end, said))
    return edited(text, edits, "\n")


def edited(text: str, edits: Sequence[Edit], ends: str) -> str:
    """Make edits that do not overlap; line feeds in them become what ends a line."""
    for begin, end, new in sorted(edits, reverse=True):
        text = text[:begin] + new.replace("\n", ends) + text[end:]
    return text


def plain_of(node: Span) -> Any:
    """Give a node as plain data, as `graph.records.to_record` would write it."""
    if node.style in ("-", "["):
        return [plain_of(item) for item in node.items]
    if node.style in (":", "{"):
        pairs = zip(node.keys, node.items, strict=True)
        given = {key.value: plain_of(item) for key, item in pairs}
        alone = next(iter(given)) if len(given) == 1 else ""
        return given[alone] if alone in _LONE else given
    return " ".join(node.value.split())


def _entry(text: str) -> Span:
    root = spans(text)
    if root and root.style == "-" and len(root.items) == 1:
        root = root.items[0]
    if not root or root.style not in (":", "{"):
        raise ValueError("no entry")
    return root


def _named(record: Record, field: Field, item: Span) -> Iterator[tuple[Span, str]]:
    """Give the ids in a field, and what they name."""
    if field.name == record.identity and record.key != "relations":
        yield item, record.key
    elif record.key == "relations" and field.name in ("source", "target"):
        yield item, "actors"
    elif record.key == "relations" and field.name == "type":
        yield item, "relation_types"
    elif field.form in ("actors", "relations"):
        yield from ((one, field.form) for one in item.items)
    elif field.form == "citations":
        for one in item.items:
            source = one.item("source") if one.keys else one
            if source:
                yield source, "sources"


def _entry_edits(
    text: str, node: Span, record: Record, wanted: Mapping[str, Any]
) -> Iterator[Edit]:
    """Give the edits that are left to make; only the first one fits the text."""
    for field in record.fields:
        item, content = node.item(field.name), wanted.get(field.name)
        if item is None and content is not None:
            yield _with_field(text, node, record, field, content)
        elif item is not None and content is None and not _says_nothing(field, item):
            yield _without(text, node, [key.value for key in node.keys].index(field.name))
        elif item is not None and content is not None:
            key = next(key for key in node.keys if key.value == field.name)
            yield from _value_edits(text, item, content, field, column(text, key.begin))


def _says_nothing(field: Field, item: Span) -> bool:
    if field.form == "flag":
        return item.value == str(FLAG_DEFAULTS[field.name]).lower()
    return item.style in _MANY and not item.items


def _value_edits(text: str, item: Span, content: Any, field: Field, edge: int) -> Iterator[Edit]:
    """Give the edits of one value; `edge` is the column of its key or hyphen."""
    raw = text[item.begin : item.end]
    if isinstance(content, str) and item.style in (":", "{") and "#" in raw:
        content = {"source" if field.form == "citations" else "id": content}  # comments stay
    if isinstance(content, list) and item.style in ("-", "["):
        yield from _list_edits(text, item, content, field)
    elif isinstance(content, Mapping) and item.style in (":", "{"):
        yield from _mapping_edits(text, item, content, field)
    elif plain_of(item) == _texts(content) or (
        field.form == "sign" and item.value.lstrip("+") == str(content)
    ):
        return
    elif item.style in _MANY or not isinstance(content, str | int):
        if "#" in raw:
            raise ValueError("a comment stands in what is replaced")
        yield item.begin, item.end, _inlined(text, item, content)
    else:
        if isinstance(content, bool | int) and not item.style:
            yield item.begin, item.end, _texts(content)
            return
        flowing = _in_flow(text, item)
        yield item.begin, item.end, _styled(text, item, _texts(content), -1 if flowing else edge)


def _texts(content: Any) -> Any:
    if isinstance(content, bool | int):
        return str(content).lower()
    if isinstance(content, list):
        return [_texts(one) for one in content]
    if isinstance(content, Mapping):
        return {key: _texts(value) for key, value in content.items()}
    return content


def _list_edits(text: str, node: Span, contents: list[Any], field: Field) -> Iterator[Edit]:
    """Give the edits of a list, whose order means nothing."""
    left, extra = list(contents), []
    for item in node.items:
        said = plain_of(item)
        if said in left:
            left.remove(said)
        else:
            extra.append(item)
    for item in extra:
        for content in left:
            if _subject(plain_of(item)) == _subject(content):
                yield from _value_edits(text, item, content, field, column(text, node.begin))
    if extra and len(extra) == len(left) and field.form != "citations":
        yield from _value_edits(text, extra[0], left[0], field, column(text, node.begin))
    elif left:
        yield _with_item(text, node, left[0])
    elif extra:
        yield _without_item(text, node, node.items.index(extra[0]))


def _subject(content: Any) -> Any:
    return content.get("source") if isinstance(content, Mapping) else content


def _mapping_edits(
    text: str, node: Span, content: Mapping[str, Any], field: Field
) -> Iterator[Edit]:
    names = [key.value for key in node.keys]
    for name, value in content.items():
        item = node.item(name)
        if item is None:
            yield _with_lines(text, node, len(names) - 1, field._replace(name=name), value)
        else:
            key = node.keys[names.index(name)]
            yield from _value_edits(text, item, value, field, column(text, key.begin))
    for number, name in enumerate(names):
        if name not in content:
            yield _without(text, node, number)


def _with_field(text: str, node: Span, record: Record, field: Field, content: Any) -> Edit:
    """Put a field behind those that the record's order has before it."""
    ranks = [one.name for one in record.fields]
    before = [
        number
        for number, key in enumerate(node.keys)
        if key.value in ranks and ranks.index(key.value) < ranks.index(field.name)
    ]
    last = max(before, key=lambda n: ranks.index(node.keys[n].value)) if before else -1
    return _with_lines(text, node, last, field, content)


def _with_lines(text: str, node: Span, after: int, field: Field, content: Any) -> Edit:
    """Write a field behind another one of the same mapping, -1: before all."""
    if node.style == "{":
        said = f"{field.name}: {flow(content)}"
        if not node.keys:
            return node.begin + 1, node.begin + 1, said
        at = node.items[after].end if after >= 0 else node.keys[0].begin
        return at, at, f", {said}" if after >= 0 else f"{said}, "
    edge = column(text, node.keys[0].begin)
    lines = [f"{' ' * edge}{line}\n" for line in field_lines(field, content)]
    if after < 0:
        at = node.keys[0].begin
        return at, at, "".join(lines)[edge:] + " " * edge
    at = line_end(text, node.items[after].end)
    return at, at, "".join(lines)


def _without(text: str, node: Span, number: int) -> Edit:
    """Take a field out of a mapping."""
    if node.style == "{":
        pairs = zip(node.keys, node.items, strict=True)
        return cut(text, [(key.begin, item.end) for key, item in pairs], number)
    key, item = node.keys[number], node.items[number]
    start = line_start(text, key.begin)
    if text[start : key.begin].strip():  # it opens the entry, behind its hyphen
        if len(node.keys) == 1:
            raise ValueError("the last field of a mapping")
        ahead = node.keys[1].begin
        notes = text[line_end(text, item.end) : line_start(text, ahead)]
        if not notes.strip():
            return key.begin, ahead, ""
        # Nothing can come between a hyphen and its entry: what is about the next field goes above.
        lines = [line.strip() for line in split_lines(notes)]
        edge = text[start : key.begin].index("-")
        over = "".join(f"{' ' * edge}{line}\n" for line in lines if line)
        return start, ahead, over + text[start : key.begin]
    return _from_comments(text, start, key.begin - start), line_end(text, item.end), ""


def _from_comments(text: str, start: int, edge: int) -> int:
    """Give where the comments begin that stand directly above a line, in its column."""
    while start:
        above = line_start(text, start - 1)
        line = text[above:start]
        if not line.startswith(" " * edge + "#"):
            break
        start = above
    return start


def _with_item(text: str, node: Span, content: Any) -> Edit:
    if node.style == "-":
        edge = column(text, node.begin)
        at = line_end(text, node.items[-1].end)
        return at, at, "".join(f"{' ' * edge}{line}\n" for line in item_lines(content))
    said = flow(content)
    if not node.items:
        return node.begin + 1, node.begin + 1, said
    at = node.items[-1].end
    if column(text, at) + len(said) + 3 > WIDTH and len(node.items) > 1:
        return at, at, f",\n{' ' * _hanging(text, node)}{said}"
    return at, at, f", {said}"


def _hanging(text: str, node: Span) -> int:
    """Give the column in which the lines of a list in brackets go on."""
    last = node.items[-1].begin
    start = line_start(text, last)
    if start <= node.begin:
        return column(text, node.begin) + 1
    return len(text[start:last]) - len(text[start:last].lstrip())


def _without_item(text: str, node: Span, number: int) -> Edit:
    if node.style == "[":
        return cut(text, [(item.begin, item.end) for item in node.items], number)
    edge = column(text, node.begin)
    start = line_start(text, node.items[number].begin)
    while text[start + edge : start + edge + 1] != "-":
        start = line_start(text, start - 1)
    return _from_comments(text, start, edge), line_end(text, node.items[number].end), ""


def cut(text: str, parts: Sequence[tuple[int, int]], number: int) -> Edit:
    """Take a part out of what stands in brackets or braces, with one comma."""
    begin, end = parts[number]
    if number + 1 < len(parts):
        ahead = parts[number + 1][0]
        if "#" not in text[end:ahead]:
            return begin, ahead, ""
        return begin, text.index(",", end) + 1, ""
    if number and "#" not in text[parts[number - 1][1] : begin]:
        return parts[number - 1][1], end, ""
    comma = re.compile(r"\s*,").match(text, end)
    return begin, comma.end() if comma else end, ""


def _in_flow(text: str, item: Span) -> bool:
    """Tell whether a value stands inside brackets or braces."""
    inside = False
    node = spans(text)
    while node and node.items:
        inside = inside or node.style in _FLOWING
        node = next((one for one in node.items if one.begin <= item.begin <= one.end), None)
        if node and (node.begin, node.end) == (item.begin, item.end):
            return inside
    return inside


def _inlined(text: str, item: Span, content: Any) -> str:
    """Write what is not one text where another value stood, on one line where there is room."""
    if _in_flow(text, item):
        return flow(content)
    said = scalar(content) if isinstance(content, str) else flow(content)
    edge = column(text, item.begin)
    if edge + len(said) <= WIDTH or not isinstance(content, Mapping):
        return said
    first, *rest = (line[2:] for line in item_lines(content))
    return "".join([first, *(f"\n{' ' * edge}{line}" for line in rest)])


def _styled(text: str, item: Span, content: str, edge: int) -> str:
    """Write a text in the style of the one that stood there.

    Args:
        text: All of the entry.
        item: The old text.
        content: The new one, blanks single.
        edge: The column of its key or hyphen; -1 where it cannot be folded.
    """
    raw = text[item.begin : item.end]
    lines = raw.splitlines()
    if item.style in ("|", ">"):
        depth = len(lines[1]) - len(lines[1].lstrip()) if len(lines) > 1 else edge + 2
        return "\n".join(
            [lines[0], *(" " * depth + line for line in folded(content, WIDTH - depth))]
        )
    if item.style == '"':
        said = '"' + content.replace("\\", "\\\\").replace('"', '\\"') + '"'
    elif item.style == "'":
        said = "'" + content.replace("'", "''") + "'"
    else:
        said = scalar(content, flowing=edge < 0)
    start = column(text, item.begin)
    if len(lines) > 1:
        depth = max(len(lines[-1]) - len(lines[-1].lstrip()), 1)
        broken = folded("x" * max(start - depth, 1) + said, WIDTH - depth)
        broken[0] = broken[0][max(start - depth, 1) :]
        return ("\n" + " " * depth).join(broken)
    rest = text[item.end : line_end(text, item.end)].strip()
    if edge >= 0 and start + len(said) > WIDTH and " " in said and not rest and not item.style:
        pad = " " * (edge + 2)
        return "\n".join([">-", *(pad + line for line in folded(content, WIDTH - len(pad)))])
    return said
