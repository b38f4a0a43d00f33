"""``whowhom log`` and ``blame``, over one history that has everything in it."""

import json
import os
import re

import jsonschema
import pytest

from graph import answer_schema, cache
from graph.versioning import history, revisions
from graph.versioning.revisions import commit_named, repository_of
from repositories import Repository, alone

TYPES = """
relation_types:
  - {name: hosts, label: hosts, inverse: is hosted by, sign: 1, family: cooperation}
  - {name: fights, label: fights, inverse: fights, sign: -1, symmetric: true, family: conflict}
"""
ACTORS = """
actors:
  - {id: taliban, name: Taliban, kind: armed_group}
  - {id: al-qaeda, name: al-Qaeda, kind: armed_group}
"""
NRF = "  - {id: nrf, name: NRF, kind: armed_group}\n"
HOSTS = "  - {source: taliban, type: hosts, target: al-qaeda, from: 1996%s}\n"
BASE = TYPES + ACTORS + "relations:\n" + HOSTS % ""
SURE = TYPES + ACTORS + "relations:\n" + HOSTS % ", to: 2001, confidence: high"
WITH_NRF = SURE.replace(ACTORS, ACTORS + NRF)
FIGHTS = WITH_NRF + "  - {source: taliban, type: fights, target: nrf, from: 2021}\n"
EARLIER = FIGHTS + "  - {source: taliban, type: hosts, target: al-qaeda, from: 1990, to: 1991}\n"
LAST = EARLIER.replace("  - {source: taliban, type: fights, target: nrf, from: 2021}\n", "")


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    alone(monkeypatch, tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Build the history: moved, broken, reformatted, merged, its parts taken back."""
    here = Repository(tmp_path_factory.mktemp("history") / "work")
    here.commit({"old/a.yaml": BASE}, message="begin")
    here.commit({"old/a.yaml": BASE + "# a note\n"}, message="only a comment")
    here.commit({"old/a.yaml": BASE + "actors: [\n"}, message="broken")
    here.commit({"old/a.yaml": SURE}, message="surer\n\nand more words", GIT_AUTHOR_NAME="Else")
    here.commit({"readme": "x"}, message="elsewhere")
    (here.folder / "data").mkdir()
    here.git("mv", "old/a.yaml", "data/a.yaml")
    here.commit(message="move")
    here.git("checkout", "-q", "-b", "side")
    here.commit({"data/a.yaml": WITH_NRF}, message="on the side")
    here.commit({"data/a.yaml": FIGHTS}, message="on the side again")
    here.git("checkout", "-q", "main")
    here.commit({"data/readme": "x"}, message="no data file")
    here.git("merge", "-q", "--no-ff", "-m", "merge side", "side")
    here.git("tag", "merged")
    here.commit({"data/a.yaml": EARLIER}, message="an earlier spell")
    here.commit({"data/a.yaml": LAST}, message="take back")
    return here


@pytest.fixture
def ask(made, run, monkeypatch):
    def asked(*words, **env):
        monkeypatch.chdir(made.folder)
        return run(*words, **env)

    return asked


def rows(result):
    assert result.exit_code == 0, result.stderr
    return [
        (item["subject"], item["changes"] and counts(item["changes"]))
        for item in json.loads(result.stdout)["results"]
    ]


def counts(changes):
    return {kind: tuple(count.values()) for kind, count in changes.items()}


ALL = [
    ("take back", {"relation": (0, 1, 0)}),
    ("an earlier spell", {"relation": (1, 0, 0)}),
    ("merge side", {"actor": (1, 0, 0), "relation": (1, 0, 0)}),
    ("surer", {"relation": (0, 0, 1)}),
    ("broken", None),
    ("begin", {"actor": (2, 0, 0), "relation": (1, 0, 0), "relation_type": (0, 0, 2)}),
]


def test_the_log_tells_every_commit_that_changed_something_newest_first(ask):
    assert rows(ask("log", "--format", "json")) == ALL


def test_the_log_for_people_counts_by_meaning_and_says_what_it_left_out(ask, made):
    log = made.git("log", "--format=%s=%h").splitlines()
    names = dict(line.split("=") for line in log)
    title, legend, table, *foot = ask("log").stdout.split("\n\n")
    assert (title, legend) == (
        "What changed the graph, newest first",
        "+ added  - removed  ~ changed",
    )
    assert [line.split("  ") for line in re.sub(" {3,}", "  ", table).splitlines()] == [
        ["commit", "day", "change", "author", "subject"],
        *(
            [names[subject], "2021-08-16", change, author, subject]
            for subject, change, author in (
                ("take back", "relations -1", "Somebody"),
                ("an earlier spell", "relations +1", "Somebody"),
                ("merge side", "relations +1, actors +1", "Somebody"),
                ("surer", "relations ~1", "Else"),
                ("broken", "not readable", "Somebody"),
                ("begin", "relations +1, actors +2, types ~2", "Somebody"),
            )
        ),
    ]
    fault = "old/a.yaml:12:1: yaml-syntax: "
    first, *rest = "\n".join(foot).splitlines()
    assert first.startswith(f"not readable, and passed over: {names['broken']}:{fault}")
    assert rest == [
        f"up to {names['surer']} the data lay in old",
        "left out: 2 commits that changed the form of the files alone",
        "6 commits; merges count as what they brought in",
    ]


def test_the_log_of_an_actor_leaves_out_what_is_about_others(ask):
    result = ask("log", "NRF", "--format", "json")
    assert [subject for subject, _ in rows(result)] == ["take back", "merge side"]
    assert json.loads(result.stdout)["left_out"] == {"form": 2, "others": 3, "unread": 1}


def test_an_actor_that_is_gone_is_found_where_it_last_stood(tmp_path, run, monkeypatch):
    here = Repository(tmp_path / "gone")
    monkeypatch.chdir(here.folder)
    here.commit({"data/a.yaml": WITH_NRF}, message="begin")
    here.commit({"data/a.yaml": SURE}, message="end")
    assert [one for one, _ in rows(run("log", "nrf", "--format", "json"))] == ["end", "begin"]
    result = run("log", "nobody")
    assert (result.exit_code, 'no actor "nobody"' in result.stderr) == (4, True)


def test_a_range_bounds_the_log_and_its_oldest_commit_is_compared_with_the_one_before(ask):
    found = rows(ask("log", "--range", "merged..HEAD", "--format", "json"))
    assert found == ALL[:2]
    assert rows(ask("log", "--range", "HEAD~1", "--format", "json")) == ALL[1:]
    assert rows(ask("log", "--range", "main^{/elsewhere}..", "--format", "json")) == ALL[:3]
    assert rows(ask("log", "--range", "main^{/broken}..main", "--format", "json")) == [
        *ALL[:3],
        ("surer", None),
    ]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--range", "a...b"], 2, '"a...b" has three dots; a history is A..B'),
        (["--range", "nope"], 4, '"nope" is no git revision in '),
        (["--range", "HEAD..nope"], 4, '"nope" is no git revision in '),
        (["--range", "--all"], 4, '"--all" is no git revision in '),
        (["--max", "-1"], 2, "Invalid value for '--max'"),
        (["-d", "nowhere"], 3, " has no *.yaml file in nowhere; choose another"),
    ],
)
def test_what_is_no_history_is_told(ask, words, code, told):
    result = ask("log", *words)
    assert (result.exit_code, result.stdout, told in result.stderr) == (code, "", True)


def test_what_is_good_of_a_broken_commit_counts_where_that_is_asked_for(ask):
    found = rows(ask("log", "--lenient", "--format", "json"))
    assert found[3:5] == [
        ("surer", {"relation_type": (0, 0, 2), "actor": (2, 0, 0), "relation": (1, 0, 0)}),
        ("broken", {"relation_type": (0, 0, 2), "actor": (0, 2, 0), "relation": (0, 1, 0)}),
    ]


def test_no_more_than_max_are_shown_and_more_is_said(ask):
    result = ask("log", "--max", 2, "--format", "json")
    assert (rows(result), json.loads(result.stdout)["more"]) == (ALL[:2], True)
    assert rows(ask("log", "--max", 6, "--format", "json")) == ALL
    assert json.loads(ask("log", "--max", 0, "--format", "json").stdout)["more"] is False


def test_an_empty_range_is_told(ask):
    result = ask("log", "--range", "HEAD..HEAD", "--format", "json")
    said = json.loads(result.stdout)
    assert (said["results"], said["reason"]) == ([], "no-change")


def test_a_shallow_clone_says_that_its_oldest_commit_is_not_known(made, tmp_path, run):
    clone = tmp_path / "clone"
    made.git("clone", "-q", "--depth", "2", f"file://{made.folder}", str(clone))
    result = run("log", "-d", clone / "data")
    assert "relations -1" in result.stdout
    assert (
        "not known: what came before cannot be read here; the clone is shallow, run git fetch"
        in (result.stdout)
    )


def test_a_bare_repository_has_a_history_without_files(made, tmp_path, run, monkeypatch):
    made.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    monkeypatch.chdir(tmp_path / "bare.git")
    assert rows(run("log", "--format", "json")) == ALL


def test_a_commit_whose_data_git_cannot_give_is_passed_over_too(tmp_path, run, monkeypatch):
    here = Repository(tmp_path / "lost")
    monkeypatch.chdir(here.folder)
    here.commit({"data/a.yaml": BASE}, message="begin")
    here.commit({"data/a.yaml": SURE}, message="lost")
    lost = here.git("rev-parse", "HEAD:data/a.yaml")
    os.symlink("/etc/passwd", here.folder / "data/b.yaml")
    here.commit({"data/a.yaml": BASE}, message="a link outside")
    here.commit({"data/a.yaml": WITH_NRF}, gone=["data/b.yaml"], message="end")
    (here.folder / ".git/objects" / lost[:2] / lost[2:]).unlink()
    result = run("log", "--format", "json")
    assert rows(result) == [
        ("end", {"actor": (1, 0, 0), "relation": (0, 0, 1)}),
        ("a link outside", None),
        ("lost", None),
        ("begin", {"actor": (2, 0, 0), "relation": (1, 0, 0), "relation_type": (0, 0, 2)}),
    ]
    told = [item["error"] for item in json.loads(result.stdout)["results"]]
    assert told[1].startswith("data/b.yaml is a link to /etc/passwd, outside the repository")
    assert told[2].startswith(f"git has no object {lost} in ")
    lenient = json.loads(run("log", "--format", "json", "--lenient").stdout)["results"]
    assert lenient[2]["error"] == "git has no object for data/a.yaml; run git fsck"


@pytest.mark.parametrize(
    ("coding", "text", "told"),
    [
        ("latin1", "Zo\xeb".encode("latin1"), "Zo\xeb"),
        ("nonsense", b"Zo\xc3\xab", "Zo\xeb"),
        ("idna", b"\xff", "\ufffd"),
        ("utf-8", b"a\x1b[31mb\xff", "a\x1b[31mb\ufffd"),
    ],
)
def test_names_in_any_coding_are_read(coding, text, told):
    raw = b"tree 00\nauthor %s <a@b> 1 +0000\nencoding %s\n\n\n %s \nmore"
    commit = revisions._commit("01", raw % (text, coding.encode(), text))
    assert (commit.author, commit.subject, commit.recorded, commit.parents) == (
        told,
        told,
        None,
        (),
    )


def test_two_versions_at_most_are_in_memory(made, monkeypatch):
    monkeypatch.setattr(cache, "folder", lambda: "")
    place = repository_of(str(made.folder / "data"))
    with history.History(place) as told:
        for _ in told.steps(commit_named(place, "HEAD")):
            assert len(told._graphs) <= 3
            assert len(told._known._files) <= 1


def test_what_was_found_out_is_not_found_out_again_and_bad_memory_is_none(made, monkeypatch):
    place = repository_of(str(made.folder / "data"))

    def steps():
        with history.History(place) as told:
            return list(told.steps(commit_named(place, "HEAD")))

    first = steps()
    with monkeypatch.context() as patched:
        patched.setattr(history, "load_again", None)
        assert steps() == first
    for bad in ([], {"x": 1}, {key: [[], 3, [1]] for key in cache.fetch(_name(place))}):
        cache.store(_name(place), bad)
        assert steps() == first


def _name(place):
    return history._Memory(place)._name


@pytest.mark.parametrize(
    "words", [["log"], ["log", "--range", "HEAD..HEAD"], ["blame", "nrf", "taliban"]]
)
def test_the_answers_keep_to_their_schema(ask, words):
    jsonschema.validate(json.loads(ask(*words, "--format", "json").stdout), answer_schema.schema())


# blame


def said(result):
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    fields = {item["field"]: item["subject"] for item in found["results"]}
    return found["relation"], found["first"] and found["first"]["subject"], fields


FIELDS = {
    "source": "begin",
    "type": "begin",
    "target": "begin",
    "from": "begin",
    "to": "surer",
    "confidence": "surer",
}


def test_blame_follows_a_relation_through_new_keys_and_folders(ask):
    key = "taliban:hosts:al-qaeda:2"  # an earlier spell took its name
    assert said(ask("blame", key, "--format", "json")) == (key, "begin", FIELDS)


@pytest.mark.parametrize(
    "words",
    [
        ["taliban:hosts:al-qaeda"],
        ["taliban", "al-Qaeda"],
        ["Taliban", "hosts", "Al Qaida".replace("Qaida", "Qaeda")],
        ["al-qaeda", "is hosted by", "taliban"],
        ["taliban", "cooperation", "al-qaeda"],
    ],
)
def test_a_relation_is_named_by_key_by_two_actors_or_by_a_sentence(ask, words):
    result = ask("blame", *words, "--range", "merged", "--format", "json")
    assert said(result) == ("taliban:hosts:al-qaeda", "begin", FIELDS)


def test_blame_follows_a_relation_whose_actor_type_and_source_got_other_ids(
    run, monkeypatch, tmp_path
):
    def told(source, type_, actor):
        return (
            f"sources: [{{id: {source}, title: The one report}}]\n"
            "actors:\n  - {id: b, name: B, kind: state}\n"
            f"  - {{id: {actor}, name: North, kind: state}}\n"
            "relation_types:\n"
            f"  - {{name: {type_}, label: lends to, inverse: l, sign: 1, family: f}}\n"
            f"relations: [{{source: {actor}, type: {type_}, target: b, sources: [{source}]}}]\n"
        )

    here = Repository(tmp_path / "renamed")
    here.commit({"data/a.yaml": told("s", "lends", "a")}, message="begin")
    here.commit({"data/a.yaml": told("report", "lends", "a")}, message="its source")
    here.commit({"data/a.yaml": told("report", "lends_to", "a")}, message="its type")
    here.commit({"data/a.yaml": told("report", "lends_to", "north")}, message="its actor")
    monkeypatch.chdir(here.folder)
    fields = dict.fromkeys(("source", "type", "target", "sources"), "begin")
    key = "north:lends_to:b"
    assert said(run("blame", key, "--format", "json")) == (key, "begin", fields)


def test_blame_for_people_says_first_and_last(ask, made):
    surer, begin = (made.git("rev-parse", f":/{name}")[:7] for name in ("surer", "begin"))
    lines = ask("blame", "taliban:hosts:al-qaeda:2").stdout.splitlines()
    assert lines[:7] == [
        "Taliban hosts al-Qaeda, 1996 - 2001: who said so",
        "",
        f"last changed by {surer} (2021-08-16, Else): surer (to, confidence)",
        f"first said by {begin} (2021-08-16, Somebody): begin",
        "",
        "field       said      commit   day         author    subject",
        f"source      taliban   {begin}  2021-08-16  Somebody  begin",
    ]
    assert lines[-1] == "taliban:hosts:al-qaeda:2; 2 commits about it"


def test_what_was_taken_back_is_found_where_it_last_stood(ask, made):
    back = made.git("rev-parse", ":/take back")[:7]
    for words in (["nrf:fights:taliban"], ["taliban", "fights", "nrf"], ["nrf", "taliban"]):
        result = ask("blame", *words)
        assert result.exit_code == 0, result.stderr
        assert f"taken back by {back} (2021-08-16, Somebody): take back" in result.stdout
        assert ": merge side" in result.stdout


def test_a_history_that_begins_later_does_not_say_who_was_first(ask):
    result = ask("blame", "taliban:hosts:al-qaeda:2", "--range", "HEAD~1..", "--format", "json")
    key, first, fields = said(result)
    assert (key, first, set(fields.values())) == ("taliban:hosts:al-qaeda:2", None, {None})
    text = ask("blame", "taliban:hosts:al-qaeda:2", "--range", "HEAD~1..").stdout
    assert "first said by a commit that is not in this history" in text


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (
            ["taliban", "hosts", "al-qaeda"],
            4,
            "such relations: taliban:hosts:al-qaeda (1990 - 1991), taliban:hosts:al-qaeda:2 (19",
        ),
        (
            ["taliban:hosts:al-qaida"],
            4,
            " in any commit of this history; did you mean taliban:hosts:al-qaeda",
        ),
        (["taliban", "likes", "al-qaeda"], 4, "see `whowhom list relations`"),
        (["taliban", "nobody"], 4, "see `whowhom list relations`"),
        (["a", "b", "c", "d"], 2, "name a key, two actors, or actor, verb and actor"),
        ([], 2, "Missing argument"),
        (["x", "--range", "nope"], 4, '"nope" is no git revision'),
    ],
)
def test_what_is_no_relation_is_told(ask, words, code, told):
    result = ask("blame", *words)
    assert (result.exit_code, told in result.stderr) == (code, True), result.stderr


def test_the_history_of_a_folder_in_no_repository_is_told(run, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.yaml").write_text(BASE)
    result = run("log")
    assert (result.exit_code, "is in no git repository" in result.stderr) == (3, True)


def test_keys_of_relations_are_completed(made, run, monkeypatch):
    monkeypatch.chdir(made.folder)
    line = "whowhom blame taliban:h"
    result = run(_WHOWHOM_COMPLETE="bash_complete", WHOWHOM_LINE=line)
    assert result.stdout.split() == [
        "plain,taliban:hosts:al-qaeda",
        "plain,taliban:hosts:al-qaeda:2",
    ]
