"""How answers leave the program: terminals and pipes, colour, pager, JSON by its schema, ends."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import jsonschema
import pytest

from conftest import ROOT
from graph.answer_schema import RESULTS, schema, schema_text
from graph.cells import width
from graph.commands import COMMANDS, main
from graph.commands.output import FORMS, look_of
from graph.showing import BASIC, PLAIN, RICH
from terminal import seen

DATA = """\
actors:
  - {id: tal, name: Taliban, from: 1994, aliases: [طالبان]}
  - {id: pk, name: Pakistan, kind: state}
  - {id: both, name: طالبان و پاکستان, ambiguous_aliases: [state]}
  - {id: us, name: "Union, States", kind: state, ambiguous_aliases: [state]}
relations:
  - source: us
    type: fights
    target: tal
    from: 1996
    to: 2001
    confidence: high
    summary: They fought hard, and this is a sentence that has to be wrapped somewhere.
    sources: [book]
  - {source: pk, type: supports, target: tal, from: 1994, to: 2001-09, sources: [book]}
  - {source: both, type: negotiates_with, target: tal, from: 1999, sources: [book]}
sources:
  - {id: book, title: A Book, published: 2002, url: 'https://example.org/a/very/long/address'}
"""
SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z=>]|\x1b[=>]")


@pytest.fixture
def folder(dataset):
    return dataset(DATA)


@pytest.fixture
def person(folder):
    """Run the program as a person does, on a terminal."""
    return lambda words, columns=80, **env: seen(
        f"whowhom {words}", columns, WHOWHOM_DATA=str(folder), **env
    )[0]


# Terminals.

ASKED = ["who fights tal --as-of 1999", "show tal", "list actors", "list types", "check"]


@pytest.mark.parametrize("columns", [20, 60, 80, 120, 200])
@pytest.mark.parametrize("words", ASKED)
def test_no_line_is_wider_than_the_terminal_but_links_and_paths(person, words, columns):
    text = person(words, columns, NO_COLOR="1")
    wide = [line for line in text.splitlines() if width(line) > columns and "/" not in line]
    assert wide == []
    assert "Traceback" not in text


def test_a_terminal_of_unknown_size_is_taken_for_eighty_columns(person):
    assert person("list types", 0, NO_COLOR="1") == person("list types", 80, NO_COLOR="1")


def test_the_environment_knows_the_width_better(person):
    assert person("list types", 80, COLUMNS="40", NO_COLOR="1") == (
        person("list types", 40, NO_COLOR="1")
    )


def test_right_to_left_names_stand_in_columns_and_without_marks(person):
    text = person("who negotiates_with tal", NO_COLOR="1")
    head, row = text.splitlines()[2:4]
    assert head.index("relation") == len("طالبان و پاکستان") + 2
    assert row.startswith("طالبان و پاکستان  <-> negotiates with  Taliban")
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)


# Colour.


@pytest.mark.parametrize(
    ("env", "terminal", "look"),
    [
        ({"TERM": "xterm-256color"}, True, RICH),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, True, RICH),
        ({"TERM": "xterm"}, True, BASIC),
        ({"TERM": "linux"}, True, BASIC),
        ({}, True, BASIC),
        ({"TERM": "dumb"}, True, PLAIN),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, True, PLAIN),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, True, RICH),
        ({"TERM": "xterm-256color"}, False, PLAIN),
        ({"FORCE_COLOR": "1"}, False, RICH),
        ({"FORCE_COLOR": "0"}, False, PLAIN),
        ({"FORCE_COLOR": ""}, False, PLAIN),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, RICH),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, PLAIN),
    ],
)
def test_who_decides_on_colour(env, terminal, look):
    assert look_of(env, terminal=terminal) == look


def test_no_color_leaves_not_one_escape_sequence_and_colour_only_adds_them(person):
    coloured = person("who fights tal --as-of 1999")
    bare = person("who fights tal --as-of 1999", NO_COLOR="1")
    assert "\x1b[38;5;166m<-> fights\x1b[0m" in coloured
    assert "\x1b" not in bare
    assert SEQUENCE.sub("", coloured) == bare


def test_colour_can_be_forced_into_a_pipe_of_text_and_never_into_rows(run, folder):
    words = ("who", "fights", "tal", "--as-of", "1999", "-d", folder)
    assert "\x1b[38;5;166m" in run(*words, FORCE_COLOR="1").stdout
    assert "\x1b" not in run(*words).stdout
    for form in set(FORMS) - {"text"}:
        assert "\x1b" not in run(*words, "--format", form, FORCE_COLOR="1").stdout


# The pager.


@pytest.fixture
def paged(folder, tmp_path):
    """Ask on a terminal of 24 lines; the pager is `cat` with a mark of its own."""
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "PAGED LESS=$LESS $*"\nexec cat\n')
    pager.chmod(0o755)
    given = {"PAGER": str(pager), "WHOWHOM_DATA": str(folder), "LESS": None}
    return lambda command, rows=24, **env: seen(command, 80, rows, **given | env)[0]


def test_long_text_opens_in_the_pager_and_short_text_does_not(paged):
    assert paged("whowhom list types").startswith("PAGED LESS=FRX")
    assert "\x1b[38;5;166m" in paged("whowhom list types")
    assert "PAGED" not in paged("whowhom list types", rows=200)
    assert "PAGED" not in paged("whowhom list actors")


@pytest.mark.parametrize(
    ("command", "env"),
    [
        ("whowhom list types --no-pager", {}),
        ("whowhom --no-pager list types", {}),
        ("whowhom list types", {"WHOWHOM_PAGER": ""}),
        ("whowhom list types", {"WHOWHOM_PAGER": "cat"}),
        ("whowhom list types", {"PAGER": "cat"}),
        ("whowhom list types --format json", {}),
        ("whowhom list types | cat", {}),
        ("whowhom list types </dev/null", {}),
        ("whowhom list types", {"PAGER": "no-such-pager"}),
    ],
)
def test_there_are_ways_to_do_without_the_pager(paged, command, env):
    text = paged(command, **env)
    assert "PAGED" not in text
    assert "Traceback" not in text
    assert "allied_with" in text


@pytest.mark.parametrize("pager", ["false", "no-such-pager", "sh -c 'exit 3'"])
def test_a_pager_that_fails_is_told_and_the_text_is_shown(paged, pager):
    text = paged("whowhom list types", PAGER=pager)
    assert f"whowhom: the pager failed ({pager}); here is the text" in text
    assert "allied_with" in text
    assert "Traceback" not in text


@pytest.mark.parametrize("broken", [True, False])
def test_where_less_fails_or_is_not_there_the_text_is_shown(paged, tmp_path, broken):
    folder = tmp_path / "bin"
    folder.mkdir()
    less = folder / "less"
    less.write_text("#!/bin/sh\nexit 1\n")
    less.chmod(0o755 if broken else 0o644)
    (folder / "sh").symlink_to("/bin/sh")
    text = paged("whowhom list types", PAGER=None, PATH=str(folder))
    assert ("whowhom: the pager failed (less); here is the text" in text) == broken
    assert "allied_with" in text
    assert "Traceback" not in text


def test_a_pager_that_is_left_early_has_not_failed(paged):
    text = paged("whowhom list types", PAGER="head -n 2 | cat")
    assert "failed" not in text
    assert text.count("\n") == 2


def test_the_users_own_settings_of_less_are_kept(paged):
    assert paged("whowhom list types", LESS="R").startswith("PAGED LESS=R ")


@pytest.mark.skipif(
    not shutil.which("less") and "CI" not in os.environ, reason="no less here; CI installs it"
)
def test_less_shows_it_and_q_ends_it():
    text, code = seen(
        "whowhom list sources", 80, 10, keys="q", WHOWHOM_DATA=str(ROOT / "data"), PAGER="less"
    )
    assert code == 0
    assert "published" in text
    assert "Traceback" not in text


@pytest.fixture
def sitting(run, folder, monkeypatch):
    """Ask in this process as if somebody sat before 60 columns and 24 lines."""
    pages = []
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((60, 24)))
    monkeypatch.setattr("graph.commands.output.on_terminal", lambda: True)
    monkeypatch.setattr("graph.commands.output._listening", lambda: True)
    monkeypatch.setattr("graph.commands.output._paged", lambda *given: not pages.append(given))

    monkeypatch.delenv("PAGER", raising=False)
    monkeypatch.setattr("shutil.which", lambda name: name)

    def ask(*words, **env):
        given = {"TERM": "xterm-256color", "WHOWHOM_FORMAT": "auto", "LESS": ""} | env
        return run(*words, "-d", folder, **given).stdout, pages

    return ask


def test_auto_is_text_of_the_terminals_width_and_a_page_when_long(sitting):
    text, pages = sitting("who", "fights", "tal", "--as-of", "1999")
    assert max(width(SEQUENCE.sub("", line)) for line in text.splitlines()) <= 60
    assert pages == []
    text, pages = sitting("list", "types")
    assert text == ""
    ((page, pager),) = pages
    assert "\x1b[38;5;166m" in page
    assert pager == "less"


def test_whowhom_pager_wins_over_pager(sitting, monkeypatch):
    monkeypatch.setenv("PAGER", "cat")
    assert sitting("list", "types")[1] == []
    assert sitting("list", "types", WHOWHOM_PAGER="less -S")[1][0][1] == "less -S"


# Pipes.


def piped(command, **env):
    kept = {k: v for k, v in os.environ.items() if k != "WHOWHOM_FORMAT"} | env
    command = command.replace("whowhom", f"{sys.executable} -m graph", 1)
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=kept,
    )


def test_a_pipe_gets_rows_and_people_still_learn_what_counted(folder):
    done = piped(f"whowhom who fights tal --as-of 1999 -d {folder}")
    asked = piped(f"whowhom who fights tal --as-of 1999 -d {folder} --format tsv")
    assert done.stdout == asked.stdout
    assert done.stdout.splitlines()[0].startswith("actor_id\tactor\t")
    assert asked.stderr == ""
    assert done.stderr.splitlines() == [
        "whowhom: sources: whowhom show us tal, and so on",
        "whowhom: direction: <-> mutual by its type (1)",
        'whowhom: "fights" counts: fights',
        ("whowhom: 1 actor, 1 relation; counted: relations that hold on at least one day of 1999"),
    ]


def test_auto_in_a_pipe_is_tsv_with_its_notes_beside_it(run, folder):
    result = run("list", "actors", "-d", folder, WHOWHOM_FORMAT="auto")
    assert result.stdout.startswith("id\tname\t")
    assert result.stderr == "whowhom: 4 actors\n"


def test_an_empty_answer_in_a_pipe_is_a_head_and_a_message(folder):
    done = piped(f"whowhom who hosts tal -d {folder}")
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr.startswith("whowhom: none recorded: ")


@pytest.mark.parametrize("words", ["show tal", "check {0}", "diff {0} {0}"])
def test_documents_stay_text_in_a_pipe(folder, words):
    command = f"whowhom {words.format(folder)}"
    plain = piped(command, WHOWHOM_DATA=str(folder))
    assert plain.stdout == piped(f"{command} --format text", WHOWHOM_DATA=str(folder)).stdout
    assert "\t" not in plain.stdout


def test_text_can_be_asked_for_in_a_pipe(folder):
    text = piped(f"whowhom who fights tal --as-of 1999 --format text -d {folder}")
    assert text.stdout.startswith("Who fights Taliban\n\n")
    same = piped(f"whowhom who fights tal --as-of 1999 -d {folder}", WHOWHOM_FORMAT="text")
    assert same.stdout == text.stdout


def test_the_form_of_the_environment_is_the_default_and_must_be_one(run, folder):
    words = ("list", "actors", "-d", folder)
    assert run(*words, WHOWHOM_FORMAT="json").stdout.startswith("{")
    assert run(*words, "--format", "csv", WHOWHOM_FORMAT="json").stdout.startswith("id,")
    wrong = run(*words, WHOWHOM_FORMAT="xml")
    assert wrong.exit_code == 2
    assert 'WHOWHOM_FORMAT is "xml", not one of text, json' in wrong.stderr


@pytest.mark.parametrize("words", ["list sources", "show taliban", "check", "schema --answers"])
def test_a_reader_that_goes_away_ends_it_in_silence(words):
    done = piped(f"whowhom {words} | head -n 1")
    assert done.stdout.count("\n") == 1
    assert (done.stderr.count("Traceback"), done.stderr.count("roken")) == (0, 0)
    shut = piped(f"whowhom {words} | true")
    assert (shut.returncode in (0, 141), shut.stdout) == (True, "")
    assert not re.search("Traceback|roken|written", shut.stderr)


# Every form of every command.

EVERY = {
    "who": "who fights tal --as-of all",
    "whom": "whom us fights --as-of all",
    "show": "show tal",
    "show two": "show tal us",
    "list": "list actors",
    "list relations": "list relations",
    "list types": "list types",
    "list sources": "list sources",
    "check": "check",
    "path": "path us pk --as-of 1999",
    "no path": "path us both --as-of 1990",
    "common": "common us pk --as-of 1999",
    "common none": "common us tal",
    "hubs": "hubs --as-of 1999",
    "no hubs": "hubs --as-of 1900",
    "isolated": "isolated",
    "nobody isolated": "isolated --as-of 1999",
    "timeline": "timeline",
    "no timeline": "timeline pk us",
    "sources": "sources",
    "one source": "sources book",
    "weak sources": "sources --weak",
    "unknown source": "sources bok",
    "sql": "sql .tables",
    "no rows": "sql select/**/1/**/where/**/0",
    "bad sql": "sql drop",
    "diff": "diff {old} {new}",
    "empty who": "who hosts tal",
    "empty at a date": "who fights tal",
    "empty show": "show pk us",
    "empty list": "list relations --as-of 1900",
    "empty diff": "diff {new} {new}",
    "unknown actor": "who fights talban",
    "ambiguous actor": "show state",
    "unknown type": "who fihgts tal",
    "no data": "list actors -d gone",
    "broken data": "list actors -d {broken}",
    "broken check": "check {broken}",
    "unknown revision": "diff nonsense",
    "same actor": "show tal Taliban",
    "bad date": "show tal --as-of soon",
    "too few words": "who fights",
    "unknown option": "who fights tal --nonsense",
    "unknown command": "woh fights tal",
    "option of the program": "--nonsense",
}


@pytest.fixture
def ask(run, folder, tmp_path):
    old, broken = tmp_path / "old.yaml", tmp_path / "broken.yaml"
    old.write_text(DATA.replace("confidence: high", "confidence: low").replace("kind: state", ""))
    broken.write_text("actors: [{id: A, name: x}, {id: b}]\n")
    places = {"old": old, "new": folder, "broken": broken}

    def answer(name, form, **env):
        words = EVERY[name].format(**places).split()
        return run(*words, "--format", form, WHOWHOM_DATA=str(folder), **env)

    return answer


def strict(plain, *, used=True):
    """Give the schema with every field forbidden that it does not name.

    Args:
        plain: The schema, or a part of it.
        used: A value has this form as a whole; it is no part of one and no definition.
    """
    if not isinstance(plain, dict):
        return plain
    done = dict(plain)
    for key, value in plain.items():
        if key in ("properties", "$defs"):
            here = key == "properties"
            done[key] = {name: strict(form, used=here) for name, form in value.items()}
        elif key in ("anyOf", "allOf"):
            done[key] = [strict(form, used=key == "anyOf") for form in value]
        elif key in ("items", "then"):
            done[key] = strict(value, used=key == "items")
    if used and {"$ref", "allOf", "properties"} & set(done):
        done["unevaluatedProperties"] = False
    return done


@pytest.mark.parametrize("name", EVERY)
def test_every_json_answer_fits_the_published_schema(ask, name):
    result = ask(name, "json")
    found = json.loads(result.stdout)
    jsonschema.Draft202012Validator(strict(schema())).validate(found)
    if result.exit_code > 1:
        assert found["reason"]
        assert result.stderr.endswith(f"whowhom: {found['message']}\n")
    else:
        items = [json.loads(line) for line in ask(name, "ndjson").stdout.splitlines()]
        assert items == found["results"]


@pytest.mark.parametrize("name", [name for name in EVERY if "option" not in name])
@pytest.mark.parametrize("form", [form for form in FORMS if "json" not in form])
def test_every_form_of_every_command_ends_as_json_does(ask, name, form):
    result = ask(name, form)
    assert result.exit_code == ask(name, "json").exit_code
    assert "Traceback" not in result.output
    if result.exit_code > 1 and name != "no data":
        assert result.stdout == ""


def test_the_schema_is_a_schema_and_is_printed_and_published(run):
    jsonschema.Draft202012Validator.check_schema(schema())
    assert run("schema", "--answers").stdout == schema_text()
    assert (ROOT / "docs" / "answers.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_strict_schema_of_these_tests_is_strict():
    answer = {"schema": 1, "command": "who", "as_of": None, "reason": "x", "message": "y"}
    validator = jsonschema.Draft202012Validator(strict(schema()))
    assert validator.is_valid(answer | {"results": []})
    assert not validator.is_valid(answer | {"results": [], "new_field": 1})
    end = {"id": "a", "name": "A", "kind": ""}
    stance = {"actor": end, "other": end, "relations": []}
    assert validator.is_valid(answer | {"results": [stance]})
    assert not validator.is_valid(answer | {"results": [stance | {"new_field": 1}]})
    assert not validator.is_valid(answer | {"results": [stance | {"actor": end | {"x": 1}}]})


def test_the_schema_refuses_silence_without_a_reason():
    bare = {"schema": 1, "command": "who", "as_of": None, "results": []}
    validator = jsonschema.Draft202012Validator(schema())
    assert not validator.is_valid(bare)
    assert validator.is_valid(bare | {"reason": "x", "message": "y"})
    assert not validator.is_valid(bare | {"results": [{"actor": "x"}]})


def test_every_command_with_json_has_its_items_in_the_schema():
    for name in COMMANDS:
        forms = [option for option in main.get_command(None, name).params if option.name == "form"]
        if forms:
            assert set(FORMS) <= set(forms[0].type.choices), name
            assert name in RESULTS, name


def test_wrong_use_is_told_in_one_line_with_the_command_that_helps(run):
    wrong = {
        ("who",): "Missing argument 'VERB ACTOR...'; see `whowhom who --help`",
        ("woh",): 'no command "woh"; did you mean "who"? see `whowhom --help`',
        ("list", "x"): "Invalid value for '{actors|relations|types|sources}': 'x' is not one of",
        ("show", "a", "--asof", "1"): "No such option '--asof'",
    }
    for words, said in wrong.items():
        result = run(*words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.count("\n") == 1
        assert result.stderr.startswith(f"whowhom: {said}"), result.stderr


# What others wrote.

HOSTILE = ["a\x1b[31mb", "a\u202eb", "a\nb", "a\x07", "\x9b31m", "a\u2066b", "$(id)", "';--"]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_control_or_bidi_character_of_an_argument_is_printed_raw(run, folder, name):
    for words in (["show", name], ["who", name, "tal"], ["show", "tal", f"--{name}"], [name]):
        for form in ("text", "json"):
            result = run(*words, "-d", folder, "--format", form)
            text = result.stderr + result.stdout
            assert result.exit_code in (2, 4)
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
            assert result.stderr.count("\n") == 1
            assert "Traceback" not in text


def test_half_a_character_in_an_argument_is_shown_escaped(folder):
    done = subprocess.run(
        [sys.executable, "-m", "graph", "show", b"a\xffb", "-d", str(folder)],
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 4
    assert b"a\\udcffb" in done.stderr


def test_a_title_from_a_program_reaches_the_terminal_escaped():
    from graph.commands.output import _shown
    from graph.report import Report

    bad = "x\u202e\x1b[31m"
    report = Report(
        "x",
        columns=("a",),
        rows=[(bad,)],
        title=bad,
        lead=(bad,),
        foot=(bad,),
        message=bad,
        blocks=[(bad, (bad,))],
        text=lambda: [bad],
    )
    clean = _shown(report)
    assert "\\u202e" in clean.title
    for text in (
        *clean.rows[0],
        clean.title,
        *clean.lead,
        *clean.foot,
        clean.message,
        clean.blocks[0][0],
        *clean.blocks[0][1],
        *clean.text(),
    ):
        assert text.isprintable()


# Endings.


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (BrokenPipeError(), 141, ""),
        (
            OSError(28, "No space left on device"),
            2,
            "whowhom: the answer could not be written: no space left on device\n",
        ),
    ],
)
def test_an_output_that_breaks_has_its_own_ending(run, monkeypatch, error, code, said):
    def broken(*_args, **_how):
        raise error

    given_up = []
    monkeypatch.setattr("graph.commands.data.emit", broken)
    monkeypatch.setattr("graph.commands._give_up", lambda code: given_up.append(code) or code)
    result = run("check", ROOT / "data")
    assert (result.exit_code, result.stderr, given_up) == (code, said, [code])


# Ctrl-C.


def test_ctrl_c_ends_with_its_code_and_nothing_else(run, monkeypatch, folder):
    def interrupted(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("graph.commands.common.load", interrupted)
    result = run("list", "actors", "-d", folder)
    assert (result.exit_code, result.stdout, result.stderr.strip()) == (130, "", "")


@pytest.mark.parametrize("after", [0.02, 0.05, 0.1, 0.2, 0.5, 1.0])
def test_ctrl_c_at_any_moment_leaves_no_traceback_and_no_half_file(after, tmp_path):
    lines = ["actors:", *(f"  - {{id: a{i}, name: A{i}}}" for i in range(30_000))]
    (tmp_path / "data.yaml").write_text("\n".join(lines))
    # Before the program runs, a Ctrl-C is Python's own: what Python loads for itself is loaded.
    code = (
        "import sys, signal, typing, graph; sys.stderr.write('up\\n'); sys.stderr.flush(); "
        "sys.argv[0] = 'whowhom'; from graph.__main__ import start; start()"
    )
    words = [sys.executable, "-c", code, "map", "-d", str(tmp_path), "-o", str(tmp_path / "m.html")]
    child = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"WHOWHOM_CACHE": "off"},
    )
    child.stderr.readline()
    time.sleep(after)
    child.send_signal(signal.SIGINT)
    out, told = child.communicate(timeout=60)
    assert child.returncode in (130, -signal.SIGINT)
    assert (out, told.strip()) == ("", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.yaml"]


def test_a_ctrl_c_that_python_drops_in_a_callback_comes_again():
    """As while it imports: the callback of a lock's weak reference cannot raise."""
    code = (
        "import time, signal, graph.commands as c; from graph.__main__ import start\n"
        "class Held:\n"
        "    def __del__(self): signal.raise_signal(signal.SIGINT); list(range(9))\n"
        "def slow(prog_name):\n"
        "    Held()\n"
        "    time.sleep(30)\n"
        "    print('not interrupted')\n"
        "c.main = slow; start()"
    )
    words = [sys.executable, "-c", code]
    ended = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


# What it costs.


def test_a_table_on_a_terminal_loads_no_table_maker(folder):
    code = (
        "import sys; from graph.commands import main\n"
        "try: main(['list', 'types'])\n"
        "finally: print('modules', *sorted(sys.modules))\n"
    )
    program = f'{sys.executable} -c "{code}"'
    text, _ = seen(program, WHOWHOM_DATA=str(folder), NO_COLOR="1", WHOWHOM_CACHE="off")
    loaded = set(text.partition("modules ")[2].split())
    assert loaded & {"rich", "networkx", "numpy", "pyvis", "click.shell_completion"} == set()
