"""Packed datasets: every kind of archive gives the same, and traps are refused whole."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from time import process_time

import pytest

from graph import archives
from graph.loading import load
from graph.problems import Problem

ONE = b"actors: [{id: one, name: One, kind: state}]\n"
TWO = b"actors: [{id: two, name: Two, kind: state}]\n"
FILES = {"data/a.yaml": ONE, "data/b.YML": TWO, "data/.c.yaml": b"actors: 3", "data/d.txt": b"d"}


def zipped(files, *, mode=0, how=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            entry.compress_type = how
            archive.writestr(entry, content)
    return out.getvalue()


def tarred(files, kind=tarfile.REGTYPE):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            entry.size = len(content) if kind == tarfile.REGTYPE else 0
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


KINDS = {
    "x.zip": zipped(FILES),
    "stored.zip": zipped(FILES, how=zipfile.ZIP_STORED),
    "lzma.zip": zipped(FILES, how=zipfile.ZIP_LZMA),
    "x.tar": tarred(FILES),
    "x.tar.gz": gzip.compress(tarred(FILES)),
    "x.tgz": gzip.compress(tarred(FILES)[:700]) + gzip.compress(tarred(FILES)[700:]),
    "x.tar.bz2": bz2.compress(tarred(FILES)),
    "x.TAR.XZ": lzma.compress(tarred(FILES)),
}


@pytest.fixture
def loaded(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def read(data, name="x.zip"):
        (tmp_path / name).write_bytes(data)
        return load(name)

    return read


def refusal(loaded):
    (problem,) = loaded.problems
    assert isinstance(problem, Problem)
    assert not loaded.graph.actors
    return str(problem)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_archive_gives_its_dataset_with_places(loaded, name):
    found = loaded(KINDS[name], name)
    assert [(actor.id, str(actor.place)) for actor in found.graph.actors] == [
        ("one", f"{name}/data/a.yaml:1:10"),
        ("two", f"{name}/data/b.YML:1:10"),
    ]


@pytest.mark.parametrize("name", ["a.yaml", "./a.yaml", "deep/er/a.yaml"])
def test_the_dataset_is_found_however_deep_it_lies(loaded, name):
    assert [actor.id for actor in loaded(tarred({name: ONE}), "x.tar").graph.actors] == ["one"]


def test_the_yaml_of_other_programs_is_passed_over(loaded):
    files = {"p/mkdocs.yml": b"site: x\n", "p/.ci/run.yaml": b"jobs: 1\n", "p/facts/a.yaml": ONE}
    assert [actor.id for actor in loaded(zipped(files)).graph.actors] == ["one"]


def test_of_several_datasets_the_one_called_data_is_meant(loaded):
    files = {"p/data/a.yaml": ONE, "p/tests/data/a.yaml": TWO, "p/examples/a.yaml": TWO}
    assert [actor.id for actor in loaded(zipped(files)).graph.actors] == ["one"]
    assert refusal(loaded(zipped({"p/b/a.yaml": ONE, "p/c/a.yaml": TWO}))) == (
        "x.zip: bad-archive: holds several datasets (p/b, p/c); unpack it and name one folder"
    )


def test_mistakes_in_a_packed_file_have_their_place(loaded):
    (problem,) = loaded(zipped({"a.yaml": b"actors: [{id: X}]\n"})).errors[:1]
    assert str(problem.place) == "x.zip/a.yaml:1:10"


@pytest.mark.parametrize(
    "name", ["/etc/a.yaml", "../a.yaml", "a/../../b.yaml", "C:/a.yaml", "a\x1b.txt", "a\\b.txt"]
)
def test_a_name_that_leads_out_or_hides_something_is_refused(loaded, name):
    files = {"data/a.yaml": ONE, name: ONE}
    assert "bad-archive: holds the name " in refusal(loaded(zipped(files)))
    assert "bad-archive: holds the name " in refusal(loaded(tarred(files), "x.tar"))


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE]
)
def test_a_link_or_device_in_the_place_of_a_data_file_is_refused(loaded, kind):
    assert refusal(loaded(tarred({"data/a.yaml": b""}, kind), "x.tar")) == (
        'x.tar: bad-archive: "data/a.yaml" in it is no plain file; pack the file itself'
    )


def test_a_link_in_a_zip_is_refused_too(loaded):
    assert "is no plain file" in refusal(loaded(zipped({"a.yaml": b"/etc/passwd"}, mode=0o120777)))


def test_a_name_that_stands_twice_is_refused(loaded):
    twice = zipped({"a.yaml": ONE, "b.yaml": TWO}).replace(b"b.yaml", b"a.yaml")
    assert 'holds "a.yaml" twice' in refusal(loaded(twice))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb_is_refused_before_it_fills_the_memory(loaded, pack, monkeypatch):
    monkeypatch.setattr(archives, "MAX_TOTAL", 2**22)
    bomb = pack(tarred({"a.yaml": b" " * 2**23}))
    assert "unpacks to more than 4,194,304 bytes" in refusal(loaded(bomb, "x.tar.gz"))
    small = pack(tarred({"a.yaml": b" " * (2**21 + 2**20)}))
    assert "unpacks to more than 200 times its size" in refusal(loaded(small, "x.tar.gz"))


def test_a_zip_bomb_is_refused_by_what_it_says_of_itself_and_by_what_it_is(loaded, monkeypatch):
    bomb = zipped({"a.yaml": b" " * 2**22})
    assert "unpacks to more than 200 times its size" in refusal(loaded(bomb))
    # The directory lies about the size.
    lying = bomb.replace(struct.pack("<I", 2**22), struct.pack("<I", 10))
    assert "bad-archive" in refusal(loaded(lying))
    monkeypatch.setattr(archives, "MAX_TOTAL", 100)
    assert "unpacks to more than 100 bytes" in refusal(loaded(zipped({"a.yaml": ONE * 9})))


def test_too_many_members_are_refused(loaded, monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    said = "bad-archive: holds more than 3 files; pack the dataset's folder alone"
    assert said in refusal(loaded(zipped(FILES)))
    assert said in refusal(loaded(tarred(FILES), "x.tar"))


@pytest.mark.parametrize("name", KINDS)
def test_an_archive_that_was_cut_off_is_told(loaded, name):
    assert "bad-archive" in refusal(loaded(KINDS[name][: len(KINDS[name]) // 3], name))


@pytest.mark.parametrize("data", [b"", b"PK", b"hello", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"])
def test_what_is_no_archive_is_told(loaded, data):
    assert "bad-archive" in refusal(loaded(data))


def test_an_encrypted_zip_is_told(loaded):
    data = bytearray(zipped({"a.yaml": ONE}, how=zipfile.ZIP_STORED))
    for sign, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(sign) + offset] |= 1
    assert "is encrypted; pack it without a password" in refusal(loaded(bytes(data)))


def test_an_archive_without_data_files_is_told(loaded):
    assert refusal(loaded(zipped({"read.me": b""}))) == (
        "x.zip: bad-archive: holds no *.yaml file; pack the dataset's folder"
    )


def test_a_folder_with_the_name_of_an_archive_is_a_folder(tmp_path):
    (tmp_path / "x.zip").mkdir()
    (tmp_path / "x.zip/a.yaml").write_bytes(ONE)
    assert [actor.id for actor in load(tmp_path / "x.zip").graph.actors] == ["one"]


@pytest.mark.parametrize(
    ("pack", "name"), [(gzip.compress, "x.tgz"), (bz2.compress, "x.tbz"), (lzma.compress, "x.txz")]
)
def test_a_stream_after_the_other_is_read_with_little_copied_for_each(loaded, pack, name):
    tar = tarred({"a.yaml": ONE})
    data = pack(tar[:700]) + pack(b"") * 20_000 + pack(tar[700:])
    before = process_time()
    assert [actor.id for actor in loaded(data, name).graph.actors] == ["one"]
    # With what is left copied for each stream, this took ten times as long, and four times that
    # with twice the streams.
    assert process_time() - before < 3


def test_a_stream_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(loaded, monkeypatch):
    monkeypatch.setattr(archives, "MAX_RATIO", 10)
    assert "unpacks to more than 10 times its size" in refusal(
        loaded(gzip.compress(b"\0" * 2**24), "x.tgz")
    )
