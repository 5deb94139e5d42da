"""A scenario planned anew with one thing changed.

Each goes the way of the plan itself, its proof and the independent audit included.  What scenarios share is
kept here too, so plans that differ in prices only start where the first plan ended.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.plan import Plan
from planner.domain.requirement import Requirements
from planner.domain.scenario import Scenario
from planner.errors import NoPlanError
from planner.licensing import obstacles, server_versions
from planner.optimise import Prepared, Variant
from planner.planning.checked_plan import solve
from planner.planning.run import Run
from planner.planning.scenario_cache import ScenarioCache
from planner.study.why.saved_plan import SavedPlan
from planner.words import say

MarketChange = Callable[[Market], Market]
RequirementsChange = Callable[[Requirements], Requirements]


@dataclass(frozen=True, slots=True)
class Replanned:
    """A plan with one thing changed; none where there can be none, or where the time did not suffice."""

    plan: Plan | None
    is_impossible: bool = False

    @property
    def proved(self) -> Plan | None:
        """The plan, if it is proved cheapest."""
        return self.plan if self.plan and self.plan.is_proved else None


class Replanner:
    """Plans one scenario of an inventory again and again, with changes."""

    def __init__(self, cache: ScenarioCache, scenario: Scenario, run: Run, saved: SavedPlan | None = None) -> None:
        self.policy = scenario.policy
        self.inventory = cache.inventory
        self._run = run
        self._name = scenario.name
        self._saved = saved
        view = cache.view(self.policy)
        if obstacles(view):
            raise NoPlanError(say('"{name}" has no plan that could be asked about.', name=scenario.name))
        run.progress(self._name, say("finding what must be covered"))
        self._variants: Sequence[Variant] = cache.variants(self.policy, cache.server_variants(self.policy))
        self._upgrades = view.find(server_versions).upgrade_cost_minor

    @property
    def requirements(self) -> Requirements:
        """What must be covered if nothing is done to licence servers."""
        return self._variants[0].prepared.original

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What may be bought, whatever is done to licence servers, sorted by id."""
        found = {offer.offer_id: offer for variant in self._variants for offer in variant.market.offers}
        return tuple(found[offer_id] for offer_id in sorted(found))

    @property
    def _lots(self) -> tuple[Lot, ...]:
        return tuple(lot for variant in self._variants for lot in variant.market.lots)

    def present(self) -> Plan:
        """Return the plan as it is, the saved one if there is one to start from.  Raises NoPlanError for none."""
        saved = self._saved.plan(self.offers, self._lots) if self._saved else None
        if saved is not None:
            return saved
        found = self._solve(self._variants, say("planning the scenario as it is")).plan
        if found is None:
            raise NoPlanError(say('"{name}" has no plan that could be asked about.', name=self._name))
        return found

    def with_market(self, change: MarketChange, words: str) -> Replanned:
        """Plan with another market; `words` say what is being done."""
        return self._solve([replace(each, market=change(each.market)) for each in self._variants], words)

    def with_requirements(self, change: RequirementsChange, words: str) -> Replanned:
        """Plan with something else to cover.

        The market stays as it is: whatever the other needs are, they are for versions and layers that were there.
        """
        changed = [
            replace(each, prepared=Prepared.of(change(each.prepared.original), self.policy)) for each in self._variants
        ]
        return self._solve(changed, words)

    def _solve(self, variants: Sequence[Variant], words: str) -> Replanned:
        if self._run.is_stopped:
            raise NoPlanError(say("The question was stopped before it was answered."))
        self._run.progress(self._name, words)
        limits = self._run.limits_of(self._name, self._upgrades)
        solved = solve(variants, self.policy, self._run, limits, self._upgrades)
        return Replanned(solved.plan, solved.is_infeasible)
