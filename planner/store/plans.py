"""Saved plans: the text of plan.json, and the files that belong to it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from planner.domain.document import PlanDocument
from planner.errors import UsageError
from planner.report.formats.coverage import FILES as COVERAGE_FILES
from planner.report.formats.plan_reader import from_text
from planner.store.database import Store
from planner.store.tables import ExportRow, PlanRow

_T = TypeVar("_T")

WORKBOOK, REGISTER = "plan.xlsx", "register.parquet"
FILES = (WORKBOOK, REGISTER, *COVERAGE_FILES)
"""What is saved beside a plan's document."""


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """What is known of a saved plan without reading it."""

    id: str
    name: str
    inventory: str | None
    created: datetime


def add(session: Session, workspace: str, inventory: str, name: str, document: str, files: Mapping[str, bytes]) -> str:
    """Save a plan and its files inside a transaction that is open already; return its id."""
    row = PlanRow(workspace=workspace, inventory=inventory, name=name, document=document)
    session.add(row)
    session.flush()
    session.add_all(
        ExportRow(workspace=workspace, plan=row.id, name=file, content=content) for file, content in files.items()
    )
    return row.id


def every(store: Store, workspace: str) -> Sequence[SavedPlan]:
    """Return the plans of a workspace, the newest first."""
    with store.reading() as session:
        chosen = _columns().where(PlanRow.workspace == workspace)
        return [_saved(row) for row in session.execute(chosen.order_by(PlanRow.created.desc(), PlanRow.id))]


def find(store: Store, workspace: str, plan: str) -> SavedPlan | None:
    """Return a plan of this workspace, None if there is no such one."""
    with store.reading() as session:
        row = session.execute(_columns().where(PlanRow.workspace == workspace, PlanRow.id == plan)).one_or_none()
        return _saved(row) if row else None


def document_of(store: Store, workspace: str, plan: str) -> str:
    """Return the text of a plan's plan.json.  Raises UsageError if there is no such plan."""
    with store.reading() as session:
        chosen = select(PlanRow.document).where(PlanRow.workspace == workspace, PlanRow.id == plan)
        return _there(session.scalars(chosen).one_or_none(), "plan")


def read(store: Store, workspace: str, plan: str) -> PlanDocument:
    """Return what a plan says.  Raises UsageError if there is no such plan, and for one that is damaged."""
    return from_text("This plan", document_of(store, workspace, plan))


def file_of(store: Store, workspace: str, plan: str, name: str) -> bytes:
    """Return a file of a plan.  Raises UsageError if there is no such file."""
    with store.reading() as session:
        chosen = select(ExportRow.content).where(
            ExportRow.workspace == workspace, ExportRow.plan == plan, ExportRow.name == name
        )
        found = session.scalars(chosen).one_or_none()
    if found is None and name in COVERAGE_FILES:
        raise UsageError("An earlier version of the program made this plan and kept less of it; plan once more.")
    return _there(found, "file")


def day_of(store: Store, workspace: str, plan: str, scenario: str) -> date:
    """Return the day a scenario was planned for.  Raises UsageError if there is no such plan or scenario."""
    document = read(store, workspace, plan)
    days = [one.plan_date for one in document.scenarios if one.name == scenario]
    if not days:
        raise UsageError(f'This plan has no scenario "{scenario}".')
    return days[0]


def register_csv(store: Store, workspace: str, plan: str) -> bytes:
    """Return a plan's register, who holds which licence and why, as text in columns."""
    from pyarrow import csv, parquet  # loads slowly, and few look for it

    table = parquet.read_table(io.BytesIO(file_of(store, workspace, plan, REGISTER)))
    written = io.BytesIO()
    csv.write_csv(table, written, csv.WriteOptions(quoting_style="needed"))
    return written.getvalue()


def rename(store: Store, workspace: str, plan: str, name: str) -> None:
    """Give a plan another name."""
    called = " ".join(name.split())
    if not called:
        raise UsageError("Give the plan a name.")
    with store.writing() as session:
        row = session.scalars(select(PlanRow).where(PlanRow.workspace == workspace, PlanRow.id == plan)).one_or_none()
        if row is not None:
            row.name = called[:200]


def remove(store: Store, workspace: str, plan: str) -> None:
    """Delete a plan and its files."""
    with store.writing() as session:
        session.execute(delete(PlanRow).where(PlanRow.workspace == workspace, PlanRow.id == plan))


def _columns() -> Any:
    """Select what a list shows; the document is long and stays where it is."""
    return select(PlanRow.id, PlanRow.name, PlanRow.inventory, PlanRow.created)


def _saved(row: Row[Any]) -> SavedPlan:
    return SavedPlan(row.id, row.name, row.inventory, row.created)


def _there(found: _T | None, what: str) -> _T:
    if found is None:
        raise UsageError(f"This {what} is not saved here any more.")
    return found
