"""Opens exports that nobody has looked at: what the limited process does that `grids` has started.

The answer says for each file what it is and how it was read; its rows are a JSON file in the folder.  Of a large file
only the head is read first: what it is decides how the rest is read.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

from planner.imports.reading.decoding import NotTextError, decode
from planner.imports.reading.rows import split_rows
from planner.processes.child import say_current

HEAD_BYTES, END_BYTES = 1 << 18, 1 << 16
_WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml", "[content_types].xml")
_OLE = b"\xd0\xcf\x11\xe0"
_STRANGERS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "a database"),
    (b"\xef\xcd\xab\x89", "a database"),
    (b"{\\rtf", "a text document"),
)
_PLAIN_CONTROLS = frozenset(b"\t\n\r\0")


def read_exports(request: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """Read the files of a request: `name`, `path`, whether only the `head` is wanted, which columns to `keep`."""
    known, answers = frozenset(request["known"]), request["encodings"]
    return [_read(file, known, answers, folder, number) for number, file in enumerate(request["files"])]


def _read(
    file: dict[str, Any], known: frozenset[str], answers: dict[str, str], folder: Path, number: int
) -> dict[str, Any]:
    say_current(folder, file["name"])
    path = Path(file["path"])
    with path.open("rb") as source:
        begin = source.read(8)
    if begin.startswith(b"PK"):
        return _archive(path, folder / f"unpacked{number}")
    if begin.startswith(_OLE):
        return {"kind": "workbook"}
    if begin.startswith(b"PAR1"):
        return _parquet(path, file, folder, number)
    for magic, what in _STRANGERS:
        if begin.startswith(magic):
            return {"kind": "refused", "why": f"it is {what}"}
    return _text(path, file, known, answers.get(file["name"]), folder, number)


def _archive(path: Path, into: Path) -> dict[str, Any]:
    """Tell a workbook from a zip of exports, whose members are unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [part.filename.replace("\\", "/").lower() for part in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        return {"kind": "refused", "why": f"it is a damaged archive ({problem})"}
    if any(name in _WORKBOOK_PARTS for name in names):
        return {"kind": "workbook"}
    from planner.domain.issue import Location
    from planner.ingest import Refused, unpack

    into.mkdir()
    try:
        unpack(path, Location(path.name), into)
    except Refused as refused:
        return {"kind": "refused", "why": refused.issue.text}
    members = sorted(str(member.relative_to(into)) for member in into.rglob("*") if member.is_file())
    if not members:
        return {"kind": "refused", "why": "it is a zip without a table in it"}
    return {"kind": "zip", "folder": str(into), "members": members}


def _text(
    path: Path, file: dict[str, Any], known: frozenset[str], chosen: str | None, folder: Path, number: int
) -> dict[str, Any]:
    with path.open("rb") as source:
        data = source.read(HEAD_BYTES) if file["head"] else source.read()
        end = _end(source) if file["head"] else b""
    if file["head"] and len(data) == HEAD_BYTES:
        data = data[: data.rfind(b"\n") + 1 or HEAD_BYTES]
        if data.endswith(b"\n") and data[:2] == b"\xff\xfe":
            data += b"\0"  # the other half of a line end in UTF-16
        elif b"\0" not in data[:256]:
            data += end
    if not data.strip():
        return {"kind": "refused", "why": "it is empty"}
    try:
        decoded = decode(data, known, chosen)
    except NotTextError as problem:
        return {"kind": "refused", "why": str(problem)}
    controls = sum(ord(letter) < 32 and ord(letter) not in _PLAIN_CONTROLS for letter in decoded.text[:HEAD_BYTES])
    if controls * 200 > len(decoded.text[:HEAD_BYTES]):
        return {"kind": "refused", "why": "it is neither a workbook nor text"}
    rows = split_rows(decoded.text, is_head=bool(file["head"]))
    (folder / f"{number}.json").write_text(json.dumps([rows.numbers, _kept(rows.cells, file["keep"])]), "utf-8")
    return {
        "kind": "text",
        "rows": f"{number}.json",
        "encoding": decoded.encoding,
        "why": decoded.why,
        "tied": decoded.tied,
        "samples": decoded.samples,
        "separator": rows.separator,
        "remarks": rows.remarks,
    }


def _end(source: BinaryIO) -> bytes:
    """Return the last lines of a file: a log begins on a day, and how it writes days its later ones show."""
    source.seek(-min(END_BYTES, source.seek(0, 2)), 2)
    return source.read().partition(b"\n")[2]


def _kept(rows: list[list[str]], keep: list[int] | None) -> list[list[str]]:
    """Return rows in which the cells of other columns are blank, so that columns keep their places."""
    if keep is None:
        return rows
    wanted = frozenset(keep)
    return [[cell if place in wanted else "" for place, cell in enumerate(row)] for row in rows]


def _parquet(path: Path, file: dict[str, Any], folder: Path, number: int) -> dict[str, Any]:
    import pyarrow.parquet as pq

    try:
        source = pq.ParquetFile(path)
        batches = source.iter_batches(batch_size=50 if file["head"] else 65_536)
        names = source.schema_arrow.names
        rows: list[list[str]] = []
        for batch in batches:
            rows += [["" if cell is None else str(cell) for cell in row.values()] for row in batch.to_pylist()]
            if file["head"]:
                break
    except (OSError, ValueError) as problem:
        return {"kind": "refused", "why": f"it is a damaged Parquet file ({problem})"}
    numbers = list(range(1, len(rows) + 2))
    (folder / f"{number}.json").write_text(json.dumps([numbers, [names, *rows]]), "utf-8")
    return {
        "kind": "parquet",
        "rows": f"{number}.json",
        "encoding": "",
        "why": "it is Parquet",
        "tied": [],
        "samples": [],
        "separator": "",
        "remarks": [],
    }
