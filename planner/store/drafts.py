"""What somebody typed and has not saved: kept per case, person and form, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from planner.store import cases
from planner.store.database import Store
from planner.store.tables import DraftRow, now


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, and when that was changed last."""

    content: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Whose draft it is, and of which form or sheet of a case."""

    workspace: str
    case: str
    owner: str
    key: str


def find(store: Store, place: Place) -> Draft | None:
    """Return a draft, None where nothing is kept."""
    with store.reading() as session:
        row = _row(session, place)
        return Draft(row.content, row.created) if row else None


def keep(store: Store, place: Place, content: Mapping[str, Any]) -> None:
    """Keep what was typed in the place of what was kept before; nothing at all is not kept.

    Raises UsageError for a case that is not there.
    """
    with store.writing() as session:
        _write(session, place, content)


def add_step(store: Store, place: Place, step: Mapping[str, Any]) -> None:
    """Add a step to those kept, `steps`, in the order they were made; two windows lose none of each other's.

    Raises UsageError for a case that is not there.
    """
    with store.writing() as session:
        row = _row(session, place)
        before = row.content.get("steps", []) if row else []
        _write(session, place, {"steps": [*before, dict(step)]})


def undo_step(store: Store, place: Place) -> None:
    """Take back the last step."""
    with store.writing() as session:
        row = _row(session, place)
        if row is not None:
            left = row.content.get("steps", [])[:-1]
            _write(session, place, {"steps": left} if left else {})


def discard(store: Store, place: Place) -> None:
    """Forget a draft: it was saved, or is not wanted."""
    with store.writing() as session:
        _write(session, place, {})


def _write(session: Session, place: Place, content: Mapping[str, Any]) -> None:
    row = _row(session, place)
    if not content:
        session.execute(delete(DraftRow).where(*_is_at(place)))
    elif row is None:
        cases.require(session, place.workspace, place.case)
        session.add(
            DraftRow(
                workspace=place.workspace, case=place.case, owner=place.owner, key=place.key, content=dict(content)
            )
        )
    else:
        row.content, row.created = dict(content), now()


def _row(session: Session, place: Place) -> DraftRow | None:
    return session.scalars(select(DraftRow).where(*_is_at(place))).one_or_none()


def _is_at(place: Place) -> tuple[Any, ...]:
    return (
        DraftRow.workspace == place.workspace,
        DraftRow.case == place.case,
        DraftRow.owner == place.owner,
        DraftRow.key == place.key,
    )
