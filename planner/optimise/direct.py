"""The plain model: a level per holder, a row per requirement, groups as counts (docs/model.md).

Decisions  x[c,p,v]  units of class c that hold a licence of product p good for version v or newer
           f[c,p,v]  1 if all units of c do (x itself where the class has one unit)
           mode[k]   1 if deployment k runs per user          pick[p]  1 if the single metric of p is user
           mixed[p]  1 if both metrics of p are held
           free[a,c] 1 if class c, of one holder, is freed for administration a
           ec[n]     1 if connector n is in use
Rows       cover     f_user + f_device + guard >= 1  (every with every);   x_user + x_device >= units  (matched)
                     a row that may be waived has the free[a,c] of its ends and its ec[n] on the left too
           connected ec[n] <= ec[base of n], and ec counts among the holders of its pool
           freed     sum_c free[a,c] <= what administration a may free
           nested    x[c,p,v] >= x[c,p,v'] for v < v'
and the market's rows of `market/model.py`, over the sum of x in each pool.

It grows with the estate, so it is the yardstick for anything faster, and the tests' second opinion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from planner.domain.estate import NONE
from planner.domain.market import Market
from planner.domain.product import DEVICE, HOST, METRICS, RDS, USER, WS, Metric, layer_of
from planner.domain.requirement import Holders, Requirements
from planner.domain.scenario import Policy
from planner.errors import SolverError
from planner.optimise.cover.clauses import Clauses, find_clauses, metric_rules
from planner.optimise.cover.rows import CoverRows, Literal
from planner.optimise.market.model import MarketModel, Need, Pool, add_market, in_period
from planner.optimise.solvers.highs import Limits, SolveStatus, solve
from planner.optimise.solvers.program import Program, limits_of, terms_of, total, whole


@dataclass(frozen=True, slots=True)
class DirectModel:
    """The program with its objective, and what is needed to read a solution."""

    problem: Program
    market: MarketModel
    clauses: Clauses
    held: Mapping[Literal, Any]
    modes: tuple[Any, ...]


def build(requirements: Requirements, market: Market, policy: Policy, *, with_shortage: bool = False) -> DirectModel:
    """Return the model of one scenario, with the total cost (upgrades aside) as its objective.

    `with_shortage` lets needs be met by licences missing from the market, to find out how many are.
    """
    problem = Program("plan")
    may_be_waived = requirements.waiver != NONE
    clauses = find_clauses(requirements.without(may_be_waived), policy)
    waivable = list(_waivable(requirements, policy))
    holders = requirements.holders
    cover = CoverRows(problem, holders, _all_clauses([clauses, *(found for found, _ in waivable)]))
    modes = tuple(problem.add_choice(f"mode_{k:05d}") for k in range(len(requirements.choices)))
    by_deployment = dict(enumerate(modes))
    cover.add_rows(clauses, by_deployment)
    waivers = _Waivers(problem, requirements)
    for found, rows in waivable:
        cover.add_rows(found, by_deployment, waivers.of_rows(rows))
    needs = _needs(holders, cover.held) | waivers.needs()
    market_model = add_market(problem, market, policy, needs, with_shortage=with_shortage)
    mixing = _add_metric_policies(problem, cover, holders, policy)
    _forbid_unpicked_offers(problem, market, market_model, mixing.pick)
    problem.minimise(market_model.cost + mixing.cost)
    return DirectModel(problem, market_model, clauses, cover.held, modes)


def solve_directly(requirements: Requirements, market: Market, policy: Policy, limits: Limits) -> int | None:
    """Return the least total cost, upgrades aside, or None if no plan is possible.

    Raises SolverError where the limits end the run before that is proved.
    """
    model = build(requirements, market, policy)
    run = solve(model.problem, limits)
    if run.status is SolveStatus.INFEASIBLE:
        return None
    if run.status is not SolveStatus.OPTIMAL:
        raise SolverError("the plain model was not solved within its limits")
    return whole(model.problem.objective)


def _all_clauses(parts: Sequence[Clauses]) -> Clauses:
    columns = (column.name for column in fields(Clauses))
    return Clauses(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))


def _waivable(requirements: Requirements, policy: Policy) -> Iterator[tuple[Clauses, list[int]]]:
    """Yield the clauses of each row that may be waived, and those that couple it to another row, with the rows.

    Clauses are void where one of their rows is waived.
    """
    rows = requirements
    nothing = np.zeros(len(rows), dtype=bool)

    def clauses_of(row: int, base_version: int) -> Clauses:
        only = nothing.copy()
        only[row] = True
        alone = rows.without(~only)
        return find_clauses(replace(alone, base_version=np.full(1, base_version)), policy)

    may_be_waived = rows.waiver != NONE
    for row in np.flatnonzero(may_be_waived).tolist():
        yield clauses_of(row, NONE), [row]
    if not policy.base_and_rds_same_metric:
        return
    for row in np.flatnonzero((rows.product == RDS) & (rows.base_version != NONE)).tolist():
        same = (rows.user == rows.user[row]) & (rows.device == rows.device[row]) & (rows.product == WS)
        for base in np.flatnonzero(same & (may_be_waived | may_be_waived[row])).tolist():
            yield clauses_of(row, int(rows.version[base])), [row, base]
        if rows.has_base_right[row] and may_be_waived[row]:
            yield clauses_of(row, int(rows.base_version[row])), [row]


class _Waivers:
    """The variables of waivers and the rows that limit them."""

    def __init__(self, problem: Program, requirements: Requirements) -> None:
        self._requirements = requirements
        self._free: dict[tuple[int, int], Any] = {}
        for number, administration in enumerate(requirements.administrations):
            rows = requirements.is_administration(number)
            holders = np.unique(np.concatenate([requirements.user[rows], requirements.device[rows]]))
            free = {
                (number, holder): problem.add_choice(f"free_{number:05d}_{holder:07d}")
                for holder in holders.tolist()
                if holder != NONE and requirements.holders.members[holder] == 1
            }
            problem += total(free.values()) <= administration.free
            self._free |= free

        self._connected = [problem.add_choice(f"ec_{number:05d}") for number in range(len(requirements.connectors))]
        for connector, variable in zip(requirements.connectors, self._connected, strict=True):
            if connector.base != NONE:
                problem += variable <= self._connected[connector.base]

    def needs(self) -> dict[tuple[Pool, int], Need]:
        """Return what connectors ask of the market."""
        connectors = list(zip(self._requirements.connectors, self._connected, strict=True))
        found = {}
        for place in sorted({(each.period, each.layer, each.version) for each, _ in connectors}):
            period, layer, version = place
            here = [each for each in connectors if (each[0].period, each[0].layer) == (period, layer)]
            above = [variable for each, variable in here if each.version >= version]
            found[in_period((layer, HOST), period), version] = Need(total(above), len(above))
        return found

    def of_rows(self, rows: list[int]) -> Any:
        """Return what is 1 or more if some of the rows are waived."""
        asked, found = self._requirements, []
        for row in rows:
            if asked.waiver[row] == NONE:
                continue
            waiver = asked.waivers[asked.waiver[row]]
            found += [self._connected[waiver.connector]] if waiver.connector != NONE else []
            number = waiver.administration
            keys = ((number, int(asked.user[row])), (number, int(asked.device[row])))
            found += [self._free[key] for key in keys if key in self._free]
        return total(found)


def _needs(holders: Holders, held: Mapping[Literal, Any]) -> dict[tuple[Pool, int], Need]:
    """Return, per pool and version needed there, the members that hold that version or a newer one."""
    period = holders.period_of

    def pool_of_class(holder: int, product: int) -> Pool:
        return in_period((product, int(holders.metric[holder])), int(period[holder]))

    levels: dict[tuple[int, int], list[int]] = {}
    for holder, product, version in sorted(held):
        levels.setdefault((holder, product), []).append(version)
    versions: dict[Pool, set[int]] = {}
    for (holder, product), ranks in levels.items():
        versions.setdefault(pool_of_class(holder, product), set()).update(ranks)
    terms: dict[tuple[Pool, int], list[Any]] = {(pool, v): [] for pool, ranks in versions.items() for v in ranks}
    most = dict.fromkeys(terms, 0)
    for (holder, product), ranks in levels.items():
        pool, size = pool_of_class(holder, product), int(holders.unit_size[holder])
        for version in versions[pool]:
            reaching = next((level for level in ranks if level >= version), None)
            if reaching is not None:
                terms[pool, version].append(size * held[holder, product, reaching])
                most[pool, version] += size * int(holders.units[holder])
    return {key: Need(total(parts), most[key]) for key, parts in terms.items()}


@dataclass(frozen=True, slots=True)
class _MetricPolicies:
    cost: Any
    pick: Mapping[int, Any]  # product: 1 if its single metric is user


def _add_metric_policies(problem: Program, cover: CoverRows, holders: Holders, policy: Policy) -> _MetricPolicies:
    """Add the rows of `single` and of mixing costs; a product under `single` never mixes."""
    pick: dict[int, Any] = {}
    cost: Any = 0
    rates = (policy.ws_mixing_cost, policy.rds_mixing_cost)
    for product, rule in enumerate(metric_rules(policy)):
        lowest = _lowest_levels(cover, product)
        if rule == "single":
            pick[product] = problem.add_choice(f"pick_{product}")
            for holder, variable in lowest.items():
                side = pick[product] if holders.metric[holder] == USER else 1 - pick[product]
                problem += variable <= cover.units[holder] * side
        elif rule == "any" and rates[product]:
            holds = {
                (period, metric): problem.add_choice(f"holds_{product}_{metric}{f'_{period:02d}' if period else ''}")
                for period in sorted({int(holders.period_of[holder]) for holder in lowest} or {0})
                for metric in (USER, DEVICE)
            }
            mixed = problem.add_choice(f"mixed_{product}")
            for holder, variable in lowest.items():
                side = holds[int(holders.period_of[holder]), int(holders.metric[holder])]
                problem += variable <= cover.units[holder] * side
            for period in sorted({period for period, _ in holds}):
                problem += mixed >= holds[period, USER] + holds[period, DEVICE] - 1
            cost = cost + rates[product] * mixed
    return _MetricPolicies(cost, pick)


def _lowest_levels(cover: CoverRows, product: int) -> dict[int, Any]:
    """Return, per class that may hold the product, the units that hold it at all."""
    lowest: dict[int, Any] = {}
    for holder, p, version in sorted(cover.held):
        if p == product:
            lowest.setdefault(holder, cover.held[holder, p, version])
    return lowest


def _forbid_unpicked_offers(problem: Program, market: Market, model: MarketModel, pick: Mapping[int, Any]) -> None:
    """Under `single`, nothing of the other metric is bought, not even as surplus."""
    for offer in market.orders:
        product = layer_of(offer.product)
        if product in pick and offer.metric is not Metric.HOST:
            side = pick[product] if METRICS.index(offer.metric) == USER else 1 - pick[product]
            packs = model.packs[offer.order]
            most = sum(limits_of(variable)[1] for variable, _ in terms_of(packs))
            problem += packs <= most * side
