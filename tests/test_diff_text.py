"""How a difference reads: what it means, why each change is one, and where it stands."""

import re
from dataclasses import replace

import pytest

from differences import BOTH, MEANT, NEW, OLD, graph_of, review_of, shown_of
from graph.cells import width
from graph.dates import parse_date
from graph.diffing.changes import Change
from graph.diffing.clocks import Snapshot, Told
from graph.diffing.narrowing import Narrowed, Wanted, narrowed
from graph.diffing.report import report
from graph.diffing.reviewing import Review
from graph.diffing.shown import Shown
from graph.diffing.text import by_actor, parted
from graph.diffing.words import edits
from graph.model import Actor
from graph.showing import RICH, to_text

WIDE = """\
HEAD~1 (a1b2c3d, 2022-04-20) -> data                                   + added  - removed  ~ changed

In short
  Taliban gains a recorded opponent: Afghanistan Freedom Front (2 -> 3).          +relations.yaml:11
  National Resistance Front, Islamic State Khorasan and Taliban are now all mutually hostile:
    unbalanced in the strict sense (Heider), allowed in the weak sense (Davis).
    +relations.yaml:12, ~relations.yaml:8

The world changed (dated after 2022-04-20): 1
  + National Resistance Front opposes Islamic State Khorasan,
    since 2022-05-01 (low, only s1)                                                relations.yaml:12

Newly recorded, happened earlier: 4
  + Afghanistan Freedom Front opposes Taliban, since 2022-03-11 (medium, only s4)  relations.yaml:11
  - Taliban hosts Tehrik-i-Taliban Pakistan, since 2021-08 (medium, 2 sources)      relations.yaml:8
  1 actor
    + aff: Afghanistan Freedom Front (armed group)                                  relations.yaml:2
  1 source
    + s4: A newspaper (2022-05)                                                    relations.yaml:16

Corrected or re-assessed: 2
  ~ National Resistance Front opposes Taliban,
    since 2021-08-17 (medium, 2 sources)                                            relations.yaml:8
      confidence: high -> medium; sources: +s4
  1 actor
    ~ nrf: National Resistance Front (armed group)                                  relations.yaml:4
        summary: Fights in Panjshir. -> Fights in two valleys.

+1 actor, +2 relations, +1 source, ~1 actor, ~1 relation, -1 relation; 1 relation unchanged; order
  of entries, comments and layout ignored.
"""
NARROW = """\
HEAD~1 (a1b2c3d, 2022-04-20) -> data
  + added  - removed  ~ changed

In short
  Taliban gains a recorded opponent: Afghanistan Freedom
    Front (2 -> 3).                       +relations.yaml:11

The world changed (dated after 2022-04-20): 1
  + National Resistance Front opposes Islamic State
    Khorasan,
    since 2022-05-01 (low, only s1)        relations.yaml:12
"""


def text_of(shown, columns=0):
    return to_text(report(shown), columns)


def lines_of(shown, columns=0):
    return text_of(shown, columns).splitlines()


def told(old, new, **options):
    """Give the lines about the changes of two texts, without head and foot."""
    lines = lines_of(shown_of(old, new, meant=(), **options))
    return [line for line in lines[1:-2] if line and not re.match(r"[A-Z].*: 0$", line)]


def test_a_difference_reads_as_what_it_means_then_why_and_then_how_much():
    assert text_of(shown_of(), 100) == WIDE


def test_it_fits_sixty_columns():
    assert text_of(shown_of(meant=BOTH[:1]), 60).startswith(NARROW)


@pytest.mark.parametrize("columns", [60, 72, 80, 100, 120, 160, 200])
def test_no_line_is_wider_than_the_terminal_and_places_are_never_far(columns):
    for line in lines_of(shown_of(explain=True), columns):
        assert width(line) <= columns
        assert ".yaml:" not in line or width(line) <= 120


def test_a_pipe_gets_a_line_for_each_with_its_place_at_the_end():
    assert (
        "  + Afghanistan Freedom Front opposes Taliban, since 2022-03-11 (medium, only s4)"
        "  relations.yaml:11"
    ) in lines_of(shown_of())


def test_colour_is_polarity_alone_and_signs_are_bold():
    text = to_text(report(shown_of()), 100, RICH)
    assert "\x1b[1m+ \x1b[0mAfghanistan Freedom Front \x1b[38;5;166mopposes \x1b[0mTaliban," in text
    assert "\x1b[38;5;32mhosts \x1b[0m" in text
    assert "\x1b[2mrelations.yaml:11\x1b[0m" in text
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == WIDE


def test_a_relation_that_changed_type_is_told_once_with_what_it_was():
    new = OLD.replace("type: hosts", "type: supports")
    (head, line) = told(OLD, new)
    assert head == "Corrected or re-assessed: 1"
    assert line.startswith("  ~ Taliban supports Tehrik-i-Taliban Pakistan (was: hosts), since")


def test_a_renamed_actor_is_told_once_and_its_relations_do_not_change():
    new = OLD.replace("id: ttp,", "id: tehrik,").replace("target: ttp", "target: tehrik")
    assert told(OLD, new) == [
        "Corrected or re-assessed: 1",
        "  1 actor",
        "    ~ tehrik (was: ttp): Tehrik-i-Taliban Pakistan (armed group)  relations.yaml:5",
    ]


def test_a_split_spell_is_told_as_one_thing():
    one = "{source: taliban, type: hosts, target: ttp, from: 2021-08, confidence: medium, "
    two = one.replace("from: 2021-08", "from: 2021-08, to: 2022") + "sources: [s1, s2]}\n  - "
    new = OLD.replace(one, two + one.replace("2021-08", "2024"))
    shown = shown_of(OLD, new, meant=())
    found = [line for line in lines_of(shown) if "hosts" in line]
    assert [line.partition(" (")[0] for line in found] == [
        "  ~ Taliban hosts Tehrik-i-Taliban Pakistan: one spell is now 2",
        "    ~ Taliban hosts Tehrik-i-Taliban Pakistan, 2021-08 - 2022",
        "    + Taliban hosts Tehrik-i-Taliban Pakistan, since 2024",
    ]
    back = [line for line in lines_of(shown_of(new, OLD, meant=())) if "hosts" in line]
    assert back[0] == "  ~ Taliban hosts Tehrik-i-Taliban Pakistan: 2 spells are now one"


def test_what_was_removed_is_told_in_the_words_of_the_older_version():
    new = OLD.replace("name: Taliban,", "name: Emirate,").replace("- {source: iskp,", "# {")
    assert any("- Islamic State Khorasan opposes Taliban, since" in line for line in told(OLD, new))


def test_a_long_text_is_shown_around_what_changed():
    words = "They fought in the valley for many years and nobody could say how it would end"
    old, new = (OLD.replace("Fights in Panjshir", words + end) for end in (" well", " badly"))
    assert told(old, new)[3:] == [
        "        summary:",
        "          - ... say how it would end well.",
        "          + ... say how it would end badly.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("a b", "a c", ("a b", "a c")),
        ("1 2 3 4 5 6 7 x", "1 2 3 4 5 6 7", ("... 3 4 5 6 7 x", "... 3 4 5 6 7")),
        ("x 1 2 3 4 5 6 7", "y 1 2 3 4 5 6 7", ("x 1 2 3 4 5 ...", "y 1 2 3 4 5 ...")),
        ("a a a a a a a a", "a a a a a a a a a", ("... a a a a a", "... a a a a a a")),
        ("(none)", "a", ("(none)", "a")),
    ],
)
def test_texts_are_cut_where_both_are_alike(before, after, told):
    assert parted(before, after) == told


def test_a_text_that_was_only_wrapped_anew_is_told_as_that():
    one, two = (Actor("a", "A", summary=words) for words in ("one\ntwo", "one two"))
    assert [str(edit) for edit in edits(Change(one, two, "a", "a"))] == [
        "summary: only the spacing changed"
    ]


def test_a_citation_of_the_same_source_is_told_by_what_changed_in_it():
    new = OLD.replace("sources: [s1]}", "sources: [{source: s1, locator: p. 5}]}")
    assert told(OLD, new)[-1].strip() == "sources: ~s1 (nothing -> p. 5)"


def test_lists_tell_what_came_and_what_went_and_ends_as_they_are_written():
    new = OLD.replace("aliases: [TTP]", "aliases: [TPP, Pakistani Taliban], to: unknown")
    assert [line.strip() for line in told(OLD, new)[3:]] == [
        "aliases: -TTP, +Pakistani Taliban, +TPP; to: (none) -> unknown"
    ]


def test_many_relations_stand_under_the_actor_whom_most_are_about():
    extra = "".join(
        f"  - {{source: {one}, type: engages_with, target: {two}, from: 20{year}, sources: [s1]}}\n"
        for one, two in (("iskp", "nrf"), ("nrf", "taliban"), ("nrf", "ttp"), ("iskp", "ttp"))
        for year in (10, 11, 12)
    )
    new = OLD.replace("sources:\n  - {id: s1", extra + "sources:\n  - {id: s1")
    shown = shown_of(OLD, new, meant=())
    groups = by_actor(shown, [one for one in shown.left.changes if one.kind == "recorded"])
    assert [head for head, _ in groups] == [
        "National Resistance Front: 9",
        "Islamic State Khorasan: 3",
    ]
    assert [len(some) for _, some in groups] == [9, 3]
    assert by_actor(shown, []) == []


def test_only_so_many_consequences_stand_at_the_head_and_the_rest_is_a_command_away():
    meant = [(f"Number {number}.", ["aff:opposes:taliban"]) for number in range(20)]
    lines = lines_of(shown_of(meant=meant))
    assert sum("Number" in line for line in lines) == 10
    assert "  and 10 more: whowhom diff HEAD~1 --only consequences" in lines
    alone = lines_of(shown_of(meant=meant, only=["consequences"]))
    assert sum("Number" in line for line in alone) == 20


def test_a_consequence_names_a_few_causes_and_counts_the_rest():
    keys = ["aff:opposes:taliban", "nrf:opposes:iskp", "taliban:hosts:ttp", "aff", "s4", "nrf"]
    lines = lines_of(shown_of(meant=[(MEANT, keys)]))
    assert lines[3] == (
        f"  {MEANT}  +relations.yaml:11, +relations.yaml:12, -relations.yaml:8, "
        "+relations.yaml:2 and 2 more"
    )


def test_what_no_file_holds_goes_by_its_key():
    review = review_of()
    (change,) = (c for c in review.diff.relations if c.key == "aff:opposes:taliban")
    bare = change.__class__(None, type(change.after)("aff", "opposes", "taliban"), "", change.key)
    review = review._replace(changes=(Told(bare, "recorded"),), consequences=())
    shown = Shown(review, narrowed(review, Wanted()))
    line = "  + Afghanistan Freedom Front opposes Taliban, undated (not assessed, unsourced)"
    assert f"{line}  aff:opposes:taliban" in lines_of(shown)


def test_an_empty_difference_says_why():
    assert lines_of(shown_of(OLD, OLD, ())) == [
        "HEAD~1 (a1b2c3d, 2022-04-20) -> data",
        "no difference in meaning",
    ]
    same = lines_of(shown_of(OLD, OLD, (), form_only=()))
    assert same[-1] == "every file is the same, byte for byte"
    one = lines_of(shown_of(OLD, OLD, (), form_only=("actors.yaml",)))
    assert one[-1] == "1 file differs only in form (order, comments, layout): actors.yaml"
    two = lines_of(shown_of(OLD, OLD, (), form_only=("a.yaml", "b.yaml")))
    assert two[-1] == "2 files differ only in form (order, comments, layout): a.yaml, b.yaml"
    hidden = lines_of(shown_of(actors=["nobody"]))
    assert hidden[1:] == ["nothing is left; hidden: 7 changes by --actor; 2 consequences"]


def dated():
    """Give what two dates of one dataset differ in, made by hand."""
    graph = graph_of(NEW)
    sides = [Snapshot(graph, f"data at {date}", parse_date(date)) for date in ("2021", "2022")]
    found = review_of().diff
    kinds = {"aff:opposes:taliban": "began", "nrf:opposes:iskp": "happened"}
    changes = [Told(c, kinds.get(c.key, "ended")) for c in found.relations if c.kind != "changed"]
    review = Review(*sides, found, tuple(changes), (), went_on=2)
    return Shown(review, Narrowed(review.changes, ()))


def test_two_dates_are_told_by_what_began_ended_and_happened():
    lines = lines_of(dated())
    assert lines[0] == ("data at 2021 -> data at 2022  + began  - ended  * happened between")
    assert [line for line in lines if re.match("[A-Z]", line)] == [
        "Began: 1",
        "Ended: 1",
        "Happened between: 1",
    ]
    assert lines[-1].startswith("+1 relation, -1 relation, *1 relation; 2 relations went on; order")


def test_the_rules_are_stated_when_asked_for():
    lines = lines_of(shown_of(explain=True, only=["corrected"], min_confidence="low"))
    at = lines.index("How this was told")
    assert lines[at + 1] == "  matched: 1 by id, 1 by same tie and begin"
    assert "dated after 2022-04-20, when the older version was recorded" in lines[at + 2]
    assert lines[at + 3] == (
        "  filters: only corrected; relations of low confidence or more on either side"
    )
    assert "      matched by: same tie and begin" in lines
    assert lines[-1] == "hidden: 5 changes by --only; 1 consequence"


def test_a_line_stays_one_whatever_names_and_paths_hold():
    new = NEW.replace("name: Taliban", 'name: "Tali\\nban"')
    shown = shown_of(OLD, new, meant=[("Tali\nban gains.", ["aff"])])
    side = shown.review.old._replace(title="a\nb\x1b[31m")
    shown = replace(shown, review=shown.review._replace(old=side))
    lines = [str(line) for line in report(shown).text()]
    assert not any("\n" in line or "\x1b" in line for line in lines)
    assert lines[0] == "a\\u000ab\\u001b[31m -> data"
