"""Files of events -> `Dyads`: the reader's SELECT in the one template, run by an engine."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from graph.dates import Span
from graph.escaping import one_line
from graph.events import cells, sql
from graph.events.crosswalk import Crosswalk
from graph.events.engine import Engine
from graph.events.files import opened
from graph.events.reader import Given, Kinds, Reader, Step
from graph.events.sql import Query, Source
from graph.events.values import REASONS, Dyad, DyadQuery, Dyads, EventsError, Tally, Voices
from graph.report import plural
from graph.suggesting import nearest

if TYPE_CHECKING:
    import datetime as dt

#: Columns that hold what the data calls somebody or some place.
_TEXTS = ("source", "source_name", "target", "target_name", "area")
#: The dyads, in what a run keeps.
DYADS = "(SELECT * FROM folded WHERE target IS NOT NULL)"
_PAIRS = f"SELECT COUNT(*) FROM (SELECT DISTINCT source, target FROM {DYADS} AS dyads) AS pairs"
#: What became of all rows, by reason: NULL stands for those that are in a dyad.
_TALLY = """\
SELECT CASE WHEN target IS NULL THEN source END AS reason, CAST(SUM({events}) AS BIGINT) AS counted,
  MIN({first_day}) AS earliest, MAX({last_day}) AS latest
FROM {table} GROUP BY 1"""
_AREAS = "SELECT DISTINCT area FROM (\n{events}\n) AS met WHERE reject IS NULL AND area IS NOT NULL"
#: Of a value that was refused, the letters that are shown.
_CUT = 40
#: What a key was called last.
_LATEST = Query(
    "SELECT label_key, SUBSTR(MAX(CONCAT(CAST(latest AS STRING), label)), 11) AS label "
    "FROM names GROUP BY label_key"
)
#: Strongest first; the rest only makes the order a whole one.
_ORDER = "ORDER BY events DESC, source, target, period, first_day, last_day"


class Read(NamedTuple):
    """Files that an engine has before it.

    Attributes:
        reader: What understands them.
        kinds: Their columns.
        engine: What they were given to.
        files: Their paths.
        rows: How many they have, where that is known before they are read; else 0.
    """

    reader: Reader
    kinds: Kinds
    engine: Engine
    files: tuple[str, ...]
    rows: int

    def source(self, query: DyadQuery) -> Source:
        """Work out what comes before, and give what is folded.

        Raises:
            EventsError: The data cannot tell what is asked.
        """
        self._refuse(query)
        given = Given(self.kinds, query.roles)
        for name, text in self._steps(query):
            self.engine.keep(name, Query(text))
        return Source(
            self.reader.events(given),
            spans=self.reader.spans(self.kinds),
            area=self.reader.area in self.kinds,
            weak=query.min_events > 1,
            main=not query.supporters and "supporting" in self.reader.measures(self.kinds),
        )

    def _refuse(self, query: DyadQuery) -> None:
        if query.ordered and not self.reader.directed:
            raise EventsError(
                f"{self.reader.about} does not say who acted on whom; ask without --ordered",
                "usage",
            )
        if query.areas and self.reader.area not in self.kinds:
            raise EventsError("the data says nothing of where; ask without --area", "usage")

    def tally(self, query: DyadQuery, table: str, **columns: str) -> Tally:
        """Count what became of the rows.

        Args:
            query: What was asked for.
            table: What the engine keeps of an answer to it.
            columns: How the answer tells ``events``, ``first_day``, ``last_day``.

        Raises:
            EventsError: There is no row, or not one is good.
        """
        found = self.engine.rows(Query(_TALLY.format(table=table, **columns)))
        counted = {code: count for code, count, *_ in found}
        refused = self.engine.refused()
        there = {**counted, **refused}
        rows = sum(refused.values()) + self._rows(query, sum(counted.values()))
        if not rows:
            raise EventsError(f"{self.files[0]}: no row of data under the head")
        reasons = {code: there[code] for code in REASONS if there.get(code)}
        bad = {code for code, reason in REASONS.items() if reason.bad}
        days = [day for code, _, *days in found if code not in bad for day in days if day]
        span = Span(min(days).toordinal(), max(days).toordinal()) if days else None
        outside, examples = there.get(sql.OUTSIDE, 0), self._examples(reasons)
        tally = Tally(
            *(rows, reasons, len(self.files), outside, span, examples), self._absent(query)
        )
        if tally.bad == rows:
            raise EventsError(f"not one of {rows:,} rows can be read: {told(tally)}")
        return tally

    def _examples(self, reasons: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Give values that were refused; the files are read once more for those."""
        asked = self.reader.refused(self.kinds)
        return {
            code: tuple(str(value or "") for (value,) in self.engine.rows(Query(text)))
            for code, text in asked.items()
            if code in reasons
        }

    def _absent(self, query: DyadQuery) -> dict[str, tuple[str, ...]]:
        """Give the areas asked for that no event is in; the files are read once more for that."""
        if not query.areas:
            return {}
        events = self.reader.events(Given(self.kinds, query.roles))
        counts = self.engine.rows(sql.met(events, query.areas))[0]
        none = [area for area, count in zip(query.areas, counts, strict=True) if not count]
        found = self.engine.rows(Query(_AREAS.format(events=events))) if none else []
        names = sorted({name.strip() for (cell,) in found for name in cell.split(",")})
        folded = {name.casefold(): name for name in names}
        return {
            area: tuple(folded[one] for one in nearest(area.strip().casefold(), folded))
            for area in none
        }

    def _steps(self, query: DyadQuery) -> Sequence[Step]:
        return self.reader.steps(Given(self.kinds, query.roles))

    def _rows(self, query: DyadQuery, counted: int) -> int:
        if not self._steps(query):
            return self.rows or counted
        # One row may be several events.
        return int(self.engine.rows(Query("SELECT COUNT(*) FROM event"))[0][0])


def told(tally: Tally) -> str:
    """Say which rows are in no dyad: ``12 rows without a date that can be read; 3 rows that``."""
    found = ((count, REASONS[code], _such(tally, code)) for code, count in tally.reasons.items())
    return "; ".join(f"{plural(count, one.unit)} {one.said}{such}" for count, one, such in found)


def _such(tally: Tally, code: str) -> str:
    """Name values that were refused: ``, as "friendly"``."""
    values = [f'"{one_line(value[:_CUT])}"' for value in tally.examples.get(code, ())]
    return f", as {', '.join(values)}" if values else ""


def uncounted(tally: Tally) -> str:
    """Say which rows are in no dyad, ``""`` where all are in one."""
    return f"not counted: {told(tally)}" if tally.reasons else ""


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
        # Of Parquet at once, so that a run can say how far it is; CSV would be read for it.
        rows = engine.count() if found.table.form == "parquet" else 0
        yield Read(found.reader, kinds, engine, found.table.paths, rows)


#: Makes a query fit files that are open, of which `Source` is what will be folded.
Fit = Callable[[Read, Source, DyadQuery], DyadQuery]


def for_crosswalks(of: Callable[[str], Crosswalk], fit: Fit | None = None) -> Fit:
    """Give what keeps apart, in time and place, what a crosswalk tells apart.

    Args:
        of: Gives the crosswalk of a scheme.
        fit: Comes first.
    """

    def apart(read: Read, source: Source, query: DyadQuery) -> DyadQuery:
        query = fit(read, source, query) if fit else query
        return replace(query, by_area=True, eras=of(read.reader.scheme).changes)

    return apart


def _as_it_is(_read: Read, _source: Source, query: DyadQuery) -> DyadQuery:
    return query


class Folded(NamedTuple):
    """What a run keeps in the engine as `DYADS`, and what it knows of it."""

    read: Read
    query: DyadQuery
    measures: tuple[str, ...]
    area: bool
    tally: Tally
    found: int
    span: Span | None


def fold_in(read: Read, query: DyadQuery, fit: Fit = _as_it_is) -> Folded:
    """Fold the events into dyads, and leave those in the engine.

    Args:
        read: The files.
        query: What is asked for.
        fit: Makes it fit the files.

    Raises:
        EventsError: The data cannot tell what is asked.
    """
    reader = read.reader
    source = read.source(query)
    query = fit(read, source, query)
    measures = _measures(reader.measures(read.kinds), query)
    query, _ = keys_of(read, replace(query, period=query.period or reader.period))
    read.engine.keep("folded", sql.aggregate(source, query, measures))
    plain = {name: name for name in ("events", "first_day", "last_day")}
    tally = read.tally(query, "folded", **plain)
    count = read.engine.rows(Query(f"SELECT COUNT(*) FROM {DYADS} AS dyads"))[0][0]
    span = _asked(tally.span, query)
    return Folded(read, query, measures, source.area and query.by_area, tally, int(count), span)


def _measures(there: Sequence[str], query: DyadQuery) -> tuple[str, ...]:
    """Give what is measured: of publishers what is asked for."""
    rest = [one for one in there if one != "sources"]
    asked = ("sources",) if query.sources else ("voices",) if query.voices else ()
    return (*rest, *(asked if "sources" in there else ()))


def _asked(span: Span | None, query: DyadQuery) -> Span | None:
    """Give the days of the data that were asked for."""
    if span is None:
        return None
    first = max(span.first, query.begin or 0)
    last = span.last if query.end is None else min(span.last, query.end)
    return Span(first, last) if first <= last else None


def keys_of(read: Read, query: DyadQuery) -> tuple[DyadQuery, dict[str, str]]:
    """Give the query with keys for whom it names, by any name, and the last name of all keys."""
    text = read.reader.labels(read.kinds)
    if not text:
        return query, {}
    read.engine.keep("names", Query(text))
    read.engine.keep("labels", _LATEST)
    labels = dict(read.engine.rows(Query("SELECT label_key, label FROM labels")))
    wanted = {name.casefold() for name in query.actors}
    names = read.engine.rows(Query("SELECT label_key, label FROM names")) if wanted else []
    keys = sorted({key for key, name in names if name.casefold() in wanted})
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
            shown[name] = cells.inert(shown[name])
    wanted = ", ".join(f"{text} AS {name}" for name, text in shown.items())
    joined = "".join(
        f"\nLEFT JOIN labels AS {one} ON {one}.label_key = {end}"
        for one, end in (("s", "source"), ("t", "target"))
        if named
    )
    area = ", area" if folded.area else ""
    cap = f"\nLIMIT {folded.query.cap}" if folded.query.cap is not None else ""
    return Query(f"SELECT {wanted}\nFROM {DYADS} AS dyads{joined}\n{_ORDER}{area}{cap}")


def fold(  # noqa: PLR0913 - where from, what, and with what
    names: Sequence[str],
    query: DyadQuery = DyadQuery(),  # noqa: B008 - immutable
    *,
    engine: Engine,
    reader: Reader | str = "",
    temp_dir: str = "",
    fit: Fit = _as_it_is,
    guard: Callable[[int], None] | None = None,
) -> Dyads:
    """Fold files of events into dyads.

    Args:
        names: Files, folders and patterns; all of one kind.
        query: What is asked for.
        engine: From `graph.events.engine.connect`.
        reader: The kind of the files; ``""``: told by their columns.
        temp_dir: Where zipped files are unpacked; ``""``: where the system has such things.
        fit: Makes the query fit the files once they are open: `graph.events.wanted.by_name`.
        guard: Gets the number of pairs before any dyad leaves the engine; may refuse.

    Raises:
        EventsError: The files cannot be read, or cannot tell what is asked.
    """
    with reading(names, engine, reader, temp_dir) as read:
        folded = fold_in(read, query, fit)
        if guard:
            guard(int(engine.rows(Query(_PAIRS))[0][0]))
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
    voices: dict[str, Any] = {
        f"{sign}_voices": _voices(row, sign) for sign in ("hostile", "cooperative")
    }
    return Dyad(first=first.toordinal(), last=last.toordinal(), **voices, **row)


def _voices(row: dict[str, Any], sign: str) -> Voices | None:
    if f"{sign}_voice_first" not in row:
        return None
    return Voices(*(row.pop(f"{sign}_voice_{name}") for name in ("first", "last", "events")))


def save(  # noqa: PLR0913 - where from, what, where to, and with what
    names: Sequence[str],
    query: DyadQuery,
    path: str,
    form: Literal["csv", "parquet"],
    *,
    engine: Engine,
    reader: Reader | str = "",
    temp_dir: str = "",
    fit: Fit = _as_it_is,
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
        fit: As for `fold`.

    Returns:
        What `fold` gives, without the dyads.
    """
    from graph.cache import replaced  # noqa: PLC0415 - an answer that is shown writes nothing

    # The outer one: what was made of a file that changed must not take its place.
    with replaced(path) as new, reading(names, engine, reader, temp_dir) as read:
        folded = fold_in(read, query, fit)
        engine.write(output(folded, inert=form == "csv"), new, form)
    return _result(folded, ())
