"""Starts the worker for a job beside the dashboard, and notices its end.

A worker outlives the process that started it: a dashboard that is restarted finds its jobs going on.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Mapping
from contextlib import suppress

from planner.processes import apart
from planner.store import jobs
from planner.store.database import SETTING, Store
from planner.store.faults import DatabaseError

MODULE = "planner.store.worker"


def start(store: Store, job: str) -> None:
    """Have a job done by a process of its own."""
    process = apart.start(MODULE, job, environment=_environment(store))
    threading.Thread(target=_watch, args=(store, job, process), name=f"watch-{job}", daemon=True).start()


def _environment(store: Store) -> Mapping[str, str]:
    # The address of the database may hold a password, so it travels in the environment.
    return {SETTING: store.url}


def _watch(store: Store, job: str, process: subprocess.Popen[bytes]) -> None:
    """Wait for the end; a process that ends before its job does has failed it."""
    code = process.wait()
    with suppress(DatabaseError):  # away: who looks at the job later finds its process gone
        jobs.fail(store, job, jobs.told_lost(apart.how_it_ended(code)))
