"""Several files are written together or not at all."""

import errno
import os
import signal
import stat
import subprocess
import sys
import textwrap

import pytest

from conftest import ROOT
from graph.patching import storing
from graph.patching.storing import Store, StoreError, left_behind, store_all


@pytest.fixture
def three(tmp_path):
    stores = []
    for name in ("a", "b", "c"):
        path = tmp_path / f"{name}.yaml"
        path.write_bytes(b"old " + name.encode())
        stores.append(Store(str(path), path.read_bytes(), b"new " + name.encode()))
    return stores


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_all_are_written_and_nothing_else_is_left(three, tmp_path):
    store_all([*three, Store(str(tmp_path / "d.yaml"), None, b"first")])
    assert contents(tmp_path) == {
        "a.yaml": b"new a",
        "b.yaml": b"new b",
        "c.yaml": b"new c",
        "d.yaml": b"first",
    }


def test_permissions_and_links_stay(three, tmp_path):
    os.chmod(three[0].path, 0o640)
    (tmp_path / "far").mkdir()
    os.replace(three[1].path, tmp_path / "far" / "real.yaml")
    os.symlink(tmp_path / "far" / "real.yaml", three[1].path)
    store_all(three)
    assert stat.S_IMODE(os.stat(three[0].path).st_mode) == 0o640
    assert os.path.islink(three[1].path)
    assert (tmp_path / "far" / "real.yaml").read_bytes() == b"new b"


def test_a_file_that_somebody_else_wrote_meanwhile_stops_all(three, tmp_path):
    with open(three[2].path, "ab") as file:
        file.write(b"!")
    before = contents(tmp_path)
    with pytest.raises(StoreError, match=r"c\.yaml was changed meanwhile; nothing was changed"):
        store_all(three)
    assert contents(tmp_path) == before


def test_a_file_that_came_meanwhile_is_not_overwritten(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"theirs")
    with pytest.raises(StoreError, match="was changed meanwhile"):
        store_all([Store(str(tmp_path / "a.yaml"), None, b"mine")])
    assert contents(tmp_path) == {"a.yaml": b"theirs"}


def test_a_full_disk_leaves_all_as_it_was(three, tmp_path, monkeypatch):
    before = contents(tmp_path)
    calls = []

    def full(_number):
        calls.append(1)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storing.os, "fsync", full)
    with pytest.raises(StoreError, match="no space left on device; nothing was changed"):
        store_all(three)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_move_that_fails_takes_the_others_back(three, tmp_path, monkeypatch, at):
    before = contents(tmp_path)
    new = Store(str(tmp_path / "0.yaml"), None, b"first")
    real, moves = os.replace, []

    def failing(source, target):
        moves.append(target)
        if len(moves) == at:
            raise OSError(errno.EIO, "Input/output error", target)
        real(source, target)

    monkeypatch.setattr(storing.os, "replace", failing)
    with pytest.raises(StoreError, match="input/output error; nothing was changed"):
        store_all([new, *three])
    assert contents(tmp_path) == before


def test_what_cannot_be_taken_back_is_named(three, monkeypatch):
    real, moves = os.replace, []

    def failing(source, target):
        moves.append(target)
        if len(moves) > 1:
            raise OSError(errno.EIO, "Input/output error", target)
        real(source, target)

    monkeypatch.setattr(storing.os, "replace", failing)
    with pytest.raises(StoreError, match=r"could not be taken back: .*a\.yaml$"):
        store_all(three)


def test_a_read_only_file_stops_all(three, tmp_path, monkeypatch):
    before = contents(tmp_path)
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write everywhere
    with pytest.raises(StoreError, match="it is read-only; nothing was changed"):
        store_all(three)
    assert contents(tmp_path) == before


def test_a_folder_that_takes_no_new_file_is_told(tmp_path):
    with pytest.raises(StoreError, match="no such file or directory; nothing was changed"):
        store_all([Store(str(tmp_path / "none" / "a.yaml"), None, b"x")])


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot wait here")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("at", ["written", "moved"])
def test_a_signal_ends_the_program_when_all_is_written_or_nothing(tmp_path, name, at):
    code = f"""
        import os, signal
        from graph.patching import storing
        {at} = {{"written": "fsync", "moved": "replace"}}["{at}"]
        real = getattr(os, {at})

        def disturbed(*words):
            for _ in range(3):
                os.kill(os.getpid(), signal.{name})
            return real(*words)

        setattr(os, {at}, disturbed)
        files = [storing.Store(one, b"old", b"new") for one in ("a.yaml", "b.yaml")]
        storing.store_all(files)
        """
    for one in ("a.yaml", "b.yaml"):
        (tmp_path / one).write_text("old")
    words = [sys.executable, "-c", textwrap.dedent(code)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, check=False)
    assert done.returncode in (-getattr(signal, name), 1)
    assert done.returncode
    left = {one.name: one.read_text() for one in tmp_path.iterdir()}
    said = "old" if at == "written" else "new"
    assert left == {"a.yaml": said, "b.yaml": said}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing kills like this here")
def test_what_a_killed_run_left_is_found_and_nothing_else(tmp_path):
    code = """
        import os, signal
        from graph.patching import storing
        os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        files = [storing.Store("a.yaml", b"old", b"new"), storing.Store("b.yaml", None, b"x")]
        storing.store_all(files)
        """
    (tmp_path / "a.yaml").write_text("old")
    for name in (".a.yaml.new", ".a.yaml.12.new", ".notes.txt.abcdefgh.new", "a.yaml.abcdefgh.new"):
        (tmp_path / name).write_text("somebody's own")
    words = [sys.executable, "-c", textwrap.dedent(code)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    found = left_behind(f"{tmp_path}{os.sep}")
    assert [os.path.basename(path)[:8] for path in found] == [".a.yaml.", ".b.yaml."]
    assert all(os.path.dirname(path) == str(tmp_path) and path.endswith(".new") for path in found)
    assert left_behind(str(tmp_path / "a.yaml")) == found[:1]
    assert left_behind(str(tmp_path / "none")) == []


@pytest.mark.skipif(os.name == "nt", reason="links take rights there")
def test_what_is_left_beside_the_target_of_a_link_is_found(tmp_path):
    there, data = tmp_path / "there", tmp_path / "data"
    there.mkdir()
    data.mkdir()
    (data / "a.yaml").symlink_to(there / "a.yaml")
    left = there / ".a.yaml.ab_c1234.new"
    left.write_text("new")
    assert left_behind(str(data)) == left_behind(str(data / "a.yaml")) == [str(left)]
