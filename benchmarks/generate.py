"""A dataset of any size, the same for the same seed: what the benchmarks load."""

import random

_TYPES = ("opposes", "fights", "hosts", "allied_with", "supports", "sanctions")
_WORDS = (
    "forces group alliance reported clash district province talks leader statement valley border "
    "commander fighters council ministry envoy accord truce offensive withdrawal"
).split()


def dataset(relations: int, seed: int = 1) -> str:
    """Give one YAML file with this many relations, a fifth as many actors, and 200 sources.

    About 250 bytes a relation, as in a curated dataset; it passes ``whowhom check``.
    """
    chance = random.Random(seed)
    actors = max(3, relations // 5)
    lines = ["actors:"]
    for number in range(actors):
        lines += [f"  - id: actor-{number}", f"    name: Actor {number}"]
        lines += ["    kind: armed_group", f"    sources: [source-{number % 200}]"]
    lines.append("relations:")
    seen: set[tuple[int, str, int]] = set()
    while len(seen) < relations:
        one, other = chance.sample(range(actors), 2)
        tie = (min(one, other), chance.choice(_TYPES), max(one, other))
        if tie not in seen:
            seen.add(tie)
            lines += _relation(chance, *tie)
    lines.append("sources:")
    for number in range(200):
        lines += [f"  - id: source-{number}", f"    title: Title {number}", "    published: 2020"]
    return "\n".join(lines) + "\n"


def _relation(chance: random.Random, one: int, kind: str, other: int) -> list[str]:
    begin = chance.randint(1990, 2020)
    lines = [
        f"  - source: actor-{one}",
        f"    type: {kind}",
        f"    target: actor-{other}",
        f"    from: {begin}-{chance.randint(1, 12):02}",
    ]
    if chance.random() < 0.5:
        lines.append(f"    to: {begin + chance.randint(1, 5)}")
    words = " ".join(chance.choices(_WORDS, k=chance.randint(5, 14)))
    cited = ", ".join(
        f"source-{number}" for number in chance.sample(range(200), chance.randint(1, 2))
    )
    return [
        *lines,
        f"    confidence: {chance.choice(('low', 'medium', 'high'))}",
        f"    summary: {words}",
        f"    sources: [{cited}]",
    ]
