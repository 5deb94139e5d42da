"""What every page looks like: figures of the reader's country, sizes of screens, headings, and the keyboard."""

from __future__ import annotations

from itertools import pairwise

from tests.browser.conftest import SENTENCE
from tests.browser.test_dashboard import heading

TABLET = {"width": 820, "height": 1180, "has_touch": True}
FITS = """() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]
    .every(part => part.scrollWidth <= part.clientWidth)"""
CUT_OFF = """[...document.querySelectorAll('[data-testid=stMain] button p, [data-testid=stMain] a p, h1, h2')]
    .filter(part => part.scrollWidth > part.clientWidth + 1).map(part => part.innerText)"""
LEVELS = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(part => Number(part.tagName[1]))"
FOCUSED = """(() => {
    const part = document.activeElement, style = getComputedStyle(part);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    const name = part.getAttribute('aria-label') || part.innerText || '';
    return [name.trim().split('\\n').pop(), part.tagName, outlined || style.boxShadow !== 'none'];
})()"""
"""What has the focus: its name, its kind, and whether one sees it."""


def test_figures_are_written_as_the_browsers_language_does(open_page, desk):
    page = open_page(f"/plan?plan={desk.dear_plan}", locale="de-DE")
    heading(
        page,
        "Kaufen Sie 5 Lizenzen für 27.693,10 EUR über 1 Anbieter; nachweislich am günstigsten; "
        "73,6 % unter „nur Nutzer-CALs“.",
    )
    total = page.get_by_test_id("stMetric").filter(has_text="Gesamtkosten").get_by_test_id("stMetricValue")
    assert total.inner_text() == "27.693,10 EUR"
    page = open_page(f"/inventory?inventory={desk.dear}", locale="de-DE")
    people = page.get_by_test_id("stMetric").filter(has_text="Personen").get_by_test_id("stMetricValue")
    people.filter(has_text="3.000").wait_for()


def test_every_page_fits_every_screen_with_its_headings_in_order(open_page, address, desk):
    page = open_page(**TABLET)
    for path, shown in desk.pages:
        page.goto(address + path)
        heading(page, shown)
        for width in (1920, 1280, 820):
            page.set_viewport_size({"width": width, "height": 1180})
            page.wait_for_function(FITS)  # tables are drawn anew after the window
        assert page.evaluate(CUT_OFF) == [], path
        levels = page.evaluate(LEVELS)
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(below <= above + 1 for above, below in pairwise(levels)), f"{path}: {levels}"


def test_paper_has_every_column_and_says_what_it_is(open_page, desk):
    """A table on the screen is a picture of the columns that have room there; the others were not printed."""
    page = open_page(f"/plan?plan={desk.harmful_plan}", width=820)
    page.get_by_role("heading", name="What to buy").wait_for()
    paper = page.locator(".st-key-purchases .on-paper")
    assert not paper.is_visible()
    page.emulate_media(media="print")
    paper.wait_for()
    heads = paper.locator("th").all_inner_texts()
    assert heads[:2] == ["Vendor", "Product"]
    assert {"Line total (EUR)", "Offer"} <= set(heads)
    assert "Ask why" not in heads
    assert page.get_by_text('scenario "cheapest"').is_visible()
    assert not page.locator("[data-testid=stDataFrame]").first.is_visible()
    assert paper.evaluate("part => part.scrollWidth <= part.clientWidth")


def tab_to(page, name):
    """Press Tab until something is reached; return what was on the way, by name, kind and whether one saw it."""
    reached = []
    while not reached or reached[-1][0] != name:
        assert len(reached) < 60, reached
        page.keyboard.press("Tab")
        reached.append(tuple(page.evaluate(FOCUSED)))
    return reached


def test_a_plan_is_fetched_by_keyboard_and_one_sees_where_one_is(open_page, desk):
    page = open_page(f"/plan?plan={desk.plan}")
    heading(page, SENTENCE)
    page.get_by_role("button", name="Plan for other programs").wait_for()
    page.locator(".st-key-purchases").get_by_test_id("stDataFrame").wait_for()
    reached = tab_to(page, "Plan as a workbook")
    links = [name for name, kind, _ in reached if kind == "A"]
    assert links[:3] == ["Skip to main content", "Start", "Import"]
    assert "Saved work" in links
    unseen = [name for name, kind, seen in reached if kind in ("A", "BUTTON") and not seen]
    assert unseen == []
    with page.expect_download() as got:
        page.keyboard.press("Enter")
    assert got.value.suggested_filename == "tills plan.xlsx"
    assert [name for name, _, _ in reached][-3:-1] == ["Purchase list (.xlsx)", "Purchase list (.csv)"]
    assert [name for name, _, _ in tab_to(page, "Plan for other programs")] == ["Plan for other programs"]


def test_a_rule_added_to_the_form_keeps_what_was_typed_before(open_page, desk):
    page = open_page(f"/scenarios?inventory={desk.dear}")
    heading(page, "A new scenario")
    page.get_by_role("textbox", name="Name").fill("few vendors")
    page.get_by_role("combobox", name="Add more rules to the form").fill("vendors to leave")
    page.get_by_role("option", name="Vendors and orders: Vendors to leave out").click()
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Vendors to leave out").fill("Shop")
    page.get_by_role("button", name="Save", exact=True).click()
    heading(page, "Your scenarios")
    page.get_by_text("Vendors to leave out: Shop").wait_for()
    assert page.get_by_role("textbox", name="Name").input_value() == ""
