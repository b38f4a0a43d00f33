"""A file's text -> the same in the one form that ``whowhom fmt`` writes; comments are kept.

Order: `actors` by kind and id, `relations` by source, target and begin, `sources` by id,
`relation_types` by family and name; the steps of a `story` stay in theirs. The result is read again
and compared before anything is given back, so that a mistake here cannot lose data.

ruamel.yaml keeps comments too, but hangs one that stands above an entry on the entry before it:
sorting then moves it to another claim. So comments are placed here, by what follows them.
"""

import os
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from graph.archives import is_archive
from graph.dates import UNKNOWN, parse_date
from graph.decoding import decode
from graph.loading import is_json, read_files
from graph.model import ACTOR_KINDS
from graph.parsing import parse
from graph.problems import Place, Problem
from graph.reading import Comment, Fields, Items, Node, Text, comments, read
from graph.records import ACTOR, RECORDS, RELATION, RELATION_TYPE, STEP, Record
from graph.writing import Noted, Notes, Path, entry_lines

#: What is written without its key where nothing stands beside it: a citation, an identifier.
_LONE = ("source", "id")
_FLAGS = {"true": True, "false": False}
_Entries: TypeAlias = list[tuple[int, dict[str, Any]]]


class Formatted(NamedTuple):
    """A file that changes: its path, its bytes as they were read, and its new text."""

    file: str
    before: bytes
    text: str


class _Anchor(NamedTuple):
    """Where a key or an item begins, which a comment can be about.

    Attributes:
        opens: An entry that begins with a key: the key is what a comment beside it means.
    """

    line: int
    column: int
    path: Path
    opens: bool


def format_files(path: str) -> tuple[list[Formatted], list[Problem]]:
    """Format the files of a dataset, writing nothing.

    Args:
        path: A folder or one file, as for `graph.loading.load`.

    Returns:
        The files that change, in the order of their names; and the mistakes of form, with which
        no file is given.
    """
    found, problems = read_files(path)
    texts = {file: decode(data, file) for file, data in found}
    reads = {file: read(text, file) for file, text in texts.items() if isinstance(text, str)}
    problems += [text for text in texts.values() if isinstance(text, Problem)]
    problems += [_foreign(file) for file in texts if is_json(file) or is_archive(file)]
    problems += [_unnamed(file) for file in texts if not os.path.isfile(file)]
    problems += [problem for file in reads.values() for problem in file.problems]
    problems += parse([(file, made.root) for file, made in reads.items()]).problems
    if problems:
        return [], sorted(problems)
    new = [_formatted(file, before, str(texts[file])) for file, before in found]
    faults = [problem for problem in new if isinstance(problem, Problem)]
    changed = [one for one in new if isinstance(one, Formatted) and one.text.encode() != one.before]
    return ([], faults) if faults else (changed, [])


def _formatted(file: str, before: bytes, text: str) -> Formatted | Problem:
    try:
        return Formatted(file, before, format_text(text))
    except ValueError as error:
        return Problem(Place(file), "error", "unreadable", str(error))


def _unnamed(file: str) -> Problem:
    message = "its name is no UTF-8 text, so it cannot be written back; rename it"
    return Problem(Place(file), "error", "unreadable", message)


def _foreign(file: str) -> Problem:
    message = "only YAML has this form; an export or archive stays as it is"
    return Problem(Place(file), "error", "unreadable", message)


def format_text(text: str) -> str:
    """Give a data file in the one form; what it says does not change.

    Args:
        text: A file that `graph.parsing.parse` finds no problem in; any line ends.

    Raises:
        ValueError: The form would say something else or lose a comment; that is a fault of this
            module, and the file is better left alone.
    """
    text = "\n".join(text.splitlines()) + "\n"
    root = read(text, "").root
    said = comments(text)
    if not isinstance(root, Fields):
        return "".join(f"{comment.text}\n" for comment in said)
    head, noted, tail = placed(said, list(anchors_of(root)))
    by_key = {record.key: record for record in RECORDS}
    lists = {key: sorted_entries(by_key[key], node) for key, node in root.nodes.items()}
    # Lists stay in their order: what stands above the first one is about the file.
    parts = [_part(by_key[key], lists[key], noted) for key in root.nodes]
    written = "\n\n".join(part for part in ("\n".join(head), *parts, "\n".join(tail)) if part)
    _verify(root, said, written + "\n")
    return written + "\n"


def _part(record: Record, entries: _Entries, noted: Noted) -> str:
    notes = noted.get((record.key,), Notes())
    head = "".join(f"  {comment}" for comment in notes.beside)
    if not entries:
        return "\n".join([*notes.above, f"{record.key}: []{head}"])
    below: dict[int, dict[Path, Notes]] = defaultdict(dict)
    for (key, *where), about in noted.items():
        if key == record.key and where:
            below[int(where[0])][tuple(where[1:])] = about
    blocks = ["\n".join(entry_lines(record, entry, below[number])) for number, entry in entries]
    return "\n".join([*notes.above, f"{record.key}:{head}", ""]) + "\n\n".join(blocks)


def sorted_entries(record: Record, node: Node | None) -> _Entries:
    """Give the entries of a list in order, each with the number it had."""
    nodes = node.nodes if isinstance(node, Items) else []
    entries = [(number, plain_entry(record, child)) for number, child in enumerate(nodes)]
    return sorted(entries, key=lambda pair: order_of(record, pair[1]))


def order_of(record: Record, entry: Mapping[str, Any]) -> tuple[Any, ...]:
    """Give where an entry, its fields by name, belongs in its list."""
    if record is ACTOR:
        kind = entry.get("kind", "")
        return (ACTOR_KINDS.index(kind) if kind else len(ACTOR_KINDS), entry["id"])
    if record is RELATION:
        begin = parse_date(entry.get("from", UNKNOWN.text))
        return (entry["source"], entry["target"], begin.first, entry["type"], entry.get("to", ""))
    if record is RELATION_TYPE:
        return (entry["family"], entry["name"])
    if record is STEP:
        return ()
    return (entry["id"],)


def plain_entry(record: Record, node: Node) -> dict[str, Any]:
    """Give an entry as plain data, its fields in order."""
    plain = _plain(node)
    ordered = {field: plain[field.name] for field in record.fields if field.name in plain}
    return {
        field.name: _FLAGS[content] if field.form == "flag" else content
        for field, content in ordered.items()
    }


def _plain(node: Node) -> Any:
    if isinstance(node, Text):
        return " ".join(node.value.split())
    if isinstance(node, Items):
        return [_plain(child) for child in node.nodes]
    if isinstance(node, Fields):
        given = {name: _plain(child) for name, child in node.nodes.items()}
        # A citation or identifier that gives nothing else is written without braces.
        alone = next(iter(given)) if len(given) == 1 else ""
        return given[alone] if alone in _LONE else given
    raise ValueError("a file with problems is not formatted")


def anchors_of(node: Node, path: Path = ()) -> Iterator[_Anchor]:
    """Give the keys and items of a file in the order in which they stand."""
    if isinstance(node, Fields):
        alone = len(node.nodes) == 1 and not node.nodes.keys().isdisjoint(_LONE)
        for name, child in node.nodes.items():
            inner = path if alone else (*path, name)  # it is written without its key
            yield _Anchor(*node.odd[name], inner, opens=False)
            yield from anchors_of(child, inner)
    elif isinstance(node, Items):
        for number, child in enumerate(node.nodes):
            opens = (
                len(path) == 1 and (child.line, child.column) in getattr(child, "odd", {}).values()
            )
            yield _Anchor(child.line, child.column, (*path, number), opens)
            yield from anchors_of(child, (*path, number))


def placed(
    said: Sequence[Comment], anchors: Sequence[_Anchor]
) -> tuple[list[str], dict[Path, Notes], list[str]]:
    """Give the comments above all, those by what they are about, and those below all."""
    spots = [(anchor.line, anchor.column) for anchor in anchors]
    noted: dict[Path, Notes] = {}
    head: list[str] = []
    tail: list[str] = []
    before: Comment | None = None
    for comment in said:
        spot = (comment.line, comment.column)
        apart = bool(before and before.alone and comment.line - before.line > 1)
        after = bisect_left(spots, spot)
        if not comment.alone:
            path = _beside(anchors, spots, comment)
            notes = noted.get(path, Notes())
            noted[path] = notes._replace(beside=(*notes.beside, comment.text))
        elif after == 0:
            head.extend([""] * (apart and bool(head)) + [comment.text])
        elif entry := _within(anchors, after, comment):
            notes = noted.get(entry, Notes())
            noted[entry] = notes._replace(below=(*notes.below, comment.text))
        elif after == len(spots):
            tail.extend([""] * (apart and bool(tail)) + [comment.text])
        else:
            path = anchors[after].path
            notes = noted.get(path, Notes())
            blank = ("",) if apart and notes.above else ()
            noted[path] = notes._replace(above=(*notes.above, *blank, comment.text))
        before = comment
    return head, noted, tail


def _within(anchors: Sequence[_Anchor], after: int, comment: Comment) -> Path:
    """Give the entry that a comment ends, by how far it is indented; ``()`` where it ends none."""
    entry = anchors[after - 1].path[:2]
    ahead = anchors[after] if after < len(anchors) else None
    if len(entry) < 2 or (ahead and ahead.path[:2] == entry):  # noqa: PLR2004 - a list, a number
        return ()
    edge = ahead.column if ahead and len(ahead.path) > 1 else 2
    return entry if comment.column >= edge else ()


def _beside(anchors: Sequence[_Anchor], spots: Sequence[tuple[int, int]], comment: Comment) -> Path:
    """Give what a comment at the end of a line is about: the first thing on that line."""
    first = bisect_left(spots, (comment.line, 0))
    last = bisect_right(spots, (comment.line, comment.column))
    if first == last:
        return anchors[max(last - 1, 0)].path
    if anchors[first].opens and first + 1 < last:
        first += 1
    return anchors[first].path


def _verify(root: Fields, said: Sequence[Comment], written: str) -> None:
    again = read(written, "")
    same = isinstance(again.root, Fields) and all(
        [entry for _, entry in sorted_entries(record, root.nodes.get(record.key))]
        == [plain_entry(record, node) for node in _nodes(again.root, record)]
        for record in RECORDS
    )
    kept = sorted(c.text for c in said) == sorted(c.text for c in comments(written))
    if again.problems or not (same and kept):
        raise ValueError("the formatted text does not say the same; please report this file")


def _nodes(root: Fields, record: Record) -> list[Node]:
    node = root.nodes.get(record.key)
    return node.nodes if isinstance(node, Items) else []
