"""A graph shows itself in a notebook, in a frame that the notebook is safe from."""

import os
import re
import subprocess
import sys
from html import unescape

from conftest import ROOT
from graph import iframe
from graph.drawing import draw
from graph.model import Actor, ActorGraph
from notebooks import outputs


def framed(html):
    found = re.fullmatch(r'<iframe ([^<>]*) srcdoc="([^"<>]*)"></iframe>', html)
    assert found
    return dict(re.findall(r'([\w-]+)="([^"]*)"', found[1])), unescape(found[2])


def test_the_frame_holds_the_whole_page_and_allows_it_no_part_of_the_notebook():
    graph = ActorGraph.of([Actor("a", '</iframe><img src=x onerror=alert(1)> "&quot;', "state")])
    given, page = framed(graph._repr_html_())
    assert page == draw(graph)
    allowed = given["sandbox"].split()
    assert "allow-scripts" in allowed
    assert not {"allow-same-origin", "allow-top-navigation", "allow-forms"} & set(allowed)
    assert int(given["height"]) > 400
    assert iframe(graph) == graph._repr_html_()


def test_values_are_made_without_what_draws_them():
    program = (
        "from graph.model import Actor, ActorGraph\nfrom graph import ActorGraph as same\n"
        "assert same is ActorGraph\ngraph = ActorGraph.of([Actor('a', 'A')])\n"
        "assert callable(graph._repr_html_)\nimport sys\n"
        "print(*sorted({'pyvis', 'numpy', 'networkx', 'jinja2', 'IPython'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "\n"


def test_a_notebook_that_is_executed_shows_the_map(tmp_path):
    (output,) = outputs(tmp_path)
    assert output["output_type"] == "execute_result"
    _, page = framed(output["data"]["text/html"])
    assert "Beta" in page
    assert "<b>Alpha" not in page
