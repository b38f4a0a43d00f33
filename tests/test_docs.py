"""The documents say what the program does."""

import re

import pytest

from conftest import ROOT
from examples import examples, printed
from graph.commands import COMMANDS, main
from graph.loading import load_texts

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
#: The pages that somebody wrote.
WRITTEN = [page for page in PAGES if page.name != "cli.md"]
EXAMPLES = [
    pytest.param(command, output, id=f"{page.name}: {' '.join(command.split())[:60]}")
    for page in PAGES
    for command, output in examples(page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_leads_with_an_example_and_stands_in_a_document(name, run):
    shown = run(name, "--help")
    assert shown.exit_code == 0
    assert main.get_command(None, name).help
    assert any(f"whowhom {name}" in page.read_text(encoding="utf-8") for page in WRITTEN)
    assert f"## whowhom {name}\n" in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "output"), EXAMPLES)
def test_the_examples_of_the_documents_print_what_they_show(command, output):
    shown = printed(command)
    if "|" in command:  # the two streams of a pipeline reach a terminal in any order
        shown, output = ("\n".join(sorted(text.splitlines())) for text in (shown, output))
    assert shown == output


def test_every_console_block_is_an_example_that_runs():
    blocks = sum(page.read_text(encoding="utf-8").count("```console") for page in PAGES)
    assert blocks == len(EXAMPLES) > 20


@pytest.mark.parametrize("page", ["README.md", "docs/data-format.md"])
def test_the_example_datasets_are_clean(page):
    block = re.search(r"```yaml\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)[1]
    assert [str(p) for p in load_texts([("page.yaml", block.encode())]).problems] == []


@pytest.mark.parametrize("page", ["README.md", "docs/consequences.md"])
def test_the_python_example_of_a_page_runs(capsys, page):
    text = (ROOT / page).read_text(encoding="utf-8")
    exec(re.search(r"```python\n(.*?)```", text, re.DOTALL)[1], {})
    assert "National Resistance Front" in capsys.readouterr().out


def test_links_between_the_documents_lead_somewhere():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_modules_that_the_documents_name_exist():
    for page in PAGES:
        for name in re.findall(r"`(graph/[\w/]+\.py)`", page.read_text(encoding="utf-8")):
            assert (ROOT / name).exists(), f"{page.name}: {name}"
