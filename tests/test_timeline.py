"""What began, ended and happened, in order."""

from hypothesis import given
from hypothesis import strategies as st

from checked import problems_of
from graph.dates import FIRST_DAY, LAST_DAY, Span, parse_date
from graph.query import Hidden, sure_enough
from graph.timeline import ALWAYS, timeline
from graph.timing import tenure
from strategies import ACTOR_IDS, DATES, GRAPHS

GRAPH = problems_of(
    """\
    actors:
      - {id: a, name: A, from: 2015, to: 2022}
      - {id: b, name: B}
      - {id: c, name: C, to: unknown}
    relations:
      - {source: a, type: fights, target: b, from: 2015-03, to: 2015}
      - {source: a, type: attacked, target: b, from: 2015}
      - {source: b, type: attacked, target: c, from: 2015-03-02, to: 2015-04}
      - {source: b, type: supports, target: c, sources: [s], to: unknown}
      - {source: b, type: hosts, target: c}
      - {source: a, type: negotiates_with, target: c, from: 2016-02, to: 2016-02}
      - {source: a, type: supports, target: c, from: 2017, confidence: high}
    sources: [{id: s, title: S, published: 2015-03-10}]
    """
).graph


def told(*actors, begin="", end="", sure=""):
    window = Span(
        parse_date(begin).first if begin else FIRST_DAY, parse_date(end).last if end else LAST_DAY
    )
    found = timeline(GRAPH, actors, window, sure)
    lines = [
        (one.date, one.kind, one.held.key if one.held else one.actor.id) for one in found.entries
    ]
    return lines, [one.held.key for one in found.undated]


def test_vague_begins_stand_at_the_head_and_vague_ends_at_the_foot():
    assert told() == (
        [
            ("2015", "begins", "a"),
            ("2015", "event", "a:attacked:b"),
            ("2015-03", "begins", "a:fights:b"),
            ("2015-03-02 - 2015-04", "event", "b:attacked:c"),
            ("2015-03-10", "known", "b:supports:c"),
            ("2015", "ends", "a:fights:b"),
            ("2016-02", "event", "a:negotiates_with:c"),
            ("2017", "begins", "a:supports:c"),
            ("2022", "ends", "a"),
            ("2022", "ends", "a:supports:c"),  # nobody dated it, but its actor ended
        ],
        ["b:hosts:c"],
    )


def test_of_one_actor_its_life_and_all_it_has_of_more_what_is_between_them():
    assert [key for _, _, key in told("a")[0]] == [
        *("a", "a:attacked:b", "a:fights:b", "a:fights:b", "a:negotiates_with:c", "a:supports:c"),
        *("a", "a:supports:c"),
    ]
    assert told("b", "a")[0] == [
        ("2015", "event", "a:attacked:b"),
        ("2015-03", "begins", "a:fights:b"),
        ("2015", "ends", "a:fights:b"),
    ]
    assert {key for _, _, key in told("a", "b", "c")[0]} == {
        key for _, _, key in told()[0] if ":" in key
    }
    assert told("a", "b", "c")[1] == ["b:hosts:c"]


def test_what_shares_a_day_with_the_window_is_in_it():
    assert told(begin="2015-04", end="2016-02-01")[0] == [
        ("2015", "begins", "a"),
        ("2015", "event", "a:attacked:b"),
        ("2015-03-02 - 2015-04", "event", "b:attacked:c"),
        ("2015", "ends", "a:fights:b"),
        ("2016-02", "event", "a:negotiates_with:c"),
    ]
    found = timeline(GRAPH, (), Span(parse_date("2018").first, parse_date("2019").last))
    assert (found.entries, found.throughout) == ((), 1)
    assert [held.key for held in found.holding] == ["a:supports:c"]
    assert found.hidden == Hidden(past=5)


def test_confidence_bounds_relations_and_not_lives():
    assert told("a", sure="low")[0] == [
        ("2015", "begins", "a"),
        ("2017", "begins", "a:supports:c"),
        ("2022", "ends", "a"),
        ("2022", "ends", "a:supports:c"),
    ]
    assert timeline(GRAPH, (), ALWAYS, "low").hidden == Hidden(unsure=6)


WINDOWS = st.tuples(DATES, DATES).map(
    lambda ends: Span(min(one.first for one in ends), max(one.last for one in ends))
)
SOME = st.lists(st.sampled_from(ACTOR_IDS), max_size=3, unique=True).map(tuple)


@given(GRAPHS, SOME, WINDOWS | st.just(ALWAYS))
def test_a_timeline_is_in_order_and_nothing_ends_above_its_begin(graph, actors, window):
    found = timeline(graph, actors, window)
    days = [one.day for one in found.entries]
    assert days == sorted(days)
    begun = {}
    for place, one in enumerate(found.entries):
        assert window.meets(*one.days)
        name = one.held.key if one.held else one.actor.id
        if one.kind in ("begins", "known"):
            begun[name] = place
        if one.kind == "ends" and window == ALWAYS:
            assert begun.get(name, -1) < place
    whole = timeline(graph, actors)
    assert found.entries == tuple(one for one in whole.entries if window.meets(*one.days))
    assert found.undated == whole.undated


@given(GRAPHS, SOME, WINDOWS, st.sampled_from(("", "medium")))
def test_every_relation_is_held_undated_or_counted(graph, actors, window, sure):
    found = timeline(graph, actors, window, sure)
    fitting = [
        relation
        for relation in graph.relations
        if not actors
        or (len(actors) == 1 and actors[0] in (relation.source, relation.target))
        or {relation.source, relation.target} <= set(actors)
    ]
    never = sum(
        tenure(graph, relation).dated and tenure(graph, relation).span is None
        for relation in fitting
        if sure_enough(relation, sure)
    )
    counted = len(found.holding) + len(found.undated) + sum(found.hidden) + never
    assert counted == len(fitting)
    assert 0 <= found.throughout <= len(found.holding)


@given(GRAPHS)
def test_written_begins_and_ends_are_all_told(graph):
    found = timeline(graph)
    kinds = {}
    for one in (*found.entries, *found.undated):
        if one.held:
            kinds.setdefault(one.held.key, []).append(one.kind)
    for key, relation in graph.keyed.items():
        begin, end = relation.begin, relation.end
        written = {date.text for date in (begin, end) if date and date.text != "unknown"}
        if not written:
            continue
        lasting = graph.type[relation.type].lasting
        days = tenure(graph, relation)
        if not lasting or days.begin.removeprefix("by ") == days.end:
            assert kinds[key] == ["event"]
        else:
            assert ("begins" in kinds[key]) == (begin is not None and begin.text in written)
            assert ("ends" in kinds[key]) >= (end is not None and end.text in written)
