"""Whom a typed name means in event data: keys, what codes are called, actors of the dataset."""

import pytest

from eventful import GDELT, table
from graph.dates import Span, parse_date
from graph.events.crosswalk import Crosswalk, Entry, listed
from graph.events.engine import connect
from graph.events.folding import fold
from graph.events.mapped import mapped, parse_columns
from graph.events.values import DyadQuery, EventsError
from graph.events.wanted import by_name
from graph.loading import load_texts

SMALL = b"""\
actors:
  - {id: alfa, name: Alfa}
  - {id: charlie, name: Charlie}
  - {id: delta, name: Delta}
"""
GRAPH = load_texts([("x.yaml", SMALL)]).graph
READER = mapped(parse_columns(["source=a,target=b,date=day,area=place"]))
#: W is Charlie in Iraq from 2015 to 2020, else Delta.
THERE = Entry("", "W", "charlie", begin=parse_date("2015"), end=parse_date("2020"), areas=("Iraq",))
WALK = Crosswalk("names", (THERE, Entry("", "W", "delta"), Entry("", "A", "alfa")))


@pytest.fixture
def asked(tmp_path):
    """Count the events with an actor in rows of source, target, day and area."""

    def given(actor, *rows, walk=WALK):
        path = table(tmp_path / "t.csv", *rows, head="a,b,day,place")
        query = DyadQuery(actors=(actor,), either=True, by_area=True)
        fit = by_name(lambda _scheme: (GRAPH, walk))
        with connect() as engine:
            found = fold([str(path)], query, engine=engine, reader=READER, fit=fit)
        return sum(dyad.events for dyad in found.dyads)

    return given


DAYS = ("2010-01-01", "2014-12-31", "2015-01-01", "2020-12-31", "2021-01-01", "2022-01-01")
AREAS = ("Iraq", '" IRAQ "', "Syria", '"Syria, Iraq"', '"Syria,Iraq"', "Iraqi Kurdistan", "")


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("area", AREAS)
def test_a_key_means_the_same_as_the_crosswalk_says(asked, day, area):
    date = parse_date(day)
    means = WALK.meanings("W", Span(date.first, date.last), area.strip('"'))
    rows = ("A,X,2001,Iraq", f"W,X,{day},{area}")
    found = {
        one: asked(one, *rows, "W,X,2018,Iraq", "W,X,2018,Syria") for one in ("charlie", "delta")
    }
    assert found == {one: 1 + (one in means) for one in ("charlie", "delta")}


def test_an_area_with_a_comma_in_its_name_is_found_in_a_list(asked):
    walk = Crosswalk("names", (Entry("", "W", "charlie", areas=("Iraq, Republic of",)),))
    rows = ('W,X,2018,"Iraq, Republic of"', "W,X,2018,Iraq")
    assert asked("charlie", *rows, walk=walk) == 1
    assert listed("Iraq, Republic of") in listed("Syria, Iraq, Republic of")
    assert listed("Iraq") not in listed("Iraqi Kurdistan")


def test_who_stands_only_in_rows_that_do_not_count_is_not_in_the_data(asked):
    rows = ("Alfa,X,no day,Iraq", "A,X,2018,Iraq", "Ghost,X,never,Iraq")
    assert asked("Alfa", *rows) == 1
    with pytest.raises(EventsError, match='no actor "Ghost" in the data') as caught:
        asked("Ghost", *rows)
    assert caught.value.fault == "unknown"
    assert "Ghost" not in caught.value.near


def test_the_case_of_a_name_does_not_matter_where_no_other_has_it(asked):
    rows = ("Echo,X,2018,Iraq", "echo,X,2018,Iraq", "Foxtrot,X,2018,Iraq")
    assert asked("foxtrot", *rows) == 1
    assert asked("Echo", *rows) == 1
    assert asked("ECHO", *rows) == 2


def test_a_name_of_any_length_is_told_in_a_line(asked):
    with pytest.raises(EventsError) as caught:
        asked("x" * 100_000, "A,B,2018,Iraq")
    assert len(str(caught.value)) < 500


def test_a_code_is_found_by_what_the_data_calls_it():
    def pairs(actor):
        query = DyadQuery(actors=(actor,), either=True)
        fit = by_name(lambda _scheme: (GRAPH, Crosswalk("gdelt")))
        with connect() as engine:
            return fold([str(GDELT)], query, engine=engine, fit=fit).dyads

    assert pairs("united states") == pairs("USA") != ()
    with pytest.raises(EventsError, match="did you mean UNITED STATES"):
        pairs("united state")
