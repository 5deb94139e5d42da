"""What is planned in a benchmark: so many people, a shape, a market, a policy and a seed; the same ones each time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from benchmarks.estates import SHAPES, make_estate
from benchmarks.family_estates import FAMILY_SHAPES
from benchmarks.markets import POLICIES, make_market
from planner.domain.inventory import Inventory, SourceFile
from planner.domain.scenario import Scenario
from planner.licensing import find_market, find_requirements, rulebook
from planner.licensing.view import View
from planner.optimise import Limits, Prepared
from planner.optimise.market.model import MarketModel
from planner.optimise.solve import find_cheapest

PLAN_DATE = date(2026, 11, 21)
_THOUSANDS = {"": 1, "k": 1_000, "m": 1_000_000}


def people_of(size: str) -> int:
    """Return the number of people of a size such as 300, 5k or 1m.  Raises ValueError for anything else."""
    found = re.fullmatch(r"([1-9][0-9]*)([km]?)", size.strip().lower())
    if found is None:
        raise ValueError(f"{size} is not a size; write 300, 5k or 1m")
    return int(found[1]) * _THOUSANDS[found[2]]


@dataclass(frozen=True, slots=True)
class Instance:
    """Names of a made-up problem; `inventory` makes it."""

    people: int
    shape: str = "mixed"
    market: str = "tight"
    policy: str = "default"
    seed: int = 1
    is_tight: bool = False
    """With a budget just above the least that purchases can cost."""

    def inventory(self, settings: Mapping[str, Mapping[str, Any]] | None = None) -> Inventory:
        """Return it as if read from files, with a scenario for its policy, or one per entry of `settings`."""
        inventory = self._inventory(settings or {self.policy: POLICIES[self.policy](self.people)})
        if not self.is_tight:
            return inventory
        budget = least_purchases(inventory) * _TIGHT // 1000
        scenarios = tuple(replace(each, policy=replace(each.policy, budget=budget)) for each in inventory.scenarios)
        return replace(inventory, scenarios=scenarios)

    def _inventory(self, settings: Mapping[str, Mapping[str, Any]]) -> Inventory:
        offers, lots = make_market(self.people, self.seed, self.market)
        return Inventory(
            source=SourceFile(str(self), ""),
            catalogue=None,
            estate=make_estate(self.people, self.seed, self.shape, SHAPES | FAMILY_SHAPES),
            offers=offers,
            lots=lots,
            scenarios=tuple(_scenarios(settings)),
            notices=(),
            policy=rulebook.policy(PLAN_DATE),
        )

    def __str__(self) -> str:
        budget = ", tight budget" if self.is_tight else ""
        return f"{self.people:,} people, {self.shape}, {self.market}, {self.policy}{budget}, seed {self.seed}"


_TIGHT = 1003
"""A tight budget, in thousandths of the least that purchases can cost."""
_ROUGHLY = 0.0005


def least_purchases(inventory: Inventory) -> int:
    """Return about the least that the purchases of the first scenario can cost, in minor units."""
    policy = inventory.scenarios[0].policy
    requirements = find_requirements(View(inventory.estate, policy))
    market = find_market(inventory.offers, inventory.lots, requirements, policy)
    limits = Limits(gap=_ROUGHLY)  # never a number of seconds, so that the budget is the same each time
    return find_cheapest(Prepared.of(requirements, policy), market, policy, limits, _purchases).value


def _purchases(market: MarketModel) -> Any:
    return market.purchases


def _scenarios(settings: Mapping[str, Mapping[str, Any]]) -> Iterable[Scenario]:
    return (Scenario(name, rulebook.policy(PLAN_DATE, **given)) for name, given in settings.items())
