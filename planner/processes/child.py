"""The side of the process that does the work: limits first, then one function, then the answer.

Nothing is loaded before the limits hold but what Python itself brings along.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

OUT_OF_MEMORY = 77
"""What the process exits with when Python itself ran out of memory; other code aborts."""
REQUEST, CURRENT, ANSWER, LOG = "request.json", "current", "answer.json", "stderr"


def say_current(folder: Path, what: str) -> None:
    """Leave word of what the work is busy with, in case that it does not survive it."""
    (folder / CURRENT).write_text(what, encoding="utf-8", errors="replace")


def limit_resources(memory_bytes: int, cpu_seconds: int) -> None:
    """Limit address space and processor time of this process, where the system can."""
    if sys.platform == "win32":  # no such limits; the caller still watches the clock
        return
    import resource

    grace = 5  # the first limit says what happened, the last one kills without a word
    limits = [
        (resource.RLIMIT_AS, memory_bytes, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + grace),
        (resource.RLIMIT_CORE, 0, 0),
    ]
    for kind, soft, last in limits:
        _, given = resource.getrlimit(kind)
        hard = last if given == resource.RLIM_INFINITY else min(last, given)
        try:
            resource.setrlimit(kind, (min(soft, hard), hard))
        except (ValueError, OSError):  # macOS knows the limit on memory, but refuses it
            continue


def answer(folder: Path) -> int:
    """Do what the folder's request asks for and write the answer; return what to exit with."""
    asked = json.loads((folder / REQUEST).read_text(encoding="utf-8"))
    if asked["limits"] is not None:
        limit_resources(**asked["limits"])
    try:
        told = {"answer": _function(asked["work"])(asked["request"], folder)}
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as problem:
        from planner.errors import PlannerError  # here, so that it counts within the limits

        if not isinstance(problem, PlannerError):
            raise
        told = {"problem": str(problem)}
    (folder / ANSWER).write_text(json.dumps(told), encoding="utf-8")
    return 0


def _function(work: str) -> Callable[[Any, Path], Any]:
    module, name = work.split(":")
    found: Callable[[Any, Path], Any] = getattr(import_module(module), name)
    return found


if __name__ == "__main__":
    code = answer(Path(sys.argv[1]))
    sys.stderr.flush()
    os._exit(code)  # at once, so that no library can fall over its own clean-up after the answer is written
