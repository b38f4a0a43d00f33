"""Data files entry by entry: of a version that is like the last one, only what differs is parsed.

A file in the usual form, each entry an item under a key of its own line, is cut before its items.
Nothing of YAML can reach over such a cut but a quote or a bracket that is left open, and then the
piece alone is no YAML; so what every piece says alone, without a mistake, is what the file says.
Whatever is not so plain is left to the whole way.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from graph.decoding import decode
from graph.model import RelationType
from graph.parsing import KEYS, Draft, Entry, parse
from graph.problems import Place
from graph.reading import read
from graph.records import RECORDS, RELATION_TYPE

_KEY_LINE = re.compile(
    rf"^({'|'.join(record.key for record in RECORDS)}):[ ]*(?:#.*)?$", re.MULTILINE
)
_FIRST_ITEM = re.compile(r"(?: *(?:#.*)?\n)*( *)- ")
#: Blanks and line ends of another kind, and what begins or ends a document.
_UNUSUAL = ("\t", "\r", "\x85", "\u2028", "\u2029", "\n---", "\n...", "\n%")
_BLANK = re.compile(r"(?: *(?:#.*)?(?:\n|\Z))*")
_Text: TypeAlias = tuple[str, bytes]


class _Known(NamedTuple):
    """An entry, and the name that it declares, with its place; ``""``: it has none."""

    entry: Entry
    name: str
    place: Place


class Pieces:
    """Remembers what the pieces of the version before said; and nothing older."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._files: dict[_Text, list[tuple[str, str]]] = {}
        self._entries: dict[tuple[str, str], _Known] = {}
        self._types: dict[str, RelationType] = {}
        self._given: Sequence[_Text] = ()
        self._defaults: dict[str, RelationType] = {}

    def draft(self, texts: Sequence[_Text], defaults: Sequence[_Text]) -> Draft | None:
        """Give what files say, as `graph.parsing.parse` does; places are those in the pieces.

        None: one of them is not in the usual form, or has a mistake.

        Args:
            texts: File name and content.
            defaults: The same of the vocabulary that the files add to.
        """
        files = {}
        for pair in texts:
            found = self._files.get(pair) or _cut(*pair)
            if found is None:
                return None
            files[pair] = found
        self._files = files
        draft = self._vocabulary(files, defaults)
        if draft is None:
            return None
        if draft.types != self._types:  # a relation's ends are sorted where its type says so
            self._entries, self._types = {}, draft.types
        entries = {}
        for (file, _), pieces in files.items():
            for key, piece in pieces:
                if key == RELATION_TYPE.key:
                    continue
                entry = self._entries.get((key, piece)) or _entry(key, piece, file, draft.types)
                if entry is None:
                    return None
                entries[key, piece] = entry
                draft.entries[key].append(entry.entry)
                if entry.name:
                    draft.declared[key].setdefault(entry.name, entry.place)
        self._entries = entries
        return draft

    def _vocabulary(
        self,
        files: dict[_Text, list[tuple[str, str]]],
        defaults: Sequence[_Text],
    ) -> Draft | None:
        if defaults != self._given:
            roots = [(file, read(data.decode(), file, KEYS).root) for file, data in defaults]
            self._given, self._defaults = defaults, parse(roots).types
        roots = []
        for (file, _), pieces in files.items():
            own = "".join(piece for key, piece in pieces if key == RELATION_TYPE.key)
            if own:
                found = read(f"{RELATION_TYPE.key}:\n{own}", file, KEYS)
                if found.problems:
                    return None
                roots.append((file, found.root))
        draft = parse(roots, self._defaults.values())
        return None if draft.problems else draft


def _cut(file: str, data: bytes) -> list[tuple[str, str]] | None:
    """Cut a file into key and item; None where it is not in the usual form."""
    text = decode(data, file)
    if not isinstance(text, str) or file.lower().endswith(".json"):
        return None
    if text.startswith(("---", "...", "%")) or any(sign in text for sign in _UNUSUAL):
        return None
    heads = list(_KEY_LINE.finditer(text))
    names = [head[1] for head in heads]
    begin = heads[0].start() if heads else len(text)
    if len(set(names)) < len(names) or not _BLANK.fullmatch(text, 0, begin):
        return None
    ends = [*(head.start() for head in heads[1:]), len(text)] if heads else []
    found = []
    for head, end in zip(heads, ends, strict=True):
        items = _items(text[head.end() + 1 : end])
        if items is None:
            return None
        found += [(head[1], item) for item in items]
    return found


def _items(text: str) -> list[str] | None:
    first = _FIRST_ITEM.match(text)
    if not first:
        return [] if _BLANK.fullmatch(text) else None
    mark = f"\n{first[1]}- "
    text = f"\n{text}"
    starts = []
    # Lines that are no deeper than an item, without blank ones and comments.
    for found in re.finditer(rf"\n {{0,{len(first[1])}}}[^ \n#]", text):
        if not text.startswith(mark, found.start()):
            return None
        starts.append(found.start() + 1)
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _entry(key: str, piece: str, file: str, types: dict[str, RelationType]) -> _Known | None:
    found = read(f"{key}:\n{piece}", file, KEYS)
    if found.problems or not found.whole:
        return None
    draft = parse([(file, found.root)], types.values())
    entries = draft.entries[key]
    if len(entries) != 1 or draft.problems:
        return None
    ((name, place),) = draft.declared[key].items() or (("", Place(file)),)
    return _Known(entries[0], name, place)
