"""What the plans rest on: inputs, data, policies, rules with their sources, and what is not proved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.document import PlanDocument
from planner.domain.plan import DataLevel, PlanStatus
from planner.licensing.rulebook import SETTING_BY_NAME
from planner.report.excel.page import Book, Page, PageColumn
from planner.report.excel.style import Weight
from planner.report.rules import rules_used
from planner.report.words import DATA_LEVEL, count, policy_value, proof
from planner.words import joined, say

_LEVEL_TITLE = {
    DataLevel.PAIRS: say("Pairs are known"),
    DataLevel.GROUPS: say("Groups with counts"),
    DataLevel.UPPER_BOUND: say("Pairs not known: upper bound"),
}
_FLOATING_POINT = say(
    'That no plan is cheaper ("proved cheapest", or the amount that could still be saved) '
    "rests on a bound computed by the solver HiGHS in floating point. The plan itself is "
    "checked apart from it, in whole cents and whole licences: that every access is "
    "covered, that stocks, owned licences and policies are kept, and that the total is "
    "right."
)
_NO_CERTIFICATE = say("that no plan is possible is the finding of the solver HiGHS, computed in floating point.")
_NO_ADVICE = say("The rules are a reading of public texts, not legal advice; the organisation's own agreement decides.")


def write_assumptions(book: Book, document: PlanDocument) -> None:
    """Write everything one has to believe to believe the plans."""
    columns = (
        PageColumn(say("What"), width=28, most=30),
        PageColumn(say("Value"), width=46, most=50),
        PageColumn(say("Remark"), width=70),
    )
    page = book.page(say("Assumptions"), columns)
    page.title(say("Assumptions"))
    _write_inputs(page, document)
    _write_data(page, document)
    _write_policies(page, document)
    page.section(say("Licensing rules used"))
    page.line([say("Rule"), say("Source"), say("What it says")], Weight.HEADER)
    for rule in rules_used(document):
        page.line(
            [
                say("{id} ({standing})", id=rule.id, standing=rule.standing),
                joined("; ", map(str, rule.sources)),
                rule.statement,
            ]
        )
    page.section(say("What is not proved"))
    for remark in dict.fromkeys(_unproved(document)):
        page.note(remark)


def _write_inputs(page: Page, document: PlanDocument) -> None:
    page.section(say("Inputs"))
    page.line([say("Inventory"), document.inventory.name, say("SHA-256 {sha256}", sha256=document.inventory.sha256)])
    if document.catalogue:
        page.line(
            [say("Catalogue"), document.catalogue.name, say("SHA-256 {sha256}", sha256=document.catalogue.sha256)]
        )
    size = document.size
    page.line([say("Program"), say("CAL Planner {version}", version=document.version), None])
    page.line([say("Plan date"), document.plan_date.isoformat(), say("Prices, groups and servers as of this day.")])
    page.line([say("Currency"), document.currency, say("All amounts, without VAT.")])
    estate = say(
        "{users}, {devices}, {accesses}",
        users=count(size.users, "person", "people"),
        devices=count(size.devices, "machine"),
        accesses=count(size.accesses, "access", "accesses"),
    )
    page.line(
        [say("Estate"), estate, say("{requirements} to cover", requirements=count(size.requirements, "requirement"))]
    )


def _write_data(page: Page, document: PlanDocument) -> None:
    page.section(say("How exact the data is"))
    for level in dict.fromkeys(scenario.data_level for scenario in document.scenarios):
        names = [scenario.name for scenario in document.scenarios if scenario.data_level is level]
        page.line([_LEVEL_TITLE[level], _whose(names, document), DATA_LEVEL[level]])
    told: dict[str, list[str]] = {}
    for scenario in document.scenarios:
        for text in scenario.assumptions:
            told.setdefault(text, []).append(scenario.name)
    for text, names in told.items():
        page.line([say("Assumed"), _whose(names, document), text])


def _whose(names: Sequence[str], document: PlanDocument) -> str:
    return say("all scenarios") if len(names) == len(document.scenarios) else joined("; ", names)


def _write_policies(page: Page, document: PlanDocument) -> None:
    """Write every policy as in the first scenario, and beside it where another scenario differs."""
    if not document.scenarios:
        return
    page.section(say("Policies in force"))
    page.line([say("Policy"), say("In force"), say("What it means")], Weight.HEADER)
    policies = {scenario.name: scenario.policy for scenario in document.scenarios}
    names = dict.fromkeys(name for values in policies.values() for name in values)
    first = document.scenarios[0].name
    for name in names:
        texts = {who: policy_value(name, values.get(name), document.currency) for who, values in policies.items()}
        others = [say("{who}: {text}", who=who, text=text) for who, text in texts.items() if text != texts[first]]
        value = joined("\n", [texts[first], *others]) if others else texts[first]
        meaning = (
            SETTING_BY_NAME[name].meaning if name in SETTING_BY_NAME else say("Exchange rate of the plan's currency.")
        )
        page.line([name, value, meaning])


def _unproved(document: PlanDocument) -> Iterator[str]:
    if any(scenario.plan for scenario in document.scenarios):
        yield _FLOATING_POINT
    for scenario in document.scenarios:
        if scenario.status is PlanStatus.INFEASIBLE:
            yield say("{name}: {no_certificate}", name=scenario.name, no_certificate=_NO_CERTIFICATE)
        if scenario.plan and scenario.plan.savable_minor:
            yield say("{name}: {proof}.", name=scenario.name, proof=proof(scenario.plan, document.currency))
        if scenario.data_level is DataLevel.UPPER_BOUND:
            yield say("Who uses which machine is not known: true pairs may make the plan cheaper, never dearer.")
    yield say("Whether the inventory is complete and right is not checked; the plan is as good as what it was given.")
    yield say("Whether a vendor can deliver, and whether a used licence's papers hold, is not checked here.")
    yield _NO_ADVICE
