"""What is planned beside a scenario, within its time, to say what something else would cost or save."""

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
from planner.optimise import Prepared, Setup, SolveStatus, solve_setups
from planner.planning.made import Made
from planner.planning.run import Turn
from planner.planning.shared import Shared


def _plan_once_more(
    shared: Shared, setups: Sequence[Setup], policy: Policy, turn: Turn
) -> tuple[SolveStatus, Plan | None]:
    """Plan something beside a scenario, to say what it would cost, within what is left of the scenario's time."""
    with turn.run.watch.stage("solve_s"):
        outcome = solve_setups(setups, policy, turn.limits)
        if outcome.choice is None:
            return outcome.status, None
        upgrades = server_versions(shared.inventory.estate.servers, policy).upgrade_cost_minor
        return outcome.status, Made.of(setups, outcome, policy, upgrades).plan


def with_remarks_on_bought(
    shared: Shared, result: ScenarioResult, plan: Plan, setups: Sequence[Setup], turn: Turn
) -> ScenarioResult:
    """Add what is to be known about what is bought, and about the used offers that are left out."""
    bought = [line.offer for line in plan.purchases]
    policy = result.scenario.policy
    notices = remarks_on_bought(bought, policy) + remarks_on_life(bought, shared.inventory.estate, policy)
    if any(setup.market.ineligible for setup in setups) and not turn.run.is_stopped:
        notices += _saving_of_the_ineligible(shared, result, plan, setups, turn)
    return replace(
        result, assumptions=(*result.assumptions, *risks_of_used(bought)), notices=(*result.notices, *notices)
    )


def _saving_of_the_ineligible(
    shared: Shared, result: ScenarioResult, plan: Plan, setups: Sequence[Setup], turn: Turn
) -> tuple[Notice, ...]:
    """Say what the used offers that are left out would save, by planning with them once more."""
    policy = result.scenario.policy
    turn.run.progress(result.name, "working out what the used offers left out would save")
    wide = [replace(setup, market=_with_the_ineligible(setup.market)) for setup in setups]
    _, other = _plan_once_more(shared, wide, policy, turn)
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


def with_newer_servers(shared: Shared, result: ScenarioResult, plan: Plan, setup: Setup, turn: Turn) -> ScenarioResult:
    """Add what newer servers cost in licences: those of the plan's day, and those that are planned for later.

    What that is in money is worked out once, for the first scenario that is planned.
    """
    policy = result.scenario.policy
    requirements, lots = setup.prepared.original, setup.market.lots
    estate = as_counted(shared.inventory.estate, policy)
    is_first, shared.told_of_newer_servers = not shared.told_of_newer_servers, True
    newest = newest_servers(estate, policy, requirements, lots)
    if not is_first or turn.run.is_stopped:
        return replace(result, notices=(*result.notices, *([newest.notice()] if newest else [])))
    shocks = filter(None, (newest, coming_upgrades(estate, policy)))
    notices = [_priced(shared, shock, result.name, plan, requirements, turn) for shock in shocks]
    return replace(result, notices=(*result.notices, *notices))


def _priced(shared: Shared, shock: Shock, name: str, plan: Plan, requirements: Requirements, turn: Turn) -> Notice:
    """Return the notice of newer servers with the difference they make to a scenario's cost."""
    if len(requirements) > _LARGE:
        return shock.notice(_COMPARE)
    turn.run.progress(name, "working out what newer servers cost in licences")
    policy = shock.policy
    with turn.run.watch.stage("requirements_s"):
        way = shared.ways(policy)[0]
        required = find_requirements(shock.estate, policy)
        market = shared.market_for(required, policy, way)
    setups = [Setup(Prepared.of(required, policy), market, 0)]
    status, other = _plan_once_more(shared, setups, policy, turn.roughly(_ROUGHLY))
    effects = "" if shock.is_saving else upgrade_effects(requirements, required, market.lots)
    if other is None:
        no_plan = "With them there is no plan." if status is SolveStatus.INFEASIBLE else _COMPARE
        return shock.notice(effects, _COMPARE if shock.is_saving else no_plan)
    return shock.notice(effects, shock.difference(plan, other))


def example_if_own(shared: Shared, result: ScenarioResult, turn: Turn) -> int | None:
    """Return the cost if machines of unknown pairing were dealt out; None where nobody asks or waits for it."""
    policy = result.scenario.policy
    # Where potential access counts although accesses are listed, their pairs are known.
    estate = shared.inventory.estate
    if data_level(estate, policy) is not DataLevel.UPPER_BOUND or turn.run.is_stopped:
        return None
    turn.run.progress(result.name, "working out an example with own machines")
    with turn.run.watch.stage("requirements_s"):
        setups = shared.setups(policy, shared.ways(policy), dealt_out=True)
    _, example = _plan_once_more(shared, setups, policy, turn)
    return example.cost.total if example else None
