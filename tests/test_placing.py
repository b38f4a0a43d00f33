"""Positions of a map are computed once and kept."""

import json

import pytest

from graph import load, placing
from graph.keeping import Kept
from graph.placing import placed


@pytest.fixture
def computed(monkeypatch):
    """Give the list of how often positions were computed, one item each time."""
    found = []
    original = placing.positions

    def counted(*given):
        found.append(1)
        return original(*given)

    monkeypatch.setattr(placing, "positions", counted)
    return found


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("WHOWHOM_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def graph(dataset):
    return load(
        dataset(
            "actors: [{id: a, name: A}, {id: b, name: B}]\n"
            "relations: [{source: a, type: hosts, target: b}]\n"
        )
    ).graph


def test_positions_are_computed_once(graph, kept, computed):
    first, again = placed(graph), placed(graph)
    assert first == again
    assert (sorted(first), computed) == (["a", "b"], [1])
    assert len(list(kept.glob("*.json"))) == 1


@pytest.mark.parametrize(
    "content", [None, [], 3, {"a": [1]}, {"a": [1, 2]}, {"a": ["x", 2], "b": [1, 2]}, {"a": None}]
)
def test_kept_positions_that_do_not_fit_are_computed_anew(graph, kept, computed, content):
    first = placed(graph)
    (file,) = kept.glob("*.json")
    file.write_text(json.dumps(content), encoding="utf-8")
    assert placed(graph) == first
    assert computed == [1, 1]


def test_what_is_kept_decides_and_not_what_the_cache_saw_before(graph, kept, computed):
    placed(graph)
    spots = {"a": (500, 40), "b": (-300, 7)}
    assert placed(graph, Kept(spots, frozenset())) == spots
    assert placed(graph, Kept({"a": (0, 0)}, frozenset({"a"})))["a"] == (0, 0)
    assert len(computed) == len(list(kept.glob("*.json"))) == 3
