"""Entry by entry: the same as the whole way, for every file and every edit of it."""

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from graph.checking import CHECKS, DOUBTS
from graph.findings import Context
from graph.loading import load, load_again, load_texts, read_files
from graph.parsing import KEYS, parse
from graph.problems import WARNINGS
from graph.reading import read
from graph.records import to_record
from graph.versioning.pieces import Pieces, _cut
from strategies import GRAPHS

CORPUS = sorted((Path(__file__).parent / "data" / "badyaml").glob("*.yaml"))
BUNDLED = read_files(str(ROOT / "data"))[0]

SMALL = """\
# All of it.
actors:
  - id: taliban
    name: Taliban
    kind: armed_group
    aliases: [IEA, 'the "students"']
    summary: >-
      A text on
      two lines.
    ids: {wikidata: Q42418, ucdp: {id: 303, match: broad}}
  - {id: nrf, name: NRF, kind: armed_group}  # beside

relations:
  # above
  - source: nrf
    type: fights
    target: taliban
    from: 2021-08
    sources:
      - a-report
      - {source: a-report, locator: "page 1"}
sources:
  - id: a-report
    title: 'It: a report'
    published: 2022
"""
SEAMS = [
    'actors:\n  - {id: a, name: "A\n  - b"}\n',
    "actors:\n  - id: a\n    name: 'A\n  - id: b'\n",
    "actors:\n  - {id: a, name: A,\n  - b: c}\n",
    "actors:\n  - id: a\n    name: |\n      - not\n      # an item\n  - {id: b, name: B}\n",
    "actors:\n  - id: a\n    name: |+\n      A\n\n\n  - {id: b, name: B}\n",
    "actors:\n- id: a\n  name: A\n# between\n- {id: b, name: B}\nrelations:\n",
    "actors:\n  - id: a\n    name: A\n more: x\n",
    "actors:\n  - id: a\n    name: A\n  -\n    id: b\n    name: B\n",
    "actors: # beside\n\n  # above\n  - {id: a, name: A}\nstory: []\n",
    "actors:\n  - {id: a, name: A}\nactors:\n  - {id: b, name: B}\n",
    "---\nactors:\n  - {id: a, name: A}\n",
    "actors:\n  - {id: a, name: A}\n...\nactors: x\n",
    "actors:\r\n  - {id: a, name: A}\r\n",
    "actors:\n  - &x {id: a, name: A}\n  - *x\n",
    "other:\n  - x\nactors:\n  - {id: a, name: A}\n",
    "# nothing\n",
    "",
    "\ufeffactors:\n  - {id: a, name: A}\n",
    "actors:\n  - {id: a, name: A}\n  - {id: a, name: A}\n",
    "actors:\n  - id: a\n    name: A\n    aliases:\n    - B\n    - C\n  - {id: b, name: B2}\n",
]


@pytest.fixture(autouse=True)
def _uncached(monkeypatch):
    monkeypatch.setenv("WHOWHOM_CACHE", "off")


@pytest.fixture(scope="module")
def vocabulary():
    return load().graph.types


def same(texts, known):
    """Tell whether both ways give one graph and one set of errors, places included."""
    fast, slow = load_again(texts, known), load_texts(texts)
    assert (fast.graph, fast.graph.story, fast.errors) == (
        slow.graph,
        slow.graph.story,
        slow.errors,
    )
    return slow


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_every_broken_and_odd_file_gives_the_same_both_ways(path):
    known, texts = Pieces(), [(path.name, path.read_bytes())]
    slow = same(texts, known)
    again = load_again(texts, known)  # from what is known
    assert (again.graph, again.errors) == (slow.graph, slow.errors)


@pytest.mark.parametrize("text", SEAMS)
def test_nothing_reaches_over_a_seam_unseen(text):
    same([("a.yaml", text.encode())], Pieces())


def test_the_files_of_the_dataset_are_cut_and_so_are_those_of_fmt_s_form():
    assert all(_cut(*pair) for pair in BUNDLED)


def pieces(known):
    return {(key, piece) for key, some in known._entries.items() for piece in some}


@pytest.mark.parametrize("files", [1, 2])
def test_what_stands_twice_to_the_letter_is_a_mistake_each_time(files):
    tie = "  - source: nrf\n    type: fights\n    target: taliban\n    sources: [a-report]\n"
    twice = SMALL.replace("relations:\n", f"relations:\n{tie * (3 - files)}")
    texts = [("a.yaml", twice.encode()), ("b.yaml", f"relations:\n{tie}".encode())][:files]
    known = Pieces()
    for _ in range(3):
        assert same(texts, known).errors
    assert not same([("a.yaml", SMALL.encode())], known).errors


def test_only_what_differs_is_read_again(monkeypatch):
    import graph.versioning.pieces as module

    known, seen = Pieces(), []
    same(BUNDLED, known)
    entries = pieces(known)
    monkeypatch.setattr(module, "parse", lambda *given: seen.append(given) or parse(*given))
    changed = [
        (file, data.replace(b"confidence: high", b"confidence: low", 1)) for file, data in BUNDLED
    ]
    same(changed, known)
    assert len(pieces(known) - entries) == 1
    assert len(pieces(known)) == len(entries)  # and what is gone is forgotten
    assert len(seen) == 2  # the vocabulary, and the entry


def test_random_edits_of_a_file_give_the_same_both_ways():
    made, known = random.Random(7), Pieces()
    marks = ["\n", "  ", "- ", '"', "'", "{", "]", ": ", "#", "x", "|", "\n- ", "\n  - ", "\t"]
    faults = 0
    for _ in range(80):
        at = made.randrange(len(SMALL))
        to = at + made.choice((0, 0, 1, 2, 40))
        edited = SMALL[:at] + made.choice(marks) + SMALL[to:]
        faults += bool(same([("a.yaml", edited.encode())], known).errors)
    assert 0 < faults < 80


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(GRAPHS, min_size=1, max_size=3), st.sampled_from([None, True]))
def test_any_run_of_graphs_gives_the_same_both_ways(graphs, flow):
    known = Pieces()
    for graph in graphs:
        parts = {
            "relation_types": graph.types,
            "actors": graph.actors,
            "relations": graph.relations,
            "sources": graph.sources,
        }
        plain = {key: [to_record(value) for value in values] for key, values in parts.items()}
        text = yaml.safe_dump(plain, allow_unicode=True, default_flow_style=flow, sort_keys=False)
        same([("a.yaml", text.encode())], known)


@pytest.mark.parametrize("path", [*CORPUS, ROOT / "data"], ids=lambda path: path.name)
def test_what_is_left_out_of_a_history_only_warns(path, vocabulary):
    texts = read_files(str(path))[0]
    roots = []
    for file, data in texts:
        try:
            roots.append((file, read(data.decode(), file, KEYS).root))
        except UnicodeDecodeError:
            return
    draft = parse(roots, vocabulary)
    context = Context(draft, load_texts(texts).graph)
    for rule in DOUBTS:
        for found in rule(context):
            assert (found.culprit, found.problem.code in {*WARNINGS, "duplicate-relation"}) == (
                None,
                True,
            )
    assert set(CHECKS) > DOUBTS
