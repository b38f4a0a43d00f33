"""The database says what the graph and its questions say."""

import sqlite3
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from checked import problems_of
from graph import load
from graph.database import build
from graph.dates import day_text, today
from graph.exporting import to_bytes
from graph.model import ActorGraph
from graph.query import Filters, ask, opponents, opposition, support
from graph.sql_functions import Functions
from graph.tables import READABLE, TABLES, VIEWS
from graph.timing import holds_at, life, state, tenure
from strategies import ACTOR_IDS, DATES, GRAPHS

BUNDLED = load().graph
SMALL = problems_of(
    """\
    relation_types:
      - {name: fights, label: fights, inverse: fights, sign: -1, symmetric: true, family: conflict}
      - {name: hosts, label: hosts, inverse: is hosted by, sign: 1, family: cooperation}
    actors:
      - {id: a, name: Anna, kind: state, from: 1990, aliases: [Ann], ambiguous_aliases: [X],
         areas: [Kabul], ids: {un: Q1, ucdp: {id: 7, match: broad}}, sources: [s]}
      - {id: b, name: Ben}
    relations:
      - {source: b, type: fights, target: a, from: 1995, to: 1996-02, confidence: low,
         summary: They fought., sources: [{source: s, locator: p. 1}, {source: t}, r],
         disputed_by: [{source: t, summary: not so}]}
      - {source: a, type: hosts, target: b, id: own}
      - {source: b, type: hosts, target: a, from: 1980, to: 1981}
    sources:
      - {id: r, title: R, publisher: press, reliability: D}
      - {id: s, title: S, publisher: Press, published: 2001-02, url: 'https://example.org/',
         reliability: C}
      - {id: t, title: T, origin: Agency, publisher: Press, reliability: B}
    """
).graph


def rows(graph, query, *values):
    with closing(build(graph, {})) as database:
        Functions(graph).offer(database)
        return database.execute(query, values).fetchall()


def pairs(stances):
    return sorted(
        (stance.actor.id, stance.other.id, held.key)
        for stance in stances
        for held in stance.relations
    )


@given(GRAPHS, st.sampled_from(ACTOR_IDS), DATES)
def test_opposition_at_a_date_is_that_of_the_command_line(graph, actor, date):
    found = rows(
        graph,
        "select actor, other, relation from opposition "
        "where other = ? and holds_at(first_day, last_day, ?) order by 1, 2, 3",
        actor,
        date.text,
    )
    assert found == pairs(opponents(graph, actor, date))


@given(GRAPHS, st.sampled_from(ACTOR_IDS), DATES)
def test_support_at_a_date_is_that_of_the_command_line(graph, actor, date):
    found = rows(
        graph,
        "select actor, other, relation from support "
        "where actor = ? and holds_at(first_day, last_day, ?) order by 1, 2, 3",
        actor,
        date.text,
    )
    answer = ask(graph, support(graph), actor=actor, filters=Filters(at=date))
    assert found == pairs(answer.stances)


@given(GRAPHS, DATES)
def test_the_days_of_a_relation_are_those_of_the_time_rule(graph, date):
    query = (
        "select id, holds_at(first_day, last_day, ?), ? between first_day and last_day,"
        " last_ordinal - first_ordinal, state, when_text, dated from relations order by rowid"
    )
    expected = []
    for key, relation in zip(graph.keys, graph.relations, strict=True):
        days = tenure(graph, relation)
        span = days.span
        expected.append(
            (
                key,
                int(holds_at(graph, relation, date)),
                int(span.meets(date.first, date.first)) if span else None,
                span.last - span.first if span else None,
                state(days, today()),
                str(days),
                int(days.dated),
            )
        )
    assert rows(graph, query, date.text, day_text(date.first)) == expected


@given(GRAPHS, DATES)
def test_the_days_of_an_actor_are_those_of_its_life(graph, date):
    found = rows(
        graph,
        "select id from actors where holds_at(first_day, last_day, ?) order by id",
        date.text,
    )
    alive = [(one.id,) for one in graph.actors if life(one).meets(date.first, date.last)]
    assert found == alive


@given(GRAPHS)
def test_ties_tell_every_relation_from_both_ends(graph):
    both = {(one.source, one.target, key) for key, one in graph.keyed.items()}
    both |= {(other, one, key) for one, other, key in both}
    found = rows(graph, "select actor, other, relation from ties")
    assert (len(found), set(found)) == (2 * len(graph.relations), both)


@given(GRAPHS)
def test_references_are_whole_and_equal_data_are_equal_bytes(graph):
    assert rows(graph, "pragma foreign_key_check") == []
    assert to_bytes("sqlite", graph, {}) == to_bytes("sqlite", graph, {})


def test_every_part_of_the_data_is_in_the_tables():
    found = {table.name: rows(SMALL, f"select * from {table.name}") for table in TABLES}
    assert found["actors"] == [
        (
            *("a", "Anna", "state", "1990", None, "1990-01-01", "9999-12-31"),
            *(726468, 3652059, None, "a.yaml", 5),
        ),
        ("b", "Ben", None, None, None, "0001-01-01", "9999-12-31", 1, 3652059, None, "a.yaml", 7),
    ]
    assert found["aliases"] == [("a", "Ann", 0), ("a", "X", 1)]
    assert found["areas"] == [("a", "Kabul")]
    assert found["identifiers"] == [("a", "un", "Q1", None), ("a", "ucdp", "7", "broad")]
    assert ("hosts", "hosts", "is hosted by", 1, 0, 1, "cooperation", None) in found["types"]
    assert found["sources"][1] == (
        *("s", "S", None, "Press", None, "press", "2001-02", "2001-02-01", "2001-02-28"),
        *("https://example.org/", None, None, "C", "a.yaml", 16),
    )
    assert found["relations"] == [
        (
            *("own", "a", "hosts", "b", "Anna hosts Ben", None, None, "undated"),
            *(None, None, None, None, 0, 0, "undated", None, None, 0, 0, 0, 0),
            *("hosts", "is hosted by", "cooperation", 1, 0, 1, None, "a.yaml", 12),
        ),
        (
            *("a:fights:b", "a", "fights", "b", "Anna fights Ben", "1995", "1996-02"),
            *("1995 - 1996-02", "1995-01-01", "1996-02-29", 728294, 728718, 1, 0, "past"),
            *("low", "high", 0, 3, 2, 1, "fights", "fights", "conflict", -1, 1, 1),
            *("They fought.", "a.yaml", 9),
        ),
        (
            *("b:hosts:a", "b", "hosts", "a", "Ben hosts Anna", "1980", "1981", "1980 - 1981"),
            *(None, None, None, None, 1, 0, "never", None, None, 0, 0, 0, 0),
            *("hosts", "is hosted by", "cooperation", 1, 0, 1, None, "a.yaml", 13),
        ),
    ]
    assert found["citations"] == [
        ("a:fights:b", 1, "s", "p. 1", None),
        ("a:fights:b", 2, "t", None, None),
        ("a:fights:b", 3, "r", None, None),
    ]
    assert found["disputes"] == [("a:fights:b", 1, "t", None, "not so")]
    assert found["actor_citations"] == [("a", 1, "s", None, None)]
    counts = {"actors": "2", "relations": "3", "sources": "3"}
    gaps = {"undated": "1", "unsourced": "2", "disputed": "1"}
    told = {"layout": "1", "day": "2026-11-22"} | counts | gaps
    assert {key: text for key, text in found["about"] if key in told} == told


def test_what_was_left_out_of_broken_data_is_there_by_its_id():
    broken = ActorGraph((), SMALL.relations, (), ())
    assert rows(broken, "select id, name from actors") == [("a", None), ("b", None)]
    assert rows(broken, "select id, title from sources") == [("r", None), ("s", None), ("t", None)]
    assert rows(broken, "select name, sign from types") == [("fights", None), ("hosts", None)]
    assert rows(broken, "select count(*) from opposition") == [(0,)]
    assert rows(broken, "pragma foreign_key_check") == []
    assert rows(broken, "select distinct ceiling, voice_count from relations") == [(None, 0)]


def test_the_name_of_the_data_follows_its_meaning():
    def name(graph):
        return rows(graph, "select value from about where key = 'data'")

    moved = ActorGraph.of(
        (one._replace(place=one.place._replace(line=99)) for one in SMALL.actors),
        SMALL.relations,
        SMALL.sources,
        SMALL.types,
    )
    assert name(moved) == name(SMALL) != name(SMALL._replace(relations=()))


def test_every_table_and_view_has_the_columns_that_are_told_with_their_comments():
    with closing(build(BUNDLED, {})) as database:
        for one in (*TABLES, *VIEWS):
            names = [row[1] for row in database.execute(f"pragma table_info({one.name})")]
            assert names == [column.name for column in one.columns]
            sql = "select sql from sqlite_schema where name = ?"
            ((text,),) = database.execute(sql, [one.name]).fetchall()
            assert all(f"-- {column.comment}" in text for column in one.columns)
        kinds = "select name from sqlite_schema where type in ('table', 'view')"
        assert {name for (name,) in database.execute(kinds)} == READABLE.keys()


def test_comments_of_columns_are_plain_lines():
    comments = [column.comment for one in READABLE.values() for column in one.columns]
    assert [text for text in comments if not text or "\n" in text] == []


def test_an_export_is_a_sound_file_of_its_own_kind(tmp_path):
    file = tmp_path / "w.sqlite"
    file.write_bytes(to_bytes("sqlite", BUNDLED, {"licence": "free"}))
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert database.execute("pragma foreign_key_check").fetchall() == []
        assert database.execute("pragma application_id").fetchall() == [(0x77686F77,)]
        assert database.execute("pragma user_version").fetchall() == [(1,)]
        found = database.execute(
            "select actor from opposition where other = 'taliban'"
            " and '2022-01-01' between first_day and last_day order by actor"
        )
        expected = {one.actor.id for one in opponents(BUNDLED, "taliban", "2022-01-01")}
        assert {actor for (actor,) in found} == expected
        value = "select value from about where key = 'licence'"
        assert database.execute(value).fetchall() == [("free",)]


def test_every_pair_of_opponents_of_the_bundled_data_is_in_the_view():
    answer = ask(BUNDLED, opposition(BUNDLED))
    found = rows(BUNDLED, "select min(actor, other), max(actor, other), relation from opposition")
    told = {(*sorted(pair[:2]), pair[2]) for pair in pairs(answer.stances)}
    assert set(found) == told
