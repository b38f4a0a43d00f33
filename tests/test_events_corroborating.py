"""A dataset held against events, and the graph that events make."""

import textwrap

import pytest

from conftest import ROOT
from eventful import COLUMNS, DYADIC, GED, folded, table
from graph import load
from graph.dates import parse_date
from graph.events import (
    corroborating,
    corroboration_report,
    crosswalks,
    dataset,
    graphing,
    supporting,
)
from graph.events.crosswalk import Crosswalk, Entry
from graph.events.mapped import mapped, parse_columns
from graph.events.values import EventsError
from graph.formats import RENDER
from graph.loading import load_texts

BUNDLED = load(ROOT / "data").graph
UCDP = crosswalks.of_dataset(str(ROOT / "data"), BUNDLED).of("ucdp")
SIGNED = mapped(parse_columns(["source=a,target=b,date=day,sign=sign"]))


@pytest.fixture(scope="module")
def held():
    """Hold the bundled data against the excerpt of the UCDP Dyadic Dataset."""
    found = folded(DYADIC, by_area=True)
    return found, corroborating.corroborate(BUNDLED, found, UCDP)


def finding(held, key):
    return next(one for one in held[1].findings if one.key == key)


def test_every_relation_gets_one_verdict(held):
    assert [one.key for one in held[1].findings] == list(BUNDLED.keys)
    for one in held[1].findings:
        assert (one.verdict == "silent") == bool(one.silence)


def test_the_war_of_the_taliban_and_the_republic_is_borne_out(held):
    one = finding(held, "islamic-republic-of-afghanistan:fights:taliban")
    assert (one.verdict, one.evidence.hostile, one.evidence.supporting) == ("borne-out", 19, 0)
    assert one.evidence.low > 15_000


def test_the_taliban_and_isis_k_meet_in_the_data_once_the_taliban_govern(held):
    after = finding(held, "isis-k:fights:taliban:2")
    assert (after.verdict, after.evidence.hostile, after.evidence.perhaps) == ("borne-out", 2, 1)
    before = finding(held, "isis-k:fights:taliban")
    assert (before.verdict, before.silence) == ("silent", "states")


def test_the_war_of_the_ttp_and_pakistan_is_borne_out(held):
    one = finding(held, "pakistan:fights:ttp")
    assert (one.verdict, one.evidence.hostile) == ("borne-out", 17)
    first = parse_date("2007-07-04")
    assert (one.evidence.first, one.evidence.last) == (first.first, parse_date("2023").last)


def test_fighting_contradicts_an_alliance(held):
    one = finding(held, "nrf:part_of:taliban")
    assert (one.verdict, one.evidence.hostile) == ("contradicted", 3)


def test_a_group_that_the_data_cannot_know_is_no_evidence(held):
    one = finding(held, "haqqani-network:part_of:taliban")
    assert (one.verdict, one.silence) == ("silent", "kind")
    unmatched = [one for one in held[1].findings if one.silence == "unmatched"]
    assert unmatched
    assert all(set(one.unmatched) - UCDP.actors for one in unmatched)


def test_a_proposal_cites_the_data_and_nobody_vouches_for_it(held):
    proposals = held[1].proposals
    assert proposals
    assert held[1].known
    for one in proposals:
        assert not one.relation.confidence
        assert {cited.source for cited in one.relation.sources} == {"ucdp-dyadic-24-1"}
    pairs = {(one.relation.source, one.relation.type, one.relation.target) for one in proposals}
    assert ("isis-k", "fights", "pakistan") in pairs
    assert ("pakistan", "fights", "ttp") not in pairs


def test_the_proposals_are_a_dataset_with_the_bundled_one(held):
    yaml = corroboration_report.yaml(held[1], held[0].reader)
    texts = [
        (name, (ROOT / "data" / name).read_bytes())
        for name in ("actors.yaml", "relations.yaml", "relation_types.yaml", "sources.yaml")
    ]
    loaded = load_texts([*texts, ("proposed.yaml", yaml.encode())])
    assert loaded.errors == ()
    assert len(loaded.graph.relations) == len(BUNDLED.relations) + len(held[1].proposals)


def test_a_proposal_holds_no_line_end_or_invisible_sign_of_the_data(small):
    _, result = small(*['"No\nr\x1bt\u202eh",South,2017-02-01,-1'] * 2, period="month")
    (one,) = result.proposals
    assert one.relation.sources[0].locator == r"No\u000ar\u001bt\u202eh and South"


@pytest.mark.parametrize("form", ["json", "csv", "markdown", "tsv", "ndjson"])
def test_every_form_has_every_relation(held, form):
    text = RENDER[form](corroboration_report.report(BUNDLED, held[1], held[0]))
    for word in (
        ("contradicted", "pakistan", "taliban") if form != "markdown" else ("Contradicted",)
    ):
        assert word in text


SMALL = """\
actors:
  - {id: north, name: North}
  - {id: south, name: South}
  - {id: west, name: West}
  - {id: east, name: East}
relations:
  - {source: north, type: fights, target: south, from: 2015, to: 2016, sources: [s]}
  - {source: north, type: allied_with, target: south, from: 2018, sources: [s]}
  - {source: north, type: supports, target: west, from: 2015, sources: [s]}
  - {source: south, type: sanctions, target: west, from: 2015, sources: [s]}
  - {source: south, type: criticises, target: west, from: 2015, sources: [s]}
  - {source: south, type: fights, target: west, from: 1990, to: 1991, sources: [s]}
  - {source: south, type: fights, target: east, from: 2015, sources: [s]}
  - {source: north, type: opposes, target: west, sources: [s]}
  - {source: south, type: opposes, target: west, from: 2015, sources: [s]}
  - {source: north, type: attacked, target: south, from: 2015-02-03, sources: [s]}
sources:
  - {id: s, title: A book}
"""
WALK = Crosswalk(
    "names", tuple(Entry("", name.title(), name) for name in ("north", "south", "west"))
)


@pytest.fixture
def small(tmp_path):
    """Hold a small dataset against rows of source, target, date and sign."""
    graph = load_texts([("x.yaml", textwrap.dedent(SMALL).encode())]).graph

    def given(*rows, **query):
        path = table(tmp_path / "t.csv", *rows, head="a,b,day,sign")
        found = folded(path, reader=SIGNED, **query)
        result = corroborating.corroborate(graph, found, WALK, strong=2, enough=1)
        return {one.key: (one.verdict, one.silence) for one in result.findings}, result

    return given


def test_each_silence_has_its_own_reason(small):
    found, _ = small("North,South,2015,-1", "North,South,2019,-1", "West,x,2019,-1")
    assert found == {
        "north:fights:south": ("borne-out", ""),
        "north:allied_with:south": ("contradicted", ""),
        "north:attacked:south": ("silent", "coarse"),
        "north:supports:west": ("silent", "could"),
        "south:sanctions:west": ("silent", "kind"),
        "south:criticises:west": ("silent", "neither"),
        "south:fights:west": ("silent", "time"),
        "east:fights:south": ("silent", "unmatched"),
        "north:opposes:west": ("silent", "undated"),
        "south:opposes:west": ("silent", "could"),
    }


def test_a_year_decides_nothing_on_two_months_of_it(held):
    truce = finding(held, "islamic-republic-of-afghanistan:cooperates_with:taliban")
    assert (truce.verdict, truce.silence, truce.evidence.hostile) == ("silent", "overlap", 1)
    shown = RENDER["markdown"](corroboration_report.report(BUNDLED, held[1], held[0]))
    assert "## Events that may all lie outside of its time: 3\n" in shown


def test_events_within_the_time_decide_though_others_may_lie_outside(small):
    found, _ = small("North,South,2018-01,-1", "North,South,2017,1", period="year")
    assert found["north:allied_with:south"] == ("contradicted", "")


def test_events_against_an_ambivalent_tie_are_no_contradiction(held):
    one = finding(held, "united-states:supports:taliban")
    assert one.relation.ambivalent
    assert (one.verdict, one.silence, one.evidence.hostile) == ("silent", "both", 2)


def test_an_ambivalent_tie_with_events_of_both_signs_is_borne_out(tmp_path):
    text = SMALL.replace("type: allied_with,", "type: allied_with, ambivalent: true,")
    graph = load_texts([("x.yaml", text.encode())]).graph
    path = table(
        tmp_path / "t.csv", "North,South,2019,-1", "North,South,2019,1", head="a,b,day,sign"
    )
    held = corroborating.corroborate(graph, folded(path, reader=SIGNED), WALK, enough=1)
    assert finding((None, held), "north:allied_with:south").verdict == "borne-out"


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((1, 0, 1), "in which one supports the other's enemy"),
        ((2, 0, 2), "in all of them one supports the other's enemy"),
        ((3, 0, 2), "in 2 of them one supports the other's enemy"),
        ((0, 2, 2), "in all of them one supports the other"),
        ((1, 2, 1), "in 1 of them one is the supporter of a side"),
    ],
)
def test_whom_a_supporter_supports_is_told(counts, told):
    parts = corroboration_report.evidence(corroborating.Evidence(*counts, inside=9)).split(", ")
    assert parts[-1] == told


@pytest.mark.parametrize(
    ("counts", "sign", "told"),
    [
        ((3, 1), 1, "in 1 of them one supports the other"),
        ((3, 3), 1, "in all of them one supports the other"),
        ((1, 1), -1, "in which one supports the other's enemy"),
        ((3, 0), 1, ""),
    ],
)
def test_how_many_events_are_a_supporters_is_told(counts, sign, told):
    assert supporting.told(*counts, sign) == told


def test_a_supporter_on_one_side_and_main_party_on_the_other_is_proposed_as_that(tmp_path):
    """India fights Zed beside Pakistan as a main party, and supports Wye against Pakistan."""
    head = DYADIC.read_text(encoding="utf-8").splitlines()[0]
    both = '"Government of Pakistan, Government of India","142, 141",,Zed,9001,'
    helped = "Government of Pakistan,142,,Wye,9002,Government of India"
    rows = [
        f"{number},,Nowhere,{sides},,,{year},1,,1990-01-01,1,,,,,,,,3,24.1"
        for year in range(2001, 2005)
        for number, sides in ((1, both), (2, helped))
    ]
    found = folded(table(tmp_path / "t.csv", *rows, head=head), by_area=True)
    made = corroborating.corroborate(BUNDLED, found, UCDP).proposals
    (one,) = (one for one in made if one.relation.type == "opposes")
    assert ({one.relation.source, one.relation.target}, one.events) == ({"india", "pakistan"}, 4)
    assert "in all of them one supports the other's enemy" in one.relation.summary
    graph = graphing.to_graph(found, crosswalk=UCDP, known=BUNDLED)
    types = {
        one.type for one in graph.relations if {one.source, one.target} == {"india", "pakistan"}
    }
    assert types == {"stands_against", "cooperates_with"}


def test_a_proposal_says_whom_the_supporter_supports(held):
    said = {one.relation.summary for one in held[1].proposals if one.supporters}
    assert (
        "The data has 15 dyad-years of fighting, in all of them one supports the other's enemy."
        in said
    )
    assert not any(
        "as a supporter of one side" in one.relation.summary for one in held[1].proposals
    )


def test_those_who_met_come_before_those_who_only_support(held):
    order = [one.supporters for one in held[1].proposals]
    assert order == sorted(order)
    assert {True, False} == set(order)
    shown = RENDER["markdown"](corroboration_report.report(BUNDLED, held[1], held[0]))
    head = f"## The same, where one of the two only ever supports a side: {order.count(True)}\n"
    assert shown.index("## Strong in the data, and not in the dataset: ") < shown.index(head)
    direct = next(line for line in shown.split("\n") if "India fights Pakistan" in line)
    assert shown.index(direct) < shown.index(head)
    yaml = corroboration_report.yaml(held[1], held[0].reader)
    assert yaml.count("# From here on, one of the two only ever supports a side.") == 1


def test_the_strongest_pairs_of_a_known_and_an_unknown_actor_are_named(held):
    first = next(one for one in held[1].outside if one.key == "287")
    assert (first.actor, first.names[1], first.events, first.sign) == ("pakistan", "BLA", 11, -1)
    only = [one.supporting == one.events for one in held[1].outside]
    assert only == sorted(only)
    shown = RENDER["markdown"](corroboration_report.report(BUNDLED, held[1], held[0]))
    block = shown.split(f"and another: {len(held[1].outside)}\n")[1].split("_an event")[0]
    lines = [line for line in block.split("\n") if line.startswith("- ")]
    assert any(line.startswith("- Pakistan and BLA (287): 11 dyad-years") for line in lines)
    assert len(lines) == 11
    assert lines[-1].startswith(f"- and {len(held[1].outside) - 10} more")


def test_days_are_told_as_exactly_as_the_data_has_them(held):
    shown = RENDER["markdown"](corroboration_report.report(BUNDLED, held[1], held[0]))
    assert "at least 25 deaths in a year, 1994 to 2023." in shown
    assert "-01-01" not in shown
    assert "-12-31" not in shown
    assert "2021-08-20 to 2023" in shown


# Reports that nobody looked into.


def test_a_few_reports_decide_nothing(tmp_path):
    graph = load_texts([("x.yaml", textwrap.dedent(SMALL).encode())]).graph

    def verdict(number, publishers=2, **more):
        rows = [f"North,South,2019-01-{day + 1:02},-1,p{day % publishers}" for day in range(number)]
        path = table(tmp_path / "t.csv", *rows, "West,South,2019,0,p", head="a,b,day,sign,who")
        reader = mapped(parse_columns(["source=a,target=b,date=day,sign=sign,publisher=who"]))
        found = folded(path, reader=reader, period="day", sources=False, voices=True)
        held = corroborating.corroborate(graph, found, WALK, **more)
        one = finding((None, held), "north:allied_with:south")
        return one.verdict, one.silence, one.evidence.hostile, one.evidence.one_publisher

    assert verdict(1) == ("silent", "thin", 1, True)
    assert verdict(9) == ("silent", "thin", 9, False)
    assert verdict(10) == ("contradicted", "", 10, False)
    assert verdict(10, 1) == ("silent", "thin", 10, True)
    assert verdict(1, enough=1) == ("contradicted", "", 1, True)


def test_one_event_of_a_register_of_armed_conflict_decides(held):
    assert held[1].enough == 1
    assert not any(one.silence in ("thin", "slice") for one in held[1].findings)


def test_days_on_which_data_is_nearly_empty_are_none_that_it_covers(small, tmp_path):
    rows = [f"North,West,2016-03-{day:02},1" for day in range(1, 29)] * 5
    found, result = small(
        "West,South,2015-01-01,0", "West,South,2018-12-31,0", *rows, period="month"
    )
    first = parse_date("2016-03-01").first
    assert result.covered.span.first == first
    assert result.covered.share > 0.95
    assert found["south:opposes:west"] == ("silent", "could")
    assert found["south:sanctions:west"] == ("silent", "kind")
    assert found["south:fights:west"] == ("silent", "time")
    dyads = folded(tmp_path / "t.csv", reader=SIGNED, period="month")
    shown = RENDER["markdown"](corroboration_report.report(BUNDLED, result, dyads))
    assert "mind: 99% of the events are of 2016-03-01 to 2016-03-28; of other days" in shown


def test_a_slice_of_a_day_shows_nothing_that_lasts(small, tmp_path):
    found, result = small(
        *["North,West,2015-02-03,1", "South,West,2015-02-03,1"] * 9, period="month"
    )
    assert found["north:fights:south"] == ("silent", "slice")
    assert found["north:attacked:south"] == ("silent", "could")
    dyads = folded(tmp_path / "t.csv", reader=SIGNED, period="month")
    graph = load_texts([("x.yaml", textwrap.dedent(SMALL).encode())]).graph
    shown = RENDER["markdown"](corroboration_report.report(graph, result, dyads))
    assert "fewer than 10 of" not in shown
    assert "mind: the data covers 1 day: on what lasts longer" in shown


def test_what_is_contradicted_stands_beside_what_the_dataset_says_of_it(held):
    shown = RENDER["markdown"](corroboration_report.report(BUNDLED, held[1], held[0]))
    line = next(line for line in shown.split("\n") if "nrf:part" in line)
    assert line.endswith("; the dataset has it as low, 1 source, disputed")


def test_data_of_other_places_is_silent_on_those_whom_it_never_names(small):
    found, _ = small("North,South,2015,-1", "North,South,2019,-1")
    assert found["north:supports:west"] == ("silent", "absent")


def test_events_of_both_signs_are_mixed(small):
    found, _ = small("North,South,2019,-1", "North,South,2019,1")
    assert found["north:allied_with:south"] == ("mixed", "")


def test_an_event_on_a_day_is_not_borne_out_by_a_year(small):
    found, _ = small("North,South,2015,-1", "North,South,2015-02-03,-1", period="day")
    assert found["north:attacked:south"] == ("borne-out", "")
    found, _ = small("North,South,2015,-1")
    assert found["north:attacked:south"][0] == "silent"


@pytest.mark.parametrize(
    ("period", "silence"),
    [("month", "could"), ("quarter", "could"), ("year", "coarse"), ("decade", "coarse")],
)
def test_whether_an_event_on_a_day_could_be_shown_is_a_matter_of_the_period(small, period, silence):
    found, _ = small("North,South,2015-01-05,-1", "North,South,2015-11-20,-1", period=period)
    assert found["north:attacked:south"] == ("silent", silence)


def test_a_pair_is_strong_by_events_of_one_sign(small):
    _, result = small("North,x,2015,-1", "North,x,2016,1")
    assert result.outside == ()
    _, result = small("North,x,2015,-1", "North,x,2016,1", "North,x,2018,-1")
    assert [(one.actor, one.key, one.events) for one in result.outside] == [("north", "x", 2)]


def test_events_that_may_lie_outside_are_counted_apart(small):
    _, result = small("North,South,2015,-1", "North,South,2016-03,-1")
    one = next(one for one in result.findings if one.key == "north:fights:south")
    assert (one.evidence.hostile, one.evidence.inside) == (2, 2)


def test_a_strong_pair_is_proposed_from_its_first_period_to_its_last(small):
    rows = ["West,North,2015,-1", "West,North,2016,-1", "West,North,2019,-1", "South,West,2015,1"]
    _, result = small(*rows)
    said = [
        (one.relation.source, one.relation.type, one.relation.target, one.relation.begin.text,
         one.relation.end and one.relation.end.text)
        for one in result.proposals
    ]  # fmt: skip
    assert said == [("north", "opposes", "west", "2015", "2016")]


# The graph that events make.


def test_the_graph_of_events_keeps_every_pair_sign_and_gap():
    found = folded(GED, period="month", by_area=True)
    graph = graphing.to_graph(found)
    by_type = {-1: "fights", 1: "cooperates_with"}
    for sign, name in by_type.items():
        told = sum(graphing.count(dyad, sign) for dyad in found.dyads)
        relations = [one for one in graph.relations if one.type == name]
        counted = [int(one.summary.split()[3].replace(",", "")) for one in relations]
        assert sum(counted) == told
    assert {one.source for relation in graph.relations for one in relation.sources} == {"ucdp-ged"}


def test_who_only_supports_a_side_is_not_said_to_fight():
    graph = graphing.to_graph(folded(DYADIC))
    types = {(one.source, one.target): one.type for one in graph.relations}
    assert types["government-of-afghanistan", "ttp"] == "stands_against"
    assert types["government-of-pakistan", "ttp"] == "fights"
    kind = graph.type["stands_against"]
    assert (kind.sign, kind.symmetric, kind.label) == (-1, True, "stands against")
    main = graphing.to_graph(folded(DYADIC, supporters=False))
    assert "stands_against" not in {one.type for one in main.relations} | set(main.type)


def test_a_gap_makes_two_relations(tmp_path):
    rows = ("a,b,2015,-1", "a,b,2016,-1", "a,b,2018,-1")
    path = table(tmp_path / "t.csv", *rows, head="a,b,day,sign")
    graph = graphing.to_graph(folded(path, reader=SIGNED))
    assert [(one.begin.text, one.end.text) for one in graph.relations] == [
        ("2015", "2016"),
        ("2018", "2018"),
    ]


@pytest.mark.parametrize(
    ("period", "dates"),
    [
        ("day", ("2015-12-30", "2016-01-01")),
        ("week", ("2015-12-28", "2016-01-03")),
        ("month", ("2015-12", "2016-01")),
        ("quarter", ("2015-10", "2016-03")),
        ("year", ("2015", "2016")),
        ("decade", ("2010", "2019")),
    ],
)
def test_a_relation_is_as_exact_as_its_periods(tmp_path, period, dates):
    days = ("2015-12-30", "2015-12-31", "2016-01-01")
    path = table(tmp_path / "t.csv", *(f"a,b,{day},-1" for day in days), head="a,b,day,sign")
    graph = graphing.to_graph(folded(path, reader=SIGNED, period=period))
    assert [(one.begin.text, one.end.text) for one in graph.relations] == [dates]


def test_both_signs_at_one_time_are_ambivalent(tmp_path):
    rows = ("a,b,2015,-1", "b,a,2015,1", "a,c,2015,1", "a,c,2017,-1")
    path = table(tmp_path / "t.csv", *rows, head="a,b,day,sign")
    for ordered in (False, True):
        graph = graphing.to_graph(folded(path, reader=SIGNED, ordered=ordered))
        told = {frozenset((one.source, one.target)): one.ambivalent for one in graph.relations}
        assert told == {frozenset("ab"): True, frozenset("ac"): False}


def test_a_graph_above_the_cap_is_refused(tmp_path):
    path = table(tmp_path / "t.csv", "a,b,2015", "a,c,2015")
    with pytest.raises(EventsError, match="2 relations; a graph has at most 1"):
        graphing.to_graph(folded(path, reader=COLUMNS), max_edges=1)


def test_known_actors_keep_their_ids_and_others_get_new_ones():
    graph = graphing.to_graph(folded(DYADIC, by_area=True), crosswalk=UCDP, known=BUNDLED)
    assert graph.actor["isis-k"].name == "ISIS-K"
    assert graph.actor["bla"].ids[0].id == "287"
    assert "taliban" in graph.actor
    # In 2021 it was the Republic or the Taliban: the data's own name stays.
    own = [actor for actor in graph.actors if ("ucdp", "130", "") in actor.ids]
    assert [(actor.name, actor.kind) for actor in own] == [
        ("Government of Afghanistan (ucdp 130)", "government")
    ]


@pytest.mark.parametrize("ordered", [False, True])
def test_what_is_written_is_loaded_as_it_was(ordered, tmp_path):
    path = table(tmp_path / "t.csv", "x: y,#b,2015,-1", "'c',x: y,2016,2", head="a,b,day,sign")
    ways = [graphing.to_graph(folded(path, reader=SIGNED, ordered=ordered))]
    if not ordered:
        ways.append(graphing.to_graph(folded(DYADIC, by_area=True), crosswalk=UCDP, known=BUNDLED))
    for graph in ways:
        texts = dataset.texts(graph, "made")
        loaded = load_texts([(name, text.encode()) for name, text in texts.items()])
        assert loaded.errors == ()
        assert loaded.graph.actors == graph.actors
        assert loaded.graph.relations == graph.relations
        assert loaded.graph.sources == graph.sources


def test_a_name_without_latin_letters_gets_an_id_too(tmp_path):
    path = table(tmp_path / "t.csv", "طالبان,中国,2015", "Talib,TALIB,2016")
    graph = graphing.to_graph(folded(path, reader=COLUMNS))
    assert [actor.id for actor in graph.actors] == ["actor", "actor-2", "talib", "talib-2"]
    texts = dataset.texts(graph, "made")
    assert load_texts([(name, text.encode()) for name, text in texts.items()]).errors == ()


@pytest.mark.parametrize(
    "name", ["a\x1bb", " x ", "  ", "\u202eabc", "NO", "2015", "a: b", "- a", "\u200b", "a\tb"]
)
def test_whatever_the_data_calls_an_actor_makes_a_good_dataset(tmp_path, name):
    path = table(tmp_path / "t.csv", f'"{name}",b,2015', f'"{name}","B",2016')
    graph = graphing.to_graph(folded(path, reader=COLUMNS))
    texts = dataset.texts(graph, "made")
    loaded = load_texts([(file, text.encode()) for file, text in texts.items()])
    assert loaded.errors == ()
    assert loaded.graph.actors == graph.actors
