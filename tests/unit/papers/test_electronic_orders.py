"""Orders for other systems: Coupa, Ariba, cXML and Peppol, checked against what is published about them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import defusedxml.ElementTree
import pytest

from planner.domain.document import Period
from planner.domain.profile import Organisation, Profile, VendorProfile
from planner.errors import UsageError
from planner.papers.ariba import FIELDS, cif
from planner.papers.coupa import COLUMNS, columns_of, coupa
from planner.papers.cxml import cxml
from planner.papers.kinds import KIND_BY_NAME, Given, papers
from planner.papers.order import Order, orders
from planner.papers.paper import Paper
from planner.papers.peppol import is_location_number, peppol
from planner.papers.request import requests
from planner.papers.source import PaperSource
from tests.unit.papers.conftest import HOSTILE
from tests.unit.papers.peppol_rules import CAC, CBC, broken, misplaced

KNOWN = Profile(
    Organisation(
        "Werk & Söhne <GmbH>", street="Kai 7", postcode="20457", city="Hamburg", country="DE", vat_id="DE123456789",
        email="buying@example.org", cost_centre="4711", terms=HOSTILE, peppol_id="9930:DE123456789", network_id="AN01",
        deliver_city="Lübeck",
    ),
    tuple(
        VendorProfile(name, country="DE", peppol_id="0088:4012345000009", network_id="AN02", supplier_number="7")
        for name in ("Haus Neu", "Alt: Lizenzen/Nord")
    ),
)  # fmt: skip


@pytest.fixture
def known(source: PaperSource) -> PaperSource:
    return replace(source, profile=KNOWN)


def _orders(source: PaperSource) -> dict[str, Order]:
    return {one.vendor.vendor: one for one in orders(source)}


def test_orders_hold_each_vendors_lines_and_their_sum(source):
    found = _orders(source)
    assert {name: (len(one.lines), one.total_minor) for name, one in found.items()} == {
        "Alt: Lizenzen/Nord": (1, 10535), "Haus Neu": (2, 81770),
    }  # fmt: skip
    assert [(line.part, line.description) for line in found["Haus Neu"].lines] == [
        ("R18-1", "Microsoft Windows Server Device CAL 2019, new"),
        ("RD-22", "Microsoft Remote Desktop User CAL 2022, new"),
    ]
    assert found["Haus Neu"].quotations == ("Q-17",)
    assert sum(one.total_minor for one in found.values()) == source.plan.cost.purchases


def test_what_is_bought_on_a_later_day_is_an_order_of_its_own(source):
    first, *others = source.plan.purchases
    periods = (*source.plan.periods, Period(2, date(2027, 6, 1), date(2027, 12, 31)))
    plan = replace(source.plan, purchases=(replace(first, period=2), *others, first), periods=periods)
    later = replace(source, plan=plan)
    assert [(one.receiver, one.day.isoformat(), len(one.lines)) for one in orders(later)] == [
        ("Alt: Lizenzen/Nord", "2026-11-21", 1), ("Alt: Lizenzen/Nord, 2027-06-01", "2027-06-01", 1),
        ("Haus Neu", "2026-11-21", 2),
    ]  # fmt: skip
    assert requests(later)[0].lines[0].licences == 5  # what is bought later is asked for later


def test_a_peppol_order_keeps_to_the_published_rules(known):
    for order in orders(known):
        written = defusedxml.ElementTree.fromstring(peppol(order, known))
        assert misplaced(written) == []
        assert broken(written) == []
    total = written.findtext(f"{CAC}AnticipatedMonetaryTotal/{CBC}PayableAmount")
    assert total == "817.70"
    assert written.findtext(f"{CAC}QuotationDocumentReference/{CBC}ID") == "Q-17"
    assert written.findtext(f"{CAC}Delivery/{CAC}DeliveryLocation/{CAC}Address/{CBC}CityName") == "Lübeck"


def test_the_rules_notice_what_is_broken(known):
    """The checks themselves: each fault put into a good order is found."""
    good = peppol(_orders(known)["Haus Neu"], known).decode()
    faults = {
        "PEPPOL-T01-R008": good.replace(">532.40<", ">532.41<", 1),
        "PEPPOL-T01-R024": good.replace(">133.10<", ">133.11<"),
        "PEPPOL-T01-R003": good.replace('currencyID="EUR"', 'currencyID="USD"', 1),
        "PEPPOL-T01-R031": good.replace("order_only:3", "order_only:4"),
        "PEPPOL-COMMON-R040": good.replace("4012345000009", "4012345000008"),
    }
    for rule, text in faults.items():
        assert rule in broken(ElementTree.fromstring(text)), rule
    assert misplaced(ElementTree.fromstring(re.sub(r"<cbc:IssueDate>.*?</cbc:IssueDate>", "", good))) == [
        "Order/IssueDate stands 0 times"
    ]


def test_everything_that_peppol_misses_is_told_at_once(source):
    with pytest.raises(UsageError) as told:
        list(papers(KIND_BY_NAME["peppol"], replace(source, profile=Profile(Organisation("W")))))
    assert str(told.value) == (
        "A Peppol order needs more than is known: Organisation, column country; Organisation, column peppol_id; "
        'Vendors, column country, of "Alt: Lizenzen/Nord", "Haus Neu"; Vendors, column peppol_id, of "Alt: '
        'Lizenzen/Nord", "Haus Neu". Fill it in, in the inventory or in a profile (--profile FILE).'
    )


@pytest.mark.parametrize(
    ("number", "is_one"), [("4012345000009", True), ("4012345000008", False), ("401234500000", False), ("", False)]
)
def test_location_numbers_have_a_check_digit(number, is_one):
    assert is_location_number(number) is is_one


_DTD = {
    "cXML": "Header Request", "Header": "From To Sender", "From": "Credential", "To": "Credential",
    "Sender": "Credential UserAgent", "Credential": "Identity", "Request": "OrderRequest",
    "OrderRequest": "OrderRequestHeader ItemOut+",
    "OrderRequestHeader": "Total ShipTo? BillTo Contact* Comments? Extrinsic*",
    "Total": "Money", "ShipTo": "Address", "BillTo": "Address", "Address": "Name PostalAddress Email?",
    "PostalAddress": "Street City PostalCode? Country", "Contact": "Name Email?",
    "ItemOut": "ItemID ItemDetail Comments?", "ItemID": "SupplierPartID",
    "ItemDetail": "UnitPrice Description UnitOfMeasure Classification ManufacturerName? URL?", "UnitPrice": "Money",
}  # fmt: skip
"""What the document type definition of cXML 1.2 has of the elements we write, in its order."""


def _is_in_order(element: ElementTree.Element) -> bool:
    pattern = re.sub(r"(\w+)", r"(?:\1 )", _DTD.get(element.tag, "")).replace(" ", "").replace(")", " )")
    children = "".join(f"{child.tag} " for child in element)
    return re.fullmatch(pattern.replace(" )", " )"), children) is not None and all(map(_is_in_order, element))


def test_a_cxml_order_keeps_to_its_definition(known):
    order = _orders(known)["Haus Neu"]
    text = cxml(order, known).decode()
    assert '<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.060/cXML.dtd">' in text
    root = ElementTree.fromstring(text)
    assert _is_in_order(root)
    assert [item.get("quantity") for item in root.iter("ItemOut")] == ["9", "4"]
    (total,) = root.iterfind(".//Total/Money")
    assert (total.text, total.get("currency")) == ("817.70", "EUR")
    assert "SharedSecret" not in text
    comments = root.findtext(".//OrderRequestHeader/Comments")
    assert comments == f"{HOSTILE}; by your quotation Q-17"


def test_an_ariba_catalogue_has_its_headings_and_a_line_per_item(known):
    order = _orders(known)["Alt: Lizenzen/Nord"]
    lines = cif(order, known).decode().split("\r\n")
    assert lines[0] == "CIF_I_V3.0"
    assert lines[-3:] == [lines[-3], "ENDOFDATA", ""]
    head = dict(line.split(": ", 1) for line in lines[1 : lines.index("DATA")])
    assert (head["ITEMCOUNT"], head["CURRENCY"], head["SUPPLIERID_DOMAIN"]) == ("1", "EUR", "NETWORKID")
    assert tuple(head["FIELDNAMES"].split(", ")) == FIELDS
    (item,) = csv.reader([lines[lines.index("DATA") + 1]])
    found = dict(zip(FIELDS, item, strict=True))
    assert (found["Supplier ID"], found["Unit Price"], found["Unit of Measure"]) == ("AN02", "105.35", "EA")
    assert found["Supplier Part ID"] == HOSTILE.replace("\t", " ")


def test_a_requisition_has_the_usual_columns_and_texts_stay_texts(known):
    order = _orders(known)["Alt: Lizenzen/Nord"]
    (row,) = csv.DictReader(io.StringIO(coupa(order, known, COLUMNS).decode("utf-8-sig")))
    assert tuple(row) == tuple(COLUMNS)
    assert (row["Quantity"], Decimal(row["Unit Price"]), row["UOM"]) == ("1", Decimal("105.35"), "EA")
    assert row["Supplier Part Number"].startswith("'=HYPERLINK")


def test_columns_of_a_requisition_can_be_set(known):
    settings = Paper("columns.toml", b'[coupa]\n"Preis" = "line.price"\n"Art" = "\'=Lizenz"\n')
    made = papers(KIND_BY_NAME["coupa"], known, given=Given(settings))
    assert made[0].name == "estate 1, cheapest, requisition, Alt_ Lizenzen_Nord.csv"
    assert made[0].content.decode("utf-8-sig") == "Preis,Art\r\n105.35,'=Lizenz\r\n"


def test_wrong_columns_are_told_at_once(known):
    order = next(iter(orders(known)))
    settings = Paper("c.toml", b'[coupa]\n"A" = "line.prize"\n"B" = 3\n')
    with pytest.raises(UsageError) as told:
        columns_of(settings, known, order)
    assert '"A" = "line.prize": there is no such name.' in str(told.value)
    assert '"B" must be a name' in str(told.value)
