"""What every page looks like: figures of the reader's country, sizes of screens, headings, and the keyboard."""

from __future__ import annotations

from tests.browser.test_dashboard import heading


def test_figures_are_written_as_the_browsers_language_does(open_page, desk):
    page = open_page(f"/plan?plan={desk.dear_plan}", locale="de-DE")
    heading(page, "Buy 5 licences for 27.693,10 EUR from 1 vendor; proved cheapest; 73,6 % below all-User.")
    total = page.get_by_test_id("stMetric").filter(has_text="Total cost").get_by_test_id("stMetricValue")
    assert total.inner_text() == "27.693,10 EUR"
    page = open_page(f"/inventory?inventory={desk.dear}", locale="de-DE")
    people = page.get_by_test_id("stMetric").filter(has_text="People").get_by_test_id("stMetricValue")
    people.filter(has_text="3.000").wait_for()
