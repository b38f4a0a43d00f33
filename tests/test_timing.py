"""The time rule, case by case and as laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dates import FIRST_DAY, LAST_DAY, UNKNOWN, Span, day_text, parse_date
from graph.model import Actor, ActorGraph, Citation, Listed, Relation, RelationType, Source
from graph.timing import UNDATED, Tenure, at, holds_at, life, state, tenure
from strategies import DATES, GRAPHS

LASTING = RelationType("hosts", "hosts", "is hosted by", 1)
EVENT = RelationType("killed", "killed", "was killed by", -1, lasting=False)


def date_of(text):
    return parse_date(text) if text else None


def told(dates, published="", kind="hosts", lives=("", "")):
    """Give the tenure of a relation; dates and lives are ``begin/end``, as is `published`."""
    actors = []
    for name, days in zip("ab", lives, strict=True):
        begin, _, end = days.partition("/")
        actors.append(Actor(name, name.upper(), begin=date_of(begin), end=date_of(end)))
    documents = [
        Source(f"s{number}", "T", published=date_of(text))
        for number, text in enumerate(published.split("/"))
    ]
    begin, _, end = dates.partition("/")
    relation = Relation(
        "a",
        kind,
        "b",
        begin=date_of(begin),
        end=date_of(end),
        sources=Listed(Citation(document.id) for document in documents),
    )
    graph = ActorGraph.of(actors, [relation], documents, [LASTING, EVENT])
    return tenure(graph, relation)


def days(span):
    """Write a span for people; ``...`` is the end of all days, ``-`` no day."""
    if span is None:
        return "-"
    first = "..." if span.first == FIRST_DAY else day_text(span.first)
    return f"{first} {'...' if span.last == LAST_DAY else day_text(span.last)}"


LASTS = {
    # dates, publications: days, as people read them
    ("2015", ""): ("2015-01-01 ...", "since 2015"),
    ("2015-02", ""): ("2015-02-01 ...", "since 2015-02"),
    ("2015-02-03", ""): ("2015-02-03 ...", "since 2015-02-03"),
    ("2015~", ""): ("2015-01-01 ...", "since 2015~"),
    ("1996/2001-12", ""): ("1996-01-01 2001-12-31", "1996 - 2001-12"),
    ("1996/2000-02", ""): ("1996-01-01 2000-02-29", "1996 - 2000-02"),
    ("2001/2001", ""): ("2001-01-01 2001-12-31", "2001"),
    # no begin: from the earliest publication on
    ("", "2011"): ("2011-01-01 ...", "by 2011"),
    ("", "2013/2011-05/2012"): ("2011-05-01 ...", "by 2011-05"),
    ("unknown", "2011"): ("2011-01-01 ...", "by 2011"),
    ("/2015", "2011"): ("2011-01-01 2015-12-31", "by 2011 - 2015"),
    # a known end before the publication bears out the end and no earlier day
    ("/2012", "2023"): ("2012-01-01 2012-12-31", "? - 2012"),
    ("/2023-03", "2023-06"): ("2023-03-01 2023-03-31", "? - 2023-03"),
    ("/2023", "2023-06"): ("2023-01-01 2023-12-31", "? - 2023"),
    ("/2012", ""): ("2012-01-01 2012-12-31", "? - 2012"),
    # ended, nobody knows when: up to the last publication
    ("2010/unknown", "2015/2012"): ("2010-01-01 2015-12-31", "2010 - ?"),
    ("2010/unknown", ""): ("2010-01-01 2010-12-31", "2010 - ?"),
    ("2010/unknown", "2005"): ("2010-01-01 2010-12-31", "2010 - ?"),
    ("/unknown", "2011/2014-05"): ("2011-01-01 2014-05-31", "by 2011 - ?"),
    ("unknown/unknown", "2011"): ("2011-01-01 2011-12-31", "by 2011 - ?"),
    # nothing dates it
    ("", ""): ("-", "undated"),
    ("/unknown", ""): ("-", "undated"),
    ("unknown", ""): ("-", "undated"),
    ("", "unknown"): ("-", "undated"),
    ("", "unknown/2011"): ("2011-01-01 ...", "by 2011"),
}


@pytest.mark.parametrize(("dates", "published"), LASTS)
def test_a_lasting_relation_holds_on_the_days_of_its_dates_and_publications(dates, published):
    found = told(dates, published)
    assert (days(found.span), str(found)) == LASTS[dates, published]
    assert found.dated == (str(found) != "undated")


EVENTS = {
    ("2015-03-02", ""): ("2015-03-02 2015-03-02", "2015-03-02"),
    ("2015", ""): ("2015-01-01 2015-12-31", "2015"),
    ("2015/2016", ""): ("2015-01-01 2016-12-31", "2015 - 2016"),
    ("2015/2015", ""): ("2015-01-01 2015-12-31", "2015"),
    ("/2016-02", ""): ("2016-02-01 2016-02-29", "2016-02"),
    ("2015/2015-03", ""): ("2015-01-01 2015-03-31", "2015 - 2015-03"),
    ("2015/unknown", "2019"): ("2015-01-01 2015-12-31", "2015"),
    ("unknown/2016", "2019"): ("2016-01-01 2016-12-31", "2016"),
    ("", "2019"): ("-", "undated"),
    ("/unknown", "2019"): ("-", "undated"),
}


@pytest.mark.parametrize(("dates", "published"), EVENTS)
def test_an_event_holds_on_its_own_days_whatever_its_sources(dates, published):
    found = told(dates, published, "killed")
    assert (days(found.span), str(found)) == EVENTS[dates, published]


LIVES = {
    ("2010/2020", "2012", ""): "2012-01-01 2020-12-31",
    ("2010/2020", "", "2005/2015-06"): "2010-01-01 2015-06-30",
    ("2010", "/2015", "2012"): "2012-01-01 2015-12-31",
    ("2010", "/unknown", ""): "2010-01-01 ...",
    ("2010", "unknown/2015", ""): "2010-01-01 2015-12-31",
    ("2010/2011", "2012", ""): "-",
    ("2010", "/2005", ""): "-",
    ("2010", "2012", "/2011"): "-",
}


@pytest.mark.parametrize(("dates", "one", "two"), LIVES)
def test_no_relation_holds_outside_the_life_of_its_actors(dates, one, two):
    found = told(dates, lives=(one, two))
    assert days(found.span) == LIVES[dates, one, two]
    assert found.dated


def test_what_nobody_dated_ends_with_its_actor():
    assert str(told("2010", lives=("/2015", ""))) == "2010 - 2015"
    assert str(told("2010", lives=("/2015", "/2013-05"))) == "2010 - 2013-05"
    assert str(told("2010", lives=("", ""))) == "since 2010"


def test_an_undated_relation_stays_undated_whatever_the_lives():
    assert told("", lives=("2010/2015", "")) == UNDATED


def test_what_the_graph_lacks_bounds_nothing():
    relation = Relation(
        "a", "hosts", "b", begin=parse_date("2015"), sources=Listed([Citation("s")])
    )
    found = tenure(ActorGraph.of(relations=[relation]), relation)
    assert found == Tenure(
        Span(parse_date("2015").first, LAST_DAY), dated=True, begin="2015", end=""
    )


STATES = {
    ("2015-03/2016-08", "2015"): "holds",
    ("2015-03/2016-08", "2015-03-01"): "holds",
    ("2015-03/2016-08", "2015-02"): "future",
    ("2015-03/2016-08", "2016-08-31"): "holds",
    ("2015-03/2016-08", "2016-09-01"): "past",
    ("2015-03/2016-08", "2017"): "past",
    ("2015-03/2016-08", "unknown"): "holds",
    ("", "2015"): "undated",
}


@pytest.mark.parametrize(("dates", "date"), STATES)
def test_a_relation_holds_at_a_date_when_they_share_a_day(dates, date):
    assert state(told(dates), parse_date(date)) == STATES[dates, date]


def test_a_relation_outside_all_lives_never_holds():
    assert state(told("2010/2011", lives=("2012", "")), parse_date("2010")) == "never"


def test_the_life_of_an_actor_is_open_where_the_data_is_silent():
    everlasting = Span(FIRST_DAY, LAST_DAY)
    assert life(None) == life(Actor("a", "A")) == everlasting
    assert life(Actor("a", "A", begin=UNKNOWN, end=UNKNOWN)) == everlasting
    assert life(Actor("a", "A", end=parse_date("2015"))).last == parse_date("2015").last


@given(GRAPHS, DATES, st.booleans())
def test_the_graph_at_a_date_has_what_holds_then_and_all_else(graph, date, undated):
    found = at(graph, date, undated=undated)
    wanted = [
        relation
        for relation in graph.relations
        if holds_at(graph, relation, date) or (undated and not tenure(graph, relation).dated)
    ]
    assert list(found.relations) == wanted
    assert (found.actors, found.sources, found.types) == (graph.actors, graph.sources, graph.types)


@given(GRAPHS, DATES)
def test_a_relation_holds_in_a_date_as_soon_as_on_one_of_its_days(graph, date):
    edges = [parse_date(day_text(day)) for day in (date.first, date.last)]
    for relation in graph.relations:
        whole = state(tenure(graph, relation), date)
        parts = {state(tenure(graph, relation), day) for day in edges}
        if "holds" in parts:
            assert whole == "holds"
        if whole in {"undated", "never", "past", "future"}:
            assert parts == {whole}


@given(GRAPHS)
def test_the_days_of_a_relation_lie_in_both_lives_and_in_order(graph):
    for relation in graph.relations:
        span = tenure(graph, relation).span
        if span:
            assert span.first <= span.last
            for end in (relation.source, relation.target):
                lived = life(graph.actor[end])
                assert lived.first <= span.first
                assert span.last <= lived.last


@given(GRAPHS)
def test_what_is_undated_has_no_days_and_no_words(graph):
    for relation in graph.relations:
        found = tenure(graph, relation)
        assert found.dated or found == UNDATED
        assert (str(found) == "undated") == (not found.dated)


def test_a_slice_keeps_the_keys_of_the_whole():
    spells = [
        Relation("a", "hosts", "b", begin=parse_date("1996"), end=parse_date("2001")),
        Relation("a", "hosts", "b", begin=parse_date("2021")),
    ]
    graph = ActorGraph.of(relations=spells)
    assert at(graph, "2022").keys == ("a:hosts:b:2",)
    assert at(graph, "2022").keyed["a:hosts:b:2"] == spells[1]
