"""Files of LibreOffice and others as they are: indentation, prefixes, pictures, formulas, hidden and filtered rows."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import pytest

from planner.domain.issue import Issue
from planner.ingest.files.answer import columns_of, to_batch
from planner.ingest.files.facts import NO_RESULT
from planner.ingest.files.kind import FileFormat
from planner.ingest.files.workbook import read_workbook
from planner.ingest.tables.raw import CellError
from tests.unit.ingest.read_files import ods, ods_cell, repack


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def read(path: Path) -> tuple[list[list[object]], list[Issue]]:
    """Return the columns of the one sheet, header included, and what is told."""
    found = list(read_workbook(path, path.name, FileFormat.ODS))
    (table,) = (each for each in found if not isinstance(each, Issue))
    cells = [[header, *column] for header, column in zip(table.headers, columns_of(to_batch(table)), strict=True)]
    return cells, [each for each in found if isinstance(each, Issue)]


def cells_of(path: Path, rows: str) -> list[list[object]]:
    cells, issues = read(ods(path, rows))
    assert issues == []
    return cells


PLAIN = row(ods_cell("id"), ods_cell("n")) + row(ods_cell("a"), ods_cell("1")) + row(ods_cell("b"), ods_cell("2"))
READ = [["id", "a", "b"], ["n", "1", "2"]]


def change_content(path: Path, *pairs: tuple[str, str]) -> Path:
    def change(parts: dict[str, bytes]) -> None:
        text = parts["content.xml"].decode()
        for pattern, new in pairs:
            assert re.search(pattern, text)
            text = re.sub(pattern, new, text)
        parts["content.xml"] = text.encode()

    return repack(path, change)


def test_indentation_is_no_text(tmp_path):
    elements = r"(<(?:table|text|office):[a-z]|</(?:table|office):)"
    path = change_content(ods(tmp_path / "e.ods", PLAIN), (elements, r"\n   \1"))
    assert read(path) == (READ, [])


def test_any_prefixes_will_do(tmp_path):
    path = ods(tmp_path / "e.ods", PLAIN)
    names = (("table", "t"), ("office", "o"), ("text", "x"))
    renamed = [(rf"(?<=[</\s]){old}(?=:)|(?<=xmlns:){old}(?==)", new) for old, new in names]
    assert read(change_content(path, *renamed)) == (READ, [])
    named = (r'xmlns:text="', 'xmlns="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:text="')
    assert read(change_content(ods(path, PLAIN), named, (r"(</?)text:", r"\1"))) == (READ, [])


DRAWING = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
PICTURE = (
    f'<draw:frame xmlns:draw="{DRAWING}"><draw:image><text:p>logo.png</text:p></draw:image>'
    "<draw:text-box><text:p>a box</text:p></draw:text-box></draw:frame>"
)
COMMENT = "<office:annotation><text:p>who?</text:p></office:annotation>"


@pytest.mark.parametrize(
    "inside",
    [f"{PICTURE}<text:p>id</text:p>", f"<text:p>id</text:p>{PICTURE}", f"<text:p>id{PICTURE}</text:p>",
     f"{COMMENT}<text:p>id</text:p>", "<text:p><text:span>i</text:span><text:a>d</text:a></text:p>",
     "<text:p>\n    id\n  </text:p>"],
)  # fmt: skip
def test_the_text_of_a_cell_is_its_own(tmp_path, inside):
    """The name of a picture that stood on a header became part of it."""
    cell = f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'
    assert cells_of(tmp_path / "e.ods", row(cell) + row(ods_cell("a"))) == [["id", "a"]]


def test_blanks_and_lines_within_a_text(tmp_path):
    inside = "<text:p>a<text:s text:c='2'/>b<text:tab/>c <text:s/></text:p><text:p>d<text:line-break/>e</text:p>"
    cell = f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'
    assert cells_of(tmp_path / "e.ods", row(ods_cell("id")) + row(cell)) == [["id", "a  b\tc  \nd\ne"]]


def typed(kind: str, attributes: str, shown: str = "shown") -> str:
    return f'<table:table-cell office:value-type="{kind}" {attributes}><text:p>{shown}</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (typed("float", 'office:value="2022"'), 2022.0),
        (typed("percentage", 'office:value="0.25"'), 0.25),
        (typed("currency", 'office:value="38.5" office:currency="EUR"'), 38.5),
        (typed("date", 'office:date-value="2026-03-31"'), dt.date(2026, 3, 31)),
        (
            typed("date", 'office:date-value="2026-03-31T08:30:00.1234567"'),
            dt.datetime(2026, 3, 31, 8, 30, 0, 123456),
        ),
        (typed("boolean", 'office:boolean-value="true"'), True),
        (typed("time", 'office:time-value="PT08H30M00S"'), "8:30:00"),
        (typed("string", 'office:string-value="own"'), "own"),
        (typed("date", 'office:date-value="soon"'), "shown"),
        (typed("float", ""), "shown"),
        ("<table:table-cell><text:p>bare</text:p></table:table-cell>", "bare"),
        (typed("string", 'table:formula="of:=IF(1;&quot;&quot;)" office:string-value=""', ""), None),
        (typed("string", 'table:formula="of:=IF(1;&quot;&quot;)"', ""), None),
        ('<table:table-cell table:formula="of:=1+1"/>', CellError(NO_RESULT)),
        (typed("string", 'table:formula="of:=NA()" office:string-value=""', "#N/A"), CellError("#N/A")),
        (typed("float", 'office:value="0" calcext:value-type="error"', "Err:502"), CellError("Err:502")),
        (typed("string", 'calcext:value-type="error"', "#REF!"), CellError("#REF!")),
        (typed("string", "", "#1"), "#1"),
    ],
)
def test_kinds_of_cells(tmp_path, cell, value):
    _, values = cells_of(tmp_path / "e.ods", row(ods_cell("id"), ods_cell("n")) + row(ods_cell("a"), cell))
    assert values == ["n", value]
    assert type(values[1]) is type(value)


def test_repeated_cells_and_rows(tmp_path):
    rows = (
        row(ods_cell("id"), ods_cell("n"), ods_cell("m"))
        + row(
            ods_cell("a"),
            ods_cell("1", 'table:number-columns-repeated="2"'),
            attributes='table:number-rows-repeated="3"',
        )
        + row(
            '<table:table-cell table:number-columns-repeated="1024"/>',
            attributes='table:number-rows-repeated="1048500"',
        )
        + row('<table:table-cell table:number-columns-repeated="2"/>', ods_cell("end"))
    )
    found = list(read_workbook(ods(tmp_path / "e.ods", rows), "e.ods", FileFormat.ODS))
    (table,) = found
    assert table.rows.tolist() == [2, 3, 4, 1_048_505]
    assert [column.tolist() for column in columns_of(to_batch(table))] == [
        ["a", "a", "a", None], ["1", "1", "1", None], ["1", "1", "1", "end"]
    ]  # fmt: skip


def test_hidden_and_filtered_rows_and_columns_are_told(tmp_path):
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        + row(ods_cell("id"), ods_cell("n"), ods_cell("m"))
        + row(ods_cell("a"), attributes='table:visibility="filter"')
        + '<table:table-row-group table:display="false">'
        + row(ods_cell("b"))
        + "</table:table-row-group>"
        + row(ods_cell("c"), attributes='table:visibility="collapse"')
        + row(ods_cell("d"))
        + row('<table:table-cell table:number-columns-repeated="9"/>',
              attributes='table:visibility="collapse" table:number-rows-repeated="1048000"')
    )  # fmt: skip
    cells, issues = read(ods(tmp_path / "e.ods", rows))
    assert cells[0] == ["id", "a", "b", "c", "d"]
    assert [issue.code for issue in issues] == ["CAL-025", "CAL-025"]
    assert "(rows: 3, the first is row 2)" in issues[0].text
    assert 'B ("n"), C ("m")' in issues[1].text


def test_a_hidden_sheet_is_told(tmp_path):
    style = (
        '<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
        "</office:automatic-styles><office:body>"
    )
    path = change_content(
        ods(tmp_path / "e.ods", PLAIN),
        ("<office:body>", style),
        ("<table:table ", '<table:table table:style-name="ta2" '),
    )
    cells, issues = read(path)
    assert (cells, [issue.code for issue in issues]) == (READ, ["CAL-016"])


def test_tables_within_cells_and_changes_are_no_cells(tmp_path):
    inner = f"<table:table>{row(ods_cell('inner'))}</table:table>"
    cell = f'<table:table-cell office:value-type="string"><text:p>id</text:p>{inner}</table:table-cell>'
    path = ods(tmp_path / "e.ods", row(cell) + row(ods_cell("a")))
    changes = f"<office:spreadsheet><table:tracked-changes>{ods_cell('old')}</table:tracked-changes>"
    assert read(change_content(path, ("<office:spreadsheet>", changes))) == ([["id", "a"]], [])


def test_a_giant_sheet_does_not_keep_others_from_being_read(tmp_path):
    giant = row(
        ods_cell("a", 'table:number-columns-repeated="16000"'), attributes='table:number-rows-repeated="1000000"'
    )
    path = change_content(
        ods(tmp_path / "e.ods", PLAIN),
        ("<office:spreadsheet>", f'<office:spreadsheet><table:table table:name="Old">{giant}</table:table>'),
    )
    cells, issues = read(path)
    assert cells == READ
    assert [(issue.code, issue.location.sheet) for issue in issues] == [("CAL-009", "Old")]


def test_a_broken_or_missing_content_is_damage(tmp_path):
    path = ods(tmp_path / "e.ods", PLAIN)
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    with pytest.raises(Exception, match="CAL-005"):
        read(repack(path, lambda parts: parts.update({"content.xml": content[:-40]})))
