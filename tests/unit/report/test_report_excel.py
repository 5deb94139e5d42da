"""plan.xlsx read back: figures, live formulas, text that must stay text, equal bytes."""

import re
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.escape import unescape
from sample_plans import (
    DAY,
    POLICY,
    USER,
    V2016,
    V2019,
    V2022,
    V2025,
    WS,
    cheapest_plan,
    lot,
    offer,
    plan,
    plan_set,
    result,
    review,
)

from planner.domain.document import document_of
from planner.domain.estate import Accesses, Estate, Group, Machines, Pattern, People
from planner.domain.issue import Issue, Location, Notice, Severity
from planner.domain.offer import PriceBreak
from planner.domain.plan import DataLevel, PlanStatus, PoolPosition, Purchase, RegisterSource, Size
from planner.domain.product import Condition, Metric
from planner.domain.review import CheckLine, CheckState, Review, Risk
from planner.licensing.audit.claims import assumptions
from planner.licensing.view import View
from planner.report.assignment_dates import assigned_since
from planner.report.excel import page, write_workbook
from planner.report.excel import register as register_sheet
from planner.report.excel.page import Book, PageColumn
from planner.report.excel.workbook import OPTIONS
from planner.report.rules import rules_used

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0", "{=1}", "https://example.org", "007"]


@pytest.fixture
def written(tmp_path):
    def write(plans, **more):
        path = tmp_path / "plan.xlsx"
        write_workbook(plans, path, **more)
        return openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)

    return write


def estate_of_every_pattern():
    groups = tuple(Group(pattern.value, 1, 1, pattern, V2025) for pattern in Pattern)
    none, no_flag, no_name = np.zeros(0, np.int64), np.zeros(0, bool), np.zeros(0, object)
    people, machines = People(no_name, none, no_flag), Machines(no_name, none, no_flag)
    return Estate(groups, (), people, machines, Accesses(none, none, none, none, no_flag), everybody_everywhere=True)


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def row_starting(sheet, first):
    return next(row for row in rows(sheet) if row[0] == first)


def texts(sheet):
    return "\n".join(str(cell) for row in rows(sheet) for cell in row if cell is not None)


def test_the_rule_on_subscriptions_is_named_where_somebody_is_covered():
    plans = plan_set()
    covered = replace(plans.results[0], notices=(Notice("CAL-621", "Covered by a subscription"),))
    assert "R45" not in {rule.id for rule in rules_used(document_of(plans))}
    assert "R45" in {rule.id for rule in rules_used(document_of(replace(plans, results=(covered,))))}


def test_sheets_in_order(written):
    live, _ = written(plan_set())
    assert live.sheetnames == [
        "Summary", "Purchase list cheapest", "Purchase list users only", "Sales", "Licence position", "Checklist",
        "Proof index", "Register", "Why", "Assumptions", "Issues",
    ]  # fmt: skip


def test_purchase_list_has_live_formulas_with_the_plans_figures(written):
    live, stored = written(plan_set())
    formulas, figures = live["Purchase list cheapest"], stored["Purchase list cheapest"]
    line = row_starting(figures, "B-U5")
    assert line == ["B-U5", "U-5", "Windows Server User CAL 2022", "used", 5, 1, 5, 90, 90]
    row = rows(figures).index(line) + 1
    assert [cell.value for cell in formulas[row]][6:] == [f"=E{row}*F{row}", 90, f"=F{row}*H{row}"]
    assert row_starting(figures, "Subtotal Beta & Sons")[8] == 90
    assert row_starting(formulas, "Subtotal Beta & Sons")[8].startswith("=SUBTOTAL(9,I")
    assert row_starting(figures, "Total of all purchases")[6:] == [6, None, 215.5]
    assert row_starting(figures, "Total of the plan")[8] == 217.18
    assert row_starting(formulas, "Total of the plan")[8].startswith("=SUM(I")


def test_the_sku_is_that_of_the_break_paid(written):
    step_offer = cheapest_plan().purchases[1].offer
    _, stored = written(plan_set([result(outcome=cheapest_plan([Purchase(step_offer, 3)]))]))
    assert row_starting(stored["Purchase list cheapest"], "B-U5-3")[5:] == [3, 15, 80, 240]


def test_vendors_come_in_order_with_their_own_subtotals(written):
    lines = [Purchase(offer("B", "Zeta"), 1), Purchase(offer("A", "Zeta"), 2), Purchase(offer("C", "Alpha"), 1)]
    _, stored = written(plan_set([result(outcome=plan(lines))]))
    firsts = [row[0] for row in rows(stored["Purchase list cheapest"]) if row[0]][3:]
    assert firsts == [
        "Alpha", "SKU-C", "Subtotal Alpha", "Zeta", "SKU-A", "SKU-B", "Subtotal Zeta", "Total of all purchases",
    ]  # fmt: skip


def test_summary_compares_scenarios(written):
    live, stored = written(plan_set())
    figures = stored["Summary"]
    assert row_starting(figures, "cheapest")[1:] == [
        "proved cheapest",
        217.18,
        0,
        82.82,
        pytest.approx(82.82 / 300),
        6,
        5,
        2,
        "",
    ]
    users_only = row_starting(figures, "users only")
    assert users_only[1:5] == ["at most 1.00 EUR (0.3 %) could still be saved", 300, 82.82, 0]
    assert users_only[9] == "ws_metrics: user; rds_metrics: user"
    total = row_starting(live["Summary"], "cheapest")[2]
    assert re.fullmatch(r"='Purchase list cheapest'!I\d+", total)


def test_summary_tells_impossible_scenarios_with_the_smallest_change(written):
    _, stored = written(plan_set())
    summary = texts(stored["Summary"])
    assert "tight: impossible, see below." in summary
    assert summary.count("The budget of 10.00 EUR is too small.") == 1
    assert summary.count("Raise the budget from 10.00 to 90.00 EUR.") == 1
    assert 'less than "users only"' in summary


def test_the_workbook_holds_a_native_chart(tmp_path):
    write_workbook(plan_set(), tmp_path / "plan.xlsx")
    chart = zipfile.ZipFile(tmp_path / "plan.xlsx").read("xl/charts/chart1.xml").decode()
    assert "Summary!$C$" in chart
    assert '<c:max val="360' in chart  # room for the figure beside the longest bar
    assert "217.18" in chart


@pytest.mark.parametrize(
    ("price", "unit", "labels"),
    [(900, "EUR", "#,##0.00"), (2_769_310, "EUR", "#,##0"), (123_456_789, "million EUR", "#,##0.0,,")],
)
def test_figures_in_the_chart_are_short_enough_for_one_line(tmp_path, price, unit, labels):
    both = [result(name, plan([Purchase(offer(price=price), 1)])) for name in ("cheapest", "new only")]
    write_workbook(plan_set(both), tmp_path / "plan.xlsx")
    chart = zipfile.ZipFile(tmp_path / "plan.xlsx").read("xl/charts/chart1.xml").decode()
    assert f"Total per scenario ({unit})" in chart
    assert f'<c:numFmt formatCode="{labels}"' in chart


def test_sales_and_licence_position(written):
    live, stored = written(plan_set())
    line = ["cheapest", "L-9", "Windows Server Device CAL 2019", "new", "", 4, 3.33, 13.32]
    assert row_starting(stored["Sales"], "cheapest") == line
    assert row_starting(live["Sales"], "cheapest")[7].startswith("=F")
    position = [row[1:] for row in rows(stored["Licence position"]) if row[0] == "cheapest"]
    assert position[0] == ["Windows Server User CAL 2022", 5, 5, 2, 2, 3, 5, 0, 2]
    assert position[1] == ["Windows Server Device CAL 2019", 0, 0, 4, 0, 0, 0, 4, 0]


def test_usable_means_new_enough_for_somebody(written):
    """Owned licences older than every need are no use; newer ones serve older needs, which then miss fewer."""
    pools = (
        PoolPosition(WS, USER, V2016, 1, 16, 7, 0, 0, 0),
        PoolPosition(WS, USER, V2019, 0, 15, 5, 0, 0, 0),
        PoolPosition(WS, USER, V2022, 10, 15, 0, 0, 0, 0),
        PoolPosition(WS, USER, V2025, 5, 5, 8, 0, 0, 0),
        PoolPosition(WS, Metric.DEVICE, V2016, 0, 2, 20, 0, 0, 0),
        PoolPosition(WS, Metric.DEVICE, V2019, 2, 2, 0, 2, 0, 0),
    )
    _, stored = written(plan_set([result(outcome=plan(pools=pools))]))
    shown = [(row[1][-4:], row[4], row[5], row[6]) for row in rows(stored["Licence position"]) if row[0] == "cheapest"]
    assert shown == [
        ("2016", 7, 7, 0), ("2019", 5, 5, 0), ("2022", 0, 0, 7), ("2025", 8, 8, 0),
        ("2016", 20, 0, 0), ("2019", 0, 0, 2),
    ]  # fmt: skip


def test_register_lists_every_licence_in_use(written):
    _, stored = written(plan_set())
    sheet = stored["Register"]
    assert rows(sheet)[1] == [
        "cheapest", "Windows Server User CAL", "p0", "2022", "2022", "new", "L-1", "2026-01-15", "Needed by p0.",
        "2026-01-15",
    ]  # fmt: skip
    assert [row[2] for row in rows(sheet)[1:]] == ["p0", "p1", "p2", "p3", "p4", "p0", "p0", "p1", "p2", "p3", "p4"]
    assert sheet.dimensions == "A1:J12"
    assert [row[7] for row in rows(sheet)[1:7]] == ["2026-01-15"] * 2 + ["on purchase"] * 4


def test_checklist_says_what_is_missing_and_the_same_thing_once(written):
    _, stored = written(plan_set())
    found = rows(stored["Checklist"])
    assert found[3][:5] == ["Point", "State", "Finding", "What is missing", "Scenarios"]
    assert found[4] == ["Server licences", "not stated", "0 of 2 servers.", "document of FS01\ndocument of FS02", "all"]
    assert [row[:2] for row in found[5:]] == [
        ["Licences held today", "missing"], ["Register", "in order"], ["Used licences", "does not apply"],
    ]  # fmt: skip
    results = [result(name, cheapest_plan(), review=review(n)) for name, n in (("a", 3), ("b", 3), ("c", 4))]
    _, stored = written(plan_set(results))
    told = [(row[2], row[4]) for row in rows(stored["Checklist"]) if row[0] == "Licences held today"]
    assert told == [("3 lack.", "a; b"), ("4 lack.", "c")]


def test_proof_index_names_papers_gaps_and_whom_to_ask(written):
    _, stored = written(plan_set())
    used, owned, undocumented = rows(stored["Proof index"])[4:]
    assert used == [
        "U-5", "to buy", "Windows Server User CAL 2022", "used", 5, "", "first sold in DE", "agreement",
        "invoice, comes with the order\nmissing: paid, end of use\nnot stated: credential", "Beta & Sons", "all",
    ]  # fmt: skip
    assert owned[:2] + owned[5:] == ["L-1", "owned", "INV-7", "", "", "", "", "all"]
    assert undocumented[5:10] == ["", "", "", "invoice or agreement", "whoever sold it"]


def test_summary_tells_what_an_audit_could_cost(written):
    results = [result(name, cheapest_plan(), review=review(n)) for name, n in zip("abcd", (3, 3, 3, 4), strict=True)]
    _, stored = written(plan_set(results))
    found = rows(stored["Summary"])
    start = next(
        n for n, row in enumerate(found) if row[0] == "Missing today, before anything is bought (for information)"
    )
    told = [row[:3] for row in found[start + 1 : start + 3]]
    assert told == [
        ["all but d", "3 licences missing; in an audit 175.00 EUR", "3 are missing."],
        ["d", "4 licences missing; in an audit 175.00 EUR", "4 are missing."],
    ]


def test_since_when_a_licence_is_assigned():
    moved, bought = date(2025, 5, 1), date(2024, 4, 1)
    lots = [
        lot("mine", quantity=1, assigned_to="p0", last_reassigned=moved, acquired_on=bought),
        lot("mine too", quantity=1, assigned_to="p1", acquired_on=bought),
        lot("mine of old", quantity=1, assigned_to="p2"),
        lot("another's", quantity=1, assigned_to="p9", last_reassigned=moved),
        lot("moved", last_reassigned=moved, acquired_on=bought),
        lot("nobody's", acquired_on=bought),
    ]
    sources = [*(RegisterSource(one.owned_id, one.condition, one.version, one) for one in lots),
               RegisterSource("O", Condition.NEW, V2022)]  # fmt: skip
    held = [(WS, USER, n, f"p{n}", V2022, V2022, n) for n in range(7)]
    days = assigned_since(plan((), (), held, sources).register, DAY)
    assert days.in_rows(slice(7)) == [
        "2025-05-01", "2024-04-01", "not stated", "2026-01-15", "2025-05-01", "2026-01-15", "on purchase",
    ]  # fmt: skip


def test_registers_that_do_not_fit_are_named_with_their_file(written, monkeypatch):
    _, stored = written(plan_set())
    whole = rows(stored["Register"])
    lengths = Counter(row[0] for row in whole[1:])
    rows_of_first, *others = lengths.values()
    monkeypatch.setattr(register_sheet, "MOST_ROWS", rows_of_first)
    _, stored = written(plan_set(), register_file="register.parquet")
    found = rows(stored["Register"])
    last, number = list(lengths.items())[-1]
    assert found[0][0] == (
        f"This sheet holds at most {rows_of_first} rows. "
        f"Registers that stand in register.parquet instead: {last} ({number} rows)."
    )
    assert len(others) == 1
    assert found[2:] == whole[: rows_of_first + 1]
    assert stored["Register"].auto_filter.ref.startswith("A3:")


def test_registers_that_all_stand_elsewhere_leave_no_table(written, monkeypatch):
    monkeypatch.setattr(register_sheet, "MOST_ROWS", 1)
    _, stored = written(plan_set())
    (line,) = [row[0] for row in rows(stored["Register"]) if row[0]]
    assert '"cal-planner plan --assignments FILE" writes instead' in line


def test_why_assumptions_and_issues(written):
    issue = Issue("CAL-111", Severity.NOTICE, Location("e.xlsx", "Offers", 6, "price", "G6"), "0", "No price.", "Ask.")
    _, stored = written(plan_set(), issues=[issue])
    assert ["cheapest", "Buy 5 Windows Server User CAL 2022, U-5", "Three people need it."] in rows(stored["Why"])
    assumptions = texts(stored["Assumptions"])
    assert "SHA-256 " + "ab" * 32 in assumptions
    assert "any\nusers only: user" in assumptions
    assert "users only: at most 1.00 EUR (0.3 %) could still be saved." in assumptions
    assert ["notice", "CAL-111", 'Offers!G6, column "price"', "0", "No price.", "Ask.", None] in rows(stored["Issues"])
    assert ["notice", "CAL-300", None, None, "Used licences need papers.", None, "cheapest"] in rows(stored["Issues"])


def test_an_upper_bound_is_called_one(written):
    bounded = result(outcome=cheapest_plan(), data_level=DataLevel.UPPER_BOUND)
    _, stored = written(plan_set([bounded]))
    assert "upper bound" in texts(stored["Summary"])
    assert "true pairs may make the plan cheaper" in texts(stored["Assumptions"])


def test_nothing_planned_at_all(written):
    _, stored = written(plan_set([result(status=PlanStatus.STOPPED, reason="No time.")]))
    assert "cheapest: stopped without a plan, see below." in texts(stored["Summary"])
    assert row_starting(stored["Summary"], "cheapest")[1:3] == ["stopped without a plan", "No time."]
    said = {
        name: rows(stored[name])[-1][0]
        for name in ("Sales", "Licence position", "Checklist", "Proof index", "Register", "Why", "Issues")
    }
    assert said == {
        "Sales": "Nothing is sold in any scenario.",
        "Licence position": "No scenario needs or has any licences.",
        "Checklist": "No scenario has a plan.",
        "Proof index": "No scenario owns or buys a licence.",
        "Register": "Nobody is given a licence in any scenario.",
        "Why": "No scenario buys or sells anything.",
        "Issues": "Nothing to remark.",
    }
    assert not any("Scenario" in texts(stored[name]) for name in ("Sales", "Register", "Issues"))


def test_a_list_without_part_numbers_begins_with_offer_and_product(written):
    bare = offer("A-1", "Zeta", breaks=(PriceBreak(1, 2500, 2500),))
    live, stored = written(plan_set([result(outcome=plan([Purchase(bare, 2)]))]))
    line = row_starting(stored["Purchase list cheapest"], "A-1")
    assert line == ["A-1", "Windows Server User CAL 2022", "new", 1, 2, 2, 25, 50]
    assert "SKU" not in texts(stored["Purchase list cheapest"])
    assert row_starting(stored["Purchase list cheapest"], "Total of all purchases")[5:] == [2, None, 50]
    assert re.fullmatch(r"='Purchase list cheapest'!H\d+", row_starting(live["Summary"], "cheapest")[2])


def test_costs_beside_the_prices_are_explained(written):
    policy = replace(POLICY, order_cost=750, ws_mixing_cost=12000, rds_mixing_cost=500)
    mixed = cheapest_plan()
    both = replace(mixed.pools[1], holders=1, holders_at_or_above=1)
    outcome = replace(mixed, cost=replace(mixed.cost, mixing=12000), pools=(mixed.pools[0], both, *mixed.pools[2:]))
    _, stored = written(plan_set([result(outcome=outcome, policy=policy)]))
    sheet = stored["Purchase list cheapest"]
    assert row_starting(sheet, "Cost of holding both User and Device CALs")[8] == 120
    notes = [row[0] for row in rows(sheet) if row[0] and "no vendor's invoice" in row[0]]
    assert notes == [
        "Cost of placing orders: 7.50 EUR for each vendor ordered from, here 2 vendors. It stands for your own work "
        "and is on no vendor's invoice (policy order_cost).",
        "Cost of holding both User and Device CALs: 120.00 EUR for Windows Server (policy ws_mixing_cost), charged "
        "once where licences of both kinds are in use, owned ones included. It stands for the work of keeping track "
        "of both and is on no vendor's invoice.",
    ]


def test_nothing_to_buy(written):
    _, stored = written(plan_set([result(outcome=plan())]))
    sheet = stored["Purchase list cheapest"]
    assert rows(sheet)[1][0] == "Nothing to buy; proved cheapest. Prices without VAT, in EUR."
    assert "Price per pack (EUR)" not in texts(sheet)
    assert row_starting(sheet, "Total of all purchases")[-1] == 0
    assert row_starting(stored["Summary"], "cheapest")[2] == 0


def test_sales_name_the_scenarios_that_sell_nothing(written):
    _, stored = written(plan_set())
    assert rows(stored["Sales"])[-1][0] == "Nothing is sold in: users only."


def test_notices_of_the_input_stand_once(written):
    place = Location("estate.xlsx", "Access")
    issue = Issue("CAL-504", Severity.NOTICE, place, None, "3 rows are left out.", "")
    told = (Notice("CAL-504", "Access: 3 rows are left out."), Notice("CAL-601", "Access: Access: odd."))
    other = Issue("CAL-001", Severity.NOTICE, Location("prices.xlsx", "Offers"), None, "Old.", "")
    _, stored = written(plan_set([result(outcome=cheapest_plan(), notices=told)]), issues=[issue, other])
    assert [row[1:5] for row in rows(stored["Issues"])[4:]] == [
        ["CAL-504", "estate.xlsx: Access", None, "3 rows are left out."],
        ["CAL-001", "prices.xlsx: Offers", None, "Old."],
        ["CAL-601", None, None, "Access: odd."],
    ]


def test_assumptions_say_all_that_the_plans_carry(written):
    estate, policy = estate_of_every_pattern(), POLICY.having(use_owned=False, rds_mode_strict=False)
    carried = assumptions(View(estate, policy))
    scenario = replace(result(outcome=cheapest_plan(), policy=policy), assumptions=carried)
    _, stored = written(plan_set([scenario], size=Size(1, 1, 1, 1, 1)))
    sheet = stored["Assumptions"]
    remarks = [row[2] for row in rows(sheet)]
    assert len(carried) > 8
    assert [text for text in carried if text not in remarks] == []
    said = texts(sheet)
    assert "2026-01-15" in said
    assert "Pairs are known" in said
    assert "computed by the solver HiGHS in floating point" in said
    assert "in whole cents" in said
    assert "1 person, 1 machine, 1 access" in said
    assert "1 requirement to cover" in said


def test_long_names_wrap_and_the_page_stays_readable(written):
    long = "vendor " * 20
    lines = [Purchase(offer("offer-" * 12, long), 1, reason="Because it is so. " * 20)]
    held = [(WS, USER, 0, "holder-" * 20, V2022, V2022, 0)]
    outcome = plan(lines, (), held, [RegisterSource("source-" * 12, Condition.NEW, V2022)])
    live, _ = written(plan_set([result("scenario " * 8, outcome)]))
    for sheet in live:
        widths = [
            column.width for column in sheet.column_dimensions.values() for _ in range(column.min, column.max + 1)
        ]
        assert sum(widths) <= 168, sheet.title
    why = live["Why"]
    assert 60 < max(why.row_dimensions[row].height or 0 for row in range(1, why.max_row + 1)) < 110


def test_numbers_never_too_wide_for_their_column(written):
    dear = Purchase(offer("D", price=99_999_999_999), 10_000_000)
    live, _ = written(plan_set([result(outcome=plan([dear]))]))
    assert live["Purchase list cheapest"].column_dimensions["I"].width >= len("9,999,999,999,900,000.00")
    assert live["Summary"].column_dimensions["C"].width >= len("9,999,999,999,900,000.00")


@pytest.mark.parametrize("evil", EVIL)
def test_text_from_the_input_never_becomes_a_formula(written, evil):
    line = Purchase(offer(evil, evil), 1, reason=evil)
    held = [(WS, USER, 0, evil, V2022, V2022, 0)] * 3
    outcome = plan([line], (), held, [RegisterSource(evil, Condition.NEW, V2022)])
    outcome = replace(outcome, register=replace(outcome.register, reason=outcome.register.holder))
    issue = Issue("C", Severity.NOTICE, Location(evil, evil), evil, evil, evil)
    paper = replace(review().proofs[0], source_id=evil, document=evil, ask=evil)
    file = Review((CheckLine(evil, CheckState.MISSING, evil, (evil,)),), (paper,), Risk(1, 1, evil))
    scenario = result(evil, outcome, notices=(Notice(evil, evil),), review=file)
    live, _ = written(plan_set([scenario, result("other", status=PlanStatus.STOPPED, reason=evil)]), issues=[issue])
    for sheet in live:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            assert re.match(r"=(SUBTOTAL\(|SUM\(|[A-Z$]+\d+|'Purchase list)", cell.value), cell.coordinate
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    written_text = [row[2] for row in rows(live["Register"])[1:]]
    assert [text.replace("_x000D_", "\r") for text in written_text] == [evil] * 3


def test_text_with_marks_of_the_file_format_survives(written):
    odd = ["a<b&c>d", " led", "x\x01y", "_x0041_", "end ", "ünï 漢"]
    outcome = plan((), (), [(WS, USER, n, name, V2022, V2022, 0) for n, name in enumerate(odd)], [
        RegisterSource("L", Condition.NEW, V2022)
    ])  # fmt: skip
    live, _ = written(plan_set([result(outcome=outcome)]))
    assert [unescape(row[2]) for row in rows(live["Register"])[1:]] == odd


def test_sheet_names_are_legal_and_different(written):
    names = [
        "a/b:c*d?[e]\\f",
        "a b c d  e  f",
        "one metric per product, used ones too",
        "'quoted'",
        "CHEAPEST",
        "cheapest",
    ]
    names += ["one metric per product, used ones also"]
    live, _ = written(plan_set([result(name, cheapest_plan()) for name in names]))
    found = live.sheetnames
    assert len({name.lower() for name in found}) == len(found) == len(names) + 9
    assert all(len(name) <= 31 and not set("[]:*?/\\") & set(name) and name.strip("'") == name for name in found)


def test_same_plans_same_bytes(tmp_path):
    write_workbook(plan_set(), tmp_path / "a.xlsx")
    write_workbook(plan_set(created="2030-01-01T00:00:00", timings={"total_s": 9.0}), tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_texts_that_come_again_are_written_as_the_library_writes_them(tmp_path, monkeypatch):
    texts = [*EVIL, " a ", '<b> & "c"', "_x0041_", "\x0b", "ü\n漢", "=1+1", " a ", "<r>no</r>"] * 3

    def write(path):
        workbook = xlsxwriter.Workbook(str(path), OPTIONS)
        sheet = Book(workbook).page("Texts", [PageColumn("A", width=9), PageColumn("B", most=30), PageColumn("C")])
        sheet.texts([texts, texts[::-1], ["", *texts[1:]]])
        sheet.line(["a", " a ", "=1+1"])
        workbook.close()
        return zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")

    ours = write(tmp_path / "ours.xlsx")
    monkeypatch.setattr(page, "_MOST_WRITTEN", 3)
    few = write(tmp_path / "few.xlsx")
    monkeypatch.setattr(page, "_Sheet", None)
    assert ours == few == write(tmp_path / "theirs.xlsx")
    assert ours.count(b"inlineStr") == 3 * len(texts) - 1 + 3


def test_every_sheet_prints_on_a4(written):
    live, _ = written(plan_set())
    for sheet in live:
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in sheet.oddFooter.right.text
