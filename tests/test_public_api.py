"""What ``import graph`` gives, and what it does not cost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import graph

ROOT = Path(__file__).parents[1]


def modules_after(statement):
    """Give the modules of a fresh interpreter after a statement."""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{statement}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    return set(result.stdout.split())


def test_importing_the_package_imports_nothing_heavy():
    heavy = {"networkx", "numpy", "pyvis", "click", "yaml", "rich", "jinja2", "pathlib"}
    loaded = modules_after("import graph")
    assert "graph" in loaded
    # What the interpreter itself starts with is not the package's doing.
    assert heavy & (loaded - modules_after("")) == set()


def test_each_public_name_is_there_and_comes_from_where_it_lives():
    assert sorted(graph.__all__) == sorted(graph._HOMES)
    for name in graph.__all__:
        found = getattr(graph, name)
        assert callable(found)
        assert found.__module__ == graph._HOMES[name]
        assert found.__doc__


def test_the_public_names_are_those_of_the_documentation():
    values, questions = ["ActorGraph", "Loaded"], ["at", "diff", "opponents"]
    forms = ["draw", "draw_svg", "iframe", "load", "to_networkx"]
    assert sorted(graph.__all__) == sorted([*values, *questions, *forms])


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"^module 'graph' has no attribute 'nonsense'$"):
        _ = graph.nonsense
    with pytest.raises(ImportError, match="cannot import name 'nonsense'"):
        exec("from graph import nonsense")


def test_the_public_functions_work_together():
    dataset = graph.load().graph
    now = graph.at(dataset, graph.load().graph.relations[0].begin)
    assert len(graph.to_networkx(now)) == len(dataset.actors)
    assert not graph.diff(dataset, dataset)
    assert {stance.other.id for stance in graph.opponents(dataset, "Taliban")} <= {"taliban"}
