"""Words for what makes a scenario impossible and for the changes that help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.domain import money
from planner.domain.plan import Relaxation
from planner.domain.scenario import Policy
from planner.domain.setting import Setting
from planner.licensing.rulebook import SETTING_BY_NAME
from planner.words import joined, say


def reason(names: Sequence[str], *, alone: bool) -> str:
    """Name the rules that stand in the way, each `alone` or all together."""
    listed = joined(", ", map(_called, names))
    if len(names) == 1:
        return say("The rule {listed} stands in the way.", listed=listed)
    if alone:
        return say("Changing any one of these rules is enough: {listed}.", listed=listed)
    return say("These rules stand in the way together: {listed}.", listed=listed)


def _called(name: str) -> str:
    """Return what the form calls a policy, with its name in a workbook."""
    form = SETTING_BY_NAME[name].form
    return say('"{label}" ({name})', label=form.label, name=name) if form else name


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
            return say(
                "Raise the budget to {enough}. Less may be enough: the search for the least was stopped.", enough=enough
            )
        case "budget":
            return say("Raise the budget to at least {value}.", value=money.words(value, policy.currency))
        case "max_vendors":
            return (
                say("Allow {value} vendors instead of {present}.", value=value, present=present)
                if value > 1
                else say("Allow 1 vendor.")
            )
        case "max_used_share":
            return say(
                "Allow a share of {value:.2%} used licences instead of {present:.2%}.",
                value=float(value),
                present=float(present),
            )
        case "spare_share":
            return say(
                "Ask for {value:.2%} spare licences instead of {present:.2%}.",
                value=float(value),
                present=float(present),
            )
        case _ if name.startswith("spare_share"):
            return say(
                "Ask for {value:.2%} spare licences in {name} instead of {present:.2%}.",
                value=float(value),
                name=name,
                present=float(present),
            )
        case "min_version":
            return (
                say("Allow version {value} and newer to be bought.", value=value)
                if value
                else say("Allow every version to be bought.")
            )
        case "excluded_vendors" | "excluded_offers":
            back = joined(", ", sorted(set(present) - set(value)))
            return say("Take {back} off the list {name}.", back=back, name=_called(name))
        case _:
            return say(
                "Set {name} to {value}. {caution}",
                name=_called(name),
                value=_value_in_words(setting, value),
                caution=setting.caution,
            ).strip()


def _value_in_words(setting: Setting[Any], value: Any) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, tuple):
        return joined("; ", value) if value else say("none")
    words = setting.form.words if setting.form else {}
    return say("none") if value is None else words.get(str(value), str(value))
