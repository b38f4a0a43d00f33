"""Two periods of event data: two graphs, and what the one diff says of them."""

import collections
import csv
import io
import itertools
import json
import random

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from eventful import DYADIC, GED, ged, table
from graph import load
from graph.answer_schema import schema
from graph.dates import parse_date
from graph.diffing import periods
from graph.diffing.changes import apply, inverse
from graph.diffing.clocks import Level, Reported, Snapshot
from graph.diffing.comparing import diff
from graph.diffing.projecting import World
from graph.diffing.reviewing import review
from graph.events import comparison_report, crosswalks
from graph.events.comparing import compare, period
from graph.events.crosswalk import Crosswalk, Entry
from graph.events.engine import connect
from graph.events.mapped import mapped, parse_columns
from graph.events.values import DyadQuery, EventsError

BUNDLED = load(ROOT / "data").graph
UCDP = crosswalks.of_dataset(str(ROOT / "data"), BUNDLED).of
SIGNED = mapped(parse_columns(["source=a,target=b,date=day,sign=sign"]))
HEAD = "a,b,day,sign"


def compared(path, before="2015", after="2017", *, reader=SIGNED, **query):
    more = {name: query.pop(name) for name in ("crosswalks", "known", "max_ties") if name in query}
    with connect() as engine:
        return compare(
            [str(path)],
            *(period(*map(parse_date, text.split("/"))) for text in (before, after)),
            DyadQuery(**query),
            engine=engine,
            reader=reader,
            **more,
        )


def reviewed(*args, **more):
    found = compared(*args, **more)
    return review(found.old, found.new)


def told(found):
    return [(one.kind, one.change.kind, one.change.key) for one in found.changes]


def events(*rows):
    """Repeat rows, each as often as its first item says."""
    return [row for count, row in rows for _ in range(count)]


@pytest.fixture
def two(tmp_path):
    rows = events(
        (5, "a,b,2015,-1"), (5, "a,b,2017,1"),
        (2, "a,c,2015,-1"), (2, "d,a,2017,-1"),
        (4, "b,c,2015,-1"), (9, "c,b,2017,-1"),
        (9, "c,d,2015,1"), (2, "c,d,2017,1"),
        (1, "b,d,2015,1"), (2, "b,d,2017,1"),
        (1, "a,e,2016,1"), (1, "a,a,2015,1"),
    )  # fmt: skip
    return table(tmp_path / "t.csv", *rows, head=HEAD)


def mirrored(path):
    """Exchange the two years of a file."""
    text = path.read_text()
    path.write_text(text.replace("2015", "X").replace("2017", "2015").replace("X", "2017"))
    return path


def test_ties_appear_vanish_turn_grow_and_shrink(two):
    found = reviewed(two)
    assert told(found) == [
        ("appeared", "added", "a:hostile_events_with:d"),
        ("vanished", "removed", "a:hostile_events_with:c"),
        ("turned", "added", "a:cooperative_events_with:b"),
        ("turned", "removed", "a:hostile_events_with:b"),
        ("grew", "changed", "b:hostile_events_with:c"),
        ("shrank", "changed", "c:cooperative_events_with:d"),
    ]
    assert found.went_on == 1
    assert [one.why for one in found.changes[-2:]] == [
        "2.2 times the events a day", "1 in 4.5 of the events a day",
    ]  # fmt: skip


def test_what_is_about_the_same_says_the_same_in_both_graphs(two):
    found = compared(two)
    ties = [side.graph.keyed["b:cooperative_events_with:d"] for side in (found.old, found.new)]
    assert ties[0] == ties[1]
    assert ties[0].summary == "2015: 1 cooperative event; 2017: 2 cooperative events"


def test_both_graphs_have_the_same_actors_sources_and_types(two):
    found = compared(two)
    old, new = found.old.graph, found.new.graph
    assert [actor.id for actor in old.actors] == ["a", "b", "c", "d"]
    assert (old.actors, old.sources, old.types) == (new.actors, new.sources, new.types)


def test_the_diff_is_a_patch_between_the_two(two):
    found = compared(two)
    old, new = found.old.graph, found.new.graph
    there = diff(old, new)
    assert apply(there, old) == new
    assert inverse(there) == diff(new, old)


def test_compared_the_other_way_round_everything_is_turned_round(two):
    swap = {"appeared": "vanished", "vanished": "appeared", "grew": "shrank", "shrank": "grew"}
    forth, back = told(reviewed(two)), told(reviewed(mirrored(two)))
    assert sorted(key for _, _, key in forth) == sorted(key for _, _, key in back)
    assert {(swap.get(kind, kind), key) for kind, _, key in forth} == {
        (kind, key) for kind, _, key in back
    }


def test_a_tie_counts_that_is_strong_in_one_period(two):
    assert told(reviewed(two, min_events=6)) == [
        ("grew", "changed", "b:hostile_events_with:c"),
        ("shrank", "changed", "c:cooperative_events_with:d"),
    ]


def test_a_few_events_of_one_sign_make_no_tie_beside_many_of_the_other(tmp_path):
    rows = events((9, "a,b,2015,1"), (9, "a,b,2017,1"), (2, "a,b,2017,-1"))
    path = table(tmp_path / "t.csv", *rows, head=HEAD)
    assert not reviewed(path, min_events=3).changes
    assert told(reviewed(path)) == [("appeared", "added", "a:hostile_events_with:b")]


def test_who_acted_on_whom_is_kept_apart_when_asked(tmp_path):
    path = table(tmp_path / "t.csv", *events((1, "a,b,2015,1"), (1, "b,a,2017,1")), head=HEAD)
    assert reviewed(path).changes == ()
    assert told(reviewed(path, ordered=True)) == [
        ("appeared", "added", "b:acts_with:a"),
        ("vanished", "removed", "a:acts_with:b"),
    ]


def test_a_change_says_from_which_event_to_which_the_tie_goes(tmp_path):
    rows = ["a,b,2015-03-04,1", "a,b,2015-12-31,1", "a,c,2017-02-01,1"]
    found = reviewed(table(tmp_path / "t.csv", *rows, head=HEAD))
    ties = [one.change.value for one in found.changes]
    assert [(one.begin.text, one.end.text) for one in ties] == [
        ("2017-02-01", "2017-02-01"), ("2015-03-04", "2015-12-31"),
    ]  # fmt: skip


def test_a_year_that_the_data_has_no_days_of_stays_a_year():
    found = reviewed(DYADIC, "2010", "2020", reader="", crosswalks=UCDP, known=BUNDLED)
    dates = {one.change.value.end.text for one in found.changes}
    assert dates <= {"2010", "2020"}


def test_an_event_that_goes_on_after_its_period_belongs_to_that_alone(tmp_path):
    path = ged(
        tmp_path / "g.csv",
        {"date_start": "2015-12-30", "date_end": "2016-01-03"},
        {"date_start": "2016-05-01", "date_end": "2016-05-01", "side_b": "C", "side_b_new_id": "3"},
    )
    found = reviewed(path, "2015", "2016", reader="")
    assert [(one.kind, one.change.value.end.text) for one in found.changes] == [
        ("appeared", "2016-05-01"), ("vanished", "2015-12-31"),
    ]  # fmt: skip


def test_an_event_dated_more_coarsely_than_the_period_is_set_aside_and_counted(tmp_path):
    year = {"date_start": "2015-01-01", "date_end": "2015-12-31"}
    days = ({"date_start": day, "date_end": day} for day in ("2015-01-05", "2015-03-05"))
    found = compared(ged(tmp_path / "g.csv", year, *days), "2015-01", "2015-03", reader="")
    assert found.tally.reasons == {"coarse": 1}
    assert {one.events for one in found.old.events.values()} == {1}


def test_what_is_outside_both_periods_is_counted(two):
    found = compared(two)
    assert (found.tally.outside, found.tally.reasons) == (1, {"same-actor": 1})
    said = comparison_report.foot(found, DyadQuery())
    assert "not counted: 1 row between an actor and itself" in said
    assert "43 rows, read as columns; 1 event outside both periods" in said


def test_whoever_governs_is_told_by_the_crosswalk():
    found = reviewed(DYADIC, "2019", "2023", reader="", crosswalks=UCDP, known=BUNDLED)
    keys = {key for _, _, key in told(found)}
    assert "islamic-republic-of-afghanistan:fights:taliban" in keys
    assert "isis-k:fights:taliban" in keys


def test_the_keys_of_one_actor_count_together(tmp_path):
    rows = events((4, "a1,b,2015,-1"), (2, "a1,b,2017,-1"), (2, "a2,b,2017,-1"))
    path = table(tmp_path / "t.csv", *rows, head=HEAD)
    known = BUNDLED
    entries = (Entry("a1", "", "taliban"), Entry("a2", "", "taliban"))
    found = compared(
        path, min_events=4, crosswalks=lambda scheme: Crosswalk(scheme, entries), known=known
    )
    assert found.new.events == {"b:hostile_events_with:taliban": Reported(4)}
    assert found.keys["a2"] == {"taliban"}


def test_the_spellings_that_a_crosswalk_takes_for_one_count_together(tmp_path):
    rows = events((3, "Taliban,b,2015,-1"), (3, "TALIBAN,b,2015,-1"), (4, "a,b,2017,-1"))
    path = table(tmp_path / "t.csv", *rows, head=HEAD)
    entries = (Entry("", "Taliban", "taliban"), Entry("", "Somebody", "bla"))
    found = compared(
        path, min_events=6, crosswalks=lambda scheme: Crosswalk(scheme, entries), known=BUNDLED
    )
    assert found.old.events == {"b:hostile_events_with:taliban": Reported(6)}
    assert found.new.events == {}


def test_areas_that_the_crosswalk_keeps_apart_are_one_tie_for_the_threshold(tmp_path):
    days = ["2015-01-01"] * 4 + ["2017-01-01"] * 2
    rows = [
        {"date_start": day, "date_end": day, "country": country}
        for country, these in (("Syria", days), ("Iraq", days[2:]))
        for day in these
    ]
    entries = (Entry("1", "", "taliban", areas=("Nowhere",)),)
    found = compared(
        ged(tmp_path / "g.csv", *rows), reader="", min_events=6,
        crosswalks=lambda scheme: Crosswalk(scheme, entries), known=BUNDLED,
    )  # fmt: skip
    assert [one.events for one in found.old.events.values()] == [6]
    assert [one.events for one in found.new.events.values()] == [4]


@pytest.mark.parametrize(
    ("before", "after", "query", "said"),
    [
        ("2017", "2015", {}, "2015 is before 2017; --before names the earlier period"),
        ("2015/2016", "2016", {}, "2015/2016 and 2016 share days"),
        ("2016/2015", "2017", {}, "a period from 2016 to 2015 has no day"),
        (
            "2015",
            "2019",
            {},
            "no event of the data begins in 2019; its events begin from 2015-01-01",
        ),
        ("2001", "2015", {}, "no event of the data begins in 2001; its events"),
        ("2015", "2017", {"max_ties": 2}, "7 ties; at most 2 are compared: ask for fewer with"),
        ("2015", "2017", {"areas": ("x",)}, "the data says nothing of where"),
    ],
)
def test_periods_that_cannot_be_compared_are_one_clear_line(two, before, after, query, said):
    with pytest.raises(EventsError, match=r"^[^\n]*$") as refused:
        compared(two, before, after, **query)
    assert said in str(refused.value)
    assert refused.value.fault == "usage"


YEAR = {"date_start": "2015-01-01", "date_end": "2015-12-31"}
COARSE = (
    "of what begins in 2015-01 no event{} can be compared: {} dated more coarsely than that; {}"
)


@pytest.mark.parametrize(
    ("rows", "query", "said"),
    [
        ([YEAR] * 2, {}, COARSE.format("", "2 events", "name longer periods")),
        ([YEAR], {"min_events": 3}, COARSE.format("", "1 event", "name longer periods")),
        (
            [YEAR, {"date_start": "2015-01-05", "date_end": "2015-01-05", "country": "Iraq"}],
            {"areas": ("Syria",)},
            COARSE.format(" that fits --area", "1 event", "name longer periods"),
        ),
    ],
)
def test_a_period_of_events_dated_too_coarsely_is_refused(tmp_path, rows, query, said):
    path = ged(tmp_path / "g.csv", *rows, {"date_start": "2016-01-04", "date_end": "2016-01-04"})
    with pytest.raises(EventsError) as refused:
        compared(path, "2015-01", "2016-01", reader="", **query)
    assert (str(refused.value), refused.value.fault) == (said, "usage")


def test_a_period_of_nothing_but_supporters_is_refused_where_these_are_left_out(tmp_path):
    path = dyad_year(tmp_path / "d.csv", (2015, 1, ""), (2017, 1, "C"), (2019, 1, ""))
    text = path.read_text().replace("A,1,C,B,2,,2017", "A,1,C,Aa,1,,2017")
    path.write_text(text)
    assert compared(path, reader="").new.events
    with pytest.raises(EventsError) as refused:
        compared(path, reader="", supporters=False)
    assert str(refused.value) == (
        "of what begins in 2017 no event can be compared: 2 events of supporters of a side; ask "
        "without --no-supporters"
    )


@pytest.mark.parametrize(
    ("rows", "query", "said"),
    [
        (
            ["a,b,2015-02-03,-1,1,Mali", "a,b,1950,-1,-7,Mali", "a,b,1951,friendly,1,Mali"],
            {},
            "no event of the data begins in 2017; its events begin from 2015-02-03 to 2015-02-03",
        ),
        (
            ["a,b,2015,-1,1,Mali", "a,b,2016-03-04,-1,1,Iraq", "c,d,2010,-1,1,Mali"],
            {"areas": ("Iraq",)},
            "no event of the data that fits --area begins in 2015; such events begin from 2016-03",
        ),
        (
            ["a,b,2015,-1,1,Mali", "a,b,2017,-1,1,Mali"],
            {"areas": ("Iraq",)},
            "the data has no event that fits --area",
        ),
        (
            ["a,a,2015,-1,1,Mali", "a,,2017,-1,1,Mali"],
            {},
            "the data has no event between two actors",
        ),
    ],
)
def test_where_events_begin_is_told_of_those_that_the_question_is_about(
    tmp_path, rows, query, said
):
    path = table(tmp_path / "t.csv", *rows, head="a,b,day,sign,dead,place")
    columns = "source=a,target=b,date=day,sign=sign,deaths=dead,area=place"
    with pytest.raises(EventsError) as refused:
        compared(path, reader=mapped(parse_columns([columns])), **query)
    assert (str(refused.value)[: len(said)], refused.value.fault) == (said, "usage")


def test_a_period_whose_events_are_too_few_is_not_empty(two):
    assert {kind for kind, _, _ in told(reviewed(two, "2016", "2017", min_events=2))} == {
        "appeared"
    }


def test_data_that_ends_within_a_period_is_told(tmp_path):
    path = table(tmp_path / "t.csv", "a,b,2015-01-01,1", "a,b,2015-12-30,1", "a,b,2017-06-01,1",
                 head=HEAD)  # fmt: skip
    assert comparison_report.lead(compared(path)) == (
        "mind: the data ends on 2017-06-01, within 2017",
    )


@pytest.mark.parametrize("least", [1, 3, 6])
def test_what_becomes_of_many_ties_is_what_counting_by_hand_gives(tmp_path, least):
    chance = random.Random(least)
    weights = {pair: chance.randint(1, 40) for pair in itertools.combinations("abcdef", 2)}
    rows = [
        (*pair, chance.choice((2014, 2015, 2015, 2016, 2017)), chance.choice((-1, -1, 0, 1)))
        for pair, weight in weights.items()
        for _ in range(weight)
    ]
    path = table(tmp_path / "t.csv", *(",".join(map(str, row)) for row in rows), head=HEAD)
    found = reviewed(path, "2015", "2016/2017", min_events=least)
    counts = [
        collections.Counter((a, b, sign) for a, b, year, sign in rows if year in years)
        for years in ((2015,), (2016, 2017))
    ]
    ties = [key for key in counts[0] | counts[1] if max(c[key] for c in counts) >= least]
    nets = [collections.Counter() for _ in counts]
    for net, count in zip(nets, counts, strict=True):
        for a, b, sign in ties:
            net[a, b] += sign * count[a, b, sign]
    expected = {key: by_hand(key, counts, nets) for key in ties}
    names = {-1: "hostile_events_with", 0: "events_with", 1: "cooperative_events_with"}
    assert {key: kind for kind, _, key in told(found)} == {
        f"{a}:{names[sign]}:{b}": kind for (a, b, sign), kind in expected.items() if kind
    }
    assert found.went_on == sum(not kind for kind in expected.values())


def by_hand(key, counts, nets):
    """Say what became of a tie from 2015 to the two years that follow."""
    before, after = (count[key] for count in counts)
    then, now = before / 365, after / 731
    grew = now >= 2 * then and after - then * 731 >= 5
    shrank = then >= 2 * now and before - now * 365 >= 5
    if before and after and not (grew or shrank):
        return ""
    signs = [(net[key[:2]] > 0) - (net[key[:2]] < 0) for net in nets]
    most = [count[(*key[:2], sign)] for count, sign in zip(counts, signs, strict=True)]
    if signs[0] * signs[1] < 0 and min(most) >= 5:
        return "turned"
    if not (before and after):
        return "appeared" if after else "vanished"
    return "grew" if grew else "shrank"


# The rule of growth.

COUNTS = st.integers(0, 60)
LEVELS = st.none() | st.sampled_from((Level(1, 25), Level(2, 1000)))
REPORTED = st.builds(Reported, COUNTS, st.none() | st.integers(0, 300), st.none(), LEVELS)
DAYS = st.tuples(st.integers(1, 400), st.integers(1, 400))
BACK = {"grew": "shrank", "shrank": "grew", None: None}


@given(REPORTED, REPORTED, DAYS)
def test_growth_is_the_other_way_round_when_the_periods_are(before, after, days):
    assert periods.growth(after, before, days[::-1]) == BACK[periods.growth(before, after, days)]


@given(REPORTED, DAYS)
def test_more_of_the_same_is_no_growth(one, days):
    assert periods.growth(one, one, (days[0], days[0])) is None


@pytest.mark.parametrize(
    ("before", "after", "days", "found"),
    [
        ((5,), (10,), (365, 365), "grew"),
        ((4,), (8,), (365, 365), None),
        ((50,), (90,), (365, 365), None),
        ((50,), (100,), (365, 730), None),
        ((1, 25), (1, 1000), (365, 365), "grew"),
        ((1, 10), (1, 30), (365, 365), None),
        ((20, 1000), (4, 4000), (365, 365), "shrank"),
    ],
)
def test_a_tie_grows_by_twice_the_rate_and_more_than_a_few(before, after, days, found):
    assert periods.growth(Reported(*before), Reported(*after), days) == found


def test_graphs_of_two_dates_are_no_periods():
    one = Snapshot(BUNDLED, "", parse_date("2020"))
    assert not periods.of_periods(one, one)


# As people run it.


@pytest.fixture
def say(run, two):
    words = ("--columns", "source=a,target=b,date=day,sign=sign")
    dates = ("--before", "2015", "--after", "2017")

    def said(*more):
        return run("events", "compare", two, *words, *dates, "-d", ROOT / "data", *more)

    return said


def valid(text):
    found = json.loads(text)
    jsonschema.Draft202012Validator(schema()).validate(found)
    return found


def test_the_text_says_what_it_comes_to_and_then_every_tie(say):
    lines = say().stdout.replace(" events with", "").splitlines()
    assert [line[:86].rstrip() for line in lines] == [
        "Event data, 2015 -> 2017  + appeared  - vanished  ~ grew or shrank",
        "",
        "In short",
        "  a and b turn from opponents to allies (has hostile -> has cooperative).",
        "  a loses 2 recorded opponents (2 -> 1, 1 gained): b (has hostile) and c (has hostile)",
        "  d gains an opponent, having had none recorded (0 -> 1): a (has hostile).",
        "  a and d are now opponents, both allies of b: unbalanced in the strict sense (Heider)",
        "  a, b and c were all opponents of one another: unbalanced in the strict sense (Heider",
        "",
        "Appeared (no such event in 2015): 1",
        "  + a has hostile d, 2017-01-01 - 2017-12-31 (2 hostile events)",
        "",
        "Vanished (no such event in 2017): 1",
        "  - a has hostile c, 2015-01-01 - 2015-12-31 (2 hostile events)",
        "",
        "Turned (mostly hostile before, mostly cooperative now, or back: 5 such events at least",
        "  + a has cooperative b, 2017-01-01 - 2017-12-31 (5 cooperative events)",
        "  - a has hostile b, 2015-01-01 - 2015-12-31 (5 hostile events)",
        "",
        "Grew (twice the events a day or more; where these tell nothing, deaths): 1",
        "  ~ b has hostile c, 2015-01-01 - 2017-12-31 (4 hostile events -> 9 hostile events)",
        "",
        "Shrank (half the events a day or fewer; where these tell nothing, deaths): 1",
        "  ~ c has cooperative d, 2015-01-01 - 2017-12-31 (9 cooperative events -> 2 cooperativ",
        "",
        "1 appeared, 1 vanished, 1 pair turned, 1 grew, 1 shrank; 1 relation about as before.",
        "not counted: 1 row between an actor and itself",
        "43 rows, read as columns; 1 event outside both periods",
    ]


def test_nothing_is_said_to_have_ended(say):
    shown = say().stdout + say("--format", "markdown").stdout
    assert "ended" not in shown
    assert "removed" not in shown
    assert "the world changed" not in shown.lower()
    assert "Vanished (no such event in 2017): 1" in shown


def test_the_json_is_that_of_a_diff_with_the_counts_of_both_periods(say):
    found = valid(say("--format", "json").stdout)
    assert found["command"] == "events compare"
    assert (found["old"], found["sides"]["new"]["date"]) == ("Event data, 2015", "2017")
    grown = next(one for one in found["results"] if one["class"] == "grew")
    assert grown["fields"] == ["summary"]
    assert grown["reported"] == {
        "before": {"events": 4, "deaths": None, "supporting": None, "level": None},
        "after": {"events": 9, "deaths": None, "supporting": None, "level": None},
    }
    assert (found["went_on"], found["outside"]) == (1, 1)
    assert found["consequences"][0]["kind"] == "foe-to-friend"


def test_what_was_reported_is_no_patch_for_a_dataset(say, run, tmp_path):
    (tmp_path / "d.json").write_text(say("--format", "json").stdout)
    refused = run("apply", "d.json", "-d", ROOT / "data")
    assert refused.exit_code == 2
    assert refused.stderr.splitlines()[0] == (
        "d.json: command: this is the answer of another command than diff"
    )


def test_the_table_for_machines_is_sorted_by_weight(say):
    rows = list(csv.DictReader(io.StringIO(say("--format", "csv").stdout)))
    assert [(row["class"], row["events_before"], row["events_after"]) for row in rows] == [
        ("appeared", "0", "2"), ("vanished", "2", "0"), ("turned", "0", "5"), ("turned", "5", "0"),
        ("grew", "4", "9"), ("shrank", "9", "2"),
    ]  # fmt: skip


def test_filters_counts_rules_and_the_exit_code_are_those_of_a_diff(say):
    assert "hidden: 5 changes by --only" in say("--only", "grew").stdout
    assert valid(say("--stat", "--format", "json").stdout)["results"][0]["stat"] == "actor"
    assert "classes: appeared, vanished: events in one of" in " ".join(
        say("--explain").stdout.split()
    )
    assert say("--exit-code").exit_code == 1
    assert say("--exit-code", "--only", "began").exit_code == 0


def test_an_actor_is_found_by_its_name_in_the_data_and_in_the_dataset(run):
    words = (
        "events",
        "compare",
        DYADIC,
        "--before",
        "2010",
        "--after",
        "2020",
        "-d",
        ROOT / "data",
    )
    shown = [
        run(*words, "--actor", name).stdout.replace(f"--actor {name} ", "")
        for name in ("303", "Taleban", "taliban")
    ]
    assert len(set(shown)) == 1
    missing = run(*words, "--actor", "Talebann")
    assert missing.exit_code == 4
    assert 'no actor "Talebann" in either period; did you mean taliban' in missing.stderr


def test_many_ties_are_cut_and_the_command_for_all_is_said(run, tmp_path):
    rows = [f"a{number},b,2017,1" for number in range(30)]
    path = table(tmp_path / "it's.csv", *rows, "x,y,2015,1", head=HEAD)
    words = ("events", "compare", path, "--columns", "source=a,target=b,date=day,sign=sign",
             "--before", "2015", "--after", "2017", "-d", ROOT / "data")  # fmt: skip
    shown = run(*words).stdout
    assert "  and 10 more: whowhom events compare --before 2015 --after 2017" in shown
    assert len(run(*words, "--only", "appeared").stdout.splitlines()) > 30


def test_in_a_comment_the_few_that_turned_do_not_give_way_to_many_that_appeared(run, tmp_path):
    rows = [f"a{number},b{number},2017,1" for number in range(900)]
    path = table(tmp_path / "t.csv", *rows, "x,y,2015,-1", "x,y,2017,1", head=HEAD)
    shown = run("events", "compare", path, "--columns", "source=a,target=b,date=day,sign=sign",
                "--before", "2015", "--after", "2017", "-d", ROOT / "data",
                "--format", "markdown").stdout  # fmt: skip
    assert "| `-` | x **has hostile events with** y |" in shown
    assert "more do not fit here" in shown
    assert len(shown) < 65_000


def test_the_map_has_both_periods(run, tmp_path):
    shown = run("events", "compare", GED, "--before", "2016", "--after", "2018",
                "-d", ROOT / "data", "--map", "m.html")  # fmt: skip
    assert shown.exit_code == 0
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert '"reported":true' in page


def test_the_map_is_not_written_over_the_data(run, tmp_path):
    path = table(tmp_path / "t.html", "a,b,2015,1", "a,b,2017,1", head=HEAD)
    refused = run("events", "compare", path, "--columns", "source=a,target=b,date=day,sign=sign",
                  "--before", "2015", "--after", "2017", "--map", path)  # fmt: skip
    assert refused.exit_code == 2
    assert "is one of the files that are read; name another with --map" in refused.stderr
    assert path.read_text().startswith(HEAD)


def test_nothing_to_tell_says_so_and_what_was_read(run, tmp_path):
    path = table(tmp_path / "t.csv", "a,b,2015,1", "a,b,2017,1", head=HEAD)
    words = ("events", "compare", path, "--columns", "source=a,target=b,date=day,sign=sign",
             "--before", "2015", "--after", "2017", "-d", ROOT / "data")  # fmt: skip
    shown = run(*words).stdout
    assert "no tie appeared, vanished, turned, grew or shrank; 1 relation about as before" in shown
    assert "2 rows, read as columns; 0 events outside both periods" in shown
    assert valid(run(*words, "--format", "json").stdout)["reason"] == "no-difference"
    assert "ask with fewer --min-events" in run(*words, "--min-events", "9").stdout


def test_where_all_events_are_between_names_of_one_actor_fewer_are_of_no_help(run, dataset):
    folder = dataset("actors:\n  - {id: a, name: A}\n")
    (folder / "crosswalks").mkdir()
    (folder / "crosswalks" / "names.yaml").write_text(
        "scheme: names\nentries:\n  - {name: a1, actor: a}\n  - {name: a2, actor: a}\n"
    )
    path = table(folder.parent / "t.csv", "a1,a2,2015,1", "a1,a2,2017,1", head=HEAD)
    shown = run("events", "compare", path, "--columns", "source=a,target=b,date=day,sign=sign",
                "--before", "2015", "--after", "2017", "-d", folder).stdout  # fmt: skip
    assert (
        "no tie in either period: the crosswalk takes both ends of all events for one actor"
        in shown
    )
    assert "--min-events" not in shown


# What a newcomer could take wrongly.

SIGNS = ("--columns", "source=a,target=b,date=day,sign=sign", "-d", ROOT / "data")
YEARS = ("--before", "2015", "--after", "2017")


@pytest.fixture
def told_of(run, tmp_path):
    def say(rows, *more):
        path = table(tmp_path / "t.csv", *events(*rows), head=HEAD)
        return run("events", "compare", path, *SIGNS, *YEARS, *more).stdout

    return say


def test_below_a_threshold_no_sentence_says_more_than_that(told_of):
    rows = [(3, "a,b,2015,-1"), (2, "a,c,2017,-1"), (9, "x,y,2017,-1")]
    shown = valid(told_of(rows, "--min-events", "3", "--format", "json"))
    sentences = [one["sentence"] for one in shown["consequences"]]
    among = "Of ties with 3 or more events in a period: "
    assert sentences
    assert all(one.startswith(among) for one in sentences)
    assert f"{among}a and b are no longer recorded" not in told_of(rows)


def test_within_an_area_sentences_titles_and_heads_say_so(tmp_path, run):
    ties = (("2015", "B", "2", "Mali"), ("2015", "B", "2", "Iraq"), ("2017", "C", "3", "Mali"))
    rows = (
        {
            "date_start": f"{year}-03-04", "date_end": f"{year}-03-04",
            "side_b": name, "side_b_new_id": key, "country": country,
        }
        for year, name, key, country in ties
    )  # fmt: skip
    shown = run("events", "compare", ged(tmp_path / "g.csv", *rows), *YEARS, "--area", "Mali",
                "-d", ROOT / "data").stdout  # fmt: skip
    assert shown.startswith("UCDP Georeferenced Event Dataset within area Mali, 2015 -> 2017")
    assert "Vanished (no such event in 2017 within area Mali): 1" in shown
    told_ = [line for line in shown.splitlines() if "recorded tie" in line]
    assert told_
    assert all(line.startswith("  Of ties within area Mali: ") for line in told_)


def dyad_year(path, *rows):
    """Write rows of the Dyadic Dataset: year, level of intensity, and who supports the first."""
    heads = "dyad_id,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,year,intensity_level"
    lines = [f"1,A,1,{helper},B,2,,{year},{level},2010-01-01,1" for year, level, helper in rows]
    path.write_text("\n".join([f"{heads},start_date,start_prec", *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("levels", "kind", "why"),
    [
        ((1, 2), "grew", "level 1 -> 2 (deaths a year: at least 25 -> at least 1,000)"),
        ((2, 1), "shrank", "level 2 -> 1 (deaths a year: at least 1,000 -> at least 25)"),
    ],
)
def test_levels_of_deaths_are_no_numbers_of_deaths(tmp_path, levels, kind, why):
    rows = zip((2015, 2017), levels, ("", ""), strict=True)
    found = reviewed(dyad_year(tmp_path / "d.csv", *rows), reader="")
    assert [(one.kind, one.why) for one in found.changes] == [(kind, why)]


def test_more_years_of_one_level_are_no_higher_level(tmp_path):
    years = [(year, 1, "") for year in (2014, 2015, 2016, 2017, 2018)]
    path = dyad_year(tmp_path / "d.csv", *years)
    found = compared(path, "2014", "2015/2018", reader="")
    assert [one.level.number for one in found.new.events.values()] == [1]
    assert review(found.old, found.new).changes == ()


@pytest.mark.parametrize(("hostile", "turned"), [(1, False), (4, False), (5, True)])
def test_a_few_events_are_no_turn(tmp_path, hostile, turned):
    rows = events((hostile, "a,b,2015,-1"), (107, "a,b,2017,1"))
    found = reviewed(table(tmp_path / "t.csv", *rows, head=HEAD))
    assert ("turned" in {kind for kind, _, _ in told(found)}) is turned
    assert ("foe-to-friend" in {one.kind for one in found.consequences}) is turned


def test_one_event_of_the_other_sign_makes_nobody_both_ally_and_opponent(tmp_path):
    rows = events((90, "a,b,2015,1"), (90, "a,b,2017,1"), (1, "a,b,2017,-1"))
    found = reviewed(table(tmp_path / "t.csv", *rows, head=HEAD))
    assert "turned-mixed" not in {one.kind for one in found.consequences}


def test_pairs_are_counted_that_turned(say):
    shown = say("--only", "turned").stdout
    assert "such events at least in either): 1 pair\n" in shown
    assert "\n1 pair turned.\n" in shown


def test_periods_of_which_the_data_has_unequally_much_are_told_apart_first(told_of):
    rows = [(4, "a,b,2015,1"), (20, "a,c,2017,1")]
    lines = told_of(rows).splitlines()
    assert lines[1].startswith("mind: 4 events of 2015 and 20 of 2017 are compared; what differs")
    assert "mind: 4 events of 2015" in told_of(rows, "--format", "markdown").split("In short")[0]
    answer = valid(told_of(rows, "--format", "json"))
    assert answer["events"] == {"before": 4, "after": 20}
    assert len(answer["mind"]) == 1
    assert "mind" not in told_of([(5, "a,b,2015,1"), (20, "a,c,2017,1")])


@pytest.mark.parametrize(
    ("earlier", "later", "minded"), [(40, 5, False), (60, 1, True), (5, 5, True), (1, 2, True)]
)
def test_periods_of_unequal_length_are_compared_by_the_day(tmp_path, earlier, later, minded):
    rows = events((earlier, "a,b,2010-01-01,1"), (later, "a,b,2018-12-31,1"))
    path = table(tmp_path / "t.csv", *rows, head=HEAD)
    said = comparison_report.lead(compared(path, "2010/2017", "2018"))
    assert any(" are compared" in one for one in said) is minded


def test_who_only_supports_a_side_is_said_to(tmp_path, run):
    path = dyad_year(tmp_path / "d.csv", (2015, 1, ""), (2017, 1, "C"))
    words = ("events", "compare", path, *YEARS, "-d", ROOT / "data")
    shown = run(*words).stdout
    assert "C (stands against)" in shown
    assert "relation type" not in shown
    rows = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").stdout)))
    assert {(row["supporting_before"], row["supporting_after"]) for row in rows} == {("", "1")}
    answer = valid(run(*words, "--format", "json").stdout)
    assert {one["reported"]["after"]["supporting"] for one in answer["results"]} == {1}


def test_who_fought_before_and_only_supports_a_side_now_is_said_to(tmp_path):
    path = dyad_year(tmp_path / "d.csv", (2015, 1, ""), (2017, 1, "C"))
    # What fought itself in the earlier year supports in the later one.
    path.write_text(path.read_text().replace("1,A,1,,B,2", "1,C,3,,B,2"))
    world = World(compared(path, "2015", "2017", reader="").new)
    held = world.ties["b", "c"]
    assert [(one.relation.type, world.helping(one)) for one in held] == [("fights", True)]


def test_leaving_supporters_out_is_said_in_every_sentence(tmp_path):
    path = dyad_year(tmp_path / "d.csv", (2015, 1, "C"), (2017, 1, "C"), (2017, 1, ""))
    path.write_text(path.read_text().replace("1,A,1,,B,2,,2017", "1,A,1,,D,4,,2017"))
    found = reviewed(path, reader="", supporters=False)
    assert found.consequences
    assert all(
        one.sentence.startswith("Of ties between main parties: ") for one in found.consequences
    )


def test_what_is_about_as_before_is_counted_of_the_actors_asked_for(told_of):
    rows = [(1, f"{pair},{year},1") for pair in ("a,b", "c,d", "d,e") for year in (2015, 2017)]
    rows.append((1, "a,f,2017,1"))
    assert "1 appeared; 3 relations about as before." in told_of(rows)
    assert "1 appeared; 1 relation about as before." in told_of(rows, "--actor", "a")
    assert valid(told_of(rows, "--actor", "a", "--format", "json"))["went_on"] == 1
    assert "about as before" not in told_of(rows, "--actor", "a", "--only", "appeared")


def test_the_command_for_the_rest_keeps_all_options(told_of):
    rows = [(2, f"a,b{number},2017,{sign}") for number in range(12) for sign in (1, -1)]
    rows += [(2, f"c{number},c,2015,1") for number in range(3)]
    shown = told_of(rows, "--actor", "a", "--min-events", "2", "--explain")
    hint = next(line for line in shown.splitlines() if "--only consequences" in line)
    for option in ("--actor a", "--min-events 2", "--explain", "--before 2015"):
        assert option in hint


def test_an_event_that_lasts_longer_does_not_stretch_the_days_that_are_named(tmp_path):
    days = {"date_start": "2015-03-04", "date_end": "2015-12-01"}
    path = ged(tmp_path / "g.csv", {}, days)
    with pytest.raises(EventsError, match="its events begin from 2015-03-04 to 2015-03-04"):
        compared(path, "2015-03", "2015-12", reader="")


def test_where_sides_are_coalitions_it_is_said_not_to_add_up(run, told_of):
    shown = run("events", "compare", GED, "--before", "2016", "--after", "2018", "-d",
                ROOT / "data").stdout  # fmt: skip
    assert "events and deaths of several ties must not be added up" in shown
    assert "(CC BY 4.0)" in shown
    assert "added up" not in told_of([(1, "a,b,2015,1"), (1, "a,b,2017,1")])


def page_facts(path):
    text = path.read_text(encoding="utf-8")
    start = text.index('"diff":') + len('"diff":')
    return json.JSONDecoder().raw_decode(text, start)[0], text


def test_the_map_of_an_actor_has_what_is_around_it(told_of, tmp_path):
    rows = [(2, "a,b,2015,1"), (2, "a,c,2017,1"), (2, "b,c,2017,-1"), (9, "x,y,2017,1")]
    told_of(rows, "--actor", "a", "--map", str(tmp_path / "a.html"))
    facts, text = page_facts(tmp_path / "a.html")
    assert {row[3] for row in facts["changes"]} == {
        "a:cooperative_events_with:b", "a:cooperative_events_with:c", "b:hostile_events_with:c",
    }  # fmt: skip
    assert '"id":"x"' not in text
    assert all("x" not in one["actors"] for one in facts["consequences"])
    assert [side["counts"]["actors"] for side in facts["sides"]] == [2, 3]


def test_the_map_counts_who_has_ties_in_either_period_and_says_whose_the_data_is(run, tmp_path):
    shown = run("events", "compare", GED, "--before", "2016", "--after", "2018",
                "-d", ROOT / "data", "--map", tmp_path / "m.html")  # fmt: skip
    assert shown.exit_code == 0
    facts, _ = page_facts(tmp_path / "m.html")
    found = compared(GED, "2016", "2018", reader="", crosswalks=UCDP, known=BUNDLED)
    ends = [
        {end for one in side.graph.relations for end in (one.source, one.target)}
        for side in (found.old, found.new)
    ]
    assert [side["counts"]["actors"] for side in facts["sides"]] == list(map(len, ends))
    assert "CC BY 4.0" in facts["notes"][-1]
    assert any("added up" in note for note in facts["notes"])


@pytest.mark.parametrize("form", ["csv", "tsv", "ndjson"])
def test_what_was_not_counted_is_told_beside_every_form(run, tmp_path, form):
    path = table(tmp_path / "t.csv", "a,b,2015,-1", "a,b,2015,x", "a,b,2016,1", head="a,b,day,sign")
    columns = ("--columns", "source=a,target=b,date=day,sign=sign")
    periods = ("--before", "2015", "--after", "2016")
    found = run("events", "compare", str(path), *columns, *periods, "--format", form)
    assert "whowhom: not counted: 1 row with a sign" in found.stderr
    assert "not counted" not in found.stdout
