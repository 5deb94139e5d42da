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


def standing(*cells: tuple[str, object]) -> list[str]:
    """Return the errors where column G of Users is `stand_in_for` with these cells."""
    return errors(load(changed(("Users", "G1", "stand_in_for"), *(("Users", *cell) for cell in cells))))


def test_a_stand_in_takes_the_place_of_the_absent_person():
    sheets = changed(("Users", "G1", "stand_in_for"), ("Users", "G4", "anna"), ("Users", "G5", "anna"))
    loaded = load(sheets)
    assert errors(loaded) == []
    assert loaded.inventory is not None
    people = loaded.inventory.estate.people
    assert people.stands_in_for is not None
    assert dict(zip(people.ids.tolist(), people.stands_in_for.tolist(), strict=True)) == {
        "P2": 1,
        "anna": -1,
        "till1": -1,
    }
    blank = load(changed(("Users", "G1", "stand_in_for")))
    assert blank.inventory is not None
    assert blank.inventory.estate.people.stands_in_for is None


def test_an_unknown_absent_account():
    assert standing(("G2", "brt")) == [
        'Users!G2, column "stand_in_for": "brt" is not in sheet "Users". Closest is "bert" (Users!A5). Correct the id or leave '
        "the cell blank. [CAL-201]"
    ]


def test_nobody_stands_in_for_oneself():
    assert standing(("G4", "bert"), ("G5", "bert")) == [
        f'Users!{cell}, column "stand_in_for": "bert" is an account of the same person. Name the account of the person who is '
        "absent, or leave the cell blank. [CAL-240]"
        for cell in ("G4", "G5")
    ]


def test_no_chain_of_stand_ins():
    loaded = load(
        changed(
            ("Users", "G1", "stand_in_for"),
            ("Users", "G2", "bert"),
            add={"Users": [["carl", None, None, None, None, None, "anna"]]},
        )
    )
    assert errors(loaded) == [
        'Users!G6, column "stand_in_for": "anna" stands in for somebody too. Name the person who is absent in the end. [CAL-241]'
    ]


def test_the_accounts_of_a_stand_in_agree():
    assert standing(("G5", "anna")) == [
        'Users!G5, column "stand_in_for": "P2" has nothing in Users!G4, but anna here. Give the same in all accounts of a person, '
        "or nothing if the person keeps up other work besides. [CAL-242]"
    ]


def test_shared_accounts_neither_stand_in_nor_are_absent():
    for cells, shared in ((("G2", "till1"), "till1"), (("G3", "anna"), "till1")):
        assert standing(cells) == [
            f'Users!{cells[0]}, column "stand_in_for": "{shared}" is an account that several people share. Give the stand-in and '
            "the absent person an account of their own. [CAL-243]"
        ]


def test_a_licence_of_an_account_is_its_persons():
    for given, holder in (("adm-bert", "P2"), ("P2", "P2"), ("anna", "anna"), ("till1", "till1")):
        loaded = load(changed(("Owned", "G3", given)))
        assert loaded.inventory is not None
        assert loaded.inventory.lots[1].assigned_to == holder
