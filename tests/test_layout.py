import os
import subprocess
import sys
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.dates import parse_date
from graph.labels import label, text_width
from graph.layout import FRAME, fingerprint, labels, positions
from graph.model import Actor, ActorGraph, Citation, Listed, Relation

NAMES = ("Tehrik-i-Taliban Pakistan", "Iran", "Islamic Movement of Uzbekistan", "طالبان", "NATO")


def graph_of(count, pairs):
    kinds = ("person", "state", "armed_group")
    actors = [Actor(f"a{n:04}", f"{NAMES[n % 5]} {n}", kinds[n % 3]) for n in range(count)]
    relations = [Relation(actors[one].id, "fights", actors[two].id) for one, two in pairs]
    return ActorGraph.of(actors, relations)


def random_graph(actors, pairs, seed=1):
    random = Random(seed)
    return graph_of(actors, [random.sample(range(actors), 2) for _ in range(pairs)])


def overlaps(graph, spots):
    boxes = labels(graph)
    return [
        (one, two)
        for one, two in combinations(spots, 2)
        if abs(spots[one][0] - spots[two][0]) < (boxes[one].width + boxes[two].width) / 2
        and abs(spots[one][1] - spots[two][1]) < (boxes[one].height + boxes[two].height) / 2
    ]


def extent(spots):
    xs, ys = zip(*spots.values(), strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)


def test_a_graph_without_actors_has_no_positions():
    assert positions(ActorGraph()) == {}


def test_one_actor_stands_in_the_middle():
    assert positions(graph_of(1, [])) == {"a0000": (0, 0)}


@pytest.mark.parametrize("pairs", [[], [(0, 1)]])
def test_two_actors_stand_beside_each_other_related_or_not(pairs):
    graph = graph_of(2, pairs)
    spots = positions(graph)
    assert list(spots) == ["a0000", "a0001"]
    assert not overlaps(graph, spots)
    assert extent(spots)[0] < FRAME[0]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 14), st.data())
def test_no_two_boxes_overlap(count, data):
    ends = st.integers(0, max(0, count - 1))
    pairs = data.draw(st.lists(st.tuples(ends, ends), max_size=30)) if count else []
    graph = graph_of(count, pairs)
    spots = positions(graph)
    assert sorted(spots) == sorted(graph.actor)
    assert not overlaps(graph, spots)


def test_no_two_boxes_of_a_crowded_graph_overlap_and_the_frame_is_kept():
    graph = random_graph(70, 160)
    spots = positions(graph)
    assert not overlaps(graph, spots)
    assert extent(spots)[0] < 1.2 * FRAME[0]
    assert extent(spots)[1] < 1.2 * FRAME[1]


def test_a_large_graph_has_no_overlaps_either():
    graph = random_graph(300, 1500)
    assert not overlaps(graph, positions(graph))


def test_a_large_star_comes_to_an_end():
    graph = graph_of(300, [(0, n) for n in range(1, 300)] + [(n, n * 7 % 300) for n in range(250)])
    assert not overlaps(graph, positions(graph))


def test_actors_without_relations_and_small_parts_stay_near():
    graph = graph_of(40, [(0, n) for n in range(1, 20)] + [(20, 21), (22, 23)])
    spots = positions(graph)
    assert not overlaps(graph, spots)
    assert extent(spots)[0] < 1.2 * FRAME[0]
    assert extent(spots)[1] < 1.5 * FRAME[1]


def test_relations_with_ends_that_the_graph_lacks_and_with_oneself_count_for_nothing():
    graph = graph_of(3, [(0, 1)])
    more = ActorGraph.of(
        graph.actors,
        [*graph.relations, Relation("a0000", "fights", "nobody"), Relation("a0002", "x", "a0002")],
    )
    assert positions(more) == positions(graph)


def test_names_without_spaces_of_any_length_and_empty_ones_have_a_box():
    long = label(Actor("a", "x" * 500, "state"), 0)
    assert len(long.lines[-1]) <= 40
    assert label(Actor("b", "", "state"), 0).lines == ("■ b",)
    assert label(Actor("c", "  two\n words ", "cat"), 0).lines == ("◇ two words",)


def test_widths_know_marks_that_take_no_room_and_wide_scripts():
    assert text_width("a\u0301") == text_width("a") == text_width("á")
    assert text_width("漢字") == 2.0


def test_the_more_neighbours_the_larger_the_label():
    actor = Actor("a", "A", "state")
    assert label(actor, 0).size < label(actor, 9).size < label(actor, 20).size
    assert label(actor, 10_000).size < 20


def test_the_fingerprint_follows_what_the_positions_depend_on_and_nothing_else():
    graph = graph_of(3, [(0, 1)])
    dated = Relation(
        "a0000", "fights", "a0001", begin=parse_date("2015"), sources=Listed([Citation("s")])
    )
    assert fingerprint(ActorGraph.of(graph.actors, [dated])) == fingerprint(graph)
    assert fingerprint(graph_of(3, [(1, 0)])) == fingerprint(graph)
    assert fingerprint(graph_of(3, [(0, 1)] * 4)) == fingerprint(graph_of(3, [(0, 1)] * 9))
    assert fingerprint(graph_of(3, [(0, 2)])) != fingerprint(graph)
    assert fingerprint(graph_of(4, [(0, 1)])) != fingerprint(graph)
    renamed = [Actor("a0000", "Another name, longer", "person"), *graph.actors[1:]]
    assert fingerprint(ActorGraph.of(renamed, graph.relations)) != fingerprint(graph)
    assert len(fingerprint(graph)) == 16


SCRIPT = """
from hashlib import sha256
from graph.dates import parse_date
from graph.drawing import draw
from graph.layout import fingerprint, positions
from graph.model import Actor, ActorGraph, Relation
ids = [f"actor-{n}" for n in range(20)]
pairs = {(a, b) for a in ids for b in ids if (len(a) * 7 + int(b[6:]) * int(a[6:])) % 11 == 3}
graph = ActorGraph.of({Actor(i, i, "state") for i in ids}, {Relation(a, "x", b) for a, b in pairs})
text = draw(graph, as_of=parse_date("2021"))
print(sorted(positions(graph).items()), fingerprint(graph).hex(), sha256(text.encode()).hexdigest())
"""


def test_positions_and_page_do_not_depend_on_the_process():
    runs = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != ""
