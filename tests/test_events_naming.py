"""Names for whom event data tells of: each is somebody's own."""

import pytest

from conftest import ROOT
from eventful import COLUMNS, DYADIC, folded, ged, table
from graph import load
from graph.events import crosswalks, dataset, graphing
from graph.formatting import format_text
from graph.loading import load_texts
from graph.names import resolve


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (
            ("Foo", "FOO", "fOO", "foo"),
            ["FOO", "Foo (in the data)", "fOO (in the data, 2)", "foo (in the data, 3)"],
        ),
        (("FOO", "Foo", "foo", "Foo 2", "foo-2", "Foo (in the data 2)"), None),
    ],
)
def test_however_many_spellings_a_name_has_each_actor_has_a_name_of_its_own(
    tmp_path, names, called
):
    path = table(tmp_path / "t.csv", *(f"{name},x,2015" for name in names))
    graph = graphing.to_graph(folded(path, reader=COLUMNS))
    texts = dataset.texts(graph, "made")
    loaded = load_texts([(name, text.encode()) for name, text in texts.items()])
    assert loaded.errors == ()
    assert len(loaded.graph.actors) == len(names) + 1
    if called:
        assert [actor.name for actor in graph.actors if actor.name != "x"] == called


def test_a_name_that_several_bear_is_asked_back(tmp_path):
    """China's PLA and India's have one name in the data, and ids of their own."""
    rows = [
        {"side_a": "PLA", "side_a_new_id": "161", "side_b": "X", "side_b_new_id": "9"},
        {"side_a": "PLA", "side_a_new_id": "314", "side_b": "X", "side_b_new_id": "9"},
    ]
    graph = graphing.to_graph(folded(ged(tmp_path / "ged.csv", *rows)))
    asked = resolve(graph, "pla")
    assert (asked.actor, asked.ambiguous) == (None, True)
    assert [actor.name for actor in asked.candidates] == ["PLA (ucdp 161)", "PLA (ucdp 314)"]
    assert [actor.id for actor in asked.candidates] == ["pla-161", "pla-314"]


def test_a_dataset_that_is_made_stands_in_the_order_of_fmt():
    known = load(ROOT / "data").graph
    of = crosswalks.of_dataset(str(ROOT / "data"), known).of
    graph = graphing.to_graph(folded(DYADIC), crosswalk=of("ucdp"), known=known)
    texts = dataset.texts(graph, "made")
    assert texts.keys() >= {"actors.yaml", "relations.yaml", "relation_types.yaml"}
    for text in texts.values():
        assert format_text(text) == text
