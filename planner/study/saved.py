"""Saved plans read back: what a comparison needs of plan.json, checked so that a damaged file is named.

The content of each scenario is kept as plan.json holds it, for whoever looks for more than its figures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.domain import money
from planner.domain.plan import PlanStatus
from planner.domain.product import Condition
from planner.errors import UsageError
from planner.report.formats.plan_json import FORMAT


@dataclass(frozen=True, slots=True)
class SavedScenario:
    """One scenario of one saved plan.  The figures are None where there is no plan."""

    file: str
    """How the saved plan is called: its path, or its name."""
    name: str
    status: PlanStatus
    policy: Mapping[str, Any]
    content: Mapping[str, Any]
    """All that plan.json says of this scenario."""
    total_minor: int | None = None
    bound_minor: int | None = None
    licences: int | None = None
    used_licences: int | None = None
    vendors: int | None = None

    @property
    def new_licences(self) -> int | None:
        """New licences bought."""
        return None if self.licences is None or self.used_licences is None else self.licences - self.used_licences

    @property
    def savable_minor(self) -> int | None:
        """What could still be saved at most, nought where the plan is proved cheapest."""
        return None if self.total_minor is None or self.bound_minor is None else self.total_minor - self.bound_minor


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A saved plan: how it is called, which inventory it was made from, and its scenarios in their order."""

    file: str
    inventory: str
    """The content of the inventory, and of its catalogue where there is one, told by their hashes."""
    currency: str
    scenarios: tuple[SavedScenario, ...]


def read_plan(path: Path) -> SavedPlan:
    """Read a plan.json.  Raises UsageError for a file that is missing, damaged or no plan of this format."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as problem:
        raise UsageError(f"{path} cannot be read: {problem.strerror or problem}.") from problem
    except ValueError as problem:
        raise _no_json(str(path)) from problem
    try:
        content = json.loads(text)
    except ValueError as problem:
        raise _no_json(str(path)) from problem
    return plan_of(str(path), content)


def plan_of(name: str, content: Any) -> SavedPlan:
    """Return the saved plan that the content of a plan.json is.  Raises UsageError as `read_plan` does."""
    found = content.get("format") if isinstance(content, dict) else None
    if found != FORMAT:
        says = f'it says "{found}"' if found else "it names no format"
        raise UsageError(
            f'{name} is not a plan of format "{FORMAT}" ({says}). Write it with `cal-planner plan --json`.'
        )
    try:
        scenarios = tuple(_scenario(name, scenario) for scenario in content["scenarios"])
        sources = (content[source] for source in ("inventory", "catalogue") if source in content)
        made_from = " ".join(str(source["sha256"]) for source in sources)
        return SavedPlan(name, made_from, content["currency"], scenarios)
    except (KeyError, TypeError, ValueError, ArithmeticError) as problem:
        raise damaged(name, problem) from problem


def damaged(name: str, problem: Exception) -> UsageError:
    """Return the error that names a plan whose content is not as it was written."""
    return UsageError(f"{name} is damaged: {problem!s} is missing or wrong. Plan it again.")


def _no_json(name: str) -> UsageError:
    return UsageError(f"{name} is not a plan.json: it does not hold JSON text.")


def _scenario(file: str, content: dict[str, Any]) -> SavedScenario:
    # The policies are put together with others by name, so they must be names with values.
    name, status, policy = content["name"], PlanStatus(content["status"]), {**content["policy"]}
    if "cost" not in content:
        return SavedScenario(file, name, status, policy, content)
    purchases = content["purchases"]
    return SavedScenario(
        file,
        name,
        status,
        policy,
        content,
        money.from_text(content["cost"]["total"]),
        money.from_text(content["bound"]),
        sum(line["licences"] for line in purchases),
        sum(line["licences"] for line in purchases if line["condition"] == Condition.USED),
        len({line["vendor"] for line in purchases}),
    )
