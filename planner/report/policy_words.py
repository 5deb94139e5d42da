"""Policies as a form asks for them: in groups, each with a question in plain words.

The words stand with the policies (`Setting.form`).  A policy that nobody has put into words yet is still asked for, by
its own name, at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.domain.product import VERSIONS
from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.rulebook import SETTING_BY_NAME, SETTINGS
from planner.report.words import policy_value
from planner.words import joined, say
from planner.words.numbers import ENGLISH, Numbers

_EXAMPLES = {
    PolicyKind.SHARE: "e.g. 10 %",
    PolicyKind.MONEY: "e.g. 25000.00",
    PolicyKind.COUNT: "e.g. 3",
    PolicyKind.FACTOR: "e.g. 1.25",
    PolicyKind.NAMES: say("names with ; between them"),
    PolicyKind.COUNTRY: say("two letters, e.g. DE"),
}


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One policy as a form asks for it."""

    spec: Setting[Any]
    group: str
    label: str
    help: str
    """What is asked, and the name by which a workbook knows the policy."""
    is_usual: bool
    """Whether most people look for it, so that it is asked at once."""

    @property
    def example(self) -> str:
        """What an answer looks like that is typed; empty where it is chosen or needs no example."""
        return _EXAMPLES.get(self.spec.kind, "")

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers to choose from, as one would type them in a cell; none where it is typed."""
        if self.spec.kind is PolicyKind.YES_NO:
            return ("yes", "no")
        if self.spec.kind is PolicyKind.VERSION:
            return tuple(VERSIONS)
        return tuple(self.spec.choices) if self.spec.kind is PolicyKind.CHOICE else ()


def questions() -> tuple[FormQuestion, ...]:
    """Return what a scenario may decide, group by group, without policies of the whole inventory and unbuilt ones."""
    order = list(FormGroup)
    asked = [each for each in SETTINGS if each.everywhere and each.built and each.name not in ("plan_date", "baseline")]
    forms = [(form_of(each.name), each) for each in asked]
    forms.sort(key=lambda pair: (order.index(pair[0].group), pair[0].place, pair[1].place))
    return tuple(
        FormQuestion(
            setting,
            form.group,
            form.label,
            say("{question} ({name})", question=form.question, name=setting.name),
            form.is_usual,
        )
        for form, setting in forms
    )


def label_of(name: str) -> str:
    """Return what a policy is called in plain words."""
    return form_of(name).label


def choice_in_words(name: str, choice: str) -> str:
    """Return one of a policy's choices in plain words."""
    return form_of(name).words.get(choice) or choice.replace("_", " ")


def given_in_words(overrides: Mapping[str, str]) -> str:
    """Say what a scenario decides: `Windows Server CALs: User CALs only; Budget: 900`."""
    return joined(
        "; ",
        (
            say("{label_of}: {choice}", label_of=label_of(name), choice=choice_in_words(name, value))
            for name, value in overrides.items()
        ),
    )


def differences_in_words(
    names: Sequence[str], policy: Mapping[str, Any], currency: str, numbers: Numbers = ENGLISH
) -> str:
    """Say in which policies a scenario differs from another; `policy` holds values as plan.json writes them."""
    told = (
        say(
            "{label_of}: {value}",
            label_of=label_of(name),
            value=value_in_words(name, policy.get(name), currency, numbers),
        )
        for name in names
    )
    return joined("; ", told)


def value_in_words(name: str, value: Any, currency: str, numbers: Numbers = ENGLISH) -> str:
    """Write a policy's value, as plan.json holds it, in plain words."""
    if form_of(name).words and isinstance(value, str):
        return choice_in_words(name, value)
    return policy_value(name, value, currency, numbers)


def form_of(name: str) -> Form:
    """Return how a policy is asked for; one without words of its own is called by its name."""
    setting = SETTING_BY_NAME.get(name)
    if setting and setting.form:
        return setting.form
    label = name.replace("_", " ")
    return Form(FormGroup.MORE, label[0].upper() + label[1:], setting.meaning if setting else "")
