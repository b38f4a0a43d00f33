"""The documents say what the program does."""

import re

import pytest

from conftest import ROOT
from graph.commands import COMMANDS, main
from graph.loading import load_texts
from terminal import seen

README = (ROOT / "README.md").read_text(encoding="utf-8")
#: The pages that somebody wrote.
WRITTEN = [ROOT / "README.md", ROOT / "docs" / "output.md"]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
#: Every example of every page: its command, and what a person sees on a terminal of 100 columns.
EXAMPLES = [
    pytest.param(command, output, id=f"{page.name}: {command}")
    for page in PAGES
    for block in re.findall(r"(?s)```console\n(.*?)```", page.read_text(encoding="utf-8"))
    for command, output in re.findall(r"(?ms)^\$ (.*?)\n(.*?)(?=^\$ |\Z)", block)
]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_leads_with_an_example_and_stands_in_a_document(name, run):
    shown = run(name, "--help")
    assert shown.exit_code == 0
    assert main.get_command(None, name).help
    assert any(f"whowhom {name}" in page.read_text(encoding="utf-8") for page in WRITTEN)
    assert f"## whowhom {name}\n" in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "output"), EXAMPLES)
def test_the_examples_print_what_is_shown(command, output):
    # Two streams of a pipeline reach a terminal in any order.
    if "|" in command:
        shown, expected = (sorted(text.splitlines()) for text in (on_terminal(command), output))
        assert shown == expected
    else:
        assert on_terminal(command) == output


def on_terminal(command):
    return seen(command, columns=100, NO_COLOR="1", SOURCE_DATE_EPOCH="1795305600")[0]


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
