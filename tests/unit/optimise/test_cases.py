"""Questions about the cover as a whole: every answer is a case, and no case is lost."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import ceil, inf
from random import Random
from typing import Any

import numpy as np
import pytest

from planner.domain.estate import RdsMode
from planner.domain.product import DEVICE, METRICS, RDS, USER, WS
from planner.domain.requirement import Ends
from planner.optimise import Limits, Prepared, SolveStatus, solve_scenario
from planner.optimise.direct import solve_directly
from planner.optimise.proof import search
from planner.optimise.proof.bounds import Learned, PriceRelaxation
from planner.optimise.proof.cases import BOTH, Case
from planner.optimise.smaller import reduce
from planner.optimise.solve import _Pricing, find_cheapest, total_cost
from tests.builders import cheapest_by_direct_model, estate, group, offer, plan_of, policy, server
from tests.unit.optimise.made_up import Problem, pose, problem_with_questions

SEEDS = range(12)


def answered(case: Case) -> list[Case]:
    """Return all cases below this one with no open question."""
    parts = case.parts()
    return [below for part in parts for below in answered(part)] if parts else [case]


def direct_cost(case: Case) -> float:
    """Return what the plain model finds if it is told the answers, infinite where there is no plan."""
    answers = dict(case.answers)
    ends, rules = case.requirements.ends, {"ws_mixing_cost": 0, "rds_mixing_cost": 0}
    extra, offers = 0, case.market.offers
    told: dict[str, Any] = {}
    for (kind, number), answer in answers.items():
        name = ("ws", "rds")[number] if kind != "mode" else ""
        if kind == "mode":
            ends = np.where(ends == Ends.CHOOSE + number, (Ends.USER, Ends.DEVICE)[answer], ends)
        elif answer == BOTH:
            extra += getattr(case.policy, f"{name}_mixing_cost")
        else:
            told[f"{name}_metrics"] = METRICS[answer].value
        if kind == "single":
            product = ("ws_cal", "rds_cal")[number]
            offers = tuple(o for o in offers if o.product != product or o.metric == METRICS[answer])
    requirements = replace(case.requirements, ends=ends)
    market = replace(case.market, offers=offers)
    cost = solve_directly(requirements, market, replace(case.policy, **rules, **told), Limits())
    return inf if cost is None else cost + extra


def cost_of(one: Problem) -> float:
    cost = one.cheapest()
    return inf if cost is None else cost


@pytest.mark.parametrize("seed", SEEDS)
def test_one_of_the_answers_has_the_cheapest_plan(seed: int):
    one = problem_with_questions(seed)
    assert min(map(direct_cost, answered(one.case))) == cost_of(one)


def check_bounds(prepared: Prepared, case: Case) -> float:
    """Check the bounds of a case and of all below it; return the cost of the cheapest plan in it."""
    parts = case.parts()
    least = min(check_bounds(prepared, part) for part in parts) if parts else direct_cost(case)
    learned = prepared.learned(case)
    assert learned is not None or least == inf
    if learned is not None:
        priced = PriceRelaxation(learned, case.offers(), case.policy, total_cost).converge({})
        assert priced is not None
        assert ceil(priced.bound) + case.extra <= least
    return least


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_with_open_questions_is_bound_below_all_its_parts(seed: int):
    one = problem_with_questions(seed)
    assert check_bounds(one.prepared, one.case) == cost_of(one)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_proved_of_an_answer_before_it_is_looked_into_is_below_its_cheapest_plan(seed: int):
    """For every answer to every question, also where all modes are answered at once."""
    one = problem_with_questions(seed)
    waiting, asked = [replace(one.case, large=tuple(range(len(one.requirements.choices))))], 0
    while waiting:
        case = waiting.pop()
        learned = one.prepared.learned(case)
        if learned is None or not case.parts():
            continue
        relaxation = PriceRelaxation(learned, case.offers(), case.policy, total_cost, knows_ends=True)
        priced = relaxation.converge({})
        assert priced is not None
        for part in case.parts(relaxation.likely_modes(priced)):
            quick = _Pricing(relaxation, priced).bound_with(part.answers[len(case.answers) :])
            cost = min(map(direct_cost, answered(part)))
            assert cost == inf if quick is None else ceil(quick) + part.extra <= cost
            waiting.append(part)
            asked += 1
    assert asked > 1 or not one.case.parts()


def test_modes_answered_at_once_are_every_combination_once():
    likely = {0: DEVICE, 1: USER, 3: DEVICE}
    case = replace(pose(PEOPLE, OFFERS, [], policy()).case, large=tuple(likely))
    found = [dict(part.answers) for part in case.parts(likely)]
    assert found[-1] == {("mode", deployment): mode for deployment, mode in likely.items()}
    for modes in product((USER, DEVICE), repeat=3):
        meant = {("mode", deployment): mode for deployment, mode in zip(likely, modes, strict=True)}
        assert sum(answers.items() <= meant.items() for answers in found) == 1
    [first, second] = case.parts({0: DEVICE, 3: DEVICE})
    assert [dict(part.answers) for part in (first, second)] == [{("mode", 1): USER}, {("mode", 1): DEVICE}]


def test_holding_both_metrics_asks_for_nothing_that_is_not_asked_anyway():
    case = pose(PEOPLE, OFFERS, [], policy(rds_mixing_cost=77)).case
    assert [part.key() == case.key() for part in case.parts()] == [False, False, True]


def keep_modes_as_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no deployment be so large that its mode is a question."""
    monkeypatch.setattr(reduce, "_LARGE", 0)


@pytest.mark.parametrize("are_nodes", [False, True])
@pytest.mark.parametrize("small", [-1, 100])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_search_through_all_cases_agrees_with_the_plain_model(
    seed: int, small: int, are_nodes: bool, monkeypatch: pytest.MonkeyPatch
):
    """Whether estates as small as these are solved as one program or leaf by leaf, modes as questions or nodes."""
    monkeypatch.setattr(search, "_SMALL", small)
    monkeypatch.setattr(search, "_MIDDLING", small)
    one = problem_with_questions(seed)
    if are_nodes:
        keep_modes_as_nodes(monkeypatch)
        one = replace(one, prepared=Prepared.of(one.requirements, one.policy))
    found = find_cheapest(one.prepared, one.market, one.policy, Limits(), total_cost)
    if one.cheapest() is None:
        assert found.status is SolveStatus.INFEASIBLE
    else:
        assert found.status is SolveStatus.OPTIMAL
        assert found.value == found.bound == one.cheapest()


def many_farms(seed: int, layers: int = 1) -> tuple[Any, list[Any], Any]:
    """Return people of small teams on twelve deployments whose modes are picked, a group with own machines, offers."""
    pick = Random(seed)
    farms = [server(f"F{i:02d}", pick.choice(("2019", "2022")), rds_mode=RdsMode.CHOOSE) for i in range(12)]
    accesses = {
        (f"u{team}-{pick.randrange(3)}", f"d{team}-{pick.randrange(3)}", pick.choice(farms).server_id, "rds")
        for team in range(4)
        for _ in range(6)
    }
    accesses |= {("u0-0", f"d0-{i}", "plain", "rds") for i in range(3)}  # where either end counts
    own = group("own", 3, 5, "own", rds_servers=(farms[0].server_id,), rds_users=3, peripherals=1, peripheral_rds=1)
    park = [*farms, server("plain", "2022")]
    offers = [
        offer(f"{product} {metric}", pick.randint(3000, 5000) * factor, product, metric)
        for product, factor in (("ws_cal", 1), ("rds_cal", 3))
        for metric in ("user", "device")
    ]
    stock = offer("used", 7000, "rds_cal", "user", "2022", "used", stock_packs=pick.randint(1, 6))
    rules = policy(base_and_rds_same_metric=layers == 2, spare_share=pick.choice((Fraction(0), Fraction(1, 10))))
    return estate([own], park, sorted(accesses)), [*offers, stock], rules


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("seed", range(6))
def test_any_number_of_modes_is_no_case_at_all(seed: int, layers: int, monkeypatch: pytest.MonkeyPatch):
    """Two to the twelfth power would be; where own machines stand beside, the plain model's rows take their place."""
    keep_modes_as_nodes(monkeypatch)
    inventory, offers, rules = many_farms(seed, layers)
    parts = []
    monkeypatch.setattr(Case, "parts", lambda case: parts.append(case) or [])
    plan = plan_of(inventory, offers, rules=rules)
    assert plan is not None
    assert plan.cost.total == cheapest_by_direct_model(inventory, offers, rules=rules)
    assert len(parts) == 1


def test_only_large_deployments_are_a_question():
    """Eleven small ones, and one that more than half of all need."""
    inventory, offers, rules = many_farms(3)
    crowd = [(f"c{i}", f"k{i % 4}", "F05", "rds") for i in range(40)]
    accesses = [*crowd, *((f"s{i}", f"m{i}", f"F{i:02d}", "rds") for i in range(12))]
    one = pose(estate([], inventory.servers, accesses), offers, [], rules)
    assert [one.requirements.choices[k] for k in one.prepared.reduction.large] == ["F05"]


FARM = server("F", rds_mode=RdsMode.CHOOSE)
PEOPLE = estate(servers=[FARM], accesses=[(f"u{i}", f"d{i // 3}", "F", "rds") for i in range(6)])
OFFERS = [
    offer("WU", 4500),
    offer("WD", 3600, metric="device"),
    offer("RU", 9000, "rds_cal"),
    offer("RD", 8000, "rds_cal", "device"),
]


def questions(**rules: Any) -> list[tuple[str, int]]:
    case = pose(PEOPLE, OFFERS, [], policy(**rules)).case
    found = []
    while parts := case.parts():
        found.append(parts[0].answers[-1][0])
        case = parts[0]
    return found


def test_questions_are_those_that_policies_ask():
    base, remote = ("single", WS), ("single", RDS)
    assert questions() == []
    assert questions(ws_metrics="single", rds_metrics="single") == [base, remote]
    assert questions(ws_mixing_cost=1, rds_mixing_cost=1) == [("mixing", WS), ("mixing", RDS)]
    assert questions(ws_metrics="user", ws_mixing_cost=1) == []


def test_nobody_pays_for_mixing_what_nobody_needs():
    case = pose(estate([group("g", 2, 2)]), OFFERS, [], policy(rds_mixing_cost=1)).case
    assert case.parts() == []


def test_answers_are_read_back():
    case = pose(PEOPLE, OFFERS, [], policy(ws_metrics="single", rds_mixing_cost=77)).case
    for _ in range(2):
        case = case.parts()[-1]
    assert case.modes == ()
    case = case.decided({0: DEVICE}, ())
    assert dict(case.answers) == {("mode", 0): DEVICE, ("single", WS): DEVICE, ("mixing", RDS): BOTH}
    assert case.modes == (DEVICE,)
    assert case.extra == 77
    assert [o.offer_id for o in case.offers().offers] == ["RD", "RU", "WD"]
    assert (case.clauses().user_product != WS).all()


def test_the_mode_is_that_of_the_cheapest_case():
    plan = plan_of(PEOPLE, OFFERS)
    assert plan is not None
    assert list(plan.modes.values()) == [METRICS[DEVICE]]
    dear = [*OFFERS[:3], offer("RD", 80000, "rds_cal", "device")]
    plan = plan_of(PEOPLE, dear)
    assert plan is not None
    assert list(plan.modes.values()) == [METRICS[USER]]


def test_each_deployment_has_a_mode_of_its_own():
    """Many people at one machine on the one, one person with many machines on the other."""
    farms = [server("A", rds_mode=RdsMode.CHOOSE), server("B", rds_mode=RdsMode.CHOOSE)]
    accesses = [(f"u{i}", "kiosk", "A", "rds") for i in range(4)] + [("ann", f"d{i}", "B", "rds") for i in range(4)]
    people = estate(servers=farms, accesses=accesses)
    plan = plan_of(people, OFFERS)
    assert plan is not None
    assert plan.modes == {"A": METRICS[DEVICE], "B": METRICS[USER]}
    assert plan.cost.total == cheapest_by_direct_model(people, OFFERS) == 3600 + 8000 + 4500 + 9000


def test_what_was_learned_of_a_case_serves_other_policies_about_money():
    """The same answers ask for the same covers; other answers or rules do not."""
    prepared = Prepared.of(pose(PEOPLE, OFFERS, [], policy()).requirements, policy())

    def learned(**rules: Any) -> Learned | None:
        return prepared.learned(pose(PEOPLE, OFFERS, [], policy(**rules)).case)

    assert learned() is learned(order_cost=1)
    assert learned() is not learned(ws_metrics="user")
    assert learned(ws_metrics="single") is not None
    assert learned(rds_metrics="user", ws_metrics="user") is not learned(ws_metrics="user")


def test_a_case_that_nothing_can_cover_is_left_out():
    """Remote Desktop Device CALs only, on a deployment that runs per user."""
    people = estate(servers=[server("F", rds_mode=RdsMode.USER)], accesses=[("u", "d", "F", "rds")])
    one = pose(people, OFFERS, [], policy(rds_metrics="device"))
    assert one.prepared.learned(one.case) is None
    assert solve_scenario(one.prepared, one.market, one.policy, Limits()).status is SolveStatus.INFEASIBLE
