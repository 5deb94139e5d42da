"""Workbooks of other programs, damaged ones, and ones made to do harm: changed as they should be, or not at all."""

from __future__ import annotations

import io
import random
import re
import zipfile

import openpyxl
import pytest
from openpyxl.formula.translate import Translator

from planner.processes.apart import ResourceLimits
from planner.workbooks import own_file
from planner.workbooks.annotate import annotate
from planner.workbooks.correct import Correction, correct
from planner.workbooks.package.formulas import column_letters, column_number, moved
from planner.workbooks.package.markup import text
from planner.workbooks.package.notes import with_boxes
from planner.workbooks.uploads import Files, Upload
from tests.dashboard.workbooks import BROKEN, GOOD
from tests.unit.workbooks.checked import check_files
from tests.unit.workbooks.ten_workbooks import changed, packed, parts_of

OFFERS = "xl/worksheets/sheet2.xml"
ISSUE = {
    "severity": "error", "file": "b.xlsx", "sheet": "Offers", "cell": "G3", "column": "price", "value": "38,5O",
    "text": "is no amount", "remedy": "Type it.", "code": "CAL-111", "in_catalogue": False,
}  # fmt: skip


def marked(content, *cells):
    made = annotate(Upload("b.xlsx", content), [{**ISSUE, "cell": cell} for cell in cells or ("G3",)])
    return made, openpyxl.load_workbook(io.BytesIO(made.file.content))


def sheet_changed(change):
    def in_parts(parts):
        after = change(parts[OFFERS])
        assert after != parts[OFFERS]
        parts[OFFERS] = after

    return changed(BROKEN, in_parts)


def with_prefix(part):
    """Write a sheet as some libraries do: every element with a prefix."""
    part = part.replace(b"xmlns=", b"xmlns:x=")
    return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part)


def without_addresses(part):
    return re.sub(rb'(<(?:row|c)) r="[A-Z]*[0-9]+"', rb"\1", part)


@pytest.mark.parametrize("change", [with_prefix, without_addresses], ids=["prefixes", "no addresses"])
def test_sheets_of_other_programs_are_changed(change):
    content = sheet_changed(change)
    made, book = marked(content, "G3", "B2", "K7")
    assert made.file.name == "b, problems marked.xlsx"
    sheet = book["Offers"]
    assert [sheet[cell].value for cell in ("G3", "B2", "K7")] == ["38,5O", "Shop", None]
    assert {sheet[cell].fill.fgColor.rgb for cell in ("G3", "B2", "K7")} == {"FFF8CBAD"}
    better = correct(
        Upload("b.xlsx", content), [Correction("Offers", "G3", "38.5"), Correction("Headcount", "E2", "2022")]
    )
    assert check_files(Files(better)).found == check_files(Files(Upload("g.xlsx", GOOD))).found


def test_cells_and_rows_that_are_not_there_are_made_in_their_order():
    content = sheet_changed(lambda part: re.sub(rb'<row r="2"[^>]*>.*?</row>', b'<row r="2"/>', part))
    made, book = marked(content, "B2", "A5", "C4", "D5")
    part = parts_of(made.file.content)[OFFERS].decode()
    assert re.findall(r'<row r="(\d+)"', part) == ["1", "2", "3", "4", "5"]
    assert re.findall(r'<c r="([A-Z]+[245])"', part) == ["B2", "C4", "A5", "D5"]
    assert book["Offers"]["C4"].comment is not None


def test_a_workbook_without_looks_gets_some():
    def change(parts):
        del parts["xl/styles.xml"]
        for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            parts[name] = re.sub(rb'<\w+ [^>]*styles\.xml"[^>]*/>', b"", parts[name])
            assert b"styles" not in parts[name]

    _, book = marked(changed(BROKEN, change))
    assert book["Offers"]["G3"].fill.fgColor.rgb == "FFF8CBAD"


def test_a_sheet_of_problems_that_is_there_is_kept():
    content = marked(BROKEN)[0].file.content
    _, book = marked(content)
    assert book.sheetnames == ["Headcount", "Offers", "Policy", "Problems", "Problems 2"]
    assert book["Offers"]["G3"].comment.text.count("CAL-111") == 2


DOCUMENT_TYPE = b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'


def swapped(before, after):
    return lambda part: part.replace(before, after, 1)


ODD = {
    "utf-16": (OFFERS, lambda part: part.decode().replace("UTF-8", "UTF-16").encode("utf-16"), "not written in UTF-8"),
    "document type": (OFFERS, swapped(b"<worksheet", DOCUMENT_TYPE), "document type"),
    "no xml": (OFFERS, lambda part: part[:-30], "a part of it makes no sense"),
    "odd look": (OFFERS, swapped(b'<c r="G3"', b'<c s="77" r="G3"'), "a format that is not there"),
    "no address": (OFFERS, swapped(b'r="A3"', b'r="!!"'), "it has a cell called !!"),
    "no list": ("xl/workbook.xml", lambda part: part.replace(b"sheets>", b"sheeps>"), "its list of sheets is missing"),
    "elsewhere": ("xl/_rels/workbook.xml.rels", swapped(b"worksheets/sheet2.xml", b"../../../../etc/passwd"), None),
}


@pytest.mark.parametrize("name", ODD)
def test_what_cannot_be_kept_for_sure_is_not_touched(name):
    part, change, why = ODD[name]

    def in_parts(parts):
        after = change(parts[part])
        assert after != parts[part]
        parts[part] = after

    made, book = marked(changed(BROKEN, in_parts))
    assert (made.file.name, book.sheetnames) == ("b, problems.xlsx", ["Problems"])
    assert made.said[0].startswith("Nothing is changed in this file itself: ")
    assert why is None or why in made.said[0]


def bomb():
    parts = parts_of(BROKEN)
    return packed({**parts, "xl/media/image1.png": b"\0" * (130 << 20)})


def overlapping():
    made = bytearray(BROKEN)
    at = made.rindex(b"PK\x01\x02")
    made[at + 42 : at + 46] = (0).to_bytes(4, "little")
    return bytes(made)


@pytest.mark.parametrize("content", [bomb, overlapping, lambda: BROKEN[:900], lambda: b"PK" + bytes(99)])
def test_what_reading_refuses_is_not_changed_either(content):
    made, _ = marked(content())
    assert made.file.name == "b, problems.xlsx"
    assert not own_file.look_at(Upload("b.xlsx", content())).is_own


def test_a_process_that_takes_too_much_is_told(monkeypatch):
    monkeypatch.setattr(own_file, "_LIMITS", ResourceLimits(60 << 20, 20, 40.0))
    assert "Nothing is changed in this file itself: that" in marked(BROKEN)[0].said[0]


def test_texts_that_would_be_something_else_are_coded():
    assert text('a<b>&"c"\x01_x0041_ _x41_') == 'a&lt;b&gt;&amp;"c"_x0001__x005F_x0041_ _x41_'
    made = correct(Upload("g.xlsx", GOOD), [Correction("Offers", "B2", " two\nlines <b> _x0041_ \x07 ")])
    with zipfile.ZipFile(io.BytesIO(made.content)) as book:
        assert b"_x0007_" in book.read(OFFERS)
    assert check_files(Files(made)).errors == ()


def test_boxes_go_into_a_drawing_that_is_no_xml():
    drawing = b'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="_x0000_s1025"><br></v:shape></xml>'
    after = with_boxes(drawing, [(1, 0), (1_048_576, 16_383)], 2)
    assert after.startswith(b'<xml xmlns:o="')
    assert b'<v:shape id="_x0000_s1025"><br></v:shape>' in after
    assert re.findall(rb'id="_x0000_s(\d+)"', after) == [b"1025", b"2049", b"2050"]
    assert b"16379, 15, 1048568, 2, 16383, 15, 1048575, 4" in after
    assert with_boxes(b"no drawing", [(1, 0)], 1) is None


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("A1+$B$2*C$3-$D4", "C4+$B$2*E$3-$D7"),
        ('SUM(A1:B9)/LOG10(A1)&"A1"', 'SUM(C4:D12)/LOG10(C4)&"A1"'),
        ("'Q1 A1'!B2+Sheet1!A1", "'Q1 A1'!D5+Sheet1!C4"),
        ("Prices[price]+SUM(A:B)+SUM(3:$4)", "Prices[price]+SUM(C:D)+SUM(6:$4)"),
        ("1E5+XFE7+A1B", "1E5+XFE7+A1B"),
        ("XFD1048576", "#REF!"),
        ("[1]Rates!$A1", "[1]Rates!$A4"),
    ],
)
def test_formulas_move_as_if_filled_down(formula, after):
    assert moved(formula, 3, 2) == after


def test_formulas_move_as_another_library_moves_them():
    draw = random.Random(7)

    def cell():
        fixed = draw.choice(["", "$"]), draw.choice(["", "$"])
        return f"{fixed[0]}{column_letters(draw.randrange(3, 40))}{fixed[1]}{draw.randrange(4, 99)}"

    for _ in range(300):
        formula = f"SUM({cell()}:{cell()})*'a b'!{cell()}-IF({cell()}>1,\"C5\",2)"
        rows, columns = draw.randrange(-3, 50), draw.randrange(-3, 50)
        goal = f"{column_letters(7 + columns)}{9 + rows}"
        assert "=" + moved(formula, rows, columns) == Translator(f"={formula}", "H9").translate_formula(goal)


def test_letters_of_columns():
    assert [column_letters(number) for number in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_number(column_letters(number)) == number for number in range(0, 16_384, 97))
