"""Lines between boxes: apart where they are parallel, ending at the border of what they join."""

from itertools import pairwise
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.curves import Box, Curve, bends, between, curve, headed
from graph.model import Relation

SPOTS = {"a": (0.0, 0.0), "b": (400.0, 0.0), "c": (0.0, 30.0)}
_AXES = st.integers(-500, 500).map(float)
_POINTS = st.tuples(_AXES, _AXES)


def relations(*ties):
    return {
        f"{tie} {number}": Relation(*[tie[0], "hosts", tie[1]]) for number, tie in enumerate(ties)
    }


def middles(*ties):
    drawn = relations(*ties)
    return [
        curve(SPOTS[one.source], SPOTS[one.target], bend).at(0.5)
        for one, bend in zip(drawn.values(), bends(drawn, SPOTS).values(), strict=True)
    ]


def test_a_line_alone_is_straight_and_so_is_the_middle_one_of_three():
    assert bends(relations("ab"), SPOTS) == {"ab 0": 0}
    assert list(bends(relations("ab", "ab", "ba"), SPOTS).values())[1] == 0


@pytest.mark.parametrize("ties", [("ab", "ab"), ("ab", "ba"), ("ba", "ab"), ("ab", "ba", "ab")])
def test_parallel_lines_lie_apart_whichever_way_they_point(ties):
    heights = [y for _, y in middles(*ties)]
    gaps = [abs(one - two) for one, two in pairwise(heights)]
    assert sorted(heights) in (heights, heights[::-1])
    assert all(15 < gap < 20 for gap in gaps)


def test_lines_of_other_pairs_do_not_count():
    assert set(bends(relations("ab", "ac", "cb"), SPOTS).values()) == {0}


def test_a_bundle_of_many_keeps_within_its_room():
    heights = [y for _, y in middles(*["ab"] * 12)]
    assert max(heights) - min(heights) < 72


@given(_POINTS, _POINTS, st.sampled_from([0, 0.1, -0.3]), st.floats(0, 0.5), st.floats(0.5, 1))
def test_a_part_of_a_curve_lies_on_it(start, end, bend, first, last):
    line = curve(start, end, bend)
    part = line.part(first, last)
    for share in (0, 0.25, 0.5, 1):
        assert dist(part.at(share), line.at(first + share * (last - first))) < 1e-6


@pytest.mark.parametrize("end", [(300, 0), (300, 200), (0, -200), (-310, 12), (260, 25)])
@pytest.mark.parametrize("bend", [0, 0.15, -0.15])
def test_what_is_in_sight_of_a_line_begins_and_ends_at_the_borders(end, bend):
    source, target = Box(0, 0, 120, 24, 3), Box(*end, 180, 30, 99)
    seen = between(curve((0, 0), end, bend), source, target)
    for box, point, inner in ((source, seen.start, -0.1), (target, seen.end, -0.1)):
        grown = Box(box.x, box.y, box.width + 0.2, box.height + 0.2, box.radius + 0.1)
        assert grown.holds(point)
        assert not Box(box.x, box.y, box.width + inner, box.height + inner, box.radius).holds(point)
    assert not any(box.holds(seen.at(n / 50)) for box in (source, target) for n in range(1, 50))


def test_a_curve_that_comes_back_to_its_box_is_cut_where_it_leaves_for_good():
    box, line = Box(0, 0, 500, 20, 0), Curve((0.0, 0.0), (60.0, -30.0), (300.0, 0.0))
    assert not box.holds(line.at(0.5))
    assert box.holds(line.at(0.85))
    seen = between(line, box, Box(300, 0, 20, 20, 0))
    assert seen.start[0] == pytest.approx(250, abs=0.1)


def test_nothing_is_in_sight_between_boxes_that_touch():
    assert between(curve((0, 0), (50, 0), 0), Box(0, 0, 60, 20, 0), Box(50, 0, 60, 20, 0)) is None


def test_the_corner_of_a_pill_is_round():
    pill = Box(0, 0, 100, 20, 99)
    assert not pill.holds((49, 9))
    assert Box(0, 0, 100, 20, 0).holds((49, 9))
    assert pill.holds((49, 0))


@pytest.mark.parametrize("bend", [0, 0.3])
def test_a_head_ends_where_the_line_does_and_the_shaft_ends_at_its_base(bend):
    line = curve((0, 0), (100, 40), bend)
    shaft, (tip, one, two) = headed(line, 12)
    assert tip == line.end
    base = ((one[0] + two[0]) / 2, (one[1] + two[1]) / 2)
    assert dist(shaft.end, base) < 0.01
    assert abs(dist(base, tip) - 12) < 0.01
    assert dist(one, two) == pytest.approx(2 * 0.34 * 12, abs=0.01)


def test_the_head_of_a_short_line_leaves_room_for_a_shaft():
    shaft, (tip, *_) = headed(Curve((0.0, 0.0), (5.0, 0.0), (10.0, 0.0)), 12)
    assert tip == (10, 0)
    assert shaft.end[0] == pytest.approx(3, abs=0.01)
