"""Why a plan is as it is, in a real browser: look somebody up, ask, wait for the answer, come back to it."""

from __future__ import annotations

import pytest

from tests.browser.test_dashboard import LEVELS, heading, settled

ANSWER = "costs 700.00 EUR: 510.00 EUR more; proved."
ABOUT = ("Person, machine, group", "Purchase", "What covers what", "Break-even")


def test_a_question_is_answered_by_the_worker_and_stays_answered(open_page, desk):
    page = open_page(f"/why?plan={desk.plan}")
    heading(page, "Why this plan?")
    page.get_by_role("textbox", name="Person, machine or group").fill("till/u")
    page.get_by_role("textbox", name="Person, machine or group").press("Enter")
    page.get_by_role("button", name="people of till").click()
    heading(page, "people of till (20 people)")
    page.get_by_role("button", name="what would it cost with Windows Server User CALs instead?").click()
    page.get_by_text(ANSWER).wait_for(timeout=60_000)
    assert "who=till%2Fuser%2F%2A" in page.url or "who=till/user/*" in page.url
    page.reload()
    page.get_by_text(ANSWER).wait_for()
    page = open_page(page.url.removeprefix(page.url.split("/why")[0]))
    page.get_by_text(ANSWER).wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_the_reasons(open_page, address, desk, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(f"/why?plan={desk.plan}", scheme=scheme)
    heading(page, "Why this plan?")
    for about in ABOUT:
        page.get_by_role("radio", name=about).or_(page.get_by_role("button", name=about, exact=True)).click()
        settled(page)
        found = axe.run(page, options={"runOnly": LEVELS})
        assert found.violations_count == 0, f"{about}\n{found.generate_report()}"
        assert page.get_by_test_id("stException").count() == 0
