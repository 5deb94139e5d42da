"""What stands between a plan and an order: what blocks it, what to look at first, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.document import ScenarioDocument
from planner.domain.issue import Level
from planner.report.watch import by_harm
from planner.report.words import said_once
from planner.words import SaidEnum, say


class LightState(SaidEnum):
    """How an order stands, as traffic lights say it."""

    STOP = "stop"
    LOOK = "look"
    GO = "go"

    @property
    def in_words(self) -> str:
        """Say it without a colour."""
        return _IN_WORDS[self]


_IN_WORDS = {
    LightState.STOP: say("Settle this before ordering"),
    LightState.LOOK: say("Look at this before ordering"),
    LightState.GO: say("Nothing stands in the way of ordering"),
}
_STATES = {Level.BLOCKS: LightState.STOP, Level.MONEY: LightState.LOOK}


@dataclass(frozen=True, slots=True)
class Light:
    """One thing, and how an order stands by it."""

    state: LightState
    text: str


def before_an_order(scenario: ScenarioDocument) -> tuple[Light, ...]:
    """Return what stands before an order by this plan, what blocks it first; one light that says so for nothing."""
    if scenario.plan is None:
        return (Light(LightState.STOP, say("There is no plan to order by. {reason}", reason=scenario.reason).strip()),)
    if scenario.plan.is_unpriced:
        return (Light(LightState.STOP, say("Nothing has a price yet: this is a request for prices.")),)
    texts = {said_once(one.text): _STATES[one.level] for one in by_harm(scenario.notices) if one.level in _STATES}
    lights = tuple(Light(state, text) for text, state in texts.items())
    return lights or (Light(LightState.GO, say("by the rules and data of this plan.")),)
