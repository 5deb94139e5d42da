"""plan.xlsx read back: figures, live formulas, text that must stay text, equal bytes."""

import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from sample_plans import (
    USER,
    V2022,
    WS,
    cheapest_plan,
    offer,
    plan,
    plan_set,
    result,
)

from planner.domain.issue import Issue, Location, Notice, Severity
from planner.domain.plan import DataLevel, PlanStatus, Purchase, RegisterSource
from planner.domain.product import Condition
from planner.report.excel import register as register_sheet
from planner.report.excel import write_workbook

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0", "{=1}", "https://example.org", "007"]


@pytest.fixture
def written(tmp_path):
    def write(plans, **more):
        path = tmp_path / "plan.xlsx"
        write_workbook(plans, path, **more)
        return openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)

    return write


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def row_starting(sheet, first):
    return next(row for row in rows(sheet) if row[0] == first)


def texts(sheet):
    return "\n".join(str(cell) for row in rows(sheet) for cell in row if cell is not None)


def test_sheets_in_order(written):
    live, _ = written(plan_set())
    assert live.sheetnames == [
        "Summary", "Purchase list cheapest", "Purchase list users only", "Sales", "Licence position", "Register",
        "Why", "Assumptions", "Issues",
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
    assert "tight: impossible. The budget of 10.00 EUR is too small." in summary
    assert "Raise the budget from 10.00 to 90.00 EUR." in summary
    assert 'less than "users only"' in summary


def test_the_workbook_holds_a_native_chart(tmp_path):
    write_workbook(plan_set(), tmp_path / "plan.xlsx")
    chart = zipfile.ZipFile(tmp_path / "plan.xlsx").read("xl/charts/chart1.xml").decode()
    assert "Summary!$C$" in chart
    assert "217.18" in chart


def test_sales_and_licence_position(written):
    live, stored = written(plan_set())
    line = ["cheapest", "L-9", "Windows Server Device CAL 2019", "new", "", 4, 3.33, 13.32]
    assert row_starting(stored["Sales"], "cheapest") == line
    assert row_starting(live["Sales"], "cheapest")[7].startswith("=F")
    position = [row[1:] for row in rows(stored["Licence position"]) if row[0] == "cheapest"]
    assert position[0] == ["Windows Server User CAL 2022", 5, 5, 2, 2, 5, 0, 2]
    assert position[1] == ["Windows Server Device CAL 2019", 0, 0, 4, 0, 0, 4, 0]


def test_register_lists_every_licence_in_use(written):
    _, stored = written(plan_set())
    sheet = stored["Register"]
    assert rows(sheet)[1] == [
        "cheapest", "Windows Server User CAL", "p0", "2022", "2022", "new", "L-1", "Needed by p0.",
    ]  # fmt: skip
    assert [row[2] for row in rows(sheet)[1:]] == ["p0", "p1", "p2", "p3", "p4", "p0", "p0", "p1", "p2", "p3", "p4"]
    assert sheet.dimensions == "A1:H12"


def test_register_beyond_the_sheet_names_the_file(written, monkeypatch):
    monkeypatch.setattr(register_sheet, "SHEET_ROWS", 8)
    _, stored = written(plan_set(), register_file="register.parquet")
    found = rows(stored["Register"])
    assert len(found) == 8
    assert found[7][0] == "A sheet is too short for all 11 rows; all of them are in register.parquet."


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
    assert "stopped without a plan. No time." in texts(stored["Summary"])
    assert rows(stored["Register"])[0][0] == "Scenario"


@pytest.mark.parametrize("evil", EVIL)
def test_text_from_the_input_never_becomes_a_formula(written, evil):
    line = Purchase(offer(evil, evil), 1, reason=evil)
    held = [(WS, USER, 0, evil, V2022, V2022, 0)] * 3
    outcome = plan([line], (), held, [RegisterSource(evil, Condition.NEW, V2022)])
    outcome = replace(outcome, register=replace(outcome.register, reason=outcome.register.holder))
    issue = Issue("C", Severity.NOTICE, Location(evil, evil), evil, evil, evil)
    scenario = result(evil, outcome, notices=(Notice(evil, evil),))
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
    assert len({name.lower() for name in found}) == len(found) == len(names) + 7
    assert all(len(name) <= 31 and not set("[]:*?/\\") & set(name) and name.strip("'") == name for name in found)


def test_same_plans_same_bytes(tmp_path):
    write_workbook(plan_set(), tmp_path / "a.xlsx")
    write_workbook(plan_set(created="2030-01-01T00:00:00", timings={"total_s": 9.0}), tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_every_sheet_prints_on_a4(written):
    live, _ = written(plan_set())
    for sheet in live:
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in sheet.oddFooter.right.text
