"""Makes the odd files that the tests of reading need, byte by byte where no library writes them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

SHEET_PART = "xl/worksheets/sheet1.xml"


def simple_workbook(path: Path) -> Path:
    """Write sheet "Users" with a header and two rows."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Users")
        sheet.write_row(0, 0, ["user_id", "persons"])
        sheet.write_row(1, 0, ["00123", 2])
        sheet.write_row(2, 0, ["NA", 3.5])
    return path


def repack(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Unpack an archive, let the parts be changed, and pack it again in the same place."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def replaced(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """Write the simple workbook with something replaced in one part."""

    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)

    return repack(simple_workbook(path), change)


def workbook_of_sheet(path: Path, content: bytes) -> Path:
    """Write a workbook whose only sheet, "Users", is given as XML."""

    def change(parts: dict[str, bytes]) -> None:
        parts[SHEET_PART] = content

    return repack(simple_workbook(path), change)


def ods(path: Path, rows: str, manifest: str = "") -> Path:
    """Write an .ods file of one sheet "S" from the XML of its rows."""
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"' for key in names)
    calcext = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    body = f'<office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>'
    content = f"<office:document-content {spaces} {calcext}>{body}</office:body></office:document-content>"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"{head}<manifest:manifest {space}>{manifest}</manifest:manifest>")
        archive.writestr("content.xml", head + content)
    return path


def ods_cell(text: str, attributes: str = "") -> str:
    """Return the XML of a text cell."""
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


def ole(path: Path, streams: list[str]) -> Path:
    """Write an old office container with empty streams of these names: one sector of links, one of names."""
    none, last = 0xFFFFFFFF, 0xFFFFFFFE
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, last, 0, last, 0, 0)
    header += struct.pack("<108I", *[none] * 108)
    header = header[:512].ljust(512, b"\xff")
    links = struct.pack("<128I", 0xFFFFFFFD, last, *[none] * 126)
    nobody, count = 0xFFFFFFFF, len(streams)
    names = [_ole_entry("Root Entry", 5, nobody, 1)]
    for place, stream in enumerate(streams, 1):
        names.append(_ole_entry(stream, 2, place + 1 if place < count else nobody, nobody))
    path.write_bytes(header + links + b"".join(names).ljust(512, b"\0"))
    return path


def _ole_entry(name: str, kind: int, beside: int, below: int) -> bytes:
    """Return an entry of the list of names, with the numbers of the next one and of the first inside."""
    raw, nobody = name.encode("utf-16-le"), 0xFFFFFFFF
    return struct.pack("<64sHBB3I36sIQ", raw, len(raw) + 2, kind, 1, nobody, beside, below, bytes(36), 0xFFFFFFFE, 0)


def xlsb(path: Path, *, hidden: bool = False) -> Path:
    """Write a binary workbook: sheet "S" with a header, an error value, a text and a merged range.

    The second row and the second column may be hidden.
    """
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
        ' Target="worksheets/sheet1.bin"/></Relationships>'
    )
    book = _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("S")) + _record(144)
    book += _record(157, bytes(26)) + _record(132)
    cells = [
        _record(0, struct.pack("<I", 0) + bytes(13)),
        _record(6, struct.pack("<II", 0, 0) + _wide("id")),
        _record(6, struct.pack("<II", 1, 0) + _wide("n")),
        _record(0, struct.pack("<I", 1) + bytes(7) + bytes([0x10 * hidden]) + bytes(5)),
        _record(6, struct.pack("<II", 0, 0) + _wide("a")),
        _record(3, struct.pack("<IIB", 1, 0, 0x2A)),
        _record(0, struct.pack("<I", 2) + bytes(13)),
        _record(6, struct.pack("<II", 0, 0) + _wide("b")),
    ]
    widths = _record(390) + _record(60, struct.pack("<4IH", 1, 1, 2560, 0, int(hidden))) + _record(391)
    sheet = (
        _record(129)
        + _record(148, struct.pack("<4I", 0, 2, 0, 1))
        + widths
        + _record(145)
        + b"".join(cells)
        + _record(146)
    )
    sheet += _record(177, struct.pack("<I", 1)) + _record(176, struct.pack("<4I", 2, 2, 0, 1)) + _record(178)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", rels)
        archive.writestr("xl/worksheets/sheet1.bin", sheet + _record(130))
    return path


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    assert len(content) < 128
    return head + bytes([len(content)]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
