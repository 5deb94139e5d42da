"""Saved plans side by side: what each costs, how far apart they are, and which policies they differ in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from planner.domain import money
from planner.domain.comparison import differing_policies
from planner.domain.plan import PlanStatus
from planner.domain.product import Condition
from planner.errors import UsageError
from planner.report.answer import Bar, Part
from planner.report.formats.plan_json import FORMAT as PLAN_FORMAT
from planner.report.terminal import amount, listing, literal
from planner.report.words import STATUS, policy_value

FORMAT = "cal-planner/comparison/1"


@dataclass(frozen=True, slots=True)
class SavedRow:
    """One scenario of one saved plan.  The figures are None where there is no plan."""

    file: str
    name: str
    status: PlanStatus
    policy: dict[str, Any]
    what_differs: tuple[str, ...]
    total_minor: int | None = None
    bound_minor: int | None = None
    difference_minor: int | None = None
    licences: int | None = None
    used_licences: int | None = None
    vendors: int | None = None

    @property
    def new_licences(self) -> int | None:
        """New licences bought."""
        return None if self.licences is None or self.used_licences is None else self.licences - self.used_licences

    @property
    def total(self) -> float | None:
        """The total in whole units of the currency, for display."""
        return None if self.total_minor is None else self.total_minor / money.MINOR_PER_MAJOR

    @property
    def difference(self) -> float | None:
        """The difference in whole units of the currency, for display."""
        return None if self.difference_minor is None else self.difference_minor / money.MINOR_PER_MAJOR


@dataclass(frozen=True, slots=True)
class SavedComparison:
    """Saved scenarios in the order given; policies against the first, totals against the first planned one."""

    currency: str
    rows: tuple[SavedRow, ...]
    inventories_differ: bool = False
    """Whether the plans were made from different inventories, told by their content."""


@dataclass(frozen=True, slots=True)
class _Saved:
    file: str
    inventory: str
    currency: str
    scenarios: list[dict[str, Any]]


def compare_files(paths: Sequence[Path]) -> SavedComparison:
    """Read plan.json files and set all their scenarios side by side.

    Raises UsageError for a file that is missing or no plan of this format, for none at all, and for plans in
    different currencies.
    """
    if not paths:
        raise UsageError("Nothing to compare: name at least one plan.json.")
    return _side_by_side([_read(path) for path in paths])


def compare_texts(texts: Sequence[tuple[str, str]]) -> SavedComparison:
    """Set the scenarios of saved plans side by side, each given as its name and the text of its plan.json.

    Raises UsageError as `compare_files` does.
    """
    if not texts:
        raise UsageError("Nothing to compare: choose at least one plan.")
    return _side_by_side([_parse(name, text) for name, text in texts])


def _side_by_side(saved: Sequence[_Saved]) -> SavedComparison:
    for other in saved[1:]:
        if other.currency != saved[0].currency:
            raise UsageError(
                f"{saved[0].file} is in {saved[0].currency}, {other.file} in {other.currency}. "
                "Only plans in one currency can be compared; plan them again in the same one."
            )
    scenarios = [(plan.file, scenario) for plan in saved for scenario in plan.scenarios]
    totals = (_minor(scenario["cost"]["total"]) for _, scenario in scenarios if "cost" in scenario)
    reference = next(totals, None)
    first = scenarios[0][1]["policy"] if scenarios else {}
    rows = tuple(_row(*scenario, first, reference) for scenario in scenarios)
    return SavedComparison(saved[0].currency, rows, len({plan.inventory for plan in saved}) > 1)


def totals(comparison: SavedComparison) -> tuple[Bar, ...]:
    """Return a bar per planned scenario, the dearest first; where there are several plans, with its plan's name."""
    several = len({row.file for row in comparison.rows}) > 1
    planned = [row for row in comparison.rows if row.total_minor is not None]
    planned.sort(key=lambda row: row.total_minor or 0, reverse=True)
    least = planned[-1].total_minor if planned else None
    return tuple(
        Bar(
            f"{row.name} ({row.file})" if several else row.name,
            row.total or 0.0,
            money.words(row.total_minor or 0, comparison.currency),
            Part.CHEAPEST if row.total_minor == least else Part.OTHER,
        )
        for row in planned
    )


def to_json(comparison: SavedComparison) -> dict[str, Any]:
    """Return the comparison for other programs; money is text as in plan.json."""
    return {
        "format": FORMAT,
        "currency": comparison.currency,
        "inventories_differ": comparison.inventories_differ,
        "rows": [_row_json(row) for row in comparison.rows],
    }


def print_comparison(comparison: SavedComparison, console: Console) -> None:
    """Print the comparison: the files by number, a table of figures, and what each scenario has otherwise."""
    numbers = {file: str(number) for number, file in enumerate(dict.fromkeys(row.file for row in comparison.rows), 1)}
    for file, number in numbers.items():
        console.print(literal(f"{number}: {file}"))
    if comparison.inventories_differ:
        console.print("The plans were made from different inventories, so totals differ for that reason too.")
    table = listing(
        "file", "scenario", "total", "difference", "new", "used", "vendors", "proof",
        right=("file", "total", "difference", "new", "used", "vendors"),
    )  # fmt: skip
    for row in comparison.rows:
        table.add_row(numbers[row.file], literal(row.name), *_figures(row), proof(row))
    console.print(table)
    console.print(f"Amounts in {comparison.currency}; differences are against the first scenario that has a plan.")
    for row in comparison.rows:
        if row.what_differs:
            console.print(literal(f"{numbers[row.file]}, {row.name}: {_differences(row, comparison.currency)}"))


def _differences(row: SavedRow, currency: str) -> str:
    return "; ".join(f"{name}: {policy_value(name, row.policy.get(name), currency)}" for name in row.what_differs)


def _read(path: Path) -> _Saved:
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as problem:
        raise UsageError(f"{path} cannot be read: {problem.strerror or problem}.") from problem
    except ValueError as problem:
        raise UsageError(f"{path} is not a plan.json: it does not hold JSON text.") from problem
    return _parse(str(path), text)


def _parse(path: str, text: str) -> _Saved:
    try:
        content = json.loads(text)
    except ValueError as problem:
        raise UsageError(f"{path} is not a plan.json: it does not hold JSON text.") from problem
    found = content.get("format") if isinstance(content, dict) else None
    if found != PLAN_FORMAT:
        says = f'it says "{found}"' if found else "it names no format"
        raise UsageError(
            f'{path} is not a plan of format "{PLAN_FORMAT}" ({says}). Write it with `cal-planner plan --json`.'
        )
    try:
        _check_scenarios(content["scenarios"])
        return _Saved(path, str(content["inventory"]["sha256"]), content["currency"], content["scenarios"])
    except (KeyError, TypeError, ValueError, ArithmeticError) as problem:
        raise UsageError(f"{path} is damaged: {problem!s} is missing or wrong. Plan it again.") from problem


def _check_scenarios(scenarios: Sequence[dict[str, Any]]) -> None:
    """Read every part that a comparison needs, so that a damaged file is named by the caller."""
    for scenario in scenarios:
        _row("", scenario, scenario["policy"], 0)


def _minor(text: str) -> int:
    return money.from_text(text)


def _row(file: str, scenario: dict[str, Any], first: dict[str, Any], reference: int | None) -> SavedRow:
    policy, status = scenario["policy"], PlanStatus(scenario["status"])
    differs = differing_policies(first, policy)
    if "cost" not in scenario or reference is None:
        return SavedRow(file, scenario["name"], status, policy, differs)
    total, purchases = _minor(scenario["cost"]["total"]), scenario["purchases"]
    return SavedRow(
        file,
        scenario["name"],
        status,
        policy,
        differs,
        total,
        _minor(scenario["bound"]),
        total - reference,
        sum(line["licences"] for line in purchases),
        sum(line["licences"] for line in purchases if line["condition"] == Condition.USED),
        len({line["vendor"] for line in purchases}),
    )


def _row_json(row: SavedRow) -> dict[str, Any]:
    head: dict[str, Any] = {"file": row.file, "name": row.name, "status": row.status.value}
    if row.total_minor is not None and row.difference_minor is not None:
        head |= {
            "total": money.text(row.total_minor),
            "difference": money.text(row.difference_minor),
            "licences": row.licences,
            "used_licences": row.used_licences,
            "vendors": row.vendors,
        }
    return head | {"what_differs": list(row.what_differs)}


def _figures(row: SavedRow) -> list[str]:
    if row.total_minor is None or row.difference_minor is None:
        return ["-"] * 5
    sign = "+" if row.difference_minor > 0 else ""
    difference = f"{sign}{amount(row.difference_minor)}"
    return [amount(row.total_minor), difference, f"{row.new_licences:,}", f"{row.used_licences:,}", str(row.vendors)]


def proof(row: SavedRow) -> str:
    """Say how good a saved plan is, or why there is none."""
    if row.total_minor is None or row.bound_minor is None or row.total_minor == row.bound_minor:
        return STATUS[row.status]
    return f"at most {amount(row.total_minor - row.bound_minor)} could still be saved"
