"""Crosswalks: whose ids and names in event data mean which actor of a dataset, when, and where.

One id may mean several actors: "Government of Afghanistan" is whoever governs at the time, and a
worldwide group's id covers its branches, told apart by where. Nothing is ever matched by likeness:
an entry says it, or nobody does.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from graph import bundled
from graph.dates import FIRST_DAY, LAST_DAY, UNKNOWN, Date, Span, parse_date
from graph.decoding import decode, printable
from graph.model import MATCHES, ActorGraph
from graph.names import fold
from graph.problems import NOWHERE, Place, Problem
from graph.reading import Broken, Fields, Items, Node, Text, read
from graph.suggesting import did_you_mean

#: Of a dataset, and of the program: a folder beside its YAML files, which the dataset's own reader
#: does not look into.
FOLDER = "crosswalks"
_TOP = ("scheme", "title", "entries")
_FIELDS = ("id", "name", "actor", "match", "from", "to", "areas", "note")
_KEYS = frozenset((*_TOP, *_FIELDS))


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of an id or name.

    Attributes:
        id: In the data; ``""`` where it has names alone.
        name: In the data.
        actor: Of the dataset.
        match: ``""``: the same actor; else one of `graph.model.MATCHES`.
        begin, end: When it has this meaning, inclusive; None: unbounded.
        areas: Where it has this meaning, as the data says it; none: everywhere else.
        note: Why.
    """

    id: str
    name: str
    actor: str
    match: str = ""
    begin: Date | None = None
    end: Date | None = None
    areas: tuple[str, ...] = ()
    note: str = ""
    place: Place = field(default=NOWHERE, kw_only=True, compare=False, repr=False)

    @property
    def span(self) -> Span:
        """The days on which it has this meaning."""
        return Span(
            self.begin.first if self.begin else FIRST_DAY, self.end.last if self.end else LAST_DAY
        )


@dataclass(frozen=True)
class Crosswalk:
    """All meanings of one scheme, in the order of their files."""

    scheme: str
    entries: tuple[Entry, ...] = ()

    @cached_property
    def _by_key(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            # An id is taken as it is; a name counts where the data gives no id.
            found.setdefault(entry.id or fold(entry.name), []).append(entry)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if entry.name:
                found.setdefault(fold(entry.name), []).append(entry)
        return found

    @cached_property
    def actors(self) -> frozenset[str]:
        """The actors that it knows."""
        return frozenset(entry.actor for entry in self.entries)

    def of(self, key: str) -> tuple[Entry, ...]:
        """Give the entries of an id or a name; an id before a name."""
        return tuple(self._by_key.get(key) or self._by_name.get(fold(key)) or ())

    def keys_of(self, actor: str) -> tuple[str, ...]:
        """Give the ids and names that may mean an actor, in order."""
        found = dict.fromkeys(e.id or e.name for e in self.entries if e.actor == actor)
        return tuple(found)

    def meanings(self, key: str, days: Span, area: str = "") -> tuple[str, ...]:
        """Give the actors that a key may mean on these days in this area, in order.

        None where no entry covers a day of them; several where the days lie across a change of
        meaning, one of them ``""`` where that is from or to somebody whom no entry names.

        Args:
            key: Id or name in the data.
            days: Of the event or events.
            area: As the data has it, several parted by commas.
        """
        here = {part.strip().casefold() for part in area.split(",")}
        fitting = [one for one in self.of(key) if one.span.meets(*days)]
        local = [one for one in fitting if not here.isdisjoint(a.casefold() for a in one.areas)]
        chosen = local or [one for one in fitting if not one.areas]
        found = dict.fromkeys(one.actor for one in chosen)
        return (*found, "") if chosen and not _covered(days, chosen) else tuple(found)


def _covered(days: Span, entries: Sequence[Entry]) -> bool:
    """Tell whether every day is in the span of an entry."""
    first = days.first
    for span in sorted(entry.span for entry in entries):
        if span.first <= first:
            first = max(first, span.last + 1)
    return first > days.last


class Crosswalked(NamedTuple):
    """What a folder of crosswalks gave: those of all good entries, by scheme, and all problems."""

    schemes: dict[str, Crosswalk]
    problems: tuple[Problem, ...] = ()

    def of(self, scheme: str) -> Crosswalk:
        """Give the crosswalk of a scheme, an empty one where there is none."""
        return self.schemes.get(scheme) or Crosswalk(scheme)


def folder_of(data: str) -> str:
    """Give the folder of a dataset's crosswalks: its own, else that of the program."""
    own = os.path.join(data if os.path.isdir(data) else os.path.dirname(data), FOLDER)
    return own if os.path.isdir(own) else os.path.join(bundled.data_folder(), FOLDER)


def load(folder: str, graph: ActorGraph) -> Crosswalked:
    """Read the crosswalks of a folder, ``*.yaml``, and check them against a dataset.

    Args:
        folder: One that is not there gives none.
        graph: Whose actors they may name; entries of actors that another dataset has are left out
            without a word where `graph` has none of the file's actors.
    """
    entries: dict[str, list[Entry]] = {}
    problems: list[Problem] = []
    for path in _files(folder):
        text = _text(path)
        if isinstance(text, Problem):
            problems.append(text)
            continue
        file = _File(printable(path), problems)
        scheme, found = file.parse(text)
        entries.setdefault(scheme, []).extend(file.known(found, graph))
    for scheme, all_ in entries.items():
        problems += _clashes(scheme, all_)
    made = {scheme: Crosswalk(scheme, tuple(all_)) for scheme, all_ in entries.items() if scheme}
    return Crosswalked(made, tuple(sorted(problems)))


def _files(folder: str) -> list[str]:
    if not os.path.isdir(folder):
        return []
    names = sorted(name for name in os.listdir(folder) if name.endswith((".yaml", ".yml")))
    return [os.path.join(folder, name) for name in names if not name.startswith(".")]


def _text(path: str) -> str | Problem:
    try:
        with open(path, "rb") as file:
            return decode(file.read(), printable(path))
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        return Problem(Place(printable(path)), "error", "unreadable", said)


class _File:
    """One file being read; what is wrong goes to `problems`, with its place."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = problems

    def told(self, node: Node, code: str, message: str) -> None:
        line, column = node.line, node.column
        self.problems.append(Problem(Place(self.name, line, column), "error", code, message))

    def parse(self, text: str) -> tuple[str, list[Entry]]:
        """Give the scheme and the good entries."""
        result = read(text, self.name, _KEYS)
        self.problems.extend(result.problems)
        root = result.root
        if not isinstance(root, Fields):
            if result.whole:
                node = root or Broken(1, 1)
                self.told(node, "wrong-shape", f"a crosswalk has the keys {', '.join(_TOP)}")
            return "", []
        self._known_fields(root, _TOP)
        scheme = self._field(root, "scheme", needed=True)
        listed = root.nodes.get("entries")
        if not isinstance(listed, Items):
            if not isinstance(listed, Broken):
                self.told(listed or root, "wrong-shape", '"entries" is a list of mappings')
            return "", []
        made = [entry for node in listed.nodes if (entry := self._entry(node))]
        return scheme or "", made

    def known(self, entries: Sequence[Entry], graph: ActorGraph) -> list[Entry]:
        """Keep the entries of actors that the dataset has, and tell of those that it lacks."""
        there = [entry for entry in entries if entry.actor in graph.actor]
        for entry in entries if there else ():
            if entry.actor not in graph.actor:
                hint = did_you_mean(entry.actor, graph.actor)
                message = f'no actor "{entry.actor}" in the dataset{hint}'
                self.problems.append(Problem(entry.place, "error", "unknown-actor", message))
        return there

    def _known_fields(self, node: Fields, known: Sequence[str]) -> None:
        for name in node.nodes:
            if name not in known:
                hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
                where = Broken(*node.odd[name]) if name in node.odd else node.nodes[name]
                self.told(where, "unknown-field", f'no field "{name}"{hint}')

    def _field(self, node: Fields, name: str, *, needed: bool = False) -> str:
        value = node.nodes.get(name)
        if value is None or isinstance(value, Broken):
            if needed and value is None:
                self.told(node, "missing-field", f'"{name}" is missing')
            return ""
        if not isinstance(value, Text):
            self.told(value, "wrong-shape", f'"{name}" is a text')
            return ""
        if not value.value:
            self.told(value, "empty-value", f'"{name}" is given without a value')
        return value.value

    def _date(self, node: Fields, name: str) -> Date | None:
        text = self._field(node, name)
        if not text:
            return None
        try:
            date = parse_date(text)
        except ValueError as error:
            self.told(node.nodes[name], "bad-date", str(error))
            return None
        if date == UNKNOWN:
            self.told(node.nodes[name], "bad-date", "a meaning has a known begin and end, or none")
            return None
        return date

    def _entry(self, node: Node) -> Entry | None:
        if not isinstance(node, Fields):
            if not isinstance(node, Broken):
                self.told(
                    node, "wrong-shape", "an entry is a mapping, as {id: 303, actor: taliban}"
                )
            return None
        before = len(self.problems)
        self._known_fields(node, _FIELDS)
        id_, name = self._field(node, "id"), self._field(node, "name")
        if not {"id", "name"} & node.nodes.keys():
            self.told(node, "missing-field", 'an entry has an "id" or a "name" of the data')
        actor = self._field(node, "actor", needed=True)
        match = self._field(node, "match")
        if match and match not in MATCHES:
            said = f'"{match}" is not one of {", ".join(MATCHES)}'
            self.told(node.nodes["match"], "bad-choice", said)
        begin, end = self._date(node, "from"), self._date(node, "to")
        if begin and end and end.last < begin.first:
            self.told(node.nodes["to"], "inverted-dates", f"{end.text} is before {begin.text}")
        areas = self._areas(node.nodes.get("areas"))
        if len(self.problems) > before:
            return None
        place = Place(self.name, node.line, node.column)
        note = self._field(node, "note")
        return Entry(id_, name, actor, match, begin, end, areas, note, place=place)

    def _areas(self, node: Node | None) -> tuple[str, ...]:
        if node is None or isinstance(node, Broken):
            return ()
        if not isinstance(node, Items) or not all(isinstance(one, Text) for one in node.nodes):
            self.told(node, "wrong-shape", '"areas" is a list of texts')
            return ()
        return tuple(one.value for one in node.nodes if isinstance(one, Text))


def _clashes(scheme: str, entries: Iterable[Entry]) -> list[Problem]:
    """Tell where one id has two meanings at one time in one place, of which none is the nearer."""
    problems: list[Problem] = []
    seen: dict[str, list[Entry]] = {}
    for entry in entries:
        key = entry.id or fold(entry.name)
        for other in seen.setdefault(key, []):
            where = set(entry.areas) & set(other.areas) or entry.areas == other.areas
            inside = entry.span.first < other.span.last and other.span.first < entry.span.last
            if where and inside:
                message = (
                    f'{scheme} "{entry.id or entry.name}" means both {other.actor} and '
                    f"{entry.actor} at one time; part them by from, to or areas"
                )
                problems.append(Problem(entry.place, "error", "duplicate-id", message))
        seen[key].append(entry)
    return problems
