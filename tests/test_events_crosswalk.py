"""Crosswalks: what an id means when and where, every mistake at its place, and names to match."""

import json
import os
from collections import Counter

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conftest import ROOT
from eventful import COLUMNS, DYADIC, folded, ged, table
from graph import load
from graph.dates import Span, parse_date
from graph.events import (
    comparing,
    crosswalk_parsing,
    crosswalk_schema,
    crosswalks,
    match_report,
    matching,
)
from graph.events.crosswalk import SCHEMES, Crosswalk, Entry
from graph.events.crosswalk_checking import CHECKS, Context, check
from graph.events.engine import connect
from graph.events.files import READERS
from graph.events.folding import fold, for_crosswalks
from graph.events.values import DyadQuery
from graph.model import Actor, ActorGraph, Identifier
from graph.problems import CODES

BUNDLED = load(ROOT / "data").graph
FOLDER = ROOT / "data" / "crosswalks"
GRAPH = ActorGraph.of([Actor("taliban", "Taliban"), Actor("republic", "Republic")])


def days(first, last=""):
    return Span(parse_date(first).first, parse_date(last or first).last)


@pytest.fixture
def read(tmp_path):
    """Read the text of a crosswalk."""

    def loaded(text):
        (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
        return crosswalks.load(str(tmp_path), GRAPH, GRAPH.actor)

    return loaded


def test_the_bundled_crosswalk_is_clean():
    assert crosswalks.load(str(FOLDER), BUNDLED, BUNDLED.actor).problems == ()


def test_the_bundled_crosswalk_and_the_identifiers_of_the_actors_say_the_same():
    entries = crosswalks.load(str(FOLDER), BUNDLED, None).of("ucdp").entries
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
    entries = crosswalks.load(str(FOLDER), BUNDLED, None).of("ucdp").entries
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
    ucdp = crosswalks.load(str(FOLDER), BUNDLED, None).of("ucdp")
    assert ucdp.meanings(key, days(*when), area) == meant


def test_the_dataset_s_own_crosswalks_go_before_those_of_the_program(tmp_path):
    assert crosswalks.of_dataset(str(tmp_path), BUNDLED).of("ucdp").of("303")
    (tmp_path / "crosswalks").mkdir()
    (tmp_path / "data.yaml").write_text("actors: []\n")
    for data in (tmp_path, tmp_path / "data.yaml"):
        assert crosswalks.own_folder(str(data)) == str(tmp_path / "crosswalks")
        assert crosswalks.of_dataset(str(data), BUNDLED) == ({}, ())


def test_a_crosswalk_is_no_part_of_the_dataset():
    assert not any("crosswalks" in problem.place.file for problem in load(ROOT / "data").problems)
    assert load(ROOT / "data").graph == BUNDLED


@pytest.mark.parametrize(("actor", "known"), [("x", 0), ("iran", 1)])
def test_a_dataset_that_borrows_the_program_s_is_told_nothing_of_actors_that_it_lacks(
    actor, known, tmp_path
):
    other = crosswalks.of_dataset(str(tmp_path), ActorGraph.of([Actor(actor, "X")]))
    assert (other.errors, len(other.of("ucdp").entries)) == ((), known)


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("scheme: ucdp\nentries:\n  - {id: 1, actor: talban}\n", "talban", "unknown-actor"),
        ("scheme: ucdp\nentries:\n  - {id: 1}\n", (3, 5), "missing-field"),
        ("scheme: ucdp\nentries:\n  - {actor: taliban}\n", (3, 5), "missing-field"),
        ("scheme: ucdp\nentries:\n  - {id: 1, actor: taliban, frm: 2}\n", "frm", "unknown-field"),
        ("scheme: ucdp\nentries:\n  - {id: 1, actor: taliban, from: may}\n", "may", "bad-date"),
        (
            "scheme: ucdp\nentries:\n  - {id: 1, actor: taliban, to: unknown}\n",
            "unknown",
            "bad-date",
        ),
        (
            "scheme: ucdp\nentries:\n  - {id: 1, actor: taliban, from: 2020, to: 2019}\n",
            "2019",
            "inverted-dates",
        ),
        (
            "scheme: ucdp\nentries:\n  - {id: 1, actor: taliban, match: vague}\n",
            "vague",
            "bad-choice",
        ),
        ("scheme: ucdp\nentries:\n  - {id: 1, actor: [taliban]}\n", "[taliban", "wrong-shape"),
        ("scheme: ucdp\nentries:\n  - {id: 1, actor: taliban, areas: K}\n", "K}", "wrong-shape"),
        ("scheme: ucdp\nentries:\n  - taliban\n", (3, 5), "wrong-shape"),
        ("scheme: ucdp\nentries: 1\n", (2, 10), "wrong-shape"),
        ("scheme: ucdp\n", (1, 1), "wrong-shape"),
        ("entries: []\n", (1, 1), "missing-field"),
        ("- 1\n", (1, 1), "wrong-shape"),
        ("scheme: ucpd\nentries: []\n", "ucpd", "bad-choice"),
        ("scheme: ucdp\nentires: []\nentries: []\n", "entires", "unknown-field"),
        ("scheme: ucdp\nentries:\n  - {id: 1, actor: Taliban}\n", "Taliban", "bad-id"),
        ("scheme: ucdp\nentries:\n  - {id: '', actor: taliban}\n", "''", "empty-value"),
        (
            "scheme: ucdp\nentries:\n  - {id: 1, actor: taliban}\n  - {id: 1, actor: taliban}\n",
            (4, 10),
            "duplicate-id",
        ),
        (
            "scheme: names\nentries:\n- {name: T, actor: taliban}\n- {name: t, actor: republic}\n",
            (4, 10),
            "duplicate-name",
        ),
        ("scheme: ucdp\nscheme: y\nentries: []\n", (2, 1), "duplicate-key"),
        ("scheme: ucdp\nentries:\n  - {id: &a 1, actor: taliban}\n", "&a", "anchor"),
        ("scheme: [\n", None, "yaml-syntax"),
        (
            "scheme: ucdp\nentries:\n  - {id: 1, actor: taliban}\n  - {id: 1, actor: republic}\n",
            (4, 10),
            "duplicate-id",
        ),
    ],
)
def test_a_mistake_is_told_at_its_place(read, text, place, code):
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
        "scheme: ucdp\nentries:\n"
        "  - {id: 1, actor: taliban, to: 2001-11-13}\n"
        "  - {id: 1, actor: republic, from: 2001-11-13}\n"
        "  - {id: 1, actor: taliban, areas: [North]}\n"
    )
    assert read(text).problems == ()


def test_bytes_that_are_no_text_are_one_problem(tmp_path):
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe")
    found = crosswalks.load(str(tmp_path), GRAPH, None).problems
    assert [one.code for one in found] == ["not-utf-8"]


def test_a_pipe_in_the_place_of_a_crosswalk_is_told_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "x.yaml")
    found = crosswalks.load(str(tmp_path), GRAPH, None).problems
    assert [one.code for one in found] == ["not-a-file"]


@pytest.mark.parametrize("text", ["", "# to come\n", "scheme: ucdp\nentries:\n"])
def test_a_file_that_says_nothing_yet_is_no_mistake(read, text):
    assert read(text).problems == ()


def test_what_a_mistake_costs_is_one_entry(read):
    text = (
        "scheme: ucdp\nentries:\n  - {id: 1, actor: taliban}\n  - {id: 1, actor: republic}\n"
        "  - {id: 2, actor: nobody}\n  - {id: 3, actor: republic}\n"
    )
    found = read(text)
    assert [entry.id for entry in found.of("ucdp").entries] == ["1", "3"]
    assert [one.code for one in found.errors] == ["duplicate-id", "unknown-actor"]


def test_an_entry_with_a_mistake_makes_no_second_one(read):
    text = (
        "scheme: ucdp\nentries:\n  - {id: 1, actor: nobody}\n  - {id: 1, actor: republic}\n"
        "  - {id: 2, actor: taliban, from: 2020, to: 2019}\n  - {id: 2, actor: republic}\n"
    )
    assert [one.code for one in read(text).problems] == ["unknown-actor", "inverted-dates"]


def test_one_day_at_a_change_is_shared_and_no_more(read):
    text = "scheme: ucdp\nentries:\n  - {id: 1, actor: taliban, to: %s}\n"
    text += "  - {id: 1, actor: republic, from: 2001-11-13%s}\n"
    assert read(text % ("2001-11-13", "")).problems == ()
    for one, two in [("2001-11-14", ""), ("2001-11-13", ", to: 2001-11-13"), ("2001", "")]:
        assert [found.code for found in read(text % (one, two)).problems] == ["duplicate-id"]


def test_an_unknown_actor_is_told_with_who_may_be_meant(read):
    text = "scheme: ucdp\nentries:\n  - {id: 1, actor: %s}\n"
    assert read(text % "republik").problems[0].message == (
        'no actor "republik"; did you mean "republic"?'
    )
    assert "declare it, or mend the id" in read(text % "somebody").problems[0].message


IDENTIFIED = ActorGraph.of(
    [
        Actor("taliban", "T", begin=parse_date("1994"), ids=(Identifier("ucdp", "303"),)),
        Actor("republic", "R", ids=(Identifier("ucdp", "130", "broad"),)),
    ]
)
BOTH = "scheme: ucdp\nentries:\n  - {id: 303, actor: taliban}\n"
BOTH += "  - {id: 130, actor: republic, match: broad}\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOTH, []),
        (BOTH + "  - {id: 131, actor: taliban, match: narrow}\n", []),
        (BOTH.replace("entries:", "title: t\nentries:"), []),
        (
            BOTH.replace(", match: broad", ", match: close"),
            ["states ucdp 130 (broad match), and here the match is close"],
        ),
        (BOTH + "  - {id: 131, actor: taliban}\n", ["two ids cannot both be the same actor"]),
        (BOTH.replace("303", "304"), ["which no entry of the crosswalk says", "two ids cannot"]),
        (BOTH.replace("{id: 303,", "{id: 303, from: 1990,"), ["1990 is before taliban begins"]),
        (
            BOTH.replace("303,", "303, name: A,").replace("130,", "130, name: a,"),
            ['"a" is the name of ucdp "303"'],
        ),
    ],
)
def test_what_is_doubtful_is_a_warning_and_costs_nothing(tmp_path, text, told):
    (tmp_path / "x.yaml").write_text(text)
    found = crosswalks.load(str(tmp_path), IDENTIFIED, IDENTIFIED.actor)
    assert found.errors == ()
    assert len(found.problems) == len(told)
    for problem, said in zip(found.problems, told, strict=True):
        assert said in problem.message
    assert len(found.of("ucdp").entries) == text.count("  - {")


def test_a_name_without_an_id_goes_before_the_name_of_an_id_however_it_is_written():
    walk = Crosswalk("ucdp", (Entry("1", "Talib", "republic"), Entry("", "TALIB", "taliban")))
    assert [[one.actor for one in walk.of(key)] for key in ("talib", "Talib", "1")] == [
        ["taliban"], ["taliban"], ["republic"]
    ]  # fmt: skip


def test_every_reader_has_a_scheme_that_crosswalks_may_have():
    assert {reader.scheme for reader in (*READERS.values(), COLUMNS)} <= set(SCHEMES)


def test_the_rules_of_crosswalks_are_explained():
    assert all(rule.__doc__ for rule in CHECKS)


def test_the_schema_takes_the_bundled_crosswalk_and_refuses_what_the_program_refuses():
    valid = Draft202012Validator(crosswalk_schema.schema()).is_valid
    assert json.loads((FOLDER / "schema.json").read_text()) == crosswalk_schema.schema()
    assert valid(yaml.load((FOLDER / "ucdp.yaml").read_text(), Loader=yaml.BaseLoader))
    one = {"id": "1", "actor": "a"}
    assert valid({"scheme": "ucdp", "entries": [one]})
    for entry in ({"actor": "a"}, {"id": "1"}, one | {"frm": "2"}, one | {"from": "unknown"}):
        assert not valid({"scheme": "ucdp", "entries": [entry]})
    assert not valid({"scheme": "ucpd", "entries": [one]})
    assert not valid({"entries": [one]})


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


def test_a_piece_of_a_states_name_is_no_likeness():
    graph = ActorGraph.of(
        [
            Actor("noor-wali-mehsud", "Noor Wali Mehsud"),
            Actor("islamic-state", "Islamic State", aliases=("Islamic State of Iraq and Syria",)),
            Actor("iran", "Iran"),
            Actor("gulbuddin-hekmatyar", "Gulbuddin Hekmatyar"),
            Actor("pakistan", "Pakistan"),
        ]
    )
    for name in ("Mali", "Iraq", "Syria"):
        assert matching.suggestions(graph, f"Government of {name}") == (None, ())
        assert matching.suggestions(graph, name) == (None, ())
    near = [matching.suggestions(graph, one)[1] for one in ("Hekmatyar", "Government of Pakistn")]
    assert [[actor.id for actor in one] for one in near] == [["gulbuddin-hekmatyar"], ["pakistan"]]


def test_the_same_name_is_named_and_a_short_one_is_only_near():
    graph = ActorGraph.of([Actor("is", "Islamic State", aliases=("IS",)), *GRAPH.actors])
    assert matching.suggestions(graph, "TALIBAN")[0].id == "taliban"
    assert matching.suggestions(graph, "Government of Republic")[0].id == "republic"
    assert matching.suggestions(graph, "IS") == (None, (graph.actor["is"],))


_ODD = st.sampled_from(["", "~", "taliban", "nobody", "2015", "2015~", "ucdp", [], ["x"], {}])
_ENTRY = st.dictionaries(
    st.sampled_from(["id", "name", "actor", "match", "from", "to", "areas", "note", "odd"]), _ODD
)


@given(st.lists(_ENTRY | _ODD, max_size=4), st.sampled_from(["ucdp", "x", None]))
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_a_crosswalk_an_entry_is_kept_or_told(entries, scheme):
    text = json.dumps({"scheme": scheme, "entries": entries} if scheme else {"entries": entries})
    parsed = crosswalk_parsing.parse(text.encode(), "x.yaml")
    found = check(Context("ucdp", parsed.entries, GRAPH, GRAPH.actor))
    assert {one.problem.code for one in found} <= set(CODES)
    assert len(parsed.entries) + len(parsed.problems) >= len(entries)
    assert (not parsed.problems) == (scheme == "ucdp" and len(parsed.entries) == len(entries))


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


GOVERNMENT = Crosswalk(
    "ucdp",
    (
        Entry("1", "Government", "republic", end=parse_date("2021-08-14")),
        Entry("1", "Government", "taliban", begin=parse_date("2021-08-15")),
        Entry("2", "Other", "other"),
    ),
)


@pytest.fixture
def takeover(tmp_path):
    """Four events of a government's day by day, and one of its whole year."""
    dates = ["2020-03-01", "2021-08-13", "2021-08-14", "2021-08-16"]
    rows = [{"date_start": day, "date_end": day} for day in dates]
    rows.append({"date_start": "2021-01-01", "date_end": "2021-12-31"})
    return ged(tmp_path / "ged.csv", *rows)


def test_a_key_means_whom_it_means_on_the_days_of_the_events(takeover):
    assert GOVERNMENT.changes == (parse_date("2021-08-15").first,)
    with connect() as engine:
        fit = for_crosswalks(lambda _: GOVERNMENT)
        found = fold([str(takeover)], DyadQuery(period="year"), engine=engine, fit=fit)
    counted = Counter()
    for tie in matching.ties(found.dyads, GOVERNMENT):
        counted[tie.pair, tie.dyad.period, tie.sure] += tie.dyad.events
    assert counted == {
        (("other", "republic"), "2020", True): 1,
        (("other", "republic"), "2021", True): 2,
        (("other", "taliban"), "2021", True): 1,
        (("other", "republic"), "2021", False): 1,
        (("other", "taliban"), "2021", False): 1,
    }


def test_a_longer_period_makes_nobody_less_known(takeover):
    """The first period ends after the change, and its events before it."""
    with connect() as engine:
        found = comparing.compare(
            [str(takeover)],
            comparing.period(parse_date("2020"), parse_date("2021-08-15")),
            comparing.period(parse_date("2021-08-16"), parse_date("2021-12-31")),
            engine=engine,
            crosswalks=lambda _: GOVERNMENT,
            known=ActorGraph.of([Actor("other", "Other"), *GRAPH.actors]),
        )
    sides = [
        {end for one in side.graph.relations for end in (one.source, one.target)}
        for side in (found.old, found.new)
    ]
    # Of the event of a whole year nobody knows who it was.
    assert sides == [{"other", "republic", "a"}, {"other", "taliban"}]
