"""Licences of statements, each once, and packs that are nobody's."""

from __future__ import annotations

from planner.imports.evidence import KeyPackSeen, LicenceSeen, Origin
from planner.imports.owned.lots import find_lots
from planner.imports.questions import Talk
from tests.unit.imports.texts import read

USER = "Windows Server - User CAL"


def stated(sheet: str, quantity: int, document: str = "", text: str = USER) -> LicenceSeen:
    return LicenceSeen(
        Origin("mls.xlsx", 11, sheet), text, quantity, version="2022", document=document, is_statement=True
    )


def owned(talk: Talk, *seen: LicenceSeen) -> list[tuple[str, int]]:
    return [(lot.document, lot.quantity) for lot in find_lots(seen, talk)]


def test_two_tabs_of_a_statement_are_not_added():
    """A summary beside the pivot data doubled what was owned."""
    talk = Talk()
    summary, pivot = stated("License Summary", 12), stated("Pivot Data", 15)

    assert owned(talk, summary, pivot) == [("", 15)]
    [asked] = talk.open
    assert (asked.id, asked.until_answered) == (
        "same licences 15 Windows Server User CAL 2022 mls.xlsx, Pivot Data, row 11",
        "They are taken for the same, of which there are 15.",
    )
    assert owned(Talk({asked.id: "no"}), summary, pivot) == [("", 12), ("", 15)]


def test_agreements_that_differ_and_rows_of_one_tab_are_purchases_of_their_own():
    talk = Talk()

    assert owned(talk, stated("A", 12, "1001"), stated("B", 5, "1002")) == [("1001", 12), ("1002", 5)]
    assert owned(talk, stated("A", 12, "1001"), stated("A", 5)) == [("1001", 12), ("", 5)]
    assert talk.open == ()


def test_packs_without_a_limit_are_nobodys_whatever_sign_a_tool_writes():
    head = "KeyPackId,KeyPackType,ProductType,ProductVersion,ProductVersionID,TotalLicenses,IssuedLicenses\n"
    text = head + "3,2,1,Windows Server 2022,7,4294967295,5\n4,2,1,Windows Server 2022,7,-1,5\n5,2,1,x,6,40,5\n"

    assert [(each.version, each.total) for each in read(text) if isinstance(each, KeyPackSeen)] == [("2019", 40)]
