"""Sheets as they stand, for hand-made lists: merged ranges, what is hidden, the calendar, cells that went wrong."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from planner.ingest import CellError, GridsRead, read_grids


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> GridsRead:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book["Sheet"]
    sheet.title = "Postes"
    for row in (["Parc", None], [], ["Service", "Poste"], ["Achats", "P1"], [None, "P2"], ["Ventes", "P3"]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A4:A5")
    sheet.row_dimensions[6].hidden = True
    sheet["B8"], sheet["C8"], sheet["D8"] = "#N/A", "=1+1", datetime(2021, 4, 5)
    sheet["B8"].data_type = "e"
    for name, state in (("Ancien", "hidden"), ("_listes", "veryHidden")):
        book.create_sheet(name).append(["x"])
        book[name].sheet_state = state
    book.create_sheet("Vide")
    path = tmp_path_factory.mktemp("grids") / "parc.xlsx"
    book.save(path)
    return read_grids(path)


def test_a_sheet_comes_with_its_merged_ranges_and_its_hidden_rows(read: GridsRead) -> None:
    sheet = read.grids[0]
    assert (sheet.file, sheet.sheet, sheet.is_hidden) == ("parc.xlsx", "Postes", False)
    assert sheet.merged == ((0, 0, 0, 1), (3, 0, 4, 0))
    assert sheet.hidden_rows == (5,)
    assert [column[3] for column in sheet.columns] == ["Achats", "P1", None, None]
    assert sheet.columns[0].tolist() == ["Parc", None, "Service", "Achats", None, "Ventes", None, None]


def test_cells_that_went_wrong_stay_what_they_are_and_days_follow_the_files_calendar(read: GridsRead) -> None:
    sheet = read.grids[0]
    assert sheet.counts_from_1904
    last = [column[7] for column in sheet.columns]
    assert last == [None, CellError("#N/A"), CellError("formula without a stored result"), date(2021, 4, 5)]


def test_hidden_sheets_say_so_and_an_empty_one_is_empty(read: GridsRead) -> None:
    assert [(sheet.sheet, sheet.is_hidden, len(sheet.columns)) for sheet in read.grids[1:]] == [
        ("Ancien", True, 1),
        ("_listes", True, 1),
        ("Vide", False, 0),
    ]
    assert not read.issues


def test_what_is_no_workbook_is_told_and_not_raised(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    path.write_text("nom;poste\n")
    assert [issue.code for issue in read_grids(path).issues] == ["CAL-004"]
    assert [issue.code for issue in read_grids(tmp_path / "nowhere.xlsx").issues] == ["CAL-001"]
