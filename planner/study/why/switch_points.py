"""At which price change, discount rate or cost of keeping the decision of a plan over time turns: by real plans.

A decision is what somebody acts on: which kinds of licence are got today, which later only, and when each server with a
choice is upgraded.  Values further and further from the present one are planned until the decision is another, and then
values halfway between the last that kept it and the first that did not, until these are one step apart.  What is said
of a value is what the cheapest plan there does; nothing is said of values in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from planner.domain import money
from planner.domain.inventory import Inventory
from planner.domain.money import round_half_up
from planner.domain.plan import Plan
from planner.domain.product import in_words
from planner.domain.scenario import Policy
from planner.errors import UsageError
from planner.report.words import listed
from planner.study.why.questions import Future, Reply, SwitchOf
from planner.words import joined, say

PlanAt = Callable[[int], Plan | None]
"""The cheapest plan so many steps from the present value; None where none was proved in time."""

_RATE_STEP = Fraction(1, 1000)
_HIGHEST_RATE, _LOWEST_CHANGE = Fraction(1, 2), Fraction(-1, 2)
_RATES_AWAY = (10, 20, 50, 100, 200, 500, 1000)
_COSTS_AWAY = (10, 25, 50, 100, 200, 400, 900)
_COST_STEPS = 100
"""The costs of keeping move by hundredths of what they are."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An inventory and policies with a value moved."""

    inventory: Inventory
    policy: Policy


@dataclass(frozen=True, slots=True)
class Lever:
    """What is moved, from where, how far at most, and how its values are written."""

    what: SwitchOf
    inventory: Inventory
    policy: Policy
    lowest: int
    """The most steps below the present value, as a number not above 0."""
    highest: int
    away: tuple[int, ...]
    """So many steps from the present value are planned, until the decision is another."""
    away_below: tuple[int, ...]
    """The same downwards."""

    @staticmethod
    def of(what: SwitchOf, inventory: Inventory, policy: Policy) -> Lever:
        """Return the lever of a scenario.  Raises UsageError where there is nothing to move."""
        if what is SwitchOf.KEEP_COST:
            if not any(server.keep_cost_minor and not server.owner for server in inventory.estate.servers):
                raise UsageError(
                    say("No server has a keep_cost, so there is none whose change could turn the decision.")
                )
            # Costs of keeping count in proportion: where servers are kept equally long at two of them, the same
            # plan is the cheapest all the way between.  So one look at keeping for nothing tells of everything below.
            return Lever(what, inventory, policy, -_COST_STEPS, _COSTS_AWAY[-1], _COSTS_AWAY, (_COST_STEPS,))
        rate = _rate(what, policy)
        least = min(Fraction(0), rate) if what is SwitchOf.DISCOUNT_RATE else min(_LOWEST_CHANGE, rate)
        most = max(_HIGHEST_RATE, rate)
        below, above = (rate - least) // _RATE_STEP, (most - rate) // _RATE_STEP
        return Lever(what, inventory, policy, -int(below), int(above), _RATES_AWAY, _RATES_AWAY)

    def moved(self, step: int) -> Changed:
        """Return the inventory and the policies so many steps from the present value."""
        if self.what is not SwitchOf.KEEP_COST:
            rate = _rate(self.what, self.policy) + step * _RATE_STEP
            return Changed(self.inventory, self.policy.having(**{self.what.value: rate}))
        servers = tuple(
            replace(server, keep_cost_minor=self._cost(server.keep_cost_minor, step))
            for server in self.inventory.estate.servers
        )
        return Changed(
            replace(self.inventory, estate=replace(self.inventory.estate, servers=servers)),
            self.policy,
        )

    def value(self, step: int) -> str:
        """Write a value for people: `6.5 % a year`, `540.00 EUR per payment`, `90 % of today's costs`."""
        if self.what is not SwitchOf.KEEP_COST:
            return say("{rate:g} % a year", rate=float((_rate(self.what, self.policy) + step * _RATE_STEP) * 100))
        costs = {server.keep_cost_minor for server in self.inventory.estate.servers if server.keep_cost_minor}
        if len(costs) == 1:
            return say("{amount} per payment", amount=money.words(self._cost(costs.pop(), step), self.policy.currency))
        return say("{share} % of today's costs", share=_COST_STEPS + step)

    @staticmethod
    def _cost(cost_minor: int, step: int) -> int:
        return round_half_up(Fraction(cost_minor * (_COST_STEPS + step), _COST_STEPS))


def _rate(what: SwitchOf, policy: Policy) -> Fraction:
    return Fraction(getattr(policy, what.value))


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody acts on: what is got today, what is got later only, and what becomes of servers with a choice."""

    today: tuple[str, ...]
    later: tuple[str, ...]
    servers: tuple[str, ...]

    @staticmethod
    def of(plan: Plan) -> Decision:
        """Return what a plan decides."""
        assert plan.over_time is not None
        first: dict[str, int] = {}
        for line in sorted(plan.purchases, key=lambda line: line.period):
            offer = line.offer
            licence = in_words(offer.product, offer.metric)
            is_rented = offer.term_months is not None
            kind = say("rent {licence}s", licence=licence) if is_rented else say("buy {licence}s", licence=licence)
            first.setdefault(kind, line.period)
        done: dict[date | None, list[str]] = {}
        for upgrade in plan.over_time.upgrades:
            if upgrade.is_chosen:
                done.setdefault(upgrade.on, []).append(upgrade.server_id)
        return Decision(
            tuple(sorted(kind for kind, period in first.items() if period == 0)),
            tuple(sorted(kind for kind, period in first.items() if period > 0)),
            tuple(
                say("{servers} not upgraded", servers=listed(done[day]))
                if day is None
                else say("{servers} upgraded on {day}", servers=listed(done[day]), day=day)
                for day in sorted(done, key=lambda day: day or date.max)
            ),
        )


@dataclass(slots=True)
class _Turn:
    """How far a decision was found to hold in one direction."""

    last: int
    """The furthest value at which it is the same."""
    beyond: int | None = None
    """One step further, where it is another; None: it holds as far as was looked, or that is not known."""
    is_known: bool = True


def switch_points(lever: Lever, plan: Plan, at: PlanAt) -> Reply:
    """Return where a decision turns when a value grows and when it falls, with every plan that was made."""
    plans: dict[int, Plan] = {0: plan}
    here = Decision.of(plan)

    def is_same(step: int) -> bool | None:
        if step not in plans:
            found = at(step)
            if found is None:
                return None
            plans[step] = found
        return Decision.of(plans[step]) == here

    up = _turn(lever.away, lever.highest, 1, is_same)
    down = _turn(lever.away_below, -lever.lowest, -1, is_same)
    sentences = (
        say("Now, at {value}: {decision}", value=lever.value(0), decision=_in_words(plan)),
        *_going_up(lever, up, plans),
        *_going_down(lever, down, plans),
        say("Every value in the list was planned for itself; nothing is said of values in between."),
    )
    futures = tuple(_future(lever, step, plans[step]) for step in _worth_listing(plans))
    return Reply(sentences, futures=futures, is_final=up.is_known and down.is_known)


def _worth_listing(plans: Mapping[int, Plan]) -> list[int]:
    """Return the present value, the furthest ones, and those next to which another decision was found."""
    steps = sorted(plans)
    decided = [Decision.of(plans[step]) for step in steps]
    return [
        step
        for place, step in enumerate(steps)
        if step == 0
        or place in (0, len(steps) - 1)
        or decided[place - 1] != decided[place]
        or decided[place + 1] != decided[place]
    ]


def _turn(away: tuple[int, ...], most: int, sign: int, is_same: Callable[[int], bool | None]) -> _Turn:
    last = 0
    for step in sorted({min(each, most) for each in away} - {0}):
        found = is_same(sign * step)
        if found is None:
            return _Turn(sign * last, is_known=False)
        if not found:
            return _between(last, step, sign, is_same)
        last = step
    return _Turn(sign * last)


def _between(last: int, beyond: int, sign: int, is_same: Callable[[int], bool | None]) -> _Turn:
    while beyond - last > 1:
        middle = (last + beyond) // 2
        found = is_same(sign * middle)
        if found is None:
            return _Turn(sign * last, is_known=False)
        last, beyond = (middle, beyond) if found else (last, middle)
    return _Turn(sign * last, sign * beyond)


def _going_up(lever: Lever, turn: _Turn, plans: Mapping[int, Plan]) -> Iterator[str]:
    last = lever.value(turn.last)
    if not turn.is_known:
        yield say(
            "Going up, that still holds at {last}; where it turns could not be told in the time given.", last=last
        )
    elif turn.beyond is not None:
        yield say(
            "Going up, that still holds at {last}; at {beyond} it does not: {decision}",
            last=last, beyond=lever.value(turn.beyond), decision=_in_words(plans[turn.beyond]),
        )  # fmt: skip
    elif turn.last:
        yield say("Going up, that still holds at {last}; higher values were not looked at.", last=last)


def _going_down(lever: Lever, turn: _Turn, plans: Mapping[int, Plan]) -> Iterator[str]:
    last = lever.value(turn.last)
    if not turn.is_known:
        yield say(
            "Going down, that still holds at {last}; where it turns could not be told in the time given.", last=last
        )
    elif turn.beyond is not None:
        yield say(
            "Going down, that still holds at {last}; at {beyond} it does not: {decision}",
            last=last, beyond=lever.value(turn.beyond), decision=_in_words(plans[turn.beyond]),
        )  # fmt: skip
    elif turn.last:
        yield say("Going down, that still holds at {last}; lower values were not looked at.", last=last)


def _in_words(plan: Plan) -> str:
    decision = Decision.of(plan)
    today, later = (_listed(part) for part in (decision.today, decision.later))
    if not decision.servers:
        return say("today {today}; later {later}.", today=today, later=later)
    servers = _listed(decision.servers)
    return say("today {today}; later {later}; {servers}.", today=today, later=later, servers=servers)


def _listed(parts: tuple[str, ...]) -> str:
    return joined("; ", parts) or say("nothing")


def _future(lever: Lever, step: int, plan: Plan) -> Future:
    decision = Decision.of(plan)
    return Future(
        lever.value(step),
        money.text(plan.cost.total),
        _listed(decision.today),
        _listed(decision.later),
        joined("; ", decision.servers),
        is_present=step == 0,
    )
