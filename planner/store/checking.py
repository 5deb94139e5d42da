"""Checks of saved inventories: what a check found is kept beside the inventory, so that it is read once."""

from __future__ import annotations

import threading
from dataclasses import asdict

from planner.store import inventories
from planner.store.database import Store
from planner.version import __version__
from planner.words.kept import recipes, with_recipes
from planner.workbooks import apart
from planner.workbooks.checking import Checked

_MADE_BY = f"{__version__}, 5"
"""What made a check that is kept: the program, and a number that goes up when other things are kept."""
AT_ONCE = threading.BoundedSemaphore(2)
"""So many processes work on people's files at a time, each within its limits; whoever comes later waits."""


def check(store: Store, workspace: str, inventory: inventories.SavedInventory) -> Checked:
    """Return what stands in an inventory and what is wrong with it, from an earlier check where there was one."""
    kept = inventories.check_of(store, workspace, inventory.id)
    if kept is not None and kept["version"] == _MADE_BY:
        return Checked.from_json(with_recipes(kept, kept["words"]))
    files = inventories.files_of(store, workspace, inventory.id)
    with AT_ONCE:
        checked = apart.check(files)
    found = asdict(checked)
    made = {"version": _MADE_BY, **found, "words": recipes(found)}
    inventories.keep_check(store, workspace, inventory.id, made, len(checked.errors))
    return checked
