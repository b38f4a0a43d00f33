"""``whowhom diff --map``: where the page goes, what it is made of, what cannot be written."""

import json
import os
from zipfile import ZipFile

import pytest

from graph import bundled
from graph.keeping import kept_file, read_kept
from graph.page_diff import CLASSES

OLD = """
actors:
  - {id: a, name: Alpha, kind: state}
  - {id: b, name: Beta, kind: state}
relations:
  - {source: a, type: hosts, target: b, from: 2001}
"""
NEW = """
actors:
  - {id: a, name: Alpha, kind: state}
  - {id: b, name: Beta <b>, kind: state}
  - {id: c, name: Gamma, kind: state}
relations:
  - {source: a, type: hosts, target: b, from: 2001, confidence: low}
  - {source: c, type: hosts, target: b, from: 2002}
"""


@pytest.fixture
def both(tmp_path):
    """Two folders, an older and a newer version."""
    for name, text in (("old", OLD), ("new", NEW)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "data.yaml").write_text(text, encoding="utf-8")
    return "old", "new"


def data_of(page):
    """What is told to the page besides: the states and the changes; and its nodes."""
    text = page.read_text(encoding="utf-8")
    blocks = (text.split(f'id="{name}">')[1].split("</script>")[0] for name in ("facts", "nodes"))
    facts, nodes = map(json.loads, blocks)
    return facts["diff"], {node["id"]: (node["x"], node["y"]) for node in nodes}


def test_the_map_is_written_beside_the_answer(run, both, tmp_path):
    alone = run("diff", *both)
    result = run("diff", *both, "--map", "out.html")
    assert result.exit_code == 0
    assert result.stdout == alone.stdout
    assert f"the map of both is {tmp_path / 'out.html'}" in result.stderr
    told, nodes = data_of(tmp_path / "out.html")
    assert told["lines"] == {"added": ["c:hosts:b"], "changed": ["a:hosts:b"]}
    assert told["was"] == {"a:hosts:b@before": "a:hosts:b"}
    assert told["actors"] == {"added": ["c"], "changed": ["b"]}
    assert sorted(nodes) == ["a", "b", "c"]
    assert [side["title"] for side in told["sides"]] == ["old", "new"]


def test_it_goes_with_every_form_and_code_of_the_answer(run, both, tmp_path):
    result = run("diff", *both, "--map", "out.htm", "--format", "json", "--exit-code")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["command"] == "diff"
    assert (tmp_path / "out.htm").exists()
    assert run("diff", *both, "--map", "page", "--stat").exit_code == 0
    assert (tmp_path / "page").read_bytes() == (tmp_path / "out.htm").read_bytes()


def test_the_map_is_whole_whatever_the_filters_of_the_answer(run, both, tmp_path):
    run("diff", *both, "--map", "all.html")
    run("diff", *both, "--map", "some.html", "--only", "removed", "--actor", "a")
    assert (tmp_path / "all.html").read_bytes() == (tmp_path / "some.html").read_bytes()


def test_without_a_difference_there_is_a_page_that_says_so(run, both, tmp_path):
    assert run("diff", both[0], both[0], "--map", "out.html").exit_code == 0
    told, _ = data_of(tmp_path / "out.html")
    assert (told["lines"], told["changes"], told["consequences"]) == ({}, [], [])


def test_actors_stand_where_the_newer_dataset_keeps_them_then_the_older(run, both, tmp_path):
    head = "actor,x,y,pinned\n"
    (tmp_path / "new" / "positions.csv").write_text(f"{head}a,-700,10,pinned\n")
    (tmp_path / "old" / "positions.csv").write_text(f"{head}a,0,0,\nb,700,20,pinned\n")
    assert run("diff", *both, "--map", "out.html").exit_code == 0
    _, nodes = data_of(tmp_path / "out.html")
    assert (nodes["a"], nodes["b"]) == ((-700, 10), (700, 20))


def test_who_changed_its_id_keeps_its_place(run, both, tmp_path):
    text = OLD.replace("Alpha,", "The Alpha League, aliases: [TAL, Alphas],")
    (tmp_path / "old" / "data.yaml").write_text(text)
    renamed = text.replace("id: a,", "id: alpha,").replace("source: a,", "source: alpha,")
    (tmp_path / "new" / "data.yaml").write_text(renamed)
    (tmp_path / "old" / "positions.csv").write_text("actor,x,y,pinned\na,-700,10,pinned\n")
    assert run("diff", *both, "--map", "out.html").exit_code == 0
    told, nodes = data_of(tmp_path / "out.html")
    assert nodes["alpha"] == (-700, 10)
    assert told["lines"] == {}
    assert told["actors"] == {"changed": ["alpha"]}


@pytest.mark.usefixtures("both")
def test_of_dates_and_revisions_the_dataset_keeps_the_places(run, tmp_path):
    (tmp_path / "old" / "positions.csv").write_text("actor,x,y,pinned\na,-700,10,pinned\n")
    assert run("diff", "@2000", "@2001", "-d", "old", "--map", "out.html").exit_code == 0
    told, nodes = data_of(tmp_path / "out.html")
    assert nodes["a"] == (-700, 10)
    assert told["lines"] == {"added": ["a:hosts:b"]}
    assert told["dated"]
    assert told["timeless"]
    assert run("diff", "@2021-07", "@2021-09", "--map", "out.html").exit_code == 0
    told, nodes = data_of(tmp_path / "out.html")
    assert nodes["taliban"] == read_kept(kept_file(bundled.data_folder()))[0].spots["taliban"]
    assert told["classes"].keys() == CLASSES.keys()
    assert {row[0] for row in told["changes"]} == {"began", "ended", "happened"}


def test_a_bad_line_of_positions_is_a_mistake_like_one_in_the_data(run, both, tmp_path):
    (tmp_path / "new" / "positions.csv").write_text("actor,x,y,pinned\na,far,0,\n")
    result = run("diff", *both, "--map", "out.html")
    assert result.exit_code == 3
    assert 'positions.csv:2:1: bad-position: "far" is not a whole number' in result.stderr
    assert not (tmp_path / "out.html").exists()
    assert run("diff", *both, "--map", "out.html", "--lenient").exit_code == 0


def test_an_actor_that_neither_version_knows_costs_the_map(run, both, tmp_path):
    assert run("diff", *both, "--map", "out.html", "--actor", "nobody").exit_code == 4
    assert not (tmp_path / "out.html").exists()


def test_archives_have_a_map_too(run, both, tmp_path):
    for name in both:
        with ZipFile(f"{name}.zip", "w") as archive:
            archive.write(tmp_path / name / "data.yaml", "data.yaml")
    assert run("diff", "old.zip", "new.zip", "--map", "out.html").exit_code == 0
    assert data_of(tmp_path / "out.html")[0]["actors"] == {"added": ["c"], "changed": ["b"]}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("out.svg", "the map of a diff is a page; name it *.html, and save it as SVG from its"),
        ("out.PNG", "name it *.html, and save it as PNG from its Share menu"),
        ("out.pdf", "out.pdf: the map of a diff is a page; name it *.html"),
        ("old/data.yaml", "old/data.yaml: the map of a diff is a page; name it *.html"),
        ("", "the map of a diff is a page; name it *.html"),
        ("-", "the answer is on stdout already; name a file for the map"),
        ("nowhere/out.html", "cannot write nowhere/out.html: no such file or directory; name"),
        ("old", "cannot write old: is a directory; name another file with --map"),
    ],
)
def test_what_is_no_place_for_a_page_is_told_and_nothing_is_written(
    run, both, tmp_path, name, said
):
    before = sorted(os.listdir(tmp_path))
    result = run("diff", *both, "--map", name)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert sorted(os.listdir(tmp_path)) == before
