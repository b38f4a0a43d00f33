"""Who stands on a side: members, each once and by its id; supporters and associates."""

import pytest

from eventful import DYADIC, acled, folded, ged, pairs, table

ALONE = {"side_a_new_id": "9"}


def test_who_stands_on_both_sides_does_not_fight_itself(tmp_path):
    found = folded(ged(tmp_path / "x.csv", {"side_a": "A, B", "side_b": "B", **ALONE}))
    assert pairs(found) == {("A", "B"): (2, 1, 1)}


def test_two_names_of_one_id_are_one_actor(tmp_path):
    renamed = {"side_a": "ISI", "side_b": "IS", "side_b_new_id": "1"}
    found = folded(ged(tmp_path / "x.csv", {}, renamed))
    assert (found.tally.rows, found.tally.reasons) == (2, {"same-actor": 1})
    assert [dyad.pair for dyad in found.dyads] == [("1", "2")]


def test_a_member_that_is_named_twice_is_one(tmp_path):
    found = folded(ged(tmp_path / "x.csv", {"side_a": "A,  A, , C", **ALONE}))
    assert pairs(found) == {("A", "B"): (1, 1, 0), ("B", "C"): (1, 1, 0), ("A", "C"): (1, 0, 1)}
    assert {dyad.best for dyad in found.dyads if dyad.hostile} == {2}


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("A (x, y), C", ["A (x, y)", "C"]),
        ("A (x) wing, C (y)", ["A (x) wing", "C (y)"]),
        ("C, Interahamwe, ex-FAR", ["C", "Interahamwe, ex-FAR"]),
        ("Interahamwe, ex-FAR", ["Interahamwe, ex-FAR"]),
    ],
)
def test_a_comma_inside_a_name_parts_nothing_in_a_coalition_either(tmp_path, cell, names):
    found = folded(ged(tmp_path / "x.csv", {"side_a": cell, **ALONE}))
    hostile = {name for dyad in found.dyads if dyad.hostile for name in dyad.names}
    assert hostile == {*names, "B"}


def test_a_name_that_several_actors_bear_tells_nobodys_id(tmp_path):
    rows = ("470", "8114"), ("8114", "470")
    for one, two in rows:
        path = ged(
            tmp_path / "x.csv",
            {"side_a": "NRF", "side_a_new_id": one},
            {"side_a": "NRF", "side_a_new_id": two},
            {"side_a": "NRF, AFF", **ALONE},
        )
        assert {dyad.pair for dyad in folded(path).dyads} == {
            *(("2", key) for key in ("470", "8114", "AFF", "NRF")),
            ("AFF", "NRF"),
        }


def test_an_id_is_called_by_its_last_name(tmp_path):
    rows = (("TQJBR", "2004"), ("ISI", "2008"), ("IS", "2015"))
    path = ged(
        tmp_path / "x.csv",
        *({"side_a": name, "date_start": year, "date_end": year} for name, year in rows),
    )
    assert {dyad.names for dyad in folded(path).dyads} == {("IS", "B")}


def test_a_side_with_too_many_members_is_counted_and_not_cut(tmp_path):
    crowd = ", ".join(f"A{number}" for number in range(81))
    found = folded(ged(tmp_path / "x.csv", {}, {"side_a": crowd}))
    assert (found.tally.rows, found.tally.reasons) == (2, {"crowded": 1})
    assert pairs(found) == {("A", "B"): (1, 1, 0)}
    associates = "; ".join(f"A{number}" for number in range(41))
    found = folded(acled(tmp_path / "a.csv", {}, {"assoc_actor_2": associates}))
    assert (found.tally.rows, found.tally.reasons) == (2, {"crowded": 1})


def test_a_dyad_year_of_one_actor_alone_is_counted(tmp_path):
    head = DYADIC.read_text(encoding="utf-8").splitlines()[0]
    rows = (
        f"1,1,X,{one},{ids},,{two},2,,1,,2010,1,3,2010-05-06,1,,,,,,,,3,24.1"
        for one, ids, two in (("A", 1, "B"), ("A", 2, "B"), ("A", 1, "A"))
    )
    found = folded(table(tmp_path / "x.csv", *rows, head=head))
    assert (found.tally.rows, found.tally.reasons) == (3, {"same-actor": 2})
    assert [(dyad.pair, dyad.events) for dyad in found.dyads] == [(("1", "2"), 1)]


def test_associates_of_two_sides_are_not_tied_to_each_other(tmp_path):
    found = folded(acled(tmp_path / "a.csv", {"assoc_actor_1": "AFF", "assoc_actor_2": "Badri"}))
    assert pairs(found) == {
        ("NRF", "Taliban"): (1, 1, 0),
        ("AFF", "Taliban"): (1, 1, 0),
        ("Badri", "NRF"): (1, 1, 0),
        ("AFF", "NRF"): (1, 0, 1),
        ("Badri", "Taliban"): (1, 0, 1),
    }


def test_an_associate_that_is_named_twice_is_one(tmp_path):
    found = folded(acled(tmp_path / "a.csv", {"assoc_actor_1": "AFF; AFF;; NRF"}))
    assert pairs(found) == {
        ("NRF", "Taliban"): (1, 1, 0),
        ("AFF", "Taliban"): (1, 1, 0),
        ("AFF", "NRF"): (1, 0, 1),
    }
    assert {dyad.best for dyad in found.dyads} == {3, None}


def test_an_associate_that_is_a_role_is_no_group_unless_asked_for(tmp_path):
    path = acled(tmp_path / "a.csv", {"assoc_actor_1": "Civilians (Afghanistan); AFF"})
    civilians = {("Civilians (Afghanistan)", "NRF"), ("Civilians (Afghanistan)", "Taliban")}
    assert not civilians & pairs(folded(path)).keys()
    assert civilians < pairs(folded(path, roles=True)).keys()
