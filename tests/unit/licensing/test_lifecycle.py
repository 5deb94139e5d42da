"""Servers whose support ends, and licences that are soon of no use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.scenario import Policy
from planner.licensing import remarks_on_life, support_notices
from planner.licensing.view import View
from planner.timeline.calendar import months_later
from tests.builders import estate, group, offer, policy, server

OUT_OF_SUPPORT, SOON, SHORT_LIFE = "CAL-661", "CAL-662", "CAL-663"


def on(day: str, **values: object) -> Policy:
    return replace(policy(**values), plan_date=date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "months", "code"),
    [
        ("2026-01-11", 12, None),
        ("2026-01-12", 12, SOON),
        ("2026-01-12", 11, None),
        ("2027-01-12", 0, SOON),
        ("2027-01-13", 0, OUT_OF_SUPPORT),
    ],
)
def test_a_server_is_named_from_the_warning_on(day: str, months: int, code: str | None):
    told = support_notices(View(estate(servers=[server("old", "2016")]), on(day, support_warning_months=months)))
    assert [notice.code for notice in told] == ([code] if code else [])


def test_the_notices_name_servers_and_groups_by_version():
    park = [server("a", "2012"), server("b", "2016"), server("c", "2016"), server("new", "2025")]
    needs = estate([group("till", 2, 2, server="2016", rds="2008")], park)
    ended, soon = support_notices(View(needs, policy()))
    assert ended.text.startswith(
        'Extended support has ended (rule R58) for 2008, whose dates are not recorded: servers of group "till"; '
        "2012 on 2023-10-10: a. The right to use them stays."
    )
    assert soon.text.startswith(
        'Extended support ends soon (rule R58) for 2016 on 2027-01-12: b, c, servers of group "till". '
    )


def test_a_group_that_names_its_servers_runs_no_version_of_its_own():
    silent = replace(group("g", 3, 2), server_version=None, servers=("a",))
    assert support_notices(View(estate([silent], [server("a", "2025")]), policy())) == ()
    (ended,) = support_notices(View(estate([silent], [server("a", "2012")]), policy()))
    assert ended.text.startswith("Extended support has ended (rule R58) for 2012 on 2023-10-10: a. ")


def test_an_upgrade_makes_the_notice_go():
    needs = estate([group("g", 1, 1, server="2012")], [server("a", "2012")])
    assert support_notices(View(needs, policy()))
    assert support_notices(View(needs, policy(server_upgrades="2025"))) == ()
    gone = estate([group("g", 1, 1, server="2012", ends=date(2026, 11, 21))])
    assert support_notices(View(gone, policy())) == ()


@pytest.mark.parametrize(
    ("versions", "bought", "words"),
    [
        (("2016",), "2016", "O (2016, until 2027-01-12)"),
        (("2016",), "2025", "O (2025, until 2027-01-12)"),
        (("2012",), "2016", "O (2016, until 2023-10-10, which is over)"),
        (("2016", "2022"), "2019", "O (2019, until 2027-01-12)"),
        (("2016", "2022"), "2022", None),
        (("2022",), "2022", None),
        (("2008",), "2008", None),
    ],
)
def test_a_purchase_is_useful_while_a_server_it_opens_is_supported(
    versions: tuple[str, ...], bought: str, words: str | None
):
    needs = estate(servers=[server(f"s{v}", v) for v in versions])
    told = remarks_on_life([offer("O", 100, runs=bought)], View(needs, policy()))
    if words is None:
        assert told == ()
    else:
        (notice,) = told
        assert notice.code == SHORT_LIFE
        assert notice.text.endswith(f": {words}.")


def test_months_end_with_the_month():
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 11, 21), 12) == date(2027, 11, 21)
    assert months_later(date(2026, 11, 21), 10_000_000) == date.max
