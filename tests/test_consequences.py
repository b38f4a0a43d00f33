"""What a diff means, held against a slow oracle that asks both sides from scratch."""

import os
from collections import Counter
from dataclasses import replace
from itertools import combinations
from unittest.mock import patch

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.clocks import Snapshot, told
from graph.comparing import Change, Changes, GraphDiff, apply, diff, inverse
from graph.consequences import KINDS, consequences
from graph.dates import parse_date, today
from graph.linking import links
from graph.model import (
    Actor,
    ActorGraph,
    Citation,
    Listed,
    Relation,
    RelationType,
    Source,
)
from graph.query import Filters, Verb, ask, sure_enough
from graph.reviewing import review
from graph.ties import find_ties, pair
from graph.timing import life
from graph.triads import BALANCED, BOTH, STRICT, strain
from strategies import DATES, GRAPH_PAIRS, GRAPHS
from tied import CLAIMS, NAMES
from tied import graph_of as claimed

MIRROR = {
    kind: mirrored
    for one, two in KINDS
    for kind, mirrored in ((one, two), (two, one))
    if one != two
} | {"friend-to-foe": "foe-to-friend", "foe-to-friend": "friend-to-foe"}


def meant(old, new, min_confidence=""):
    """Give the consequences of what differs between two graphs, today."""
    return review(Snapshot(old, "old"), Snapshot(new, "new"), min_confidence).consequences


def dated(*claims):
    """Give a graph of claims such as ``a aids b high``, all since 2000."""
    graph = claimed(*claims)
    begun = [replace(one, begin=parse_date("2000")) for one in graph.relations]
    return replace(graph, relations=tuple(begun))


def said(old, new, min_confidence=""):
    """Give kind and sentence of the consequences between two lists of claims."""
    found = meant(dated(*old), dated(*new), min_confidence)
    return [(one.kind, one.sentence) for one in found]


def whole(graph):
    """Drop relations that name what is not there."""
    kept = [
        one
        for one in graph.relations
        if {one.source, one.target} <= graph.actor.keys() and one.type in graph.type
    ]
    return ActorGraph.of(graph.actors, kept, graph.sources, graph.types)


class Oracle:
    """One side from scratch, by the public questions and by brute force."""

    def __init__(self, graph, date, min_confidence=""):
        filters = Filters(date, min_confidence)
        lasting = tuple(kind.name for kind in graph.types if kind.lasting)
        signed = tuple(kind.name for kind in graph.types if kind.lasting and kind.sign)
        against = tuple(kind.name for kind in graph.types if kind.lasting and kind.sign < 0)
        self.graph, self.date = graph, date
        self.ties = set(find_ties(graph, lasting, filters).tie)
        found = find_ties(graph, signed, filters).tie
        self.polarity = {ends: tie.polarity for ends, tie in found.items()}
        self.opposes = {
            (stance.actor.id, actor.id)
            for actor in graph.actors
            for stance in ask(graph, Verb("", "", against), other=actor.id, filters=filters).stances
        }
        self.friends = {
            ends
            for (one, two), sign in self.polarity.items()
            if sign == "friendly"
            for ends in ((one, two), (two, one))
        }
        self.net = nx.Graph(list(self.ties))

    def lives(self, actor):
        known = self.graph.actor.get(actor)
        return known is not None and life(known).meets(self.date.first, self.date.last)

    def parts(self):
        return [frozenset(part) for part in nx.connected_components(self.net)]

    def broker(self, actor):
        part = nx.node_connected_component(self.net, actor)
        rest = self.net.subgraph(part - {actor})
        return sum(len(piece) > 1 for piece in nx.connected_components(rest)) > 1

    def strains(self):
        found = {}
        for triad in combinations(sorted(self.net), 3):
            signs = [self.polarity.get(ends) for ends in combinations(triad, 2)]
            hostile = signs.count("hostile")
            clear = hostile + signs.count("friendly") == 3
            found[triad] = {1: BOTH, 3: STRICT}.get(hostile, BALANCED) if clear else BALANCED
        return found


def kinds_of(found, *kinds):
    return [one for one in found if one.kind in kinds]


TURNS = ("friend-to-foe", "foe-to-friend", "turned-mixed", "no-longer-mixed")
ENTRANCES = ("came", "went", "joined", "isolated")


def check_against_oracle(found, old, new):
    check_bonds(found, old.opposes, new.opposes, "opponent")
    check_bonds(found, old.friends, new.friends, "ally")
    check_turns(found, old, new)
    check_entrances(found, old, new)
    check_parts(found, old, new)
    check_triads(found, old, new)


def check_bonds(found, old, new, noun):
    """Whoever was gained or lost is told, and nobody else; counts are those of each side."""
    for before, after, way in ((old, new, "gained"), (new, old, "lost")):
        kinds = [f"{noun}-{way}"]
        if noun == "ally":
            kinds.append("first-ally" if way == "gained" else "last-ally-lost")
        told_ = kinds_of(found, *kinds)
        for one in told_:
            actor, *others = one.actors
            for other in others:
                assert {(other, actor), (actor, other)} & (after - before)
            counts = [str(sum(two == actor for _, two in side)) for side in (old, new)]
            assert [one.before, one.after] == counts
            zero = int(one.after if way == "lost" else one.before) == 0
            if noun == "ally":
                assert one.kind == kinds[zero]
        covering = [set(one.actors) for one in (*told_, *kinds_of(found, *TURNS, *ENTRANCES))]
        for ends in after - before:
            assert any(set(ends) <= actors for actors in covering)


def check_turns(found, old, new):
    expected = {
        ends: (old.polarity[ends], new.polarity[ends])
        for ends in old.polarity.keys() & new.polarity.keys()
        if old.polarity[ends] != new.polarity[ends]
    }
    told_ = {pair(*one.actors): (one.before, one.after) for one in kinds_of(found, *TURNS)}
    assert told_ == expected


def check_entrances(found, old, new):
    expected = {}
    for actor in set(old.net) ^ set(new.net):
        now = actor in new.net
        other = old if now else new
        alone = "joined" if now else "isolated"
        expected[actor] = alone if other.lives(actor) else "came" if now else "went"
    assert {one.actors[0]: one.kind for one in kinds_of(found, *ENTRANCES)} == expected


def check_parts(found, old, new):
    for apart, one, kind in ((old, new, "parts-joined"), (new, old, "parts-split")):
        expected = 0
        for part in one.parts():
            groups = [part & other for other in apart.parts()]
            expected += sum(len(group) > 1 for group in groups) > 1
        assert len(kinds_of(found, kind)) == expected
    both = set(old.net) & set(new.net)
    gained = {actor for actor in both if new.broker(actor) and not old.broker(actor)}
    lost = {actor for actor in both if old.broker(actor) and not new.broker(actor)}
    assert {one.actors[0] for one in kinds_of(found, "broker-gained")} == gained
    assert {one.actors[0] for one in kinds_of(found, "broker-lost")} == lost


def check_triads(found, old, new):
    before, after = old.strains(), new.strains()
    turned = {triad: after.get(triad, 0) - before.get(triad, 0) for triad in {*before, *after}}
    for kind, count in (
        ("triad-unbalanced", sum(change > 0 for change in turned.values())),
        ("triad-balanced", sum(change < 0 for change in turned.values())),
    ):
        some = kinds_of(found, kind)
        assert sum(one.more or 1 for one in some) == count
        for one in some:
            if not one.more:
                assert (turned[tuple(sorted(one.actors))] > 0) == (kind == "triad-unbalanced")


def check_causes(found, changes):
    known = {id(one.change) for one in changes}
    for one in found:
        assert one.causes
        assert {id(cause) for cause in one.causes} <= known
        assert len({id(cause) for cause in one.causes}) == len(one.causes)


def at_epoch(text):
    """Make a day of the examples today."""
    seconds = (parse_date(text).first - parse_date("1970-01-01").first) * 86400
    return patch.dict(os.environ, {"SOURCE_DATE_EPOCH": str(seconds)})


@settings(max_examples=60)
@given(GRAPH_PAIRS, st.sampled_from(("", "low", "medium")))
def test_consequences_of_the_diff_are_those_of_both_sides_asked_from_scratch(both, least):
    old, new = map(whole, both)
    with at_epoch("1999-06-15"):
        found = review(Snapshot(old), Snapshot(new), least)
        sides = (Oracle(old, today(), least), Oracle(new, today(), least))
        check_against_oracle(found.consequences, *sides)
    check_causes(found.consequences, found.changes)


@settings(max_examples=60)
@given(GRAPHS, DATES, DATES)
def test_consequences_of_two_dates_are_those_of_both_asked_from_scratch(graph, one, two):
    found = review(Snapshot(graph, date=one), Snapshot(graph, date=two))
    check_against_oracle(found.consequences, Oracle(graph, one), Oracle(graph, two))
    check_causes(found.consequences, found.changes)


@settings(max_examples=60)
@given(CLAIMS, CLAIMS)
def test_parts_brokers_and_triads_of_seven_are_those_of_both_sides(one, two):
    old, new = dated(*one), dated(*two)
    found = review(Snapshot(old), Snapshot(new))
    check_against_oracle(found.consequences, Oracle(old, today()), Oracle(new, today()))
    check_causes(found.consequences, found.changes)


def undone(new, causes):
    """Give the newer graph as it would be without some changes."""
    parts = {"actors": Actor, "relations": Relation, "sources": Source, "types": RelationType}
    some = {
        name: Changes.of(cause for cause in causes if isinstance(cause.value, kind))
        for name, kind in parts.items()
    }
    return apply(inverse(GraphDiff(**some)), new)


@settings(max_examples=60)
@given(CLAIMS, CLAIMS)
def test_without_its_causes_no_consequence_is_so(one, two):
    old, new = dated(*one), dated(*two)
    for consequence in meant(old, new):
        if consequence.kind.startswith(("claim", "confidence")) or consequence.more:
            continue
        rest = meant(old, undone(new, consequence.causes))
        same = {(c.kind, c.actors, c.before, c.after) for c in rest}
        assert (
            consequence.kind,
            consequence.actors,
            consequence.before,
            consequence.after,
        ) not in (same)


@settings(max_examples=60)
@given(GRAPH_PAIRS)
def test_the_consequences_of_the_way_back_are_the_mirror(both):
    old, new = map(whole, both)
    with at_epoch("1999-06-15"):
        there, back = meant(old, new), meant(new, old)
    check_mirror(there, back)


@settings(max_examples=60)
@given(CLAIMS, CLAIMS)
def test_parts_brokers_and_triads_are_mirrored_too(one, two):
    old, new = dated(*one), dated(*two)
    check_mirror(meant(old, new), meant(new, old))


def check_mirror(there, back):
    def seen(one):
        return frozenset(one.actors), one.more

    assert Counter((one.kind, *seen(one)) for one in there) == Counter(
        (MIRROR[one.kind], *seen(one)) for one in back
    )


@settings(max_examples=60)
@given(GRAPHS, DATES)
def test_no_difference_means_nothing(graph, when):
    assert meant(graph, graph) == ()
    one = Snapshot(graph, date=when)
    assert review(one, one).consequences == ()


@settings(max_examples=60)
@given(CLAIMS, CLAIMS, st.sampled_from(("low", "medium", "high")))
def test_a_bound_of_confidence_is_as_if_the_rest_were_not_there(one, two, least):
    graphs = [dated(*one), dated(*two)]
    sure = [
        replace(g, relations=tuple(r for r in g.relations if sure_enough(r, least))) for g in graphs
    ]
    own = [c for c in meant(*graphs, least) if not c.kind.startswith(("claim", "confidence"))]
    bare = [c for c in meant(*sure) if not c.kind.startswith(("claim", "confidence"))]
    assert Counter((c.kind, c.actors, c.before, c.after) for c in own) == Counter(
        (c.kind, c.actors, c.before, c.after) for c in bare
    )


@settings(max_examples=60)
@given(CLAIMS, CLAIMS)
def test_the_order_is_by_weight_and_what_is_counted_comes_last_of_its_weight(one, two):
    weight = {kind: place for place, kinds in enumerate(KINDS) for kind in kinds}
    found = [c for c in meant(dated(*one), dated(*two)) if c.kind not in ("came", "went")]
    places = [(weight[c.kind], c.more > 0) for c in found]
    assert places == sorted(places)


def test_an_opponent_gained_is_counted_before_and_after():
    assert said(
        ["a fights b high"], ["a fights b high", "c fights b", "c fights d", "c aids a"]
    ) == [
        ("opponent-gained", "x"),
    ]
