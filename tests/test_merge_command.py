"""``whowhom merge`` and ``textconv``, by themselves and as git runs them."""

import json
import os
import re
import shlex
import subprocess
import sys

import pytest

from conftest import ROOT
from graph.decoding import FORBIDDEN
from graph.patching.facts import facts
from graph.versioning import git

BASE = """\
# who and whom
relations:
  # about a
  - source: a
    type: hosts
    target: b
    confidence: low
    sources: [s]
"""
ONE = "\n  - source: c\n    type: opposes\n    target: a\n    sources: [s]\n"
TWO = "\n  # by theirs\n  - source: b\n    type: fights\n    target: c\n    sources: [s]\n"
ACTORS = """\
actors:
  - {id: a, name: A, sources: [s]}
  - {id: b, name: B, sources: [s]}
  - {id: c, name: C, sources: [s]}
sources:
  - {id: s, title: S, published: 2020}
"""


@pytest.fixture
def three(tmp_path):
    """Write three versions of a file and give their paths."""

    def write(base, ours, theirs):
        paths = [tmp_path / f"{name}.tmp" for name in ("base", "ours", "theirs")]
        for path, text in zip(paths, (base, ours, theirs), strict=True):
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return paths

    return write


def test_a_file_is_merged_to_stdout_or_into_ours(three, run):
    paths = three(BASE, BASE + ONE, BASE + TWO)
    done = run("merge", *paths)
    assert (done.exit_code, done.stdout, done.stderr) == (0, BASE + TWO + ONE, "")
    done = run("merge", *paths, "--output", paths[1], "--path", "data/relations.yaml")
    assert (done.exit_code, done.stdout) == (0, "")
    assert paths[1].read_text() == BASE + TWO + ONE


def test_conflicts_are_listed_by_claim_and_end_with_1(three, run):
    paths = three(BASE, BASE.replace("low", "high"), BASE.replace("low", "medium"))
    named = ("--path", "r.yaml", "--ours-name", "main", "--theirs-name", "topic")
    done = run("merge", *paths, "-o", paths[1], *named)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        ('r.yaml: relation "a:hosts:b": confidence is high in main and medium in topic, was low'),
        "r.yaml: 1 conflict; both forms stand between conflict markers",
    ]
    assert "<<<<<<< main\n    confidence: high\n=======\n" in paths[1].read_text()
    shown = run("merge", *three(BASE, BASE.replace("low", "high"), BASE.replace("low", "medium")))
    assert shown.exit_code == 1
    assert "confidence is high in ours" in shown.stderr
    assert ">>>>>>> theirs" in shown.stdout


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        ("", BASE.replace("low", "high"), "taken out in ours, and theirs changed it"),
        (BASE.replace("low", "high"), "", "taken out in theirs, and ours changed it"),
        (
            BASE + ONE + "    from: 2015\n",
            BASE + ONE + "    from: 2015\n    to: 2016\n",
            'relation "c:opposes:a": to is not given in ours and 2016 in theirs',
        ),
    ],
)
def test_the_reason_of_a_conflict_is_said(three, run, ours, theirs, told):
    done = run("merge", *three(BASE, ours, theirs))
    assert done.exit_code == 1
    assert told in done.stderr


def test_json_has_the_values_of_all_sides(three, run):
    paths = three(BASE, BASE.replace("low", "high"), BASE.replace("low", "medium"))
    done = json.loads(run("merge", *paths, "-o", paths[1], "--format", "json").stdout)
    (item,) = done["results"]
    assert [item[side] for side in ("base", "ours", "theirs")] == ["low", "high", "medium"]
    clean = json.loads(
        run("merge", *three(BASE, BASE, BASE), "-o", paths[1], "--format", "json").stdout
    )
    assert clean["reason"] == "clean"


def test_a_conflict_about_an_id_that_would_stand_twice_says_so_and_check_finds_it(tmp_path, run):
    base = "actors:\n- {id: a, name: Alpha}\n- {id: b, name: Beta}\n"
    for side, id_ in (("base", ""), ("ours", "a"), ("theirs", "b")):
        (tmp_path / side).mkdir()
        (tmp_path / side / "d.yaml").write_text(
            base.replace(f"id: {id_}", "id: z") if id_ else base
        )
    out = tmp_path / "out"
    sides = [tmp_path / side for side in ("base", "ours", "theirs")]
    done = run("merge", *sides, "-o", out)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == (
        'actor "b": id is b in ours and z in theirs, was b; ours has another actor "z", so one of '
        "the two needs an id of its own"
    )
    text = (out / "d.yaml").read_text()
    chosen = re.sub(
        r"<<<<<<< ours\n.*?=======\n(.*?)>>>>>>> theirs\n", r"\1", text, flags=re.DOTALL
    )
    (out / "d.yaml").write_text(chosen)
    found = run("check", out)
    assert found.exit_code == 1
    assert re.search(
        r'd\.yaml:\d+:\d+: duplicate-id: actor "z" stands already at \S+d\.yaml:\d+:\d+',
        found.stdout,
    )


@pytest.mark.parametrize(
    "broken", ["relations: [\n", "relations:\n  - source: A\n", "relations:\n  - &x {source: a}\n"]
)
def test_what_is_no_data_is_merged_by_lines_and_told(three, run, broken):
    paths = three(BASE, BASE + ONE, broken)
    done = run("merge", *paths, "-o", paths[1], "--path", "r.yaml")
    assert done.exit_code == 1
    assert "r.yaml:" in done.stderr
    assert "merged line by line" in done.stderr
    text = paths[1].read_text()
    assert all(line in text for line in (ONE + broken).splitlines())
    assert "<<<<<<< ours" in text


def test_what_is_no_text_stays_as_ours_has_it(three, run):
    paths = three(BASE, BASE + ONE, b"\x00\x01\xff" * 50)
    done = run("merge", *paths, "-o", paths[1])
    assert done.exit_code == 1
    assert "theirs has to be put in by hand" in done.stderr
    assert paths[1].read_text() == BASE + ONE


def test_without_git_files_are_merged_too(three, run, monkeypatch):
    monkeypatch.setattr(git.shutil, "which", lambda _name: None)
    done = run("merge", *three(BASE, BASE.replace("low", "high") + ONE, BASE + TWO))
    assert (done.exit_code, done.stdout) == (0, BASE.replace("low", "high") + TWO + ONE)


def test_folders_are_merged_file_by_file(tmp_path, run):
    for name, text, more in (("base", BASE, ""), ("ours", BASE + ONE, ""), ("theirs", BASE, TWO)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "relations.yaml").write_text(text)
        (tmp_path / name / "actors.yaml").write_text(ACTORS)
        if more:
            (tmp_path / name / "more.yaml").write_text("relations:" + more)
    done = run("merge", "base", "ours", "theirs", "-o", "out")
    assert (done.exit_code, done.stderr) == (0, "")
    out = {path.name: path.read_text() for path in (tmp_path / "out").iterdir()}
    assert out == {
        "actors.yaml": ACTORS,
        "relations.yaml": BASE + ONE,
        "more.yaml": "relations:" + TWO,
    }
    assert run("check", "out").exit_code == 0
    os.unlink("theirs/relations.yaml")
    gone = run("merge", "base", "theirs", "theirs", "-o", "theirs")
    assert gone.exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("none", "none", "none"), 3, "cannot read none"),
        ((".", "x.yaml", "x.yaml"), 2, "three files or three folders"),
        ((".", ".", "."), 2, "name the folder of the result with -o"),
        (("x.yaml", "x.yaml"), 2, "Missing argument"),
        (("x.yaml", "x.yaml", "x.yaml", "-o", "none/x.yaml"), 2, "cannot write"),
    ],
)
def test_wrong_use_is_told(run, tmp_path, words, code, told):
    (tmp_path / "x.yaml").write_text(BASE)
    done = run("merge", *words)
    assert done.exit_code == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["\x1b[31m", "a\nb: c", "\u202eb", "a\r"])
def test_odd_names_of_the_sides_harm_neither_the_file_nor_the_terminal(three, run, name):
    paths = three(BASE, BASE.replace("low", "high"), BASE.replace("low", "medium"))
    named = ("--ours-name", name, "--theirs-name", name, "--path", name)
    done = run("merge", *paths, "-o", paths[1], *named)
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 2
    made = paths[1].read_text()
    assert not re.search(FORBIDDEN, made + done.stdout.replace("\ufffd", ""))
    assert "<<<<<<< " in made
    paths[1].rename(paths[1].with_suffix(".yaml"))
    assert "conflict-marker" in run("check", "-d", paths[1].with_suffix(".yaml")).stdout


@pytest.mark.parametrize("there", ["a file", "a folder in the place of a file"])
def test_a_result_that_cannot_be_put_there_is_told_with_its_place(run, tmp_path, there):
    for name in ("base", "ours", "theirs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "r.yaml").write_text(BASE)
    if there == "a file":
        (tmp_path / "out").write_text("mine")
    else:
        (tmp_path / "out/r.yaml").mkdir(parents=True)
    done = run("merge", "base", "ours", "theirs", "-o", "out")
    assert done.exit_code == 2
    (said,) = done.stderr.splitlines()
    assert "with -o" in said
    assert ("the folder out: file exists" if there == "a file" else "out/r.yaml: is a") in said


def test_a_result_goes_into_no_folder_with_other_data(run, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.yaml").write_text(BASE)
    done = run("merge", "a", "a", "a", "-o", "b")
    assert done.exit_code == 2
    assert "b holds b.yaml, which is no part of the merge" in done.stderr


# What git shows.


def test_a_file_is_told_a_fact_a_line_whatever_its_form():
    data = (
        BASE + ONE + "    from: 2015~\n    to: unknown\n    id: r1\n    ambivalent: true\n"
    ).encode()
    assert facts(data, "r.yaml") == (
        "a hosts b, confidence low\n  source s\n"
        "c opposes a, from 2015~ to unknown, ambivalent [r1]\n  source s\n"
    )
    shuffled = (
        "relations:\n" + ONE[1:].replace("[s]", "\n      - 's'") + BASE.partition("relations:\n")[2]
    )
    assert facts(shuffled.encode(), "x") == facts((BASE + ONE).encode(), "y")
    assert facts(ACTORS.encode(), "a").splitlines()[-1] == "source s: S, 2020"


def test_every_kind_of_entry_is_told_whole():
    text = (
        "relation_types:\n  - {name: t, label: is with, inverse: is with, sign: 0, symmetric: true,"
        " family: f}\n"
        "story:\n  - {text: words, date: 2020, focus: [b, a], relations: [a:t:b]}\n"
        "actors:\n  - {id: a, name: A, kind: armed_group, from: 1999, ids: {un: X}, aliases: [q]}\n"
    )
    assert facts(text.encode(), "x").splitlines() == [
        "actor a: A, armed group, from 1999",
        "  alias q",
        "  known as un X",
        "relation type t: is with",
        "  inverse is with",
        "  sign 0",
        "  symmetric true",
        "  family f",
        "story, 2020",
        "  text words",
        "  focus a",
        "  focus b",
        "  rests on a:t:b",
    ]


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"a: [", b"<<<<<<< x\n", b"relations: [{source: A}]", b"- \x00\n"],
)
def test_a_textconv_never_fails_on_what_is_in_a_file(data, run, tmp_path):
    (tmp_path / "x.yaml").write_bytes(data)
    done = run("textconv", "x.yaml")
    assert done.exit_code == 0
    assert done.stdout.startswith("# not read as data, x.yaml") or not data
    assert not set(done.stdout) & {"\0", "\x1b"}


def test_a_file_that_is_not_there_is_told(run):
    done = run("textconv", "none.yaml")
    assert done.exit_code == 2
    assert "cannot read none.yaml" in done.stderr


# With git itself.


def recipe(name):
    """Give a block of docs/patches.md by the name in the comment above it."""
    page = (ROOT / "docs" / "patches.md").read_text(encoding="utf-8")
    return re.search(rf"<!-- recipe: {name} -->\n\n```\w+\n(.*?)```", page, re.DOTALL)[1]


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Give what runs git in a new repository in which the driver and the textconv are set."""
    for name in ("GLOBAL", "SYSTEM"):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", os.devnull)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "A")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.org")
    place = tmp_path / "repository"
    (place / "data").mkdir(parents=True)

    def run_git(*words, code=0):
        done = subprocess.run(
            ["git", *words], cwd=place, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr + done.stdout
        return done.stdout + done.stderr

    # The commands of the documents, as they stand there.
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "whowhom"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m graph "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    run_git("init", "-q", "-b", "main")
    for line in (recipe("merge") + recipe("diff")).splitlines():
        run_git(*shlex.split(line)[1:])
    (place / ".gitattributes").write_text(recipe("attributes"))
    (place / "data" / "relations.yaml").write_text(BASE)
    (place / "data" / "actors.yaml").write_text(ACTORS)

    def commit(text, message):
        (place / "data" / "relations.yaml").write_text(text)
        run_git("add", ".")
        run_git("commit", "-q", "-m", message)

    commit(BASE, "base")
    run_git("switch", "-q", "-c", "topic")
    return run_git, commit, place / "data" / "relations.yaml"


def test_git_merges_and_rebases_what_was_written_at_one_place(repository):
    run_git, commit, file = repository
    commit(BASE.replace("low", "high") + TWO, "two")
    run_git("switch", "-q", "main")
    commit(BASE.replace("[s]", "['s']") + ONE, "one")
    run_git("merge", "topic", "-m", "merged")
    both = BASE.replace("low", "high").replace("[s]", "['s']")
    assert file.read_text() == both + TWO + ONE
    shown = run_git("diff", "HEAD^", "--", "data")
    assert "+a hosts b, confidence high" in shown
    assert "+b fights c\n" in shown
    run_git("reset", "-q", "--hard", "HEAD^")
    run_git("switch", "-q", "topic")
    run_git("rebase", "main")
    assert file.read_text() == both + TWO + ONE


def test_git_stops_where_two_contradict_each_other_and_goes_on_when_one_is_chosen(repository, run):
    run_git, commit, file = repository
    commit(BASE.replace("low", "high"), "two")
    run_git("switch", "-q", "main")
    commit(BASE.replace("low", "medium") + ONE, "one")
    told = run_git("merge", "topic", code=1)
    assert "confidence is medium in ours and high in theirs, was low" in told
    assert "data/relations.yaml" in run_git("diff", "--name-only", "--diff-filter=U")
    text = file.read_text()
    assert text.replace("<<<<<<< ours\n", "").split("=======")[0].endswith("medium\n")
    found = run("check", file.parent)
    assert found.exit_code == 1
    assert "conflict-marker" in found.stdout
    assert "not read as data" in run_git("diff")
    file.write_text(BASE.replace("low", "high") + ONE)
    run_git("commit", "-q", "-a", "-m", "chosen")
    assert run("check", file.parent).exit_code == 0
