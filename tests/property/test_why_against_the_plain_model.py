"""What other plans cost, and where prices turn, agrees with the plain model planned at those very places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.market import Market
from planner.domain.plan import Plan
from planner.domain.product import METRICS, PRODUCTS
from planner.domain.requirement import Requirements
from planner.domain.scenario import Scenario
from planner.errors import NoPlanError, UsageError
from planner.ingest import load_inventory
from planner.licensing import server_versions
from planner.licensing.view import View
from planner.optimise import Limits
from planner.optimise.direct import solve_directly
from planner.planning.run import Run
from planner.planning.scenario_cache import ScenarioCache
from planner.study.why.break_even import Edge, Moving
from planner.study.why.other_end import Asked
from planner.study.why.questions import OtherEnd
from planner.study.why.replanning import Replanner
from tests.property.estates import PLAN_DATE, SHAPES, write_estate


class Plain:
    """One scenario, its plan, and what the plain model says of changed ones."""

    def __init__(self, cache: ScenarioCache, scenario: Scenario) -> None:
        self.policy = scenario.policy
        self.replanner = Replanner(cache, scenario, Run())
        self.plan = self.replanner.present()
        (way,) = cache.server_variants(self.policy)
        self.market = cache.market(self.policy, way)
        self._upgrades = server_versions(View(cache.inventory.estate, self.policy)).upgrade_cost_minor

    def cost(self, requirements: Requirements, market: Market) -> int | None:
        found = solve_directly(requirements, market, self.policy, Limits())
        return None if found is None else found + self._upgrades

    def check_prices(self, moving: Moving) -> None:
        lowest = moving.lowest(self.replanner.offers)
        on_the_way = [max(shift, lowest) for shift in (-300, -7, 7, 300)]
        for found, step in (
            (moving.up(self.replanner, self.plan, [shift for shift in on_the_way if shift > 0]), 1),
            (moving.down(self.replanner, self.plan, {shift for shift in on_the_way if shift < 0}), -1),
        ):
            self.check_edge(moving, found.edge, step)
            for shift, (cost, plan) in found.plans.items():
                assert cost == self.cost(self.replanner.requirements, moving.moved(self.market, shift))
                assert cost == plan.cost.total + (shift * moving.bought(plan) if plan is self.plan else 0)
            asked = {shift for shift in on_the_way if shift * step > 0}
            assert set(found.plans) == asked

    def check_edge(self, moving: Moving, edge: Edge, step: int) -> None:
        """At the edge the plan is the cheapest, a minor unit further on it is not, unless it holds all the way."""
        assert edge.shift is not None
        assert edge.shift * step >= 0
        for shift, holds in ((edge.shift, True), *(((edge.shift + step, False),) if edge.beyond else ())):
            least = self.cost(self.replanner.requirements, moving.moved(self.market, shift))
            here = self.plan.cost.total + shift * moving.bought(self.plan)
            assert (least == here) if holds else (least is not None and least < here)

    def check_other_end(self, who: str) -> None:
        for layer in PRODUCTS:
            for end in METRICS:
                question = OtherEnd(who, layer, end)
                try:
                    asked = Asked.of(self.replanner.requirements, question)
                except UsageError:
                    continue
                if asked.why_not(self.replanner.requirements, end):
                    continue

                def changed(requirements: Requirements, question: OtherEnd = question) -> Requirements:
                    return Asked.of(requirements, question).licensed_at(requirements, question.end)

                found = self.replanner.with_requirements(changed, "")
                least = self.cost(changed(self.replanner.requirements), self.market)
                assert found.is_impossible == (least is None)
                if found.plan is not None:
                    assert found.plan.is_proved
                    assert found.plan.cost.total == least
                    assert found.plan.cost.total >= self.plan.cost.total


def scenarios_of(cache: ScenarioCache) -> list[Plain]:
    """The planned scenarios in which nothing can be done to licence servers; the plain model knows one market."""
    found = []
    for scenario in cache.inventory.scenarios:
        if len(cache.server_variants(scenario.policy)) == 1:
            try:
                found.append(Plain(cache, scenario))
            except NoPlanError:
                continue
    return found


def names(plan: Plan) -> list[str]:
    return sorted(set(plan.register.holder.tolist()))


@pytest.mark.parametrize("shape", SHAPES)
def test_other_ends_and_prices(shape: str, tmp_path: Path) -> None:
    checked = 0
    for seed in (11, 12):
        folder = tmp_path / str(seed)
        write_estate(folder, seed, 8, shape, scenarios=3)
        inventory = load_inventory(folder, today=date.fromisoformat(PLAN_DATE)).inventory
        assert inventory is not None
        for plain in scenarios_of(ScenarioCache(inventory)):
            for who in names(plain.plan)[:2]:
                plain.check_other_end(who)
                checked += 1
            for line in plain.plan.purchases[:2]:
                without = {line.offer.offer_id}
                market = plain.market
                less = replace(market, offers=tuple(o for o in market.offers if o.offer_id not in without))
                found = plain.replanner.with_market(lambda _market, less=less: less, "")  # type: ignore[misc]
                least = plain.cost(plain.replanner.requirements, less)
                assert (found.plan.cost.total if found.plan else None) == least
                checked += 1
                if plain.policy.budget is None:
                    plain.check_prices(Moving({line.offer.offer_id: 1}))
                    kind = line.offer.product, line.offer.metric
                    of_kind = [o for o in market.offers if (o.product, o.metric) == kind]
                    plain.check_prices(Moving({o.offer_id: o.pack_size for o in of_kind}))
    assert checked
