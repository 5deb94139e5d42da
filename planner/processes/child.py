"""The side of the process that does the work: limits first, then one function, then the answer.

Nothing is loaded before the limits hold but what Python itself brings along; and nothing of a stranger's is opened
before the process is confined.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from planner.processes import system

OUT_OF_MEMORY = 77
"""What the process exits with when Python itself ran out of memory; other code aborts."""
REQUEST, CURRENT, ANSWER, LOG = "request.json", "current", "answer.json", "stderr"
_place: Path | None = None


def own_place() -> Path | None:
    """Return the folder of this process where it is one that works apart, with limits, and may start no other."""
    return _place


def say_current(folder: Path, what: str) -> None:
    """Leave word of what the work is busy with, in case that it does not survive it."""
    ((_place or folder) / CURRENT).write_text(what, encoding="utf-8", errors="replace")


def answer_here(work: str, request: Any, folder: Path) -> Any:
    """Do work in this process, which has limits, and return what it answers, as JSON would carry it.

    Raises UsageError with the words of a PlannerError.
    """
    from planner.errors import PlannerError, UsageError

    try:
        made = _function(work)(request, folder)
        from planner.words.kept import recipes, with_recipes

        return with_recipes(json.loads(json.dumps(made)), recipes(made))
    except PlannerError as problem:
        raise UsageError(str(problem)) from problem


def answer(folder: Path) -> int:
    """Do what the folder's request asks for and write the answer; return what to exit with."""
    global _place
    asked = json.loads((folder / REQUEST).read_text(encoding="utf-8"))
    system.limit(**asked["limits"])
    try:
        work = _function(asked["work"])
        system.confine(folder, [Path(path) for path in asked["reads"]])
        _place = folder
        made = work(asked["request"], folder)
        from planner.words.kept import recipes

        told = {"answer": made, "words": recipes(made)}
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as problem:
        from planner.errors import PlannerError  # here, so that it counts within the limits

        if not isinstance(problem, PlannerError):
            raise
        from planner.words.kept import as_kept

        told = {"problem": as_kept(str(problem))}
    (folder / ANSWER).write_text(json.dumps(told), encoding="utf-8")
    return 0


def _function(work: str) -> Callable[[Any, Path], Any]:
    module, name = work.split(":")
    found: Callable[[Any, Path], Any] = getattr(import_module(module), name)
    return found


if __name__ == "__main__":
    # Others ask this module whether they are confined; run as a program it has another name.
    sys.modules["planner.processes.child"] = sys.modules["__main__"]
    code = answer(Path(sys.argv[1]))
    sys.stderr.flush()
    os._exit(code)  # at once, so that no library can fall over its own clean-up after the answer is written
