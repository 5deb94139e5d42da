"""The one place that asks which system this is: limits, ends and lives of processes.

Calls that some system lacks stand in `posix`, `linux` and `windows`, and nowhere else in the program.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

if sys.platform == "win32":
    from planner.processes import windows as _own
else:
    from planner.processes import posix as _own

MEMORY_IS_LIMITED = _own.MEMORY_IS_LIMITED
limit, limit_memory, outliving = _own.limit, _own.limit_memory, _own.outliving
is_out_of_memory, is_out_of_time = _own.is_out_of_memory, _own.is_out_of_time

_ENOUGH_BYTES, _SHARE = 8 << 30, 0.8
_SAME_SECONDS = 2.0
"""Systems tell when a process began as exactly as this; none gives a number out again so soon."""


@dataclass(frozen=True, slots=True)
class Life:
    """A process by its number and by when it began: numbers are given out again."""

    process: int
    began: float
    """Seconds, to be compared with nothing but when a process of this machine began; no change of the clock moves it
    once the process has begun."""

    @classmethod
    def own(cls) -> Life:
        """Return the life of this process."""
        import psutil  # here, for it is needed seldom

        return cls(os.getpid(), _began(psutil.Process()))

    @property
    def goes_on(self) -> bool:
        """Whether this very process still runs; one of which only the exit code is left does not."""
        import psutil

        try:
            found = psutil.Process(self.process)
            return found.status() != psutil.STATUS_ZOMBIE and abs(_began(found) - self.began) < _SAME_SECONDS
        except psutil.NoSuchProcess:
            return False
        except psutil.AccessDenied:  # somebody else's, which may not be asked more: it does run
            return True


def _began(found: object) -> float:
    import psutil

    assert isinstance(found, psutil.Process)
    if sys.platform != "linux":
        return found.create_time()
    # Linux counts from its own start; psutil adds when that was, which moves with the clock.
    return found.create_time() - psutil.boot_time()


def confine(folder: Path, reads: Sequence[Path]) -> None:
    """Give up this process's rights but those to work in a folder and to read some files, as far as the system can.

    Today Linux can; on Windows and macOS limits, a cleaned environment and closed files are all there is.
    """
    if sys.platform == "linux":
        from planner.processes import linux

        program = Path(__file__).parents[1]
        code = [program, program.parent / "data", Path(sys.prefix), Path(sys.base_prefix)]
        code += [Path(entry) for entry in sys.path if entry and Path(entry) != program.parent]
        linux.confine(folder, reads, code)


def leave_memory_to_others() -> None:
    """Limit this process to most of the machine's memory, so that it fails with words before the machine stands still.

    Where there is little, address space that is never used would be in the way: there the system decides.
    """
    import psutil

    limit_memory(max(int(_SHARE * psutil.virtual_memory().total), _ENOUGH_BYTES))


def memory_of(process: int) -> int:
    """Return how many bytes a process has in memory; 0 for one that is gone."""
    import psutil

    try:
        return int(psutil.Process(process).memory_info().rss)
    except psutil.Error:
        return 0


def give_way() -> None:
    """Let others go first where processors are scarce: what people look at stays quick while something is planned."""
    import psutil

    with suppress(psutil.Error):  # not allowed: then it goes on as it is
        psutil.Process().nice(_own.LOW_PRIORITY)
