"""One entry's text says something else, and only what had to changed."""

import pytest

from graph.diffing.comparing import diff
from graph.model import ActorGraph
from graph.patching.amending import amend
from graph.patching.mending import mended, renamed
from graph.patching.revising import said_by
from graph.patching.rewriting import rewritten
from graph.records import ACTOR, RELATION, RELATION_TYPE, STEP

ENTRY = """\
relations:
  # about one
  - source: a   # src
    type: hosts
    target: b

    # why low
    confidence: low  # sure
    summary: >-   # long
      some words
      here
    sources:
      # first
      - s1  # one
      - source: s2
        # where
        locator: p. 1
    # to: 2020

  # section

  # about two
  - {source: c, type: hosts, target: d, sources: [s1, s2]}  # flow
"""
SHORT = "relations:\n  - source: a\n    type: t\n    target: b\n"


def graph_of(text):
    draft = said_by([("d.yaml", text)], ())
    assert draft.problems == []
    said = {key: [entry.value for entry in found] for key, found in draft.entries.items()}
    return ActorGraph.of(said["actors"], said["relations"], said["sources"], said["relation_types"])


def amended(before, meaning):
    """Give a text that is made to say what another says."""
    made = amend([("d.yaml", before.encode())], diff(graph_of(before), graph_of(meaning)))
    assert made.clashes == ()
    after = made.files.get("d.yaml", before.encode()).decode()
    assert graph_of(after) == graph_of(meaning)
    return after


def replaced(text, *pairs):
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # A scalar keeps its style, and what stands beside it.
        ("locator: p. 1", "locator: p. 1, left"),
        ("confidence: low", "confidence: high"),
        # New fields stand in the record's order.
        ("- source: a ", "- id: r1\n    source: a "),
        ("target: b\n", "target: b\n    from: 2015\n"),
        ("# sure\n", "# sure\n    ambivalent: true\n"),
        # Fields go with the comment beside them and those directly above.
        ("    # why low\n    confidence: low  # sure\n", ""),
        ("    summary: >-   # long\n      some words\n      here\n", ""),
        # Lists, as blocks and in brackets.
        ("      # first\n      - s1  # one\n", ""),
        ("        locator: p. 1\n", "        locator: p. 1\n      - s3\n"),
        ("locator: p. 1", "locator: p. 2"),
        ("        # where\n        locator: p. 1\n", ""),
        ("[s1, s2]", "[s1]"),
        ("[s1, s2]", "[s2]"),
        ("[s1, s2]", "[s1, s2, {source: s3, locator: 'x, y'}]"),
        (", sources: [s1, s2]", ""),
        ("target: d,", "target: d, from: 2015, summary: 'a, b',"),
        ("{source: c, type: hosts, ", "{id: r2, source: c, type: hosts, "),
        # Entries go with the comments about them; those about a section stay.
        ("  # about two\n  - {source: c, type: hosts, target: d, sources: [s1, s2]}  # flow\n", ""),
    ],
)
def test_a_change_is_made_in_place(old, new):
    after = replaced(ENTRY, (old, new))
    if new == "" and "# about two" in old:
        after = after.removesuffix("\n")  # the blank line before what went
    assert amended(ENTRY, after) == after


def test_a_folded_text_stays_folded_and_keeps_its_header():
    after = amended(ENTRY, replaced(ENTRY, ("some words", "quite other words")))
    assert after == replaced(
        ENTRY, ("      some words\n      here", "      quite other words here")
    )


def test_the_first_entry_goes_and_the_comments_of_the_section_after_it_stay():
    rest = "relations:\n" + ENTRY[ENTRY.index("  # section") :]
    assert amended(ENTRY, rest) == rest


def test_what_is_about_the_next_field_stands_above_when_the_first_one_goes():
    before = "relations:\n  - id: r1\n    # c\n    source: a\n    type: t\n    target: b\n"
    assert amended(before, SHORT) == replaced(SHORT, ("  - source", "  # c\n  - source"))


@pytest.mark.parametrize(
    ("before", "meaning", "after"),
    [
        ("relations: []  # none\n# end\n", SHORT, "relations:  # none\n" + SHORT[11:] + "# end\n"),
        ("relations:   # none\n\nactors: []\n", SHORT, None),
        (SHORT + "# end\n", "", "relations: []\n# end\n"),
        (SHORT + "\nactors: []\n", "", "relations: []\n\nactors: []\n"),
        (SHORT[:-1], SHORT + "    from: 2015\n", SHORT + "    from: 2015"),
        ("", SHORT, SHORT),
        ("# all\n", SHORT, "# all\n\n" + SHORT),
        ("---\n" + SHORT, SHORT + "    to: 1999\n", "---\n" + SHORT + "    to: 1999\n"),
        (
            (
                "relations: [{source: a, type: t, target: b},\n"
                "  {source: c, type: t, target: d}]  # x\n"
            ),
            "relations: [{source: c, type: t, target: d, from: 2015}]\n",
            "relations: [{source: c, type: t, target: d, from: 2015}]  # x\n",
        ),
        (
            "relations: [{source: a, type: t, target: b}]\n",
            SHORT + "  - {source: c, type: t, target: d}\n",
            "relations: [{source: a, type: t, target: b}, {source: c, type: t, target: d}]\n",
        ),
        (
            '{"relations": [{"source": "a", "type": "t", "target": "b"}]}',
            SHORT + "    from: 2015\n",
            SHORT + "    from: 2015\n",  # one mapping in braces is put in our form
        ),
        (
            "relations:\n  - source:\n      a\n    type: t\n    target: b\n",
            SHORT + "    from: 2015\n",
            "relations:\n  - source:\n      a\n    type: t\n    target: b\n    from: 2015\n",
        ),
        (
            "relations:\n-\n  # c\n  source: a\n  type: t\n  target: b\n",
            SHORT + "    from: 2015\n",
            "relations:\n-\n  # c\n  source: a\n  type: t\n  target: b\n  from: 2015\n",
        ),
        (
            (
                "relations:\n  - ? source\n    : a\n    ? type\n    : t\n"
                "    ? target\n    : b\n    # c\n"
            ),
            SHORT + "    from: 2015\n",
            SHORT + "    from: 2015\n    # c\n",
        ),
        (
            SHORT + "    sources: [s1, # one\n      {source: s2, # two\n      locator: p}]\n",
            SHORT + "    sources: [s1]\n",
            SHORT + "    sources: [s1, # one\n      ]\n",
        ),
    ],
)
def test_lists_and_files_of_every_form_are_changed(before, meaning, after):
    if after is None:
        after = "relations:   # none\n" + SHORT[11:] + "\nactors: []\n"
    assert amended(before, meaning) == after


def test_long_texts_are_broken_as_they_were():
    words = "word " * 39 + "end"
    long = amended(SHORT + "    summary: short\n", SHORT + f"    summary: {words}\n")
    assert "    summary: >-\n      word word" in long
    several = amended(SHORT + "    summary: a\n      b\n", SHORT + f"    summary: {words}\n")
    assert "    summary: word word" in several
    quoted = amended(SHORT + '    summary: "a\n      b"\n', SHORT + f"    summary: {words}\n")
    assert '    summary: "word word' in quoted
    assert max(map(len, (long + several + quoted).splitlines())) <= 100


def test_a_text_with_a_comment_beside_it_stays_on_its_line():
    words = "word " * 39 + "end"
    before = SHORT + "    summary: short  # why\n"
    assert amended(before, SHORT + f"    summary: {words}\n") == before.replace("short", words)


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("'x'", "it's", "'it''s'"),
        ('"x"', 'say "a\\b"', '"say \\"a\\\\b\\""'),
        ("x", "a: b", "'a: b'"),
        ("x", "NO", "'NO'"),
        ("x", "- a", "'- a'"),
        ("|\n      x", "# no comment", "|\n      # no comment"),
    ],
)
def test_a_new_text_is_quoted_as_it_must_be_in_the_style_of_the_old(old, new, written):
    made = mended(f"- summary: {old}\n  source: a\n", RELATION, {"summary": new, "source": "a"})
    assert made == f"- summary: {written}\n  source: a\n"


def test_small_mappings_change_shape_in_place():
    before = "- id: a\n  ids: {un: X, ucdp: '3'}\n  sources: [s, t]\n"
    wanted = {
        "id": "a",
        "ids": {"un": {"id": "X", "match": "close"}, "eu": "E"},
        "sources": [{"source": "s", "locator": "p. 1"}, "t"],
    }
    after = mended(before, ACTOR, wanted)
    assert after == (
        "- id: a\n  ids: {un: {id: X, match: close}, eu: E}\n"
        "  sources: [{source: s, locator: p. 1}, t]\n"
    )
    assert mended(after, ACTOR, {"id": "a", "ids": {"un": "X", "ucdp": "3"}, "sources": ["s", "t"]})


def test_a_flag_or_sign_that_says_the_same_is_left_as_it_is_written():
    text = "- {name: t, sign: +1, symmetric: false, lasting: true}\n"
    assert mended(text, RELATION_TYPE, {"name": "t", "sign": 1}) == text
    assert mended(text, RELATION_TYPE, {"name": "t", "sign": 1, "symmetric": True}) == (
        "- {name: t, sign: +1, symmetric: true, lasting: true}\n"
    )


def test_a_long_list_in_brackets_goes_on_in_the_next_line():
    names = ", ".join(f"name {n}" for n in range(11))
    text = f"- aliases: [{names}]\n"
    made = mended(text, ACTOR, {"aliases": [*names.split(", "), "another name"]})
    assert made == f"- aliases: [{names},\n            another name]\n"


def test_ids_are_renamed_wherever_an_entry_names_them():
    def name(kind, id_):
        return {("actors", "a"): "z", ("sources", "a"): "s", ("relations", "a:t:b"): "z:t:b"}.get(
            (kind, id_), id_
        )

    relation = "- {source: 'a', type: a, target: b, sources: [a, {source: a}], summary: a}\n"
    assert renamed(relation, RELATION, name) == (
        "- {source: 'z', type: a, target: b, sources: [s, {source: s}], summary: a}\n"
    )
    step = "- {text: a, focus: [a, b], relations: ['a:t:b']}\n"
    assert renamed(step, STEP, name) == "- {text: a, focus: [z, b], relations: ['z:t:b']}\n"
    assert renamed("- {id: a, name: a}\n", ACTOR, name) == "- {id: z, name: a}\n"


@pytest.mark.parametrize("text", ["", "a\n", "- a\n- b\n", "[a]\n", "- [\n"])
def test_what_is_no_entry_is_refused(text):
    with pytest.raises(ValueError, match=r"no entry|no YAML"):
        mended(text, ACTOR, {"id": "a"})


def test_an_entry_that_is_written_anew_keeps_every_comment():
    text = (
        "- # one\n  {id: a, # two\n   aliases: [x, # three\n    y], # four\n   name: A}\n  # five\n"
    )
    after = rewritten(text, ACTOR, {"id": "a", "name": "B", "aliases": ["y", "z"]}, "\n", 0)
    assert after.count("#") == 5
    assert all(f"# {word}" in after for word in ("one", "two", "three", "four", "five"))
    assert "aliases:\n" in after
    assert after.index("- y") < after.index("- z")
