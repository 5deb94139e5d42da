"""Workbooks to start from: the empty template and the sample."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from planner.ingest import write_sample, write_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook."""


def template() -> bytes:
    """Return the empty workbook with drop-downs and explanations."""
    return _bytes(write_template)


def sample() -> bytes:
    """Return the sample inventory."""
    return _bytes(write_sample)


def _bytes(write: Callable[[Path], None]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="cal-planner-") as folder:
        path = Path(folder) / "made.xlsx"
        write(path)
        return path.read_bytes()
