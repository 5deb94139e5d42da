"""Checks of a zipped workbook or a zip of tables before anything parses it: size, packing, document types.

Every part is unpacked once, piece by piece and never as a whole, because the sizes an archive declares need not
be true.  The pieces also go to the scan that wants them, so a part is not unpacked twice.
"""

from __future__ import annotations

import copy
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from planner.domain.issue import Location
from planner.ingest.files.problems import BOMB, DOCUMENT_TYPE, ODD_ARCHIVE, Refused, damaged, error
from planner.words import say

MAX_UNPACKED_BYTES = 2 << 30
"""Most bytes all parts together may have; a full sheet of twelve columns has about 600 million."""
MAX_RATIO = 200
"""Most bytes one packed byte may become, in archives that unpack to more than `FREE_UNPACKED_BYTES`."""
FREE_UNPACKED_BYTES = 100 << 20
MAX_SMALL_PART_BYTES = 64 << 20
"""Most bytes of a part that is read as a whole (the list of sheets)."""

_PIECE = 2 << 20
_OVERLAP = 16  # bytes kept from the piece before, so that no mark is cut in two
_MARKUP_ENDINGS = (".xml", ".rels", ".vml", ".rdf")
_DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Scan(Protocol):
    """Looks at a part while it is unpacked."""

    def feed(self, piece: bytes) -> None:
        """Take the next bytes of the part."""

    def close(self) -> None:
        """Know that the part is over."""


@dataclass(frozen=True, slots=True)
class Words:
    """What an archive is to people, and what they can do about one that is packed in an odd way."""

    what: str
    if_odd: str
    if_too_large: str


WORKBOOK = Words(
    "workbook",
    say("Open it in Excel and save it under a new name."),
    say("If it is yours, copy the data into a new workbook; otherwise ask where the file comes from."),
)
TABLES = Words(
    "zip of tables",
    say("Zip the .csv and .parquet files again with your system's own program, or upload the files themselves."),
    say("If it is yours, leave out what does not belong to the inventory; otherwise ask where the file comes from."),
)


class Archive:
    """A zip file whose packing has been checked; parts are found by name in lower case with forward slashes."""

    def __init__(
        self, path: Path, where: Location, words: Words = WORKBOOK, is_wanted: Callable[[str], bool] = lambda _: True
    ) -> None:
        self._where, self._words = where, words
        self._zip = zipfile.ZipFile(path)
        self._wanted = [part for part in self._zip.infolist() if is_wanted(part.filename)]
        self._packed = max(1, sum(part.compress_size for part in self._wanted))
        self._parts = {_key(part): part for part in self._zip.infolist()}
        self._check_packing(path.stat().st_size)

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def _check_packing(self, file_size: int) -> None:
        """Check the parts that are wanted, and that no two parts overlap."""
        parts = sorted(self._zip.infolist(), key=lambda part: part.header_offset)
        if len(set(map(_key, self._wanted))) != len(self._wanted):
            raise self.odd(say("two parts have the same name"))
        if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in self._wanted):
            raise self.odd(say("it uses a packing that spreadsheet programs do not use"))
        ends = [part.header_offset + 30 + len(part.orig_filename) + part.compress_size for part in parts]
        begins = [part.header_offset for part in parts[1:]] + [file_size]
        if any(end > begin for end, begin in zip(ends, begins, strict=True)):
            raise self.odd(say("its parts overlap"))
        self.check_size(sum(part.file_size for part in self._wanted))

    def odd(self, detail: str) -> Refused:
        """Return the exception for an archive that no ordinary program makes."""
        text = say("The file is packed in an odd way: {detail}.", detail=detail)
        return Refused(error(ODD_ARCHIVE, self._where, text, self._words.if_odd))

    def check_size(self, unpacked: int) -> None:
        """Raise `Refused` if so many bytes are too many to have come out of this archive."""
        is_dense = unpacked > FREE_UNPACKED_BYTES and unpacked > self._packed * MAX_RATIO
        if unpacked > MAX_UNPACKED_BYTES or is_dense:
            size = say("from {packed:,} bytes to {unpacked:,} or more", packed=self._packed, unpacked=unpacked)
            text = say("The file unpacks {size}, far too much for a {what}.", size=size, what=self._words.what)
            raise Refused(error(BOMB, self._where, text, self._words.if_too_large))

    def parts(self) -> Iterator[zipfile.ZipInfo]:
        """Yield what the archive says of its parts, in the order of their names."""
        return (self._parts[name] for name in sorted(self._parts))

    def has(self, name: str) -> bool:
        """Return whether there is such a part."""
        return name.lower() in self._parts

    def name_of(self, name: str) -> str:
        """Return the name of a part as the archive writes it."""
        return self._parts[name.lower()].filename

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part, as many as are really there.  Raises `Refused` where they make no sense."""
        part = copy.copy(self._parts[name.lower()])
        part.file_size = MAX_UNPACKED_BYTES + 1  # else reading would stop at the size declared, true or not
        try:
            with self._zip.open(part) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as problem:
            raise damaged(
                self._where, say('its part "{filename}" cannot be unpacked', filename=part.filename)
            ) from problem

    def read(self, name: str, limit: int = MAX_SMALL_PART_BYTES) -> bytes:
        """Return a part as a whole.

        Raises `Refused` where it is missing, larger than the limit in bytes, or has a document type definition.
        """
        if not self.has(name):
            raise damaged(self._where, say('its part "{name}" is missing', name=name))
        found = bytearray()
        for piece in self.pieces(name):
            found += piece
            if len(found) > limit:
                raise damaged(self._where, say('its part "{name}" is far too large', name=name))
        if _watch_markup(name.lower())(found):
            raise self._document_type(name)
        return bytes(found)

    def check(self, scans: Mapping[str, Scan]) -> None:
        """Unpack every part and look for document types; each scan sees its part (by name in lower case).

        Raises `Refused` for a document type definition, and for an archive that unpacks to too much.
        """
        unpacked = 0
        for name in sorted(self._parts):
            scan, watch = scans.get(name), _watch_markup(name)
            for piece in self.pieces(name):
                unpacked += len(piece)
                self.check_size(unpacked)
                if watch(piece):
                    raise self._document_type(name)
                if scan:
                    scan.feed(piece)
            if scan:
                scan.close()

    def _document_type(self, name: str) -> Refused:
        text = say(
            'The file has a document type definition (in its part "{name}"), which spreadsheets never have.', name=name
        )
        remedy = say("Open it in Excel and save it under a new name, or ask where the file comes from.")
        return Refused(error(DOCUMENT_TYPE, self._where, text, remedy))


def _key(part: zipfile.ZipInfo) -> str:
    return part.filename.replace("\\", "/").lower()


def _watch_markup(name: str) -> Callable[[bytes | bytearray], bool]:
    """Return a function that says whether a document type begins in the next piece of a part.

    Zero bytes are left out, so that UTF-16 and UTF-32 read like plain letters.
    """
    tail, is_markup = b"", name.endswith(_MARKUP_ENDINGS)

    def found(piece: bytes | bytearray) -> bool:
        nonlocal tail, is_markup
        if not tail:
            begin = piece[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
            is_markup = is_markup or begin.startswith((b"<?xml", b"<!DOCTYPE"))
        if not is_markup:
            tail = b"-"
            return False
        letters = tail + (piece.replace(b"\0", b"") if b"\0" in piece else piece)
        tail = letters[-_OVERLAP:]
        return b"<!" in letters and _DOCUMENT_TYPE.search(letters) is not None

    return found
