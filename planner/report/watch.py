"""What to watch, in the order of harm: what blocks the use of a plan, then money, the most first, then to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.domain.document import ScenarioDocument
from planner.domain.issue import Level, Notice
from planner.domain.position import PositionToday
from planner.domain.product import Metric, Product, counted
from planner.words import joined, say
from planner.words.numbers import ENGLISH, Numbers

_ORDER = tuple(Level)
_SAID_BY = {"CAL-601": "CAL-677", "CAL-630": "CAL-633"}
"""Remarks that say nothing more beside another one about the same thing."""

SETTLE_FIRST = say("Settle this before the plan is used")


def by_harm(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return notices, each once, by the harm they may do; those whose amount is not known after the others."""
    unique = dict.fromkeys(notices)
    return tuple(sorted(unique, key=lambda one: (_ORDER.index(one.level), -(one.amount_minor or 0))))


def to_settle(scenario: ScenarioDocument) -> tuple[Notice, ...]:
    """Return what blocks the use of a scenario's plan."""
    return tuple(one for one in by_harm(scenario.notices) if one.level is Level.BLOCKS)


@dataclass(frozen=True, slots=True)
class Watch:
    """The remarks that a screen has room for, and how many more there are to know."""

    shown: tuple[Notice, ...]
    more: int


def on_a_screen(notices: Iterable[Notice], width: int, lines: int) -> Watch:
    """Return all that blocks or costs, and of what is to know as much as `lines` of a width have room for."""
    ordered = by_harm(notices)
    codes = {one.code for one in ordered}
    ordered = tuple(one for one in ordered if _SAID_BY.get(one.code) not in codes)
    shown: list[Notice] = []
    for one in ordered:
        lines -= -(-len(say("{text} [{code}]", text=one.text, code=one.code)) // width)
        if one.level is Level.TO_KNOW and lines < 0:
            break
        shown.append(one)
    return Watch(tuple(shown), len(ordered) - len(shown))


def position_lines(position: PositionToday | None, currency: str, numbers: Numbers = ENGLISH) -> tuple[str, ...]:
    """Say what is missing today, what an audit could ask for that, and what rests on licences without proof."""
    if position is None:
        return ()
    lines = [_missing(position, currency, numbers)]
    doubted = position.unproven
    if doubted.licences:
        more = _amount(doubted.amount_minor, currency, numbers)
        lines.append(
            say(
                "If an audit did not accept licences without complete proof, {licences} more would be missing, {more}.",
                licences=numbers.count(doubted.licences, "licence"),
                more=more,
            )
        )
    return tuple(lines)


def _missing(position: PositionToday, currency: str, numbers: Numbers) -> str:
    if not position.licences:
        return say("Nothing is missing today, by the rules and data of this plan.")
    kinds: dict[tuple[Product, Metric], int] = {}
    for one in position.missing:
        kinds[one.product, one.metric] = kinds.get((one.product, one.metric), 0) + one.licences
    most = "" if position.is_proved else say("at most ")
    named = joined(", ", (counted(number, *kind) for kind, number in kinds.items()))
    number = numbers.count(position.licences, "licence")
    text = say(
        "Missing today: {most}{number} ({names}), {amount}.",
        most=most,
        number=number,
        names=named,
        amount=_amount(position.amount_minor, currency, numbers),
    )
    if position.audit_amount_minor is None:
        return text
    return say(
        "{text} An audit could ask for {audit_amount}.",
        text=text,
        audit_amount=numbers.money(position.audit_amount_minor, currency),
    )


def _amount(amount_minor: int | None, currency: str, numbers: Numbers) -> str:
    if amount_minor is None:
        return say("at a list price that is not known")
    return say("{amount} at list price", amount=numbers.money(amount_minor, currency))
