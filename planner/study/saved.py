"""Saved plans to set side by side: each with what it is called, and each scenario with the plan it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.domain.document import PlanDocument, PlanLines, ScenarioDocument
from planner.domain.plan import PlanStatus
from planner.report.formats.plan_reader import read
from planner.words import joined


@dataclass(frozen=True, slots=True)
class NamedScenario:
    """One scenario of one saved plan.  The figures are None where there is no plan."""

    file: str
    """How the saved plan is called: its path, or its name."""
    document: ScenarioDocument

    @property
    def name(self) -> str:
        """The scenario's name in its plan."""
        return self.document.name

    @property
    def status(self) -> PlanStatus:
        """How planning it ended."""
        return self.document.status

    @property
    def policy(self) -> Mapping[str, Any]:
        """Every policy in force."""
        return self.document.policy

    @property
    def plan(self) -> PlanLines | None:
        """What was planned; None for a request for prices, which has no amounts to compare."""
        plan = self.document.plan
        return None if plan is None or plan.is_unpriced else plan

    @property
    def total_minor(self) -> int | None:
        """What it costs."""
        return self.plan.cost.total if self.plan else None

    @property
    def savable_minor(self) -> int | None:
        """What could still be saved at most, nought where the plan is proved cheapest."""
        return self.plan.savable_minor if self.plan else None

    @property
    def new_licences(self) -> int | None:
        """New licences bought."""
        return self.plan.new_licences if self.plan else None

    @property
    def used_licences(self) -> int | None:
        """Used licences bought."""
        return self.plan.used_licences if self.plan else None

    @property
    def licences(self) -> int | None:
        """Licences bought."""
        return self.plan.licences if self.plan else None

    @property
    def vendors(self) -> int | None:
        """Vendors ordered from."""
        return self.plan.vendors if self.plan else None


@dataclass(frozen=True, slots=True)
class NamedPlan:
    """A saved plan: how it is called, and what it says."""

    file: str
    document: PlanDocument

    @property
    def inventory(self) -> str:
        """The content of the inventory, and of its catalogue where there is one, told by their hashes."""
        sources = (self.document.inventory, self.document.catalogue)
        return joined(" ", (source.sha256 for source in sources if source is not None))

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.document.currency

    @property
    def scenarios(self) -> tuple[NamedScenario, ...]:
        """The scenarios in their order."""
        return tuple(NamedScenario(self.file, one) for one in self.document.scenarios)


def read_plan(path: Path) -> NamedPlan:
    """Read a plan.json.  Raises UsageError for a file that is missing, damaged or no plan of this format."""
    return NamedPlan(str(path), read(path))
