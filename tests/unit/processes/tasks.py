"""Work for processes that are started by the tests of `planner.processes`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from planner.errors import PlannerError
from planner.processes.child import say_current


def multiply(request: dict[str, int], folder: Path) -> dict[str, Any]:
    """Return a product, and leave a file."""
    (folder / "factors.txt").write_text(f"{request['first']} {request['second']}", encoding="utf-8")
    return {"product": request["first"] * request["second"], "limits": _limits(), "setting": os.environ.get("SETTING")}


def _limits() -> tuple[int, int]:
    import resource

    return resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0]


def cannot(_request: object, _folder: Path) -> None:
    """Tell a person that it cannot be done."""
    raise PlannerError("The sheet is protected.")


def loads(_request: object, _folder: Path) -> list[str]:
    """Return what has been loaded of the program, and of what is slow."""
    return sorted(name for name in sys.modules if name.split(".")[0] in ("planner", "numpy", "pyarrow", "pandas"))


def never_ends(_request: object, folder: Path) -> None:
    """Say what it is busy with, for ever."""
    say_current(folder, "second.csv")
    time.sleep(60)


def computes(_request: object, _folder: Path) -> None:
    """Keep the processor busy for ever."""
    while True:
        pass


def fills_memory(_request: object, _folder: Path) -> int:
    """Take more than there is."""
    return len(bytearray(1 << 40))


def aborts(_request: object, folder: Path) -> None:
    """Fall over without a word but what it was busy with."""
    say_current(folder, "first.csv")
    os.abort()


def leaves(_request: object, _folder: Path) -> None:
    """End as if all were well, without an answer."""
    os._exit(0)


def aborts_once(request: dict[str, str], _folder: Path) -> str:
    """Fall over, but not the second time."""
    been_here = Path(request["mark"])
    if been_here.exists():
        return "done"
    been_here.touch()
    os.abort()
