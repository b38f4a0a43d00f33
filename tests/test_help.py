"""Help that leads with examples, topics, the short guide, the manual page."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from conftest import ROOT
from graph.commands import COMMANDS, SECTIONS, examples_first, main
from graph.commands.exits import EXIT_CODES
from graph.commands.topics import GUIDE, TOPICS
from graph.records import RECORDS

MANUAL = ROOT / "docs" / "whowhom.1"


def test_the_program_alone_prints_a_short_guide(run):
    shown = run()
    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, GUIDE, "")
    assert GUIDE.count("\n") < 16
    assert max(map(len, GUIDE.splitlines())) <= 80


def test_every_example_of_the_guide_and_of_the_help_is_a_command(run):
    named = re.findall(r"^ *whowhom ([a-z]+)", GUIDE + run("--help").stdout, re.MULTILINE)
    assert len(named) > 10
    assert set(named) <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_leads_with_examples(run, name):
    lines = run(name, "--help").stdout.splitlines()
    body = [line for line in lines[1:] if line.strip()]
    first = next(number for number, line in enumerate(body) if line.startswith("  whowhom "))
    # One sentence, which may take two lines, stands before them.
    assert first <= 2
    assert run("help", name).stdout == run(name, "--help").stdout


def test_no_topic_hides_a_command():
    assert not set(TOPICS) & set(COMMANDS)


def test_examples_are_put_first_once():
    text = "Sum.\n\nMore.\n\n\b\nwhowhom x\n  and on\n\nEnd."
    once = examples_first(text)
    assert once == "Sum.\n\n\b\nwhowhom x\n  and on\n\nMore.\n\nEnd."
    assert examples_first(once) == once
    assert examples_first("Sum.") == "Sum."


def test_the_help_groups_every_command(run):
    shown = run("--help").stdout
    heads = [head for head, names in SECTIONS.items() if set(names) & set(COMMANDS)]
    assert [line[:-1] for line in shown.splitlines() if line[:-1] in heads] == heads
    for name in COMMANDS:
        assert shown.count(f"\n  {name} ") == 1


@pytest.mark.parametrize("name", TOPICS)
def test_every_topic_is_listed_told_and_documented(run, name):
    shown = run("help", name)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert f"whowhom help {name} " in run("help").stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert f"## whowhom help {name}\n\n```text\n{shown.stdout.rstrip()}\n```" in page


def test_the_topics_say_what_the_code_does(run):
    codes = run("help", "exit-codes").stdout
    assert all(f"{code:>3}  {text}\n" in codes for code, text in EXIT_CODES.items())
    fields = run("help", "format").stdout
    assert all(f"\n  {field.name}" in fields for record in RECORDS for field in record.fields)
    output = run("help", "output").stdout
    assert all(word in output for word in ("NO_COLOR", "FORCE_COLOR", "--no-pager", "ndjson"))


def test_a_topic_that_is_none_suggests_one(run):
    shown = run("help", "exit-cods")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert shown.stderr == (
        'whowhom: no topic or command "exit-cods"; did you mean "exit-codes"?\n'
    )
    assert "`whowhom help` lists them" in run("help", "zzzzz").stderr


def test_the_manual_page_has_every_command_option_and_topic():
    text = MANUAL.read_text(encoding="utf-8")
    assert text.startswith('.TH WHOWHOM 1 "" "whowhom ')
    for name in COMMANDS:
        assert re.search(rf"^\.SS whowhom {name}\b", text, re.MULTILINE)
        for parameter in main.get_command(None, name).params:
            for flag in parameter.opts if parameter.param_type_name == "option" else ():
                assert flag.replace("-", "\\-") in text
    for name in TOPICS:
        head = "EXIT STATUS" if name == "exit-codes" else name.upper()
        assert f"\n.SH {head}\n" in text
    assert not re.search(r"(?<!\\)-", text.partition("\n")[2].replace(".TP", ""))


@pytest.mark.skipif(
    not shutil.which("groff") and "CI" not in os.environ, reason="no groff here; CI installs it"
)
def test_the_manual_page_is_roff_without_a_warning():
    words = ["groff", "-man", "-ww", "-z", "-Tutf8", str(MANUAL)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_made_from_the_commands_is_fresh():
    words = [sys.executable, str(ROOT / "docs" / "make.py"), "--check"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "")
