"""Reads a saved inventory for the worker, with the scenarios made in the dashboard beside its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from planner.store import inventories
from planner.store.database import Store
from planner.store.jobs import Job, MadeScenario
from planner.store.uploads import Files, on_disk

if TYPE_CHECKING:
    from planner.ingest import Loaded


def load(store: Store, job: Job, today: date) -> Loaded:
    """Return what a job's inventory was read as, with the scenarios made for it.

    Raises UsageError for an inventory that is not there.
    """
    return _load(inventories.files_of(store, job.workspace, job.inventory), job.request.made, today)


def _load(files: Files, made: Sequence[MadeScenario], today: date) -> Loaded:
    """Read and check an inventory and its catalogue, with scenarios made in the dashboard beside its own."""
    from planner.ingest.load import Loaded, load_inventory, load_tables, read_catalogue, read_tables
    from planner.store.making import with_scenarios

    with on_disk(files) as (path, catalogue):
        if not made:
            return load_inventory(path, catalogue, today=today)
        reading, offers = read_tables(path), read_catalogue(catalogue) if catalogue else None
    issues = (*reading.issues, *(offers.issues if offers else ()))
    if any(issue.severity == "error" for issue in issues):
        return Loaded(None, issues)
    loaded = load_tables(
        with_scenarios(reading.tables, made),
        offers.tables if offers else None,
        today=today,
        source=reading.source,
        catalogue_source=offers.source if offers else None,
    )
    return replace(loaded, issues=(*issues, *loaded.issues))
