"""Hands the worker the inventory of a job."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.store import inventories
from planner.store.database import Store
from planner.store.jobs import Job

if TYPE_CHECKING:
    from planner.ingest import Loaded


def load(store: Store, job: Job, today: date) -> Loaded:
    """Return what a job's inventory was read as, with the scenarios made for it.

    Raises UsageError for an inventory that is not there.
    """
    from planner.workbooks.loading import load as read  # what reads files takes a second to load

    return read(
        inventories.files_of(store, job.workspace, job.inventory), job.request.made, today, job.request.scenarios or ()
    )
