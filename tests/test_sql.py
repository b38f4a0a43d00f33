"""Queries: what they may see, what stops them, and how their mistakes are told."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from graph import load
from graph.commands import main
from graph.sql import LONGEST_QUERY, Limits, Rows, ask
from graph.sql_functions import Mistake
from graph.sql_report import shown

ROOT = Path(__file__).parents[1]
GRAPH = load().graph
DATA = """\
actors:
  - {id: al, name: Al, kind: state, aliases: ["=cmd", "O'Neil; DROP TABLE actors;--", سلف‌ین]}
  - {id: bo, name: Bo, ambiguous_aliases: [The Front]}
  - {id: cy, name: Cy, ambiguous_aliases: [The Front]}
relations:
  - {source: al, type: fights, target: bo, from: 2001, to: 2002-06, sources: [book]}
  - {source: bo, type: opposes, target: cy}
sources:
  - {id: book, title: A Book, published: 2003}
"""
#: What takes the place of a number that grows without end.
ENDLESS = "with recursive c(n) as (select 1 union all select n + 1 from c) select max(n) from c"
#: A text that doubles: 131,072 letters.
LONG = (
    "with recursive c(n) as (select 'a' union all select n || n from c limit 18),"
    " d as (select max(n) as n from c) "
)


def asked(query, limits=None, **parameters):
    return ask(GRAPH, query, parameters, limits or Limits(), {})


@pytest.fixture
def query(run, dataset):
    """Run ``sql`` on `DATA`."""
    folder = dataset(DATA)
    return lambda *words, **env: run("sql", *words, "-d", folder, **env)


# What may be asked


def test_the_answer_is_a_table_with_its_count(query):
    result = query("select actor, reading, other, first_day, last_day from opposition where dated")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "actor  reading  other  first_day   last_day",
        "al     fights   bo     2001-01-01  2002-06-30",
        "bo     fights   al     2001-01-01  2002-06-30",
        "",
        "2 rows; today is 2026-11-22",
    ]


def test_values_keep_their_kind_in_json(query):
    result = query("select 1 as a, 1.5 as b, null as c, x'01' as d, 9e999 as e, 2 as a")
    assert result.stdout.splitlines()[1].split() == ["1", "1.5", "x'01'", "inf", "2"]
    text = "select 1 as a, 1.5 as b, null as c, x'01' as d, 9e999 as e, 2 as a"
    found = json.loads(query(text, "--format", "json").stdout)
    assert found == {
        "schema": 1,
        "command": "sql",
        "as_of": None,
        "columns": ["a", "b", "c", "d", "e", "a_2"],
        "day": "2026-11-22",
        "more": False,
        "results": [{"a": 1, "b": 1.5, "c": None, "d": "x'01'", "e": "inf", "a_2": 2}],
    }


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", "id,kind\nal,state\nbo,\n"),
        ("tsv", "id\tkind\nal\tstate\nbo\t\n"),
        ("markdown", "| id | kind |\n| --- | --- |\n| al | state |\n| bo |  |\n\n"),
    ],
)
def test_rows_in_other_forms(query, form, expected):
    result = query("select id, kind from actors where id < 'c'", "--format", form)
    assert result.stdout.startswith(expected)


def test_csv_is_safe_in_a_spreadsheet_and_keeps_numbers(query):
    text = "select alias as \"=x\", -1.5 as n, -2e-9 as m from aliases where alias like '=%'"
    table = list(csv.reader(io.StringIO(query(text, "--format", "csv").stdout)))
    assert table == [["'=x", "n", "m"], ["'=cmd", "-1.5", "-2e-09"]]


def test_an_empty_answer_says_so(query):
    result = query("select id from actors where id = 'nobody'")
    said = "no rows: the query was answered, and nothing fits it"
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, said)
    found = json.loads(query("select 1 where 0", "--format", "json").stdout)
    assert (found["results"], found["reason"], found["message"]) == ([], "no-rows", said)
    result = query("select id from actors where 0", "--format", "csv")
    assert (result.stdout, result.stderr) == ("id\n", f"whowhom: {said}\n")


def test_more_rows_than_the_limit_are_told(query):
    result = query("select id from actors", "--limit", 2)
    assert result.stdout.splitlines()[-1] == (
        "the first 2 rows; there are more (--limit 20); today is 2026-11-22"
    )
    found = json.loads(query("select id from actors", "--limit", 2, "--format", "json").stdout)
    assert (found["more"], len(found["results"])) == (True, 2)
    assert "more" not in query("select id from actors", "--limit", 3).stdout


def test_a_query_comes_from_stdin(dataset):
    folder = str(dataset(DATA))

    def given(data):
        return CliRunner().invoke(main, ["sql", "-", "-d", folder], input=data)

    assert "3 rows" in given("-- all\nselect * from actors;\n").stdout
    assert given("").stderr.startswith("whowhom: there is no query; ask for example: select")
    assert given("select '\0'").stderr == "whowhom: the query has a NUL character in it\n"
    assert given(b"select '\xff'").stderr == "whowhom: the query on stdin is not UTF-8\n"
    assert given("select 1 " + " " * 999_999).stderr.startswith("whowhom: the query is longer")


def test_a_hostile_name_is_only_a_name(query):
    name = "O'Neil; DROP TABLE actors;--"
    result = query("select actor from aliases where alias = :name", "-p", "name", name)
    assert result.stdout.splitlines()[1] == "al"
    assert query("select actor_id(:name) as id", "-p", "name", name).stdout.startswith("id\nal\n")


def test_names_and_dates_are_those_of_the_command_line(query):
    assert query("select actor_id('AL') as id").stdout.startswith("id\nal\n")
    assert query("select fold('Al-Qa''ida') as f").stdout.startswith("f\nalqaida\n")
    assert asked("select fold(null), today()") == Rows(
        ("fold(null)", "today()"), ((None, "2026-11-22"),), more=False
    )
    days = "holds_at('2001-02-03', '2001-03-05', {})"
    for date, holds in (("'2001-02'", 1), (2001, 1), ("'2001-02-02'", 0), ("'2001-03-05'", 1)):
        assert asked(f"select {days.format(date)}").rows == ((holds,),)
    assert asked("select holds_at('2026-11-22', '9999-12-31', 'today')").rows == ((1,),)
    assert asked("select holds_at(null, null, '2001')").rows == ((0,),)


def test_explain_is_a_question_too():
    assert asked("explain query plan select * from ties").rows


def test_invisible_signs_are_shown_and_joiners_stay(query):
    result = query("select 'a' || char(27) || '[31m' || char(10, 0x202e) || 'b' as x")
    assert result.stdout.splitlines()[1] == "a\\u001b[31m \\u202eb"
    assert "سلف\u200cین" in query("select alias from aliases").stdout
    assert query("select cast(x'ff41' as text) as x").stdout.splitlines()[1] == "\ufffdA"


@given(st.text(max_size=40))
def test_what_is_shown_is_one_line_without_controls(text):
    line = shown(text)
    assert all(sign.isprintable() or sign in "\u200c\u200d" for sign in line)
    assert text.isprintable() <= (line == text)


# What there is to ask


def test_the_schema_tells_every_column(query):
    found = json.loads(query(".schema", "--format", "json").stdout)["results"]
    holds = {"table": "relations", "column": "last_day", "type": "text"}
    (told,) = [one for one in found if one | holds == one]
    assert told["meaning"].startswith("last day it holds, inclusive")
    text = query(".schema  sources").stdout
    assert text.splitlines()[1].split()[:3] == ["sources", "table", "Documents"]
    assert "holds_at(first_day, last_day, '2021-08')" in text
    assert "ties      " not in text
    assert "view   Every relation twice" in query(".tables").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (".schema actor", 'no table or view "actor"; did you mean actors or'),
        (".schema zzzzz", 'no table or view "zzzzz"; see `whowhom sql .tables`'),
        (".schema a b", "no command .schema; there are .tables and .schema [TABLE]"),
        (".mode csv", "no command .mode; there are .tables and .schema [TABLE]"),
    ],
)
def test_an_unknown_dot_command_is_wrong_use(query, words, message):
    result = query(words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"whowhom: {message}")


# What is wrong with a query


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("select nmae from actors", 'line 1, column 8: no column "nmae"; did you mean name?'),
        ("select *\nfrom actorz", 'line 2, column 6: no table "actorz"; did you mean actors?'),
        ("select * from zzzz", 'line 1, column 15: no table "zzzz"; see `whowhom sql .schema`'),
        ("select holdsat(1)", 'line 1, column 8: no function "holdsat"; did you mean holds_at?'),
        (
            "select a.sign from actors a",
            'line 1, column 10: no column "a.sign" here; sign is in types, relations, ties',
        ),
        ("select * form actors", 'line 1, column 10: near "form": syntax error'),
        ("select id id id from actors", 'near "id": syntax error'),
        ("select (1", "incomplete input"),
        ("select 'a", 'line 1, column 8: unrecognized token: "\'a"'),
        ("select source from relations, citations", "ambiguous column name: source"),
        ("select 1; select 2", "one query at a time: there is more after the first semicolon"),
        ("select * from actors; drop table actors;--", "one query at a time"),
        (" ", "there is no query"),
        ("-- nothing", "there is no query"),
        ("/* nothing */;", "there is no query"),
        ("select :x", "the query has a parameter without a value; give -p NAME VALUE"),
        ("select '\0'", "the query has a NUL character in it"),
        ("select '\udcff'", "the query is not UTF-8"),
        ("select 1" + " " * LONGEST_QUERY, "the query is longer than 100,000 characters"),
        ("select holds_at('', '', '2021-13')", "holds_at(): there is no month 13"),
        ("select holds_at('', '', null)", 'holds_at(): "NULL" is not a date'),
        ("select holds_at('', '', 'unknown')", 'holds_at(): "" is not a date'),
    ],
)
def test_a_mistake_is_one_line_with_its_place(text, message):
    mistake = asked(text)
    assert isinstance(mistake, Mistake)
    assert mistake.message.startswith(message)
    assert mistake.reason in ("bad-sql", "bad-date")


def test_a_mistake_ends_with_the_code_for_wrong_use(query):
    result = query("select nmae from actors")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith('whowhom: line 1, column 8: no column "nmae"')
    result = query("select nmae from actors", "--format", "json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["reason"], found["results"]) == (2, "bad-sql", [])
    assert "name" in found["suggestions"]


def test_a_name_that_nobody_bears_ends_with_the_code_of_unknown(query):
    result = query("select actor_id('The Front')")
    assert (result.exit_code, result.stderr) == (
        4,
        'whowhom: "The Front" may mean bo (Bo), cy (Cy); ask with an id\n',
    )
    assert query("select actor_id('zzzz')").exit_code == 4
    assert asked("select actor_id('talban')").suggestions == ("taliban",)


# Data, and the way there


def test_broken_data_are_asked_only_when_lenient(run, dataset):
    folder = dataset(DATA + "  - {id: bad}\n")
    text = "select id from sources"
    result = run("sql", text, "-d", folder)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "book" in run("sql", text, "-d", folder, "--lenient").stdout


def test_the_licence_of_the_bundled_data_is_told(query, run):
    text = "select value from about where key = 'licence'"
    assert "CC BY 4.0" in run("sql", text).stdout
    assert "not stated here" in query(text).stdout


def test_half_a_character_and_a_deep_expression_are_mistakes_of_the_query(query):
    half = query("select fold(char(0xd800))")
    assert (half.exit_code, half.stdout) == (2, "")
    assert "a text that is no Unicode" in half.stderr
    deep = query(f"select {'+'.join('1' * 1200)}")
    assert deep.exit_code == 2
    assert "too many terms" in deep.stderr
