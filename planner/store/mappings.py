"""What columns of lists kept by hand mean, as people have said it: per person and organisation, found by headers.

Two organisations may mean different things by the same headers, so nothing is carried from one to another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from planner.store.cases import LOCAL
from planner.store.database import Store
from planner.store.tables import MappingRow


def every(store: Store, workspace: str, case: str | None, owner: str = LOCAL) -> list[Mapping[str, Any]]:
    """Return all that a person has said about lists of a case, by the fingerprints of their headers.

    None stands for an organisation whose files are not saved yet, here and below.
    """
    chosen = select(MappingRow.content).where(*_of(workspace, case, owner)).order_by(MappingRow.fingerprint)
    with store.reading() as session:
        return list(session.scalars(chosen))


def keep(
    store: Store, workspace: str, case: str | None, mappings: Sequence[Mapping[str, Any]], owner: str = LOCAL
) -> None:
    """Keep mappings in the place of those of the same headers; each has a `fingerprint`."""
    with store.writing() as session:
        for content in mappings:
            fingerprint = content["fingerprint"]
            session.execute(
                delete(MappingRow).where(*_of(workspace, case, owner), MappingRow.fingerprint == fingerprint)
            )
            session.add(
                MappingRow(
                    workspace=workspace, case=case, owner=owner, fingerprint=fingerprint, content=dict(content)
                )
            )  # fmt: skip


def adopt(store: Store, workspace: str, case: str, owner: str = LOCAL) -> None:
    """Let what was said about files that were not saved belong to the case, a new one, that they have become."""
    with store.writing() as session:
        session.execute(update(MappingRow).where(*_of(workspace, None, owner)).values(case=case))


def _of(workspace: str, case: str | None, owner: str) -> tuple[ColumnElement[bool], ...]:
    of_case = MappingRow.case.is_(None) if case is None else MappingRow.case == case
    return MappingRow.workspace == workspace, MappingRow.owner == owner, of_case
