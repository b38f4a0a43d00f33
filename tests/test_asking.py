"""Questions about several actors, about what they inherit, and the words that ask them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checked import problems_of
from graph.asking import Question, answer, singular, spoken, verb_first, verb_last
from graph.dates import LAST_DAY, Span, parse_date
from graph.inheriting import climbs
from graph.model import ActorGraph, RelationType
from graph.query import EVERYTHING, Filters, Hidden, Verb, direction, opposition
from graph.timing import UNDATED, Tenure, shared
from strategies import ACTOR_IDS, DATES, GRAPHS, TYPES

GRAPH = problems_of(
    """\
    actors:
      - {id: chief, name: Chief}
      - {id: faction, name: Faction}
      - {id: league, name: League}
      - {id: party, name: Party}
      - {id: rival, name: Rival}
      - {id: state, name: State}
    relations:
      - {source: chief, type: leads, target: faction, from: 2000, to: 2010, confidence: low}
      - {source: faction, type: part_of, target: party, from: 2005, to: 2015, confidence: high}
      - {source: party, type: part_of, target: league, from: 2012, confidence: high}
      - {source: league, type: part_of, target: faction, from: 2014, confidence: high}
      - {source: rival, type: fights, target: party, from: 1990, confidence: high}
      - {source: rival, type: opposes, target: faction, from: 2001, confidence: high}
      - {source: faction, type: represses, target: rival, from: 2003, confidence: high}
      - {source: state, type: sanctions, target: party, from: 2008, to: 2013, confidence: high}
      - {source: faction, type: opposes, target: party, from: 2006, confidence: high}
      - {source: state, type: sanctions, target: league, confidence: high}
    """
).graph


def asked(ends, command="who", at="", **rest):
    """Ask who opposes; give (who, whom, keys) of each stance, and what was left out."""
    filters = Filters(parse_date(at) if at else None, **rest.pop("filters", {}))
    given_ = tuple(GRAPH.actor[id_] for id_ in ends.split())
    found = answer(GRAPH, Question(command, opposition(GRAPH), given_, filters, **rest))
    pairs = [
        (stance.actor.id, stance.other.id, [held.key for held in stance.relations])
        for stance in found.stances
    ]
    return pairs, found.hidden, found.reason


FIGHT, SANCTION = "party:fights:rival", "state:sanctions:party"


def test_of_several_actors_the_answer_is_who_does_it_to_all():
    pairs, hidden, reason = asked("faction party", at="2010")
    assert pairs == [
        ("rival", "faction", ["rival:opposes:faction"]),
        ("rival", "party", [FIGHT]),
    ]
    assert (hidden, reason) == (Hidden(some=2), "")


def test_of_several_actors_any_is_enough_when_asked_for():
    pairs, hidden, _ = asked("faction party", at="2010", any_of=True)
    assert [pair[:2] for pair in pairs] == [
        ("faction", "party"),
        ("rival", "faction"),
        ("rival", "party"),
        ("state", "party"),
    ]
    assert hidden == Hidden()


def test_whom_several_oppose_comes_by_the_one_who_is_opposed():
    pairs, hidden, _ = asked("faction rival", "whom", at="2010")
    assert pairs == [
        ("faction", "party", ["faction:opposes:party"]),
        ("rival", "party", [FIGHT]),
    ]
    assert hidden == Hidden(some=2)


def test_nobody_in_common_is_a_reason_of_its_own():
    assert asked("chief party") == ([], Hidden(some=3), "none-in-common")
    assert asked("chief league", at="2010")[2] == "hidden-by-filter"


def test_a_faction_inherits_who_opposes_its_parent_on_the_days_they_share():
    plain, _, _ = asked("faction", at="2010")
    assert plain == [("rival", "faction", ["rival:opposes:faction"])]
    pairs, _, _ = asked("faction", at="2010", inherit=True)
    assert pairs == [
        ("rival", "faction", ["rival:opposes:faction", FIGHT]),
        ("state", "faction", [SANCTION]),
    ]
    assert asked("faction", at="2004", inherit=True)[:2] == (plain, Hidden(future=2, undated=1))


def test_the_way_of_what_is_inherited_is_named_and_bounds_its_days():
    question = Question("who", opposition(GRAPH), (GRAPH.actor["faction"],), EVERYTHING)
    found = answer(GRAPH, question._replace(inherit=True))
    held = {one.key: one for stance in found.stances for one in stance.relations}
    assert [step.key for step in held[FIGHT].through] == ["faction:part_of:party"]
    assert str(held[FIGHT].days) == "2005 - 2015"
    assert str(held[SANCTION].days) == "2008 - 2013"
    assert held["rival:opposes:faction"].through == ()
    assert str(held["state:sanctions:league"].days) == "undated"


def test_a_leader_inherits_through_the_group_and_what_it_belongs_to():
    pairs, _, _ = asked("chief", at="2009", inherit=True)
    assert [pair[0] for pair in pairs] == ["faction", "rival", "state"]
    (first, second) = climbs(GRAPH, "chief", EVERYTHING)[:2]
    assert (first.top, str(first.days)) == ("faction", "2000 - 2010")
    assert (second.top, str(second.days)) == ("party", "2005 - 2010")


def test_whom_a_faction_opposes_is_inherited_too():
    pairs, _, _ = asked("faction", "whom", at="2010", inherit=True)
    assert pairs[-1] == ("faction", "rival", ["faction:represses:rival", FIGHT])


def test_a_step_that_is_not_sure_enough_carries_nothing():
    sure = {"min_confidence": "high"}
    assert asked("chief", at="2009", inherit=True, filters=sure)[0] == []
    assert asked("faction", at="2009", inherit=True, filters=sure)[0][1][0] == "state"


def test_ways_up_come_to_an_end_in_a_circle_and_never_back_to_the_actor():
    tops = [climb.top for climb in climbs(GRAPH, "faction", EVERYTHING)]
    assert tops == ["party", "league"]
    assert all(stance[0] != "faction" for stance in asked("faction", inherit=True, any_of=True)[0])


def test_a_second_way_to_the_same_top_counts_for_the_days_the_first_leaves_open():
    graph = problems_of(
        """\
        actors: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}, {id: e, name: E}]
        relations:
          - {source: a, type: part_of, target: c, from: 2000, to: 2002}
          - {source: a, type: part_of, target: b, from: 2001, to: 2009}
          - {source: b, type: part_of, target: c, from: 2001, to: 2008}
          - {source: e, type: opposes, target: c, from: 1999}
        """
    ).graph
    assert [(climb.top, str(climb.days)) for climb in climbs(graph, "a", EVERYTHING)] == [
        ("b", "2001 - 2009"),
        ("c", "2000 - 2002"),
        ("c", "2001 - 2008"),
    ]


def test_direct_only_leaves_out_what_is_mutual_by_its_type():
    direct = {"direct": True}
    assert asked("party", at="2010", filters=direct) == (
        [
            ("faction", "party", ["faction:opposes:party"]),
            ("state", "party", [SANCTION]),
        ],
        Hidden(mutual=1),
        "",
    )
    mutual = Question("who", Verb("fights", "fights", ("fights",)), (), Filters(direct=True))
    assert answer(GRAPH, mutual).reason == "hidden-by-filter"


def test_past_and_future_come_when_asked_for():
    now, hidden, _ = asked("party", at="2015")
    assert [pair[0] for pair in now] == ["faction", "rival"]
    assert hidden == Hidden(past=1)
    assert [pair[0] for pair in asked("party", at="2015", filters={"past": True})[0]] == [
        *("faction", "rival", "state"),
    ]
    assert [pair[0] for pair in asked("party", at="2005", filters={"future": True})[0]] == [
        *("faction", "rival", "state"),
    ]


def test_a_relation_is_one_sided_returned_or_mutual():
    question = Question("who", opposition(GRAPH), (GRAPH.actor["faction"],), EVERYTHING)
    (rival,) = answer(GRAPH, question).stances
    assert [direction(GRAPH, rival, held) for held in rival.relations] == ["returned"]
    early = answer(GRAPH, question._replace(filters=Filters(parse_date("2002")))).stances[0]
    assert [direction(GRAPH, early, held) for held in early.relations] == ["one-sided"]
    party = answer(GRAPH, question._replace(ends=(GRAPH.actor["party"],)))
    ways = {s.actor.id: [direction(GRAPH, s, one) for one in s.relations] for s in party.stances}
    assert ways == {"faction": ["one-sided"], "rival": ["mutual"], "state": ["one-sided"]}


def test_a_question_reads_as_a_sentence():
    one, two = GRAPH.actor["party"], GRAPH.actor["rival"]
    question = Question("who", opposition(GRAPH), (one, two), EVERYTHING)
    assert str(question) == "who opposes each of Party and Rival"
    assert str(question._replace(any_of=True)) == "who opposes any of Party and Rival"
    assert str(question._replace(command="whom")) == "each of Party and Rival opposes whom"
    assert str(question._replace(ends=())) == "who opposes whom"


@pytest.mark.parametrize(
    ("words", "verb", "rest"),
    [
        ("opposes party", "opposes", ("party",)),
        ("oppose party rival", "opposes", ("party", "rival")),
        ("competes with party", "competes_with", ("party",)),
        ("compete with party", "competes_with", ("party",)),
        ("is hosted by party", "is hosted by", ("party",)),
        ("are hosted by party", "is hosted by", ("party",)),
        ("has its authority rejected by party", "has its authority rejected by", ("party",)),
        ("opposes", "opposes", ()),
    ],
)
def test_a_verb_of_several_words_needs_no_quotes(words, verb, rest):
    found = verb_first(GRAPH, words.split())
    assert (found[0].said, found[1]) == (verb, rest)


def test_in_whom_the_verb_comes_last():
    found = verb_last(GRAPH, ["party", "competes", "with"])
    assert (found[0].said, found[1]) == ("competes_with", ("party",))
    assert verb_last(GRAPH, ["opposes", "party"]) is None
    assert verb_first(GRAPH, ["party", "rival"]) is None


def test_every_verb_of_the_vocabulary_is_known_in_the_plural():
    for kind in GRAPH.types:
        several = kind.label.removeprefix("is ")
        first, *rest = several.split()
        word = f"are {several}" if several != kind.label else " ".join([first.rstrip("s"), *rest])
        if kind.lasting and first != "engages":
            assert spoken(GRAPH, word) is not None, word
    assert (singular(""), singular("undo")) == ("s", "undos")


def test_shared_days_are_written_by_their_bounds():
    event = Tenure(Span(5, 8), dated=True, begin="event", end="")
    lasting = Tenure(Span(6, LAST_DAY), dated=True, begin="start", end="")
    closed = Tenure(Span(1, 7), dated=True, begin="first", end="last")
    assert str(shared(event, lasting)) == "start - event"
    assert str(shared(closed, lasting)) == str(shared(lasting, closed)) == "start - last"
    assert str(shared(lasting, lasting)) == "since start"
    assert str(shared(event, event)) == "event"
    assert shared(closed, lasting._replace(span=Span(8, 9))) is None
    assert shared(closed, closed._replace(span=None)) is None
    assert shared(UNDATED, closed) == UNDATED


# Laws.


def _raised(relation):
    return relation._replace(type="part_of")


#: With a hierarchy, so that there is something to inherit.
UP = RelationType("part_of", "is part of", "includes", 1, family="hierarchy")
RAISED = st.builds(
    lambda graph, which: ActorGraph.of(
        graph.actors,
        [
            _raised(relation) if number in which and relation.type != "fights" else relation
            for number, relation in enumerate(graph.relations)
        ],
        graph.sources,
        (*TYPES, UP),
    ),
    GRAPHS,
    st.sets(st.integers(0, 8), max_size=4),
)
FILTERS = st.builds(
    Filters,
    st.none() | DATES,
    st.sampled_from(["", "low"]),
    *(st.booleans(),) * 4,
)
ENDS = st.lists(st.sampled_from(ACTOR_IDS), min_size=1, max_size=3, unique=True)
COMMANDS = st.sampled_from(["who", "whom"])


def told(graph, command, ids, filters, **rest):
    """Give the set of (who, whom, key, way) that an answer has, and the answer."""
    ends = tuple(graph.actor[id_] for id_ in ids)
    found = answer(graph, Question(command, opposition(graph), ends, filters, **rest))
    rows = {
        (s.actor.id, s.other.id, held.key, tuple(step.key for step in held.through))
        for s in found.stances
        for held in s.relations
    }
    return rows, found


@given(RAISED, COMMANDS, ENDS, FILTERS, st.booleans())
def test_any_is_the_union_of_the_single_answers(graph, command, ids, filters, inherit):
    rest = {"inherit": inherit}
    singles = [told(graph, command, [id_], filters, **rest)[0] for id_ in ids]
    assert told(graph, command, ids, filters, any_of=True, **rest)[0] == set().union(*singles)


@given(RAISED, COMMANDS, ENDS, FILTERS, st.booleans())
def test_all_is_the_intersection_of_the_single_answers(graph, command, ids, filters, inherit):
    place = 1 if command == "whom" else 0
    singles = [told(graph, command, [id_], filters, inherit=inherit)[0] for id_ in ids]
    common = set.intersection(*({row[place] for row in rows} for rows in singles))
    expected = {row for rows in singles for row in rows if row[place] in common}
    assert told(graph, command, ids, filters, inherit=inherit)[0] == expected


@given(RAISED, COMMANDS, ENDS, FILTERS)
def test_inheriting_only_adds_and_names_the_way_of_what_it_adds(graph, command, ids, filters):
    plain, _ = told(graph, command, ids, filters, any_of=True)
    more, found = told(graph, command, ids, filters, any_of=True, inherit=True)
    assert plain <= more
    assert {row for row in more if not row[3]} == plain
    for stance in found.stances:
        assert stance.actor != stance.other
        for held in stance.relations:
            if held.through:
                below = stance.actor if command == "whom" else stance.other
                steps = [step.relation for step in held.through]
                assert steps[0].source == below.id
                assert all(a.target == b.source for a, b in pairwise(steps))
                assert steps[-1].target in (held.relation.source, held.relation.target)
                days = held.days.span
                for one in held.through:
                    assert days is None or (one.days.span and one.days.span.meets(*days))


@given(RAISED, COMMANDS, ENDS, FILTERS)
def test_direct_only_leaves_a_part_and_counts_the_rest(graph, command, ids, filters):
    every, _ = told(graph, command, ids, filters._replace(direct=False), any_of=True)
    direct, found = told(graph, command, ids, filters._replace(direct=True), any_of=True)
    assert direct <= every
    assert {graph.keyed[row[2]].type for row in every - direct} <= {"fights"}
    gone = {row[2] for row in every} - {row[2] for row in direct}
    assert found.hidden.mutual == len(gone)


@given(RAISED, COMMANDS, ENDS, DATES)
def test_past_now_and_future_are_all_that_is_dated(graph, command, ids, when):
    whole = Filters(when, past=True, future=True)
    every, found = told(graph, command, ids, whole, any_of=True)
    parts = [
        told(graph, command, ids, Filters(when, past=past, future=future), any_of=True)[0]
        for past, future in ((False, False), (True, False), (False, True))
    ]
    assert set().union(*parts) == every
    assert parts[1] & parts[2] == parts[0]
    assert not found.hidden.past
    assert not found.hidden.future
