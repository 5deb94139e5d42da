"""Waivers: the search over whom to free agrees with the plain model, and its bounds hold."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, inf
from random import Random

import numpy as np
import pytest

from planner.domain.product import PRODUCTS, VERSIONS, WS
from planner.domain.requirement import Ends, Waived
from planner.licensing import find_requirements
from planner.licensing.view import View
from planner.optimise import Limits, Prepared, audit, solve
from planner.optimise.direct import solve_directly
from planner.optimise.proof.bounds import PriceRelaxation
from planner.optimise.proof.waivers import Answers, Question, counted, needed
from planner.optimise.solve import find_cheapest, total_cost
from tests.builders import cheapest_by_direct_model, estate, offer, plan_of, policy, server
from tests.unit.optimise.made_up import pose

SEEDS = range(16)
OFFERS = [offer("U", 45), offer("D", 35, metric="device")]


def problem(seed):
    """Return an estate with administrators, offers of two ages, and policies."""
    pick = Random(seed)
    servers = [server(f"s{i}", pick.choice(("2016", "2019", "2022"))) for i in range(pick.randint(1, 3))]
    accesses = set()
    for number in range(pick.randint(2, 5)):
        for _ in range(pick.randint(1, 4)):
            machine = f"d{pick.randrange(4)}" if pick.random() < 0.85 else None
            kind = pick.choices(("standard", "rds", "admin"), (2, 1, 5))[0]
            accesses.add((f"u{number}", machine, pick.choice(servers).server_id, kind))
    offers = []
    for product in ("ws_cal", "rds_cal"):
        for metric in ("user", "device"):
            pack = pick.choice((1, 1, 3))
            offers.append(offer(f"{product} {metric}", pack * pick.randint(20, 60), product, metric, pack_size=pack))
            if pick.random() < 0.5:
                used = offer(
                    f"{product} {metric} old", pick.randint(10, 40), product, metric, "2016", "used", stock_packs=2
                )
                offers.append(used)
    rules = {"ws_admin_scope": pick.choice(("organisation", "server")), "base_and_rds_same_metric": pick.random() < 0.3}
    if pick.random() < 0.4:
        rules["ws_metrics"] = pick.choice(("user", "device", "single"))
    return estate((), servers, sorted(accesses, key=str)), offers, policy(**rules)


@pytest.mark.parametrize("are_counted", [True, False])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_search_agrees_with_the_plain_model(seed: int, are_counted: bool, monkeypatch: pytest.MonkeyPatch):
    """Whether those who are freed are counted, where they can be, or each answer is a case."""
    if not are_counted:
        monkeypatch.setattr(solve, "counted", lambda requirements, coupled: frozenset())
    inventory, offers, rules = problem(seed)
    plan = plan_of(inventory, offers, rules=rules)
    assert (None if plan is None else plan.cost.total) == cheapest_by_direct_model(inventory, offers, rules=rules)


def direct_cost(case, waived):
    asked = case.requirements.without(case.requirements.is_waived(waived))
    closed = replace(asked, waiver=asked.waiver * 0 - 1)
    cost = solve_directly(closed, case.market, case.policy, Limits())
    return inf if cost is None else cost


@pytest.mark.parametrize("seed", SEEDS)
def test_what_an_answer_saves_is_never_more_than_its_rows_account_for(seed: int):
    inventory, offers, rules = problem(seed)
    case = pose(inventory, offers, [], replace(rules, ws_metrics="any")).case
    question, checked = case.question(), 0
    if question.is_answered:
        return
    learned = Prepared.of(find_requirements(View(inventory, rules)), rules).learned(case)
    assert learned is not None
    priced = PriceRelaxation(learned, case.offers(), case.policy, total_cost).converge({})
    clauses = case.clauses()
    paid = learned.graph.paid_by(clauses, priced.prices, learned.cover(priced.prices))
    assert paid.sum() == learned.cover(priced.prices).cost
    open_rows = case.paid_by_open_rows(clauses, paid)
    for branch in question.branches(open_rows):
        least = ceil(priced.bound - branch.saving / 2**16 - 1e-9)
        waived = branch.answers.waived
        assert least <= direct_cost(case, waived)
        for other in Question.of(case.requirements, branch.answers).candidates()[:3]:
            number = Question.of(case.requirements, branch.answers).answers.administration
            if number == 0:
                assert least <= direct_cost(case, Waived((*waived.freed, (0, other))))
                checked += 1
    assert checked or len(question.candidates()) < 3


def counted_in(accesses, servers=("S",), **rules):
    runs = ("2019", "2022")
    park = [server(name, runs[i % 2]) for i, name in enumerate(servers)]
    one = pose(estate((), park, accesses), OFFERS, [], policy(**rules))
    return counted(one.requirements, coupled=one.policy.base_and_rds_same_metric)


def test_those_who_are_freed_are_counted_where_each_needs_one_licence():
    on_both = [("ann", "pc", "S", "admin"), ("ann", "laptop", "T", "admin"), ("bob", "laptop", "T", "admin")]
    assert counted_in(on_both[1:], ("S", "T")) == {0}
    assert counted_in(on_both, ("S", "T")) == frozenset()
    assert counted_in(on_both, ("S", "T"), ws_admin_scope="server") == {0, 1}


def test_those_who_are_freed_are_not_counted_where_a_policy_couples_what_they_need():
    accesses = [("ann", "pc", "T", "admin"), ("ann", "pc", "S", "rds")]
    assert counted_in(accesses, ("S", "T")) == {0}
    assert counted_in(accesses, ("S", "T"), base_and_rds_same_metric=True) == frozenset()
    elsewhere = [accesses[0], ("bob", "pc", "S", "rds")]
    assert counted_in(elsewhere, ("S", "T"), base_and_rds_same_metric=True) == {0}


def test_many_administrators_of_many_servers_are_no_cases(monkeypatch: pytest.MonkeyPatch):
    """Fourteen people administer six servers, each two of them from two machines: cases would be millions."""
    servers = [server(f"s{i}", "2022") for i in range(6)]
    accesses = [
        (f"a{i}", f"d{(i + j) % 11}", f"s{(3 * i + k * k) % 6}", "admin")
        for i in range(14)
        for j in range(2)
        for k in range(2)
    ]
    inventory, rules = estate((), servers, accesses), policy(ws_admin_scope="server")
    monkeypatch.setattr(solve._Cases, "_split_by_waivers", None)
    plan = plan_of(inventory, OFFERS, rules=rules)
    assert plan.cost.total == cheapest_by_direct_model(inventory, OFFERS, rules=rules)
    assert len(plan.freed) > 3


def questions(accesses):
    requirements = find_requirements(View(estate((), [server("S")], accesses), policy()))
    prepared = Prepared.of(requirements, policy())
    return Question.of(prepared.reduction.requirements, Answers())


def test_equal_administrators_are_one_answer():
    question = questions([(f"a{i}", f"pc{i}", "S", "admin") for i in range(30)])
    assert len(question.candidates()) == 30
    (first,) = question.branches(question.requirements.waiver * 0)
    (second,) = Question.of(question.requirements, first.answers).branches(question.requirements.waiver * 0)
    assert Question.of(question.requirements, second.answers).is_answered


def test_only_the_jump_machine_is_worth_freeing():
    question = questions([(f"a{i}", "jump", "S", "admin") for i in range(30)])
    assert len(question.candidates()) == 1


def test_an_estate_without_administration_asks_nothing():
    assert questions([("ann", "pc", "S", "standard")]).is_answered


def test_who_need_not_be_freed_is_not():
    """Everybody holds a licence anyway."""
    accesses = [("ann", None, "S", "standard"), ("ann", "jump", "S", "admin"), ("bob", "jump", "S", "standard")]
    plan = plan_of(estate((), [server("S")], accesses), [OFFERS[0]])
    assert plan.freed == ()
    assert plan.cost.total == 90


def test_the_audit_finds_one_freed_too_many():
    accesses = [(f"a{i}", f"pc{i}", "S", "admin") for i in range(4)]
    inventory, rules = estate((), [server("S")], accesses), policy()
    plan = plan_of(inventory, OFFERS)
    requirements = find_requirements(View(inventory, rules))
    problem = pose(inventory, OFFERS, [], rules)
    assert audit(plan, requirements, problem.market, rules, 0) == []
    more = replace(plan, freed=((0, 0), (0, 1), (0, 2)))
    assert audit(more, requirements, problem.market, rules, 0) == ["3 are freed for administration, more than 2"]
    fewer = replace(plan, freed=plan.freed[:1])
    assert audit(fewer, requirements, problem.market, rules, 0) == ["1 requirements are not covered"]
    elsewhere = replace(plan, freed=((1, 0),))
    assert audit(elsewhere, requirements, problem.market, rules, 0) == [
        "somebody is freed for an administration that is not there"
    ]


def outside(seed):
    """Return an estate with external people on several hosts."""
    pick = Random(1000 + seed)
    servers = [server(f"s{i}", pick.choice(("2019", "2022")), host=pick.choice(("", "h"))) for i in range(3)]
    accesses = set()
    for number in range(pick.randint(2, 6)):
        for _ in range(pick.randint(1, 3)):
            machine = f"d{pick.randrange(3)}" if pick.random() < 0.6 else None
            kind = pick.choices(("standard", "rds", "admin"), (4, 2, 1))[0]
            accesses.add((f"u{number}", machine, pick.choice(servers).server_id, kind))
    people = sorted({access[0] for access in accesses})
    offers = [
        offer(f"{product} {metric}", pick.randint(20, 60), product, metric)
        for product in ("ws_cal", "rds_cal")
        for metric in ("user", "device")
    ]
    for product in ("ws_external_connector", "rds_external_connector"):
        offers.append(offer(product, pick.randint(30, 150), product, "host", pack_size=pick.choice((1, 2))))
    relations = {person: pick.choice(("external", "employee", "external")) for person in people}
    rules = policy(base_and_rds_same_metric=pick.random() < 0.3, order_cost=pick.choice((0, 13)))
    return estate((), servers, sorted(accesses, key=str), relations=relations), offers, rules


@pytest.mark.parametrize("seed", SEEDS)
def test_the_choice_of_connectors_agrees_with_the_plain_model(seed: int):
    inventory, offers, rules = outside(seed)
    plan = plan_of(inventory, offers, rules=rules)
    assert plan.cost.total == cheapest_by_direct_model(inventory, offers, rules=rules)


def test_ten_hosts_are_not_a_thousand_cases(monkeypatch):
    servers = [server(f"s{i}") for i in range(10)]
    accesses = [(f"g{i}", None, name.server_id, "standard") for i in range(60) for name in servers]
    inventory = estate((), servers, accesses, relations={f"g{i}": "external" for i in range(60)})
    seen = []
    split = solve._Cases._split_by_waivers
    monkeypatch.setattr(solve._Cases, "_split_by_waivers", lambda *given: (seen.append(1), split(*given)))
    plan = plan_of(inventory, [offer("U", 45), offer("EC", 150, "ws_external_connector", "host")])
    assert plan.cost.total == 10 * 150
    assert len(seen) < 30


def test_the_audit_finds_a_connector_for_nobody():
    relations = {f"g{i}": "external" for i in range(9)}
    inventory = estate((), [server("S")], [(name, None, "S", "standard") for name in relations], relations=relations)
    offers = [offer("EC", 150, "ws_external_connector", "host"), offer("U", 45)]
    plan, rules = plan_of(inventory, offers), policy()
    requirements, market = find_requirements(View(inventory, rules)), pose(inventory, offers, [], rules).market
    newer = replace(requirements, connectors=(replace(requirements.connectors[0], version=5),))
    assert audit(plan, requirements, market, rules, 0) == []
    assert "a host holds a connector that licenses nobody" in audit(plan, newer, market, rules, 0)


def test_the_bound_is_that_of_the_answers():
    inventory, offers, rules = problem(3)
    one = pose(inventory, offers, [], rules)
    found = find_cheapest(one.prepared, one.market, one.policy, Limits(), total_cost)
    assert found.value == found.bound


@pytest.mark.parametrize(("ends", "is_freed"), [(Ends.EITHER, False), (Ends.DEVICE, False), (Ends.USER, True)])
def test_a_licence_at_an_end_that_does_not_count_frees_nobody_of_being_freed(ends, is_freed):
    """Adm's machine is licensed; where only people's licences count, Adm must stay freed for administration."""
    inventory = estate(servers=[server("s")], accesses=[("adm", "pc", "s", "admin")])
    requirements = find_requirements(View(inventory, policy()))
    requirements = replace(requirements, ends=np.full(len(requirements), ends))
    holders = requirements.holders
    held = np.zeros((len(holders), len(PRODUCTS), len(VERSIONS)), dtype=np.int64)
    held[requirements.device[0], WS, : requirements.version[0] + 1] = 1
    waived = Waived(freed=((0, int(requirements.user[0])),))
    assert bool(needed(requirements, policy(), waived, held).freed) is is_freed
