"""Both versions as one graph: who and what is in either, under which name."""

from collections import Counter

from hypothesis import given

from graph.dates import parse_date
from graph.diffing.changes import Change, Changes, GraphDiff, carrier
from graph.diffing.clocks import Snapshot
from graph.diffing.reviewing import Review, compared, review
from graph.diffing.uniting import BEFORE, unite
from graph.model import Actor, ActorGraph, Citation, Listed, Relation, RelationType, Source
from strategies import DATES, GRAPH_PAIRS, GRAPHS

HOSTS = RelationType("hosts", "hosts", "is hosted by", 1, symmetric=False, lasting=True, family="x")
A, B, C = (Actor(id_, id_.upper(), "state") for id_ in "abc")


def united(old, new, then=None, now=None):
    return unite(review(Snapshot(old, "old", then), Snapshot(new, "new", now)))


def graph(*values):
    kinds = (Actor, Relation, Source, RelationType)
    return ActorGraph.of(*([one for one in values if isinstance(one, kind)] for kind in kinds))


def states(union):
    return {line.key: (line.state, line.now) for line in union.lines}


def sides(union):
    """The relations of either side, as the page is to show them."""
    lines = union.lines
    again = {line.now for line in lines}
    before = [
        line
        for line in lines
        if line.now or (line.key not in again and line.state in ("kept", "removed"))
    ]
    after = [line for line in lines if not line.now and line.state not in ("removed", "passed")]
    return before, after


@given(GRAPH_PAIRS)
def test_a_side_has_its_relations_and_actors_no_more_and_no_less(pair):
    old, new = pair
    union = united(old, new)
    before, after = sides(union)
    carry = carrier(union.review.diff, old.types)  # what was renamed is said in the newer ids
    said = (carry.relation(one.relation) if one.graph is old else one.relation for one in before)
    assert Counter(said) == Counter(map(carry.relation, old.relations))
    assert {line.key: line.relation for line in after} == new.keyed
    assert len({line.key for line in union.lines}) == len(union.lines)
    assert sorted(one.before.id for one in union.members if one.before) == sorted(old.actor)
    assert sorted(one.after.id for one in union.members if one.after) == sorted(new.actor)
    ends = {end for line in union.lines for end in line.ends}
    assert ends <= union.member.keys() | _strangers(old) | _strangers(new)


@given(GRAPHS, DATES, DATES)
def test_the_lines_of_two_dates_are_what_holds_at_either(whole, then, now):
    union = united(whole, whole, then, now)
    before, after = sides(union)
    assert {line.key for line in before} == compared(union.review.old).keyed.keys()
    assert {line.key for line in after} == compared(union.review.new).keyed.keys()


def _strangers(graph_):
    ends = {end for one in graph_.relations for end in (one.source, one.target)}
    return ends - graph_.actor.keys()


@given(GRAPHS)
def test_a_version_and_itself_differ_in_nothing(whole):
    union = united(whole, whole)
    assert {line.state for line in union.lines} <= {"kept"}
    assert {one.state for one in union.members} <= {"kept"}
    assert union.graph == whole._replace(story=())


def test_added_removed_changed_and_kept_are_told_apart():
    kept, was = Relation("a", "hosts", "b"), Relation("b", "hosts", "c", summary="So.")
    gone, fresh = Relation("c", "hosts", "a"), Relation("a", "hosts", "d")
    old = graph(A, B, C, HOSTS, kept, was, gone)
    new = graph(A, B, Actor("d", "D"), HOSTS, kept, was._replace(summary="Not so."), fresh)
    union = united(old, new)
    assert [(one.id, one.state) for one in union.members] == [
        ("a", "kept"),
        ("b", "kept"),
        ("c", "removed"),
        ("d", "added"),
    ]
    assert states(union) == {
        "a:hosts:b": ("kept", ""),
        "a:hosts:d": ("added", ""),
        "b:hosts:c": ("changed", ""),
        "b:hosts:c" + BEFORE: ("changed", "b:hosts:c"),
        "c:hosts:a": ("removed", ""),
    }


def test_who_changed_its_id_is_one_actor_and_its_relations_did_not_change():
    names = Listed(["The first", "The only"])
    one = Actor("iskp", "Islamic State Khorasan", "armed_group", names)
    tie, other = Relation("iskp", "hosts", "a"), Relation("b", "hosts", "iskp")
    moved = (tie._replace(source="isis-k"), other._replace(target="isis-k"))
    union = united(
        graph(A, B, HOSTS, one, tie, other), graph(A, B, HOSTS, one._replace(id="isis-k"), *moved)
    )
    assert [(member.id, member.state) for member in union.members][2] == ("isis-k", "changed")
    assert {state for state, _ in states(union).values()} == {"kept"}
    assert [line.ends for line in union.lines] == [("b", "isis-k"), ("isis-k", "a")]


def test_a_removed_actor_whose_id_now_means_another_keeps_a_name_of_its_own():
    league = Actor("x", "Alpha League", "alliance")
    tie = Relation("y", "hosts", "a")
    omar, moved = Actor("y", "Omar", "person"), league._replace(id="y")
    found = GraphDiff(
        Changes.of([Change(league, moved, "x", "y"), Change(omar, None, "y")]),
        Changes.of([Change(tie, None, "y:hosts:a")]),
    )
    sides = Snapshot(graph(A, league, omar, HOSTS, tie)), Snapshot(graph(A, moved, HOSTS))
    union = unite(Review(*sides, found, (), ()))
    told = [(member.id, member.state) for member in union.members]
    assert told == [("a", "kept"), ("y", "changed"), ("y" + BEFORE, "removed")]
    assert [line.ends for line in union.lines] == [("y" + BEFORE, "a")]
    assert union.graph.keyed["y:hosts:a"].source == "y" + BEFORE


def test_a_relation_reads_otherwise_when_its_sources_or_actors_do():
    tie = Relation("a", "hosts", "b", sources=Listed([Citation("s")]))
    old = graph(A, B, HOSTS, tie, Source("s", "S", published=parse_date("2001")))
    new = graph(A, B, HOSTS, tie, Source("s", "S", published=parse_date("2002")))
    assert states(united(old, new)) == {
        "a:hosts:b": ("kept", ""),
        "a:hosts:b" + BEFORE: ("kept", "a:hosts:b"),
    }
    ended = A._replace(end=parse_date("2001-06"))
    assert len(united(old, graph(ended, B, HOSTS, tie, *old.sources)).lines) == 2
    assert len(united(old, graph(A._replace(name="Ä"), B, HOSTS, tie, *old.sources)).lines) == 1


def test_of_two_dates_an_actor_is_there_while_it_lives_and_what_passed_between_is_told():
    state = Actor("r", "Republic", "state", end=parse_date("2021-08-15"))
    front = Actor("f", "Front", "faction", begin=parse_date("2021-08-17"))
    visit = Relation(
        "a", "hosts", "f", begin=parse_date("2021-08-20"), end=parse_date("2021-08-21")
    )
    whole = graph(A, state, front, HOSTS, visit)
    union = united(whole, whole, parse_date("2021-07"), parse_date("2021-09"))
    assert [(one.id, one.state) for one in union.members] == [
        ("a", "kept"),
        ("f", "added"),
        ("r", "removed"),
    ]
    assert states(union) == {"a:hosts:f": ("passed", "")}
    assert union.timeless


def test_places_have_room_for_the_longer_of_both_names():
    old = graph(Actor("a", "Islamic Emirate of Afghanistan", "state"))
    for one, two in ((old, graph(A)), (graph(A), old)):
        union = united(one, two)
        assert union.roomy.actor["a"].name == "Islamic Emirate of Afghanistan"
        assert union.graph.actor["a"].name == two.actor["a"].name
        assert union.before.actor["a"].name == one.actor["a"].name
