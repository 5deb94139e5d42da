"""The two independent answers to plans over time agree with each other, and with what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.golden.over_time import EXPECTED, PLACE
from tests.golden.over_time.example import TOTALS, UPGRADED_ON, write_example
from tests.oracle.dated import Ahead, moved_back, moved_on
from tests.oracle.dated_enumerate import least_total
from tests.oracle.dated_program import solve_ahead
from tests.oracle.estate import Estate as OracleEstate
from tests.oracle.estate import Horizon, Policy, Server, cents, read_estate
from tests.property.dated import write_dated_estate

QUICK = {
    "named_people": ("as planned", "worth at end", "few vendors", "yearly"),
    "groups": ("new only", "as planned"),
    "chosen_days": ("by quarter", "no upgrade"),
}


def ahead(server: Server, months: int = 30, plan_date: str = "2026-12-01", **horizon: object) -> Ahead:
    return Ahead(
        OracleEstate(servers=(server,)),
        Policy(date.fromisoformat(plan_date)),
        Horizon(months, **horizon),  # type: ignore[arg-type]
    )


def chosen(**about: object) -> Server:
    return Server("S", 2016, "", "", 2025, None, 100_00, upgrade_choice=True, **about)  # type: ignore[arg-type]


def days(*texts: str | None) -> tuple[date | None, ...]:
    return tuple(text and date.fromisoformat(text) for text in texts)  # type: ignore[misc]


def test_the_worked_example_by_both(tmp_path: Path) -> None:
    """The enumeration is asked for one person at twenty times the price."""
    estate = read_estate(write_example(tmp_path))
    (group,), (offer,) = estate.groups, estate.offers
    one = replace(estate, groups=(replace(group, users=1),), offers=(replace(offer, breaks=((1, 20 * 40_00),)),))
    for scenario in estate.scenarios:
        found = solve_ahead(estate, scenario)
        assert found is not None
        assert found.total == least_total(one, scenario) == cents(TOTALS[scenario.name])
        day = found.days["S"]
        assert (day and day.isoformat()) == UPGRADED_ON[scenario.name]


@pytest.mark.parametrize("seed", [1, 2, 4, 5, 13, 15, 17, 19])
def test_enumeration_and_the_plain_program_agree(seed: int, tmp_path: Path) -> None:
    write_dated_estate(tmp_path, seed)
    estate = read_estate(tmp_path)
    listed = {scenario.name: least_total(estate, scenario) for scenario in estate.scenarios}
    solved = {scenario.name: solve_ahead(estate, scenario) for scenario in estate.scenarios}
    assert listed == {name: answer and answer.total for name, answer in solved.items()}
    assert any(listed.values())


@pytest.mark.parametrize("name", EXPECTED)
def test_known_estates_have_the_known_periods(name: str) -> None:
    estate = read_estate(PLACE / name)
    for scenario in estate.scenarios:
        periods = len(Ahead.of(estate, scenario).starts()) if scenario.horizon.months else 1
        assert periods == EXPECTED[name][scenario.name]["periods"], scenario.name


@pytest.mark.parametrize("name", EXPECTED)
def test_the_plain_program_finds_the_known_totals(name: str) -> None:
    estate = read_estate(PLACE / name)
    for scenario in estate.scenarios:
        if scenario.name in QUICK[name]:
            found = solve_ahead(estate, scenario)
            assert found is not None
            assert found.total == cents(EXPECTED[name][scenario.name]["total"]), scenario.name


def test_days_move_to_the_safe_side() -> None:
    day, first = date(2027, 5, 17), date(2027, 4, 1)
    assert [moved_back(day, step).isoformat() for step in ("exact", "month", "quarter", "year")] == [
        "2027-05-17",
        "2027-05-01",
        "2027-04-01",
        "2027-01-01",
    ]
    assert [moved_on(day, step).isoformat() for step in ("exact", "month", "quarter", "year")] == [
        "2027-05-17",
        "2027-06-01",
        "2027-07-01",
        "2028-01-01",
    ]
    assert moved_on(first, "quarter") == moved_back(first, "quarter") == first


def test_candidate_days_of_a_choice() -> None:
    assert ahead(chosen(), 7).candidates([chosen()]) == days("2026-12-01", "2027-03-01", "2027-06-01", None)
    until = chosen(upgrade_until=date(2027, 4, 20))
    assert ahead(until, 7).candidates([until]) == days("2026-12-01", "2027-03-01", "2027-04-20")
    late = chosen(upgrade_from=date(2027, 5, 31), upgrade_until=date(2029, 1, 1))
    assert ahead(late, 7).candidates([late]) == days("2027-05-31", None)
    month_end = chosen(upgrade_from=date(2026, 11, 1))
    found = ahead(month_end, 7, "2026-11-30").candidates([month_end])
    assert found == days("2026-11-30", "2027-02-28", "2027-05-30", None)
    on_a_candidate = chosen(upgrade_until=date(2027, 3, 1))
    assert ahead(on_a_candidate, 7).candidates([on_a_candidate]) == days("2026-12-01", "2027-03-01")


def test_keeping_is_paid_until_the_upgrade() -> None:
    server = chosen(keep_cost=600_00)
    kept = ahead(server, 36, discount_rate=Decimal("0.10"))
    assert list(kept.payments(server, {"S": None})) == list(days("2027-01-13", "2028-01-13", "2029-01-13"))
    assert kept.fixed_cost({"S": None}) == 593_31 + 539_40 + 490_27
    assert list(kept.payments(server, {"S": date(2028, 1, 13)})) == list(days("2027-01-13"))
    assert kept.fixed_cost({"S": date(2026, 12, 1)}) == 100_00
    sunk = chosen(keep_cost=1, keep_cost_from=date(2026, 10, 31), keep_cost_months=1)
    assert list(ahead(sunk, 4, "2026-11-30").payments(sunk, {"S": None})) == list(
        days("2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28")
    )


def test_planned_upgrades_cost_what_lies_ahead() -> None:
    def planned(day: str) -> Server:
        return Server("S", 2016, "", "", 2025, date.fromisoformat(day), 100_00)

    costs = {"2026-11-30": 0, "2026-12-01": 0, "2026-12-02": 100_00, "2027-05-31": 100_00, "2027-06-01": 0}
    for day, cost in costs.items():
        server = planned(day)
        assert ahead(server, 6).upgrade_cost(server, {}) == cost, day


def test_forced_upgrades_are_paid_today_also_of_what_was_upgraded_before() -> None:
    done = Server("S", 2016, "", "", 2022, date(2026, 9, 15), 100_00)
    looked = ahead(done, 6, discount_rate=Decimal("0.5"))
    forced = replace(looked, policy=replace(looked.policy, server_upgrades="2025"))
    assert (looked.upgrade_cost(done, {}), forced.upgrade_cost(done, {})) == (0, 100_00)
    enough = replace(looked, policy=replace(looked.policy, server_upgrades="2022"))
    assert enough.upgrade_cost(done, {}) == 0


def test_amounts_are_rounded_half_up_at_each_step() -> None:
    estate = ahead(chosen(), 24, discount_rate=Decimal("0.5"), price_change_used=Decimal("-0.5"))
    year_on = date(2030, 12, 1)  # 1,461 days are four years exactly
    assert estate.price(1000, "used", year_on) == 63  # 62.5
    assert estate.price(1000, "new", year_on) == 1000
    assert estate.present(1000, year_on) == 198  # 197.53...
