"""Names that people type -> actors, and near misses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checked import problems_of
from graph.model import Actor, ActorGraph, Listed
from graph.names import Resolved, fold, index, names_of, resolve
from graph.suggesting import Hints, did_you_mean, nearest

# ruff: noqa: RUF001 - letters of other scripts are meant
GRAPH = problems_of(
    """\
    actors:
      - id: isis-k
        name: Islamic State Khorasan
        aliases: [ISKP, داعش خراسان]
        ambiguous_aliases: [Daesh]
      - id: islamic-state
        name: Islamic State
        aliases: [ISIL]
        ambiguous_aliases: [Daesh, the Group]
      - {id: al-qaeda, name: al-Qaeda, aliases: [القاعدة, Al-Qāʿida], ambiguous_aliases: [the Base]}
      - {id: us, name: États-Unis}
    """
).graph

FOLDS = {
    "Al-Qa'ida": "alqaida",
    "al qaʿida": "alqaida",
    "AL\u2011QAIDA": "alqaida",
    "États-Unis": "etatsunis",
    "İstanbul": "istanbul",
    "straße": "strasse",
    "\u33d7": "ph",
    "\uff34\uff34\uff30": "ttp",
    "داعش\u200cخراسان": "داعشخراسان",
    "علي": "علی",
    "كابل": "کابل",
    "القاعدة": "القاعده",
    "ط\u0640البان": "طالبان",
    "基地组织": "基地组织",
    "+++": "+++",
    " ☆ ": "☆",
    " ": "",
}


@pytest.mark.parametrize("name", FOLDS)
def test_folding_keeps_what_counts_of_a_name(name):
    assert fold(name) == FOLDS[name]


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once_and_case_does_not_count(name):
    assert fold(fold(name)) == fold(name)
    if name.isascii():
        assert fold(name.upper()) == fold(name)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("isis-k", "isis-k"),
        ("ISIS K", "isis-k"),
        ("iskp", "isis-k"),
        ("داعش خراسان", "isis-k"),
        ("islamic state", "islamic-state"),
        ("al qa'ida", "al-qaeda"),
        ("القاعده", "al-qaeda"),
        ("etats unis", "us"),
        ("the base", "al-qaeda"),
        ("THE GROUP", "islamic-state"),
    ],
)
def test_a_name_is_found_whatever_its_case_accents_dashes_and_script(typed, meant):
    assert resolve(GRAPH, typed) == Resolved(GRAPH.actor[meant])


def test_an_ambiguous_name_gives_all_who_bear_it_and_decides_nothing():
    both = (GRAPH.actor["isis-k"], GRAPH.actor["islamic-state"])
    assert resolve(GRAPH, "daesh") == Resolved(None, both, ambiguous=True)


def test_an_own_name_comes_before_a_shared_one():
    graph = ActorGraph.of([Actor("a", "Base"), Actor("b", "B", ambiguous_aliases=Listed(["base"]))])
    assert resolve(graph, "base") == Resolved(graph.actor["a"])


def test_an_id_is_taken_by_the_letter_even_where_another_bears_the_name():
    graph = ActorGraph.of([Actor("x", "One"), Actor("y", "X"), Actor("z", "x")])
    assert resolve(graph, "x") == Resolved(graph.actor["x"])
    assert resolve(graph, "X").candidates == graph.actors


def test_a_typo_gets_suggestions_and_never_an_answer():
    near = (GRAPH.actor["isis-k"], GRAPH.actor["islamic-state"])
    assert resolve(GRAPH, "isiskp") == Resolved(None, near)
    assert resolve(GRAPH, "daesh-k").actor is None
    assert resolve(GRAPH, "zzzzzz") == Resolved(None)
    assert resolve(GRAPH, "") == Resolved(None)


def test_one_suggested_actor_comes_once():
    graph = ActorGraph.of([Actor("alpha", "Alphaa", aliases=Listed(["Alphaaa"]))])
    assert resolve(graph, "alphab").candidates == graph.actors


def test_the_index_has_every_name_once():
    assert names_of(GRAPH.actor["isis-k"])[:2] == ("isis-k", "Islamic State Khorasan")
    found = index(GRAPH)
    assert found.plain["alqaeda"] == ("al-qaeda",)
    assert found.ambiguous == {
        "daesh": ("isis-k", "islamic-state"),
        "thegroup": ("islamic-state",),
        "thebase": ("al-qaeda",),
    }


@given(st.text(max_size=8))
def test_every_name_of_an_actor_leads_to_it(name):
    graph = ActorGraph.of([Actor("a", name or "A", aliases=Listed(["other"]))])
    for known in names_of(graph.actors[0]):
        assert resolve(graph, known).actor is graph.actors[0]


def test_suggestions_come_best_first_and_no_more_than_asked_for():
    assert nearest("hots", ["hosts", "hot", "ghosts", "fights"], most=2) == ["hosts", "hot"]
    assert nearest("x", ["hosts"]) == []
    assert nearest("y" * 10_000, ["hosts"]) == []
    assert did_you_mean("hots", ["hosts"]) == '; did you mean "hosts"?'
    assert did_you_mean("zzz", ["hosts"]) == ""


def test_vowel_signs_of_indic_scripts_tell_names_apart():
    assert fold("भारत") != fold("भरत")


def test_hints_are_given_once_a_word_and_not_without_end():
    hints = Hints(["taliban"], most=1)
    assert hints("talban") == hints("talban") == '; did you mean "taliban"?'
    assert hints("talibn") == ""
