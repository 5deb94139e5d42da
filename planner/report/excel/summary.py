"""The first sheet: each scenario in a sentence, all of them side by side, and a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import xlsxwriter

from planner.domain import money
from planner.domain.comparison import ComparisonRow, compare, find_baseline
from planner.domain.money import MINOR_PER_MAJOR
from planner.domain.plan import DataLevel, PlanSet, ScenarioResult
from planner.domain.review import Risk
from planner.report.excel.bar_chart import TotalsOnSheet, write_totals_chart
from planner.report.excel.page import Book, Cell, Formula, Page, PageColumn
from planner.report.excel.style import ColumnKind, Weight
from planner.report.words import DATA_LEVEL, STATUS, count, differences, headline, outcome, whose

NAME, RESULT, TOTAL, DIFFERENCE, SAVING = range(5)


def summary_page(book: Book, plan_set: PlanSet) -> Page:
    """Return the still empty summary."""
    baseline = find_baseline(plan_set.results)
    first = next((result.name for result in plan_set.results if result.plan), "")
    columns = (
        PageColumn("Scenario", width=22, most=28),
        PageColumn("Result", width=20, most=24),
        PageColumn(f"Total ({plan_set.currency})", ColumnKind.MONEY, 14),
        PageColumn(f'Difference to "{first}"' if first else "Difference", ColumnKind.DIFFERENCE, 14),
        PageColumn(f'Saving against "{baseline.name}"' if baseline else "Saving", ColumnKind.MONEY, 15),
        PageColumn("Saving", ColumnKind.SHARE, 9),
        PageColumn("Licences bought", ColumnKind.COUNT, 10),
        PageColumn("of these used", ColumnKind.COUNT, 10),
        PageColumn("Vendors", ColumnKind.COUNT, 9),
        PageColumn("What differs", width=30, most=36),
    )
    return book.page("Summary", columns)


def write_summary(page: Page, plan_set: PlanSet, totals: Mapping[str, str], workbook: xlsxwriter.Workbook) -> None:
    """Write the summary; `totals` says where each planned scenario's total stands."""
    baseline = find_baseline(plan_set.results)
    planned = [result for result in plan_set.results if result.plan]
    page.fit([_words(plan_set, result) for result in planned])
    page.title("Licence plan")
    page.note(
        f"{plan_set.inventory.name}, planned for {plan_set.plan_date.isoformat()}, amounts in {plan_set.currency} "
        "without VAT."
    )
    page.skip()
    for result in plan_set.results:
        # Why a scenario has no plan stands once, in its own section below.
        said = headline(result, baseline, plan_set.currency) if result.plan else f"{STATUS[result.status]}, see below."
        page.note(f"{result.name}: {said}", Weight.HEADLINE)
    if any(result.data_level is DataLevel.UPPER_BOUND for result in plan_set.results):
        page.note(DATA_LEVEL[DataLevel.UPPER_BOUND])
    if planned:
        _write_comparison(page, plan_set, planned, baseline, totals, workbook)
    _write_risks(page, plan_set)
    _write_unplanned(page, [result for result in plan_set.results if not result.plan])


def _write_comparison(
    page: Page,
    plan_set: PlanSet,
    planned: Sequence[ScenarioResult],
    baseline: ScenarioResult | None,
    totals: Mapping[str, str],
    workbook: xlsxwriter.Workbook,
) -> None:
    page.section("Scenarios side by side")
    header = page.header(repeat=False)
    rows = {row.name: row for row in compare(plan_set.results)}
    first, base = page.row, page.row
    for place, result in enumerate(planned):
        base = first + place if result is baseline else base
    for result in planned:
        page.line(_cells(page, plan_set, result, rows[result.name], baseline, totals[result.name], first, base))
    if len(planned) > 1:
        totals_in_order = [result.plan.cost.total / MINOR_PER_MAJOR for result in planned if result.plan]
        shown = TotalsOnSheet([result.name for result in planned], totals_in_order, header + 1, NAME, TOTAL)
        write_totals_chart(page, workbook, shown, plan_set.currency)


def _cells(
    page: Page,
    plan_set: PlanSet,
    result: ScenarioResult,
    row: ComparisonRow,
    baseline: ScenarioResult | None,
    total: str,
    first: int,
    base: int,
) -> list[Cell]:
    own = page.address(page.row, TOTAL)
    total_minor = row.total_minor or 0
    base_minor = baseline.plan.cost.total if baseline and baseline.plan else total_minor
    saved = base_minor - total_minor
    share = Formula(
        f"={page.address(page.row, SAVING)}/{page.address(base, TOTAL, fixed=True)}", saved / max(base_minor, 1)
    )
    name, result_in_words, *_, differs = _words(plan_set, result)
    return [
        name,
        result_in_words,
        Formula(f"={total}", total_minor),
        Formula(f"={own}-{page.address(first, TOTAL, fixed=True)}", row.difference_minor or 0),
        Formula(f"={page.address(base, TOTAL, fixed=True)}-{own}", saved),
        share if base_minor > 0 else None,
        row.licences or 0,
        row.used_licences or 0,
        row.vendors or 0,
        differs,
    ]


def _words(plan_set: PlanSet, result: ScenarioResult) -> list[Cell]:
    """Return what a scenario's row holds beside its figures."""
    differs = differences(plan_set.results[0].scenario.policy, result.scenario.policy)
    return [result.name, outcome(result, plan_set.currency), *[None] * 7, differs]


def _write_risks(page: Page, plan_set: PlanSet) -> None:
    """Write what is missing today, and what that could cost in an audit, once per different finding."""
    risks: dict[Risk, list[str]] = {}
    for result in plan_set.results:
        if result.review:
            risks.setdefault(result.review.risk, []).append(result.name)
    if not risks:
        return
    page.section("Missing today, before anything is bought (for information)")
    for risk, names in risks.items():
        amount = "not known" if risk.amount_minor is None else money.words(risk.amount_minor, plan_set.currency)
        label = (
            f"{count(risk.shortfall, 'licence')} missing; in an audit {amount}" if risk.shortfall else "nothing missing"
        )
        _labelled(page, whose(names, plan_set), label, risk.text)


def _write_unplanned(page: Page, results: Sequence[ScenarioResult]) -> None:
    if not results:
        return
    page.section("Scenarios without a plan")
    for result in results:
        _labelled(page, result.name, STATUS[result.status], result.reason)
        for change in result.relaxations:
            _labelled(page, "", "what would help", change.text)


def _labelled(page: Page, name: str, label: str, text: str) -> None:
    page.across(text, Weight.BODY, TOTAL)
    page.put(NAME, name, Weight.BODY)
    page.put(RESULT, label, Weight.BODY)
    page.row += 1
