"""Both versions on one map: what each side shows, the marks of a change, the list, the steps."""

import re
from functools import cache
from itertools import combinations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from graph.dates import parse_date
from graph.diffing.clocks import Reported, Snapshot
from graph.diffing.consequences import Consequence
from graph.diffing.reviewing import compared, review
from graph.diffing.uniting import unite
from graph.drawing import draw_union
from graph.model import Actor, ActorGraph, Citation, Identifier, Listed, Relation, Source
from graph.timing import holds_at
from inpage import drawn_actors
from web.conftest import TYPES, relation

PHONE = (390, 844)
EVIL = "</script><img src=x onerror=alert(1)> href javascript:alert(1) \u2028 ${1}"


def actors(*ids):
    names = {"a": "Alpha", "b": "Beta", "c": "Gamma", "d": "Delta", "e": "Epsilon", "p": "Omar"}
    return [Actor(id_, names[id_], "person" if id_ == "p" else "state") for id_ in ids]


SOURCES = [
    Source("s1", "First report", "A. Author", "A Press", published=parse_date("2012")),
    Source("s2", "Second report", published=parse_date("2021-08-20")),
]
OLD = ActorGraph.of(
    [*actors("a", "b", "c", "p"), Actor("x", "Xi Front", "faction", Listed(["XF", "The Front"]))],
    [
        relation("a fights b", "2002", "2010", sources=["s1"]),
        relation("a fights c", "2005", confidence="low", summary="They fight.", sources=["s1"]),
        relation("a hosts p", "2001", "2004", sources=["s1"]),
        relation("b hosts x", "2003", sources=["s1"]),
        relation("b fights c"),
    ],
    SOURCES[:1],
    TYPES,
)
NEW = ActorGraph.of(
    [*actors("a", "b", "c", "d"), Actor("xi", "Xi Front", "faction", Listed(["XF", "The Front"]))],
    [
        relation("a fights b", "2002", "2010", sources=["s1"]),
        relation(
            "a fights c", "2005", "2020", confidence="high", summary="They fought.", sources=["s2"]
        ),
        relation("d fights b", "2021-08", sources=["s1", "s2"]),
        relation("b hosts xi", "2003", sources=["s1"]),
        relation("b fights c"),
        relation("a fights c", "2022", sources=["s2"]),
    ],
    SOURCES,
    TYPES,
)
MEANT = "Beta gains an opponent: Delta."


@cache
def told(old=OLD, new=NEW, then="", now="", *, meant=True):
    """The page of a review, whose consequences are given; on a grid, which saves time."""
    dates = [parse_date(text) if text else None for text in (then, now)]
    sides = (Snapshot(old, "v1 (2020-01-01)", dates[0]), Snapshot(new, "v2", dates[1]))
    found = review(*sides)
    causes = tuple(one.change for one in found.changes if one.change.new_key == "d:fights:b")
    given = (Consequence("opponent-gained", ("b", "d"), MEANT, causes),) if meant and causes else ()
    union = unite(found._replace(consequences=given))
    spots = {one.id: (n % 12 * 240, n // 12 * 130) for n, one in enumerate(union.members)}
    return draw_union(union, positions=spots)


@pytest.fixture
def open_diff(open_text):
    def opened(hash_="", *, text="", **more):
        return open_text(text or told(), hash_, **more)

    return opened


def shown(page):
    """Keys of the relations that are shown, as their own version has them."""
    return sorted(key.removesuffix("@before") for key in page.evaluate("whowhom.visible()"))


def known(key):
    """What names a relation on the map: one that did not change goes by its newer key."""
    return {"b:hosts:x": "b:hosts:xi"}.get(key, key)


def look(page, key):
    """Width, dashes and share of a line."""
    return page.evaluate(
        "key => { const { width, dashes, color } = whowhom.network.body.edges[key].options;"
        " return [width, JSON.stringify(dashes), color.opacity]; }",
        key,
    )


def legend(page, state):
    """The box that shows or hides a state."""
    return page.locator(f"#legend [data-facet=change][data-value={state}]")


def step(page, text):
    """Go to the step of the list that says this."""
    page.locator("#panel .step", has_text=text).first.click()


def test_the_page_opens_on_both_with_the_list_of_what_changed(open_diff):
    page = open_diff()
    assert page.title() == "v1 (2020-01-01) → v2"
    expect(page.get_by_role("radio", name="Both")).to_be_checked()
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("What changed")
    expect(panel).to_contain_text("2 relations added, 1 removed, 1 changed; 1 actor added")
    expect(panel.locator("h3").first).to_have_text("What it means (1)")
    expect(panel.locator(".step").first).to_have_text(MEANT)
    expect(panel).to_contain_text("Rule: ")
    expect(page.locator("#status")).to_contain_text("Both: 6 actors, 7 relations")
    expect(page.locator("#foot")).to_contain_text("Before: v1 (2020-01-01): 5 actors, 5 relations")
    expect(page.locator("#foot")).to_contain_text("After: v2: 5 actors, 6 relations")
    expect(page.locator("#foot")).to_contain_text("Rule: the world changed: dated after 2012-12-31")
    assert page.evaluate("performance.getEntriesByType('resource')") == []


def test_each_side_shows_exactly_the_relations_of_its_version(open_diff):
    page = open_diff()
    for side, graph in (("Before", OLD), ("After", NEW), ("Before", OLD)):
        page.get_by_role("radio", name=side).check()
        assert shown(page) == sorted(map(known, graph.keyed))
        assert set(drawn_actors(page)) <= {*graph.actor, "xi"}
    page.get_by_role("radio", name="Both").check()
    assert set(shown(page)) == {*OLD.keyed.keys() - {"b:hosts:x"}, *NEW.keyed}


@pytest.mark.parametrize("date", ["2003", "2011", "2021-09", "1990"])
def test_each_side_at_a_date_is_its_version_at_that_date(open_diff, date):
    page = open_diff("#undated=0")
    for side, graph in (("Before", OLD), ("After", NEW)):
        page.get_by_role("radio", name=side).check()
        assert page.evaluate("date => whowhom.setDate(date)", date)
        day = parse_date(date)
        held = (key for key, one in graph.keyed.items() if holds_at(graph, one, day))
        assert shown(page) == sorted(map(known, held))


def test_the_bundled_data_at_two_dates_are_two_maps_in_one(open_diff, bundled):
    text = told(bundled, bundled, "2021-07", "2021-09", meant=False)
    page = open_diff(text=text)
    expect(page.locator("#time")).to_be_hidden()
    for side, date in (("Before", "2021-07"), ("After", "2021-09")):
        page.get_by_role("radio", name=side).check()
        held = compared(Snapshot(bundled, date=parse_date(date)))
        assert page.evaluate("whowhom.visible()") == sorted(held.keyed)
        rule = f"relations that hold on at least one day of {date}"
        expect(page.locator("#status")).to_contain_text(rule)
    page.get_by_role("radio", name="Both").check()
    rows = page.locator("#legend [data-facet=change]")
    assert rows.evaluate_all("all => all.map((one) => one.dataset.value)") == [
        "added",
        "removed",
        "passed",
        "kept",
    ]
    expect(page.locator("#legend")).to_contain_text("Came and went")
    expect(page.locator("#panel h3").first).to_contain_text("Began")


def edited(bundled):
    """The bundled data, many of its relations told otherwise, some gone and some new."""
    some = [one for n, one in enumerate(bundled.relations) if n % 11]
    some = [
        one if n % 4 else one._replace(confidence="low", summary=f"{one.summary} Or so.")
        for n, one in enumerate(some)
    ]
    more = [
        relation(f"nrf fights {id_}", "2026-01", sources=["s1"]) for id_ in list(bundled.actor)[:20]
    ]
    return ActorGraph.of(bundled.actors, [*some, *more], bundled.sources, bundled.types)


def test_the_page_of_two_bundled_versions_stays_small(open_diff, bundled):
    text = told(bundled, edited(bundled), meant=False)
    assert len(text.encode()) < 1_200_000
    page = open_diff(text=text)
    assert len(page.evaluate("whowhom.visible()")) > len(bundled.relations)
    page.get_by_role("radio", name="Before").check()
    assert shown(page) == sorted(bundled.keyed)
    assert page.evaluate("performance.getEntriesByType('resource')") == []


def test_what_changed_is_told_by_weight_and_pattern_and_not_by_hue(open_diff):
    page = open_diff()
    keys = ("d:fights:b", "a:hosts:p", "a:fights:c", "a:fights:b")
    added, removed, changed, kept = (look(page, key) for key in keys)
    assert added[0] > changed[0] > removed[0] > kept[0]
    assert added[1] == kept[1] == "false"
    assert len({added[1], removed[1], changed[1]}) == 3
    assert kept[2] < 0.5 < min(added[2], removed[2], changed[2])
    hue = "key => whowhom.network.body.edges[key].options.color.color"
    assert page.evaluate(hue, keys[0]) == page.evaluate(hue, keys[2]) == page.evaluate(hue, keys[3])
    page.get_by_role("radio", name="After").check()
    assert look(page, "d:fights:b")[0] < added[0]  # by its sources, as on any map
    assert look(page, "a:fights:b")[2] > kept[2]


GREY = """(ground) => {
    const canvas = document.querySelector("#canvas canvas");
    const ratio = canvas.width / canvas.clientWidth;
    const { network } = whowhom;
    const size = Math.round(24 * ratio);
    const start = (at) => Math.round(at * ratio - size / 2);
    return ["e:fights:a", "e:fights:b", "e:fights:c", "e:fights:d"].map((key) => {
        const edge = network.body.edges[key].edgeType;
        return [0.22, 0.5].map((share) => {
            const { x, y } = network.canvasToDOM(edge.getPoint(share));
            const { data } = canvas.getContext("2d").getImageData(start(x), start(y), size, size);
            const grey = (n) => 0.21 * data[n] + 0.72 * data[n + 1] + 0.07 * data[n + 2];
            return Array.from({ length: data.length / 4 }, (_, n) =>
                (Math.abs(grey(4 * n) - ground) * data[4 * n + 3]) / 255);
        });
    });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_four_states_differ_in_a_grey_copy(open_text, scheme):
    """Four lines of one hue and length around one actor: by the line alone, and by its mark."""
    people = actors("a", "b", "c", "d", "e")
    kept, was = relation("e fights b", "2001"), relation("e fights d", "2001", summary="So.")
    old = ActorGraph.of(people, [kept, was, relation("e fights c", "2001")], [], TYPES)
    changed = was._replace(summary="Not so.")
    new = ActorGraph.of(people, [kept, changed, relation("e fights a", "2001")], [], TYPES)
    union = unite(review(Snapshot(old), Snapshot(new)))
    far = {"a": (-400, -90), "b": (400, -90), "c": (-400, 90), "d": (400, 90), "e": (0, 0)}
    page = open_text(draw_union(union, positions=far), "#list=0", color_scheme=scheme)
    page.evaluate("new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)))")
    patches = page.evaluate(GREY, 248 if scheme == "light" else 19)
    page.context.bad.clear()  # Chromium advises on how to read pixels
    for part in (0, 1):  # beside the mark, and on it
        told_ = [ink(patch[part]) for patch in patches]
        for one, two in combinations(told_, 2):
            assert any(max(x, y) > 1.3 * min(x, y) for x, y in zip(one, two, strict=True)), told_


def ink(patch):
    """How much stands out from the ground, on the whole and at most."""
    return sum(patch) / len(patch), max(patch)


def test_the_legend_counts_the_states_and_filters_by_them(open_diff):
    page = open_diff()
    rows = page.locator("#legend label.row", has=page.locator("[data-facet=change]"))
    expect(rows).to_have_count(4)
    texts = [text.split("\n")[-1] for text in rows.all_inner_texts()]
    assert texts == ["2 · 1", "1 · 1", "1 · 1", "3 · 3"]
    legend(page, "kept").uncheck()
    assert shown(page) == ["a:fights:c", "a:fights:c:2", "a:hosts:p", "d:fights:b"]
    assert page.url.endswith("#change=!kept")
    assert "xi" in drawn_actors(page)  # it changed its id
    legend(page, "changed").uncheck()
    assert "xi" not in drawn_actors(page)
    page.keyboard.press("r")
    assert len(shown(page)) == 7


def test_actors_bear_their_state_and_who_was_renamed_is_one(open_diff):
    page = open_diff()
    form = (
        "id => { const { borderWidth, shapeProperties } = whowhom.network.body.nodes[id].options;"
        " return [borderWidth, Boolean(shapeProperties.borderDashes)]; }"
    )
    added, removed, kept = (page.evaluate(form, id_) for id_ in ("d", "p", "b"))
    assert added[0] > kept[0]
    assert removed[1]
    assert not kept[1]
    page.evaluate("whowhom.select({ actor: 'xi' })")
    expect(page.locator("#panel .fields")).to_contain_text("id")
    expect(page.locator("#panel .fields td").nth(0)).to_have_text("x")
    expect(page.locator("#panel .fields td").nth(1)).to_have_text("xi")
    expect(page.locator("#panel .relation")).to_have_count(1)


def test_before_an_actor_is_called_as_it_was(open_diff):
    old, new = (ActorGraph.of([Actor("a", name, "state")]) for name in ("Burma", "Myanmar"))
    page = open_diff(text=told(old, new))
    label = "() => whowhom.network.body.nodes.a.options.label"
    assert page.evaluate(label) == "■ Myanmar"
    page.keyboard.press("x")
    assert page.evaluate(label) == "■ Burma"
    expect(page.locator("#panel .step")).to_contain_text("changed: name")
    page.keyboard.press("x")
    assert page.evaluate(label) == "■ Myanmar"
    page.locator("#query").fill("burm")
    expect(page.get_by_role("option")).to_contain_text("Burma")


def test_the_keys_step_through_the_changes_and_the_map_follows(open_diff):
    page = open_diff()
    panel = page.locator("#panel")
    page.keyboard.press("n")
    expect(panel.locator("h2")).to_have_text(MEANT)
    expect(panel.locator(".turn-page")).to_contain_text("1 of 9")
    expect(page.locator("#say")).to_have_text(f"1 of 9: {MEANT}")
    assert page.url.endswith("#step=1")
    picked = look(page, "d:fights:b")
    assert picked[2] == 1 > 5 * look(page, "a:fights:c")[2]
    page.keyboard.press("n")
    expect(panel.locator(".became")).to_have_text("Changed· the world changed · ends 2020")
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(panel.locator(".turn-page")).to_contain_text("1 of 9")
    page.locator("#step-on").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#step-on")).to_be_focused()
    expect(panel.locator(".turn-page")).to_contain_text("2 of 9")
    page.go_back()
    expect(panel.locator(".turn-page")).to_contain_text("1 of 9")
    page.keyboard.press("Escape")
    expect(panel.locator("h2")).to_have_text("What changed")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert page.url.endswith("#list=0")
    page.get_by_role("button", name="Changes").click()
    expect(panel.locator("h2")).to_have_text("What changed")


def test_arrows_walk_in_the_list_and_enter_opens(open_diff):
    page = open_diff()
    page.locator("#panel .step").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#panel .step").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#panel .step").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel .turn-page")).to_contain_text("1 of 9")


def test_a_changed_claim_says_before_and_after_with_the_evidence_of_both(open_diff):
    page = open_diff()
    step(page, "Alpha fights Gamma")
    panel = page.locator("#panel")
    fields = panel.locator(".fields")
    rows = fields.locator("tbody").all_inner_texts()
    assert [row.lower().split() for row in rows] == [
        ["to", "nothing", "2020"],
        ["confidence", "low", "high"],
        ["summary", "they", "fight.", "they", "fought."],
        ["sources", "first", "report", "second", "report"],
    ]
    expect(fields.locator("mark")).to_have_text(["fight.", "fought."])
    expect(panel).to_contain_text("Asserted by (1)")
    expect(panel.locator("details")).to_contain_text("Asserted before by (1)")
    expect(panel.locator("details")).to_contain_text("First report")
    page.keyboard.press("x")
    expect(panel.locator(".when")).to_contain_text("since 2005")
    page.keyboard.press("x")
    expect(panel.locator(".when")).to_contain_text("2005 - 2020")


def test_a_meaning_leads_to_its_causes_and_a_step_shows_the_side_that_has_it(open_diff):
    page = open_diff("#side=before&step=1")
    expect(page.get_by_role("radio", name="Before")).to_be_checked()
    page.evaluate("whowhom.select({})")
    step(page, MEANT)
    expect(page.get_by_role("radio", name="Both")).to_be_checked()
    page.locator("#panel .step").click()
    expect(page.locator("#panel h2")).to_have_accessible_name("Delta fights Beta")
    page.get_by_role("radio", name="After").check()
    expect(page.locator("#panel h2")).to_have_accessible_name("Delta fights Beta")
    page.get_by_role("radio", name="Before").check()
    expect(page.locator("#panel h2")).to_have_text("What changed")


def test_sources_and_types_are_steps_too(open_diff):
    page = open_diff()
    step(page, "Second report")
    expect(page.locator("#panel h2")).to_have_text("Second report")
    expect(page.locator("#panel")).to_contain_text("Rests on it: 3")
    word = TYPES[0]._replace(label="wages war on", sign=0)
    old = ActorGraph.of(actors("a", "b"), [relation("a fights b", "2001")], [], TYPES[:1])
    page = open_diff(text=told(old, old._replace(types=(word,))))
    step(page, "wages war on")
    expect(page.locator("#panel .fields tbody").first).to_contain_text("fights")
    sign = "() => whowhom.network.body.edges['a:fights:b'].options.arrows.to.type"
    assert page.evaluate(sign) == "circle"
    page.evaluate("whowhom.select({})")
    page.keyboard.press("x")
    was = "() => whowhom.network.body.edges['a:fights:b@before'].options.arrows.to.type"
    assert page.evaluate(was) == "bar"
    expect(page.locator("#legend [data-facet=type]")).to_have_count(1)


@pytest.mark.parametrize(
    "address",
    [
        "#side=before",
        "#side=after&list=0",
        "#actor=b&side=before",
        "#step=3",
        "#asof=2011&undated=0&side=after",
        "#change=!kept&table=1",
        "#change=changed&fold=1",
    ],
)
def test_the_address_brings_a_view_back(open_diff, address):
    page = open_diff(address)
    assert page.evaluate("whowhom.address()") == address
    again = open_diff(page.evaluate("whowhom.address()"))
    assert shown(again) == shown(page)


@pytest.mark.parametrize(
    "wrong", ["side=__proto__", "side=left", "step=0", "step=99", "step=x", "step=1.5"]
)
def test_what_an_address_makes_up_is_ignored(open_diff, wrong):
    page = open_diff(f"#{wrong}")
    expect(page.get_by_role("radio", name="Both")).to_be_checked()
    expect(page.locator("#panel h2")).to_have_text("What changed")


def test_a_step_that_the_side_lacks_is_none(open_diff):
    page = open_diff("#side=before&step=4")
    expect(page.get_by_role("radio", name="Before")).to_be_checked()
    expect(page.locator("#panel h2")).to_have_text("What changed")
    page.keyboard.press("n")
    assert page.url.endswith("#step=1")


def test_without_a_difference_the_page_says_so(open_diff):
    page = open_diff(text=told(OLD, OLD))
    expect(page.locator("#panel")).to_contain_text("there is no difference in meaning")
    page.keyboard.press("n")
    expect(page.locator("#panel h2")).to_have_text("What changed")
    assert shown(page) == sorted(OLD.keyed)
    page = open_diff(text=told(ActorGraph(), ActorGraph()))
    expect(page.locator("#panel")).to_contain_text("there is no difference in meaning")


def test_many_relations_open_on_what_differs(open_diff):
    people = [Actor(f"n{n}", f"N{n}", "state") for n in range(40)]
    many = [
        relation(f"n{n % 40} hosts n{(n * 7 + n // 40) % 40}", str(1900 + n // 40))
        for n in range(1600)
    ]
    old = ActorGraph.of(people, many, [], TYPES)
    new = ActorGraph.of(people, many[3:], [], TYPES)
    page = open_diff(text=told(old, new))
    assert len(shown(page)) == 3
    expect(legend(page, "kept")).not_to_be_checked()
    page.get_by_role("button", name="Show everything").click()
    assert len(shown(page)) == 1600
    assert page.url.endswith("#change=!")
    page.reload()
    assert len(shown(page)) == 1600


@pytest.mark.parametrize("policy", [True, False], ids=["policy", "no policy"])
def test_hostile_texts_stay_texts(open_diff, policy):
    text = told(*hostile())
    if not policy:
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    page = open_diff(text=text)
    for _ in range(8):
        page.keyboard.press("n")
        expect(page.locator("#panel")).to_contain_text("onerror=alert(1)")
    page.keyboard.press("x")
    page.keyboard.press("t")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#changes-on-paper")).to_contain_text("onerror=alert(1)")
    assert page.locator("img, iframe, object, embed, #panel a[target]").count() == 0


def hostile():
    def version(mark):
        bad = EVIL + mark
        source = Source("s", bad, bad, bad, bad, url="javascript:alert(1)")
        word = TYPES[0]._replace(label=bad, description=bad)
        cited = Listed([Citation("s", bad, bad)])
        people = [
            Actor(
                "a", bad, "state", Listed([bad]), summary=bad, ids=Listed([Identifier("un", bad)])
            ),
            Actor("b" + mark, bad, "person"),
        ]
        tie = Relation("a", "fights", "b" + mark, summary=bad, sources=cited, disputed_by=cited)
        return ActorGraph.of(people, [tie], [source], [word])

    return version("1"), version("2")


@pytest.mark.parametrize(
    ("look_", "view"),
    [
        ("light", "#step=1"),
        ("light", "#side=before"),
        ("dark", "#relation=a%3Afights%3Ac&table=1"),
        ("dark", ""),
        ("phone", "#actor=xi"),
    ],
)
def test_axe_finds_no_violation(open_diff, look_, view):
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", told())
    size, scheme = (
        PHONE if look_ == "phone" else (1400, 900),
        "dark" if look_ == "dark" else "light",
    )
    page = open_diff(view, text=text, size=size, color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


def test_on_a_phone_the_list_lies_under_the_map(open_diff):
    page = open_diff(size=PHONE)
    expect(page.locator("#panel h2")).to_have_text("What changed")
    assert page.locator("#panel").bounding_box()["height"] < 120
    assert {"b", "d"} <= set(drawn_actors(page)) or {"a", "c"} <= set(drawn_actors(page))
    page.get_by_role("radio", name="After").check()
    expect(page.get_by_role("radio", name="After")).to_be_checked()
    page.locator("#panel .step").first.click()
    expect(page.locator("#panel .turn-page")).to_contain_text("1 of 9")


def test_a_view_of_one_actor_follows_the_steps(open_diff):
    page = open_diff("#ego=p")
    for centre in ("b", "a", "a", "d"):  # whom it is told of, then an end of the claim
        page.keyboard.press("n")
        assert page.url.endswith(f"&ego={centre}")


def test_paper_has_the_marks_and_the_list(open_diff):
    page = open_diff()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = page.locator("#paper")
    assert paper.locator("svg g circle").count() >= 4 + 3 + 3  # lines, actors, legend
    texts = paper.locator("svg text").all_text_contents()
    assert {"added", "removed", "changed", "kept"} <= set(texts)
    assert "low confidence" not in texts
    listed = page.locator("#changes-on-paper")
    expect(listed).to_contain_text("What changed (8)")
    expect(listed).to_contain_text("changed: Alpha fights Gamma")
    expect(listed).to_contain_text("confidence: low → high")
    assert page.locator("#table tbody tr").count() == 7
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(paper).to_be_empty()


def test_the_table_and_what_is_taken_along_tell_the_change(open_diff):
    page = open_diff("#table=1")
    row = page.locator("#table tr[data-key='d:fights:b']")
    expect(row.locator("td").last).to_have_text("Added")
    for suffix, sign in (("csv", ",removed"), ("json", '"change": "changed"'), ("svg", "changed")):
        page.get_by_role("button", name="Share").click()
        with page.expect_download() as got:
            page.locator(f"#save-{suffix}").click()
        with open(got.value.path(), encoding="utf-8") as saved:
            assert sign in saved.read()
        page.keyboard.press("Escape")


def test_the_list_counts_an_event_as_what_happened_as_the_text_does(open_text, bundled):
    page = open_text(told(bundled, bundled, "2021-07", "2021-09", meant=False))
    said = "31 relations began, 16 ended, 8 happened between"
    expect(page.locator("#panel .kindline")).to_have_text(said)


def test_two_periods_of_event_data_are_counted_as_the_text_counts_them(open_diff):
    people = actors("a", "b", "c", "d")
    claims = (
        ["a fights b", "a fights c"],
        ["a hosts b", "a fights c", "b fights c"],
    )
    counts = ({"a:fights:b": 9}, {"a:hosts:b": 90})
    sides = []
    for year, some, given in zip(("2015", "2017"), claims, counts, strict=True):
        ties = [relation(one, "2015", "2017") for one in some]
        graph = ActorGraph.of(people, ties, (), TYPES)
        events = {key: Reported(given.get(key, 9)) for key in graph.keyed}
        sides.append(Snapshot(graph, f"Data, {year}", parse_date(year), events=events))
    union = unite(review(*sides))
    spots = {one.id: (n * 240, 0) for n, one in enumerate(union.members)}
    page = open_diff(text=draw_union(union, positions=spots, notes=["the data is <b>theirs</b>"]))
    panel = page.locator("#panel")
    expect(panel).to_contain_text("1 appeared, 1 pair turned")
    expect(panel.locator("h3", has_text="Turned")).to_have_text("Turned (1 pair)")
    expect(panel.locator("h3", has_text="Appeared")).to_have_text("Appeared (1)")
    expect(page.locator("#foot")).to_contain_text("Data, 2015: 3 actors")
    expect(page.locator("#foot")).to_contain_text("the data is <b>theirs</b>.")
