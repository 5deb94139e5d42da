"""Checks of saved inventories: what a check found is kept beside the inventory, so that it is read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.store import inventories, launch
from planner.store.database import Store, database_url
from planner.version import __version__
from planner.workbooks.checking import Checked, InventoryContents, check_files

_MADE_BY = f"{__version__}, 3"
"""What made a check that is kept: the program, and a number that goes up when other things are kept."""
LARGE_BYTES = 1 << 20
"""Larger files are checked by a process of their own, so that nobody else's page waits for them."""


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
