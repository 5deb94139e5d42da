"""From counts to names: who gets which licence, from which lot or offer, and the position of every pool.

Inside a pool the sets of licences that serve a need are nested (a newer licence serves all that an older one does),
so serving the newest needs first, each with the oldest licence that is good enough, never runs into a dead end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.cost import cost_of
from planner.domain.estate import Codes
from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.plan import Plan, PoolPosition, Purchase, Register, RegisterSource, Sale, Switch
from planner.domain.product import HOLDER_METRICS, LEVELS, METRICS, PRODUCTS, Metric, Product, licence_of
from planner.domain.requirement import Holders, Requirements, Waived
from planner.domain.scenario import Policy
from planner.optimise.choice import Choice, member_levels
from planner.optimise.kept import keep_as_before
from planner.optimise.market.model import Pool, other_pool, pool_of


@dataclass(frozen=True, slots=True)
class _Supply:
    """Licences of one pool at hand after sales and purchases, from one source."""

    source: int
    version: int
    quantity: int
    assigned_to: str = ""
    is_tied: bool = False


def make_plan(
    requirements: Requirements, market: Market, policy: Policy, choice: Choice, bound_minor: int, upgrades_minor: int
) -> Plan:
    """Return the plan of a choice: lines, costs, pools and the register, still without reasons in words.

    `requirements` are those of the scenario settled by what the choice waives.
    `bound_minor` leaves out `upgrades_minor`, which the plan's bound includes.
    """
    purchases = tuple(
        Purchase(offer, choice.packs[offer.order])
        for offer in sorted(market.offers, key=lambda o: (o.vendor, o.offer_id))
        if offer.order in choice.packs
    )
    sales = tuple(Sale(lot, choice.sold[0, lot.owned_id]) for lot in market.lots if (0, lot.owned_id) in choice.sold)
    switches = tuple(
        Switch(lot, choice.switched[lot.owned_id]) for lot in market.lots if lot.owned_id in choice.switched
    )
    register = make_register(
        requirements.holders, choice.held, market.lots, purchases, sales, switches=switches, barred=market.barred
    )
    pools = positions(register, market, purchases, sales, switches)
    held_by = Counter[tuple[Product, Metric]]()
    for row in pools:
        held_by[row.product, row.metric] += row.holders
    return Plan(
        cost=cost_of(purchases, sales, held_by, policy, upgrades_minor),
        lower_bound_minor=bound_minor + upgrades_minor,
        purchases=purchases,
        sales=sales,
        pools=pools,
        register=register,
        modes={name: METRICS[mode] for name, mode in zip(requirements.choices, choice.modes, strict=True)},
        requirements=requirements.pairs,
        switches=switches,
        freed=_freed_members(requirements.holders, choice.waived),
    )


def _freed_members(holders: Holders, waived: Waived) -> tuple[tuple[int, int], ...]:
    first = holders.first_member
    return tuple((administration, int(first[holder])) for administration, holder in waived.freed)


def make_register(
    holders: Holders,
    held: Codes,
    lots: Sequence[Lot],
    purchases: Sequence[Purchase],
    sales: Sequence[Sale],
    *,
    switches: Sequence[Switch] = (),
    barred: frozenset[str] = frozenset(),
    period: int = 0,
    before: Register | None = None,
) -> Register:
    """Return a row per licence in use, by product, metric and then in the order of the holders.

    Lots that are `barred` give none.  Whoever held a licence in the register `before` keeps it, where it can be swapped
    against one of the same version.
    """
    sources = _sources(lots, purchases)
    versions = np.array([source.level for source in sources], dtype=np.int64)
    levels = member_levels(holders, held)
    metric_of = np.repeat(holders.metric, holders.members)
    parts = []
    for product in range(len(PRODUCTS)):
        for metric in range(len(HOLDER_METRICS)):
            members = np.flatnonzero((metric_of == metric) & (levels[:, product] >= 0))
            required, names = levels[members, product], holders.names_of(members)
            supply = _supply((product, metric), lots, purchases, sales, switches, barred)
            given = _give(required, supply)
            _keep_present_holders(names, given, supply, sources)
            if before is not None:
                keep_as_before(before, (product, metric), names, given, sources)
            of_pool = [np.full(len(members), code) for code in (product, metric)]
            parts.append((*of_pool, members, names, required, given))
    columns = zip(*parts, strict=True)
    product_of, of_metric, member, holder, required, source = (np.concatenate(column) for column in columns)
    return Register(
        product=product_of,
        metric=of_metric,
        member=member,
        holder=holder,
        required=required,
        licence=versions[source],
        source=source,
        reason=np.full(len(member), "", dtype=object),
        sources=sources,
        period=period,
    )


def _sources(lots: Sequence[Lot], purchases: Sequence[Purchase]) -> tuple[RegisterSource, ...]:
    owned = [RegisterSource(lot.owned_id, lot.condition, lot.version, lot, lot.with_assurance) for lot in lots]
    bought = [
        RegisterSource(
            p.offer.offer_id, p.offer.condition, p.offer.version, None, p.offer.with_assurance, p.offer.period
        )
        for p in purchases
    ]
    return (*owned, *bought)


def _supply(
    pool: Pool,
    lots: Sequence[Lot],
    purchases: Sequence[Purchase],
    sales: Sequence[Sale],
    switches: Sequence[Switch],
    barred: frozenset[str],
) -> list[_Supply]:
    """Return what a pool has, oldest version first, owned before bought."""
    switched = {line.lot.owned_id: line.quantity for line in switches}
    gone = Counter(switched)
    gone.update({sale.lot.owned_id: sale.quantity for sale in sales})
    at_hand = [
        _Supply(i, lot.level, lot.quantity - gone[lot.owned_id], lot.assigned_to, lot.is_tied)
        for i, lot in enumerate(lots)
        if pool_of(lot) == pool and lot.owned_id not in barred
    ]
    at_hand += [
        _Supply(i, lot.level, switched[lot.owned_id])
        for i, lot in enumerate(lots)
        if lot.owned_id in switched and other_pool(lot) == pool
    ]
    at_hand += [
        _Supply(len(lots) + i, line.offer.level, line.licences)
        for i, line in enumerate(purchases)
        if pool_of(line.offer) == pool
    ]
    return sorted(at_hand, key=lambda s: (s.version, s.source))


def _give(required: Codes, supply: Sequence[_Supply]) -> Codes:
    """Return the source each holder gets a licence from, shape (holders,); the newest needs are served first."""
    left = [s.quantity for s in supply]
    given = np.empty(len(required), dtype=np.int64)
    for version in range(len(LEVELS) - 1, -1, -1):
        waiting = np.flatnonzero(required == version)
        for i, each in enumerate(supply):
            if each.version >= version:
                served, waiting = waiting[: left[i]], waiting[left[i] :]
                given[served] = each.source
                left[i] -= len(served)
        if len(waiting):
            raise AssertionError("a cover was called supplied, but its licences do not go round")
    return given


def _keep_present_holders(
    names: NDArray[np.object_], given: Codes, supply: Sequence[_Supply], sources: Sequence[RegisterSource]
) -> None:
    """Let whoever holds a licence today keep it, where it is swapped against one of the same version.

    A lot that is assigned to somebody is one licence.  Those that may not move yet come last, and against any version:
    their holder needs just theirs, so whoever was given it needs no newer one than what is swapped for it.
    """
    assigned = sorted((each for each in supply if each.assigned_to and each.quantity), key=lambda each: each.is_tied)
    if not assigned:
        return
    wanted = {each.assigned_to for each in assigned}
    row_of = {name: row for row, name in enumerate(names.tolist()) if name in wanted}
    rows = np.flatnonzero(np.isin(given, [each.source for each in assigned]))
    taker = dict(zip(given[rows].tolist(), rows.tolist(), strict=True))
    for each in assigned:
        present = row_of.get(each.assigned_to)
        if present is None:
            continue
        if not each.is_tied and sources[given[present]].level != sources[each.source].level:
            continue
        instead, former = int(given[present]), taker.pop(each.source, None)
        taker.pop(instead, None)
        if former is not None:
            given[former] = instead
            taker[instead] = former
        given[present] = each.source


def positions(
    register: Register,
    market: Market,
    purchases: Sequence[Purchase],
    sales: Sequence[Sale],
    switches: Sequence[Switch],
) -> tuple[PoolPosition, ...]:
    """Return need and supply of every product, metric and version that occurs, in the period of the register."""
    rows = []
    shape = (len(PRODUCTS), len(HOLDER_METRICS), len(LEVELS))
    holders, used, owned, barred, bought, sold = (np.zeros(shape, dtype=np.int64) for _ in range(6))
    np.add.at(holders, (register.product, register.metric, register.required), 1)
    np.add.at(used, (register.product, register.metric, register.licence), 1)
    for lot in market.lots:
        owned[(*pool_of(lot), lot.level)] += lot.quantity
        if lot.owned_id in market.barred:
            barred[(*pool_of(lot), lot.level)] += lot.quantity
    for each in switches:
        owned[(*pool_of(each.lot), each.lot.level)] -= each.quantity
        owned[(*other_pool(each.lot), each.lot.level)] += each.quantity
    for line in purchases:
        bought[(*pool_of(line.offer), line.offer.level)] += line.licences
    for sale in sales:
        sold[(*pool_of(sale.lot), sale.lot.level)] += sale.quantity
    for p, m, v in np.argwhere(holders + owned + bought + sold > 0).tolist():
        at = (p, m, v)
        rows.append(
            PoolPosition(
                product=licence_of(p, m),
                metric=HOLDER_METRICS[m],
                version=LEVELS[v],
                holders=int(holders[at]),
                holders_at_or_above=int(holders[p, m, v:].sum()),
                owned=int(owned[at]),
                bought=int(bought[at]),
                sold=int(sold[at]),
                idle=int(owned[at] + bought[at] - sold[at] - used[at]),
                barred=int(barred[at]),
                period=register.period,
            )
        )
    return tuple(rows)
