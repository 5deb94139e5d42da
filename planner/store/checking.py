"""Checks a saved inventory: what stands in it, and everything that is wrong with it.

What a check found is kept beside the inventory, so that it is read once, not at each look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from planner.domain.inventory import Inventory
from planner.domain.issue import Location
from planner.errors import UsageError
from planner.ingest import begin_loading
from planner.ingest.checks.policies import POLICY_BY_FOLD
from planner.ingest.files.problems import FILE_PROBLEMS
from planner.ingest.files.raw import RawTable
from planner.ingest.schema.sheets import SCENARIOS, SHEET_BY_NAME
from planner.ingest.tables.headers import match_columns, sheet_and_part
from planner.ingest.tables.table import column_letters
from planner.licensing import data_level
from planner.report.formats.issues_json import to_json
from planner.report.words import DATA_LEVEL
from planner.store import inventories, launch
from planner.store.database import Store, database_url
from planner.store.uploads import Files, on_disk
from planner.version import __version__

_MADE_BY = f"{__version__}, 2"
"""What made a check that is kept: the program, and a number that goes up when other things are kept."""
LARGE_BYTES = 1 << 20
"""Larger files are checked by a process of their own, so that nobody else's page waits for them."""


@dataclass(frozen=True, slots=True)
class InventoryContents:
    """How much of everything stands in an inventory."""

    people: int
    machines: int
    servers: int
    accesses: int
    lots: int
    offers: int
    claim: str
    """What a plan of it can claim, in words."""
    scenarios: tuple[str, ...]
    currency: str
    policy: Mapping[str, Any]
    """The policies that a further scenario starts from, as plan.json writes them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.  `found` is there exactly where nothing is wrong.

    Issues are as `check --json` prints them, with the address of the cell where there is one, and whether they stand
    in the catalogue.
    """

    found: InventoryContents | None
    rows: Mapping[str, int]
    """Rows with content by sheet of an inventory, as far as they could be read."""
    issues: tuple[Mapping[str, Any], ...]

    @property
    def errors(self) -> tuple[Mapping[str, Any], ...]:
        """What must be corrected before anything can be planned."""
        return tuple(issue for issue in self.issues if issue["severity"] == "error")

    @property
    def can_be_corrected(self) -> bool:
        """Whether every file could be read whole, so that one with corrected cells would lack nothing."""
        unread = {problem.code for problem in FILE_PROBLEMS}
        return not any(issue["code"] in unread for issue in self.errors)

    @property
    def notices(self) -> tuple[Mapping[str, Any], ...]:
        """What is only told."""
        return tuple(issue for issue in self.issues if issue["severity"] != "error")


def check(store: Store, workspace: str, inventory: inventories.SavedInventory) -> Checked:
    """Return what stands in an inventory and what is wrong with it, from an earlier check where there was one."""
    kept = inventories.check_of(store, workspace, inventory.id)
    if kept is not None and kept["version"] == _MADE_BY:
        return _from_json(kept)
    if inventory.total_size > LARGE_BYTES:
        request = {"workspace": workspace, "inventory": inventory.id}
        with launch.answered(store, "planner.store.checking:check_asked_for", request) as answer:
            return _from_json(answer.value)
    return _check_and_keep(store, workspace, inventory)


def _check_and_keep(store: Store, workspace: str, inventory: inventories.SavedInventory) -> Checked:
    checked = check_files(inventories.files_of(store, workspace, inventory.id))
    inventories.keep_check(store, workspace, inventory.id, {"version": _MADE_BY, **asdict(checked)})
    return checked


def check_files(files: Files) -> Checked:
    """Read and check an inventory, with the catalogue that belongs to it."""
    with on_disk(files) as (path, catalogue):
        loading = begin_loading(path, catalogue)
        tables = loading.inventory.result().tables
        loaded = loading.finish(today=date.today())
        others = loading.catalogue.result().tables if loading.catalogue else ()
    rows: dict[str, int] = {}
    for table in tables:
        meant = sheet_and_part(table.sheet)
        if meant and len(table.rows):
            rows[meant[0]] = rows.get(meant[0], 0) + len(table.rows)
    found = _count(loaded.inventory) if loaded.inventory is not None else None
    told = to_json(loaded.issues)["issues"]
    issues = tuple(
        {
            **issue,
            "cell": _address((*tables, *others), one.location),
            "in_catalogue": files.catalogue is not None and _is_of(one.location, files.catalogue.name),
        }
        for issue, one in zip(told, loaded.issues, strict=True)
    )
    return Checked(found, rows, issues)


def _is_of(place: Location, file: str) -> bool:
    """Whether a place is in a file, or in a file that came in it."""
    return place.file is not None and (place.file == file or place.file.startswith(f"{file}/"))


def _address(tables: Sequence[RawTable], place: Location) -> str | None:
    """Return the address of a cell, also where its file has none: the one it gets in a corrected workbook."""
    if place.cell is not None or place.row is None or place.column is None:
        return place.cell
    of_file = [table for table in tables if table.file == place.file]
    known = sheet_and_part(of_file[0].sheet) if len(of_file) == 1 else None
    if known is None:
        return None
    headers, sheet = of_file[0].headers, SHEET_BY_NAME[known[0]]
    more = POLICY_BY_FOLD if sheet is SCENARIOS else None
    position = match_columns(headers, sheet, more).position_of.get(place.column)
    if position is None and place.column in headers:
        position = headers.index(place.column)
    return None if position is None else f"{column_letters(position)}{place.row}"


def _count(inventory: Inventory) -> InventoryContents:
    estate, policy = inventory.estate, inventory.scenarios[0].policy
    return InventoryContents(
        people=sum(group.users for group in estate.groups) + int(estate.people.persons.sum()),
        machines=sum(group.devices + group.peripherals for group in estate.groups) + len(estate.machines.ids),
        servers=len(estate.servers),
        accesses=len(estate.accesses),
        lots=len(inventory.lots),
        offers=len(inventory.offers),
        claim=DATA_LEVEL[data_level(estate, policy)],
        scenarios=tuple(scenario.name for scenario in inventory.scenarios),
        currency=policy.currency,
        policy=inventory.policy.as_json(),
    )


def _from_json(kept: Mapping[str, Any]) -> Checked:
    found = kept["found"]
    if found is not None:
        found = InventoryContents(**{**found, "scenarios": tuple(found["scenarios"])})
    return Checked(found, kept["rows"], tuple(kept["issues"]))


def check_asked_for(request: Mapping[str, str], _folder: Path) -> dict[str, Any]:
    """Check the inventory of a request and keep what was found, in a process of its own."""
    store, workspace = Store(database_url()), request["workspace"]
    saved = inventories.find(store, workspace, request["inventory"])
    if saved is None:
        raise UsageError(inventories.GONE)
    return asdict(_check_and_keep(store, workspace, saved))
