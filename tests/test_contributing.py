"""The mistakes that people make when they add to the bundled data, each caught at its place."""

import shutil

import pytest

from conftest import ROOT
from graph.loading import load

#: File, what stands there, what somebody writes instead, the code, and the text that it points to.
MISTAKES = {
    "a name instead of an id": (
        "relations",
        "target: isis-k\n",
        "target: ISKP\n",
        "bad-id",
        "ISKP",
    ),
    "a typo in an id": (
        "relations",
        "source: taliban\n",
        "source: talban\n",
        "unknown-actor",
        "talban",
    ),
    "a type that is not in the vocabulary": (
        "relations",
        "type: fights\n",
        "type: battles\n",
        "unknown-type",
        "battles",
    ),
    "a type written with spaces": (
        "relations",
        "type: part_of\n",
        "type: part of\n",
        "bad-id",
        "part of",
    ),
    "a source that nobody declared": (
        "relations",
        "      - un-listing-isil-k\n",
        "      - un-listing-isilk\n",
        "unknown-source",
        "un-listing-isilk",
    ),
    "a link in place of a source": (
        "relations",
        "      - un-listing-isil-k\n",
        "      - https://e.org/x\n",
        "bad-id",
        "https://e.org/x",
    ),
    "an American date": (
        "relations",
        "from: 2022-03\n",
        "from: 03/2022\n",
        "bad-date",
        "03/2022",
    ),
    "a day that does not exist": (
        "relations",
        "to: 2001-09-09\n",
        "to: 2001-02-30\n",
        "bad-date",
        "2001-02-30",
    ),
    "an end before the begin": (
        "relations",
        "from: 2013-04\n    to: 2019-10\n",
        "from: 2013-04\n    to: 2009-10\n",
        "inverted-dates",
        "2009-10",
    ),
    "a relation before its actor was there": (
        "relations",
        "from: 2022-03\n",
        "from: 2012-03\n",
        "outside-life",
        "2012-03",
    ),
    "a confidence of one's own": (
        "relations",
        "confidence: high\n",
        "confidence: certain\n",
        "bad-choice",
        "certain",
    ),
    "more confidence than the sources carry": (
        "relations",
        "confidence: low\n",
        "confidence: high\n",
        "overstated",
        "high",
    ),
    "a field of one's own": (
        "relations",
        "    summary: >-\n",
        "    note: x\n    summary: >-\n",
        "unknown-field",
        "note",
    ),
    "a colon without a space": (
        "relations",
        "confidence: high\n",
        "confidence:high\n",
        "yaml-syntax",
        None,
    ),
    "a text with a colon and no quotes": (
        "relations",
        "    summary: Ahmad Massoud founded",
        "    summary: Note: Ahmad Massoud founded",
        "yaml-syntax",
        None,
    ),
    "a tab": ("relations", "    type: fights\n", "\ttype: fights\n", "yaml-syntax", None),
    "a forgotten hyphen": (
        "relations",
        "  - source: aff\n",
        "    source: aff\n",
        "duplicate-key",
        None,
    ),
    "a relation pasted twice": (
        "relations",
        None,
        None,
        "duplicate-relation",
        None,
    ),
    "an alias that another actor has": (
        "actors",
        "aliases: [AFF, ",
        "aliases: [ISKP, AFF, ",
        "duplicate-name",
        None,
    ),
    "an id that is taken": (
        "actors",
        "  - id: aff\n",
        "  - id: nrf\n",
        "duplicate-id",
        None,
    ),
    "a kind of one's own": (
        "actors",
        "kind: armed_group\n",
        "kind: militia\n",
        "bad-choice",
        "militia",
    ),
    "a new actor without any relation": (
        "actors",
        "actors:\n",
        "actors:\n  - {id: newcomer, name: Newcomer, sources: [baloch-2023]}\n",
        "unused",
        "newcomer",
    ),
    "an identifier with a made-up match": (
        "actors",
        "match: broad}",
        "match: maybe}",
        "bad-choice",
        "maybe",
    ),
    "a source without a title": (
        "sources",
        "    title: >-\n      Taliban Spokesman",
        "    author: >-\n      Taliban Spokesman",
        "missing-field",
        None,
    ),
    "a link without its scheme": (
        "sources",
        "url: https://4thpillarpost",
        "url: 4thpillarpost",
        "bad-url",
        "4thpillarpost",
    ),
    "a grade that is none": (
        "sources",
        "reliability: C\n",
        "reliability: G\n",
        "bad-choice",
        "G",
    ),
    "a source that nothing cites": (
        "sources",
        "sources:\n",
        "sources:\n  - {id: new-one, title: New}\n",
        "unused",
        "new-one",
    ),
    "a source entered under a second id": (
        "sources",
        "sources:\n",
        (
            "sources:\n  - {id: new-one, title: New, url: "
            "https://4thpillarpost.com/sub_detail/taliban-spokesman-claims-daesh-training-camps-esta}\n"
        ),
        "duplicate-source",
        "https://4thpillarpost.com",
    ),
    "a merge conflict left in": (
        "actors",
        "actors:\n",
        "<<<<<<< HEAD\nactors:\n",
        "conflict-marker",
        "<<<<<<<",
    ),
}


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(
        ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("*.json")
    )


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_place(name, copy, run):
    file, before, after, code, pointed = MISTAKES[name]
    path = copy / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    if before is None:
        entry = text[text.index("  - source:") : text.index("\n\n", text.index("  - source:"))]
        text += "\n" + entry + "\n"
    else:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")
    problems = [problem for problem in load(copy).problems if problem.code == code]
    assert problems, [str(problem) for problem in load(copy).problems][:5]
    place = problems[0].place
    assert place.file == str(path)
    line = text.splitlines()[place.line - 1]
    if pointed:
        assert line[place.column - 1 :].startswith(pointed)
    shown = run("check", copy, "--strict")
    assert shown.exit_code == 1
    assert f"{place}: " in shown.stdout
    assert "Traceback" not in shown.output


def test_the_untouched_copy_is_clean(copy):
    assert load(copy).problems == ()
