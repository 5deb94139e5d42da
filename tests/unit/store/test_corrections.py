"""Corrected and marked inventories keep every other cell, at its address and of its kind."""

from __future__ import annotations

import io
from datetime import datetime

import numpy as np
import openpyxl
import pytest

from planner.errors import UsageError
from planner.ingest.read import read_tables
from planner.store import checking, corrections, starters
from planner.store.corrections import Correction, Deletion, correct, corrected_name, edits, mark, marked_name, sheets
from tests.dashboard.workbooks import BROKEN, GOOD, tills, workbook


def tables_of(content, tmp_path):
    (tmp_path / "book.xlsx").write_bytes(content)
    reading = read_tables(tmp_path / "book.xlsx")
    assert not reading.issues
    return reading.tables


def test_without_corrections_the_sample_reads_back_equal(tmp_path):
    before, after = (
        tables_of(content, tmp_path) for content in (starters.sample(), correct("s.xlsx", starters.sample(), []))
    )
    assert [table.sheet for table in before] == [table.sheet for table in after]
    for one, other in zip(before, after, strict=True):
        assert (one.headers, one.header_row) == (other.headers, other.header_row)
        assert np.array_equal(one.rows, other.rows)
        for cells, same in zip(one.columns, other.columns, strict=True):
            assert [(type(cell), cell) for cell in cells] == [(type(cell), cell) for cell in same]


def test_every_kind_of_cell_survives(tmp_path):
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
    after = tables_of(correct("u.xlsx", written.getvalue(), []), tmp_path)
    assert [list(cells) for cells in before[0].columns] == [list(cells) for cells in after[0].columns]
    assert (before[0].header_row, list(before[0].rows)) == (after[0].header_row, list(after[0].rows)) == (2, [3, 5])


def test_corrections_make_a_broken_inventory_good():
    checked = checking.check_bytes("b.xlsx", BROKEN)
    assert [(issue["sheet"], issue["cell"]) for issue in checked.errors] == [("Headcount", "E2"), ("Offers", "G3")]
    better = correct("b.xlsx", BROKEN, [Correction("Headcount", "E2", "2022"), Correction("Offers", "G3", "38.50")])
    again = checking.check_bytes("b.xlsx", better)
    assert again.errors == ()
    assert again.found is not None
    assert (again.found.people, again.found.machines, again.found.offers) == (20, 5, 2)


def test_a_row_can_be_deleted_and_the_others_stay_where_they_are(tmp_path):
    tables = tills()
    tables["Offers"].insert(1, dict(tables["Offers"][0]))
    (issue,) = checking.check_bytes("d.xlsx", workbook(tables)).errors
    better = correct("d.xlsx", workbook(tables), [Deletion(issue["sheet"], issue["row"])])
    (offers,) = (table for table in tables_of(better, tmp_path) if table.sheet == "Offers")
    assert list(offers.rows) == [2, 4]
    assert checking.check_bytes("d.xlsx", better).errors == ()


def test_a_misspelt_header_can_be_corrected():
    tables = tills()
    tables["Offers"] = [
        {("pric" if name == "price" else name): value for name, value in row.items()} for row in tables["Offers"]
    ]
    checked = checking.check_bytes("h.xlsx", workbook(tables))
    misspelt = next(issue for issue in checked.errors if issue["value"] == "pric")
    better = correct("h.xlsx", workbook(tables), [Correction(misspelt["sheet"], misspelt["cell"], "price")])
    assert checking.check_bytes("h.xlsx", better).errors == ()


def test_a_blank_cell_can_be_filled():
    tables = tills()
    tables["Offers"][1]["version"] = None
    (issue,) = checking.check_bytes("f.xlsx", workbook(tables)).errors
    better = correct("f.xlsx", workbook(tables), [Correction(issue["sheet"], issue["cell"], "2022")])
    assert checking.check_bytes("f.xlsx", better).errors == ()


@pytest.mark.parametrize(("sheet", "cell"), [("Nowhere", "A2"), ("Offers", "A99"), ("Offers", "ZZ2"), ("Offers", "2A")])
def test_what_is_not_there_cannot_be_corrected(sheet, cell):
    with pytest.raises(UsageError):
        correct("g.xlsx", GOOD, [Correction(sheet, cell, "x")])


def test_a_file_that_is_no_workbook_cannot_be_corrected():
    with pytest.raises(UsageError, match="correct the file itself"):
        correct("n.xlsx", b"just some words", [])


def test_problems_are_marked_where_they_stand():
    checked = checking.check_bytes("b.xlsx", BROKEN)
    book = openpyxl.load_workbook(io.BytesIO(mark("b.xlsx", BROKEN, checked.issues)))
    cell = book["Offers"]["G3"]
    assert cell.value == "38,5O"
    assert cell.fill.fgColor.rgb == "FFF8CBAD"
    assert "Type it like 38.50" in cell.comment.text
    listed = [[cell.value for cell in row] for row in book["Problems"].iter_rows()]
    assert listed[0] == ["severity", "sheet", "cell", "column", "value", "text", "remedy", "code"]
    assert [row[1:3] for row in listed[1:] if row[0] == "error"] == [["Headcount", "E2"], ["Offers", "G3"]]


def test_names_tell_what_was_done():
    assert corrected_name("estate.ods") == corrected_name("estate, changed.xlsx") == "estate, changed.xlsx"
    assert marked_name("estate.ods") == "estate, problems marked.xlsx"


def test_sheets_are_changed_by_hand():
    offers = next(sheet for sheet in sheets("g.xlsx", GOOD) if sheet.name == "Offers")
    assert offers.columns == ("offer_id", "vendor", "product", "metric", "version", "condition", "price")
    assert offers.cells[1] == ("O-device", "Shop", "ws_cal", "device", "2022", "new", "38")
    edited = [list(row) for row in offers.cells]
    assert edits(offers, edited) == ()
    edited[1][6], edited[0][1] = "39.5", None
    assert edits(offers, edited) == (Correction("Offers", "B2", ""), Correction("Offers", "G3", "39.5"))


def test_only_short_sheets_that_people_change_are_offered(monkeypatch):
    assert [sheet.name for sheet in sheets("g.xlsx", GOOD)] == ["Offers", "Headcount", "Policy"]
    monkeypatch.setattr(corrections, "MOST_ROWS_BY_HAND", 1)
    assert [sheet.name for sheet in sheets("g.xlsx", GOOD)] == ["Headcount", "Policy"]
    assert sheets("n.xlsx", b"just some words") == ()
