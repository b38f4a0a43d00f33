"""Files of events -> `Dyads`: the reader's SELECT in the one template, run by an engine."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from graph.dates import Span
from graph.events import sql
from graph.events.engine import Engine
from graph.events.files import opened
from graph.events.reader import Given, Kinds, Reader
from graph.events.sql import Query
from graph.events.values import REASONS, Dyad, DyadQuery, Dyads, EventsError, Tally
from graph.report import plural

if TYPE_CHECKING:
    import datetime as dt

#: Columns that hold what the data calls somebody or some place.
_TEXTS = ("source", "source_name", "target", "target_name", "area")
#: Strongest first; the rest only makes the order a whole one.
_ORDER = "ORDER BY events DESC, source, target, period"


class Read(NamedTuple):
    """Files that an engine has before it.

    Attributes:
        reader: What understands them.
        kinds: Their columns.
        engine: What they were given to.
        files: Their paths.
    """

    reader: Reader
    kinds: Kinds
    engine: Engine
    files: tuple[str, ...]

    def events(self, *, roles: bool) -> str:
        """Work out what comes before, and give the reader's SELECT."""
        given = Given(self.kinds, roles)
        for name, text in self.reader.steps(given):
            self.engine.keep(name, Query(text))
        return self.reader.events(given)

    def tally(self, events: str, query: DyadQuery, parts: Sequence[Span] = ()) -> Tally:
        """Count what became of the rows.

        Args:
            events: The reader's SELECT.
            query: What is asked for.
            parts: The two periods that are compared, in the place of the query's.

        Raises:
            EventsError: There is no row, or not one is good.
        """
        area, spans = self.reader.area in self.kinds, self.reader.spans(self.kinds)
        asked = sql.tally(events, query, spans=spans, area=area, parts=parts)
        found = self.engine.rows(asked)
        counted = {code: int(count) for code, count, *_ in found}
        days = [day.toordinal() for *_, first, last in found for day in (first, last) if day]
        refused = self.engine.refused()
        rows = sum(refused.values()) + (self._rows() or sum(counted.values()))
        if not rows:
            raise EventsError(f"{self.files[0]}: no row of data under the head")
        there = {**counted, **refused}
        reasons = {code: there[code] for code in REASONS if there.get(code)}
        span = Span(min(days), max(days)) if days else None
        tally = Tally(rows, reasons, len(self.files), there.get(sql.OUTSIDE, 0), span)
        if tally.bad == rows:
            raise EventsError(f"not one of {rows:,} rows can be read: {told(tally)}")
        return tally

    def _rows(self) -> int:
        """Count the rows where one may be several events; 0: each is one."""
        kept = [step.name for step in self.reader.steps(Given(self.kinds))]
        return int(self.engine.rows(Query("SELECT COUNT(*) FROM event"))[0][0]) if kept else 0


def told(tally: Tally) -> str:
    """Say which rows are in no dyad: ``12 rows without a date that can be read; 3 rows that``."""
    found = ((count, REASONS[code]) for code, count in tally.reasons.items())
    return "; ".join(f"{plural(count, one.unit)} {one.said}" for count, one in found)


@contextmanager
def reading(
    names: Sequence[str], engine: Engine, reader: Reader | str = "", temp_dir: str = ""
) -> Iterator[Read]:
    """Put files before an engine, for as long as they are asked.

    Raises:
        EventsError: As `graph.events.files.opened`.
    """
    with opened(names, reader, temp_dir=temp_dir, names_of=engine.names) as found:
        kinds = engine.read(found.table)
        if found.table.form == "parquet":
            engine.count()  # at once, so that a run can say how far it is
        yield Read(found.reader, kinds, engine, found.table.paths)


class Folded(NamedTuple):
    """What a run keeps in the engine under the name ``dyads``, and what it knows of it."""

    read: Read
    query: DyadQuery
    measures: tuple[str, ...]
    area: bool
    tally: Tally
    found: int
    span: Span | None


def fold_in(read: Read, query: DyadQuery) -> Folded:
    """Fold the events into dyads, and leave those in the engine.

    Raises:
        EventsError: The data cannot tell what is asked.
    """
    reader = read.reader
    if query.ordered and not reader.directed:
        raise EventsError(
            f"{reader.about} does not say who acted on whom; ask without --ordered", "usage"
        )
    text = read.events(roles=query.roles)
    has_area = reader.area in read.kinds
    if query.areas and not has_area:
        raise EventsError("the data says nothing of where; ask without --area", "usage")
    measures = tuple(
        one for one in reader.measures(read.kinds) if query.sources or one != "sources"
    )
    query, _ = keys_of(read, replace(query, period=query.period or reader.period))
    tally = read.tally(text, query)
    spans = reader.spans(read.kinds)
    asked = sql.aggregate(text, query, measures, spans=spans, area=has_area)
    read.engine.keep("dyads", asked)
    count, first, last = read.engine.rows(
        Query("SELECT COUNT(*), MIN(first_day), MAX(last_day) FROM dyads")
    )[0]
    span = Span(first.toordinal(), last.toordinal()) if count else None
    return Folded(read, query, measures, has_area and query.by_area, tally, int(count), span)


def keys_of(read: Read, query: DyadQuery) -> tuple[DyadQuery, dict[str, str]]:
    """Give the query with keys for the actors that it names, and the names of all keys."""
    text = read.reader.labels(read.kinds)
    if not text:
        return query, {}
    read.engine.keep("labels", Query(text))
    labels = dict(read.engine.rows(Query("SELECT label_key, label FROM labels")))
    wanted = {name.casefold() for name in query.actors}
    keys = sorted(key for key, name in labels.items() if name.casefold() in wanted)
    return replace(query, actors=(*query.actors, *keys)), labels


def columns(folded: Folded) -> dict[str, str]:
    """Give the columns of the dyads, name -> SQL; names are those of files and of `Dyad`."""
    named = bool(folded.read.reader.labels(folded.read.kinds))
    places = {"source": "source", "target": "target", "period": "period"}
    names = {
        "source_name": "COALESCE(s.label, '')" if named else "''",
        "target_name": "COALESCE(t.label, '')" if named else "''",
    }
    area = {"area": "area"} if folded.area else {}
    counts = ("events", "hostile", "cooperative", "first_day", "last_day")
    measured = (*counts, *sql.measured(folded.measures))
    return places | names | area | {name: name for name in measured}


def output(folded: Folded, *, inert: bool = False) -> Query:
    """Give the query for the dyads themselves; `inert`: as a spreadsheet may open them."""
    named = bool(folded.read.reader.labels(folded.read.kinds))
    shown = columns(folded)
    for name in _TEXTS if inert else ():
        if name in shown:
            shown[name] = sql.inert(shown[name])
    wanted = ", ".join(f"{text} AS {name}" for name, text in shown.items())
    joined = "".join(
        f"\nLEFT JOIN labels AS {one} ON {one}.label_key = {end}"
        for one, end in (("s", "source"), ("t", "target"))
        if named
    )
    area = ", area" if folded.area else ""
    cap = f"\nLIMIT {folded.query.cap}" if folded.query.cap is not None else ""
    return Query(f"SELECT {wanted}\nFROM dyads{joined}\n{_ORDER}{area}{cap}")


def fold(
    names: Sequence[str],
    query: DyadQuery = DyadQuery(),  # noqa: B008 - immutable
    *,
    engine: Engine,
    reader: Reader | str = "",
    temp_dir: str = "",
) -> Dyads:
    """Fold files of events into dyads.

    Args:
        names: Files, folders and patterns; all of one kind.
        query: What is asked for.
        engine: From `graph.events.engine.connect`.
        reader: The kind of the files; ``""``: told by their columns.
        temp_dir: Where zipped files are unpacked; ``""``: where the system has such things.

    Raises:
        EventsError: The files cannot be read, or cannot tell what is asked.
    """
    with reading(names, engine, reader, temp_dir) as read:
        folded = fold_in(read, query)
        heads = tuple(columns(folded))
        rows = engine.rows(output(folded))
        found = tuple(_dyad(dict(zip(heads, row, strict=True))) for row in rows)
    return _result(folded, found)


def _result(folded: Folded, found: tuple[Dyad, ...]) -> Dyads:
    return Dyads(
        *(found, folded.tally, folded.query, folded.read.reader),
        *(folded.found, folded.span, folded.measures),
    )


def _dyad(row: dict[str, Any]) -> Dyad:
    first: dt.date = row.pop("first_day")
    last: dt.date = row.pop("last_day")
    return Dyad(first=first.toordinal(), last=last.toordinal(), **row)


def save(  # noqa: PLR0913 - where from, what, where to, and with what
    names: Sequence[str],
    query: DyadQuery,
    path: str,
    form: Literal["csv", "parquet"],
    *,
    engine: Engine,
    reader: Reader | str = "",
    temp_dir: str = "",
) -> Dyads:
    """Fold files of events into dyads that the engine writes to a file: no dyad comes to Python.

    Args:
        names: As for `fold`, and so are `query`, `engine`, `reader` and `temp_dir`.
        query: What is asked for.
        path: Appears whole or not at all.
        form: Of the file.
        engine: What does the work, and writes.
        reader: The kind of the files.
        temp_dir: Where zipped files are unpacked.

    Returns:
        What `fold` gives, without the dyads.
    """
    from graph.cache import replaced  # noqa: PLC0415 - an answer that is shown writes nothing

    with reading(names, engine, reader, temp_dir) as read:
        folded = fold_in(read, query)
        with replaced(path) as new:
            engine.write(output(folded, inert=form == "csv"), new, form)
    return _result(folded, ())
