"""Work for processes that are started by the tests of `planner.processes`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from planner.errors import PlannerError
from planner.processes.child import say_current


def multiply(request: dict[str, int], folder: Path) -> dict[str, Any]:
    """Return a product, and leave a file."""
    (folder / "factors.txt").write_text(f"{request['first']} {request['second']}", encoding="utf-8")
    return {"product": request["first"] * request["second"], "limits": _limits()}


def _limits() -> list[int] | None:
    """Return the limits that hold; None on Windows, where a process cannot ask for them so."""
    if sys.platform == "win32":
        return None
    import resource

    return [resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)]


def tries_everything(request: dict[str, str], folder: Path) -> dict[str, Any]:
    """Try what a process could do that a harmful file has taken over; return by name what came of it."""
    assert sys.platform == "linux"
    given, secret = Path(request["given"]), Path(request["secret"])
    tries: dict[str, Callable[[], object]] = {
        "read given": lambda: given.read_text(encoding="utf-8"),
        "read secret": lambda: secret.read_text(encoding="utf-8"),
        "write given": lambda: given.write_text("changed", encoding="utf-8"),
        "list its folder": lambda: list(given.parent.iterdir()),
        "read passwd": lambda: Path("/etc/passwd").read_text(encoding="utf-8"),
        "list home": lambda: list(Path("/root" if os.getuid() == 0 else "/home").iterdir()),
        "write own": lambda: (folder / "own.txt").write_text("mine", encoding="utf-8"),
        "make folder": (folder / "deeper").mkdir,
        "begin thread": _begin_thread,
        "open socket": socket.socket,
        "send datagram": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "begin process": os.fork,
        "begin program": lambda: subprocess.run(["true"], check=True),
        "signal parent": lambda: os.kill(os.getppid(), 0),
        "change rights": lambda: given.chmod(0o777),
        "set times": lambda: os.utime(given),
    }
    told = {name: _told(do) for name, do in tries.items()}
    return told | {
        "environment": sorted(os.environ),
        "open files": [one.name for one in Path("/proc/self/fd").iterdir()],
    }


def _told(do: Callable[[], object]) -> str:
    try:
        found = do()
    except OSError as problem:
        return type(problem).__name__
    return found if isinstance(found, str) else "done"


def _begin_thread() -> None:
    thread = threading.Thread(target=os.getpid)
    thread.start()
    thread.join()


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


def answers_oddly(request: dict[str, str], folder: Path) -> None:
    """Answer as a process may that a harmful file has taken over."""
    (folder / "answer.json").write_text(request["text"], encoding="utf-8")
    os._exit(0)


def aborts_once(_request: object, folder: Path) -> str:
    """Fall over, but not the second time."""
    been_here = folder / "been_here"
    if been_here.exists():
        return "done"
    been_here.touch()
    os.abort()


def has_it_done(request: dict[str, int], _folder: Path) -> dict[str, Any]:
    """Have work done from within: by this process, which may start no other."""
    from planner.processes.apart import ResourceLimits, answered

    limits = ResourceLimits(1 << 20, 1, 1)  # far too little for a process of its own
    with answered(f"{__name__}:multiply", request, limits) as inner:
        place = inner.folder
        found = {"product": inner.value["product"], "file": (place / "factors.txt").read_text("utf-8")}
    try:
        with answered(f"{__name__}:cannot", request, limits):
            return found
    except PlannerError as problem:
        return found | {"problem": f"{type(problem).__name__}: {problem}", "is left": place.exists()}


def aborts_within(request: object, _folder: Path) -> None:
    """Fall over in work that another process would have done."""
    from planner.processes.apart import ResourceLimits, answered

    with answered(f"{__name__}:aborts", {"of": str(request)}, ResourceLimits(1 << 30, 20, 30)):
        pass
