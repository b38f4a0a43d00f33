"""Finding an actor, and what stands around it."""

import unicodedata
from random import Random

import pytest
from playwright.sync_api import expect

from graph.names import fold, resolve
from inpage import click_actor, drawn_actors, level


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("iea", "Émirat"),
        ("emirat", "Émirat"),
        ("طالبان", "Émirat"),
        ("طالبَان", "Émirat"),
        ("KABUL", "Republic"),
        ("elder", "Omar the Elder"),
    ],
)
def test_search_finds_by_name_alias_and_native_script_whatever_case_and_accents(
    open_page, sample, typed, name
):
    page = open_page(sample)
    page.keyboard.press("/")
    page.keyboard.insert_text(typed)
    expect(page.get_by_role("option").first).to_contain_text(name)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(name)


LATIN = (
    "Al-Qa'ida|al qaeda|ISIS-K|isisk|TTP|  |-|\u00c9mirat|E\u0301mirat|Straße|STRASSE|ali`|№ 5|no5"
)
ARABIC = "طالبان|طالبَان|طـالبان|القاعدة|القاعده|علي|علی|كرد|کرد|می\u200cخواهم|میخواهم|ٱلله|الله"  # noqa: RUF001
OTHERS = "ΟΔΟΣ|οδος|ᾳ|ΑΙ|İstanbul|ılgaz|Ilgaz|ﬁn|हिन्दी|हनद|தமிழ்|ʿAli|ʻali|ʼali|Đà Nẵng"  # noqa: RUF001
SIGNS = "\u33d7|Ⅳ|①|1|½|三|\u0345|ǅ|dž|Ω|ω|Ж|ж"


def test_names_are_folded_in_the_page_as_on_the_command_line(open_page, sample):
    random = Random(1)
    blocks = ((0x20, 0x7F), (0xA0, 0x700), (0x900, 0xE00), (0x1E00, 0x2200))
    signs = [chr(code) for block in blocks for code in range(*block)]
    letters = [sign for sign in signs if unicodedata.category(sign) != "Cn"]
    names = [name for part in (LATIN, ARABIC, OTHERS, SIGNS) for name in part.split("|")]
    names += [*letters, *("".join(random.sample(letters, 4)) for _ in range(500))]
    told = open_page(sample).evaluate("names => names.map((name) => whowhom.fold(name))", names)
    assert dict(zip(names, told, strict=True)) == {name: fold(name) for name in names}


@pytest.mark.parametrize("typed", ["alqaeda", "al qaida", "AL-QA'IDA", "isisk", "طالبان"])
def test_search_takes_what_the_command_line_takes(open_bundled, bundled, typed):
    page = open_bundled()
    page.keyboard.press("/")
    page.keyboard.insert_text(typed)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(resolve(bundled, typed).actor.name)


def test_search_moves_with_the_arrows_and_says_when_nothing_is_found(open_page, sample):
    page = open_page(sample)
    page.keyboard.press("/")
    page.keyboard.type("e")
    first, second = (page.get_by_role("option").nth(n) for n in (0, 1))
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(second).to_have_attribute("aria-selected", "true")
    name = second.locator(".name").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(name)
    page.get_by_role("combobox").fill("zzz")
    expect(page.locator("#found")).to_contain_text("No actor is called “zzz”")


def test_escape_steps_back_from_the_search_then_from_the_selection(open_page, sample):
    page = open_page(sample, "#actor=emirate")
    page.keyboard.press("/")
    page.keyboard.type("om")
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_have_value("")
    expect(page.locator("#panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()


def test_neighbours_stand_out_and_the_rest_is_dimmed(open_page, sample):
    page = open_page(sample, "#actor=army&asof=2003")
    border = "id => whowhom.network.body.nodes[id].options.color.border"
    assert page.evaluate(border, "emirate") != page.evaluate(border, "republic")
    page.keyboard.press("2")
    expect(page.get_by_role("button", name="2", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    color = "id => whowhom.network.body.nodes[id].options.font.color"
    assert page.evaluate(color, "republic") == "#ffffff"


def test_one_to_three_steps_by_their_keys(open_page, sample):
    page = open_page(sample, "#actor=army&asof=2021-08-15")
    pale = level(page, "republic")
    page.keyboard.press("2")
    assert level(page, "republic") == "#1f2937" != pale
    assert page.url.endswith("steps=2")
    page.keyboard.press("1")
    assert level(page, "republic") == pale


def test_direction_keeps_what_an_actor_does_or_what_is_done_to_it(open_page, sample):
    page = open_page(sample, "#actor=omar&asof=2011")
    assert level(page, "emirate") == "#1f2937"
    page.keyboard.press("i")
    assert level(page, "emirate") != "#1f2937"
    page.keyboard.press("o")
    assert level(page, "emirate") == "#1f2937"
    page.evaluate("whowhom.open('actor=emirate&asof=2011&way=out')")
    assert level(page, "omar") != "#1f2937"  # who is led by him does not lead him
    assert level(page, "army") != level(page, "omar")  # a fight goes both ways


def test_the_rest_is_hidden_on_demand(open_page, sample):
    page = open_page(sample, "#actor=army&asof=2003")
    assert len(drawn_actors(page)) > 2
    page.keyboard.press("h")
    assert drawn_actors(page) == ["army", "emirate"]
    page.keyboard.press("t")
    expect(page.locator("#table tbody tr")).to_have_count(1)
    page.keyboard.press("h")
    assert len(drawn_actors(page)) > 2


def test_a_click_with_shift_asks_what_is_between_two(open_page, sample):
    page = open_page(sample)
    click_actor(page, "army")
    click_actor(page, "emirate", modifier="Shift")
    expect(page.locator("#panel h2")).to_have_accessible_name("Between National Army and Émirat")
    expect(page.locator("#panel")).to_contain_text("Ties: 1 of 1")
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_text("National Army")


def test_the_second_actor_is_searched_by_keyboard(open_page, sample):
    page = open_page(sample, "#actor=army")
    page.keyboard.press("v")
    expect(page.get_by_role("combobox")).to_have_attribute(
        "placeholder", "Between National Army and …"
    )
    page.keyboard.type("front")
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel).to_contain_text("No tie of their own is recorded.")
    expect(panel).to_contain_text("Ways that make them partners (1)")
    expect(panel).to_contain_text("Front of Resistance: an opponent of an opponent")
    assert page.url.endswith("#actor=army&other=front")
