"""``timeline`` and ``sources`` as people and scripts run them."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest

DATA = """\
actors:
  - {id: ana, name: Northern Alliance, from: 1996, to: 2001-12, sources: [book]}
  - {id: tal, name: Taliban, kind: armed_group, aliases: [IEA]}
  - {id: us, name: "United; #1: States"}
relations:
  - source: ana
    type: fights
    target: tal
    from: 1996
    to: 2001
    confidence: high
    summary: They fought.
    sources: [book, {source: paper, locator: p. 3, summary: in the north}]
    disputed_by: [{source: denial, summary: denies it}]
  - {source: tal, type: hosts, target: us, sources: []}
  - {source: us, type: attacked, target: tal, from: 2001-10-07, confidence: low, sources: [paper]}
  - {source: us, type: negotiates_with, target: tal, from: 2018, sources: [book, wire, wire2]}
sources:
  - {id: book, title: A Book, author: Somebody, publisher: Press, origin: Agency,
     published: 2002, reliability: A, url: 'https://example.org/a_book',
     archive_url: 'https://archive.example.org/a_book', accessed: 2026-01-02}
  - {id: paper, title: A Paper, reliability: D}
  - {id: denial, title: A Denial, published: 2001}
  - {id: wire, title: A Wire, publisher: Agency}
  - {id: wire2, title: Another, origin: agency}
"""
ABOUT = {"schema", "command", "as_of", "rule", "counted_types", "not_shown", "results"}


@pytest.fixture
def ask(run, dataset):
    folder = dataset(DATA)
    return lambda *words, **env: run(*words, "-d", folder, **env)


def plain(result, code=0):
    assert result.exit_code == code, result.output
    found = json.loads(result.stdout)
    assert set(found) >= (ABOUT if code == 0 else {"schema", "command", "as_of", "results"})
    assert ("reason" in found) == ("message" in found) == (not found["results"])
    return found


def table(result):
    assert result.exit_code == 0
    return list(csv.reader(io.StringIO(result.stdout)))


# timeline


def test_a_timeline_is_grouped_by_year_with_the_undated_apart(ask):
    result = ask("timeline", "tal")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "Timeline: Taliban\n"
        "\n"
        "1996\n"
        "    - 1996        begins  Northern Alliance fights Taliban (high, 2 sources, disputed) "
        "ana:fights:tal\n"
        "\n"
        "2001\n"
        "    - 2001-10-07  event   United; #1: States attacked Taliban (low, 1 source) "
        "us:attacked:tal\n"
        "    - 2001        ends    Northern Alliance fights Taliban (high, 2 sources, disputed) "
        "ana:fights:tal\n"
        "\n"
        "2018\n"
        "    - 2018        begins  Taliban negotiates with United; #1: States "
        "(not assessed, 3 sources) tal:negotiates_with:us\n"
        "\n"
        "undated: 1 relation\n"
        "    - Taliban hosts United; #1: States (not assessed, unsourced) tal:hosts:us\n"
        "\n"
        "what begins or happens in a year or month alone stands at its head, what ends then at its "
        'foot; "known": a source of that date tells of it, nobody says since when\n'
        "4 dated, 1 undated; counted: relations of all times\n"
    )


def test_a_window_says_what_it_leaves_out(ask):
    text = ask("timeline", "ana", "--from", "1997", "--to", "2001-11").stdout
    assert "Northern Alliance fights Taliban" in text
    assert "1996 " not in text
    text = ask("timeline", "--from", "2019", "--to", "2020").stdout
    assert "1 relation held then and neither began nor ended\n" in text
    assert "not shown: 2 ended before that time\n" in text
    assert text.endswith("counted: what shares a day with the time from 2019-01-01 to 2020-12-31\n")
    assert "1 began after that time" in ask("timeline", "--to", "2010").stdout
    sure = ask("timeline", "--min-confidence", "high").stdout
    assert "not shown: 3 below --min-confidence high\n" in sure


def test_a_timeline_in_json_has_lives_relations_and_days(ask):
    found = plain(ask("timeline", "--format", "json"))
    assert (found["rule"], found["undated"], found["throughout"]) == (
        *("relations of all times", 1, 0),
    )
    assert [(one["date"], one["kind"]) for one in found["results"]] == [
        ("1996", "begins"),
        ("1996", "begins"),
        ("2001-10-07", "event"),
        ("2001-12", "ends"),
        ("2001", "ends"),
        ("2018", "begins"),
        (None, "undated"),
    ]
    life, begin = found["results"][:2]
    assert (life["actor"]["id"], life["relation"]) == ("ana", None)
    assert (begin["actor"], begin["relation"]["id"]) == (None, "ana:fights:tal")
    assert (begin["first_day"], begin["last_day"]) == ("1996-01-01", "1996-12-31")
    assert found["results"][-1]["first_day"] is None


def test_a_timeline_in_tables_has_a_row_an_entry(ask):
    head, *rows = table(ask("timeline", "ana", "--format", "csv"))
    cells = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(one["date"], one["actor_id"], one["relation_id"]) for one in cells] == [
        ("1996", "ana", ""),
        ("1996", "", "ana:fights:tal"),
        ("2001-12", "ana", ""),
        ("2001", "", "ana:fights:tal"),
    ]
    assert (cells[0]["evidence"], cells[0]["sources"]) == ("1 source", "book")
    assert (cells[1]["sources"], cells[1]["disputed_by"]) == ("book paper", "denial")
    lines = ask("timeline", "ana", "--format", "tsv").stdout.splitlines()
    assert [line.split("\t") for line in lines] == [head, *rows]
    markdown = ask("timeline", "tal", "ana", "--format", "markdown").stdout
    assert markdown.startswith("# Timeline: Taliban and Northern Alliance\n\n## 1996\n\n- 1996")


def test_an_empty_timeline_says_why(ask):
    found = plain(ask("timeline", "ana", "--from", "1900", "--to", "1950", "--format", "json"))
    assert (found["reason"], found["message"]) == (
        *("none-at-date", "nothing begins, ends or happens in that time: Northern Alliance"),
    )
    none = plain(ask("timeline", "ana", "us", "--format", "json"))
    assert (none["reason"], none["message"]) == (
        *("none-recorded", "nothing recorded: Northern Alliance and United; #1: States"),
    )


def test_a_timeline_as_pictures(ask):
    chart = ask("timeline", "us", "--format", "mermaid")
    assert (chart.exit_code, chart.stderr) == (0, "")
    assert chart.stdout.startswith("gantt\n    title Timeline of United#59; #35;1#58; States\n")
    attack = "United#59; #35;1#58; States attacked Taliban (2001-10-07, one independent source, "
    assert f"{attack}no source better than D) :crit, milestone, r1, " in chart.stdout
    picture = ask("timeline", "us", "--format", "svg")
    title = "{http://www.w3.org/2000/svg}title"
    assert ET.fromstring(picture.stdout).find(title).text == "Timeline of United; #1: States"


def test_a_chart_that_mermaid_would_not_draw_is_told(ask, monkeypatch):
    monkeypatch.setattr("graph.gantt.MOST_CHARACTERS", 100)
    chart = ask("timeline", "us", "--format", "mermaid")
    assert chart.exit_code == 0
    assert "longer than Mermaid draws" in chart.stderr


# sources


def test_sources_are_sorted_by_what_rests_on_them(ask):
    head, *rows = table(ask("sources", "--format", "csv"))
    assert head[:5] == ["id", "relations", "alone", "disputes", "actors"]
    assert [row[:5] for row in rows] == [
        ["paper", "2", "1", "0", "0"],
        ["book", "2", "0", "0", "1"],
        ["wire", "1", "0", "0", "0"],
        ["wire2", "1", "0", "0", "0"],
        ["denial", "0", "0", "1", "0"],
    ]
    found = plain(ask("sources", "--format", "json"))
    assert [one["relations"] for one in found["results"]] == [2, 2, 1, 1, 0]
    text = ask("sources", "--as-of", "2001").stdout
    assert "5 sources, 3 of which assert no such relation; on one alone: 1 relation; counted: " in (
        text
    )
    assert "not counted: 1 began, or were first reported, later" in text


def test_a_source_is_its_record_and_what_rests_on_it(ask):
    text = ask("sources", "book").stdout
    assert text.startswith(
        "A Book\n"
        "\n"
        "book - Press, text of Agency, 2002\n"
        "by Somebody\n"
        "reliability A: completely reliable (Admiralty code)\n"
        "last seen 2026-01-02\n"
        "\n"
        "Where it is\n"
        "    - the document\n"
        "      <https://example.org/a_book>\n"
        "    - a copy in an archive\n"
        "      <https://archive.example.org/a_book>\n"
        "\n"
        "Rests on it and on others: 2\n"
    )
    assert "Entries of actors that cite it: 1\n    - Northern Alliance (ana)\n" in text
    assert "2 relations on it, 0 on it alone; disputed by it: 0; counted: " in text
    paper = ask("sources", "paper").stdout
    assert "Rests on it alone: 1\n    - 2001-10-07: United; #1: States attacked Taliban" in paper
    assert "ana:fights:tal - p. 3: in the north\n" in paper
    denial = ask("sources", "denial").stdout
    assert "It disputes: 1\n" in denial
    assert "not graded" in denial
    markdown = ask("sources", "book", "--format", "markdown").stdout
    assert "- the document\n  <https://example.org/a_book>\n" in markdown


def test_a_source_in_json_and_in_a_table_marks_what_rests_on_it_alone(ask):
    (found,) = plain(ask("sources", "paper", "--format", "json"))["results"]
    assert (found["id"], found["reliability"]) == ("paper", "D")
    assert {one["id"]: one["role"] for one in found["relations"]} == {
        "ana:fights:tal": "asserts",
        "us:attacked:tal": "alone",
    }
    (denial,) = plain(ask("sources", "denial", "--format", "json"))["results"]
    assert [one["role"] for one in denial["relations"]] == ["disputes"]
    head, *rows = table(ask("sources", "paper", "--format", "csv"))
    assert (head[0], sorted(row[0] for row in rows)) == ("role", ["alone", "asserts"])


@pytest.mark.parametrize("name", ["book", "BOOK", "https://example.org/a_book"])
def test_a_source_is_found_by_id_or_address(ask, name):
    assert ask("sources", name).stdout.startswith("A Book\n")


def test_weak_claims_say_why_the_weakest_first(ask):
    found = plain(ask("sources", "--weak", "--format", "json"))
    assert [(one["id"], one["weak"]) for one in found["results"]] == [
        ("tal:hosts:us", ["unsourced"]),
        ("us:attacked:tal", ["one-voice", "poor-grades"]),
        ("tal:negotiates_with:us", ["one-voice"]),
        ("ana:fights:tal", ["disputed"]),
    ]
    text = ask("sources", "--weak").stdout
    assert "one independent source, no source better than D" in text
    assert (
        "\nno source: 1; one independent source: 2; no source better than D: 1; disputed: 1\n"
        in (text)
    )
    assert "4 of 4 relations; counted: relations of all times\n" in text
    head, first, *_ = table(ask("sources", "--weak", "--format", "csv"))
    assert (head[0], first[0], first[-1]) == ("weak", "unsourced", "tal:hosts:us")
    (one,) = plain(ask("sources", "wire", "--weak", "--format", "json"))["results"]
    assert one["id"] == "tal:negotiates_with:us"
    sure = plain(ask("sources", "denial", "--weak", "--format", "json"))
    assert (sure["reason"], sure["message"]) == (
        *("none-weak", "no claim rests on little, of those on denial"),
    )


def test_no_source_is_said(run, dataset):
    folder = dataset("actors: [{id: a, name: A}]\n")
    found = plain(run("sources", "-d", folder, "--format", "json"))
    assert (found["reason"], found["message"]) == ("none-recorded", "no source to list")


# Bad input.


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("timeline", "talban"), 4, 'no actor "talban"; did you mean tal (Taliban)?'),
        (("timeline", "tal", "IEA"), 2, "tal and IEA are the same actor (tal)"),
        (("timeline", "--from", "2022", "--to", "2021"), 2, "--from 2022 is after --to 2021"),
        (("timeline", "--from", "soon"), 2, '"soon" is not a date'),
        (("timeline", "--to", "all"), 2, '"all" is not a date'),
        (("timeline", "--to", "unknown"), 2, '"unknown" is no date to ask for'),
        (("timeline", "--as-of", "2001"), 2, "No such option"),
        (("timeline", "--format", "png"), 2, "is not one of"),
        (("sources", "bok"), 4, 'no source "bok"; did you mean book?'),
        (("sources", "\x1b[1m"), 4, "no source"),
        (("sources", "zzzzzz"), 4, 'no source "zzzzzz"; see `whowhom sources`'),
        (("sources", ""), 4, 'no source ""'),
        (("sources", "book", "paper"), 2, "unexpected extra argument"),
        (("sources", "--format", "svg"), 2, "is not one of"),
    ],
)
def test_bad_input_is_one_clear_line(ask, words, code, said):
    result = ask(*words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unknown_source_is_answered_in_json_too(ask):
    found = plain(ask("sources", "bok", "--format", "json"), 4)
    assert (found["reason"], found["suggestions"]) == ("unknown-source", ["book"])
    assert plain(ask("timeline", "xyz", "--format", "json"), 4)["reason"] == "unknown-actor"
