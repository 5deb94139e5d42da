"""Purchase lists and requests for prices that come back: what vendors ask, or what has been bought.

A list of ours says what was to be bought from whom.  Until somebody says that it has been bought, its lines are offers:
what the vendors ask for such licences.  Once the number of the invoice is answered they are licences owned, with that
invoice as their document.  A request for prices that vendors have filled in is offers; a line without a price is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.domain.product import (
    CONNECTORS,
    HOLDER_METRICS,
    LEVELS,
    METRICS,
    PRODUCTS,
    SUITES,
    Metric,
    in_words,
    suite_in_words,
)
from planner.imports.evidence import Origin
from planner.imports.own.recognising import OwnSheet
from planner.imports.own.rows import origin_of
from planner.imports.questions import Talk
from planner.imports.reading.cells import numbers_of, text_of, whole
from planner.imports.reading.days import read_days
from planner.imports.reading.grids import Cell
from planner.imports.sheet_row import SheetRow

_ANY_VENDOR = "any vendor"
_CONDITIONS = ("new", "used")
_NOT_BOUGHT = "no"


def _licences() -> dict[str, tuple[str, str, str]]:
    """Return product, metric and version of a licence by its name in words, as our lists write it."""
    found = {}
    for version in ("", *LEVELS):
        for product in (*PRODUCTS, *CONNECTORS):
            for metric in METRICS if product in PRODUCTS else (Metric.HOST,):
                words = in_words(product, metric, version or None)  # type: ignore[arg-type]
                found[words.casefold()] = (product.value, metric.value, str(version))
        for suite in SUITES:
            for per in (None, *HOLDER_METRICS):
                words = suite_in_words(suite, per) + (f" {version}" if version else "")
                found[words.casefold()] = (suite.value, per.value if per else "", str(version))
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a list."""

    origin: Origin
    vendor: str
    cells: Mapping[str, Cell]

    def text(self, name: str) -> str:
        return text_of(self.cells.get(name))


def read_purchases(sheets: Sequence[OwnSheet], talk: Talk) -> Iterator[SheetRow]:
    """Yield offers of purchase lists and filled-in requests, or lots where it was answered that they were bought."""
    offers: list[SheetRow] = []
    for own in sheets:
        lines = list(_lines(own))
        priced = [line for line in lines if _price(line) is not None]
        unpriced = tuple(line.origin.row for line in lines if _price(line) is None)
        if unpriced:
            talk.tell(own.grid.name, "Lines without a price are no offers and are left out.", unpriced)
        bought = _bought(own, priced, talk)
        for line in priced:
            licence = _licence(line, own, talk)
            if licence is not None and bought:
                yield _lot(line, licence, bought)
            elif licence is not None and (offer := _offer(line, own, licence, talk)) is not None:
                offers.append(offer)
    yield from _told_apart(offers)


def _lines(own: OwnSheet) -> Iterator[_Line]:
    """Yield the lines of a list; above those of a vendor his name may stand in a row of its own."""
    vendor = ""
    for place in range(own.header + 1, len(own.grid.rows)):
        row = own.grid.rows[place]
        cells = {name: row[at] if at < len(row) else None for name, at in own.place_of.items()}
        if text_of(cells.get("licence")):
            yield _Line(origin_of(own, place), text_of(cells.get("vendor")) or vendor, cells)
        elif [text_of(cell) for cell in row if text_of(cell)] == [text_of(row[0])]:
            vendor = text_of(row[0])


def _number(cell: Cell) -> Decimal | None:
    return numbers_of([cell])[0]


def _price(line: _Line) -> Decimal | None:
    quoted, price = _number(line.cells.get("quoted_price")), _number(line.cells.get("pack_price"))
    found = quoted if quoted is not None and line.text("quoted_currency") else price
    return found if found else None


def _bought(own: OwnSheet, priced: Sequence[_Line], talk: Talk) -> str:
    """Return the document that shows that the licences of a list were bought; empty where they are offers."""
    if not priced:
        return ""
    answer = talk.ask(
        f"bought {own.grid.name}",
        f"{own.grid.name}: have these licences been bought? Answer the number of the invoice or order; {_NOT_BOUGHT} "
        "where not.",
        "They are read as offers.",
        origins=(priced[0].origin,),
    )
    return "" if answer is None or answer.casefold() == _NOT_BOUGHT else answer


def _licence(line: _Line, own: OwnSheet, talk: Talk) -> tuple[str, str, str] | None:
    if line.text("product") and line.text("metric"):
        return line.text("product"), line.text("metric"), line.text("version")
    found = _licences().get(line.text("licence").casefold())
    if found is None:
        text = f'"{line.text("licence")}" is no licence that is known here; the line is left out.'
        talk.tell(own.grid.name, text, (line.origin.row,))
    return found


def _condition(line: _Line, talk: Talk) -> str | None:
    said = line.text("condition").casefold()
    if said in _CONDITIONS:
        return said
    return talk.ask(
        f"condition {line.origin}",
        f'{line.origin}: are the licences new or used? The cell says "{line.text("condition")}".',
        "The line is left out.",
        choices=_CONDITIONS,
        origins=(line.origin,),
    )


def _vendor(line: _Line, own: OwnSheet, talk: Talk) -> str | None:
    if line.vendor and line.vendor.casefold() != _ANY_VENDOR:
        return line.vendor
    return talk.ask(
        f"vendor {own.grid.name}",
        f"{own.grid.name}: who asks these prices? No vendor stands in the list.",
        "The lines are left out.",
        origins=(line.origin,),
    )


def _offer(line: _Line, own: OwnSheet, licence: tuple[str, str, str], talk: Talk) -> SheetRow | None:
    condition, vendor = _condition(line, talk), _vendor(line, own, talk)
    if condition is None or vendor is None:
        return None
    product, metric, version = licence
    cells: dict[str, object] = {
        "offer_id": line.text("offer_id") or f"{product}/{metric}/{version}", "vendor": vendor, "product": product,
        "metric": metric, "version": version, "condition": condition, "price": _price(line),
        "pack_size": whole(_number(line.cells.get("pack_size"))), "currency": _currency(line, own),
        "valid_until": _day(line.cells.get("valid_until")), "lead_days": whole(_number(line.cells.get("lead_days"))),
        "channel": line.text("channel"), "sku": line.text("sku"), "url": line.text("url"), "note": line.text("note"),
    }  # fmt: skip
    packs = whole(_number(line.cells.get("packs")))
    return SheetRow(line.origin, "Offers", {**_stated(cells), "packs": packs or 1})


def _currency(line: _Line, own: OwnSheet) -> str:
    """Return the currency of a line's price: as it was quoted, as a column says, or as the title of the price does."""
    if line.text("quoted_currency") and _number(line.cells.get("quoted_price")) is not None:
        return line.text("quoted_currency")
    if line.text("currency"):
        return line.text("currency")
    title = text_of(own.grid.rows[own.header][own.place_of["pack_price"]])
    return title[-4:-1] if title.endswith(")") and title[-5] == "(" else ""


def _day(cell: Cell) -> date | None:
    return read_days([cell], None).days[0]


def _stated(cells: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in cells.items() if value not in (None, "")}


def _lot(line: _Line, licence: tuple[str, str, str], document: str) -> SheetRow:
    product, metric, version = licence
    size, packs = (whole(_number(line.cells.get(name))) or 1 for name in ("pack_size", "packs"))
    condition = line.text("condition").casefold()
    cells = {
        "owned_id": f"{document}/{line.text('offer_id') or line.origin.row}", "product": product, "metric": metric,
        "version": version, "quantity": whole(_number(line.cells.get("licences"))) or size * packs,
        "condition": condition if condition in _CONDITIONS else "", "document": document,
    }  # fmt: skip
    return SheetRow(line.origin, "Owned", _stated(cells))


def _told_apart(offers: Sequence[SheetRow]) -> Iterator[SheetRow]:
    """Yield offers once each: of one id, several vendors' are told apart, and several prices are price breaks.

    Lists of several scenarios repeat an offer; where they reach other price breaks of it, the price that belongs to
    more packs holds from so many packs on.
    """
    vendors: dict[object, set[object]] = {}
    for row in offers:
        vendors.setdefault(row.cells["offer_id"], set()).add(row.cells["vendor"])
    by_id: dict[str, dict[object, SheetRow]] = {}
    for row in sorted(offers, key=lambda row: (int(str(row.cells["packs"])), row.origin)):
        name = str(row.cells["offer_id"])
        if len(vendors[name]) > 1 or name.count("/") == 2:
            name = f"{row.cells['vendor']} {name}"
        by_id.setdefault(name, {}).setdefault(row.cells["price"], row)
    for name, by_price in by_id.items():
        for number, row in enumerate(by_price.values()):
            cells = {key: value for key, value in row.cells.items() if key != "packs"} | {"offer_id": name}
            if number:
                cells["min_packs"] = row.cells["packs"]
            yield SheetRow(row.origin, row.sheet, cells)
