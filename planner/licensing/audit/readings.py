"""Disputed rules and their readings: what to plan once more, to see what each reading costs.

A policy whose rule is open, disputed, or stricter with some auditors than with others has `readings`.  A reading
is a value of that policy; the others are compared with the one a scenario has.  Whether another reading
changes anything is seen from what must be covered and what may be bought, before any plan is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from planner.domain.evidence import PROOF_ITEMS
from planner.domain.issue import Notice
from planner.domain.market import Market
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy, Scenario
from planner.domain.setting import PolicyKind, Setting
from planner.licensing.notices import SAME_READINGS
from planner.licensing.rulebook import RULES
from planner.words import joined, say

DISPUTED: tuple[Setting[Any], ...] = tuple(
    dict.fromkeys(setting for rule in RULES for setting in rule.settings if setting.readings)
)
"""In the order of the rules."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Another value of a disputed policy than the one a scenario has."""

    setting: Setting[Any]
    value: Any

    def scenario(self, of: Scenario) -> Scenario:
        """Return the scenario with this reading."""
        policy = of.policy.having(**{self.setting.name: self.value})
        return Scenario(
            say("{name}, reading {licence}", name=of.name, licence=self.in_words()),
            policy,
            is_reading=True,
            is_built_in=of.is_built_in,
        )

    def in_words(self) -> str:
        """Return the policy and its value as one would write them."""
        value = self.value
        if self.setting.kind is PolicyKind.YES_NO:
            value = "yes" if value else "no"
        elif isinstance(value, tuple):
            value = "complete" if value == PROOF_ITEMS else joined("; ", value) or "none"
        return say("{name} = {value}", name=self.setting.name, value=value)

    def changes(self, now: Requirements, then: Requirements, market: Market, other: Market) -> bool:
        """Tell whether a plan may differ: by what must be covered, what may be bought and used, or how."""
        of_one, of_other = (
            (each.offers, each.lots, each.sellable, each.barred, each.switchable) for each in (market, other)
        )
        same_market = of_one == of_other
        matters = self.setting.matters is not None and self.setting.matters(now)
        return matters or not same_market or not now.asks_the_same(then)


def other_readings(policy: Policy) -> Iterator[Reading]:
    """Yield the readings that a policy does not take, in the order of the rules.

    What a policy sets to something that is no reading, such as a single metric that is named, is not disputed there.
    """
    for setting in DISPUTED:
        present = policy[setting]
        if present in setting.readings:
            yield from (Reading(setting, value) for value in setting.readings if value != present)


def no_difference(readings: list[Reading]) -> Notice:
    """Return a notice that lists readings which change nothing."""
    listed = joined(", ", (reading.in_words() for reading in readings))
    return SAME_READINGS.notice(
        say("Other readings of disputed rules that make no difference here: {listed}.", listed=listed)
    )
