# ruff: noqa: E501 (messages stand here as people read them)
"""Suites without a version, and people who stand in for others.  Messages are checked in full."""

from __future__ import annotations

from datetime import date

from planner.domain.product import Product, Suite
from tests.unit.ingest.good_tables import changed, errors, load


def test_a_suite_has_a_version_or_software_assurance():
    suite = ("Owned", "B2", "Core CAL Suite")
    assert errors(load(changed(suite, ("Owned", "D2", None)))) == [
        'Owned!D2, column "version": Neither version nor sa_until is given, and a suite has no other version. Type the newest '
        "version released while Software Assurance ran. [CAL-244]"
    ]
    for column, value in (("H2", date(2027, 1, 1)), ("D2", "2016")):
        loaded = load(changed(suite, ("Owned", "D2", None), ("Owned", column, value)))
        assert errors(loaded) == []
        assert loaded.inventory is not None
        assert (loaded.inventory.lots[0].product, loaded.inventory.lots[0].suite) == (Product.WS_CAL, Suite.CORE)
    assert "CAL-101" in errors(load(changed(("Owned", "D2", None))))[0]


def test_a_used_suite_on_offer_says_what_it_reached():
    suite = ("Offers", "C4", "ECAL")
    assert errors(load(changed(suite, ("Offers", "E4", None)))) == [
        'Offers!E4, column "version": A used suite has the version it reached; there is none. Type the newest version released '
        "while Software Assurance ran. [CAL-244]"
    ]
    loaded = load(changed(suite, ("Offers", "E4", None), ("Offers", "F4", "new")))
    assert errors(loaded) == []
    assert loaded.inventory is not None
    assert loaded.inventory.offers[1].suite is Suite.ENTERPRISE
