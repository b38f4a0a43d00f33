"""The story: steps that move date, focus and map."""

from playwright.sync_api import expect

from inpage import level

STORY = [
    {
        "text": "Omar leads the Émirat.",
        "focus": ["omar"],
        "date": "2003",
        "relations": ["omar:leads:emirate"],
    },
    {
        "text": "The army fights it.",
        "focus": ["army"],
        "date": "2010",
        "relations": ["army:fights:emirate", "nothing:like:this"],
    },
    {"text": "The front appears.", "focus": ["front", "nobody"], "date": "2021-08"},
]


def test_without_a_story_nothing_of_it_is_there(open_page, sample):
    page = open_page(sample)
    expect(page.locator("#tale")).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator("#story")).to_be_hidden()
    assert "next step" not in page.locator("#key-list").inner_text()


def test_the_keys_lead_through_the_story(open_page, sample):
    page = open_page(sample, story=STORY)
    box = page.locator("#story")
    expect(box).to_be_hidden()
    page.keyboard.press("n")
    expect(box).to_contain_text("Omar leads the Émirat.")
    expect(box).to_contain_text("1 of 3 · 2003")
    expect(page.locator("#date")).to_have_value("2003")
    expect(box.get_by_role("button", name="Previous")).to_be_disabled()
    page.keyboard.press("n")
    expect(box).to_contain_text("2 of 3 · 2010")
    assert level(page, "army") != level(page, "republic")
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(box).to_contain_text("3 of 3 · Aug 2021")
    page.keyboard.press("p")
    expect(box).to_contain_text("2 of 3")
    page.go_back()
    expect(box).to_contain_text("3 of 3")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_a_step_stands_on_its_relations(open_page, sample):
    page = open_page(sample, "#story=2", story=STORY)
    expect(page.locator("#date")).to_have_value("2010")
    box = page.locator("#story")
    box.get_by_text("Rests on 1 relation").click()
    box.locator(".relation").click()
    expect(page.locator("#panel h2")).to_have_accessible_name("National Army fights Émirat")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(box).to_be_visible()
    assert page.url.endswith("&story=2")


def test_the_buttons_do_the_same_and_keep_the_focus(open_page, sample):
    page = open_page(sample, story=STORY)
    page.get_by_role("button", name="Story").click()
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    expect(page.locator("#story")).to_contain_text("2 of 3")
    page.locator("#leave").click()
    expect(page.locator("#story")).to_be_hidden()
