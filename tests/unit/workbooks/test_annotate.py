"""Problems are marked where they stand in the person's own file, or listed where it is not changed itself."""

from __future__ import annotations

import io

import openpyxl
import pytest

from planner.workbooks import own_file, uploads
from planner.workbooks.annotate import annotate, name_of
from planner.workbooks.uploads import Files, Upload
from tests.dashboard.workbooks import BROKEN, table_files, tills
from tests.unit.workbooks.checked import check_files

FILE = Upload("b.xlsx", BROKEN)
HEAD = ["severity", "sheet", "cell", "column", "value", "text", "remedy", "code"]


def listed(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for row in book["Problems"].iter_rows()]


def test_problems_are_marked_where_they_stand():
    made = annotate(FILE, check_files(Files(FILE)).issues)
    book = openpyxl.load_workbook(io.BytesIO(made.file.content))
    cell = book["Offers"]["G3"]
    assert cell.value == "38,5O"
    assert cell.fill.fgColor.rgb == "FFF8CBAD"
    assert cell.comment.text == '"38,5O" is not an amount (it ends in the letter O). Type it like 38.50. [CAL-111]'
    assert cell.comment.author == "CAL Planner"
    assert book["Offers"]["G2"].comment is None
    rows = listed(made.file.content)
    assert rows[0] == HEAD
    assert [row[1:3] for row in rows[1:] if row[0] == "error"] == [["Headcount", "E2"], ["Offers", "G3"]]
    assert book["Problems"]["C3"].hyperlink.location == "'Offers'!G3"
    assert made.file.name == "b, problems marked.xlsx"
    assert made.said[0] == "Problems are marked in your own file; everything else in it stays as it is."


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("b.ods", "Only .xlsx and .xlsm files are changed themselves."),
        ("b.xlsx", "Only files of up to 100 bytes are changed themselves. This one has "),
    ],
)
def test_what_is_not_changed_itself_gets_a_list(monkeypatch, name, why):
    monkeypatch.setattr(own_file, "MAX_BYTES", 100)
    file = Upload(name, BROKEN)
    made = annotate(file, check_files(Files(FILE)).issues)
    assert made.file.name == "b, problems.xlsx"
    assert openpyxl.load_workbook(io.BytesIO(made.file.content)).sheetnames == ["Problems"]
    assert [row[1:3] for row in listed(made.file.content)[1:]] == [["Headcount", "E2"], ["Offers", "G3"]]
    (said,) = made.said
    assert said.startswith(why)
    assert said.endswith("You get a list of its problems as a workbook (.xlsx); your file stays as it is.")
    assert own_file.look_at(file).if_marked == made.said


def test_table_files_get_a_list_with_the_file_of_each_problem():
    file = uploads.join(table_files(tills(device_price="38,5O")))
    made = annotate(file, check_files(Files(file)).issues)
    assert [row[1:3] for row in listed(made.file.content)[1:]] == [["Offers", "G3"]]


def test_names_tell_what_a_file_is():
    assert name_of("estate.XLSM", is_own=True) == "estate, problems marked.xlsm"
    assert name_of("estate.ods", is_own=False) == "estate, problems.xlsx"
