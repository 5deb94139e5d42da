"""One good inventory as raw tables; tests break one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from planner.domain.inventory import Inventory, SourceFile
from planner.domain.issue import Issue, Severity
from planner.ingest.load import Loaded, load_tables
from planner.ingest.tables.raw import RawTable

FILE = "estate.xlsx"
TODAY = date(2026, 3, 1)
Rows = Sequence[Sequence[object]]

GOOD: Mapping[str, Rows] = {
    "Headcount": [
        ["group", "users", "devices", "pattern", "server_version", "rds_version", "rds_users", "starts", "ends"],
        ["night", 30, 10, "shared", "2022", None, None, None, None],
    ],
    "Users": [
        ["user_id", "person_id", "persons", "active", "relation", "subscriptions"],
        ["anna", None, None, "yes", None, None],
        ["till1", None, 6, None, None, None],
        ["adm-bert", "P2", None, "no", None, None],
        ["bert", "P2", None, "yes", None, None],
    ],
    "Devices": [["device_id", "kind", "active"], ["KSK-009", "terminal", None], ["PC-1", None, None]],
    "Servers": [
        ["server_id", "version", "host", "rds_deployment", "rds_mode", "upgrade_to", "upgrade_on"],
        ["fs", 2022, None, None, None, None, None],
        ["rd1", "2019", "fs", "rd1", "user", None, None],
        ["rd2", "Windows Server 2019", None, "rd1", "user", None, None],
    ],
    "Access": [
        ["user_id", "device_id", "server_id", "kind", "via"],
        ["anna", "PC-1", "fs", None, None],
        ["till1", "KSK-009", "fs", None, None],
        ["bert", None, "rd1", "rds", None],
        [None, "KSK-009", "*", None, None],
    ],
    "Owned": [
        ["owned_id", "product", "metric", "version", "quantity", "resale_price", "assigned_to", "sa_until"],
        ["L1", "ws_cal", "user", 2019, 20, "8.50", None, None],
        ["L2", "ws_cal", "user", 2022, 1, None, "anna", None],
    ],
    "Offers": [
        ["offer_id", "vendor", "product", "metric", "version", "condition", "price", "pack_size", "min_packs",
         "stock_packs", "currency", "valid_from", "valid_until"],
        ["O1", "Vendor A", "WS CAL", "user", 2025, "new", "46.80", 1, 1, None, None, None, None],
        ["O1", None, None, None, None, None, "44,10", None, 50, None, None, None, None],
        ["O2", "Vendor B", "rds_cal", "user", 2022, "used", 90, 5, None, 40, "USD", None, None],
    ],
    "Policy": [["name", "value"], ["plan_date", date(2026, 1, 1)], ["fx_usd", 0.915], ["currency", "EUR"]],
    "Scenarios": [["scenario", "budget", "allow_used"], ["base", None, None], ["tight", 5000, "no"]],
}  # fmt: skip


def raw_table(sheet: str, rows: Rows, *, is_grid: bool = True, file: str = FILE) -> RawTable:
    """Return a table whose header stands in row 1; wholly blank rows are left out, as the reader does."""
    filled = [number for number, row in enumerate(rows) if number and any(cell is not None for cell in row)]
    columns = []
    for place in range(len(rows[0])):
        cells = np.empty(len(filled), dtype=object)
        cells[:] = [rows[number][place] for number in filled]
        columns.append(cells)
    headers = tuple(str(header or "") for header in rows[0])
    return RawTable(file, sheet, headers, 1, np.array(filled, dtype=np.int64) + 1, tuple(columns), is_grid)


def tables(sheets: Mapping[str, Rows]) -> list[RawTable]:
    """Return one table per sheet."""
    return [raw_table(name, rows) for name, rows in sheets.items()]


def load(sheets: Mapping[str, Rows], catalogue: Sequence[RawTable] | None = None) -> Loaded:
    """Load an inventory from sheets written out."""
    source = SourceFile("catalogue.csv", "")
    return load_tables(
        tables(sheets),
        catalogue,
        today=TODAY,
        source=SourceFile(FILE, ""),
        catalogue_source=source if catalogue else None,
    )


def changed(
    *changes: tuple[str, str, object], drop: Sequence[str] = (), add: Mapping[str, Rows] | None = None
) -> dict[str, Rows]:
    """Return the good sheets with cells changed, sheets dropped, and rows added.

    A change is (sheet, address, value), e.g. ("Users", "C2", 5); an address beyond the sheet widens it.
    """
    sheets = {name: [list(row) for row in rows] for name, rows in GOOD.items() if name not in drop}
    for name, rows in (add or {}).items():
        sheets.setdefault(name, []).extend(list(row) for row in rows)
    for sheet, address, value in changes:
        rows = sheets[sheet]
        column, row = ord(address[0]) - ord("A"), int(address[1:]) - 1
        while len(rows) <= row:
            rows.append([None] * len(rows[0]))
        for line in rows:
            line.extend([None] * (column + 1 - len(line)))
        rows[row][column] = value
    width = {name: max(map(len, rows)) for name, rows in sheets.items()}
    return {name: [row + [None] * (width[name] - len(row)) for row in rows] for name, rows in sheets.items()}


def errors(loaded: Loaded) -> list[str]:
    """Return the errors as people read them."""
    return [str(issue) for issue in loaded.issues if issue.severity is Severity.ERROR]


def notices(loaded: Loaded) -> list[str]:
    """Return the notices as people read them."""
    return [str(issue) for issue in loaded.issues if issue.severity is Severity.NOTICE]


def only(loaded: Loaded) -> Issue:
    """Return the one error there is."""
    found = [issue for issue in loaded.issues if issue.severity is Severity.ERROR]
    assert len(found) == 1, errors(loaded)
    return found[0]


def good(loaded: Loaded) -> Inventory:
    """Return the inventory of a load without errors."""
    assert loaded.inventory is not None, errors(loaded)
    return loaded.inventory
