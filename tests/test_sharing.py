"""Who stands in common to several."""

from hypothesis import given
from hypothesis import strategies as st

from graph.query import Filters
from graph.sharing import GROUPS, shared, why_none
from tied import CLAIMS, NAMES, ties_of


def told(*claims, asked=("a", "b")):
    return {one.actor: one.stands for one in shared(ties_of(*claims), asked)}


def test_friends_and_enemies_of_both_and_friends_of_one_that_are_enemies_of_the_other():
    claims = ["c aids a", "b aids c", "d fights a", "d fights b", "a aids e", "e fights b"]
    assert told(*claims) == {"c": "friendly", "d": "hostile", "e": "split"}


def test_who_is_both_at_once_to_one_stands_apart():
    assert told("c aids a", "c fights a", "c aids b") == {"c": "mixed"}
    assert told("c aids a", "c fights a") == {}


def test_neutral_ties_and_ties_to_one_alone_share_nothing():
    assert told("c meets a", "c aids b", "d aids a") == {}


def test_those_asked_about_are_not_in_the_answer():
    assert told("a aids b", "b aids c", "c aids a", asked=("a", "b", "c")) == {}


def test_of_three_all_must_be_friends_but_one_enemy_makes_a_split():
    claims = ["d aids a", "d aids b"]
    assert told(*claims, asked=("a", "b", "c")) == {}
    assert told(*claims, "d aids c", asked=("a", "b", "c")) == {"d": "friendly"}
    assert told("d aids a", "d fights b", asked=("a", "b", "c")) == {"d": "split"}


def test_groups_come_in_order_and_ties_as_asked():
    found = shared(ties_of("c fights a", "c fights b", "d aids b", "d aids a"), ("b", "a"))
    assert [(one.actor, list(one.tie)) for one in found] == [("d", ["b", "a"]), ("c", ["b", "a"])]


@given(CLAIMS, st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True))
def test_every_group_keeps_its_definition(claims, asked):
    ties = ties_of(*claims)
    found = {one.actor: one.stands for one in shared(ties, tuple(asked))}
    assert list(found.values()) == sorted(found.values(), key=GROUPS.index)
    for name in set(NAMES) - set(asked):
        signs = [
            ties.tie[ends].polarity
            for one in asked
            if (ends := tuple(sorted((name, one)))) in ties.tie
        ]
        signed = [sign for sign in signs if sign != "neutral"]
        whole = len(signed) == len(asked)
        expected = None
        if "mixed" in signed:
            expected = "mixed" if whole else None
        elif set(signed) == {"friendly", "hostile"}:
            expected = "split"
        elif whole:
            expected = signed[0]
        assert found.get(name) == expected


def test_silence_is_explained_by_the_first_that_would_answer():
    asked = Filters(None, "high")
    assert why_none(lambda bounds: bounds == Filters(undated=True), asked) == "hidden-by-filter"
    assert why_none(lambda bounds: bounds == Filters(), asked) == "none-at-date"
    assert why_none(lambda _bounds: False, asked) == "none-recorded"
