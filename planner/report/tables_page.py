"""The page of docs/ about the tables of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from planner.report import listed, listed_over_time, tables
from planner.report.table import DTYPES, Column, Holds

_TABLES: Sequence[tuple[str, str, Sequence[Column]]] = (
    ("purchases", "A row per offer that is bought, by vendor, offer and period.", listed.PURCHASES),
    ("sales", "A row per lot that is sold from.", listed.SALES),
    ("position", "A row per product, metric and version that occurs: need and supply after the plan.", listed.POSITION),
    ("register", "A row per licence in use. Columns with few different texts are categories.", tables.REGISTER),
    (
        "by_unit",
        "A row per department, site and cost centre that the inventory states. A licence goes to its holder's unit, "
        "that of a machine without one to the units of the people who use it, in equal parts; whole licences and cents "
        "then go to the largest remainders. Each kind of unit adds up to what the plan buys, to the cent.",
        listed.BY_UNIT,
    ),
    (
        "calendar",
        "A row per thing to do, by day. Without a horizon everything is done on the plan's day.",
        listed_over_time.CALENDAR,
    ),
    ("cash", "A row per calendar year; none without a horizon.", listed_over_time.CASH),
    (
        "upgrades",
        "A row per server that is upgraded within the horizon, may be, or costs something to keep.",
        listed_over_time.UPGRADES,
    ),
    (
        "foresight",
        "This plan, and the cheapest ones that order everything today, or on each day only what is cheapest for that "
        "day alone.",
        listed_over_time.FORESIGHT,
    ),
    ("coverage", "A row per version needed and licence that serves it.", listed.COVERAGE),
    ("scenarios", "A row per scenario, in the order planned.", listed.SCENARIOS),
    (
        "rules_that_differ",
        "A row per policy that is not the same in all scenarios; besides these, a column per scenario with its value "
        "in words.",
        listed.RULES,
    ),
    (
        "purchase_lines_that_differ",
        "A row per line that a scenario buys otherwise than the one that differences are counted from.",
        listed.DIFFERING,
    ),
)
_HOLDS = {
    Holds.TEXT: "text",
    Holds.COUNT: "a count",
    Holds.MONEY: "an amount, exact, `decimal.Decimal` with two places",
    Holds.SHARE: "a share",
    Holds.PERCENT: "a percentage",
    Holds.DAY: "a day",
    Holds.YES_NO: "yes or no",
}


def tables_page() -> str:
    """Return the text of docs/tables.md: every table of a plan with its columns."""
    lines = [
        "# The tables of a plan",
        "",
        "What a plan says, as pandas data frames, for [scripts and notebooks](scripting.md). `register` and `coverage`",
        "belong to a plan that was just made; all others are also there where one is read back from plan.json,",
        "whichever version of the program wrote it. The terminal, the workbook, the purchase files and the dashboard",
        "show the same tables, each as many of the columns as it has room for. This page is made by",
        "`python -m planner.reference`.",
        "",
        "```python",
        "import planner",
        "",
        'plans = planner.load_plans("plan.json")',
        'plans["cheapest"].purchases',
        "plans.scenarios",
        "```",
        "",
        "| a cell holds | type of the column |",
        "|---|---|",
        *(f"| {words} | `{DTYPES[holds]}` |" for holds, words in _HOLDS.items()),
        "",
        "Amounts are in the plan's currency, without VAT, unless the column says otherwise; they are never floats, so",
        "sums are right to the cent. What is not known or not stated is missing: `pd.NA`, `NaT`, and None for amounts.",
        "",
    ]
    for name, meaning, columns in _TABLES:
        lines += [f"## {name}", "", meaning, "", "| column | title | holds | remark |", "|---|---|---|---|"]
        lines += [f"| {one.name} | {one.title} | {one.holds} | {one.meaning} |" for one in columns]
        lines.append("")
    return "\n".join(lines)
