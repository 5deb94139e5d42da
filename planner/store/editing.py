"""Corrects, marks and lists a saved inventory.  Processes of their own work on its files."""

from __future__ import annotations

from collections.abc import Sequence

from planner.store import checking, inventories
from planner.store.cases import LOCAL
from planner.store.database import Store
from planner.store.inventories import SavedInventory
from planner.workbooks import apart, own_file
from planner.workbooks.by_hand import Sheet
from planner.workbooks.correct import Change
from planner.workbooks.own_file import Outlook


def save_corrected(
    store: Store, workspace: str, inventory: SavedInventory, made: Sequence[Change], owner: str = LOCAL
) -> SavedInventory:
    """Save an inventory with corrections as the next version of its case.  Raises UsageError as `correct` does."""
    files = inventories.files_of(store, workspace, inventory.id)
    with checking.AT_ONCE:
        changed = apart.correct(files, made)
    file = changed.inventory
    return inventories.save(
        store,
        workspace,
        file.name,
        file.content,
        catalogue=changed.catalogue,
        made_from=inventory.id,
        owner=owner,
    )


def marked(store: Store, workspace: str, inventory: SavedInventory) -> bytes:
    """Return the file of a saved inventory with its problems marked, or a list of them; see `annotate`."""
    issues = checking.check(store, workspace, inventory).issues
    file = inventories.files_of(store, workspace, inventory.id).inventory
    with checking.AT_ONCE:
        return apart.mark(file, issues).file.content


def outlooks(store: Store, workspace: str, inventory: str) -> tuple[Outlook, ...]:
    """Return what becomes of the file of a saved inventory that is marked or corrected, and of its catalogue's.

    Raises UsageError for an inventory that is not there.
    """
    files = inventories.files_of(store, workspace, inventory)
    with checking.AT_ONCE:
        return tuple(own_file.look_at(file) for file in (files.inventory, files.catalogue) if file is not None)


def sheets(store: Store, workspace: str, inventory: SavedInventory) -> tuple[Sheet, ...]:
    """Return the sheets of a saved inventory that can be changed by hand; see `by_hand.sheets`."""
    files = inventories.files_of(store, workspace, inventory.id)
    with checking.AT_ONCE:
        return apart.sheets(files)
