"""Laws that hold for every graph, not only for those somebody thought of."""

import json
import random
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.asking import Question, answer
from graph.dates import LAST_DAY, parse_date
from graph.diffing.changes import apply, carrier, inverse
from graph.diffing.clocks import Snapshot, told
from graph.diffing.comparing import diff
from graph.diffing.narrowing import Narrowed
from graph.diffing.patches import Unpacked, read_patch, to_patch
from graph.diffing.report import report
from graph.diffing.respelling import respelled
from graph.diffing.reviewing import Review
from graph.diffing.shown import NOTHING, Shown
from graph.diffing.text import text
from graph.lines import Line
from graph.model import Actor, ActorGraph, Listed, relation_order
from graph.page import CLAIM, edges
from graph.query import Filters, Verb, about, ask, opposition, support, sure_enough
from graph.records import record_of
from graph.timing import at, life, state, tenure
from strategies import ACTOR_IDS, DATES, GRAPH_PAIRS, GRAPHS, RENAMED


def parts(found):
    return found.actors, found.relations, found.sources, found.types


def shuffled(graph, seed):
    chance = random.Random(seed)

    def mixed(values):
        return chance.sample(values, len(values))

    def listed(value):
        names = (field.attribute for field in record_of(value).fields)
        lists = {name: getattr(value, name) for name in names}
        return value._replace(
            **{
                name: Listed(mixed(some))
                for name, some in lists.items()
                if isinstance(some, Listed)
            },
        )

    kinds = (graph.actors, graph.relations, graph.sources, graph.types)
    return ActorGraph.of(*(mixed([listed(value) for value in values]) for values in kinds))


def shown_of(old, new):
    """Give what a report is made of, without what it means: that has laws of its own."""
    sides, found = (Snapshot(old, "old"), Snapshot(new, "new")), diff(old, new)
    changes = told(found, *sides)
    return Shown(Review(*sides, found, changes, ()), Narrowed(changes, ()))


@given(GRAPHS)
def test_relations_stand_in_the_order_of_their_meaning(graph):
    assert list(graph.relations) == sorted(graph.relations, key=relation_order)


@given(GRAPHS, st.integers())
def test_a_graph_in_another_order_does_not_differ(graph, seed):
    found = diff(graph, shuffled(graph, seed))
    assert not found
    shown = shown_of(graph, shuffled(graph, seed))
    assert report(shown).results() == []
    assert text(shown)[-1] == NOTHING


@given(GRAPH_PAIRS)
def test_a_diff_turns_the_old_graph_into_the_new_one(pair):
    old, new = pair
    assert apply(diff(old, new), old) == new


@given(GRAPH_PAIRS)
def test_the_diff_back_is_the_inverse(pair):
    old, new = pair
    there = diff(old, new)
    assert diff(new, old) == inverse(there)
    assert inverse(inverse(there)) == there
    assert apply(inverse(there), new) == old


@given(GRAPH_PAIRS)
def test_what_was_split_was_merged_seen_from_the_other_side(pair):
    found = diff(*pair)
    turned = {"split": "merged", "merged": "split"}
    back = respelled(inverse(found), pair[1].types)
    there = respelled(found, pair[0].types)
    assert {(turned[one.kind], one.new, one.old) for one in there} == {*map(tuple, back)}


@given(GRAPH_PAIRS)
def test_a_patch_comes_back_from_json_as_it_went(pair):
    found = diff(*pair)
    assert read_patch(json.dumps(to_patch(found))) == Unpacked(found)


@given(GRAPH_PAIRS, st.integers())
def test_a_diff_does_not_depend_on_order(pair, seed):
    old, new = pair
    assert diff(shuffled(old, seed), shuffled(new, seed + 1)) == diff(old, new)


@given(GRAPH_PAIRS)
def test_a_diff_is_empty_only_between_equal_graphs(pair):
    old, new = pair
    assert bool(diff(old, new)) == (old != new)


def carried(pair, found):
    """Give the relations that are gone or changed, in the newer graph's ids."""
    carry = carrier(found, pair[0].types)
    return [(c, carry.relation(c.before)) for c in found.relations if c.before is not None]


@given(GRAPH_PAIRS)
def test_what_both_graphs_have_is_no_part_of_the_diff(pair):
    found = diff(*pair)
    before = Counter(relation for _, relation in carried(pair, found))
    assert not before & Counter(c.after for c in found.relations if c.after is not None)
    carry = carrier(found, pair[0].types)
    for part, carried_as in (
        (found.actors, carry.actor),
        (found.sources, carry.source),
        (found.types, carry.type),
    ):
        both = [c for c in part if c.kind == "changed" and c.old_key == c.new_key]
        assert all(carried_as(c.before) != c.after for c in both)


def cited(graph):
    """Give the ids of all sources that somebody cites."""
    lists = [one.sources for one in (*graph.actors, *graph.relations)]
    lists += [one.disputed_by for one in graph.relations]
    return {citation.source for citations in lists for citation in citations}


@given(RENAMED)
def test_what_was_only_renamed_is_no_other_change(renamed):
    old, new, ids = renamed
    moved = [{one: two for one, two in kind.items() if one != two} for kind in ids]
    if any(kind.keys() & kind.values() for kind in moved):
        return  # ids that were exchanged need more than a name
    if cited(old) - {one.id for one in old.sources}:
        return  # of a source that is not there nobody knows what it is called now
    found = diff(old, new)
    there = ({one.id for one in old.actors}, {one.id for one in old.sources}, set(old.type))
    expected = [
        {one: two for one, two in kind.items() if one in ours}
        for kind, ours in zip(moved, there, strict=True)
    ]
    assert list(found.renames) == expected
    assert found.relations == ()
    assert {change.fields for part in parts(found) for change in part} <= {("id",), ("name",)}
    assert len(found.actors) == len(expected[0])


@given(GRAPH_PAIRS)
def test_a_diff_names_relations_by_the_keys_of_their_side(pair):
    for graph, changes in (
        (pair[0], [(c.old_key, c.before) for c in diff(*pair).relations]),
        (pair[1], [(c.new_key, c.after) for c in diff(*pair).relations]),
    ):
        told = [(key, value) for key, value in changes if value is not None]
        assert len({key for key, _ in told}) == len(told)
        assert all(graph.keyed[key] == value for key, value in told)
        assert all(key == "" for key, value in changes if value is None)


@given(GRAPH_PAIRS)
def test_a_changed_relation_has_its_id_or_its_ends_in_common(pair):
    found = diff(*pair)
    for change, one in carried(pair, found):
        two = change.after
        if two is None:
            continue
        same_ends = {one.source, one.target} == {two.source, two.target}
        assert one.id == two.id != "" or same_ends
        assert change.fields or change.before == change.after
        assert ("type" in change.fields) <= (change.how in {"retyped", "id"})


def meet(one, other):
    begin = max(relation.begin.first if relation.begin else 0 for relation in (one, other))
    end = min(relation.end.last if relation.end else 10**9 for relation in (one, other))
    return begin <= end


@given(GRAPH_PAIRS)
def test_nothing_is_left_to_pair(pair):
    found = diff(*pair)
    events = {kind.name for graph in pair for kind in graph.types if not kind.lasting}
    gone = [one for change, one in carried(pair, found) if change.after is None]
    for new in found.relations.added:
        for old in gone:
            same = (old.source, old.type, old.target) == (new.source, new.type, new.target)
            plain = not (old.id or new.id or old.type in events)
            assert not (same and plain and meet(old, new))
    assert not {one.id for one in found.relations.added if one.id} & {one.id for one in gone}


@given(GRAPH_PAIRS)
def test_a_diff_does_not_fit_a_graph_that_lacks_what_it_takes(pair):
    old, new = pair
    found = diff(old, new)
    if any(change.before is not None for part in parts(found) for change in part):
        with pytest.raises(ValueError, match=r'^the diff does not fit: .* "\S+" is not there'):
            apply(found, ActorGraph())


@given(GRAPH_PAIRS)
def test_the_plain_diff_is_json_with_the_whole_records(pair):
    found = diff(*pair)
    results = json.loads(json.dumps(report(shown_of(*pair)).results()))
    count = sum(len(part) for part in parts(found))
    assert len(results) == count
    for result in results:
        assert (result["before"] is None) == (result["change"] == "added")
        assert (result["after"] is None) == (result["change"] == "removed")
        if result["change"] == "changed":
            names = {*result["before"], *result["after"]}
            differing = {n for n in names if result["before"].get(n) != result["after"].get(n)}
            assert set(result["fields"]) <= differing


@given(GRAPH_PAIRS)
def test_the_text_has_a_line_for_every_change(pair):
    found = diff(*pair)
    lines = text(shown_of(*pair))
    signs = [line.parts[1] for line in lines if isinstance(line, Line) and len(line.parts) > 1]
    marked = [part.text for part in signs if part.role == "strong"]
    kinds = {"added": "+", "removed": "-", "changed": "~"}
    changes = [change for part in parts(found) for change in part]
    assert Counter(marked) == Counter(kinds[change.kind] for change in changes)
    assert all("\n" not in str(line) for line in lines)


@given(GRAPHS, DATES)
def test_a_relation_is_in_the_slice_exactly_when_its_days_meet_the_date(graph, when):
    holding = at(graph, when)
    asked = set(range(when.first, when.last + 1))
    expected = []
    for relation in graph.relations:
        span = tenure(graph, relation).span
        if span and any(span.first <= day <= span.last for day in asked):
            expected.append(relation)
    assert list(holding.relations) == expected
    assert (holding.actors, holding.sources, holding.types) == (
        graph.actors,
        graph.sources,
        graph.types,
    )


@given(GRAPHS, st.integers(1993, 2005), st.integers(1, 12))
def test_a_month_has_what_its_days_have_and_a_year_what_its_months_have(graph, year, month):
    def union(wholes):
        return {one for whole in wholes for one in at(graph, parse_date(whole)).relations}

    days = parse_date(f"{year}-{month:02}")
    each_day = [date.fromordinal(day).isoformat() for day in range(days.first, days.last + 1)]
    assert union(each_day) == union([days.text])
    assert union(f"{year}-{one:02}" for one in range(1, 13)) == union([str(year)])


@given(GRAPHS, DATES)
def test_no_relation_holds_outside_the_life_of_its_actors(graph, when):
    for relation in at(graph, when).relations:
        for id_ in (relation.source, relation.target):
            assert life(graph.actor[id_]).meets(when.first, when.last)


@given(GRAPHS, DATES)
def test_undated_relations_come_only_when_asked_for(graph, when):
    more = Counter(at(graph, when, undated=True).relations)
    extra = more - Counter(at(graph, when).relations)
    undated = Counter(one for one in graph.relations if not tenure(graph, one).dated)
    assert extra == undated


@given(GRAPHS, DATES)
def test_a_relation_stands_to_a_date_in_one_way(graph, when):
    for relation in graph.relations:
        days = tenure(graph, relation)
        span = days.span
        if not days.dated:
            expected = "undated"
        elif span is None:
            expected = "never"
        elif span.last < when.first:
            expected = "past"
        elif span.first > when.last:
            expected = "future"
        else:
            expected = "holds"
        assert state(days, when) == expected


@given(GRAPHS, DATES, DATES)
def test_a_dated_relation_without_bounds_beyond_its_own_holds_from_begin_to_end(graph, one, two):
    begin, end = sorted((one, two), key=lambda day: day.first)
    alive = [Actor(actor.id, actor.name) for actor in graph.actors]
    bare = [
        relation._replace(begin=begin, end=end)
        for relation in graph.relations
        if graph.type[relation.type].lasting
    ]
    whole = ActorGraph.of(alive, bare, graph.sources, graph.types)
    for day, holds in (
        (begin.first - 1, False),
        (begin.first, True),
        (max(end.last, begin.first), True),
        (end.last + 1, False),
    ):
        found = at(whole, parse_date(date.fromordinal(day).isoformat()))
        assert found.relations == (whole.relations if holds else ())


def shown_on_the_map(graph, when, *, undated=False):
    """Give the keys of the relations that the page shows at a date, by what it is told."""
    keys = set()
    for edge, key in zip(edges(graph), graph.keys, strict=True):
        told = dict(zip(CLAIM, edge["relation"], strict=False))
        first, last = (*told["span"], LAST_DAY)[:2] if told.get("span") else (1, 0)
        by_date = first <= when.last and when.first <= last
        if by_date or (undated and told.get("undated")):
            keys.add(key)
    return keys


def answered(found):
    return {held.key for stance in found.stances for held in stance.relations}


@given(GRAPHS, DATES, st.booleans())
def test_an_answer_the_map_and_the_slice_of_a_diff_agree(graph, when, undated):
    every = Verb("", "", tuple(graph.type))
    asked = answered(ask(graph, every, filters=Filters(when, undated=undated)))
    sliced = at(graph, when, undated=undated)
    assert asked == set(sliced.keyed)
    assert asked == shown_on_the_map(graph, when, undated=undated)


@given(GRAPHS, DATES, st.booleans())
def test_who_opposes_anybody_is_the_hostile_part_of_the_map(graph, when, direct):
    hostile = {kind.name for kind in graph.types if kind.sign < 0}
    kept = {kind.name for kind in graph.types if not (direct and kind.symmetric)} & hostile
    expected = {key for key in shown_on_the_map(graph, when) if graph.keyed[key].type in kept}
    question = Question("who", opposition(graph), (), Filters(when, direct=direct))
    assert answered(answer(graph, question)) == expected
    of_all = question._replace(ends=graph.actors, any_of=True)
    assert answered(answer(graph, of_all)) == expected
    assert answered(answer(graph, of_all._replace(command="whom"))) == expected
    assert expected <= answered(answer(graph, of_all._replace(inherit=True)))


@given(GRAPHS, DATES)
def test_past_and_future_are_what_the_map_shows_on_other_days(graph, when):
    every = Verb("", "", tuple(graph.type))
    whole = answered(ask(graph, every, filters=Filters(when, past=True, future=True)))
    always = answered(ask(graph, every))
    days = {key: tenure(graph, one) for key, one in graph.keyed.items()}
    assert whole == {key for key in always if days[key].span}


SURE = st.sampled_from(("", "low", "medium", "high"))


def said_at_all_times(found):
    """Give an answer without how its relations stand to a date: a slice has no date."""
    return [
        (stance.actor.id, stance.other.id, stance.back, [held.key for held in stance.relations])
        for stance in found.stances
    ]


@given(GRAPHS, DATES, SURE, st.sampled_from(ACTOR_IDS), st.booleans())
def test_a_question_at_a_date_is_the_question_to_the_slice_of_that_date(
    graph, when, sure, actor, direct
):
    def answers(whole, date):
        filters = Filters(date, sure, direct=direct)
        for verb in (opposition(whole), support(whole), Verb("", "", tuple(whole.type))):
            for ends in ({"actor": actor}, {"other": actor}, {}):
                yield said_at_all_times(ask(whole, verb, **ends, filters=filters))
        yield said_at_all_times(about(whole, actor, filters=filters))

    sliced = at(graph, when)
    assert list(answers(graph, when)) == list(answers(sliced, None))
    shown = shown_on_the_map(graph, when)
    kept = {key for key in shown if sure_enough(graph.keyed[key], sure)}
    every = Verb("", "", tuple(graph.type))
    assert answered(ask(graph, every, filters=Filters(when, sure))) == kept


@given(GRAPHS, st.lists(DATES, min_size=2, max_size=4), st.sampled_from(ACTOR_IDS))
def test_an_answer_does_not_depend_on_what_was_asked_before(graph, dates, actor):
    verb = opposition(graph)
    for when in (*dates, dates[0]):
        fresh = graph._replace()  # nothing of it has been worked out yet
        asked = [ask(one, verb, other=actor, filters=Filters(when)) for one in (graph, fresh)]
        assert asked[0] == asked[1]
