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
from planner.words import say

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
        PageColumn(say("Scenario"), width=22, most=28),
        PageColumn(say("Result"), width=20, most=24),
        PageColumn(say("Total ({currency})", currency=document.currency), ColumnKind.MONEY, 14),
        PageColumn(
            say('Difference to "{first}"', first=first) if first else say("Difference"), ColumnKind.DIFFERENCE, 14
        ),
        PageColumn(
            say('Saving against "{name}"', name=baseline[0].name) if baseline else say("Saving"), ColumnKind.MONEY, 15
        ),
        PageColumn(say("Saving"), ColumnKind.SHARE, 9),
        PageColumn(say("Licences bought"), ColumnKind.COUNT, 10),
        PageColumn(say("of these used"), ColumnKind.COUNT, 10),
        PageColumn(say("Vendors"), ColumnKind.COUNT, 9),
        PageColumn(say("What differs"), width=30, most=36),
    )
    return book.page(say("Summary"), columns)


def write_summary(page: Page, document: PlanDocument, totals: Mapping[str, str], workbook: xlsxwriter.Workbook) -> None:
    """Write the summary; `totals` says where each planned scenario's total stands."""
    baseline = find_baseline(document)
    base = baseline[0] if baseline else None
    side = list(listed.scenarios(document).rows(*_SHOWN))
    planned = [row for row in side if row[TOTAL] is not None]
    page.fit([[name, result, *[None] * 7, differs] for name, result, *_, differs in planned])
    page.title(say("Licence plan"))
    page.note(
        say(
            "{name}, planned for {plan_date}, amounts in {currency} without VAT.",
            name=document.inventory.name,
            plan_date=document.plan_date,
            currency=document.currency,
        )
    )
    for notice in to_settle(document.best):
        page.note(
            say(
                "{settle_first}: {said_once} [{code}]",
                settle_first=SETTLE_FIRST,
                said_once=said_once(notice.text),
                code=notice.code,
            ),
            Weight.HEADLINE,
        )
    for line in position_lines(document.position_today, document.currency):
        page.note(line)
    page.skip()
    for one in document.scenarios:
        # Why a scenario has no plan stands once, in its own section below.
        said = (
            headline(one, base, document.currency)
            if one.plan
            else say("{status}, see below.", status=STATUS[one.status])
        )
        page.note(say("{name}: {said}", name=one.name, said=said), Weight.HEADLINE)
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
    page.section(say("Scenarios side by side"))
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
    page.section(say("What to watch"))
    for one in costly:
        amount = "" if one.amount_minor is None else money.words(one.amount_minor, document.currency)
        label = say("settle first") if one.level is Level.BLOCKS else say("money")
        _labelled(page, label, amount, say("{said_once} [{code}]", said_once=said_once(one.text), code=one.code))
    if more := len(notices) - len(costly):
        page.note(say("{more} to know: sheet Issues.", more=count(more, "more remark")))


def _write_risks(page: Page, document: PlanDocument) -> None:
    """Write what is missing today, and what that could cost in an audit, once per different finding."""
    risks: dict[Risk, list[str]] = {}
    for one, plan in document.planned:
        if plan.risk:
            risks.setdefault(plan.risk, []).append(one.name)
    if not risks:
        return
    page.section(say("Missing today, before anything is bought (for information)"))
    for risk, names in risks.items():
        amount = say("not known") if risk.amount_minor is None else money.words(risk.amount_minor, document.currency)
        label = (
            say("{shortfall} missing; in an audit {amount}", shortfall=count(risk.shortfall, "licence"), amount=amount)
            if risk.shortfall
            else say("nothing missing")
        )
        _labelled(page, whose(names, document), label, risk.text)


def _write_unplanned(page: Page, scenarios: Sequence[ScenarioDocument]) -> None:
    if not scenarios:
        return
    page.section(say("Scenarios without a plan"))
    for one in scenarios:
        _labelled(page, one.name, STATUS[one.status], one.reason)
        for change in one.relaxations:
            _labelled(page, "", say("what would help"), change.text)


def _labelled(page: Page, name: str, label: str, text: str) -> None:
    page.across(text, Weight.BODY, TOTAL)
    page.put(NAME, name, Weight.BODY)
    page.put(RESULT, label, Weight.BODY)
    page.row += 1
