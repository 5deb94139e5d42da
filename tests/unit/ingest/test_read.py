"""Files of every format to raw tables: values, row numbers, and what is said about sheets."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import random
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from planner.domain.issue import Severity
from planner.ingest.files.facts import NO_RESULT
from planner.ingest.files.grid import decode, encode
from planner.ingest.files.problems import FILE_PROBLEMS
from planner.ingest.files.read import TablesRead, read_tables
from planner.ingest.files.text import _is_regular
from planner.ingest.tables.raw import CellError, RawTable
from tests.unit.ingest.read_files import SHEET_PART, ods, ods_cell, repack, simple_workbook, workbook_of_sheet, xlsb


def only_table(path: Path) -> RawTable:
    """Read a file that must hold one table and no problem; a text over several lines is only told of."""
    reading = read_tables(path)
    assert not [issue for issue in reading.issues if issue.code != "CAL-026"]
    (table,) = reading.tables
    return table


def codes(reading: TablesRead) -> list[str]:
    return [issue.code for issue in reading.issues]


def typed(table: RawTable) -> list[list[tuple[type, object]]]:
    """Return cells with their types, for 1, 1.0 and True are equal."""
    return [[(type(cell), cell) for cell in column] for column in table.columns]


def test_workbook_gives_headers_cells_and_the_row_numbers_of_excel(tmp_path):
    table = only_table(simple_workbook(tmp_path / "estate.xlsx"))
    assert (table.file, table.sheet, table.headers) == ("estate.xlsx", "Users", ("user_id", "persons"))
    assert (table.header_row, table.rows.tolist(), table.is_grid) == (1, [2, 3], True)
    assert typed(table) == [[(str, "00123"), (str, "NA")], [(float, 2.0), (float, 3.5)]]


def test_source_has_the_name_without_folders_and_the_hash_of_the_content(tmp_path):
    path = simple_workbook(tmp_path / "estate.xlsx")
    source = read_tables(path).source
    assert (source.name, source.sha256) == ("estate.xlsx", hashlib.sha256(path.read_bytes()).hexdigest())


def test_every_type_of_cell_arrives_as_it_is(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "types.xlsx") as book:
        sheet = book.add_worksheet("T")
        day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_string(0, 0, "value")
        sheet.write_boolean(1, 0, True)
        sheet.write_datetime(2, 0, dt.date(2026, 1, 31), day)
        sheet.write_datetime(3, 0, dt.datetime(2026, 1, 31, 12, 30), moment)
        sheet.write_number(4, 0, 0.05, book.add_format({"num_format": "0%"}))
        sheet.write_string(5, 0, " 1001 ")
        sheet.write_number(6, 0, 1)
        sheet.write_comment(6, 0, "a remark is not data")
    assert typed(only_table(tmp_path / "types.xlsx")) == [
        [
            (bool, True),
            (dt.date, dt.date(2026, 1, 31)),
            (dt.datetime, dt.datetime(2026, 1, 31, 12, 30)),
            (float, 0.05),
            (str, " 1001 "),
            (float, 1.0),
        ]
    ]


def test_blank_rows_go_and_numbers_stay(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "gaps.xlsx") as book:
        sheet = book.add_worksheet("Access")
        sheet.write("B4", "user_id")
        sheet.write("C4", "server_id")
        sheet.write("B6", "u1")
        sheet.write("B8", "   ")
        sheet.write("C9", "s1")
        sheet.write_blank("E20", None, book.add_format({"bg_color": "red"}))
        book.add_worksheet("Nothing")
    table = only_table(tmp_path / "gaps.xlsx")
    assert (table.headers, table.header_row, table.rows.tolist()) == (("", "user_id", "server_id"), 4, [6, 9])
    assert [column.tolist() for column in table.columns] == [[None, None], ["u1", None], [None, "s1"]]


def test_header_texts_are_trimmed_and_numbers_in_them_are_whole(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "head.xlsx") as book:
        book.add_worksheet("T").write_row(0, 0, [" user_id ", 2022, "", "x"])
    assert only_table(tmp_path / "head.xlsx").headers == ("user_id", "2022", "", "x")


def test_many_rows_keep_their_order_across_batches(tmp_path):
    rng = random.Random(7)
    cells = [[rng.choice(["a", "b", "", 1, 1.5, True]) for _ in range(3)] for _ in range(9_000)]
    with xlsxwriter.Workbook(tmp_path / "many.xlsx") as book:
        sheet = book.add_worksheet("T")
        sheet.write_row(0, 0, ["x", "y", "z"])
        for row, values in enumerate(cells, start=1):
            sheet.write_row(row, 0, values)
    table = only_table(tmp_path / "many.xlsx")
    kept = [(row, values) for row, values in enumerate(cells, start=2) if any(value != "" for value in values)]
    assert table.rows.tolist() == [row for row, _ in kept]
    wanted = [[None if value == "" else value for value in values] for _, values in kept]
    assert [list(row) for row in zip(*table.columns, strict=True)] == wanted


def test_formula_counts_as_its_stored_result(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "f.xlsx") as book:
        sheet = book.add_worksheet("T")
        sheet.write_row(0, 0, ["n", "t", "e", "b"])
        sheet.write_formula(1, 0, "=1+1", value=2)
        sheet.write_formula(1, 1, '="a"&"b"', value="ab")
        sheet.write_formula(1, 2, "=NA()", value="#N/A")
        sheet.write_formula(1, 3, '=""', value="")
    columns = only_table(tmp_path / "f.xlsx").columns
    assert [column[0] for column in columns[:3]] == [2.0, "ab", CellError("#N/A")]


def test_formula_without_result_is_an_error_at_its_cell_even_beyond_the_last_value(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["n", "m"])
    book.active.append(["=1+1", 5])
    book.active["A9"] = "=A2"
    book.active["D9"] = "=A2"
    book.save(tmp_path / "f.xlsx")
    table = only_table(tmp_path / "f.xlsx")
    assert table.headers == ("n", "m", "", "")
    assert table.rows.tolist() == [2, 9]
    missing = CellError(NO_RESULT)
    assert [column.tolist() for column in table.columns] == [
        [missing, missing],
        [5.0, None],
        [None] * 2,
        [None, missing],
    ]


def test_empty_text_stored_by_a_formula_is_a_blank(tmp_path):
    rows = (
        b'<row r="1"><c r="A1" t="str"><v>x</v></c></row>'
        b'<row r="2"><c r="A2" t="str"><f>""</f><v></v></c><c r="B2"><v>1</v></c></row>'
        b'<row r="3"><c r="A3"><f>1+1</f><v/></c></row>'
    )
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
    table = only_table(workbook_of_sheet(tmp_path / "f.xlsx", sheet % rows))
    assert table.columns[0].tolist() == [None, CellError(NO_RESULT)]


def test_error_values_are_found_however_the_sheet_is_written(tmp_path):
    """Prefixes, single quotes and cells without addresses are rare, but right; errors must not pass as blanks."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheets = [
        b'<x:worksheet xmlns:x="%s"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>'
        b'<x:row r="2"><x:c r="A2" t="e"><x:v>#REF!</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        b"<worksheet xmlns='%s'><sheetData><row r='1'><c r='A1'><v>7</v></c></row>"
        b"<row r='2'><c r='A2' t='e'><v>#REF!</v></c></row></sheetData></worksheet>",
        b'<worksheet xmlns="%s"><sheetData><row><c><v>7</v></c></row>'
        b'<row><c t="e"><v>#REF!</v></c></row></sheetData></worksheet>',
    ]
    for index, sheet in enumerate(sheets):
        table = only_table(workbook_of_sheet(tmp_path / f"{index}.xlsx", sheet % space))
        assert (table.headers, table.rows.tolist()) == (("7",), [2])
        assert table.columns[0].tolist() == [CellError("#REF!")]


def test_hidden_sheets_are_read_and_named(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    for name, state in (("Old", "hidden"), ("Secret", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet["A1"] = "y"
        sheet.sheet_state = state
    book.save(tmp_path / "hidden.xlsx")
    reading = read_tables(tmp_path / "hidden.xlsx")
    assert [table.sheet for table in reading.tables] == ["Sheet", "Old", "Secret"]
    assert [(issue.code, issue.severity, issue.location.sheet) for issue in reading.issues] == [
        ("CAL-016", Severity.NOTICE, "Old"),
        ("CAL-016", Severity.NOTICE, "Secret"),
    ]


def test_merged_cells_with_a_value_among_the_data_are_an_error(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "merged.xlsx") as book:
        sheet = book.add_worksheet("Users")
        sheet.merge_range("A1:C2", "")  # above the header, and blank
        sheet.write_row(2, 0, ["user_id", "department", "site"])
        sheet.write_row(3, 0, ["u1", None, "Bonn"])
        sheet.merge_range("B4:B6", "Sales")
        sheet.merge_range("F4:G4", "a remark beside the table")
    reading = read_tables(tmp_path / "merged.xlsx")
    (issue,) = reading.issues
    assert (issue.code, str(issue.location)) == ("CAL-015", 'Users!B4, column "department"')
    assert "B4:B6" in issue.text
    assert issue.value == "Sales"


def test_hidden_rows_and_columns_are_read_and_named(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "hidden.xlsx") as book:
        sheet = book.add_worksheet("Users")
        sheet.write_row(0, 0, ["user_id", "department", "site"])
        for row in range(1, 5):
            sheet.write_row(row, 0, [f"u{row}", "Sales", "Bonn"])
        for row in (2, 3, 9):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True})
        sheet.set_column("F:XFD", None, None, {"hidden": True})
    reading = read_tables(tmp_path / "hidden.xlsx")
    assert len(reading.tables[0].rows) == 4
    remedy = "Delete what should not count; a filter does not leave rows out. [CAL-025]"
    assert [str(issue) for issue in reading.issues] == [
        f"Users: Hidden rows were read like the others (rows: 2, the first is row 3). {remedy}",
        f'Users: Hidden columns were read like the others: C ("site"). {remedy}',
    ]


def test_a_merged_title_above_the_header_is_no_merged_data(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "title.xlsx") as book:
        sheet = book.add_worksheet("Users")
        sheet.merge_range("A1:C1", "Our people")
        sheet.write_row(1, 0, ["user_id", "department", "site"])
        sheet.write_row(2, 0, ["u1", "Sales", "Bonn"])
    assert only_table(tmp_path / "title.xlsx").headers == ("Our people", "", "")


def test_xlsb_error_values_and_merged_cells(tmp_path):
    reading = read_tables(xlsb(tmp_path / "estate.xlsb"))
    (table,) = reading.tables
    assert [column.tolist() for column in table.columns] == [["a", "b"], [CellError("#N/A"), None]]
    assert [(issue.code, issue.location.cell) for issue in reading.issues] == [("CAL-015", "A3")]


def test_xlsb_hidden_rows_and_columns(tmp_path):
    issues = [issue for issue in read_tables(xlsb(tmp_path / "e.xlsb", hidden=True)).issues if issue.code == "CAL-025"]
    assert "(rows: 1, the first is row 2)" in issues[0].text
    assert 'B ("n")' in issues[1].text


def test_ods_errors_formulas_and_merged_cells(tmp_path):
    rows = [
        ods_cell("id") + ods_cell("n"),
        ods_cell("a", 'table:number-columns-spanned="2"') + "<table:covered-table-cell/>",
        '<table:table-cell table:formula="of:=1+1"/>' + ods_cell("#N/A", 'calcext:value-type="error"'),
    ]
    path = ods(tmp_path / "estate.ods", "".join(f"<table:table-row>{row}</table:table-row>" for row in rows))
    reading = read_tables(path)
    (table,) = reading.tables
    assert [column.tolist() for column in table.columns] == [["a", CellError(NO_RESULT)], [None, CellError("#N/A")]]
    assert [(issue.code, issue.location.cell) for issue in reading.issues] == [("CAL-015", "A2")]


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_formats_that_an_office_program_writes(tmp_path, ending):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine to write the file with")
    book = openpyxl.Workbook()
    book.active.title = "Users"
    for row in ([], ["user_id", "n"], ["00123", "=1+1"], ["u2", "#N/A"], [None, "=NA()"], ["x", True]):
        book.active.append(row)
    book.active.merge_cells("A8:B8")
    book.active["A8"] = "merged"
    book.save(tmp_path / "estate.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path), "estate.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    reading = read_tables(tmp_path / f"estate.{ending}")
    (table,) = reading.tables
    assert (table.sheet, table.header_row, table.rows.tolist()) == ("Users", 2, [3, 4, 5, 6, 8])
    assert table.columns[0].tolist() == ["00123", "u2", None, "x", "merged"]
    assert table.columns[1][:3].tolist() == [2.0, CellError("#N/A"), CellError("#N/A")]
    assert codes(reading) == ["CAL-015"]


def test_content_counts_and_not_the_ending(tmp_path):
    path = simple_workbook(tmp_path / "estate.xls")
    assert only_table(path).columns[0].tolist() == ["00123", "NA"]


CSV_CASES = {
    "plain": (b"id,n\n00123,NA\n,2\n", [["00123", None], ["NA", "2"]], [2, 3]),
    "mark, semicolons and Windows lines": (b"\xef\xbb\xbfid;n\r\n1,5;x\r\n", [["1,5"], ["x"]], [2]),
    "tabs": (b"id\tn\na b\t2\n", [["a b"], ["2"]], [2]),
    "separator named": (b"sep=;\nid;n\na,b;2\n", [["a,b"], ["2"]], [2]),
    "quotes": (b'id,n\n"a,""b""",2\n"",3\n', [['a,"b"', None], ["2", "3"]], [2, 3]),
    "line break in a field": (b'id,n\n"a\nb",2\nc,3\n', [["a\nb", "c"], ["2", "3"]], [2, 3]),
    "blank lines": (b"\nid,n\n\na,1\n\n", [["a"], ["1"]], [4]),
    "short rows": (b"id,n\na\nb,2\n", [["a", "b"], [None, "2"]], [2, 3]),
    "blank fields too many": (b"id,n\na,1,,\n", [["a"], ["1"]], [2]),
    "a quotation mark inside": (b'id,n\n5" disk,1\n', [['5" disk'], ["1"]], [2]),
    "old Mac lines": (b"id,n\ra,1\r", [["a"], ["1"]], [2]),
    "nothing but the header": (b"id,n\n", [[], []], []),
    "one column": (b"id\na\n\nb", [["a", "b"]], [2, 4]),
}


@pytest.mark.parametrize("case", CSV_CASES)
def test_csv(tmp_path, case):
    content, columns, rows = CSV_CASES[case]
    (tmp_path / "Users.csv").write_bytes(content)
    table = only_table(tmp_path / "Users.csv")
    assert (table.file, table.sheet, table.is_grid) == ("Users.csv", "Users", False)
    assert table.headers == ("id", "n")[: len(columns)]
    assert [column.tolist() for column in table.columns] == columns
    assert table.rows.tolist() == rows


def test_fast_and_careful_reading_of_csv_agree(tmp_path):
    """A short last row sends the whole file to the careful reader; the rows before must come out the same."""
    rng = random.Random(3)
    pieces = ["a", "NA", "00", '"', ",", "\n", " ", "ä", ""]
    rows = [["".join(rng.choices(pieces, k=3)) for _ in range(2)] for _ in range(300)]
    for name, extra in (("fast", []), ("careful", [["last"]])):
        with (tmp_path / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["x", "y"], *rows, *extra])
    fast, careful = only_table(tmp_path / "fast.csv"), only_table(tmp_path / "careful.csv")
    wanted = [(row, values) for row, values in enumerate(rows, start=2) if any(value.strip() for value in values)]
    for table in (fast, careful):
        assert table.rows[: len(wanted)].tolist() == [row for row, _ in wanted]
        for index, column in enumerate(table.columns):
            assert column[: len(wanted)].tolist() == [values[index] or None for _, values in wanted]
    assert careful.columns[0][-1] == "last"


def test_only_marks_at_the_edges_of_fields_are_regular():
    assert _is_regular(b'"a","b ""c"" d"\n"",2\n', b",")
    assert not _is_regular(b'a,5" disk\n', b",")
    assert not _is_regular(b'"a,b\nc,d\n', b",")


def test_csv_row_with_more_fields_than_the_header(tmp_path):
    (tmp_path / "Users.csv").write_text("id,n\na,1\nb,1,5\n", encoding="utf-8")
    (issue,) = read_tables(tmp_path / "Users.csv").issues
    assert (issue.code, issue.location.row, issue.value) == ("CAL-018", 3, "5")


def test_many_rows_with_too_many_fields_are_counted(tmp_path):
    (tmp_path / "Users.csv").write_text("id,n\n" + "a,1,5\n" * 1_500, encoding="utf-8")
    issues = read_tables(tmp_path / "Users.csv").issues
    assert len(issues) == 1_001
    assert issues[-1].text.startswith("500 more rows, the last of them row 1501,")


@pytest.mark.parametrize("content", ['id,n\na,1\n"b,2\nc,3\n', 'id,n\n"a"b,1\nc\n'])
def test_csv_quotation_mark_that_is_not_closed(tmp_path, content):
    (tmp_path / "Users.csv").write_text(content, encoding="utf-8")
    assert codes(read_tables(tmp_path / "Users.csv")) == ["CAL-019"]


@pytest.mark.parametrize(
    ("content", "row"), [("id\na\nMüller\n".encode("latin-1"), 3), ("id\na".encode("utf-16"), None)]
)
def test_csv_that_is_not_utf8_names_the_line(tmp_path, content, row):
    (tmp_path / "Users.csv").write_bytes(content)
    (issue,) = read_tables(tmp_path / "Users.csv").issues
    assert (issue.code, issue.location.row) == ("CAL-017", row)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_csv_in_utf16_without_mark(tmp_path, encoding):
    (tmp_path / "Users.csv").write_bytes("user_id,name\na,Müller\n".encode(encoding))
    (issue,) = read_tables(tmp_path / "Users.csv").issues
    assert issue.code == "CAL-017"
    assert "UTF-16" in issue.text
    assert "PowerShell" in issue.remedy


def test_csv_with_pipes_and_a_line_that_names_a_type(tmp_path):
    content = '\ufeff#TYPE System.Object\r\n"user_id"|"n"\r\n"a"|"1"\r\n"b"|"1"|"2"\r\n"c|d\r\ne"|"3"\r\n'
    (tmp_path / "Users.csv").write_text(content, encoding="utf-8", newline="")
    reading = read_tables(tmp_path / "Users.csv")
    (table,) = reading.tables
    assert (table.headers, table.header_row, table.rows.tolist()) == (("user_id", "n"), 2, [3, 4, 5])
    assert [column.tolist() for column in table.columns] == [["a", "b", "c|d\r\ne"], ["1", "1", "3"]]
    assert [(issue.code, issue.location.row) for issue in reading.issues] == [("CAL-018", 4), ("CAL-026", 5)]
    assert reading.issues[1].text == (
        'The text in column "user_id" goes over the lines 5 to 6 and holds the separator, "|".'
    )


def test_rows_that_a_stray_quote_swallows_are_told(tmp_path):
    rows = ['a,10,"IT', "b,20,HR", "c,30,Sales", 'd,5,Ops"', "e,1,X", 'f,2,"one, two"', 'g,3,"one\ntwo"', 'h,4,"1,\n2"']
    (tmp_path / "Users.csv").write_text("\n".join(["group,users,department", *rows]) + "\n", encoding="utf-8")
    (issue,) = read_tables(tmp_path / "Users.csv").issues
    assert (issue.code, issue.severity, issue.location.row, issue.location.column) == (
        "CAL-026", Severity.NOTICE, 2, "department"
    )  # fmt: skip
    assert issue.text.endswith('goes over the lines 2 to 5 and holds the separator, ",". So does one more.')


def test_unrelated_files_of_a_folder_stop_nothing(tmp_path):
    (tmp_path / "Users.csv").write_text("user_id\nu1\n", encoding="utf-8")
    (tmp_path / "old.csv").write_bytes(b"\xff\xfe no text")
    (tmp_path / "prices.parquet").write_bytes(b"PAR1 broken")
    (tmp_path / "prices.csv").write_text("a\n", encoding="utf-8")
    reading = read_tables(tmp_path)
    assert [table.sheet for table in reading.tables] == ["Users"]
    assert {(issue.code, issue.severity) for issue in reading.issues} == {("CAL-021", Severity.NOTICE)}


def test_parquet_keeps_types(tmp_path):
    moment = dt.datetime(2026, 1, 2, 3, 4, 5)
    columns = {
        " id ": pa.array(["00123", None, "", "NA"]),
        "n": pa.array([1, None, None, 2**60]),
        "share": pa.array([0.5, None, None, 1.0]),
        "price": pa.array([None, None, None, Decimal("3850")], pa.decimal128(9, 2)),
        "yes": pa.array([True, None, None, False]),
        "day": pa.array([dt.date(2026, 1, 2), None, None, None]),
        "moment": pa.array([moment, None, None, None], pa.timestamp("ns")),
        "kind": pa.array(["a", None, None, "a"]).dictionary_encode(),
        "none": pa.nulls(4),
    }
    pq.write_table(pa.table(columns), tmp_path / "Users.parquet")
    table = only_table(tmp_path / "Users.parquet")
    assert table.headers == ("id", "n", "share", "price", "yes", "day", "moment", "kind", "none")
    assert (table.header_row, table.rows.tolist(), table.is_grid) == (1, [2, 5], False)
    assert [column.tolist() for column in table.columns] == [
        ["00123", "NA"],
        [1, 2**60],
        [0.5, 1.0],
        [None, "3850.00"],
        [True, False],
        [dt.date(2026, 1, 2), None],
        [moment, None],
        ["a", "a"],
        [None, None],
    ]


@pytest.mark.parametrize("values", [pa.array([[1, 2]]), pa.array([{"a": 1}]), pa.array([b"\x00"])])
def test_parquet_column_of_lists_structures_or_bytes(tmp_path, values):
    pq.write_table(pa.table({"ids": values}), tmp_path / "Users.parquet")
    (issue,) = read_tables(tmp_path / "Users.parquet").issues
    assert (issue.code, issue.location.column) == ("CAL-020", "ids")


def folder_of_files(folder: Path) -> Path:
    folder.mkdir()
    (folder / "Users.csv").write_text("user_id\nu1\n", encoding="utf-8")
    (folder / "Owned.csv").write_text("", encoding="utf-8")
    pq.write_table(pa.table({"user_id": ["u1"]}), folder / "Access 2.parquet")
    (folder / "Access.parquet").mkdir()
    for part in ("part-0", "part-1"):
        pq.write_table(pa.table({"user_id": [part]}), folder / "Access.parquet" / f"{part}.parquet")
    (folder / "notes.docx").write_text("ignored", encoding="utf-8")
    (folder / ".hidden").write_text("unseen", encoding="utf-8")
    return folder


def test_folder_has_one_sheet_per_file(tmp_path):
    folder = folder_of_files(tmp_path / "estate")
    shutil.rmtree(folder / "Access.parquet")
    reading = read_tables(folder)
    assert [(table.file, table.sheet) for table in reading.tables] == [
        ("Access 2.parquet", "Access 2"),
        ("Users.csv", "Users"),
    ]
    assert [(issue.code, issue.severity) for issue in reading.issues] == [("CAL-021", Severity.NOTICE)]
    assert "notes.docx" in reading.issues[0].text
    assert reading.source.name == "estate"


def test_folder_of_part_files_is_one_sheet_in_parts(tmp_path):
    folder = folder_of_files(tmp_path / "estate")
    (folder / "Access 2.parquet").unlink()
    tables = read_tables(folder).tables
    assert [(table.file, table.sheet) for table in tables[:2]] == [
        ("Access.parquet/part-0.parquet", "Access"),
        ("Access.parquet/part-1.parquet", "Access 2"),
    ]
    assert [table.sheet for table in read_tables(folder / "Access.parquet").tables] == ["Access", "Access 2"]


def test_part_files_leave_names_to_the_files_that_have_them(tmp_path):
    tables = read_tables(folder_of_files(tmp_path / "estate")).tables
    assert [(table.file, table.sheet) for table in tables[:3]] == [
        ("Access 2.parquet", "Access 2"),
        ("Access.parquet/part-0.parquet", "Access"),
        ("Access.parquet/part-1.parquet", "Access 3"),
    ]


def test_hash_of_a_folder_depends_on_names_and_contents_read(tmp_path):
    first = read_tables(folder_of_files(tmp_path / "a")).source.sha256
    folder = folder_of_files(tmp_path / "b")
    (folder / "notes.docx").unlink()
    assert read_tables(folder).source.sha256 == first
    (folder / "Users.csv").rename(folder / "Users 2.csv")
    assert read_tables(folder).source.sha256 != first


def test_one_sheet_in_two_files_is_an_error(tmp_path):
    (tmp_path / "Users.csv").write_text("user_id\nu1\n", encoding="utf-8")
    pq.write_table(pa.table({"user_id": ["u1"]}), tmp_path / "Users.parquet")
    reading = read_tables(tmp_path)
    assert codes(reading) == ["CAL-023"]
    assert not reading.tables


def test_one_bad_file_of_a_folder_does_not_hide_the_others(tmp_path):
    simple_workbook(tmp_path / "Devices.csv")
    (tmp_path / "Owned.parquet").write_bytes(b"PAR1 and nothing else")
    (tmp_path / "Servers.parquet").write_bytes(b"")
    (tmp_path / "Users.csv").write_text("user_id\nu1\n", encoding="utf-8")
    reading = read_tables(tmp_path)
    assert [(issue.code, issue.location.file) for issue in reading.issues] == [
        ("CAL-024", "Devices.csv"),
        ("CAL-005", "Owned.parquet"),
        ("CAL-003", "Servers.parquet"),
    ]
    assert [table.sheet for table in reading.tables] == ["Users"]


def test_folder_without_tables(tmp_path):
    assert codes(read_tables(tmp_path)) == ["CAL-022"]


@pytest.mark.parametrize(
    "value",
    [
        "text",
        "",
        0,
        2**70,
        -1.5,
        0.1,
        True,
        False,
        dt.date(2026, 1, 2),
        dt.datetime(2026, 1, 2, 3, 4),
        CellError("#N/A"),
    ],
)
def test_values_survive_the_way_between_processes(value):
    assert decode(encode(value)) == value
    assert type(decode(encode(value))) is type(value)


def test_the_list_of_problems_has_each_code_once_in_its_block():
    listed = [problem.code for problem in FILE_PROBLEMS]
    assert listed == sorted(set(listed))
    assert all("CAL-001" <= code <= "CAL-039" for code in listed)
    assert all(problem.title and problem.explanation.endswith(".") for problem in FILE_PROBLEMS)


def test_chart_sheets_are_no_tables(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "chart.xlsx") as book:
        book.add_worksheet("Users").write_row(0, 0, ["user_id"])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Users!$A$1:$A$2"})
        book.add_chartsheet("Picture").set_chart(chart)
    assert only_table(tmp_path / "chart.xlsx").sheet == "Users"


def test_a_part_may_be_named_in_capitals(tmp_path):
    def rename(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/Sheet1.xml"] = parts.pop(SHEET_PART)

    path = repack(simple_workbook(tmp_path / "estate.xlsx"), rename)
    assert only_table(path).headers == ("user_id", "persons")
