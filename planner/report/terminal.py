"""Plans and issues for a person at a terminal; plain text of width 100 where the output goes elsewhere.

Names and texts from the input are shown as they are: rich's markup in them means nothing, and control
characters, which could steer the terminal, are made visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from itertools import groupby
from typing import Any, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from planner.domain import money
from planner.domain.comparison import find_baseline
from planner.domain.document import PlanDocument, PlanLines, ScenarioDocument
from planner.domain.issue import Issue, Notice
from planner.domain.plan import DataLevel
from planner.domain.review import CheckLine, CheckState
from planner.report import listed
from planner.report.rich_tables import amount, listing, literal
from planner.report.table import Table as PlanTable
from planner.report.terminal_over_time import print_calendar, print_over_time
from planner.report.watch import SETTLE_FIRST, on_a_screen, position_lines, to_settle
from planner.report.words import DATA_LEVEL, count, headline, outcome, said_once
from planner.words import joined, say, shown, small

PLAIN_WIDTH = 100
WIDE = 150
"""From this width on a terminal shows all that is stated of purchases, long texts folded."""
_PART_NUMBER, _QUOTED = "sku", "quoted_price"
_WHERE_STATED = (
    _PART_NUMBER, "valid_until", "lead_days", "channel", "quoted_currency", _QUOTED, "url", "note",
)  # fmt: skip
"""What is shown of purchases beside the figures, the most important first."""
_ENDLESS = 100_000
SHOWN_PER_KIND = 20
_INDENT = 2
_LINES_OF_NOTICES = 20


class Printer(Console):
    """A console that prints texts in the language that is spoken."""

    def print(self, *texts: Any, **more: Any) -> None:
        """Print texts as the reader reads them."""
        super().print(*(shown(text) if isinstance(text, str) else text for text in texts), **more)


def make_console(stream: TextIO | None = None) -> Console:
    """Return a console that writes to `stream` (stdout if None), 100 wide where that is no terminal."""
    console = Printer(file=stream, highlight=False, emoji=False)
    return console if console.is_terminal else Printer(file=stream, highlight=False, emoji=False, width=PLAIN_WIDTH)


def print_plans(document: PlanDocument, console: Console) -> None:
    """Print all scenarios in a table, the details of the cheapest planned one, and why others have no plan.

    Scenarios that only show what another reading of a disputed rule costs are no plans to follow.
    """
    best = document.best
    _print_heading(document, best, console)
    _print_scenarios(document, console)
    is_shown = best.plan is not None and not best.is_reading
    if best.plan and not best.is_reading:
        _print_details(best, best.plan, document, console)
    told = set(best.notices) if is_shown else set[Notice]()
    for scenario in document.scenarios:
        if not scenario.plan:
            _print_without_plan(scenario, told, console)
            told |= set(scenario.notices)


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
    if len(alike) > SHOWN_PER_KIND:
        found = sum(issue.stands_for for issue in alike)
        more = found - SHOWN_PER_KIND
        have = say("row has") if more == 1 else say("rows have")
        kept = sum(issue.stands_for == 1 for issue in alike)
        told = say("all are listed") if kept == found else say("the first {kept:,} are listed", kept=kept)
        rest = say(
            "{more:,} more {have} problem {code}; {told} by `cal-planner check --json`",
            more=more,
            have=have,
            code=code,
            told=told,
        )
        console.print(Padding(literal(rest, "dim"), (0, 0, 0, indent), expand=False))


def _print_heading(document: PlanDocument, best: ScenarioDocument, console: Console) -> None:
    """Print what is planned, what blocks the use of the plan that is shown first, and how things stand today."""
    console.print(
        literal(
            say(
                "{name}, {plan_date}, amounts in {currency}",
                name=document.inventory.name,
                plan_date=document.plan_date,
                currency=document.currency,
            ),
            "bold",
        )
    )
    settle = to_settle(best)
    if settle:
        console.print(say("{settle_first}:", settle_first=SETTLE_FIRST), style="bold red")
    for notice in settle:
        _print_notice(notice, console)
    for line in position_lines(document.position_today, document.currency):
        console.print(literal(line))


def _print_scenarios(document: PlanDocument, console: Console) -> None:
    table = listing(
        say("scenario"), say("total"), say("difference"), say("new"), say("used"), say("vendors"), say("proof"),
        right=(say("total"), say("difference"), say("new"), say("used"), say("vendors")),
    )  # fmt: skip
    names = "scenario", "total", "difference", "new_licences", "used_licences", "vendors", "result"
    for name, *figures, result in listed.scenarios(document).rows(*names):
        table.add_row(literal(name), *(["-"] * 5 if figures[0] is None else _figures(*figures)), literal(result))
    console.print(table)


def _figures(total: int, difference: int, new: int, used: int, vendors: int) -> list[str]:
    sign = "+" if difference > 0 else ""
    return [
        amount(total),
        f"{sign}{amount(difference)}",
        say("{new:,}", new=new),
        say("{used:,}", used=used),
        str(vendors),
    ]


def _print_details(scenario: ScenarioDocument, plan: PlanLines, document: PlanDocument, console: Console) -> None:
    baseline = find_baseline(document)
    said = headline(scenario, baseline[0] if baseline else None, document.currency)
    console.print(literal(say("{name}: {said}", name=scenario.name, said=said), "bold green"))
    if scenario.data_level is DataLevel.UPPER_BOUND:
        console.print(literal(DATA_LEVEL[scenario.data_level]))
        if plan.example_if_own_minor is not None:
            example = money.words(plan.example_if_own_minor, document.currency)
            console.print(
                say(
                    "An example, not a bound: were the machines dealt out to people, it would cost {example}.",
                    example=example,
                )
            )
    if plan.cash is not None:
        print_over_time(scenario, document.currency, console)
    now = replace(scenario, plan=plan.in_period(0))
    if now.purchases:
        _print_purchases(listed.purchases(now), console)
    if now.sales:
        _print_sales(listed.sales(now), console)
    if plan.cash is not None:
        print_calendar(scenario, console)
    _print_notices(scenario.notices, console)
    if plan.checklist:
        _print_review(plan.checklist, console)


_BY_THE_DATA = say("in order by the rules and data of this plan")


def _print_review(checklist: Sequence[CheckLine], console: Console) -> None:
    """Print in brief what an auditor would find; the whole of it stands in the workbook and in plan.json."""
    console.print(say("If somebody audits"), style="bold")
    for state in (CheckState.IN_ORDER, CheckState.MISSING, CheckState.NOT_STATED):
        items = [line.item for line in checklist if line.state is state]
        words = _BY_THE_DATA if state is CheckState.IN_ORDER else state
        if items:
            console.print(
                Padding(
                    literal(say("{words}: {value}", words=words, value=joined(", ", items))), (0, 0, 0, 2), expand=False
                )
            )


def _print_purchases(purchases: PlanTable, console: Console) -> None:
    """Print the purchase list: the figures and part numbers always, and of what else is stated as much as fits."""
    stated = [name for name in _WHERE_STATED if purchases.states(name)]
    if console.width < WIDE:
        least = stated[: stated[:1] == [_PART_NUMBER]]
        lengths = range(len(stated), len(least), -1)
        tables = (_purchases(purchases, stated[:length]) for length in lengths)
        fitting = (table for table in tables if _width(table, console) <= console.width)
        console.print(next(fitting, None) or _purchases(purchases, least))
    else:
        console.print(_purchases(purchases, stated))


def _width(table: Table, console: Console) -> int:
    """Return how wide a table is where nothing in it is folded."""
    return console.measure(table, options=console.options.update(max_width=_ENDLESS)).maximum


def _purchases(purchases: PlanTable, more: Sequence[str]) -> Table:
    titles = [small(listed.TITLES[name]) for name in more]
    table = listing(
        say("buy from"),
        say("offer"),
        say("what"),
        say("packs"),
        say("licences"),
        say("per pack"),
        say("cost"),
        *titles,
        right=(say("packs"), say("licences"), say("per pack"), say("cost")),
    )
    names = "vendor", "offer_id", "licence", "condition", "packs", "licences", "pack_price", "line_total"
    for vendor, of_vendor in groupby(purchases.rows(*names, *more), key=lambda line: line[0]):
        shown = vendor
        for _, offer, licence, condition, packs, licences, price, total, *rest in of_vendor:
            prices = ("" if each is None else amount(each) for each in (price, total))
            figures = say("{packs:,}", packs=packs), say("{licences:,}", licences=licences), *prices
            cells = (_stated(name, value) for name, value in zip(more, rest, strict=True))
            seller = shown or ("" if price is not None else say("any vendor"))
            table.add_row(
                literal(seller),
                literal(offer),
                literal(say("{licence}, {condition}", licence=licence, condition=condition)),
                *figures,
                *cells,
            )
            shown = ""
    return table


def _stated(name: str, value: object) -> Text | str:
    if value is None:
        return ""
    return literal(amount(value) if name == _QUOTED and isinstance(value, int) else str(value))


def _print_sales(sales: PlanTable, console: Console) -> None:
    table = listing(
        say("sell"),
        say("what"),
        say("quantity"),
        say("each"),
        say("proceeds"),
        right=(say("quantity"), say("each"), say("proceeds")),
    )
    for lot, licence, quantity, each, proceeds in sales.rows(
        "owned_id", "licence", "quantity", "unit_price", "proceeds"
    ):
        table.add_row(
            literal(lot), literal(licence), say("{quantity:,}", quantity=quantity), amount(each), amount(proceeds)
        )
    console.print(table)


def _print_notices(notices: Sequence[Notice], console: Console) -> None:
    """Print what to watch in the order of harm, as much as a screen has room for."""
    if not notices:
        return
    console.print(say("What to watch"), style="bold")
    watch = on_a_screen(notices, console.width - _INDENT, _LINES_OF_NOTICES)
    for notice in watch.shown:
        _print_notice(notice, console)
    if watch.more:
        rest = say(
            "{more} to know: sheet Issues of the workbook (--out plan.xlsx)", more=count(watch.more, "more remark")
        )
        console.print(Padding(literal(rest, "dim"), (0, 0, 0, _INDENT), expand=False))


def _print_notice(notice: Notice, console: Console) -> None:
    text = literal(say("{said_once} [{code}]", said_once=said_once(notice.text), code=notice.code))
    console.print(Padding(text, (0, 0, 0, _INDENT), expand=False))


def _print_without_plan(scenario: ScenarioDocument, told: Set[Notice], console: Console) -> None:
    """Print why a scenario has no plan, what would help, and what it remarks on that was not told already."""
    console.print()
    console.print(literal(say("{name}: {outcome}", name=scenario.name, outcome=outcome(scenario, "")), "bold red"))
    if scenario.reason:
        console.print(Padding(literal(scenario.reason), (0, 0, 0, 2), expand=False))
    for change in scenario.relaxations:
        console.print(Padding(literal(say("- {text}", text=change.text)), (0, 0, 0, 4), expand=False))
    _print_notices([notice for notice in scenario.notices if notice not in told], console)
