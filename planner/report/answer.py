"""The answer first: one sentence, four figures, the way from the baseline, what to watch out for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from planner.domain.comparison import find_baseline
from planner.domain.document import PlanDocument, PlanLines, ScenarioDocument
from planner.domain.plan import Cost, DataLevel, PlanStatus
from planner.domain.scenario import DEVICES_ONLY, USERS_ONLY
from planner.report.policy_words import value_in_words
from planner.report.watch import by_harm, position_lines, to_settle
from planner.report.words import DATA_LEVEL, STATUS, bought, proof, said_once
from planner.words import capital, joined, say
from planner.words.numbers import ENGLISH, Amounts, Numbers

_CALLED = {USERS_ONLY: say("all-User"), DEVICES_ONLY: say("all-Device")}
"""How the two naive ways of licensing are called among people who buy licences."""

_Planned = tuple[ScenarioDocument, PlanLines]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure to show large: what it is, its value, and a remark below it."""

    label: str
    value: str
    remark: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one scenario of a plan comes to, in words; its lines stand in the scenario itself."""

    scenario: ScenarioDocument
    status: PlanStatus
    sentence: str
    currency: str
    figures: tuple[Figure, ...]
    """Empty where there is no plan."""
    from_to: str
    """The way from the baseline to this scenario in a sentence; empty where there is no plan."""
    settle: tuple[str, ...]
    """What blocks the use of the plan."""
    today: tuple[str, ...]
    """What is missing today, whatever is planned."""
    watch: tuple[str, ...]
    help: tuple[str, ...]
    """What would make an impossible scenario possible."""


def answer(document: PlanDocument, scenario: str, numbers: Numbers = ENGLISH) -> Answer:
    """Return what one scenario of a plan comes to, its figures written as `numbers` has it.

    Texts that stand in the plan itself keep their English figures.  Raises KeyError for a scenario the plan does
    not have.
    """
    chosen, write = document[scenario], Amounts(document.currency, numbers)
    baseline = find_baseline(document)
    plan = chosen.plan
    return Answer(
        scenario=chosen,
        status=chosen.status,
        sentence=_sentence((chosen, plan), baseline, write) if plan else _why_not(chosen),
        currency=write.currency,
        figures=_figures((chosen, plan), baseline, document.planned, write) if plan else (),
        from_to=_from_to((chosen, plan), baseline, write) if plan else "",
        settle=tuple(said_once(notice.text) for notice in to_settle(chosen)),
        today=position_lines(document.position_today, document.currency, numbers),
        watch=tuple(_watch(chosen, write)),
        help=tuple(change.text for change in chosen.relaxations),
    )


def rules_of(document: PlanDocument, scenario: str, numbers: Numbers = ENGLISH) -> tuple[tuple[str, str], ...]:
    """Return the policies in force in a scenario, by name, with their values in words."""
    currency = document.currency
    policy = document[scenario].policy
    return tuple((name, value_in_words(name, value, currency, numbers)) for name, value in policy.items())


def called(name: str) -> str:
    """Return how a scenario is called in a sentence."""
    return _CALLED.get(name, say('"{name}"', name=name))


def _sentence(chosen: _Planned, baseline: _Planned | None, write: Amounts) -> str:
    scenario, plan = chosen
    if plan.is_unpriced:
        said = bought(plan)
        return say("{said}; {proof}.", said=capital(said), proof=proof(plan, ""))
    parts = [_to_do(plan, write) if plan.cash is None else _to_do_over_time(chosen, write), _proof(plan, write)]
    if baseline is not None and baseline[0].name != scenario.name:
        parts.append(_below(plan, baseline, write))
    return joined("; ", parts) + "."


def _to_do(plan: PlanLines, write: Amounts) -> str:
    """Say what to do, with one amount: the total, or what is paid where that is all there is to it."""
    numbers, total = write.numbers, write.money(plan.cost.total)
    licences, vendors = numbers.count(plan.licences, "licence"), numbers.count(plan.vendors, "vendor")
    sold = sum(line.quantity for line in plan.sales)
    if plan.cost.total == plan.cost.purchases and not sold:
        if not plan.purchases:
            return say("Nothing needs to be bought")
        return say("Buy {licences} for {paid} from {vendors}", licences=licences, paid=total, vendors=vendors)
    if sold and plan.purchases:
        return say(
            "{total} in total: buy {licences} from {vendors} and sell {sold}",
            total=total, licences=licences, vendors=vendors, sold=numbers.whole(sold),
        )  # fmt: skip
    if sold:
        return say("{total} in total: buy nothing and sell {sold}", total=total, sold=numbers.count(sold, "licence"))
    if plan.purchases:
        return say("{total} in total: buy {licences} from {vendors}", total=total, licences=licences, vendors=vendors)
    return say("{total} in total: nothing needs to be bought", total=total)


def _to_do_over_time(chosen: _Planned, write: Amounts) -> str:
    """Say what a horizon costs, and how many licences are bought or rented now and later."""
    scenario, plan = chosen
    now = sum(line.licences for line in plan.purchases if line.period == 0)
    given = {
        "total": write.money(plan.cost.total),
        "months": scenario.horizon_months,
        "now": write.numbers.count(now, "licence"),
        "later": write.numbers.whole(plan.licences - now),
    }
    if not plan.purchases:
        return say("{total} over {months} months, as it is worth today: nothing needs to be bought", **given)
    if now == plan.licences:
        return say("{total} over {months} months, as it is worth today: get {now} now and none later", **given)
    if not now:
        return say("{total} over {months} months, as it is worth today: get none now and {later} later", **given)
    return say("{total} over {months} months, as it is worth today: get {now} now and {later} later", **given)


def _proof(plan: PlanLines, write: Amounts) -> str:
    if not plan.savable_minor:
        return say("proved cheapest")
    return say("at most {gap} could still be saved", gap=write.numbers.percent(plan.gap))


def _below(plan: PlanLines, other: _Planned, write: Amounts) -> str:
    total, base, name = plan.cost.total, other[1].cost.total, called(other[0].name)
    if total == base:
        return say("as much as {name}", name=name)
    side = say("below") if total < base else say("above")
    if base > 0:
        return say(
            "{fraction} {side} {name}",
            fraction=write.numbers.percent(Fraction(abs(base - total), base)),
            side=side,
            name=name,
        )
    return say("{base} {side} {name}", base=write.money(abs(base - total)), side=side, name=name)


def _why_not(scenario: ScenarioDocument) -> str:
    return say(
        "{called} is {status}. {reason}",
        called=called(scenario.name),
        status=STATUS[scenario.status],
        reason=scenario.reason,
    ).strip()


def _figures(
    chosen: _Planned, baseline: _Planned | None, planned: Sequence[_Planned], write: Amounts
) -> tuple[Figure, ...]:
    alone = Figure(say("Saving"), "–", say("no other scenario is planned that it could be compared with"))
    naive = [one for one in planned if one[0].name in _CALLED]
    plan = chosen[1]
    if plan.is_unpriced:
        licences = write.numbers.whole(plan.licences)
        return (
            Figure(say("Total cost"), "–", say("no prices yet")),
            Figure(say("Licences to ask for"), licences, say("new or used")),
        )
    return (
        _total_figure(plan.cost, write),
        alone if len(planned) < 2 else _saving_figure(chosen, baseline, naive, write),
        _licences_figure(plan, write.numbers),
        _proof_figure(plan, write),
    )


def _total_figure(cost: Cost, write: Amounts) -> Figure:
    parts = (
        (say("licences"), cost.purchases),
        (say("placing orders"), cost.orders),
        (say("managing two kinds of CAL"), cost.mixing),
        (say("server upgrades"), cost.upgrades),
        (say("keeping old versions"), cost.keeping),
        (say("less sales"), cost.sales),
        (say("less what is left at the end"), cost.end_value),
    )
    shown = [say("{name} {amount}", name=name, amount=write.money(amount)) for name, amount in parts if amount]
    return Figure(say("Total cost"), write.money(cost.total), joined(", ", shown) or say("nothing to pay"))


def _saving_figure(chosen: _Planned, baseline: _Planned | None, naive: Sequence[_Planned], write: Amounts) -> Figure:
    """Return the saving against the baseline, and against the other naive way where the baseline is one."""
    scenario, plan = chosen
    if baseline is None or baseline[0].name == scenario.name:
        return Figure(say("Saving"), write.money(0), say("savings are counted from this scenario"))
    base, total = baseline[0].name, baseline[1].cost.total
    is_naive = any(one[0].name == base for one in naive)
    others = [one for one in naive if is_naive and one[0].name not in (base, scenario.name)]
    also = joined("", (say("; {below}", below=_below(plan, one, write)) for one in others))
    remark = say(
        "{below}, which costs {total}{also}", below=_below(plan, baseline, write), total=write.money(total), also=also
    )
    return Figure(say("Saving"), write.money(total - plan.cost.total), remark)


def _licences_figure(plan: PlanLines, numbers: Numbers) -> Figure:
    if plan.cash is not None:
        return _licences_over_time(plan, numbers)
    kinds = say(
        "{new_licences} new, {used_licences} used",
        new_licences=numbers.whole(plan.new_licences),
        used_licences=numbers.whole(plan.used_licences),
    )
    return Figure(say("Licences to buy"), numbers.whole(plan.licences), kinds)


def _licences_over_time(plan: PlanLines, numbers: Numbers) -> Figure:
    """Return what is got now; what is rented counts once per order."""
    now = [line for line in plan.purchases if line.period == 0]
    later = [line for line in plan.purchases if line.period > 0]
    bought, rented, bought_later, rented_later = (
        numbers.whole(sum(line.licences for line in lines if (line.term_months is not None) is is_rented))
        for lines in (now, later)
        for is_rented in (False, True)
    )
    remark = say(
        "{bought} bought, {rented} rented; later {bought_later} bought, {rented_later} rented",
        bought=bought, rented=rented, bought_later=bought_later, rented_later=rented_later,
    )  # fmt: skip
    return Figure(say("Licences to get now"), numbers.whole(sum(line.licences for line in now)), remark)


def _proof_figure(plan: PlanLines, write: Amounts) -> Figure:
    if not plan.savable_minor:
        return Figure(say("Could still be saved"), write.money(0), say("proved: nothing cheaper exists"))
    remark = say("at most, {gap}; more time may find it", gap=write.numbers.percent(plan.gap))
    return Figure(say("Could still be saved"), write.money(plan.savable_minor), remark)


def _from_to(chosen: _Planned, baseline: _Planned | None, write: Amounts) -> str:
    name, total = chosen[0].name, write.money(chosen[1].cost.total)
    if baseline is None or baseline[0].name == name:
        return say("{called} costs {total}", called=called(name), total=total)
    base = write.money(baseline[1].cost.total)
    return say("From {base} ({called}) to {total}", base=base, called=called(baseline[0].name), total=total)


def _watch(scenario: ScenarioDocument, write: Amounts) -> Sequence[str]:
    """Return what to watch out for: the most important first, each once."""
    texts = []
    if scenario.data_level is DataLevel.UPPER_BOUND:
        texts.append(DATA_LEVEL[DataLevel.UPPER_BOUND])
        if scenario.plan and scenario.plan.example_if_own_minor is not None:
            example = write.money(scenario.plan.example_if_own_minor)
            texts.append(
                say(
                    "An example, not a bound: were the machines dealt out to people, it would cost {example}.",
                    example=example,
                )
            )
    texts += [said_once(notice.text) for notice in by_harm(scenario.notices)]
    return list(dict.fromkeys(texts))
