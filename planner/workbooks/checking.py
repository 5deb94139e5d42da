"""Checks an inventory that was handed over: what stands in it, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from planner.domain.inventory import Inventory
from planner.domain.issue import Issue, Location
from planner.ingest import CODES_OF_UNREAD_FILES, RawTable, begin_loading, cell_of, known_as, schema_of
from planner.licensing import data_level
from planner.licensing.view import View
from planner.planning.questions import with_questions
from planner.report.formats.issues_json import to_json
from planner.report.words import DATA_LEVEL
from planner.workbooks.layouts import layouts_of, row_begins


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
    on_demand: tuple[str, ...] = ()
    """Scenarios that are planned only where somebody names them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.  `found` is there exactly where nothing is wrong.

    Issues are as `check --json` prints them, with the address of the cell where there is one, whether they stand
    in the catalogue, and what their row begins with.
    """

    found: InventoryContents | None
    rows: Mapping[str, int]
    """Rows with content by sheet of an inventory, as far as they could be read."""
    issues: tuple[Mapping[str, Any], ...]
    layouts: tuple[Mapping[str, Any], ...] = ()
    """How the sheets look whose names, headers or columns are a problem, see `layout`."""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Checked:
        """Return what `asdict` wrote."""
        found = kept["found"]
        if found is not None:
            names = {name: tuple(found.get(name, ())) for name in ("scenarios", "on_demand")}
            found = InventoryContents(**{**found, **names})
        return cls(found, kept["rows"], tuple(kept["issues"]), tuple(kept["layouts"]))

    @property
    def errors(self) -> tuple[Mapping[str, Any], ...]:
        """What must be corrected before anything can be planned."""
        return tuple(issue for issue in self.issues if issue["severity"] == "error")

    @property
    def can_be_corrected(self) -> bool:
        """Whether every file could be read whole, so that one with corrected cells would lack nothing."""
        return not any(issue["code"] in CODES_OF_UNREAD_FILES for issue in self.errors)

    @property
    def is_refused(self) -> bool:
        """Whether nothing of a file could be read, so that there is nothing to correct in it."""
        unread = [issue for issue in self.errors if issue["code"] in CODES_OF_UNREAD_FILES]
        return any(issue["in_catalogue"] for issue in unread) or (bool(unread) and not self.rows)

    @property
    def notices(self) -> tuple[Mapping[str, Any], ...]:
        """What is only told."""
        return tuple(issue for issue in self.issues if issue["severity"] != "error")


def check_files_at(path: Path, catalogue: Path | None) -> Checked:
    """Read and check an inventory, with the catalogue that belongs to it."""
    loading = begin_loading(path, catalogue)
    tables = loading.inventory.result().tables
    loaded = with_questions(loading.finish(today=date.today()))
    others = loading.catalogue.result().tables if loading.catalogue else ()
    rows: dict[str, int] = {}
    for table in tables:
        sheet = schema_of(table.sheet)
        if sheet and len(table.rows):
            rows[sheet] = rows.get(sheet, 0) + len(table.rows)
    found = _count(loaded.inventory) if loaded.inventory is not None else None
    issues = told(loaded.issues, (*tables, *others), catalogue.name if catalogue else None)
    layouts = (*layouts_of(tables, issues, in_catalogue=False), *layouts_of(others, issues, in_catalogue=True))
    return Checked(found, rows, issues, layouts)


def told(
    issues: Sequence[Issue], tables: Sequence[RawTable] = (), catalogue: str | None = None
) -> tuple[Mapping[str, Any], ...]:
    """Return problems with the cell's address, whether they are the catalogue's, and what their row begins with."""
    by_place = {(table.file, known_as(table.sheet)): table for table in tables}
    return tuple(
        {
            **issue,
            "cell": cell_of(tables, one.location),
            "in_catalogue": catalogue is not None and _is_of(one.location, catalogue),
            "about": row_begins(by_place.get((one.location.file or "", one.location.sheet or "")), one.location.row),
        }
        for issue, one in zip(to_json(issues)["issues"], issues, strict=True)
    )


def _is_of(place: Location, file: str) -> bool:
    """Whether a place is in a file, or in a file that came in it."""
    return place.file is not None and (place.file == file or place.file.startswith(f"{file}/"))


def _count(inventory: Inventory) -> InventoryContents:
    estate, policy = inventory.estate, inventory.scenarios[0].policy
    return InventoryContents(
        people=sum(group.users for group in estate.groups) + int(estate.people.persons.sum()),
        machines=sum(group.devices + group.peripherals for group in estate.groups) + len(estate.machines.ids),
        servers=len(estate.servers),
        accesses=len(estate.accesses),
        lots=len(inventory.lots),
        offers=len(inventory.offers),
        claim=DATA_LEVEL[data_level(View(estate, policy))],
        scenarios=tuple(scenario.name for scenario in inventory.scenarios if not scenario.is_on_demand),
        on_demand=tuple(scenario.name for scenario in inventory.scenarios if scenario.is_on_demand),
        currency=policy.currency,
        policy=inventory.policy.as_json(),
    )
