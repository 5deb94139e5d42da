"""Why an offer is bought: whom its licences serve, why this offer, and why so many packs."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from planner.domain import money
from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.plan import Plan, Purchase
from planner.domain.product import ASSURANCE, HOLDER_METRICS, LEVELS, in_words, layer_of
from planner.domain.scenario import Policy
from planner.report.usage import Usage
from planner.report.words import count, holders, listed, percent


def purchase_reason(line: Purchase, plan: Plan, usage: Usage, market: Market, policy: Policy) -> str:
    """Return the reason of one purchase, a few sentences long; `usage` counts the plan's register."""
    offer = line.offer
    served = usage.of_offer(offer)
    in_use = min(int(served.sum()), line.licences)
    needed = int(np.flatnonzero(served)[-1]) if in_use else offer.level
    sentences = (
        _whom(line, plan, usage, needed),
        _price(line, policy.currency),
        _why_this(offer, line, plan, market, needed),
        _why_so_many(line, in_use, policy),
        offer.remark,
    )
    return " ".join(sentence for sentence in sentences if sentence)


def _or_newer(level: int) -> str:
    return "" if level == ASSURANCE else " or newer"


def _whom(line: Purchase, plan: Plan, usage: Usage, needed: int) -> str:
    offer, served = line.offer, usage.of_offer(line.offer)
    licence = in_words(offer.product, offer.metric)
    if not served.any():
        return f"Nobody holds one of these {licence} {offer.version} licences in this plan; they are spare."
    need = int(usage.pool(offer.product, offer.metric)[needed:].sum())
    here = int(served[needed:].sum())
    bought = int(usage.of_offers(offer, [other.offer for other in plan.purchases])[needed:].sum())
    other_bought, owned = bought - here, need - bought
    verb = "needs" if need == 1 else "need"
    wanted = f"{in_words(offer.product, offer.metric, LEVELS[needed])}{_or_newer(needed)}"
    text = f"{holders(need, offer.metric)} {verb} a {wanted}; "
    if owned:
        text += f"{count(owned, 'owned licence')} {_serve(owned)} part of them, "
    if other_bought:
        text += f"{count(other_bought, 'licence')} from other offers {_serve(other_bought)} part of them, "
    text += f"this offer serves {here:,}"
    older = int(served.sum()) - here
    return text + (f" and, besides, {older:,} with an older need." if older else ".")


def _serve(number: int) -> str:
    return "serves" if number == 1 else "serve"


def _price(line: Purchase, currency: str) -> str:
    price = money.words(line.pack_price_minor, currency)
    step = line.offer.break_for(line.packs)
    if len(line.offer.breaks) > 1 and step.min_packs > line.offer.min_order_packs:
        return f"The price break from {count(step.min_packs, 'pack')} applies: {price} per pack."
    return f"A pack of {line.offer.pack_size:,} costs {price}." if line.offer.pack_size > 1 else f"Each costs {price}."


def _why_this(offer: Offer, line: Purchase, plan: Plan, market: Market, needed: int) -> str:
    """Compare prices per licence with what else could serve the same need."""
    paid = Fraction(line.pack_price_minor, offer.pack_size)
    rivals = [
        other
        for other in market.offers
        if (other.product, other.metric) == (offer.product, offer.metric)
        and other.level >= needed
        and other.offer_id != offer.offer_id
    ]
    cheaper = [other for other in rivals if _lowest_price(other) < paid]
    if not rivals:
        return "No other offer can serve this need."
    if not cheaper and len(rivals) == 1:
        return "The other offer for this need costs no less per licence."
    if not cheaper:
        return f"None of the {len(rivals)} other offers for this need costs less per licence."
    if all(_is_bought_out(other, plan) for other in cheaper):
        return f"What costs less per licence is bought out: {listed([other.offer_id for other in cheaper], 3)}."
    if plan.is_proved:
        return "Some offers cost less per licence, but it is proved that no other choice costs less in all."
    return ""


def _lowest_price(offer: Offer) -> Fraction:
    return min(Fraction(step.price_minor, offer.pack_size) for step in offer.breaks)


def _is_bought_out(offer: Offer, plan: Plan) -> bool:
    packs = sum(line.packs for line in plan.purchases if line.offer.offer_id == offer.offer_id)
    return offer.stock_packs is not None and packs >= offer.stock_packs


def _why_so_many(line: Purchase, in_use: int, policy: Policy) -> str:
    spare, offer = line.licences - in_use, line.offer
    if not spare:
        return ""
    remain = f"{count(spare, 'licence')} {'remains' if spare == 1 else 'remain'} spare"
    enough = max(-(-in_use // offer.pack_size), offer.min_order_packs)
    if enough >= line.packs:
        cause = (
            f"the smallest order is {count(offer.min_order_packs, 'pack')}"
            if line.packs == offer.min_order_packs > -(-in_use // offer.pack_size)
            else "packs are whole"
        )
        return f"{remain} because {cause}."
    if enough * offer.break_for(enough).price_minor >= line.cost_minor:
        return f"{remain} because {count(enough, 'pack')} would cost no less than these {line.packs:,}."
    share = policy.spare_of(layer_of(offer.product), HOLDER_METRICS.index(offer.metric))
    if share:
        return f"{remain}; the policy asks for {percent(share)} spare licences."
    return f"{remain}."
