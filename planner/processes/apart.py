"""The caller's side: has one piece of work done by a process of its own, and says how the process ended.

Such work opens files of strangers, so its process has limits and little around it: no more of the environment than
programs need to start, no open files, and its own folder (see `confined`).  It dies with whoever waits for it: an
interruption kills it.  `start` is for a process that lives on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import IO, Any

from planner.errors import PlannerError, UsageError
from planner.processes import system
from planner.processes.child import ANSWER, CURRENT, LOG, OUT_OF_MEMORY, REQUEST, answer_here, own_place
from planner.processes.folders import own_folder
from planner.words import say
from planner.words.kept import from_kept, with_recipes

CHILD = "planner.processes.child"
MOST_ANSWER_BYTES = 512 << 20
"""A longer answer comes from a process that a harmful file has taken over."""
_PROGRAM = str(Path(__file__).parents[2])
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "RUST_BACKTRACE": "0", "PYTHONUTF8": "1"}
"""Threads that are never used would count as memory, and a trace of Rust's would push out its last words."""
_HARMLESS = (
    "PATH", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ",
    "PYTHONWARNINGS", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED",
)  # fmt: skip
"""What work in a process of its own is told of the environment; passwords are no part of it."""
_LOOK_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class ResourceLimits:
    """What a process may take: bytes of memory, seconds of processor, seconds on the clock, bytes in a file."""

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float
    file_bytes: int = 4 << 30


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
        how = say(", for its time was up") if code is None else how_it_ended(code)
        super().__init__(
            say("The work broke off: its process ended without a word{how}. Nothing saved is lost.", how=how)
        )


@dataclass(frozen=True, slots=True)
class WorkDone:
    """What the work returned, as JSON carries it, and the folder with the files that it wrote."""

    value: Any
    folder: Path

    def file(self, *parts: str) -> Path:
        """Return a file or folder of the answer.

        Raises UsageError for one that stands elsewhere: the process that names it may have been taken over.
        """
        found = self.folder.joinpath(*parts).resolve()
        if not found.is_relative_to(self.folder.resolve()):
            raise UsageError(say("The work on this file went wrong; it is most likely made to do harm."))
        return found


@contextmanager
def answered(
    work: str,
    request: Mapping[str, Any],
    limits: ResourceLimits,
    *,
    reads: Sequence[Path] = (),
    tries: int = 1,
) -> Iterator[WorkDone]:
    """Have `module:function` called with the request and a folder; yield its answer while the folder is there.

    Beside its folder the work may read the files and folders `reads`, and no others of the person's.  A process that
    crashes is started again while there are tries left: harmful work does it again, an accident of the machine does
    not.  Raises UsageError with the words of a PlannerError that was raised at work, and BrokeOffError for a process
    that gave no answer.  A process that has limits itself may start no other, and does the work.
    """
    if (place := own_place()) is not None:
        with tempfile.TemporaryDirectory(dir=place, ignore_cleanup_errors=True) as name:
            yield WorkDone(answer_here(work, request, Path(name)), Path(name))
        return
    with own_folder() as folder:
        _ask(folder, work, request, limits, reads)
        for left in reversed(range(tries)):
            code = _run(folder, limits)
            if code == 0 and (folder / ANSWER).exists():
                break
            end = _end(code, folder)
            if end is not End.CRASHED or not left:
                raise BrokeOffError(end, code, _current(folder))
        if (folder / ANSWER).stat().st_size > MOST_ANSWER_BYTES:
            raise BrokeOffError(End.OUT_OF_MEMORY, OUT_OF_MEMORY, _current(folder))
        try:
            told = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
            problem = from_kept(told["problem"]) if "problem" in told else None
            answer = None if problem else with_recipes(told["answer"], told["words"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as odd:
            raise BrokeOffError(End.CRASHED, code, _current(folder)) from odd
        if problem:
            raise UsageError(problem)
        yield WorkDone(answer, folder)


def _ask(folder: Path, work: str, request: Mapping[str, Any], limits: ResourceLimits, reads: Sequence[Path]) -> None:
    asked = {
        "work": work,
        "request": request,
        "limits": {
            "memory_bytes": limits.memory_bytes,
            "cpu_seconds": limits.cpu_seconds,
            "file_bytes": limits.file_bytes,
        },
        "reads": [str(path.resolve()) for path in reads],
    }
    (folder / REQUEST).write_text(json.dumps(asked), encoding="utf-8")


def _run(folder: Path, limits: ResourceLimits) -> int | None:
    """Run a process to its end; return what it exited with, None where it was killed because the time was up."""
    given = {name: os.environ[name] for name in _HARMLESS if name in os.environ}
    given |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    with (folder / LOG).open("wb") as log, _begin([CHILD, str(folder)], given, log, log) as process:
        return _wait(process, limits)


def start(module: str, *arguments: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a module of the program as a process that outlives this one, and return it without waiting."""
    given = {**os.environ, **environment}
    return _begin([module, *arguments], given, subprocess.DEVNULL, None, **system.outliving())


def _begin(
    command: list[str], environment: Mapping[str, str], out: int | IO[bytes], errors: IO[bytes] | None, **how: Any
) -> subprocess.Popen[bytes]:
    # -P: nothing is loaded from the folder the program happens to be started in, only from where this program is.
    path = os.pathsep.join(filter(None, (_PROGRAM, os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", *command],
        env={**environment, **_ENVIRONMENT, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=errors,
        **how,
    )


def _wait(process: subprocess.Popen[bytes], limits: ResourceLimits) -> int | None:
    """Return the exit code, or None for a process that had to be killed because the time was up.

    `Popen.wait` would look only every twentieth of a second if it were given the time itself.
    """
    is_late, is_over, is_large = threading.Event(), threading.Event(), threading.Event()

    def stop() -> None:
        is_late.set()
        process.kill()

    clock = threading.Timer(limits.wall_seconds, stop)
    clock.start()
    if not system.MEMORY_IS_LIMITED:
        watched = process, limits.memory_bytes, is_over, is_large
        threading.Thread(target=_watch_memory, args=watched, daemon=True).start()
    try:
        code = process.wait()
    except BaseException:
        process.kill()
        raise
    finally:
        is_over.set()
        clock.cancel()
    if is_large.is_set():
        return OUT_OF_MEMORY
    return None if is_late.is_set() else code


def _watch_memory(
    process: subprocess.Popen[bytes], most_bytes: int, is_over: threading.Event, is_large: threading.Event
) -> None:
    """Kill a process that has more in memory than it may, on systems that do not see to it."""
    while not is_over.wait(_LOOK_EVERY_S):
        if system.memory_of(process.pid) > most_bytes:
            is_large.set()
            process.kill()


def _end(code: int | None, folder: Path) -> End:
    """Return what an exit code and the last words of a process stand for."""
    if code is None:
        return End.OUT_OF_TIME
    words = (folder / LOG).read_bytes()[-4000:]
    if code == OUT_OF_MEMORY or b"memory allocation" in words or b"MemoryError" in words or b"bad_alloc" in words:
        return End.OUT_OF_MEMORY
    if system.is_out_of_time(code):
        return End.OUT_OF_TIME
    return End.OUT_OF_MEMORY if system.is_out_of_memory(code) else End.CRASHED


def _current(folder: Path) -> str | None:
    current = folder / CURRENT
    return current.read_text(encoding="utf-8") if current.exists() else None


def how_it_ended(code: int) -> str:
    """Say how a process ended, to follow the word "ended"; nothing for one that ended well."""
    if code in (-9, OUT_OF_MEMORY):
        return say(", most likely for lack of memory")
    return say(" (signal {value})", value=-code) if code < 0 else say(" (code {code})", code=code) if code else ""
