"""The documents say what the program does."""

import os
import re
import shlex
import subprocess
import sys

import pytest

from conftest import ROOT
from graph.commands import COMMANDS, main
from graph.loading import load_texts

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ (.*?)\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_leads_with_an_example_and_stands_in_the_readme(name, run):
    shown = run(name, "--help")
    assert shown.exit_code == 0
    assert main.get_command(None, name).help
    assert f"whowhom {name}" in README
    assert f"## whowhom {name}\n" in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "output"), EXAMPLES, ids=[line for line, _ in EXAMPLES])
def test_the_examples_of_the_readme_print_what_it_shows(command, output):
    program = f"{shlex.quote(sys.executable)} -m graph"
    shown = subprocess.run(
        command.replace("whowhom", program, 1),
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1795305600"},
        check=False,
    )
    assert shown.stdout + shown.stderr == output


@pytest.mark.parametrize("page", ["README.md", "docs/data-format.md"])
def test_the_example_datasets_are_clean(page):
    block = re.search(r"```yaml\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)[1]
    assert [str(p) for p in load_texts([("page.yaml", block.encode())]).problems] == []


def test_the_python_example_of_the_readme_runs(capsys):
    exec(re.search(r"```python\n(.*?)```", README, re.DOTALL)[1], {})
    assert "National Resistance Front" in capsys.readouterr().out


def test_links_between_the_documents_lead_somewhere():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
