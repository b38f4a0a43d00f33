"""What programs get of a difference, and the command."""

import json
import subprocess

import jsonschema
import pytest

from differences import MEANT, NEW, OLD, shown_of
from graph.answer_schema import schema
from graph.diffing.changes import apply
from graph.diffing.patches import from_patch
from graph.diffing.report import report
from graph.formats import to_json, to_ndjson, to_tsv
from graph.loading import load


def plain(**options):
    """Give the JSON of a difference, which fits the schema."""
    stat = options.pop("stat", False)
    found = json.loads(to_json(report(shown_of(**options), stat=stat)))
    jsonschema.Draft202012Validator(schema()).validate(found)
    return found


def test_the_json_has_whole_records_before_and_after_with_class_and_place():
    (changed,) = [one for one in plain()["results"] if one["id"] == "nrf:opposes:taliban"]
    before = {
        "source": "nrf",
        "type": "opposes",
        "target": "taliban",
        "from": "2021-08-17",
        "confidence": "high",
        "sources": ["s1"],
    }
    assert changed == {
        "change": "changed",
        "what": "relation",
        "id": "nrf:opposes:taliban",
        "before": before,
        "after": before | {"confidence": "medium", "sources": ["s1", "s4"]},
        "fields": ["confidence", "sources"],
        "how": "same tie and begin",
        "class": "corrected",
        "why": "",
        "place": "data/relations.yaml:8:5",
    }


def test_the_json_says_what_the_whole_is():
    found = plain(commits=("a" * 40, ""), actors=["aff"])
    assert found["sides"] == {
        "old": {
            "title": "HEAD~1 (a1b2c3d, 2022-04-20)",
            "commit": "a" * 40,
            "recorded": "2022-04-20",
            "date": None,
        },
        "new": {"title": "data", "commit": None, "recorded": None, "date": None},
    }
    assert (found["old"], found["new"]) == ("HEAD~1 (a1b2c3d, 2022-04-20)", "data")
    assert found["total"]["actor"] == {"added": 1, "removed": 0, "changed": 0, "happened": 0}
    assert found["shown"] == {"actors": ["aff"], "only": [], "min_confidence": ""}
    assert found["hidden"] == {"actor": 4, "only": 0, "unsure": 0, "consequences": 1}
    assert (found["went_on"], found["only_in_form"]) == (1, None)


def test_every_consequence_of_the_json_names_the_changes_that_cause_it():
    found = plain()
    assert found["consequences"][0] == {
        "kind": "opponent-gained",
        "actors": ["aff", "taliban"],
        "sentence": MEANT,
        "before": "2",
        "after": "3",
        "confidence": None,
        "more": 0,
        "causes": [
            {
                "change": "added",
                "what": "relation",
                "id": "aff:opposes:taliban",
                "place": "data/relations.yaml:11:5",
            }
        ],
    }
    there = {(one["change"], one["what"], one["id"]) for one in found["results"]}
    for one in found["consequences"]:
        assert {(c["change"], c["what"], c["id"]) for c in one["causes"]} <= there


def test_with_consequences_alone_the_results_hold_every_cause_and_nothing_else():
    found = plain(only=["consequences"])
    causes = {cause["id"] for one in found["consequences"] for cause in one["causes"]}
    assert {one["id"] for one in found["results"]} == causes


def test_a_rename_and_its_ids_are_in_the_json():
    new = OLD.replace("id: ttp,", "id: tehrik,").replace("target: ttp", "target: tehrik")
    (found,) = plain(old=OLD, new=new, meant=())["results"]
    assert (found["old_id"], found["new_id"], found["fields"]) == ("ttp", "tehrik", ["id"])
    assert found["how"].startswith("renamed")


@pytest.mark.parametrize("stat", [False, True])
def test_an_empty_answer_gives_its_reason(stat):
    found = plain(old=OLD, new=OLD, meant=(), stat=stat)
    told = (found["results"], found["reason"], found["message"])
    assert told == ([], "no-difference", "no difference in meaning")
    hidden = plain(only=["types"], stat=stat)
    assert hidden["reason"] == "filtered"
    assert hidden["message"] == ("nothing is left; hidden: 7 changes by --only; 2 consequences")


def test_the_counts_fit_the_schema():
    assert plain(stat=True)["results"][0]["stat"] == "actor"


def test_rows_say_each_change_in_a_line():
    rows = [line.split("\t") for line in to_tsv(report(shown_of())).splitlines()]
    assert rows[0] == ["change", "class", "what", "id", "said", "edits", "place"]
    assert rows[1] == [
        "added",
        "recorded",
        "relation",
        "aff:opposes:taliban",
        "Afghanistan Freedom Front opposes Taliban, since 2022-03-11 (medium, only s4)",
        "",
        "data/relations.yaml:11:5",
    ]
    assert rows[-1][3:6] == ["s4", "s4: A newspaper (2022-05)", ""]
    assert len(rows) == 8
    assert len(to_ndjson(report(shown_of())).splitlines()) == 7


# the command


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Hold datasets old and new, an ill one, and no repository."""
    texts = {"old": OLD, "new": NEW, "broken": 'actors: [{id: a, name: ""}]\n'}
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


@pytest.fixture
def diff(folders, run):
    """Run ``whowhom diff`` beside the datasets."""

    def invoke(*words):
        return run("diff", *words)

    assert folders
    return invoke


def ids(result):
    return [one["id"] for one in json.loads(result.stdout)["results"]]


def test_the_command_tells_the_difference(diff):
    done = diff("old", "new")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "old -> new  + added  - removed  ~ changed"
    assert lines[-1].startswith("+1 actor, +2 relations, +1 source, ~1 actor, ~1 relation, -1 rel")


def test_the_command_ends_with_1_for_what_is_shown_and_only_when_asked(diff):
    assert diff("old", "new", "--exit-code").exit_code == 1
    assert diff("old", "old", "--exit-code").exit_code == 0
    assert diff("old", "new", "--exit-code", "--only", "removed").exit_code == 1
    assert diff("old", "new", "--exit-code", "--only", "types").exit_code == 0
    assert diff("old", "new", "--exit-code", "--stat").exit_code == 1


def test_an_empty_difference_says_which_files_differ_in_form(diff, folders):
    same = "old -> old\nno difference in meaning\nevery file is the same, byte for byte\n"
    assert diff("old", "old").stdout == same
    (folders / "form").mkdir()
    (folders / "form" / "a.yaml").write_text(f"# A comment.\n{OLD}", encoding="utf-8")
    said = "1 file differs only in form (order, comments, layout): a.yaml"
    assert diff("old", "form").stdout == f"old -> form\nno difference in meaning\n{said}\n"
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "x"]):
        who = ["-c", "user.name=a", "-c", "user.email=a"]
        subprocess.run(["git", *who, *words], cwd=folders, check=True)
    found = json.loads(diff("HEAD", "-d", "old", "--format", "json").stdout)
    assert (found["only_in_form"], found["reason"]) == ([], "no-difference")
    (folders / "old" / "a.yaml").write_text(OLD + "\n", encoding="utf-8")
    for words in (["HEAD"], ["--staged"], ["--exit-code"]):
        done = diff(*words, "-d", "old", "--format", "json")
        assert done.exit_code == 0
        assert json.loads(done.stdout)["only_in_form"] == (["a.yaml"] * (words != ["--staged"]))
    assert "only in form" not in diff("@2015", "@2015", "-d", "old").stdout


def test_the_filters_of_the_command(diff):
    json_ = ("--format", "json")
    assert ids(diff("old", "new", "--only", "actors,added", *json_)) == ["aff"]
    assert ids(diff("old", "new", "--only", "actors", "--only", "added", *json_)) == ["aff"]
    assert ids(diff("old", "new", "--actor", "AFF", "--only", "relations", *json_)) == [
        "aff:opposes:taliban"
    ]
    both = diff("old", "new", "--actor", "aff", "--actor", "ttp", "--only", "relations", *json_)
    assert sorted(ids(both)) == ["aff:opposes:taliban", "taliban:hosts:ttp"]
    sure = diff("old", "new", "--min-confidence", "high", "--only", "relations", *json_)
    assert ids(sure) == ["nrf:opposes:taliban"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--only", "wrold"], 2, '"wrold" is nothing to show; did you mean world?'),
        (["--only", ","], 2, '"" is nothing to show'),
        (["--only", "a\x1b[31m"], 2, '"a\\u001b[31m" is nothing to show'),
        (["--actor", "talibn"], 4, 'no actor "talibn" in either version; did you mean taliban'),
        (["--actor", "zzz"], 4, 'no actor "zzz" in either version; see `whowhom list actors`'),
        (["--actor", ""], 4, 'no actor "" in either version'),
        (["--min-confidence", "sure"], 2, "'sure' is not one of 'low', 'medium', 'high'"),
        (["--stat=yes"], 2, "Option '--stat' does not take a value"),
        (["new"], 2, "a diff has two sides; name at most two versions"),
    ],
)
def test_wrong_use_is_told_in_one_line(diff, words, code, said):
    done = diff("old", "new", *words)
    assert (done.exit_code, done.stdout) == (code, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_json_of_two_versions_is_a_patch_and_that_of_two_dates_is_none(diff, folders):
    found = json.loads(diff("old", "new", "--format", "json").stdout)
    sides = [load(folders / name).graph for name in ("old", "new")]
    read = from_patch(found)
    assert read.faults == ()
    assert apply(read.diff, sides[0]) == sides[1]
    dates = json.loads(diff("@2016", "@2022", "-d", "new", "--format", "json").stdout)
    assert [dates["sides"][side]["date"] for side in ("old", "new")] == ["2016", "2022"]
    assert {one["class"] for one in dates["results"]} == {"began"}
    faults = from_patch(dates).faults
    assert [fault.path for fault in faults] == ["sides.old.date", "sides.new.date"]


def test_a_split_spell_is_told_beside_its_changes(diff, folders):
    one = "type: hosts, target: ttp, from: 2021-08, confidence: medium, sources: [s1, s2]}"
    two = one.replace("from: 2021-08", "from: 2024")
    whole = OLD.replace(
        one, f"{one.replace('2021-08', '2021-08, to: 2022')}\n  - {{source: taliban, {two}"
    )
    (folders / "new" / "a.yaml").write_text(whole, encoding="utf-8")
    found = json.loads(diff("old", "new", "--format", "json").stdout)
    jsonschema.Draft202012Validator(schema()).validate(found)
    keys = ["taliban:hosts:ttp", "taliban:hosts:ttp:2"]
    assert found["respelled"] == [{"kind": "split", "old": keys[:1], "new": keys}]


def test_an_unknown_actor_has_its_suggestions_in_the_json(diff):
    found = json.loads(diff("old", "new", "--actor", "talibn", "--format", "json").stdout)
    assert (found["reason"], found["suggestions"]) == ("unknown-actor", ["taliban"])


def test_what_was_cut_is_a_command_that_can_be_typed_again(diff, folders):
    (folders / "old").rename(folders / "it's old")
    text = diff("it's old", "new", "--format", "markdown").stdout
    assert "whowhom diff 'it'\"'\"'s old' new" in text


def test_the_command_refuses_broken_data_and_tells_every_error_once(diff):
    done = diff("broken", "broken")
    assert (done.stdout, done.exit_code) == ("", 3)
    lines = done.stderr.splitlines()
    assert [line.partition(" ")[0] for line in lines[:-1]] == ["broken/a.yaml:1:24:"]
    assert lines[-1].startswith("whowhom: 1 error in broken; mend them")


def test_the_command_compares_what_is_left_of_broken_data_when_lenient(diff):
    done = diff("broken", "new", "--lenient")
    assert done.stdout.splitlines()[-1].startswith("+5 actors, +4 relations, +3 sources, 0 removed")
    assert done.stderr.splitlines()[-1].endswith("answering from the rest, as --lenient asks")
    assert done.exit_code == 0


def test_the_command_tells_an_unknown_revision_in_both_forms(diff, folders):
    subprocess.run(["git", "init", "--quiet"], cwd=folders, check=True)
    done = diff("HAED", "-d", "old")
    assert (done.stdout, done.exit_code) == ("", 4)
    assert done.stderr.startswith('whowhom: "HAED" is no ')
    found = json.loads(diff("HAED", "-d", "old", "--format", "json").stdout)
    assert (found["results"], found["reason"]) == ([], "unknown-revision")
