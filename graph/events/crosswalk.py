"""Crosswalks: whose ids and names in event data mean which actor of a dataset, when, and where.

One id may mean several actors: "Government of Afghanistan" is whoever governs at the time, and a
worldwide group's id covers its branches, told apart by where. Nothing is ever matched by likeness:
an entry says it, or nobody does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from graph.dates import FIRST_DAY, LAST_DAY, Date, Span
from graph.names import fold

#: Whose ids or names event data has: those of the readers.
SCHEMES = ("ucdp", "acled", "gdelt", "names")


class Entry(NamedTuple):
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

    id: str = ""
    name: str = ""
    actor: str = ""
    match: str = ""
    begin: Date | None = None
    end: Date | None = None
    areas: tuple[str, ...] = ()
    note: str = ""

    @property
    def span(self) -> Span:
        """The days on which it has this meaning."""
        return Span(
            self.begin.first if self.begin else FIRST_DAY, self.end.last if self.end else LAST_DAY
        )

    @property
    def key(self) -> str:
        """What it explains: an id as it is; a name, however it is written, where there is none."""
        return self.id or fold(self.name)


@dataclass(frozen=True)
class Crosswalk:
    """All meanings of one scheme, in the order of their files."""

    scheme: str
    entries: tuple[Entry, ...] = ()

    @cached_property
    def _by_id(self) -> dict[str, list[Entry]]:
        return _grouped((one.id, one) for one in self.entries if one.id)

    @cached_property
    def _by_name(self) -> dict[str, list[Entry]]:
        """An entry of a name alone goes before those of ids that have the name too."""
        alone = _grouped((one.key, one) for one in self.entries if not one.id)
        named = _grouped((fold(one.name), one) for one in self.entries if one.id and one.name)
        return named | alone

    @cached_property
    def actors(self) -> frozenset[str]:
        """The actors that it knows."""
        return frozenset(entry.actor for entry in self.entries)

    @cached_property
    def changes(self) -> tuple[int, ...]:
        """The days from which on a key may mean somebody else than before, in order."""
        spans = [entry.span for entry in self.entries]
        days = {day for span in spans for day in (span.first, span.last + 1)}
        return tuple(sorted(day for day in days if FIRST_DAY < day <= LAST_DAY))

    @cached_property
    def _by_actor(self) -> dict[str, list[Entry]]:
        return _grouped((one.actor, one) for one in self.entries)

    def knows(self, actor: str, days: Span | None) -> bool:
        """Tell whether an entry names an actor on one of these days; None: on any day."""
        found = self._by_actor.get(actor, ())
        return any(days is None or entry.span.meets(*days) for entry in found)

    def of(self, key: str) -> tuple[Entry, ...]:
        """Give the entries of an id or a name; an id before a name."""
        return tuple(self._by_id.get(key) or self._by_name.get(fold(key)) or ())

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
        here = listed(area)
        fitting = [one for one in self.of(key) if one.span.meets(*days)]
        local = [one for one in fitting if any(listed(a) in here for a in one.areas)]
        chosen = local or [one for one in fitting if not one.areas]
        found = dict.fromkeys(one.actor for one in chosen)
        return (*found, "") if chosen and not _covered(days, chosen) else tuple(found)


def listed(area: str) -> str:
    """Give areas so that one is looked for in several, case aside.

    >>> listed("Iraq") in listed("Syria, IRAQ"), listed("Niger") in listed("Nigeria")
    (True, False)
    """
    return f",{area.strip(' ').lower().replace(', ', ',')},"


def _grouped(keyed: Iterable[tuple[str, Entry]]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for key, entry in keyed:
        found.setdefault(key, []).append(entry)
    return found


def _covered(days: Span, entries: Sequence[Entry]) -> bool:
    """Tell whether every day is in the span of an entry."""
    first = days.first
    for span in sorted(entry.span for entry in entries):
        if span.first <= first:
            first = max(first, span.last + 1)
    return first > days.last
