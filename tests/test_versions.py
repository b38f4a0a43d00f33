"""Sides of a diff, read from real repositories made for each test."""

import os
import subprocess

import pytest

from graph.dates import parse_date
from graph.versioning import git
from graph.versioning.versions import Side, VersionError, parse_sides, read_side
from repositories import COUNT, NOON, Repository, alone

VOCABULARY = """
relation_types:
  - {name: hosts, label: hosts, inverse: is hosted by, sign: 1, family: cooperation}
"""
ACTORS = """
actors:
  - {id: taliban, name: Taliban, kind: armed_group}
  - {id: al-qaeda, name: al-Qaeda, kind: armed_group}
"""
RELATIONS = """
relations:
  - {source: taliban, type: hosts, target: al-qaeda, from: 1996, to: 2001}
  - {source: taliban, type: hosts, target: al-qaeda, from: 2010}
"""


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    alone(monkeypatch, tmp_path)


@pytest.fixture
def repository(tmp_path, monkeypatch):
    made = Repository(tmp_path / "work")
    monkeypatch.chdir(made.folder)
    return made


@pytest.fixture
def two(repository):
    """Hold two commits: one actor, then two in two files."""
    repository.commit({"data/a.yaml": COUNT % ("one", "One")})
    repository.commit({"data/b.yml": COUNT % ("two", "Two")})
    return repository


def actors(side, data="data"):
    side = Side(side) if isinstance(side, str) else side
    return [actor.id for actor in read_side(side, data).loaded.graph.actors]


def failure(word, data="data"):
    side = Side(word) if isinstance(word, str) else word
    with pytest.raises(VersionError) as error:
        read_side(side, data)
    return str(error.value), error.value.code, error.value.exit_code


# what the words mean


def test_no_word_is_head_against_the_dataset():
    assert parse_sides([]) == (Side("HEAD", revision=True), Side(""))


def test_one_word_is_that_version_against_the_dataset():
    assert parse_sides(["HEAD~1"]) == (Side("HEAD~1"), Side(""))


def test_a_date_alone_is_that_date_against_today(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON))
    assert parse_sides(["@2021-08"]) == (Side("@2021-08"), Side("@2021-08-15"))


def test_a_revision_at_a_date_is_compared_with_the_dataset_at_that_date():
    assert parse_sides(["HEAD~1@2021"]) == (Side("HEAD~1@2021"), Side("@2021"))


@pytest.mark.parametrize("word", ["HEAD@{1}", "@{u}", "@", "@~2", "HEAD@{2021-08-01}"])
def test_what_git_means_by_at_is_no_date(word):
    assert parse_sides([word]) == (Side(word), Side(""))


@pytest.mark.parametrize(
    ("word", "old", "new"),
    [("a..b", "a", "b"), ("a..", "a", "HEAD"), ("..b", "HEAD", "b"), ("a~1..b^2", "a~1", "b^2")],
)
def test_two_dots_are_two_revisions(word, old, new):
    assert parse_sides([word]) == (Side(old, revision=True), Side(new, revision=True))


@pytest.mark.parametrize("word", ["..", "../other", "./a..b", "/a..b"])
def test_dots_in_a_path_are_no_range(word):
    assert parse_sides([word])[0] == Side(word)


def test_a_file_with_dots_in_its_name_is_a_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a..b").mkdir()
    assert parse_sides(["a..b"]) == (Side("a..b"), Side(""))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["a..b..c"], '"a..b..c" has dots in two places; write A..B with two revisions'),
        (["a", "b", "c"], "a diff has two sides; name at most two versions"),
    ],
)
def test_words_that_cannot_be_two_sides_are_refused(words, message):
    with pytest.raises(VersionError) as error:
        parse_sides(words)
    assert (str(error.value), error.value.code, error.value.exit_code) == (
        message,
        "ambiguous-side",
        2,
    )


def test_a_bad_clock_is_told_when_today_is_needed(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(VersionError) as error:
        parse_sides(["@2021"])
    assert str(error.value) == 'SOURCE_DATE_EPOCH is "soon", not a number of seconds; unset it'
    assert error.value.code == "bad-date"


# revisions


def test_a_revision_is_read_from_git_and_the_dataset_from_its_folder(two):
    (two.folder / "data/a.yaml").write_text(COUNT % ("three", "Three"))
    assert actors("HEAD~1") == ["one"]
    assert actors("HEAD") == ["one", "two"]
    assert actors("") == ["three", "two"]


def test_a_version_knows_its_commit_and_the_committers_day(two):
    commit = two.git("rev-parse", "HEAD")
    version = read_side(Side("main"), "data")
    assert version.title == f"main ({commit[:7]}, 2021-08-16)"
    assert (version.commit, version.recorded) == (commit, parse_date("2021-08-16"))


@pytest.mark.usefixtures("two")
def test_the_dataset_has_no_commit():
    version = read_side(Side(""), "data")
    assert (version.title, version.commit, version.recorded) == ("data", "", None)


def test_problems_name_the_revision_and_the_path(repository):
    repository.commit({"deep/data/a.yaml": "actors: 3\n"})
    (problem,) = read_side(Side("HEAD"), "deep/data").loaded.errors
    assert problem.place.file == "HEAD:deep/data/a.yaml"


def test_only_yaml_directly_in_the_folder_is_read(repository):
    names = ["a.yaml", "b.YML", ".c.yaml", "d.txt", "deep/e.yaml", "../f.yaml"]
    repository.commit({f"data/{name}": COUNT % (f"x{i}", f"X{i}") for i, name in enumerate(names)})
    assert actors("HEAD") == ["x0", "x1"] == actors("")


def test_the_top_folder_can_be_the_dataset(repository):
    repository.commit({"a.yaml": COUNT % ("one", "One"), "deep/b.yaml": COUNT % ("two", "Two")})
    assert actors("HEAD", ".") == ["one"]


@pytest.mark.usefixtures("two")
def test_one_file_can_be_the_dataset():
    assert actors("HEAD", "data/b.yml") == ["two"]


def test_a_folder_elsewhere_is_asked_in_its_own_repository(two, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert actors("HEAD~1", str(two.folder / "data")) == ["one"]


def test_a_file_that_was_renamed_is_read_under_its_old_name(two):
    two.git("mv", "data/a.yaml", "data/z.yaml")
    two.commit()
    assert actors("HEAD~1") == actors("HEAD") == ["one", "two"]


def test_a_dataset_that_has_moved_away_is_read_where_it_was(two):
    two.git("mv", "data", "facts")
    two.commit()
    assert actors("HEAD~1", "data") == ["one", "two"]


def test_both_sides_of_a_range_are_revisions_even_where_paths_have_their_names(two):
    two.git("branch", "data", "HEAD~1")
    old, new = parse_sides(["data..main"])
    assert (actors(old), actors(new)) == (["one"], ["one", "two"])


@pytest.mark.usefixtures("two")
def test_git_s_own_at_goes_to_git():
    assert actors("HEAD@{1}") == ["one"]
    assert actors("@") == ["one", "two"]


@pytest.mark.parametrize("name", ["with space", 'qu"ote', "new\nline", "ta\tb", "داعش", "*", "-x"])
def test_odd_names_are_read(repository, name):
    repository.commit({f"{name}/{name}.yaml": COUNT % ("one", "One")})
    version = read_side(Side("HEAD"), f"./{name}")
    shown = name.translate({9: "\ufffd", 10: "\ufffd"})  # what a terminal would obey
    assert [actor.place.file for actor in version.loaded.graph.actors] == [
        f"HEAD:{shown}/{shown}.yaml"
    ]


def test_a_name_that_is_no_text_is_read(repository):
    folder = os.fsencode(repository.folder)
    os.mkdir(folder + b"/data")
    with open(folder + b"/data/\xff.yaml", "w") as file:
        file.write(COUNT % ("one", "One"))
    repository.commit()
    assert actors("HEAD") == ["one"]


def test_a_link_among_the_data_of_a_revision_is_told_and_not_passed_over(two):
    os.symlink("/etc/passwd", two.folder / "data/y.yaml")
    two.commit()
    told = (
        "HEAD:data/y.yaml is a link to /etc/passwd, outside the repository; commit the file itself"
    )
    assert failure("HEAD") == (told, "no-data-at-revision", 3)


def test_a_partial_clone_fetches_nothing_by_the_commands_of_its_settings(two):
    two.commit()
    blob = two.git("rev-parse", "HEAD:data/a.yaml").strip()
    (two.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    for name, value in {
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": "ssh://127.0.0.1:1/x",
        "core.sshCommand": "touch PWNED; false",
    }.items():
        two.git("config", name, value)
    with pytest.raises(VersionError) as told:
        read_side(Side("HEAD"), "data")
    assert told.value.code == "lost-object"
    assert not list(two.folder.rglob("PWNED"))


def test_an_executable_file_is_read(two):
    (two.folder / "data/a.yaml").chmod(0o755)
    two.commit()
    assert actors("HEAD") == ["one", "two"]


def test_an_empty_file_between_others_shifts_nothing(two):
    two.commit({"data/aa.yaml": "", "data/ab.yaml": COUNT % ("three", "Three")})
    assert actors("HEAD") == ["one", "three", "two"]


def test_reading_a_revision_leaves_the_work_tree_and_index_alone(two):
    (two.folder / "data/a.yaml").write_text(COUNT % ("one", "Uno"))
    (two.folder / "data/new.yaml").write_text(COUNT % ("new", "New"))
    # A stale time stamp is what makes git rewrite its index when it may.
    os.utime(two.folder / "data/b.yml", (1, 1))

    def state():
        files = sorted(path for path in two.folder.rglob("*") if path.is_file())
        return [(path, path.stat().st_mtime_ns, path.read_bytes()) for path in files]

    before = state()
    actors("HEAD~1")
    failure("HAED")
    assert state() == before
    assert two.git("status", "--porcelain") == "M data/a.yaml\n?? data/new.yaml"


@pytest.mark.usefixtures("two")
def test_a_hook_s_variables_do_not_lead_to_another_repository(tmp_path, monkeypatch):
    other = Repository(tmp_path / "other")
    other.commit({"data/a.yaml": COUNT % ("other", "Other")})
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.folder))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.folder / ".git/index"))
    assert actors("HEAD") == ["one", "two"]


# dates


def begins(word, data="data"):
    relations = read_side(Side(word), data).loaded.graph.relations
    return [relation.begin.text for relation in relations]


@pytest.fixture
def dated(repository):
    repository.commit({"data/a.yaml": VOCABULARY + ACTORS + RELATIONS})
    repository.commit({"data/a.yaml": VOCABULARY + ACTORS})
    return repository


def test_a_date_keeps_what_holds_then(dated):
    (dated.folder / "data/a.yaml").write_text(VOCABULARY + ACTORS + RELATIONS)
    assert begins("") == ["1996", "2010"]
    assert begins("@2001-12") == ["1996"]
    assert begins("@2005") == []
    assert begins("@2010-06-01") == ["2010"]


def test_a_revision_can_be_asked_at_a_date(dated):
    assert begins("HEAD~1@2000") == ["1996"]
    assert begins("HEAD@2000") == []
    commit = dated.git("rev-parse", "HEAD~1")
    version = read_side(Side("HEAD~1@2000~"), "data")
    assert version.title == f"HEAD~1 ({commit[:7]}, 2021-08-16) at 2000~"


@pytest.mark.usefixtures("dated")
def test_a_folder_can_be_asked_at_a_date():
    assert begins("./data@2000") == []
    assert read_side(Side("./data@2000"), "elsewhere").title == "./data at 2000"


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("@2021-13", '"@2021-13": there is no month 13'),
        (
            "HEAD@21-1",
            '"@21-1": "21-1" is not a date; write 2015, 2015-01 or 2015-01-26',
        ),
    ],
)
@pytest.mark.usefixtures("two")
def test_a_bad_date_is_told(word, message):
    assert failure(word) == (message, "bad-date", 2)


# paths


def test_a_folder_and_a_file_are_read_as_they_lie(two):
    assert actors(str(two.folder / "data"), None) == ["one", "two"]
    assert actors("data", None) == ["one", "two"]
    assert actors("data/b.yml", None) == ["two"]


@pytest.mark.usefixtures("two")
def test_paths_need_no_git(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert actors("data") == ["one", "two"]


@pytest.mark.usefixtures("two")
def test_a_path_that_is_not_there_is_a_problem_of_the_data():
    (problem,) = read_side(Side("./nowhere"), "data").loaded.errors
    assert (problem.place.file, problem.code) == ("./nowhere", "missing-data")


def test_a_word_that_is_a_path_and_a_branch_is_refused(two):
    two.git("branch", "data", "HEAD~1")
    ways = "write ./data for the path or refs/heads/data for the revision"
    assert failure("data") == (f'"data" is a path and a revision; {ways}', "ambiguous-side", 2)
    assert actors("./data") == ["one", "two"]
    assert actors("refs/heads/data") == ["one"]


def test_a_word_that_is_a_path_and_a_tag_is_refused(two):
    two.git("tag", "v1", "HEAD~1")
    (two.folder / "v1").mkdir()
    assert failure("v1")[0] == (
        '"v1" is a path and a revision; write ./v1 for the path or refs/tags/v1 for the revision'
    )
    assert actors("refs/tags/v1") == ["one"]


def test_a_folder_named_like_a_commit_is_refused(two):
    commit = two.git("rev-parse", "HEAD")
    (two.folder / commit[:8]).mkdir()
    assert failure(commit[:8])[0] == (
        f'"{commit[:8]}" is a path and a revision; '
        f"write ./{commit[:8]} for the path or {commit[:12]} for the revision"
    )


# failures


def nowhere(word, repository):
    return f'"{word}" is no folder or file, and no git revision in {repository.folder}/data'


def test_an_unknown_revision_is_told_with_what_may_be_meant(two):
    two.git("branch", "draft")
    assert failure("drafd") == (
        f'{nowhere("drafd", two)}; did you mean "draft"?',
        "unknown-revision",
        4,
    )


def test_an_unknown_revision_like_no_other_is_told_where_to_look(two):
    assert failure("zzz")[0] == f"{nowhere('zzz', two)}; git log lists the revisions"


def test_a_side_of_a_range_can_only_be_a_revision(two):
    assert failure(Side("data", revision=True))[0] == (
        f'"data" is no git revision in {two.folder}/data; git log lists the revisions'
    )


@pytest.mark.parametrize(
    "word", ["HEAD~9", "HEAD@{99}", "main..main", "^main", "0000", "HEAD^{tree}", ":9"]
)
@pytest.mark.usefixtures("two")
def test_what_is_no_commit_is_an_unknown_revision(word):
    assert failure(word)[1:] == ("unknown-revision", 4)


def test_a_repository_without_a_commit_is_told(repository):
    (repository.folder / "data").mkdir()
    assert failure("HEAD") == (
        f"{nowhere('HEAD', repository)}; commit first, it has no commit yet",
        "unknown-revision",
        4,
    )


def test_a_shallow_clone_is_told(two, tmp_path):
    clone = tmp_path / "clone"
    two.git("clone", "--quiet", "--depth", "1", f"file://{two.folder}", str(clone))
    assert failure("HEAD~1", str(clone / "data"))[0] == (
        f'"HEAD~1" is no folder or file, and no git revision in {clone}/data; '
        "the clone is shallow, run git fetch --unshallow"
    )


def test_a_folder_in_no_repository_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    message = "is in no git repository; run git init there or compare two folders"
    assert failure("HEAD") == (
        f'"HEAD": {tmp_path}/data {message}',
        "not-a-repository",
        3,
    )


@pytest.mark.usefixtures("two")
def test_a_missing_git_is_told(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert failure("HEAD") == (
        '"HEAD": git is not installed; install it or compare two folders',
        "git-missing",
        3,
    )


def test_a_program_called_git_in_the_current_folder_is_not_run(two, monkeypatch):
    (two.folder / "git").write_text("#!/bin/sh\ntouch ran\n")
    (two.folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", "")
    assert failure("HEAD")[1] == "git-missing"
    assert not (two.folder / "ran").exists()


@pytest.mark.parametrize(
    ("data", "where"),
    [("nowhere", "nowhere"), ("data/c.yaml", "data/c.yaml"), (".", "the top folder")],
)
@pytest.mark.usefixtures("two")
def test_a_revision_without_the_dataset_is_told(data, where):
    assert failure("HEAD", data) == (
        f"HEAD has no *.yaml file in {where}; choose another revision or another --data",
        "no-data-at-revision",
        3,
    )


@pytest.mark.parametrize("word", ["--output=x", "-x", "--help@2021", "-"])
@pytest.mark.usefixtures("two")
def test_a_word_that_looks_like_an_option_is_refused(word):
    bare = word.partition("@")[0]
    assert failure(word) == (
        f'"{bare}" is no version; write ./{bare} for a path',
        "ambiguous-side",
        2,
    )


def test_a_lost_object_is_told(two):
    blob = two.git("rev-parse", "HEAD:data/a.yaml")
    (two.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert failure("HEAD") == (
        f"git has no object {blob} in {two.folder}/data; run git fsck",
        "lost-object",
        3,
    )


def test_a_git_that_hangs_is_stopped(two, monkeypatch):
    monkeypatch.setattr(git, "TIMEOUT", 0)
    assert failure("HEAD") == (
        f'"HEAD": git rev-parse took over 0 seconds in {two.folder}/data; try it by hand',
        "git-failed",
        3,
    )


def test_a_repository_that_git_refuses_is_told_in_git_s_words(two):
    (two.folder / ".git/config").write_text("[broken\n")
    message, code, status = failure("HEAD")
    assert message.startswith(f'"HEAD": git failed in {two.folder}/data: fatal: bad config line 1')
    assert (code, status) == ("git-failed", 3)


def test_a_commit_of_an_impossible_time_is_read(two):
    tree = two.git("rev-parse", "HEAD^{tree}")
    text = f"tree {tree}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 99999999999999 +0000\n\nx\n"
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--literally", "--stdin"],
        input=text.encode(),
        cwd=two.folder,
        capture_output=True,
        check=True,
    )
    commit = made.stdout.decode().strip()
    version = read_side(Side(commit), "data")
    assert (version.title, version.recorded) == (commit, None)
