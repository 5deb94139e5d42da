"""What only Windows has: limits by a job object that the process puts itself into.

A job object's limits hold for memory that is committed, not for address space.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from ctypes import wintypes
from typing import Any

assert sys.platform == "win32"

MEMORY_IS_LIMITED = True
LOW_PRIORITY = subprocess.BELOW_NORMAL_PRIORITY_CLASS
"""What psutil calls niceness: that of a process which lets others go first."""
_OUT_OF_QUOTA = 1816
"""What the system ends a process with whose job has used up its time (ERROR_NOT_ENOUGH_QUOTA)."""
_PROCESS_TIME, _ACTIVE_PROCESS, _PROCESS_MEMORY, _DIE_ON_FAULT = 0x2, 0x8, 0x100, 0x400
_EXTENDED_LIMITS = 9
_TICKS_PER_SECOND = 10_000_000


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("process_time", wintypes.LARGE_INTEGER),
        ("job_time", wintypes.LARGE_INTEGER),
        ("flags", wintypes.DWORD),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", wintypes.DWORD),
        ("affinity", ctypes.c_size_t),
        ("priority_class", wintypes.DWORD),
        ("scheduling_class", wintypes.DWORD),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("basic", _BasicLimits),
        ("io", ctypes.c_ulonglong * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def limit(memory_bytes: int, cpu_seconds: int, file_bytes: int) -> None:
    """Limit committed memory and processor time of this process, and let it start no others.

    The size of written files has no limit of its own here.  Raises OSError where the system refuses.
    """
    basic = _BasicLimits(process_time=cpu_seconds * _TICKS_PER_SECOND, processes=1)
    basic.flags = _PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_ON_FAULT
    _enter_job(_ExtendedLimits(basic, process_memory=memory_bytes))


def limit_memory(memory_bytes: int) -> None:
    """Limit committed memory of this process and of each that it starts.  Raises OSError where the system refuses."""
    _enter_job(_ExtendedLimits(_BasicLimits(flags=_PROCESS_MEMORY), process_memory=memory_bytes))


def _enter_job(limits: _ExtendedLimits) -> None:
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.AssignProcessToJobObject.argtypes = wintypes.HANDLE, wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD
    job = kernel.CreateJobObjectW(None, None)  # it is never closed: it goes when the process does
    done = (
        job
        and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
        and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
    )
    if not done:
        raise ctypes.WinError(ctypes.get_last_error())


def is_out_of_time(code: int) -> bool:
    """Whether a process that exited with this code was ended for using up its time."""
    return code == _OUT_OF_QUOTA


def is_out_of_memory(code: int) -> bool:
    """Never: who runs out of memory here is told so by the system, and tells it."""
    return False


def outliving() -> dict[str, Any]:
    """Return what `Popen` is told about a process that goes on when this one and its window have ended."""
    return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
