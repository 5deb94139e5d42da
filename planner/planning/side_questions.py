"""The questions asked beside a plan, within its time: what something else would cost or save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.domain import money
from planner.domain.estate import Estate, Group
from planner.domain.issue import Notice
from planner.domain.market import Market
from planner.domain.plan import DataLevel, Plan
from planner.domain.product import Metric, Product
from planner.domain.scenario import Policy, Scenario
from planner.licensing import (
    Shock,
    coming_upgrades,
    data_level,
    find_requirements,
    later_groups_notice,
    left_out,
    newest_servers,
    remarks_on_bought,
    remarks_on_life,
    server_versions,
    starting_later,
    upgrade_effects,
)
from planner.licensing.cover.session_modes import browser_deployments, with_host_for_browsers
from planner.licensing.rules.r29_one_mode import second_host_notice
from planner.licensing.rules.r32_browser_clients import browser_host_notice
from planner.licensing.rules.r47_rds_subscriptions import DEARER_WITHOUT, SUBSCRIPTIONS_ALLOWED
from planner.licensing.rules.r52_used_in_the_eu import USED_SAVING
from planner.licensing.view import View
from planner.optimise import Prepared, Variant
from planner.planning.checked_plan import CheckedPlan, Solved, solve
from planner.planning.scenario_cache import ScenarioCache
from planner.planning.time_budget import TimeBudget
from planner.words import say

_LARGE = 20_000
"""With more rows to cover than that, nothing is planned once more just to say what newer servers cost."""
_ROUGHLY = 0.01
"""The gap at which such a plan is near enough; the notice then says at least, or at most."""
_NOT_KNOWN = say("what covering them costs was not worked out")
_COMPARE = say("To see what that means in money, compare a scenario with other versions in the inventory.")


@dataclass(frozen=True, slots=True)
class SideQuestions:
    """What is asked beside the plan of a scenario, within what is left of its time."""

    cache: ScenarioCache
    scenario: Scenario
    variants: Sequence[Variant]
    """What the plan could be made of."""
    best: CheckedPlan
    time_budget: TimeBudget

    @property
    def policy(self) -> Policy:
        """The scenario's policies."""
        return self.scenario.policy

    @property
    def plan(self) -> Plan:
        """The plan beside which is asked."""
        return self.best.plan

    def about_what_is_bought(self) -> tuple[Notice, ...]:
        """Return what is to be known about what is bought, and about the used offers that are left out."""
        bought = [line.offer for line in self.plan.purchases]
        notices = remarks_on_bought(bought, self.policy)
        notices += remarks_on_life(bought, self.cache.view(self.policy))
        if any(variant.market.ineligible for variant in self.variants) and not self._is_stopped:
            notices += self._saving_of_the_ineligible()
        return notices

    def _saving_of_the_ineligible(self) -> tuple[Notice, ...]:
        """Say what the used offers that are left out would save, by planning with them once more."""
        self._tell(say("working out what the used offers left out would save"))
        wide = [replace(variant, market=_with_the_ineligible(variant.market)) for variant in self.variants]
        other = self._solve(wide, self.policy, self.time_budget).plan
        if other is None:
            return ()
        saved = self.plan.cost.total - other.cost.total
        begin = say("With the used offers that are left out admitted,")
        if saved > 0:
            text = say("{begin} {saved} would be saved.", begin=begin, saved=money.words(saved, self.policy.currency))
        elif other.is_proved:
            text = say("{begin} nothing would be saved.", begin=begin)
        else:
            text = say("{begin} no cheaper plan was found in the time given.", begin=begin)
        return (USED_SAVING.notice(text, max(saved, 0)),)

    def about_subscriptions(self) -> tuple[Notice, ...]:
        """Say where subscriptions, which the policies leave out, would make the plan much cheaper."""
        has_any = any(offer.term_months for offer in self.cache.inventory.offers)
        if not has_any or self.policy[SUBSCRIPTIONS_ALLOWED] or self._is_stopped:
            return ()
        allowed = self.policy.having(subscriptions=True)
        variants = self.cache.variants(allowed, self.cache.server_variants(allowed))
        if not any(offer.term_months for variant in variants for offer in variant.market.offers):
            return ()
        self._tell(say("working out what subscriptions would save"))
        other = self._solve(variants, allowed, self.time_budget.roughly(_ROUGHLY)).plan
        if other is None or self.plan.cost.total * 5 < other.cost.total * 6 or self.plan.cost.total <= 0:
            return ()
        saved = self.plan.cost.total - other.cost.total
        less = say("{saved} less at once (rule R47)", saved=money.words(saved, self.policy.currency))
        text = say("With subscriptions (policy subscriptions: yes) the plan would cost {less}", less=less)
        return (
            DEARER_WITHOUT.notice(
                say("{text}; that pays for one term only, and later ones come on top.", text=text), saved
            ),
        )

    def about_what_does_not_count(self) -> tuple[Notice, ...]:
        """Say what groups that start later will cost, and machines that are left out because of their kind."""
        view = self.cache.view(self.policy)
        later = starting_later(view.estate.groups, self.policy)
        told = [self._groups(view, later)] if later else []
        for left in left_out(view):
            covered = self.policy.having(**{left.setting.name: "each_needs_device_cal"})
            other = self._with(view.estate, covered)
            more = None if other is None else max(other.cost.total - self.plan.cost.total, 0)
            known = more is not None
            costs = (
                say("covering them costs {value} more", value=money.words(more or 0, self.policy.currency))
                if known
                else _NOT_KNOWN
            )
            told.append(left.notice(costs, more))
        return tuple(told)

    def _groups(self, view: View, later: dict[date, list[Group]]) -> Notice:
        """Price the groups that start on each later day as if they were there today beside those of before.

        That is worked out once, for the first scenario that is planned.
        """
        costs, arrived, before = dict[date, str](), list[Group](), self.plan
        is_first, self.cache.told_of_later_groups = not self.cache.told_of_later_groups, True
        if not is_first:
            return later_groups_notice(later, costs, None)
        for day, groups in later.items():
            arrived += groups
            there = (replace(one, starts=None, ends=None) if one in arrived else one for one in view.estate.groups)
            plan = self._with(replace(view.estate, groups=tuple(there)), self.policy)
            if plan is None:
                return later_groups_notice(later, costs, None)
            number, amount = plan.licences - before.licences, plan.cost.total - before.cost.total
            licences = say(
                "{number:,} {form} more", number=max(number, 0), form=say("licence") if number == 1 else say("licences")
            )
            costs[day] = say(
                "{licences}, for {amount}", licences=licences, amount=money.words(max(amount, 0), self.policy.currency)
            )
            before = plan
        return later_groups_notice(later, costs, before.cost.total - self.plan.cost.total)

    def _with(self, estate: Estate, policy: Policy) -> Plan | None:
        """Return the plan of another estate or policy; None where there is none, or nobody waits for it."""
        if self._is_stopped or len(self.best.variant.prepared.original) > _LARGE:
            return None
        self._tell(say("working out what those cost that do not count today"))
        view = View(estate, policy)
        with self.time_budget.run.watch.stage("requirements_s"):
            server_variant = self.cache.server_variants(policy)[0]
            required = find_requirements(view)
            market = self.cache.market_for(required, policy, server_variant)
        return self._solve([Variant(Prepared.of(required, policy), market, 0)], policy, self.time_budget).plan

    def about_second_hosts(self) -> tuple[Notice, ...]:
        """Say for each deployment whose mode the plan picks what a second host in the other mode would save."""
        is_first, self.cache.told_of_second_hosts = not self.cache.told_of_second_hosts, True
        variant = self.best.variant
        required = variant.prepared.original
        if not is_first or self._is_stopped or len(required) > _LARGE:
            return ()
        self._tell(say("working out what a second session host would save"))
        told = []
        for place, name in enumerate(required.choices):
            two = replace(variant, prepared=Prepared.of(required.with_both_modes(place), self.policy))
            other = self._solve([two], self.policy, self.time_budget.roughly(_ROUGHLY)).plan
            saved = 0 if other is None else self.plan.cost.total - other.cost.total
            if saved > 0:
                told.append(second_host_notice(name, self.plan.modes[name], saved, self.policy))
        return (*told, *self._host_for_browsers())

    def _host_for_browsers(self) -> tuple[Notice, ...]:
        """Say what the browser client's users cost who bind their deployment to people's licences."""
        view = self.cache.view(self.policy)
        bound = browser_deployments(view)
        if not bound:
            return ()
        other = self._with(with_host_for_browsers(view), self.policy)
        saved = 0 if other is None else self.plan.cost.total - other.cost.total
        idle = sum(row.idle for row in self.plan.pools if (row.product, row.metric) == (Product.RDS_CAL, Metric.DEVICE))
        return (browser_host_notice(bound, saved, idle, self.policy),) if saved > 0 or idle else ()

    def about_newer_servers(self) -> tuple[Notice, ...]:
        """Return what newer servers cost in licences: those of the plan's day, and those that are planned for later.

        What that is in money is worked out once, for the first scenario that is planned.
        """
        view = self.cache.view(self.policy)
        is_first, self.cache.told_of_newer_servers = not self.cache.told_of_newer_servers, True
        picked = self.best.variant
        newest = newest_servers(view, picked.prepared.original, picked.market.lots)
        if not is_first or self._is_stopped:
            return (newest.notice(),) if newest else ()
        shocks = filter(None, (newest, coming_upgrades(view)))
        return tuple(self._priced(shock) for shock in shocks)

    def _priced(self, shock: Shock) -> Notice:
        """Return the notice of newer servers with the difference they make to the scenario's cost."""
        requirements = self.best.variant.prepared.original
        if len(requirements) > _LARGE:
            return shock.notice(_COMPARE)
        self._tell(say("working out what newer servers cost in licences"))
        with self.time_budget.run.watch.stage("requirements_s"):
            server_variant = self.cache.server_variants(shock.policy)[0]
            required = find_requirements(View(shock.estate, shock.policy))
            market = self.cache.market_for(required, shock.policy, server_variant)
        variants = [Variant(Prepared.of(required, shock.policy), market, 0)]
        solved = self._solve(variants, shock.policy, self.time_budget.roughly(_ROUGHLY))
        effects = "" if shock.is_saving else upgrade_effects(requirements, required, market.lots)
        if solved.plan is None:
            no_plan = say("With them there is no plan.") if solved.is_infeasible else _COMPARE
            return shock.notice(effects, _COMPARE if shock.is_saving else no_plan)
        difference, amount = shock.difference(self.plan, solved.plan), shock.amount_minor(self.plan, solved.plan)
        return shock.notice(effects, difference, amount_minor=amount)

    def example_if_own(self) -> int | None:
        """Return the cost if machines of unknown pairing were dealt out; None where nobody asks or waits for it.

        Nor is there one where that costs more: with fewer machines than people some would be left without, which is
        no case of everybody using everything, so the plan's total bounds it no more.
        """
        # Where potential access counts although accesses are listed, their pairs are known.
        if data_level(self.cache.as_listed(self.policy)) is not DataLevel.UPPER_BOUND or self._is_stopped:
            return None
        self._tell(say("working out an example with own machines"))
        with self.time_budget.run.watch.stage("requirements_s"):
            server_variants = self.cache.server_variants(self.policy)
            variants = self.cache.variants(self.policy, server_variants, dealt_out=True)
        example = self._solve(variants, self.policy, self.time_budget).plan
        return example.cost.total if example and example.cost.total <= self.plan.cost.total else None

    @property
    def _is_stopped(self) -> bool:
        return self.time_budget.run.is_stopped

    def _tell(self, words: str) -> None:
        self.time_budget.run.progress(self.scenario.name, words)

    def _solve(self, variants: Sequence[Variant], policy: Policy, time_budget: TimeBudget) -> Solved:
        upgrades = self.cache.as_listed(policy).find(server_versions).upgrade_cost_minor
        return solve(variants, policy, time_budget.run, time_budget.limits, upgrades)


def not_counted(view: View) -> tuple[Notice, ...]:
    """Say what does not count today, later groups and kinds of machines, before it is known what it costs."""
    later = starting_later(view.estate.groups, view.policy)
    told = [later_groups_notice(later, {}, None)] if later else []
    return (*told, *(left.notice(_NOT_KNOWN, None) for left in left_out(view)))


def _with_the_ineligible(market: Market) -> Market:
    offers = sorted((*market.offers, *market.ineligible), key=lambda offer: offer.offer_id)
    return replace(market, offers=tuple(offers), ineligible=())
