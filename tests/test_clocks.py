"""Which of three classes a change belongs to, and what time alone does between two dates."""

from collections import Counter

import pytest
from hypothesis import given, settings

from graph.dates import UNKNOWN, Date, parse_date
from graph.diffing.changes import Change, Changes, GraphDiff, inverse
from graph.diffing.clocks import Horizon, Snapshot, horizon, of_dates, renames, rule, told, turned
from graph.diffing.comparing import diff
from graph.diffing.reviewing import compared, review
from graph.model import Actor, ActorGraph, Citation, Listed, Relation, RelationType, Source
from graph.timing import state, tenure
from strategies import DATES, GRAPH_PAIRS, GRAPHS

ACTORS = tuple(Actor(name, name.upper()) for name in ("aff", "nrf", "taliban"))
TYPES = (
    RelationType("fights", "fights", "fights", -1, symmetric=True),
    RelationType("hosts", "hosts", "is hosted by", 1),
    RelationType("killed", "killed", "was killed by", -1, lasting=False),
)
DAY = parse_date("2026-11-20")


def date(text: str) -> Date | None:
    return parse_date(text) if text else None


def fights(begin="", end="", **rest):
    return Relation("nrf", "fights", "taliban", begin=date(begin), end=date(end), **rest)


def graph_of(*relations, actors=ACTORS, sources=(), types=TYPES):
    return ActorGraph.of(actors, relations, sources, types)


def classes(old, new, recorded=DAY):
    """Give the classes of all changes, relations first."""
    sides = Snapshot(old, "old", None, recorded), Snapshot(new, "new")
    return [one.kind for one in told(diff(old, new), *sides)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # New in the data: by its begin.
        (None, fights("2026-11-21"), "world"),
        (None, fights("2026-12"), "world"),
        (None, fights("2026-12~"), "world"),
        (None, fights("2026-11-20"), "recorded"),
        (None, fights("2026-11"), "recorded"),  # straddles the horizon: it may have been before
        (None, fights("2026"), "recorded"),
        (None, fights("1996", "2026-12"), "recorded"),  # its end alone is news
        (None, fights(""), "recorded"),
        (None, fights("", "2026-12"), "recorded"),
        (None, fights("unknown"), "recorded"),
        # An end of what had none.
        (fights("1996"), fights("1996", "2026-11-21"), "world"),
        (fights("1996"), fights("1996", "2026-11-20"), "recorded"),
        (fights("1996"), fights("1996", "2026-11"), "recorded"),
        (fights("1996"), fights("1996", "2001"), "recorded"),
        (fights("1996"), fights("1996", "unknown"), "recorded"),
        # With other fields beside it, the weightier class counts.
        (fights("1996"), fights("1995", "2026-12", confidence="low"), "world"),
        (fights("1996", confidence="high"), fights("1996", "2001", confidence="low"), "recorded"),
        # Re-dated.
        (fights("1996"), fights("1997"), "corrected"),
        (fights(""), fights("1997"), "corrected"),
        (fights("1996"), fights("2026-12"), "corrected"),  # it was said to hold long before
        (fights("1996", "2026-10"), fights("1996", "2026-12"), "corrected"),
        (fights("1996", "2026-12"), fights("1996", "2027"), "corrected"),
        (fights("1996", "2001"), fights("1996"), "corrected"),
        (fights("1996", "unknown"), fights("1996", "2026-12"), "corrected"),
        # Re-sourced, re-assessed, reworded, disputed.
        (fights("1996"), fights("1996", sources=Listed([Citation("s1")])), "corrected"),
        (fights("1996", confidence="low"), fights("1996", confidence="high"), "corrected"),
        (fights("1996"), fights("1996", summary="Words."), "corrected"),
        (fights("1996"), fights("1996", disputed_by=Listed([Citation("s1")])), "corrected"),
        (fights("1996"), fights("1996", ambivalent=True), "corrected"),
        # The world does not unhappen.
        (fights("1996"), None, "corrected"),
        (fights("2026-12"), None, "corrected"),
    ],
)
def test_a_change_of_a_relation_is_of_one_class(before, after, expected):
    old, new = (graph_of(*([one] if one else [])) for one in (before, after))
    assert classes(old, new) == [expected]


def test_what_was_rewritten_under_its_id_is_new_where_it_begins_after_the_horizon():
    old = fights("1996", id="tie")
    turned_to = Relation("taliban", "hosts", "nrf", "tie", begin=date("2026-12"))
    assert classes(graph_of(old), graph_of(turned_to)) == ["world"]
    assert classes(graph_of(old), graph_of(turned_to._replace(begin=date("2020")))) == ["corrected"]


def test_a_spell_that_was_parted_in_two_is_an_end_and_a_begin():
    old = graph_of(fights("1996"))
    assert classes(old, graph_of(fights("1996", "2026-11-25"), fights("2026-12"))) == [
        *("world", "world"),
    ]
    assert classes(old, graph_of(fights("1996", "2001"), fights("2005"))) == [
        *("recorded", "recorded"),
    ]
    assert classes(old, graph_of(fights("1996", "2001"), fights("2026-12"))) == [
        *("recorded", "world"),
    ]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (Actor("nrf", "NRF", end=parse_date("2026-12")), "world"),
        (Actor("nrf", "NRF", end=parse_date("2024")), "recorded"),
        (Actor("nrf", "NRF", end=UNKNOWN), "recorded"),
        (Actor("nrf", "NRF", begin=parse_date("2021")), "corrected"),
        (Actor("nrf", "National Resistance Front"), "corrected"),
        (Actor("nrf", "NRF", aliases=Listed(["Front"])), "corrected"),
    ],
)
def test_an_actor_ends_in_the_world_or_is_told_otherwise(after, expected):
    old, new = (graph_of(actors=[actor]) for actor in (ACTORS[1], after))
    assert classes(old, new) == [expected]


def test_an_actor_that_is_new_in_the_data_is_new_in_the_world_when_it_begins_after_the_horizon():
    old = graph_of(actors=())
    assert classes(old, graph_of(actors=ACTORS[:1])) == ["recorded"]
    young = ACTORS[0]._replace(begin=parse_date("2026-12"))
    assert classes(old, graph_of(actors=[young])) == ["world"]
    assert classes(graph_of(actors=[young]), old) == ["corrected"]


def test_sources_and_types_are_no_facts_of_the_world():
    report = Source("s1", "A report", published=parse_date("2026-12"))
    plain, cited = graph_of(types=()), graph_of(sources=[report], types=TYPES[:1])
    assert classes(plain, cited) == ["recorded", "recorded"]
    assert classes(cited, plain) == ["corrected", "corrected"]
    other = graph_of(sources=[report._replace(title="Other")], types=[TYPES[0]._replace(sign=0)])
    assert classes(cited, other) == ["corrected", "corrected"]


def test_an_actor_that_was_renamed_corrects_its_name_and_rewrites_no_relation():
    old, new = fights("2026-12", id="tie"), Relation("front", "fights", "taliban", "tie")
    new = new._replace(begin=parse_date("2026-12-01"))
    actor = Change(ACTORS[1], Actor("front", "Front"), "nrf", "front")
    found = GraphDiff(Changes.of([actor]), Changes.of([Change(old, new, "tie", "tie")]))
    assert renames(found) == {"nrf": "front"}
    sides = Snapshot(graph_of(old), recorded=DAY), Snapshot(graph_of(new))
    assert [one.kind for one in told(found, *sides)] == ["corrected", "corrected"]


def test_types_that_took_each_others_names_rewrite_no_relation():
    old, new = fights("1996"), fights("2026-12")._replace(type="hosts")
    types = [
        Change(TYPES[0], TYPES[1], "fights", "hosts"),
        Change(TYPES[1], TYPES[0], "hosts", "fights"),
    ]
    found = GraphDiff(relations=Changes([Change(old, new, "one", "two")]), types=Changes(types))
    sides = Snapshot(graph_of(old), recorded=DAY), Snapshot(graph_of(new), recorded=date("2027"))
    assert told(found, *sides)[0].kind == "corrected"
    assert told(inverse(found), *reversed(sides))[0].kind == "corrected"


def test_a_class_says_what_decided_it():
    old, new = graph_of(fights("1996")), graph_of(fights("1996", "2026-12"))
    (one,) = told(diff(old, new), Snapshot(old, recorded=DAY), Snapshot(new))
    assert one.why == "ends 2026-12"


def test_the_horizon_is_the_day_of_the_commit_or_the_last_day_that_the_data_knows():
    source = Source("s1", "A", published=date("2020-03-01"), accessed=date("2021-05-06"))
    data = graph_of(fights("1996", "2019"), sources=[source])
    new = Snapshot(graph_of())
    assert horizon(Snapshot(data, recorded=DAY), new) == Horizon(DAY, "recorded")
    assert horizon(Snapshot(data), new) == Horizon(date("2021-05-06"), "known")
    ended = graph_of(fights("1996", "2022"))
    assert horizon(Snapshot(ended), new) == Horizon(date("2022-12-31"), "known")


def test_what_is_not_over_today_counts_by_its_first_day_and_what_is_to_come_not_at_all():
    new = Snapshot(graph_of())  # today is 2026-11-22
    assert horizon(Snapshot(graph_of(fights("2026"))), new).day == date("2026-01-01")
    assert horizon(Snapshot(graph_of(fights("2020-01-01", "2031"))), new).day == date("2020-01-01")
    assert horizon(Snapshot(graph_of(fights("unknown"))), new) == Horizon(None, "none")


def test_without_a_horizon_nothing_is_after_it():
    assert classes(graph_of(), graph_of(fights("2026-12")), None) == ["recorded"]


def test_the_rule_says_which_horizon_was_used():
    new = Snapshot(graph_of())
    assert rule(Snapshot(graph_of(), recorded=DAY), new) == (
        "the world changed: dated after 2026-11-20, when the older version was recorded; newly "
        "recorded: dated by then, or undated; corrected: the same claim told otherwise, or taken "
        "back"
    )
    known = rule(Snapshot(graph_of(fights("2020-01-01"))), new)
    assert "dated after 2020-01-01, the last day that the older data knows;" in known
    assert "dated after a day that nothing tells;" in rule(new, new)


@settings(max_examples=50)
@given(GRAPH_PAIRS)
def test_classes_do_not_depend_on_which_version_was_named_first(pair):
    old, new = (
        Snapshot(graph, recorded=parse_date(day))
        for graph, day in zip(pair, ("1999-06-15", "2001-01-01"), strict=True)
    )
    found = diff(*pair)
    there = Counter((c.change.before, c.change.after, c.kind) for c in told(found, old, new))
    back = told(inverse(found), new, old)
    assert Counter((c.change.after, c.change.before, c.kind) for c in back) == there
    assert turned(new, old)
    assert not turned(old, new)


@settings(max_examples=50)
@given(GRAPH_PAIRS)
def test_every_change_is_told_once_in_the_order_of_the_diff(pair):
    found = diff(*pair)
    changes = [one.change for one in told(found, *map(Snapshot, pair))]
    assert changes == [*found.relations, *found.actors, *found.sources, *found.types]


def dates_of(graph, one, two):
    return Snapshot(graph, date=parse_date(one)), Snapshot(graph, date=parse_date(two))


def between(graph, one, two):
    found = review(*dates_of(graph, one, two))
    return [(c.kind, c.change.kind, str(c.change.value.begin.text)) for c in found.changes]


SPELLS = graph_of(
    fights("1996", "2001"),  # ends
    fights("2002", "2003"),  # between
    fights("2004"),  # begins
    Relation("aff", "hosts", "nrf", begin=date("1990")),  # goes on
    Relation("aff", "killed", "nrf", begin=date("2000-05")),
    Relation("aff", "killed", "nrf", begin=date("1990")),
    Relation("aff", "hosts", "taliban", begin=date("2010")),
)


def test_between_two_dates_some_begin_some_end_some_happen_and_some_go_on():
    assert between(SPELLS, "2000-01", "2005") == [
        ("happened", "added", "2000-05"),
        ("ended", "removed", "1996"),
        ("happened", "added", "2002"),
        ("began", "added", "2004"),
    ]
    assert review(*dates_of(SPELLS, "2000-01", "2005")).went_on == 1


def test_an_event_that_holds_at_one_date_alone_happened_and_is_never_lost():
    assert ("happened", "removed", "2000-05") in between(SPELLS, "2000-05-03", "2005")
    assert ("happened", "added", "2000-05") in between(SPELLS, "1999", "2000-05-03")
    assert not [c for c in between(SPELLS, "2000-05-03", "2000-05-09") if c[2] == "2000-05"]


def test_two_dates_named_the_other_way_round_are_said_to_be_turned():
    found = review(*dates_of(SPELLS, "2005", "2000-01"))
    assert found.turned
    assert not review(*dates_of(SPELLS, "2000-01", "2005")).turned
    assert between(SPELLS, "2005", "2000-01") == [
        ("happened", "removed", "2000-05"),
        ("ended", "added", "1996"),
        ("happened", "removed", "2002"),
        ("began", "removed", "2004"),
    ]
    assert found.rule.startswith("began, ended: holds at one of 2000-01 and 2005 and not yet,")


def test_a_date_inside_the_other_has_its_classes_by_where_the_relation_lies():
    graph = graph_of(fights("2021-10"), Relation("aff", "hosts", "nrf", end=date("2021-03")))
    graph = graph_of(*(one._replace(begin=one.begin or date("2020")) for one in graph.relations))
    for dates in (("2021", "2021-08"), ("2021-08", "2021")):
        assert [kind for kind, *_ in between(graph, *dates)] == ["ended", "began"]


@settings(max_examples=50)
@given(GRAPHS, DATES, DATES)
def test_of_two_dates_every_relation_is_told_once_or_went_on_or_is_of_neither_time(graph, one, two):
    sides = Snapshot(graph, date=one), Snapshot(graph, date=two)
    found = review(*sides)
    kinds: dict[str, str] = {}
    for telling in found.changes:
        assert telling.change.key not in kinds
        kinds[telling.change.key] = telling.kind
    went_on = 0
    for key, relation in graph.keyed.items():
        days = tenure(graph, relation)
        states = {state(days, one), state(days, two)}
        lasting = graph.type[relation.type].lasting
        if states == {"holds"}:
            went_on += 1
            assert key not in kinds
        elif states == {"holds", "future"}:
            assert kinds[key] == ("began" if lasting else "happened")
        elif states == {"holds", "past"}:
            assert kinds[key] == ("ended" if lasting else "happened")
        elif states == {"past", "future"}:
            assert kinds[key] == "happened"
        else:
            assert key not in kinds
    assert found.went_on == went_on


def test_slices_of_two_versions_are_told_by_the_whole_of_both():
    """What is missing in a slice may be in the data, with other dates."""
    old = graph_of(fights("2005"), Relation("aff", "hosts", "nrf", begin=date("1990")))
    new = graph_of(fights("1999"), Relation("aff", "hosts", "nrf", begin=date("1990")))
    sides = [Snapshot(graph, date=date("2000")) for graph in (old, new)]
    (one,) = told(diff(*map(compared, sides)), *sides)
    assert (one.change.kind, one.kind) == ("added", "corrected")


def test_of_two_dates_of_two_versions_time_is_told_apart_from_news():
    old = graph_of(fights("2005"), Relation("aff", "hosts", "nrf", begin=date("1990")))
    new = graph_of(
        fights("2005", confidence="low"),
        Relation("aff", "hosts", "nrf", begin=date("1990"), end=date("2003")),
        Relation("aff", "hosts", "taliban", begin=date("2006")),
    )
    sides = Snapshot(old, date=date("2000"), recorded=DAY), Snapshot(new, date=date("2007"))
    found = told(diff(*map(compared, sides)), *sides)
    assert [(one.change.value.target, one.kind) for one in found] == [
        ("nrf", "recorded"),  # its end
        ("taliban", "recorded"),
        ("taliban", "began"),
    ]
    assert not of_dates(*sides)


def test_what_is_no_relation_is_told_by_the_horizon_in_slices_too():
    old = graph_of(fights("1996"), fights("1996", confidence="low"))
    actors = [one._replace(end=parse_date("2026-12")) for one in ACTORS]
    new = graph_of(fights("1996", summary="Words."), actors=actors)
    sides = [Snapshot(graph, date=date("2000"), recorded=DAY) for graph in (old, new)]
    found = told(diff(*map(compared, sides)), *sides)
    assert [one.kind for one in found] == ["corrected"] * 2 + ["world"] * 3


def test_what_an_actors_life_took_from_a_slice_was_corrected():
    old = graph_of(fights("1996"))
    actors = [one._replace(begin=parse_date("2001")) for one in ACTORS]
    sides = [
        Snapshot(graph, date=date("2000"), recorded=DAY)
        for graph in (old, graph_of(fights("1996"), actors=actors))
    ]
    relation, *_ = told(diff(*map(compared, sides)), *sides)
    assert (relation.change.kind, relation.kind) == ("removed", "corrected")


def test_an_undated_side_is_compared_whole():
    graph = graph_of(fights("1996", "2001"), fights("2005"))
    sides = Snapshot(graph, date=date("2000")), Snapshot(graph)
    found = told(diff(*map(compared, sides)), *sides)
    assert [one.kind for one in found] == ["began"]
