"""What is between two actors: the page's ways against all ways, written down one by one."""

from itertools import pairwise, permutations, product
from math import prod
from random import Random

import pytest
from playwright.sync_api import expect

from graph.dates import parse_date
from graph.model import Actor, ActorGraph, Relation, RelationType

SIGNS = {"fights": -1, "helps": 1, "meets": 0}
TYPES = [
    RelationType(name, name, name, sign, symmetric=True, lasting=True, family="f")
    for name, sign in SIGNS.items()
]


def network(seed, actors=8, relations=11):
    random = Random(seed)
    people = [Actor(f"a{n}", f"A{n}", "state") for n in range(actors)]
    links = {}
    for _ in range(relations):
        one, two = sorted(random.sample(range(actors), 2))
        link = Relation(f"a{one}", random.choice(list(SIGNS)), f"a{two}", begin=parse_date("2000"))
        links[link.source, link.type, link.target] = link
    return ActorGraph.of(people, links.values(), (), TYPES)


def shortest(graph, start, end):
    """For each sign, the shortest simple ways of 2 to 4 ties on which signs multiply to it."""
    signs = {}
    for link in graph.relations:
        for pair in ((link.source, link.target), (link.target, link.source)):
            signs.setdefault(pair, set()).add(SIGNS[link.type])
    others = [actor.id for actor in graph.actors if actor.id not in (start, end)]
    found = {"1": [], "-1": [], "0": []}
    for length in range(2, 5):
        ways = [
            (start, *middle, end)
            for middle in permutations(others, length - 1)
            if all(pair in signs for pair in pairwise((start, *middle, end)))
        ]
        reached = dict.fromkeys(found, False)
        for key, known in found.items():
            reached[key] = bool(known)
        for key, wanted in (("1", 1), ("-1", -1)):
            if not reached[key]:
                found[key] = [
                    way
                    for way in ways
                    if any(
                        prod(pick) == wanted
                        for pick in product(*(signs[pair] - {0} for pair in pairwise(way)))
                    )
                ]
        if not reached["0"] and not found["1"] and not found["-1"]:
            found["0"] = [way for way in ways if any(signs[pair] == {0} for pair in pairwise(way))]
    return {key: sorted(ways) for key, ways in found.items()}


@pytest.mark.parametrize("seed", range(4))
def test_the_shortest_ways_of_each_sign_are_found(open_page, seed):
    graph = network(seed)
    page = open_page(graph)
    some = 0
    for start, end in [("a0", "a1"), ("a2", "a5"), ("a7", "a3"), ("a4", "a6"), ("a1", "a6")]:
        told = page.evaluate("([a, b]) => whowhom.ways(a, b)", [start, end])
        ways = {key: sorted(tuple(way["path"]) for way in told[key]) for key in told}
        assert ways == shortest(graph, start, end), (start, end)
        for key, wanted in (("1", 1), ("-1", -1)):
            assert all(prod(way["signs"]) == wanted for way in told[key])
        some += sum(map(len, ways.values()))
    assert some > 5


def test_the_reading_goes_from_the_first_actor_to_the_last(open_page):
    actors = [Actor("a", "Anna", "state"), Actor("b", "Bert", "state"), Actor("c", "Carl", "state")]
    links = [
        Relation("a", "helps", "b", begin=parse_date("2000")),
        Relation("b", "fights", "c", begin=parse_date("2000")),
    ]
    page = open_page(ActorGraph.of(actors, links, (), TYPES), "#actor=a&other=c")
    panel = page.locator("#panel")
    expect(panel).to_contain_text("Ways that make them opponents (1)")
    expect(panel).to_contain_text("Carl: an opponent of a partner")
    page.evaluate("whowhom.open('actor=c&other=a')")
    expect(panel).to_contain_text("Anna: a partner of an opponent")
    lit = page.evaluate(
        "Object.values(whowhom.network.body.edges)"
        ".filter((it) => it.options.color.opacity === 1).length"
    )
    assert lit == 2
    page.evaluate("whowhom.open('actor=a&other=c&types=helps')")
    expect(panel).to_contain_text("No way of up to 4 ties")
