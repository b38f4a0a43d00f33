"""Values -> checked values: each rule with what breaks it, and what it lets pass."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checked import problems_of, told
from graph.checking import CHECKS
from graph.model import ActorGraph
from graph.problems import CODES, WARNINGS
from graph.records import RECORDS
from test_parsing import CASES as SHAPES
from test_reading import SYNTAX

#: Two actors and a source without a fault; relations follow from line 6 on.
TWO = """\
actors:
  - {id: a, name: Alpha, sources: [s]}
  - {id: b, name: Beta, sources: [s]}
sources: [{id: s, title: T, published: 2020}]
relations:
"""


#: A relation whose one source has a grade.
GRADED = """\
actors:
  - {{id: a, name: Alpha, sources: [s]}}
  - {{id: b, name: Beta, sources: [s]}}
sources: [{{id: s, title: T, published: 2020, reliability: {}}}]
relations:
  - {{source: a, type: hosts, target: b, confidence: {}, sources: [s]}}
"""


def tie(rest="", kind="hosts", source="a", target="b", cited="sources: [s]"):
    """Give one line of a relation; its what follows `cited` is `rest`."""
    parts = [f"source: {source}", f"type: {kind}", f"target: {target}", cited, rest]
    return f"  - {{{', '.join(part for part in parts if part)}}}\n"


def after(*ties):
    """Give the problems of some ties between two sound actors."""
    return told(TWO + "".join(ties))


def at(line, word, number=1):
    """Give the column of a word's n-th occurrence in a line of YAML."""
    return [found.start() + 1 for found in re.finditer(re.escape(word), line)][number - 1]


def test_a_sound_dataset_has_no_problem():
    assert after(tie("from: 2015, to: 2016"), tie("from: 2017, to: unknown")) == []


# Ids, ends, types and sources that are not there.


def test_the_second_entry_of_an_id_is_told_and_left_out():
    loaded = problems_of("actors: [{id: a, name: A}, {id: a, name: B}]\n")
    assert [str(error) for error in loaded.errors] == [
        'a.yaml:1:33: duplicate-id: actor "a" stands already at a.yaml:1:15'
    ]
    assert [actor.name for actor in loaded.graph.actors] == ["A"]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("sources: [{id: s, title: T}, {id: s, title: U}]\n", 35),
        (
            (
                "actors: [{id: a, name: A}, {id: b, name: B}]\nrelations: [{id: r, source: a, "
                "type: hosts, target: b}, {id: r, source: b, type: hosts, target: a}]\n"
            ),
            62,
        ),
    ],
)
def test_ids_are_unique_among_sources_and_among_relations(text, column):
    assert told(text, warnings=False) == [(text.count("\n"), column, "duplicate-id")]


def test_relations_without_an_id_do_not_share_one():
    assert after(tie("from: 2015, to: 2016"), tie("from: 2018")) == []


def test_a_type_twice_is_told_and_the_first_one_counts():
    kind = "{name: x, label: x, inverse: y, sign: 1, family: f}"
    loaded = problems_of(f"relation_types: [{kind}, {kind.replace('sign: 1', 'sign: -1')}]\n")
    assert [(str(one.place), one.code) for one in loaded.problems] == [
        ("a.yaml:1:78", "duplicate-id")
    ]
    assert loaded.graph.type["x"].sign == 1


def test_ids_of_different_kinds_may_be_equal():
    assert told("actors: [{id: s, name: S, sources: [s]}]\nsources: [{id: s, title: T}]\n") == [
        (1, 15, "unused")
    ]


def test_the_first_of_two_files_in_order_keeps_an_id():
    loaded = problems_of("actors: [{id: a, name: A}]\n", "actors: [{id: a, name: B}]\n")
    assert [str(error) for error in loaded.errors] == [
        'b.yaml:1:15: duplicate-id: actor "a" stands already at a.yaml:1:15'
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("isisk", 'no actor "isisk"; did you mean "isis-k" (Islamic State Khorasan)?'),
        ("iskp", 'no actor "iskp"; did you mean "isis-k" (Islamic State Khorasan)?'),
        ("isis-kk", 'no actor "isis-kk"; did you mean "isis-k"?'),
        ("zzz", 'no actor "zzz"; declare it, or mend the id'),
    ],
)
def test_an_unknown_actor_is_told_with_the_one_that_may_be_meant(name, said):
    text = f"""\
        actors:
          - {{id: isis-k, name: Islamic State Khorasan, aliases: [ISKP]}}
          - {{id: us, name: United States}}
        relations:
          - {{source: us, type: hosts, target: {name}}}
        """
    loaded = problems_of(text)
    (error,) = loaded.errors
    assert (error.place.line, error.place.column) == (
        5,
        at("  - {source: us, type: hosts, target: x", "x"),
    )
    assert error.message == said
    assert loaded.graph.relations == ()


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [("hosts", "zz", "b"), ("hosts", "a", "zz"), ("fights", "zz", "b"), ("fights", "b", "aa")],
)
def test_an_unknown_actor_is_told_where_its_name_was_written(kind, source, target):
    # fights is symmetric: its ends are sorted after reading
    line = tie(kind=kind, source=source, target=target)
    unknown = source if source == "zz" else target
    found = told(TWO + line, ignore={"unused"})
    assert found == [(6, at(line, f": {unknown},") + 2, "unknown-actor")]


def test_both_unknown_ends_are_told():
    line = tie(source="xx", target="yy")
    assert told(TWO + line, ignore={"unused"}) == [
        (6, at(line, "xx"), "unknown-actor"),
        (6, at(line, "yy"), "unknown-actor"),
    ]


def test_a_bad_actor_does_not_make_its_relations_dangling():
    loaded = problems_of(
        "actors: [{id: a, name: A}, {id: b, nam: B}]\n"
        "relations: [{source: a, type: hosts, target: b}]\n"
    )
    assert [error.code for error in loaded.errors] == ["missing-field", "unknown-field"]
    assert loaded.graph.relations == ()


def test_a_bad_type_or_source_does_not_make_what_names_it_dangling():
    loaded = problems_of(
        "actors: [{id: a, name: A, sources: [s]}, {id: b, name: B}]\n"
        "relations: [{source: a, type: aids, target: b}]\n"
        "relation_types: [{name: aids}]\n"
        "sources: [{id: s}]\n"
    )
    codes = {(error.place.line, error.code) for error in loaded.errors}
    assert codes == {(3, "missing-field"), (4, "missing-field")}
    assert loaded.graph.relations == ()


def test_nothing_dangles_while_a_file_is_unreadable():
    loaded = problems_of(
        "relations: [{source: a, type: aids, target: b, sources: [s]}]\n", "actors: [\n"
    )
    assert [(str(one.place), one.code) for one in loaded.problems if one.severity == "error"] == [
        ("b.yaml:2:1", "yaml-syntax")
    ]
    assert loaded.graph == ActorGraph.of(types=loaded.graph.types)


def test_an_actor_is_not_related_to_itself():
    line = tie(target="a")
    assert told(TWO + line, ignore={"unused"}) == [(6, at(line, "a,", 2), "self-relation")]
    assert problems_of(TWO + line).graph.relations == ()


def test_an_unknown_type_is_told_with_the_nearest():
    line = tie(kind="host")
    (error,) = problems_of(TWO + line).errors
    assert str(error) == (
        f'a.yaml:6:{at(line, "host")}: unknown-type: no relation type "host"; did you mean "hosts"?'
    )


def test_an_unknown_source_is_told_where_it_is_cited():
    lines = [
        tie(cited="sources: [s, zz]"),
        tie("from: 2010, to: 2011", cited="sources: [{source: zz}]"),
        tie("from: 2008, to: 2009, disputed_by: [zz]"),
    ]
    assert after(*lines) == [
        (6, at(lines[0], "zz"), "unknown-source"),
        (7, at(lines[1], "zz"), "unknown-source"),
        (8, at(lines[2], "zz"), "unknown-source"),
    ]
    assert problems_of(TWO + "".join(lines)).graph.relations == ()


def test_an_actor_with_an_unknown_source_is_left_out_with_its_relations():
    loaded = problems_of(TWO.replace("sources: [s]", "sources: [so]", 1) + tie())
    assert [str(error) for error in loaded.errors] == [
        'a.yaml:2:36: unknown-source: no source "so"; did you mean "s"?'
    ]
    assert ([actor.id for actor in loaded.graph.actors], loaded.graph.relations) == (["b"], ())


# Names.

NAMED = "actors:\n  - {{id: a, name: Alpha{}}}\n  - {{id: b, name: Beta{}}}\n"


@pytest.mark.parametrize(
    ("one", "two", "place", "said"),
    [
        ("", ", aliases: [x, AL-PHA]", (3, 36), '"AL-PHA" already means a (a.yaml:2:10)'),
        (", aliases: [beta]", "", (3, 19), '"Beta" already means a (a.yaml:2:10)'),
        (", aliases: [B]", "", (3, 10), '"b" already means a (a.yaml:2:10)'),
        (", aliases: [él]", ", aliases: [EL]", (3, 34), '"EL" already means a (a.yaml:2:10)'),
    ],
)
def test_a_name_means_one_actor(one, two, place, said):
    found = problems_of(NAMED.format(one, two)).errors
    assert [(error.place.line, error.code) for error in found] == [(place[0], "duplicate-name")]
    advice = 'list it under "ambiguous_aliases" of both, or drop it here'
    assert found[0].message == f"{said}; {advice}"


def test_an_actor_may_repeat_its_own_name():
    assert told(NAMED.format(", aliases: [alpha, A]", ""), warnings=False) == []


def test_a_name_that_several_declare_ambiguous_is_no_mistake():
    shared = ", ambiguous_aliases: [Daesh]"
    assert told(NAMED.format(shared, shared), warnings=False) == []


def test_a_name_is_not_ambiguous_here_and_another_actors_own_there():
    text = NAMED.format(", ambiguous_aliases: [Beta]", "")
    (error,) = problems_of(text).errors
    column = at("  - {id: a, name: Alpha, ambiguous_aliases: [Beta]", "[")
    assert (error.place.line, error.place.column, error.code) == (2, column, "duplicate-name")
    assert error.message == '"Beta" is declared ambiguous here but is b\'s own name'


def test_names_without_letters_do_not_collide():
    assert told(NAMED.format(", aliases: ['+++']", ", aliases: ['***']"), warnings=False) == []


# Dates.


@pytest.mark.parametrize(
    "dates", ["from: 2020, to: 2019-12", "from: 2020-06, to: 2020-05~", "from: 2020-06~, to: 2019"]
)
def test_nothing_ends_before_it_begins(dates):
    line = tie(dates)
    place = at(line, "to: ", 1) + 4
    assert after(line) == [(6, place, "inverted-dates")]
    entry = f"actors: [{{id: a, name: A, {dates}}}]\n"
    assert told(entry, warnings=False) == [(1, at(entry, "to: ") + 4, "inverted-dates")]


@pytest.mark.parametrize(
    "dates",
    [
        "from: 2020-06, to: 2020",
        "from: 2020, to: 2020-01-01",
        "from: 2020-01-01, to: 2020-01-01",
        "from: unknown, to: 1990",
        "from: 2020, to: unknown",
    ],
)
def test_dates_that_share_a_day_are_in_order(dates):
    assert after(tie(dates)) == []


LIVED = TWO.replace("Alpha,", "Alpha, from: 2010-03, to: 2015,").replace(
    "Beta,", "Beta, from: 2005~, to: 2018~,"
)


@pytest.mark.parametrize(
    ("dates", "field", "said"),
    [
        ("from: 2009", "from", "2009 is before a begins (2010-03)"),
        ("from: 2016, to: 2017", "from", "2016 is after a ends (2015)"),
        ("from: 2012, to: 2016", "to", "2016 is after a ends (2015)"),
        ("to: 2010-02", "to", "2010-02 is before a begins (2010-03)"),
    ],
)
def test_a_date_outside_the_life_of_an_actor_is_told(dates, field, said):
    line = tie(dates)
    (problem,) = problems_of(LIVED + line).problems
    column = at(line, f"{field}: ") + len(field) + 2
    assert str(problem) == f"a.yaml:6:{column}: warning: outside-life: {said}"


@pytest.mark.parametrize(
    "dates", ["from: 2010", "from: 2010-03-01, to: 2015-12-31", "from: 2009~", "to: 2016~"]
)
def test_a_date_that_touches_the_life_or_is_approximate_is_not_told(dates):
    assert told(LIVED + tie(dates)) == []


@pytest.mark.parametrize("dates", ["from: 2004", "from: 2012, to: 2019"])
def test_an_approximate_life_is_given_the_benefit_of_the_doubt(dates):
    ended = LIVED.replace("from: 2010-03, to: 2015, ", "")
    assert told(ended + tie(dates)) == []


# Sources and days.


def test_what_nobody_says_is_told():
    assert told(TWO.replace(", sources: [s]", "", 1) + tie("from: 2019", cited="")) == [
        (2, 5, "unsourced"),
        (6, 5, "unsourced"),
    ]


def test_a_relation_that_no_date_bounds_is_told():
    undated = TWO.replace(", published: 2020", "")
    assert told(undated + tie()) == [(6, 5, "undated")]
    assert told(undated + tie("from: unknown")) == []
    assert told(undated + tie("to: 2012")) == []


def test_an_event_is_undated_whatever_its_sources():
    assert after(tie(kind="killed")) == [(6, 5, "undated")]


# Spells of one tie.


def test_the_same_relation_twice_is_an_error():
    loaded = problems_of(TWO + tie("from: 2010") + tie("from: 2010"))
    assert [str(problem) for problem in loaded.problems] == [
        (
            "a.yaml:7:5: duplicate-relation: the same relation stands already at a.yaml:6:5; "
            "merge their sources"
        )
    ]


def test_a_symmetric_relation_written_both_ways_is_the_same():
    one = tie("from: 2010", kind="fights")
    two = tie("from: 2010", kind="fights", source="b", target="a")
    assert after(one, two) == [(7, 5, "duplicate-relation")]
    assert len(problems_of(TWO + one + two).graph.relations) == 1


def test_a_directed_relation_written_both_ways_is_two():
    assert after(tie(), tie(source="b", target="a")) == []


def test_the_later_of_two_overlapping_spells_is_told():
    lines = [tie("from: 2014"), tie("from: 2010, to: 2016")]
    (problem,) = problems_of(TWO + "".join(lines)).problems
    assert str(problem) == (
        f"a.yaml:6:{at(lines[0], 'from: ') + 6}: warning: duplicate-relation: overlaps the spell "
        'at a.yaml:7:5; give that its "to", or merge the two'
    )


def test_a_long_spell_is_told_for_every_spell_inside_it():
    lines = [tie("from: 2000"), tie("from: 2005, to: 2006"), tie("from: 2010, to: 2011")]
    column = at(lines[1], "from: ") + 6
    assert after(*lines) == [(7, column, "duplicate-relation"), (8, column, "duplicate-relation")]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("from: 2010, to: 2014", "from: 2015"),
        ("from: 2010, to: 2014", "from: 2014, to: 2016"),
        ("from: 2010, to: 2014-05", "from: 2014-05"),
        ("from: 2010, to: 2014-05-05", "from: 2014-05-05"),
        ("from: 2010, to: 2014", "from: 2014-06"),
    ],
)
def test_spells_that_touch_follow_one_another(one, two):
    assert after(tie(one), tie(two)) == []
    assert after(tie(two), tie(one)) == []


def test_events_may_happen_on_one_day():
    assert after(*(tie(f"from: 2010, summary: {n}", kind="killed") for n in "xy")) == []


def test_an_undated_spell_overlaps_nothing():
    undated = TWO.replace(", published: 2020", "")
    ties = tie(cited="sources: [s]") + tie("from: 2010")
    assert told(undated + ties) == [(6, 5, "undated")]


# Signs.

AGAINST = tie("from: 2012, to: 2013", kind="fights", source="b", target="a")


def test_two_are_not_for_and_against_each_other_at_one_time():
    line = tie("from: 2010, to: 2012")
    (problem,) = problems_of(TWO + line + AGAINST).problems
    assert str(problem) == (
        f"a.yaml:7:{at(AGAINST, 'fights')}: warning: contradictory-signs: "
        '"fights" contradicts "hosts" at a.yaml:6:5 at the same '
        'time; mend a date, say who disputes it, or mark one "ambivalent: true"'
    )


@pytest.mark.parametrize(
    "rest",
    [
        "from: 2010, to: 2011",
        "from: 2010, ambivalent: true",
        "from: 2010, disputed_by: [s]",
    ],
)
def test_other_days_ambivalence_and_dispute_are_no_contradiction(rest):
    assert after(tie(rest), AGAINST) == []


def test_an_event_or_a_neutral_relation_contradicts_nothing():
    assert after(tie("from: 2012", kind="killed"), tie("from: 2012")) == []
    assert after(tie("from: 2012", kind="negotiates_with"), AGAINST) == []


def test_a_contradiction_is_told_once_a_pair():
    assert [
        code for _, _, code in after(tie("from: 2010"), tie("from: 2010", "supports"), AGAINST)
    ] == ["contradictory-signs"]


# The vocabulary.

TYPE = "relation_types: [{{name: aids, label: {}, inverse: {}, sign: 1, family: {}{}}}]\n"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (
            TYPE.format("aids", "aids", "help", ""),
            (1, 53),
            "label and inverse are the same: say how it reads from the other end",
        ),
        (
            TYPE.format("aids", "is aided by", "help", ", symmetric: true"),
            (1, 53),
            "a symmetric type has one label for both ways",
        ),
        (
            TYPE.format("aids", "is aided by", "aids", ""),
            (1, 83),
            '"aids" is a family and a type; a query could not tell them apart',
        ),
    ],
)
def test_a_type_that_contradicts_itself_is_told_and_left_out(text, place, said):
    loaded = problems_of(text)
    (error,) = loaded.problems
    assert (error.place.line, error.place.column, error.code, error.message) == (
        *place,
        "vocabulary",
        said,
    )
    assert "aids" not in loaded.graph.type


def test_two_types_do_not_read_the_same():
    text = TYPE.format("aids", "is aided by", "help", "")
    text = text.rstrip("]\n") + (
        ",\n  {name: helps, label: helps, inverse: Is aided by, sign: 1, family: help}]\n"
    )
    (error,) = problems_of(text).problems
    assert str(error) == 'a.yaml:2:40: vocabulary: "Is aided by" is already how "aids" reads'


def test_a_bundled_type_gives_way_to_one_of_the_dataset_that_reads_like_it():
    loaded = problems_of(TYPE.format("Hosts", "is aided by", "help", ""))
    assert loaded.problems == ()
    assert "hosts" not in loaded.graph.type
    assert loaded.graph.type["aids"].label == "Hosts"


def test_a_relation_of_a_type_that_was_left_out_is_left_out_with_it():
    text = TWO + tie(kind="aids") + TYPE.format("aids", "aids", "help", "")
    loaded = problems_of(text)
    assert [error.code for error in loaded.errors] == ["vocabulary"]
    assert loaded.graph.relations == ()


# What is left over.


def test_two_sources_of_one_address_are_told():
    text = """\
        actors: [{id: a, name: A, sources: [s, t, u, v]}, {id: b, name: B, sources: [s]}]
        relations: [{source: a, type: hosts, target: b, from: 2010, sources: [s]}]
        sources:
          - {id: s, title: S, url: 'https://x.org/'}
          - {id: t, title: T, url: 'https://x.org/'}
          - {id: u, title: U}
          - {id: v, title: V}
        """
    (problem,) = problems_of(text).problems
    assert str(problem) == (
        'a.yaml:5:28: warning: duplicate-source: the same address as "s" at a.yaml:4:28'
    )


def test_an_actor_without_relations_and_a_source_without_citations_are_told():
    loaded = problems_of(TWO.replace("relations:\n", "").replace("sources: [s]", "summary: x"))
    unused = [(str(one.place), one.message) for one in loaded.problems if one.code == "unused"]
    assert unused == [
        ("a.yaml:2:10", 'no relation names actor "a"'),
        ("a.yaml:3:10", 'no relation names actor "b"'),
        ("a.yaml:4:16", 'nothing cites source "s"'),
    ]


def test_a_source_that_only_disputes_is_used():
    text = TWO.replace("sources: [{id: s,", "sources: [{id: t, title: D},\n  {id: s,")
    assert told(text + tie("from: 2010, disputed_by: [t]")) == []


# The table of checks and the table of codes.

EXAMPLES = (
    "story: [{text: T, date: 2001, focus: [zz], relations: [a:hosts:b]}]\n",
    "story: [{text: T, date: 2001, focus: [zz]}]\n",
    "actors: [{id: a, name: A}, {id: a, name: B}]\n",
    NAMED.format("", ", aliases: [Alpha]"),
    TWO + tie(target="zz") + tie(kind="zz") + tie(target="a") + tie(cited="sources: [zz]"),
    TWO + tie("from: 2010") + tie("from: 2010") + tie("from: 2012, to: 2011") + AGAINST,
    LIVED + tie("from: 2000", cited=""),
    TWO + tie(kind="killed"),
    TYPE.format("aids", "aids", "help", ""),
    "sources: [{id: s, title: S, url: 'http://x'}, {id: t, title: T, url: 'http://x'}]\n",
    GRADED.format("C", "high"),
    "a: 1\n---\nb: 2\n",
    "<<<<<<< HEAD\n",
    "a: \x07\n",
    f"a: {'x' * 20_001}\n",
    "[" * 40,
    "!x &y z\n",
    "? [a]\n: b\n",
)


@pytest.mark.parametrize(
    ("grade", "confidence", "most"),
    [("A", "high", ""), ("B", "high", "medium"), ("D", "medium", "low"), ("F", "low", "")],
)
def test_confidence_beyond_what_the_sources_carry_is_told(grade, confidence, most):
    problems = problems_of(GRADED.format(grade, confidence)).problems
    assert [(one.code, one.severity) for one in problems] == [("overstated", "warning")] * bool(
        most
    )
    for one in problems:
        assert one.place[1:] == (
            6,
            at(GRADED.format(grade, confidence).splitlines()[5], confidence),
        )
        assert f'write "{most}"' in one.message


def test_what_was_never_graded_or_assessed_is_not_weighed():
    assert after(tie("confidence: high")) == []
    assert told(GRADED.format("E", "low").replace("confidence: low, ", "")) == []
    assert told(GRADED.format("D", "high"), ignore=("overstated",)) == []


def test_every_code_comes_from_some_mistake():
    """The codes of files that cannot be read have their tests elsewhere."""
    files = {"missing-data", "no-yaml", "nothing-read", "unreadable", "not-a-file", "not-utf-8"}
    files |= {"bad-archive", "bad-position", "json-syntax", "lfs-pointer", "contradictory-ids"}
    texts = [*EXAMPLES, *SHAPES, *SYNTAX]
    found = {problem.code for text in texts for problem in problems_of(text).problems}
    assert found | files == set(CODES)
    assert not found & files


def test_the_checks_are_named_and_explained():
    assert len({rule.__name__ for rule in CHECKS}) == len(CHECKS) == 17
    assert all(rule.__doc__ for rule in CHECKS)
    assert all(text.endswith(".") for text in CODES.values())


# Whatever the entries, none is lost without a word.

_IDS = st.sampled_from(["a", "b", "c"])
_DAYS = st.sampled_from(["2015", "2016-02", "2017~", "unknown"])
_SOUND = {
    "id": _IDS,
    "word": st.sampled_from(["hosts", "fights", "killed"]),
    "text": st.text(st.sampled_from("xyz"), min_size=1, max_size=5),
    "date": _DAYS,
    "moment": st.just("2017-02"),
    "end": st.just("2018"),
    "flag": st.sampled_from(["true", "false"]),
    "sign": st.sampled_from(["-1", "0", "1"]),
    "url": st.just("https://example.org"),
    "texts": st.lists(st.uuids().map(str), max_size=2),
    "ids": st.dictionaries(st.just("un"), st.just("Q1")),
    "actors": st.lists(_IDS, min_size=1, max_size=2),
    "relations": st.just([]),
    "citations": st.lists(_IDS | st.fixed_dictionaries({"source": _IDS}), max_size=2),
}
_ODD = st.sampled_from(["", "~", "A b", "zz", "2015", [], ["a"], {}, {"source": "a"}])


def _entries(record):
    known = {
        field.name: st.sampled_from(field.choices) if field.choices else _SOUND[field.form]
        for field in record.fields
    }
    needed = {field.name: known[field.name] for field in record.fields if field.required}
    optional = {name: values for name, values in known.items() if name not in needed}
    sound = st.fixed_dictionaries(needed, optional=optional)
    odd = st.builds(
        lambda entry, name, value: entry | {name: value},
        sound,
        st.sampled_from([*known, "odd", ""]),
        _ODD,
    )
    return st.lists(st.one_of(sound, sound, sound, odd), max_size=3)


# Actors and sources are mostly there, or nothing but missing ones would be told.
_DECLARED = {
    "actors": [{"id": name, "name": f"Actor {name}"} for name in "abc"],
    "sources": [{"id": name, "title": "T"} for name in "abc"],
}


@given(st.fixed_dictionaries({}, optional={record.key: _entries(record) for record in RECORDS}))
def test_every_entry_is_in_the_graph_or_there_is_an_error(found):
    plain = _DECLARED | found
    loaded = problems_of(json.dumps(plain))
    graph, own = loaded.graph, len(plain.get("relation_types", ()))
    kept = sum(map(len, (graph.actors, graph.relations, graph.sources, graph.story)))
    written = sum(map(len, plain.values())) - own
    types = sum(kind.place.file == "a.yaml" for kind in graph.types)
    if loaded.errors:
        assert kept <= written
        assert types <= own
    else:
        assert (kept, types) == (written, own)
    for relation in graph.relations:
        assert {relation.source, relation.target} <= set(graph.actor)
        assert relation.type in graph.type


def test_the_documents_tell_errors_from_warnings():
    found = {one for text in [*EXAMPLES, *SHAPES] for one in problems_of(text).problems}
    warned = {one.code for one in found if one.severity == "warning"}
    assert warned - {"duplicate-relation"} == WARNINGS - {"contradictory-ids"}
    assert not {one.code for one in found if one.severity == "error"} & WARNINGS
