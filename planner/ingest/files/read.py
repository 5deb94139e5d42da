"""A workbook, a table file, or a folder or zip of them to raw tables, whatever the file may be.

Files come from many hands: nothing in them is trusted, and nothing is parsed in this process (see `sandbox`).
What is wrong becomes an issue; only the caller decides what to make of it.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.domain.inventory import SourceFile
from planner.domain.issue import Issue, Location
from planner.ingest.files.folder import TABLE_ENDINGS, FileToRead, find_members
from planner.ingest.files.limits import limits_for
from planner.ingest.files.problems import (
    EMPTY,
    FILE_PROBLEMS,
    MISSING,
    TOO_LARGE,
    UNREADABLE,
    Refused,
    error,
)
from planner.ingest.files.sandbox import read_apart, read_grids_apart
from planner.ingest.tables.raw import RawGrid, RawTable
from planner.words import say

__all__ = ["FILE_PROBLEMS", "GridsRead", "TablesRead", "read_grids", "read_tables"]

MAX_WORKBOOK_BYTES = 512 << 20
MAX_TABLE_BYTES = 2 << 30


@dataclass(frozen=True)
class TablesRead:
    """What stands in a file or folder: its tables, what is wrong with it, and its name and hash.

    With an error among the issues the tables may be incomplete.  The hash is empty where nothing could be read.
    """

    tables: tuple[RawTable, ...]
    issues: tuple[Issue, ...]
    source: SourceFile


@dataclass(frozen=True)
class GridsRead:
    """The sheets of a workbook as they stand, and why some of them, or the whole file, could not be read."""

    grids: tuple[RawGrid, ...]
    issues: tuple[Issue, ...]


def read_grids(path: Path) -> GridsRead:
    """Return the sheets of a workbook with all their cells, merged ranges and what is hidden; for hand-made lists.

    Nothing is taken for a header, and nothing that stands in cells is an issue.  Bad input raises nothing.
    """
    file = FileToRead(path, path.name, path.stem, is_member=False)
    try:
        _check_file(file)
    except Refused as refused:
        return GridsRead((), (refused.issue,))
    grids, issues = read_grids_apart(path, file.name, limits_for(path.stat().st_size))
    return GridsRead(tuple(grids), tuple(issues))


def read_tables(path: Path) -> TablesRead:
    """Return the tables of a workbook, of a .csv or .parquet file, or of a folder or a .zip of such files.

    Sheets come in the order of the workbook, files in the order of their names.  The SHA-256 of a folder is that
    of the lines `name NUL SHA-256 of the content`, sorted, over the files that were read.  Bad input raises nothing.
    """
    path = Path(path)
    name = path.name or path.resolve().name
    try:
        files, notices = _find_files(path, name)
        digest = _digest(files, path.is_dir())
    except Refused as refused:
        return TablesRead((), (refused.issue,), SourceFile(name, ""))
    except OSError as problem:
        return TablesRead((), (_unreadable(name, problem.strerror or say("unknown reason")),), SourceFile(name, ""))
    tables, issues = read_apart(files, limits_for(sum(file.path.stat().st_size for file in files)))
    return TablesRead(tuple(tables), (*notices, *issues), SourceFile(name, digest))


def _find_files(path: Path, name: str) -> tuple[list[FileToRead], list[Issue]]:
    """Return what to read and remarks about what is not read.  Raises `Refused` if there is nothing to read."""
    if path.is_dir():
        files, remarks = find_members(path, name)
    else:
        files, remarks = [FileToRead(path, name, path.stem, is_member=False)], []
    for file in files:
        _check_file(file)
    return files, remarks


def _check_file(file: FileToRead) -> None:
    where = Location(file=file.name)
    try:
        status = file.path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError) as problem:
        text = say('There is no file or folder "{name}".', name=file.name)
        raise Refused(error(MISSING, where, text, say("Check the name and the folder."))) from problem
    except OSError as problem:
        raise Refused(_unreadable(file.name, problem.strerror or say("unknown reason"))) from problem
    if not stat.S_ISREG(status.st_mode):
        raise Refused(_unreadable(file.name, say("it is no ordinary file")))
    if not status.st_size and not file.is_member:
        raise Refused(error(EMPTY, where, say("The file is empty."), say("Fetch or save it again.")))
    is_table = file.path.suffix.lower() in TABLE_ENDINGS
    limit = MAX_TABLE_BYTES if is_table else MAX_WORKBOOK_BYTES
    if status.st_size > limit:
        text = say("The file has {st_size:,} bytes; at most {limit:,} are read.", st_size=status.st_size, limit=limit)
        remedy = say("Split the table into parts, e.g. Access 1.csv and Access 2.csv in a folder.")
        raise Refused(error(TOO_LARGE, where, text, remedy))


def _unreadable(name: str, reason: str) -> Issue:
    remedy = say("Close it in other programs, check your rights to it, or copy it to a folder of your own.")
    return error(UNREADABLE, Location(file=name), say("The file cannot be opened: {reason}.", reason=reason), remedy)


def _digest(files: Sequence[FileToRead], is_folder: bool) -> str:
    """Return the SHA-256 of the file, or of names and hashes of a folder's files."""
    hashes = []
    for file in files:
        with file.path.open("rb") as content:
            hashes.append(hashlib.file_digest(content, "sha256").hexdigest())
    if not is_folder:
        return hashes[0]
    lines = sorted(f"{file.name}\0{found}\n" for file, found in zip(files, hashes, strict=True))
    return hashlib.sha256("".join(lines).encode("utf-8", errors="surrogateescape")).hexdigest()
