"""Data files entry by entry: of a version that is like the last one, only what differs is parsed.

A file in the usual form, each entry an item under a key of its own line, is cut before its items.
Nothing of YAML can reach over such a cut but a quote or a bracket that is left open, and then the
piece alone is no YAML; so what every piece says alone, without a mistake, is what the file says.
Whatever is not so plain is left to the whole way.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias, cast

from graph.decoding import decode
from graph.model import RelationType
from graph.parsing import KEYS, Draft, Entry, parse
from graph.problems import Place
from graph.reading import read
from graph.records import RECORDS, RELATION_TYPE

_KEY_LINE = re.compile(rf"\n({'|'.join(record.key for record in RECORDS)}):[ ]*(?:#.*)?(?=\n|\Z)")
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


#: The items of a file by their top-level key, each in its lines.
_Cut: TypeAlias = dict[str, list[str]]


class Pieces:
    """Remembers what the pieces of the version before said; and nothing older."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._files: dict[_Text, _Cut] = {}
        self._entries: dict[str, dict[str, _Known]] = {}
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
            found = self._files.get(pair)
            found = _cut(*pair) if found is None else found
            if found is None:
                return None
            files[pair] = found
        self._files = files
        draft = self._vocabulary(files, defaults)
        if draft is None:
            return None
        if draft.types != self._types:  # a relation's ends are sorted where its type says so
            self._entries, self._types = {}, draft.types
        entries: dict[str, dict[str, _Known]] = {}
        for (file, _), cut in files.items():
            for key in cut.keys() - {RELATION_TYPE.key}:
                known = self._said(file, key, cut[key])
                if known is None:
                    return None
                entries.setdefault(key, {}).update(zip(cut[key], known, strict=True))
                draft.entries[key] += [one.entry for one in known]
                draft.declared[key].update((one.name, one.place) for one in known if one.name)
        self._entries = entries
        # What stands twice to the letter is a mistake, and has to be two entries to be found.
        once = all(len(draft.entries[key]) == len(said) for key, said in entries.items())
        return draft if once else None

    def _said(self, file: str, key: str, pieces: Sequence[str]) -> list[_Known] | None:
        """Give what each piece says; all is done here in as few steps as there can be."""
        there = self._entries.get(key, {})
        known = list(map(there.get, pieces))
        made: dict[str, _Known] = {}
        for place, piece in enumerate(pieces) if None in known else ():
            if known[place] is None:
                entry = made.get(piece) or _entry(key, piece, file, self._types)
                if entry is None:
                    return None
                known[place] = made[piece] = entry
        return cast("list[_Known]", known)

    def _vocabulary(
        self,
        files: dict[_Text, _Cut],
        defaults: Sequence[_Text],
    ) -> Draft | None:
        if defaults != self._given:
            roots = [(file, read(data.decode(), file, KEYS).root) for file, data in defaults]
            self._given, self._defaults = defaults, parse(roots).types
        roots = []
        for (file, _), cut in files.items():
            if own := "".join(cut.get(RELATION_TYPE.key, ())):
                found = read(f"{RELATION_TYPE.key}:\n{own}", file, KEYS)
                if found.problems:
                    return None
                roots.append((file, found.root))
        draft = parse(roots, self._defaults.values())
        return None if draft.problems else draft


def _cut(file: str, data: bytes) -> _Cut | None:
    """Cut a file into items; None where it is not in the usual form."""
    text = decode(data, file)
    if not isinstance(text, str) or file.lower().endswith(".json"):
        return None
    if text.startswith(("---", "...", "%")) or any(sign in text for sign in _UNUSUAL):
        return None
    text = f"\n{text}"
    heads = list(_KEY_LINE.finditer(text))
    names = [head[1] for head in heads]
    begin = heads[0].start() if heads else len(text)
    if len(set(names)) < len(names) or not _BLANK.fullmatch(text, 0, begin):
        return None
    ends = [*(head.start() + 1 for head in heads[1:]), len(text)] if heads else []
    found = {}
    for head, end in zip(heads, ends, strict=True):
        items = _items(text[head.end() + 1 : end])
        if items is None:
            return None
        found[head[1]] = items
    return found


def _items(text: str) -> list[str] | None:
    first = _FIRST_ITEM.match(text)
    if not first:
        return [] if _BLANK.fullmatch(text) else None
    indent, mark = len(first[1]), f"\n{first[1]}- "
    # A line that is no deeper than an item, and none; blank ones and comments are.
    if re.search(rf"\n(?:(?!{first[1]}- ) {{0,{indent}}}[^ \n#])", f"\n{text}"):
        return None
    _, *items, last = f"\n{text}".split(mark)  # above the first there is nothing to read
    return [*(f"{mark[1:]}{item}\n" for item in items), mark[1:] + last]


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
