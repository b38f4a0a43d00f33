"""A list is cut into the blocks of its entries, and put together again without a byte changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.patching.blocks import blocks_of, changed
from graph.patching.lines import Lines, line_end, line_start, split_lines
from graph.reading import spans
from messy import messy
from strategies import GRAPHS

TEXT = """\
# file
relations:  # key

  # about a
  - a: 1
    # in a

  # section

  # about b
  - b: 2

  # about c
  -
    c: 3
  # after the list
next: []
"""


def cut_of(text, key="relations"):
    return blocks_of(text, spans(text).item(key))


def test_comments_are_with_what_they_are_about():
    cut = cut_of(TEXT)
    assert [block.text for block in cut.blocks] == [
        "  # about a\n  - a: 1\n    # in a\n",
        "  # about b\n  - b: 2\n",
        "  # about c\n  -\n    c: 3\n",
    ]
    assert [block.gap for block in cut.blocks] == ["", "\n  # section\n\n", "\n"]
    assert (cut.before, cut.after, cut.edge) == (
        "# file\nrelations:  # key\n\n",
        "  # after the list\nnext: []\n",
        2,
    )


@settings(max_examples=30)
@given(GRAPHS, st.integers(0, 2**20))
def test_blocks_joined_are_the_text(graph, seed):
    for data in messy(graph, seed).files.values():
        text = data.decode().removeprefix("\ufeff")
        text += "" if text.endswith("\n") else "\n"
        root = spans(text)
        for node in root.items if root else ():
            if node.style == "-":
                cut = blocks_of(text, node)
                assert cut.joined() == text
                assert len(cut.blocks) == len(node.items)
                same = changed(cut, [block.text for block in cut.blocks], [])
                assert same.joined() == text


@pytest.mark.parametrize(
    ("new", "left"),
    [
        (("", "b", "c"), "  # section\n\nb\nc"),
        (("a", "", "c"), "a\n  # section\n\nc"),
        (("a", "b", ""), "a\n  # section\n\nb"),
        (("", "", "c"), "  # section\n\nc"),
        (("", "", ""), "  # section\n"),
    ],
)
def test_what_is_taken_out_takes_one_blank_line_along_and_leaves_the_section(new, left):
    cut = cut_of(TEXT)
    made = changed(cut, new, [])
    between = made.joined().removeprefix(cut.before).removesuffix(cut.after)
    assert between.rstrip("\n") == left.rstrip("\n")


def test_new_blocks_stand_apart_as_the_others_do():
    cut = cut_of("relations:\n- a: 1\n- b: 2\n")
    made = changed(cut, ["- a: 1\n", "- b: 2\n"], [(0, "- n: 3\n"), (-1, "- m: 4\n")])
    assert made.joined() == "relations:\n- m: 4\n- a: 1\n- n: 3\n- b: 2\n"
    apart = cut_of("relations:\r\n- a: 1\r\n\r\n- b: 2\r\n")
    made = changed(apart, ["- a: 1\r\n", "- b: 2\r\n"], [(1, "- n: 3\r\n")])
    assert made.joined() == "relations:\r\n- a: 1\r\n\r\n- b: 2\r\n\r\n- n: 3\r\n"


@given(st.text(st.sampled_from("ab \n\r\x85\u2028"), max_size=20), st.integers(0, 20))
def test_lines_are_those_of_yaml(text, at):
    assert "".join(split_lines(text)) == text
    at = min(at, len(text))
    begin, end = line_start(text, at), line_end(text, at)
    if not (0 < at < len(text) and text[at - 1 : at + 1] == "\r\n"):
        assert begin <= at <= end
        line = Lines(text).at(at)
        assert Lines(text).start(line) == begin
    assert Lines(text).said(len(text) + 1) == ""
