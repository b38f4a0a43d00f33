"""A diff is put into the files in place: it says the new graph, and nothing else has changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from graph.diffing.changes import GraphDiff, apply, inverse
from graph.diffing.comparing import diff
from graph.loading import default_types, load_texts, read_files
from graph.model import ActorGraph
from graph.patching.amending import amend
from graph.patching.revising import said_by
from messy import messy
from strategies import GRAPH_PAIRS

KINDS = ("actors", "relations", "sources", "types")
WORDS = """\
relation_types:
  - {name: fights, label: fights, inverse: fights, sign: -1, symmetric: true, family: conflict}
  - {name: hosts, label: hosts, inverse: is hosted by, sign: 1, family: cooperation}
"""
DATA = {
    "actors.yaml": "actors:\n  - {id: a, name: A}\n  - {id: b, name: B}\n  - {id: c, name: C}\n",
    "relations.yaml": (
        "# all\nrelations:\n  - source: b\n    type: fights\n    target: a\n    sources: [s]\n"
    ),
    "sources.yaml": "sources:\n  - id: s\n    title: S\n",
    "words.yaml": WORDS,
}


def graph_of(files, defaults=()):
    texts = [(file, data.decode().removeprefix("\ufeff")) for file, data in files.items()]
    draft = said_by(texts, defaults)
    assert draft.problems == []
    said = {key: [entry.value for entry in found] for key, found in draft.entries.items()}
    return ActorGraph.of(
        said["actors"], said["relations"], said["sources"], said["relation_types"], said["story"]
    )


def as_bytes(texts):
    return {file: text.encode() for file, text in texts.items()}


def put(before, *pairs):
    """Amend files so that they say what they would say with some texts replaced in them."""
    wanted = dict(before)
    for file, old, new in pairs:
        assert old in wanted.get(file, ""), old
        wanted[file] = wanted[file].replace(old, new)
    made = amend(
        [*as_bytes(before).items()], diff(graph_of(as_bytes(before)), graph_of(as_bytes(wanted)))
    )
    assert made.clashes == ()
    return {file: data.decode() for file, data in made.files.items()}


def once(graph):
    """Give a graph without relations that stand twice, which no dataset may have."""
    return ActorGraph.of(graph.actors, dict.fromkeys(graph.relations), graph.sources, graph.types)


@settings(max_examples=60)
@given(GRAPH_PAIRS, st.integers(0, 2**20))
def test_amended_files_say_the_new_graph_and_what_was_not_named_is_byte_for_byte_there(pair, seed):
    old, new = map(once, pair)
    files, entries, between = messy(old, seed)
    assert graph_of(files) == old
    change = diff(old, new)
    made = amend([*files.items()], change)
    assert made.clashes == ()
    after = files | dict(made.files)
    assert graph_of(after) == new == apply(change, old)
    for note in between:
        assert any(note.encode() in data for data in after.values())
    for file, data in after.items():
        was = files.get(file, b"")
        assert data.startswith(b"\xef\xbb\xbf") == was.startswith(b"\xef\xbb\xbf")
        if b"\r\n" in was:
            assert data.count(b"\n") == data.count(b"\r\n")
    same = set(old.types) == set(new.types) and not any(change.renames)
    if same:
        _untouched_lines_stay(change, entries, after)
    back = amend([*after.items()], inverse(change))
    assert back.clashes == ()
    assert graph_of(after | dict(back.files)) == old


def _untouched_lines_stay(change, entries, after):
    parts = (change.actors, change.relations, change.sources, change.types)
    named = {one.before for part in parts for one in part}
    for value, file, text in entries:
        if value not in named:
            assert text.rstrip("\r\n").encode() in after[file]


@given(GRAPH_PAIRS.map(lambda pair: pair[0]), st.integers(0, 2**20))
@settings(max_examples=20)
def test_an_empty_diff_changes_no_file(graph, seed):
    files = messy(once(graph), seed).files
    assert amend([*files.items()], GraphDiff()).files == {}
    assert diff(graph_of(files), once(graph)) == GraphDiff()


def test_the_bundled_data_is_amended_and_put_back_to_the_byte():
    files, _ = read_files(str(ROOT / "data"))
    before = dict(files)
    after = dict(before)
    for name, old, new in (
        ("relations", b"confidence: medium", b"confidence: low"),
        ("relations", b"    from: 1994\n", b"    from: 1995\n"),
        ("actors", b"    name: Taliban\n", b"    name: The Taliban\n"),
    ):
        file = str(ROOT / "data" / f"{name}.yaml")
        after[file] = after[file].replace(old, new, 1)
    change = diff(load_texts(files).graph, load_texts([*after.items()]).graph)
    words = default_types(files)
    made = amend(files, change, words, str(ROOT / "data"))
    assert before | dict(made.files) == after
    back = amend([*after.items()], inverse(change), words, str(ROOT / "data"))
    assert after | dict(back.files) == before


def test_a_renamed_actor_is_renamed_in_every_file_and_in_the_story():
    texts = DATA | {
        "actors.yaml": DATA["actors.yaml"].replace(
            "name: A}", "name: A, kind: state, sources: [s]}"
        ),
        "story.yaml": (
            "story:\n  - text: a meets b\n    date: 2020\n    focus: [a, b]\n"
            "    relations: [a:fights:b]\n"
        ),
    }
    made = put(
        texts,
        ("actors.yaml", "id: a, name: A", "id: z, name: A"),
        ("relations.yaml", "target: a", "target: z"),
    )
    assert made["relations.yaml"] == texts["relations.yaml"].replace("target: a", "target: z")
    assert made["actors.yaml"] == texts["actors.yaml"].replace("id: a,", "id: z,")
    assert made["story.yaml"] == (
        "story:\n  - text: a meets b\n    date: 2020\n    focus: [z, b]\n"
        "    relations: [b:fights:z]\n"
    )


def test_the_story_follows_a_relation_whose_number_changes():
    texts = DATA | {
        "relations.yaml": DATA["relations.yaml"] + "    from: 2010\n    to: 2012\n",
        "story.yaml": (
            "story:\n  - {text: x, date: 2011, focus: [a, b], relations: [a:fights:b]}\n"
        ),
    }
    more = (
        "relations:\n  - source: a\n    type: fights\n    target: b\n    from: 2001\n    to: 2003\n"
    )
    made = put(texts, ("relations.yaml", "relations:\n", more))
    assert made["story.yaml"] == texts["story.yaml"].replace("a:fights:b", "a:fights:b:2")


def test_the_ends_of_a_symmetric_relation_stay_as_they_are_written():
    made = put(DATA, ("relations.yaml", "sources: [s]", "sources: [s]\n    confidence: low"))
    assert made["relations.yaml"].startswith("# all\nrelations:\n  - source: b\n    type: fights\n")
    assert "    confidence: low\n    sources" in made["relations.yaml"]


def test_a_type_that_is_symmetric_no_more_leaves_its_relations_as_they_read():
    made = put(
        DATA, ("words.yaml", "inverse: fights, sign: -1, symmetric: true", "inverse: x, sign: -1")
    )
    after = graph_of(as_bytes(DATA | made))
    assert [(one.source, one.target) for one in after.relations] == [("b", "a")] or [
        (one.source, one.target) for one in after.relations
    ] == [("a", "b")]


def test_new_entries_go_where_their_neighbours_are_in_the_order_of_the_file():
    texts = DATA | {
        "more.yaml": "relations:\n  - {source: c, type: hosts, target: a}\n",
        "relations.yaml": (
            "relations:\n  - source: a\n    type: hosts\n    target: b\n\n  # about b\n"
            "  - source: b\n    type: hosts\n    target: a\n"
        ),
    }
    new = "  - {source: a, type: hosts, target: b, from: 2020}\n"
    made = put(texts, ("relations.yaml", "relations:\n", "relations:\n" + new))
    assert list(made) == ["relations.yaml"]
    assert made["relations.yaml"] == texts["relations.yaml"].replace(
        "  # about b",
        "  - source: a\n    type: hosts\n    target: b\n    from: 2020\n\n  # about b",
    )
    short = put(
        texts,
        (
            "more.yaml",
            "relations:\n",
            "relations:\n  - {source: c, type: hosts, target: a, to: 1999}\n",
        ),
    )
    assert short == {
        "more.yaml": texts["more.yaml"] + "  - {source: c, type: hosts, target: a, to: 1999}\n"
    }


def test_a_list_that_is_in_no_order_gets_new_entries_last():
    texts = DATA | {"actors.yaml": "actors:\n- {id: c, name: C}\n- {id: b, name: B}\n"}
    made = put(texts, ("actors.yaml", "actors:\n", "actors:\n- {id: a, name: A}\n"))
    assert made == {"actors.yaml": texts["actors.yaml"] + "- {id: a, name: A}\n"}


def test_entries_of_a_kind_that_no_file_has_get_a_file_of_the_usual_name():
    files = as_bytes({"d/x.yaml": DATA["actors.yaml"]})
    both = files | as_bytes({"d/y.yaml": DATA["sources.yaml"]})
    change = diff(graph_of(files), graph_of(both))
    made = amend([*files.items()], change, (), "d")
    assert made.files == {"d/sources.yaml": DATA["sources.yaml"].encode()}
    alone = amend([*files.items()], change)  # a dataset that is one file
    assert alone.files == {"d/x.yaml": f"{DATA['actors.yaml']}\n{DATA['sources.yaml']}".encode()}


def test_the_last_entry_of_a_file_leaves_an_empty_list():
    made = put(DATA, ("sources.yaml", "sources:\n  - id: s\n    title: S\n", ""))
    assert made["sources.yaml"] == "sources: []\n"


def test_a_default_word_is_not_written_where_it_comes_back_by_itself():
    files = {"a.yaml": b"relation_types:\n" + WORDS.split("\n")[2].encode() + b"\n"}
    words = default_types([])
    own, none = graph_of(files, words), ActorGraph.of(types=words)
    old = ActorGraph.of(types=said_by([("a", files["a.yaml"].decode())], words).types.values())
    assert own.types
    made = amend([*files.items()], diff(old, none), words)
    assert made.clashes == ()
    assert b"name" not in made.files["a.yaml"] or b"is hosted by" in made.files["a.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: S", "title: T", 'source "s": title is "S", expected "T"'),
        ("id: s", "id: t", 'source "s" is not there'),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(old, new, told):
    files = as_bytes(DATA)
    wanted = as_bytes(
        DATA | {"sources.yaml": DATA["sources.yaml"].replace("id: s", "id: s\n    author: x")}
    )
    change = diff(graph_of(files), graph_of(wanted))
    other = as_bytes(DATA | {"sources.yaml": DATA["sources.yaml"].replace(old, new)})
    if "expected" in told:
        told = 'source "s": title is "T", expected "S"'
    made = amend([*other.items()], change)
    assert made.files == {}
    assert [clash.message for clash in made.clashes] == [told]
    if "expected" in told:
        assert str(made.clashes[0].place) == "sources.yaml:3:12"


def test_all_that_does_not_fit_is_told_together_and_what_is_there_already_too():
    files = as_bytes(DATA)
    wanted = as_bytes(
        DATA
        | {"actors.yaml": DATA["actors.yaml"].replace("name: C", "name: D")}
        | {"relations.yaml": DATA["relations.yaml"] + "    from: 2015\n"}
        | {"sources.yaml": DATA["sources.yaml"] + "  - {id: t, title: T}\n"}
    )
    change = diff(graph_of(files), graph_of(wanted))
    other = as_bytes(
        DATA
        | {"actors.yaml": DATA["actors.yaml"].replace("name: C", "name: E")}
        | {"relations.yaml": DATA["relations.yaml"] + "    to: 2016\n"}
        | {"sources.yaml": DATA["sources.yaml"] + "  - {id: t, title: U}\n"}
    )
    made = amend([*other.items()], change)
    assert [str(clash) for clash in made.clashes] == [
        'actors.yaml:4:19: actor "c": name is "E", expected "C"',
        'relations.yaml:7:9: relation "a:fights:b": to is "2016", expected not given',
        'sources.yaml:4:5: source "t" is already there',
    ]
    assert not made.done


def test_a_diff_that_has_been_applied_is_known():
    files = as_bytes(DATA)
    wanted = as_bytes(DATA | {"sources.yaml": DATA["sources.yaml"] + "  - {id: t, title: T}\n"})
    made = amend([*wanted.items()], diff(graph_of(files), graph_of(wanted)))
    assert made.done
    assert made.files == {}


def test_nothing_is_renamed_to_an_id_that_somebody_keeps():
    texts = DATA | {"actors.yaml": "actors:\n  - {id: a, name: Alpha, kind: state, aliases: [x]}\n"}
    wanted = texts | {"actors.yaml": texts["actors.yaml"].replace("id: a,", "id: z,")}
    wanted["relations.yaml"] = texts["relations.yaml"].replace("target: a", "target: z")
    change = diff(graph_of(as_bytes(texts)), graph_of(as_bytes(wanted)))
    assert change.renames.actors == {"a": "z"}
    other = texts | {"actors.yaml": texts["actors.yaml"] + "  - {id: z, name: Z}\n"}
    made = amend([*as_bytes(other).items()], change)
    assert [clash.message for clash in made.clashes] == ['actor "z" is already there']


@pytest.mark.parametrize("data", [b"\xff\xfe", b"actors: [", b"actors: [{id: A}]", b"<<<<<<< x\n"])
def test_files_with_mistakes_of_form_are_not_amended(data):
    made = amend([("a.yaml", data)], GraphDiff())
    assert made.files == {}
    assert made.clashes[0].place.file == "a.yaml"
