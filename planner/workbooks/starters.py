"""Workbooks to start from: the empty template and the sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from planner.ingest import write_sample, write_template
from planner.processes.folders import own_folder

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook."""


def template() -> bytes:
    """Return the empty workbook with drop-downs and explanations."""
    return _bytes(write_template)


def sample() -> bytes:
    """Return the sample inventory."""
    return _bytes(write_sample)


def _bytes(write: Callable[[Path], None]) -> bytes:
    with own_folder() as folder:
        path = folder / "made.xlsx"
        write(path)
        return path.read_bytes()
