"""Takes in files of a person: what can be read becomes a version of a case, what is refused is told and not kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from planner.store import checking, inventories
from planner.store.cases import LOCAL
from planner.store.database import Store
from planner.store.inventories import SavedInventory
from planner.workbooks.uploads import Files, Upload


@dataclass(frozen=True, slots=True)
class Refused:
    """Files that cannot be read: what is wrong with them, as `check` tells it."""

    name: str
    errors: tuple[Mapping[str, Any], ...]


def take_in(
    store: Store, workspace: str, files: Files, *, case: str | None = None, owner: str = LOCAL
) -> SavedInventory | Refused:
    """Save an inventory as the next version of a case, or as a new one.  Raises UsageError as `inventories.save`."""
    file, catalogue = files.inventory, files.catalogue
    there = {one.id for one in inventories.every(store, workspace)}
    saved = inventories.save(store, workspace, file.name, file.content, catalogue=catalogue, case=case, owner=owner)
    return _if_read(store, workspace, saved, is_new=saved.id not in there)


def take_catalogue(
    store: Store, workspace: str, inventory: SavedInventory, catalogue: Upload | None, owner: str = LOCAL
) -> SavedInventory | Refused:
    """Save an inventory with another catalogue, or without one, as the next version of its case."""
    there = {one.id for one in inventories.every(store, workspace)}
    saved = inventories.with_catalogue(store, workspace, inventory, catalogue, owner)
    return _if_read(store, workspace, saved, is_new=saved.id not in there)


def _if_read(store: Store, workspace: str, saved: SavedInventory, *, is_new: bool) -> SavedInventory | Refused:
    """Return what was saved, unless nothing of it can be read: then it is taken back."""
    checked = checking.check(store, workspace, saved)
    if not checked.is_refused:
        return replace(saved, problems=len(checked.errors))
    if is_new:
        inventories.withdraw(store, workspace, saved.id)
    return Refused(saved.name, checked.errors)
