"""Words for what makes a scenario impossible and for the changes that help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.domain import money
from planner.domain.plan import Relaxation
from planner.domain.scenario import Policy
from planner.licensing.rulebook import SETTING_BY_NAME


def reason(names: Sequence[str], *, alone: bool) -> str:
    """Name the policies that stand in the way, each `alone` or all together."""
    listed = ", ".join(names)
    if len(names) == 1:
        return f"The policy {listed} stands in the way."
    if alone:
        return f"Changing any one of these policies is enough: {listed}."
    return f"These policies stand in the way together: {listed}."


def relaxation(policy: Policy, name: str, value: Any, *, is_proved: bool = True) -> Relaxation:
    """Return the change of one policy to `value`, in words and as plan.json writes it.

    Where it is not `is_proved` that no milder value helps, the words do not claim it.
    """
    setting = SETTING_BY_NAME[name]
    before, after = setting.as_json(policy[setting]), setting.as_json(value)
    return Relaxation(name, before, after, _change_in_words(policy, name, value, is_proved=is_proved))


def _change_in_words(policy: Policy, name: str, value: Any, *, is_proved: bool) -> str:
    setting = SETTING_BY_NAME[name]
    present = policy[setting]
    match name:
        case "budget" if not is_proved:
            enough = money.words(value, policy.currency)
            return f"Raise the budget to {enough}. Less may be enough: the search for the least was stopped."
        case "budget":
            return f"Raise the budget to at least {money.words(value, policy.currency)}."
        case "max_vendors":
            return f"Allow {value} vendors instead of {present}." if value > 1 else "Allow 1 vendor."
        case "max_used_share":
            return f"Allow a share of {float(value):.2%} used licences instead of {float(present):.2%}."
        case "spare_share":
            return f"Ask for {float(value):.2%} spare licences instead of {float(present):.2%}."
        case _ if name.startswith("spare_share"):
            return f"Ask for {float(value):.2%} spare licences in {name} instead of {float(present):.2%}."
        case "min_version":
            return f"Allow version {value} and newer to be bought." if value else "Allow every version to be bought."
        case "excluded_vendors" | "excluded_offers":
            back = ", ".join(sorted(set(present) - set(value)))
            return f"Take {back} off the list {name}."
        case _:
            shown = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
            shown = "none" if value in (None, ()) else "; ".join(value) if isinstance(value, tuple) else shown
            return f"Set {name} to {shown}. {setting.caution}".strip()
