"""A folder of table files: which of them are read, and as which sheets.

The same rules hold for a folder on a disk and for one that came in a zip; nothing here opens a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from planner.domain.issue import Issue, Location
from planner.ingest.files.problems import IGNORED_FILE, NO_FILES, SAME_SHEET_TWICE, TOO_LARGE, Refused, error, notice
from planner.ingest.schema.sheets import SHEET_BY_NAME
from planner.ingest.tables.headers import READ_ME, near_sheet, numbered_sheet, sheet_and_part, sheet_of_file
from planner.ingest.tables.spelling import fold
from planner.words import say

MAX_FILES = 1_000
TABLE_ENDINGS = (".csv", ".parquet")
_UNSEEN = (".", "~$", "__MACOSX")
"""How names begin that people do not see or know: hidden files, and what other programs put beside the data."""
_CLUTTER = ("desktop.ini", "thumbs.db", "_success")


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file, the name to call it by, the sheet it is if it holds only one, and whether it stands in a folder."""

    path: Path
    name: str
    sheet: str
    is_member: bool


def is_seen(name: str) -> bool:
    """Whether people know of a file of this name."""
    return not name.startswith(_UNSEEN) and name.lower() not in _CLUTTER


def find_members(folder: Path, name: str) -> tuple[list[FileToRead], list[Issue]]:
    """Return the table files of a folder that people call `name`, and a notice per file that is left out.

    Of files that are called like no sheet only the names are told, unless there are no others.  Raises `Refused`
    where there is no table file, where there are too many, and for two that are the same sheet.
    """
    if folder.suffix.lower() in TABLE_ENDINGS:
        files, remarks = _find_parts(folder, "", set()), list[Issue]()
    else:
        files, remarks = [], []
        entries = _visible(folder)
        taken = {entry.stem for entry in entries if entry.is_file()}
        for entry in entries:
            if entry.is_dir() and entry.suffix.lower() in TABLE_ENDINGS:
                files += _find_parts(entry, f"{entry.name}/", taken)
            elif entry.suffix.lower() in TABLE_ENDINGS:
                files.append(FileToRead(entry, entry.name, entry.stem, is_member=True))
            else:
                remarks.append(_ignored(entry))
    if not files:
        text = say('The folder "{name}" has no .csv or .parquet file.', name=name)
        raise Refused(error(NO_FILES, Location(file=name), text, say("Put one file per sheet into it.")))
    related = [file for file in files if is_related(file.sheet)]
    if related:
        remarks += [_of_no_sheet(file) for file in files if file not in related]
        files = related
    if len(files) > MAX_FILES:
        text = say(
            "The folder has {files:,} table files; at most {max_files:,} are read.",
            files=len(files),
            max_files=MAX_FILES,
        )
        raise Refused(error(TOO_LARGE, Location(file=name), text, say("Join part files into larger ones.")))
    _check_sheets(files)
    # Text of no bytes is a sheet without any cell, which counts as left out.
    return [file for file in files if file.path.suffix.lower() != ".csv" or file.path.stat().st_size], remarks


def is_related(stem: str) -> bool:
    """Whether the name of a file, without its ending, means a sheet or may mean one."""
    name = sheet_of_file(stem)
    meant = sheet_and_part(name) or numbered_sheet(name) or near_sheet(name, SHEET_BY_NAME)
    return meant is not None or fold(name) == READ_ME


def _of_no_sheet(file: FileToRead) -> Issue:
    text = say('The file "{name}" was not read: it is called like no sheet.', name=file.name)
    return notice(IGNORED_FILE, Location(file=file.name), text)


def _visible(folder: Path) -> list[Path]:
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return [entry for entry in entries if is_seen(entry.name)]


def _find_parts(folder: Path, prefix: str, taken: set[str]) -> list[FileToRead]:
    """Return the part files of one sheet, called Access, Access 2, Access 3, ... in the order of their names.

    Names that single files have already taken are passed over, but for the first.
    """
    parts = [part for part in _visible(folder) if part.suffix.lower() == folder.suffix.lower()]
    later = (f"{folder.stem} {number}" for number in count(2))
    names = chain([folder.stem], (name for name in later if name not in taken))
    return [
        FileToRead(part, prefix + part.name, called, is_member=True) for part, called in zip(parts, names, strict=False)
    ]


def _ignored(entry: Path) -> Issue:
    what = say("folder") if entry.is_dir() else say("file")
    text = say(
        'The {what} "{name}" was not read: only .csv and .parquet files in the folder are.', what=what, name=entry.name
    )
    return notice(IGNORED_FILE, Location(file=entry.name), text)


def _check_sheets(files: Sequence[FileToRead]) -> None:
    first: dict[str, FileToRead] = {}
    for file in files:
        other = first.setdefault(file.sheet, file)
        if other is not file:
            text = say(
                '"{name}" and "{name_2}" are both sheet "{sheet}".', name=other.name, name_2=file.name, sheet=file.sheet
            )
            remedy = say('Delete one of them, or rename it ("{sheet} 2") if both are needed.', sheet=file.sheet)
            raise Refused(error(SAME_SHEET_TWICE, Location(file=file.name), text, remedy))
