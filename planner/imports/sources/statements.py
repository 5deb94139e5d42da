"""Microsoft's licence statement, the volume licensing portal's summary, and lists in their manner.

In the statement's tab Pivot Data only rows for all countries count, for rows per country repeat them.  The effective
quantity holds upgrades by Software Assurance already.  OEM, retail and CSP licences never stand in it.  Tabs and
headers are localised, and those of the transactions are not published, so they are told by words.  Sources:
docs.flexera.com, "Uploading purchases from the Microsoft licence statement"; itassetmanagement.net, 16 June 2015.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.imports.evidence import Evidence, LicenceSeen
from planner.imports.questions import Talk
from planner.imports.reading.cells import numbers_of, whole
from planner.imports.reading.tables import Table
from planner.imports.sources.format import Format

_ALL = frozenset(
    ("all countries", "alle länder", "tous les pays", "wszystkie kraje", "all", "todos los países", "tutti i paesi")
)
_FAMILY = (
    "License Product Family|Licence Product Family|Licensing Product Family Name|Product Family|Lizenzproduktfamilie|"
    "Lizenz-Produktfamilie|Famille de produits de licence|Rodzina produktów licencyjnych|Product Family Name"
)
_VERSION = (
    "License Version|Licence Version|Licensing Product Version Name|Product Version|Lizenzversion|Version de licence|"
    "Wersja licencji|Version"
)
_QUANTITY = (
    "Effective License Quantity|Effective Licence Quantity|Effective Quantity|Effektive Lizenzmenge|"
    "Effektive Lizenzanzahl|"
    "Quantité de licences effective|Quantité effective de licences|Efektywna liczba licencji"
)
_ASSURED = "Active SA Quantity|Active Software Assurance Quantity|Aktive SA-Menge|Quantité SA active|Aktywna liczba SA"


def _read_pivot(table: Table, talk: Talk) -> Iterator[Evidence]:
    quantities = [whole(number) for number in numbers_of(table.cells("quantity"))]
    assured = [whole(number) for number in numbers_of(table.cells("assured"))]
    for place, (family, version, country, number) in enumerate(table.records("family", "version", "country", "number")):
        if not family:
            continue
        if table.has("country") and country.casefold() not in _ALL:
            text = "Rows of single countries repeat the rows of all countries and are left out."
            talk.tell(table.grid.name, text, (table.origin(place).row,))
            continue
        yield LicenceSeen(
            table.origin(place), family, quantities[place], version=version, assured=assured[place] or 0,
            document=number, is_statement=True,
        )  # fmt: skip


def _read_other_data(table: Table, talk: Talk) -> Iterator[Evidence]:
    quantities = [whole(number) for number in numbers_of(table.cells("quantity"))]
    begin, end = table.days("begin", talk), table.days("end", talk)
    for place, (family, version, kind, document) in enumerate(table.records("family", "version", "type", "document")):
        if not family:
            continue
        if "subscription" in kind.casefold() and end[place] is None:
            talk.tell(table.grid.name, "Subscriptions without an end are read as licences.", (table.origin(place).row,))
        yield LicenceSeen(
            table.origin(place), family, quantities[place], version=version, note=kind, document=document,
            acquired_on=begin[place],
        )  # fmt: skip


def _read_transactions(table: Table, talk: Talk) -> Iterator[Evidence]:
    quantities = [whole(number) for number in numbers_of(table.cells("quantity"))]
    on = table.days("on", talk)
    names = ("item", "version", "agreement", "part", "type", "document")
    for place, (item, version, agreement, part, kind, document) in enumerate(table.records(*names)):
        if not item:
            continue
        is_assured = re.search(r"\bL ?(?:&|/|\+) ?SA\b|\bLicSAPk\b|\bSA\b", f"{item} {kind}", re.IGNORECASE) is not None
        yield LicenceSeen(
            table.origin(place), f"{item} {kind}".strip(), quantities[place], version=version,
            assured=(quantities[place] or 0) if is_assured else 0,
            document=" ".join(filter(None, (agreement, document))), part_number=part, acquired_on=on[place],
            is_transaction=True,
        )  # fmt: skip


FORMATS = (
    Format(
        "mls",
        "Microsoft licence statement",
        {
            "family": _FAMILY, "version": _VERSION, "quantity": _QUANTITY, "assured": _ASSURED,
            "country": "Country of Usage|Usage Country|Nutzungsland|Land der Nutzung|Pays d'utilisation|"
            "Kraj użytkowania|"
            "Kraj użycia",
            "pool": "Product Pool|Produktpool|Pool de produits|Pula produktów",
            "number": "Licensing ID|Agreement Number|Lizenzierungs-ID",
        },
        ("family country", "family quantity assured", "family quantity version pool", "family quantity number"),
        _read_pivot,
        never="Row Type",
    ),
    Format(
        "mls/other",
        "licences that no statement has (Intelligent Asset Manager)",
        {
            "family": _FAMILY, "version": _VERSION, "quantity": _QUANTITY, "type": "Row Type",
            "begin": "License Document Start Date|Licence Document Start Date",
            "end": "License Document End Date|Licence Document End Date",
            "document": "License Document Number|Document Number|Invoice|Document",
            "customer": "Customer Name on License Document",
        },
        ("family quantity type",),
        _read_other_data,
    ),
    Format(
        "mls/transactions",
        "Microsoft licence statement, transactions",
        {
            "item": "Item Name|Product Item Name|Part Description|Item Description|Artikelname|Nom de l'article|"
            "Nazwa towaru|Product Name",
            "part": "Part Number|Item Part Number|Microsoft Part Number|SKU|Teilenummer|Artikelnummer|"
            "Numéro de référence|"
            "Numer części",
            "quantity": "Quantity|Transaction Quantity|Billed Quantity|Menge|Quantité|Ilość",
            "agreement": "Agreement Number|Agreement|License Agreement Number|Vertragsnummer|Numéro de contrat|"
            "Numer umowy",
            "on": "Transaction Date|Order Date|Purchase Date|Invoice Date|Date|Transaktionsdatum|Date de transaction|"
            "Data transakcji",
            "type": "License Type|Licence Type|Lizenztyp|Type de licence|Typ licencji|Item License Type",
            "version": _VERSION,
            "document": "Order Number|Invoice Number|Purchase Order Number|Bestellnummer|PO Number",
            "reseller": "Reseller|Reseller Name|Partner",
        },
        ("item part quantity agreement", "item part quantity on", "item quantity agreement on"),
        _read_transactions,
        never="Seats",
    ),
)  # fmt: skip
