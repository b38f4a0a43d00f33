"""YAML text -> nodes: places as a law, and every piece of YAML's magic refused."""

import os
import re
import textwrap
import time
from unittest import mock

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph.decoding import decode
from graph.loading import load_texts
from graph.model import Loaded
from graph.reading import (
    LOADER,
    MAX_DEPTH,
    MAX_TEXT,
    Broken,
    Comment,
    Fields,
    Items,
    Text,
    comments,
    read,
    spans,
)

LOADERS = pytest.mark.parametrize("loader", [LOADER, yaml.SafeLoader], ids=["libyaml", "pure"])
_BREAKS = re.compile("\r\n|\r|\n")


def root_of(text, *expected):
    found = read(textwrap.dedent(text), "a.yaml", frozenset(expected))
    assert (found.problems, found.whole) == ([], True)
    return found.root


def told(text, loader=None):
    """Give all problems of a text as line, column and code."""
    found = read(textwrap.dedent(text), "a.yaml", loader=loader)
    assert {problem.place.file for problem in found.problems} <= {"a.yaml"}
    assert {problem.severity for problem in found.problems} <= {"error"}
    return [(one.place.line, one.place.column, one.code) for one in found.problems]


def message(text, loader=None):
    (problem,) = read(text, "a.yaml", loader=loader).problems
    return problem.message


# A tree, and a writer that knows where it puts things.

_SIGNS = st.sampled_from("abzيژ😀é—0 ")
_PLAIN = st.text(_SIGNS, min_size=1, max_size=6).map(lambda text: f"t{text}t")
_QUOTED = st.text(st.sampled_from("ab:#,[]{}&*!|>%@ 'é😀\"\\\u200c-?"), max_size=8)
_KEYS = st.text(st.sampled_from("abcdé😀"), min_size=1, max_size=3)
_LEAVES = st.one_of(
    st.tuples(st.just(""), _PLAIN),
    st.tuples(st.just("'"), _QUOTED),
    st.tuples(st.just('"'), _QUOTED),
)
_STYLE = st.sampled_from(["block", "flow"])
TREES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.tuples(_STYLE, st.lists(inner, min_size=1, max_size=3)),
        st.tuples(_STYLE, st.dictionaries(_KEYS, inner, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)


class Writer:
    """Writes a tree as YAML, and builds the nodes that reading it must give."""

    def __init__(self, line_end):
        self.text, self.line, self.column, self.line_end = "", 1, 1, line_end

    def emit(self, text):
        self.text += text
        self.column += len(text)

    def next_line(self, indent):
        self.text += self.line_end
        self.line, self.column = self.line + 1, 1
        self.emit(" " * indent)

    def write(self, tree, indent=0, *, flow=False):
        style, content = tree
        line, column = self.line, self.column
        if isinstance(content, str):
            self.emit(spelled(style, content))
            return Text(content, line, column, style == "")
        return self.flow(content) if flow or style == "flow" else self.block(content, indent)

    def flow(self, content):
        mapping = isinstance(content, dict)
        node = Fields({}, self.line, self.column, {}) if mapping else self.items()
        self.emit("{" if mapping else "[")
        for number, child in enumerate(content):
            self.emit(", " if number else "")
            self.put(node, child, content, lambda tree: self.write(tree, flow=True))
        self.emit("}" if mapping else "]")
        return node

    def block(self, content, indent):
        mapping = isinstance(content, dict)
        node = Fields({}, self.line, self.column, {}) if mapping else self.items()
        for number, child in enumerate(content):
            if number:
                self.next_line(indent)
            if not mapping:
                self.emit("- ")
            self.put(node, child, content, lambda tree: self.below(tree, indent + 2, mapping))
        return node

    def below(self, tree, indent, mapping):
        style, content = tree
        if mapping and style == "block" and not isinstance(content, str):
            self.next_line(indent)
        return self.write(tree, indent)

    def put(self, node, child, content, write):
        if isinstance(node, Items):
            node.nodes.append(write(child))
            return
        node.odd[child] = (self.line, self.column)
        self.emit(f"{child}: ")
        node.nodes[child] = write(content[child])

    def items(self):
        return Items([], self.line, self.column)


def spelled(style, text):
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    if style == '"':
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text


def texts_of(node):
    if isinstance(node, Text):
        yield node
    elif isinstance(node, (Items, Fields)):
        nodes = node.nodes if isinstance(node, Items) else node.nodes.values()
        for child in nodes:
            yield from texts_of(child)


@LOADERS
@given(tree=TREES, line_end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_node_stands_where_it_was_written(loader, tree, line_end):
    writer = Writer(line_end)
    expected = writer.write(tree)
    text = writer.text + line_end
    found = read(text, "a.yaml", loader=loader)
    assert (found.root, found.problems, found.whole) == (expected, [], True)
    lines = _BREAKS.split(text)
    for node in texts_of(found.root):
        rest = lines[node.line - 1][node.column - 1 :]
        assert rest.startswith(node.value) if node.plain else rest[:1] in {"'", '"'}


def test_scalars_stay_text_whatever_yaml_makes_of_them():
    root = root_of("{a: NO, b: 2015, c: 1.10, d: 1:30, e: 0x1F, f: 2015-01-26, g: ~, h: =}")
    values = {name: node.value for name, node in root.nodes.items()}
    assert values == {
        "a": "NO",
        "b": "2015",
        "c": "1.10",
        "d": "1:30",
        "e": "0x1F",
        "f": "2015-01-26",
        "g": "~",
        "h": "=",
    }


def test_only_unexpected_keys_keep_their_place():
    root = root_of("known: 1\nodd: 2\n", "known")
    assert root == Fields(
        {"known": Text("1", 1, 8, plain=True), "odd": Text("2", 2, 6, plain=True)},
        1,
        1,
        {"odd": (2, 1)},
    )


def test_block_texts_are_not_plain_and_stand_at_their_sign():
    root = root_of("a: >-\n  one\n  two\nb: |\n  three\n", "a", "b")
    assert root.nodes == {
        "a": Text("one two", 1, 4, plain=False),
        "b": Text("three\n", 4, 4, plain=False),
    }


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n...\n# end\n"])
def test_an_empty_document_has_no_problem(text):
    found = read(text, "a.yaml")
    assert (found.problems, found.whole) == ([], True)
    assert found.root is None or found.root.value == ""


@LOADERS
def test_the_same_key_twice_is_told_at_the_second_with_the_line_of_the_first(loader):
    assert told("a: 1\nb: 2\na: 3\n", loader) == [(3, 1, "duplicate-key")]
    assert message("a: 1\nb: 2\na: 3\n", loader) == (
        '"a" stands twice, its first value in line 1; a forgotten "-" or a copy?'
    )


def test_a_key_three_times_is_told_twice_and_always_names_the_first():
    found = read("a: 1\na: 2\n'a': 3\n", "a.yaml", frozenset("a"))
    first = '"a" stands twice, its first value in line 1; a forgotten "-" or a copy?'
    assert [(str(one.place), one.message) for one in found.problems] == [
        ("a.yaml:2:1", first),
        ("a.yaml:3:1", first),
    ]
    assert found.root.nodes == {"a": Broken(1, 4)}


@LOADERS
def test_an_alias_is_refused_as_value_and_as_key(loader):
    assert told("a: &x 1\nb: *x\n*x : 2\n", loader) == [
        (1, 4, "anchor"),
        (2, 4, "alias"),
        (3, 1, "alias"),
    ]


@LOADERS
@pytest.mark.parametrize("value", ["&x text", '&x "text"', "&x [1]", "&x {b: 1}"])
def test_an_anchor_is_refused_on_every_kind_of_node(loader, value):
    assert told(f"a: {value}\n", loader) == [(1, 4, "anchor")]
    assert message(f"a: {value}\n", loader) == (
        '"&x" is a YAML anchor; delete it, or quote a text that begins with &'
    )


@LOADERS
@pytest.mark.parametrize(
    ("value", "name"),
    [("!mine x", "!mine"), ("!!int 3", "!!int"), ("!!set {x}", "!!set"), ("!<a:b> [1]", "a:b")],
)
def test_a_tag_is_refused_on_every_kind_of_node(loader, value, name):
    assert told(f"a: {value}\n", loader) == [(1, 4, "tag")]
    assert message(f"a: {value}\n", loader) == (
        f'"{name}" is a YAML tag; delete it, or quote a text that begins with !'
    )


def test_an_anchored_and_tagged_text_is_told_twice():
    assert told("a: &x !y z\n") == [(1, 4, "anchor"), (1, 4, "tag")]


@LOADERS
def test_a_merge_key_is_refused_and_a_quoted_one_is_a_key_like_any(loader):
    assert told("a: {<<: {b: 1}, c: 2}\n", loader) == [(1, 5, "merge-key")]
    assert message("<<: x\n", loader) == 'merge keys ("<<") are not used; write the fields out'
    assert list(root_of("'<<': 1\n").nodes) == ["<<"]


def test_two_merge_keys_are_two_mistakes_and_not_a_duplicate():
    assert told("<<: x\n<<: y\n") == [(1, 1, "merge-key"), (2, 1, "merge-key")]


@LOADERS
@pytest.mark.parametrize(
    ("text", "column"), [("? [a, b]\n: 1\n", 3), ("? {a: 1}\n: 1\n", 3), ("{[a]: 1}\n", 2)]
)
def test_a_list_or_mapping_is_no_key(loader, text, column):
    assert told(text, loader) == [(1, column, "bad-key")]


@LOADERS
@pytest.mark.parametrize(("text", "column"), [('"": x\n', 1), ("'': x\n", 1), ("?\n: x\n", 2)])
def test_a_key_without_a_name_is_not_passed_over(loader, text, column):
    assert told(text, loader) == [(1, column, "bad-key")]
    assert message(text, loader) == "a key without a name; write the field before the colon"


@LOADERS
def test_a_second_document_is_refused_where_it_begins(loader):
    assert told("a: 1\n---\nb: 2\n", loader) == [(2, 1, "second-document")]
    assert not read("a: 1\n---\nb: 2\n", "a.yaml", loader=loader).whole
    assert told("---\na: 1\n...\n", loader) == []


@LOADERS
def test_nesting_is_allowed_to_the_stated_depth_and_no_further(loader):
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert told(deep, loader) == []
    assert told(f"[{deep}]", loader) == [(1, MAX_DEPTH + 1, "too-deep")]


@pytest.mark.parametrize("text", ["[" * 1_000_000, "{a: " * 250_000, "- " * 300_000])
def test_a_million_brackets_end_fast(text):
    begun = time.monotonic()
    found = read(text, "a.yaml")
    assert [problem.code for problem in found.problems] == ["too-deep"]
    assert (found.root, found.whole) == (None, False)
    assert time.monotonic() - begun < 10


@LOADERS
def test_a_text_over_the_limit_is_refused_and_the_rest_is_read(loader):
    fits, long = "x" * MAX_TEXT, "x" * (MAX_TEXT + 1)
    assert told(f"a: {fits}\n", loader) == []
    assert told(f"a: {long}\nb: &y 1\n", loader) == [(1, 4, "too-large"), (2, 4, "anchor")]
    assert message(f"a: '{long}'\n") == "a text of over 20,000 characters"


@LOADERS
@pytest.mark.parametrize("escape", [r"\0", r"\x1b", r"\u202e", r"\u200b", r"\a", r"\uFEFF"])
def test_a_forbidden_character_is_found_behind_its_escape(loader, escape):
    assert told(f'a: "x{escape}"\n', loader) == [(1, 4, "control-character")]


def test_harmless_escapes_and_joiners_are_read():
    root = root_of(r'a: "tab\tline\nzwnj\u200c\u00e9"' + "\n", "a")
    assert root.nodes["a"].value == "tab\tline\nzwnj\u200cé"


@pytest.mark.parametrize("text", [r'a: "\UFFFFFFFF"', r'a: "\U00110000"', "%YAML 1." + "9" * 5000])
def test_a_number_out_of_bounds_is_a_problem_in_both_parsers(text):
    assert [code for _, _, code in told(text)] == ["yaml-syntax"]
    assert [code for _, _, code in told(text, yaml.SafeLoader)] == ["yaml-syntax"]
    assert read(text, "a.yaml", loader=yaml.SafeLoader).whole is False


SYNTAX = {
    "a: 'open\n": (1, 4, "this quote is never closed; close it, or double a quote that is meant"),
    "a: b: c\n": (1, 5, 'a ": " inside an unquoted text, or wrong indentation; quote the text'),
    "a: - b\n": (
        1,
        4,
        'a list may not begin here; put the "-" on a line of its own, or quote the text',
    ),
    "a: 1\nlonely\nb: 2\n": (
        3,
        1,
        'a line without ": "; write "field: value", with a space after the colon',
    ),
    "a: @x\n": (1, 4, "this character cannot begin a text; quote the text"),
    "a: `x`\n": (1, 4, "this character cannot begin a text; quote the text"),
    "a: &\n": (1, 5, "a text that begins with & is read as an anchor; quote the text"),
    "a: **x\n": (1, 5, "a text that begins with * is read as an alias; quote the text"),
    "a:\n%x y\n": (2, 1, "a line that begins with % is read as a directive; quote the text"),
    "a: | x\n": (
        1,
        6,
        "after | or > the text begins on the next line; quote a text that begins with | or >",
    ),
    "%YAML 3.0\n---\na: 1\n": (1, 1, "this YAML version is not known; delete the %YAML line"),
    'a: "\\ud800"\n': (
        1,
        7,
        "this escape stands for no character; write the character itself",
    ),
    "a: 1\n...\nb: 2\n": (
        3,
        1,
        'text after the end of the document ("..."); delete the "..." or the text',
    ),
    "a: [b\nc: d\n": (2, 2, "a , or a closing bracket is missing in this list or mapping"),
    "a: {b: c\n": (2, 1, "a , or a closing bracket is missing in this list or mapping"),
    "a: 1\n b: 2\n": (
        2,
        3,
        'a ": " inside an unquoted text, or wrong indentation; quote the text',
    ),
    "- a\nb: c\n": (
        2,
        1,
        "wrong indentation, or text after a closing quote; align the fields of an entry",
    ),
    "a: 'b' c\n": (
        1,
        8,
        "wrong indentation, or text after a closing quote; align the fields of an entry",
    ),
    "a:\n\t- b\n": (2, 1, "a tab; YAML is indented with spaces only"),
    "a\uff1a b\nc: d\n": (
        2,
        2,
        "a full-width colon (\uff1a); write the plain : with a space after it",
    ),
    'a: "\\q"\n': (1, 5, "no such escape; write the character itself, or \\\\ for a backslash"),
}


@pytest.mark.parametrize("text", SYNTAX)
def test_what_is_no_yaml_is_told_with_its_place_and_what_to_do(text):
    (problem,) = read(text, "a.yaml").problems
    assert problem.code == "yaml-syntax"
    assert (problem.place.line, problem.place.column, problem.message) == SYNTAX[text]


@pytest.mark.parametrize("text", SYNTAX)
def test_what_is_no_yaml_is_none_for_the_pure_parser_either(text):
    found = read(text, "a.yaml", loader=yaml.SafeLoader)
    assert [problem.code for problem in found.problems] in (["yaml-syntax"], ["control-character"])
    assert str(found.problems[0].place).startswith("a.yaml:")


@LOADERS
def test_a_raw_character_that_only_the_parser_refuses_gets_its_place(loader):
    assert told("a: 1\nb: \x01\n", loader) == [(2, 4, "control-character")]
    assert message("b: \x01\n", loader) == "invisible character U+0001; delete it"


# Whatever comes in, a value comes out.

_PIECES = [
    "a",
    ": ",
    "- ",
    "\n",
    "  ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "&x ",
    "*x",
    "!t ",
    "? ",
    "| ",
]
_PIECES += [
    "\n- ",
    "actors:",
    "\n  - id: a",
    "\n    name: A",
    "relations:\n",
    "---\n",
    "...",
    "%",
    "#",
]
_PIECES += ["\t", "\r", "<<: ", ",", "\\", "\\x00", "\\U0011", "~", "\x85", "\u2028", "é", "\u202e"]
YAMLISH = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


def loaded_from(*contents):
    with mock.patch.dict(os.environ, WHOWHOM_CACHE="off"):
        return load_texts([(f"{number}.yaml", data) for number, data in enumerate(contents)])


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda t: t.encode()), st.binary())
def test_loading_gives_a_value_whatever_the_bytes(one, two):
    loaded = loaded_from(one, two)
    assert isinstance(loaded, Loaded)
    assert list(loaded.problems) == sorted(loaded.problems)


@given(YAMLISH)
def test_loading_gives_a_value_whatever_the_yaml_and_places_lie_in_the_file(text):
    lines = len(re.split("\r\n|[\r\n\x85\u2028\u2029]", text))
    for problem in loaded_from(text.encode()).problems:
        assert 1 <= problem.place.line <= lines + 1
        assert problem.place.column >= 1
        assert problem.message
        assert "\n" not in problem.message


@given(YAMLISH)
def test_the_pure_parser_gives_a_value_whatever_the_yaml(text):
    decoded = decode(text.encode(), "a.yaml")
    if isinstance(decoded, str):
        found = read(decoded, "a.yaml", loader=yaml.SafeLoader)
        assert found.whole or found.problems


def test_comments_are_found_wherever_yaml_has_them():
    text = (
        "# head\n\na: >- # why\n  folded # no comment\n\n  more\nb:  # beside\n"
        "  - 'x # no' # one\n  - y#z\n  - [p, # in\n     q]\n# last"
    )
    assert comments(text) == [
        Comment("# head", 1, 1, alone=True),
        Comment("# why", 3, 7, alone=False),
        Comment("# beside", 7, 5, alone=False),
        Comment("# one", 8, 14, alone=False),
        Comment("# in", 10, 9, alone=False),
        Comment("# last", 12, 1, alone=True),
    ]


def test_a_text_without_comments_has_none():
    assert comments("") == []
    assert comments("a: b\n") == []


# Where everything stands.

SPANNED = """\
# é
relations:
- source: >-
    foo
    bar

  # c
  type: 'x'
  sources: [a, b,
    {c: d}]  # e
# tail
none:
"""


def cut(text, span):
    return text[span.begin : span.end]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_spans_hold_nodes_and_nothing_that_surrounds_them(ends):
    text = SPANNED.replace("\n", ends)
    root = spans(text)
    assert [cut(text, key) for key in root.keys] == ["relations", "none"]
    (entry,) = root.item("relations").items
    assert (root.style, root.item("relations").style, entry.style) == (":", "-", ":")
    assert cut(text, root.item("relations")).startswith("- source")
    assert [cut(text, item) for item in entry.items] == [
        f">-{ends}    foo{ends}    bar",
        "'x'",
        f"[a, b,{ends}    {{c: d}}]",
    ]
    assert [item.style for item in entry.items] == [">", "'", "["]
    assert [cut(text, item) for item in entry.items[2].items] == ["a", "b", "{c: d}"]
    assert cut(text, root.item("none")) == ""
    assert root.item("other") is None


def test_an_empty_text_has_no_spans_and_what_is_no_yaml_is_refused():
    assert spans("# nothing\n") is None
    with pytest.raises(ValueError, match="no YAML"):
        spans("a: [")
