"""Completion: what it offers, in the real shells, quickly, and without a word of its own."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from conftest import ROOT
from graph.commands import COMMANDS, main
from graph.commands.completion import SHELLS

DATA = """\
actors:
  - {id: isis-k, name: Islamic State Khorasan, aliases: [ISKP, داعش خراسان]}
  - {id: isi, name: Inter-Services Intelligence, kind: agency}
  - {id: haqqani-network, name: Haqqani Network, ambiguous_aliases: [Haqqani]}
  - {id: sirajuddin, name: Sirajuddin Haqqani, aliases: ["Caliph, Siraj"]}
relations:
  - {source: isis-k, type: opposes, target: isi, sources: [a-report]}
sources:
  - {id: a-report, title: "A report, with a comma: and a colon"}
"""


@pytest.fixture
def offered(dataset, monkeypatch, tmp_path):
    """Give what is offered behind a line, with the texts beside it where the shell shows them."""
    folder = dataset(DATA)
    monkeypatch.chdir(tmp_path)

    def complete(line, shell="bash", **env):
        words = line.split(" ")
        asked = {
            "_WHOWHOM_COMPLETE": f"{shell}_complete",
            "WHOWHOM_LINE": line,
            "COMP_WORDS": line,
            "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
            "WHOWHOM_DATA": str(folder),
        }
        result = CliRunner().invoke(main, [], prog_name="whowhom", env=asked | env)
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout.rstrip("\n").split("\n")

    return complete


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("whowhom wh", {"plain,who", "plain,whom"}),
        ("whowhom show is", {"plain,isis-k", "plain,isi"}),
        ("whowhom show ISK", {"plain,isis-k"}),
        (
            "whowhom diff --only world,re",
            {f"plain,world,re{x}" for x in ("corded", "moved", "lations")},
        ),
        ("whowhom diff --actor isis", {"plain,isis-k"}),
        ("whowhom show داعش", {"plain,isis-k"}),
        ("whowhom show 'Islamic State Kh", {"plain,isis-k"}),
        ("whowhom show Haqq", {"plain,haqqani-network"}),
        ("whowhom show Siraj", {"plain,sirajuddin"}),
        ("whowhom show isi is", {"plain,isis-k"}),
        ("whowhom show zzz", {""}),
        ("whowhom who oppo", {"plain,opposes"}),
        ("whowhom who conf", {"plain,conflict"}),
        ("whowhom who type:oppo", {"plain,type:opposes"}),
        ("whowhom who opposes who", {"plain,whom"}),
        ("whowhom whom isi", {"plain,isi", "plain,isis-k"}),
        ("whowhom whom isi side", {"plain,sides_with"}),
        ("whowhom list ty", {"plain,types"}),
        ("whowhom who opposes isi --format j", {"plain,json"}),
        ("whowhom who opposes isi --format=nd", {"plain,--format=ndjson"}),
        ("whowhom check --format gi", {"plain,github"}),
        ("whowhom who --min", {"plain,--min-confidence"}),
        ("whowhom who --min-confidence m", {"plain,medium"}),
        ("whowhom help exi", {"plain,exit-codes"}),
        ("whowhom help dif", {"plain,diff"}),
        ("whowhom completion z", {"plain,zsh"}),
        ("whowhom show -d some/", {"dir,some/"}),
        ("whowhom check some/", {"file,some/"}),
        ("whowhom map -o x", {"file,x"}),
        ("whowhom path isi is", {"plain,isis-k"}),
        ("whowhom common isi is", {"plain,isis-k"}),
        ("whowhom timeline is", {"plain,isi", "plain,isis-k"}),
        ("whowhom sources a-r", {"plain,a-report"}),
        ("whowhom hubs --through oppo", {"plain,opposes"}),
        ("whowhom hubs --by betw", {"plain,betweenness"}),
        ("whowhom timeline isi --format sv", {"plain,svg"}),
        ("whowhom export sq", {"plain,sqlite"}),
        ("whowhom nonsense x", {""}),
        ("", set(map("plain,{}".format, COMMANDS))),
    ],
)
def test_what_may_stand_there_is_offered(offered, line, found):
    assert found <= set(offered(line)) if found != {""} else offered(line) == [""]


def test_names_come_with_descriptions_where_the_shell_shows_them(offered):
    assert offered("whowhom show isis", "zsh") == ["plain", "isis-k", "Islamic State Khorasan"]
    assert offered("whowhom show ISKP", "zsh") == ["plain", "isis-k", "ISKP"]
    assert offered("whowhom show isis", "fish") == ["plain,isis-k\tIslamic State Khorasan"]


def test_fish_is_given_the_name_itself_because_it_drops_what_does_not_begin_as_typed(offered):
    assert offered("whowhom show ISK", "fish") == ["plain,ISKP\tisis-k: Islamic State Khorasan"]
    assert "plain,Caliph, Siraj\tsirajuddin: Sirajuddin Haqqani" in offered(
        "whowhom show Cal", "fish"
    )


def test_sources_and_questions_are_offered_to_the_commands_that_take_them(dataset, monkeypatch):
    from graph.commands import completing

    monkeypatch.setenv("WHOWHOM_DATA", str(dataset(DATA)))
    context = click.Context(main)
    argument = click.Argument(["x"])

    def values(complete, start):
        return [item.value for item in complete(context, argument, start)]

    assert values(completing.sources, "a-") == ["a-report"]
    assert values(completing.questions, "oppos") == ["opposes"]
    assert values(completing.questions, "isis") == ["isis-k"]


@pytest.mark.parametrize("shell", SHELLS)
def test_clicks_own_way_to_the_script_gives_the_same(run, shell):
    own = run(_WHOWHOM_COMPLETE=f"{shell}_source")
    assert own.stdout.rstrip("\n") == run("completion", shell).stdout.rstrip("\n")


def git(folder, *words):
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", "-C", folder, *who, *words], check=True, capture_output=True)


def test_revisions_are_offered_and_none_that_a_shell_would_run(offered, dataset):
    folder = dataset(DATA)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    git(folder, "branch", "topic")
    git(folder, "branch", "top$(touch${IFS}x)")
    git(folder, "tag", "v1")
    assert offered("whowhom diff top") == ["plain,topic", "file,top"]
    assert offered("whowhom diff main..v") == ["plain,main..v1"]
    assert {"plain,HEAD", "plain,HEAD~1"} <= set(offered("whowhom diff H"))


@pytest.mark.parametrize("shell", SHELLS)
def test_what_goes_wrong_is_kept_from_the_line(offered, shell, tmp_path):
    nothing = {"bash": ["file,x"], "zsh": ["file", "x", "_"], "fish": ["file,x"]}[shell]
    assert offered("whowhom show isi", shell, WHOWHOM_DATA=str(tmp_path / "gone")) == [""]
    assert offered("whowhom diff x", shell, PATH="") == nothing
    broken = tmp_path / "broken.yaml"
    broken.write_text("actors: [{id: [}\n")
    assert offered("whowhom show isi", shell, WHOWHOM_DATA=str(broken)) == [""]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_printed_and_the_shell_can_read_it(run, shell, tmp_path):
    shown = run("completion", shell)
    assert (shown.exit_code, shown.stderr) == (0, "")
    if shutil.which(shell):
        script = tmp_path / "script"
        script.write_text(shown.stdout)
        done = subprocess.run([shell, "-n", script], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
    assert run("completion", "tcsh").exit_code == 2


def needs(shell):
    """Skip where a shell is missing, but not in CI, which installs it."""
    if not shutil.which(shell) and "CI" not in os.environ:
        pytest.skip(f"no {shell} here")


START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
READY = {
    "bash": 'bind "set bell-style none"; eval "$(whowhom completion bash)"',
    "zsh": 'autoload -U compinit; compinit -u -D; eval "$(whowhom completion zsh)"',
    "fish": "whowhom completion fish | source",
}


#: What is typed, and the line that the program is started with then.
TYPED = {
    "show isis-\t": "show isis-k",
    "show ISKP\t": "show isis-k",
    "who oppo\tisis-\t": "who opposes isis-k",
    "who opposes isi --format=js\t": "who opposes isi --format=json",
    "who type:oppo\tisi": "who type:opposes isi",
    "he\texi\t": "help exit-codes",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_real_shell_completes(shell, dataset, tmp_path):
    needs(shell)
    program = tmp_path / "bin" / "whowhom"
    program.parent.mkdir()
    # A line that was completed is shown instead of answered.
    program.write_text(
        f'#!/bin/sh\n[ -z "$_WHOWHOM_COMPLETE" ] && [ "$1" != completion ] && '
        f'{{ echo "<<$*>>"; exit; }}\nexec "{sys.executable}" -m graph "$@"\n'
    )
    program.chmod(0o755)
    env = {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "WHOWHOM_DATA": str(dataset(DATA)),
        "WHOWHOM_CACHE": os.environ["WHOWHOM_CACHE"],
        "HOME": str(tmp_path),
        "TERM": "dumb" if shell != "fish" else "xterm",
        "LC_ALL": "C.UTF-8",
    }
    lines = [READY[shell], *(f"whowhom {typed}" for typed in TYPED)]
    screen = session(START[shell], lines, env)
    wanted = dict(TYPED)
    if shell == "fish":
        wanted["show ISKP\t"] = "show ISKP"
    assert re.findall("<<(.*?)>>", screen) == list(wanted.values()), screen


def session(start, lines, env):
    """Type lines into an interactive shell, each part when it has fallen silent."""
    pid, master = pty.fork()
    if not pid:  # pragma: no cover - the child
        os.execvpe(start[0], start, env)
    screen = silent(master, 1)
    for line in lines:
        for part in re.findall("[^\t]+\t?", line + "\r"):
            os.write(master, part.encode())
            screen += silent(master, 0.8 if part.endswith("\t") else 0.3)
    os.close(master)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    return screen


def silent(master, quiet):
    """Read until nothing has come for so many seconds, of which the first may take its time."""
    text, patience = "", 10.0
    while select.select([master], [], [], patience)[0]:
        try:
            text += os.read(master, 65536).decode(errors="replace")
        except OSError:
            break
        patience = quiet
    return text
