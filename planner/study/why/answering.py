"""Answers the questions: plans what must be planned, and says in words what came of it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.plan import Plan
from planner.domain.product import in_words
from planner.domain.requirement import Requirements
from planner.domain.scenario import Scenario
from planner.errors import UsageError
from planner.planning.run import Run
from planner.planning.scenario_cache import ScenarioCache
from planner.study.why import words
from planner.study.why.break_even import Moving
from planner.study.why.lookup import by_id
from planner.study.why.other_end import Asked
from planner.study.why.over_time import answer_over_time
from planner.study.why.questions import (
    KindPrice,
    OfferPrice,
    OtherEnd,
    Question,
    Reply,
    SwitchPoint,
    WithoutOffer,
)
from planner.study.why.replanning import Replanner
from planner.study.why.saved_plan import SavedPlan
from planner.words import say

MOST_MORE = 64
"""So many machines or people more are looked at before it is said that even they change nothing."""


def answer(
    cache: ScenarioCache, scenario: Scenario, question: Question, run: Run, saved: SavedPlan | None = None
) -> Reply:
    """Answer a question about a scenario of an inventory, starting from a saved plan where there is one.

    Raises UsageError for an offer or somebody that the scenario does not have, NoPlanError for a scenario without a
    plan and where the run is stopped.
    """
    if scenario.policy.horizon_months:
        return answer_over_time(cache, scenario, question, run)
    replanner = Replanner(cache, scenario, run, saved)
    match question:
        case WithoutOffer(offer):
            return _without_offer(replanner, _offer(replanner, offer))
        case OtherEnd():
            named = by_id(question, cache.inventory.estate, replanner.requirements.holders)
            return _other_end(replanner, named)
        case OfferPrice(offer):
            return _offer_price(replanner, _offer(replanner, offer))
        case KindPrice():
            return _kind_price(replanner, question)
        case SwitchPoint():
            raise UsageError(
                say(
                    '"{name}" is a plan of one day, which waits for nothing. Set horizon_months to plan ahead.',
                    name=scenario.name,
                )
            )


def _offer(replanner: Replanner, offer_id: str) -> Offer:
    """Return an offer of the scenario's market.  Raises UsageError if it is not there."""
    for offer in replanner.offers:
        if offer.offer_id == offer_id:
            return offer
    raise UsageError(say("Offer {offer_id} cannot be bought in this scenario.", offer_id=offer_id))


def _without_offer(replanner: Replanner, offer: Offer) -> Reply:
    def without(market: Market) -> Market:
        return replace(market, offers=tuple(each for each in market.offers if each.offer_id != offer.offer_id))

    plan = replanner.present()
    other = replanner.with_market(without, say("planning without the offer"))
    begin = say("Without {offer}", offer=words.offer(offer))
    return words.compared(begin, plan, other, replanner.policy.currency)


def _other_end(replanner: Replanner, question: OtherEnd) -> Reply:
    present, end = replanner.requirements, question.end
    asked = Asked.of(present, question)
    if reason := words.forbidden(replanner.policy, question):
        return Reply((reason,))
    if reason := asked.why_not(present, end):
        return Reply((reason,))
    plan = replanner.present()

    def licensed(requirements: Requirements) -> Requirements:
        return Asked.of(requirements, question).licensed_at(requirements, end)

    other = replanner.with_requirements(licensed, say("planning it the other way"))
    if asked.binds_others(present):
        return words.compared(words.deployment_licensed_at(asked, end), plan, other, replanner.policy.currency)
    reply = words.compared(words.licensed_at(asked, end), plan, other, replanner.policy.currency)
    is_dearer = other.proved and other.proved.cost.total > plan.cost.total
    may_turn = end is asked.metric and asked.is_single(present) and not asked.is_waived(present)
    if is_dearer and plan.is_proved and may_turn:
        turning = _turning_point(replanner, question, asked)
        reply = replace(reply, sentences=(*reply.sentences, turning), is_final=turning != words.UNDECIDED)
    return reply


def _turning_point(replanner: Replanner, question: OtherEnd, asked: Asked) -> str:
    """Say with how many machines more per person, or people more per machine, this end costs nothing more."""

    def grown(more: int, *, licensed: bool) -> int | None:
        def changed(requirements: Requirements) -> Requirements:
            found = asked.with_more(requirements, more)
            return Asked.of(found, question).licensed_at(found, question.end) if licensed else found

        proved = replanner.with_requirements(changed, say("planning with {more} more", more=more)).proved
        return proved.cost.total if proved else None

    def is_cheapest(more: int) -> bool | None:
        least, here = grown(more, licensed=False), grown(more, licensed=True)
        return None if least is None or here is None else here == least

    low, high = 0, 1  # with `low` more it still costs more
    while not (found := is_cheapest(high)):
        if found is None:
            return words.UNDECIDED
        if high >= MOST_MORE:
            return words.never_turns(asked, MOST_MORE)
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        found = is_cheapest(middle)
        if found is None:
            return words.UNDECIDED
        low, high = (low, middle) if found else (middle, high)
    return words.turns_at(asked, high)


def _offer_price(replanner: Replanner, offer: Offer) -> Reply:
    plan = _proved(replanner)
    moving = Moving({offer.offer_id: 1})
    down = moving.down(replanner, plan).edge
    if not moving.bought(plan):
        reply = words.not_bought(offer, down, replanner.policy.currency)
        return replace(reply, is_final=down.is_known)
    up = moving.up(replanner, plan).edge
    reply = words.price_range(offer, plan, up, down, replanner.policy.currency)
    return replace(reply, is_final=up.is_known and down.is_known)


def _kind_price(replanner: Replanner, question: KindPrice) -> Reply:
    offers = [
        offer for offer in replanner.offers if (offer.product, offer.metric) == (question.product, question.metric)
    ]
    if not offers:
        raise UsageError(
            say("No {licence} is on offer in this scenario.", licence=in_words(question.product, question.metric))
        )
    plan = _proved(replanner)
    moving = Moving({offer.offer_id: offer.pack_size for offer in offers})
    shifts = _shifts(replanner, moving, plan)
    up = moving.up(replanner, plan, [shift for shift in shifts if shift > 0])
    down = moving.down(replanner, plan, [shift for shift in shifts if shift < 0])
    reply = words.kind_range(question, plan, up.edge, down.edge, replanner.policy.currency)
    found = {**down.plans, 0: (plan.cost.total, plan), **up.plans}
    points = tuple(words.point(question, shift, *found[shift]) for shift in shifts if shift in found)
    return replace(reply, points=points, is_final=up.edge.is_known and down.edge.is_known)


PERCENT = (-50, -25, -10, -5, 0, 5, 10, 25, 50, 100)
"""So many per cent of what one licence costs is added to every price, to see the cheapest plan there as well."""


def _shifts(replanner: Replanner, moving: Moving, plan: Plan) -> list[int]:
    """Return the shifts of prices round today's at which the cheapest plans are shown, nought among them."""
    costs = [Fraction(price, units) for price, units in moving.prices(replanner.offers)]
    paid = sum(line.cost_minor for line in plan.purchases if line.offer.offer_id in moving.units)
    typical = Fraction(paid, moving.bought(plan)) if moving.bought(plan) else min(costs)
    return sorted({max(round(typical * share / 100), moving.lowest(replanner.offers)) for share in PERCENT})


def _proved(replanner: Replanner) -> Plan:
    """Return the plan, whose prices may be asked about.

    Raises UsageError where a budget is set, for prices then decide what can be bought at all, and where the plan is
    not proved cheapest.
    """
    if replanner.policy.budget is not None:
        raise UsageError(
            say("This scenario has a budget, so prices decide what can be bought at all. Ask one without it.")
        )
    plan = replanner.present()
    if not plan.is_proved:
        raise UsageError(say("This plan is not proved cheapest, so nobody can say up to which price it would stay so."))
    return plan
