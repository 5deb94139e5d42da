"""Cash by date: every amount on its day, vendors later, and together with what has no day the plan's total."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from over_time_estate import document

from planner.report import listed
from planner.report.calendar import years_of
from planner.report.cash import CashLine, cash_by_date


def test_vendors_are_paid_later_and_servers_and_sales_on_their_days():
    lines = cash_by_date(document()["ahead"], 14)
    assert lines[:3] == (
        CashLine(date(2026, 12, 1), 40500, 5000),  # the upgrade of two servers, and 17 licences sold
        CashLine(date(2026, 12, 15), 59240 + 11400, 0),
        CashLine(date(2027, 5, 5), 3700, 0),
    )
    days = [line.day for line in lines]
    assert days[:-1] == sorted(day for day in days if day)
    years = years_of(document()["ahead"])
    dated = [line for line in lines if line.day is not None]
    assert sum(line.comes_in_minor for line in dated) == sum(year.sales for year in years)
    assert sum(line.paid_minor - line.comes_in_minor for line in lines) == sum(year.total for year in years)
    assert lines[-1] == CashLine(None, sum(year.orders + year.mixing for year in years), 0)


def test_the_sums_stand_last_and_are_the_total_where_all_is_paid_on_one_day():
    one_day = document()["one day"]
    table = listed.cash_dates(one_day, 0, date.isoformat)
    *_, undated, sums = table.rows()
    assert undated[0] == listed.NO_DAY
    assert sums[0] == listed.TOTAL
    assert sums[1] - sums[2] == one_day.plan.cost.total
    assert len(listed.cash_dates(replace(one_day, plan=None), 0, date.isoformat)) == 0
