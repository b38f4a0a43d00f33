"""Hypothesis strategies for the values of a graph, from small pools so that things collide.

Graphs have parallel spells, equal relations, symmetric types, events, undated relations, unknown
ends, approximate dates, citations, and relations with and without an id of their own.
"""

from dataclasses import replace

from graph.dates import UNKNOWN, parse_date
from graph.model import (
    CONFIDENCES,
    Actor,
    ActorGraph,
    Citation,
    Listed,
    Relation,
    RelationType,
    Source,
)
from hypothesis import strategies as st

TYPES = (
    RelationType("fights", "fights", "fights", -1, symmetric=True, family="conflict"),
    RelationType("hosts", "hosts", "is hosted by", 1, family="cooperation"),
    RelationType("killed", "killed", "was killed by", -1, lasting=False, family="conflict"),
    RelationType("opposes", "opposes", "is opposed by", -1, family="conflict"),
)
SYMMETRIC = {kind.name for kind in TYPES if kind.symmetric}
ACTOR_IDS = ("aff", "isis-k", "nrf", "taliban")
SOURCE_IDS = ("s1", "s2", "s3")
_WORDS = st.sampled_from(("", "one", "two words", "سه"))


@st.composite
def dates(draw, first=1994, last=2004):
    """Give a year, a month or a day, now and then approximate."""
    parts = [f"{draw(st.integers(first, last)):04}"]
    if draw(st.booleans()):
        parts.append(f"{draw(st.integers(1, 12)):02}")
        if draw(st.booleans()):
            parts.append(f"{draw(st.integers(1, 28)):02}")
    return parse_date("-".join(parts) + draw(st.sampled_from(("", "", "", "~"))))


def begins():
    """Give a date, None or `UNKNOWN`."""
    return st.one_of(dates(), dates(), st.none(), st.just(UNKNOWN))


@st.composite
def spells(draw):
    """Give a begin and an end that is not before it, as the checks of a dataset demand."""
    begin, end = draw(begins()), draw(begins())
    turned = begin and end and UNKNOWN not in {begin, end} and end.last < begin.first
    return (end, begin) if turned else (begin, end)


def citations():
    """Give up to three citations, two of the same source among them at times."""
    one = st.builds(Citation, st.sampled_from(SOURCE_IDS), _WORDS, _WORDS)
    return st.lists(one, max_size=3).map(Listed)


@st.composite
def actors(draw, id_=None):
    """Give an actor, with a life or without."""
    begin, end = draw(st.one_of(st.just((None, None)), spells()))
    return Actor(
        id_ or draw(st.sampled_from(ACTOR_IDS)),
        draw(st.sampled_from(("One", "Two", "Three"))),
        draw(st.sampled_from(("armed_group", "state"))),
        aliases=Listed(draw(st.lists(st.sampled_from(("x", "y", "z")), max_size=2, unique=True))),
        begin=begin,
        end=end,
        ids=Listed(draw(st.lists(st.just(("un", "QDe.1")), max_size=1))),
        sources=draw(citations()),
    )


@st.composite
def sources(draw, id_=None):
    """Give a source, dated or not."""
    return Source(
        id_ or draw(st.sampled_from(SOURCE_IDS)),
        draw(st.sampled_from(("A report", "A book"))),
        published=draw(st.one_of(st.none(), dates())),
        reliability=draw(st.sampled_from(("", "A", "F"))),
    )


@st.composite
def relations(draw, id_=""):
    """Give a relation between two different actors of the pool."""
    ends = draw(st.lists(st.sampled_from(ACTOR_IDS), min_size=2, max_size=2, unique=True))
    kind = draw(st.sampled_from(TYPES)).name
    one, two = sorted(ends) if kind in SYMMETRIC else ends
    begin, end = draw(spells())
    return Relation(
        one,
        kind,
        two,
        id=id_,
        begin=begin,
        end=end,
        confidence=draw(st.sampled_from(("", *CONFIDENCES))),
        ambivalent=draw(st.booleans()),
        summary=draw(_WORDS),
        sources=draw(citations()),
        disputed_by=draw(citations()),
    )


@st.composite
def graphs(draw, most=8):
    """Give a graph with all actors of the pool, some sources, all types, up to `most` relations.

    Ids are unique, as in every dataset without errors.
    """
    cited = draw(st.lists(st.sampled_from(SOURCE_IDS), unique=True))
    plain = draw(st.lists(relations(), max_size=most))
    if plain and draw(st.booleans()):
        plain.append(draw(st.sampled_from(plain)))
    own = draw(st.lists(st.sampled_from(("r1", "r2", "r3")), max_size=3, unique=True))
    return ActorGraph.of(
        [draw(actors(id_)) for id_ in ACTOR_IDS],
        [*plain, *(draw(relations(id_)) for id_ in own)],
        [draw(sources(id_)) for id_ in cited],
        TYPES,
    )


@st.composite
def graph_pairs(draw):
    """Give two graphs: strangers, or the second one an edited copy of the first."""
    old = draw(graphs())
    if draw(st.booleans()):
        return old, draw(graphs())
    kept = [draw(edited(one)) for one in old.relations if draw(st.integers(0, 5))]
    kept += draw(st.lists(relations(), max_size=2))
    named = draw(st.sets(st.sampled_from([one.id for one in old.actors])))
    people = [replace(one, name="Renamed") if one.id in named else one for one in old.actors]
    people = people[draw(st.integers(0, 1)) :]
    return old, ActorGraph.of(people, kept, old.sources, old.types[draw(st.integers(0, 1)) :])


@st.composite
def edited(draw, relation):
    """Give the relation as it is, re-dated, re-assessed, or without its id."""
    change = draw(st.sampled_from(("", "", "", "dates", "begin", "confidence", "sources", "id")))
    match change:
        case "dates":
            begin, end = draw(spells())
            return replace(relation, begin=begin, end=end)
        case "begin":
            return replace(relation, begin=None)
        case "confidence":
            return replace(relation, confidence=draw(st.sampled_from(CONFIDENCES)))
        case "sources":
            return replace(relation, sources=draw(citations()))
        case "id":
            return replace(relation, id="")
    return relation
