"""Software Assurance lifts the version of owned lots."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.product import NEWEST, newest_on
from planner.domain.scenario import Policy
from planner.licensing import find_owned
from planner.licensing.view import View
from tests.builders import estate, lot, policy


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("2000-01-01", "2008"),
        ("2012-10-29", "2008"),
        ("2012-10-30", "2012"),
        ("2021-08-17", "2019"),
        ("2021-08-18", "2022"),
        ("2024-10-31", "2022"),
        ("2024-11-01", "2025"),
        ("2099-01-01", NEWEST),
    ],
)
def test_the_newest_version_of_a_day(day: str, version: str):
    assert newest_on(date.fromisoformat(day)) == version


@pytest.mark.parametrize(
    ("runs", "until", "planned", "counts_as"),
    [
        ("2019", "2024-12-31", "2026-11-21", "2025"),
        ("2019", "2024-10-31", "2026-11-21", "2022"),
        ("2019", "2021-08-17", "2026-11-21", "2019"),
        ("2019", "2030-01-01", "2022-01-01", "2022"),
        ("2025", "2012-01-01", "2026-11-21", "2025"),
    ],
)
def test_a_lot_counts_at_the_newest_version_reached(runs: str, until: str, planned: str, counts_as: str):
    owned = lot("L", 20, runs=runs, sa_until=date.fromisoformat(until))
    found = find_owned([owned], View(estate(), policy_on(planned)))
    (after,) = found.lots
    assert after.version == counts_as
    assert bool(found.notices) == bool(after.remark) == (counts_as != runs)


def policy_on(day: str) -> Policy:
    return replace(policy(), plan_date=date.fromisoformat(day))


def test_without_software_assurance_nothing_changes():
    owned = lot("L", 20, runs="2019")
    found = find_owned([owned], View(estate(), policy()))
    assert found.lots == (owned,)
    assert found.notices == ()


def test_the_notice_names_lots_by_step_and_counts_licences():
    until = date(2024, 12, 31)
    lots = [lot(f"L{n}", 2, runs="2019", sa_until=until) for n in range(7)]
    lots.append(lot("M", 5, runs="2022", sa_until=until))
    (notice,) = find_owned(lots, View(estate(), policy())).notices
    assert notice.code == "CAL-660"
    assert notice.text == (
        "Software Assurance lifts owned lots to a newer version (rule R39), from 2019 to 2025: L0, L1, L2, L3, L4, "
        "2 more (licences: 14); from 2022 to 2025: M (licences: 5)."
    )


def test_where_nothing_is_owned_nothing_is_told():
    owned = lot("L", 2, runs="2019", sa_until=date(2024, 12, 31))
    assert find_owned([owned], View(estate(), policy(use_owned=False))).notices == ()
