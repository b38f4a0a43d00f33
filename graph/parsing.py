"""Nodes -> values: the tables of `graph.records` say which text belongs where.

A bad entry is left out and told; its id still counts as declared, so that one mistake does not
make a hundred.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from graph.dates import UNKNOWN, Date, parse_date
from graph.model import MATCHES, Citation, Identifier, Listed, RelationType
from graph.problems import Place, Problem
from graph.reading import Broken, Fields, Items, Node, Text
from graph.records import RECORDS, RELATION, RELATION_TYPE, Field, Record, Value
from graph.suggesting import did_you_mean

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: What `graph.model.ActorGraph.keys` gives: an own id or a tie, and which of its spells.
_KEY = re.compile(rf"{_ID.pattern}(?::[a-z][a-z0-9_]*:{_ID.pattern})?(?::[1-9][0-9]*)?")
_WORD = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_URL = re.compile(r"https?://[^\s/?#<>\"][^\s<>\"]*", re.IGNORECASE)
_FLAGS = {"true": True, "false": False}
_SIGNS = {"-1": -1, "0": 0, "1": 1, "+1": 1}
_CITATION_FIELDS = Citation._fields
#: Every key of the format.
KEYS = frozenset(
    [record.key for record in RECORDS]
    + [spec.name for record in RECORDS for spec in record.fields]
    + list(_CITATION_FIELDS)
    + ["match"]
)


class Entry(NamedTuple):
    """A value and the mapping it came from."""

    value: Any
    file: str
    node: Fields

    def place(self, name: str = "") -> Place:
        """Give the place of a field's value, or of the entry when the field is not there."""
        node = self.node.nodes.get(name, self.node) if name else self.node
        return Place(self.file, node.line, node.column)


@dataclass
class Draft:
    """What the files say, before the checks of meaning.

    Attributes:
        entries: By top-level key, in the order of the files.
        declared: Ids of all entries by top-level key, bad entries included.
        types: The vocabulary: the defaults, and the dataset's own over them.
        problems: Of shape.
        whole: False when a file could not be read to its end: what is missing is then no fault.
    """

    entries: dict[str, list[Entry]] = field(
        default_factory=lambda: {record.key: [] for record in RECORDS}
    )
    declared: dict[str, dict[str, Place]] = field(
        default_factory=lambda: {record.key: {} for record in RECORDS}
    )
    types: dict[str, RelationType] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True


class _Bad(Exception):  # noqa: N818 - never leaves this module
    """A field that cannot be read: where, the code and the message."""

    def __init__(self, node: Node, code: str, message: str) -> None:
        super().__init__(message)
        self.node, self.code = node, code


#: Takes a mistake: where, its code and a message.
Told: TypeAlias = Callable[[Node, str, str], None]


def parse(roots: Iterable[tuple[str, Node | None]], defaults: Iterable[RelationType] = ()) -> Draft:
    """Read all kinds of entries out of the roots of all files.

    Args:
        roots: File name and root node (None: the file is empty).
        defaults: The vocabulary that the dataset adds to.
    """
    draft = Draft()
    lists = [found for file, root in roots for found in _lists(draft, file, root)]
    for found in lists:
        if found[0] is RELATION_TYPE:
            _entries(draft, *found)
    # The vocabulary comes first: a relation's ends are sorted when its type is symmetric.
    own = [entry.value for entry in draft.entries[RELATION_TYPE.key]]
    # A default word gives way where the dataset means something else by it.
    taken = {text.casefold() for kind in own for text in (kind.label, kind.inverse)}
    free = [
        kind
        for kind in defaults
        if taken.isdisjoint({kind.label.casefold(), kind.inverse.casefold()})
    ]
    draft.types = {kind.name: kind for kind in (*free, *reversed(own))}
    for found in lists:
        if found[0] is not RELATION_TYPE:
            _entries(draft, *found)
    return draft


def key_of(node: Fields, name: str) -> Node:
    """Give where a key stands; its value, when it is a key that other entries may have."""
    return Broken(*node.odd[name]) if name in node.odd else node.nodes[name]


def _entries(draft: Draft, record: Record, file: str, items: Items) -> None:
    for node in items.nodes:
        _entry(draft, record, file, node)


def _lists(draft: Draft, file: str, root: Node | None) -> Iterator[tuple[Record, str, Items]]:
    if root is None:
        return
    told = _teller(draft, file)
    if type(root) is not Fields:
        if type(root) is not Broken:
            names = ", ".join(record.key for record in RECORDS)
            told(root, "wrong-shape", f"a file is a mapping with the keys {names}")
        return
    by_key = {record.key: record for record in RECORDS}
    for name, node in root.nodes.items():
        if name not in by_key:
            if name:
                told(key_of(root, name), "unknown-field", unknown("a top-level key", name, by_key))
        elif type(node) is Items:
            yield by_key[name], file, node
        elif not (type(node) is Broken or (type(node) is Text and not node.value)):
            told(node, "wrong-shape", f'"{name}" is a list; begin each entry with "- "')


def _teller(draft: Draft, file: str) -> Told:
    def told(node: Node, code: str, message: str) -> None:
        place = Place(file, node.line, node.column)
        one_line = " ".join(message.split())  # the text that it quotes may hold line ends
        draft.problems.append(Problem(place, "error", code, one_line))

    return told


def _entry(draft: Draft, record: Record, file: str, node: Node) -> None:
    given = read_fields(record, node, _teller(draft, file))
    if type(node) is not Fields:
        return
    identity = node.nodes.get(record.identity)
    if record.identity and type(identity) is Text:
        draft.declared[record.key].setdefault(
            identity.value, Place(file, identity.line, identity.column)
        )
    if given is None:
        return
    if record is RELATION:
        kind = draft.types.get(given["type"])
        if kind and kind.symmetric and given["source"] > given["target"]:
            given["source"], given["target"] = given["target"], given["source"]
    value = record.make(**given, place=Place(file, node.line, node.column))
    draft.entries[record.key].append(Entry(value, file, node))


def read_fields(record: Record, node: Node, told: Told) -> dict[str, Any] | None:
    """Read an entry's fields by their attributes; None when it is none, or a field is bad.

    Args:
        record: What kind of entry it is.
        node: What should be one.
        told: Is called with the node, a code and a message for each mistake.
    """
    if type(node) is Fields:
        return _given(record, node, told)
    if type(node) is not Broken:
        hint = ""
        if type(node) is Text and ":" in node.value:
            hint = "; is there a space after each colon?"
        first = record.fields[0].name
        told(node, "wrong-shape", f'{_a(record.one)} is a mapping, "{first}: ..."{hint}')
    return None


def _given(record: Record, node: Fields, told: Told) -> dict[str, Any] | None:
    """Read the fields of an entry; None when one of them is bad or missing."""
    given: dict[str, Any] = {}
    good = True
    for name, child in node.nodes.items():
        spec = record.field.get(name)
        if spec is None:
            if name:
                message = unknown(f"a field of {_a(record.one)}", name, record.field)
                told(key_of(node, name), "unknown-field", message)
            good = False
            continue
        try:
            given[spec.attribute] = _READERS[spec.form](spec, child)
        except _Bad as bad:
            good = False
            if bad.code:
                told(bad.node, bad.code, str(bad))
    for spec in record.fields:
        if spec.required and spec.name not in node.nodes:
            good = False
            told(node, "missing-field", _missing(record, spec, node))
    return given if good else None


def _missing(record: Record, spec: Field, node: Fields) -> str:
    message = f'{_a(record.one)} needs "{spec.name}"'
    for name, child in node.nodes.items():
        if type(child) is Text and child.plain and re.search(rf"\b{spec.name}\b", child.value):
            return f'{message}; was its line joined to "{name}" for want of a colon?'
    return message


def unknown(what: str, name: str, known: Mapping[str, object]) -> str:
    """Say that a key is not what belongs there, and what may be meant."""
    if "\uff1a" in name or ":" in name:
        return f'"{name[:40]}" has no space after its colon; write "field: value"'
    hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
    return f'"{name[:40]}" is not {what}{hint}'


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


# One reader for each form: a node in, the attribute's value out, `_Bad` raised.


def _scalar(spec: Field, node: Node) -> str:
    if type(node) is not Text:
        if type(node) is Broken:
            raise _Bad(node, "", "")
        raise _Bad(node, "wrong-shape", f'"{spec.name}" is one text, not a list or mapping')
    if not node.value.strip() or (node.plain and node.value in ("~", "null")):
        said = f'"{spec.name}" is empty; leave the field out, or quote the text that is meant'
        raise _Bad(node, "empty-value", said)
    return node.value


def _text(spec: Field, node: Node) -> str:
    return " ".join(_scalar(spec, node).split())


def _id(spec: Field, node: Node) -> str:
    value = _scalar(spec, node)
    if value == "constructor":
        raise _Bad(
            node, "bad-id", '"constructor" means something else in a page; choose another id'
        )
    if not _ID.fullmatch(value):
        said = f'"{value[:40]}" is no id; use lower-case a-z, digits and single hyphens, as isis-k'
        raise _Bad(node, "bad-id", said)
    return value


def _word(spec: Field, node: Node) -> str:
    value = _scalar(spec, node)
    if not _WORD.fullmatch(value):
        said = f'"{value[:40]}" is no {spec.name}; use lower-case words joined by _, as defects_to'
        raise _Bad(node, "bad-id", said)
    return value


def _date(spec: Field, node: Node) -> Date:
    try:
        return parse_date(_scalar(spec, node))
    except ValueError as error:
        raise _Bad(node, "bad-date", f'"{spec.name}": {error}') from None


def _moment(spec: Field, node: Node) -> Date:
    date = _date(spec, node)
    if date == UNKNOWN:
        raise _Bad(node, "bad-date", f'"{spec.name}": a known date belongs here')
    return date


def _flag(spec: Field, node: Node) -> bool:
    return bool(_one_of(spec, node, _FLAGS))


def _sign(spec: Field, node: Node) -> int:
    return int(_one_of(spec, node, _SIGNS))


def _choice(spec: Field, node: Node) -> str:
    return str(_one_of(spec, node, {choice: choice for choice in spec.choices}))


def _one_of(spec: Field, node: Node, table: Mapping[str, Any]) -> Any:
    value = _scalar(spec, node)
    if value not in table:
        hint = did_you_mean(value, table) or f"; one of {', '.join(table)}"
        raise _Bad(node, "bad-choice", f'"{value[:40]}" is no {spec.name}{hint}')
    return table[value]


def _url(spec: Field, node: Node) -> str:
    value = _scalar(spec, node)
    if not _URL.fullmatch(value):
        raise _Bad(node, "bad-url", f'"{value[:60]}" is not an http or https address')
    return value


def _items(spec: Field, node: Node) -> list[Node]:
    if type(node) is Items:
        return node.nodes
    if type(node) is Broken:
        raise _Bad(node, "", "")
    raise _Bad(
        node, "wrong-shape", f'"{spec.name}" is a list; write [one, two], or "- " before each'
    )


def _texts(spec: Field, node: Node) -> Listed[str]:
    return Listed(_text(spec, child) for child in _items(spec, node))


def _actors(spec: Field, node: Node) -> Listed[str]:
    items = _items(spec, node)
    if not items:
        raise _Bad(node, "empty-value", f'"{spec.name}" is empty; name at least one actor')
    return Listed(_id(spec, child) for child in items)


def _relations(spec: Field, node: Node) -> Listed[str]:
    return Listed(_relation(spec, child) for child in _items(spec, node))


def _relation(spec: Field, node: Node) -> str:
    value = _scalar(spec, node)
    if not _KEY.fullmatch(value):
        said = f'"{value[:60]}" is no key of a relation; write source:type:target, or its id'
        raise _Bad(node, "bad-id", said)
    return value


def _ids(spec: Field, node: Node) -> Listed[Identifier]:
    if type(node) is not Fields:
        _scalar(spec, node)
        raise _Bad(node, "wrong-shape", '"ids" is a mapping: {un: QDe.004, wikidata: Q34490}')
    for scheme in node.nodes:
        if scheme and not _WORD.fullmatch(scheme):
            name = " ".join(scheme.split())[:40]
            said = f'"{name}" is no scheme; use a lower-case word, as wikidata'
            raise _Bad(key_of(node, scheme), "bad-id", said)
    return Listed(_identifier(spec, scheme, child) for scheme, child in node.nodes.items())


def _identifier(spec: Field, scheme: str, node: Node) -> Identifier:
    if type(node) is not Fields:
        return Identifier(scheme, _text(spec, node))
    given = _parts(node, ("id", "match"), "an identifier", "id")
    match = ""
    if "match" in given:
        match = _choice(spec._replace(name="match", choices=MATCHES), given["match"])
    return Identifier(scheme, _text(spec, given["id"]), match)


def _parts(node: Fields, known: tuple[str, ...], what: str, needed: str) -> dict[str, Node]:
    """Give the fields of a small mapping inside an entry, of which one is needed."""
    for name in node.nodes:
        if not name:
            raise _Bad(node, "", "")
        if name not in known:
            message = unknown(f"a field of {what}", name, dict.fromkeys(known))
            raise _Bad(key_of(node, name), "unknown-field", message)
    if needed not in node.nodes:
        raise _Bad(node, "missing-field", f'{what} needs "{needed}"')
    return node.nodes


def _citations(spec: Field, node: Node) -> Listed[Citation]:
    return Listed(_citation(spec, child) for child in _items(spec, node))


def _citation(spec: Field, node: Node) -> Citation:
    if type(node) is not Fields:
        return Citation(_id(spec, node))
    parts = _parts(node, _CITATION_FIELDS, "a citation", "source")
    given = {
        name: (_id if name == "source" else _text)(spec, child) for name, child in parts.items()
    }
    return Citation(**given)


_READERS: dict[str, Callable[[Field, Any], Any]] = {
    "id": _id,
    "word": _word,
    "text": _text,
    "date": _date,
    "moment": _moment,
    "end": _date,
    "flag": _flag,
    "sign": _sign,
    "url": _url,
    "choice": _choice,
    "texts": _texts,
    "ids": _ids,
    "citations": _citations,
    "actors": _actors,
    "relations": _relations,
}

__all__ = ["Draft", "Entry", "Told", "Value", "key_of", "parse", "read_fields", "unknown"]
