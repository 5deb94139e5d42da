"""Finished results that could not be saved yet: kept in files beside the database, and saved as soon as that works.

A planning may take hours; that the database is away or the disk full at its end is no reason to plan again.  Who
finishes a job tries again until it is saved.  Should the process end before, the dashboard saves it when it starts.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.store import jobs
from planner.store.database import Store, data_folder
from planner.store.faults import DatabaseError

TRY_EVERY_S, TRY_FOR_S = 5.0, 6 * 3600.0
_REST = "result.json"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: a plan with its name and files, or the reply to a question."""

    name: str = ""
    document: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    reply: Mapping[str, Any] | None = None

    def save(self, store: Store, job: str) -> None:
        """End the job with it.  Raises UsageError for a job that is not there any more."""
        if self.reply is None:
            jobs.finish(store, job, self.name, self.document, self.files)
        else:
            jobs.finish_with_reply(store, job, self.reply)


def save_or_keep(store: Store, job: str, result: Result) -> None:
    """End a job with its result as soon as the database is there again, or leave it to the dashboard's next start."""
    if until_done(lambda: result.save(store, job), meanwhile=lambda: _keep(store, job, result)):
        shutil.rmtree(_place(store, job), ignore_errors=True)


def until_done(do: Callable[[], object], meanwhile: Callable[[], object] | None = None) -> bool:
    """Do something in the database, again and again while that has a fault; tell whether it was done.

    `meanwhile` is done before it is tried again, once.  Nobody tries for ever: a database may have been deleted.  What
    could not even be kept goes on being tried.
    """
    is_kept, until = meanwhile is None, time.monotonic() + TRY_FOR_S
    while True:
        try:
            do()
        except UsageError:  # the job was deleted: nobody waits for what came of it
            return True
        except DatabaseError:
            if meanwhile is not None and not is_kept:
                with suppress(OSError):  # the same disk may be full: then the process alone has it
                    meanwhile()
                    is_kept = True
        else:
            return True
        if is_kept and time.monotonic() > until:
            return False
        time.sleep(TRY_EVERY_S)


def save_kept(store: Store) -> int:
    """Save the results of processes that ended before they could; return how many there were."""
    saved = 0
    for folder in sorted(_of(store).glob("*")):
        with suppress(OSError, ValueError, KeyError, DatabaseError):
            with suppress(UsageError):
                _read(folder).save(store, folder.name)
                saved += 1
            shutil.rmtree(folder)
    return saved


def _keep(store: Store, job: str, result: Result) -> None:
    folder = _place(store, job)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in result.files.items():
        (folder / name).write_bytes(content)
    rest = {"name": result.name, "document": result.document, "files": sorted(result.files), "reply": result.reply}
    # Written last, and whole: without it the folder counts as nothing.
    (folder / f"{_REST}.part").write_text(json.dumps(rest), encoding="utf-8")
    (folder / f"{_REST}.part").replace(folder / _REST)


def _read(folder: Path) -> Result:
    rest = json.loads((folder / _REST).read_text(encoding="utf-8"))
    files = {name: (folder / name).read_bytes() for name in rest["files"]}
    return Result(rest["name"], rest["document"], files, rest["reply"])


def _place(store: Store, job: str) -> Path:
    return _of(store) / job


def _of(store: Store) -> Path:
    """Return the folder for results of one database: several may be in use on a machine."""
    return data_folder() / "kept" / sha256(store.url.encode()).hexdigest()[:16]
