"""Buy now, wait, or never: what a plan with a horizon says to do today, later, and not at all, with its sums.

Sums are what is paid on the day.  Each sentence says what stands in the calendar, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.domain.document import PlanLines, ScenarioDocument
from planner.domain.plan import Alternative, Otherwise, PlanStatus, ServerUpgrade, UpgradeEffect
from planner.report.calendar import Action, Event, events_of
from planner.report.listed_over_time import called
from planner.report.words import listed
from planner.words import SaidEnum, joined, say
from planner.words.numbers import ENGLISH, Amounts, Numbers


class Verb(SaidEnum):
    """What a verdict is about."""

    NOW = "Buy now"
    WAIT = "Wait"
    NEVER = "Never"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do, in a sentence without its verb; `day` is today, or until when nothing is done."""

    verb: Verb
    text: str
    when: str = ""

    def __str__(self) -> str:
        when = f" ({self.when})" if self.when else ""
        return f"{self.verb}{when}: {self.text}"


def verdicts(scenario: ScenarioDocument, currency: str, numbers: Numbers = ENGLISH) -> tuple[Verdict, ...]:
    """Return what to do now, later and never; empty without a plan over time."""
    plan = scenario.plan
    if plan is None or plan.cash is None:
        return ()
    write, first, end = Amounts(currency, numbers), plan.periods[0].starts, plan.periods[-1].ends
    stay = {line.server_id for line in _left_alone(plan)}
    events = [event for event in events_of(scenario) if event.action is not Action.KEEP or event.what not in stay]
    now, later = [e for e in events if e.on == first], [e for e in events if e.on > first]
    return (
        Verdict(
            Verb.NOW,
            say("{value}.", value=_deeds(now, write, with_days=False) or say("nothing")),
            say("{first}", first=first),
        ),
        Verdict(
            Verb.WAIT,
            say("{value}.", value=_deeds(later, write, with_days=True) or say("nothing is left for a later day")),
        ),
        Verdict(Verb.NEVER, say("{never}.", never=_never(plan, write)), say("before {end}", end=end)),
    )


def _deeds(events: Sequence[Event], write: Amounts, *, with_days: bool) -> str:
    parts = []
    for action, verb in ((Action.BUY, ""), (Action.RENT, say("rent ")), (Action.SELL, say("sell "))):
        alike = [event for event in events if event.action is action]
        if alike:
            licences = sum(event.licences or 0 for event in alike)
            amount = write.money(abs(sum(event.amount_minor for event in alike)))
            said = say(
                "{verb}{licences} for {amount}",
                verb=verb,
                licences=write.numbers.count(licences, "licence"),
                amount=amount,
            )
            parts.append(said + (_when(alike) if with_days else ""))
    upgrades = [event for event in events if event.action is Action.UPGRADE]
    for day in sorted({event.on for event in upgrades}):
        alike = [event for event in upgrades if event.on == day]
        paid = sum(event.amount_minor for event in alike)
        price = say(" for {paid}", paid=write.money(paid)) if paid else ""
        parts.append(
            say(
                "upgrade {names}{price}{form}",
                names=_names(alike),
                price=price,
                form=say(" on {day}", day=day) if with_days else "",
            )
        )
    kept = [event for event in events if event.action is Action.KEEP]
    if kept:
        amount = write.money(sum(event.amount_minor for event in kept))
        parts.append(
            say(
                "pay {amount} for keeping {names}{when}",
                amount=amount,
                names=_names(kept),
                when=_when(kept) if with_days else "",
            )
        )
    return joined("; ", parts)


def _when(events: Iterable[Event]) -> str:
    days = sorted({event.on for event in events})
    return (
        say(" on {days}", days=days[0])
        if len(days) == 1
        else say(", from {days} to {days_2}", days=days[0], days_2=days[-1])
    )


def _names(events: Iterable[Event]) -> str:
    return listed(list(dict.fromkeys(event.what for event in events)))


def _left_alone(plan: PlanLines) -> list[ServerUpgrade]:
    """Return the servers that the plan might have upgraded and does not within the horizon."""
    return [line for line in plan.upgrades if line.is_chosen and line.on is None]


def _never(plan: PlanLines, write: Amounts) -> str:
    kept = _left_alone(plan)
    if not kept:
        return say("no upgrade that there was to choose is left undone")
    paid = sum(line.cash_keeping_minor for line in kept)
    them = say("it") if len(kept) == 1 else say("them")
    cost = say("keeping {them} costs {paid}", them=them, paid=write.money(paid) if paid else say("nothing"))
    return say("upgrade {server_id}; {cost}", server_id=listed([line.server_id for line in kept]), cost=cost)


def foresight(scenario: ScenarioDocument, currency: str, numbers: Numbers = ENGLISH) -> tuple[str, ...]:
    """Return what the plan would cost without foresight, a sentence each."""
    plan = scenario.plan
    if plan is None:
        return ()
    write = Amounts(currency, numbers)
    return tuple(_without(other, plan, write) for other in plan.alternatives)


def _without(other: Alternative, plan: PlanLines, write: Amounts) -> str:
    if other.total_minor is None:
        return say("If {called}, there is no plan.", called=called(other))
    more = other.total_minor - plan.cost.total
    if other.status is not PlanStatus.OPTIMAL:
        return say("If {called}, it costs at most {more} more.", called=called(other), more=write.money(max(more, 0)))
    if more == 0:
        return say("If {called}, it costs the same.", called=called(other))
    side = say("more") if more > 0 else say("less")
    return say("If {called}, it costs {more} {side}.", called=called(other), more=write.money(abs(more)), side=side)


AS_WORTH = say("What other ways cost is counted as it is worth on the plan's day.")


def other_ways(scenario: ScenarioDocument, currency: str, numbers: Numbers = ENGLISH) -> tuple[str, ...]:
    """Return what other decisions would cost, a sentence each: about each upgrade, then about less foresight."""
    return (*_upgrades_otherwise(scenario, currency, numbers), *foresight(scenario, currency, numbers))


def _upgrades_otherwise(scenario: ScenarioDocument, currency: str, numbers: Numbers) -> tuple[str, ...]:
    plan = scenario.plan
    if plan is None:
        return ()
    write = Amounts(currency, numbers)
    return tuple(_other_way(effect, effect.otherwise, write) for effect in plan.effects if effect.otherwise)


def _other_way(effect: UpgradeEffect, other: Otherwise, write: Amounts) -> str:
    given = {
        "servers": listed(list(effect.servers)),
        "more": write.money(abs(other.more_minor)),
        "upgrade": write.money(abs(other.upgrades_minor)),
        "licences": write.money(abs(other.licences_minor)),
        "keeping": write.money(abs(other.keeping_minor)),
    }
    if other.on is not None:
        return say(
            "Upgrading {servers} all the same, at best on {day}, costs {more} more: {upgrade} for the upgrade and "
            "{licences} for licences, less {keeping} for keeping.",
            day=other.on, **given,
        )  # fmt: skip
    if not other.keeping_minor:
        return say(
            "Not upgrading {servers} costs {more} less: {upgrade} for the upgrade and {licences} for licences.", **given
        )
    if other.more_minor < 0:
        return say(
            "Not upgrading {servers} costs {more} less: {upgrade} less for the upgrade and {licences} less for "
            "licences, but {keeping} more for keeping.",
            **given,
        )  # fmt: skip
    return say(
        "Not upgrading {servers} costs {more} more: {keeping} for keeping, less {upgrade} for the upgrade and "
        "{licences} for licences.",
        **given,
    )  # fmt: skip
