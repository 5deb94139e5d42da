"""Has files read by another process with limited memory and time, so that no file can take the program down.

What comes back is data: JSON and Arrow arrays, never pickles.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

import planner
from planner.domain.issue import Issue, Location, Severity
from planner.ingest.files.answer import columns_of, rows_of
from planner.ingest.files.folder import FileToRead
from planner.ingest.files.problems import CRASHED, OUT_OF_MEMORY, OUT_OF_TIME, error
from planner.ingest.files.raw import RawTable
from planner.ingest.files.reader_process import OUT_OF_MEMORY_EXIT

_GIB = 1 << 30
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "RUST_BACKTRACE": "0"}
"""Threads that are never used would count as memory, and a trace of Rust's would push out its last words."""
_START = """
import os, sys, types
for name, folder in (("planner", sys.argv[2]), ("planner.ingest", sys.argv[2] + "/ingest")):
    package = sys.modules[name] = types.ModuleType(name)
    package.__path__ = [folder]
from planner.ingest.files.reader_process import main
code = main()
sys.stderr.flush()
os._exit(code)
"""
"""How the reader starts: the packages are entered by hand, for importing them would load the whole program.
It ends at once, so that no library can fall over its own clean-up after the answer is written."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reader may take: bytes of address space, seconds of processor, seconds on the clock."""

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float


def limits_for(size_bytes: int) -> Limits:
    """Return the limits for files of so many bytes in all."""
    memory = min(3 * _GIB + 8 * size_bytes, 8 * _GIB)
    seconds = min(60 + size_bytes // 500_000, 900)
    return Limits(memory, seconds, 2.0 * seconds)


def read_apart(files: list[FileToRead], limits: Limits) -> tuple[list[RawTable], list[Issue]]:
    """Return tables and issues of the files, in their order.

    A reader that crashes, needs too much or takes too long becomes one issue about the file it was reading.
    """
    with tempfile.TemporaryDirectory(prefix="cal-planner-") as name:
        folder = Path(name)
        request = {
            "memory_bytes": limits.memory_bytes,
            "cpu_seconds": limits.cpu_seconds,
            "files": [
                {"path": str(file.path.resolve()), "name": file.name, "sheet": file.sheet, "is_member": file.is_member}
                for file in files
            ],
        }
        (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
        failure = _run(folder, limits.wall_seconds)
        if failure == CRASHED:
            # A harmful file does it again; an accident of the machine does not.
            failure = _run(folder, limits.wall_seconds)
        if failure:
            return [], [_failure_issue(failure, folder, limits)]
        return _read_answer(folder)


def _run(folder: Path, wall_seconds: float) -> str | None:
    """Run the reader; return None if all went well, else the code of what went wrong."""
    # -P: nothing is loaded from the folder the program happens to be started in.
    command = [sys.executable, "-P", "-c", _START, str(folder), str(Path(planner.__file__).parent)]
    with (
        (folder / "stderr").open("wb") as log,
        subprocess.Popen(
            command, env={**os.environ, **_ENVIRONMENT}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        ) as process,
    ):
        code = _wait(process, wall_seconds)
    if code is None:
        return OUT_OF_TIME
    return _meaning(code, (folder / "stderr").read_bytes()[-4000:]) if code else None


def _wait(process: subprocess.Popen[bytes], wall_seconds: float) -> int | None:
    """Return the exit code, or None for a process that had to be killed because the time was up.

    `Popen.wait` would look only every twentieth of a second if it were given the time itself.
    """
    is_late = threading.Event()

    def stop() -> None:
        is_late.set()
        process.kill()

    clock = threading.Timer(wall_seconds, stop)
    clock.start()
    try:
        code = process.wait()
    except BaseException:
        process.kill()
        raise
    finally:
        clock.cancel()
    return None if is_late.is_set() else code


def _meaning(code: int, log: bytes) -> str:
    """Return the problem that an exit code and the last words of the reader stand for."""
    if code == OUT_OF_MEMORY_EXIT or b"memory allocation" in log or b"MemoryError" in log or b"bad_alloc" in log:
        return OUT_OF_MEMORY
    if sys.platform != "win32":
        import signal

        if code == -signal.SIGXCPU:
            return OUT_OF_TIME
        if code == -signal.SIGKILL:  # the system's last resort against a lack of memory, and the hard limit on time
            return OUT_OF_MEMORY
    return CRASHED


def _failure_issue(code: str, folder: Path, limits: Limits) -> Issue:
    current = folder / "current"
    where = Location(file=current.read_text(encoding="utf-8") if current.exists() else None)
    text = "Reading the file broke off; it is most likely damaged, or made to do harm."
    remedy = "Open it in Excel and save it under a new name."
    if code == OUT_OF_MEMORY:
        text = f"Reading the file took more than {limits.memory_bytes / _GIB:.1f} GB of memory, so it was stopped."
        remedy = "Delete rows and columns beyond the data, or give large tables as .csv or .parquet files in a folder."
    elif code == OUT_OF_TIME:
        text = f"Reading the file took more than {limits.cpu_seconds} seconds, so it was stopped."
        remedy = "Give large tables as .csv or .parquet files in a folder."
    return error(code, where, text, remedy)


def _read_answer(folder: Path) -> tuple[list[RawTable], list[Issue]]:
    tables, issues = [], []
    for entry in json.loads((folder / "answer.json").read_text(encoding="utf-8")):
        if "issue" in entry:
            issues.append(_issue(entry["issue"]))
        else:
            tables.append(_table(entry["table"], folder / entry["cells"]))
    return tables, issues


def _issue(found: dict[str, Any]) -> Issue:
    where = Location(**found.pop("location"))
    return Issue(severity=Severity(found.pop("severity")), location=where, **found)


def _table(heading: dict[str, Any], cells: Path) -> RawTable:
    with pa.OSFile(str(cells), "rb") as source:
        batch = pa.ipc.open_file(source).get_batch(0)
    return RawTable(
        file=heading["file"],
        sheet=heading["sheet"],
        headers=tuple(heading["headers"]),
        header_row=heading["header_row"],
        rows=rows_of(batch),
        columns=columns_of(batch),
        is_grid=heading["is_grid"],
    )
