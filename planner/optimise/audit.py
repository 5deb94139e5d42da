"""Check a finished plan against the requirements, the market and the policies, from scratch.

Runs on every plan before anybody sees it.  It shares no code with the stages that made the plan: it reads the
register and the lines as an auditor would, and recounts.  What it finds is our fault, not the user's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from planner.domain.market import Market
from planner.domain.plan import Plan
from planner.domain.product import VERSIONS
from planner.domain.requirement import Holders, Requirements
from planner.domain.scenario import Policy

_PRODUCTS = ("ws_cal", "rds_cal")
_METRICS = ("user", "device")
_NOTHING = -1

Ranks = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Case:
    """All that is checked together."""

    plan: Plan
    requirements: Requirements
    market: Market
    policy: Policy
    level: Ranks  # shape (products, members): rank each member must cover by the register, -1 for none
    first_member: list[int]  # one per class, and the number of members at the end


def audit(plan: Plan, requirements: Requirements, market: Market, policy: Policy, upgrades_minor: int) -> list[str]:
    """Return everything that is wrong with a plan, in words; an empty list is a pass.

    `market` must be the market of the scenario; `upgrades_minor` what server upgrades cost under `policy`.
    """
    findings = [*_register_rows(plan, requirements.holders), *_purchases(plan, market)]
    if findings:
        return findings
    case = _case(plan, requirements, market, policy)
    checks = (_coverage, _sources, _supply, _policies, _sales, _pools)
    findings = [finding for check in checks for finding in check(case)]
    return findings + list(_money(case, upgrades_minor))


def _register_rows(plan: Plan, holders: Holders) -> Iterator[str]:
    """Every row names a real member once per product, with a licence of its own metric that is new enough."""
    register = plan.register
    total = int((holders.units * holders.unit_size).sum())
    if len(register) and (register.member.min() < 0 or register.member.max() >= total):
        yield "the register names somebody who is not in the estate"
        return
    if len(np.unique(register.product * (total + 1) + register.member)) != len(register):
        yield "somebody holds two licences of one product"
    metric_of = np.repeat(holders.metric, holders.units * holders.unit_size)
    if (metric_of[register.member] != register.metric).any():
        yield "a User CAL was given to a machine, or a Device CAL to a person"
    if (register.licence < register.required).any():
        yield "a licence in the register is older than its holder needs"
    expected = np.array(list(_names(holders)), dtype=object)
    if (expected[register.member] != register.holder).any():
        yield "the register writes a holder's name wrongly"


def _names(holders: Holders) -> Iterator[str]:
    pieces = zip(holders.piece_stem.tolist(), holders.piece_first.tolist(), holders.piece_count.tolist(), strict=True)
    for stem, first, count in pieces:
        if first == _NOTHING:
            yield stem
        else:
            yield from (f"{stem}{number}" for number in range(first, first + count))


def _case(plan: Plan, requirements: Requirements, market: Market, policy: Policy) -> _Case:
    sizes = requirements.holders.units * requirements.holders.unit_size
    first_member = [0, *np.cumsum(sizes).tolist()]
    level = np.full((len(_PRODUCTS), first_member[-1]), _NOTHING, dtype=np.int64)
    level[plan.register.product, plan.register.member] = plan.register.required
    return _Case(plan, requirements, market, policy, level, first_member)


@dataclass(frozen=True, slots=True)
class _Row:
    """One requirement row as an auditor reads it; -1 for an end that is not there or does not count."""

    user: int
    device: int
    product: int
    version: int
    matched: bool
    bundles: int
    base_too: int
    """The base version that the same end must cover too, or -1."""


def _rows(case: _Case) -> Iterator[_Row]:
    """Yield the requirement rows, with the ends that policy and picked modes leave."""
    rows, units = case.requirements, case.requirements.holders.units
    columns = (rows.user, rows.device, rows.product, rows.version, rows.ends, rows.matched, rows.base_version)
    for user, device, product, version, ends, matched, base in zip(*(c.tolist() for c in columns), strict=True):
        mode = ("any", "user", "device")[ends] if ends < len(_METRICS) + 1 else case.plan.modes[rows.choices[ends - 3]]
        yield _Row(
            user=_NOTHING if mode == "device" else user,
            device=_NOTHING if mode == "user" else device,
            product=product,
            version=version,
            matched=matched,
            bundles=int(units[device]) if device != _NOTHING else 0,
            base_too=base if case.policy.base_and_rds_same_metric and product == 1 else _NOTHING,
        )


def _coverage(case: _Case) -> Iterator[str]:
    """Every person and machine of every requirement: one of the admissible ends holds a good enough licence.

    Judged by the version the register says its holder must cover, which no licence falls short of.
    """
    uncovered = sum(_uncovered(case, row) for row in _rows(case))
    if uncovered:
        yield f"{uncovered} requirements are not covered"


def _uncovered(case: _Case, row: _Row) -> int:
    """Count what is not covered: matched units one by one, else the row as a whole."""
    users, devices = _good(case, row, row.user), _good(case, row, row.device)
    if not row.matched:
        return int(not any(len(side) and side.all() for side in (users, devices)))
    covered = np.zeros(row.bundles, dtype=bool)
    if len(users):
        covered |= users
    if len(devices):
        covered |= devices.reshape(row.bundles, -1).all(axis=1)
    return int((~covered).sum())


def _good(case: _Case, row: _Row, holder: int) -> NDArray[np.bool_]:
    """Tell which members of a class hold what a row asks for, shape (members,); empty without the class."""
    if holder == _NOTHING:
        return np.empty(0, dtype=bool)
    members = slice(case.first_member[holder], case.first_member[holder + 1])
    enough: NDArray[np.bool_] = case.level[row.product, members] >= row.version
    return enough & (case.level[0, members] >= row.base_too)


def _sources(case: _Case) -> Iterator[str]:
    """No lot and no purchase gives more licences than it has, or others than it says."""
    register = case.plan.register
    sold = {sale.lot.owned_id: sale.quantity for sale in case.plan.sales}
    has = [
        (lot.owned_id, lot.product, lot.metric, lot.version, lot.quantity - sold.get(lot.owned_id, 0))
        for lot in case.market.lots
    ]
    has += [
        (p.offer.offer_id, p.offer.product, p.offer.metric, p.offer.version, p.packs * p.offer.pack_size)
        for p in case.plan.purchases
    ]
    if [(s.source_id, s.version) for s in register.sources] != [(name, version) for name, _, _, version, _ in has]:
        yield "the register's sources are not the lots and purchases of the plan"
        return
    given = np.bincount(register.source, minlength=len(has)) if len(register) else np.zeros(len(has), dtype=np.int64)
    for i, (name, product, metric, _, quantity) in enumerate(has):
        if given[i] > quantity:
            yield f"{name} gives {given[i]} licences and has {quantity}"
        mine = register.source == i
        if (register.product[mine] != _PRODUCTS.index(product)).any() or (
            register.metric[mine] != _METRICS.index(metric)
        ).any():
            yield f"{name} gives licences of another product or metric"


def _supply(case: _Case) -> Iterator[str]:
    """In every pool and at every needed version there is enough, with the spare share, rounded up."""
    for product in _PRODUCTS:
        for metric in _METRICS:
            pool = [row for row in case.plan.pools if row.product == product and row.metric == metric]
            above = Fraction(0)
            supply = 0
            for row in reversed(pool):
                above += row.holders
                supply += row.owned + row.bought - row.sold
                if row.holders and supply < (1 + case.policy.spare_share) * above:
                    yield f"{product} {metric} {row.version}: {supply} licences for {above} holders"


def _purchases(plan: Plan, market: Market) -> Iterator[str]:
    """Whole packs, from the minimum on, within stock, at the price of the break that is reached."""
    allowed = {offer.offer_id: offer for offer in market.offers}
    seen = [line.offer.offer_id for line in plan.purchases]
    if len(set(seen)) != len(seen):
        yield "an offer is bought on two lines"
    for line in plan.purchases:
        offer = line.offer
        if allowed.get(offer.offer_id) is not offer:
            yield f"{offer.offer_id} may not be bought"
        minimum = min(step.min_packs for step in offer.breaks)
        if line.packs < max(minimum, 1) or (offer.stock_packs is not None and line.packs > offer.stock_packs):
            yield f"{offer.offer_id}: {line.packs} packs are outside its minimum order and stock"
        elif line.pack_price_minor != min(s.price_minor for s in offer.breaks if s.min_packs <= line.packs):
            yield f"{offer.offer_id}: the price is not that of the break reached"


def _policies(case: _Case) -> Iterator[str]:
    """The policies on buying and on metrics."""
    policy, plan = case.policy, case.plan
    lines = plan.purchases
    bought = sum(line.packs * line.offer.pack_size for line in lines)
    used = sum(line.packs * line.offer.pack_size for line in lines if line.offer.condition == "used")
    if used and not policy.allow_used:
        yield "used licences are bought against policy"
    if used > policy.max_used_share * bought:
        yield f"{used} of {bought} licences bought are used, more than policy allows"
    if policy.max_vendors is not None and len({line.offer.vendor for line in lines}) > policy.max_vendors:
        yield "more vendors than policy allows"
    if policy.budget is not None and sum(line.packs * line.pack_price_minor for line in lines) > policy.budget:
        yield "the budget is exceeded"
    for line in lines:
        offer = line.offer
        if offer.vendor in policy.excluded_vendors or offer.offer_id in policy.excluded_offers:
            yield f"{offer.offer_id} is excluded by policy"
        if policy.min_version is not None and VERSIONS.index(offer.version) < VERSIONS.index(policy.min_version):
            yield f"{offer.offer_id} is older than policy allows"
    for product, rule in zip(_PRODUCTS, (policy.ws_metrics, policy.rds_metrics), strict=True):
        held = {row.metric for row in plan.pools if row.product == product and row.holders}
        held |= {line.offer.metric for line in lines if line.offer.product == product}
        forbidden = {"user": {"device"}, "device": {"user"}}.get(rule, set())
        if held & forbidden or (rule == "single" and len(held) > 1):
            yield f"{product}: a metric is held or bought against policy"


def _sales(case: _Case) -> Iterator[str]:
    """Only owned licences that may be sold, and no more than there are."""
    own = {lot.owned_id: lot for lot in case.market.lots}
    for sale in case.plan.sales:
        lot = own.get(sale.lot.owned_id)
        if lot is None or not lot.transferable or lot.resale_minor <= 0 or not case.policy.sell_surplus:
            yield f"{sale.lot.owned_id} may not be sold"
        elif not 0 < sale.quantity <= lot.quantity:
            yield f"{sale.lot.owned_id}: {sale.quantity} of {lot.quantity} licences sold"


def _pools(case: _Case) -> Iterator[str]:
    """The pool table agrees with the register, the lots, the purchases and the sales."""
    register, plan = case.plan.register, case.plan
    for row in plan.pools:
        here = (register.product == _PRODUCTS.index(row.product)) & (register.metric == _METRICS.index(row.metric))
        version = VERSIONS.index(row.version)
        of_kind = (row.product, row.metric, row.version)
        owned = sum(k.quantity for k in case.market.lots if (k.product, k.metric, k.version) == of_kind)
        bought = sum(
            p.packs * p.offer.pack_size
            for p in plan.purchases
            if (p.offer.product, p.offer.metric, p.offer.version) == of_kind
        )
        sold = sum(s.quantity for s in plan.sales if (s.lot.product, s.lot.metric, s.lot.version) == of_kind)
        in_use = int((here & (register.licence == version)).sum())
        expected = (
            int((here & (register.required == version)).sum()),
            int((here & (register.required >= version)).sum()),
            owned,
            bought,
            sold,
            owned + bought - sold - in_use,
        )
        if expected != (row.holders, row.holders_at_or_above, row.owned, row.bought, row.sold, row.idle):
            yield f"the position of {row.product} {row.metric} {row.version} does not add up"
    listed = sum(row.holders for row in plan.pools), sum(row.bought for row in plan.pools)
    if listed != (len(register), sum(line.packs * line.offer.pack_size for line in plan.purchases)):
        yield "the licence position leaves something out"


def _money(case: _Case, upgrades_minor: int) -> Iterator[str]:
    """Every figure equals the sum of its lines, and no plan costs less than its bound."""
    cost, plan, policy = case.plan.cost, case.plan, case.policy
    mixed = {
        product: len({row.metric for row in plan.pools if row.product == product and row.holders}) == len(_METRICS)
        for product in _PRODUCTS
    }
    expected = (
        sum(line.packs * line.pack_price_minor for line in plan.purchases),
        policy.order_cost * len({line.offer.vendor for line in plan.purchases}),
        policy.ws_mixing_cost * mixed["ws_cal"] + policy.rds_mixing_cost * mixed["rds_cal"],
        upgrades_minor,
        sum(sale.quantity * sale.lot.resale_minor for sale in plan.sales),
    )
    if expected != (cost.purchases, cost.orders, cost.mixing, cost.upgrades, cost.sales):
        yield f"the cost lines {cost} are not the sums of their lines {expected}"
    if cost.total != sum(expected[:4]) - expected[4]:
        yield "the total is not the sum of the cost lines"
    if cost.total < plan.lower_bound_minor:
        yield f"the plan costs {cost.total}, less than the bound {plan.lower_bound_minor} that was called proved"
