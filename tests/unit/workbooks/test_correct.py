"""Corrected and marked inventories keep every other cell, at its address and of its kind."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime

import numpy as np
import openpyxl
import pytest

from planner.errors import UsageError
from planner.ingest import read_tables
from planner.workbooks import by_hand, own_file, rewriting, starters, uploads
from planner.workbooks.by_hand import Entry, edits, sheets
from planner.workbooks.correct import Correction, Deletion, correct
from planner.workbooks.rewriting import write_workbook
from planner.workbooks.uploads import Files, Upload
from tests.dashboard.workbooks import BROKEN, GOOD, table_files, tills, workbook
from tests.unit.workbooks.checked import check_files

FILE = Upload("b.xlsx", BROKEN)


def tables_of(content, tmp_path):
    (tmp_path / "book.xlsx").write_bytes(content)
    reading = read_tables(tmp_path / "book.xlsx")
    assert not reading.issues
    return reading.tables


def test_a_new_workbook_of_the_sample_reads_back_equal(tmp_path):
    before, after = (
        tables_of(content, tmp_path)
        for content in (starters.sample(), write_workbook(tables_of(starters.sample(), tmp_path)))
    )
    assert [table.sheet for table in before] == [table.sheet for table in after]
    for one, other in zip(before, after, strict=True):
        assert (one.headers, one.header_row) == (other.headers, other.header_row)
        assert np.array_equal(one.rows, other.rows)
        for cells, same in zip(one.columns, other.columns, strict=True):
            assert [(type(cell), cell) for cell in cells] == [(type(cell), cell) for cell in same]


def test_every_kind_of_cell_survives_in_a_new_workbook(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Users"
    sheet.append([])  # nothing in row 1
    sheet.append(["user_id", "name", None, "active", "last_seen", "persons"])
    sheet.append(["00123", "+cmd", "no header", True, datetime(2026, 1, 2), 2.5])
    sheet.append([])
    sheet.append([17, "#N/A", None, False, datetime(2026, 1, 2, 3, 4), 3])
    written = io.BytesIO()
    book.save(written)
    before = tables_of(written.getvalue(), tmp_path)
    after = tables_of(write_workbook(before), tmp_path)
    assert [list(cells) for cells in before[0].columns] == [list(cells) for cells in after[0].columns]
    assert (before[0].header_row, list(before[0].rows)) == (after[0].header_row, list(after[0].rows)) == (2, [3, 5])


def test_corrections_make_a_broken_inventory_good():
    checked = check_files(Files(FILE))
    assert [(issue["sheet"], issue["cell"]) for issue in checked.errors] == [("Headcount", "E2"), ("Offers", "G3")]
    better = correct(FILE, [Correction("Headcount", "E2", "2022"), Correction("Offers", "G3", "38.50")])
    again = check_files(Files(better))
    assert again.errors == ()
    assert again.found is not None
    assert (again.found.people, again.found.machines, again.found.offers) == (20, 5, 2)


def test_a_row_can_be_deleted_and_the_others_stay_where_they_are(tmp_path):
    tables = tills()
    tables["Offers"].insert(1, dict(tables["Offers"][0]))
    (issue,) = check_files(Files(Upload("d.xlsx", workbook(tables)))).errors
    better = correct(Upload("d.xlsx", workbook(tables)), [Deletion(issue["sheet"], issue["row"])])
    (offers,) = (table for table in tables_of(better.content, tmp_path) if table.sheet == "Offers")
    assert list(offers.rows) == [2, 4]
    assert check_files(Files(better)).errors == ()


def test_a_row_that_is_deleted_and_corrected_is_gone(tmp_path):
    made = correct(Upload("tills.xlsx", GOOD), [Correction("Offers", "G3", "40"), Deletion("Offers", 3)])
    offers = next(table for table in tables_of(made.content, tmp_path) if table.sheet == "Offers")
    assert offers.rows.tolist() == [2]


def test_the_same_corrections_give_the_same_bytes_whenever_they_are_made(monkeypatch):
    file, change = Upload("tills.xlsx", GOOD), [Correction("Offers", "G3", "40")]
    assert correct(file, change).content == correct(file, change).content
    monkeypatch.setattr(own_file, "MAX_BYTES", 100)
    with zipfile.ZipFile(io.BytesIO(correct(file, change).content)) as book:
        said = book.read("docProps/core.xml").decode()
        assert {member.date_time[0] for member in book.infolist()} == {1980}
    assert re.findall(r"dcterms:W3CDTF\">(.*?)<", said) == ["2026-01-01T00:00:00Z"] * 2


def test_a_misspelt_header_can_be_corrected():
    tables = tills()
    tables["Offers"] = [
        {("pric" if name == "price" else name): value for name, value in row.items()} for row in tables["Offers"]
    ]
    checked = check_files(Files(Upload("h.xlsx", workbook(tables))))
    misspelt = next(issue for issue in checked.errors if issue["value"] == "pric")
    better = correct(Upload("h.xlsx", workbook(tables)), [Correction(misspelt["sheet"], misspelt["cell"], "price")])
    assert check_files(Files(better)).errors == ()


def test_a_blank_cell_can_be_filled():
    tables = tills()
    tables["Offers"][1]["version"] = None
    (issue,) = check_files(Files(Upload("f.xlsx", workbook(tables)))).errors
    better = correct(Upload("f.xlsx", workbook(tables)), [Correction(issue["sheet"], issue["cell"], "2022")])
    assert check_files(Files(better)).errors == ()


@pytest.mark.parametrize(("sheet", "cell"), [("Nowhere", "A2"), ("Offers", "A99"), ("Offers", "ZZ2"), ("Offers", "2A")])
def test_what_is_not_there_cannot_be_corrected(sheet, cell):
    with pytest.raises(UsageError):
        correct(Upload("g.xlsx", GOOD), [Correction(sheet, cell, "x")])


def test_a_file_that_is_no_workbook_cannot_be_corrected():
    with pytest.raises(UsageError, match="Correct the file itself"):
        correct(Upload("n.xlsx", b"just some words"), [])


def test_names_tell_what_was_done(monkeypatch):
    change = [Correction("Offers", "G3", "40")]
    assert correct(Upload("tills.xlsx", GOOD), change).name == "tills, changed.xlsx"
    assert correct(Upload("tills, changed.XLSM", GOOD), change).name == "tills, changed.xlsm"
    monkeypatch.setattr(own_file, "MAX_BYTES", 100)
    assert correct(Upload("tills, changed.xlsm", GOOD), change).name == "tills, changed.xlsx"


def test_what_is_a_number_to_everybody_is_written_as_one():
    """A price typed on the page became a text, which no formula beside it counts."""
    made = correct(
        Upload("t.xlsx", GOOD),
        [Correction("Offers", "G3", "38.50"), Correction("Offers", "G2", "1.234,5"), Correction("Offers", "A2", "007")],
    )
    sheet = openpyxl.load_workbook(io.BytesIO(made.content))["Offers"]
    assert (sheet["G3"].value, sheet["G2"].value, sheet["A2"].value) == (38.5, "1.234,5", "007")


def test_sheets_are_changed_by_hand():
    offers = next(sheet for sheet in sheets(Files(Upload("g.xlsx", GOOD))) if sheet.name == "Offers")
    assert offers.columns == ("offer_id", "vendor", "product", "metric", "version", "condition", "price")
    assert offers.cells[1] == ("O-device", "Shop", "ws_cal", "device", "2022", "new", "38")
    edited = [list(row) for row in offers.cells]
    assert edits(offers, edited) == ()
    edited[0][6], edited[1][6], edited[0][1] = 35.0, 39.5, None
    made = edits(offers, edited)
    assert [one.correction for one in made] == [Correction("Offers", "B2", ""), Correction("Offers", "G3", 39.5)]
    assert [(one.place, one.column, one.row, one.before, one.after) for one in made] == [
        ("Offers!B2", "vendor", "O-user", "Shop", ""),
        ("Offers!G3", "price", "O-device", "38.00", "39.50"),
    ]


def test_only_short_sheets_that_people_change_are_offered(monkeypatch):
    assert [sheet.name for sheet in sheets(Files(Upload("g.xlsx", GOOD)))] == ["Offers", "Headcount", "Policy"]
    monkeypatch.setattr(by_hand, "MOST_ROWS_BY_HAND", 1)
    assert [sheet.name for sheet in sheets(Files(Upload("g.xlsx", GOOD)))] == ["Headcount", "Policy"]
    assert sheets(Files(Upload("n.xlsx", b"just some words"))) == ()


def test_numbers_are_changed_as_numbers_where_all_are_plain(tmp_path):
    tables = tills()
    tables["Offers"][0] |= {"stock_packs": 3, "min_packs": "1,5"}
    tables["Offers"][1]["price"] = "38.50"
    (offers,) = (sheet for sheet in sheets(Files(Upload("g.xlsx", workbook(tables)))) if sheet.name == "Offers")
    entries = dict(zip(offers.columns, offers.entries, strict=True))
    assert (entries["price"], entries["stock_packs"]) == (Entry.AMOUNT, Entry.COUNT)
    # A version is no number, and what is not plain is left to be typed.
    assert (entries["version"], entries["min_packs"]) == (Entry.TEXT, Entry.TEXT)
    better = correct(Upload("g.xlsx", workbook(tables)), [Correction("Offers", "G3", 39.5)])
    (table,) = (table for table in tables_of(better.content, tmp_path) if table.sheet == "Offers")
    assert list(table.columns[6]) == ["35", 39.5]


def test_what_was_not_read_whole_is_not_rewritten():
    """The cells below a merged one would be lost, and with them the problem."""
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    book["Offers"].merge_cells("B2:B3")
    written = io.BytesIO()
    book.save(written)
    file = Upload("m.xlsx", written.getvalue())
    assert not check_files(Files(file)).can_be_corrected
    with pytest.raises(UsageError, match="cannot be corrected here"):
        correct(file, [Correction("Offers", "G3", "39")])


def test_table_files_become_sheets_of_a_corrected_workbook():
    file = uploads.join(table_files(tills(device_price="38,5O")))
    (problem,) = check_files(Files(file)).errors
    assert (problem["file"], problem["cell"], problem["value"]) == (
        "Headcount and 2 more.zip/Offers.csv",
        "G3",
        "38,5O",
    )
    better = correct(file, [Correction(problem["sheet"], problem["cell"], "38")])
    assert better.name == "Headcount and 2 more, changed.xlsx"
    assert check_files(Files(better)).found == check_files(Files(Upload("g.xlsx", GOOD))).found


def test_what_no_workbook_can_hold_is_refused(monkeypatch):
    file = uploads.join(table_files(tills()))
    monkeypatch.setattr(rewriting, "MOST_ROWS", 2)
    with pytest.raises(UsageError, match='"Offers" has 3 rows and 7 columns, more than a workbook can hold'):
        correct(file, [])
    monkeypatch.setattr(rewriting, "MOST_ROWS", 10)
    monkeypatch.setattr(rewriting, "MOST_CHARACTERS", 13)
    with pytest.raises(UsageError, match="A cell of row 1 holds 14 characters"):
        correct(file, [])


def test_texts_that_look_like_something_else_stay_texts_in_a_new_workbook(tmp_path):
    """openpyxl takes some for formulas, errors or escapes, and refuses others."""
    odd = ["=1+1", "#N/A", "_x0041_", "bell\x07", "two\nlines", "00123", "1900-01-05"]
    cells = ["text", *odd]
    table = csv_tables(tmp_path, "Users.csv", [["user_id", "name"], *([f"p{n}", text] for n, text in enumerate(cells))])
    made = write_workbook(table)
    assert list(tables_of(made, tmp_path)[0].columns[1]) == cells
    sheet = openpyxl.load_workbook(io.BytesIO(made))["Users"]
    assert all(row[1].data_type == "s" for row in sheet.iter_rows(min_row=2))
    assert made == write_workbook(table)


@pytest.mark.parametrize("name", ["a" * 32, "a[b]", "'a"])
def test_a_name_that_no_sheet_can_have_is_refused(tmp_path, name):
    (table,) = csv_tables(tmp_path, "Users.csv", [["user_id"], ["ana"]])
    with pytest.raises(UsageError, match="No sheet of a workbook can be called"):
        write_workbook([replace(table, sheet=name)])
    with pytest.raises(UsageError, match='Two sheets of a workbook cannot both be called "Users"'):
        write_workbook([table, replace(table, sheet="USERS")])


def csv_tables(tmp_path, name, rows):
    """Return what the reader makes of a text file of these rows."""
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return read_tables(path).tables
