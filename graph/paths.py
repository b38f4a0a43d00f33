"""How two actors are connected: the shortest paths, the strongest one, and why there is none.

A path's sign is the product of the signs of its ties (Cartwright and Harary, Psychological Review
63, 1956): the enemy of an enemy reads as a friend. Its strength is the product of the confidences
of its ties, each that of the tie's most confident relation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import islice, pairwise
from math import prod
from typing import NamedTuple

from graph.dates import FIRST_DAY, LAST_DAY, Span, day_text, parse_date
from graph.model import ActorGraph
from graph.pairs import Pair
from graph.query import Filters, Reason
from graph.ties import Polarity, Tie, Ties, chosen_types, find_ties, neighbours

#: STIX 2.1 (appendix A) gives low, medium and high the values 15, 50 and 85 of 100; here in
#: twentieths, so that products are exact. What nobody assessed counts as low.
TWENTIETHS = {"high": 17, "medium": 10, "low": 3, "": 3}

Ids = tuple[str, ...]
Near = Mapping[str, Sequence[str]]


class Route(NamedTuple):
    """What is asked.

    Attributes:
        start, goal: Ids of two different actors.
        types: Names of the relation types that may be walked.
        filters: Which of their relations count.
        most: How many ties a path may have; None: any number.
    """

    start: str
    goal: str
    types: tuple[str, ...]
    filters: Filters
    most: int | None = None


class Path(NamedTuple):
    """A way from one actor to another.

    Attributes:
        actors: Ids, start and goal included; none twice.
        ties: One between each two that follow each other.
    """

    actors: Ids
    ties: tuple[Tie, ...]

    @property
    def strength(self) -> float:
        """Product of the confidences of its ties, over 0 to 0.85."""
        return _strength(_confidence(tie) for tie in self.ties)

    @property
    def polarity(self) -> Polarity:
        """Product of the signs of its ties: mixed with a mixed one, else neutral with a neutral."""
        kinds = [tie.polarity for tie in self.ties]
        for kind in ("mixed", "neutral"):
            if kind in kinds:
                return kind
        return "hostile" if kinds.count("hostile") % 2 else "friendly"


class Found(NamedTuple):
    """Paths of a route.

    Attributes:
        shortest: The strongest of the shortest paths, the strongest first, then by their ids.
        number: How many paths are as short.
        strongest: The path of the greatest strength, of the fewest ties among equals; None when
            there is no path.
    """

    shortest: tuple[Path, ...]
    number: int
    strongest: Path | None


def find_paths(ties: Ties, route: Route, limit: int = 5) -> Found:
    """Find the shortest paths, `limit` of them at most, and the strongest one."""
    near = neighbours(ties.tie)
    levels = _levels(near, route)
    if not levels:
        return Found((), 0, None)
    ways, count = _shortest(ties, near, levels, limit)
    best = _path(ties, _strongest(ties, near, route))
    return Found(tuple(_path(ties, ids) for ids in ways), count, best)


def _path(ties: Ties, ids: Ids) -> Path:
    steps = pairwise(ids)
    return Path(ids, tuple(ties.between(one, two) for one, two in steps))


def _confidence(tie: Tie) -> int:
    return max(TWENTIETHS[held.relation.confidence] for held in tie.relations)


def _strength(twentieths: Iterable[int]) -> float:
    """Multiply exactly and divide once: equal products are equal numbers, in whatever order."""
    factors = list(twentieths)
    return float(prod(factors) / 20 ** len(factors))


def _levels(near: Near, route: Route) -> dict[str, int]:
    """Give distances from the start, breadth first, the goal's last; none are greater than it.

    Empty when the goal is not reached in as many ties as the route may have.
    """
    levels = {route.start: 0}
    edge = [route.start]
    while edge and route.goal not in levels and levels[edge[0]] != route.most:
        level = levels[edge[0]] + 1
        found = dict.fromkeys(there for here in edge for there in near.get(here, ()))
        edge = [name for name in found if name not in levels]
        levels |= dict.fromkeys(edge, level)
    farthest = levels.pop(route.goal, None)
    return {} if farthest is None else {**levels, route.goal: farthest}


def _shortest(ties: Ties, near: Near, levels: dict[str, int], limit: int) -> tuple[list[Ids], int]:
    """Give the best shortest paths to the last of the levels, and the number of all.

    They are not listed all: the best ways to an actor lead on from the best ways to those a level
    nearer, for one tie more leaves their order as it is.
    """
    (start, _), *rest = levels.items()
    ways: dict[str, list[tuple[int, Ids]]] = {start: [(-1, (start,))]}
    count = {start: 1}
    for name, level in rest:
        before = [one for one in near[name] if levels.get(one) == level - 1]
        count[name] = sum(count[one] for one in before)
        led = (
            (score * _confidence(ties.between(one, name)), (*ids, name))
            for one in before
            for score, ids in ways[one]
        )
        ways[name] = sorted(led)[:limit]
    return [ids for _, ids in ways[name]], count[name]


def _strongest(ties: Ties, near: Near, route: Route) -> Ids:
    """Give the path of the greatest product of confidences (Dijkstra 1959), within the bound.

    Every confidence is below 1, so that nothing is gained by going in a circle. A way is followed
    on unless one to the same actor was as strong and as short. There is a path, within the bound.
    """
    waiting: list[tuple[float, int, Ids, tuple[int, ...]]] = [(-1.0, 0, (route.start,), ())]
    fewest: dict[str, int] = {}
    while True:
        _, steps, ids, factors = heappop(waiting)
        here = ids[-1]
        if here == route.goal:
            return ids
        if fewest.get(here, steps + 1) <= steps:
            continue
        fewest[here] = steps
        for there in near[here] if steps != route.most else ():
            if there not in ids:
                further = (*factors, _confidence(ties.between(here, there)))
                heappush(waiting, (-_strength(further), steps + 1, (*ids, there), further))


def together(path: Path, filters: Filters) -> bool:
    """Tell whether there is a day, within the date asked for, on which every tie holds.

    Each may hold on some day of 2021 and yet no two of them on the same. An undated relation may
    hold on any day.
    """
    first, last = (filters.at.first, filters.at.last) if filters.at else (FIRST_DAY, LAST_DAY)
    spells = [
        [held.days.span if held.days.dated else Span(first, last) for held in tie.relations]
        for tie in path.ties
    ]
    starts = {span.first for spans in spells for span in spans if span}
    days = {first, *(day for day in starts if first <= day <= last)}
    return any(
        all(any(span and span.meets(day, day) for span in spans) for spans in spells)
        for day in days
    )


class Silence(NamedTuple):
    """Why there is no path.

    Attributes:
        reason: A code of `graph.query.Reason`.
        hints: How to ask for one, each by itself: ``with --undated``; or else all of it together.
        years: The nearest years, before and after, in which there was one, by the same filters
            if there was one by these.
    """

    reason: Reason
    hints: tuple[str, ...] = ()
    years: tuple[str, ...] = ()


def why_none(graph: ActorGraph, route: Route) -> Silence:
    """Say why a route has no path: a filter, the date, or that nothing at all connects the two."""
    looser = {name: one for name, one in _looser(graph, route).items() if one != route}
    loosest = route._replace(
        types=chosen_types(graph, neutral=True),
        filters=Filters(route.filters.at, undated=True),
        most=None,
    )
    hints = tuple(name for name, one in looser.items() if _connected(graph, one))
    years = _years(graph, route)
    if hints or _connected(graph, loosest):
        return Silence("hidden-by-filter", hints or (" and ".join(looser),), years)
    years = years or _years(graph, loosest)
    ever = loosest._replace(filters=Filters())
    if years or (route.filters.at and _connected(graph, ever)):
        return Silence("none-at-date", years=years)
    return Silence("none-recorded")


def _looser(graph: ActorGraph, route: Route) -> dict[str, Route]:
    """Give the route with one filter less, by what the user would do to ask so."""
    filters = route.filters
    types = set(route.types)
    return {
        "with a longer --max": route._replace(most=None),
        "with --undated": route._replace(filters=filters._replace(undated=True)),
        f"without --min-confidence {filters.min_confidence}": route._replace(
            filters=filters._replace(min_confidence="")
        ),
        "with --neutral": route._replace(
            types=tuple(sorted(types | {kind.name for kind in graph.types if not kind.sign}))
        ),
        "without --through": route._replace(types=tuple(sorted(types | set(chosen_types(graph))))),
    }


def _connected(graph: ActorGraph, route: Route) -> bool:
    ties = find_ties(graph, route.types, route.filters)
    return bool(_levels(neighbours(ties.tie), route))


def _years(graph: ActorGraph, route: Route) -> tuple[str, ...]:
    """Find the nearest year before the date asked for, and after it, that has a path.

    Going back, relations are gained only where one ended; going on, only where one began.
    """
    at = route.filters.at
    if at is None:
        return ()
    spans = list(_spans(graph, route))
    before = {_year(span.last) for _, span in spans if span.last < at.first} | {_year(at.first)}
    after = {_year(span.first) for _, span in spans if span.first > at.last} | {_year(at.last)}
    found: list[str] = []
    for years in (sorted(before, reverse=True), sorted(after)):
        found += islice((year for year in years if _connected_in(year, spans, route)), 1)
    return tuple(dict.fromkeys(found))


def _spans(graph: ActorGraph, route: Route) -> Iterator[tuple[Pair, Span]]:
    """Give the days of every relation that the route may walk at some time."""
    ever = route.filters._replace(at=None)
    for ends, tie in find_ties(graph, route.types, ever).tie.items():
        for held in tie.relations:
            if held.days.span:
                yield ends, held.days.span
            elif not held.days.dated and ever.undated:
                yield ends, Span(FIRST_DAY, LAST_DAY)


def _connected_in(year: str, spans: Iterable[tuple[Pair, Span]], route: Route) -> bool:
    date = parse_date(year)
    ties = {ends for ends, span in spans if span.meets(date.first, date.last)}
    return bool(_levels(neighbours(ties), route))


def _year(day: int) -> str:
    return day_text(day)[:4]
