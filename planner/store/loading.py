"""Reads a saved inventory for the worker, with the scenarios made in the dashboard beside its own."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import UsageError, WorkbookError
from planner.store import inventories
from planner.store.database import Store
from planner.store.jobs import Job, MadeScenario

if TYPE_CHECKING:
    from planner.domain.inventory import Inventory
    from planner.ingest import Loaded


def load(store: Store, job: Job, today: date) -> tuple[Loaded, Inventory]:
    """Return what a job's inventory was read as, and the inventory itself.

    Raises UsageError for an inventory that is not there, WorkbookError for one that cannot be used.
    """
    saved = inventories.find(store, job.workspace, job.inventory)
    if saved is None:
        raise UsageError("This inventory is not saved here any more.")
    with tempfile.TemporaryDirectory(prefix="cal-planner-") as folder:
        upload = Path(folder) / saved.name
        upload.write_bytes(inventories.content_of(store, job.workspace, job.inventory))
        loaded = _load(upload, job.request.made, today)
    if loaded.inventory is None:
        raise WorkbookError([issue for issue in loaded.issues if issue.severity == "error"])
    return loaded, loaded.inventory


def _load(path: Path, made: Sequence[MadeScenario], today: date) -> Loaded:
    """Read and check an inventory, with scenarios made in the dashboard beside its own."""
    from planner.ingest.load import load_inventory, load_tables
    from planner.ingest.read import read_tables
    from planner.store.making import with_scenarios

    if not made:
        return load_inventory(path, today=today)
    reading = read_tables(path)
    if any(issue.severity == "error" for issue in reading.issues):
        raise WorkbookError([issue for issue in reading.issues if issue.severity == "error"])
    loaded = load_tables(with_scenarios(reading.tables, made), today=today, source=reading.source)
    return replace(loaded, issues=(*reading.issues, *loaded.issues))
