"""Reads files nobody has looked at: what the process does that `planner.ingest.files.sandbox` has started.

The answer is a list of headings and issues, with one Arrow file per table.  No pandas here: starting must stay quick.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from planner.processes.child import say_current
from planner.words import say

if TYPE_CHECKING:
    from planner.domain.issue import Issue
    from planner.ingest.files.answer import PackedTable
    from planner.ingest.files.facts import ReadSheet
    from planner.ingest.files.folder import FileToRead


MOST_ROWS = 10_000_000
"""So many rows are read of an inventory, all its sheets together: a million people have five million accesses."""


class _WithoutPandas:
    """Says that there is no pandas: pyarrow would load it, which takes longer than to read most files."""

    @staticmethod
    def find_spec(fullname: str, *_: object) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(name=fullname)


def read_files(request: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """Read the files of a request, write their tables to the folder, and return headings and issues."""
    return list(_to_send(folder, request["files"]))


def read_grids(request: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """Read a workbook's sheets as they stand, write their cells to the folder, and return headings and issues."""
    with _ready():
        return list(_read_sheets(folder, Path(request["path"]), request["name"]))


@contextmanager
def _ready() -> Iterator[None]:
    """Have cells read in as little time as can be."""
    without = _WithoutPandas()
    sys.meta_path.insert(0, without)
    gc.disable()  # millions of cells come and go, none of them in circles
    try:
        import pyarrow as pa

        pa.set_cpu_count(2)
        yield
    finally:
        gc.enable()
        sys.meta_path.remove(without)


def _read_sheets(folder: Path, path: Path, name: str) -> Iterator[dict[str, Any]]:
    import numpy as np

    from planner.domain.issue import Issue, Location
    from planner.ingest.files.answer import PackedTable, write
    from planner.ingest.files.kind import find_kind
    from planner.ingest.files.problems import Refused
    from planner.ingest.files.workbook import read_sheets

    say_current(folder, name)
    try:
        for count, sheet in enumerate(read_sheets(path, name, find_kind(path, Location(file=name)))):
            if isinstance(sheet, Issue):
                yield {"issue": asdict(sheet)}
                continue
            height = len(sheet.columns[0].codes) if sheet.columns else 0
            rows, headers = np.arange(height, dtype=np.int64), ("",) * len(sheet.columns)
            cells = PackedTable(name, sheet.name, headers, 0, rows, sheet.columns, True)
            yield {"grid": _particulars(sheet), "cells": write(cells, folder / f"{count}.arrow")}
    except Refused as refused:
        yield {"issue": asdict(refused.issue)}


def _particulars(sheet: ReadSheet) -> dict[str, Any]:
    return {
        "sheet": sheet.name,
        "merged": sorted({(block.top, block.left, block.bottom, block.right) for block in sheet.facts.merged}),
        "hidden_rows": sorted(sheet.facts.hidden_rows),
        "is_hidden": sheet.is_hidden,
        "counts_from_1904": sheet.facts.counts_from_1904,
    }


def _to_send(folder: Path, files: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    from planner.domain.issue import Issue
    from planner.ingest.files.folder import FileToRead

    count = 0
    asked = [FileToRead(Path(file["path"]), file["name"], file["sheet"], file["is_member"]) for file in files]
    for found in read_here(asked, folder):
        if isinstance(found, Issue):
            yield {"issue": asdict(found)}
            continue
        from planner.ingest.files.answer import write

        yield {"table": _heading(found), "cells": write(found, folder / f"{count}.arrow")}
        count += 1


def read_here(files: Sequence[FileToRead], folder: Path) -> Iterator[PackedTable | Issue]:
    """Yield tables and issues of files, read in this process; the folder is there to unpack into."""
    with _ready():
        from planner.domain.issue import Issue
        from planner.ingest.files.problems import too_many_rows

        rows = 0
        for file in files:
            say_current(folder, file.name)
            for found in _read(file, folder):
                rows += 0 if isinstance(found, Issue) else len(found.rows)
                if rows > MOST_ROWS:
                    yield too_many_rows(file.name, MOST_ROWS)
                    return
                yield found


def _heading(table: PackedTable) -> dict[str, Any]:
    return {
        "file": table.file,
        "sheet": table.sheet,
        "headers": table.headers,
        "header_row": table.header_row,
        "is_grid": table.is_grid,
    }


def _read(file: FileToRead, folder: Path) -> Iterator[PackedTable | Issue]:
    """Yield tables and issues of one file; the folder is there to unpack into."""
    from planner.domain.issue import Location
    from planner.ingest.files.kind import SEVERAL_SHEETS, FileFormat, find_kind
    from planner.ingest.files.problems import UNREADABLE, WRONG_ENDING, Refused, error

    path, name, where = file.path, file.name, Location(file=file.name)
    try:
        kind = find_kind(path, where)
        if file.is_member and (
            kind in SEVERAL_SHEETS or (kind == FileFormat.PARQUET) != (path.suffix.lower() == ".parquet")
        ):
            text = say("The file is not what its ending says: its content is {value}.", value=kind.value)
            yield error(WRONG_ENDING, where, text, say("Save it anew, as .csv or .parquet, one file per sheet."))
        elif kind == FileFormat.BUNDLE:
            yield from _read_bundle(file, folder)
        elif kind == FileFormat.PARQUET:
            from planner.ingest.files.parquet import read_parquet

            table = read_parquet(path, name, file.sheet)
            yield from [table] if table else []
        elif kind == FileFormat.TEXT:
            from planner.ingest.files.text import read_text

            yield from read_text(path, name, file.sheet)
        else:
            from planner.ingest.files.workbook import read_workbook

            yield from read_workbook(path, name, kind)
    except Refused as refused:
        yield refused.issue
    except OSError as problem:
        yield error(
            UNREADABLE,
            where,
            say("The file cannot be opened: {strerror}.", strerror=problem.strerror),
            say("Check your rights to it."),
        )


def _read_bundle(file: FileToRead, folder: Path) -> Iterator[PackedTable | Issue]:
    """Yield tables and issues of the files in a zip, which are read as a folder's are."""
    from planner.domain.issue import Location
    from planner.ingest.files.bundle import unpack
    from planner.ingest.files.folder import find_members

    unpacked = Path(mkdtemp(dir=folder))  # there may be several zips, and several tries
    unpack(file.path, Location(file=file.name), unpacked)
    members, remarks = find_members(unpacked, file.name)
    yield from remarks
    for member in members:
        yield from _read(replace(member, name=f"{file.name}/{member.name}"), folder)
