"""The cache: equal results, never stale, never in the way."""

import json
import os
import stat
import sys

import pytest
from hypothesis import given

from graph import cache, load
from graph import loading as module
from graph.model import ActorGraph, Loaded
from graph.packing import pack, unpack
from graph.problems import Place, Problem
from strategies import GRAPHS

DATA = """\
actors:
  - {id: a, name: A, aliases: [x, y], from: 2010~, to: unknown, ids: {un: Q1}, sources: [s]}
  - {id: b, name: B, ambiguous_aliases: [z], areas: [C]}
  - {id: c, nam: C}
relations:
  - source: b
    type: fights
    target: a
    from: 2012
    to: unknown
    disputed_by: [{source: s, locator: p. 1, summary: no}]
sources: [{id: s, title: T, published: 2020-02, accessed: 2021, reliability: B}]
relation_types: [{name: own, label: owns, inverse: is owned by, sign: 0, family: x}]
"""


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Give an own, empty cache folder."""
    monkeypatch.setenv("WHOWHOM_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def reads(monkeypatch):
    """Give the list of how often YAML was read, one item each time."""
    found = []
    original = module._load

    def counted(*given, **more):
        found.append(1)
        return original(*given, **more)

    monkeypatch.setattr(module, "_load", counted)
    return found


def places(loaded):
    graph = loaded.graph
    values = (*graph.actors, *graph.relations, *graph.sources, *graph.types, *graph.story)
    return [value.place for value in values]


def packed(**parts):
    """Give the bytes of a cache file, its checksum right, with nothing in it but these parts."""
    text = json.dumps(pack(Loaded(ActorGraph())) | parts).encode()
    return cache._check(text) + b"\n" + text


def test_a_kept_dataset_is_the_same_in_graph_problems_and_places(dataset, kept, reads):
    folder = dataset(DATA)
    fresh, again = load(folder), load(folder)
    assert len(reads) == 1
    assert fresh.errors
    assert again.graph == fresh.graph
    assert again.problems == fresh.problems
    assert places(again) == places(fresh)
    assert [type(problem.place) for problem in again.problems] == [Place] * len(fresh.problems)
    assert len(list(kept.iterdir())) == 1


@given(GRAPHS)
def test_every_graph_survives_packing_as_json(graph):
    problem = Problem(Place("x", 1, 2), "warning", "unused", "é")
    there = json.loads(json.dumps(pack(Loaded(graph, (problem,)))))
    back = unpack(there)
    assert back == Loaded(graph, (problem,))
    assert back.graph.story == graph.story
    assert places(back) == places(Loaded(graph))
    assert back.graph.keys == graph.keys


@pytest.mark.parametrize("old", ["2012", "Q1", "p. 1"])
def test_a_changed_byte_is_read_anew(dataset, kept, reads, old):
    before = load(dataset(DATA))
    after = load(dataset(DATA.replace(old, old[:-1] + "9")))
    assert len(reads) == 2
    assert after.graph != before.graph
    assert len(list(kept.iterdir())) == 2


def test_another_file_name_is_another_dataset(dataset, kept, reads):
    folder = dataset(DATA)
    before = load(folder)
    (folder / "data.yaml").rename(folder / "other.yaml")
    assert places(load(folder)) != places(before)
    assert len(reads) == len(list(kept.iterdir())) == 2


def test_another_version_of_the_program_reads_anew(dataset, kept, reads, monkeypatch):
    folder = dataset(DATA)
    load(folder)
    monkeypatch.setattr(cache, "__version__", "9.9.9")
    load(folder)
    assert len(reads) == len(list(kept.iterdir())) == 2


def test_the_digest_tells_parts_apart_that_join_to_one_text():
    assert cache.digest(["ab", "c"]) != cache.digest(["a", "bc"])
    assert cache.digest([b"ab"]) == cache.digest(["ab"])


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"null", b"[]", b"{}", b"\xff", b'"text"', b"17", b"[" * 100_000),
        packed(actors=[[]]),
        packed(relations=1),
        packed(problems=[[1]]),
        packed(dates=[1]),
        packed(types=[[]]),
        packed(sources=[["s", "T", "", "", "2020", "", "", None, "", ["f", 1, 1]]]),
    ],
)
def test_a_corrupt_cache_file_is_replaced(dataset, kept, reads, content):
    folder = dataset(DATA)
    fresh = load(folder)
    (file,) = kept.iterdir()
    file.write_bytes(content)
    assert load(folder) == fresh
    assert load(folder) == fresh
    assert len(reads) == 2


def test_a_cache_file_that_somebody_changed_is_not_believed(dataset, kept, reads):
    folder = dataset(DATA)
    fresh = load(folder)
    (file,) = kept.iterdir()
    file.write_bytes(file.read_bytes().replace(b"2012", b"2013", 1))
    assert load(folder) == fresh
    assert len(reads) == 2


def test_a_cache_that_is_off_keeps_nothing(dataset, tmp_path, reads, monkeypatch):
    monkeypatch.setenv("WHOWHOM_CACHE", "off")
    folder = dataset(DATA)
    assert load(folder) == load(folder)
    assert len(reads) == 2
    assert cache.folder() == ""
    cache.store("key", 1)
    assert cache.fetch("key") is None
    assert [path.name for path in tmp_path.iterdir()] == ["dataset"]


def test_a_cache_folder_that_cannot_be_made_is_as_good_as_none(dataset, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("WHOWHOM_CACHE", str(tmp_path / "file" / "cache"))
    folder = dataset(DATA)
    assert load(folder) == load(folder)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere"
)
def test_a_cache_folder_that_cannot_be_written_is_as_good_as_none(dataset, kept):
    kept.mkdir(mode=0o500)
    folder = dataset(DATA)
    assert load(folder) == load(folder)
    assert list(kept.iterdir()) == []


def key_of(number):
    return f"{number:040x}"


def test_only_the_last_used_results_are_kept_and_no_file_of_others_is_touched(kept):
    kept.mkdir()
    (kept / "mine.json").write_text("{}")
    for number in range(cache.KEPT + 3):
        cache.store(key_of(number), number)
        os.utime(kept / f"{key_of(number)}.json", (number, number))
    assert cache.fetch(key_of(3)) == 3  # using it makes it young
    cache.store(key_of(1000), "x")
    found = sorted(path.stem for path in kept.iterdir())
    wanted = [3, *range(5, cache.KEPT + 3), 1000]
    assert found == sorted([*map(key_of, wanted), "mine"])


def test_what_is_kept_is_for_its_owner_alone(kept):
    cache.store(key_of(1), "x")
    assert kept.stat().st_mode & 0o077 == 0
    assert next(kept.iterdir()).stat().st_mode & 0o077 == 0


def test_a_change_of_the_program_makes_other_keys(monkeypatch):
    before = cache.digest(["x"])
    monkeypatch.setattr(cache, "_program", lambda: "another")
    assert cache.digest(["x"]) != before
    assert cache.fetch("k003") is None


@pytest.mark.parametrize(
    ("platform", "variables", "wanted"),
    [
        ("linux", {"HOME": "/home/x"}, "/home/x/.cache/whowhom"),
        ("linux", {"HOME": "/home/x", "XDG_CACHE_HOME": "/big"}, "/big/whowhom"),
        ("linux", {"HOME": "/home/x", "XDG_CACHE_HOME": "not/absolute"}, ""),
        ("darwin", {"HOME": "/home/x"}, "/home/x/Library/Caches/whowhom"),
        ("win32", {"HOME": "/home/x"}, "/home/x/AppData/Local/whowhom"),
        ("win32", {"HOME": "/home/x", "LOCALAPPDATA": "/app"}, "/app/whowhom"),
        ("linux", {"WHOWHOM_CACHE": "here"}, "here"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="paths with slashes")
def test_the_folder_follows_the_platform_and_the_environment(
    platform, variables, wanted, monkeypatch
):
    for name in ("WHOWHOM_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache.folder() == wanted


# Writing whole or not at all.


def test_a_file_is_written_with_its_line_ends_and_usual_permissions(tmp_path):
    path = tmp_path / "file"
    mask = os.umask(0o027)
    try:
        cache.write_atomically(str(path), "é\n\r\n")
    finally:
        os.umask(mask)
    assert path.read_bytes() == "é\n\r\n".encode()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["file"]


def test_writing_over_a_file_replaces_it_and_follows_links(tmp_path):
    path, link = tmp_path / "file", tmp_path / "link"
    path.write_text("old", encoding="utf-8")
    link.symlink_to(path)
    cache.write_atomically(str(link), "new")
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("step", ["chmod", "replace"])
def test_the_old_file_stays_when_writing_fails(tmp_path, monkeypatch, step):
    def refuse(*_given):
        raise OSError(28, "No space left on device")

    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(cache.os, step, refuse)
    with pytest.raises(OSError, match="No space left"):
        cache.write_atomically(str(path), "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_text_that_is_no_utf_8_leaves_nothing_behind(tmp_path):
    with pytest.raises(UnicodeEncodeError):
        cache.write_atomically(str(tmp_path / "file"), "\ud800")
    assert os.listdir(tmp_path) == []
