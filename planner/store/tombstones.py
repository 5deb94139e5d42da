"""What was deleted: that it was there, what it was called, and when it went; a link to it can then say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.store.database import Store
from planner.store.tables import NAME_LENGTH, TombstoneRow


class Kind(StrEnum):
    """What was deleted."""

    CASE = "case"
    INVENTORY = "inventory"
    PLAN = "plan"
    SCENARIO = "scenario"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """Something that was deleted."""

    id: str
    kind: Kind
    name: str
    owner: str
    """Who deleted it."""
    at: datetime


def set_up(session: Session, workspace: str, kind: Kind, gone: str, name: str, who: str) -> None:
    """Remember something that is deleted, inside the transaction that deletes it."""
    session.merge(TombstoneRow(id=gone, workspace=workspace, kind=kind, name=name[:NAME_LENGTH], owner=who))


def find(store: Store, workspace: str, gone: str) -> Tombstone | None:
    """Return what is remembered of something of this workspace; None: it never was, or is there."""
    with store.reading() as session:
        chosen = select(TombstoneRow).where(TombstoneRow.workspace == workspace, TombstoneRow.id == gone)
        row = session.scalars(chosen).one_or_none()
        return Tombstone(row.id, Kind(row.kind), row.name, row.owner, row.created) if row else None
