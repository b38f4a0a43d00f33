"""The evidence: panels of actors, relations, sources, and pairs."""

from playwright.sync_api import expect

from graph.model import Actor, ActorGraph, Citation, Identifier, Listed, Relation, Source
from inpage import click_actor


def test_a_click_on_an_actor_tells_all_about_it_in_order_of_time(open_page, sample):
    page = open_page(sample)
    click_actor(page, "emirate")
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Émirat")
    expect(panel).to_contain_text("armed group")
    expect(panel).to_contain_text("طالبان")
    expect(panel).to_contain_text("A movement.")
    keys = panel.locator(".relation").evaluate_all("rows => rows.map((row) => row.dataset.key)")
    assert keys == [
        "omar:leads:emirate",
        "army:fights:emirate",
        "emirate:fights:republic",
        "emirate:negotiates_with:republic",
        "emirate:fights:front",
    ]
    expect(panel.locator(".relation").first).to_contain_text("is led by Omar the Elder")
    assert page.url.endswith("#actor=emirate")


def test_a_relation_tells_its_time_confidence_and_every_source(open_page, sample):
    page = open_page(sample, "#actor=army")
    page.locator("#panel .relation").first.click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", level=2)).to_have_accessible_name(
        "National Army fights Émirat"
    )
    expect(panel.locator(".when")).to_contain_text("2002 - 2021-08")
    expect(panel.locator(".source")).to_have_count(3)
    expect(panel).to_contain_text("First report")
    expect(panel).to_contain_text("A. Author · A Press · 2012")
    expect(panel).to_contain_text("B usually reliable")
    links = panel.locator("a[target]").evaluate_all("all => all.map((a) => [a.href, a.rel])")
    assert links == [
        ["https://e.org/1", "noopener noreferrer"],
        ["https://e.org/2", "noopener noreferrer"],
        ["https://archive.org/e.org/2", "noopener noreferrer"],
    ]


def test_who_disputes_a_relation_and_what_has_no_source_is_said(open_page, sample):
    page = open_page(sample, "#relation=emirate%3Afights%3Afront")
    expect(page.locator("#panel")).to_contain_text("Disputed by (1)")
    expect(page.locator("#panel")).to_contain_text("A denial")
    page.evaluate("whowhom.select({ relation: 'valley:hosts:front' })")
    expect(page.locator("#panel")).to_contain_text("No source is recorded")
    expect(page.locator("#panel")).to_contain_text("undated")
    expect(page.locator("#panel")).to_contain_text("both friendship and hostility")
    page.evaluate("whowhom.select({ relation: 'front:killed:omar' })")
    expect(page.locator("#panel")).to_contain_text("outside the life of its actors")


def test_every_source_of_every_relation_is_in_its_panel(open_page, sample):
    page = open_page(sample)
    for key, relation in sample.keyed.items():
        page.evaluate("key => whowhom.select({ relation: key })", key)
        shown = page.locator("#panel .source .title").all_inner_texts()
        cited = [*relation.sources, *relation.disputed_by]
        assert shown == [sample.document[citation.source].title for citation in cited]


def test_of_event_data_the_events_are_the_evidence(open_page):
    cited = Listed([Citation("s")])
    said = Relation("a", "x", "b", ambivalent=True, summary="The data has 3 events.", sources=cited)
    other = Relation("b", "x", "a", summary="Somebody says so.", sources=cited)
    actors = [Actor("a", "A", "state"), Actor("b", "B", "state")]
    for relations, shown in (
        ([said], ["3 events, ambivalent"]),
        ([said, other], ["not assessed, 1 source, ambivalent", "not assessed, 1 source"]),
    ):
        page = open_page(ActorGraph.of(actors, relations, [Source("s", "S")]), "#actor=a")
        told = page.locator("#panel .relation .evidence").all_inner_texts()
        assert [text.strip(" ?±") for text in told] == shown


def test_evidence_is_said_as_on_the_command_line_and_counts_distinct_sources(open_page):
    cited = Listed([Citation("s", "p. 1"), Citation("s", "p. 2")])
    one = Relation(
        *("a", "x", "b"), confidence="high", ambivalent=True, sources=cited, disputed_by=cited
    )
    two = Relation("b", "x", "a")
    actors = [Actor("a", "A", "state", sources=cited), Actor("b", "B", "state")]
    page = open_page(ActorGraph.of(actors, [one, two], [Source("s", "S")]), "#actor=a")
    said = page.locator("#panel .relation .evidence").all_inner_texts()
    assert [text.strip(" ?±") for text in said] == [
        "high, 1 source, disputed, ambivalent",
        "not assessed, unsourced",
    ]
    expect(page.locator("#panel summary")).to_have_text("Sources on this actor (1)")
    page.evaluate("whowhom.select({ relation: 'a:x:b' })")
    expect(page.locator("#panel")).to_contain_text("Asserted by (1)")
    expect(page.locator("#panel")).to_contain_text("Disputed by (1)")


def test_a_source_tells_what_rests_on_it_and_on_it_alone(open_page, sample):
    page = open_page(sample, "#relation=emirate%3Afights%3Arepublic")
    page.get_by_role("link", name="all 3 that rest on it").click()
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("First report")
    expect(panel).to_contain_text("Rests on it: 3, on it alone: 1")
    expect(panel.locator(".relation")).to_have_count(3)
    assert page.url.endswith("#source=s1")
    alphas = "Object.values(whowhom.network.body.edges).map((it) => it.options.color.opacity)"
    assert sorted(set(page.evaluate(alphas))) == [0.07, 0.4, 1]  # dimmed, not at the date, lit
    page.evaluate("whowhom.select({ source: 's3' })")
    expect(panel).to_contain_text("It denies: 1")


def test_every_row_of_a_panel_is_a_link_that_opens_the_same(open_page, sample):
    page = open_page(sample, "#actor=emirate&asof=2003&signs=-1")
    row = page.locator("#panel .relation").nth(1)
    href = row.get_attribute("href")
    row.click()
    expect(page.locator("#panel h2")).to_have_accessible_name("National Army fights Émirat")
    assert page.evaluate("location.hash") == href


def test_identifiers_say_their_scheme_and_how_they_match(open_page):
    ids = Listed([Identifier("ucdp", "303", "broad"), Identifier("un", "QDe.1")])
    page = open_page(
        ActorGraph.of([Actor("a", "A", "state", ids=ids, areas=Listed(["Kabul"]))]), "#actor=a"
    )
    told = page.locator("#panel .ids span").all_inner_texts()
    assert told == ["ucdp 303 (broad match)", "un QDe.1"]
    expect(page.locator("#panel")).to_contain_text("Areas: Kabul")


def test_a_source_tells_author_publisher_origin_and_date(open_page):
    source = Source("s", "S", "Me", "A Paper", "An Agency", None, "https://e.org/")
    link = Relation("a", "x", "b", sources=Listed([Citation("s", "p. 3", "so they say")]))
    actors = [Actor("a", "A", "state"), Actor("b", "B", "state")]
    page = open_page(ActorGraph.of(actors, [link], [source]), "#relation=a%3Ax%3Ab")
    item = page.locator("#panel .source")
    for text in ("Me · A Paper · text of An Agency", "p. 3", "so they say", "this source"):
        expect(item).to_contain_text(text)


def test_other_relations_of_the_pair_stand_below_a_relation(open_page, sample):
    page = open_page(sample, "#relation=emirate%3Afights%3Arepublic")
    expect(page.locator("#panel")).to_contain_text("Also between the two")
    keys = page.locator("#panel .relation").evaluate_all("all => all.map((a) => a.dataset.key)")
    assert keys == ["emirate:negotiates_with:republic"]
