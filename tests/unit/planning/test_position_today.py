"""The position today: least missing at list prices, the same whatever scenarios wish."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from planner.domain.evidence import Evidence
from planner.domain.inventory import Inventory, SourceFile
from planner.domain.position import LicencesShort, PositionToday, Unproven
from planner.domain.product import Condition, Metric, Product, Version
from planner.domain.scenario import Policy
from planner.planning.list_prices import ListPrices
from planner.planning.position_today import position_today
from planner.planning.run import Run
from planner.planning.scenario_cache import ScenarioCache
from tests.builders import estate, group, lot, offer, policy, server

USER = offer("WU", 4_600, runs="2025")
DEVICE = offer("WD", 3_400, metric="device", runs="2025")


def position(groups, offers=(USER, DEVICE), lots=(), rules: Policy | None = None, servers=()) -> PositionToday | None:
    rules = rules or policy()
    found = Inventory(
        source=SourceFile("estate.xlsx", ""),
        catalogue=None,
        estate=estate(groups, servers),
        offers=tuple(offers),
        lots=tuple(lots),
        scenarios=(),
        notices=(),
        policy=rules,
    )
    return position_today(ScenarioCache(found), Run())


def short(metric: str, licences: int, version: str = "2022", product: str = "ws_cal") -> LicencesShort:
    return LicencesShort(Product(product), Metric(metric), Version(version), licences)


def test_nothing_is_missing_where_the_other_end_is_owned():
    """Everybody holds a User CAL; that machines would be fewer is a wish, not a lack."""
    found = position([group("g", 20, 10)], lots=[lot("L", 20, resale_minor=5_000)])
    assert found is not None
    assert (found.missing, found.amount_minor, found.audit_amount_minor) == ((), 0, 0)
    assert (found.licences_in_use, found.share_of_use) == (20, 0)


def test_the_least_amount_over_all_choices_of_ends():
    """17 people on 9 machines; of the machines 4 are licensed: five Device CALs cost least."""
    found = position([group("g", 17, 9)], lots=[lot("L", 4, metric="device", runs="2025")])
    assert found is not None
    assert found.missing == (short("device", 5),)
    assert found.amount_minor == 5 * 3_400
    assert found.share_of_use == Fraction(5, 9)
    assert found.audit_amount_minor == 21_250  # a quarter more, as 5 of 9 are more than a twentieth


@pytest.mark.parametrize(("owned", "audit"), [(39, 4_600), (38, 11_500 + 777), (37, 17_250 + 777)])
def test_at_the_threshold_and_above_an_audit_costs_more(owned, audit):
    """Of 40 licences in use one is a fortieth, two are exactly a twentieth."""
    rules = policy(audit_cost=777)
    found = position([group("g", 40, 0)], lots=[lot("L", owned, runs="2025")], rules=rules)
    assert found is not None
    assert found.audit_amount_minor == audit


def test_wishes_of_the_policy_change_nothing():
    base = [group("g", 17, 9)]
    wishes = policy(
        ws_metrics="user", use_owned=False, budget=100, max_vendors=0, spare_share=Fraction(1, 2), order_cost=900
    )
    owned = [lot("L", 4, metric="device", runs="2025")]
    assert position(base, lots=owned, rules=wishes) == position(base, lots=owned)


def test_licences_without_proof_count_as_held_and_are_told():
    """25 used with nothing stated, 15 said to have none, 20 new ones; 60 people, the machines are too many."""
    owned = [
        lot("O1", 20, runs="2019"),
        lot("O2", 25, runs="2019", condition=Condition.USED),
        lot("O3", 15, runs="2019", condition=Condition.USED, evidence=Evidence(proof=())),
    ]
    found = position([group("g", 60, 140, server="2019")], lots=owned)
    assert found is not None
    assert (found.missing, found.amount_minor) == ((), 0)
    assert found.unproven == Unproven(40, 40 * 4_600)


def test_a_kind_without_a_list_price_is_missing_without_an_amount():
    found = position([group("g", 3, 0)], offers=[DEVICE])
    assert found is not None
    assert found.missing == (short("user", 3),)
    assert (found.amount_minor, found.audit_amount_minor) == (None, None)


def test_a_kind_without_a_list_price_is_left_alone_where_another_will_do():
    found = position([group("g", 3, 11)], offers=[DEVICE])
    assert found is not None
    assert (found.missing, found.amount_minor) == ((short("device", 11),), 37_400)


def test_licences_that_no_licence_server_holds_are_missing():
    """Two Remote Desktop CALs 2025 are owned, but the only licence server has version 2022."""
    remote = offer("RU", 12_000, "rds_cal", runs="2025")
    licence_server = server("LS", "2022", rd_licence_server=True)
    owned = [lot("B", 2), lot("R", 2, "rds_cal", runs="2025")]
    found = position([group("g", 2, 0, rds="2022")], [USER, remote], owned, servers=[licence_server])
    assert found is not None
    assert (found.missing, found.amount_minor) == ((short("user", 2, product="rds_cal"),), 24_000)


def test_the_list_price_is_the_cheapest_new_one_of_the_newest_version_exact_per_licence():
    """A pack of 3 for 100.00 makes 33.33 1/3 a licence; used, older, limited and not yet valid ones do not count."""
    offers = [
        offer("pack", 10_000, runs="2025", pack_size=3),
        offer("dearer", 3_400, runs="2025"),
        offer("older", 1_000, runs="2022"),
        offer("used", 900, runs="2025", condition="used"),
        offer("term", 800, runs="2025", term_months=12),
        offer("later", 700, runs="2025", valid_from=date(2027, 1, 1)),
    ]
    prices = ListPrices.of(offers, policy())
    assert prices.of_kind == {(Product.WS_CAL, Metric.USER): Fraction(10_000, 3)}
    found = position([group("g", 5, 0)], offers=offers)
    assert found is not None
    assert found.amount_minor == 16_667
    stated = ListPrices.of(offers, policy(list_price_ws_cal=2_222))
    assert set(stated.of_kind.values()) == {Fraction(2_222)}
