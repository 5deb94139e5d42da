"""A row that has the shape of an inventory already: a sheet of it, and values by our columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.imports.evidence import Origin


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row for a sheet of the inventory: values by column, blank ones left out."""

    origin: Origin
    sheet: str
    cells: Mapping[str, object]
