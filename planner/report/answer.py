"""The answer first: one sentence, four figures, the purchase list, the way from the baseline, what to watch out for.

Works on the content of plan.json, so that a plan saved long ago is shown exactly as it was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from planner.domain import money
from planner.domain.plan import DataLevel, PlanStatus
from planner.domain.product import Condition, Metric, Product, Version, in_words
from planner.domain.scenario import DEVICES_ONLY, USERS_ONLY
from planner.report.words import DATA_LEVEL, STATUS, count, percent, policy_value, said_once

_CALLED = {USERS_ONLY: "all-User", DEVICES_ONLY: "all-Device"}
"""How the two naive ways of licensing are called among people who buy licences."""
_COST = {
    "purchases": "licences",
    "orders": "placing orders",
    "mixing": "managing two kinds of CAL",
    "upgrades": "server upgrades",
    "sales": "less sales",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure to show large: what it is, its value, and a remark below it."""

    label: str
    value: str
    remark: str


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """One line of the purchase list; prices in whole units of the currency, for display."""

    vendor: str
    offer: str
    what: str
    condition: str
    packs: int
    pack_size: int
    licences: int
    pack_price: float
    cost: float
    reason: str


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One line of what is sold; prices as in `PurchaseLine`."""

    lot: str
    quantity: int
    unit_price: float
    proceeds: float
    reason: str


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One point of what an auditor asks for, how it stands, and what is missing."""

    item: str
    state: str
    text: str
    missing: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one scenario of a plan comes to.  The lists are empty where there is no plan."""

    scenario: str
    status: PlanStatus
    sentence: str
    currency: str
    figures: tuple[Figure, ...]
    purchases: tuple[PurchaseLine, ...]
    sales: tuple[SaleLine, ...]
    from_to: str
    """The way from the baseline to this scenario in a sentence; empty where there is no plan."""
    watch: tuple[str, ...]
    help: tuple[str, ...]
    """What would make an impossible scenario possible."""
    assumptions: tuple[str, ...]
    checklist: tuple[CheckItem, ...] = ()
    """What an auditor asks for; empty in plans of earlier versions of the program."""
    risk: str = ""
    """What today's shortfall could cost, in words."""


def scenario_names(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the scenarios of a plan in the order they were planned."""
    return tuple(scenario["name"] for scenario in document["scenarios"])


def best_scenario(document: Mapping[str, Any]) -> str:
    """Return the name of the cheapest planned scenario, of the first one where none has a plan."""
    scenarios = document["scenarios"]
    planned = [scenario for scenario in scenarios if "cost" in scenario]
    return str(min(planned, key=_total)["name"] if planned else scenarios[0]["name"])


def answer(document: Mapping[str, Any], scenario: str) -> Answer:
    """Return what one scenario of a plan comes to.  Raises KeyError for a scenario the plan does not have."""
    scenarios = {one["name"]: one for one in document["scenarios"]}
    chosen, currency = scenarios[scenario], document["currency"]
    baseline = find_baseline(document["scenarios"])
    planned = "cost" in chosen
    is_alone = sum("cost" in one for one in document["scenarios"]) < 2
    return Answer(
        scenario=scenario,
        status=PlanStatus(chosen["status"]),
        sentence=_sentence(chosen, baseline, currency) if planned else _why_not(chosen),
        currency=currency,
        figures=_figures(chosen, baseline, currency, is_alone=is_alone) if planned else (),
        purchases=tuple(_purchase(line) for line in chosen.get("purchases", ())),
        sales=tuple(_sale(line) for line in chosen.get("sales", ())),
        from_to=_from_to(chosen, baseline, currency) if planned else "",
        watch=tuple(_watch(chosen, currency)),
        help=tuple(change["text"] for change in chosen.get("relaxations", ())),
        assumptions=tuple(chosen["assumptions"]),
        checklist=tuple(_check_item(line) for line in chosen.get("checklist", ())),
        risk=chosen["risk"]["text"] if "risk" in chosen else "",
    )


def rules_of(document: Mapping[str, Any], scenario: str) -> tuple[tuple[str, str], ...]:
    """Return the policies in force in a scenario, by name, with their values in words."""
    (chosen,) = (one for one in document["scenarios"] if one["name"] == scenario)
    return tuple((name, policy_value(name, value, document["currency"])) for name, value in chosen["policy"].items())


def called(name: str) -> str:
    """Return how a scenario is called in a sentence."""
    return _CALLED.get(name, f'"{name}"')


def find_baseline(scenarios: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the planned scenario that savings are counted from; the same as `comparison.find_baseline`."""
    planned = [scenario for scenario in scenarios if "cost" in scenario]
    named = [scenario for scenario in planned if scenario["name"] == scenarios[0]["policy"]["baseline"]]
    naive = [scenario for scenario in planned if scenario["name"] in _CALLED]
    if named:
        return named[0]
    if naive:
        return max(naive, key=_total)
    return planned[0] if planned else None


def _sentence(scenario: Mapping[str, Any], baseline: Mapping[str, Any] | None, currency: str) -> str:
    cost = {name: money.from_text(amount) for name, amount in scenario["cost"].items()}
    said = _buy(scenario, cost["purchases"], currency)
    if scenario["sales"]:
        sold = sum(line["quantity"] for line in scenario["sales"])
        said += f" and sell {sold:,} for {money.words(cost['sales'], currency)}"
    parts = [said]
    if cost["total"] != cost["purchases"]:
        parts.append(f"{money.words(cost['total'], currency)} in total")
    parts.append(_proof(scenario, currency))
    if baseline is not None and baseline["name"] != scenario["name"]:
        parts.append(_below(scenario, baseline, currency))
    return "; ".join(parts) + "."


def _buy(scenario: Mapping[str, Any], purchases_minor: int, currency: str) -> str:
    lines = scenario["purchases"]
    if not lines:
        return "Nothing needs to be bought"
    licences = sum(line["licences"] for line in lines)
    vendors = len({line["vendor"] for line in lines})
    paid = money.words(purchases_minor, currency)
    return f"Buy {count(licences, 'licence')} for {paid} from {count(vendors, 'vendor')}"


def _proof(scenario: Mapping[str, Any], currency: str) -> str:
    savable = _total(scenario) - money.from_text(scenario["bound"])
    if not savable:
        return "proved cheapest"
    return f"at most {money.words(savable, currency)} ({percent(Fraction(scenario['gap']))}) could still be saved"


def _below(scenario: Mapping[str, Any], baseline: Mapping[str, Any], currency: str) -> str:
    total, base = _total(scenario), _total(baseline)
    if total == base:
        return f"as much as {called(baseline['name'])}"
    side = "below" if total < base else "above"
    if base > 0:
        return f"{percent(Fraction(abs(base - total), base))} {side} {called(baseline['name'])}"
    return f"{money.words(abs(base - total), currency)} {side} {called(baseline['name'])}"


def _why_not(scenario: Mapping[str, Any]) -> str:
    status = STATUS[PlanStatus(scenario["status"])]
    return f"{called(scenario['name'])} is {status}. {scenario['reason']}".strip()


def _figures(
    scenario: Mapping[str, Any], baseline: Mapping[str, Any] | None, currency: str, *, is_alone: bool
) -> tuple[Figure, ...]:
    alone = Figure("Saving", "–", "no other scenario is planned that it could be compared with")
    return (
        _total_figure(scenario, currency),
        alone if is_alone else _saving_figure(scenario, baseline, currency),
        _licences_figure(scenario),
        _proof_figure(scenario, currency),
    )


def _total_figure(scenario: Mapping[str, Any], currency: str) -> Figure:
    amounts = [(name, money.from_text(amount)) for name, amount in scenario["cost"].items() if name != "total"]
    shown = [f"{_COST[name]} {money.words(amount, currency)}" for name, amount in amounts if amount]
    return Figure("Total cost", money.words(_total(scenario), currency), ", ".join(shown) or "nothing to pay")


def _saving_figure(scenario: Mapping[str, Any], baseline: Mapping[str, Any] | None, currency: str) -> Figure:
    if baseline is None or baseline["name"] == scenario["name"]:
        return Figure("Saving", money.words(0, currency), "savings are counted from this scenario")
    saved = _total(baseline) - _total(scenario)
    base = money.words(_total(baseline), currency)
    return Figure("Saving", money.words(saved, currency), f"{_below(scenario, baseline, currency)}, which costs {base}")


def _licences_figure(scenario: Mapping[str, Any]) -> Figure:
    lines = scenario["purchases"]
    used = sum(line["licences"] for line in lines if line["condition"] == Condition.USED)
    bought = sum(line["licences"] for line in lines)
    return Figure("Licences to buy", f"{bought:,}", f"{bought - used:,} new, {used:,} used")


def _proof_figure(scenario: Mapping[str, Any], currency: str) -> Figure:
    savable = _total(scenario) - money.from_text(scenario["bound"])
    if not savable:
        return Figure("Could still be saved", money.words(0, currency), "proved: nothing cheaper exists")
    remark = f"at most, {percent(Fraction(scenario['gap']))}; more time may find it"
    return Figure("Could still be saved", money.words(savable, currency), remark)


def _purchase(line: Mapping[str, Any]) -> PurchaseLine:
    what = in_words(Product(line["product"]), Metric(line["metric"]), Version(line["version"]))
    return PurchaseLine(
        vendor=line["vendor"],
        offer=line["offer_id"],
        what=what,
        condition=line["condition"],
        packs=line["packs"],
        pack_size=line["pack_size"],
        licences=line["licences"],
        pack_price=float(line["pack_price"]),
        cost=float(line["cost"]),
        reason=line["reason"],
    )


def _sale(line: Mapping[str, Any]) -> SaleLine:
    return SaleLine(
        line["owned_id"], line["quantity"], float(line["unit_price"]), float(line["proceeds"]), line["reason"]
    )


def _check_item(line: Mapping[str, Any]) -> CheckItem:
    return CheckItem(line["item"], line["state"], line["text"], "; ".join(line["missing"]))


def _from_to(scenario: Mapping[str, Any], baseline: Mapping[str, Any] | None, currency: str) -> str:
    total = money.words(_total(scenario), currency)
    if baseline is None or baseline["name"] == scenario["name"]:
        return f"{called(scenario['name'])} costs {total}"
    base = money.words(_total(baseline), currency)
    return f"From {base} ({called(baseline['name'])}) to {total}"


def _watch(scenario: Mapping[str, Any], currency: str) -> Sequence[str]:
    """Return what to watch out for: the most important first, each once."""
    texts = []
    if scenario["data_level"] == DataLevel.UPPER_BOUND:
        texts.append(DATA_LEVEL[DataLevel.UPPER_BOUND])
        if scenario.get("example_if_own") is not None:
            example = money.words(money.from_text(scenario["example_if_own"]), currency)
            texts.append(f"An example, not a bound: were the machines dealt out to people, it would cost {example}.")
    texts += [said_once(notice["text"]) for notice in scenario["notices"]]
    return list(dict.fromkeys(texts))


def _total(scenario: Mapping[str, Any]) -> int:
    return money.from_text(scenario["cost"]["total"])
