"""Has files read by another process with limited memory and time, so that no file can take the program down.

What comes back are issues as JSON and cells as Arrow arrays.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from planner.domain.issue import Issue, Location, Severity
from planner.ingest.files import reader_process
from planner.ingest.files.answer import columns_of, rows_of, to_batch
from planner.ingest.files.folder import FileToRead
from planner.ingest.files.limits import issue_of
from planner.ingest.tables.raw import RawGrid, RawTable
from planner.processes.apart import BrokeOffError, ResourceLimits, WorkDone, answered
from planner.processes.child import own_place

_WORK = "planner.ingest.files.reader_process:read_files"
_GRIDS = "planner.ingest.files.reader_process:read_grids"


def read_apart(files: list[FileToRead], limits: ResourceLimits) -> tuple[list[RawTable], list[Issue]]:
    """Return tables and issues of the files, in their order; a process with limits reads them itself.

    A reader that crashes, needs too much or takes too long becomes one issue about the file it was reading.
    """
    if (folder := own_place()) is not None:
        return _read_here(files, folder)
    request = [
        {"path": str(file.path.resolve()), "name": file.name, "sheet": file.sheet, "is_member": file.is_member}
        for file in files
    ]
    try:
        with answered(_WORK, {"files": request}, limits, reads=[file.path for file in files], tries=2) as answer:
            return _found(answer)
    except BrokeOffError as broken:
        return [], [issue_of(broken, limits)]


def read_grids_apart(path: Path, name: str, limits: ResourceLimits) -> tuple[list[RawGrid], list[Issue]]:
    """Return the sheets of a workbook as they stand, and issues; a reader that breaks off becomes one, as above."""
    try:
        with answered(_GRIDS, {"path": str(path.resolve()), "name": name}, limits, reads=[path], tries=2) as answer:
            issues = [_issue(entry["issue"]) for entry in answer.value if "issue" in entry]
            found = [entry for entry in answer.value if "grid" in entry]
            return [_grid(name, entry["grid"], answer.file(entry["cells"])) for entry in found], issues
    except BrokeOffError as broken:
        return [], [issue_of(broken, limits)]


def _grid(file: str, particulars: dict[str, Any], cells: Path) -> RawGrid:
    particulars["merged"] = tuple(tuple(block) for block in particulars["merged"])
    particulars["hidden_rows"] = tuple(particulars["hidden_rows"])
    return RawGrid(file=file, columns=columns_of(_batch(cells)), **particulars)


def _read_here(files: list[FileToRead], folder: Path) -> tuple[list[RawTable], list[Issue]]:
    tables, issues = [], []
    for found in reader_process.read_here(files, folder):
        if isinstance(found, Issue):
            issues.append(found)
        else:
            batch = to_batch(found)
            tables.append(
                RawTable(
                    found.file, found.sheet, found.headers, found.header_row, rows_of(batch), columns_of(batch),
                    found.is_grid,
                )
            )  # fmt: skip
    return tables, issues


def _found(answer: WorkDone) -> tuple[list[RawTable], list[Issue]]:
    tables, issues = [], []
    for entry in answer.value:
        if "issue" in entry:
            issues.append(_issue(entry["issue"]))
        else:
            tables.append(_table(entry["table"], answer.file(entry["cells"])))
    return tables, issues


def _issue(found: dict[str, Any]) -> Issue:
    where, meant = Location(**found.pop("location")), tuple(found.pop("suggestions"))
    return Issue(severity=Severity(found.pop("severity")), location=where, suggestions=meant, **found)


def _table(heading: dict[str, Any], cells: Path) -> RawTable:
    batch = _batch(cells)
    return RawTable(
        file=heading["file"],
        sheet=heading["sheet"],
        headers=tuple(heading["headers"]),
        header_row=heading["header_row"],
        rows=rows_of(batch),
        columns=columns_of(batch),
        is_grid=heading["is_grid"],
    )


def _batch(cells: Path) -> pa.RecordBatch:
    with pa.OSFile(str(cells), "rb") as source:
        return pa.ipc.open_file(source).get_batch(0)
