"""Servers whose support ends, and licences that are soon of no use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.product import LIFECYCLES, Version
from planner.domain.scenario import Policy
from planner.licensing import horizon_notices, remarks_on_life, support_notices
from planner.licensing.view import View
from planner.timeline.calendar import months_later
from planner.timeline.horizon import Horizon
from planner.timeline.upgrades import stays_of
from tests.builders import estate, group, offer, policy, server

OUT_OF_SUPPORT, SOON, SHORT_LIFE = "CAL-661", "CAL-662", "CAL-663"
OUTLIVES, KEPT_TOO_LONG = "CAL-689", "CAL-694"


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
        "2012 on 2023-10-10: a. Security updates were sold after that for 2012 until 2026-10-13. The right to use them "
        "stays."
    )
    assert soon.text.startswith(
        'Extended support ends soon (rule R58) for 2016 on 2027-01-12: b, c, servers of group "till". Security updates '
        "are sold after that for 2016 until 2030-01-12. The right to use them stays."
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


def test_every_version_says_where_its_dates_are_from():
    assert all(life.source and life.paid_updates_source for life in LIFECYCLES.values())
    last = {version: life.paid_updates_end for version, life in LIFECYCLES.items() if life.paid_updates_end}
    assert last == {"2012": date(2026, 10, 13), "2016": date(2030, 1, 12)}
    assert all(LIFECYCLES[version].extended_end < day for version, day in last.items())


AHEAD = Horizon.of(date(2026, 11, 21), 40)


def told_ahead(*groups, on=None, to=None, **details):
    """What is told of a server of 2016, and of groups, when looking ahead until 2030-03-21."""
    old = replace(server("S", "2016"), **details)
    stays = stays_of(old, AHEAD, on and date.fromisoformat(on), to and Version(to))
    return horizon_notices(View(estate(groups, [old]), policy()), stays, AHEAD)


@pytest.mark.parametrize(
    ("on", "to", "says"),
    [
        (None, None, "2016 after 2027-01-12: S"),
        ("2027-01-12", "2022", None),
        ("2027-01-13", "2022", None),
        ("2027-01-14", "2022", "2016 after 2027-01-12: S until 2027-01-14"),
        ("2026-11-21", "2019", "2019 after 2029-01-09: S"),
        ("2027-03-01", "2019", "2016 after 2027-01-12: S until 2027-03-01; 2019 after 2029-01-09: S"),
    ],
)
def test_a_server_that_outlives_its_support_is_named(on, to, says):
    told = told_ahead(on=on, to=to)
    if says is None:
        assert told == ()
    else:
        (notice,) = told
        assert notice.code == OUTLIVES
        assert "until 2030-03-21, versions run on without extended support, and nothing is counted" in notice.text
        assert f" (rule R58): {says}. Give keep_cost" in notice.text


def test_who_pays_for_keeping_is_not_named_until_the_updates_end():
    assert told_ahead(keep_cost_minor=600_00, keep_cost_from=date(2026, 1, 13), keep_cost_months=60) == ()
    assert told_ahead(keep_cost_minor=600_00, keep_cost_from=date(2027, 1, 12)) == ()
    (notice,) = told_ahead(keep_cost_minor=600_00)
    assert notice.code == KEPT_TOO_LONG
    assert notice.text.endswith("known to be sold for it (rule R58): 2016 after 2030-01-12: S.")
    assert told_ahead(on="2029-12-01", to="2025", keep_cost_minor=600_00) == ()


def test_groups_that_name_a_version_are_looked_at_while_they_are_there():
    (notice,) = told_ahead(group("till", 2, 2, server="2016", ends=date(2028, 2, 1)), on="2026-11-21", to="2025")
    assert ': 2016 after 2027-01-12: servers of group "till" until 2028-02-01. ' in notice.text
    assert told_ahead(group("till", 2, 2, server="2016", ends=date(2027, 1, 13)), on="2026-11-21", to="2025") == ()
    (late,) = told_ahead(group("line", 2, 2, server="2019", starts=date(2029, 6, 1)), on="2026-11-21", to="2025")
    assert ': 2019 after 2029-01-09: servers of group "line". ' in late.text
