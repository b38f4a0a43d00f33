"""What counts as the same entry, what as a change, and what a patch refuses."""

import pytest

from graph.dates import parse_date
from graph.diffing.changes import Change, Changes, GraphDiff, apply, inverse
from graph.diffing.comparing import diff
from graph.model import (
    Actor,
    ActorGraph,
    Citation,
    Listed,
    Relation,
    RelationType,
    Source,
)
from graph.problems import Place

TALIBAN = Actor("taliban", "Taliban", "armed_group")
ALQAEDA = Actor("al-qaeda", "al-Qaeda", "armed_group")
HOSTS = RelationType("hosts", "hosts", "is hosted by", 1)
REPORT = Source("s1", "A report")


def hosts(begin="", end="", **rest):
    return Relation(
        "taliban",
        "hosts",
        "al-qaeda",
        begin=parse_date(begin) if begin else None,
        end=parse_date(end) if end else None,
        **rest,
    )


def graph_of(*relations):
    return ActorGraph.of([TALIBAN, ALQAEDA], relations, [REPORT], [HOSTS])


def told(old, new):
    """Give what happened to the relations: kind, both keys and the fields."""
    found = diff(graph_of(*old), graph_of(*new)).relations
    return [(c.kind, c.old_key, c.new_key, c.fields) for c in found]


KEY = "taliban:hosts:al-qaeda"


def test_equal_graphs_differ_in_nothing():
    assert diff(graph_of(hosts("1996")), graph_of(hosts("1996"))) == GraphDiff()
    assert not diff(ActorGraph(), ActorGraph())


def test_places_and_the_order_of_lists_are_no_difference():
    one = hosts(sources=Listed([Citation("s1"), Citation("s2")]), place=Place("a.yaml", 3, 1))
    two = hosts(sources=Listed([Citation("s2"), Citation("s1")]), place=Place("b.yaml", 9, 1))
    assert told([one], [two]) == []


def test_actors_are_the_same_when_their_id_is():
    old = ActorGraph.of([TALIBAN, ALQAEDA])
    new = ActorGraph.of([TALIBAN._replace(name="The Taliban", aliases=Listed(["Talibs"])), NRF])
    assert diff(old, new).actors == (
        Change(ALQAEDA, None, "al-qaeda", ""),
        Change(None, NRF, "", "nrf"),
        Change(TALIBAN, new.actor["taliban"], "taliban", "taliban", "id"),
    )
    assert diff(old, new).actors[2].fields == ("name", "aliases")


NRF = Actor("nrf", "NRF", "armed_group")


def test_sources_and_types_are_changes_too():
    old = ActorGraph.of(sources=[REPORT], types=[HOSTS])
    new = ActorGraph.of(
        sources=[REPORT._replace(published=parse_date("2020"))], types=[HOSTS._replace(sign=0)]
    )
    found = diff(old, new)
    assert [change.fields for change in found.sources] == [("published",)]
    assert [change.fields for change in found.types] == [("sign",)]
    assert (found.actors, found.relations) == ((), ())


def test_fields_go_by_the_names_that_the_files_use():
    change = Change(hosts("1996"), hosts("1997", "2001", confidence="low"))
    assert change.fields == ("from", "to", "confidence")


def test_what_was_added_or_removed_has_no_changed_fields():
    assert Change(None, hosts("1996")).fields == ()
    assert Change(hosts("1996"), None).fields == ()


def test_a_change_without_any_entry_is_refused():
    with pytest.raises(ValueError, match=r"^a change needs an entry before or after it$"):
        _ = Change(None, None).value


def test_changes_tell_added_removed_and_changed_apart():
    relations = diff(graph_of(hosts("1996")), graph_of(hosts("1996", "2001"), fights())).relations
    assert relations.added == (fights(),)
    assert relations.removed == ()
    how = "same tie and begin"
    assert relations.changed == (Change(hosts("1996"), hosts("1996", "2001"), KEY, KEY, how),)


def fights():
    return Relation("al-qaeda", "fights", "taliban")


def test_a_relation_of_another_type_at_another_time_is_another_relation():
    other = hosts("1997")._replace(type="aids")
    assert told([hosts("1996")], [other]) == [
        ("removed", KEY, "", ()),
        ("added", "", "taliban:aids:al-qaeda", ()),
    ]


def test_equal_relations_cancel_out_one_for_one():
    assert told([hosts("1996")] * 3, [hosts("1996")] * 2) == [("removed", f"{KEY}:3", "", ())]


def test_an_equal_relation_cancels_out_before_anything_is_paired():
    """A new first spell moves the keys of those after it, and changes none of them."""
    assert told([hosts("1996"), hosts("2001")], [hosts("1990"), hosts("1996"), hosts("2001")]) == [
        ("added", "", KEY, ())
    ]


def test_equal_relations_cancel_out_among_others_of_the_same_begin():
    old = [hosts("1996", "2000"), hosts("1996", "2001")]
    assert told(old, [hosts("1996"), *old]) == [("added", "", KEY, ())]


def test_relations_with_the_same_own_id_are_the_same_whatever_else_changed():
    old, new = hosts("1996", id="tie"), fights()._replace(id="tie")
    assert told([old], [new]) == [("changed", "tie", "tie", ("source", "type", "target", "from"))]


def test_a_spell_is_known_by_its_begin():
    old = [hosts("1996", "2001"), hosts("2005")]
    new = [hosts("1994"), hosts("1996", "2000"), hosts("2005", "2010")]
    assert told(old, new) == [
        ("added", "", KEY, ()),
        ("changed", KEY, f"{KEY}:2", ("to",)),
        ("changed", f"{KEY}:2", f"{KEY}:3", ("to",)),
    ]


def test_spells_without_a_common_begin_are_paired_in_order_of_time():
    old = [hosts("1996"), hosts("2005")]
    new = [hosts("1997"), hosts("2006"), hosts("2020")]
    assert told(old, new) == [
        ("changed", KEY, KEY, ("from",)),
        ("changed", f"{KEY}:2", f"{KEY}:2", ("from",)),
        ("added", "", f"{KEY}:3", ()),
    ]


def test_an_id_given_to_a_relation_is_a_change_of_it():
    assert told([hosts("1996")], [hosts("1996", id="tie")]) == [("changed", KEY, "tie", ("id",))]
    assert told([hosts("1996", id="tie")], [hosts("1997")]) == [
        ("changed", "tie", KEY, ("id", "from"))
    ]


def test_a_renamed_id_is_a_change_where_the_begin_is_the_same():
    assert told([hosts("1996", id="one")], [hosts("1996", id="two")]) == [
        ("changed", "one", "two", ("id",))
    ]


def test_two_ids_and_two_begins_are_two_relations():
    assert told([hosts("1996", id="one")], [hosts("2005", id="two")]) == [
        ("removed", "one", "", ()),
        ("added", "", "two", ()),
    ]


def test_a_plain_relation_is_rather_a_plain_one_than_one_with_an_id():
    assert told([hosts("1996")], [hosts("1990", id="tie"), hosts("1997")]) == [
        ("added", "", "tie", ()),
        ("changed", KEY, KEY, ("from",)),
    ]


def test_changes_come_in_the_order_of_their_relations():
    found = Changes.of(Change(None, hosts(year), "", year) for year in ("2005", "1996", "2001"))
    assert [change.key for change in found] == ["1996", "2001", "2005"]


def test_the_inverse_swaps_the_sides_and_their_keys():
    there = diff(graph_of(), graph_of(hosts("1996", id="tie")))
    assert inverse(there).relations == (Change(hosts("1996", id="tie"), None, "tie", ""),)


def test_a_patch_fits_a_graph_that_has_changed_elsewhere():
    patch = diff(graph_of(hosts("1996")), graph_of(hosts("1996", "2001")))
    assert apply(patch, graph_of(hosts("1996"), fights())) == graph_of(
        hosts("1996", "2001"), fights()
    )


def test_a_patch_leaves_the_graph_it_was_given_as_it_was():
    graph = graph_of(hosts("1996"))
    apply(diff(graph, graph_of()), graph)
    assert graph == graph_of(hosts("1996"))


@pytest.mark.parametrize(
    ("old", "new", "graph", "message"),
    [
        (
            graph_of(hosts("1996")),
            graph_of(),
            graph_of(hosts("1997")),
            f'the diff does not fit: relation "{KEY}" is not there as it was before',
        ),
        (
            graph_of(hosts("1996"), hosts("1996")),
            graph_of(),
            graph_of(hosts("1996")),
            f'the diff does not fit: relation "{KEY}:2" is not there as it was before',
        ),
        (
            ActorGraph.of([TALIBAN]),
            ActorGraph.of([TALIBAN._replace(name="T")]),
            ActorGraph.of([TALIBAN._replace(name="X")]),
            'the diff does not fit: actor "taliban" is not there as it was before',
        ),
        (
            ActorGraph(),
            ActorGraph.of(sources=[REPORT]),
            ActorGraph.of(sources=[REPORT._replace(title="X")]),
            'the diff does not fit: source "s1" is already there',
        ),
        (
            ActorGraph(),
            ActorGraph.of([TALIBAN, TALIBAN._replace(name="X")]),
            ActorGraph(),
            'the diff does not fit: actor "taliban" is already there',
        ),
        (
            ActorGraph(),
            ActorGraph.of(types=[HOSTS]),
            ActorGraph.of(types=[HOSTS]),
            'the diff does not fit: relation type "hosts" is already there',
        ),
        (
            graph_of(),
            graph_of(hosts("1996", id="tie")),
            graph_of(hosts("2005", id="tie")),
            'the diff does not fit: relation "tie" is already there',
        ),
    ],
    ids=["gone", "one too few", "changed", "source", "twice", "type", "own id"],
)
def test_a_patch_names_the_first_thing_that_does_not_fit(old, new, graph, message):
    with pytest.raises(ValueError, match=r"^the diff does not fit: ") as error:
        apply(diff(old, new), graph)
    assert str(error.value) == message


def test_many_relations_of_one_pair_take_no_more_than_linear_work():
    """Every comparison of two relations would be counted in minutes, not in seconds."""
    old = [hosts("1996", summary=str(number)) for number in range(5000)]
    new = [hosts("1997", summary=str(number)) for number in range(5000)]
    assert len(diff(graph_of(*old), graph_of(*new)).relations.changed) == 5000


def test_two_spells_years_apart_are_an_end_and_a_beginning():
    first = Relation("a", "hosts", "b", begin=parse_date("1996"), end=parse_date("2001"))
    second = Relation("a", "hosts", "b", begin=parse_date("2021"))
    found = diff(ActorGraph.of(relations=[first]), ActorGraph.of(relations=[second])).relations
    assert (found.removed, found.added, found.changed) == ((first,), (second,), ())


def test_a_corrected_beginning_is_one_change():
    first = Relation("a", "hosts", "b", begin=parse_date("1996"), end=parse_date("2001"))
    second = Relation("a", "hosts", "b", begin=parse_date("1997"), end=parse_date("2001"))
    found = diff(ActorGraph.of(relations=[first]), ActorGraph.of(relations=[second])).relations
    assert [change.fields for change in found] == [("from",)]
