"""Files that break other programs: each is read to its end, or refused with a place."""

import csv
import re
import time
from pathlib import Path

import pytest
import yaml

from graph.decoding import decode
from graph.loading import load
from graph.parsing import KEYS
from graph.reading import read

FOLDER = Path(__file__).parent / "data" / "badyaml"
DATA = Path(__file__).parents[1] / "data"
with (FOLDER / "INDEX.tsv").open(encoding="utf-8", newline="") as _file:
    INDEX = list(csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE))
NAMES = [row["file"] for row in INDEX]

#: What is odd about them is allowed. The others that INDEX.tsv would accept use fields that the
#: format does not have (``v:``, ``schema:``, ``=:``) or texts that are no ids.
ACCEPTED = {
    "034_bom_utf8.yaml",
    "044_cr_only.yaml",
    "069_only_comment.yaml",
    "104_html_injection.yaml",
    "106_emoji_astral.yaml",
    "109_no_final_newline.yaml",
    "112_json_file.yaml",
}
#: What the pure-Python parser does not take and libyaml does: a ``?`` inside an address in a
#: flow list, and tabs between the tokens of JSON.
LIBYAML_ALONE = {"081_url_flow.yaml", "112_json_file.yaml"}

#: All errors of the most important files, as line, column and code.
PLACES = {
    "004_alias_cycle_map.yaml": [
        (1, 12, "anchor"),
        (2, 5, "missing-field"),
        (2, 5, "missing-field"),
        (2, 5, "missing-field"),
        (3, 5, "unknown-field"),
        (3, 15, "alias"),
    ],
    "007_deep_flow_seq_1000.yaml": [(1, 33, "too-deep")],
    "009_deep_block_500.yaml": [(33, 33, "too-deep")],
    "011_dup_key_top.yaml": [(11, 1, "duplicate-key")],
    "012_dup_key_in_relation.yaml": [(11, 5, "duplicate-key")],
    "014_dup_key_escaped.yaml": [(11, 5, "duplicate-key")],
    "016_dup_actor_id.yaml": [(4, 9, "duplicate-id")],
    "019_bool_words.yaml": [(4, 10, "bad-id")],
    "021_null_words.yaml": [
        (2, 9, "empty-value"),
        (4, 9, "empty-value"),
        (5, 11, "empty-value"),
        (6, 8, "empty-value"),
    ],
    "022_date_auto.yaml": [(7, 9, "bad-date")],
    "024_date_timestamp_tz.yaml": [(6, 11, "bad-date"), (7, 9, "bad-date")],
    "027_hex_bin_underscore.yaml": [(1, 1, "unknown-field")],
    "029_huge_int.yaml": [(6, 17, "bad-choice")],
    "031_version_float.yaml": [(1, 1, "unknown-field")],
    "032_tab_indent.yaml": [(2, 1, "yaml-syntax")],
    "036_utf16_le.yaml": [(1, 1, "not-utf-8")],
    "037_utf16_nobom.yaml": [(1, 1, "not-utf-8")],
    "039_cp1252_quotes.yaml": [(3, 11, "not-utf-8")],
    "042_utf8_truncated.yaml": [(7, 14, "not-utf-8")],
    "046_nul_byte.yaml": [(1, 5, "control-character")],
    "051_zero_width.yaml": [(4, 11, "control-character")],
    "052_homoglyph.yaml": [(4, 9, "bad-id")],
    "056_unhashable_key_map.yaml": [(1, 3, "bad-key")],
    "061_python_tag.yaml": [(1, 1, "tag"), (1, 1, "wrong-shape")],
    "066_multi_document.yaml": [(6, 1, "second-document")],
    "076_list_of_null.yaml": [
        (2, 4, "wrong-shape"),
        (3, 5, "missing-field"),
        (3, 5, "missing-field"),
        (3, 5, "missing-field"),
    ],
    "077_unclosed_quote.yaml": [(7, 11, "yaml-syntax")],
    "081_url_flow.yaml": [
        (1, 11, "wrong-shape"),
        (1, 28, "wrong-shape"),
        (1, 31, "wrong-shape"),
    ],
    "086_ampersand_value.yaml": [(1, 1, "unknown-field"), (1, 7, "anchor")],
    "089_indent_off_by_one.yaml": [(4, 4, "yaml-syntax")],
    "091_silent_folding.yaml": [
        (2, 5, "missing-field"),
        (2, 5, "missing-field"),
        (3, 5, "unknown-field"),
    ],
    "101_dangling_ref.yaml": [(7, 33, "unknown-actor")],
    "102_confidence_string.yaml": [(6, 17, "bad-choice")],
    "111_windows_ctrlz.yaml": [(11, 1, "control-character")],
}

#: What says how to mend it, in words of the message.
HINTS = {
    "012_dup_key_in_relation.yaml": '"type" stands twice, its first value in line 10; '
    'a forgotten "-" or a copy?',
    "032_tab_indent.yaml": "a tab; YAML is indented with spaces only",
    "054_fullwidth_colon.yaml": "a full-width colon (\uff1a); "
    "write the plain : with a space after it",
    "067_doc_end_garbage.yaml": 'text after the end of the document ("..."); '
    'delete the "..." or the text',
    "079_colon_in_value.yaml": 'a ": " inside an unquoted text, or wrong indentation; '
    "quote the text",
    "082_percent_start.yaml": "this character cannot begin a text; quote the text",
    "084_asterisk_value.yaml": "a text that begins with * is read as an alias; quote the text",
    "087_pipe_value.yaml": "after | or > the text begins on the next line; "
    "quote a text that begins with | or >",
    "092_missing_space_after_colon.yaml": 'a relation is a mapping, "id: ..."; '
    "is there a space after each colon?",
    "097_yaml_directive_20.yaml": "this YAML version is not known; delete the %YAML line",
    "107_escaped_surrogate.yaml": "this escape stands for no character; write the character itself",
}


def errors_of(path):
    errors = [problem for problem in load(path).problems if problem.severity == "error"]
    return [(error.place.line, error.place.column, error.code) for error in errors]


def text_of(path):
    """Give the decoded text; None when the file is no text."""
    text = decode(path.read_bytes(), path.name)
    return text if isinstance(text, str) else None


def both(path):
    text = text_of(path)
    return read(text, path.name, KEYS), read(text, path.name, KEYS, loader=yaml.SafeLoader)


def test_the_index_names_every_file_of_the_corpus():
    assert sorted(NAMES) == sorted(path.name for path in FOLDER.glob("*.yaml"))
    assert set(NAMES) >= ACCEPTED | LIBYAML_ALONE | set(PLACES) | set(HINTS)


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_file_is_told_with_its_place_and_a_sound_one_accepted(run, name):
    path = FOLDER / name
    begun = time.monotonic()
    result = run("check", path)
    assert time.monotonic() - begun < 5, "it hangs"
    assert result.exception is None or isinstance(result.exception, SystemExit)
    told = re.compile(rf"{re.escape(str(path))}:[1-9]\d*:[1-9]\d*: [a-z0-9-]+: \S.*\S")
    lines = [line for line in result.stdout.splitlines() if told.fullmatch(line)]
    errors = [line for line in lines if ": warning: " not in line]
    if name in ACCEPTED:
        assert (result.exit_code, errors) == (0, [])
    else:
        assert result.exit_code == 1
        assert errors


@pytest.mark.parametrize("name", sorted(PLACES))
def test_each_error_of_a_broken_file_has_its_place_and_code(name):
    assert errors_of(FOLDER / name) == PLACES[name]


@pytest.mark.parametrize("name", sorted(HINTS))
def test_the_message_says_how_to_mend_the_file(name):
    assert HINTS[name] in [problem.message for problem in load(FOLDER / name).problems]


@pytest.mark.parametrize("name", sorted(ACCEPTED))
def test_an_accepted_file_passes_and_its_warnings_fail_only_when_strict(run, name):
    strict = run("check", FOLDER / name, "--strict")
    assert strict.exit_code == (1 if "warning" in run("check", FOLDER / name).stdout else 0)


@pytest.mark.parametrize("name", [name for name in NAMES if text_of(FOLDER / name) is not None])
def test_both_parsers_accept_and_refuse_the_same_files(name):
    fast, pure = both(FOLDER / name)
    if name in LIBYAML_ALONE:
        assert (fast.whole, fast.problems) == (True, [])
        assert [problem.code for problem in pure.problems] == ["yaml-syntax"]
    else:
        assert bool(fast.problems) == bool(pure.problems)
    if not fast.problems and name not in LIBYAML_ALONE:
        assert fast == pure


@pytest.mark.parametrize("path", sorted(DATA.glob("*.yaml")), ids=lambda path: path.name)
def test_both_parsers_give_one_tree_for_the_bundled_data(path):
    fast, pure = both(path)
    assert fast == pure
    assert fast.whole
    assert fast.problems == []
