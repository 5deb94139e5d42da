"""Saved inventories, the versions of cases: the uploaded bytes, what they are called, what a check found in them.

A saved inventory never changes: one with other cells, or with another catalogue, is the next version of its case.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from planner.errors import UsageError
from planner.store import cases, tombstones
from planner.store.cases import LOCAL
from planner.store.database import Store
from planner.store.tables import CaseRow, CatalogueContentRow, InventoryContentRow, InventoryRow, PlanRow
from planner.store.tombstones import Kind
from planner.words import say
from planner.workbooks.uploads import Files, Upload, check_size, plain_name

GONE = say("This inventory is not saved here any more.")


@dataclass(frozen=True, slots=True)
class SavedCatalogue:
    """What is known of the offers kept apart from an inventory without reading them."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class SavedInventory:
    """What is known of a saved inventory without reading it."""

    id: str
    case: str
    version: int
    owner: str
    name: str
    sha256: str
    size: int
    created: datetime
    made_from: str | None
    problems: int | None = None
    """How many must be corrected; None: nobody has checked it yet."""
    catalogue: SavedCatalogue | None = None

    @property
    def total_size(self) -> int:
        """The bytes of the inventory and of its catalogue."""
        return self.size + (self.catalogue.size if self.catalogue else 0)


def save(
    store: Store,
    workspace: str,
    name: str,
    content: bytes,
    *,
    catalogue: Upload | None = None,
    made_from: str | None = None,
    case: str | None = None,
    owner: str = LOCAL,
) -> SavedInventory:
    """Save an inventory, with the catalogue of offers that belongs to it, and return it.

    It is the next version of `case`, of the case of `made_from`, or the first one of a new case.  The same bytes under
    the same name with the same catalogue are saved once: in that case, or anywhere where no case is meant.  Raises
    UsageError for a file that is empty or too large, and for a case that is not there.
    """
    check_size(len(content))
    called, digest = plain_name(name), hashlib.sha256(content).hexdigest()
    beside = _describe(catalogue, called) if catalogue else None
    with store.writing() as session:
        meant = _case_meant(session, workspace, case, made_from)
        same = select(InventoryRow).where(
            InventoryRow.workspace == workspace,
            *([InventoryRow.case == meant.id] if meant else []),
            InventoryRow.sha256 == digest,
            InventoryRow.name == called,
            # Compared with None, a column is asked whether it is blank.
            InventoryRow.catalogue == (beside.name if beside else None),
            InventoryRow.catalogue_sha256 == (beside.sha256 if beside else None),
        )
        row = session.scalars(same.order_by(InventoryRow.created.desc(), InventoryRow.id)).first()
        if row is None:
            meant = meant or cases.add(session, workspace, PurePath(called).stem, owner)
            meant.versions += 1
            row = InventoryRow(
                workspace=workspace,
                case=meant.id,
                version=meant.versions,
                owner=owner,
                name=called,
                sha256=digest,
                size=len(content),
                made_from=made_from,
                checked=None,
            )
            if beside is not None:
                row.catalogue, row.catalogue_sha256, row.catalogue_size = beside.name, beside.sha256, beside.size
            session.add(row)
            session.flush()
            session.add(InventoryContentRow(workspace=workspace, inventory=row.id, content=content))
            if catalogue is not None:
                session.add(CatalogueContentRow(workspace=workspace, inventory=row.id, content=catalogue.content))
        return _saved(row)


def _case_meant(session: Session, workspace: str, case: str | None, made_from: str | None) -> CaseRow | None:
    """Return the case that a version is to be of, None for a new one."""
    if case is None and made_from is not None:
        case = session.scalars(_one(workspace, made_from).with_only_columns(InventoryRow.case)).one_or_none()
    return cases.require(session, workspace, case) if case is not None else None


def with_catalogue(
    store: Store, workspace: str, inventory: SavedInventory, catalogue: Upload | None, owner: str = LOCAL
) -> SavedInventory:
    """Save an inventory with another catalogue, or without one, beside the one it was made from."""
    content = content_of(store, workspace, inventory.id)
    return save(store, workspace, inventory.name, content, catalogue=catalogue, made_from=inventory.id, owner=owner)


def _describe(catalogue: Upload, inventory: str) -> SavedCatalogue:
    check_size(len(catalogue.content))
    called = plain_name(catalogue.name)
    if called == inventory:  # problems name the file they stand in, so the two must not share a name
        called = plain_name(say("offers of {called}", called=called))
    return SavedCatalogue(called, hashlib.sha256(catalogue.content).hexdigest(), len(catalogue.content))


def find(store: Store, workspace: str, inventory: str) -> SavedInventory | None:
    """Return an inventory of this workspace, None if there is no such one."""
    with store.reading() as session:
        row = session.scalars(_one(workspace, inventory)).one_or_none()
        return _saved(row) if row else None


def case_of(session: Session, workspace: str, inventory: str) -> str:
    """Return the case of an inventory, inside a transaction that is open already.

    Raises UsageError for one that is not there.
    """
    found: str | None = session.scalars(_one(workspace, inventory).with_only_columns(InventoryRow.case)).one_or_none()
    if found is None:
        raise UsageError(GONE)
    return found


def every(store: Store, workspace: str, case: str | None = None) -> Sequence[SavedInventory]:
    """Return the inventories of a workspace, or of one case, the newest first."""
    with store.reading() as session:
        chosen = select(InventoryRow).where(InventoryRow.workspace == workspace)
        if case is not None:
            chosen = chosen.where(InventoryRow.case == case)
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
        raise UsageError(GONE)
    return content


def files_of(store: Store, workspace: str, inventory: str) -> Files:
    """Return what an inventory is read from.  Raises UsageError if there is no such one."""
    saved = find(store, workspace, inventory)
    if saved is None:
        raise UsageError(GONE)
    catalogue = None
    if saved.catalogue is not None:
        with store.reading() as session:
            chosen = select(CatalogueContentRow.content).where(
                CatalogueContentRow.workspace == workspace, CatalogueContentRow.inventory == inventory
            )
            catalogue = Upload(saved.catalogue.name, session.scalars(chosen).one())
    return Files(Upload(saved.name, content_of(store, workspace, inventory)), catalogue)


def check_of(store: Store, workspace: str, inventory: str) -> dict[str, Any] | None:
    """Return what a check found, None where nothing is kept; it may be large, so lists of inventories lack it."""
    with store.reading() as session:
        chosen = select(InventoryRow.checked).where(InventoryRow.workspace == workspace, InventoryRow.id == inventory)
        return session.scalars(chosen).one_or_none()


def keep_check(store: Store, workspace: str, inventory: str, checked: dict[str, Any], problems: int) -> None:
    """Keep what a check found, and how much of it must be corrected."""
    with store.writing() as session:
        row = session.scalars(_one(workspace, inventory)).one_or_none()
        if row is not None:
            row.checked, row.problems = checked, problems


def rename(store: Store, workspace: str, inventory: str, name: str) -> None:
    """Give an inventory another name.  Raises UsageError for the one that its catalogue has."""
    called = plain_name(name)
    with store.writing() as session:
        row = session.scalars(_one(workspace, inventory)).one_or_none()
        if row is not None and row.catalogue == called:
            raise UsageError(say("The offers kept apart from this inventory have that name; give another one."))
        if row is not None:
            row.name = called


def remove(store: Store, workspace: str, inventory: str, who: str = LOCAL) -> None:
    """Delete a version of a case's inventory with its jobs; its plans stay, and that it was there stays known."""
    with store.writing() as session:
        row = session.scalars(_one(workspace, inventory)).one_or_none()
        if row is not None:
            tombstones.set_up(session, workspace, Kind.INVENTORY, inventory, row.name, who)
            session.delete(row)


def withdraw(store: Store, workspace: str, inventory: str) -> None:
    """Take back an inventory that was just saved and cannot be used, and its case where nothing else is in it."""
    with store.writing() as session:
        row = session.scalars(_one(workspace, inventory)).one_or_none()
        if row is None:
            return
        session.delete(row)
        session.flush()
        others = [
            session.scalar(select(func.count()).select_from(table).where(table.case == row.case))
            for table in (InventoryRow, PlanRow)
        ]
        if not any(others):
            session.execute(delete(CaseRow).where(CaseRow.id == row.case))


def _one(workspace: str, inventory: str) -> Any:
    return select(InventoryRow).where(InventoryRow.workspace == workspace, InventoryRow.id == inventory)


def _saved(row: InventoryRow) -> SavedInventory:
    catalogue = None
    if row.catalogue is not None and row.catalogue_sha256 is not None and row.catalogue_size is not None:
        catalogue = SavedCatalogue(row.catalogue, row.catalogue_sha256, row.catalogue_size)
    return SavedInventory(
        id=row.id,
        case=row.case,
        version=row.version,
        owner=row.owner,
        name=row.name,
        sha256=row.sha256,
        size=row.size,
        created=row.created,
        made_from=row.made_from,
        problems=row.problems,
        catalogue=catalogue,
    )
