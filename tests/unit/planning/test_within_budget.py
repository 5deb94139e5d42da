"""What a budget that is too small buys first: what leaves the least amount missing, and no more than that costs."""

from __future__ import annotations

from itertools import product

import pytest

from planner.domain.document import document_of
from planner.domain.inventory import Inventory, SourceFile
from planner.domain.plan import PlanSet, PlanStatus
from planner.domain.scenario import Scenario
from planner.pipeline import plan
from planner.report.formats.plan_json import to_json
from planner.report.formats.plan_reader import from_json
from tests.builders import estate, group, offer, policy

USER = offer("N1", 4_500, runs="2025")
REMOTE = offer("N3", 17_000, "rds_cal", runs="2025")
PACK = offer("U2", 2_400, condition="used", pack_size=5)


def planned(budget: int) -> PlanSet:
    """Eleven people need a base CAL, three of them Remote Desktop on top."""
    rules = policy(budget=budget)
    found = estate([group("A", 8, 0), group("B", 3, 0, rds="2022")])
    scenarios = (Scenario("ours", rules),)
    return plan(Inventory(SourceFile("e", ""), None, found, (USER, REMOTE, PACK), (), scenarios, (), rules))


def least_missing(budget: int) -> tuple[int, int]:
    """Return, by trying all purchases, the least amount missing and what is paid for it."""
    tried = []
    for users, remote, packs in product(range(12), range(4), range(4)):
        paid = users * 4_500 + remote * 17_000 + packs * 2_400
        if paid <= budget:
            base = max(11 - users - 5 * packs, 0)
            tried.append((base * 4_500 + (3 - remote) * 17_000, paid))
    return min(tried)


@pytest.mark.parametrize("budget", [100, 2_400, 9_000, 24_200, 36_500, 41_000, 58_100])
def test_no_other_purchases_leave_less_missing(budget):
    (result,) = planned(budget).results
    assert result.status is PlanStatus.INFEASIBLE
    found = result.within_budget
    assert found is not None
    assert (found.amount_minor, sum(line.cost_minor for line in found.purchases)) == least_missing(budget)


def test_the_smallest_budget_that_suffices_stands_beside_it():
    (result,) = planned(58_100).results
    assert [(change.policy, change.after) for change in result.relaxations] == [("budget", "582.00")]
    (told,) = (notice for notice in result.notices if notice.code == "CAL-697")
    assert told.amount_minor == 4_500
    assert "Missing all the same: 1 Windows Server User CAL 2022, 45.00 EUR at list price" in told.text
    (enough,) = planned(58_200).results
    assert enough.status is PlanStatus.OPTIMAL


def test_plan_json_says_so_and_reads_back_equal():
    content = to_json(document_of(planned(24_200)))
    within = content["scenarios"][0]["within_budget"]
    assert {line["offer_id"] for line in within["purchases"]} <= {"N1", "N3", "U2"}
    assert to_json(from_json("plan.json", content)) == content
