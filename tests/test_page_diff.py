"""What the page of two versions is told of each change, and how it writes a field."""

from graph.dates import parse_date
from graph.diffing.clocks import Snapshot
from graph.diffing.consequences import Consequence
from graph.diffing.reviewing import review
from graph.diffing.uniting import unite
from graph.model import (
    Actor,
    ActorGraph,
    Citation,
    Identifier,
    Listed,
    Relation,
    RelationType,
    Source,
)
from graph.page_diff import CHANGE, content

DAY = parse_date("2026-11-22")
HOSTS = RelationType("hosts", "hosts", "is hosted by", 1, symmetric=False, lasting=True, family="x")
A, B = Actor("a", "Alpha", "state"), Actor("b", "Beta", "state")


def graph(*values):
    kinds = (Actor, Relation, Source, RelationType)
    return ActorGraph.of(*([one for one in values if isinstance(one, kind)] for kind in kinds))


def told(old, new, then="", now="", meant=()):
    """The facts of the page."""
    sides = [
        Snapshot(graph_, "", parse_date(date) if date else None)
        for graph_, date in ((old, then), (new, now))
    ]
    found = review(*sides)
    causes = tuple(one.change for one in found.changes)
    given = tuple(Consequence("kind", actors, "So.", causes) for actors in meant)
    union = unite(found._replace(consequences=given))
    page = content(union, {one.id: (0, 0) for one in union.members}, DAY)
    facts = page.facts["diff"]
    rows = [dict(zip(CHANGE, row, strict=False)) for row in facts["changes"]]
    return facts, {(row["what"], row["key"]): row for row in rows}, page


def test_a_field_is_told_by_name_where_both_records_are_on_the_page():
    tie = Relation("a", "hosts", "b", confidence="low", begin=parse_date("2001"))
    after = tie._replace(confidence="high", begin=parse_date("2002"))
    _, rows, _ = told(graph(A, B, HOSTS, tie), graph(A, B._replace(kind="agency"), HOSTS, after))
    assert rows["relation", "a:hosts:b"]["fields"] == [["from", ["2001"], ["2002"]], ["confidence"]]
    assert rows["actor", "b"]["fields"] == [["kind"]]


def test_a_field_of_whom_one_side_lacks_at_its_date_is_told_whole():
    old = A._replace(
        end=parse_date("1999"),
        aliases=Listed(["One", "Two"]),
        ids=Listed([Identifier("un", "Q1")]),
        sources=Listed([Citation("s", "p. 3", "says so"), Citation("gone")]),
    )
    new = A._replace(
        aliases=Listed(["Two", "Three"]), summary="S.", sources=Listed([Citation("s")])
    )
    source = Source("s", "A report")
    facts, rows, _ = told(graph(old, source, HOSTS), graph(new, source, HOSTS), "2001", "2001")
    assert facts["actors"] == {"added": ["a"]}
    assert rows["actor", "a"]["fields"] == [
        ["aliases", ["One"], ["Three"]],
        ["to", ["1999"], []],
        ["summary", [], ["S."]],
        ["ids", ["un Q1"], []],
        ["sources", ["gone", "A report: p. 3: says so"], ["A report"]],
    ]


def test_sources_and_types_are_told_whole_and_by_title_where_nobody_cites_them():
    tie = Relation("a", "hosts", "b", sources=Listed([Citation("s")]))
    word = HOSTS._replace(sign=0, symmetric=True, label="shelters")
    sources = Source("s", "Cited"), Source("t", "Never cited", published=parse_date("2001"))
    later = (sources[0], sources[1]._replace(published=parse_date("2002")))
    _, rows, page = told(graph(A, B, HOSTS, tie, *sources), graph(A, B, word, tie, *later))
    assert rows["source", "t"]["fields"] == [["published", ["2001"], ["2002"]]]
    assert rows["source", "t"]["title"] == "Never cited"
    assert rows["relation_type", "hosts"]["fields"] == [
        ["label", ["hosts"], ["shelters"]],
        ["sign", ["with"], ["neither"]],
        ["symmetric", ["no"], ["yes"]],
    ]
    assert [kind.get("key", kind["name"]) for kind in page.types] == ["hosts", "hosts@before"]
    assert {edge["relation"][0] for edge in page.edges} == {"hosts", "hosts@before"}
    _, rows, _ = told(graph(A, B, HOSTS, tie, sources[1]), graph(A, B, HOSTS, tie, *sources))
    assert "title" not in rows["source", "s"]  # it stands in the table


def test_what_is_gone_goes_by_its_name_on_the_map():
    first, second = (
        Relation("a", "hosts", "b", begin=parse_date(y), end=parse_date(y))
        for y in ("2001", "2010")
    )
    facts, rows, _ = told(graph(A, B, HOSTS, first), graph(A, HOSTS, B, second), meant=[("b", "a")])
    assert facts["lines"] == {"added": ["a:hosts:b"], "removed": ["a:hosts:b@before"]}
    assert rows["relation", "a:hosts:b@before"]["state"] == "removed"
    assert rows["relation", "a:hosts:b"]["state"] == "added"
    assert facts["consequences"] == [
        {"kind": "kind", "text": "So.", "actors": ["b", "a"], "causes": [1, 0]}
    ]


def test_counts_and_titles_are_those_of_each_side():
    ended = B._replace(end=parse_date("2001"))
    tie = Relation("a", "hosts", "b", begin=parse_date("2000"))
    whole = graph(A, ended, HOSTS, tie)
    facts, _, _ = told(whole, whole, "2001", "2002")
    before, after = facts["sides"]
    assert (before["date"], before["counts"]["actors"], before["counts"]["relations"]) == (
        "2001",
        2,
        1,
    )
    assert (after["date"], after["counts"]["actors"], after["counts"]["relations"]) == (
        "2002",
        1,
        0,
    )
    assert facts["dated"]
    assert not facts["turned"]
    assert told(whole, whole, "2002", "2001")[0]["turned"]
