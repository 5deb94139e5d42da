"""Runs the stages in order: read, requirements, market, reduce, solve, assign, audit, explain: the whole flow."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from math import inf
from typing import Any

from planner import __version__
from planner.domain import money
from planner.domain.inventory import Inventory
from planner.domain.issue import Notice, Obstacle
from planner.domain.market import Market
from planner.domain.plan import DataLevel, Plan, PlanSet, PlanStatus, Relaxation, ScenarioResult, Size
from planner.domain.product import VERSIONS
from planner.domain.requirement import Requirements, Waived
from planner.domain.scenario import POLICY_BY_NAME, Policy, Scenario
from planner.errors import AuditError, NoPlanError, UsageError
from planner.licensing import (
    USED_SAVING,
    Owned,
    Recent,
    ServerVersions,
    ServerWay,
    Shock,
    as_counted,
    assumptions,
    coming_upgrades,
    connector_notices,
    count_basis,
    data_level,
    exempt_accesses,
    external_in_lists,
    find_market,
    find_owned,
    find_requirements,
    freed_notices,
    if_newer,
    implied_accesses,
    missing_groups,
    newest_servers,
    no_difference,
    obstacles,
    other_readings,
    people_covered,
    remarks_on_bought,
    remarks_on_life,
    requirement_policies,
    review,
    revocable_notices,
    risks_of_used,
    server_versions,
    server_ways,
    session_notices,
    shortage_notices,
    stand_in_notices,
    support_notices,
    switch_notices,
    too_old,
    upgrade_effects,
    upgrade_notice,
)
from planner.optimise import (
    Limits,
    Prepared,
    Setup,
    SolveStatus,
    audit,
    explain_infeasible,
    make_plan,
    solve_setups,
)
from planner.report.explain import explain

Progress = Callable[[str, str], None]
"""Told the scenario and, in plain words, what begins to be done for it; no words: it is finished."""


def _silent(scenario: str, stage: str) -> None:
    """Tell nobody."""


StandingOf = Callable[[str, int | None, int], None]
"""Told the scenario, the total of its best plan so far (None: none yet) and the bound proved, in minor units."""


def _silent_standing(scenario: str, cost: int | None, bound: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Stopwatch:
    """Seconds spent per stage, as plan.json lists them."""

    seconds: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(
            ("read_s", "requirements_s", "reduce_s", "solve_s", "assign_s", "audit_s", "write_s"), 0.0
        )
    )

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside to a stage."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - started

    def timings(self) -> dict[str, float]:
        """Return seconds per stage and in total, to the millisecond."""
        rounded = {name: round(seconds, 3) for name, seconds in self.seconds.items()}
        return rounded | {"total_s": round(sum(self.seconds.values()), 3)}


@dataclass(frozen=True, slots=True)
class Run:
    """What a run needs besides its inventory."""

    limits: Limits = field(default_factory=lambda: Limits(time_limit_s=60.0))
    progress: Progress = _silent
    standing: StandingOf = _silent_standing
    watch: Stopwatch = field(default_factory=Stopwatch)

    @property
    def is_stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self.limits.should_stop is not None and self.limits.should_stop()

    def limits_of(self, scenario: str, upgrades_minor: int) -> Limits:
        """Return the limits of one scenario's search, which reports how it stands, the cost of upgrades included."""

        def report(cost: int | None, bound: int) -> None:
            self.standing(scenario, None if cost is None else cost + upgrades_minor, bound + upgrades_minor)

        return replace(self.limits, report=report)


def pick_scenarios(inventory: Inventory, names: Sequence[str]) -> tuple[Scenario, ...]:
    """Return the scenarios of these names in the inventory's order, all where no name is given.

    Raises UsageError for a name that the inventory does not have.
    """
    known = {scenario.name for scenario in inventory.scenarios}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(f"No scenario is called {_quoted(unknown)}. There are: {_quoted(sorted(known))}.")
    return tuple(s for s in inventory.scenarios if not names or s.name in names)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def with_readings(shared: Shared, scenarios: Sequence[Scenario], names: Sequence[str]) -> tuple[Scenario, ...]:
    """Return the scenarios and, for those of `names` (the first, if none is given), one more per disputed rule.

    Each takes another reading of one rule.  Readings that change nothing are not planned; a notice lists them.
    """
    more: list[Scenario] = []
    for scenario in scenarios if names else scenarios[:1]:
        policy, same = scenario.policy, []
        way = shared.ways(policy)[0]
        requirements, market = shared.requirements(policy, way), shared.market(policy, way)
        for reading in other_readings(policy):
            other = reading.scenario(scenario)
            its_way = shared.ways(other.policy)[0]
            required, its_market = shared.requirements(other.policy, its_way), shared.market(other.policy, its_way)
            if reading.changes(requirements, required, market, its_market):
                more.append(other)
            else:
                same.append(reading)
                shared.forget(other.policy, but=policy)
        if same:
            shared.remarks[scenario.name] = (no_difference(same),)
    return (*scenarios, *more)


def make_plans(inventory: Inventory, scenarios: Sequence[Scenario], run: Run, shared: Shared | None = None) -> PlanSet:
    """Plan every scenario; a stop request keeps the plans made so far and the best one in the making.

    Raises NoPlanError for a run that was stopped before there was any.
    """
    shared = shared or Shared(inventory)
    results = []
    for scenario in scenarios:
        results.append(plan_scenario(shared, scenario, run))
        run.progress(scenario.name, "")
    if run.is_stopped and not any(result.plan for result in results):
        raise NoPlanError("The run was stopped before there was any plan.")
    first = scenarios[0].policy
    return PlanSet(
        inventory=inventory.source,
        catalogue=inventory.catalogue,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
        currency=first.currency,
        plan_date=first.plan_date,
        results=tuple(results),
        timings=run.watch.timings(),
        size=measure(shared, first),
    )


class Shared:
    """An inventory, and what its scenarios have in common; each part is found when it is first asked for."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self._requirements: dict[Hashable, Requirements] = {}
        self._prepared: dict[Hashable, Prepared] = {}
        self._covered: dict[Hashable, tuple[Notice, ...]] = {}
        self._counted: dict[Hashable, tuple[Notice, ...]] = {}
        self.remarks: dict[str, tuple[Notice, ...]] = {}
        """What else there is to say about scenarios, by their names."""
        self.told_of_newer_servers = False
        """Whether some scenario has worked out already what newer servers cost."""

    def ways(self, policy: Policy) -> tuple[ServerWay, ...]:
        """Return what may be done to licence servers under one policy; the first one is: nothing."""
        lots = self.owned(policy).lots if policy.use_owned else ()
        return server_ways(self.inventory.estate, self.inventory.offers, lots, policy)

    def requirements(self, policy: Policy, way: ServerWay, *, dealt_out: bool = False) -> Requirements:
        """Return what one policy asks to cover; see `find_requirements`."""
        key, recent = self._key(policy, way, dealt_out)
        if key not in self._requirements:
            estate = way.estate if way.changes_needs else self.inventory.estate
            self._requirements[key] = find_requirements(estate, policy, recent, dealt_out=dealt_out)
        return self._requirements[key]

    def _key(self, policy: Policy, way: ServerWay, dealt_out: bool) -> tuple[Hashable, tuple[Recent, ...]]:
        """Return what tells requirements apart, and the licences that may not move yet, which ask for something too."""
        recent = tuple(each for each in self.owned(policy).recent if way.limit is None or way.limit.admits(each))
        coupled = policy.base_and_rds_same_metric if recent else None
        return (dealt_out, requirement_policies(policy), way.key, recent, coupled), recent

    def owned(self, policy: Policy) -> Owned:
        """Return what owned licences amount to under one policy."""
        return find_owned(self.inventory.lots, self.inventory.estate, policy)

    def forget(self, policy: Policy, *, but: Policy) -> None:
        """Drop what one policy asks to cover, unless another one asks for it too."""
        key, _ = self._key(policy, self.ways(policy)[0], dealt_out=False)
        if key != self._key(but, self.ways(but)[0], dealt_out=False)[0]:
            self._requirements.pop(key, None)

    def prepared(self, policy: Policy, way: ServerWay, *, dealt_out: bool = False) -> Prepared:
        """Return the requirements of one policy made ready for the optimiser."""
        key = (*self._key(policy, way, dealt_out), policy.base_and_rds_same_metric)
        if key not in self._prepared:
            self._prepared[key] = Prepared.of(self.requirements(policy, way, dealt_out=dealt_out), policy)
        return self._prepared[key]

    def people_covered(self, policy: Policy) -> tuple[Notice, ...]:
        """Return notices of whom subscriptions cover, which goes through the accesses once more."""
        key = requirement_policies(policy)
        if key not in self._covered:
            self._covered[key] = people_covered(self.inventory.estate, policy)
        return self._covered[key]

    def counted(self, policy: Policy) -> tuple[Notice, ...]:
        """Return notices of what is counted beyond the accesses that are listed, which goes through them once more."""
        key = requirement_policies(policy)
        if key not in self._counted:
            estate = self.inventory.estate
            self._counted[key] = (*count_basis(estate, policy), *implied_accesses(as_counted(estate, policy), policy))
        return self._counted[key]

    def market(self, policy: Policy, way: ServerWay, *, dealt_out: bool = False) -> Market:
        """Return the market that one policy leaves to cover its requirements."""
        return self.market_for(self.requirements(policy, way, dealt_out=dealt_out), policy, way)

    def market_for(self, requirements: Requirements, policy: Policy, way: ServerWay) -> Market:
        """Return the market that one policy leaves to cover some requirements."""
        owned = self.owned(policy)
        market = find_market(self.inventory.offers, owned.lots, requirements, policy, way.limit)
        return replace(market, notices=(*owned.notices, *market.notices))

    def setups(self, policy: Policy, ways: Sequence[ServerWay], *, dealt_out: bool = False) -> list[Setup]:
        """Return requirements and market of every way, with what it costs."""
        return [
            Setup(
                self.prepared(policy, way, dealt_out=dealt_out),
                self.market(policy, way, dealt_out=dealt_out),
                way.cost_minor,
            )
            for way in ways
        ]


def plan_scenario(shared: Shared, scenario: Scenario, run: Run) -> ScenarioResult:
    """Plan one scenario: find what must be covered, solve, name holders, audit, explain.

    Raises AuditError for a plan that does not hold; such a plan is never handed out.
    """
    policy = scenario.policy
    estate = as_counted(shared.inventory.estate, policy)
    servers = server_versions(estate.servers, policy)
    upgrades = servers.upgrade_cost_minor
    result = ScenarioResult(
        scenario=scenario,
        status=PlanStatus.STOPPED,
        data_level=data_level(estate, policy),
        assumptions=assumptions(estate, policy),
        notices=(
            *shared.inventory.notices,
            *servers.notices,
            *missing_groups(estate.groups, policy),
            *exempt_accesses(estate, policy),
            *stand_in_notices(estate, policy),
            *support_notices(estate, policy),
            *external_in_lists(estate, policy),
            *session_notices(estate),
            *shared.remarks.get(scenario.name, ()),
        ),
    )
    if run.is_stopped:
        return replace(result, reason="The run was stopped before this scenario's turn.")
    if in_the_way := obstacles(estate, policy):
        return _stopped_by(shared, result, in_the_way, run)
    run.progress(scenario.name, "finding what must be covered")
    with run.watch.stage("requirements_s"):
        ways = shared.ways(policy)
        markets = [shared.market(policy, way) for way in ways]
        remarks = (*shared.counted(policy), *shared.people_covered(policy))
    before = replace(result, notices=(*result.notices, *remarks, *revocable_notices(markets[0].lots)))
    result = replace(before, notices=(*before.notices, *markets[0].notices))
    if run.is_stopped:
        return replace(result, reason="The run was stopped before a plan was looked for.")
    run.progress(scenario.name, "grouping who is alike")
    with run.watch.stage("reduce_s"):
        setups = [
            Setup(shared.prepared(policy, way), market, way.cost_minor)
            for way, market in zip(ways, markets, strict=True)
        ]
    run.progress(scenario.name, "looking for the cheapest plan")
    turn = Turn(run, time.monotonic())
    with run.watch.stage("solve_s"):
        outcome = solve_setups(setups, policy, run.limits_of(scenario.name, upgrades))
    if outcome.status is SolveStatus.INFEASIBLE:
        return _infeasible(shared, result, run)
    if outcome.choice is None or outcome.bound_minor is None:
        return replace(result, reason="No plan was found before the run had to stop; allow more time.")
    run.progress(scenario.name, "naming who gets which licence")
    way, market = ways[outcome.setup], markets[outcome.setup]
    requirements = shared.requirements(policy, way)
    told = (*_without_brought_forward(before.notices, servers, way, policy), *upgrade_notice(way, policy))
    result = replace(before, notices=(*told, *market.notices))
    with run.watch.stage("assign_s"):
        left = requirements.settled(outcome.choice.waived)
        bound = outcome.bound_minor - way.cost_minor
        upgrades += way.cost_minor
        plan = make_plan(left, market, policy, outcome.choice, bound, upgrades)
    run.progress(scenario.name, "checking the plan")
    with run.watch.stage("audit_s"):
        findings = audit(plan, requirements, market, policy, upgrades)
    if findings:
        raise AuditError(findings)
    with run.watch.stage("assign_s"):
        plan = explain(plan, left, outcome.choice.held, market, policy)
    status = PlanStatus.OPTIMAL if plan.is_proved else PlanStatus.FEASIBLE
    result = replace(
        result,
        notices=(
            *result.notices,
            *_waived(requirements, outcome.choice.waived),
            *shortage_notices(plan, market),
            *switch_notices(plan.switches, policy),
        ),
    )
    result = _with_remarks_on_bought(shared, result, plan, setups, turn)
    result = _with_newer_servers(shared, result, plan, setups[outcome.setup], turn)
    return replace(
        result,
        status=status,
        plan=plan,
        example_if_own_minor=_example(shared, result, turn),
        review=review(shared.inventory, plan, policy, requirements, outcome.choice.waived),
    )


def _waived(requirements: Requirements, waived: Waived) -> tuple[Notice, ...]:
    return (*freed_notices(requirements, waived), *connector_notices(requirements, waived))


def _without_brought_forward(
    notices: Sequence[Notice], servers: ServerVersions, way: ServerWay, policy: Policy
) -> Iterator[Notice]:
    """Yield notices without the later upgrade of a server that the plan upgrades at once."""
    if way.upgraded:
        yield from server_versions(way.estate.servers, policy).notices
    yield from (notice for notice in notices if not (way.upgraded and notice in servers.notices))


@dataclass(frozen=True, slots=True)
class Turn:
    """A scenario's turn: its time limit is shared by all that is planned for it."""

    run: Run
    began: float

    def roughly(self, gap: float) -> Turn:
        """Return the same turn for something that need not be proved closer than a gap."""
        limits = replace(self.run.limits, gap=max(gap, self.run.limits.gap))
        return replace(self, run=replace(self.run, limits=limits))

    @property
    def limits(self) -> Limits:
        """Return what is left of the limits; a little is always, so that a question gets some answer."""
        whole = self.run.limits.time_limit_s
        if whole is None:
            return self.run.limits
        left = whole - (time.monotonic() - self.began)
        return replace(self.run.limits, time_limit_s=max(left, whole * _LEAST_SHARE))


_LEAST_SHARE = 0.05


def _plan_once_more(
    shared: Shared, setups: Sequence[Setup], policy: Policy, turn: Turn
) -> tuple[SolveStatus, Plan | None]:
    """Plan something beside a scenario, to say what it would cost, within what is left of the scenario's time."""
    with turn.run.watch.stage("solve_s"):
        outcome = solve_setups(setups, policy, turn.limits)
        if outcome.choice is None:
            return outcome.status, None
        setup = setups[outcome.setup]
        upgrades = server_versions(shared.inventory.estate.servers, policy).upgrade_cost_minor + setup.cost_minor
        bound = (outcome.bound_minor or 0) - setup.cost_minor
        left = setup.prepared.original.settled(outcome.choice.waived)
        plan = make_plan(left, setup.market, policy, outcome.choice, bound, upgrades)
        return outcome.status, plan


def _with_remarks_on_bought(
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


def _with_newer_servers(shared: Shared, result: ScenarioResult, plan: Plan, setup: Setup, turn: Turn) -> ScenarioResult:
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


def _stopped_by(shared: Shared, result: ScenarioResult, in_the_way: Sequence[Obstacle], run: Run) -> ScenarioResult:
    """Say what makes a scenario impossible that no licence changes, and which readings would, if any do."""
    reason = " ".join(obstacle.reason for obstacle in in_the_way)
    helping = tuple(Relaxation("servers", None, None, obstacle.remedy) for obstacle in in_the_way)
    result = replace(result, status=PlanStatus.INFEASIBLE, reason=reason, relaxations=helping)
    others = (replace(result.scenario.policy, **reading) for reading in _FEWER_OBSTACLES)
    if all(obstacles(as_counted(shared.inventory.estate, other), other) for other in others):
        return result
    explained = _infeasible(shared, result, run)
    policies = tuple(each for each in explained.relaxations if each.policy in POLICY_BY_NAME)
    return replace(result, relaxations=(*helping, *policies))


_FEWER_OBSTACLES: tuple[Mapping[str, Any], ...] = (
    {"count_basis": "actual_access"},
    {"count_infrastructure_access": False},
    {"rds_mode_strict": False},
)
"""Readings under which some of what is in the way is not."""


def _infeasible(shared: Shared, result: ScenarioResult, run: Run) -> ScenarioResult:
    """Say which policies clash and what would help."""

    def setups_for(policy: Policy) -> list[Setup]:
        setups = [replace(setup, cost_minor=0) for setup in shared.setups(policy, shared.ways(policy))]
        if obstacles(as_counted(shared.inventory.estate, policy), policy):  # nothing on offer helps
            return [replace(setup, market=Market((), (), frozenset())) for setup in setups]
        return setups

    run.progress(result.name, "finding out why it is impossible")
    with run.watch.stage("solve_s"):
        limits = replace(run.limits, time_limit_s=run.limits.time_limit_s or 60.0)
        explanation = explain_infeasible(result.scenario.policy, setups_for, limits)
    result = replace(
        result, status=PlanStatus.INFEASIBLE, reason=explanation.reason, relaxations=explanation.relaxations
    )
    old = _old_licence_server(shared, result.scenario.policy, run)
    if old is None:
        return result
    policies = tuple(each for each in explanation.relaxations if each.policy != "offers")
    return replace(
        result,
        reason=f"{old.reason} {explanation.reason}" if policies else old.reason,
        relaxations=(Relaxation("servers", None, None, old.remedy), *policies),
    )


def _old_licence_server(shared: Shared, policy: Policy, run: Run) -> Obstacle | None:
    """Say that a newer licence server would help, and how new it must be; None where none would."""
    limit = shared.ways(policy)[0].limit
    if limit is None:
        return None
    for version in range(limit.newest + 1, len(VERSIONS)):
        setups = shared.setups(policy, [if_newer(shared.inventory.estate, limit, version, policy)])
        with run.watch.stage("solve_s"):
            if solve_setups(setups, policy, replace(run.limits, gap=inf)).choice is not None:
                return too_old(limit, version)
    return None


def _example(shared: Shared, result: ScenarioResult, turn: Turn) -> int | None:
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


def with_timings(plans: PlanSet, run: Run) -> PlanSet:
    """Return the plans with the times of all stages, writing included."""
    return replace(plans, timings=run.watch.timings())


def measure(shared: Shared, policy: Policy) -> Size:
    """Return how big the estate is, under one policy."""
    estate, prepared = shared.inventory.estate, shared.prepared(policy, shared.ways(policy)[0])
    return Size(
        users=sum(g.users for g in estate.groups) + int(estate.people.persons.sum()),
        devices=sum(g.devices + g.peripherals for g in estate.groups) + len(estate.machines.ids),
        accesses=len(estate.accesses),
        requirements=prepared.original.pairs,
        classes=len(prepared.reduction.requirements.holders),
    )
