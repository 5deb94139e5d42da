"""Plans as a script holds them: one per scenario by its name, and the scenarios side by side, as data frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.document import PlanDocument, PlanLines, ScenarioDocument, document_of
from planner.domain.issue import Issue
from planner.domain.plan import PlanSet, ScenarioResult
from planner.errors import UsageError
from planner.report import tables
from planner.report.table import decimal
from planner.report.verdict import other_ways, verdicts
from planner.report.words import count, outcome
from planner.words import say

if TYPE_CHECKING:
    import pandas as pd


class ScenarioPlan:
    """What came of one scenario; its tables have no row where there is no plan."""

    def __init__(self, document: ScenarioDocument, result: ScenarioResult | None) -> None:
        self.document = document
        """Everything that is known of it, money in minor units."""
        self._result = result

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.document.name

    @property
    def status(self) -> str:
        """How planning it ended: `optimal`, `feasible`, `infeasible` or `stopped`."""
        return self.document.status.value

    @property
    def is_proved(self) -> bool:
        """Whether no plan is cheaper, to the cent."""
        return self.document.plan is not None and self.document.plan.savable_minor == 0

    @property
    def result(self) -> str:
        """How good the plan is, or why there is none, in words."""
        return outcome(self.document, self.document.currency)

    @property
    def reason(self) -> str:
        """Why there is no plan; blank where there is one."""
        return self.document.reason

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.document.currency

    @property
    def total(self) -> Decimal | None:
        """What the plan costs; None where there is none."""
        total = self.document.total_minor
        return None if total is None else decimal(total)

    @property
    def bound(self) -> Decimal | None:
        """What no plan can cost less than; None where there is no plan."""
        plan: PlanLines | None = self.document.plan
        return None if plan is None else decimal(plan.bound_minor)

    @property
    def purchases(self) -> pd.DataFrame:
        """What to buy."""
        return tables.purchases(self.document)

    @property
    def sales(self) -> pd.DataFrame:
        """What to sell."""
        return tables.sales(self.document)

    @property
    def position(self) -> pd.DataFrame:
        """Need and supply after the plan, licence by licence."""
        return tables.position(self.document)

    @property
    def decisions(self) -> tuple[str, ...]:
        """What to do now, later and never within a horizon, and what other decisions would cost; empty without one."""
        currency = self.currency
        return (*map(str, verdicts(self.document, currency)), *other_ways(self.document, currency))

    @property
    def calendar(self) -> pd.DataFrame:
        """What to do on which day."""
        return tables.calendar(self.document)

    @property
    def cash(self) -> pd.DataFrame:
        """What is paid in each calendar year of a horizon."""
        return tables.cash(self.document)

    @property
    def upgrades(self) -> pd.DataFrame:
        """What becomes of servers within a horizon, and what each upgrade means for licences."""
        return tables.upgrades(self.document)

    @property
    def foresight(self) -> pd.DataFrame:
        """What the plan costs beside plans without foresight."""
        return tables.foresight(self.document)

    @property
    def by_unit(self) -> pd.DataFrame:
        """Licences held and bought, and what the bought ones cost, by department, site and cost centre."""
        return tables.by_unit(self.document)

    @property
    def register(self) -> pd.DataFrame:
        """Who gets which licence, and why."""
        return tables.register(self._planned)

    @property
    def coverage(self) -> pd.DataFrame:
        """Which licences serve needs of which version, and how many of each."""
        return tables.coverage(self._planned)

    @property
    def notices(self) -> tuple[str, ...]:
        """What there is to know about it."""
        return tuple(notice.text for notice in self.document.notices)

    @property
    def _planned(self) -> ScenarioResult:
        if self._result is None:
            raise UsageError(say("A saved plan does not say who gets which licence; plan the inventory anew."))
        return self._result

    def __repr__(self) -> str:
        total = "" if self.total is None else f"{self.total:,} {self.currency}, "
        return f"<Plan {self.name}: {total}{self.result}>"

    def _repr_html_(self) -> str:
        return str(self.purchases.to_html(index=False)) if self.document.plan else f"<p>{_escaped(repr(self))}</p>"


class Plans(Mapping[str, ScenarioPlan]):
    """The plans of an inventory, by the names of their scenarios, in the order planned."""

    def __init__(self, document: PlanDocument, plan_set: PlanSet | None = None, issues: Sequence[Issue] = ()) -> None:
        self.document = document
        """Everything that is known of them, as plan.json holds it."""
        self._plan_set, self._issues = plan_set, tuple(issues)
        results = plan_set.results if plan_set else [None] * len(document.scenarios)
        self._plans = {
            scenario.name: ScenarioPlan(scenario, result)
            for scenario, result in zip(document.scenarios, results, strict=True)
        }

    @staticmethod
    def of(plan_set: PlanSet, issues: Sequence[Issue] = ()) -> Plans:
        """Return the plans of a run; `issues` is what its inventory gave rise to."""
        return Plans(document_of(plan_set), plan_set, issues)

    def __getitem__(self, name: str) -> ScenarioPlan:
        return self._plans[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._plans)

    def __len__(self) -> int:
        return len(self._plans)

    @property
    def scenarios(self) -> pd.DataFrame:
        """The scenarios side by side."""
        return tables.scenarios(self.document)

    @property
    def rules_that_differ(self) -> pd.DataFrame:
        """The policies in which scenarios differ, one per row, with a column per scenario."""
        return tables.rules_that_differ(self.document)

    @property
    def purchase_lines_that_differ(self) -> pd.DataFrame:
        """What scenarios buy otherwise than the first one that has a plan."""
        return tables.purchase_lines_that_differ(self.document)

    def write(self, *files: str | Path) -> None:
        """Write the plans: .xlsx a workbook, .json plan.json, .csv or .parquet the register of who gets what.

        Raises UsageError for another ending, and for what a saved plan does not hold.
        """
        paths = [Path(file) for file in files]
        for path in paths:
            if path.suffix.lower() not in (".xlsx", ".json", ".csv", ".parquet"):
                raise UsageError(say("{name}: plans are written as .xlsx, .json, .csv or .parquet.", name=path.name))
            if path.suffix.lower() != ".json" and self._plan_set is None:
                raise UsageError(
                    say("A saved plan can only be written as .json; plan the inventory anew for the rest.")
                )
        register = next((path.name for path in paths if path.suffix.lower() in (".csv", ".parquet")), "")
        for path in paths:
            self._write(path, register)

    def _write(self, path: Path, register: str) -> None:
        from planner.report.excel import write_workbook
        from planner.report.formats.plan_json import as_text
        from planner.report.formats.register import write_register

        if path.suffix.lower() == ".json":
            path.write_text(as_text(self.document), encoding="utf-8")
        elif self._plan_set is not None and path.suffix.lower() == ".xlsx":
            write_workbook(self._plan_set, path, self._issues, register)
        elif self._plan_set is not None:
            write_register(self._plan_set.results, path)

    def __repr__(self) -> str:
        shown = "; ".join(map(repr, self._plans.values()))
        return f"<Plans of {self.document.inventory.name}, {count(len(self), 'scenario')}: {shown}>"

    def _repr_html_(self) -> str:
        return str(self.scenarios.to_html(index=False))


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)
