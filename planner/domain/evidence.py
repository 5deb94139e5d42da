"""What is stated about used licences, on offer or owned: where they come from, and how that can be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.words import say


class ProofItem(StrEnum):
    """One document of the chain of title; the order is that of the checklist, from 1 on."""

    AGREEMENT = "agreement"
    FIRST_INVOICE = "first_invoice"
    TRANSFERS = "transfers"
    END_OF_USE = "end_of_use"
    FIRST_SALE = "first_sale"
    PAID = "paid"
    RESELLER_INVOICE = "reseller_invoice"
    CREDENTIAL = "credential"


PROOF_ITEMS = tuple(ProofItem)
PROOF_WORDS = {
    ProofItem.AGREEMENT: say("agreement or licence number of the first owner"),
    ProofItem.FIRST_INVOICE: say("invoice or licence statement of the first owner"),
    ProofItem.TRANSFERS: say("signed transfer document for every change of owner"),
    ProofItem.END_OF_USE: say("statement of every earlier owner that use has ended"),
    ProofItem.FIRST_SALE: say("proof of the first sale in the EEA"),
    ProofItem.PAID: say("proof that it is perpetual and fully paid"),
    ProofItem.RESELLER_INVOICE: say("invoice of the reseller with product, version, kind and quantity"),
    ProofItem.CREDENTIAL: say("what Remote Desktop licences are installed with"),
}
"""The items of proof for people."""
R55_ITEMS = tuple(item for item in PROOF_ITEMS if item not in (ProofItem.FIRST_INVOICE, ProofItem.CREDENTIAL))
"""The items of proof that rule R55 requires by default: 1, 3, 4, 5, 6 and 7."""


class Credential(StrEnum):
    """What Remote Desktop licences are installed with."""

    YES = "yes"
    RETAIL_CODE = "fresh_retail_code"
    AGREEMENT_NUMBER = "agreement_number"
    REISSUE = "clearinghouse_reissue"
    NO = "no"


class Segment(StrEnum):
    """The kind of agreement the licences were first sold under."""

    COMMERCIAL = "commercial"
    OEM = "oem"
    ACADEMIC = "academic"
    GOVERNMENT = "government"
    CHARITY = "charity"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a vendor or an owner states; None: nothing is stated."""

    proof: tuple[ProofItem, ...] | None = None
    """The items there are, in the order of the checklist; empty where the vendor says that there is none."""
    install_credential: Credential | None = None
    first_sale_region: str | None = None
    """A country, or EU or EEA."""
    first_sold_on: date | None = None
    """Day of the first sale there."""
    lot_is_complete: bool | None = None
    segment: Segment | None = None
