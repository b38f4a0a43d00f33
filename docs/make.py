"""Write the pages and files that are made from the code; ``--check`` only compares.

``docs/cli.md`` and ``docs/whowhom.1`` from the commands' help and the topics,
``docs/answers.schema.json`` from the schema of the answers, ``docs/checks.md`` from the problem
codes, the tables of ``docs/data-format.md`` from the records, ``data/schema.json`` and
``data/crosswalks/schema.json`` from the schemas,
``docs/vocabulary.md`` and ``docs/seed-coverage.md`` from the bundled data,
``docs/corroboration.md`` from that and the excerpt of UCDP data, and the outputs of
``docs/cookbook.md``, ``docs/answers.md``, ``docs/review.md`` and ``docs/events.md`` by running
their commands on a terminal (the tests compare them, ``--check`` does not).
"""

import sys
from pathlib import Path

import click

from event_pages import corroboration_page
from examples import renewed
from graph.answer_schema import schema_text as answers_text
from graph.commands import COMMANDS, main
from graph.commands.exits import EXIT_CODES
from graph.commands.topics import TOPICS
from graph.events.crosswalk_parsing import ENTRY, HEAD
from graph.events.crosswalk_schema import schema_text as crosswalk_text
from graph.problems import CODES, WARNINGS
from graph.records import RECORDS, Field, Record
from graph.schema import schema_text
from manual import manual_page
from pages import coverage_page, vocabulary_page

ROOT = Path(__file__).parents[1]
_BEGIN, _END = "<!-- made by docs/make.py: begin -->", "<!-- made by docs/make.py: end -->"
_HEADS = "| field | form | meaning |\n|---|---|---|\n"


def cli_page() -> str:
    """Give the reference of the command line: every command's help, and the topics."""
    parts = [
        "# Command line\n",
        "Made from `--help` and `whowhom help` by `make docs`; as a manual page: `whowhom.1`.\n",
        "Data goes to stdout, messages to stderr. Every command ends with one of these codes:\n",
        "| code | meaning |\n|---|---|",
        "\n".join(f"| {code} | {text} |" for code, text in EXIT_CODES.items()) + "\n",
    ]
    for name in COMMANDS:
        parts += [f"## whowhom {path}\n\n```text\n{help_of(path)}\n```\n" for path in paths(name)]
    for name, topic in TOPICS.items():
        parts.append(f"## whowhom help {name}\n\n```text\n{topic.make().rstrip()}\n```\n")
    return "\n".join(parts)


def paths(name: str) -> list[str]:
    """Give a command and, where it is a group, those under it: ``events``, ``events dyads``."""
    command = main.get_command(click.Context(main), name)
    under = command.commands if isinstance(command, click.Group) else ()
    return [name, *(f"{name} {one}" for one in under)]


def help_of(path: str) -> str:
    """Give the help of a command as it is shown on 80 columns."""
    context = click.Context(main, info_name="whowhom", terminal_width=80, **main.context_settings)
    for name in path.split():
        group = context.command
        assert isinstance(group, click.Group)
        command = group.get_command(context, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=context)
    text = context.command.get_help(context)
    return "\n".join(line.rstrip() for line in text.splitlines())


def checks_page() -> str:
    """Give the table of problem codes."""
    rows = "\n".join(
        f"| `{code}` | {'warning' if code in WARNINGS else 'error'} | {text} |"
        for code, text in CODES.items()
    )
    return (
        "# What `whowhom check` finds\n\n"
        "Every problem has a place, `file:line:column` counted from 1, and one of these codes. An\n"
        "error leaves its entry out; a warning keeps it, and counts only with `--strict`.\n"
        "Made from the code by `make docs`.\n\n"
        f"| code | | meaning |\n|---|---|---|\n{rows}\n"
    )


def format_tables() -> str:
    """Give one table of fields for each kind of entry."""
    top = "\n".join(_row(field) for field in HEAD.field.values())
    crosswalk = (
        "### `crosswalks/*.yaml`\n\n"
        f"Files of their own ([events.md](events.md#crosswalks)).\n\n{_HEADS}{top}\n"
    )
    return "\n".join([*map(_table, RECORDS), crosswalk, _table(ENTRY)])


def _table(record: Record) -> str:
    rows = "\n".join(_row(field) for field in record.fields)
    return f"### `{record.key}`\n\n{_HEADS}{rows}\n"


def _row(field: Field) -> str:
    form = ", ".join(f"`{choice}`" for choice in field.choices) or field.form
    need = " **Needed.**" if field.required else ""
    return f"| `{field.name}` | {form} | {field.help}{need} |"


def format_page() -> str:
    """Give docs/data-format.md with its tables renewed."""
    text = (ROOT / "docs" / "data-format.md").read_text(encoding="utf-8")
    head, rest = text.split(_BEGIN)
    return f"{head}{_BEGIN}\n\n{format_tables()}\n{_END}{rest.split(_END)[1]}"


def made() -> dict[Path, str]:
    """Give every made file with its text."""
    return {
        ROOT / "docs" / "cli.md": cli_page(),
        ROOT / "docs" / "whowhom.1": manual_page(),
        ROOT / "docs" / "answers.schema.json": answers_text(),
        ROOT / "docs" / "checks.md": checks_page(),
        ROOT / "docs" / "data-format.md": format_page(),
        ROOT / "docs" / "vocabulary.md": vocabulary_page(),
        ROOT / "docs" / "seed-coverage.md": coverage_page(),
        ROOT / "docs" / "corroboration.md": corroboration_page(),
        ROOT / "data" / "schema.json": schema_text(),
        ROOT / "data" / "crosswalks" / "schema.json": crosswalk_text(),
    }


def run(check: bool) -> int:  # noqa: FBT001 - a flag of this script
    """Write what differs, or with `check` name it; give the exit code."""
    files = made()
    if not check:
        for name in ("answers", "cookbook", "events", "review"):
            page = ROOT / "docs" / f"{name}.md"
            files[page] = renewed(page.read_text(encoding="utf-8"))
    stale = [
        path
        for path, text in files.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        print(f"{'stale' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.write_text(files[path], encoding="utf-8", newline="\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(run(check="--check" in sys.argv))
