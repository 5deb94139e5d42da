"""Times many scenarios of one inventory against one, through the planner's own flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from benchmarks.instances import Instance
from benchmarks.markets import POLICIES
from planner.domain.offer import Offer
from planner.domain.plan import PlanStatus, ScenarioResult
from planner.optimise import Limits
from planner.pipeline import plan, plan_scenario
from planner.planning.run import Run
from planner.planning.scenario_cache import ScenarioCache

_POLICIES = (
    "default",
    "new_only",
    "few_vendors",
    "order_costs",
    "budget",
    "used_share",
    "spare",
    "mixing",
    "single_metric",
    "everything",
)
_OWNED: Mapping[str, Mapping[str, Any]] = {
    "keep_surplus": {"sell_surplus": False},
    "nothing_owned": {"use_owned": False},
}
COUNT = len(_POLICIES) + len(_OWNED)
"""Twelve: those of `POLICIES` that ask for the same requirements and can be met, and two about what is owned."""


def settings_of(people: int) -> dict[str, Mapping[str, Any]]:
    """Return the settings of the twelve scenarios by name, the default ones first."""
    return {name: POLICIES[name](people) for name in _POLICIES} | dict(_OWNED)


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds per stage of all scenarios together, and how each ended."""

    seconds: Mapping[str, float]
    statuses: tuple[PlanStatus, ...]

    @property
    def total_s(self) -> float:
        """Seconds of all stages."""
        return sum(self.seconds.values())

    @property
    def optimising_s(self) -> float:
        """Seconds of reducing and solving."""
        return self.seconds["reduce_s"] + self.seconds["solve_s"]

    @property
    def are_proved(self) -> bool:
        """Whether every scenario has a proved plan."""
        return set(self.statuses) == {PlanStatus.OPTIMAL}


def time_policies(instance: Instance, count: int, time_limit_s: float) -> Timed:
    """Plan the first `count` of the twelve scenarios in one go."""
    inventory = instance.inventory(settings_of(instance.people))
    run = Run(Limits(time_limit_s))
    plans = plan(inventory, inventory.scenarios[:count], run)
    return _timed(run, plans.results)


def time_prices(instance: Instance, count: int, time_limit_s: float) -> Timed:
    """Plan one scenario at `count` price lists, the first one as it is, the others up or down vendor by vendor."""
    inventory = instance.inventory()
    run, cache = Run(Limits(time_limit_s)), ScenarioCache(inventory)
    results = []
    for number in range(count):
        if number:
            cache.inventory = replace(inventory, offers=_repriced(inventory.offers, Random(number)))
        results.append(plan_scenario(cache, inventory.scenarios[0], run))
    return _timed(run, results)


def _timed(run: Run, results: Sequence[ScenarioResult]) -> Timed:
    return Timed(dict(run.watch.seconds), tuple(result.status for result in results))


_CHANGE = 0.1
"""How far a vendor's prices move at most, as a share."""


def _repriced(offers: Sequence[Offer], pick: Random) -> tuple[Offer, ...]:
    vendors = sorted({offer.vendor for offer in offers})
    factor = {vendor: pick.uniform(1 - _CHANGE, 1 + _CHANGE) for vendor in vendors}
    return tuple(
        replace(
            offer,
            breaks=tuple(
                replace(step, price_minor=round(step.price_minor * factor[offer.vendor])) for step in offer.breaks
            ),
        )
        for offer in offers
    )
