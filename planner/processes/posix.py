"""What only Linux and macOS have: limits that the system enforces, and ends by a signal.

Nothing outside the modules of the systems calls what one of them lacks; `system` says which module is asked.
"""

from __future__ import annotations

import resource
import signal
import sys
from collections.abc import Iterable
from typing import Any

assert sys.platform != "win32"

MEMORY_IS_LIMITED = sys.platform != "darwin"
"""macOS knows the limit on address space, and refuses it: there whoever waits for a process watches its memory."""
LOW_PRIORITY = 10
"""The niceness of a process that lets others go first."""
_GRACE_SECONDS = 5


def limit_memory(memory_bytes: int) -> None:
    """Limit address space of this process and of those it starts."""
    _set([(resource.RLIMIT_AS, memory_bytes, memory_bytes)])


def limit(memory_bytes: int, cpu_seconds: int, file_bytes: int) -> None:
    """Limit address space, processor time and the size of written files of this process."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file that grows too large is an error, and told as one
    # Of the time the first limit says what happened, the last one kills without a word.
    limits = [
        (resource.RLIMIT_AS, memory_bytes, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + _GRACE_SECONDS),
        (resource.RLIMIT_FSIZE, file_bytes, file_bytes),
        (resource.RLIMIT_CORE, 0, 0),
    ]
    _set(limits)


def _set(limits: Iterable[tuple[int, int, int]]) -> None:
    for kind, soft, last in limits:
        _, given = resource.getrlimit(kind)
        hard = last if given == resource.RLIM_INFINITY else min(last, given)
        try:
            resource.setrlimit(kind, (min(soft, hard), hard))
        except (ValueError, OSError):  # see `MEMORY_IS_LIMITED`
            continue


def is_out_of_time(code: int) -> bool:
    """Whether a process that exited with this code was ended for using up its time."""
    return code == -signal.SIGXCPU


def is_out_of_memory(code: int) -> bool:
    """Whether it was killed: the system's last resort against a lack of memory, and the hard limit on time."""
    return code == -signal.SIGKILL


def outliving() -> dict[str, Any]:
    """Return what `Popen` is told about a process that goes on when this one and its terminal have ended."""
    return {"start_new_session": True}
