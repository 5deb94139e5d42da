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

_LEVEL_TITLE = {
    DataLevel.PAIRS: "Pairs are known",
    DataLevel.GROUPS: "Groups with counts",
    DataLevel.UPPER_BOUND: "Pairs not known: upper bound",
}
_FLOATING_POINT = (
    'That no plan is cheaper ("proved cheapest", or the amount that could still be saved) rests on a bound computed by '
    "the solver HiGHS in floating point. The plan itself is checked apart from it, in whole cents and whole licences: "
    "that every access is covered, that stocks, owned licences and policies are kept, and that the total is right."
)
_NO_CERTIFICATE = "that no plan is possible is the finding of the solver HiGHS, computed in floating point."
_NO_ADVICE = "The rules are a reading of public texts, not legal advice; the organisation's own agreement decides."


def write_assumptions(book: Book, document: PlanDocument) -> None:
    """Write everything one has to believe to believe the plans."""
    columns = (
        PageColumn("What", width=28, most=30),
        PageColumn("Value", width=46, most=50),
        PageColumn("Remark", width=70),
    )
    page = book.page("Assumptions", columns)
    page.title("Assumptions")
    _write_inputs(page, document)
    _write_data(page, document)
    _write_policies(page, document)
    page.section("Licensing rules used")
    page.line(["Rule", "Source", "What it says"], Weight.HEADER)
    for rule in rules_used(document):
        page.line([f"{rule.id} ({rule.standing})", "; ".join(map(str, rule.sources)), rule.statement])
    page.section("What is not proved")
    for remark in dict.fromkeys(_unproved(document)):
        page.note(remark)


def _write_inputs(page: Page, document: PlanDocument) -> None:
    page.section("Inputs")
    page.line(["Inventory", document.inventory.name, f"SHA-256 {document.inventory.sha256}"])
    if document.catalogue:
        page.line(["Catalogue", document.catalogue.name, f"SHA-256 {document.catalogue.sha256}"])
    size = document.size
    page.line(["Program", f"CAL Planner {document.version}", None])
    page.line(["Plan date", document.plan_date.isoformat(), "Prices, groups and servers as of this day."])
    page.line(["Currency", document.currency, "All amounts, without VAT."])
    estate = (
        f"{count(size.users, 'person', 'people')}, {count(size.devices, 'machine')}, "
        f"{count(size.accesses, 'access', 'accesses')}"
    )
    page.line(["Estate", estate, f"{count(size.requirements, 'requirement')} to cover"])


def _write_data(page: Page, document: PlanDocument) -> None:
    page.section("How exact the data is")
    for level in dict.fromkeys(scenario.data_level for scenario in document.scenarios):
        names = [scenario.name for scenario in document.scenarios if scenario.data_level is level]
        page.line([_LEVEL_TITLE[level], _whose(names, document), DATA_LEVEL[level]])
    told: dict[str, list[str]] = {}
    for scenario in document.scenarios:
        for text in scenario.assumptions:
            told.setdefault(text, []).append(scenario.name)
    for text, names in told.items():
        page.line(["Assumed", _whose(names, document), text])


def _whose(names: Sequence[str], document: PlanDocument) -> str:
    return "all scenarios" if len(names) == len(document.scenarios) else "; ".join(names)


def _write_policies(page: Page, document: PlanDocument) -> None:
    """Write every policy as in the first scenario, and beside it where another scenario differs."""
    if not document.scenarios:
        return
    page.section("Policies in force")
    page.line(["Policy", "In force", "What it means"], Weight.HEADER)
    policies = {scenario.name: scenario.policy for scenario in document.scenarios}
    names = dict.fromkeys(name for values in policies.values() for name in values)
    first = document.scenarios[0].name
    for name in names:
        texts = {who: policy_value(name, values.get(name), document.currency) for who, values in policies.items()}
        others = [f"{who}: {text}" for who, text in texts.items() if text != texts[first]]
        value = "\n".join([texts[first], *others]) if others else texts[first]
        meaning = SETTING_BY_NAME[name].meaning if name in SETTING_BY_NAME else "Exchange rate of the plan's currency."
        page.line([name, value, meaning])


def _unproved(document: PlanDocument) -> Iterator[str]:
    if any(scenario.plan for scenario in document.scenarios):
        yield _FLOATING_POINT
    for scenario in document.scenarios:
        if scenario.status is PlanStatus.INFEASIBLE:
            yield f"{scenario.name}: {_NO_CERTIFICATE}"
        if scenario.plan and scenario.plan.savable_minor:
            yield f"{scenario.name}: {proof(scenario.plan, document.currency)}."
        if scenario.data_level is DataLevel.UPPER_BOUND:
            yield "Who uses which machine is not known: true pairs may make the plan cheaper, never dearer."
    yield "Whether the inventory is complete and right is not checked; the plan is as good as what it was given."
    yield "Whether a vendor can deliver, and whether a used licence's papers hold, is not checked here."
    yield _NO_ADVICE
