"""The position today: the least amount, at list prices, of licences that are missing before anything is bought.

It is found like a plan, by the same search and with the same proof, but against a market of list prices, with all
owned licences in use and none for sale, and without any wish of a scenario: who is licensed at which end is chosen so
that least is missing.  So it is a fact of the inventory, the same whatever the scenarios.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.plan import Plan
from planner.domain.position import LicencesShort, PositionToday, Unproven
from planner.domain.scenario import SPARE_SHARES, Policy
from planner.domain.shortfall import by_pool, missing_today
from planner.licensing import audit_amount, is_unproven
from planner.optimise import Variant
from planner.planning.checked_plan import solve
from planner.planning.list_prices import ListPrices
from planner.planning.run import Run
from planner.planning.scenario_cache import ScenarioCache
from planner.planning.unpriced import without_prices

_DEAR = 1_000
"""A kind without a list price costs so many times the dearest known one: it is taken where nothing else will do."""


def position_today(cache: ScenarioCache, run: Run) -> PositionToday | None:
    """Return what is missing today; None where the time ended before anything could be said, or nothing would do."""
    policy = without_wishes(cache.inventory.policy)
    prices = ListPrices.of(cache.inventory.offers, policy)
    lots = cache.owned(policy, cache.server_variants(policy)[0]).lots
    unproven = frozenset(lot.owned_id for lot in lots if is_unproven(lot, policy))
    as_held = _found(cache, policy, prices, run, frozenset())
    if as_held is None:
        return None
    proved_only = _found(cache, policy, prices, run, unproven) if unproven else as_held
    missing = _missing(as_held.plan)
    position = PositionToday(
        missing=missing,
        amount_minor=as_held.amount_minor,
        licences_in_use=sum(row.holders for row in as_held.plan.pools),
        audit_amount_minor=None,
        unproven=_doubted(as_held, proved_only),
        is_proved=as_held.plan.is_proved,
    )
    return replace(position, audit_amount_minor=audit_amount(position, policy))


def without_wishes(policy: Policy) -> Policy:
    """Return a policy with its readings of the rules, but without what it wishes of purchases, sales and servers."""
    return without_prices(policy).having(
        ws_metrics="any",
        rds_metrics="any",
        min_version=None,
        use_owned=True,
        count_unproven=True,
        spare_share=Fraction(0),
        **{setting.name: None for setting in SPARE_SHARES.values()},
        server_upgrades="as_planned",
    )


@dataclass(frozen=True, slots=True)
class _Found:
    plan: Plan
    amount_minor: int | None


def _found(
    cache: ScenarioCache, policy: Policy, prices: ListPrices, run: Run, left_out: frozenset[str]
) -> _Found | None:
    """Return the plan against list prices without some lots; kinds of unknown price only where nothing else will do."""
    for unknown in (None, _DEAR * max((*prices.scaled.values(), 1))):
        variant = _variant(cache, policy, prices.offers(unknown), left_out)
        plan = solve([variant], policy, run, run.limits, upgrades_minor=0).plan
        if plan is not None:
            known = None if unknown else prices.amount_minor(plan.cost.purchases)
            return _Found(plan, known)
    return None


def _variant(cache: ScenarioCache, policy: Policy, offers: Sequence[Offer], left_out: frozenset[str]) -> Variant:
    present = cache.server_variants(policy)[0]
    market: Market = cache.market(policy, present)
    # What no licence server holds is of no use today; what is bought at list price is bought to fit.
    lots = tuple(lot for lot in market.lots if lot.owned_id not in market.barred | left_out)
    nothing = frozenset[str]()
    found = replace(market, offers=tuple(offers), lots=lots, sellable=nothing, ineligible=(), newest_rds=None)
    return Variant(cache.prepared(policy, present), replace(found, barred=nothing))


def _missing(plan: Plan) -> tuple[LicencesShort, ...]:
    return tuple(
        LicencesShort(row.product, row.metric, row.version, number)
        for rows in by_pool(plan.pools).values()
        for row, number in missing_today(rows)
        if number
    )


def _doubted(as_held: _Found, proved_only: _Found | None) -> Unproven:
    """Return what would be missing in addition if licences without proof did not count."""
    if proved_only is None or proved_only.amount_minor is None or as_held.amount_minor is None:
        return Unproven(0, None)
    more = sum(each.licences for each in _missing(proved_only.plan)) - sum(
        each.licences for each in _missing(as_held.plan)
    )
    return Unproven(more, proved_only.amount_minor - as_held.amount_minor)


def _licences(found: _Found) -> int:
    return sum(each.licences for each in _missing(found.plan))
