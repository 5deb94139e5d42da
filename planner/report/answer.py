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
from planner.report.numbers import ENGLISH, Numbers
from planner.report.policy_words import value_in_words
from planner.report.words import DATA_LEVEL, STATUS, said_once

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


@dataclass(frozen=True, slots=True)
class _Writer:
    """How amounts of one plan are written."""

    currency: str
    numbers: Numbers

    def money(self, amount_minor: int) -> str:
        return self.numbers.money(amount_minor, self.currency)


def scenario_names(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the scenarios of a plan in the order they were planned."""
    return tuple(scenario["name"] for scenario in document["scenarios"])


def best_scenario(document: Mapping[str, Any]) -> str:
    """Return the name of the cheapest planned scenario, of the first one where none has a plan."""
    scenarios = document["scenarios"]
    planned = [scenario for scenario in scenarios if "cost" in scenario]
    return str(min(planned, key=_total)["name"] if planned else scenarios[0]["name"])


def answer(document: Mapping[str, Any], scenario: str, numbers: Numbers = ENGLISH) -> Answer:
    """Return what one scenario of a plan comes to, its figures written as `numbers` has it.

    Texts that stand in the plan itself keep their English figures.  Raises KeyError for a scenario the plan does
    not have.
    """
    scenarios = {one["name"]: one for one in document["scenarios"]}
    chosen, write = scenarios[scenario], _Writer(document["currency"], numbers)
    baseline = find_baseline(document["scenarios"])
    planned = "cost" in chosen
    is_alone = sum("cost" in one for one in document["scenarios"]) < 2
    naive = [one for one in document["scenarios"] if "cost" in one and one["name"] in _CALLED]
    return Answer(
        scenario=scenario,
        status=PlanStatus(chosen["status"]),
        sentence=_sentence(chosen, baseline, write) if planned else _why_not(chosen),
        currency=write.currency,
        figures=_figures(chosen, baseline, naive, write, is_alone=is_alone) if planned else (),
        purchases=tuple(_purchase(line) for line in chosen.get("purchases", ())),
        sales=tuple(_sale(line) for line in chosen.get("sales", ())),
        from_to=_from_to(chosen, baseline, write) if planned else "",
        watch=tuple(_watch(chosen, write)),
        help=tuple(change["text"] for change in chosen.get("relaxations", ())),
        assumptions=tuple(chosen["assumptions"]),
        checklist=tuple(_check_item(line) for line in chosen.get("checklist", ())),
        risk=chosen["risk"]["text"] if "risk" in chosen else "",
    )


def rules_of(document: Mapping[str, Any], scenario: str, numbers: Numbers = ENGLISH) -> tuple[tuple[str, str], ...]:
    """Return the policies in force in a scenario, by name, with their values in words."""
    (chosen,) = (one for one in document["scenarios"] if one["name"] == scenario)
    currency = document["currency"]
    return tuple((name, value_in_words(name, value, currency, numbers)) for name, value in chosen["policy"].items())


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


def _sentence(scenario: Mapping[str, Any], baseline: Mapping[str, Any] | None, write: _Writer) -> str:
    cost = {name: money.from_text(amount) for name, amount in scenario["cost"].items()}
    said = _buy(scenario, cost["purchases"], write)
    if scenario["sales"]:
        sold = sum(line["quantity"] for line in scenario["sales"])
        said += f" and sell {write.numbers.whole(sold)} for {write.money(cost['sales'])}"
    parts = [said]
    if cost["total"] != cost["purchases"]:
        parts.append(f"{write.money(cost['total'])} in total")
    parts.append(_proof(scenario, write))
    if baseline is not None and baseline["name"] != scenario["name"]:
        parts.append(_below(scenario, baseline, write))
    return "; ".join(parts) + "."


def _buy(scenario: Mapping[str, Any], purchases_minor: int, write: _Writer) -> str:
    lines = scenario["purchases"]
    if not lines:
        return "Nothing needs to be bought"
    licences = sum(line["licences"] for line in lines)
    vendors = len({line["vendor"] for line in lines})
    paid = write.money(purchases_minor)
    return f"Buy {write.numbers.count(licences, 'licence')} for {paid} from {write.numbers.count(vendors, 'vendor')}"


def _proof(scenario: Mapping[str, Any], write: _Writer) -> str:
    savable = _total(scenario) - money.from_text(scenario["bound"])
    if not savable:
        return "proved cheapest"
    return f"at most {write.money(savable)} ({write.numbers.percent(Fraction(scenario['gap']))}) could still be saved"


def _below(scenario: Mapping[str, Any], baseline: Mapping[str, Any], write: _Writer) -> str:
    total, base = _total(scenario), _total(baseline)
    if total == base:
        return f"as much as {called(baseline['name'])}"
    side = "below" if total < base else "above"
    if base > 0:
        return f"{write.numbers.percent(Fraction(abs(base - total), base))} {side} {called(baseline['name'])}"
    return f"{write.money(abs(base - total))} {side} {called(baseline['name'])}"


def _why_not(scenario: Mapping[str, Any]) -> str:
    status = STATUS[PlanStatus(scenario["status"])]
    return f"{called(scenario['name'])} is {status}. {scenario['reason']}".strip()


def _figures(
    scenario: Mapping[str, Any],
    baseline: Mapping[str, Any] | None,
    naive: Sequence[Mapping[str, Any]],
    write: _Writer,
    *,
    is_alone: bool,
) -> tuple[Figure, ...]:
    alone = Figure("Saving", "–", "no other scenario is planned that it could be compared with")
    return (
        _total_figure(scenario, write),
        alone if is_alone else _saving_figure(scenario, baseline, naive, write),
        _licences_figure(scenario, write.numbers),
        _proof_figure(scenario, write),
    )


def _total_figure(scenario: Mapping[str, Any], write: _Writer) -> Figure:
    amounts = [(name, money.from_text(amount)) for name, amount in scenario["cost"].items() if name != "total"]
    shown = [f"{_COST[name]} {write.money(amount)}" for name, amount in amounts if amount]
    return Figure("Total cost", write.money(_total(scenario)), ", ".join(shown) or "nothing to pay")


def _saving_figure(
    scenario: Mapping[str, Any],
    baseline: Mapping[str, Any] | None,
    naive: Sequence[Mapping[str, Any]],
    write: _Writer,
) -> Figure:
    """Return the saving against the baseline, and against the other naive way where the baseline is one."""
    if baseline is None or baseline["name"] == scenario["name"]:
        return Figure("Saving", write.money(0), "savings are counted from this scenario")
    saved = _total(baseline) - _total(scenario)
    base = write.money(_total(baseline))
    others = [one for one in naive if baseline in naive and one not in (baseline, scenario)]
    also = "".join(f"; {_below(scenario, one, write)}" for one in others)
    return Figure("Saving", write.money(saved), f"{_below(scenario, baseline, write)}, which costs {base}{also}")


def _licences_figure(scenario: Mapping[str, Any], numbers: Numbers) -> Figure:
    lines = scenario["purchases"]
    used = sum(line["licences"] for line in lines if line["condition"] == Condition.USED)
    bought = sum(line["licences"] for line in lines)
    return Figure(
        "Licences to buy",
        numbers.whole(bought),
        f"{numbers.whole(bought - used)} new, {numbers.whole(used)} used",
    )


def _proof_figure(scenario: Mapping[str, Any], write: _Writer) -> Figure:
    savable = _total(scenario) - money.from_text(scenario["bound"])
    if not savable:
        return Figure("Could still be saved", write.money(0), "proved: nothing cheaper exists")
    remark = f"at most, {write.numbers.percent(Fraction(scenario['gap']))}; more time may find it"
    return Figure("Could still be saved", write.money(savable), remark)


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


def _from_to(scenario: Mapping[str, Any], baseline: Mapping[str, Any] | None, write: _Writer) -> str:
    total = write.money(_total(scenario))
    if baseline is None or baseline["name"] == scenario["name"]:
        return f"{called(scenario['name'])} costs {total}"
    base = write.money(_total(baseline))
    return f"From {base} ({called(baseline['name'])}) to {total}"


def _watch(scenario: Mapping[str, Any], write: _Writer) -> Sequence[str]:
    """Return what to watch out for: the most important first, each once."""
    texts = []
    if scenario["data_level"] == DataLevel.UPPER_BOUND:
        texts.append(DATA_LEVEL[DataLevel.UPPER_BOUND])
        if scenario.get("example_if_own") is not None:
            example = write.money(money.from_text(scenario["example_if_own"]))
            texts.append(f"An example, not a bound: were the machines dealt out to people, it would cost {example}.")
    texts += [said_once(notice["text"]) for notice in scenario["notices"]]
    return list(dict.fromkeys(texts))


def _total(scenario: Mapping[str, Any]) -> int:
    return money.from_text(scenario["cost"]["total"])
