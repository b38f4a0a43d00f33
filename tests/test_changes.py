"""A patch with renames: what it moves, what it refuses, and how the story follows."""

import pytest

from graph.dates import parse_date
from graph.diffing.changes import Change, apply, inverse
from graph.diffing.comparing import diff
from graph.diffing.renaming import Renames, closed
from graph.model import (
    Actor,
    ActorGraph,
    Citation,
    Listed,
    Relation,
    RelationType,
    Source,
    Step,
)

FIGHTS = RelationType("fights", "fights", "fights", -1, symmetric=True)
LEADS = RelationType("leads", "leads", "is led by", 1)
CITED = Listed([Citation("s1", "p. 5")])


def graph(omar="omar", source="s1", *, begin="1994", story=(), more=()):
    """Give a small graph in which Omar and the source bear the given ids."""
    cited = Listed([Citation(source, "p. 5")])
    ends = sorted((omar, "haq"))
    return ActorGraph.of(
        [Actor(omar, "Omar", sources=cited), Actor("haq", "Haqqani"), *more],
        [
            Relation(ends[0], "fights", ends[1], begin=parse_date(begin), sources=cited),
            Relation(omar, "leads", "haq"),
        ],
        [Source(source, "A report")],
        [FIGHTS, LEADS],
        story,
    )


def test_what_only_follows_a_rename_is_no_change():
    found = diff(graph(), graph("zz-omar", "s2"))
    assert found.renames == Renames({"omar": "zz-omar"}, {"s1": "s2"}, {})
    assert found.relations == ()


def test_a_change_tells_its_fields_from_what_follows():
    found = diff(graph(), graph("a-omar", "s2", begin="1995"))
    (change,) = found.relations
    assert (change.old_key, change.new_key) == ("haq:fights:omar", "a-omar:fights:haq")
    assert change.fields == ("from",)
    assert change.follows == ("source", "target", "sources")
    assert change.differing == ("source", "target", "from", "sources")
    (actor,) = found.actors
    assert (actor.fields, actor.follows) == (("id",), ("sources",))


def test_a_rename_reaches_what_the_diff_has_never_seen():
    """The patch was made without the second relation, and the other actor's citation."""
    patch = diff(graph(), graph("a-omar", "s2"))
    nrf = Actor("nrf", "NRF", sources=CITED)
    tie = Relation("nrf", "fights", "omar", disputed_by=CITED)
    one = graph(more=[nrf])
    found = apply(patch, ActorGraph.of(one.actors, [*one.relations, tie], one.sources, one.types))
    assert (
        Relation("a-omar", "fights", "nrf", disputed_by=Listed([Citation("s2", "p. 5")]))
        in found.relations
    )
    assert found.actor["nrf"].sources == Listed([Citation("s2", "p. 5")])
    assert apply(inverse(patch), found).keyed.keys() >= {"nrf:fights:omar"}


def test_a_rename_to_an_id_that_is_taken_is_refused():
    patch = diff(graph(), graph("a-omar"))
    taken = graph(more=[Actor("a-omar", "Somebody else")])
    with pytest.raises(
        ValueError, match=r'^the diff does not fit: actor "a-omar" is already there$'
    ):
        apply(patch, taken)


def test_a_rename_of_somebody_who_is_not_there_is_refused():
    patch = diff(graph(), graph("a-omar"))
    with pytest.raises(ValueError, match=r'^the diff does not fit: actor "omar" is not there as'):
        apply(patch, graph()._replace(actors=()))


def test_an_id_that_somebody_else_gets_is_not_mixed_up():
    """Omar becomes mullah-omar, and another actor omar: no relation moves to him."""
    other = Actor("omar", "Omar al-Farouq", "person")
    old, new = graph(), graph("mullah-omar", more=[other])
    found = diff(old, new)
    assert found.renames.actors == {"omar": "mullah-omar"}
    assert found.relations == ()
    assert apply(found, old) == new
    assert apply(inverse(found), new) == old


def test_the_story_follows_ids_and_keys():
    step = Step(
        "They fought.", parse_date("1996"), Listed(["omar", "haq"]), Listed(["haq:fights:omar"])
    )
    old = graph(story=[step])
    found = apply(diff(old, graph("a-omar")), old).story
    assert found[0].focus == Listed(["a-omar", "haq"])
    assert found[0].relations == Listed(["a-omar:fights:haq"])


def test_the_story_follows_a_spell_that_another_one_comes_before():
    step = Step("They fought.", parse_date("1996"), Listed(["omar"]), Listed(["haq:fights:omar"]))
    old = graph(story=[step])
    earlier = Relation("haq", "fights", "omar", begin=parse_date("1980"), end=parse_date("1981"))
    new = ActorGraph.of(old.actors, [*old.relations, earlier], old.sources, old.types)
    assert apply(diff(old, new), old).story[0].relations == Listed(["haq:fights:omar:2"])


def test_a_key_of_the_story_whose_relation_is_gone_stays_for_the_checks_to_find():
    keys = Listed(["haq:fights:omar", "nobody:fights:omar"])
    old = graph(story=[Step("They fought.", parse_date("1996"), Listed(["omar"]), keys)])
    new = old._replace(relations=old.relations[1:])
    assert apply(diff(old, new), old).story[0].relations == keys


@pytest.mark.parametrize(
    ("renames", "exchange"),
    [
        ({}, {}),
        ({"a": "b"}, {"a": "b", "b": "a"}),
        ({"a": "b", "b": "a"}, {"a": "b", "b": "a"}),
        ({"a": "b", "b": "c"}, {"a": "b", "b": "c", "c": "a"}),
        ({"a": "b", "c": "d"}, {"a": "b", "b": "a", "c": "d", "d": "c"}),
    ],
)
def test_renames_come_to_an_exchange_that_can_be_taken_back(renames, exchange):
    assert closed(renames) == exchange
    back = {new: old for old, new in renames.items()}
    assert closed(back) == {new: old for old, new in exchange.items()}


def test_a_change_of_nothing_follows_nothing():
    assert Change(None, Source("s1", "A"), "", "s1").differing == ()
