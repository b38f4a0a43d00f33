"""Bytes -> text, or the one problem that makes them unreadable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.decoding import FORBIDDEN, decode, place_of
from graph.problems import Place, Problem

CONTROL, UTF8 = "control-character", "not-utf-8"


def told(data):
    """Give the problem of some bytes as line, column, code and message."""
    problem = decode(data, "a.yaml")
    assert isinstance(problem, Problem)
    assert (problem.place.file, problem.severity) == ("a.yaml", "error")
    return problem.place.line, problem.place.column, problem.code, problem.message


@pytest.mark.parametrize(
    "text",
    ["", "a: b\n", "a:\tb\r\nc\r", "یکم: جبهه\u200cی", "\x85\u2028\u2029\xa0", "👩\u200d💻"],
)
def test_text_is_given_as_it_is_with_or_without_a_byte_order_mark(text):
    assert decode(text.encode(), "a.yaml") == text
    assert decode(b"\xef\xbb\xbf" + text.encode(), "a.yaml") == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_utf_16_and_utf_32_are_named(encoding):
    assert told("actors: []".encode(encoding)) == (
        1,
        1,
        UTF8,
        "the file is UTF-16 or UTF-32; save it as UTF-8",
    )


@pytest.mark.parametrize(
    ("data", "line", "column", "byte"),
    [
        (b"\xc0\xaf", 1, 1, "C0"),
        (b"a: caf\xe9\n", 1, 7, "E9"),
        ("é\r\nب: ".encode() + b"\x93x", 2, 4, "93"),
        (b"a\rb\rc\xed\xa0\x80", 3, 2, "ED"),
        (b"a\n\xc3", 2, 1, "C3"),
        (b"\xef\xbb\xbfa\xff", 1, 2, "FF"),
    ],
)
def test_bytes_that_are_no_utf_8_are_told_at_the_first_of_them(data, line, column, byte):
    said = f"byte 0x{byte} is not UTF-8 (an older encoding?); save the file as UTF-8"
    assert told(data) == (line, column, UTF8, said)


@pytest.mark.parametrize(
    "code",
    [0, 7, 0x1A, 0x1B, 0x7F, 0x80, 0x9B, 0x200B, 0x202A, 0x202E, 0x2060, 0x2066, 0xFEFF, 0xFFFE],
)
def test_a_character_that_hides_or_fakes_text_is_told(code):
    data = f"a: 1\nbé: {chr(code)}x\n".encode()
    said = f"invisible character U+{code:04X}; delete it"
    assert told(data) == (2, 5, CONTROL, said)


@pytest.mark.parametrize(
    "marker", ["<<<<<<< HEAD", ">>>>>>> topic", "=======", "||||||| merged common ancestors"]
)
def test_a_merge_conflict_is_told_where_it_stands(marker):
    said = f'an unresolved merge conflict ("{marker[:7]}"); choose a side'
    assert told(f"actors: []\n{marker}\nx: y\n".encode()) == (2, 1, "conflict-marker", said)


@pytest.mark.parametrize(
    "text", ["a: =======\n", "# <<<<<<<\n", "a: |\n  >>>>>>> x\n", "========\n"]
)
def test_signs_that_only_look_like_a_conflict_are_text(text):
    assert decode(text.encode(), "a.yaml") == text


@given(st.text(st.sampled_from("ab\n\r\x85\u2028é😀"), max_size=30), st.integers(0, 30))
def test_a_place_counts_lines_as_yaml_does_and_columns_in_characters(text, offset):
    offset = min(offset, len(text))
    if text[offset - 1 : offset + 1] == "\r\n":
        offset -= 1  # between the two no character begins
    lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", text[:offset])
    assert place_of(text, offset, "f") == Place("f", len(lines), len(lines[-1]) + 1)


@given(st.binary(max_size=60))
def test_any_bytes_give_a_text_without_forbidden_characters_or_a_problem(data):
    found = decode(data, "f")
    if isinstance(found, str):
        assert re.search(FORBIDDEN, found) is None
        assert found.encode() == data.removeprefix(b"\xef\xbb\xbf")
    else:
        assert found.code in {UTF8, CONTROL, "lfs-pointer"}


def test_a_pointer_of_git_lfs_is_told():
    data = b"version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 3\n"
    assert str(decode(data, "a.yaml")) == (
        "a.yaml:1:1: lfs-pointer: a pointer of Git LFS, not the file; "
        "run git lfs pull, or keep data out of LFS"
    )
