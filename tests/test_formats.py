"""Reports -> text: aligned, inert, escaped."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.commands.output import FORMS
from graph.formats import (
    RENDER,
    to_csv,
    to_json,
    to_markdown,
    to_ndjson,
    to_tsv,
)
from graph.report import Report, failure
from graph.showing import to_text

TABLE = Report(
    "list",
    "2015",
    lambda: [{"id": "a"}],
    ("id", "name"),
    [("a", "Alpha"), ("b-b", "é")],
    lambda: [("id", "name", "key"), ("a", "Alpha", "k1"), ("b-b", "é", "k2")],
    title="Two *actors*",
    foot=("2 actors",),
)
BLOCKS = Report(
    "show",
    lead=("a - state",),
    rows=[("a",)],
    columns=("who",),
    title="Alpha",
    blocks=[("2015: A hosts B", ("why", "- Title, 2020", "  <https://x.org/a_b>"))],
    foot=("1 relation",),
)
EMPTY = Report("who", "2015", title="Who", reason="none-recorded", message="none recorded")


def report(*rows):
    return Report("list", columns=tuple("abcdefgh"[: len(rows[0])]), rows=rows)


def test_every_format_has_a_writer():
    assert tuple(RENDER) == FORMS


def test_text_is_aligned():
    assert to_text(TABLE) == "Two *actors*\n\nid   name\na    Alpha\nb-b  é\n\n2 actors\n"


def test_text_shows_blocks_instead_of_the_table():
    assert to_text(BLOCKS) == (
        "Alpha\n\na - state\n\n2015: A hosts B\n    why\n    - Title, 2020\n"
        "      <https://x.org/a_b>\n\n1 relation\n"
    )


def test_an_empty_answer_is_its_message_alone():
    assert to_text(EMPTY) == "none recorded\n"


def test_json_is_one_envelope_for_answers_silence_and_failures():
    assert json.loads(to_json(TABLE)) == {
        "schema": 1,
        "command": "list",
        "as_of": "2015",
        "results": [{"id": "a"}],
    }
    assert json.loads(to_json(EMPTY)) == {
        "schema": 1,
        "command": "who",
        "as_of": "2015",
        "results": [],
        "reason": "none-recorded",
        "message": "none recorded",
    }
    failed = failure("who", "unknown-actor", 'no actor "é"', ["a", "b"])
    assert json.loads(to_json(failed)) == {
        "schema": 1,
        "command": "who",
        "as_of": None,
        "results": [],
        "reason": "unknown-actor",
        "message": 'no actor "é"',
        "suggestions": ["a", "b"],
    }
    assert 'no actor \\"é\\"' in to_json(failed)


def test_ndjson_is_one_object_a_line_and_silence_none():
    two = TABLE._replace(results=lambda: [{"id": "é"}, {"id": "b\n"}])
    assert to_ndjson(two) == '{"id": "é"}\n{"id": "b\\n"}\n'
    assert to_ndjson(EMPTY) == ""


def test_a_head_of_a_csv_file_is_no_formula_either():
    assert to_csv(Report("sql", columns=("=1+1",), rows=[("x",)])) == "'=1+1\r\nx\r\n"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("-", "'-"),
        ("\nx", "'\nx"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("-2-3", "'-2-3"),
        ("-1.5", "-1.5"),
        ("-2e-05", "-2e-05"),
        ("-e", "'-e"),
        ("-1e", "'-1e"),
        ("-1", "-1"),
        ("+1", "+1"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_no_cell_of_a_csv_file_is_a_formula_and_numbers_stay_numbers(cell, written):
    text = to_csv(report((cell, "x")))
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "b"], [written, "x"]]


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1))
def test_csv_can_be_read_back_and_starts_no_formula(rows):
    text = to_csv(report(*rows))
    back = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [tuple(cell.removeprefix("'") for cell in row) for row in back] == [
        tuple(cell.removeprefix("'") for cell in row) for row in rows
    ]
    signs = set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
    for cell in (cell for row in back for cell in row):
        assert cell[:1] not in signs or isinstance(float(cell), float)


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), min_size=1))
def test_tsv_has_one_line_a_row_and_one_tab_between_cells(rows):
    lines = to_tsv(report(*rows)).split("\n")
    assert len(lines) == len(rows) + 2
    assert [line.count("\t") for line in lines] == [2] * (len(rows) + 1) + [0]
    assert "\r" not in "".join(lines)


def test_tsv_keeps_words_and_drops_line_ends():
    assert to_tsv(report(("a\tb\r\nc", " d "))) == "a\tb\na b c\td\n"


def test_markdown_is_a_table_with_its_signs_escaped():
    table = report(("a|b", "*x* _y_ `z` [l](u) <b> \\", "plain"))
    assert to_markdown(table._replace(title="A <b>", foot=("a_b",), message="no *")) == (
        "# A &lt;b&gt;\n\n"
        "| a | b | c |\n| --- | --- | --- |\n"
        "| a\\|b | \\*x\\* \\_y\\_ \\`z\\` \\[l\\](u) &lt;b&gt; \\\\ | plain |\n\n"
        "no \\*\n\n_a\\_b_\n"
    )


def test_markdown_calls_nobody_and_leads_into_no_thread():
    said = "@octocat #12 GH-3 :tada: https://x.org/a_b github.com/o https://github.com/o/r/issues/1"
    made = "@&#8203;octocat #&#8203;12 GH-&#8203;3 :tada: https://x.org/a\\_b github.com/o "
    made += "https&#8203;://github.com/o/r/issues/1"
    whole = to_markdown(report((said, "https://x.org/a_b", "-1")))
    assert whole.splitlines()[2] == f"| {made} | <https://x.org/a_b> | -1 |"
    item = BLOCKS._replace(blocks=[("@a", ("- #12", "  <https://github.com/o/r/pull/1>", "1. x"))])
    assert to_markdown(item).splitlines()[4:8] == [
        "## @&#8203;a",
        "",
        "- \\#&#8203;12",
        "  https&#8203;://github.com/o/r/pull/1",
    ]
    assert "\n1\\. x\n" in to_markdown(item)


def test_markdown_shows_blocks_as_sections_with_links_that_work():
    assert to_markdown(BLOCKS) == (
        "# Alpha\n\na - state\n\n## 2015: A hosts B\n\n"
        "why\n- Title, 2020\n  <https://x.org/a_b>\n\n_1 relation_\n"
    )


@given(st.text(st.sampled_from("a|\\*_`<>[]")))
def test_a_cell_of_a_markdown_table_cannot_end_the_cell(text):
    row = to_markdown(report((text,))).splitlines()[2]
    inner = row.removeprefix("| ").removesuffix(" |")
    unescaped = inner.replace("\\\\", "")
    assert "|" not in unescaped.replace("\\|", "")


def test_csv_and_tsv_hold_what_only_machines_need():
    assert to_tsv(TABLE) == "id\tname\tkey\na\tAlpha\tk1\nb-b\té\tk2\n"
    assert to_csv(TABLE) == "id,name,key\r\na,Alpha,k1\r\nb-b,é,k2\r\n"
