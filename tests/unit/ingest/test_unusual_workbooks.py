"""Workbooks that spreadsheet programs write and the fast reader does not know: read like the usual ones."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter

from planner.domain.issue import Issue, Location
from planner.ingest.files.answer import columns_of, to_batch
from planner.ingest.files.kind import FileFormat, find_kind
from planner.ingest.files.workbook import read_workbook

SHEET = "xl/worksheets/sheet1.xml"
BOOK, RELS, ROOT = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"
CELLS = [["u1", "u2"], [7.0, 2.5], [dt.date(2026, 3, 31), None]]


def workbook(path: Path, change: Callable[[dict[str, bytes]], None] = lambda parts: None, **options: object) -> Path:
    """Write sheets Users (text, numbers, a date, from A1 on) and Notes, and let the parts be changed."""
    with xlsxwriter.Workbook(path, options) as book:
        users, notes = book.add_worksheet("Users"), book.add_worksheet("Notes")
        users.write_row(0, 0, ["user_id", "persons", "last_seen"])
        users.write_row(1, 0, ["u1", 7])
        users.write_datetime(1, 2, dt.datetime(2026, 3, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
        users.write_row(2, 0, ["u2", 2.5])
        notes.write(0, 0, "note")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def read(path: Path) -> tuple[dict[str, list[list[object]]], list[Issue]]:
    """Return the columns of the sheets by name, and what is told; the header must be in row 1."""
    found = list(read_workbook(path, path.name, find_kind(path, Location(file=path.name))))
    tables = [each for each in found if not isinstance(each, Issue)]
    assert {table.header_row for table in tables} == {1}
    cells = {table.sheet: [column.tolist() for column in columns_of(to_batch(table))] for table in tables}
    return cells, [each for each in found if isinstance(each, Issue)]


def replace(part: str, *pairs: tuple[bytes, bytes]) -> Callable[[dict[str, bytes]], None]:
    """Return a change that replaces something in one part, wherever it stands there."""

    def change(parts: dict[str, bytes]) -> None:
        for old, new in pairs:
            assert old in parts[part], (part, old)
            parts[part] = parts[part].replace(old, new)

    return change


def moved(names: Mapping[str, str]) -> Callable[[dict[str, bytes]], None]:
    """Return a change that renames parts: those whose names begin so."""

    def change(parts: dict[str, bytes]) -> None:
        for old, new in names.items():
            for name in [name for name in parts if name.startswith(old)]:
                parts[new + name[len(old) :]] = parts.pop(name)

    return change


def both(*changes: Callable[[dict[str, bytes]], None]) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        for each in changes:
            each(parts)

    return change


def merges(reference: bytes) -> bytes:
    return b'</sheetData><mergeCells count="1"><mergeCell ref="' + reference + b'"/></mergeCells>'


MODULE = b'<sheet name="Module1" sheetId="9" state="veryHidden" r:id=""/></sheets>'
MACRO = b'<sheet name="Macro1" sheetId="9" r:id="rId90"/></sheets>'
MACRO_RELATION = (
    b'<Relationship Id="rId90" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" '
    b'Target="macrosheets/sheet1.xml"/></Relationships>'
)
UNUSUAL = {
    "as it is": lambda parts: None,
    "a module without part": replace(BOOK, (b"</sheets>", MODULE)),
    "a macro sheet": both(replace(BOOK, (b"</sheets>", MACRO)), replace(RELS, (b"</Relationships>", MACRO_RELATION))),
    "parts in the root": both(
        replace(ROOT, (b"xl/workbook.xml", b"workbook.xml")),
        moved({"xl/": ""}),
        replace("[Content_Types].xml", (b"/xl/", b"/")),
    ),
    "parts in another folder": both(
        replace(ROOT, (b"xl/workbook.xml", b"/Office/Data/book.xml")),
        moved({BOOK: "Office/Data/book.xml", RELS: "Office/Data/_rels/book.xml.rels", "xl/": "Office/Data/"}),
        replace("[Content_Types].xml", (b"/xl/workbook.xml", b"/Office/Data/book.xml")),
    ),
    "texts and styles under other names": both(
        replace(RELS, (b"sharedStrings.xml", b"strings/texts.xml"), (b"styles.xml", b"/look.xml")),
        moved({"xl/sharedStrings.xml": "xl/strings/texts.xml", "xl/styles.xml": "look.xml"}),
    ),
    "ways up and down": replace(RELS, (b'"worksheets/sheet1.xml"', b'"../xl/./worksheets/sheet1.xml"')),
    "absolute ways": replace(RELS, (b'"worksheets/sheet1.xml"', b'"/xl/worksheets/sheet1.xml"')),
    "capitals": moved({"xl/": "XL/", "_rels/": "_RELS/"}),
    "a state of its own": replace(BOOK, (b'name="Users"', b'name="Users" state="shown"')),
    "no dimension": replace(SHEET, (b'<dimension ref="A1:C3"/>', b"")),
    "whole columns as dimension": replace(SHEET, (b"A1:C3", b"A:C")),
    "whole rows as dimension": replace(SHEET, (b"A1:C3", b"1:3")),
    "all rows as dimension": replace(SHEET, (b"A1:C3", b"A1:AMJ3")),
    "dollars in the dimension": replace(SHEET, (b"A1:C3", b"$A$1:$C$3")),
    "an empty dimension": replace(SHEET, (b"A1:C3", b"")),
    "a merged blank row": replace(SHEET, (b"</sheetData>", merges(b"9:9"))),
}  # fmt: skip


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_workbooks_are_read(tmp_path, name):
    cells, issues = read(workbook(tmp_path / "estate.xlsx", UNUSUAL[name]))
    assert cells["Users"] == [["u1", "u2"], [7.0, 2.5], [dt.date(2026, 3, 31), None]]
    assert set(cells) == {"Users"} | ({"Notes"} & set(cells))
    assert issues == []


def test_days_since_1904_stay_what_they_are(tmp_path):
    change = UNUSUAL["a module without part"]
    cells, _ = read(workbook(tmp_path / "estate.xlsx", change, date_1904=True))
    assert cells["Users"][2] == [dt.date(2026, 3, 31), None]


def test_a_hidden_sheet_of_an_unusual_workbook_is_told(tmp_path):
    change = both(UNUSUAL["a module without part"], replace(BOOK, (b'name="Users"', b'name="Users" state="hidden"')))
    _, issues = read(workbook(tmp_path / "estate.xlsx", change))
    assert [issue.code for issue in issues] == ["CAL-016"]


@pytest.mark.parametrize(
    ("reference", "block"), [(b"2:2", "A2:XFD2"), (b"B:B", "B1:B1048576"), (b"$A$2:$A$3", "A2:A3")]
)
def test_merges_of_whole_rows_and_columns_are_told(tmp_path, reference, block):
    cells, issues = read(workbook(tmp_path / "estate.xlsx", replace(SHEET, (b"</sheetData>", merges(reference)))))
    assert cells["Users"] == CELLS
    assert [(issue.code, f"cells {block} are merged" in issue.text) for issue in issues] == [("CAL-015", True)]


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        (b'<c r="D2" t="str"><f>IF(1,"")</f><v/></c>', None),
        (b'<c r="D2" t="str"><f>IF(1,"")</f><v></v></c>', None),
        (b'<c r="D2" t="str"><f>IF(1,"")</f><v />\n</c>', None),
        (b'<c r="D2" t="str"><f>1&amp;2</f><v>12</v></c>', "12"),
        (b'<c r="D2"><f>1+2</f><v/></c>', "formula without a stored result"),
        (b'<c r="D2"><f>1+2</f></c>', "formula without a stored result"),
    ],
)
def test_results_of_formulas(tmp_path, cell, result):
    change = replace(
        SHEET,
        (b'</row><row r="3"', cell + b'</row><row r="3"'),
        (b'<c r="C1"', b'<c r="D1" t="str"><v>via</v></c><c r="C1"'),
    )
    cells, _ = read(workbook(tmp_path / "estate.xlsx", change))
    found = cells["Users"][3][0] if len(cells["Users"]) > 3 else None
    assert getattr(found, "text", found) == result


def test_a_sheet_whose_part_is_gone_is_damage(tmp_path):
    """A module has no part by design; a sheet of cells that lost its own must not go in silence."""
    cells, issues = read(workbook(tmp_path / "estate.xlsx", lambda parts: [parts.pop(SHEET)]))
    assert "Users" not in cells
    assert [issue.code for issue in issues] == ["CAL-005"]


def test_another_office_document_is_no_workbook(tmp_path):
    change = both(
        replace("[Content_Types].xml", (b"spreadsheetml.sheet.main", b"wordprocessingml.document.main")),
        moved({"xl/": "word/"}),
    )
    path = workbook(tmp_path / "estate.docx", change)
    with pytest.raises(Exception, match="CAL-004"):
        find_kind(path, Location(file="estate.docx"))
    assert find_kind(workbook(tmp_path / "estate.xlsx"), Location()) is FileFormat.XLSX


@pytest.mark.parametrize(
    "change",
    [
        replace("xl/worksheets/sheet2.xml", (b'ref="A1"', b'ref="A1:XFD1048576"')),
        replace(
            "xl/worksheets/sheet2.xml",
            (b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        ),
    ],
)
def test_a_giant_sheet_keeps_no_other_from_being_read(tmp_path, change):
    """A stray cell on a sheet of notes refused the whole workbook."""
    cells, issues = read(workbook(tmp_path / "estate.xlsx", change))
    assert cells == {"Users": CELLS}
    assert [(issue.code, issue.location.sheet) for issue in issues] == [("CAL-009", "Notes")]
