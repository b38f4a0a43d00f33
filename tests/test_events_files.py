"""Files: found, unpacked, told apart, and every way in which they are no event data."""

import errno
import gzip
import os
import random
import shutil
import threading
import zipfile
from types import SimpleNamespace

import pytest

from eventful import COLUMNS, DYADIC, GDELT, folded, ged, table
from graph.events import engine, engine_duckdb, files, folding, unpacking
from graph.events.engine import MOST_THREADS, connect
from graph.events.values import DyadQuery, EventsError, Limits


def failing(*paths, fault="data", **query):
    """Give the line of a failure; it is one line, and says where."""
    with pytest.raises(EventsError) as caught:
        folded(*paths, **query)
    said = str(caught.value)
    assert "\n" not in said
    assert caught.value.fault == fault
    return said


def test_folders_and_patterns_mean_their_data_files(tmp_path):
    for name in ("b.csv", "a.csv"):
        ged(tmp_path / name, {})
    (tmp_path / "readme.md").write_text("no data")
    (tmp_path / ".hidden.csv").write_text("no data")
    (tmp_path / "inner").mkdir()
    names = [str(tmp_path / name) for name in ("a.csv", "b.csv")]
    assert files.find([str(tmp_path)]) == names
    assert files.find([str(tmp_path / "*.csv"), names[1]]) == names
    found = folded(tmp_path)
    assert (found.tally.files, found.tally.rows, found.dyads[0].events) == (2, 2, 2)


def test_a_pattern_may_go_into_folders_in_folders(tmp_path, monkeypatch):
    names = ["a.csv", "x/a.csv", "x/y/z/b.csv", "x[1]/c.csv"]
    for name in (*names, "x/readme.md", ".git/d.csv", "x/.e.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("no data")
    # Links that lead back, of which each step would double the ways.
    for name in ("x/up", "x/round"):
        (tmp_path / name).symlink_to(tmp_path / "x")
    monkeypatch.chdir(tmp_path)
    assert files.find(["**/*.csv"]) == names
    assert files.find(["./x*/**/*.csv"]) == [f"./{name}" for name in names[1:]]
    whole = [str(tmp_path / name) for name in names]
    assert files.find([str(tmp_path / "**" / "*.csv")]) == whole
    assert files.find([str(tmp_path / "**" / "**" / "y" / "**" / "*.csv")]) == [whole[2]]
    assert files.find(["x/**"]) == ["x/a.csv", "x/readme.md", "x/y/z/b.csv"]
    with pytest.raises(EventsError, match=r"^no/\*\*/\*\.csv: no file fits this pattern$"):
        files.find(["no/**/*.csv"])


def test_a_folder_in_a_folder_that_cannot_be_looked_into_is_not_passed_over(tmp_path, monkeypatch):
    def refuse(top, onerror, **_):
        onerror(PermissionError(errno.EACCES, "Permission denied", os.path.join(top, "in")))
        return iter(())

    monkeypatch.setattr(files.os, "walk", refuse)
    with pytest.raises(EventsError, match=r"in: permission denied$"):
        files.find([str(tmp_path / "**" / "*.csv")])


def test_a_file_that_is_named_in_two_ways_is_read_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = ged(tmp_path / "a.csv", {})
    (tmp_path / "link.csv").symlink_to(path)
    assert files.find(["a.csv", "./a.csv", str(path), "link.csv", "*.csv"]) == ["a.csv"]
    assert folded("a.csv", path).tally.rows == 1


@pytest.mark.parametrize("packed", ["x.zip", "x.csv.gz", "X.CSV.GZ"])
def test_a_file_that_lies_there_packed_and_open_does_not_count_twice(tmp_path, packed):
    plain = ged(tmp_path / "x.csv", {})
    if packed == "x.zip":
        with zipfile.ZipFile(tmp_path / packed, "w") as archive:
            archive.write(plain, "in/x.csv")
    else:
        (tmp_path / packed).write_bytes(gzip.compress(plain.read_bytes()))
    said = failing(plain, tmp_path / packed)
    twice = f"holds the same as {plain} and would count twice; name one of them"
    assert said == f"{tmp_path / packed} {twice}"
    ged(plain, {"side_a": "Z"})
    assert folded(tmp_path).tally.rows == 2


@pytest.mark.parametrize("name", ["a*.csv", "a[1].csv", "it's.csv", "a?.csv", "ab.csv"])
def test_a_file_name_is_no_pattern_once_found(tmp_path, name):
    ged(tmp_path / "a1.csv", {}, {})
    ged(tmp_path / name, {})
    assert folded(tmp_path / name).tally.rows == 1


def test_gzip_is_read_too(tmp_path):
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(ged(tmp_path / "x.csv", {}).read_bytes()))
    assert folded(path).dyads == folded(tmp_path / "x.csv").dyads


def test_unpacked_files_are_gone_afterwards(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(GDELT, GDELT.name)
        archive.writestr("readme.html", "no data")
    room = tmp_path / "room"
    room.mkdir()
    with connect() as engine:
        folding.fold([str(path)], DyadQuery(), engine=engine, temp_dir=str(room))
    assert os.listdir(room) == []


def test_missing_files_and_folders_are_named(tmp_path):
    assert failing(tmp_path / "no.csv") == f"{tmp_path}/no.csv: there is no such file"
    assert failing(tmp_path / "*.csv").endswith("no file fits this pattern")
    assert "no data file" in failing(tmp_path)
    os.mkfifo(tmp_path / "pipe.csv")
    assert "no regular file" in failing(tmp_path / "pipe.csv")


@pytest.mark.parametrize(
    ("name", "said"),
    [("s3://b/x.parquet", "DuckDB reads files of this machine"), ("s3://b/x.csv", "only Parquet")],
)
def test_files_elsewhere_are_not_for_duckdb(name, said):
    with pytest.raises(EventsError, match=said):
        folded(name, reader=COLUMNS)


def test_a_truncated_zip_says_so(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(GDELT, GDELT.name)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "no whole zip file (was the download cut off?)" in failing(path)
    spoiled = bytearray(whole)
    spoiled[200:220] = bytes(20)
    path.write_bytes(bytes(spoiled))
    assert "no whole zip file" in failing(path)


def test_what_is_wrong_in_a_zip_is_told_by_the_name_of_the_zip(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.csv", "a,b,c\n1,2,3\n")
    assert failing(path).startswith(f"{path}: no kind of event data")


def test_of_several_files_in_a_zip_the_one_that_is_wrong_is_named(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("in/x.csv", "a,b,day\nx,y,2015\n")
        archive.writestr("readme.txt", "no data")
    said = failing(path, reader=COLUMNS)
    assert f"{path}/readme.txt: the columns differ from those of {path}/in/x.csv" in said


@pytest.mark.parametrize("name", ["readme.html", "packed.csv.gz", "x.csv/"])
def test_a_zip_without_data_says_so(tmp_path, name):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "no data")
    assert "holds no data file" in failing(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_spoiled_zip_is_one_line_wherever_it_is_spoiled(tmp_path, method):
    path, chance = tmp_path / "x.zip", random.Random(5)
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("é.csv", GDELT.read_bytes()[:2000])
    whole, said = path.read_bytes(), set()
    for _ in range(150):
        spoiled = bytearray(whole)
        spoiled[chance.randrange(len(whole))] = chance.randrange(256)
        spoiled[-1 - chance.randrange(120)] = chance.randrange(256)
        path.write_bytes(spoiled)
        try:
            unpacking._unzip(str(path), str(tmp_path), 0)
        except EventsError as error:
            said.add(str(error).removeprefix(str(path)).partition("(")[0])
    assert ": no whole zip file " in said
    assert not any("cannot be unpacked" in line for line in said)


def test_a_truncated_gzip_says_so(tmp_path):
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(DYADIC.read_bytes())[:2000])
    assert "no whole gzip file (was the download cut off?)" in failing(path)


def test_a_zip_that_does_not_fit_says_where_to_unpack_it(tmp_path, monkeypatch):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(GDELT, GDELT.name)
    usage = unpacking.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(unpacking.shutil, "disk_usage", lambda _: usage._replace(free=10))
    assert "name a larger folder with --temp-dir" in failing(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\n", "the file is empty"),
        (b"\xff\xfea\0", "not UTF-8 text"),
        (b"a\0b", "not UTF-8 text"),
        (b"n\xe4me,b\n1,2\n", "not UTF-8 text"),
        (b"a,b,c\n1,2,3\n", "name its columns with --columns"),
        (b"side_a,side_b,date_start,date_end,low,best,high\n1\n", "lacks type_of_violence"),
        (b"1\t2\t3\n", "no head, and 3 columns; GDELT"),
    ],
)
def test_what_is_no_event_data_is_told_apart(tmp_path, content, said):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert said in failing(path)


def test_a_reader_that_is_named_says_which_columns_are_missing(tmp_path):
    path = table(tmp_path / "x.csv", "1,2,3")
    assert failing(path, reader="acled").startswith(f"{path}: no column event_date, event_type")
    assert "3 columns" not in failing(path, reader="gdelt")


def test_a_head_without_rows_says_so(tmp_path):
    assert "no row of data under the head" in failing(ged(tmp_path / "x.csv"))


def test_two_columns_of_one_name_are_not_chosen_from(tmp_path):
    path = table(tmp_path / "t.csv", "x,y,2015,2016", head="a,b,day,Day")
    assert failing(path, reader=COLUMNS) == (
        f'{path}: several columns are called "Day"; rename all but one'
    )
    other = table(tmp_path / "u.csv", "x,y,2015,1,2", head="a,b,day,n,n")
    assert folded(other, reader=COLUMNS).dyads[0].events == 1


def test_a_head_that_is_not_seen_whole_says_so(tmp_path):
    path = table(tmp_path / "t.csv", "x,y,2015", head="a,b,day" + ",more" * 20_000)
    assert failing(path, reader=COLUMNS).startswith(f"{path}:1: the first line is longer than")


def test_a_folder_that_cannot_be_read_says_so(tmp_path, monkeypatch):
    def refuse(_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(files.os, "listdir", refuse)
    assert failing(tmp_path) == f"{tmp_path}: permission denied"


def test_files_of_two_kinds_are_not_mixed(tmp_path):
    one = ged(tmp_path / "a.csv", {})
    other = table(tmp_path / "b.csv", "1,2,3")
    assert "the columns differ from those of" in failing(one, other)
    (tmp_path / "c.parquet").write_bytes(b"PAR1")
    assert "ask for one kind at a time" in failing(one, tmp_path / "c.parquet")
    short = "\n".join("\t".join(["1"] * 58) for _ in range(2))
    (tmp_path / "old.csv").write_text(short)
    assert "ask for GDELT 1.0 and 2.0 apart" in failing(GDELT, tmp_path / "old.csv")


def test_what_is_no_parquet_says_so(tmp_path):
    (tmp_path / "c.parquet").write_bytes(b"no parquet at all")
    said = failing(tmp_path / "c.parquet")
    assert "c.parquet is no whole Parquet file" in said
    assert "fetch or write it again" in said


def test_rows_of_the_wrong_width_are_counted_and_the_rest_is_read(tmp_path):
    path = table(tmp_path / "t.csv", "x,y,2015", "x,y", "x,y,2015,more", "y,x,2016")
    found = folded(path, reader=COLUMNS)
    assert found.tally.reasons == {"wrong-width": 2}
    assert found.tally.rows == 4
    assert sum(dyad.events for dyad in found.dyads) == 2


def test_bytes_that_are_no_text_are_counted(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b,day\nx,y,2015\nx,\xff\xfe,2015\n")
    found = folded(path, reader=COLUMNS)
    assert (found.tally.rows, found.tally.reasons) == (2, {"bad-text": 1})


def test_a_row_that_is_read_twice_is_counted_once(tmp_path):
    path = ged(tmp_path / "x.csv", {}, {})
    path.write_text(path.read_text() + "short\n")
    found = folded(path, reader="ucdp-ged")
    assert (found.tally.rows, found.tally.reasons) == (3, {"wrong-width": 1})


def test_no_good_row_at_all_is_a_failure(tmp_path):
    path = table(tmp_path / "t.csv", "x,y,never", "x,y,soon")
    said = failing(path, reader=COLUMNS)
    assert said == "not one of 2 rows can be read: 2 rows without a date that can be read"


def test_a_file_that_changes_while_it_is_read_gives_nothing(tmp_path):
    path = table(tmp_path / "t.csv", "x,y,2015")
    with (
        pytest.raises(EventsError, match="changed while it was read"),
        connect() as engine,
        folding.reading([str(path)], engine, COLUMNS),
    ):
        path.write_text(path.read_text() + "x,z,2016\n")


@pytest.mark.parametrize(
    ("fault", "told"),
    [("data", r"t\.csv changed while it was read; .* run again$"), ("usage", "^as it was$")],
)
def test_a_file_that_is_cut_off_while_it_is_read_is_why_reading_fails(tmp_path, fault, told):
    path = table(tmp_path / "t.csv", *(f"x{n},y,2015" for n in range(9)))

    def cut(engine):
        with folding.reading([str(path)], engine, COLUMNS):
            os.truncate(path, 9)
            raise EventsError("as it was", fault)

    with connect() as engine, pytest.raises(EventsError, match=told):
        cut(engine)


def test_a_download_that_goes_on_while_it_is_unpacked_is_told_as_that(tmp_path, monkeypatch):
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(b"a,b,day\nx,y,2015\n")[:-9])
    copy = shutil.copyfileobj

    def late(*words):
        path.write_bytes(path.read_bytes() + b"more")
        copy(*words)

    monkeypatch.setattr(unpacking.shutil, "copyfileobj", late)
    assert "changed while it was read" in failing(path, reader=COLUMNS)


def test_what_was_made_of_a_file_that_changed_is_not_kept(tmp_path):
    path = table(tmp_path / "t.csv", "x,y,2015")
    with connect() as engine:
        write = engine.write

        def late(*words):
            write(*words)
            path.write_text(path.read_text() + "x,z,2016\n")

        engine.write = late
        out = str(tmp_path / "o.csv")
        with pytest.raises(EventsError, match="changed while"):
            folding.save([str(path)], DyadQuery(), out, "csv", engine=engine, reader=COLUMNS)
    assert os.listdir(tmp_path) == ["t.csv"]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(memory="much"), "--memory-limit"),
        (Limits(memory="1GB; DROP"), "--memory-limit"),
        (
            Limits(threads=MOST_THREADS + 1),
            f"--threads {MOST_THREADS + 1}: one machine gets at most",
        ),
        (Limits(temp_dir="/nowhere/at/all"), "--temp-dir /nowhere/at/all: there is no such folder"),
    ],
)
def test_limits_that_are_none_are_refused(limits, said):
    with pytest.raises(EventsError, match=said) as caught:
        connect(limits=limits)
    assert caught.value.fault == "usage"


def test_a_cluster_may_have_more_threads_than_one_machine(monkeypatch):
    opened = []
    module = SimpleNamespace(connect=lambda limits, _tell: opened.append(limits.threads))
    monkeypatch.setattr(engine, "import_module", lambda _name: module)
    connect("spark", Limits(threads=MOST_THREADS + 1, master="spark://host:7077"))
    assert opened == [MOST_THREADS + 1]
    for master in ("", "local[*]"):
        with pytest.raises(EventsError, match="one machine gets at most"):
            connect("spark", Limits(threads=MOST_THREADS + 1, master=master))


def test_a_thread_that_the_machine_does_not_give_is_told(tmp_path, monkeypatch):
    def refuse(_thread):
        raise RuntimeError("can't start new thread")

    path = table(tmp_path / "t.csv", "x,y,2015")
    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert "ask for fewer with --threads" in failing(path, fault="usage", reader=COLUMNS)


def test_too_little_memory_says_what_to_give(tmp_path):
    rows = (f"actor{i % 997},actor{i % 991},2015-01-{i % 28 + 1:02}" for i in range(60_000))
    path = table(tmp_path / "t.csv", *rows)
    full = Limits(memory="3MB", threads=1, temp_dir=str(tmp_path))
    with (
        pytest.raises(EventsError, match="--memory-limit and --temp-dir"),
        connect(limits=full) as engine,
    ):
        folding.fold([str(path)], DyadQuery(period="day"), engine=engine, reader=COLUMNS)


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("IO Error: Could not write: No space left on device", "name a larger one with --temp-dir"),
        ("Out of Memory Error: failed to offload (max_temp_directory_size)", "--temp-dir"),
        ("Invalid Input Error: odd\nsecond line.", "the data cannot be read: odd"),
    ],
)
def test_what_duckdb_says_becomes_one_line_with_advice(said, advice):
    told = engine_duckdb._advice(Exception(said), ["t.csv"])
    assert told.endswith(advice)
    assert "\n" not in told


@pytest.mark.parametrize(
    ("said", "number", "reason"),
    [
        (
            r'IO Error: failed: {"said":"no \"/x/tmp_.o.csv.ab\": File too large","errno":"27"}',
            27,
            "File too large",
        ),
        (
            'IO Error: Could not write file "/x/.o.csv.ab": No space left on device',
            0,
            "No space left on device",
        ),
        ('IO Error: Cannot open file "/x/.o.csv.ab"', 0, 'Cannot open file "/x/.o.csv.ab"'),
    ],
)
def test_what_duckdb_says_of_a_file_it_cannot_write_is_the_reason(said, number, reason):
    told = engine_duckdb._unwritten(Exception(said), "/x/.o.csv.ab")
    assert (told.errno, told.strerror) == (number, reason)
    assert engine_duckdb._unwritten(Exception(said), "/x/.p.csv.ab") is None
    assert engine_duckdb._unwritten(Exception(said), "") is None


def test_an_engine_that_is_not_installed_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    with pytest.raises(EventsError, match=r"pip install 'whowhom\[events\]'") as caught:
        connect()
    assert caught.value.fault == "usage"


def test_an_unknown_engine_is_named():
    with pytest.raises(EventsError, match='no engine "spork"'):
        connect("spork")


def test_a_name_that_is_no_utf_8_is_refused_by_name(tmp_path):
    path = os.path.join(os.fsencode(tmp_path), b"a\xff.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("a,b,day\nx,y,2015\n")
    with pytest.raises(EventsError, match="name is not UTF-8; rename it"):
        folded(os.fsdecode(path), reader=COLUMNS)


def test_what_was_interrupted_is_waited_for_through_every_further_ctrl_c():
    from graph.events.engine_duckdb import _ended

    class Done(threading.Event):
        waits = 0

        def wait(self):
            self.waits += 1
            if self.waits < 3:
                raise KeyboardInterrupt
            self.set()
            return True

    done = Done()
    _ended(done)
    assert done.waits == 3
