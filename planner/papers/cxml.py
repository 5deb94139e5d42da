"""An order as a cXML OrderRequest, the message by which procurement systems order from a supplier's.

Elements stand in the order of the document type definition of cXML 1.2.  A shared secret is never written: the system
that sends the message adds its own credentials.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from xml.etree import ElementTree

from planner.domain import money
from planner.domain.profile import Address
from planner.papers.ariba import MANUFACTURER, OPERATING_SYSTEMS
from planner.papers.missing import require
from planner.papers.order import LICENCES, Order, OrderLine
from planner.papers.source import PaperSource
from planner.papers.xml_paper import Element, add, add_stated, written

VERSION = "1.2.060"
DOCTYPE = f'<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/{VERSION}/cXML.dtd">'
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ENGLISH = {_LANGUAGE: "en"}


def check(orders: Iterable[Order], source: PaperSource) -> None:
    """Raise UsageError with everything that is missing for the messages."""
    organisation = source.organisation
    known = [
        ("Organisation", "name", organisation.name),
        ("Organisation", "network_id", organisation.network_id),
        ("Organisation", "street", organisation.street),
        ("Organisation", "city", organisation.city),
        ("Organisation", "country", organisation.country),
    ]
    require("A cXML order", ((order, [*known, ("Vendors", "network_id", order.vendor.network_id)]) for order in orders))


def cxml(order: Order, source: PaperSource) -> bytes:
    """Return the message."""
    organisation = source.organisation
    root = ElementTree.Element(
        "cXML",
        {"version": VERSION, "payloadID": f"{order.number}@cal-planner", "timestamp": source.document.created}
        | _ENGLISH,
    )
    head = add(root, "Header")
    for name, number in (("From", organisation.network_id), ("To", order.vendor.network_id)):
        _credential(add(head, name), number)
    sender = add(head, "Sender")
    _credential(sender, organisation.network_id)
    add(sender, "UserAgent", "CAL Planner")
    request = add(root, "Request", attributes={"deploymentMode": "production"})
    _add_order(add(request, "OrderRequest"), order, source)
    return written(root, DOCTYPE)


def _credential(party: Element, number: str) -> None:
    domain = "NetworkID" if number.upper().startswith("AN") else "DUNS"
    add(add(party, "Credential", attributes={"domain": domain}), "Identity", number)


def _add_order(parent: Element, order: Order, source: PaperSource) -> None:
    organisation = source.organisation
    head = add(
        parent,
        "OrderRequestHeader",
        attributes={
            "orderID": order.number,
            "orderDate": f"{datetime.combine(order.day, time()).isoformat()}+00:00",
            "type": "new",
        },
    )
    _money(add(head, "Total"), order.total_minor, source.currency)
    _address(add(head, "ShipTo"), organisation.delivery)
    _address(add(head, "BillTo"), organisation.address, organisation.invoice_email or organisation.email)
    if organisation.contact or organisation.email:
        contact = add(head, "Contact", attributes={"role": "purchasing"})
        add(contact, "Name", organisation.contact or organisation.name, _ENGLISH)
        add_stated(contact, "Email", organisation.email)
    remarks = "; ".join(filter(None, (organisation.terms, _quotations(order))))
    add_stated(head, "Comments", remarks, _ENGLISH)
    if organisation.cost_centre:
        add(head, "Extrinsic", organisation.cost_centre, {"name": "CostCentre"})
    for line in order.lines:
        _add_line(parent, line, source)


def _quotations(order: Order) -> str:
    return f"by your quotation {', '.join(order.quotations)}" if order.quotations else ""


def _add_line(parent: Element, line: OrderLine, source: PaperSource) -> None:
    bought, need_by = line.purchase, source.organisation.need_by
    given = {"quantity": str(bought.packs), "lineNumber": str(line.number)}
    if need_by:
        given["requestedDeliveryDate"] = need_by.isoformat()
    item = add(parent, "ItemOut", attributes=given)
    add(add(item, "ItemID"), "SupplierPartID", line.part)
    detail = add(item, "ItemDetail")
    _money(add(detail, "UnitPrice"), bought.pack_price_minor, source.currency)
    add(detail, "Description", line.description, _ENGLISH)
    add(detail, "UnitOfMeasure", LICENCES)
    add(detail, "Classification", OPERATING_SYSTEMS, {"domain": "UNSPSC"})
    add(detail, "ManufacturerName", MANUFACTURER)
    add_stated(detail, "URL", bought.url)
    add_stated(item, "Comments", bought.note, _ENGLISH)


def _money(parent: Element, amount_minor: int, currency: str) -> None:
    add(parent, "Money", money.text(amount_minor), {"currency": currency})


def _address(parent: Element, address: Address, email: str = "") -> None:
    inner = add(parent, "Address", attributes={"isoCountryCode": address.country} if address.country else None)
    add(inner, "Name", address.name, _ENGLISH)
    post = add(inner, "PostalAddress")
    add(post, "Street", address.street)
    add(post, "City", address.city)
    add_stated(post, "PostalCode", address.postcode)
    add(post, "Country", address.country, {"isoCountryCode": address.country})
    add_stated(inner, "Email", email, {"name": "default"})
