"""Requests for quotation that vendors have filled in: each line with a price is an offer, as sheet Offers has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planner.domain import quotation
from planner.imports.own.recognising import OwnSheet
from planner.imports.own.rows import origin_of
from planner.imports.questions import Talk
from planner.imports.reading.cells import is_error, numbers_of, text_of, whole
from planner.imports.reading.days import read_days
from planner.imports.reading.tables import fold
from planner.imports.sheet_row import SheetRow

_WHOLE = ("pack_size", "min_packs", "stock_packs", "lead_days", "term_months")
_DAYS = ("first_sold_on",)


def read_quotations(sheets: Sequence[OwnSheet], talk: Talk) -> Iterator[SheetRow]:
    """Yield the offers of all files; who answers, and what holds for all lines, stands on a sheet of its own."""
    for own in sheets:
        if "price" not in own.place_of:
            continue
        beside = [each for each in sheets if each.grid.file == own.grid.file and "reply" in each.place_of]
        said = dict(pair for each in beside for pair in _answers(each))
        vendor = said.get("vendor") or talk.ask(
            f"vendor {own.grid.name}",
            f"{own.grid.name}: who asks these prices? No vendor stands on sheet {quotation.ANSWER}.",
            "The lines are left out.",
        )
        if vendor:
            yield from _offers(own, {**said, "vendor": vendor}, talk)


def _answers(own: OwnSheet) -> Iterator[tuple[str, Any]]:
    asked = {fold(question): column for question, column in quotation.ASKED.items()}
    for row in own.grid.rows[own.header + 1 :]:
        question, reply = (row[own.place_of[name]] if own.place_of[name] < len(row) else None for name in _PAIR)
        column = asked.get(fold(question))
        if column and text_of(reply):
            yield column, read_days([reply], None).days[0] if column == "valid_until" else text_of(reply)


_PAIR = ("question", "reply")


def _offers(own: OwnSheet, said: Mapping[str, Any], talk: Talk) -> Iterator[SheetRow]:
    unpriced: list[int] = []
    for place in range(own.header + 1, len(own.grid.rows)):
        row = own.grid.rows[place]
        cells = {name: row[at] for name, at in own.place_of.items() if at < len(row) and not is_error(row[at])}
        price = numbers_of([cells.get("price")])[0]
        origin = origin_of(own, place)
        if price is None:
            unpriced.append(origin.row)
            continue
        offer: dict[str, Any] = {
            name: value if isinstance(value, bool) else text_of(value) for name, value in cells.items()
        }
        offer |= {name: whole(numbers_of([cells.get(name)])[0]) for name in _WHOLE}
        offer |= {name: read_days([cells.get(name)], None).days[0] for name in _DAYS}
        offer |= {"price": price, **said}
        if offer["min_packs"] == 1:
            offer["min_packs"] = None
        yield SheetRow(origin, "Offers", {name: value for name, value in offer.items() if value not in (None, "")})
    if unpriced:
        talk.tell(own.grid.name, "Lines without a price are no offers and are left out.", tuple(unpriced))
