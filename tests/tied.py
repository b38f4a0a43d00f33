"""Ties between actors from a few letters, and a strategy for them; shared by the tests of paths."""

from hypothesis import strategies as st

from graph.model import CONFIDENCES, Actor, ActorGraph, Relation, RelationType
from graph.query import Filters
from graph.ties import find_ties

TYPES = (
    RelationType("aids", "aids", "is aided by", 1, family="cooperation"),
    RelationType("fights", "fights", "fights", -1, symmetric=True, family="conflict"),
    RelationType("meets", "meets", "meets", 0, symmetric=True, family="diplomacy"),
)
NAMES = "abcdefg"


def graph_of(*claims):
    """Give a graph from words such as ``a aids b high``; all actors of `NAMES` are in it."""
    relations = []
    for claim in claims:
        one, kind, two, *rest = claim.split() if isinstance(claim, str) else claim
        ends = sorted((one, two)) if kind in ("fights", "meets") else (one, two)
        relations.append(Relation(ends[0], kind, ends[1], confidence=rest[0] if rest else ""))
    return ActorGraph.of([Actor(name, name.upper()) for name in NAMES], relations, types=TYPES)


def ties_of(*claims, types=("aids", "fights", "meets")):
    """Give the ties of `graph_of`, at all times."""
    return find_ties(graph_of(*claims), types, Filters())


_CLAIM = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from([kind.name for kind in TYPES]),
    st.sampled_from(NAMES),
    st.sampled_from(("", *CONFIDENCES)),
).filter(lambda claim: claim[0] != claim[2])
#: Up to fourteen claims between seven actors.
CLAIMS = st.lists(_CLAIM, max_size=14)
