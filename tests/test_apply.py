"""``whowhom apply``: a patch goes into the files, comes out of them, or is refused whole."""

import functools
import json
import os
import shutil

import pytest
from click.testing import CliRunner

from graph.diffing.changes import GraphDiff
from graph.diffing.patches import to_patch
from graph.patching import storing

ACTORS = """\
# who
actors:
  - {id: a, name: A, sources: [s]}  # first
  - {id: b, name: B, sources: [s]}
sources:
  - {id: s, title: S, published: 2020}
"""
RELATIONS = """\
# what
relations:
  # about a
  - source: a
    type: hosts
    target: b
    confidence: low  # for now
    sources: [s]
"""
NEW = RELATIONS.replace("low", "high") + "    # checked\n"
MORE = ACTORS.replace("title: S,", "title: 'S, the report',")


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "actors.yaml").write_text(ACTORS)
    (folder / "relations.yaml").write_text(RELATIONS)
    return folder


@pytest.fixture
def patch(data, run, tmp_path):
    """Give the file of a patch that changes a relation and a source."""
    new = tmp_path / "new"
    new.mkdir()
    (new / "actors.yaml").write_text(MORE)
    (new / "relations.yaml").write_text(NEW)
    made = run("diff", str(data), str(new), "--format", "json")
    assert made.exit_code == 0
    file = tmp_path / "patch.json"
    file.write_text(made.stdout)
    return file


def texts(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_a_patch_is_put_in_and_taken_back_in_place(data, patch, run):
    before = texts(data)
    done = run("apply", patch, "-d", data)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"changed: {data / 'actors.yaml'}",
        f"changed: {data / 'relations.yaml'}",
        "~1 relation, ~1 source, 0 removed; 2 files",
    ]
    assert texts(data) == {
        "actors.yaml": MORE,
        "relations.yaml": RELATIONS.replace("low", "high"),
    }
    back = run("apply", patch, "--reverse", "-d", data)
    assert back.exit_code == 0
    assert texts(data) == {**before, "actors.yaml": ACTORS.replace("title: S,", "title: 'S',")}


def test_check_only_looks(data, patch, run):
    before = texts(data)
    done = run("apply", patch, "--check", "-d", data)
    assert done.exit_code == 0
    assert done.stdout.startswith("would change: ")
    assert texts(data) == before


def test_it_reads_stdin(data, patch, run, monkeypatch):
    given = functools.partialmethod(CliRunner.invoke, input=patch.read_bytes())
    monkeypatch.setattr(CliRunner, "invoke", given)
    assert run("apply", "-", "-d", data).exit_code == 0
    assert "high" in (data / "relations.yaml").read_text()


def test_what_was_applied_already_is_said(data, patch, run):
    run("apply", patch, "-d", data)
    after = texts(data)
    again = run("apply", patch, "-d", data)
    assert again.exit_code == 0
    assert again.stdout == "already applied: the data is as the patch makes it\n"
    assert texts(data) == after


def test_what_was_taken_back_already_is_said(data, patch, run):
    again = run("apply", patch, "-d", data, "--reverse")
    assert again.exit_code == 0
    assert again.stdout == "already taken back: the data is as it was before the patch\n"


def test_a_patch_that_filters_made_a_part_of_says_so_and_is_applied(data, patch, run, tmp_path):
    part = tmp_path / "part.json"
    words = ("diff", data, tmp_path / "new", "--format", "json")
    part.write_text(run(*words, "--only", "sources").stdout)
    told = (
        f"whowhom: {part} is a part of its diff: the filters that it was written with left out "
        "1 change\n"
    )
    checked = run("apply", part, "-d", data, "--check")
    assert (checked.exit_code, checked.stderr) == (0, told)
    done = run("apply", part, "-d", data)
    assert (done.exit_code, done.stderr) == (0, told)
    assert texts(data)["actors.yaml"] == MORE
    assert texts(data)["relations.yaml"] == RELATIONS
    assert run("apply", patch, "-d", data, "--check").stderr == ""


@pytest.mark.parametrize("hidden", [1, {"only": -1}, {"only": True}, {"actor": "2"}])
def test_counts_of_what_a_patch_leaves_out_are_counts(data, patch, run, hidden):
    document = json.loads(patch.read_text()) | {"hidden": hidden}
    patch.write_text(json.dumps(document))
    done = run("apply", patch, "-d", data)
    assert done.exit_code == 2
    assert "hidden: counts of what the filters of the diff left out belong here" in done.stderr


def test_what_a_killed_run_left_is_named_by_the_next_one(data, patch, run):
    left = data / ".actors.yaml.k3_j2abc.new"
    left.write_text("half")
    told = f"{left} is left of a run that was stopped while it wrote; if none runs now, delete it"
    assert told in run("apply", patch, "-d", data).stderr
    assert told in run("check", data).stderr
    assert left.read_text() == "half"
    left.unlink()
    assert "stopped" not in run("check", data).stderr


def test_every_conflict_is_told_with_its_place_and_nothing_is_written(data, patch, run):
    (data / "relations.yaml").write_text(RELATIONS.replace("low", "medium"))
    (data / "actors.yaml").write_text(ACTORS.replace("title: S,", "title: T,"))
    before = texts(data)
    done = run("apply", patch, "-d", data)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        (
            f'{data / "relations.yaml"}:7:17: relation "a:hosts:b": confidence is "medium", '
            'expected "low"'
        ),
        f'{data / "actors.yaml"}:6:20: source "s": title is "T", expected "S"',
        "2 conflicts; nothing was changed",
    ]
    assert texts(data) == before
    assert run("apply", patch, "--check", "-d", data).exit_code == 1


def test_json_has_the_same(data, patch, run):
    done = json.loads(run("apply", patch, "-d", data, "--check", "--format", "json").stdout)
    assert [item["state"] for item in done["results"]] == ["would change"] * 2
    (data / "relations.yaml").write_text(RELATIONS.replace("low", "medium"))
    clash = json.loads(run("apply", patch, "-d", data, "--format", "json").stdout)
    assert [(item["state"], item["line"]) for item in clash["results"]] == [("conflict", 7)]


def test_a_patch_of_another_dataset_is_refused(patch, run, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.yaml").write_text("actors:\n  - {id: x, name: X, sources: []}\n")
    done = run("apply", patch, "-d", other)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[:2] == [
        'relation "a:hosts:b" is not there',
        'source "s" is not there',
    ]


def test_a_patch_that_would_leave_the_data_broken_is_refused(data, run, tmp_path):
    lone = {
        "change": "removed",
        "what": "actor",
        "id": "b",
        "after": None,
        "fields": [],
        "before": {"id": "b", "name": "B", "sources": ["s"]},
    }
    file = tmp_path / "p.json"
    file.write_text(json.dumps({"schema": 1, "command": "diff", "results": [lone]}))
    before = texts(data)
    done = run("apply", file, "-d", data)
    assert done.exit_code == 1
    assert 'relations.yaml:6:13: it would leave no actor "b"' in done.stdout
    assert texts(data) == before


def test_what_the_story_loses_is_told(data, run, tmp_path):
    (data / "story.yaml").write_text(
        "story:\n  - {text: x, date: 2020, focus: [a, b], relations: [a:hosts:b]}\n"
    )
    new = tmp_path / "new"
    new.mkdir()
    (new / "actors.yaml").write_text(ACTORS)
    (new / "relations.yaml").write_text("relations: []\n")
    file = tmp_path / "p.json"
    file.write_text(run("diff", data, new, "--format", "json").stdout)
    done = run("apply", file, "-d", data)
    assert done.exit_code == 0
    assert 'story.yaml:2:54: no relation "a:hosts:b"' in done.stderr
    assert "mend the story" in done.stderr
    back = run("apply", file, "--reverse", "-d", data)
    assert (back.exit_code, back.stderr) == (0, "")
    assert run("check", data).exit_code == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[]", "a patch is an object"),
        ('{"schema": 2, "results": []}', "only 1 is known"),
        ('{"schema": 1, "command": "who", "results": []}', "another command"),
        ('{"schema": 1, "results": [{"change": "added"}]}', "fault"),
    ],
)
def test_a_broken_patch_is_wrong_use(data, run, tmp_path, content, told):
    file = tmp_path / "p.json"
    file.write_text(content)
    done = run("apply", file, "-d", data)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr


def test_a_diff_of_two_dates_changes_no_file(data, run, tmp_path):
    file = tmp_path / "p.json"
    file.write_text(json.dumps(to_patch(GraphDiff(), "a", "b", ("2020", "2021"))))
    done = run("apply", file, "-d", data)
    assert done.exit_code == 2
    assert "what held at a date changes no file" in done.stderr


def test_files_that_cannot_be_read_are_told(data, run, tmp_path):
    done = run("apply", tmp_path / "none.json", "-d", data)
    assert done.exit_code == 2
    assert "cannot read" in done.stderr
    (tmp_path / "x.json").write_bytes(b"\xff\xfe")
    assert "not UTF-8" in run("apply", tmp_path / "x.json", "-d", data).stderr


def test_data_with_mistakes_is_left_alone(data, patch, run):
    (data / "relations.yaml").write_text("relations: [{source: a}]\n")
    done = run("apply", patch, "-d", data)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "mend them first" in done.stderr
    assert run("apply", patch, "-d", data / "none").exit_code == 3


def test_the_bundled_data_is_not_changed(patch, run):
    done = run("apply", patch)
    assert done.exit_code == 2
    assert "not yours to change" in done.stderr


def test_a_file_that_changes_meanwhile_stops_all(data, patch, run, monkeypatch):
    real = storing.store_all

    def late(stores):
        (data / "relations.yaml").write_text(RELATIONS + "# late\n")
        real(stores)

    monkeypatch.setattr(storing, "store_all", late)
    done = run("apply", patch, "-d", data)
    assert done.exit_code == 2
    assert "was changed meanwhile" in done.stderr
    assert (data / "actors.yaml").read_text() == ACTORS


def test_a_dataset_of_one_file_and_an_empty_patch(data, run, tmp_path):
    one = tmp_path / "one.yaml"
    one.write_text(ACTORS + RELATIONS)
    two = tmp_path / "two.yaml"
    two.write_text(ACTORS + NEW)
    file = tmp_path / "p.json"
    file.write_text(run("diff", one, two, "--format", "json").stdout)
    assert run("apply", file, "-d", one).exit_code == 0
    assert one.read_text() == ACTORS + RELATIONS.replace("low", "high")
    file.write_text(run("diff", one, one, "--format", "json").stdout)
    assert run("apply", file, "-d", one).stdout == "the patch changes nothing\n"
    assert os.listdir(tmp_path).count("one.yaml") == 1
    assert data.exists()


def test_counts_alone_are_no_patch(data, run, tmp_path):
    stat, new = tmp_path / "stat.json", tmp_path / "new"
    shutil.copytree(data, new)
    (new / "relations.yaml").write_text(NEW)
    stat.write_text(run("diff", data, new, "--stat", "--format", "json").stdout)
    done = run("apply", stat, "-d", data)
    assert done.exit_code == 2
    assert "counts alone are no patch; write it without --stat" in done.stderr
    assert len(done.stderr.splitlines()) == 2


def test_of_many_faults_a_screen_is_told(data, run, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({"schema": 1, "command": "diff", "results": [1] * 1000}))
    done = run("apply", bad, "-d", data)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 21
    assert "1,000 faults, the first 20 above, in" in done.stderr


def test_a_crosswalk_that_means_a_renamed_actor_is_named(data, run, tmp_path):
    (data / "crosswalks").mkdir()
    walk = data / "crosswalks" / "ucdp.yaml"
    walk.write_text("scheme: ucdp\nentries:\n  - {id: 1, actor: a}\n  - {id: 2, actor: b}\n")
    new = tmp_path / "new"
    new.mkdir()
    (new / "actors.yaml").write_text(ACTORS.replace("{id: a,", "{id: alpha,"))
    (new / "relations.yaml").write_text(RELATIONS.replace("source: a", "source: alpha"))
    file = tmp_path / "p.json"
    file.write_text(run("diff", data, new, "--format", "json").stdout)
    done = run("apply", file, "-d", data)
    assert done.exit_code == 0
    assert f'{walk}:3:20: "a" is "alpha" now; mend the crosswalk' in done.stderr
    assert (
        f'{walk}:3:20: unknown-actor: no actor "a"; did you mean "alpha" (A)?'
        in run("check", data).stdout
    )
    assert run("apply", file, "--reverse", "-d", data).exit_code == 0
    assert run("check", data).exit_code == 0


def test_a_crosswalk_that_means_a_removed_actor_is_named(data, run, tmp_path):
    (data / "crosswalks").mkdir()
    walk = data / "crosswalks" / "ucdp.yaml"
    walk.write_text("scheme: ucdp\nentries:\n  - {id: 2, actor: b}\n")
    new = tmp_path / "new"
    new.mkdir()
    (new / "actors.yaml").write_text(ACTORS.replace("  - {id: b, name: B, sources: [s]}\n", ""))
    file = tmp_path / "p.json"
    file.write_text(run("diff", data, new, "--format", "json").stdout)
    done = run("apply", file, "-d", data)
    assert f'{walk}:3:20: "b" is there no more; mend the crosswalk' in done.stderr
