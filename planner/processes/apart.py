"""The caller's side: has one piece of work done by a process of its own, and says how the process ended.

A process that is waited for dies with whoever waits: an interruption kills it.  `start` is for one that lives on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import IO, Any

from planner.errors import PlannerError, UsageError
from planner.processes.child import ANSWER, CURRENT, LOG, OUT_OF_MEMORY, REQUEST

CHILD = "planner.processes.child"
_PROGRAM = str(Path(__file__).parents[2])
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "RUST_BACKTRACE": "0"}
"""Threads that are never used would count as memory, and a trace of Rust's would push out its last words."""


@dataclass(frozen=True, slots=True)
class ResourceLimits:
    """What a process may take: bytes of address space, seconds of processor, seconds on the clock."""

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float


class End(Enum):
    """Why a process ended without an answer."""

    OUT_OF_MEMORY = auto()
    OUT_OF_TIME = auto()
    CRASHED = auto()


class BrokeOffError(PlannerError):
    """A process ended without an answer: why, and what it was busy with, None where it did not say."""

    exit_code = 1

    def __init__(self, end: End, code: int | None, current: str | None) -> None:
        self.end, self.current = end, current
        how = ", for its time was up" if code is None else how_it_ended(code)
        super().__init__(f"The work broke off: its process ended without a word{how}. Nothing saved is lost.")


@dataclass(frozen=True, slots=True)
class WorkDone:
    """What the work returned, as JSON carries it, and the folder with the files that it wrote."""

    value: Any
    folder: Path


@contextmanager
def answered(
    work: str,
    request: Mapping[str, Any],
    limits: ResourceLimits | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    tries: int = 1,
) -> Iterator[WorkDone]:
    """Have `module:function` called with the request and a folder; yield its answer while the folder is there.

    A process that crashes is started again while there are tries left: harmful work does it again, an accident of the
    machine does not.  What is secret belongs into the environment, which no file repeats.  Raises UsageError with the
    words of a PlannerError that was raised at work, and BrokeOffError for a process that gave no answer.
    """
    with tempfile.TemporaryDirectory(prefix="cal-planner-") as name:
        folder = Path(name)
        _ask(folder, work, request, limits)
        for left in reversed(range(tries)):
            code = _run(folder, limits, environment or {})
            if code == 0 and (folder / ANSWER).exists():
                break
            end = _end(code, folder)
            if end is not End.CRASHED or not left:
                raise BrokeOffError(end, code, _current(folder))
        told = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
        if "problem" in told:
            raise UsageError(told["problem"])
        yield WorkDone(told["answer"], folder)


def _ask(folder: Path, work: str, request: Mapping[str, Any], limits: ResourceLimits | None) -> None:
    within = limits and {"memory_bytes": limits.memory_bytes, "cpu_seconds": limits.cpu_seconds}
    asked = {"work": work, "request": request, "limits": within}
    (folder / REQUEST).write_text(json.dumps(asked), encoding="utf-8")


def _run(folder: Path, limits: ResourceLimits | None, environment: Mapping[str, str]) -> int | None:
    """Run a process to its end; return what it exited with, None where it was killed because the time was up.

    Work without limits is trusted: what it complains of is for whoever reads our own complaints.
    """
    with (
        (folder / LOG).open("wb") as log,
        _begin([CHILD, str(folder)], environment, log, log if limits else None) as process,
    ):
        return _wait(process, limits.wall_seconds if limits else None)


def start(module: str, *arguments: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a module of the program as a process that outlives this one, and return it without waiting."""
    return _begin([module, *arguments], environment, subprocess.DEVNULL, None, outlives=True)


def _begin(
    command: list[str],
    environment: Mapping[str, str],
    out: int | IO[bytes],
    errors: IO[bytes] | None,
    *,
    outlives: bool = False,
) -> subprocess.Popen[bytes]:
    # -P: nothing is loaded from the folder the program happens to be started in, only from where this program is.
    path = os.pathsep.join(filter(None, (_PROGRAM, os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", *command],
        env={**os.environ, **_ENVIRONMENT, "PYTHONPATH": path, **environment},
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=errors,
        start_new_session=outlives,
    )


def _wait(process: subprocess.Popen[bytes], wall_seconds: float | None) -> int | None:
    """Return the exit code, or None for a process that had to be killed because the time was up.

    `Popen.wait` would look only every twentieth of a second if it were given the time itself.
    """
    is_late = threading.Event()

    def stop() -> None:
        is_late.set()
        process.kill()

    clock = threading.Timer(wall_seconds, stop) if wall_seconds is not None else None
    if clock is not None:
        clock.start()
    try:
        code = process.wait()
    except BaseException:
        process.kill()
        raise
    finally:
        if clock is not None:
            clock.cancel()
    return None if is_late.is_set() else code


def _end(code: int | None, folder: Path) -> End:
    """Return what an exit code and the last words of a process stand for."""
    if code is None:
        return End.OUT_OF_TIME
    words = (folder / LOG).read_bytes()[-4000:]
    if code == OUT_OF_MEMORY or b"memory allocation" in words or b"MemoryError" in words or b"bad_alloc" in words:
        return End.OUT_OF_MEMORY
    if sys.platform != "win32":
        import signal

        if code == -signal.SIGXCPU:
            return End.OUT_OF_TIME
        if code == -signal.SIGKILL:  # the system's last resort against a lack of memory, and the hard limit on time
            return End.OUT_OF_MEMORY
    return End.CRASHED


def _current(folder: Path) -> str | None:
    current = folder / CURRENT
    return current.read_text(encoding="utf-8") if current.exists() else None


def how_it_ended(code: int) -> str:
    """Say how a process ended, to follow the word "ended"; nothing for one that ended well."""
    if code in (-9, OUT_OF_MEMORY):
        return ", most likely for lack of memory"
    return f" (signal {-code})" if code < 0 else f" (code {code})" if code else ""
