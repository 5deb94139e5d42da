"""What the plans rest on: inputs, data, policies, rules with their sources, and what is not proved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.plan import DataLevel, PlanSet, PlanStatus
from planner.domain.scenario import POLICY_BY_NAME
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


def write_assumptions(book: Book, plan_set: PlanSet) -> None:
    """Write everything one has to believe to believe the plans."""
    columns = (
        PageColumn("What", width=28, most=30),
        PageColumn("Value", width=46, most=50),
        PageColumn("Remark", width=70),
    )
    page = book.page("Assumptions", columns)
    page.title("Assumptions")
    _write_inputs(page, plan_set)
    _write_data(page, plan_set)
    _write_policies(page, plan_set)
    page.section("Licensing rules used")
    page.line(["Rule", "Source", "What it says"], Weight.HEADER)
    for rule in rules_used(plan_set):
        page.line([f"{rule.rule} ({rule.standing})", rule.source, rule.statement])
    page.section("What is not proved")
    for remark in dict.fromkeys(_unproved(plan_set)):
        page.note(remark)


def _write_inputs(page: Page, plan_set: PlanSet) -> None:
    page.section("Inputs")
    page.line(["Inventory", plan_set.inventory.name, f"SHA-256 {plan_set.inventory.sha256}"])
    if plan_set.catalogue:
        page.line(["Catalogue", plan_set.catalogue.name, f"SHA-256 {plan_set.catalogue.sha256}"])
    size = plan_set.size
    page.line(["Program", f"CAL Planner {plan_set.version}", None])
    page.line(["Plan date", plan_set.plan_date.isoformat(), "Prices, groups and servers as of this day."])
    page.line(["Currency", plan_set.currency, "All amounts, without VAT."])
    estate = (
        f"{count(size.users, 'person', 'people')}, {count(size.devices, 'machine')}, "
        f"{count(size.accesses, 'access', 'accesses')}"
    )
    page.line(["Estate", estate, f"{count(size.requirements, 'requirement')} to cover"])


def _write_data(page: Page, plan_set: PlanSet) -> None:
    page.section("How exact the data is")
    for level in dict.fromkeys(result.data_level for result in plan_set.results):
        names = [result.name for result in plan_set.results if result.data_level is level]
        page.line([_LEVEL_TITLE[level], _whose(names, plan_set), DATA_LEVEL[level]])
    told: dict[str, list[str]] = {}
    for result in plan_set.results:
        for text in result.assumptions:
            told.setdefault(text, []).append(result.name)
    for text, names in told.items():
        page.line(["Assumed", _whose(names, plan_set), text])


def _whose(names: Sequence[str], plan_set: PlanSet) -> str:
    return "all scenarios" if len(names) == len(plan_set.results) else "; ".join(names)


def _write_policies(page: Page, plan_set: PlanSet) -> None:
    """Write every policy as in the first scenario, and beside it where another scenario differs."""
    if not plan_set.results:
        return
    page.section("Policies in force")
    page.line(["Policy", "In force", "What it means"], Weight.HEADER)
    policies = {result.name: result.scenario.policy.as_json() for result in plan_set.results}
    names = dict.fromkeys(name for values in policies.values() for name in values)
    first = plan_set.results[0].name
    for name in names:
        texts = {who: policy_value(name, values.get(name), plan_set.currency) for who, values in policies.items()}
        others = [f"{who}: {text}" for who, text in texts.items() if text != texts[first]]
        value = "\n".join([texts[first], *others]) if others else texts[first]
        meaning = POLICY_BY_NAME[name].meaning if name in POLICY_BY_NAME else "Exchange rate of the plan's currency."
        page.line([name, value, meaning])


def _unproved(plan_set: PlanSet) -> Iterator[str]:
    if any(result.plan for result in plan_set.results):
        yield _FLOATING_POINT
    for result in plan_set.results:
        if result.status is PlanStatus.INFEASIBLE:
            yield f"{result.name}: {_NO_CERTIFICATE}"
        if result.plan and not result.plan.is_proved:
            yield f"{result.name}: {proof(result.plan, plan_set.currency)}."
        if result.data_level is DataLevel.UPPER_BOUND:
            yield "Who uses which machine is not known: true pairs may make the plan cheaper, never dearer."
    yield "Whether the inventory is complete and right is not checked; the plan is as good as what it was given."
    yield "Whether a vendor can deliver, and whether a used licence's papers hold, is not checked here."
    yield _NO_ADVICE
