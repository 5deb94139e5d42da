"""What shows that lots and purchases are rightly held."""

from __future__ import annotations

import pytest

from planner.domain.evidence import PROOF_ITEMS, R55_ITEMS, Credential, Evidence, ProofItem, Segment
from planner.domain.plan import Purchase
from planner.domain.product import Condition
from planner.domain.review import ProofLine
from planner.licensing.audit.proof_index import proof_index
from tests.builders import lot, offer, policy

CREDENTIAL = ProofItem.CREDENTIAL


def of_lot(product: str = "ws_cal", rules=(), **stated: object) -> ProofLine:
    one = lot("L", 5, product, condition=Condition.USED, evidence=Evidence(**stated))
    (line,) = proof_index([one], [], policy(**dict(rules)))
    return line


@pytest.mark.parametrize(
    ("stated", "lacking", "unsaid"),
    [
        ({}, (), R55_ITEMS),
        ({"proof": ()}, R55_ITEMS, ()),
        ({"proof": PROOF_ITEMS}, (), ()),
        ({"proof": R55_ITEMS[1:]}, R55_ITEMS[:1], ()),
    ],
)
def test_items_of_base_licences(stated, lacking, unsaid):
    line = of_lot(**stated)
    assert (line.held, line.lacking, line.open) == (stated.get("proof", ()), lacking, unsaid)


def test_remote_desktop_licences_need_something_to_install_them_with():
    assert of_lot("rds_cal").open == (*R55_ITEMS, CREDENTIAL)
    assert of_lot("rds_cal", install_credential=Credential.YES).open == R55_ITEMS
    assert of_lot("rds_cal", install_credential=Credential.NO).lacking == (CREDENTIAL,)
    # Whoever lists the proof was not asked for item 8 there: it has a column of its own.
    assert (of_lot("rds_cal", proof=R55_ITEMS).lacking, of_lot("rds_cal", proof=R55_ITEMS).open) == ((), (CREDENTIAL,))
    asked = {"min_proof_score": PROOF_ITEMS}
    assert of_lot("rds_cal", asked, proof=PROOF_ITEMS[:-1]).lacking == (CREDENTIAL,)


def test_origin_is_what_is_stated_of_it():
    assert of_lot().origin == ""
    assert of_lot(first_sale_region="DE", lot_is_complete=False).origin == "first sold in DE, part of a larger lot"
    assert of_lot(lot_is_complete=True, segment=Segment.OEM).origin == "a whole lot, oem"


def test_the_policy_says_what_is_asked_for():
    assert of_lot(rules={"min_proof_score": ()}).open == ()
    assert of_lot(rules={"min_proof_score": (ProofItem.PAID, CREDENTIAL)}).open == (ProofItem.PAID,)


def test_used_ones_first_and_nothing_asked_of_new_ones():
    lots = [lot("A", 3, document="INV-1"), lot("B", 0), lot("C", 2, condition=Condition.USED)]
    bought = [Purchase(offer("N", 100, pack_size=5), 2), Purchase(offer("U", 90, condition="used", vendor="V"), 4)]
    lines = proof_index(lots, bought, policy())
    assert [(line.source_id, line.is_owned, line.quantity, line.document) for line in lines] == [
        ("C", True, 2, ""), ("U", False, 4, ""), ("A", True, 3, "INV-1"), ("N", False, 10, ""),
    ]  # fmt: skip
    assert [line.ask for line in lines] == [
        "the dealer it was bought from", "V", "whoever sold it, or your own purchasing", "Vendor A",
    ]  # fmt: skip
    assert [line.open for line in lines[2:]] == [(), ()]
