"""Which scenarios are planned: those that are named, and other readings of disputed rules where they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from planner.domain.inventory import Inventory
from planner.domain.market import Market
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy, Scenario
from planner.errors import UsageError
from planner.licensing import no_difference, other_readings
from planner.planning.scenario_cache import ScenarioCache
from planner.words import joined, say


class Readings(StrEnum):
    """Of which scenarios other readings of a disputed rule are planned too."""

    NONE = "none"
    FIRST = "first"
    ALL = "all"


def pick_scenarios(inventory: Inventory, wanted: Sequence[str | Scenario]) -> tuple[Scenario, ...]:
    """Return the wanted scenarios, those that are named in the inventory's order; where none is wanted its own, but for
    those on demand.

    Raises UsageError for a name that the inventory does not have.
    """
    names = [each for each in wanted if isinstance(each, str)]
    known = {scenario.name for scenario in inventory.scenarios}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(
            say(
                "No scenario is called {quoted}. There are: {quoted_2}.",
                quoted=_quoted(unknown),
                quoted_2=_quoted(sorted(known)),
            )
        )
    own = (
        scenario for scenario in inventory.scenarios if scenario.name in names or not (wanted or scenario.is_on_demand)
    )
    return (*own, *(each for each in wanted if isinstance(each, Scenario)))


def _quoted(names: Sequence[str]) -> str:
    return joined(", ", (say('"{name}"', name=name) for name in names))


def find_scenario(inventory: Inventory, name: str | None) -> Scenario:
    """Return a scenario, another reading of one included; without a name the first one.

    Raises UsageError where there is none of this name.
    """
    readings = (reading.scenario(each) for each in inventory.scenarios for reading in other_readings(each.policy))
    if name is not None and all(name != each.name for each in inventory.scenarios):
        for scenario in readings:
            if scenario.name == name:
                return scenario
    return pick_scenarios(inventory, [] if name is None else [name])[0]


def with_readings(
    cache: ScenarioCache, scenarios: Sequence[Scenario], readings: Readings = Readings.ALL
) -> tuple[Scenario, ...]:
    """Return the scenarios and, for the first or all of them, one more per disputed rule.

    Each takes another reading of one rule.  Readings that change nothing are not planned; a notice lists them.
    """
    more: list[Scenario] = []
    for scenario in scenarios if readings is Readings.ALL else scenarios[: readings is Readings.FIRST]:
        policy, same = scenario.policy, []
        requirements, market = _asked_and_offered(cache, policy)
        for reading in other_readings(policy):
            other = reading.scenario(scenario)
            required, its_market = _asked_and_offered(cache, other.policy)
            if reading.changes(requirements, required, market, its_market):
                more.append(other)
            else:
                same.append(reading)
                if not policy.horizon_months:
                    cache.forget(other.policy, but=policy)
        if same:
            cache.remarks[scenario.name] = (no_difference(same),)
    return (*scenarios, *more)


def _asked_and_offered(cache: ScenarioCache, policy: Policy) -> tuple[Requirements, Market]:
    """Return what one policy asks to cover and the market it leaves, in all periods of its horizon."""
    if policy.horizon_months:
        root = cache.over_time(policy).root()
        return root.prepared.original, root.market
    present = cache.server_variants(policy)[0]
    return cache.requirements(policy, present), cache.market(policy, present)
