"""The one form of the data files: order, short lines, every comment at its place."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from graph import formatting
from graph.formatting import format_files, format_text
from graph.loading import load_texts
from graph.parsing import parse
from graph.reading import comments, read
from graph.records import RECORDS, to_record
from graph.writing import WIDTH, entry_lines, scalar
from strategies import GRAPHS, TYPES

MESSY = """\
# head
# two

# three
relations:  # rels
  # about b

  # more b
  - target: x   # eol x
    source: b
    type: hosts # kind
    # about the summary
    summary: >- # why
      long text
      here
    sources:
      # first
      - s # beside s
      - source: q
        # where
        locator: p. 3 # page
  # about a
  - {source: a, target: y, type: hosts, sources: [s, # one
      t ]} # end of a
# last

# of all
"""
TIDY = """\
# head
# two

# three

relations:  # rels
  # about a
  # one
  - source: a
    type: hosts
    target: y
    sources:
      - s
      - t  # end of a

  # about b

  # more b
  - source: b
    type: hosts  # kind
    target: x  # eol x
    # about the summary
    summary: long text here  # why
    sources:
      # first
      - s  # beside s
      - source: q
        # where
        locator: p. 3  # page

# last

# of all
"""


def yaml_of(graph):
    """Write a graph as somebody might: PyYAML's own form, lists in any order."""
    lists = {
        "actors": graph.actors,
        "relations": graph.relations,
        "sources": graph.sources,
        "relation_types": graph.types,
        "story": graph.story,
    }
    plain = {key: [to_record(value) for value in values] for key, values in lists.items() if values}
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=True, width=60) if plain else ""


def values_of(text):
    """Give all entries, those that the checks of meaning would leave out included."""
    draft = parse([("a.yaml", read(text, "a.yaml").root)], TYPES)
    assert draft.problems == []
    values = [entry.value for entries in draft.entries.values() for entry in entries]
    return sorted(values, key=repr)


def test_entries_and_fields_are_put_in_order_and_comments_go_with_them():
    assert format_text(MESSY) == TIDY


def test_what_is_in_order_stays_as_it_is():
    assert format_text(TIDY) == TIDY


@pytest.mark.parametrize("name", ["actors", "relations", "sources", "relation_types", "story"])
def test_the_bundled_data_is_in_order(name):
    text = (ROOT / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    assert format_text(text) == text


@given(GRAPHS)
def test_it_says_the_same_in_lines_that_fit_and_formatting_again_changes_nothing(graph):
    before = yaml_of(graph)
    after = format_text(before)
    assert values_of(after) == values_of(before)
    assert format_text(after) == after
    long = [line for line in after.splitlines() if len(line) > WIDTH and " " in line.strip(" -")]
    assert [line for line in long if not re.match(r" *(- )?(\S+:|'|\S+$)", line)] == []


@given(GRAPHS, st.data())
def test_no_comment_is_lost_wherever_it_stands(graph, data):
    lines, folded = [], -1
    for number, line in enumerate(format_text(yaml_of(graph)).splitlines()):
        depth = len(line) - len(line.lstrip())
        if folded >= 0 and depth > folded and line:
            lines.append(line)
            continue
        folded = depth + 2 * line.lstrip().startswith("- ") if line.endswith(">-") else -1
        if data.draw(st.booleans()):
            lines.append(f"{' ' * data.draw(st.integers(0, 6))}# above {number}")
        lines.append(line + f"  # beside {number}" * (bool(line) and data.draw(st.booleans())))
    text = "".join(f"{line}\n" for line in lines)
    after = format_text(text)
    assert sorted(c.text for c in comments(after)) == sorted(c.text for c in comments(text))
    assert values_of(after) == values_of(text)
    assert format_text(after) == after


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\u2028", "\n\n"])
def test_any_line_ends_are_read_and_plain_ones_written(ends):
    text = "actors:" + ends + "  - id: a  # one" + ends + "    name: A" + ends
    assert format_text(text) == "actors:\n  - id: a  # one\n    name: A\n"


def test_an_empty_file_keeps_its_comments_and_an_empty_list_its_name():
    assert format_text("# nothing yet\n") == "# nothing yet\n"
    assert format_text("") == ""
    assert format_text("relations:\nactors: []\n") == "relations: []\n\nactors: []\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("actors:\n  - id: a\n    name: A\n    sources: []\n", None),
        (
            "actors:\n  - id: a\n    name: A\n    sources:\n      - source: s  # why\n",
            "actors:\n  - id: a\n    name: A\n    sources:\n      - s  # why\n",
        ),
        (
            "actors:\n  - id: a\n    name: A\n    ids:\n      un:\n        id: X  # seen\n",
            "actors:\n  - id: a\n    name: A\n    ids:\n      un: X  # seen\n",
        ),
        (
            (
                "actors:\n  - id: a\n    name: A\n    ids:\n      un:\n        id: X  # seen\n"
                "        match: close\n"
            ),
            None,
        ),
        # A line that is commented out stays in its entry, whatever comes next.
        (
            "actors:\n  - id: b\n    name: B\n    # to: 2020\n  - id: a\n    name: A\n",
            "actors:\n  - id: a\n    name: A\n\n  - id: b\n    name: B\n    # to: 2020\n",
        ),
        (
            (
                "sources:\n  - id: s\n    title: T\n    # url: x\nactors:\n  - id: a\n    name: A\n"
                "    # areas: [x]\n"
            ),
            (
                "sources:\n  - id: s\n    title: T\n    # url: x\n\n"
                "actors:\n  - id: a\n    name: A\n    # areas: [x]\n"
            ),
        ),
        # A comment too long to stand beside its source goes above it, for good.
        (
            (
                f"actors:\n  - id: a\n    name: A\n    sources:\n      - source: s  # {'x' * 90}\n"
                "        locator: p\n"
            ),
            (
                f"actors:\n  - id: a\n    name: A\n    sources:\n      # {'x' * 90}\n"
                "      - {source: s, locator: p}\n"
            ),
        ),
    ],
)
def test_comments_keep_to_their_entry_and_a_second_run_changes_nothing(before, after):
    assert format_text(before) == (after or before)
    assert format_text(after or before) == (after or before)


def test_a_lone_source_and_an_exact_identifier_are_written_short():
    text = "actors: [{id: a, name: A, ids: {un: {id: X}}, sources: [{source: s}]}]\n"
    assert format_text(text) == (
        "actors:\n  - id: a\n    name: A\n    ids: {un: X}\n    sources:\n      - s\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "~",
        "null",
        "- a",
        "a: b",
        "a #b",
        "[x",
        "it's",
        "'q'",
        '"',
        "#",
        "---",
        "@a",
        "%",
        "=",
    ],
)
@pytest.mark.parametrize("flowing", [False, True])
def test_texts_that_look_like_yaml_are_quoted(text, flowing):
    written = f"[{scalar(text, flowing=True)}]" if flowing else f"- {scalar(text)}"
    assert yaml.safe_load(written) == [text]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1))
def test_any_text_is_read_back_as_it_was(text):
    read = yaml.load(f"- {scalar(text)}\n- [{scalar(text, flowing=True)}]", Loader=yaml.BaseLoader)
    assert read == [text, [text]]


def test_what_cannot_be_written_the_same_is_refused_rather_than_lost(monkeypatch):
    monkeypatch.setattr(formatting, "entry_lines", lambda *_: ["  - {id: a, name: B}"])
    with pytest.raises(ValueError, match="does not say the same"):
        format_text("actors: [{id: a, name: A}]\n")


def test_an_entry_is_written_in_the_order_of_its_fields():
    record = {"name": "A", "id": "a", "sources": ["s", {"source": "t", "locator": "p. 1, left"}]}
    assert entry_lines(RECORDS[0], record) == [
        "  - id: a",
        "    name: A",
        "    sources:",
        "      - s",
        "      - {source: t, locator: 'p. 1, left'}",
    ]


def test_a_long_list_stands_one_item_a_line_and_a_long_text_is_folded():
    record = {"id": "a", "name": "A", "aliases": [f"name {n}" for n in range(20)]}
    record["ids"] = {f"scheme{n}": "x" * 12 for n in range(8)}
    record["sources"] = [{"source": "s", "summary": "word " * 30}]
    lines = entry_lines(RECORDS[0], record)
    assert "      - name 0" in lines
    assert "      scheme0: xxxxxxxxxxxx" in lines
    assert "        summary: >-" in lines
    assert max(map(len, lines)) <= WIDTH


# The command.


@pytest.fixture
def messy(dataset):
    dataset(MESSY, "a.yaml")
    return dataset("actors: [{id: y, name: Y}, {id: x, name: X, kind: state}]\n", "b.yaml")


def test_fmt_writes_what_changes_and_names_it(messy, run):
    done = run("fmt", str(messy))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"formatted: {messy / name}" for name in ("a.yaml", "b.yaml")
    ]
    assert (messy / "a.yaml").read_text() == TIDY
    assert (messy / "b.yaml").read_text().index("id: x") < (messy / "b.yaml").read_text().index(
        "id: y"
    )
    again = run("fmt", str(messy))
    assert (again.exit_code, again.stdout) == (0, "")


def test_fmt_check_changes_nothing_and_ends_with_1(messy, run):
    done = run("fmt", "--check", "-d", str(messy))
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == f"would change: {messy / 'a.yaml'}"
    assert (messy / "a.yaml").read_text() == MESSY
    run("fmt", str(messy))
    assert run("fmt", "--check", str(messy)).exit_code == 0


@pytest.mark.parametrize("broken", ["actors: [{id: A}]\n", "a: [x\n", "actors: &x []\n"])
def test_fmt_leaves_all_files_alone_when_one_has_a_mistake_of_form(dataset, run, broken):
    dataset(MESSY, "a.yaml")
    folder = dataset(broken, "b.yaml")
    done = run("fmt", str(folder))
    assert (done.exit_code, done.stdout) == (3, "")
    assert "b.yaml:" in done.stderr
    assert "nothing was written" in done.stderr
    assert (folder / "a.yaml").read_text() == MESSY


def test_fmt_does_not_need_what_the_data_refers_to(messy, run):
    assert load_texts([("a.yaml", MESSY.encode())]).errors
    assert run("fmt", str(messy)).exit_code == 0


def test_fmt_does_not_touch_the_bundled_data_of_an_installation(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("fmt")
    assert done.exit_code == 2
    assert "the bundled dataset is not yours to change" in done.stderr


def test_fmt_says_when_there_is_no_dataset(run, tmp_path):
    done = run("fmt", str(tmp_path / "none"))
    assert done.exit_code == 3
    assert "missing-data" in done.stderr


def test_fmt_follows_a_link_and_keeps_it(messy, run, tmp_path):
    real = tmp_path / "real.yaml"
    real.write_text(MESSY)
    (messy / "a.yaml").unlink()
    (messy / "a.yaml").symlink_to(real)
    assert run("fmt", str(messy)).exit_code == 0
    assert (messy / "a.yaml").is_symlink()
    assert real.read_text() == TIDY


def test_a_file_whose_name_is_no_text_is_not_written_under_another(tmp_path):
    with open(bytes(tmp_path) + b"/a\xff.yaml", "wb") as file:
        file.write(MESSY.encode())
    formatted, (problem,) = format_files(str(tmp_path))
    assert formatted == []
    assert "rename it" in problem.message


def test_fmt_does_not_overwrite_what_somebody_else_wrote_meanwhile(messy, run, monkeypatch):
    def late(path):
        done = format_files(path)
        (messy / "a.yaml").write_text("actors: []\n")
        return done

    monkeypatch.setattr("graph.formatting.format_files", late)
    done = run("fmt", str(messy))
    assert done.exit_code == 2
    assert "was changed meanwhile" in done.stderr
    assert (messy / "a.yaml").read_text() == "actors: []\n"


def test_fmt_leaves_a_read_only_file_alone(messy, run, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write everywhere
    done = run("fmt", str(messy))
    assert done.exit_code == 2
    assert "it is read-only" in done.stderr
    assert (messy / "a.yaml").read_text() == MESSY


def test_a_fault_of_the_formatter_is_told_for_the_file_and_nothing_is_written(
    messy, run, monkeypatch
):
    monkeypatch.setattr(formatting, "entry_lines", lambda *_: ["  - {id: a, name: B}"])
    done = run("fmt", str(messy))
    assert (done.exit_code, done.stdout) == (3, "")
    assert "a.yaml: unreadable: the formatted text does not say the same" in done.stderr
    assert (messy / "a.yaml").read_text() == MESSY


def test_fmt_of_an_empty_path_is_no_dataset(run):
    assert run("fmt", "").exit_code == 3
