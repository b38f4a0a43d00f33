"""What a diff means, held against a slow oracle that asks both sides from scratch."""

import os
import re
from collections import Counter
from itertools import combinations
from unittest.mock import patch

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from graph.dates import parse_date, today
from graph.diffing.changes import Change, Changes, GraphDiff, apply, carrier, inverse
from graph.diffing.clocks import Snapshot, Told, renames
from graph.diffing.consequences import KINDS, consequences
from graph.diffing.reviewing import review
from graph.diffing.triads import BALANCED, BOTH, STRICT, strain
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
from graph.ties import find_ties, pair
from graph.timing import life
from strategies import DATES, GRAPH_PAIRS, GRAPHS
from tied import CLAIMS
from tied import graph_of as claimed

#: Every kind, and what it is on the way back.
MIRROR = {kind: other for one, two in KINDS for kind, other in ((one, two), (two, one))}


def meant(old, new, min_confidence=""):
    """Give the consequences of what differs between two graphs, today."""
    return review(Snapshot(old, "old"), Snapshot(new, "new"), min_confidence).consequences


def dated(*claims):
    """Give a graph of claims such as ``a aids b high``, all since 2000."""
    graph = claimed(*claims)
    begun = [one._replace(begin=parse_date("2000")) for one in graph.relations]
    return graph._replace(relations=tuple(begun))


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
        everybody = tuple(graph.actor)
        asked = ask(graph, Verb("", "", against), other=everybody, filters=filters)
        self.opposes = {(stance.actor.id, stance.other.id) for stance in asked.stances}
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
        assume(not taken_over(found.diff))
        sides = (Oracle(in_new_ids(old, found.diff), today(), least), Oracle(new, today(), least))
        check_against_oracle(found.consequences, *sides)
    check_causes(found.consequences, found.changes)


def taken_over(diff):
    """Give the ids of those who are gone that are another's now."""
    return {c.old_key for c in diff.actors if c.after is None} & set(renames(diff).values())


def in_new_ids(old, diff):
    """Give the older graph as the newer one would write it: an oracle knows no renames."""
    carry = carrier(diff, old.types)
    return ActorGraph.of(
        map(carry.actor, old.actors),
        map(carry.relation, old.relations),
        map(carry.source, old.sources),
        map(carry.type, old.types),
    )


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
    with at_epoch("1999-06-15"):
        check_mirror(*map(whole, both))


def test_the_way_back_keeps_apart_who_got_an_id_that_somebody_else_left():
    def graph(one, two, *relations):
        actors = [Actor("a", one, "armed_group"), Actor("b", two, "armed_group")]
        common = Relation("a", "fights", "b")
        types = claimed("a fights b").types
        others = [Actor("c", "Cee", "armed_group")]
        return ActorGraph.of(actors + others, [common, *relations], types=types)

    old = graph("One", "Two")
    new = graph("Three", "One", Relation("a", "fights", "c"))
    assert renames(review(Snapshot(old), Snapshot(new)).diff) == {"a": "b"}
    check_mirror(old, new)


@settings(max_examples=60)
@given(CLAIMS, CLAIMS)
def test_parts_brokers_and_triads_are_mirrored_too(one, two):
    check_mirror(dated(*one), dated(*two))


def check_mirror(old, new):
    there = review(Snapshot(old), Snapshot(new))
    names = renames(there.diff)
    # Whose id somebody else bears on the other side is kept apart from that one by a remark.
    remark = " (as it was)"
    names |= {id_: id_ + remark for id_ in taken_over(there.diff) - names.keys()}
    mirrored = Counter(
        (
            MIRROR[one.kind],
            frozenset(names.get(id_, id_.removesuffix(remark)) for id_ in one.actors),
            one.more,
        )
        for one in meant(new, old)
    )
    assert mirrored == Counter(
        (one.kind, frozenset(one.actors), one.more) for one in there.consequences
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
        g._replace(relations=tuple(r for r in g.relations if sure_enough(r, least))) for g in graphs
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


CITED = Listed([Citation("s1"), Citation("s2")])


def sourced(*claims):
    """Give `dated` claims with two sources each, sure unless they say otherwise."""
    graph = dated(*(c if len(c.split()) > 3 else f"{c} high" for c in claims))
    return graph._replace(relations=tuple(r._replace(sources=CITED) for r in graph.relations))


def sentences(old, new, *kinds):
    """Give the sentences of some kinds (of all: none named) between two lists of claims."""
    found = meant(sourced(*old), sourced(*new))
    return [one.sentence for one in found if not kinds or one.kind in kinds]


def test_an_opponent_gained_is_counted_before_and_after():
    before = ["a fights b", "c aids d"]
    assert sentences(before, [*before, "c fights b", "d fights b low"], "opponent-gained") == [
        (
            "B gains 2 recorded opponents (1 -> 3): C (fights) and D (fights; rests on one "
            "low-confidence claim)."
        ),
        "C gains a recorded opponent, having had none (0 -> 1): B (fights).",
        (
            "D gains a recorded opponent, having had none (0 -> 1): B (fights; rests on one "
            "low-confidence claim)."
        ),
    ]


def test_who_is_told_with_others_is_not_told_again_unless_it_was_the_first_or_the_last():
    before = ["a fights b", "c fights e", "d fights e", "c aids d"]
    found = meant(sourced(*before), sourced(*before, "c fights b", "d fights b"))
    gained = kinds_of(found, "opponent-gained")
    assert [one.actors for one in gained] == [("b", "c", "d")]
    assert (gained[0].before, gained[0].after, len(gained[0].causes)) == ("1", "3", 2)


def test_what_was_gained_says_what_was_lost_meanwhile():
    before = ["a fights b", "c aids d", "a aids c"]
    after = ["b fights c", "c aids d", "a aids c"]
    assert sentences(before, after, "opponent-lost", "opponent-gained") == [
        "A loses the last recorded opponent (1 -> 0): B (fights).",
        "C gains a recorded opponent, having had none (0 -> 1): B (fights).",
    ]
    around = ["a aids b", "c aids d", "d aids e", "c fights e"]
    before, after = [*around, "a fights c"], [*around, "a fights d", "a fights e"]
    assert sentences(before, after, "opponent-gained")[0] == (
        "A gains 2 recorded opponents (1 -> 2, 1 lost): D (fights) and E (fights)."
    )


def test_opposition_keeps_its_direction():
    kinds = (RelationType("sanctions", "sanctions", "is sanctioned by", -1),)
    claim = Relation("a", "sanctions", "b", begin=parse_date("2000"), sources=CITED)
    graph = sourced("a aids c", "b aids c")._replace(types=(*sourced().types, *kinds))
    found = meant(graph, graph._replace(relations=(*graph.relations, claim)))
    assert [one.actors for one in kinds_of(found, "opponent-gained")] == [("b", "a")]


@pytest.mark.parametrize(
    ("before", "after", "kind", "sentence"),
    [
        (
            ["a aids b"],
            ["a fights b"],
            "friend-to-foe",
            "A and B were recorded as allies and are now recorded as opponents (aids -> fights).",
        ),
        (
            ["a fights b"],
            ["a aids b low"],
            "foe-to-friend",
            (
                "A and B were recorded as opponents and are now recorded as allies (fights -> aids)"
                ". Rests on one low-confidence claim."
            ),
        ),
        (
            ["a aids b"],
            ["a aids b", "a fights b low"],
            "turned-mixed",
            (
                "A and B were recorded as allies and are now recorded as both allies and opponents"
                " (aids -> aids and fights). Rests on one low-confidence claim on one side."
            ),
        ),
        (
            ["a aids b", "a fights b"],
            ["a fights b"],
            "no-longer-mixed",
            (
                "A and B were recorded as both allies and opponents and are now recorded as "
                "opponents (aids and fights -> fights)."
            ),
        ),
    ],
)
def test_a_pair_that_turned_is_told_once_and_not_as_gain_and_loss(before, after, kind, sentence):
    assert [(one.kind, one.sentence) for one in meant(sourced(*before), sourced(*after))] == [
        (kind, sentence)
    ]


def test_a_pair_that_turned_in_the_world_turned():
    graph = sourced("a aids b", "a fights b", "a fights c", "c aids b")
    spells = {"aids": ("1990", "2000"), "fights": ("2000", "2010")}
    turned = [
        one._replace(begin=parse_date(begin), end=parse_date(end))
        for one in graph.relations
        if {one.source, one.target} == {"a", "b"}
        for begin, end in [spells[one.type]]
    ]
    graph = graph._replace(relations=(*turned, *graph.relations[2:]))
    both = "A and B were allies and are now both allies and opponents (aids -> aids and fights)."
    assert ("turned-mixed", both) in at_dates(graph, "1995", "2000")
    turn = "A and B turn from allies to opponents (aids -> fights)."
    assert ("friend-to-foe", turn) in at_dates(graph, "1995", "2005")


def test_the_first_and_the_last_ally_are_told_as_such():
    around = ["a fights b", "c fights d"]
    (first,) = meant(sourced(*around), sourced(*around, "a aids b", "b aids d"))[1:2]
    assert (first.kind, first.sentence) == (
        "first-ally",
        "B and D are now recorded as allies, each having had no other recorded (0 -> 1): aids.",
    )
    (last, *_) = meant(sourced(*around, "b aids d"), sourced(*around))
    assert (last.kind, last.sentence) == (
        "last-ally-lost",
        "B and D are no longer recorded as allies, each the other's last recorded (1 -> 0): aids.",
    )
    assert (last.before, last.after) == ("1", "0")


def test_several_allies_lost_at_once_are_all_it_had():
    around = ["a fights b", "c fights d", "d fights e"]
    assert sentences([*around, "b aids c", "b aids d"], around, "last-ally-lost")[0] == (
        "B loses all 2 recorded allies (2 -> 0): C (is aided by) and D (is aided by)."
    )


def test_an_actor_without_any_tie_is_told_in_one_sentence():
    before = ["a fights b"]
    after = ["a fights b", "c aids a", "c fights b", "c meets d"]
    assert sentences(before, after, "joined") == [
        (
            "C had no recorded tie and gains 1 opponent: B (fights); 1 ally: A (is aided by); "
            "1 neutral tie: D (meets)."
        ),
        "D had no recorded tie and gains 1 neutral tie: C (meets).",
    ]
    assert sentences(after, before, "isolated")[0] == (
        "C is left without a recorded tie, losing 1 opponent: B (fights); 1 ally: A (is aided "
        "by); 1 neutral tie: D (meets)."
    )


def at_dates(graph, one, two):
    found = review(*(Snapshot(graph, date=parse_date(date)) for date in (one, two)))
    return [(c.kind, c.sentence) for c in found.consequences]


def living(**spans):
    """Give claims whose actors live from and to the dates given: ``c="2001 2003"``."""
    graph = sourced("a fights b", "c aids a", "c fights b")
    bounds = {
        name: [parse_date(d) if d != "-" else None for d in span.split()]
        for name, span in spans.items()
    }
    actors = [
        one._replace(begin=bounds[one.id][0], end=bounds[one.id][1]) if one.id in bounds else one
        for one in graph.actors
    ]
    return graph._replace(actors=tuple(actors))


def test_between_two_dates_an_actor_begins_and_ends_with_its_ties():
    begun = living(c="2001-05 -")
    told_ = "C begins (2001-05), with 1 opponent: B (fights); 1 ally: A (is aided by)."
    assert ("came", told_) in at_dates(begun, "2000", "2002")
    assert (
        "went",
        "C has not begun; it had 1 opponent: B (fights); 1 ally: A (is aided by).",
    ) in at_dates(begun, "2002", "2000")
    ended = living(c="2000 2001-05")
    assert (
        "went",
        "C ends (2001-05), leaving 1 opponent: B (fights); 1 ally: A (is aided by).",
    ) in at_dates(ended, "2001", "2002")
    assert (
        "came",
        "C has not ended, and has 1 opponent: B (fights); 1 ally: A (is aided by).",
    ) in at_dates(ended, "2002", "2001")


def test_a_person_dies():
    graph = living(c="2000 2001-05")
    actors = tuple(one._replace(kind="person") for one in graph.actors)
    kinds = dict(at_dates(graph._replace(actors=actors), "2001", "2002"))
    assert kinds["went"].startswith("C dies (2001-05), leaving 1 opponent")


def test_what_began_in_the_world_is_not_called_recorded():
    graph = living(c="2001-05 -")
    assert ("opponent-gained", "B gains an opponent (1 -> 2): C (fights).") in at_dates(
        graph, "2000", "2002"
    )


def test_an_actor_that_is_new_in_the_data_is_said_to_be():
    with_, without = sourced("a fights b", "c fights b"), sourced("a fights b")
    without = without._replace(actors=tuple(one for one in without.actors if one.id != "c"))
    (came,) = kinds_of(meant(without, with_), "came")
    assert came.sentence == "C is new in the data, with 1 opponent: B (fights)."
    (went,) = kinds_of(meant(with_, without), "went")
    assert went.sentence == "C is no longer in the data; it had 1 opponent: B (fights)."


def test_parts_that_join_and_fall_apart_are_named():
    before = ["a aids b", "c aids d", "d aids e", "e aids f", "f aids g"]
    assert sentences(before, [*before, "b aids c"], "parts-joined") == [
        "2 parts of the recorded network join: D and 4 others; A and B."
    ]
    assert sentences([*before, "b aids c"], before, "parts-split") == [
        "A part of the recorded network falls into 2: D and 4 others; A and B."
    ]


def test_a_join_is_caused_by_what_leads_from_part_to_part_alone():
    before = ["a aids b", "c aids d"]
    after = [*before, "b aids e", "e aids c", "e aids f", "f aids g", "a fights b"]
    (joined,) = kinds_of(meant(sourced(*before), sourced(*after)), "parts-joined")
    ends = [(one.after.source, one.after.target) for one in joined.causes]
    assert ends == [("b", "e"), ("e", "c")]


def test_a_broker_is_the_only_link_between_groups_and_not_of_one_actor():
    before = ["a aids b", "b aids c"]
    assert sentences(before, [*before, "c aids d"], "broker-gained") == []
    after = [*before, "c aids d", "d aids e"]
    assert sentences(before, after, "broker-gained") == [
        "C becomes the only recorded link of D and E to the others."
    ]
    assert sentences([*before, "c aids d", "d aids e"], [*after, "a aids e"], "broker-lost") == [
        "C is no longer the only recorded link of D and E to the others."
    ]


BY_STRICT = "unbalanced in the strict sense (Heider), allowed in the weak sense (Davis)"
BY_BOTH = "unbalanced in the strict sense (Heider) and in the weak one (Davis)"
NOW_FOES = "A, B and C are now all recorded as opponents of one another"
FOES = f"A, B and C were all recorded as opponents of one another: {BY_STRICT}; now "
TORN = f"A and B were recorded as opponents, both allies of C: {BY_BOTH}; now "


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            ["a aids b", "c aids b"],
            ["a aids b", "c aids b", "a fights c"],
            f"A and C are now recorded as opponents, both allies of B: {BY_BOTH}.",
        ),
        (
            ["a fights b", "c fights b"],
            ["a fights b", "c fights b", "a fights c low"],
            f"{NOW_FOES}: {BY_STRICT}. Rests on one low-confidence claim.",
        ),
        (
            ["a fights b", "c fights b", "a fights c"],
            ["a fights b", "c fights b"],
            f"{FOES}A and C are neither allies nor opponents.",
        ),
        (
            ["a fights b", "c fights b", "a fights c"],
            ["a fights b", "c fights b", "a aids c"],
            f"{FOES}A and C are recorded as allies, both opponents of B: balanced.",
        ),
        (
            ["a fights b", "c fights b", "a fights c", "a meets c"],
            ["c fights b", "a meets c"],
            f"{FOES}A is neither ally nor opponent of B and C.",
        ),
        (
            ["a fights b", "c aids b", "a aids c"],
            ["a fights b", "c aids b", "a aids c", "a aids b"],
            f"{TORN}A and B are for and against each other at once.",
        ),
        (
            ["a fights b", "c aids b", "a aids c"],
            ["a fights b", "c fights b", "a fights c"],
            f"{TORN}A, B and C are all recorded as opponents of one another: {BY_STRICT}.",
        ),
    ],
)
def test_a_triad_that_turned_names_the_rule(before, after, sentence):
    assert sentences(before, after, "triad-unbalanced", "triad-balanced") == [sentence]


def test_triads_beyond_the_first_three_are_counted_with_all_their_causes():
    others = "cdefg"
    before = [f"{one} aids {other}" for one in "ab" for other in others]
    found = kinds_of(meant(sourced(*before), sourced(*before, "a fights b")), "triad-unbalanced")
    assert [one.more for one in found] == [0, 0, 0, 2]
    assert found[-1].sentence == "2 more triads turned unbalanced."
    assert found[-1].actors == ("a", "b", "f", "g")
    assert len(found[-1].causes) == 1
    found = kinds_of(
        meant(sourced(*before[:4], *before[5:9]), sourced(*before[:4], *before[5:9], "a fights b")),
        "triad-unbalanced",
    )
    assert [one.more for one in found] == [0, 0, 0, 0]


def test_a_mixed_tie_makes_no_triad():
    assert strain(("mixed", "hostile", "friendly")) == BALANCED
    assert strain((None, "hostile", "hostile")) == BALANCED


CLAIM = '"A aids B, since 1996"'
ODD = "medium -> low, although it gained 1 independent source"


def revised(**changes):
    """Give the consequences of a claim that changed, and the claim before."""
    claim = Relation("a", "aids", "b", begin=parse_date("1996"), confidence="medium", sources=CITED)
    graphs = [
        ActorGraph.of([Actor("a", "A"), Actor("b", "B")], [one], types=sourced().types)
        for one in (claim, claim._replace(**changes))
    ]
    return [(c.kind, c.sentence, c.before, c.after) for c in meant(*graphs)]


@pytest.mark.parametrize(
    ("changes", "kind", "sentence", "before", "after"),
    [
        (
            {"disputed_by": CITED},
            "claim-disputed",
            '"A aids B, since 1996" is now disputed by 2 sources.',
            *("0", "2"),
        ),
        (
            {"sources": CITED[:1]},
            "claim-single-source",
            '"A aids B, since 1996" now rests on one independent source (2 -> 1).',
            *("2", "1"),
        ),
        (
            {"sources": Listed()},
            "claim-unsourced",
            '"A aids B, since 1996" has no source any more (2 -> 0).',
            *("2", "0"),
        ),
        (
            {"confidence": "low"},
            "confidence-down",
            '"A aids B, since 1996" goes down in confidence, medium -> low.',
            *("medium", "low"),
        ),
        (
            {"confidence": ""},
            "confidence-down",
            '"A aids B, since 1996" goes down in confidence, medium -> not assessed.',
            *("medium", "not assessed"),
        ),
        (
            {"confidence": "low", "sources": Listed([*CITED, Citation("s3")])},
            "confidence-down",
            f"{CLAIM} goes down in confidence, {ODD}.",
            *("medium", "low"),
        ),
        (
            {"confidence": "high", "sources": Listed([*CITED, Citation("s3")])},
            "confidence-up",
            '"A aids B, since 1996" goes up in confidence, medium -> high.',
            *("medium", "high"),
        ),
    ],
)
def test_what_became_of_a_claim_is_told(changes, kind, sentence, before, after):
    if isinstance(changes.get("sources"), tuple):
        changes = {**changes, "sources": Listed(changes["sources"])}
    assert (kind, sentence, before, after) in revised(**changes)
    assert len(revised(**changes)) == 1


def test_one_more_source_is_no_consequence_and_one_less_than_three_neither():
    assert revised(sources=Listed([*CITED, Citation("s3")])) == []
    assert revised(summary="Other words.") == []
    assert revised(sources=Listed([*CITED, Citation("s1", "page 2")])) == []


def test_another_claim_under_the_same_id_did_not_lose_its_sources():
    one = sourced("a aids b").relations[0]._replace(id="tie")
    two = sourced("c aids b").relations[0]._replace(id="tie", sources=CITED[:0])
    graphs = [sourced()._replace(relations=(claim,)) for claim in (one, two)]
    assert not [c for c in meant(*graphs) if c.kind.startswith("claim")]


def test_claims_beyond_the_first_five_are_counted():
    pairs = list(combinations("abcdefg", 2))[:8]
    claims = sourced(*(f"{one} aids {two}" for one, two in pairs))
    lower = tuple(one._replace(confidence="low") for one in claims.relations)
    found = meant(claims, claims._replace(relations=lower))
    assert [one.more for one in found] == [0] * 5 + [3]
    assert found[-1].sentence == "3 more claims told with less confidence."
    assert len(found[-1].causes) == 3


def test_a_claim_below_the_bound_on_both_sides_is_not_told():
    one, two = sourced("a aids b low"), sourced("a aids b low")
    two = two._replace(relations=(two.relations[0]._replace(sources=Listed()),))
    assert meant(one, two)
    assert meant(one, two, "medium") == ()


def test_events_make_nobody_an_opponent():
    kinds = (*sourced().types, RelationType("killed", "killed", "was killed by", -1, lasting=False))
    event = Relation("a", "killed", "b", begin=parse_date("2001"))
    graph = sourced("c aids a")._replace(types=kinds)
    graph = graph._replace(relations=(*graph.relations, event))
    assert at_dates(graph, "2000", "2001") == []


def test_time_alone_is_no_cause_between_two_versions():
    graph = sourced("a fights b")
    ends = graph.relations[0]._replace(end=parse_date("2001"))
    noted = ends._replace(summary="Words.")
    old = Snapshot(graph._replace(relations=(ends,)), date=parse_date("2000"))
    new = Snapshot(graph._replace(relations=(noted,)))
    assert review(old, new).consequences == ()


def test_an_actors_end_is_the_cause_of_what_it_ends():
    old = sourced("a fights b", "c fights b", "c aids d")
    actors = [one._replace(end=parse_date("2020")) if one.id == "a" else one for one in old.actors]
    found = meant(old, old._replace(actors=tuple(actors)))
    assert [(one.kind, one.actors) for one in found] == [
        ("opponent-lost", ("b", "a")),
        ("went", ("a", "b")),
    ]
    for one in found:
        assert [(cause.key, cause.fields) for cause in one.causes] == [("a", ("to",))]


def test_a_type_that_changed_its_sign_is_the_cause_of_what_turned():
    old = sourced("a aids b")
    types = [kind._replace(sign=-1) if kind.name == "aids" else kind for kind in old.types]
    (found,) = meant(old, old._replace(types=tuple(types)))
    assert found.kind == "friend-to-foe"
    assert [cause.key for cause in found.causes] == ["aids"]


def test_a_sources_date_is_the_cause_of_what_it_bounds():
    claim = Relation("a", "fights", "b", sources=Listed([Citation("s1")]))
    old = sourced()._replace(relations=(claim,), sources=(Source("s1", "A report"),))
    new = old._replace(sources=(Source("s1", "A report", published=parse_date("2020")),))
    found = meant(old, new)
    assert {one.kind for one in found} == {"joined"}
    assert {cause.key for one in found for cause in one.causes} == {"s1"}


def test_an_edit_beside_an_actors_end_is_not_taken_for_the_cause():
    old = sourced("a fights b", "c fights b", "c aids d")
    actors = [one._replace(end=parse_date("2020")) if one.id == "a" else one for one in old.actors]
    noted = [one._replace(summary="Words.") for one in old.relations]
    new = ActorGraph.of(actors, noted, types=old.types)
    (lost,) = kinds_of(meant(old, new), "opponent-lost")
    assert [cause.key for cause in lost.causes] == ["a"]


def rename(graph, old, new):
    def called(id_):
        return new if id_ == old else id_

    relations = [
        one._replace(source=called(one.source), target=called(one.target))
        for one in graph.relations
    ]
    actors = [one._replace(id=called(one.id)) for one in graph.actors]
    return ActorGraph.of(actors, relations, graph.sources, graph.types)


def test_a_renamed_actor_lost_nobody_and_gained_nobody():
    """A rename is one change of an actor; its relations did not change."""
    old, bare = sourced("a fights b", "c fights b"), sourced("a fights b", "c fights b", "d aids b")
    for new, kinds in ((old, []), (bare, ["first-ally", "joined"])):
        after = rename(new, "b", "z")
        more = [one for one in after.relations if one.source == "d"]
        known = after.keys[after.relations.index(more[0])] if more else ""
        changes = (
            Told(Change(old.actor["b"], after.actor["z"], "b", "z"), "corrected"),
            *(Told(Change(None, one, "", known), "recorded") for one in more),
        )
        found = consequences(changes, Snapshot(old), Snapshot(after))
        assert [one.kind for one in found] == kinds
        assert all("b" not in one.actors for one in found)


def test_who_went_is_not_taken_for_whom_bears_its_id_now():
    old = sourced("a fights b", "c aids d")
    actors = [one for one in old.actors if one.id != "c"]
    after = ActorGraph.of(
        actors, rename(sourced("a fights b"), "b", "c").relations, types=old.types
    )
    changes = (
        Told(Change(old.actor["b"], old.actor["b"]._replace(id="c"), "b", "c"), "corrected"),
        Told(Change(old.actor["c"], None, "c"), "corrected"),
        Told(Change(old.relations[1], None, old.keys[1]), "corrected"),
    )
    found = consequences(changes, Snapshot(old), Snapshot(after))
    assert [(one.kind, one.actors[0], one.sentence) for one in found] == [
        ("went", "c (as it was)", "C is no longer in the data; it had 1 ally: D (is aided by)."),
        ("isolated", "d", "D is left without a recorded tie, losing 1 ally: C (aids)."),
    ]


def test_opponents_are_those_that_who_opposes_gives():
    """Counts of a consequence can be had from the command line, events apart."""
    from graph import load

    graph = load().graph
    one, two = (parse_date(text) for text in ("2021-08-01", "2021-09-01"))
    found = review(Snapshot(graph, date=one), Snapshot(graph, date=two)).consequences
    check_against_oracle(found, Oracle(graph, one), Oracle(graph, two))
    gained = kinds_of(found, "opponent-gained")
    assert gained[0].sentence.startswith("Taliban gains 2 opponents (12 -> 13, 1 lost): ")
    assert [one.actors[0] for one in kinds_of(found, "came")] == ["nrf"]


def test_every_kind_has_a_mirror_and_a_weight():
    assert sorted(MIRROR) == sorted(kind for kinds in KINDS for kind in kinds)
    assert all(MIRROR[MIRROR[kind]] == kind for kind in MIRROR)


PAGE = (ROOT / "docs" / "consequences.md").read_text(encoding="utf-8")


def test_the_page_lists_every_kind_in_its_order():
    rows = re.findall(r"^\| (`[a-z-]+`, `[a-z-]+`) \|", PAGE, re.MULTILINE)
    assert [tuple(re.findall(r"[a-z-]+", row)) for row in rows] == list(KINDS)


def test_the_sentences_of_the_page_are_said_of_the_bundled_data():
    from graph import load

    graph = load().graph
    sides = (Snapshot(graph, date=parse_date(f"2021-{month}-01")) for month in ("08", "09"))
    said = [one.sentence for one in review(*sides).consequences]
    (block,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    told_ = block.replace("\n  ", " ").splitlines()
    assert len(told_) == 4
    assert sorted(told_, key=said.index) == told_


def test_the_python_of_the_page_runs(capsys):
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(block, {})
    assert capsys.readouterr().out.startswith("Taliban gains 2 opponents (12 -> 13, 1 lost): ")


def test_one_agency_in_two_papers_is_one_source():
    sources = [
        Source("s1", "One", publisher="P", origin="AFP"),
        Source("s2", "Two", publisher="Q", origin="AFP"),
        Source("s3", "Three", publisher="Q"),
    ]

    def told(old, new):
        graphs = [
            ActorGraph.of(
                [Actor("a", "A"), Actor("b", "B")],
                [
                    Relation(
                        *("a", "aids", "b"),
                        begin=parse_date("1996"),
                        sources=Listed(Citation(id_) for id_ in ids),
                    )
                ],
                sources,
                sourced().types,
            )
            for ids in (old, new)
        ]
        return [(one.kind, one.before, one.after) for one in meant(*graphs)]

    assert told(["s1"], ["s1", "s2"]) == []
    assert told(["s1", "s2"], ["s1"]) == []
    assert told(["s1", "s2"], ["s1", "s2", "s3"]) == [("claim-corroborated", "1", "2")]
    assert told(["s1", "s3"], ["s1", "s2"]) == [("claim-single-source", "2", "1")]
