"""JSON with places: what it means, and what is told of what is none."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.json_reading import read_json
from graph.reading import Fields, Items, Text

ENDLESS = 'a text that never ends; close it with ", and write a line end in it as \\n'


def plain(node):
    """Give what a node says, as the standard library would, all of it as text."""
    if isinstance(node, Fields):
        return {key: plain(value) for key, value in node.nodes.items()}
    if isinstance(node, Items):
        return [plain(one) for one in node.nodes]
    assert isinstance(node, Text)
    return node.value


def problems(text):
    found = read_json(text, "a.json")
    return [str(problem) for problem in found.problems]


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn", "Co"]), min_size=1
)
values = st.recursive(
    texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=8
)


@given(values, st.booleans(), st.sampled_from([None, 2, "\t"]))
def test_it_reads_what_the_standard_library_writes(value, ascii_only, indent):
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    found = read_json(text, "a.json")
    assert found.problems == []
    assert plain(found.root) == value


def test_numbers_and_truth_are_texts_and_null_is_nothing():
    root = read_json('{"a": -1, "b": true, "c": null, "d": 1.5e3}', "a.json").root
    assert plain(root) == {"a": "-1", "b": "true", "d": "1.5e3"}


def test_every_value_and_unexpected_key_has_its_place():
    root = read_json('{\r\n\t"a": [\n  "x", "\\u00e9"]}', "a.json", frozenset(["b"])).root
    assert root == Fields(
        {"a": Items([Text("x", 3, 3, plain=False), Text("\u00e9", 3, 8, plain=False)], 2, 7)},
        1,
        1,
        {"a": (2, 2)},
    )


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_text_has_no_root(text):
    assert read_json(text, "a.json") == (None, [], True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "1:2: json-syntax: the file ends in the middle; was it cut off?"),
        ('{"a": 1,}', '1:9: json-syntax: a field begins with its name in "double quotes"'),
        ('{"a": [1,]}', '1:10: json-syntax: "]" stands where a value belongs; a comma too many?'),
        ('{"a" 1}', "1:6: json-syntax: a colon is missing before this"),
        ('{"a": 1\n"b": 2}', '2:1: json-syntax: a comma or "}" is missing before this'),
        ("[1] 2", "1:5: json-syntax: the text goes on after its end"),
        ("[NaN]", '1:2: json-syntax: "NaN" is no JSON; a text stands in "double quotes"'),
        ("[01]", '1:2: json-syntax: "01" is no JSON; a text stands in "double quotes"'),
        ("['a']", '1:2: json-syntax: a text stands in "double quotes"'),
        ("{a: 1}", '1:2: json-syntax: "a" is no JSON; a text stands in "double quotes"'),
        ('["\\x"]', "1:2: json-syntax: an escape in this text is none of JSON's"),
        ('["a', f"1:2: json-syntax: {ENDLESS}"),
        ('["\\u0000"]', "1:2: control-character: invisible character U+0000; delete it"),
        ('["\\ud800"]', "1:2: control-character: invisible character U+D800; delete it"),
        ('{"": 1}', "1:2: bad-key: a field without a name; name it or delete it"),
        (
            '{"a": 1,\n "a": 2}',
            '2:2: duplicate-key: "a" stands twice, its first value in line 1; delete one',
        ),
        ("[" * 40, "1:33: json-syntax: nested more than 32 deep; check the brackets"),
        (f'["{"a" * 20_001}"]', "1:2: too-large: a text of over 20,000 characters"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text, told):
    assert problems(text) == [f"a.json:{told}"]


def test_an_answer_is_no_dataset():
    assert problems('{"schema": 1, "command": "who", "results": []}') == [
        (
            "a.json:1:1: wrong-shape: an answer of whowhom, not a dataset; "
            "whowhom export json writes one"
        )
    ]
