"""Questions about a scenario with a horizon: planned anew, the way of the plan itself, with one thing changed.

A question has one time limit, however many plans it takes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from planner.domain.inventory import Inventory
from planner.domain.plan import Plan
from planner.domain.scenario import Policy, Scenario
from planner.errors import NoPlanError, UsageError
from planner.licensing import obstacles
from planner.optimise import SolveStatus
from planner.planning.checked_over_time import solve_over_time
from planner.planning.run import Run
from planner.planning.scenario_cache import ScenarioCache
from planner.planning.time_budget import TimeBudget
from planner.study.why import words
from planner.study.why.questions import Question, Reply, SwitchPoint, WithoutOffer
from planner.study.why.replanning import Replanned
from planner.study.why.switch_points import Lever, switch_points
from planner.words import say


@dataclass(slots=True)
class ReplannerOverTime:
    """Plans one scenario with a horizon again and again, with changes."""

    cache: ScenarioCache
    scenario: Scenario
    run: Run
    _began: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        """Whether the time of the question has run out."""
        limit = self.run.limits.time_limit_s
        return limit is not None and time.monotonic() - self._began > limit

    def planned(self, words: str, inventory: Inventory | None = None, policy: Policy | None = None) -> Replanned:
        """Plan another inventory or other policies; `words` say what is being done.

        Raises NoPlanError where the question is stopped.
        """
        if self.run.is_stopped:
            raise NoPlanError(say("The question was stopped before it was answered."))
        self.run.progress(self.scenario.name, words)
        changed = self.cache.over_time(policy or self.scenario.policy, inventory)
        run = replace(self.run, limits=TimeBudget(self.run, self._began).limits)
        solved = solve_over_time(changed, run, run.limits_of(self.scenario.name, 0), self.scenario.name)
        return Replanned(solved.best.plan if solved.best else None, solved.status is SolveStatus.INFEASIBLE)

    def present(self) -> Plan:
        """Return the plan as it is.  Raises NoPlanError for none."""
        found = self.planned(say("planning the scenario as it is")).plan
        if found is None:
            raise NoPlanError(say('"{name}" has no plan that could be asked about.', name=self.scenario.name))
        return found


def answer_over_time(cache: ScenarioCache, scenario: Scenario, question: Question, run: Run) -> Reply:
    """Answer a question about a scenario with a horizon.

    Raises UsageError for a question that is not answered for those, and as `answer` does.
    """
    if obstacles(cache.view(scenario.policy)):
        raise NoPlanError(say('"{name}" has no plan that could be asked about.', name=scenario.name))
    replanner = ReplannerOverTime(cache, scenario, run)
    match question:
        case WithoutOffer(offer):
            return _without_offer(replanner, offer)
        case SwitchPoint(of):
            return _switch_points(replanner, Lever.of(of, cache.inventory, scenario.policy))
        case _:
            raise UsageError(
                say(
                    '"{name}" has a horizon (horizon_months), and this is not answered for those yet. Ask where its '
                    "decision turns, or what it costs without an offer; or ask about a scenario of one day.",
                    name=scenario.name,
                )
            )


def _without_offer(replanner: ReplannerOverTime, offer_id: str) -> Reply:
    inventory = replanner.cache.inventory
    named = [offer for offer in inventory.offers if offer.offer_id == offer_id]
    if not named:
        raise UsageError(say("Offer {offer_id} cannot be bought in this scenario.", offer_id=offer_id))
    plan = replanner.present()
    others = replace(inventory, offers=tuple(each for each in inventory.offers if each.offer_id != offer_id))
    other = replanner.planned(say("planning without the offer"), others)
    return words.compared(
        say("Without {offer}", offer=words.offer(named[0])), plan, other, replanner.scenario.policy.currency
    )


def _switch_points(replanner: ReplannerOverTime, lever: Lever) -> Reply:
    plan = replanner.present()
    if not plan.is_proved:
        raise UsageError(say("This plan is not proved cheapest, so nobody can say where its decision turns."))

    def at(step: int) -> Plan | None:
        if replanner.is_over:
            return None
        changed = lever.moved(step)
        return replanner.planned(
            say("planning at {value}", value=lever.value(step)), changed.inventory, changed.policy
        ).proved

    return switch_points(lever, plan, at)
