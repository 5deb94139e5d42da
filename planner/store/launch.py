"""Starts processes of the program's own: the worker for a job, whose end is noticed, and others that are waited for.

A worker outlives the process that started it: a dashboard that is restarted finds its jobs going on.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import planner
from planner.errors import UsageError
from planner.store import jobs
from planner.store.database import SETTING, Store

MODULE = "planner.store.worker"
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}
_PROGRAM = str(Path(planner.__file__).parents[1])


def start(store: Store, job: str) -> None:
    """Have a job done by a process of its own."""
    process = _begin(store, MODULE, job)
    threading.Thread(target=_watch, args=(store, job, process), name=f"watch-{job}", daemon=True).start()


def run(store: Store, module: str, *arguments: str) -> None:
    """Have a module do its work in a process of its own, and wait for it.  Raises UsageError if it breaks off."""
    code = _begin(store, module, *arguments).wait()
    if code:
        raise UsageError(f"The work broke off: its process ended without a word{_how(code)}. Nothing saved is lost.")


def _begin(store: Store, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    # The address of the database may hold a password, so it travels in the environment.
    # -P: nothing is loaded from the folder the program happens to be started in, only from where this program is.
    path = os.pathsep.join(filter(None, (_PROGRAM, os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments],
        env={**os.environ, **_ENVIRONMENT, "PYTHONPATH": path, SETTING: store.url},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def _watch(store: Store, job: str, process: subprocess.Popen[bytes]) -> None:
    """Wait for the end; a process that ends before its job does has failed it."""
    code = process.wait()
    jobs.fail(store, job, jobs.LOST.format(_how(code)))


def _how(code: int) -> str:
    if code == -9:
        return ", most likely for lack of memory"
    return f" (signal {-code})" if code < 0 else f" (code {code})" if code else ""
