"""Checks files in the tests' own process; their reader has one of its own, as always."""

from __future__ import annotations

from planner.workbooks.checking import Checked, check_files_at
from planner.workbooks.uploads import Files, on_disk


def check_files(files: Files) -> Checked:
    with on_disk(files) as (path, catalogue):
        return check_files_at(path, catalogue)
