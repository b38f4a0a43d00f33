"""Hypothesis strategies for the values of a graph, from small pools so that things collide.

Graphs have parallel spells, equal relations, symmetric types, events, undated relations, unknown
ends, approximate dates, citations, and relations with and without an id of their own. Strategies
are built once, at import: building them anew for every example takes most of a run's time.
"""

from itertools import permutations

from hypothesis import strategies as st

from graph.dates import UNKNOWN, parse_date
from graph.model import (
    CONFIDENCES,
    Actor,
    ActorGraph,
    Citation,
    Identifier,
    Listed,
    Relation,
    RelationType,
    Source,
    Step,
)

TYPES = (
    RelationType("fights", "fights", "fights", -1, symmetric=True, family="conflict"),
    RelationType("hosts", "hosts", "is hosted by", 1, family="cooperation"),
    RelationType("killed", "killed", "was killed by", -1, lasting=False, family="conflict"),
    RelationType("opposes", "opposes", "is opposed by", -1, family="conflict"),
)
SYMMETRIC = {kind.name for kind in TYPES if kind.symmetric}
ACTOR_IDS = ("aff", "isis-k", "nrf", "taliban")
SOURCE_IDS = ("s1", "s2", "s3")
OWN_IDS = ("r1", "r2", "r3")


def _cited():
    one, other, there = Citation("s1"), Citation("s2"), Citation("s2", "p. 5", "two words")
    some = (
        (),
        (one,),
        (other,),
        (there,),
        (one, Citation("s3")),
        (other, one),
        (one, there, other),
    )
    return [Listed(citations) for citations in some]


def _spell(begin, end):
    turned = begin and end and UNKNOWN not in {begin, end} and end.last < begin.first
    return (end, begin) if turned else (begin, end)


def _relation(kind, ends, spell, **rest):
    one, two = sorted(ends) if kind in SYMMETRIC else ends
    return Relation(one, kind, two, begin=spell[0], end=spell[1], **rest)


def _actor(id_, life):
    return st.builds(
        lambda span, **rest: Actor(id_, begin=span[0], end=span[1], **rest),
        life,
        name=st.sampled_from(("One", "Two", "Three")),
        kind=st.sampled_from(("armed_group", "state")),
        aliases=st.sampled_from((Listed(), Listed("x"), Listed("yz"))),
        ids=st.sampled_from(
            (Listed(), Listed([Identifier("un", "QDe.1"), Identifier("ucdp", "234", "broad")]))
        ),
        sources=CITATIONS,
    )


def _source(id_):
    return st.builds(  # a function: of a named tuple every field would be made up
        lambda **fields: Source(id_, **fields),
        title=st.sampled_from(("A report", "A book")),
        published=st.none() | DATES,
        reliability=st.sampled_from(("", "A", "F")),
    )


def _some(strategies):
    """Give values of some of the strategies, in their order."""
    return st.tuples(*(st.none() | one for one in strategies)).map(
        lambda values: [value for value in values if value is not None]
    )


def _graph(actors, relations, again, own, rest):
    """Give a graph; the first relation stands there twice when ``again`` says so."""
    twice = relations[:1] if again else []
    return ActorGraph.of(actors, [*relations, *twice, *own], rest[0], TYPES, rest[1])


_FORMS = ("", "", "-01", "-06", "-12", "-01-01", "-02-28", "-06-15", "-12-31", "~", "-06~")
#: Years, months and days from 1994 to 2004, now and then approximate.
DATES = st.builds("{}{}".format, st.integers(1994, 2004), st.sampled_from(_FORMS)).map(parse_date)
_BEGINS = st.one_of(DATES, DATES, st.none(), st.just(UNKNOWN))
#: A begin and an end that is not before it, as the checks of a dataset demand; either may be None
#: or `UNKNOWN`.
SPELLS = st.builds(_spell, _BEGINS, _BEGINS)
#: Up to three citations, two of the same source among them at times.
CITATIONS = st.sampled_from(_cited())
_WORDS = st.sampled_from(("", "one", "two words", "سه"))
#: Relations without an id, between two different actors of the pool.
RELATIONS = st.builds(
    _relation,
    st.sampled_from([kind.name for kind in TYPES]),
    st.sampled_from(tuple(permutations(ACTOR_IDS, 2))),
    SPELLS,
    confidence=st.sampled_from(("", *CONFIDENCES)),
    ambivalent=st.booleans(),
    summary=_WORDS,
    sources=CITATIONS,
    disputed_by=CITATIONS,
)
_OWN = _some(RELATIONS.map(lambda one, id_=id_: one._replace(id=id_)) for id_ in OWN_IDS)
STEPS = st.builds(
    Step,
    st.sampled_from(("one", "two words", "سه")),
    DATES,
    st.sampled_from((Listed(["nrf"]), Listed(["taliban", "nrf"]))),
    st.sampled_from((Listed(), Listed(["r2", "nrf:fights:taliban:2"]))),
)
#: Graphs with all actors of the pool, some sources, all types, up to nine relations and two steps
#: of a story, which may name relations that are not there. Ids are
#: unique, as in every dataset without errors.
GRAPHS = st.builds(
    _graph,
    st.tuples(*(_actor(id_, st.just((None, None)) | SPELLS) for id_ in ACTOR_IDS)),
    st.lists(RELATIONS, max_size=5),
    st.booleans(),
    _OWN,
    st.tuples(_some(_source(id_) for id_ in SOURCE_IDS), st.lists(STEPS, max_size=2)),
)
#: What happens to a relation from one version to the next: a name, and a value for it.
_EDITS = st.one_of(
    st.just({}),
    st.just({}),
    SPELLS.map(lambda spell: {"begin": spell[0], "end": spell[1]}),
    st.sampled_from(({"begin": None}, {"id": ""}, {"confidence": "low"}, {"ambivalent": True})),
    CITATIONS.map(lambda cited: {"sources": cited}),
    st.none(),
)


def _edited(old, edits, more, renamed, gone):
    kept = [
        one._replace(**edit)
        for one, edit in zip(old.relations, edits, strict=False)
        if edit is not None
    ]
    actors = [one._replace(name="New") if one.id == renamed else one for one in old.actors]
    return old, ActorGraph.of(actors[gone:], [*kept, *more], old.sources, old.types[gone:])


def _exchanged(ids, more):
    """Give a mapping of ids to others, some of them to each other's, some to none of the pool."""
    return st.permutations((*ids, *more)).map(lambda found: dict(zip(ids, found, strict=False)))


def _in_other_ids(graph, actors, sources, types):
    """Write a graph in other ids, and nothing else; ends of symmetric types are sorted."""
    symmetric = {kind.name for kind in graph.types if kind.symmetric}

    def cited(citations):
        return Listed(one._replace(source=sources.get(one.source, one.source)) for one in citations)

    def relation(one):
        ends = [actors[one.source], actors[one.target]]
        source, target = sorted(ends) if one.type in symmetric else ends
        return one._replace(
            source=source,
            type=types[one.type],
            target=target,
            sources=cited(one.sources),
            disputed_by=cited(one.disputed_by),
        )

    return ActorGraph.of(
        [one._replace(id=actors[one.id], sources=cited(one.sources)) for one in graph.actors],
        map(relation, graph.relations),
        [one._replace(id=sources[one.id]) for one in graph.sources],
        [one._replace(name=types[one.name]) for one in graph.types],
    )


def _told_apart(graph):
    """Give every actor and source a name that no other has."""
    return ActorGraph.of(
        [
            one._replace(name=f"Actor {one.id}", aliases=Listed(), ids=Listed())
            for one in graph.actors
        ],
        graph.relations,
        [one._replace(title=f"Title {one.id}") for one in graph.sources],
        graph.types,
        graph.story,
    )


def _retyped(one, kind):
    one = one._replace(type=kind)
    turned = kind in SYMMETRIC and one.source > one.target
    return one._replace(source=one.target, target=one.source) if turned else one


def _split(one):
    """Give two spells with a gap for one that lasts longer than two years."""
    begin, end = one.begin, one.end or parse_date("2010")
    if one.id or not begin or UNKNOWN in {begin, end} or end.last - begin.first < 1200:
        return [one]
    year = int(begin.text[:4])
    first = one._replace(end=parse_date(f"{year + 1}"))
    return [first, one._replace(begin=parse_date(f"{year + 3}"), end=end)]


def _rewritten(old, ids, edits, more, apart):
    """Give a graph and a later version of it: edited, some of it retyped or split, then renamed."""
    old = _told_apart(old) if apart else old
    kept = []
    for one, edit in zip(old.relations, edits, strict=False):
        if isinstance(edit, str):
            kept += _split(one) if edit == "split" else [_retyped(one, edit)]
        elif edit is not None:
            kept.append(one._replace(**edit))
    new = ActorGraph.of(old.actors, [*kept, *more], old.sources, old.types)
    return old, _in_other_ids(new, *ids)


_TYPE_NAMES = tuple(kind.name for kind in TYPES)
#: Other ids for the actors, sources and types of the pool; a half of them stays as it is.
OTHER_IDS = st.tuples(
    *(
        st.just({id_: id_ for id_ in ids}) | _exchanged(ids, more)
        for ids, more in (
            (ACTOR_IDS, ("aa", "zz")),
            (SOURCE_IDS, ("s0", "s9")),
            (_TYPE_NAMES, ("backs", "shelters")),
        )
    )
)
#: A graph whose actors and sources are told apart by name, and the same graph in other ids.
RENAMED = st.builds(
    lambda graph, ids: (graph, _in_other_ids(graph, *ids), ids), GRAPHS.map(_told_apart), OTHER_IDS
)
#: Two graphs: strangers, or the second one an edited copy of the first, some in other ids.
GRAPH_PAIRS = (
    st.tuples(GRAPHS, GRAPHS)
    | st.builds(
        _edited,
        GRAPHS,
        st.lists(_EDITS, min_size=9, max_size=9),
        st.lists(RELATIONS, max_size=2),
        st.sampled_from(("", *ACTOR_IDS)),
        st.integers(0, 1),
    )
    | st.builds(
        _rewritten,
        GRAPHS,
        OTHER_IDS,
        st.lists(_EDITS | st.sampled_from(("split", *_TYPE_NAMES)), min_size=9, max_size=9),
        st.lists(RELATIONS, max_size=2),
        st.booleans(),
    )
)
