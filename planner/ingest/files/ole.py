"""The old container of Microsoft Office files: a small file system inside a file.

Only what is needed to see which streams there are and to read one of them.  Chains of sectors are bounded by
the number of sectors, so a chain that bites its tail ends in an error.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planner.domain.issue import Location
from planner.ingest.files.problems import damaged

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class _Container:
    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("sector size")
        self._sector_size = 1 << shift
        self._cutoff = struct.unpack_from("<I", data, 56)[0]
        self._table = self._read_table()
        self.entries = tuple(self._read_entries(struct.unpack_from("<I", data, 48)[0]))

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._sector_size
        return self._data[begin : begin + self._sector_size]

    def _read_table(self) -> tuple[int, ...]:
        """Return, for each sector, which one follows it."""
        numbers = list(struct.unpack_from("<109I", self._data, 76))
        following = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(len(self._data) // self._sector_size):
            if following >= _LAST:
                break
            *more, following = _integers(self._sector(following))
            numbers += more
        table = b"".join(self._sector(number) for number in numbers if number < _LAST)
        return _integers(table)

    def _chain(self, start: int, table: tuple[int, ...]) -> Iterator[int]:
        for _ in range(len(table)):
            if start >= _LAST:
                return
            yield start
            start = table[start]
        if start < _LAST:
            raise ValueError("a chain of sectors never ends")

    def _read(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self._table)))

    def _read_entries(self, start: int) -> Iterator[_Entry]:
        for entry in struct.iter_unpack("<64sHB49sIQ", self._read(start)):
            raw, length, kind, _, first, size = entry
            if kind in (_STREAM, _ROOT):
                name = raw[: max(0, length - 2)].decode("utf-16-le", errors="replace")
                yield _Entry(name, kind, first, size & 0xFFFFFFFF)

    def stream(self, name: str) -> bytes | None:
        entry = next((entry for entry in self.entries if entry.kind == _STREAM and entry.name == name), None)
        if entry is None:
            return None
        if entry.size >= self._cutoff:
            return self._read(entry.start)[: entry.size]
        root = next((entry for entry in self.entries if entry.kind == _ROOT), None)
        if root is None:
            raise ValueError("no root")
        small, table = self._read(root.start), _integers(self._read(struct.unpack_from("<I", self._data, 60)[0]))
        pieces = [small[number * 64 : number * 64 + 64] for number in self._chain(entry.start, table)]
        return b"".join(pieces)[: entry.size]


def _integers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _open(path: Path, where: Location) -> _Container:
    try:
        return _Container(path.read_bytes())
    except (struct.error, ValueError, IndexError) as problem:
        raise damaged(where, "its table of contents makes no sense") from problem


def stream_names(path: Path, where: Location) -> frozenset[str]:
    """Return the names of the streams in the file.  Raises `Refused` for a damaged container."""
    return frozenset(entry.name for entry in _open(path, where).entries if entry.kind == _STREAM)


def read_stream(path: Path, names: tuple[str, ...], where: Location) -> bytes:
    """Return the first of the named streams that exists.  Raises `Refused` if none does, or it is damaged."""
    container = _open(path, where)
    try:
        found = next((data for name in names if (data := container.stream(name)) is not None), None)
    except (struct.error, ValueError, IndexError) as problem:
        raise damaged(where, "its parts do not hang together") from problem
    if found is None:
        raise damaged(where, "the part with the sheets is missing")
    return found
