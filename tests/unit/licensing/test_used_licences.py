"""Which used offers this buyer may buy, and what is told about those that are left out."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.country import COUNTRIES
from planner.domain.evidence import PROOF_ITEMS, R55_ITEMS, Credential, Evidence, ProofItem, Segment
from planner.licensing import find_market, find_requirements, remarks_on_bought, risks_of_used
from planner.licensing.market.used_licences import judge, objections
from planner.licensing.rule import NOT_STATED, Objection
from planner.licensing.rules.r35_install_path import NO_CREDENTIAL
from planner.licensing.rules.r47_rds_subscriptions import SUBSCRIPTIONS
from planner.licensing.rules.r52_used_in_the_eu import USED_EXCLUDED
from planner.licensing.rules.r53_splitting_lots import SPLIT
from planner.licensing.rules.r54_copy_of_a_program import PRODUCT
from planner.licensing.rules.r55_proof import LACKING, USED_UNPROVED
from planner.licensing.rules.r56_not_resold import LIMITED, OEM, SEGMENT
from planner.licensing.rules.r57_countries import (
    ELSEWHERE,
    FIRST_SALE,
    FIRST_SALE_FOR_GB,
    USED_TERRITORY,
    Resale,
    is_in_eea,
    resale_in,
)
from planner.licensing.view import View
from tests.builders import DAY, estate, group, offer, policy

NAMES: dict[Objection, str] = {
    LIMITED: "LIMITED", PRODUCT: "PRODUCT", ELSEWHERE: "COUNTRY", FIRST_SALE: "FIRST_SALE", SPLIT: "SPLIT", OEM: "OEM",
    FIRST_SALE_FOR_GB: "FIRST_SALE",
    SEGMENT: "SEGMENT", LACKING: "PROOF", NO_CREDENTIAL: "CREDENTIAL", NOT_STATED: "NOT_STATED",
}  # fmt: skip

GOOD = {
    "proof": R55_ITEMS,
    "install_credential": Credential.YES,
    "first_sale_region": "DE",
    "lot_is_complete": True,
    "segment": Segment.COMMERCIAL,
}


def used(product: str = "ws_cal", term_months: int | None = None, **stated: object):
    evidence = Evidence(**stated)
    return offer("U", 100, product, condition="used", term_months=term_months, evidence=evidence)


def reasons(one, **rules):
    return [(NAMES[finding.objection], finding.about) for finding in objections(one, policy(**rules))]


@pytest.mark.parametrize(
    ("change", "rules", "found"),
    [
        ({}, {}, []),
        ({"proof": ("paid", "transfers")}, {}, ["agreement", "end_of_use", "first_sale", "reseller_invoice"]),
        ({"proof": ()}, {"min_proof_score": ()}, []),
        ({"proof": ("paid",)}, {"min_proof_score": (ProofItem.PAID,)}, []),
    ],
)
def test_the_proof_stated_must_have_what_the_policy_asks_for(change, rules, found):
    assert reasons(used(**GOOD | change), **rules) == [("PROOF", item) for item in found]


def test_item_8_of_the_proof_is_for_remote_desktop_and_has_a_column_of_its_own():
    everything = {"min_proof_score": PROOF_ITEMS}
    seven = {"proof": PROOF_ITEMS[:-1], "segment": Segment.COMMERCIAL}
    assert reasons(used(**seven), **everything) == []
    assert reasons(used("rds_cal", **seven), **everything) == [("PROOF", "credential")]
    assert reasons(used("rds_cal", **seven, install_credential=Credential.REISSUE), **everything) == []
    alone = {"min_proof_score": (ProofItem.CREDENTIAL,), "missing_evidence": "exclude"}
    given = {"segment": Segment.COMMERCIAL, "install_credential": Credential.YES}
    assert reasons(used("rds_cal", **given), **alone) == []


def test_remote_desktop_licences_need_something_to_install_them_with():
    without = GOOD | {"install_credential": Credential.NO}
    assert reasons(used("rds_cal", **without)) == [("CREDENTIAL", "")]
    assert reasons(used("ws_cal", **without)) == []
    blank = GOOD | {"install_credential": None}
    assert reasons(used("rds_cal", **blank)) == []
    assert reasons(used("rds_cal", **blank), missing_evidence="exclude") == [("NOT_STATED", "install_credential")]
    proved = blank | {"proof": PROOF_ITEMS}
    assert reasons(used("rds_cal", **proved), missing_evidence="exclude") == []


@pytest.mark.parametrize(
    ("country", "region", "found"),
    [
        (None, "US", []),
        ("DE", "NO", []),
        ("NO", "EEA", []),
        ("DE", "US", [("FIRST_SALE", "US")]),
        ("EU", "GB", [("FIRST_SALE", "GB, first_sold_on not stated")]),
        ("IS", "CH", [("FIRST_SALE", "CH")]),
        ("GB", "US", [("FIRST_SALE", "US")]),
        ("GB", "GB", []),
        ("GB", "DE", []),
        ("GB", "EEA", []),
        ("GB", None, []),
        ("CH", "US", []),
        ("CH", None, []),
        ("US", "DE", [("COUNTRY", "US")]),
        ("US", "US", [("COUNTRY", "US")]),
        ("DE", None, []),
    ],
)
def test_the_buyers_country_and_the_place_of_the_first_sale(country, region, found):
    assert reasons(used(**GOOD | {"first_sale_region": region}), country=country) == found


@pytest.mark.parametrize(
    ("country", "region", "sold_on", "found"),
    [
        ("DE", "GB", date(2020, 12, 31), []),
        ("DE", "GB", date(2021, 1, 1), ["GB on 2021-01-01"]),
        ("EEA", "GB", date(2020, 12, 31), []),
        ("GB", "DE", date(2020, 12, 31), []),
        ("GB", "DE", date(2021, 1, 1), []),
        ("GB", "GB", date(2021, 1, 1), []),
        ("GB", "US", date(2020, 12, 31), ["US"]),
        ("DE", "US", date(2020, 12, 31), ["US"]),
        ("DE", "DE", date(2021, 1, 1), []),
    ],
)
def test_what_was_first_sold_in_great_britain_before_it_left_counts_in_the_eea(country, region, sold_on, found):
    one = used(**GOOD | {"first_sale_region": region, "first_sold_on": sold_on})
    assert reasons(one, country=country) == [("FIRST_SALE", about) for about in found]


def test_a_buyer_in_great_britain_is_asked_where_the_first_sale_was():
    blank = used(**GOOD | {"first_sale_region": None})
    found = [("NOT_STATED", "first_sale_region")]
    assert reasons(blank, country="GB", missing_evidence="exclude") == found
    assert reasons(blank, country="CH", missing_evidence="exclude") == []


def test_membership_is_dated():
    assert [c for c in COUNTRIES if resale_in(c, DAY) is Resale.WITH_WARNING] == ["CH", "GB"]
    assert sum(is_in_eea(c, DAY) for c in COUNTRIES) == 30
    assert resale_in("GB", date(2020, 12, 31)) is Resale.FIRST_SALE_IN_EEA
    assert (is_in_eea("HR", date(2013, 6, 30)), is_in_eea("HR", date(2013, 7, 1))) == (False, True)


@pytest.mark.parametrize("segment", Segment)
def test_segments(segment):
    admitted = {
        Segment.COMMERCIAL: {},
        Segment.OEM: {"allow_used_oem": True},
    }.get(segment, {"allow_used_academic_gov": True})
    one = used(**GOOD | {"segment": segment})
    assert reasons(one, **admitted) == []
    if admitted:
        assert [name for name, _ in reasons(one)] == ["OEM" if segment is Segment.OEM else "SEGMENT"]


def test_lots_products_and_terms():
    split = used(**GOOD | {"lot_is_complete": False})
    assert (reasons(split), reasons(split, allow_split_lots=False)) == ([], [("SPLIT", "")])
    assert reasons(used(**GOOD), allow_used_ws_cal=False) == [("PRODUCT", "")]
    assert reasons(used("rds_cal", **GOOD), allow_used_ws_cal=False) == []
    assert reasons(used("rds_cal", **GOOD), allow_used_rds_cal=False) == [("PRODUCT", "")]
    assert reasons(used(**GOOD, term_months=12)) == [("LIMITED", "12 months")]


def test_blanks_exclude_only_if_the_policy_says_so_and_the_rule_asks():
    strict = {"missing_evidence": "exclude", "country": "DE", "allow_split_lots": False}
    asked = [("NOT_STATED", column) for column in ("first_sale_region", "lot_is_complete", "segment", "proof")]
    assert reasons(used()) == []
    assert reasons(used(), **strict) == asked
    assert reasons(used("rds_cal"), **strict) == [*asked, ("NOT_STATED", "install_credential")]
    nothing_asked = {"min_proof_score": (), "allow_used_oem": True, "allow_used_academic_gov": True}
    assert reasons(used(), missing_evidence="exclude", **nothing_asked) == []


def test_new_offers_need_no_evidence():
    one = offer("N", 100, evidence=Evidence(proof=(), segment=Segment.OEM, first_sale_region="US"))
    assert reasons(one, missing_evidence="exclude", country="US", allow_split_lots=False) == []


def test_every_offer_left_out_is_named_with_every_reason():
    offers = [
        offer("A", 1, condition="used", evidence=Evidence(proof=PROOF_ITEMS[:6], segment=Segment.OEM)),
        offer("B", 1, condition="used", evidence=Evidence(segment=Segment.OEM)),
        offer("C", 1, condition="used", term_months=12),
        offer("D", 1, condition="used"),
        offer("N", 1),
        offer("S", 1, term_months=12),
        offer("old", 1, condition="used", runs="2016", evidence=Evidence(segment=Segment.OEM)),
    ]
    requirements = find_requirements(View(estate([group("g", 5, 5, server="2019")]), policy()))
    market = find_market(offers, (), requirements, policy())
    assert [o.offer_id for o in market.offers] == ["D", "N"]
    assert [o.offer_id for o in market.ineligible] == ["A", "B"]  # no policy admits C
    assert [(notice.code, notice.text) for notice in market.notices] == [
        (SUBSCRIPTIONS.code, "Subscriptions are not bought for a plan of one day (policy subscriptions: no): S."),
        (USED_EXCLUDED.code, f"Used offers are left out, because {LIMITED}: C (12 months)."),
        (USED_EXCLUDED.code, f"Used offers are left out, because {OEM}: A; B."),
        (USED_EXCLUDED.code, f"Used offers are left out, because {LACKING}: A (reseller_invoice)."),
    ]
    assert find_market(offers, (), requirements, policy(allow_used=False)).ineligible == ()


def test_a_warning_where_the_law_is_less_settled():
    offers = [used(**GOOD)]
    for country in ("GB", "CH"):
        (notice,) = judge(offers, policy(country=country)).notices
        assert notice.code == USED_TERRITORY.code
    assert judge([offer("N", 1)], policy(country="GB")).notices == ()
    assert judge(offers, policy(country="DE")).notices == ()


def test_many_used_offers_without_evidence_are_told_of_in_one_short_sentence():
    bought = [offer(f"U{n}", 1, "rds_cal" if n == 5 else "ws_cal", condition="used") for n in range(1, 6)]
    (notice,) = remarks_on_bought(bought, policy())
    assert notice.text == (
        "Used licences are bought whose evidence is not stated: U1, U2, U3 and 2 more (blank: segment, proof, "
        "install_credential); ask the vendors for it before you order."
    )


def test_what_is_told_about_used_licences_that_are_bought():
    bought = [offer("N", 1), used(**GOOD | {"lot_is_complete": False, "segment": None})]
    (notice,) = remarks_on_bought(bought, policy())
    assert notice.code == USED_UNPROVED.code
    assert ": U (blank: segment); ask" in notice.text
    assert remarks_on_bought([offer("N", 1), used(**GOOD)], policy()) == ()
    general, split = risks_of_used(bought)
    assert "C-128/11" in general
    assert split.startswith("Parts of larger lots are bought (U).")
    assert risks_of_used([used(**GOOD)]) == (general,)
    assert risks_of_used([offer("N", 1)]) == ()
