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
from planner.words import joined, say


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
    return joined(" ", (sentence for sentence in sentences if sentence))


def _or_newer(level: int) -> str:
    return "" if level == ASSURANCE else say(" or newer")


def _whom(line: Purchase, plan: Plan, usage: Usage, needed: int) -> str:
    offer, served = line.offer, usage.of_offer(line.offer)
    licence = in_words(offer.product, offer.metric)
    if not served.any():
        return say(
            "Nobody holds one of these {licence} {version} licences in this plan; they are spare.",
            licence=licence,
            version=offer.version,
        )
    need = int(usage.pool(offer.product, offer.metric)[needed:].sum())
    here = int(served[needed:].sum())
    bought = int(usage.of_offers(offer, [other.offer for other in plan.purchases])[needed:].sum())
    other_bought, owned = bought - here, need - bought
    verb = say("needs") if need == 1 else say("need")
    wanted = in_words(offer.product, offer.metric, LEVELS[needed]) + _or_newer(needed)
    text = say("{holders} {verb} a {wanted}; ", holders=holders(need, offer.metric), verb=verb, wanted=wanted)
    if owned:
        text += say("{owned} {serve} part of them, ", owned=count(owned, "owned licence"), serve=_serve(owned))
    if other_bought:
        text += say(
            "{other_bought} from other offers {serve} part of them, ",
            other_bought=count(other_bought, "licence"),
            serve=_serve(other_bought),
        )
    text += say("this offer serves {here:,}", here=here)
    older = int(served.sum()) - here
    return text + (say(" and, besides, {older:,} with an older need.", older=older) if older else ".")


def _serve(number: int) -> str:
    return say("serves") if number == 1 else say("serve")


def _price(line: Purchase, currency: str) -> str:
    price = money.words(line.pack_price_minor, currency)
    step = line.offer.break_for(line.packs)
    if len(line.offer.breaks) > 1 and step.min_packs > line.offer.min_order_packs:
        return say(
            "The price break from {min_packs} applies: {price} per pack.",
            min_packs=count(step.min_packs, "pack"),
            price=price,
        )
    return (
        say("A pack of {pack_size:,} costs {price}.", pack_size=line.offer.pack_size, price=price)
        if line.offer.pack_size > 1
        else say("Each costs {price}.", price=price)
    )


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
        return say("No other offer can serve this need.")
    if not cheaper and len(rivals) == 1:
        return say("The other offer for this need costs no less per licence.")
    if not cheaper:
        return say("None of the {rivals} other offers for this need costs less per licence.", rivals=len(rivals))
    if all(_is_bought_out(other, plan) for other in cheaper):
        return say(
            "What costs less per licence is bought out: {offer_id}.",
            offer_id=listed([other.offer_id for other in cheaper], 3),
        )
    if plan.is_proved:
        return say("Some offers cost less per licence, but it is proved that no other choice costs less in all.")
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
    remain = say(
        "{spare} {form} spare", spare=count(spare, "licence"), form=say("remains") if spare == 1 else say("remain")
    )
    enough = max(-(-in_use // offer.pack_size), offer.min_order_packs)
    if enough >= line.packs:
        cause = (
            say("the smallest order is {min_order_packs}", min_order_packs=count(offer.min_order_packs, "pack"))
            if line.packs == offer.min_order_packs > -(-in_use // offer.pack_size)
            else say("packs are whole")
        )
        return say("{remain} because {cause}.", remain=remain, cause=cause)
    if enough * offer.break_for(enough).price_minor >= line.cost_minor:
        return say(
            "{remain} because {enough} would cost no less than these {packs:,}.",
            remain=remain,
            enough=count(enough, "pack"),
            packs=line.packs,
        )
    share = policy.spare_of(layer_of(offer.product), HOLDER_METRICS.index(offer.metric))
    if share:
        return say("{remain}; the policy asks for {share} spare licences.", remain=remain, share=percent(share))
    return say("{remain}.", remain=remain)
