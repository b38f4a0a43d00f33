"""Places that stay: the table beside the data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.keeping import FARTHEST, Kept, kept_file, parse_kept, read_kept, table

HEAD = "actor,x,y,pinned\n"
NOTHING = Kept({}, frozenset())
SPOTS = st.tuples(st.integers(-FARTHEST, FARTHEST), st.integers(-FARTHEST, FARTHEST))
IDS = st.text("ab9-", min_size=1)


@given(st.dictionaries(IDS, SPOTS), st.data())
def test_what_is_written_is_read_again(spots, data):
    pinned = data.draw(st.frozensets(st.sampled_from(sorted(spots)))) if spots else frozenset()
    kept = Kept(spots, pinned)
    assert parse_kept(table(kept), "p.csv") == (kept, [])


def test_one_actor_a_line_in_the_order_of_their_ids():
    kept = Kept({"b": (1, -2), "a-b": (30, 4)}, frozenset({"b"}))
    assert table(kept) == f"{HEAD}a-b,30,4,\nb,1,-2,pinned\n"


def test_spaces_empty_lines_and_line_ends_of_windows_are_no_matter():
    text = "actor, x, y, pinned\r\n\r\n a , +1 , -2 , pinned \r\n"
    assert parse_kept(text, "p.csv") == (Kept({"a": (1, -2)}, frozenset({"a"})), [])


def test_an_empty_file_keeps_nothing():
    assert parse_kept("", "p.csv") == (NOTHING, [])


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a,1,2,\n", 1, "the first line is not actor,x,y,pinned"),
        (HEAD + "a,1,2\n", 2, "3 cells, not the four of actor,x,y,pinned"),
        (HEAD + "a,1,2,\n,1,2,\n", 3, "no actor is named"),
        (HEAD + "a,1,2,\n\na,3,4,\n", 4, '"a" stands here twice; keep one of the lines'),
        (HEAD + "a,1.5,2,\n", 2, '"1.5" is not a whole number from -100000 to 100000'),
        (HEAD + "a,1,100001,\n", 2, '"100001" is not a whole number from -100000 to 100000'),
        (HEAD + "a,1,nan,\n", 2, '"nan" is not a whole number from -100000 to 100000'),
        (HEAD + "a,1,٣,\n", 2, '"٣" is not a whole number from -100000 to 100000'),
        (HEAD + "a,1,2,yes\n", 2, '"yes" is not "pinned" or nothing'),
    ],
)
def test_a_bad_line_is_told_with_its_place_and_left_out(text, line, message):
    kept, problems = parse_kept(text, "p.csv")
    assert [str(problem) for problem in problems] == [f"p.csv:{line}:1: bad-position: {message}"]
    assert kept.spots.keys() <= {"a"}


def test_good_lines_beside_a_bad_one_are_kept():
    kept, problems = parse_kept(HEAD + "a,1,2,\nb,x,2,\nc,3,4,pinned\n", "p.csv")
    assert kept == Kept({"a": (1, 2), "c": (3, 4)}, frozenset({"c"}))
    assert len(problems) == 1


def test_the_table_is_in_the_folder_or_beside_the_one_file(tmp_path):
    assert kept_file(str(tmp_path)) == str(tmp_path / "positions.csv")
    assert kept_file(str(tmp_path / "a.b.yaml")) == str(tmp_path / "a.b.positions.csv")


def test_no_file_keeps_nothing_and_one_that_cannot_be_read_is_a_problem(tmp_path):
    file = tmp_path / "positions.csv"
    assert read_kept(str(file)) == (NOTHING, [])
    file.write_bytes(b"actor,x,y,pinned\n\xff,1,2,\n")
    kept, (problem,) = read_kept(str(file))
    assert (kept, problem.code, problem.place.line) == (NOTHING, "not-utf-8", 2)
    file.unlink()
    file.symlink_to(tmp_path / "gone")
    kept, (problem,) = read_kept(str(file))
    assert (kept, problem.place.file) == (NOTHING, str(file))
