"""What a plan may claim: how exact the inventory is, and the assumptions the result rests on.

What a plan takes for granted of a rule, the rule's room says; what belongs to no rule stands here.
"""

from __future__ import annotations

from collections.abc import Callable

from planner.domain.estate import Pattern
from planner.domain.plan import DataLevel
from planner.licensing.rule import Assumption
from planner.licensing.rulebook import RULES
from planner.licensing.rules.r60_licence_position import as_counted
from planner.licensing.view import View
from planner.words import say


def data_level(view: View) -> DataLevel:
    """Return the weakest level of data that occurs on the plan's day."""
    estate, policy = view.estate, view.policy
    patterns = {group.pattern for group in estate.groups if group.exists_on(policy.plan_date)}
    if estate.everybody_everywhere or Pattern.UNKNOWN in patterns:
        return DataLevel.UPPER_BOUND
    return DataLevel.GROUPS if patterns else DataLevel.PAIRS


def assumptions(view: View) -> tuple[str, ...]:
    """Return, in words, what the plan takes for granted."""
    counted = view.find(as_counted)
    of_rules = (assumption for rule in RULES for assumption in rule.assumes)
    ordered = sorted((*of_rules, *_OF_NO_RULE), key=lambda assumption: assumption.place)
    sentences = (assumption.sentence(counted) for assumption in ordered)
    return tuple(sentence for sentence in sentences if sentence)


def _about_prices(view: View) -> str | None:
    return say(
        "Prices are without VAT, in {currency}, and hold on {plan_date}.",
        currency=view.policy.currency,
        plan_date=view.policy.plan_date,
    )


def _where_groups(pattern: Pattern, sentence: str) -> Callable[[View], str | None]:
    """Return what is said where groups of a pattern exist on the plan's day."""

    def about(view: View) -> str | None:
        groups = (group for group in view.estate.groups if group.exists_on(view.policy.plan_date))
        return sentence if any(group.pattern is pattern for group in groups) else None

    return about


def _about_owned(view: View) -> str | None:
    return None if view.policy.use_owned else say("Nothing that is owned is counted or sold.")


_SHARED = _where_groups(
    Pattern.SHARED, say("In groups with shared machines every person may use every machine of the group.")
)
_OWN = _where_groups(
    Pattern.OWN, say("In groups with own machines they are dealt out to the people as evenly as possible.")
)
_UNKNOWN = _where_groups(
    Pattern.UNKNOWN,
    say(
        "In groups with unknown pairing every person may use every machine: the cost is an "
        "upper bound that holds whatever the pairs are."
    ),
)
_OF_NO_RULE = (
    Assumption(40, _about_prices),
    Assumption(50, _SHARED),
    Assumption(60, _OWN),
    Assumption(70, _UNKNOWN),
    Assumption(170, _about_owned),
)
