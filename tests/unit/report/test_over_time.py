"""A plan with a horizon as people see it: verdict, calendar, money per year, upgrades, terminal and workbook."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from over_time_estate import document, plans

from planner.domain.document import document_of
from planner.domain.plan import Alternative, PlanStatus, Restriction
from planner.report import listed, listed_over_time, tables
from planner.report.answer import answer
from planner.report.calendar import Action, entries, events_of, years_of
from planner.report.excel import write_workbook
from planner.report.formats.plan_json import as_text, to_json
from planner.report.formats.plan_reader import from_text
from planner.report.formats.register import write_register
from planner.report.table import decimal
from planner.report.terminal import make_console, print_plans
from planner.report.verdict import foresight, other_ways, verdicts


def ahead():
    return document()["ahead"]


def test_now_wait_and_never_say_what_stands_in_the_calendar():
    assert [str(verdict) for verdict in verdicts(ahead(), "EUR")] == [
        "Buy now (2026-12-01): 20 licences for 592.40 EUR; rent 3 licences for 114.00 EUR; sell 17 licences for 50.00 "
        "EUR; upgrade APP, FS for 405.00 EUR.",
        "Wait: rent 6 licences for 241.86 EUR, from 2027-12-01 to 2028-12-01; sell 3 licences for 8.57 EUR on "
        "2027-11-15; upgrade HR for 120.00 EUR on 2028-03-01.",
        "Never (before 2029-06-01): upgrade OLD; keeping it costs 111.00 EUR.",
    ]
    assert verdicts(document()["one day"], "EUR") == ()


def test_keeping_until_an_upgrade_is_part_of_waiting():
    plan = ahead().plan
    upgrades = tuple(replace(line, is_chosen=False) if line.server_id == "OLD" else line for line in plan.upgrades)
    now, wait, never = verdicts(replace(ahead(), plan=replace(plan, upgrades=upgrades)), "EUR")
    assert wait.text.endswith("; pay 111.00 EUR for keeping OLD, from 2027-05-05 to 2029-05-05.")
    assert never.text == "no upgrade that there was to choose is left undone."
    nothing = replace(plan, purchases=(), sales=(), upgrades=())
    now, wait, never = verdicts(replace(ahead(), plan=nothing), "EUR")
    assert (now.text, wait.text) == ("nothing.", "nothing is left for a later day.")


def test_what_the_other_way_costs_for_each_upgrade():
    assert other_ways(ahead(), "EUR")[:3] == (
        "Not upgrading APP, FS costs 443.05 EUR more: 1,238.15 EUR for keeping, less 405.00 EUR for the upgrade and "
        "390.10 EUR for licences.",
        "Not upgrading HR costs 111.58 EUR less: 111.58 EUR for the upgrade and 0.00 EUR for licences.",
        "Upgrading OLD all the same, at best on 2029-03-01, costs 4,354.08 EUR more: 4,386.20 EUR for the upgrade and "
        "0.00 EUR for licences, less 32.12 EUR for keeping.",
    )
    assert other_ways(ahead(), "EUR")[3:] == foresight(ahead(), "EUR")
    assert other_ways(document()["one day"], "EUR") == ()
    (effect, *_) = ahead().plan.effects
    dear = replace(effect, otherwise=replace(effect.otherwise, keeping_minor=700_00))
    assert other_ways(replace(ahead(), plan=replace(ahead().plan, effects=(dear,))), "EUR")[0] == (
        "Not upgrading APP, FS costs 95.10 EUR less: 405.00 EUR less for the upgrade and 390.10 EUR less for licences, "
        "but 700.00 EUR more for keeping."
    )


def test_what_less_foresight_costs():
    assert foresight(ahead(), "EUR") == (
        "If everything is bought today, it costs 37.59 EUR more.",
        "If nothing is bought before it is needed, it costs 4.85 EUR more.",
    )
    assert list(listed_over_time.foresight(ahead()).rows()) == [
        ("this plan", 152256, 0, "proved cheapest"),
        ("everything is bought today", 156015, 3759, "proved"),
        ("nothing is bought before it is needed", 152741, 485, "proved"),
    ]


@pytest.mark.parametrize(
    ("status", "more", "says"),
    [
        (PlanStatus.INFEASIBLE, None, "If everything is bought today, there is no plan."),
        (PlanStatus.FEASIBLE, 1250, "If everything is bought today, it costs at most 12.50 EUR more."),
        (PlanStatus.OPTIMAL, 0, "If everything is bought today, it costs the same."),
        (PlanStatus.OPTIMAL, -310, "If everything is bought today, it costs 3.10 EUR less."),
    ],
)
def test_each_way_another_plan_may_end(status, more, says):
    plan = ahead().plan
    total = None if more is None else plan.cost.total + more
    other = Alternative(Restriction.EVERYTHING_TODAY, status, total)
    assert foresight(replace(ahead(), plan=replace(plan, alternatives=(other,))), "EUR") == (says,)


def test_the_calendar_has_what_is_done_on_each_day():
    found = entries(events_of(ahead()))
    assert list(found) == list(Action)
    assert {day.isoformat(): entry.licences for day, entry in found[Action.RENT].items()} == {
        "2026-12-01": 3,
        "2027-12-01": 3,
        "2028-12-01": 3,
    }
    assert found[Action.UPGRADE][date(2026, 12, 1)].servers == ("APP", "FS")
    assert found[Action.KEEP][date(2028, 5, 5)].amount_minor == 3700
    first = next(listed_over_time.calendar(ahead()).rows())
    licence = "Windows Server User CAL 2025"
    assert first == (date(2026, 12, 1), "buy", licence, "", "Neu, N25", 9, 37350)


def test_years_add_up_to_what_is_paid_in_all():
    """What is still worth something at the end is no payment."""
    for name in ("ahead", "worth"):
        scenario = document()[name]
        cash = scenario.plan.cash
        assert sum(year.total for year in years_of(scenario)) == cash.total + cash.end_value
    assert document()["worth"].plan.cash.end_value == 39416
    assert [(year.year, year.orders, year.total) for year in years_of(ahead())] == [
        (2026, 2100, 108240),
        (2027, 700, 15399),
        (2028, 700, 28730),
        (2029, 0, 3700),
    ]
    assert years_of(document()["one day"]) == ()


def test_upgrades_say_what_they_cost_in_licences_and_make_useless():
    rows = {row[0]: row[1:] for row in listed_over_time.upgrades(ahead()).rows()}
    assert rows["APP"] == ("2016", "2022", date(2026, 12, 1), True, 9500, 0, 39010, 16, 443_05)
    assert rows["FS"] == ("2016", "2022", date(2026, 12, 1), True, 31000, 0, None, None, None)
    assert rows["OLD"] == ("2016", "2025", None, True, 0, 10227, None, None, 4354_08)


def test_nothing_is_lost_in_plan_json():
    read = from_text("plan.json", as_text(document()))
    assert read == document()
    (one_day,) = [one for one in to_json(document())["scenarios"] if one["name"] == "one day"]
    assert not {"cash", "upgrades", "alternatives", "upgrade_effects"} & set(one_day)
    (found,) = [one for one in to_json(document())["scenarios"] if one["name"] == "ahead"]
    assert found["upgrade_effects"][0] == {
        "servers": ["APP", "FS"],
        "on": "2026-12-01",
        "licences": "390.10",
        "useless": 16,
        "otherwise": {
            "on": None,
            "total": "443.05",
            "licences": "-390.10",
            "upgrades": "-405.00",
            "keeping": "1238.15",
        },
    }
    assert found["upgrades"][3]["payments"][0] == {"on": "2027-05-05", "amount": "37.00"}


def test_data_frames_and_the_day_of_each_order():
    assert tables.cash(ahead())["total"].tolist() == [decimal(row.total) for row in years_of(ahead())]
    assert len(tables.calendar(ahead())) == len(events_of(ahead()))
    assert tables.upgrades(ahead())["server"].tolist() == ["APP", "FS", "HR", "OLD"]
    assert tables.foresight(ahead())["difference"].tolist()[0] == 0
    ordered = listed.purchases(ahead())["order_on"]
    assert sorted(set(ordered)) == [date(2026, 12, 1), date(2027, 12, 1), date(2028, 12, 1)]
    assert set(listed.purchases(document()["one day"])["order_on"]) <= {None}


def test_the_terminal_orders_what_is_for_now_and_shows_the_rest_by_day():
    text = io.StringIO()
    print_plans(replace(document(), scenarios=(ahead(),)), make_console(text))
    shown = text.getvalue()
    ordered = shown.split("When to do what")[0]
    assert [line.split()[1] for line in ordered.splitlines() if line.startswith((" Cloud", " Neu", " Used"))] == [
        "RT",
        "N25",
        "U22",
    ]
    assert "Buy now (2026-12-01): 20 licences" in shown
    days = next(line for line in shown.splitlines() if "2026-12-01  " in line)
    assert days.split() == ["2026-12-01", "2027-05-05", "2027-11-15", "2027-12-01", "2028-03-01"]
    assert any(line.split() == ["2028-05-05", "2028-12-01", "2029-05-05"] for line in shown.splitlines())
    assert " 2026-12-01, chosen " in shown
    assert " kept " in shown
    assert all(len(line) <= 100 for line in shown.splitlines())


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("over_time") / "plan.xlsx"
    write_workbook(plans(), path)
    return openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)


def rows(sheet):
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def test_the_workbook_has_a_calendar_with_a_column_a_day(workbook):
    found = rows(workbook[0]["Calendar"])
    days = next(row for row in found if "2026-12-01" in row)
    assert days[:3] == ["", "2026-12-01", "2027-05-05"]
    upgrade = next(row for row in found if row[:1] == ["upgrade"])
    assert upgrade == ["upgrade", "APP, FS, 405.00", "HR, 120.00"]
    told = [row[0] for row in found if row and str(row[0]).startswith(("APP ", "OLD "))]
    assert told[:2] == [
        "APP is upgraded from 2016 to 2022 on 2026-12-01, a day that the plan chose, for 95.00; licences cost 390.10 "
        "more with it, and 16 owned licences are in no use any more. (As it is worth on the plan's day.)",
        "OLD stays 2016 within the horizon; it might have been upgraded to 2025; keeping it costs 102.27. (As it is "
        "worth on the plan's day.)",
    ]


def test_the_workbook_has_the_money_of_each_year_with_live_sums(workbook):
    stored, live = workbook
    found = [row for row in rows(stored["Cash"]) if row[:1] == ["ahead"]]
    assert [row[-1] for row in found] == [1082.4, 153.99, 287.3, 37.0]
    formulas = [cell.value for row in live["Cash"].iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert formulas[0].startswith("=SUM(C")
    total = next(row for row in rows(stored["Purchase list ahead"]) if row[:1] == ["Total of the plan"])
    assert total[-1] == 1522.56


def test_the_figures_of_the_answer_name_keeping():
    figure = answer(document(), "ahead").figures[0]
    assert "keeping old versions 102.27 EUR" in figure.remark
    assert "less what is left at the end 340.73 EUR" in answer(document(), "worth").figures[0].remark


def test_the_sum_consists_of_present_values():
    found = list(listed.costs(document()["worth"].plan).rows())
    assert found[-3:] == [
        ("Sales of owned licences", -5810),
        ("What is left at the end of the horizon", -34073),
        (listed.TOTAL, document()["worth"].plan.cost.total),
    ]
    assert sum(amount for _, amount in found[:-1]) == found[-1][1]
    assert sum(amount for _, amount in list(listed.costs(ahead().plan).rows())[:-1]) == ahead().plan.cost.total


def test_the_plan_that_looks_further_ahead_is_shown_first():
    one_day, worth = document()["one day"], document()["worth"]
    assert one_day.plan.cost.total < worth.plan.cost.total < ahead().plan.cost.total
    assert document().best is worth


def test_a_plan_without_a_horizon_says_nothing_of_it(tmp_path):
    only = replace(plans(), results=tuple(one for one in plans().results if one.name == "one day"))
    write_workbook(only, tmp_path / "plan.xlsx")
    names = openpyxl.load_workbook(tmp_path / "plan.xlsx", read_only=True).sheetnames
    assert not {"Calendar", "Cash"} & set(names)
    text = io.StringIO()
    print_plans(document_of(only), make_console(text))
    assert "Buy now" not in text.getvalue()


def test_the_answer_tells_now_from_later():
    found = answer(document(), "ahead")
    assert found.sentence == (
        "1,522.56 EUR over 30 months, as it is worth today: get 23 licences now and 6 later; proved cheapest."
    )
    (licences,) = [figure for figure in found.figures if figure.label == "Licences to get now"]
    assert (licences.value, licences.remark) == ("23", "20 bought, 3 rented; later 0 bought, 6 rented")


@pytest.mark.parametrize(
    ("periods", "says"),
    [
        ((), "as it is worth today: nothing needs to be bought"),
        ((0,), "as it is worth today: get 23 licences now and none later"),
        (range(1, 60), "as it is worth today: get none now and 6 later"),
    ],
)
def test_the_answer_where_nothing_is_got_on_some_days(periods, says):
    plan = ahead().plan
    purchases = tuple(line for line in plan.purchases if line.period in periods)
    other = replace(ahead(), plan=replace(plan, purchases=purchases))
    others = replace(document(), scenarios=tuple(other if one.name == "ahead" else one for one in document().scenarios))
    assert f"EUR over 30 months, {says}; " in answer(others, "ahead").sentence


def test_sales_have_their_day(tmp_path):
    first = ahead().plan.periods[0].starts
    days = listed.sales(ahead())["sell_on"]
    assert days[0] == first < days[-1] == ahead().plan.periods[ahead().sales[-1].period].starts
    assert set(listed.sales(document()["one day"])["sell_on"]) == {None}
    write_workbook(plans(), tmp_path / "plan.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "plan.xlsx")["Sales"].iter_rows(values_only=True))
    (head,) = [row for row in rows if row[1] == "Owned id"]
    assert head[8] == "Sell on"
    assert [row[8] for row in rows if row[0] == "ahead"] == [day.isoformat() for day in days]
    assert {row[8] for row in rows if row[0] == "one day"} == {None}


def test_the_register_sheet_says_from_when_to_when(tmp_path):
    write_workbook(plans(), tmp_path / "plan.xlsx")
    head, *rows = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Register"].iter_rows(values_only=True)
    written = [dict(zip(head, row, strict=True)) for row in rows]
    write_register(plans().results, tmp_path / "register.csv")
    with (tmp_path / "register.csv").open(encoding="utf-8-sig", newline="") as file:
        in_file = list(csv.DictReader(file))
    assert [
        (row["Scenario"], row["Holder"], row["Source"], row["From"] or row["Day of the plan"], row["Until"] or "")
        for row in written
    ] == [(row["scenario"], row["holder"], row["source"], row["since"], row["until"]) for row in in_file]
    assert {row["From"] is None for row in written if row["Scenario"] == "one day"} == {True}
    assert len({row["From"] for row in written if row["Scenario"] == "ahead"}) > 2
