"""Which sheets of a file the program wrote itself: their headers are ours, word for word.

A plan's workbook and a comparison hold sheets that say nothing about who uses what; they are known as ours, so that
nobody takes them for lists of people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

from planner.domain import quotation
from planner.imports.reading.cells import text_of
from planner.imports.reading.grids import Grid
from planner.imports.reading.tables import fold
from planner.ingest import SHEET_BY_NAME, schema_of
from planner.report.formats.register import COLUMNS as REGISTER_COLUMNS
from planner.report.listed import PURCHASES

_ROWS_LOOKED_AT = 12
_READ_ME = "read me"
_MONEY = re.compile(r"\s*\([A-Z]{3}\)$")
"""The currency that titles of amounts end in."""


class Wrote(StrEnum):
    """What a sheet of ours is."""

    INVENTORY = "a sheet of an inventory"
    PURCHASES = "a purchase list, or a request for prices"
    QUOTATION = "a vendor's answer to a request for quotation"
    REGISTER = "a register"
    OF_A_PLAN = "a sheet of a plan or a comparison"
    EXPLANATIONS = "explanations"


@dataclass(frozen=True)
class OwnSheet:
    """A sheet of ours: what it is, where its header stands in the grid, and where our columns stand in a row."""

    grid: Grid
    wrote: Wrote
    header: int = 0
    place_of: Mapping[str, int] = field(default_factory=dict)
    sheet: str = ""
    """For an inventory: the sheet it is."""


_PURCHASE_TITLES = {fold(column.title): column.name for column in PURCHASES} | {fold("Currency"): "currency"}
_QUOTATION_TITLES = {fold(title): column for title, column in quotation.COLUMNS.items()}
_QUOTED = {fold(title) for title in (quotation.LINE, quotation.PRICE, quotation.FROM_PACKS, "Product code")}
_ANSWER_TITLES = {fold(quotation.QUESTION): "question", fold(quotation.REPLY): "reply"}
_ANSWERED = set(_ANSWER_TITLES)
_REGISTER_TITLES = {
    "scenario": "scenario", "product": "licence", "holder": "holder", "needs": "required_version",
    "gets": "licence_version", "condition": "condition", "source": "source", "assigned since": "assigned_since",
    "why": "reason", "name": "name", "e-mail": "email", "department": "department", "servers": "servers",
    "document": "document", "day of the plan": "plan_date",
}  # fmt: skip
"""Titles of sheet Register in a plan's workbook."""
_OF_A_PLAN = (
    ("scenario", "result", "what differs"),
    ("scenario", "owned id", "proceeds"),
    ("scenario", "by", "unit", "licences held"),
    ("scenario", "product", "needed", "surplus"),
    ("point", "state", "finding"),
    ("lot or offer", "owned or to buy"),
    ("scenario", "line", "why"),
    ("severity", "code", "what to do"),
    ("part", "what"),
    ("line", "to buy", "offer", "taken (packs)"),
    ("holder", "person or machine", "change"),
    ("server", "gain", "from stock", "keep"),
    ("unit", "licences held", "bought"),
    ("owned id", "licence", "worth", "remark"),
    ("requisition number", "line number", "supplier part number", "unit price"),
)
"""Headers that other sheets of a plan, a comparison and lists to send on have, each enough to know the sheet by."""
_TITLES_OF_A_PLAN = ("assumptions", "licence plans side by side")


def find_own(grids: Sequence[Grid]) -> list[OwnSheet]:
    """Return the sheets that the program wrote; all of a file with a plan or a comparison in it are ours."""
    found = [own for grid in grids if (own := _own(grid)) is not None]
    known = {id(own.grid) for own in found}
    plans = {own.grid.file for own in found if own.wrote is Wrote.OF_A_PLAN and own.grid.sheet}
    inventories = {own.grid.file for own in found if own.wrote is Wrote.INVENTORY}
    requests = {own.grid.file for own in found if own.wrote is Wrote.QUOTATION}
    for grid in grids:
        if id(grid) in known:
            continue
        if grid.file in plans:
            found.append(OwnSheet(grid, Wrote.OF_A_PLAN))
        elif grid.file in requests or (grid.file in inventories and grid.sheet.casefold() == _READ_ME):
            found.append(OwnSheet(grid, Wrote.EXPLANATIONS))
    return found


def _own(grid: Grid) -> OwnSheet | None:
    for place, row in enumerate(grid.rows[:_ROWS_LOOKED_AT]):
        header = [_MONEY.sub("", text_of(cell)) if isinstance(cell, str) else "" for cell in row]
        folded = [fold(text) for text in header]
        if place == 0 and (own := _inventory(grid, header)):
            return own
        if set(folded) >= _QUOTED:
            return OwnSheet(grid, Wrote.QUOTATION, place, _places(folded, _QUOTATION_TITLES))
        if set(folded) >= _ANSWERED:
            return OwnSheet(grid, Wrote.QUOTATION, place, _places(folded, _ANSWER_TITLES))
        if {"holder", "licence_version", "source", "reason"} <= set(header):
            return OwnSheet(grid, Wrote.REGISTER, place, _places(header, {name: name for name in REGISTER_COLUMNS}))
        if {"holder", "needs", "gets", "source"} <= set(folded):
            return OwnSheet(grid, Wrote.REGISTER, place, _places(folded, _REGISTER_TITLES))
        if {"product", "packs", "licences", "price per pack"} <= set(folded):
            return OwnSheet(grid, Wrote.PURCHASES, place, _places(folded, _PURCHASE_TITLES))
        if any(set(titles) <= set(folded) for titles in _OF_A_PLAN) or folded[0] in _TITLES_OF_A_PLAN:
            return OwnSheet(grid, Wrote.OF_A_PLAN, place)
    return None


def _places(header: Sequence[str], names: Mapping[str, str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, title in enumerate(header):
        if title in names:
            places.setdefault(names[title], place)
    return places


_OWN_BY_NAME = ("Headcount", "Policy", "Scenarios", "Organisation", "Vendors")
"""Sheets whose columns people may call so too; the name of the sheet says that it is ours."""


def _inventory(grid: Grid, header: Sequence[str]) -> OwnSheet | None:
    """Return a grid as a sheet of an inventory, if it is called so and has the columns that one must have.

    Ids such as `user_id` give the others away: no list kept by hand calls a column so.
    """
    sheet = schema_of(grid.sheet or PurePath(grid.file).stem)
    if sheet is None:
        return None
    spec = SHEET_BY_NAME[sheet]
    titles = [title.strip(" *").casefold() for title in header]
    names = {column.name: column.name for column in spec.columns}
    if sheet == "Scenarios":
        names |= {title: title for title in titles if title}
    places = _places(titles, names)
    needed = {column.name for column in spec.columns if column.required and not column.unless}
    is_ours = sheet in _OWN_BY_NAME or any(name.endswith("_id") for name in places)
    return OwnSheet(grid, Wrote.INVENTORY, 0, places, sheet) if needed <= set(places) and is_ours else None
