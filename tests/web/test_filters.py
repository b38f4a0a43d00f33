"""The legend as a filter."""

from playwright.sync_api import expect

from inpage import visible


def test_filters_hide_by_polarity_type_family_kind_and_confidence(open_page, sample):
    page = open_page(sample, "#asof=all")
    everything = visible(page)
    assert len(everything) == 5

    def without(facet, value):
        box = page.locator(f'[data-facet="{facet}"][data-value="{value}"]')
        box.evaluate("box => box.click()")
        left = visible(page)
        box.evaluate("box => box.click()")
        assert visible(page) == everything
        return set(everything) - set(left)

    fights = {key for key in everything if ":fights:" in key}
    assert without("sign", -1) == fights
    assert without("type", "fights") == fights
    assert without("kind", "armed_force") == {"army:fights:emirate"}
    assert without("confidence", "high") == {"omar:leads:emirate"}
    page.locator(".family", has_text="conflict").get_by_role("checkbox").click()
    assert visible(page) == sorted(set(everything) - fights)
    page.get_by_role("button", name="Show everything").click()
    assert visible(page) == everything


def test_the_reset_button_is_in_sight_as_soon_as_something_is_off(open_bundled):
    page = open_bundled(size=(1600, 950))
    page.locator('[data-facet="sign"][data-value="-1"]').click()
    reset = page.get_by_role("button", name="Show everything")
    box, legend = reset.bounding_box(), page.locator("#legend").bounding_box()
    assert box["y"] + box["height"] <= legend["y"] + legend["height"]
    assert page.locator("#legend").evaluate("it => it.scrollTop") == 0


def test_a_map_that_filters_empty_says_so_and_offers_a_way_back(open_page, sample):
    page = open_page(sample)
    for sign in (-1, 0, 1):
        page.locator(f'[data-facet="sign"][data-value="{sign}"]').click()
    expect(page.locator("#status")).to_contain_text("0 relations: all hidden by the filters")
    page.locator("#status").get_by_role("button", name="reset").click()
    expect(page.locator("#status")).to_contain_text("4 relations · relations that")


def test_actors_in_the_status_are_those_of_the_legend(open_page, sample):
    page = open_page(sample)
    counts = page.locator("label.row", has=page.locator('[data-facet="kind"]')).locator(".count")
    for date in ("1995", "2003", "2013-05", "2021-08-15"):
        visible(page, date)
        said = page.locator("#status b").inner_text().replace(",", "").split()
        numbers = [int(word) for word in said if word.isdigit()][:-1]
        assert sum(numbers) == sum(map(int, counts.all_inner_texts())), date


def box(page, facet, value):
    return page.locator(f'[data-facet="{facet}"][data-value="{value}"]')


def test_filters_hide_by_sources_dispute_ambivalence_and_undated(open_page, sample):
    page = open_page(sample, "#asof=all&undated=1")
    everything = set(visible(page))
    assert "valley:hosts:front" in everything

    def without(facet, value):
        box(page, facet, value).click()
        left = set(visible(page))
        box(page, facet, value).click()
        assert set(visible(page)) == everything
        return everything - left

    assert without("dispute", "disputed") == {"emirate:fights:front"}
    assert without("mood", "ambivalent") == {"valley:hosts:front"}
    assert without("dating", "undated") == {"valley:hosts:front"}
    assert without("sources", "0") == {"valley:hosts:front"}
    assert "army:fights:emirate" in without("sources", "3")


def test_alt_click_and_the_only_button_leave_nothing_else(open_page, sample):
    page = open_page(sample, "#asof=all&undated=1")
    row = page.locator("label.row", has=box(page, "type", "leads"))
    page.get_by_role("button", name="Types of hierarchy").click()
    row.click(modifiers=["Alt"])
    assert visible(page) == ["omar:leads:emirate"]
    page.get_by_role("button", name="Show everything").click()
    page.get_by_role("button", name="Only Disputed").press("Enter")
    assert visible(page) == ["emirate:fights:front"]
    page.keyboard.press("r")
    page.get_by_role("button", name="Only conflict").press("Enter")
    assert {key.split(":")[1] for key in visible(page)} == {"fights"}


def test_every_row_says_how_often_it_is_there(open_page, sample):
    page = open_page(sample)
    rows = page.locator("label.row:not(.fold)")
    counts = rows.locator(".count").all_inner_texts()
    assert rows.count() == len(counts) > 15
    assert all(count.isdigit() for count in counts)
    one = page.locator("label.row", has=box(page, "dispute", "disputed"))
    expect(one.locator(".count")).to_have_text("1")
    visible(page, "2003")
    expect(one.locator(".count")).to_have_text("0")
