"""The old format .xls: values, errors, dates, what is hidden or merged, code pages, and files that are broken."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlwt

from planner.domain.issue import Location, Severity
from planner.ingest.files import workbook
from planner.ingest.files.answer import columns_of, to_batch
from planner.ingest.files.kind import FileFormat
from planner.ingest.files.problems import damaged
from planner.ingest.files.read import TablesRead, read_tables
from planner.ingest.tables.raw import CellError, RawTable

CODE_PAGE = bytes.fromhex("42000200b004")
"""The record that says that texts are Unicode, as xlwt writes it."""


def written(path: Path, book: xlwt.Workbook, code_page: bytes = CODE_PAGE) -> TablesRead:
    """Save a book, with another record in place of its code page, and read it."""
    book.save(str(path))
    content = path.read_bytes()
    assert content.count(CODE_PAGE) == 1
    path.write_bytes(content.replace(CODE_PAGE, code_page))
    return read_tables(path)


def simple_book(*rows: tuple[object, ...]) -> xlwt.Workbook:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Users")
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    return book


def cells(table: RawTable) -> list[list[object]]:
    return [column.tolist() for column in table.columns]


def test_every_type_of_cell(tmp_path):
    book = simple_book(("id", "n", "day", "moment", "time", "yes", "error"))
    sheet = book.get_sheet(0)
    sheet.write(1, 0, "00203")
    sheet.write(1, 1, 2022)
    sheet.write(1, 2, dt.date(2026, 3, 31), xlwt.easyxf(num_format_str="dd.mm.yyyy"))
    sheet.write(1, 3, dt.datetime(2026, 3, 31, 8, 30), xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm"))
    sheet.write(1, 4, 0.25, xlwt.easyxf(num_format_str="hh:mm"))
    sheet.write(1, 5, True)
    sheet.row(1).set_cell_error(6, 0x2A)
    sheet.row(3).set_cell_error(7, 0x17)  # below and beside everything else
    reading = written(tmp_path / "estate.xls", book)
    (table,) = reading.tables
    assert reading.issues == ()
    assert (table.header_row, table.rows.tolist()) == (1, [2, 4])
    day, moment = dt.date(2026, 3, 31), dt.datetime(2026, 3, 31, 8, 30)
    first = [column[0] for column in table.columns]
    assert first == ["00203", 2022.0, day, moment, "06:00:00", True, CellError("#N/A"), None]
    assert [type(value) for value in first[:6]] == [str, float, dt.date, dt.datetime, str, bool]
    assert [column[1] for column in table.columns] == [None] * 7 + [CellError("#REF!")]


def test_days_counted_from_1904(tmp_path):
    book = simple_book(("day",))
    book.dates_1904 = True
    book.get_sheet(0).write(1, 0, 44651, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    (table,) = written(tmp_path / "estate.xls", book).tables
    assert cells(table) == [[dt.date(2026, 4, 1)]]


def test_numbers_that_no_calendar_reaches_stay_numbers(tmp_path):
    book = simple_book(("day",))
    for row, value in enumerate((-5, 1e9), 1):
        book.get_sheet(0).write(row, 0, value, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    (table,) = written(tmp_path / "estate.xls", book).tables
    assert cells(table) == [[-5.0, 1e9]]


def test_a_formula_without_a_text_is_a_blank(tmp_path):
    book = simple_book(("id", "n"), ("a",), ("b", 1))
    book.get_sheet(0).write(1, 1, xlwt.Formula('""'))  # xlwt stores an empty text as its result
    (table,) = written(tmp_path / "estate.xls", book).tables
    assert cells(table) == [["a", "b"], [None, 1.0]]


def test_hidden_rows_columns_and_sheets_are_read_and_named(tmp_path):
    book = simple_book(("id", "kind", "site"), ("a", "x", "N"), ("b", "y", "S"), ("c", "z", "W"), ("d", "x", "E"))
    sheet = book.get_sheet(0)
    sheet.row(2).hidden = sheet.row(3).hidden = sheet.col(1).hidden = True
    sheet.row(9).hidden = True  # nothing stands there
    other = book.add_sheet("Servers")
    other.write(0, 0, "server_id")
    other.write(1, 0, "S1")
    other.visibility = 2
    reading = written(tmp_path / "estate.xls", book)
    assert [(table.sheet, len(table.rows)) for table in reading.tables] == [("Users", 4), ("Servers", 1)]
    assert [issue.text for issue in reading.issues] == [
        "Hidden rows were read like the others (rows: 2, the first is row 3).",
        'Hidden columns were read like the others: B ("kind").',
        'Sheet "Servers" is hidden and was read like the others.',
    ]


def test_merged_cells_with_a_value_are_an_error_and_keep_their_place(tmp_path):
    book = simple_book(("id", "n"), ("a", 1))
    book.get_sheet(0).write_merge(2, 4, 0, 1, "b")
    (issue,) = written(tmp_path / "estate.xls", book).issues
    assert (issue.code, issue.location.cell, issue.value) == ("CAL-015", "A3", "b")
    assert "A3:B5" in issue.text


@pytest.mark.parametrize("code_page", ["4200020000e4", "42000200e404", "420002001252", "420002000000"])
def test_texts_are_read_whatever_code_page_is_named(tmp_path, code_page):
    """Texts of two bytes a letter were once read letter by letter where the file names Windows' old code page."""
    book = simple_book(("id", "name"), ("a", "Łukasz"), ("b", "Müller"))
    (table,) = written(tmp_path / "estate.xls", book, bytes.fromhex(code_page)).tables
    assert table.headers == ("id", "name")
    assert cells(table) == [["a", "b"], ["Łukasz", "Müller"]]


def test_an_encrypted_file_asks_for_one_without_a_password(tmp_path):
    encrypted = bytes.fromhex("2f0002000000")
    reading = written(tmp_path / "estate.xls", simple_book(("id",), ("a",)), encrypted)
    assert reading.tables == ()
    assert [issue.code for issue in reading.issues] == ["CAL-006"]


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_a_truncated_file_is_damaged_or_read_whole(tmp_path, share):
    path = tmp_path / "estate.xls"
    whole = written(path, simple_book(("id", "n"), *((f"P{row}", row) for row in range(900))))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    reading = read_tables(path)
    assert [issue.code for issue in reading.issues] == ["CAL-005"] or cells(reading.tables[0]) == cells(whole.tables[0])


def test_bytes_changed_at_random_never_bring_the_reader_down(tmp_path):
    import random

    path, chance = tmp_path / "estate.xls", random.Random(7)
    written(path, simple_book(("id", "n"), *((f"P{row}", row) for row in range(40))))
    content = path.read_bytes()
    for _ in range(12):
        changed = bytearray(content)
        for _ in range(40):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        path.write_bytes(changed)
        assert {issue.code for issue in read_tables(path).issues} <= {"CAL-004", "CAL-005", "CAL-006", "CAL-014"}


@pytest.mark.parametrize("name", ["WORKBOOK", "workbook"])
def test_the_stream_may_be_written_in_capitals(tmp_path, name):
    path = tmp_path / "estate.xls"
    simple_book(("id",), ("a",)).save(str(path))
    content = path.read_bytes()
    assert content.count("Workbook".encode("utf-16-le")) == 1
    path.write_bytes(content.replace("Workbook".encode("utf-16-le"), name.encode("utf-16-le")))
    (table,) = read_tables(path).tables
    assert cells(table) == [["a"]]


def test_a_file_that_its_own_reader_stumbles_over_is_read_by_the_fast_one(tmp_path, monkeypatch):
    """Some programs write formulas of names, or counts of texts, that the reader of the format takes for damage."""

    def stumbles(path: Path, where: Location) -> list[object]:
        raise damaged(where, "a name makes no sense")

    monkeypatch.setitem(workbook._WHOLE, FileFormat.XLS, stumbles)
    path = tmp_path / "estate.xls"
    simple_book(("id",), ("a",)).save(str(path))
    table, told = workbook.read_workbook(path, "estate.xls", FileFormat.XLS)
    assert [column.tolist() for column in columns_of(to_batch(table))] == [["a"]]
    assert (told.code, told.severity) == ("CAL-027", Severity.NOTICE)
    path.write_bytes(path.read_bytes()[:600])
    with pytest.raises(Exception, match="a name makes no sense"):
        list(workbook.read_workbook(path, "estate.xls", FileFormat.XLS))
