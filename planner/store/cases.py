"""Cases: an organisation's inventory with its versions, its scenarios, its plans and questions, under one name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from planner.errors import UsageError
from planner.store import tombstones
from planner.store.database import Store
from planner.store.tables import NAME_LENGTH, CaseRow, InventoryRow, PlanRow, ScenarioRow
from planner.store.tombstones import Kind
from planner.words import say

GONE = say("This case is not saved here any more.")
LOCAL = "local"
"""Who owns what nobody signed in for."""


@dataclass(frozen=True, slots=True)
class SavedCase:
    """What is known of a case without reading what belongs to it."""

    id: str
    name: str
    owner: str
    created: datetime


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case in a list: how many versions and plans it has, how large its files are, and when it last grew."""

    case: SavedCase
    versions: int
    plans: int
    size: int
    """Bytes of the files of all its versions."""
    changed: datetime
    """When its newest version or plan was saved, or it itself."""


def add(session: Session, workspace: str, name: str, owner: str = LOCAL) -> CaseRow:
    """Make a case inside a transaction that is open already."""
    row = CaseRow(workspace=workspace, name=_plain(name), owner=owner, versions=0)
    session.add(row)
    session.flush()
    return row


def find(store: Store, workspace: str, case: str) -> SavedCase | None:
    """Return a case of this workspace, None if there is no such one."""
    with store.reading() as session:
        row = session.scalars(_one(workspace, case)).one_or_none()
        return _saved(row) if row else None


def require(session: Session, workspace: str, case: str) -> CaseRow:
    """Return a case, inside a transaction that is open already.  Raises UsageError for one that is not there."""
    row: CaseRow | None = session.scalars(_one(workspace, case)).one_or_none()
    if row is None:
        raise UsageError(GONE)
    return row


def every(store: Store, workspace: str) -> Sequence[ListedCase]:
    """Return the cases of a workspace, the one first in which something was saved last."""
    with store.reading() as session:
        rows = session.scalars(select(CaseRow).where(CaseRow.workspace == workspace))
        saved = [_saved(row) for row in rows]
        size = func.sum(InventoryRow.size + func.coalesce(InventoryRow.catalogue_size, 0))
        versions = _grouped(session, workspace, InventoryRow, size)
        planned = _grouped(session, workspace, PlanRow, func.count())
    listed = [_listed(one, versions.get(one.id), planned.get(one.id)) for one in saved]
    return sorted(listed, key=lambda one: (one.changed, one.case.id), reverse=True)


def rename(store: Store, workspace: str, case: str, name: str) -> None:
    """Give a case another name.  Raises UsageError for a blank one."""
    called = _plain(name)
    with store.writing() as session:
        row = session.scalars(_one(workspace, case)).one_or_none()
        if row is not None:
            row.name = called


def remove(store: Store, workspace: str, case: str, who: str = LOCAL) -> None:
    """Delete a case with all that belongs to it; of each part it stays known when it went."""
    with store.writing() as session:
        row = session.scalars(_one(workspace, case)).one_or_none()
        if row is None:
            return
        for kind, table in ((Kind.INVENTORY, InventoryRow), (Kind.PLAN, PlanRow), (Kind.SCENARIO, ScenarioRow)):
            parts = session.execute(select(table.id, table.name).where(table.case == case))
            for one, name in parts.all():
                tombstones.set_up(session, workspace, kind, one, name, who)
        tombstones.set_up(session, workspace, Kind.CASE, case, row.name, who)
        session.execute(delete(PlanRow).where(PlanRow.case == case))
        session.execute(delete(InventoryRow).where(InventoryRow.case == case))
        session.delete(row)


def _plain(name: str) -> str:
    called = " ".join(name.split())
    if not called or len(called) > NAME_LENGTH:
        raise UsageError(say("Give the case a name of at most {name_length} characters.", name_length=NAME_LENGTH))
    return called


def _one(workspace: str, case: str) -> Any:
    return select(CaseRow).where(CaseRow.workspace == workspace, CaseRow.id == case)


def _grouped(session: Session, workspace: str, table: Any, figure: Any) -> dict[str, tuple[int, int, datetime]]:
    """Return per case how many rows it has in a table, a figure of them, and when the newest was made."""
    chosen = select(table.case, func.count(), figure, func.max(table.created)).where(table.workspace == workspace)
    return {
        case: (many, figure or 0, newest) for case, many, figure, newest in session.execute(chosen.group_by(table.case))
    }


def _listed(
    case: SavedCase, versions: tuple[int, int, datetime] | None, planned: tuple[int, int, datetime] | None
) -> ListedCase:
    moments = [case.created, *(found[2] for found in (versions, planned) if found)]
    return ListedCase(
        case,
        versions=versions[0] if versions else 0,
        plans=planned[0] if planned else 0,
        size=versions[1] if versions else 0,
        changed=max(moments),
    )


def _saved(row: CaseRow) -> SavedCase:
    return SavedCase(row.id, row.name, row.owner, row.created)
