"""The tables and views of the database, with a comment on every column: what can be asked in SQL.

The comments stand inside the statements, so that SQLite keeps them: ``whowhom sql .schema`` and
the sqlite3 shell's ``.schema`` on an export show the same text.
"""

from collections.abc import Iterable
from textwrap import fill
from typing import NamedTuple


class Column(NamedTuple):
    """A column: its name, SQL type (``""`` in a view), comment, and what it refers to or is."""

    name: str
    type: str
    comment: str
    rule: str = ""


class Table(NamedTuple):
    """A table.

    Attributes:
        columns: In order; rows are filled in the same order.
        indexes: Columns that have an index of their own.
    """

    name: str
    comment: str
    columns: tuple[Column, ...]
    indexes: tuple[str, ...] = ()


class View(NamedTuple):
    """A view: the columns that `query` gives, in its order."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    query: str


def _text(name: str, comment: str, rule: str = "") -> Column:
    return Column(name, "TEXT", comment, rule)


def _whole(name: str, comment: str, rule: str = "") -> Column:
    return Column(name, "INTEGER", comment, rule)


_PLACE = (
    _text("file", "name of the data file it stands in"),
    _whole("line", "line there, counted from 1"),
)
_DAYS = (
    _text("first_day", "first day it holds, YYYY-MM-DD; NULL when undated or never"),
    _text("last_day", "last day it holds, inclusive; 9999-12-31: still holds as far as known"),
    _whole("first_ordinal", "first_day as a number of days, so that days can be subtracted"),
    _whole("last_ordinal", "last_day as a number of days"),
)
_CITED = (
    _text("relation", "relations.id", "NOT NULL REFERENCES relations(id)"),
    _whole("number", "its place in the list, from 1", "NOT NULL"),
    _text("source", "sources.id", "NOT NULL REFERENCES sources(id)"),
    _text("locator", "page, paragraph, minute"),
    _text("summary", "what it says, where that differs"),
)

ACTORS = Table(
    "actors",
    "Somebody or something that relations are about.",
    (
        _text("id", "stable name in kebab-case", "PRIMARY KEY"),
        _text("name", "the name people use"),
        _text("kind", "armed_group, state, person ...; NULL where nobody said"),
        _text("from_text", "when its life began, as written: 2015, 2015-01, 2015-01-26, 2015~"),
        _text("to_text", "when it ended, as written; unknown: it ended, nobody knows when"),
        _text("first_day", "first day of its life; 0001-01-01 where not known", "NOT NULL"),
        _text("last_day", "last day of its life; 9999-12-31 where not known", "NOT NULL"),
        _whole("first_ordinal", "first_day as a number of days", "NOT NULL"),
        _whole("last_ordinal", "last_day as a number of days", "NOT NULL"),
        _text("summary", "a sentence or two"),
        *_PLACE,
    ),
    ("kind",),
)
ALIASES = Table(
    "aliases",
    "Other names of actors.",
    (
        _text("actor", "actors.id", "NOT NULL REFERENCES actors(id)"),
        _text("alias", "the name", "NOT NULL"),
        _whole("ambiguous", "1: other actors bear it too", "NOT NULL"),
    ),
    ("actor", "alias"),
)
AREAS = Table(
    "areas",
    "Where actors are found.",
    (
        _text("actor", "actors.id", "NOT NULL REFERENCES actors(id)"),
        _text("area", "a place's name", "NOT NULL"),
    ),
    ("actor",),
)
IDENTIFIERS = Table(
    "identifiers",
    "What actors are called in registers of others.",
    (
        _text("actor", "actors.id", "NOT NULL REFERENCES actors(id)"),
        _text("scheme", "un, ucdp, wikidata, iso, eu or another", "NOT NULL"),
        _text("identifier", "the identifier there", "NOT NULL"),
        _text("match", "NULL: the same actor; close, broad (it covers more) or narrow"),
    ),
    ("actor", "identifier"),
)
TYPES = Table(
    "types",
    "The vocabulary: what a relation may be.",
    (
        _text("name", "a verb: hosts", "PRIMARY KEY"),
        _text("label", "how it reads from source to target: hosts"),
        _text("inverse", "how it reads from target to source: is hosted by"),
        _whole("sign", "-1 against, 0 neither, 1 with"),
        _whole("symmetric", "1: both ends play the same part"),
        _whole("lasting", "0: an event, which holds on its own dates only"),
        _text("family", "conflict, cooperation, hierarchy ..."),
        _text("description", "what counts as such a relation"),
    ),
)
SOURCES = Table(
    "sources",
    "Documents that somebody published.",
    (
        _text("id", "stable name in kebab-case", "PRIMARY KEY"),
        _text("title", "its title; [in brackets] when described"),
        _text("author", "who wrote it"),
        _text("publisher", "who published it"),
        _text("origin", "whose text it is where another publishes it"),
        _text("voice", "sources with the same voice are not independent of each other"),
        _text("published", "when it was published, as written"),
        _text("published_first", "first day of that date, YYYY-MM-DD"),
        _text("published_last", "last day of that date"),
        _text("url", "where it is"),
        _text("archive_url", "a copy in an archive"),
        _text("accessed", "when somebody last looked"),
        _text("reliability", "Admiralty code of the source: A best ... E, F cannot be judged"),
        *_PLACE,
    ),
    ("publisher",),
)
RELATIONS = Table(
    "relations",
    "Dated, sourced claims about two actors. One row a claim.",
    (
        _text("id", "its own id, or source:type:target (:2 ... for later spells)", "PRIMARY KEY"),
        _text("source", "actors.id it starts from", "NOT NULL REFERENCES actors(id)"),
        _text("type", "types.name", "NOT NULL REFERENCES types(name)"),
        _text("target", "actors.id it points to", "NOT NULL REFERENCES actors(id)"),
        _text("sentence", "the claim in words: Taliban hosts al-Qaeda"),
        _text("from_text", "when it began, as written; NULL or unknown: not known"),
        _text("to_text", "when it ended, as written; NULL: still holds (an event: its day)"),
        _text("when_text", "its days for people: 1996 - 2001-12, since 2021-08, by 2011"),
        *_DAYS,
        _whole("dated", "0: no date bounds it, not even a source's", "NOT NULL"),
        _whole("open_ended", "1: holds as far as the data knows", "NOT NULL"),
        _text("state", "on the day of the answer: holds, past, future, undated, never", "NOT NULL"),
        _text("confidence", "high, medium or low; NULL: nobody assessed it"),
        _text("ceiling", "the most confidence its sources carry; NULL: one is not graded"),
        _whole("ambivalent", "1: the sources report both signs at the same time", "NOT NULL"),
        _whole("source_count", "documents that assert it", "NOT NULL"),
        _whole("voice_count", "independent ones among them", "NOT NULL"),
        _whole("dispute_count", "documents that deny it", "NOT NULL"),
        _text("label", "of its type: how it reads from source to target"),
        _text("inverse", "of its type: how it reads from target to source"),
        _text("family", "of its type"),
        _whole("sign", "of its type: -1 against, 0 neither, 1 with"),
        _whole("symmetric", "of its type: 1, both ends play the same part"),
        _whole("lasting", "of its type: 0 for an event"),
        _text("summary", "one sentence of the dataset's own"),
        *_PLACE,
    ),
    ("source", "target", "type"),
)
CITATIONS = Table("citations", "Who asserts a relation.", _CITED, ("relation", "source"))
DISPUTES = Table("disputes", "Who denies a relation.", _CITED, ("relation", "source"))
ACTOR_CITATIONS = Table(
    "actor_citations",
    "Who vouches for what is said of an actor itself.",
    (_text("actor", "actors.id", "NOT NULL REFERENCES actors(id)"), *_CITED[1:]),
    ("actor", "source"),
)
ABOUT = Table(
    "about",
    "What this database is: program, day, rule, licence, counts.",
    (_text("key", "what is told", "PRIMARY KEY"), _text("value", "what it is")),
)
#: In an order in which every table comes after those that it refers to.
TABLES = (
    *(ACTORS, ALIASES, AREAS, IDENTIFIERS, TYPES, SOURCES, RELATIONS),
    *(CITATIONS, DISPUTES, ACTOR_CITATIONS, ABOUT),
)

_ENDS = (
    Column("actor", "", "actors.id of the one end"),
    Column("actor_name", "", "its name"),
    Column("other", "", "actors.id of the other end"),
    Column("other_name", "", "its name"),
)
_KEPT = (
    *("type", "family", "sign", "lasting", "from_text", "to_text", "when_text"),
    *("first_day", "last_day", "first_ordinal", "last_ordinal", "dated", "open_ended", "state"),
    *("confidence", "ambivalent", "source_count", "voice_count", "dispute_count", "summary"),
)
_OF_RELATION = {column.name: column for column in RELATIONS.columns}
_SAME = tuple(_OF_RELATION[name]._replace(type="", rule="") for name in _KEPT)
_RELATION = Column("relation", "", "relations.id, by which citations and disputes go")
_WAY = (
    Column("direction", "", "to: actor is the source; from: it is the target; mutual"),
    Column("reading", "", "how it reads from actor to other: hosts, is hosted by"),
)


def _folded(names: Iterable[str]) -> str:
    """Give names in lines, so that the statement can be read."""
    return fill(", ".join(names), 96, subsequent_indent="  ")


def _way(one: str, other: str, direction: str, label: str) -> str:
    return (
        f"SELECT r.{one}, a.name, r.{other}, b.name, r.id,\n"
        f"  CASE WHEN r.symmetric THEN 'mutual' ELSE '{direction}' END, {label},\n"
        f"  {_folded(f'r.{name}' for name in _KEPT)}\n"
        f"FROM relations r JOIN actors a ON a.id = r.{one} JOIN actors b ON b.id = r.{other}"
    )


TIES = View(
    "ties",
    "Every relation twice, once from each end.",
    (*_ENDS, _RELATION, *_WAY, *_SAME),
    _way("source", "target", "to", "r.label")
    + "\nUNION ALL\n"
    + _way("target", "source", "from", "r.inverse"),
)
_ONE_SIDE = tuple(column for column in TIES.columns if column.name != "sign")


def _side(name: str, comment: str, sign: int) -> View:
    names = _folded(column.name for column in _ONE_SIDE)
    where = f"sign = {sign} AND direction <> 'from'"
    return View(name, comment, _ONE_SIDE, f"SELECT\n  {names}\nFROM ties WHERE {where}")


OPPOSITION = _side(
    "opposition",
    "actor opposes other: every hostile relation, mutual ones from both ends. As in `who opposes`.",
    -1,
)
SUPPORT = _side(
    "support",
    "actor sides with other: every friendly relation, mutual ones from both ends.",
    1,
)
VIEWS = (TIES, OPPOSITION, SUPPORT)
#: What a query may read, by name.
READABLE: dict[str, Table | View] = {one.name: one for one in (*TABLES, *VIEWS)}


def statement(one: Table | View) -> str:
    """Give the statement that creates a table or a view, its comments inside.

    >>> print(statement(ABOUT))
    CREATE TABLE about ( -- What this database is: program, day, rule, licence, counts.
      key TEXT PRIMARY KEY, -- what is told
      value TEXT            -- what it is
    )
    """
    table = isinstance(one, Table)
    names = [_defined(column) for column in one.columns]
    written = [f"{name}," for name in names[:-1]] + names[-1:]
    width = max(map(len, written))
    lines = [
        f"  {text:{width}} -- {column.comment}"
        for text, column in zip(written, one.columns, strict=True)
    ]
    head = f"CREATE {'TABLE' if table else 'VIEW'} {one.name} ( -- {one.comment}"
    tail = ")" if isinstance(one, Table) else f") AS\n{one.query}"
    return "\n".join([head, *lines, tail])


def _defined(column: Column) -> str:
    return " ".join(filter(None, (column.name, column.type, column.rule)))


def indexes(table: Table) -> list[str]:
    """Give the statements that create a table's indexes."""
    return [
        f"CREATE INDEX {table.name}_{column} ON {table.name}({column})" for column in table.indexes
    ]
