"""One change of a patch: plain data -> values, by the rules of the files.

The rules are those of `graph.parsing`; JSON becomes the nodes that YAML would have given.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from graph.changes import Change, name_of
from graph.decoding import FORBIDDEN, describe
from graph.model import Relation, tie
from graph.parsing import read_fields
from graph.reading import MAX_TEXT, Broken, Fields, Items, Node, Text
from graph.records import ACTOR, RELATION, RELATION_TYPE, SOURCE, Record, Value
from graph.suggesting import did_you_mean


def what_of(record: Record) -> str:
    """Give what a patch calls an entry: ``actor``, ``relation_type``."""
    return record.key.removesuffix("s")


#: Records by what a patch calls them, in the order in which it lists them.
RECORDS = {what_of(record): record for record in (ACTOR, RELATION, SOURCE, RELATION_TYPE)}
#: What a diff tells of a change besides: it changes nothing.
_TELLING = ("class", "why", "place")
_ITEM = ("change", "what", "id", "old_id", "new_id", "before", "after", "fields", "how", "follows")
#: Whether a change of a kind has an entry before it, and after it.
_SIDES = {"added": (False, True), "removed": (True, False), "changed": (True, True)}
_PLAIN_KEY = re.compile(r"[A-Za-z_]\w*", re.ASCII)
#: What may follow a relation's id or tie in its key.
_SPELL = re.compile("(:[1-9][0-9]*)?")
_NO_SPELL = re.compile("")


class Fault(NamedTuple):
    """What is wrong with a patch, and where: ``results[3].after.from``, ``""`` for the whole."""

    path: str
    message: str

    def __str__(self) -> str:
        """Give one line: path and message."""
        return f"{self.path}: {self.message}" if self.path else self.message


class _Bad(Exception):  # noqa: N818 - never leaves this module
    """A change that cannot be read; its faults have been told."""


def kind_of(value: object) -> str:
    """Call a value by what JSON calls it."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return "a text" if isinstance(value, str) else "a number"


def unknown(path: str, given: Iterable[object], known: tuple[str, ...]) -> Iterator[Fault]:
    """Give a fault for each key that is not known."""
    for key in given:
        if key not in known:
            hint = did_you_mean(str(key), known) or f"; there are {', '.join(known)}"
            yield Fault(_under(path, str(key)), f"no such key{hint}")


def _under(path: str, key: str) -> str:
    """Give the place of a key: ``results[3].after``, ``["odd key"]`` for one that is no word."""
    if not _PLAIN_KEY.fullmatch(key):
        return f"{path}[{json.dumps(key[:40])}]"
    return f"{path}.{key}" if path else key


class Reader:
    """Reads the changes of one patch.

    Attributes:
        changes: What was read, by what a patch calls it.
        faults: What is wrong, in the order of the patch.
    """

    def __init__(self) -> None:
        """Begin with no change and no fault."""
        self.changes: dict[str, list[Change[Any]]] = {what: [] for what in RECORDS}
        self.faults: list[Fault] = []
        self._seen: set[tuple[str, str, str]] = set()

    def read(self, path: str, item: object) -> None:
        """Read one change, or tell what is wrong with it."""
        try:
            what, change = self._change(path, item)
        except _Bad:
            return
        for side, key in (("before", change.old_key), ("after", change.new_key)):
            if key and (what, side, key) in self._seen:
                self._told(f"{path}.{side}", f'{RECORDS[what].one} "{key}" stands twice')
            self._seen.add((what, side, key))
        self.changes[what].append(change)

    def _told(self, path: str, message: str) -> None:
        self.faults.append(Fault(path, message))

    def _fail(self, path: str, message: str) -> _Bad:
        self._told(path, message)
        return _Bad()

    def _change(self, path: str, item: object) -> tuple[str, Change[Any]]:
        if not isinstance(item, dict):
            raise self._fail(path, f"a change is an object, not {kind_of(item)}")
        odd = list(unknown(path, item, (*_ITEM, *_TELLING)))
        self.faults += odd
        kind = self._one_of(path, item, "change", tuple(_SIDES))
        what = self._one_of(path, item, "what", tuple(RECORDS))
        wanted = dict(zip(("before", "after"), _SIDES[kind], strict=True))
        before, after = (
            self._entry(f"{path}.{side}", RECORDS[what], item.get(side), wanted=there)
            for side, there in wanted.items()
        )
        keys = self._keys(path, item, before, after)
        how = self._text(path, item, "how", wanted=kind == "changed")
        follows = tuple(self._names(path, item, "follows"))
        change = Change(before, after, *keys, how, follows)
        could = set(change.differing) - {RECORDS[what].identity}
        for name in follows:
            if name not in could:
                self._told(
                    f"{path}.follows", f'"{name}" does not differ, or is what names the entry'
                )
        if self._names(path, item, "fields") != list(change.fields):
            said = ", ".join(change.fields) or "none"
            self._told(f"{path}.fields", f"the fields that differ belong here: {said}")
        if odd:
            raise _Bad
        return what, change

    def _one_of(self, path: str, item: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str:
        value = item.get(name)
        if not isinstance(value, str) or value not in known:
            hint = did_you_mean(value, known) if isinstance(value, str) else ""
            given = f", not {kind_of(value)}" if not isinstance(value, str) else ""
            names = ", ".join(known)
            raise self._fail(_under(path, name), f"one of {names} belongs here{given}{hint}")
        return value

    def _text(self, path: str, item: Mapping[str, Any], name: str, *, wanted: bool) -> str:
        value = item.get(name, "")
        if not isinstance(value, str):
            raise self._fail(_under(path, name), f"a text belongs here, not {kind_of(value)}")
        if FORBIDDEN.search(value):
            raise self._fail(_under(path, name), describe(FORBIDDEN.findall(value)[0]))
        if bool(value) != wanted:
            only = "" if wanted else "only what changed "
            raise self._fail(_under(path, name), f"{only}says here by what the two were matched")
        return value

    def _names(self, path: str, item: Mapping[str, Any], name: str) -> list[str]:
        value = item.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._fail(_under(path, name), "a list of names of fields belongs here")
        return value

    def _keys(
        self, path: str, item: Mapping[str, Any], before: Value | None, after: Value | None
    ) -> tuple[str, str]:
        """Read what names the entry on either side, ``""`` where there is none."""
        two = [name for name in ("old_id", "new_id") if name in item]
        if before is None or after is None:
            if two:
                raise self._fail(_under(path, two[0]), "only what changed has two ids")
            key = self._key(path, item, "id", after or before)
            return ("", key) if before is None else (key, "")
        new = self._key(path, item, "id", after)
        if not two:
            return self._key(path, item, "id", before), new
        if self._key(path, item, "new_id", after) != new:
            raise self._fail(_under(path, "id"), "the new id belongs here where there are two")
        return self._key(path, item, "old_id", before), new

    def _key(self, path: str, item: Mapping[str, Any], name: str, value: Value | None) -> str:
        key = item.get(name)
        relation = value if isinstance(value, Relation) else None
        expected = (name_of(value) if value else "") or (tie(relation) if relation else "")
        named = isinstance(key, str) and key.startswith(expected)
        spell = _SPELL if relation else _NO_SPELL
        if not (named and spell.fullmatch(str(key), len(expected))):
            number = ", or that and a number for a later spell, " if relation else " "
            raise self._fail(_under(path, name), f'"{expected}"{number}belongs here')
        return str(key)

    def _entry(self, path: str, record: Record, content: object, *, wanted: bool) -> Value | None:
        if not wanted:
            if content is not None:
                raise self._fail(path, "there is no entry on this side: null belongs here")
            return None
        nodes = _Nodes(self.faults)
        before = len(self.faults)
        given = read_fields(record, nodes.entry(path, record, content), nodes.told)
        if given is None or len(self.faults) > before:
            raise _Bad
        return cast("Value", record.make(**given))


class _Nodes:
    """Makes the nodes that the rules of the files read.

    A node's "line" is the place of its path in a list: that is how a mistake gets its path.
    """

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.paths: list[str] = []

    def told(self, node: Node, code: str, message: str) -> None:
        """Take a mistake that the rules found; one without a code has been told."""
        if code:
            self.faults.append(Fault(self.paths[node.line], message))

    def entry(self, path: str, record: Record, content: object) -> Node:
        """Make the node of an entry, its flags and signs being no texts in JSON."""
        if not isinstance(content, dict):
            return self.broken(path, f"an entry is an object, not {kind_of(content)}")
        texts = dict(content)
        for field in record.fields:
            given = content.get(field.name)
            wanted = {"flag": bool, "sign": int}.get(field.form)
            if wanted and field.name in content:
                if type(given) is not wanted:
                    what = "true or false" if wanted is bool else "-1, 0 or 1"
                    message = f"{what} belongs here, not {kind_of(given)}"
                    texts[field.name] = self.broken(_under(path, field.name), message)
                else:
                    texts[field.name] = json.dumps(given)
        return self.node(path, texts)

    def node(self, path: str, content: object) -> Node:
        """Make the node of anything but flags and numbers."""
        if isinstance(content, Broken):
            return content
        line = self.line(path)
        if isinstance(content, str):
            return self.text(path, content, line)
        if isinstance(content, list):
            return Items([self.node(f"{path}[{i}]", one) for i, one in enumerate(content)], line, 0)
        if not isinstance(content, dict):
            return self.broken(path, f"a text belongs here, not {kind_of(content)}")
        nodes, odd = {}, {}
        for key, one in content.items():
            inside = _under(path, str(key))
            nodes[str(key)] = node = self.node(inside, one)
            odd[str(key)] = (node.line, 0)
            if not key:
                self.faults.append(Fault(inside, "a key without a name"))
        return Fields(nodes, line, 0, odd)

    def text(self, path: str, content: str, line: int) -> Node:
        """Make the node of a text such as a file may hold."""
        if len(content) > MAX_TEXT:
            return self.broken(path, f"a text of over {MAX_TEXT:,} characters")
        if found := FORBIDDEN.search(content):
            return self.broken(path, describe(found[0]))
        return Text(content, line, 0, plain=False)

    def broken(self, path: str, message: str) -> Broken:
        """Tell a fault, and give the node of what cannot be read."""
        self.faults.append(Fault(path, message))
        return Broken(self.line(path), 0)

    def line(self, path: str) -> int:
        """Keep a path, and give what stands for it."""
        self.paths.append(path)
        return len(self.paths) - 1
