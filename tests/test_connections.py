"""``path``, ``common``, ``hubs`` and ``isolated`` as people and scripts run them."""

import csv
import io
import json

import pytest

from graph.query import Hidden

DATA = """\
actors:
  - {id: ana, name: Northern Alliance, kind: alliance, to: 2001-12, aliases: [Front]}
  - {id: ir, name: Iran, kind: state}
  - {id: lone, name: Loner, kind: person, from: 1990}
  - {id: pk, name: Pakistan, kind: state, ambiguous_aliases: [the state]}
  - {id: tal, name: Taliban, kind: armed_group, ambiguous_aliases: [the state]}
  - {id: us, name: United States, kind: state}
relations:
  - {source: ana, type: fights, target: tal, from: 1996, to: 2001, confidence: high, sources: [b]}
  - {source: pk, type: supports, target: tal, from: 1994, to: 2001-09, confidence: low}
  - {source: pk, type: opposes, target: tal, from: 1998, to: 2001, confidence: medium}
  - {source: ir, type: supports, target: ana, from: 1996, to: 2001, confidence: high, sources: [b]}
  - {source: ir, type: opposes, target: tal, from: 1998, to: 1998-12, confidence: low}
  - {source: us, type: fights, target: tal, from: 2001-10-07, to: 2001-12}
  - {source: us, type: negotiates_with, target: ir, from: 2001-11, to: 2001-12}
  - {source: us, type: hosts, target: pk}
sources: [{id: b, title: A Book, published: 2002, reliability: A}]
"""
ENVELOPE = {"schema", "command", "as_of", "rule", "counted_types", "not_shown", "results"}


@pytest.fixture
def ask(run, dataset):
    folder = dataset(DATA)
    return lambda *words, **env: run(*words, "-d", folder, **env)


def plain(result, code=0):
    assert result.exit_code == code, result.output
    found = json.loads(result.stdout)
    assert set(found) >= (ENVELOPE if code == 0 else {"schema", "command", "as_of", "results"})
    assert found["schema"] == 1
    assert ("reason" in found) == ("message" in found) == (not found["results"])
    if code == 0:
        assert set(found["not_shown"]) == set(Hidden._fields)
    return found


def table(result):
    assert result.exit_code == 0
    return list(csv.reader(io.StringIO(result.stdout)))


# path


def test_a_path_reads_its_signs_and_gives_each_step_with_its_evidence(ask):
    result = ask("path", "iran", "Taliban", "--as-of", "1997")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "From Iran to Taliban\n"
        "\n"
        "Taliban is an enemy of a friend of Iran (+ x - = -): shortest and strongest, 2 steps, "
        "strength 0.723\n"
        "    - 1 (+) Iran supports Northern Alliance (1996 - 2001; high, 1 source) "
        "ir:supports:ana\n"
        "    - 2 (-) Northern Alliance fights Taliban (1996 - 2001; high, 1 source) "
        "ana:fights:tal\n"
        "\n"
        "not walked: 3 began, or were first reported, later (a later --as-of shows them, or all); "
        "1 undated (--undated shows them)\n"
        "strongest: the greatest product of confidences, of each tie's surest relation (STIX 2.1: "
        "high .85, medium .5, low or not assessed .15)\n"
        "signs multiply (friend +, enemy -), direction does not count; "
        "ties of sign 0 left out (--neutral counts them); "
        "counted: relations that hold on at least one day of 1997\n"
    )


def test_the_strongest_path_is_given_beside_the_shortest(ask):
    found = plain(ask("path", "ir", "tal", "--as-of", "1998", "--format", "json"))
    assert [(one["kinds"], one["actors"]) for one in found["results"]] == [
        (["shortest"], ["ir", "tal"]),
        (["strongest"], ["ir", "ana", "tal"]),
    ]
    assert [(one["polarity"], one["strength"]) for one in found["results"]] == [
        ("hostile", 0.15),
        ("hostile", 0.7225),
    ]
    assert found["shortest_paths"] == 1
    step = found["results"][1]["ties"][1]
    assert (step["actor"], step["other"], step["polarity"]) == ("ana", "tal", "hostile")
    (relation,) = step["relations"]
    assert (relation["id"], relation["reading"], relation["sources"]) == (
        *("ana:fights:tal", "fights"),
        ["b"],
    )


def test_a_mixed_tie_is_shown_as_such_with_both_its_sides(ask):
    result = ask("path", "tal", "pk", "--as-of", "1999")
    assert "Pakistan is a friend-and-enemy of Taliban (±): shortest and strongest" in result.stdout
    assert "- 1 (±) Taliban is opposed by Pakistan" in result.stdout
    assert "- 1 (±) Taliban is supported by Pakistan" in result.stdout


def test_a_path_goes_only_where_it_is_allowed(ask):
    def through(*words):
        found = plain(ask("path", "ir", "tal", "--as-of", "2001", "--format", "json", *words))
        return [one["actors"] for one in found["results"]]

    assert through() == [["ir", "ana", "tal"]]
    assert through("--neutral") == [["ir", "ana", "tal"], ["ir", "us", "tal"]]
    assert through("--through", "diplomacy", "--through", "fights") == [["ir", "us", "tal"]]
    assert through("--max", "1") == []
    assert through("--neutral", "--limit", "1") == [["ir", "ana", "tal"]]
    limited = ask("path", "ir", "tal", "--as-of", "2001", "--neutral", "--limit", "1").stdout
    assert "1 of 2 equally short paths, the strongest first (--limit shows more)" in limited
    named = ask("path", "ir", "tal", "--as-of", "2001", "--through", "conflict", "--neutral")
    assert "only through attacked, clashed_with, " in named.stdout
    assert "ties of any sign" in ask("path", "ir", "us", "--as-of", "2001", "--neutral").stdout


def test_ties_that_never_held_on_one_day_are_told(ask):
    found = ask("path", "us", "pk", "--as-of", "2001", "--through", "conflict").stdout
    assert "these ties never held on one and the same day" not in found
    apart = ask(
        "path", "us", "pk", "--as-of", "2001", "--through", "fights", "--through", "supports"
    )
    assert "these ties never held on one and the same day" in apart.stdout
    result = ask(
        "path",
        "us",
        "pk",
        "--as-of",
        "2001",
        "--through",
        "fights",
        "--through",
        "supports",
        "--format",
        "json",
    )
    assert plain(result)["results"][0]["same_day"] is False


NO_PATHS = {
    "ir tal --as-of 2001 --max 1": (
        "hidden-by-filter",
        (
            " at 2001 from Iran to Taliban by these filters; there is one with a longer --max; "
            "there was one at another date: try --as-of 1998"
        ),
    ),
    "us pk": (
        "hidden-by-filter",
        (
            " at 2026-11-22 from United States to Pakistan by these filters; "
            "there is one with --undated; there was one at another date: try --as-of 2001"
        ),
    ),
    "us pk --through hosts": (
        "hidden-by-filter",
        (
            " at 2026-11-22 from United States to Pakistan by these filters; "
            "there is one with --undated"
        ),
    ),
    "ir tal": (
        "none-at-date",
        " at 2026-11-22 from Iran to Taliban; there was one at another date: try --as-of 2001",
    ),
    "ir lone": (
        "none-recorded",
        " at 2026-11-22 from Iran to Loner: nothing recorded connects them",
    ),
    "ir lone --as-of all": (
        "none-recorded",
        " from Iran to Loner: nothing recorded connects them",
    ),
}


@pytest.mark.parametrize("words", NO_PATHS)
def test_no_path_says_why(ask, words):
    reason, message = NO_PATHS[words]
    found = plain(ask("path", *words.split(), "--format", "json"))
    assert (found["results"], found["reason"], found["message"]) == (
        *([], reason, f"no path{message}"),
    )
    years = [message.split()[-1]] if "try" in message else None
    assert found.get("suggestions") == years
    assert ask("path", *words.split()).stdout.startswith(f"no path{message}\n")


def test_what_only_different_times_connect_is_no_path(run, dataset):
    folder = dataset(
        "actors: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]\n"
        "relations:\n"
        "  - {source: a, type: fights, target: b, from: 1996, to: 1997}\n"
        "  - {source: b, type: fights, target: c, from: 2010, to: 2011}\n"
    )
    assert run("path", "a", "c", "-d", folder).stdout.startswith(
        "no path at 2026-11-22 from A to C, nor in any one year: "
        "only relations of different times connect them\n"
    )


def test_a_path_in_a_table_has_a_row_for_each_relation_of_each_step(ask):
    head, *rows = table(ask("path", "ir", "tal", "--as-of", "1998", "--format", "csv"))
    assert head[:7] == ["path", "kinds", "step", "tie", "actor_id", "actor", "relation"]
    assert [row[:5] + row[7:8] for row in rows] == [
        ["1", "shortest", "1", "hostile", "ir", "tal"],
        ["2", "strongest", "1", "friendly", "ir", "ana"],
        ["2", "strongest", "2", "hostile", "ana", "tal"],
    ]
    markdown = ask("path", "ir", "tal", "--as-of", "1997", "--format", "markdown").stdout
    assert "\n## Taliban is an enemy of a friend of Iran (+ x - = -)" in markdown
    assert "\n- 2 (-) Northern Alliance fights Taliban" in markdown


def test_a_tie_of_many_relations_is_cut_with_the_number_said(run, dataset):
    many = "".join(
        f"  - {{source: pk, type: supports, target: tal, from: {year}, confidence: low}}\n"
        for year in range(1950, 1957)
    )
    folder = dataset(DATA.replace("relations:\n", "relations:\n" + many))
    text = run("path", "pk", "tal", "--as-of", "1999", "-d", folder).stdout
    assert "- 1 (±) 6 relations more: whowhom show pk tal\n" in text
    assert "- 1 (±) Pakistan opposes Taliban" in text
    assert text.count("- 1 (±) Pakistan supports Taliban") == 2


# common


def test_common_gives_friends_enemies_and_who_stands_between(ask):
    result = ask("common", "ana", "tal", "--as-of", "1998")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "What Northern Alliance and Taliban have in common"
    assert " ".join(lines[3].split()) == (
        "Iran friend of one, enemy of another supports Northern Alliance 1996 - 2001 high, 1 source"
    )
    assert " ".join(lines[4].split()) == "opposes Taliban 1998 - 1998-12 low, unsourced"
    assert "friend of both: 0; enemy of both: 0; friend of one, enemy of another: 1; " in lines[-2]
    found = plain(ask("common", "ir", "tal", "--as-of", "1997", "--format", "json"))
    assert [(one["actor"]["id"], one["stands"]) for one in found["results"]] == [("ana", "split")]
    assert [(one["other"], one["polarity"]) for one in found["results"][0]["ties"]] == [
        ("ir", "friendly"),
        ("tal", "hostile"),
    ]
    head, row, _ = table(ask("common", "ir", "tal", "--as-of", "1997", "--format", "csv"))
    assert (head[0], row[:2]) == ("stands", ["split", "ana"])


def test_common_of_three_says_all(ask):
    text = ask("common", "ana", "pk", "us", "--as-of", "2001", "--through", "conflict").stdout
    assert "What Northern Alliance, Pakistan and United States have in common" in text
    assert "Taliban  enemy of all" in text


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("ana", "lone", "--as-of", "1998"), "none-recorded"),
        (("ana", "tal"), "none-at-date"),
        (("ana", "tal", "--as-of", "1998", "--min-confidence", "high"), "hidden-by-filter"),
        (("ana", "tal", "--as-of", "1998", "--through", "law"), "hidden-by-filter"),
    ],
)
def test_nothing_in_common_says_why(ask, words, reason):
    found = plain(ask("common", *words, "--format", "json"))
    assert (found["results"], found["reason"]) == ([], reason)
    result = ask("common", *words)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, found["message"])


# hubs and isolated


def test_hubs_are_sorted_by_a_named_measure(ask):
    result = ask("hubs", "--as-of", "1997", "--top", "1")
    lines = result.stdout.splitlines()
    assert lines[0] == "The hubs, by degree"
    assert " ".join(lines[3].split()) == "Northern Alliance 2 1 1 0 0 0.667 cut ir tal"
    assert "(Freeman 1977, by Brandes 2001)" in lines[5]
    assert lines[-2] == "1 of 4 actors with a tie, by degree; 3 ties, 3 bridges, 2 cut actors"
    found = plain(ask("hubs", "--as-of", "1997", "--by", "hostile", "--format", "json"))
    assert [one["actor"]["id"] for one in found["results"]] == ["ana", "tal", "ir", "pk"]
    assert found["results"][0]["bridges"] == ["ir", "tal"]
    assert (found["actors"], found["ties"]) == (4, 3)
    head, first, *_ = table(ask("hubs", "--as-of", "1997", "--format", "csv"))
    assert dict(zip(head, first, strict=True))["betweenness"] == "0.667"


def test_many_bridges_are_cut_in_the_table_and_whole_in_csv(run, dataset):
    ids = "abcdefg"
    actors = "".join(f"  - {{id: {one}, name: {one}}}\n" for one in "x" + ids)
    folder = dataset(
        f"actors:\n{actors}relations:\n"
        + "".join(f"  - {{source: x, type: fights, target: {one}, from: 2000}}\n" for one in ids)
    )
    assert "a b c and 4 more" in run("hubs", "-d", folder).stdout
    assert table(run("hubs", "-d", folder, "--format", "csv"))[1][-1] == "a b c d e f g"


def test_no_hub_says_why(ask):
    assert plain(ask("hubs", "--format", "json"))["reason"] == "none-at-date"
    never = plain(ask("hubs", "--as-of", "all", "--through", "law", "--format", "json"))
    assert never["reason"] == "none-recorded"
    assert never["message"] == "no actor has a tie that counts"


def test_isolated_are_those_that_live_and_have_no_tie(ask):
    head, *rows = table(ask("isolated", "--as-of", "1989", "--format", "csv"))
    assert head == ["id", "actor", "kind", "not counted", "the last of these"]
    assert [row[0] for row in rows] == ["ana", "ir", "pk", "tal", "us"]
    assert rows[1][3:] == ["3", "Iran negotiates with United States (2001-11 - 2001-12)"]
    text = ask("isolated", "--as-of", "1999").stdout
    assert text.splitlines()[0] == "Actors without a tie at 1999"
    assert "2 actors of those that live then; " in text
    ever = plain(ask("isolated", "--as-of", "all", "--format", "json"))
    assert [one["actor"]["id"] for one in ever["results"]] == ["lone"]
    assert ever["results"][0]["relations_not_counted"] == []
    assert "Actors without a tie at any time" in ask("isolated", "--as-of", "all").stdout


def test_nobody_isolated_is_an_answer(run, dataset):
    folder = dataset(
        "actors: [{id: a, name: A}, {id: b, name: B}]\n"
        "relations: [{source: a, type: fights, target: b, from: 2000}]\n"
    )
    found = plain(run("isolated", "-d", folder, "--format", "json"))
    assert (found["reason"], found["message"]) == (
        *("none-isolated", "every actor that lives then has a tie at 2026-11-22"),
    )


# Bad input.


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("path", "tal", "talban"), 4, 'no actor "talban"; did you mean tal (Taliban)?'),
        (("path", "the state", "us"), 4, '"the state" may mean pk (Pakistan), tal (Taliban)'),
        (("path", "tal", "Taliban"), 2, "tal and Taliban are the same actor (tal)"),
        (("path", "tal"), 2, "Missing argument"),
        (("path", "tal", "us", "--through", "fihgts"), 4, "did you mean fights"),
        (("path", "tal", "us", "--max", "0"), 2, "0 is not in the range"),
        (("path", "tal", "us", "--limit", "x"), 2, "is not a valid integer"),
        (("path", "tal", "us", "--as-of", "soon"), 2, '"soon" is not a date'),
        (("path", "tal", "us", "--format", "svg"), 2, "is not one of"),
        (("common", "tal"), 2, "name two actors or more; tal is one"),
        (("common",), 2, "Missing argument"),
        (("common", "tal", "us", "TALIBAN"), 2, "tal and TALIBAN are the same actor (tal)"),
        (("common", "tal", "nobody"), 4, 'no actor "nobody"'),
        (("hubs", "--by", "fame"), 2, "is not one of"),
        (("hubs", "--top", "0"), 2, "0 is not in the range"),
        (("hubs", "tal"), 2, "unexpected extra argument"),
        (("isolated", "--through", ""), 4, 'no relation type or family ""'),
        (("isolated", "--neutral"), 2, "No such option"),
    ],
)
def test_bad_input_is_one_clear_line(ask, words, code, said):
    result = ask(*words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_unknown_words_are_answered_in_json_too(ask):
    found = plain(ask("path", "tal", "us", "--through", "fihgts", "--format", "json"), 4)
    assert (found["reason"], found["command"]) == ("unknown-type", "path")
    assert "fights" in found["suggestions"]


def test_a_tie_that_one_relation_alone_makes_mixed_says_which(run, dataset):
    folder = dataset(
        """\
actors: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]
relations:
  - {source: a, type: supports, target: b, from: 2001, confidence: high, sources: [s]}
  - {source: a, type: hosts, target: b, from: 2001, confidence: high, sources: [s]}
  - {source: a, type: opposes, target: b, from: 2001, confidence: low,
     sources: [s], disputed_by: [t]}
  - {source: b, type: supports, target: c, from: 2001, sources: [s]}
sources: [{id: s, title: S, published: 2002}, {id: t, title: T, published: 2002}]
"""
    )
    said = "a:opposes:b (low, 1 source, disputed); without it friendly"
    assert f"by one relation alone, {said}" in run("path", "a", "b", "-d", folder).stdout
    told = run("common", "a", "c", "-d", folder).stdout
    assert f"friend and enemy by one relation alone: {said}" in told
    assert "alone" not in run("path", "b", "c", "-d", folder).stdout
    alone = {"relation": "a:opposes:b", "without": "friendly"}
    path = run("path", "a", "b", "-d", folder, "--format", "json").stdout
    assert [tie["by_one"] for tie in json.loads(path)["results"][0]["ties"]] == [alone]
    common = run("common", "a", "c", "-d", folder, "--format", "json").stdout
    ties = json.loads(common)["results"][0]["ties"]
    assert {tie["other"]: tie["by_one"] for tie in ties} == {"a": alone, "c": None}
