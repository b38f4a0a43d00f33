"""The address is the view."""

import pytest
from playwright.sync_api import expect

from inpage import click_actor, drawn_actors, place_of, visible


def test_an_address_opens_an_actor_a_relation_and_a_date(open_page, sample):
    page = open_page(sample, "#actor=omar&asof=2003-02")
    expect(page.locator("#panel h2")).to_have_text("Omar the Elder")
    expect(page.locator("#date")).to_have_value("2003-02")
    page.evaluate("location.hash = '#relation=omar%3Aleads%3Aemirate&asof=all'")
    expect(page.locator("#panel h2")).to_have_accessible_name("Omar the Elder leads Émirat")
    expect(page.get_by_label("All dates")).to_be_checked()
    page.evaluate("location.hash = '#actor=nobody&asof=yesterday'")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#date")).to_have_value("2021-08-15")


def test_the_browser_steps_back_through_selections(open_page, sample):
    page = open_page(sample)
    page.evaluate("whowhom.select({ actor: 'omar' })")
    page.evaluate("whowhom.select({ actor: 'army' })")
    visible(page, "2010")
    assert page.url.endswith("#actor=army&asof=2010")
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("Omar the Elder")
    page.go_back()
    expect(page.locator("#panel")).to_be_hidden()


VIEWS = [
    "#asof=2003",
    "#actor=emirate&asof=2001..2005-06&signs=!1&steps=2",
    "#actor=army&other=front&asof=all&min=high&undated=1",
    "#relation=omar%3Aleads%3Aemirate&asof=all&types=leads",
    "#source=s1&kinds=!person&alone=1",
    "#actor=emirate&dispute=undisputed&fold=1&open=emirate&table=1&way=out",
    "#asof=all&confidence=none,low&sources=0&mood=ambivalent&dating=undated&undated=1",
    "#actor=emirate&ego=emirate&view=10,-20,0.8",
]


@pytest.mark.parametrize("view", VIEWS)
def test_an_address_restores_the_exact_view(open_page, sample, view):
    page = open_page(sample, view)
    said = page.evaluate("whowhom.address()")
    seen = (visible(page), drawn_actors(page), page.locator("#panel").inner_text())
    page.evaluate("whowhom.open('')")
    assert page.evaluate("whowhom.address()") == "#"
    page.evaluate("hash => whowhom.open(hash)", said)
    assert page.evaluate("whowhom.address()") == said
    assert (visible(page), drawn_actors(page), page.locator("#panel").inner_text()) == seen
    for part in view[1:].split("&"):
        assert part.split("=")[0] in said, part


def test_what_an_address_says_wrongly_is_ignored(open_page, sample):
    page = open_page(sample, "#actor=%E0%A4%A&asof=yesterday&types=nothing&view=a,b,c&story=9")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#date")).to_have_value("2021-08-15")
    assert visible(page) == []  # types=nothing shows no type
    page.evaluate("whowhom.open('min=&steps=7&ego=nobody&open=nobody&way=up&noise&&=')")
    assert page.evaluate("whowhom.address()") == "#"


def test_moving_the_map_is_part_of_the_address_and_fit_forgets_it(open_page, sample):
    page = open_page(sample)
    x, y = place_of(page, "emirate")
    page.mouse.move(x, y - 60)
    page.mouse.wheel(0, -240)
    page.wait_for_url(lambda url: "view=" in url)
    scale = page.evaluate("whowhom.network.getScale()")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert abs(page.evaluate("whowhom.network.getScale()") - scale) < 0.01
    page.get_by_role("button", name="Fit").click()
    page.wait_for_url(lambda url: "view=" not in url)


def test_the_link_is_copied(open_page, sample):
    page = open_page(
        sample, "#actor=emirate&asof=2003", permissions=["clipboard-read", "clipboard-write"]
    )
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Copy link", exact=True).click()
    expect(page.locator("#told")).to_have_text("The link is in the clipboard")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert page.url.endswith("#actor=emirate&asof=2003")


def test_back_leads_from_a_pair_to_the_actor(open_page, sample):
    page = open_page(sample)
    click_actor(page, "army")
    click_actor(page, "emirate", modifier="Shift")
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("National Army")
