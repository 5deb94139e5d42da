"""Plans and issues for a person at a terminal; plain text of width 100 where the output goes elsewhere.

Names and texts from the input are shown as they are: rich's markup in them means nothing, and control
characters, which could steer the terminal, are made visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from planner.domain import money
from planner.domain.comparison import ComparisonRow, compare, find_baseline
from planner.domain.issue import Issue, Notice
from planner.domain.plan import DataLevel, Plan, PlanSet, ScenarioResult
from planner.domain.product import in_words
from planner.domain.review import CheckState, Review
from planner.report.words import DATA_LEVEL, headline, outcome, said_once

PLAIN_WIDTH = 100
SHOWN_PER_KIND = 20
_VISIBLE = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"} | {0x7F: 0x2421}


def make_console(stream: TextIO | None = None) -> Console:
    """Return a console that writes to `stream` (stdout if None), 100 wide where that is no terminal."""
    console = Console(file=stream, highlight=False, emoji=False)
    return console if console.is_terminal else Console(file=stream, highlight=False, emoji=False, width=PLAIN_WIDTH)


def literal(text: str, style: str = "") -> Text:
    """Return text from the input so that nothing in it is taken for markup or a control sequence."""
    return Text(text.translate(_VISIBLE), style=style, overflow="fold")


def listing(*columns: str, right: Iterable[str] = ()) -> Table:
    """Return an empty table; long ids are folded, never cut."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, header_style="bold")
    numbers = set(right)
    for column in columns:
        table.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    return table


def print_plans(plan_set: PlanSet, console: Console) -> None:
    """Print all scenarios in a table, the details of the cheapest planned one, and why others have no plan.

    Scenarios that only show what another reading of a disputed rule costs are no plans to follow.
    """
    results = plan_set.results
    _print_scenarios(plan_set, console)
    planned = [result for result in results if result.plan and not result.scenario.is_reading]
    if planned:
        best = min(planned, key=lambda result: result.plan.cost.total if result.plan else 0)
        _print_details(best, plan_set, console)
    for result in results:
        if not result.plan:
            _print_without_plan(result, console)


def print_issues(issues: Sequence[Issue], console: Console) -> None:
    """Print issues by code and sheet, the first 20 of each kind, and how many more there are.

    Where they come from several files, each file has a heading.
    """
    files: dict[str | None, list[Issue]] = {}
    for issue in issues:
        files.setdefault(issue.location.file, []).append(issue)
    several = len(files.keys() - {None}) > 1
    for file, found in files.items():
        if several and file:
            console.print(literal(file, "bold"))
        for (code, _), alike in _by_kind(found).items():
            _print_alike(code, alike, console, under_heading=several and file is not None)


def _by_kind(issues: Iterable[Issue]) -> dict[tuple[str, str | None], list[Issue]]:
    kinds: dict[tuple[str, str | None], list[Issue]] = {}
    for issue in issues:
        kinds.setdefault((issue.code, issue.location.sheet), []).append(issue)
    return kinds


def _print_alike(code: str, alike: Sequence[Issue], console: Console, *, under_heading: bool) -> None:
    indent = 2 if under_heading else 0
    for issue in alike[:SHOWN_PER_KIND]:
        # Below a file's heading its name is not said again.
        shown = replace(issue, location=replace(issue.location, file=None)) if under_heading else issue
        text = literal(said_once(str(shown)), "red" if issue.severity == "error" else "")
        console.print(Padding(text, (0, 0, 0, indent), expand=False))
    more = len(alike) - SHOWN_PER_KIND
    if more > 0:
        have = "row has" if more == 1 else "rows have"
        rest = f"{more:,} more {have} problem {code}; all are listed by `cal-planner check --json`"
        console.print(Padding(Text(rest, "dim"), (0, 0, 0, indent), expand=False))


def _print_scenarios(plan_set: PlanSet, console: Console) -> None:
    table = listing(
        "scenario", "total", "difference", "new", "used", "vendors", "proof",
        right=("total", "difference", "new", "used", "vendors"),
    )  # fmt: skip
    for result, row in zip(plan_set.results, compare(plan_set.results), strict=True):
        table.add_row(literal(result.name), *_figures(row), literal(outcome(result, plan_set.currency)))
    console.print(literal(f"{plan_set.inventory.name}, {plan_set.plan_date}, amounts in {plan_set.currency}", "bold"))
    console.print(table)


def _figures(row: ComparisonRow) -> list[str]:
    if row.total_minor is None or row.difference_minor is None:
        return ["-"] * 5
    used = row.used_licences or 0
    new = (row.licences or 0) - used
    difference = f"{'+' if row.difference_minor > 0 else ''}{amount(row.difference_minor)}"
    return [amount(row.total_minor), difference, f"{new:,}", f"{used:,}", str(row.vendors)]


def amount(minor: int) -> str:
    """Write an amount with thousands separators, without its currency."""
    return money.words(minor, "").strip()


def _print_details(result: ScenarioResult, plan_set: PlanSet, console: Console) -> None:
    plan = result.plan
    if plan is None:
        return
    baseline = find_baseline(plan_set.results)
    console.print(literal(f"{result.name}: {headline(result, baseline, plan_set.currency)}", "bold green"))
    if result.data_level is DataLevel.UPPER_BOUND:
        console.print(literal(DATA_LEVEL[result.data_level]))
        if result.example_if_own_minor is not None:
            example = money.words(result.example_if_own_minor, plan_set.currency)
            console.print(f"An example, not a bound: were the machines dealt out to people, it would cost {example}.")
    if plan.purchases:
        _print_purchases(plan, console)
    if plan.sales:
        _print_sales(plan, console)
    _print_notices(result.notices, console)
    if result.review:
        _print_review(result.review, plan_set.currency, console)


def _print_review(review: Review, currency: str, console: Console) -> None:
    """Print in brief what an auditor would find; the whole of it stands in the workbook and in plan.json."""
    console.print("If somebody audits", style="bold")
    for state in (CheckState.IN_ORDER, CheckState.MISSING, CheckState.NOT_STATED):
        items = [line.item for line in review.checklist if line.state is state]
        if items:
            console.print(Padding(literal(f"{state}: {', '.join(items)}"), (0, 0, 0, 2), expand=False))
    risk = review.risk
    if risk.shortfall:
        amount_ = "an amount not known" if risk.amount_minor is None else money.words(risk.amount_minor, currency)
        text = f"{risk.shortfall:,} licences are missing today; an audit could cost {amount_} (for information)"
        console.print(Padding(literal(text), (0, 0, 0, 2), expand=False))


def _print_purchases(plan: Plan, console: Console) -> None:
    table = listing(
        "buy from", "offer", "what", "packs", "licences", "per pack", "cost",
        right=("packs", "licences", "per pack", "cost"),
    )  # fmt: skip
    lines = sorted(plan.purchases, key=lambda line: (line.offer.vendor, line.offer.offer_id, line.period))
    for vendor, of_vendor in groupby(lines, key=lambda line: line.offer.vendor):
        shown = vendor
        for line in of_vendor:
            offer = line.offer
            what = f"{in_words(offer.product, offer.metric, offer.version)}, {offer.condition.value}"
            figures = (f"{line.packs:,}", f"{line.licences:,}", amount(line.pack_price_minor), amount(line.cost_minor))
            table.add_row(literal(shown), literal(offer.offer_id), literal(what), *figures)
            shown = ""
    console.print(table)


def _print_sales(plan: Plan, console: Console) -> None:
    table = listing("sell", "what", "quantity", "each", "proceeds", right=("quantity", "each", "proceeds"))
    for line in plan.sales:
        lot = line.lot
        figures = (f"{line.quantity:,}", amount(lot.resale_minor), amount(line.proceeds_minor))
        table.add_row(literal(lot.owned_id), literal(in_words(lot.product, lot.metric, lot.version)), *figures)
    console.print(table)


def _print_notices(notices: Sequence[Notice], console: Console) -> None:
    if not notices:
        return
    console.print("What to watch", style="bold")
    for notice in notices:
        console.print(Padding(literal(f"{said_once(notice.text)} [{notice.code}]"), (0, 0, 0, 2), expand=False))


def _print_without_plan(result: ScenarioResult, console: Console) -> None:
    console.print()
    console.print(literal(f"{result.name}: {outcome(result, '')}", "bold red"))
    if result.reason:
        console.print(Padding(literal(result.reason), (0, 0, 0, 2), expand=False))
    for change in result.relaxations:
        console.print(Padding(literal(f"- {change.text}"), (0, 0, 0, 4), expand=False))
