"""The questions asked beside a plan, within its time: what something else would cost or save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.domain import money
from planner.domain.issue import Notice
from planner.domain.market import Market
from planner.domain.plan import DataLevel, Plan, ScenarioResult
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy
from planner.licensing import (
    USED_SAVING,
    Shock,
    as_counted,
    coming_upgrades,
    data_level,
    find_requirements,
    newest_servers,
    remarks_on_bought,
    remarks_on_life,
    risks_of_used,
    server_versions,
    upgrade_effects,
)
from planner.optimise import Prepared, SolveStatus, Variant, solve_variants
from planner.planning.checked_plan import CheckedPlan
from planner.planning.scenario_cache import ScenarioCache
from planner.planning.time_budget import TimeBudget


def _plan_once_more(
    cache: ScenarioCache, variants: Sequence[Variant], policy: Policy, time_budget: TimeBudget
) -> tuple[SolveStatus, Plan | None]:
    """Plan something beside a scenario, to say what it would cost, within what is left of the scenario's time."""
    with time_budget.run.watch.stage("solve_s"):
        outcome = solve_variants(variants, policy, time_budget.limits)
    if outcome.choice is None:
        return outcome.status, None
    upgrades = server_versions(cache.inventory.estate.servers, policy).upgrade_cost_minor
    return outcome.status, CheckedPlan.of(variants, outcome, policy, upgrades, time_budget.run.watch).plan


def with_remarks_on_bought(
    cache: ScenarioCache, result: ScenarioResult, plan: Plan, variants: Sequence[Variant], time_budget: TimeBudget
) -> ScenarioResult:
    """Add what is to be known about what is bought, and about the used offers that are left out."""
    bought = [line.offer for line in plan.purchases]
    policy = result.scenario.policy
    notices = remarks_on_bought(bought, policy) + remarks_on_life(bought, cache.inventory.estate, policy)
    if any(variant.market.ineligible for variant in variants) and not time_budget.run.is_stopped:
        notices += _saving_of_the_ineligible(cache, result, plan, variants, time_budget)
    return replace(
        result, assumptions=(*result.assumptions, *risks_of_used(bought)), notices=(*result.notices, *notices)
    )


def _saving_of_the_ineligible(
    cache: ScenarioCache, result: ScenarioResult, plan: Plan, variants: Sequence[Variant], time_budget: TimeBudget
) -> tuple[Notice, ...]:
    """Say what the used offers that are left out would save, by planning with them once more."""
    policy = result.scenario.policy
    time_budget.run.progress(result.name, "working out what the used offers left out would save")
    wide = [replace(variant, market=_with_the_ineligible(variant.market)) for variant in variants]
    _, other = _plan_once_more(cache, wide, policy, time_budget)
    if other is None:
        return ()
    saved = plan.cost.total - other.cost.total
    if saved > 0:
        text = f"With the used offers that are left out admitted, {money.words(saved, policy.currency)} would be saved."
    elif other.is_proved:
        text = "With the used offers that are left out admitted, nothing would be saved."
    else:
        text = "With the used offers that are left out admitted, no cheaper plan was found in the time given."
    return (Notice(USED_SAVING, text),)


def _with_the_ineligible(market: Market) -> Market:
    offers = sorted((*market.offers, *market.ineligible), key=lambda offer: offer.offer_id)
    return replace(market, offers=tuple(offers), ineligible=())


_LARGE = 20_000
"""With more rows to cover than that, nothing is planned once more just to say what newer servers cost."""
_ROUGHLY = 0.01
"""The gap at which such a plan is near enough; the notice then says at least, or at most."""
_COMPARE = "To see what that means in money, compare a scenario with other versions in the inventory."


def with_newer_servers(
    cache: ScenarioCache, result: ScenarioResult, plan: Plan, variant: Variant, time_budget: TimeBudget
) -> ScenarioResult:
    """Add what newer servers cost in licences: those of the plan's day, and those that are planned for later.

    What that is in money is worked out once, for the first scenario that is planned.
    """
    policy = result.scenario.policy
    requirements, lots = variant.prepared.original, variant.market.lots
    estate = as_counted(cache.inventory.estate, policy)
    is_first, cache.told_of_newer_servers = not cache.told_of_newer_servers, True
    newest = newest_servers(estate, policy, requirements, lots)
    if not is_first or time_budget.run.is_stopped:
        return replace(result, notices=(*result.notices, *([newest.notice()] if newest else [])))
    shocks = filter(None, (newest, coming_upgrades(estate, policy)))
    notices = [_priced(cache, shock, result.name, plan, requirements, time_budget) for shock in shocks]
    return replace(result, notices=(*result.notices, *notices))


def _priced(
    cache: ScenarioCache, shock: Shock, name: str, plan: Plan, requirements: Requirements, time_budget: TimeBudget
) -> Notice:
    """Return the notice of newer servers with the difference they make to a scenario's cost."""
    if len(requirements) > _LARGE:
        return shock.notice(_COMPARE)
    time_budget.run.progress(name, "working out what newer servers cost in licences")
    policy = shock.policy
    with time_budget.run.watch.stage("requirements_s"):
        server_variant = cache.server_variants(policy)[0]
        required = find_requirements(shock.estate, policy)
        market = cache.market_for(required, policy, server_variant)
    variants = [Variant(Prepared.of(required, policy), market, 0)]
    status, other = _plan_once_more(cache, variants, policy, time_budget.roughly(_ROUGHLY))
    effects = "" if shock.is_saving else upgrade_effects(requirements, required, market.lots)
    if other is None:
        no_plan = "With them there is no plan." if status is SolveStatus.INFEASIBLE else _COMPARE
        return shock.notice(effects, _COMPARE if shock.is_saving else no_plan)
    return shock.notice(effects, shock.difference(plan, other))


def example_if_own(cache: ScenarioCache, result: ScenarioResult, time_budget: TimeBudget) -> int | None:
    """Return the cost if machines of unknown pairing were dealt out; None where nobody asks or waits for it."""
    policy = result.scenario.policy
    # Where potential access counts although accesses are listed, their pairs are known.
    estate = cache.inventory.estate
    if data_level(estate, policy) is not DataLevel.UPPER_BOUND or time_budget.run.is_stopped:
        return None
    time_budget.run.progress(result.name, "working out an example with own machines")
    with time_budget.run.watch.stage("requirements_s"):
        variants = cache.variants(policy, cache.server_variants(policy), dealt_out=True)
    _, example = _plan_once_more(cache, variants, policy, time_budget)
    return example.cost.total if example else None
