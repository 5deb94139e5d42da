"""Ten workbooks are marked and corrected: part by part, only what must change does, and only as meant."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from functools import cache
from xml.etree import ElementTree

import openpyxl
import pytest

from planner.errors import UsageError
from planner.ingest import read_tables
from planner.workbooks.annotate import annotate
from planner.workbooks.correct import Correction, Deletion, correct
from planner.workbooks.own_file import look_at
from planner.workbooks.uploads import Files, Upload
from tests.unit.workbooks.checked import check_files
from tests.unit.workbooks.ten_workbooks import (
    PROBLEMS,
    TABLES,
    TEN,
    changed,
    formulas,
    parts_of,
    replaced,
    tables_and_filters,
)

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # it says what it would lose
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET_OF = {"Headcount": "xl/worksheets/sheet1.xml", "Offers": "xl/worksheets/sheet2.xml"}
BOOK = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
CORRECTIONS = [Correction("Headcount", "E2", "2022"), Correction("Offers", "G3", "38.50")]


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content), keep_links=False)


@cache
def file_of(name):
    return Upload(name, TEN[name]())


@cache
def marked(name):
    return annotate(file_of(name), check_files(Files(file_of(name))).issues)


@cache
def corrected(name):
    return correct(file_of(name), CORRECTIONS)


def compared(before, after):
    """Return the parts that changed, that are new and that are gone."""
    return (
        {name for name in before if name in after and before[name] != after[name]},
        set(after) - set(before),
        set(before) - set(after),
    )


def without_marks(part, before):
    """Return a sheet as canonical XML with the looks that its marked cells had, and without what leads to notes."""
    known = {cell.get("r"): cell.get("s") for cell in ElementTree.fromstring(before).iter(f"{MAIN}c")}
    root = ElementTree.fromstring(part)
    for cell in root.iter(f"{MAIN}c"):
        if cell.get("r") in {"E2", "G3"} and cell.get("s") != known[cell.get("r")]:
            cell.attrib.pop("s")
            if known[cell.get("r")] is not None:
                cell.set("s", known[cell.get("r")])
    if b"<legacyDrawing " not in before:
        for drawing in root.findall(f"{MAIN}legacyDrawing"):
            root.remove(drawing)
    return ElementTree.canonicalize(ElementTree.tostring(root, encoding="unicode"))


@pytest.mark.parametrize("name", TEN)
def test_marks_change_nothing_else(name):
    file, made = file_of(name), marked(name)
    before, after = parts_of(file.content), parts_of(made.file.content)
    altered, new, gone = compared(before, after)
    beside = {part for part in before if re.fullmatch(r"xl/(comments|drawings/vmlDrawing|worksheets/_rels/).*", part)}
    assert not gone
    assert altered <= BOOK | set(SHEET_OF.values()) | beside
    assert list(after)[: len(before)] == list(before)
    kinds = r"xl/worksheets/sheet\d+.xml|xl/worksheets/_rels/.*|xl/comments\d+.xml|xl/drawings/vmlDrawing\d+.vml"
    assert all(re.fullmatch(kinds, part) for part in new)
    for sheet in SHEET_OF.values():
        assert without_marks(after[sheet], before[sheet]) == without_marks(before[sheet], before[sheet])
    cut = re.compile(rb"(<fills .*?</fills>|<cellXfs .*?</cellXfs>)")
    assert cut.sub(b"", before["xl/styles.xml"]) == cut.sub(b"", after["xl/styles.xml"])
    for old, more in zip(cut.findall(before["xl/styles.xml"]), cut.findall(after["xl/styles.xml"]), strict=True):
        body = re.sub(rb"^<\w+ count=\"\d+\">|</\w+>$", b"", old)
        assert body in more


@pytest.mark.parametrize("name", TEN)
def test_marks_are_seen_when_the_file_is_read_back(name):
    made = marked(name)
    assert made.file.name.endswith(name[-5:])
    book = opened(made.file.content)
    for sheet, cells in PROBLEMS.items():
        for cell in cells:
            assert book[sheet][cell].fill.fgColor.rgb == "FFF8CBAD"
            assert "[CAL-11" in book[sheet][cell].comment.text or name == "notes.xlsx"
    listed = [[cell.value for cell in row] for row in book["Problems"].iter_rows(min_row=2)]
    assert [row[1:3] for row in listed if row[0] == "error"] == [["Headcount", "E2"], ["Offers", "G3"]]
    again = check_files(Files(made.file))
    assert [issue["cell"] for issue in again.errors] == ["E2", "G3"]


@pytest.mark.parametrize("name", TEN)
def test_corrections_change_nothing_else(name):
    file, made = file_of(name), corrected(name)
    before, after = parts_of(file.content), parts_of(made.content)
    altered, new, gone = compared(before, after)
    is_calculated_anew = name == "formulas.xlsx"  # the others are anyway
    assert altered == set(SHEET_OF.values()) | ({"xl/workbook.xml"} if is_calculated_anew else set())
    assert (new, gone) == (set(), set())
    for sheet, cell in (("Headcount", "E2"), ("Offers", "G3")):
        pattern = re.compile(rb'<c r="' + cell.encode() + rb'"[^>]*?(/>|>.*?</c>)')
        assert pattern.sub(b"", before[SHEET_OF[sheet]]) == pattern.sub(b"", after[SHEET_OF[sheet]])
    checked = check_files(Files(made))
    assert checked.errors == ()
    assert checked.found.people == 20


def test_a_corrected_cell_keeps_its_look():
    content = corrected("conditional formats.xlsx").content
    cell = opened(content)["Offers"]["G3"]
    assert (cell.value, cell.font.bold, cell.fill.fgColor.rgb, cell.number_format) == (
        38.5,
        True,
        "FF00FF00",
        "#,##0.00 €",
    )


def test_a_marked_cell_keeps_all_of_its_look_but_the_fill():
    content = marked("conditional formats.xlsx").file.content
    cell = opened(content)["Offers"]["G3"]
    assert (cell.font.bold, cell.border.left.style, cell.number_format) == (True, "thin", "#,##0.00 €")


def test_notes_that_were_there_stay_and_conversations_get_none():
    file, made = file_of("notes.xlsx"), marked("notes.xlsx")
    book = opened(made.file.content)
    assert book["Offers"]["G3"].comment.text.startswith('Ask Ida about this price\n\n"38,5O" is not an amount')
    assert book["Offers"]["G3"].comment.author == "Bo"
    assert book["Offers"]["A2"].comment.text == "Old number: 17"
    assert book["Headcount"]["E2"].comment.text == "[Threaded comment] Which version?"
    assert book["Headcount"]["E2"].fill.fgColor.rgb == "FFF8CBAD"
    before, after = parts_of(file.content), parts_of(made.file.content)
    assert before["xl/comments1.xml"] == after["xl/comments1.xml"]
    assert any("conversation" in sentence for sentence in made.said)


def test_boxes_of_notes_stand_beside_buttons_and_have_numbers_of_their_own():
    parts = parts_of(marked("macros and controls.xlsm").file.content)
    drawings = b"".join(content for name, content in parts.items() if name.endswith(".vml"))
    numbers = re.findall(rb'<v:shape id="_x0000_s(\d+)"', drawings)
    assert len(numbers) == len(set(numbers)) == 3
    assert drawings.count(b'ObjectType="Button"') == 1
    assert drawings.count(b'ObjectType="Note"') == 2
    assert sorted(re.findall(rb'<o:idmap v:ext="edit" data="([^"]*)"', drawings)) in ([b"1,2", b"3"], [b"1,3", b"2"])


def test_what_is_not_kept_is_said_before():
    for name in ("macros and controls.xlsm", "hidden and protected.xlsx", "formulas.xlsx", "drop-downs.xlsx"):
        assert look_at(file_of(name)).if_marked == marked(name).said
    assert marked("macros and controls.xlsm").said[2:] == (
        "The file is signed: its digital signature does not hold for the changed file. Sign it anew.",
    )
    pivot = "Pivot tables show what was corrected once they are refreshed."
    assert pivot in look_at(file_of("macros and controls.xlsm")).if_corrected
    assert marked("hidden and protected.xlsx").said[2:] == (
        'Protected sheets stay protected ("Offers"); unprotect them to change more.',
    )
    assert "the results that were stored in it count here" in look_at(file_of("formulas.xlsx")).if_corrected[1]
    assert len(look_at(file_of("drop-downs.xlsx")).if_corrected) == 1


def as_inventory(parts):
    """Call the sheet with formulas by the name of one that is corrected."""
    replaced(parts, "xl/workbook.xml", b'name="Calculation"', b'name="Owned"')


def owned(values):
    """Return the file with formulas, its sheet of calculations corrected."""
    content = changed(formulas(), as_inventory)
    return correct(Upload("f.xlsx", content), [Correction("Owned", cell, value) for cell, value in values.items()])


def test_the_first_cell_of_a_shared_formula_hands_it_on():
    """Without its first cell the others would have lost their formula."""
    made = owned({"E1": "7"})
    sheet = opened(made.content)["Owned"]
    assert [sheet[f"E{row}"].value for row in (1, 2, 3, 4)] == [
        "7",
        '=Headcount!$B$2+D2&"D1"',
        '=Headcount!$B$2+D3&"D1"',
        '=Headcount!$B$2+D4&"D1"',
    ]
    parts = parts_of(made.content)
    assert b'<f t="shared" si="0" ref="E2:E4">Headcount!$B$2+D2&amp;"D1"</f>' in parts["xl/worksheets/sheet4.xml"]
    assert "xl/calcChain.xml" not in parts
    assert b"calcChain" not in parts["[Content_Types].xml"] + parts["xl/_rels/workbook.xml.rels"]
    assert b'fullCalcOnLoad="1"' in parts["xl/workbook.xml"]


@pytest.mark.parametrize("cell", ["A1", "A2"])
def test_a_part_of_what_one_formula_fills_cannot_be_corrected_alone(cell):
    with pytest.raises(UsageError, match=f"{cell} is one of the cells A1:A3, which one formula fills together"):
        owned({cell: "7"})


def test_no_text_becomes_a_formula():
    file = file_of("drop-downs.xlsx")
    made = correct(file, [*CORRECTIONS, Correction("Offers", "B2", '=HYPERLINK("http://example.invalid")')])
    cell = opened(made.content)["Offers"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ('=HYPERLINK("http://example.invalid")', "s", True)
    wrong = changed(file.content, lambda parts: replaced(parts, "xl/sharedStrings.xml", b"38,5O", b"=cmd()+38,5O"))
    listed = annotate(Upload("x.xlsx", wrong), check_files(Files(Upload("x.xlsx", wrong))).issues).file.content
    book = opened(listed)
    assert not any(cell.data_type == "f" for row in book["Problems"].iter_rows() for cell in row)


def test_a_header_of_a_table_is_renamed_with_its_cell():
    """A table whose columns are not called as its cells say is taken for damaged."""
    content = changed(
        tables_and_filters(),
        lambda parts: (
            replaced(parts, "xl/sharedStrings.xml", b"<t>price</t>", b"<t>pric</t>"),
            replaced(parts, "xl/tables/table1.xml", b'name="price"', b'name="pric"'),
        ),
    )
    made = correct(Upload("t.xlsx", content), [Correction("Offers", "G1", "price")])
    columns = opened(made.content)["Offers"].tables["Prices"].tableColumns
    assert [column.name for column in columns] == list(TABLES["Offers"][0])
    with pytest.raises(UsageError, match='formulas use the column "vendor" of the table "Prices" by its name'):
        correct(Upload("t.xlsx", content), [Correction("Offers", "B1", "seller")])
    with pytest.raises(UsageError, match='a column of the table "Prices" would have no name of its own'):
        correct(Upload("t.xlsx", content), [Correction("Offers", "G1", "Version")])


def test_a_deleted_row_is_empty_and_keeps_its_looks():
    made = correct(file_of("conditional formats.xlsx"), [Deletion("Offers", 3), Correction("Headcount", "E2", "2022")])
    sheet = opened(made.content)["Offers"]
    assert [cell.value for cell in sheet[3]] == [None] * 7
    assert sheet["G3"].font.bold
    assert sheet["A2"].value == "O-user"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there")
def test_another_program_opens_what_was_changed(tmp_path):
    """LibreOffice reads all twenty files, with notes and values as they are meant."""
    for name in TEN:
        (tmp_path / f"marked {name}").write_bytes(marked(name).file.content)
        (tmp_path / f"corrected {name}").write_bytes(corrected(name).content)
    files = sorted(tmp_path.iterdir())
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        "--headless",
        home,
        "--convert-to",
        "ods",
        "--outdir",
        str(tmp_path / "read"),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=170)
    for file in files:
        tables = {table.sheet: table for table in read_tables(tmp_path / "read" / f"{file.stem}.ods").tables}
        assert {"Headcount", "Offers"} <= set(tables)
        if file.name.startswith("corrected"):
            assert tables["Offers"].columns[6].tolist()[:2] == ["35", 38.5]
        else:
            content = parts_of((tmp_path / "read" / f"{file.stem}.ods").read_bytes())["content.xml"]
            assert content.count(b"<office:annotation") >= 2
            assert "Problems" in tables
