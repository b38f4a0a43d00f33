"""Answers: as commands against the bare import of click, in process against dicts and peers.

Whatever is compared gives the same answer first; where it does not, the run stops.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from generate import dataset
from measuring import PROGRAM, ROOT, cpu_seconds, note, pairs, row

#: The date of the questions in process, and how many actors they are asked about.
_DATE, _ASKED = "2010", 200
#: Seconds that one side of a pair takes at least.
_LONG = 0.02
#: Ids of opponents, with the keys of the relations that say so.
Bare = dict[str, list[str]]
Ask = Callable[[str], Any]
Bounds = dict[str, tuple[float, float | None]]


#: Ratios to `import click` that are allowed, cached and without a cache; None: not measured.
_BUNDLED: Bounds = {"who": (1.5, 4.0), "show": (1.8, 4.0), "path": (1.8, 4.0)}
_MANY: Bounds = {"who": (30, None), "show": (30, None), "path": (100, None)}


def answers(cache: str) -> None:
    """Ask as a command on the bundled data and on 100,000 relations, then in process."""
    _commands(_BUNDLED, ROOT / "data", ("taliban", "isis-k"), cache)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data.yaml").write_text(dataset(100_000))
        cpu_seconds([PROGRAM, "list", "types", "-d", folder], WHOWHOM_CACHE=cache)
        _commands(_MANY, Path(folder), ("actor-77", "actor-99"), cache)
        _lookups(folder)


def _commands(bounds: Bounds, data: Path, actors: tuple[str, str], cache: str) -> None:
    """Time a short answer, a dossier and a path as commands."""
    one, two = actors
    asked = {"who": ["who", "opposes", one], "show": ["show", one], "path": ["path", one, two]}
    rounds = 21 if bounds is _BUNDLED else 5
    for name, command in asked.items():
        for how, kept, bound in zip(
            ("cached", "no cache"), (cache, "off"), bounds[name], strict=True
        ):
            if bound:
                ask = partial(cpu_seconds, [PROGRAM, *command, "-d", str(data)], WHOWHOM_CACHE=kept)
                row(
                    f"{' '.join(command)}, {how} / import click (CPU)",
                    pairs(ask, _click, rounds),
                    bound,
                )


def _click() -> float:
    return cpu_seconds([sys.executable, "-c", "import click"])


def _lookups(folder: str) -> None:
    """Ask in process, after loading: what a program or a notebook does."""
    from graph import load, opponents  # noqa: PLC0415 - the commands above are timed without
    from graph.names import fold, names_of, resolve  # noqa: PLC0415

    graph = load(folder).graph
    gc.collect()
    gc.freeze()  # of no side of a pair
    ids = [actor.id for actor in graph.actors[:: len(graph.actors) // _ASKED]]
    names = [f"ACTOR {id_.removeprefix('actor-')}" for id_ in ids]
    known = {fold(name): actor for actor in graph.actors for name in names_of(actor)}
    keys = graph.keys[:: len(graph.keys) // _ASKED]
    keyed = dict(zip(graph.keys, graph.relations, strict=True))

    by_dict, by_scan, by_cypher = _by_dict(graph), _by_scan(graph), _by_cypher(graph)
    ours = lambda id_: opponents(graph, id_, _DATE)  # noqa: E731
    named = lambda name: graph.actor.get(name) or known[fold(name)]  # noqa: E731
    resolved = lambda name: resolve(graph, name).actor  # noqa: E731
    _same(keys, graph.keyed.__getitem__, keyed.__getitem__)
    _same(names, resolved, named)
    _same(ids, ours, by_dict)
    _same(ids, lambda id_: _bare(ours(id_)), by_scan)
    row("a relation by its key / dict", _turns(graph.keyed.__getitem__, keyed.__getitem__, keys), 3)
    row("an actor by its name / dict", _turns(resolved, named, names), 3)
    row("opponents of an actor in 2010 / dict", _turns(ours, by_dict, ids), 3)
    note("ours", _seconds(ours, ids) / len(ids) * 1e6, "microseconds")
    row("the same / scan of the list", _turns(ours, by_scan, ids[:10]), 0.01)
    if by_cypher is None:
        print("  GrandCypher is not installed (pip install '.[bench]'): not compared", flush=True)
        return
    _same(ids[:20], lambda id_: _bare(ours(id_)), by_cypher)
    row("the same / GrandCypher", _turns(ours, by_cypher, ids[:10]), 0.01)


def _bare(stances: Iterable[Any]) -> Bare:
    """Give what peers can answer: the opponents' ids with the keys of the relations."""
    return {one.actor.id: sorted(held.key for held in one.relations) for one in stances}


def _by_dict(graph: Any) -> Ask:
    """Give what answers from a dict of each actor's relations with their days, ready made.

    The answer is whole: all that ours says of an opponent.
    """
    from graph.query import Held, Stance  # noqa: PLC0415
    from graph.timing import tenure  # noqa: PLC0415

    hostile, both, day = _hostile(graph)
    touching: dict[str, list[tuple[str, Any, Any]]] = {}
    for key, relation in graph.keyed.items():
        for end in (relation.source, relation.target):
            touching.setdefault(end, []).append((key, relation, tenure(graph, relation)))

    def ask(id_: str) -> tuple[Stance, ...]:
        found: dict[str, list[Held]] = {}
        returned = set()
        for key, relation, days in touching.get(id_, ()):
            if relation.type in hostile and days.span.meets(day.first, day.last):
                mutual = relation.type in both
                if mutual or relation.target == id_:
                    other = relation.source if relation.target == id_ else relation.target
                    found.setdefault(other, []).append(Held(key, relation, days, "holds"))
                if mutual or relation.source == id_:
                    other = relation.target if relation.source == id_ else relation.source
                    returned.add(other)
        told = [
            Stance(
                graph.actor[other],
                graph.actor[id_],
                tuple(sorted(held, key=lambda one: one.days.span.first)),
                other in returned,
            )
            for other, held in found.items()
        ]
        return tuple(sorted(told, key=lambda one: one.actor.name.casefold()))

    return ask


def _by_scan(graph: Any) -> Ask:
    """Give what looks at every relation, as a first script does."""
    hostile, both, day = _hostile(graph)

    def ask(id_: str) -> Bare:
        found: Bare = {}
        for key, relation in zip(graph.keys, graph.relations, strict=True):
            if relation.type in hostile and id_ in (relation.source, relation.target):
                other = relation.source if relation.target == id_ else relation.target
                told = relation.target == id_ or relation.type in both
                ended = relation.end is not None and relation.end.last < day.first
                if told and not ended and relation.begin.first <= day.last:
                    found.setdefault(other, []).append(key)
        return {other: sorted(found[other]) for other in sorted(found)}

    return ask


def _by_cypher(graph: Any) -> Ask | None:
    """Give what asks GrandCypher in the fastest way that gives the answer; None without it.

    Two questions: its undirected ``-[r]-`` finds only pairs that have a relation both ways. The
    types are labels and the dates are read from its rows: a WHERE on either takes seconds.
    """
    try:
        from grandcypher import GrandCypher  # noqa: PLC0415
    except ImportError:
        return None
    from graph import to_networkx  # noqa: PLC0415

    hostile, both, day = _hostile(graph)
    net = to_networkx(graph)
    for id_, node in net.nodes(data=True):
        node["id"] = id_
    for _, _, key, edge in net.edges(keys=True, data=True):
        edge |= {"key": key, "__labels__": {edge["type"]}}
    used = {relation.type for relation in graph.relations}
    to = 'MATCH (a)-[r:{}]->(b) WHERE b.id = "{}" RETURN a.id, r'
    of = 'MATCH (b)-[r:{}]->(a) WHERE b.id = "{}" RETURN a.id, r'
    asked = ((to, "|".join(sorted(hostile & used))), (of, "|".join(sorted(both & hostile & used))))

    def rows(id_: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for query, types in asked:
            found = GrandCypher(net).run(query.format(types, id_))
            yield from zip(found["a.id"], found["r"], strict=True)

    def ask(id_: str) -> Bare:
        found: Bare = {}
        for other, edge in rows(id_):
            if edge["first"] <= day.last and day.first <= edge["last"]:
                found.setdefault(other, []).append(edge["key"])
        return {other: sorted(found[other]) for other in sorted(found)}

    return ask


def _hostile(graph: Any) -> tuple[frozenset[str], frozenset[str], Any]:
    """Give the names of the hostile types, those of the symmetric ones, and the date."""
    from graph.dates import parse_date  # noqa: PLC0415

    hostile = frozenset(kind.name for kind in graph.types if kind.sign < 0)
    return (
        hostile,
        frozenset(kind.name for kind in graph.types if kind.symmetric),
        parse_date(_DATE),
    )


def _same(asked: Iterable[str], ours: Ask, *others: Ask) -> None:
    for one in asked:
        told = ours(one)
        for other in others:
            if other(one) != told:
                raise SystemExit(f"different answers about {one}: {told} and {other(one)}")


def _turns(ours: Ask, other: Ask, asked: Sequence[str]) -> list[float]:
    """Give the ratios of two things asked the same in turn."""
    return pairs(lambda: _seconds(ours, asked), lambda: _seconds(other, asked), 25)


def _seconds(ask: Ask, asked: Sequence[str]) -> float:
    """Give CPU seconds of all the questions, asked so often that the clock can tell."""
    begun, rounds, spent = time.process_time(), 0, 0.0
    while spent < _LONG:
        for one in asked:
            ask(one)
        rounds, spent = rounds + 1, time.process_time() - begun
    return spent / rounds
