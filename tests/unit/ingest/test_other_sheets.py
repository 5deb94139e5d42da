"""What stands on sheets that are not the inventory's stops nothing."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from planner.ingest.load import load_inventory, read_catalogue, read_tables
from tests.dashboard.workbooks import GOOD
from tests.unit.ingest.read_files import repack

TODAY = date(2026, 12, 1)


def good_beside(tmp_path, name, fill):
    """Write the good inventory with one more sheet, filled by a function."""
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    fill(book.create_sheet(name))
    book.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def cover(sheet):
    sheet["A1"], sheet["B1"] = "Inventory 2026", "by"
    sheet["A5"], sheet["C9"], sheet["D9"] = "A long remark over several rows", "#N/A", "=1/0"
    sheet.merge_cells("A5:D8")
    sheet.row_dimensions[7].hidden = True
    sheet.sheet_state = "hidden"


def told(loaded):
    return [(issue.code, issue.severity.value) for issue in loaded.issues]


def test_merged_cells_errors_and_formulas_of_a_cover_stop_nothing(tmp_path):
    """Merged cells of a sheet that is ignored were an error; that it is hidden was told as if it had been read."""
    loaded = load_inventory(good_beside(tmp_path, "Cover", cover), today=TODAY)
    assert told(loaded) == [("CAL-501", "notice")]
    assert loaded.inventory is not None


def damaged(tmp_path, sheet):
    """Write the good inventory with a sheet that has an error value the reader does not know."""
    path = good_beside(tmp_path, sheet, lambda made: made.append(["rate", "odd"]))

    def change(parts):
        part = max(name for name in parts if name.startswith("xl/worksheets/sheet"))
        assert b"</sheetData>" in parts[part]
        cell = b'<row r="2"><c r="A2" t="e"><v>#GETTING_DATA</v></c></row></sheetData>'
        parts[part] = parts[part].replace(b"</sheetData>", cell)

    return repack(path, change)


def test_a_sheet_that_nobody_needs_may_be_unreadable(tmp_path):
    """One such sheet kept the whole inventory from being planned."""
    loaded = load_inventory(damaged(tmp_path, "Rates"), today=TODAY)
    assert loaded.inventory is not None
    assert [str(issue) for issue in loaded.issues] == [
        'book.xlsx: Sheet "Rates" could not be read and is ignored: it is not known. [CAL-501]'
    ]


@pytest.mark.parametrize("sheet", ["Servers", "Sever", "Access 2"])
def test_a_sheet_of_the_inventory_or_nearly_one_may_not(tmp_path, sheet):
    loaded = load_inventory(damaged(tmp_path, sheet), today=TODAY)
    assert loaded.inventory is None
    assert ("CAL-005", "error") in told(loaded)


def test_of_a_catalogue_only_the_offers_count(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "prices.xlsx") as book:
        offers, users = book.add_worksheet("Offers"), book.add_worksheet("Users")
        for sheet in (offers, users):
            sheet.write_row(0, 0, ["offer_id", "vendor"])
            sheet.merge_range("A2:A3", "same")
    path = tmp_path / "prices.xlsx"
    assert [issue.location.sheet for issue in read_catalogue(path).issues] == ["Offers"]
    assert [issue.location.sheet for issue in read_tables(path).issues] == ["Offers", "Users"]


def test_a_table_file_is_told_of_whatever_it_is_called(tmp_path):
    (tmp_path / "spring prices.csv").write_text('offer_id,vendor\n"O-1,Shop\n', encoding="utf-8")
    (issue,) = read_catalogue(tmp_path / "spring prices.csv").issues
    assert (issue.code, issue.severity.value) == ("CAL-019", "error")
