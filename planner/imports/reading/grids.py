"""Files to grids of cells: exports by a limited process of our own, workbooks by the reader of inventories."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.imports.reading.child import HEAD_BYTES
from planner.ingest import CellError, RawGrid, limits_for, read_grids
from planner.processes.apart import BrokeOffError, End, WorkDone, answered

_WORK = "planner.imports.reading.child:read_exports"
LARGE_BYTES = 24 << 20
"""Larger files are looked at first; what they are decides how they are read."""
MANY_BYTES = 4 * LARGE_BYTES
"""Of more bytes in all, the smaller files are too."""

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
    """SHA-256 of the file; empty for a large one that is alone in its size."""
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

    A file that is given twice is read once.  What zips hold is unpacked into a folder that is there as long as the
    stack.  Raises UsageError for a file that cannot be opened.
    """
    found = FilesRead()
    sizes = Counter(path.stat().st_size for path in {path.resolve() for path in paths if path.exists()})
    heads = HEAD_BYTES if _bytes(sizes) > MANY_BYTES else LARGE_BYTES
    files = [_asked(path, path.name, heads, sizes) for path in paths]
    _read(files, _Known(known, encodings), stack, found)
    return found


def _bytes(sizes: Counter[int]) -> int:
    return sum(size * number for size, number in sizes.items())


def read_whole(
    grid: Grid, known: Collection[str], encodings: Mapping[str, str], keep: Sequence[int], stack: ExitStack
) -> Grid:
    """Return a grid whose head alone was read with all its rows; cells of columns not to be kept are blank."""
    found = FilesRead()
    asked = _Asked(grid.path, grid.file, grid.digest, list(keep), is_head=False)
    _read([asked], _Known(known, encodings), stack, found)
    if found.refused:
        raise UsageError(f"{grid.file} cannot be read: {found.refused[grid.file]}.")
    return found.grids[0]


@dataclass(frozen=True, slots=True)
class _Known:
    words: Collection[str]
    encodings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A file to read: which columns to keep (None: all), and whether its head will do."""

    path: Path
    name: str
    digest: str
    keep: list[int] | None = None
    is_head: bool = False

    @property
    def size(self) -> int:
        return self.path.stat().st_size


def _asked(path: Path, name: str, heads: int, sizes: Mapping[int, int]) -> _Asked:
    """Return what to read of a file: of those of more bytes than `heads` the head alone.

    A large file has no digest where no other has its size: it can be the same as none of them, and reading it to find
    that out would take as long as to add it up.
    """
    try:
        with path.open("rb") as content:
            size = path.stat().st_size
            is_alone = size > heads and sizes.get(size, 0) < 2
            digest = "" if is_alone else hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as problem:
        raise UsageError(f"{path} cannot be opened: {problem.strerror}.") from problem
    return _Asked(path, name, digest, is_head=size > heads)


def _read(files: Sequence[_Asked], known: _Known, stack: ExitStack, found: FilesRead) -> None:
    """Read files by one process; where it breaks off, by one for each, so that a harmful file spoils no other."""
    files = list({(file.name, file.digest): file for file in files}.values())
    try:
        answers = _answers(files, known, stack)
    except BrokeOffError as broken:
        if len(files) == 1:
            found.refused[files[0].name] = _why(broken)
            return
        for file in files:
            _read([file], known, stack, found)
        return
    for file, (told, done) in zip(files, answers, strict=True):
        _take(file, told, done, known, stack, found)


def _answers(files: Sequence[_Asked], known: _Known, stack: ExitStack) -> list[tuple[dict[str, Any], WorkDone]]:
    asked = [
        {"path": str(file.path.resolve()), "name": file.name, "head": file.is_head, "keep": file.keep} for file in files
    ]
    request = {"files": asked, "known": sorted(known.words), "encodings": dict(known.encodings)}
    limits = limits_for(sum(HEAD_BYTES if file.is_head else file.size for file in files))
    reads = [file.path for file in files]
    answer = stack.enter_context(answered(_WORK, request, limits, reads=reads, tries=2))
    return [(told, answer) for told in answer.value]


def _take(
    file: _Asked, told: dict[str, Any], done: WorkDone, known: _Known, stack: ExitStack, found: FilesRead
) -> None:
    match told["kind"]:
        case "refused":
            found.refused[file.name] = told["why"]
        case "workbook":
            found.grids += _workbook(file.path, file.name, file.digest, found)
        case "zip":
            paths = {each: done.file(told["folder"], each) for each in told["members"]}
            sizes = Counter(path.stat().st_size for path in paths.values())
            members = [_asked(path, f"{file.name}/{each}", LARGE_BYTES, sizes) for each, path in paths.items()]
            _read(members, known, stack, found)
        case _:
            found.grids.append(_grid(file, told, done.file(told["rows"])))
            found.remarks += [(file.name, remark) for remark in told["remarks"]]
            if told["tied"]:
                tied, samples = tuple(told["tied"]), tuple(told["samples"])
                found.doubts.append(DecodingDoubt(file.name, told["encoding"], tied, samples))
            elif told["samples"] and told["encoding"] != "utf-8":
                words = ", ".join(f'"{word}"' for word in told["samples"])
                found.remarks.append((file.name, f"Read as {told['encoding']}, for {told['why']}: {words}."))


def _why(broken: BrokeOffError) -> str:
    if broken.end is End.OUT_OF_MEMORY:
        return "reading it took too much memory, so it was stopped"
    if broken.end is End.OUT_OF_TIME:
        return "reading it took too long, so it was stopped"
    return "reading it broke off: it is most likely damaged, or made to do harm"


def _grid(file: _Asked, told: dict[str, Any], rows: Path) -> Grid:
    numbers, cells = json.loads(rows.read_text("utf-8"))
    rows.unlink()
    return Grid(
        file.name, "", cells, numbers, file.digest, file.path, told["encoding"], told["separator"], file.is_head
    )


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
