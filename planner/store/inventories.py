"""Saved inventories: the uploaded bytes, what they are called, and what a check found in them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from sqlalchemy import delete, select

from planner.errors import UsageError
from planner.store.database import Store
from planner.store.tables import NAME_LENGTH, InventoryContentRow, InventoryRow

MAX_BYTES = 200 << 20
_LONGEST_NAME = 120
_UNNAMED = "inventory"


@dataclass(frozen=True, slots=True)
class SavedInventory:
    """What is known of a saved inventory without reading it."""

    id: str
    name: str
    sha256: str
    size: int
    created: datetime
    made_from: str | None


def save(store: Store, workspace: str, name: str, content: bytes, *, made_from: str | None = None) -> SavedInventory:
    """Save an inventory and return it; the same bytes under the same name are saved once.

    Raises UsageError for one that is empty or too large.
    """
    if not content:
        raise UsageError("The file is empty. Fetch or save it again.")
    if len(content) > MAX_BYTES:
        raise UsageError(f"The file has {len(content):,} bytes; at most {MAX_BYTES:,} are taken.")
    called, digest = plain_name(name), hashlib.sha256(content).hexdigest()
    with store.writing() as session:
        same = select(InventoryRow).where(
            InventoryRow.workspace == workspace, InventoryRow.sha256 == digest, InventoryRow.name == called
        )
        row = session.scalars(same).first()
        if row is None:
            row = InventoryRow(
                workspace=workspace, name=called, sha256=digest, size=len(content), made_from=made_from, checked=None
            )
            session.add(row)
            session.flush()
            session.add(InventoryContentRow(workspace=workspace, inventory=row.id, content=content))
        return _saved(row)


def find(store: Store, workspace: str, inventory: str) -> SavedInventory | None:
    """Return an inventory of this workspace, None if there is no such one."""
    with store.reading() as session:
        row = session.scalars(_one(workspace, inventory)).one_or_none()
        return _saved(row) if row else None


def every(store: Store, workspace: str) -> Sequence[SavedInventory]:
    """Return the inventories of a workspace, the newest first."""
    with store.reading() as session:
        chosen = select(InventoryRow).where(InventoryRow.workspace == workspace)
        rows = session.scalars(chosen.order_by(InventoryRow.created.desc(), InventoryRow.id))
        return [_saved(row) for row in rows]


def content_of(store: Store, workspace: str, inventory: str) -> bytes:
    """Return the bytes of an inventory.  Raises UsageError if there is no such one."""
    with store.reading() as session:
        chosen = select(InventoryContentRow.content).where(
            InventoryContentRow.workspace == workspace, InventoryContentRow.inventory == inventory
        )
        content = session.scalars(chosen).one_or_none()
    if content is None:
        raise UsageError("This inventory is not saved here any more.")
    return content


def check_of(store: Store, workspace: str, inventory: str) -> dict[str, Any] | None:
    """Return what a check found, None where nothing is kept; it may be large, so lists of inventories lack it."""
    with store.reading() as session:
        chosen = select(InventoryRow.checked).where(InventoryRow.workspace == workspace, InventoryRow.id == inventory)
        return session.scalars(chosen).one_or_none()


def keep_check(store: Store, workspace: str, inventory: str, checked: dict[str, Any]) -> None:
    """Keep what a check found."""
    with store.writing() as session:
        row = session.scalars(_one(workspace, inventory)).one_or_none()
        if row is not None:
            row.checked = checked


def rename(store: Store, workspace: str, inventory: str, name: str) -> None:
    """Give an inventory another name."""
    with store.writing() as session:
        row = session.scalars(_one(workspace, inventory)).one_or_none()
        if row is not None:
            row.name = plain_name(name)


def remove(store: Store, workspace: str, inventory: str) -> None:
    """Delete an inventory with its scenarios and jobs; its plans stay."""
    with store.writing() as session:
        session.execute(delete(InventoryRow).where(InventoryRow.workspace == workspace, InventoryRow.id == inventory))


def plain_name(name: str) -> str:
    """Return a file's name without folders and control characters, short enough for every file system."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    shown = "".join(character for character in last if character.isprintable() and character not in '<>:"|?*').strip(
        ". "
    )
    ending = PurePosixPath(shown).suffix if "." in shown else ""
    stem = shown.removesuffix(ending) or _UNNAMED
    return f"{stem[:_LONGEST_NAME]}{ending[:10]}"[:NAME_LENGTH]


def _one(workspace: str, inventory: str) -> Any:
    return select(InventoryRow).where(InventoryRow.workspace == workspace, InventoryRow.id == inventory)


def _saved(row: InventoryRow) -> SavedInventory:
    return SavedInventory(row.id, row.name, row.sha256, row.size, row.created, row.made_from)
