"""Text for people: as wide as the terminal, coloured by polarity, straight in every script."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.cells import padded, width, wrapped
from graph.escaping import json_escaped, one_line, shown
from graph.lines import Part, line, polar
from graph.report import Report
from graph.showing import BASIC, PLAIN, RICH, to_text

ROWS = Report(
    "who",
    columns=("who", "relation", "whom", "when"),
    rows=[
        ("Islamic Emirate of Afghanistan", "hosts", "al-Qaeda", "1996 - 2001-12"),
        ("طالبان", "fights", "基地组织", "since 2021-08"),
    ],
    signs=(1, -1),
    title="Who does what",
    foot=("2 relations; counted: relations that hold on at least one day of 2021",),
)
BLOCKS = Report(
    "show",
    title="Alpha",
    lead=("a - state",),
    blocks=[("2015: A fights B", ("why " * 30, "- Title, 2020", "  <https://x.org/" + "a" * 60))],
    signs=(-1,),
    foot=("1 relation",),
)
SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("ab", 2),
        ("é", 1),
        ("e\u0301", 1),
        ("طالبان", 6),
        ("طَالب", 4),
        ("داعش\u200cخ", 5),
        ("基地组织", 8),
        ("ＡＢ", 4),  # noqa: RUF001 - full-width letters are meant
        ("👩", 2),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("a\u00adb", 3),
    ],
)
def test_a_width_is_counted_in_columns_of_a_terminal(text, columns):
    assert width(text) == columns


def test_rows_of_any_script_line_up():
    text = to_text(Report("x", columns=("a", "b"), rows=[("基地", "x"), ("طالبان", "x")]))
    assert [width(line) for line in text.splitlines()[:3]] == [len("123456  b")] * 3


WORDS = st.text(st.sampled_from("ab-/é基ط\u0301\u200c "), max_size=60)


@given(WORDS, st.integers(2, 40), st.integers(0, 10))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text, columns, hang):
    lines = wrapped(text, columns, hang)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(WORDS, st.integers(1, 40))
def test_a_mark_stays_with_its_letter(text, columns):
    lines = wrapped("x" + text, columns)
    assert not any(line.lstrip(" ").startswith(("\u0301", "\u200c")) for line in lines[1:]) or (
        " \u0301" in text or " \u200c" in text
    )


def test_a_path_may_stay_whole_where_it_does_not_fit():
    assert wrapped("see https://example.org/a", 10, whole=True) == ["see", "https://example.org/a"]
    assert wrapped("a-b-c-d-e", 4) == ["a-b-", "c-d-", "e"]
    assert padded("基", 4) == "基  "


@pytest.mark.parametrize("columns", [1, 2, 5, 12, 20, 33, 40, 60, 80, 120, 200])
def test_a_table_fits_every_terminal(columns):
    lines = to_text(ROWS, columns).splitlines()
    assert max(map(width, lines)) <= max(columns, 2)
    told = "".join("".join(lines).split())
    assert told.count("Afghanistan") == 1
    assert not any(line.endswith(" ") for line in lines)


def test_a_wide_terminal_shows_what_a_pipe_gets():
    assert to_text(ROWS, 200) == to_text(ROWS)


def test_a_narrow_table_wraps_at_blanks():
    assert to_text(ROWS._replace(title="", foot=()), 50).splitlines() == [
        "who             relation  whom      when",
        "Islamic         hosts     al-Qaeda  1996 - 2001-12",
        "Emirate of",
        "Afghanistan",
        "طالبان          fights    基地组织  since 2021-08",
        "",
    ]


def test_a_terminal_too_narrow_for_columns_gets_one_line_a_cell():
    assert to_text(ROWS._replace(title="", foot=()), 20).splitlines() == [
        "who: Islamic Emirate",
        "  of Afghanistan",
        "relation: hosts",
        "whom: al-Qaeda",
        "when: 1996 - 2001-12",
        "",
        "who: طالبان",
        "relation: fights",
        "whom: 基地组织",
        "when: since 2021-08",
        "",
    ]


def test_colour_is_polarity_and_takes_no_room():
    text = to_text(ROWS, 60, RICH)
    assert SEQUENCE.sub("", text) == to_text(ROWS, 60)
    assert "\x1b[38;5;32mhosts\x1b[0m" in text
    assert "\x1b[38;5;166mfights\x1b[0m" in text
    assert set(SEQUENCE.findall(text)) == {
        *("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[38;5;32m", "\x1b[38;5;166m"),
    }
    assert "\x1b[31mfights\x1b[0m" in to_text(ROWS, 60, BASIC)
    assert "\x1b[31mrelation: fights\x1b[0m" in to_text(ROWS, 20, BASIC)
    assert "\x1b" not in to_text(ROWS, 60, PLAIN)
    neutral = ROWS._replace(signs=(0, 0))
    assert "38;5" not in to_text(neutral, 60, RICH)


def test_a_block_is_coloured_by_its_relation():
    assert "\x1b[1;38;5;166m2015: A fights B\x1b[0m" in to_text(BLOCKS, 80, RICH)


def test_blocks_hang_and_links_stay_whole():
    lines = to_text(BLOCKS, 40).splitlines()
    assert lines[:5] == ["Alpha", "", "a - state", "", "2015: A fights B"]
    assert lines[5].startswith("    why")
    assert lines[6].startswith("      why")
    assert "      <https://x.org/" + "a" * 60 in lines
    assert max(len(line) for line in lines if "https" not in line) <= 40


def test_lines_of_their_own_are_wrapped_under_themselves():
    report = Report("diff", text=lambda: ["Relations", "  + " + "word " * 12])
    assert to_text(report, 30).splitlines() == [
        "Relations",
        "  + word word word word word",
        "    word word word word word",
        "    word word",
    ]
    assert to_text(report).splitlines()[1] == "  + " + "word " * 12


HOSTILE = "a\x1b[31mb\x07\u202ec\u2066d\x85e\u2028f\x9bg\U000e0041"


def test_what_a_terminal_would_obey_is_shown_escaped():
    assert shown(HOSTILE) == (
        "a\\u001b[31mb\\u0007\\u202ec\\u2066d\\u0085e\\u2028f\\u009bg\\U000e0041"
    )
    assert shown("طالب\u200cخ\tx\n") == "طالب\u200cخ\tx\n"
    assert one_line("a\nb\tc\r") == "a\\u000ab\\u0009c\\u000d"
    assert one_line("plain é \ufffd") == "plain é \ufffd"


@given(st.text())
def test_nothing_raw_is_left(text):
    assert one_line(text).isprintable() or not re.search(
        "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", one_line(text)
    )


@given(st.text())
def test_escaped_json_says_the_same(text):
    import json

    plain = json.dumps([text], ensure_ascii=False)
    assert json.loads(json_escaped(plain)) == [text]
    assert "\u202e" not in json_escaped(plain)


def laid(*lines, columns=0, look=PLAIN):
    return to_text(Report("diff", text=lambda: lines), columns, look).splitlines()


def test_what_belongs_at_the_right_stands_there_where_it_fits_and_below_where_not():
    one = line("  What is said", right="a.yaml:3")
    assert laid(one, columns=40) == ["  What is said                  a.yaml:3"]
    assert laid(one, columns=24) == ["  What is said  a.yaml:3"]
    assert laid(one, columns=23) == ["  What is said", "    a.yaml:3"]
    assert laid(one) == ["  What is said  a.yaml:3"]
    assert width(laid(one, columns=200)[0]) == 120


def test_the_end_of_a_line_goes_below_in_one_piece():
    one = line("  What is said,", right="a.yaml:3", tail=" since 2015 (high)")
    assert laid(one, columns=50) == ["  What is said, since 2015 (high)         a.yaml:3"]
    assert laid(one, columns=40) == ["  What is said,", "    since 2015 (high)           a.yaml:3"]
    assert laid(one, columns=14) == [
        "  What is",
        "    said,",
        "    since 2015",
        "    (high)",
        "    a.yaml:3",
    ]
    assert laid(one) == ["  What is said, since 2015 (high)  a.yaml:3"]
    assert laid(one._replace(right=""), columns=33) == ["  What is said, since 2015 (high)"]


def test_parts_keep_their_look_where_a_line_is_wrapped():
    one = line("  ", Part("+", "strong"), " A ", polar("fights a long time", -1), " B", right="x:1")
    plain = laid(one, columns=16)
    painted = laid(one, columns=16, look=RICH)
    assert plain == ["  + A fights a", "    long time B", "    x:1"]
    assert [SEQUENCE.sub("", text) for text in painted] == plain
    assert painted[0] == "  \x1b[1m+ \x1b[0mA \x1b[38;5;166mfights a\x1b[0m"
    assert painted[1] == "    \x1b[38;5;166mlong time \x1b[0mB"
    assert painted[2] == "\x1b[2m    x:1\x1b[0m"
    assert laid(line(polar("x", 0)), look=RICH) == ["x"]


@given(st.lists(st.text("ab基é \u0301", max_size=12), max_size=4), st.integers(2, 30))
def test_painting_adds_nothing_but_sequences(texts, columns):
    one = line(*(Part(text, "strong") for text in texts), right="x", tail=" ende")
    painted = laid(one, columns=columns, look=RICH)
    assert [SEQUENCE.sub("", text) for text in painted] == laid(one, columns=columns)
