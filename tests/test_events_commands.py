"""``whowhom events`` as people run it: answers, forms, files, failures, and Ctrl-C."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from conftest import ROOT
from eventful import DYADIC, GDELT, GED, acled, table
from graph.answer_schema import schema
from graph.commands import reading_events, reported
from graph.events.values import Progress
from graph.report import SCHEMA

DATA = ROOT / "data"


def valid(text):
    """Give the JSON of an answer that keeps to the schema."""
    found = json.loads(text)
    jsonschema.Draft202012Validator(schema()).validate(found)
    assert found["schema"] == SCHEMA
    return found


def test_dyads_are_told_with_what_was_not_counted(run):
    shown = run("events", "dyads", GED, "--period", "decade")
    assert shown.exit_code == 0
    assert "Ahrar al-Sham" in shown.stdout
    assert "2 rows against civilians (--roles counts them)" in shown.stdout
    assert "of 32 rows, read as ucdp-ged" in shown.stdout


def test_json_has_every_number_and_keeps_to_the_schema(run):
    found = valid(run("events", "dyads", DYADIC, "--actor", "TTP", "--format", "json").stdout)
    assert found["reader"] == "ucdp-dyadic"
    assert found["cite"] == "UCDP Dyadic Dataset, Uppsala Conflict Data Program (CC BY 4.0)"
    assert found["rows"] == 159
    one = next(item for item in found["results"] if item["period"] == "2008")
    assert one == {
        "source": "142", "source_name": "Government of Pakistan",
        "target": "356", "target_name": "TTP", "period": "2008",
        "events": 1, "hostile": 1, "cooperative": 0, "first_day": "2008-01-01",
        "last_day": "2008-12-31", "low": 1000, "best": None, "high": None, "supporting": 0,
        "supporting_hostile": 0, "supporting_cooperative": 0,
    }  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "tsv", "ndjson"])
def test_what_was_not_counted_is_told_beside_every_form(run, tmp_path, form):
    path = table(tmp_path / "t.csv", "a,b,2015", "a,a,2015")
    columns = ("--columns", "source=a,target=b,date=day")
    found = run("events", "dyads", str(path), *columns, "--format", form)
    assert found.stderr == "whowhom: not counted: 1 row between an actor and itself\n"
    assert "not counted" not in found.stdout


def test_a_word_that_is_no_text_is_wrong_use(run):
    found = run("events", "dyads", str(DYADIC), "--actor", "\udcff")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "is no UTF-8" in found.stderr


def test_an_empty_answer_says_why(run):
    words = ("--actor", "TTP", "--to", "1995", "--format", "json")
    shown = run("events", "dyads", DYADIC, *words)
    found = valid(shown.stdout)
    assert (shown.exit_code, found["reason"]) == (0, "none-found")
    assert found["message"] == "no dyad: nothing fits --actor, --from or --to"
    words = ("--actor", "Government of Norway", "--no-supporters", "--format", "json")
    found = valid(run("events", "dyads", DYADIC, *words).stdout)
    assert found["message"] == "no dyad: nothing fits --actor, --no-supporters"


def test_an_actor_who_is_nowhere_is_no_empty_answer(run):
    for command in ("dyads", "match", "corroborate"):
        shown = run("events", command, DYADIC, "--actor", "Nobody at all")
        assert (shown.exit_code, shown.stdout) == (4, "")
        assert 'no actor "Nobody at all"' in shown.stderr
    found = valid(run("events", "dyads", DYADIC, "--actor", "Talebann", "--format", "json").stdout)
    assert (found["reason"], found["suggestions"][0]) == ("unknown-actor", "Taleban")
    shown = run("events", "dyads", DYADIC, "--actor", "haqqani-network")
    said = "nobody in the data is haqqani-network, which no entry of the crosswalk explains"
    assert (shown.exit_code, said in shown.stderr) == (4, True)


def test_a_name_of_several_actors_is_asked_back(run, dataset):
    named = [f"  - {{id: {one.lower()}, name: {one}, ambiguous_aliases: [Both]}}\n" for one in "AB"]
    folder = dataset("actors:\n" + "".join(named))
    words = ("events", "dyads", DYADIC, "-d", folder, "--actor", "Both", "--format", "json")
    shown = run(*words)
    found = valid(shown.stdout)
    assert (shown.exit_code, found["reason"]) == (4, "ambiguous-actor")
    assert found["suggestions"] == ["a", "b"]


def test_an_actor_of_the_dataset_is_found_when_and_where_a_key_means_it(run, tmp_path):
    words = ("events", "dyads", DYADIC, "--actor", "Taliban", "--format", "csv")
    rows = list(csv.DictReader(run(*words).stdout.splitlines()))
    keys = {(row["source"], row["target"]) for row in rows}
    assert {("130", "303"), ("130", "8114"), ("3", "303")} <= keys
    # The Government of Afghanistan is the Taliban up to 2001 and since August 2021.
    alone = [row for row in rows if "303" not in (row["source"], row["target"])]
    assert alone
    assert not [row for row in alone if "2001" < row["period"] < "2021"]
    run(*words[:-2], "-o", "d.csv")
    with (tmp_path / "d.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == len(rows)


def test_a_branch_is_told_from_the_rest_by_where(run):
    def pairs(actor):
        words = ("events", "dyads", DYADIC, "--actor", actor, "--by-area", "--format", "csv")
        return [row["area"] for row in csv.DictReader(run(*words).stdout.splitlines())]

    assert set(pairs("isis-k")) == {"Afghanistan", "Pakistan"}
    shown = run("events", "dyads", DYADIC, "--actor", "islamic-state", "--by-area")
    assert (shown.exit_code, "Afghanistan" in shown.stdout) == (0, False)


def test_corroborate_reads_all_and_shows_an_actor_by_any_name(run):
    def told(*words):
        return valid(run("events", "corroborate", DYADIC, *words, "--format", "json").stdout)[
            "results"
        ]

    everything = told()
    for name in ("taliban", "Taleban", "Islamic Emirate of Afghanistan"):
        ours = told("--actor", name)
        assert ours == [
            one
            for one in everything
            if "taliban"
            in ((one.get("entry") or one)["source"], (one.get("entry") or one)["target"])
        ]
    assert {"borne-out", "contradicted", "silent", "proposed"} == {one["verdict"] for one in ours}
    shown = run("events", "corroborate", DYADIC, "--actor", "Government of Afghanistan").stdout
    assert "shown: relations of Afghan Republic (2001-2021), Taliban alone" in shown.replace(
        "\n  ", " "
    )


def test_whose_the_data_is_and_on_what_terms_is_told(run, tmp_path):
    path = acled(tmp_path / "a.csv", {})
    shown = run("events", "dyads", path).stdout
    assert "ACLED (ACLED's terms of use: not to be passed on)" in " ".join(shown.split())
    own = table(tmp_path / "t.csv", "x,y,2015")
    words = ("events", "dyads", own, "--columns", "source=a,target=b,date=day")
    assert "the data:" not in run(*words).stdout
    assert valid(run(*words, "--format", "json").stdout)["cite"] is None


@pytest.mark.parametrize("form", ["csv", "tsv", "ndjson", "markdown"])
def test_every_form_has_every_dyad(run, form):
    shown = run("events", "dyads", GDELT, "--ordered", "--format", form)
    assert shown.exit_code == 0
    assert len(shown.stdout.splitlines()) >= 10


def test_dyads_go_to_a_file_as_they_go_to_the_terminal(run, tmp_path):
    import duckdb

    shown = run("events", "dyads", GED, "--format", "csv").stdout
    listed = list(csv.DictReader(shown.splitlines()))
    for name in ("d.csv", "d.parquet"):
        done = run("events", "dyads", GED, "-o", name)
        assert done.stdout == f"{tmp_path / name}\n"
        assert "of 32 rows, read as ucdp-ged" in done.stderr
    with (tmp_path / "d.csv").open(newline="") as file:
        written = list(csv.DictReader(file))
    plain = {"events", "hostile", "cooperative", "best", "source", "target", "period", "first_day"}
    assert [{key: row[key] for key in plain} for row in written] == [
        {key: row[key] for key in plain} for row in listed
    ]
    with duckdb.connect() as con:
        rows = con.execute("SELECT source, target, events FROM 'd.parquet'").fetchall()
    assert [(a, b, str(count)) for a, b, count in rows] == [
        (row["source"], row["target"], row["events"]) for row in listed
    ]
    assert sorted(os.listdir(tmp_path)) == ["d.csv", "d.parquet"]


def test_a_name_in_a_csv_file_is_no_formula(run, tmp_path):
    path = table(tmp_path / "t.csv", "=1+1,-x,2015")
    words = ("events", "dyads", path, "--columns", "source=a,target=b,date=day")
    run(*words, "-o", "d.csv")
    shown = run(*words, "--format", "csv").stdout
    with (tmp_path / "d.csv").open(newline="") as file:
        written = next(csv.DictReader(file))
    listed = next(csv.DictReader(shown.splitlines()))
    ends = [(row["source"], row["target"]) for row in (written, listed)]
    assert ends == [("'-x", "'=1+1")] * 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("dyads", "no.csv"), 3, "no.csv: there is no such file"),
        (("dyads", "x.csv"), 3, "no kind of event data that is known"),
        (("dyads", GED, "--ordered"), 2, "does not say who acted on whom"),
        (("dyads", GED, "-o", "x.xlsx"), 2, "-o writes *.csv or *.parquet"),
        (("dyads", GED, "-o", "no/x.csv"), 2, "cannot write no/x.csv"),
        (("dyads", "x.csv", "-o", "x.csv", "--columns", "source=a,target=b,date=day"), 2,
         "is one of the files that are read"),
        (("dyads", GED, "--memory-limit", "lots"), 2, "is no size; write 2GB"),
        (("dyads", GED, "--temp-dir", "nowhere"), 2, "there is no such folder"),
        (("dyads", GED, "--temp-dir", ""), 2, "'--temp-dir': it is empty; give a value"),
        (("match", GED, "--memory-limit", ""), 2, "'--memory-limit': it is empty; give a value"),
        (("dyads", GED, "--master="), 2, "'--master': it is empty; give a value"),
        (("dyads", GED, "--threads", "9" * 20), 2, "one machine gets at most"),
        (("dyads", GED, "--cap", "9" * 20), 2, "not in the range 1<=x<=1000000000"),
        (("match", GED, "--most", "9" * 20), 2, "not in the range 1<=x<=1000000000"),
        (("corroborate", GED, "--strong", "9" * 20), 2, "not in the range 1<=x<=1000000000"),
        (("corroborate", GED, "--enough", "9" * 20), 2, "not in the range 1<=x<=1000000000"),
        (("compare", GED, "--min-events", "9" * 20), 2, "not in the range 1<=x<=1000000000"),
        (("dyads", GED, "--columns", "source=a"), 2, "does not say which column"),
        (("dyads", GED, "--columns", "source=a", "--reader", "acled"), 2, "do not go together"),
        (("dyads", GED, "--from", "2020-13"), 2, "there is no month 13"),
        (("dyads", GED, "--from", "2020", "--to", "2018"), 2, "--to 2018 is before --from 2020"),
        (("dyads",), 2, "Missing argument"),
        (("compare", GED, "--before", "2016"), 2, "name both periods"),
        (("compare", GED, "--before", "2018", "--after", "2016"), 2,
         "--before names the earlier period"),
        (("compare", GED, "--before", "2016", "--before-to", "2015", "--after", "2018"), 2,
         "--before-to 2015 is before the period begins, 2016"),
        (("dataset", GED, "-o", DATA), 2, "holds YAML files already"),
        (("dyad", GED), 2, 'no command "events dyad"; did you mean "dyads"?'),
    ],
)  # fmt: skip
def test_a_failure_is_one_line_and_a_documented_code(run, tmp_path, words, code, said):
    table(tmp_path / "x.csv", "1,2,3")
    shown = run("events", *words)
    assert (shown.exit_code, shown.stdout) == (code, "")
    told = [
        line for line in shown.stderr.splitlines() if not line.startswith("whowhom: no dataset")
    ]
    assert len(told) == 1
    assert said in told[0]
    assert os.listdir(tmp_path) == ["x.csv"]


@pytest.mark.parametrize("files", ["in/*.csv", "in", "in/../in/a.csv"])
def test_data_is_never_written_over_by_what_is_made_of_it(run, tmp_path, files):
    (tmp_path / "in").mkdir()
    path = table(tmp_path / "in" / "a.csv", "x,y,2015")
    before = path.read_bytes()
    words = ("--columns", "source=a,target=b,date=day", "-o", "in/a.csv")
    shown = run("events", "dyads", files, *words)
    assert (shown.exit_code, path.read_bytes()) == (2, before)
    assert "in/a.csv is one of the files that are read" in shown.stderr


@pytest.mark.parametrize("command", ["dyads", "match", "corroborate", "compare", "dataset"])
def test_an_area_without_events_is_told_with_what_is_like_it(run, command):
    more = {"compare": ["--before", "2019", "--after", "2020"], "dataset": ["-o", "made"]}
    areas = ("--area", "Pakistan", "--area", "Afganistan", "--area", "Atlantis")
    told = run("events", command, DYADIC, *areas, *more.get(command, ()))
    assert told.exit_code == 0
    shown = told.stdout + told.stderr
    assert 'no event is in the area "Afganistan"; did you mean Afghanistan?' in shown
    assert 'no event is in the area "Atlantis"\n' in shown
    assert '"Pakistan"' not in shown


def test_whom_nobody_knows_is_no_reason_for_an_empty_dataset(run, tmp_path):
    told = run("events", "dataset", DYADIC, "--actor", "taliban", "--actor", "nobody", "-o", "made")
    assert (told.exit_code, told.stdout) == (4, "")
    assert 'no actor "nobody" in the data' in told.stderr.splitlines()[-1]
    assert not (tmp_path / "made").exists()
    assert told.stderr.count("bundled") <= 1
    told = run("events", "dataset", DYADIC, "--actor", "taliban", "-o", "made")
    assert told.exit_code == 0
    assert "taliban" in (tmp_path / "made" / "actors.yaml").read_text()


@pytest.mark.parametrize("form", ["csv", "tsv", "ndjson"])
def test_what_a_table_has_no_rows_for_is_told_beside_it(run, form):
    told = run("events", "dyads", DYADIC, "--cap", "3", "--format", form)
    assert "left out: " in told.stderr
    told = run("events", "corroborate", DYADIC, "--format", form)
    assert "proposed relations: --format yaml or json" in told.stderr


def test_events_alone_are_the_help(run):
    shown = run("events")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout == run("events", "--help").stdout


@pytest.mark.skipif(os.name == "nt", reason="limits of a process")
@pytest.mark.parametrize("name", ["o.csv", "o.parquet"])
def test_a_file_that_cannot_be_written_whole_is_wrong_use_and_not_there(run, tmp_path, name):
    import resource

    table(tmp_path / "t.csv", *(f"x{n},y{n * 7919},2015" for n in range(500)))
    words = ("dyads", "t.csv", "--columns", "source=a,target=b,date=day", "-o", name)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    try:
        shown = run("events", *words)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    said = f"whowhom: cannot write {name}: file too large; name another file with -o\n"
    assert (shown.exit_code, shown.stdout, shown.stderr) == (2, "", said)
    assert os.listdir(tmp_path) == ["t.csv"]


def test_dates_that_are_all_too_coarse_are_the_reason_for_no_dyad(run):
    found = valid(run("events", "dyads", DYADIC, "--period", "month", "--format", "json").stdout)
    assert found["message"] == (
        "no dyad: no event is dated as exactly as a month; ask for a longer --period"
    )


def test_a_failure_in_json_is_an_object(run):
    found = valid(run("events", "dyads", "no.csv", "--format", "json").stdout)
    assert (found["command"], found["reason"]) == ("events dyads", "no-data")
    wrong = valid(run("events", "dyads", "--format", "json").stdout)
    assert (wrong["command"], wrong["reason"]) == ("events dyads", "wrong-use")


def test_match_ranks_names_and_gives_entries_to_complete(run):
    words = ("events", "match", DYADIC, "-d", DATA, "--area", "Pakistan", "--most", "3")
    shown = run(*words)
    assert "BLA" in shown.stdout
    assert "not shown: " in shown.stdout
    found = valid(run(*words, "--format", "json").stdout)
    assert [item["name"] for item in found["results"]] == ["BLA", "BRA", "BRAS"]
    yaml = run(*words, "--format", "yaml").stdout
    assert "scheme: ucdp\nentries:\n#  - {id: 287, name: BLA, actor: '?'}" in yaml


def test_a_sign_that_is_refused_is_named(run, tmp_path):
    rows = ("a,b,2015,friendly", "a,b,2015,friendly", "a,c,2015,hostile", "a,c,2015,\x1b[31mx")
    path = table(tmp_path / "t.csv", *rows, head="a,b,day,sign")
    words = ("events", "dyads", path, "--columns", "source=a,target=b,date=day,sign=sign")
    said = " ".join(run(*words, "--format", "text").stdout.split())
    values = '"friendly", "\\u001b[31mx"'
    assert f"3 rows with a sign that is no number and none of the known words, as {values}" in said
    all_bad = table(tmp_path / "u.csv", *rows[:2], head="a,b,day,sign")
    shown = run("events", "dyads", all_bad, *words[3:])
    assert (shown.exit_code, 'as "friendly"' in shown.stderr) == (3, True)


def test_match_says_what_codes_are_called(run):
    found = valid(run("events", "match", GDELT, "--format", "json").stdout)["results"]
    names = {one["key"]: one["name"] for one in found}
    assert names["TUR"] in ("TURKEY", "ANKARA", "TURKISH")
    assert all(names.values())


def test_corroborate_tells_and_proposes_and_writes_nothing(run):
    before = {path: path.read_bytes() for path in DATA.rglob("*.yaml")}
    shown = run("events", "corroborate", DYADIC, "-d", DATA)
    assert shown.exit_code == 0
    for line in (
        "Tehrik-i-Taliban Pakistan (since 2007-12) pakistan:fights:ttp: 17 dyad-years of fighting",
        "Contradicted by the events",
        "an end has no entry in the crosswalk",
    ):
        assert line in shown.stdout
    found = valid(run("events", "corroborate", DYADIC, "-d", DATA, "--format", "json").stdout)
    verdicts = [item["verdict"] for item in found["results"]]
    assert found["counts"]["contradicted"] == verdicts.count("contradicted") > 0
    assert found["counts"]["proposed"] == verdicts.count("proposed") > 0
    yaml = run("events", "corroborate", DYADIC, "-d", DATA, "--format", "yaml").stdout
    assert "relations:\n  - source: " in yaml
    assert {path: path.read_bytes() for path in DATA.rglob("*.yaml")} == before


def test_silence_of_a_part_of_the_data_is_told_as_that(run):
    words = ("events", "corroborate", DYADIC, "-d", DATA, "--format", "text")
    said = "silent: in the part of the data that fits --from or --to"
    assert said in run(*words, "--actor", "UIFSA", "--to", "2001").stdout
    assert "silent: in the part" not in run(*words).stdout


def test_a_broken_crosswalk_is_told_and_answered_around_when_asked(run, dataset):
    folder = dataset("actors:\n  - {id: taliban, name: Taliban}\n")
    (folder / "crosswalks").mkdir()
    text = "scheme: ucdp\nentries:\n  - {id: 303, actor: taliban}\n  - {id: 1, actor: x}\n"
    (folder / "crosswalks" / "ucdp.yaml").write_text(text)
    shown = run("events", "match", DYADIC, "-d", folder)
    assert shown.exit_code == 3
    assert "ucdp.yaml:4:20: unknown-actor: no actor" in shown.stderr
    assert run("events", "match", DYADIC, "-d", folder, "--lenient").exit_code == 0


def test_a_dataset_of_events_is_taken_by_every_command(run, tmp_path):
    made = run("events", "dataset", DYADIC, "-d", DATA, "-o", "said")
    assert made.stdout == f"{tmp_path / 'said'}\n"
    assert run("check", "said").stdout.endswith("clean\n")
    for path in Path("said").iterdir():
        head = path.read_text(encoding="utf-8").splitlines()[0]
        assert head.endswith("UCDP Dyadic Dataset, Uppsala Conflict Data Program (CC BY 4.0)")
    shown = run("who", "opposes", "taliban", "-d", "said", "--as-of", "2022").stdout
    assert "National Resistance Front" in shown
    assert run("diff", "said", "said").stdout.splitlines()[1] == "no difference in meaning"
    assert sorted(os.listdir(tmp_path)) == ["said"]


def test_event_data_stands_in_for_a_dataset(run):
    words = ("--events", DYADIC, "-d", DATA)
    shown = run("who", "opposes", "daesh-k", *words, "--as-of", "2022")
    assert "Taliban" in shown.stdout
    assert "the data covers 1994-01-01 to 2023-12-31; --as-of asks about a day" in shown.stderr
    drawn = run("map", *words, "--as-of", "2022", "-o", "m.html")
    assert drawn.exit_code == 0
    page = Path("m.html").read_text(encoding="utf-8")
    assert "Tehrik-i-Taliban Pakistan" in page
    assert f"<title>UCDP Dyadic Dataset: {Path(DYADIC).name}</title>" in page
    failed = run("who", "opposes", "x", "--events", "no.csv")
    assert (failed.exit_code, failed.stdout) == (3, "")


@pytest.mark.parametrize(("most", "said"), [(1, " pairs; a graph"), (200, " relations; a graph")])
def test_too_many_relations_for_a_look_are_sent_to_where_they_can_be_narrowed(
    run, monkeypatch, most, said
):
    monkeypatch.setattr(reported, "MOST", most)
    looked = run("who", "opposes", "x", "--events", DYADIC, "-d", DATA)
    made = run("events", "dataset", DYADIC, "-d", DATA, "-o", "said")
    assert (looked.exit_code, made.exit_code) == (2, 2)
    assert "make a dataset of fewer: whowhom events dataset FILE" in looked.stderr
    assert "ask for fewer with --min-events" in made.stderr
    assert said in looked.stderr
    assert said in made.stderr


@pytest.mark.parametrize("flag", ["--keep-positions", "--watch"])
def test_what_keeps_or_follows_needs_a_dataset(run, flag):
    failed = run("map", "--events", DYADIC, "-d", DATA, flag)
    assert failed.exit_code == 2
    assert f"{flag} is for a dataset" in failed.stderr


def test_the_python_of_the_page_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    for code in re.findall(r"```python\n(.*?)```", page, re.DOTALL)[:2]:
        exec(code, {})
    said = capsys.readouterr().out
    assert "Tally(rows=159" in said
    assert "nrf:part_of:taliban 3\n" in said
    assert "pakistan opposes taliban 15 True\n" in said


def test_progress_is_silent_at_first_and_then_says_rows_and_seconds(monkeypatch, capsys):
    clock = [100.0]
    monkeypatch.setattr(reading_events.time, "monotonic", lambda: clock[0])
    show = reading_events.Showing()
    for second in (1, 3, 11, 12, 25):
        clock[0] = 100.0 + second
        show(Progress(second * 1000, 50_000, second))
    show.end()
    assert capsys.readouterr().err.splitlines() == [
        "whowhom: 11,000 of 50,000 rows, 11 s",
        "whowhom: 25,000 of 50,000 rows, 25 s",
    ]


def test_progress_on_a_terminal_is_one_line_that_goes(monkeypatch, capsys):
    clock = [0.0]
    monkeypatch.setattr(reading_events.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    show = reading_events.Showing()
    clock[0] = 5.0
    show(Progress(1, 2, 5.0))
    show(Progress(0, 0, 5.0, 0.25))
    show.end()
    said = capsys.readouterr().err
    assert said == "\r\x1b[Kwhowhom: 1 of 2 rows, 5 s\r\x1b[Kwhowhom: 25% read, 5 s\r\x1b[K"


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_that_ends_a_program_lets_a_run_clear_up_once_and_is_as_before(name):
    number = getattr(signal, name)
    before = signal.getsignal(number)
    cleared = []

    @reading_events._terminable()
    def run():
        try:
            signal.raise_signal(number)
        finally:
            signal.raise_signal(number)
            signal.raise_signal(signal.SIGTERM)
            cleared.append(True)

    with pytest.raises(SystemExit) as ended:
        run()
    assert (ended.value.code, cleared) == (128 + number, [True])
    assert signal.getsignal(number) == before


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_closed_terminal_ends_no_run_that_was_told_to_ignore_it():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with reading_events._terminable():
            signal.raise_signal(signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_ends_a_long_run_ends_it_at_once_and_leaves_no_file(tmp_path, number, code):
    import duckdb

    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT 'a' || (i * 7919 % 100003) AS a, 'b' || (i * 104729 % 100019) AS b, "
            "DATE '2000-01-01' + CAST(i % 9000 AS INTEGER) AS day FROM range(4000000) t(i)) "
            f"TO '{tmp_path / 'big.parquet'}'"
        )
    words = ["events", "dyads", "big.parquet", "--columns", "source=a,target=b,date=day"]
    script = (
        "import sys, graph.events.engine_duckdb as e\n"
        "from graph.commands import main\n"
        "wait = e.DuckDB._wait\n"
        "e.DuckDB._wait = lambda *a: (print('running', flush=True), wait(*a))\n"
        "main(sys.argv[1:])\n"
    )
    words += ["--threads", "1", "--period", "day", "-o", "out.csv"]
    child = subprocess.Popen(
        [sys.executable, "-c", script, *words],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    # The first queries look at the file; the one that takes its time is the last so far.
    for line in child.stdout:
        if line == "running\n" and _settled(child):
            break
    child.send_signal(number)
    _, said = child.communicate(timeout=60)
    assert child.returncode == code, said
    assert "Traceback" not in said
    assert os.listdir(tmp_path) == ["big.parquet"]


def _settled(child):
    """Tell whether the child is at work on something that is not over at once."""
    import select

    return not select.select([child.stdout], [], [], 0.3)[0] and child.poll() is None
