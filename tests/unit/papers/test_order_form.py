"""The organisation's own order form: filled in place, part by part."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.errors import UsageError
from planner.papers.kinds import KIND_BY_NAME, Given, papers
from planner.papers.order import Order, orders
from planner.papers.order_form import order_form as filled_by_another_process
from planner.papers.paper import Paper
from planner.papers.placeholders import of_line, of_order
from planner.papers.source import PaperSource
from planner.workbooks.package.book import Book
from planner.workbooks.package.form import fill
from planner.workbooks.package.markup import CannotKeepError
from planner.workbooks.package.references import Insertion
from tests.unit.papers.conftest import HOSTILE
from tests.unit.papers.order_forms import LINE_ROW, order_form
from tests.unit.workbooks.ten_workbooks import changed, parts_of, related, replaced


def _order(source: PaperSource, lines: int) -> Order:
    (order,) = (one for one in orders(source) if one.vendor.vendor == "Haus Neu")
    first, second = order.lines
    more = [replace(second if place % 2 else first, number=place + 1) for place in range(lines)]
    return replace(order, lines=tuple(more))


def _filled(source: PaperSource, order: Order, form: bytes, tmp_path: Path) -> bytes:
    """Fill a form in this process."""
    before, after = tmp_path / "form.xlsx", tmp_path / "order.xlsx"
    before.write_bytes(form)
    book = Book(before)
    try:
        fill(book, of_order(order, source), [of_line(line, source) for line in order.lines])
        book.write(after)
    finally:
        book.package.close()
    return after.read_bytes()


def _sheet(content: bytes, name: str = "Bestellung") -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))[name]


def _values(content: bytes, cells: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in _sheet(content)[cells]]


@pytest.fixture(scope="module")
def three(planned, tmp_path_factory) -> bytes:
    source = planned.source()
    return _filled(source, _order(source, 3), order_form(), tmp_path_factory.mktemp("form"))


def test_lines_get_a_row_each_with_numbers_and_their_own_formulas(three):
    assert _values(three, "A12:G14") == [
        [1, "R18-1", "Microsoft Windows Server Device CAL 2019, new", 9, 31.7, "=D12*E12", "=F12/$F$16"],
        [2, "RD-22", "Microsoft Remote Desktop User CAL 2022, new", 4, 133.1, "=D13*E13", "=F13/$F$16"],
        [3, "R18-1", "Microsoft Windows Server Device CAL 2019, new", 9, 31.7, "=D14*E14", "=F14/$F$16"],
    ]
    sheet = _sheet(three)
    assert [sheet.row_dimensions[row].height for row in (12, 13, 14)] == [30.75, 30.75, 30.75]
    assert sheet["E14"].number_format == sheet["E12"].number_format == "#,##0.00 €"


def test_what_holds_for_the_order_stands_in_its_cells(three):
    sheet = _sheet(three)
    assert sheet["A2"].value == "Werk & Söhne <GmbH>"
    assert re.fullmatch(r"Bestellung 20261121-\w{6}-2 vom 2026-11-21", sheet["A3"].value)
    assert sheet["A4"].value == "Haus Neu AG\nBremen\nDE"
    assert sheet["C4"].value == datetime(2026, 11, 21)
    assert sheet["D4"].value == "2026-11-21"  # the cell has no format of days
    assert sheet["A19"].value == "Bedingungen: Net 30."


def test_words_of_a_text_keep_their_own_looks(three):
    sheet = parts_of(three)["xl/worksheets/sheet1.xml"].decode()
    (cell,) = re.findall(r'<c r="B5"[^>]*><is>(.*?)</is></c>', sheet)
    runs = re.findall(r"<r>(?:<rPr>(.*?)</rPr>)?<t[^>]*>(.*?)</t></r>", cell)
    assert re.fullmatch(r"Nr. 20261121-\w{6}-2", runs[0][1])
    assert [run[1] for run in runs[1:]] == [" für ", "Haus Neu AG", ": ", "3 Pos."]
    assert ["<b/>" in run[0] for run in runs] == [True, False, True, False, False]
    # A name that changes its look in its midst is filled in all the same.
    assert _sheet(three)["B7"].value == "Werk & Söhne <GmbH> bestellt"


def test_formulas_names_and_areas_below_move_and_sums_grow(three):
    assert [row[0] for row in _values(three, "F16:F18")] == [
        "=SUM(F12:F14)", "=ROUND(F16*C5,2)", '=IF(F16>0,F16+F17,"E14")',
    ]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(three))
    assert book["Summen & mehr"]["A1"].value == "=Bestellung!F18+SUM(Bestellung!F11:F14)"
    names = {name: one.value for name, one in book.defined_names.items()}
    assert names == {"Netto": "Bestellung!$F$16", "Zeilen": "Bestellung!$A$12:$F$14"}
    sheet = book["Bestellung"]
    assert sheet.print_area == "'Bestellung'!$A$1:$I$28"
    assert sheet.print_title_rows == "$11:$11"
    assert {str(one) for one in sheet.merged_cells.ranges} == {"H12:I12", "H13:I13", "H14:I14", "A19:C19"}
    assert [brk.id for brk in sheet.row_breaks.brk] == [20]
    assert {str(one.sqref) for one in sheet.data_validations.dataValidation} == {"D12:D14", "B21"}
    assert {one.formula1 for one in sheet.data_validations.dataValidation} == {"0", "$A$16:$A$20"}
    rules = {str(one.sqref): [rule.formula for rule in one.rules] for one in sheet.conditional_formatting}
    assert rules == {"F12:F14": [["$F$16"]], "F16:F18": [["1000"]]}
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment} == {"B2", "E16"}
    assert sheet["A20"].hyperlink.location == "Bestellung!A16"
    (table,) = sheet.tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A11:F14", "A11:F14")


def test_charts_pictures_boxes_and_buttons_move_with_their_rows(three):
    parts, before = parts_of(three), parts_of(order_form())
    chart = parts["xl/charts/chart1.xml"].decode()
    assert re.findall(r"<c:f>(.*?)</c:f>", chart) == ["Bestellung!$C$12:$C$14", "Bestellung!$F$12:$F$14"]

    def rows(content: bytes) -> list[str]:
        return re.findall(r"<xdr:row>(\d+)</xdr:row>", content.decode())

    moved = dict(zip(rows(before["xl/drawings/drawing1.xml"]), rows(parts["xl/drawings/drawing1.xml"]), strict=True))
    assert all(int(after) == int(old) + (2 if int(old) >= LINE_ROW else 0) for old, after in moved.items())
    assert "19" in moved
    assert moved["19"] == "21"
    found = re.findall(rb"<x:Anchor>(.*?)<", parts["xl/drawings/vmlDrawing1.vml"])
    anchors = [[int(one) for one in each.split(b",")] for each in found]
    tops = sorted(anchor[2] for anchor in anchors)
    assert tops[-1] == 25  # the second button, from row 24
    assert parts["xl/media/image1.png"] == before["xl/media/image1.png"]


def test_parts_that_nothing_refers_to_keep_their_bytes(three):
    parts, before = parts_of(three), parts_of(order_form())
    assert set(before) - set(parts) == {name for name in before if name.endswith("calcChain.xml")}
    changed = {name for name in parts if parts[name] != before.get(name)}
    assert changed == {
        "xl/charts/chart1.xml", "xl/comments1.xml", "xl/drawings/drawing1.xml", "xl/drawings/vmlDrawing1.vml",
        "xl/tables/table1.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
    }  # fmt: skip


def test_results_of_the_empty_form_are_not_left_and_are_worked_out_anew(three):
    parts = parts_of(three)
    assert b'fullCalcOnLoad="1"' in parts["xl/workbook.xml"]
    assert b">99<" not in parts["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A12", "A12"), ("A13", "A15"), ("$A$13", "$A$15"), ("A11:A12", "A11:A14"), ("A13:B20", "A15:B22"),
        ("12:12", "12:14"), ("$13:$15", "$15:$17"), ("A:A", "A:A"), ("LOG10(A13)", "LOG10(A15)"),
        ("Form!A13+Other!A13", "Form!A15+Other!A13"), ("'Fo''rm'!A13", "'Fo''rm'!A13"), ("'FORM'!A13", "'FORM'!A15"),
        ('"A13"&A13', '"A13"&A15'), ("T[[#This Row],[A13]]", "T[[#This Row],[A13]]"), ("[1]Form!A13", "[1]Form!A13"),
        ("A13:INDEX(A13:A20,2)", "A15:INDEX(A15:A22,2)"), ("XFE13+Rate13x", "XFE13+Rate13x"), ("A13#", "A15#"),
        ("Form!$A$12:$B$12,Form!A13", "Form!$A$12:$B$14,Form!A15"),
    ],
)  # fmt: skip
def test_references_hold_after_rows_were_put_in(before, after):
    assert Insertion("Form", 12, 2).formula(before, "Form") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("D12*E12", "D13*E13"), ("A11+1", "A12+1"), ("D$12*$E12", "D$12*$E13"), ("SUM(F$12:F12)", "SUM(F$12:F13)"),
        ("F12/F14", "F13/F16"), ("F12*C5", "F13*C5"), ("Other!A12", "Other!A12"),
    ],
)  # fmt: skip
def test_formulas_of_a_line_refer_to_their_own_row(before, after):
    assert Insertion("Form", 12, 2).copied(before, "Form", 1) == after


def test_what_goes_through_several_sheets_is_not_touched_blindly():
    with pytest.raises(CannotKeepError, match="several sheets"):
        Insertion("Form", 12, 2).formula("SUM(One:Two!A13)", "Form")


def test_formulas_written_once_for_several_cells_are_written_out(source, tmp_path):
    """Excel writes a column of alike formulas once; moved rows would make it another one."""

    def share(parts: dict[str, bytes]) -> None:
        sheet = "xl/worksheets/sheet1.xml"
        replaced(parts, sheet, b"<f>ROUND(F14*C5,2)</f>", b'<f t="shared" ref="F15:F16" si="0">F14*2</f>')
        replaced(parts, sheet, b'<f>IF(F14&gt;0,F14+F15,"E14")</f>', b'<f t="shared" si="0"/>')

    made = _filled(source, _order(source, 3), changed(order_form(), share), tmp_path)
    assert [row[0] for row in _values(made, "F17:F18")] == ["=F16*2", "=F17*2"]


def test_form_controls_as_excel_saves_them_move_and_keep_their_links(source, tmp_path):
    """A tick box of today has a part of its own, and an anchor in the sheet beside the one in the old drawing."""
    control = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        'Requires="x14"><controls><mc:AlternateContent><mc:Choice Requires="x14"><control shapeId="1999" r:id="rId77" '
        'name="Eilig"><controlPr locked="0" autoFill="0"><anchor moveWithCells="1"><from><xdr:col>1</xdr:col>'
        "<xdr:row>15</xdr:row></from><to><xdr:col>2</xdr:col><xdr:row>16</xdr:row></to></anchor></controlPr></control>"
        "</mc:Choice></mc:AlternateContent></controls></mc:Choice></mc:AlternateContent>"
    ).replace(
        "<controls>", '<controls xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">'
    )
    props = (
        b'<?xml version="1.0" encoding="UTF-8"?><formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml'
        b'/2009/9/main" objectType="CheckBox" fmlaLink="$C$16" lockText="1"/>'
    )

    def add_control(parts: dict[str, bytes]) -> None:
        related(parts, "xl/worksheets/sheet1.xml", "ctrlProp", "xl/ctrlProps/ctrlProp1.xml", props)
        replaced(parts, "xl/worksheets/sheet1.xml", b"<tableParts", control.encode() + b"<tableParts")

    parts = parts_of(_filled(source, _order(source, 3), changed(order_form(), add_control), tmp_path))
    assert parts["xl/ctrlProps/ctrlProp1.xml"] == props.replace(b"$C$16", b"$C$18")
    moved = control.replace("<xdr:row>15<", "<xdr:row>17<").replace("<xdr:row>16<", "<xdr:row>18<")
    assert moved.encode() in parts["xl/worksheets/sheet1.xml"]


def test_one_line_needs_no_further_row(source, tmp_path):
    one = _filled(source, _order(source, 1), order_form(), tmp_path)
    assert _values(one, "A12:F12")[0][3:] == [9, 31.7, "=D12*E12"]
    assert _sheet(one)["F14"].value == "=SUM(F12:F12)"
    assert parts_of(one)["xl/drawings/drawing1.xml"] == parts_of(order_form())["xl/drawings/drawing1.xml"]


def test_texts_stay_texts(source, tmp_path):
    (order,) = (one for one in orders(source) if one.vendor.vendor != "Haus Neu")
    sheet = _sheet(_filled(source, order, order_form(), tmp_path))
    assert sheet["B12"].value == HOSTILE.replace("\t", " ")
    assert sheet["B12"].data_type in ("s", "inlineStr")
    assert sheet["B12"].quotePrefix


def test_everything_that_cannot_be_filled_is_told_with_its_cell(source, tmp_path):
    form = order_form({"B6": "{{vendor.nmae}}", "C15": "{{line.prize}} und {{organisation.name}}"})
    with pytest.raises(UsageError) as told:
        _filled(source, _order(source, 2), form, tmp_path)
    for words in (
        "Bestellung!B6 holds {{vendor.nmae}}, which means nothing.",
        "Bestellung!C15 holds {{line.prize}}, which means nothing.",
        "Sheet Bestellung has names of a line in several rows: Bestellung!A12, Bestellung!C15; keep one.",
    ):
        assert words in str(told.value)


def test_a_form_without_a_row_for_lines_is_told(source, tmp_path):
    form = order_form({f"{column}{LINE_ROW}": "x" for column in "ABCDE"})
    with pytest.raises(UsageError, match="no row of it holds names of a line"):
        _filled(source, _order(source, 2), form, tmp_path)


def test_the_command_fills_a_form_per_vendor_in_a_process_with_limits(source):
    made = papers(KIND_BY_NAME["order"], source, given=Given(Paper("form.xlsx", order_form())))
    assert [one.name for one in made] == [
        "estate 1, cheapest, order, Alt_ Lizenzen_Nord.xlsx", "estate 1, cheapest, order, Haus Neu.xlsx",
    ]  # fmt: skip
    assert _values(made[1].content, "D12:E13") == [[9, 31.7], [4, 133.1]]


def test_what_is_no_workbook_is_told(source):
    with pytest.raises(UsageError, match="an order form is a workbook"):
        papers(KIND_BY_NAME["order"], source, given=Given(Paper("form.docx", b"PK")))
    with pytest.raises(UsageError, match="cannot be filled in as an order form"):
        filled_by_another_process(Paper("form.xlsx", b"no workbook"), _order(source, 1), source)
