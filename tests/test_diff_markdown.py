"""A difference for a pull request: short first, harmless, and never too long to be posted."""

import re
from dataclasses import replace

import pytest

from differences import BOTH, NEW, OLD, shown_of
from graph.diffing.markdown import Part, _written, document
from graph.diffing.report import report
from graph.formats import to_markdown
from graph.github import LIMIT, size

GOLDEN = """\
### HEAD\\~1 (a1b2c3d, 2022-04-20) → data

**\\+1 actor, +2 relations, +1 source, \\~1 actor, \\~1 relation, -1 relation**

#### In short

* Taliban gains a recorded opponent: Afghanistan Freedom Front (2 -&gt; 3). `+relations.yaml:11`

<details open><summary><b>The world changed (dated after 2022-04-20): 1</b></summary>

1 relation

|  | relation | when | evidence | where |
| --- | --- | --- | --- | --- |
| `+` | National Resistance Front **opposes** Islamic State Khorasan | since 2022-05-01 | low: \
[s1](<https://example.org/1>) | `relations.yaml:12` |

</details>

<details open><summary><b>Newly recorded, happened earlier: 4</b></summary>

2 relations

|  | relation | when | evidence | where |
| --- | --- | --- | --- | --- |
| `+` | Afghanistan Freedom Front **opposes** Taliban | since 2022-03-11 | medium: \
[s4](<https://example.org/4?a=1&amp;b=2>) | `relations.yaml:11` |
| `-` | Taliban **hosts** Tehrik-i-Taliban Pakistan | since 2021-08 | medium: \
[s1](<https://example.org/1>), s2 | `relations.yaml:8` |

1 actor

|  | entry | where |
| --- | --- | --- |
| `+` | `aff` Afghanistan Freedom Front (armed group) | `relations.yaml:2` |

1 source

|  | entry | where |
| --- | --- | --- |
| `+` | [s4](<https://example.org/4?a=1&amp;b=2>) A newspaper (2022-05) | `relations.yaml:16` |

</details>

<details open><summary><b>Corrected or re-assessed: 2</b></summary>

1 relation

|  | relation | when | evidence | where |
| --- | --- | --- | --- | --- |
| `~` | National Resistance Front **opposes** Taliban<br>_confidence:_ high → medium<br>\
_sources:_ \\+s4 | since 2021-08-17 | medium: [s1](<https://example.org/1>), \
[s4](<https://example.org/4?a=1&amp;b=2>) | `relations.yaml:8` |

1 actor

|  | entry | where |
| --- | --- | --- |
| `~` | `nrf` National Resistance Front (armed group)<br>_summary:_ Fights in Panjshir. → \
Fights in two valleys. | `relations.yaml:4` |

</details>

<sub>\\+ added, - removed, \\~ changed; 1 relation unchanged; order of entries, \
comments and layout ignored</sub>\\
<sub>all of it: `whowhom diff HEAD~1`</sub>
"""


def many(count, summary="What happened."):
    """Give the newer text with so many further relations."""
    more = "".join(
        f"  - {{source: aff, type: engages_with, target: ttp, from: {1000 + year}, "
        f"summary: '{summary}', sources: [s1]}}\n"
        for year in range(count)
    )
    return NEW.replace("sources:\n  - {id: s1", more + "sources:\n  - {id: s1")


def test_a_difference_is_a_document_that_can_be_posted():
    assert to_markdown(report(shown_of(meant=BOTH[:1]))) == GOLDEN


def test_an_empty_difference_says_why():
    assert to_markdown(report(shown_of(OLD, OLD, ()))) == (
        "### HEAD\\~1 (a1b2c3d, 2022-04-20) → data\n\nno difference in meaning\n"
    )


def test_consequences_alone_have_no_tables():
    text = to_markdown(report(shown_of(only=["consequences"])))
    assert text.count("\n* ") == 2
    assert "<details" not in text
    assert "<sub>hidden: 4 changes by --only</sub>" in text


def test_many_changes_are_folded_and_so_are_many_consequences():
    meant = [(f"Number {number}.", ["aff:opposes:taliban"]) for number in range(20)]
    text = document(shown_of(new=many(20), meant=meant))
    assert "<details open>" not in text
    assert "<details><summary>10 more</summary>\n\n* Number 10." in text


@pytest.mark.parametrize("count", [200, 400, 2000])
def test_it_is_never_longer_than_a_comment_and_says_what_was_cut_and_how_to_see_it(count):
    shown = shown_of(new=many(count, "What happened. " * 5), meant=[("Short.", ["aff"])] * 30)
    text = document(shown)
    assert size(text) <= LIMIT
    cut = re.findall(r"_([\d,]+) more do not fit here: `whowhom diff HEAD~1 --only (\w+)`_", text)
    rows = len(re.findall(r"^\| `", text, re.MULTILINE))
    assert rows + sum(int(number.replace(",", "")) for number, _ in cut) == count + 7
    assert ("recorded" in dict(map(reversed, cut))) is (count > 200)
    assert text.count("<details") == text.count("</details>")
    assert text.endswith("`whowhom diff HEAD~1`</sub>\n")


def test_what_does_not_fit_is_left_out_of_every_part_and_the_frame_stays():
    shown = shown_of()
    for limit in (1600, 1800, 2100, 2400):
        text = document(shown, limit)
        assert size(text) <= limit
        assert text.count("<details") == text.count("</details>") == 3


def test_one_text_that_is_endless_is_cut():
    new = NEW.replace("Fights in two valleys.", f"'{'words ' * 3_000}'")
    text = document(shown_of(new=new))
    assert size(text) < 6_000
    assert re.search(r"words w?o?r?d?\.\.\. \|", text.replace("<br>", " | "))


HOSTILE = "</details> | `@octocat` [x](javascript:a) #12 <img src=x> $a$ :tada:"


def test_names_and_summaries_from_the_data_are_text_and_no_more():
    for name in ("Afghanistan Freedom Front", "Fights in two valleys.", "A newspaper"):
        new = NEW.replace(name, f"'{HOSTILE}'")
        text = document(shown_of(new=new, meant=[(HOSTILE, ["aff"])]))
        assert text.count("</details>") == 3
        assert not re.search(r"<img|@\w|(?<!&)#\d|(?<!\\)\]\(javascript|(?<!\\)`@|:tada:", text)
        assert all(
            row.replace("\\|", "").count("|") in (4, 6)
            for row in re.findall(r"^\|.*", text, re.MULTILINE)
        )


def test_titles_and_commands_with_odd_names_of_branches_are_harmless():
    review = shown_of(command="whowhom diff 'a`b|c@x'")
    side = review.review.old._replace(title="feat/<b>@octocat`#1`")
    text = document(replace(review, review=review.review._replace(old=side)))
    assert text.startswith("### feat/&lt;b&gt;@&#8203;octocat\\`#&#8203;1\\` → data\n")
    assert text.endswith("all of it: `` whowhom diff 'a`b\\|c@x' ``</sub>\n")


def test_many_sources_are_counted_and_doubts_are_said():
    ids = [f"t{number}" for number in range(9)]
    cited = ", ".join(ids)
    more = "".join(f"  - {{id: {id_}, title: T}}\n" for id_ in ids)
    new = NEW.replace(
        "from: 2022-03-11, confidence: medium, sources: [s4]",
        f"from: 2022-03-11, sources: [{cited}], disputed_by: [s4], ambivalent: true",
    )
    text = document(shown_of(new=new + more))
    assert "| not assessed, disputed, ambivalent: t0, t1, t2, t3, t4, t5, and 3 more |" in text
    bare = document(shown_of(new=NEW.replace(", confidence: medium, sources: [s4]", "")))
    assert "| not assessed: unsourced |" in bare


def test_a_split_spell_is_told_at_its_first_change():
    one = "type: hosts, target: ttp, from: 2021-08, confidence: medium, sources: [s1, s2]}"
    first = one.replace("2021-08", "2021-08, to: 2022")
    second = f"  - {{source: taliban, {one.replace('2021-08', '2024')}"
    text = document(shown_of(OLD, OLD.replace(one, f"{first}\n{second}"), ()))
    assert text.count("Taliban **hosts** Tehrik-i-Taliban Pakistan") == 2
    assert text.count("<br>_one spell is now 2_<br>_to:_ (none) → 2022 |") == 1


def test_a_table_of_which_no_row_fits_has_no_head():
    head = ("4 actors", "", "| | entry |", "| --- | --- |")
    part = Part(head, ("| x |",) * 4, (), "more")
    assert _written(part, 0) == "4 actors\n\n_4 more do not fit here: `more`_\n"
    assert _written(part, 1).startswith("4 actors\n\n| | entry |\n| --- | --- |\n| x |\n")
