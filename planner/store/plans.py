"""Saved plans: the text of plan.json, and the files that belong to it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, defer

from planner.domain.document import PlanDocument
from planner.errors import PlannerError, UsageError
from planner.report.formats.columns_csv import as_text
from planner.report.formats.coverage import FILES as COVERAGE_FILES
from planner.report.formats.plan_reader import from_text
from planner.store import tombstones
from planner.store.cases import LOCAL
from planner.store.database import Store
from planner.store.tables import ExportRow, PlanRow, now
from planner.store.tombstones import Kind
from planner.words import say

_T = TypeVar("_T")

WORKBOOK, REGISTER = "plan.xlsx", "register.parquet"
FILES = (WORKBOOK, REGISTER, *COVERAGE_FILES)
"""What is saved beside a plan's document."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list shows of a plan: its best scenario, how that stands, and its total."""

    scenario: str
    status: str
    """As plan.json writes it: `optimal`, `feasible`, `infeasible` or `stopped`."""
    total_minor: int | None
    """None where there is no plan."""
    currency: str


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """What is known of a saved plan without reading it."""

    id: str
    case: str
    name: str
    inventory: str | None
    owner: str
    created: datetime
    opened: datetime | None
    """When somebody first opened it."""
    summary: Summary | None
    """None for a plan that cannot be read."""


@dataclass(frozen=True, slots=True)
class Made:
    """A plan that is to be saved: its name, the text of its plan.json, what lists show of it, and its files."""

    name: str
    document: str
    summary: Summary | None
    files: Mapping[str, bytes]


def summary_of(document: str) -> Summary | None:
    """Return what lists show of a plan, None where its text is no plan."""
    try:
        read_back = from_text(say("This plan"), document)
    except PlannerError:
        return None
    best = read_back.best
    return Summary(best.name, best.status.value, best.total_minor, read_back.currency)


def add(session: Session, workspace: str, case: str, inventory: str | None, made: Made, owner: str) -> str:
    """Save a plan and its files inside a transaction that is open already; return its id."""
    row = PlanRow(
        workspace=workspace, case=case, inventory=inventory, owner=owner, name=made.name, document=made.document
    )
    row.summary = asdict(made.summary) if made.summary else None
    session.add(row)
    session.flush()
    session.add_all(
        ExportRow(workspace=workspace, plan=row.id, name=file, content=content) for file, content in made.files.items()
    )
    return row.id


def every(store: Store, workspace: str, case: str | None = None) -> Sequence[SavedPlan]:
    """Return the plans of a workspace, or of one case, the newest first."""
    with store.reading() as session:
        chosen = _columns().where(PlanRow.workspace == workspace)
        if case is not None:
            chosen = chosen.where(PlanRow.case == case)
        saved = [_saved(row) for row in session.execute(chosen.order_by(PlanRow.created.desc(), PlanRow.id))]
    return [one if one.summary else replace(one, summary=_sum_up(store, workspace, one.id)) for one in saved]


def _sum_up(store: Store, workspace: str, plan: str) -> Summary | None:
    """Return what lists show of a plan of an earlier version of the program, and keep it."""
    found = summary_of(document_of(store, workspace, plan))
    if found is not None:
        with store.writing() as session:
            row = session.scalars(_one(workspace, plan)).one_or_none()
            if row is not None:
                row.summary = asdict(found)
    return found


def unopened(store: Store, workspace: str) -> Sequence[SavedPlan]:
    """Return the plans that nobody has opened yet, the newest first."""
    with store.reading() as session:
        chosen = _columns().where(PlanRow.workspace == workspace, PlanRow.opened.is_(None))
        return [_saved(row) for row in session.execute(chosen.order_by(PlanRow.created.desc(), PlanRow.id))]


def mark_opened(store: Store, workspace: str, plan: SavedPlan) -> None:
    """Remember that somebody has opened a plan."""
    if plan.opened is None:
        with store.writing() as session:
            row = session.scalars(_one(workspace, plan.id)).one_or_none()
            if row is not None and row.opened is None:
                row.opened = now()


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
    return from_text(say("This plan"), document_of(store, workspace, plan))


def file_of(store: Store, workspace: str, plan: str, name: str) -> bytes:
    """Return a file of a plan.  Raises UsageError if there is no such file."""
    with store.reading() as session:
        chosen = select(ExportRow.content).where(
            ExportRow.workspace == workspace, ExportRow.plan == plan, ExportRow.name == name
        )
        found = session.scalars(chosen).one_or_none()
    if found is None and name in COVERAGE_FILES:
        raise UsageError(say("An earlier version of the program made this plan and kept less of it; plan once more."))
    return _there(found, "file")


def day_of(document: PlanDocument, scenario: str) -> date:
    """Return the day a scenario was planned for.  Raises UsageError if there is no such scenario."""
    days = [one.plan_date for one in document.scenarios if one.name == scenario]
    if not days:
        raise UsageError(say('This plan has no scenario "{scenario}".', scenario=scenario))
    return days[0]


def register_csv(store: Store, workspace: str, plan: str, scenario: str) -> bytes:
    """Return the register of one scenario of a plan, who holds which licence and why, as text in columns."""
    import pyarrow as pa  # loads slowly, and few look for it
    from pyarrow import csv, parquet

    stored = io.BytesIO(file_of(store, workspace, plan, REGISTER))
    table = parquet.read_table(stored, filters=[("scenario", "==", scenario)])
    for place, name in enumerate(table.column_names):
        if pa.types.is_string(table.schema.field(name).type):
            coded = table.column(name).combine_chunks().dictionary_encode()
            texts = [text if text is None else as_text(text) for text in coded.dictionary.to_pylist()]
            table = table.set_column(place, name, pa.array(texts, pa.string()).take(coded.indices))
    written = io.BytesIO()
    csv.write_csv(table, written, csv.WriteOptions(quoting_style="needed"))
    return written.getvalue()


def rename(store: Store, workspace: str, plan: str, name: str) -> None:
    """Give a plan another name."""
    called = " ".join(name.split())
    if not called:
        raise UsageError(say("Give the plan a name."))
    with store.writing() as session:
        row = session.scalars(_one(workspace, plan)).one_or_none()
        if row is not None:
            row.name = called[:200]


def remove(store: Store, workspace: str, plan: str, who: str = LOCAL) -> None:
    """Delete a plan and its files; that it was there stays known."""
    with store.writing() as session:
        row = session.scalars(_one(workspace, plan)).one_or_none()
        if row is not None:
            tombstones.set_up(session, workspace, Kind.PLAN, plan, row.name, who)
            session.delete(row)


def _one(workspace: str, plan: str) -> Any:
    """Select a plan to be changed; its document is long and stays where it is."""
    return select(PlanRow).options(defer(PlanRow.document)).where(PlanRow.workspace == workspace, PlanRow.id == plan)


def _columns() -> Any:
    """Select what a list shows; the document is long and stays where it is."""
    return select(
        PlanRow.id, PlanRow.case, PlanRow.name, PlanRow.inventory, PlanRow.owner, PlanRow.created, PlanRow.opened,
        PlanRow.summary,
    )  # fmt: skip


def _saved(row: Row[Any]) -> SavedPlan:
    summary = Summary(**row.summary) if row.summary else None
    return SavedPlan(row.id, row.case, row.name, row.inventory, row.owner, row.created, row.opened, summary)


def _there(found: _T | None, what: str) -> _T:
    if found is None:
        raise UsageError(say("This {what} is not saved here any more.", what=what))
    return found
