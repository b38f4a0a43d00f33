"""Who was renamed: entries that changed their id and stayed the same.

An id is stable for ever, so an entry is first of all the one that bears its id. Looked at are only
the *open* ones: whose id is on one side alone, and those under one id on both sides that share
nothing to be recognised by (an id that was given to somebody else, two that were exchanged).

Two open entries are one that was renamed when

1. they share a *mark* that no other open entry bears: actors a name, an alias or an exact
   identifier; sources an address or a title; relation types a label, its inverse or a description;
2. nothing contradicts it: two identifiers in one register, lives that share no day, a person and a
   group; another author, publisher or time; another sign;
3. their company agrees: of the neighbours of the one that has fewer, at least half are the other's
   too (of a type the pairs that it joins, of a source those that cite it); for an id that is on
   both sides, more of them, from and until the same dates, than with whoever bears that id;
4. there is one such candidate, seen from either side. Where there are two, nothing was renamed;
   where one takes the id that the next one leaves, all of that chain is so, or nothing.

Those that are still open and whose id is on one side alone were renamed, too, when their names
are the same but for a slip of the pen, and two of their relations or more, which are all that one
of them has, are the same with the same dates.

All this is the same seen from either side, and linear in the size of the graphs.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Generic, NamedTuple

from graph.diffing.changes import T
from graph.diffing.likeness import ACTORS, SOURCES, TYPES, Kind, Mark, Seen, near
from graph.diffing.renaming import Renames, closed
from graph.model import ActorGraph

#: Relations that bear out a name with a slip in it.
_ENOUGH = 2


class Twin(NamedTuple):
    """What an old entry is called now, and by what it was recognised."""

    id: str
    how: str


class Recognised(NamedTuple):
    """Twins of the entries that were renamed, by their old id; None where all are equal."""

    actors: Mapping[str, Twin] | None
    sources: Mapping[str, Twin] | None
    types: Mapping[str, Twin] | None

    @property
    def renames(self) -> Renames:
        """Old ids and new ones."""
        return Renames(*map(_ids, self))


class _Graphs(NamedTuple):
    old: ActorGraph
    new: ActorGraph


class _Company(NamedTuple):
    """Whom the open entries are seen with, by their id, all in the newer graph's ids."""

    old: dict[str, set[Seen]]
    new: dict[str, set[Seen]]


class _Sides(NamedTuple, Generic[T]):
    """The open entries of either graph by id; `both`: the ids that are open on both sides."""

    old: dict[str, T]
    new: dict[str, T]
    both: set[str]


def recognise(old: ActorGraph, new: ActorGraph) -> Recognised:
    """Find what was renamed between two graphs; nothing where nothing is certain.

    >>> from graph.model import Actor, Listed
    >>> one, two = Actor("isis-k", "ISIS-K"), Actor("iskp", "ISKP", aliases=Listed(["ISIS-K"]))
    >>> recognise(ActorGraph.of([one]), ActorGraph.of([two])).actors
    {'isis-k': Twin(id='iskp', how='renamed: same name')}
    """
    graphs = _Graphs(old, new)
    actors = _twins(ACTORS, graphs)
    carry = closed(_ids(actors))
    return Recognised(actors, _twins(SOURCES, graphs, carry), _twins(TYPES, graphs, carry))


def _ids(twins: Mapping[str, Twin] | None) -> dict[str, str]:
    return {old: twin.id for old, twin in twins.items()} if twins else {}


def _twins(
    kind: Kind[T], graphs: _Graphs, carry: Mapping[str, str] | None = None
) -> dict[str, Twin] | None:
    """Find what was renamed of one kind; `carry` None: such entries are each other's company."""
    if kind.listed(graphs.old) == kind.listed(graphs.new):
        return None
    sides = _open(kind, *map(kind.entries, graphs))
    if not (sides.old and sides.new):
        return {}
    links = _links(
        {id_: kind.marks(one) for id_, one in sides.old.items()},
        {id_: kind.marks(one) for id_, one in sides.new.items()},
    )
    likely = _mutual(_fitting(kind, sides, links))
    company = _company(kind, graphs, sides, closed(likely) if carry is None else carry)
    found = {
        one: Twin(two, _how(kind, links[one, two], _common(company.old[one], company.new[two])))
        for chain in _chains(likely)
        if all(_borne_out(company, one, two, sides.both) for one, two in chain)
        for one, two in chain
    }
    known = sides.both | found.keys() | {twin.id for twin in found.values()}
    rest = _Sides(
        {id_: one for id_, one in sides.old.items() if id_ not in known},
        {id_: one for id_, one in sides.new.items() if id_ not in known},
        set(),
    )
    return found | _with_a_slip(kind, graphs, rest, closed(_ids(found)) if carry is None else carry)


def _open(kind: Kind[T], old: dict[str, T], new: dict[str, T]) -> _Sides[T]:
    strangers = {
        id_
        for id_, one in old.items()
        if (two := new.get(id_)) is not None
        and one != two
        and kind.marks(one).isdisjoint(kind.marks(two))
    }
    return _Sides(
        {id_: one for id_, one in old.items() if id_ not in new or id_ in strangers},
        {id_: two for id_, two in new.items() if id_ not in old or id_ in strangers},
        strangers,
    )


def _links(
    old: Mapping[str, Iterable[Mark]], new: Mapping[str, Iterable[Mark]]
) -> dict[tuple[str, str], list[Mark]]:
    """Give the pairs that share marks which nobody else bears, with those marks."""
    bearers = _bearers(old), _bearers(new)
    links: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for mark, ones in bearers[0].items():
        twos = bearers[1].get(mark, ())
        if len(ones) == len(twos) == 1 and ones[0] != twos[0]:
            links[ones[0], twos[0]].append(mark)
    return links


def _bearers(marks: Mapping[str, Iterable[Mark]]) -> dict[Mark, list[str]]:
    bearers: defaultdict[Mark, list[str]] = defaultdict(list)
    for id_, borne in marks.items():
        for mark in borne:
            bearers[mark].append(id_)
    return bearers


def _fitting(
    kind: Kind[T], sides: _Sides[T], links: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    return [(one, two) for one, two in links if kind.fits(sides.old[one], sides.new[two])]


def _mutual(links: Collection[tuple[str, str]]) -> dict[str, str]:
    """Keep the links between two that have no other."""
    olds, news = Counter(one for one, _ in links), Counter(two for _, two in links)
    return {one: two for one, two in links if olds[one] == news[two] == 1}


def _chains(likely: Mapping[str, str]) -> Iterator[list[tuple[str, str]]]:
    """Give renames that hang together: one takes the id that the next one leaves.

    They are believed together or not at all; most chains have one link.
    """
    left = dict(likely)
    heads = sorted(likely.keys() - likely.values())
    # What has no head is a ring.
    for head in (*heads, *sorted(likely)):
        chain, at = [], head
        while at in left:
            chain.append((at, left.pop(at)))
            at = chain[-1][1]
        if chain:
            yield chain


def _company(
    kind: Kind[T], graphs: _Graphs, sides: _Sides[T], carry: Mapping[str, str]
) -> _Company:
    return _Company(
        kind.company(graphs.old, sides.both | sides.old.keys(), carry),
        kind.company(graphs.new, sides.both | sides.new.keys(), {}),
    )


def _common(one: set[Seen], two: set[Seen]) -> int:
    return len({seen[0] for seen in one} & {seen[0] for seen in two})


def _borne_out(company: _Company, one: str, two: str, both: set[str]) -> bool:
    old, new = company.old[one], company.new[two]
    # An id that stays is a strong sign: here the times have to agree as well.
    if one in both and len(old & new) <= len(old & company.new[one]):
        return False
    if two in both and len(old & new) <= len(company.old[two] & new):
        return False
    return 2 * _common(old, new) >= min(_common(old, old), _common(new, new))


def _how(kind: Kind[T], marks: Iterable[Mark], shared: int) -> str:
    told = f"renamed: same {' and '.join(sorted({mark[0] for mark in marks}))}"
    return f"{told}, {shared} {kind.seen[shared != 1]} in common" if shared else told


def _with_a_slip(
    kind: Kind[T], graphs: _Graphs, sides: _Sides[T], carry: Mapping[str, str]
) -> dict[str, Twin]:
    """Find those whose names differ by a slip, and who have all their relations in common."""
    if not (sides.old and sides.new):
        return {}
    company = _company(kind, graphs, sides, carry)
    links = [
        (one, two)
        for one, two in _links(
            *(
                {id_: {("seen", who) for who in seen} for id_, seen in side.items()}
                for side in company
            )
        )
        if len(company.old[one] & company.new[two])
        >= max(_ENOUGH, min(len(company.old[one]), len(company.new[two])))
        and near(kind.called(sides.old[one]), kind.called(sides.new[two]))
    ]
    return {
        one: Twin(two, f"renamed: a similar {kind.name}, the same {kind.seen[1]}")
        for one, two in _mutual(_fitting(kind, sides, links)).items()
    }
