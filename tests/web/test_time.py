"""The page and the time rule: whatever the date, the page shows what Python says holds."""

from itertools import product
from random import Random

import pytest
from playwright.sync_api import expect

from graph.dates import Date, day_text, parse_date
from graph.grading import independent
from graph.model import Actor, ActorGraph, Citation, Listed, Relation, RelationType, Source
from graph.query import Filters, about
from graph.timing import at, holds_at, tenure
from inpage import visible


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
        Source(
            f"s{n}",
            f"S{n}",
            publisher=f"P{n % 5}",
            published=random.choice([None, random_date(random)]),
        )
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
        more = {
            "confidence": random.choice(["", "low", "medium", "high"]),
            "disputed_by": Listed([Citation("s1")] if random.random() < 0.2 else []),
            "ambivalent": random.random() < 0.2,
        }
        link = Relation(f"a{one}", kind, f"a{two}", begin=begin, end=end, sources=cited, **more)
        relations.append(link)
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
        page.locator("#undated").set_checked(undated)
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
    slider = page.get_by_label("Month", exact=True)
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#date")).to_have_value("2021-07")
    expect(page.locator("#status")).to_contain_text("one day of 2021-07;")
    assert visible(page) == visible(page, "2021-07")
    page.keyboard.press("Home")
    expect(page.locator("#date")).to_have_value("1994-01")


def test_a_typed_date_is_taken_and_a_wrong_one_marked(open_page, sample):
    page = open_page(sample)
    field = page.locator("#date")
    field.fill("2003")
    field.press("Enter")
    expect(page.locator("#status")).to_have_text(
        "4 actors with relations, 1 without, 3 relations · "
        "relations that hold on at least one day of 2003; 1 undated shown: no"
    )
    field.fill("2003-13")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert")).to_have_text("write 2021, 2021-08, 2021-08-15 or 2019..2021")
    expect(page.get_by_role("alert")).to_be_in_viewport(ratio=1)
    expect(page.locator("#status")).to_contain_text("2003")
    field.fill("2004-01")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_be_hidden()
    wrong = ["2021-02-30", "0000", "", "21", "2021-8", "2021-00", "x", "2021..2019", "..", "2019.."]
    assert page.evaluate("texts => texts.map((text) => whowhom.setDate(text))", wrong) == [
        False for _ in wrong
    ]


def test_all_dates_and_undated_are_switches(open_page, sample):
    page = open_page(sample)
    page.get_by_label("All dates").check()
    assert "omar:leads:emirate" in visible(page)
    assert "valley:hosts:front" not in visible(page)
    page.locator("#undated").check()
    assert "valley:hosts:front" in visible(page)
    expect(page.locator("#status")).to_contain_text("1 undated shown: yes")
    page.get_by_label("Date", exact=True).check()
    assert "omar:leads:emirate" not in visible(page)


def test_play_runs_through_the_time_and_pauses(open_page, sample):
    page = open_page(sample)
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#date")).to_have_value("1995-01", timeout=5000)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def facets(graph, relation):
    """What the legend filters by, said again from the model."""
    disputed = bool(relation.disputed_by)
    cited = {citation.source for citation in relation.sources}
    known = [graph.document[id_] for id_ in sorted(cited)]
    return {
        "signs": str(graph.type[relation.type].sign),
        "types": relation.type,
        "confidence": relation.confidence or "none",
        "sources": str(min(3, len(independent(known)))),
        "dispute": "disputed" if disputed else "undisputed",
        "mood": "ambivalent" if relation.ambivalent else "plain",
        "dating": "dated" if tenure(graph, relation).dated else "undated",
    }


def random_view(random, graph):
    """A date or range, and filters: the address, and what Python shows of it."""
    one, two = sorted((random_date(random, 1990, 2027) for _ in range(2)), key=lambda d: d.first)
    ranged = random.random() < 0.4 and one.first <= two.last
    text = "..".join(date.text.rstrip("~") for date in ((one, two) if ranged else (one,)))
    when = Date(text, one.first, two.last if ranged else one.last)
    values = {}
    for relation in graph.relations:
        for name, value in facets(graph, relation).items():
            values.setdefault(name, set()).add(value)
    chosen = random.sample(sorted(values), random.randint(0, 3))
    kept = {
        name: set(random.sample(sorted(values[name]), random.randint(0, len(values[name]))))
        for name in chosen
    }
    undated = random.random() < 0.5
    parts = [f"asof={text}", *(f"{name}={','.join(sorted(kept[name]))}" for name in kept)]
    expected = [
        key
        for key, relation in graph.keyed.items()
        if (holds_at(graph, relation, when) or (undated and not tenure(graph, relation).dated))
        and all(facets(graph, relation)[name] in kept[name] for name in kept)
    ]
    return "&".join([*parts, *(["undated=1"] if undated else [])]), sorted(expected)


def test_two_hundred_dates_ranges_and_filters_show_what_python_says(open_page):
    graph = busy_graph(4)
    page = open_page(graph)
    random = Random(5)
    views = [random_view(random, graph) for _ in range(200)]
    told = page.evaluate(
        "views => views.map((view) => (whowhom.open(view), whowhom.visible()))",
        [view for view, _ in views],
    )
    for (view, expected), keys in zip(views, told, strict=True):
        assert keys == expected, view
    assert sum(bool(keys) for keys in told) > 60
    assert sum(".." in view for view, _ in views) > 40


def test_the_page_shows_at_a_date_what_a_question_shows(open_page):
    graph = busy_graph(6)
    page = open_page(graph)
    random = Random(6)
    for actor, bound in product(("a1", "a5", "a9"), ("", "low", "medium", "high")):
        date = parse_date(random_date(random).text.rstrip("~"))
        told = about(graph, actor, filters=Filters(at=date, min_confidence=bound))
        keys = sorted(held.key for stance in told.stances for held in stance.relations)
        page.evaluate("view => whowhom.open(view)", f"asof={date.text}&min={bound}")
        seen = [key for key in visible(page) if actor in ends(graph, key)]
        assert seen == keys, (actor, bound, date.text)


def ends(graph, key):
    return graph.keyed[key].source, graph.keyed[key].target


def test_a_range_is_chosen_with_two_sliders_and_moves_as_one(open_page, sample):
    page = open_page(sample)
    page.get_by_label("Range", exact=True).check()
    expect(page.locator("#date")).to_have_value("2020-09..2021-08")
    page.get_by_label("First month").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#date")).to_have_value("2020-08..2021-08")
    page.get_by_label("Last month").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#date")).to_have_value("2020-08..2021-07")
    expect(page.locator("#status")).to_contain_text("one day of 2020-08..2021-07;")
    page.keyboard.press("Home")
    expect(page.locator("#date")).to_have_value("1994-01..1994-01")
    page.get_by_label("Date", exact=True).check()
    expect(page.locator("#date")).to_have_value("1994-01")


def test_the_histogram_counts_begins_and_ends_of_what_the_filters_leave(open_page, sample):
    page = open_page(sample, "#asof=all")

    def bars(name):
        return page.locator(f"#histogram .{name}").get_attribute("d").count("M")

    # 1994, 2002 (twice), 2020-09, 2021-08 begin; 2013, 2021-08 end, a publication ends the talks
    assert (bars("begins"), bars("ends")) == (4, 2)
    page.locator('[data-facet="sign"][data-value="-1"]').click()
    assert (bars("begins"), bars("ends")) == (2, 2)
