"""Ways to solve one instance, each timed stage by stage: ours, and those it is compared with.

    ours    as the program does it, to the audited and explained plan
    cbc     the plain model (`planner.optimise.direct`), solved by the CBC that PuLP brings along
    highs   the plain model, solved by HiGHS
    cut     one minimum cut at list prices over all holders: a simpler problem, without stock, packs or breaks.
            What any method has to do at least once; its cost means nothing for the others

The direct ways end with an optimum of the model; naming holders, audit and words are ours alone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pulp
from pulp.apis.coin_api import pulp_cbc_path

from benchmarks.alone import Caller, ChildError, call, peak_mib
from benchmarks.instances import Instance
from planner.domain.estate import Codes
from planner.domain.market import Market
from planner.domain.product import METRICS, PRODUCTS, Condition, rank
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy
from planner.errors import AuditError
from planner.licensing import find_market, find_requirements
from planner.licensing.view import View
from planner.optimise import Limits, Prepared, SolveStatus, audit, make_plan, solve_scenario
from planner.optimise.cover.minimum_cut import CoverGraph, DemandRow
from planner.optimise.direct import build
from planner.optimise.proof.cases import Case
from planner.optimise.solvers.highs import solve
from planner.optimise.solvers.program import whole
from planner.report.explain import explain

STAGES = ("requirements", "reduce", "build", "solve", "assign", "audit", "explain")
OPTIMISING = ("reduce", "build", "solve")
"""From requirements and market to a decided plan: what the direct ways do too."""


class Status(StrEnum):
    """How a measurement ended."""

    PROVED = "proved"
    PLAN = "not proved"
    INFEASIBLE = "infeasible"
    EMPTY = "no plan"
    FLOOR = "simpler problem"
    KILLED = "killed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a way found; money in minor units, the number of classes it told apart, minimum cuts where it asks any."""

    status: Status
    classes: int
    cost: int | None = None
    bound: int | None = None
    cuts: int | None = None
    near_s: float | None = None
    """Seconds of solving until there was a plan near the bound of the end; None where nobody listened."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """An instance planned in one way, in seconds per stage."""

    instance: Instance
    way: str
    answer: Answer
    seconds: Mapping[str, float]
    accesses: int | None = None
    cpu_s: float | None = None
    """Processor time from requirements and market to a decided plan, with that of a solver's own process."""
    peak_mib: float | None = None
    note: str = ""

    @property
    def optimising_s(self) -> float:
        """Seconds from requirements and market to a decided plan."""
        return sum(self.seconds.get(stage, 0.0) for stage in OPTIMISING)

    @property
    def total_s(self) -> float:
        """Seconds of all stages."""
        return sum(self.seconds.values())

    @property
    def is_settled(self) -> bool:
        """Whether the way found out what the best plan costs, or that there is none."""
        return self.answer.status in (Status.PROVED, Status.INFEASIBLE)


class Laps:
    """Seconds spent per stage, by the clock and of the processor."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.cpu: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure the time spent inside as a stage."""
        started, cpu_started = time.perf_counter(), _cpu_s()
        try:
            yield
        finally:
            self.seconds[name] = time.perf_counter() - started
            self.cpu[name] = _cpu_s() - cpu_started


def _cpu_s() -> float:
    """Return processor seconds of this process and of those it started that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


@dataclass(frozen=True, slots=True)
class Posed:
    """A scenario with its requirements and market found."""

    requirements: Requirements
    market: Market
    policy: Policy
    time_limit_s: float

    @property
    def holders(self) -> int:
        """Classes of holders as the requirements have them."""
        return len(self.requirements.holders)


def _ours(posed: Posed, laps: Laps) -> Answer:
    requirements, market, policy = posed.requirements, posed.market, posed.policy
    with laps.stage("reduce"):
        prepared = Prepared.of(requirements, policy)
    told: list[tuple[float, int | None]] = []
    began = time.perf_counter()

    def listen(cost: int | None, _: int) -> None:
        told.append((time.perf_counter() - began, cost))

    with laps.stage("solve"):
        outcome = solve_scenario(prepared, market, policy, Limits(posed.time_limit_s, report=listen))
    classes = len(prepared.reduction.requirements.holders)
    # One per price vector that was asked for; what is known about covers is kept to itself, so we look inside.
    cuts = sum(len(learned.demands) for learned in prepared._learned.values())
    if outcome.choice is None or outcome.bound_minor is None:
        is_infeasible = outcome.status is SolveStatus.INFEASIBLE
        return Answer(Status.INFEASIBLE if is_infeasible else Status.EMPTY, classes, cuts=cuts)
    near_s = _first_near(told, outcome.bound_minor, time.perf_counter() - began)
    with laps.stage("assign"):
        plan = make_plan(requirements, market, policy, outcome.choice, outcome.bound_minor, 0)
    with laps.stage("audit"):
        findings = audit(plan, requirements, market, policy, 0)
    if findings:
        raise AuditError(findings)
    with laps.stage("explain"):
        plan = explain(plan, requirements, outcome.choice.held, market, policy)
    status = Status.PROVED if plan.is_proved else Status.PLAN
    return Answer(status, classes, plan.cost.total, plan.lower_bound_minor, cuts, near_s)


NEAR = 0.02
"""A plan is a near one if it costs at most this share more than the bound at the end."""


def _first_near(told: Sequence[tuple[float, int | None]], bound: int, end_s: float) -> float:
    """Return when a near plan was told of for the first time, in seconds; the end if none was before."""
    near = (seconds for seconds, cost in told if cost is not None and cost - bound <= NEAR * max(abs(bound), 1))
    return next(near, end_s)


def _highs(posed: Posed, laps: Laps) -> Answer:
    with laps.stage("build"):
        problem = build(posed.requirements, posed.market, posed.policy).problem
    with laps.stage("solve"):
        run = solve(problem, Limits(posed.time_limit_s))
    match run.status:
        case SolveStatus.INFEASIBLE:
            return Answer(Status.INFEASIBLE, posed.holders)
        case SolveStatus.STOPPED_EMPTY:
            return Answer(Status.EMPTY, posed.holders)
    status = Status.PROVED if run.status is SolveStatus.OPTIMAL else Status.PLAN
    return Answer(status, posed.holders, whole(problem.objective), run.bound)


def _cbc(posed: Posed, laps: Laps) -> Answer:
    with laps.stage("build"):
        problem = build(posed.requirements, posed.market, posed.policy).problem.in_pulp
    # What PULP_CBC_CMD does, which the next version of PuLP will not have.
    limits = {"gapRel": 0, "gapAbs": 0, "threads": 1, "timeLimit": posed.time_limit_s}
    with laps.stage("solve"):
        problem.solve(pulp.COIN_CMD(path=pulp_cbc_path, msg=False, **limits))
    if problem.status == pulp.LpStatusInfeasible:
        return Answer(Status.INFEASIBLE, posed.holders)
    if problem.sol_status not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
        return Answer(Status.EMPTY, posed.holders)
    problem.roundSolution()
    cost = whole(problem.objective)
    # PuLP does not tell the bound of a run that was stopped.
    is_proved = problem.sol_status == pulp.LpSolutionOptimal
    return Answer(Status.PROVED if is_proved else Status.PLAN, posed.holders, cost, cost if is_proved else None)


def _cut(posed: Posed, laps: Laps) -> Answer:
    with laps.stage("build"):
        clauses = Case(posed.requirements, posed.market, posed.policy).clauses()
        if clauses.is_impossible:
            return Answer(Status.INFEASIBLE, posed.holders)
        graph = CoverGraph(posed.requirements.holders, clauses)
    with laps.stage("solve"):
        graph.cheapest(_list_prices(graph.rows, posed.market))
    return Answer(Status.FLOOR, posed.holders, cuts=1)


def _list_prices(rows: tuple[DemandRow, ...], market: Market) -> Codes:
    """Return what a licence good for each demand row costs more than one for the next older row of its pool."""
    prices = np.zeros(len(rows), dtype=np.int64)
    for i, ((product, metric), version) in enumerate(rows):
        offered = [
            offer.breaks[0].price_minor // offer.pack_size
            for offer in market.offers
            if (offer.product, offer.metric) == (PRODUCTS[product], METRICS[metric])
            and offer.condition is Condition.NEW
            and rank(offer.version) >= version
        ]
        pool = [j for j, (other, _) in enumerate(rows[:i]) if other == (product, metric)]
        prices[i] = max(0, min(offered, default=0) - int(prices[pool].sum()))
    return prices


WAYS: Mapping[str, Callable[[Posed, Laps], Answer]] = {"ours": _ours, "cbc": _cbc, "highs": _highs, "cut": _cut}
DIRECT = ("cbc", "highs")


def measure(instance: Instance, way: str, time_limit_s: float) -> Measurement:
    """Plan an instance in one way, in this process.

    Raises AuditError where our plan does not hold, SolverError where a solver misbehaves.
    """
    inventory, laps = instance.inventory(), Laps()
    policy = inventory.scenarios[0].policy
    with laps.stage("requirements"):
        requirements = find_requirements(View(inventory.estate, policy))
        market = find_market(inventory.offers, inventory.lots, requirements, policy)
    answer = WAYS[way](Posed(requirements, market, policy, time_limit_s), laps)
    cpu_s = sum(laps.cpu.get(stage, 0.0) for stage in OPTIMISING)
    return Measurement(instance, way, answer, laps.seconds, len(inventory.estate.accesses), cpu_s, peak_mib())


def measure_alone(
    instance: Instance, way: str, time_limit_s: float, grace_s: float, caller: Caller = call
) -> Measurement:
    """Plan an instance in one way, in a process of its own that has so much longer than its time limit.

    What was killed or failed is a measurement too: killed ones count the time they were given for solving.
    """
    try:
        return caller(time_limit_s + grace_s, measure, instance, way, time_limit_s)
    except TimeoutError as error:
        return Measurement(instance, way, Answer(Status.KILLED, 0), {"solve": time_limit_s}, note=str(error))
    except ChildError as error:
        return Measurement(instance, way, Answer(Status.FAILED, 0), {}, note=str(error))
