"""The approval memo: what a plan asks whoever signs for it, on one page, in words a finance person accepts.

Everything is bounded: names and sentences are cut and lists say how many more there are, so that a page is enough
whatever an inventory holds.  The whole truth stands in plan.xlsx, which the memo names by the fingerprint of its input.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from planner.domain import money
from planner.domain.comparison import differing_policies, find_baseline
from planner.domain.document import PlanLines, ScenarioDocument
from planner.domain.issue import Level
from planner.domain.product import Metric, layer_in_words
from planner.domain.scenario import DEVICES_ONLY, USERS_ONLY
from planner.papers.source import PaperSource
from planner.report.cash import cash_by_date
from planner.report.policy_words import label_of, value_in_words
from planner.report.watch import by_harm, position_lines
from planner.report.words import bought, count, percent, saving
from planner.words import joined, say, shown

_LONGEST_NAME, _LONGEST_TEXT = 60, 230
_MOST_LINES, _MOST_RISKS, _ALTERNATIVES = 6, 5, 3


@dataclass(frozen=True, slots=True)
class Memo:
    """What stands on the page, as texts; amounts are written out with their currency."""

    title: str
    organisation: str
    case: str
    scenario: str
    day: str
    number: str
    decision: str
    sums: tuple[tuple[str, str], ...]
    cash: tuple[tuple[str, str, str], ...]
    """Day, paid out, comes in."""
    savings: tuple[str, ...]
    proof: str
    alternatives: tuple[tuple[str, str, str, str], ...]
    """Scenario, total, difference, what is different."""
    risks: tuple[str, ...]
    affected: tuple[str, ...]
    fingerprint: tuple[tuple[str, str], ...]
    signatures: tuple[str, ...]

    def as_values(self) -> dict[str, Any]:
        """Return it as names and plain values, for templates."""
        return {name: _as_shown(value) for name, value in asdict(self).items()}


def _as_shown(value: Any) -> Any:
    """Return texts as the reader reads them."""
    if isinstance(value, str):
        return shown(value)
    return [_as_shown(one) for one in value] if isinstance(value, list | tuple) else value


def memo(source: PaperSource) -> Memo:
    """Return the memo of a scenario.  Raises UsageError for a plan without prices."""
    source.needs_prices()
    document, scenario = source.document, source.scenario
    baselines = _baselines(source)
    return Memo(
        title=say("Approval of a licence purchase"),
        organisation=_name(source.organisation.name),
        case=_name(source.case),
        scenario=_name(scenario.name),
        day=source.day.isoformat(),
        number=source.number,
        decision=_decision(source),
        sums=tuple(_sums(source)),
        cash=tuple(_cash(source)),
        savings=tuple(_text(_saving(one, source)) for one in baselines) or (say("No other scenario is planned."),),
        proof=_proof(source),
        alternatives=tuple(_alternatives(source, baselines)),
        risks=tuple(_risks(source)),
        affected=tuple(_affected(source)),
        fingerprint=(
            (
                "Inventory",
                say("{name}, SHA-256 {sha256}", name=_name(document.inventory.name), sha256=document.inventory.sha256),
            ),
            *_catalogue(source),
            (
                "Plan",
                say("made {created} by CAL Planner {version}", created=document.created, version=document.version),
            ),
        ),
        signatures=(say("Prepared by"), say("Approved by"), "Finance"),
    )


def _name(text: str) -> str:
    return _cut(text, _LONGEST_NAME)


def _text(text: str) -> str:
    return _cut(text, _LONGEST_TEXT)


def _cut(text: str, most: int) -> str:
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    sentence = plain.rfind(". ", 0, most)
    return plain[: sentence + 1] + " …" if sentence > most // 2 else plain[: most - 1].rstrip() + "…"


def _decision(source: PaperSource) -> str:
    plan, currency = source.plan, source.currency
    if not plan.purchases:
        said = say("Approve that nothing is bought: what is owned covers every access")
    else:
        said = say(
            "Approve the purchase of {bought} for {purchases} without VAT",
            bought=bought(plan),
            purchases=money.words(source.paid.purchases, currency),
        )
    if plan.sales:
        sold = sum(line.quantity for line in plan.sales)
        proceeds = money.words(source.paid.sales, currency)
        said += say(", and the sale of {sold} for {proceeds}", sold=count(sold, "owned licence"), proceeds=proceeds)
    need_by = source.organisation.need_by
    return f"{said}." + (say(" The licences are needed by {need_by}.", need_by=need_by) if need_by else "")


def _sums(source: PaperSource) -> Iterator[tuple[str, str]]:
    cost = source.paid
    parts = (
        ("Purchases", cost.purchases), (say("Placing the orders"), cost.orders),
        (say("Keeping two kinds of CALs apart"), cost.mixing), (say("Upgrades of servers"), cost.upgrades),
        (say("Keeping old versions of servers"), cost.keeping),
        (say("Sales of owned licences"), -cost.sales),
        (say("Worth at the end of the horizon"), -cost.end_value),
    )  # fmt: skip
    for name, amount in parts:
        if amount or name == "Purchases":
            yield name, money.words(amount, source.currency)
    if source.plan.cash is not None:
        yield say("Total, as it is paid"), money.words(cost.total, source.currency)
        yield say("Total, at today's value"), money.words(source.plan.cost.total, source.currency)
        return
    yield "Total", money.words(cost.total, source.currency)


def _cash(source: PaperSource) -> Iterator[tuple[str, str, str]]:
    """Yield what is paid and what comes in, by day; the latest days are one line where there are many."""
    lines = cash_by_date(source.scenario, source.organisation.payment_days)
    dated = [(line.day.isoformat(), line) for line in lines if line.day is not None]
    for words, line in dated[:_MOST_LINES]:
        yield words, _amount(line.paid_minor, source), _amount(line.comes_in_minor, source)
    later = [line for _, line in dated[_MOST_LINES:]]
    if later:
        paid, comes_in = sum(line.paid_minor for line in later), sum(line.comes_in_minor for line in later)
        yield "later", _amount(paid, source), _amount(comes_in, source)
    for line in lines:
        if line.day is None:
            yield say("own costs, no day"), _amount(line.paid_minor, source), ""


def _amount(amount_minor: int, source: PaperSource) -> str:
    return money.words(amount_minor, source.currency) if amount_minor else ""


_Planned = tuple[ScenarioDocument, PlanLines]


def _others(source: PaperSource) -> list[_Planned]:
    planned = source.document.planned
    return [
        one for one in planned if one[0].name != source.scenario.name and not (one[1].is_unpriced or one[0].is_reading)
    ]


def _baselines(source: PaperSource) -> list[_Planned]:
    """Return two scenarios to count the saving from: the plan's own baseline, then the naive ways, then any other."""
    others = _others(source)
    baseline = find_baseline(source.document)
    first = [one for one in others if baseline is not None and one[0] is baseline[0]]
    naive = [one for one in others if one[0].name in (USERS_ONLY, DEVICES_ONLY)]
    ordered = [*first, *naive, *sorted(others, key=lambda one: -one[1].cost.total)]
    found: list[_Planned] = []
    for one in ordered:
        if all(one[0] is not other[0] for other in found):
            found.append(one)
    return found[:2]


def _saving(other: _Planned, source: PaperSource) -> str:
    said = saving(other[1].cost.total, source.plan.cost.total, _name(other[0].name), source.currency)
    return say("{said} ({total})", said=said, total=money.words(other[1].cost.total, source.currency))


def _proof(source: PaperSource) -> str:
    plan, currency = source.plan, source.currency
    checked = say(
        "A second part of the program, which has nothing in common with the first, has checked "
        "that all {requirements:,} needs are covered and that every sum is right.",
        requirements=plan.checks.requirements,
    )
    if not plan.savable_minor:
        return say(
            "Proved cheapest: for the people, machines, servers, offers and rules of this inventory, a "
            "lower limit was worked out that no choice of licences, packs and vendors can fall below, "
            "and this plan costs exactly that, to the cent. {checked}",
            checked=checked,
        )
    return say(
        "Not proved cheapest: no choice of licences, packs and vendors costs less than {bound}, so "
        "at most {savable} ({gap}) could still be saved. {checked}",
        bound=money.words(plan.bound_minor, currency),
        savable=money.words(plan.savable_minor, currency),
        gap=percent(plan.gap),
        checked=checked,
    )


def _alternatives(source: PaperSource, baselines: Sequence[_Planned]) -> Iterator[tuple[str, str, str, str]]:
    """Yield three other scenarios with their prices, the cheapest first, those savings are counted from last."""
    named = {one[0].name for one in baselines}
    others = sorted(_others(source), key=lambda one: (one[0].name in named, one[1].cost.total))
    for scenario, plan in others[:_ALTERNATIVES]:
        difference = plan.cost.total - source.plan.cost.total
        differs = joined(
            "; ",
            (
                say(
                    "{label_of}: {value}",
                    label_of=label_of(name),
                    value=value_in_words(name, scenario.policy.get(name), source.currency),
                )
                for name in differing_policies(source.scenario.policy, scenario.policy)
            ),
        )
        yield (
            _name(scenario.name),
            money.words(plan.cost.total, source.currency),
            f"{'+' if difference > 0 else ''}{money.words(difference, source.currency)}",
            _cut(differs, 90),
        )


def _risks(source: PaperSource) -> Iterator[str]:
    """Yield what blocks the plan, what may cost money, and what is missing today; the worst first."""
    notices = [one for one in by_harm(source.scenario.notices) if one.level is not Level.TO_KNOW]
    today = position_lines(source.document.position_today, source.currency)
    texts = [say("{text} [{code}]", text=one.text, code=one.code) for one in notices]
    room = _MOST_RISKS - min(len(today), 2)
    for text in texts[:room]:
        yield _text(text)
    if len(texts) > room:
        yield say("{texts} that may cost money, in plan.xlsx.", texts=count(len(texts) - room, "more remark"))
    for text in today[:2]:
        yield _text(text)
    if not texts and not today:
        yield say("Nothing is open by the rules and data of this plan.")


def _affected(source: PaperSource) -> Iterator[str]:
    holders: dict[str, dict[Metric, int]] = {}
    for row in source.plan.positions:
        of_layer = holders.setdefault(layer_in_words(row.product), {})
        of_layer[row.metric] = of_layer.get(row.metric, 0) + row.holders
    words = {Metric.USER: ("person", "people"), Metric.DEVICE: ("machine", "machines"), Metric.HOST: ("host", "hosts")}
    for layer, numbers in holders.items():
        named = joined(", ", (count(number, *words[metric]) for metric, number in numbers.items() if number))
        yield say("{layer}: {value} hold a licence in this plan.", layer=layer, value=named or say("nobody"))
    yield from _departments(source)


def _departments(source: PaperSource) -> Iterator[str]:
    lines = [line for line in source.plan.by_unit if line.by == "department" and line.cost_minor and not line.is_spare]
    if not lines:
        return
    lines.sort(key=lambda line: -(line.cost_minor or 0))
    shown = joined(
        "; ",
        (
            say(
                "{value} {value_2}",
                value=_cut(line.unit, 30) or say("not stated"),
                value_2=money.words(line.cost_minor or 0, source.currency),
            )
            for line in lines[:_MOST_LINES]
        ),
    )
    more = say("; {lines} more", lines=len(lines) - _MOST_LINES) if len(lines) > _MOST_LINES else ""
    yield _text(say("Cost by department: {value}{more}.", value=shown, more=more))


def _catalogue(source: PaperSource) -> Iterator[tuple[str, str]]:
    catalogue = source.document.catalogue
    if catalogue is not None:
        yield (
            say("Offers kept apart"),
            say("{name}, SHA-256 {sha256}", name=_name(catalogue.name), sha256=catalogue.sha256),
        )
