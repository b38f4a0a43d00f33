"""Names for whom event data tells of: each is somebody's own."""

import pytest

from eventful import COLUMNS, folded, table
from graph.events import dataset, graphing
from graph.loading import load_texts


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
