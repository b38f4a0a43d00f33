"""``whowhom export``: a file for another program."""

import os
import sqlite3
from contextlib import closing

import pytest

from graph.commands import export as command

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
        (["excel"], "'excel' is not 'sqlite'"),
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
