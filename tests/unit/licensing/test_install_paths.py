"""Remote Desktop licences that nothing comes with to install them."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain.evidence import Credential, Evidence
from planner.domain.offer import Offer
from planner.licensing import find_market, find_requirements
from planner.licensing.market.used_licences import objections
from planner.licensing.rules.r35_install_path import NO_CREDENTIAL, NO_INSTALL_PATH
from planner.licensing.view import View
from tests.builders import bought, estate, group, offer, plan_of, policy

TEAM = estate([group("g", 3, 3, rds="2022")])


def remote(offer_id: str, price: int, credential: Credential | None = None, **more: Any) -> Offer:
    evidence = Evidence(install_credential=credential)
    return offer(offer_id, price, "rds_cal", evidence=evidence, **more)


OFFERS = [
    offer("WS", 10),
    remote("blank", 50),
    remote("good", 60, Credential.RETAIL_CODE),
    remote("none", 40, Credential.NO),
]


@pytest.mark.parametrize(
    ("rules", "taken"),
    [
        ({}, "blank"),
        ({"missing_evidence": "exclude"}, "good"),
        ({"require_rds_install_path": False}, "none"),
        ({"require_rds_install_path": False, "missing_evidence": "exclude"}, "none"),
    ],
)
def test_new_offers_need_a_way_to_be_installed(rules: dict[str, Any], taken: str):
    plan = plan_of(TEAM, OFFERS, rules=policy(**rules))
    assert plan is not None
    assert bought(plan) == {"WS": 3, taken: 3}


def test_what_is_left_out_is_named():
    offers = [*OFFERS, offer("WS none", 1, evidence=Evidence(install_credential=Credential.NO))]
    strict = policy(missing_evidence="exclude")
    market = find_market(offers, [], find_requirements(View(TEAM, strict)), strict)
    assert [(n.code, n.text) for n in market.notices] == [
        (
            NO_INSTALL_PATH.code,
            "New Remote Desktop offers are left out (rule R35), because there is nothing to install them with: none.",
        ),
        (
            NO_INSTALL_PATH.code,
            "New Remote Desktop offers are left out (rule R35), because install_credential is not stated, and the "
            "policy missing_evidence is exclude: blank.",
        ),
    ]
    assert [o.offer_id for o in market.offers] == ["WS", "good", "WS none"]
    assert market.ineligible == ()


def test_the_policy_speaks_of_used_offers_too():
    used = remote("U", 1, Credential.NO, condition="used")
    assert [finding.objection for finding in objections(used, policy())] == [NO_CREDENTIAL]
    assert objections(used, policy(require_rds_install_path=False)) == ()
