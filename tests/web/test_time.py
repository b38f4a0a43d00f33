"""The page and the time rule: whatever the date, the page shows what Python says holds."""

from random import Random

import pytest
from playwright.sync_api import expect

from graph.dates import Date, day_text, parse_date
from graph.model import Actor, ActorGraph, Citation, Listed, Relation, RelationType, Source
from graph.timing import at, holds_at, tenure


def visible(page, date=None):
    return page.evaluate("date => (date && whowhom.setDate(date), whowhom.visible())", date)


def random_date(random, first=1994, last=2024):
    year, month, day = random.randint(first, last), random.randint(1, 12), random.randint(1, 28)
    text = random.choice([f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}"])
    return parse_date(text + random.choice(["", "", "~"]))


def busy_graph(seed):
    """Lives, events, unknown ends, undated relations and sources of every sort."""
    random = Random(seed)
    types = [
        RelationType(f"t{n}", f"t{n}", f"t{n}", sign, symmetric, lasting, "f")
        for n, (sign, symmetric, lasting) in enumerate(
            [(-1, True, True), (1, False, True), (0, False, True), (-1, False, False)]
        )
    ]
    sources = [
        Source(f"s{n}", f"S{n}", published=random.choice([None, random_date(random)]))
        for n in range(15)
    ]

    def maybe(*others):
        return random.choice([None, *others, random_date(random)])

    actors = [
        Actor(f"a{n}", f"A{n}", "person", begin=maybe(), end=maybe(parse_date("unknown")))
        for n in range(12)
    ]
    relations = []
    for _ in range(160):
        one, two = sorted(random.sample(range(12), 2))
        cited = Listed(Citation(f"s{n}") for n in random.sample(range(15), random.randint(0, 2)))
        begin, end = maybe(parse_date("unknown")), maybe(parse_date("unknown"), None)
        kind = random.choice(types).name
        relations.append(Relation(f"a{one}", kind, f"a{two}", begin=begin, end=end, sources=cited))
    return ActorGraph.of(actors, relations, sources, types)


def dates(seed):
    random = Random(seed)
    texts = {random_date(random, 1990, 2027).text.rstrip("~") for _ in range(60)}
    return sorted(texts)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_page_shows_at_each_date_what_the_time_rule_says(open_page, seed):
    graph = busy_graph(seed)
    page = open_page(graph)
    for undated in (False, True):
        page.get_by_label("Undated").set_checked(undated)
        for text in dates(seed):
            date = parse_date(text)
            expected = sorted(
                key
                for key, relation in graph.keyed.items()
                if holds_at(graph, relation, date)
                or (undated and not tenure(graph, relation).dated)
            )
            assert visible(page, text) == expected, text
            assert len(expected) == len(at(graph, date, undated=undated).relations)
        assert visible(page, "all") == sorted(
            key
            for key, relation in graph.keyed.items()
            if tenure(graph, relation).span or (undated and not tenure(graph, relation).dated)
        )


def test_days_around_every_bound_agree_too(open_page):
    graph = busy_graph(3)
    page = open_page(graph)
    spans = [tenure(graph, relation).span for relation in graph.relations]
    bounds = {day for span in spans if span for day in span if 700_000 < day < 800_000}
    days = {day + step for day in bounds for step in (-1, 0, 1)}
    told = page.evaluate(
        "days => days.map((day) => (whowhom.setDate(day), whowhom.visible()))",
        [day_text(day) for day in sorted(days)],
    )
    for day, keys in zip(sorted(days), told, strict=True):
        date = Date(day_text(day), day, day)
        expected = [key for key, rel in graph.keyed.items() if holds_at(graph, rel, date)]
        assert keys == sorted(expected), date.text


def test_counts_in_the_legend_follow_the_date(open_page, sample):
    page = open_page(sample)
    row = page.locator("label.row", has=page.locator('[data-facet="sign"][data-value="-1"]'))
    expect(row.locator(".count")).to_have_text("3")
    visible(page, "2003")
    expect(row.locator(".count")).to_have_text("2")
    visible(page, "1995")
    expect(row.locator(".count")).to_have_text("0")


def test_the_slider_moves_by_months(open_page, sample):
    page = open_page(sample)
    slider = page.get_by_label("Month")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#date")).to_have_value("2021-07")
    expect(page.locator("#status")).to_contain_text("Jul 2021")
    assert visible(page) == visible(page, "2021-07")
    page.keyboard.press("Home")
    expect(page.locator("#date")).to_have_value("1994-01")


def test_a_typed_date_is_taken_and_a_wrong_one_marked(open_page, sample):
    page = open_page(sample)
    field = page.locator("#date")
    field.fill("2003")
    field.press("Enter")
    expect(page.locator("#status")).to_have_text(
        "4 actors with relations, 1 without, 3 relations · 2003"
    )
    field.fill("2003-13")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert")).to_have_text("write 2021, 2021-08 or 2021-08-15")
    expect(page.get_by_role("alert")).to_be_in_viewport(ratio=1)
    expect(page.locator("#status")).to_contain_text("2003")
    field.fill("2004-01")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_be_hidden()
    wrong = ["2021-02-30", "0000", "", "21", "2021-8", "2021-00", "x"]
    assert page.evaluate("texts => texts.map((text) => whowhom.setDate(text))", wrong) == [
        False for _ in wrong
    ]


def test_all_dates_and_undated_are_switches(open_page, sample):
    page = open_page(sample)
    page.get_by_label("All dates").check()
    assert "omar:leads:emirate" in visible(page)
    assert "valley:hosts:front" not in visible(page)
    page.get_by_label("Undated").check()
    assert "valley:hosts:front" in visible(page)
    page.get_by_label("All dates").uncheck()
    assert "omar:leads:emirate" not in visible(page)


def test_play_runs_through_the_time_and_pauses(open_page, sample):
    page = open_page(sample)
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#date")).to_have_value("1995-01", timeout=5000)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
