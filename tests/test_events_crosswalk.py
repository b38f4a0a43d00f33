"""Crosswalks: what an id means when and where, every mistake at its place, and names to match."""

import pytest

from conftest import ROOT
from eventful import COLUMNS, DYADIC, folded, table
from graph import load
from graph.dates import Span, parse_date
from graph.events import crosswalk, match_report, matching
from graph.events.crosswalk import Crosswalk, Entry
from graph.model import Actor, ActorGraph

BUNDLED = load(ROOT / "data").graph
FOLDER = ROOT / "data" / "crosswalks"
GRAPH = ActorGraph.of([Actor("taliban", "Taliban"), Actor("republic", "Republic")])


def days(first, last=""):
    return Span(parse_date(first).first, parse_date(last or first).last)


@pytest.fixture
def read(tmp_path):
    """Read the text of a crosswalk."""

    def given(text):
        (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
        return crosswalk.load(str(tmp_path), GRAPH)

    return given


def test_the_bundled_crosswalk_is_clean():
    assert crosswalk.load(str(FOLDER), BUNDLED).problems == ()


def test_the_bundled_crosswalk_and_the_identifiers_of_the_actors_say_the_same():
    entries = crosswalk.load(str(FOLDER), BUNDLED).of("ucdp").entries
    mapped = {(entry.actor, entry.id, entry.match) for entry in entries}
    stated = {
        (actor.id, one.id, one.match)
        for actor in BUNDLED.actors
        for one in actor.ids
        if one.scheme == "ucdp"
    }
    # Who governs Afghanistan changed: the id of the government means the Taliban, too.
    assert mapped - stated == {("taliban", "130", "broad")}
    assert stated <= mapped


def test_every_name_of_the_bundled_crosswalk_that_the_excerpt_has_is_that_of_its_id():
    names = {}
    for dyad in folded(DYADIC).dyads:
        names.update(zip(dyad.pair, dyad.names, strict=True))
    entries = crosswalk.load(str(FOLDER), BUNDLED).of("ucdp").entries
    seen = [entry for entry in entries if entry.id in names]
    assert len(seen) > 15
    for entry in seen:
        assert names[entry.id].strip() == entry.name


@pytest.mark.parametrize(
    ("key", "when", "area", "meant"),
    [
        ("130", ("1999",), "", ("taliban",)),
        ("130", ("2010",), "", ("islamic-republic-of-afghanistan",)),
        ("130", ("2021-08-20", "2021-12-31"), "", ("taliban",)),
        ("130", ("2021",), "", ("islamic-republic-of-afghanistan", "taliban")),
        ("130", ("1996",), "", ("taliban", "")),
        ("130", ("1980",), "", ()),
        ("234", ("2016",), "Afghanistan", ("isis-k",)),
        ("234", ("2016",), "Pakistan, Afghanistan", ("isis-k",)),
        ("234", ("2016",), "Iraq", ("islamic-state",)),
        ("Taleban", ("2016",), "", ("taliban",)),
        ("9999", ("2016",), "", ()),
    ],
)
def test_an_id_means_whom_it_means_then_and_there(key, when, area, meant):
    ucdp = crosswalk.load(str(FOLDER), BUNDLED).of("ucdp")
    assert ucdp.meanings(key, days(*when), area) == meant


def test_the_dataset_s_own_crosswalks_go_before_those_of_the_program(tmp_path):
    assert crosswalk.folder_of(str(tmp_path)) == str(FOLDER)
    (tmp_path / "crosswalks").mkdir()
    assert crosswalk.folder_of(str(tmp_path)) == str(tmp_path / "crosswalks")
    (tmp_path / "data.yaml").write_text("actors: []\n")
    assert crosswalk.folder_of(str(tmp_path / "data.yaml")) == str(tmp_path / "crosswalks")


def test_a_crosswalk_is_no_part_of_the_dataset():
    assert not any("crosswalks" in problem.place.file for problem in load(ROOT / "data").problems)
    assert load(ROOT / "data").graph == BUNDLED


def test_another_dataset_is_told_nothing_of_the_bundled_actors():
    other = crosswalk.load(str(FOLDER), ActorGraph.of([Actor("x", "X")]))
    assert (other.problems, other.of("ucdp").entries) == ((), ())


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("scheme: x\nentries:\n  - {id: 1, actor: talban}\n", (3, 5), "unknown-actor"),
        ("scheme: x\nentries:\n  - {id: 1}\n", (3, 5), "missing-field"),
        ("scheme: x\nentries:\n  - {actor: taliban}\n", (3, 5), "missing-field"),
        ("scheme: x\nentries:\n  - {id: 1, actor: taliban, frm: 2}\n", "frm", "unknown-field"),
        ("scheme: x\nentries:\n  - {id: 1, actor: taliban, from: may}\n", "may", "bad-date"),
        ("scheme: x\nentries:\n  - {id: 1, actor: taliban, to: unknown}\n", "unknown", "bad-date"),
        (
            "scheme: x\nentries:\n  - {id: 1, actor: taliban, from: 2020, to: 2019}\n",
            "2019",
            "inverted-dates",
        ),
        ("scheme: x\nentries:\n  - {id: 1, actor: taliban, match: vague}\n", "vague", "bad-choice"),
        ("scheme: x\nentries:\n  - {id: 1, actor: [taliban]}\n", "[taliban", "wrong-shape"),
        ("scheme: x\nentries:\n  - {id: 1, actor: taliban, areas: K}\n", "K}", "wrong-shape"),
        ("scheme: x\nentries:\n  - taliban\n", (3, 5), "wrong-shape"),
        ("scheme: x\nentries: 1\n", (2, 10), "wrong-shape"),
        ("scheme: x\n", (1, 1), "wrong-shape"),
        ("entries: []\n", (1, 1), "missing-field"),
        ("- 1\n", (1, 1), "wrong-shape"),
        ("scheme: x\nscheme: y\nentries: []\n", (2, 1), "duplicate-key"),
        ("scheme: x\nentries:\n  - {id: &a 1, actor: taliban}\n", "&a", "anchor"),
        ("scheme: [\n", None, "yaml-syntax"),
        (
            "scheme: x\nentries:\n  - {id: 1, actor: taliban}\n  - {id: 1, actor: republic}\n",
            (4, 5),
            "duplicate-id",
        ),
    ],
)
def test_a_mistake_is_told_at_its_place(read, text, place, code):
    if "taliban" not in text and "talban" in text:
        text += "  - {id: 2, actor: taliban}\n"  # a file that knows nobody here is another's
    found = read(text).problems
    assert [problem.code for problem in found] == [code]
    if isinstance(place, str):
        line = next(line for line in text.split("\n") if place in line)
        place = (text.split("\n").index(line) + 1, line.index(place) + 1)
    if place:
        assert (found[0].place.line, found[0].place.column) == place
    assert str(found[0]).count("\n") == 0


def test_one_id_may_mean_two_at_different_times_and_places(read):
    text = (
        "scheme: x\nentries:\n"
        "  - {id: 1, actor: taliban, to: 2001-11-13}\n"
        "  - {id: 1, actor: republic, from: 2001-11-13}\n"
        "  - {id: 1, actor: taliban, areas: [North]}\n"
    )
    assert read(text).problems == ()


def test_bytes_that_are_no_text_are_one_problem(tmp_path):
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe")
    assert [one.code for one in crosswalk.load(str(tmp_path), GRAPH).problems] == ["not-utf-8"]


# Names that no entry explains.


def test_unmatched_names_are_ranked_by_what_they_have_to_do_with_the_known(tmp_path):
    rows = ["talib,x,2015"] * 2 + ["y,z,2015"] * 9 + ["talib,Republik,2016"] * 3
    found = folded(table(tmp_path / "t.csv", *rows), reader=COLUMNS)
    walk = Crosswalk("names", (Entry("", "Talib", "taliban"),))
    matched = matching.match(found.dyads, walk, GRAPH)
    assert [(one.key, one.met, one.events) for one in matched.unmatched] == [
        ("Republik", 3, 3),
        ("x", 2, 2),
        ("y", 0, 9),
        ("z", 0, 9),
    ]
    assert (matched.keys, matched.events) == (1, (0, 14))
    assert [actor.id for actor in matched.unmatched[0].near] == ["republic"]


def test_a_likeness_never_matches_by_itself(tmp_path):
    found = folded(table(tmp_path / "t.csv", "Talibam,Republic,2015"), reader=COLUMNS)
    assert matching.ties(found.dyads, Crosswalk("names")) == ()
    assert matching.match(found.dyads, Crosswalk("names"), GRAPH).keys == 0


def test_the_same_name_is_named_and_a_short_one_is_only_near():
    graph = ActorGraph.of([Actor("is", "Islamic State", aliases=("IS",)), *GRAPH.actors])
    assert matching.suggestions(graph, "TALIBAN")[0].id == "taliban"
    assert matching.suggestions(graph, "Government of Republic")[0].id == "republic"
    assert matching.suggestions(graph, "IS") == (None, (graph.actor["is"],))


def test_nobody_meets_himself():
    walk = Crosswalk(
        "x",
        (
            Entry("1", "Government", "republic", end=parse_date("2021-08-15")),
            Entry("1", "Government", "taliban", begin=parse_date("2021-08-15")),
            Entry("2", "Taliban", "taliban"),
            Entry("3", "Other", "republic"),
        ),
    )
    from graph.events.values import Dyad

    span = days("2021")
    one = Dyad("1", "2", "2021", 1, 1, 0, *span)
    assert [(tie.pair, tie.sure) for tie in matching.ties([one], walk)] == [
        (("republic", "taliban"), True)
    ]
    other = Dyad("1", "9", "2021", 1, 1, 0, *span)
    assert matching.ties([other], walk) == ()


def test_entries_to_complete_mean_the_names_they_were_made_of_whatever_those_hold(tmp_path, read):
    names = ("x\ny: #q", "z\x1b[31m", "- a", "NO", "it's", "\u202eb", 'say "no"', "{c}", "2015")
    cells = ('"' + name.replace('"', '""') + '",plain,2015' for name in names)
    found = folded(table(tmp_path / "t.csv", *cells), reader=COLUMNS)
    matched = matching.match(found.dyads, Crosswalk("names"), GRAPH)
    yaml = match_report.yaml(matched, "names", 20)
    assert all(line.startswith("#  - {") for line in yaml.splitlines()[4:])
    done = read(yaml.replace("#  - {", "  - {").replace("'?'", "taliban"))
    assert done.problems == ()
    assert all(done.of("names").of(name) for name in (*names, "plain"))
