from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from planner.domain.estate import Server
from planner.timeline.calendar import Step, months_later, moved_back, moved_forward
from planner.timeline.horizon import Horizon, periods_of, term_days
from planner.timeline.upgrades import choices_of, in_steps, keeping_days, put_off, with_days
from planner.timeline.worth import factor, later_price, present_value

TODAY = date(2026, 12, 1)
THREE_YEARS = Horizon.of(TODAY, 36)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 31), 13, date(2028, 2, 29)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(9999, 6, 1), 12, date.max),
    ],
)
def test_months_later_keep_the_day_or_take_the_last_one(day, months, found):
    assert months_later(day, months) == found


def test_starts_move_back_and_ends_forward_unless_they_are_a_first_day():
    day, first = date(2027, 5, 17), date(2027, 4, 1)
    assert [moved_back(day, step) for step in Step] == [day, date(2027, 5, 1), first, date(2027, 1, 1)]
    assert [moved_forward(day, step) for step in Step] == [day, date(2027, 6, 1), date(2027, 7, 1), date(2028, 1, 1)]
    assert [moved_forward(first, step) for step in Step] == [first, first, first, date(2028, 1, 1)]


def test_amounts_of_later_days_are_rounded_half_up_at_each_step():
    # The contract's own example: three payments of 600.00 at 10 and at 12 per cent.
    days = [date(2027, 1, 13), date(2028, 1, 13), date(2029, 1, 13)]
    assert [present_value(60000, Fraction(1, 10), TODAY, day) for day in days] == [59331, 53940, 49027]
    assert [present_value(60000, Fraction(12, 100), TODAY, day) for day in days] == [59205, 52866, 47190]
    four_years = date(2030, 12, 1)
    assert factor(Fraction(1, 10), (four_years - TODAY).days) == Fraction(11, 10) ** 4
    assert later_price(5000, Fraction(1, 10), TODAY, four_years) == 7321  # 73.205 is a half
    assert later_price(5000, Fraction(-1, 2), TODAY, four_years) == 313  # 3.125
    assert later_price(1999, Fraction(0), TODAY, four_years) == 1999


def test_a_power_that_is_a_fraction_is_exact():
    # 487 days are four thirds of a year, and 1.331 is the third power of 1.1.
    assert factor(Fraction(331, 1000), 487) == Fraction(11, 10) ** 4
    assert later_price(5000, Fraction(331, 1000), TODAY, date(2028, 4, 1)) == 7321  # 73.205 is a half


def test_periods_start_on_days_inside_the_horizon():
    days = [date(2026, 12, 1), date(2027, 3, 1), date(2027, 3, 1), date(2029, 12, 1), date(2026, 5, 1)]
    periods = periods_of(THREE_YEARS, days)
    assert [(each.number, each.starts, each.ends) for each in periods] == [
        (0, TODAY, date(2027, 3, 1)),
        (1, date(2027, 3, 1), date(2029, 12, 1)),
    ]
    (only,) = periods_of(Horizon.of(TODAY, 0), days)
    assert (only.starts, only.ends) == (TODAY, TODAY)
    assert list(term_days(THREE_YEARS, 12)) == [TODAY, date(2027, 12, 1), date(2028, 12, 1)]


def server(**values):
    return Server(**{"server_id": "S", "version": "2016", "upgrade_to": "2025", "upgrade_choice": True} | values)


def days_of(**values):
    (choice,) = choices_of([server(**values)], Horizon.of(TODAY, 9))
    return [None if day is None else day.isoformat() for day in choice.days]


def test_days_to_choose_are_three_months_apart_and_bound_by_the_horizon_and_until():
    quarters = ["2026-12-01", "2027-03-01", "2027-06-01"]
    assert days_of() == [*quarters, None]
    assert days_of(upgrade_from=date(2026, 1, 1)) == [*quarters, None]
    assert days_of(upgrade_from=date(2027, 2, 15)) == ["2027-02-15", "2027-05-15", "2027-08-15", None]
    assert days_of(upgrade_until=date(2027, 3, 1)) == quarters[:2]
    assert days_of(upgrade_until=date(2027, 3, 2)) == [*quarters[:2], "2027-03-02"]
    assert days_of(upgrade_until=date(2027, 9, 1)) == [*quarters, None]  # the horizon's end is outside
    assert days_of(upgrade_from=date(2028, 1, 1)) == [None]


def test_servers_that_share_a_name_are_one_choice():
    servers = [
        server(server_id="B", upgrade_together="farm"),
        server(server_id="C"),
        server(server_id="A", upgrade_together="farm"),
        server(server_id="farm"),
        server(server_id="D", upgrade_choice=False, upgrade_on=date(2027, 5, 5)),
    ]
    assert [choice.servers for choice in choices_of(servers, THREE_YEARS)] == [("A", "B"), ("C",), ("farm",)]
    decided = with_days(servers, {"A": None, "B": date(2027, 3, 1)})
    assert [(each.upgrade_to, each.upgrade_on) for each in decided[:3]] == [
        ("2025", date(2027, 3, 1)),
        ("2025", None),
        (None, None),
    ]
    assert in_steps(servers, Step.QUARTER)[4].upgrade_on == date(2027, 4, 1)


def test_keeping_is_paid_from_its_first_day_on_while_the_old_version_runs():
    def paid(upgraded_on=None, **values):
        one = server(keep_cost_minor=60000, **values)
        return [day.isoformat() for day in keeping_days(one, THREE_YEARS, upgraded_on)]

    assert paid() == ["2027-01-13", "2028-01-13", "2029-01-13"]  # the day after extended support of 2016 ends
    assert paid(date(2028, 1, 13)) == ["2027-01-13"]
    assert paid(date(2028, 1, 14)) == ["2027-01-13", "2028-01-13"]
    assert paid(version="2008", keep_cost_months=18) == ["2026-12-01", "2028-06-01"]  # no end of support is known
    assert paid(keep_cost_from=date(2025, 11, 30), keep_cost_months=14) == ["2027-01-30", "2028-03-30", "2029-05-30"]
    assert paid(keep_cost_from=date(2029, 12, 1)) == []
    assert list(keeping_days(server(), THREE_YEARS, None)) == []


def test_upgrades_that_lie_ahead_are_put_off_and_nothing_else():
    ahead = server(upgrade_on=date(2027, 1, 31), upgrade_to="2022")
    done = server(upgrade_on=TODAY, upgrade_to="2022")
    bound = server(upgrade_choice=True, upgrade_from=date(2027, 3, 1), upgrade_until=date(2028, 2, 29))
    free = server(upgrade_choice=True)
    later = put_off([ahead, done, bound, free], TODAY, 13)
    assert later[0].upgrade_on == date(2028, 2, 29)
    assert later[1:2] + later[3:] == (done, free)
    assert (later[2].upgrade_from, later[2].upgrade_until) == (date(2027, 3, 1), date(2029, 3, 29))
    assert put_off([ahead, bound], TODAY, 0) == (ahead, bound)
