"""The recipes of docs/review.md work: their steps run against a scratch repository."""

import os
import re
import shlex
import subprocess
import sys

import pytest
import yaml

from conftest import ROOT
from graph.github import LIMIT, size

PAGE = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
WORKFLOW, COMMENT, FRAMEWORK = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
(HOOK,) = re.findall(r"```sh\n(#!.*?)```", PAGE, re.DOTALL)
JOBS = yaml.safe_load(WORKFLOW + COMMENT)["jobs"]
#: A branch that anybody may open a pull request from.
BRANCH = "x$(touch${IFS}pwned)"
DATA = """\
actors:
  - id: aff
    name: Afghanistan Freedom Front
    sources:
      - s1

  - id: nrf
    name: National Resistance Front
    sources:
      - s1

relations:
  - source: aff
    type: allied_with
    target: nrf
    from: 2022
    confidence: low
    sources:
      - s1

sources:
  - id: s1
    title: A report
    published: 2022-05
"""


class Clone:
    """A repository with a dataset, a ``PATH`` with the program, and tools that only take notes."""

    def __init__(self, folder):
        self.folder = folder / "clone"
        self.tools = folder / "bin"
        self.summary = folder / "summary.md"
        self.tools.mkdir(parents=True)
        self.tool("whowhom", f'exec {shlex.quote(sys.executable)} -P -m graph "$@"')
        for name in ("pipx", "gh"):
            self.tool(name, f'printf "%s\\n" "$@" > {shlex.quote(str(folder))}/{name}.txt')
        env = {
            key: text for key, text in os.environ.items() if not key.startswith(("GIT_", "WHOW"))
        }
        self.env = env | {
            "PATH": f"{self.tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "WHOWHOM_CACHE": "off",
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_BASE_REF": "main",
            "GITHUB_HEAD_REF": BRANCH,
            "GITHUB_REPOSITORY": "owner/data",
            "NUMBER": "7",
        }
        (self.folder / "data").mkdir(parents=True)
        self.write(DATA)
        self.git("init", "--quiet", "--initial-branch=main")
        for key in ("user.name", "user.email"):
            self.git("config", key, "a@example.org")
        self.git("add", ".")
        self.git("commit", "--quiet", "-m", "one")

    def tool(self, name, line):
        """Put a program into the path."""
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        path.chmod(0o755)

    def write(self, text):
        """Write the dataset."""
        (self.folder / "data" / "all.yaml").write_text(text, encoding="utf-8")

    def run(self, *words):
        """Run a program in the clone."""
        return subprocess.run(
            words, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False
        )

    def git(self, *words):
        """Run git, which must succeed."""
        done = self.run("git", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def step(self, job, name):
        """Run a step as GitHub does without ``shell``."""
        (step,) = [step for step in JOBS[job]["steps"] if step.get("name") == name]
        return self.run("bash", "-e", "-c", step["run"])


@pytest.fixture
def clone(tmp_path):
    return Clone(tmp_path)


@pytest.fixture
def request_(clone):
    """Check out what GitHub checks out for a pull request: the merge of a branch into main."""
    clone.git("checkout", "--quiet", "-b", BRANCH)
    clone.write(DATA.replace("confidence: low", "confidence: medium"))
    clone.git("commit", "--quiet", "-am", "two")
    clone.git("checkout", "--quiet", "main")
    clone.write(DATA.replace("A report", "A longer report"))
    clone.git("commit", "--quiet", "-am", "three")
    clone.git("update-ref", "refs/remotes/origin/main", "main")
    clone.git("checkout", "--quiet", "--detach", "main")
    clone.git("merge", "--quiet", "--no-edit", BRANCH)
    return clone


def test_the_workflow_has_no_more_rights_than_it_needs_and_runs_nothing_it_is_sent():
    whole = yaml.safe_load(WORKFLOW)
    assert list(whole[True]) == ["pull_request"]  # YAML 1.1 reads the key "on" as true
    assert whole["permissions"] == {"contents": "read"}
    assert "permissions" not in JOBS["review"]
    assert JOBS["comment"]["permissions"] == {"pull-requests": "write"}
    assert JOBS["review"]["steps"][0]["with"] == {"fetch-depth": 0, "persist-credentials": False}
    runs = [step["run"] for job in JOBS.values() for step in job["steps"] if "run" in step]
    assert len(runs) == 4
    assert not any("${{" in run for run in runs)


def test_the_steps_of_the_workflow_install_tell_check_and_comment(request_, tmp_path):
    clone = request_
    clone.env |= yaml.safe_load(WORKFLOW)["env"]
    assert clone.step("review", "Install").returncode == 0
    assert (tmp_path / "pipx.txt").read_text() == f"install\n{clone.env['WHOWHOM']}\n"

    done = clone.step("review", "Say what changes")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    told = clone.summary.read_text(encoding="utf-8")
    assert told.startswith("### ")
    assert "_confidence:_ low → medium" in told
    assert "longer report" not in told  # what main did meanwhile is no part of the request
    assert size(told) < LIMIT

    assert clone.step("review", "Check").returncode == 0
    assert clone.step("comment", "Comment").returncode == 0
    words = (tmp_path / "gh.txt").read_text().splitlines()
    assert words[:5] == ["pr", "comment", "7", "--repo", "owner/data"]
    assert (clone.folder / words[words.index("--body-file") + 1]).read_text() == told
    assert not (clone.folder / "pwned").exists()


def test_the_check_of_the_workflow_shows_a_mistake_beside_its_line(request_):
    request_.write(DATA.replace("target: nrf", "target: nfr"))
    done = request_.step("review", "Check")
    assert done.returncode == 1
    assert (
        '::error file=data/all.yaml,line=15,col=13,title=unknown-actor::no actor "nfr"; did you'
    ) in done.stdout


@pytest.fixture
def hooked(clone):
    """Give a clone whose commits go through the hook."""
    path = clone.folder / ".git" / "hooks" / "pre-commit"
    path.write_text(HOOK, encoding="utf-8")
    path.chmod(0o755)
    return clone


def test_a_commit_without_mistakes_goes_through_the_hook(hooked):
    hooked.write(DATA.replace("confidence: low", "confidence: medium"))
    hooked.git("commit", "--quiet", "-am", "two")
    assert hooked.git("log", "--format=%s") == "two\none\n"


def test_the_hook_refuses_a_mistake_with_its_line_and_data_in_another_form(hooked):
    hooked.write(DATA.replace("target: nrf", "target: nfr"))
    done = hooked.run("git", "commit", "--quiet", "-am", "two")
    assert done.returncode == 1
    assert 'data/all.yaml:15:13: unknown-actor: no actor "nfr"' in done.stdout + done.stderr
    hooked.write(DATA.replace("target: nrf\n    from: 2022", "from: 2022\n    target: nrf"))
    done = hooked.run("git", "commit", "--quiet", "-am", "two")
    assert done.returncode == 1
    assert "would change: data/all.yaml" in done.stdout + done.stderr
    assert hooked.git("log", "--format=%s") == "one\n"


def test_the_hook_looks_at_what_is_committed_and_leaves_nothing_behind(hooked, tmp_path):
    (tmp_path / "temporary").mkdir()
    hooked.env["TMPDIR"] = str(tmp_path / "temporary")
    hooked.write(DATA.replace("confidence: low", "confidence: medium"))
    hooked.git("add", ".")
    hooked.write("actors: [")
    hooked.git("commit", "--quiet", "-m", "two")
    hooked.git("add", ".")
    hooked.write(DATA)
    assert hooked.run("git", "commit", "--quiet", "-m", "three").returncode != 0
    assert list((tmp_path / "temporary").iterdir()) == []


def test_the_hooks_of_the_framework_do_the_same(clone):
    hooks = yaml.safe_load(FRAMEWORK)["repos"][0]["hooks"]
    assert all(re.search(hook["files"], "data/all.yaml") for hook in hooks)
    assert not any(hook["pass_filenames"] for hook in hooks)
    assert [hook["entry"] for hook in hooks] == HOOK.splitlines()[-2:]
    for hook in hooks:
        assert clone.run(*shlex.split(hook["entry"])).returncode == 0
