"""Names that people type -> actors, and near misses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checked import problems_of
from conftest import ROOT
from graph.loading import load
from graph.model import Actor, ActorGraph, Listed
from graph.names import Resolved, bare, fold, index, names_of, near, resolve
from graph.suggesting import Hints, did_you_mean, distance, misses, nearest

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
    assert resolve(GRAPH, "isiskp") == Resolved(None, (GRAPH.actor["isis-k"],))
    near = (GRAPH.actor["isis-k"], GRAPH.actor["islamic-state"])
    assert resolve(GRAPH, "islamic stat") == Resolved(None, near[::-1])
    assert resolve(GRAPH, "daesh-k").actor is None
    assert resolve(GRAPH, "zzzzzz") == Resolved(None)
    assert resolve(GRAPH, "") == Resolved(None)


def test_one_suggested_actor_comes_once():
    graph = ActorGraph.of([Actor("alpha", "Alphaa", aliases=Listed(["Alphaaa"]))])
    assert resolve(graph, "alphab").candidates == graph.actors


def test_the_index_has_every_name_once_own_names_before_shared_ones():
    assert names_of(GRAPH.actor["isis-k"])[:2] == ("isis-k", "Islamic State Khorasan")
    found = index(GRAPH)
    assert found["alqaeda"] == Resolved(GRAPH.actor["al-qaeda"])
    assert found["daesh"].ambiguous
    assert [actor.id for actor in found["daesh"].candidates] == ["isis-k", "islamic-state"]
    assert found["thebase"] == Resolved(GRAPH.actor["al-qaeda"])


def test_the_index_is_built_once_for_a_graph_and_anew_for_another():
    assert index(GRAPH) is index(GRAPH)
    assert index(GRAPH) is not index(GRAPH._replace())


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


# Articles.


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("al-Qaeda", "qaeda"),
        ("Al Qaeda", "qaeda"),
        ("el_qaeda", "qaeda"),
        ("Jamaat-ul-Ahrar", "jamaatahrar"),
        ("Jamaat al\u2013Ahrar", "jamaatahrar"),
        ("Alaska", "alaska"),
        ("al", "al"),
        ("", ""),
    ],
)
def test_a_name_without_its_articles(name, left):
    assert bare(name) == left


@pytest.mark.parametrize("typed", ["Qaeda", "el-Qaeda", "El Qaeda", "qa'ida", "al-Al-Qaeda"])
def test_an_article_more_or_less_does_not_count(typed):
    assert resolve(GRAPH, typed) == Resolved(GRAPH.actor["al-qaeda"])


def test_who_bears_the_name_by_the_letter_comes_before_who_bears_it_with_an_article():
    graph = ActorGraph.of([Actor("x", "Base"), Actor("y", "al-Base"), Actor("z", "el Base")])
    assert resolve(graph, "base") == Resolved(graph.actor["x"])
    assert resolve(graph, "al base") == Resolved(graph.actor["y"])
    both = ActorGraph.of([Actor("y", "al-Base"), Actor("z", "el Base")])
    assert resolve(both, "base") == Resolved(None, both.actors, ambiguous=True)


def test_an_own_name_without_its_article_comes_before_a_shared_one():
    shared = Actor("b", "B", ambiguous_aliases=Listed(["el-Base"]))
    graph = ActorGraph.of([Actor("a", "al-Base"), shared])
    assert resolve(graph, "base") == Resolved(graph.actor["a"])
    assert resolve(ActorGraph.of([shared]), "base") == Resolved(shared)


# Near misses.


@pytest.mark.parametrize(
    ("one", "two", "edits"),
    [
        ("talban", "taliban", 1),
        ("talbian", "taliban", 1),
        ("taliban", "taliban", 0),
        ("ab", "ba", 1),
        ("abc", "ca", 3),
        ("", "ab", 2),
        ("ab", "", 2),
        ("kitten", "sitting", 3),
    ],
)
def test_edits_are_counted_and_a_swap_is_one(one, two, edits):
    assert distance(one, two, 9) == distance(two, one, 9) == edits


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(0, 4))
def test_a_bound_cuts_the_count_and_changes_nothing_below_it(one, two, bound):
    whole = distance(one, two, 99)
    assert distance(one, two, bound) == min(whole, bound + 1)
    assert abs(len(one) - len(two)) <= whole <= max(len(one), len(two))
    assert (whole == 0) == (one == two)


@given(st.text("abcdefgh", min_size=2, max_size=12), st.text("abcdefgh", max_size=12))
def test_no_near_word_is_passed_over_by_the_look_at_its_letters(word, known):
    bound = max(len(word) // 4, 1)
    prefix = len(word) >= 4 and known.startswith(word)
    assert (known in misses(word, [known])) == (distance(word, known, bound) <= bound or prefix)


TYPOS = {
    "talban": "taliban",
    "talbian": "taliban",
    "isiskk": "isis-k",
    "haqani": "haqqani-network",
    "hekmatiar": "gulbuddin-hekmatyar",
    "massood": "ahmad-massoud",
    "al qeada": "al-qaeda",
    "untied states": "united-states",
    "lashkar": "lashkar-e-taiba",
    "northen alliance": "northern-alliance",
    "tajikstan": "tajikistan",
}


@pytest.mark.parametrize("typed", TYPOS)
def test_typos_of_the_bundled_names_get_their_actor_among_the_first_and_no_answer(typed):
    graph = load(str(ROOT / "data")).graph
    found = resolve(graph, typed)
    assert (found.actor, found.ambiguous) == (None, False)
    assert TYPOS[typed] in [actor.id for actor in found.candidates]
    assert len(found.candidates) <= 5


def test_a_word_of_a_name_counts_where_it_is_nearer_than_every_whole_name():
    graph = ActorGraph.of([Actor("a", "Massod"), Actor("b", "Ahmad Massoud"), Actor("c", "Zed")])
    assert [actor.id for actor in near(graph, "massoude")] == ["b", "a"]
    assert [actor.id for actor in near(graph, "masso")] == ["a"]
    assert near(graph, "wagner") == ()
