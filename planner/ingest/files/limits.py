"""What a process that works on people's files may take, and what is said of a file that took more.

Whoever has files worked on loads this, so it needs no library.
"""

from __future__ import annotations

from planner.domain.issue import Issue, Location
from planner.ingest.files.problems import CRASHED, OUT_OF_MEMORY, OUT_OF_TIME, error
from planner.processes.apart import BrokeOffError, End, ResourceLimits
from planner.words import say

_GIB = 1 << 30


def limits_for(size_bytes: int) -> ResourceLimits:
    """Return the limits for files of so many bytes in all."""
    memory = min(3 * _GIB + 8 * size_bytes, 8 * _GIB)
    seconds = min(60 + size_bytes // 500_000, 900)
    return ResourceLimits(memory, seconds, 2.0 * seconds)


def issue_of(broken: BrokeOffError, limits: ResourceLimits) -> Issue:
    """Return what is said of the file that a process broke off at."""
    code = CRASHED
    text = say("Reading the file broke off; it is most likely damaged, or made to do harm.")
    remedy = say("Open it in Excel and save it under a new name.")
    if broken.end is End.OUT_OF_MEMORY:
        code = OUT_OF_MEMORY
        text = say(
            "To read and check it took more than {memory_bytes:.1f} GB of memory; it was stopped.",
            memory_bytes=limits.memory_bytes / _GIB,
        )
        remedy = say(
            "Delete rows and columns beyond the data, or give large tables as .csv or .parquet files in a folder."
        )
    elif broken.end is End.OUT_OF_TIME:
        code = OUT_OF_TIME
        text = say(
            "To read and check it took more than {cpu_seconds} seconds; it was stopped.", cpu_seconds=limits.cpu_seconds
        )
        remedy = say("Give large tables as .csv or .parquet files in a folder.")
    return error(code, Location(file=broken.current), text, remedy)
