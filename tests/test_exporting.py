"""``whowhom export``: a file for another program."""

import os
import sqlite3
from contextlib import closing

import pytest

import graph
from graph import bundled
from graph.commands import export as command
from graph.exporting import to_bytes
from graph.loading import load_texts
from graph.model import Actor, ActorGraph
from graph.problems import Place

DATA = "actors:\n  - {id: al, name: Al}\n  - {id: bo, name: Bo}\n"


@pytest.fixture
def export(run, dataset):
    folder = dataset(DATA)
    return lambda *words: run("export", *words, "-d", folder)


def names(file):
    with closing(sqlite3.connect(file)) as database:
        return [name for (name,) in database.execute("select name from actors")]


def test_the_file_is_named_on_stdout_and_what_opens_it_on_stderr(export, tmp_path):
    result = export("sqlite")
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'whowhom.sqlite'}\n")
    assert result.stderr == (
        "whowhom: 2 actors, 0 relations, 0 sources; open it with "
        "`datasette whowhom.sqlite` or `sqlite3 whowhom.sqlite`\n"
    )
    assert names(tmp_path / "whowhom.sqlite") == ["Al", "Bo"]


def test_an_older_file_is_replaced_whole(export, tmp_path):
    file = tmp_path / "a.sqlite"
    file.write_bytes(b"x" * 1_000_000)
    export("sqlite", "-o", file)
    first = file.read_bytes()
    export("sqlite", "-o", file)
    assert (file.read_bytes(), names(file)) == (first, ["Al", "Bo"])
    assert sorted(os.listdir(tmp_path)) == ["a.sqlite", "dataset"]


def test_the_file_goes_to_stdout_but_to_no_terminal(export, monkeypatch):
    result = export("sqlite", "-o", "-")
    assert result.stdout_bytes.startswith(b"SQLite format 3\0")
    assert result.stderr == ""
    monkeypatch.setattr(command, "is_terminal", lambda: True)
    result = export("sqlite", "-o", "-")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no text for a terminal" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["sqlite", "-o", "missing/a.sqlite"], "cannot write missing/a.sqlite"),
        (["sqlite", "-o", "dataset"], "cannot write dataset"),
        (["excel"], "'excel' is not one of 'json', 'sqlite'"),
        ([], "Missing argument 'FORMAT'"),
    ],
)
def test_wrong_use_leaves_nothing_behind(export, tmp_path, words, message):
    result = export(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert os.listdir(tmp_path) == ["dataset"]


def test_broken_data_are_not_exported(run, dataset):
    result = run("export", "sqlite", "-d", dataset(DATA + "  - {id: bad}\n"))
    assert (result.exit_code, result.stdout) == (3, "")


def test_a_dataset_exported_as_json_is_the_same_dataset(run, tmp_path):
    assert run("export", "json", "-o", "all.json").exit_code == 0
    ours, read = graph.load(), graph.load(tmp_path / "all.json")
    assert (read.graph, read.graph.story, len(read.problems)) == (
        ours.graph,
        ours.graph.story,
        len(ours.problems),
    )
    assert run("diff", "all.json", "-d", bundled.data_folder()).stdout.endswith(
        "no difference in meaning\n"
    )


def test_json_goes_to_a_terminal_too_and_places_are_those_in_it(export, run, tmp_path):
    text = export("json", "-o", "-").stdout
    assert text.startswith('{\n  "actors": [\n    {"id": "al", "name": "Al"},\n')
    (tmp_path / "x.json").write_text(text.replace('"Bo"', '""'))
    assert run("check", "x.json").stdout.splitlines()[1] == (
        'x.json:4:26: empty-value: "name" is empty; leave the field out, or quote the text that '
        "is meant"
    )


@pytest.mark.parametrize(
    "actor",
    [Actor("Not-An-Id", "A"), Actor("a", "two  spaces"), Actor("a", "x" * 20_001), Actor("a", " ")],
)
def test_a_graph_that_the_format_cannot_hold_is_refused_and_told(actor):
    with pytest.raises(ValueError, match=r"^(the export\.json:3:|the format cannot hold)"):
        to_bytes("json", ActorGraph.of([actor]), {})


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\u200d", "\U0001f600", "\\", '"', "</script>"])
def test_odd_signs_come_back(sign):
    actor = Actor("a", "A", summary=f"x{sign}y", place=Place("x"))
    given = ActorGraph.of([actor], types=graph.load().graph.types)
    if sign.isspace():
        with pytest.raises(ValueError, match="spaces"):
            to_bytes("json", given, {})
        return
    (read,) = load_texts([("a.json", to_bytes("json", given, {}))]).graph.actors
    assert read == actor


def test_what_is_left_of_broken_data_is_exported_or_refused_as_a_whole(run, dataset):
    folder = dataset("actors:\n  - {id: al, name: Al}\n  - {id: B, name: Bo}\n")
    assert run("export", "json", "-d", folder).exit_code == 3
    assert run("export", "json", "-d", folder, "--lenient").exit_code == 0


def test_an_export_or_archive_is_not_put_into_the_form_of_yaml(export, run, tmp_path):
    export("json", "-o", "x.json")
    before = (tmp_path / "x.json").read_bytes()
    result = run("fmt", "x.json")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (
        3,
        "x.json: unreadable: only YAML has this form; an export or archive stays as it is",
    )
    assert (tmp_path / "x.json").read_bytes() == before
