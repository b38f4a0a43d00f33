"""How a diff reads, and what programs get."""

import json
import subprocess
from dataclasses import replace

import pytest
from click.testing import CliRunner

from graph.changes import GraphDiff
from graph.commands import main
from graph.comparing import diff
from graph.dates import UNKNOWN, parse_date
from graph.diff_report import Sides, _told, report, text, total
from graph.formats import to_json
from graph.model import (
    Actor,
    ActorGraph,
    Citation,
    Identifier,
    Listed,
    Relation,
    RelationType,
    Source,
)

TALIBAN = Actor("taliban", "Taliban", "armed_group")
ALQAEDA = Actor("al-qaeda", "al-Qaeda", "armed_group")
NRF = Actor("nrf", "National Resistance Front", "armed_group")
TYPES = (
    RelationType("hosts", "hosts", "is hosted by", 1, family="cooperation"),
    RelationType("opposes", "opposes", "is opposed by", -1, family="conflict"),
)
CITED = Listed([Citation("s1"), Citation("s2"), Citation("s3", "para 5")])
HOSTS = Relation(
    "taliban", "hosts", "al-qaeda", begin=parse_date("1996"), confidence="medium", sources=CITED
)
RESISTS = Relation("nrf", "opposes", "taliban", confidence="low")
TOTAL = (
    "2 relations added, 1 changed; 1 actor added; 1 source added, 1 removed; "
    "1 relation type changed"
)
OLD = ActorGraph.of([TALIBAN, ALQAEDA], [HOSTS], [Source("s1", "A report", publisher="UN")], TYPES)


def plain(found, sides):
    """Give the JSON of a diff."""
    return json.loads(to_json(report(found, sides)))


def with_relations(*relations):
    return ActorGraph.of([*OLD.actors, NRF], relations, OLD.sources, OLD.types)


def lines_of(old, new):
    return text(diff(old, new), Sides(old, new, "HEAD", "data"))


def fields_of(old, new):
    """Give the lines below the one of a changed relation."""
    found = lines_of(with_relations(old), with_relations(new))
    return [line.removeprefix("        ") for line in found[6:-2]]


def test_an_empty_diff_says_so():
    assert lines_of(OLD, OLD) == ["HEAD -> data", "no difference in meaning"]


def test_a_diff_reads_as_sentences_under_each_pair():
    new = ActorGraph.of(
        [TALIBAN, ALQAEDA, NRF],
        [
            replace(HOSTS, end=parse_date("2001-12"), confidence="high"),
            replace(RESISTS, begin=parse_date("2021-08~"), end=parse_date("2022")),
            Relation("taliban", "opposes", "nrf", sources=Listed([Citation("s9")])),
        ],
        [Source("s4", "A book", author="A. Writer", publisher="Press")],
        [TYPES[0], replace(TYPES[1], label="stands against")],
    )
    assert lines_of(OLD, new) == [
        "HEAD -> data",
        "+ added  - removed  ~ changed",
        "",
        "Relations",
        "  al-Qaeda and Taliban",
        "    ~ Taliban hosts al-Qaeda, 1996 - 2001-12 (high, 3 sources)",
        "        to: (none) -> 2001-12",
        "        confidence: medium -> high",
        "  National Resistance Front and Taliban",
        "    + National Resistance Front stands against Taliban, 2021-08~ - 2022 (low, unsourced)",
        "    + Taliban stands against National Resistance Front, undated (not assessed, 1 source)",
        "",
        "Actors",
        "  + nrf: National Resistance Front (armed group)",
        "",
        "Sources",
        "  - s1: A report (UN)",
        "  + s4: A book (A. Writer, Press)",
        "",
        "Relation types",
        "  ~ opposes: stands against (conflict, against)",
        "      label: opposes -> stands against",
        "",
        TOTAL,
    ]


def test_what_was_removed_is_told_with_the_names_of_the_older_version():
    old = with_relations(Relation("nrf", "opposes", "taliban"))
    new = ActorGraph.of([replace(TALIBAN, name="Emirate"), ALQAEDA], [], old.sources, old.types)
    assert lines_of(old, new)[4:6] == [
        "  National Resistance Front and Emirate",
        "    - National Resistance Front opposes Taliban, undated (not assessed, unsourced)",
    ]


def test_lists_tell_what_came_and_what_went():
    new = replace(HOSTS, sources=Listed([*CITED[:2], Citation("s3", "para 6"), Citation("s4")]))
    assert fields_of(HOSTS, new) == ["sources: -s3 (para 5), +s3 (para 6), +s4"]


def test_a_citation_that_stands_twice_is_counted():
    new = replace(HOSTS, sources=Listed([*CITED, Citation("s1")]))
    assert fields_of(HOSTS, new) == ["sources: +s1"]


def test_long_texts_stand_one_below_the_other():
    old = replace(HOSTS, summary="They were there for years,\nand nobody minded them.")
    new = replace(HOSTS, summary="They were there for years, and their hosts helped them.")
    assert fields_of(old, new) == [
        "summary:",
        "  - They were there for years, and nobody minded them.",
        "  + They were there for years, and their hosts helped them.",
    ]


def test_a_text_that_was_only_wrapped_anew_is_told_as_that():
    old, new = (replace(HOSTS, summary=words) for words in ("one\ntwo", "one two"))
    assert fields_of(old, new) == ["summary: only the spacing changed"]


def test_flags_and_unknown_ends_read_as_they_are_written():
    new = replace(HOSTS, ambivalent=True, end=UNKNOWN)
    assert fields_of(HOSTS, new) == ["to: (none) -> unknown", "ambivalent: false -> true"]


def test_signs_and_identifiers_are_told():
    old = ActorGraph.of([TALIBAN], types=[TYPES[0]])
    actor = replace(TALIBAN, ids=Listed([Identifier("un", "TAe.1")]), kind="")
    new = ActorGraph.of([actor], types=[replace(TYPES[0], sign=0)])
    assert lines_of(old, new)[3:-2] == [
        "Actors",
        "  ~ taliban: Taliban",
        "      kind: armed_group -> (none)",
        "      ids: +un TAe.1",
        "",
        "Relation types",
        "  ~ hosts: hosts (cooperation, neither)",
        "      sign: 1 -> 0",
    ]


def test_a_sentence_names_doubts():
    claim = replace(HOSTS, ambivalent=True, disputed_by=Listed([Citation("s9")]))
    assert (
        _told(OLD, claim)
        == "Taliban hosts al-Qaeda, since 1996 (medium, 3 sources, disputed, ambivalent)"
    )


def test_a_sentence_does_without_actors_and_types_that_are_missing():
    assert (
        _told(ActorGraph(), Relation("a", "splits_from", "b"))
        == "a splits from b, undated (not assessed, unsourced)"
    )


def test_the_total_counts_each_kind_once():
    new = with_relations(HOSTS, replace(HOSTS, begin=parse_date("2020")))
    assert total(diff(OLD, new)) == "1 relation added; 1 actor added"
    assert total(GraphDiff()) == "no difference in meaning"


def test_the_plain_diff_holds_whole_records():
    new = with_relations(replace(HOSTS, end=parse_date("2001-12")))
    before = {
        "source": "taliban",
        "type": "hosts",
        "target": "al-qaeda",
        "from": "1996",
        "confidence": "medium",
        "sources": ["s1", "s2", {"source": "s3", "locator": "para 5"}],
    }
    assert plain(diff(OLD, new), Sides(OLD, new, "HEAD", "data")) == {
        "schema": 1,
        "command": "diff",
        "as_of": None,
        "old": "HEAD",
        "new": "data",
        "results": [
            {
                "change": "added",
                "what": "actor",
                "id": "nrf",
                "before": None,
                "after": {
                    "id": "nrf",
                    "name": "National Resistance Front",
                    "kind": "armed_group",
                },
                "fields": [],
            },
            {
                "change": "changed",
                "what": "relation",
                "id": "taliban:hosts:al-qaeda",
                "before": before,
                "after": before | {"to": "2001-12"},
                "fields": ["to"],
                "how": "same tie and begin",
            },
        ],
    }


def test_the_plain_diff_names_every_kind_of_entry():
    found = plain(diff(OLD, ActorGraph()), Sides(OLD, ActorGraph()))["results"]
    assert [(one["what"], one["id"]) for one in found] == [
        ("actor", "al-qaeda"),
        ("actor", "taliban"),
        ("relation", "taliban:hosts:al-qaeda"),
        ("source", "s1"),
        ("relation_type", "hosts"),
        ("relation_type", "opposes"),
    ]
    assert all(one["after"] is None and one["change"] == "removed" for one in found)


def test_an_empty_plain_diff_gives_its_reason():
    assert plain(GraphDiff(), Sides(OLD, OLD, "a", "b")) == {
        "schema": 1,
        "command": "diff",
        "as_of": None,
        "message": "no difference in meaning",
        "old": "a",
        "new": "b",
        "results": [],
        "reason": "no-difference",
    }


# the command


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Hold two datasets, outside any repository."""
    for name, title in (("old", "One"), ("new", "Two"), ("broken", "")):
        (tmp_path / name).mkdir()
        text = f'actors: [{{id: a, name: "{title}"}}]\n'
        (tmp_path / name / "a.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("WHOWHOM_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words):
    done = CliRunner().invoke(main, ["diff", *words])
    return done.stdout, done.stderr, done.exit_code


CHANGED = """\
old -> new
+ added  - removed  ~ changed

Actors
  ~ a: Two
      name: One -> Two

1 actor changed
"""


@pytest.mark.usefixtures("folders")
def test_the_command_tells_the_difference():
    assert run("old", "new") == (CHANGED, "", 0)


@pytest.mark.usefixtures("folders")
def test_the_command_ends_with_1_for_a_difference_only_when_asked():
    assert run("old", "new", "--exit-code") == (CHANGED, "", 1)
    assert run("old", "old", "--exit-code") == ("old -> old\nno difference in meaning\n", "", 0)


@pytest.mark.usefixtures("folders")
def test_the_command_gives_json():
    stdout, stderr, status = run("old", "new", "--format", "json")
    (result,) = json.loads(stdout)["results"]
    assert (result["id"], result["fields"], stderr, status) == ("a", ["name"], "", 0)


@pytest.mark.usefixtures("folders")
def test_the_command_refuses_broken_data_and_tells_every_error_once():
    stdout, stderr, status = run("broken", "broken")
    assert (stdout, status) == ("", 3)
    lines = stderr.splitlines()
    assert [line.partition(" ")[0] for line in lines[:-1]] == ["broken/a.yaml:1:24:"]
    assert lines[-1].startswith("whowhom: 1 error in the data; mend them")


@pytest.mark.usefixtures("folders")
def test_the_command_compares_what_is_left_of_broken_data_when_lenient():
    stdout, stderr, status = run("broken", "new", "--lenient")
    assert stdout.splitlines()[-1] == "1 actor added"
    assert stderr.splitlines()[-1].endswith("answering from the rest, as --lenient asks")
    assert status == 0


def test_the_command_tells_an_unknown_revision_in_both_forms(folders):
    subprocess.run(["git", "init", "--quiet"], cwd=folders, check=True)
    message = (
        f'"HAED" is no folder or file, and no git revision in {folders}/old; '
        "commit first, it has no commit yet"
    )
    assert run("HAED", "-d", "old") == ("", f"whowhom: {message}\n", 4)
    stdout, stderr, status = run("HAED", "-d", "old", "--format", "json")
    answer = json.loads(stdout)
    assert (answer["results"], answer["reason"], answer["message"]) == (
        [],
        "unknown-revision",
        message,
    )
    assert (stderr, status) == (f"whowhom: {message}\n", 4)


@pytest.mark.usefixtures("folders")
def test_the_command_takes_two_sides_at_most():
    message = "whowhom: a diff has two sides; name at most two versions\n"
    assert run("old", "new", "old") == ("", message, 2)
