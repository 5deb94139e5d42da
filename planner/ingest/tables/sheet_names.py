"""What the names of sheets mean: which sheet of an inventory one is, and how problems call it."""

from __future__ import annotations

from planner.ingest.tables.headers import sheet_and_part
from planner.words import say


def schema_of(sheet: str) -> str | None:
    """Return the sheet of an inventory that a sheet is, or is a part of, None for one that is none."""
    meant = sheet_and_part(sheet)
    return meant[0] if meant else None


def known_as(sheet: str) -> str:
    """Return the name by which problems call a sheet: that of the sheet it is, with the number of a part."""
    meant = sheet_and_part(sheet)
    if meant is None:
        return sheet
    name, number = meant
    return say("{name} {number}", name=name, number=number) if number else name
