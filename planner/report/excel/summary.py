"""The first sheet: each scenario in a sentence, all of them side by side, and a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from planner.domain import money
from planner.domain.comparison import find_baseline
from planner.domain.document import PlanDocument, ScenarioDocument
from planner.domain.issue import Level
from planner.domain.money import MINOR_PER_MAJOR
from planner.domain.plan import DataLevel
from planner.domain.review import Risk
from planner.report import listed
from planner.report.excel.bar_chart import TotalsOnSheet, write_totals_chart
from planner.report.excel.page import Book, Cell, Formula, Page, PageColumn
from planner.report.excel.style import ColumnKind, Weight
from planner.report.watch import SETTLE_FIRST, by_harm, position_lines, to_settle
from planner.report.words import DATA_LEVEL, STATUS, count, headline, said_once, whose

NAME, RESULT, TOTAL, DIFFERENCE, SAVING = range(5)
_SHOWN = (
    "scenario", "result", "total", "difference", "saving", "saving_share", "licences", "used_licences", "vendors",
    "what_differs",
)  # fmt: skip


def summary_page(book: Book, document: PlanDocument) -> Page:
    """Return the still empty summary."""
    baseline = find_baseline(document)
    first = next((one.name for one, _ in document.planned), "")
    columns = (
        PageColumn("Scenario", width=22, most=28),
        PageColumn("Result", width=20, most=24),
        PageColumn(f"Total ({document.currency})", ColumnKind.MONEY, 14),
        PageColumn(f'Difference to "{first}"' if first else "Difference", ColumnKind.DIFFERENCE, 14),
        PageColumn(f'Saving against "{baseline[0].name}"' if baseline else "Saving", ColumnKind.MONEY, 15),
        PageColumn("Saving", ColumnKind.SHARE, 9),
        PageColumn("Licences bought", ColumnKind.COUNT, 10),
        PageColumn("of these used", ColumnKind.COUNT, 10),
        PageColumn("Vendors", ColumnKind.COUNT, 9),
        PageColumn("What differs", width=30, most=36),
    )
    return book.page("Summary", columns)


def write_summary(page: Page, document: PlanDocument, totals: Mapping[str, str], workbook: xlsxwriter.Workbook) -> None:
    """Write the summary; `totals` says where each planned scenario's total stands."""
    baseline = find_baseline(document)
    base = baseline[0] if baseline else None
    side = list(listed.scenarios(document).rows(*_SHOWN))
    planned = [row for row in side if row[TOTAL] is not None]
    page.fit([[name, result, *[None] * 7, differs] for name, result, *_, differs in planned])
    page.title("Licence plan")
    page.note(
        f"{document.inventory.name}, planned for {document.plan_date.isoformat()}, amounts in {document.currency} "
        "without VAT."
    )
    for notice in to_settle(document.best):
        page.note(f"{SETTLE_FIRST}: {said_once(notice.text)} [{notice.code}]", Weight.HEADLINE)
    for line in position_lines(document.position_today, document.currency):
        page.note(line)
    page.skip()
    for one in document.scenarios:
        # Why a scenario has no plan stands once, in its own section below.
        said = headline(one, base, document.currency) if one.plan else f"{STATUS[one.status]}, see below."
        page.note(f"{one.name}: {said}", Weight.HEADLINE)
    if any(one.data_level is DataLevel.UPPER_BOUND for one in document.scenarios):
        page.note(DATA_LEVEL[DataLevel.UPPER_BOUND])
    if planned and base:
        _write_comparison(page, planned, base.name, totals)
        if len(planned) > 1:
            _write_chart(page, planned, document.currency, workbook)
    _write_watch(page, document)
    _write_risks(page, document)
    _write_unplanned(page, [one for one in document.scenarios if not one.plan])


def _write_comparison(page: Page, planned: Sequence[tuple[Any, ...]], baseline: str, totals: Mapping[str, str]) -> None:
    page.section("Scenarios side by side")
    page.header(repeat=False)
    first = page.row
    base = first + [row[NAME] for row in planned].index(baseline)
    for row in planned:
        page.line(_cells(page, row, totals[row[NAME]], first, base))


def _cells(page: Page, row: tuple[Any, ...], total: str, first: int, base: int) -> list[Cell]:
    """Return the cells of a row of the table of scenarios; what follows from others is a formula."""
    name, result, total_minor, difference, saving, share, *counts = row
    own, fixed = page.address(page.row, TOTAL), page.address(base, TOTAL, fixed=True)
    return [
        name,
        result,
        Formula(f"={total}", total_minor),
        Formula(f"={own}-{page.address(first, TOTAL, fixed=True)}", difference),
        Formula(f"={fixed}-{own}", saving),
        None if share is None else Formula(f"={page.address(page.row, SAVING)}/{fixed}", float(share)),
        *counts,
    ]


def _write_chart(page: Page, planned: Sequence[tuple[Any, ...]], currency: str, workbook: xlsxwriter.Workbook) -> None:
    amounts = [row[TOTAL] / MINOR_PER_MAJOR for row in planned]  # a chart takes floats
    shown = TotalsOnSheet([row[NAME] for row in planned], amounts, page.row - len(planned), NAME, TOTAL)
    write_totals_chart(page, workbook, shown, currency)


def _write_watch(page: Page, document: PlanDocument) -> None:
    """Write what to watch in the plan that is shown first; what is only to know stands in sheet Issues."""
    notices = by_harm(document.best.notices)
    costly = [one for one in notices if one.level is not Level.TO_KNOW]
    if not notices:
        return
    page.section("What to watch")
    for one in costly:
        amount = "" if one.amount_minor is None else money.words(one.amount_minor, document.currency)
        label = "settle first" if one.level is Level.BLOCKS else "money"
        _labelled(page, label, amount, f"{said_once(one.text)} [{one.code}]")
    if more := len(notices) - len(costly):
        page.note(f"{count(more, 'more remark')} to know: sheet Issues.")


def _write_risks(page: Page, document: PlanDocument) -> None:
    """Write what is missing today, and what that could cost in an audit, once per different finding."""
    risks: dict[Risk, list[str]] = {}
    for one, plan in document.planned:
        if plan.risk:
            risks.setdefault(plan.risk, []).append(one.name)
    if not risks:
        return
    page.section("Missing today, before anything is bought (for information)")
    for risk, names in risks.items():
        amount = "not known" if risk.amount_minor is None else money.words(risk.amount_minor, document.currency)
        label = (
            f"{count(risk.shortfall, 'licence')} missing; in an audit {amount}" if risk.shortfall else "nothing missing"
        )
        _labelled(page, whose(names, document), label, risk.text)


def _write_unplanned(page: Page, scenarios: Sequence[ScenarioDocument]) -> None:
    if not scenarios:
        return
    page.section("Scenarios without a plan")
    for one in scenarios:
        _labelled(page, one.name, STATUS[one.status], one.reason)
        for change in one.relaxations:
            _labelled(page, "", "what would help", change.text)


def _labelled(page: Page, name: str, label: str, text: str) -> None:
    page.across(text, Weight.BODY, TOTAL)
    page.put(NAME, name, Weight.BODY)
    page.put(RESULT, label, Weight.BODY)
    page.row += 1
