"""What a page of results says about the machine, the libraries and the code it was made with."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_LIBRARIES = {"PuLP": "pulp", "HiGHS": "highspy", "OR-tools": "ortools", "NumPy": "numpy", "SciPy": "scipy"}


def describe() -> str:
    """Return a paragraph: when, on what, with which versions, and how busy the machine was just then."""
    libraries = ", ".join(f"{name} {version(package)}" for name, package in _LIBRARIES.items())
    return (
        f"{datetime.now():%Y-%m-%d %H:%M}; {os.cpu_count()} cores, {_processor()}, {_memory()}, "
        f"{platform.system()}; load at the start {_load()}; "
        f"Python {platform.python_version()}, {libraries}; commit {_commit()}. "
        "**The machine was shared** with other work: read the ratios, which come from one run, not the seconds."
    )


def _field(file: str, name: str) -> str:
    """Return what stands behind a name in a file of the Linux kernel, or nothing."""
    path = Path(file)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def _processor() -> str:
    return _field("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()


def _memory() -> str:
    kib = _field("/proc/meminfo", "MemTotal").split()
    return f"{int(kib[0]) / 1024**2:.1f} GiB" if kib else "memory unknown"


def _load() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"


def _commit() -> str:
    """Return the commit, and whether the planner or the benchmarks have changed since."""
    commit = _git("rev-parse", "--short", "HEAD")
    changes = _git("status", "--porcelain", "--", "planner", "benchmarks/*.py")
    return f"{commit or 'unknown'}{' with later changes' if changes else ''}"


def _git(*arguments: str) -> str:
    try:
        run = subprocess.run(["git", *arguments], cwd=_ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # no git here, or the folder is no checkout
        return ""
    return run.stdout.strip()
