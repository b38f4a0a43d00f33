"""Folders and files -> a dataset; what cannot be read is told, and nothing waits or breaks."""

import os
import sys
import time
from pathlib import Path

import pytest

from graph import bundled, load
from graph import loading as module
from graph.loading import load_texts
from graph.model import ActorGraph

ACTOR = "actors: [{id: a, name: A, summary: x, sources: [s]}]\nsources: [{id: s, title: T}]\n"
ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything"
)


def only(loaded):
    """Give the only problem as text, and see that no entry came with it."""
    assert loaded.graph == ActorGraph.of(types=loaded.graph.types)
    (problem,) = (one for one in loaded.problems if one.code != "nothing-read")
    return str(problem)


def actors(loaded):
    return [actor.id for actor in loaded.graph.actors]


def test_every_yaml_file_directly_in_the_folder_is_read_in_order(dataset):
    folder = dataset("actors: [{id: b, name: B}]\n", "b.yaml")
    dataset("actors: [{id: a, name: A}]\n", "a.yml")
    dataset("actors: [{id: c, name: C}]\n", "C.YAML")
    dataset("not: [read", "notes.txt")
    dataset("not: [read", ".hidden.yaml")
    (folder / "below").mkdir()
    (folder / "below" / "d.yaml").write_text("not: [read", encoding="utf-8")
    loaded = load(folder)
    assert actors(loaded) == ["a", "b", "c"]
    assert loaded.errors == ()
    places = [str(problem.place).rpartition(os.sep)[2] for problem in loaded.problems]
    assert places == [
        f"{name}:1:{column}" for name in ("C.YAML", "a.yml", "b.yaml") for column in (10, 15)
    ]


def test_one_file_is_a_dataset_whatever_its_name(dataset):
    folder = dataset(ACTOR, "facts.txt")
    assert actors(load(folder / "facts.txt")) == ["a"]
    assert actors(load(str(folder / "facts.txt"))) == ["a"]


def test_the_bundled_dataset_is_the_default_and_has_no_problem():
    assert load().problems == ()
    assert load().graph == load(bundled.data_folder()).graph
    assert len(load().graph.relations) > 100


def test_a_dataset_without_types_has_the_bundled_vocabulary(dataset):
    own = (
        "relation_types:\n  - {name: aids, label: aids, inverse: is aided by, sign: 1, family: h}\n"
    )
    bundled_types = load().graph.types
    assert load(dataset(ACTOR)).graph.types == bundled_types
    assert len(load(dataset(own)).graph.types) == len(bundled_types) + 1


def test_a_folder_that_is_not_there_is_told(tmp_path):
    gone = tmp_path / "gone"
    said = "there is no such folder or file; name one with --data, or $WHOWHOM_DATA"
    assert only(load(gone)) == f"{gone}: missing-data: {said}"


def test_a_folder_without_yaml_is_told(tmp_path):
    said = "no *.yaml file here; is this the dataset's folder?"
    assert only(load(tmp_path)) == f"{tmp_path}: no-yaml: {said}"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    begun = time.monotonic()
    assert only(load(tmp_path)) == (
        f"{tmp_path / 'pipe.yaml'}: not-a-file: not a regular file; nothing was read from it"
    )
    assert time.monotonic() - begun < 10


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_refused():
    assert only(load("/dev/zero")).startswith("/dev/zero: not-a-file: ")


def test_a_folder_named_like_a_file_is_told_and_leaves_nothing_open(tmp_path):
    (tmp_path / "x.yaml").mkdir()
    before = os.listdir("/proc/self/fd") if sys.platform == "linux" else []
    assert only(load(tmp_path)) == (
        f"{tmp_path / 'x.yaml'}: not-a-file: a folder; folders inside the dataset are not read"
    )
    if sys.platform == "linux":
        assert len(os.listdir("/proc/self/fd")) == len(before)


def test_a_link_that_leads_nowhere_is_told_and_the_rest_is_read(dataset):
    folder = dataset(ACTOR)
    (folder / "link.yaml").symlink_to(folder / "gone.yaml")
    loaded = load(folder)
    assert [str(error) for error in loaded.errors] == [
        f"{folder / 'link.yaml'}: unreadable: a link that leads nowhere; mend or delete it"
    ]
    assert actors(loaded) == ["a"]


@ROOT
def test_a_file_that_may_not_be_read_is_told(dataset):
    folder = dataset(ACTOR)
    (folder / "data.yaml").chmod(0)
    assert only(load(folder)) == (
        f"{folder / 'data.yaml'}: unreadable: permission denied; check its permissions"
    )


def test_a_folder_that_may_not_be_listed_is_told(dataset, monkeypatch):
    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    folder = dataset(ACTOR)
    monkeypatch.setattr(module.os, "listdir", refuse)
    assert only(load(folder)) == f"{folder}: unreadable: permission denied; check its permissions"
    assert module.holds_yaml(str(folder)) is True


def test_a_file_over_the_limit_is_told_and_not_read(dataset, monkeypatch):
    vocabulary = load().graph.types
    limit = (Path(bundled.data_folder()) / module.VOCABULARY).stat().st_size
    monkeypatch.setattr(module, "MAX_FILE", limit)
    folder = dataset(ACTOR + "#" * (limit + 1 - len(ACTOR)), "big.yaml")
    loaded = load(folder)
    assert only(loaded) == (
        f"{folder / 'big.yaml'}: too-large: {limit + 1:,} bytes; "
        f"at most {limit:,} are read, so split the file"
    )
    assert loaded.graph.types == vocabulary
    dataset(ACTOR + "#" * (limit - len(ACTOR)), "big.yaml")
    assert actors(load(folder)) == ["a"]


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text elsewhere")
def test_a_file_name_that_is_no_text_does_not_stop_anything(dataset):
    folder = dataset(ACTOR)
    with open(os.path.join(os.fsencode(folder), b"\xff.yaml"), "wb") as file:
        file.write(b"actors: x\n")
    first, again = load(folder), load(folder)
    told = '"actors" is a list; begin each entry with "- "'
    assert [str(error) for error in first.errors] == [
        f"{folder}{os.sep}\ufffd.yaml:1:9: wrong-shape: {told}"
    ]
    assert first == again
    assert only(load(f"{folder}/\udcff")).startswith(f"{folder}/\ufffd: missing-data: ")


def test_problems_of_all_files_come_together_by_place(dataset):
    folder = dataset("actors: [\n", "b.yaml")
    dataset("actors: x\n", "a.yaml")
    dataset("actors: y\nodd: 1\n", "c.yaml")
    found = [
        (Path(problem.place.file).name, problem.place.line, problem.code)
        for problem in load(folder).problems
    ]
    assert found == [
        ("a.yaml", 1, "wrong-shape"),
        ("b.yaml", 2, "yaml-syntax"),
        ("c.yaml", 1, "wrong-shape"),
        ("c.yaml", 2, "unknown-field"),
    ]


def test_texts_are_a_dataset_without_files():
    loaded = load_texts([("HEAD:data.yaml", ACTOR.encode())])
    assert [str(problem.place) for problem in loaded.problems] == ["HEAD:data.yaml:1:15"]
    assert str(loaded.graph.actor["a"].place) == "HEAD:data.yaml:1:10"


def test_no_texts_give_the_vocabulary_alone():
    assert load_texts(()).graph == ActorGraph.of(types=load().graph.types)


def test_the_bundled_vocabulary_as_a_file_of_the_dataset_is_not_read_twice():
    path = Path(bundled.data_folder()) / module.VOCABULARY
    loaded = load(path)
    assert loaded.problems == ()
    assert str(loaded.graph.type["hosts"].place).startswith(f"{path}:")


def test_the_data_of_an_installed_package_lies_inside_it(tmp_path, monkeypatch):
    monkeypatch.setattr(bundled, "_PACKAGE", str(tmp_path / "graph"))
    with pytest.raises(FileNotFoundError, match="install whowhom again"):
        bundled.data_folder()
    for inside in (tmp_path / "data", tmp_path / "graph" / "data"):
        inside.mkdir(parents=True)
        (inside / "actors.yaml").touch()
        assert bundled.data_folder() == str(inside)


def test_the_garbage_collector_is_left_as_it_was(dataset):
    import gc

    folder = dataset(ACTOR)
    assert gc.isenabled()
    load(folder)
    assert gc.isenabled()
    gc.disable()
    try:
        load(folder)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_one_file_that_cannot_be_read_is_one_problem(dataset):
    folder = dataset("relations: [{source: a, type: hosts, target: b, sources: [s]}]\n")
    (folder / "actors.yaml").symlink_to("nowhere")
    (problem,) = load(folder).errors
    assert (problem.code, Path(problem.place.file).name) == ("unreadable", "actors.yaml")
    assert load(folder).graph.relations == ()
