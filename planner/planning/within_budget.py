"""What a budget buys first where it is too small: what leaves the least amount of licences missing."""

from __future__ import annotations

from planner.domain import money
from planner.domain.issue import Notice
from planner.domain.plan import Purchase, WithinBudget
from planner.domain.position import LicencesShort
from planner.domain.product import HOLDER_METRICS, LEVELS, counted, layer_of, licence_of
from planner.domain.scenario import Policy
from planner.licensing.notices import BUDGET_BUYS_FIRST
from planner.optimise import Limits, Variant, first_buys
from planner.planning.list_prices import KINDS, ListPrices
from planner.planning.scenario_cache import ScenarioCache
from planner.words import joined, say

_LARGE = 20_000
"""With more rows to cover than that the plain model takes too long."""


def within_budget(cache: ScenarioCache, policy: Policy, variant: Variant, limits: Limits) -> WithinBudget | None:
    """Return what the budget buys first; None where list prices or time are wanting, or the estate is too large."""
    prices = ListPrices.of(cache.inventory.offers, policy)
    if len(variant.prepared.original) > _LARGE or not prices.of_kind:
        return None
    dearest = max(prices.scaled.values())
    price_of = {
        (layer_of(product), HOLDER_METRICS.index(metric)): prices.scaled.get((product, metric), 2 * dearest)
        for product, metric in KINDS
    }
    found = first_buys(variant, policy, price_of, limits)
    if found is None:
        return None
    offers = {offer.offer_id: offer for offer in variant.market.offers}
    missing = tuple(
        LicencesShort(licence_of(layer, metric), HOLDER_METRICS[metric], LEVELS[level], number)
        for (layer, metric, level), number in sorted(found.missing.items())
    )
    is_known = all((line.product, line.metric) in prices.of_kind for line in missing)
    scaled = sum(price_of[key[:2]] * number for key, number in found.missing.items())
    purchases = tuple(Purchase(offers[name], packs) for name, packs in sorted(found.packs.items()))
    return WithinBudget(purchases, missing, prices.amount_minor(scaled) if is_known else None)


def budget_notice(found: WithinBudget, policy: Policy) -> Notice:
    """Say what to buy first, and what is missing all the same."""
    bought = [
        say(
            "{licence} ({value}, offer {offer_id})",
            licence=counted(line.licences, line.offer.product, line.offer.metric, line.offer.version),
            value=line.offer.condition.value,
            offer_id=line.offer.offer_id,
        )
        for line in found.purchases
    ]
    paid = sum(line.cost_minor for line in found.purchases)
    short = [counted(line.licences, line.product, line.metric, line.version) for line in found.missing]
    amount = (
        ""
        if found.amount_minor is None
        else say(", {amount} at list price", amount=money.words(found.amount_minor, policy.currency))
    )
    begin = say("Within the budget of {value}", value=money.words(policy.budget or 0, policy.currency))
    buys = (
        say("buy first {value}, for {paid}", value=joined("; ", bought), paid=money.words(paid, policy.currency))
        if bought
        else say("nothing can be bought")
    )
    text = say(
        "{begin} {buys}. Missing all the same: {value}{amount}: no other purchases leave less missing.",
        begin=begin,
        buys=buys,
        value=joined(", ", short),
        amount=amount,
    )
    return BUDGET_BUYS_FIRST.notice(text, found.amount_minor)
