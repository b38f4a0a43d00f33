import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from importlib.metadata import version
from random import Random

import pytest
import pyvis
from pyvis.network import Network

from graph import __version__
from graph.dates import LAST_DAY, UNKNOWN, parse_date
from graph.drawing import DIFF_SCRIPTS, DIFF_STYLES, SCRIPTS, STYLES, draw, embedded, inert
from graph.model import (
    Actor,
    ActorGraph,
    Citation,
    Identifier,
    Listed,
    Relation,
    RelationType,
    Source,
)
from graph.timing import tenure

DAY = parse_date("2021-08-15")
FIGHTS = RelationType(
    "fights", "fights", "fights", -1, symmetric=True, lasting=True, family="conflict"
)
HOSTS = RelationType(
    "hosts", "hosts", "is hosted by", 1, symmetric=False, lasting=True, family="cooperation"
)
EVIL = "</script><img src=x onerror=alert(1)><!-- ' \" & \u2028 href="


def small():
    actors = [Actor("a", "Ä", "state"), Actor("b", "B", "person", end=parse_date("2001"))]
    relations = [
        Relation("a", "fights", "b", begin=parse_date("1996"), sources=Listed([Citation("s2")])),
        Relation("a", "fights", "b", begin=parse_date("2000"), end=UNKNOWN),
        Relation(
            "b",
            "hosts",
            "a",
            summary="In a house.",
            sources=Listed([Citation("s1", "p. 3"), Citation("s2", "", "says no")]),
            disputed_by=Listed([Citation("s1")]),
        ),
        Relation("a", "hosts", "b", begin=parse_date("2010")),
    ]
    sources = [Source("s1", "One"), Source("s2", "Two", url="https://e.org/"), Source("s3", "x")]
    return ActorGraph.of(actors, relations, sources, [FIGHTS, HOSTS])


def block(text, name):
    found = re.findall(
        rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.DOTALL
    )
    assert len(found) == 1
    return json.loads(found[0])


def key_of(edge):
    return edge.get("id") or f"{edge['from']}:{edge['relation'][0]}:{edge['to']}"


def claims(text):
    fields = block(text, "facts")["claim"]
    return {
        key_of(edge): dict(zip(fields, edge["relation"], strict=False))
        for edge in block(text, "edges")
    }


def test_every_relation_is_in_the_page_exactly_once_parallel_ones_too():
    graph = small()
    edges = block(draw(graph, as_of=DAY), "edges")
    assert [key_of(edge) for edge in edges] == list(graph.keys)
    assert [(edge["from"], edge["to"]) for edge in edges] == [
        (relation.source, relation.target) for relation in graph.relations
    ]


def test_the_page_gets_the_days_of_each_relation_as_the_time_rule_gives_them():
    graph = small()
    told = claims(draw(graph, as_of=DAY))
    for key, relation in graph.keyed.items():
        days = tenure(graph, relation)
        assert told[key]["time"] == str(days)
        span = told[key].get("span") or None
        assert (span and (*span, LAST_DAY)[:2]) == days.span
        assert bool(told[key].get("undated")) is not days.dated


def test_citations_are_places_in_one_table_of_the_sources_that_are_cited():
    text = draw(small(), as_of=DAY)
    table = block(text, "sources")
    assert [row[:2] for row in table["rows"]] == [["s1", "One"], ["s2", "Two"]]
    assert table["rows"][1][table["fields"].index("url")] == "https://e.org/"
    told = claims(text)["b:hosts:a"]
    assert told["sources"] == [[0, "p. 3"], [1, "", "says no"]]
    assert told["disputed_by"] == [0]


def test_the_page_counts_what_is_undated_unsourced_and_disputed():
    facts = block(draw(small(), as_of=DAY), "facts")
    assert facts["counts"] == {
        "actors": 2,
        "relations": 4,
        "sources": 2,
        "undated": 1,
        "never": 1,
        "unsourced": 2,
        "disputed": 1,
    }
    assert facts["as_of"] == ["2021-08-15", DAY.first, DAY.last]
    assert facts["range"] == [parse_date("1996").first, DAY.last]
    assert facts["version"] == __version__


def test_equal_graphs_give_the_same_bytes():
    one, two = small(), small()
    turned = ActorGraph.of(
        two.actors[::-1], two.relations[::-1], two.sources[::-1], two.types[::-1]
    )
    assert draw(one, as_of=DAY) == draw(turned, as_of=DAY)


def test_graphs_that_differ_in_the_order_of_lists_alone_give_the_same_bytes():
    def listing(turn):
        cited = [Citation("s1", "p. 3"), Citation("s2", "", "says no"), Citation("s1")]
        lists = {
            name: Listed(turn(items))
            for name, items in {
                "aliases": ["B", "A", "\u0637"],
                "ambiguous_aliases": ["D", "C"],
                "areas": ["y", "x"],
                "ids": [Identifier("un", "1"), Identifier("eu", "2")],
                "sources": cited,
            }.items()
        }
        claim = {"sources": Listed(turn(cited)), "disputed_by": Listed(turn(cited))}
        actors = [Actor("a", "A", "state", **lists), Actor("b", "B", "person")]
        sources = [Source("s1", "One"), Source("s2", "Two")]
        return ActorGraph.of(actors, [Relation("b", "hosts", "a", **claim)], sources, [HOSTS])

    one, two = listing(list), listing(lambda items: items[::-1])
    assert one == two
    assert draw(one, as_of=DAY) == draw(two, as_of=DAY)


def test_a_record_without_any_cell_is_an_empty_row():
    text = draw(
        ActorGraph.of(
            sources=[Source("", "")], actors=[Actor("a", "A", sources=Listed([Citation("")]))]
        ),
        as_of=DAY,
    )
    assert block(text, "sources")["rows"] == [[]]


@pytest.mark.parametrize("end", ["</SCRIPT", "</style", "<!--"])
def test_a_file_that_would_end_its_element_is_refused(tmp_path, monkeypatch, end):
    monkeypatch.setattr("graph.drawing._WEB", str(tmp_path))
    (tmp_path / "map.html.j2").write_text("")
    for name in (*SCRIPTS, *STYLES):
        (tmp_path / name).write_text("")
    (tmp_path / "parts.css").write_text(f"p {{}} {end}>")
    with pytest.raises(ValueError, match=r"parts\.css cannot stand inside a page"):
        draw(small(), as_of=DAY)


def test_without_a_date_the_page_opens_today(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1629000000")
    assert draw(small()) == draw(small(), as_of=DAY)


def test_given_positions_are_used_and_have_to_be_complete():
    text = draw(small(), as_of=DAY, positions={"a": (1, 2), "b": (-3, 400)})
    assert [(node["x"], node["y"]) for node in block(text, "nodes")] == [(1, 2), (-3, 400)]
    with pytest.raises(KeyError):
        draw(small(), as_of=DAY, positions={"a": (1, 2)})


def test_a_type_a_source_and_an_actor_that_the_graph_lacks_speak_for_themselves():
    graph = ActorGraph.of(
        [Actor("a", "A", "state")],
        [Relation("a", "waves_at", "ghost", sources=Listed([Citation("lost")]))],
    )
    text = draw(graph, as_of=DAY)
    assert block(text, "types") == [
        {
            "name": "waves_at",
            "label": "waves at",
            "inverse": "waves at",
            "sign": 0,
            "family": "other",
        }
    ]
    assert block(text, "sources")["rows"] == [["lost", "lost"]]
    assert [edge["to"] for edge in block(text, "edges")] == ["ghost"]


def test_an_empty_graph_is_a_page():
    text = draw(ActorGraph(), as_of=DAY, title="Nobody")
    assert block(text, "nodes") == block(text, "edges") == []
    assert block(text, "facts")["range"] == [DAY.first, DAY.last]


def hostile():
    actors = [
        Actor(
            name,
            EVIL,
            EVIL if name == "a" else "state",
            Listed([EVIL]),
            Listed([EVIL + "2"]),
            areas=Listed([EVIL]),
            summary=EVIL,
            ids=Listed([Identifier(EVIL, EVIL, EVIL)]),
            sources=Listed([Citation("s", EVIL, EVIL)]),
        )
        for name in ("a", EVIL)
    ]
    kind = RelationType(EVIL, EVIL, EVIL, -1, symmetric=False, lasting=True, family=EVIL)
    relation = Relation(
        "a", EVIL, EVIL, EVIL, None, None, EVIL, summary=EVIL, sources=Listed([Citation("s", EVIL)])
    )
    source = Source("s", EVIL, EVIL, EVIL, EVIL, None, "javascript:alert(1)", EVIL, None, EVIL)
    return ActorGraph.of(actors, [relation], [source], [kind])


def test_no_text_of_the_data_ends_a_script_or_starts_an_element():
    clean = draw(small(), as_of=DAY)
    text = draw(hostile(), as_of=DAY, title=EVIL)
    assert "<img" not in text
    for mark in ("<script", "</script", "<!--"):
        assert text.count(mark) == clean.count(mark)
    assert block(text, "nodes")[1]["actor"]["name"] == EVIL
    assert "\u2028" not in re.sub(r"<title>.*?</title>|<h1 .*?</h1>", "", text, flags=re.DOTALL)


def test_half_a_surrogate_pair_does_not_stop_the_page():
    graph = ActorGraph.of([Actor("a", "\ud800", "state")])
    assert draw(graph, as_of=DAY).encode()


def test_the_policy_allows_exactly_the_scripts_and_the_style_of_the_page():
    text = draw(small(), as_of=DAY)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    policy = policy.replace("&#39;", "'")
    parts = re.findall(r"<script>(.*?)</script>|<style>(.*?)</style>", text, re.DOTALL)
    digests = {
        f"'sha256-{b64encode(sha256((script or style).encode()).digest()).decode()}'"
        for script, style in parts
    }
    assert len(parts) == 3
    assert set(re.findall(r"'sha256-[^']*'", policy)) == digests
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; ")


def test_the_page_names_no_file_or_address_to_load():
    text = draw(small(), as_of=DAY)
    head = text[: text.index("<script>")] + text[text.rindex("</script>") :]
    assert set(re.findall(r'(?:src|href|action)="([^"]*)"', head)) == {"data:,"}
    assert "sourceMappingURL" not in text
    assert "@import" not in text
    assert "url(" not in head


def test_the_page_of_seventy_actors_stays_small():
    text = draw(typical(), as_of=DAY, positions={f"actor-{n}": (n, n) for n in range(70)})
    assert len(text.encode()) < 800_000


def typical():
    """Seventy actors, 210 relations and 250 sources with texts of the usual length."""
    random = Random(1)
    some = "".join(random.choice("abcdefghij klmno'prstuvw ") for _ in range(4000))

    def words(length):
        start = random.randrange(3000)
        return some[start : start + length]

    def cite(count):
        chosen = random.sample(range(250), count)
        return Listed(Citation(f"un-monitoring-team-report-{n}", words(20)) for n in chosen)

    actors = [
        Actor(
            f"actor-{n}",
            words(22),
            "state",
            Listed(words(14) for _ in range(6)),
            summary=words(200),
            sources=cite(2),
        )
        for n in range(70)
    ]
    relations = [
        Relation(
            f"actor-{n % 70}",
            "hosts",
            f"actor-{(n * 7 + 1) % 70}",
            begin=parse_date("2015-01"),
            confidence="high",
            summary=words(170),
            sources=cite(2),
        )
        for n in range(210)
    ]
    sources = [
        Source(
            f"un-monitoring-team-report-{n}",
            words(75),
            publisher=words(25),
            published=DAY,
            url=f"https://e.org/{n}/{words(80)}",
        )
        for n in range(250)
    ]
    return ActorGraph.of(actors, relations, sources, [HOSTS])


def test_embedded_json_says_the_same():
    value = {"a": EVIL, "b": [1, None, "ü"]}
    assert json.loads(str(embedded(value))) == value
    assert json.loads(str(embedded('{"<": 1}'))) == '{"<": 1}'
    assert str(inert('{"<": 1}')) == '{"\\u003c": 1}'


def test_importing_the_module_brings_neither_pyvis_nor_numpy():
    code = (
        "import sys, graph.drawing; "
        "heavy = ('pyvis', 'IPython', 'numpy', 'networkx', 'jinja2'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_every_script_is_joined_and_says_what_it_is_for():
    web = os.path.join(os.path.dirname(sys.modules["graph.drawing"].__file__), "web")
    files = os.listdir(web)
    assert sorted(DIFF_SCRIPTS) == sorted(name for name in files if name.endswith(".js"))
    assert sorted(DIFF_STYLES) == sorted(name for name in files if name.endswith(".css"))
    assert [name for name in DIFF_SCRIPTS if "diff" not in name] == list(SCRIPTS)
    for name in DIFF_SCRIPTS:
        with open(os.path.join(web, name), encoding="utf-8") as file:
            text = file.read()
        assert text.startswith("// "), name
        assert "innerHTML" not in text, name
        assert "`\n" not in text.replace("`\n  }", ""), f"{name}: lines are stripped when joined"
        assert text.count("\n") < 400, name


def test_pyvis_still_is_what_the_page_leans_on():
    assert version("pyvis") == "0.3.2"
    net = Network()
    assert (net.nodes, net.edges, net.path) == ([], [], "template.html")
    assert net.templateEnv.get_template("template.html")
    net.options = {"physics": {"enabled": False}}
    assert net.get_network_data()[5] == '{"physics": {"enabled": false}}'
    path = os.path.join(os.path.dirname(pyvis.__file__), "lib", "vis-9.1.2", "vis-network.min.js")
    assert os.path.getsize(path) == 468_813


def test_the_licence_of_vis_network_stays_in_the_page():
    text = draw(ActorGraph(), as_of=DAY)
    assert "@version 9.1.2" in text
    assert "Apache 2.0 License" in text
    assert "The MIT License" in text
