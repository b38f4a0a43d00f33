"""The program as people and scripts run it: output, exit codes, and what it does not import."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph import commands, load
from graph.commands.exits import EXIT_CODES
from graph.loading import bundled
from graph.schema import schema_text

ROOT = Path(__file__).parents[1]
DATA = """\
relation_types:
  - {name: struck, label: struck, inverse: was struck by, sign: -1, lasting: false,
     family: conflict}
actors:
  - {id: ana, name: Northern Alliance, kind: alliance, to: 2001-12, aliases: [Front]}
  - {id: pk, name: Pakistan, kind: state, ambiguous_aliases: [the state]}
  - id: tal
    name: Taliban
    kind: armed_group
    from: 1994
    aliases: [IEA, "=cmd"]
    ambiguous_aliases: [the state]
    areas: [Kandahar, Kabul]
    ids: {un: TAi.001}
    summary: A movement.
    sources: [book]
  - {id: us, name: "Union, States", kind: state}
relations:
  - source: ana
    type: fights
    target: tal
    from: 1996
    to: 2001
    confidence: high
    summary: They fought | hard.
    sources: [book, {source: paper, locator: p. 3, summary: in the north}]
    disputed_by: [{source: denial, summary: denies it}]
  - {source: pk, type: supports, target: tal, from: 1994, to: 2001-09, sources: [book]}
  - {source: tal, type: hosts, target: us}
  - {source: us, type: struck, target: tal, from: 2001-10-07, confidence: low, sources: [paper]}
sources:
  - {id: book, title: A Book, publisher: Press, published: 2002, reliability: A,
     url: 'https://example.org/book'}
  - {id: paper, title: A Paper}
  - {id: denial, title: A Denial, published: 2001}
"""


@pytest.fixture
def ask(run, dataset):
    """Run the program on `DATA`."""
    folder = dataset(DATA)
    return lambda *words, **env: run(*words, "-d", folder, **env)


def plain(result, code=0):
    """Give the JSON of a result, after a look at what every envelope has."""
    assert result.exit_code == code, result.output
    found = json.loads(result.stdout)
    assert found["schema"] == 1
    assert set(found) >= {"schema", "command", "as_of", "results"}
    about = {"rule", "filters", "counted_types", "not_shown"}
    asked = {"question", "signs"}
    known = {"schema", "command", "as_of", "results", "reason", "message", "suggestions"}
    assert set(found) <= known | about | asked
    assert about <= set(found) or not about & set(found)
    assert asked <= set(found) or not asked & set(found)
    assert ("reason" in found) == ("message" in found)
    return found


def broken_run(result, code, message):
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


# who and whom


def test_who_answers_with_the_rule_and_what_is_not_shown(ask):
    result = ask("who", "opposes", "taliban", "--as-of", "1999")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[:5] == [
        "Who opposes Taliban",
        "",
        "who                relation    whom     when         evidence",
        "Northern Alliance  <-> fights  Taliban  1996 - 2001  high, 2 sources, disputed",
        "",
    ]
    assert lines[5:8] == [
        "sources: whowhom show ana tal, and so on",
        "direction: <-> mutual by its type (1)",
        "not shown: 1 began, or were first reported, later (--future shows them)",
    ]
    assert lines[8].startswith('"opposes" counts: ')
    assert lines[9:] == [
        "1 actor, 1 relation; counted: relations that hold on at least one day of 1999"
    ]


def test_whom_asks_from_the_other_end(ask):
    found = plain(ask("whom", "taliban", "opposes", "--as-of", "1999", "--format", "json"))
    assert (found["command"], found["as_of"]) == ("whom", "1999")
    assert [one["actor"]["id"] for one in found["results"]] == ["ana"]
    assert [one["other"]["id"] for one in found["results"]] == ["tal"]


def test_the_json_of_an_answer_has_the_whole_evidence(ask, tmp_path):
    found = plain(ask("who", "opposes", "IEA", "--as-of", "1999", "--format", "json"))
    assert found["as_of"] == "1999"
    (result,) = found["results"]
    assert result["actor"] == {"id": "ana", "name": "Northern Alliance", "kind": "alliance"}
    assert result["other"] == {"id": "tal", "name": "Taliban", "kind": "armed_group"}
    book = {
        "title": "A Book",
        "publisher": "Press",
        "published": "2002",
        "reliability": "A",
        "url": "https://example.org/book",
    }
    assert result["relations"] == [
        {
            "id": "ana:fights:tal",
            "source": "ana",
            "type": "fights",
            "target": "tal",
            "from": "1996",
            "to": "2001",
            "when": "1996 - 2001",
            "state": "holds",
            "confidence": "high",
            "ambivalent": False,
            "summary": "They fought | hard.",
            "sources": ["book", "paper"],
            "disputed_by": ["denial"],
            "citations": [
                {"source": "book"} | book,
                {"source": "paper", "locator": "p. 3", "summary": "in the north"}
                | {"title": "A Paper"},
            ],
            "disputes": [
                {"source": "denial", "summary": "denies it", "title": "A Denial"}
                | {"published": "2001"}
            ],
            "place": f"{tmp_path / 'dataset' / 'data.yaml'}:19:5",
            "direction": "mutual",
            "through": [],
        }
    ]


def test_what_the_data_does_not_say_is_null_in_json(ask):
    found = plain(ask("who", "hosts", "us", "--undated", "--format", "json"))
    (relation,) = found["results"][0]["relations"]
    gaps = {name: relation[name] for name in ("from", "to", "confidence", "sources", "state")}
    assert gaps == {"from": None, "to": None, "confidence": None, "sources": [], "state": "undated"}


HEADS = [
    *("actor_id", "actor", "relation", "other_id", "other", "type", "from", "to", "when", "state"),
    *("confidence", "sources", "disputed_by", "ambivalent", "summary", "relation_id"),
    *("direction", "through"),
]
ROWS = [
    [
        *("ana", "Northern Alliance", "fights", "tal", "Taliban", "fights"),
        *("1996", "2001", "1996 - 2001", "holds", "high", "book paper", "denial", ""),
        *("They fought | hard.", "ana:fights:tal", "mutual", ""),
    ],
    [
        *("us", "Union, States", "struck", "tal", "Taliban", "struck"),
        *("2001-10-07", "", "2001-10-07", "holds", "low", "paper", "", "", "", "us:struck:tal"),
        *("one-sided", ""),
    ],
]


def test_csv_has_one_row_a_relation(ask):
    result = ask("who", "opposes", "tal", "--as-of", "2001", "--format", "csv")
    assert (result.exit_code, result.stderr) == (0, "")
    assert list(csv.reader(io.StringIO(result.stdout))) == [HEADS, *ROWS]


def test_tsv_has_one_row_a_relation(ask):
    result = ask("who", "opposes", "tal", "--as-of", "2001", "--format", "tsv")
    assert [line.split("\t") for line in result.stdout.splitlines()] == [HEADS, *ROWS]


def test_markdown_is_a_table_under_a_title(ask):
    result = ask("who", "opposes", "tal", "--as-of", "1999", "--format", "markdown")
    assert result.stdout.startswith(
        "# Who opposes Taliban\n\n"
        "| who | relation | whom | when | evidence |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| Northern Alliance | &lt;-&gt; fights | Taliban | 1996 - 2001 "
        "| high, 2 sources, disputed |\n"
        "\n_sources: whowhom show ana tal, and so on_\n"
    )


def test_every_pair_is_listed_when_nobody_is_named(ask):
    found = plain(ask("who", "opposes", "whom", "--as-of", "2001", "--format", "json"))
    assert [(one["actor"]["id"], one["other"]["id"]) for one in found["results"]] == [
        ("ana", "tal"),
        ("us", "tal"),
    ]


def test_without_a_date_the_answer_is_of_today(ask):
    assert plain(ask("who", "opposes", "tal", "--format", "json"))["as_of"] == "2026-11-22"
    then = ask("who", "opposes", "tal", "--format", "json", SOURCE_DATE_EPOCH="0")
    assert plain(then)["as_of"] == "1970-01-01"
    today = ask("who", "opposes", "tal", "--as-of", "today", "--format", "json")
    assert plain(today)["as_of"] == "2026-11-22"


def test_all_times_can_be_asked_for(ask):
    found = plain(ask("who", "opposes", "tal", "--as-of", "all", "--format", "json"))
    assert (found["as_of"], found["rule"]) == (None, "relations of all times")
    assert [one["actor"]["id"] for one in found["results"]] == ["ana", "us"]


def test_an_actor_in_the_place_of_the_verb_is_told(ask):
    result = ask("who", "tal", "opposes")
    assert (result.exit_code, result.stderr) == (
        4,
        'whowhom: "tal" is an actor, not a verb; ask `whowhom whom tal opposes`\n',
    )


def test_show_takes_two_different_actors(ask):
    result = ask("show", "tal", "Taliban")
    assert result.exit_code == 2
    assert "are the same actor" in result.stderr


@pytest.mark.parametrize("name", ["x.pdf", "x.PNG.gz"])
def test_a_map_is_a_page_or_a_picture_and_nothing_else(ask, name, tmp_path):
    result = ask("map", "-o", tmp_path / name)
    assert (result.exit_code, "*.html, *.svg or *.png" in result.stderr) == (2, True)
    assert not (tmp_path / name).exists()


def test_a_map_as_svg_shows_what_holds_at_the_date(ask, tmp_path):
    result = ask("map", "-o", "x.SVG", "--as-of", "1999", "--title", "Then & there", "--dark")
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'x.SVG'}\n")
    text = (tmp_path / "x.SVG").read_text(encoding="utf-8")
    assert "Then &amp; there" in text
    assert 'data-key="ana:fights:tal"' in text
    assert 'data-key="us:struck:tal"' not in text
    assert ask("map", "-o", "all.svg", "--as-of", "all").exit_code == 0
    assert 'data-key="us:struck:tal"' in (tmp_path / "all.svg").read_text(encoding="utf-8")


def test_a_map_as_png_is_a_picture_twice_the_size(ask, tmp_path):
    pytest.importorskip("resvg_py")
    assert ask("map", "-o", "x.svg").exit_code == ask("map", "-o", "x.png").exit_code == 0
    width = re.search(r' width="([\d.]+)"', (tmp_path / "x.svg").read_text(encoding="utf-8"))[1]
    image = (tmp_path / "x.png").read_bytes()
    assert abs(int.from_bytes(image[16:20], "big") - 2 * float(width)) <= 1


def test_a_png_without_its_renderer_is_one_line_before_the_work_begins(ask, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    result = ask("map", "-o", "x.png")
    assert result.exit_code == 2
    line = "a PNG needs resvg-py: pip install 'whowhom[png]'; or write an .svg"
    assert result.stderr == f"whowhom: {line}\n"
    assert not (tmp_path / "x.png").exists()


def test_the_page_opens_at_all_dates_when_asked(ask, tmp_path):
    assert ask("map", "--as-of", "all").exit_code == 0
    assert '"as_of":["all",1,3652059]' in (tmp_path / "map.html").read_text(encoding="utf-8")


def test_an_inverse_reads_the_other_way(ask):
    result = ask("whom", "tal", "is supported by", "--as-of", "1999", "--format", "tsv")
    assert result.stdout.splitlines()[1].split("\t")[:3] == [
        "tal",
        "Taliban",
        "is supported by",
    ]


# Several actors, and the flags.


def ids(found):
    return [(one["actor"]["id"], one["other"]["id"]) for one in found["results"]]


def test_several_actors_are_asked_about_at_once(ask):
    found = plain(ask("who", "opposes", "tal", "us", "--as-of", "all", "--format", "json"))
    assert (found["results"], found["reason"]) == ([], "none-in-common")
    assert found["question"] == {
        "verb": "opposes",
        "actors": ["tal", "us"],
        "match": "all",
        "inherit": False,
    }
    assert found["signs"]["fights"] == -1
    some = "2 of actors who do so with some only (--any shows them)"
    assert some in ask("who", "opposes", "tal", "us", "--as-of", "all").stdout
    any_of = ask("who", "opposes", "tal", "us", "--any", "--as-of", "all", "--format", "json")
    assert ids(plain(any_of)) == [("ana", "tal"), ("us", "tal")]
    alone = ask("who", "opposes", "tal", "--any", "--as-of", "all", "--format", "json")
    assert ids(plain(alone)) == [("ana", "tal"), ("us", "tal")]


@pytest.mark.parametrize(
    "words",
    [
        ("whom", "ana", "us", "oppose"),
        ("whom", "oppose", "ana", "us"),
        ("whom", "ana", "us", "opposes"),
    ],
)
def test_whom_takes_its_verb_last_or_first(ask, words):
    found = plain(ask(*words, "--as-of", "2001", "--format", "json"))
    assert ids(found) == [("tal", "ana"), ("tal", "us")]


def test_past_and_future_are_one_flag_away_and_marked(ask):
    text = ask("who", "opposes", "tal", "--past").stdout
    assert "1996 - 2001, past" in text
    assert text.splitlines()[-1].endswith("on at least one day of 2026-11-22, or ended earlier")
    later = ask("who", "opposes", "tal", "--as-of", "1990", "--future", "--format", "json")
    assert len(plain(later)["results"]) == 2
    assert plain(later)["not_shown"]["future"] == 0


def test_what_is_inherited_says_through_what(run, dataset):
    step = "relations:\n  - {source: pk, type: part_of, target: tal, from: 1995, to: 1998}\n"
    folder = dataset(DATA.replace("relations:\n", step))
    result = run("who", "opposes", "pk", "--inherit", "--as-of", "1997", "-d", folder)
    lines = result.stdout.splitlines()
    assert lines[2].split()[-1] == "through"
    way = "is part of Taliban (pk:part_of:tal: not assessed, unsourced)"
    assert lines[3].endswith(f"1996 - 1998  high, 2 sources, disputed  {way}")
    assert "sources: whowhom show ana tal, and so on" in lines
    words = ("who", "opposes", "pk", "--inherit", "--as-of", "1997", "-d", folder)
    found = plain(run(*words, "--format", "json"))
    (relation,) = found["results"][0]["relations"]
    assert [step["id"] for step in relation["through"]] == ["pk:part_of:tal"]
    explained = run(*words, "--explain").stdout
    assert "pk:part_of:tal, 1995 - 1998, through which that is inherited" in explained


def test_an_explanation_stands_below_the_answer_or_on_stderr_beside_a_table(ask):
    text = ask("who", "opposes", "tal", "--as-of", "1999", "--explain").stdout.splitlines()
    assert text[-6].endswith("counted: relations that hold on at least one day of 1999")
    assert text[-5].startswith("rule: relations that hold on at least one day of 1999; a date")
    assert text[-4] == "filters: date 1999, confidence any"
    assert text[-3].startswith("types counted: attacked (-1, directed, event), ")
    assert text[-2] == "left out: 1 begin after the date (--future)"
    assert text[-1].endswith(
        "data.yaml:19:5: ana:fights:tal, 1996 - 2001, holds, high, 2 sources, disputed"
    )
    csv_ = ask("who", "opposes", "tal", "--as-of", "1999", "--explain", "--format", "csv")
    assert len(csv_.stdout.splitlines()) == 2
    assert csv_.stderr.startswith("whowhom: rule: ")


LISTS = [("list", what) for what in ("actors", "relations", "types", "sources")]


@pytest.mark.parametrize("words", [("show", "tal"), *LISTS])
def test_every_answer_can_be_explained(ask, words):
    text = ask(*words, "--explain").stdout
    assert "\nrule: relations of all times; " in text
    assert ".yaml:" in text.splitlines()[-1]


CONTRADICTIONS = {
    ("who", "opposes", "tal", "--past", "--as-of", "all"): "--as-of all has past and future in it",
    ("show", "tal", "--future"): "--as-of all has past and future in it",
    ("list", "actors", "--past", "--as-of", "1999"): "--past and --future are about relations",
    ("who", "opposes", "tal", "--inherit", "--direct-only"): "choose one",
    ("who", "opposes", "whom", "--inherit"): "--inherit is about an actor",
    ("who", "opposes"): "opposes whom? Name an actor, or ask `whowhom who opposes whom`",
    ("whom", "opposes"): "who opposes? Name an actor: `whowhom whom ACTOR opposes`",
    ("whom", "tal", "pk"): "no verb; ask `whowhom whom tal pk opposes`, or another verb",
    ("who", "opposes", "tal", "IEA"): "tal and IEA are the same actor; name each once",
    ("who", "opposes", "tal", "tal"): "tal and tal are the same actor; name each once",
}


@pytest.mark.parametrize("words", CONTRADICTIONS)
def test_contradictory_words_are_wrong_use_in_one_line(ask, words):
    broken_run(ask(*words), 2, CONTRADICTIONS[words])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("who", "opposes", "tal", "nobody"), 'no actor "nobody"'),
        (("who", "opposes", "tal", "whom"), 'no actor "whom"'),
        (("whom", "tal", "undoes"), 'no relation type or family "undoes"'),
        (("who", "opposes", "$(rm -rf /)"), 'no actor "$(rm -rf /)"'),
    ],
)
def test_what_nobody_knows_among_several_is_told(ask, words, said):
    broken_run(ask(*words), 4, said)


# The five silences.


@pytest.mark.parametrize(
    ("words", "code", "reason", "suggestions"),
    [
        (("opposes", "talban"), 4, "unknown-actor", ["tal"]),
        (("opposes", "xyzxyz"), 4, "unknown-actor", None),
        (("opposes", ""), 4, "unknown-actor", None),
        (("opposes", "The State"), 4, "ambiguous-actor", ["pk", "tal"]),
        (("oposes", "tal"), 4, "unknown-type", ["opposes"]),
        (("type:xyz", "tal"), 4, "unknown-type", None),
        (("undoes", "tal"), 4, "unknown-type", None),
        (("hosts", "tal"), 0, "none-recorded", None),
        (("supports", "tal"), 0, "none-at-date", None),
        (("hosts", "us"), 0, "hidden-by-filter", None),
        (
            ("struck", "tal", "--as-of", "2001", "--min-confidence", "high"),
            0,
            "hidden-by-filter",
            None,
        ),
    ],
)
def test_silence_has_its_reason_in_json_and_its_words_in_text(
    ask, words, code, reason, suggestions
):
    found = plain(ask("who", *words, "--format", "json"), code)
    assert (found["results"], found["reason"]) == ([], reason)
    if suggestions:
        assert set(suggestions) <= set(found["suggestions"])
    else:
        assert not suggestions
    text = ask("who", *words)
    assert text.exit_code == code
    if code:
        assert text.stdout == ""
        assert text.stderr == f"whowhom: {found['message']}\n"
    else:
        assert found["message"] in text.stdout.splitlines()


MESSAGES = {
    ("opposes", "talban"): 'no actor "talban"; did you mean tal (Taliban)?',
    ("opposes", "xyzxyz"): 'no actor "xyzxyz"; see `whowhom list actors`',
    ("opposes", "the state"): '"the state" may mean pk (Pakistan), tal (Taliban); ask with an id',
    ("xyzxyz", "tal"): 'no relation type or family "xyzxyz"; see `whowhom list types`',
    ("hosts", "tal"): "none recorded: the dataset has no such relation (who hosts Taliban)",
    ("supports", "tal"): "none at 2026-11-22: who supports Taliban",
    ("hosts", "us"): "nothing left by the filters: who hosts Union, States",
}


@pytest.mark.parametrize("words", MESSAGES)
def test_silence_is_told_in_one_sentence(ask, words):
    result = ask("who", *words)
    assert MESSAGES[words] in result.output


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_an_empty_table_keeps_its_head_and_the_message_goes_to_stderr(ask, form):
    result = ask("who", "supports", "tal", "--format", form)
    assert result.exit_code == 0
    assert result.stdout.replace(",", "\t").splitlines() == ["\t".join(HEADS)]
    assert result.stderr == "whowhom: none at 2026-11-22: who supports Taliban\n"


def test_what_is_left_out_is_counted_with_the_way_to_see_it(ask):
    def last(*words):
        return ask("who", *words).stdout.splitlines()[-3]

    assert last("supports", "tal") == "not shown: 1 ended earlier (--past shows them)"
    assert last("hosts", "us") == "not shown: 1 undated (--undated shows them)"
    assert last("struck", "tal", "--as-of", "2001", "--min-confidence", "high") == (
        "not shown: 1 below --min-confidence high"
    )


def test_a_relation_outside_all_lives_is_counted(run, dataset):
    folder = dataset(DATA.replace("kind: alliance, to: 2001-12", "kind: alliance, to: 1990"))
    result = run("who", "fights", "tal", "--as-of", "1999", "-d", folder)
    assert result.stdout.splitlines()[-3] == "not shown: 1 dated outside the life of an actor"


# show


def test_show_gives_all_that_is_known_with_every_source(ask):
    result = ask("show", "taliban")
    assert (result.exit_code, result.stderr) == (0, "")
    text = result.stdout
    assert text.startswith(
        "Taliban\n\n"
        "tal - armed group, 1994 - now\n"
        "also known as: IEA, =cmd\n"
        "shares the name: the state\n"
        "areas: Kandahar, Kabul\n"
        "identifiers: un TAi.001\n"
        "A movement.\n"
    )
    assert "A movement.\nsaid by [1]\n\nAllies and support\n" in text
    assert (
        "Opponents\n"
        "    1996 - 2001: fights Northern Alliance (high, 2 sources, disputed) [1, 2 p. 3]\n"
        "      They fought | hard.\n"
        "      [2 p. 3] says: in the north\n"
        "      disputed by [3]: denies it\n"
    ) in text
    assert (
        "Sources\n"
        "    [1] A Book, Press, 2002, reliability A\n"
        "      <https://example.org/book>\n"
        "    [2] A Paper, undated\n"
        "    [3] A Denial, 2001\n"
    ) in text
    assert "    undated: hosts Union, States (not assessed, unsourced)\n" in text
    heads = [line for line in text.splitlines() if line[:1].isupper() and " " not in line]
    assert heads == ["Taliban", "Opponents", "Hosts", "Events", "Sources"]
    assert text.splitlines()[-1] == "4 relations; counted: relations of all times"


def test_show_between_two_gives_every_citation_and_what_clashes(ask):
    text = ask("show", "ana", "tal").stdout
    assert (
        "1996 - 2001: Northern Alliance fights Taliban (high, 2 sources, disputed)\n"
        "    They fought | hard.\n"
        "    - A Book, Press, 2002, reliability A\n"
        "      <https://example.org/book>\n"
        "    - A Paper, undated, p. 3: in the north\n"
        "    - disputed by A Denial, 2001: denies it\n"
        "\n"
        "Asserted and denied, 1996 - 2001: Northern Alliance fights Taliban\n"
        "    - asserted by A Book, Press, 2002, reliability A\n"
        "    - asserted by A Paper, undated, p. 3: in the north\n"
        "    - denied by A Denial, 2001: denies it\n"
    ) in text


def test_show_between_two_in_json(ask):
    found = plain(ask("show", "us", "tal", "--format", "json"))
    (result,) = found["results"]
    assert found["as_of"] is None
    assert (result["actor"]["id"], result["other"]["id"]) == ("us", "tal")
    assert [one["id"] for one in result["relations"]] == ["us:struck:tal", "tal:hosts:us"]
    assert set(result["actor"]) >= {"id", "name", "citations", "place"}


def test_show_of_an_actor_without_relations_is_an_answer(ask):
    found = plain(ask("show", "pk", "--as-of", "2020", "--format", "json"))
    assert [one["relations"] for one in found["results"]] == [[]]
    text = ask("show", "us", "--as-of", "1950").stdout
    assert text.startswith("Union, States\n\nus - state\n\n")


@pytest.mark.parametrize(
    ("words", "reason", "message"),
    [
        (("pk", "us"), "none-recorded", "nothing recorded between Pakistan and Union, States"),
        (
            ("pk", "tal", "--as-of", "2020"),
            "none-at-date",
            "nothing left by the date or a filter: Pakistan and Taliban",
        ),
    ],
)
def test_show_explains_silence_between_two(ask, words, reason, message):
    found = plain(ask("show", *words, "--format", "json"))
    assert (found["results"], found["reason"], found["message"]) == ([], reason, message)
    assert message in ask("show", *words).stdout


def test_show_of_a_kindless_actor_says_so(run, dataset):
    folder = dataset("actors: [{id: a, name: A, to: 2001}]\n")
    assert run("show", "a", "-d", folder).stdout.startswith("A\n\na - kind not said, ? - 2001\n")


def test_show_of_an_unknown_name_fails_with_the_code_of_unknown(ask):
    assert plain(ask("show", "tal", "xyz", "--format", "json"), 4)["reason"] == "unknown-actor"
    assert plain(ask("show", "tal", "", "--format", "json"), 4)["reason"] == "unknown-actor"


# list


def test_list_actors_counts_their_relations(ask):
    result = ask("list", "actors", "--format", "csv")
    rows = list(csv.reader(io.StringIO(result.stdout)))
    assert rows == [
        ["id", "name", "kind", "relations", "aliases"],
        ["ana", "Northern Alliance", "alliance", "1", "Front"],
        ["pk", "Pakistan", "state", "1", ""],
        ["tal", "Taliban", "armed_group", "4", "IEA, =cmd"],
        ["us", "Union, States", "state", "2", ""],
    ]


def test_list_actors_at_a_date_leaves_out_who_lived_at_another(ask):
    found = plain(ask("list", "actors", "--as-of", "2002", "--format", "json"))
    assert [one["id"] for one in found["results"]] == ["pk", "tal", "us"]
    assert found["results"][1]["relations"] == 4


def test_list_relations_in_the_order_of_the_graph(ask):
    lines = ask("list", "relations", "--format", "tsv").stdout.splitlines()
    assert [line.split("\t")[-1] for line in lines] == [
        "relation_id",
        "ana:fights:tal",
        "pk:supports:tal",
        "tal:hosts:us",
        "us:struck:tal",
    ]


def test_list_relations_with_filters_says_what_is_missing(ask):
    result = ask("list", "relations", "--as-of", "1999", "--min-confidence", "low")
    assert result.stdout.splitlines()[-3:] == [
        "1 relation",
        (
            "not shown: 1 began, or were first reported, later (--future shows them); "
            "1 undated (--undated shows them); 1 below --min-confidence low"
        ),
        "counted: relations that hold on at least one day of 1999",
    ]
    found = plain(ask("list", "relations", "--as-of", "1950", "--format", "json"))
    assert (found["results"], found["reason"]) == ([], "hidden-by-filter")
    assert found["message"] == "no relation to list"


def test_list_types_shows_the_vocabulary_and_its_use(ask):
    rows = [
        line.split("\t") for line in ask("list", "types", "--format", "tsv").stdout.splitlines()
    ]
    assert rows[0] == [
        *("name", "label", "inverse", "sign", "direction", "time", "family", "used"),
    ]
    by_name = {row[0]: row[3:6] + row[7:] for row in rows[1:]}
    assert by_name["fights"] == ["-1", "symmetric", "lasting", "1"]
    assert by_name["hosts"] == ["+1", "directed", "lasting", "1"]
    assert by_name["struck"] == ["-1", "directed", "event", "1"]
    assert "0" in {row[3] for row in rows[1:]}
    found = plain(ask("list", "types", "--format", "json"))
    assert {one["name"]: one["used"] for one in found["results"]}["supports"] == 1
    assert (
        next(
            row
            for row in csv.reader(ask("list", "types", "--format", "csv").stdout.split("\n"))
            if row[0] == "fights"
        )[3]
        == "-1"
    )


def test_list_sources_counts_the_relations_that_cite_each(ask):
    result = ask("list", "sources", "--format", "tsv")
    assert [line.split("\t") for line in result.stdout.splitlines()] == [
        ["id", "published", "reliability", "publisher", "title", "relations"],
        ["book", "2002", "A", "Press", "A Book", "2"],
        ["denial", "2001", "", "", "A Denial", "1"],
        ["paper", "", "", "", "A Paper", "2"],
    ]
    found = plain(ask("list", "sources", "--format", "json"))
    assert [one["relations"] for one in found["results"]] == [2, 1, 2]


def test_an_empty_list_says_so(run, dataset):
    folder = dataset("actors: []\n")
    found = plain(run("list", "actors", "-d", folder, "--format", "json"))
    assert (found["reason"], found["message"]) == ("none-recorded", "no actor to list")


# check


def test_check_of_a_sound_dataset_is_clean(run):
    result = run("check", bundled.data_folder(), "--strict")
    graph = load().graph
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"{len(graph.actors)} actors, {len(graph.relations)} relations, "
        f"{len(graph.sources)} sources, {len(graph.types)} types: clean\n"
    )


def test_check_tells_every_mistake_by_place_and_the_counts(run, dataset):
    folder = dataset("actors: [{id: A, name: A}, {id: b, name: B, sources: [s]}]\n")
    result = run("check", folder)
    file = folder / "data.yaml"
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[:2] == [
        (
            f'{file}:1:15: bad-id: "A" is no id; '
            "use lower-case a-z, digits and single hyphens, as isis-k"
        ),
        f'{file}:1:55: unknown-source: no source "s"',
    ]
    assert lines[2].endswith(" types: 2 errors, 0 warnings")


def test_warnings_are_findings_only_when_strict(run, dataset):
    folder = dataset("actors: [{id: a, name: A}]\n")
    assert run("check", folder).exit_code == 0
    assert run("check", folder, "--strict").exit_code == 1
    assert run("check", "-d", folder, "--lenient", "--strict").exit_code == 1


def test_check_in_json(run, dataset):
    folder = dataset("actors: [{id: A, name: x}]\n")
    found = plain(run("check", folder, "--format", "json"), 1)
    assert found["results"] == [
        {
            "file": str(folder / "data.yaml"),
            "line": 1,
            "column": 15,
            "severity": "error",
            "code": "bad-id",
            "message": '"A" is no id; use lower-case a-z, digits and single hyphens, as isis-k',
        }
    ]
    clean = plain(run("check", bundled.data_folder(), "--format", "json"))
    assert (clean["results"], clean["reason"]) == ([], "clean")


def test_check_as_annotations_of_github(run, dataset):
    folder = dataset("actors: [{id: 'A%,:', name: x}]\n", "a,b.yaml")
    result = run("check", folder, "--format", "github")
    name = str(folder / "a,b.yaml").replace(",", "%2C")
    assert result.stdout == (
        f"::error file={name},line=1,col=15,title=bad-id::"
        '"A%25,:" is no id; use lower-case a-z, digits and single hyphens, as isis-k\n'
    )
    missing = run("check", folder / "none", "--format", "github")
    assert missing.stdout.startswith(f"::error file={folder / 'none'},title=missing-data::")


def test_check_of_no_dataset_ends_with_the_code_for_bad_data(run, tmp_path):
    assert run("check", tmp_path / "gone").exit_code == 3
    assert run("check", tmp_path).exit_code == 3
    assert run("check", "-d", tmp_path / "gone").exit_code == 3


# schema and map


def test_schema_prints_the_schema(run):
    assert run("schema").stdout == schema_text()


def test_map_writes_one_page_and_says_where(ask, tmp_path):
    result = ask("map", "--as-of", "1999", "--title", "Then & there")
    page = tmp_path / "map.html"
    assert (result.exit_code, result.stdout) == (0, f"{page}\n")
    text = page.read_text(encoding="utf-8")
    assert "Then &amp; there" in text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dataset", "map.html"]


def test_map_opens_the_page_when_asked(ask, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("click.launch", lambda path: opened.append(path) or 1)
    result = ask("map", "-o", "x.html", "--open")
    assert opened == [str(tmp_path / "x.html")]
    assert result.exit_code == 0
    assert "no browser could be started; open the file by hand" in result.stderr
    monkeypatch.setattr("click.launch", lambda _path: 0)
    assert ask("map", "-o", "x.html", "--open").stderr == ""


@pytest.mark.parametrize("output", ["gone/map.html", "dataset"])
def test_a_map_that_cannot_be_written_leaves_nothing_behind(ask, tmp_path, output):
    broken_run(ask("map", "-o", output), 2, f"whowhom: cannot write {output}: ")
    assert [path.name for path in tmp_path.iterdir()] == ["dataset"]
    assert os.listdir(tmp_path / "dataset") == ["data.yaml"]


def test_map_keeps_positions_beside_the_data_only_when_asked(ask, tmp_path):
    file = tmp_path / "dataset" / "positions.csv"
    first = ask("map", "-o", "first.html")
    assert (first.exit_code, file.exists()) == (0, False)
    result = ask("map", "-o", "second.html", "--keep-positions")
    assert result.exit_code == 0
    lines = file.read_text(encoding="utf-8").splitlines()
    ids = [line.split(",")[0] for line in lines[1:]]
    assert (lines[0], ids) == ("actor,x,y,pinned", sorted(ids))
    assert result.stderr == f"whowhom: where {len(ids)} actors stand is kept in {file}\n"
    assert (tmp_path / "first.html").read_bytes() == (tmp_path / "second.html").read_bytes()


def test_map_stands_by_what_is_kept_and_drops_who_is_gone(ask, tmp_path):
    file = tmp_path / "dataset" / "positions.csv"
    file.write_text("actor,x,y,pinned\ngone,0,0,pinned\ntal,900,-70,pinned\n", encoding="utf-8")
    result = ask("map", "--keep-positions")
    assert "positions.csv: not in the data, so ignored: gone; --keep-positions" in result.stderr
    rows = file.read_text(encoding="utf-8").splitlines()
    assert "tal,900,-70,pinned" in rows
    assert not any(row.startswith("gone") for row in rows)
    assert '"id":"tal","x":900,"y":-70' in (tmp_path / "map.html").read_text(encoding="utf-8")


def test_map_says_who_is_pinned_on_top_of_another(ask, tmp_path):
    file = tmp_path / "dataset" / "positions.csv"
    file.write_text("actor,x,y,pinned\ntal,0,0,pinned\npk,1,0,pinned\n", encoding="utf-8")
    assert "pk and tal are pinned on top of each other" in ask("map").stderr


def test_map_refuses_bad_positions_unless_asked(ask, tmp_path):
    file = tmp_path / "dataset" / "positions.csv"
    file.write_text("actor,x,y,pinned\ntal,left,0,\n", encoding="utf-8")
    message = f'{file}:2:1: bad-position: "left" is not a whole number'
    broken_run(ask("map"), 3, message)
    assert not (tmp_path / "map.html").exists()
    assert ask("map", "--lenient").exit_code == 0


def test_map_does_not_write_to_the_bundled_dataset(run):
    result = run("map", "--keep-positions")
    broken_run(result, 2, "the bundled dataset is not written to; name yours with --data")


def test_progress_is_shown_on_a_terminal_alone_and_after_a_second(monkeypatch, capsys):
    from graph.commands import laying as command

    times = iter((0.0, 0.5, 1.5, 9.0))
    monkeypatch.setattr(command, "monotonic", lambda: next(times))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with command.progress("laying out") as tell:
        tell(0.1)
        tell(0.5)
    shown = capsys.readouterr().err
    assert shown == "\rwhowhom: laying out: 50%\r" + " " * 24 + "\r"
    monkeypatch.setattr("sys.stderr.isatty", lambda: False, raising=False)
    with command.progress("laying out") as tell:
        tell(0.5)
    assert capsys.readouterr().err == ""


# The dataset: which, and when it is broken.

QUESTIONS = [("who", "opposes", "tal"), ("whom", "tal", "opposes"), ("show", "tal")]
QUESTIONS += [("list", "actors"), ("map",), ("path", "ana", "tal"), ("common", "ana", "us")]
QUESTIONS += [("hubs",), ("isolated",), ("timeline", "tal"), ("sources",)]
EACH = pytest.mark.parametrize("words", QUESTIONS, ids=lambda words: words[0])


@EACH
def test_a_missing_folder_ends_with_the_code_for_bad_data(run, tmp_path, words):
    gone = tmp_path / "gone"
    broken_run(run(*words, "-d", gone), 3, f"{gone}: missing-data: there is no such folder")
    broken_run(run(*words, "-d", gone, "--lenient"), 3, "1 error in the data")
    assert not (tmp_path / "map.html").exists()


@EACH
def test_a_folder_without_yaml_ends_with_the_code_for_bad_data(run, tmp_path, words):
    broken_run(run(*words, "-d", tmp_path), 3, f"{tmp_path}: no-yaml: no *.yaml file here")


@EACH
def test_broken_data_is_not_answered_from_unless_asked(run, dataset, tmp_path, words):
    folder = dataset(DATA + "  - {id: x}\n  - {id: y}\n")
    result = run(*words, "-d", folder)
    line = DATA.count("\n") + 1
    broken_run(result, 3, f'data.yaml:{line}:5: missing-field: a source needs "title"')
    assert result.stderr.endswith(
        "whowhom: 2 errors in the data; mend them, or answer from the good entries with --lenient\n"
    )
    assert not (tmp_path / "map.html").exists()
    lenient = run(*words, "-d", folder, "--lenient")
    assert lenient.exit_code == 0
    assert lenient.stdout
    assert lenient.stderr.endswith(
        "whowhom: 2 errors in the data; answering from the rest, as --lenient asks\n"
    )


def test_a_question_to_broken_data_is_answered_in_json_too(run, dataset, tmp_path):
    folder = dataset("actors: [x]\n")
    found = plain(run("list", "actors", "-d", folder, "--format", "json"), 3)
    assert (found["results"], found["reason"]) == ([], "broken-data")
    found = plain(run("list", "actors", "-d", tmp_path / "gone", "--format", "json"), 3)
    assert (found["results"], found["reason"]) == ([], "no-data")


def test_a_citation_of_a_source_that_was_left_out_keeps_its_id(run, dataset):
    folder = dataset(DATA.replace("id: denial, title: A Denial,", "id: denial,"))
    text = run("show", "ana", "tal", "-d", folder, "--lenient").stdout
    assert "    - disputed by denial\n" in text
    found = plain(run("show", "ana", "-d", folder, "--lenient", "--format", "json"))
    (relation,) = found["results"][0]["relations"]
    assert relation["disputes"] == [{"source": "denial", "summary": "denies it"}]


NOTE = "whowhom: no dataset in ./data; answering from the bundled one (name yours with --data)\n"


def test_without_a_dataset_the_bundled_one_answers_and_says_so(run):
    result = run("show", "taliban")
    assert (result.exit_code, result.stderr) == (0, NOTE)
    assert run("schema").stderr == ""


@pytest.mark.parametrize("words", [["log"], ["blame", "a:hosts:b"], ["diff"], ["diff", "--staged"]])
def test_where_there_is_no_dataset_and_no_history_one_line_says_so(
    run, tmp_path, monkeypatch, words
):
    shutil.copytree(ROOT / "data", tmp_path / "installed")
    monkeypatch.setattr("graph.bundled.data_folder", lambda: str(tmp_path / "installed"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    result = run(*words)
    told = "no dataset in ./data, and the bundled one has no history; name yours with --data"
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"whowhom: {told}\n"


def test_a_revision_that_the_bundled_dataset_lacks_is_told_in_one_line(run):
    result = run("diff", "no-such-thing")
    assert (result.exit_code, result.stderr.count("\n")) == (4, 1)
    assert "no-such-thing" in result.stderr
    assert "(no dataset in ./data, so of the bundled one; name yours with --data)" in result.stderr
    assert run("diff", "@2020", "@2021").stderr == NOTE
    assert run("log", "nobody").stderr.startswith(NOTE)


def test_the_folder_data_is_the_dataset_where_it_holds_yaml(run, tmp_path):
    here = tmp_path / "data"
    here.mkdir()
    (here / ".hidden.yaml").write_text("actors: []\n", encoding="utf-8")
    assert run("list", "actors").stderr == NOTE
    (here / "x.YML").write_text("actors: [{id: here, name: Here}]\n", encoding="utf-8")
    result = run("list", "actors", "--format", "tsv")
    assert (result.stdout.splitlines()[1].split("\t")[0], result.stderr) == ("here", "")


def test_the_environment_names_a_dataset_and_the_option_another(run, dataset, tmp_path):
    folder = str(dataset(DATA))
    other = tmp_path / "other.yaml"
    other.write_text("actors: [{id: other, name: Other}]\n", encoding="utf-8")
    assert run("show", "ana", WHOWHOM_DATA=folder).exit_code == 0
    assert run("show", "ana", "-d", other, WHOWHOM_DATA=folder).exit_code == 4
    assert run("show", "other", "-d", other, WHOWHOM_DATA=folder).exit_code == 0


# Wrong use.


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("soon", '"soon" is not a date; write 2015, 2015-01 or 2015-01-26'),
        ("2021-02-30", "2021-02 has no day 30"),
        ("2021-13", "there is no month 13"),
        ("unknown", '"unknown" is no date to ask for'),
    ],
)
def test_a_bad_date_is_wrong_use(ask, date, said):
    broken_run(ask("who", "opposes", "tal", "--as-of", date), 2, said)


@pytest.mark.parametrize("epoch", ["soon", "1e9", "9" * 30, "-99999999999999"])
@EACH
def test_a_bad_source_date_epoch_is_wrong_use(ask, words, epoch):
    result = ask(*words, SOURCE_DATE_EPOCH=epoch)
    broken_run(result, 2, f'whowhom: SOURCE_DATE_EPOCH is "{epoch}", not a number of seconds\n')


@pytest.mark.parametrize(
    "words",
    [
        ("who",),
        ("who", "opposes"),
        ("nonsense",),
        ("list", "people"),
        ("who", "opposes", "tal", "--format", "xml"),
        ("who", "opposes", "tal", "--min-confidence", "sure"),
    ],
)
def test_wrong_words_are_wrong_use(ask, words):
    assert ask(*words).exit_code == 2


def test_help_lists_every_command_and_the_exit_codes(run):
    result = run("--help")
    assert result.exit_code == 0
    for name in commands.COMMANDS:
        assert f"\n  {name} " in result.stdout
    for code, text in EXIT_CODES.items():
        assert f"  {code}  {text}" in result.stdout
    assert run("--version").stdout.startswith("whowhom, version ")


@pytest.mark.parametrize("name", commands.COMMANDS)
def test_every_command_explains_itself(run, name):
    result = run(name, "-h")
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(result.stdout) > 100


# What it costs to start.


def test_an_answer_from_the_cache_imports_nothing_heavy(tmp_path, dataset):
    folder = dataset(DATA)
    code = (
        "import sys\nfrom graph.commands import main\n"
        "try:\n    main(['who', 'opposes', 'taliban', '-d', sys.argv[1]])\n"
        "finally:\n    print('modules', *sorted(sys.modules))\n"
    )
    env = os.environ | {"WHOWHOM_CACHE": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT)}

    def modules():
        words = [sys.executable, "-W", "error", "-c", code, str(folder)]
        result = subprocess.run(words, capture_output=True, text=True, check=True, env=env)
        assert "none at 2026-11-22: who opposes Taliban" in result.stdout
        return set(result.stdout.splitlines()[-1].split()[1:])

    assert "yaml" in modules()
    warm = modules()
    heavy = {"networkx", "numpy", "pyvis", "rich", "yaml", "jinja2", "IPython", "graph.parsing"}
    assert warm & heavy == set()


def test_the_module_and_the_launcher_run_the_program(tmp_path):
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    for start in (["-m", "graph"], [str(ROOT / "cli.py")]):
        result = subprocess.run(
            [sys.executable, *start, "--version"],
            capture_output=True,
            text=True,
            check=True,
            env=env,
            cwd=tmp_path,
        )
        assert result.stdout.startswith("whowhom, version ")


# Nothing is lost.


@pytest.mark.parametrize(
    "words",
    [
        ("map", "-o", "link.html"),
        ("export", "sqlite", "-o", "data.yaml"),
        ("export", "sqlite", "-o", "new.yaml"),
        ("export", "sqlite", "-o", "positions.csv"),
    ],
)
def test_a_result_is_not_written_over_the_dataset(run, dataset, words):
    folder = dataset("actors: [{id: a, name: A}]\n")
    (folder / "link.html").symlink_to(folder / "data.yaml")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    result = run(*words[:-1], folder / words[-1], "-d", folder)
    assert result.exit_code == 2
    assert "a file of the dataset; name another file with -o" in result.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_positions_that_cannot_be_read_are_not_written_over_even_when_lenient(run, dataset):
    folder = dataset("actors: [{id: a, name: A}]\n")
    (folder / "positions.csv").write_text("actor,x,y,pinned\na,nan,0,pinned\n")
    result = run("map", "-d", folder, "--keep-positions", "--lenient", "-o", "m.html")
    assert result.exit_code == 3
    assert (folder / "positions.csv").read_text() == "actor,x,y,pinned\na,nan,0,pinned\n"


def test_positions_are_kept_only_once_the_map_is_there(run, dataset, tmp_path):
    folder = dataset("actors: [{id: a, name: A}]\n")
    result = run("map", "-d", folder, "--keep-positions", "-o", tmp_path / "none" / "m.html")
    assert result.exit_code == 2
    assert not (folder / "positions.csv").exists()
    assert run("map", "-d", folder, "--keep-positions", "--watch").exit_code == 2


def test_a_read_only_result_is_left_alone(run, dataset, tmp_path, monkeypatch):
    (tmp_path / "m.html").write_text("mine")
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write everywhere
    result = run("map", "-d", dataset("actors: [{id: a, name: A}]\n"), "-o", tmp_path / "m.html")
    assert (result.exit_code, (tmp_path / "m.html").read_text()) == (2, "mine")
    assert "it is read-only" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--limit-seconds", "nan"), "nan is no number of seconds"),
        (("-p", "a", "\udcff"), "a value is not UTF-8"),
    ],
)
def test_odd_values_of_sql_are_wrong_use(run, dataset, words, said):
    result = run("sql", "select 1", *words, "-d", dataset("actors: [{id: a, name: A}]\n"))
    assert result.exit_code == 2
    assert said in result.stderr


# What is near, and what is said of it.


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("who", "kills", "taliban"), "did you mean killed?"),
        (("who", "attacking", "taliban"), "did you mean attacked?"),
        (("whom", "taliban", "hosted"), "did you mean hosts?"),
        (("who", "opposes", "nrf", "--as-of", "now"), "write today"),
        (("who", "opposes", "nrf", "--as-of", "2021-8"), "write 2021-08"),
        (("who", "opposes", "nrf", "--as-of", "2021/08"), "write 2021-08"),
        (("who", "opposes", "nrf", "--as-of", "2021..2023"), "timeline --from 2021 --to 2023"),
        (("who", "opposes", "nrf", "--as-of", "2021-2023"), "timeline --from 2021 --to 2023"),
        (("list", "types", "--as-of", "2001"), "types have no time"),
        (("list", "actors", "--undated"), "about relations, not actors"),
    ],
)
def test_a_word_or_date_that_is_nearly_right_is_answered_with_the_right_one(run, words, said):
    result = run(*words, "-d", str(ROOT / "data"))
    assert result.exit_code in (2, 4)
    assert said in result.stderr
    assert result.stdout == ""


def test_an_answer_about_a_time_to_come_says_so(run):
    ask = ("who", "opposes", "nrf", "-d", str(ROOT / "data"), "--as-of")
    assert "a time to come: what has no end is taken to go on" in run(*ask, "2030").stdout
    assert "a time to come" not in run(*ask, "today").stdout


def test_a_long_argument_is_cut_in_the_middle_of_the_message(run):
    result = run("who", "opposes", "x" * 100_000, "-d", str(ROOT / "data"), "--format", "json")
    assert result.exit_code == 4
    assert len(result.stderr) < 1000
    assert re.search(r"x \[\.\.\. [\d,]+ characters \.\.\.\] x", result.stderr)
    assert len(json.loads(result.stdout)["message"]) < 1000


@pytest.mark.parametrize(
    "words", [["fmt"], ["check"], ["list", "actors", "-d"], ["diff", "HEAD", "-d"]]
)
def test_a_long_path_is_cut_too(run, words):
    result = run(*words, "x" * 100_000)
    assert result.exit_code in (3, 4)
    assert 0 < len(result.output) < 2000


def test_of_many_errors_the_first_are_told_and_the_rest_counted_where_check_lists_all(run, dataset):
    folder = dataset("relations:\n" + "  - {}\n" * 150)
    told = run("who", "opposes", "x", "-d", folder).stderr.splitlines()
    assert len(told) == 102
    assert re.fullmatch(r"\.\.\. and [\d,]+ more; `whowhom check` lists all", told[-2])
    assert len(run("check", folder).stdout.splitlines()) > 150


def test_an_empty_data_folder_is_checked_and_not_the_bundled_data(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    result = run("check")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        3,
        "data: no-yaml: no *.yaml file here; is this the dataset's folder?",
    )


@pytest.mark.parametrize("lenient", [(), ("--lenient",)])
def test_data_of_which_nothing_can_be_read_is_no_data(run, tmp_path, lenient):
    (tmp_path / "own" / "a.yaml").mkdir(parents=True)
    for where in ("/dev/null", str(tmp_path / "own")):
        assert run("check", where, *lenient).exit_code == 3
        assert run("who", "opposes", "x", "-d", where, *lenient).exit_code == 3


def test_check_reads_the_file_of_positions(run, dataset):
    folder = dataset("actors: []\n")
    (folder / "positions.csv").write_text("actor,x,y,pinned\na,1,b,\n")
    result = run("check", folder)
    assert result.exit_code == 1
    assert "positions.csv:2:1: bad-position:" in result.stdout
    (folder / "positions.csv").unlink()
    (folder / "positions.csv").mkdir()
    assert "not-a-file: a folder stands where the file" in run("check", folder).stdout


def test_check_reads_the_crosswalks_of_the_dataset(run, dataset):
    folder = dataset("actors:\n  - {id: a, name: A}\n")
    (folder / "crosswalks").mkdir()
    walk = folder / "crosswalks" / "ucdp.yaml"
    walk.write_text("scheme: ucdp\nentries:\n  - {id: 1, actor: b}\n  - {id: 2, actor: a}\n")
    result = run("check", folder)
    assert result.exit_code == 1
    assert f'{walk}:3:20: unknown-actor: no actor "b"; declare it' in result.stdout
    walk.write_text("scheme: ucdp\nentries:\n  - {id: 2, actor: a}\n")
    assert (run("check", folder).exit_code, "crosswalks" in run("check", folder).stdout) == (
        0,
        False,
    )


def test_check_doubts_places_of_actors_that_are_not_there(run, dataset):
    folder = dataset("actors:\n  - {id: a, name: A}\n")
    (folder / "positions.csv").write_text("actor,x,y,pinned\na,1,2,\n\nb,3,4,\nzzzz,5,6,pinned\n")
    result = run("check", folder)
    assert result.exit_code == 0
    assert 'positions.csv:4:1: warning: unknown-actor: no actor "b"; `whowhom map' in result.stdout
    assert "positions.csv:5:1:" in result.stdout


def test_an_actor_with_a_mistake_is_no_second_mistake_beside_the_dataset(run, dataset):
    folder = dataset("actors:\n  - {id: a, name: A, kind: none}\n  - {id: b, name: B}\n")
    (folder / "positions.csv").write_text("actor,x,y,pinned\na,1,2,\n")
    (folder / "crosswalks").mkdir()
    (folder / "crosswalks" / "u.yaml").write_text("scheme: ucdp\nentries: [{id: 1, actor: a}]\n")
    assert "unknown-actor" not in run("check", folder).stdout
    (folder / "more.yaml").write_text("actors: [\n")
    (folder / "positions.csv").write_text("actor,x,y,pinned\nc,1,2,\n")
    assert "unknown-actor" not in run("check", folder).stdout
    (folder / "more.yaml").unlink()
    assert "unknown-actor" in run("check", folder).stdout


def test_schema_gives_that_of_crosswalks_too(run):
    found = json.loads(run("schema", "--crosswalk").stdout)
    assert found["title"] == "whowhom crosswalk"
    assert json.loads(run("schema").stdout)["title"] == "whowhom dataset"
