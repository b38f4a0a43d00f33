"""Two periods of event data -> two graphs, which the one diff compares.

A tie is a pair and a sign. Either graph has the ties of which its period has events, with what it
counts of them. What did not grow or shrink says the same in both: its first and last events, and
the counts of both periods; so the diff finds no difference in it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from graph.dates import Date, Span, day_text, parse_date
from graph.diffing import periods
from graph.diffing.clocks import Reported, Snapshot
from graph.events import sql
from graph.events.crosswalk import Crosswalk
from graph.events.engine import Engine
from graph.events.folding import Read, keys_of, reading, told
from graph.events.graphing import Naming, Spell, Words, assembled, by_pair, count, counted, words
from graph.events.reader import Reader
from graph.events.sql import Query
from graph.events.values import Dyad, DyadQuery, EventsError, Tally
from graph.model import ActorGraph, Citation, Listed, Relation, tie
from graph.report import plural

#: Ties above which nothing is compared: what is more is no answer to look at.
MOST = 20_000
#: Of what a reader measures, what a diff tells; more columns cost every group.
_MEASURES = ("deaths", "supporting")


class Compared(NamedTuple):
    """Two periods, ready for `graph.diffing.reviewing.review`.

    Attributes:
        old, new: The sides; they have the same actors, those of all ties.
        tally: What became of the rows.
        reader: What read them.
        keys: The ids of the actors that a key or a name in the data came to.
    """

    old: Snapshot
    new: Snapshot
    tally: Tally
    reader: Reader
    keys: Mapping[str, frozenset[str]]


def period(first: Date, last: Date | None = None) -> Date:
    """Give the days from one date to another, in EDTF: ``2016/2018``.

    Raises:
        EventsError: The last is before the first.

    >>> period(parse_date("2016"), parse_date("2018-06")).text
    '2016/2018-06'
    """
    if last is None or last == first:
        return first
    if last.last < first.first:
        raise EventsError(f"a period from {first.text} to {last.text} has no day", "usage")
    return Date(f"{first.text}/{last.text}", first.first, last.last)


def compare(  # noqa: PLR0913 - where from, what, and with what
    names: Sequence[str],
    before: Date,
    after: Date,
    query: DyadQuery = DyadQuery(),  # noqa: B008 - immutable
    *,
    engine: Engine,
    reader: Reader | str = "",
    temp_dir: str = "",
    crosswalks: Callable[[str], Crosswalk] = Crosswalk,
    known: ActorGraph | None = None,
    max_ties: int = MOST,
) -> Compared:
    """Make graphs of two periods of event data, in one pass over it.

    Args:
        names: Files, folders and patterns; all of one kind.
        before: The earlier days.
        after: The later days; the two share none.
        query: What narrows. A tie counts that has `min_events` in one of the two; period, cap and
            measures say nothing here.
        engine: From `graph.events.engine.connect`.
        reader: The kind of the files; ``""``: told by their columns.
        temp_dir: Where zipped files are unpacked.
        crosswalks: Give the crosswalk of a scheme.
        known: The dataset: its actors keep their ids and names.
        max_ties: Refuse to compare more.

    Raises:
        EventsError: The periods share a day or stand in the wrong order, one has no event, there
            are too many ties, or the files cannot be read or cannot tell what is asked.
    """
    _refuse_order(before, after)
    parts = [Span(one.first, one.last) for one in (before, after)]
    with reading(names, engine, reader, temp_dir) as read:
        here = read.reader
        if query.ordered and not here.directed:
            raise EventsError(
                f"{here.about} does not say who acted on whom; ask without --ordered", "usage"
            )
        if query.areas and here.area not in read.kinds:
            raise EventsError("the data says nothing of where; ask without --area", "usage")
        crosswalk = crosswalks(here.scheme)
        text = read.events(roles=query.roles)
        query, labels = keys_of(read, query)
        query = replace(query, by_area=any(entry.areas for entry in crosswalk.entries))
        tally = read.tally(text, query, parts)
        dyads = _folded(read, text, query, parts, crosswalk, labels, max_ties)
        for side, given in zip(dyads, (before, after), strict=True):
            if not side:
                _refuse_empty(read, text, given, query)
    naming = Naming(here, crosswalk, known or ActorGraph())
    ties = list(_ties(dyads, naming, query))
    types = words(here, ordered=query.ordered)
    old, new = _sides(ties, (before, after), types, naming)
    return Compared(old, new, tally, here, _keys(dyads, naming))


def _refuse_order(before: Date, after: Date) -> None:
    if after.last < before.first:
        raise EventsError(
            f"{after.text} is before {before.text}; --before names the earlier period", "usage"
        )
    if before.last >= after.first:
        raise EventsError(
            f"{before.text} and {after.text} share days: the first period must end before the "
            "second begins",
            "usage",
        )


def _folded(  # noqa: PLR0913 - what is read, what is asked for, and who is meant
    read: Read,
    text: str,
    query: DyadQuery,
    parts: Sequence[Span],
    crosswalk: Crosswalk,
    labels: Mapping[str, str],
    max_ties: int,
) -> tuple[list[Dyad], list[Dyad]]:
    """Fold the events of both periods in the engine; few rows leave it."""
    measures = tuple(one for one in read.reader.measures(read.kinds) if one in _MEASURES)
    area = read.reader.area in read.kinds
    asked = sql.compare(
        text,
        query,
        parts,
        measures,
        spans=read.reader.spans(read.kinds),
        area=area,
        kept=_shared(crosswalk) if query.min_events > 1 else (),
    )
    read.engine.keep("compared", asked)
    distinct = "SELECT DISTINCT source, target, side FROM compared"
    number = int(read.engine.rows(Query(f"SELECT COUNT(*) FROM ({distinct}) AS ties"))[0][0])
    if number > max_ties:
        raise EventsError(
            f"{number:,} ties; at most {max_ties:,} are compared: ask for fewer with --min-events, "
            "--area or shorter periods",
            "usage",
        )
    heads = sql.parted(measures, by_area=area and query.by_area)
    rows = read.engine.rows(Query(f"SELECT {', '.join(heads)} FROM compared"))
    cells = [dict(zip(heads, row, strict=True)) for row in rows]
    before, after = ([_dyad(row, part, labels) for row in cells if row[f"events_{part}"]]
                     for part in (1, 2))  # fmt: skip
    return before, after


def _shared(crosswalk: Crosswalk) -> tuple[str, ...]:
    """Give the keys of actors that have several: only together do these tell how many events."""
    several = {actor for actor in crosswalk.actors if len(crosswalk.keys_of(actor)) > 1}
    keys = (key for e in crosswalk.entries if e.actor in several for key in (e.id, e.name) if key)
    return tuple(sorted(set(keys)))


def _dyad(row: Mapping[str, Any], part: int, labels: Mapping[str, str]) -> Dyad:
    side, events = row["side"], row[f"events_{part}"]
    found = {name: row.get(f"{name}_{part}") for name in ("low", "best", "high", "supporting")}
    return Dyad(
        *(row["source"], row["target"], ""),
        *(events, events * (side < 0), events * (side > 0)),
        first=row[f"first_day_{part}"].toordinal(),
        last=row[f"last_day_{part}"].toordinal(),
        source_name=labels.get(row["source"], ""),
        target_name=labels.get(row["target"], ""),
        area=row.get("area", ""),
        **found,
    )


def _refuse_empty(read: Read, text: str, given: Date, query: DyadQuery) -> None:
    """Fail if a period has no event at all; it may have some that are too few for a tie."""
    part = Span(given.first, given.last)
    inside, first, last = read.engine.rows(sql.covered(text, query, part, area=bool(query.areas)))[
        0
    ]
    if inside:
        return
    if first is None:
        raise EventsError("no event fits --area; name it as the data does", "usage")
    where = " that fits --area" if query.areas else ""
    raise EventsError(
        f"the data has no event in {given.text}{where}: it goes from {first} to {last}", "usage"
    )


class _Tie(NamedTuple):
    """A pair and a sign, with what either period has of it; ends are sorted unless ordered."""

    pair: tuple[str, str]
    sides: tuple[Spell, Spell]

    @property
    def sign(self) -> int:
        return self.sides[0].sign


def _ties(dyads: tuple[list[Dyad], list[Dyad]], naming: Naming, query: DyadQuery) -> Iterator[_Tie]:
    """Give the ties that are strong enough in one of the periods, by the ids of their ends."""
    before, after = (by_pair(side, naming, ordered=query.ordered) for side in dyads)
    for pair in sorted(before.keys() | after.keys()):
        for sign in (-1, 0, 1):
            old, new = (
                Spell(tuple(one for one in side.get(pair, ()) if count(one, sign)), sign)
                for side in (before, after)
            )
            if max(old.events, new.events) >= query.min_events:
                yield _Tie(pair, (old, new))


def _sides(
    ties: Iterable[_Tie], given: tuple[Date, Date], types: Words, naming: Naming
) -> tuple[Snapshot, Snapshot]:
    """Make a snapshot of either period."""
    relations: tuple[list[Relation], list[Relation]] = ([], [])
    events: tuple[dict[str, Reported], dict[str, Reported]] = ({}, {})
    for one in ties:
        for place, relation in enumerate(_relations(one, given, types, naming.reader)):
            if one.sides[place].events:
                relations[place].append(relation)
                events[place][tie(relation)] = _reported(one.sides[place])
    used = {end for side in relations for one in side for end in (one.source, one.target)}
    people = naming.actors(used)
    title = naming.reader.citation.title
    old, new = (
        Snapshot(
            assembled(relations[place], people, naming.reader, types),
            f"{title}, {given[place].text.replace('/', ' to ')}",
            given[place],
            events=events[place],
        )
        for place in (0, 1)
    )
    return old, new


def _reported(spell: Spell) -> Reported:
    return Reported(spell.events, spell.deaths)


def _relations(
    one: _Tie, given: tuple[Date, Date], types: Words, reader: Reader
) -> tuple[Relation, Relation]:
    """Give a tie as either period tells it; about the same events are told alike."""
    old, new = one.sides
    said = [counted(side, reader) for side in one.sides]
    length = [date.last - date.first + 1 for date in given]
    both = bool(old.events and new.events)
    if both and not periods.growth(_reported(old), _reported(new), (length[0], length[1])):
        said = [
            "; ".join(f"{date.text}: {words_}" for date, words_ in zip(given, said, strict=True))
        ] * 2
    # An event belongs to the period in which it begins.
    last = max(
        min(dyad.last, date.last)
        for side, date in zip(one.sides, given, strict=True)
        for dyad in side.dyads
    )
    first = min(dyad.first for side in one.sides for dyad in side.dyads)
    before, after = (
        Relation(
            *(one.pair[0], types.of(one.sign), one.pair[1]),
            begin=_day(first, "-01-01", reader),
            end=_day(last, "-12-31", reader),
            summary=words_,
            sources=Listed([Citation(reader.citation.id)]),
        )
        for words_ in said
    )
    return before, after


def _day(day: int, edge: str, reader: Reader) -> Date:
    """Give a day; the edge of a year by the year, where the data may have meant no more."""
    text = day_text(day)
    return parse_date(text.removesuffix(edge) if reader.period == "year" else text)


def _keys(dyads: tuple[list[Dyad], list[Dyad]], naming: Naming) -> dict[str, frozenset[str]]:
    """Give the ids of the actors that each key and name in the data came to."""
    found: dict[str, set[str]] = {}
    for side in dyads:
        for dyad in side:
            ids = naming.pair(dyad)
            for key, name, id_ in zip(dyad.pair, dyad.names, ids, strict=True):
                found.setdefault(key, set()).add(id_)
                found.setdefault(name, set()).add(id_)
    return {key: frozenset(ids) for key, ids in found.items()}


def about(found: Compared) -> dict[str, Any]:
    """Say in JSON what was read, what was not counted, and why."""
    tally = found.tally
    return {
        "reader": found.reader.name,
        "files": tally.files,
        "rows": tally.rows,
        "not_counted": dict(tally.reasons),
        "outside": tally.outside,
        "before": _iso(found.old),
        "after": _iso(found.new),
        "rule": periods.RULE,
    }


def _iso(side: Snapshot) -> list[str]:
    return [day_text(side.date.first), day_text(side.date.last)] if side.date else []


def foot(found: Compared, query: DyadQuery) -> tuple[str, ...]:
    """Say what was read, what was not counted, and what an event is."""
    tally, cited = found.tally, found.reader.citation
    files = f" of {plural(tally.files, 'file')}" if tally.files > 1 else ""
    least = query.min_events
    lines = [
        *([f"not counted: {told(tally)}"] if tally.reasons else []),
        *([f"an event here is {found.reader.units.about}"] if found.reader.units.about else []),
        f"{plural(tally.rows, 'row')}{files}, read as {found.reader.name}; "
        f"{plural(tally.outside, 'event')} outside both periods"
        + (f"; counted: ties with {least:,} events or more in one of the two" if least > 1 else ""),
        *([f"source: {cited.title}, {cited.publisher}, {cited.url}"] if cited.url else []),
    ]
    return tuple(lines)
