"""Spells that were split or merged."""

import pytest

from graph.dates import parse_date
from graph.diffing.changes import inverse
from graph.diffing.comparing import diff
from graph.diffing.respelling import Respelling, respelled
from graph.model import Actor, ActorGraph, Relation, RelationType

TYPES = (
    RelationType("hosts", "hosts", "is hosted by", 1),
    RelationType("fights", "fights", "fights", -1, symmetric=True),
    RelationType("struck", "struck", "was struck by", -1, lasting=False),
)
KEY = "a:hosts:b"
TWO = (KEY, f"{KEY}:2")


def graph(*spells, kind="hosts", ends=("a", "b")):
    source, target = ends
    relations = []
    for spell in spells:
        begin, _, end = spell.partition("-")
        dates = [parse_date(text) if text else None for text in (begin, end)]
        relations.append(Relation(source, kind, target, begin=dates[0], end=dates[1]))
    return ActorGraph.of([Actor(id_, f"Name {id_[-1]}") for id_ in ends], relations, (), TYPES)


def told(old, new, **rest):
    one, two = graph(*old, **rest), graph(*new, **rest)
    there = diff(one, two)
    back = respelled(inverse(there), two.types)
    turned = {"split": "merged", "merged": "split"}
    found = respelled(there, one.types)
    assert back == tuple(Respelling(turned[kind], b, a) for kind, a, b in found)
    return list(found)


SPLIT = Respelling("split", (KEY,), TWO)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["1996-2020"], ["1996-2001", "2005-2020"], [SPLIT]),
        (["1996-"], ["1996-2001", "2021-"], [SPLIT]),
        (["-"], ["1996-2001", "2021-"], [SPLIT]),
        (["1996-2020"], ["1996-2001", "2002-2020"], [SPLIT]),
        (["1996-2020"], ["1997-2001", "2005-2019"], [SPLIT]),
        (
            ["1996-2020"],
            ["1996-1999", "2001-2004", "2006-2020"],
            [Respelling("split", (KEY,), (*TWO, f"{KEY}:3"))],
        ),
        (["1996-2001", "2005-2020"], ["1996-2020"], [Respelling("merged", TWO, (KEY,))]),
        (
            ["1990-2000", "2010-2020"],
            ["1990-1992", "1995-2000", "2010-2012", "2015-2020"],
            [
                Respelling("split", (KEY,), TWO),
                Respelling("split", (f"{KEY}:2",), (f"{KEY}:3", f"{KEY}:4")),
            ],
        ),
        # An end that is known now, and a second spell.
        (["1996-"], ["1996-2001"], []),
        (["1996-2001"], ["1996-2001", "2005-2020"], []),
        (["1996-2004"], ["1996-2001", "2003-2020"], []),
        # They overlap: two claims, no two spells.
        (["1996-2020"], ["1996-2005", "2003-2020"], []),
        # Two became two.
        (["1996-2010", "2008-2020"], ["1996-2001", "2005-2020"], []),
    ],
)
def test_a_spell_was_split_when_it_covers_what_several_cover_now(old, new, expected):
    assert told(old, new) == expected


def test_events_have_no_spells():
    assert told(["1996-"], ["1996-", "2005-"], kind="struck") == []
    assert told(["1996-2020"], ["1996-2001", "2005-2020"], kind="struck") == []


def test_a_spell_between_two_who_were_renamed_is_split_like_any_other():
    old = graph("1996-2020", kind="fights", ends=("a", "b"))
    new = graph("1996-2001", "2005-2020", kind="fights", ends=("0-b", "a"))
    there = diff(old, new)
    assert there.renames.actors == {"b": "0-b"}
    keys = ("0-b:fights:a", "0-b:fights:a:2")
    assert respelled(there, old.types) == (Respelling("split", ("a:fights:b",), keys),)


def test_many_spells_of_one_tie_take_no_more_than_linear_work():
    """Every comparison of two spells would be counted in minutes, not in seconds."""
    old, new = graph(*["1996-2020"] * 4000), graph(*["1996-2001", "2005-2020"] * 2000)
    assert respelled(diff(old, new)) == ()


def test_nothing_changed_and_nothing_was_split():
    assert told(["1996-2020"], ["1996-2020"]) == []
