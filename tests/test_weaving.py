"""Three versions of the files become one: ours, changed in place by what theirs says."""

import re

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from graph.diffing.comparing import diff
from graph.patching.amending import amend
from graph.patching.merging import merge
from graph.patching.weaving import Sides, marker, weave
from graph.reading import comments
from graph.versioning.git import merged_lines
from messy import messy
from strategies import GRAPH_PAIRS, GRAPHS
from test_amending import graph_of, once

BASE = """\
relations:
  # about a
  - source: a
    type: hosts
    target: b
    confidence: low
    sources: [s]

  - source: c
    type: hosts
    target: d
"""
ONE = "\n  - source: e\n    type: fights\n    target: f\n"
TWO = "\n  # by theirs\n  - {source: g, type: fights, target: h}  # short\n"
FIRST = BASE[BASE.index("  # about a") : BASE.index("  - source: c")]


def lines(base, ours, theirs):
    return merged_lines(base, ours, theirs, "--ours")


def ours_alone(_base, ours, _theirs):
    return ours


def woven(base, ours, theirs, by=lines):
    made = weave(
        Sides(*({"r.yaml": text.encode()} for text in (base, ours, theirs)), "mine", "yours"), by
    )
    assert made.problems == ()
    return made.files["r.yaml"].decode(), made


def chosen(data, side):
    """Give a file as it is after somebody chose one side at each conflict."""
    kept, where = [], None
    for line in data.decode().splitlines(keepends=True):
        if line.startswith("<<<<<<< "):
            where = 0
        elif where is not None and line.rstrip() == "=======":
            where = 1
        elif where is not None and line.startswith(">>>>>>> "):
            where = None
        elif where in (None, side):
            kept.append(line)
    return "".join(kept).encode()


# An example takes a tenth of a second: looking for a smaller one would take minutes.
@settings(max_examples=50, phases=set(Phase) - {Phase.shrink, Phase.explain})
@given(GRAPH_PAIRS, GRAPHS, st.integers(0, 2**20), st.booleans(), st.booleans())
def test_the_texts_say_what_was_merged_and_hold_both_forms_of_what_contradicts(
    pair, third, seed, strange, more
):
    base, ours = map(once, pair)
    theirs = once(third) if more else base
    texts = messy(base, seed).files

    def of(graph, number):
        made = amend([*texts.items()], diff(base, graph))
        return messy(graph, number).files if strange else texts | dict(made.files)

    sides = Sides(texts, of(ours, seed + 1), of(theirs, seed + 2))
    made = weave(sides, lines)
    assert made.problems == ()
    merged = merge(base, ours, theirs)
    assert [one[:3] for one in made.conflicts] == [one[:3] for one in merged.conflicts]
    for side, wanted in enumerate((merged.graph, merged.other)):
        said = graph_of({file: chosen(data, side) for file, data in made.files.items()})
        assert set(said.relations) == set(wanted.relations)
        assert (set(said.actors), set(said.sources)) == (set(wanted.actors), set(wanted.sources))
        assert set(said.types) == set(wanted.types)


def test_two_people_who_write_at_the_same_place_get_both_and_their_comments():
    text, made = woven(BASE, BASE + ONE, BASE + TWO)
    assert text == BASE + ONE + TWO
    assert made.conflicts == ()
    alone, _ = woven(BASE, BASE + ONE, BASE + TWO, ours_alone)  # without git
    assert alone == text


def test_each_takes_what_the_other_changed_in_one_entry():
    ours = BASE.replace("low", "high")
    theirs = BASE.replace("[s]", "[s, t]").replace("# about a", "# about a, checked")
    both = ours.replace("[s]", "[s, t]")
    assert woven(BASE, ours, theirs, ours_alone)[0] == both.replace(
        "  # about a\n", "  # about a, checked\n  # about a\n"
    )
    assert woven(BASE, ours, theirs)[0] == both.replace("# about a", "# about a, checked")


def test_the_ground_is_ours():
    ours = BASE.replace("sources: [s]", "sources:\n      - 's'").replace("\n", "\r\n")
    text, _ = woven(BASE, ours, BASE.replace("low", "high"))
    assert text == ours.replace("low", "high")


def test_a_field_that_contradicts_stands_between_markers():
    text, made = woven(BASE, BASE.replace("low", "high"), BASE.replace("low", "medium"))
    assert text == BASE.replace(
        "    confidence: low\n",
        "<<<<<<< mine\n    confidence: high\n=======\n    confidence: medium\n>>>>>>> yours\n",
    )
    assert [(c.key, c.field, c.base, c.ours, c.theirs) for c in made.conflicts] == [
        ("a:hosts:b", "confidence", "low", "high", "medium")
    ]


@pytest.mark.parametrize("swap", [False, True])
def test_an_entry_that_one_side_took_out_stands_between_markers(swap):
    sides = [BASE.replace(FIRST, ""), BASE.replace("low", "high")]
    text, made = woven(BASE, *(reversed(sides) if swap else sides))
    entry = FIRST.replace("low", "high").removesuffix("\n")
    parts = (entry, "") if swap else ("", entry)
    between = "<<<<<<< mine\n{}=======\n{}>>>>>>> yours\n".format(*parts)
    assert text == BASE.replace(FIRST, between + "\n")
    assert len(made.conflicts) == 1


def test_no_comment_of_theirs_is_lost():
    ours = "# mine\n" + BASE.replace("low", "high  # mine")
    theirs = "# yours\n" + BASE.replace("low", "medium  # yours too")
    text, made = woven(BASE, ours, theirs)
    assert {one.text for one in comments(chosen(text.encode(), 0).decode())} == {
        *("# mine", "# yours", "# yours too", "# about a"),
    }
    assert made.strays == ("# yours",)
    assert text.endswith("\n\n# yours\n")


def test_the_same_claim_written_at_two_places_stands_once():
    new = "  - {source: g, type: fights, target: h}\n"
    text, _ = woven(BASE, BASE + new, BASE.replace("relations:\n", "relations:\n" + new))
    assert text.count("source: g") == 1


def test_a_story_that_both_told_on_is_kept_whole():
    base = "story:\n  - {text: one, date: 2020, focus: [a]}\n"
    ours = base.replace("one", "one of mine")
    theirs = base.replace("one", "one of yours")
    text, made = woven(base, ours, theirs)
    assert "one of mine" in text
    assert "one of yours" in text
    assert "<<<<<<< mine" in text
    assert [c.record.key for c in made.conflicts] == ["story"]
    added, made = woven(base, base, base + "  - {text: two, date: 2021, focus: [a]}\n")
    assert added.count("text:") == 2
    assert made.conflicts == ()


def test_files_come_and_go():
    one, two = BASE.encode(), b"sources:\n  - {id: s, title: S}\n"
    made = weave(Sides({"a.yaml": one}, {"a.yaml": one}, {"a.yaml": one, "b.yaml": two}), lines)
    assert made.files == {"a.yaml": one, "b.yaml": two}
    gone = weave(Sides(made.files, made.files, {"a.yaml": one}), lines)
    assert gone.files == {"a.yaml": one}
    moved = weave(
        Sides({"a.yaml": one}, {"a.yaml": one.replace(b"low", b"high")}, {"z.yaml": one}), lines
    )
    said = graph_of(dict(moved.files))
    assert [relation.confidence for relation in said.relations] == ["high", ""]


@pytest.mark.parametrize("broken", [b"\xff\xfe", b"relations: [", b"relations: [{source: A}]\n"])
def test_a_version_that_cannot_be_read_is_told_and_nothing_is_merged(broken):
    good = {"r.yaml": BASE.encode()}
    made = weave(Sides(good, good, {"r.yaml": broken}), lines)
    assert made.files == {}
    assert made.problems


def test_a_side_with_other_line_ends_does_not_make_two_lines_of_one():
    mark = marker("a", "b")("x\r\ny\r\n", "x\r\nz\r\n")
    assert mark == "x\r\n<<<<<<< a\r\ny\r\n=======\r\nz\r\n>>>>>>> b\r\n"
    assert not re.search("(?<!\r)\n", mark)
