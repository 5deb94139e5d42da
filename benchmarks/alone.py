"""Calls a function in a process of its own, which is ended with all it started when its time is up.

So every measurement starts from the same state, its peak memory is its own, and a solver that ignores its time
limit does no harm.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")


class Caller(Protocol):
    """How a function is called that may be given so many seconds: like `call`."""

    def __call__(self, seconds: float, function: Callable[..., Result], /, *arguments: Any) -> Result:
        """Return what the function returns."""
        ...


class ChildError(Exception):
    """The process ended without a result; the text says how."""


def call(seconds: float, function: Callable[..., Result], /, *arguments: Any) -> Result:
    """Return what a function returns that a new process calls.

    Function, arguments and result are pickled.  Raises TimeoutError after so many seconds, ChildError where the
    function raises or the process dies.
    """
    spawn = multiprocessing.get_context("spawn")
    receiver, sender = spawn.Pipe(duplex=False)
    watched, alive = spawn.Pipe(duplex=False)
    with tempfile.TemporaryDirectory() as folder:
        process = spawn.Process(target=_answer, args=(sender, watched, folder, function, arguments))
        process.start()
        sender.close()
        watched.close()
        try:
            if not receiver.poll(seconds):
                raise TimeoutError(f"ended after {seconds:.0f} s")
            is_result, value = receiver.recv()
        except EOFError:
            raise ChildError("the process died") from None
        finally:
            _end(process)
            alive.close()
            receiver.close()
    if not is_result:
        raise ChildError(value)
    return value  # type: ignore[no-any-return]


def _answer(
    sender: Connection, watched: Connection, folder: str, function: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    """Send the result, or in words what went wrong; scratch files go to a folder that the parent removes."""
    os.setsid()
    threading.Thread(target=_end_with_parent, args=(watched,), daemon=True).start()
    tempfile.tempdir = os.environ["TMPDIR"] = folder
    try:
        sender.send((True, function(*arguments)))
    except Exception as error:
        traceback.print_exc()
        sender.send((False, f"{type(error).__name__}: {error}"))


def _end_with_parent(watched: Connection) -> None:
    """Wait until the parent's end of a pipe is closed, which happens however it ends, and end this session."""
    try:
        watched.recv()
    except EOFError:
        os.killpg(0, signal.SIGKILL)


def _end(process: BaseProcess) -> None:
    """End the process and its solvers, which form a session of their own, if they have not ended by themselves."""
    process.join(_LAST_WORDS_S)
    if process.pid is not None and process.is_alive():
        # It leads its session only once it has begun to answer.
        if os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.join()


_LAST_WORDS_S = 1.0
"""How long a process that has answered may take to end; freeing a large estate takes its time and measures nothing."""


def peak_mib() -> float:
    """Return the peak memory of this process or of the solver it started, whichever was larger.

    Where a system tells it, the peak counts from the start of the program: `ru_maxrss` starts with the parent's.
    """
    started = _kib(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    return max(_own_peak_kib(), started) / 1024


def _own_peak_kib() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return float(line.split()[1])
    return _kib(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _kib(maxrss: int) -> float:
    """Linux counts in KiB, macOS in bytes."""
    return maxrss / 1024 if sys.platform == "darwin" else maxrss
