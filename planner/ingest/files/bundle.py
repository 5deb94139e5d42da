"""A zip of table files to a folder of them.

Nothing in the zip is trusted: names are taken apart and checked, links and odd files are refused, and what is unpacked
is counted while it is unpacked.  Only table files are; of others no more than the name arrives, so that they are told.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from planner.domain.issue import Location
from planner.ingest.files.archive import TABLES, Archive
from planner.ingest.files.folder import TABLE_ENDINGS, is_seen

LONGEST_NAME_BYTES = 200
"""Longer names are more than some file systems take."""
_DEEPEST = 2
"""A file in the folder, or a part file in a folder of its sheet."""

Place = tuple[str, ...]


def has_tables(names: Sequence[str]) -> bool:
    """Whether one of the names in a zip is that of a table file."""
    return any(name.lower().endswith(TABLE_ENDINGS) and all(map(is_seen, _split(name))) for name in names)


def unpack(path: Path, where: Location, into: Path) -> None:
    """Unpack a zip of tables; one folder around all of them is left out.

    Raises `Refused` for packing that makes no sense, names that lead elsewhere, links, and far too many bytes.
    """
    with closing(Archive(path, where, TABLES)) as archive:
        places = {part.filename: _place(archive, part) for part in archive.parts() if not part.is_dir()}
        seen = {name: place for name, place in places.items() if all(map(is_seen, place))}
        around = _folder_around(list(seen.values()))
        try:
            _write(archive, {name: place[around:] for name, place in seen.items()}, into)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as problem:
            raise archive.odd("two parts have the same name") from problem


def _write(archive: Archive, places: Mapping[str, Place], into: Path) -> None:
    unpacked = 0
    for name, place in places.items():
        target = into.joinpath(*place[:_DEEPEST])
        target.parent.mkdir(parents=True, exist_ok=True)
        if len(place) > _DEEPEST:
            continue  # too deep to be read: its folder is told of as such
        with target.open("xb") as file:
            for piece in archive.pieces(name.replace("\\", "/")) if name.lower().endswith(TABLE_ENDINGS) else ():
                unpacked += len(piece)
                archive.check_size(unpacked)
                file.write(piece)


def _split(name: str) -> Place:
    return tuple(name.replace("\\", "/").split("/"))


def _place(archive: Archive, part: zipfile.ZipInfo) -> Place:
    """Return where a part belongs, as names of folders and a file; raise what it must not be."""
    kind = stat.S_IFMT(part.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise archive.odd(f'"{_printable(part.filename)}" is a link or a device, not a file')
    place = _split(part.filename)
    if not all(map(_is_sound, place)):
        raise archive.odd(f'"{_printable(part.filename)}" is no name of a file in a folder')
    return place


def _is_sound(name: str) -> bool:
    return (
        name.strip(". ") != ""
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
