"""What a dossier puts under which head, what clashes, and the document that it makes."""

import json
import re

import pytest
from hypothesis import given

from checked import problems_of
from conftest import ROOT
from graph.dates import parse_date
from graph.dossier import dossier
from graph.explaining import explain, places
from graph.formats import to_json, to_markdown, to_text
from graph.loading import load
from graph.model import Actor, ActorGraph, Citation, Listed, Relation
from graph.profile import naming, phrase, profile
from graph.query import EVERYTHING, Filters, Hidden, about, oldest_first
from graph.sections import HEADS, clashes, sections
from strategies import GRAPHS

GRAPH = problems_of(
    """\
    actors:
      - {id: boss, name: Boss}
      - {id: cell, name: Cell}
      - {id: foe, name: Foe}
      - id: us
        name: Us *All*
        kind: armed_group
        aliases: [We]
        ids: {un: QDe.1, wikidata: {id: Q1, match: broad}}
        sources: [book]
        summary: A | group.
    relations:
      - {source: boss, type: leads, target: us, from: 2001, to: 2004, sources: [book]}
      - {source: us, type: leads, target: cell, from: 2001}
      - {source: us, type: part_of, target: foe, from: 1990, to: 1995}
      - {source: cell, type: part_of, target: us, from: 2000}
      - {source: us, type: pledges_allegiance_to, target: foe, from: 1991}
      - {source: boss, type: supports, target: us, from: 2000}
      - {source: us, type: allied_with, target: foe, from: 1996, to: 1999, sources: [book]}
      - source: foe
        type: opposes
        target: us
        from: 1998
        sources: [{source: paper, locator: p. 1, summary: says much}]
        disputed_by: [{source: book, locator: ch. 2, summary: says no}]
      - {source: us, type: hosts, target: cell, from: 2002}
      - {source: foe, type: hosts, target: us, from: 1992, to: 1993}
      - {source: us, type: engages_with, target: boss, from: 2003}
      - {source: foe, type: attacked, target: us, from: 1999-05}
    sources:
      - {id: book, title: A Book, author: Ann, published: 2002, accessed: 2020-01-01,
         url: 'https://example.org/a_b', archive_url: 'https://archive.example/1', reliability: A}
      - {id: paper, title: A Paper, publisher: Press, origin: Wire, published: unknown}
    """
).graph


def show(actor="us", other=None, filters=EVERYTHING):
    answer = about(GRAPH, actor, other, filters)
    return dossier(GRAPH, GRAPH.actor[actor], GRAPH.actor.get(other), answer, filters)


def held(actor="us", other=None):
    stances = about(GRAPH, actor, other).stances
    return oldest_first(one for stance in stances for one in stance.relations)


def test_every_relation_has_its_part_and_parts_without_any_are_left_out():
    parts = {
        part.name: [one.key for one in part.relations] for part in sections(GRAPH, "us", held())
    }
    assert parts == {
        "leaders": ["boss:leads:us"],
        "leads": ["us:leads:cell"],
        "parents": ["us:part_of:foe", "us:pledges_allegiance_to:foe"],
        "factions": ["cell:part_of:us"],
        "allies": ["foe:allied_with:us", "boss:supports:us"],
        "opponents": ["foe:opposes:us"],
        "hosts": ["us:hosts:cell"],
        "hosted_by": ["foe:hosts:us"],
        "others": ["us:engages_with:boss"],
        "events": ["foe:attacked:us"],
    }
    assert list(parts) == list(HEADS)
    assert sections(GRAPH, "us", ()) == ()
    (untyped,) = sections(ActorGraph(), "us", held("us", "boss"))
    assert untyped.name == "others"


@given(GRAPHS)
def test_no_relation_is_lost_or_told_twice_in_a_dossier(graph):
    for actor in graph.actors:
        stances = about(graph, actor.id).stances
        some = [one for stance in stances for one in stance.relations]
        told = [one.key for part in sections(graph, actor.id, some) for one in part.relations]
        assert sorted(told) == sorted(one.key for one in some)
        numbered = profile(graph, actor, None, some).sources
        cited = {
            c.source for one in some for c in (*one.relation.sources, *one.relation.disputed_by)
        }
        assert set(numbered) == cited | {citation.source for citation in actor.sources}


def test_a_relation_reads_from_the_actor_whose_dossier_it_is():
    us = GRAPH.actor["us"]
    words = {key: phrase(GRAPH, us, one) for key, one in GRAPH.keyed.items() if "us" in key}
    assert words["boss:leads:us"] == "is led by Boss"
    assert words["us:leads:cell"] == "leads Cell"
    assert words["foe:allied_with:us"] == "is allied with Foe"
    bare = ActorGraph.of([us])
    assert phrase(bare, us, Relation("us", "x_y", "them")) == "x y them"


def test_claims_clash_when_one_is_denied_or_friend_and_foe_meet():
    found = [
        (str(clash.days), clash.one.key, [one.key for one in clash.others])
        for clash in clashes(GRAPH, held("us", "foe"))
    ]
    assert found == [
        ("since 1998", "foe:opposes:us", []),
        ("since 1998", "foe:opposes:us", ["us:pledges_allegiance_to:foe", "foe:allied_with:us"]),
    ]
    assert clashes(GRAPH, held("us", "cell")) == ()


def test_what_else_an_actor_is_called_says_how_identifiers_match():
    assert naming(GRAPH.actor["us"]) == [
        ("also known as", "We"),
        ("identifiers", "un QDe.1, wikidata Q1 (broad match)"),
    ]
    assert naming(Actor("a", "A")) == []


def test_between_two_what_clashes_stands_side_by_side():
    text = to_text(show("us", "foe"))
    assert (
        "Friend and foe at one time, since 1998\n"
        "    - against: Foe opposes Us *All*, since 1998 (not assessed, 1 source, disputed)\n"
        "    - with: Us *All* pledges allegiance to Foe, since 1991 (not assessed, unsourced)\n"
        "    - with: Foe is allied with Us *All*, 1996 - 1999 (not assessed, 1 source)\n"
    ) in text
    page = to_markdown(show("us", "foe"))
    assert (
        "| since 1998 | Foe opposes Us \\*All\\*, since 1998 (not assessed, 1 source, disputed) "
        "| denied[^1] (ch. 2): says no |\n"
    ) in page
    (result,) = json.loads(to_json(show("us", "foe")))["results"]
    assert [clash["against"] for clash in result["clashes"]] == [
        [],
        ["us:pledges_allegiance_to:foe", "foe:allied_with:us"],
    ]
    assert result["clashes"][0]["denied_by"][0]["source"] == "book"


def test_in_markdown_a_dossier_is_a_document_with_footnotes():
    page = to_markdown(show())
    assert page.startswith(
        "# Us \\*All\\*\n\n_armed group; `us`_\n\nA \\| group.[^1]\n\n"
        "- **Also known as:** We\n- **Identifiers:** un QDe.1, wikidata Q1 (broad match)\n\n"
        "## Leaders\n\n- **2001 - 2004:** is led by Boss (not assessed, 1 source)[^1]\n"
    )
    assert (
        "- **since 1998:** is opposed by Foe (not assessed, 1 source, disputed)[^2] (p. 1)\n"
        "  Said[^2] (p. 1): says much\n"
        "  **Disputed**[^1] (ch. 2): says no\n"
    ) in page
    assert page.endswith(
        "---\n\n"
        "_12 relations; counted: relations of all times_\\\n"
        "_data: newest source of 2002, sources last read on 2020-01-01, "
        "written on 2026-11-22 by whowhom_\n\n"
        "[^1]: Ann. A Book. 2002 (reliability A) "
        "<https://example.org/a_b> <https://archive.example/1>\n\n"
        "[^2]: A Paper. Press, text of Wire, unknown\n"
    )


def test_a_document_at_a_date_says_the_rule_and_what_it_leaves_out():
    page = to_markdown(show(filters=Filters(parse_date("1997"))))
    assert (
        "_not shown: 2 ended earlier (--past shows them); 8 began, or were first reported, later"
        in page
    )
    assert "hold on at least one day of 1997_" in page
    past = to_markdown(show(filters=Filters(parse_date("1997"), past=True)))
    assert "- **1990 - 1995, past:** is part of Foe" in past


@pytest.mark.parametrize("actor", ["nrf", "isis-k", "taliban", "hibatullah-akhundzada"])
def test_every_footnote_of_a_document_is_explained_once_and_used(actor):
    graph = load(str(ROOT / "data")).graph
    page = to_markdown(dossier(graph, graph.actor[actor], None, about(graph, actor), EVERYTHING))
    explained = re.findall(r"^\[\^(\d+)\]: ", page, re.MULTILINE)
    assert explained == [str(number) for number in range(1, len(explained) + 1)]
    assert set(re.findall(r"(?<!\n)\[\^(\d+)\]", page)) == set(explained)


def test_an_actor_without_anything_has_a_document():
    graph = ActorGraph.of([Actor("a", "A")])
    page = to_markdown(dossier(graph, graph.actor["a"], None, about(graph, "a"), EVERYTHING))
    assert page == (
        "# A\n\n_kind not said; `a`_\n\n---\n\n_0 relations; counted: relations of all times_\\\n"
        "_data: written on 2026-11-22 by whowhom_\n"
    )


def test_a_source_that_is_not_there_keeps_its_id():
    relation = Relation("a", "hosts", "b", sources=Listed([Citation("gone")]))
    graph = ActorGraph.of([Actor("a", "A"), Actor("b", "B")], [relation], (), GRAPH.types)
    report = dossier(graph, graph.actor["a"], None, about(graph, "a"), EVERYTHING)
    assert report.blocks[0][0] == "Hosts"
    assert "[^1]: gone\n" in to_markdown(report)


# --explain


def test_an_explanation_names_rule_filters_types_counts_and_places():
    filters = Filters(parse_date("1999"), min_confidence="low", past=True, direct=True)
    hidden = Hidden(future=2, mutual=1)
    lines = explain(GRAPH, filters, ("fights", "opposes"), hidden, held("us", "foe")[-1:])
    assert lines[0].startswith("rule: relations that hold on at least one day of 1999, or ended")
    assert lines[1:] == (
        "filters: date 1999, confidence low, also past, directed types only",
        "types counted: fights (-1, mutual), opposes (-1, directed)",
        "left out: 2 begin after the date (--future); 1 are mutual by their type (--direct-only)",
        "a.yaml:29:5: foe:attacked:us, 1999-05, past, not assessed, unsourced",
    )
    assert explain(GRAPH, EVERYTHING, (), Hidden(), ())[3] == "left out: nothing"


def test_a_list_of_other_values_is_explained_by_their_places():
    types = [kind for kind in GRAPH.types if kind.name == "fights"]
    assert places(EVERYTHING, GRAPH.actors[:1])[2] == "a.yaml:2:5: boss"
    assert places(EVERYTHING, types)[2].endswith(": fights")
