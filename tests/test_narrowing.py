"""What the filters of a diff leave, and what they say they hide."""

import pytest

from differences import BOTH, NEW, OLD, review_of, shown_of
from graph.diffing.narrowing import ENTRIES, ONLY, Hidden, Wanted, found_actor, unknown_word


def keys(shown):
    return sorted(told.change.key for told in shown.left.changes)


ALL = keys(shown_of())


def test_without_filters_all_is_left():
    shown = shown_of()
    assert (len(ALL), shown.left.hidden, len(shown.left.consequences)) == (7, Hidden(), 2)


@pytest.mark.parametrize(
    ("only", "left"),
    [
        (["world"], ["nrf:opposes:iskp"]),
        (["removed"], ["taliban:hosts:ttp"]),
        (["actors"], ["aff", "nrf"]),
        (["actors", "sources"], ["aff", "nrf", "s4"]),
        (["added", "actors"], ["aff"]),
        (["world", "corrected"], ["nrf", "nrf:opposes:iskp", "nrf:opposes:taliban"]),
        (["corrected", "changed", "relations"], ["nrf:opposes:taliban"]),
        (["types"], []),
        (["began"], []),
    ],
)
def test_words_of_one_sort_add_up_and_those_of_different_sorts_narrow(only, left):
    shown = shown_of(only=only)
    assert keys(shown) == left
    assert shown.left.hidden == Hidden(only=7 - len(left))


@pytest.mark.parametrize(
    ("only", "count"),
    [
        (["consequences"], 2),
        (["relations"], 0),
        (["world"], 1),
        (["removed"], 0),
        (["consequences", "changed"], 1),
        (["consequences", "relations"], 2),
    ],
)
def test_a_consequence_stays_when_class_and_kind_of_a_cause_are_wanted(only, count):
    left = shown_of(only=only).left
    assert (len(left.consequences), left.hidden_consequences) == (count, 2 - count)


def test_with_consequences_alone_the_changes_are_their_causes():
    assert keys(shown_of(only=["consequences"])) == [
        "aff:opposes:taliban",
        "nrf:opposes:iskp",
        "nrf:opposes:taliban",
    ]
    assert keys(shown_of(only=["consequences"], meant=BOTH[:1])) == ["aff:opposes:taliban"]


def test_an_actor_keeps_its_relations_its_entry_its_evidence_and_what_it_comes_to():
    shown = shown_of(actors=["aff"])
    assert keys(shown) == ["aff", "aff:opposes:taliban", "s4"]
    assert [one.sentence[:7] for one in shown.left.consequences] == ["Taliban"]
    assert shown.left.hidden == Hidden(actor=4)


def test_a_type_belongs_to_those_who_have_such_a_relation():
    kind = "{name: feuds_with, label: feuds with, inverse: is feuded by, sign: -1, family: x}"
    kind = f"relation_types:\n  - {kind}\n"
    tie = "  - {source: ttp, type: feuds_with, target: iskp, sources: [s1]}\nsources:\n  - {id: s1"
    new = (OLD + kind).replace("sources:\n  - {id: s1", tie)
    assert keys(shown_of(OLD, new, (), actors=["ttp"])) == ["feuds_with", "ttp:feuds_with:iskp"]
    assert "feuds_with" not in keys(shown_of(OLD, new, (), actors=["nrf"]))


def test_a_confidence_hides_relations_that_are_less_sure_on_both_sides():
    shown = shown_of(min_confidence="high")
    assert keys(shown) == ["aff", "nrf", "nrf:opposes:taliban", "s4"]
    assert shown.left.hidden == Hidden(unsure=3)
    assert len(keys(shown_of(min_confidence="low"))) == 7


def test_a_change_is_counted_under_the_first_filter_that_hides_it():
    shown = shown_of(actors=["nrf"], only=["relations"], min_confidence="medium")
    assert keys(shown) == ["nrf:opposes:taliban"]
    assert shown.left.hidden == Hidden(actor=3, only=2, unsure=1)


def test_an_unknown_word_gets_suggestions():
    assert unknown_word(ONLY) == ""
    assert unknown_word(["wrold"]) == '"wrold" is nothing to show; did you mean world?'
    assert unknown_word(["actors", "Relation"]) == (
        '"Relation" is nothing to show; did you mean relations?'
    )
    assert unknown_word(["xyz"]).endswith(
        "it is world, recorded, corrected, began, ended, "
        "happened, appeared, vanished, turned, grew, shrank, added, removed, changed, actors, "
        "relations, sources, types or consequences"
    )
    assert unknown_word([""]).startswith('"" is nothing to show')


def test_no_word_belongs_to_two_sorts():
    assert len(set(ONLY)) == len(ONLY)
    assert Wanted(only=frozenset(["actors"])).of(ENTRIES) == {"actors"}


def test_an_actor_is_found_on_either_side_by_any_name():
    review = review_of()
    assert found_actor(review, "Afghanistan Freedom Front") == {"aff"}
    back = review_of(NEW, OLD)
    assert found_actor(back, "aff") == {"aff"}
    assert found_actor(review, "TTP") == {"ttp"}


def test_a_renamed_actor_is_found_by_either_id_and_is_both():
    new = OLD.replace("id: ttp,", "id: tehrik,").replace("target: ttp", "target: tehrik")
    review = review_of(OLD, new)
    assert found_actor(review, "ttp") == found_actor(review, "tehrik") == {"ttp", "tehrik"}
    again = new.replace("from: 2021-08,", "from: 2021-09,")
    assert keys(shown_of(OLD, again, (), actors=["ttp", "tehrik"])) == [
        "taliban:hosts:tehrik",
        "tehrik",
    ]


def test_a_name_that_means_another_on_either_side_is_not_guessed():
    new = OLD.replace("aliases: [TTP]", "").replace(
        "name: Taliban,", "name: Taliban, aliases: [Tali, Students],"
    )
    old = OLD.replace("aliases: [TTP]", "aliases: [Students]")
    found = found_actor(review_of(old, new), "Students")
    assert [one.id for one in found.candidates] == ["taliban", "ttp"]
    assert found.ambiguous


def test_a_name_that_nobody_bears_has_the_candidates_of_both_sides():
    review = review_of(OLD.replace("name: Islamic State Khorasan", "name: Talibam"), OLD)
    found = found_actor(review, "Talibax")
    assert [one.id for one in found.candidates] == ["iskp", "taliban"]
    assert not found.ambiguous
    assert found_actor(review, "zzzzzz").candidates == ()
