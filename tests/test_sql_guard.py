"""What a query may not do, and what stops one that takes too much."""

import _thread
import json
import threading
import time
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import load, sql
from graph.sql import LONGEST_TEXT, Limits, Rows, ask
from graph.sql_functions import Mistake
from graph.sql_report import shown

ROOT = Path(__file__).parents[1]
GRAPH = load().graph
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
def query(run):
    """Run ``sql`` on the bundled data."""
    return lambda *words: run("sql", *words, "-d", ROOT / "data")


# What a query may not do


@pytest.mark.parametrize(
    "text",
    [
        "attach 'other.db' as other",
        "attach ':memory:' as other",
        "detach main",
        "insert into actors(id) values ('x')",
        "insert into about values ('x', 'y') returning key",
        "replace into actors(id) values ('x')",
        "update actors set name = 'x'",
        "delete from actors",
        "with x as (select 1) delete from actors",
        "explain delete from actors",
        "create table x(a)",
        "create table x as select * from actors",
        "create temp table x(a)",
        "create view x as select 1",
        "create temp view x as select 1",
        "create index x on actors(name)",
        "create trigger x after insert on actors begin select 1; end",
        "create virtual table x using fts5(a)",
        "create virtual table x using rtree(a, b, c)",
        "drop table actors",
        "drop view ties",
        "alter table actors add column x",
        "alter table actors rename to x",
        "reindex",
        "analyze",
        "vacuum",
        "vacuum into 'copy.db'",
        "begin",
        "commit",
        "rollback",
        "savepoint x",
        "release x",
        "pragma query_only = off",
        "pragma writable_schema = on",
        "pragma table_info(actors)",
        "pragma temp_store_directory = '/tmp'",
        "select * from pragma_table_info('actors')",
        "select * from pragma_database_list",
        "select count(*) from pragma_compile_options",
        "select * from dbstat",
        "select * from sqlite_stmt",
        "select load_extension('x.so')",
        "select 1 from actors where load_extension('x.so', 'y')",
        "select fts3_tokenizer('simple')",
        "select randomblob(10)",
        "select zeroblob(2000000000)",
        "select printf('%.*c', 2000000000, 'x')",
        "select sqlite_compileoption_get(1)",
        "select last_insert_rowid()",
        "select 'a' match 'b'",
    ],
)
def test_nothing_but_reading_is_allowed(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    mistake = asked(text)
    assert isinstance(mistake, Mistake)
    assert mistake.message.startswith(("read-only: ", "cannot ", "no such "))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["readfile", "writefile", "edit", "eval", "fsdir"])
def test_the_functions_of_the_shell_are_not_there(name):
    assert f'no function "{name}"' in asked(f"select {name}('/etc/passwd')").message


def test_a_write_is_wrong_use(query):
    result = query("delete from actors")
    assert (result.exit_code, result.stderr) == (
        2,
        (
            "whowhom: read-only: DELETE is refused; a query reads the tables and views of "
            "`whowhom sql .schema`, nothing else\n"
        ),
    )
    assert json.loads(query("begin", "--format", "json").stdout)["reason"] == "read-only"


@given(st.text("abcdelmnoprstuiv*(),;'\"-/ \n\0:=1", max_size=60))
def test_any_text_gives_rows_or_a_mistake_in_one_line(text):
    answer = asked(text, Limits(0.5, 5))
    assert isinstance(answer, Rows) or "\n" not in shown(answer.message)


# What stops a query


@pytest.mark.parametrize(
    "text",
    [
        ENDLESS,
        ENDLESS.replace("union all", "union"),
        "select count(*) from relations a, relations b, relations c, relations d",
        (
            "select count(*) from ties a, ties b where holds_at(a.first_day, b.last_day, '2021')"
            " and a.summary || b.summary like '%x%y%z%'"
        ),
    ],
)
def test_an_endless_query_is_stopped(text):
    begun = time.monotonic()
    mistake = asked(text, Limits(0.2, 10))
    assert time.monotonic() - begun < 3
    assert mistake.reason == "too-slow"
    assert mistake.message.startswith("the query took longer than 0.2 s and was stopped")
    assert "--limit-seconds" in mistake.message


def test_an_endless_query_is_wrong_use(query):
    result = query(ENDLESS, "--limit-seconds", 0.2)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "took longer than 0.2 s" in result.stderr


#: Each doubles the one before.
_TWICE = ", ".join(
    f"{two} as (select 1 from {one}, {one})" for one, two in pairwise(ascii_lowercase)
)


@pytest.mark.parametrize(
    "text",
    [
        "with recursive c(n) as (select 'a' union all select n || n from c) select max(n) from c",
        "select group_concat(a.summary) from relations a, relations b",
        "select json_group_array(a.summary) from relations a, relations b",
        f"{LONG} select n || n from d",
        f"{LONG} select replace(n, 'a', n) from d",
        "select a.summary from relations a, relations b, relations c order by 1",
        f"with a as (select 1), {_TWICE} select 1 from z",
        f"{LONG} select n from d, relations, types",
    ],
)
def test_a_query_that_takes_too_much_room_is_stopped(text):
    mistake = asked(text, Limits(20, 1_000_000))
    assert mistake.reason == "too-large"


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG} select instr(n, substr(n, 1, {LONGEST_TEXT // 3}) || 'b') from d",
        f"{LONG} select replace(n, substr(n, 1, {LONGEST_TEXT // 3}) || 'b', '') from d",
        f"{LONG} select n like '%{'a%' * 90}b' from d",
        f"{LONG} select n glob '*{'a*' * 90}b' from d",
        f"{LONG} select trim(n, replace(substr(n, 1, 60000), 'a', 'c') || 'a') from d",
        f"{LONG} select fold(n) from d",
    ],
)
def test_one_step_of_sqlite_does_not_outlast_the_limit_by_much(text):
    begun = time.monotonic()
    asked(text, Limits(0.5, 10))
    assert time.monotonic() - begun < 10


def test_a_query_too_deep_or_too_wide_is_a_mistake():
    for text in (
        f"select {'(' * 500}1{')' * 500}",
        f"select {'1+' * 5000}1",
        f"select {', '.join(['1'] * 500)}",
        " union all ".join(["select 1"] * 500),
    ):
        assert asked(text).reason in ("bad-sql", "too-large")


def test_limits_are_numbers_within_bounds(query):
    for words in (["--limit", 0], ["--limit", "x"], ["--limit-seconds", 0]):
        assert query("select 1", *words).exit_code == 2


@pytest.mark.parametrize("place", ["_progress", "_authorize"])
def test_ctrl_c_ends_the_query(place, monkeypatch):
    def interrupt(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(sql._Guard, place, interrupt)
    with pytest.raises(KeyboardInterrupt):
        asked(ENDLESS, Limits(5, 10))


def test_ctrl_c_in_the_midst_of_a_query_ends_the_program(query):
    threading.Timer(1.5, _thread.interrupt_main).start()
    result = query(ENDLESS, "--limit-seconds", 60)
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.strip() == ""
