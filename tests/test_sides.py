"""Sides of a diff that are harder to get: and nothing of a repository's own is ever run."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from graph import loading
from graph.versioning import git, snapshots
from graph.versioning.versions import Side, Version, VersionError, notes, parse_sides, read_side
from repositories import COUNT, Repository, alone

FOREIGN = (
    '"HEAD": the repository of {}/data belongs to another user, and git does not trust it; '
    "if you do, run git config --global --add safe.directory {}"
)
CONFLICT = "<<<<<<< HEAD\n" + COUNT + "=======\n" + COUNT + ">>>>>>> side\n"


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    alone(monkeypatch, tmp_path)


def one(name):
    return COUNT % (name, name.title())


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """Build one repository for all that only look at it.

    main: old/facts -> data, a link, a second dataset. side: from the second commit on. apart: no
    common ancestor.
    """
    made = Repository(tmp_path_factory.mktemp("shared") / "work")
    made.commit({"old/facts/a.yaml": one("one") + "# " + "x" * 99, "old/readme.yaml": "a: 1\n"})
    made.git("tag", "before")
    (made.folder / "data").mkdir()
    made.git("mv", "old/facts/a.yaml", "data/a.yaml")
    made.commit({"data/b.yaml": one("two")})
    made.git("tag", "fork")
    made.git("checkout", "-q", "-b", "side")
    made.commit({"data/c.yaml": one("side")}, message="on the side")
    made.git("checkout", "-q", "main")
    made.commit({"data/b.yaml": one("three")})
    made.git("checkout", "-q", "--orphan", "apart")
    made.commit({"data/b.yaml": one("apart")}, gone=["data/a.yaml"])
    made.git("checkout", "-q", "main")
    return made


@pytest.fixture
def here(shared, monkeypatch):
    monkeypatch.chdir(shared.folder)
    return shared


@pytest.fixture
def repository(tmp_path, monkeypatch):
    made = Repository(tmp_path / "work")
    monkeypatch.chdir(made.folder)
    return made


def read(word, data="data"):
    return read_side(Side(word) if isinstance(word, str) else word, data)


def actors(side, data="data"):
    return [actor.id for actor in read(side, data).loaded.graph.actors]


def failure(word, data="data"):
    with pytest.raises(VersionError) as error:
        read(word, data)
    return str(error.value), error.value.code, error.value.exit_code


# ranges with three dots


@pytest.mark.usefixtures("here")
def test_three_dots_compare_with_where_the_two_went_apart():
    old, new = parse_sides(["main...side"])
    assert (actors(old), actors(new)) == (["one", "two"], ["one", "side", "two"])
    assert read(old).title.startswith("main...side (")


@pytest.mark.parametrize(
    ("word", "old", "new"),
    [
        ("a...", Side("a", revision=True, fork="HEAD"), Side("HEAD", revision=True)),
        ("...b", Side("HEAD", revision=True, fork="b"), Side("b", revision=True)),
        ("a...b@2021", Side("a@2021", revision=True, fork="b"), Side("b@2021", revision=True)),
        ("HEAD^{/a..b}..x", Side("HEAD^{/a..b}", revision=True), Side("x", revision=True)),
        (":/fix..it", Side(":/fix..it"), Side("")),
        ("v1.2..v1.3", Side("v1.2", revision=True), Side("v1.3", revision=True)),
    ],
)
def test_dots_part_a_word_where_git_parts_it(word, old, new):
    assert parse_sides([word]) == (old, new)


@pytest.mark.usefixtures("here")
def test_three_dots_between_what_has_nothing_in_common_are_refused():
    assert failure(parse_sides(["main...apart"])[0]) == (
        "the two have no commit in common; write A..B to compare them as they are",
        "no-common-ancestor",
        4,
    )
    assert failure(parse_sides(["main...nope"])[0])[1] == "unknown-revision"
    assert failure(parse_sides(["nope...main"])[0])[1] == "unknown-revision"


def test_three_dots_with_two_points_of_parting_are_refused(repository):
    repository.commit({"data/a.yaml": one("one")})
    for name in ("left", "right"):
        repository.git("checkout", "-q", "-b", name, "main")
        repository.commit({f"data/{name}.yaml": one(name)})
    left, right = repository.git("rev-parse", "left"), repository.git("rev-parse", "right")
    repository.git("merge", "-q", "-m", "m", "left")
    repository.git("checkout", "-q", "left")
    repository.git("merge", "-q", "-m", "m", right)
    message, code, _ = failure(parse_sides(["left...right"])[0])
    assert message.startswith("the two went apart in 2 commits; write A..B with one of them as A: ")
    assert (code, left[:12] in message, right[:12] in message) == ("ambiguous-side", True, True)


# dates, files and branches of one name


@pytest.mark.parametrize("word", ["2021", "2021-08", "2021-08-15", "2021~"])
@pytest.mark.usefixtures("here")
def test_a_date_without_its_sign_is_no_date(word):
    told = f'"{word}" is no path and no revision here; write @{word} for the date'
    assert failure(word) == (told, "ambiguous-side", 2)


def test_a_word_that_is_a_date_a_path_and_a_branch_is_told_with_every_way_to_write_it(repository):
    repository.commit({"data/a.yaml": one("one"), "2021/a.yaml": one("then")})
    assert failure("2021")[0] == (
        '"2021" is a date and a path; write @2021 for the date or ./2021 for the path'
    )
    repository.git("branch", "2021")
    assert failure("2021")[0] == (
        '"2021" is a date and a path and a revision; write @2021 for the date or ./2021 for the '
        "path or refs/heads/2021 for the revision"
    )
    assert actors("./2021") == ["then"]
    assert actors("refs/heads/2021") == ["one"]
    assert read("@2021").title == "data at 2021"
    assert actors(parse_sides(["2021..main"])[0]) == ["one"]


def test_without_git_too_a_folder_named_like_a_date_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2021").mkdir()
    assert failure("2021")[1] == "ambiguous-side"


def test_a_branch_named_like_a_revision_at_a_date_is_told(repository):
    repository.commit({"data/a.yaml": one("one")})
    repository.git("branch", "v@2021")
    assert read("v@2021").title.startswith("v@2021 (")
    repository.git("branch", "v")
    assert failure("v@2021") == (
        (
            '"v@2021" may be a version, or "v" at a date; '
            "write v@2021^0 for the revision or v^0@2021 for the date"
        ),
        "ambiguous-side",
        2,
    )
    assert (read("v@2021^0").date, read("v^0@2021").date.text) == (None, "2021")


def test_a_folder_that_ends_like_a_date_is_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("data@2021", "a@2021", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.yaml").write_text(one("one"))
    assert actors("data@2021", "data@2021") == ["one"]
    assert failure("a@2021")[0].endswith("write ./a@2021/ for the path or ./a/@2021 for the date")
    assert read("./a@2021/").date is None
    assert read("./a/@2021").date.text == "2021"


@pytest.mark.usefixtures("here")
def test_a_version_knows_all_of_it_beside_what_holds_at_its_date():
    version = read("HEAD@1999")
    assert version.date.text == "1999"
    assert version.whole == read("HEAD").loaded == read("HEAD").whole


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("word", [":/on the side", "side@{0}", "main^{/change}", "fork^0", "@"])
def test_git_s_own_ways_to_name_a_commit_work(word):
    assert "one" in actors(word)


def test_a_stash_and_an_upstream_are_revisions(repository):
    repository.commit({"data/a.yaml": one("one")})
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.git("config", "remote.origin.url", "x")
    repository.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    repository.git("branch", "-u", "origin/main")
    repository.write({"data/a.yaml": one("two")})
    repository.git("stash", "-q")
    repository.commit({"data/a.yaml": one("three")})
    found = [actors(word) for word in ("stash@{0}", "@{upstream}", "origin/main", "main@{u}")]
    assert found == [["two"], ["one"], ["one"], ["one"]]


# where the dataset lies


@pytest.mark.usefixtures("here")
def test_a_dataset_that_lay_elsewhere_is_found_there_and_its_title_says_so():
    version = read("before")
    assert [actor.place.file for actor in version.loaded.graph.actors] == [
        "before:old/facts/a.yaml"
    ]
    assert version.title.endswith("; then in old/facts)")


def test_one_file_that_had_another_name_is_found(repository):
    long = one("one") + "# a text that is long enough to be known again\n" * 9
    repository.commit({"graph.yaml": long})
    repository.git("mv", "graph.yaml", "all.yaml")
    assert actors("HEAD", "all.yaml") == ["one"]  # known by the index, before it is committed
    repository.commit()
    assert actors("HEAD~1", "all.yaml") == ["one"]
    repository.commit(gone=["all.yaml"])
    assert actors("HEAD~2", "all.yaml") == ["one"]


def test_another_dataset_that_is_still_there_is_not_taken_for_it(repository):
    repository.commit({"africa/a.yaml": one("one")})
    repository.commit({"asia/a.yaml": one("one")})
    assert failure("HEAD~1", "asia")[1] == "no-data-at-revision"


@pytest.mark.usefixtures("here")
def test_a_path_in_a_revision_is_written_as_git_writes_it():
    version = read("before:old/facts")
    assert [actor.id for actor in version.loaded.graph.actors] == ["one"]
    assert version.title.startswith("before:old/facts (")
    assert actors("before:old/facts/a.yaml") == ["one"]
    assert actors("before:./old/facts") == ["one"]
    assert failure("before:nowhere")[1] == "no-data-at-revision"
    assert failure("nothing:data")[1] == "unknown-revision"


def test_links_inside_the_repository_are_followed(repository):
    repository.commit({"real/a.yaml": one("one"), "elsewhere/b.yaml": one("two")})
    os.symlink("../elsewhere/b.yaml", repository.folder / "real/b.yaml")
    os.symlink("real", repository.folder / "data")
    repository.commit()
    assert actors("HEAD") == actors("") == ["one", "two"]
    (repository.folder / "data").unlink()  # then it is the link in the commit that is followed
    assert [actor.place.file for actor in read("HEAD").loaded.graph.actors] == [
        "HEAD:data/a.yaml",
        "HEAD:data/b.yaml",
    ]


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("../../outside.yaml", "outside the repository; commit the file itself"),
        ("/etc/passwd", "outside the repository; commit the file itself"),
        ("b.yaml", "is a link that leads in circles; commit the file itself"),
        ("gone.yaml", "is a link that leads nowhere; mend or delete it"),
        ("../data/b.yaml/x", "is a link that leads in circles; commit the file itself"),
    ],
)
def test_links_that_lead_out_or_nowhere_are_refused(repository, target, told):
    (repository.folder / "data").mkdir()
    os.symlink(target, repository.folder / "data/b.yaml")
    repository.commit({"data/a.yaml": one("one")})
    message, code, _ = failure("HEAD")
    assert (message.startswith("HEAD:data/b.yaml is a link "), code) == (
        True,
        "no-data-at-revision",
    )
    assert message.endswith(told)


def test_a_link_in_the_index_is_told_and_a_path_below_a_file_is_nowhere(repository):
    (repository.folder / "data").mkdir()
    os.symlink("../b.yaml", repository.folder / "data/b.yaml")
    repository.commit({"b.yaml": one("one")})
    assert actors("HEAD") == ["one"]
    assert failure(":0")[0] == (
        "data/b.yaml is a link in the index; compare with HEAD or the files"
    )
    assert failure("HEAD", "b.yaml/x")[1] == "no-data-at-revision"


def test_a_bare_repository_is_asked_by_the_path_inside_it(shared, tmp_path, monkeypatch):
    bare = tmp_path / "bare.git"
    shared.git("clone", "-q", "--bare", ".", str(bare))
    assert actors("main", str(bare / "data")) == ["one", "three"]
    monkeypatch.chdir(bare)
    assert actors("fork") == ["one", "two"]
    assert actors("HEAD") == ["one", "three"]  # though there is a file of this name
    assert failure("") == (
        "data is in a bare repository, without files; name two revisions, as HEAD~1..HEAD",
        "no-data-at-revision",
        3,
    )
    monkeypatch.chdir(tmp_path)
    assert failure("main")[1] == "not-a-repository"
    monkeypatch.setenv("GIT_DIR", str(bare))
    assert actors("fork") == ["one", "two"]
    assert failure("fork", "../data")[1] == "not-a-repository"


def test_a_second_work_tree_is_asked_at_its_own_head(shared, tmp_path):
    tree = tmp_path / "tree"
    shared.git("worktree", "add", "-q", "--detach", str(tree), "side")
    assert actors("HEAD", str(tree / "data")) == ["one", "side", "two"]
    shared.git("worktree", "remove", str(tree))


def test_a_submodule_that_is_not_there_is_told(repository, shared, tmp_path):
    repository.git(
        *("-c", "protocol.file.allow=always", "submodule", "-q", "add"), str(shared.folder), "data"
    )
    repository.commit()
    assert actors("HEAD", "data/data") == ["one", "three"]  # in the submodule's own repository
    clone = tmp_path / "clone"
    repository.git("clone", "-q", ".", str(clone))
    told = (
        "HEAD:data is a submodule; run git submodule update --init, and name its folder with --data"
    )
    assert failure("HEAD", str(clone / "data/data")) == (told, "no-data-at-revision", 3)


def test_a_repository_of_sha256_is_read(tmp_path, monkeypatch):
    made = Repository(tmp_path / "work", "--object-format=sha256")
    monkeypatch.chdir(made.folder)
    commit = made.commit({"data/a.yaml": one("one")})
    assert (len(commit), actors(commit)) == (64, ["one"])


def test_a_replaced_commit_is_what_git_shows(repository):
    old = repository.commit({"data/a.yaml": one("one")})
    repository.commit({"data/a.yaml": one("two")})
    repository.git("replace", old, "HEAD")
    assert actors(old) == ["two"]


def test_a_detached_head_is_a_head(repository):
    repository.commit({"data/a.yaml": one("one")})
    repository.git("checkout", "-q", "--detach")
    assert actors("HEAD") == ["one"]


def test_a_packed_or_exported_dataset_is_read_from_a_revision(repository):
    repository.commit({"data.json": '{"actors": [{"id": "one", "name": "One"}]}'})
    assert actors("HEAD", "data.json") == ["one"]
    repository.git("archive", "-o", "old.tar.gz", "HEAD")
    repository.commit({"data/a.yaml": one("two")})
    repository.git("archive", "-o", "old.zip", "HEAD")
    repository.commit()
    version = read("HEAD", "old.zip")
    assert [actor.place.file for actor in version.loaded.graph.actors] == [
        "HEAD:old.zip/data/a.yaml"
    ]


# the index


def test_the_index_is_a_side(repository):
    repository.commit({"data/a.yaml": one("one")})
    repository.commit({"other.yaml": "x: 1\n", "data/deep/x.yaml": "x: 1\n"})
    repository.write({"data/a.yaml": one("two")})
    repository.git("add", ".")
    repository.write({"data/a.yaml": one("three")})
    assert [actors(side) for side in parse_sides([], staged=True)] == [["one"], ["two"]]
    assert (actors(":"), read(":0").title, actors("")) == (["two"], "the index", ["three"])
    assert read(":0").loaded.graph.actors[0].place.file == ":0:data/a.yaml"
    assert read(":0@2021").title == "the index at 2021"


@pytest.mark.parametrize(
    ("words", "sides"),
    [
        ([], (Side("HEAD", revision=True), Side(":0"))),
        (["HEAD~2"], (Side("HEAD~2"), Side(":0"))),
        (["HEAD@2021"], (Side("HEAD@2021"), Side(":0@2021"))),
    ],
)
def test_staged_puts_the_index_in_the_place_of_the_files(words, sides):
    assert parse_sides(words, staged=True) == sides


@pytest.mark.parametrize("words", [["a..b"], ["a", "b"], ["a...b"]])
def test_staged_goes_with_one_version_at_most(words):
    with pytest.raises(VersionError, match="--staged is one side; name at most one version"):
        parse_sides(words, staged=True)


def test_an_unfinished_merge_has_three_sides(repository):
    repository.commit({"data/a.yaml": one("base"), "data/b.yaml": one("same")})
    repository.git("checkout", "-q", "-b", "side")
    repository.commit({"data/a.yaml": one("theirs")})
    repository.git("checkout", "-q", "main")
    repository.commit({"data/a.yaml": one("ours")})
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("merge", "side")
    found = [actors(word) for word in (":1", ":2", ":3")]
    assert found == [["base", "same"], ["ours", "same"], ["same", "theirs"]]
    assert read(":2").title == "ours (:2)"
    assert failure(":0") == (
        (
            "data/a.yaml is not merged in the index; git add it when it is, "
            "or compare :2 (ours) with :3 (theirs)"
        ),
        "unmerged",
        3,
    )
    (problem,) = read("").loaded.errors
    assert str(problem) == (
        'data/a.yaml:1:1: conflict-marker: an unresolved merge conflict ("<<<<<<<"); choose a side'
    )


@pytest.mark.usefixtures("here")
def test_a_stage_of_no_merge_is_told():
    told = ":2 is ours of a merge, and no data file is unmerged; write :0 for the index"
    assert failure(":2") == (told, "unknown-revision", 4)


def test_a_hook_s_own_index_is_the_index(repository, tmp_path, monkeypatch):
    repository.commit({"data/a.yaml": one("one")})
    repository.write({"data/a.yaml": one("two")})
    index = repository.folder / ".git/next-index"
    repository.git("add", "data", GIT_INDEX_FILE=str(index))
    monkeypatch.setenv("GIT_INDEX_FILE", str(index))
    assert actors(":0") == ["two"]
    (tmp_path / "index").write_bytes(index.read_bytes())
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))  # of no hook here
    assert actors(":0") == ["one"]


def test_what_the_next_commit_will_say_is_told(run, repository, monkeypatch):
    repository.commit({"data/a.yaml": one("one")})
    repository.write({"data/b.yaml": one("two")})
    repository.git("add", ".")
    repository.write({"data/c.yaml": one("three")})
    monkeypatch.chdir(repository.folder)
    result = run("diff", "--staged", "--exit-code")
    total = result.stdout.splitlines()[-1].partition(";")[0]
    assert (result.exit_code, total) == (1, "+1 actor, 0 removed")


def test_an_index_without_the_dataset_is_told(repository):
    (repository.folder / "data").mkdir()
    assert failure(":0")[0].startswith("the index has no *.yaml file in data")


# bad input


def test_a_conflict_that_was_committed_is_told_with_its_place(repository):
    repository.commit({"data/a.yaml": one("one") + CONFLICT})
    (problem,) = read("HEAD").loaded.errors
    assert (str(problem.place), problem.code) == ("HEAD:data/a.yaml:2:1", "conflict-marker")


def test_a_pointer_of_git_lfs_in_a_revision_is_told(repository):
    repository.commit({"data/a.yaml": "version https://git-lfs.github.com/spec/v1\noid x\n"})
    (problem,) = read("HEAD").loaded.errors
    assert (str(problem.place), problem.code) == ("HEAD:data/a.yaml:1:1", "lfs-pointer")


def test_a_file_over_the_limit_is_told_before_it_is_read(here, monkeypatch):
    monkeypatch.setattr(snapshots, "MAX_FILE", 50)
    asked = []
    read_them = git.Objects.read
    monkeypatch.setattr(
        git.Objects, "read", lambda self, names: asked.extend(names) or read_them(self, names)
    )
    (problem,) = read("HEAD").loaded.errors
    size = (here.folder / "data/a.yaml").stat().st_size
    assert str(problem) == (
        f"HEAD:data/a.yaml: too-large: {size:,} bytes; at most 50 are read, so split the file"
    )
    assert actors("HEAD") == ["three"]
    assert here.git("rev-parse", "HEAD:data/a.yaml") not in asked
    assert here.git("rev-parse", "HEAD:data/b.yaml") in asked


def test_broken_yaml_of_one_side_names_that_side_and_the_place(run, repository, monkeypatch):
    repository.commit({"data/a.yaml": "actors:\n  - {id: one\n"})
    repository.commit({"data/a.yaml": one("one")})
    monkeypatch.chdir(repository.folder)
    result = run("diff", "HEAD~1")
    place, said = result.stderr.splitlines()
    assert result.exit_code == 3
    assert place.startswith("HEAD~1:data/a.yaml:3:1: yaml-syntax: ")
    assert said.startswith("whowhom: 1 error in HEAD~1 (")


def test_datasets_that_share_no_actor_are_noted(run, repository, monkeypatch):
    repository.commit({"data/a.yaml": one("one")})
    repository.commit({"data/a.yaml": one("two")})
    monkeypatch.chdir(repository.folder)
    result = run("diff", "HEAD~1", "./data")
    assert (result.exit_code, "share no actor; are they the same dataset?" in result.stderr) == (
        0,
        True,
    )
    empty = Version("", loading.load_texts([]), loading.load_texts([]))
    assert notes(empty, read("HEAD")) == notes(read("HEAD"), read("")) == []


def test_a_damaged_head_is_told_and_not_suggested(repository):
    commit = repository.commit({"data/a.yaml": one("one")})
    (repository.folder / ".git/objects" / commit[:2] / commit[2:]).unlink()
    assert failure("HEAD") == (
        f'"HEAD" is {commit[:12]}, which git cannot read in {repository.folder}/data; run git fsck',
        "unknown-revision",
        4,
    )


def test_a_git_that_stops_answering_is_stopped(here, tmp_path, monkeypatch):
    real = shutil.which("git")
    fake = tmp_path / "git"
    text = f'case "$*" in *cat-file*) exec sleep 60;; *) exec "{real}" "$@";; esac'
    fake.write_text(f"#!/bin/sh\n{text}\n")
    fake.chmod(0o755)
    monkeypatch.setattr(git.shutil, "which", lambda _: str(fake))
    monkeypatch.setattr(git, "TIMEOUT", 1)
    assert failure("HEAD") == (
        f"git cat-file ended or took over 1 seconds in {here.folder}/data; run git fsck",
        "git-failed",
        3,
    )


@pytest.mark.usefixtures("here")
def test_a_tree_is_no_commit():
    assert failure("HEAD^{tree}")[0] == '"HEAD^{tree}" is a folder and no commit; name a commit'


def test_a_repository_of_another_user_is_left_to_git_s_own_judgement(here, monkeypatch):
    monkeypatch.setitem(git._SETTINGS, "GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert failure("HEAD") == (
        FOREIGN.format(here.folder, here.folder),
        "unsafe-repository",
        3,
    )


def test_a_work_tree_that_is_said_to_be_elsewhere_is_told(repository, tmp_path):
    repository.commit({"data/a.yaml": one("one")})
    (tmp_path / "other").mkdir()
    repository.git("config", "core.worktree", str(tmp_path / "other"))
    assert failure("HEAD") == (
        (
            f'"HEAD": {repository.folder}/data is outside the work tree of its repository; '
            "see git config core.worktree"
        ),
        "git-failed",
        3,
    )


def test_a_bare_repository_that_git_was_told_to_leave_alone_is_left_alone(
    shared, tmp_path, monkeypatch
):
    bare = tmp_path / "bare.git"
    shared.git("clone", "-q", "--bare", ".", str(bare))
    (tmp_path / "config").write_text("[safe]\n\tbareRepository = explicit\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    message, code, _ = failure("main", str(bare / "data"))
    assert (code, "safe.bareRepository" in message) == ("unsafe-repository", True)


# nothing is run

TRAP = "touch PWNED; false"
TRAPS = {
    "alias.rev-parse": f"!{TRAP}",
    "alias.cat-file": f"!{TRAP}",
    "core.alternateRefsCommand": TRAP,
    "core.askPass": TRAP,
    "core.editor": TRAP,
    "core.fsmonitor": TRAP,
    "core.gitProxy": TRAP,
    "core.hooksPath": "hooks",
    "core.pager": TRAP,
    "core.sshCommand": TRAP,
    "core.untrackedCache": "true",
    "credential.helper": f"!{TRAP}",
    "diff.external": TRAP,
    "diff.trap.command": TRAP,
    "diff.trap.textconv": TRAP,
    "filter.trap.clean": TRAP,
    "filter.trap.process": TRAP,
    "filter.trap.smudge": TRAP,
    "filter.trap.required": "true",
    "gpg.program": "./trap",
    "log.showSignature": "true",
    "merge.trap.driver": TRAP,
    "pager.diff-tree": TRAP,
    "pager.rev-list": TRAP,
    "pager.rev-parse": TRAP,
    "protocol.allow": "always",
    "protocol.ext.allow": "always",
    "remote.origin.url": f"ext::sh -c {TRAP!r}",
    "remote.origin.uploadpack": TRAP,
    "remote.origin.promisor": "true",
    "sequence.editor": TRAP,
    "submodule.recurse": "true",
    "uploadpack.packObjectsHook": TRAP,
}


def test_no_setting_attribute_or_hook_of_a_repository_runs_anything(repository, monkeypatch):
    long = "# a text that is long enough to be known again\n" * 9
    traps = "* diff=trap filter=trap\n"
    repository.commit({"data/a.yaml": one("one") + long, ".gitattributes": traps})
    repository.commit({"data/a.yaml": one("two") + long, "data/b.yaml": one("three")})
    repository.git("mv", "data", "facts")
    hooks = repository.folder / "hooks"
    hooks.mkdir()
    names = ["post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"]
    for path in [*(hooks / name for name in names), repository.folder / "trap"]:
        path.write_text("#!/bin/sh\ntouch PWNED\n")
        path.chmod(0o755)
    included = repository.folder / ".git/more"
    for name, value in TRAPS.items():
        repository.git("config", "--file", str(included), name, value)
    for name in ("include.path", f"includeIf.gitdir:{repository.folder}/.path"):
        repository.git("config", name, str(included))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(repository.folder / "trap"))
    monkeypatch.setenv("GIT_SSH_COMMAND", TRAP)
    monkeypatch.setenv("GIT_PROXY_COMMAND", TRAP)
    monkeypatch.setenv("GIT_TRACE", str(repository.folder / "PWNED"))
    assert actors("HEAD", "facts") == ["three", "two"]
    assert actors(":0", "facts") == ["three", "two"]
    assert actors(parse_sides(["HEAD~1...HEAD"])[0], "facts") == ["one"]
    failure("HAED", "facts")
    assert not list(Path(repository.folder).rglob("PWNED"))
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("status")  # the traps are armed
    assert list(Path(repository.folder).rglob("PWNED"))


@pytest.mark.parametrize("name", ["[a]", ":(top)x", "a b", "--help", "a:b", "*", "\\", "-"])
def test_names_that_git_would_take_for_patterns_are_names(repository, name):
    repository.commit({f"{name}/a.yaml": one("one")})
    repository.write({f"{name}/a.yaml": one("two")})
    repository.git("add", "--all")
    assert actors("HEAD", f"./{name}") == ["one"]
    assert actors(":0", f"./{name}") == ["two"]
