"""Paths: the shortest, the strongest, how they read, and why there is none."""

from itertools import pairwise, product

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from checked import problems_of
from graph.dates import parse_date
from graph.model import CONFIDENCES
from graph.paths import TWENTIETHS, Route, Silence, find_paths, together, why_none
from graph.query import Filters
from graph.ties import chosen_types, find_ties
from strategies import ACTOR_IDS, DATES, GRAPHS
from tied import CLAIMS, NAMES, graph_of, ties_of

ALL = ("aids", "fights", "meets")


def found(*claims, start="a", goal="d", most=None, limit=5):
    return find_paths(ties_of(*claims), Route(start, goal, ALL, Filters(), most), limit)


def test_every_confidence_has_its_weight():
    assert set(TWENTIETHS) == {"", *CONFIDENCES}
    assert [TWENTIETHS[one] / 20 for one in ("low", "medium", "high")] == [0.15, 0.5, 0.85]


def test_the_shortest_and_the_strongest_may_differ():
    paths = found("a aids d low", "a fights b high", "b fights d high")
    assert [path.actors for path in paths.shortest] == [("a", "d")]
    assert paths.strongest.actors == ("a", "b", "d")
    assert paths.strongest.strength == 0.7225
    assert paths.strongest.polarity == "friendly"


def test_signs_multiply_and_what_is_mixed_or_neutral_stays_so():
    assert found("a fights b", "b aids d").shortest[0].polarity == "hostile"
    assert found("a fights b", "b fights d").shortest[0].polarity == "friendly"
    assert found("a fights b", "b meets d").shortest[0].polarity == "neutral"
    mixed = found("a fights b", "a aids b", "b meets d")
    assert mixed.shortest[0].polarity == "mixed"


def test_direction_does_not_count():
    assert found("d aids a").shortest[0].actors == ("a", "d")


def test_of_many_shortest_paths_the_strongest_are_given_and_all_are_counted():
    claims = [claim for name in "bcefg" for claim in (f"a aids {name} low", f"{name} aids d")]
    paths = found(*claims, "c fights d high", limit=2)
    assert [path.actors for path in paths.shortest] == [("a", "c", "d"), ("a", "b", "d")]
    assert paths.number == 5


def test_no_path_is_longer_than_asked():
    claims = ("a aids b high", "b aids c high", "c aids d high")
    assert found(*claims, most=2) == ((), 0, None)
    assert found(*claims, most=3).number == 1
    assert found(*claims, "a aids d low", most=2).strongest.actors == ("a", "d")


NODES = st.sampled_from(NAMES)


def score(ties, ids):
    value = 1
    for ends in pairwise(ids):
        value *= max(TWENTIETHS[held.relation.confidence] for held in ties.between(*ends).relations)
    return value / 20 ** (len(ids) - 1)


@given(CLAIMS, NODES, NODES, st.none() | st.integers(1, 4), st.integers(1, 3))
def test_paths_are_those_of_networkx(claims, start, goal, most, limit):
    if start == goal:
        return
    ties = ties_of(*claims)
    net = nx.Graph(list(ties.tie))
    net.add_nodes_from(NAMES)
    all_ = [tuple(path) for path in nx.all_simple_paths(net, start, goal, most)]
    paths = find_paths(ties, Route(start, goal, ALL, Filters(), most), limit)
    if not all_:
        assert paths == ((), 0, None)
        return
    shortest = [tuple(path) for path in nx.all_shortest_paths(net, start, goal)]
    assert paths.number == len(shortest)
    by_strength = sorted(shortest, key=lambda ids: (-score(ties, ids), ids))
    assert [path.actors for path in paths.shortest] == by_strength[:limit]
    best = min(all_, key=lambda ids: (-score(ties, ids), len(ids), ids))
    assert paths.strongest.actors == best
    assert paths.strongest.strength == score(ties, best)
    hostile = sum(tie.polarity == "hostile" for tie in paths.strongest.ties)
    if {tie.polarity for tie in paths.strongest.ties} <= {"friendly", "hostile"}:
        assert paths.strongest.polarity == ("hostile" if hostile % 2 else "friendly")


@given(GRAPHS, st.sampled_from(ACTOR_IDS), st.sampled_from(ACTOR_IDS), DATES, st.booleans())
def test_ties_hold_together_when_their_days_overlap(graph, start, goal, date, undated):
    types = tuple(kind.name for kind in graph.types)
    filters = Filters(date, undated=undated)
    if start == goal:
        return
    paths = find_paths(find_ties(graph, types, filters), Route(start, goal, types, filters))
    for path in paths.shortest:
        choices = [
            [(one.days.span or (1, 10**9)) for one in tie.relations if one.state != "never"]
            for tie in path.ties
        ]
        overlap = any(
            max(date.first, *(span[0] for span in spans))
            <= min(date.last, *(span[1] for span in spans))
            for spans in product(*choices)
        )
        assert together(path, filters) == overlap


# Why there is none.

DATED = problems_of(
    """\
    actors:
      - {id: a, name: A}
      - {id: b, name: B}
      - {id: c, name: C}
      - {id: d, name: D}
      - {id: e, name: E}
    relations:
      - {source: a, type: fights, target: b, from: 1996, to: 2001, confidence: high}
      - {source: b, type: supports, target: c, from: 1999, to: 2005, confidence: low}
      - {source: a, type: hosts, target: d}
      - {source: b, type: fights, target: d, from: 2010, to: 2011, confidence: high}
      - {source: c, type: criticises, target: d, from: 2003, to: 2004}
    """
).graph


def why(start, goal, at="", through=(), most=None, **filters):
    bounds = Filters(parse_date(at) if at else None, **filters)
    types = tuple(through) or chosen_types(DATED)
    route = Route(start, goal, types, bounds, most)
    assert not find_paths(find_ties(DATED, types, bounds), route).number
    return why_none(DATED, route)


def test_silence_names_what_would_find_a_path():
    hints = [
        why("a", "c", "2000", most=1),
        why("a", "c", "2000", min_confidence="high"),
        why("a", "d", "2000"),
        why("c", "d", "2003"),
        why("a", "c", "2000", through=("fights",)),
    ]
    assert {one.reason for one in hints} == {"hidden-by-filter"}
    assert [one.hints for one in hints] == [
        ("with a longer --max",),
        ("without --min-confidence high",),
        ("with --undated",),
        ("with --neutral",),
        ("without --through",),
    ]
    both = why("a", "c", "2000", most=1, min_confidence="high")
    assert both.reason == "hidden-by-filter"
    assert both.hints == (
        (
            "with a longer --max and with --undated and without --min-confidence high and "
            "with --neutral"
        ),
    )


def test_silence_names_the_nearest_years_with_a_path():
    assert why("a", "c", "2005-03", through=("fights", "supports")).years == ("2001",)
    assert why("a", "c", "1990") == Silence("none-at-date", years=("1999",))
    assert why("a", "b", "2020") == Silence("none-at-date", years=("2001",))
    by_filter = why("b", "d", "2000-05", through=("fights",))
    assert (by_filter.reason, by_filter.years) == ("hidden-by-filter", ("2010",))


def test_what_only_different_times_connect_was_never_connected():
    fights = ("fights",)
    assert why("a", "d", "2000", through=fights).reason == "hidden-by-filter"
    graph = problems_of(
        """\
        actors: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]
        relations:
          - {source: a, type: fights, target: b, from: 1996, to: 1997}
          - {source: b, type: fights, target: c, from: 2010, to: 2011}
        """
    ).graph
    route = Route("a", "c", fights, Filters(parse_date("2000")))
    assert why_none(graph, route) == Silence("none-at-date")


def test_what_nothing_connects_is_not_recorded():
    assert why("a", "e", "2000") == Silence("none-recorded")
    assert why("a", "e") == Silence("none-recorded")
    assert why_none(graph_of(), Route("a", "b", ALL, Filters())) == Silence("none-recorded")


@given(GRAPHS, st.sampled_from(ACTOR_IDS), st.sampled_from(ACTOR_IDS), DATES)
def test_the_years_that_silence_names_are_the_nearest_that_have_a_path(graph, start, goal, date):
    types = tuple(kind.name for kind in graph.types)
    route = Route(start, goal, types, Filters(date))

    def connected(at):
        filters = Filters(parse_date(at))
        ties = find_ties(graph, types, filters)
        return find_paths(ties, route._replace(filters=filters)).number > 0

    if start == goal or connected(date.text.removesuffix("~")):
        return
    silence = why_none(graph, route)
    if silence.reason == "hidden-by-filter":  # with --undated
        return
    year = int(date.text[:4])
    before = [str(one) for one in range(year, 1985, -1) if connected(str(one))][:1]
    after = [str(one) for one in range(year, 2015) if connected(str(one))][:1]
    if before or after:
        assert silence == Silence("none-at-date", years=tuple(dict.fromkeys([*before, *after])))
