"""Has files read by another process with limited memory and time, so that no file can take the program down.

What comes back are issues as JSON and cells as Arrow arrays.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from planner.domain.issue import Issue, Location, Severity
from planner.ingest.files.answer import columns_of, rows_of
from planner.ingest.files.folder import FileToRead
from planner.ingest.files.problems import CRASHED, OUT_OF_MEMORY, OUT_OF_TIME, error
from planner.ingest.tables.raw import RawGrid, RawTable
from planner.processes.apart import BrokeOffError, End, ResourceLimits, WorkDone, answered

_WORK = "planner.ingest.files.reader_process:read_files"
_GRIDS = "planner.ingest.files.reader_process:read_grids"
_GIB = 1 << 30


def limits_for(size_bytes: int) -> ResourceLimits:
    """Return the limits for files of so many bytes in all."""
    memory = min(3 * _GIB + 8 * size_bytes, 8 * _GIB)
    seconds = min(60 + size_bytes // 500_000, 900)
    return ResourceLimits(memory, seconds, 2.0 * seconds)


def read_apart(files: list[FileToRead], limits: ResourceLimits) -> tuple[list[RawTable], list[Issue]]:
    """Return tables and issues of the files, in their order.

    A reader that crashes, needs too much or takes too long becomes one issue about the file it was reading.
    """
    request = [
        {"path": str(file.path.resolve()), "name": file.name, "sheet": file.sheet, "is_member": file.is_member}
        for file in files
    ]
    try:
        with answered(_WORK, {"files": request}, limits, tries=2) as answer:
            return _found(answer)
    except BrokeOffError as broken:
        return [], [_issue_of(broken, limits)]


def read_grids_apart(path: Path, name: str, limits: ResourceLimits) -> tuple[list[RawGrid], list[Issue]]:
    """Return the sheets of a workbook as they stand, and issues; a reader that breaks off becomes one, as above."""
    try:
        with answered(_GRIDS, {"path": str(path.resolve()), "name": name}, limits, tries=2) as answer:
            issues = [_issue(entry["issue"]) for entry in answer.value if "issue" in entry]
            found = [entry for entry in answer.value if "grid" in entry]
            return [_grid(name, entry["grid"], answer.folder / entry["cells"]) for entry in found], issues
    except BrokeOffError as broken:
        return [], [_issue_of(broken, limits)]


def _grid(file: str, particulars: dict[str, Any], cells: Path) -> RawGrid:
    particulars["merged"] = tuple(tuple(block) for block in particulars["merged"])
    particulars["hidden_rows"] = tuple(particulars["hidden_rows"])
    return RawGrid(file=file, columns=columns_of(_batch(cells)), **particulars)


def _issue_of(broken: BrokeOffError, limits: ResourceLimits) -> Issue:
    code = CRASHED
    text = "Reading the file broke off; it is most likely damaged, or made to do harm."
    remedy = "Open it in Excel and save it under a new name."
    if broken.end is End.OUT_OF_MEMORY:
        code = OUT_OF_MEMORY
        text = f"Reading the file took more than {limits.memory_bytes / _GIB:.1f} GB of memory, so it was stopped."
        remedy = "Delete rows and columns beyond the data, or give large tables as .csv or .parquet files in a folder."
    elif broken.end is End.OUT_OF_TIME:
        code = OUT_OF_TIME
        text = f"Reading the file took more than {limits.cpu_seconds} seconds, so it was stopped."
        remedy = "Give large tables as .csv or .parquet files in a folder."
    return error(code, Location(file=broken.current), text, remedy)


def _found(answer: WorkDone) -> tuple[list[RawTable], list[Issue]]:
    tables, issues = [], []
    for entry in answer.value:
        if "issue" in entry:
            issues.append(_issue(entry["issue"]))
        else:
            tables.append(_table(entry["table"], answer.folder / entry["cells"]))
    return tables, issues


def _issue(found: dict[str, Any]) -> Issue:
    where = Location(**found.pop("location"))
    return Issue(severity=Severity(found.pop("severity")), location=where, **found)


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
