"""What columns of lists kept by hand mean, as people have said it: kept per person, found by the lists' headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from planner.store.cases import LOCAL
from planner.store.database import Store
from planner.store.tables import MappingRow


def every(store: Store, workspace: str, owner: str = LOCAL) -> list[Mapping[str, Any]]:
    """Return all mappings of a person, by the fingerprints of their lists."""
    chosen = (
        select(MappingRow.content)
        .where(MappingRow.workspace == workspace, MappingRow.owner == owner)
        .order_by(MappingRow.fingerprint)
    )
    with store.reading() as session:
        return list(session.scalars(chosen))


def keep(store: Store, workspace: str, mappings: Sequence[Mapping[str, Any]], owner: str = LOCAL) -> None:
    """Keep mappings in the place of those of the same headers; each has a `fingerprint`."""
    with store.writing() as session:
        for content in mappings:
            session.execute(
                delete(MappingRow).where(
                    MappingRow.workspace == workspace,
                    MappingRow.owner == owner,
                    MappingRow.fingerprint == content["fingerprint"],
                )
            )
            session.add(
                MappingRow(workspace=workspace, owner=owner, fingerprint=content["fingerprint"], content=dict(content))
            )
