"""How much a difference changes, counted."""

import json

from differences import NEW, OLD, shown_of
from graph.diffing.report import report
from graph.diffing.stat import bar, counted
from graph.formats import to_csv, to_json, to_markdown
from graph.showing import to_text

TABLE = """\
HEAD~1 (a1b2c3d, 2022-04-20) -> data

+ added  - removed  ~ changed

                           +  -  ~  changes
National Resistance Front  1     2  +~~
Taliban                    1  1  1  +-~
Afghanistan Freedom Front  2        ++
Islamic State Khorasan     1        +
Tehrik-i-Taliban Pakistan     1     -
all relations              2  1  1  ++-~
all actors                 1     1  +~
all sources                1        +

+1 actor, +2 relations, +1 source, ~1 actor, ~1 relation, -1 relation; 1
  relation unchanged; order of entries, comments and layout ignored.
"""


def test_the_counts_are_a_table_with_bars():
    assert to_text(report(shown_of(), stat=True), 80) == TABLE


def test_it_fits_sixty_columns():
    assert max(map(len, to_text(report(shown_of(), stat=True), 60).splitlines())) <= 60


def test_a_relation_counts_for_both_of_its_actors_and_an_entry_for_itself():
    by = {(one.of, one.id): one.by for one in counted(shown_of())}
    assert by["actor", "nrf"] == (1, 0, 2, 0)
    assert by["entry", "relation"] == (2, 1, 1, 0)


def test_the_json_of_the_counts_is_one_object_with_the_same_numbers():
    found = json.loads(to_json(report(shown_of(), stat=True)))
    assert found["results"][0] == {
        "stat": "actor",
        "id": "nrf",
        "name": "National Resistance Front",
        "added": 1,
        "removed": 0,
        "changed": 2,
        "happened": 0,
    }
    assert found["total"]["relation"] == {"added": 2, "removed": 1, "changed": 1, "happened": 0}


def test_rows_for_programs_have_every_count_and_no_bar():
    rows = to_csv(report(shown_of(), stat=True)).splitlines()
    assert rows[:2] == ["of,id,added,removed,changed,happened", "actor,nrf,1,0,2,0"]


def test_the_markdown_of_the_counts_is_a_harmless_table():
    lines = to_markdown(report(shown_of(new=NEW.replace("Taliban,", "'@x|y',")), stat=True))
    assert "\n|  | `+` | `-` | `~` |\n| --- | --- | --- | --- |\n" in lines
    assert "\n| @&#8203;x\\|y | 1 | 1 | 2 |\n" in lines


def test_no_difference_is_told_in_every_form():
    shown = shown_of(OLD, OLD, ())
    assert to_text(report(shown, stat=True)) == (
        "HEAD~1 (a1b2c3d, 2022-04-20) -> data\nno difference in meaning\n"
    )
    assert json.loads(to_json(report(shown, stat=True)))["reason"] == "no-difference"
    hidden = report(shown_of(only=["types"]), stat=True)
    assert hidden.reason == "filtered"


def test_a_bar_has_a_sign_for_everything_that_is_there_and_the_longest_its_full_length():
    assert bar((0, 0, 0, 0), 9) == ""
    assert bar((1000, 1, 1, 1), 1003) == "+" * 21 + "-~*"
    assert bar((1, 1, 1, 1), 1003) == "+-~*"
    assert len(bar((300, 300, 300, 300), 1200)) == 24
