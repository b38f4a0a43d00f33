"""A patch as JSON: read as strictly as a dataset, every mistake with its place."""

import copy
import json

import pytest

from graph.changes import GraphDiff, apply
from graph.comparing import diff
from graph.dates import parse_date
from graph.model import (
    Actor,
    ActorGraph,
    Citation,
    Identifier,
    Listed,
    Relation,
    RelationType,
    Source,
)
from graph.patches import Unpacked, from_patch, read_patch, to_patch

IDS = Listed([Identifier("un", "Q1"), Identifier("eu", "2", "broad")])
CITED = Listed([Citation("s1", "p. 5"), Citation("s1")])
OLD = ActorGraph.of(
    [Actor("omar", "Omar"), Actor("haq", "Haqqani"), Actor("nrf", "NRF")],
    [
        Relation("haq", "fights", "omar", begin=parse_date("1994")),
        Relation("omar", "leads", "nrf", begin=parse_date("1996~"), ambivalent=True),
    ],
    [Source("s1", "A report", url="https://un.org/1")],
    [RelationType("fights", "fights", "fights", -1, symmetric=True, family="conflict")],
)
NEW = ActorGraph.of(
    [
        Actor(
            "a-omar", "Omar", ids=Listed([Identifier("un", "Q1"), Identifier("eu", "2", "broad")])
        ),
        Actor("haq", "Haqqani"),
    ],
    [
        Relation("a-omar", "fights", "haq", begin=parse_date("1994"), end=parse_date("unknown")),
        Relation(
            "haq", "hosts", "a-omar", sources=Listed([Citation("s1", "p. 5"), Citation("s1")])
        ),
    ],
    [Source("s1", "A report", url="https://un.org/1", published=parse_date("2001"))],
    [RelationType("fights", "fights", "fights", 0, symmetric=True, lasting=False, family="war")],
)
DIFF = diff(OLD, NEW)
PATCH = to_patch(DIFF, "HEAD~1", "HEAD")


def place(key):
    """Give the place of an item in the results by its id."""
    return next(i for i, item in enumerate(PATCH["results"]) if item["id"] == key)


def faults(edit):
    document = copy.deepcopy(PATCH)
    edit(document, document["results"])
    text = json.dumps(document)
    found = read_patch(text)
    assert bool(found.faults) != bool(found.diff)
    return [str(fault) for fault in found.faults]


def test_a_patch_comes_back_as_it_went():
    assert read_patch(json.dumps(PATCH)) == Unpacked(DIFF)
    assert apply(read_patch(json.dumps(PATCH, indent=2)).diff, OLD) == NEW


def test_an_empty_diff_is_a_patch_that_changes_nothing():
    assert from_patch(to_patch(GraphDiff())) == Unpacked(GraphDiff())
    answer = to_patch(GraphDiff()) | {"reason": "no-difference", "message": "no difference"}
    assert from_patch(answer) == Unpacked(GraphDiff())


def test_an_item_has_two_ids_where_they_differ_and_says_what_only_follows():
    item = PATCH["results"][place("a-omar:fights:haq")]
    assert item == {
        "change": "changed",
        "what": "relation",
        "id": "a-omar:fights:haq",
        "old_id": "haq:fights:omar",
        "new_id": "a-omar:fights:haq",
        "before": {"source": "haq", "type": "fights", "target": "omar", "from": "1994"},
        "after": {
            "source": "a-omar",
            "type": "fights",
            "target": "haq",
            "from": "1994",
            "to": "unknown",
        },
        "fields": ["to"],
        "how": "same tie and begin",
        "follows": ["source", "target"],
    }
    assert "old_id" not in PATCH["results"][place("s1")]


def test_the_order_of_the_results_is_no_part_of_a_patch():
    assert from_patch(PATCH | {"results": PATCH["results"][::-1]}) == Unpacked(DIFF)


def test_flags_and_signs_are_no_texts():
    item = PATCH["results"][place("fights")]
    assert (item["before"]["sign"], item["after"]["lasting"]) == (-1, False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1, column 1: no JSON: Expecting value"),
        ('{"schema": 1,\n', "line 2, column 1: no JSON: "),
        ("[]", "a patch is an object, not a list"),
        ("null", "a patch is an object, not null"),
        ('{"schema": 1, "schema": 1}', 'no patch: "schema" stands twice in one object'),
        ("[" * 100_000, "no patch: nested too deep"),
        (f"1{'0' * 5000}", "no patch: "),
    ],
)
def test_what_is_no_json_is_said_with_its_line(text, told):
    found = read_patch(text)
    assert found.diff == GraphDiff()
    (fault,) = found.faults
    assert str(fault).startswith(told)
    assert "\n" not in str(fault)


DATED = "a diff of what held at a date changes no file; compare whole versions"
KNOWN = "schema, results, command, as_of, old, new, sides, reason, message"


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ({"schema": 2}, ["schema: this is schema 2; only 1 is known"]),
        ({"schema": True}, ["schema: a patch says its schema, 1; this one does not"]),
        ({"command": "who"}, ["command: this is the answer of another command than diff"]),
        ({"reason": "unknown-revision"}, ["reason: this is no diff but the failure of one"]),
        (
            {"sides": {"old": {"date": "2021"}, "new": {"date": None}}},
            [f"sides.old.date: {DATED}"],
        ),
        ({"resluts": []}, ['resluts: no such key; did you mean "results"?']),
        ({"results": {}}, ["results: a patch has its changes there, in a list"]),
        ({"odd key": 1}, [f'["odd key"]: no such key; there are {KNOWN}']),
    ],
    ids=" ".join,
)
def test_a_patch_as_a_whole_is_refused_for_what_it_is_not(edit, told):
    found = [str(fault) for fault in from_patch(PATCH | edit).faults]
    assert [line.partition(", total")[0] for line in found] == told


def test_a_patch_of_dates_is_written_and_not_taken():
    patch = to_patch(DIFF, dates=("2021", "2022"))
    paths = [fault.path for fault in from_patch(patch).faults]
    assert paths == ["sides.old.date", "sides.new.date"]


NRF, TIE, OMAR = place("nrf"), place("a-omar:fights:haq"), place("a-omar")
TYPE, LEADS = place("fights"), place("omar:leads:nrf")


BEFORE = {"id": "nrf", "name": "NRF"}
AFTER, LED = PATCH["results"][TYPE]["after"], PATCH["results"][LEADS]["before"]


@pytest.mark.parametrize(
    ("at", "edit", "told"),
    [
        (
            NRF,
            {"change": "chnaged"},
            ".change: one of added, removed, changed belongs here; did",
        ),
        (
            NRF,
            {"what": None},
            ".what: one of actor, relation, source",
        ),
        (NRF, {"because": "x"}, ".because: no such key; there are "),
        (NRF, {"before": None}, ".before: an entry is an object, not null"),
        (
            NRF,
            {"after": {"id": "nrf", "name": "NRF"}},
            ".after: there is no entry on this side",
        ),
        (NRF, {"before": "nrf"}, ".before: an entry is an object, not a text"),
        (NRF, {"before": {"id": "nrf"}}, '.before: an actor needs "name"'),
        (NRF, {"before": {"id": "NRF", "name": "NRF"}}, '.before.id: "NRF" is no id; '),
        (
            NRF,
            {"before": {"id": "nrf", "name": 5}},
            ".before.name: a text belongs here, not a number",
        ),
        (NRF, {"before": {"id": "nrf", "name": "a\u202eb"}}, ".before.name: "),
        (
            NRF,
            {"before": {"id": "nrf", "name": "x" * 20_001}},
            ".before.name: a text of over",
        ),
        (
            NRF,
            {"before": BEFORE | {"nmae": "x"}},
            '.before.nmae: "nmae" is not a field of an actor; did',
        ),
        (
            NRF,
            {"before": BEFORE | {"": "x"}},
            '.before[""]: a key without a name',
        ),
        (
            NRF,
            {"before": BEFORE | {"aliases": "x"}},
            '.before.aliases: "aliases" is a list; ',
        ),
        (NRF, {"before": BEFORE | {"aliases": [["x"]]}}, ".before.aliases[0]: "),
        (
            NRF,
            {"before": BEFORE | {"from": "2020-13"}},
            '.before.from: "from": there is no month 13',
        ),
        (
            NRF,
            {"before": BEFORE | {"sources": [{"source": "s1", "page": "5"}]}},
            '.before.sources[0].page: "page" is not',
        ),
        (NRF, {"id": "aff"}, '.id: "nrf" belongs here'),
        (NRF, {"id": "nrf:2"}, '.id: "nrf" belongs here'),
        (NRF, {"old_id": "nrf"}, ".old_id: only what changed has two ids"),
        (NRF, {"how": "id"}, ".how: only what changed says here by what the two were matched"),
        (NRF, {"fields": ["name"]}, ".fields: the fields that differ belong here: none"),
        (TIE, {"how": ""}, ".how: says here by what the two were matched"),
        (TIE, {"how": 5}, ".how: a text belongs here, not a number"),
        (TIE, {"fields": []}, ".fields: the fields that differ belong here: to"),
        (TIE, {"fields": "to"}, ".fields: a list of names of fields belongs here"),
        (
            TIE,
            {"follows": ["source", "target", "type"]},
            '.follows: "type" does not differ,',
        ),
        (
            TIE,
            {"old_id": "haq:fights:haq"},
            '.old_id: "haq:fights:omar", or that and a number',
        ),
        (TIE, {"old_id": "haq:fights:omar:0"}, ".old_id: "),
        (TIE, {"id": "a-omar:fights:haq:2"}, ".id: the new id belongs here where there are two"),
        (OMAR, {"follows": ["id"]}, '.follows: "id" does not differ,'),
        (
            TYPE,
            {"after": AFTER | {"sign": "0"}},
            ".after.sign: -1, 0 or 1 belongs here, not a text",
        ),
        (
            TYPE,
            {"after": AFTER | {"sign": 7}},
            '.after.sign: "7" is no sign; ',
        ),
        (
            TYPE,
            {"after": AFTER | {"lasting": 0}},
            ".after.lasting: true or false belongs here, not a number",
        ),
        (
            LEADS,
            {"before": LED | {"type": "Leads"}},
            '.before.type: "Leads" is no type; ',
        ),
    ],
)
def test_a_change_is_refused_with_its_place(at, edit, told):
    def change(_, results):
        results[at] |= edit

    found = faults(change)
    assert any(line.startswith(f"results[{at}]{told}") for line in found), found


def test_all_mistakes_of_a_patch_come_together():
    def change(_, results):
        results[NRF]["before"] = {"id": "N R F"}
        results[TIE]["change"] = "moved"
        results.append([])

    assert len(faults(change)) == 4


def test_an_entry_that_stands_twice_is_refused():
    def change(_, results):
        results.append(results[NRF])

    assert faults(change) == [f'results[{len(PATCH["results"])}].before: actor "nrf" stands twice']


def test_what_other_answers_tell_of_a_change_changes_nothing():
    told = {"class": "corrected", "why": "both are known", "place": "a.yaml:1:1"}
    results = [item | told for item in PATCH["results"]]
    besides = {"consequences": [], "total": {}, "hidden": {}, "went_on": 5, "shown": None}
    assert from_patch(PATCH | besides | {"results": results}) == Unpacked(DIFF)
