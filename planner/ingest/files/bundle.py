"""A zip of table files to a folder of them.

Nothing in the zip is trusted: names are taken apart and checked, links and odd files are refused, and what is unpacked
is counted while it is unpacked.  Only table files are; of others no more than the name arrives, so that they are told.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

from planner.domain.file_names import is_for_every_system
from planner.domain.issue import Location
from planner.ingest.files.archive import TABLES, Archive
from planner.ingest.files.folder import TABLE_ENDINGS, is_related, is_seen
from planner.ingest.tables.headers import sheet_and_part, sheet_of_file
from planner.words import say

LONGEST_NAME_BYTES = 200
"""Longer names are more than some file systems take."""
_DEEPEST = 2
"""A file in the folder, or a part file in a folder of its sheet."""

_IS_UTF8 = 0x800

Place = tuple[str, ...]


def tables_among(names: Sequence[str]) -> frozenset[str]:
    """Return the names in a zip that are those of table files to read.

    As in a folder, files that are called like no sheet do not count unless there are no others.
    """
    tables = [name for name in names if _is_table(name) and all(map(is_seen, _split(name)))]
    return frozenset([name for name in tables if is_related(_stem(name))] or tables)


def _is_table(name: str) -> bool:
    return name.lower().endswith(TABLE_ENDINGS)


def _stem(name: str) -> str:
    """Return what a table file is called: by its folder where that is a sheet in part files."""
    place = _split(name)
    called = next((each for each in place if each.lower().endswith(TABLE_ENDINGS)), place[-1])
    return called.rpartition(".")[0]


def unpack(path: Path, where: Location, into: Path) -> None:
    """Unpack a zip of tables; one folder around all of them is left out.

    Raises `Refused` for tables whose packing makes no sense, whose names lead elsewhere, that are links, or that have
    far too many bytes.  Of other files no more than the name arrives.
    """
    with zipfile.ZipFile(path) as names:
        wanted = tables_among(names.namelist())
    with closing(Archive(path, where, TABLES, wanted.__contains__)) as archive:
        parts = [part for part in archive.parts() if not part.is_dir()]
        placed = {part.filename: _place(archive, part) for part in parts if _is_table(part.filename)}
        places = {name: place for name, place in placed.items() if name in wanted}
        others = [_split(part.filename) for part in parts if part.filename not in wanted]
        others = [place for place in others if all(map(is_seen, place)) and all(map(_is_sound, place))]
        around = _folder_around([*places.values(), *others])
        try:
            _write(archive, {name: place[around:] for name, place in places.items()}, into)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as problem:
            raise archive.odd(say("two parts have the same name")) from problem
        for place in others:
            _name_only(into.joinpath(*place[around:][:_DEEPEST]), len(place) - around > _DEEPEST)


def _write(archive: Archive, places: Mapping[str, Place], into: Path) -> None:
    unpacked = 0
    for name, place in places.items():
        target = into.joinpath(*place[:_DEEPEST])
        target.parent.mkdir(parents=True, exist_ok=True)
        if len(place) > _DEEPEST:
            continue  # too deep to be read: its folder is told of as such
        with target.open("xb") as file:
            for piece in archive.pieces(name.replace("\\", "/")):
                unpacked += len(piece)
                archive.check_size(unpacked)
                file.write(piece)


def _name_only(target: Path, is_deeper: bool) -> None:
    """Leave an empty file where one that is not read would stand, so that it is told of; or its folder."""
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        if not is_deeper:
            target.touch()


def _split(name: str) -> Place:
    return tuple(name.replace("\\", "/").split("/"))


def _place(archive: Archive, part: zipfile.ZipInfo) -> Place:
    """Return where a part belongs, as names of folders and a file; raise what it must not be."""
    kind = stat.S_IFMT(part.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise archive.odd(say('"{printable}" is a link or a device, not a file', printable=_printable(part.filename)))
    place = _split(_mended(part))
    if not all(map(_is_sound, place)):
        raise archive.odd(say('"{printable}" is no name of a file in a folder', printable=_printable(part.filename)))
    return place


_OLD_PAGES = ("utf-8", "cp852", "cp850", "cp1252", "cp1250")


def _mended(part: zipfile.ZipInfo) -> str:
    """Return the name of a table file; of old zips nobody knows the code page, but a sheet's name tells it."""
    if part.filename.isascii() or part.flag_bits & _IS_UTF8:
        return part.filename
    for page in _OLD_PAGES:
        with suppress(UnicodeError):
            name = part.filename.encode("cp437").decode(page)
            if sheet_and_part(sheet_of_file(_stem(name))) is not None and _stem(name).isprintable():
                return name
    return part.filename


def _is_sound(name: str) -> bool:
    return (
        name.strip(". ") != ""
        and is_for_every_system(name)
        and name.isprintable()
        and not set(name) & set(':*?"<>|')
        and len(name.encode(errors="replace")) <= LONGEST_NAME_BYTES
    )


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:LONGEST_NAME_BYTES]


def _folder_around(places: Sequence[Place]) -> int:
    """Return 1 where all files stand in one folder that is no sheet in part files, else 0."""
    first = {place[0] for place in places}
    is_around = len(first) == 1 and all(len(place) > 1 for place in places)
    return int(is_around and not first.pop().lower().endswith(TABLE_ENDINGS))
