# ruff: noqa: E501 - an entry on a line
"""Two small versions of a dataset, and reviews of them whose classes and meaning are given."""

from graph.dates import parse_date
from graph.diffing.clocks import Snapshot, Told, rule
from graph.diffing.comparing import diff
from graph.diffing.consequences import Consequence
from graph.diffing.narrowing import Wanted, narrowed
from graph.diffing.reviewing import Review
from graph.diffing.shown import Shown
from graph.loading import load_texts
from graph.model import Relation

OLD = """\
actors:
  - {id: iskp, name: Islamic State Khorasan, kind: armed_group}
  - {id: nrf, name: National Resistance Front, kind: armed_group, summary: Fights in Panjshir.}
  - {id: taliban, name: Taliban, kind: armed_group}
  - {id: ttp, name: Tehrik-i-Taliban Pakistan, kind: armed_group, aliases: [TTP]}
relations:
  - {source: nrf, type: opposes, target: taliban, from: 2021-08-17, confidence: high, sources: [s1]}
  - {source: taliban, type: hosts, target: ttp, from: 2021-08, confidence: medium, sources: [s1, s2]}
  - {source: iskp, type: opposes, target: taliban, from: 2015, confidence: high, sources: [s2]}
sources:
  - {id: s1, title: A report, publisher: UN, published: 2021-10, url: "https://example.org/1"}
  - {id: s2, title: A book, published: 2020}
"""
NEW = """\
actors:
  - {id: aff, name: Afghanistan Freedom Front, kind: armed_group}
  - {id: iskp, name: Islamic State Khorasan, kind: armed_group}
  - {id: nrf, name: National Resistance Front, kind: armed_group, summary: Fights in two valleys.}
  - {id: taliban, name: Taliban, kind: armed_group}
  - {id: ttp, name: Tehrik-i-Taliban Pakistan, kind: armed_group, aliases: [TTP]}
relations:
  - {source: nrf, type: opposes, target: taliban, from: 2021-08-17, confidence: medium,
     sources: [s1, s4]}
  - {source: iskp, type: opposes, target: taliban, from: 2015, confidence: high, sources: [s2]}
  - {source: aff, type: opposes, target: taliban, from: 2022-03-11, confidence: medium, sources: [s4]}
  - {source: nrf, type: opposes, target: iskp, from: 2022-05-01, confidence: low, sources: [s1]}
sources:
  - {id: s1, title: A report, publisher: UN, published: 2021-10, url: "https://example.org/1"}
  - {id: s2, title: A book, published: 2020}
  - {id: s4, title: A newspaper, published: 2022-05, url: "https://example.org/4?a=1&b=2"}
"""
MEANT = "Taliban gains a recorded opponent: Afghanistan Freedom Front (2 -> 3)."
TRIAD = (
    "National Resistance Front, Islamic State Khorasan and Taliban are now all mutually hostile: "
    "unbalanced in the strict sense (Heider), allowed in the weak sense (Davis)."
)


def graph_of(text, file="data/relations.yaml"):
    """Load a dataset from a text without errors."""
    loaded = load_texts([(file, text.encode())])
    assert loaded.errors == ()
    return loaded.graph


def classed(change):
    """Give a class that depends on nothing but the change."""
    if change.kind == "changed":
        return "corrected"
    begin = getattr(change.value, "begin", None)
    return "world" if begin and begin.text > "2022-04" else "recorded"


def review_of(old=OLD, new=NEW, meant=()):
    """Review two texts: classes by `classed`, and consequences as (sentence, keys of causes)."""
    sides = (
        Snapshot(graph_of(old), "HEAD~1 (a1b2c3d, 2022-04-20)", None, parse_date("2022-04-20")),
        Snapshot(graph_of(new), "data"),
    )
    found = diff(sides[0].graph, sides[1].graph)
    parts = (found.relations, found.actors, found.sources, found.types)
    changes = tuple(Told(change, classed(change)) for part in parts for change in part)
    by_key = {told.change.key: told.change for told in changes}
    told = []
    for sentence, keys in meant:
        causes = tuple(by_key[key] for key in keys)
        ends = {end for one in causes for end in _ends(one.value)}
        told.append(Consequence("opponent-gained", tuple(sorted(ends)), sentence, causes, "2", "3"))
    return Review(*sides, found, changes, tuple(told), 1, rule(*sides))


def _ends(value):
    return (value.source, value.target) if isinstance(value, Relation) else (value.id,)


BOTH = (
    (MEANT, ["aff:opposes:taliban"]),
    (TRIAD, ["nrf:opposes:iskp", "nrf:opposes:taliban"]),
)


def shown_of(old=OLD, new=NEW, meant=BOTH, **options):
    """Give what a report is made of; ``actors``, ``only`` and ``min_confidence`` are filters."""
    review = review_of(old, new, meant)
    names = options.pop("actors", None)
    wanted = Wanted(
        frozenset(names) if names is not None else None,
        frozenset(options.pop("only", ())),
        options.pop("min_confidence", ""),
    )
    given = {"command": "whowhom diff HEAD~1"} | options
    return Shown(review, narrowed(review, wanted), wanted, **given)
