"""An order as Peppol BIS Order 3 (order only): UBL 2.1 with the elements and rules of OpenPeppol's transaction T01.

Elements stand in the order of the UBL schema; none is empty; amounts have two decimals and are without VAT, so no tax
is stated and what is to be paid is the sum of the lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from planner.domain import money
from planner.domain.country import COUNTRIES
from planner.domain.product import Condition
from planner.domain.profile import Address, Organisation, VendorProfile
from planner.errors import UsageError
from planner.papers.ariba import OPERATING_SYSTEMS
from planner.papers.missing import require
from planner.papers.order import Order, OrderLine
from planner.papers.source import PaperSource
from planner.papers.xml_paper import Element, add, add_stated, written

CUSTOMIZATION = "urn:fdc:peppol.eu:poacc:trns:order:3"
PROFILE = "urn:fdc:peppol.eu:poacc:bis:order_only:3"
ORDER = "urn:oasis:names:specification:ubl:schema:xsd:Order-2"
AGGREGATE = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
BASIC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_C, _B = f"{{{AGGREGATE}}}", f"{{{BASIC}}}"
_PURCHASE_ORDER, _ONE, _GLN = "220", "C62", "0088"
_UNSPSC = {"listID": "TST"}
"""Code of UNSPSC in the list of classifications, UN/CEFACT 7143."""


def check(orders: Sequence[Order], source: PaperSource) -> None:
    """Raise UsageError with everything that is missing for the orders, or that published rules would refuse."""
    organisation = source.organisation
    known = [
        ("Organisation", "name", organisation.name),
        ("Organisation", "country", organisation.country),
        ("Organisation", "peppol_id", organisation.peppol_id),
    ]
    require(
        "A Peppol order",
        (
            (
                order,
                [
                    *known,
                    ("Vendors", "country", order.vendor.country),
                    ("Vendors", "peppol_id", order.vendor.peppol_id),
                ],
            )
            for order in orders
        ),
    )
    wrong = [
        *_wrong(organisation.name, organisation),
        *(text for order in orders for text in _wrong(order.vendor.name, order.vendor)),
    ]
    if wrong:
        raise UsageError(" ".join(dict.fromkeys(wrong)))


def peppol(order: Order, source: PaperSource) -> bytes:
    """Return the order."""
    organisation, vendor = source.organisation, order.vendor
    ElementTree.register_namespace("", ORDER)
    ElementTree.register_namespace("cac", AGGREGATE)
    ElementTree.register_namespace("cbc", BASIC)
    root = ElementTree.Element(f"{{{ORDER}}}Order")
    _add_head(root, order, source)
    _add_buyer(root, organisation)
    _add_seller(root, vendor)
    _add_delivery(root, organisation)
    if organisation.terms:
        add(add(root, f"{_C}PaymentTerms"), f"{_B}Note", organisation.terms)
    total = add(root, f"{_C}AnticipatedMonetaryTotal")
    for name in ("LineExtensionAmount", "TaxExclusiveAmount", "PayableAmount"):
        _amount(total, name, order.total_minor, source)
    for line in order.lines:
        _add_line(root, line, source)
    return written(root)


def _wrong(name: str, party: Organisation | VendorProfile) -> Iterator[str]:
    """Yield what published rules would refuse: PEPPOL-COMMON-R040 on location numbers, PEPPOL-T01-R026 on VAT."""
    scheme, _, number = party.peppol_id.partition(":")
    if scheme == _GLN and not is_location_number(number):
        yield f'"{name}": {number} is no Global Location Number, its check digit is another.'
    if party.vat_id and party.vat_id[:2].upper() not in (*COUNTRIES, "EL"):
        yield f'"{name}": the VAT number {party.vat_id} does not begin with the two letters of a country.'


def is_location_number(number: str) -> bool:
    """Tell whether a Global Location Number has the check digit that GS1 asks for."""
    if len(number) != 13 or not (number.isascii() and number.isdigit()):
        return False
    digits = [int(digit) for digit in number]
    summed = sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits[:-1]))
    return (summed + digits[-1]) % 10 == 0


def _add_head(root: Element, order: Order, source: PaperSource) -> None:
    organisation = source.organisation
    add(root, f"{_B}CustomizationID", CUSTOMIZATION)
    add(root, f"{_B}ProfileID", PROFILE)
    add(root, f"{_B}ID", order.number)
    add(root, f"{_B}IssueDate", order.day.isoformat())
    add(root, f"{_B}OrderTypeCode", _PURCHASE_ORDER)
    add_stated(root, f"{_B}Note", f"Plan {source.number}, scenario {source.scenario.name}")
    add(root, f"{_B}DocumentCurrencyCode", source.currency)
    add_stated(root, f"{_B}CustomerReference", organisation.reference or organisation.contact)
    add_stated(root, f"{_B}AccountingCost", organisation.cost_centre)
    if order.valid_until is not None:
        add(add(root, f"{_C}ValidityPeriod"), f"{_B}EndDate", order.valid_until.isoformat())
    if order.quotations:
        add(add(root, f"{_C}QuotationDocumentReference"), f"{_B}ID", ", ".join(order.quotations))


def _endpoint(party: Element, peppol_id: str) -> None:
    scheme, _, number = peppol_id.partition(":")
    add(party, f"{_B}EndpointID", number, {"schemeID": scheme})


def _add_buyer(root: Element, organisation: Organisation) -> None:
    party = add(add(root, f"{_C}BuyerCustomerParty"), f"{_C}Party")
    _endpoint(party, organisation.peppol_id)
    add(add(party, f"{_C}PartyName"), f"{_B}Name", organisation.name)
    _add_address(party, "PostalAddress", organisation.address)
    if organisation.vat_id:
        tax = add(party, f"{_C}PartyTaxScheme")
        add(tax, f"{_B}CompanyID", organisation.vat_id)
        add(add(tax, f"{_C}TaxScheme"), f"{_B}ID", "VAT")
    add(add(party, f"{_C}PartyLegalEntity"), f"{_B}RegistrationName", organisation.name)
    _add_contact(party, organisation)


def _add_seller(root: Element, vendor: VendorProfile) -> None:
    party = add(add(root, f"{_C}SellerSupplierParty"), f"{_C}Party")
    _endpoint(party, vendor.peppol_id)
    if vendor.supplier_number:
        add(add(party, f"{_C}PartyIdentification"), f"{_B}ID", vendor.supplier_number)
    add(add(party, f"{_C}PartyName"), f"{_B}Name", vendor.name)
    _add_address(party, "PostalAddress", vendor.address)
    add(add(party, f"{_C}PartyLegalEntity"), f"{_B}RegistrationName", vendor.name)
    _add_contact(party, vendor)


def _add_address(party: Element, name: str, address: Address) -> None:
    made = add(party, f"{_C}{name}")
    add_stated(made, f"{_B}StreetName", address.street)
    add_stated(made, f"{_B}CityName", address.city)
    add_stated(made, f"{_B}PostalZone", address.postcode)
    add(add(made, f"{_C}Country"), f"{_B}IdentificationCode", address.country)


def _add_contact(party: Element, of: Organisation | VendorProfile) -> None:
    if of.contact or of.phone or of.email:
        contact = add(party, f"{_C}Contact")
        add_stated(contact, f"{_B}Name", of.contact)
        add_stated(contact, f"{_B}Telephone", of.phone)
        add_stated(contact, f"{_B}ElectronicMail", of.email)


def _add_delivery(root: Element, organisation: Organisation) -> None:
    delivery = add(root, f"{_C}Delivery")
    _add_address(add(delivery, f"{_C}DeliveryLocation"), "Address", organisation.delivery)
    if organisation.need_by is not None:
        period = add(delivery, f"{_C}RequestedDeliveryPeriod")
        add(period, f"{_B}EndDate", organisation.need_by.isoformat())


def _add_line(root: Element, line: OrderLine, source: PaperSource) -> None:
    bought = line.purchase
    outer = add(root, f"{_C}OrderLine")
    add_stated(outer, f"{_B}Note", bought.note)
    item = add(outer, f"{_C}LineItem")
    add(item, f"{_B}ID", str(line.number))
    add(item, f"{_B}Quantity", str(bought.packs), {"unitCode": _ONE})
    _amount(item, "LineExtensionAmount", bought.cost_minor, source)
    price = add(item, f"{_C}Price")
    _amount(price, "PriceAmount", bought.pack_price_minor, source)
    add(price, f"{_B}BaseQuantity", "1", {"unitCode": _ONE})
    what = add(item, f"{_C}Item")
    add(what, f"{_B}Description", line.description)
    add(what, f"{_B}Name", f"Microsoft {bought.licence}")
    add(add(what, f"{_C}BuyersItemIdentification"), f"{_B}ID", bought.offer_id)
    if line.sku.strip():
        add(add(what, f"{_C}SellersItemIdentification"), f"{_B}ID", line.sku)
    classified = add(what, f"{_C}CommodityClassification")
    add(classified, f"{_B}ItemClassificationCode", OPERATING_SYSTEMS, _UNSPSC)
    for name, value in (
        ("Condition", "used" if bought.condition is Condition.USED else "new"),
        ("Licences per pack", str(bought.pack_size)),
    ):
        further = add(what, f"{_C}AdditionalItemProperty")
        add(further, f"{_B}Name", name)
        add(further, f"{_B}Value", value)


def _amount(parent: Element, name: str, amount_minor: int, source: PaperSource) -> None:
    add(parent, f"{_B}{name}", money.text(amount_minor), {"currencyID": source.currency})
