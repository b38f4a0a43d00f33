"""Entries -> values: every mistake of shape, where it stands."""

import pytest

from checked import problems_of, told
from graph.dates import UNKNOWN, parse_date
from graph.loading import load_texts
from graph.model import Actor, Citation, Identifier, Listed, Relation, RelationType, Source, Step

SOUND = """\
    actors:
      - id: taliban
        name: Taliban
        kind: armed_group
        aliases: [IEA, طالبان]
        ambiguous_aliases: [the students]
        from: 1994-09~
        to: unknown
        areas: [Kandahar]
        summary: >-
          Ruled from 1996,
          rules again.
        ids: {un: TAi.001, wikidata: {id: Q42418}, ucdp: {id: 130, match: broad}}
        sources: [rashid-2000]
      - {id: al-qaeda, name: al-Qaeda, sources: [rashid-2000]}
    relations:
      - id: host
        source: taliban
        type: shelters
        target: al-qaeda
        from: 1996
        to: 2001-12
        confidence: high
        ambivalent: true
        summary: Hosted   it.
        sources:
          - rashid-2000
          - {source: un-2022, locator: "para 5", summary: "says   so"}
        disputed_by: [un-2022]
    sources:
      - id: rashid-2000
        title: Taliban
        author: Ahmed Rashid
        publisher: Yale
        origin: Yale Press
        published: 2000-03-01
        url: HTTPS://example.org/a?b#c
        archive_url: http://example.net/
        accessed: 2026-11-22
        reliability: A
      - {id: un-2022, title: Report}
    relation_types:
      - name: shelters
        label: shelters
        inverse: is sheltered by
        sign: +1
        family: cooperation
        lasting: true
        symmetric: false
        description: Gives room.
    story:
      - text: They shelter,
          and are sheltered.
        date: 2001-12
        focus: [taliban, al-qaeda]
        relations: [host]
"""

#: Places for one more field or list item, so that cases stay short.
ACTOR = "actors:\n  - id: a\n    name: A\n    sources: [s]\n    {}\n"
RELATION = "relations:\n  - {{source: a, type: hosts, target: b, {}}}\n"


def test_every_field_of_every_record_is_read():
    loaded = problems_of(SOUND)
    assert loaded.problems == ()
    graph = loaded.graph
    assert graph.actor["taliban"] == Actor(
        "taliban",
        "Taliban",
        "armed_group",
        Listed(["IEA", "طالبان"]),
        Listed(["the students"]),
        parse_date("1994-09~"),
        UNKNOWN,
        Listed(["Kandahar"]),
        "Ruled from 1996, rules again.",
        Listed(
            [
                Identifier("un", "TAi.001"),
                Identifier("wikidata", "Q42418"),
                Identifier("ucdp", "130", "broad"),
            ]
        ),
        Listed([Citation("rashid-2000")]),
    )
    assert graph.relations == (
        Relation(
            "taliban",
            "shelters",
            "al-qaeda",
            "host",
            parse_date("1996"),
            parse_date("2001-12"),
            "high",
            ambivalent=True,
            summary="Hosted it.",
            sources=Listed([Citation("rashid-2000"), Citation("un-2022", "para 5", "says so")]),
            disputed_by=Listed([Citation("un-2022")]),
        ),
    )
    assert graph.document["rashid-2000"] == Source(
        "rashid-2000",
        "Taliban",
        "Ahmed Rashid",
        "Yale",
        "Yale Press",
        parse_date("2000-03-01"),
        "HTTPS://example.org/a?b#c",
        "http://example.net/",
        parse_date("2026-11-22"),
        "A",
    )
    assert graph.type["shelters"] == RelationType(
        "shelters",
        "shelters",
        "is sheltered by",
        1,
        family="cooperation",
        description="Gives room.",
    )
    assert graph.story == (
        Step(
            "They shelter, and are sheltered.",
            parse_date("2001-12"),
            Listed(["taliban", "al-qaeda"]),
            Listed(["host"]),
        ),
    )


def test_a_value_knows_where_its_entry_stands():
    graph = problems_of(SOUND).graph
    places = [graph.actor["taliban"], graph.relations[0], graph.document["un-2022"]]
    assert [str(value.place) for value in places] == ["a.yaml:2:5", "a.yaml:17:5", "a.yaml:41:5"]
    assert str(graph.type["shelters"].place) == "a.yaml:43:5"
    assert str(graph.story[0].place) == "a.yaml:52:5"


def test_the_ends_of_a_symmetric_relation_are_sorted_and_of_a_directed_one_are_not():
    graph = problems_of(
        """\
        actors: [{id: a, name: A}, {id: b, name: B}]
        relations:
          - {source: b, type: fights, target: a}
          - {source: b, type: hosts, target: a}
        """
    ).graph
    assert [(one.source, one.type, one.target) for one in graph.relations] == [
        ("a", "fights", "b"),
        ("b", "hosts", "a"),
    ]


def test_a_type_of_the_dataset_replaces_the_bundled_one_wherever_it_stands():
    relations = b"actors: [{id: a, name: A}, {id: b, name: B}]\n"
    relations += b"relations: [{source: b, type: hosts, target: a}]\n"
    types = b"relation_types:\n  - {name: hosts, label: hosts, inverse: hosts, sign: 1, "
    types += b"symmetric: true, family: cooperation}\n"
    graph = load_texts([("a.yaml", relations), ("z.yaml", types)]).graph
    assert graph.relations == (Relation("a", "hosts", "b"),)
    assert graph.type["fights"].symmetric is True


@pytest.mark.parametrize("text", ["", "actors:\n", "actors: ''\n", "actors: []\nrelations:\n"])
def test_a_list_may_be_empty_or_absent(text):
    assert told(text) == []


CASES = {
    "hello\n": [(1, 1, "wrong-shape")],
    "- a\n": [(1, 1, "wrong-shape")],
    "actor: []\n": [(1, 1, "unknown-field")],
    "actors: {id: a}\n": [(1, 9, "wrong-shape")],
    "actors: some\n": [(1, 9, "wrong-shape")],
    "actors: &x\n": [(1, 9, "anchor")],
    "actors: [a]\n": [(1, 10, "wrong-shape")],
    "actors: [[a]]\n": [(1, 10, "wrong-shape")],
    "actors: [*a]\n": [(1, 10, "alias")],
    "!x actors\n": [(1, 1, "tag")],
    "actors: [{}]\n": [(1, 10, "missing-field"), (1, 10, "missing-field")],
    "actors: [{name: A}]\n": [(1, 10, "missing-field")],
    "actors: [{id: a}]\n": [(1, 10, "missing-field")],
    ACTOR.format("nam: x"): [(5, 5, "unknown-field")],
    ACTOR.format("source: x"): [(5, 13, "unknown-field")],
    ACTOR.format("<<: x"): [(5, 5, "merge-key")],
    ACTOR.format("kind: armed-group"): [(5, 11, "bad-choice")],
    ACTOR.format("kind:"): [(5, 10, "empty-value")],
    ACTOR.format("summary: ~"): [(5, 14, "empty-value")],
    ACTOR.format("summary: null"): [(5, 14, "empty-value")],
    ACTOR.format("summary: '  '"): [(5, 14, "empty-value")],
    ACTOR.format("summary: [x]"): [(5, 14, "wrong-shape")],
    ACTOR.format("summary: {x: y}"): [(5, 14, "wrong-shape")],
    ACTOR.format("summary: *x"): [(5, 14, "alias")],
    ACTOR.format("from: 2020-13"): [(5, 11, "bad-date")],
    ACTOR.format("from: 2020-02-30"): [(5, 11, "bad-date")],
    ACTOR.format("to: 1.1.2020"): [(5, 9, "bad-date")],
    ACTOR.format("to: '0000'"): [(5, 9, "bad-date")],
    ACTOR.format("aliases: x"): [(5, 14, "wrong-shape")],
    ACTOR.format("aliases: {x: y}"): [(5, 14, "wrong-shape")],
    ACTOR.format("aliases: &x [y]"): [(5, 14, "anchor")],
    ACTOR.format("aliases: [y, ]"): [],
    ACTOR.format("aliases: [y, '']"): [(5, 18, "empty-value")],
    ACTOR.format("aliases: [y, *z]"): [(5, 18, "alias")],
    ACTOR.format("aliases: *z"): [(5, 14, "alias")],
    ACTOR.format("ids: x"): [(5, 10, "wrong-shape")],
    ACTOR.format("ids: [x]"): [(5, 10, "wrong-shape")],
    ACTOR.format("ids: *x"): [(5, 10, "alias")],
    ACTOR.format("ids:"): [(5, 9, "empty-value")],
    ACTOR.format("ids: {un: [x]}"): [(5, 15, "wrong-shape")],
    ACTOR.format("ids: {'': x}"): [(5, 11, "bad-key")],
    ACTOR.format("ids: {un: {match: close}}"): [(5, 15, "missing-field")],
    ACTOR.format("ids: {un: {id: x, match: exact}}"): [(5, 30, "bad-choice")],
    ACTOR.format("ids: {un: {id: x, kind: y}}"): [(5, 29, "unknown-field")],
    ACTOR.format("ids: {un: {id: x, *a : y}}"): [(5, 23, "alias")],
    "actors: [{id: A B, name: A}]\n": [(1, 15, "bad-id")],
    "actors: [{id: -a, name: A}]\n": [(1, 15, "bad-id")],
    "actors: [{id: a--b, name: A}]\n": [(1, 15, "bad-id")],
    "actors: [{id: [a], name: A}]\n": [(1, 15, "wrong-shape")],
    RELATION.format("ambivalent: yes"): [(2, 53, "bad-choice")],
    RELATION.format("confidence: certain"): [(2, 53, "bad-choice")],
    RELATION.format("type: hosts"): [(2, 41, "duplicate-key")],
    RELATION.format("sources: s"): [(2, 50, "wrong-shape")],
    RELATION.format("sources: [A b]"): [(2, 51, "bad-id")],
    RELATION.format("sources: [[s]]"): [(2, 51, "wrong-shape")],
    RELATION.format("sources: [*s]"): [(2, 51, "alias")],
    RELATION.format("sources: [{}]"): [(2, 51, "missing-field")],
    RELATION.format("sources: [{locator: x}]"): [(2, 51, "missing-field")],
    RELATION.format("sources: [{source: s, page: 5}]"): [(2, 63, "unknown-field")],
    RELATION.format("sources: [{source: s, author: 5}]"): [(2, 71, "unknown-field")],
    RELATION.format("sources: [{source: s, <<: x}]"): [(2, 63, "merge-key")],
    RELATION.format("sources: [{source: S}]"): [(2, 60, "bad-id")],
    RELATION.format("disputed_by: [{source: s, summary: ''}]"): [(2, 76, "empty-value")],
    "relations: [{source: a, type: Hosts, target: b}]\n": [(1, 31, "bad-id")],
    "relations: [{source: a, type: is hosted, target: b}]\n": [(1, 31, "bad-id")],
    "relations: [{source: a, type: hosts}]\n": [(1, 13, "missing-field")],
    "sources: [{id: s, title: T, url: www.x.org}]\n": [(1, 34, "bad-url")],
    "sources: [{id: s, title: T, url: 'javascript:alert(1)'}]\n": [(1, 34, "bad-url")],
    "sources: [{id: s, title: T, url: 'https://x y'}]\n": [(1, 34, "bad-url")],
    "sources: [{id: s, title: T, archive_url: 'http:///x'}]\n": [(1, 42, "bad-url")],
    "sources: [{id: s, title: T, reliability: G}]\n": [(1, 42, "bad-choice")],
    "sources: [{id: s, title: T, published: soon}]\n": [(1, 40, "bad-date")],
    "relation_types: [{name: x, label: x, inverse: y, sign: 2, family: z}]\n": [
        (1, 56, "bad-choice")
    ],
    "relation_types: [{name: x, label: x, inverse: y, sign: 1, family: A Z}]\n": [
        (1, 67, "bad-id")
    ],
    "relation_types: [{name: x, label: x, inverse: y, sign: 1}]\n": [(1, 18, "missing-field")],
}


@pytest.mark.parametrize("text", CASES)
def test_a_mistake_of_shape_has_its_place_and_nothing_else_is_told(text):
    assert told(text, warnings=False, ignore={"unknown-actor", "unknown-source"}) == CASES[text]


_KEYS = "actors, relations, sources, relation_types, story"
MESSAGES = {
    "actor: []\n": '"actor" is not a top-level key; did you mean "actors"?',
    "x: []\n": '"x" is not a top-level key; there are ' + _KEYS,
    "actors:[]\n": f"a file is a mapping with the keys {_KEYS}",
    "actors: x\n": '"actors" is a list; begin each entry with "- "',
    "actors:\n  - id:a\n": 'an actor is a mapping, "id: ..."; is there a space after each colon?',
    "relation_types: [x]\n": 'a relation type is a mapping, "name: ..."',
    ACTOR.format("name:b : x"): '"name:b" has no space after its colon; write "field: value"',
    ACTOR.format("name\uff1ab: x"): '"name\uff1ab" has no space after its colon; '
    'write "field: value"',
    ACTOR.format("nmae: x"): '"nmae" is not a field of an actor; did you mean "name"?',
    "actors: [{id: a}]\n": 'an actor needs "name"',
    "actors:\n  - id: a\n    summary: x\n      name A\n": 'an actor needs "name"; '
    'was its line joined to "summary" for want of a colon?',
    "actors:\n  - {id: '', name: A}\n": '"id" is empty; leave the field out, '
    "or quote the text that is meant",
    "actors: [{id: A, name: A}]\n": '"A" is no id; '
    "use lower-case a-z, digits and single hyphens, as isis-k",
    "relations: [{source: a, type: H, target: b}]\n": '"H" is no type; '
    "use lower-case words joined by _, as defects_to",
    ACTOR.format("from: 1/2"): '"from": "1/2" is not a date; write 2015, 2015-01 or 2015-01-26',
    ACTOR.format("kind: states"): '"states" is no kind; did you mean "state"?',
    RELATION.format("confidence: 0.5"): '"0.5" is no confidence; one of low, medium, high',
    "sources: [{id: s, title: T, url: x}]\n": '"x" is not an http or https address',
    ACTOR.format("areas: Kabul"): '"areas" is a list; write [one, two], or "- " before each',
    ACTOR.format("summary: [a]"): '"summary" is one text, not a list or mapping',
    ACTOR.format("ids: x"): '"ids" is a mapping: {un: QDe.004, wikidata: Q34490}',
    RELATION.format("sources: [{page: 1}]"): '"page" is not a field of a citation; '
    "there are source, locator, summary",
    RELATION.format("sources: [{}]"): 'a citation needs "source"',
}


@pytest.mark.parametrize("text", MESSAGES)
def test_a_message_says_what_to_do(text):
    assert MESSAGES[text] in [problem.message for problem in problems_of(text).problems]


def test_a_long_wrong_text_is_cut_in_the_message():
    (problem,) = problems_of(f"{'x' * 500}: []\n").problems
    assert problem.message.startswith(f'"{"x" * 40}" is not a top-level key; ')


def test_a_bad_entry_is_left_out_and_the_good_ones_stay():
    loaded = problems_of("actors: [{id: a, name: A}, {id: b}, {id: c, name: C}]\n")
    assert [actor.id for actor in loaded.graph.actors] == ["a", "c"]
    assert [error.code for error in loaded.errors] == ["missing-field"]


def test_a_message_is_one_line_even_where_the_text_it_quotes_is_not():
    text = 'actors: [{id: "a\\nb", name: A, from: "2015\\n"}]\n"x\\ny": 1\n"x\\ny": 2\n'
    messages = [problem.message for problem in problems_of(text).problems]
    assert messages == [
        '"a b" is no id; use lower-case a-z, digits and single hyphens, as isis-k',
        '"from": "2015 " is not a date; write 2015, 2015-01 or 2015-01-26',
        '"x y" is not a top-level key; there are ' + _KEYS,
        '"x y" stands twice, its first value in line 2; a forgotten "-" or a copy?',
    ]


def test_an_entry_with_several_mistakes_tells_them_all():
    text = "sources: [{id: S, url: x, published: y, odd: z}]\n"
    assert told(text) == [
        (1, 11, "missing-field"),
        (1, 16, "bad-id"),
        (1, 24, "bad-url"),
        (1, 38, "bad-date"),
        (1, 41, "unknown-field"),
    ]


def test_an_id_that_a_page_cannot_bear_is_refused():
    text = "actors: [{id: constructor, name: C, sources: [s]}]\n"
    (problem, *_) = load_texts([("a.yaml", text.encode())]).errors
    assert (problem.code, str(problem.place)) == ("bad-id", "a.yaml:1:15")


def test_a_scheme_of_an_identifier_is_a_word():
    text = 'actors: [{id: a, name: C, ids: {"x\\n|": v}}]\n'
    (problem,) = load_texts([("a.yaml", text.encode())]).errors
    assert (problem.code, problem.message) == (
        "bad-id",
        '"x |" is no scheme; use a lower-case word, as wikidata',
    )
