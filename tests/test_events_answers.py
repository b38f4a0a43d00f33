"""What ``--events`` answers: the date of a question without one, and in whose words."""

import json
from pathlib import Path

import pytest

from conftest import ROOT
from eventful import DYADIC, GDELT, ged
from graph.events.calling import answering
from graph.model import Actor, Listed

DATA = ROOT / "data"


@pytest.fixture
def asked(run, tmp_path):
    """Ask about two groups that fought in some months of 2015 and 2016; 2017 has another fight."""
    days = ("2015-01-05", "2015-04-02", "2015-11-30", "2016-10-01")
    ids = {"side_a_new_id": 900001, "side_b_new_id": 900002}
    rows = [ids | {"date_start": day, "date_end": day} for day in days]
    day = "2017-06-30"
    last = {"date_start": day, "date_end": day, "side_a": "C", "side_a_new_id": 900003}
    ged(tmp_path / "ged.csv", *rows, ids | last)

    def ask(*words):
        return run(*words, "--events", "ged.csv", "-d", DATA)

    return ask


def test_a_question_without_a_date_is_about_the_last_day_of_the_data(asked):
    shown = asked("who", "opposes", "B", "--format", "text")
    assert "C    <-> fights  B     2017" in shown.stdout
    assert "at least one day of 2017-06-30, the last day of the data" in shown.stdout
    assert (
        "A    <-> fights"
        in asked("who", "opposes", "B", "--as-of", "2016", "--format", "text").stdout
    )
    every = asked("who", "opposes", "B", "--as-of", "all", "--format", "text").stdout
    assert every.endswith("2 actors, 2 relations; counted: relations of all times\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("whom", "C", "opposes"), "1 actor, 1 relation"),
        (("path", "C", "B"), "fights"),
        (("hubs",), "2 of 2 actors with a tie"),
        (("isolated",), "1 actor of those that live then"),
    ],
)
def test_every_answer_is_about_that_day(asked, words, said):
    shown = asked(*words, "--format", "text").stdout
    assert said in shown
    assert "day of 2017-06-30, the last day of the data" in shown


def test_the_map_opens_at_that_day(asked):
    assert "the map opens at 2017-06-30, the last day of the data" in asked("map").stderr
    assert '"as_of":["2017-06-30"' in Path("map.html").read_text(encoding="utf-8").replace(" ", "")
    assert "the map opens" not in asked("map", "--as-of", "2015").stderr


def test_months_without_events_part_no_tie_within_a_year_or_from_one_to_the_next(asked):
    found = json.loads(asked("list", "relations", "--format", "json").stdout)["results"]
    assert [(one["from"], one["to"]) for one in found] == [("2015", "2016"), ("2017", "2017")]


def test_nobody_says_that_a_tie_without_events_has_ended(asked):
    past = asked("who", "opposes", "B", "--format", "text", "--explain").stdout
    assert "not shown: 1 with earlier events alone (--past shows them)" in past
    assert "left out: 1 have events before the date alone (--past)" in past
    future = asked("hubs", "--as-of", "2015", "--format", "text").stdout
    assert "not counted: 1 with later events alone (a later --as-of shows them" in future
    both = asked("who", "opposes", "B", "--past", "--format", "text").stdout
    assert "the last day of the data, or had events earlier" in both
    assert "ended" not in past + future + both


@pytest.mark.parametrize(
    "words",
    [("who", "opposes", "B"), ("list", "relations"), ("path", "C", "B"), ("common", "A", "C")],
)
def test_the_evidence_is_the_events(asked, words):
    shown = asked(*words, "--as-of", "all", "--format", "text").stdout
    assert "1 hostile event, 2 deaths" in shown
    assert "not assessed, 1 source" not in shown


def test_the_place_of_a_relation_is_the_event_data(asked):
    found = json.loads(asked("list", "relations", "--format", "json").stdout)["results"]
    assert {one["place"] for one in found} == {"ged.csv"}
    assert "whowhom-events-" not in asked("list", "actors", "--explain", "--format", "text").stdout


def test_an_actor_answers_to_its_code_in_the_data(run):
    shown = run("whom", "USA", "opposes", "--events", GDELT, "-d", DATA, "--format", "text")
    assert shown.stdout.startswith("none at 2019-10-23: USA (in the data) opposes whom")


def test_an_actor_of_the_dataset_answers_to_what_the_data_calls_it(run):
    words = ("--events", DYADIC, "-d", DATA, "--format", "text")
    one = run("who", "opposes", "Government of United States of America", *words)
    assert one.stdout.startswith("none at 2023-12-31: who opposes United States\n")
    several = run("who", "opposes", "Government of Afghanistan", *words)
    assert several.exit_code == 4
    assert '"Government of Afghanistan" may mean' in several.stderr


def test_a_name_that_the_data_gives_to_several_is_nobodys_alone():
    bird, fish, cat = (Actor(id_, id_.title()) for id_ in ("bird", "fish", "cat"))
    cat = cat._replace(ambiguous_aliases=Listed(["Pet"]))
    heard = {"bird": ["Fish", "Pet", "Flyer", "FLYER"], "fish": ["Swimmer", "Fish"]}
    made = {actor.id: actor for actor in answering([bird, fish, cat], heard)}
    assert made["bird"].aliases == Listed(["FLYER"])
    assert made["bird"].ambiguous_aliases == Listed(["Pet"])
    assert made["fish"].aliases == Listed(["Swimmer"])
    assert made["cat"] == cat
