"""What the published Peppol BIS Order 3 asks of an order (transaction T01, release of May 2025), written anew.

`TREE` has the elements an order may have, in the order of UBL 2.1, each with how often it stands; `broken` names the
business rules that an order breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
_ADDRESS = "StreetName? AdditionalStreetName? CityName? PostalZone? CountrySubentity? Country(IdentificationCode)"
_LEGAL = "PartyLegalEntity(RegistrationName CompanyID?)"
_CONTACT = "Contact?(Name? Telephone? ElectronicMail?)"
_PARTY = f"EndpointID@schemeID PartyIdentification?(ID) PartyName?(Name) PostalAddress({_ADDRESS})"
TREE = f"""
CustomizationID ProfileID ID SalesOrderID? IssueDate IssueTime? OrderTypeCode? Note? DocumentCurrencyCode
CustomerReference? AccountingCost? ValidityPeriod?(EndDate) QuotationDocumentReference?(ID)
BuyerCustomerParty(Party({_PARTY} PartyTaxScheme?(CompanyID TaxScheme(ID)) {_LEGAL} {_CONTACT}))
SellerSupplierParty(Party({_PARTY} {_LEGAL} {_CONTACT}))
Delivery?(DeliveryLocation?(ID? Name? Address({_ADDRESS})) RequestedDeliveryPeriod?(StartDate? EndDate?))
PaymentTerms?(Note)
AnticipatedMonetaryTotal?(LineExtensionAmount@currencyID TaxExclusiveAmount?@currencyID PayableAmount@currencyID)
OrderLine+(Note? LineItem(ID Quantity@unitCode LineExtensionAmount?@currencyID
  Price?(PriceAmount@currencyID BaseQuantity?@unitCode)
  Item(Description? Name BuyersItemIdentification?(ID) SellersItemIdentification?(ID)
    CommodityClassification*(ItemClassificationCode@listID) AdditionalItemProperty*(Name Value))))
"""
_TOKEN = re.compile(r"(\w+)([?*+]?)(?:@(\w+))?|([()])")
Node = tuple[str, str, str, list[Any]]


def _parsed(text: str) -> list[Node]:
    stack: list[list[Node]] = [[]]
    for name, often, attribute, bracket in _TOKEN.findall(text):
        if bracket == "(":
            stack.append(stack[-1][-1][3])
        elif bracket == ")":
            stack.pop()
        else:
            stack[-1].append((name, often, attribute, []))
    return stack[0]


def misplaced(order: Element) -> list[str]:
    """Return the elements that are missing, not known, twice, out of order, empty, or without their attribute."""
    return list(_misplaced(order, _parsed(TREE), "Order"))


def _misplaced(parent: Element, expected: list[Node], path: str) -> Iterator[str]:
    children = list(parent)
    for name, often, attribute, inner in expected:
        space = CAC if inner else CBC
        same = 0
        while children and children[0].tag == f"{space}{name}":
            child, same = children.pop(0), same + 1
            where = f"{path}/{name}"
            if attribute and not child.get(attribute):
                yield f"{where} has no {attribute}"
            if not inner and not (child.text or "").strip():
                yield f"{where} is empty"
            yield from _misplaced(child, inner, where)
        if (same == 0 and often in ("", "+")) or (same > 1 and often not in ("*", "+")):
            yield f"{path}/{name} stands {same} times"
    yield from (f"{path}: {child.tag.rpartition('}')[2]} is out of place" for child in children)


def broken(order: Element) -> list[str]:
    """Return the ids of the business rules that an order breaks."""
    return [rule for rule, holds in _rules(order) if not holds]


def _amount(element: Element | None) -> Decimal:
    return Decimal(element.text or "0") if element is not None else Decimal(0)


def _rules(order: Element) -> Iterator[tuple[str, bool]]:
    text = {child.tag.rpartition("}")[2]: child.text or "" for child in order}
    lines = order.findall(f"{CAC}OrderLine/{CAC}LineItem")
    total = order.find(f"{CAC}AnticipatedMonetaryTotal")
    assert total is not None
    yield "PEPPOL-T01-R031", text["ProfileID"] in (
        "urn:fdc:peppol.eu:poacc:bis:order_only:3", "urn:fdc:peppol.eu:poacc:bis:ordering:3",
    )  # fmt: skip
    yield "PEPPOL-T01-R034", text["CustomizationID"].startswith("urn:fdc:peppol.eu:poacc:trns:order:3")
    amounts = [one for one in order.iter() if one.get("currencyID") is not None]
    yield "PEPPOL-T01-R003", {one.get("currencyID") for one in amounts} <= {text["DocumentCurrencyCode"]}
    yield "PEPPOL-T01-R028", all(re.fullmatch(r"-?\d+(\.\d{1,2})?", one.text or "") for one in amounts)
    yield "PEPPOL-T01-R001", len({one.findtext(f"{CBC}ID") for one in lines}) == len(lines)
    yield "PEPPOL-T01-R004", all(_amount(one.find(f"{CBC}Quantity")) >= 0 for one in lines)
    yield "PEPPOL-T01-R005", all(_amount(one.find(f"{CAC}Price/{CBC}PriceAmount")) >= 0 for one in lines)
    extension = _amount(total.find(f"{CBC}LineExtensionAmount"))
    yield "PEPPOL-T01-R006", _amount(total.find(f"{CBC}PayableAmount")) >= 0
    yield "PEPPOL-T01-R007", extension >= 0
    yield "PEPPOL-T01-R008", extension == sum(_amount(one.find(f"{CBC}LineExtensionAmount")) for one in lines)
    yield "PEPPOL-T01-R011", extension == _amount(total.find(f"{CBC}TaxExclusiveAmount"))
    for line in lines:
        price, base = (_amount(line.find(f"{CAC}Price/{CBC}{name}")) for name in ("PriceAmount", "BaseQuantity"))
        yield "PEPPOL-T01-R025", base > 0
        stated = _amount(line.find(f"{CBC}LineExtensionAmount"))
        yield "PEPPOL-T01-R024", stated == _amount(line.find(f"{CBC}Quantity")) * price / base
    for vat in order.findall(f".//{CAC}PartyTaxScheme/{CBC}CompanyID"):
        yield "PEPPOL-T01-R026", re.match(r"[A-Z]{2}", vat.text or "") is not None
    for day in (one for one in order.iter() if one.tag in (f"{CBC}IssueDate", f"{CBC}EndDate")):
        yield "PEPPOL-COMMON-R030", re.fullmatch(r"\d{4}-\d\d-\d\d", day.text or "") is not None
    for number in (one.text or "" for one in order.iter(f"{CBC}EndpointID") if one.get("schemeID") == "0088"):
        yield "PEPPOL-COMMON-R040", _is_location_number(number)


def _is_location_number(number: str) -> bool:
    weighted = sum(int(digit) * (1 if place % 2 == 0 else 3) for place, digit in enumerate(number[:-1]))
    return number.isdigit() and (10 - weighted % 10) % 10 == int(number[-1])
