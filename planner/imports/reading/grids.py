"""Files to grids of cells: exports by a limited process of our own, workbooks by the reader of inventories."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.ingest import CellError, RawGrid, limits_for, read_grids
from planner.processes.apart import BrokeOffError, End, answered

_WORK = "planner.imports.reading.child:read_exports"
LARGE_BYTES = 24 << 20
"""Larger files are looked at first; what they are decides how they are read."""

Cell = str | int | float | bool | date | datetime | CellError | None


@dataclass(frozen=True, slots=True)
class Grid:
    """The filled rows of a text file, or of one sheet of a workbook, as they stand there.

    Rows may be of different lengths.  Text files hold texts only; workbooks what the cell was.
    """

    file: str
    sheet: str
    """Empty for a text file."""
    rows: Sequence[Sequence[Cell]]
    numbers: Sequence[int]
    """The number of each row as Excel shows it."""
    digest: str
    """SHA-256 of the file."""
    path: Path
    encoding: str = ""
    separator: str = ""
    is_head: bool = False
    """Whether the file is large and only its first rows stand here."""
    merged: Sequence[tuple[int, int, int, int]] = ()
    """Merged ranges of a sheet: first row, first column, last row, last column, counted from 0."""
    hidden_rows: Sequence[int] = ()
    """Counted from 0."""
    counts_from_1904: bool = False
    """Whether a number that stands for a day counts from 1904."""

    @property
    def name(self) -> str:
        """What to call it: the file, and its sheet where it has some."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


@dataclass(frozen=True, slots=True)
class DecodingDoubt:
    """A text whose encoding is not settled: what it was read as, and what fits just as well."""

    file: str
    encoding: str
    tied: tuple[str, ...]
    samples: tuple[str, ...]


@dataclass(slots=True)
class FilesRead:
    """What stands in the files, what could not be read and why, and what is to be said about the reading."""

    grids: list[Grid] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    """File and sentence."""
    doubts: list[DecodingDoubt] = field(default_factory=list)


def read_files(
    paths: Sequence[Path], known: Collection[str], encodings: Mapping[str, str], stack: ExitStack
) -> FilesRead:
    """Read the files in their order; `known` are header words, `encodings` what was answered for a file's name.

    What zips hold is unpacked into a folder that is there as long as the stack.
    """
    found = FilesRead()
    for path in paths:
        _read_one(path, path.name, known, encodings, stack, found)
    return found


def read_whole(
    grid: Grid, known: Collection[str], encodings: Mapping[str, str], keep: Sequence[int], stack: ExitStack
) -> Grid:
    """Return a grid whose head alone was read with all its rows; cells of columns not to be kept are blank."""
    found = FilesRead()
    _read_text(grid.path, grid.file, grid.digest, known, encodings, stack, found, whole=list(keep))
    if found.refused:
        raise UsageError(f"{grid.file} cannot be read: {found.refused[grid.file]}.")
    return found.grids[0]


def _read_one(
    path: Path, name: str, known: Collection[str], encodings: Mapping[str, str], stack: ExitStack, found: FilesRead
) -> None:
    try:
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as problem:
        raise UsageError(f"{path} cannot be opened: {problem.strerror}.") from problem
    _read_text(path, name, digest, known, encodings, stack, found)


def _read_text(
    path: Path,
    name: str,
    digest: str,
    known: Collection[str],
    encodings: Mapping[str, str],
    stack: ExitStack,
    found: FilesRead,
    whole: list[int] | None = None,
) -> None:
    size = path.stat().st_size
    is_head = size > LARGE_BYTES and whole is None
    asked = {"path": str(path.resolve()), "name": name, "head": is_head, "keep": whole}
    request = {"files": [asked], "known": sorted(known), "encodings": dict(encodings)}
    try:
        answer = stack.enter_context(answered(_WORK, request, limits_for(size), tries=2))
    except BrokeOffError as broken:
        found.refused[name] = _why(broken)
        return
    [told] = answer.value
    match told["kind"]:
        case "refused":
            found.refused[name] = told["why"]
        case "workbook":
            found.grids += _workbook(path, name, digest, found)
        case "zip":
            for member in told["members"]:
                _read_one(Path(told["folder"]) / member, f"{name}/{member}", known, encodings, stack, found)
        case _:
            found.grids.append(_grid(path, name, digest, told, answer.folder / told["rows"], is_head))
            found.remarks += [(name, remark) for remark in told["remarks"]]
            if told["tied"]:
                tied, samples = tuple(told["tied"]), tuple(told["samples"])
                found.doubts.append(DecodingDoubt(name, told["encoding"], tied, samples))
            elif told["samples"] and told["encoding"] != "utf-8":
                words = ", ".join(told["samples"])
                found.remarks.append((name, f"Read as {told['encoding']}, for {told['why']}: {words}."))


def _why(broken: BrokeOffError) -> str:
    if broken.end is End.OUT_OF_MEMORY:
        return "reading it took too much memory, so it was stopped"
    if broken.end is End.OUT_OF_TIME:
        return "reading it took too long, so it was stopped"
    return "reading it broke off: it is most likely damaged, or made to do harm"


def _grid(path: Path, name: str, digest: str, told: dict[str, Any], rows: Path, is_head: bool) -> Grid:
    numbers, cells = json.loads(rows.read_text("utf-8"))
    rows.unlink()
    return Grid(name, "", cells, numbers, digest, path, told["encoding"], told["separator"], is_head)


def _workbook(path: Path, name: str, digest: str, found: FilesRead) -> Iterator[Grid]:
    """Yield the sheets of a workbook that can be seen; hidden ones are named."""
    read = read_grids(path)
    for issue in read.issues:
        found.remarks.append((name, f"{issue.text} {issue.remedy}".strip()))
    if not read.grids and read.issues:
        found.refused[name] = read.issues[0].text.rstrip(".")
    hidden = [f'"{sheet.sheet}"' for sheet in read.grids if sheet.is_hidden]
    if hidden:
        found.remarks.append((name, f"Hidden sheets were not read: {', '.join(hidden)}."))
    for sheet in read.grids:
        if not sheet.is_hidden:
            yield _sheet(path, name, digest, sheet)


def _sheet(path: Path, name: str, digest: str, sheet: RawGrid) -> Grid:
    rows = list(zip(*(column.tolist() for column in sheet.columns), strict=True))
    filled = [place for place, row in enumerate(rows) if any(cell is not None for cell in row)]
    return Grid(
        name, sheet.sheet, [rows[place] for place in filled], [place + 1 for place in filled], digest, path,
        merged=sheet.merged, hidden_rows=sheet.hidden_rows, counts_from_1904=sheet.counts_from_1904,
    )  # fmt: skip
