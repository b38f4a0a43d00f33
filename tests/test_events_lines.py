"""Text files as other programs leave them: line ends, heads in the middle, marks and odd bytes."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventful import COLUMNS, DYADIC, folded, ged
from graph.events import line_ends
from graph.events.engine import connect
from graph.events.folding import fold
from graph.events.values import DyadQuery, EventsError

HEAD = b"a,b,day"


def counted(path, content):
    """Give events by pair and year, and the reasons of rows that are in none."""
    path.write_bytes(content)
    found = folded(path, reader=COLUMNS)
    return {(d.source, d.target, d.period): d.events for d in found.dyads}, found.tally.reasons


@pytest.mark.parametrize(
    "content",
    [
        HEAD + b"\nx,y,2015\r\nx,z,2016\n",
        HEAD + b"\r\nx,y,2015\nx,z,2016\r\n",
        HEAD + b"\nx,y,2015\rx,z,2016\n",
        HEAD + b"\rx,y,2015\rx,z,2016\r",
        HEAD + b"\r\nx,y,2015\r\r\nx,z,2016\r\n",
        HEAD + b"\nx,y,2015\r\nx,z,2016",
        HEAD + b'\nx,y,"2015"\r\n"x","z","2016"\r\n',
        HEAD + b'\r\n"x",y,2015\r\n"x","z","2016"\n',
        b"\xef\xbb\xbf" + HEAD + b"\r\nx,y,2015\nx,z,2016\n",
    ],
)
def test_lines_that_end_in_several_ways_are_all_read(tmp_path, content):
    found = counted(tmp_path / "t.csv", content)
    assert found == ({("x", "y", "2015"): 1, ("x", "z", "2016"): 1}, {})


@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from(["\n", "\r\n", "\r"])), min_size=2),
    st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_however_lines_end_each_is_one_row(tmp_path_factory, lines, last):
    text = "a,b,day" + lines[0][1]
    for quoted, end in lines:
        text += ('"x","y","2015"' if quoted else "x,y,2015") + end
    path = tmp_path_factory.mktemp("lines") / "t.csv"
    found = counted(path, (text if last else text.rstrip("\r\n")).encode())
    assert found == ({("x", "y", "2015"): len(lines)}, {})


@pytest.mark.parametrize(
    ("content", "mixed"),
    [
        (b"", False),
        (b"a\nb\n", False),
        (b"a\r\nb\r\n", False),
        (b"a\rb\r", False),
        (b"a\nb\r\n", True),
        (b"a\r\nb\n", True),
        (b"a\nb\r", True),
        (b'a\r\n"b\nc"\r\n', False),
        (b'a\r\n"b\nc"\n', True),
        (b'a\r\n"b\nc\r\n', True),
    ],
)
@pytest.mark.parametrize("part", [1, 2, 3, 1 << 18])
def test_a_line_end_inside_quotes_is_text_and_none_is_cut_in_two(
    tmp_path, monkeypatch, content, mixed, part
):
    monkeypatch.setattr(line_ends, "_PART", part)
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    assert line_ends.are_mixed(str(path), quoted=True) is mixed
    line_ends.even(str(path), str(tmp_path / "even"))
    assert (tmp_path / "even").read_bytes() == b"\n".join(content.splitlines()) + (
        b"\n" if content else b""
    )


def test_only_uneven_files_are_copied_and_the_copy_is_gone_afterwards(tmp_path, monkeypatch):
    copied = []
    even = line_ends.even
    monkeypatch.setattr(line_ends, "even", lambda *both: (copied.append(both[0]), even(*both)))
    room = tmp_path / "room"
    room.mkdir()
    good, bad = tmp_path / "a.csv", tmp_path / "b.csv"
    good.write_bytes(HEAD + b'\r\n"x\ny",y,2015\r\n')
    bad.write_bytes(HEAD + b"\r\nx,z,2016\n")
    with connect() as engine:
        found = fold(
            [str(good), str(bad)], DyadQuery(), engine=engine, reader=COLUMNS, temp_dir=str(room)
        )
    assert (found.tally.rows, copied, os.listdir(room)) == (2, [str(bad)], [])


def test_a_copy_that_does_not_fit_says_where_to_put_it(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_bytes(HEAD + b"\r\nx,z,2016\n")
    usage = line_ends.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(line_ends.shutil, "disk_usage", lambda _: usage._replace(free=5))
    with pytest.raises(EventsError, match="name a larger folder with --temp-dir") as caught:
        folded(path, reader=COLUMNS)
    assert str(caught.value).startswith(f"{path}: its lines end in several ways")


def test_a_head_in_the_middle_is_told_as_one(tmp_path):
    one = ged(tmp_path / "a.csv", {}, {})
    mark = b"\xef\xbb\xbf"
    both = tmp_path / "both.csv"
    both.write_bytes(one.read_bytes() + one.read_bytes().replace(b"\n", b"\r\n"))
    found = folded(both)
    assert (found.tally.rows, found.tally.reasons, found.tally.bad) == (5, {"head": 1}, 0)
    dyadic = DYADIC.read_bytes()
    both.write_bytes(dyadic + mark + dyadic)
    assert folded(both).tally.reasons["head"] == 1


def test_a_last_line_without_its_end_counts(tmp_path):
    assert counted(tmp_path / "t.csv", HEAD + b"\nx,y,2015\nx,z,2016")[0] == {
        ("x", "y", "2015"): 1,
        ("x", "z", "2016"): 1,
    }


def test_lines_inside_quotes_are_one_row(tmp_path):
    found, reasons = counted(tmp_path / "t.csv", HEAD + b'\n"x\n1",y,2015\n"x\r\n1",y,2016\n')
    assert (sum(found.values()), reasons) == (2, {})


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-32"])
def test_other_encodings_are_named_with_what_to_do(tmp_path, code):
    path = tmp_path / "t.csv"
    path.write_bytes("a,b,day\nx,y,2015\n".encode(code))
    with pytest.raises(EventsError, match=r"UTF-16, or no text at all.*save it as UTF-8"):
        folded(path, reader=COLUMNS)


def test_single_letters_of_latin_1_cost_their_rows_alone(tmp_path):
    content = HEAD + "\nMärz,y,2015\nx,z,2016\n".encode("latin-1")
    assert counted(tmp_path / "t.csv", content) == ({("x", "z", "2016"): 1}, {"bad-text": 1})


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_line_that_an_open_quote_swallows_is_told(tmp_path, end):
    rows = ["a,b,day", "x,y,2015", 'x,"y,2015', *["x,z,2016"] * 50_000, 'x,"q",2017', "x,w,2016"]
    found, reasons = counted(tmp_path / "t.csv", end.join([*rows, ""]).encode())
    assert sum(found.values()) + sum(reasons.values()) == len(rows) - 1
    assert reasons["open-quote"] > 50_000


def test_lines_are_counted_however_they_end(tmp_path):
    path = tmp_path / "t"
    for content, many in [(b"", 0), (b"a", 1), (b"a\n", 1), (b"a\r\nb", 2), (b"a\rb\r", 2)]:
        path.write_bytes(content)
        assert line_ends.lines(str(path)) == many
