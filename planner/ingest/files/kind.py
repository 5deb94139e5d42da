"""What a file is, told by its first bytes and its parts, never by its name."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection, Sequence
from enum import StrEnum
from pathlib import Path

from planner.domain.issue import Location
from planner.ingest.files import ole
from planner.ingest.files.bundle import tables_among
from planner.ingest.files.encodings import is_utf16
from planner.ingest.files.problems import EMPTY, NO_WORKBOOK, ODD_ARCHIVE, Refused, damaged, error, locked, locked_zip
from planner.words import say

MAX_PARTS = 10_000
"""Most parts an archive may have; a workbook has dozens."""


class FileFormat(StrEnum):
    """The formats that are read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    PARQUET = "parquet"
    TEXT = "text"
    BUNDLE = "a zip"


WORKBOOKS = (FileFormat.XLSX, FileFormat.XLSB, FileFormat.XLS, FileFormat.ODS)
SEVERAL_SHEETS = (*WORKBOOKS, FileFormat.BUNDLE)
TEXT_ENDINGS = (".csv", ".tsv", ".txt")

_STRANGERS: Sequence[tuple[bytes, str]] = (
    (b"%PDF", say("a PDF document")),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", say("a gzip archive")),
    (b"7z\xbc\xaf", say("a 7-Zip archive")),
    (b"Rar!", say("a RAR archive")),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", say("a text document")),
)


def find_kind(path: Path, where: Location) -> FileFormat:
    """Return the format of a file.  Raises `Refused` for what is empty, encrypted, damaged or something else."""
    with path.open("rb") as file:
        head = file.read(512)
    if not head:
        raise Refused(error(EMPTY, where, say("The file is empty."), say("Fetch or save it again.")))
    if head.startswith(b"PK"):
        return _kind_of_archive(path, where)
    if head.startswith(ole.MAGIC):
        return _kind_of_ole(path, where)
    if head.startswith(b"PAR1"):
        return FileFormat.PARQUET
    if head.startswith(b"PARE"):  # Parquet with an encrypted footer
        raise locked(where)
    return _kind_of_text(path, head, where)


def _kind_of_archive(path: Path, where: Location) -> FileFormat:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as problem:
        raise damaged(where, say("its end is missing, or its table of contents makes no sense")) from problem
    if len(parts) > MAX_PARTS:
        text = say("The archive has {parts} parts; a workbook has dozens.", parts=len(parts))
        raise Refused(error(ODD_ARCHIVE, where, text, say("Open it in Excel and save it under a new name.")))
    tables = tables_among([part.filename for part in parts])
    names = {part.filename.replace("\\", "/").lower() for part in parts}
    if "encrypted-package" in names:
        raise locked(where)
    for part, kind in (
        ("xl/workbook.xml", FileFormat.XLSX),
        ("xl/workbook.bin", FileFormat.XLSB),
        ("content.xml", FileFormat.ODS),
    ):
        if part in names:
            if any(part.flag_bits & 1 for part in parts):
                raise locked(where)
            return kind
    if _is_called_a_workbook(path, names):
        return FileFormat.XLSX
    if tables:
        if any(part.flag_bits & 1 for part in parts if part.filename in tables):
            raise locked_zip(where)
        return FileFormat.BUNDLE
    raise _stranger(say("a zip archive or another office document"), where)


_TYPES = "[content_types].xml"
_MAX_TYPES = 1 << 20


def _is_called_a_workbook(path: Path, names: Collection[str]) -> bool:
    """Whether the list of types of an office document names a workbook, wherever it stands."""
    if _TYPES not in names:
        return False
    with zipfile.ZipFile(path) as archive:
        part = next(part for part in archive.infolist() if part.filename.lower() == _TYPES)
        try:
            with archive.open(part) as file:
                types = file.read(_MAX_TYPES)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
            return False
    return b"spreadsheetml.sheet.main+xml" in types or b"sheet.macroEnabled.main+xml" in types


def _kind_of_ole(path: Path, where: Location) -> FileFormat:
    streams = ole.stream_names(path, where)
    if not streams:
        raise damaged(where, say("its table of contents is missing"))
    names = {name.casefold() for name in streams}  # some programs write them in capitals
    if "encryptedpackage" in names:
        raise locked(where)
    if names & {"workbook", "book"}:
        return FileFormat.XLS
    raise _stranger(say("another office document"), where)


def _kind_of_text(path: Path, head: bytes, where: Location) -> FileFormat:
    for magic, what in _STRANGERS:
        if head.startswith(magic):
            raise _stranger(what, where)
    if b"\0" in head and not is_utf16(head):  # of that it is told later, with advice of its own
        raise _stranger(say("neither a workbook nor text"), where)
    if path.suffix.lower() in TEXT_ENDINGS:
        return FileFormat.TEXT
    is_markup = head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0").startswith(b"<")
    raise _stranger(say("a web page or XML text") if is_markup else say("plain text"), where)


def _stranger(what: str, where: Location) -> Refused:
    text = say("The file is no workbook, whatever its name says: it is {what}.", what=what)
    remedy = say("Open it in the program it comes from and save it as .xlsx, or give .csv or .parquet files.")
    return Refused(error(NO_WORKBOOK, where, text, remedy))
