"""Saved plans side by side: what each costs, how far apart they are, and which policies they differ in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Console

from planner.domain import money
from planner.domain.comparison import differing_policies
from planner.domain.document import PurchaseLine
from planner.errors import UsageError
from planner.report import listed
from planner.report.rich_tables import amount, listing, literal
from planner.report.words import STATUS, policy_value
from planner.study.saved import NamedPlan, NamedScenario, read_plan
from planner.words import joined, say

FORMAT = "cal-planner/comparison/1"
_DIFFERING = (
    "scenario", "vendor", "offer_id", "licence", "condition", "packs", "packs_before", "line_total", "difference",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One scenario beside the others.  The difference is None where there is no plan."""

    scenario: NamedScenario
    what_differs: tuple[str, ...]
    difference_minor: int | None


@dataclass(frozen=True, slots=True)
class SavedComparison:
    """Saved scenarios in the order given; policies against the first, totals against the first planned one."""

    currency: str
    rows: tuple[ComparedRow, ...]
    inventories_differ: bool
    """Whether the plans were made from different inventories, told by their content."""
    reference: NamedScenario | None
    """The first scenario that has a plan, which differences are counted from."""


def compare_files(paths: Sequence[Path]) -> SavedComparison:
    """Read plan.json files and set all their scenarios side by side.

    Raises UsageError for a file that is missing or no plan of this format, for none at all, and for plans in
    different currencies.
    """
    if not paths:
        raise UsageError(say("Nothing to compare: name at least one plan.json."))
    plans = [read_plan(path) for path in paths]
    currency = common_currency(plans)
    scenarios = [scenario for plan in plans for scenario in plan.scenarios]
    reference = next((one for one in scenarios if one.plan), None)
    base = reference.total_minor if reference else None
    rows = tuple(
        ComparedRow(one, differing_policies(scenarios[0].policy, one.policy), difference(one.total_minor, base))
        for one in scenarios
    )
    return SavedComparison(currency, rows, inventories_differ(plans), reference)


def common_currency(plans: Sequence[NamedPlan]) -> str:
    """Return the one currency that plans are in.  Raises UsageError where there are several."""
    for other in plans[1:]:
        if other.currency != plans[0].currency:
            raise UsageError(
                say(
                    "{file} is in {currency}, {file_2} in {currency_2}. Only plans in one currency can be "
                    "compared; plan them again in the same one.",
                    file=plans[0].file,
                    currency=plans[0].currency,
                    file_2=other.file,
                    currency_2=other.currency,
                )
            )
    return plans[0].currency


def inventories_differ(plans: Sequence[NamedPlan]) -> bool:
    """Tell whether plans were made from different inventories."""
    return len({plan.inventory for plan in plans}) > 1


def difference(total_minor: int | None, reference_minor: int | None) -> int | None:
    """Return how far a total is above another, None where one of them is missing."""
    return None if total_minor is None or reference_minor is None else total_minor - reference_minor


def to_json(comparison: SavedComparison) -> dict[str, Any]:
    """Return the comparison for other programs; money is text as in plan.json."""
    return {
        "format": FORMAT,
        "currency": comparison.currency,
        "inventories_differ": comparison.inventories_differ,
        "rows": [_row_json(row, comparison.reference) for row in comparison.rows],
    }


def print_comparison(comparison: SavedComparison, console: Console) -> None:
    """Print the comparison: the files by number, a table of figures, and what each scenario has otherwise."""
    files = dict.fromkeys(row.scenario.file for row in comparison.rows)
    numbers = {file: str(number) for number, file in enumerate(files, 1)}
    for file, number in numbers.items():
        console.print(literal(say("{number}: {file}", number=number, file=file)))
    if comparison.inventories_differ:
        console.print(say("The plans were made from different inventories, so totals differ for that reason too."))
    table = listing(
        say("file"),
        say("scenario"),
        say("total"),
        say("difference"),
        say("new"),
        say("used"),
        say("vendors"),
        say("proof"),
        right=(say("file"), say("total"), say("difference"), say("new"), say("used"), say("vendors")),
    )
    for row in comparison.rows:
        one = row.scenario
        table.add_row(numbers[one.file], literal(one.name), *_figures(row), _proof(one))
    console.print(table)
    console.print(
        say(
            "Amounts in {currency}; differences are against the first scenario that has a plan.",
            currency=comparison.currency,
        )
    )
    for row in comparison.rows:
        if row.what_differs:
            one = row.scenario
            console.print(
                literal(
                    say(
                        "{numbers}, {name}: {differences}",
                        numbers=numbers[one.file],
                        name=one.name,
                        differences=_differences(row, comparison.currency),
                    )
                )
            )
    if comparison.reference:
        _print_lines(comparison, comparison.reference, numbers, console)


def _print_lines(
    comparison: SavedComparison, reference: NamedScenario, numbers: Mapping[str, str], console: Console
) -> None:
    """Print, for each scenario, the purchase lines in which it differs from the reference."""
    others = [row.scenario for row in comparison.rows if row.scenario.plan and row.scenario is not reference]
    names = [say("{numbers}, {name}", numbers=numbers[one.file], name=one.name) for one in others]
    told = listed.purchase_lines_that_differ(reference.document, [one.document for one in others], names)
    if not others:
        return
    base = say("{numbers}, {name}", numbers=numbers[reference.file], name=reference.name)
    if not len(told):
        console.print(literal(say("What is bought is the same in all; compared with {base}.", base=base)))
        return
    console.print(literal(say("\nPurchase lines that differ from {base}", base=base), "bold"))
    table = listing(
        say("in"),
        say("buy from"),
        say("offer"),
        say("what"),
        say("packs"),
        say("instead of"),
        say("cost"),
        say("difference"),
        right=(say("packs"), say("instead of"), say("cost"), say("difference")),
    )
    for name, lines in groupby(told.rows(*_DIFFERING), key=lambda line: line[0]):
        shown = name
        for _, vendor, offer, licence, condition, packs, before, cost, more in lines:
            figures = (
                say("{packs:,}", packs=packs),
                say("{before:,}", before=before),
                amount(cost),
                f"{'+' if more > 0 else ''}{amount(more)}",
            )
            what = literal(say("{licence}, {condition}", licence=licence, condition=condition))
            table.add_row(literal(shown), literal(vendor), literal(offer), what, *figures)
            shown = ""
    console.print(table)


def _differences(row: ComparedRow, currency: str) -> str:
    policy = row.scenario.policy
    return joined(
        "; ",
        (
            say("{name}: {policy_value}", name=name, policy_value=policy_value(name, policy.get(name), currency))
            for name in row.what_differs
        ),
    )


def _row_json(row: ComparedRow, reference: NamedScenario | None) -> dict[str, Any]:
    one = row.scenario
    head: dict[str, Any] = {"file": one.file, "name": one.name, "status": one.status.value}
    if one.total_minor is not None and row.difference_minor is not None:
        head |= {
            "total": money.text(one.total_minor),
            "difference": money.text(row.difference_minor),
            "licences": one.licences,
            "used_licences": one.used_licences,
            "vendors": one.vendors,
        }
    head |= {"what_differs": list(row.what_differs)}
    if reference and one.plan:
        head["purchase_lines_that_differ"] = [_line_json(line) for line in lines_that_differ(reference, one)]
    return head


def lines_that_differ(reference: NamedScenario, other: NamedScenario) -> list[listed.OfferLine]:
    """Return the purchase lines in which a scenario differs from another."""
    return [line for line in listed.offer_lines([reference.document, other.document]) if line.differs]


def _line_json(line: listed.OfferLine) -> dict[str, Any]:
    told, (before, after) = line.told, line.lines
    return {
        "vendor": told.vendor,
        "offer_id": told.offer_id,
        "product": told.product.value,
        "metric": told.metric.value,
        "version": told.version,
        "condition": told.condition.value,
        "from": _bought_json(before),
        "to": _bought_json(after),
    }


def _bought_json(line: PurchaseLine | None) -> dict[str, Any] | None:
    if line is None:
        return None
    return {
        "packs": line.packs,
        "licences": line.licences,
        "pack_price": money.text(line.pack_price_minor),
        "cost": money.text(line.cost_minor),
    }


def _figures(row: ComparedRow) -> list[str]:
    one = row.scenario
    if one.total_minor is None or row.difference_minor is None:
        return ["-"] * 5
    sign = "+" if row.difference_minor > 0 else ""
    above = f"{sign}{amount(row.difference_minor)}"
    return [
        amount(one.total_minor),
        above,
        say("{new_licences:,}", new_licences=one.new_licences),
        say("{used_licences:,}", used_licences=one.used_licences),
        str(one.vendors),
    ]


def _proof(scenario: NamedScenario) -> str:
    """Say how good a saved plan is, or why there is none."""
    if not scenario.savable_minor:
        return STATUS[scenario.status]
    return say("at most {savable} could still be saved", savable=amount(scenario.savable_minor))
