"""How events are weighed that a dataset is held against: reports, publishers, coarse dates."""

import pytest

from eventful import folded, ged, table
from graph.dates import Span, parse_date
from graph.events import corroborating, corroboration_report, matching
from graph.events.crosswalk import Crosswalk, Entry
from graph.events.mapped import mapped, parse_columns
from graph.events.values import Dyad
from graph.formats import RENDER
from graph.loading import load_texts

SMALL = b"""\
actors:
  - {id: alfa, name: Alfa}
  - {id: bravo, name: Bravo}
  - {id: charlie, name: Charlie}
relations:
  - {source: alfa, type: fights, target: bravo, from: 2015-03, to: 2021, sources: [s]}
sources:
  - {id: s, title: A book}
"""
GRAPH = load_texts([("x.yaml", SMALL)]).graph
WALK = Crosswalk(
    "names", tuple(Entry("", one.title(), one) for one in ("alfa", "bravo", "charlie"))
)
READER = mapped(parse_columns(["source=a,target=b,date=day,sign=sign,publisher=who,area=place"]))
KEY = "alfa:fights:bravo"


@pytest.fixture
def weighed(tmp_path):
    """Give what verdict rows of day, sign, publisher and area of Alfa and Bravo come to."""

    def given(*rows, enough=None, strong=None, walk=WALK, pair="Alfa,Bravo", **query):
        lines = [row if row.count(",") > 3 else f"{pair},{row}" for row in rows]
        path = table(tmp_path / "t.csv", *lines, head="a,b,day,sign,who,place")
        asked = {"period": "month", "by_area": True, "sources": False, "voices": True} | query
        dyads = folded(path, reader=READER, coarse=True, **asked)
        held = corroborating.corroborate(GRAPH, dyads, walk, strong, enough)
        (one,) = held.findings
        shown = RENDER["markdown"](corroboration_report.report(GRAPH, held, dyads))
        return one, held, shown

    return given


def days(number, publishers=2, area="Iraq"):
    return [f"2016-05-{1 + at % 28:02},-1,p{at % publishers},{area}" for at in range(number)]


@pytest.mark.parametrize("period", ["day", "month", "year"])
def test_publishers_of_several_periods_and_areas_are_several(weighed, period):
    rows = [*days(10, 1, "Iraq"), *(row.replace("p0", "p1") for row in days(10, 1, "Syria"))]
    one, _, shown = weighed(*rows, period=period)
    assert (one.verdict, one.evidence.one_publisher) == ("borne-out", False)
    one, _, shown = weighed(*days(20, 1), period=period)
    assert (one.silence, one.evidence.one_publisher) == ("thin", True)
    assert "all from one publisher" in shown


@pytest.mark.parametrize("sign", [0, 1])
def test_a_second_publisher_of_events_of_another_sign_is_none_of_these(weighed, sign):
    one, *_ = weighed(*days(12, 1), f"2016-07-01,{sign},p1,Iraq")
    assert (one.verdict, one.silence, one.evidence.hostile) == ("silent", "thin", 12)


@pytest.mark.parametrize("blank", ["", " "])
def test_a_publisher_whom_no_row_names_is_not_one(weighed, blank):
    rows = [row.replace("p0", blank) for row in days(20, 1)]
    one, *_ = weighed(*rows)
    assert (one.verdict, one.evidence.one_publisher) == ("borne-out", None)
    # Who the others are is not known: more evidence makes no verdict weaker.
    one, *_ = weighed(*rows, "2016-07-01,-1,p1,Iraq")
    assert (one.verdict, one.evidence.one_publisher) == ("borne-out", False)


def test_events_that_are_taken_for_facts_are_proposed_too(tmp_path):
    rows = [f"Bravo,Charlie,2016-05-{day:02},-1,p,Iraq" for day in range(1, 21)]
    path = table(tmp_path / "t.csv", *rows, head="a,b,day,sign,who,place")
    dyads = folded(path, reader=READER, period="month", sources=False, voices=True)
    for enough, number in ((None, 0), (1, 1)):
        held = corroborating.corroborate(GRAPH, dyads, WALK, 1, enough)
        assert len(held.proposals) == number


def test_what_is_dated_to_the_year_counts_beside_what_is_dated_to_the_day(weighed):
    rows = days(12)
    one, *_ = weighed(*rows, "2017,-1,p1,Iraq")
    assert (one.verdict, one.evidence.hostile, one.evidence.inside) == ("borne-out", 13, 13)
    one, *_ = weighed(*rows, "2017,-1,p1,Iraq", "2016-07,-1,p1,Iraq", period="day")
    assert one.evidence.hostile == 14


def test_deaths_of_an_event_that_is_known_to_the_year_are_among_all_deaths(tmp_path):
    year = {"date_start": "2016-01-01", "date_end": "2016-12-31", "best": "900"}
    longer = {"date_start": "2015-01-01", "date_end": "2016-12-31"}
    path = ged(tmp_path / "x.csv", {}, year, longer)
    walk = Crosswalk("ucdp", (Entry("1", "", "alfa"), Entry("2", "", "bravo")))
    dyads = folded(path, period="month", by_area=True, sources=False, coarse=True)
    assert sorted(dyad.period for dyad in dyads.dyads) == ["2015-03", "2016"]
    assert dyads.tally.reasons == {"coarse": 1}
    (one,) = corroborating.corroborate(GRAPH, dyads, walk).findings
    assert (one.evidence.hostile, one.evidence.best) == (2, 902)


def test_few_events_that_lie_inside_are_not_said_to_lie_outside(weighed):
    across = [f"2015,-1,p{at % 2},Iraq" for at in range(20)]
    assert weighed(*across)[0].silence == "overlap"
    assert weighed(*days(5), *across)[0].silence == "thin"


def test_events_of_which_a_part_may_lie_outside_are_told_so(weighed):
    one, _, shown = weighed(*days(12), "2015,-1,p1,Iraq")
    assert (one.evidence.hostile, one.evidence.inside) == (13, 12)
    assert "12 of them surely within that time" in shown
    assert "surely within" not in weighed(*days(12))[2]


def test_a_part_of_the_data_covers_the_days_of_all_of_it(weighed):
    rows = [f"{2015 + at % 7}-0{1 + at % 6}-01,1,p{at % 2},Syria" for at in range(100)]
    local = [f"2018-05-{1 + at % 28:02},1,p{at % 2},Iraq" for at in range(60)]
    _, whole, _ = weighed(*rows, *local)
    _, part, _ = weighed(*rows, *local, areas=("Iraq",))
    assert part.covered == whole.covered
    assert part.covered.span == part.span


def test_data_of_one_place_says_so(weighed):
    assert "mind: all events are of one place, Iraq; of others" in weighed(*days(12))[2]
    assert "of one place" not in weighed(*days(12), *days(12, area="Syria"))[2]
    assert "of one place" not in weighed(*days(12), areas=("Iraq",))[2]


def test_a_crosswalk_that_knows_nobody_is_told(weighed):
    assert "the crosswalk knows no name" not in weighed(*days(12))[2]
    nobody = weighed(*days(12), walk=Crosswalk("names"))[2]
    assert "mind: the crosswalk knows no name of the data" in nobody


def test_json_says_what_the_verdicts_rest_on(weighed):
    _, held, _ = weighed(*days(12))
    narrowed = corroborating.of_actors(held, {"alfa"})
    told = corroboration_report._about(narrowed)
    assert (told["only_actors"], told["enough"]) == (["alfa"], 10)
    assert told["covered"] == {"first_day": "2016-05-01", "last_day": "2016-05-12", "share": 1.0}


@pytest.mark.parametrize(
    ("dated", "days", "period", "said"),
    [
        ("2016-05-15", (1, 30), "month", ("silent", "overlap", 2, 0)),
        ("2016-05-15", (1, 30), "day", ("silent", "could", 0, 0)),
        ("2016-05-15", (15, 15), "month", ("borne-out", "", 2, 2)),
        ("2016-05", (1, 31), "month", ("borne-out", "", 2, 2)),
    ],
)
def test_an_event_is_borne_out_by_events_of_its_days_alone(tmp_path, dated, days, period, said):
    text = SMALL.replace(b"type: fights", b"type: clashed_with")
    text = text.replace(b"2015-03, to: 2021", dated.encode())
    rows = [{"date_start": f"2016-05-{day:02}", "date_end": f"2016-05-{day:02}"} for day in days]
    dyads = folded(
        ged(tmp_path / "x.csv", *rows), period=period, by_area=True, sources=False, coarse=True
    )
    walk = Crosswalk("ucdp", (Entry("1", "", "alfa"), Entry("2", "", "bravo")))
    (one,) = corroborating.corroborate(load_texts([("x.yaml", text)]).graph, dyads, walk).findings
    assert (one.verdict, one.silence, one.evidence.hostile, one.evidence.inside) == said


def proposed(held):
    """Give what is proposed: ids, the years, and how many events."""
    return [
        (one.source, one.target, one.begin.text, one.end and one.end.text, events)
        for one, events, *_ in held.proposals
    ]


def test_events_dated_to_the_year_are_proposed(weighed):
    rows = [f"2016,-1,p{at % 3},Iraq" for at in range(59)]
    for period in ("month", "year", "day"):
        _, held, _ = weighed(*rows, "2017-02-03,0,p,Iraq", pair="Bravo,Charlie", period=period)
        assert proposed(held) == [("bravo", "charlie", "2016", "2016", 59)]


def test_events_of_some_months_of_each_year_are_one_spell(weighed):
    rows = [
        f"{year}-{month:02}-{day:02},-1,p{day % 3},Iraq"
        for year in range(2012, 2015)
        for month in range(1, 12, 2)
        for day in range(1, 4)
    ]
    late = "2016-01-01,0,p,Iraq"
    _, held, _ = weighed(*rows, late, pair="Bravo,Charlie")
    assert proposed(held) == [("bravo", "charlie", "2012-01", "2014-11", 54)]
    _, held, _ = weighed(*rows, late, pair="Bravo,Charlie", period="day")
    assert proposed(held) == [("bravo", "charlie", "2012-01-01", "2014-11-03", 54)]


def test_what_lies_outside_of_a_relation_is_proposed_though_it_goes_on_within(weighed):
    rows = [
        f"{year}-05-{day:02},-1,p{day % 3},Iraq"
        for year in (2014, 2015, 2016)
        for day in range(1, 20)
    ]
    _, held, _ = weighed(*rows)
    assert proposed(held) == [("alfa", "bravo", "2014-05", "2014-05", 19)]


def test_a_proposal_goes_on_only_where_the_data_itself_ends(weighed):
    rows = [
        f"{year}-05-{day:02},-1,p{day % 3},Iraq"
        for year in (2015, 2016, 2017)
        for day in range(1, 20)
    ]
    until = parse_date("2016").last
    for more, query, end in (
        ((), {}, None),
        (("2019-05-01,1,p,Iraq",), {}, "2017"),
        (("2019-05-01,1,p,Iraq",), {"end": until}, "2016"),
        ((), {"end": until}, "2016"),
    ):
        _, held, _ = weighed(*rows, *more, pair="Bravo,Charlie", period="year", **query)
        assert [one[2:4] for one in proposed(held)] == [("2015", end)]


def test_a_proposal_ends_no_later_than_was_asked_for(tmp_path):
    month = {"date_start": "2016-05-20", "date_end": "2016-06-18"}
    path = ged(tmp_path / "x.csv", *[month] * 30, {"date_start": "2018", "date_end": "2018"})
    walk = Crosswalk("ucdp", (Entry("1", "", "bravo"), Entry("2", "", "charlie")))
    asked = {"period": "month", "by_area": True, "sources": False, "coarse": True}
    for query, end in (({}, "2016-06"), ({"end": parse_date("2016-05").last}, "2016-05")):
        held = corroborating.corroborate(GRAPH, folded(path, **asked, **query), walk, 10)
        assert [one[2:4] for one in proposed(held)] == [("2016-05", end)]


def test_a_proposal_names_all_pairs_of_the_data_that_it_is_of(weighed):
    keys = [f"C{at}" for at in range(5)]
    meant = [Entry("", "Bravo", "bravo"), *(Entry("", key, "charlie") for key in keys)]
    walk = Crosswalk("names", tuple(meant))
    rows = [
        f"{key},Bravo,2016-05-{day:02},-1,p{day % 2},Iraq"
        for at, key in enumerate(keys)
        for day in range(1, 10 + at)
    ]

    def locator(*rows):
        ((one, *_),) = weighed(*rows, walk=walk)[1].proposals
        return one.sources[0].locator

    assert locator(*rows[:19]) == "Bravo and C1; Bravo and C0"
    assert locator(*rows) == "Bravo and C4; Bravo and C3; Bravo and C2; and 2 more pairs"


def test_who_opposes_whom_is_left_to_the_author(weighed):
    rows = ["2017-01-01,0,p,Iraq", *days(27)]
    _, held, shown = weighed(*rows, pair="Charlie,Alfa")
    assert [one.either for one in held.proposals] == [True]
    assert "- Alfa opposes Charlie (or the other way round), 2016-05: The data" in shown
    assert "\nOr the other way round: events are counted by pair, so decide" in shown
    assert "`whowhom events dyads --ordered\\` says who acted on whom" in shown
    entry = corroboration_report.yaml(held, READER).split("relations:\n")[1]
    assert entry.startswith("  # Or the other way round: events are counted by pair, so decide")
    undirected = corroboration_report.yaml(held, READER._replace(directed=False))
    assert "  # Or the other way round: the data does not say which of the two" in undirected
    with_each_other = [row.replace(",-1,", ",1,") for row in rows]
    _, held, shown = weighed(*with_each_other, pair="Charlie,Alfa")
    assert [(one.relation.type, one.either) for one in held.proposals] == [
        ("cooperates_with", False)
    ]
    assert "the other way round" not in shown + corroboration_report.yaml(held, READER)


def late(name, begin="2022"):
    """Give a crosswalk in which a name means its actor from a year on."""
    return Crosswalk(
        "names",
        tuple(
            one._replace(begin=parse_date(begin)) if one.actor == name else one
            for one in WALK.entries
        ),
    )


def test_an_entry_of_another_time_explains_nobody(weighed):
    rows = [f"{2014 + day % 10}-05-{day:02},-1,p{day % 2},Iraq" for day in range(1, 28)]
    one, *_ = weighed(*rows, walk=late("alfa"))
    assert (one.verdict, one.silence, one.unmatched) == ("silent", "unmatched", ("alfa",))
    assert weighed(*rows, walk=late("alfa", "2021"))[0].silence != "unmatched"


def test_who_is_known_at_another_time_is_unknown_in_a_strong_pair(weighed):
    for walk, pair in ((late("charlie"), "Alfa,Charlie"), (late("alfa"), "Alfa,Charlie")):
        _, held, _ = weighed(*days(27), pair=pair, walk=walk)
        assert held.proposals == ()
        ((actor, names, key, events, *_),) = held.outside
        assert {actor, key.lower()} == {"alfa", "charlie"}
        assert (names[1], events) == (key, 27)
        assert not walk.knows(key.lower(), Span(*parse_date("2016-05")[1:]))


def test_a_name_of_another_time_or_place_is_one_to_match():
    first, last = parse_date("2016").first, parse_date("2016").last
    walk = Crosswalk(
        "names", (*late("charlie").entries, Entry("", "Delta", "delta", areas=("Iraq",)))
    )
    for key, area, known in (
        ("Charlie", "Iraq", 0), ("Delta", "Syria", 0), ("Delta", "Iraq", 9)
    ):  # fmt: skip
        dyad = Dyad("Alfa", key, "2016", 9, 9, 0, first, last, area=area)
        found = matching.match([dyad], walk, GRAPH)
        assert found.events == (known, 9)
        assert [one.key for one in found.unmatched] == ([] if known else [key])


def test_two_keys_that_change_places_are_one_pair(weighed):
    until, since = parse_date("2016-05-15"), parse_date("2016-05-16")
    walk = Crosswalk(
        "names",
        (
            *(Entry("", "X", "alfa", end=until), Entry("", "X", "bravo", begin=since)),
            *(Entry("", "Y", "bravo", end=until), Entry("", "Y", "alfa", begin=since)),
        ),
    )
    one, *_ = weighed(*days(27), pair="X,Y", walk=walk)
    assert (one.verdict, one.evidence.hostile, one.evidence.perhaps) == ("borne-out", 27, 0)
    both = Crosswalk("names", (*walk.entries[:3], Entry("", "Y", "charlie", begin=since)))
    one, *_ = weighed(*days(27), pair="X,Y", walk=both)
    assert (one.evidence.hostile, one.evidence.perhaps) == (0, 27)


def test_events_that_may_be_of_others_are_no_silence_of_the_data(weighed):
    until, since = parse_date("2016-05-15"), parse_date("2016-05-16")
    either = (Entry("", "X", "alfa", end=until), Entry("", "X", "charlie", begin=since))
    walk = Crosswalk("names", (*either, *WALK.entries))
    more = ["Charlie,Alfa,2018-01-01,0,p,Iraq", "Charlie,Alfa,2012-01-01,0,p,Iraq"]
    one, _, shown = weighed(*days(27), *more, pair="X,Bravo", walk=walk)
    assert (one.silence, one.evidence.perhaps) == ("perhaps", 27)
    assert "## Events that may be theirs or another's: 1\n" in shown
    assert "alfa:fights:bravo: 27 events may be theirs or another's\n" in shown
    sure = ["Alfa,Bravo,2016-05-02,-1,p0,Iraq"] * 12
    assert ", 27 more may be" in weighed(*days(27), *sure, *more, pair="X,Bravo", walk=walk)[2]


def test_a_shorter_period_is_named_where_it_may_tell_more(weighed):
    rows = [
        f"2015-{month}-{day:02},-1,p{day % 2},Iraq" for month in ("02", "03") for day in range(1, 9)
    ]
    for period, silence, told in (("year", "overlap", True), ("month", "thin", False)):
        one, _, shown = weighed(*rows, period=period)
        assert (one.silence, "a shorter --period may" in shown) == (silence, told)
    coarse = [f"2015,-1,p{at % 2},Iraq" for at in range(12)]
    assert "a shorter --period may" not in weighed(*coarse, period="day")[2]


def test_places_are_told_only_if_all_events_have_one(weighed):
    assert "of one place" not in weighed(*days(12), *days(12, area=""))[2]
    assert "of one place" not in weighed(*days(12, area=""))[2]


def test_one_event_is_told_as_one(weighed):
    assert "1 hostile event, 2016-05-01, from one publisher\n" in weighed(*days(1))[2]
    assert "from one publisher, perhaps not within that time" in weighed("2015,-1,p0,Iraq")[2]
