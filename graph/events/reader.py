"""What a reader is: which columns it needs of a file, and the SQL that makes events of them.

A reader's ``events`` gives one row for each event between two actors: ``source``, ``target``,
``first_day``, ``last_day``, ``sign`` (-1, 0, 1), the columns of its measures, ``area`` and
``publisher`` where it has them, and ``reject``, NULL or a code of `graph.events.values.REASONS`.
A row that is no event comes once, with its code and nothing else that counts.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from graph.events.values import EVENTS, Period, Units

#: What a column holds: of CSV everything is text.
Kind = Literal["text", "number", "date", "timestamp"]
Kinds = Mapping[str, Kind]


class Given(NamedTuple):
    """What a reader's SQL depends on: the columns that the files have, and whether roles count."""

    kinds: Kinds
    roles: bool = False


class Column(NamedTuple):
    """A column that a reader looks for.

    Attributes:
        alias: What the SQL calls it.
        names: How files call it, one of them; case does not count.
        needed: Without it the file is none of the reader's.
    """

    alias: str
    names: tuple[str, ...]
    needed: bool = True


class Step(NamedTuple):
    """A relation that is worked out once, because it is read several times."""

    name: str
    sql: str


class Citation(NamedTuple):
    """What a claim that rests on such data cites, and the licence of the data."""

    id: str
    title: str
    publisher: str
    url: str
    licence: str

    def __str__(self) -> str:
        """Say whose the data is, and on what terms; ``""`` where nobody has said."""
        return f"{self.title}, {self.publisher} ({self.licence})" if self.licence else ""


class Reader(NamedTuple):
    """How one kind of file is read.

    Attributes:
        name: As ``--reader`` has it.
        about: For people: what files these are.
        scheme: Of the crosswalk: whose ids or names the keys are.
        columns: Found by name in the head; by place in files without one.
        events: Gives the SELECT.
        steps: Give what must be worked out before.
        measures: The columns that a file has, by alias -> keys of `graph.events.sql` measures.
        labels: The same -> SELECT of ``label_key, label, latest``, each name of a key and the last
            day that it bore it, where keys are ids; else ``""``.
        called: The same -> SELECT of ``label_key, label``, what keys that are codes are called;
            for people who look for somebody, and nothing else.
        refused: The same -> by a code of `graph.events.values.REASONS` a SELECT of values that are
            refused for it, the most frequent first; few.
        area: Alias of the column that says where.
        directed: Whether the source acts on the target.
        spans: The columns that a file has -> whether events may last longer than a day.
        units: What it counts as an event.
        armed: Whether hostile events are fighting, and cooperative ones are on one side of it.
        shows: What the data records, in words.
        of_states: Whether one end of a hostile pair is always a government.
        period: The shortest that suits its dates.
        strong: Events of a pair from which on it is worth a relation.
        turns: Events of one sign in a period from which on a pair can turn to it, or from it.
        levels: Where deaths are two levels: the least of either in a year.
        coalitions: Whether a row may have several actors on a side, and make an event of each pair.
        citation: Of the publisher.

    Events of data on armed conflict were looked into one by one; of other data, fewer than
    `strong` decide nothing.
    """

    name: str
    about: str
    scheme: str
    columns: tuple[Column, ...]
    events: Callable[[Given], str]
    citation: Citation
    steps: Callable[[Given], Sequence[Step]] = lambda given: ()  # noqa: ARG005
    measures: Callable[[Kinds], tuple[str, ...]] = lambda kinds: ()  # noqa: ARG005
    labels: Callable[[Kinds], str] = lambda kinds: ""  # noqa: ARG005
    called: Callable[[Kinds], str] = lambda kinds: ""  # noqa: ARG005
    refused: Callable[[Kinds], Mapping[str, str]] = lambda kinds: {}  # noqa: ARG005
    area: str = ""
    directed: bool = False
    spans: Callable[[Kinds], bool] = lambda kinds: True  # noqa: ARG005
    units: Units = EVENTS
    shows: str = ""
    armed: bool = True
    of_states: bool = False
    period: Period = "month"
    strong: int = 10
    turns: int = 5
    levels: tuple[int, ...] = ()
    coalitions: bool = False

    @property
    def enough(self) -> int:
        """Events of a sign from which on they bear a relation out, or contradict it."""
        return 1 if self.armed else self.strong

    def find(self, head: Sequence[str]) -> dict[str, int] | None:
        """Give where each column is in a head, or None where a needed one is missing."""
        places = {name.strip().lower(): place for place, name in enumerate(head)}
        found = {}
        for column in self.columns:
            place = next((places[name] for name in column.names if name in places), None)
            if place is not None:
                found[column.alias] = place
            elif column.needed:
                return None
        return found

    def missing(self, head: Sequence[str]) -> list[str]:
        """Name the needed columns that a head lacks."""
        here = {name.strip().lower() for name in head}
        return [
            column.names[0]
            for column in self.columns
            if column.needed and here.isdisjoint(column.names)
        ]
