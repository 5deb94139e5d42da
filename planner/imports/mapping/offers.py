"""Price lists kept by hand, as rows for sheet Offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.product import Metric
from planner.imports.evidence import Origin
from planner.imports.mapping.fields import Holds
from planner.imports.mapping.rows import MappedList
from planner.imports.owned.products import Meant, licence_meant
from planner.imports.questions import Talk
from planner.imports.reading.cells import numbers_of, whole
from planner.imports.sheet_row import SheetRow


def offers_of(lists: Sequence[MappedList], talk: Talk) -> Iterator[SheetRow]:
    """Yield the offers of price lists; lines without a price, and of other products, are told and left out."""
    for each in lists:
        if each.mapping.holds is Holds.OFFERS:
            yield from _offers(each, talk)


def _offers(each: MappedList, talk: Talk) -> Iterator[SheetRow]:
    prices = numbers_of(each.table.cells("price"))
    counts = {name: numbers_of(each.table.cells(name)) for name in ("pack_size", "min_packs", "stock_packs")}
    conditions, metrics = each.words("condition", talk), each.words("metric", talk)
    until = each.table.days("valid_until", talk)
    names = ("product", "version", "vendor", "offer_id", "part_number", "note", "currency")
    for place, row in enumerate(zip(*map(each.texts, names), strict=True)):
        product, version, vendor, offer_id, sku, note, currency = row
        origin = each.table.origin(place)
        meant = _licence(product, version, metrics[place], origin, each, talk)
        if meant is None:
            continue
        if not prices[place]:
            talk.tell(each.mapping.called, "Lines without a price are no offers and are left out.", (origin.row,))
            continue
        condition = conditions[place] or _condition(each, origin, talk)
        if condition:
            cells: dict[str, object] = {
                "offer_id": offer_id or f"{vendor} {origin.row}", "vendor": vendor, "product": meant.product.value,
                "metric": meant.metric.value, "version": meant.version, "condition": condition, "price": prices[place],
                "valid_until": until[place], "sku": sku, "note": note, "currency": currency.upper(),
            }  # fmt: skip
            cells |= {name: whole(numbers[place]) for name, numbers in counts.items()}
            yield SheetRow(origin, "Offers", {name: value for name, value in cells.items() if value not in (None, "")})


def _licence(product: str, version: str, metric: str, origin: Origin, each: MappedList, talk: Talk) -> Meant | None:
    meant = licence_meant(product, version, metric) if product else None
    if isinstance(meant, Meant) and (meant.version or meant.metric is Metric.HOST):
        return meant
    if meant is not None:
        why = "its version is not said" if isinstance(meant, Meant) else meant.why
        talk.tell(each.mapping.called, f'"{product}" is left out: {why}.', (origin.row,))
    elif product:
        talk.tell(each.mapping.called, "Other products than Windows Server CALs are left out.", (origin.row,))
    return None


def _condition(each: MappedList, origin: Origin, talk: Talk) -> str:
    answer = talk.ask(
        f"condition {each.mapping.called}",
        f"{each.mapping.called}: are the licences on offer new or used? Some lines do not say it.",
        "Lines that do not say it are left out.",
        choices=("new", "used"),
        origins=(origin,),
    )
    return answer or ""
