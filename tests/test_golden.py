"""Questions of analysts, answered by hand from the notes, against the bundled data."""

import json
import shlex

import pytest
import yaml

from conftest import ROOT

GOLDEN = yaml.load(
    (ROOT / "tests" / "data" / "golden.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)


@pytest.mark.parametrize("asked", GOLDEN, ids=[asked["command"] for asked in GOLDEN])
def test_the_answer_is_what_the_notes_say(asked, run):
    words = shlex.split(asked["command"])
    answered = run(*words, "--format", "json", "-d", ROOT / "data", SOURCE_DATE_EPOCH="1795305600")
    assert answered.exit_code == 0
    found = {row["actor"]["id"] for row in json.loads(answered.stdout)["results"]}
    assert set(asked["must"]) - found == set(), asked["question"]
    assert {name: asked["must_not"][name] for name in found & set(asked.get("must_not", ()))} == {}
    if "exact" in asked:
        assert found == set(asked["must"])


def test_there_are_at_least_twenty_of_them_of_many_kinds():
    assert len({asked["command"] for asked in GOLDEN}) >= 20
    verbs = {
        next(w for w in asked["command"].split() if "_" in w or w.endswith("s") or w == "killed")
        for asked in GOLDEN
    }
    assert len(verbs) >= 10
    assert any(not asked["must"] for asked in GOLDEN)
