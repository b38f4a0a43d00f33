"""Two periods of event data -> the ties that appeared, vanished, turned, grew or shrank."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from graph.dates import Span, day_text
from graph.events import sql
from graph.events.engine import Engine
from graph.events.folding import keys_of, reading
from graph.events.reader import Reader
from graph.events.values import DyadQuery, EventsError, Tally

Kind = Literal["appeared", "vanished", "turned", "grew", "shrank", "steady"]
#: In the order in which they are told.
KINDS: tuple[Kind, ...] = ("appeared", "vanished", "turned", "grew", "shrank", "steady")
#: How many times as many events a day make a tie grow, or as few make it shrink.
FACTOR = 2.0


class Part(NamedTuple):
    """A pair's events in one of the two periods; `hostile` and `cooperative` of them."""

    events: int
    hostile: int
    cooperative: int

    @property
    def sign(self) -> int:
        """-1: mostly hostile; 1: mostly cooperative; 0: neither, or as many of each."""
        return (self.cooperative > self.hostile) - (self.cooperative < self.hostile)


@dataclass(frozen=True, slots=True)
class DyadChange:
    """What became of a pair.

    Attributes:
        source, target: Keys in the data, sorted unless asked for as ordered.
        kind: ``turned``: its mostly hostile events became mostly cooperative ones or the other way
            round; ``grew`` and ``shrank``: by `FACTOR` at least, events a day.
        before, after: Its events in the two periods.
        source_name, target_name: How the data calls them, where the keys are ids.
    """

    source: str
    target: str
    kind: Kind
    before: Part
    after: Part
    source_name: str = ""
    target_name: str = ""

    @property
    def names(self) -> tuple[str, str]:
        """The two names, keys where there are none."""
        return self.source_name or self.source, self.target_name or self.target


class Changes(NamedTuple):
    """What became of all pairs.

    Attributes:
        changes: By kind as `KINDS` has them, then by the events of both periods, the most first.
        before, after: The two periods.
        tally: What became of the rows.
        reader: Its name.
    """

    changes: tuple[DyadChange, ...]
    before: Span
    after: Span
    tally: Tally
    reader: str


def compare(  # noqa: PLR0913 - where from, what, and with what
    names: Sequence[str],
    before: Span,
    after: Span,
    query: DyadQuery = DyadQuery(),  # noqa: B008 - immutable
    *,
    engine: Engine,
    reader: Reader | str = "",
    temp_dir: str = "",
) -> Changes:
    """Compare two periods of event data.

    Args:
        names: Files, folders and patterns; all of one kind.
        before: The earlier days.
        after: The later days; the two do not meet.
        query: What narrows; its period, cap and measures say nothing here, and a pair counts that
            has `min_events` in one of the two.
        engine: From `graph.events.engine.connect`.
        reader: The kind of the files; ``""``: told by their columns.
        temp_dir: Where zipped files are unpacked.

    Raises:
        EventsError: The periods meet, or the files cannot be read or cannot tell what is asked.
    """
    if before.last >= after.first:
        raise EventsError("the first period must end before the second begins", "usage")
    with reading(names, engine, reader, temp_dir) as read:
        source = read.source(query)
        query, labels = keys_of(read, query)
        found = engine.rows(sql.compare(source, query, [_days(before), _days(after)]))
        tally = read.tally(query, _counted(found))
        pairs = [_change(row, before, after, labels) for row in found if row[1] is not None]
    pairs.sort(key=_order)
    return Changes(tuple(pairs), before, after, tally, read.reader.name)


def _counted(found: Sequence[tuple[Any, ...]]) -> dict[str, int]:
    """Count the rows by what became of them; those of pairs under ``""``."""
    counted: Counter[str] = Counter()
    for source, target, events, *_ in found:
        counted["" if target is not None else source] += events
    return counted


def _days(span: Span) -> tuple[str, str]:
    return day_text(span.first), day_text(span.last)


def _change(row: tuple[Any, ...], before: Span, after: Span, labels: dict[str, str]) -> DyadChange:
    old, new = Part(*row[3:6]), Part(*row[6:9])
    rate = _rate(new, after), _rate(old, before)
    names = labels.get(row[0], ""), labels.get(row[1], "")
    return DyadChange(row[0], row[1], _kind(old, new, *rate), old, new, *names)


def _rate(part: Part, span: Span) -> float:
    return part.events / (span.last - span.first + 1)


def _kind(old: Part, new: Part, now: float, then: float) -> Kind:
    if not old.events:
        return "appeared"
    if not new.events:
        return "vanished"
    if old.sign * new.sign < 0:
        return "turned"
    if now >= then * FACTOR:
        return "grew"
    return "shrank" if now * FACTOR <= then else "steady"


def _order(one: DyadChange) -> tuple[int, int, str, str]:
    return (KINDS.index(one.kind), -(one.before.events + one.after.events), one.source, one.target)
